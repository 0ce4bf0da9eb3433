"""Finds what the folio of a page says beside the day and the newspaper: the issue (期), the page number (版次) and the page's name (版名).

Only what was set aside as furniture is read, and a fact counts only if the furniture of the page gives one value for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from edition.days import DAY, LUNAR, WEEKDAY, bare, number
from edition.model import Block, Finding, Restoration

_HAN = "一二三四五六七八九十"
_PAGE = re.compile(
    rf"(?<!今日)(?<!本期)(?<![共转接见、0-9])第?(?P<a>[A-Z]?\d{{1,3}}|[{_HAN}]{{1,3}})版(?![面本式心权])|版[面次号](?:】|:)+第?(?P<b>[A-Z]?\d{{1,3}})|^(?P<c>[A-Z]\d{{1,2}})$|(?<=[^A-Z0-9])(?P<d>[A-D]\d{{1,2}})(?![0-9])"
)
_ALONE = re.compile(r"[1-9]\d?")
_ISSUE = re.compile(r"(?P<whole>总)?第(?P<n>\d{1,6})期|期[号次](?:】|:)+(?P<m>\d{1,6})")
_NAME = re.compile(
    r"版[面名](?:】|:)+(?:第?[A-Z]?\d{1,3}版?:?)?(?P<a>[\u4e00-\u9fff·]{2,8})|[A-Z]?\d{1,3}版[（(:：](?P<b>[\u4e00-\u9fff·]{2,8})"
)
_BUTTONS = re.compile(r"[上下]一[篇版页期條条].*")
_SECTION = r"[\u4e00-\u9fff]{2,4}(?:[·・][\u4e00-\u9fff]{2,4})?"
_NUMBER = rf"(?:第?[A-Z]?\d{{1,3}}版|第[{_HAN}]{{1,3}}版|[A-D]\d{{1,2}}|0[1-9])"
_BESIDE = re.compile(rf"(?<![^|])(?P<a>{_SECTION})[|·:]?(?={_NUMBER}(?![^|]))|(?<![^|]){_NUMBER}[|·:]?(?P<b>{_SECTION})(?![^|])")
"""Matches the page number and the name of the page right beside it, in a folio whose other parts are cut off by strokes."""
_NOUGHT = re.compile(r"(?<![^|])0[1-9](?![^|])")
"""Matches a page number with nothing but a nought to show it."""
_PARTED = re.compile(rf"{DAY}|{WEEKDAY}|{LUNAR}|农历[\u4e00-\u9fff]*?[初十廿卅][一二三四五六七八九十]|总?第\d+[期号]")
_USUAL = re.compile(
    r"^(?:[\u4e00-\u9fff·・]*(?:要闻|新闻|综合|时政|民生|服务|副刊|文艺|专题|专版|特刊|理论|评论)|经济|社会|文化|教育|健康|法治|体育|旅游|农业|三农|生活|国际|国内|视野|广告)$"
)
"""Matches what pages are usually called. Another name counts only beside the name of a newspaper, for which it could else be taken."""
_NO_SECTION = re.compile(r"报$|[版期号]|农历|主办|主管|出版|今日|本期|共")
_SENDS = re.compile(
    r"(?:[（(—\-·▶►→*]*)(?:更多|详细|相关|全文|报道|内容|具体|欢迎|敬请|请)*(?:详见|另见|参见|见|请看|阅读|上接|下接|下转|转|接)"
)
"""Matches the beginning of a line that sends readers to another page: 详见A5版."""
_FOLIOS = frozenset(("folio", "date-line", "site-page", "site-record", "section-name"))
"""The rules under which a folio, or what a site makes of it, was set aside."""


def describe_folio(restoration: Restoration, papers: Collection[str]) -> tuple[Finding | None, Finding | None, Finding | None]:
    """Issue, page number and name of a page, as its folio states them; None for what it does not say, or says in two ways.

    Args:
        restoration: of the page.
        papers: the newspapers that its articles are known to be of.
    """
    blocks = [block for block in _furniture(restoration) if block.verdict.rule in _FOLIOS and not _SENDS.match(_row(block, restoration))]
    lines = [(_BUTTONS.sub("", bare(line)), line.strip()) for block in blocks for line in str(block.text).splitlines()]
    names = [(str(b.text).strip(), str(b.text).strip()) for b in blocks if b.verdict.rule == "section-name"]
    names += [(_of(match), printed) for line, printed in lines for match in _NAME.finditer(line)]
    names += list(_beside(restoration, papers)) if not names else []
    pages = [(_figures(_of(match)), printed) for line, printed in lines for match in _PAGE.finditer(line)]
    if not pages:
        pages = [(_figures(match[0]), printed) for line, printed in _folio_lines(restoration) for match in _NOUGHT.finditer(line)]
    if not pages and len(lines) > 1:
        # A number alone is the page only beside the rest of a folio.
        pages = [(line, printed) for line, printed in lines if _ALONE.fullmatch(line)]
    issues = [(_of(match), printed, match["whole"] or "") for line, printed in lines for match in _ISSUE.finditer(line)]
    current = [(value, printed) for value, printed, whole in issues if not whole] or [(value, printed) for value, printed, _ in issues]
    return _one(current), _one(pages), _one(names)


def _furniture(restoration: Restoration) -> Iterator[Block]:
    yield from restoration.set_aside
    for article in restoration.articles:
        yield from article.set_aside


def _folio_lines(restoration: Restoration) -> Iterator[tuple[str, str]]:
    """Each line of the dump that is a folio: its parts between strokes, without days and issues, and the line as it is printed."""
    text = restoration.seed.text
    starts = [block.text.pieces[0].start for block in _furniture(restoration) if block.verdict.rule == "folio" and block.text]
    for start in sorted({text.rfind("\n", 0, start) + 1 for start in starts}):
        end = text.find("\n", start)
        printed = text[start : end if end >= 0 else len(text)].strip()
        yield _PARTED.sub("|", re.sub(r"\s+", "|", unicodedata.normalize("NFKC", printed))), printed


def _row(block: Block, restoration: Restoration) -> str:
    """The line of the dump in which a block begins, without blanks; empty where that is not known."""
    text = restoration.seed.text
    if not (text and block.text.pieces):
        return ""
    start = block.text.pieces[0].start
    return bare(text[text.rfind("\n", 0, start) + 1 :].split("\n", 1)[0])


def _beside(restoration: Restoration, papers: Collection[str]) -> Iterator[tuple[str, str]]:
    """The name beside the page number on each folio line, and the line."""
    for line, printed in _folio_lines(restoration):
        for match in _BESIDE.finditer(line):
            name = _of(match)
            if not any(name in paper for paper in papers) and not _NO_SECTION.search(name) if papers else _USUAL.search(name):
                yield name, printed


def _of(match: re.Match[str]) -> str:
    """What the one group says that matched."""
    return next(text for name, text in match.groupdict().items() if text and name != "whole")


def _figures(page: str) -> str:
    """The page number without noughts before it, in figures: 04 is 4, 十二 is 12, A03 stays."""
    return page if page[0].isascii() and page[0].isalpha() else number(page).lstrip("0")


def _one(found: Iterable[tuple[str, str]]) -> Finding | None:
    """The one value that was found, each given with the line that says it; None if there is none, or more than one."""
    values = {value: printed for value, printed in found if value}
    if len(values) != 1:
        return None
    ((value, printed),) = values.items()
    return Finding(value, (printed,), "folio", stated=True)
