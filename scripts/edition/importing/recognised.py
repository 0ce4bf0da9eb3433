"""JSON of PaddleOCR and of MinerU."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import zip_longest
from typing import Any

from edition.errors import Said, SeedError
from edition.importing.facts import told
from edition.importing.markup import start_of
from edition.importing.nouns import IDEOGRAPHIC, Box, Fact, Material, Page, Printed, Rect, boxed, inked
from edition.importing.pages import number, sized, with_text

LARGEST = 128 * 1024 * 1024
"""Bytes of the largest file: a year of a weekly."""
_PADDLE = re.compile(r'"(?:rec_texts?|transcription|text_region|parsing_res_list|dt_polys|rec_boxes)"')
_MINERU = re.compile(r'"(?:pdf_info|para_blocks|page_idx)"')
_NESTED = re.compile(r"\s*(?:\[\s*)?\[\s*\[\s*\[\s*\[\s*-?[\d.]+\s*,|\s*\[\s*\[\s*\[\s*\[\s*-?[\d.]+")
_TEXTS = ("text", "transcription", "rec_text", "content")
_PLACES = ("text_region", "points", "bbox", "box", "position", "rec_box")


def is_mineru(data: bytes) -> bool:
    """Whether the bytes are JSON of MinerU."""
    head = start_of(data).lstrip()
    return head[:1] in ("{", "[") and bool(_MINERU.search(head))


def is_paddle(data: bytes) -> bool:
    """Whether the bytes are JSON of PaddleOCR."""
    head = start_of(data).lstrip()
    return head[:1] in ("{", "[") and bool(_PADDLE.search(head) or _NESTED.match(head))


def _loaded(data: bytes, name: str) -> Any:
    if len(data) > LARGEST:
        raise SeedError(
            name,
            Said(f"超过 {LARGEST >> 20} MiB", f"has more than {LARGEST >> 20} MiB"),
            Said("请一个版面一个文件", "make one file of each page"),
        )
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SeedError(
            name,
            Said(f"不是 UTF-8，第 {error.start} 字节起读不出来", f"is not UTF-8: it cannot be read from byte {error.start} on"),
            Said("请另存为 UTF-8", "save it as UTF-8"),
        ) from error
    except (ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] or type(error).__name__
        raise SeedError(
            name,
            Said(f"不是完好的 JSON（{reason}；可能没有下载完）", f"is no JSON that can be read ({reason}; it may be cut off)"),
            Said("请重新导出这个文件", "export the file again"),
        ) from error


def _list(found: Any) -> list[Any]:
    """A list, where there is one."""
    return found if isinstance(found, list) else []


def _rect(place: Any) -> Rect | None:
    """The rectangle of four numbers, or around points."""
    if not isinstance(place, Sequence) or isinstance(place, str):
        return None
    flat = [one for part in place for one in (part if isinstance(part, Sequence) and not isinstance(part, str) else [part])]
    if len(flat) < 4 or len(flat) % 2 or not all(isinstance(one, int | float) for one in flat):
        return None
    numbers = [number(str(one)) for one in flat]
    return Rect(min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2]))


# PaddleOCR


def read_paddle(data: bytes, name: str) -> Material:
    """The pages of a result of PaddleOCR, of any of its versions.

    Raises:
        SeedError: it is damaged or holds no text with places.
    """
    loaded = _loaded(data, name)
    try:
        pages = [page for page in _paddle_pages(loaded) if page]
    except _NoPlaceError as error:
        text = str(error)
        raise SeedError(
            name,
            Said(f"{text!r} 没有位置", f"tells no place for {text!r}"),
            Said("请导出带位置的结果", "export the result with the places of its texts"),
        ) from error
    except RecursionError as error:
        raise SeedError(
            name, Said("嵌套太深", "has lists too deep inside each other"), Said("请重新导出这个文件", "export the file again")
        ) from error
    facts = [fact for path in _values(loaded, "input_path") for fact in told(path.rpartition("/")[2], "PaddleOCR 的 input_path")]
    held = inked(box.text for page in pages for box in page)
    made = tuple(sized(0, 0, [_lined(box, n) for n, box in enumerate(page)]) for page in pages)
    return with_text(Material(made, held, tuple(facts)), name)


def _lined(box: Box, at: int) -> Box:
    return Box(box.x0, box.y0, box.x1, box.y1, box.text, box.size, "", str(at))


def _paddle_pages(loaded: Any) -> Iterator[list[Box]]:
    if isinstance(loaded, Mapping):
        inner = loaded.get("res", loaded)
        inner = inner.get("overall_ocr_res", inner) if isinstance(inner, Mapping) else inner
        if isinstance(inner, Mapping) and isinstance(texts := inner.get("rec_texts"), Sequence):
            places = next((found for key in ("rec_polys", "rec_boxes", "dt_polys") if isinstance(found := inner.get(key), Sequence)), [])
            pairs = zip_longest(texts, places)
            yield [boxed(text, *_sides(_placed(text, place))) for text, place in pairs if isinstance(text, str) and text.strip()]
            return
        for key in ("parsing_res_list", "res", "result", "results", "data", "pages", "ocr"):
            if isinstance(loaded.get(key), list | dict):
                yield from _paddle_pages(loaded[key])
                return
        return
    if not isinstance(loaded, list) or not loaded:
        return
    lines = [box for one in loaded for box in _paddle_line(one)]
    if lines:
        yield lines
    else:
        for one in loaded:
            yield from _paddle_pages(one)


class _NoPlaceError(Exception):
    """A text has no place."""


def _placed(text: str, *places: Any) -> Rect:
    """The place of a text, of all that are told the first.

    Raises:
        _NoPlaceError: there is none, so that the text would be lost.
    """
    found = next((rect for place in places if (rect := _rect(place))), None)
    if found is None:
        raise _NoPlaceError(text[:20])
    return found


def _sides(rect: Rect) -> tuple[float, float, float, float]:
    return rect.x0, rect.y0, rect.x1, rect.y1


def _paddle_line(one: Any) -> Iterator[Box]:
    """A line: its points and its text with a score, or an object with both; or a region of several."""
    if isinstance(one, Mapping):
        if isinstance(inside := one.get("res"), list) and one.get("type") is not None:
            for line in inside:
                yield from _paddle_line(line)
            return
        text = next((one[key] for key in (*_TEXTS, "block_content") if isinstance(one.get(key), str)), "")
        if text.strip():
            rect = _placed(text, *(one.get(key) for key in (*_PLACES, "block_bbox")))
            parts = text.split("\n")
            step = (rect.y1 - rect.y0) / len(parts)
            for n, part in enumerate(parts):
                yield boxed(part, rect.x0, rect.y0 + n * step, rect.x1, rect.y0 + (n + 1) * step)
    elif isinstance(one, list) and len(one) >= 2 and (around := _rect(one[0])):
        said = one[1][0] if isinstance(one[1], list) and one[1] else one[1]
        if isinstance(said, str) and said.strip():
            yield boxed(said, *_sides(around))


def _values(loaded: Any, key: str) -> Iterator[str]:
    for one in loaded if isinstance(loaded, list) else [loaded]:
        if isinstance(one, Mapping):
            inner = one.get("res", one)
            if isinstance(inner, Mapping) and isinstance(inner.get(key), str):
                yield inner[key]


# MinerU


def read_mineru(data: bytes, name: str) -> Material:
    """The pages of a result of MinerU, `middle.json` or `content_list.json`, in its own order of reading.

    Raises:
        SeedError: it is damaged or holds no text.
    """
    loaded = _loaded(data, name)
    if isinstance(loaded, Mapping) and isinstance(found := loaded.get("pdf_info"), list):
        pages = [_mineru_page(page) for page in found if isinstance(page, Mapping)]
        held = inked(text for page in found for text in _spans(page))
    else:
        pages = list(_content_list([one for one in loaded if isinstance(one, Mapping)] if isinstance(loaded, list) else []))
        held = inked(line.text for page in pages for line in page.lines)
    facts: list[Fact] = []
    return with_text(Material(tuple(pages), held, tuple(facts)), name)


def _spans(page: Any) -> Iterator[str]:
    """The texts of a page of `middle.json`, wherever they stand in its blocks."""
    waiting = [page.get(key) for key in ("discarded_blocks", "para_blocks")] if isinstance(page, Mapping) else []
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, Mapping):
            if isinstance(one.get("html"), str):
                yield "".join(row for row in _rows_of(one["html"]))
            elif isinstance(one.get("content"), str):
                yield one["content"]
            waiting += [one.get(key) for key in ("blocks", "lines", "spans")]


def _mineru_page(page: Mapping[str, Any]) -> Page:
    blocks: list[Mapping[str, Any]] = []
    waiting = [*_list(page.get("para_blocks")), *_list(page.get("discarded_blocks"))]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, Mapping):
            if isinstance(one.get("blocks"), list):
                waiting = [*one["blocks"], *waiting]
            if isinstance(one.get("lines"), list):
                blocks.append(one)
    lines: list[Printed] = []
    for block in blocks:
        first = True
        for line in block["lines"]:
            if not isinstance(line, Mapping):
                continue
            spans = [span for span in _list(line.get("spans")) if isinstance(span, Mapping)]
            place = _rect(line.get("bbox")) or _rect(block.get("bbox"))
            for text in _line_texts(spans):
                if text.strip():
                    lines.append(Printed(text.strip(), place, first))
                    first = False
    size = page.get("page_size")
    width, height = (number(str(side)) for side in size) if isinstance(size, list) and len(size) == 2 else (0.0, 0.0)
    return Page(width, height, lines=tuple(lines), measured=width > 0 and height > 0)


def _line_texts(spans: Sequence[Mapping[str, Any]]) -> list[str]:
    tables = [row for span in spans if isinstance(span.get("html"), str) for row in _rows_of(span["html"])]
    return [
        *tables,
        "".join(span["content"] for span in spans if isinstance(span.get("content"), str) and not isinstance(span.get("html"), str)),
    ]


def _content_list(items: Sequence[Mapping[str, Any]]) -> Iterator[Page]:
    numbers = [one["page_idx"] if isinstance(one.get("page_idx"), int) else 0 for one in items]
    for at in sorted(set(numbers)):
        lines: list[Printed] = []
        for one in (item for item, of in zip(items, numbers, strict=True) if of == at):
            place = _rect(one.get("bbox"))
            texts = [text for text in _item_texts(one) if text.strip()]
            lines += [Printed(text.strip(), place, apart=not n) for n, text in enumerate(texts)]
        width = max((line.place.x1 for line in lines if line.place), default=0.0)
        height = max((line.place.y1 for line in lines if line.place), default=0.0)
        # Its numbers are thousandths of the page.
        yield Page(max(width, 1000.0), max(height, 1000.0), lines=tuple(lines))


def _item_texts(one: Mapping[str, Any]) -> Iterator[str]:
    for key in (
        "image_caption",
        "img_caption",
        "table_caption",
        "text",
        "list_items",
        "table_body",
        "code_body",
        "image_footnote",
        "img_footnote",
        "table_footnote",
    ):
        value = one.get(key)
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                yield from _rows_of(text) if key == "table_body" else text.split("\n")


class _Rows(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = [[]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if not self.rows[-1]:
            self.rows[-1].append("")
        self.rows[-1][-1] += data


def _rows_of(html: str) -> list[str]:
    """The rows of a table, their cells with blanks between."""
    parser = _Rows()
    parser.feed(html)
    parser.close()
    return [IDEOGRAPHIC.join(cell.strip() for cell in row if cell.strip()) for row in parser.rows if any(cell.strip() for cell in row)]
