"""The article for those who cite it: addresses of lines, the menu of a paragraph, citations, and old addresses that lead on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import DESK, PHONE, Reader, served, violations
from conftest import PUBLIC, build, house, render

pytestmark = pytest.mark.browser

ARTICLE = "articles/tianchang-jinji-dangqi-lielie-xin-chaoyong.html"
OLD = "articles/an-old-address.html"
ROW = """
- id: an-old-address
  seed: 000_f29bf31aff6409ee.txt
  lines: 1-2
  successor: tianchang-jinji-dangqi-lielie-xin-chaoyong
  reason: 本测试所立
"""


@pytest.fixture
def citing(reader: Reader, published: Path) -> Iterator[Any]:
    """An article of the site that knows its public address."""
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    with served(published) as address:
        reader.page.goto(f"{address}/{ARTICLE}")
        yield reader.page


def clipboard(page: Any) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_line_inside_a_paragraph_leads_to_it_without_scripts(chromium: Any, address: str) -> None:
    """Line 39 of the dump is the second half of the sentence that begins on line 33."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{ARTICLE}#l39")
    paragraph = page.locator("#l33")
    assert paragraph.locator(":target").count() == 1
    assert 0 <= paragraph.bounding_box()["y"] < page.viewport_size["height"]
    assert paragraph.locator("a.anchor").get_attribute("href") == "#l33"
    context.close()


WITH_HALVES = "articles/xinmi-laiji-rang-qunzhong-xingfugan-geng.html"


def test_a_heading_breaks_at_its_blank(reader: Reader, address: str) -> None:
    """On a telephone its two halves are two lines, on a desk they are one."""
    for size, lines in ((PHONE, 2), (DESK, 1)):
        reader.page.set_viewport_size(size)
        reader.page.goto(f"{address}/{WITH_HALVES}")
        halves = [half.bounding_box() for half in reader.page.locator(".text #l7 .half").all()]
        assert len(halves) == 2 and len({box["y"] for box in halves}) == lines
        assert len({box["height"] for box in halves}) == 1
    assert reader.page.locator(".text #l7").inner_text() == "对标对表摘星夺旗 落实落细党建任务"


def test_the_path_begins_where_the_text_does(reader: Reader, address: str) -> None:
    for size in (PHONE, DESK, {"width": 1440, "height": 900}):
        reader.page.set_viewport_size(size)
        reader.page.goto(f"{address}/{WITH_HALVES}")
        path, head = (reader.page.locator(selector).bounding_box()["x"] for selector in (".crumbs a >> nth=0", "h1"))
        assert abs(path - head) < 1


def test_every_block_has_its_link_by_keyboard_and_no_number_in_its_text(citing: Any) -> None:
    blocks = citing.locator(".text > [id^=l]")
    assert blocks.count() == citing.locator(".text .anchor").count() > 30
    assert citing.locator("#l33").inner_text().startswith("经济指标稳中有升")


def test_the_menu_of_a_paragraph_copies_its_link_and_its_citation(citing: Any) -> None:
    link = citing.locator("#l33 > .anchor")
    link.focus()
    citing.keyboard.press("Enter")
    first = citing.get_by_role("menuitem", name="复制本段链接")
    first.wait_for()
    citing.wait_for_function("document.activeElement.getAttribute('role') === 'menuitem'")
    citing.keyboard.press("Enter")
    citing.locator("[role=status]", has_text="已复制").wait_for()
    assert clipboard(citing) == f"{PUBLIC}{ARTICLE}#l33"
    # The menu closes once it has said so, and the next one has its own words.
    citing.locator(".menu").wait_for(state="detached")
    assert link.evaluate("node => node === document.activeElement")
    citing.keyboard.press("Enter")
    first.wait_for()
    citing.keyboard.press("ArrowDown")
    citing.keyboard.press("Enter")
    citing.wait_for_function("navigator.clipboard.readText().then(text => text.startsWith('“'))")
    copied = clipboard(citing)
    assert copied.startswith("“经济指标稳中有升。") and "[N/OL]" in copied and f"{PUBLIC}{ARTICLE}#l33" in copied
    assert "农民人均纯收入2.22万元。”（张本森，刘芹，张元芳. 党旗猎猎新潮涌" in copied
    citing.keyboard.press("Escape")
    assert citing.locator("[role=menu]").count() == 0
    assert link.evaluate("node => node === document.activeElement")


def test_a_copied_caption_says_that_it_is_one(citing: Any) -> None:
    citing.locator("figure.caption .anchor").first.focus()
    citing.keyboard.press("Enter")
    citing.get_by_role("menuitem", name="复制本段及引文").click()
    citing.wait_for_function("navigator.clipboard.readText().then(text => text.startsWith('图片说明：“'))")


def test_a_copied_address_is_never_one_of_this_machine(reader: Reader, address: str) -> None:
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.page.goto(f"{address}/{ARTICLE}")
    reader.page.locator("#l33 > .anchor").focus()
    reader.page.keyboard.press("Enter")
    reader.page.get_by_role("menuitem", name="复制本段链接").click()
    reader.page.wait_for_function("navigator.clipboard.readText().then(text => text.endsWith('#l33'))")
    assert clipboard(reader.page) == f"{ARTICLE}#l33"


def test_a_heading_is_called_by_its_words_first_and_its_number_keeps_clear_of_them(reader: Reader, address: str) -> None:
    reader.page.set_viewport_size(PHONE)
    reader.page.goto(f"{address}/{WITH_HALVES}")
    assert reader.page.get_by_role("heading", name=re.compile("^对标对表摘星夺旗 落实落细党建任务")).count() == 1
    for heading in reader.page.locator(".text h2").all():
        number = heading.locator(".anchor").bounding_box()
        for half in heading.locator(".half").all():
            box = half.bounding_box()
            assert box["x"] >= number["x"] + number["width"] or box["y"] >= number["y"] + number["height"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_row_below_the_head_leads_to_citation_files_and_source(reader: Reader, address: str, size: dict[str, int]) -> None:
    page = reader.page
    page.set_viewport_size(size)
    page.goto(f"{address}/{ARTICLE}")
    tools = page.locator(".tools")
    assert tools.locator("a").all_inner_texts() == ["引用", "下载", "原文"], "nobody is written to where there is no contact"
    for name, part in (("引用", "#cite"), ("下载", "#files")):
        tools.get_by_role("link", name=name).click()
        assert 0 <= page.locator(part).bounding_box()["y"] < size["height"]
    tools.get_by_role("link", name="原文").click()
    page.wait_for_url("**/sources/*#l*")


def test_the_contents_lead_to_what_follows_the_text_and_unfold_it(reader: Reader, address: str) -> None:
    page = reader.page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}/{ARTICLE}")
    page.locator(".md-sidebar").get_by_role("link", name="校勘记").click()
    page.wait_for_function("document.getElementById('apparatus').open")
    names = page.locator(".md-sidebar .md-nav__link").all_inner_texts()
    assert {"引用本文", "校勘记", "来源", "相关文章"} <= {name.strip() for name in names}


def test_citations_stand_behind_tabs_and_know_their_address(citing: Any) -> None:
    panel = citing.locator("[role=tabpanel]:visible")
    assert f"{PUBLIC}{ARTICLE}." in panel.inner_text()
    citing.locator("[role=tab]").first.focus()
    citing.keyboard.press("ArrowRight")
    assert re.search(r"\]\[\d{4}-\d\d-\d\d\]\. http", panel.inner_text())
    panel.locator(".copy").click()
    citing.locator("[role=status]", has_text="已复制").wait_for()
    assert clipboard(citing).startswith("张本森, 刘芹, 张元芳. ")


def test_no_citation_holds_an_address_of_this_machine(reader: Reader, address: str, site: Path) -> None:
    for place in (address, site.as_uri()):
        reader.page.goto(f"{place}/{ARTICLE}")
        said = " ".join(reader.page.locator("[role=tabpanel]").all_text_contents())
        assert "本页地址" in said and "127.0.0.1" not in said and "file:" not in said


def test_quotation_marks_inside_a_quoted_passage_become_single(citing: Any) -> None:
    block = citing.locator(".text > [id^=l]", has_text="“").first
    block.locator(".anchor").first.focus()
    citing.keyboard.press("Enter")
    citing.get_by_role("menuitem", name="复制本段及引文").click()
    citing.wait_for_function("navigator.clipboard.readText().then(text => text.startsWith('“'))")
    quoted = clipboard(citing).split("”（")[0][1:]
    assert "‘" in quoted and "“" not in quoted


def test_a_reference_manager_reads_the_article(citing: Any) -> None:
    names = citing.evaluate("[...document.querySelectorAll('meta[name=citation_author]')].map(meta => meta.content)")
    assert names == ["张本森", "刘芹", "张元芳"]
    assert citing.locator("meta[name='z:itemType']").get_attribute("content") == "newspaperArticle"
    # The date of this page is inferred, and a record has no brackets to say so.
    assert citing.locator("meta[name=citation_publication_date]").count() == 0


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with an address that has a successor."""
    folder = house(tmp_path_factory.mktemp("moved"))
    ledger = folder / "seeds" / "permalinks.yml"
    ledger.write_text(ledger.read_text(encoding="utf-8") + ROW, encoding="utf-8")
    done = build(program=folder / "scripts" / "build.py")
    assert done.returncode == 0, done.stderr
    site: Path = render(folder)
    with served(site) as found:
        yield found


@pytest.mark.parametrize("scripts", [True, False])
def test_an_old_address_leads_on(chromium: Any, moved: str, scripts: bool) -> None:
    """With scripts the passage that the link names comes along; without them the article opens at its head."""
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{moved}/{OLD}#l33")
    page.wait_for_url(f"{moved}/{ARTICLE}{'#l33' if scripts else ''}*")
    assert "党旗猎猎新潮涌" in page.locator("h1").inner_text()
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("folder", [False, True])
def test_the_files_that_a_page_holds_come_down(
    chromium: Any, site: Path, address: str, tmp_path: Path, scripts: bool, folder: bool
) -> None:
    """The policy of the page lets a reader save them, also without scripts and from a folder, and nothing is asked of the host."""
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{site.as_uri() if folder else address}/{ARTICLE}")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    names = []
    for link in page.locator(".files a[href^='data:']").all():
        with page.expect_download() as started:
            link.click()
        names.append(started.value.suggested_filename)
        started.value.save_as(tmp_path / names[-1])
    stem = Path(ARTICLE).stem
    assert names == [f"{stem}.{suffix}" for suffix in ("txt", "bib", "ris", "csl.json")]
    golden = Path(__file__).parents[1] / "golden" / f"{stem}.md"
    title = re.search(r"^# (.+?) \{", golden.read_text(encoding="utf-8"), re.M)
    assert title
    for name in names:
        assert title[1].split()[0] in (tmp_path / name).read_text(encoding="utf-8")
    beside = [str(link.get_attribute("href")) for link in page.locator(".files a:not([href^='data:'])").all()]
    assert [name.rpartition(".")[2] for name in beside] == ["txt", "xml", "json"]
    assert all((site / ARTICLE).parent.joinpath(name).is_file() for name in beside)
    assert [url for url in asked if not url.startswith("data:") and not url.endswith("icon.svg")] == []
    context.close()


def test_a_reader_chooses_the_size_of_the_text_and_the_text_alone(reader: Reader, address: str, axe: str) -> None:
    page = reader.page

    def size() -> float:
        return float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('.text p')).fontSize)"))

    page.goto(f"{address}/{ARTICLE}")
    usual = size()
    larger = page.locator(".tools").get_by_role("button", name="放大字号")
    sizes = []
    for _ in range(3):
        larger.click()
        sizes.append(size())
    assert usual < sizes[0] < sizes[1] == sizes[2], "the largest is the last one"
    page.goto(f"{address}/{WITH_HALVES}")
    assert size() == sizes[-1], "it is remembered"
    page.get_by_role("button", name="只看正文").click()
    assert page.locator(".text").is_visible() and page.locator(".head h1").is_visible()
    assert not any(page.locator(part).first.is_visible() for part in (".md-header", ".md-tabs", ".after", ".crumbs"))
    assert not violations(page, axe, "the reading mode")
    bar = page.get_by_role("group", name="阅读模式")
    for _ in range(4):
        bar.get_by_role("button", name="缩小字号").click()
    assert size() < usual
    page.keyboard.press("Escape")
    assert page.locator(".md-header").is_visible() and not bar.is_visible()
