"""hOCR: what Tesseract and others write, HTML with places in its titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.errors import Said
from edition.importing.facts import told
from edition.importing.markup import Node, parse_html, start_of
from edition.importing.nouns import Box, Fact, Left, Material, Page, boxed, inked
from edition.importing.pages import number, sized, with_text

_BOX = re.compile(r"\bbbox\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)")
_IMAGE = re.compile(r"""\bimage\s+["']?([^"';]+)""")
LINES = ("ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", "ocr_pageno")


def is_hocr(data: bytes) -> bool:
    """Whether the bytes are hOCR."""
    return "<" in (head := start_of(data)) and bool(re.search(r"""class\s*=\s*["']ocr_page\b""", head))


def read_hocr(data: bytes, name: str) -> Material:
    """The pages of an hOCR file.

    Raises:
        SeedError: it cannot be read or has no text.
    """
    tree = parse_html(data, name)
    found = [node for node in tree.walk() if "ocr_page" in node.get("class").split()]
    pages = []
    facts: list[Fact] = []
    for at, page in enumerate(found, 1):
        boxes = list(_boxes(page))
        x0, y0, x1, y1 = _place(page) or (0.0, 0.0, 0.0, 0.0)
        pages.append(sized(x1 - x0, y1 - y0, boxes))
        if image := _IMAGE.search(page.get("title")):
            facts += told(image[1].replace("\\", "/").rpartition("/")[2], "hOCR 的图像文件名", at)
    held = inked([tree.text()])
    left = held - inked(box.text for page in pages for box in page.boxes)
    outside = (Left(Said("版面以外的字（网页标题等）", "text outside of lines (the title of the file …)"), left),) if left else ()
    material = Material(tuple(pages), held, tuple(facts), outside)
    return with_text(material if any(page.boxes for page in pages) else Material((Page(),), inked([])), name)


def _place(node: Node) -> tuple[float, float, float, float] | None:
    found = _BOX.search(node.get("title"))
    return (number(found[1]), number(found[2]), number(found[3]), number(found[4])) if found else None


def _boxes(page: Node) -> Iterator[Box]:
    """The words of the lines, or the lines that have none."""
    for at, line in enumerate(node for node in page.walk() if set(LINES) & set(node.get("class").split())):
        words = [node for node in line.walk() if "ocrx_word" in node.get("class").split() and _place(node)]
        around = _place(line)
        whole = inked([line.text()])
        if words and whole == inked(word.text() for word in words):
            for word in words:
                place = _place(word)
                if place and (text := "".join(word.text().split())):
                    yield boxed(text, *place, "", str(at))
        elif around and (text := " ".join(line.text().split())):
            yield boxed(text, *around, "", str(at))
