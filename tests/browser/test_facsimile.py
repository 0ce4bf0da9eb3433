"""The picture of the printed page beside the lines of its dump: from a paragraph to its place in print, and from print to the line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import DESK, PHONE, Reader, served, violations
from browser.test_desk import small_house
from conftest import build, render
from test_facsimiles import HEIGHT, ROWS, WIDTH, places, png

pytestmark = pytest.mark.browser

SOURCE = "sources/page.html"
PICTURE = "data/facsimiles/page.png"


@pytest.fixture(scope="module")
def pictured_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one dump with its picture."""
    folder = small_house(tmp_path_factory.mktemp("pictured"))
    (folder / "seeds" / "page.png").write_bytes(png())
    (folder / "seeds" / "page.boxes.json").write_bytes(places())
    done = build(program=folder / "scripts" / "build.py")
    assert done.returncode == 0, done.stderr
    return render(folder)


@pytest.fixture(scope="module")
def host(pictured_site: Path) -> Iterator[str]:
    with served(pictured_site, "/papers") as found:
        yield found


def marked(page: Any) -> list[float]:
    """Where the mark stands, in points of the page of the newspaper."""
    page.locator(".facsimile__mark").wait_for()
    mark, paper = page.locator(".facsimile__mark").bounding_box(), page.locator(".facsimile__page").bounding_box()
    x, y = ((mark[side] - paper[side]) / paper[size] for side, size in (("x", "width"), ("y", "height")))
    return [WIDTH * x, HEIGHT * y, WIDTH * (x + mark["width"] / paper["width"]), HEIGHT * (y + mark["height"] / paper["height"])]


def test_from_a_paragraph_to_its_place_in_print(reader: Reader, host: str) -> None:
    page = reader.page
    page.goto(f"{host}/articles/nongji-renyuan-xia-tiantou.html")
    paragraph = page.locator(".text > p[id]").first
    line = int(str(paragraph.get_attribute("id"))[1:])
    paragraph.hover()
    paragraph.locator("a.anchor").click()
    paragraph.get_by_role("menuitem", name="看原版图像").click()
    page.wait_for_url(f"**/{SOURCE}?facsimile#l{line}")
    assert marked(page) == pytest.approx(list(ROWS[line]), abs=1)
    assert page.locator(f"#l{line}").bounding_box()["y"] < DESK["height"]
    assert not reader.wrong


def test_a_line_shows_its_place_and_a_place_its_line(reader: Reader, axe: str, host: str) -> None:
    page = reader.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{host}/{SOURCE}")
    page.wait_for_load_state("networkidle")
    assert not any(url.endswith(PICTURE) for url in asked), "it is loaded when it is asked for"
    link = page.get_by_role("button", name="看原版图像")
    link.press(" ")
    page.locator(".facsimile img").wait_for()
    assert any(url.endswith(PICTURE) for url in asked)
    assert not violations(page, axe, "facsimile")
    page.locator("#l4").click()
    assert marked(page) == pytest.approx(list(ROWS[4]), abs=1)
    page.locator("#l6 > a").focus()
    page.keyboard.press("Enter")
    assert marked(page) == pytest.approx(list(ROWS[6]), abs=1)
    page.get_by_role("button", name="放大").click()
    page.get_by_role("button", name="放大").click()
    assert page.locator(".facsimile__page").bounding_box()["width"] > 2 * page.locator(".facsimile__view").bounding_box()["width"]
    page.get_by_role("button", name="看整页的宽度").click()
    page.locator("#l2").click()  # Brings the upper part of the page into view.
    for line in (2, 3):
        paper = page.locator(".facsimile__page").bounding_box()
        left, top, right, bottom = ROWS[line]
        page.locator(".facsimile img").click(
            position={"x": paper["width"] * (left + right) / 2 / WIDTH, "y": paper["height"] * (top + bottom) / 2 / HEIGHT}
        )
        assert page.locator("li.shown").get_attribute("id") == f"l{line}"
    page.locator(".facsimile__view").focus()
    page.keyboard.press("Escape")
    assert page.locator(".facsimile").count() == 0 and page.locator("li.shown").count() == 0
    assert page.evaluate("document.activeElement.classList.contains('facsimile-link')")
    assert not reader.wrong


def test_on_a_phone_from_a_file(chromium: Any, pictured_site: Path) -> None:
    context = chromium.new_context(viewport=PHONE, locale="zh-CN")
    try:
        window = Reader(context.new_page())
        page = window.page
        page.goto(f"{(pictured_site / SOURCE).as_uri()}?facsimile#l9")
        assert marked(page) == pytest.approx(list(ROWS[9]), abs=1)
        row, panel = page.locator("#l9").bounding_box(), page.locator(".facsimile").bounding_box()
        assert panel["y"] + panel["height"] <= row["y"] <= PHONE["height"], "the picture covers no line that is shown"
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert not window.wrong
    finally:
        context.close()


def test_a_picture_of_another_shape_gets_no_marks(reader: Reader, pictured_site: Path, host: str) -> None:
    """A scan that was turned or cropped after its text was recognised."""
    page = reader.page
    page.route(f"**/{PICTURE}", lambda route: route.fulfill(body=png(HEIGHT, WIDTH), content_type="image/png"))
    page.goto(f"{host}/{SOURCE}?facsimile#l4")
    page.get_by_text("不标各行的位置").wait_for()
    assert page.locator(".facsimile__mark").is_hidden() and page.locator("li[data-place]").count() == 0
    assert page.evaluate("document.activeElement.className").startswith("facsimile__view"), "keys reach the panel at once"
    page.keyboard.press("Escape")
    assert page.locator(".facsimile").count() == 0


def test_without_a_script_the_link_leads_to_the_picture(chromium: Any, pictured_site: Path, host: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(f"{host}/{SOURCE}")
        assert page.locator(".facsimile-link").get_attribute("href") == f"../{PICTURE}"
    finally:
        context.close()
    assert (pictured_site / PICTURE).read_bytes() == png()
