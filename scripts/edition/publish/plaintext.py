"""The article as plain text, for those who read by program or on paper."""

from __future__ import annotations

from collections.abc import Iterator

from edition.model import Article, Description
from edition.publish import phrases
from edition.publish.escape import plain
from edition.publish.sheets import Sheet
from edition.rulings import by_editors
from edition.trace import SourceLines


def article_texts(sheet: Sheet) -> tuple[str, ...]:
    """The texts of the articles of a dump, in reading order."""
    return tuple(plain_text(article, sheet.descriptions[article.id], sheet.lines) for article in sheet.articles)


def plain_text(article: Article, description: Description, lines: SourceLines) -> str:
    """Head, byline, place and date, then a paragraph or a row of a table a line; what editors ruled."""
    facts = [phrases.place_words(description), phrases.date_words(description.date.value) if description.date else ""]
    facts.append(description.newspaper.value if description.newspaper else "")
    head = [*_head(article), " · ".join(fact for fact in facts if fact), f"原始文本：{article.seed_name}"]
    blocks = [
        _table(block.rows) if block.kind == "table" else _block(block.kind, plain(str(block.text)))
        for block in article.blocks
        if str(block.text).strip()
    ]
    ruled = [plain(phrases.ruling_words(ruling, lines)) for ruling in by_editors(article.rulings)]
    notes = ["", "编者裁定（行号是原始文本的）：", *ruled] if ruled else []
    return "\n".join([*(plain(line) for line in head if line), "", *blocks, *notes]) + "\n"


def _head(article: Article) -> Iterator[str]:
    if article.head.kicker:
        yield str(article.head.kicker)
    yield article.title
    if article.head.subtitle:
        yield f"——{article.head.subtitle}"
    yield phrases.byline_words(article.bylines)


def _table(rows: list[list[str]]) -> str:
    """A table: a row a line, a tab between its cells."""
    return "\n" + "\n".join("\t".join(map(plain, row)) for row in rows) + "\n"


def _block(kind: str, text: str) -> str:
    if kind == "heading":
        return f"\n{text}\n"
    return f"〔图片说明：{text}〕" if kind == "caption" else f"　　{text}"
