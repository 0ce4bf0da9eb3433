"""The ways to and from an article, as a reader goes them: the path, the turner, the related articles, the table of all."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import PHONE, Reader, violations

pytestmark = pytest.mark.browser

INDEXES = ("browse", "figures", "dates", "newspapers", "people", "places", "articles", "provinces", "themes")


def _titles(page: Any) -> list[str]:
    return [text.strip() for text in page.locator(".catalogue tbody tr td:first-child").all_inner_texts()]


def _table(page: Any, address: str) -> None:
    page.goto(f"{address}/articles/index.html")
    page.locator(".catalogue-tools button").click()
    page.locator(".catalogue table").wait_for()


def test_the_table_sorts_by_every_column_and_back(reader: Reader, address: str) -> None:
    page = reader.page
    _table(page, address)
    assert len(_titles(page)) == 11
    page.locator(".catalogue th button", has_text="字数").click()
    lengths = [int(text) for text in page.locator(".catalogue tbody td:last-child").all_inner_texts()]
    assert lengths == sorted(lengths) and page.locator("th[aria-sort=ascending]").inner_text().strip().startswith("字数")
    page.locator(".catalogue th button", has_text="字数").click()
    assert [int(text) for text in page.locator(".catalogue tbody td:last-child").all_inner_texts()] == lengths[::-1]
    page.locator(".catalogue th button", has_text="题名").click()
    titles = _titles(page)
    # By pinyin: 安 chuō dǎng … xīn.
    assert [title[0] for title in titles[:3]] == ["安", "踔", "党"] and titles[-1][0] == "新"
    # What has no newspaper stands last, up and down.
    for _ in range(2):
        page.locator(".catalogue th button", has_text="报名").click()
        assert page.locator(".catalogue tbody tr").first.locator("td").nth(3).inner_text() == "齐鲁晚报"
    assert not reader.wrong


def test_the_table_filters_by_typing(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/articles/index.html")
    assert not [one for one in page.evaluate("performance.getEntriesByType('resource').map(one => one.name)") if "data/articles.js" in one]
    field = page.get_by_label("筛选")
    field.fill("安徽 吴昊")
    page.locator(".catalogue table").wait_for()
    assert _titles(page) == ["安徽固镇 抓实“一组一会”解民忧"]
    assert page.locator(".catalogue output").inner_text() == "共1篇"
    assert not page.locator(".entries").first.is_visible()
    field.fill("没有这样的词")
    assert page.locator(".catalogue output").inner_text() == "没有这样的文章" and _titles(page) == []
    page.locator(".catalogue-tools button").click()
    assert page.locator(".entries").first.is_visible() and not page.locator(".catalogue table").is_visible()
    field.fill("固镇")
    page.locator(".catalogue tbody a").click()
    page.wait_for_url("**/articles/bengbu-guzhen-*.html")
    assert not reader.wrong


def test_the_table_works_from_a_folder_and_on_a_phone(reader: Reader, site: Path) -> None:
    page = reader.page
    page.set_viewport_size(PHONE)
    _table(page, site.as_uri())
    assert len(_titles(page)) == 11
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert {netloc for netloc in reader.asked if netloc} == set()


def _figures(page: Any) -> list[list[str]]:
    """The cells of the table of figures, row by row."""
    page.locator(".catalogue table").wait_for()
    rows: list[list[str]] = page.locator(".catalogue tbody tr").evaluate_all(
        "all => all.map(row => [...row.cells].map(one => one.textContent))"
    )
    return rows


def test_the_figures_sort_and_filter_and_their_address_keeps_it(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/figures/index.html")
    assert not page.get_by_role("button", name="下载所列").is_visible()
    page.get_by_role("button", name="列成表格").click()
    every = _figures(page)
    assert len(every) == 100 and page.locator(".catalogue output").inner_text().startswith("共")
    page.get_by_role("button", name="再列").click()
    assert len(_figures(page)) > 100
    page.get_by_label("名目").fill("财政收入")
    assert {row[0] for row in _figures(page)} == {"财政收入"}
    page.locator(".catalogue th button", has_text="数值").click()
    assert [row[1] for row in _figures(page)] == ["1.09亿元", "2.21亿元"]
    page.locator(".catalogue th button", has_text="数值").click()
    assert [row[1] for row in _figures(page)] == ["2.21亿元", "1.09亿元"]
    assert page.locator(".catalogue th[aria-sort=descending]").inner_text().startswith("数值")
    page.get_by_role("searchbox", name="年份").fill("2020")
    assert [row[1] for row in _figures(page)] == ["1.09亿元"]
    # Whoever opens the address that stands there sees the same.
    page.goto(page.url)
    assert "sort=-2" in page.url and page.get_by_role("searchbox", name="年份").input_value() == "2020"
    assert [row[1] for row in _figures(page)] == ["1.09亿元"]
    page.get_by_role("searchbox", name="地点").fill("天长市")
    page.get_by_label("文字").fill("没有这样的字")
    assert page.locator(".catalogue output").inner_text() == "没有这样的数量"
    page.get_by_label("文字").fill("党旗")
    page.locator(".catalogue tbody a").click()
    page.wait_for_url("**/articles/tianchang-*.html#l33")
    page.go_back()
    assert [row[1] for row in _figures(page)] == ["1.09亿元"]
    page.get_by_role("button", name="回到列表").click()
    assert "?" not in page.url and page.locator(".figures").first.is_visible()
    assert not reader.wrong


def test_a_quantity_is_drawn_over_years_and_over_places(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/figures/index.html?name=财政收入&plot=year")
    plot = page.locator(".catalogue .plot svg")
    plot.wait_for()
    assert plot.locator("> title").text_content() == "财政收入，2019—2020年"
    assert "最高2.21亿元" in plot.locator("> desc").text_content() and plot.locator("circle").count() == 2
    assert page.get_by_label("画图").input_value() == "year" and len(_figures(page)) == 2
    # In neither year do two places state it.
    page.get_by_label("画图").select_option("place")
    assert plot.count() == 0 and "不足以按地点画图" in page.locator(".catalogue .note").inner_text() and "plot=place" in page.url
    assert not reader.wrong


def test_a_picture_over_years_holds_years_alone_and_no_address_breaks_the_table(reader: Reader, address: str) -> None:
    page = reader.page
    row = ["a", "l1", "甲", "产量", "吨", "1", "", "1吨", "", "", "", "丙", "句"]
    rows = [
        [*row[:5], value, *row[6:8], time, time, *row[10:]]
        for time, value in (("2019", "5"), ("2020", "7"), ("2021-03", "9"), ("2021/2022", "8"))
    ]
    page.route(
        "**/data/figures.js",
        lambda route: route.fulfill(content_type="text/javascript", body=f"window.editionFigures = {json.dumps(rows)};"),
    )
    page.goto(f"{address}/figures/index.html?plot=year")
    plot = page.locator(".catalogue .plot svg")
    plot.wait_for()
    assert plot.locator("> title").text_content() == "产量，2019—2020年" and plot.locator("circle").count() == 2
    for given in ("sort=1.5", "sort=99", "sort=x&plot=constructor", "name=__proto__", "name=(&sort=-2"):
        page.goto(f"{address}/figures/index.html?{given}")
        page.wait_for_timeout(200)
    assert not reader.wrong


def test_the_figures_shown_are_saved_for_a_sheet(reader: Reader, address: str) -> None:
    page = reader.page
    # As a sheet would take it for a formula, it is guarded; a number below nought is none.
    row = ["a", "l1", '=甲"乙', "降幅", "%", "-5.6", "", "-5.6%", "", "2020", "@丙", "", "+句，子"]
    page.route(
        "**/data/figures.js",
        lambda route: route.fulfill(content_type="text/javascript", body=f"window.editionFigures = {json.dumps([row])};"),
    )
    page.goto(f"{address}/figures/index.html?name=降幅")
    _figures(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载所列").click()
    assert saved.value.suggested_filename == "figures.csv"
    text = Path(saved.value.path()).read_bytes().decode("utf-8")
    assert text.startswith('\ufeff"article","anchor"') and text.endswith("\r\n")
    _, cells = csv.reader(text.removeprefix("\ufeff").splitlines())
    assert cells == ["a", "l1", "'=甲\"乙", "降幅", "%", "-5.6", "", "'-5.6%", "", "2020", "'@丙", "", "'+句，子"]
    assert not reader.wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_figures_fit_a_phone_for_everyone_and_on_paper(chromium: Any, address: str, axe: str, scheme: str) -> None:
    context = chromium.new_context(viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/figures/index.html?name=财政收入&plot=year&sort=2")
    page.locator(".catalogue .plot svg").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(page, axe, scheme) == []
    page.emulate_media(media="print")
    assert not page.locator(".catalogue-tools").is_visible() and page.locator(".catalogue table").is_visible()
    context.close()


def test_the_figures_work_from_a_folder_and_are_lists_without_scripts(chromium: Any, site: Path) -> None:
    for scripts in (True, False):
        context = chromium.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(f"{site.as_uri()}/figures/index.html")
        assert page.locator(".figures table").first.is_visible()
        if scripts:
            page.get_by_label("名目").fill("财政收入")
            assert len(_figures(page)) == 2
        else:
            assert page.locator(".catalogue *").count() == 0
        context.close()


def test_the_path_leads_back_home(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/articles/tianchang-jinji-dangqi-lielie-xin-chaoyong.html")
    path = page.get_by_role("navigation", name="路径")
    assert path.locator("li").all_inner_texts() == ["首页", "安徽省", "天长市", "党旗猎猎新潮涌 不忘初心得始终"]
    path.get_by_role("link", name="天长市").click()
    page.wait_for_url("**/provinces/anhui.html#*")
    assert page.locator("h3:target").inner_text().startswith("天长市")
    assert page.get_by_role("navigation", name="路径").locator("[aria-current=page]").inner_text() == "安徽省"
    page.get_by_role("navigation", name="路径").get_by_role("link", name="首页").click()
    page.wait_for_url("**/index.html")
    assert page.get_by_role("navigation", name="路径").count() == 0


def test_every_page_but_home_has_a_path(reader: Reader, address: str, site: Path) -> None:
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if name not in ("index.html", "404.html"):
            assert path.read_text(encoding="utf-8").count('aria-label="路径"') == 1, name


def test_a_reader_turns_to_the_next_article_of_the_page_and_back(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/articles/bengbu-guzhen-zhuashi-yizu-yihui-jieminyou.html")
    page.locator("a[rel=next]").click()
    page.wait_for_url("**/wulanchabu-*.html")
    page.locator("a[rel=prev]").click()
    page.wait_for_url("**/bengbu-*.html")
    related = page.get_by_role("region", name="相关文章")
    if related.count():
        assert related.locator("li").count() <= 5
    assert not reader.wrong


def test_the_indexes_fit_a_phone_and_go_dark(chromium: Any, address: str) -> None:
    for scheme in ("light", "dark"):
        context = chromium.new_context(viewport=PHONE, color_scheme=scheme)
        page = context.new_page()
        for name in INDEXES:
            page.goto(f"{address}/{name}/index.html")
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
        context.close()


def test_without_scripts_the_list_is_plain(chromium: Any, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/articles/index.html")
    assert page.locator(".entries li").count() == 11 and page.locator(".catalogue-tools").count() == 0
    page.goto(f"{address}/browse/index.html")
    for name in ("dates", "people", "places", "newspapers"):
        assert page.locator(f".md-content a[href*='{name}/index.html']").count() == 1
    context.close()


def test_the_facts_of_an_article_lead_to_their_entries(reader: Reader, address: str) -> None:
    page = reader.page
    article = f"{address}/articles/tianchang-jinji-dangqi-lielie-xin-chaoyong.html"
    for name, path, entry in (
        ("天长市", "places/index.html", "天长市"), ("金集镇", "places/index.html", "金集镇"), ("约2021年", "dates/index.html", "约在此年"),
        ("张本森", "people/index.html", "张本森"),
    ):  # fmt: skip
        page.goto(article)
        page.locator(".head").get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(f"**/{path}#*")
        target = page.locator(":target")
        assert target.inner_text().startswith(entry) and 0 <= target.bounding_box()["y"] < page.viewport_size["height"]
    page.goto(article)
    assert page.locator(".head .themes > a").count() == 3 and not page.locator(".head .themes details a").first.is_visible()
    mark = page.locator(".head .place a.inferred").first
    assert mark.get_attribute("title").startswith("推断——")
    mark.click()
    page.wait_for_function("document.getElementById('grounds').open")


def test_who_comes_to_the_first_page_of_a_long_list_is_led_on_to_the_entry(reader: Reader, address: str) -> None:
    page = reader.page
    body = page.request.get(f"{address}/people/index.html").text().replace("<h1", '<nav class="pager"></nav><h1', 1)
    page.route("**/people/index.html", lambda route: route.fulfill(body=body, content_type="text/html"))
    told = 'window.editionAnchors = {"署名-赵六":3,"署名-钱七":1};'
    page.route("**/data/anchors/people/index.js", lambda route: route.fulfill(body=told, content_type="text/javascript"))
    page.route("**/people/index_3.html", lambda route: route.fulfill(body="<p id=署名-赵六>", content_type="text/html"))
    # Some hosts leave out the name of the file.
    page.route("**/people/", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{address}/people/#署名-赵六")
    page.wait_for_url("**/people/index_3.html#*")
    page.goto(f"{address}/people/index.html#署名-赵六")
    page.wait_for_url("**/people/index_3.html#*")
    for here in ("署名-钱七", "constructor", "署名-张本森"):
        page.goto(f"{address}/people/index.html#{here}")
        page.wait_for_timeout(200)
        assert page.url.startswith(f"{address}/people/index.html#")
