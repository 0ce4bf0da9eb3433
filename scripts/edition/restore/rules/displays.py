"""What speaks for and against a line of display: of a head, or a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.layout import FIGURES, INDENT, INSIDE, NUMBERED, SLACK, Measured, goes_on
from edition.model import Furniture, Role
from edition.restore.evidence import State
from edition.restore.page import (
    CONTINUES,
    CUT_SHORT,
    LONGEST_TITLE,
    PARAGRAPH,
    PARTICLE,
    PAUSES,
    POINTED,
    TIED,
    WORD_END,
    Page,
    looks_first,
    may_be_first,
    names_point,
    speaker,
    unclosed,
)
from edition.restore.rules.bylines import opens
from edition.restore.rules.titles import QUOTATION, STUB, TO_EDITOR, names_column, quotation
from edition.vocabulary import HAN, SPACES

TELLING = 8
"""The fewest characters of a line without punctuation by whose words a title is told."""
TOLD = 0.4
"""The least share of its character pairs that stand in other lines, too. Of lines of prose without punctuation a sixth have so many, of
titles a half."""
BROAD = 30
"""Width in columns. An unwrapped line at least so wide that has a comma is a broken paragraph: titles so long have no commas."""
COMMON = 100
"""How often a word stands in the dictionary that is no person's name."""
NARROW = 44
"""Width in columns of the widest line that looks like one of a head."""
MOST_LINES = 4
"""The most lines of a head that stand together."""
ONLY_FIGURES = re.compile(r"^[0-9A-Za-z.%％~～—\-－（）()]{1,16}$")
"""Matches a line that is nothing but figures, Latin letters and brackets. Extractors put them on lines of their own."""
DASHED = re.compile(r"^[—–]{1,2}")
BULLET = re.compile(r"^[□■●○◆◇★☆▪•]")
"""Matches the mark before a deck or a point of a list."""
_STOP = re.compile(r"[。…][”’）》」』)\]]*$")
_CLAUSES = re.compile(r"[。；]")
_LATIN = re.compile(r"[0-9A-Za-z/@._-]$")
_DIVIDED = re.compile(r"[A-Za-z]-$|(?:https?://|www\.)[!-~]*[/.?=&-]$")
"""Matches the end of a line inside a Latin word or an address."""
_PHRASES = re.compile(rf"^[^，。；：！？{SPACES}]{{2,20}}(?:[{SPACES}][^，。；：！？{SPACES}]{{2,20}}){{1,5}}$")
"""Matches phrases with blanks between them and no punctuation, as in long titles."""
_DOCUMENT = re.compile(
    r"^[关關][于於][^，。：；]+的(?:通告|公告|通知|公示|通[报報]|[决決]定|意[见見]|倡[议議][书書]?)$|^致[^，。：；]+的?(?:一封信|公[开開]信|倡[议議][书書])$"
)
"""Matches the title of an official document. No sentence ends in this way."""
_COMMA = re.compile(r"[，,]")
_RHYME = re.compile(rf"[{HAN}]{{1,8}}([{HAN}])[，,][{HAN}]{{1,8}}\1")
"""Matches two halves with one ending: 门前的路宽了，心里的结没了."""
_ASKS = re.compile(r"^(?![问答“]|[^：]{1,4}：)[^。！？；]{5,21}[？！]$")
_SIGNED = re.compile(r"[。！？”][（(][^（）()。，]{2,20}[）)]$")
"""Matches the names at the end of a text."""
_NO_NAME = re.compile(r"[的了着著过過在是]")


def endings(page: Page, n: int) -> Iterator[str]:
    """How the line begins and ends."""
    line = page.lines[n]
    if line.ended and not CUT_SHORT.search(line.plain):
        yield "stop" if _STOP.search(line.plain) else "asks between paragraphs" if n in page.asks else "call"
    if line.colon:
        yield "colon"
    if line.plain[:1] in CONTINUES:
        yield "begins inside"
    if line.plain[-1:] in PAUSES:
        yield "pause"
    if line.plain[-1:] in TIED or (line.plain[-1:] in PARTICLE and not (page.whole and page.usual)):
        yield "particle"
    if page.unclosed(n):
        yield "open bracket"
    if _DIVIDED.search(line.plain) and n + 1 < len(page):
        yield "divided word"
    if not ONLY_FIGURES.match(line.plain) and _LATIN.search(line.plain):
        yield "figure at the end"


def wording(page: Page, n: int) -> Iterator[str]:
    """What the words and marks of the line are."""
    line = page.lines[n]
    bare = QUOTATION.sub("", line.plain)
    commas = bare.count("，") + bare.count(",")
    if INSIDE.search(line.plain[:-1]):
        yield "call inside at the top" if _on_top(page, n) and not _CLAUSES.search(line.plain) else "stop inside"
    if commas:
        yield "rhyme" if _RHYME.fullmatch(line.plain) else "comma" if commas == 1 else "commas"
    numbered = NUMBERED.match(line.plain)
    if "、" in bare[numbered.end() if numbered else 0 :]:
        yield "list"
    if numbered:
        yield "names a point" if names_point(line) and page.whole else "numbered"
    if opens(line.plain):
        yield "dateline"
    if ONLY_FIGURES.match(line.plain):
        yield "figures"
    if _PHRASES.match(str(line.line.text)):
        yield "phrases"
    if speaker(line.plain) in page.speakers:
        yield "speaker"
    if _DOCUMENT.match(line.plain):
        yield "document"
    if DASHED.match(line.plain):
        yield "dash"
    if BULLET.match(line.plain):
        yield "bullet"
    if quotation(line.plain):
        yield "quotation"


def _told(page: Page, n: int) -> bool:
    """Whether the words of a line stand in the text as well, as those of a title do, and none of them goes on in the next line."""
    line, after = page.lines[n].plain, page.lines[n + 1].plain if n + 1 < len(page) else ""
    return len(line) >= TELLING and not (POINTED.search(line) or goes_on(line, after, page.lexicon)) and page.told(n) >= TOLD


def setting(page: Page, n: int) -> Iterator[str]:
    """How the line is set."""
    line = page.lines[n]
    reading = str(line.line.text)
    if line.plain in page.twice:
        yield "printed twice"
    if line.stretched and not page.stretches:
        yield "letter-spaced"
    if line.measure and not (line.stretched and " " in reading):
        if line.width - reading.count(" ") > line.measure + SLACK and not (FIGURES.search(line.plain) or POINTED.search(line.plain[-1:])):
            yield "wider than the column"
        yield "full" if line.short <= SLACK else "nearly full" if line.short <= INDENT else "room"
        if line.short <= SLACK and _told(page, n):
            yield "told by the text"
    elif not line.measure:
        if line.width >= PARAGRAPH and not (_PHRASES.match(reading) or _long_title(page, n)):
            yield "wide"
        elif line.width >= BROAD and _COMMA.search(QUOTATION.sub("", line.plain)):
            yield "broad"
        elif line.width <= NARROW:
            yield "narrow"
    if page.whole and not (line.measure or line.ended or line.colon or page.gap(n)) and (line.width < PARAGRAPH or _long_title(page, n)):
        yield "stands for itself"
        if page.usual and line.width <= BROAD + 4:
            yield "between blank lines"
    if page.gap(n):
        yield "gap above, and none below" if page.spaced and page.silent(n + 1) and not page.gap(n + 1) else "gap above"
    if page.gap(n + 1):
        yield "gap below"
    if page.deep(n):
        yield "in a hole"


def _long_title(page: Page, n: int) -> bool:
    """Whether an open line is a title as long as a paragraph: a dateline stands below it on a page of whole lines."""
    line = page.lines[n]
    if not page.whole or not page.silent(n + 1) or line.ended or line.colon or line.width >= LONGEST_TITLE:
        return False
    return opens(page.lines[n + 1].plain) or (n == page.first_content and _long_title(page, n + 1))


def neighbours(page: Page, n: int) -> Iterator[str]:
    """What stands above and below the line."""
    line = page.lines[n]
    if n == page.first_content:
        yield "at the top of whole lines" if _on_top(page, n) else "at the top"
        if _on_top(page, n) and line.ended and not _STOP.search(line.plain) and n + 1 < len(page):
            yield "calls at the top"
    above = n > 0 and bool(ONLY_FIGURES.match(page.lines[n - 1].plain))
    if above or (page.silent(n + 1) and ONLY_FIGURES.match(page.lines[n + 1].plain)):
        yield "beside figures"
    if n + 1 == len(page) or page.role(n + 1) == Role.FURNITURE:
        yield "above furniture"
    if n + 1 == len(page):
        return
    below = page.lines[n + 1]
    if page.role(n + 1) == Role.BYLINE:
        yield "above a byline"
    if page.role(n + 1) == Role.CAPTION and not line.measure and line.width >= BROAD and _COMMA.search(line.plain):
        yield "broad above a caption"
    if _asks(page, n):
        yield "asks above a text"
    judged = page.verdicts[n + 1]
    if judged is not None and judged.furniture in (Furniture.SITE_DATE, Furniture.SITE_SOURCE) and not line.ended:
        yield "above a site's line"
    yield from _above(line, below.plain)
    if page.silent(n + 1):
        yield from _above_prose(page, n)


def _on_top(page: Page, n: int) -> bool:
    """Whether a line that is no paragraph stands above all others on a page of whole lines."""
    return n == page.first_content and page.whole and (page.lines[n].width < PARAGRAPH or _long_title(page, n))


def _above_prose(page: Page, n: int) -> Iterator[str]:
    """How the line below looks, if it may be prose."""
    line, below = page.lines[n], page.lines[n + 1]
    if line.measure and below.measure and (line.short > SLACK or below.measure == line.measure):
        if looks_first(below):
            yield "above an indent"
        elif may_be_first(below):
            yield "above a short line"
    if WORD_END.match(below.plain):
        yield "above the end of a word"
    if page.whole and not line.ended and page.goes_on(n, n + 1):
        yield "above the rest of a word"
    if FIGURES.match(below.plain) or below.plain[:1] in CONTINUES:
        yield "above a figure"
    elif below.plain.startswith(("“", "‘", "「", "『")) and line.measure and page.unclosed(n) == unclosed(line.plain):
        yield "above a quotation"


def _asks(page: Page, n: int) -> bool:
    """Whether a line is one question or call between the end of a text, or a head, and a paragraph: a title, and not what somebody says."""
    line, below = page.lines[n], page.lines[n + 1]
    if line.measure or not _ASKS.match(line.plain) or not (page.silent(n + 1) and not below.measure and below.width >= PARAGRAPH):
        return False
    return n == page.first_content or page.role(n - 1) in (Role.CLOSING, Role.BYLINE) or bool(_SIGNED.search(page.lines[n - 1].plain))


def _above(line: Measured, below: str) -> Iterator[str]:
    """What the words below the line are."""
    if opens(below):
        yield "above a dateline"
    if TO_EDITOR.match(below) and not line.ended and len(line.plain) > STUB:
        yield "above a salutation"
    if DASHED.match(below) and not _STOP.search(line.plain):
        yield "asks above a dash" if line.ended else "above a dash"


def place(page: Page, n: int, state: State) -> Iterator[str]:
    """What the line is to the lines above it, in this reading of them."""
    line = page.lines[n]
    if state.role != Role.DISPLAY:
        return
    above = page.lines[n - 1]
    yield "below display"
    if DASHED.match(line.plain):
        yield "dash below display"
    if (
        len(line.plain) <= STUB
        and not above.ended
        and not names_column(str(above.line.text))
        and _ends_title(page, above.plain, line.plain)
    ):
        yield "rest of a title"
    if page.role(n + 1) == Role.BYLINE and not (line.colon or _CLAUSES.search(line.plain)):
        yield "between a head and a byline"
    if state.run >= MOST_LINES:
        yield "long head"


def _ends_title(page: Page, above: str, rest: str) -> bool:
    """Whether a few characters below a line of a title are its end: no name, a common word, what is counted, or a word that goes on.

    >>> page = Page((), (), {"夺冠": 400})
    >>> [_ends_title(page, above, rest) for above, rest in (("小吃大赛包馅", "夺冠"), ("出土简牍90", "余枚"), ("老街的豆浆", "江南雁"))]
    [True, True, False]
    """
    word = len(rest) < STUB and page.lexicon.get(rest, 0) >= COMMON
    return word or bool(_NO_NAME.search(rest)) or above[-1:].isdecimal() or goes_on(above, rest, page.lexicon)


def cut(page: Page, n: int, state: State) -> Iterator[str]:
    """What a line costs that is no prose and stands below an open sentence."""
    above = page.lines[n - 1]
    if state.role != Role.PROSE or above.ended or above.colon:
        return
    verdict = page.verdicts[n - 1]
    if verdict is not None and verdict.role == Role.SIGNATURE:
        return
    yield "cuts a sentence"
    if unpointed(page, state):
        yield "cuts words without punctuation"
    if page.gap(n) and page.spaced:
        yield "cuts at a gap"
    elif page.loses_stops:
        yield "cuts where stops are lost"
    if above.plain[-1:] in TIED:
        yield "cuts behind a particle"


def unpointed(page: Page, state: State) -> bool:
    """Whether the last lines of an open paragraph have no punctuation at all."""
    lines = page.lines[max(0, state.prose - (not state.first)) : state.prose + 1]
    return not any([POINTED.search(line.plain) for line in lines])


def end(page: Page, state: State) -> Iterator[str]:
    """What it costs that the page ends inside a sentence."""
    if state.prose >= 0 and not page.lines[state.prose].ended:
        yield "ends open"
        if unpointed(page, state):
            yield "cuts words without punctuation"
