"""Joins lines to paragraphs. A sentence can go on over the end of a line or column, over a caption, and over furniture."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from edition.layout import FIGURES, INDENT, NUMBERED, SLACK, SQUEEZE, Item, Judged, Measured, begins_indented, goes_on, is_first
from edition.restore.roles import UNBREAKABLE
from edition.restore.rules import bylines
from edition.restore.rules.bylines import opens
from edition.restore.rules.captions import UNWRAPPED
from edition.trace import Text, join, supply
from edition.vocabulary import HAN, SPACES, Vocabulary

_JUSTIFIED = re.compile(rf"(?<=[{HAN}，。、；：！？“”‘’（）《》…—%])[{SPACES}]+(?=[{HAN}，。、；：！？“”‘’（）《》…—0-9A-Za-z])")
_DATELINE_BLANK = re.compile(rf"^(?:本报|[{HAN}]{{2,6}})讯[{SPACES}]*(?:[（(][^（）()]{{2,40}}[）)])?[{SPACES}]*")
_STARTS_INSIDE = re.compile(r"^[，。、；：！？”’）》」』…]")
FIRST_LACKS = 4
"""Width of a paragraph's indent in columns: two Han characters."""
_SPEAKER = re.compile(rf"^([{HAN}]{{1,4}})[：:](?!“)")
_TELLS = re.compile(r"[说道称讲是为有看想问答]$|表示|介绍|如下|例如|比如")
"""Matches the end of words before a colon that introduce what follows (他说：). Such words name no speaker."""
_UNSURE = "版上段首不缩进，段中有一句恰在行末结束，是否分段请核对"
_ASKED = frozenset(("问", "答", "记者", "主持人"))
_FIGURE = re.compile(r"[0-9A-Za-z“]")
_PAUSES = re.compile(r"[，、；（“‘《]$")
_BEGINS_IN_FIGURE = re.compile(r"^[0-9A-Za-z][^。！？；]{0,11}$")
"""Matches a figure or a Latin word that the extractor put on a line of its own, with what stands beside it."""
MANY, LOST = 4, 0.25
"""How many paragraphs must lack a stop at their end, and which share of all, to show that the extractor lost stops."""
CUT = 0.25
"""The largest share of unwrapped lines without a stop over whose end a word or clause goes on, as chance has it."""
POINT = 36
"""Width in columns of the widest heading of a numbered point."""
_POINTED = re.compile(r"[，。；：！？,;:!?]")
WHOLE = 60
"""Width in columns. An unwrapped line at least so wide is a paragraph by itself, also where its last stop is lost."""
_LATIN_END = re.compile(r"[A-Za-z]$")
_LATIN_START = re.compile(r"^[A-Za-z]")
_HYPHEN = re.compile(r"(?<=[A-Za-z]{2})-$")
_REST_OF_WORD = re.compile(r"^[a-z]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]*$")
_REST_OF_ADDRESS = re.compile(r"^[A-Za-z0-9]*[./?=&_%#~-]")


def mend(page: list[Judged], vocabulary: Vocabulary) -> list[Item]:
    """The items of a page, in reading order. A caption or furniture that interrupts a paragraph follows it.

    A dump can print the beginning of one article, then all of another, then the rest of the first. So an open sentence waits when another
    article begins. A line that continues it takes up the first article again, with all lines that follow.
    """
    groups: list[list[Judged]] = []
    threads: list[list[int]] = [[]]
    thread = threads[0]
    waiting: list[tuple[list[int], list[Judged]]] = []
    open_group: list[Judged] | None = None
    interrupted = ""
    since: list[int] = []
    inside: set[int] = set()
    at = 0
    speakers = _speakers(page)
    loses_stops = _loses_stops(page, vocabulary)
    indents = begins_indented((a.measured, b.measured) for a, b in pairwise(page) if a.role == b.role == "prose")
    while at < len(page):
        judged = page[at]
        if judged.role == "single":
            open_group, interrupted, since = None, "", []
            thread.append(len(groups))
            groups.append([judged])
        elif judged.role == "prose":
            if open_group is not None and interrupted in ("display", "byline") and _another_begins(open_group, judged, vocabulary):
                waiting.append((thread, open_group))
                moved = _from_head(since, groups)
                thread = [n for n in thread if n not in moved]
                waiting[-1][0][:] = thread
                threads.append(moved)
                thread, open_group = moved, None
            elif waiting and (since or judged.measured.line.gap) and _takes_up(waiting[-1][1], open_group, judged, vocabulary):
                held = [n for n in since if groups[n][0].role in ("caption", "furniture", "table")]
                thread[:] = [n for n in thread if n not in held]
                thread, open_group = waiting.pop()
                thread.extend(held)
                interrupted, since = "", held
            if open_group is not None and not _breaks(
                open_group, judged, page[at + 1] if at + 1 < len(page) else None, interrupted, speakers, indents, loses_stops, vocabulary
            ):
                open_group.append(judged)
                inside.update(since)
            else:
                open_group = [judged]
                thread.append(len(groups))
                groups.append(open_group)
            interrupted = ""
            since = []
        else:
            group = [judged]
            while judged.role == "caption" and at + 1 < len(page) and page[at + 1].verdict.rule == "caption-goes-on":
                at += 1
                group.append(page[at])
            if judged.role == "caption" and len(group) == 1 and at + 1 < len(page) and _caption_goes_on(judged, page[at + 1], vocabulary):
                at += 1
                group.append(page[at])
            since.append(len(groups))
            thread.append(len(groups))
            groups.append(group)
            if judged.role == "closing" or judged.verdict.rule == "jump-line":
                open_group = None
            interrupted = judged.role if interrupted in ("", "caption", "furniture", "table") else interrupted
        at += 1
    begins = {thread[0] for thread in threads[1:] if thread}
    items = [replace(_item(groups[n], vocabulary), inside=n in inside, begins=n in begins) for thread in threads for n in thread]
    return [replace(item, doubt=_UNSURE) if indents < 0 and _may_divide(item) else item for item in items]


def _another_begins(group: list[Judged], line: Judged, vocabulary: Vocabulary) -> bool:
    """Whether a line begins another text although the sentence above it is open: no word goes on into the line, and it has a dateline or is
    short by an indent."""
    a, b = group[-1].measured, line.measured
    if a.ended or a.colon or _STARTS_INSIDE.match(b.plain) or goes_on(a.plain, b.plain, vocabulary.lexicon):
        return False
    return opens(b.plain) or (b.measure > 0 and not b.ended and SLACK <= b.short <= INDENT)


def _takes_up(waiting: list[Judged], current: list[Judged] | None, line: Judged, vocabulary: Vocabulary) -> bool:
    """Whether a line is the rest of a sentence that waits. The text between must have reached a sentence end. A word or number goes on into
    the line, or the line fills its column without an indent."""
    a, b = waiting[-1].measured, line.measured
    if (current is not None and not current[-1].measured.ended) or opens(b.plain) or NUMBERED.match(b.plain):
        return False
    joins = bool(goes_on(a.plain, b.plain, vocabulary.lexicon)) or b.plain[:1].isdecimal()
    return joins or (b.measure > 0 and b.flush)


def _from_head(since: list[int], groups: list[list[Judged]]) -> list[int]:
    """The groups of the next article's head: those after the last line of prose, from the first display line or byline on."""
    first = next(n for n, index in enumerate(since) if groups[index][0].role in ("display", "byline"))
    return since[first:]


def _speaker(plain: str) -> str:
    """The speaker named at the beginning of a line of an interview, before a colon; empty if there is none.

    >>> _speaker("记者：今年的收成怎么样？"), _speaker("他说：明年再来。")
    ('记者', '')
    """
    found = _SPEAKER.match(plain) if "：" in plain[1:5] or ":" in plain[1:5] else None
    return found.group(1) if found and (found.group(1) in _ASKED or not _TELLS.search(found.group(1))) else ""


def _speakers(page: list[Judged]) -> set[str]:
    """The speakers of interviews on the page. A speaker is a name that begins a line after a sentence end more than once."""
    first = [b for a, b in pairwise(page) if a.role != "prose" or a.measured.ended]
    begun = Counter(_speaker(line.measured.plain) for line in (*page[:1], *first))
    return {name for name, times in begun.items() if name and times > 1}


def _breaks(
    group: list[Judged],
    line: Judged,
    after: Judged | None,
    interrupted: str,
    speakers: set[str],
    indents: int,
    loses_stops: bool,
    vocabulary: Vocabulary,
) -> bool:
    """Whether a new paragraph begins with `line`; `after` is the line below it.

    An open sentence goes on in the next line, unless its line is far too short and no word goes on. After a sentence end, the paragraph
    ends if its last line is short, or if `line` is short by an indent (two Han characters). Between two full lines there is no boundary.
    """
    a, b = group[-1].measured, line.measured
    if _STARTS_INSIDE.match(b.plain):
        return False
    if "signature" in (line.verdict.rule, group[-1].verdict.rule):
        return True
    if opens(b.plain):
        return True
    if b.plain.startswith("特此") and a.ended:
        return True
    if a.ended and _speaker(b.plain) in speakers:
        return True
    if _names_point(a) or (NUMBERED.match(b.plain) and (a.ended or a.colon or a.plain.endswith("；"))):
        return True
    if not a.ended and not a.colon:
        if interrupted or not a.measure or not b.measure:
            return loses_stops and not a.measure and not b.measure and _divided(a, b, interrupted, vocabulary)
        if _cut_at_figure(group):
            return False
        if _PAUSES.search(a.plain) or _FIGURE.match(b.plain) or FIGURES.match(a.plain[-1:]) or _STARTS_INSIDE.match(a.plain):
            return False
        first = loses_stops and _room_and_indent(a, b)
        return (first or a.short > UNBREAKABLE) and not goes_on(a.plain, b.plain, vocabulary.lexicon)
    if a.colon and b.plain.startswith("“") and not interrupted:
        return False
    if interrupted in ("display", "byline") or not a.measure or not b.measure:
        return True
    if b.line.indent >= a.line.indent + 2:
        return True
    if _FIGURE.match(b.plain) and not b.ended and b.short > UNBREAKABLE and abs(a.measure - a.width - b.width) <= SQUEEZE:
        return False  # One printed line, cut in two where the font changes.
    if indents < 0 and a.short >= SLACK:
        return True  # The page has no indents, so only a short last line shows the end. This one has room for another character.
    if indents > 0 and not b.ended and b.measure - b.width == FIRST_LACKS and b.short > 0:
        return True  # The line is short by an indent, and not at its end: the beginning of the next line would have fitted there.
    # A first line counts as full although it is short by the indent.
    if a.short > (INDENT + bool(FIGURES.search(a.plain)) if len(group) == 1 else SLACK):
        return True
    # An unbreakable number or a punctuation mark can make one line short, but not two: so a paragraph ends between them.
    if len(group) > 1 and not a.flush and not b.flush and b.measure - b.width <= INDENT:
        return True
    if b.short == SLACK and after is not None and not after.measured.ended and after.measured.width - b.width < SLACK:
        return False  # The line is as wide as the one below it: the column is narrower from here on.
    return b.short >= SLACK and (not b.ended or (a.ended and b.short <= INDENT))


def _loses_stops(page: list[Judged], vocabulary: Vocabulary) -> bool:
    """Whether many paragraphs of a page have lost their last stop.

    In a column, room at the end of a line and an indent below it show where paragraphs end. Where each line is a whole paragraph, as on
    copies of web pages, the lines themselves show it; but a picture that cuts paragraphs in two also cuts words, which then go on over
    the ends of lines.
    """
    prose = [judged.measured for judged in page if judged.role == "prose"]
    seen = [a.ended for a, b in pairwise(prose) if _room_and_indent(a, b)]
    if seen.count(False) >= MANY and seen.count(False) >= LOST * len(seen):
        return True
    pairs = [(a, b) for a, b in pairwise(prose) if not a.measure and not a.ended]
    cut = sum(bool(_PAUSES.search(a.plain) or goes_on(a.plain, b.plain, vocabulary.lexicon)) for a, b in pairs)
    loose = sum(not line.measure for line in prose)
    return loose >= UNWRAPPED * len(prose) and MANY <= len(pairs) <= loose / 2 and cut <= CUT * len(pairs)


def _cut_at_figure(group: list[Judged]) -> bool:
    """Whether the last line of a paragraph is only a part of a printed line, so that its width tells nothing: it, or the line above it,
    begins with a figure inside a sentence, or it is a dateline on a line of its own."""
    last = group[-1].measured
    if len(group) == 1:
        return opens(last.plain) and last.plain[-1] in "）)】］]〕：:讯訊电電"
    above = group[-2].measured
    return (bool(FIGURES.match(last.plain)) and not above.ended) or bool(_BEGINS_IN_FIGURE.match(above.plain) and not above.ended)


def _names_point(line: Measured) -> bool:
    """Whether a line is the heading of a numbered point (一、检查时间): short, and without any punctuation inside or at its end."""
    found = NUMBERED.match(line.plain)
    room = not line.measure or line.measure - line.width > UNBREAKABLE
    return bool(found) and room and line.width <= POINT and not _POINTED.search(line.plain[found.end() :] if found else "")


def _room_and_indent(a: Measured, b: Measured) -> bool:
    """Whether line `a` of a column has room for another character and line `b` below it lacks an indent, as where a paragraph ends."""
    alike = a.measure > 0 and abs(a.measure - b.measure) <= SLACK
    return alike and a.short >= INDENT and is_first(b) and not FIGURES.match(b.plain)


def _divided(a: Measured, b: Measured, interrupted: str, vocabulary: Vocabulary) -> bool:
    """Whether two lines that are not wrapped are two paragraphs, although the first has no stop at its end.

    It is as wide as a paragraph, or a blank line or a heading stands below it, and nothing in its last or in the next words goes on.
    """
    if _PAUSES.search(a.plain) or FIGURES.match(b.plain) or a.plain[-1:].isascii():
        return False
    return (a.width >= WHOLE or b.line.gap > 0 or interrupted == "display") and not goes_on(a.plain, b.plain, vocabulary.lexicon)


def _may_divide(item: Item) -> bool:
    """Whether a sentence inside a paragraph ends exactly at the end of a full line. If paragraphs have no indent, the paragraph may end
    there, too."""
    return item.role == "paragraph" and any(judged.measured.ended and judged.measured.flush for judged in item.lines[:-1])


def _caption_goes_on(caption: Judged, line: Judged, vocabulary: Vocabulary) -> bool:
    """Whether a caption has a second line. Its own line does not end the sentence, and the next line does. Also its own line is as wide as
    the column, or a word goes on into a shorter next line."""
    a, b = caption.measured, line.measured
    if a.ended or line.role not in ("prose", "display") or caption.verdict.rule == "caption-gap":
        return False
    measure = a.measure or b.measure
    if not measure or not b.ended or b.width >= measure - SLACK:
        return False
    return a.width >= measure - SQUEEZE or (b.width < a.width and goes_on(a.plain, b.plain, vocabulary.lexicon) > 0)


def _item(group: list[Judged], vocabulary: Vocabulary) -> Item:
    first = group[0]
    texts = [judged.measured.line.text for judged in group]
    plain = "".join(judged.measured.plain for judged in group)
    if first.role == "single":
        return Item("paragraph", join(texts), tuple(group), plain)
    if first.role != "prose":
        return Item(first.role, _sewn(texts), tuple(group), plain)
    whole = _sewn(texts)
    dateline = _DATELINE_BLANK.match(str(whole))
    if dateline:
        head, rest = whole.split_at([dateline.end()])
        whole = head + rest.replace(_JUSTIFIED, "", "justification")
    else:
        whole = whole.replace(_JUSTIFIED, "", "justification")
    return Item("paragraph", whole, tuple(group), plain, opens=bylines.dateline(str(whole)[:60], vocabulary)[0])


def _sewn(lines: list[Text]) -> Text:
    """The lines one after the other. Between Latin words comes a blank; a word that was divided, or an address, is whole again.

    >>> str(_sewn([Text.of("smart"), Text.of("city和inter-"), Text.of("national")]))
    'smart city和international'
    >>> str(_sewn([Text.of("见https://a.example/gu"), Text.of("ide/my-"), Text.of("page")]))
    '见https://a.example/guide/my-page'
    """
    joined: list[Text] = []
    reading = ""
    for text in lines:
        after = str(text)
        address = _ADDRESS.search(reading)
        if _HYPHEN.search(reading) and _REST_OF_WORD.match(after) and not address:
            joined[-1] = joined[-1].replace(_HYPHEN, "", "line-end-hyphen")
        elif _LATIN_END.search(reading) and _LATIN_START.match(after) and not (address and _REST_OF_ADDRESS.match(after)):
            joined.append(supply(" ", text.begin, "word-space"))
            reading = ""
        joined.append(text)
        reading = (reading if after.isascii() else "") + after
    return join(joined)
