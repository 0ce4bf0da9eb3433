"""The pages that lead to articles. They are Markdown that a person can read: lists of links, grouped by headings.

The style sheet makes a tile grid of one list and cards of another. `INDEXES` names the pages in order; those after the list of all
articles appear only where there is something to put into them, and are reached by `browse/index.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from edition.model import Edition
from edition.publish.indexes.articles import all_articles
from edition.publish.indexes.dates import dates
from edition.publish.indexes.home import browse, home
from edition.publish.indexes.newspapers import newspapers
from edition.publish.indexes.people import people
from edition.publish.indexes.places import places, provinces
from edition.publish.indexes.terms import terms
from edition.publish.indexes.themes import themes

INDEXES: tuple[Callable[[Edition], Iterable[tuple[str, str]]], ...] = (
    home,
    browse,
    provinces,
    themes,
    all_articles,
    places,
    dates,
    newspapers,
    people,
    terms,
)
