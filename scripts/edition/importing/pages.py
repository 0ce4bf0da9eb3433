"""What the readers of recognised text share: numbers, pages with a size, and the refusal of what has no text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from edition.errors import Said, SeedError
from edition.importing.nouns import Box, Material, Page, Rect

NEARLY = 0.13
"""By how much of it the size of a line may differ from that of the page and be the same."""


def number(text: str) -> float:
    """A number of an attribute; 0 where it is none that can be a place."""
    try:
        found = float(text)
    except ValueError:
        return 0.0
    return found if math.isfinite(found) and abs(found) < 1e7 else 0.0


def with_text(material: Material, name: str) -> Material:
    """The material.

    Raises:
        SeedError: it has no text.
    """
    if not material.characters:
        raise SeedError(
            name,
            Said("里面没有文字", "has no text in it"),
            Said("请在别处做文字识别，再导出一次", "have the text recognised elsewhere, and export it again"),
        )
    return material


def sized(width: float, height: float, boxes: list[Box], figures: tuple[Rect, ...] = (), ordered: bool = False) -> Page:
    """A page; one that does not say how large it is ends with its text."""
    measured = width > 0 and height > 0
    width = width or max((box.x1 for box in boxes), default=0.0)
    height = height or max((box.y1 for box in boxes), default=0.0)
    return Page(width, height, tuple(_even(boxes)), figures, ordered, measured=measured)


def _even(boxes: list[Box]) -> Iterator[Box]:
    """The boxes with the sizes of type that they were set in: one for the words of a line, and that of the page where a line has nearly it,
    for places that a program recognised are never exact."""
    sizes: dict[str, Counter[float]] = {}
    for box in boxes:
        sizes.setdefault(box.line, Counter())[box.size] += len(box.text)
    of_line = {line: _median(counted) for line, counted in sizes.items()}
    all_sizes: Counter[float] = Counter()
    for line, counted in sizes.items():
        all_sizes[of_line[line]] += counted.total()
    usual = _median(all_sizes) if all_sizes else 1.0
    for box in boxes:
        size = of_line[box.line]
        size = usual if abs(size - usual) <= NEARLY * usual else size
        yield Box(box.x0, box.y0, box.x1, box.y1, box.text, size, box.block, box.line)


def _median(counted: Counter[float]) -> float:
    half = counted.total() / 2
    for size, count in sorted(counted.items()):
        half -= count
        if half <= 0:
            return size
    return max(counted)
