"""The interface of search: what a reader types, chooses, goes back from and copies."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from browser.conftest import FOUND, PHONE, Reader, search

pytestmark = pytest.mark.browser

SAID = "[data-said]"


def asked(page: Any) -> dict[str, list[str]]:
    """What the address asks."""
    return parse_qs(urlsplit(page.url).query)


def results(page: Any, address: str, query: str) -> Any:
    page.goto(f"{address}/search/index.html?{query}")
    page.locator(SAID, has_text="找到").wait_for()
    return page.locator(".hits > li")


def test_the_field_finds_while_a_reader_types_and_leads_to_the_passage(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/about/index.html")
    page.keyboard.press("/")
    page.keyboard.type("长江镇")
    page.locator(FOUND).first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.locator(f"{FOUND}[aria-selected=true]").count() == 1
    assert page.locator("[data-search] input").get_attribute("aria-activedescendant") == "found-0"
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
    page.wait_for_function(f"document.querySelectorAll('.hits > li').length < {before}")
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
    assert page.locator("[data-results] input").input_value() == "党建"


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
    page.locator("[data-results] input").fill(query)
    page.locator("[data-results] form button").click()
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
    right = [row.split("\t")[-1] for row in rows.all_inner_texts()]
    assert len(right) > 20 and right == sorted(right)
    page.locator("button", has_text="复制为CSV").click()
    page.locator("button", has_text="已复制").wait_for()
    copied = list(csv.reader(page.evaluate("navigator.clipboard.readText()").splitlines()))
    assert copied[0] == ["左", "词", "右", "标题", "地点", "日期", "地址"]
    assert len(copied) == len(right) + 1
    # A cell that a sheet would take for a formula is kept as text.
    assert {row[1] for row in copied[1:]} == {"党建"} and not any(cell.startswith(("=", "+", "-", "@")) for row in copied for cell in row)


def test_search_on_a_phone(reader: Reader, address: str) -> None:
    page = reader.page
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/index.html")
    page.locator(".find-link").click()
    page.wait_for_url("**/search/index.html")
    page.locator("[data-results] input").fill("金集镇")
    page.locator(".hits > li").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert asked(page) == {"q": ["金集镇"]}


def test_search_from_a_folder(reader: Reader, site: Path) -> None:
    page = reader.page
    page.goto((site / "index.html").as_uri())
    search(page, "卓资县")
    page.locator(FOUND).first.click()
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
