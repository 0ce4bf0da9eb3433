"""Boxes joined to parts of lines, with the blanks that were printed."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from edition.importing.near import SPACED, Atom, Near, bounds, usual_size
from edition.importing.nouns import IDEOGRAPHIC, Box, Rect

JOINED = 0.55
"""The widest white between two characters of a line; the narrowest gutter of newspapers is wider."""
LEAP = 2.0
"""The white that no line of one column has."""
BLANK = 0.17
"""The narrowest white between Han characters that was printed as a blank, beyond what the line is set wide."""
BLANK_OF_WORDS = 0.2
"""The same between letters."""
BESIDE_FIGURES = 0.4
"""The same between a Han character and a figure or a letter, which programs set off from each other."""
WIDE_BLANK = 0.75
"""The narrowest white that is a blank as wide as a Han character."""
DISPLAY = 1.25
"""How many times as large as the type of the page that of a head is."""
EVEN = 0.3
"""How much the whites of a head that is set wide differ."""


@dataclass(frozen=True, slots=True)
class Turner:
    """Turns places of the page into the frame."""

    edge: float
    down: bool

    def rect(self, rect: Rect) -> Rect:
        """A place in the frame."""
        return Rect(rect.y0, self.edge - rect.x1, rect.y1, self.edge - rect.x0) if self.down else rect


def parts_of(boxes: Sequence[Box], turned: Turner) -> list[Atom]:
    """Boxes joined to parts of lines. Blanks that were printed join as well, and heads that are set wide."""
    parts = []
    for box in boxes:
        place = turned.rect(box)
        parts.append(Atom(place.x0, place.y0, place.x1, place.y1, box.text, box.size, box, len(box.text.strip()), [], box.line))
    joined = [*_runs([part for part in parts if not part.line]), *_told_lines([part for part in parts if part.line])]
    joined = [one for atom in joined if (one := _stripped(atom))]
    marks = [(atom.size, atom.weight) for atom in joined]
    return _set_wide(joined, usual_size(marks)) if joined else []


def _told_lines(parts: list[Atom]) -> list[Atom]:
    """The lines that a format tells; one that leaps over a white as wide as two characters is cut there, for programs take two columns
    for one."""
    lines: dict[str, list[Atom]] = defaultdict(list)
    for part in parts:
        lines[part.line].append(part)
    out = []
    for line in lines.values():
        line.sort(key=lambda one: one.x0)
        held = [line[0]]
        for part in line[1:]:
            if part.x0 - held[-1].x1 > LEAP * max(part.size, held[-1].size):
                out.append(join(held))
                held = []
            held.append(part)
        out.append(join(held))
    return out


def _runs(parts: list[Atom]) -> list[Atom]:
    near = Near(parts)
    after: dict[int, int] = {}
    before: set[int] = set()
    for n, part in sorted(enumerate(parts), key=lambda one: one[1].x0):
        found = near.beside(n, JOINED)
        if found and found[0] <= JOINED * min(part.size, parts[found[1]].size) and found[1] not in before:
            after[n] = found[1]
            before.add(found[1])
    out = []
    for n in range(len(parts)):
        if n in before:
            continue
        chain = [n]
        while chain[-1] in after and len(chain) <= len(parts):
            chain.append(after[chain[-1]])
        # Where a format writes a line from its right end, as heads of the Republic were read, that is the order.
        back = len(chain) > 2 and all(one > other for one, other in pairwise(chain))
        out.append(join([parts[at] for at in chain], back))
    return out


def join(parts: Sequence[Atom], back: bool = False) -> Atom:
    """Parts of a line joined. A blank stands where the white is clearly wider than elsewhere in the line: a line that is set wide to
    fill its column has none."""
    parts = [*reversed(parts)] if back else parts
    gaps = [0.0 if back else (b.x0 - a.x1) / min(a.size, b.size) for a, b in pairwise(parts)]
    # A part of several characters has whites of its own, which are none or nearly none.
    whites = [*gaps, *(0.0 for part in parts for _ in part.text.strip()[1:])]
    usual = statistics.median_low(whites) if len(whites) > 2 else 0.0
    text = parts[0].text
    for gap, part in zip(gaps, parts[1:], strict=True):
        if not text[-1:].isspace() and not part.text[:1].isspace():
            text += _blank_of(gap - max(0.0, usual), text[-1:], part.text[:1])
        text += part.text
    around, place = bounds(parts), bounds([part.place for part in parts])
    inked = [part for part in parts if part.text.strip()] or list(parts)
    size = usual_size([(part.size, part.weight) for part in inked])
    return Atom(around.x0, around.y0, around.x1, around.y1, text, size, place, sum(part.weight for part in parts))


def _blank_of(gap: float, before: str, after: str) -> str:
    """The blank that a white in sizes of the type stands for: none beside figures and letters, which type sets off a little, and where two
    words meet that are written with letters, a narrow one is enough."""
    letters = before.isascii() + after.isascii()
    if gap <= (BLANK_OF_WORDS if letters == 2 else BESIDE_FIGURES if letters else BLANK):
        return ""
    return IDEOGRAPHIC if gap > WIDE_BLANK else " "


def _stripped(atom: Atom) -> Atom | None:
    """The part of a line without the blanks at its ends; None where it is blank. Blanks at its beginning are an indent, which its place
    shows as well."""
    text = atom.text
    plain = text.strip()
    if not plain:
        return None
    if len(plain) == len(text):
        return atom
    lead, tail = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())

    def width(blanks: str) -> float:
        return sum(1.0 if blank == IDEOGRAPHIC else 0.25 for blank in blanks) * atom.size

    x0 = min(atom.x0 + width(text[:lead]), atom.x1 - 0.1)
    x1 = max(atom.x1 - width(text[len(text) - tail :] if tail else ""), x0 + 0.1)
    return Atom(x0, atom.y0, x1, atom.y1, plain, atom.size, atom.place, atom.weight)


def _set_wide(atoms: list[Atom], usual: float) -> list[Atom]:
    """The parts, with the single characters of a head that is set wide joined."""
    single = [atom for atom in atoms if atom.weight <= 2 and atom.size >= DISPLAY * usual]
    rest = [atom for atom in atoms if not (atom.weight <= 2 and atom.size >= DISPLAY * usual)]
    near = Near(single)
    after = {n: found for n in range(len(single)) if (found := near.beside(n, SPACED))}
    linked = {found[1] for found in after.values()}
    out = []
    for n in sorted(range(len(single)), key=lambda one: single[one].x0):
        if n in linked:
            continue
        chain = [n]
        gaps: list[float] = []
        while chain[-1] in after and after[chain[-1]][1] not in chain:
            gap, following = after[chain[-1]]
            if gaps and abs(gap - gaps[0]) > EVEN * single[n].size:
                break
            gaps.append(gap)
            chain.append(following)
        joined = len(chain) > 2
        out += [_plain([single[at] for at in chain])] if joined else [single[at] for at in chain]
        left = after.get(chain[-1])
        if left and left[1] not in chain:
            linked.discard(left[1])
            rest.append(single[left[1]])
            linked.add(left[1])
    done = sum(atom.weight for atom in out + rest)
    return rest + out if done == sum(atom.weight for atom in atoms) else atoms


def _plain(parts: Sequence[Atom]) -> Atom:
    """Parts of a line joined without blanks."""
    around, place = bounds(parts), bounds([part.place for part in parts])
    text = "".join(part.text for part in parts)
    return Atom(around.x0, around.y0, around.x1, around.y1, text, parts[0].size, place, sum(part.weight for part in parts))
