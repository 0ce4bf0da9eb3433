"""What a page may load and run: nothing but the edition's own files, however a page is opened; and colours that are right at once."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import FOUND, LONGEST_WAIT, Reader, search, served
from browser.pages import kinds, pages, parse
from conftest import house

pytestmark = pytest.mark.browser

EARLY = "assets/js/early.js"
DATA = ("application/ld+json",)
"""The kind of the script element that describes an article for machines: data, which no browser runs."""
WATCH = """
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) => window.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def _policy(path: Path) -> str:
    """The policy of a page, which stands before all that it governs."""
    head = parse(path).find("head")
    assert "charset" in head[0].attrib, path
    assert head[1].tag == "meta" and head[1].attrib["http-equiv"] == "Content-Security-Policy", path
    assert sum(node.attrib.get("http-equiv", "").lower() == "content-security-policy" for node in parse(path).iter("meta")) == 1, path
    return str(head[1].attrib["content"])


def _parts(policy: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (part.split() for part in policy.split(";"))}


def test_every_page_carries_one_strict_policy(site: Path, published: Path) -> None:
    found = {_policy(path) for folder in (site, published) for path in [*pages(folder), folder / "404.html"]}
    assert len(found) == 1
    parts = _parts(found.pop())
    assert parts["default-src"] == parts["object-src"] == parts["base-uri"] == ["'none'"]
    for name in ("script-src", "style-src", "connect-src", "form-action"):
        assert parts[name] == ["'self'"]
    # These a browser heeds only where a host sends them, and it complains of them in a page.
    assert not {"frame-ancestors", "report-uri", "sandbox"} & parts.keys()


def test_hosts_are_told_the_policy_of_the_pages(site: Path) -> None:
    rule, *lines = [line for line in (site / "_headers").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert rule == "/*" and all(line.startswith("  ") for line in lines)
    sent = dict(line.strip().split(": ", 1) for line in lines)
    assert sent["Content-Security-Policy"] == f"{_policy(site / 'index.html')}; frame-ancestors 'none'"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_nothing_in_a_page_needs_an_exception(site: Path, published: Path) -> None:
    for folder in (site, published):
        for path in [*pages(folder), folder / "404.html"]:
            for node in parse(path).iter():
                if not isinstance(node.tag, str):  # A comment.
                    continue
                assert node.tag != "style" and "style" not in node.attrib, f"{path}: {node.tag} has a style of its own"
                assert not [name for name in node.attrib if name.startswith("on")], f"{path}: {node.tag} has a script of its own"
                assert not node.attrib.get("href", "").lower().startswith("javascript:"), path
                if node.tag == "script":
                    assert "src" in node.attrib or node.attrib.get("type") in DATA, f"{path} has a script inside"


@pytest.fixture(params=["host", "path", "folder"])
def opened(request: pytest.FixtureRequest, site: Path, address: str) -> Iterator[str]:
    """The site at the root of a host, below a path, and opened from a folder."""
    if request.param == "path":
        with served(site, "/a/b") as found:
            yield found
    else:
        yield address if request.param == "host" else site.as_uri()


def test_no_page_is_refused_anything(reader: Reader, opened: str, site: Path) -> None:
    from playwright.sync_api import expect

    page = reader.page
    page.add_init_script(WATCH)
    for kind in kinds(site):
        # The page for addresses that are not there names its files from the root of a host.
        if kind == "404.html" and not opened.endswith(tuple("0123456789")):
            continue
        page.goto(f"{opened}/{kind}", wait_until="networkidle")
        assert page.evaluate("window.refused") == [] and not reader.wrong, f"{kind}: {reader.wrong}"
        assert page.evaluate("document.documentElement.classList.contains('js')")
        # A page of a folder may be idle a moment before its style sheets are there.
        sheet = expect(page.locator("body"), "the style sheets are not there")
        sheet.to_have_css("background-color", "rgb(251, 249, 244)", timeout=LONGEST_WAIT)
    # Both forms of the search, with what leads to its results.
    page.goto(f"{opened}/index.html")
    page.locator("#find-home").fill("卓资县")
    page.locator(".find-home button").click()
    page.wait_for_url("**/search/index.html?q=*")
    page.locator(".hits a").first.wait_for()
    page.locator("[data-view=lines]").click()
    page.locator(".kwic a").first.wait_for()
    page.goto(f"{opened}/articles/index.html")
    page.locator(".catalogue-tools button").click()
    page.locator(".catalogue-on tbody tr").first.wait_for()
    search(page, "卓资县")
    page.locator(FOUND, has_text="两委换届").first.click()
    page.wait_for_url("**/articles/*zhuozi*")
    page.locator(".text mark").first.wait_for()
    page.locator("button[title=换成深色]").click()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
    assert page.evaluate("window.refused") == [] and not reader.wrong, reader.wrong


INJECTED = """() => {
  const script = document.createElement("script");
  script.textContent = "window.hit = 'a script inside'";
  document.body.append(script);
  const other = document.createElement("script");
  other.src = "http://127.0.0.1:1/other.js";
  document.body.append(other);
  const data = document.createElement("script");
  data.src = "data:text/javascript,window.hit='an address of data'";
  document.body.append(data);
  const handler = "<img src='data:,' onerror='window.hit = 1'>";
  document.body.insertAdjacentHTML("beforeend", `${handler}<a href="javascript:window.hit = 'a link'">x</a>`);
  document.body.lastElementChild.click();
  document.body.insertAdjacentHTML("beforeend", "<p style='position: fixed'>x</p><style>body { display: none }</style><base href='/x/'>");
  return [getComputedStyle(document.body.querySelector(":scope > p:last-of-type")).position, getComputedStyle(document.body).display];
}"""


def test_what_gets_into_a_page_does_not_run(reader: Reader, opened: str) -> None:
    page = reader.page
    page.add_init_script(WATCH)
    page.goto(f"{opened}/index.html", wait_until="networkidle")
    before = page.evaluate("document.baseURI")
    assert page.evaluate(INJECTED) == ["static", page.evaluate("getComputedStyle(document.body).display")]
    wanted = {"script-src-elem inline", "script-src-elem http://127.0.0.1:1", "script-src-elem data", "script-src-attr inline", "base-uri"}
    for _ in range(500):
        refused = page.evaluate("window.refused")
        left = {one for one in wanted if not any(told.startswith(one) for told in refused)}
        if not left:
            break
        page.wait_for_timeout(20)
    assert not left, refused
    assert page.evaluate("window.hit ?? null") is None
    assert page.evaluate("document.baseURI") == before


def test_a_script_in_the_text_of_a_page_does_not_run(reader: Reader, address: str, site: Path) -> None:
    html = (site / "index.html").read_text(encoding="utf-8")
    page = reader.page
    page.route(
        "**/index.html",
        lambda route: route.fulfill(body=html.replace("<h1", "<script>window.hit = 1</script><h1"), content_type="text/html"),
    )
    page.goto(f"{address}/index.html")
    assert page.evaluate("document.querySelectorAll('article script').length") == 1
    assert page.evaluate("window.hit ?? null") is None


FRAMES = """
  window.schemes = [];
  const look = () => {
    if (document.body) window.schemes.push(getComputedStyle(document.body).backgroundColor);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
"""
LIGHT, DARK = "rgb(251, 249, 244)", "rgb(23, 22, 20)"


@pytest.mark.parametrize("prefers", ["light", "dark"])
@pytest.mark.parametrize("chosen", ["", "default", "slate"])
def test_the_first_sight_has_the_colours_of_the_reader(chromium: Any, address: str, prefers: str, chosen: str) -> None:
    """While the scripts are still on their way, and once they have run, every frame has them."""
    context = chromium.new_context(color_scheme=prefers)
    page = context.new_page()
    label = {"default": "换成浅色", "slate": "换成深色"}
    if chosen:
        page.goto(f"{address}/index.html")
        for scheme in ("slate", "default", chosen):
            if page.locator(f"button[title={label[scheme]}]").is_visible():
                page.locator(f"button[title={label[scheme]}]").click()
    held: list[Any] = []
    page.route("**/edition.js", lambda route: held.append(route))
    page.add_init_script(FRAMES)
    page.goto(f"{address}/about/index.html", wait_until="commit")
    page.locator("footer").wait_for()
    while len(page.evaluate("window.schemes")) < 3:
        page.wait_for_timeout(20)
    held[0].continue_()
    page.locator("meta[name=theme-color]").wait_for(state="attached")
    page.wait_for_timeout(100)
    assert set(page.evaluate("window.schemes")) == {{"default": LIGHT, "slate": DARK, "light": LIGHT, "dark": DARK}[chosen or prefers]}
    context.close()


def test_a_browser_that_keeps_nothing_shows_the_page(reader: Reader, address: str) -> None:
    page = reader.page
    refuse = "{ get() { throw new DOMException('refused', 'SecurityError') } }"
    for init in (f"Object.defineProperty(window, 'localStorage', {refuse})", "Storage.prototype.getItem = () => '{'"):
        page.add_init_script(init)
        page.goto(f"{address}/index.html", wait_until="networkidle")
        page.locator("button[title=换成深色]").click()
        assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
        assert not reader.wrong


def test_the_preview_reloads_its_pages(reader: Reader, tmp_path: Path) -> None:
    """MkDocs puts a script inside every page of a preview; the preview lets it run."""
    folder = house(tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(folder / "scripts" / "serve.py"), "--dev-addr", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=300)
                break
            except (urllib.error.URLError, ConnectionError):
                assert server.poll() is None
                reader.page.wait_for_timeout(1000)
        with reader.page.expect_request("**/livereload/**", timeout=60_000):
            reader.page.goto(f"http://127.0.0.1:{port}/index.html")
        assert not reader.wrong
    finally:
        server.terminate()
        server.wait()
