"""What earlier builds worked out, by a key of all that it depends on. It may be deleted at any time.

An entry is a file that is written beside its place and then moved there, with the checksum of its content: a build that is killed
leaves the old entry, the new one or none, and one that a disk has damaged counts as missing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import shutil
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

_DIGEST = 16
"""Bytes of a checksum."""


class Cache:
    """Entries in a folder. Without a folder it holds nothing and keeps nothing.

    Args:
        folder: where the entries lie; made when the first one is kept.
        code: what all entries depend on besides their own key (`code_key`).
        keeps: whether new entries are kept.
    """

    def __init__(self, folder: Path | None, code: str, keeps: bool = True) -> None:
        self.folder, self.code, self.keeps = folder, code, keeps
        self._asked: set[str] = set()

    def __reduce__(self) -> tuple[type[Cache], tuple[Path | None, str, bool]]:
        """How it goes to another process: without what was asked of it here."""
        return Cache, (self.folder, self.code, self.keeps)

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

    def get(self, key: str) -> Any:
        """The entry; None where there is none that is whole."""
        if self.folder is None:
            return None
        try:
            data = self._path(key).read_bytes()
            if hashlib.blake2b(data[_DIGEST:], digest_size=_DIGEST).digest() != data[:_DIGEST]:
                return None
            found = pickle.loads(data[_DIGEST:])
        except (OSError, ValueError, EOFError, AttributeError, ImportError, pickle.UnpicklingError):
            return None
        return found

    def put(self, key: str, value: object) -> None:
        """Keep an entry. A folder that cannot be written makes builds slower and stops none."""
        if self.folder is None or not self.keeps:
            return
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        path = self._path(key)
        new = path.with_name(f"{key}.{os.getpid()}.new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(hashlib.blake2b(data, digest_size=_DIGEST).digest() + data)
            os.replace(new, path)
        except OSError:
            with contextlib.suppress(OSError):
                new.unlink()

    def sweep(self) -> None:
        """Remove the entries whose keys this build did not ask for, and what killed builds left."""
        if self.folder is None or not self.keeps:
            return
        for path in self.folder.glob("??/*"):
            if path.name not in self._asked:
                with contextlib.suppress(OSError):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / key[:2] / key


def code_key(folders: Iterable[Path], packages: Iterable[str]) -> str:
    """A key of all code and tables in folders, of the versions of packages and of Python."""
    digest = hashlib.blake2b(digest_size=20)
    digest.update(repr([sys.version, *((name, version(name)) for name in packages)]).encode())
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
