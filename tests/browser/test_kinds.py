"""One page of each kind in a browser: for everyone, on every width, quiet and steady."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import DESK, FOUND, PHONE, SETTLED, Reader, search, violations
from browser.pages import kinds, pages, parse

pytestmark = pytest.mark.browser


@pytest.fixture(params=["light", "dark"])
def coloured(request: pytest.FixtureRequest, chromium: Any) -> Iterator[Any]:
    """A window of a reader who prefers light or dark."""
    context = chromium.new_context(viewport=DESK, locale="zh-CN", color_scheme=request.param)
    page = context.new_page()
    yield page
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == request.param
    context.close()


def test_axe_finds_no_barrier_on_any_kind_of_page(coloured: Any, axe: str, address: str, site: Path) -> None:
    wrong = []
    for kind in kinds(site):
        coloured.goto(f"{address}/{kind}")
        # What is folded away is for everyone as well.
        coloured.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
        wrong += violations(coloured, axe, kind)
    assert not wrong, "\n".join(wrong)


def test_axe_finds_no_barrier_in_the_search(coloured: Any, axe: str, address: str) -> None:
    coloured.goto(f"{address}/index.html")
    search(coloured, "党建")
    coloured.locator(FOUND).first.wait_for()
    wrong = violations(coloured, axe, "the field")
    for size in (DESK, PHONE):
        coloured.set_viewport_size(size)
        for view in ("", "&view=lines", "&province=安徽省", "没有的"):
            coloured.goto(f"{address}/search/index.html?q=党建{view}")
            coloured.locator(SETTLED).wait_for()
            wrong += violations(coloured, axe, f"search{view} at {size['width']} pixels")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", [360, 768, 1920])
def test_no_page_scrolls_sideways(reader: Reader, address: str, site: Path, width: int) -> None:
    page = reader.page
    page.set_viewport_size({"width": width, "height": 800})
    for kind in kinds(site):
        page.goto(f"{address}/{kind}")
        page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
        found = page.evaluate("document.documentElement.scrollWidth")
        assert found <= width, f"{kind} is {found} pixels wide"


EDGES = """() => {
  const left = (selector) => {
    const node = document.querySelector(selector);
    if (!node) return null;
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let leaf = walker.nextNode(); leaf; leaf = walker.nextNode()) {
      if (!leaf.data.trim() || !leaf.parentElement.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(leaf);
      const box = [...range.getClientRects()].find((one) => one.width > 1);
      if (box) return box.left;
    }
    return null;
  };
  const box = (selector) => document.querySelector(selector)?.getBoundingClientRect().left ?? null;
  const own = document.querySelector(".nameplate"); // The home page sets its name in the middle.
  return {
    name: left(".site-name"), sections: left(".md-tabs__list"), path: left(".crumbs"), title: own ? null : left(".md-content h1"),
    text: box(".text"), list: box(":is(.entries, .places, .people, .terms, .topics, .chips) ul"),
    more: left(".md-content h2:not(.text h2, .facets h2)"), foot: left(".md-footer-meta"),
  };
}"""


@pytest.mark.parametrize("width", [360, 768, 1440, 1920])
def test_all_pages_begin_at_one_edge(reader: Reader, address: str, site: Path, width: int) -> None:
    page = reader.page
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for kind in kinds(site):
        page.goto(f"{address}/{kind}")
        found |= {(kind, part): x for part, x in page.evaluate(EDGES).items() if x is not None}
    assert {"title", "text", "path", "foot", "list"} <= {part for _, part in found}
    (edge,) = {x for (kind, part), x in found.items() if (kind, part) == ("index.html", "name")}
    assert not {where: x for where, x in found.items() if abs(x - edge) > 2}, f"the edge is at {edge}"


def test_no_page_complains_or_asks_another_host(reader: Reader, address: str, site: Path) -> None:
    for kind in kinds(site):
        reader.page.goto(f"{address}/{kind}", wait_until="networkidle")
        assert not reader.wrong, f"{kind}: {reader.wrong}"
    assert {f"http://{netloc}" for netloc in reader.asked} == {address}


MOVED = """
  window.moved = [];
  new PerformanceObserver(list => { for (const shift of list.getEntries()) window.moved.push(shift.value); })
    .observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves_while_a_page_comes_up(chromium: Any, address: str, site: Path, size: dict[str, int]) -> None:
    context = chromium.new_context(viewport=size)
    context.add_init_script(MOVED)
    page = context.new_page()
    for kind in kinds(site):
        page.goto(f"{address}/{kind}", wait_until="networkidle")
        assert page.evaluate("window.moved.reduce((sum, one) => sum + one, 0)") < 0.01, kind
    context.close()


# A browser may draw a page of which it has but the beginning: that must stand where it will stand.
PLACES = "() => [...document.querySelectorAll('.tile')].map(tile => { const box = tile.getBoundingClientRect(); return [box.x, box.y] })"
CUT = "count => [...document.querySelectorAll('.tiles li')].slice(count).forEach(item => item.remove())"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("address_of", ["index.html", "provinces/index.html"])
def test_tiles_do_not_move_when_more_of_them_come(reader: Reader, address: str, size: dict[str, int], address_of: str) -> None:
    page = reader.page
    page.set_viewport_size(size)
    page.goto(f"{address}/{address_of}")
    whole = page.evaluate(PLACES)
    assert len(whole) > 30
    for count in (20, 9, 1):
        page.evaluate(CUT, count)
        assert page.evaluate(PLACES) == whole[:count]


def test_no_script_holds_up_the_first_sight(site: Path) -> None:
    early = site / "assets" / "js" / "early.js"
    """Every script of a page is deferred, but for the one that must run before: that one is small, and waits for no style sheet of ours."""
    for path in pages(site):
        head = [node for node in parse(path).find("head").iter() if isinstance(node.tag, str)]
        held = [script for script in parse(path).iter("script") if "src" in script.attrib and "defer" not in script.attrib]
        assert [(path.parent / script.attrib["src"]).resolve() for script in held] == [early.resolve()], path
        assert held[0] in head
    assert early.stat().st_size < 3000


FOCUS = """() => {
  const at = document.activeElement;
  // The theme shows the focus of a colour switch on its label.
  const shown = at.matches(".md-option") ? document.querySelector("label[for=" + at.id + "]:not([hidden])") ?? at.nextElementSibling : at;
  const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
  return {
    what: at.outerHTML.slice(0, 160),
    body: at === document.body,
    outlined: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || at.matches("input[type=text]"),
    seen: box.width > 0 && box.height > 0 && style.opacity !== "0",
  };
}"""
STEPS = 30


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_keyboard_leads_through_every_kind_of_page(reader: Reader, address: str, site: Path, size: dict[str, int]) -> None:
    page = reader.page
    page.set_viewport_size(size)
    page.emulate_media(reduced_motion="reduce")
    for kind in kinds(site):
        page.goto(f"{address}/{kind}")
        for step in range(STEPS):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus["body"]:
                assert step > 3, f"{kind}: there is nothing to go to"
                break
            assert focus["outlined"] and focus["seen"], f"{kind}: the focus cannot be seen: {focus['what']}"
            if step == 0 and kind != "404.html":
                assert "md-skip" in focus["what"], f"{kind}: the first step does not skip to the text"


def test_the_skip_link_goes_to_the_text(reader: Reader, address: str, site: Path) -> None:
    page = reader.page
    for kind in kinds(site):
        if kind != "404.html":
            page.goto(f"{address}/{kind}")
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            assert page.evaluate("!!document.querySelector(':target')?.closest('main')"), kind


def test_every_page_says_its_language_and_its_parts(site: Path) -> None:
    for kind in kinds(site):
        page = parse(site / kind)
        assert page.attrib["lang"] == "zh-Hans"
        for part in ("main", "h1", "article"):
            assert len(list(page.iter(part))) == 1, f"{kind}: {part}"
        assert page.find(".//header[@class='md-header']") is not None and page.find(".//footer[@class='md-footer']") is not None
        assert all("aria-label" in nav.attrib or "aria-labelledby" in nav.attrib for nav in page.iter("nav")), f"{kind}: a nav has no name"
        # Two headings of a long list may have one name, two landmarks of a page may not.
        assert page.find(".//nav//nav") is None, f"{kind}: the contents are one landmark"


def test_nothing_moves_for_readers_who_want_no_motion(reader: Reader, address: str, site: Path) -> None:
    page = reader.page
    page.emulate_media(reduced_motion="reduce")
    for kind in kinds(site):
        page.goto(f"{address}/{kind}")
        moving = "node => { const s = getComputedStyle(node); return parseFloat(s.transitionDuration) > 0 || s.animationName !== 'none' }"
        assert not page.evaluate(f"[...document.querySelectorAll('*')].filter({moving}).map(node => node.outerHTML.slice(0, 80))"), kind
