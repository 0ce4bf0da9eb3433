"""Options of the tests, and what several of them share: the vocabulary, the seeds restored, the edition built, the site rendered."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from edition.model import Restoration
from edition.restore import restore
from edition.vocabulary import Vocabulary, load_vocabulary

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
DATA = ROOT / "scripts" / "data"
PUBLIC = "https://example.org/a/b/"

_PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("ci", derandomize=True, database=None, **_PATIENT)
settings.register_profile("free", **_PATIENT)
# Here and on the build server the same examples are drawn on every run; `HYPOTHESIS_PROFILE=free pytest` looks for other ones.
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/ with what the build writes now")
    parser.addoption("--update-floors", action="store_true", help="raise tests/gold/floors.json to the scores of now; never lowers one")


@cache
def words() -> Vocabulary:
    """The vocabulary, for tests that take no fixtures."""
    return load_vocabulary(DATA)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return words()


@pytest.fixture(scope="session")
def restored(vocabulary: Vocabulary) -> dict[str, Restoration]:
    """Every seed of the edition, restored, by its name without suffix."""
    return {path.stem: restore(path.read_bytes(), path.name, vocabulary) for path in sorted(SEEDS.glob("*.txt"))}


def build(
    *arguments: str | Path,
    program: Path = ROOT / "scripts" / "build.py",
    environment: dict[str, str] | None = None,
    timeout: int = 600,
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
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=180, check=False, cwd=folder, env=environment)
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


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition's own seeds, built once into a folder of the test run."""
    out = tmp_path_factory.mktemp("built") / "docs"
    done = build("--out", out)
    assert done.returncode == 0, done.stderr
    return out
