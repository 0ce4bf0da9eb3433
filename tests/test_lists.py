"""The lists of a small edition: what stands under which heading, in which order, on which page; related articles; the index of search."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from edition.model import Description, Edition
from edition.publish import render
from edition.publish.escape import escape
from edition.publish.groups import SIZE, cut, grouped
from edition.publish.indexes import INDEXES
from edition.publish.indexes.lists import Shelf
from edition.publish.indexes.themes import cue_sentence, marked
from edition.publish.plots import articles_by_year
from edition.publish.related import NEAREST, _Index, related
from edition.publish.search import search_files
from edition.publish.search.documents import documents
from edition.publish.search.grams import indexed
from edition.publish.search.postings import keyed
from edition.publish.search.signs import MORE, SIGNS, decode, encode
from edition.publish.spelling import ascii_name, ascii_names, initial, order
from small import BLANK, CITY, COPY, RIVER, SPRING, TREE, at, edition_of, small_edition, told
from test_search import _plainly, _read

OLDER = ("provinces", "themes", "places", "dates", "newspapers", "people", "terms", "articles")
"""The indexes that these tests list by name."""


@cache
def files() -> Mapping[str, str]:
    return render(small_edition())


def outline(text: str) -> list[str]:
    """The headings and list items of a page, without their marks; an article stands by its id, with its anchor."""
    text = re.sub(r"\[[^\]]*\]\((?:\.\./)?articles/((?!index)[^)]*)\.md(#\w+)?\)", r"\1\2", text.split("---\n", 2)[2])
    lines = [line for line in text.split("\n") if re.match(r"\s*(?:#|- )", line)]
    return [re.sub(r" \{: #[^}]* \}$", "", line) for line in lines]


def older(lines: Sequence[str]) -> list[str]:
    """The lines of an outline without those of indexes that have been added since: each has tests of its own."""
    added = [index.slug for index in INDEXES if index.slug not in OLDER]
    return [line for line in lines if not any(f"{slug}/index.md)" in line for slug in added)]


def listed(made: Mapping[str, str], path: str) -> list[str]:
    """The articles of a page, in order."""
    return [line[2:] for line in outline(made[f"{path}.md"]) if line.startswith("- ")]


# The indexes of the small edition


def test_the_home_page_shows_provinces_themes_indexes_and_the_newest_articles() -> None:
    assert older(outline(files()["index.md"])) == [
        "# 地方报纸数字版",
        "## 分省",
        "- [安徽 *2*](provinces/anhui.md){ .tile .r5 .c5 }",
        "- [重庆 *1*](provinces/chongqing.md){ .tile .r6 .c3 }",
        "- [湖北 *1*](provinces/hubei.md){ .tile .r5 .c4 }",
        "## 专题",
        "- [党建 *2*](themes/dangjian.md)",
        "- [农业农村 *1*](themes/nongye.md)",
        "## 日期",
        "## 其他索引",
        "- [地点 *6*](places/index.md)",
        "- [日期 *2*](dates/index.md)",
        "- [报名 *2*](newspapers/index.md)",
        "- [署名 *3*](people/index.md)",
        "- [引号词语 *2*](terms/index.md)",
        "## 文章",
        "- 抢农时 备农资",
        f"- {CITY}",
        f"- {TREE}",
        f"- {RIVER}",
        f"- {BLANK}",
    ]
    view = json.loads(files()["views/index.json"])
    assert (view["template"], view["count"], view["crumbs"]) == ("home.html", "收文章5篇，出自原始文本2份。", [])
    assert "全部" not in files()["index.md"]


def test_the_home_page_shows_twelve_articles_and_leads_to_the_rest() -> None:
    days = [(f"a{n}", "文。", at("", date=f"2021-03-{n:02}")) for n in range(1, 14)]
    assert listed(render(edition_of(*days[:12])), "index")[-12:] == [f"a{n}" for n in range(12, 0, -1)]
    page = render(edition_of(*days))["index.md"]
    assert [line[2:] for line in outline(page) if line.startswith("- a")] == [f"a{n}" for n in range(13, 1, -1)]
    assert "[全部13篇文章](articles/index.md){ .more }" in page


def test_the_page_of_all_ways_to_browse_names_every_index_with_its_count() -> None:
    assert older(outline(files()["browse/index.md"])) == [
        "# 浏览",
        *(
            f"- [{name} *{count}*](../{slug}/index.md)"
            for name, count, slug in (
                ("分省", 3, "provinces"), ("专题", 2, "themes"), ("地点", 6, "places"), ("日期", 2, "dates"),
                ("报名", 2, "newspapers"), ("署名", 3, "people"), ("引号词语", 2, "terms"), ("全部文章", 6, "articles"),
            )
        ),
        "- [词频](../count/index.md)",
        "- [数据下载](../downloads/index.md)",
    ]  # fmt: skip


def test_the_way_to_an_index_leads_over_the_page_of_all_ways() -> None:
    for path, name in (("places", "地点"), ("dates", "日期"), ("newspapers", "报名"), ("people", "署名"), ("terms", "引号词语")):
        steps = json.loads(files()[f"views/{path}/index.json"])["crumbs"]
        assert [(step["text"], step["page"]) for step in steps] == [("首页", "index"), ("浏览", "browse/index"), (name, "")]
    ways = {
        "provinces/index": ["首页", "分省"],
        "provinces/anhui": ["首页", "分省", "安徽省"],
        "provinces/unknown": ["首页", "分省", "地点未详"],
        "themes/index": ["首页", "专题"],
        "themes/dangjian": ["首页", "专题", "党建"],
        "articles/index": ["首页", "全部文章"],
        "newspapers/unknown": ["首页", "浏览", "报名", "报名未详"],
        "browse/index": ["首页", "浏览"],
        "sources/index": ["首页", "原始文本"],
    }
    for path, texts in ways.items():
        assert [step["text"] for step in json.loads(files()[f"views/{path}.json"])["crumbs"]] == texts


def test_places_stand_under_each_other_with_the_number_of_their_articles() -> None:
    made = render(
        edition_of(
            ("a", "文。", at("安徽省", "滁州市", "天长市", "铜城镇")),
            ("b", "文。", at("安徽省", "安庆市", date="2021")),
            ("c", "文。", at("安徽省", "滁州市", "定远县")),
            ("d", "文。", at("安徽省", "滁州市", "天长市")),
            ("e", "文。", at("安徽省", "滁州市", "天长市", "金集镇")),
            ("f", "文。", at("安徽省")),
            ("g", "文。", at("湖北省", "", "仙桃市")),
            ("h", "文。", Description()),
        )
    )
    assert outline(made["places/index.md"]) == [
        "# 地点",
        "## 安徽省 *5*",
        "### 安庆市 *1*",
        "- b　2021年",
        "### 滁州市 *4*",
        "- **定远县**{: #安徽省-滁州市-定远县 } *1*",
        "    - c",
        "- **天长市**{: #安徽省-滁州市-天长市 } *3*",
        "    - d",
        "    - **金集镇**{: #安徽省-滁州市-天长市-金集镇 } *1*",
        "        - e",
        "    - **铜城镇**{: #安徽省-滁州市-天长市-铜城镇 } *1*",
        "        - a",
        "## 湖北省 *1*",
        "### 仙桃市 *1*",
        "- g",
    ]
    assert "- [地点 *7*]" in made["index.md"]
    assert outline(made["provinces/anhui.md"]) == [
        "# 安徽省", "## 全省 *1*", "- f", "## 安庆市 *1*", "- b", "## 滁州市 *4*", "### 定远县 *1*", "- c",
        "### 天长市 *3*", "- a", "- d", "- e",
    ]  # fmt: skip
    assert outline(made["provinces/index.md"]) == [
        "# 分省",
        "- [安徽 *6*](anhui.md){ .tile .r5 .c5 }",
        "- [湖北 *1*](hubei.md){ .tile .r5 .c4 }",
        "- *重庆*{ .tile .r6 .c3 }",
    ]
    assert "[地点未详 *1*](unknown.md){ .more }" in made["provinces/index.md"] and "provinces/chongqing.md" not in made


def test_articles_stand_under_their_years_and_months() -> None:
    assert outline(files()["dates/index.md"]) == [
        "# 日期",
        "## 2021年 *2*",
        "### 跨几个月 *1*",
        f"- {RIVER}",
        "### 约在此年 *1*",
        f"- {TREE}",
        "## 2024年 *2*",
        "### 3月 *2*",
        f"- {CITY}",
        f"- {SPRING}",
        "## 日期未详 *1*",
        f"- {BLANK}",
    ]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2021-12", "2021-23", "2021-02"], ["## 2021年 *3*", "### 2月 *1*", "- c", "### 12月 *1*", "- a", "### 秋 *1*", "- b"]),
        (["2021-21", "2021-12-31", "2021"], ["## 2021年 *3*", "### 12月 *1*", "- b", "### 春 *1*", "- a", "### 只知年份 *1*", "- c"]),
        (
            ["2021?", "2021", "2021-01/2021-02"],
            ["## 2021年 *3*", "### 跨几个月 *1*", "- c", "### 只知年份 *1*", "- b", "### 约在此年 *1*", "- a"],
        ),
        (["", "../2021", "2022"], ["## 2022年 *1*", "### 只知年份 *1*", "- c", "## 跨年，或年份不定 *1*", "- b", "## 日期未详 *1*", "- a"]),
        (["2021-01-02", "2021-01-02", "2021-01-01"], ["## 2021年 *3*", "### 1月 *3*", "- c", "- a", "- b"]),
        (["2021-13", "2021-00", "2021-01"], ["## 2021年 *3*", "### 1月 *1*", "- c", "### 跨几个月 *2*", "- b", "- a"]),
    ],
)
def test_headings_of_a_year_stand_in_their_order(dates: Sequence[str], expected: Sequence[str]) -> None:
    rows = [(id_, "文。", at("", date=date)) for id_, date in zip("abc", dates, strict=True)]
    assert outline(render(edition_of(*rows))["dates/index.md"])[1:] == expected


def test_a_theme_lists_its_articles_by_year_with_the_sentence_and_the_cues() -> None:
    page = files()["themes/dangjian.md"]
    assert outline(page) == ["# 党建", "## 2021年 *1*", f"- {TREE}", "## 2024年 *1*", f"- {SPRING}"]
    assert "党的建设。共2篇。" in page
    assert "<mark>支部</mark>书记常来树下开会。\n    {: .begins .quoted }" in page and "所据词语：支部（1次）\n    {: .cues }" in page
    # The cue of the other one stands in no paragraph, and a sentence that begins the text is not said twice.
    assert page.count("{: .begins }") == 2 and files()["themes/nongye.md"].count("{: .begins") == 1
    assert outline(files()["themes/index.md"]) == ["# 专题", "- [党建 *2*](dangjian.md)", "- [农业农村 *1*](nongye.md)"]


def test_within_a_year_a_theme_goes_by_the_date() -> None:
    dates = {"a": "2021", "b": "2021-11", "c": "2021-02", "d": "2020", "e": "2021~", "f": "", "g": "2019/2020"}
    made = render(edition_of(*((id_, "文。", at("", date=date, themes=["科技"])) for id_, date in dates.items())))
    assert outline(made["themes/keji.md"]) == [
        "# 科技", "## 2020年 *1*", "- d", "## 2021年 *4*", "- a", "- c", "- b", "- e", "## 跨年，或年份不定 *1*", "- g",
        "## 日期未详 *1*", "- f",
    ]  # fmt: skip


def test_an_edition_without_themes_says_so() -> None:
    made = render(edition_of(("a", "文。", Description())))
    assert "尚无文章归入专题。" in made["themes/index.md"] and "## 专题" not in made["index.md"]
    assert "(places/index.md)" not in made["index.md"]


def test_the_sentence_of_a_long_text_is_cut_around_its_cue() -> None:
    def quoted(text: str) -> str:
        made = edition_of(("a", text, Description()))
        return cue_sentence(made.articles[0], told("党建", "党建"))[0]

    assert quoted("一" * 97 + "党建。") == "一" * 97 + "党建。"
    assert quoted("一" * 98 + "党建。") == "……" + "一" * 97 + "党建。"
    assert quoted("党建" + "一" * 98 + "。") == "党建" + "一" * 98 + "……"
    assert quoted("好。不好！“要党建！”他说。") == "“要党建！”"


def test_the_mark_of_a_cue_keeps_the_blanks_around_it() -> None:
    assert marked("抓 党建 促", "党建") == "抓 <mark>党建</mark> 促"
    assert marked("党建 党建", "党建") == "<mark>党建</mark> <mark>党建</mark>"
    assert marked("只有*文字", "") == "只有\\*文字"


def test_newspapers_have_a_list_each() -> None:
    assert outline(files()["newspapers/index.md"]) == [
        "# 报名",
        "- [河湾日报 *1*](hewanribao.md)",
        "- [阳新时报 *1*](yangxinshibao.md)",
        "- [报名未详 *3*](unknown.md)",
    ]
    assert listed(files(), "newspapers/hewanribao") == [SPRING] and listed(files(), "newspapers/yangxinshibao") == [RIVER]
    assert listed(files(), "newspapers/unknown") == [TREE, CITY, BLANK] and "共3篇。" in files()["newspapers/unknown.md"]
    made = render(edition_of(("a", "文。", at("", newspaper="河湾日报"))))
    assert "报名未详" not in made["newspapers/index.md"] and "newspapers/unknown.md" not in made


def test_a_newspaper_leads_to_its_issues_day_by_day_and_page_by_page() -> None:
    def printed(day: str, page: str = "") -> Description:
        found = at("", date=day, newspaper="河湾日报")
        return replace(found, page=told(page, page)) if page else found

    made = render(
        edition_of(
            ("a", "文。", printed("2021-03-02", "10")),
            ("b", "文。", printed("2021-03-02", "2")),
            ("g", "文。", printed("2021-03-02", "十二")),
            ("c", "文。", printed("2021-03-02")),
            ("d", "文。", printed("2020-11-30", "1")),
            ("e", "文。", printed("2021")),
            ("f", "文。", at("", newspaper="河湾日报")),
        )
    )
    page = made["newspapers/hewanribao.md"]
    assert outline(page) == [
        "# 河湾日报",
        *("## 2020年 *1*", "### 11月30日 *1*", "#### 第1版 *1*", "- d"),
        *(
            "## 2021年 *5*",
            "### 3月2日 *4*",
            "- c",
            "#### 第2版 *1*",
            "- b",
            "#### 第10版 *1*",
            "- a",
            "#### 第十二版 *1*",
            "- g",
            "### 只知年份 *1*",
            "- e",
        ),
        *("## 日期未详 *1*", "- f"),
    ]
    (days,) = re.findall('<div class="calendar">.*</div>', page)
    assert re.findall("<caption>(.*?)</caption>", days) == ["2020年11月", "2021年3月"]
    assert re.findall('<a href="([^"]*)">(.*?)</a>', days) == [("#2020年-11月30日", "30"), ("#2021年-3月2日", "2")]
    first_week = re.findall("<tbody><tr>(.*?)</tr>", days)
    assert [re.findall("<td>(?:<a [^>]*>)?(.*?)<", week) for week in first_week] == [["", "", "", "", "", "", "1"], list("1234567")]
    seen = json.loads(made["views/articles/a.json"])
    folio = [(fact["page"], fact["anchor"]) for fact in seen["folio"]]
    assert folio == [("newspapers/hewanribao", "2021年-3月2日-第10版")]
    assert "calendar" not in files()["newspapers/hewanribao.md"], "one day is no calendar"


def test_what_is_of_a_month_and_of_no_day_stands_under_one_heading_of_a_newspaper() -> None:
    days = ("2021-01", "2021-01-03", "2021-01-12/2021-01-20", "2021-01-05", "2021-03/2021-04", "2021-05/2021-06")
    rows = [(f"a{n}", "文。", at("", date=day, newspaper="河湾日报")) for n, day in enumerate(days)]
    paged = [(f"b{n}", "文。", replace(one, page=told(page, page))) for n, (_, _, one) in enumerate(rows) for page in ("3",)]
    page = render(edition_of(*rows, *paged))["newspapers/hewanribao.md"]
    anchors = re.findall(r"\{: #(\S+) \}", page)
    assert len(anchors) == len(set(anchors)) and {"2021年-1月", "2021年-1月-第3版"} <= set(anchors)
    assert [line for line in outline(page) if line.startswith("### ")] == [
        "### 1月 *4*", "### 1月3日 *2*", "### 1月5日 *2*", "### 跨几个月 *4*",
    ]  # fmt: skip


def test_a_fact_leads_nowhere_where_its_article_stands_in_no_list() -> None:
    def printed(day: str, page: str, *place: str) -> Description:
        return replace(at(*place, date=day, newspaper="河湾日报"), page=told(page))

    edition = edition_of(
        ("a", "文。", printed("2021-03-02", "A01", "安徽省", "滁州市")),
        ("b", "文。", printed("2020-05-01", "7", "湖北省", "黄石市")),
        ("c", "文。", printed("2021-03-02", "A-01", "安徽省", "滁州市")),
        copies=dict.fromkeys(("a", "b"), ("a", "b")),
    )
    made = render(edition)
    for id_ in "abc":
        seen = json.loads(made[f"views/articles/{id_}.json"])
        for fact in (*seen["place"], seen["date"], seen["newspaper"], *seen["folio"]):
            assert not fact["page"] or f"{fact['page']}.md" in made, fact
            assert not fact["anchor"] or f"{{: #{fact['anchor']} }}" in made[f"{fact['page']}.md"], fact
    seen = {id_: json.loads(made[f"views/articles/{id_}.json"]) for id_ in "abc"}
    assert [fact["page"] for fact in (*seen["b"]["place"], seen["b"]["date"])] == ["", "", ""]
    assert seen["b"]["newspaper"]["page"] == "newspapers/hewanribao"
    assert [seen[id_]["folio"][0]["anchor"] for id_ in "abc"] == ["2021年-3月2日-第A01版", "", "2021年-3月2日-第A01版--2"]


def test_the_years_have_bars_and_a_table_that_says_the_same() -> None:
    made = render(edition_of(*((f"a{n}", "文。", at("", date=day)) for n, day in enumerate(("2018", "2021-03", "2021-04-02", "2021/..")))))
    for path, place in (("index", "dates/index.html"), ("dates/index", "")):
        (figure,) = re.findall('<figure class="plot years">.*</figure>', made[f"{path}.md"])
        assert re.findall('<a href="([^"]*)">(.*?)</a></th><td>(.*?)</td>', figure) == [
            (f"{place}#2018年", "2018年", "1篇"), (f"{place}#2021年", "2021年", "2篇"),
        ]  # fmt: skip
        assert re.findall("<rect [^>]*><title>(.*?)</title>", figure) == ["2018年：1篇", "2021年：2篇"]
        heights = [float(high) for high in re.findall(r'<rect [^>]*height="([\d.]+)"', figure)]
        assert heights[1] == pytest.approx(2 * heights[0])
        assert re.findall(r">(\d{4})</text>", figure) == ["2018", "2019", "2020", "2021"], "each bar has its year"
    many = render(edition_of(*((f"a{n}", "文。", at("", date=day)) for n, day in enumerate(("1978", "2021")))))
    assert re.findall(r">(\d{4})</text>", many["index.md"]) == ["1978", "1990", "2000", "2010", "2021"], "what has no room is left out"
    alone = render(edition_of(("a", "文。", at("", date="2021"))))
    assert "<figure" not in alone["index.md"] and "## 日期" not in alone["index.md"]


def test_bars_lead_to_the_page_of_a_list_on_which_a_year_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edition.publish.groups.SIZE", 2)
    days = ("2018", "2018", "2019", "2019", "2021")
    made = render(edition_of(*((f"a{n}", "文。", at("", date=day, newspaper="河湾日报")) for n, day in enumerate(days))))
    pages = {"dates/index": "index", "newspapers/hewanribao": "hewanribao", "index": "dates/index", "newspapers/index": "../dates/index"}
    for path, name in pages.items():
        first = "" if path in ("dates/index", "newspapers/hewanribao") else f"{name}.html"
        (figure,) = re.findall('<figure class="plot years">.*</figure>', made[f"{path}.md"])
        assert re.findall('<th scope="row"><a href="([^"]*)">', figure) == [
            f"{first}#2018年", f"{name}_2.html#2019年", f"{name}_3.html#2021年",
        ]  # fmt: skip


@pytest.mark.parametrize("years", [range(1950, 2010), range(1850, 2101), (2019, 2020), (1, 9999)])
def test_the_words_of_bars_do_not_stand_upon_each_other(years: Sequence[int]) -> None:
    (figure,) = articles_by_year({year: (1, f"#{year}年") for year in years})
    for height in ("114", "16"):
        at_ = sorted(float(x) for x in re.findall(rf'<text x="([\d.]+)" y="{height}"', figure))
        assert at_ and all(b - a > 25 for a, b in pairwise(at_)), at_
    assert len(re.findall("<rect ", figure)) == len(years)


def test_a_unit_is_one_whether_or_not_an_article_knows_its_code() -> None:
    known = at("安徽省", "滁州市", "天长市", "石桥镇")
    known = replace(known, place={level: replace(one, code="341181999") for level, one in known.place.items()})
    page = render(edition_of(("a", "文。", known), ("b", "文。", at("安徽省", "滁州市", "天长市", "石桥镇")), ("c", "文。", known)))
    assert re.findall(r"\*\*石桥镇\*\*.*", page["places/index.md"]) == ["**石桥镇**{: #安徽省-滁州市-天长市-石桥镇 } *3*"]


def test_a_county_directly_under_its_province_has_a_booklet() -> None:
    qijiang = replace(at("重庆市"), place={"province": told("重庆市", code="50"), "county": told("綦江区", code="500110")})
    town = replace(qijiang, place={**qijiang.place, "township": told("石桥镇")})
    made = render(edition_of(("a", "文。", qijiang), ("b", "文。", town)))
    assert "booklets/places/500110.md" in made
    assert made["places/index.md"].count("[打印本](../booklets/places/500110.md)") == 1


def test_a_title_that_looks_like_a_mark_is_no_anchor() -> None:
    groups = grouped([f"题{n} {{: #b }}" for n in range(SIZE + 1)], lambda title: ("甲",))
    made = dict(Shelf("x/index", "题", [], groups, lambda titles: [f"- {escape(title)}" for title in titles]).pages())
    assert made["data/anchors/x/index.js"] == 'window.editionAnchors = {"甲":1};\n'


def test_places_stand_in_their_official_order() -> None:
    codes = {"安徽省": "34", "合肥市": "3401", "安庆市": "3408", "桐城市": "340881", "怀宁县": "340822", "重庆市": "50"}

    def coded(*units: str) -> Description:
        place = at(*units)
        return replace(place, place={level: replace(one, code=codes.get(one.value, "")) for level, one in place.place.items()})

    made = render(
        edition_of(
            ("a", "文。", coded("安徽省", "安庆市", "桐城市")),
            ("b", "文。", coded("安徽省", "合肥市")),
            ("c", "文。", coded("安徽省", "安庆市", "怀宁县")),
            ("d", "文。", coded("重庆市")),
            ("e", "文。", coded("安徽省", "不详市")),
        )
    )
    heads = [line for line in outline(made["provinces/anhui.md"]) if line.startswith("#")]
    assert heads == ["# 安徽省", "## 合肥市 *1*", "## 安庆市 *2*", "### 怀宁县 *1*", "### 桐城市 *1*", "## 不详市 *1*"]
    assert [line for line in outline(made["places/index.md"]) if line.startswith("###")] == [
        "### 合肥市 *1*",
        "### 安庆市 *2*",
        "### 不详市 *1*",
    ]
    tiles = re.findall(r"^- \[(.*?) \*", made["provinces/index.md"], re.MULTILINE)
    assert tiles == ["安徽", "重庆"]
    assert "尚无文章：湖北\n" in made["provinces/index.md"]


def test_names_are_listed_with_roles_and_articles() -> None:
    known = "安徽省滁州市天长市石桥镇 · 2024年3月18日"
    assert outline(files()["people/index.md"]) == [
        "# 署名",
        "## C *1*",
        "- **褚一**{: #署名-褚一 } *通讯员*",
        f"    - {SPRING} *{known}*",
        "## D *1*",
        "- **丁一帆**{: #署名-丁一帆 } *记者（2篇）*",
        f"    - {SPRING} *{known}*",
        f"    - {RIVER} *湖北省黄石市阳新县 · 2021年1月12日至2月11日*",
        "## Z *1*",
        "- **曾平**{: #署名-曾平 } *记者*",
        f"    - {CITY} *重庆市綦江区 · 2024年3月2日*",
    ]


def test_a_role_said_twice_in_one_article_counts_once() -> None:
    made = render(
        edition_of(("a", "文。", Description()), ("b", "文。", Description()), bylines={"a": ["记者 丁一", "记者 丁一"], "b": ["摄 丁一"]})
    )
    assert outline(made["people/index.md"])[2:] == ["- **丁一**{: #署名-丁一 } *记者（1篇）、摄（1篇）*", "    - a", "    - b"]


def test_terms_are_listed_with_their_counts_and_contexts() -> None:
    assert [re.sub("<[^>]*>", "", line) for line in outline(files()["terms/index.md"])] == [
        "# 引号词语",
        "## S *1*",
        "- **三级书记** *1次*",
        f"    - 的老槐树有三百岁了，老人说起“三级书记”，都竖大拇指。支部书记常来树 {TREE}#l17",
        "## T *1*",
        "- **田保姆** *3次*",
        f"    - 场会在石桥镇召开，农机手讲起“田保姆”，大家都说好。农机下了田。 {SPRING}#l8",
        f"    - “田保姆”进村 {SPRING}#l11",
        f"    - 春耕要早，农机先行。石桥镇的“田保姆”有三十人，春耕一天翻地百亩。 {SPRING}#l12",
    ]
    assert 'href="../search/index.html?q=%22%E7%94%B0%E4%BF%9D%E5%A7%86%22&amp;view=lines"' in files()["terms/index.md"]


def test_three_contexts_of_a_term_are_shown_and_all_are_counted() -> None:
    made = render(
        edition_of(("a", "“田长”好。“田长”早。", Description()), ("b", "“田长”来。“田长”走。“田”“说得太长了的一整句话呢呀”", Description()))
    )
    found = [re.sub("<[^>]*>", "", line) for line in outline(made["terms/index.md"])]
    assert found[2] == "- **说得太长了的一整句话呢呀** *1次*"
    assert found[5:] == [
        "- **田长** *4次，2篇*",
        "    - “田长”好。“田长”早。 a#l2",
        "    - “田长”好。“田长”早。 a#l2",
        "    - “田长”来。“田长”走。“田”“说得 b#l4",
    ]


def test_the_list_of_all_articles_goes_by_date_or_by_place() -> None:
    assert outline(files()["articles/index.md"])[:14] == [
        "# 全部文章", "## 2021年 *2*", "### 跨几个月 *1*", f"- {RIVER}", "### 约在此年 *1*", f"- {TREE}", "## 2024年 *3*", "### 3月 *3*",
        f"- {CITY}", f"- {SPRING}", f"- {COPY}", "## 日期未详 *1*", f"- {BLANK}", "## 数据",
    ]  # fmt: skip
    edition = small_edition()
    placed = render(replace(edition, imprint=edition.imprint._replace(order="place")))["articles/index.md"]
    assert outline(placed)[:12] == [
        "# 全部文章", "## 安徽省 *3*", "### 全省 *1*", f"- {TREE}", "### 滁州市 *2*", f"- {SPRING}", f"- {COPY}",
        "## 重庆市 *1*", "### 綦江区 *1*", f"- {CITY}", "## 湖北省 *1*", "### 黄石市 *1*",
    ]  # fmt: skip
    assert "共6篇（其中1篇是同文另本）" in files()["articles/index.md"]
    text = files()["data/articles.js"].removeprefix("window.editionRows = ").removesuffix(";\n")
    rows = json.loads(text)
    assert rows[0] == [
        SPRING, "石桥镇田里机声响 全县春耕按下快进键", "安徽省滁州市天长市石桥镇", "2024-03-18", "2024年3月18日", "河湾日报", 89,
        "记者 丁一帆　通讯员 褚一（文/图）",
    ]  # fmt: skip
    assert rows[2][2:] == ["", "", "", "", 30, ""] and [row[0] for row in rows] == [SPRING, TREE, BLANK, COPY, RIVER, CITY]


def test_an_entry_says_where_when_by_whom_and_how_it_begins() -> None:
    page = files()["provinces/anhui.md"]
    wanted = "    安徽省滁州市天长市石桥镇 · 2024年3月18日 · 记者 丁一帆　通讯员 褚一（文/图）\n    {: .facts }\n\n    昨日，一场春耕现场会"
    assert wanted in page and "{: .kicker }" not in page
    assert "- 抢农时 备农资\n    {: .kicker }\n\n    [石桥镇田里机声响" in files()["index.md"]


# Lists in pages


@pytest.fixture
def in_threes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists are cut into pages of three articles, and a list of more than two has an overview."""
    monkeypatch.setattr("edition.publish.groups.SIZE", 3)
    monkeypatch.setattr("edition.publish.indexes.lists.FEW", 2)


def long_edition() -> Edition:
    """Seven articles of two years; the first year goes on over the page."""
    days = ["2021-01-01", "2021-01-02", "2021-01-03", "2021-01-04", "2021-02-01", "2022-01-01", "2022-01-02"]
    return edition_of(*((id_, "文。", at("安徽省", date=day)) for id_, day in zip("abcdefg", days, strict=True)))


@pytest.mark.usefixtures("in_threes")
def test_a_long_list_is_cut_and_says_what_goes_on() -> None:
    made = render(long_edition())
    first, second, third = (made[f"dates/index{part}.md"] for part in ("", "_2", "_3"))
    chips = ["- [2021年 *5*]({}#2021年)", "- [2022年 *2*]({}#2022年)"]
    assert outline(first) == [
        "# 日期", chips[0].format(""), chips[1].format("index_2.md"), "## 2021年 *5*", "### 1月 *4*", "- a", "- b", "- c",
    ]  # fmt: skip
    assert outline(second) == [
        "# 日期（第2页）", chips[0].format("index.md"), chips[1].format(""), "## 2021年（续）", "### 1月（续）", "- d", "### 2月 *1*",
        "- e",
        "## 2022年 *2*", "### 1月 *2*", "- f",
    ]  # fmt: skip
    assert outline(third)[3:] == ["## 2022年（续）", "### 1月（续）", "- g"]
    assert "日期有的印在版面上" in first and "日期有的印在版面上" not in second
    assert "{: #2021年-1月 }" in first and "{: #2021年-1月 }" not in second


@pytest.mark.usefixtures("in_threes")
def test_pages_of_a_list_lead_to_each_other() -> None:
    made = render(long_edition())

    def pager(path: str) -> str:
        found = re.search(r'<nav class="pager" aria-label="翻页" markdown>\n\n(.*)\n\n</nav>', made[f"{path}.md"])
        return found[1] if found else ""

    assert pager("dates/index") == "第1页，共3页 [下一页](index_2.md) [末页](index_3.md)"
    assert pager("dates/index_2") == "第2页，共3页 [第一页](index.md) [上一页](index.md) [下一页](index_3.md) [末页](index_3.md)"
    assert pager("dates/index_3") == "第3页，共3页 [第一页](index.md) [上一页](index_2.md)"
    assert pager("provinces/index") == ""
    crumbs = {
        path: [step["page"] for step in json.loads(made[f"views/{path}.json"])["crumbs"]] for path in ("dates/index", "dates/index_2")
    }
    assert crumbs == {"dates/index": ["index", "browse/index", ""], "dates/index_2": ["index", "browse/index", "dates/index", ""]}
    texts = [step["text"] for step in json.loads(made["views/dates/index_2.json"])["crumbs"]]
    assert texts == ["首页", "浏览", "日期", "第2页"]


@pytest.mark.usefixtures("in_threes")
def test_what_stands_behind_a_list_is_on_its_last_page_and_the_way_knows_the_page() -> None:
    made = render(long_edition())
    data = ["## 数据" in made[f"articles/index{part}.md"] for part in ("", "_2", "_3")]
    assert data == [False, False, True] and "catalogue" in made["articles/index.md"] and "catalogue" not in made["articles/index_2.md"]
    counties = [at("安徽省", "滁州市", county) for county in ("定远县", "定远县", "定远县", "来安县")]
    made = render(edition_of(*((id_, "文。", one) for id_, one in zip("abcd", counties, strict=True))))
    steps = {id_: json.loads(made[f"views/articles/{id_}.json"])["crumbs"][2] for id_ in "ad"}
    assert steps["a"] == {"text": "定远县", "page": "provinces/anhui", "anchor": "滁州市-定远县"}
    assert steps["d"] == {"text": "来安县", "page": "provinces/anhui_2", "anchor": "滁州市-来安县"}


def test_a_list_is_cut_by_what_its_items_weigh() -> None:
    groups = grouped("aaabb", lambda one: (one,))
    assert [["".join(group.items) for group in page] for page in cut(groups, lambda _: SIZE // 2)] == [["aa"], ["a", "b"], ["b"]]
    assert [[group.goes_on for group in page] for page in cut(groups, lambda _: SIZE // 2)] == [[False], [True, False], [True]]
    assert [["".join(group.items) for group in page] for page in cut(groups, lambda _: SIZE)] == [["a"], ["a"], ["a"], ["b"], ["b"]]
    assert cut([]) == [[]]


def test_a_short_list_has_no_overview() -> None:
    def overview(count: int, years: int) -> bool:
        rows = [(f"a{n}", "文。", at("", date=f"{2020 + n % years}-01")) for n in range(count)]
        return '<div class="chips"' in render(edition_of(*rows))["dates/index.md"]

    assert [overview(20, 2), overview(21, 2), overview(21, 1)] == [False, True, False]


def test_a_list_of_one_page_leads_to_no_others() -> None:
    assert not [path for path, text in files().items() if 'class="pager"' in text]


def test_anchors_of_headings_differ() -> None:
    groups = grouped(["时集镇", "时 集 镇", "！", "？"], lambda name: (name,))
    assert [group.anchors for group in groups] == [("时集镇",), ("时集镇--2",), ("n",), ("n--2",)]
    assert grouped(["一" * 41], lambda name: (name,))[0].anchors == ("一" * 40,)
    nested = grouped([("甲", "乙"), ("甲", "丙")], lambda pair: pair)
    assert [group.anchors for group in nested] == [("甲", "甲-乙"), ("甲", "甲-丙")]


# Pinyin


def test_names_are_spelled_and_sorted_by_their_sound() -> None:
    assert ascii_name("一" * 40) == "yi" * 20 and ascii_name("！") == "n"
    assert ascii_names(["时报", "石报", "实报"]) == {"时报": "shibao", "石报": "shibao-2", "实报": "shibao-3"}
    assert sorted(["妈", "马", "麻", "！", "阿"], key=order) == ["阿", "妈", "麻", "马", "！"]
    # A surname is read as one in the name of a person only, and one of two characters as a whole.
    assert [initial(order(name, person=True)) for name in ("单丽", "尉迟恭", "尉平")] == ["S", "Y", "W"]
    assert [initial(order(name)) for name in ("单丽", "仇先生")] == ["D", "C"]


# Related articles

RIVERSIDE = "渡口的摆渡人撑着渡船，芦苇荡里飞出白鹭。"


def reasons(edition: Edition) -> dict[str, dict[str, tuple[str, ...]]]:
    return {id_: {one.article.id: one.reasons for one in others} for id_, others in related(edition).items()}


def test_related_articles_say_what_they_share() -> None:
    county = at("安徽省", "滁州市", "天长市")
    made = edition_of(
        ("a", RIVERSIDE, county),
        ("b", "校车检查。", county),
        ("c", f"老照片。{RIVERSIDE}", at("湖北省", "黄石市", "阳新县")),
        ("d", "村里的事。", at("安徽省", "滁州市")),
        ("e", "乡里的事。", at("安徽省", "滁州市")),
    )
    found = reasons(made)
    assert list(found["a"]) == ["c", "b"] and found["a"]["b"] == ("同县：天长市",)
    assert found["a"]["c"] == ("共有词：摆渡人、芦苇荡、白鹭",)
    # A prefecture in common is no reason.
    assert found["d"] == found["e"] == {} and list(found["c"]) == ["a"]


def test_a_theme_counts_beside_the_words_and_not_where_all_have_it() -> None:
    texts = {"a": "大棚里的辣椒和黄瓜。", "b": "大棚里的辣椒和黄瓜。", "c": "校车。", "d": "缆车。", "e": "灯。"}

    def of(themes: Sequence[str]) -> dict[str, dict[str, tuple[str, ...]]]:
        rows = zip(texts.items(), themes, strict=True)
        return reasons(edition_of(*((id_, text, at("", themes=[theme])) for (id_, text), theme in rows)))

    found = of(["农业农村", "农业农村", "科技", "科技", "科技"])
    assert [reason.split("：")[0] for reason in found["a"]["b"]] == ["同专题", "共有词"]
    assert found["a"]["b"][0] == "同专题：农业农村" and found["c"] == {}
    assert of(["农业农村"] * 5)["a"] == {}


def test_themes_alone_relate_articles_if_they_are_many_and_rare() -> None:
    shared = ["甲", "乙", "丙", "丁"]
    rows = [
        ("a", "灯。", at("", themes=shared)),
        ("b", "船。", at("", themes=shared)),
        *((f"c{n}", "文。", Description()) for n in range(8)),
    ]
    assert reasons(edition_of(*rows))["a"] == {"b": ("同专题：甲、乙、丙",)}


def test_five_articles_are_related_at_most_the_nearest_first() -> None:
    county = at("安徽省", "滁州市", "天长市")
    ids = "abcdefghi"
    found = reasons(edition_of(*((id_, "文。", county) for id_ in ids)))
    assert list(found["a"]) == ["b", "c", "d", "e", "f"] and list(found["e"]) == ["d", "f", "c", "g", "b"]
    assert related(edition_of(("a", "文。", county))) == {"a": ()}
    assert list(reasons(edition_of(("a", "文。", county), ("b", "文。", county)))["a"]) == ["b"]


def test_names_of_places_and_people_are_no_words_in_common() -> None:
    text = "褚遂良走进宣城，宣城的宣纸好。"
    place = at("安徽省", "宣城市")
    found = reasons(
        edition_of(("a", text, place), ("b", text, place), ("c", "文。", place), bylines={"a": ["记者 褚遂良"], "b": ["记者 褚遂良"]})
    )
    assert not any("宣城" in reason or "褚遂良" in reason for others in found.values() for one in others.values() for reason in one)


def test_of_a_long_list_the_nearest_on_both_sides_are_looked_at() -> None:
    index = _Index({"x": range(0, 200, 2)}, {})
    half = NEAREST // 2
    assert list(index.near("x", 100)) == list(range(100 - 2 * half, 100 + 2 * half, 2))
    assert list(index.near("x", 0)) == list(range(0, 2 * half, 2)) and list(index.near("y", 0)) == []


# Search


def index_of(edition: Edition, whole: int = 30) -> dict[str, Any]:
    """What each file of the index hands over, by its name; `current` is what the first file says."""
    found: dict[str, Any] = {}
    for path, text in search_files(edition, whole):
        call, arguments = re.fullmatch(r"edition\.(\w+)\((.*)\);\n", text, re.DOTALL).groups()  # type: ignore[union-attr]
        values = json.loads(f"[{arguments}]")
        found["current" if call == "current" else values[1]] = values[1] if call == "current" else values[2]
        assert call == "current" or path == f"data/search/{values[0]}/{values[1]}.js"
    return found


def test_a_small_edition_is_searched_as_a_whole() -> None:
    found = index_of(small_edition())
    assert found["current"] == {"articles": 6, "shards": 0, "texts": 1}
    assert set(found) == {"current", "all", "facets", "fold", "names", "t0", "words"}
    assert [record[1] for record in found["all"]] == [SPRING, COPY, CITY, TREE, RIVER, BLANK]
    assert found["all"][0] == [
        0, SPRING, "石桥镇田里机声响 全县春耕按下快进键", "记者 丁一帆　通讯员 褚一（文/图）", "安徽省滁州市天长市石桥镇", "2024年3月18日",
        [
            "pl8", "昨日，一场春耕现场会在石桥镇召开，农机手讲起“田保姆”，大家都说好。农机下了田。", "cl9", "农机手在田里忙碌", "hl11",
            "“田保姆”进村", "pl12", "春耕要早，农机先行。石桥镇的“田保姆”有三十人，春耕一天翻地百亩。", "pl14", "队伍 亩数 一队 120",
        ],
        "抢农时 备农资", "石桥镇春耕见闻",
    ]  # fmt: skip
    # Nothing is printed above it: its first words are shown as its title, and found in its text alone.
    assert found["all"][5][3:] == ["", "", "", ["pl18", "渡口的灯亮了一夜，摆渡人说这是最后一班渡船，往后过河走大桥。"], "", "", "", 1]
    assert found["fold"] == "長长"


def test_words_are_counted_in_head_and_blocks_as_search_compares_them_and_in_one_copy() -> None:
    assert index_of(small_edition())["t0"] == [
        "抢农时备农资\n石桥镇田里机声响全县春耕按下快进键\n石桥镇春耕见闻\n昨日,一场春耕现场会在石桥镇召开,农机手讲起田保姆,大家都说好。农机下了田。"
        "\n农机手在田里忙碌\n田保姆进村\n春耕要早,农机先行。石桥镇的田保姆有三十人,春耕一天翻地百亩。\n队伍亩数一队120",
        "",
        "山城的缆车\n缆车过江只要五分钟,老人坐了一辈子。",
        "村口的老槐树\n村口的老槐树有三百岁了,老人说起三级书记,都竖大拇指。支部书记常来树下开会。",
        "大桥合龙了\n大桥合龙的那天,摆渡人站在渡口看了很久。渡船要歇了,渡口要改成公园。",
        "渡口的灯亮了一夜,摆渡人说这是最后一班渡船,往后过河走大桥。",
    ]


def test_facets_lead_from_the_province_down_to_the_county() -> None:
    facets = {
        facet: {value: decode(list_) for value, list_ in values.items()} for facet, values in index_of(small_edition())["facets"].items()
    }
    assert facets == {
        "province": {
            "安徽省": [0, 1, 3], "安徽省/滁州市": [0, 1], "安徽省/滁州市/天长市": [0, 1], "湖北省": [4], "湖北省/黄石市": [4],
            "湖北省/黄石市/阳新县": [4], "重庆市": [2], "重庆市/綦江区": [2],
        },
        "theme": {"党建": [0, 1, 3], "农业农村": [0, 1]},
        "year": {"2021": [3, 4], "2024": [0, 1, 2], "年份未详": [5]},
        "newspaper": {"报名未详": [2, 3, 5], "河湾日报": [0, 1], "阳新时报": [4]},
    }  # fmt: skip


def test_thirty_articles_are_cut_into_files() -> None:
    assert "all" in index_of(edition_of(*((f"a{n}", "文。", Description()) for n in range(29))))
    found = index_of(edition_of(*((f"a{n}", "文。", Description()) for n in range(30))))
    assert found["current"]["articles"] == found["current"]["chunks"] == 30 and decode(found["current"]["starts"]) == list(range(30))
    assert found["current"]["shards"] == 1 and set(found) == {
        "current",
        "facets",
        "fold",
        "names",
        "t0",
        "words",
        "g0",
        *(f"p{n}" for n in range(30)),
    }


def test_a_long_article_is_cut_into_chunks_with_the_blocks_that_fill_them() -> None:
    made = edition_of(
        ("a", "\n".join(["一" * 799, "二", "三" * 800, "四", "五"]), Description()),
        ("b", "六。", Description()),
        ("c", "七。", Description()),
    )
    found = documents(made)
    assert [[block.anchor for block in chunk] for chunk in found[0].chunks] == [["l2", "l3"], ["l4"], ["l5", "l6"]]
    assert [document.first for document in found] == [0, 3, 4]
    files = index_of(made, whole=0)
    assert [files[f"p{n}"][6][1::2] for n in (1, 3)] == [["三" * 800], ["六。"]]
    assert files["current"]["chunks"] == 5 and decode(files["current"]["starts"]) == [0, 3, 4]


def test_a_traditional_text_is_found_by_its_simplified_characters() -> None:
    made = edition_of(
        ("a", "長江", Description()), ("b", "长江", Description()), ("c", "江", Description()), traditional={"長": "长", "鎮": "镇"}
    )
    found = index_of(made)
    assert found["fold"] == "長长" and [record[9:] for record in found["all"]] == [[["a", "", "", "", "", "长江"]], [], []]


def test_the_lists_of_the_small_edition_are_what_a_plain_count_gives() -> None:
    edition = small_edition()
    found = {key: _read(key, text) for key, _, text in keyed(indexed(documents(edition), edition.traditional, edition.lexicon))}
    assert found == _plainly(edition)
    # 渡口 is a word of its own in 在渡口看, and 机手 is none in 农机手, where 农机 is the commoner one.
    parts = {key: {part for part, _ in found[key]} for key in ("渡口", "机手")}
    assert parts == {"渡口": {"paragraph"}, "机手": {"across", "caption"}}


def test_the_hash_of_a_key_is_that_of_the_interface() -> None:
    edition = small_edition()
    for key, value, _ in keyed(indexed(documents(edition), edition.traditional, edition.lexicon)):
        wanted = 2166136261
        for character in key:
            wanted = ((wanted ^ ord(character)) * 16777619) & 0xFFFFFFFF
        assert value == wanted


def test_the_signs_of_lists_stand_in_a_script_as_they_are() -> None:
    text = "".join(SIGNS)
    assert json.dumps(text) == f'"{text}"' and not {" ", "!"} & set(SIGNS)
    assert len(set(SIGNS)) == len(SIGNS) == 91 and sorted(SIGNS) == SIGNS


def test_numbers_come_back_where_a_step_needs_another_sign() -> None:
    sizes = [(number, len(encode([number]))) for number in (0, 63, 64, 64 + 63, 64 + 64 * len(MORE) - 1, 64 + 64 * len(MORE))]
    assert [size for _, size in sizes] == [1, 1, 2, 2, 2, 3]
    for number, _ in sizes:
        assert decode(encode([number, number + 1])) == [number, number + 1]


def test_lists_stand_in_the_file_that_their_hash_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edition.publish.search.SHARD", 100)
    edition = small_edition()
    found = index_of(edition, whole=0)
    index = indexed(documents(edition), edition.traditional, edition.lexicon)
    shards = found["current"]["shards"]
    assert shards == len(index.entries) // 100 > 5
    for key, value, text in keyed(index):
        assert f"\n{key:<2}{text}\n" in found[f"g{value % shards}"][0]
