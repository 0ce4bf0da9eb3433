"""What the pages of each dump show of the rest of an edition, worked out once for all dumps."""

from __future__ import annotations

from collections.abc import Iterator

from edition.model import Edition
from edition.publish.crumbs import ways
from edition.publish.entries import entries as entries_of
from edition.publish.escape import plain
from edition.publish.related import related
from edition.publish.rule_words import RuleWords
from edition.publish.sheets import Around, Common, Setting, Sheet, sheet_of
from edition.publish.views import Link, RelatedLink


def settings(edition: Edition) -> Iterator[Setting]:
    """The setting of each dump of an edition, in its order."""
    steps, others = ways(edition), related(edition)
    by_id = {article.id: article for article in edition.articles}
    entries = dict(entries_of(edition))
    themes = {theme.label: f"themes/{theme.id}" for theme in edition.themes}
    common = Common(themes, RuleWords(edition), edition.address, edition.imprint)
    for restoration in edition.restorations:
        around = {}
        for article in restoration.articles:
            near = ((one.article, one.reasons) for one in others[article.id])
            copies = (by_id[one] for one in edition.copies.get(article.id, ()) if one != article.id)
            around[article.id] = Around(
                tuple(steps[article.id]),
                tuple(RelatedLink(plain(one.title), f"articles/{one.id}", reasons=reasons) for one, reasons in near),
                tuple(Link(f"{one.seed_name}：{plain(one.title)}", f"articles/{one.id}") for one in copies),
                entries[article.id],
            )
        yield Setting(tuple(around), restoration.seed.numbers, around, common, edition.facsimiles.get(restoration.seed.name))


def sheets_of(edition: Edition) -> Iterator[Sheet]:
    """The sheet of each dump of an edition that holds all texts whole."""
    for restoration, setting in zip(edition.restorations, settings(edition), strict=True):
        descriptions = (edition.descriptions[id_] for id_ in setting.ids)
        yield sheet_of(restoration, descriptions, edition.apparatus[restoration.seed.name], setting)
