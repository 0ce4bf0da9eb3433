"""The edition as data: one line of JSON an article, one a seed. FORMAT: the keys never change meaning; more may come."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from edition.model import LEVELS, Article, Block, Description, Head, Restoration
from edition.publish.anchors import extent, span
from edition.publish.sheets import Sheet
from edition.rulings import Ruling, by_editors, words
from edition.trace import SourceLines

FORMAT = 1
"""Of a record: its keys never change meaning as long as this number stays."""


def article_lines(sheet: Sheet) -> tuple[str, ...]:
    """The lines of `data/articles.jsonl` for the articles of a dump, in reading order."""
    return tuple(_line(_record(article, sheet)) for article in sheet.articles)


def article_files(sheet: Sheet) -> Iterable[tuple[str, str]]:
    """`data/articles/<id>.json`: the record of each article of a dump by itself, with where its page is."""
    for article in sheet.articles:
        url = f"{sheet.common.address}articles/{article.id}.html"
        yield f"data/articles/{article.id}.json", _line({"format": FORMAT, "url": url, **_record(article, sheet)})


def _record(article: Article, sheet: Sheet) -> dict[str, object]:
    copies = [one.page.rpartition("/")[2] for one in sheet.around[article.id].copies]
    return article_record(article, sheet.descriptions[article.id], sheet.lines, copies)


def seed_line(sheet: Sheet) -> tuple[str, ...]:
    """The line of `data/seeds.jsonl` for a dump, with its articles and the furniture that belongs to none of them."""
    restoration = sheet.restoration
    record: dict[str, object] = {
        "seed": restoration.seed.name,
        "sha256": restoration.seed.sha256,
        "encoding": restoration.seed.encoding,
        "articles": [article.id for article in restoration.articles],
        "set_aside": [*_printed(restoration.set_aside), *_within_lines(restoration)],
        "rulings": [_ruling(ruling, sheet.lines) for ruling in by_editors(restoration.rulings)],
    }
    return (_line(record),)


def _within_lines(restoration: Restoration) -> Iterator[str]:
    """What was set aside inside the lines of a page and has letters or figures: addresses of pictures, names of tags."""
    blocks = [block.text for article in restoration.articles for block in article.set_aside]
    blocks += [block.text for block in restoration.set_aside]
    printed = {(piece.start, piece.end) for text in blocks for piece in text.pieces}
    texts = [text for article in restoration.articles for text in article.texts()] + blocks
    for piece in sorted((piece for text in texts for piece in text.pieces), key=lambda piece: piece.start):
        words = " ".join(restoration.seed.text[piece.start : piece.end].split())
        if not piece.text and (piece.start, piece.end) not in printed and any(map(str.isalnum, words)):
            yield words


def article_record(article: Article, description: Description, lines: SourceLines, copies: Iterable[str]) -> dict[str, object]:
    """All that the data say of an article; `copies` are the ids of its copies in other dumps."""
    return {
        "id": article.id,
        "seed": article.seed_name,
        **_head(article.head),
        "bylines": [{"role": b.role, "name": b.name, "in_text": b.in_text, "credit": b.credit} for b in article.bylines],
        "blocks": [{"kind": b.kind, "text": str(b.text), "lines": list(span(b.text, lines))} for b in article.blocks if b.text],
        "set_aside": _printed(article.set_aside),
        **{level: description.level(level) for level in LEVELS},
        "place": {
            "code": description.code,
            "doubtful": [level for level in LEVELS if (found := description.place.get(level)) and found.doubtful],
        },
        "date": description.date.value if description.date else None,
        "newspaper": description.newspaper.value if description.newspaper else None,
        "issue": description.issue.value if description.issue else None,
        "page": description.page.value if description.page else None,
        "page_name": description.page_name.value if description.page_name else None,
        "themes": [theme.value for theme in description.themes],
        "copies": list(copies),
        "proofread": article.level or None,
        "rulings": [_ruling(ruling, lines) for ruling in by_editors(article.rulings)],
        "notes": list(article.doubts),
        "lines": list(extent(article, lines)),
    }


def digest(article: Article, description: Description) -> str:
    """What a record is known by: it changes with what the record says, and not with line numbers, doubts or copies elsewhere."""
    record = article_record(article, description, SourceLines(""), ())
    for key in ("id", "lines", "notes", "copies", "rulings"):
        del record[key]
    record["blocks"] = [(block.kind, str(block.text)) for block in article.blocks]
    record["rulings"] = [(words(ruling), ruling.why) for ruling in by_editors(article.rulings)]
    return hashlib.blake2b(json.dumps(record, ensure_ascii=False).encode("utf-8", errors="replace"), digest_size=8).hexdigest()


def _ruling(ruling: Ruling, lines: SourceLines) -> dict[str, object]:
    numbers = [lines.permanent(number) for number in (ruling.first, ruling.last) if number]
    return {"what": words(ruling), "lines": numbers, "why": ruling.why or None, "by": ruling.by or None, "date": ruling.date or None}


def _head(head: Head) -> dict[str, str | None]:
    parts = {"kicker": head.kicker, "title": head.title, "subtitle": head.subtitle}
    return {name: str(text) if text else None for name, text in parts.items()}


def _printed(blocks: Iterable[Block]) -> list[str]:
    return [line.strip() for block in blocks for line in str(block.text).splitlines() if line.strip()]


def _line(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
