"""What builds work out, by a key of all that it depends on: for later steps of a build, and for the next one.

The folder may be deleted between builds.

An entry is a file that is written beside its place and then moved there, with the checksum of its content: a build that is killed
leaves the old entry, the new one or none, and one that a disk has damaged counts as missing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import re
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from edition.errors import OutputError, Said

_DIGEST = 16
"""Bytes of a checksum."""
_ENTRY = re.compile(r"[0-9a-f]{40}(\.\d+\.new)?")
"""Matches the names of files that are the cache's, also of those that were not finished."""


class Cache:
    """Entries in a folder.

    Args:
        folder: where the entries lie; made when the first one is kept.
        code: what all entries depend on besides their own key (`code_key`).
    """

    def __init__(self, folder: Path, code: str) -> None:
        self.folder, self.code = folder, code
        self._asked: set[str] = set()

    def __reduce__(self) -> tuple[type[Cache], tuple[Path, str]]:
        """How it goes to another process: without what was asked of it here."""
        return Cache, (self.folder, self.code)

    def key(self, kind: str, *parts: str | bytes) -> str:
        """The key of what depends on these parts and on the code."""
        digest = hashlib.blake2b(digest_size=20)
        for part in (self.code, kind, *parts):
            data = part.encode("utf-8", errors="surrogatepass") if isinstance(part, str) else part
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)
        key = digest.hexdigest()
        self._asked.add(key)
        return key

    def has(self, key: str) -> bool:
        """Whether there is an entry; it may be damaged."""
        return self._path(key).is_file()

    def get(self, key: str) -> Any:
        """The entry; None where there is none that is whole."""
        try:
            data = self._path(key).read_bytes()
            if _digest(key, data[_DIGEST:]) != data[:_DIGEST]:
                return None
            found = pickle.loads(data[_DIGEST:])
        except (OSError, ValueError, EOFError, AttributeError, ImportError, pickle.UnpicklingError):
            return None
        return found

    def put(self, key: str, value: object) -> None:
        """Keep an entry.

        Raises:
            OutputError: the folder cannot be written.
        """
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        path = self._path(key)
        new = path.with_name(f"{key}.{os.getpid()}.new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(_digest(key, data) + data)
            os.replace(new, path)
        except OSError as error:
            with contextlib.suppress(OSError):
                new.unlink()
            raise OutputError(
                str(self.folder),
                Said(f"写不进去（{error.strerror or error}）", f"cannot be written ({error.strerror or error})"),
                Said("请腾出磁盘空间，或者用 --cache DIR 另指定一个文件夹", "free space, or give another folder with --cache DIR"),
            ) from error

    def clear(self) -> None:
        """Remove all entries."""
        self._asked.clear()
        self.sweep()

    def sweep(self) -> None:
        """Remove the entries whose keys this build did not ask for, and what killed builds left."""
        for path in self.folder.glob("??/*"):
            if _ENTRY.fullmatch(path.name) and path.name not in self._asked:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


def _digest(key: str, data: bytes) -> bytes:
    """The checksum of an entry, with its key: an entry under another name is none."""
    return hashlib.blake2b(key.encode() + data, digest_size=_DIGEST).digest()


def code_key(folders: Iterable[Path], packages: Iterable[str]) -> str:
    """A key of all code and tables in folders, of the versions of packages and of Python."""
    digest = hashlib.blake2b(digest_size=20)
    digest.update(repr([sys.version, *((name, version(name)) for name in packages)]).encode())
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
