"""What a reader does."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from browser.conftest import DESK, FOUND, Reader, search
from browser.pages import articles

pytestmark = pytest.mark.browser


def test_from_home_by_a_province_to_an_article(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/index.html")
    page.locator(".md-content a[href*='provinces/']").filter(has_text="内蒙古").first.click()
    page.wait_for_url("**/provinces/neimenggu.html")
    assert page.locator("h1").inner_text().startswith("内蒙古自治区")
    page.locator("a", has_text="内蒙古卓资县多举措确保村（社区）两委换届开好局").first.click()
    page.wait_for_url("**/articles/*.html")
    assert "两委换届开好局" in page.locator("h1").inner_text()
    assert "卓资县选派优秀人才" in page.locator("article").inner_text()
    assert "宫立灵" in page.locator("article").inner_text()
    assert not reader.wrong
    assert reader.asked == {urlsplit(address).netloc}


def test_search_finds_a_county(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/index.html")
    search(page, "卓资县")
    page.locator(FOUND).first.wait_for()
    assert "卓资" in page.locator(FOUND).first.inner_text()
    page.locator(FOUND, has_text="两委换届").first.click()
    page.wait_for_url("**/articles/*zhuozi*")
    page.locator("article mark", has_text="卓资").first.wait_for()
    assert not reader.wrong
    assert reader.asked == {urlsplit(address).netloc}


def test_search_finds_nothing_that_is_not_there(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/index.html")
    search(page, "亚历山大图书馆")
    page.locator(".found__said", has_text="没有找到").wait_for()
    assert page.locator(FOUND).count() == 0


def test_a_passage_has_an_address(reader: Reader, address: str, site: Path) -> None:
    """The anchor of a paragraph is the line of the seed on which it begins, and the browser goes there."""
    name = next(path.name for path in sorted(articles(site)) if "zhuozi" in path.name)
    page = reader.page
    page.goto(f"{address}/articles/{name}#l396")
    assert page.locator("#l396").inner_text().startswith("卓资县选派优秀人才")
    box = page.locator("#l396").bounding_box()
    assert 0 <= box["y"] < DESK["height"]


def test_the_search_index_waits_until_a_reader_types(reader: Reader, address: str) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.page.goto(f"{address}/articles/index.html", wait_until="networkidle")
    assert not [url for url in asked if "data/search" in url]
    with reader.page.expect_request("**/data/search/current.js"):
        search(reader.page, "党建")


def _crawl(page: Any, start: str) -> set[str]:
    """Every page that is reached from `start` by links that a reader sees."""
    reached, ahead = set[str](), [start]
    seen = "nodes => nodes.filter(node => node.checkVisibility()).map(node => node.href.split('#')[0])"
    while ahead:
        url = ahead.pop()
        if url not in reached:
            page.goto(url, wait_until="domcontentloaded")
            reached.add(url)
            ahead += [link for link in page.eval_on_selector_all("a[href]", seen) if link.endswith(".html")]
    return reached


@pytest.mark.parametrize("scripts", [True, False])
def test_every_article_is_reached_in_a_folder_from_the_home_page(chromium: Any, site: Path, scripts: bool) -> None:
    """From disk, with and without scripts: nothing is asked of any host, nothing complains, and the text is there."""
    context = chromium.new_context(java_script_enabled=scripts)
    reader = Reader(context.new_page())
    reached = _crawl(reader.page, (site / "index.html").as_uri())
    wanted = {path.as_uri() for path in articles(site)}
    assert wanted and wanted <= reached
    assert not [url for url in reached if not url.startswith((site / "x").as_uri()[:-1])]
    reader.page.goto(min(wanted))
    assert len(reader.page.locator("article").inner_text()) > 300
    assert reader.page.evaluate("document.styleSheets.length") == 1
    assert {netloc for netloc in reader.asked if netloc} == set()
    assert not reader.wrong
    context.close()
