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
_NO_CODE = "~"
"""Sorts behind all codes."""

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


class AnchorNames:
    """The anchors of a list: one for each heading or entry, spelled as it is, no two the same."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], str] = {}
        self._taken: Counter[str] = Counter()

    def name(self, path: tuple[str, ...]) -> str:
        """The anchor of what stands under these names, the widest first; of two that are spelled alike the second gets a number."""
        if path not in self._names:
            spelled = "-".join(_NO_WORD.sub("", name)[:LONGEST] or "n" for name in path)
            self._taken[spelled] += 1
            self._names[path] = spelled if self._taken[spelled] == 1 else f"{spelled}--{self._taken[spelled]}"
        return self._names[path]

    def get(self, path: tuple[str, ...]) -> str:
        """The anchor of what the list has already; empty where it has no such thing."""
        return self._names.get(path, "")


def grouped(items: Iterable[T], heads: Callable[[T], tuple[str, ...]], names: AnchorNames | None = None) -> list[Group[T]]:
    """Neighbours with the same headings, as groups; the items are sorted by their headings already. `names` takes up their anchors."""
    names = names or AnchorNames()
    return [
        Group(path, tuple(names.name(path[: n + 1]) for n in range(len(path))), tuple(members))
        for path, members in groupby(items, key=heads)
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
    placed = in_order(edition, [(units_below(edition, article), article) for article in articles])
    groups = grouped(placed, lambda pair: pair[0] or (WHOLE,))
    return [Group(group.heads, group.anchors, tuple(article for _, article in group.items)) for group in groups]


def in_order(edition: Edition, placed: Sequence[tuple[tuple[str, ...], Article]]) -> list[tuple[tuple[str, ...], Article]]:
    """Articles of one province with their units, in the official order of these: by their codes, what has none after them by pinyin."""

    # One article may know the code of a unit and another not; it is still one unit.
    codes: dict[tuple[str, ...], str] = {}
    for path, article in placed:
        known = {finding.value: finding.code for finding in edition.descriptions[article.id].place.values() if finding.code}
        codes |= {path[: n + 1]: known[unit] for n, unit in enumerate(path) if unit in known}
    ranks = {path: [(codes.get(path[: n + 1], _NO_CODE), order(unit)) for n, unit in enumerate(path)] for path, _ in placed}
    return sorted(placed, key=lambda pair: ranks[pair[0]])


def units_below(edition: Edition, article: Article) -> tuple[str, ...]:
    """Prefecture and county of an article; a county directly under its province stands in the first place."""
    description = edition.descriptions[article.id]
    units = [unit for level in ("prefecture", "county") if (unit := description.level(level))]
    return tuple(unit for unit in units if unit != description.level("province"))
