"""The seeds as files in a folder: which there are, under which names, and which are refused before they are opened.

A seed's file name is its identity and travels to every system, so a name that some system cannot hold is refused. What is no
plain file is refused as well: a link could publish any file of the machine, and a pipe would be waited for without end.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from edition.errors import SeedError, UsageError

_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


def name_of(path: Path) -> str:
    """The name that a seed is known by, in the form that all systems agree on: some take names apart into letters and accents."""
    return unicodedata.normalize("NFC", path.name)


def find(folder: Path, names: Sequence[str] = ()) -> tuple[list[Path], dict[str, SeedError]]:
    """The seed files to build, sorted by name, and by name those that are refused.

    Raises:
        UsageError: there is no such folder, or no such seed in it.
    """
    if not folder.is_dir():
        raise UsageError(str(folder), "there is no such folder of seeds", "give one with --seeds DIR")
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".txt" and not path.name.startswith("."))
    if names:
        wanted = {name_of(Path(name)) for name in names}
        unknown = sorted(wanted - {name_of(path) for path in found})
        if unknown:
            raise UsageError(str(folder), f"there is no seed {', '.join(unknown)}", "give the file names as they stand in the folder")
        found = [path for path in found if name_of(path) in wanted]
    if not found:
        raise UsageError(str(folder), "there is no seed (NAME.txt) in the folder", "put the text dump of a page there")
    seen: dict[str, Path] = {}
    files: list[Path] = []
    refused: dict[str, SeedError] = {}
    for path in found:
        # Names that differ only in case or in Unicode composition are one name on other machines.
        key = name_of(path).casefold()
        if problem := _problem(path):
            refused[name_of(path)] = SeedError(printable(path), *problem)
        elif key in seen:
            refused[name_of(path)] = SeedError(
                str(path), f"has the same name as {seen[key].name} on other systems", "rename one of the two"
            )
        else:
            seen[key] = path
            files.append(path)
    return files, refused


def read(path: Path) -> bytes:
    """The bytes of a plain file.

    Raises:
        SeedError: it is no plain file, or cannot be read.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise SeedError(printable(path), "cannot be read (it is no plain file)", "put a copy of the text there in its place")
        return path.read_bytes()
    except OSError as error:
        raise SeedError(printable(path), f"cannot be read ({error.strerror})", "make it a readable file, or remove it") from error


def printable(path: Path) -> str:
    """A path as it can be shown anywhere: what is no character, or does something to a terminal, is written out."""
    text = str(path).encode("utf-8", errors="surrogateescape").decode("utf-8", errors="backslashreplace")
    return re.sub(r"[\x00-\x1f\x7f]", lambda match: f"\\x{ord(match[0]):02x}", text)


def _problem(path: Path) -> tuple[str, str] | None:
    """What is wrong with the name or the kind of a file, and the next step; None where nothing is."""
    name = path.name
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return "has a name that is not UTF-8, as archives made on Chinese Windows do", "rename it, or unpack the archive with its encoding"
    if path.suffix != ".txt":
        return f"ends in {path.suffix}, and a seed ends in .txt", f"rename it to {path.stem}.txt"
    if _DEVICES.fullmatch(name):
        return "has a name that Windows keeps for a device", "rename it"
    if match := _FORBIDDEN.search(name):
        return f"has {match[0]!r} in its name, which Windows cannot hold", "rename it"
    if path.stem != path.stem.rstrip(" ."):
        return "has a blank or a dot before .txt, which Windows does not keep", "rename it"
    if not stat.S_ISREG(path.lstat().st_mode):
        return "cannot be read (it is no plain file)", "put a copy of the text there in its place"
    return None
