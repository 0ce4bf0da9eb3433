"""How wide the column is that a line stands in. Width belongs to a run of lines, never to a page."""

from __future__ import annotations

import re

from edition.layout import SQUEEZE, Measured, usual_gap
from edition.model import Line
from edition.vocabulary import squeeze

_END = re.compile(r"(?:[。！？!?…]|[.．](?=[”’]))[”’）》」』)\]]*$|^[”’）》」』]+$")
_COLON = re.compile(r"[：:]$")
WINDOW = 8
"""Lines looked at on either side: a column's shortest paragraphs have three lines, so that a window of eight sees several of them."""
CLOSE = 4
"""Lines on either side of which one must belong to the run as well: at the border of two columns, the nearer one counts."""
INDENTED = 6
"""Columns by which a first line stays below the measure: the lost indent, and what a full line may lack."""
NARROWEST = 10
"""Columns of the narrowest column: five characters, beside a picture."""
PEAK = 0.22
"""Share of the lines of a run that reach the measure within one column; single lines beyond it are squeezed."""
ENOUGH = 3
"""Full lines that break inside a sentence before they are taken for a column: two may be neighbours of one width by chance."""
MID_SENTENCE = 0.5
"""Share of full lines that break inside a sentence in wrapped text. In wrapped columns it is above 0.8, in text of one paragraph a line
below 0.2, since paragraphs end with their sentence."""


def wrap(all_lines: list[Line]) -> list[Measured]:
    """Each line with the measure of the run that it stands in.

    The measure is the width that most lines nearby share although they end in the middle of a sentence: only a column edge makes
    lines do that. Lines wider than it belong to another run.
    """
    plain = [squeeze(str(line.text)) for line in all_lines]
    # A blank that spacing left is printed: behind 本报讯, between names.
    blanks = [str(line.text).count(" ") for line in all_lines]
    widths = [2 * len(text) - len(text.encode("ascii", "ignore")) + blank for text, blank in zip(plain, blanks, strict=True)]
    ended = [bool(_END.search(text)) for text in plain]
    usual = usual_gap(all_lines)
    joined = [line.gap <= usual and not line.mark for line in all_lines]
    measures = _measures(widths, ended, joined)
    return [
        Measured(line, text, width, measure, end, bool(_COLON.search(text)), _stretched(line))
        for line, text, width, measure, end in zip(all_lines, plain, widths, measures, ended, strict=True)
    ]


def _stretched(line: Line) -> bool:
    return any(piece.rule == "letter-spacing" for piece in line.text.pieces)


def _measures(widths: list[int], ended: list[bool], joined: list[bool]) -> list[int]:
    """The measure for every line. `joined` tells whether a line stands as close to the one before as lines of the page do."""
    out = []
    for at, width in enumerate(widths):
        near = range(max(0, at - WINDOW), min(len(widths), at + WINDOW + 1))
        close = range(max(0, at - CLOSE), min(len(widths), at + CLOSE + 1))
        best, rank = 0, (False, 0.0, 0)
        for candidate in {widths[n] for n in near if not ended[n] and widths[n] >= NARROWEST and widths[n] + SQUEEZE >= width}:
            run = [n for n in near if -INDENTED <= widths[n] - candidate <= SQUEEZE]
            peak = [n for n in run if abs(widths[n] - candidate) <= 1]
            full = [n for n in run if widths[n] >= candidate - SQUEEZE]
            inside = [n for n in full if not ended[n]]
            if len(peak) < 2 or len(peak) < PEAK * len(run) or len(inside) < ENOUGH or len(inside) < MID_SENTENCE * len(full):
                continue
            # Nothing in a column is wider than the column; headlines of one width stand among wider lines.
            if sum(1 for n in near if widths[n] > candidate + SQUEEZE) > len(run):
                continue
            # Lines that touch each other make a column; equal widths far apart are headings or names.
            if sum(1 for n in inside if n + 1 < len(widths) and joined[n + 1]) < ENOUGH - 1:
                continue
            here = sum(1 / (1 + abs(n - at)) for n in close if n != at and not ended[n] and -INDENTED <= widths[n] - candidate <= SQUEEZE)
            if not here:
                continue
            new = (ended[at] or width >= candidate - INDENTED, here, candidate)
            if new > rank:
                best, rank = candidate, new
        out.append(best)
    return out
