"""What leaves the house holds all that the account keeps: a record or a plain text that lacks something is seen, field by field."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from conftest import sources, tables
from edition.apparatus import balance
from edition.errors import AccountError
from edition.model import Article, Block, Description, Edition, Head, Restoration, Role, Verdict
from edition.publish import render
from edition.publish.data.chapters import untagged, xml_text
from edition.publish.escape import plain
from edition.publish.proof import missing, missing_in_blocks, missing_in_text, missing_in_view, prove, prove_lines, prove_words
from edition.restore import restore
from edition.trace import Text
from small import changed_download, download

PAGE = """党建引领 产业振兴
产业园引来十二家企业
——湖丰镇党建工作纪略
记者 吴昊 通讯员 褚一 王芳 文/摄
镇党委坚持把项目建设摆在首位，产业园引进企业十二家，带动三百户农民增收，群众的日子越过越红火，大家都说好日子还在后头。

聚焦组织建设

志愿者每周入户走访，群众办事只跑一次，镇上的老街重新热闹起来，村民房前屋后都硬化了，出门就能走上水泥路，下雨天也不怕。

►产业园一角

（下转第5版）

镇上的老街重新热闹起来，村民房前屋后都硬化了，志愿者每周入户走访，群众办事只跑一次，大家的日子一年比一年好，都说好。
"""


def _edition(page: str = PAGE) -> Edition:
    found = restore(page.encode(), "page.txt", tables())
    account = balance(found)
    (article,) = found.articles
    named = Article(article.seed_name, article.head, article.bylines, article.blocks, article.set_aside, "a", article.doubts)
    return Edition((Restoration(found.seed, (named,), found.set_aside),), {"a": Description()}, {"page.txt": account}, (), ())


def _page() -> tuple[Article, str, dict[str, Any]]:
    edition = _edition()
    files = render(edition)
    return edition.articles[0], files["articles/a.md"], json.loads(files["views/articles/a.json"])


def _exported() -> tuple[Article, dict[str, Any], str]:
    edition = _edition()
    files = render(edition)
    return edition.articles[0], json.loads(files["data/articles.jsonl"]), download(files, "a", "txt")


def test_a_whole_export_lacks_nothing() -> None:
    article, record, text = _exported()
    assert [record[key] is None for key in ("kicker", "title", "subtitle")] == [False, False, False]
    assert [block["kind"] for block in record["blocks"]] == ["paragraph", "heading", "paragraph", "caption", "paragraph"]
    assert (record["set_aside"], len(record["bylines"])) == (["（下转第5版）"], 3)
    assert missing(article, record) == missing_in_text(article, text) == {}


@pytest.mark.parametrize(
    ("damage", "lacks"),
    [
        (lambda record: record.update(kicker=None), {"kicker": "党建引领产业振兴"}),
        (lambda record: record.update(title=record["title"][:-2]), {"title": "企业"}),
        (lambda record: record.update(subtitle=None), {"subtitle": "湖丰镇党建工作纪略"}),
        (lambda record: record["bylines"][2].update(credit=None), {"bylines 3": "文/摄"}),
        (lambda record: record["bylines"][1].update(role=None), {"bylines 2": "通讯员"}),
        (lambda record: record["bylines"].pop(), {"bylines 3": "王芳文/摄"}),
        (lambda record: record["blocks"].pop(1), {"blocks 2": "聚焦组织建设"}),
        (lambda record: record["blocks"].pop(), {"blocks 5": "镇上的老街"}),
        (lambda record: record["blocks"][3].update(kind="heading"), {"blocks 4": "产业园一角"}),
        (lambda record: record["blocks"][3].update(text="产业园"), {"blocks 4": "产业园一角"}),
        (lambda record: record.update(set_aside=[]), {"set_aside": "（下转第5版）"}),
    ],
)
def test_what_a_record_lacks_is_named(damage: Callable[[dict[str, Any]], object], lacks: dict[str, str]) -> None:
    article, record, _ = _exported()
    damage(record)
    found = missing(article, record)
    assert list(found) == list(lacks)
    assert all(found[field].startswith(text) for field, text in lacks.items())


@pytest.mark.parametrize(
    ("gone", "field"),
    [
        ("党建引领 产业振兴\n", "kicker"),
        ("产业园引来十二家企业\n", "title"),
        ("——湖丰镇党建工作纪略\n", "subtitle"),
        ("（文/摄）", "bylines"),
        ("记者 吴昊　", "bylines"),
        ("通讯员 ", "bylines"),
        ("聚焦组织建设\n", "blocks 2"),
        ("〔图片说明：产业园一角〕\n", "blocks 4"),
        ("，都说好", "blocks 5"),
    ],
)
def test_what_a_plain_text_lacks_is_named(gone: str, field: str) -> None:
    article, _, text = _exported()
    assert gone in text
    assert list(missing_in_text(article, text.replace(gone, "", 1))) == [field]


def test_a_whole_page_lacks_nothing() -> None:
    article, page, view = _page()
    assert missing_in_blocks(article, page, PAGE) == missing_in_view(article, view) == {}


@pytest.mark.parametrize(
    ("gone", "field"),
    [
        ("聚焦组织建设", "blocks 2"),
        ("## 聚焦", "blocks 2"),
        ("产业园一角", "blocks 4"),
        (".caption ", "blocks 4"),
        ("，都说好", "blocks 5"),
    ],
)
def test_what_the_blocks_of_a_page_lack_is_named(gone: str, field: str) -> None:
    article, page, _ = _page()
    assert gone in page
    before, after = page.rsplit(gone, 1)
    assert list(missing_in_blocks(article, before + after, PAGE)) == [field]


def test_blocks_in_another_order_are_seen() -> None:
    article, page, _ = _page()
    blocks = page.split("\n\n")
    assert missing_in_blocks(article, "\n\n".join([*blocks[:-2], blocks[-1].rstrip("\n"), blocks[-2]]) + "\n", PAGE)


@pytest.mark.parametrize(
    ("damage", "lacks"),
    [
        (lambda view: view.update(kicker=""), {"kicker": "党建引领产业振兴"}),
        (lambda view: view["halves"].pop(), {"title": "产业园引来十二家企业"}),
        (lambda view: view.update(subtitle="湖丰镇"), {"subtitle": "党建工作纪略"}),
        (lambda view: view["signatures"].pop(0), {"bylines": "记者吴昊"}),
        (lambda view: view["signatures"][1].update(names=[{"text": "褚一、王芳"}]), {"bylines": "（文/摄）"}),
    ],
)
def test_what_a_view_lacks_is_named(damage: Callable[[dict[str, Any]], object], lacks: dict[str, str]) -> None:
    article, _, view = _page()
    damage(view)
    found = missing_in_view(article, view)
    assert list(found) == list(lacks)
    assert all(_letters(text) <= _letters(lacks[field]) for field, text in found.items())


def _letters(text: str) -> set[str]:
    return set(text)


def test_an_export_that_lacks_something_stops_the_build() -> None:
    edition = _edition()
    files = render(edition)
    prove(edition.articles, files, sources(edition))
    with pytest.raises(AccountError, match=r"(?m)^views/articles/a\.json \(txt\): bylines of a lacks '文/摄'; "):
        prove(edition.articles, files | changed_download(files, "a", "txt", "（文/摄）", ""), sources(edition))
    record = files["data/articles.jsonl"].replace('"credit": "文/摄"', '"credit": null')
    with pytest.raises(AccountError, match=r"(?m)^data/articles\.jsonl: bylines 3 of a lacks '文/摄'; "):
        prove(edition.articles, files | {"data/articles.jsonl": record}, sources(edition))


@pytest.mark.parametrize("odd", ["\u2028", "\x85", "\x0b", "\x1c", "\x07", "\u200b", "\u3000 "])
def test_a_character_that_looks_like_a_line_break_lacks_nothing(odd: str) -> None:
    """Every character of the text stands in the exports, or the picture that shows it; `render` compares them."""
    edition = _edition(PAGE.replace("摆在首位", f"摆在{odd}首位"))
    assert "镇党委" in download(render(edition), "a", "txt")


def test_a_row_and_a_chapter_that_lack_something_stop_the_build() -> None:
    """Characters that XML cannot hold, or that mean something in it, are told from those that are missing."""
    article = Article("0.txt", Head(title=Text.of("<题>&\uffff")), (), (Block(Text.of("一二三"), Verdict(Role.PARAGRAPH, "test")),), id="a")
    prove_words([article], ["<题>&\uffff,三二一"], "data/articles.csv", plain)
    chapter = "<h1>" + xml_text("<题>&\uffff") + "</h1><p>一二三</p>"
    prove_words([article], [untagged(chapter)], "data/epub/", xml_text)
    with pytest.raises(AccountError, match=r"(?m)^data/articles\.csv: a lacks '二'; "):
        prove_words([article], ["<题>&\uffff,一三"], "data/articles.csv", plain)
    with pytest.raises(AccountError, match=r"(?m)^data/epub/: a lacks '三'; "):
        prove_words([article], [untagged(chapter.replace("三", ""))], "data/epub/", xml_text)


@pytest.mark.parametrize(
    ("gone", "put", "line"),
    [
        ("振兴", "振", 1),
        ("企业</li>", "企业 </li>", 2),
        ('<li id="l6"></li>\n', "", 6),
        ('id="l8"', 'id="l9"', 8),
        ('title="另存：图片说明前的指示符号">►', 'title="另存：图片说明前的指示符号">', 11),
        ("老街重新", "重新老街", 9),
        ('<span class="odd">U+0009</span>', '<span class="odd">U+000A</span>', 17),
        ('<span id="l19"></span>', "", 19),
    ],
)
def test_a_line_that_the_page_of_a_dump_shows_otherwise_stops_the_build(gone: str, put: str, line: int) -> None:
    edition = _edition(PAGE + "\n老街的灯一直亮到半夜\t，大家都说好。\n\n\n\n<b>甲</b>&amp;\n")
    seed, view = edition.restorations[0].seed, json.loads(render(edition)["views/sources/page.json"])
    prove_lines(seed, json.dumps(view))
    lines = view["rows"]
    assert gone in lines
    view["rows"] = lines.replace(gone, put, 1)
    with pytest.raises(AccountError, match=f"line {line} |第{line}行"):
        prove_lines(seed, json.dumps(view))
