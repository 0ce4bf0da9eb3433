"""What a page weighs for a reader who comes for the first time."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from browser.pages import articles

LIMIT = 120_000
"""Bytes of an article with all that the browser asks for, packed as hosts pack it: two seconds on a slow phone line (0.5 Mbit/s)."""


@pytest.mark.browser
def test_an_article_is_light(chromium: Any, address: str, site: Path) -> None:
    longest = max(articles(site), key=lambda path: path.stat().st_size)
    context = chromium.new_context()
    weights: dict[str, int] = {}
    page = context.new_page()
    context.on("requestfinished", lambda request: weights.setdefault(request.url, 0))
    page.goto(f"{address}/articles/{longest.name}", wait_until="networkidle")
    context.close()
    for url in weights:
        content = (site / url.removeprefix(f"{address}/")).read_bytes()
        weights[url] = len(gzip.compress(content, 9))
    assert any(url.endswith(".css") for url in weights) and any(url.endswith(".js") for url in weights)
    told = "\n".join(f"{weight:>8} {url}" for url, weight in sorted(weights.items(), key=lambda pair: -pair[1]))
    assert sum(weights.values()) <= LIMIT, f"{sum(weights.values())} bytes:\n{told}"
