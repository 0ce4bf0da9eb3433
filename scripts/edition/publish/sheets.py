"""A sheet: one dump with all that its pages show. Sheets do not know each other, so they can be published in any process.

What a page shows of the rest of the edition (the way to it, related articles, copies) is worked out before, for all, and lies in the sheet
as plain words and addresses. So it can also be seen whether anything that a page shows has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from edition.model import Apparatus, Article, Description, Edition, Restoration
from edition.publish.anchors import Anchors, anchors
from edition.publish.crumbs import ways
from edition.publish.escape import plain
from edition.publish.passages import Passage, of_article, of_page
from edition.publish.related import related
from edition.publish.rule_words import RuleWords
from edition.publish.views import Link, RelatedLink
from edition.trace import SourceLines


@dataclass(frozen=True, slots=True)
class Around:
    """What the page of an article shows of the rest of the edition."""

    way: tuple[Link, ...]
    """The steps that lead to it, without itself."""
    related: tuple[RelatedLink, ...]
    copies: tuple[Link, ...]
    """The same article in other dumps, by the names of these."""


@dataclass(frozen=True, slots=True)
class Common:
    """What is the same for all sheets of an edition."""

    pages: Mapping[str, str]
    """The address of the page of a province or a theme, by its name."""
    words: RuleWords
    address: str
    """The public address of the edition; empty where none is given."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One dump with all that its pages show."""

    restoration: Restoration
    descriptions: Mapping[str, Description]
    """By article id; so are the following."""
    account: Apparatus
    around: Mapping[str, Around]
    common: Common
    lines: SourceLines
    anchors: Mapping[str, Anchors]

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles of the dump, in reading order."""
        return self.restoration.articles

    def shows(self) -> str:
        """All that the pages show besides what the dump's restoration and description hold, in one text."""
        ids = [article.id for article in self.articles]
        return repr((ids, self.restoration.seed.numbers, [self.around[id_] for id_ in ids], self.common.pages, self.common.address))

    def passages(self) -> list[Passage]:
        """Every passage of the dump."""
        texts = [passage for article in self.articles for passage in of_article(article, self.anchors[article.id])]
        return [*texts, *of_page(self.restoration)]


def sheets(edition: Edition) -> Iterator[Sheet]:
    """The sheet of each dump of an edition, in its order."""
    steps, others = ways(edition), related(edition)
    by_id = {article.id: article for article in edition.articles}
    common = Common(
        {
            **{province.name: f"provinces/{province.id}" for province in edition.provinces},
            **{theme.label: f"themes/{theme.id}" for theme in edition.themes},
        },
        RuleWords(edition),
        edition.address,
    )
    for restoration in edition.restorations:
        around = {}
        for article in restoration.articles:
            copies = (by_id[one] for one in edition.copies.get(article.id, ()) if one != article.id)
            around[article.id] = Around(
                tuple(steps[article.id]),
                tuple(
                    RelatedLink(plain(one.article.title), f"articles/{one.article.id}", reasons=one.reasons) for one in others[article.id]
                ),
                tuple(Link(f"{one.seed_name}：{plain(one.title)}", f"articles/{one.id}") for one in copies),
            )
        described = {article.id: edition.descriptions[article.id] for article in restoration.articles}
        yield sheet(restoration, described, edition.apparatus[restoration.seed.name], around, common)


def sheet(
    restoration: Restoration,
    descriptions: Mapping[str, Description],
    account: Apparatus,
    around: Mapping[str, Around],
    common: Common,
) -> Sheet:
    """A sheet, with its lines and anchors worked out."""
    lines = restoration.seed.lines
    places = {article.id: anchors(article, lines) for article in restoration.articles}
    return Sheet(restoration, descriptions, account, around, common, lines, places)
