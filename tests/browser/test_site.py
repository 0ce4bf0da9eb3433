"""The built site: every link of it, and what a reader does, in a real Chromium.

The tests that drive the browser are skipped where there is none, unless EDITION_REQUIRE_BROWSER=1 asks for it.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

PHONE = {"width": 360, "height": 740}


# What needs no browser: the links


@functools.cache
def _page(path: Path) -> Any:
    return html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)


def _pages(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*.html") if path.name != "404.html")


def _links(path: Path) -> Iterator[str]:
    for node in _page(path).iter():
        for key in ("href", "src"):
            if key in node.attrib:
                yield node.attrib[key]


def _target(path: Path, link: str, site: Path) -> Path:
    """The file of the site that a link of a page leads to."""
    address = unquote(urlsplit(link).path)
    target = (site / address.lstrip("/") if address.startswith("/") else path.parent / address) if address else path
    target = target.resolve()
    return target / "index.html" if target.is_dir() else target


def _articles(site: Path) -> set[Path]:
    lines = (site / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return {(site / "articles" / f"{json.loads(line)['id']}.html").resolve() for line in lines}


def test_every_link_and_anchor_of_the_site_resolves(site: Path) -> None:
    broken, seen = [], 0
    for path in _pages(site):
        for link in _links(path):
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "mailto", "data") or not link:
                continue
            seen += 1
            target = _target(path, link, site)
            where = path.relative_to(site)
            if not target.is_file():
                broken.append(f"{where}: {link} leads nowhere")
            elif target.suffix == ".html" and parts.fragment:
                ids = {node.attrib.get(key) for node in _page(target).iter() for key in ("id", "name")}
                # `__search` and its like are the theme's own switches.
                if unquote(parts.fragment) not in ids and not parts.fragment.startswith("__"):
                    broken.append(f"{where}: {link} has no such anchor")
    assert seen > 100
    assert not broken, "\n".join(broken)


def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    for path in _pages(site):
        for node in _page(path).iter():
            asked = [node.attrib.get("src", "")]
            asked += [node.attrib.get("href", "")] if node.tag == "link" and node.attrib.get("rel") != "canonical" else []
            assert not any(urlsplit(link).netloc for link in asked), f"{path.relative_to(site)}: {node.tag} {asked}"


@pytest.mark.parametrize("index", ["provinces", "themes"])
def test_every_article_is_reached_from_the_index(site: Path, index: str) -> None:
    start = site / index / "index.html"
    lists = {_target(start, link, site) for link in _links(start) if not urlsplit(link).scheme}
    lists = {path for path in lists if path.parent == (site / index).resolve()} | {start.resolve()}
    reached = {_target(path, link, site) for path in lists if path.is_file() for link in _links(path) if not urlsplit(link).scheme}
    assert _articles(site) and _articles(site) <= reached


def test_no_page_of_the_site_is_an_island(site: Path) -> None:
    """Every page is reached from the home page by links alone."""
    reached, ahead = set(), [(site / "index.html").resolve()]
    while ahead:
        path = ahead.pop()
        if path not in reached and path.suffix == ".html" and path.is_file():
            reached.add(path)
            ahead.extend(_target(path, link, site) for link in _links(path) if not urlsplit(link).scheme)
    assert {path.resolve() for path in _pages(site)} <= reached


def test_ids_stand_once_on_a_page(site: Path) -> None:
    for path in _pages(site):
        ids = [node.attrib["id"] for node in _page(path).iter() if "id" in node.attrib and node.attrib["id"].strip()]
        assert len(ids) == len(set(ids)), f"{path.relative_to(site)}: {sorted({name for name in ids if ids.count(name) > 1})}"


# What a reader does


@pytest.mark.browser
def test_from_home_by_a_province_to_an_article(reader: Any, address: str) -> None:
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


def _search(page: Any, words: str) -> None:
    """Search as a reader does; the search looks at its field when a key is let go, which setting Han characters alone does not do."""
    page.locator("[data-find]").click()
    field = page.locator("input.md-search__input")
    field.fill(words)
    field.press("End")


@pytest.mark.browser
def test_search_finds_a_county(reader: Any, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/index.html")
    _search(page, "卓资县")
    page.locator(".md-search-result__link").first.wait_for()
    assert "卓资" in page.locator(".md-search-result__link").first.inner_text()
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/articles/*zhuozi*")
    assert not reader.wrong
    assert reader.asked == {urlsplit(address).netloc}


@pytest.mark.browser
def test_search_finds_nothing_that_is_not_there(reader: Any, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/index.html")
    _search(page, "亚历山大图书馆")
    page.locator(".md-search-result__meta", has_text="没有找到").wait_for()
    assert page.locator(".md-search-result__link").count() == 0


def _kinds(site: Path) -> list[str]:
    """One page of each kind."""

    def first(folder: str) -> str:
        return next(path.name for path in sorted((site / folder).glob("*.html")) if path.name != "index.html")

    lists = [f"{folder}/{name}" for folder in ("provinces", "themes") for name in ("index.html", first(folder))]
    return ["index.html", f"articles/{first('articles')}", "articles/index.html", *lists, "about/index.html"]


@pytest.mark.browser
def test_no_page_scrolls_sideways_on_a_phone(reader: Any, address: str, site: Path) -> None:
    page = reader.page
    page.set_viewport_size(PHONE)
    for kind in _kinds(site):
        page.goto(f"{address}/{kind}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], f"{kind} is {width} pixels wide"
    assert not reader.wrong


@pytest.mark.browser
def test_no_page_of_any_kind_complains(reader: Any, address: str, site: Path) -> None:
    for kind in _kinds(site):
        reader.page.goto(f"{address}/{kind}", wait_until="networkidle")
        assert not reader.wrong, f"{kind}: {reader.wrong}"
    assert reader.asked == {urlsplit(address).netloc}


@pytest.mark.browser
def test_the_site_works_from_a_folder(reader: Any, site: Path) -> None:
    page = reader.page
    page.goto((site / "index.html").as_uri())
    page.locator(".md-content a[href*='articles/']").first.click()
    page.wait_for_url("file://**/articles/*.html")
    assert page.locator("article h1").inner_text().strip()
    assert page.evaluate("document.styleSheets.length") > 1
    assert {netloc for netloc in reader.asked if netloc} == set()


@pytest.mark.browser
def test_a_passage_has_an_address(reader: Any, address: str, site: Path) -> None:
    """The anchor of a paragraph is the line of the seed on which it begins, and the browser goes there."""
    name = next(path.name for path in sorted(_articles(site)) if "zhuozi" in path.name)
    page = reader.page
    page.goto(f"{address}/articles/{name}#l396")
    assert page.locator("#l396").inner_text().startswith("卓资县选派优秀人才")
    box = page.locator("#l396").bounding_box()
    assert 0 <= box["y"] < page.viewport_size["height"]


@pytest.mark.browser
def test_without_scripts_the_text_is_there(chromium: Any, address: str, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/index.html")
    page.locator(".md-content a[href*='provinces/']").first.click()
    page.wait_for_url("**/provinces/*.html")
    page.locator(".md-content a[href*='articles/']").first.click()
    page.wait_for_url("**/articles/*.html")
    assert len(page.locator("article").inner_text()) > 300
    context.close()
