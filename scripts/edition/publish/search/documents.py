"""The articles as search sees them, the newest first: that is the order of results that are otherwise equal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from edition.model import Article, Description, Edition
from edition.publish import words
from edition.publish.anchors import anchors
from edition.publish.escape import plain
from edition.publish.search.fold import simplified
from edition.publish.search.postings import encode
from edition.trace import SourceLines

PLACES = ("province", "prefecture", "county")


@dataclass(frozen=True, slots=True)
class Part:
    """One block with its anchor."""

    kind: str
    """`paragraph`, `heading` or `caption`."""
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One article with what is searched and shown of it."""

    number: int
    id: str
    title: str
    above: str
    """Kicker."""
    below: str
    """Subtitle."""
    byline: str
    place: str
    date: str
    blocks: tuple[Part, ...]
    folded: tuple[str, ...]
    """Title, kicker, subtitle, byline, place and the texts of the blocks with traditional characters folded; empty where there are none."""
    facets: tuple[tuple[str, str], ...]
    """Pairs of a facet and a value; a value of place is the whole way down to it."""


def documents(edition: Edition) -> list[Document]:
    """All articles of the edition, the newest first; those without a date last, in the order of the edition."""
    found: list[tuple[Article, SourceLines]] = []
    for restoration in edition.restorations:
        lines = SourceLines(restoration.seed.text)
        found.extend((article, lines) for article in restoration.articles)
    found.sort(key=lambda pair: words.date_key(edition.descriptions[pair[0].id]), reverse=True)
    return [_document(n, article, lines, edition) for n, (article, lines) in enumerate(found)]


def _document(number: int, article: Article, lines: SourceLines, edition: Edition) -> Document:
    description = edition.descriptions[article.id]
    head = article.head
    blocks = tuple(Part(place.block.kind, place.anchor, plain(str(place.block.text))) for place in anchors(article, lines).blocks)
    texts = (
        plain(article.title),
        plain(str(head.kicker or "")),
        plain(str(head.subtitle or "")),
        plain(words.byline_words(article.bylines)),
        words.place_words(description),
    )
    every = (*texts, *(block.text for block in blocks))
    folded = tuple(simplified(text, edition.traditional) for text in every)
    return Document(
        number,
        article.id,
        *texts,
        words.date_words(description.date.value) if description.date else "",
        blocks,
        folded if folded != every else (),
        tuple(_facets(description)),
    )


def _facets(description: Description) -> Iterator[tuple[str, str]]:
    way: list[str] = []
    for level in PLACES:
        unit = description.level(level)
        if unit and unit not in way:
            way.append(unit)
            yield "province", "/".join(way)
    for theme in description.themes:
        yield "theme", theme.value
    yield "year", words.year(description).removesuffix("年")
    yield "newspaper", description.newspaper.value if description.newspaper else "报名未详"


def facets(found: list[Document]) -> dict[str, dict[str, str]]:
    """For each facet its values, each with the list of its articles."""
    out: dict[str, dict[str, list[int]]] = {"province": {}, "theme": {}, "year": {}, "newspaper": {}}
    for document in found:
        for facet, value in document.facets:
            out[facet].setdefault(value, []).append(document.number)
    return {facet: {value: encode(numbers) for value, numbers in sorted(values.items())} for facet, values in out.items()}
