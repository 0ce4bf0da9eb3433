"""PDF with a layer of text, read by pdfium: every character with its place and size, and the pictures and frames of a page."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from itertools import islice, pairwise
from typing import Any

from edition.errors import Said, SeedError, UsageError
from edition.importing.facts import told
from edition.importing.nouns import Box, Fact, Left, Material, Page, Rect, inked

MOST = 240
"""Pages of the largest PDF: a month of a daily of eight pages. All its characters are held until they are proved to be there."""
MOST_CHARACTERS = 200_000
"""Characters of the fullest page, those outside of it and those printed twice included: ten times what the densest newspaper prints."""
MOST_OBJECTS = 200_000
"""Pictures and strokes of a page that are looked at."""
ABOVE = 0.88
"""How much of the square of a Han character stands above the line of writing."""
DOUBLED = 0.15
"""By how much of its size a character that is printed twice, to look bold, stands beside itself."""
SMALLEST = 12
"""Points of the shorter side from which a picture or frame counts."""
MOST_FIGURES = 400
"""The largest ones that are kept."""
LONG_SIDE = 3000
"""Pixels of the longer side of a picture: the smallest type of a broadsheet is then some 16 pixels high."""
FINEST = 300 / 72
"""Pixels a point of a picture of a small page."""
QUALITY = 60
"""Of WebP: type stays sharp, and a page takes some half to one and a half megabytes."""
_ERRORS = {
    3: (
        Said("不是完好的 PDF（可能没有下载完）", "is no PDF that can be read (it may be cut off)"),
        Said("请重新取得这个文件", "fetch the file again"),
    ),
    4: (
        Said("加了密，要密码才能打开", "is encrypted and opens with a password alone"),
        Said("请用密码打开，另存一份不加密的", "open it with its password, and save a copy without one"),
    ),
}
_NO_TEXT = (
    Said("这个 PDF 没有文字层，只有图像", "has no layer of text, pictures alone"),
    Said(
        "请先在别处做文字识别，再导入带文字层的 PDF、ALTO、hOCR、PAGE-XML 或者 PaddleOCR、MinerU 的 JSON",
        "have its text recognised elsewhere, and import a PDF with a layer of text, ALTO, hOCR, PAGE-XML, or JSON of PaddleOCR or MinerU",
    ),
)


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are those of a PDF; some programs write a few bytes before its mark."""
    return b"%PDF-" in data[:1024]


def read_pdf(data: bytes, name: str) -> Material:
    """The pages of a PDF.

    Raises:
        UsageError: this Python lacks what reads PDFs.
        SeedError: it is damaged, encrypted, too large, or has no text.
    """
    try:
        import PIL  # noqa: F401  For the pictures of pages, before anything is written.
        import pypdfium2
    except ImportError as error:
        raise UsageError(
            name,
            Said("读 PDF 要 pypdfium2 和 pillow，这个 Python 没有", "needs pypdfium2 and pillow to be read, which this Python lacks"),
            Said(
                '请写 make import ARGS="FILE…"，它会装好；或者 pip install --require-hashes -r requirements-import.txt',
                'write make import ARGS="FILE…", which installs it, or pip install --require-hashes -r requirements-import.txt',
            ),
        ) from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        problem = _ERRORS[4 if "password" in str(error).lower() or "security" in str(error).lower() else 3]
        raise SeedError(name, *problem) from error
    with closing(document):
        count = len(document)
        if count > MOST:
            raise SeedError(
                name,
                Said(f"有 {count} 页，超过 {MOST} 页", f"has {count} pages, more than {MOST}"),
                Said("请分成几个文件", "cut it into several files"),
            )
        pages: list[Page] = []
        held, outside, doubled, unseen = (Counter[str]() for _ in range(4))
        for number in range(count):
            try:
                page, *counts = _page(document, number, name)
            except pypdfium2.PdfiumError as error:
                raise SeedError(f"{name} p. {number + 1}", *_ERRORS[3]) from error
            pages.append(page)
            for total, count_of_page in zip((held, outside, doubled, unseen), counts, strict=True):
                total += count_of_page
        facts = tuple(_facts(document, pages))
    if not any(page.boxes for page in pages):
        raise SeedError(name, *_NO_TEXT)
    left = (
        Left(Said("版面以外的字", "characters outside of the page"), outside),
        Left(Said("为加粗而重印的字", "characters printed twice to look bold"), doubled),
        Left(Said("控制字符", "control characters"), unseen),
    )
    return Material(tuple(pages), held, facts, tuple(one for one in left if one.characters))


def picture_of(data: bytes, number: int) -> bytes:
    """The picture of a page, from 1, of a PDF that has been read, as WebP; empty where pdfium cannot draw it."""
    import pypdfium2

    out = BytesIO()
    with closing(pypdfium2.PdfDocument(data)) as document, closing(document[number - 1]) as page:
        scale = min(FINEST, LONG_SIDE / max(*page.get_size(), 1))
        try:
            with closing(page.render(scale=scale)) as bitmap:
                bitmap.to_pil().convert("RGB").save(out, "WEBP", quality=QUALITY)
        except (pypdfium2.PdfiumError, ValueError):
            return b""
    return out.getvalue()


def _page(document: Any, number: int, name: str) -> tuple[Page, Counter[str], Counter[str], Counter[str], Counter[str]]:
    """A page, and how often it has each character: all of them, those outside of it, those that stand twice on it, and those that show
    nothing."""
    page = document[number]
    with closing(page), closing(page.get_textpage()) as text:
        if (count := text.count_chars()) > MOST_CHARACTERS:
            raise SeedError(
                f"{name} p. {number + 1}",
                Said(f"一页有 {count} 字，没有版面有这么多", f"has {count} characters, and no page has so many"),
                Said("请检查这个文件", "look at the file"),
            )
        turn = _Turn(page)
        characters = [(at, character) for at in range(text.count_chars()) if (character := _character(text, at))]
        shown = [(at, character) for at, character in characters if not _unseen(character)]
        found = list(_squeezed(list(_side_by_side([_box(text, at, character, turn) for at, character in shown]))))
        inside = [box for box in found if 0 <= _centre(box)[0] <= turn.width and 0 <= _centre(box)[1] <= turn.height]
        kept = list(_once(inside))
        figures = tuple(_figures(page, turn))
    held = inked(character for _, character in characters)
    seen, within, once = (inked(box.text for box in boxes) for boxes in (found, inside, kept))
    return Page(turn.width, turn.height, tuple(kept) if once else (), figures), held, seen - within, within - once, held - seen


def _centre(box: Box) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


class _Turn:
    """How a place of the file becomes one of the page as it is seen: cropped, turned, and counted from above."""

    def __init__(self, page: Any) -> None:
        crop, media = page.get_cropbox(), page.get_mediabox()
        # A crop box that reaches beyond the page is cut there, as it is where the page is drawn.
        self.left, self.low = max(crop[0], media[0]), max(crop[1], media[1])
        self.right, self.high = min(crop[2], media[2]), min(crop[3], media[3])
        self.angle = page.get_rotation() % 360
        self.width, self.height = page.get_size()

    def rect(self, x0: float, y0: float, x1: float, y1: float) -> Rect:
        """A rectangle of the file, its y from below, as one of the page."""
        corners = [self._point(x, y) for x, y in ((x0, y0), (x1, y1))]
        (ax, bx), (ay, by) = (sorted(side) for side in zip(*corners, strict=True))
        return Rect(ax, ay, bx, by)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.low
        across, up = self.right - self.left, self.high - self.low
        return {0: (x, up - y), 90: (y, x), 180: (across - x, y), 270: (up - y, across - x)}[self.angle]


def _character(text: Any, at: int) -> str:
    """A character of the file; empty where it is none, or half of one, or a blank that pdfium itself puts between words and lines."""
    import pypdfium2.raw as raw

    if raw.FPDFText_IsGenerated(text, at) == 1:
        return ""
    code: int = raw.FPDFText_GetUnicode(text, at)
    if raw.FPDFText_IsHyphen(text, at) == 1:
        return "-"  # It is told as a control character where a line ends with it.
    if 0xDC00 <= code < 0xE000 and at:
        before = raw.FPDFText_GetUnicode(text, at - 1)
        return chr(0x10000 + ((before - 0xD800) << 10) + code - 0xDC00) if 0xD800 <= before < 0xDC00 else "\ufffd"
    if 0xD800 <= code < 0xE000:
        return ""
    return chr(code) if code else "\ufffd"


def _unseen(character: str) -> bool:
    """Whether a character is for programs alone."""
    return unicodedata.category(character) in ("Cc", "Cn") and not character.isspace()


def _box(text: Any, at: int, character: str, turn: _Turn) -> Box:
    """A character with the square of its type, and not of the ink in it: a full stop takes as much room as any other character."""
    import pypdfium2.raw as raw

    left, right, low, high, across, up = (ctypes.c_double() for _ in range(6))
    matrix, loose = raw.FS_MATRIX(), raw.FS_RECTF()
    size = raw.FPDFText_GetFontSize(text, at)
    wide = tall = size
    upright = True
    if raw.FPDFText_GetMatrix(text, at, matrix):
        wide, tall = size * math.hypot(matrix.a, matrix.b), size * math.hypot(matrix.c, matrix.d)
        upright = abs(matrix.b) < 0.1 * abs(matrix.a) and matrix.a > 0 and matrix.d > 0
    raw.FPDFText_GetCharBox(text, at, left, right, low, high)
    raw.FPDFText_GetLooseCharBox(text, at, loose)
    raw.FPDFText_GetCharOrigin(text, at, across, up)
    x0, x1, y0, y1 = left.value, right.value, low.value, high.value
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    full = unicodedata.east_asian_width(character) in "WFA" and not character.isascii()
    if upright:
        span = wide if full else max(x1 - x0, loose.right - loose.left)
        square = (across.value, up.value - (1 - ABOVE) * tall, across.value + span, up.value + ABOVE * tall)
        if character.isspace() or (square[0] - wide / 2 <= x <= square[2] + wide / 2 and square[1] <= y <= square[3]):
            x0, y0, x1, y1 = square
    elif full:
        x0, y0, x1, y1 = x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2
    else:
        # A letter that lies on its side in a column of characters is as wide as the column.
        x0, x1, y0, y1 = min(x0, x - wide / 2), max(x1, x + wide / 2), min(y0, loose.bottom), max(y1, loose.top)
    place = turn.rect(x0, y0, x1, y1)
    return Box(place.x0, place.y0, place.x1, place.y1, character, tall or 1.0)


def _side_by_side(boxes: list[Box]) -> Iterator[Box]:
    """The characters with those set apart that one drawing stands for, such as a dash of two characters or the letters fi."""
    at = 0
    while at < len(boxes):
        end = at + 1
        while end < len(boxes) and _place(boxes[end]) == _place(boxes[at]):
            end += 1
        if (count := end - at) > 1:
            box = boxes[at]
            # A dash of two characters is told to be as wide as one.
            full = unicodedata.east_asian_width(box.text) in "WFA" and not box.text.isascii()
            step = box.size if full else (box.x1 - box.x0) / count
            for n in range(count):
                yield replace(boxes[at + n], x0=box.x0 + n * step, x1=box.x0 + (n + 1) * step)
        else:
            yield boxes[at]
        at = end


def _squeezed(boxes: list[Box]) -> Iterator[Box]:
    """The characters, none of which reaches into the next one of the file: of two points together, the first takes half its room.

    >>> [box.x1 for box in _squeezed([Box(0, 0, 10, 10, "。", 10), Box(5, 0, 15, 10, "”", 10), Box(15, 0, 25, 10, "她", 10)])]
    [5, 15, 25]
    """
    for box, after in pairwise(boxes):
        near, half = 0.2 * box.size, 0.3 * box.size
        if abs(box.y0 - after.y0) <= near and box.x0 + half <= after.x0 < box.x1:
            yield replace(box, x1=after.x0)
        elif abs(box.x0 - after.x0) <= near and box.y0 + half <= after.y0 < box.y1:
            yield replace(box, y1=after.y0)
        else:
            yield box
    yield from boxes[-1:]


def _place(box: Box) -> tuple[float, ...]:
    return box.x0, box.y0, box.x1, box.y1


def _once(boxes: list[Box]) -> Iterator[Box]:
    """The characters without those that stand a second time in the same place."""
    seen: dict[tuple[str, int, int], list[Box]] = {}
    for box in boxes:
        if box.text.isspace():
            yield box
            continue
        x, y = round(box.x0), round(box.y0)
        near = DOUBLED * box.size
        reach = range(-math.ceil(near), math.ceil(near) + 1) if near < 8 else range(-8, 9)
        twins = (twin for dx in reach for dy in reach for twin in seen.get((box.text, x + dx, y + dy), ()))
        if any(abs(twin.x0 - box.x0) <= near and abs(twin.y0 - box.y0) <= near for twin in twins):
            continue
        seen.setdefault((box.text, x, y), []).append(box)
        yield box


def _figures(page: Any, turn: _Turn) -> list[Rect]:
    """The largest pictures and frames of a page; rules and ornaments say nothing of its order that its white does not say."""
    import pypdfium2
    import pypdfium2.raw as raw

    out = []
    for found in islice(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH), max_depth=3), MOST_OBJECTS):
        try:
            rect = turn.rect(*found.get_bounds())
        except pypdfium2.PdfiumError:  # A stroke without points has no place.
            continue
        if min(rect.x1 - rect.x0, rect.y1 - rect.y0) >= SMALLEST:
            out.append(rect)
    out.sort(key=lambda rect: -(rect.x1 - rect.x0) * (rect.y1 - rect.y0))
    return out[:MOST_FIGURES]


def _facts(document: Any, pages: list[Page]) -> Iterator[Fact]:
    """What the title, the outline and the labels of pages say."""
    info = document.get_metadata_dict(skip_empty=True)
    for key, name in (("Title", "标题"), ("Subject", "主题"), ("Keywords", "关键词")):
        if value := info.get(key):
            yield from told(value, f"PDF 文档信息的{name}")
    for item in islice(document.get_toc(max_depth=3), MOST):
        target = item.get_dest()
        index = target.get_index() if target else None
        if index is not None and 0 <= index < len(pages):
            yield from told(item.get_title(), "PDF 书签", index + 1)
