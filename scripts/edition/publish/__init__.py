"""ROOM 3: what leaves the house. It sees nothing but the `Edition`.

`EXPORTS` and `PAGES` are read from the top. An export is a pure function from the edition to pairs of relative path and content; one of
`PAGES` does the same for one dump by itself (`Sheet`), and one of `LINES` gives a dump's lines of a file that has lines of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from edition.errors import OutputError, Said
from edition.model import Edition
from edition.publish.article import article_pages, redirect_pages
from edition.publish.figures import HEAD, figure_lines
from edition.publish.indexes import INDEXES, index_pages
from edition.publish.jsonl import article_lines, seed_line
from edition.publish.proof import prove
from edition.publish.review import review_pages
from edition.publish.search import search_files
from edition.publish.sheets import Sheet, sheets_of
from edition.publish.sources import source_list, source_page
from edition.publish.summary import summary_file
from edition.publish.tree import compare, finish, write
from edition.publish.views import FOLDER as VIEWS
from edition.standing import Stamp

__all__ = [
    "EXPORTS",
    "OWNED",
    "PAGES",
    "UNCOMMITTED",
    "Published",
    "compare",
    "finish",
    "published",
    "render",
    "rendered",
    "write",
]

EXPORTS: tuple[Callable[[Edition], Iterable[tuple[str, str]]], ...] = (
    redirect_pages,
    index_pages,
    source_list,
    review_pages,
    search_files,
    summary_file,
)
"""What is made of all articles together."""
PAGES: tuple[Callable[[Sheet], Iterable[tuple[str, str | Path]]], ...] = (article_pages, source_page)
"""What is made of each dump by itself."""
LINES: Mapping[str, Callable[[Sheet], str]] = {
    "data/articles.jsonl": article_lines,
    "data/seeds.jsonl": seed_line,
    "data/figures.csv": figure_lines,
}
"""Files with lines of each dump, by path."""
HEADS = {"data/figures.csv": HEAD}
"""How such a file begins, where not with the first line of a dump."""

T = TypeVar("T")
UNCOMMITTED = ("data/", VIEWS)
"""Owned folders that are not committed (`.gitignore`), so that whether they are fresh says nothing about what is."""
OWNED = ("index.md", "browse/", "sources/", "review/", *(f"{index.slug}/" for index in INDEXES), *UNCOMMITTED)
"""What the build writes whole: folders, and single files. Everything else in `docs/` is written by hand."""

Published = tuple[Mapping[str, str | Path | Stamp], Mapping[str, str]]
"""What is published of one dump: its files, and its lines of those that have lines of all dumps, both by path. In place of the content of a
file stands a file that is copied, or its stamp where it stays as it is."""


def published(sheet: Sheet) -> Published:
    """All that is published of a dump by itself.

    Raises:
        OutputError: two exports write the same file.
        AccountError: an export lacks something that the account keeps.
    """
    files: dict[str, str | Path] = {}
    for export in PAGES:
        _add(files, export(sheet))
    lines = {path: export(sheet) for path, export in LINES.items()}
    texts = {path: content for path, content in files.items() if isinstance(content, str)}
    prove(sheet.articles, {**texts, **lines}, {sheet.restoration.seed.name: sheet.restoration.seed.text})
    return files, lines


def rendered(edition: Edition, made: Iterable[Published]) -> Iterator[tuple[str, str | Path | Stamp]]:
    """Every file of the edition, as pairs of relative path and content.

    Args:
        edition: the edition.
        made: what is published of each of its dumps by itself, in its order.

    Raises:
        OutputError: two exports write the same file.
        AccountError: an export lacks something that the account keeps.
    """
    joined = {path: [HEADS.get(path, "")] for path in LINES}
    for files, lines in made:
        yield from files.items()
        for path, text in lines.items():
            joined[path].append(text)
    for path, texts in joined.items():
        yield path, "".join(texts)
    for export in EXPORTS:
        yield from export(edition)


def render(edition: Edition) -> dict[str, str]:
    """Every text of the edition by its relative path.

    Raises:
        OutputError: two exports write the same file.
        AccountError: an export lacks something that the account keeps.
    """
    files: dict[str, str] = {}
    pairs = rendered(edition, map(published, sheets_of(edition)))
    _add(files, ((path, content) for path, content in pairs if isinstance(content, str)))
    return files


def _add(files: dict[str, T], more: Iterable[tuple[str, T]]) -> None:
    for path, content in more:
        if path in files:
            raise OutputError(
                path,
                Said("有两个导出要写这个文件", "is written by two exports"),
                Said("请给其中一个改名", "give one of the two another name"),
            )
        files[path] = content
