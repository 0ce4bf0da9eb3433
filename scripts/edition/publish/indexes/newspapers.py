"""The newspapers: a list of them, and of each its issues: day, page of the issue, articles."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from edition.model import Article, Description, Edition
from edition.publish import phrases
from edition.publish.data.lists import download_line
from edition.publish.escape import escape
from edition.publish.groups import Group, cut, grouped, page_name
from edition.publish.indexes.dates import bars, by_date, leads, place_of
from edition.publish.indexes.index import Index
from edition.publish.indexes.lists import Page, articles_shelf, division, page
from edition.publish.spelling import ascii_names, order

UNKNOWN = "报名未详"
WEEK = "一二三四五六日"
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def newspapers(edition: Edition) -> Iterable[Page]:
    """`newspapers/index.md` and a list for each newspaper, by date; none where no article has one."""
    found = papers(edition)
    if not found:
        return
    names = {name: page.rpartition("/")[2] for name, page in page_names(edition).items()}
    unknown = [article for article in edition.works if edition.descriptions[article.id].newspaper is None]
    entries = [f"- [{escape(name)} *{len(articles)}*]({names[name]}.md)" for name, articles in found.items()]
    if unknown:
        entries.append(f"- [{UNKNOWN} *{len(unknown)}*](unknown.md)")
    blocks = ["# 报名", "报名取自报头、报眉，或署名前所题的报社；版面上没有的，不作推测。"]
    known = [article for articles in found.values() for article in articles]
    blocks += [*bars(edition, known, leads(by_date(edition, edition.works), "../dates/index")), *division("chips", ["\n".join(entries)])]
    yield from page("newspapers/index", NEWSPAPERS.name, NEWSPAPERS.way, blocks)
    for name, articles in found.items():
        groups = by_issue(edition, articles)
        intro = [f"共{len(articles)}篇。", download_line("newspapers", names[name], len(articles))]
        intro += [*bars(edition, articles, leads(groups, names[name], here=True)), *_calendar(edition, names[name], groups)]
        yield from articles_shelf(edition, f"newspapers/{names[name]}", name, NEWSPAPERS.way, groups, intro).pages()
    if unknown:
        intro = [f"共{len(unknown)}篇。版面上没有报头、报眉，署名也没有题报社。", download_line("newspapers", "unknown", len(unknown))]
        groups = by_date(edition, unknown)
        yield from articles_shelf(edition, "newspapers/unknown", UNKNOWN, NEWSPAPERS.way, groups, intro).pages()


def papers(edition: Edition) -> dict[str, list[Article]]:
    """The articles of each newspaper, by its name, in the order of pinyin."""
    found: dict[str, list[Article]] = {}
    for article in edition.works:
        if finding := edition.descriptions[article.id].newspaper:
            found.setdefault(finding.value, []).append(article)
    return {name: found[name] for name in sorted(found, key=order)}


def page_names(edition: Edition) -> dict[str, str]:
    """The page of each newspaper, by its name."""
    key = ("newspapers",)
    if key not in edition.memo:
        edition.memo[key] = {name: f"newspapers/{page}" for name, page in ascii_names(papers(edition)).items()}
    found: dict[str, str] = edition.memo[key]
    return found


def by_issue(edition: Edition, articles: Iterable[Article]) -> list[Group[Article]]:
    """The articles of one newspaper under year, day and page of the issue, as far as these are known.

    What is known to be of a month and of no day stands together before its days.
    """
    found = []
    for number, article in enumerate(articles):
        description = edition.descriptions[article.id]
        date = description.date.value if description.date else ""
        page = description.page.value if description.page else ""
        day = date if _DAY.fullmatch(date) else ""
        order = place_of(date)[0], day, phrases.page_order(page), page, date, number
        found.append((order, heads_of_issue(description), article))
    found.sort(key=lambda one: one[0])
    return [Group(group.heads, group.anchors, tuple(one[2] for one in group.items)) for group in grouped(found, lambda one: one[1])]


def heads_of_issue(description: Description) -> tuple[str, ...]:
    """The headings under which an article stands in the list of its newspaper: 2021年, 1月12日, 第3版."""
    date = description.date.value if description.date else ""
    day = _DAY.fullmatch(date)
    heads = (f"{int(day[1])}年", f"{int(day[2])}月{int(day[3])}日") if day else place_of(date)[1]
    return (*heads, f"第{description.page.value}版") if description.page else heads


def _calendar(edition: Edition, name: str, groups: Sequence[Group[Article]]) -> list[str]:
    """The days of which there are articles, each month of them as a small table; nothing where there are fewer than two."""
    places: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    for number, part in enumerate(cut(groups), 1):
        for group in part:
            date = edition.descriptions[group.items[0].id].date
            if date and (day := _DAY.fullmatch(date.value)):
                address = f"{page_name(name, number)}.html" if number > 1 else ""
                places[int(day[1]), int(day[2])].setdefault(int(day[3]), f"{address}#{group.anchors[1]}")
    if sum(map(len, places.values())) < 2:
        return []
    return [f'<div class="calendar">{"".join(_month(year, month, days) for (year, month), days in places.items())}</div>']


def _month(year: int, month: int, days: dict[int, str]) -> str:
    weeks = (
        "".join(f'<td><a href="{days[day]}">{day}</a></td>' if day in days else f"<td>{day or ''}</td>" for day in week)
        for week in calendar.monthcalendar(year, month)
    )
    head = "".join(f'<th scope="col">{day}</th>' for day in WEEK)
    rows = "".join(f"<tr>{week}</tr>" for week in weeks)
    return f"<table><caption>{year}年{month}月</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


NEWSPAPERS = Index("newspapers", "报名", "刊载文章的报纸。", newspapers, lambda edition: len(papers(edition)))
