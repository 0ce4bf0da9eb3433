"""The articles as search sees them, the newest first: that is the order of results that are otherwise equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from edition.model import Article, Description, Edition, Part
from edition.publish import phrases
from edition.publish.escape import plain
from edition.publish.parts import with_parts
from edition.publish.search.signs import encode

PLACES = ("province", "prefecture", "county")
CHUNK = 800
"""Characters from which a chunk is full."""


@dataclass(frozen=True, slots=True)
class Document:
    """One article with what is searched and shown of it."""

    number: int
    id: str
    title: str
    titled: bool
    """Whether the title is printed; else it is the first words of the text, which are shown as a title and searched in the text alone."""
    above: str
    """Kicker."""
    below: str
    """Subtitle."""
    byline: str
    place: str
    date: str
    first: int
    """The number of its first chunk; chunks are counted through all articles."""
    chunks: tuple[tuple[Part, ...], ...]
    """The blocks, some at a time, so that a passage can be read without the rest of its article; one chunk at least."""
    facets: tuple[tuple[str, str], ...]
    """Pairs of a facet and a value; a value of place is the whole way down to it."""

    @property
    def blocks(self) -> tuple[Part, ...]:
        """All blocks."""
        return tuple(chain.from_iterable(self.chunks))


def documents(edition: Edition) -> list[Document]:
    """All articles of the edition, the newest first; those without a date last, in the order of the edition."""
    found = sorted(with_parts(edition), key=lambda pair: phrases.date_key(edition.descriptions[pair[0].id]), reverse=True)
    out: list[Document] = []
    for article, parts in found:
        out.append(_document(len(out), out[-1].first + len(out[-1].chunks) if out else 0, article, parts, edition))
    return out


def _document(number: int, first: int, article: Article, parts: Iterable[Part], edition: Edition) -> Document:
    description = edition.descriptions[article.id]
    head = article.head
    blocks = (replace(part, kind="paragraph") if part.kind == "table" else part for part in parts)
    return Document(
        number,
        article.id,
        plain(article.title),
        bool(head.title),
        plain(str(head.kicker or "")),
        plain(str(head.subtitle or "")),
        plain(phrases.byline_words(article.bylines)),
        phrases.place_words(description),
        phrases.date_words(description.date.value) if description.date else "",
        first,
        tuple(_chunks(blocks)) or ((),),
        tuple(_facets(description)),
    )


def _chunks(blocks: Iterable[Part]) -> Iterator[tuple[Part, ...]]:
    """Blocks, as many at a time as fill a chunk."""
    chunk: list[Part] = []
    for block in blocks:
        chunk.append(block)
        if sum(len(part.text) for part in chunk) >= CHUNK:
            yield tuple(chunk)
            chunk.clear()
    if chunk:
        yield tuple(chunk)


def _facets(description: Description) -> Iterator[tuple[str, str]]:
    way: list[str] = []
    for level in PLACES:
        unit = description.level(level)
        if unit and unit not in way:
            way.append(unit)
            yield "province", "/".join(way)
    for theme in description.themes:
        yield "theme", theme.value
    yield "year", phrases.year(description).removesuffix("年")
    yield "newspaper", description.newspaper.value if description.newspaper else "报名未详"


def facets(found: list[Document], places: Mapping[str, int]) -> dict[str, dict[str, str]]:
    """For each facet its values, each with the list of its articles; places by their ranks, what else there is by its signs."""
    out: dict[str, dict[str, list[int]]] = {"province": {}, "theme": {}, "year": {}, "newspaper": {}}
    for document in found:
        for facet, value in document.facets:
            out[facet].setdefault(value, []).append(document.number)
    last = len(places)
    return {
        facet: {value: encode(values[value]) for value in sorted(values, key=lambda value: (places.get(value, last), value))}
        for facet, values in out.items()
    }
