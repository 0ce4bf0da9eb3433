"""Citations and what a reference manager reads: right by the standards' forms, and silent about what the page does not say."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest

from conftest import build, house, render
from edition.model import Apparatus, Article, Block, Byline, Description, Edition, Finding, Head, Restoration, Role, Seed, Verdict
from edition.publish import render as render_files
from edition.publish.anchors import anchors
from edition.publish.citations import authors, bibtex, citations, csl, ris
from edition.rulings import RULE
from edition.trace import SourceLines, Text
from small import download

TITLE, SUBTITLE = "梨花村里办起了{诗社} 50%是老人", "平阴县梨花村见闻"
NONE = {"a.txt": Apparatus(0, 0, 0, 0, 0, ())}
"""The account of a seed of which none is kept."""
STATED = Description(date=Finding("2022-08-16", ("2022年8月16日",), "printed", True), newspaper=Finding("河口晚报", (), "printed", True))
ON_A_PAGE = replace(
    STATED, issue=Finding("21", (), "folio", True), page=Finding("A3", (), "folio", True), page_name=Finding("要闻", (), "folio", True)
)
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
    assert forms(INFERRED)["GB/T 7714—2025"] == f"{title}[N/OL]. [2021-11—2021-12]. {{address}}."
    assert forms(Description(date=Finding("2021~", ("今年",), "inferred")))["GB/T 7714—2025"] == f"{title}[N/OL]. [2021]. {{address}}."
    assert forms(Description(), "廖涛", "薛璐", "吴昊", "程智")["GB/T 7714—2025"].startswith("廖涛，薛璐，吴昊，等. ")


def test_a_date_that_an_editor_ruled_is_cited_as_it_is() -> None:
    """It is no guess of the build; who is not sure rules a date that says so."""
    ruled = replace(STATED, date=Finding("1985-09-20", ("报头所印",), RULE))
    assert "河口晚报，1985-09-20." in forms(ruled)["GB/T 7714—2025"] and "(1985, September 20)" in forms(ruled)["APA"]
    assert "《河口晚报》1985年9月20日" in forms(ruled)["史学脚注"]
    unsure = replace(STATED, date=Finding("1985~", ("据内容",), RULE))
    assert "(ca. 1985)" in forms(unsure)["APA"]


def test_the_national_standard_of_2015() -> None:
    wanted = f"廖涛, 薛璐. {TITLE}：{SUBTITLE}[N/OL]. 河口晚报, 2022-08-16[{{today}}]. {{address}}."
    assert forms(STATED, "廖涛", "薛璐")["GB/T 7714—2015"] == wanted


def test_the_footnote_of_historians() -> None:
    assert forms(STATED, "廖涛")["史学脚注"] == f"廖涛：《{TITLE}：{SUBTITLE}》，《河口晚报》2022年8月16日，{{address}}。"
    assert forms(Description())["史学脚注"].endswith("见闻》，{address}。")
    assert forms(ON_A_PAGE)["史学脚注"].endswith("》，《河口晚报》2022年8月16日，第A3版，{address}。")


def test_the_style_of_the_apa() -> None:
    title = f"{TITLE}：{SUBTITLE}"
    assert forms(ON_A_PAGE, "廖涛", "薛璐")["APA"] == f"廖涛 & 薛璐. (2022, August 16). {title}. 河口晚报, A3. {{address}}"
    assert forms(Description())["APA"] == f"{title}. (n.d.). {{address}}"
    assert forms(INFERRED)["APA"] == f"{title}. (ca. 2021, November–2021, December). {{address}}"
    autumn = Description(date=Finding("2021-23", ("去年秋天",), "inferred"))
    assert forms(autumn)["APA"] == f"{title}. (ca. 2021-23). {{address}}"


def test_the_article_as_it_was_printed() -> None:
    assert forms(ON_A_PAGE, "廖涛")["GB/T 7714—2025 纸本"] == f"廖涛. {TITLE}：{SUBTITLE}[N]. 河口晚报，2022-08-16（A3）."
    assert forms(ON_A_PAGE, "廖涛")["GB/T 7714—2015 纸本"] == f"廖涛. {TITLE}：{SUBTITLE}[N]. 河口晚报, 2022-08-16(A3)."
    assert not any("纸本" in form for form in forms(INFERRED)), "without the newspaper nobody finds it in print"
    assert forms(Description())["GB/T 7714—2025"] == f"{TITLE}：{SUBTITLE}[N/OL]. {{address}}."


def test_records_hold_what_the_folio_says() -> None:
    rows = ris(article("廖涛"), ON_A_PAGE, "").splitlines()
    assert {"SP  - A3", "SE  - 要闻", "IS  - 21"} <= set(rows)
    assert "pages = {A3}," in bibtex(article(), ON_A_PAGE, "") and "number = {21}," in bibtex(article(), ON_A_PAGE, "")
    record = json.loads(csl(article(), ON_A_PAGE, ""))
    assert (record["page"], record["section"], record["issue"]) == ("A3", "要闻", "21")


def test_an_inferred_date_is_a_note_of_a_record_and_no_field() -> None:
    one = json.loads(csl(article("廖涛"), INFERRED, ""))
    assert "issued" not in one and one["note"] == "日期（推断）：2021年11月至约12月"
    entry = bibtex(article("廖涛"), INFERRED, "")
    assert "date = " not in entry and "note = {日期（推断）：2021年11月至约12月}," in entry
    assert "date = {1999%}," in bibtex(article(), Description(date=Finding("1999%", ("约1999年？",), "ruling", True)), "")


def test_bibtex_escapes_what_means_something_to_latex() -> None:
    title = "{诗社} & 50% #1 _甲_ $5 ^ ~ \\"
    one = Article("a.txt", Head(None, Text.of(title), None), (Byline("记者", "A&B", Text()),), (), id="a")
    entry = bibtex(one, Description(), "https://example.org/a_b%20c.html")
    assert r"title = {\{诗社\} \& 50\% \#1 \_甲\_ \$5 \textasciicircum{} \textasciitilde{} \textbackslash{}}," in entry
    assert r"author = {{A\&B}}," in entry and "url = {https://example.org/a_b%20c.html}," in entry


@pytest.mark.parametrize("outlet", ["齐鲁晚报·齐鲁壹点", "据新渠网", "新华社", "河口日报", "河口县融媒体中心", "青山新闻客户端"])
def test_an_outlet_is_nobody_who_wrote(outlet: str) -> None:
    assert authors(article("廖涛", outlet, "阿依古丽·买买提")) == ["廖涛", "阿依古丽·买买提"]


def test_a_record_holds_a_day_only_where_the_page_states_it() -> None:
    rows = ris(article("廖涛"), STATED, "https://example.org/a.html").splitlines()
    assert rows[0] == "TY  - NEWS" and rows[-1] == "ER  - "
    assert {"AU  - 廖涛", "T2  - 河口晚报", "PY  - 2022", "DA  - 2022/08/16", "UR  - https://example.org/a.html"} <= set(rows)
    inferred = ris(article("廖涛"), INFERRED, "")
    assert "PY  -" not in inferred and "DA  -" not in inferred and "UR  -" not in inferred and "N1  - 日期（推断）：" in inferred


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
    record = json.loads(csl(article("廖涛"), Description(date=Finding(edtf, (), "printed", True)), ""))
    assert record["issued"] == issued
    assert record["type"] == "article-newspaper" and record["author"] == [{"literal": "廖涛"}] and "URL" not in record


def test_files_of_an_article() -> None:
    source = f"{TITLE}\n{SUBTITLE}\n第一段。\n\n第二行。\n图\n"
    lines = SourceLines(source)

    def at(first: int, last: int) -> Text:
        return Text.of(source, lines.span(first)[0], lines.span(last)[1]).strip("\n", "margin")

    blocks = (Block(at(3, 5), Verdict(Role.PARAGRAPH, "test")), Block(at(6, 6), Verdict(Role.CAPTION, "test")))
    one = Article("a.txt", Head(None, at(1, 1), at(2, 2)), (), blocks, id="lihua")
    places = anchors(one, lines)
    assert [(place.anchor, place.within) for place in places.blocks] == [("l3", ((4, 5),)), ("l6", ())]
    assert places.head == ((1, 2),)
    edition = Edition(
        (Restoration(Seed("a.txt", "", "utf-8", source), (one,)),), {"lihua": STATED}, NONE, (), (), {}, "https://example.org/"
    )
    files = render_files(edition)
    text = download(files, "lihua", "txt")
    assert text.splitlines()[:3] == [TITLE, f"——{SUBTITLE}", "2022年8月16日 · 河口晚报"]
    assert "〔图片说明：图〕" in text
    assert "UR  - https://example.org/articles/lihua.html" in download(files, "lihua", "ris")


def test_records_know_the_address_that_the_environment_gives(tmp_path: Path) -> None:
    environment = {**os.environ, "SITE_URL": "https://example.org/papers"}
    done = build("--out", tmp_path / "out", environment=environment)
    assert done.returncode == 0, done.stderr
    names = sorted(path.stem for path in (tmp_path / "out" / "views" / "articles").glob("*.json") if "index" not in path.stem)
    assert names
    for name in names:
        path = f"views/articles/{name}.json"
        record = download({path: (tmp_path / "out" / path).read_text(encoding="utf-8")}, name, "ris")
        assert f"UR  - https://example.org/papers/articles/{name}.html" in record


FOLIO = """河湾日报 二○二四年三月十八日 星期一 第2版

要闻

全县召开春耕现场会
本报记者 丁一帆
本报讯 昨日，全县春耕现场会在石桥镇召开，各乡镇负责人到场观摩。
会议要求，抢抓农时，备足农资，把春耕生产抓紧抓实。
"""
NO_FOLIO = """村口的老槐树
本报记者 丁一帆
村口的老槐树下，老人们又坐在一起说话，孩子们围着树跑。
树有三百岁了，村里人说，它比谁都懂这个村子。
"""
UNREAD = ("og:site_name", "citation_journal_title", "citation_inbook_title")
"""What a reference manager takes for the publication where nothing better is said."""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[str]]]:
    """What the pages of two articles say in their heads, by the title of the article and by the name of the field."""
    folder = house(tmp_path_factory.mktemp("two"))
    for path in (folder / "seeds").iterdir():
        path.unlink()
    (folder / "seeds" / "folio.txt").write_text(FOLIO, encoding="utf-8")
    (folder / "seeds" / "none.txt").write_text(NO_FOLIO, encoding="utf-8")
    shutil.rmtree(folder / "docs" / "articles")
    done = build(program=folder / "scripts" / "build.py")
    assert done.returncode == 0, done.stderr
    out = {}
    for path in (render(folder, address="https://example.org/") / "articles").glob("*.html"):
        tree = html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)
        said: dict[str, list[str]] = {}
        for meta in tree.iter("meta"):
            said.setdefault(meta.get("name") or meta.get("property") or "", []).append(meta.get("content") or "")
        if "citation_title" in said:
            out[said["citation_title"][0]] = said
    return out


def test_zotero_reads_a_newspaper_article(two: dict[str, dict[str, list[str]]]) -> None:
    """The rules of its translator for embedded metadata: the type is said, the publication is `prism.publicationName`, else the name of
    the site, and the section is `article:section`."""
    said = two["全县召开春耕现场会"]
    assert said["z:itemType"] == ["newspaperArticle"]
    assert said["citation_author"] == ["丁一帆"]
    assert said["citation_publication_date"] == ["2024-03-18"]
    assert said["prism.publicationName"] == ["河湾日报"]
    assert said["citation_firstpage"] == ["2"]
    assert said["article:section"] == ["要闻"]
    assert not set(UNREAD) & set(said)


def test_zotero_reads_nothing_that_the_page_does_not_say(two: dict[str, dict[str, list[str]]]) -> None:
    said = two["村口的老槐树"]
    silent = ("prism.publicationName", "citation_publication_date", "citation_firstpage", "article:section", *UNREAD)
    assert not set(silent) & set(said)
    assert all("localhost" not in value and "file:" not in value for values in said.values() for value in values)
