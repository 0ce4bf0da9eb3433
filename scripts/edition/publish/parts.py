"""The blocks of articles as lists and search read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from edition.model import Article, Edition, Part
from edition.publish.anchors import anchors
from edition.publish.escape import plain
from edition.trace import SourceLines


def parts_of(article: Article, lines: SourceLines) -> tuple[Part, ...]:
    """The blocks of an article that have something to read."""
    return tuple(Part(place.block.kind, place.anchor, plain(str(place.block.text))) for place in anchors(article, lines).blocks)


def renumbered(parts: Iterable[Part], lines: SourceLines) -> tuple[Part, ...]:
    """Blocks whose anchors are plain numbers of lines, with the permanent ones."""
    out = []
    for part in parts:
        number, hyphen, again = part.anchor.removeprefix("l").partition("-")
        out.append(replace(part, anchor=f"l{lines.permanent(int(number))}{hyphen}{again}"))
    return tuple(out)


def with_parts(edition: Edition) -> Iterator[tuple[Article, tuple[Part, ...]]]:
    """Every article of an edition with its blocks."""
    for restoration in edition.restorations:
        lines = restoration.seed.lines
        for article in restoration.articles:
            yield article, edition.parts[article.id] if article.id in edition.parts else parts_of(article, lines)
