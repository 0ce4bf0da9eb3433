"""The printed article: the text on white paper, with its address and its citation, and nothing of the screen."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import served
from browser.pages import articles, kinds
from conftest import PUBLIC, build, house, render

pytestmark = pytest.mark.browser

FURNITURE = """() => [...document.querySelectorAll(`
  .md-header, .md-tabs, .md-sidebar, .md-footer, .md-search, .md-skip, .find, .copy, .head .anchor, .headerlink, .tools, .places-found,
  details:not([open]), button, input
`)].filter(node => node.checkVisibility({ opacityProperty: true })).map(node => node.outerHTML)"""


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_article_prints_as_a_clean_page(chromium: Any, address: str, site: Path, scheme: str, scripts: bool) -> None:
    context = chromium.new_context(color_scheme=scheme, java_script_enabled=scripts)
    page = context.new_page()
    for kind in kinds(site):
        page.goto(f"{address}/{kind}")
        page.emulate_media(media="print", color_scheme=scheme)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)", kind
        assert page.evaluate("getComputedStyle(document.querySelector('article')).color") == "rgb(0, 0, 0)", kind
        assert page.evaluate(FURNITURE) == [], kind
        if (site / kind).resolve() in articles(site):
            assert page.locator("h1, .text, .citations").count() == 3
            assert page.locator(".citations").is_visible()
            # Without site_url nothing knows the public address, and that of this machine leads nobody anywhere.
            assert "本页地址" in page.locator(".citations").inner_text() and "127.0.0.1" not in page.locator(".citations").inner_text()
    context.close()


def test_a_printed_article_is_a_few_pages(chromium: Any, address: str, site: Path) -> None:
    longest = max(articles(site), key=lambda path: path.stat().st_size)
    page = chromium.new_context().new_page()
    page.goto(f"{address}/articles/{longest.name}")
    content = page.pdf(format="A4", prefer_css_page_size=True)
    page.close()
    # 3,600 characters; the theme alone made eight pages of them.
    assert 3 <= content.count(b"/Type /Page\n") + content.count(b"/Type/Page\n") <= 5


def test_paper_has_line_numbers_song_type_and_the_address_as_a_square(chromium: Any, tmp_path: Path) -> None:
    folder = house(tmp_path)
    done = build(program=folder / "scripts" / "build.py", environment=os.environ | {"SITE_URL": PUBLIC})
    assert done.returncode == 0, done.stderr
    public = render(folder, address=PUBLIC)
    page = chromium.new_context().new_page()
    (article,) = [path for path in articles(public) if path.name.startswith("tianchang")]
    with served(public) as address:
        page.goto(f"{address}/articles/{article.name}")
        assert not page.locator(".on-paper").is_visible(), "it is for paper alone"
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.querySelector('.text p')).fontFamily").startswith('"Songti SC"')
        number = page.locator("#l33 > .anchor")
        box, text = number.bounding_box(), page.locator("#l33").bounding_box()
        assert number.is_visible() and box["x"] + box["width"] <= text["x"]
        assert page.evaluate("getComputedStyle(document.querySelector('#l33 > .anchor'), '::before').content") == '"33"'
        square = page.locator(".on-paper svg.square")
        assert square.is_visible() and 70 < square.bounding_box()["width"] == square.bounding_box()["height"]
        assert square.evaluate("node => getComputedStyle(node.querySelector('path')).stroke") == "rgb(0, 0, 0)"
        assert f"{PUBLIC}articles/{article.name}" in page.locator(".on-paper p").inner_text()
        assert not page.locator("#apparatus").is_visible(), "the apparatus is printed where it is asked for"
        page.evaluate("document.getElementById('apparatus').open = true")
        assert page.locator("#apparatus").is_visible()


def test_a_booklet_is_one_page_with_all_articles_of_its_list(chromium: Any, address: str) -> None:
    page = chromium.new_context().new_page()
    page.goto(f"{address}/provinces/anhui.html")
    titles = page.locator(".entries li p:first-child a").all_inner_texts()
    page.get_by_role("link", name="打印本").click()
    page.wait_for_url("**/booklets/provinces/anhui.html")
    assert [title.strip() for title in page.locator(".booklet h2").all_inner_texts()] == [title.strip() for title in titles]
    assert page.locator("meta[name=robots][content=noindex]").count() == 1
    texts = page.locator(".booklet section").all_inner_texts()
    assert all("出处：原始文本" in text for text in texts)
    content = page.pdf(format="A4", prefer_css_page_size=True)
    assert content.count(b"/Type /Page\n") + content.count(b"/Type/Page\n") >= len(titles), "each article begins a sheet"
