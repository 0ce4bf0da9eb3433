"""Lists of an index, in groups under headings, cut into pages of a size that a phone loads at once.

The cut is made on the groups and not on what they look like, so that any page of the edition can point into a list: it asks
here on which page a heading stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Generic, TypeVar

from edition.model import Article, Edition
from edition.publish.spelling import LONGEST, order

SIZE = 100
"""How many articles a page of a list names: with their first sentences some 150 KB of HTML, 25 KB on the way."""
WHOLE = "全省"
"""The heading of articles that name their province and no unit in it."""

_NO_WORD = re.compile(r"\W+")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Group(Generic[T]):
    """What stands under one heading, or under a heading and one below it."""

    heads: tuple[str, ...]
    anchors: tuple[str, ...]
    """One for each heading; no two headings of a list share one."""
    items: tuple[T, ...]
    goes_on: bool = False
    """The page before has the first items of the group."""


def grouped(items: Iterable[T], heads: Callable[[T], tuple[str, ...]]) -> list[Group[T]]:
    """Neighbours with the same headings, as groups; the items are sorted by their headings already."""
    names: dict[tuple[str, ...], str] = {}
    taken: Counter[str] = Counter()

    def anchor(path: tuple[str, ...]) -> str:
        if path not in names:
            spelled = "-".join(_NO_WORD.sub("", name)[:LONGEST] or "n" for name in path)
            taken[spelled] += 1
            names[path] = spelled if taken[spelled] == 1 else f"{spelled}--{taken[spelled]}"
        return names[path]

    return [
        Group(path, tuple(anchor(path[: n + 1]) for n in range(len(path))), tuple(members)) for path, members in groupby(items, key=heads)
    ]


def cut(groups: Sequence[Group[T]], weight: Callable[[T], int] = lambda _: 1, size: int | None = None) -> list[list[Group[T]]]:
    """The groups as pages of about `size` items, or else SIZE; there is one page at least, and a group may go on over the cut."""
    pages: list[list[Group[T]]] = [[]]
    most = size or SIZE
    room = most
    for group in groups:
        start = 0
        for at, item in enumerate(group.items):
            if room <= 0:
                if at > start:
                    pages[-1].append(replace(group, items=group.items[start:at], goes_on=start > 0))
                pages.append([])
                start, room = at, most
            room -= weight(item)
        pages[-1].append(replace(group, items=group.items[start:], goes_on=start > 0))
    return pages


def page_name(path: str, number: int) -> str:
    """The address of a page of a list: the first one has the list's own. No id of an article or of a list holds `_`."""
    return path if number == 1 else f"{path}_{number}"


def by_province(edition: Edition) -> dict[str, list[Article]]:
    """The articles of each province that has any, by its name; those without a province under the empty name."""
    names = {province.name for province in edition.provinces}
    found: dict[str, list[Article]] = {}
    for article in edition.works:
        name = edition.descriptions[article.id].level("province")
        found.setdefault(name if name and name in names else "", []).append(article)
    return found


def by_place(edition: Edition, articles: Iterable[Article]) -> list[Group[Article]]:
    """Articles of one province under their prefectures, and in them counties; what names neither comes first."""
    placed = [(_place(edition, article), article) for article in articles]
    places = sorted({units for units, _ in placed}, key=in_order)
    rank = {units: n for n, units in enumerate(places)}
    placed.sort(key=lambda pair: rank[pair[0]])
    groups = grouped(placed, lambda pair: pair[0] or (WHOLE,))
    return [Group(group.heads, group.anchors, tuple(article for _, article in group.items)) for group in groups]


def in_order(units: tuple[str, ...]) -> list[tuple[bool, str, str, str]]:
    """The place of a unit among others: by the pinyin of what it lies in and of its own name."""
    return [order(unit) for unit in units]


def _place(edition: Edition, article: Article) -> tuple[str, ...]:
    """The headings under which an article stands; a county directly under its province stands in the first."""
    description = edition.descriptions[article.id]
    units = [unit for level in ("prefecture", "county") if (unit := description.level(level))]
    return tuple(unit for unit in units if unit != description.level("province"))
