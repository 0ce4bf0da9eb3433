"""Brings in what an office has: of each file a dump for every page, with the places of its lines, what it says of the newspaper, and the
original beside them. Nothing is ever overwritten by something else, and a dump comes last, so that it is never without the rest."""

from __future__ import annotations

import argparse
import os
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from edition.alone import alone_in
from edition.commands import CommandLine, run, say, speak_utf8
from edition.dumps import printable, problem_of_name
from edition.errors import OK, SEEDS_REFUSED, OutputError, Said, SeedError, UsageError
from edition.facsimiles import PLACES, SUFFIXES, is_picture
from edition.importing import READERS, make, reader_of

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 512 * 1024 * 1024
"""Bytes of the largest file: a year's volume of a weekly with its pictures."""
ORIENTATION = 0x0112
"""The tag of EXIF that says how a picture is turned; from 5 on, width and height change places."""
ORIGINALS = "originals"
"""The folder, beside the dumps, of the files that they were made of."""

LEDGER = "permalinks"
"""What no dump may be called, because what lies beside it would have the name of the ledger."""


EPILOG = """\
每份原始文本旁边：NAME.boxes.json（各行的位置）、NAME.webp（PDF 的版面图像）、NAME.yml（文件自带的报名、日期、版次）、
originals/（原件）
beside each dump: NAME.boxes.json (where its lines stand), NAME.webp (the picture of the page of a PDF),
NAME.yml (what the file says of the newspaper), originals/

退出码同 build.py：0 全部导入，2 命令行有误，3 有些文件没有收下，4 中途停下
exit codes as in build.py: 0 all is brought in, 2 usage, 3 some files were refused, 4 stopped
"""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is to be written."""

    path: Path
    data: bytes | Callable[[], bytes]
    """Its content; or how it is made where it is not there, of something that is kept beside it. Nothing is written of what is empty."""


def parser() -> CommandLine:
    """The command line."""
    formats = ", ".join(reader.name for reader in READERS)
    out = CommandLine(
        "import.py", Said(f"把报社手里的文件变成原始文本：{formats}。", f"Make dumps of what an office has: {formats}."), EPILOG
    )
    out.says(
        "files",
        "要带入的文件；格式看内容，不看后缀",
        "what is brought in; its format is known by its content",
        nargs="+",
        metavar="FILE",
    )
    out.says(
        "--out",
        "原始文本放进哪个文件夹（不写就是 seeds/）",
        "folder for the dumps (default: seeds/)",
        default=str(ROOT / "seeds"),
        metavar="DIR",
    )
    out.says(
        "--name",
        "原始文本叫什么，只能用于一个文件（不写就是文件的名字）",
        "name of the dump, for a single file (default: that of the file)",
        metavar="NAME",
    )
    return out


def main(argv: Sequence[str] | None = None) -> int:
    """Bring the files in; returns the exit code."""
    speak_utf8()
    options = parser().parse_args(argv)
    return run(lambda: _run(options), Said("已中断。做完的都留着。", "Interrupted; what is done stays."))


def _run(options: argparse.Namespace) -> int:
    files = [Path(file) for file in options.files]
    if options.name and len(files) > 1:
        raise UsageError(
            "--name",
            Said(f"只能给一个文件命名，这里有 {len(files)} 个", f"names one file, and there are {len(files)}"),
            Said("请一个一个导入", "bring them in one by one"),
        )
    names = [options.name or file.name[: len(file.name) - len(file.suffix)] for file in files]
    seen: dict[str, Path] = {}
    for name, file in zip(names, files, strict=True):
        if problem := problem_of_name(Path(f"{name}.txt")) or _parts(name):
            raise UsageError(printable(file), *problem)
        if name.casefold() in seen:
            other = printable(seen[name.casefold()])
            raise UsageError(
                printable(file),
                Said(f"与 {other} 同名，原始文本也会同名", f"has the name of {other}, and so would have their dumps"),
                Said("请给其中一个改名，或者分开导入并用 --name", "rename one of the two, or bring them in one by one with --name"),
            )
        seen[name.casefold()] = file
    out = Path(options.out)
    refused = 0
    with alone_in(out):
        for name, file in zip(names, files, strict=True):
            try:
                _bring(file, name, out)
            except SeedError as error:
                say(error)
                refused += 1
    return SEEDS_REFUSED if refused else OK


def _parts(name: str) -> tuple[Said, Said] | None:
    """What is wrong with a name that would lead into another folder, or to the ledger."""
    if name and not name.startswith(".") and not set("/\\") & set(name) and name.casefold() != LEDGER:
        return None
    return Said(f"{name!r} 不能作名字", f"{name!r} is no name of a dump"), Said("请用 --name 另取一个", "give another one with --name")


def _bring(file: Path, name: str, out: Path) -> None:
    """Bring one file in.

    Raises:
        SeedError: the file is refused.
        OutputError: what would be written is there already and is something else, or the folder cannot be written.
    """
    data = _read(file)
    reader = reader_of(data, printable(file))
    material = reader.read(data, printable(file))
    made = make(material, printable(file))
    suffix = reader.suffix if file.suffix.lower() in ("", ".txt") else file.suffix
    original = f"{ORIGINALS}/{name}{suffix}"
    files = [Written(out / original, data)]
    dumps = []
    scans = _scans(file) if len(material.pages) == 1 and not reader.picture else []
    for one in made:
        stem = name if len(material.pages) == 1 else f"{name}-p{one.number}"
        beside = ((PLACES, one.places(original, _size(scans[0]) if scans else None)), (".yml", one.rulings()))
        files += [Written(out / f"{stem}{end}", text.encode("utf-8")) for end, text in beside if text]
        if reader.picture and not _pictured(out, stem):
            files.append(Written(out / f"{stem}.webp", partial(reader.picture, data, one.number)))
        files += [Written(out / f"{stem}{scan.suffix.lower()}", scan.read_bytes()) for scan in scans if not _pictured(out, stem)]
        dumps.append(Written(out / f"{stem}.txt", one.text.encode("utf-8")))
    lines = sum(len(one.lines) for one in made)
    new = _write([*files, *dumps])
    empty = len(material.pages) - len(made)
    print(
        Said(
            f"{printable(file)}（{reader.name}）：版面 {len(made)} 个，{lines} 行，写入文件 {new} 个。",
            f"{printable(file)} ({reader.name}): pages {len(made)}, lines {lines}, files written {new}.",
        )
    )
    for left in material.left:
        count, what = left.characters.total(), left.what
        print(Said(f"  没有收入：{what.zh} {count} 个。", f"  left out: {what.en}, {count}."))
    if empty:
        print(Said(f"  没有文字的页：{empty} 页。", f"  pages without text: {empty}."))


def _scans(file: Path) -> list[Path]:
    """The picture of the page that a file of recognised text is about: it lies beside it and has its name."""
    named = (path for path in sorted(file.parent.iterdir()) if path.stem == file.stem and path.suffix.lower() in SUFFIXES)
    return [path for path in named if path.is_file() and path.stat().st_size <= LARGEST and is_picture(path.read_bytes()[:16])][:1]


def _size(scan: Path) -> tuple[int, int] | None:
    """Width and height of a picture as it is shown; None where it cannot be read, or where this Python reads none."""
    try:
        from PIL import Image
    except ImportError:
        return None
    try:
        with Image.open(scan) as image:
            width, height = image.size
            turned = image.getexif().get(ORIENTATION, 1) > 4
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    return (height, width) if turned else (width, height)


def _pictured(out: Path, stem: str) -> bool:
    """Whether a dump has its picture already: that one stays."""
    return out.is_dir() and any(path.stem == stem and path.suffix.lower() in SUFFIXES for path in out.iterdir())


def _read(file: Path) -> bytes:
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            raise SeedError(printable(file), Said("不是普通文件", "is no plain file"), Said("请指定文件本身", "name the file itself"))
        if found.st_size > LARGEST:
            raise SeedError(
                printable(file),
                Said(f"超过 {LARGEST >> 20} MiB", f"has more than {LARGEST >> 20} MiB"),
                Said("请分成几个文件", "cut it into several files"),
            )
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror
        raise SeedError(
            printable(file),
            Said(f"读不出来（{reason}）", f"cannot be read ({reason})"),
            Said("请检查路径和权限", "look at the path and the rights"),
        ) from error


def _write(files: Sequence[Written]) -> int:
    """Write what is not there; how many that were. All is compared before the first one is written."""
    new = []
    for one in files:
        there = _there(one.path)
        if there is None:
            new.append(one)
        elif there != one.data and isinstance(one.data, bytes):
            raise OutputError(
                printable(one.path),
                Said("已经有同名而内容不同的文件", "is there already with other content"),
                Said(
                    "没有写任何文件；请用 --name 另取名字，要换掉原来的就先把它和旁边的文件移走",
                    "nothing was written; give another name with --name, or remove it and what lies beside it first",
                ),
            )
    for one in new:
        scratch = one.path.with_name(f".{one.path.name}.new")
        data = one.data if isinstance(one.data, bytes) else one.data()
        if not data:
            continue
        try:
            one.path.parent.mkdir(parents=True, exist_ok=True)
            scratch.write_bytes(data)
            os.replace(scratch, one.path)
        except OSError as error:
            with suppress(OSError):
                scratch.unlink()
            reason = error.strerror
            raise OutputError(
                printable(one.path),
                Said(f"写不进去（{reason}）", f"cannot be written ({reason})"),
                Said("请检查权限和空间，再运行同一条命令", "look at rights and space, and run the same command again"),
            ) from error
    return len(new)


def _there(path: Path) -> bytes | None:
    """The content of a file that is there; None where there is none."""
    try:
        return path.read_bytes() if os.path.lexists(path) else None
    except OSError as error:
        reason = error.strerror
        raise OutputError(
            printable(path),
            Said(f"读不出来（{reason}）", f"cannot be read ({reason})"),
            Said("请移走它", "remove it"),
        ) from error
