"""Gives every line its role. Some lines already have one by their own words (`spoken`); the others get theirs from their neighbours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from edition.layout import FIGURES, INDENT, INSIDE, NUMBERED, SLACK, Judged, Measured, begins_indented, goes_on, is_first, usual_gap
from edition.model import Verdict
from edition.restore.intruders import credited, intruders, named_alike
from edition.restore.rules import bylines, captions
from edition.restore.rules.bylines import opens
from edition.restore.rules.names import is_name
from edition.restore.rules.titles import STUB
from edition.restore.verses import verses
from edition.vocabulary import HAN, SPACES, Vocabulary

PROSE_WIDTH = 60
"""Width in columns. An unwrapped line at least so wide is a paragraph, whatever it ends with: no line of a printed title has 30
characters."""
COMMA_WIDTH = 30
"""Width in columns. A line at least so wide that has a comma is a broken paragraph: titles so long have no commas."""
NAMES = 24
"""The longest line of names without a role, in characters."""
HEADING_WIDTH = 40
"""Width in columns. The widest heading that has a comma."""
WIDE = 26
"""Measure in columns. Where the measure is at least so wide, a line of prose may lack one column more."""
UNBREAKABLE = 9
"""Columns that a full line may lack, because a number or word at its end could not be broken."""
NOTICE = 20
"""How many lines above a signature are searched for the marks of a notice."""
LONGEST_CAPTION = 30
"""The longest caption that can stand between a head and the text below it, in characters."""
LONGEST_HEAD = 4
"""The most lines of a head in which no sentence ends."""
COMMAS = 1
"""The most commas in all lines of such a head. Lines with more are a paragraph that was left open."""
_CONTINUES = re.compile(r"^[，。、；：！？”’）》」』…]")
_OFFICE = re.compile(r"(?:局|队|委员会|委|政府|办公室|公司|中心|部|院|校|会|处|站|社|馆|厂|所)$")
_OF_PLACE = re.compile(r"[省市县区镇乡州旗盟村]")
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_FIGURE_END = re.compile(r"[0-9]$")
_FONT_CHANGE = re.compile(r"[0-9A-Za-z“‘]")
_PAUSE = re.compile(r"[，、；]")
_HALVES = re.compile(rf"^[{HAN}“”：]{{3,}}[{HAN}”] [{HAN}“”]{{4,}}$")
"""Matches two phrases with a blank between them. Prose has punctuation there."""
_NO_NAME = re.compile(r"[的了着过在是]")
_PHRASES = re.compile(rf"^[^，。；：！？{SPACES}]{{2,20}}(?:[{SPACES}][^，。；：！？{SPACES}]{{2,20}}){{1,5}}$")
"""Matches phrases with blanks between them and no punctuation, as in long titles."""
_DOCUMENT = re.compile(r"^关于[^，。：；]+的(?:通告|公告|通知|公示|通报|决定|意见|倡议书?)$")
"""Matches the title of an official document. No sentence ends in this way."""
_DASHED = re.compile(r"^[—–]{1,2}")
_BROKEN = re.compile(r"[，、；：。0-9A-Za-z]")
"""Characters that show a sentence, or a change of font, at which extractors break lines."""
_SENTENCE = re.compile(r"[、；：。]|[0-9A-Za-z]$")
"""Matches what no heading has."""
_QUOTED = re.compile(r"“[^”]*”")
_ONLY_FIGURES = re.compile(r"^[0-9A-Za-z.%％~～—\-－（）()]{1,16}$")
"""Matches a line that is nothing but figures, Latin letters and brackets."""
_LATIN = re.compile(r"[0-9A-Za-z/@._-]$")
"""Matches the end of a line at a Latin word, a number or an address. No sentence ends there, and extractors break lines there."""
_DIVIDED = re.compile(r"[A-Za-z]-$|(?:https?://|www\.)[!-~]*[/.?=&-]$")
"""Matches the end of a line inside a Latin word or an address."""
_GOES_ON = re.compile(r"[，、；（“‘《]$")


class _Manner(NamedTuple):
    """How a page is set."""

    indented: bool
    """Paragraphs begin with an indent."""
    stopless: bool
    """No line ends with a stop."""


def roles(page: list[Measured], said: list[Verdict | None], vocabulary: Vocabulary) -> list[Judged]:
    """The verdict for every line of a page. `said` holds the verdicts that are already known, None for all other lines."""
    verdicts = list(said)
    credited(page, verdicts, vocabulary.lexicon)
    named_alike(page, verdicts)
    _pictures(page, verdicts, vocabulary)
    _decks(page, verdicts)
    verses(page, verdicts, vocabulary.lexicon)
    _running(page, verdicts, vocabulary)
    _unended(page, verdicts, vocabulary.lexicon)
    intruders(page, verdicts, vocabulary.lexicon)
    _signatures(page, verdicts)
    return [Judged(line, verdict or Verdict("prose", "prose", "")) for line, verdict in zip(page, verdicts, strict=True)]


def _pictures(page: list[Measured], verdicts: list[Verdict | None], vocabulary: Vocabulary) -> None:
    """Judge the captions without a mark in the gap that a picture left, and the newspaper's name above a byline."""
    for at in range(len(page) - 1):
        following = verdicts[at + 1]
        if verdicts[at] is None and bylines.outlet(page[at].plain) and following is not None and following.role == "byline":
            verdicts[at] = Verdict("byline", "outlet", "署名前的媒体名")
    usual = usual_gap([line.line for line in page])
    for at, verdict in captions.beside_pictures(page, verdicts, usual, vocabulary.lexicon).items():
        verdicts[at] = verdict


def _decks(page: list[Measured], verdicts: list[Verdict | None]) -> None:
    """Judge as display the lines right above a byline that are not wrapped and end with no full stop: nothing above a byline belongs to the
    text. A title can be a question."""
    for at, verdict in enumerate(verdicts):
        if verdict is None or verdict.role != "byline" or at + 1 == len(page) or (at and verdicts[at - 1] is not None):
            continue
        top = at
        while top and at - top < LONGEST_HEAD and verdicts[top - 1] is None and _may_head(page[top - 1]):
            top -= 1
        above = verdicts[top - 1] if top else None
        if top == 0 or (above is not None and above.role != "display") or (above is None and page[top - 1].ended):
            for n in range(top, at):
                verdicts[n] = Verdict("display", "deck", "署名之上，不以句号收尾")


def _may_head(line: Measured) -> bool:
    """Whether a line that is not wrapped can be a line of a head: it is short and has no full stop."""
    return not line.measure and line.width < PROSE_WIDTH and "。" not in line.plain and not opens(line.plain)


def _running(page: list[Measured], verdicts: list[Verdict | None], vocabulary: Vocabulary) -> None:
    """Judge line by line what is prose and what is display: short lines that end no sentence and stand between paragraphs."""
    silent = [line for line, verdict in zip(page, verdicts, strict=True) if verdict is None]
    manner = _Manner(begins_indented(pairwise(silent)) > 0, not any(line.ended for line in page))
    previous: Measured | None = None
    usual = usual_gap([line.line for line in page])
    for at, line in enumerate(page):
        if verdicts[at] is not None:
            if verdicts[at].role == "display":  # type: ignore[union-attr]
                previous = None if previous is None or previous.ended else previous
            continue
        reading = str(line.line.text)
        if (
            (previous is None or previous.ended)
            and " " in reading
            and len(reading) <= NAMES
            and bylines.byline(reading, vocabulary, bare=True)
        ):
            verdicts[at] = Verdict("byline", "bare-names", "整行为人名")
            continue
        latin = previous is not None and previous is page[at - 1] and line.line.gap <= usual and _LATIN.search(previous.plain)
        if latin or _is_prose(at, page, verdicts, previous, manner, vocabulary.lexicon):
            previous = line
            continue
        above = verdicts[at - 1] if at else None
        if above is not None and above.role == "display" and page[at - 1].stretched and " " in reading:
            verdicts[at] = Verdict("display", "display-goes-on", "上一行疏排标题的续行")
        elif at and (above is None or above.role == "display") and _ends_title(page[at - 1], line, vocabulary.lexicon):
            verdicts[at] = Verdict("display", "display-goes-on", "上一行标题的余字")
        elif bylines.byline(reading, vocabulary, bare=True):
            verdicts[at] = Verdict("byline", "bare-names", "整行为人名")
        elif len(line.plain) <= 3 and is_name(line.plain, vocabulary):
            verdicts[at] = Verdict("display", "name-like", "短行，可能是作者姓名")
        else:
            verdicts[at] = Verdict("display", "display", "短行，不以句号收尾，处于两段之间")


def _ends_title(above: Measured, line: Measured, lexicon: Mapping[str, int]) -> bool:
    """Whether a few characters below a line of a title are the rest of it, and no pen name: a word goes on, or no name has such a
    character."""
    return len(line.plain) <= STUB and not above.ended and bool(_NO_NAME.search(line.plain) or goes_on(above.plain, line.plain, lexicon))


def _is_prose(
    at: int, page: list[Measured], verdicts: list[Verdict | None], previous: Measured | None, manner: _Manner, lexicon: Mapping[str, int]
) -> bool:
    line = page[at]
    below = page[at + 1] if at + 1 < len(page) and verdicts[at + 1] is None else None
    inside = previous is not None and not previous.ended and not previous.colon
    if (previous is not None and _CONTINUES.match(line.plain)) or _GOES_ON.search(line.plain):
        return True
    if below is not None and _DIVIDED.search(line.plain):
        return True
    if below is not None and (_CONTINUES.match(below.plain) or (_FIGURE_END.search(line.plain) and not line.line.mark)):
        return True
    if line.ended or line.colon or NUMBERED.match(line.plain):
        return True
    if inside and not line.line.mark and _ONLY_FIGURES.match(line.plain):
        return True  # Extractors put a figure, a percentage or a Latin word on a line of its own.
    beside = at > 0 and page[at - 1] is previous
    if inside and beside and below is not None and (FIGURES.match(line.plain) or FIGURES.match(below.plain)):
        return True  # They also break the line before a figure and after it.
    if inside and beside and (_ONLY_FIGURES.match(page[at - 1].plain) or opens(page[at - 1].plain)):
        return True
    if opens(line.plain):
        return True
    pauses = _PAUSE.search(_QUOTED.sub("", line.plain)) is not None
    if not line.measure and at and page[at - 1] is previous and _stands_for_itself(line, previous, below, lexicon):
        return False
    if not line.measure and not inside and _PHRASES.match(str(line.line.text)):
        return False
    if not line.measure:
        return line.width >= PROSE_WIDTH or bool(INSIDE.search(line.plain[:-1])) or (line.width >= COMMA_WIDTH and pauses)
    if not inside and (_HALVES.match(str(line.line.text)) or _DOCUMENT.match(line.plain)):
        return False
    if not inside and _DASHED.match(line.plain):
        # A dash begins a subtitle or a point of a list. A point goes on in the line below, and prose stands above it.
        goes_below = below is not None and line.short <= INDENT and (below.ended or below.short <= SLACK)
        return goes_below and at > 0 and verdicts[at - 1] is None
    if not inside and below is not None and _heads(line, below):
        return False
    if below is not None and _heads_section(line, previous, below, lexicon):
        return False
    if (
        manner.indented
        and beside
        and not inside
        and below is not None
        and line.short <= UNBREAKABLE
        and below.flush
        and not below.ended
        and not is_first(below)
    ):
        return True  # Below a heading a paragraph begins with an indent.
    if inside and beside and page[at - 1].flush and manner.stopless:
        return True  # A text without stops ends where its lines end.
    if inside and beside and below is not None and _lost_stop(page[at - 1], line, below):
        return True
    # Where the column width changes, a paragraph's first line is compared with the line below it, too.
    short = min(line.short, abs(below.width - line.width)) if below and below.flush and not below.ended else line.short
    room = (
        UNBREAKABLE
        if inside or (line.stretched and " " not in str(line.line.text))
        else INDENT + (bool(FIGURES.search(line.plain)) or line.measure >= WIDE)
    )
    if short <= room or INSIDE.search(line.plain):
        return True
    # Extractors break a line where the font changes: before digits, Latin letters and quotation marks. A comma shows a sentence.
    broken = below is not None and (line.width >= COMMA_WIDTH or bool(_FONT_CHANGE.match(below.plain)))
    return broken and "，" in _QUOTED.sub("", line.plain)


def _stands_for_itself(line: Measured, previous: Measured | None, below: Measured | None, lexicon: Mapping[str, int]) -> bool:
    """Whether a line without a stop is a heading although it has a comma: between two paragraphs that are lines by themselves, with a blank
    line on both sides, and no word goes on from it."""
    if previous is None or below is None or previous.measure or below.measure or not (line.line.gap and below.line.gap):
        return False
    short = line.width <= HEADING_WIDTH and "、" not in line.plain and not INSIDE.search(line.plain) and below.width > line.width
    return short and previous.ended and not goes_on(line.plain, below.plain, lexicon)


def _heads_section(line: Measured, previous: Measured | None, below: Measured, lexicon: Mapping[str, int]) -> bool:
    """Whether a short line with one comma is a heading.

    The sentence above it has ended or had room to go on, below it stands a paragraph's first line, and no word goes on from it.
    """
    if previous is None or not (previous.ended or (previous.measure and previous.short >= INDENT)) or line.short <= INDENT + 1:
        return False
    first = is_first(below) and line.plain.count("，") == 1 and not _SENTENCE.search(line.plain)
    return first and not goes_on(line.plain, below.plain, lexicon)


def _lost_stop(above: Measured, line: Measured, below: Measured) -> bool:
    """Whether a short line is the last one of a paragraph that has lost its stop: the line above it fills the column and is open, and
    below it stands a paragraph's first line."""
    open_above = above.measure > 0 and above.flush and not above.line.mark and above.measure == line.measure
    over = is_first(below) or (not line.line.gap and below.line.gap > 0)
    return open_above and over and not line.line.mark and not line.stretched


def _heads(line: Measured, below: Measured) -> bool:
    """Whether the line below shows that a line belongs to a head. Below a paragraph's first line stands a full line; below a head stands
    a paragraph's first line, which is short by its indent. If the line fills its column, the one below may lack only the indent."""
    if not below.measure or below.ended or _BROKEN.search(_QUOTED.sub("", line.plain)):
        return False
    if line.short > SLACK:
        return SLACK < below.short <= UNBREAKABLE
    return below.measure == line.measure and SLACK < below.short <= INDENT


def _signatures(page: list[Measured], verdicts: list[Verdict | None]) -> None:
    """Judge the office and the date that sign a notice as prose, although they look like a title and a folio."""
    for at in range(1, len(page)):
        verdict, before = verdicts[at], verdicts[at - 1]
        if before is not None and before.rule == "signature":
            if _DATE.fullmatch(page[at].plain):
                verdicts[at] = Verdict("prose", "signature", "落款的日期")
        elif before is None and verdict is not None and verdict.role == "display" and _is_signed(at, page, verdicts):
            verdicts[at] = Verdict("prose", "signature", "公告、书信末尾的落款")


def _is_signed(at: int, page: list[Measured], verdicts: list[Verdict | None]) -> bool:
    """Whether a line is the office that signs the notice above it. Above a dateline or byline it is a title instead."""
    below = verdicts[at + 1] if at + 1 < len(page) else None
    if at + 1 < len(page) and (opens(page[at + 1].plain) or (below is not None and below.role == "byline")):
        return False
    return page[at - 1].ended and _is_office(page[at].plain) and _is_notice(at, page, verdicts)


def _is_office(plain: str) -> bool:
    """Whether a line is the full name of an office with its place (某县教育局), or of a company, as notices are signed."""
    return bool(_OFFICE.search(plain)) and (bool(_OF_PLACE.search(plain[1:-2])) or plain.endswith("公司"))


def _is_notice(at: int, page: list[Measured], verdicts: list[Verdict | None]) -> bool:
    """Whether the lines above, up to the nearest byline, are a notice: one of them is a numbered point, ends with a colon as a salutation
    does, or begins with 特此."""
    for n in range(at - 1, max(-1, at - NOTICE), -1):
        if verdicts[n] is None and (page[n].colon or NUMBERED.match(page[n].plain) or page[n].plain.startswith("特此")):
            return True
        if verdicts[n] is not None and verdicts[n].role == "byline":  # type: ignore[union-attr]
            return False
    return False


def _unended(page: list[Measured], verdicts: list[Verdict | None], lexicon: Mapping[str, int]) -> None:
    """Judge as display a few lines that looked like the beginning of a paragraph but reach no sentence end. They stand after an ended
    sentence. Below them stands a byline, a title, the end of the page, or a line that does not continue them."""
    chunk: list[int] = []

    def close() -> None:
        commas = sum(page[n].plain.count("，") for n in chunk)
        text = any(INSIDE.search(page[n].plain) or _CONTINUES.match(page[n].plain) or _ONLY_FIGURES.match(page[n].plain) for n in chunk)
        if 0 < len(chunk) <= LONGEST_HEAD and commas <= COMMAS and not text and not opens(page[chunk[0]].plain):
            for n in chunk:
                verdicts[n] = Verdict("display", "display-unended", "数行相连而无句末标点，其后即署名、标题或版尾")
        chunk.clear()

    fresh = True
    for at, line in enumerate(page):
        verdict = verdicts[at]
        if opens(line.plain):
            close()
        elif verdict is None and len(chunk) > 1 and _is_over(page[chunk[-1]], line, lexicon) and not opens(page[chunk[0]].plain):
            close()
            fresh = True
        if verdict is not None:
            if verdict.role in ("byline", "display", "closing"):
                close()
                fresh = True
            continue
        above = verdicts[at - 1] if at else None
        if chunk and above is not None and above.role == "caption" and not page[at - 1].ended:
            continue
        if chunk and line.ended and _stands_alone(at, page, verdicts, lexicon):
            close()
        if line.ended or line.colon or line.width >= PROSE_WIDTH:
            chunk.clear()
            fresh = line.ended
        elif fresh or chunk:
            chunk.append(at)
            fresh = False
    close()


def _is_over(last: Measured, line: Measured, lexicon: Mapping[str, int]) -> bool:
    """Whether a text stops at line `last` although no sentence ends there: `last` is short, and no word goes on from it to `line`."""
    if (
        last.short <= UNBREAKABLE
        or _GOES_ON.search(last.plain)
        or last.colon
        or _CONTINUES.match(line.plain)
        or _FONT_CHANGE.match(line.plain)
    ):
        return False
    return not goes_on(last.plain, line.plain, lexicon)


def _stands_alone(at: int, page: list[Measured], verdicts: list[Verdict | None], lexicon: Mapping[str, int]) -> bool:
    """Whether an ended line is a caption between a head and the dateline or byline below: it is one short sentence, and no word goes on
    into it from the line above."""
    line, below = page[at], verdicts[at + 1] if at + 1 < len(page) else None
    begins = at + 1 < len(page) and (opens(page[at + 1].plain) or (below is not None and below.role == "byline"))
    whole = captions.SHORTEST <= len(line.plain) <= LONGEST_CAPTION and not INSIDE.search(line.plain[:-1])
    return begins and whole and not goes_on(page[at - 1].plain, line.plain, lexicon)
