"""How wide the column is that a line stands in. Width belongs to a run of lines, never to a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from edition.model import Line
from edition.vocabulary import squeeze

_END = re.compile(r"(?:[。！？!?…]|[.．](?=[”’]))[”’）》」』)\]]*$")
_COLON = re.compile(r"[：:]$")
WINDOW = 6
"""Lines looked at on either side: a column's shortest paragraphs have three lines, so that a window of six sees two of them."""
SLACK = 2
"""Columns by which full lines of one measure differ: one hanging punctuation mark, or half-width figures set proportionally."""
MID_SENTENCE = 0.5
"""Share of full lines that break inside a sentence in wrapped text. In wrapped columns it is above 0.8, in text of one paragraph a line
below 0.2, since paragraphs end with their sentence."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A line with its width and the measure of its run."""

    line: Line
    plain: str
    """The reading without blanks."""
    width: int
    """Columns that the reading takes, a Han character being two."""
    measure: int
    """Columns of a full line of the run; 0 where lines are not wrapped (each is a whole paragraph, or stands alone)."""
    ended: bool
    """The line ends a sentence."""
    colon: bool
    """The line ends with a colon."""

    @property
    def full(self) -> bool:
        """The line reaches the right edge of its column."""
        return self.measure > 0 and self.width >= self.measure - SLACK

    @property
    def short(self) -> int:
        """Columns that the line lacks to the full measure; 0 where lines are not wrapped."""
        return max(0, self.measure - self.width) if self.measure else 0


def wrap(all_lines: list[Line]) -> list[Measured]:
    """Each line with the measure of the run that it stands in.

    The measure is the width that most lines nearby share although they end in the middle of a sentence: only a column edge makes
    lines do that. Lines wider than it belong to another run.
    """
    plain = [squeeze(str(line.text)) for line in all_lines]
    widths = [2 * len(text) - len(text.encode("ascii", "ignore")) for text in plain]
    ended = [bool(_END.search(text)) for text in plain]
    measures = _measures(widths, ended)
    return [
        Measured(line, text, width, measure, end, bool(_COLON.search(text)))
        for line, text, width, measure, end in zip(all_lines, plain, widths, measures, ended, strict=True)
    ]


def _measures(widths: list[int], ended: list[bool]) -> list[int]:
    out = []
    for at, width in enumerate(widths):
        near = range(max(0, at - WINDOW), min(len(widths), at + WINDOW + 1))
        best, support = 0, 0.0
        for candidate in {widths[n] for n in near if not ended[n] and widths[n] >= 8 and widths[n] + SLACK >= width}:
            full = [n for n in near if candidate - SLACK <= widths[n] <= candidate]
            inside = [n for n in full if not ended[n]]
            if len(inside) < 2 or len(inside) < MID_SENTENCE * len(full):
                continue
            # Lines that touch each other make a column; equal widths far apart are headings or names.
            touching = sum(1 for n in inside if n + 1 in full or n - 1 in full)
            if not touching:
                continue
            score = sum(1.0 / (1 + abs(n - at)) for n in inside) + 0.1 * touching + candidate / 1000
            if score > support:
                best, support = candidate, score
        out.append(best)
    return out
