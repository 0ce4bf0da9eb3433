"""图片说明: what shows that a line is a caption, or goes on one. A mark, a credit or a leader is enough by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from edition.layout import FIGURES, INDENT, INSIDE, NUMBERED, SQUEEZE, Measured
from edition.model import Role, Verdict
from edition.restore.evidence import Between, State
from edition.restore.page import CONTINUES, PARAGRAPH, PAUSES, Page, names_point
from edition.restore.rules.bylines import opens
from edition.restore.rules.displays import ONLY_FIGURES
from edition.vocabulary import HAN, SPACES, VOCABULARIES, Vocabulary, union

SHORTEST = 5
"""The shortest sentence that can be a caption without a mark, in characters."""
LONGEST = 45
"""The longest caption without a mark, in characters. Captions are one sentence; on the pages looked at, the longest had 38."""
MOST_LINES = 3
"""The most lines of a caption."""
FEW = 16
"""The most characters of a caption that says only what is to be seen."""
DESCRIPTION = 24
"""The longest sentence that counts as a caption by its words alone, in characters."""
_WHERE_IN_PICTURE = "（[左右中前后後]"
_SCENE = re.compile(
    rf"在|正|[给給]|向|[将將]|把|[为為]|看|{_WHERE_IN_PICTURE}[^）]*）|展示|[参參][观觀]|一角|全景|俯瞰|[现現][场場]|合影|合照"
)
_NOW = re.compile(rf"正[在为為给給向]|{_WHERE_IN_PICTURE}")
_WHO = re.compile(
    rf"^[{HAN}]{{0,10}}(?:[民工客生农農人者警医醫众眾友童女妇婦员員士师師手兵户戶商]|孩子|老[师師]|[战戰]士)[们們]?(?:[（(][^）)]{{1,8}}[）)])?(?:正?在|[给給向])"
)
"""Matches people at something, with whom a caption begins: 果农在, 放学的孩子们正在."""
_NAMED = re.compile(rf"^([{HAN}]{{2,4}}?)(?:[（(][左右中前后後].{{0,3}}[）)])?(?:正?在|[给給向])")
"""Matches a name, and somebody at something: 何雨在."""
_THANKS = re.compile(r"^(?:特此|此致|感[谢謝]|[谢謝][谢謝]|敬[请請]|祝|[愿願])")
_PREDICATE = re.compile(rf"[了过過是有不没沒也都就才又再还還要会會能可使让讓得着著]|{_THANKS.pattern}")
"""Matches words of a sentence that tells something, or of the end of a letter. Without them, a sentence only names what is to be seen."""
_LATER = "[将將](?:每|[于於]|[会會]|[继繼][续續]|[进進]一步|全面|[陆陸][续續]|持[续續]|逐步|[尽盡]快)"
_TELLS = re.compile(rf"^[①-⑳\ue000-\uf8ff•●■◆▪*+-]|[说說道称稱讲講]|表示|{_LATER}|^[“「我你他她它这這那此]|[0-9]|[？！；：]|，.*，")
"""Matches what a sentence has that tells or counts something."""
_NO_SCENE = re.compile(rf"{_TELLS.pattern}|介[绍紹]|[认認][为為]|[记記]者|我[们們]|今年|去年|目前|[据據]|了。$")
"""Matches that, and whatever else no sentence has that only describes what is to be seen."""
_SUPPLIER = rf"(?:[新中][华華新]社[发發]?|[{HAN}]{{2,6}}(?:[视視][觉覺](?:中[国國])?|[图圖]片社?|[发發]))"
"""A pattern: who supplied a picture, behind its photographer: 人民视觉."""
_TAKERS = rf"(?:本[报報])?(?:特[约約][记記]者|通[讯訊][员員]|[记記]者)[{SPACES}]*"
_OF_AGENCY = re.compile(rf"^(?:[新中][华華新]社(?:[记記]者|[发發]).*[摄攝]|.*[摄攝](?:影?[报報]道)?[（(]{_SUPPLIER}[）)]$)")
"""Matches a credit that stands below a picture and never below a text: 新华社记者 李平 摄."""
_CREDIT = re.compile(
    rf"(?:^|[。！？”）（({SPACES}])(?:(?:本[报報])?(?:特[约約][记記]者|通[讯訊][员員]|[记記]者)[{SPACES}]*)?"
    rf"[{HAN}]{{2,3}}(?:[{SPACES}、][{HAN}]{{2,3}}){{0,2}}[{SPACES}]*[/／]?[{SPACES}]*(?:[摄攝]影[报報]道|[摄攝]影|供[图圖]|[摄攝])[）)]?$"
    rf"|[（(][^（）()。，]{{0,20}}(?:攝影?|摄影?|供[图圖]|資料圖片|资料图片|资料图|資料圖|图片|圖片|[檔档]案照片?|[資资]料照片?|提供)[）)]$"
    rf"|[（(]供[图圖][^（）()。，]{{2,20}}[）)]$|(?<=[。！？{SPACES}])[{HAN}]{{2,8}}(?:社|[网網報报])[图圖]片$"
    rf"|(?<=[。！？{SPACES}])(?:新华社发|新華社發|资料图片|資料圖片|本报资料(?:图片|照片|片)|[图圖][/／：:][{HAN}]{{2,10}}|[{HAN}]{{2,10}}供[图圖])$"
    rf"|(?<=[。！？{SPACES}])[{HAN}]{{2,8}}[记記]者[{SPACES}]*(?:[{HAN}]{{2,3}}[{SPACES}]*)?(?:攝影?|摄影?)$"
    rf"|(?:^|(?<=[。！？）){SPACES}]))(?:[新中][华華新]社|本[报報])发?[發发][{SPACES}]*[（(][{HAN}{SPACES}、]{{2,16}}[摄攝]?[）)]$"
    rf"|(?:^|[。！？”）（({SPACES}])(?:{_TAKERS})?[{HAN}]{{1,3}}(?:[{SPACES}、]{{1,2}}[{HAN}]{{1,3}}){{0,4}}[{SPACES}]*(?:[摄攝]影[报報]道|[摄攝]影?)[{SPACES}]*[（(]{_SUPPLIER}[）)]$"
    rf"|[（(][^（）()，。]{{0,12}}截[图圖屏][）)]$|(?<=[。！？{SPACES}])(?:[视視][频頻]|[网網][页頁]|[报報]道|[微]博)截[图圖屏]$"
    rf"|(?<=[。！？{SPACES}])[视視][觉覺]中[国國](?:[{SPACES}]?(?:[资資]料|供[图圖]|[图圖]))?$"
    rf"|^[新中][华華新]社[记記]者[{SPACES}]*[{HAN}]{{2,3}}(?:[{SPACES}、]+[{HAN}]{{2,3}}){{0,3}}[{SPACES}]*[摄攝]影?$"
    rf"|^[{HAN}]{{2,12}}供[图圖]$|^(?:本[报報])?[资資]料[图圖][片]?$"
)
"""Matches the photographer's name at the end of a line: `张三 摄`, and credits without a person: （資料圖片）."""
_SHOWS = re.compile(r"[。，；][图圖]中?[为為]")
"""Matches where a line goes on to say what its picture shows: 大桥昨日通车，图为通车现场。"""
_CREDITED = re.compile(r"(?:[摄攝影道图圖片供发發拍照觉覺国國社屏料]|[（(]供[图圖].{2,20}|[图圖][/／：:][^/／：:]{2,10})[）)]?$|提供[）)]$")
"""Matches whatever can be the end of such a line, and is quick."""


_WRITES = re.compile(r"[□■○●◎◆]?(?:撰?文|文字|采写|[记記]者|本[报報][记記]者)[/／|｜丨:：]")
"""Matches a line that first names who wrote: it is a byline, whatever it says of the pictures."""


def describes(sentence: str, *, alone: bool = False) -> bool:
    """Whether a sentence describes a scene, as captions do, and tells nothing, as paragraphs do. A sentence that stands `alone` need not
    name the scene: it is no part of a longer sentence, and few paragraphs are so short.

    >>> describes("社员给苹果套袋。"), describes("“没有大船，就划小船。”教练说。")
    (True, False)
    >>> describes("河边的老渡船。"), describes("河边的老渡船。", alone=True), describes("雾也散了。", alone=True)
    (False, True, False)
    >>> describes("祝全家安康。", alone=True)
    False
    """
    if len(sentence) > DESCRIPTION or _NO_SCENE.search(sentence):
        return False
    return bool(_SCENE.search(sentence)) or (alone and not _PREDICATE.search(sentence))


def tells(sentence: str) -> bool:
    """Whether a sentence tells or counts something. Captions rarely do."""
    return bool(_TELLS.search(sentence))


def marked(line: str, vocabulary: Vocabulary) -> Verdict | None:
    """The verdict for a caption that begins with a mark (►▲) or with words like 图为; None if it is none.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> str(marked("►招商中心。", words).role)
    'caption'
    >>> marked("招商中心。", words)
    """
    for row in vocabulary.captions if _marks(vocabulary).match(line) else ():
        if row.pattern.match(line):
            return Verdict(Role.CAPTION, row.name, "行首有图注标记或图注用语")
    if _SHOWS.search(line) and _CREDIT.search(line):
        return Verdict(Role.CAPTION, "caption-words", "说明图为何事，并署摄影者")
    return None


@lru_cache(VOCABULARIES)
def _marks(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Matches any mark of captions."""
    return union(row.pattern for row in vocabulary.captions)


def credited(line: Measured) -> re.Match[str] | None:
    """The photographer's name at the end of a line that is no dateline; None if there is none."""
    none = opens(line.plain) or _WRITES.match(line.plain) or not _CREDITED.search(line.plain)
    return None if none else _CREDIT.search(str(line.line.text))


def of_agency(line: Measured) -> bool:
    """Whether a line is the credit of an agency's photographer, which stands below a picture and never below a text."""
    return bool(_OF_AGENCY.match(line.plain))


def wording(page: Page, n: int) -> Iterator[str]:
    """What the words of a line say about a caption."""
    line = page.lines[n]
    plain = line.plain
    inside = INSIDE.search(plain[:-1]) is not None
    if inside:
        yield "stop inside"
    if not line.ended:
        yield "no stop"
    elif not inside:
        yield "one sentence"
        if len(plain) <= FEW:
            yield "few words"
    told, predicate = tells(plain), _PREDICATE.search(plain)
    if not told and describes(plain, alone=not predicate):
        yield "describes" if _SCENE.search(plain) else "names a scene"
    if _NOW.search(plain):
        yield "now"
    named = _NAMED.match(plain)
    if not told and (_WHO.match(plain) or (named and page.knows(named[1]))):
        yield "who"
    if told:
        yield "tells"
    if predicate:
        yield "predicate"
    if _THANKS.match(plain):
        yield "thanks"
    commas = plain.count("，")
    if commas:
        yield "commas" if commas > 1 else "comma" if line.measure or page.gap(n) else "comma in a paragraph"


def shape(page: Page, n: int) -> Iterator[str]:
    """What a caption cannot be by its first and last characters and its length."""
    line = page.lines[n]
    if len(line.plain) > LONGEST or (line.ended and len(line.plain) < SHORTEST):
        yield "length"
    if page.longest_caption:
        yield "wide for the page" if line.width > page.longest_caption else "short for the page"
    if opens(line.plain):
        yield "dateline"
    if NUMBERED.match(line.plain):
        yield "numbered"
    if line.plain[:1] in CONTINUES:
        yield "begins inside"
    if line.plain[-1:] in PAUSES:
        yield "pause"
    if line.line.mark:
        yield "heading mark"


def setting(page: Page, n: int) -> Iterator[str]:
    """How a caption is set, and what stands above and below it."""
    line = page.lines[n]
    if line.measure:
        yield "narrow" if line.measure - line.width > INDENT else "full"
    elif page.set_in(line) and line.ended:
        yield "margin"
    if line.plain in page.twice:
        yield "printed twice"
    if n and page.lines[n - 1].ended and page.lines[n - 1].line.number == line.line.number:
        yield "run on"
    if n == 0:
        yield "first line"
    elif page.silent(n - 1) and FIGURES.match(page.lines[n - 1].plain[-1:]):
        yield "behind a figure"
    if ONLY_FIGURES.match(line.plain) or (n and ONLY_FIGURES.match(page.lines[n - 1].plain)):
        yield "beside figures"
    if FIGURES.match(line.plain[:1]):
        yield "begins with a figure"
    if page.role(n + 1) == Role.BYLINE and not line.ended:
        yield "above a byline"
    if page.role(n + 1) == Role.BYLINE and line.ended and n <= page.first_content:
        yield "sentence at the top, above a byline"
    if n + 1 < len(page) and opens(page.lines[n + 1].plain) and line.ended:
        yield "above a dateline"


def place(page: Page, n: int, state: State) -> Iterator[str]:
    """Where a caption stands in the text, in this reading of the lines above it."""
    if page.gap(n):
        yield from _holes(page, n, state)
    if state.role == Role.CAPTION and page.whole:
        yield "below a caption"
    if state.role == Role.DISPLAY and names_point(page.lines[n - 1]):
        yield "below the heading of a point"
    if state.role == Role.SINGLE and not page.gap(n):
        yield "below a list"
    if state.prose < 0 or state.between == Between.HEAD:
        return
    above = page.lines[state.prose]
    hole = page.gap(n) and not page.spaced
    if above.ended:
        yield "between paragraphs, hole" if hole else "between paragraphs"
        return
    yield "inside a sentence, hole" if hole else "inside a sentence"
    if page.goes_on(state.prose, n):
        yield "word goes on"
    if state.between == Between.PICTURE:
        yield "second caption"
    elif not above.measure and above.width >= PARAGRAPH:
        yield "inside a paragraph"


def _holes(page: Page, n: int, state: State) -> Iterator[str]:
    """The blank lines before a line that a picture left. Captions of two pictures side by side have them between each other for nothing."""
    if state.role == Role.CAPTION and page.paired and not page.gap(n + 1):
        if page.spaced:
            yield "gap"
        return
    yield "gap" if page.spaced else "hole"
    if page.gap(n + 1):
        yield "hole below"
    if page.deep(n):
        yield "deep hole"


def going_on(page: Page, n: int) -> Iterator[str]:
    """What speaks for another line of the caption above."""
    a, b = page.lines[n - 1], page.lines[n]
    measure = a.measure or b.measure
    if measure and a.width >= measure - SQUEEZE:
        yield "full line above"
    if b.ended and b.width < a.width:
        yield "last line"
    if page.goes_on(n - 1, n):
        yield "word goes on"
    if page.gap(n):
        yield "gap"
    if page.longest_caption and b.width > page.longest_caption:
        yield "wide for the page"
    if opens(b.plain):
        yield "dateline"
    if b.line.mark:
        yield "heading mark"
    if INSIDE.search(b.plain[:-1]):
        yield "stop inside"


def length(page: Page, n: int, state: State) -> Iterator[str]:
    """What it costs that a caption with one more line is too long."""
    if sum(len(page.lines[k].plain) for k in range(n - state.run, n + 1)) > LONGEST:
        yield "length"


def unended(page: Page, n: int, state: State) -> Iterator[str]:
    """What it costs that the caption above ends inside a sentence."""
    if state.role == Role.CAPTION and not state.ended and page.silent(n - 1):
        yield "unended, hole" if page.gap(n - state.run) else "unended"
