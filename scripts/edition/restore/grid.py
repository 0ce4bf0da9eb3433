"""The page that `pdftotext -layout` draws, taken apart as a compositor would.

It is a grid in which every character, Han or not, takes one place. A column of print begins at the same place on all its rows (a
paragraph's first line two or three places further), since each row is filled up with blanks to there. The page is cut at white strips
from top to bottom into columns, and where a row runs across a strip (a headline, a caption, an article of another width) into bands
from top to bottom, as often as there is something to cut.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from edition.layout import ends_sentence

_WORD = re.compile(r"\S+")
ROWS = 2
"""Rows with text on both sides of a strip that make columns; on a single row two stretches are the halves of a headline."""
MOST = 0.75
"""Share of a region's rows from which a strip divides the whole of it. A last column that ends where another article begins below, beside
nothing, divides less."""
NARROWEST = 5
"""Characters of the narrowest column, beside a picture; shorter cells are those of a table or a list of names."""
LINE = 16
"""Characters of cells that are lines of print, whether or not a word goes on over the end of one; halves of a headline are shorter."""
INDENT = 4
"""Places by which a paragraph's first line begins further right than its column: two Han characters take two to four."""
BASELINES = 2
"""Rows within which a line of the left column stands where the lines of two columns take rows in turn."""
CANDIDATES = 12
"""Places tried as the left edge of a column in one region. A page has up to eight columns, and each a few more by chance."""
HOLE = 12
"""Rows that a picture takes in a column: a sixth of a page."""
SPANS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
"""Characters on either side of a joint that a word over it has."""
HEADLINES = 3
"""Rows of a headline over columns, with its byline."""
DEPTH = 16
"""How often a region is cut again: a page, its articles, their heads and columns, the parts between pictures, come to seven."""


class Row(NamedTuple):
    """One line of the dump on the grid."""

    text: str
    words: tuple[tuple[int, int], ...]
    """Where its stretches without blanks begin and end."""

    @classmethod
    def of(cls, line: str) -> Row:
        """The row of a line; one without text has no stretches.

        >>> Row.of("  全镇今年  大力").words, Row.of("   ").words
        (((2, 6), (8, 10)), ())
        """
        bare = line.rstrip()
        return cls(bare, tuple(match.span() for match in _WORD.finditer(bare)))


class Region(NamedTuple):
    """A rectangle of the grid that is one column: rows from `top` to before `bottom`, places from `left` to before `right`."""

    top: int
    bottom: int
    left: int
    right: int


class Grid:
    """The page as a grid of characters, and how it is taken apart.

    >>> lexicon = {"发展": 9, "收入": 9, "牛羊": 9}
    >>> rows = [Row.of("全镇今年大力发   村里养的牛"), Row.of("展种植产业收    羊今年都很肥"), Row.of("入年年增加。    价钱也好。")]
    >>> [(region.left, region.right) for region in Grid(rows, lexicon).cut(Region(0, 3, 0, 20))]
    [(0, 10), (10, 20)]
    >>> rows = [Row.of("张书记  李主任"), Row.of("王校长  刘医生")]
    >>> [(region.left, region.right) for region in Grid(rows, lexicon).cut(Region(0, 2, 0, 20))]
    [(0, 20)]
    """

    __slots__ = ("held", "lexicon", "region", "rows", "usual")

    def __init__(self, rows: Sequence[Row], lexicon: Mapping[str, int]) -> None:
        self.rows = rows
        self.lexicon = lexicon
        self.region: Region | None = None
        self.held: dict[int, list[tuple[int, int]]] = {}
        filled = [n for n, row in enumerate(rows) if row.words]
        gaps = Counter(b - a - 1 for a, b in pairwise(filled))
        self.usual = gaps.most_common(1)[0][0] if gaps else 0

    def cut(self, region: Region, depth: int = DEPTH) -> Iterator[Region]:
        """The columns of a region in reading order; together they cover it.

        >>> rows = [Row.of("长江镇今年认真贯彻落    南召县以高规格成立营"), Row.of("实会议精神，大力开展    商环境党支部，年年增")]
        >>> region = Region(0, 2, 0, 30)
        >>> [(column.left, column.right) for column in Grid(rows, {"落实": 9, "营商": 9}).cut(region)]
        [(0, 14), (14, 30)]
        >>> list(Grid(rows, {}).cut(region)) == [region]
        True
        """
        if depth == 0 or region.bottom - region.top < ROWS:
            yield region
            return
        strips = self._strips(region)
        edges = [edge for edge, share in strips.items() if share >= MOST]
        tops = self._title(region, edges) or self._holes(region, edges) if edges else self._bands(region)
        edges = edges or list(strips)
        if tops:
            for top, bottom in zip([region.top, *tops], [*tops, region.bottom], strict=True):
                yield from self.cut(region._replace(top=top, bottom=bottom), depth - 1)
        elif edges:
            for left, right in zip([region.left, *edges], [*edges, region.right], strict=True):
                yield from self.cut(region._replace(left=left, right=right), depth - 1)
        else:
            yield region

    def words(self, row: int, region: Region) -> list[tuple[int, int]]:
        """The stretches of a row that lie in the region; those of the region last asked for are kept.

        >>> grid = Grid([Row.of("全镇今年  大力发展")], {})
        >>> grid.words(0, Region(0, 1, 6, 20)), grid.words(0, Region(0, 1, 12, 20))
        ([(6, 10)], [])
        """
        if region is not self.region:
            self.region, self.held = region, {}
        if row not in self.held:
            left, right = region.left, region.right
            self.held[row] = [(a, b) for a, b in self.rows[row].words if not _behind(a, b, right) and (not left or _behind(a, b, left))]
        return self.held[row]

    def place(self, row: int, edge: int) -> int:
        """Where a row is cut for the edge of a column: at the edge, or before the stretch that begins just left of it.

        >>> grid = Grid([Row.of("全镇今年 大力发展"), Row.of("全镇今年    发展")], {})
        >>> grid.place(0, 6), grid.place(1, 6)
        (5, 6)
        """
        return next((a for a, b in self.rows[row].words if a < edge and _behind(a, b, edge)), min(edge, len(self.rows[row].text)))

    def _strips(self, region: Region) -> dict[int, float]:
        """The left edges of columns behind white strips that run through all rows of the region; the share of its rows along which
        they have text on both sides."""
        found: dict[int, float] = {}
        last, rows = region.left, range(region.top, region.bottom)
        for edge in sorted(self._starts(region)):
            crossed = edge - last < NARROWEST or any(_crosses(self.words(row, region), edge) for row in rows)
            if not crossed and self._divides(region, edge, rows):
                found[edge] = self._share(region, edge)
                last = edge
        return found

    def _starts(self, region: Region) -> list[int]:
        """Where stretches begin behind a gutter, the commonest places first."""
        starts: Counter[int] = Counter()
        for row in range(region.top, region.bottom):
            words = self.words(row, region)
            starts.update(b[0] for a, b in zip([(0, region.left), *words], words, strict=False) if b[0] - a[1] >= 2)
        return [edge for edge, count in starts.most_common(CANDIDATES) if count >= ROWS and edge > region.left]

    def _share(self, region: Region, edge: int) -> float:
        """The share of the rows with text that lie between the first and the last with text on both sides of an edge."""
        filled = [row for row in range(region.top, region.bottom) if self.words(row, region)]
        sides = [{_behind(a, b, edge) for a, b in self.words(row, region)} for row in filled]
        both = [n for n, side in enumerate(sides) if len(side.union(*sides[n + 1 : n + 2])) == 2]
        return (both[-1] - both[0] + 1) / len(filled) if both else 0

    def _divides(self, region: Region, edge: int, rows: range) -> bool:
        """Whether text goes on from row to row on both sides of an edge, rather than across it."""
        down = across = support = 0
        before, since = ["", ""], [0, 0]
        sizes: list[int] = []
        for row in rows:
            words = self.words(row, region)
            left = [(a, b) for a, b in words if not _behind(a, b, edge)]
            right = [(a, b) for a, b in words if _behind(a, b, edge)]
            cells = (self._cells(row, left)[-1], self._cells(row, right)[0])
            if left and right:
                if right[0][0] - left[-1][1] >= 2 or right[0][0] == edge:
                    support += 1
                    sizes.append(min(map(len, cells)))
                across += self._goes_on(*cells)
            elif right and row - since[0] <= BASELINES and right[0][0] <= edge + INDENT:
                # Columns whose lines do not stand at one height take rows in turn.
                support += 1
                sizes.append(min(len(before[0]), len(cells[1])))
            for side, cell in enumerate(cells):
                if cell:
                    down += self._goes_on(before[side], cell)
                    before[side], since[side] = cell, row
        if support < ROWS or sorted(sizes)[len(sizes) // 2] < NARROWEST:
            return False
        return down > across or (down == across and sorted(sizes)[len(sizes) // 2] >= LINE)

    def _goes_on(self, before: str, after: str) -> bool:
        if not before or not after or ends_sentence(before):
            return False
        spanning = (before[-left:] + after[:right] for left, right in SPANS)
        return not self.lexicon.keys().isdisjoint(spanning)

    def _cells(self, row: int, words: list[tuple[int, int]]) -> list[str]:
        """The cells of the words, with which single blanks go; one empty cell where there are no words."""
        begins = [words[0][0], *(b[0] for a, b in pairwise(words) if b[0] - a[1] >= 2)] if words else []
        ends = [*(a[1] for a, b in pairwise(words) if b[0] - a[1] >= 2), words[-1][1]] if words else []
        return [self.rows[row].text[begin:end] for begin, end in zip(begins, ends, strict=True)] or [""]

    def _title(self, region: Region, edges: list[int]) -> list[int]:
        """The row of a headline over three, five … columns: alone in the middle one behind a blank row, not at its edge; where the
        region begins with it, the first row of the columns below."""
        if len(edges) % 2:
            return []
        left, right = edges[len(edges) // 2 - 1], [*edges, region.right][len(edges) // 2]
        rows = [row for row in range(region.top, region.bottom) if self.words(row, region)]
        own = [row for row in rows if self.words(row, region)[0][0] >= left + INDENT and self.words(row, region)[-1][1] <= right]
        lines = next((n for n, row in enumerate(rows) if row not in own), 0)
        if 0 < lines <= HEADLINES:
            below = self.words(rows[lines], region)
            return [rows[lines]] if below[0][0] < left and below[-1][0] >= right else []
        return next(([row] for above, row in pairwise(rows) if row in own and row > above + 1), [])

    def _holes(self, region: Region, edges: list[int]) -> list[int]:
        """The first row behind blank rows through all columns: an article or a picture as wide as the region ends the columns above it.

        A blank row below a row of headlines ends nothing, nor does one over which the words of a column go on.
        """
        rows = [row for row in range(region.top, region.bottom) if self.words(row, region)]
        both = 0
        for above, row in pairwise(rows):
            both += len({_behind(a, b, edges[0]) for a, b in self.words(above, region)}) == 2
            if row - above - 1 <= self.usual or both < ROWS:
                continue
            if not any(self._divides(region, edge, range(region.top, row)) for edge in edges):
                continue
            down = across = 0
            places = zip([region.left, *edges], [*edges, region.right], strict=True)
            columns = [region._replace(left=left, right=right) for left, right in places]
            for column, after in zip(columns, [*columns[1:], None], strict=True):
                end = self._nearest(range(above, region.top - 1, -1), column)
                down += self._goes_on(end, self._nearest(range(row, region.bottom), column))
                across += after is not None and self._goes_on(end, self._nearest(range(region.top, above + 1), after))
            if down <= across:
                return [row]
        return []

    def _nearest(self, rows: range, column: Region) -> str:
        """The first cell of a column among rows; a column that is blank for longer than a picture is high has none."""
        for row in rows[:HOLE]:
            words = self.words(row, column)
            if words:
                return self.rows[row].text[words[0][0] : words[-1][1]]
        return ""

    def _bands(self, region: Region) -> list[int]:
        """The rows at which the region is cut across: where the strip that runs through most rows begins and ends."""
        best: tuple[int, list[int]] = (0, [])
        for edge in self._starts(region):
            spans = self._columned(region, edge)
            longest = max((bottom - top for top, bottom in spans), default=0)
            if longest > best[0]:
                tops = sorted({row for span in spans for row in span} - {region.top, region.bottom})
                best = (longest, tops)
        return best[1]

    def _columned(self, region: Region, edge: int) -> list[tuple[int, int]]:
        """The rows where columns meet at an edge. Rows that are none by themselves are the headlines of the columns right below them."""
        out: list[tuple[int, int]] = []
        above: tuple[int, int] | None = None
        for top, bottom in self._spans(region, edge):
            heads = [row for row in range(above[0], top) if self.words(row, region)] if above else []
            begin = heads[0] if heads and len(heads) <= HEADLINES and above and heads[-1] < above[1] else top
            if self._divides(region, edge, range(begin, bottom)):
                out.append((begin, bottom))
                above = None
            else:
                above = (begin, bottom)
        return out

    def _spans(self, region: Region, edge: int) -> Iterator[tuple[int, int]]:
        """The rows between lines that run across an edge, and between blank rows, where there is text on both sides of it."""
        begin, first, last, filled = region.top, -1, -1, region.top - 1
        crossed = False
        for row in range(region.top, region.bottom + 1):
            words = self.words(row, region) if row < region.bottom else []
            if row < region.bottom and not words:
                continue
            crosses = _crosses(words, edge)
            hole = row - filled - 1 > self.usual
            if crosses or hole or row == region.bottom:
                if last > first >= 0:
                    # Straight below a line that crosses, lines on one side alone belong to its headline.
                    yield first if crossed else begin, row if crosses and not hole else filled + 1
                begin, first, last, crossed = (row + 1, -1, -1, True) if crosses else (row, -1, -1, False)
            filled = row
            if crosses or not words:
                continue
            at = sum(not _behind(a, b, edge) for a, b in words)
            beside = at > 0 or (row > begin and any(not _behind(a, b, edge) for a, b in self.words(row - 1, region)))
            if beside and at < len(words) and words[at][0] <= edge + INDENT:
                first, last = (row if first < 0 else first), row


def _behind(a: int, b: int, edge: int) -> bool:
    """Whether a stretch belongs to the column with that left edge.

    A headline begins a little before it, since its letters are larger than the grid, and so does a line that narrow print set close to
    the one beside it.
    """
    return a >= edge or (b > edge and a >= edge - INDENT)


def _crosses(words: list[tuple[int, int]], edge: int) -> bool:
    """Whether a line runs across the edge of a column."""
    return any(a < edge <= b and not _behind(a, b, edge) for a, b in words)
