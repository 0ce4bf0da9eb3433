"""The pages of all dumps, made in processes; those that would come out as they stand are left where they are.

All that the pages of a dump show lies in its sheet, so a key of the sheet tells whether they are the same as last time. The cache holds
what was made under it: the size and time of each file, and the lines that the dump has in files of all dumps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from edition.cache import Cache
from edition.model import Edition
from edition.publish import Published, published, waiting
from edition.publish.sheets import Sheet, sheets
from edition.workers import Workers, done

TOGETHER = 8
"""How many sheets go to a process at a time: what all of an edition share travels once with them."""

Stamp = tuple[int, int]
"""Size and time of a file."""


@dataclass(frozen=True, slots=True)
class Print:
    """What was made of a sheet."""

    stamps: Mapping[str, Stamp]
    """Of its files, by path."""
    lines: Mapping[str, str]
    """Its lines of files of all dumps, by path."""


def printed(edition: Edition, leaf_keys: Mapping[str, str], out: Path, workers: Workers, cache: Cache) -> Iterator[Published]:
    """What is published of each dump by itself; the content of a file is None where it stands in `out` as it is.

    Args:
        edition: the edition.
        leaf_keys: by the name of a seed, the key of all that its restoration and description depend on.
        out: the folder that the files are written to; what one result holds must be staged before the next is taken.
        workers: who makes the pages.
        cache: what earlier builds made.

    Raises:
        AccountError: an export lacks something that the account keeps.
        WorkerError: a process was ended from outside.
    """
    for made in workers.in_order(_calls(edition, leaf_keys, out, workers, cache)):
        for key, (files, lines) in made:
            yield files, lines
            if any(content is not None for content in files.values()):
                cache.put(key, Print({path: _stamp(waiting(out, path)) for path in files}, lines))


def _calls(
    edition: Edition, leaf_keys: Mapping[str, str], out: Path, workers: Workers, cache: Cache
) -> Iterator[Future[list[tuple[str, Published]]]]:
    batch: list[tuple[str, Sheet]] = []
    for sheet in sheets(edition):
        key = cache.key("sheet", leaf_keys[sheet.restoration.seed.name], sheet.shows())
        known: Print | None = cache.get(key)
        stands = known is not None and all(_stands(out / path, stamp) for path, stamp in known.stamps.items())
        if not stands:
            batch.append((key, sheet))
        if batch and (stands or len(batch) == TOGETHER):
            yield workers.call(_publish, batch)
            batch = []
        if known is not None and stands:
            yield done([(key, (dict.fromkeys(known.stamps), dict(known.lines)))])
    if batch:
        yield workers.call(_publish, batch)


def _publish(batch: Sequence[tuple[str, Sheet]]) -> list[tuple[str, Published]]:
    return [(key, published(sheet)) for key, sheet in batch]


def _stands(path: Path, stamp: Stamp) -> bool:
    try:
        return _stamp(path) == stamp
    except OSError:
        return False


def _stamp(path: Path) -> Stamp:
    stat = path.lstat()
    return stat.st_size, stat.st_mtime_ns
