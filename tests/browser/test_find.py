"""The interface of search: what a reader types, chooses, goes back from and copies."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from browser.conftest import FOUND, PHONE, SETTLED, Reader, search
from conftest import ROOT

pytestmark = pytest.mark.browser

SAID = "[data-said]"


def asked(page: Any) -> dict[str, list[str]]:
    """What the address asks."""
    return parse_qs(urlsplit(page.url).query)


def results(page: Any, address: str, query: str) -> Any:
    page.goto(f"{address}/search/index.html?{query}")
    page.locator(SETTLED).wait_for()
    assert "找到" in page.locator(SAID).inner_text()
    return page.locator(".hits > li")


def test_the_field_finds_while_a_reader_types_and_leads_to_the_passage(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/about/index.html")
    page.keyboard.press("/")
    page.keyboard.type("长江镇")
    page.locator(FOUND).first.wait_for()
    assert page.locator(FOUND).first.inner_text().startswith("长江镇\n地点")
    for number in range(2):
        page.keyboard.press("ArrowDown")
        assert page.locator(f"{FOUND}[aria-selected=true]").count() == 1
        assert page.locator("[data-search] input").get_attribute("aria-activedescendant") == f"found-{number}"
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/*changjiang*")
    marked = page.locator(".text :target mark")
    assert marked.first.inner_text() == "长江镇"
    assert not reader.wrong


def test_a_reader_steps_from_hit_to_hit(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/search/index.html?q=党建")
    page.locator(".hits a").first.click()
    page.wait_for_url("**/articles/**")
    bar = page.get_by_role("navigation", name="检索到的各处")
    count = page.locator(":is(.head, .text) mark").count()
    first = int(bar.locator("output").inner_text().split("/")[0])
    assert bar.locator("output").inner_text() == f"{first}/{count}" and count > 3
    assert page.locator("mark.now").count() == 1
    for step in range(1, count + 1):
        bar.get_by_role("button", name="下一处").click()
        assert bar.locator("output").inner_text() == f"{(first - 1 + step) % count + 1}/{count}"
        box = page.locator("mark.now").bounding_box()
        assert box and 0 <= box["y"] < page.viewport_size["height"]
    bar.get_by_role("button", name="上一处").click()
    assert bar.locator("output").inner_text() == f"{(first - 2) % count + 1}/{count}"
    bar.get_by_role("button", name="关闭").click()
    assert not page.locator(".text mark").count() and not page.locator(".places-found").count()


def test_escape_closes_and_control_k_opens(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("党建")
    page.locator(FOUND).first.wait_for()
    page.keyboard.press("Escape")
    assert not page.locator(".found").is_visible()
    assert page.locator("[data-search] input").get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize(
    ("query", "words"),
    [("一组一会",) * 2, ("“一组一会”", "一组一会"), ("15.37亿元",) * 2, ("ＰＭ2.5", "PM2.5"), ("長江鎮", "长江镇"), ("镇",) * 2],
)
def test_any_run_of_characters_is_found_and_marked(reader: Reader, address: str, query: str, words: str) -> None:
    hits = results(reader.page, address, f"q={query}")
    assert hits.count() >= 1
    for n in range(hits.count()):
        assert words in hits.nth(n).locator("mark").all_inner_texts()


def test_places_are_counted_beside_articles(reader: Reader, address: str) -> None:
    page = reader.page
    hits = results(page, address, "q=党建&view=lines")
    places = page.locator(".kwic tbody tr").count()
    assert page.locator(SAID).inner_text() == f"找到7篇，{places}处。" and places > 20
    # Without words there is nothing to count, and of two words each place counts.
    results(page, address, "province=山东省")
    assert page.locator(SAID).inner_text() == "找到2篇。"
    results(page, address, "q=党建 群众&view=lines")
    assert page.locator(SAID).inner_text().endswith(f"，{page.locator('.kwic tbody tr').count()}处。")
    assert hits.count() == 0 and not reader.wrong


def test_words_phrases_and_what_is_not_wanted(reader: Reader, address: str) -> None:
    page = reader.page
    both = results(page, address, "q=党建 疫情").count()
    without = results(page, address, "q=党建 -疫情").count()
    assert both > 0 and without > 0 and both + without == results(page, address, "q=党建").count()
    assert results(page, address, 'q="党建 引领"').count() <= results(page, address, "q=党建 引领").count()
    for text in results(page, address, 'q="党建 引领"').locator("mark").all_inner_texts():
        assert text == "党建引领"


def test_facets_narrow_and_the_back_button_widens(reader: Reader, address: str) -> None:
    page = reader.page
    before = results(page, address, "q=党建").count()
    page.locator("[data-facets] a", has_text="安徽省").click()
    page.locator("[data-chosen] a", has_text="安徽省").wait_for()
    page.locator(SETTLED).wait_for()
    assert asked(page) == {"q": ["党建"], "province": ["安徽省"]}
    narrowed = page.locator(".hits > li").count()
    assert 0 < narrowed < before
    # One level down: the prefectures of the province that is chosen.
    assert "滁州市" in page.locator("[data-facets]").inner_text()
    page.go_back()
    page.wait_for_function(f"document.querySelectorAll('.hits > li').length === {before}")
    assert asked(page) == {"q": ["党建"]}


def test_the_address_holds_the_whole_state(reader: Reader, address: str) -> None:
    page = reader.page
    results(page, address, "q=党建&province=安徽省&theme=基层治理&view=lines&by=left")
    page.locator(".kwic").wait_for()
    assert page.locator("[data-chosen] a").count() == 2
    assert page.locator(".kwic th[aria-sort=ascending]").inner_text() == "左"
    assert page.locator("[data-results] input[name=q]").input_value() == "党建"


def test_browsing_by_facets_alone(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/search/index.html")
    page.locator("[data-facets] a", has_text="山东省").click()
    page.locator(".hits > li").first.wait_for()
    assert page.locator(SAID).inner_text() == "找到2篇。"


def test_nothing_found_is_said_with_the_nearest_that_would_be(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/search/index.html?q=卓资县的大桥")
    page.locator(SAID, has_text="没有找到").wait_for()
    page.locator("[data-list] a", has_text="卓资县").click()
    page.locator(".hits > li").first.wait_for()
    assert asked(page) == {"q": ["卓资县"]}


@pytest.mark.parametrize("query", ["<img src=x onerror=alert(1)>", "%", "%E4%BA", "\\", "“", '"', "-", "(", "党" * 10_000, "a&b=c#d"])
def test_a_hostile_query_does_nothing(reader: Reader, address: str, query: str) -> None:
    page = reader.page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{address}/search/index.html")
    page.locator("[data-results] input[name=q]").fill(query)
    page.locator("[data-results]").get_by_role("button", name="检索").click()
    page.locator(SAID, has_text=re.compile(r"\S")).wait_for()
    assert page.locator("[data-results] img").count() == 0
    assert page.locator(SAID).inner_text().strip()
    assert not reader.wrong


def test_the_concordance_sorts_and_copies(reader: Reader, address: str) -> None:
    page = reader.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    results(page, address, "q=党建&view=lines")
    rows = page.locator(".kwic tbody tr")
    rows.first.wait_for()
    page.locator(".kwic th button", has_text="右").click()
    page.wait_for_function("location.search.includes('by=right')")
    page.locator(".kwic th[aria-sort=ascending]").wait_for()
    right = [row.split("\t")[2] for row in rows.all_inner_texts()]
    assert len(right) > 20 and right == sorted(right)
    sources = page.locator(".kwic td:nth-child(4) span").all_inner_texts()
    page.locator("button", has_text="复制为CSV").click()
    page.locator("button", has_text="已复制").wait_for()
    copied = list(csv.reader(page.evaluate("navigator.clipboard.readText()").splitlines()))
    assert copied[0] == ["左", "词", "右", "标题", "地点", "日期", "地址"]
    assert len(copied) == len(right) + 1
    # Each line names its article, in the table and in the file.
    assert [row[3] for row in copied[1:]] == sources and len(set(sources)) > 3
    # A cell that a sheet would take for a formula is kept as text.
    assert {row[1] for row in copied[1:]} == {"党建"} and not any(cell.startswith(("=", "+", "-", "@")) for row in copied for cell in row)


def test_search_on_a_phone(reader: Reader, address: str) -> None:
    page = reader.page
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/index.html")
    page.locator(".find-link").click()
    page.wait_for_url("**/search/index.html")
    page.locator("[data-results] input[name=q]").fill("金集镇")
    page.locator(".hits > li").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert asked(page) == {"q": ["金集镇"]}


def test_search_from_a_folder(reader: Reader, site: Path) -> None:
    page = reader.page
    page.goto((site / "index.html").as_uri())
    search(page, "卓资县")
    page.locator(FOUND, has_text="两委换届").first.click()
    page.wait_for_url("file://**/articles/*zhuozi*")
    assert page.locator(".text mark").count() > 0
    page.goto(f"{(site / 'search' / 'index.html').as_uri()}?q=長江鎮")
    page.locator(".hits > li").first.wait_for()
    assert not reader.wrong


def test_the_interface_for_programs(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/index.html")
    found = page.evaluate("edition.search('党建', { limit: 2, facets: { province: ['安徽省'] } })")
    assert found["exact"] and found["total"] == 2 and len(found["hits"]) == 2
    assert {"id", "title", "url", "anchor", "excerpt", "passages"} <= set(found["hits"][0])
    captions = page.evaluate("edition.search('金集镇', { facets: { kind: ['caption'] }, limit: 99, passages: true })")["hits"]
    assert len(captions) == 1 and {passage["kind"] for passage in captions[0]["passages"]} == {"caption"}
    assert len(captions[0]["passages"]) >= 3
    assert page.evaluate("edition.search('', {})")["total"] == 0


HOME_OF = {
    "天长": "党旗猎猎新潮涌",
    "固镇": "安徽固镇",
    "如皋": "江苏省如皋市长江镇",
    "盖州": "辽宁盖州二台乡",
    "桦甸": "吉林省桦甸市",
    "广丰": "红色筑魂践初心",
    "南召": "全域党建点燃发展",
    "新密": "踔厉奋发勇担当",
    "济阳": "新市镇全力争当",
    "鱼台": "山东鱼台提升党建",
    "卓资": "内蒙古卓资县多举措",
}
QUESTIONS = (
    # What a reader types, whose article is wanted first, and what the page says of the question.
    ("天长", "天长", "天长市"),
    ("固镇县", "固镇", "固镇县"),
    ("2021 安徽", "天长", "看作 2021年 · 安徽省：2篇"),
    ("2021安徽", "天长", "看作 2021年 · 安徽省：2篇"),
    ("2022 河南", "新密", "看作 2022年 · 河南省：1篇"),
    ("2019-2020 江西", "广丰", "看作 2019—2020年 · 江西省：1篇"),
    ("山东 党建", "鱼台", "看作 山东省 · 党建：2篇"),
    ("吉林 疫情防控", "桦甸", "看作 吉林省 · 疫情防控：1篇"),
    ("rugao", "如皋", "如皋市"),
    ("rg", "如皋", "如皋市"),
    ("tianchang", "天长", "天长市"),
    ("wuhao", "固镇", "吴昊"),
    ("qlwb", "济阳", "齐鲁晚报"),
    ("吴昊", "固镇", "吴昊 署名"),
    ("张本森", "天长", "张本森 署名"),
    ("金集镇", "天长", "金集镇 地点"),
    ("齐鲁晚报", "济阳", "齐鲁晚报 报纸"),
    ("疫情防空", "桦甸", "改查 “疫情防控”（读音相同）"),
    ("鹰商环境", "南召", "改查 “营商环境”（读音相同）"),
    ("人句环境", "新密", "改查 “人居环境”（读音相同）"),
    ("19届", "盖州", "改查 “十九届”（数字的另一种写法）"),
    ("农民收入", "天长", "改查 “农民 收入”（分成几个词）"),
    ("人才振兴战略", "天长", "改查 “人才 振兴战略”（分成几个词）"),
    ("一组一会", "固镇", ""),
    ("党员联户", "桦甸", ""),
    ("红色引擎", "南召", ""),
    ("四级书记", "固镇", ""),
    ("天翔集团", "天长", ""),
    ("两委换届", "卓资", ""),
    ("新市镇 1139", "济阳", ""),
    ("全会精神 牌坊店村", "盖州", ""),
)


def test_readers_find_first_what_they_mean(reader: Reader, address: str) -> None:
    wrong = []
    for query, home, said in QUESTIONS:
        reader.page.goto(f"{address}/search/index.html?{urlencode({'q': query})}")
        reader.page.locator(SETTLED).wait_for()
        title = reader.page.locator(".hits > li a").first.inner_text()
        told = reader.page.locator("[data-understood], [data-list] > p").all_inner_texts()
        if not title.startswith(HOME_OF[home]) or (said and not any(said in one.replace("\n", " ") for one in told)):
            wrong.append((query, title, told))
    assert not wrong and len(QUESTIONS) > 30


def test_the_field_offers_names_before_passages(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/index.html")
    for typed, name in (("天长", "天长市"), ("rugao", "如皋市"), ("吴昊", "吴昊")):
        search(page, typed)
        page.locator(FOUND, has_text=name).first.wait_for()
        page.wait_for_function("name => document.querySelector('.found a').textContent.startsWith(name)", arg=name)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/index.html#*")
    assert page.locator(":target").inner_text() == "吴昊"


def test_results_stand_by_date_and_within_years(reader: Reader, address: str) -> None:
    page = reader.page

    def years() -> list[int]:
        facts = page.locator(".hits .facts").all_inner_texts()
        return [int(found[1]) for text in facts if (found := re.search(r"(\d{4})年", text))]

    page.goto(f"{address}/search/index.html?q=党建")
    page.locator(SETTLED).wait_for()
    count = page.locator(".hits > li").count()
    assert page.locator("[data-order]").bounding_box()["width"] > 40
    for value, ordered in (("new", sorted(years(), reverse=True)), ("old", sorted(years()))):
        page.locator("[data-order]").select_option(value)
        page.wait_for_url(f"**order={value}**")
        page.locator(SETTLED).wait_for()
        assert years() == ordered and page.locator(".hits > li").count() == count
    page.get_by_label("起始年").fill("2019")
    page.get_by_label("终止年").fill("2020")
    page.get_by_role("button", name="限定").click()
    page.wait_for_url("**years=2019-2020**")
    page.locator("[data-chosen]", has_text="2019—2020").wait_for()
    page.locator(SETTLED).wait_for()
    assert years() == [2019]
    page.get_by_role("link", name="去掉起止年份").click()
    page.wait_for_function("count => document.querySelectorAll('.hits > li').length === count", arg=count)


def test_who_comes_to_the_search_without_a_question_can_type_at_once(reader: Reader, address: str) -> None:
    reader.page.set_viewport_size(PHONE)
    reader.page.goto(f"{address}/index.html")
    reader.page.locator(".find-link").click()
    reader.page.wait_for_url("**/search/index.html")
    reader.page.wait_for_function("document.activeElement.name === 'q'")


def _settled(page: Any, address: str) -> str:
    """What the page of results says at an address, once nothing is looked for any more."""
    page.goto(address)
    page.locator(SETTLED).wait_for()
    return str(page.locator("[data-said]").inner_text())


def test_any_address_of_results_is_told_as_it_is_understood(reader: Reader, address: str) -> None:
    page = reader.page
    results = f"{address}/search/index.html"
    within = _settled(page, f"{results}?q=党建&years=2019-2020")
    assert within.startswith("找到") and _settled(page, f"{results}?q=党建&years=2020-2019") == within
    assert "2019—2020" in page.locator("[data-chosen]").inner_text()
    # A span says which years; a year that a reader then takes says it in its place.
    assert (
        _settled(page, f"{results}?q=党建&years=2019-2020&year=2021") == within and "2021" not in page.locator("[data-chosen]").inner_text()
    )
    _settled(page, f"{results}?q=党建&years=2019-2021")
    page.locator("[data-facets] a", has_text="2021").first.click()
    page.wait_for_url(lambda url: "year=2021" in url and "years=" not in url)
    for by in ("__proto__", "constructor", "x"):
        assert _settled(page, f"{results}?q=党建&view=lines&by={by}").startswith("找到")
        page.locator(".kwic").wait_for()
    for asked in ("theme=constructor", "kind=__proto__&q=党建", "newspaper=title", "year=__proto__"):
        assert "没有" in _settled(page, f"{results}?{asked}")
        told = page.locator("[data-chosen]").inner_text()
        assert asked.split("=")[1].split("&")[0] in told and "function" not in told
    assert _settled(page, f"{results}?theme=constructor") == "没有这样的文章。"
    assert not reader.wrong


def test_what_a_query_may_mean_is_no_more_than_what_is_there(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/index.html")
    rows = {
        "place": [["鼓楼区", "gu lou qu", 1, "", "江苏省/南京市/鼓楼区"], ["鼓楼区", "gu lou qu", 2, "", "福建省/福州市/鼓楼区"]],
        "newspaper": [["WTO报", "wto bao", 3, ""]],
    }
    told = page.evaluate(
        """async (rows) => {
        const { understand, inside: { own } } = window.edition;
        await own.files.load("names");
        own.files.put(own.files.version, "names", { rows, sounds: {} });
        const facts = [];
        for (const query of ["2021 鼓楼区", "2021-1850 鼓楼区", "9999 鼓楼区"]) facts.push(await understand.facts(query));
        return [facts, (await understand.named("wtob")).map(({ name }) => name), (await understand.named("wtbg")).length];
    }""",
        rows,
    )
    both = ["江苏省/南京市/鼓楼区", "福建省/福州市/鼓楼区"]
    assert [sorted(one["facets"]["province"]) == sorted(both) for one in told[0]] == [True] * 3
    assert [one["q"] for one in told[0]] == ["", "2021-1850", "9999"]
    assert told[1:] == [["WTO报"], 0]
    assert not reader.wrong


def test_only_numerals_are_written_otherwise(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/index.html")
    # The search is told to find everything, so that what is asked of it comes out.
    script = (ROOT / "docs" / "assets" / "js" / "understand.js").read_text(encoding="utf-8")
    script = script.replace("const { search,", "const search = async () => ({ hits: [0], total: 1, exact: true }); const {")
    page.route("**/understand.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.reload()
    pairs = {
        "十九届": "19届", "二百三十五户": "235户", "一千零五人": "1005人", "二〇二一年": "2021年", "十人": "10人",
        "19届": "十九届", "一一": "11",
        "1" * 30: "一" * 30,
    } | dict.fromkeys(("三千五", "二三十", "百姓", "千方百计", "一心", "一百五"))  # fmt: skip
    asked = page.evaluate("async (all) => Promise.all(all.map((one) => window.edition.understand.also(one)))", list(pairs))
    assert {query: found and found["q"] for query, found in zip(pairs, asked, strict=True)} == pairs


def test_another_way_to_write_a_number_keeps_to_what_was_chosen(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/search/index.html")
    page.evaluate("window.edition.understand.also = async () => ({ q: '党建', total: 1, exact: true })")
    page.locator("[data-results] input[name=q]").fill("书记")
    page.wait_for_url("**q=**")
    page.locator("[data-facets] a", has_text="2021").first.click()
    link = page.locator("[data-understood] a", has_text="“党建”")
    link.wait_for()
    assert "year=2021" in link.get_attribute("href")
