"""The cost of a build stays what it is: ratios of CPU in one run, with a margin, on an edition of three hundred articles."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.dumps import main as write_dumps

ARTICLES = 300
STOCK = 11.0
"""A build from nothing costs at most so many times what the stock theme with its search costs; so much of it is restoration."""
SAME, MORE = 0.12, 0.5
"""The parts of a build from nothing that one costs with nothing changed, and with one more dump."""
MEMORY = 700.0
"""Megabytes of the largest process: most of it the dictionary and the gazetteer."""
FILES = 12.0
"""Files of the site for each article."""


PROGRAM = """
import json, sys
from dataclasses import asdict
sys.path.insert(0, sys.argv[1])
from bench.speed import measured
print(json.dumps({step: asdict(cost) for step, cost in measured(int(sys.argv[2]), 2)}))
"""


@pytest.mark.slow
def test_the_ratios_hold() -> None:
    # In a process of its own: what this one holds would count for those that it starts.
    command = [sys.executable, "-c", PROGRAM, str(Path(__file__).parents[1]), str(ARTICLES)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    cold = found["cold"]
    assert cold["cpu"] <= STOCK * found["stock"]["cpu"]
    assert found["same"]["cpu"] <= SAME * cold["cpu"]
    assert found["one more"]["cpu"] <= MORE * cold["cpu"]
    assert not cold["memory"] > MEMORY
    assert cold["files"] <= FILES * ARTICLES


@pytest.mark.slow
def test_made_dumps_are_the_same_on_every_run(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_dumps(tmp_path / name, 8)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two and len({*one.values()}) == 8
