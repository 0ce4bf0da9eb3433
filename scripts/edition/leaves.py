"""A dump made ready: restored, described and balanced. No dump needs another one for it, so they are made ready in processes.

What is made ready lies in the cache, in two parts. The leaf is all of it; whoever makes the dump's pages takes it from there. The card
is what lists, indexes and search need: a build holds the cards of all dumps, so they must be small.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cache as once
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from edition import dumps
from edition.apparatus import balance
from edition.cache import Cache
from edition.copies import checksums
from edition.days import RECENT
from edition.describe import ALONE, Describing, Holding, describe, prepare
from edition.dumps import name_of
from edition.errors import RulingError, SeedError
from edition.facsimiles import PLACES, read_places
from edition.figures import packed
from edition.misprints import Lookalikes, load_lookalikes, misprints
from edition.model import (
    LEVELS,
    NO_PLACES,
    Apparatus,
    Article,
    Block,
    Byline,
    Description,
    Head,
    Misprint,
    Part,
    Places,
    Restoration,
    Role,
    Verdict,
)
from edition.permalinks import Coverage, coverage
from edition.publish.jsonl import digest
from edition.publish.parts import parts_of
from edition.restore import readings, restore
from edition.restore.decode import decode
from edition.rulings import NONE, Desk, counted, placed, read_rulings
from edition.slugs import Readings, load_readings, slug
from edition.trace import Piece, SourceLines, Text
from edition.vocabulary import Vocabulary, load_vocabulary
from edition.workers import Workers, done

PACKAGES = ("jieba", "pypinyin", "numpy", "pyyaml")
"""What is made ready depends on their versions, too."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One dump, made ready. Its articles have no ids yet."""

    restoration: Restoration
    descriptions: tuple[Description, ...]
    """One for each article."""
    account: Apparatus
    places: Places = NO_PLACES
    """Where its lines stand on the printed page."""


@dataclass(frozen=True, slots=True)
class Card:
    """What lists, indexes and search need of a dump."""

    restoration: Restoration
    """Its texts know no more where they come from, and what is set aside is left out."""
    descriptions: tuple[Description, ...]
    """One for each article; so are the following."""
    slugs: tuple[str, ...]
    """The words of an address, should the article be new."""
    parts: tuple[tuple[Part, ...], ...]
    """Its blocks as lists and search read them; their anchors hold while the seed was never edited."""
    covered: tuple[Coverage, ...]
    misprints: tuple[tuple[Misprint, ...], ...]
    digests: tuple[str, ...]
    """Of what the record of an article says."""
    figures: tuple[bytes, ...]
    """Packed; its descriptions hold none."""
    strings: tuple[array[int], ...]
    """The checksums by which copies of an article are found."""
    account: Apparatus
    """Without its entries."""
    key: str
    """The key of the leaf, and so of all that the dump's restoration and description depend on."""


class Ruled(NamedTuple):
    """What editors ruled about a dump, as it is written."""

    path: str = ""
    """The file, for error messages."""
    content: bytes = b""
    numbers: tuple[int, ...] = ()
    """The permanent number of each line of the dump; empty where it was never edited."""
    holding: Holding = ALONE
    """What the publisher says of all pages."""


UNRULED = Ruled()


class Beside(NamedTuple):
    """The file that stands beside a seed, as it is written; empty where there is none."""

    path: str = ""
    """For error messages."""
    content: bytes = b""


ABSENT = Beside()


@dataclass(frozen=True, slots=True)
class Tables:
    """All that is read from `scripts/data` to make a dump ready."""

    vocabulary: Vocabulary
    describing: Describing
    readings: Readings
    lookalikes: Lookalikes


vocabulary_of = once(load_vocabulary)
"""The vocabulary of a folder, read once."""


@once
def load_tables(folder: Path) -> Tables:
    """The tables of a folder, read once in each process.

    Raises:
        VocabularyError: a row is malformed, with its file and line.
    """
    return Tables(vocabulary_of(folder), prepare(folder), load_readings(folder / "pinyin.tsv"), load_lookalikes(folder))


def forget_tables() -> None:
    """Let go of the tables in this process: what follows does not need them, and they take up room."""
    load_tables.cache_clear()


def leaf_of(data: bytes, name: str, tables: Tables, ruled: Ruled = UNRULED, beside: Beside = ABSENT) -> Leaf:
    """One dump, made ready; `ruled` is what editors ruled about it, `beside` the file of the places of its lines.

    Raises:
        InputError: that file is none.
        SeedError: the bytes are not text, or hold no text.
        RulingError: a ruling is malformed, or no longer fits.
        AccountError: its account does not balance.
        UsageError: the region that the publisher names is none.
    """
    desk = desk_of(data, name, ruled)
    try:
        restoration = restore(data, name, tables.vocabulary, desk)
    except RulingError as error:
        text = decode(data, name).text
        raise placed(error, desk, text, SourceLines(text, ruled.numbers), readings(text, tables.vocabulary)) from error
    descriptions = describe(restoration, tables.describing, desk, ruled.holding)
    places = read_places(beside.content, beside.path, restoration.seed.sha256)
    return Leaf(restoration, descriptions, balance(restoration), places)


def desk_of(data: bytes, name: str, ruled: Ruled) -> Desk:
    """What editors ruled about a dump, by its lines as they stand now.

    Raises:
        SeedError: the bytes are not text.
        RulingError: a ruling is malformed, or names a line that is not there.
    """
    desk = read_rulings(ruled.content, ruled.path) if ruled.content else NONE
    return counted(desk, SourceLines(decode(data, name).text, ruled.numbers)) if desk else desk


def card_of(leaf: Leaf, tables: Tables, key: str) -> Card:
    """The card of a leaf."""
    articles, lines = leaf.restoration.articles, leaf.restoration.seed.lines
    slugs = []
    for article, told in zip(articles, leaf.descriptions, strict=True):
        units = [unit for level in LEVELS if (unit := told.level(level))]
        slugs.append(slug(units, article.title, tables.readings, tables.describing.cues.tokenizer.cut))
    return Card(
        replace(leaf.restoration, articles=tuple(map(_bare, articles)), set_aside=()),
        tuple(replace(one, figures=()) for one in leaf.descriptions),
        tuple(slugs),
        tuple(parts_of(article, lines) for article in articles),
        coverage(leaf.restoration),
        misprints(leaf.restoration, tables.lookalikes),
        tuple(map(digest, articles, leaf.descriptions)),
        tuple(packed(one.figures) for one in leaf.descriptions),
        tuple(map(checksums, articles)),
        replace(leaf.account, entries=()),
        key,
    )


def cards(
    files: Sequence[Path], folder: Path, workers: Workers, cache: Cache, ruled: Mapping[str, Ruled] = MappingProxyType({})
) -> Iterator[Card | SeedError]:
    """The card of each dump, or why it is refused, in the order of the files. The leaves lie in the cache then.

    Args:
        files: the dumps.
        folder: `scripts/data`.
        workers: who makes ready what the cache does not hold.
        cache: what earlier builds made ready.
        ruled: what editors ruled, by the name of the dump.

    Raises:
        RulingError: a ruling is malformed, or no longer fits.
        AccountError: the account of a dump does not balance.
        WorkerError: a process was ended from outside.
    """
    return workers.in_order(_call(path, folder, workers, cache, ruled.get(name_of(path), UNRULED)) for path in files)


def _call(path: Path, folder: Path, workers: Workers, cache: Cache, ruled: Ruled) -> Future[Card | SeedError]:
    try:
        data = dumps.read(path)
    except SeedError as error:
        return done(error)
    name = name_of(path)
    beside = _beside(path)
    key = cache.key("leaf", name, data, repr(ruled), beside.content)
    card_key = cache.key("card", key)
    found: Card | None = cache.get(card_key) if cache.has(key) else None
    if found is not None:
        return done(found)
    load_tables(folder)  # Here, before processes are made that can inherit them.
    return workers.call(_make, data, name, ruled, beside, folder, cache, key, card_key)


def _beside(path: Path) -> Beside:
    """The file of the places of the lines of a dump."""
    places = path.with_suffix(PLACES)
    try:
        return Beside(str(places), places.read_bytes())
    except OSError:
        return ABSENT


def _make(data: bytes, name: str, ruled: Ruled, beside: Beside, folder: Path, cache: Cache, key: str, card_key: str) -> Card | SeedError:
    tables = load_tables(folder)
    try:
        leaf = leaf_of(data, name, tables, ruled, beside)
    except SeedError as error:
        return error
    card = card_of(leaf, tables, key)
    cache.put(key, leaf)
    cache.put(card_key, card)
    return card


def _bare(article: Article) -> Article:
    """An article as lists need it: each text in one piece."""
    head = Head(*(text and _piece(text) for text in (article.head.kicker, article.head.title, article.head.subtitle)))
    bylines = tuple(Byline(one.role, one.name, Text(), one.in_text, one.credit) for one in article.bylines)
    blocks = tuple(
        Block(_piece(block.text), _judged(block.verdict.role, block.verdict.rule, block.verdict.rival)) for block in article.blocks
    )
    return replace(article, head=head, bylines=bylines, blocks=blocks, set_aside=())


@lru_cache(RECENT)
def _judged(role: Role, rule: str, rival: Role | None) -> Verdict:
    """A verdict without its words: few are different, and each is held once."""
    return Verdict(role, rule, rival=rival)


def _piece(text: Text) -> Text:
    reading = str(text)
    return Text((Piece(0, len(reading), reading),) if reading else ())
