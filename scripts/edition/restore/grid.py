"""Takes apart the grid that `pdftotext -layout` writes for a page.

On the grid of `pdftotext` every character, Han or not, takes one place; on that of other programs a Han character takes two, as on a
screen. The page shows which by its gaps (`on_grid`). A row is a line of the dump; it can cross several printed columns. A printed column
begins at the same place on all its rows (the first line of a paragraph two or three places further right), because blanks fill the space
before it. The page is cut again and again: into columns, at white strips that run from top to bottom; and into bands, one above
the other, where a row (a title, a caption, an article of another width) runs across a strip.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from edition.layout import ends_sentence, width

_WORD = re.compile(r"\S+")
ROWS = 2
"""The fewest rows with text on both sides of a strip that make columns. On a single row, two stretches can be the halves of a title."""
MOST = 0.75
"""The least share of a region's rows along which a strip must have text on both sides, to divide the whole region. It divides less where a
last column ends and another article begins below."""
NARROWEST = 5
"""Width of the narrowest column, in characters: beside a picture. Shorter cells belong to a table or a list of names."""
LINE = 16
"""Cells of at least so many characters are lines of print, even if no word goes on over their ends. Halves of a title are shorter."""
SHORT_LINE, MANY = 10, 4
"""On so many rows, also cells of so many characters are lines of print."""
INDENT = 4
"""The most places by which a paragraph's first line begins further right than its column: two Han characters take two to four."""
BASELINES = 2
"""Two columns may stand on rows in turn. Then a line of the left column must stand at most so many rows above a line of the right one."""
CANDIDATES = 12
"""How many places of a region are tried as the left edge of a column. A page has up to eight columns, and each a few edges by chance."""
HOLE = 12
"""How many rows a picture takes in a column: a sixth of a page."""
SPANS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
"""The shapes of words over a joint: how many characters stand before it and after it."""
HEADLINES = 5
"""The most rows of a head above columns, byline included."""
DEPTH = 16
"""How often a region can be cut again. A page, its articles, their heads and columns, and the parts between pictures need seven cuts."""


class Row(NamedTuple):
    """One line of the dump on the grid."""

    text: str
    words: tuple[tuple[int, int], ...]
    """The begin and end of each stretch without blanks, in places of the grid."""
    places: Sequence[int]
    """The place of each character, then the end of the row."""

    @classmethod
    def of(cls, line: str, *, double: bool = False) -> Row:
        """The row of a line. A line without text has no stretches. With `double`, wide characters take two places.

        >>> Row.of("  全镇今年  大力").words, Row.of("   ").words
        (((2, 6), (8, 10)), ())
        >>> Row.of("  全镇今年  大力", double=True).words
        ((2, 10), (12, 16))
        """
        bare = line.rstrip()
        places = [0, *accumulate(map(width, bare))] if double else range(len(bare) + 1)
        return cls(bare, tuple((places[match.start()], places[match.end()]) for match in _WORD.finditer(bare)), places)

    def between(self, begin: int, end: int) -> str:
        """The text from one place to before another."""
        return self.text[self.offset(begin) : self.offset(end)]

    def offset(self, place: int) -> int:
        """The offset in the line of the character at a place, or of the first one behind it."""
        return bisect_left(self.places, place)


def on_grid(lines: Sequence[str]) -> list[Row]:
    """The rows of a page, on that of the two grids on which the stretches behind its gaps begin more often at the same places.

    >>> [row.words[1] for row in on_grid(["全镇今年大力  发展", "12家年大力    发展"])]
    [(14, 18), (14, 18)]
    >>> [row.words[1] for row in on_grid(["全镇今年大力  发展", "12家年大力  发展"])]
    [(8, 10), (8, 10)]
    """
    grids = [[Row.of(line, double=double) for line in lines] for double in (False, True)]
    return max(grids, key=_aligned)


def _aligned(rows: Sequence[Row]) -> int:
    """How many stretches behind gaps begin at one of the places that are commonest for them."""
    starts = Counter(after[0] for row in rows for before, after in pairwise(row.words) if after[0] - before[1] >= 2)
    return sum(count for _, count in starts.most_common(CANDIDATES // 2) if count >= ROWS)


class Region(NamedTuple):
    """A rectangle of the grid that is one column: rows from `top` to before `bottom`, places from `left` to before `right`."""

    top: int
    bottom: int
    left: int
    right: int


class Grid:
    """A page as a grid of characters that can be cut into columns.

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
        """The columns of a region in reading order. Together they cover the region.

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
        tops = self._title(region, [*strips]) if strips else []
        tops = tops or (self._holes(region, edges) if edges else self._bands(region))
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
        """The stretches of a row that lie in the region. They are remembered for the region asked for last.

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
        """The offset at which a row is cut for the edge of a column: that of the edge, or of a stretch that begins just left of it.

        >>> grid = Grid([Row.of("全镇今年 大力发展"), Row.of("全镇今年    发展")], {})
        >>> grid.place(0, 6), grid.place(1, 6)
        (5, 6)
        """
        place = next((a for a, b in self.rows[row].words if a < edge and _behind(a, b, edge)), edge)
        return self.rows[row].offset(place)

    def _strips(self, region: Region) -> dict[int, float]:
        """The left edges of columns after white strips through all rows of the region, each with the share of rows along which text stands
        on both sides."""
        found: dict[int, float] = {}
        last, rows = region.left, range(region.top, region.bottom)
        for edge in sorted(self._starts(region)):
            crossed = edge - last < NARROWEST or any(_crosses(self.words(row, region), edge) for row in rows)
            if not crossed and self._divides(region, edge, rows):
                found[edge] = self._share(region, edge)
                last = edge
        return found

    def _starts(self, region: Region) -> list[int]:
        """The places where stretches begin after a gutter, the commonest first."""
        starts: Counter[int] = Counter()
        for row in range(region.top, region.bottom):
            words = self.words(row, region)
            starts.update(b[0] for a, b in zip([(0, region.left), *words], words, strict=False) if b[0] - a[1] >= 2)
        return [edge for edge, count in starts.most_common(CANDIDATES) if count >= ROWS and edge > region.left]

    def _share(self, region: Region, edge: int) -> float:
        """The share of the rows with text that lie between the first and the last row with text on both sides of an edge."""
        filled = [row for row in range(region.top, region.bottom) if self.words(row, region)]
        sides = [{_behind(a, b, edge) for a, b in self.words(row, region)} for row in filled]
        both = [n for n, side in enumerate(sides) if len(side.union(*sides[n + 1 : n + 2])) == 2]
        return (both[-1] - both[0] + 1) / len(filled) if both else 0

    def _divides(self, region: Region, edge: int, rows: range) -> bool:
        """Whether an edge divides columns: more words go on from row to row on either side of it than across it."""
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
                # If the lines of two columns do not stand at the same height, they stand on rows in turn.
                support += 1
                sizes.append(min(len(before[0]), len(cells[1])))
            for side, cell in enumerate(cells):
                if cell:
                    down += self._goes_on(before[side], cell)
                    before[side], since[side] = cell, row
        usual = sorted(sizes)[len(sizes) // 2] if sizes else 0
        if support < ROWS or usual < NARROWEST:
            return False
        return down > across or (down == across and usual >= (SHORT_LINE if support >= MANY else LINE))

    def _goes_on(self, before: str, after: str) -> bool:
        if not before or not after or ends_sentence(before):
            return False
        spanning = (before[-left:] + after[:right] for left, right in SPANS)
        return not self.lexicon.keys().isdisjoint(spanning)

    def _cells(self, row: int, words: list[tuple[int, int]]) -> list[str]:
        """The cells that the words make. Single blanks do not divide cells. Without words there is one empty cell."""
        begins = [words[0][0], *(b[0] for a, b in pairwise(words) if b[0] - a[1] >= 2)] if words else []
        ends = [*(a[1] for a, b in pairwise(words) if b[0] - a[1] >= 2), words[-1][1]] if words else []
        return [self.rows[row].between(begin, end) for begin, end in zip(begins, ends, strict=True)] or [""]

    def _title(self, region: Region, edges: list[int]) -> list[int]:
        """The row at which a head over three, five … columns divides the region; empty if there is none.

        Such a head stands alone in the middle column, not at its left edge, below a blank row. If the region begins with the head, the row
        is the first one below it.
        """
        if len(edges) % 2:
            return []
        left, right = edges[len(edges) // 2 - 1], [*edges, region.right][len(edges) // 2]
        rows = [row for row in range(region.top, region.bottom) if self.words(row, region)]
        ends = {row: (self.words(row, region)[0][0], self.words(row, region)[-1][1]) for row in rows}
        own = [row for row, (a, b) in ends.items() if a > left - INDENT and b < right + INDENT]
        set_in = [row for row in own if ends[row][0] >= left + INDENT and ends[row][1] <= right]
        lines = next((n for n, row in enumerate(rows) if row not in own), 0)
        if 0 < lines <= HEADLINES and set_in and set_in[0] < rows[lines]:
            below = self.words(rows[lines], region)
            return [rows[lines]] if below[0][0] < left and below[-1][0] >= right else []
        return next(([row] for above, row in pairwise(rows) if row in set_in and row > above + 1), [])

    def _holes(self, region: Region, edges: list[int]) -> list[int]:
        """The first row below blank rows through all columns; empty if there is none.

        An article or a picture as wide as the region ends the columns above it. Blank rows do not count below the titles of the columns,
        or if the words of a column go on over them.
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
        """The text of a column on the first row that has any; empty if there is none within the height of a picture."""
        for row in rows[:HOLE]:
            words = self.words(row, column)
            if words:
                return self.rows[row].between(words[0][0], words[-1][1])
        return ""

    def _bands(self, region: Region) -> list[int]:
        """The rows at which the region is cut into bands: where the strip with the longest run of rows begins and ends."""
        best: tuple[int, list[int]] = (0, [])
        for edge in self._starts(region):
            spans = self._columned(region, edge)
            longest = max((bottom - top for top, bottom in spans), default=0)
            if longest > best[0]:
                tops = sorted({row for span in spans for row in span} - {region.top, region.bottom})
                best = (longest, tops)
        return best[1]

    def _columned(self, region: Region, edge: int) -> list[tuple[int, int]]:
        """The bands of rows, first and after the last, in which an edge divides columns. Rows right above that do not divide by themselves
        can be the titles of the columns."""
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
        """The bands of rows with text on both sides of an edge. Rows that run across the edge, and more blank
        rows than usual, end a band."""
        begin, first, last, filled = region.top, -1, -1, region.top - 1
        crossed = False
        for row in range(region.top, region.bottom + 1):
            words = self.words(row, region) if row < region.bottom else []
            if row < region.bottom and not words:
                continue
            crosses = _crosses(words, edge)
            hole = row - filled - 1 > self.usual
            if crosses or hole or row == region.bottom:
                if last >= first >= 0:
                    # Right below a row that runs across, rows with text on one side only belong to its head.
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
    """Whether a stretch belongs to the column with the left edge `edge`, or to one further right.

    A title can begin a little left of the edge, because its letters are larger than the places of the grid. So can a line that narrow
    print set close to the line beside it.
    """
    return a >= edge or (b > edge and a >= edge - INDENT)


def _crosses(words: list[tuple[int, int]], edge: int) -> bool:
    """Whether text of a row runs across the edge of a column: in one stretch, or over a single blank that does not stand at the edge.

    >>> _crosses([(8, 14), (15, 21)], 18), _crosses([(8, 14), (15, 21)], 15)
    (True, False)
    """
    if any(a < edge <= b and not _behind(a, b, edge) for a, b in words):
        return True
    whole = all(right[0] - left[1] == 1 for left, right in pairwise(words))
    return whole and any(_beside(left, right, edge) for left, right in pairwise(words))


def _beside(left: tuple[int, int], right: tuple[int, int], edge: int) -> bool:
    """Whether the edge lies between two stretches of a row, but not where the right one begins."""
    return not _behind(*left, edge) and _behind(*right, edge) and abs(right[0] - edge) > 1
