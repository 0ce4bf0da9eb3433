"""Options of the tests, and what several of them share: the vocabulary, the seeds restored, the edition built, the site rendered."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, settings

from edition.describe import Describing, describe, prepare
from edition.model import Edition, Restoration
from edition.restore import restore
from edition.vocabulary import Vocabulary, load_traditional, load_vocabulary

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
JUDGED = [SEEDS / f"{gold.stem}.txt" for gold in sorted((ROOT / "tests" / "gold").glob("*.yml"))]
"""The seeds that have gold. An edition that adds its own need not write gold for them."""
DATA = ROOT / "scripts" / "data"
PUBLIC = "https://example.org/a/b/"
PATIENCE = 900
"""Seconds after which a process counts as hung. A busy machine takes many times what an idle one does, and that is no fault."""
QUICK = os.environ.get("EDITION_QUICK") == "1"
"""Whether this is `make quick`: the properties are then tried on fewer examples."""

# Hardly anything that the tests make is garbage that only the collector finds; looking rarely saves a twentieth of `make quick`.
gc.set_threshold(20_000, 20, 100)

_PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("ci", derandomize=True, database=None, **_PATIENT)
settings.register_profile("free", **_PATIENT)
# Here and on the build server the same examples are drawn on every run; `HYPOTHESIS_PROFILE=free pytest` looks for other ones.
settings.register_profile("quick", max_examples=10, derandomize=True, database=None, **_PATIENT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick" if QUICK else "ci"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/ with what the build writes now")
    parser.addoption("--update-floors", action="store_true", help="raise tests/gold/floors.json to the scores of now; never lowers one")


def some(number: int) -> int:
    """How many examples to try of so many: all of them, or in `make quick` a fiftieth."""
    return max(4, number // 50) if QUICK else number


def read_yaml(path: Path) -> Any:
    """What a YAML file of the tests says; the parser written in C, where there is one, is ten times as fast."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


# Which tests are slow


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what runs a process: every test of `tests/browser/`, and all that use `build`, `render`, `subprocess` or `os.fork`."""
    for item in items:
        if isinstance(item, pytest.Function) and (item.path.parent.name == "browser" or any(map(_runs_a_process, _functions(item)))):
            item.add_marker(pytest.mark.slow)


def _functions(item: pytest.Function) -> Iterator[Callable[..., object]]:
    """The test and the fixtures that it needs."""
    yield item.function
    for definitions in item._fixtureinfo.name2fixturedefs.values():
        yield from (definition.func for definition in definitions)


@cache
def _runs_a_process(function: object) -> bool:
    """Whether a function names, itself or by the functions and classes of its module that it names, what starts a process."""
    seen: set[FunctionType] = set()

    def starts(one: Any) -> bool:
        if any(one is starter for starter in (build, render, subprocess)):
            return True
        if isinstance(one, type) and one.__module__ == getattr(function, "__module__", None):
            return any(map(starts, vars(one).values()))
        one = getattr(one, "__wrapped__", one)
        if not isinstance(one, FunctionType) or one in seen or one.__module__ != getattr(function, "__module__", None):
            return False
        seen.add(one)
        return any(name == "fork" or starts(one.__globals__.get(name)) for name in _names(one.__code__))

    return starts(function)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


_quick_test = ""
"""The test that runs now, where it is not marked as slow."""


def _no_process(event: str, arguments: tuple[object, ...]) -> None:
    """Stop what starts a process; Python tells it of each."""
    if _quick_test and event in ("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system"):
        raise AssertionError(f"{_quick_test} starts a process ({event} {arguments[:1]}): mark it with pytest.mark.slow")


sys.addaudithook(_no_process)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Let no test without the mark start a process, nor any fixture that is made for it."""
    global _quick_test
    _quick_test = "" if item.get_closest_marker("slow") else item.nodeid
    try:
        return (yield)
    finally:
        _quick_test = ""


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what is loaded by now: it stays until the end."""
    gc.collect()
    gc.freeze()


# What several tests share


@cache
def tables() -> Vocabulary:
    """The vocabulary, for tests that take no fixtures."""
    return load_vocabulary(DATA)


def sources(edition: Edition) -> dict[str, str]:
    """The texts of the dumps of an edition, by name."""
    return {restoration.seed.name: restoration.seed.text for restoration in edition.restorations}


@cache
def describing() -> Describing:
    """The tables of description, read once: that takes a second."""
    found = prepare(DATA)
    gc.freeze()  # They stay, so that the collector of garbage need not look through them again and again.
    return found


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return tables()


@pytest.fixture(scope="session")
def restored(vocabulary: Vocabulary) -> dict[str, Restoration]:
    """Every seed of the edition, restored, by its name without suffix."""
    return {path.stem: restore(path.read_bytes(), path.name, vocabulary) for path in JUDGED}


@cache
def edition_of_seeds() -> Edition:
    """The articles of the seeds with their descriptions, called a0, a1 …, without ledger and account: what the index of search reads."""
    numbers = count()
    restorations, descriptions = [], {}
    for path in JUDGED:
        found = restore(path.read_bytes(), path.name, tables())
        found = replace(found, articles=tuple(replace(article, id=f"a{next(numbers)}") for article in found.articles))
        descriptions |= {article.id: told for article, told in zip(found.articles, describe(found, describing()), strict=True)}
        restorations.append(found)
    traditional, lexicon = load_traditional(DATA), tables().lexicon
    return Edition(tuple(restorations), descriptions, {}, (), (), traditional=traditional, lexicon=lexicon)


def build(
    *arguments: str | Path,
    program: Path = ROOT / "scripts" / "build.py",
    environment: dict[str, str] | None = None,
    timeout: int = PATIENCE,
) -> subprocess.CompletedProcess[str]:
    """The real command line, in a process of its own."""
    command = [sys.executable, str(program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=timeout, check=False, env=environment)


def house(folder: Path) -> Path:
    """A copy of all that the build and the site need, so that a test can change it; returns the folder."""
    made = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in ("scripts", "docs", "seeds"):
        shutil.copytree(ROOT / name, folder / name, ignore=made)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def render(folder: Path, name: str = "site", address: str = "") -> Path:
    """Render the site of a house copy with MkDocs, for a public address or none; returns the folder of the site."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder / name)]
    environment = os.environ | {"SITE_URL": address}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False, cwd=folder, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / name


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the edition's own seeds, as `make site` makes it, in a folder of the test run."""
    folder = house(tmp_path_factory.mktemp("house"))
    done = build(program=folder / "scripts" / "build.py")
    assert done.returncode == 0, done.stderr
    return render(folder)


@pytest.fixture(scope="session")
def published(site: Path) -> Path:
    """The same site as `site`, built for a public address below a path."""
    return render(site.parent, "published", PUBLIC)


def volumes(folder: Path, *arguments: str, address: str = "") -> subprocess.CompletedProcess[str]:
    """Build the volumes of an edition, or some, and the portal, as `make site` does."""
    command = [sys.executable, str(ROOT / "scripts" / "volumes.py"), *arguments]
    environment = os.environ | {"SITE_URL": address}
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False, cwd=folder, env=environment)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of three volumes, built; no test changes it."""
    from shelves import shelved

    root = shelved(tmp_path_factory.mktemp("shelf") / "一 shelf")
    done = volumes(root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition's own seeds, built once into a folder of the test run."""
    out = tmp_path_factory.mktemp("built") / "docs"
    done = build("--out", out)
    assert done.returncode == 0, done.stderr
    return out
