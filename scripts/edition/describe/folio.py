"""Finds what the folio of a page says beside the day and the newspaper: the issue (期), the page number (版次) and the page's name (版名).

Only what was set aside as furniture is read, and a fact counts only if the furniture of the page gives one value for it; a dump of
several pages can give one for each (`lines.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from edition.days import DAY, LUNAR, WEEKDAY, bare, number
from edition.describe.lines import Line, holding
from edition.model import Block, Finding, Furniture, Restoration

_HAN = "一二三四五六七八九十"
_PAGE = re.compile(
    rf"(?<!今日)(?<!本期)(?<![共转接见、0-9./-])第?(?P<a>[A-Z]?\d{{1,3}}|[{_HAN}]{{1,3}})版(?![面本式心权次名号])|版[面次号](?:】|:|\[)+第?(?P<b>[A-Z]?\d{{1,3}})(?!\d)|^(?P<c>[A-Z]\d{{1,2}})$|(?<=[^A-Z0-9])(?P<d>[A-D]\d{{1,2}})(?![0-9])"
)
_ALONE = re.compile(r"[1-9]\d?")
_ISSUE = re.compile(r"(?P<whole>总)?第(?P<n>\d{1,6})期|期[号次](?:】|:)+(?P<m>\d{1,6})")
_NAME = re.compile(
    r"版[面名](?:】|:|\[)+(?:第?[A-Z]?\d{1,3}版?:?)?(?P<a>[\u4e00-\u9fff·]{2,8})|[A-Z]?\d{1,3}版[（(:：](?P<b>[\u4e00-\u9fff·]{2,8})"
)
_BUTTONS = re.compile(r"[上下]一[篇版页期條条].*")
_SECTION = r"(?:[\u4e00-\u9fff]{1,5}(?:新闻|新聞)|[\u4e00-\u9fff]{2,4}(?:[·・][\u4e00-\u9fff]{2,4})?)"
_NUMBER = rf"(?:第?[A-Z]?\d{{1,3}}版|第[{_HAN}]{{1,3}}版|[A-D]\d{{1,2}}|0[1-9]|(?<![^|])[1-9]\d?(?![^|]))"
_BESIDE = re.compile(rf"(?<![^|])(?P<a>{_SECTION})[|·:]*(?={_NUMBER}(?![^|]))|(?<![^|]){_NUMBER}[|·:]*(?P<b>{_SECTION})(?![^|])")
"""Matches the page number and the name of the page right beside it, in a folio whose other parts are cut off by strokes."""
_NOUGHT = re.compile(r"(?<![^|])0[1-9](?![^|])")
"""Matches a page number with nothing but a nought to show it."""
_PARTED = re.compile(rf"{DAY}|{WEEKDAY}|{LUNAR}|农历[\u4e00-\u9fff]*?[初十廿卅][一二三四五六七八九十]|总?第\d+[期号]")
_USUAL = re.compile(
    r"^(?:[\u4e00-\u9fff·・]*(?:要闻|新闻|综合|时政|民生|服务|副刊|文艺|专题|专版|特刊|理论|评论)|经济|社会|文化|教育|健康|法治|体育|旅游|农业|三农|生活|国际|国内|视野|广告)$"
)
"""Matches what pages are usually called. Another name counts only beside the name of a newspaper, for which it could else be taken."""
_NO_SECTION = re.compile(
    r"报$|報$|编辑|編輯|校对|校對|组版|版式|美编|主编|值班|监制|审[读校]|电话|^(?:报章|報章|报纸|報紙|首页|正文)$"
    r"|[版期号]|农历|主办|主管|出版|今日|本期|共"
)
_SENDS = re.compile(
    r"(?:[（(—\-·▶►→*]*)(?:更多|详细|相关|全文|报道|内容|具体|欢迎|敬请|请)*(?:详见|另见|参见|见|请看|阅读|上接|下接|下转|转|接)"
)
"""Matches the beginning of a line that sends readers to another page: 详见A5版."""
_FOLIOS = (Furniture.FOLIO, Furniture.DAY, Furniture.SITE_PAGE, Furniture.SITE_RECORD, Furniture.SECTION)
"""What a folio is, or what a site makes of it."""
_PRINTED = (Furniture.FOLIO, Furniture.SITE_PAGE)
"""Those whose whole line in the dump can name page and section side by side."""


Said = tuple[Line, str]
"""A line of a folio and a value that it states."""


def describe_folios(restoration: Restoration, papers: Collection[str]) -> tuple[tuple[Finding | None, Finding | None, Finding | None], ...]:
    """Issue, page number and name of the page of each article, as its folio states them; None for what it does not say, or says in two
    ways.

    Args:
        restoration: of the page.
        papers: the newspapers that its articles are known to be of.
    """
    lines = list(_lines(restoration))
    names = [(line, line.printed) for line, _, kind in lines if kind == Furniture.SECTION]
    names += [(line, _of(match)) for line, plain, _ in lines for match in _NAME.finditer(plain)]
    names += list(_beside(restoration, papers)) if not names else []
    pages = [(line, _figures(_of(match))) for line, plain, _ in lines for match in _PAGE.finditer(plain)]
    if not pages:
        pages = [(line, _figures(match[0])) for line, plain in _whole_lines(restoration) for match in _NOUGHT.finditer(plain)]
    if not pages and len(lines) > 1:
        # A number alone is the page only beside the rest of a folio.
        pages = [(line, plain) for line, plain, _ in lines if _ALONE.fullmatch(plain)]
    issues = [(line, _of(match), match["whole"] or "") for line, plain, _ in lines for match in _ISSUE.finditer(plain)]
    current = [(line, value) for line, value, whole in issues if not whole] or [(line, value) for line, value, _ in issues]
    return tuple(zip(*(_held(restoration, found) for found in (current, pages, names)), strict=True))


def _held(restoration: Restoration, found: Iterable[Said]) -> tuple[Finding | None, ...]:
    """For each article the value that holds for it, with the line that says it."""
    said = [(line, Finding(value, (line.printed,), "folio", stated=True)) for line, value in found if value]
    return holding(restoration, said, page=True)


def _lines(restoration: Restoration) -> Iterator[tuple[Line, str, Furniture]]:
    """Each line of a folio: as it is printed, without blanks and buttons, and its kind."""
    text = restoration.seed.text
    for block in _furniture(restoration):
        at = block.text.pieces[0].start if text and block.text.pieces else -1
        row = text[text.rfind("\n", 0, at) + 1 :].split("\n", 1)[0] if at >= 0 else ""
        kind = block.verdict.furniture
        if kind in _FOLIOS and not _SENDS.match(bare(row)):
            for printed in str(block.text).splitlines():
                yield Line(printed.strip(), at, row), _BUTTONS.sub("", bare(printed)), kind


def _furniture(restoration: Restoration) -> Iterator[Block]:
    yield from restoration.set_aside
    for article in restoration.articles:
        yield from article.set_aside


def _whole_lines(restoration: Restoration) -> Iterator[tuple[Line, str]]:
    """Each line of the dump that is a folio: as it is printed, and its parts between strokes, without days and issues."""
    text = restoration.seed.text
    starts = [block.text.pieces[0].start for block in _furniture(restoration) if block.verdict.furniture in _PRINTED and block.text]
    for start in sorted({text.rfind("\n", 0, start) + 1 for start in starts}):
        end = text.find("\n", start)
        printed = text[start : end if end >= 0 else len(text)].strip()
        plain = re.sub(r"(?<=\d[年月])/(?=\d)", "", re.sub(r"\s+", "|", unicodedata.normalize("NFKC", printed)))
        yield Line(printed, start, printed), _PARTED.sub("|", plain).replace("/", "|")


def _beside(restoration: Restoration, papers: Collection[str]) -> Iterator[Said]:
    """The name beside the page number on each folio line, or a usual name elsewhere on it."""
    for line, plain in _whole_lines(restoration):
        named = [_of(match) for match in _BESIDE.finditer(plain)]
        if papers:
            named = [name for name in named if not any(name in paper for paper in papers) and not _NO_SECTION.search(name)]
        usual = [word for word in (named or plain.split("|")) if _USUAL.search(word)] if re.search(r"\d", plain) else []
        for name in named if papers and named else usual:
            yield line, name


def _of(match: re.Match[str]) -> str:
    """What the one group says that matched."""
    return next(text for name, text in match.groupdict().items() if text and name != "whole")


def _figures(page: str) -> str:
    """The page number without noughts before it, in figures: 04 is 4, 十二 is 12, A03 stays."""
    return page if page[0].isascii() and page[0].isalpha() else number(page).lstrip("0")
