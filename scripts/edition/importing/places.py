"""The layout of a page by coordinates: boxes of text become printed lines, columns and blocks in the order of reading.

All is done in a **frame** in which lines run from left to right and follow each other downwards. Vertical type is turned into it: what
runs down runs to the right, and what stands to the left stands below. Type that runs the other way than its page is laid out by itself
and takes its place as one thing, and so is what stands in a frame.

The page is cut where white runs through it from one side to the other (XY-cut): first between columns, and where a head keeps the white
between them from running through, above and below that head. A head holds its line up to the next thing beside it, also where it is short.
All measures are in sizes of the type.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from edition.importing.cuts import in_order
from edition.importing.near import LEVEL, SPACED, Atom, Groups, Near, alike, bounds, centre, middle, usual_size
from edition.importing.nouns import Box, Page, Printed, Rect
from edition.importing.parts import Turner, parts_of


def arrange(page: Page) -> tuple[Printed, ...]:
    """The printed lines of a page in the order of reading."""
    if page.lines:
        return page.lines
    boxes = [box for box in page.boxes if box.text]
    if not any(not box.text.isspace() for box in boxes):
        return ()
    if page.ordered:
        blocks: dict[str, list[Box]] = defaultdict(list)
        for box in boxes:
            blocks[box.block].append(box)
        parts = [_laid_out(part, ()) for part in blocks.values()]
    else:
        parts = [_laid_out(boxes, page.figures)]
    lines = [line for part in parts for line in (apart(part) if len(parts) > 1 else part)]
    return tuple(lines)


def apart(lines: list[Printed]) -> list[Printed]:
    """The lines with a blank line before them."""
    return [Printed(line.text, line.place, line.apart or not n) for n, line in enumerate(lines)]


def _laid_out(boxes: Sequence[Box], figures: Sequence[Rect]) -> list[Printed]:
    """Boxes in the order of reading; what stands in a frame, or runs the other way, is laid out by itself."""
    down = _runs_down(boxes)
    usual = sum(down.values()) * 2 > len(boxes)
    edge = max(box.x1 for box in boxes)
    turned = Turner(edge, usual)
    marks = [box for box in boxes if not box.text.isspace()]
    size = usual_size([(box.size, len(box.text)) for box in marks])
    frames, solid = _frames(marks, figures, size)
    atoms: list[Atom] = []
    inside: set[int] = set()
    for frame in frames:
        part = [box for box in boxes if id(box) not in inside and _within(box, frame)]
        if part and len(part) < len(boxes):
            inside |= {id(box) for box in part}
            atoms += _whole(_laid_out(part, [one for one in solid if _within(one, frame)]), part, turned)
    for part in _other_way(boxes, down, usual, inside):
        inside |= {id(box) for box in part}
        atoms += _whole(in_order(parts_of(part, Turner(edge, not usual)), [], size), part, turned)
    atoms += parts_of([box for box in boxes if id(box) not in inside], turned)
    return in_order(atoms, [turned.rect(one) for one in solid], size)


def _whole(lines: list[Printed], boxes: Sequence[Box], turned: Turner) -> list[Atom]:
    """One thing of lines that are in order."""
    marks = [box for box in boxes if not box.text.isspace()]
    if not marks or not lines:
        return []
    around = bounds(marks)
    place = turned.rect(around)
    size = max(box.size for box in marks) if len(lines) <= 2 else usual_size([(box.size, len(box.text)) for box in marks])
    weight = sum(len(box.text) for box in marks)
    return [Atom(place.x0, place.y0, place.x1, place.y1, "", size, around, weight, apart(lines))]


def _runs_down(boxes: Sequence[Box]) -> dict[int, bool]:
    """For each box whether its line runs down: by the shape of a box with several characters, and for a single character by where its
    neighbours stand, the one that the format writes next before the nearest one."""
    votes: dict[int, float] = {}
    single = [box for box in boxes if len(box.text) == 1 and not box.text.isspace()]
    for box in boxes:
        if len(box.text) > 1:
            votes[id(box)] = 1 if box.y1 - box.y0 > 1.5 * (box.x1 - box.x0) else -1
    groups = Groups(len(single))
    near = Near(single)
    for n, box in enumerate(single):
        beside, below = near.beside(n), near.below(n)
        vote = 0.0
        if n + 1 < len(single):
            after = single[n + 1]
            if alike(box, after):
                if abs(middle(box) - middle(after)) < LEVEL * box.size and -0.3 * box.size < after.x0 - box.x1 < SPACED * box.size:
                    vote = -2
                elif abs(centre(box) - centre(after)) < LEVEL * box.size and -0.3 * box.size < after.y0 - box.y1 < SPACED * box.size:
                    vote = 2
        if not vote and (beside or below):
            across = beside[0] if beside else math.inf
            vote = 1 if below and below[0] < across else -1
        votes[id(box)] = vote
        groups.join(n, beside[1] if beside and beside[0] < 0.9 * box.size else n)
        groups.join(n, below[1] if below and below[0] < 0.9 * box.size else n)
    sums: Counter[int] = Counter()
    for n, box in enumerate(single):
        sums[groups.of(n)] += round(votes[id(box)])
    usual = sum(votes.values()) > 0
    for n, box in enumerate(single):
        total = sums[groups.of(n)]
        votes[id(box)] = total or (1 if usual else -1)
    return {id(box): votes.get(id(box), 0) > 0 for box in boxes}


def _other_way(boxes: Sequence[Box], down: dict[int, bool], usual: bool, taken: set[int]) -> Iterator[list[Box]]:
    """What runs the other way than most of it, one part after the other."""
    found = [box for box in boxes if id(box) not in taken and not box.text.isspace() and down[id(box)] != usual]
    groups = Groups(len(found))
    order = sorted(range(len(found)), key=lambda n: found[n].x0)
    widest = max((box.size for box in found), default=0.0)
    for at, n in enumerate(order):
        one = found[n]
        for m in order[at + 1 :]:
            other = found[m]
            if other.x0 - widest >= one.x1:
                break
            room = max(one.size, other.size)
            if other.x0 - room < one.x1 and one.y0 - room < other.y1 and other.y0 - room < one.y1:
                groups.join(n, m)
    parts: dict[int, list[Box]] = defaultdict(list)
    for n, box in enumerate(found):
        parts[groups.of(n)].append(box)
    yield from parts.values()


def _frames(marks: Sequence[Box], figures: Sequence[Rect], size: float) -> tuple[list[Rect], list[Rect]]:
    """The figures that are frames around a part of the text, the largest first, and those that are pictures."""
    frames, solid = [], []
    for figure in figures:
        wide, tall = figure.x1 - figure.x0, figure.y1 - figure.y0
        if max(wide, tall) < 2 * size:
            continue
        inside = sum(_within(box, figure) for box in marks)
        if not inside:
            solid.append(figure)
        elif min(wide, tall) > 4 * size and 10 <= inside <= 0.9 * len(marks) and not any(_cuts(box, figure) for box in marks):
            frames.append(figure)
    return sorted(frames, key=lambda rect: -(rect.x1 - rect.x0) * (rect.y1 - rect.y0)), solid


def _within(one: Rect, rect: Rect) -> bool:
    return rect.x0 <= centre(one) <= rect.x1 and rect.y0 <= middle(one) <= rect.y1


def _cuts(box: Box, rect: Rect) -> bool:
    """Whether the edge of a rectangle goes through a box."""
    inset = 0.25 * box.size
    apart = box.x1 - inset < rect.x0 or box.x0 + inset > rect.x1 or box.y1 - inset < rect.y0 or box.y0 + inset > rect.y1
    inside = box.x0 + inset >= rect.x0 and box.x1 - inset <= rect.x1 and box.y0 + inset >= rect.y0 and box.y1 - inset <= rect.y1
    return not apart and not inside
