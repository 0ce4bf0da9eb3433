"""The edition as data: one line of JSON an article, one a seed. FORMAT: the keys never change meaning; more may come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from edition.model import LEVELS, Article, Block, Edition, Head
from edition.trace import SourceLines, Text


def articles_jsonl(edition: Edition) -> Iterable[tuple[str, str]]:
    """`data/articles.jsonl`: every article, by seed and then in reading order."""
    yield "data/articles.jsonl", "".join(_line(record) for record in _articles(edition))


def seeds_jsonl(edition: Edition) -> Iterable[tuple[str, str]]:
    """`data/seeds.jsonl`: every seed with its articles and the furniture that belongs to none of them."""
    yield (
        "data/seeds.jsonl",
        "".join(
            _line(
                {
                    "seed": restoration.seed.name,
                    "sha256": restoration.seed.sha256,
                    "encoding": restoration.seed.encoding,
                    "articles": [article.id for article in restoration.articles],
                    "set_aside": _printed(restoration.set_aside),
                }
            )
            for restoration in edition.restorations
        ),
    )


def _articles(edition: Edition) -> Iterator[dict[str, object]]:
    for restoration in edition.restorations:
        lines = SourceLines(restoration.seed.text)
        for article in restoration.articles:
            description = edition.descriptions[article.id]
            yield {
                "id": article.id,
                "seed": article.seed_name,
                **_head(article.head),
                "bylines": [{"role": b.role, "name": b.name, "in_text": b.in_text, "credit": b.credit} for b in article.bylines],
                "blocks": [{"kind": b.kind, "text": str(b.text), "lines": list(span(b.text, lines))} for b in article.blocks if b.text],
                "set_aside": _printed(article.set_aside),
                **{level: description.level(level) for level in LEVELS},
                "date": description.date.value if description.date else None,
                "newspaper": description.newspaper.value if description.newspaper else None,
                "themes": [theme.value for theme in description.themes],
                "notes": list(article.notes),
                "lines": list(extent(article, lines)),
            }


def _head(head: Head) -> dict[str, str | None]:
    parts = {"kicker": head.kicker, "title": head.title, "subtitle": head.subtitle}
    return {name: str(text) if text else None for name, text in parts.items()}


def span(text: Text, lines: SourceLines) -> tuple[int, int]:
    """The first and the last line of the seed on which something of the text can be read."""
    visible = [piece for piece in text.pieces if piece.text] or list(text.pieces)
    if not visible:
        return (1, 1)
    first = min(piece.start for piece in visible)
    last = max(max(piece.start, piece.end - 1) for piece in visible)
    return lines.number(first), lines.number(last)


def extent(article: Article, lines: SourceLines) -> tuple[int, int]:
    """The first and the last line of the seed that an article takes up."""
    spans = [span(text, lines) for text in article.texts() if text]
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else (1, 1)


def _printed(blocks: Iterable[Block]) -> list[str]:
    return [line.strip() for block in blocks for line in str(block.text).splitlines() if line.strip()]


def _line(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
