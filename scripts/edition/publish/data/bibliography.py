"""The articles of a list, or of the whole edition, as one file for reference managers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from edition.model import Article, Edition
from edition.publish.citations import bibtex, csl, ris

KINDS: tuple[tuple[str, str], ...] = (("RIS", "ris"), ("BibTeX", "bib"), ("CSL-JSON", "csl.json"))
"""Name and suffix of each kind."""


def bibliography(edition: Edition, articles: Iterable[Article], suffix: str) -> str:
    """The records of articles in their order, as one file of that kind."""
    if suffix == "csl.json":
        rows = (json.dumps(json.loads(text), ensure_ascii=False) for text in _records(edition, articles, csl))
        return "[" + ",\n".join(rows) + "]\n"
    record = ris if suffix == "ris" else bibtex
    return "".join(f"{text}\n\n" for text in _records(edition, articles, record))


def _records(edition: Edition, articles: Iterable[Article], record: Callable[..., str]) -> Iterable[str]:
    for article in articles:
        address = f"{edition.address}articles/{article.id}.html" if edition.address else ""
        yield record(article, edition.descriptions[article.id], address)
