"""A ROOM: what an office has becomes dumps. A reader knows its format by the content and gives pages of boxes or lines; `places` puts
them in the order of reading, `dump` makes the files and proves that no character is lost. Nothing here writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from edition.errors import Said, SeedError
from edition.importing.alto import is_alto, is_page, read_alto, read_page
from edition.importing.docx import is_docx, read_docx
from edition.importing.dump import Made, make
from edition.importing.hocr import is_hocr, read_hocr
from edition.importing.nouns import Material
from edition.importing.pdf import is_pdf, picture_of, read_pdf
from edition.importing.recognised import is_mineru, is_paddle, read_mineru, read_paddle
from edition.importing.web import is_html, read_html


@dataclass(frozen=True, slots=True)
class Reader:
    """A format that can be brought in."""

    name: str
    suffix: str
    """What the kept original is called where its own name would make it a dump."""
    knows: Callable[[bytes], bool]
    """Whether the bytes are of this format."""
    read: Callable[[bytes, str], Material]
    """What a file of that name holds."""
    picture: Callable[[bytes, int], bytes] | None = None
    """The picture of a page, from 1, as WebP; None where the format has none."""


READERS: tuple[Reader, ...] = (
    Reader("PDF", ".pdf", is_pdf, read_pdf, picture_of),
    Reader("DOCX", ".docx", is_docx, read_docx),
    Reader("ALTO", ".xml", is_alto, read_alto),
    Reader("PAGE-XML", ".xml", is_page, read_page),
    Reader("hOCR", ".hocr", is_hocr, read_hocr),
    Reader("HTML", ".html", is_html, read_html),
    Reader("MinerU", ".json", is_mineru, read_mineru),
    Reader("PaddleOCR", ".json", is_paddle, read_paddle),
)
"""The formats; the first one that knows the bytes reads them."""

_IMAGE = (
    Said("是图像，没有文字", "is a picture and has no text"),
    Said(
        "请先在别处做文字识别，再导入 ALTO、hOCR、PAGE-XML 或者 JSON",
        "have its text recognised elsewhere, and bring ALTO, hOCR, PAGE-XML or JSON",
    ),
)
_OLD = (
    Said("是旧版 Word 或者加了密的文件", "is of an old Word, or encrypted"),
    Said("请用 Word 打开，另存为不加密的 DOCX", "open it in Word, and save it as DOCX without a password"),
)
FOREIGN = (
    (b"\xd0\xcf\x11\xe0", *_OLD),
    (b"{\\rtf", *_OLD),
    (b"\x89PNG", *_IMAGE),
    (b"\xff\xd8\xff", *_IMAGE),
    (b"II*\0", *_IMAGE),
    (b"MM\0*", *_IMAGE),
)
"""How files begin that often come along, and what to do with them."""


def reader_of(data: bytes, name: str) -> Reader:
    """The reader of a file.

    Raises:
        SeedError: no reader knows it.
    """
    if not data.strip():
        raise SeedError(name, Said("文件是空的", "the file is empty"), Said("请重新取得它", "fetch it again"))
    for reader in READERS:
        if reader.knows(data):
            return reader
    for mark, what, next_step in FOREIGN:
        if data.startswith(mark):
            raise SeedError(name, what, next_step)
    formats = ", ".join(reader.name for reader in READERS)
    raise SeedError(
        name,
        Said("不是认得的格式", "has no format that is known"),
        Said(
            f"可以导入的有 {formats}；纯文本请直接放进原始文本的文件夹", f"bring {formats}; plain text goes right into the folder of seeds"
        ),
    )


__all__ = ["READERS", "Made", "Material", "Reader", "make", "reader_of"]
