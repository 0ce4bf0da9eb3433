"""Reads the columns of a page that a program has set on a grid, as `pdftotext -layout` does.

On the grid of `pdftotext` every character, Han or not, takes one place; on that of other programs a Han character takes two, as on a
screen. The page shows which by its gaps (`on_grid`). A row is a line of the dump; it holds a cell of each printed column that it crosses.

The left edge of a column wanders from row to row, because figures take more places than in print and push what stands behind them. So the
rows are read one by one, from the top. Every way to cut a row into cells, and to give these to the columns above, has a worth: a cell
begins where its column begins, is as wide as its column, and goes on with the sentence above it. The best way over the whole page is
searched for with a beam. A cell that no column takes begins one, and ends those over which it stands: so does a head over several columns.
Which of them are columns of print, and in which order they are read, `boxes` says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import NamedTuple

from edition.layout import EXACT_INDENT, SLACK, ends_sentence, width
from edition.restore.weave import NEVER_FIRST, PAUSES, flow

_WORD = re.compile(r"(?<!\S)\S(?:( {1,4})\S(?!\S))(?:\1\S(?!\S)){2,}+|(?:（[^（）\s]{1,8}(?: [^（）\s]{1,8}){1,4}）|\S)++")
"""Matches characters with the same blanks between them, or a stretch without blanks, or with those of a name in brackets: （张 三）."""
_FIGURE = re.compile(r"[0-9A-Za-z.%]")
NARROWEST = 5
"""Width of the narrowest column, in characters: beside a picture. Shorter cells belong to a table or a list of names."""
INDENT = 4
"""The most places by which a paragraph's first line begins further right than its column: two Han characters take two to four."""
FARTHEST, TOO_FAR = 12, -9.0
"""The most places by which a cell begins elsewhere than its column, and what it is worth that it begins farther away."""
EDGES = 12
"""How many places are tried to tell the two grids apart. A page has up to eight columns, and each a few edges by chance."""
BEAM = 12
"""How many ways are followed from row to row."""
HOPELESS = 8.0
"""Ways that are worth so much less than the best one are followed no more."""
COLUMNS, MOST = 9, 40
"""The most gaps, and the most stretches, of a row that is cut: more columns than a page has, and some figures in each."""
KEPT = 4
"""How many ways to cut a row are kept for each way to read the rows above it."""
STRIP = 2
"""So many blank rows more than usual are a white strip, over which a column goes on only if its sentence does."""

# What a way is worth, as log likelihoods like those of words (`weave`).
ALIGNED, INDENTED = 1.2, 0.7
"""A cell begins where its column does; by an indent further right."""
CENTRED = 0.4
"""It has the same middle as the cell above it."""
AWRY = -0.3
"""For each place by which it begins elsewhere."""
GLUED, ADRIFT = 1.0, -0.08
"""It stands behind a single blank, so that the cell before it may have moved it; for each place by which it begins elsewhere."""
FULL, FIRST, SHORT, WIDER = 0.8, 1.0, -0.6, -2.0
"""A cell is as wide as its column; lacks an indent below the end of a sentence; is short inside a sentence; is too wide."""
GROWS = 0.3
"""A cell is wider than its column by an indent, and begins by an indent further left: below the first line of a paragraph."""
NEVER = -1.0
"""It begins with a mark with which no line begins."""
OPEN = -2.2
"""A new column."""
GLUED_OPEN, NARROW = -1.2, -2.0
"""A new column whose first cell stands behind a single blank, and is narrower than any column."""
USUAL, COMMON = 0.8, 4
"""A new column begins where at least so many stretches behind gaps begin."""
REST = -0.15
"""An open column gets no cell in a row."""
CROSSED = -0.7
"""Another cell stands over a column that gets one: for each place above OVERHANG."""
OVERHANG = 2
"""The most places by which cells hang over into the columns beside them."""
OVER = -0.5
"""It ends, because a cell stands over it."""
STRANGE = -1.5
"""It goes on below a white strip although its sentence does not."""
GUTTER, WIDE = {1: -0.6, 2: 0.1}, 0.4
"""One blank, two blanks, or more divide two cells."""
INSIDE, HOLE = {1: -0.6, 2: -1.2, 3: -1.6}, -4.0
"""One blank, two, three, or more stand inside a cell."""
BROAD, TOO_BROAD = 1.5, -2.0
"""A cell with blanks inside that is so many times as wide as most stretches of the page."""
LEAST = -6.0
"""No cell holds blanks that are worth less together."""
BESIDE_FIGURE = -0.05
"""One blank beside a figure stands inside a cell."""


RULES = "|｜│┃║¦"
RULE = re.compile(rf"[ \u00a0\u3000]*(?:\t+|[{RULES}])[ \u00a0\u3000\t]*")
"""Matches what stands between two columns of a page that was printed with rules, or copied with tabs."""
RULED = 4
"""The fewest lines with rules that show columns."""
MOST_DIVIDED = 6
"""The most columns between rules."""
EDGE = 4
"""Columns by which a line of a printed column may be narrower than the widest one: half of the lines at least fill their column."""


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
        >>> Row.of("全 镇 今 年  大力").words
        ((0, 7), (9, 11))
        >>> Row.of("  全镇今年  大力", double=True).words
        ((2, 10), (12, 16))
        """
        bare = line.rstrip()
        places = [0, *accumulate(map(width, bare))] if double else range(len(bare) + 1)
        return cls(bare, tuple((places[match.start()], places[match.end()]) for match in _WORD.finditer(bare)), places)

    def plain(self, word: tuple[int, int]) -> str:
        """The text of a stretch, without blanks."""
        return "".join(self.text[self.offset(word[0]) : self.offset(word[1])].split())

    def offset(self, place: int) -> int:
        """The offset in the line of the character at a place, or of the first one behind it."""
        return bisect_left(self.places, place)

    @classmethod
    def divided(cls, line: str, starts: Sequence[int]) -> Row:
        """The row of a line in which rules or tabs stand between the columns, each of which begins at a place of its own.

        >>> row = Row.divided("全镇│今年 大力", (0, 20))
        >>> row.words, row.offset(20)
        (((0, 2), (20, 22), (23, 25)), 3)
        """
        bare, places, words, end = line.rstrip(), list[int](), list[tuple[int, int]](), 0
        for start, (begin, stop) in zip(starts, _between(bare), strict=True):
            places += [start - 1] * (begin - len(places))
            places += range(start, start + stop - begin)
            end = start + stop - begin
            words += [(start + found.start(), start + found.end()) for found in _WORD.finditer(bare[begin:stop])]
        return cls(bare, tuple(words), [*places, *[end] * (len(bare) + 1 - len(places))])


def _between(bare: str) -> list[tuple[int, int]]:
    """Where the stretches of a line between rules or tabs begin and end."""
    rules = [found.span() for found in RULE.finditer(bare)]
    return list(zip([0, *(end for _, end in rules)], [*(start for start, _ in rules), len(bare)], strict=True))


def divided(lines: Sequence[str]) -> list[Row] | None:
    """The rows of a page on which rules or tabs stand between columns of prose; None where there are none, or between fields of a table."""
    cells = [_between(line.rstrip()) for line in lines]
    counts = Counter(len(found) for found in cells if len(found) > 1)
    count, times = counts.most_common(1)[0] if counts else (0, 0)
    if times < RULED or count > MOST_DIVIDED:
        return None
    ruled = [(line, found) for line, found in zip(lines, cells, strict=True) if len(found) == count]
    widths = [[width(line[begin:stop].strip()) for line, found in ruled for begin, stop in found[n : n + 1]] for n in range(count)]
    for column in widths:
        wide, filled = max(column), [one for one in column if one]
        if wide < 2 * NARROWEST or 2 * sum(one >= wide - EDGE for one in filled) < len(filled):
            return None
    starts = [0, *accumulate(max(column) + 4 for column in widths[:-1])]
    return [Row.divided(line, starts) if len(found) == count else Row.of(line) for line, found in zip(lines, cells, strict=True)]


def on_grid(lines: Sequence[str]) -> list[Row]:
    """The rows of a page, on that of the two grids on which the stretches behind its gaps begin more often at the same places.

    >>> [row.words[1] for row in on_grid(["全镇今年大力  发展", "12家年大力    发展"])]
    [(14, 18), (14, 18)]
    >>> [row.words[1] for row in on_grid(["全镇今年大力  发展", "12家年大力  发展"])]
    [(8, 10), (8, 10)]
    """
    grids = [[Row.of(line, double=double) for line in lines] for double in (False, True)]
    return max(grids, key=lambda rows: sum(count for _, count in _starts(rows).most_common(EDGES // 2) if count > 1))


def _starts(rows: Sequence[Row]) -> Counter[int]:
    """How often a stretch behind a gap begins at each place."""
    return Counter(after[0] for row in rows for before, after in pairwise(row.words) if after[0] - before[1] >= 2)


class Cell(NamedTuple):
    """A stretch of a row that one column holds."""

    row: int
    left: int
    right: int
    """Where it begins and ends, in places of the grid."""
    begin: int
    end: int
    """The same as offsets in the line."""
    text: str
    """Without blanks."""
    width: int
    """Of the text, in columns: a Han character takes two."""
    glued: bool
    """It stands behind a single blank."""
    ended: bool
    """It ends a sentence."""
    after: int
    """Where the stretch before it ends."""
    edge: int
    """The place of the left edge of its column: further left than the cell where the cell is set in."""


Cells = tuple[Cell, "Cells | None"]
"""The last cell of a column, then those above it."""


class Column(NamedTuple):
    """A printed column as far as it was read."""

    left: int
    right: int
    measure: int
    """The width of its widest cell."""
    cells: Cells
    single: bool
    """It has one cell."""

    @property
    def last(self) -> Cell:
        """Its last cell."""
        return self.cells[0]


Done = tuple[Column, "Done | None"]
"""The columns that ended, the last one first."""


Taken = tuple[Cell, int, "Taken"] | None
"""The last cell of a row and the number of its column (-1: a new one), then those left of it."""
Given = Sequence[Sequence[tuple[float, Taken]]]
"""For no stretch of a row, for its first one, for the first two and so on: the best ways to give them to columns, with their worths."""


class Candidate(NamedTuple):
    """A cell that a row may hold."""

    first: int
    """Its first stretch."""
    cell: Cell
    worth: float
    """What its blanks are worth, and that it is cut off from what stands left of it."""
    new: float
    """The same, and that it begins a column."""


class Joint(NamedTuple):
    """What a column is worth in a row."""

    worths: list[list[float]]
    """If it goes on with the cells that end with each stretch."""
    rest: float
    """If it gets none."""
    covered: bool
    """Something stands over it, so that it ends if it gets none."""


class Way(NamedTuple):
    """One way to read the rows so far."""

    worth: float
    columns: tuple[Column, ...]
    """The open columns, from left to right."""
    done: Done | None


class Grid:
    """A page on a grid.

    >>> rows = [Row.of("全镇今年大力发   村里养的牛"), Row.of("展种植产业收    羊今年都很肥"), Row.of("入年年增加。    价钱也好。")]
    >>> [[cell.text for cell in cells] for cells in Grid(rows, {}).columns()]
    [['全镇今年大力发', '展种植产业收', '入年年增加。'], ['村里养的牛', '羊今年都很肥', '价钱也好。']]
    """

    def __init__(self, rows: Sequence[Row], lexicon: Mapping[str, int], across: Collection[int] = ()) -> None:
        """`across` are the rows that belong to no column, by their numbers."""
        self.rows = rows
        self.lexicon = lexicon
        self.across = across
        self.filled = [n for n, row in enumerate(rows) if row.words]
        gaps = Counter(b - a - 1 for a, b in pairwise(self.filled))
        self.usual = gaps.most_common(1)[0][0] if gaps else 0
        self.starts = _starts(rows)
        widths = Counter(wide for row in rows for word in row.words if (wide := width(row.plain(word))) >= 2 * NARROWEST)
        near = {wide: widths[wide - 1] + 2 * count + widths[wide + 1] for wide, count in widths.items()}
        self.broad = BROAD * max(near, key=lambda wide: (near[wide], wide)) if near else 0
        self.blank = [0, *accumulate(int(not row.words) for row in rows)]
        self.cells: dict[tuple[int, int, int], Cell] = {}

    def cell(self, row: int, first: int, last: int) -> Cell:
        """The cell from one stretch of a row to another, by their numbers."""
        found = self.cells.get((row, first, last))
        if found is not None:
            return found
        words = self.rows[row].words
        left, right = words[first][0], words[last][1]
        begin, end = self.rows[row].offset(left), self.rows[row].offset(right)
        text = "".join(self.rows[row].text[begin:end].split())
        after = words[first - 1][1] if first else 0
        glued = first > 0 and left == after + 1
        cell = self.cells[row, first, last] = Cell(row, left, right, begin, end, text, width(text), glued, ends_sentence(text), after, left)
        return cell

    def joined(self, first: Cell, last: Cell) -> Cell:
        """The cell from one cell of a row to another."""
        words = self.rows[first.row].words
        ends = [n for n, (left, right) in enumerate(words) if left == first.left or right == last.right]
        return self.cell(first.row, ends[0], ends[-1])

    def columns(self) -> list[tuple[Cell, ...]]:
        """The columns of the best way to read the page: all text of its rows but those across."""
        beam = [Way(0.0, (), None)]
        for row in self.filled:
            if row not in self.across:
                beam = self._read(row, beam)
        done = beam[0].done
        found = [*beam[0].columns]
        while done:
            found.append(done[0])
            done = done[1]
        return [tuple(_unlinked(column.cells)) for column in found]

    def _read(self, row: int, beam: list[Way]) -> list[Way]:
        """The best ways after one more row."""
        cells = self._cells(row)
        # A column is made once, so that it is known by its identity: to compare its cells would take long.
        joints: dict[int, Joint] = {}
        seams: dict[int, list[list[float]]] = {}
        made: dict[tuple[int, int], Column] = {}
        # Most ways have their columns on the left in common, and what these can get.
        given: dict[tuple[int, ...], Given] = {(): self._given(cells)}
        more: list[tuple[float, Way, Taken, list[Joint]]] = []
        for way in beam:
            of_way: list[Joint] = []
            key: tuple[int, ...] = ()
            for column in way.columns:
                joint = joints.get(id(column)) or joints.setdefault(id(column), self._joint(column, row, cells, seams))
                left, key = given[key], (*key, id(column))
                if key not in given:
                    given[key] = self._given(cells, left, joint, len(of_way))
                of_way.append(joint)
            more += [(way.worth + worth, way, taken, of_way) for worth, taken in given[key][-1]]
        more.sort(key=_worth, reverse=True)
        found: dict[tuple[int, ...], Way] = {}
        for worth, way, taken, of_way in more:
            if len(found) == BEAM or worth <= more[0][0] - HOPELESS:
                break
            new = _grown(way, worth, taken, of_way, made)
            found.setdefault(tuple(map(id, new.columns)), new)
        return [*found.values()]

    def _cells(self, row: int) -> list[list[Candidate]]:
        """The cells that may end with each stretch of a row."""
        words = self.rows[row].words
        gutters = sum(after[0] - before[1] > 1 for before, after in pairwise(words))
        if len(words) > MOST or gutters > COLUMNS:
            cell = self.cell(row, 0, len(words) - 1)
            return [*([] for _ in words[1:]), [Candidate(0, cell, 0.0, self._opened(cell, one=True))]]
        inside = [self._inside(row, n) for n in range(len(words) - 1)]
        out: list[list[Candidate]] = []
        for last in range(len(words)):
            out.append([])
            price = 0.0
            for first in range(last, -1, -1):
                if first < last:
                    price += inside[first]
                    if price < LEAST:
                        break
                cell = self.cell(row, first, last)
                worth = price + (GUTTER.get(words[first][0] - words[first - 1][1], WIDE) if first else 0.0)
                out[-1].append(Candidate(first, cell, worth, worth + self._opened(cell, one=first == last)))
        return out

    def _inside(self, row: int, n: int) -> float:
        """What it is worth that the blanks behind a stretch are no gutter."""
        words = self.rows[row].words
        gap = words[n + 1][0] - words[n][1]
        text, at = self.rows[row].text, self.rows[row].offset(words[n][1])
        if gap == 1 and _FIGURE.search(text[at - 1] + text[at + 1]):
            return BESIDE_FIGURE
        return INSIDE.get(gap, HOLE)

    def _given(self, cells: Sequence[Sequence[Candidate]], left: Given = (), joint: Joint | None = None, place: int = -1) -> Given:
        """The best ways to cut the first stretches of a row into cells, and to give these to new columns, to the columns of `left`, and
        behind these to the one of the `joint`, which has this place."""
        best: list[list[tuple[float, Taken]]] = [[(left[0][0][0] + joint.rest if joint else 0.0, None)]]
        for n, candidates in enumerate(cells):
            options: list[tuple[float, Cell | None, int, Taken]] = []
            if joint:
                options += [(worth + joint.rest, None, place, taken) for worth, taken in left[n + 1]]
                for (first, cell, _, _), more in zip(candidates, joint.worths[n], strict=True):
                    options += [(worth + more, cell, place, taken) for worth, taken in left[first]]
            for first, cell, _, new in candidates:
                options += [(worth + new, cell, -1, taken) for worth, taken in best[first]]
            options.sort(key=_worth, reverse=True)
            best.append([(worth, (cell, at, taken) if cell else taken) for worth, cell, at, taken in options[:KEPT]])
        return best

    def _opened(self, cell: Cell, *, one: bool) -> float:
        """What it is worth that a cell begins a column; `one`: it holds no blanks."""
        worth = OPEN
        if cell.glued:
            worth += GLUED_OPEN + (NARROW if cell.width < 2 * NARROWEST else 0.0)
        if not one and cell.width > self.broad:
            worth += TOO_BROAD
        return worth + (USUAL if self.starts[cell.left] >= COMMON else 0.0)

    def _joint(self, column: Column, row: int, cells: Sequence[Sequence[Candidate]], known: dict[int, list[list[float]]]) -> Joint:
        """What it is worth that a column goes on with each cell of a row, or with none. How its last cell goes on may be `known`."""
        last = column.last
        seams = known.get(id(last))
        if seams is None:
            seams = known[id(last)] = [[self._seam(last, candidate.cell) for candidate in candidates] for candidates in cells]
        common = [max(0, min(right, column.right) - max(left, column.left)) for left, right in self.rows[row].words]
        covered = sum(common)
        blank = self.blank[row] - self.blank[last.row] - self.usual * (row > last.row + 1)
        strange = STRANGE if blank >= (1 if column.single else STRIP) else 0.0
        worths: list[list[float]] = []
        for n, candidates in enumerate(cells):
            worths.append([])
            for (first, cell, worth, _), seam in zip(candidates, seams[n], strict=True):
                others = covered - sum(common[first : n + 1])
                worth += _begins(column, cell) + _fits(column, cell) + seam + (strange if seam <= 0 else 0.0)
                worths[-1].append(worth + CROSSED * max(0, others - OVERHANG))
        return Joint(worths, OVER if covered > OVERHANG else REST, covered > OVERHANG)

    def _seam(self, last: Cell, cell: Cell) -> float:
        if cell.text[0] in NEVER_FIRST:
            return NEVER
        return 0.0 if last.ended or last.text[-1] in PAUSES else flow(last.text, cell.text, self.lexicon)


def _unlinked(cells: Cells | None) -> list[Cell]:
    out: list[Cell] = []
    while cells:
        out.append(cells[0])
        cells = cells[1]
    out.reverse()
    if len(out) > 1 and 2 <= out[0].left - out[1].edge <= INDENT:
        out[0] = out[0]._replace(edge=max(out[1].edge, out[0].after))
    return out


_worth = itemgetter(0)


def _grown(way: Way, worth: float, taken: Taken, joints: Sequence[Joint], made: dict[tuple[int, int], Column]) -> Way:
    """The way after its columns got their cells."""
    given: dict[int, Cell] = {}
    out: list[Column] = []
    while taken:
        cell, k, taken = taken
        if k < 0:
            column = made.get((0, id(cell))) or Column(cell.left, cell.right, cell.width, (cell, None), True)
            out.append(made.setdefault((0, id(cell)), column))
        else:
            given[k] = cell
    done = way.done
    for k, column in enumerate(way.columns):
        if k in given:
            key = id(column), id(given[k])
            out.append(made.get(key) or made.setdefault(key, _longer(column, given[k])))
        elif joints[k].covered:
            done = (column, done)
        else:
            out.append(column)
    return Way(worth, tuple(sorted(out, key=_left)), done)


def _left(column: Column) -> int:
    return column.left


def _begins(column: Column, cell: Cell) -> float:
    """What it is worth where a cell begins, below its column.

    >>> grid = Grid([Row.of("全镇今年大力发展种植业。"), Row.of("  收入年年增加，"), Row.of("        村里的牛羊")], {})
    >>> first, indented, far = (grid.cell(row, 0, 0) for row in range(3))
    >>> column = Column(first.left, first.right, first.width, (first, None), True)
    >>> _begins(column, first) == ALIGNED, _begins(column, indented) == INDENTED, _begins(column, far) == 8 * AWRY
    (True, True, True)
    """
    off = cell.left - column.left
    if abs(off) > FARTHEST:
        return TOO_FAR
    if abs(off) <= 1:
        return ALIGNED
    if 2 <= off <= INDENT and _closed(column):
        return INDENTED
    if abs(cell.left + cell.right - column.last.left - column.last.right) <= 2:
        return CENTRED
    if -INDENT <= off <= -2:
        return INDENTED if column.single else INDENTED / 2
    if cell.glued or (column.single and column.last.glued):
        return GLUED + ADRIFT * abs(off)
    return AWRY * abs(off)


def _fits(column: Column, cell: Cell) -> float:
    """What the width of a cell is worth in a column."""
    lacks = column.measure - cell.width
    if lacks < -SLACK:
        if -INDENT <= cell.left - column.left <= -2:
            return GROWS if lacks >= -EXACT_INDENT - SLACK else WIDER / 2
        return WIDER
    if lacks <= SLACK:
        return FULL if column.measure >= 2 * NARROWEST else 0.0
    if lacks <= EXACT_INDENT + SLACK and _closed(column):
        return FIRST
    return 0.0 if cell.ended else SHORT


def _closed(column: Column) -> bool:
    """Whether a paragraph may begin below: the last cell ends a sentence, or is as short as a heading."""
    return column.last.ended or column.last.width < column.measure - EXACT_INDENT - SLACK


def _longer(column: Column, cell: Cell) -> Column:
    """The column with a cell at its end."""
    off = cell.left - column.left
    set_in = 2 <= off <= INDENT and _closed(column)
    left = column.left if set_in or cell.glued else cell.left
    cells = (cell._replace(edge=max(left, cell.after)) if set_in else cell, column.cells)
    if cell.width > column.measure + EXACT_INDENT + SLACK:
        return Column(left, column.right, column.measure, cells, False)
    return Column(left, max(cell.right, column.right), max(column.measure, cell.width), cells, False)
