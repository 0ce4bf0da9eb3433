"""The site is what MkDocs makes of `docs/`, byte by byte, however much of it is taken over and however many processes render it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import mkdocs
import pytest
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

import stock
import tasks
from conftest import PATIENCE, PUBLIC, render
from rendering import Elsewhere, take_over

pytestmark = pytest.mark.slow

ALL_SHARED = "import sys; sys.path.insert(0, 'scripts'); import render; render.WORTH = 1; sys.exit(render.main(sys.argv[1:]))"
"""Renders with as many processes as are allowed, however few the pages are."""


BY_HAND = ("about/", "count/", "search/")
PREVIEW = """
import os, sys
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config
article, site = Path(sys.argv[1]), Path("preview")
site.mkdir()
def show():
    config = load_config(site_dir=str(site.absolute()), site_url="http://localhost/")
    if not shown:
        config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url="http://localhost/")
    return {path: path.stat().st_ino for path in site.rglob("*.html")}
shown = {}
shown = show()
text = article.read_text(encoding="utf-8")
article.write_text(text.replace("。", "！"), encoding="utf-8")
changed = show()
print(*sorted(path.as_posix() for path in changed if changed[path] != shown[path]))
theme = Path("scripts/theme/home.html")
home = theme.read_text(encoding="utf-8")
theme.write_text(home + "{{", encoding="utf-8")
try:
    show()
except Exception:
    print({path: path.stat().st_ino for path in site.rglob("*.html")} == changed)
theme.write_text(home, encoding="utf-8")
article.write_text(text, encoding="utf-8")
print(sorted(path.as_posix() for path, number in show().items() if number != changed[path]) != [], Path("preview-old").exists())
"""
"""Does what `mkdocs serve` does: builds once, and again when an article, then a template changed, which cannot be read."""


class House:
    """A copy of all that the site is made from, in which `make site` renders."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.docs, self.site = root, root / "docs", root / "site"
        monkeypatch.setattr(tasks, "ROOT", root)
        monkeypatch.setattr(tasks, "_python", lambda: Path(sys.executable))
        monkeypatch.setenv("SITE_URL", "")

    def settle(self) -> None:
        """Let all files be as old as files are."""
        for path in (path for path in self.docs.rglob("*") if path.is_file()):
            os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - 10 * stock.SETTLED))

    def render(self) -> set[str]:
        """Render as `make site` does; the files of the site that were made anew."""
        before = {name: path.stat().st_ino for name, path in files(self.site).items()}
        tasks._render()
        assert not list(self.root.glob(".site*")), "what is made on the way is gone"
        return {name for name, path in files(self.site).items() if path.stat().st_ino != before.get(name)}

    def change(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def plain(self) -> dict[str, bytes]:
        """What MkDocs makes by itself."""
        folder = render(self.root, "by-mkdocs")
        found = contents(folder)
        shutil.rmtree(folder)
        return found


def files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def contents(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files(folder).items()}


def different(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.fixture
def house(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    root = tmp_path / "一 house"
    shutil.copytree(site.parent, root, ignore=shutil.ignore_patterns(".cache", "site", "published", "by-*", "__pycache__"))
    return House(root, monkeypatch)


@pytest.fixture
def rendered(house: House) -> House:
    house.settle()
    house.render()
    return house


def html_of(pages: object) -> set[str]:
    return {name for name in map(str, pages) if name.endswith(".html")}  # type: ignore[call-overload]


def article(house: House) -> str:
    """An article with a link in it to an article: the path without suffix, relative to docs/."""
    return next(f"articles/{path.stem}" for path in sorted((house.docs / "articles").glob("*.md")) if not path.stem.startswith("index"))


def test_nothing_that_saves_time_changes_a_byte(site: Path, house: House) -> None:
    """`site` is made by `mkdocs build`; here it is made once more without what saves time inside of a page."""
    with (house.root / "scripts" / "plain.py").open("a", encoding="utf-8") as file:
        file.write("\n\nReader.of = classmethod(lambda *_: None)\n")
    with (house.root / "scripts" / "rendering.py").open("a", encoding="utf-8") as file:
        file.write("\n\nAlike.__call__ = lambda self, name, page, caller: caller()\n")
    assert different(house.plain(), contents(site)) == []


def test_the_site_is_what_mkdocs_makes(site: Path, rendered: House) -> None:
    assert different(contents(rendered.site), contents(site)) == []
    assert [path.name for path in (rendered.root / ".cache").iterdir()] == ["site.jsonl"]
    assert {path.name for path in rendered.root.iterdir()} == {"docs", "mkdocs.yml", "scripts", "seeds", "site", ".cache"}


@pytest.mark.parametrize("address", ["", PUBLIC])
def test_many_processes_make_the_same(site: Path, published: Path, house: House, address: str) -> None:
    command = [sys.executable, "-c", ALL_SHARED, "new", "--jobs", "3"]
    environment = os.environ | {"SITE_URL": address}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=house.root, env=environment, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    assert different(contents(house.root / "new"), contents(published if address else site)) == []
    assert [path.name for path in (house.root / ".cache").iterdir()] == ["site.jsonl"]


def test_nothing_is_done_where_nothing_changed(rendered: House) -> None:
    assert rendered.render() == set()
    program = "import sys; sys.path.insert(0, 'scripts'); import render; sys.exit(render.main(['new']) or 'mkdocs' in sys.modules)"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=rendered.root, env=os.environ | {"SITE_URL": ""}, timeout=PATIENCE, check=False)
    assert done.returncode == 0, "MkDocs was loaded"
    assert not (rendered.root / "new").exists()


def test_what_is_hidden_is_no_page(rendered: House) -> None:
    """As what a build leaves that was killed, or an editor."""
    before = contents(rendered.site)
    (rendered.docs / ".new" / "articles").mkdir(parents=True)
    (rendered.docs / ".new" / "articles" / "a.md").write_text("# 文\n", encoding="utf-8")
    rendered.settle()
    rendered.render()
    assert different(contents(rendered.site), before) == []
    assert rendered.render() == set()


def test_what_was_written_again_is_known_by_its_content(rendered: House) -> None:
    for path in files(rendered.docs).values():
        path.write_bytes(path.read_bytes())
    page = f"{article(rendered)}.html"
    before = (rendered.site / page).stat().st_ino
    rendered.render()
    assert (rendered.site / page).stat().st_ino == before


@pytest.mark.parametrize("which", ["docs/{}.md", "docs/views/{}.json"])
def test_a_page_that_changed_is_rendered_and_no_other(rendered: House, which: str) -> None:
    name = article(rendered)
    rendered.change(which.format(name), "。", "！")
    made = html_of(rendered.render())
    assert {page for page in made if not page.startswith(BY_HAND)} == {"404.html", f"{name}.html"}
    assert different(contents(rendered.site), rendered.plain()) == []


@pytest.mark.parametrize("which", ["docs/about/index.md", "docs/robots.txt", "docs/assets/css/paper.css"])
def test_what_is_written_by_hand_is_always_made(rendered: House, which: str) -> None:
    path = rendered.root / which
    path.write_bytes(path.read_bytes() + b"\n/* */\n")
    made = rendered.render()
    assert f"{article(rendered)}.html" not in made
    assert different(contents(rendered.site), rendered.plain()) == []


def test_a_page_that_is_gone_goes(rendered: House) -> None:
    before = contents(rendered.site)
    name = article(rendered)
    for old, new in (("docs/{}.md", "docs/articles/zz.md"), ("docs/views/{}.json", "docs/views/articles/zz.json")):
        shutil.copy(rendered.root / old.format(name), rendered.root / new)
    rendered.render()
    assert different(contents(rendered.site), before) == ["articles/zz.html"]
    (rendered.docs / "articles" / "zz.md").unlink()
    (rendered.docs / "views" / "articles" / "zz.json").unlink()
    rendered.render()
    assert different(contents(rendered.site), before) == []


@pytest.mark.parametrize(
    ("which", "old", "new"),
    [
        ("scripts/theme/partials/copyright.html", "<div", "<div id='x'"),
        ("mkdocs.yml", "site_name: 地方", "site_name: 某地"),
        ("scripts/blocks.py", "本段链接", "链接"),
    ],
)
def test_a_change_of_what_pages_share_renders_all(rendered: House, which: str, old: str, new: str) -> None:
    rendered.change(which, old, new)
    made = rendered.render()
    assert html_of(made) == html_of(files(rendered.site))
    assert different(contents(rendered.site), rendered.plain()) == []


def test_another_address_renders_all(rendered: House, published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", PUBLIC)
    rendered.render()
    assert different(contents(rendered.site), contents(published)) == []
    rendered.change(f"docs/{article(rendered)}.md", "。", "！")
    rendered.render()
    assert (rendered.site / "sitemap.xml").read_bytes() == (published / "sitemap.xml").read_bytes(), "it names the pages that stay, too"


def test_what_somebody_changed_in_the_site_is_made_anew(rendered: House) -> None:
    before = contents(rendered.site)
    for name in (f"{article(rendered)}.html", "assets/css/edition.css", "404.html", "about/index.html"):
        path = rendered.site / name
        path.write_bytes(b"x" * path.stat().st_size)
    (rendered.site / "foreign.html").write_bytes(b"")
    (rendered.site / "assets" / "js" / "search.js").unlink()
    rendered.render()
    assert different(contents(rendered.site), before) == []


@pytest.mark.parametrize("content", ["", "null\n", '"x"\n{"shared": ', '"x"\n{"pages": []}\n', '"x"\n{"shared": 1, "pages": {"a": [1]}}\n'])
def test_a_record_that_cannot_be_read_is_none(rendered: House, content: str) -> None:
    before = contents(rendered.site)
    (rendered.root / stock.RECORD).write_text(content, encoding="utf-8")
    made = rendered.render()
    assert html_of(made) == html_of(before)
    assert different(contents(rendered.site), before) == []
    assert rendered.render() == set()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
@pytest.mark.parametrize("moment", [".site-new", ".site-new/index.html", ".site-new/themes"])
def test_a_run_that_is_killed_leaves_nothing_wrong(rendered: House, moment: str) -> None:
    before = contents(rendered.site)
    rendered.change("scripts/theme/partials/copyright.html", "<div", "<div id='x'")
    rendered.change(f"docs/{article(rendered)}.md", "。", "！")
    command = [sys.executable, "scripts/render.py", ".site-new"]
    with subprocess.Popen(command, cwd=rendered.root) as process:
        while not (rendered.root / moment).exists() and process.poll() is None:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    assert different(contents(rendered.site), before) == [], "the old site is untouched"
    rendered.render()
    assert different(contents(rendered.site), rendered.plain()) == []


def test_a_site_that_was_not_put_in_its_place_is_not_taken_for_it(rendered: House) -> None:
    """Killed when the record was written and the sites had not yet changed places."""
    rendered.change(f"docs/{article(rendered)}.md", "。", "！")
    subprocess.run([sys.executable, "scripts/render.py", ".site-new"], cwd=rendered.root, timeout=PATIENCE, check=True)
    rendered.render()
    assert different(contents(rendered.site), rendered.plain()) == []


def test_what_changes_while_pages_are_rendered_is_noticed_by_the_next_run(rendered: House) -> None:
    theme = rendered.root / "scripts" / "theme" / "partials" / "copyright.html"
    first = theme.read_text(encoding="utf-8")
    theme.write_text(first + "<!-- 1 -->", encoding="utf-8")
    with subprocess.Popen([sys.executable, "scripts/render.py", ".site-new"], cwd=rendered.root) as process:
        while not (rendered.root / ".site-new" / "articles").exists() and process.poll() is None:
            time.sleep(0.001)
        theme.write_text(first + "<!-- 2 -->", encoding="utf-8")
    shutil.rmtree(rendered.site)
    os.replace(rendered.root / ".site-new", rendered.site)
    theme.write_text(first + "<!-- 1 -->", encoding="utf-8")
    rendered.render()
    assert different(contents(rendered.site), rendered.plain()) == []


def link(house: House) -> tuple[str, str]:
    """A passage of an article to which another page links: the article, without suffix, and the name."""
    for path in sorted((house.docs / "terms").glob("*.md")):
        if found := re.search(r"\(\.\./(articles/[\w-]+)\.md#(l\d+)\)", path.read_text(encoding="utf-8")):
            return found[1], found[2]
    raise AssertionError("no page links to a passage")


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_a_passage_that_is_gone_is_told_where_the_page_that_leads_to_it_stays(rendered: House, jobs: str) -> None:
    name, anchor = link(rendered)
    rendered.change(f"docs/{name}.md", f"#{anchor} ", "#l99999 ")
    before = contents(rendered.site)
    for folder in (rendered.root / ".cache", None):  # Once with what is known, once with nothing.
        command = [sys.executable, "-c", ALL_SHARED, ".site-new", "--jobs", jobs]
        environment = os.environ | {"SITE_URL": ""}
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", cwd=rendered.root, env=environment, timeout=PATIENCE, check=False
        )
        assert done.returncode == 1
        assert f"the doc '{name}.md' does not contain an anchor '#{anchor}'" in done.stderr
        assert done.stderr.count("WARNING") == len(set(re.findall("WARNING.*", done.stderr))), "nothing is told twice"
        if folder:
            shutil.rmtree(folder)
    assert different(contents(rendered.site), before) == []


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_a_process_that_breaks_off_leaves_the_old_site(rendered: House, jobs: str) -> None:
    before = contents(rendered.site)
    rendered.change("scripts/theme/source.html", "{% block content %}", "{% block content %}{{ 1 / 0 }}")
    command = [sys.executable, "-c", ALL_SHARED, ".site-new", "--jobs", jobs]
    environment = os.environ | {"SITE_URL": ""}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=rendered.root, env=environment, timeout=PATIENCE, check=False)
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert different(contents(rendered.site), before) == []
    rendered.change("scripts/theme/source.html", "{{ 1 / 0 }}", "")
    shutil.rmtree(rendered.root / ".site-new")
    assert rendered.render() == set()


def test_a_page_to_which_a_page_that_stays_leads_is_missed(rendered: House, capfd: pytest.CaptureFixture[str]) -> None:
    name, _ = link(rendered)
    (rendered.root / f"docs/{name}.md").unlink()
    (rendered.root / f"docs/views/{name}.json").unlink()
    with pytest.raises(tasks.TaskError):
        rendered.render()
    assert f"'{name}.md' is not found among documentation files" in capfd.readouterr().err


def test_a_preview_is_rendered_again_where_something_changed(house: House) -> None:
    house.settle()
    name = article(house)
    command = [sys.executable, "-c", PREVIEW, f"docs/{name}.md"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=house.root, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    changed, still_shown, again = done.stdout.splitlines()
    assert [page for page in changed.split() if not page.startswith(tuple(f"preview/{name}" for name in BY_HAND))] == [
        "preview/404.html",
        f"preview/{name}.html",
    ]
    assert (still_shown, again) == ("True", "True False")
    pages = contents(house.root / "preview")
    command = [sys.executable, "-c", PREVIEW.replace("shown = show()", "show(); sys.exit()").replace("preview", "fresh"), f"docs/{name}.md"]
    subprocess.run(command, cwd=house.root, timeout=PATIENCE, check=True)
    assert different(contents(house.root / "fresh"), pages) == []


def test_a_file_is_copied_where_the_system_has_no_second_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "a").write_bytes(b"x")
    os.utime(tmp_path / "a", ns=(1, 123456789))
    take_over(str(tmp_path / "a"), str(tmp_path / "b" / "c"))
    assert stock.scan(tmp_path) == {"a": "1 123456789", "b/c": "1 123456789"}


def test_mkdocs_is_as_it_was_when_this_was_written(tmp_path: Path) -> None:
    """Nothing private of MkDocs is used, but how it goes about its files: by MkDocs 1.6, a copy is made by the file itself, only what
    calls itself a page of documentation is rendered, and a page that stands in `File.page` is not made again."""
    assert mkdocs.__version__.startswith("1.6.")
    file = File("a/b.md", str(tmp_path), str(tmp_path), False, inclusion=InclusionLevel.INCLUDED)
    old = tmp_path / "b.html"
    old.write_bytes(b"x")
    found = Files([Elsewhere(file, str(old))])
    assert found.documentation_pages() == [] and found.get_file_from_path("a/b.md")
    found.copy_static_files()
    assert (tmp_path / "a" / "b.html").samefile(old)
    assert {"present_anchor_ids", "links_to_anchors"} <= Page.__annotations__.keys()


def test_a_record_that_cannot_be_written_is_told_and_the_site_is_made(house: House) -> None:
    house.render()
    (house.root / ".cache" / "site.jsonl").unlink()
    (house.root / ".cache" / "site.jsonl").mkdir()
    (house.root / ".cache" / "site.jsonl" / "mine").write_text("我的", encoding="utf-8")
    before = contents(house.site)
    command = [sys.executable, "scripts/render.py", "new"]
    done = subprocess.run(command, cwd=house.root, env=os.environ | {"SITE_URL": ""}, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "写不进去" in done.stderr and "cannot be written" in done.stderr and "Traceback" not in done.stderr
    assert different(contents(house.root / "new"), before) == []
