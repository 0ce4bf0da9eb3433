"""Decodes the bytes of a dump. A byte order mark or valid UTF-8 settles the encoding; otherwise that one is taken in which the bytes read
like Chinese. Bytes that read like another language are refused."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from edition.errors import Said, SeedError
from edition.model import Seed
from edition.restore.languages import Language, chinese, japanese, korean, nonsense

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
CERTAIN = 32.0
"""Bits by which another reading must be the likelier one before a dump is not taken for GB18030: there is no saying of a few characters."""
HOPELESS = 64.0
"""The same where no reading looks like a language: a list of names with rare characters does not, either."""
SAMPLE = 1 << 16
"""How many bytes tell the encoding, from the first one on that is not ASCII."""
_CONTROLS = [chr(code) for code in range(ord(" ")) if chr(code) not in "\t\n\r\f\v"]
"""The control characters that no text has."""


@dataclass(frozen=True, slots=True)
class _Encoding:
    """An encoding that dumps come in."""

    name: str
    """As Python and iconv call it."""
    language: Callable[[], Language]
    called: Said = Said("", "")  # noqa: RUF009 (it is frozen)
    """What a text in it is, where that is not Chinese."""


_USUAL = _Encoding("gb18030", chinese)
_ENCODINGS = (
    _USUAL,
    _Encoding("utf-8", chinese),
    _Encoding("big5-hkscs", chinese),
    _Encoding("utf-16-le", chinese),
    _Encoding("utf-16-be", chinese),
    _Encoding("euc-jp", japanese, Said("日文（EUC-JP）", "Japanese (EUC-JP)")),
    _Encoding("cp932", japanese, Said("日文（Shift-JIS）", "Japanese (Shift-JIS)")),
    _Encoding("cp949", korean, Said("韩文（EUC-KR）", "Korean (EUC-KR)")),
)


def decode(data: bytes, name: str) -> Seed:
    """The seed with every character of the dump, byte order mark and line breaks included.

    A byte order mark decides the encoding. Without one it is UTF-8 if the bytes are valid UTF-8; otherwise GB18030, Big5 or UTF-16,
    whichever looks most like Chinese text.

    Raises:
        SeedError: the file is empty or binary, no encoding fits, or the text is Japanese or Korean.

    >>> decode("来集镇".encode("gb18030"), "a.txt").encoding
    'gb18030'
    >>> decode("產業園引來十二家企業".encode("big5"), "a.txt").encoding
    'big5-hkscs'
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
    encoding, text, doubt = _read(data, name)
    if not text.strip("\ufeff \t\r\n\f\v\u00a0\u3000"):
        raise SeedError(
            name,
            Said("文件里只有空白", "the file holds nothing but blanks"),
            Said("请放入版面的文本，或者移走这个文件", "put the text of the page into it, or remove it"),
        )
    odd = sum(map(text.count, _CONTROLS))
    if odd > max(2, BINARY * len(text)):
        what = Said(
            f"{len(text)} 个字符里有 {odd} 个控制字符，这是二进制文件",
            f"{odd} of {len(text)} characters are control characters: this is a binary file",
        )
        raise SeedError(name, what, Said("请把版面导出为纯文本（UTF-8）", "export the page as plain text (UTF-8)"))
    return Seed(name, hashlib.sha256(data).hexdigest(), encoding, text, doubt=doubt)


def _read(data: bytes, name: str) -> tuple[str, str, str]:
    """The encoding, the text, and the doubt about the encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, _text(data, name, encoding), ""
    try:
        return "utf-8", data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        found, doubt = _likeliest(data)
        if found is None:
            raise _broken(data, name, "utf-8", error) from error
    if found.called.zh:
        raise _foreign(name, found)
    return found.name, _text(data, name, found.name), doubt


def _likeliest(data: bytes) -> tuple[_Encoding | None, str]:
    """The encoding in which the bytes look most like the language that is written in it, or None if they look like none; and the doubt
    about it, in Chinese. Nearly any bytes can be read as GB18030, and many in the others."""
    first = re.search(rb"[\x80-\xff]", data)
    start = first.start() & ~1 if first else 0  # UTF-16 has two bytes a character.
    sample = data[start : start + SAMPLE]
    bits: dict[_Encoding | None, float] = {one: one.language().bits(sample.decode(one.name, "replace")) for one in _ENCODINGS}
    bits[None] = nonsense().bits(sample.decode(_USUAL.name, "replace"))
    best = min(bits, key=lambda one: bits[one])
    if best is _USUAL or bits[_USUAL] - bits[best] >= (CERTAIN if best else HOPELESS):
        return best, ""
    other = f"也可能是{best.called.zh or best.name.upper()}" if best else "但常用的汉字很少"
    return _USUAL, f"原文的编码读作{_USUAL.name.upper()}，{other}，请核对"


def _text(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(data, name, encoding, error) from error


def _foreign(name: str, found: _Encoding) -> SeedError:
    command = f"iconv -f {found.name.upper()} -t UTF-8"
    return SeedError(
        name,
        Said(f"这些字节读起来是{found.called.zh}，不是中文", f"these bytes read like {found.called.en}, not like Chinese"),
        Said(
            f"如果版面确是中文，请把文本另存为 UTF-8；如果它就是这种文字，请先转换（{command}）",
            f"if the page is Chinese, save the text as UTF-8; if it is in that language, convert it first ({command})",
        ),
    )


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
