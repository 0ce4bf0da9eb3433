"""One build at a time: a lock on the folder that a build writes.

The system holds the lock for the process, so that it ends with the process, however that ends.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from edition.errors import OutputError, Said

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = ".edition.lock"
"""The file, in the folder, that the lock is held on. One that a killed build left locks nobody out."""
BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
"""What the systems answer when another process holds a lock."""


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the lock on a folder. It is made for that, and taken away again where nothing was written into it.

    Raises:
        OutputError: another build holds the lock, or the folder cannot be written.
    """
    missing = [path for path in (folder, *folder.parents) if not os.path.lexists(path)]
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = _lock(path)
    except OSError as error:
        what = Said(f"写不进去或者读不出来（{error.strerror or error}）", f"cannot be written or read ({error.strerror or error})")
        _remove_empty(missing)
        next_step = Said("请腾出磁盘空间，或者让文件夹可写，然后重新构建", "free space, or make the folder writable, and build again")
        raise OutputError(str(error.filename or folder), what, next_step) from error
    if handle is None:
        raise OutputError(
            str(folder),
            Said("另一次构建正在写这个文件夹", "another build is writing here"),
            Said("请等它结束（或者停掉 `make serve`），再重新构建", "wait until it is done (or stop `make serve`), and build again"),
        )
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows removes no file that is open.
            path.unlink()
        os.close(handle)
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                path.unlink()
        _remove_empty(missing)


def _lock(path: Path) -> int | None:
    """The open, locked file; None where another process holds the lock."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in BUSY:
                os.close(handle)
                return None
            return handle  # Some network folders know no locks; a build there is worth more than the guard.
        # Between opening and locking, the build before can have ended and removed the file: then the lock is on no name.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), os.stat(path)):
                return handle
        os.close(handle)


def _remove_empty(folders: list[Path]) -> None:
    """Remove folders that are empty, from the lowest up."""
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return
