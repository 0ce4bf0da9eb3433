"""Where the facts of an article stand in the indexes: each of its places, names, days and newspapers has an entry there.

A fact leads to the first page of its index, with the anchor of its entry: so no article changes when entries move from one page of a long
index to the next. Where the entry stands on a later page, a script goes there (`lists.anchors_file`). A further copy of an article stands
in no list, so that a fact which no other article has leads nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from edition.model import LEVELS, Article, Description, Edition
from edition.publish.groups import AnchorNames, Group, by_province
from edition.publish.indexes.dates import by_date, place_of
from edition.publish.indexes.newspapers import by_issue, heads_of_issue, page_names, papers
from edition.publish.indexes.people import NAMES, anchors_of
from edition.publish.indexes.places import seats_of
from edition.publish.views import Link


@dataclass(frozen=True, slots=True)
class _Lists:
    """What the lists of an edition have: pages and anchors."""

    provinces: Mapping[str, str]
    """The page of each province, by its name."""
    places: AnchorNames
    people: AnchorNames
    dates: Mapping[tuple[str, ...], str]
    """Anchors, by year and month."""
    papers: Mapping[str, str]
    """The page of each newspaper, by its name."""
    issues: Mapping[str, Mapping[tuple[str, ...], str]]
    """Anchors of each newspaper, by year, day and page."""


def entries(edition: Edition) -> Iterator[tuple[str, dict[str, Link]]]:
    """For each article its id and its entries: by the level of a place, by `date`, `newspaper`, `page`, and by `name` and a name."""
    listed = by_province(edition)
    there = _Lists(
        {province.name: f"provinces/{province.id}" for province in edition.provinces if province.name in listed},
        seats_of(edition)[1],
        anchors_of(edition),
        _anchors(by_date(edition, edition.works)),
        page_names(edition),
        {name: _anchors(by_issue(edition, articles)) for name, articles in papers(edition).items()},
    )
    for article in edition.articles:
        yield article.id, dict(_entries(article, edition.descriptions[article.id], there))


def _anchors(groups: Iterable[Group[Article]]) -> dict[tuple[str, ...], str]:
    """The anchor of the narrowest heading of each group, by its headings."""
    return {group.heads: group.anchors[-1] for group in groups}


def _entries(article: Article, description: Description, there: _Lists) -> Iterator[tuple[str, Link]]:
    path: tuple[str, ...] = ()
    for level in LEVELS:
        unit = description.level(level)
        if not unit or unit in path:
            continue
        path = (*path, unit)
        if len(path) == 1:
            if unit in there.provinces:
                yield level, Link(unit, there.provinces[unit])
        elif entry := there.places.get(path):
            yield level, Link(unit, "places/index", entry)
    for byline in article.bylines:
        if entry := there.people.get((NAMES, byline.name)):
            yield f"name {byline.name}", Link(byline.name, "people/index", entry)
    if (date := description.date) and (anchor := there.dates.get(place_of(date.value)[1])):
        yield "date", Link(date.value, "dates/index", anchor)
    if (paper := description.newspaper) and paper.value in there.papers:
        yield "newspaper", Link(paper.value, there.papers[paper.value])
        if description.page and (anchor := there.issues[paper.value].get(heads_of_issue(description))):
            yield "page", Link(description.page.value, there.papers[paper.value], anchor)
