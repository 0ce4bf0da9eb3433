"""The files of an article that its page offers: the text in several forms, and records for reference managers."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from edition.model import Article, Description
from edition.publish.citations import bibtex, csl, ris
from edition.publish.plaintext import plain_text
from edition.publish.views import Download
from edition.trace import SourceLines

RECORDS = (
    ("BibTeX", "bib", "application/x-bibtex", bibtex),
    ("RIS", "ris", "application/x-research-info-systems", ris),
    ("CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json", csl),
)
"""Name, suffix and kind of each record, and what makes it."""


def downloads(article: Article, description: Description, lines: SourceLines, edition: str) -> Iterator[Download]:
    """The files of an article.

    Args:
        article: the article.
        description: what is known of it.
        lines: those of its dump.
        edition: the public address of the edition, which the records then give for the article; empty where there is none.
    """
    yield _download("纯文本", f"{article.id}.txt", "text/plain", plain_text(article, description, lines))
    for name, suffix, beside in (("Markdown", "md", "md.txt"), ("TEI", "xml", "xml"), ("JSON", "json", "json")):
        yield Download(name, f"{article.id}.{suffix}", "", f"data/articles/{article.id}.{beside}")
    address = f"{edition}articles/{article.id}.html" if edition else ""
    for name, suffix, kind, record in RECORDS:
        yield _download(name, f"{article.id}.{suffix}", kind, f"{record(article, description, address)}\n")


def _download(name: str, file: str, kind: str, text: str) -> Download:
    return Download(name, file, f"data:{kind};charset=utf-8;base64,{b64encode(text.encode('utf-8', errors='replace')).decode()}")
