"""The types that stages of restoration hand on: lines with their width, lines with their verdict, and items made of lines.

Widths are in columns: a Han character takes two, an ASCII character one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from edition.days import RECENT
from edition.model import Line, Role, Verdict
from edition.trace import Text

_END = re.compile(r"(?:[。！？!?…]|\.{3,6}|[.．](?=[”’]))[”’）》」』)\]]*(?:[①-⑳⑴-⒇]|[\[［]\d{1,2}[\]］])?$|^[”’）》」』]+$")

SLACK = 2
"""Columns that a full line may lack: one Han character more did not fit."""
SQUEEZE = 4
"""Columns by which a justified line may differ from the measure: it is wider if its punctuation was set half-width, narrower if its digits
were set wider than half a Han character."""

FIRST_LINES = 3
"""The fewest first lines after short last lines that show how the paragraphs of a page begin."""
EXACT_INDENT = 4
"""The indent of a paragraph in columns: two Han characters."""
INDENT = EXACT_INDENT + 1
"""Columns that a paragraph's first line may lack: its indent, which the dump has lost, and one more."""
NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d))")
"""Matches the beginning of a numbered point: 一、 or （1） or 2．"""
INSIDE = re.compile(r"[。！？；]")
"""Matches the end of a sentence or clause."""
FIGURES = re.compile(r"[0-9A-Za-z]")
"""Matches characters of numbers and Latin words, inside which print does not break a line."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A line with its width and the measure of its run."""

    line: Line
    plain: str
    """The reading without blanks."""
    width: int
    """Width of the reading in columns."""
    measure: int
    """Width of a full line of the run in columns; 0 if the lines are not wrapped (each is a whole paragraph, or stands alone)."""
    ended: bool
    """The line ends a sentence."""
    colon: bool
    """The line ends with a colon."""
    stretched: bool = False
    """Its characters stood apart with blanks: by justification in a column, or for looks in a title."""
    held: int = 0
    """Columns that had to stay free at its end, because the next line begins with something unbreakable: a number, or a character with
    closing punctuation."""

    @property
    def flush(self) -> bool:
        """The line itself reaches the right edge; `held` does not count."""
        return self.measure > 0 and self.width >= self.measure - SLACK

    @property
    def short(self) -> int:
        """Columns that the line lacks, `held` left out; 0 if the lines are not wrapped."""
        lacks = self.measure - self.width - self.held
        return lacks if self.measure and lacks > 0 else 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A measured line with its verdict: `furniture`, `byline`, `closing`, `caption`, `table`, `display`, `prose` or `single`."""

    measured: Measured
    verdict: Verdict
    begins: bool = True
    """A line of prose that begins a paragraph, and does not go on from the line of prose before it."""

    @property
    def role(self) -> Role:
        """The role of the verdict, or the one of which it is a kind."""
        return self.verdict.role.family


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of the page that is one thing: a whole paragraph, or one line of display, byline, caption or furniture."""

    role: Role
    """`PARAGRAPH`, `DISPLAY`, `BYLINE`, `CLOSING`, `CAPTION`, `TABLE` or `FURNITURE`."""
    text: Text
    lines: tuple[Judged, ...]
    plain: str
    """The reading without blanks."""
    opens: bool = False
    """The paragraph begins with a dateline (电头, 本报讯), as the first one of an article does."""
    reporters: tuple[str, ...] = ()
    """Who reports, by that dateline."""
    begins: bool = False
    """Another text surely begins here: while the one before it waits for its rest, or with the second of two titles on a line."""
    inside: bool = False
    """The item interrupts a sentence that goes on after it."""
    doubt: str = ""
    """What an editor should look at, in Chinese."""

    @property
    def kind(self) -> Role:
        """The role of its first line, more exactly than `role`."""
        return self.lines[0].verdict.role


def width(text: str) -> int:
    """Columns that a text takes, a Han character being two.

    >>> width("全镇2022年"), width("2022")
    (10, 4)
    """
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


@lru_cache(RECENT)
def ends_sentence(plain: str) -> bool:
    """Whether a line ends a sentence. Closing quotation marks and brackets may follow the end.

    >>> ends_sentence("“没有大船，就划小船。”"), ends_sentence("全长一百二十里。①"), ends_sentence("凝心聚力 真抓实干")
    (True, True, False)
    """
    return bool(_END.search(plain))


def is_first(line: Measured) -> bool:
    """Whether a line of a column looks like a paragraph's first one: it lacks an indent, or opening punctuation hangs in the indent."""
    return line.measure > 0 and not line.ended and line.short <= INDENT and (line.short > SLACK or line.plain[:1] in "“‘《（「『")


def begins_indented(neighbours: Iterable[tuple[Measured, Measured]]) -> int:
    """1 if the paragraphs of a page begin with an indent, -1 if they begin without one, 0 if too few show it.

    After the short last line of a paragraph comes a first line. It is short by two Han characters, or it is not short.
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


def character_pairs(plain: str) -> frozenset[str]:
    """All pairs of neighbouring letters, digits and Han characters."""
    return frozenset(filter(str.isalnum, map(add, plain, plain[1:])))


def goes_on(before: str, after: str, lexicon: Mapping[str, int]) -> bool:
    """Whether a text goes on from one line to another: a word stands over the joint.

    >>> goes_on("把豆子磨细粉", "碎，拌进面团", {"粉碎": 300}), goes_on("磨细粉", "工人在田间", {"粉碎": 300})
    (True, False)
    """
    if not before or not after:
        return False
    one, two, first, more = before[-1], before[-2:], after[0], after[:2]
    return not lexicon.keys().isdisjoint((one + first, one + more, one + after[:3], two + first, two + more, before[-3:] + first))
