"""The editor's desk in the preview, from a click to the page that shows the ruling; what readers can report; and no trace of either where
there is none."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

import desk
from browser.conftest import DESK, PHONE, Reader, served, violations
from conftest import DATA, PATIENCE, build, house, render
from edition.desk import main as command
from test_rulings import PAGE

pytestmark = pytest.mark.browser

ARTICLE = "articles/nongji-renyuan-xia-tiantou.html"
CONTACT = "https://example.org/papers/issues/new?title={title}&body={body}"


def small_house(folder: Path) -> Path:
    """A house with one dump."""
    house(folder)
    shutil.rmtree(folder / "seeds")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "page.txt").write_text(PAGE, encoding="utf-8")
    for name in ("articles", "sources", "data", "views"):
        shutil.rmtree(folder / "docs" / name, ignore_errors=True)
    return folder


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A house, and the address of its preview."""
    folder = small_house(tmp_path_factory.mktemp("preview"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command_ = [sys.executable, "scripts/serve.py", "-a", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command_, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and server.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield folder, f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)


def rulings(folder: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = yaml.safe_load((folder / "seeds" / "page.yml").read_text(encoding="utf-8"))
    return found


def test_an_editor_corrects_an_article_in_the_preview(reader: Reader, axe: str, preview: tuple[Path, str]) -> None:
    """A click on a paragraph chooses its lines, a ruling goes to the file, the page is built and shows it; undone, it is as before."""
    folder, address = preview
    page = reader.page
    page.goto(f"{address}/{ARTICLE}")
    page.get_by_role("button", name="校改").click()
    page.locator(".desk ol li").first.wait_for()
    assert not violations(page, axe, "the desk")
    page.locator(".text > #l10").click()
    assert page.locator("#desk-lines").input_value() == "10"
    page.locator("#desk-why").fill("与上文同段")
    page.locator("#desk-by").fill("张三")
    page.locator("#desk-role").select_option("continues")
    page.locator("fieldset", has_text="这几行是什么").get_by_role("button").click()
    page.locator(".text > #l5", has_text="村民老李").wait_for()
    assert [(one["lines"], one["role"], one["why"], one["by"]) for one in rulings(folder)] == [(10, "continues", "与上文同段", "张三")]

    page.locator("#desk-field").select_option("date")
    assert page.locator("#desk-value").input_value() == "2021-03-05"
    page.locator("#desk-value").fill("三月")
    page.locator("#desk-why").fill("试")
    from playwright.sync_api import TimeoutError as PlaywrightTimeout

    # What is being written outlives that the preview loads the page again; a request that is on its way does not.
    refused = page.locator(".desk [role=status]", has_text="不是日期")
    for _ in range(20):
        page.locator("fieldset", has_text="改一项").get_by_role("button").click()
        with contextlib.suppress(PlaywrightTimeout):
            refused.wait_for(timeout=5000)
            break
    assert page.locator("#desk-value").input_value() == "三月"
    assert len(rulings(folder)) == 1

    page.get_by_role("button", name="撤回").click()
    page.locator(".text > #l10").wait_for()
    assert not (folder / "seeds" / "page.yml").exists()
    # MkDocs itself closes the connection of a page that is left.
    assert not [wrong for wrong in reader.wrong if "livereload" not in wrong and "Failed to load" not in wrong]


def test_the_preview_shows_what_is_written_by_hand_and_what_is_built(reader: Reader, preview: tuple[Path, str]) -> None:
    """MkDocs looks at few of the files itself: at pages written by hand, and at what tells that all others are built."""
    folder, address = preview
    page = reader.page
    by_hand = folder / "docs" / "about" / "index.md"
    by_hand.write_text(by_hand.read_text(encoding="utf-8") + "\n本刊新增一句。\n", encoding="utf-8")
    page.goto(f"{address}/about/index.html")
    page.get_by_text("本刊新增一句。").wait_for()
    (folder / "seeds" / "more.txt").write_text(PAGE.replace("老李", "老王"), encoding="utf-8")
    page.goto(f"{address}/sources/index.html")
    page.locator("main", has_text="more.txt").wait_for()


def test_the_desk_answers_nobody_else(tmp_path: Path) -> None:
    """A page of another site, a name that leads to this machine, and whoever does not know the token get nothing."""
    folder = small_house(tmp_path)
    server = desk.Desk(lambda arguments, said: 0, folder)
    server.start()
    here = f"127.0.0.1:{server.server_port}"

    def ask(path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> int:
        connection = http.client.HTTPConnection(here, timeout=PATIENCE)
        connection.request(method, path, body, {"Host": here, **{name.replace("_", "-"): value for name, value in headers.items()}})
        return connection.getresponse().status

    article, ruling = f"/{server.token}/article?seed=page.txt", f"/{server.token}/rule"
    good = json.dumps({"where": "page.txt:7", "what": "emend", "values": ["己经", "已经"], "why": "误字"}).encode()
    json_ = "application/json"
    assert ask(article, Origin="http://127.0.0.1:8000") == ask(article) == 200
    for origin in ("https://example.org", "null", "http://127.0.0.1.example.org"):
        assert ask(article, Origin=origin) == 403
        assert ask(ruling, "POST", good, Origin=origin, Content_Type=json_) == 403
        assert ask(ruling, "OPTIONS", Origin=origin) == 403
    assert ask(article, Host="example.org") == 403
    for token in ("", "x", server.token[:-1], "%2e%2e"):
        assert ask(f"/{token}/rule", "POST", good, Content_Type=json_) == 403
    assert ask(ruling, "POST", good, Content_Type="text/plain") == 400, "what a form of another site can send"
    assert ask(f"/{server.token}/../seeds/page.txt") == 404
    assert not (folder / "seeds" / "page.yml").exists()
    assert ask(f"/{server.token}/article?seed=../mkdocs.yml") == 200, "an error in words"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def with_contact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an edition whose editors can be written to."""
    folder = small_house(tmp_path_factory.mktemp("contact"))
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(settings.replace('contact: ""', f'contact: "{CONTACT}"'), encoding="utf-8")
    for path in (folder / "docs" / "about").glob("*.md"):  # They lead to indexes that an edition of one dump lacks.
        path.write_text(re.sub(r"\]\(\.\./[^)]*\)", "](principles.md)", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert build(program=folder / "scripts" / "build.py").returncode == 0
    return render(folder)


@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize("from_folder", [False, True])
def test_a_reader_reports_an_error(
    reader: Reader, axe: str, with_contact: Path, tmp_path: Path, size: dict[str, int], from_folder: bool
) -> None:
    page = reader.page
    page.set_viewport_size(size)
    with served(with_contact) as address:
        page.goto(f"{with_contact.as_uri() if from_folder else address}/{ARTICLE}")
        page.locator("#l5 .anchor").click()
        page.get_by_role("menuitem", name="报告此处有误").click()
        dialog = page.get_by_role("dialog")
        assert dialog.locator("blockquote").inner_text().startswith("本报讯 三月的田野里")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if not from_folder:
            dialog.locator("pre", has_text="农户育秧、施肥，己经服务了三百多户农家。").wait_for()
        assert from_folder or not violations(page, axe, "the report")
        wanted = dialog.get_by_label("应当是")
        wanted.fill(wanted.input_value().replace("己经", "已经"))
        dialog.get_by_label("说明").fill("错字")
        link = str(dialog.get_by_role("link", name="去提交").get_attribute("href"))
        page.keyboard.press("Escape")
        assert page.locator("#l5 .anchor").evaluate("node => node === document.activeElement")
    assert not reader.wrong
    assert {host for host in reader.asked if host and not host.startswith("127.0.0.1")} == set(), "nothing is sent by itself"
    report = unquote(urlsplit(link).query.partition("&body=")[2])
    assert "before: 家，手把手教农户育秧、施肥，己经服务了三百多户农家。" not in report, "only what is around the error"
    assert "，己经服务" in report
    (tmp_path / "report.txt").write_text(report, encoding="utf-8")
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "page.txt").write_text(PAGE, encoding="utf-8")
    assert command(["apply", str(tmp_path / "report.txt"), "--seeds", str(seeds)], seeds, DATA) == 0
    assert [(one["emend"], one["from"], one["to"]) for one in yaml.safe_load((seeds / "page.yml").read_text(encoding="utf-8"))] == [
        (7, "，己经", "，已经")
    ]


def test_the_page_of_principles_names_the_address(with_contact: Path, site: Path) -> None:
    found = [(folder / "about" / "principles.html").read_text(encoding="utf-8") for folder in (with_contact, site)]
    assert ['href="https://example.org/papers/issues/new"' in page for page in found] == [True, False]
    assert not any("{contact}" in page or "请编者在此填写" in page for page in found)


def test_a_published_site_has_no_trace_of_the_desk_and_asks_nobody_to_write(site: Path) -> None:
    for path in site.rglob("*"):
        if path.suffix in (".html", ".js", ".css") and "assets/javascripts" not in path.as_posix():
            text = path.read_text(encoding="utf-8")
            assert "desk.js" not in text and "EDITION_DESK" not in text, path
            if path.suffix == ".html":
                assert "data-contact" not in text and "report.js" not in text, path


@pytest.mark.parametrize("path", ["review/index.html", "about/rulings.html"])
def test_the_pages_for_editors_are_accessible_and_fit_a_phone(reader: Reader, axe: str, address: str, path: str) -> None:
    page = reader.page
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/{path}")
    assert not violations(page, axe, path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not reader.wrong
