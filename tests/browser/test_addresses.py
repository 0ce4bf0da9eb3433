"""Addresses as readers, other sites and mischief make them: cut off, full of signs, very long."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from browser.conftest import FOUND, Reader
from browser.pages import articles

pytestmark = pytest.mark.browser

HOSTILE = "%22%3E%3Cimg%20src=x%20onerror=window.hit=1%3E%3Cscript%3Ewindow.hit=1%3C/script%3E"
ADDRESSES = [
    "?h=%",
    "?h=%#%",
    "?h=%E4#%E4",
    "?q=%E4&province=%&view=%&kind=__proto__#%",
    "?h=%00#%00",
    "?h=镇#l3%",
    "#\\",
    '?h=镇#l\\\\"]',
    "#'\"]*{}()[]",
    f"?h={HOSTILE}&q={HOSTILE}&province={HOSTILE}#{HOSTILE}",
    f"?h={'镇' * 3000}&q={'镇' * 3000}#{'镇' * 3000}",
    f"?h={'%25' * 3000}#{'%' * 3000}",
    "?h=%22&q=%22#%22",
    "?h=-镇&q=-",
    "?h=%F0%9F%98&q=%ED%A0%80#%ED%A0%80",
]


def test_no_address_ends_in_an_error(reader: Reader, address: str, site: Path) -> None:
    page = reader.page
    page.set_default_timeout(60_000)
    for name in (f"articles/{min(articles(site)).name}", "search/index.html"):
        for part in ADDRESSES:
            page.goto("about:blank")
            page.goto(f"{address}/{name}{part}")
            page.wait_for_timeout(100)
            assert not reader.wrong, f"{name}{part[:100]}: {reader.wrong}"
            assert page.evaluate("window.hit ?? null") is None and page.locator("main img").count() == 0
            # A page that is open already is told by an event.
            page.evaluate("(hash) => { location.hash = hash; }", part)
            page.evaluate("() => new Promise((done) => setTimeout(done))")
            assert not reader.wrong, f"{name} then {part[:100]}: {reader.wrong}"


def test_words_are_marked_though_the_passage_is_cut_off(reader: Reader, address: str, site: Path) -> None:
    page = reader.page
    page.goto(f"{address}/articles/{min(articles(site)).name}?h=的#l%E4")
    assert page.locator(".text mark").first.inner_text() == "的"
    assert not reader.wrong


def test_an_address_with_a_name_that_is_not_utf8_is_copied_as_it_is(reader: Reader, site: Path) -> None:
    """As of a folder with a Chinese name that an old system wrote."""
    name, folder = min(articles(site)).name, "https://example.org/%B5%D8/"
    page: Any = reader.page
    page.route(f"{folder}**", lambda route: route.fulfill(path=site / urlsplit(route.request.url).path.removeprefix("/%B5%D8/")))
    page.goto(f"{folder}articles/{name}")
    page.locator("[role=tab]").first.wait_for()
    assert page.locator("[data-address]").first.text_content() == f"{folder}articles/{name}"
    assert not reader.wrong


@pytest.mark.parametrize("query", ["\u202a长\u202e江\u2069镇\u200f", "长\xad江\u200b镇\ufeff", "\u200e党建 \u200e-疫情"])
def test_a_query_finds_whatever_unseen_characters_came_along(reader: Reader, address: str, query: str) -> None:
    page = reader.page
    seen = "".join(one for one in query if one.isascii() or "\u4e00" <= one <= "\u9fff")
    found = []
    for words in (seen, query):
        page.goto(f"{address}/index.html")
        page.locator("[data-search] input").fill(words)
        page.locator(FOUND).first.wait_for()
        found.append(page.locator(FOUND).all_inner_texts())
    assert found[0] == found[1]
