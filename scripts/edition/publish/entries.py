"""Where the facts of an article stand in the indexes: each of its places, names, days and newspapers has an entry there.

A fact leads to the first page of its index, with the anchor of its entry: so no article changes when entries move from one page of a long
index to the next. Where the entry stands on a later page, a script goes there (`lists.anchors_file`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from edition.model import LEVELS, Article, Description, Edition
from edition.publish.groups import AnchorNames
from edition.publish.indexes.dates import place_of
from edition.publish.indexes.newspapers import heads_of_issue, page_names
from edition.publish.indexes.people import NAMES, anchors_of
from edition.publish.indexes.places import seats_of
from edition.publish.views import Link


def entries(edition: Edition) -> Iterator[tuple[str, dict[str, Link]]]:
    """For each article its id and its entries: by the level of a place, by `date`, `newspaper`, `page`, and by `name` and a name."""
    places, people, papers = seats_of(edition)[1], anchors_of(edition), page_names(edition)
    provinces = {province.name: province.id for province in edition.provinces}
    for article in edition.articles:
        description = edition.descriptions[article.id]
        yield article.id, dict(_entries(article, description, provinces, places, people, papers))


def _entries(
    article: Article,
    description: Description,
    provinces: Mapping[str, str],
    places: AnchorNames,
    people: AnchorNames,
    papers: Mapping[str, str],
) -> Iterator[tuple[str, Link]]:
    path: tuple[str, ...] = ()
    for level in LEVELS:
        unit = description.level(level)
        if not unit or unit in path:
            continue
        path = (*path, unit)
        if len(path) == 1:
            if unit in provinces:
                yield level, Link(unit, f"provinces/{provinces[unit]}")
        elif anchor := places.get(path):
            yield level, Link(unit, "places/index", anchor)
    for byline in article.bylines:
        if anchor := people.get((NAMES, byline.name)):
            yield f"name {byline.name}", Link(byline.name, "people/index", anchor)
    if description.date:
        yield "date", Link(description.date.value, "dates/index", AnchorNames().name(place_of(description.date.value)[1]))
    if (paper := description.newspaper) and paper.value in papers:
        yield "newspaper", Link(paper.value, papers[paper.value])
        if description.page:
            yield "page", Link(description.page.value, papers[paper.value], AnchorNames().name(heads_of_issue(description)))
