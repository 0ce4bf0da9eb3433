"""The articles by year and month, as far as their dates are known.

A date stands under a month only where it lies in that month for certain. `2021~` and `2021-01-12/2021-02-11` have headings of their
own within the year, a range over several years one after all years, and what has no date the last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from edition.model import Article, Edition
from edition.publish.groups import Group, cut, grouped, page_name
from edition.publish.indexes.index import Index
from edition.publish.indexes.lists import Page, articles_of, articles_shelf
from edition.publish.phrases import SEASONS
from edition.publish.plots import articles_by_year

ACROSS_YEARS, NO_DATE = "跨年，或年份不定", "日期未详"
ACROSS_MONTHS, YEAR_ALONE, ABOUT = "跨几个月", "只知年份", "约在此年"

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-\d\d)?([~?%]?)")
_LAST = 9999


def dates(edition: Edition) -> Iterable[Page]:
    """`dates/index.md`: every article by year and month; none where no article has a date."""
    if years(edition):
        told = "日期有的印在版面上，有的据文中词句推断。定不到某一个月的，列在各年的月份之后，不勉强归月。"
        groups, short = by_date(edition, edition.works), articles_of(edition, begins=False)
        intro = [told, *bars(edition, edition.works, leads(groups, "index", here=True))]
        yield from articles_shelf(edition, "dates/index", DATES.name, DATES.way[:-1], groups, intro, entries=short).pages()


def bars(edition: Edition, articles: Iterable[Article], addresses: Mapping[str, str]) -> list[str]:
    """How many articles there are of each year, as a picture with its table; those whose year is not known stay out.

    Args:
        addresses: of the headings of years, as `leads` gives them.
    """
    dates_of = (edition.descriptions[article.id].date for article in articles)
    heads = (place_of(date.value)[1][0] for date in dates_of if date)
    counts = Counter(head for head in heads if head[:-1].isdigit())
    return articles_by_year({int(head[:-1]): (count, addresses[head]) for head, count in counts.items()})


def leads(groups: Sequence[Group[Article]], name: str, *, here: bool = False) -> dict[str, str]:
    """The address of each first heading of a list, on the page where it stands.

    Args:
        groups: what the list has.
        name: its address without suffix, as the page that leads there names it.
        here: whether that is the first page of the list itself.
    """
    found: dict[str, str] = {}
    for number, part in enumerate(cut(groups), 1):
        page = "" if here and number == 1 else f"{page_name(name, number)}.html"
        for group in part:
            found.setdefault(group.heads[0], f"{page}#{group.anchors[0]}")
    return found


def years(edition: Edition) -> int:
    """How many headings of years there are; none where no article has a date."""
    return len({place_of(date.value)[1][0] for one in edition.descriptions.values() if (date := one.date)})


def by_date(edition: Edition, articles: Iterable[Article], months: bool = True) -> list[Group[Article]]:
    """The articles under their years, and in them months; within one heading by the date, then in the order of the edition."""
    found = []
    for number, article in enumerate(articles):
        date = edition.descriptions[article.id].date
        order, heads = place_of(date.value if date else "")
        found.append((order, date.value if date else "", number, heads if months else heads[:1], article))
    found.sort(key=lambda one: one[:3] if months else (one[0][:1], *one[1:3]))
    return [Group(group.heads, group.anchors, tuple(one[4] for one in group.items)) for group in grouped(found, lambda one: one[3])]


def place_of(edtf: str) -> tuple[tuple[int, int], tuple[str, ...]]:
    """Where a date stands among the others, and the headings that it stands under.

    >>> [place_of(date)[1] for date in ("2021-01-12", "2021-01-12/2021-01-20", "2021-01-12/2021-02-11", "2021", "2021~", "2021-21")]
    [('2021年', '1月'), ('2021年', '1月'), ('2021年', '跨几个月'), ('2021年', '只知年份'), ('2021年', '约在此年'), ('2021年', '春')]
    >>> [place_of(date)[1] for date in ("2019-12/2020-01", "2021/..", "201X", "")]
    [('跨年，或年份不定',), ('跨年，或年份不定',), ('跨年，或年份不定',), ('日期未详',)]
    """
    if not edtf:
        return (_LAST + 2, 0), (NO_DATE,)
    ends = [_DAY.fullmatch(part) for part in edtf.split("/")]
    known = [end for end in ends if end]
    if not known or len(known) < len(ends) or len({end[1] for end in known}) > 1:
        return (_LAST + 1, 0), (ACROSS_YEARS,)
    year, months = int(known[0][1]), {end[2] for end in known}
    number, head = _month(months.pop() if len(months) == 1 else "/", any(end[3] for end in known))
    return (year, number), (f"{year}年", head)


def _month(month: str | None, about: bool) -> tuple[int, str]:
    """The heading within the year, and where it stands: the months, the seasons, what spans months, the year alone, about the year."""
    if about:
        return 103, ABOUT
    if month is None:
        return 102, YEAR_ALONE
    if month in SEASONS:
        return int(month), SEASONS[month]
    return (int(month), f"{int(month)}月") if month.isdigit() and 1 <= int(month) <= 12 else (101, ACROSS_MONTHS)


DATES = Index("dates", "日期", "按年、月排列；只知大概的不归入某一个月。", dates, years)
