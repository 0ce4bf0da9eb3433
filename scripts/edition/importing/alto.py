"""ALTO and PAGE-XML: what programs for recognising text write, and libraries keep."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from edition.errors import Said
from edition.importing.facts import told
from edition.importing.markup import Node, parse_xml, root_of
from edition.importing.nouns import Box, Fact, Left, Material, Page, Rect, boxed, inked
from edition.importing.pages import number, sized, with_text

_POINT = re.compile(r"(-?[\d.]+),(-?[\d.]+)")


def is_alto(data: bytes) -> bool:
    """Whether the bytes are ALTO."""
    return root_of(data) == "alto"


def is_page(data: bytes) -> bool:
    """Whether the bytes are PAGE-XML."""
    return root_of(data) == "PcGts"


def read_alto(data: bytes, name: str) -> Material:
    """The pages of an ALTO file.

    Raises:
        SeedError: it is damaged or has no text.
    """
    tree = parse_xml(data, name)
    pages = tuple(_alto_page(page) for page in tree.walk("Page"))
    held = inked(node.get("CONTENT") for node in tree.walk("String", "HYP"))
    facts = [fact for node in tree.walk("fileName", "fileIdentifier") for fact in told(node.text(), "ALTO 的文件名")]
    for at, page in enumerate(tree.walk("Page"), 1):
        if label := page.get("PRINTED_IMG_NR"):
            facts += told(f"第{label}版", "ALTO 的 PRINTED_IMG_NR", at)
    return with_text(Material(pages, held, tuple(facts)), name)


def _alto_page(page: Node) -> Page:
    boxes: list[Box] = []
    for at, block in enumerate(page.walk("TextBlock", "ComposedBlock", "TextLine")):
        if block.name != "TextLine":
            continue
        for word in block.children("String", "HYP"):
            place = word if word.get("HPOS") else block
            x0, y0 = number(place.get("HPOS")), number(place.get("VPOS"))
            x1, y1 = x0 + number(place.get("WIDTH")), y0 + number(place.get("HEIGHT"))
            # A hyphen has no height of its own in many files.
            y0, y1 = (y0, y1) if y1 > y0 else (number(block.get("VPOS")), number(block.get("VPOS")) + number(block.get("HEIGHT")))
            boxes.append(boxed(word.get("CONTENT"), x0, y0, x1, y1, "", str(at)))
    figures = tuple(_alto_place(node) for node in page.walk("Illustration", "GraphicalElement"))
    width, height = number(page.get("WIDTH")), number(page.get("HEIGHT"))
    return sized(width, height, boxes, figures)


def _alto_place(node: Node) -> Rect:
    x0, y0 = number(node.get("HPOS")), number(node.get("VPOS"))
    return Rect(x0, y0, x0 + number(node.get("WIDTH")), y0 + number(node.get("HEIGHT")))


def read_page(data: bytes, name: str) -> Material:
    """The page of a PAGE-XML file, in the order of reading that it tells.

    Raises:
        SeedError: it is damaged or has no text.
    """
    tree = parse_xml(data, name)
    pages, facts, held, twice = [], list[Fact](), Counter[str](), Counter[str]()
    for at, page in enumerate(tree.walk("Page"), 1):
        order = {ref: n for n, ref in enumerate(_order(page))}
        regions = list(page.walk("TextRegion"))
        regions.sort(key=lambda region: order.get(region.get("id"), len(order)))
        boxes: list[Box] = []
        for n, region in enumerate(regions):
            lines = list(region.children("TextLine"))
            for m, line in enumerate(lines or [region]):
                if text := _unicode(line):
                    place = _points(line) or _points(region)
                    boxes += [
                        boxed(part, *_slice(place, k, text.count("\n") + 1), str(n), f"{n}.{m}.{k}")
                        for k, part in enumerate(text.split("\n"))
                    ]
                    held += inked([text])
                else:  # Some programs tell words alone.
                    words = list(line.children("Word"))
                    boxes += [
                        boxed(
                            _unicode(word), *(_points(word) or _points(line) or _points(region) or (0.0, 0.0, 0.0, 0.0)), str(n), f"{n}.{m}"
                        )
                        for word in words
                    ]
                    held += inked(_unicode(word) for word in words)
            if not lines:
                continue
            if whole := _unicode(region):
                told_by_lines = inked(_unicode(line) or "".join(_unicode(word) for word in line.children("Word")) for line in lines)
                twice += inked([whole]) - told_by_lines
        width, height = number(page.get("imageWidth")), number(page.get("imageHeight"))
        figures = tuple(Rect(*_points(node)) for node in page.walk("ImageRegion", "GraphicRegion") if _points(node))
        pages.append(sized(width, height, boxes, figures, ordered=bool(order)))
        facts += told(page.get("imageFilename"), "PAGE-XML 的图像文件名", at)
    left = (
        (Left(Said("只在区域的总文字里、各行没有的字", "characters of whole regions that none of their lines has"), twice),)
        if twice
        else ()
    )
    return with_text(Material(tuple(pages), held + twice, tuple(facts), left), name)


def _order(page: Node) -> Iterator[str]:
    """The regions in the order of reading, as far as it is told."""
    for order in page.children("ReadingOrder"):
        waiting = [*order.children()]
        while waiting:
            node = waiting.pop(0)
            if ref := node.get("regionRef"):
                yield ref
            inside = [one for one in node.children() if one.get("regionRef") or "Group" in one.name]
            waiting = sorted(inside, key=lambda one: number(one.get("index"))) + waiting


def _unicode(node: Node) -> str:
    """The text that the file prefers for an element."""
    found = sorted(node.children("TextEquiv"), key=lambda one: number(one.get("index")))
    return next((text.text().strip() for one in found for text in one.children("Unicode")), "")


def _points(node: Node) -> tuple[float, float, float, float]:
    """The rectangle around the points of an element; none where there are none."""
    for coords in node.children("Coords"):
        points = [(number(x), number(y)) for x, y in _POINT.findall(coords.get("points"))]
        points += [(number(point.get("x")), number(point.get("y"))) for point in coords.children("Point")]
        if points:
            xs, ys = zip(*points, strict=True)
            return min(xs), min(ys), max(xs), max(ys)
    return ()  # type: ignore[return-value]


def _slice(place: tuple[float, ...], at: int, count: int) -> tuple[float, float, float, float]:
    """The part of a rectangle for one of several lines in it."""
    x0, y0, x1, y1 = place or (0.0, 0.0, 0.0, 0.0)
    step = (y1 - y0) / count
    return x0, y0 + at * step, x1, y0 + (at + 1) * step
