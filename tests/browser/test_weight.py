"""What a page weighs for a reader who comes for the first time."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import LONGEST_WAIT, served
from browser.pages import articles, kinds, parse, target

pytestmark = pytest.mark.browser

FIRST_PAINT = 60_000
"""Bytes without which an article is not drawn, packed as hosts pack them: one second on a slow phone line (0.5 Mbit/s)."""
FIRST_PAINT_RAW = 150_000
"""The same as they are: not every host packs. On a slow line of the fourth generation (1.6 Mbit/s) three quarters of a second."""
ALL = 70_000
"""Bytes of an article with all that the browser asks for, packed: about a second on a slow phone line."""


def _packed(paths: Sequence[Path]) -> dict[str, int]:
    return {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in paths}


def _blocking(path: Path, site: Path) -> list[Path]:
    """The page, and what the browser waits for before it draws it."""
    nodes = list(parse(path).iter())
    sheets = [node.attrib["href"] for node in nodes if node.tag == "link" and node.attrib.get("rel") == "stylesheet"]
    scripts = [node.attrib["src"] for node in nodes if node.tag == "script" and "src" in node.attrib and "defer" not in node.attrib]
    return [path, *(target(path, link, site) for link in [*sheets, *scripts])]


def _longest(site: Path) -> Path:
    return max(articles(site), key=lambda path: path.stat().st_size)


def test_an_article_is_light(chromium: Any, address: str, site: Path) -> None:
    context = chromium.new_context()
    asked: list[str] = []
    page = context.new_page()
    context.on("requestfinished", lambda request: asked.append(request.url))
    page.goto(f"{address}/articles/{_longest(site).name}", wait_until="networkidle")
    context.close()
    assert any(url.endswith(".css") for url in asked) and any(url.endswith(".js") for url in asked)
    weights = _packed([site / url.removeprefix(f"{address}/") for url in set(asked)])
    told = "\n".join(f"{weight:>8} {name}" for name, weight in sorted(weights.items(), key=lambda pair: -pair[1]))
    assert sum(weights.values()) <= ALL, f"{sum(weights.values())} bytes:\n{told}"


def test_the_first_paint_is_lighter(site: Path) -> None:
    for path in (_longest(site), site / "index.html", site / "search" / "index.html"):
        needed = _blocking(path, site)
        assert sum(_packed(needed).values()) <= FIRST_PAINT, _packed(needed)
        assert sum(one.stat().st_size for one in needed) <= FIRST_PAINT_RAW


def test_a_page_waits_for_one_sheet_and_one_script(site: Path, published: Path) -> None:
    for folder in (site, published):
        for kind in kinds(folder):
            assert [path.name for path in _blocking(folder / kind, folder)[1:]] == ["edition.css", "early.js"], kind


def test_an_article_is_drawn_while_the_scripts_are_on_their_way(chromium: Any, site: Path) -> None:
    with served(site) as address:
        page = chromium.new_page()
        page.route("**/*.js", lambda route: route.continue_() if route.request.url.endswith("/early.js") else None)
        page.goto(f"{address}/articles/{_longest(site).name}", wait_until="commit")
        page.locator("h1").wait_for(timeout=LONGEST_WAIT)
        for _ in range(500):
            if drawn := page.evaluate("performance.getEntriesByName('first-contentful-paint').length"):
                break
            page.wait_for_timeout(20)
        assert drawn and not page.evaluate("document.querySelector('.tabs')"), "edition.js makes these, and is still on its way"
        page.close()


def test_nothing_of_the_theme_is_shipped_as_it_is(site: Path) -> None:
    """No script, no worker, no map of a source and no sheet but the one."""
    found = {path.relative_to(site).as_posix() for path in (site / "assets").rglob("*") if path.is_file()}
    docs = site.parent / "docs"
    own = {path.relative_to(docs).as_posix() for path in (docs / "assets").rglob("*") if path.is_file()}
    assert found == {name for name in own if not name.endswith(".css")} | {"assets/css/edition.css"}
