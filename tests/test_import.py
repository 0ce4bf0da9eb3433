"""Bringing in what an office has: every format gives the characters and the order of the page, and what is hostile is refused."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import random
import shutil
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
import yaml

from broadsheet import BROWSERS, Printed, any_printed, article, bare, document, press
from conftest import build
from edition import bringing, dumps
from edition.facsimiles import is_picture, read_places
from edition.importing import READERS, docx, dump, pdf, reader_of
from edition.importing.nouns import Box, Page, Rect, inked
from edition.importing.places import arrange
from edition.model import NO_PLACES
from typeset import Setting, Story, broken, spoken

OK, USAGE, REFUSED, STOPPED = 0, 2, 3, 4
lacking = None in map(importlib.util.find_spec, ("pypdfium2", "PIL")) and os.environ.get("EDITION_REQUIRE_IMPORT") != "1"
reads_pdf = pytest.mark.skipif(lacking, reason="pypdfium2 or pillow not installed: pip install --require-hashes -r requirements-import.txt")


# A page of recognised text: lines with places, as a program finds them


@dataclass(frozen=True)
class Found:
    """A line that a program recognised."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    block: int


STORIES = (
    ("渡口新桥通车", ("清晨的渡口人来人往，新修的石桥连起了两岸。", "村里的老船工说，从前过河要等半个时辰，如今抬脚就到。")),
    ("梯田里的新米", ("山上的梯田今年收了新米，家家户户忙着晒谷。", "合作社把新米装成小袋，送到山外的集市上去卖。")),
)
WIDTH, SIZE = 12, 20


def recognised() -> tuple[list[Found], list[str]]:
    """The lines of a page with two articles, each over two columns, below a head that both columns share; and the lines in their order."""
    found, order = [], []
    top = 40.0
    for number, (title, paragraphs) in enumerate(STORIES):
        found.append(Found(title, 150, top, 150 + 45 * len(title), top + 45, 10 * number))
        order.append(title)
        lines = [(line, not n) for paragraph in paragraphs * 2 for n, line in enumerate(broken(paragraph, WIDTH))]
        half = (len(lines) + 1) // 2
        for at, (line, first) in enumerate(lines):
            column, row = divmod(at, half)
            x0 = 40 + column * (WIDTH + 2) * SIZE + (2 * SIZE if first else 0)
            y0 = top + 80 + row * 30
            found.append(Found(line, x0, y0, x0 + SIZE * len(line), y0 + SIZE, 10 * number + 1 + column))
            order.append("　　" * first + line)
        top += 80 + half * 30 + 60
    return found, order


def alto(lines: Sequence[Found]) -> str:
    blocks = "".join(
        f"<TextBlock ID='b{n}'><TextLine HPOS='{x.x0}' VPOS='{x.y0}' WIDTH='{x.x1 - x.x0}' HEIGHT='{x.y1 - x.y0}'>"
        + "".join(
            f"<String CONTENT={quoteattr(c)} HPOS='{x.x0 + (x.x1 - x.x0) / len(x.text) * k}' VPOS='{x.y0}' "
            f"WIDTH='{(x.x1 - x.x0) / len(x.text)}' HEIGHT='{x.y1 - x.y0}'/>"
            for k, c in enumerate(x.text)
        )
        + "</TextLine></TextBlock>"
        for n, x in enumerate(lines)
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?><alto xmlns='http://www.loc.gov/standards/alto/ns-v4#'><Description/>"
        f"<Layout><Page WIDTH='1000' HEIGHT='1400'><PrintSpace>{blocks}</PrintSpace></Page></Layout></alto>"
    )


def hocr(lines: Sequence[Found]) -> str:
    def word(x: Found, k: int) -> str:
        step = (x.x1 - x.x0) / len(x.text)
        place = f"bbox {x.x0 + k * step:.0f} {x.y0:.0f} {x.x0 + (k + 1) * step:.0f} {x.y1:.0f}; x_wconf 90"
        return f"<span class='ocrx_word' title='{place}'>{escape(x.text[k])}</span>"

    spans = "".join(
        f"<div class='ocr_carea'><p class='ocr_par'><span class='ocr_line' title='bbox {x.x0:.0f} {x.y0:.0f} {x.x1:.0f} {x.y1:.0f}'>"
        + "\n ".join(word(x, k) for k in range(len(x.text)))
        + "</span></p></div>"
        for x in lines
    )
    page = f"<div class='ocr_page' title='image \"清川日报 第3版.png\"; bbox 0 0 1000 1400'>{spans}</div>"
    return f"<html><head><title>页</title></head><body>{page}</body></html>"


def page_xml(lines: Sequence[Found], ordered: bool = False) -> str:
    def points(x: Found) -> str:
        return f"<Coords points='{x.x0:.0f},{x.y0:.0f} {x.x1:.0f},{x.y0:.0f} {x.x1:.0f},{x.y1:.0f} {x.x0:.0f},{x.y1:.0f}'/>"

    blocks: dict[int, list[Found]] = {}
    for line in lines:
        blocks.setdefault(line.block, []).append(line)
    regions = "".join(
        f"<TextRegion id='r{block}'>{points(inside[0])}"
        + "".join(f"<TextLine>{points(x)}<TextEquiv><Unicode>{escape(x.text)}</Unicode></TextEquiv></TextLine>" for x in inside)
        + "</TextRegion>"
        for block, inside in blocks.items()
    )
    refs = "".join(f"<RegionRefIndexed index='{n}' regionRef='r{block}'/>" for n, block in enumerate(sorted(blocks)))
    order = f"<ReadingOrder><OrderedGroup id='g'>{refs}</OrderedGroup></ReadingOrder>" if ordered else ""
    return (
        "<?xml version='1.0'?><PcGts xmlns='http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15'><Metadata/>"
        f"<Page imageFilename='清川日报 2021年3月5日 第3版.jpg' imageWidth='1000' imageHeight='1400'>{order}{regions}</Page></PcGts>"
    )


def quad(x: Found) -> list[list[float]]:
    return [[x.x0, x.y0], [x.x1, x.y0], [x.x1, x.y1], [x.x0, x.y1]]


def paddle_lists(lines: Sequence[Found]) -> str:
    return json.dumps([[[quad(x), [x.text, 0.99]] for x in lines]], ensure_ascii=False)


def paddle_texts(lines: Sequence[Found]) -> str:
    return json.dumps({"input_path": "a.png", "rec_texts": [x.text for x in lines], "rec_polys": [quad(x) for x in lines]})


def paddle_regions(lines: Sequence[Found]) -> str:
    return json.dumps([{"type": "text", "bbox": [0, 0, 9, 9], "res": [{"text": x.text, "text_region": quad(x)}]} for x in lines])


def middle(lines: Sequence[Found]) -> str:
    blocks = [
        {
            "type": "text",
            "bbox": [x.x0, x.y0, x.x1, x.y1],
            "lines": [{"bbox": [x.x0, x.y0, x.x1, x.y1], "spans": [{"type": "text", "content": x.text}]}],
        }
        for x in lines
    ]
    return json.dumps({"pdf_info": [{"page_size": [1000, 1400], "para_blocks": blocks, "discarded_blocks": []}]})


def content_list(lines: Sequence[Found]) -> str:
    return json.dumps([{"type": "text", "text": x.text, "page_idx": 0, "bbox": [x.x0, x.y0, x.x1, x.y1]} for x in lines])


SHUFFLED: dict[str, tuple[str, Callable[[Sequence[Found]], str]]] = {
    "alto": ("ALTO", alto),
    "hocr": ("hOCR", hocr),
    "page": ("PAGE-XML", page_xml),
    "paddle-lists": ("PaddleOCR", paddle_lists),
    "paddle-texts": ("PaddleOCR", paddle_texts),
    "paddle-regions": ("PaddleOCR", paddle_regions),
}
"""Formats whose order is not believed."""
ORDERED: dict[str, tuple[str, Callable[[Sequence[Found]], str]]] = {
    "page": ("PAGE-XML", lambda lines: page_xml(lines, ordered=True)),
    "middle": ("MinerU", middle),
    "content-list": ("MinerU", content_list),
}
"""Formats that tell the order of reading."""


def bring(tmp_path: Path, data: bytes | str, name: str = "页.xml", *options: str) -> tuple[int, Path]:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    out = tmp_path / "out"
    return bringing.main([str(file), "--out", str(out), *options]), out


def dump_of(out: Path, name: str = "页") -> str:
    return (out / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", SHUFFLED)
@pytest.mark.parametrize("seed", [1, 2])
def test_lines_in_any_order_come_back_in_the_order_of_reading(tmp_path: Path, kind: str, seed: int) -> None:
    lines, order = recognised()
    Random(seed).shuffle(lines)
    name, write = SHUFFLED[kind]
    data = write(lines)
    assert reader_of(data.encode(), "a").name == name
    code, out = bring(tmp_path, data)
    assert code == OK
    text = dump_of(out)
    assert [line for line in text.split("\n") if line] == order
    for title, _ in STORIES:
        assert f"\n{title}\n\n" in f"\n{text}", "a head stands alone"


@pytest.mark.parametrize("kind", ORDERED)
def test_an_order_that_a_format_tells_is_kept(tmp_path: Path, kind: str) -> None:
    lines, order = recognised()
    name, write = ORDERED[kind]
    data = write(lines)
    assert reader_of(data.encode(), "a").name == name
    code, out = bring(tmp_path, data)
    assert code == OK
    assert [line.strip() for line in dump_of(out).split("\n") if line] == [line.strip() for line in order]


def test_places_stand_beside_the_dump(tmp_path: Path) -> None:
    lines, _ = recognised()
    _, out = bring(tmp_path, alto(lines))
    told = json.loads((out / "页.boxes.json").read_text(encoding="utf-8"))
    text = dump_of(out).split("\n")
    places = {(line.text, round(line.x0), round(line.y0), round(line.x1), round(line.y1)) for line in lines}
    assert {"format": 1, "original": "originals/页.xml", "page": 1, "width": 1000.0, "height": 1400.0}.items() <= told.items()
    assert told["lines"].keys() == {str(n) for n, line in enumerate(text, 1) if line}
    assert {(text[int(n) - 1].strip(), *map(round, box)) for n, box in told["lines"].items()} == places
    assert dumps.find(out) == ([out / "页.txt"], {}), "the build sees the dump alone"
    assert told["sha256"] == hashlib.sha256((out / "页.txt").read_bytes()).hexdigest()
    assert (out / "originals" / "页.xml").read_bytes() == (tmp_path / "页.xml").read_bytes()


@pytest.mark.parametrize("suffix", [".jpg", ".JPEG", ".png", ".webp"])
def test_the_scan_that_lies_beside_recognised_text_comes_along(tmp_path: Path, suffix: str) -> None:
    lines, _ = recognised()
    scan = {".png": b"\x89PNG\r\n\x1a\n", ".webp": b"RIFF\0\0\0\0WEBP"}.get(suffix, b"\xff\xd8\xff\xe0") + b"rest"
    (tmp_path / f"页{suffix}").write_bytes(scan)
    code, out = bring(tmp_path, alto(lines))
    assert code == OK and (out / f"页{suffix.lower()}").read_bytes() == scan
    assert bring(tmp_path, alto(lines))[0] == OK, "a second time it is there already"
    (tmp_path / f"假{suffix}").write_bytes(b"<svg/>")
    _, out = bring(tmp_path, alto(lines), "假.xml")
    assert not (out / f"假{suffix.lower()}").exists()


@reads_pdf
@pytest.mark.parametrize(("turned", "size"), [(False, (1000, 1400)), (True, (1400, 1000))])
def test_the_scan_says_how_large_the_page_is_where_the_format_does_not(tmp_path: Path, turned: bool, size: tuple[int, int]) -> None:
    from PIL import Image

    lines, _ = recognised()
    exif = Image.Exif()
    exif[0x0112] = 6 if turned else 1
    Image.new("L", (1000, 1400)).save(tmp_path / "页.jpg", exif=exif)
    _, out = bring(tmp_path, paddle_lists(lines), "页.json")
    told = json.loads((out / "页.boxes.json").read_text(encoding="utf-8"))
    assert (told["width"], told["height"]) == size
    Image.new("L", (9, 9)).save(out / "另.png")
    (tmp_path / "另.jpg").write_bytes((tmp_path / "页.jpg").read_bytes())
    assert bring(tmp_path, paddle_lists(lines), "另.json")[0] == OK
    assert not (out / "另.jpg").exists(), "a dump has one picture"


def test_a_page_of_unknown_size_stops_no_build(tmp_path: Path) -> None:
    lines, _ = recognised()
    for name, data in (("甲.json", paddle_lists(lines)), ("乙.xml", alto(lines).replace("WIDTH='1000'", "").replace('WIDTH="1000"', ""))):
        _, out = bring(tmp_path, data, name)
        told = (out / f"{name[0]}.boxes.json").read_bytes()
        assert json.loads(told)["width"] is None and read_places(told, name, json.loads(told)["sha256"]) == NO_PLACES


def test_vertical_lines_are_read_from_the_right(tmp_path: Path) -> None:
    lines = ["本縣開渠之議起於去歲", "今春工竣水通田畝", "鄉民稱便焉"]
    boxes = [Found(line, 400 - 30 * n, 50, 420 - 30 * n, 50 + 20 * len(line), 0) for n, line in enumerate(lines)]
    Random(3).shuffle(boxes)
    _, out = bring(tmp_path, paddle_lists(boxes), "页.json")
    assert dump_of(out).split() == lines


def test_a_head_written_from_the_right_is_read_from_there() -> None:
    head = [Box(300 - 40 * n, 20, 340 - 40 * n, 60, sign, 40) for n, sign in enumerate("清川新報")]
    body = [
        Box(320 - 30 * n, 90 + 20 * m, 340 - 30 * n, 110 + 20 * m, sign, 20)
        for n, line in enumerate(("開渠之議起", "今春工竣矣", "鄉民皆稱便"))
        for m, sign in enumerate(line)
    ]
    lines = [line.text for line in arrange(Page(400, 400, (*head, *body)))]
    assert lines == ["清川新報", "開渠之議起", "今春工竣矣", "鄉民皆稱便"]


def test_a_line_above_all_columns_stands_before_them() -> None:
    """The day below a nameplate, as small as the text, is in the middle of the page and not of the columns under it."""
    texts = ["清晨的渡口人来人往", "新修的石桥连起两岸", "从前过河要等半时辰", "如今抬脚就到了对岸"]
    day = "二月十三日"
    boxes = [Box(175 + 20 * n, 20, 195 + 20 * n, 40, sign, 20) for n, sign in enumerate(day)]
    boxes += [
        Box(20 + 110 * column + 10 * n, 80 + 15 * row, 30 + 110 * column + 10 * n, 90 + 15 * row, sign, 10)
        for column in range(4)
        for row in range(6)
        for n, sign in enumerate(texts[(column + row) % 4])
    ]
    small = [Box(box.x0, box.y0, box.x0 + 10, box.y0 + 10, box.text, 10) for box in boxes[: len(day)]]
    for head in (boxes[: len(day)], [Box(205 + 10 * n, 50, 215 + 10 * n, 60, box.text, 10) for n, box in enumerate(small)]):
        lines = [line.text for line in arrange(Page(460, 200, (*head, *boxes[len(day) :])))]
        assert lines == [day, *(texts[(column + row) % 4] for column in range(4) for row in range(6))]


def set_in_type(lines: Sequence[tuple[float, str, float]], size: float) -> list[Box]:
    """Boxes of lines, each with its left edge, text and top; a blank of the text is white as wide as a character, and no box."""
    return [
        Box(left + size * n, top, left + size * (n + 1), top + size, sign, size)
        for left, text, top in lines
        for n, sign in enumerate(text)
        if sign != "　"
    ]


@pytest.mark.parametrize("line", ["本报记者　林一舟　通讯员　何晓", "２０２２年６月　星期五　第８期　今日四版"])
def test_blanks_between_words_stay_however_many_there_are(line: str) -> None:
    """A white as wide as a character is all that a program may leave of a blank."""
    body = [(20.0, "清晨的渡口人来人往新修的石桥连起两岸", 50.0 + 15 * n) for n in range(4)]
    lines = [one.text for one in arrange(Page(400, 200, (*set_in_type([(20.0, line, 20.0)], 10), *set_in_type(body, 10))))]
    assert lines[0] == line


@pytest.mark.parametrize("end", ["　摄", "　孟磊　摄", "　孟磊摄"])
def test_the_end_of_a_caption_behind_a_blank_is_no_column(end: str) -> None:
    """Beside a picture in the next column, white runs down beside the narrow head and byline below it."""
    caption, head, byline = f"职工在进水闸查看水位。{end}", "老厂房变书馆", "本报记者　周乐"
    body = [(20.0, "停产的老厂房上周重新开了门里面没有", 170.0 + 15 * n) for n in range(8)]
    boxes = (*set_in_type([(20.0, caption, 112.0)], 9), *set_in_type([(20.0, head, 130.0)], 15), *set_in_type([(20.0, byline, 152.0)], 10))
    page = Page(400, 300, (*boxes, *set_in_type(body, 10)), (Rect(20, 20, 190, 110), Rect(210, 105, 380, 250)))
    assert [line.text for line in arrange(page)][:3] == [caption, head, byline]


def test_what_a_format_says_of_the_newspaper_becomes_rulings(tmp_path: Path) -> None:
    lines, _ = recognised()
    _, out = bring(tmp_path, page_xml(lines))
    told = yaml.safe_load((out / "页.yml").read_text(encoding="utf-8"))
    assert [(one["field"], str(one["to"]), one["by"]) for one in told] == [
        ("newspaper", "清川日报", "import"),
        ("date", "2021-03-05", "import"),
        ("page", "3", "import"),
    ]
    assert all(one["why"] == "PAGE-XML 的图像文件名“清川日报 2021年3月5日 第3版.jpg”" for one in told)
    assert "to: 2021-03-05\n" in (out / "页.yml").read_text(encoding="utf-8")
    _, out = bring(tmp_path, alto(lines), "无.xml")
    assert not (out / "无.yml").exists(), "a file that says nothing has no rulings"


# Formats without places

WEB = """<!DOCTYPE html><html><head><meta charset="{0}"><title>渡口新桥通车-清川日报</title>
<meta name="PubDate" content="2021-03-05 08:00"><meta property="og:site_name" content="清川日报">
<script>var a = "不是文章";</script><style>p {{ color: red }}</style></head><body>
<div class="menu"><a>首页</a></div><h1>渡口新桥通车</h1><p>　　清晨的渡口人来<b>人往</b>，新桥通车。<br>第二行。
<p>&nbsp;&nbsp;&nbsp;&nbsp;村里的老船工说好。
<p style="display:none">看不见</p><table><tr><td>甲<td>乙</table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_of_the_web(tmp_path: Path, encoding: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = bring(tmp_path, WEB.format(encoding).encode(encoding), "页.html")
    assert code == OK
    lines = [line for line in dump_of(out).split("\n") if line]
    assert lines == ["首页", "渡口新桥通车", "　　清晨的渡口人来人往，新桥通车。", "第二行。", "　　村里的老船工说好。", "甲", "乙"]
    assert not (out / "页.boxes.json").exists()
    told = yaml.safe_load((out / "页.yml").read_text(encoding="utf-8"))
    assert [(one["field"], str(one["to"])) for one in told] == [("newspaper", "清川日报"), ("date", "2021-03-05")]
    said = capsys.readouterr().out
    assert "没有收入：网页上不显示的字 3 个" in said and "text of scripts, styles and the head of the file" in said


def word(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    space = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' xmlns:mc='m'"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<?xml version='1.0'?><w:document {space}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr({"core": "docProps/core.xml", "header": "word/header1.xml"}[name], text)
    return out.getvalue()


def paragraph(text: str, before: str = "") -> str:
    return f"<w:p>{before}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_text_of_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    indent = "<w:pPr><w:ind w:firstLineChars='200'/></w:pPr>"
    head = "<w:pPr><w:pStyle w:val='Heading1'/></w:pPr>"
    inner = "<w:txbxContent>{0}</w:txbxContent>"
    choice = f"<mc:Choice>{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback>"
    box = f"<w:p><w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r></w:p>"
    body = (
        paragraph("渡口新桥通车", head)
        + paragraph("清晨的渡口", indent)
        + "<w:p><w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:r><w:t>留下</w:t><w:br/><w:t>换行</w:t></w:r></w:p><w:p/>"
        + "<w:tbl><w:tr><w:tc>" + paragraph("甲") + "</w:tc><w:tc>" + paragraph("乙") + "</w:tc></w:tr></w:tbl>"
        + box.format(paragraph("框里的字"))
    )  # fmt: skip
    core = "<cp xmlns:dc='d'><dc:title>清川日报 2021年3月5日 第2版</dc:title></cp>"
    code, out = bring(tmp_path, word(body, core=core, header="<w:hdr xmlns:w='w'><w:t>页眉</w:t></w:hdr>"), "页.docx")
    assert code == OK
    assert dump_of(out) == "渡口新桥通车\n\n　　清晨的渡口\n留下\n换行\n\n甲　乙\n\n框里的字\n"
    assert [one["field"] for one in yaml.safe_load((out / "页.yml").read_text(encoding="utf-8"))] == ["newspaper", "date", "page"]
    said = capsys.readouterr().out
    assert "text that a revision deletes, 2" in said and "text of headers and footers, 2" in said


# What is refused, and what is never overwritten

BOMB = (
    "<!DOCTYPE alto [<!ENTITY a 'aaaaaaaaaa'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1 if n else str()};' * 10}'>" for n in range(9)) + "]>"
)
OUTSIDE = "<!DOCTYPE alto [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>"


def encrypted() -> bytes:
    """A PDF that opens with a password alone."""
    key = "<" + "ab" * 32 + ">"
    return pdf_of(
        ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"],
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >> /ID [<01> <01>]",
    )


def pdf_of(pages: Sequence[str], trailer: str = "", times: int = 1) -> bytes:
    """A PDF written by hand."""
    kids = " ".join(f"{n + 3} 0 R" for n in range(len(pages))) * 1
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join([kids] * times)}] /Count {len(pages) * times} >>",
        *pages,
    ]
    out, places = b"%PDF-1.4\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{one}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Root 1 0 R /Size {size} {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


BLANK_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 900] >>"
LINES = recognised()[0]
HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "bomb": (alto(LINES).replace("?>", "?>" + BOMB), "declares entities"),
    "outside": (alto(LINES).replace("?>", "?>" + OUTSIDE).replace("<Description/>", "<Description>&a;</Description>"), "declares entities"),
    "deep": ("<alto>" + "<a>" * 5000 + "</a>" * 5000 + "</alto>", "deeper ones"),
    "cut-xml": (alto(LINES)[:-30], "is no XML that can be read"),
    "cut-json": (paddle_texts(LINES)[:-30], "is no JSON that can be read"),
    "deep-json": ('{"rec_texts": ' + "[" * 100_000, "is no JSON that can be read"),
    "gbk-json": (json.dumps({"rec_texts": ["字"]}, ensure_ascii=False).encode("gbk"), "is not UTF-8"),
    "empty-json": ('{"rec_texts": [], "rec_polys": []}', "has no text"),
    "odd-json": ('{"rec_texts": ["字"], "rec_polys": [["a", null]]}', "tells no place for '字'"),
    "short-json": ('{"rec_texts": ["清", "川"], "rec_polys": [[1, 2, 3, 4]]}', "tells no place for '川'"),
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\n", "the file is empty"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "have its text recognised elsewhere"),
    "old-word": (b"\xd0\xcf\x11\xe0" + bytes(50), "save it as DOCX"),
    "plain": ("渡口新桥通车", "no format that is known"),
    "other-xml": ("<?xml version='1.0'?><rss>字</rss>", "no format that is known"),
    "other-json": ('{"a": "字"}', "no format that is known"),
    "no-text-alto": ("<alto><Layout><Page/></Layout></alto>", "has no text"),
    "no-text-hocr": ("<html><body><div class='ocr_page'>字</div></body></html>", "has no text"),
    "no-text-html": ("<html><head><title>字</title></head><body></body></html>", "has no text"),
    "cut-docx": (word(paragraph("字"))[:-40], "is no DOCX that can be read"),
    "bomb-docx": (word(BOMB.replace("alto", "w") + paragraph("字")), "is no XML"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused_with_a_reason(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    data, reason = HOSTILE[name]
    code, out = bring(tmp_path, data, "页.bin")
    said = capsys.readouterr().err
    assert code == REFUSED and reason in said and said.startswith("出错：") and "Traceback" not in said
    assert not out.exists(), "nothing is written"


def test_a_docx_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docx, "LARGEST", 1000)
    assert bring(tmp_path, word(paragraph("字" * 2000)), "页.docx")[0] == REFUSED
    assert "when it is unpacked" in capsys.readouterr().err


@reads_pdf
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (encrypted(), "is encrypted"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, "is no PDF that can be read"),
        (pdf_of([BLANK_PAGE]), "has no layer of text"),
        (pdf_of([BLANK_PAGE], times=pdf.MOST + 1), f"has {pdf.MOST + 1} pages"),
    ],
    ids=["encrypted", "damaged", "pictures", "pages"],
)
def test_a_hostile_pdf_is_refused_with_a_reason(tmp_path: Path, data: bytes, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = bring(tmp_path, data, "页.pdf")
    assert (code, out.exists()) == (REFUSED, False) and reason in capsys.readouterr().err


def test_without_what_reads_pdf_the_next_step_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert bring(tmp_path, pdf_of([BLANK_PAGE]), "页.pdf")[0] == USAGE
    assert "requirements-import.txt" in capsys.readouterr().err


def test_one_refused_file_does_not_keep_the_others_out(tmp_path: Path) -> None:
    for name, data in (("甲.xml", alto(LINES)), ("乙.xml", ""), ("丙.json", paddle_texts(LINES))):
        (tmp_path / name).write_text(data, encoding="utf-8")
    files = [str(tmp_path / name) for name in ("甲.xml", "乙.xml", "丙.json", "丁.xml")]
    assert bringing.main([*files, "--out", str(tmp_path / "out")]) == REFUSED
    assert sorted(path.name for path in (tmp_path / "out").glob("*.txt")) == ["丙.txt", "甲.txt"]


@pytest.mark.parametrize(
    "options", [("--name", "../a"), ("--name", "a/b"), ("--name", ".a"), ("--name", "con"), ("--name", "a:b"), ("--name", "permalinks")]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, options: tuple[str, str]) -> None:
    assert bring(tmp_path, alto(LINES), "页.xml", *options)[0] == USAGE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["页.xml"]


def test_two_files_of_one_name_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b").mkdir()
    files = [tmp_path / "a.xml", tmp_path / "b" / "A.json"]
    files[0].write_text(alto(LINES), encoding="utf-8")
    files[1].write_text(paddle_texts(LINES), encoding="utf-8")
    assert bringing.main([*map(str, files), "--out", str(tmp_path / "out")]) == USAGE
    assert "a.xml" in capsys.readouterr().err and not (tmp_path / "out").exists()
    assert bringing.main([*map(str, files), "--out", str(tmp_path / "out"), "--name", "c"]) == USAGE


def test_what_is_there_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = bring(tmp_path, alto(LINES))
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert code == OK and "files written 3" in capsys.readouterr().out
    assert bring(tmp_path, alto(LINES))[0] == OK
    assert "files written 0" in capsys.readouterr().out
    assert bring(tmp_path, alto(LINES[1:]))[0] == STOPPED
    assert "is there already with other content" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    (out / "页.txt").unlink()
    (out / "页.txt").symlink_to("gone")
    assert bring(tmp_path, alto(LINES))[0] == STOPPED


def test_a_character_that_is_lost_stops_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dump, "arrange", lambda page: arrange(page)[1:])
    code, out = bring(tmp_path, alto(LINES))
    assert code == STOPPED and not out.exists()
    assert "are lost" in capsys.readouterr().err


def test_a_dump_that_cannot_be_written_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.replace

    def failing(old: Any, new: Any) -> None:
        if str(new).endswith(".txt"):
            raise OSError(28, "No space left on device")
        real(old, new)

    monkeypatch.setattr(os, "replace", failing)
    code, out = bring(tmp_path, alto(LINES))
    assert code == STOPPED and not list(out.glob("*.txt")) and not list(out.rglob("*.new"))
    monkeypatch.undo()
    assert bring(tmp_path, alto(LINES))[0] == OK


def test_the_content_tells_the_format_and_not_the_suffix(tmp_path: Path) -> None:
    _, out = bring(tmp_path, alto(LINES), "页.txt")
    assert (out / "originals" / "页.xml").exists(), "an original never looks like a dump"
    chinese = alto(LINES).replace("UTF-8", "GBK").encode("gbk")
    assert bring(tmp_path, chinese, "国标.pdf")[0] == OK
    assert dump_of(out, "国标") == dump_of(out)
    assert bring(tmp_path, b"\xef\xbb\xbf" + alto(LINES).encode(), "头.xml")[0] == OK


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for n in (1, 2):
        _, out = bring(tmp_path / str(n), hocr(LINES), "页.hocr")
        made.append({path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()})
    assert made[0] == made[1] and len(made[0]) == 4


def test_random_boxes_lose_no_character() -> None:
    for seed in range(60):
        chance = random.Random(seed)
        boxes = [
            Box(x := chance.uniform(0, 500), y := chance.uniform(0, 500), x + s, y + s, chance.choice("清川日报一。,a 　"), s)
            for s in (chance.choice((0.1, 9, 10, 24, 60)) for _ in range(chance.randrange(1, 120)))
        ]
        lines = arrange(Page(500, 500, tuple(boxes)))
        assert inked(line.text for line in lines) == inked(box.text for box in boxes)


def test_every_reader_has_its_place() -> None:
    assert len({reader.name for reader in READERS}) == len(READERS) == 8
    assert all(reader.suffix != ".txt" for reader in READERS)


# Pages that Chromium prints


@pytest.fixture(scope="module")
def printer() -> Iterator[Callable[[str], bytes]]:
    if not any(map(shutil.which, BROWSERS)):
        what = "there is no Chromium: apt-get install chromium fonts-noto-cjk"
        if os.environ.get("EDITION_REQUIRE_BROWSER") == "1":
            pytest.fail(what)
        pytest.skip(what)
    with press() as pdf:
        yield pdf


TEXT = "清晨的渡口人来人往，新修的石桥连起了两岸。村里的老船工说，从前过河要等半个时辰，如今抬脚就到，孩子们上学再也不用绕路。"
LONG = Story(
    title="渡口新桥连起两岸人家",
    subtitle="来集镇修桥纪实",
    bylines=(("记者", "李向东"), ("通讯员", "沈丽")),
    paragraphs=tuple(f"第{n}段。" + TEXT * 2 for n in "一二三四五六七八"),
    captions=("石拱桥全景", "放学路上"),
    headings=((4, "桥头的集市"),),
)
SET = Setting(form="lines", captions_after=(1, 4))


def skeleton(text: str) -> Counter[str]:
    return Counter(unicodedata.normalize("NFKC", "".join(text.split())))


def in_order(page: Printed, text: str) -> list[str]:
    """The articles of which a paragraph is torn apart or out of order: what stands between is captions and headings alone."""
    plain = bare(text)
    for story, _ in page.stories:
        for other in sorted((*story.captions, *(heading for _, heading in story.headings)), key=len, reverse=True):
            plain = plain.replace(bare(other), "")
    return [story.title for story, setting in page.stories if bare(spoken(story, setting) + "".join(story.paragraphs)) not in plain]


def printed(tmp_path: Path, printer: Callable[[str], bytes], pages: Sequence[Printed], title: str = "") -> list[str]:
    code, out = bring(tmp_path, printer(document(pages, title)), "报.pdf")
    assert code == OK
    return [path.read_text(encoding="utf-8") for path in sorted(out.glob("*.txt"))]


@reads_pdf
@pytest.mark.slow
@pytest.mark.parametrize("align", ["left", "justify"])
def test_two_points_that_share_the_room_of_one_stay_in_order(tmp_path: Path, printer: Callable[[str], bytes], align: str) -> None:
    """A stop and the mark behind it take half their room each; both reach into what follows."""
    sentence = "“桥修好了。”她说，“孩子们上学近了。”邻居（也是校长）听了直点头：“《村志》里要记上一笔。”大家都笑了。"
    html = f"<body style='font: 14px/1.8 \"Noto Serif CJK SC\"; width: 300px; text-align: {align}'><p>{sentence * 3}</p></body>"
    code, out = bring(tmp_path, printer(html), "报.pdf")
    assert code == OK
    text = "".join(path.read_text(encoding="utf-8") for path in out.glob("*.txt"))
    assert "".join(text.split()) == sentence * 3


@reads_pdf
@pytest.mark.slow
@pytest.mark.parametrize("columns", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("boxed", [False, True], ids=["open", "boxed"])
def test_columns_below_a_head(tmp_path: Path, printer: Callable[[str], bytes], columns: int, boxed: bool) -> None:
    page = Printed(f'<div class="row">{article(Random(columns), (LONG, SET), columns, boxed=boxed)}</div>', ((LONG, SET),))
    (text,) = printed(tmp_path, printer, [page])
    assert skeleton(text) == skeleton(page.characters())
    assert in_order(page, text) == []
    lines = text.split("\n")
    assert {LONG.title, "——来集镇修桥纪实", "桥头的集市", *LONG.captions} <= {line.strip() for line in lines}
    assert sum(line.startswith("　　") for line in lines) == len(LONG.paragraphs), "each paragraph has its indent, and nothing else has one"


@reads_pdf
@pytest.mark.slow
def test_vertical_type(tmp_path: Path, printer: Callable[[str], bytes]) -> None:
    page = any_printed(Random(3), vertical=True)
    (text,) = printed(tmp_path, printer, [page])
    assert skeleton(text) == skeleton(page.characters()) and in_order(page, text) == []


@reads_pdf
@pytest.mark.slow
def test_pages_drawn_at_random(tmp_path: Path, printer: Callable[[str], bytes]) -> None:
    pages = [any_printed(Random(n)) for n in range(24)]
    texts = printed(tmp_path, printer, pages, "清川日报 2021年3月5日")
    out = tmp_path / "out"
    assert len(texts) == len(pages)
    texts = [dump_of(out, f"报-p{n}") for n in range(1, len(pages) + 1)]
    torn = []
    for page, text in zip(pages, texts, strict=True):
        assert skeleton(text) == skeleton(page.characters())
        torn += in_order(page, text)
    # An article may have its paragraphs torn where a page is set in a way that no rule knows.
    assert len(torn) <= 0.05 * sum(len(page.stories) for page in pages), torn
    told = yaml.safe_load((out / "报-p7.yml").read_text(encoding="utf-8"))
    assert [(one["field"], str(one["to"])) for one in told] == [("newspaper", "清川日报"), ("date", "2021-03-05")]
    assert all(is_picture((out / f"报-p{n}.webp").read_bytes()) for n in range(1, len(pages) + 1))
    boxes = json.loads((out / "报-p7.boxes.json").read_text(encoding="utf-8"))
    assert boxes["page"] == 7 and boxes["original"] == "originals/报.pdf" and (boxes["width"], boxes["height"]) == (750.0, 1800.0)
    assert all(0 <= x0 < x1 <= 750 and 0 <= y0 < y1 <= 1800 for x0, y0, x1, y1 in boxes["lines"].values())


def test_what_is_printed_twice_is_taken_once() -> None:
    bold = [Box(x + shift, 20, x + shift + 10, 30, sign, 10) for shift in (0, 0.4) for x, sign in ((10, "渡"), (20, "口"), (30, "口"))]
    assert [box.text for box in pdf._once(bold)] == ["渡", "口", "口"]
    dash = [Box(10, 20, 30, 30, "—", 10), Box(10, 20, 30, 30, "—", 10)]
    apart = [*pdf._side_by_side(dash)]
    assert [(box.x0, box.x1) for box in apart] == [(10, 20), (20, 30)] and [*pdf._once(apart)] == apart


@reads_pdf
@pytest.mark.slow
def test_one_drawing_of_two_characters_and_bold_type(tmp_path: Path, printer: Callable[[str], bytes]) -> None:
    second = "<span style='position:absolute;left:1px;top:0'>渡口新桥</span>"
    twice = f"<div style='position:relative;font-size:30px'><span>渡口新桥</span>{second}</div>"
    code, out = bring(tmp_path, printer(f"<meta charset=utf-8>{twice}<p>——这是一道破折号</p>"), "报.pdf")
    assert code == OK and dump_of(out, "报").split() == ["渡口新桥", "——这是一道破折号"]


@reads_pdf
@pytest.mark.slow
def test_a_turned_page_is_read_as_it_is_seen(tmp_path: Path, printer: Callable[[str], bytes]) -> None:
    import pypdfium2

    page = Printed(f'<div class="row">{article(Random(3), (LONG, SET), 3)}</div>', ((LONG, SET),))
    made = printer(document([page]))
    wanted = printed(tmp_path, printer, [page])[0]
    opened = pypdfium2.PdfDocument(made)
    opened[0].set_rotation(180)
    data = io.BytesIO()
    opened.save(data)
    code, out = bring(tmp_path / "turned", data.getvalue(), "报.pdf")
    assert code == OK and skeleton(dump_of(out, "报")) == skeleton(wanted)


@reads_pdf
@pytest.mark.slow
def test_a_page_is_cut_where_its_crop_box_reaches_beyond_it(tmp_path: Path, printer: Callable[[str], bytes]) -> None:
    import pypdfium2

    page = Printed(f'<div class="row">{article(Random(3), (LONG, SET), 3)}</div>', ((LONG, SET),))
    made = printer(document([page]))
    wanted = printed(tmp_path, printer, [page])[0]
    places = json.loads((tmp_path / "out" / "报.boxes.json").read_text(encoding="utf-8"))
    opened = pypdfium2.PdfDocument(made)
    opened[0].set_cropbox(-100, -100, 5000, 5000)
    data = io.BytesIO()
    opened.save(data)
    code, out = bring(tmp_path / "wide", data.getvalue(), "报.pdf")
    assert code == OK and dump_of(out, "报") == wanted
    wide = json.loads((out / "报.boxes.json").read_text(encoding="utf-8"))
    assert (wide["width"], wide["height"], wide["lines"]) == (places["width"], places["height"], places["lines"])


@reads_pdf
@pytest.mark.slow
def test_a_pdf_becomes_articles_of_an_edition(tmp_path: Path, printer: Callable[[str], bytes]) -> None:
    page = Printed(f'<div class="row">{article(Random(3), (LONG, SET), 3)}</div>', ((LONG, SET),))
    printed(tmp_path, printer, [page])
    (tmp_path / "out" / "报.webp").write_bytes(b"RIFF\0\0\0\0WEBP an older one")
    assert bring(tmp_path, (tmp_path / "报.pdf").read_bytes(), "报.pdf")[0] == OK
    assert (tmp_path / "out" / "报.webp").read_bytes().endswith(b"an older one"), "a picture that is there stays"
    done = build("--seeds", tmp_path / "out", "--out", tmp_path / "docs")
    assert done.returncode == OK, done.stderr
    assert len([*(tmp_path / "docs" / "data" / "facsimiles").iterdir()]) == 1
    (record,) = [json.loads(line) for line in (tmp_path / "docs" / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert record["title"] == LONG.title
    assert [bare(block["text"]) for block in record["blocks"] if block["kind"] == "paragraph"] == [bare(one) for one in LONG.paragraphs]
