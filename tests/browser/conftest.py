"""A browser, the site served on this machine, and a window that remembers what went wrong.

The tests that drive the browser are skipped where there is none, unless EDITION_REQUIRE_BROWSER=1 asks for it.
"""

from __future__ import annotations

import functools
import os
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        message = "there is no Chromium: apt-get install chromium fonts-noto-cjk"
        if os.environ.get("EDITION_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests say what is wrong."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site served on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


class Reader:
    """A browser window that remembers what went wrong on the pages it showed."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.wrong: list[str] = []
        self.asked: set[str] = set()
        page.on("console", lambda message: self.wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda request: self.asked.add(urlsplit(request.url).netloc))
        page.on("response", lambda response: self.wrong.append(f"{response.status} {response.url}") if response.status >= 400 else None)


@pytest.fixture
def reader(chromium: Any) -> Iterator[Reader]:
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    context.set_default_timeout(10_000)
    yield Reader(context.new_page())
    context.close()
