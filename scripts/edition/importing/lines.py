"""The printed lines of a block, with blank lines and indents as they were printed."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from itertools import pairwise

from edition.importing.near import LEVEL, Atom, middle
from edition.importing.nouns import IDEOGRAPHIC, Printed
from edition.importing.parts import join

LEADED = 1.7
"""How many times the usual way from line to line parts blocks."""


def lines_of(block: list[Atom], size: float) -> Iterator[Printed]:
    """The lines of a block, with a blank line where type or leading changes; the first line of a paragraph keeps its indent."""
    rows: list[list[Atom]] = []
    for atom in sorted(block, key=lambda one: ((one.y0 + one.y1) / 2, one.x0)):
        if (
            rows
            and not atom.lines
            and not rows[-1][0].lines
            and any(abs(middle(other) - middle(atom)) < LEVEL * max(atom.size, other.size) for other in rows[-1])
        ):
            rows[-1].append(atom)
        else:
            rows.append([atom])
    lines: list[Atom] = []
    for row in rows:
        if row[0].lines:
            lines += row
            continue
        lines.append(join(sorted(row, key=lambda one: one.x0)))
    steps = [b.y0 - a.y0 for a, b in pairwise(lines) if not a.lines and not b.lines and max(a.size, b.size) < 1.15 * min(a.size, b.size)]
    step = statistics.median_low(steps) if steps else 1.6 * size
    groups: list[list[Atom]] = []
    for line in lines:
        above = groups[-1][-1] if groups else None
        if above is None or _parted(above, line, step):
            groups.append([])
        groups[-1].append(line)
    left, right = min(atom.x0 for atom in block), max(atom.x1 for atom in block)
    for group in groups:
        for n, line in enumerate(group):
            if line.lines:
                yield from line.lines
                continue
            indent = IDEOGRAPHIC * 2 if _indented(line, left, right) else ""
            yield Printed(indent + line.text, line.place, not n)


def _parted(above: Atom, line: Atom, step: float) -> bool:
    if above.lines or line.lines or max(above.size, line.size) > 1.15 * min(above.size, line.size):
        return True
    return line.y0 - above.y0 > max(LEADED * step, step + 0.6 * line.size)


def _indented(line: Atom, left: float, right: float) -> bool:
    """Whether a line begins two characters behind the edge of its column, and does not stand in the middle of it."""
    before, behind = (line.x0 - left) / line.size, (right - line.x1) / line.size
    return 1.3 <= before <= 2.7 and abs(before - behind) > 0.6
