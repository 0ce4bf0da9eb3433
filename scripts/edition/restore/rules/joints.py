"""What speaks for a line of prose that begins a paragraph, and for one that goes on from the prose above it.

Whether a word is broken between two lines is asked in `layout.goes_on`; what that shows about their roles is said here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.layout import EXACT_INDENT, FIGURES, INDENT, NUMBERED, SLACK, SQUEEZE, Measured
from edition.restore.evidence import Between, Joint
from edition.restore.page import (
    CONTINUES,
    PARAGRAPH,
    PAUSES,
    TIED,
    UNBREAKABLE,
    WORD_END,
    Page,
    looks_first,
    may_be_first,
    names_point,
    room,
    speaker,
    unclosed,
)
from edition.restore.rules.bylines import opens
from edition.restore.rules.displays import DASHED, ONLY_FIGURES

_ITEM = re.compile(r"^[□■●○◆◇★☆▪•▲△▶►▷▼▽]")
"""Matches the mark of an item; the last six are those of captions as well."""
_STOP_INSIDE = re.compile(r"[。；](?=.)")
"""Matches a stop inside a line, which is then no heading."""
_FIGURE = re.compile(r"[0-9A-Za-z“]")
UNSEEN = 4
"""Columns: so much of a line can be lost where characters are recognised, not read."""
FIGURE_CUT = 12
"""Columns. A number that did not fit, or a change of font, explains no line that is shorter by more."""


def beginning(page: Page, joint: Joint) -> Iterator[str]:
    """How the lower line looks as a first line."""
    line = page.lines[joint.below]
    if opens(line.plain):
        yield "dateline"
    if line.plain[:1] in CONTINUES:
        yield "begins inside"
    if WORD_END.match(line.plain):
        yield "end of a word"
    if page.set_in(line):
        yield "margin"
    if line.measure and line.ended and line.width <= line.measure / 2:
        yield "half a line"
    if not line.measure or joint.between == Between.PICTURE:
        return
    if looks_first(line):
        yield "indent"
    elif may_be_first(line):
        yield "perhaps an indent"
    elif page.indented > 0 and not line.ended:
        if not (page.spaced and page.gap(joint.below)):
            if _reaches(line):
                yield "no indent below a head" if joint.between else "no indent"
        elif line.short < SLACK and joint.above >= 0 and open_at(page.lines[joint.above], line) and not joint.between:
            yield "no indent behind a gap"


def _reaches(line: Measured) -> bool:
    """Whether a line fills its column. Figures are set a little wider than columns tell."""
    return line.width >= line.measure - SLACK


def beginning_after(page: Page, joint: Joint) -> Iterator[str]:
    """How the upper line looks as a last line."""
    if joint.above < 0:
        return
    a, b = page.lines[joint.above], page.lines[joint.below]
    if open_at(a, b) and joint.above not in page.listed:
        yield from _beginning_after_open(page, joint, a, b)
    elif a.colon and b.plain.startswith(("“", "「")) and joint.between < Between.HEAD:
        yield "quotation behind a colon"
    elif _between_full_lines(page, joint, a, b):
        yield "full line above"


def open_at(a: Measured, b: Measured) -> bool:
    """Whether the sentence of a line is open. A point of a list (；) and the heading of a point are whole."""
    point = a.plain.endswith("；") and NUMBERED.match(b.plain)
    return not (a.ended or a.colon or point or _ITEM.match(b.plain) or names_point(a))


def _between_full_lines(page: Page, joint: Joint, a: Measured, b: Measured) -> bool:
    wrapped = a.measure and b.measure and not joint.between
    full = wrapped and a.short <= room(a, joint.first) and not page.begins_apart(b) and not page.set_in(b)
    return bool(full) and not (b.short >= SLACK and (not b.ended or b.short <= INDENT))


def _beginning_after_open(page: Page, joint: Joint, a: Measured, b: Measured) -> Iterator[str]:
    yield "open sentence above"
    if joint.first and not joint.between and a.width < PARAGRAPH:
        yield "one open line above"
    if page.loses_stops and (not a.measure or a.short > SLACK) and (page.gap(joint.below) or looks_first(b) or not b.measure):
        yield "stops are lost" if b.measure else "stops are lost, a line a paragraph"
    if joint.between == Between.HEAD:
        yield "head between"
    elif page.gap(joint.below) and page.spaced:
        yield "gap between paragraphs"
    elif _whole_above(page, joint, a, b):
        yield "blank line between whole lines"
    if a.measure and b.measure and a.short >= INDENT and (looks_first(b) or _lacks_more(b)):
        yield "room above, indent below"
    if a.plain.endswith("；") and page.whole and page.usual > 0 and b.line.gap > 0:
        yield "point ends"
    elif a.plain[-1:] in PAUSES:
        yield "pause above"
    if unclosed(a.plain):
        yield "open bracket above"
    if a.plain[-1:] in TIED:
        yield "particle above"
    if page.goes_on(joint.above, joint.below):
        yield "word goes on"
    if not joint.between and (_FIGURE.match(b.plain) or FIGURES.match(a.plain[-1:])):
        yield "beside a figure"


def _whole_above(page: Page, joint: Joint, a: Measured, b: Measured) -> bool:
    """Whether blank lines stand between all lines of a site, each of them whole, and nothing but the lost stop says that a line goes on."""
    apart = page.of_site and page.whole and page.usual > 0 and b.line.gap > 0 and not joint.between
    return apart and not (a.plain[-1:] in PAUSES or unclosed(a.plain) or a.plain[-1:] in TIED or page.goes_on(joint.above, joint.below))


def _lacks_more(line: Measured) -> bool:
    """Whether a line of a column lacks an indent and a character or two more, which were not recognised."""
    return not line.ended and INDENT < line.short <= INDENT + UNSEEN and not line.held and not FIGURES.search(line.plain)


def going_on(page: Page, joint: Joint) -> Iterator[str]:
    """What speaks against the lower line going on, and for it, whatever the upper line ends with."""
    if joint.above < 0:
        return
    a, b = page.lines[joint.above], page.lines[joint.below]
    if opens(b.plain):
        yield "dateline"
    if b.plain[:1] in CONTINUES:
        return
    if joint.between:
        yield "head between" if joint.between == Between.HEAD else "picture between"
    elif page.gap(joint.below) and page.spaced:
        yield "gap between paragraphs"
    if NUMBERED.match(b.plain) and (a.ended or a.colon or a.plain.endswith("；") or joint.above in page.listed):
        yield "numbered"
    elif joint.above in page.listed and joint.below not in page.listed and not joint.between and not page.goes_on(joint.above, joint.below):
        yield "below a list"
    if _ITEM.match(b.plain):
        yield "bullet"
    if names_point(a):
        yield "below the heading of a point"
    if a.ended and b.plain.startswith("特此"):
        yield "closing words"
    if a.ended and speaker(b.plain) in page.speakers:
        yield "speaker"


def going_on_open(page: Page, joint: Joint) -> Iterator[str]:
    """How well the lower line takes up the open sentence of the upper one."""
    a, b = _pair(page, joint)
    if a is None or a.ended or a.colon or b.plain[:1] in CONTINUES or a.plain[-1:] in PAUSES or a.plain[:1] in CONTINUES:
        return
    if page.set_in(b):
        yield "margin above an open sentence"
    elif page.all_set_in and b.line.indent >= 2:
        yield "every paragraph set in"
    word = page.goes_on(joint.above, joint.below)
    wrapped = a.measure > 0 and b.measure > 0
    yield "word goes on" if word else "no word goes on"
    if a.plain[-1:] in TIED:
        yield "particle above"
    if page.unclosed(joint.above):
        yield "open bracket above"
    if joint.between == Between.PICTURE:
        if word:
            yield "word goes on over a picture"
        if wrapped and looks_first(b):
            yield "indent below a picture"
    if not wrapped:
        yield from _loosely(page, joint, a, b, word)
    elif not joint.between:
        yield from _in_column(page, joint, a, b, word)


def _loosely(page: Page, joint: Joint, a: Measured, b: Measured, word: bool) -> Iterator[str]:
    if a.plain[-1:].isdecimal() and b.plain[:1].isdecimal():
        yield "figures meet"
    if a.width < PARAGRAPH and b.width > a.width and joint.between < Between.HEAD:
        pointed = b.width >= PARAGRAPH and (_STOP_INSIDE.search(a.plain) or (word and "，" in a.plain))
        yield "short line above, picture between" if joint.between else "pointed line above" if pointed else "short line above"
    if joint.between == Between.PICTURE and a.width >= PARAGRAPH > b.width and b.ended:
        yield "rest of a paragraph"
    if page.loses_stops and a.width >= PARAGRAPH and not word:
        yield "a line is a paragraph"
    if not joint.between and page.gap(joint.below) and not page.spaced:
        yield "hole"


def _in_column(page: Page, joint: Joint, a: Measured, b: Measured, word: bool) -> Iterator[str]:
    if page.gap(joint.below) and not page.spaced:
        yield "deep hole" if page.deep(joint.below) else "hole"
    if b.measure > a.measure + SQUEEZE + SLACK and b.width > a.measure + SQUEEZE:
        yield "wider column below"
    if ONLY_FIGURES.match(a.plain) or ONLY_FIGURES.match(b.plain):
        yield "fragment"
    elif _FIGURE.match(b.plain) or FIGURES.match(a.plain[-1:]):
        if a.short > FIGURE_CUT:
            yield "short before a figure"
    elif a.short > UNBREAKABLE:
        yield "short, but a word goes on" if word else "short"
    elif a.short > INDENT and not word:
        yield "a little short"
    if looks_first(b) or (a.short >= INDENT and _lacks_more(b)):
        yield "room above, indent below" if a.short > max(INDENT - 1, room(a, joint.first)) else "indent inside"
    elif may_be_first(b):
        yield "perhaps an indent"
    elif a.short <= room(a, joint.first) and b.measure == a.measure and not b.line.mark:
        yield "column"
    if DASHED.match(b.plain):
        yield "dash"


def going_on_ended(page: Page, joint: Joint) -> Iterator[str]:
    """What speaks against another sentence of the same paragraph below an ended one."""
    a, b = _pair(page, joint)
    if a is None or not (a.ended or a.colon) or b.plain[:1] in CONTINUES:
        return
    if a.colon and b.plain.startswith(("“", "「")):
        return
    if a.colon:
        yield "full line with a colon above" if a.measure > 0 and a.short <= room(a, joint.first) else "colon above"
    if not a.measure or not b.measure:
        full = not joint.between and a.width + a.line.indent + SQUEEZE >= page.kept_indents > 0
        yield "no margin below a full line" if full and not page.set_in(b) and b.width <= page.kept_indents + SQUEEZE else "not wrapped"
        return
    if b.line.indent >= a.line.indent + 2:
        yield "margin"
    if _FIGURE.match(b.plain) and not b.ended and b.short > UNBREAKABLE and abs(a.measure - a.width - b.width) <= SQUEEZE:
        yield "one printed line"  # It was cut in two where the font changes.
        return
    if (page.indented < 0 and a.short >= SLACK) or a.short > room(a, joint.first):
        yield "room above, or figures" if FIGURES.search(a.plain) and a.short <= INDENT else "room above"
    elif _has_indent(page, joint, a, b):
        yield "indent or figures" if FIGURES.search(b.plain) else "indent"


def _has_indent(page: Page, joint: Joint, a: Measured, b: Measured) -> bool:
    """Whether the lower line, below a full line that ends a sentence, is short by an indent."""
    if page.indented > 0 and not b.ended and b.measure - b.width == EXACT_INDENT and b.short > 0:
        return True  # The beginning of the next line would have fitted.
    if not joint.first and not a.flush and not b.flush and b.measure - b.width <= INDENT:
        return True  # A number or a punctuation mark can make one line short, but not two.
    after = page.lines[joint.below + 1] if joint.below + 1 < len(page) else None
    if b.short == SLACK and after is not None and not after.ended and after.width - b.width < SLACK:
        return False  # The line is as wide as the one below it: the column is narrower from here on.
    # Figures are set a little wider than columns tell.
    return b.short >= SLACK + bool(FIGURES.search(b.plain)) and (not b.ended or (a.ended and b.short <= INDENT))


def _pair(page: Page, joint: Joint) -> tuple[Measured | None, Measured]:
    return (page.lines[joint.above] if joint.above >= 0 else None), page.lines[joint.below]
