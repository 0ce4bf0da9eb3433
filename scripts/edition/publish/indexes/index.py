"""What an index is: a folder of pages that lead to articles in one order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from edition.model import Edition
from edition.publish.crumbs import HOME
from edition.publish.views import Link

BROWSE = Link("浏览", "browse/index")


@dataclass(frozen=True, slots=True)
class Index:
    """One entry of `INDEXES`. The page of all ways to browse, the home page and the owned folders follow from it."""

    slug: str
    """Its folder; its first page is `<slug>/index.md`."""
    name: str
    about: str
    """What it lists and in which order, in a sentence for readers."""
    pages: Callable[[Edition], Iterable[tuple[str, str]]]
    """Its files; none where there is nothing to list."""
    count: Callable[[Edition], int]
    """How many entries it has; where there are none, nothing leads to it."""
    in_navigation: bool = False
    """Every edition has it: the navigation names it (mkdocs.yml), and the home page has a section of its own for it."""

    @property
    def way(self) -> tuple[Link, ...]:
        """The crumbs of its first page, which are the way to its others."""
        here = Link(self.name, f"{self.slug}/index")
        return (HOME, here) if self.in_navigation else (HOME, BROWSE, here)
