"""The page cut where white runs through it, into blocks in the order of reading."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from edition.importing.heads import GUTTER, held_by_heads
from edition.importing.lines import lines_of
from edition.importing.near import Atom, alike, centre, middle, rows_of
from edition.importing.nouns import Printed, Rect
from edition.importing.parts import DISPLAY

WHOLE = 0.9
"""The least share of the width that heads hold where new articles begin over the whole of it."""
SHORT = 4
"""Characters of what can end a line behind a blank, and is no column: a name, 摄."""
BLANK = 1.25
"""The widest white that is a blank, in sizes of the type."""
DEEPEST = 60
"""How many cuts one inside the other are made; a page has a dozen."""


def in_order(atoms: list[Atom], figures: Sequence[Rect], size: float) -> list[Printed]:
    """The lines of a part of the page in the order of reading."""
    if not atoms:
        return []
    out: list[Printed] = []
    above: list[Atom] = []
    for block in _cut(atoms, figures, size, 0):
        lines = [*lines_of(block, size)]
        if _goes_on(above, block):
            lines[0] = Printed(lines[0].text, lines[0].place)
        out += lines
        above = block
    return out


def _goes_on(above: list[Atom], block: list[Atom]) -> bool:
    """Whether a block is the next column of the text above it, so that no blank line stands between them: such a line is also what a
    picture leaves."""
    if not above or any(atom.lines for atom in (*above, *block)):
        return False
    last, first = max(above, key=middle), min(block, key=middle)
    return first.y0 < last.y0 and first.x0 > last.x0 and max(last.size, first.size) < 1.15 * min(last.size, first.size)


def _cut(atoms: list[Atom], figures: Sequence[Rect], size: float, depth: int) -> list[list[Atom]]:
    """The blocks of a part of the page, in the order of reading."""
    rows = rows_of(atoms)
    if (len(rows) < 2 and not any(atom.lines for atom in atoms)) or len(atoms) < 2 or depth > DEEPEST:
        return [atoms]
    held = held_by_heads(atoms, figures, size)
    if breaks := [n for n in range(1, len(rows)) if _begins_anew(rows[n - 1], rows[n], held, atoms, size)]:
        pieces = (rows[first:last] for first, last in pairwise([0, *breaks, len(rows)]))
        return [block for piece in pieces for block in _cut([atom for row in piece for atom in row], figures, size, depth + 1)]
    spans = [[(held.get(id(atom)) or (atom.x0, atom.x1)) for atom in row] for row in rows]
    if above := _above_all(rows, spans, size):
        parts = ([atom for row in some for atom in row] for some in (rows[:above], rows[above:]))
        return [block for part in parts for block in _cut(part, figures, size, depth + 1)]
    cuts = gutters([span for row in spans for span in row], size)
    cuts = [cut for cut in cuts if _parts_columns(rows, cut)]
    if cuts:
        out: list[list[Atom]] = []
        edges = [-math.inf, *((left + right) / 2 for left, right in cuts), math.inf]
        for left, right in pairwise(edges):
            part = [atom for atom in atoms if left <= centre(atom) < right]
            out += _cut(part, figures, size, depth + 1) if part else []
        return out
    band = _band(rows, spans, size)
    if band is None:
        return [atoms]
    first, last = band
    parts = ([atom for row in some for atom in row] for some in (rows[:first], rows[first:last], rows[last:]))
    return [block for part in parts if part for block in _cut(part, figures, size, depth + 1)]


def _above_all(rows: list[list[Atom]], spans: list[list[tuple[float, float]]], size: float) -> int:
    """How many rows stand above all columns: each is one line over a white between columns below, and nothing stands beside it. What is
    printed over two columns of several has the others beside it."""
    count = 0
    while count < len(rows) - 1 and len(rows[count]) == 1:
        below = gutters([span for row in spans[count + 1 :] for span in row], size)
        (left, right), rest = spans[count][0], rows[count + 1 :]
        if not any(left < low and high < right and _parts_columns(rest, (low, high)) for low, high in below):
            break
        count += 1
    return count


def _begins_anew(above: list[Atom], row: list[Atom], held: dict[int, tuple[float, float]], atoms: list[Atom], size: float) -> bool:
    """Whether new articles begin on a row over the whole width, below the text of others."""
    if any(id(atom) in held for atom in above):
        return False
    top = min(atom.y0 for atom in row)
    heads = sorted(held[id(atom)] for atom in row if id(atom) in held and atom.y0 < top + 1.5 * atom.size and atom.size >= DISPLAY * size)
    covered, end = 0.0, -math.inf
    for low, high in heads:
        covered += max(0.0, high - max(low, end))
        end = max(end, high)
    gutters = 2.5 * size * max(0, len(heads) - 1)
    return covered + gutters >= WHOLE * (max(atom.x1 for atom in atoms) - min(atom.x0 for atom in atoms))


def gutters(spans: Iterable[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """The whites that run through from above, at least as wide as a gutter."""
    out, end = [], math.inf
    for x0, x1 in sorted(spans):
        if x0 - end >= GUTTER * size:
            out.append((end, x0))
        end = x1 if end == math.inf else max(end, x1)
    return out


def _parts_columns(rows: list[list[Atom]], cut: tuple[float, float]) -> bool:
    """Whether columns stand on both sides of a white: more than one row of lines, or what was laid out by itself."""
    middle = (cut[0] + cut[1]) / 2
    sides = [([atom for atom in row if centre(atom) < middle], [atom for atom in row if centre(atom) > middle]) for row in rows]
    left, right = (sum(bool(side[n]) for side in sides) for n in (0, 1))
    both = [side for side in sides if side[0] and side[1]]
    if any(atom.lines for side in both for atom in (*side[0], *side[1])):
        return True
    if len(both) == 1 and min(left, right) == 1 and _one_line(*both[0]):
        return False
    deep = any(len(part) > 1 and part[-1].y0 > part[0].y1 - 0.3 * part[0].size for side in both for part in side)
    return len(both) >= 2 or (bool(both) and (deep or left > 2 or right > 2))


def _one_line(left: list[Atom], right: list[Atom]) -> bool:
    """Whether what stands right behind a line is the end of that line, behind a blank: 职工查看水位。　李平　摄."""
    row = sorted((*left, *right), key=lambda atom: atom.x0)
    near = all(alike(a, b) and b.x0 - a.x1 <= BLANK * b.size for a, b in pairwise(row))
    return near and sum(atom.weight for atom in right) <= SHORT


def _band(rows: list[list[Atom]], spans: list[list[tuple[float, float]]], size: float) -> tuple[int, int] | None:
    """The rows that columns run through, the most of them; None where there are no columns."""
    best: tuple[int, int] | None = None
    most = 0
    for first in range(len(rows)):
        edges: list[tuple[float, float]] = []
        weight = 0
        for last in range(first, len(rows)):
            edges += spans[last]
            weight += sum(atom.weight for atom in rows[last])
            cuts = gutters(edges, size)
            if not cuts and last > first:
                break
            if weight > most and (first, last + 1) != (0, len(rows)) and any(_parts_columns(rows[first : last + 1], cut) for cut in cuts):
                best, most = (first, last + 1), weight
    return best
