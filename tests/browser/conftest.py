"""A real Chromium for the tests, and folders served to it on this machine."""

from __future__ import annotations

import functools
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

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


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def served() -> Any:
    """What serves a folder on this machine, as a context that gives the address."""
    return _served


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site served on this machine."""
    with _served(site) as found:
        yield found


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
