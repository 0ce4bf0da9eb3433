"""How wide the column is that a line stands in. Width belongs to a run of lines, never to a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from edition.model import Line
from edition.vocabulary import squeeze

_END = re.compile(r"(?:[。！？!?…]|[.．](?=[”’]))[”’）》」』)\]]*$|^[”’）》」』]+$")
_COLON = re.compile(r"[：:]$")
WINDOW = 8
"""Lines looked at on either side: a column's shortest paragraphs have three lines, so that a window of eight sees several of them."""
CLOSE = 4
"""Lines on either side of which one must belong to the run as well: at the border of two columns, the nearer one counts."""
SLACK = 2
"""Columns by which full lines of one measure differ: the next character did not fit."""
SQUEEZE = 4
"""Columns by which a justified line may be wider than the measure, because its punctuation was set half-width, or narrower, because
its figures were set wider than half."""
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
    stretched: bool = False
    """Its letters were spaced: by justification in a column, or for looks in a headline."""

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
    # A blank that spacing left is printed: behind 本报讯, between names.
    widths = [2 * len(text) - len(text.encode("ascii", "ignore")) + str(line.text).count(" ") for text, line in zip(plain, all_lines, strict=True)]
    ended = [bool(_END.search(text)) for text in plain]
    usual = usual_gap(all_lines)
    joined = [line.gap <= usual and not line.mark for line in all_lines]
    measures = _measures(widths, ended, joined)
    return [
        Measured(line, text, width, measure, end, bool(_COLON.search(text)), _stretched(line))
        for line, text, width, measure, end in zip(all_lines, plain, widths, measures, ended, strict=True)
    ]


def usual_gap(all_lines: list[Line]) -> int:
    """How many blank lines most often stand between two lines of the page."""
    gaps = Counter(line.gap for line in all_lines[1:])
    return gaps.most_common(1)[0][0] if gaps else 0


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


def goes_on(before: str, after: str, lexicon: Mapping[str, int]) -> int:
    """How well a text goes on from one line to the other: the frequency of the commonest word that spans the joint, 0 for none.

    >>> goes_on("把参须烘干粉", "碎，掺进挂面", {"粉碎": 300}), goes_on("烘干粉", "工人在田间", {"粉碎": 300})
    (300, 0)
    """
    best = 0
    for left in (1, 2, 3):
        for right in range(1, 5 - left):
            word = before[-left:] + after[:right]
            if len(word) == left + right:
                best = max(best, lexicon.get(word, 0))
    return best
