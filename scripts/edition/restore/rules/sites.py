"""What a site, an e-paper or a data base prints around a text, told by its parts: fields with a label, days, counters and buttons, in any
order and any number. The words are rows of `site-parts.tsv`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from edition.days import DAY, RECENT, TIME, UNTIL, WEEKDAY
from edition.model import Furniture
from edition.restore.rules.names import is_name
from edition.vocabulary import COUNTS, COUNTY_PAPER, HAN, SPACES, VOCABULARIES, Vocabulary

LONGEST_VALUE = 32
"""The longest value of a field together with its label, in characters."""
MENU = 4
"""The fewest sections that a line names if none of them is the home page."""
_ENCLOSED = re.compile(r"\[[^\[\]<>。！？;]+\](?=[^\d\w]|[\u4e00-\u9fff]{2,4}:|$)")
"""Matches the value of a field that stands in brackets: 版次：[A01]."""
_WHEN = rf"(?:(?:{WEEKDAY})[,|]*)?(?:{DAY})(?:{UNTIL})?[|(]*(?:{WEEKDAY})?[)T|]*(?:{TIME})?"
_PROVINCE = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海"
    "|内蒙古|广西|西藏|宁夏|新疆|(?:中国)?(?:台湾|香港|澳门)"
)
"""A pattern: from where an account has sent a text."""
_LABELLED = (
    r"(?:发[布表]|發[佈布表]|(?:最[后近後])?更新|刊登|刊发|出版|见报|录入|上传|编辑|生成)(?:日期|时间|時間)?|(?:发布|發佈|更新|发表)于"
)
_FIXED = (
    ("dated", "alone", rf"(?:{_LABELLED})[:]?(?:{_WHEN})"),
    ("dated", "alone", rf"(?:日期|时间|時間)[:](?!\d{{4}}年)(?:{_WHEN})"),
    ("dated", "alone", rf"(?:日期|时间|時間)[:]\[(?:{_WHEN})\]"),
    ("dated", "weak", rf"(?:日期|时间|時間)[:](?:{_WHEN})"),
    ("dated", "alone", rf"(?:{DAY})[|T]*{TIME}\|?(?:{_PROVINCE})(?=[|]|$)"),
    ("when", "row", _WHEN),
    (
        "clock",
        "foot",
        rf"(?:(?:昨天|今天|前天|昨日|今日)|\d{{1,2}}-\d{{1,2}}|\d{{1,2}}月\d{{1,2}}日)[|]?{TIME}(?!\d)|(?:\d{{1,2}}|[一二三几])(?:小时|分钟|天)前|刚刚",
    ),
    ("posted", "weak", rf"(?:发表于|发布于|来自)[{HAN}]{{2,4}}"),
    (
        "page",
        "row",
        rf"(?<!\d)第?[A-Z]?\d{{1,3}}版(?!名)[:：]?(?:[{HAN}·]{{2,10}}?(?=[|A-Za-z]|$))?|(?<![A-Z\d])[A-D]\d{{1,2}}(?![\dA-Za-z])",
    ),
    ("address", "alone", r"https?://[\w.:-]+/(?=[\w./?=&%-]*(?:html?|content|node|detail|article|jsp|aspx))[\w./?=&%-]+"),
    (
        "address",
        "row",
        r"(?:https?://)?(?:www\.[A-Za-z\d.-]+|(?:[A-Za-z\d-]{1,40}\.){1,3}(?:com|cn|net|org|gov)(?:\.cn)?)(?:/[\w./?=&%-]*)?",
    ),
)
"""Parts that are made of figures and signs more than of words."""
_ORDER = (
    "dated",
    "when",
    "clock",
    "page",
    "counter",
    "rights",
    "address",
    "author",
    "field",
    "button",
    "posted",
    "medium",
    "section",
    "name",
)
_BETWEEN = re.compile(r"(?:[<>|/·•●▪*\-—)\[\]【】:«»⊕⊖○◀▶◁▷◄►←→↑↓■□]|\+(?!关注)|\((?![Cc]\)))*")
_STEP = rf"[{HAN}\dA-Za-z:·()%《》]{{1,16}}"
_BAR = re.compile("[|｜丨]")
_BARRED = re.compile(r"(?<=来源|來源|编辑|編輯|责编|責編|审核|校对|作者|监制|记者)\s*[|｜丨]\s*")
"""Matches the stroke behind a label that stands for a colon: 来源｜鹤峰融媒."""
LABEL = re.compile(
    r"【(?:标题|正标题|主标题|副标题|副题|引题|肩题|眉题|题名|篇名|正文|正文快照|全文)】[:：]?(?=.)"
    rf"|(?:[\d年月日/.:{SPACES}-]{{0,22}}(?:来自[{HAN}]{{2,4}})?[，,])?(?:正文快照|正文|全文)[:：](?:[{SPACES}]?原标题[:：])?(?=.{{12}})"
)
"""Matches the label of a title or text in a data base, on the line of what it labels, and the day before it."""
AUTHOR = re.compile(
    rf"(?<![{HAN}])(?:[□■○◎●]?[{SPACES}]*本[报報](?:特[约約]|首席|[见見][习習]|[实實][习習])?(?:[记記]者|通[讯訊][员員])[{SPACES}]+[{HAN}]{{2,4}}(?:[、{SPACES}]+[{HAN}]{{2,4}}(?![{HAN}:：]))*(?![{HAN}:：])[{SPACES}]*|[记記]者[{HAN}]{{2,4}}[／/][{HAN}]{{2,4}}(?:報導|报导|報道)$|(?:本报)?(?:作者|记者|記者|通讯员|撰稿)[{SPACES}]*[:：][{SPACES}]*[{HAN}]{{2,4}}(?:[、{SPACES}]+[{HAN}]{{2,4}}(?![{HAN}:：]))*(?![{HAN}:：])[{SPACES}]*)"
)
"""Matches the field that names who wrote, with the names."""
SOURCED = re.compile(
    rf"(?:稿件|文章|新闻|信息|消息)?(?:来源|來源|稿源)[{SPACES}]*[:：丨｜|／/][{SPACES}]*[{HAN}·]{{2,12}}?[{SPACES}、，]*(?=(?:首席|见习|实习|全媒体|融媒体)?[记記]者|本[报報][讯訊](?!息))"
)
"""Matches the field that names a medium, where who wrote for it or the dateline follows: 来源丨青山融媒记者 李平."""
_OF_MEDIUM = re.compile(rf"(?:稿件|文章|新闻|信息|消息)?(?:来源|來源|稿源)[:/|丨]+([{HAN}]{{2,10}})")
"""Matches a field that names a medium and nothing else."""
_SOURCE = re.compile(r"(?:[稿文新信消][件章闻聞息])?(?:来源|來源)于?:")
"""Matches the label of where a text is from."""
_CLOCKED = re.compile(rf"(?:{DAY})[|T]*{TIME}")
_ACCOUNT = re.compile(rf"[{HAN}]{{2,6}}(?:融媒体?(?:中心)?|[日晚]报|广播电视台|电视台|新闻网|客户端)")
_PATH = re.compile(
    rf"(?:您?的?(?:现在|当前|目前)?的?(?:所在)?的?(?:位置|位於)(?:[:是]|(?=《)))(?:{_STEP})(?:[>»›→/\-]+{_STEP})*[>»›]*"
    rf"|(?:网站|網站)?(?:首页|首頁)(?:[>»›→/\-]+{_STEP})+"
    rf"|[{HAN}]{{2,12}}(?:网|網|報|报|频道|在线|頻道)(?:[>»›→]+{_STEP})+|{_STEP}(?:[>»›→]+{_STEP})*[>»›→]+(?:正文|新闻|新聞|详情|内容)"
)
_SITE_OF_PATH = re.compile(rf"([{HAN}]{{2,12}}(?:网|網|報|报|在线|頻道|频道))[>»›]")
"""Matches the site at the beginning of such a path: 青山网>>农村新闻."""
_ON_PATH = re.compile(r"[位首>»›→]")
"""Matches a sign that every such path has."""
_MENU = re.compile(rf"(?:[{HAN}]{{2,8}}网)?[\s|｜/·]*(?:网站)?(?:首页|首頁)(?:[\s|｜/·]+[{HAN}]{{2,5}}){{3,}}[\s|｜/·]*")
"""Matches the sections of a site, one beside the other."""
_NEIGHBOUR = re.compile(r"(?:[上下]一|前一|后一)[篇条條][:].{1,40}")
_BODY = re.compile(
    rf"(?P<day>\d[\d年月日/.:|-]*(?:来自[{HAN}]{{2,4}})?)?[,|]*[【\[]?(?:正文快照|正文|全文|内容|內容)[】\]]?[:](?:[|]?原标题[:])?"
)
"""Matches the label that a data base writes above the text, with the day before it."""
_STOPS = "。！？，；:<>"
_SECTION = rf"[{HAN}]{{2,4}}(?:新闻|新聞)|[{HAN}]{{2}}"
_BRACKETED = re.compile(rf"【([{HAN}]{{1,6}})】[:|]*")
_SPACED = re.compile(rf"(?<![{HAN}\d])(?:[{HAN}]\|){{2,}}[{HAN}](?![{HAN}])")
"""Matches letters that are set apart: 索 引 号."""
_LOOSE = re.compile(rf"(?<=[{HAN}:])\|(?=\d)|(?<=\d)\|(?=[{HAN}])|(?<=[{HAN}]:)\||\|(?=:)")
_NAME = re.compile(rf"(?:(?:本报)?(?:记者|通讯员|作者|記者)\|?)?([{HAN}]{{2,4}})(?=[|\d]|$)")
_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class _Found:
    """A part of a line: its kind, how much it counts for, and its text."""

    kind: str
    counts: str
    text: str


def site_line(line: str, vocabulary: Vocabulary, *, foot: bool = False) -> Furniture | None:
    """What kind of a site's own line it is; None if it is something else. Nothing of it may be left over.

    With `foot`, the line stands at the end of the page or beside others of a site: then a word is enough that could be a heading.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> words = load_vocabulary(Path("scripts/data"))
    >>> print(site_line("2023-04-12 08:15 来源：青山县融媒体中心 编辑：李平 阅读：356", words), site_line("<< 上一版 下一版 >>", words))
    site-date site-buttons
    >>> print(site_line("来源：一是财政拨款，二是村民自筹", words), site_line("大小工程一起抓", words), site_line("作者：李平", words))
    None None None
    >>> print(site_line("分享", words), site_line("分享", words, foot=True))
    None site-buttons
    >>> print(site_line("作者：李平 撰文：王芳 通讯员：张小敏", words, foot=True))
    None
    """
    plain = _plain(line)
    if _NEIGHBOUR.fullmatch(plain):
        return Furniture.SITE_BUTTONS
    body = _BODY.fullmatch(plain)
    if body:
        return Furniture.SITE_DATE if body["day"] else Furniture.SITE_RECORD
    if "首" in plain and _MENU.fullmatch(unicodedata.normalize("NFKC", line).strip()):
        return Furniture.SITE_BUTTONS
    if _sections(line, vocabulary):
        return Furniture.SITE_BUTTONS
    if _ON_PATH.search(plain) and _PATH.fullmatch(plain.replace("|", "")):
        return Furniture.SITE_PAGE if re.search(r"[A-Z]?\d{1,3}版", plain) else Furniture.SITE_PATH
    found = _parts(line, vocabulary)
    return _kind(found) if _counts(found, foot=foot) else None


def _sections(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line names sections with strokes between them (要闻 | 时政 | 民生 | 图片), most of them as pages are called."""
    if "|" not in line and "｜" not in line:
        return False
    words = [word.strip() for word in re.split(r"[|｜]", line.strip()) if word.strip()]
    rows = [row for row in vocabulary.furniture if row.name == Furniture.SECTION]
    named = sum(any(row.pattern.fullmatch(word) for row in rows) for word in words)
    return len(words) >= MENU and all(len(word) <= len("专题报道") for word in words) and 2 * named > len(words)


def media(line: str, vocabulary: Vocabulary) -> set[str]:
    """The papers, sites and accounts that a site's line names without a label, or alone behind the label of the source.

    >>> from pathlib import Path
    >>> from edition.vocabulary import load_vocabulary
    >>> media("原创 青山发布 2019-06-20 09:32 发表于浙江", load_vocabulary(Path("scripts/data")))
    {'青山发布'}
    >>> media("来源：青山融媒", load_vocabulary(Path("scripts/data")))
    {'青山融媒'}
    """
    path = _SITE_OF_PATH.match(_plain(line))
    if path:
        return {path[1]}
    sourced = _OF_MEDIUM.fullmatch(_plain(line))
    if sourced:
        return {sourced[1]}
    parts = _parts(line, vocabulary) if site_line(line, vocabulary) else ()
    fields = (_OF_MEDIUM.fullmatch(part.text) for part in parts if part.kind == "field")
    return {part.text for part in parts if part.kind == "medium"} | {field[1] for field in fields if field}


def clocked(line: str) -> bool:
    """Whether a line begins with a day and the time, as a site prints when it published a text."""
    return bool(_CLOCKED.match(_plain(line)))


def account(line: str) -> bool:
    """Whether a line is what only a site or an account is called.

    >>> account("青山融媒"), account("成果发布")
    (True, False)
    """
    return bool(_ACCOUNT.fullmatch(line.strip()))


def address(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line is only the address of a site."""
    return [part.kind for part in _parts(line, vocabulary)] == ["address"]


@lru_cache(RECENT)
def _plain(line: str) -> str:
    """The line in its usual letters; a stroke for every blank, except beside a figure or behind a colon. Labels in brackets (【来源】) get
    a colon where there are several."""
    plain = "|".join(unicodedata.normalize("NFKC", _BARRED.sub(":", line) if _BAR.search(line) else line).split())
    plain = _BRACKETED.sub(r"|\1:", plain) if len(_BRACKETED.findall(plain)) > 1 else plain
    return _LOOSE.sub("", _SPACED.sub(lambda match: match[0].replace("|", ""), plain)) if "|" in plain else plain


def _counts(found: Sequence[_Found], *, foot: bool) -> bool:
    """Whether parts that make up a whole line show that the line is a site's."""
    kinds = {part.kind for part in found}
    counts = [part.counts for part in found]
    if not found or kinds == {"author"}:
        return False  # It names who wrote the text, and nothing shows that it is a site's.
    if not ({"when", "medium"} <= kinds or (kinds & {"page"} and "name" not in kinds)) and kinds & {"section", "name"}:
        return False  # A word or a name counts only beside what shows that the line is no text.
    if "alone" in counts or (foot and "foot" in counts):
        return True
    if len(found) == 1:
        return foot and bool(_SOURCE.match(found[0].text))
    if kinds & {"when", "dated"}:
        return bool(kinds - {"when", "section", "name"})
    return any(part.counts != "weak" and part.kind != "author" for part in found) or (foot and (len(found) > 2 or kinds == {"counter"}))


def _kind(found: Sequence[_Found]) -> Furniture:
    """What a line is by its parts."""
    kinds = {part.kind for part in found}
    if "page" in kinds or any(part.kind == "field" and "版" in part.text.partition(":")[0] for part in found):
        return Furniture.SITE_PAGE
    if {"dated", "when", "clock"} & kinds:
        return Furniture.SITE_DATE
    return Furniture.SITE_SOURCE if "field" in kinds else Furniture.SITE_READS if kinds == {"counter"} else Furniture.SITE_BUTTONS


@dataclass(frozen=True, slots=True)
class _Grammar:
    """What a site's line is made of."""

    begins: re.Pattern[str]
    """Matches where some part can begin. Most lines of a text have none there, and need no further look."""
    parts: tuple[tuple[str, str, re.Pattern[str]], ...]
    """Each part with its kind and how much it counts for."""


@lru_cache(VOCABULARIES)
def _grammar(vocabulary: Vocabulary) -> _Grammar:
    """All parts with a pattern, labels with the sign behind them; the most certain kinds first."""
    all_ = [(kind, counts, pattern) for kind, counts, pattern in _FIXED]
    for row in vocabulary.site_parts:
        sign = "" if row.kind not in ("field", "author") else "[:]?" if row.pattern.pattern.isascii() else "[:/]"
        all_.append((row.kind, row.counts, f"(?:{row.pattern.pattern}){sign}"))
    all_.append(("medium", "weak", rf"{COUNTY_PAPER}(?=[|]|$)"))
    all_.append(("section", "weak", rf"(?:{_SECTION})(?=[|]|$)"))
    all_.sort(key=lambda part: (_ORDER.index(part[0]), COUNTS.index(part[1])))
    begins = "|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern) for _, _, pattern in all_)
    return _Grammar(re.compile(begins), tuple((kind, counts, re.compile(pattern)) for kind, counts, pattern in all_))


@lru_cache(RECENT)
def _parts(line: str, vocabulary: Vocabulary) -> Sequence[_Found]:
    """The parts of a line; nothing if something else stands among them."""
    plain = _plain(line)
    out: list[_Found] = []
    at = _past(plain, 0)
    while at < len(plain):
        part = _part(plain, at, vocabulary)
        if part is None:
            return ()
        end = at + len(part.text)
        if part.kind in ("field", "author") and not _empty(plain, end, vocabulary):
            end = _value(plain, end, vocabulary)
            if not at < end <= at + LONGEST_VALUE:
                return ()
        enclosed = part.kind == "field" and plain[end - 1] == "]"
        out.append(_Found(part.kind, "alone" if enclosed else part.counts, plain[at:end]))
        at = _past(plain, end)
    return out


def _past(plain: str, at: int) -> int:
    return _BETWEEN.match(plain, at).end()  # type: ignore[union-attr]


def _part(plain: str, at: int, vocabulary: Vocabulary) -> _Found | None:
    """The longest part that begins at an offset, of the most certain kind."""
    grammar = _grammar(vocabulary)
    best: _Found | None = None
    for kind, counts, pattern in grammar.parts if grammar.begins.match(plain, at) else ():
        match = pattern.match(plain, at)
        if match is None or match.end() == at or not _bounded(plain, match, kind, counts):
            continue
        if best is None or len(match[0]) > len(best.text):
            best = _Found(kind, counts, match[0])
    return best or _writer(plain, at, vocabulary)


def _writer(plain: str, at: int, vocabulary: Vocabulary) -> _Found | None:
    """The name of a person that begins at an offset, with or without a role: 记者 李平."""
    match = _NAME.match(plain, at)
    return _Found("name", "weak", match[0]) if match and is_name(match[1], vocabulary) else None


def _bounded(plain: str, match: re.Match[str], kind: str, counts: str) -> bool:
    """Whether a word stands by itself, so that it is no part of another: 分享 in 分享会. A label has its sign; a long button is sure."""
    if kind not in ("button", "medium", "counter", "posted") or counts == "alone":
        return True
    before, behind = plain[match.start() - 1 : match.start()], plain[match.end() : match.end() + 1]
    return not (_HAN.match(match[0][0]) and _HAN.match(before)) and not (_HAN.match(match[0][-1]) and _HAN.match(behind))


def _empty(plain: str, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a field has no value, because nothing or the label of the next one follows: 作者： 来源：青山日报."""
    if _past(plain, at) == len(plain):
        return True
    part = _part(plain, _past(plain, at), vocabulary)
    return part is not None and part.kind in ("field", "author", "dated") and part.text[-1] == ":"


def _value(plain: str, at: int, vocabulary: Vocabulary) -> int:
    """The offset at which the value of a field ends: where another part begins, or at the end of the line; 0 if it is a sentence."""
    enclosed = _ENCLOSED.match(plain, at)
    if enclosed:
        return enclosed.end()
    end = at
    while end < len(plain):
        if plain[end] in _STOPS:
            return 0
        begin = _past(plain, end)
        part = _part(plain, begin, vocabulary) if end > at or begin > end else None
        if part and (part.counts != "weak" or begin > end) and len(part.text) > 1 and part.kind not in ("section", "name"):
            return end
        end += 1
    return end if end > at else 0
