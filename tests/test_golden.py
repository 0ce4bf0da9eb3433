"""Approved output, byte for byte. `pytest --update-golden` rewrites it; the difference is then read in the commit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import build
from edition.publish.indexes import INDEXES
from small import download

FOLDER = Path(__file__).parent / "golden"
SEEDS = ("000_f29bf31aff6409ee.txt", "004_abd99d7e6af8de60.txt")
"""One page with its head after the lead, and one with kicker, caption marks and furniture."""
PAGES = {
    "home.md": "index.md",
    "browse.md": "browse/index.md",
    **{f"{index.slug}.md": f"{index.slug}/index.md" for index in INDEXES},
    "anhui.md": "provinces/anhui.md",
    "jiceng.md": "themes/jiceng.md",
    "source.md": "sources/004_abd99d7e6af8de60.md",
}
"""Approved pages by their names in `tests/golden`: the first page of every index, and one of each other kind."""
VIEWS = {"article": "jiyang-xinshi-quanli-zhengdang-gaozhiliangfazhan-paitoubing", "source": "004_abd99d7e6af8de60"}
"""A view of each kind that has more than the way to its page."""


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _approved(name: str, now: str, request: pytest.FixtureRequest) -> None:
    path = FOLDER / name
    if request.config.getoption("--update-golden"):
        path.write_text(now, encoding="utf-8", newline="\n")
    assert path.exists(), f"tests/golden/{name} is missing: run pytest --update-golden and read what it writes"
    assert now == path.read_bytes().decode("utf-8"), f"tests/golden/{name} differs: if it should, run pytest --update-golden"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_page_of_an_article(seed: str, built: Path, request: pytest.FixtureRequest) -> None:
    lines = (built / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    (article,) = (record for record in map(json.loads, lines) if record["seed"] == seed)
    _approved(f"{article['id']}.md", _read(built / "articles" / f"{article['id']}.md"), request)


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_indexes_and_of_a_dump(name: str, built: Path, request: pytest.FixtureRequest) -> None:
    _approved(name, _read(built / PAGES[name]), request)


@pytest.mark.parametrize("kind", VIEWS)
def test_the_views(kind: str, built: Path, request: pytest.FixtureRequest) -> None:
    """A view is one line of JSON; it is approved with one value a line, so that a difference can be read."""
    view = json.loads(_read(built / "views" / f"{kind}s" / f"{VIEWS[kind]}.json"))
    if rows := view.pop("rows", ""):
        _approved(f"{kind}.html", f"{rows}\n", request)
    view.pop("downloads", None)  # They are approved as files.
    _approved(f"{kind}.json", json.dumps(view, ensure_ascii=False, indent=1) + "\n", request)


def test_the_files_that_a_page_holds(built: Path, request: pytest.FixtureRequest) -> None:
    """Every file that the page of one article gives its readers."""
    id_ = VIEWS["article"]
    path = f"views/articles/{id_}.json"
    files = {path: _read(built / path)}
    offered = json.loads(files[path])["downloads"]
    names = [one["file"] for one in offered if one["address"]]
    for one in offered:
        assert one["address"] or (built / one["path"]).is_file(), "what it does not hold stands beside it"
    if request.config.getoption("--update-golden"):
        shutil.rmtree(FOLDER / "exports", ignore_errors=True)
        (FOLDER / "exports").mkdir()
    for name in names:
        _approved(f"exports/{name}", download(files, id_, name.partition(".")[2]), request)
    assert {*names} == {found.name for found in (FOLDER / "exports").iterdir()}


def test_the_help(request: pytest.FixtureRequest) -> None:
    # argparse breaks its lines at the width of the terminal.
    done = build("--help", environment={**os.environ, "COLUMNS": "100", "PYTHON_COLORS": "0"})
    assert done.returncode == 0
    _approved("help.txt", done.stdout, request)


def test_every_golden_file_belongs_to_a_test(built: Path) -> None:
    articles = [json.loads(line) for line in (built / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = {f"{article['id']}.md" for article in articles if article["seed"] in SEEDS} | {*PAGES, "help.txt", "exports", "source.html"}
    wanted |= {f"{kind}.json" for kind in VIEWS}
    assert {path.name for path in FOLDER.iterdir()} == wanted


def test_the_scores_without_one_newspaper_are_fresh() -> None:
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "scripts/bench/leave_out.py", "--check"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
