"""The printed article: the text on white paper, with its address and its citation, and nothing of the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browser.pages import articles, kinds

pytestmark = pytest.mark.browser

FURNITURE = """() => [...document.querySelectorAll(`
  .md-header, .md-tabs, .md-sidebar, .md-footer, .md-search, .md-skip, .find, .copy, .anchor, .headerlink,
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
