"""Dumps by the million: the files of a folder with its sub-folders, of an archive (tar, tar.gz, zip …) or of an object store.

Nothing is unpacked to disk: an archive is read from its beginning to its end, no member by more than `LIMIT`, and what is no plain file
is refused. A dump is known by its path inside the folder or archive.
"""

from __future__ import annotations

import os
import stat
import tarfile
import traceback
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from edition import dumps
from edition.errors import InputError, Said, SeedError, UsageError

LIMIT = 8 * 1024 * 1024
"""Bytes of the largest dump: a hundred times what a page has."""
_HEADER = 1024 * 1024
"""Bytes of the longest header of an archive's member, which is read whole."""

_MEND = Said("请重新下载或者打包，或者解压后指定那个文件夹", "fetch or pack it again, or unpack it and give the folder")
_OUTSIDE = (
    Said("路径指到压缩包外面", "has a path that leads out of the archive"),
    Said("请查清压缩包从哪里来，再按平常的路径重新打包", "find out where the archive is from, and pack it again with plain paths"),
)
_NO_FILE = (
    Said("在压缩包里不是普通文件（链接、设备之类）", "is no plain file in the archive (a link, a device …)"),
    Said("请把文本本身打进去", "pack the text itself"),
)
_UNSHOWN = Said("路径里有显示不出的字符", "has characters in its path that cannot be shown"), Said("请改名", "rename it")
_LOCKED = Said("在压缩包里加了密", "is encrypted in the archive"), Said("请不加密重新打包", "pack it again without a password")
_TWICE = Said("路径在前面已有", "has the path of a dump before it"), Said("请给其中一个改名", "rename one of the two")
_LARGE = (
    Said(f"超过 {LIMIT >> 20} MiB，一个版面没有这么多字", f"has more than {LIMIT >> 20} MiB, and no page has so much text"),
    Said("请一个版面一个文件", "make one file of each page"),
)


@dataclass(frozen=True, slots=True)
class Dump:
    """One dump, or why it is refused."""

    name: str
    """Its path inside the folder or archive."""
    place: str = ""
    """Where it is read; empty where `content` has it already."""
    content: bytes | SeedError = b""

    def read(self) -> bytes | SeedError:
        """Its bytes."""
        if not self.place:
            return self.content
        try:
            if "://" not in self.place:
                path = Path(self.place)
                return refused(self.name, *_LARGE) if path.lstat().st_size > LIMIT else dumps.read(path)
            with _files(self.place)[0].open(self.place) as file:
                return _limited(self.name, file)
        except SeedError as error:
            return refused(self.name, error.what, error.next_step)
        except Exception as error:  # Each kind of object store has errors of its own.
            what = Said(f"读不出来（{last_line(error)}）", f"cannot be read ({last_line(error)})")
            return refused(self.name, what, Said("请检查这个文件和网络", "look at the file and at the network"))


def refused(name: str, what: Said, next_step: Said) -> SeedError:
    """Why a dump is refused."""
    return SeedError(name, what, next_step)


def last_line(error: BaseException) -> str:
    """The last line of a traceback, in one line also where the message has more."""
    line = " ".join(traceback.format_exception_only(error)[-1].split())
    return line.encode("utf-8", errors="backslashreplace").decode("utf-8")


def find(where: str) -> Iterator[Dump]:
    """The dumps of a folder (its own before those of its sub-folders) or store by their names, or of an archive in its order.

    Raises:
        UsageError: there is no such folder, archive or store, or no dump in it.
        InputError: the archive is broken.
    """
    files, root = _files(where)
    local = "://" not in where
    try:
        archive, folder = files.isfile(root), files.isdir(root)
    except Exception as error:  # Each kind of object store has errors of its own.
        raise _unreached(where, error) from error
    if not archive and not folder:
        raise UsageError(
            where,
            Said("没有这个文件夹、压缩包或者对象存储", "there is no such folder, archive or object store"),
            Said("请检查路径", "look at the path"),
        )
    found = _archived(files, root, where) if archive else _lying(Path(where)) if local else _stored(files, root, where)
    empty = True
    for dump in _judged(found):
        empty = False
        yield dump
    if empty:
        raise UsageError(
            where,
            Said("里面没有原始文本（NAME.txt）", "there is no dump (NAME.txt) in it"),
            Said("请指定放着原始文本的文件夹、压缩包或者对象存储", "give a folder, archive or object store of dumps"),
        )


def _files(where: str) -> tuple[Any, str]:
    """The file system of an address, and the path there."""
    import fsspec

    try:
        files, root = fsspec.core.url_to_fs(where)
    except (ImportError, ValueError) as error:
        raise _unreached(where, error) from error
    return files, root


def _unreached(where: str, error: Exception) -> UsageError:
    return UsageError(
        where,
        Said(f"打不开（{last_line(error)}）", f"cannot be opened ({last_line(error)})"),
        Said(
            "请检查地址和权限；有的对象存储另要一个包，如 s3:// 要 s3fs",
            "look at the address and the rights; some stores need a package of their own, as s3:// needs s3fs",
        ),
    )


def _lying(root: Path) -> Iterator[Dump]:
    def fail(error: OSError) -> NoReturn:
        what = Said(f"读不出来（{last_line(error)}）", f"cannot be read ({last_line(error)})")
        raise InputError(str(error.filename), what, Said("请让它可读，或者移走", "make it readable, or remove it")) from error

    for folder, below, names in os.walk(root, onerror=fail):
        below.sort()
        for path in (Path(folder, name) for name in sorted(names) if name.lower().endswith(".txt")):
            yield Dump(path.relative_to(root).as_posix(), str(path))


def _stored(files: Any, root: str, where: str) -> Iterator[Dump]:
    try:
        paths: list[str] = sorted(files.find(root), key=_as_walked)
    except Exception as error:  # Each kind of object store has errors of its own.
        raise _unreached(where, error) from error
    for path in paths:
        if path.lower().endswith(".txt"):
            yield Dump(path[len(root) :].lstrip("/"), files.unstrip_protocol(path))


def _as_walked(path: str) -> list[tuple[bool, str]]:
    """A key of the order in which folders are walked, so that a store gives the shards of a folder.

    >>> sorted(["a/b/1.txt", "a/2.txt", "a.txt", "b.txt"], key=_as_walked)
    ['a.txt', 'b.txt', 'a/2.txt', 'a/b/1.txt']
    """
    *folders, name = path.split("/")
    return [*((True, folder) for folder in folders), (False, name)]


def _judged(found: Iterable[Dump]) -> Iterator[Dump]:
    """Dumps without the hidden ones; what has no name that holds everywhere, or has one a second time, is refused."""
    seen: set[str] = set()
    for dump in found:
        path = PurePosixPath(unicodedata.normalize("NFC", dump.name))
        if path.suffix.lower() != ".txt" or any(part.startswith((".", "__MACOSX")) for part in path.parts if part != ".."):
            continue
        name = dumps.printable(path)
        problem = _OUTSIDE if path.is_absolute() or ".." in path.parts else dumps.problem_of_name(path)
        problem = problem or (_UNSHOWN if name != str(path) else _TWICE if name in seen else None)
        seen.add(name)
        content = refused(name, dump.content.what, dump.content.next_step) if isinstance(dump.content, SeedError) else dump.content
        yield Dump(name, content=refused(name, *problem)) if problem else Dump(name, dump.place, content)


def _archived(files: Any, root: str, where: str) -> Iterator[Dump]:
    last = ""
    try:
        with files.open(root) as file:
            zip_ = file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")  # A tar may hold a zip, also at its end.
            file.seek(0)
            for dump in _zipped(file) if zip_ else _tarred(file):
                yield dump
                last = dump.name
    except Exception as error:  # Broken archives raise of all kinds, TypeError among them. What the caller raises does not come by here.
        after = Said(f"，在 {last} 之后", f" behind {last}") if last else Said("", "")
        raise InputError(
            where,
            Said(
                f"不是完好的压缩包（tar、tar.gz、zip）{after.zh}：{last_line(error)}",
                f"is no archive (tar, tar.gz, zip) that can be read{after.en}: {last_line(error)}",
            ),
            _MEND,
        ) from error


class _Header(tarfile.TarInfo):
    """A header that ends the reading where it is damaged or hostile; the library would take the first for the end of the archive."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Header:
        try:
            found = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if len(buf) == tarfile.BLOCKSIZE and not any(buf):
                raise  # The end.
            raise tarfile.ReadError(f"{error}: the archive is cut off or damaged") from error
        special = found.type not in tarfile.SUPPORTED_TYPES or found.type in b"LKxgX"
        if found.type == tarfile.GNUTYPE_SPARSE or (special and found.size > _HEADER):
            raise tarfile.ReadError("a header that no archive of texts has")
        return found


def _tarred(file: Any) -> Iterator[Dump]:
    with tarfile.open(fileobj=file, mode="r|*", tarinfo=_Header) as archive:
        while (member := archive.next()) is not None:
            vars(archive)["members"].clear()  # They would be kept, and there may be millions.
            name = _decoded(member.name.encode("utf-8", errors="surrogateescape"))
            if member.isdir() or not name.lower().endswith(".txt"):
                continue
            content = archive.extractfile(member) if member.isreg() else None
            yield Dump(name, content=_limited(name, content, member.size) if content else refused(name, *_NO_FILE))


def _zipped(file: Any) -> Iterator[Dump]:
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            # A name that is not marked as UTF-8 is read as cp437, whatever it is.
            name = member.filename if member.flag_bits & 0x800 else _decoded(member.filename.encode("cp437"))
            kind = stat.S_IFMT(member.external_attr >> 16)
            if member.is_dir() or not name.lower().endswith(".txt"):
                continue
            yield Dump(name, content=_unzipped(archive, member, name) if kind in (0, stat.S_IFREG) else refused(name, *_NO_FILE))


def _unzipped(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes | SeedError:
    if member.flag_bits & 1:
        return refused(name, *_LOCKED)
    try:
        with archive.open(member) as content:
            return _limited(name, content, member.file_size)
    except Exception as error:  # Each way to compress has errors of its own; the other members can still be read.
        return refused(name, Said(f"在压缩包里坏了（{last_line(error)}）", f"is damaged in the archive ({last_line(error)})"), _MEND)


def _limited(name: str, file: Any, size: int = 0) -> bytes | SeedError:
    """The content of a file, of which no more than the limit is ever held."""
    data: bytes = file.read(LIMIT + 1) if size <= LIMIT else b""
    return refused(name, *_LARGE) if max(len(data), size) > LIMIT else data


def _decoded(raw: bytes) -> str:
    """A name in an archive: archives made on Chinese Windows have them in GB18030."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="surrogateescape")
