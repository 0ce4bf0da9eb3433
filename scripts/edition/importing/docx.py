"""DOCX: a text that an office wrote in Word. It has no places: its paragraphs stand in the order of the file."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator

from edition.errors import Said, SeedError
from edition.importing.facts import told
from edition.importing.markup import LARGEST, Node, parse_xml
from edition.importing.nouns import IDEOGRAPHIC, Fact, Left, Material, Page, Printed, inked
from edition.importing.pages import number, with_text

_MAIN = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_HEAD = ("title", "heading", "标题")


def is_docx(data: bytes) -> bool:
    """Whether the bytes are a DOCX: a zip with the main part of one."""
    return data.startswith(b"PK\x03\x04") and _MAIN.encode() in data


def read_docx(data: bytes, name: str) -> Material:
    """The paragraphs of a DOCX.

    Raises:
        SeedError: it is damaged, too large unpacked, or has no text.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename: info for info in archive.infolist()}
            parts = [parse_xml(_part(archive, names[part], name), f"{name}/{part}") for part in (_MAIN, *_NOTES) if part in names]
            around = [part for part in names if part.startswith(("word/header", "word/footer")) and part.endswith(".xml")]
            edges = [parse_xml(_part(archive, names[part], name), f"{name}/{part}") for part in sorted(around)[:50]]
            core = [parse_xml(_part(archive, names[part], name), name) for part in ("docProps/core.xml",) if part in names]
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, RuntimeError, ValueError, KeyError) as error:
        raise SeedError(
            name,
            Said("不是完好的 DOCX（可能没有下载完，或者加了密）", "is no DOCX that can be read (it may be cut off, or encrypted)"),
            Said("请用 Word 打开，另存一份", "open it in Word, and save a copy"),
        ) from error
    deleted, held, twice = Counter[str](), Counter[str](), Counter[str]()
    lines: list[Printed] = []
    for part in parts:
        lines += _paragraphs(part)
        held += inked(node.text() for node in part.walk("t", "delText"))
        held += inked("-" for _ in part.walk("noBreakHyphen"))
        deleted += inked(node.text() for node in part.walk("delText"))
        for fallback in part.walk("Fallback"):
            twice += inked(node.text() for node in fallback.walk("t"))
    edge = inked(node.text() for tree in edges for node in tree.walk("t"))
    left = (
        Left(Said("修订中删去的字", "text that a revision deletes"), deleted),
        Left(Said("为旧版 Word 重写的字", "text written again for an old Word"), twice),
        Left(Said("页眉和页脚的字", "text of headers and footers"), edge),
    )
    facts: list[Fact] = []
    for tree in core:
        for node in tree.walk("title", "subject"):
            facts += told(node.text(), "DOCX 文档属性的标题")
    material = Material((Page(lines=tuple(lines)),), held + edge, tuple(facts), tuple(one for one in left if one.characters))
    return with_text(material if lines else Material((Page(),), Counter()), name)


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of a part, of which no more than the limit is ever unpacked."""
    with archive.open(part) as file:
        data = file.read(LARGEST + 1) if part.file_size <= LARGEST else b""
    if len(data) > LARGEST or part.file_size > LARGEST:
        raise SeedError(
            f"{name}/{part.filename}",
            Said(f"解压后超过 {LARGEST >> 20} MiB", f"has more than {LARGEST >> 20} MiB when it is unpacked"),
            Said("请分成几个文件", "cut it into several files"),
        )
    return data


def _paragraphs(part: Node) -> Iterator[Printed]:
    """The paragraphs, one a line, and the rows of tables; an empty paragraph is a blank line, and so is what stands around a heading."""
    apart = False
    for node in _top(part):
        if node.name == "tr":
            cells = ["".join(line for paragraph in cell.walk("p") for line in _text(paragraph)).strip() for cell in node.children("tc")]
            texts, head, indent = [IDEOGRAPHIC.join(cell for cell in cells if cell)], False, ""
        else:
            texts = "".join(_text(node)).split("\n")
            head = any(word in style.get("val").lower() for style in node.walk("pStyle") for word in _HEAD)
            first = next(iter(node.walk("ind")), None)
            indented = first is not None and number(first.get("firstLine") or first.get("firstLineChars")) > 0
            indent = IDEOGRAPHIC * 2 if indented or texts[0].startswith((IDEOGRAPHIC * 2, "    ")) else ""
        written = False
        for n, text in enumerate(texts):
            if text.strip():
                yield Printed((indent if not n else "") + text.strip(), apart=apart or (head and not written))
                apart, written = False, True
        apart = apart or not written or head


def _top(part: Node) -> Iterator[Node]:
    """The paragraphs and the rows of tables in their order; of what stands in a paragraph, as text in a box, the paragraphs follow it."""
    waiting = [part]
    while waiting:
        node = waiting.pop()
        if node.name == "Fallback":
            continue
        if node.name in ("p", "tr"):
            yield node
            inner = [box for box in node.walk("txbxContent") if not _in_fallback(node, box)]
            waiting.extend(reversed(inner))
        else:
            waiting.extend(reversed([*node.children()]))


def _in_fallback(root: Node, wanted: Node) -> bool:
    return any(found is wanted for fallback in root.walk("Fallback") for found in fallback.walk(wanted.name))


def _text(paragraph: Node) -> Iterator[str]:
    """The text of a paragraph, without that of boxes inside it."""
    waiting = [*reversed([*paragraph.children()])]
    while waiting:
        node = waiting.pop()
        if node.name in ("Fallback", "txbxContent", "del"):
            continue
        if node.name == "t":
            yield node.text()
        elif node.name in ("br", "cr"):
            yield "\n"
        elif node.name == "tab":
            yield IDEOGRAPHIC
        elif node.name == "noBreakHyphen":
            yield "-"
        else:
            waiting.extend(reversed([*node.children()]))
