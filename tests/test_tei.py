"""TEI: each dump is a valid document from which the dump and the reading of its articles come back, character by character."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

import tei_schema
from conftest import ROOT, SEEDS, describing, some, tables
from edition.apparatus import balance
from edition.describe import describe
from edition.errors import AccountError, SeedError
from edition.leaves import Ruled, desk_of
from edition.model import Article, Description, Edition, Finding, Imprint, Restoration
from edition.publish import OWNED, published
from edition.publish.anchors import tei_path
from edition.publish.proof import prove_tei
from edition.publish.settings import sheets_of
from edition.publish.sheets import Sheet
from edition.publish.tei import article_tei, tei_files
from edition.publish.tei.header import VERSION, days_of
from edition.publish.tei.names import character_name, character_of, name_of
from edition.publish.tei.reading import raw_of, reading_of, stretches_of
from edition.restore import restore
from edition.restore.ruled import digest
from edition.trace import SourceLines
from fuzz import drawn
from small import BLANK, FIRST, ROWS, SPRING, TREE, page, small_edition
from test_rulings import PAGE
from typeset import any_page

NS = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
TEI_ALL = os.environ.get("EDITION_TEI_ALL", "")
POINTERS = ("ana", "decls", "target", "who", "ref")
ODD = ["]]>", "&", "<", ">", '"', "&amp;", "<!--", "-->", "<?x?>", "<lb/>", "\x00", "\x07", "\x0b", "\x0c", "\x1f", "\x7f", "\x85"]
ODD += [
    "\u2028",
    "\ufeff",
    "\ufffe",
    "\uffff",
    "\U00020000",
    "\U0010fffd",
    "\U0001fffe",
    "👩\u200d👧",
    "e\u0301",
    "\r\n",
    "\r",
    "\n\r",
    "\n\r\n",
]
ODD += ["\t", " ", "　", "\n", "\n\n", "⼀", "**", "# ", "|", "\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n", "甲\t乙\n1\t2\n3\t4\n"]
TABLES = """\
各村亩数

<table><tr><td>石桥村</td><td>120<br>130</td></tr><tr><td>柳溪村</td><td></td></tr></table>

各村的收成都比去年好，村民说来年还要多种一些水稻。

| 队伍 | 亩数 |
| --- | --- |
| 一队 | 120 |
"""


@cache
def _schema(path: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(path))


def sheet_of(source: str, *rulings: Mapping[str, object], numbers: tuple[int, ...] = ()) -> Sheet:
    """A page restored, described and ready to be published.

    Raises:
        SeedError: the page is refused.
    """
    data = source.encode()
    content = yaml.safe_dump(list(rulings), allow_unicode=True).encode() if rulings else b""
    desk = desk_of(data, "page.txt", Ruled("page.yml", content, numbers))
    found = restore(data, "page.txt", tables(), desk)
    told = describe(found, describing(), desk)
    return _sheet(replace(found, seed=replace(found.seed, numbers=numbers)), told)


def _sheet(found: Restoration, told: Sequence[Description]) -> Sheet:
    articles = tuple(replace(article, id=f"a{n}") for n, article in enumerate(found.articles))
    found = replace(found, articles=articles)
    descriptions = {article.id: one for article, one in zip(articles, told, strict=True)}
    (sheet,) = sheets_of(Edition((found,), descriptions, {found.seed.name: balance(found)}, (), ()))
    return sheet


def document(sheet: Sheet) -> str:
    xml = dict(tei_files(sheet))[tei_path(sheet.restoration.seed.name)]
    return xml


def said(article: Article) -> list[tuple[str, str]]:
    """What an article says: its parts with their roles."""
    head = article.head
    parts = [
        (role, text) for role, text in (("kicker", head.kicker), ("title", head.title), ("subtitle", head.subtitle)) if text is not None
    ]
    parts += [("byline", byline.text) for byline in article.bylines]
    parts += [(str(block.kind), block.text) for block in article.blocks if str(block.text).strip()]
    return [(role, str(text)) for role, text in parts if text.pieces]


def judged(xml: str, sheet: Sheet, articles: Sequence[Article]) -> etree._Element:
    """The document parsed, after all that holds of every document was looked at."""
    tree = etree.fromstring(xml.encode())
    for schema in filter(None, (str(tei_schema.FILE), TEI_ALL)):
        assert _schema(schema).validate(tree), _schema(schema).error_log
    ids = [found for element in tree.iter() if (found := element.get(ID))]
    assert len(ids) == len(set(ids))
    anchored = {f"{name_of(article.id)}.{place.anchor}" for article in articles for place in sheet.anchors[article.id].blocks}
    assert {found for found in ids if re.search(r"\.l\d+(-\d+)?$", found)} == anchored
    assert {name_of(article.id) for article in articles} <= set(ids)
    targets = {target for element in tree.iter() for name in POINTERS for target in element.get(name, "").split()}
    assert {target[1:] for target in targets} <= set(ids)
    used = {target[1:] for element in tree.iter() for target in element.get("ana", "").split()}
    declared = {found for found in ids if found.startswith("rule.")}
    assert used <= declared <= used | {"rule.line-break"}, "the declaration says the rules that occur"
    for article in articles:
        assert reading_of(xml, article.id) == said(article)
    return tree


def whole(sheet: Sheet) -> etree._Element:
    """The document of a dump and those of its articles hold all that they must."""
    seed = sheet.restoration.seed
    xml = document(sheet)
    assert raw_of(xml) == seed.text
    tree = judged(xml, sheet, sheet.articles)
    numbers = {int(lb.get("n", "")) for lb in tree.iter(f"{NS}lb")}
    assert numbers >= {sheet.lines.permanent(number) for number in range(2, sheet.lines.count() + 1)}
    for article in sheet.articles:
        own = article_tei(article, sheet)
        judged(own, sheet, [article])
        found = stretches_of(own)
        assert all(seed.text.startswith(text, start) for start, text in found)
        spans = {(piece.start, piece.end) for text in article.texts() for piece in text.pieces if piece.start < piece.end}
        assert sum(len(text) for _, text in found) == sum(end - start for start, end in spans)
    return tree


# Every dump


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_a_seed_comes_back_whole(path: Path) -> None:
    whole(sheet_of(path.read_text(encoding="utf-8")))


def test_pages_set_and_damaged_at_random_come_back_whole() -> None:
    tried = 0
    for number in range(some(100)):
        for source in (any_page(Random(number)), drawn(2, number)):
            try:
                sheet = sheet_of(source)
            except (SeedError, UnicodeEncodeError):
                continue
            whole(sheet)
            tried += 1
    assert tried > some(100)


_LETTERS = st.characters(exclude_categories=["Cs"])
_PARTS = st.sampled_from(ODD) | st.sampled_from(PAGE.splitlines(keepends=True)) | st.text(_LETTERS, max_size=9)


@settings(max_examples=some(250))
@given(st.lists(_PARTS, max_size=25).map(lambda parts: PAGE[:150] + "".join(parts) + PAGE[150:]))
@example("一\r\n\r\n\r\r\n\n二")
@example("闻\x00\ufffe\uffff\x0b]]>&<")
def test_any_text_comes_back_whole(source: str) -> None:
    try:
        sheet = sheet_of(source)
    except SeedError:
        return
    whole(sheet)


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_what_xml_would_act_on_or_cannot_hold_survives(odd: str) -> None:
    for place in ("手把手", "小桥通车了", "南河日报"):
        whole(sheet_of(PAGE.replace(place, f"{place[0]}{odd}{place[1:]}")))


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n\r"])
def test_the_ends_of_lines_are_told_apart(ends: str) -> None:
    tree = whole(sheet_of(PAGE.replace("\n", ends)))
    said = {lb.get("rend") for lb in tree.iter(f"{NS}lb") if lb.get("type") is None}
    assert said == {"\r\n": {"CRLF"}, "\r": {"CR"}, "\n\r": {None, "CR"}}[ends]


def test_a_break_between_two_pieces_is_no_break_of_its_own() -> None:
    """`\\r` and `\\n` that go to different texts are one end of a line still."""
    found = page("page.txt", [("a", "title", "甲"), ("a", "paragraph", "乙丙\r")])
    tree = whole(_sheet(found, [Description()]))
    assert [(lb.get("n"), lb.get("rend")) for lb in tree.iter(f"{NS}lb")] == [("1", None), ("2", None), ("3", None)]
    assert [g.get("ref") for g in tree.iter(f"{NS}g")] == ["#char.U000D"]


def test_tables_have_rows_and_cells() -> None:
    sheet = sheet_of(TABLES)
    tree = whole(sheet)
    rows = [[len(row) for row in table] for table in tree.iter(f"{NS}table")]
    assert rows == [[len(row) for row in block.rows] for article in sheet.articles for block in article.blocks if block.kind == "table"]
    assert len(rows) == 2


# What editors do


def test_what_editors_did_says_what_was_printed_and_who_ruled() -> None:
    first = restore(PAGE.encode(), "page.txt", tables()).articles[0]
    emend = {"emend": 7, "from": "己经", "to": "已经", "why": "形近而误", "by": "张三", "date": "2026-03-05"}
    title = {"field": "title", "line": 13, "expect": "小桥通车了", "to": "城东小桥通车", "why": "见原版", "by": "李四"}
    seen = {"confirm": 2, "level": "初校", "expect": digest(first), "date": "2026-03"}
    tree = whole(sheet_of(PAGE, emend, title))
    assert [(choice[0].text, choice[1].text) for choice in tree.iter(f"{NS}choice") if choice[0].tag == f"{NS}sic"] == [
        ("己经", "已经"),
        ("小桥通车了", "城东小桥通车"),
    ]
    assert [editor.text for editor in tree.iter(f"{NS}editor")] == ["张三", "李四"]
    assert [dict(change.attrib) for change in tree.iter(f"{NS}change")] == [
        {"when": "2026-03-05", "who": "#editor.1", "target": "#a0"},
        {"who": "#editor.2", "target": "#a1"},
    ]
    assert [change.text.partition("。")[0] for change in tree.iter(f"{NS}change")] == ["第7行：“己经”当作“已经”", "主题定为“城东小桥通车”"]
    names = {"field": "bylines", "line": 13, "expect": [], "to": ["记者 李云"], "why": "版末署名"}
    below = {"field": "subtitle", "line": 13, "expect": None, "to": "村民不再绕道", "why": "扫描时漏掉"}
    given = [one for one in whole(sheet_of(PAGE, names, below)).iter(f"{NS}supplied") if one.get("ana") == "#rule.ruling"]
    where = [(one.getparent().tag[len(NS) :], one.text) for one in given]
    assert where == [("head", "村民不再绕道"), ("byline", "记者李云")]
    aside = {"lines": 2, "role": "furniture", "expect": "春耕正当时", "why": "栏目名"}
    (told,) = (one for one in whole(sheet_of(PAGE, aside)).iter(f"{NS}p") if one.get(ID) == "rule.ruling")
    assert told.getparent().tag == f"{NS}correction"
    tree = whole(sheet_of(PAGE, seen))
    assert [dict(change.attrib) for change in tree.iter(f"{NS}change")] == [{"when": "2026-03", "target": "#a0"}]
    assert not list(whole(sheet_of(PAGE)).iter(f"{NS}revisionDesc"))


def test_permanent_numbers_stay_with_their_lines() -> None:
    numbers = tuple(n * 3 + 2 for n in range(PAGE.count("\n") + 1))
    tree = whole(sheet_of(PAGE, numbers=numbers))
    assert {int(lb.get("n", "")) for lb in tree.iter(f"{NS}lb")} == set(numbers)


# What the header says


def test_the_header_says_facts_with_their_certainty() -> None:
    (sheet, _) = sheets_of(small_edition())
    tree = whole(sheet)
    (spring,) = (one for one in tree.iter(f"{NS}biblStruct") if one.get(ID) == f"{SPRING}.print")
    facts = {element.tag[len(NS) :]: (dict(element.attrib), element.text) for element in spring.iter() if element.get("cert")}
    assert facts["title"] == ({"level": "j", "cert": "high"}, "河湾日报")
    assert facts["date"] == ({"when": "2024-03-18", "cert": "high", "evidence": "internal"}, "2024年3月18日")
    scopes = [(scope.get("unit"), scope.text) for scope in spring.iter(f"{NS}biblScope")]
    assert scopes == [
        ("issue", "35"),
        ("page", "2"),
        ("section", "要闻"),
    ]
    assert ["".join(author.itertext()) for author in spring.iter(f"{NS}author")] == ["记者 丁一帆", "通讯员 文/图 褚一"]
    (where,) = (one for one in tree.iter(f"{NS}settingDesc") if one.get(ID) == f"{SPRING}.setting")
    assert [(place.get("type"), place.get("cert"), place.get("evidence"), place.findtext(f"{NS}idno")) for place in where] == [
        ("province", "medium", "external", "340000"),
        ("prefecture", "medium", "external", "341100"),
        ("county", "high", "internal", "341181"),
        ("township", "low", "internal", None),
    ]
    dates = {one.get(ID): one.find(f".//{NS}date") for one in tree.iter(f"{NS}biblStruct")}
    assert dict(dates[f"{TREE}.print"].attrib) == {"when": "2021", "cert": "low", "evidence": "external"}
    assert not dates[f"{BLANK}.print"].attrib, "what is not known is not stated"
    assert [kind.get("type") for kind in tree.iter(f"{NS}title") if kind.get("level") == "a"] == ["main", "sub", "main", "incipit"]
    assert [(theme.get(ID), theme.findtext(f"{NS}catDesc")) for theme in tree.iter(f"{NS}category")] == [
        ("theme.dangjian", "党建"),
        ("theme.nongye", "农业农村"),
    ]


def test_facts_out_of_a_hostile_dump_are_words() -> None:
    bad = "".join(odd for odd in ODD if odd.isprintable()) + "\x00\ufffe"
    fact = Finding(bad, (bad,), bad, code=bad)
    told = Description({"county": fact}, Finding(bad, (bad,), bad), fact, (fact,), fact, fact, fact, (bad,))
    found = page(bad + ".txt", [("a", "title", bad), ("a", "byline", "记者 <b>&"), ("a", "paragraph", bad)])
    whole(_sheet(found, [told]))


@pytest.mark.parametrize(
    ("edtf", "wanted"),
    [
        ("2021?", {"when": "2021"}),
        ("2021-03~", {"when": "2021-03"}),
        ("2021-01-12/2021-02-11", {"notBefore": "2021-01-12", "notAfter": "2021-02-11"}),
        ("2021-02-30", {}),
        ("201X", {}),
        ("", {}),
    ],
)
def test_a_date_says_what_it_can(edtf: str, wanted: dict[str, str]) -> None:
    assert days_of(edtf) == wanted


def test_names_are_names_and_differ() -> None:
    texts = ["a", "a-b", "2020", "_2020", "-", "", "a.l3", "党建", "page date", "a_20_b", "a b", "]]>"]
    names = [name_of(text) for text in texts]
    assert len(set(names)) == len(texts)
    assert all(re.fullmatch(r"[A-Za-z_][\w-]*", name, re.ASCII) for name in names)
    assert all(character_of(character_name(chr(code))) == chr(code) for code in (0, 0xB, 0xFFFE, 0x10FFFF))


def test_the_version_is_that_of_the_program() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == VERSION


# Damage


def _changes(xml: str) -> Iterator[str]:
    """The document with one thing changed, for each thing of its text."""
    begin, end = xml.index("<body>"), xml.index("</body>")
    for match in re.finditer(r'[\u3400-\u9fff，。]|<lb n="\d+"/>|(?<=unit="character" n=")\d+', xml[begin:end]):
        other = {"<": "", "0": "1"}.get(match[0][0], f"{match[0]}1" if match[0].isdecimal() else "囧")
        yield xml[: begin + match.start()] + other + xml[begin + match.end() :]


def test_a_damaged_document_is_noticed() -> None:
    (sheet, _) = sheets_of(small_edition())
    source, xml = sheet.restoration.seed.text, document(sheet)
    wanted = {article.id: said(article) for article in sheet.articles}

    def comes_back(changed: str) -> bool:
        try:
            return raw_of(changed) == source and all(reading_of(changed, id_) == parts for id_, parts in wanted.items())
        except ValueError:
            return False

    assert comes_back(xml)
    prove_tei(sheet, xml)
    changes = list(_changes(xml))
    assert len(changes) > len(re.sub(r"\W", "", source)) / 2
    assert [changed for changed in changes if comes_back(changed)] == []
    for changed in changes:
        with pytest.raises(AccountError, match=r"data/tei/1_hewan\.xml"):
            prove_tei(sheet, changed)


def test_blanks_between_elements_are_none_of_the_text() -> None:
    """A program may break the lines of the document between its blocks; inside of them it must not."""
    (sheet, _) = sheets_of(small_edition())
    xml = document(sheet)
    loose = re.sub(r"(</(?:p|head|byline|figure|row|cell|table|div|fw|orig)>)", "\\1\n  ", xml)
    assert loose != xml and raw_of(loose) == sheet.restoration.seed.text
    assert all(reading_of(loose, article.id) == said(article) for article in sheet.articles)
    assert 'xml:space="preserve"' in xml


def test_a_document_of_one_article_is_no_dump() -> None:
    (sheet, _) = sheets_of(small_edition())
    with pytest.raises(ValueError, match="character"):
        raw_of(article_tei(sheet.articles[0], sheet))
    with pytest.raises(KeyError):
        reading_of(document(sheet), "no-such-article")


# The schema


def test_the_schema_is_fresh() -> None:
    assert tei_schema.FILE.read_text(encoding="utf-8") == tei_schema.schema(), "run python scripts/tei_schema.py"


def test_every_entry_of_the_schema_is_used() -> None:
    """By the schema, and by some document."""
    words = re.findall(r"[\w-]+", " ".join(content for _, content in tei_schema.ELEMENTS.values()))
    assert set(tei_schema.ELEMENTS) - set(words) == {"TEI"}
    title = {"field": "title", "line": 13, "expect": "小桥通车了", "to": "城东小桥通车", "why": "见原版", "by": "李四"}
    published = replace(small_edition(), imprint=Imprint("某县报纸", publisher="某县地方志办公室", rights="权利属于原报社。"))
    sheets = [*sheets_of(published), sheet_of(PAGE, title), sheet_of(PAGE.replace("手把手", "手\x07把手"))]
    sheets.append(_sheet(page("a.txt", [("a", "title", "甲"), ("a", "byline", "图 王芳"), ("a", "paragraph", "　")]), [Description()]))
    seen = {element.tag[len(NS) :] for sheet in sheets for element in etree.fromstring(document(sheet).encode()).iter(f"{NS}*")}
    assert {name.partition("-")[0] for name in tei_schema.ELEMENTS} - seen == {"supplied"}
    assert "<supplied" in document(sheet_of((SEEDS / "001_98cc0969cadc0532.txt").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "damage",
    [
        lambda xml: xml.replace("<p xml:id", "<p rend='bold' xml:id", 1),
        lambda xml: xml.replace("</head>", "<hi>甲</hi></head>", 1),
        lambda xml: xml.replace('<div type="jArticle"', '<div type="article"', 1),
        lambda xml: xml.replace('cert="high"', 'cert="unknown"', 1),
        lambda xml: re.sub("<orig>.*?</orig>", "", xml, count=1),
        lambda xml: re.sub(r'(<lb n=")\d+', r"\1x", xml, count=1),
        lambda xml: re.sub("<sourceDesc>.*?</bibl>", "<sourceDesc>", xml, count=1, flags=re.DOTALL),
        lambda xml: xml.replace("<byline>", "<byline>甲</byline><p>乙</p><byline>", 1),
        lambda xml: xml.replace('when="2024-03-18"', 'when="18.3.2024"', 1),
    ],
)
def test_the_schema_refuses_what_is_not_used(damage: Callable[[str], str]) -> None:
    (sheet, _) = sheets_of(small_edition())
    xml = document(sheet)
    assert damage(xml) != xml
    assert not _schema(str(tei_schema.FILE)).validate(etree.fromstring(damage(xml).encode()))


@pytest.mark.skipif(not TEI_ALL, reason="EDITION_TEI_ALL names no schema of the whole of TEI (tei_all.rng)")
def test_the_documents_are_tei() -> None:
    """So is every other document of these tests then: `judged` looks at them all."""
    for sheet in sheets_of(small_edition()):
        assert _schema(TEI_ALL).validate(etree.fromstring(document(sheet).encode())), _schema(TEI_ALL).error_log


# The files


def test_each_dump_has_its_file() -> None:
    (sheet, other) = sheets_of(small_edition())
    files = published(sheet)[0]
    assert files["data/tei/1_hewan.xml"] == document(sheet)
    assert [path for path, _ in tei_files(other) if path.startswith("data/tei/")] == ["data/tei/seed-52478340.xml"]
    assert any("data/tei/".startswith(name) for name in OWNED)
    assert sheet.restoration.seed.name == FIRST and len(ROWS) + 1 == SourceLines(raw_of(document(sheet))).count()
    assert '<?xml-model href="../../assets/schemas/edition.rng"' in document(sheet)
    assert (ROOT / "docs" / "assets" / "schemas" / "edition.rng").resolve() == tei_schema.FILE
