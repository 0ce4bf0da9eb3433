"""Parts of lines, and their neighbours: what everything that puts a page in order looks at."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from edition.importing.nouns import Box, Printed, Rect

ALIKE = 1.3
"""How many times as large as another type may be that stands in one line with it."""
LEVEL = 0.4
"""How far the middles of two characters of a line may be from each other."""
SPACED = 2.2
"""The widest white between the characters of a head that is set wide."""
OVERLAP = 0.12
"""By how much lines are made flatter before the white between them is looked for."""


@dataclass(frozen=True, eq=False, slots=True)
class Atom(Rect):
    """What is not cut: a part of a line, or what was laid out by itself."""

    text: str
    size: float
    place: Rect
    """Where it stands on the page."""
    weight: int = 1
    """How many characters it has."""
    lines: list[Printed] = field(default_factory=list)
    """Its lines, where it was laid out by itself."""
    line: str = ""
    """The line in which the format puts it."""


def middle(rect: Rect) -> float:
    """How far down the middle is."""
    return (rect.y0 + rect.y1) / 2


def centre(rect: Rect) -> float:
    """How far to the right the middle is."""
    return (rect.x0 + rect.x1) / 2


def level(one: Rect, other: Rect, size: float) -> bool:
    """Whether two things stand beside each other."""
    return other.y0 + 0.2 * size < one.y1 and other.y1 - 0.2 * size > one.y0


def alike(one: Box | Atom, other: Box | Atom) -> bool:
    """Whether the type of the two is of about one size."""
    return max(one.size, other.size) <= ALIKE * min(one.size, other.size)


def bounds(rects: Sequence[Rect]) -> Rect:
    """The rectangle around several."""
    return Rect(min(r.x0 for r in rects), min(r.y0 for r in rects), max(r.x1 for r in rects), max(r.y1 for r in rects))


def usual_size(sizes: Iterable[tuple[float, int]]) -> float:
    """The size that most characters have."""
    counted: Counter[float] = Counter()
    for size, weight in sizes:
        counted[round(size * 2) / 2] += weight
    best = max(counted.items(), key=lambda one: (one[1], one[0]))[0] if counted else 0
    return best or 1.0


def rows_of(atoms: list[Atom]) -> list[list[Atom]]:
    """The atoms between whites that run through from left to right, from above."""
    out: list[list[Atom]] = []
    end = -math.inf
    for atom in sorted(atoms, key=lambda one: (one.y0 + OVERLAP * one.size, one.x0)):
        inset = OVERLAP * atom.size
        if atom.y0 + inset >= end or not out:
            out.append([])
            end = atom.y1 - inset
        out[-1].append(atom)
        end = max(end, atom.y1 - inset)
    return out


class Near:
    """Finds the neighbours of boxes."""

    def __init__(self, boxes: Sequence[Box | Atom]) -> None:
        self.boxes = boxes
        self.step = max(1.0, 2 * usual_size([(box.size, 1) for box in boxes])) if boxes else 1.0
        self.by_row: dict[int, list[int]] = defaultdict(list)
        self.by_column: dict[int, list[int]] = defaultdict(list)
        for n, box in enumerate(boxes):
            self.by_row[int(middle(box) // self.step)].append(n)
            self.by_column[int(centre(box) // self.step)].append(n)
        for found in self.by_row.values():
            found.sort(key=lambda n: boxes[n].x0)
        for found in self.by_column.values():
            found.sort(key=lambda n: boxes[n].y0)

    def beside(self, n: int, most: float = SPACED) -> tuple[float, int] | None:
        """The white to the next one on the right in the same line, and its number."""
        box = self.boxes[n]
        best: tuple[float, int] | None = None
        row = int(middle(box) // self.step)
        for at in (row - 1, row, row + 1):
            for m in _from(self.by_row.get(at, ()), centre(box), lambda m: self.boxes[m].x0):
                other = self.boxes[m]
                gap = other.x0 - box.x1
                if gap > most * box.size or (best and gap >= best[0]):
                    break
                level = abs(middle(other) - middle(box)) < LEVEL * min(box.size, other.size)
                if m != n and level and (alike(box, other) or _blank(box) or _blank(other)):
                    best = gap, m
                    break
        return best

    def below(self, n: int) -> tuple[float, int] | None:
        """The white to the next one below in the same column of characters, and its number."""
        box = self.boxes[n]
        best: tuple[float, int] | None = None
        column = int(centre(box) // self.step)
        for at in (column - 1, column, column + 1):
            for m in _from(self.by_column.get(at, ()), middle(box), lambda m: self.boxes[m].y0):
                other = self.boxes[m]
                gap = other.y0 - box.y1
                if gap > SPACED * box.size or (best and gap >= best[0]):
                    break
                if m != n and abs(centre(other) - centre(box)) < LEVEL * min(box.size, other.size) and alike(box, other):
                    best = gap, m
                    break
        return best


def _blank(one: Box | Atom) -> bool:
    return one.text.isspace()


def _from(numbers: Sequence[int], least: float, key: Callable[[int], float]) -> Iterator[int]:
    low, high = 0, len(numbers)
    while low < high:
        middle = (low + high) // 2
        if key(numbers[middle]) < least:
            low = middle + 1
        else:
            high = middle
    yield from numbers[low:]


class Groups:
    """Things that belong together because each belongs to the next."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def of(self, n: int) -> int:
        """The group of a thing."""
        while self.parent[n] != n:
            self.parent[n] = self.parent[self.parent[n]]
            n = self.parent[n]
        return n

    def join(self, one: int, other: int) -> None:
        """Put the groups of two things together."""
        self.parent[self.of(one)] = self.of(other)
