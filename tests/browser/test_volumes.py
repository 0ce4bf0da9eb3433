"""The portal of an edition in volumes, as readers use it: it asks the volumes that may hold the words, and no others."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from browser.conftest import FOUND, PHONE, Reader, served, violations
from browser.pages import inner, links, pages, target
from conftest import volumes
from shelves import ALONE, EVERYWHERE, IDS, LARGE

pytestmark = pytest.mark.browser

SAID = "[data-said]"
ASKED = [
    *ALONE.values(),
    EVERYWHERE,
    "渡口",
    f"{EVERYWHERE} 茶园",
    f"{EVERYWHERE} -茶园",
    '"的石桥修好了"',
    "老支书说，日子像",
    "長江鎮",
    "镇",
    "鲲鹏展翅",
    "-镇",
]
WHOLE = """async (queries) => {
  const out = [];
  for (const query of queries) {
    const { hits } = await edition.search(query, { limit: 1e9, passages: true });
    out.push(hits.map(({ id, passages }) => [id, passages]));
  }
  return out;
}"""
"""What a volume finds by its own search."""
TOGETHER = """async (queries) => {
  const out = [];
  for (const query of queries) {
    const found = await edition.volumes.search(query, { limit: 1e9, passages: true });
    out.push(Object.fromEntries(found.map(({ id, found }) => [id, found.hits.map(({ id, passages }) => [id, passages])])));
  }
  return out;
}"""
"""What the portal finds."""


@pytest.fixture(params=["host", "path", "folder"])
def opened(request: pytest.FixtureRequest, shelf: Path) -> Iterator[str]:
    """The address of the portal: at the root of a host, below a path, and from a folder."""
    if request.param == "folder":
        yield (shelf / "site").as_uri()
    else:
        with served(shelf / "site", "/a/b" if request.param == "path" else "") as found:
            yield found


@pytest.fixture
def portal(shelf: Path) -> Iterator[str]:
    with served(shelf / "site") as found:
        yield found


def asked(page: Any, address: str, query: str) -> str:
    page.goto(f"{address}/search/index.html?q={query}")
    page.locator(SAID, has_text=re.compile(r"找到|没有|约")).wait_for()
    return str(page.locator(SAID).inner_text())


def test_the_portal_finds_what_the_volumes_find_by_themselves(reader: Reader, opened: str) -> None:
    apart: dict[str, list[Any]] = {}
    for id_ in IDS:
        reader.page.goto(f"{opened}/{id_}/index.html")
        apart[id_] = reader.page.evaluate(WHOLE, ASKED)
    reader.page.goto(f"{opened}/search/index.html")
    together = reader.page.evaluate(TOGETHER, ASKED)
    for n, query in enumerate(ASKED):
        assert {id_: hits for id_, hits in together[n].items() if hits} == {id_: apart[id_][n] for id_ in IDS if apart[id_][n]}, query
    assert sum(map(len, together[ASKED.index(EVERYWHERE)].values())) > 10 and not any(together[ASKED.index("鲲鹏展翅")].values())
    assert not reader.wrong


@pytest.mark.parametrize("id_", IDS)
def test_a_word_of_one_volume_asks_that_one_alone(reader: Reader, portal: str, id_: str) -> None:
    requests: list[str] = []
    reader.page.on("request", lambda request: requests.append(urlsplit(request.url).path))
    assert asked(reader.page, portal, ALONE[id_]) == "1册里可能有，已查1册，1册里找到1篇。"
    data = {path.split("/")[1] for path in requests if "/data/search/" in path}
    assert data == {id_}
    assert reader.asked == {urlsplit(portal).netloc} and not reader.wrong


def test_results_stand_by_volume_and_lead_to_passages_and_to_the_search_of_the_volume(reader: Reader, opened: str) -> None:
    page = reader.page
    assert asked(page, opened, EVERYWHERE).startswith("3册里可能有，已查3册，3册里")
    heads = page.locator("[data-list] section h2")
    assert [re.sub(r"\s*(?:找到|约)\d+篇.*", "", text) for text in heads.all_inner_texts()] == [
        "如皋日报 2019年",
        "如皋日报 2020年",
        "固镇消息 2021年",
    ]
    page.locator("[data-list] section").nth(1).locator(".hits a").first.click()
    page.wait_for_url("**/rugao-2020/articles/*")
    assert EVERYWHERE in page.locator(".text mark, .head mark").all_inner_texts()
    page.go_back()
    page.locator("[data-list] section h2 a").first.click()
    page.wait_for_url(f"**/{LARGE}/search/index.html?q=*")
    page.locator(SAID, has_text="找到").wait_for()
    page.locator("[data-volumes]").click()
    page.wait_for_url(lambda url: "/search/index.html?q=" in url and f"/{LARGE}/" not in url)
    assert parse_qs(urlsplit(page.url).query) == {"q": [EVERYWHERE]}
    page.locator(SAID, has_text="3册里").wait_for()
    assert not reader.wrong


def test_the_keyboard_alone_asks_and_the_back_button_asks_again(reader: Reader, opened: str) -> None:
    page = reader.page
    page.goto(f"{opened}/index.html")
    page.keyboard.press("/")
    page.keyboard.type(ALONE["rugao-2019"])
    assert page.locator(FOUND).count() == 0 and page.locator("[data-search] input").get_attribute("role") is None
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=*")
    page.locator(SAID, has_text="1册里找到1篇").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("鲲鹏")
    page.keyboard.press("Enter")
    page.locator(SAID, has_text="各册都没有“鲲鹏”。").wait_for()
    page.go_back()
    page.locator(SAID, has_text="1册里找到1篇").wait_for()
    assert page.locator("[data-results] input[name=q]").input_value() == ALONE["rugao-2019"]
    assert page.locator(SAID).get_attribute("role") == "status"
    assert not reader.wrong


@pytest.mark.parametrize("query", ["<img src=x onerror=alert(1)>", "%", "\\", '"', "-", "党" * 3000, "a&b=c#d", "“”", "()"])
def test_a_hostile_query_does_nothing(reader: Reader, portal: str, query: str) -> None:
    page = reader.page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{portal}/search/index.html")
    page.locator("[data-results] input[name=q]").fill(query)
    page.locator("[data-results] form button").click()
    page.locator(SAID, has_text=re.compile(r"找到|没有|各册都没有")).wait_for()
    assert page.locator("[data-results] img").count() == 0
    assert not reader.wrong


def test_a_volume_that_cannot_be_read_is_named_and_the_others_answer(reader: Reader, portal: str) -> None:
    reader.page.route(f"**/{IDS[1]}/data/**", lambda route: route.abort())
    said = asked(reader.page, portal, EVERYWHERE)
    assert re.fullmatch(r"3册里可能有，已查3册，2册里找到\d+篇，1册的数据没有读到。", said)
    section = reader.page.locator("[data-list] section").nth(1).inner_text()
    assert "如皋日报 2020年" in section and "没有读到" in section


def test_an_index_that_cannot_be_read_is_said(reader: Reader, portal: str) -> None:
    reader.page.route("**/data/volumes/**", lambda route: route.abort())
    assert asked(reader.page, portal, EVERYWHERE) == "检索的数据没有读到，请刷新本页。"


def test_many_volumes_are_asked_some_at_a_time(reader: Reader, shelf: Path, tmp_path: Path) -> None:
    """Of volumes that are built elsewhere only the sites are there."""
    root = Path(shutil.copytree(shelf, tmp_path / "many"))
    more = [f"copy-{number}" for number in range(5)]
    for id_ in more:
        shutil.copytree(root / "site" / IDS[1], root / "site" / id_)
    with (root / "seeds" / "edition.yml").open("a", encoding="utf-8") as file:
        file.writelines(f"  - id: {id_}\n    title: 副本 {id_}\n    elsewhere: true\n" for id_ in more)
    assert volumes(root, IDS[1]).returncode == 0
    page = reader.page
    with served(root / "site") as address:
        assert asked(page, address, EVERYWHERE).startswith("8册里可能有，已查5册，5册里找到")
        assert page.locator("[data-list] section").count() == 5
        page.locator("[data-more]").click()
        page.locator(SAID, has_text="8册里可能有，已查8册，8册里找到").wait_for()
        assert page.locator("[data-list] section").count() == 8 and not page.locator("[data-more]").is_visible()
        assert page.evaluate("document.activeElement.textContent") == "副本 copy-2"
        assert asked(page, address, ALONE[IDS[1]]).startswith("6册里可能有，已查5册，5册里找到5篇")
        # What is found in none of the first ones is looked for in the others, too.
        assert "没有" in asked(page, address, f"{ALONE[IDS[1]]} {EVERYWHERE}修好了茶园")
    assert not reader.wrong


def test_on_a_phone_nothing_is_wider_than_the_screen(reader: Reader, portal: str) -> None:
    page = reader.page
    page.set_viewport_size(PHONE)
    asked(page, portal, EVERYWHERE)
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= PHONE["width"]
    for place in ("index.html", "404.html", f"{LARGE}/index.html", f"{LARGE}/search/index.html?q={EVERYWHERE}"):
        page.goto(f"{portal}/{place}")
        assert page.evaluate(wide) <= PHONE["width"], place
    page.goto(f"{portal}/{LARGE}/index.html")
    page.locator(".to-volumes").click()
    page.wait_for_url(f"{portal}/index.html")


def test_without_scripts_the_list_is_there(chromium: Any, opened: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{opened}/search/index.html?q={EVERYWHERE}")
    page.locator("noscript a, .note a").first.click()
    page.wait_for_url("**/index.html")
    assert page.locator(".entries li").count() == 3
    page.locator(".entries a").nth(2).click()
    page.wait_for_url("**/guzhen-2021/index.html")
    page.locator(".to-volumes").click()
    page.wait_for_url(f"{opened}/index.html")
    context.close()


def test_no_page_leads_nowhere(shelf: Path) -> None:
    site = shelf / "site"
    found = [path for path in pages(site) if path.name != "404.html"]
    assert len(found) > 100
    for path in found:
        for link in links(path):
            assert not inner(link) or target(path, link, site).is_file(), f"{path}: {link}"


def test_axe_finds_no_barrier_in_the_portal(reader: Reader, axe: str, portal: str) -> None:
    page = reader.page
    wrong: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for place in ("index.html", f"search/index.html?q={EVERYWHERE}", f"{LARGE}/search/index.html?q={EVERYWHERE}"):
            page.goto(f"{portal}/{place}")
            if "q=" in place:
                page.locator(".hits > li").first.wait_for()
            wrong += violations(page, axe, place)
    assert not wrong
