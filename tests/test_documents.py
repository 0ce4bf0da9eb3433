"""What the documents for contributors say is true: their trees and tables against the files, and the two languages against each other."""

from __future__ import annotations

import re
import tomllib

import pytest

import tasks
from conftest import ROOT

TWINS = [("README.md", "README.zh.md"), ("CONTRIBUTING.md", "CONTRIBUTING.zh.md")]
DOCUMENTS = ["README.md", "README.zh.md", "CONTRIBUTING.md", "CONTRIBUTING.zh.md", "ARCHITECTURE.md", "CHANGELOG.md"]
MADE = {"docs/booklets/", "docs/data/", "docs/downloads/", "docs/views/"}
"""Folders that a build makes, so that a fresh clone lacks them."""


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _tree(name: str) -> list[str]:
    """The paths that a document's tree names; `docs/…` stands for the rest of a folder."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", _read(name), re.MULTILINE | re.DOTALL)
    (tree,) = (block for block in blocks if block.startswith("seeds/"))
    return [line.split()[0] for line in tree.splitlines()]


def _table(name: str, heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, without its head."""
    section = _read(name).split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in re.findall(r"^\|.*\|$", section, re.MULTILINE)[2:]]


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "ARCHITECTURE.md"])
def test_a_tree_names_what_is_there(name: str) -> None:
    paths = [path for path in _tree(name) if not path.endswith("…")]
    assert [path for path in paths if path not in MADE and not (ROOT / path).exists()] == []
    named = {path.split("/")[1] for path in paths if path.startswith("scripts/")}
    folders = {path.name for path in (ROOT / "scripts").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= named, "every folder of scripts/ has its line"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_to_files(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", _read(name))
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_that_are_named_exist(name: str) -> None:
    """Paths in code marks, from the root or from the package; `NAME` in capitals is to be filled in."""
    named = re.findall(r"`((?:scripts|tests|docs|seeds|publish|restore|describe)/[\w./-]*)`", _read(name))
    roots = (ROOT, ROOT / "scripts" / "edition")
    missing = [path for path in named if path not in MADE and not any((root / path).exists() for root in roots)]
    assert [path for path in missing if not re.search(r"/NAME\.", path)] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_tasks_that_are_named_exist(name: str) -> None:
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", _read(name), re.MULTILINE)) <= set(tasks.TASKS)


@pytest.mark.parametrize(("english", "chinese"), TWINS)
def test_the_twins_say_the_same(english: str, chinese: str) -> None:
    """As many sections, the same code, and tables with the same first words where these are code."""

    def shape(name: str) -> tuple[int, list[str], list[str]]:
        text = _read(name)
        code = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        commands = [line.split("#")[0].split("  ")[0].strip() for block in code for line in block.splitlines()]
        return len(re.findall(r"^## ", text, re.MULTILINE)), commands, re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)

    one, other = shape(english), shape(chinese)
    assert one[:2] == other[:2]
    assert [re.sub(r"SEED|LINE|文件名|行号", "", word) for word in one[2]] == [
        re.sub(r"SEED|LINE|文件名|行号", "", word) for word in other[2]
    ]


def test_the_table_of_wishes_is_the_same_in_both_documents() -> None:
    drawn, told = _table("ARCHITECTURE.md", "Where a wish goes"), _table("CONTRIBUTING.md", "Where a wish goes")
    chinese = _table("CONTRIBUTING.zh.md", "想要什么，去哪里改")
    assert [row[0] for row in drawn] == [row[0] for row in told]
    assert [row[-1] for row in drawn] == [row[-1] for row in told] == [row[-1] for row in chinese]
    registers = {register for row in drawn for register in re.findall(r"`([A-Z]+)`", row[2])}
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "scripts" / "edition").rglob("__init__.py"))
    assert registers and all(re.search(rf"^{register}\b.*=", code, re.MULTILINE) for register in registers)


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(_read("pyproject.toml"))["project"]
    asked = {re.split(r"[<>=\[]", one)[0] for one in project["dependencies"]}
    named = {name.strip() for row in _table("ARCHITECTURE.md", "Dependencies, one line of reason for each") for name in row[0].split(",")}
    assert named == asked
    section = _read("ARCHITECTURE.md").lower()
    for one in project["optional-dependencies"]["dev"]:
        name = re.split(r"[<>=\[]", one)[0]
        assert name.startswith("types-") or name.removesuffix("-playwright-python") in section, name


def test_the_glossary_names_a_thing_once() -> None:
    names = [name.strip() for row in _table("ARCHITECTURE.md", "Glossary: one thing, one name") for name in row[0].split(",")]
    assert len(names) == len(set(names))


def test_the_readme_shows_what_the_edition_writes() -> None:
    """The example of one passage is a quotation of the seed and of its article."""
    before, after = re.findall(r"^```\w*\n(.*?)^```", _read("README.md").split("## Two commands", 1)[0], re.MULTILINE | re.DOTALL)
    seeds = [path.read_text(encoding="utf-8", errors="replace") for path in (ROOT / "seeds").glob("*.txt")]
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "articles").glob("*.md")]
    assert any(before.strip() in seed for seed in seeds)
    assert any(after.strip() in page for page in pages)
