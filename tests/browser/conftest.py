"""A browser, the site served on this machine, and a window that remembers what went wrong."""

from __future__ import annotations

import functools
import importlib.util
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
PHONE = {"width": 360, "height": 740}
LONGEST_WAIT = 120_000
"""Milliseconds that a window waits for anything; on a busy machine the first page alone can take ten seconds."""
FOUND = ".found a[role=option]"
SETTLED = ".results[aria-busy=false]"
"""The page of results when all that it has to say of a question stands."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def lacking(what: str) -> None:
    """Skip a test for want of a tool, or fail where every tool is asked for."""
    if os.environ.get("EDITION_REQUIRE_BROWSER") == "1":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        lacking("there is no Chromium: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        make = browser.new_context

        def new_context(**options: Any) -> Any:
            context = make(**options)
            context.set_default_timeout(LONGEST_WAIT)
            return context

        browser.new_context = new_context  # type: ignore[method-assign]
        yield browser
        browser.close()


class _Host(SimpleHTTPRequestHandler):
    """Serves a folder below a path, with the folder's own page for addresses that are not there, as hosts of static sites do."""

    def __init__(self, *args: Any, below: str, **kwargs: Any) -> None:
        self.below = below
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        inside = self.path.startswith(f"{self.below}/")
        self.path = self.path.removeprefix(self.below)
        if inside and Path(self.translate_path(self.path)).exists():
            super().do_GET()
            return
        page = Path(self.directory, "404.html")
        # Without an answer the browser would see a broken connection, and no missing file.
        content = page.read_bytes() if page.is_file() else b""
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests say what is wrong."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # A busy machine is slow to take up connections, and refuses those above the default of five.

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a window that closes does not wait for the rest of an answer."""


@contextmanager
def served(site: Path, below: str = "") -> Iterator[str]:
    """The address of a site, served on this machine."""
    server = _Server(("127.0.0.1", 0), functools.partial(_Host, directory=str(site), below=below))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{below}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site at the root of a host."""
    with served(site) as found:
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
    yield Reader(context.new_page())
    context.close()


def search(page: Any, words: str) -> None:
    """Search as a reader does, in the field at the top of every page; FOUND are the results below it."""
    page.keyboard.press("/")
    page.locator("[data-search] input").fill(words)


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core. The package that carries it is read and not imported: its own interface has no use here."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or not found.submodule_search_locations:
        lacking("axe-core is not installed: make setup")
        raise AssertionError
    return Path(found.submodule_search_locations[0], "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any, axe: str, where: str) -> list[str]:
    """What axe finds on a page, each with where it was looked for."""
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    return [f"{where}: {one['id']}: {node['html'][:200]}\n{node['failureSummary']}" for one in found for node in one["nodes"]]
