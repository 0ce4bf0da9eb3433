"""Archives whose bytes follow from their content: no clock, no user and no system stands in them. What goes into several of them is
compressed once, in the process that makes it, and held so until then.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import NamedTuple

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive: the first that the format can say."""
END = b"\x03\x00"
"""The last block of a stream of DEFLATE, an empty one."""
HEAD = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
"""The head of a file of gzip that names no file, no time and no system."""


class Held(NamedTuple):
    """A text as an archive keeps it: a third of what Python needs for Chinese."""

    data: bytes
    """Its UTF-8, as a raw stream of DEFLATE that is not ended yet, so that another one can go on from it."""
    crc: int
    size: int
    """Bytes of its UTF-8."""
    sha256: bytes


def squeezed(text: str) -> Held:
    """A text as it is held.

    >>> unsqueezed(squeezed("甲\\ud800"))
    '甲\\ud800'
    """
    data = text.encode("utf-8", errors="surrogatepass")
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)
    return Held(packed, zlib.crc32(data), len(data), hashlib.sha256(data).digest())


def unsqueezed(held: Held) -> str:
    """The text again."""
    return _bytes(held).decode("utf-8", errors="surrogatepass")


def _bytes(held: Held) -> bytes:
    return zlib.decompress(held.data + END, wbits=-zlib.MAX_WBITS)


def joined(parts: Iterable[Held]) -> Held:
    """Texts one after the other, without compressing them again."""
    parts = list(parts)
    crc, sha256 = 0, hashlib.sha256()
    for held in parts:
        data = _bytes(held)
        crc = zlib.crc32(data, crc)
        sha256.update(data)
    return Held(b"".join([held.data for held in parts]), crc, sum(held.size for held in parts), sha256.digest())


def gzipped(held: Held) -> bytes:
    """A text as a file of gzip (RFC 1952).

    >>> zlib.decompress(gzipped(joined([squeezed("甲"), squeezed("乙")])), wbits=16 + zlib.MAX_WBITS).decode()
    '甲乙'
    """
    return HEAD + held.data + END + struct.pack("<LL", held.crc, held.size & 0xFFFFFFFF)


def packed(files: Iterable[tuple[str, str | bytes | Held]], stored: frozenset[str] = frozenset()) -> bytes:
    """An archive.

    Args:
        files: path and content, in the order in which they stand in it.
        stored: the paths of those that are not compressed.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in files:
            info = zipfile.ZipInfo(path, EPOCH)
            info.create_system = 3  # Unix on all systems, so that the rights below are the same everywhere.
            info.external_attr = 0o100644 << 16
            info.compress_type = zipfile.ZIP_STORED if path in stored else zipfile.ZIP_DEFLATED
            if isinstance(content, Held):
                _put(archive, info, content)
            else:
                archive.writestr(info, content.encode("utf-8", errors="replace") if isinstance(content, str) else content)
    return out.getvalue()


def _put(archive: zipfile.ZipFile, info: zipfile.ZipInfo, held: Held) -> None:
    """Write what is compressed already. `zipfile` has no word for that, so that this is the one place that knows how it keeps its books."""
    info.CRC, info.file_size, info.compress_size = held.crc, held.size, len(held.data) + len(END)
    file = archive.fp
    assert file is not None
    info.header_offset = file.tell()
    file.write(info.FileHeader())
    file.write(held.data + END)
    archive.filelist.append(info)
    archive.NameToInfo[info.filename] = info
    archive.start_dir = file.tell()
    archive._didModify = True  # type: ignore[attr-defined]
