"""Measure the build: speed, the dearest functions, a very long page, growth and memory, and MkDocs.

Every figure is taken from the five seeds of the repository, so that two runs on one machine can be compared. The long page and the many
seeds are made of them. The machine's other work shows in the figures: run it on a quiet one.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from edition.days import RECENT
from edition.describe import Describing, describe, prepare
from edition.restore import restore
from edition.vocabulary import Vocabulary, load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "scripts" / "data"
SECONDS = 5.0
"""How long the throughput is measured at least; over less the figure varies by a tenth."""
LONG = 1_000_000
"""Bytes of the long page."""
FEW, MANY, FOLD = 50, 500, 4
"""The memory is compared between FEW and MANY seeds; the growth between MANY and a FOLD part of them, where reading the tables no longer
hides a curve."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure the build of the edition.")
    parser.add_argument("--quick", action="store_true", help="only throughput and the dearest functions")
    options = parser.parse_args(argv)
    seeds = [path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    started = time.perf_counter()
    tables = load_vocabulary(DATA), prepare(DATA)
    _say("tables read", f"{time.perf_counter() - started:.1f} s")
    _say("restore + describe", f"{throughput(seeds, *tables):.0f} KB of seed per second, one core")
    for line in dearest(seeds, *tables):
        _say("  dearest", line)
    if options.quick:
        return 0
    _say("page of 1 MB", f"{_once(long_page(seeds), *tables):.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        few, few_memory = build(seeds, FEW, Path(folder))
        part, _ = build(seeds, MANY // FOLD, Path(folder))
        many, many_memory = build(seeds, MANY, Path(folder))
    _say("whole build", f"{FEW} seeds {few:.1f} s, {MANY // FOLD} seeds {part:.1f} s, {MANY} seeds {many:.1f} s")
    _say("growth", f"{many / part:.2f} times the time for {FOLD} times the seeds")
    if few_memory and many_memory:
        each = (many_memory - few_memory) / (MANY - FEW)
        _say("memory", f"{FEW} seeds {few_memory / 1024:.0f} MB, {MANY} seeds {many_memory / 1024:.0f} MB: {each:.0f} KB a seed")
    _say("mkdocs build", mkdocs())
    return 0


def throughput(seeds: Sequence[bytes], vocabulary: Vocabulary, describing: Describing) -> float:
    """KB of seed per second, restored and described, after one round that warms the caches."""
    _round(seeds, vocabulary, describing)
    rounds, started = 0, time.process_time()
    while (spent := time.process_time() - started) < SECONDS:
        _round(seeds, vocabulary, describing)
        rounds += 1
    return rounds * sum(map(len, seeds)) / 1000 / spent


def dearest(seeds: Sequence[bytes], vocabulary: Vocabulary, describing: Describing) -> list[str]:
    """The three functions that spend most time of their own, with their part of the whole."""
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(5):
        _round(seeds, vocabulary, describing)
    profile.disable()
    found: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    whole = sum(figures[2] for figures in found.values())
    top = sorted(found.items(), key=lambda item: item[1][2], reverse=True)[:3]
    return [f"{figures[2] / whole:4.0%}  {_where(*key)}, {figures[1] // 5} calls" for key, figures in top]


def long_page(seeds: Sequence[bytes]) -> bytes:
    """One page of LONG bytes, made of the seeds as often as they are needed, cut at a line's end."""
    once = b"\n".join(seeds) + b"\n"
    whole = once * (LONG // len(once) + 1)
    return whole[: whole.rindex(b"\n", 0, LONG) + 1]


def build(seeds: Sequence[bytes], count: int, folder: Path) -> tuple[float, int]:
    """Seconds and kilobytes at most of `build.py` in a process of its own; 0 KB where the system does not tell."""
    source, out = folder / f"seeds-{count}", folder / f"out-{count}"
    source.mkdir()
    for number in range(count):
        (source / f"{number:04}.txt").write_bytes(seeds[number % len(seeds)])
    command = [sys.executable, str(ROOT / "scripts" / "build.py"), "--seeds", str(source), "--out", str(out)]
    with (folder / "log").open("w+", encoding="utf-8") as log:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=log, stderr=log)
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            memory = usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss
        else:
            process.wait()
            memory = 0
        seconds = time.perf_counter() - started
        if process.returncode:
            log.seek(0)
            raise SystemExit(f"error: the build of {count} seeds ended with code {process.returncode}:\n{log.read()[-2000:]}")
    return seconds, memory


def mkdocs() -> str:
    """Seconds of `mkdocs build` over the committed pages, into a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", folder], cwd=ROOT, check=False)
        seconds = time.perf_counter() - started
        if done.returncode:
            raise SystemExit("error: mkdocs build failed (see above)")
        pages = sum(1 for _ in Path(folder).rglob("*.html"))
    return f"{seconds:.1f} s for {pages} pages"


def _round(seeds: Sequence[bytes], vocabulary: Vocabulary, describing: Describing) -> None:
    _forget()
    for number, data in enumerate(seeds):
        describe(restore(data, f"{number}.txt", vocabulary), describing)


def _forget() -> None:
    """Empty the caches of answers about lines: in a build, few lines of a seed stand in another one."""
    for module in [module for name, module in sys.modules.items() if name.startswith("edition.")]:
        for one in vars(module).values():
            if hasattr(one, "cache_parameters") and one.cache_parameters()["maxsize"] == RECENT:
                one.cache_clear()


def _once(data: bytes, vocabulary: Vocabulary, describing: Describing) -> float:
    started = time.perf_counter()
    _round([data], vocabulary, describing)
    return time.perf_counter() - started


def _where(file: str, line: int, name: str) -> str:
    return name if file == "~" else f"{'/'.join(Path(file).parts[-2:])}:{line} {name}"


def _say(what: str, figure: str) -> None:
    print(f"{what:<20} {figure}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
