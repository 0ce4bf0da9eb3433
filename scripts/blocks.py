"""A Markdown extension: the marks of an article's blocks, made into the elements that a reader uses.

`scripts/edition/publish/markdown.py` writes the marks, and this reads them:

    文字。
    {: #l33 lines=33-39 }          a paragraph that begins on line 33 of the dump and is read from lines 33 to 39
    天翔集团
    {: .caption #l37 }             a caption
    | 队伍 {: #l17 } | 得分 |      a table, in its first cell

Every block gets a link to itself, and an empty element for each of its other lines, so that an address of any of its lines leads to it.
A caption becomes a figure, and so does a table. A heading of the first level with the id `head` goes: its template prints the head of
the page. The alignment of a table's cells becomes a class, because the policy of the site allows no style inside a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

ANCHOR = re.compile(r"l(\d+(?:-\d+)?)")
ALIGNED = re.compile(r"text-align: (left|center|right);")
"""The style that Markdown gives to the cells of a column."""
HEADINGS = {f"h{level}" for level in range(1, 7)}
LAST = -10
"""The priority of the step: after the table of contents (5), MkDocs' own steps (5, 1, 0) and all else that reads or makes headings."""


class Blocks(Extension):
    """The extension for `markdown_extensions`."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        """Where the page that was read last leads to, as MkDocs has resolved it."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Add the step that reads the marks."""
        md.treeprocessors.register(_Blocks(self), "edition-blocks", LAST)


class _Blocks(Treeprocessor):
    def __init__(self, extension: Blocks) -> None:
        super().__init__()
        self.extension = extension

    def run(self, root: Element) -> None:
        self.extension.links = [link for one in root.iter() if (link := one.get("href") or one.get("src"))]
        for block in list(root):
            found = ANCHOR.fullmatch(block.get("id", ""))
            if found:
                if "caption" in block.get("class", "").split():
                    _make_figure(block)
                elif block.tag == "h2":
                    _halve(block)
                _add_anchors(block, found[1])
            elif block.tag == "h1" and block.get("id") == "head":
                root.remove(block)
            elif block.tag == "table":
                _align_by_class(block)
                _frame(root, block)


def _halve(heading: Element) -> None:
    """Put what stands between the blanks of a heading into elements of their own, so that its lines can break between them."""
    first, *rest = (heading.text or "").split(" ")
    if not rest:
        return
    halves = [Element("span", {"class": "half"}) for _ in (first, *rest)]
    for half, text in zip(halves, (first, *rest), strict=True):
        half.text, half.tail = text, " "
    halves[-1].tail = ""
    heading.text, heading[:0] = "", halves


def _make_figure(block: Element) -> None:
    caption = Element("figcaption")
    caption.text, caption[:] = block.text, block[:]
    block.tag, block.text, block[:] = "figure", "", [caption]


def _frame(root: Element, table: Element) -> None:
    """Put a table whose first cell has the mark of a block into a figure, which takes the mark."""
    first = next(table.iter("th"), None)
    found = ANCHOR.fullmatch(first.get("id", "")) if first is not None else None
    if first is None or found is None:
        return
    lines = first.attrib.pop("lines", "")
    frame = Element("figure", {"class": "table", "id": first.attrib.pop("id"), **({"lines": lines} if lines else {})})
    frame.tail, table.tail = table.tail, ""
    table.set("class", "cells")
    root[[*root].index(table)] = frame
    frame.append(table)
    _add_anchors(frame, found[1])


def _align_by_class(table: Element) -> None:
    for cell in table.iter():
        if found := ALIGNED.fullmatch(cell.attrib.pop("style", "")):
            cell.set("class", found[1])


def _add_anchors(block: Element, number: str) -> None:
    """Put the targets of the block's other lines, then its link, before its text; the link of a heading behind it, as a heading is called
    by all that it holds, in its order."""
    lines = block.attrib.pop("lines", "")
    targets = [Element("span", {"id": f"l{line}"}) for line in numbers(lines) if str(line) != number]
    link = Element("a", {"class": "anchor", "href": f"#l{number}", "aria-label": link_label(number), "data-line": number})
    if block.tag in HEADINGS:
        permalink = next((n for n, child in enumerate(block) if child.get("class") == "headerlink"), len(block))
        block.insert(permalink, link)
        first = targets
    else:
        first = [*targets, link]
    if first:
        first[-1].tail, block.text = block.text, ""
        block[:0] = first


def link_label(number: str) -> str:
    """What the link of a block is called."""
    return f"原始文本第{number}行，本段链接"


def numbers(lines: str) -> Iterator[int]:
    """The numbers of `33-39,45`.

    >>> list(numbers("33-35,45"))
    [33, 34, 35, 45]
    """
    for part in lines.split(",") if lines else ():
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)
