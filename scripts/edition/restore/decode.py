"""Decodes the bytes of a dump. A byte order mark or valid UTF-8 settles the encoding; otherwise the text must look like Chinese."""

from __future__ import annotations

import codecs
import hashlib

from edition.errors import Said, SeedError
from edition.model import Seed

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BINARY = 0.02
"""A file with a larger share of control characters (NUL and others that text does not have) is binary. Dumps of real PDF fonts stay far
below, with single stray bytes a page; executables, archives and images lie above a tenth."""
LIKE_CHINESE = 0.08
"""The least share of very common characters in Chinese text. Newspaper text has 0.2 and more. Text read in a wrong encoding stays below
0.02, because its characters are spread over thousands."""
_COMMON = frozenset("，。、的一是了在有和人中大为上个国不以要时来用们生到作地于出分对成会可主发年动同工也能下过民前面")
_TEXT_CONTROLS = frozenset("\t\n\r\f\v")


def decode(data: bytes, name: str) -> Seed:
    """The seed with every character of the dump, byte order mark and line breaks included.

    A byte order mark decides the encoding. Without one it is UTF-8 if the bytes are valid UTF-8; otherwise GB18030 or UTF-16, whichever
    looks more like Chinese text.

    Raises:
        SeedError: the file is empty or binary, or no encoding fits.

    >>> decode("来集镇".encode("gb18030"), "a.txt").encoding
    'gb18030'
    >>> decode(b"", "a.txt")
    Traceback (most recent call last):
    edition.errors.SeedError: a.txt：文件是空的；请放入版面的文本，或者移走这个文件。
    a.txt: the file is empty; put the text of the page into it, or remove it
    """
    if not data.strip():
        raise SeedError(
            name,
            Said("文件是空的", "the file is empty"),
            Said("请放入版面的文本，或者移走这个文件", "put the text of the page into it, or remove it"),
        )
    encoding, text = _read(data, name)
    if not text.strip("\ufeff \t\r\n\f\v\u00a0\u3000"):
        raise SeedError(
            name,
            Said("文件里只有空白", "the file holds nothing but blanks"),
            Said("请放入版面的文本，或者移走这个文件", "put the text of the page into it, or remove it"),
        )
    odd = sum(1 for character in text if character < " " and character not in _TEXT_CONTROLS)
    if odd > max(2, BINARY * len(text)):
        what = Said(
            f"{len(text)} 个字符里有 {odd} 个控制字符，这是二进制文件",
            f"{odd} of {len(text)} characters are control characters: this is a binary file",
        )
        raise SeedError(name, what, Said("请把版面导出为纯文本（UTF-8）", "export the page as plain text (UTF-8)"))
    return Seed(name, hashlib.sha256(data).hexdigest(), encoding, text)


def _read(data: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return encoding, data.decode(encoding)
            except UnicodeDecodeError as error:
                raise _broken(data, name, encoding, error) from error
    try:
        return "utf-8", data.decode("utf-8")
    except UnicodeDecodeError as error:
        first_error = error
    # Nearly any bytes can be read as GB18030, and many as UTF-16: the reading must also look like Chinese.
    readings = [(_likeness(text), encoding, text) for encoding in ("gb18030", "utf-16-le", "utf-16-be") if (text := _try(data, encoding))]
    best = max(readings, default=(0.0, "", ""))
    if best[0] >= LIKE_CHINESE:
        return best[1], best[2]
    raise _broken(data, name, "utf-8", first_error)


def _try(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _likeness(text: str) -> float:
    """The share of very common Chinese characters and punctuation among all characters that are not ASCII, from 0 to 1."""
    beyond = [character for character in text if character > "\x7f"]
    return sum(character in _COMMON for character in beyond) / len(beyond) if beyond else 0.0


def _broken(data: bytes, name: str, encoding: str, error: UnicodeDecodeError) -> SeedError:
    line = data.count(b"\n", 0, error.start) + 1
    shown = data[error.start : error.start + 4].hex(" ")
    return SeedError(
        f"{name}:{line}",
        Said(
            f"第 {error.start} 字节起的 {shown} 不是有效的 {encoding}",
            f"the bytes {shown} at offset {error.start} are not valid {encoding}",
        ),
        Said(
            "请把文本另存为 UTF-8；如果这个文件不是文本（例如 PDF、Word），请先取出文本",
            "save the text as UTF-8; if the file is no text (a PDF, a Word file), take the text out of it first",
        ),
    )
