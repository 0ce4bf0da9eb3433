"""Whether an edition stands as the last build left it, from the same dumps: then there is nothing to build."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Stamp = tuple[int, int]
"""Size and time of a file."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a build left."""

    stamps: Mapping[str, Stamp]
    """Of every file that it owns, by path."""
    report: str
    """What it said."""


def stamps_in(out: Path, owned: Sequence[str]) -> dict[str, Stamp]:
    """The stamps of all that stands under the owned names of a folder, by path; of what is no plain file as well."""
    return {path: stamp for name in owned for path, stamp in _stamps(out, name.rstrip("/"))}


def _stamps(out: Path, name: str) -> Iterator[tuple[str, Stamp]]:
    try:
        with os.scandir(out / name) as entries:
            for entry in entries:
                path = f"{name}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    yield from _stamps(out, path)
                else:
                    stat = entry.stat(follow_symlinks=False)
                    yield path, (stat.st_size, stat.st_mtime_ns)
    except NotADirectoryError:
        stat = (out / name).lstat()
        yield name, (stat.st_size, stat.st_mtime_ns)
    except FileNotFoundError:
        return
