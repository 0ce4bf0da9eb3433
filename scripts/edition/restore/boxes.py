"""Says which columns of a grid (`grid`) are columns of print, and puts them in reading order.

Cells beside each other that read better across than down are one row again: of a table, of names, halves of a title. Blank rows through
several columns divide them, unless their sentences go on below. Each column is then a box of the grid, and so is each row that no column
holds. Boxes are cut apart as a page is: at gutters from top to bottom, which are read from left to right; where none goes through, at
lines from side to side; and then each part again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from edition.layout import EXACT_INDENT, SLACK
from edition.restore.grid import NARROWEST, OVERHANG, Cell, Grid
from edition.restore.weave import NO_WORD, PAUSES, flow

ROWS = 2
"""The fewest rows with text on both sides of a gutter that make columns. On a single row, two stretches can be the halves of a title."""
LINE = 16
"""Cells of at least so many characters are lines of print, even if no word goes on over their ends. Halves of a title are shorter."""
SHORT_LINE, MANY = 10, 4
"""On so many rows, also cells of so many characters are lines of print."""
PRINT = 0.6
"""The least share of cells of a column of print that are as wide as the column, or lack an indent."""
SPANS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
"""The shapes of words over a joint: how many characters stand before it and after it."""
MOST = 0.5
"""The least share of the rows of the shorter side along which a gutter must have boxes on both sides, to be cut before any line."""
HEADLINES = 5
"""The most rows of a head above columns, byline included."""
MIDDLE = 0.15
"""A head stands at most so far from the middle of its columns, as a share of their width."""
EDGE = 10**6
"""A place further right than any text."""

Cells = tuple[Cell, ...]


class Box(NamedTuple):
    """A column as a rectangle of the grid. A white strip over which no column goes on is a box without cells."""

    top: int
    bottom: int
    """Its first and last row."""
    left: int
    right: int
    """Where it begins and ends, in places of the grid."""
    cells: Cells


def boxes(grid: Grid) -> list[Box]:
    """The columns of a grid in reading order, and the rows that no column holds: together all text of the page. Nothing if no row holds
    more than one column.

    >>> from edition.restore.grid import Row
    >>> rows = [Row.of("张书记  李主任"), Row.of("王校长  刘医生")]
    >>> [[cell.text for cell in box.cells] for box in boxes(Grid(rows, {}))]
    []
    """
    found = _divided(grid.columns(), grid)
    if not found:
        return []
    found, strips = _cut_at_strips(found, grid)
    out = [_box(part) for part in _headed(found)]
    out.extend(Box(row, row, -1, EDGE, (grid.cell(row, 0, len(grid.rows[row].words) - 1),)) for row in grid.across)
    return [box for box in in_order([*out, *strips]) if box.cells]


def gap(grid: Grid, above: Cell, below: Cell) -> int:
    """How many blank rows stand between two cells that follow each other in the reading; 0 if they stand in different columns."""
    if above.row < below.row and min(above.right, below.right) > max(above.left, below.left):
        return grid.blank[below.row] - grid.blank[above.row]
    return 0


def _box(cells: Cells) -> Box:
    return Box(cells[0].row, cells[-1].row, *_extent(cells), cells)


def _extent(cells: Sequence[Cell]) -> tuple[int, int]:
    return min(cell.left for cell in cells), max(cell.right for cell in cells)


def _rows(columns: Sequence[Cells]) -> list[list[Cell]]:
    """The cells of each row, from left to right."""
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(cell for cells in columns for cell in cells):
        rows.setdefault(cell.row, []).append(cell)
    return [rows[row] for row in sorted(rows)]


def _divided(columns: Sequence[Cells], grid: Grid) -> list[Cells]:
    """The columns, without the cells between which there is no gutter: these make rows again. Nothing if there is no gutter."""
    side = {cell: n for n, cells in enumerate(columns) for cell in cells}
    rows = _rows(columns)
    pairs: dict[tuple[int, int], list[tuple[Cell, Cell]]] = {}
    for cells in rows:
        for a, b in pairwise(cells):
            pairs.setdefault((side[a], side[b]), []).append((a, b))
    kept = {n for pair, beside in pairs.items() if _is_gutter([columns[n] for n in pair], beside, grid) for n in pair}
    if not any(len(beside) >= ROWS and {*pair} <= kept for pair, beside in pairs.items()):
        return []
    print_ = [columns[n] for n in kept]
    joined: dict[Cell, list[Cell]] = {}
    for cells in rows:
        if len(cells) > 1 and not _over_columns(cells, print_):
            for run in _runs(cells, [_extent(column) for column in print_], {cell for cell in cells if side[cell] in kept}):
                joined.update((cell, run) for cell in run if len(run) > 1)
    out: list[Cells] = []
    for column in columns:
        part: list[Cell] = []
        for cell in column:
            if cell not in joined:
                part.append(cell)
                continue
            if part:
                out.append(tuple(part))
            part = []
            if joined[cell][0] == cell:
                out.append((grid.joined(cell, joined[cell][-1]),))
        if part:
            out.append(tuple(part))
    return out


def _runs(cells: Sequence[Cell], columns: Sequence[tuple[int, int]], apart: Collection[Cell]) -> Iterator[list[Cell]]:
    """The stretches of a row between its cells that belong to columns, and between cells on either side of a column."""
    run: list[Cell] = []
    for cell in cells:
        beside = run and any(run[-1].right <= left < right <= cell.left for left, right in columns)
        if cell in apart or beside:
            yield run
            run = []
        if cell not in apart:
            run.append(cell)
    yield run


def _is_gutter(columns: Sequence[Cells], beside: Sequence[tuple[Cell, Cell]], grid: Grid) -> bool:
    """Whether two columns beside each other are columns: one of them is print, or they read better down than across."""
    if any(map(_is_print, columns)):
        return True
    sizes = sorted(min(len(a.text), len(b.text)) for a, b in beside)
    usual = sizes[len(sizes) // 2]
    if len(sizes) < ROWS or usual < NARROWEST:
        return False
    down = sum(_goes_on(a, b, grid) for cells in columns for a, b in pairwise(cells))
    across = sum(_goes_on(a, b, grid) for a, b in beside)
    return down > across or (down == across and usual >= (SHORT_LINE if len(sizes) >= MANY else LINE))


def _is_print(cells: Cells) -> bool:
    """Whether a column is one of print: most of its cells are as wide as the widest, and wide enough.

    >>> from edition.restore.grid import Row
    >>> lines = ["全镇今年大力发展种", "植业，收入年年增加", "，家家户户都盖起了", "新房。"]
    >>> _is_print(Grid([Row.of(line) for line in lines], {}).columns()[0])
    True
    >>> _is_print(Grid([Row.of(line[:5]) for line in lines], {}).columns()[0])
    False
    """
    widths = sorted(cell.width for cell in cells)
    measure = widths[-1 - len(widths) // 4]
    full = sum(abs(cell.width - measure) <= EXACT_INDENT + SLACK for cell in cells)
    return len(cells) >= MANY and measure >= 2 * SHORT_LINE - EXACT_INDENT and full >= PRINT * len(cells)


def _goes_on(a: Cell, b: Cell, grid: Grid) -> bool:
    """Whether a word goes on from one cell to another."""
    if a.ended:
        return False
    return not grid.lexicon.keys().isdisjoint(a.text[-left:] + b.text[:right] for left, right in SPANS)


def _over_columns(cells: Sequence[Cell], columns: Sequence[Cells]) -> bool:
    """Whether the cells of a row stand over different columns that begin right below, as titles do."""
    row = cells[0].row
    edges = [column[0].edge for column in columns if row < column[0].row <= row + HEADLINES]
    return all(any(a.right <= edge <= b.left + 1 for edge in edges) for a, b in pairwise(cells))


def _cut_at_strips(columns: Sequence[Cells], grid: Grid) -> tuple[list[Cells], list[Box]]:
    """The columns, cut at blank rows where reading on in the next column is as good as below the blank rows; and these strips."""
    left = sorted(columns, key=lambda cells: (cells[0].edge, cells[0].row))
    done: list[Cells] = []
    strips: list[Box] = []
    for above, row in pairwise(grid.filled):
        if row - above - 1 <= grid.usual:
            continue
        done += [cells for cells in left if cells[-1].row <= above]
        left = [cells for cells in left if cells[-1].row > above]
        crossing = [cells for cells in left if cells[0].row <= above]
        ends = [next((a, b) for a, b in pairwise(cells) if a.row <= above < b.row) for cells in crossing]
        down = sum(_flow(a, b, grid) for a, b in ends)
        firsts = [*(cells[0] for cells in crossing[1:]), *(b for _, b in ends[:1])]
        across = sum(_flow(a, first, grid) for (a, _), first in zip(ends, firsts, strict=True))
        if crossing and across >= down and (len(crossing) > 1 or not down):
            strips.append(Box(above + 1, row - 1, *_extent([cell for cells in crossing for cell in cells]), ()))
            done += [tuple(cell for cell in cells if cell.row <= above) for cells in crossing]
            left = [tuple(cell for cell in cells if cell.row > above) for cells in left]
    return [*done, *left], strips


def _flow(a: Cell, b: Cell, grid: Grid) -> float:
    """How much better than by chance a sentence goes on from one cell to another."""
    return 0.0 if a.ended or a.text[-1] in PAUSES else flow(a.text, b.text, grid.lexicon) - NO_WORD


def _headed(columns: Sequence[Cells]) -> Iterator[Cells]:
    """The columns, and apart from them the heads of several columns in whose middle they stand: first rows without other cells, above a row
    with cells on both sides."""
    rows = {cells[0].row: cells for cells in _rows(columns)}
    for cells in columns:
        n = next((n for n, cell in enumerate(cells) if len(rows[cell.row]) > 1), 0)
        if 0 < n <= HEADLINES and rows[cells[n].row][0] < cells[n] < rows[cells[n].row][-1]:
            yield cells[:n]
            yield cells[n:]
        else:
            yield cells


def in_order(boxes: Sequence[Box]) -> list[Box]:
    """The boxes in reading order.

    >>> head, left, right = Box(0, 0, 4, 16, ()), Box(1, 9, 0, 9, ()), Box(1, 9, 12, 20, ())
    >>> in_order([right, left, head]) == [head, left, right]
    True
    >>> below = Box(10, 14, 12, 20, ())
    >>> in_order([right, below, left]) == [left, right, below]
    True
    """
    out: list[Box] = []
    waiting = [list(boxes)]
    while waiting:
        part = waiting.pop()
        parts = _parts(part)
        if len(parts) > 1:
            waiting.extend(reversed(parts))
        else:
            out.extend(_by_columns(part))
    return out


def _parts(boxes: Sequence[Box]) -> list[list[Box]]:
    """The boxes cut apart once, in reading order; one part if they cannot be cut."""
    bands = _apart(boxes, lambda box: (box.top, box.bottom + 1))
    if len(bands) > 1:
        below = [box for band in bands[1:] for box in band]
        if _is_head(bands[0], below):
            return [bands[0], below]
    bands = _beside(bands)
    beside = _gutters(boxes)
    sure = _long(beside)
    return sure if len(sure) > 1 else bands if len(bands) > 1 else beside


def _beside(bands: Sequence[list[Box]]) -> list[list[Box]]:
    """The bands, joined where one gutter divides the boxes of both: two heads of two lines stand side by side."""
    out: list[list[Box]] = []
    for band in bands:
        if out and len(out[-1]) > 1 and len(band) > 1 and len(_gutters(out[-1] + band)) > 1:
            out[-1] = out[-1] + band
        else:
            out.append(band)
    return out


def _is_head(boxes: Sequence[Box], below: Sequence[Box]) -> bool:
    """Whether a few rows alone above three columns or more stand in the middle of them."""
    left, right = min(box.left for box in below), max(box.right for box in below)
    head = boxes[0]
    if len(boxes) > 1 or head.bottom - head.top >= HEADLINES or len(_gutters(below)) < 3:
        return False
    return abs(head.left + head.right - left - right) <= 2 * MIDDLE * (right - left)


def _gutters(boxes: Sequence[Box]) -> list[list[Box]]:
    """The boxes cut at gutters from top to bottom."""
    return _apart(boxes, lambda box: (box.left, box.right - OVERHANG))


def _apart(boxes: Sequence[Box], ends: Callable[[Box], tuple[int, int]]) -> list[list[Box]]:
    """The groups of boxes between which a line can be drawn. `ends` says where a box begins and ends across that line."""
    out: list[list[Box]] = []
    last = 0
    for box in sorted(boxes, key=ends):
        begin, end = ends(box)
        if not out or begin >= last:
            out.append([])
            last = end
        out[-1].append(box)
        last = max(last, end)
    return out


def _long(parts: Sequence[list[Box]]) -> list[list[Box]]:
    """The parts beside each other, joined again where their gutter is short."""
    out: list[list[Box]] = []
    for part in parts:
        if out:
            left, right = ({row for box in side for row in range(box.top, box.bottom + 1)} for side in (out[-1], part))
            if len(left & right) < MOST * min(len(left), len(right)):
                out[-1] = out[-1] + part
                continue
        out.append(part)
    return out


def _by_columns(boxes: Sequence[Box]) -> list[Box]:
    """Boxes that cannot be cut apart: from left to right, but what stands above a box before it."""
    left = sorted(boxes, key=lambda box: (box.left, box.top))
    out: list[Box] = []
    while left:
        box = next((box for box in left if not any(_above(other, box) for other in left)), left[0])
        out.append(box)
        left.remove(box)
    return out


def _above(a: Box, b: Box) -> bool:
    """Whether a box stands above another, and not beside it."""
    common = min(a.right, b.right) - max(a.left, b.left)
    return common > OVERHANG and (a.top, a.left) < (b.top, b.left)
