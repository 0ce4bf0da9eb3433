"""Reads a byline word by word. Every letter goes to a role, a name or a credit; only separators are left over.

Some words say what a person did: 文, 图, 摄, 报道. One such word, or several with strokes between them (文/摄), can stand before a name or
after it. Before a name they are its role. After names that have no role yet, a single word is their role (张三 摄). All others are the
credit of the name before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from edition.restore.rules.names import (
    DOTS,
    has_length,
    has_surname,
    is_name,
    is_shaped,
    names_in,
    parts_word,
    peers,
    pen_name,
    run_together,
    set_apart,
)
from edition.vocabulary import HAN, SPACES, VOCABULARIES, Vocabulary

MARKS = "□■◎●○◇◆☆★▲△※"
"""Signs that can stand at the beginning of a byline."""
SEPARATORS = f"{SPACES}、，,/／╱∕:：;；|｜丨"
LEFT_OVER = re.compile(rf"[{SEPARATORS}{MARKS}（()）【】\[\]［］〔〕\\＼{DOTS}]+")
"""Matches the characters that may stand in a byline outside roles, names and credits."""
_SEPARATOR = re.compile(rf"[{SEPARATORS}】]+")
_STROKED = re.compile(r"[/／][文图圖摄攝]")
"""Matches what a person did behind a stroke (丛林/文): behind a role, it shows that a common word is a name."""
DONE = re.compile(r"报道|報道|報導|采访|採訪|采写|综合|綜合|整理|现场|現場|了解|获悉|獲悉|摄|攝|昨日|今日|近日")
"""Matches what a reporter did, or when, and no name."""
_DID_BOTH = re.compile(r"[文图圖][/／]?[图圖文]|[图圖文][/／][摄攝]影?")
"""Matches a role that stands before nothing but names: 文/图."""
_STROKES = re.compile(r"[/／:：|｜丨]*")
_WORD = re.compile(rf"[^{SPACES}]+")
_ALONE = re.compile(rf"[{SPACES}:：/／|｜丨]")
_SINGLE = re.compile(rf"[{SPACES}][文图圖][{SPACES}:：/／|｜丨]")
_GLUED = re.compile(rf"(?<=[{HAN}])[文图圖摄攝][/／](?![文图圖摄攝])(?=[{HAN}]{{2}})")
"""Matches a role of one character that no blank parts from the name before it: 图 in 文/李平图/王宁."""
STROKES = r"/／╱∕\\＼"
"""The strokes between a name and a place, for a class of characters."""
STROKE = re.compile(f"[{STROKES}]")
_FROM = re.compile(
    rf"(?P<sign>[{SPACES}]*[{STROKES}][{SPACES}]*|[{SPACES}]+)"
    rf"(?P<place>(?P<name>[{HAN}]{{2,4}}?)[{SPACES}]*(?P<word>(?:即時|即时|綜合|综合|採訪|采访|連線|连线)?(?:报道|报导|報道|報導)))$"
)
"""Matches the place behind the names from which they report: ／台北報導."""
FROM_PLACE = re.compile(rf"[{HAN}]{{2,4}}[{STROKES}][{HAN}]{{2,4}}?(?:即時|即时)?(?:报导|報導)$")
"""Matches a name without a role and the place, as a whole: 李建平\\台北報導."""
_PAPER = "日报|晚报|晨报|早报|时报|商报|都市报|新报|周报|日報|晚報|時報|商報|電視台|电视台|新闻网|融媒体中心"
OF_PAPER = re.compile(
    rf"(?:[{HAN}]{{2,6}}[/／])?[{HAN}]{{2,6}}(?:{_PAPER}|[报報网網])(?:[{DOTS}][{HAN}]{{2,8}}[{SPACES}])?(?:全媒体|融媒体?|首席|见习|实习|特[约約])?(?:[记記]者|通[讯訊][员員])(?=[{SPACES}：:/／])"
    rf"|(?:中新社|新华社|新華社|中央社|央视|央視|总台|[{HAN}]{{2,6}}(?:新闻社|通讯社|广播台|在线))(?:[记記]者|通[讯訊][员員])(?=[{SPACES}：:/／])"
    rf"|[{HAN}]{{2,6}}(?:{_PAPER})[记記]者(?=[{HAN}]{{2,3}}(?:通[讯訊][员員]|[摄攝]))"
    rf"|(?![女男老小多数數几幾两兩各一二三]|.{{0,4}}(?:著名|知名|资深|年[轻輕]))[{HAN}]{{2,6}}(?:首席|全媒体|融媒体?|[见見][习習]|[实實][习習]|特[约約])?[记記]者"
    rf"(?=[{SPACES}][{HAN}]{{2,4}}(?:[{SPACES}、][{HAN}]{{2,4}})*[{SPACES}]?$)"
    rf"|本[报報][驻駐][{HAN}]{{1,8}}?(?:首席|特派|特[约約])?[记記]者(?=[{SPACES}：:/／]|[{HAN}]{{2,3}}$)"
    rf"|[{HAN}]{{2,6}}(?:{_PAPER})[{DOTS}][{HAN}]{{2,10}}?(?:[记記]者|通[讯訊][员員])(?=[{SPACES}：:/／])"
    rf"|[{HAN}]{{2,6}}(?:报|報|网|網|台|社)[／/][{SPACES}]*[记記]者"
    rf"|[{HAN}]{{2,6}}(?:{_PAPER})(?=[／/][{HAN}]{{2,4}}$)"
)
"""Matches the reporter of a newspaper that is named: 江畔日报记者, 江畔報／記者."""
_OF_CLASS = re.compile(rf"[{HAN}\d（）()]{{0,16}}(?:年级|[\d一二三四五六七八九十][）)]?)(?:[{HAN}\d（）()]{{0,4}}班)?(?=[{SPACES}：:])")
"""Matches the class of a pupil before the name: 三（2）班, 城关小学四年级一班."""
_BEFORE_NAME = re.compile(f"[{SPACES}：:]")
UNIT = "办公室|中心|公司|学校|[小中大]学|[一二三四五六]中|协会|支部"
"""Matches the last word of a unit's name, where it has several characters."""
_OF_UNIT = re.compile(
    rf"(?:[{HAN}]{{1,14}}(?:[部局委院校站社厂场所科股处队]|{UNIT}|政府|总工会|妇联)"
    rf"|[{HAN}]{{0,12}}(?:书记|主任|局长|校长|院长|所长|站长|社长|主席|会长|[县市省区镇乡州]长|教师|队长|科长|经理|厂长|班长|支书|队员|社员|知识青年))(?=[{SPACES}])"
)
"""Matches the unit or the post of a writer before the name: 县委组织部, 凤凰镇党委书记."""
_NATION = re.compile(
    rf"[\[［〔（(](美|英|法|德|意|俄|苏|蘇|日|韩|韓|朝|越|印度?|加|澳|西|葡|荷|波|捷|匈|奥|奧|瑞士|瑞典|挪威?|丹麦?|芬兰?|希|土|以|埃及?|阿根廷|智利|哥|巴西|墨|古|比|爱|愛)[\]］〕）)](?=[{HAN}{SPACES}{DOTS}]{{2,12}})"
)
"""Matches the nation before the name of a foreign writer: [英]."""
FOREIGN = re.compile(rf"{_NATION.pattern}[{SPACES}]*[{HAN}]{{1,8}}(?:[{DOTS}][{HAN}]{{1,8}}){{1,3}}")
"""Matches a line that names such a writer and no more: （美）约翰·史密斯."""
_WROTE = re.compile("[著作文譯译绘繪]")
_ANY = re.compile(".+")
_SENTENCE = re.compile("[。！？“”《》]")
"""Matches what stands in no byline."""
_REPORTERS = ("记者", "記者", "通讯员", "通訊員")
"""Behind these a name also stands without a blank (记者高原): behind others, words of one work follow (评论员文章, 摄影作品)."""
OFTEN = 500
"""How often jieba's dictionary must have seen a word that cannot be a name beside other names."""
_NO_ROLE = ("报道", "整理", "摄影报道")
"""Words for work on the whole article. Standing after a name, they are its credit and not its role."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Credit:
    """A name in a byline, with the offsets in the line of all that belongs to it."""

    role: str | None
    name: str
    credit: str | None
    start: int
    end: int
    spans: tuple[Span, ...] = ()
    """The spans of the words of role, name and credit, in ascending order. All other characters from `start` to `end` are separators. A
    role or credit that several names share is printed once and stands in the list of one name only."""
    nameless: str = ""
    """A role without a name that was added to the credit: 图 in `文/王三 图/`."""


def read(line: str, begin: int, vocabulary: Vocabulary, *, marked: bool) -> tuple[list[Credit], int]:
    """The names of a line from offset `begin` on, and the number of role and credit words.

    If any part of the line is no role, name, credit or separator, the answer is no names and 0. `marked` says that a mark (`□`) stands
    before the names: then they may be printed without blanks between them.
    """
    reader = _Reader(line, begin, vocabulary, marked)
    return (reader.found, reader.roles) if not _SENTENCE.search(line, begin) and reader.read() else ([], 0)


def bare(line: str, names: list[tuple[str, int, int]]) -> list[Credit]:
    """Credits for names that have no role and no credit. Each name is given with its offset in the line and its length."""
    return [Credit(None, name, None, begin, begin + length, _spans(line, begin, begin + length)) for name, begin, length in names]


def of_body(line: str, vocabulary: Vocabulary) -> re.Match[str] | None:
    """The class, unit or post that begins a line with only a name behind it (三（2）班 张雨欣, 县委组织部 罗文军); None if the line is
    something else."""
    if not _BEFORE_NAME.search(line):
        return None
    match = _OF_CLASS.match(line)
    if match is None or not match[0].endswith(("班", "年级")):
        match = _OF_UNIT.match(line)
    return match if match and is_name(re.sub(rf"[{SPACES}：:]", "", line[match.end() :]), vocabulary) else None


def is_credit(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line consists only of credit words, as `文/摄` on its own line below the names."""
    return text in vocabulary.roles["credit"] or bool(_words(vocabulary).several.fullmatch(text))


@dataclass(frozen=True, slots=True)
class _Words:
    """Patterns for the words that say what a person did: 文, 图, 摄."""

    done: re.Pattern[str]
    """One word, or several with strokes between them."""
    several: re.Pattern[str]
    """At least two words with strokes between them: 文/摄."""
    attached: re.Pattern[str]
    """Words tied to the name before them by a stroke or brackets: `王国平/文`, `褚一（文/摄）`."""
    last: re.Pattern[str]
    """Words at the end of a line."""
    before: re.Pattern[str]
    """A role before its name."""
    after: re.Pattern[str]
    """A role after its name."""
    ends: re.Pattern[str]
    """A role or credit at which names end."""


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})"


@lru_cache(VOCABULARIES)
def _words(vocabulary: Vocabulary) -> _Words:
    roles = vocabulary.roles
    ordered = sorted((*roles["after"], *roles["credit"], *(word for word in roles["before"] if len(word) == 1)), key=len, reverse=True)
    one = _any(ordered)
    long = _any(word for word in ordered if len(word) > 1)
    more = rf"(?:[{SPACES}]*[/／、][{SPACES}]*{one})"
    done = f"{one}{more}*"
    return _Words(
        done=re.compile(done),
        several=re.compile(f"{one}{more}+(?![{HAN}])"),
        attached=re.compile(rf"[/／](?P<a>{done})(?![^{SPACES}、，,;；|｜])|[（(][{SPACES}]*(?P<b>{done})[{SPACES}]*[）)]"),
        last=re.compile(rf"(?P<a>{one}(?:[{SEPARATORS}]+{one}|{long})*)[{SPACES}、，,;；|｜]*$"),
        before=re.compile(_any(roles["before"])),
        after=re.compile(_any(roles["after"])),
        ends=re.compile(_any(word for place, words in roles.items() for word in words if len(word) > 1 or place == "after")),
    )


class _Reader:
    """Reads one line from left to right. Each method from `_attached` to `_names` tries to read one kind of thing at the place reached. If
    it can, it moves the place behind that thing and returns True."""

    def __init__(self, line: str, at: int, vocabulary: Vocabulary, marked: bool) -> None:
        self.line, self.at, self.vocabulary, self.marked = line, at, vocabulary, marked
        self.words = _words(vocabulary)
        self.found: list[Credit] = []
        self.roles = 0
        self.role: Span | None = None
        """The span of the role that the next names get."""
        self.waits = False
        """Whether the role still has no name."""
        self.leads: list[Span] = []
        """Spans of credits that stand before the role: `文/图 记者 吴昊`."""
        self.before = False
        """Whether words like 文 and 图 stand before their names in this line."""
        self.foreign = False
        """Whether the nation of a writer was read, whose name comes next."""

    def read(self) -> bool:
        """Read the line to its end, and return whether all of it is a byline with at least one name."""
        while self.at < len(self.line):
            if not (
                self._nation()
                or self._attached()
                or self._from()
                or self._separator()
                or self._last()
                or self._before()
                or self._behind()
                or self._names()
            ):
                return False
        if self.waits and self.found:
            self._strand()
        return bool(self.found)

    def _attached(self) -> bool:
        match = self.words.attached.match(self.line, self.at) if self.found and not self.waits else None
        if not match:
            return False
        self._credit(match.span("a" if match["a"] else "b"))
        self.at = match.end()
        return True

    def _nation(self) -> bool:
        match = _NATION.match(self.line, self.at)
        if match:
            self.leads.append(match.span(1))
            self.at = match.end()
            self.foreign = True
        return match is not None

    def _from(self) -> bool:
        match = _from(self.line, self.at, self.vocabulary) if self.found and not self.waits else None
        if match is None or match.start() > self.at:
            return False
        self._add(match.span("place"))
        self.roles += 1
        self.at = match.end()
        return True

    def _separator(self) -> bool:
        match = _SEPARATOR.match(self.line, self.at)
        self.at = match.end() if match else self.at
        return match is not None

    def _last(self) -> bool:
        match = self.words.last.match(self.line, self.at) if self.found else None
        if not match or (self.before and match["a"] in ("文", "图", "圖")):
            return False
        if self.waits:
            self._strand()
        self._credit(match.span("a"))
        self.at = len(self.line)
        return True

    def _before(self) -> bool:
        several = self.words.several.match(self.line, self.at)
        of_paper = OF_PAPER.match(self.line, self.at) or (None if self.found else self._of_body())
        word = several[0] if several else of_paper[0] if of_paper else _word(self.line, self.at, self.words.before)
        end = self.at + len(word)
        ends = end == len(self.line) and bool(self.found)
        apart = len(word) == 1 or word in _NO_ROLE
        if not word or (apart and not ends and not _ALONE.match(self.line, end)) or (word in _NO_ROLE and self.found):
            return False
        span, self.at = (self.at, end), end
        if len(word) == 1 and self.found and not self.before and not self.waits and self._ends_behind():
            self._credit(span)
        else:
            self._wait(span)
        return True

    def _of_body(self) -> re.Match[str] | None:
        match = of_body(self.line[self.at :], self.vocabulary)
        return _ANY.match(self.line, self.at, self.at + match.end()) if match else None

    def _behind(self) -> bool:
        word = _word(self.line, self.at, self.words.after) if self.found or self.waits else ""
        if not word:
            return False
        span, self.at = (self.at, self.at + len(word)), self.at + len(word)
        if self.waits:
            self._wait(span)
        else:
            self._credit(span)
        return True

    def _names(self) -> bool:
        end = _chunk_end(self.line, self.at, self.vocabulary, self.words)
        glued = _GLUED.search(self.line, self.at, end) if self.before else None
        end = glued.start() if glued else end
        names = self._names_until(end)
        if not names and end == len(self.line):
            end = next((m.start() for m in _SEPARATOR.finditer(self.line, self.at + 2) if self.words.last.match(self.line, m.end())), end)
            names = self._names_until(end)
        role = self.line[slice(*self.role)] if self.role else None
        credit = " ".join(self.line[slice(*span)] for span in self.leads) or None
        for name, offset, length in names:
            begin = self.at + offset
            # The span of the role goes to the first name after it, and to no other.
            spans = (*self.leads, *([self.role] if self.role and self.waits else []), *_spans(self.line, begin, begin + length))
            self.found.append(Credit(role, name, credit, spans[0][0], begin + length, spans))
            self.waits, self.leads = False, []
        self.at = end
        self.foreign = self.foreign and not names
        return bool(names)

    def _names_until(self, end: int) -> list[tuple[str, int, int]]:
        chunk = self.line[self.at : end]
        names = names_in(chunk, self.vocabulary)
        if not names and (self.role or self.marked):
            names = run_together(chunk, self.at, self.vocabulary)
            names = [] if not self.role and parts_word(names, chunk, self.vocabulary) else names
        if not names and self.foreign and _WROTE.match(self.line, end):
            names = names_in(chunk, self.vocabulary, has_length)
        if not names and self.role and len(self.line[slice(*self.role)]) > 1:
            names = names_in(chunk, self.vocabulary, is_shaped) or self._fellows(chunk)
            if not names and (self.line[self.at - 1] in SEPARATORS or self.line[slice(*self.role)].endswith(_REPORTERS)):
                names = names_in(chunk, self.vocabulary, has_surname) or set_apart(chunk, self.vocabulary)
        if not names and self.role and self._must_be_names(chunk, self.role, end):
            names = names_in(chunk, self.vocabulary, has_length)
        if not names and self.marked and self.line[0] in "□○◎" and set_apart(chunk, self.vocabulary):
            names = names_in(chunk, self.vocabulary, has_surname)
        if not names and self.marked and self.words.several.match(self.line[end:].lstrip()):
            names = names_in(chunk, self.vocabulary, is_shaped)
        if not names:
            names = pen_name(self.line, self.at, end, self.vocabulary) if self.role else peers(chunk, self.vocabulary)
        return names

    def _must_be_names(self, chunk: str, role: Span, end: int) -> bool:
        """Whether the words between a role and offset `end` are names, although they are common words: they stand between two roles or at
        the end of a line that names others, before what they did, or behind 文/图."""
        beside = self.vocabulary.role_word.match(self.line, end) or (self.found and end == len(self.line))
        did = self.words.several.match(self.line[end:].lstrip()) or _STROKED.match(self.line, end)
        return bool(did or _DID_BOTH.fullmatch(self.line, *role) or (beside and not DONE.search(chunk)))

    def _fellows(self, chunk: str) -> list[tuple[str, int, int]]:
        """Several names, of which one is no word, and the others are rare ones (泽仁拉姆 洛桑)."""
        names = names_in(chunk, self.vocabulary, has_length)
        rare = all(self.vocabulary.lexicon.get(name, 0) < OFTEN for name, _, _ in names)
        return names if rare and any(is_shaped(name, self.vocabulary) for name, _, _ in names) else []

    def _wait(self, span: Span) -> None:
        """Keep a role for the next names. If an earlier role still has no name, the two become one (`图/本报记者`), unless the earlier one
        is a credit: then it goes to the last name, or to the next one if there is no name yet."""
        self.roles += 1
        if self.waits and self.role:
            if not is_credit(self.line[slice(*self.role)], self.vocabulary):
                span = self.role[0], span[1]
            elif self.found:
                self._add(self.role)
            else:
                self.leads.append(self.role)
        self.before = self.before or bool(self.words.done.fullmatch(self.line, *span))
        self.role, self.waits = span, True

    def _credit(self, span: Span) -> None:
        """Give a word to the names before it: as role to all names at the end of the list that have none, otherwise as credit to the last
        name."""
        self.roles += 1
        word = self.line[slice(*span)]
        if self.found[-1].role is not None or word in _NO_ROLE or (len(word) > 1 and word not in self.vocabulary.roles["after"]):
            self._add(span)
            return
        self.found[-1] = replace(self.found[-1], spans=(*self.found[-1].spans, span))
        for n in range(len(self.found) - 1, -1, -1):
            if self.found[n].role is not None:
                break
            self.found[n] = replace(self.found[n], role=word)

    def _strand(self) -> None:
        """Add a role that has no name to the credit of the name before it. Its stroke stays (`图/`), so that it does not look like that
        person's work."""
        if self.role:
            start, end = self.role
            stroke = _STROKES.match(self.line, end)
            self.found[-1] = replace(self.found[-1], nameless=self.line[start:end])
            self._add((start, stroke.end() if stroke else end))
        self.waits = False

    def _add(self, span: Span) -> None:
        last, word = self.found[-1], self.line[slice(*span)]
        self.found[-1] = replace(last, spans=(*last.spans, span), credit=f"{last.credit} {word}" if last.credit else word)

    def _ends_behind(self) -> bool:
        """Whether the line ends with one word like 文 or 摄. Then all such words of the line stand after their names."""
        end = re.search(rf"[{SEPARATORS}]([^{SEPARATORS}]+)[{SPACES}]*$", self.line)
        return end is not None and (end[1] in ("文", "图", "圖") or end[1] in self.vocabulary.roles["after"])


def _spans(line: str, begin: int, end: int) -> tuple[Span, ...]:
    """The spans of the words from `begin` to `end`, blanks left out."""
    return tuple(match.span() for match in _WORD.finditer(line, begin, end))


def _from(line: str, at: int, vocabulary: Vocabulary) -> re.Match[str] | None:
    """Where the place stands from which those named before it report; None if these can be further names (李平 王芳报道)."""
    match = _FROM.search(line, at)
    if match is None or match["place"] in (*vocabulary.roles["after"], *vocabulary.roles["credit"]):
        return None
    taiwan = match["sign"].strip() and match["word"].endswith(("報導", "报导"))
    return match if taiwan or not is_name(match["name"], vocabulary) else None


def _word(line: str, at: int, words: re.Pattern[str]) -> str:
    match = words.match(line, at)
    return match[0] if match else ""


def _chunk_end(line: str, at: int, vocabulary: Vocabulary, patterns: _Words) -> int:
    """The offset of the next role or credit word after `at`, or the end of the line."""
    ends = (
        patterns.ends.search(line, at + 2),
        patterns.attached.search(line, at),
        patterns.several.search(line, at + 2),
        _SINGLE.search(line, at),
        _from(line, at, vocabulary),
        *(match for match in OF_PAPER.finditer(line, at + 1) if line[match.start() - 1] in SEPARATORS),
    )
    return min((match.start() for match in ends if match), default=len(line))
