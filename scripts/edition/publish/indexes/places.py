"""Every prefecture, county and township that the articles name, each with its articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from edition.model import Article, Edition
from edition.publish.data.lists import booklet_path
from edition.publish.escape import escape
from edition.publish.groups import AnchorNames, Group, by_province, grouped, in_order
from edition.publish.indexes.index import Index
from edition.publish.indexes.lists import Page, Shelf
from edition.publish.machines import coins
from edition.publish.phrases import date_words, place_units


@dataclass(frozen=True, slots=True)
class _Seat:
    """One unit below a prefecture with all that lies in it; or the articles that name nothing below the prefecture."""

    province: str
    units: tuple[str, ...]
    """The prefecture, and the county where there is one; a county directly under its province stands in the first place."""
    placed: tuple[tuple[tuple[str, ...], Article], ...]
    """Its articles, each with all units below the province that it names, in order."""


@dataclass(frozen=True, slots=True)
class County:
    """A county whose code is known, with its articles. One with several of them has a booklet."""

    slug: str
    """Its code (GB/T 2260)."""
    name: str
    """With all units above it."""
    anchor: str
    """Of its entry in the index of places, or of its heading where it lies directly under its province."""
    articles: tuple[Article, ...]

    @property
    def printed(self) -> str:
        """The way to its booklet from the index, as Markdown; empty where it has none."""
        path = booklet_path(PLACES.slug, self.slug, len(self.articles))
        return f"[打印本](../{path}.md)" if path else ""


def counties(edition: Edition) -> Iterator[County]:
    """Every county whose code is known."""
    yield from _counties(edition).values()


def _counties(edition: Edition) -> dict[tuple[str, ...], County]:
    """Every county whose code is known, by the units from the province down to it."""
    groups, names = seats_of(edition)
    found: dict[tuple[str, ...], list[Article]] = {}
    for seat in (seat for group in groups for seat in group.items):
        for path in dict.fromkeys((seat.units[:1], seat.units)):
            found.setdefault((seat.province, *path), []).extend(article for _, article in seat.placed)
    return {
        path: County(code, "".join(path), names.name(path), tuple(articles))
        for path, articles in found.items()
        if (code := _code(edition, path[-1], articles))
    }


def _code(edition: Edition, unit: str, articles: Iterable[Article]) -> str:
    """The code of a unit that is a county; empty for others."""
    found = (edition.descriptions[article.id].place.get("county") for article in articles)
    return next((one.code for one in found if one and one.code and one.value == unit), "")


def units(edition: Edition) -> int:
    """How many units of prefecture, county and township level the articles name."""
    seats = (seat for group in seats_of(edition)[0] for seat in group.items)
    return len({(seat.province, *path[: n + 1]) for seat in seats for path, _ in seat.placed for n in range(len(path))})


def places(edition: Edition) -> Iterable[Page]:
    """`places/index.md`: every prefecture, county and township with the number of its articles, and these under the lowest they name."""
    groups, names = seats_of(edition)
    known = _counties(edition)
    if groups:
        yield from Shelf(
            "places/index",
            PLACES.name,
            PLACES.way[:-1],
            groups,
            lambda seats: [*_direct(seats, known), "\n".join(line for seat in seats for line in _lines(edition, seat, names, known))],
            box="places",
            intro=["市、县、乡镇各级地名，以今天的区划为准；数字是写到它的文章的篇数，文章列在它写到的最低一级之下。"],
            weight=lambda seat: len(seat.placed),
            number=lambda seat: len(seat.placed),
            cited=lambda seat: (coins(edition, article) for _, article in seat.placed),
        ).pages()


def seats_of(edition: Edition) -> tuple[list[Group[_Seat]], AnchorNames]:
    """All that lies in each prefecture, and the anchors of all units by their names from the province down."""
    key = ("places",)
    if key not in edition.memo:
        names = AnchorNames()
        groups = grouped(_seats(edition), lambda seat: (seat.province, seat.units[0]), names)
        for group in groups:
            for seat in group.items:
                for path, _ in seat.placed:
                    for n in range(1, len(path)):
                        names.name((seat.province, *path[: n + 1]))
        edition.memo[key] = groups, names
    found: tuple[list[Group[_Seat]], AnchorNames] = edition.memo[key]
    return found


def _seats(edition: Edition) -> list[_Seat]:
    found = by_province(edition)
    out = []
    for province in edition.provinces:
        placed = []
        for article in found.get(province.name, ()):
            path = tuple(unit for unit in place_units(edition.descriptions[article.id]) if unit != province.name)
            if path:
                placed.append((path, article))
        for path, members in groupby(in_order(edition, placed), key=lambda pair: pair[0][:2]):
            out.append(_Seat(province.name, path, tuple(members)))
    return out


def _direct(seats: Sequence[_Seat], known: Mapping[tuple[str, ...], County]) -> list[str]:
    """The booklet of a county directly under its province, which has a heading and no entry."""
    county = known.get((seats[0].province, seats[0].units[0]))
    return [f"{county.printed}\n{{: .note }}"] if county and county.printed else []


def _lines(edition: Edition, seat: _Seat, names: AnchorNames, known: Mapping[tuple[str, ...], County]) -> Iterable[str]:
    """The seat as a list: its name, what names it alone, then the townships in it."""
    if len(seat.units) == 1:
        yield from (_link(edition, article, "") for _, article in seat.placed)
        return
    county = known.get((seat.province, *seat.units))
    printed = f" {county.printed}" if county and county.printed else ""
    yield f"- {_entry((seat.province, *seat.units), names)} *{len(seat.placed)}*{printed}"
    for path, members in groupby(seat.placed, key=lambda pair: pair[0][2:]):
        found = [article for _, article in members]
        indent = " " * 4
        if path:
            yield f"{indent}- {_entry((seat.province, *seat.units, path[0]), names)} *{len(found)}*"
            indent += " " * 4
        yield from (_link(edition, article, indent) for article in found)


def _entry(path: tuple[str, ...], names: AnchorNames) -> str:
    """The last of these units, with the anchor to which articles lead."""
    return f"**{escape(path[-1])}**{{: #{names.name(path)} }}"


def _link(edition: Edition, article: Article, indent: str) -> str:
    description = edition.descriptions[article.id]
    date = f"　{escape(date_words(description.date.value))}" if description.date else ""
    return f"{indent}- [{escape(article.title)}](../articles/{article.id}.md){date}"


PLACES = Index("places", "地点", "市、县、乡镇各级地名，以及写到它们的文章。", places, units)
