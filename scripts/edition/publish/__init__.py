"""ROOM 3: what leaves the house. It sees nothing but the `Edition`.

`EXPORTS` is read from the top: each is a pure function from the edition to pairs of relative path and content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from edition.errors import OutputError, Said
from edition.model import Edition
from edition.publish.article import article_pages, redirect_pages
from edition.publish.citations import records
from edition.publish.indexes import INDEXES, index_pages
from edition.publish.jsonl import articles_jsonl, seeds_jsonl
from edition.publish.plaintext import plain_texts
from edition.publish.proof import prove
from edition.publish.search import search_files
from edition.publish.sources import source_pages
from edition.publish.tree import compare, finish, write
from edition.publish.views import FOLDER as VIEWS

__all__ = ["EXPORTS", "OWNED", "UNCOMMITTED", "compare", "finish", "render", "write"]

EXPORTS: tuple[Callable[[Edition], Iterable[tuple[str, str]]], ...] = (
    article_pages,
    redirect_pages,
    index_pages,
    plain_texts,
    records,
    source_pages,
    articles_jsonl,
    seeds_jsonl,
    search_files,
)

UNCOMMITTED = ("data/", VIEWS)
"""Owned folders that are not committed (`.gitignore`), so that whether they are fresh says nothing about what is."""
OWNED = ("index.md", "browse/", "sources/", *(f"{index.slug}/" for index in INDEXES), *UNCOMMITTED)
"""What the build writes whole: folders, and single files. Everything else in `docs/` is written by hand."""


def render(edition: Edition) -> dict[str, str]:
    """Every file of the edition by its relative path.

    Raises:
        OutputError: two exports write the same file.
        AccountError: an export lacks something that the account keeps.
    """
    files: dict[str, str] = {}
    for export in EXPORTS:
        for path, content in export(edition):
            if path in files:
                raise OutputError(
                    path,
                    Said("有两个导出要写这个文件", "is written by two exports"),
                    Said("请给其中一个改名", "give one of the two another name"),
                )
            files[path] = content
    prove(edition, files)
    return files
