"""Citations and what a reference manager reads: right by the standards' forms, and silent about what the page does not say."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from conftest import build
from edition.model import Article, Block, Byline, Description, Edition, Finding, Head, Restoration, Seed, Verdict
from edition.publish.anchors import anchors
from edition.publish.citations import bibtex, citations, csl, records, ris
from edition.publish.plaintext import plain_texts
from edition.trace import SourceLines, Text

TITLE, SUBTITLE = "梨花村里办起了{诗社} 50%是老人", "平阴县梨花村见闻"
STATED = Description(date=Finding("2022-08-16", ("2022年8月16日",), "printed", True), newspaper=Finding("河口晚报", (), "printed", True))
INFERRED = Description(date=Finding("2021-11/2021-12~", ("今年",), "inferred"))


def article(*names: str, role: str | None = "记者") -> Article:
    bylines = tuple(Byline(role, name, Text()) for name in names)
    return Article("a.txt", Head(None, Text.of(TITLE), Text.of(SUBTITLE)), (*bylines, Byline("摄", "何苗", Text())), (), id="lihua")


def forms(description: Description, *names: str) -> dict[str, str]:
    """The citations, by the names of their forms, with `{address}` and `{today}` where the page puts its own."""
    return {one.form: "".join(part.text or f"{{{part.slot}}}" for part in one.parts) for one in citations(article(*names), description)}


def test_the_national_standard_of_2025() -> None:
    title = f"{TITLE}：{SUBTITLE}"
    assert forms(STATED, "廖涛")["GB/T 7714—2025"] == f"廖涛. {title}[N/OL]. 河口晚报，2022-08-16. {{address}}."
    assert forms(INFERRED)["GB/T 7714—2025"] == f"{title}[N/OL]. 报名未详，[2021年11月至约12月]. {{address}}."
    assert forms(Description(), "廖涛", "薛璐", "吴昊", "程智")["GB/T 7714—2025"].startswith("廖涛，薛璐，吴昊，等. ")


def test_the_national_standard_of_2015() -> None:
    wanted = f"廖涛, 薛璐. {TITLE}：{SUBTITLE}[N/OL]. 河口晚报, 2022-08-16[{{today}}]. {{address}}."
    assert forms(STATED, "廖涛", "薛璐")["GB/T 7714—2015"] == wanted


def test_the_footnote_of_historians() -> None:
    assert forms(STATED, "廖涛")["史学脚注"] == f"廖涛：《{TITLE}：{SUBTITLE}》，《河口晚报》2022年8月16日，{{address}}。"
    assert forms(Description())["史学脚注"].endswith("》，报名未详，日期未详，{address}。")


def test_a_record_holds_a_day_only_where_the_page_states_it() -> None:
    rows = ris(article("廖涛"), STATED, "https://example.org/a.html").splitlines()
    assert rows[0] == "TY  - NEWS" and rows[-1] == "ER  - "
    assert {"AU  - 廖涛", "T2  - 河口晚报", "PY  - 2022", "DA  - 2022/08/16", "UR  - https://example.org/a.html"} <= set(rows)
    inferred = ris(article("廖涛"), INFERRED, "")
    assert "PY  -" not in inferred and "DA  -" not in inferred and "UR  -" not in inferred and "N1  - 日期：" in inferred


def test_bibtex_keeps_its_braces() -> None:
    record = bibtex(article("廖涛", "薛璐"), STATED, "https://example.org/100%25.html")
    assert record.count("{") == record.count("}")
    assert "author = {{廖涛} and {薛璐}}," in record and r"50\%是老人" in record and "100%25.html" in record
    assert "何苗" not in record


@pytest.mark.parametrize(
    ("edtf", "issued"),
    [
        ("2022-08-16", {"date-parts": [[2022, 8, 16]]}),
        ("2021-11/2021-12~", {"date-parts": [[2021, 11], [2021, 12]], "circa": True}),
        ("201X", {"literal": "2010年代"}),
        ("../2021", {"literal": "2021年以前"}),
    ],
)
def test_csl_says_what_its_parts_can_hold(edtf: str, issued: dict[str, object]) -> None:
    record = json.loads(csl(article("廖涛"), Description(date=Finding(edtf, (), "inferred")), ""))
    assert record["issued"] == issued
    assert record["type"] == "article-newspaper" and record["author"] == [{"literal": "廖涛"}] and "URL" not in record


def test_files_of_an_article() -> None:
    source = f"{TITLE}\n{SUBTITLE}\n第一段。\n\n第二行。\n图\n"
    lines = SourceLines(source)

    def at(first: int, last: int) -> Text:
        return Text.of(source, lines.span(first)[0], lines.span(last)[1]).strip("\n", "margin")

    blocks = (Block(at(3, 5), Verdict("paragraph", "test")), Block(at(6, 6), Verdict("caption", "test")))
    one = Article("a.txt", Head(None, at(1, 1), at(2, 2)), (), blocks, id="lihua")
    places = anchors(one, lines)
    assert [(place.anchor, place.within) for place in places.blocks] == [("l3", ((4, 5),)), ("l6", ())]
    assert places.head == ((1, 2),)
    edition = Edition((Restoration(Seed("a.txt", "", "utf-8", source), (one,)),), {"lihua": STATED}, {}, (), (), {}, "https://example.org/")
    ((path, text),) = plain_texts(edition)
    assert path == "data/articles/lihua.txt"
    assert text.splitlines()[:3] == [TITLE, f"——{SUBTITLE}", "2022年8月16日 · 河口晚报"]
    assert "〔图片说明：图〕" in text
    assert "UR  - https://example.org/articles/lihua.html" in dict(records(edition))["data/articles/lihua.ris"]


def test_records_know_the_address_that_the_environment_gives(tmp_path: Path) -> None:
    environment = {**os.environ, "SITE_URL": "https://example.org/papers"}
    done = build("--out", tmp_path / "out", environment=environment)
    assert done.returncode == 0, done.stderr
    files = sorted((tmp_path / "out" / "data" / "articles").glob("*.ris"))
    assert files
    for path in files:
        assert f"UR  - https://example.org/papers/articles/{path.stem}.html" in path.read_text(encoding="utf-8")
