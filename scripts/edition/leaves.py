"""A dump made ready: restored, described and balanced. No dump needs another one for it, so they are made ready in processes.

What is made ready is kept in the cache, by the dump's own bytes, its name, the code and the tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cache as once
from pathlib import Path

from edition import dumps
from edition.apparatus import balance
from edition.cache import Cache
from edition.describe import Describing, describe, prepare
from edition.dumps import name_of
from edition.errors import SeedError
from edition.model import LEVELS, Apparatus, Description, Part, Restoration
from edition.publish.parts import parts_of
from edition.restore import restore
from edition.slugs import Readings, load_readings, slug
from edition.vocabulary import Vocabulary, load_vocabulary
from edition.workers import Workers, done


@dataclass(frozen=True, slots=True)
class Leaf:
    """One dump, made ready."""

    restoration: Restoration
    """Its articles have no ids yet."""
    descriptions: tuple[Description, ...]
    """One for each article."""
    slugs: tuple[str, ...]
    """For each article the words of an address, should it be new."""
    account: Apparatus
    parts: tuple[tuple[Part, ...], ...]
    """For each article its blocks as lists and search read them; their anchors hold while the seed was never edited."""
    key: str = ""
    """The key of all that it depends on."""


@dataclass(frozen=True, slots=True)
class Tables:
    """All that is read from `scripts/data` to make a dump ready."""

    vocabulary: Vocabulary
    describing: Describing
    readings: Readings


words = once(load_vocabulary)
"""The vocabulary of a folder, read once."""


@once
def load_tables(folder: Path) -> Tables:
    """The tables of a folder, read once in each process.

    Raises:
        VocabularyError: a row is malformed, with its file and line.
    """
    return Tables(words(folder), prepare(folder), load_readings(folder / "pinyin.tsv"))


def leaf_of(data: bytes, name: str, tables: Tables) -> Leaf:
    """One dump, made ready.

    Raises:
        SeedError: the bytes are not text, or hold no text.
        AccountError: its account does not balance.
    """
    restoration = restore(data, name, tables.vocabulary)
    descriptions = describe(restoration, tables.describing)
    slugs = []
    for article, told in zip(restoration.articles, descriptions, strict=True):
        units = [unit for level in LEVELS if (unit := told.level(level))]
        slugs.append(slug(units, article.title, tables.readings, tables.describing.cues.tokenizer.cut))
    lines = restoration.seed.lines
    parts = tuple(parts_of(article, lines) for article in restoration.articles)
    return Leaf(restoration, descriptions, tuple(slugs), balance(restoration), parts)


def leaves(files: Sequence[Path], folder: Path, workers: Workers, cache: Cache) -> Iterator[Leaf | SeedError]:
    """Each dump made ready, or why it is refused, in the order of the files.

    Args:
        files: the dumps.
        folder: `scripts/data`.
        workers: who does what the cache does not hold.
        cache: what earlier builds made ready.

    Raises:
        AccountError: the account of a dump does not balance.
        WorkerError: a process was ended from outside.
    """
    return workers.in_order(_call(path, folder, workers, cache) for path in files)


def _call(path: Path, folder: Path, workers: Workers, cache: Cache) -> Future[Leaf | SeedError]:
    try:
        data = dumps.read(path)
    except SeedError as error:
        return done(error)
    key = cache.key("leaf", name_of(path), data)
    found = cache.get(key)
    if found is not None:
        return done(found)
    load_tables(folder)  # Here, before processes are made that can inherit them.
    return workers.call(_make, data, name_of(path), folder, cache, key)


def _make(data: bytes, name: str, folder: Path, cache: Cache, key: str) -> Leaf | SeedError:
    try:
        leaf = leaf_of(data, name, load_tables(folder))
    except SeedError as error:
        return error
    leaf = replace(leaf, key=key)
    cache.put(key, leaf)
    return leaf
