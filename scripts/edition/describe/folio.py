"""Finds what the folio of a page says beside the day and the newspaper: the issue (期), the page number (版次) and the page's name (版名).

Only what was set aside as furniture is read, and a fact counts only if the furniture of the page gives one value for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from edition.days import bare, number
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
_FOLIOS = frozenset(("folio", "date-line", "site-page", "site-record", "section-name"))
"""The rules under which a folio, or what a site makes of it, was set aside."""


def describe_folio(restoration: Restoration) -> tuple[Finding | None, Finding | None, Finding | None]:
    """Issue, page number and name of a page, as its folio states them; None for what it does not say, or says in two ways."""
    blocks = [block for block in _furniture(restoration) if block.verdict.rule in _FOLIOS]
    lines = [(_BUTTONS.sub("", bare(line)), line.strip()) for block in blocks for line in str(block.text).splitlines()]
    names = [(str(b.text).strip(), str(b.text).strip()) for b in blocks if b.verdict.rule == "section-name"]
    names += [(_of(match), printed) for line, printed in lines for match in _NAME.finditer(line)]
    pages = [(_figures(_of(match)), printed) for line, printed in lines for match in _PAGE.finditer(line)]
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
