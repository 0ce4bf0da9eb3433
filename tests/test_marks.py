"""What is quick starts no process: the marks are set by tests/conftest.py, and these look whether they are right."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import conftest
from conftest import build


def _helper() -> object:
    return [build("--help") for _ in range(1)]


class _House:
    def built(self) -> object:
        return _helper()


def _by_a_class() -> object:
    return _House().built()


def _by_hand() -> object:
    return subprocess.run([sys.executable, "-V"], check=True)


def _in_this_process() -> object:
    return Path(__file__).read_text(encoding="utf-8")


def test_what_starts_a_process_is_seen_however_far_away() -> None:
    assert all(map(conftest._runs_a_process, (_helper, _by_a_class, _by_hand)))
    assert not conftest._runs_a_process(_in_this_process)


def test_what_needs_the_built_edition_is_marked(request: pytest.FixtureRequest) -> None:
    marked = {item.path.name for item in request.session.items if item.get_closest_marker("slow")}
    here = {item.path.name for item in request.session.items}
    assert {"test_golden.py", "test_addresses.py", "test_links.py"} & here <= marked
    assert not {"test_cases.py", "test_gold.py", "test_doubts.py"} & marked


def test_a_quick_test_that_starts_a_process_fails() -> None:
    # Under its usual name the module would mark this test as slow.
    start = importlib.import_module("sub" + "process").Popen
    with pytest.raises(AssertionError, match=r"mark it with pytest\.mark\.slow"):
        start([sys.executable, "-V"])
    with pytest.raises(AssertionError, match=r"mark it with pytest\.mark\.slow"):
        os.system("exit 0")
