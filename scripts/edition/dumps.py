"""The seeds as files in a folder: which there are, under which names, and which are refused before they are opened.

A seed's file name is its identity and travels to every system, so a name that some system cannot hold is refused. What is no
plain file is refused as well: a link could publish any file of the machine, and a pipe would be waited for without end.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePath

from edition.errors import Said, SeedError, UsageError

_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')

_NO_PLAIN_FILE = (
    Said("读不出来（不是普通文件）", "cannot be read (it is no plain file)"),
    Said("请把文本复制一份，放在它的位置", "put a copy of the text there in its place"),
)
_FOLDER = (
    Said("是文件夹，不是文本文件", "is a folder and no text file"),
    Said(
        "请把里面的文本一个版面一个文件移到原始文本文件夹里，再移走它；不是原始文本的文件夹，请去掉名字末尾的 .txt",
        "move the texts in it, one file a page, up into the folder of seeds, and remove it; if it holds no seeds, take .txt off its name",
    ),
)


def name_of(path: Path) -> str:
    """The name that a seed is known by, in the form that all systems agree on: some take names apart into letters and accents."""
    return unicodedata.normalize("NFC", path.name)


def find(folder: Path, names: Sequence[str] = ()) -> tuple[list[Path], dict[str, SeedError]]:
    """The seed files to build, sorted by name, and by name those that are refused.

    Raises:
        UsageError: there is no such folder, or no such seed in it.
    """
    if not folder.is_dir():
        raise UsageError(
            str(folder),
            Said("没有这个原始文本文件夹", "there is no such folder of seeds"),
            Said("请用 --seeds DIR 指定一个", "give one with --seeds DIR"),
        )
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".txt" and not path.name.startswith("."))
    if names:
        wanted = {name_of(Path(name)) for name in names}
        unknown = sorted(wanted - {name_of(path) for path in found})
        if unknown:
            raise UsageError(
                str(folder),
                Said(f"没有原始文本 {', '.join(unknown)}", f"there is no seed {', '.join(unknown)}"),
                Said("请照文件夹里的文件名写", "give the file names as they stand in the folder"),
            )
        found = [path for path in found if name_of(path) in wanted]
    if not found:
        raise UsageError(
            str(folder),
            Said("文件夹里没有原始文本（NAME.txt）", "there is no seed (NAME.txt) in the folder"),
            Said("请把一个版面的文本放进去", "put the text dump of a page there"),
        )
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
                str(path),
                Said(f"在别的系统上与 {seen[key].name} 同名", f"has the same name as {seen[key].name} on other systems"),
                Said("请给其中一个改名", "rename one of the two"),
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
        kind = path.lstat().st_mode
        if not stat.S_ISREG(kind):
            raise SeedError(printable(path), *(_FOLDER if stat.S_ISDIR(kind) else _NO_PLAIN_FILE))
        return path.read_bytes()
    except OSError as error:
        raise SeedError(
            printable(path),
            Said(f"读不出来（{error.strerror}）", f"cannot be read ({error.strerror})"),
            Said("请改成可读的文件，或者移走", "make it a readable file, or remove it"),
        ) from error


def printable(path: PurePath) -> str:
    """A path as it can be shown anywhere: what is no character, or does something to a terminal, is written out."""
    text = str(path).encode("utf-8", errors="surrogateescape").decode("utf-8", errors="backslashreplace")
    return re.sub(r"[\x00-\x1f\x7f]", lambda match: f"\\x{ord(match[0]):02x}", text)


def problem_of_name(path: PurePath) -> tuple[Said, Said] | None:
    """What is wrong with the name of a file, and the next step; None where nothing is."""
    name = path.name
    rename = Said("请改名", "rename it")
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return (
            Said(
                "文件名不是 UTF-8，中文 Windows 上打的压缩包常常如此",
                "has a name that is not UTF-8, as archives made on Chinese Windows do",
            ),
            Said("请改名，或者按压缩包原来的编码重新解压", "rename it, or unpack the archive with its encoding"),
        )
    if path.suffix != ".txt":
        return (
            Said(f"文件名以 {path.suffix} 结尾，而原始文本要以 .txt 结尾", f"ends in {path.suffix}, and a seed ends in .txt"),
            Said(f"请改名为 {path.stem}.txt", f"rename it to {path.stem}.txt"),
        )
    if _DEVICES.fullmatch(name):
        return Said("这个名字 Windows 留给设备用", "has a name that Windows keeps for a device"), rename
    if match := _FORBIDDEN.search(name):
        return Said(f"文件名里有 {match[0]!r}，Windows 存不了", f"has {match[0]!r} in its name, which Windows cannot hold"), rename
    if path.stem != path.stem.rstrip(" ."):
        return Said(".txt 之前有空格或者点，Windows 不保留", "has a blank or a dot before .txt, which Windows does not keep"), rename
    return None


def _problem(path: Path) -> tuple[Said, Said] | None:
    """What is wrong with the name or the kind of a file, and the next step; None where nothing is."""
    if problem := problem_of_name(path):
        return problem
    kind = path.lstat().st_mode
    if stat.S_ISDIR(kind):
        return _FOLDER
    return None if stat.S_ISREG(kind) else _NO_PLAIN_FILE
