"""The ways to an article: lists cut into pages, headings that promise nothing, indexes that are there only where they are of use."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import DATA, ROOT, describing
from edition.apparatus import balance
from edition.describe import describe
from edition.gazetteer import load_provinces, load_themes
from edition.model import (
    Apparatus,
    Article,
    Block,
    Byline,
    Description,
    Edition,
    Finding,
    Head,
    Province,
    Restoration,
    Role,
    Seed,
    Theme,
    Verdict,
)
from edition.publish import related as related_module
from edition.publish import render
from edition.publish.anchors import source_name
from edition.publish.escape import escape
from edition.publish.groups import SIZE, cut, grouped
from edition.publish.indexes.dates import ABOUT, ACROSS_MONTHS, ACROSS_YEARS, NO_DATE, YEAR_ALONE
from edition.publish.indexes.terms import count, terms
from edition.publish.indexes.themes import cue_sentence, marked
from edition.publish.related import neighbours, related
from edition.publish.spelling import ascii_names
from edition.trace import Text
from small import worded
from test_publish import _with_examples, blanks, hostile, rendered

PROVINCES = (Province("安徽省", "安徽", "anhui", 5, 5), Province("湖北省", "湖北", "hubei", 5, 4))
THEMES = (Theme("dangjian", "党建", "党的建设。", ("党建",)), Theme("nongye", "农业农村", "农业。", ("农业",)))


def article(number: int, text: str = "村里种了辣椒。", *bylines: Byline, seed: str = "0.txt", title: str = "") -> Article:
    block = Block(Text.of(text), Verdict(Role.PARAGRAPH, "test"))
    return Article(seed, Head(title=Text.of(title or f"第{number}篇")), bylines, (block,), (), f"a-{number}")


def found(value: str, *evidence: str) -> Finding:
    return Finding(value, evidence or (value,), "test")


def edition(*rows: tuple[Article, Description]) -> Edition:
    """An edition of one seed for each name of a seed, in order."""
    names = dict.fromkeys(one.seed_name for one, _ in rows)
    restorations = tuple(
        Restoration(Seed(name, "0", "utf-8", "村里种了辣椒。"), tuple(one for one, _ in rows if one.seed_name == name)) for name in names
    )
    accounts = {name: Apparatus(0, 0, 0, 0, 0, ()) for name in names}
    return Edition(restorations, worded(restorations, {one.id: told for one, told in rows}), accounts, PROVINCES, THEMES)


def long_edition(count: int = 3 * SIZE + 7) -> Edition:
    """More articles than a page of any list holds, all of one county, theme, year and name."""
    place = {"province": found("安徽省"), "prefecture": found("滁州市"), "county": found("天长市"), "township": found("金集镇")}
    described = Description(place, found("2021-03"), found("滁州日报"), (found("党建", "党建"),))
    return edition(*((article(n, "抓党建。", Byline("记者", "张三", Text())), described) for n in range(count)))


def links(page: str) -> list[str]:
    return re.findall(r"\]\(([^)]*\.md(?:#[^)]*)?|#[^)]*)\)", page)


def crumbs(files: dict[str, str], path: str) -> list[dict[str, str]]:
    """The way to a page."""
    steps: list[dict[str, str]] = json.loads(files[f"views/{path}.json"])["crumbs"]
    return steps


# Lists in pages


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3)), max_size=60), st.integers(1, 40))
def test_a_cut_loses_nothing_and_keeps_the_order(rows: list[tuple[int, int]], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("edition.publish.groups.SIZE", size)
        groups = grouped(sorted(rows), lambda row: (str(row[0]),))
        pages = cut(groups, weight=lambda row: row[1])
    assert [row for page in pages for group in page for row in group.items] == sorted(rows)
    assert all(group.items for page in pages for group in page)
    # A page ends with the item that fills it.
    assert all(sum(row[1] for group in page for row in group.items) < size + 3 for page in pages)
    firsts = [group.anchors for page in pages for group in page if not group.goes_on]
    assert len(firsts) == len(set(firsts)) == len(groups)


def test_the_dumps_are_listed_in_pages_each_once() -> None:
    names = [f"{n:04}.txt" for n in range(SIZE + 30)]
    files = render(edition(*((replace(article(n), seed_name=name), Description()) for n, name in enumerate(names))))
    assert "sources/index_2.md" in files and "sources/index_3.md" not in files
    listed = re.findall(r"^- \[(\S+)\]", files["sources/index.md"] + files["sources/index_2.md"], re.M)
    assert listed == names
    assert {source_name(name) for name in ("index_2.txt", "index.txt")}.isdisjoint({"index_2", "index"})


def test_headings_of_one_sound_have_anchors_of_their_own() -> None:
    groups = grouped(["时集镇", "石集镇", "……", "？"], lambda name: (name,))
    assert len({group.anchors for group in groups}) == 4
    names = ascii_names(["时报", "石报", "index", "unknown", "？", "！"])
    assert len(set(names.values())) == 6 and not {"index", "unknown"} & set(names.values())


def test_every_list_of_a_long_edition_is_in_pages_that_link_to_each_other() -> None:
    files = {path: text for path, text in render(long_edition()).items() if path.endswith(".md")}
    lists = ["articles/index", "provinces/anhui", "places/index", "themes/dangjian", "dates/index", "newspapers/chuzhouribao"]
    for name in lists:
        pages = [path for path in files if re.fullmatch(rf"{name}(?:_\d+)?\.md", path)]
        # One county, like one name, stays in one piece.
        assert len(pages) == (1 if name == "places/index" else 4), name
        named = [link for path in pages for link in links(files[path]) if "articles/a-" in link]
        assert sorted(named) == sorted(f"../articles/a-{n}.md" for n in range(3 * SIZE + 7)), name
        assert "第2页，共4页" in files.get(f"{name}_2.md", "第2页，共4页")


def test_links_and_steps_lead_somewhere() -> None:
    """Links of lists, and the steps above every page, name pages that there are, and anchors on them."""
    for one in (long_edition(), long_edition(2)):
        every = render(one)
        files = {path: text for path, text in every.items() if path.endswith(".md")}
        for path, text in files.items():
            folder = path.rpartition("/")[0]
            wanted = [
                re.sub(r"^[^#]*\.\./", "", link) if "../" in link else f"{folder}/{link}".lstrip("/")
                for link in links(text)
                if link[0] != "#"
            ]
            steps = crumbs(every, path.removesuffix(".md"))
            wanted += [f"{step['page']}.md" + (f"#{step['anchor']}" if step["anchor"] else "") for step in steps if step["page"]]
            assert (path == "index.md") == (not steps) and all(step["page"] for step in steps[:-1])
            for link in wanted:
                address, _, anchor = link.partition("#")
                # Pages about the edition are written by hand.
                assert address in files or (ROOT / "docs" / address).is_file(), (path, link)
                assert not anchor or re.search(rf"\{{: #{re.escape(anchor)} (lines=\S+ )?\}}", files[address]), (path, link)


def test_the_steps_to_an_article_are_its_province_and_county() -> None:
    steps = crumbs(render(long_edition()), "articles/a-250")
    assert [step["text"] for step in steps] == ["首页", "安徽省", "天长市", "第250篇"]
    assert steps[2] == {"text": "天长市", "page": "provinces/anhui", "anchor": "滁州市-天长市"}
    steps = crumbs(render(edition((article(1), Description()))), "articles/a-1")
    assert [step["text"] for step in steps] == ["首页", "地点未详", "第1篇"]


# Indexes that are there only where they are of use


OPTIONAL = ("places/", "dates/", "newspapers/", "people/")


def test_an_index_without_anything_in_it_is_not_there() -> None:
    files = render(edition((article(1), Description()), (article(2), Description({"province": found("安徽省")}))))
    assert not [path for path in files if path.startswith(OPTIONAL)]
    for page in ("browse/index.md", "index.md"):
        assert not [link for link in links(files[page]) if any(name in link for name in OPTIONAL)], page


@pytest.mark.parametrize(
    ("folder", "bylines", "description"),
    [
        ("places/", (), Description({"province": found("安徽省"), "county": found("天长市")})),
        ("dates/", (), Description(date=found("2021"))),
        ("newspapers/", (), Description(newspaper=found("滁州日报"))),
        ("people/", (Byline(None, "张三", Text()),), Description()),
    ],
)
def test_an_index_with_something_in_it_is_linked(folder: str, bylines: tuple[Byline, ...], description: Description) -> None:
    files = render(edition((article(1, "文。", *bylines), description)))
    assert {path.split("/")[0] + "/" for path in files if path.startswith(OPTIONAL)} == {folder}
    assert f"../{folder}index.md" in links(files["browse/index.md"]) and f"{folder}index.md" in links(files["index.md"])


def test_the_navigation_names_only_pages_that_every_edition_has() -> None:
    config = (Path(__file__).resolve().parents[1] / "mkdocs.yml").read_text(encoding="utf-8")
    named = re.findall(r": ([a-z]+/?[a-z]*\.md)$", config.split("\nnav:\n")[1].split("\n\n")[0], re.MULTILINE)
    files = render(edition((article(1), Description())))
    assert [name for name in named if not name.startswith("about/")] and all(name in files or name.startswith("about/") for name in named)


# Dates


def test_a_date_that_may_lie_in_two_months_stands_under_none() -> None:
    dates = [
        "2021-01-12/2021-02-11",
        "2021~",
        "2021-01-12",
        "2021-01",
        "2021",
        "2020-12/2021-01",
        "",
        "2021-01-03/2021-01-09",
        "2021-10-01",
    ]
    rows = ((article(n), Description(date=found(date) if date else None)) for n, date in enumerate(dates))
    text = render(edition(*rows))["dates/index.md"].split("\n# ", 1)[1]
    heads: dict[str, list[int]] = {}
    for line in text.splitlines():
        if head := re.match(r"##+ ([^*]*) \*\d+\*", line):
            heads[head[1]] = []
        elif number := re.match(r"- \[第(\d+)篇", line):
            heads[list(heads)[-1]].append(int(number[1]))
    expected = {
        "2021年": [],
        "1月": [3, 7, 2],
        "10月": [8],
        ACROSS_MONTHS: [0],
        YEAR_ALONE: [4],
        ABOUT: [1],
        ACROSS_YEARS: [5],
        NO_DATE: [6],
    }
    assert heads == expected and list(heads) == list(expected)


# Names


def test_names_stand_under_their_initials_and_claim_nothing() -> None:
    rows = [
        (article(1, "文。", Byline("记者", "曾平", Text()), Byline("摄", "曾平", Text()), Byline(None, "单丽", Text())), Description()),
        (article(2, "文。", Byline("通讯员", "曾平", Text()), Byline("记者", "张三", Text())), Description()),
    ]
    page = render(edition(*rows))["people/index.md"]
    assert re.findall(r"^## (\S+)", page, re.MULTILINE) == ["S", "Z"]
    assert re.findall(r"^- \*\*(.*?)\*\*\{: #\S+ \} \*(.*?)\*$", page, re.MULTILINE) == [
        ("单丽", "未标身份"), ("曾平", "记者（1篇）、摄（1篇）、通讯员（1篇）"), ("张三", "记者"),
    ]  # fmt: skip
    assert page.count("articles/a-1.md") == 2 and "同名不一定是同一人" in page


@_with_examples
@given(hostile)
def test_a_name_comes_out_as_its_text(text: str) -> None:
    if not blanks(text):
        return
    page = rendered(
        f'<div class="people" markdown>\n\n- **{escape(text)}** *{escape(text)}*\n    - [{escape(text)}](x.md) *{escape(text)}*\n\n</div>'
    )
    assert blanks(page.text) == blanks(" ".join([text] * 4))
    assert [tag for tag, _ in page.tags] == ["div", "ul", "li", "strong", "em", "ul", "li", "a", "em"]


# Themes


@_with_examples
@given(hostile)
def test_a_sentence_comes_out_as_its_text_with_its_cue_marked(text: str) -> None:
    for cue in ("党建", "*", "C++", "<b>"):
        whole = blanks(f"前{text}{cue} {text}")
        page = rendered(f"{marked(whole, cue)}\n{{: .begins }}")
        assert blanks(page.text) == whole
        assert {tag for tag, _ in page.tags} == {"p", "mark"}


def test_the_sentence_of_a_theme_holds_its_strongest_cue_and_most_of_the_others() -> None:
    text = "工人居住在厂里。人居环境变了样，垃圾分类进了村。人居环境好。"
    assert cue_sentence(article(1, text), found("人居环境", "人居（3次）", "垃圾分类")) == ("人居环境变了样，垃圾分类进了村。", "人居")
    assert cue_sentence(article(1, text), found("科技", "无人机")) == ("", "")


def test_every_entry_of_a_theme_shows_why_it_is_there(seeds: Edition) -> None:
    for path, page in render(seeds).items():
        if re.fullmatch(r"themes/(?!index).*\.md", path):
            entries = page.split("\n- [")[1:]
            assert entries and all("<mark>" in one and "所据词语：" in one for one in entries), path


# Previous, next, related


@pytest.fixture(scope="module")
def seeds(restored: dict[str, Restoration]) -> Edition:
    """The edition's own seeds, without their ledger: an article is named by its seed and its number."""
    tables = describing()
    restorations, descriptions = [], {}
    for one in restored.values():
        articles = tuple(replace(each, id=f"{one.seed.name[:3]}-{n}") for n, each in enumerate(one.articles))
        descriptions.update({each.id: found for each, found in zip(articles, describe(one, tables), strict=True)})
        restorations.append(replace(one, articles=articles))
    accounts = {one.seed.name: balance(one) for one in restorations}
    return Edition(tuple(restorations), descriptions, accounts, load_provinces(DATA / "places"), load_themes(DATA / "themes.yml"))


def test_previous_and_next_are_of_the_same_page(seeds: Edition) -> None:
    for restoration in seeds.restorations:
        ids = [one.id for one in restoration.articles]
        around = neighbours(restoration.articles)
        assert [before.id if before else None for before, _ in around.values()] == [None, *ids[:-1]]
        assert [after.id if after else None for _, after in around.values()] == [*ids[1:], None]


def test_every_reason_of_a_related_article_is_true(seeds: Edition) -> None:
    articles = {one.id: one for one in seeds.articles}
    text = {id_: "".join(map(str, one.texts())) for id_, one in articles.items()}
    out = related(seeds)
    assert out.keys() == articles.keys() and sum(map(len, out.values())) > len(articles)
    for id_, others in out.items():
        ids = [other.article.id for other in others]
        assert id_ not in ids and len(set(ids)) == len(ids) <= 5
        for other in others:
            assert other.reasons
            for reason in other.reasons:
                kind, said = reason.split("：")
                for word in said.split("、"):
                    for one in (id_, other.article.id):
                        themes = [theme.value for theme in seeds.descriptions[one].themes]
                        county = seeds.descriptions[one].level("county")
                        assert {"同县": word == county, "同专题": word in themes, "共有词": word in text[one]}[kind], (id_, reason)


def test_the_same_county_or_the_same_rare_words_make_articles_related() -> None:
    county = Description({"province": found("安徽省"), "county": found("天长市")})
    elsewhere = Description({"province": found("湖北省"), "county": found("阳新县")})
    rows = [
        (article(1, "大棚里的辣椒丰收，辣椒苗又下了地，合作社忙着育苗。"), county),
        (article(2, "校车安全检查，灭火器过期的限期整改。"), county),
        (article(3, "辣椒苗下地，合作社的大棚里育苗忙。", title="辣椒育苗"), elsewhere),
        (article(4, "渔民进课堂。"), Description()),
    ]
    out = related(edition(*rows))
    assert {other.article.id: other.reasons for other in out["a-1"]}["a-2"] == ("同县：天长市",)
    reasons = {other.article.id: other.reasons for other in out["a-1"]}["a-3"]
    assert len(reasons) == 1 and reasons[0].startswith("共有词：") and "辣椒" in reasons[0]
    assert out["a-4"] == ()


def test_looking_for_related_articles_grows_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all articles are of one county, theme and vocabulary, each is still compared with a few only."""
    asked = 0
    score = related_module._score

    def counted(*arguments: object) -> float:
        nonlocal asked
        asked += 1
        return score(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(related_module, "_score", counted)
    related(long_edition(400))
    assert 0 < asked <= 400 * related_module.NEAREST


# The rows for the table


def test_the_rows_are_those_of_all_articles(seeds: Edition) -> None:
    text = render(seeds)["data/articles.js"]
    assert text.startswith("window.editionRows = ") and text.endswith(";\n")
    rows = json.loads(text.removeprefix("window.editionRows = ").removesuffix(";\n"))
    assert [row[0] for row in rows] == [one.id for one in seeds.articles]
    first = next(row for row in rows if row[1].startswith("安徽固镇"))
    assert first[2:] == ["安徽省蚌埠市固镇县", "2021-01-12/2021-02-11", "2021年1月12日至2月11日", "", 1377, "记者 吴昊　通讯员 陈秋瑾"]


def test_the_rows_of_figures_are_those_of_the_sheet_with_their_places(seeds: Edition) -> None:
    text = render(seeds)["data/figures.js"]
    assert text.startswith("window.editionFigures = ") and text.endswith(";\n")
    rows = json.loads(text.removeprefix("window.editionFigures = ").removesuffix(";\n"))
    once = {article.id for article in seeds.works}
    assert len(rows) == sum(len(seeds.descriptions[id_].figures) for id_ in once) and {row[0] for row in rows} <= once
    found = next(row for row in rows if row[3] == "财政收入" and row[9] == "2020")
    assert found[1] == "l33" and found[4:12] == ["元", "109000000", "", "1.09亿元", "2020年", "2020", "", "安徽省滁州市天长市金集镇"]
    assert "1.09亿元" in found[12]


# Quoted terms


def test_quoted_terms_have_their_counts_and_contexts(seeds: Edition) -> None:
    files = {path: text for path, text in terms(seeds)}
    pages = "\n".join(files[path] for path in sorted(files))
    whole = "".join(str(block.text) for one in seeds.articles for block in one.blocks)
    assert f"{whole.count('“四个意识”')}次" in re.search(r"- \*\*<a [^>]*>四个意识</a>\*\* \*([^*]*)\*", pages)[1]  # type: ignore[index]
    assert "树牢“四个意识”" in pages
    found = re.findall(r"- \*\*<a [^>]*>([^<]*)</a>\*\*", pages)
    assert len(found) == len(set(found)) == count(seeds) > 100
    assert not [term for term in found if re.search("[。，“”]", term)]


def test_an_edition_that_quotes_nothing_has_no_index_of_terms() -> None:
    assert not dict(terms(edition((article(1), Description()))))
