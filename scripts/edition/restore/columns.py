"""Printed columns that an extractor put side by side on one line, read one after the other.

`pdftotext -layout` draws the page as a grid in which every character, Han or not, takes one place. A column of print begins at the
same place on all its rows (a paragraph's first line two or three places further), since each row is filled up with blanks to
there. The page is cut as a compositor would take it apart: at white strips from top to bottom into columns, and where a row runs
across a strip (a headline, a caption, an article of another width) into bands from top to bottom, as often as there is something to cut.

`pymupdf4llm` folds a block of the page into one line with a blank at each former break; where it took two columns for one block, their
lines alternate. The breaks are found by the width that repeats, the columns by the words that go on over the breaks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from edition.layout import SLACK, SQUEEZE, goes_on
from edition.trace import Text, join
from edition.vocabulary import HAN, Vocabulary

_BREAK = re.compile(r"\r\n|\n|\r")
_GAPPED = re.compile(rf"[{HAN}，。、；：！？”’）》…%0-9A-Za-z] {{2,}}[{HAN}“‘（《0-9A-Za-z]")
_WORD = re.compile(r"\S+")
_PAUSE = re.compile(r"[，、；：,（“‘《]$")
_STRETCH = re.compile(r"(?<!\S)\S(?: \S){2,}(?!\S)|(?:（[^（）\s]{1,8}(?: [^（）\s]{1,8}){1,4}）|\S)+")
_STOP = re.compile(r"[。！？]$")
_NUMBER = re.compile(rf"[0-9%]\n[0-9.%{HAN}]|[年月日时分第约达]\n[0-9]")
_END = re.compile(r"[。！？…][”’）》」』]*$")
ROWS = 2
"""Rows with text on both sides of a strip that make columns; on a single row two stretches are the halves of a headline."""
MOST = 0.75
"""Share of a region's rows from which a strip divides the whole of it. A last column that ends where another article begins below, beside
nothing, divides less."""
NARROWEST = 5
"""Characters of the narrowest column, beside a picture; shorter cells are those of a table or a list of names."""
INDENT = 4
"""Places by which a paragraph's first line begins further right than its column: two Han characters take two to four."""
BASELINES = 2
"""Rows within which a line of the left column stands where the lines of two columns take rows in turn."""
CANDIDATES = 12
"""Places tried as the left edge of a column in one region. A page has up to eight columns, and each a few more by chance."""
HOLE = 12
"""Rows that a picture takes in a column: a sixth of a page."""
DEPTH = 16
"""How often a region is cut again: a page, its articles, their heads and columns, the parts between pictures, come to seven."""


_SOLID = f"[{HAN}，。、；：！？”’）》…0-9%]"
# Each try begins where a run begins and gives nothing back, or a long line without blanks would be read once for each character.
_FOLDED = re.compile(rf"(?<!{_SOLID})(?:{_SOLID}{{{NARROWEST},}}+ ){{3}}")
_BLANKED = re.compile(rf"(?<!{_SOLID}){_SOLID}{{{NARROWEST},}}+ [{HAN}“‘（《0-9]{{{NARROWEST},}}")
"""Two such stretches: a line that may be folded, if it fits a measure that the page tells."""
FOLD_WIDTHS = 4
"""Widths tried as the measure of a folded line: those that most stretches have."""
FULL = 3
"""Full lines in a folded one; two may be neighbours of one width by chance."""
BROAD = 48
"""Columns from which two full lines are enough: so long stretches are not of one width by chance."""
FOLD_SHARE = 0.4
"""Share of full lines among those of a folded one; paragraphs of three lines have one."""
SURE = 0.7
"""Share of lines that fit the measure from which it needs no words for evidence."""
INDENTED = 6
"""Columns by which a first line stays below the measure: the indent, and what a full line may lack."""
JOINTS = 0.2
"""Share of unended lines over whose end a word goes on. In columns it is about a half, among unrelated names and places a tenth."""
STAY = 0.4
"""What a second line on the same side costs, in joints: two columns that were folded row by row take turns but for their ends."""
RAGGED = 6
"""Lines of one column in a row after which the other one is taken to have ended, or not yet to have begun."""
MARGIN = 2.0
"""By how many joints two columns must read better than one."""


class Row(NamedTuple):
    """One line of the dump on the grid."""

    text: str
    words: tuple[tuple[int, int], ...]
    """Where its stretches without blanks begin and end."""


class Region(NamedTuple):
    """A rectangle of the grid that is one column: rows from `top` to before `bottom`, places from `left` to before `right`."""

    top: int
    bottom: int
    left: int
    right: int


def columns(text: Text, source: str, vocabulary: Vocabulary) -> Text | list[Text]:
    """The lines of the page in the order of their columns; the text itself where no line holds more than one column."""
    del source
    reading = str(text)
    if "  " in reading and len(_GAPPED.findall(reading)) >= ROWS:
        read = _beside(text, vocabulary)
        if read is not None:
            return read
    return _unfolded(text, vocabulary) if _FOLDED.search(reading) else text


def _beside(text: Text, vocabulary: Vocabulary) -> list[Text] | None:
    """The lines of a page that is a grid; None where no line holds more than one column."""
    reading = str(text)
    ends = [match.end() for match in _BREAK.finditer(reading)]
    starts = [0, *(end for end in ends if end < len(reading))]
    rows = [_row(reading[start:end].replace("\f", " ")) for start, end in zip(starts, [*starts[1:], len(reading)], strict=True)]
    grid = Grid(rows, vocabulary.lexicon)
    wide = max(len(row.text) for row in rows) + 1
    regions = list(grid.cut(Region(0, len(rows), 0, wide), DEPTH))
    if all(region.left == 0 for region in regions):
        return None
    return _read(text, starts, grid, regions, wide)


def _row(line: str) -> Row:
    bare = line.rstrip()
    return Row(bare, tuple(match.span() for match in _WORD.finditer(bare)))


def _read(text: Text, starts: list[int], grid: Grid, regions: list[Region], wide: int) -> list[Text]:
    """The cells of all regions as lines. Blanks up to the left edge of a column are the gutter's, those after it an indent."""
    spans: list[tuple[int, int, int]] = []
    for region in regions:
        for row in range(region.top, region.bottom):
            begin = starts[row] + (grid.place(row, region.left) if region.left else 0)
            after = starts[row + 1] if row + 1 < len(starts) else len(text)
            end = after if region.right >= wide else starts[row] + grid.place(row, region.right)
            spans.append((begin, end, row))
    # What has no width at the very beginning stays with the first cell.
    cuts = sorted({place for begin, end, _ in spans if begin < end for place in (begin, end)} - {0})
    parts = {begin: part for begin, part in zip([0, *cuts], text.split_at(cuts), strict=True) if part.pieces}
    out: list[Text] = []
    at = 0
    for region in regions:
        cells = [parts.pop(begin, Text()) if begin < end else Text() for begin, end, _ in spans[at : at + region.bottom - region.top]]
        at += len(cells)
        out.extend(_cells(cells) if region.left or region.right < wide else cells)
    # What has no width at the very end of the page.
    return [*out, *parts.values()]


def _cells(cells: list[Text]) -> list[Text]:
    """The lines of one column. Blank cells at its head and foot are no gap: the text goes on from column to column."""
    visible = [n for n, cell in enumerate(cells) if str(cell).strip()]
    if not visible:
        return [join(cell.set_aside("gutter") for cell in cells)]
    first, last = visible[0], visible[-1]
    head = join(cell.set_aside("gutter") for cell in cells[:first])
    foot = join(cell.set_aside("gutter") for cell in cells[last + 1 :])
    middle = cells[first : last + 1]
    middle = [_bare(cell) for cell in middle]
    middle[0] = head + middle[0]
    middle[-1] = middle[-1] + foot
    return middle


def _bare(cell: Text) -> Text:
    """The cell without the blanks behind it."""
    reading = str(cell)
    kept = len(reading.rstrip())
    if kept == len(reading):
        return cell
    front, back = cell.split_at([kept])
    return front + back.set_aside("gutter")


class Grid:
    """The page as a grid of characters, and how it is taken apart.

    >>> lexicon = {"发展": 9, "收入": 9, "牛羊": 9}
    >>> rows = [_row("全镇今年大力发   村里养的牛"), _row("展种植产业收    羊今年都很肥"), _row("入年年增加。    价钱也好。")]
    >>> [(region.left, region.right) for region in Grid(rows, lexicon).cut(Region(0, 3, 0, 20), DEPTH)]
    [(0, 10), (10, 20)]
    >>> rows = [_row("张书记  李主任"), _row("王校长  刘医生")]
    >>> [(region.left, region.right) for region in Grid(rows, lexicon).cut(Region(0, 2, 0, 20), DEPTH)]
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

    def cut(self, region: Region, depth: int) -> Iterator[Region]:
        """The columns of a region in reading order; together they cover it."""
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
        """The stretches of a row that lie in the region; those of the region last asked for are kept."""
        if region is not self.region:
            self.region, self.held = region, {}
        if row not in self.held:
            left, right = region.left, region.right
            self.held[row] = [(a, b) for a, b in self.rows[row].words if not _behind(a, b, right) and (not left or _behind(a, b, left))]
        return self.held[row]

    def place(self, row: int, edge: int) -> int:
        """Where a row is cut for the edge of a column: at the edge, or before the stretch that begins just left of it."""
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
            cells = (self._last(row, left), self._first(row, right))
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
        return down > across

    def _goes_on(self, before: str, after: str) -> bool:
        return bool(before and after and not _END.search(before) and goes_on(before, after, self.lexicon))

    def _last(self, row: int, words: list[tuple[int, int]]) -> str:
        """The last cell of the words: those that single blanks join."""
        if not words:
            return ""
        begin = next((n for n in range(len(words) - 1, 0, -1) if words[n][0] - words[n - 1][1] >= 2), 0)
        return self.rows[row].text[words[begin][0] : words[-1][1]]

    def _first(self, row: int, words: list[tuple[int, int]]) -> str:
        """The first cell of the words."""
        if not words:
            return ""
        end = next((n for n in range(1, len(words)) if words[n][0] - words[n - 1][1] >= 2), len(words))
        return self.rows[row].text[words[0][0] : words[end - 1][1]]

    def _title(self, region: Region, edges: list[int]) -> list[int]:
        """The row of a headline over three, five … columns: alone in the middle one behind a blank row, not at its edge."""
        if len(edges) % 2:
            return []
        left, right = edges[len(edges) // 2 - 1], [*edges, region.right][len(edges) // 2]
        blank = False
        for row in range(region.top, region.bottom):
            words = self.words(row, region)
            if words and blank and words[0][0] > left + INDENT and words[-1][1] <= right and row > region.top:
                return [row]
            blank = not words
        return []

    def _holes(self, region: Region, edges: list[int]) -> list[int]:
        """The first row behind blank rows through all columns: an article or a picture as wide as the region ends the columns above it.

        A blank row below a row of headlines ends nothing, nor does one over which the words of a column go on.
        """
        rows = [row for row in range(region.top, region.bottom) if self.words(row, region)]
        both = 0
        for above, row in pairwise(rows):
            both += all(len({_behind(a, b, edge) for a, b in self.words(above, region)}) == 2 for edge in edges[:1])
            if row - above - 1 <= self.usual or both < ROWS:
                continue
            down = across = 0
            lefts = [region.left, *edges]
            rights = [*edges, region.right]
            for n, (left, right) in enumerate(zip(lefts, rights, strict=True)):
                column = region._replace(left=left, right=right)
                end = self._nearest(range(above, region.top - 1, -1), column)
                down += self._goes_on(end, self._nearest(range(row, region.bottom), column))
                if n + 1 < len(lefts):
                    after = region._replace(left=lefts[n + 1], right=rights[n + 1])
                    across += self._goes_on(end, self._nearest(range(region.top, above + 1), after))
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
            spans = [span for span in self._spans(region, edge) if self._divides(region, edge, range(*span))]
            longest = max((bottom - top for top, bottom in spans), default=0)
            if longest > best[0]:
                tops = sorted({row for span in spans for row in span} - {region.top, region.bottom})
                best = (longest, tops)
        return best[1]

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


Sides = tuple[int, "Sides | None"]
"""The side of a line, 0 the left and 1 the right, and those of the lines before it."""


class Cell(NamedTuple):
    """One printed line within a folded one."""

    begin: int
    end: int
    width: int
    """Columns that it takes without blanks, a Han character being two."""


def unfold(line: str, lexicon: Mapping[str, int], measures: frozenset[int] = frozenset()) -> list[list[Cell]]:
    """The paragraphs of a folded line, each with its printed lines in order of their columns; nothing where the evidence is weak.

    >>> folded = "本报讯 今年全市粮食 张三说，村里明年还 播种面积增加，其中 要扩种百亩玉米，产 冬小麦增加一万亩。 量也会再高一些的。"
    >>> [folded[a:b] for paragraph in unfold(folded, {"粮食播种": 9, "食播": 9, "中冬": 9, "还要": 9, "产量": 9}) for a, b, _ in paragraph]
    ['本报讯 今年全市粮食', '播种面积增加，其中', '冬小麦增加一万亩。', '张三说，村里明年还', '要扩种百亩玉米，产', '量也会再高一些的。']
    >>> unfold("张建国 李红梅 王国强 赵志刚 刘桂英 陈晓明", {"红梅": 9})
    []
    """
    words = [(m.start(), m.end(), width(m.group())) for m in _STRETCH.finditer(line)]
    common = Counter(w for _, _, w in words if w >= 2 * NARROWEST + 2)
    best: tuple[float, int, list[Cell]] = (0.0, 0, [])
    for measure in sorted({w for w, _ in common.most_common(FOLD_WIDTHS)} | measures, reverse=True):
        cells = _refold(line, words, measure)
        full = sum(1 for cell in cells if -SLACK <= cell.width - measure <= 1)
        first = sum(1 for cell in cells if abs(cell.width - measure + 4) <= 1)
        fits = (full + first / 2) / len(cells)
        if (
            full >= (1 if measure in measures else FULL if measure < BROAD else 2)
            and len(cells) > 1
            and fits >= FOLD_SHARE
            and fits > best[0]
        ):
            best = fits, measure, cells
    share, measure, cells = best
    if not cells:
        return []
    widths = Counter(cell.width for cell in cells)
    measure = max((w for w in widths if sum(widths[w + off] for off in (-1, 0, 1)) > 1), default=measure)
    ordered = _disentangle(line, cells, measure, lexicon)
    joints = [(line[a.begin : a.end], line[b.begin : b.end]) for a, b in pairwise(ordered)]
    opened = [(a, b) for a, b in joints if not _END.search(a)]
    if share < SURE and sum(1 for a, b in opened if goes_on(a, b, lexicon)) < max(1 if measure in measures else 2, JOINTS * len(opened)):
        return []
    paragraphs = [[ordered[0]]]
    for (a, b), cell in zip(joints, ordered[1:], strict=True):
        before = paragraphs[-1][-1]
        lacks = measure - cell.width
        first = lacks > SLACK and (lacks <= INDENTED or not _END.search(b))
        short = measure - before.width > (INDENTED if len(paragraphs[-1]) == 1 else SLACK)
        stands = (
            len(paragraphs[-1]) == 1 and measure - before.width > INDENTED and first and not _PAUSE.search(a) and not goes_on(a, b, lexicon)
        )
        if (short or first) if _END.search(a) else stands:
            paragraphs.append([cell])
        else:
            paragraphs[-1].append(cell)
    return paragraphs


def _unfolded(text: Text, vocabulary: Vocabulary) -> Text | list[Text]:
    """The lines of the page, a folded one as the paragraphs that it holds."""
    ends = [match.end() for match in _BREAK.finditer(str(text))]
    out: list[Text] = []
    found = False
    widths: Counter[int] = Counter()
    for line in str(text).split("\n"):
        if _FOLDED.search(line):
            widths.update(w for word in line.split() if (w := width(word)) >= 2 * NARROWEST + 2)
    measures = frozenset(w for w, count in widths.most_common(FOLD_WIDTHS) if count >= FULL)
    for part in text.split_at([end for end in ends if end < len(text)]):
        line = str(part)
        paragraphs = unfold(line, vocabulary.lexicon, measures) if _BLANKED.search(line) else []
        found = found or bool(paragraphs)
        begins = sorted(cell.begin for paragraph in paragraphs for cell in paragraph)[1:]
        pieces = dict(zip([0, *begins], part.split_at(begins), strict=True))
        first = min((cell.begin for paragraph in paragraphs for cell in paragraph), default=0)
        out.extend(join(_unblanked(pieces[cell.begin if cell.begin > first else 0]) for cell in cells) for cells in paragraphs)
        if not paragraphs:
            out.append(part)
    return out if found else text


def _unblanked(part: Text) -> Text:
    """A printed line without the blanks or the line break behind it; between Latin words one stays."""
    reading = str(part)
    kept = len(reading.rstrip()) + (reading[-2:-1].isascii() and reading[-2:-1].isalpha() and reading.endswith(" "))
    front, back = part.split_at([kept])
    return front + back.set_aside("folded-line")


def width(text: str) -> int:
    """Columns that a text takes, a Han character being two."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def _refold(line: str, words: list[tuple[int, int, int]], measure: int) -> list[Cell]:
    """The printed lines that words between blanks make at a measure: as many full ones, and as few blanks inside them, as can be."""
    costs, backs = [0.0], [0]
    for end in range(1, len(words) + 1):
        best, back, wide, inner = float("inf"), end - 1, 0, 0.0
        for begin in range(end - 1, -1, -1):
            wide += words[begin][2]
            if begin < end - 1:
                inner += 1.5 if _STOP.search(line[words[begin][0] : words[begin][1]]) else 0.2
                if wide > measure + SLACK:
                    break
            off = abs(wide - measure)
            cost = (
                costs[begin]
                + inner
                + (
                    0.0
                    if -SLACK <= wide - measure <= SQUEEZE
                    else 0.6
                    if abs(off - 4) <= 1 and wide < measure
                    else 1.0
                    if wide < measure
                    else 4.0
                )
            )
            if cost < best:
                best, back = cost, begin
        costs.append(best)
        backs.append(back)
    cells: list[Cell] = []
    end = len(words)
    while end:
        begin = backs[end]
        cells.append(Cell(words[begin][0], words[end - 1][1], sum(w for _, _, w in words[begin:end])))
        end = begin
    return cells[::-1]


def _disentangle(line: str, cells: list[Cell], measure: int, lexicon: Mapping[str, int]) -> list[Cell]:
    """The printed lines column by column, where two columns were folded row by row; else as they stand.

    Every line goes to the left or the right column such that most words go on over the joints inside the columns. A row may lack one side.
    """

    def joint(a: int, b: int) -> float:
        if a < 0:
            return 0.0
        before, after = line[cells[a].begin : cells[a].end], line[cells[b].begin : cells[b].end]
        short = cells[a].width < measure - SLACK
        whole = short and abs(measure - cells[a].width - 4) > 1
        first = abs(measure - cells[b].width - 4) <= 1
        if not _END.search(before):
            flows = goes_on(before, after, lexicon) or _NUMBER.search(f"{before[-1]}\n{after[0]}")
            return (1.0 if flows else 0.0 if _PAUSE.search(before) else -0.3) - (0.7 if whole else 0.0)
        # Behind the short last line of a paragraph comes the next one's first, which its indent makes short.
        return (0.7 if first or cells[b].width < measure - SLACK else -0.7) if whole else 0.0

    # By the side of the last line and the last line of the other side: the score, and the sides so far, the last one first.
    chains: dict[tuple[int, int], tuple[float, Sides]] = {(0, -1): (0.0, (0, None))}
    for n in range(1, len(cells)):
        after: dict[tuple[int, int], tuple[float, Sides]] = {}
        for (side, other), (score, sides) in chains.items():
            for new in (0, 1):
                state = (new, other if new == side else n - 1)
                value = score + joint(n - 1 if new == side else other, n) - (STAY if new == side else 0.0)
                if n - state[1] <= RAGGED or state[1] < 0:
                    after[state] = max(after.get(state, (value, (new, sides))), (value, (new, sides)), key=_score)
        chains = after
    plain = sum(joint(n - 1, n) for n in range(1, len(cells)))
    score, chain = max(chains.values(), key=_score)
    sides_: list[int] = []
    link: Sides | None = chain
    while link is not None:
        sides_.append(link[0])
        link = link[1]
    left = [cell for cell, side in zip(cells, reversed(sides_), strict=True) if not side]
    right = [cell for cell, side in zip(cells, reversed(sides_), strict=True) if side]
    return left + right if len(right) >= ROWS and score > plain + MARGIN else cells


def _score(found: tuple[float, Sides]) -> float:
    return found[0]
