"""The pages that lead to articles. They are Markdown that a person can read: lists of links, grouped by headings.

`INDEXES` is the register: one file and one line make an index, and the page of all ways to browse, the home page and the owned folders
follow from it. The style sheet makes a tile grid of one list and cards of another.
"""

from __future__ import annotations

from collections.abc import Iterable

from edition.model import Edition
from edition.publish.indexes.articles import ARTICLES
from edition.publish.indexes.dates import DATES
from edition.publish.indexes.figures import FIGURES
from edition.publish.indexes.home import browse, home
from edition.publish.indexes.index import Index
from edition.publish.indexes.newspapers import NEWSPAPERS
from edition.publish.indexes.people import PEOPLE
from edition.publish.indexes.places import PLACES
from edition.publish.indexes.provinces import PROVINCES
from edition.publish.indexes.terms import TERMS
from edition.publish.indexes.themes import THEMES

INDEXES: tuple[Index, ...] = (PROVINCES, THEMES, PLACES, DATES, NEWSPAPERS, PEOPLE, TERMS, FIGURES, ARTICLES)
"""In the order in which the page of all ways to browse names them."""


def index_pages(edition: Edition) -> Iterable[tuple[str, str]]:
    """The home page, the page of all ways to browse, and the pages of every index."""
    yield from home(edition, INDEXES)
    yield from browse(edition, INDEXES)
    for index in INDEXES:
        yield from index.pages(edition)
