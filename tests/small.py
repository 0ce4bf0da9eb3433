"""A small edition made by hand: two invented dumps with every kind of block, a copy, doubts, places, dates and themes.

A dump is written row by row: the article, what the row is in it, and the line as it stands in the dump. No rule of restoration is asked,
so that what is published of it depends on publishing alone.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from edition.apparatus import balance
from edition.describe.keywords import keywords, load_corpus
from edition.model import (
    LEVELS,
    Article,
    Block,
    Byline,
    Description,
    Doubt,
    Edition,
    Finding,
    Head,
    Province,
    Restoration,
    Role,
    Seed,
    Theme,
    Verdict,
)
from edition.trace import Piece, Text, join

Row = tuple[str, str, str]
"""Article (empty for the page itself), role (`+` for a line that goes on with the paragraph or the table above it), and the line."""

SPRING, TREE, BLANK, COPY, RIVER, CITY = "chunfeng", "laohuai", "wuti", "chunfeng-2", "heliu", "shanshi"
FIRST = "1_hewan.txt"
SECOND = "河湾 二.txt"

ROWS: Sequence[Row] = (
    ("", "folio", "河湾日报 2024年3月18日 第35期 第2版"),
    ("", "", ""),
    (SPRING, "title", "石桥镇田里机声响 全县春耕按下快进键"),
    (SPRING, "kicker", "抢农时 备农资"),
    (SPRING, "subtitle", "——石桥镇春耕见闻"),
    (SPRING, "byline", "记者 丁一帆"),
    (SPRING, "byline", "通讯员 褚一 文/图"),
    (SPRING, "paragraph", "昨日，⼀场春耕现场会在石桥镇召开，农机手讲起“田保姆”，大家都说好。农"),
    (SPRING, "caption", "►农机手在田里忙碌"),
    (SPRING, "+", "机 下 了 田。"),
    (SPRING, "heading", "“田保姆”进村"),
    (SPRING, "paragraph", "春耕要早，农机先行。石桥镇的“田保姆”有三十人，春耕一天翻地百亩。"),
    (SPRING, "jump-line", "（下转第5版）"),
    (SPRING, "table", "队伍|亩数"),
    (SPRING, "+", "一队|120"),
    (TREE, "title", "村口的老槐树"),
    (TREE, "paragraph", "村口的老槐树有三百岁了，老人说起“三级书记”，都竖大拇指。支部书记常来树下开会。![](shu.png)"),
    (BLANK, "paragraph", "渡口的灯亮了一夜，摆渡人说这是最后一班渡船，往后过河走大桥。"),
)
AGAIN: Sequence[Row] = (
    (COPY, "title", "石桥镇田里机声响 全县春耕按下快进键"),
    (COPY, "paragraph", "昨日，一场春耕现场会在石桥镇召开，农机手讲起“田保姆”，大家都说好。"),
    (RIVER, "title", "大桥合龙了"),
    (RIVER, "byline", "记者 丁一帆"),
    (RIVER, "paragraph", "大桥合龙的那天，摆渡人站在渡口看了很久。渡船要歇了，渡口要改成公园。"),
    (CITY, "title", "山城的缆车"),
    (CITY, "byline", "记者 曾平"),
    (CITY, "paragraph", "缆车过江只要五分钟，老人坐了一辈子。"),
)
PROVINCES = (
    Province("安徽省", "安徽", "anhui", 5, 5),
    Province("重庆市", "重庆", "chongqing", 6, 3),
    Province("湖北省", "湖北", "hubei", 5, 4),
)
THEMES = (
    Theme("dangjian", "党建", "党的建设。", ("党建",)),
    Theme("keji", "科技", "科学技术。", ("科技",)),
    Theme("nongye", "农业农村", "农业。", ("农业",)),
)


def told(value: str, *evidence: str, rule: str = "test", doubt: str = "", code: str = "") -> Finding:
    """A fact; with words as evidence it is inferred, without any the page states it."""
    return Finding(value, evidence, rule, stated=not evidence, doubt=doubt, code=code)


DESCRIPTIONS = {
    SPRING: Description(
        {
            "province": told("安徽省", "天长市", "安徽省 → 滁州市 → 天长市", rule="gazetteer", code="34"),
            "prefecture": told("滁州市", "天长市", rule="gazetteer", code="3411"),
            "county": told("天长市", code="341181"),
            "township": told("石桥镇", doubt="border"),
        },
        told("2024-03-18"),
        told("河湾日报"),
        (told("农业农村", "春耕（4次）", "农机（3次）", rule="cues"), told("党建", "书记", rule="cues")),
        told("35"),
        told("2"),
        told("要闻"),
    ),
    TREE: Description(
        {"province": told("安徽省", "安徽")}, told("2021~", "今年", rule="inferred"), None, (told("党建", "支部（1次）", rule="cues"),)
    ),
    BLANK: Description(),
    RIVER: Description(
        {level: told(unit) for level, unit in (("province", "湖北省"), ("prefecture", "黄石市"), ("county", "阳新县"))},
        told("2021-01-12/2021-02-11", "春节前", rule="inferred"),
        told("阳新时报"),
    ),
    CITY: Description(
        {level: told(unit) for level, unit in (("province", "重庆市"), ("prefecture", "重庆市"), ("county", "綦江区"))}, told("2024-03-02")
    ),
}


def page(name: str, rows: Sequence[Row], encoding: str = "utf-8", numbers: tuple[int, ...] = ()) -> Restoration:
    """A dump of these rows, read as they say."""
    source = "".join(f"{line}\n" for _, _, line in rows)
    lines, at = list[Text](), 0
    for _, _, line in rows:
        lines.append(_read(source, at, at + len(line) + 1))
        at += len(line) + 1
    furniture = list[Block]()
    parts: dict[str, list[tuple[str, list[Text]]]] = {}
    for (owner, role, _), text in zip(rows, lines, strict=True):
        if not role:
            # An empty line goes with what stands above it.
            furniture[-1] = replace(furniture[-1], text=furniture[-1].text + text)
        elif not owner:
            furniture.append(Block(text, Verdict(Role.FURNITURE, role)))
        elif role == "+":
            next(texts for kind, texts in reversed(parts[owner]) if kind in ("paragraph", "table")).append(text)
        else:
            parts.setdefault(owner, []).append((role, [text]))
    articles = tuple(_article(name, id_, found) for id_, found in parts.items())
    return Restoration(Seed(name, "0" * 64, encoding, source, numbers), articles, tuple(furniture))


def _read(source: str, start: int, end: int) -> Text:
    text = Text.of(source, start, end).replace(re.compile("\n"), "", "line-break" if end - start > 1 else "blank-line")
    text = text.replace(re.compile("⼀"), "一", "kangxi-radical").replace(re.compile("►"), "", "caption-mark")
    text = text.replace(re.compile(r"!\[\]\([a-z.]+\)"), "", "markup")
    return text.replace(re.compile("^——"), "", "subtitle-dash").replace(re.compile("(?<=[机下了]) "), "", "letter-spacing")


def _article(name: str, id_: str, parts: Sequence[tuple[str, list[Text]]]) -> Article:
    head = {role: texts[0] for role, texts in parts if role in ("kicker", "title", "subtitle")}
    bylines, blocks, aside = list[Byline](), list[Block](), list[Block]()
    for role, texts in parts:
        if role == "byline":
            bylines.append(_byline(texts[0]))
        elif role == "table":
            blocks.append(Block(_table(texts), Verdict(Role.TABLE, "test", "两行都有竖线")))
        elif role in ("paragraph", "heading", "caption"):
            blocks.append(Block(join(texts), Verdict(Role(role), "test", "行首有图注标记" if role == "caption" else "")))
        elif role not in head:
            aside.append(Block(texts[0], Verdict(Role.FURNITURE, role)))
    doubts = (Doubt("原文第1行：题目可疑"),) if id_ == TREE else ()
    return Article(name, Head(**head), tuple(bylines), tuple(blocks), tuple(aside), id_, doubts)


def _byline(text: Text) -> Byline:
    role, name, *credit = str(text).split()
    return Byline(role, name, text.replace(re.compile(" "), "", "byline-separator"), credit="".join(credit) or None)


def _table(rows: Sequence[Text]) -> Text:
    """Cells divided by `|`, rows by the end of their line."""
    parts = [row.replace(re.compile(r"\|"), "\t", "table-cell") for row in rows]
    ends = [Text(Piece(*piece[:2], "\n", "table-row") if piece.rule == "line-break" else piece for piece in part) for part in parts[:-1]]
    return join([*ends, parts[-1]])


def download(files: Mapping[str, str], id_: str, suffix: str) -> str:
    """A file of an article that its page holds."""
    found = json.loads(files[f"views/articles/{id_}.json"])["downloads"]
    address: str = next(one["address"] for one in found if one["file"] == f"{id_}.{suffix}")
    assert re.match(r"data:[a-z/.+-]+;charset=utf-8;base64,", address)
    return b64decode(address.partition(",")[2]).decode("utf-8")


def changed_download(files: Mapping[str, str], id_: str, suffix: str, old: str, new: str) -> dict[str, str]:
    """The view of an article with one of its files changed."""
    path, text = f"views/articles/{id_}.json", download(files, id_, suffix)
    before, after = (b64encode(one.encode()).decode() for one in (text, text.replace(old, new)))
    assert before != after and before in files[path]
    return {path: files[path].replace(before, after)}


def edition_of(*rows: tuple[str, str, Description], bylines: Mapping[str, Sequence[str]] | None = None, **more: Any) -> Edition:
    """An edition of one dump; each row is the id of an article, which is its title as well, its text, and what is known of it."""
    lines: list[Row] = []
    for id_, text, _ in rows:
        lines += [(id_, "title", id_), *((id_, "byline", line) for line in (bylines or {}).get(id_, ()))]
        lines += [(id_, "paragraph", line) for line in text.split("\n")]
    found = page("page.txt", lines)
    described = worded([found], {id_: one for id_, _, one in rows})
    return Edition((found,), described, {"page.txt": balance(found)}, PROVINCES, THEMES, **more)


corpus = cache(load_corpus)


def worded(restorations: Sequence[Restoration], descriptions: Mapping[str, Description]) -> dict[str, Description]:
    """The descriptions with the words that stand for their articles."""
    articles = (article for restoration in restorations for article in restoration.articles)
    return {one.id: replace(descriptions[one.id], keywords=keywords(one, descriptions[one.id], corpus())) for one in articles}


def at(province: str, *units: str, date: str = "", themes: Sequence[str] = (), newspaper: str = "") -> Description:
    """What is known of an article in a few words; units are prefecture, county and township, or empty."""
    place = {level: told(unit) for level, unit in zip(LEVELS, (province, *units), strict=False) if unit}
    return Description(place, told(date) if date else None, told(newspaper) if newspaper else None, tuple(told(label) for label in themes))


@cache
def small_edition() -> Edition:
    """The two dumps; the first article of the second one is a copy of the first one's."""
    found = (page(FIRST, ROWS), page(SECOND, AGAIN, "gb18030"))
    copies = dict.fromkeys((SPRING, COPY), (SPRING, COPY))
    return Edition(
        found,
        worded(found, {**DESCRIPTIONS, COPY: DESCRIPTIONS[SPRING]}),
        {one.seed.name: balance(one) for one in found},
        PROVINCES,
        THEMES,
        {"chungeng": SPRING},
        "https://example.org/",
        {"長": "长"},
        {"农机": 50, "机手": 9, "渡口": 20, "大桥": 30, "渡船": 1},
        {"kangxi-radical": "部首读作汉字", "jump-line": "转版提示"},
        copies,
    )
