"""Files known by their stamps, and whether an edition stands as the last build left it: then there is nothing to build."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Stamp = tuple[int, int]
"""Size of a file in bytes, and the time of its last change in nanoseconds."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a build left."""

    stamps: Mapping[str, Stamp]
    """Of every file that it owns, by path."""
    report: str
    """What it said."""


def stamp_of(path: str | Path) -> Stamp | None:
    """The stamp of a plain file; None where there is none."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def stamps_in(out: Path, owned: Sequence[str]) -> dict[str, Stamp]:
    """The stamps of all that stands under the owned names of a folder, by path; of what is no plain file as well."""
    return {path: stamp for name in owned for path, stamp in stamps_of(out, name)}


def stamps_of(out: Path, name: str) -> Iterator[tuple[str, Stamp]]:
    """The stamps of all that stands under one name of a folder."""
    name = name.rstrip("/")
    try:
        with os.scandir(out / name) as entries:
            for entry in entries:
                path = f"{name}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    yield from stamps_of(out, path)
                else:
                    found = entry.stat(follow_symlinks=False)
                    yield path, (found.st_size, found.st_mtime_ns)
    except NotADirectoryError:
        found = (out / name).lstat()
        yield name, (found.st_size, found.st_mtime_ns)
    except FileNotFoundError:
        return
