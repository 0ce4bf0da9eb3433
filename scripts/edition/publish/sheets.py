"""A sheet: one dump with all that its pages show. Sheets do not know each other, so they can be published in any process.

What a page shows of the rest of the edition (the way to it, related articles, copies) is worked out before, for all, and lies in the sheet
as plain words and addresses. So it can also be seen whether anything that a page shows has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from edition.model import NO_PLACES, Apparatus, Article, Description, Edition, Facsimile, Imprint, Places, Restoration
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


def settings(edition: Edition) -> Iterator[Setting]:
    """The setting of each dump of an edition, in its order."""
    steps, others = ways(edition), related(edition)
    by_id = {article.id: article for article in edition.articles}
    provinces = {province.name: f"provinces/{province.id}" for province in edition.provinces}
    themes = {theme.label: f"themes/{theme.id}" for theme in edition.themes}
    common = Common(provinces | themes, RuleWords(edition), edition.address, edition.imprint)
    for restoration in edition.restorations:
        around = {}
        for article in restoration.articles:
            near = ((one.article, one.reasons) for one in others[article.id])
            copies = (by_id[one] for one in edition.copies.get(article.id, ()) if one != article.id)
            around[article.id] = Around(
                tuple(steps[article.id]),
                tuple(RelatedLink(plain(one.title), f"articles/{one.id}", reasons=reasons) for one, reasons in near),
                tuple(Link(f"{one.seed_name}：{plain(one.title)}", f"articles/{one.id}") for one in copies),
            )
        yield Setting(tuple(around), restoration.seed.numbers, around, common, edition.facsimiles.get(restoration.seed.name))


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


def sheets_of(edition: Edition) -> Iterator[Sheet]:
    """The sheet of each dump of an edition that holds all texts whole."""
    for restoration, setting in zip(edition.restorations, settings(edition), strict=True):
        descriptions = (edition.descriptions[id_] for id_ in setting.ids)
        yield sheet_of(restoration, descriptions, edition.apparatus[restoration.seed.name], setting)
