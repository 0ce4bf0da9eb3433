"""What heads hold of their lines, so that the columns below them are not taken to run through them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from edition.importing.near import Atom, bounds, centre, level
from edition.importing.nouns import Rect
from edition.importing.parts import DISPLAY

GUTTER = 0.6
"""The narrowest white that parts columns."""
STACKED = 1.1
"""The widest white between two lines of one head."""
HEAD_LINES = 5
"""The lines below a head that can belong to it: subtitle, names."""
NARROW = 0.7
"""The widest line below a head that belongs to it, as a share of what the head holds."""
MOST_WAYS = 5000
"""How many ways to share a line between heads are compared."""


@dataclass(frozen=True, slots=True)
class _Head(Rect):
    """The lines of a head that stand one below the other."""

    lines: tuple[Atom, ...]

    def strain(self, low: float, high: float) -> float:
        """How far its lines are from the middle of what it would hold, or from the left of it."""
        middle = (low + high) / 2
        centred = sum(abs(centre(line) - middle) for line in self.lines)
        return min(centred, sum(abs(line.x0 - low) for line in self.lines)) / len(self.lines)


def held_by_heads(atoms: list[Atom], figures: Sequence[Rect], size: float) -> dict[int, tuple[float, float]]:
    """What heads hold of their lines: up to the next thing beside them. What stands alone below a head, such as names, holds as much."""
    edges = min(atom.x0 for atom in atoms), max(atom.x1 for atom in atoms)
    heads = _heads([atom for atom in atoms if atom.size >= DISPLAY * size and not atom.lines])
    if not heads:
        return {}
    known = {id(line) for head in heads for line in head.lines}
    others = [one for one in [*atoms, *figures] if id(one) not in known]
    gutters = _likely_gutters([atom for atom in atoms if id(atom) not in known], size)
    out: dict[int, tuple[float, float]] = {}
    for head in heads:
        low, high = _span(head, _beside(head, heads, size), others, gutters, edges, size)
        out |= {id(line): (low, high) for line in head.lines}
        lowest = head.y1
        tallest = max(line.size for line in head.lines)
        below = [atom for atom in atoms if atom.y0 >= head.y1 - 0.3 * tallest and low - 1 <= centre(atom) <= high + 1]
        below.sort(key=lambda one: one.y0)
        for atom in below[:HEAD_LINES]:
            beside = [
                other for other in [*below, *figures] if other is not atom and level(atom, other, size) and low <= centre(other) <= high
            ]
            if id(atom) in known or beside or atom.y0 - lowest > 1.6 * max(size, atom.size) or atom.x1 - atom.x0 > NARROW * (high - low):
                break
            out[id(atom)] = low, high
            lowest = atom.y1
    return out


def _heads(lines: list[Atom]) -> list[_Head]:
    """Lines of heads put together where one stands right below the other. A single character begins none: it may be the large first
    letter of a text."""
    groups: list[list[Atom]] = []
    for line in sorted(lines, key=lambda one: one.y0):
        above = [
            group
            for group in groups
            if line.y0 - group[-1].y1 < STACKED * max(line.size, group[-1].size) and line.x0 < group[-1].x1 and line.x1 > group[-1].x0
        ]
        if above:
            above[-1].append(line)
        elif line.weight > 1:
            groups.append([line])
    return [_Head(around.x0, around.y0, around.x1, around.y1, tuple(group)) for group in groups for around in [bounds(group)]]


def _beside(head: _Head, heads: list[_Head], size: float) -> list[_Head]:
    """The heads beside a head, itself among them, from the left; of those that stand one below the other the nearest."""
    near = [other for other in heads if other is not head and level(head, other, size)]
    row = [head]
    for other in sorted((one for one in near if one.x1 <= head.x0), key=lambda one: -one.x1):
        if other.x1 <= row[0].x0:
            row.insert(0, other)
    for other in sorted((one for one in near if one.x0 >= head.x1), key=lambda one: one.x0):
        if other.x0 >= row[-1].x1:
            row.append(other)
    return row


def _likely_gutters(atoms: list[Atom], size: float) -> list[tuple[float, float]]:
    """The whites that several rows share at one place."""
    gaps: list[tuple[float, float]] = []
    down = sorted((atom for atom in atoms if not atom.lines), key=lambda one: one.y0)
    tallest = max((atom.y1 - atom.y0 for atom in down), default=0.0)
    tops = [atom.y0 for atom in down]
    for atom in down:
        end, near = atom.x1, math.inf
        for other in down[bisect_left(tops, atom.y0 - tallest - 0.3 * atom.size) : bisect_left(tops, atom.y1 + 0.3 * atom.size)]:
            if atom.x1 <= other.x0 < near and other.y1 + 0.3 * atom.size > atom.y0:
                near = other.x0
        if GUTTER * size <= near - end < math.inf:
            gaps.append((end, near))
    out: list[tuple[float, float]] = []
    while len(gaps) >= 2:
        # Lines that end early leave more white than the gutter has: where the most whites agree, it is.
        sides = sorted({side for gap in gaps for side in gap})
        shared = [(sum(low <= a and b <= high for low, high in gaps), a, b) for a, b in pairwise(sides) if b - a >= GUTTER * size]
        count, low, high = max(shared, key=lambda one: (one[0], one[2]), default=(0, 0.0, 0.0))
        if count < 2:
            break
        out.append((low, high))
        gaps = [gap for gap in gaps if not (gap[0] <= low and high <= gap[1])]
    return sorted(out)


def _span(
    head: _Head, row: list[_Head], others: Sequence[Rect], gutters: list[tuple[float, float]], edges: tuple[float, float], size: float
) -> tuple[float, float]:
    """What a head holds: by the gutters between the heads of its row, and between them and what else stands there, so that each is in the
    middle of what it holds, or at its left."""
    ends: list[list[tuple[float, float]]] = []
    left = edges[0]
    for one in row:
        low = max([left, *(other.x1 for other in others if level(one, other, size) and other.x1 <= one.x0 + 0.3 * size)])
        ends.append(_between(gutters, low, one.x0, size) if low > edges[0] else [(low, low)])
        left = max(left, one.x1)
    last = row[-1]
    nearest = [other.x0 for other in others if level(last, other, size) and other.x0 >= last.x1 - 0.3 * size]
    ends.append(_between(gutters, last.x1, min(nearest), size) if nearest else [(edges[1], edges[1])])
    ways = product(*ends) if math.prod(map(len, ends)) <= MOST_WAYS else iter([tuple(one[0] for one in ends)])

    def strain(way: tuple[tuple[float, float], ...]) -> tuple[float, float, float]:
        worst = sum(one.strain(before[1], after[0]) for one, (before, after) in zip(row, pairwise(way), strict=True))
        return round(worst / size), -sum(round((high - low) / size) for low, high in way), way[0][0] - way[-1][0]

    best = min(ways, key=strain)
    at = row.index(head)
    return min(best[at][1], head.x0), max(best[at + 1][0], head.x1)


def _between(gutters: list[tuple[float, float]], low: float, high: float, size: float) -> list[tuple[float, float]]:
    """The gutters between two things that stand beside each other."""
    inside = [gutter for gutter in gutters if gutter[0] >= low - size and gutter[1] <= high + size]
    return inside or [(low, max(low, high))]
