"""The main pages look as they were approved. `make approve` takes the pictures anew where they differ; look at them before you commit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest

from browser.pictures import Picture, differences, marked, read, shrunk, taken, write

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parent / "looks"
PAGES = {
    "home": "index.html",
    "article": "articles/tianchang-jinji-dangqi-lielie-xin-chaoyong.html",
    "province": "provinces/anhui.html",
    "themes": "themes/index.html",
    "articles": "articles/index.html",
    "places": "places/index.html",
    "search": f"search/index.html?q={quote('乡村振兴')}",
    "count": f"count/index.html?q={quote('振兴')}",
}
"""The eight main pages, by their names in `tests/browser/looks`."""
READY = {"search": ".hits a", "count": ".counts tfoot"}
"""What is there once the script has done its work; the other pages come whole."""
WIDTHS = {"phone": 360, "desk": 1280}
HEIGHTS = {"phone": 1792, "desk": 1408}
"""Points of the screen that are looked at from the top of a page; what follows is more of the same."""
LIGHT = [(page, width, "light") for page in PAGES for width in WIDTHS]
DARK = [("home", "phone", "dark"), ("article", "desk", "dark"), ("search", "desk", "dark"), ("count", "phone", "dark")]
"""The dark colours are the same on all pages: one of each sort of page is enough."""
LOOKS = [*LIGHT, *DARK]
DAY = "2026-01-15T12:00:00"
"""The day of reading, which citations name."""
FONTS = {"h1": "NotoSerifCJKsc-Bold", ".count": "NotoSansCJKsc-Regular"}
"""The fonts of the approved pictures, of the package fonts-noto-cjk. With others lines break elsewhere, and nothing can be compared."""


@pytest.fixture(scope="module")
def typed(chromium: Any, address: str) -> None:
    """Skip what is to be compared where the type of the approved pictures is not there."""
    page = chromium.new_context(locale="zh-CN").new_page()
    page.goto(f"{address}/index.html")
    asked = page.context.new_cdp_session(page)
    asked.send("DOM.enable")
    asked.send("CSS.enable")
    root = asked.send("DOM.getDocument")["root"]["nodeId"]
    for selector, wanted in FONTS.items():
        node = asked.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        found = {font["postScriptName"] for font in asked.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]}
        if wanted not in found:
            pytest.skip(f"the approved pictures are in {wanted}, and this machine has {found}: apt-get install fonts-noto-cjk")
    page.context.close()


Shown = Callable[[str, str, str], Any]


@pytest.fixture
def shown(chromium: Any, address: str, typed: None) -> Any:
    """Opens a page at a width and in colours, and waits until nothing moves any more."""
    contexts = []

    def show(name: str, width: str, scheme: str) -> Any:
        size = {"width": WIDTHS[width], "height": 900}
        contexts.append(chromium.new_context(viewport=size, color_scheme=scheme, locale="zh-CN", bypass_csp=True, reduced_motion="reduce"))
        page = contexts[-1].new_page()
        page.clock.set_fixed_time(DAY)
        page.goto(f"{address}/{PAGES[name]}", wait_until="networkidle")
        if name in READY:
            page.locator(READY[name]).first.wait_for()
        page.evaluate("document.fonts.ready")
        return page

    yield show
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("name", "width", "scheme"), LOOKS, ids=["-".join(look) for look in LOOKS])
def test_a_page_looks_as_approved(shown: Shown, name: str, width: str, scheme: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path = FOLDER / f"{name}-{width}-{scheme}.png"
    now = taken(shown(name, width, scheme), HEIGHTS[width])
    differ = differences(read(path), now) if path.exists() else None
    if request.config.getoption("--update-golden") and differ != []:
        FOLDER.mkdir(exist_ok=True)
        write(path, now)
        return
    assert differ is not None, f"{path.name} is missing: make approve"
    if differ:
        seen = tmp_path / path.name
        write(seen, marked(read(path), now))
        left, top, share = differ[0]
        pytest.fail(
            f"{path.name}: {len(differ)} squares differ, most of all the one at {left}, {top} ({share:.0%} of its points). "
            f"Look at {seen}, approved on the left; if it should be so: make approve"
        )


def test_every_approved_picture_belongs_to_a_page_and_all_are_small() -> None:
    pictures = {path.stem: path.stat().st_size for path in FOLDER.iterdir()}
    assert pictures.keys() == {"-".join(look) for look in LOOKS}
    assert sum(pictures.values()) < 700_000


# The comparer itself: what a reader would see is found, what another machine draws in its own way is not.

SEEN = {
    "a column that moved": ".md-content { transform: translateX(12px); }",
    "a heading in another colour": "article h1 { color: var(--cinnabar) !important; }",
    "a heading a little smaller": "article h1 { font-size: 1.5rem !important; }",
    "a heading in another face": "article h1 { font-family: var(--hei) !important; }",
    "a line that is gone": ".head .byline { display: none !important; }",
    "a rule that is gone": ".head { border: 0 !important; padding: 0 !important; }",
    "text that is set wider": ".text p { line-height: 2 !important; }",
    "text a little larger": ".text p { font-size: .95rem; }",
    "text that is grey": ".text p { color: var(--muted); }",
    "paper that is yellow": "body { background: #fff0d8 !important; }",
    "an indent that is gone": ".text p { text-indent: 0 !important; }",
    "text that is not justified": ".text p { text-align: left !important; }",
}
NOT_SEEN = {
    "a shift of a point": ".md-content { transform: translate(1px, 1px); }",
    "edges smoothed in another way": "body { -webkit-font-smoothing: auto; text-rendering: geometricPrecision; }",
    "a shift of a part of a point": ".md-content { transform: translate(.4px, .6px); }",
    "glyphs a little fatter": "body { -webkit-text-stroke: .2px; }",
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("what", [*SEEN, *NOT_SEEN])
def test_the_comparer(shown: Shown, width: str, what: str) -> None:
    page = shown("article", width, "light")
    before = taken(page, HEIGHTS[width])
    assert differences(before, taken(page, HEIGHTS[width])) == [], "the same page twice"
    page.add_style_tag(content={**SEEN, **NOT_SEEN}[what])
    assert bool(differences(before, taken(page, HEIGHTS[width]))) == (what in SEEN)


def _noise() -> Picture:
    return shrunk(np.random.default_rng(1).integers(0, 256, (200, 120, 3), dtype=np.uint8))


def test_a_picture_is_read_as_it_was_written(tmp_path: Path) -> None:
    picture = _noise()
    write(tmp_path / "one.png", picture)
    assert (read(tmp_path / "one.png") == picture).all()


def test_a_picture_of_another_program_is_refused(tmp_path: Path, chromium: Any) -> None:
    page = chromium.new_page()
    page.screenshot(path=tmp_path / "one.png")
    page.close()
    with pytest.raises(ValueError, match="make approve"):
        read(tmp_path / "one.png")


def test_pictures_of_different_heights_differ() -> None:
    picture = _noise()
    assert differences(picture, picture) == []
    assert differences(picture, picture[:-10]) and differences(picture[:-10], picture)
