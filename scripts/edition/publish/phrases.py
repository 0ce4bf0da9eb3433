"""Facts in Chinese words: dates, places, names, lengths, the evidence of what was inferred."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from math import ceil

from edition.days import number
from edition.model import LEVELS, Article, Byline, Description, Finding
from edition.publish.escape import plain, visible
from edition.rulings import EMENDED, RULE, Ruling, words
from edition.trace import SourceLines, Text

NAME = "地方报纸数字版"
"""The name of the edition."""
LEVEL_WORDS = {"province": "省", "prefecture": "市", "county": "县", "township": "乡镇"}
RULE_WORDS = {
    "gazetteer": "据地名表推知",
    "short name": "文中用简称",
    "former name": "文中用旧名",
    "own region": "据文中自称与报名推知",
    "inferred": "据文中词句推断",
    "cues": "据文中词语",
    "ruling": "编者裁定",
    "collection": "据本集说明",
    "import": "据原件自带的说明",
}
"""Why a fact is taken for inferred; other rules are named by 推断 alone."""
DOUBT_WORDS = {
    "border": "本篇起讫不甚分明，或属邻篇",
    "namesake": "文中未言所属，别处或有同名乡镇",
    "mention": "文中或只是提到",
    "weekday": "日期与所印星期不合",
}
"""What speaks against a fact."""
PICTURES = frozenset(("图", "摄", "摄影", "供图"))
"""Roles of those who made pictures and not the text; a citation does not name them."""
READING = 400  # characters a minute: silent reading of Chinese prose runs at 300 to 500
SENTENCE = 90  # characters; a first sentence that runs on is cut there
SEASONS = {"21": "春", "22": "夏", "23": "秋", "24": "冬"}

_DATE = re.compile(r"(\d{3}[\dX]|\d\dXX)(?:-(\d\d))?(?:-(\d\d))?([~?%]?)")
_SENTENCE = re.compile(r".*?[。！？]+[”’』」）)]*")
_PAGE = re.compile(r"([^\d一二三四五六七八九十廿]*)(\d+|[一二三四五六七八九十廿]+)")


def ruling_words(ruling: Ruling, lines: SourceLines) -> str:
    """What an editor ruled, in one line, with the reason and who ruled when.

    >>> ruling_words(Ruling("begin", "", 2, 2, why="另有标题", by="张三", date="2026-03-05"), SourceLines("甲\\n乙"))
    '第2行：另起一篇。另有标题（张三，2026-03-05）'
    """
    numbers = sorted({lines.permanent(number) for number in (ruling.first, ruling.last) if number})
    where = f"第{'—'.join(map(str, numbers))}行：" if numbers and ruling.act not in ("field", "confirm") else ""
    who = "，".join(part for part in (ruling.by, ruling.date) if part)
    return f"{where}{words(ruling)}{f'。{ruling.why}' if ruling.why else ''}{f'（{who}）' if who else ''}"


def corrected(text: Text, source: str) -> Iterator[tuple[str, str | None]]:
    """A text in parts: words that an editor put right, each with what was printed; the others with None.

    >>> list(corrected(Text.of("我己到").replace(re.compile("己"), "已", EMENDED), "我己到"))
    [('我', None), ('已', '己'), ('到', None)]
    """
    for emended, group in groupby(text.pieces, lambda piece: piece.rule == EMENDED):
        pieces = list(group)
        reading = "".join([piece.text for piece in pieces])
        printed = visible("".join([source[piece.start : piece.end] for piece in pieces]))
        if reading:
            yield reading, printed if emended and reading.strip() else None


def corrected_head(article: Article, source: str) -> Iterator[str]:
    """What was printed in the head where editors read something else, in a sentence each; in the text the passage itself says it."""
    head = (article.head.kicker, article.head.title, article.head.subtitle, *(byline.text for byline in article.bylines))
    for text in head:
        for piece in text.pieces if text else ():
            if piece.rule in (EMENDED, RULE) and piece.text:
                printed = visible(source[piece.start : piece.end])
                yield f"“{plain(piece.text)}”原作“{printed}”" if printed else f"“{plain(piece.text)}”原文所无"


def date_words(edtf: str) -> str:
    """An EDTF date in Chinese words; what these words cannot say is given as it stands.

    >>> [date_words(date) for date in ("2021~", "2012-11-20", "2021-11/2021-12", "2021-01-12/2021-02-11")]
    ['约2021年', '2012年11月20日', '2021年11月至12月', '2021年1月12日至2月11日']
    >>> [date_words(date) for date in ("2019-12/2020-01", "2022-06-24/2022-07", "../2021", "201X", "2021-21")]
    ['2019年12月至2020年1月', '2022年6月24日至7月', '2021年以前', '2010年代', '2021年春']
    """
    first, slash, last = edtf.partition("/")
    if not slash:
        match = _DATE.fullmatch(edtf)
        return _qualified(match, _parts(match)) if match else edtf
    low, high = _DATE.fullmatch(first), _DATE.fullmatch(last)
    if low and high:
        begin, end = _parts(low), _parts(high)
        same = 0
        while same < min(len(begin), len(end)) - 1 and begin[same] == end[same]:
            same += 1
        return f"{_qualified(low, begin)}至{_qualified(high, end[same:], low[4] != high[4])}"
    if low and last in ("", ".."):
        return f"{_qualified(low, _parts(low))}以后"
    if high and first in ("", ".."):
        return f"{_qualified(high, _parts(high))}以前"
    return edtf


def _parts(match: re.Match[str]) -> list[str]:
    """Year, month and day, each with its word."""
    year, month, day = match[1], match[2], match[3]
    if year.endswith("XX"):
        return [f"{int(year[:2]) + 1}世纪"]
    out = [f"{year[:3]}0年代" if year.endswith("X") else f"{int(year)}年"]
    if month:
        out.append(SEASONS.get(month, f"{int(month)}月"))
    if day:
        out.append(f"{int(day)}日")
    return out


def _qualified(match: re.Match[str], parts: list[str], say: bool = True) -> str:
    about = "约" if match[4] in ("~", "%") and say else ""
    return about + "".join(parts) + ("（存疑）" if match[4] in ("?", "%") and say else "")


def year(description: Description) -> str:
    """The year of an article, as a heading; the first one where it may be either of two."""
    found = re.search(r"\d{4}", description.date.value) if description.date else None
    return f"{int(found[0])}年" if found else "年份未详"


def date_key(description: Description) -> str:
    """For sorting: the day on which the date begins; without a date, before all others."""
    return description.date.value if description.date else ""


def place_units(description: Description) -> list[str]:
    """The units of place, from the widest down; a municipality is not named twice."""
    units = [unit for level in LEVELS if (unit := description.level(level))]
    return [unit for n, unit in enumerate(units) if n == 0 or unit != units[n - 1]]


def whole_code(code: str) -> str:
    """The code of a unit with all its digits: six (GB/T 2260), or the nine that the statistics office gives a township.

    >>> whole_code("32"), whole_code("3206"), whole_code("320682113")
    ('320000', '320600', '320682113')
    """
    return code.ljust(6, "0")


def place_words(description: Description) -> str:
    """The place in one word, or nothing.

    >>> place_words(Description({"province": Finding("安徽省", (), "printed"), "county": Finding("天长市", (), "printed")}))
    '安徽省天长市'
    """
    return "".join(place_units(description))


def by_role(bylines: Iterable[Byline]) -> list[tuple[str, list[Byline]]]:
    """Roles with their bylines: those of one role that stand together are one group."""
    return [(role, list(group)) for role, group in groupby(bylines, key=lambda byline: byline.role or "")]


def signed(byline: Byline) -> str:
    """A name with its credit: 程智（文/图）."""
    return byline.name + (f"（{byline.credit}）" if byline.credit else "")


def byline_groups(bylines: Iterable[Byline]) -> list[tuple[str, list[str]]]:
    """Roles with their names; no name is said twice under one role."""
    return [(role, list(dict.fromkeys(map(signed, group)))) for role, group in by_role(bylines)]


def byline_words(bylines: Iterable[Byline]) -> str:
    """The byline on one line.

    >>> from edition.trace import Text
    >>> byline_words([Byline("记者", "吴昊", Text()), Byline("通讯员", "陈秋瑾", Text()), Byline("通讯员", "程智", Text(), credit="文/图")])
    '记者 吴昊　通讯员 陈秋瑾、程智（文/图）'
    """
    return "　".join((f"{role} " if role else "") + "、".join(names) for role, names in byline_groups(bylines))


def halves(title: str) -> list[str]:
    """The printed halves of a title, each for a line of its own; the whole where its blanks are no halves.

    >>> halves("党旗猎猎新潮涌 不忘初心得始终"), halves("半小时找回 三箱 水 果"), halves("走近 Big Data 的人")
    (['党旗猎猎新潮涌', '不忘初心得始终'], ['半小时找回 三箱 水 果'], ['走近 Big Data 的人'])
    """
    parts = [part for part in re.split(r"(?<![!-~])\s+|\s+(?![!-~])", title.strip()) if part]
    return parts if all(len(part) >= 3 for part in parts) else [title.strip()]


def page_order(page: str) -> list[tuple[str, int]]:
    """The place of a page among those of its day: by what stands before its number, then by the number.

    >>> sorted(["B1", "10", "A3", "十二", "2", "A12", "一", ""], key=page_order)
    ['', '一', '2', '10', '十二', 'A3', 'A12', 'B1']
    """
    return [(before, int(number(numeral))) for before, numeral in _PAGE.findall(page)]


def first_sentence(article: Article) -> str:
    """How the text begins: its first sentence, cut where it runs on."""
    text = next((str(block.text) for block in article.blocks if block.kind == "paragraph" and block.text), "")
    text = " ".join(text.split())
    found = _SENTENCE.match(text)
    sentence = found[0] if found else text
    return sentence if len(sentence) <= SENTENCE else sentence[:SENTENCE].rstrip("，、；：“（ ") + "……"


def length(article: Article) -> int:
    """How many characters the text has, blanks and captions not counted."""
    return sum(len("".join(str(block.text).split())) for block in article.blocks if block.kind != "caption")


def minutes(characters: int) -> int:
    """Reading time in whole minutes, at least one.

    >>> minutes(0), minutes(READING), minutes(READING + 1)
    (1, 1, 2)
    """
    return max(1, ceil(characters / READING))


def evidence(finding: Finding) -> str:
    """What a fact rests on, in one line, with the doubt about it; empty where the page states it and nothing is doubtful.

    >>> evidence(Finding("青溪县", ("青溪县",), "printed", stated=True, doubt="border"))
    '本篇起讫不甚分明，或属邻篇'
    """
    quoted = "；".join(" ".join(words.split()) for words in finding.evidence)
    rests = "" if finding.stated else f"{RULE_WORDS.get(finding.rule, '推断')}：{quoted}"
    return "；".join(part for part in (rests, DOUBT_WORDS.get(finding.doubt, "")) if part)
