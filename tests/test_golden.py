"""Approved output, byte for byte. `pytest --update-golden` rewrites it; the difference is then read in the commit."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from conftest import build

FOLDER = Path(__file__).parent / "golden"
SEEDS = ("000_f29bf31aff6409ee.txt", "004_abd99d7e6af8de60.txt")
"""One page with its head after the lead, and one with kicker, caption marks and furniture."""
INDEXES = {
    "anhui.md": "provinces/anhui.md",
    "browse.md": "browse/index.md",
    "dates.md": "dates/index.md",
    "newspapers.md": "newspapers/index.md",
    "people.md": "people/index.md",
    "places.md": "places/index.md",
    "jiceng.md": "themes/jiceng.md",
}
"""Approved index pages by their names in `tests/golden`."""
SOURCE = "sources/004_abd99d7e6af8de60.md"


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
    page = (built / "articles" / f"{article['id']}.md").read_bytes().decode("utf-8")
    _approved(f"{article['id']}.md", page, request)


@pytest.mark.parametrize("name", INDEXES)
def test_the_pages_of_indexes(name: str, built: Path, request: pytest.FixtureRequest) -> None:
    _approved(name, (built / INDEXES[name]).read_bytes().decode("utf-8"), request)


def test_the_page_of_a_dump(built: Path, request: pytest.FixtureRequest) -> None:
    _approved("004_abd99d7e6af8de60.md", (built / SOURCE).read_bytes().decode("utf-8"), request)


def test_the_help(request: pytest.FixtureRequest) -> None:
    # argparse breaks its lines at the width of the terminal.
    done = build("--help", environment={**os.environ, "COLUMNS": "100", "PYTHON_COLORS": "0"})
    assert done.returncode == 0
    _approved("help.txt", done.stdout, request)


def test_every_golden_file_belongs_to_a_test(built: Path) -> None:
    articles = [json.loads(line) for line in (built / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = {f"{article['id']}.md" for article in articles if article["seed"] in SEEDS} | {*INDEXES, "help.txt", Path(SOURCE).name}
    assert {path.name for path in FOLDER.iterdir()} == wanted
