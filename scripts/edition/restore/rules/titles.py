"""标题: divides the lines of a head into kicker (引题), title (主题) and subtitle (副题)."""

from __future__ import annotations

import re

from edition.layout import Item
from edition.model import Head
from edition.trace import Text, join, supply
from edition.vocabulary import HAN, SPACES

_DASH = re.compile(r"^[—–\-─－]{1,3}\s*")
_GENRE = re.compile(
    "(?:纪实|综述|侧记|见闻|记事|纪略|纪行|速写|特写|扫描|观察|探析|掠影|实录|追记|小记|札记|手记|闻思录|启示|启示录|调查|实验|实践|报告)$"
)
_PLACE = re.compile(rf"^[{HAN}]{{2,8}}?[省市县区旗镇乡村]")
QUOTATION = re.compile(r"“[^”]*”|「[^」]*」")
"""Matches a quotation."""
_COLUMN = re.compile(r"栏目|追踪|系列报道|编者按|[之]?[一二三四五六七八九十]$|[①-⑳]$")
_IN_BRACKETS = re.compile(rf"[【〖〔\[［](?!.*(?:公告|通知|[启啟]事|[声聲]明))[{HAN}\dA-Za-z·・“”！—-]{{2,12}}[】〗〕\]］]")
"""Matches the name of a column in brackets: 【古渡听风】."""
_BEHIND_MARK = re.compile(rf"[■□◆◇●○◎★☆▲△※]+[{SPACES}]*[{HAN}·・]{{2,8}}")
"""Matches the name of a column behind a mark: ◎ 乡间短波."""
_POINT = re.compile(r"[■□◆◇●○▪•★☆]")
_OF = (
    "民生|三农|乡村|社区|校园|法治|文化|健康|经济|时事|社会|城市|城乡|县域|农家|百姓|身边|基层|一线|科技|教育|旅游|警营|军营|人物"
    "|学子|学生|少年|小记者|童心|青春|新闻|深度|热点|焦点|特别|本期|今日|读者|市场|消费|记者|蹲点|本报"
)
_KIND = (
    "心声|习作|关注|热线|观察|聚焦|视点|视角|广角|传真|之声|故事|调查|快讯|动态|连线|访谈|专访|特写|特稿|速写|速读|纪事|速递|采风|天地|园地|讲堂"
    "|课堂|漫谈|杂谈|随笔|策划|话题|论坛|大观|风采|见闻|日记|手记|调研|写真|透视|追踪|时评|短评"
)
_NAMES_KIND = re.compile(
    rf"(?:{_KIND}|链接|背景|提示|释义|点评|相关|延伸|名片|档案|声音|数据|观点|简讯|短讯|来信|简介|编后|附记|注释|节选|摘要|口述|独白)[{HAN}]?"
)
"""Matches a word that says what kind of text stands below it."""
_SERIES = re.compile(
    rf"[“《「【]?(?:[{HAN}]{{0,6}}走(?:基层|基層|乡村|一线|乡镇|转改|转访)(?:[·・—-]*[{HAN}]{{2,6}})?|记者在(?:现场|一线)"
    rf"|(?:{_OF})(?:{_KIND})(?:[·・][{HAN}]{{2,8}})?|(?:长篇|中篇|小说|小小说|报告文学|评书|纪实)?(?:连载|連載)"
    rf"|[{HAN}]{{2,4}}(?:方阵|大家谈|面对面|进行时|直通车|回音壁|访谈录|风采录|光荣榜|大讲堂|风景线)|全民阅读|图片新闻"
    rf"|(?:我们的|身边的|最美)(?:节日|故事|榜样))[”》」】]?"
)
"""Matches the name of a series."""
_ADVERB = re.compile(r"[后时际]$")
TO_EDITOR = re.compile(r"^(?:尊敬的)?编辑(?:同志|部|先生|老师)?们?[：:]$")
"""Matches the salutation of a letter to the editor."""
HALF = 8
"""The longest half of a kicker that is set in two lines, in characters."""
STUB = 3
"""A line of a head with no more than this number of characters is only the rest of the line before."""


def head(lines: list[Item]) -> Head:
    """The head that the lines make, from top to bottom.

    A line that begins with a dash is the subtitle, with all lines below it. If the extractor marked one line as the strongest (`#` against
    `##`), that line is the title; the lines above it are the kicker, the lines below it the subtitle. Otherwise the last line is the
    subtitle if it names a kind of report (纪实, 综述) or is longer and begins with a place, and the other lines are one title. Several
    lines with the mark of a point above all others are the kicker, below all others the subtitle.
    """
    if not lines:
        return Head()
    points = next((n for n, item in enumerate(lines) if not _POINT.match(item.plain)), 0)
    if points > 1:
        rest = head(lines[points:])
        if rest.kicker is None:
            return Head(_joined(lines[:points]), rest.title, rest.subtitle)
    decks = len(lines) - next((n for n, item in enumerate(reversed(lines)) if not _POINT.match(item.plain)), len(lines))
    if 0 < decks < len(lines) - 1:
        rest = head(lines[:decks])
        if rest.subtitle is None:
            return Head(rest.kicker, rest.title, _joined(lines[decks:]))
    dash = next((n for n, item in enumerate(lines) if n and _DASH.match(item.plain)), None)
    below = lines[dash:] if dash is not None else []
    above = lines[:dash] if dash is not None else lines
    kicker: list[Item] = []
    marks = [item.lines[0].measured.line.rank for item in above]
    strongest = min((mark for mark in marks if mark), default=0)
    if strongest and any(mark != strongest for mark in marks) and not (marks[0] == 0 and len(above) == 2 and _subtitle(above[1], above[0])):
        top = marks.index(strongest)
        low = top
        while low + 1 < len(above) and marks[low + 1] == strongest:
            low += 1
        kicker, below = above[:top], above[low + 1 :] + below
        above = above[top : low + 1]
    else:
        couplet = len(above) == 2 and _couplet(str(above[0].text)) and not _GENRE.search(above[1].plain)
        if len(above) > 1 and not below and not couplet and _subtitle(above[-1], above[-2]):
            below, above = above[-1:], above[:-1]
        lines_over = 2 if len(above) > 2 and _couplet_in_lines(*above[:3]) else 1
        if lines_over == 2 or (len(above) > 1 and _kicker(above[0], above[1])):
            kicker, above = above[:lines_over], above[lines_over:]
    title, over = _joined(above), _joined(kicker)
    if over is None and title is not None and len(above) == 1:
        over, title = _couplet_apart(title)
    return Head(over, title, _undashed(_joined(below)))


def _couplet_apart(title: Text) -> tuple[Text | None, Text]:
    """The kicker and the title of a line that holds both. It has four parts between blanks: the last two have one length (a couplet), the
    first two have not. Otherwise None and the whole line."""
    halves = str(title).split(" ")
    if len(halves) != 4 or len(halves[2]) != len(halves[3]) or len(halves[0]) == len(halves[1]):
        return None, title
    over, blank, rest = title.split_at([len(halves[0]) + len(halves[1]) + 1, len(halves[0]) + len(halves[1]) + 2])
    return over + blank.set_aside("kicker-blank"), rest


def _subtitle(line: Item, before: Item) -> bool:
    plain, title = line.plain, before.plain
    if _GENRE.search(plain) and not _GENRE.search(title):
        return True
    if _ADVERB.search(title) or _PLACE.match(title):
        return False
    return bool(_PLACE.match(plain)) and len(plain) >= 10 and len(plain) > len(title) + 2


def quotation(plain: str) -> bool:
    """Whether a line is a quotation from end to end.

    >>> quotation("“小石榴，结出大产业”"), quotation("“石榴”红了，“树王”老了")
    (True, False)
    """
    return bool(QUOTATION.fullmatch(plain))


def names_kind(word: str) -> bool:
    """Whether a word says what kind of text stands below, as in the name of a column.

    >>> names_kind("手记"), names_kind("南山")
    (True, False)
    """
    return bool(_NAMES_KIND.fullmatch(word))


def names_column(reading: str) -> bool:
    """Whether a line is the name of a column or a series, and no part of a title.

    >>> [names_column(line) for line in ("【古渡听风】", "新春走基层", "◎ 乡间短波", "老街走出新步伐", "【寻人启事】")]
    [True, True, True, False, False]
    """
    bare = reading.strip()
    return bool(_IN_BRACKETS.fullmatch(bare) or _BEHIND_MARK.fullmatch(bare) or _SERIES.fullmatch(bare))


def _kicker(line: Item, title: Item) -> bool:
    if names_column(str(line.text)) and not names_column(str(title.text)):
        return True
    if len(title.plain) <= STUB:
        return False
    if _COLUMN.search(line.plain) or _ADVERB.search(line.plain):
        return True
    return _couplet(str(line.text)) and not _couplet(str(title.text))


def _couplet_in_lines(first: Item, second: Item, title: Item) -> bool:
    """Whether two short lines of one length stand over a title that is much longer, as the halves of a kicker do."""
    length = len(first.plain)
    return STUB < length <= HALF and len(second.plain) == length and 2 * len(title.plain) > 3 * length


def _couplet(reading: str) -> bool:
    """Whether a line has two or three parts of one length: 凝心聚力 真抓实干.

    >>> _couplet("凝心聚力 真抓实干"), _couplet("苹果“搭”上直通车 三天到广州城"), _couplet("水质好 树木多 空气新")
    (True, False, True)
    """
    parts = reading.split(" ")
    return len(parts) in (2, 3) and len({len(part) for part in parts}) == 1


def head_of(kicker: list[Item], title: list[Item], subtitle: list[Item]) -> Head:
    """The head of which it is known what each line is."""
    return Head(_joined(kicker), _joined(title), _undashed(_joined(subtitle)))


def over(found: Head, known: Head) -> Head:
    """A head with the parts that are known besides; where both have one, that of `found` stands next to the title."""
    return Head(_beside(known.kicker, found.kicker), found.title, _beside(found.subtitle, known.subtitle))


def _beside(one: Text | None, other: Text | None) -> Text | None:
    if one is None or other is None:
        return other if one is None else one
    return join([one, supply(" ", other.begin, "title-lines"), other])


def _joined(lines: list[Item]) -> Text | None:
    """The printed lines joined with one blank; a short rest of the line before is joined without one. None if there are no lines."""
    if not lines:
        return None
    parts: list[Text] = []
    for item in lines:
        if parts and len(item.plain) > STUB:
            parts.append(supply(" ", item.text.begin, "title-lines"))
        parts.append(item.text)
    return join(parts)


def _undashed(text: Text | None) -> Text | None:
    return None if text is None else text.replace(_DASH, "", "subtitle-dash")
