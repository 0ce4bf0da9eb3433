"""The site for a public address, and below a path: what search engines, previews and readers of wrong addresses see."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from browser.conftest import FOUND, Reader, search, served
from browser.pages import articles, kinds, pages, parse
from conftest import PUBLIC, ROOT, render
from edition.ledger import load_ledger

CARD = ROOT / "docs" / "assets" / "images" / "card.png"
NEEDED = {"og:type", "og:title", "og:description", "og:locale", "twitter:card"}


def _meta(path: Path) -> dict[str, str]:
    found = [node.attrib for node in parse(path).iter("meta")]
    return {node.get("property", node.get("name", "")): node.get("content", "") for node in found}


def test_a_link_to_any_page_can_be_shown(site: Path, published: Path) -> None:
    for folder in (site, published):
        for path in [*pages(folder), folder / "404.html"]:
            meta = _meta(path)
            assert meta.keys() >= NEEDED and all(meta[name] for name in NEEDED), path
            assert meta["og:locale"] == "zh_CN"
            assert meta["og:type"] == ("article" if path.resolve() in articles(folder) else "website"), path
            # An image that is not named from the root of the web is one that nobody finds.
            assert ("og:image" in meta) == (folder == published)
            assert meta.get("og:image", f"{PUBLIC}assets/images/card.png") == f"{PUBLIC}assets/images/card.png"
            assert meta["twitter:card"] == ("summary_large_image" if folder == published else "summary")
    path = min(articles(published))
    meta, title = _meta(path), parse(path).find(".//title").text
    assert title.startswith(f"{meta['og:title']} - ") and meta["og:url"] == f"{PUBLIC}articles/{path.name}"


def test_the_card_is_as_large_as_it_says(published: Path) -> None:
    content = CARD.read_bytes()
    assert struct.unpack(">II", content[16:24]) == (1200, 630)
    assert len(content) < 60_000
    assert (published / "assets" / "images" / "card.png").read_bytes() == content


def test_the_sitemap_names_every_page_and_the_day_on_which_a_record_changed(published: Path) -> None:
    source = (published / "sitemap.xml").read_text(encoding="utf-8")
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = [node.text for node in ElementTree.fromstring(source).iterfind("s:url/s:loc", space)]
    wanted = {PUBLIC + path.relative_to(published).as_posix() for path in pages(published) if "robots" not in _meta(path)}
    assert len(found) == len(set(found)) and set(found) == wanted
    days = {f"{PUBLIC}articles/{row.id}.html": row.changed for row in load_ledger(published.parent / "seeds" / "permalinks.yml").rows}
    assert dict(re.findall(r"<loc>(.*?)</loc><lastmod>(.*?)</lastmod>", source)) == days
    assert f"\nSitemap: {PUBLIC}sitemap.xml\n" in (published / "robots.txt").read_text(encoding="utf-8")


def test_without_an_address_there_is_no_sitemap(site: Path) -> None:
    assert not list(site.glob("sitemap*"))
    assert (site / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nDisallow:\n"
    assert not [path for path in pages(site) if "og:url" in _meta(path)]


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_the_site_is_the_same_on_another_day(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MkDocs takes the day of a build from this variable where it is set."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    again = render(published.parent, "again", PUBLIC)
    before, after = _files(published), _files(again)
    assert not [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]


@pytest.fixture(scope="module")
def below(published: Path) -> Iterator[str]:
    with served(published, "/a/b") as found:
        yield found


@pytest.mark.browser
def test_the_site_works_below_a_path(reader: Reader, site: Path, published: Path) -> None:
    """With its address known and without."""
    for folder in (site, published):
        with served(folder, "/a/b") as address:
            page = reader.page
            for kind in kinds(folder):
                if kind != "404.html":
                    page.goto(f"{address}/{kind}", wait_until="networkidle")
            page.goto(f"{address}/index.html")
            page.locator(".md-content a[href*='articles/']").first.click()
            page.wait_for_url("**/a/b/articles/*.html")
            page.locator(".site-name").click()
            page.wait_for_url("**/a/b/index.html")
            _find(page)
            assert not reader.wrong


def _find(page: Any) -> None:
    search(page, "卓资县")
    page.locator(FOUND, has_text="两委换届").first.click()
    page.wait_for_url("**/a/b/articles/*zhuozi*")


@pytest.mark.browser
@pytest.mark.parametrize("wrong", ["articles/no-such-article.html", "no/such/folder/", "nothing"])
def test_a_wrong_address_leads_on(reader: Reader, below: str, wrong: str) -> None:
    page = reader.page
    assert page.goto(f"{below}/{wrong}").status == 404
    assert page.locator("h1").inner_text() == "没有这一页"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 249, 244)"
    page.locator("article a", has_text="回到首页").click()
    page.wait_for_url("**/a/b/index.html")
    page.go_back()
    _find(page)
    # The answer is 404, and the browser says so; nothing else goes wrong.
    assert all("404" in complaint and (wrong in complaint or "Failed to load resource" in complaint) for complaint in reader.wrong)
