"""The articles as a table for spreadsheets and statistics: one row an article, comma-separated (RFC 4180), in UTF-8 with a byte order
mark.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@`, also in full width, or with a tab or a line break, for a formula. Such
a cell has an apostrophe before it, and so has one that begins with an apostrophe itself: who takes one apostrophe off the beginning of
every cell that begins with one has exactly what was there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from edition.model import LEVELS, Article
from edition.publish import phrases
from edition.publish.anchors import extent
from edition.publish.data.fields import COLUMNS, FACTS, Field
from edition.publish.escape import inert, plain
from edition.publish.markdown import evidence
from edition.publish.sheets import Sheet

BETWEEN = "；"
"""What stands between several values of one cell."""
_QUOTED = re.compile(r'[",\r\n]')


def article_rows(sheet: Sheet) -> tuple[str, ...]:
    """The rows of `data/articles.csv` for the articles of a dump, in reading order; each ends its line."""
    return tuple(csv_row([values[field.name] for field in COLUMNS]) for values in (_values(article, sheet) for article in sheet.articles))


def fact_rows(sheet: Sheet) -> tuple[str, ...]:
    """The same without the texts, for the tables of lists: an article stands in a dozen of them."""
    return tuple(csv_row([values[field.name] for field in FACTS]) for values in (_values(article, sheet) for article in sheet.articles))


def header(columns: Sequence[Field] = COLUMNS) -> str:
    """The first row of a table, with the byte order mark by which spreadsheets know UTF-8."""
    return "\ufeff" + csv_row([field.name for field in columns])


def csv_row(cells: list[str]) -> str:
    """One row of a table.

    >>> csv_row(["=1+1", "'甲", "乙,丙", ""]) == "'=1+1,''甲,\\"乙,丙\\",\\r\\n"
    True
    """
    return ",".join(map(_cell, cells)) + "\r\n"


def _cell(text: str) -> str:
    safe = inert(text)
    return '"' + safe.replace('"', '""') + '"' if _QUOTED.search(safe) else safe


def _values(article: Article, sheet: Sheet) -> Mapping[str, str]:
    """The cells of an article, by the name of the column."""
    description, head = sheet.descriptions[article.id], article.head
    first, last = extent(article, sheet.lines)
    rests = evidence(article, description)
    facts = {**description.place, "date": description.date, "newspaper": description.newspaper}
    sure = {key for key, fact in facts.items() if fact and fact.known and not fact.doubtful}
    found = {name: getattr(description, name) for name in ("newspaper", "date", "issue", "page", "page_name")}
    return {
        "id": article.id,
        "address": f"{sheet.common.address}articles/{article.id}.html",
        "title": plain(article.title),
        "kicker": plain(str(head.kicker or "")),
        "subtitle": plain(str(head.subtitle or "")),
        "bylines": BETWEEN.join(_signed(one.role, one.name, one.credit) for one in article.bylines),
        **{name: plain(finding.value) if finding else "" for name, finding in found.items()},
        **{level: description.level(level) or "" for level in LEVELS},
        "code": description.code or "",
        "inferred": BETWEEN.join(key for key in (*LEVELS, "date", "newspaper") if key in rests and key not in sure),
        "themes": BETWEEN.join(theme.value for theme in description.themes),
        "characters": str(phrases.length(article)),
        "seed": article.seed_name,
        "first_line": str(first),
        "last_line": str(last),
        "copies": BETWEEN.join(one.page.rpartition("/")[2] for one in sheet.around[article.id].copies),
        "proofread": article.level,
        "text": _lines(article, captions=False),
        "captions": _lines(article, captions=True),
    }


def _signed(role: str | None, name: str, credit: str | None) -> str:
    return plain((f"{role} " if role else "") + name + (f"（{credit}）" if credit else ""))


def _lines(article: Article, captions: bool) -> str:
    """The captions, or all else that has something to read: a line each, and of a table a line for each row."""
    blocks = (block for block in article.blocks if (block.kind == "caption") == captions and str(block.text).strip())
    return "\n".join(plain(" ".join(row)) for block in blocks for row in block.rows)
