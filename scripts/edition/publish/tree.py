"""Generated files on disk: written whole, or compared.

A half-written edition is worse than an old one. All new files are written into a folder beside the old ones first, then
a journal says what is to change places, and then it does. Until the journal stands, the old files are untouched. Once it
stands, the new files are complete: a build that is killed is finished by the next one (`finish`), which can repeat any part
of the work. A build that merely fails puts the old files back itself and takes the journal away.

The generated files are not forced to the disk: after a loss of power the next build compares them and writes them anew. The
ledger cannot be made anew, so it is.
"""

from __future__ import annotations

import contextlib
import difflib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from edition.errors import OutputError, Said, UnfinishedError
from edition.standing import Stamp, stamp_of, stamps_of

_SAFE = re.compile(r"(?:[a-z0-9_][a-z0-9._-]*/)*[a-z0-9_][a-z0-9._-]*", re.IGNORECASE)
_DEVICES = re.compile(r"(?:.*/)?(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^/]*)?(?:/.*)?", re.IGNORECASE)
Content = str | bytes | Path | Stamp
"""What is written to a file: text, bytes, a file that is copied, or the stamp of the file that stands there, where that is known to be the
same."""
LONGEST = 150
"""Characters of a path: with a folder before it, it still fits into the 260 that some systems allow."""


STAGE = ".edition-new"
"""The folder, inside the one that is written, where the new files wait and the old ones are kept until all is done."""
JOURNAL = "journal.json"
"""In the stage: what changes places. It is there from the moment when the new files are complete until they are in place."""

_FILE, _FOLDER = Said("文件", "file"), Said("文件夹", "folder")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the journal holds."""

    goes: Sequence[str]
    """The owned names whose files leave, to be replaced or for good."""
    comes: Sequence[str]
    """Those of them that have new files."""
    also: str = ""
    """Path of the single file that changes with them, relative to the folder that is written; empty where it stays."""


def write(
    files: Mapping[str, str] | Iterable[tuple[str, Content]],
    out: Path,
    owned: Sequence[str],
    also: tuple[Path, str] | None = None,
    stamps: dict[str, Stamp] | None = None,
) -> None:
    """Write `files` under `out`; what else stands under an owned name goes, all other files stay untouched.

    A file that is the same as before stays the file that it is, so that its time tells when it last changed.

    Args:
        files: relative path to content, or pairs of these, of which one at a time is held.
        out: the folder; made if it is not there.
        owned: what is written whole: folders, which end in a slash (`articles/`), and files (`index.md`).
        also: one more file with its content, anywhere, which changes together with the others or not at all.
        stamps: takes up the stamp of each file, by path, as it was when its content was compared or written.

    Raises:
        OutputError: a path is unsafe, written twice or not owned, a file changes meanwhile, or the system refuses; the old files stay.
        UnfinishedError: the system refuses to put the old files back, too; the next build finishes the work.
    """
    finish(out)
    made = _missing(out)
    stage = out / STAGE
    path, content = (also[0], also[1].encode("utf-8")) if also else (None, b"")
    try:
        for name in owned:
            _in_the_way(out / name, folder=name.endswith("/"))
        out.mkdir(parents=True, exist_ok=True)
        changed = _staged(files.items() if isinstance(files, Mapping) else files, out, owned, {} if stamps is None else stamps)
        if path is not None and path.is_file() and path.read_bytes() == content:
            path = None
        if changed or path is not None:
            stage.mkdir(exist_ok=True)
            if path is not None:
                _write_down(_waiting(path), content)
            comes = [name for name in changed if os.path.lexists(stage / "new" / name)]
            _swap(out, _Plan(changed, comes, _relative(path, out) if path else ""))
    except OSError as error:
        raise _refused(out, error) from error
    else:
        made = None
    finally:
        if not os.path.lexists(stage / JOURNAL):
            with contextlib.suppress(OSError):
                if also:
                    _waiting(also[0]).unlink(missing_ok=True)
            shutil.rmtree(stage, ignore_errors=True)
            if made is not None:
                shutil.rmtree(made, ignore_errors=True)


def _staged(pairs: Iterable[tuple[str, Content]], out: Path, owned: Sequence[str], stamps: dict[str, Stamp]) -> list[str]:
    """Put all files into the stage: those that are new, and further names of those that are the same. The owned names with a difference."""
    seen: dict[str, str] = {}
    changed: set[str] = set()
    folders: set[str] = set()
    # Strings: of an edition of ten thousand articles there are a hundred thousand paths.
    here, there = os.path.join(out, ""), os.path.join(waiting(out, ""), "")
    for target, content in pairs:
        _check(target, seen, owned)
        old, new = here + target, there + target
        folder = os.path.dirname(new)
        if folder not in folders:
            os.makedirs(folder, exist_ok=True)
            folders.add(folder)
        if isinstance(content, tuple):
            _take_over(old, new)
            if stamp_of(new) != content:
                raise OutputError(
                    old,
                    Said("构建的时候有别的程序改动了它", "was changed by another program while the edition was built"),
                    Said("请重新构建", "build again"),
                )
            stamps[target] = content
            continue
        data, stamp = _bytes(target, content), stamp_of(old)
        if stamp and stamp[0] == len(data) and Path(old).read_bytes() == data and stamp_of(old) == stamp:
            _take_over(old, new)
            stamps[target] = stamp
        else:
            Path(new).write_bytes(data)
            stamps[target] = stamp_of(new) or (0, 0)
            changed.add(_owner(target, owned))
    written = {*seen.values()}
    gone = {name for name in owned if any(path not in written for path in _walk(out, name))}
    return [name for name in owned if name in changed | gone]


def waiting(out: Path, path: str) -> Path:
    """Where a new file waits until all are complete."""
    return out / STAGE / "new" / path


def _take_over(old: str, new: str) -> None:
    """Give a file another name, or, where the system knows no such names, a copy."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)


def finish(out: Path) -> bool:
    """Put in place what an earlier build had complete when it was cut off, and remove what else it left; whether there was anything
    to put in place.

    Raises:
        OutputError: the system refuses.
    """
    journal = out / STAGE / JOURNAL
    try:
        found = os.path.lexists(journal)
        if found:
            for source, target in _moves(out, _Plan(**json.loads(journal.read_text(encoding="utf-8")))):
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(source, target)
            journal.unlink()
        for left in out.glob(".edition-*"):
            shutil.rmtree(left)
    except OSError as error:
        raise _refused(out, error) from error
    except (ValueError, TypeError) as error:
        raise OutputError(
            str(journal),
            Said(f"不是构建的日志（{error}）", f"is not the journal of a build ({error})"),
            Said(f"请删掉文件夹 {STAGE}，再重新构建", f"remove the folder {STAGE} and build again"),
        ) from error
    return found


def compare(files: Mapping[str, str], out: Path, owned: Sequence[str], ignore: Sequence[str] = ()) -> str:
    """The difference between what is on disk and `files`, as a unified diff; empty where all is fresh.

    Args:
        files: relative path to content.
        out: the folder.
        owned: what the build writes whole.
        ignore: the owned names that are not looked at.

    Raises:
        OutputError: a path is unsafe or not owned, a file cannot be read, or another build is in the middle of writing.
    """
    names = [name for name in owned if name not in ignore]
    encoded = _encoded(files, owned)
    if os.path.lexists(out / STAGE / JOURNAL):
        what = Said("有一次构建正在写这里，或者写到一半断了", "a build is writing here, or was cut off while it wrote")
        raise OutputError(
            str(out), what, Said("请不带 --check 重新构建，没写完的就会写完", "build again without --check, which finishes it")
        )
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


def _swap(out: Path, plan: _Plan) -> None:
    """Write the journal and let the new files take the place of the old ones; on failure or interruption go back the same way."""
    stage = out / STAGE
    draft = stage / "journal.draft"
    done: list[tuple[Path, Path]] = []
    try:
        _write_down(draft, json.dumps(asdict(plan), ensure_ascii=False, indent=2).encode("utf-8"))
        os.replace(draft, stage / JOURNAL)
        _settle(stage)
        for source, target in _moves(out, plan):
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)
            done.append((source, target))
    except BaseException:
        # Where the single file, which comes last, is in place, everything is.
        if not plan.also or os.path.lexists(_waiting(out / plan.also)):
            _go_back(done, stage)
        raise
    if plan.also:
        _settle((out / plan.also).parent)
    with contextlib.suppress(OSError):  # A journal that stays tells the next build of nothing that is left to do.
        (stage / JOURNAL).unlink()


def _moves(out: Path, plan: _Plan) -> Iterator[tuple[Path, Path]]:
    """The moves that are left to do, in order; each is found when the one before it is done, so that a part of them can be done already."""
    stage = out / STAGE
    for name in plan.goes:
        here, old, new = out / name, stage / "old" / name, stage / "new" / name
        if name in plan.comes and not os.path.lexists(new):
            continue
        if os.path.lexists(here):
            # Somebody can have put files here after a build was cut off, when the old ones had been moved out already.
            _remove(old)
            yield here, old
        if name in plan.comes:
            yield new, here
    if plan.also and os.path.lexists(_waiting(out / plan.also)):
        yield _waiting(out / plan.also), out / plan.also


def _go_back(done: Sequence[tuple[Path, Path]], stage: Path) -> None:
    """Undo moves. Where the system refuses that, nothing is thrown away: journal and files stay for the next build."""
    for source, target in reversed(done):
        try:
            os.replace(target, source)
        except OSError as error:
            what = Said(
                f"{source} 写不进去（{error.strerror or error}），该放在那里的文件留在这个文件夹里",
                f"{source} cannot be written ({error.strerror or error}); what belongs there waits in this folder",
            )
            next_step = Said(
                "请关掉正在使用这个文件夹的程序，再重新构建，没做完的就会做完",
                "close the programs that use the folder and build again, which finishes the work",
            )
            raise UnfinishedError(str(stage), what, next_step) from error
    with contextlib.suppress(OSError):
        (stage / JOURNAL).unlink(missing_ok=True)


def _write_down(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Wait until the disk has the names in a folder. Windows cannot, and does not need to be asked."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):  # Some network folders cannot, either.
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _waiting(path: Path) -> Path:
    """Where the new content of a single file waits: beside it, because a file changes places at once on one disk only."""
    return path.with_name(f".{path.name}.new")


def _relative(path: Path, out: Path) -> str:
    """A path as the journal names it: relative, so that the project can be moved; on another drive of Windows it cannot be."""
    try:
        return os.path.relpath(path, out)
    except ValueError:
        return str(path.absolute())


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _encoded(files: Mapping[str, str], owned: Sequence[str]) -> dict[str, bytes]:
    """The files as bytes, sorted by path.

    Raises:
        OutputError: a path is unsafe, equals another but for case, or has no owner.
    """
    seen: dict[str, str] = {}
    for path in sorted(files):
        _check(path, seen, owned)
    return {path: _bytes(path, files[path]) for path in sorted(files)}


def _check(path: str, seen: dict[str, str], owned: Sequence[str]) -> None:
    """Enter a path among those that were seen, by its form without capitals.

    Raises:
        OutputError: it would leave the folder, cannot exist on every system, was seen before, if only in another case, or has no owner.
    """
    if not _SAFE.fullmatch(path) or _DEVICES.fullmatch(path) or len(path) > LONGEST or path.endswith("."):
        raise OutputError(
            path[:LONGEST],
            Said("不是各种系统都能用的文件名", "is no file name that every system can hold"),
            Said("编号请只用英文字母、数字、- 和 _", "use ASCII letters, digits, - and _ in ids"),
        )
    if not _owner(path, owned):
        raise OutputError(
            path,
            Said(
                f"不在任何一个由构建生成的文件夹里（{', '.join(owned)}）",
                f"stands in none of the generated folders ({', '.join(owned)})",
            ),
            Said("请把它的文件夹加进 OWNED", "add its folder to OWNED"),
        )
    before = seen.setdefault(path.casefold(), path)
    if before is not path:
        same = Said("有两个导出要写这个文件", "is written by two exports")
        alike = Said(f"在有些系统上与 {before} 是同一个文件", f"is the same file as {before} on some systems")
        raise OutputError(path, same if before == path else alike, Said("请给其中一个换编号", "give one of the two another id"))


def _bytes(path: str, content: str | bytes | Path) -> bytes:
    """A content as bytes.

    Raises:
        OutputError: it holds what is no character.
    """
    if isinstance(content, bytes):
        return content
    if isinstance(content, Path):
        return content.read_bytes()
    try:
        return content.encode("utf-8")
    except UnicodeEncodeError as error:
        what = Said(f"里面的 {error.object[error.start]!r} 不是字符", f"holds {error.object[error.start]!r}, which is no character")
        raise OutputError(path, what, Said("请改正它的原始文本的解码", "mend the decoding of its seed")) from error


def _owner(path: str, owned: Sequence[str]) -> str:
    """The owned name under which a path stands; empty where there is none."""
    folders = (path[:at] for at, sign in enumerate(path, 1) if sign == "/")
    return next((name for name in (*folders, path) if name in owned), "")


def _stands_in(path: str, name: str) -> bool:
    return path.startswith(name) if name.endswith("/") else path == name


def _under(files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if _stands_in(path, name)}


def _in_the_way(path: Path, folder: bool) -> None:
    """Something of the wrong kind under an owned name is not the edition's, and is not replaced."""
    if path.is_dir() != folder and os.path.lexists(path):
        kinds = (_FILE, _FOLDER) if folder else (_FOLDER, _FILE)
        raise OutputError(
            str(path),
            Said(f"这里应写入{kinds[1].zh}，却已有一个{kinds[0].zh}", f"a {kinds[0].en} stands where the edition writes a {kinds[1].en}"),
            Said("请把它移走或者改名", "move it away or rename it"),
        )


def _on_disk(out: Path, name: str) -> dict[str, bytes]:
    """What stands under an owned name now."""
    return {path: (out / path).read_bytes() for path in _walk(out, name)}


def _walk(out: Path, name: str) -> Iterator[str]:
    """What stands under an owned name, but for folders, by its path."""
    return (path for path, _ in stamps_of(out, name))


def _missing(out: Path) -> Path | None:
    """The topmost folder that has to be made for `out`."""
    missing = [path for path in (out, *out.parents) if not os.path.lexists(path)]
    return missing[-1] if missing else None


def _refused(out: Path, error: OSError) -> OutputError:
    what = Said(f"写不进去或者读不出来（{error.strerror or error}）", f"cannot be written or read ({error.strerror or error})")
    place = str(error.filename or out)
    return OutputError(
        str(out) if STAGE in place else place,
        what,
        Said("请腾出磁盘空间，或者让文件夹可写，然后重新构建", "free space, or make the folder writable, and build again"),
    )
