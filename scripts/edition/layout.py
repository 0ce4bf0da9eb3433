"""What restoration knows of a page between its stages: lines with their width, with their verdict, and items made of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from edition.model import Line, Verdict
from edition.trace import Text

_END = re.compile(r"(?:[。！？!?…]|[.．](?=[”’]))[”’）》」』)\]]*$|^[”’）》」』]+$")

SLACK = 2
"""Columns by which full lines of one measure differ: the next character did not fit."""
SQUEEZE = 4
"""Columns by which a justified line may be wider than the measure, because its punctuation was set half-width, or narrower, because
its figures were set wider than half."""

FIRST_LINES = 3
"""First lines behind short last lines from which one knows how paragraphs of the page begin."""
INDENT = 5
"""Columns that a paragraph's first line may lack: the lost indent of two characters, and one of slack."""
NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d))")
"""How a point of a list begins."""
INSIDE = re.compile(r"[。！？；]")
"""The end of a sentence or clause; before a line's last character it stands inside the line."""
FIGURES = re.compile(r"[0-9A-Za-z]")
"""What a line cannot be broken in."""


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
    held: int = 0
    """Columns that had to stay free at its end, because what follows could not be broken: a number, or a character whose closing
    punctuation cannot begin a line."""

    @property
    def full(self) -> bool:
        """The line reaches the right edge of its column."""
        return self.measure > 0 and self.short <= SLACK

    @property
    def flush(self) -> bool:
        """The line itself reaches the right edge, without allowance for what begins the next one."""
        return self.measure > 0 and self.width >= self.measure - SLACK

    @property
    def short(self) -> int:
        """Columns that the line lacks to the full measure; 0 where lines are not wrapped."""
        return max(0, self.measure - self.width - self.held) if self.measure else 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A measured line with its verdict: `furniture`, `byline`, `closing`, `caption`, `display` or `prose`."""

    measured: Measured
    verdict: Verdict

    @property
    def role(self) -> str:
        """The role of the verdict."""
        return self.verdict.role


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of the page that is one thing: a whole paragraph, or one line of display, byline, caption or furniture."""

    role: str
    """`paragraph`, `display`, `byline`, `closing`, `caption` or `furniture`."""
    text: Text
    lines: tuple[Judged, ...]
    plain: str
    """The reading without blanks."""
    opens: bool = False
    """The paragraph begins with 电头 (本报讯), as the first one of an article does."""
    begins: bool = False
    """A text begins here that was told while another one waited."""
    inside: bool = False
    """The caption or furniture interrupts a sentence that goes on after it."""
    doubt: str = ""
    """What an editor should look at, in Chinese."""


def ends_sentence(plain: str) -> bool:
    """Whether a line ends a sentence, closing quotation marks and brackets aside.

    >>> ends_sentence("“没有大船，就划小船。”"), ends_sentence("凝心聚力 真抓实干")
    (True, False)
    """
    return bool(_END.search(plain))


def begins_indented(neighbours: Iterable[tuple[Measured, Measured]]) -> int:
    """1 where paragraphs of the page begin with an indent, -1 where they begin without one, 0 where too few tell.

    Behind the short last line of a paragraph stands a first line, which lacks two characters or none.
    """
    first = flush = 0
    for a, b in neighbours:
        if a.ended and not b.ended and a.short > INDENT and a.measure == b.measure:
            lacks = b.measure - b.width
            first += SLACK < lacks <= INDENT
            flush += lacks < SLACK
    return int(first >= FIRST_LINES and first > 2 * flush) - int(flush >= FIRST_LINES and flush > 2 * first)


def usual_gap(all_lines: list[Line]) -> int:
    """How many blank lines most often stand between two lines of the page."""
    gaps = Counter(line.gap for line in all_lines[1:])
    return gaps.most_common(1)[0][0] if gaps else 0


def goes_on(before: str, after: str, lexicon: Mapping[str, int]) -> int:
    """How well a text goes on from one line to the other: the frequency of the commonest word that spans the joint, 0 for none.

    >>> goes_on("把豆子磨细粉", "碎，拌进面团", {"粉碎": 300}), goes_on("磨细粉", "工人在田间", {"粉碎": 300})
    (300, 0)
    """
    best = 0
    for left in (1, 2, 3):
        for right in range(1, 5 - left):
            word = before[-left:] + after[:right]
            if len(word) == left + right:
                best = max(best, lexicon.get(word, 0))
    return best
