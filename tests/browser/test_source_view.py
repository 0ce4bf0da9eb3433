"""The source view in a browser: from an article to the lines of its dump and back, on a desk and on a phone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from browser.conftest import DESK, PHONE, Reader, violations
from conftest import SEEDS

ARTICLE = "articles/tianchang-jinji-dangqi-lielie-xin-chaoyong.html"
SEED = "000_f29bf31aff6409ee"
SOURCE = f"sources/{SEED}.html"
CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour, under) => {
    canvas.fillStyle = `rgb(${under})`; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (c) => c.map((v) => v / 255).map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [.2126, .7152, .0722][n], 0);
  const paper = (node) => node ? rgb(getComputedStyle(node).backgroundColor, paper(node.parentElement)) : [255, 255, 255];
  const found = {};
  const head = ".source-head :is(p, a, mark, del, .odd)";
  const row = ".lines :is(li, li > a, small, .role, .why, .did, .of, .onward, .reading, .reading i, mark, del, .moved)";
  for (const node of document.querySelectorAll(`${head}, ${row}`)) {
    const below = paper(node), pair = [light(rgb(getComputedStyle(node).color, below)), light(below)];
    const ratio = (Math.max(...pair) + .05) / (Math.min(...pair) + .05);
    const name = `${node.closest(".run")?.className.replace("run ", "") ?? "head"} ${node.className || node.tagName}`;
    found[name] = Math.min(ratio, found[name] ?? 21);
  }
  return found;
}"""


@pytest.mark.browser
def test_from_a_paragraph_to_its_line_and_back(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/{ARTICLE}")
    paragraph = page.locator(".text > p[id]").nth(3)
    name = paragraph.get_attribute("id")
    start = paragraph.inner_text()[:8]
    paragraph.hover()
    paragraph.locator("a.anchor").click()
    paragraph.get_by_role("menuitem", name="原始文本").click()
    page.wait_for_url(f"**/{SOURCE}#{name}")
    row = page.locator(f"#{name}")
    assert printed(page, name).startswith(start)
    assert DESK["height"] > row.bounding_box()["y"] > 40
    run_of(page, name).locator("a.role").click()
    page.wait_for_url(f"**/{ARTICLE}#{name}")
    assert not reader.wrong
    assert reader.asked == {urlsplit(address).netloc}


@pytest.mark.browser
def test_the_apparatus_opens_and_leads_to_the_line(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/{ARTICLE}")
    notes = page.locator("details.apparatus").filter(has_text="校勘记")
    places = [int(count) for count in re.findall(r"(\d+)处", notes.locator("ul").text_content())]
    assert notes.locator("summary").inner_text() == f"校勘记，共{sum(places)}处"
    assert not notes.locator("ul").is_visible()
    notes.locator("summary").click()
    assert notes.locator("li", has_text="句子跨过图片说明相连").is_visible()
    notes.locator("li", has_text="句子跨过图片说明相连").locator("a").first.click()
    page.wait_for_url(f"**/{SOURCE}#l39")
    assert printed(page, "l39").startswith("产投入")
    run_of(page, "l39").get_by_role("link", name="上接第33行").click()
    page.wait_for_url(f"**/{SOURCE}#l33")
    assert printed(page, "l33").endswith("固定资")


@pytest.mark.browser
def test_the_footer_and_the_navigation_lead_to_the_dump(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/{ARTICLE}")
    page.locator("#source ~ p a", has_text=f"{SEED}.txt").click()
    page.wait_for_url(f"**/{SOURCE}#l5")
    page.locator(".source-head .kicker a").click()
    page.wait_for_url("**/sources/index.html")
    page.goto(f"{address}/about/index.html")
    assert page.locator("nav a[href$='sources/index.html']").count()


@pytest.mark.browser
def test_the_dump_comes_down_as_it_came(reader: Reader, address: str, tmp_path: Path) -> None:
    page = reader.page
    page.goto(f"{address}/{SOURCE}")
    with page.expect_download() as started:
        page.get_by_role("link", name="下载原始文本").click()
    assert started.value.suggested_filename == f"{SEED}.txt"
    started.value.save_as(tmp_path / "dump.txt")
    assert (tmp_path / "dump.txt").read_bytes() == (SEEDS / f"{SEED}.txt").read_bytes()


@pytest.mark.browser
def test_two_columns_on_a_desk_and_one_on_a_phone(reader: Reader, address: str) -> None:
    page = reader.page
    for size, beside in ((DESK, True), (PHONE, False)):
        page.set_viewport_size(size)
        page.goto(f"{address}/{SOURCE}")
        raw, went = (run_of(page, "l5").locator(name).bounding_box() for name in ("ol", ".went"))
        assert (went["x"] >= raw["x"] + raw["width"]) is beside
        assert (went["y"] >= raw["y"] + raw["height"]) is not beside


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_of_the_source_view_can_be_read(chromium: Any, address: str, site: Path, scheme: str) -> None:
    context = chromium.new_context(viewport=DESK, color_scheme=scheme)
    page = context.new_page()
    seen = set()
    for path in sorted((site / "sources").glob("0*.html")):
        page.goto(f"{address}/sources/{path.name}")
        found = page.evaluate(CONTRAST)
        seen |= {name.split()[0] for name in found}
        assert not {name: round(ratio, 2) for name, ratio in found.items() if ratio < 4.5}, path.name
    assert seen >= {"head", "title", "kicker", "paragraph", "heading", "caption", "byline", "furniture", "blank"}
    context.close()


@pytest.mark.browser
def test_without_scripts_the_source_view_is_whole(chromium: Any, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{ARTICLE}")
    notes = page.locator("details.apparatus").filter(has_text="校勘记")
    notes.locator("summary").click()
    assert notes.locator("li").first.is_visible()
    page.goto(f"{address}/{SOURCE}#l9")
    assert printed(page, "l9") == "党旗猎猎新潮涌 不忘初心得始终"
    assert "主题" in run_of(page, "l9").inner_text()
    context.close()


LONG = "001_98cc0969cadc0532"


@pytest.mark.browser
def test_a_long_dump_is_light(reader: Reader, address: str, site: Path) -> None:
    """With a row for each of its 915 lines it was 24,000 points high on a desk, and 220 KB."""
    page = reader.page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}/sources/{LONG}.html")
    for box in page.locator(".lines").all():
        box.scroll_into_view_if_needed()  # What was never in sight has the height that was reckoned.
    assert page.locator("ol [id^=l], li[id^=l]").count() == 915
    assert page.evaluate("document.querySelector('.source').offsetHeight") < 24_000 / 3
    assert (site / "sources" / f"{LONG}.html").stat().st_size < 220_000 / 2


@pytest.mark.browser
def test_blank_lines_are_thin_and_still_addresses(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/{SOURCE}#l3")
    folded = page.locator("li", has=page.locator("#l3"))
    assert folded.locator("small").inner_text() == "空4行"
    assert [node.get_attribute("id") for node in folded.locator("span").all()] == ["l1", "l2", "l3", "l4"]
    assert folded.bounding_box()["height"] < page.locator("#l9").bounding_box()["height"]
    assert page.locator("#l6").bounding_box()["height"] < 6
    assert folded.evaluate("node => getComputedStyle(node).outlineStyle") == "solid", "an old address is shown"


@pytest.mark.browser
def test_a_bracket_is_as_high_as_its_lines(reader: Reader, address: str) -> None:
    page = reader.page
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.goto(f"{address}/sources/{LONG}.html")
        for name in ("l3", "l163"):
            run = run_of(page, name)
            top, bottom = run.locator("li").first.bounding_box(), run.bounding_box()
            lines = [line.bounding_box() for line in run.locator("li").all()]
            assert top["y"] >= bottom["y"] and max(box["y"] + box["height"] for box in lines) <= bottom["y"] + bottom["height"] + 1
    page.set_viewport_size({"width": 1440, "height": 900})
    columns = {round(line.bounding_box()["x"]) for line in run_of(page, "l3").locator("li[id]").all()}
    assert len(columns) == 2, "short lines stand in two columns"


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_dump_is_wider_than_its_window(chromium: Any, site: Path, axe: str, width: int) -> None:
    """From a file, in both colours."""
    for scheme in ("light", "dark"):
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        window = Reader(context.new_page())
        for path in sorted((site / "sources").glob("0*.html")):
            window.page.goto(path.as_uri())
            assert window.page.evaluate("document.documentElement.scrollWidth") <= width, path.name
        assert not window.wrong  # axe itself asks for style sheets, which a file may not.
        assert not violations(window.page, axe, f"{path.name} at {width} in {scheme}")
        context.close()


@pytest.mark.browser
def test_all_lines_of_a_dump_are_printed(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/sources/{LONG}.html")
    page.emulate_media(media="print")
    heights = page.locator(".run:not(.blank)").evaluate_all("nodes => nodes.map((node) => node.offsetHeight)")
    assert len(heights) > 50 and min(heights) > 10
    assert page.locator(".lines").evaluate_all("nodes => nodes.every((n) => getComputedStyle(n).contentVisibility === 'visible')")


def run_of(page: Any, line: str) -> Any:
    """The run that a line is of."""
    return page.locator(".run", has=page.locator(f"#{line}"))


def printed(page: Any, line: str) -> str:
    """A line as it came, without its number."""
    found: str = page.locator(f"#{line}").evaluate("node => [...node.childNodes].slice(1).map((part) => part.textContent).join('')")
    return found
