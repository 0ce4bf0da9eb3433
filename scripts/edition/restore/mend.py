"""Joins lines to paragraphs, and lines of captions to captions. A sentence can go on over the end of a line or column, over a caption, and
over furniture."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from edition.layout import INDENT, NUMBERED, SLACK, Item, Judged, goes_on
from edition.model import Role
from edition.restore.page import CONTINUES, Page
from edition.restore.rules import bylines
from edition.restore.rules.bylines import opens
from edition.trace import Text, join, supply
from edition.vocabulary import HAN, SPACES, Vocabulary

_JUSTIFIED = re.compile(rf"(?<=[{HAN}，。、；：！？“”‘’（）《》…—%])[{SPACES}]+(?=[{HAN}，。、；：！？“”‘’（）《》…—0-9A-Za-z])")
_DATELINE_BLANK = re.compile(
    rf"^[●■◆◎○□▲★◇]?[{SPACES}]*(?:【[^【】]{{2,10}}[讯訊]】)?(?:{bylines.OF_MEDIUM}|(?:本[报報]|[{HAN}]{{2,6}})[讯訊]|[据據]?(?:{bylines.WIRE})|[{HAN}]{{2,10}}\d{{1,2}}月\d{{1,2}}日(?:[讯電电]|消息)(?=[{SPACES}]*[（(]))[{SPACES}]*(?:[（(][^（）()]{{2,40}}[）)])?[{SPACES}]*"
    rf"(?:(?:[记記]者|通[讯訊][员員]|实习生|實習生)[{SPACES}]*(?:[{HAN}]{{2,3}}[{SPACES}]+)+)*"
)
"""Matches a dateline, whose blanks part names."""
_UNSURE = "版上段首不缩进，段中有一句恰在行末结束，是否分段请核对"
_FEW_LINES = "栏宽只有几行为凭，段中有一句恰在行末结束，是否分段请核对"
FEW = 6
"""So few full lines leave the width of a column in doubt, and so whether a line ends before its column does."""
_LATIN_END = re.compile(r"[A-Za-z]$")
_LATIN_START = re.compile(r"^[A-Za-z]")
_LAST_WORD = re.compile(r"[A-Za-z]+$")
_FIRST_WORD = re.compile(r"^[A-Za-z]+")
ACRONYM = 5
"""The most letters of an acronym that a line's end divides. Longer ones are rather two."""
_SHORT_WORD = re.compile(
    "(?:a|i|of|in|to|is|it|on|no|go|we|my|by|at|as|an|up|so|he|be|do|or|if|us|am|me|hi|ok|oh|ad|id|de|pc|tv|ai|vr|ar|hr|pr|cd|uk|eu|ip)",
    re.IGNORECASE,
)
"""Matches the words of one or two letters. Others are parts of words."""
_PART = re.compile(
    r"(?:tion|sion|ment|ness|ing|ings|ed|er|ers|ly|ble|ity|ic|ism|ist|ture|ness|ance|ence|land|burg|tics)s?"
    r"|[^aeiouyAEIOUY]+|(?!bl|br|ch|chr|cl|cr|dr|dw|fl|fr|gh|gl|gn|gr|kn|kr|ph|pl|pr|ps|sc|sch|scr|sh|shr|sk|sl|sm|sn|sp|spl|spr|sq|st|str|sv|sw|th|thr|tr|ts|tw|wh|wr|zh)"
    r"[b-df-hj-np-tv-xz]{2}[a-z]*"
)
"""Matches the end of a word that is none by itself: an ending, no vowel, or consonants with which no word begins."""
_HYPHEN = re.compile(r"(?<=[A-Za-z]{2})-$")
_REST_OF_WORD = re.compile(r"^[a-z]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]*$")
_REST_OF_ADDRESS = re.compile(r"^[A-Za-z0-9]*[./?=&_%#~-]")
_HEADS = (Role.DISPLAY, Role.HEADING, Role.BYLINE)
_HELD = (Role.CAPTION, Role.FURNITURE, Role.TABLE)
"""What can stand inside a sentence."""


def mend(lines: list[Judged], page: Page, vocabulary: Vocabulary) -> list[Item]:
    """The items of a page, in reading order. A caption or furniture that interrupts a paragraph follows it.

    A dump can print the beginning of one article, then all of another, then the rest of the first. So an open sentence waits when another
    article begins. A line that continues it takes up the first article again, with all lines that follow.
    """
    mender = _Mender(page, vocabulary)
    for judged in lines:
        mender.add(judged)
    items = mender.items()
    return [replace(item, doubt=doubt) if (doubt := _doubt(item, page)) else item for item in items]


def _doubt(item: Item, page: Page) -> str:
    """What leaves open whether the item is one paragraph; empty if nothing does, or an editor ruled it."""
    if any(judged.measured.line.ruled for judged in item.lines):
        return ""
    if page.indented < 0 and _may_divide(item):
        return _UNSURE
    measured = [judged.measured for judged in item.lines]
    ends = (a.measure for a, b in pairwise(measured) if a.ended and a.measure and b.measure)
    return _FEW_LINES if any(page.full_lines[measure] < FEW for measure in ends) else ""


class _Mender:
    """Groups the lines of a page, and the groups to threads: each thread is a stretch of one article."""

    def __init__(self, page: Page, vocabulary: Vocabulary) -> None:
        self.page, self.vocabulary = page, vocabulary
        self.groups: list[list[Judged]] = []
        self.thread: list[int] = []
        self.threads = [self.thread]
        self.waiting: list[tuple[list[int], list[Judged]]] = []
        """Threads whose last sentence is open, each with that group."""
        self.open: list[Judged] | None = None
        """The paragraph that the next line of prose can go on with."""
        self.since: list[int] = []
        """The groups that stand between that paragraph and the next line."""
        self.inside: set[int] = set()
        """The groups inside a paragraph."""

    def add(self, judged: Judged) -> None:
        """Add the next line of the page."""
        if _is_rest(judged) and self.groups and self.groups[-1][0].role == judged.role:
            self.groups[-1].append(judged)
        elif judged.role == Role.SINGLE or judged.verdict.role == Role.SIGNATURE:
            self.open, self.since = None, []
            self._group(judged)
        elif judged.role == Role.PROSE:
            self._prose(judged)
        else:
            self.since.append(len(self.groups))
            self._group(judged)
            if judged.verdict.role in (Role.CLOSING, Role.TURN):
                self.open = None

    def items(self) -> list[Item]:
        """The items of all threads, one thread after the other."""
        begins = {thread[0] for thread in self.threads[1:] if thread}
        return [
            replace(_item(self.groups[n], self.vocabulary), inside=n in self.inside, begins=n in begins)
            for thread in self.threads
            for n in thread
        ]

    def _group(self, judged: Judged) -> None:
        self.thread.append(len(self.groups))
        self.groups.append([judged])

    def _prose(self, judged: Judged) -> None:
        head = any(self.groups[n][0].role in _HEADS for n in self.since)
        goes_on_here = self.open is not None and not judged.begins
        line = judged.measured.line
        asks = not line.ruled and line.edge != "begin"  # No editor has ruled whether it goes on.
        if asks and self.open is not None and head and not self.page.loses_stops and _another_begins(self.open, judged, self.vocabulary):
            self._wait(self.open)
            goes_on_here = False
        elif asks and judged.begins and self.waiting and (self.since or line.gap) and self._takes_up(judged):
            self._take_up()
            goes_on_here = True
        if self.open is not None and goes_on_here:
            self.open.append(judged)
            self.inside.update(self.since)
        else:
            self._group(judged)
            self.open = self.groups[-1]
        self.since = []

    def _wait(self, group: list[Judged]) -> None:
        """Let the open sentence wait. The head of the next article, from the first display line or byline on, begins a thread."""
        first = next(n for n, index in enumerate(self.since) if self.groups[index][0].role in _HEADS)
        moved = self.since[first:]
        self.thread[:] = [n for n in self.thread if n not in moved]
        self.waiting.append((self.thread, group))
        self.threads.append(moved)
        self.thread, self.open = moved, None

    def _takes_up(self, judged: Judged) -> bool:
        """Whether a line is the rest of a sentence that waits. The text between must have reached a sentence end. A word or number goes on
        into the line, or the line fills its column without an indent."""
        a, b = self.waiting[-1][1][-1].measured, judged.measured
        if (self.open is not None and not self.open[-1].measured.ended) or opens(b.plain) or NUMBERED.match(b.plain):
            return False
        joins = bool(goes_on(a.plain, b.plain, self.page.lexicon)) or b.plain[:1].isdecimal()
        return joins or (b.measure > 0 and b.flush)

    def _take_up(self) -> None:
        held = [n for n in self.since if self.groups[n][0].role in _HELD]
        self.thread[:] = [n for n in self.thread if n not in held]
        self.thread, self.open = self.waiting.pop()
        self.thread.extend(held)
        self.since = held


def _is_rest(judged: Judged) -> bool:
    """Whether a line is a further one of a caption, a head, or what an editor ruled."""
    return judged.verdict.role in (Role.CAPTION_REST, Role.DISPLAY_REST) or judged.measured.line.ruled.endswith(" rest")


def _another_begins(group: list[Judged], line: Judged, vocabulary: Vocabulary) -> bool:
    """Whether a line begins another text although the sentence above it is open: no word goes on into the line, and it has a dateline or is
    short by an indent."""
    a, b = group[-1].measured, line.measured
    if a.ended or a.colon or b.plain[:1] in CONTINUES or goes_on(a.plain, b.plain, vocabulary.lexicon):
        return False
    return opens(b.plain) or (b.measure > 0 and not b.ended and SLACK <= b.short <= INDENT)


def _may_divide(item: Item) -> bool:
    """Whether a sentence inside a paragraph ends exactly at the end of a full line. If paragraphs have no indent, the paragraph may end
    there, too."""
    return item.role == Role.PARAGRAPH and any(judged.measured.ended and judged.measured.flush for judged in item.lines[:-1])


def _item(group: list[Judged], vocabulary: Vocabulary) -> Item:
    first = group[0]
    texts = [judged.measured.line.text for judged in group]
    plain = "".join(judged.measured.plain for judged in group)
    if first.role == Role.SINGLE and not first.measured.line.ruled:
        return Item(Role.PARAGRAPH, join(texts), tuple(group), plain)
    if first.role not in (Role.PROSE, Role.SINGLE):
        return Item(first.role, _sewn(texts), tuple(group), plain)
    whole = _sewn(texts)
    dateline = _DATELINE_BLANK.match(str(whole))
    if dateline:
        head, rest = whole.split_at([dateline.end()])
        whole = head + rest.replace(_JUSTIFIED, "", "justification")
    else:
        whole = whole.replace(_JUSTIFIED, "", "justification")
    opens, reporters = bylines.dateline(str(whole)[:60], vocabulary)
    return Item(Role.PARAGRAPH, whole, tuple(group), plain, opens, tuple([credit.name for credit in reporters]))


def _sewn(lines: list[Text]) -> Text:
    """The lines one after the other. Between Latin words comes a blank; a word that was divided, or an address, is whole again.

    >>> str(_sewn([Text.of("smart"), Text.of("city和inter-"), Text.of("national")]))
    'smart city和international'
    >>> str(_sewn([Text.of("车间里的A"), Text.of("GV小车和Ex"), Text.of("cel表格")]))
    '车间里的AGV小车和Excel表格'
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
        elif _parts_words(reading, after) and not (address and _REST_OF_ADDRESS.match(after)):
            joined.append(supply(" ", text.begin, "word-space"))
            reading = ""
        joined.append(text)
        reading = (reading if after.isascii() else "") + after
    return join(joined)


def _parts_words(before: str, after: str) -> bool:
    """Whether a line ends with a Latin word and the next one begins with another, and not with the rest of the same.

    >>> [_parts_words(*pair) for pair in (("smart", "city"), ("过了IA", "TF16949认证"), ("Bra", "ndenburg"), ("MES", "ERP"))]
    [True, False, False, True]
    """
    last, first = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if not last or not first:
        return False
    a, b = last[0], first[0]
    if a.isupper() and b.isupper():
        return len(a) + len(b) > ACRONYM
    if not b.islower():
        return a not in ("i", "e")
    short = any(len(word) < len("the") and not _SHORT_WORD.fullmatch(word) for word in (a, b))
    return not (short or _PART.fullmatch(b))
