"""Generated files on disk: written whole, or compared.

A half-written edition is worse than an old one. All new files are written into a folder beside the old ones first, then
everything changes places; if anything fails on the way, the old tree is put back and the new one is removed.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from edition.errors import OutputError

_SAFE = re.compile(r"(?:[a-z0-9_][a-z0-9._-]*/)*[a-z0-9_][a-z0-9._-]*", re.IGNORECASE)
_DEVICES = re.compile(r"(?:.*/)?(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^/]*)?(?:/.*)?", re.IGNORECASE)
LONGEST = 150
"""Characters of a path: with a folder before it, it still fits into the 260 that some systems allow."""


def write(files: Mapping[str, str], out: Path, owned: Sequence[str]) -> None:
    """Write `files` under `out`; what else stands under an owned name goes, all other files stay untouched.

    Args:
        files: relative path to content.
        out: the folder; made if it is not there.
        owned: what is written whole: folders, which end in a slash (`articles/`), and files (`index.md`).

    Raises:
        OutputError: a path is unsafe or not owned, or the system refuses; the old tree stays.
    """
    encoded = _encoded(files, owned)
    made = _missing(out)
    stage: Path | None = None
    try:
        for name in owned:
            _in_the_way(out / name, folder=name.endswith("/"))
        out.mkdir(parents=True, exist_ok=True)
        changed = [name for name in owned if _on_disk(out, name) != _under(encoded, name)]
        if changed:
            stage = Path(tempfile.mkdtemp(prefix=".edition-", dir=out))
            for path, content in encoded.items():
                if any(_stands_in(path, name) for name in changed):
                    target = stage / "new" / path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
            _swap(out, stage, changed)
    except OSError as error:
        raise _refused(out, error) from error
    else:
        made = None
    finally:
        if stage is not None:
            shutil.rmtree(stage, ignore_errors=True)
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)


def compare(files: Mapping[str, str], out: Path, owned: Sequence[str], ignore: Sequence[str] = ("data",)) -> str:
    """The difference between what is on disk and `files`, as a unified diff; empty where all is fresh.

    Raises:
        OutputError: a path is unsafe or not owned, or a file cannot be read.
    """
    skipped = {name.rstrip("/") for name in ignore}
    names = [name for name in owned if name.rstrip("/") not in skipped]
    encoded = _encoded(files, owned)
    try:
        old = {path: content for name in names for path, content in _on_disk(out, name).items()}
    except OSError as error:
        raise _refused(out, error) from error
    new = {path: content for name in names for path, content in _under(encoded, name).items()}
    return "".join(_diff(path, old.get(path), new.get(path)) for path in sorted({*old, *new}) if old.get(path) != new.get(path))


def _diff(path: str, old: bytes | None, new: bytes | None) -> str:
    before, after = ("" if content is None else content.decode("utf-8", errors="replace") for content in (old, new))
    names = "/dev/null" if old is None else f"a/{path}", "/dev/null" if new is None else f"b/{path}"
    # str.splitlines also splits at characters that end no line in a file (U+2028); the newline alone does.
    lines = list(difflib.unified_diff(before.split("\n"), after.split("\n"), *names, lineterm=""))
    return "\n".join(lines or [f"--- {names[0]}", f"+++ {names[1]}"]) + "\n"


def _swap(out: Path, stage: Path, names: Sequence[str]) -> None:
    """Let the new files take the place of the old ones; on any failure, an interruption included, go back the same way."""
    moves: list[tuple[Path, Path]] = []
    try:
        for name in names:
            for source, target in ((out / name, stage / "old" / name), (stage / "new" / name, out / name)):
                if os.path.lexists(source):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    os.replace(source, target)
                    moves.append((source, target))
    except BaseException:
        _go_back(moves, out)
        raise


def _go_back(moves: Sequence[tuple[Path, Path]], out: Path) -> None:
    """Undo moves. Old files that cannot go back to their place are kept beside it."""
    kept: Path | None = None
    for source, target in reversed(moves):
        try:
            os.replace(target, source)
        except OSError:
            if source.parent == out:
                kept = kept or Path(tempfile.mkdtemp(prefix="old-", dir=out))
                os.replace(target, kept / target.name)
    if kept is not None:
        raise OutputError(str(kept), "holds old files that could not be put back", "move them back into the folder above")


def _encoded(files: Mapping[str, str], owned: Sequence[str]) -> dict[str, bytes]:
    """The files as bytes, sorted by path.

    Raises:
        OutputError: a path would leave the folder, cannot exist on every system, equals another but for case, or has no owner.
    """
    out: dict[str, bytes] = {}
    seen: dict[str, str] = {}
    for path in sorted(files):
        if not _SAFE.fullmatch(path) or _DEVICES.fullmatch(path) or len(path) > LONGEST or path.endswith("."):
            raise OutputError(path[:LONGEST], "is no file name that every system can hold", "use ASCII letters, digits, - and _ in ids")
        if not any(_stands_in(path, name) for name in owned):
            raise OutputError(path, f"stands in none of the generated folders ({', '.join(owned)})", "add its folder to OWNED")
        if seen.setdefault(path.casefold(), path) != path:
            raise OutputError(path, f"is the same file as {seen[path.casefold()]} on some systems", "give one of the two another id")
        try:
            out[path] = files[path].encode("utf-8")
        except UnicodeEncodeError as error:
            what = f"holds {error.object[error.start]!r}, which is no character"
            raise OutputError(path, what, "mend the decoding of its seed") from error
    return out


def _stands_in(path: str, name: str) -> bool:
    return path.startswith(name) if name.endswith("/") else path == name


def _under(files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if _stands_in(path, name)}


def _in_the_way(path: Path, folder: bool) -> None:
    """Something of the wrong kind under an owned name is not the edition's, and is not replaced."""
    if path.is_dir() != folder and os.path.lexists(path):
        kinds = ("file", "folder") if folder else ("folder", "file")
        raise OutputError(str(path), f"a {kinds[0]} stands where the edition writes a {kinds[1]}", "move it away or rename it")


def _on_disk(out: Path, name: str) -> dict[str, bytes]:
    """What stands under an owned name now."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in _walk(out / name)}


def _walk(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (found for found in path.rglob("*") if not found.is_dir())
    elif os.path.lexists(path):
        yield path


def _missing(out: Path) -> Path | None:
    """The topmost folder that has to be made for `out`."""
    missing = [path for path in (out, *out.parents) if not os.path.lexists(path)]
    return missing[-1] if missing else None


def _refused(out: Path, error: OSError) -> OutputError:
    what = f"cannot be written or read ({error.strerror or error})"
    place = str(error.filename or out)
    return OutputError(str(out) if ".edition-" in place else place, what, "free space, or make the folder writable, and build again")
