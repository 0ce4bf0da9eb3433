"""The articles of a list, or of the whole edition, as one file for reference managers."""

from __future__ import annotations

import json
from collections.abc import Iterable

from edition.model import Article, Edition
from edition.publish.citations import bibtex, csl, ris

KINDS: tuple[tuple[str, str], ...] = (("RIS", "ris"), ("BibTeX", "bib"), ("CSL-JSON", "csl.json"))
"""Name and suffix of each kind."""
_MAKERS = {"ris": ris, "bib": bibtex, "csl.json": csl}


def bibliography(edition: Edition, articles: Iterable[Article], suffix: str) -> str:
    """The records of articles in their order, as one file of that kind."""
    records = [_record(edition, article, suffix) for article in articles]
    if suffix == "csl.json":
        return "[" + ",\n".join(records) + "]\n"
    return "".join(f"{text}\n\n" for text in records)


def _record(edition: Edition, article: Article, suffix: str) -> str:
    """The record of an article, which stands in several lists; that of a file in JSON is one line."""
    key = "record", article.id, suffix
    if key not in edition.memo:
        address = f"{edition.address}articles/{article.id}.html" if edition.address else ""
        text = _MAKERS[suffix](article, edition.descriptions[article.id], address)
        edition.memo[key] = json.dumps(json.loads(text), ensure_ascii=False) if suffix == "csl.json" else text
    record: str = edition.memo[key]
    return record
