"""The pages of all dumps, made in processes; those that would come out as they stand are left where they are.

A page shows what the leaf of its dump holds and what its setting says, so a key of both tells whether it is the same as last time. The
cache holds what was made under that key: the size and time of each file, and the lines that the dump has in files of all dumps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from edition.cache import Cache
from edition.errors import LeafError, Said
from edition.leaves import Leaf
from edition.model import Edition
from edition.publish import Published, published
from edition.publish.data.packed import Held
from edition.publish.settings import settings
from edition.publish.sheets import Setting, sheet_of
from edition.standing import Stamp
from edition.workers import Workers, done

TOGETHER = 8
"""How many dumps go to a process at a time: what all of an edition share travels once with them."""

Task = tuple[str, str, Setting]
"""The key of a print and of its leaf, and the setting."""


@dataclass(frozen=True, slots=True)
class Print:
    """What was made of a dump."""

    stamps: Mapping[str, Stamp]
    """Of its files, by path."""
    lines: Mapping[str, Sequence[Held]]
    """What it gives to files of all dumps, by path."""


def printed(
    edition: Edition,
    leaves: Sequence[str],
    there: Mapping[str, Stamp] | None,
    workers: Workers,
    cache: Cache,
    stamps: Mapping[str, Stamp],
) -> Iterator[Published]:
    """What is published of each dump by itself; for a file that stands where it goes as it is, its stamp.

    Args:
        edition: the edition; of its restorations nothing is needed but which articles there are.
        leaves: for each dump the key of its leaf in the cache.
        there: the stamps of what stands in the folder that the files are written to, where what one result holds is staged before the
            next one is taken; None where nothing is written and all contents are wanted.
        workers: who makes the pages.
        cache: what was made ready, and what earlier builds made.
        stamps: those of the files that are staged, by path.

    Raises:
        AccountError: an export lacks something that the account keeps.
        WorkerError: a process was ended from outside.
        LeafError: a leaf is no more in the cache, or damaged.
    """
    for made in workers.in_order(_calls(edition, leaves, there, workers, cache)):
        for key, (files, lines) in made:
            yield files, lines
            if there is not None and not all(isinstance(content, tuple) for content in files.values()):
                cache.put(key, Print({path: stamps[path] for path in files}, lines))


def _calls(
    edition: Edition, leaves: Sequence[str], there: Mapping[str, Stamp] | None, workers: Workers, cache: Cache
) -> Iterator[Future[list[tuple[str, Published]]]]:
    batch: list[Task] = []
    for leaf, setting in zip(leaves, settings(edition), strict=True):
        key = cache.key("print", leaf, setting.text)
        known: Print | None = None if there is None else cache.get(key)
        stands = known is not None and there is not None and known.stamps.items() <= there.items()
        if not stands:
            batch.append((key, leaf, setting))
        if batch and (stands or len(batch) == TOGETHER):
            yield workers.call(_publish, batch, cache)
            batch = []
        if known is not None and stands:
            yield done([(key, (known.stamps, known.lines))])
    if batch:
        yield workers.call(_publish, batch, cache)


def _publish(batch: Sequence[Task], cache: Cache) -> list[tuple[str, Published]]:
    out = []
    for key, place, setting in batch:
        leaf: Leaf | None = cache.get(place)
        if leaf is None:
            raise LeafError(
                str(cache.folder),
                Said("里面做好的内容不见了，或者坏了", "what was made ready there is gone or damaged"),
                Said("请重新构建；还是这样，就删掉这个文件夹", "build again; if that does not help, remove the folder"),
            )
        out.append((key, published(sheet_of(leaf.restoration, leaf.descriptions, leaf.account, setting, leaf.places))))
    return out
