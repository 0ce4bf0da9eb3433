"""What the words of a format say of the newspaper: its name, the day, the page. Only what names itself counts: 如皋日报 2021年3月5日
第4版."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from edition.days import days
from edition.importing.nouns import Fact

FIELDS = ("newspaper", "date", "issue", "page", "page_name")
LONGEST = 120
"""Characters of the longest words that are looked at: a title, and no text."""
_KINDS = "日报|晚报|早报|晨报|时报|周报|商报|快报|导报|新报|青年报|农民报|法制报|日報|晚報|時報|週報|商報|導報|新報"
_PAPER = re.compile(rf"^《?([\u4e00-\u9fff]{{1,10}}?(?:{_KINDS}))》?(?=$|[\d ,，_|·:：(（—-]|电子版|数字报|電子報|第)")
"""Matches the name of a newspaper with which words begin; elsewhere a story may speak of it."""
_PAGE = re.compile(r"第?([A-D]?\d{1,3})[版頁](?!本)(?:[:：· ]+([\u4e00-\u9fff·]{2,8})(?=$|[\s)）|_-]))?")
_ISSUE = re.compile(r"第(\d{1,6})期")


def told(text: str, where: str, page: int = 0, sure: bool = False) -> Iterator[Fact]:
    """The facts that some words say; none where they say two days. Unless it is sure that they speak of the newspaper, they must name it or
    its page.

    >>> [(fact.field, fact.to) for fact in told("清川日报 2021年3月5日 第4版：要闻", "PDF 书签")]
    [('newspaper', '清川日报'), ('date', '2021-03-05'), ('page', '4'), ('page_name', '要闻')]
    >>> [*told("读《清川日报》有感", "标题")], [*told("2021年3月5日会议纪要", "标题")]
    ([], [])
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    shown = " ".join(text.split())[:LONGEST]
    if not plain or len(plain) > LONGEST:
        return
    if not (sure or _PAPER.search(plain) or _PAGE.search(plain)):
        return
    why = f"{where}“{shown}”"
    for field, found in (
        ("newspaper", {match[1] for match in _PAPER.finditer(plain)}),
        ("date", {day.isoformat() for day in days(plain)}),
        ("issue", {match[1] for match in _ISSUE.finditer(plain)}),
    ):
        if len(found) == 1:
            yield Fact(field, found.pop(), why, page)
    pages = [*_PAGE.finditer(plain)]
    if len({match[1] for match in pages}) == 1:
        yield Fact("page", pages[0][1].lstrip("0") or "0", why, page)
        if pages[0][2]:
            yield Fact("page_name", pages[0][2], why, page)


def agreed(facts: Iterable[Fact], page: int) -> list[Fact]:
    """The facts that hold for a page, one for each field: what is said of the page itself goes before what is said of the file. Where two
    disagree, neither holds."""
    held = [fact for fact in facts if fact.page in (0, page)]
    out = []
    for field in FIELDS:
        said = [fact for fact in held if fact.field == field]
        said = [fact for fact in said if fact.page] or said
        if said and len({fact.to for fact in said}) == 1:
            out.append(said[0])
    return out
