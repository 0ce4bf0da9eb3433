"""How wide the column is that a line stands in. Width belongs to a run of lines, never to a page."""

from __future__ import annotations

import re
from typing import NamedTuple

from edition.layout import SLACK, SQUEEZE, Measured, ends_sentence, usual_gap
from edition.model import Line, Verdict
from edition.vocabulary import squeeze

_HELD_DOWN = re.compile(r"^.[，。、；：！？”’）》]+")
_SQUEEZABLE = frozenset("，。、；：！？“”‘’（）《》")
_SQUEEZED = re.compile(f"[{''.join(sorted(_SQUEEZABLE))}]")
_OPENING = frozenset("（“‘《〈【「")
"""Punctuation that cannot end a line, so that it comes down before the character behind it."""
_NUMBER = re.compile(r"[0-9.%]+")
_COLON = re.compile(r"[：:]$")
WINDOW = 12
"""Lines looked at on either side: a column's shortest paragraphs have three lines, so that a window of twelve sees several of them."""
CLOSE = 4
"""Lines on either side of which one must belong to the run as well: at the border of two columns, the nearer one counts."""
INDENTED = 6
"""Columns by which a first line stays below the measure: the lost indent, and what a full line may lack."""
WIDEST = 200
"""Columns above which a line is a whole paragraph and no column of print: a hundred characters."""
NARROWEST = 10
"""Columns of the narrowest column: five characters, beside a picture."""
FILL = 0.25
"""Share of the lines of a run that can fill its measure: the others are first and last lines of paragraphs."""
ENOUGH = 3
"""Full lines that break inside a sentence before they are taken for a column: two may be neighbours of one width by chance."""
MID_SENTENCE = 0.5
"""Share of full lines that break inside a sentence in wrapped text. In wrapped columns it is above 0.8, in text of one paragraph a line
below 0.2, since paragraphs end with their sentence."""


class _Line(NamedTuple):
    """What counts of a line for the measure."""

    width: int
    ended: bool
    joined: bool
    """The next line stands as close as lines of the page do, and is not wider."""
    exact: int
    """Its width where that is exact: without figures, which fonts set wider than half; else 0."""
    narrowest: int
    widest: int
    """The measures that the line can fill."""


def wrap(all_lines: list[Line], said: list[Verdict | None]) -> list[Measured]:
    """Each line with the measure of the run that it stands in.

    The measure is the width that most lines nearby share although they end in the middle of a sentence: only a column edge makes
    lines do that. Lines wider than it belong to another run. Lines that have said what they are (`said`) do not take part.
    """
    plain = [squeeze(str(line.text)) for line in all_lines]
    # A blank that spacing left is printed: behind 本报讯, between names.
    blanks = [str(line.text).count(" ") + _set_apart(line) // 2 for line in all_lines]
    widths = [2 * len(text) - len(text.encode("ascii", "ignore")) + blank for text, blank in zip(plain, blanks, strict=True)]
    ended = [ends_sentence(text) for text in plain]
    usual = usual_gap(all_lines)
    held = [_held(text, after) for text, after in zip(plain, [*plain[1:], ""], strict=True)]
    silent = [n for n, verdict in enumerate(said) if verdict is None]
    close = [
        n + 1 < len(all_lines) and said[n + 1] is None and all_lines[n + 1].gap <= usual and widths[n + 1] <= widths[n] + SQUEEZE
        for n in silent
    ]
    column = [
        _Line(widths[n], ended[n], joined, 0 if _NUMBER.search(plain[n]) else widths[n], *_reach(plain[n], widths[n], held[n]))
        for n, joined in zip(silent, close, strict=True)
    ]
    measures = dict(zip(silent, _measures(column), strict=True))
    return [
        Measured(line, plain[n], widths[n], measures.get(n, 0), ended[n], bool(_COLON.search(plain[n])), _stretched(line), held[n])
        for n, line in enumerate(all_lines)
    ]


def _set_apart(line: Line) -> int:
    """Blanks beside figures that spacing set aside: print has a quarter of a character there."""
    return sum(piece.rule == "blank-beside-number" for piece in line.text.pieces)


def _stretched(line: Line) -> bool:
    return any(piece.rule == "letter-spacing" for piece in line.text.pieces)


def _held(line: str, after: str) -> int:
    """Columns by which a full line may stay short for what begins the next one: numbers are not broken, and closing punctuation does not
    begin a line, so that the character before it comes down with it.

    >>> _held("针对年底基层事务较多的实", "际，为便于"), _held("说的是“种了不收", "果”。去年")
    (2, 4)
    >>> _held("以后到", "17日"), _held("来自", "全省")
    (1, 0)
    """
    if after[:1] in _OPENING:
        return 2
    down = _HELD_DOWN.match(after)
    if down:
        return 2 * (len(down.group()) - 1)
    number = _NUMBER.match(after)
    return max(0, len(number.group()) - 1) if number and not _NUMBER.search(line[-1:]) else 0


def _reach(line: str, width: int, held: int) -> tuple[int, int]:
    """The narrowest and the widest measure that the line can fill: punctuation can be set half-width or hang over the edge, figures are a
    little wider than half, and at the end there is room for less than what begins the next line."""
    figures = len(line.encode("ascii", "ignore"))
    spared = len(_SQUEEZED.findall(line)) + (line[-1:] in _SQUEEZABLE)
    return width - min(SLACK, spared), width + 1 + held + min(SQUEEZE, (figures + 2) // 3)


def _measures(column: list[_Line]) -> list[int]:
    """The measure for every line: the one that most of the unended lines around it can fill.

    A line that is exactly as wide as the measure counts most, one that fills it with its punctuation squeezed least. Histograms of the
    window slide along, so that the work is linear in the number of lines.
    """
    widest = min(WIDEST, max((line.widest for line in column), default=0) + 1)
    every, inside, touching, filled, beyond = ([0] * (WIDEST + 2 * SQUEEZE) for _ in range(5))

    def slide(n: int, step: int) -> None:
        if 0 <= n < len(column):
            line = column[n]
            width = min(line.width, WIDEST)
            every[width] += step
            if not line.ended and width < WIDEST:
                inside[width] += step
                touching[width] += step * line.joined
                beyond[max(0, line.narrowest)] += step * line.joined
                for measure in range(max(0, line.narrowest), min(line.widest, WIDEST) + 1):
                    filled[measure] += step * (1 if measure < line.width else 3 if measure == line.exact else 2)

    for n in range(WINDOW):
        slide(n, 1)
    out = []
    for at, line in enumerate(column):
        slide(at + WINDOW, 1)
        slide(at - WINDOW - 1, -1)
        best, rank = 0, (False, 0, 0, 0)
        near = [column[n].width for n in range(max(0, at - CLOSE), min(len(column), at + CLOSE + 1)) if n != at and not column[n].ended]
        for candidate in range(max(NARROWEST, line.width - SQUEEZE), widest):
            fill = filled[candidate]
            if fill < 2 * ENOUGH:
                continue
            low, high = candidate - SQUEEZE, candidate + SQUEEZE + 1
            run = sum(every[candidate - INDENTED : high])
            if fill < 2 * FILL * run or sum(inside[low:high]) < MID_SENTENCE * sum(every[low:high]):
                continue
            # Nothing in a column is wider than the column; headlines of one width stand among wider lines.
            if sum(every[high:]) > run:
                continue
            # Lines that touch each other make a column; equal widths far apart are headings or names.
            if sum(touching[low:high]) < ENOUGH - 1:
                continue
            here = sum(-INDENTED <= width - candidate <= SQUEEZE for width in near)
            # First lines share a width too, the indent below the measure; the full lines do not fit into that.
            fill -= 2 * sum(beyond[candidate + 1 : high])
            new = (line.ended or line.widest > candidate - INDENTED, min(here, ENOUGH), fill, candidate)
            if here and new > rank:
                best, rank = candidate, new
        out.append(best)
    return _borders(column, out)


def _borders(column: list[_Line], measures: list[int]) -> list[int]:
    """The measures, with the first lines of a column given the measure of those below them, which they fill, where they do not fill the
    one of the column above."""
    alike = 1
    for n in range(len(column) - 2, -1, -1):
        line, own, below = column[n], measures[n], measures[n + 1]
        fills = line.widest < own and line.narrowest <= below <= line.widest
        if alike >= ENOUGH and abs(own - below) > SLACK and fills and not line.ended:
            measures[n] = below
        alike = alike + 1 if measures[n] == below else 1
    return measures
