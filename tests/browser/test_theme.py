"""The site looks with the small sheet of the theme as it would with the whole ones, and does without the theme's own script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from browser.conftest import DESK, FOUND, PHONE, Reader, search, violations
from browser.pages import kinds
from theme_sheet import TARGET, USED, flat, needed, parsed, selectors, whole

pytestmark = pytest.mark.browser

TO_DARK, TO_LIGHT = "button[title=换成深色]", "button[title=换成浅色]"
STATE = r"::?(?:before|after|marker|placeholder|backdrop|selection|hover|active|target|focus(?:-visible|-within)?|-[a-z-]+)\b"
PASSING = re.compile(rf":not\({STATE}\)|{STATE}")
"""States that come and go, and what is no element: whether a rule can be one of a page does not hang on them."""
MATCHED = """selectors => selectors.filter(selector => document.querySelector(selector))"""


@pytest.fixture(scope="module")
def left_out() -> list[str]:
    """What the selectors that are left out name, whatever state it is in. What is empty then stands for any element."""
    rules = [rule for rule in flat(parsed(whole())) if rule.type == "qualified-rule"]
    found = {one for rule in rules for one in selectors(rule) if not needed(one) <= USED}
    assert len(found) > 1000
    return sorted({re.sub(r"(^|[\s>~+])(?=$|[\s>~+])", r"\1*", PASSING.sub("", one)) for one in found})


def test_no_rule_that_is_left_out_is_one_of_a_page(reader: Reader, address: str, site: Path, left_out: list[str]) -> None:
    page = reader.page
    for kind in kinds(site):
        page.goto(f"{address}/{kind}", wait_until="networkidle")
        assert page.evaluate(MATCHED, left_out) == [], kind
    # What scripts make: results, the table of all articles, the menu of a paragraph.
    page.goto(f"{address}/search/index.html?q=卓资县")
    page.locator(".hits a").first.wait_for()
    page.locator("[data-view=lines]").click()
    page.locator(".kwic a").first.wait_for()
    assert page.evaluate(MATCHED, left_out) == []
    page.goto(f"{address}/index.html")
    search(page, "卓资县")
    page.locator(FOUND).first.wait_for()
    assert page.evaluate(MATCHED, left_out) == []
    page.goto(f"{address}/articles/index.html")
    page.locator(".catalogue-tools button").click()
    page.locator(".catalogue-on tbody tr").first.wait_for()
    assert page.evaluate(MATCHED, left_out) == []
    page.goto(f"{address}/{next(kind for kind in kinds(site) if kind.startswith('articles/') and 'index' not in kind)}")
    page.locator(".text .anchor").first.click()
    page.locator(".menu").wait_for()
    page.locator(TO_DARK).click()
    assert page.evaluate(MATCHED, left_out) == []


LOOK = """(sight) => {
  for (const animation of document.getAnimations()) animation.finish();
  const PARTS = { li: ["::marker"], summary: ["::marker"], input: ["::placeholder"] };
  window.properties ??= [...getComputedStyle(document.body)].filter((property) => !property.startsWith("--"));
  window.looks ??= {};
  const before = window.looks[sight], now = window.looks[sight] = new Map(), different = [];
  const path = (node) => node ? `${path(node.parentElement)} ${node.localName}.${node.getAttribute("class") ?? ""}` : "";
  for (const node of document.querySelectorAll("*")) {
    const name = path(node);
    if (now.has(name)) continue;
    const look = now.set(name, []).get(name);
    for (const part of [null, "::before", "::after", ...(PARTS[node.localName] ?? [])]) {
      const style = getComputedStyle(node, part);
      if (["::before", "::after"].includes(part) && ["none", "normal"].includes(style.content)) look.push("");
      else look.push(...window.properties.map((property) => `${part ?? ""} ${property}: ${style.getPropertyValue(property)}`));
    }
    different.push(...look.filter((one, n) => before && before.get(name)[n] !== one).map((one) => `${name} ${one}`));
  }
  return [now.size, different];
}"""
"""How the elements look, one of each sort, and what is different from the last time."""
SWAP = """(address) => new Promise((resolve) => {
  const old = document.querySelector("link[rel=stylesheet]");
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  link.onload = () => { old.remove(); resolve(); };
  old.after(link);
})"""
SET = """async ([scripts, scheme]) => {
  // The page has heard by then which colours the reader prefers.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  document.documentElement.className = scripts;
  document.body.setAttribute("data-md-color-scheme", scheme);
  // What is drawn only when it comes into sight is as high as the browser guesses until then.
  for (const node of document.querySelectorAll("*")) {
    if (getComputedStyle(node).contentVisibility === "auto") node.style.contentVisibility = "visible";
  }
}"""
SIGHTS: tuple[tuple[int, str, str, str], ...] = (
    (360, "light", "screen", "js"),
    (768, "dark", "screen", "js"),
    (1440, "light", "screen", "js"),
    (1440, "dark", "screen", "no-js"),
    (800, "light", "print", "js"),
)
"""Width, colours that the reader prefers, medium, and whether scripts run."""


def _different(page: Any) -> Iterator[tuple[tuple[int, str, str, str], int, list[str]]]:
    for sight in SIGHTS:
        width, scheme, medium, scripts = sight
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, media=medium)
        page.evaluate(SET, [scripts, {"light": "default", "dark": "slate"}[scheme] if scripts == "js" else "default"])
        yield sight, *page.evaluate(LOOK, str(sight))


def test_it_looks_as_with_the_whole_theme(reader: Reader, address: str, site: Path) -> None:
    """The computed styles of one element of each sort, on a page of each kind, and of what stands before and after it."""
    own = (site / "assets" / "css" / "edition.css").read_text(encoding="utf-8").removeprefix(TARGET.read_text(encoding="utf-8").strip())
    page = reader.page
    page.route("**/assets/css/whole.css", lambda route: route.fulfill(body=whole() + own, content_type="text/css"))
    for kind in kinds(site):
        page.goto(f"{address}/{kind}", wait_until="networkidle")
        list(_different(page))
        page.evaluate(SWAP, f"{address}/assets/css/whole.css")
        for sight, elements, different in _different(page):
            assert elements > 30 and not different, f"{kind}, {sight}: " + "\n".join(different[:5])


def _colours(page: Any) -> str:
    return str(page.evaluate("getComputedStyle(document.body).colorScheme"))


def test_the_colours_are_chosen_by_mouse_or_keys_and_remembered(reader: Reader, address: str) -> None:
    page = reader.page
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}/index.html")
    assert page.locator(TO_DARK).is_visible() and not page.locator(TO_LIGHT).is_visible()
    page.locator(TO_DARK).click()
    assert _colours(page) == "dark"
    assert page.locator("meta[name=theme-color]").get_attribute("content") == "rgb(23, 22, 20)"
    page.goto(f"{address}/about/index.html")
    assert _colours(page) == "dark"
    page.locator(TO_LIGHT).focus()
    for key, colours in (("Enter", "light"), ("Space", "dark"), ("Enter", "light")):
        page.keyboard.press(key)
        assert _colours(page) == colours
        # The button that is there now has the focus, and shows it.
        assert page.evaluate("document.activeElement.title") == {"light": "换成深色", "dark": "换成浅色"}[colours]
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert _colours(page) == "light"
    assert not reader.wrong


def test_without_a_choice_the_colours_are_those_of_the_system(reader: Reader, address: str) -> None:
    page = reader.page
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{address}/index.html")
        assert _colours(page) == scheme
        assert page.evaluate("localStorage.length") == 0
    page.emulate_media(color_scheme="dark")
    page.locator(TO_LIGHT).wait_for()
    assert _colours(page) == "dark"


def test_a_choice_by_the_theme_itself_still_holds(reader: Reader, address: str) -> None:
    """Its script kept it with more beside it."""
    page = reader.page
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}/index.html")
    color = {"media": "(prefers-color-scheme: dark)", "scheme": "slate", "primary": "custom", "accent": "custom"}
    page.evaluate("(kept) => localStorage.setItem('/.__palette', kept)", json.dumps({"index": 1, "color": color}))
    page.goto(f"{address}/about/index.html")
    assert _colours(page) == "dark"


def test_the_contents_follow_the_reader(reader: Reader, address: str) -> None:
    page = reader.page
    page.set_viewport_size({"width": 1440, "height": 500})
    page.goto(f"{address}/about/data.html")
    links = page.locator(".md-nav--secondary .md-nav__link")
    now = page.locator(".md-nav--secondary [aria-current=location]")
    assert links.count() > 5 and now.count() == 0
    for number in (2, 4, links.count() - 1):
        links.nth(number).evaluate("(link) => document.getElementById(decodeURIComponent(link.hash.slice(1))).scrollIntoView()")
        links.nth(number).and_(now).wait_for()
        assert now.count() == 1 and now.get_attribute("class") == "md-nav__link md-nav__link--active"
        # The box moves with them, and stands between the header and the foot of the window.
        box, link = page.locator(".md-sidebar__scrollwrap").bounding_box(), now.bounding_box()
        assert page.locator(".md-header").bounding_box()["height"] <= box["y"] and box["y"] + box["height"] <= 500
        assert box["y"] <= link["y"] and link["y"] + link["height"] <= box["y"] + box["height"]
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    links.last.and_(now).wait_for()
    page.evaluate("scrollTo(0, 0)")
    now.wait_for(state="detached")
    assert not reader.wrong


def test_a_passage_in_something_closed_is_shown(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/search/index.html?q=党建")
    page.locator(".hits a").first.wait_for()
    page.evaluate("document.querySelector('.help').innerHTML += '<p id=inside>x</p>'; document.querySelector('.help').open = false")
    page.evaluate("location.hash = 'inside'")
    page.locator(".help[open] #inside").wait_for()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_what_is_wider_than_the_page_is_moved_by_the_keys(reader: Reader, address: str, axe: str, size: dict[str, int]) -> None:
    page = reader.page
    page.set_viewport_size(size)
    for name in ("about/data.html", "about/examples.html", "about/restoration.html"):
        page.goto(f"{address}/{name}")
        wide = "[...document.querySelectorAll('pre > code, .md-typeset__scrollwrap')].filter(box => box.scrollWidth > box.clientWidth)"
        assert page.evaluate(f"{wide}.every(box => box.tabIndex === 0)")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
        assert violations(page, axe, name) == []
    assert urlsplit(address).netloc in reader.asked and len(reader.asked) == 1


def test_tables_stand_in_the_page_without_scripts_as_with_them(chromium: Any, address: str) -> None:
    heights = []
    for scripts in (True, False):
        context = chromium.new_context(java_script_enabled=scripts, viewport=PHONE)
        page = context.new_page()
        page.goto(f"{address}/about/restoration.html")
        heights.append([page.locator("article table").nth(n).bounding_box() for n in range(page.locator("article table").count())])
        context.close()
    assert heights[0] and heights[0] == heights[1]
