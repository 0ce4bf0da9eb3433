"""ROOM 2: finds what an article is about. Every fact has its evidence; without evidence there is no fact.

Describers are pure functions of a restoration and of `Describing`, the tables that `prepare` reads once. A describer sees a whole page,
because date and newspaper mostly belong to the page. Its facts about an article rest only on that article and its page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from edition.describe import ruled
from edition.describe.date import describe_dates
from edition.describe.figure_words import FigureWords, load_figure_words
from edition.describe.figures import figures
from edition.describe.folio import describe_folios
from edition.describe.keywords import Corpus, keywords, load_corpus
from edition.describe.lines import Others, load_others
from edition.describe.newspaper import Papers, describe_newspapers, load_bulletins
from edition.describe.periods import Calendar, load_calendar
from edition.describe.place import describe_place
from edition.describe.themes import Cues, describe_themes, turn_round
from edition.errors import Said, UsageError
from edition.gazetteer import Gazetteer, load_gazetteer, load_themes
from edition.model import Description, Finding, Restoration, Rival, Theme
from edition.rulings import NONE, Desk
from edition.segmenter import tokenizer
from edition.vocabulary import load_traditional


@dataclass(frozen=True, slots=True)
class Describing:
    """The tables that describers may use beside the page."""

    gazetteer: Gazetteer
    calendar: Calendar
    others: Others
    bulletins: tuple[str, ...]
    themes: tuple[Theme, ...]
    cues: Cues
    figures: FigureWords
    corpus: Corpus
    region: str = ""
    """The region of all newspapers whose names show none, as the publisher says it; empty where there is no such."""

    def cut(self, clause: str) -> Iterable[str]:
        """The words of a clause; names of places and cues of themes count as words."""
        words: Iterable[str] = self.cues.tokenizer.cut(clause, HMM=False)
        return words


class Holding(NamedTuple):
    """What a publisher says of all pages (`extra` of mkdocs.yml); empty where nothing."""

    newspaper: str = ""
    """The newspaper of all pages that name none."""
    region: str = ""
    """The region of all newspapers whose names show none, from the province down: 江苏省南通市如皋市. It supports what a text says; it is
    no place of an article by itself."""


ALONE = Holding()
Descriptions = tuple[Description, ...]
Describer = Callable[[Restoration, Describing, Descriptions], Descriptions]


def places(restoration: Restoration, tables: Describing, found: Descriptions) -> Descriptions:
    """Add the place to each description, from province to township. The newspaper can be named after a place."""
    told = []
    everywhere = frozenset(tables.gazetteer.called(tables.region)) if tables.region else frozenset()
    for article, one in zip(restoration.articles, found, strict=True):
        paper = one.newspaper.value if one.newspaper else ""
        region = tables.gazetteer.named_after(paper) if paper else frozenset()
        if not region and everywhere:
            region, paper = everywhere, f"{tables.region}（本集所属地区）"
        place, rivals = describe_place(article, tables.gazetteer, tables.cut, region, paper)
        told.append(replace(one, place=place, rivals=_with(one, "place", rivals)))
    return tuple(told)


def folios(restoration: Restoration, tables: Describing, found: Descriptions) -> Descriptions:
    """Add what the folio of the page says to each description: issue, page number and name of the page."""
    papers = {one.newspaper.value for one in found if one.newspaper}
    told = describe_folios(restoration, papers)
    return tuple(replace(one, issue=issue, page=page, page_name=name) for one, (issue, page, name) in zip(found, told, strict=True))


def dates(restoration: Restoration, tables: Describing, found: Descriptions) -> Descriptions:
    """Add the date to each description: its own, that of the page, or one that its articles allow."""
    days = describe_dates(restoration, tables.calendar, tables.others)
    return tuple(replace(one, date=day, rivals=_with(one, "date", rivals)) for one, (day, rivals) in zip(found, days, strict=True))


def newspapers(restoration: Restoration, tables: Describing, found: Descriptions) -> Descriptions:
    """Add the newspaper to each description: that of the page, or what a line of its own states."""
    papers = describe_newspapers(restoration, tables.others, Papers(tables.gazetteer, tables.bulletins))
    told = zip(found, papers, strict=True)
    return tuple(replace(one, newspaper=paper, rivals=_with(one, "newspaper", rivals)) for one, (paper, rivals) in told)


def _with(one: Description, field: str, rivals: tuple[Rival, ...]) -> Mapping[str, tuple[Rival, ...]]:
    """The ways to read the facts of an article, with those of one more."""
    return {**one.rivals, field: rivals} if rivals else one.rivals


def themes(restoration: Restoration, tables: Describing, found: Descriptions) -> Descriptions:
    """Add the themes to each description."""
    pairs = zip(restoration.articles, found, strict=True)
    return tuple(replace(one, themes=describe_themes(article, tables.cues)) for article, one in pairs)


def words(restoration: Restoration, tables: Describing, found: Descriptions) -> Descriptions:
    """Add to each description the words that stand for the article; the place is known by then, and is none of them."""
    return tuple(
        replace(one, keywords=keywords(article, one, tables.corpus)) for article, one in zip(restoration.articles, found, strict=True)
    )


def numbers(restoration: Restoration, tables: Describing, found: Descriptions) -> Descriptions:
    """Add to each description the figures of its article; the date is known by then, and says what 今年 is."""
    pairs = zip(restoration.articles, found, strict=True)
    return tuple(replace(one, figures=figures(article, tables.figures, tables.cut, one.date)) for article, one in pairs)


DESCRIBERS: tuple[tuple[Describer, tuple[str, ...]], ...] = (
    (newspapers, ("newspaper",)),
    (folios, ("issue", "page", "page_name")),
    (places, ("place",)),
    (dates, ("date",)),
    (themes, ("themes",)),
    (words, ()),
    (numbers, ()),
)
"""The describers in their order, each with the facts that it adds to the descriptions so far. What an editor ruled about these is
carried out right behind it, so that the next ones build on that."""


def prepare(folder: Path) -> Describing:
    """The tables of `folder` (`scripts/data`). Reading takes about a second and serves any number of seeds.

    Raises:
        VocabularyError: a row is malformed, with its file and line.
    """
    gazetteer = load_gazetteer(folder / "places", load_traditional(folder))
    found = load_themes(folder / "themes.yml")
    cutter = tokenizer(gazetteer.words(), (cue for theme in found for cue in theme.cues))
    others, bulletins, cues = load_others(folder), load_bulletins(folder), turn_round(found, cutter)
    return Describing(gazetteer, load_calendar(folder), others, bulletins, found, cues, load_figure_words(folder), load_corpus())


def _judge_region(region: str, gazetteer: Gazetteer) -> None:
    """Stop where a region is no unit of the tables, or can be several."""
    if len(gazetteer.called(region)) != 1:
        raise UsageError(
            "mkdocs.yml: extra.region",
            Said(f"行政区划里没有“{region}”，或者不止一个", f"“{region}” is no unit of the tables, or can be several"),
            Said("请从省写起，用今天的全名，例如 江苏省南通市如皋市", "write it from the province down, with the full names of today"),
        )


def describe(restoration: Restoration, tables: Describing, desk: Desk = NONE, holding: Holding = ALONE) -> Descriptions:
    """One description for each article of a restored seed, in order.

    Args:
        restoration: the seed.
        tables: what `prepare` read.
        desk: what editors ruled about the seed.
        holding: what the publisher says of all pages.

    Raises:
        UsageError: there is no such region, or several.
        RulingError: a ruling no longer fits, or states what cannot be.
    """
    found: Descriptions = tuple(Description() for _ in restoration.articles)
    newspaper = holding.newspaper
    if holding.region:
        _judge_region(holding.region, tables.gazetteer)
        tables = replace(tables, region=holding.region)
    for describer, fields in DESCRIBERS:
        found = describer(restoration, tables, found)
        if newspaper and describer is newspapers:
            known = Finding(newspaper, ("本集各版同属一报",), "collection")
            found = tuple(one if one.newspaper else replace(one, newspaper=known) for one in found)
        if desk and fields:
            found = ruled.carry_out(fields, restoration, found, desk, tables.gazetteer, tables.themes)
    return found
