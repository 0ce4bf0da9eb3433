"""A sheet: one dump with all that its pages show. Sheets do not know each other, so they can be published in any process.

What a page shows of the rest of the edition (the way to it, related articles, copies) is worked out before, for all, and lies in the sheet
as plain words and addresses. So it can also be seen whether anything that a page shows has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from edition.model import NO_PLACES, Apparatus, Article, Description, Facsimile, Imprint, Places, Restoration
from edition.publish.anchors import Anchors, anchors
from edition.publish.passages import Passage, of_article, of_page
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
    entries: Mapping[str, Link]
    """Where its facts stand in the indexes, by what they are (`publish/entries.py`)."""


@dataclass(frozen=True, slots=True)
class Common:
    """What is the same for all sheets of an edition."""

    pages: Mapping[str, str]
    """The address of the page of a theme, by its name."""
    words: RuleWords
    address: str
    """The public address of the edition; empty where none is given."""
    imprint: Imprint
    """What the edition says of itself."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the pages of a dump show besides what its restoration and description hold."""

    ids: tuple[str, ...]
    """Of its articles."""
    numbers: tuple[int, ...]
    """The permanent numbers of its lines; empty where it was never edited."""
    around: Mapping[str, Around]
    """By article id."""
    common: Common
    facsimile: Facsimile | None
    """The picture of the printed page, where there is one."""

    @property
    def text(self) -> str:
        """All of it in one text, so that it can be seen whether anything has changed."""
        return repr(
            (self.ids, self.numbers, dict(self.around), dict(self.common.pages), self.common.address, self.common.imprint, self.facsimile)
        )


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
    facsimile: Facsimile | None
    places: Places
    """Where the lines of the dump stand on the printed page."""

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles of the dump, in reading order."""
        return self.restoration.articles

    def passages(self) -> list[Passage]:
        """Every passage of the dump."""
        texts = [passage for article in self.articles for passage in of_article(article, self.anchors[article.id])]
        return [*texts, *of_page(self.restoration)]


def sheet_of(
    restoration: Restoration,
    descriptions: Iterable[Description],
    account: Apparatus,
    setting: Setting,
    places: Places = NO_PLACES,
) -> Sheet:
    """The sheet of a dump in its setting, which gives the articles their ids."""
    seed = replace(restoration.seed, numbers=setting.numbers)
    lines = seed.lines
    articles = tuple(
        replace(article, id=id_, doubts=tuple(doubt.numbered(lines) for doubt in article.doubts))
        for article, id_ in zip(restoration.articles, setting.ids, strict=True)
    )
    return Sheet(
        replace(restoration, seed=seed, articles=articles),
        dict(zip(setting.ids, descriptions, strict=True)),
        account,
        setting.around,
        setting.common,
        lines,
        {article.id: anchors(article, lines) for article in articles},
        setting.facsimile,
        places,
    )
