"""Measure the build: restoration by itself, then whole editions of 100, 1,000 and 10,000 articles beside stock Material in the same run.

The dumps are made of the five seeds (`dumps.py`), so that two runs on one machine can be compared. An edition is built in a copy of the
project as `make site` does it: from nothing, once more with nothing changed, and with one more dump. CPU seconds are those of all
processes of a step; the machine's other work hardly shows in them, and least in the ratios.
"""

from __future__ import annotations

import argparse
import cProfile
import math
import os
import pstats
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from edition.days import RECENT
from edition.describe import describe
from edition.leaves import Tables, load_tables
from edition.restore import restore

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "scripts" / "data"
DUMPS = Path(__file__).with_name("dumps.py")
SECONDS = 5.0
"""How long the throughput is measured at least; over less the figure varies by a tenth."""
SIZES = (100, 1_000, 10_000)
"""Articles, about; the five seeds hold eleven."""
STEPS = ("cold", "same", "one more")
COLUMNS = {"": 26, "CPU s": 8, "ms each": 9, "wall s": 8, "MB": 7, "files": 8, "MB on disk": 12}
"""The titles of the table with their widths. `ms each` is the CPU of an article, MB the memory of the largest process."""
STOCK = """site_name: stock
docs_dir: docs
theme: {name: material, font: false}
plugins: [search]
use_directory_urls: false
nav: [{首页: index.md}]
not_in_nav: /*/*
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a step took."""

    cpu: float
    """Seconds of all its processes."""
    wall: float
    memory: float
    """Megabytes of its largest process; nan where the system does not tell."""
    files: int = 0
    size: float = 0.0
    """Megabytes of the site."""

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.memory, other.memory), other.files, other.size)


class BenchError(Exception):
    """A step failed; the text is what it printed."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure the build of the edition.")
    parser.add_argument("sizes", nargs="*", type=int, metavar="ARTICLES", help="how many articles (default: 100 1000 10000)")
    parser.add_argument("--quick", action="store_true", help="only the throughput and the dearest functions")
    parser.add_argument("--jobs", type=int, metavar="N", help="work in so many processes (default: one for each core)")
    options = parser.parse_args(argv)
    if options.quick:
        seeds = [path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.txt"))]
        tables = load_tables(DATA)
        print(f"restore + describe  {throughput(seeds, tables):.0f} KB of seed a CPU second", flush=True)
        for line in dearest(seeds, tables):
            print(f"  dearest           {line}", flush=True)
        return 0
    # In a process of its own: what this one holds would count for those that it starts.
    subprocess.run([sys.executable, __file__, "--quick"], check=True)
    growth([(size, dict(measured(size, options.jobs))) for size in options.sizes or SIZES])
    return 0


def measured(size: int, jobs: int | None) -> Iterator[tuple[str, Cost]]:
    """Each step of an edition of so many articles with its cost, which is printed as well; at last the stock theme.

    Raises:
        BenchError: a step failed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home(folder)
        shutil.rmtree(folder / "seeds")
        count = round(size * 5 / 11)
        more = f"{count:06}.txt"
        subprocess.run([sys.executable, str(DUMPS), str(folder / "seeds"), str(count + 1)], check=True, stderr=subprocess.DEVNULL)
        shutil.move(folder / "seeds" / more, folder)
        written = sum(path.stat().st_size for path in (folder / "seeds").iterdir())
        print(f"\n{size:,} articles, about: {count:,} dumps, {written / 1e6:.1f} MB", flush=True)
        print("".join(f"{title:>{width}}" for title, width in COLUMNS.items()), flush=True)
        wide = ["--jobs", str(jobs)] if jobs else []
        first = None
        for step in STEPS:
            if step == "one more":
                shutil.move(folder / more, folder / "seeds")
            build = _run([sys.executable, "scripts/build.py", *wide], folder)
            render = _run([sys.executable, "scripts/render.py", str(folder / ".site-new"), *wide], folder)
            if (folder / ".site-new").exists():
                shutil.rmtree(folder / "site", ignore_errors=True)
                os.replace(folder / ".site-new", folder / "site")
            whole = build + _with_files(render, folder / "site")
            articles = sum(1 for path in (folder / "docs" / "articles").glob("*.md") if not path.name.startswith("index"))
            first = first or whole
            _row(f"{step}: build", build, articles)
            _row(f"{step}: render", render, articles)
            _row(f"{step}: whole", whole, articles, f"{whole.cpu / first.cpu:.3f} of cold")
            yield step, whole
            yield f"{step}, build", build
        stock = _stock(folder)
        _row("stock Material, jieba", stock, articles, f"cold is {first.cpu / stock.cpu:.2f} of it" if first else "")
        yield "stock", stock


def growth(found: Sequence[tuple[int, dict[str, Cost]]]) -> None:
    """Print by which power of the number of articles the CPU of each step grows, from each size to the next."""
    for (few, small), (many, large) in pairwise(found):
        powers = (f"{step} {math.log(large[step].cpu / small[step].cpu) / math.log(many / few):.2f}" for step in (*STEPS, "stock"))
        print(f"\ngrowth of CPU from {few:,} to {many:,} articles, as a power: {', '.join(powers)}", flush=True)


def home(folder: Path) -> None:
    """A copy of the project in a folder, without what was built."""
    made = shutil.ignore_patterns("__pycache__", "data", "views", "articles", "sources", "bench")
    for name in ("docs", "seeds"):
        shutil.copytree(ROOT / name, folder / name, ignore=made)
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__", "bench"))
    (folder / "seeds" / "permalinks.yml").unlink(missing_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)


def throughput(seeds: Sequence[bytes], tables: Tables) -> float:
    """KB of seed per CPU second, restored and described, after one round that warms the caches."""
    _round(seeds, tables)
    rounds, started = 0, time.process_time()
    while (spent := time.process_time() - started) < SECONDS:
        _round(seeds, tables)
        rounds += 1
    return rounds * sum(map(len, seeds)) / 1000 / spent


def dearest(seeds: Sequence[bytes], tables: Tables) -> list[str]:
    """The three functions that spend most time of their own, with their part of the whole."""
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(5):
        _round(seeds, tables)
    profile.disable()
    found: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    whole = sum(figures[2] for figures in found.values())
    top = sorted(found.items(), key=lambda item: item[1][2], reverse=True)[:3]
    return [f"{figures[2] / whole:4.0%}  {_where(*key)}, {figures[1] // 5} calls" for key, figures in top]


def _round(seeds: Sequence[bytes], tables: Tables) -> None:
    _forget()
    for number, data in enumerate(seeds):
        describe(restore(data, f"{number}.txt", tables.vocabulary), tables.describing)


def _forget() -> None:
    """Empty the caches of answers about lines: in a build, few lines of a seed stand in another one."""
    for module in [module for name, module in sys.modules.items() if name.startswith("edition.")]:
        for one in vars(module).values():
            if hasattr(one, "cache_parameters") and one.cache_parameters()["maxsize"] == RECENT:
                one.cache_clear()


def _where(file: str, line: int, name: str) -> str:
    return name if file == "~" else f"{'/'.join(Path(file).parts[-2:])}:{line} {name}"


def _stock(folder: Path) -> Cost:
    """The stock theme with its own search, which cuts with jieba, on the same articles."""
    stock = folder / "stock"
    (stock / "docs" / "articles").mkdir(parents=True)
    for path in (folder / "docs" / "articles").glob("*.md"):
        if not path.name.startswith("index"):
            shutil.copy(path, stock / "docs" / "articles")
    (stock / "docs" / "index.md").write_text("# 首页\n", encoding="utf-8")
    (stock / "mkdocs.yml").write_text(STOCK, encoding="utf-8")
    return _with_files(_run([sys.executable, "-m", "mkdocs", "build", "--quiet"], stock), stock / "site")


def _run(command: Sequence[str], folder: Path) -> Cost:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        before, started = os.times(), time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment)
        memory = math.nan
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            memory = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        else:
            process.wait()
        wall, after = time.perf_counter() - started, os.times()
        if process.returncode:
            log.seek(0)
            raise BenchError(f"{' '.join(command)} ended with code {process.returncode}:\n{log.read()[-2000:]}")
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return Cost(cpu, wall, memory)


def _with_files(cost: Cost, site: Path) -> Cost:
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    return Cost(cost.cpu, cost.wall, cost.memory, len(sizes), sum(sizes) / 1e6)


def _row(name: str, cost: Cost, articles: int, more: str = "") -> None:
    cells = [name, f"{cost.cpu:.1f}", f"{cost.cpu * 1000 / articles:.2f}", f"{cost.wall:.1f}", f"{cost.memory:.0f}"]
    cells += [f"{cost.files:,}", f"{cost.size:.1f}"] if cost.files else ["", ""]
    print("".join(f"{cell:>{width}}" for cell, width in zip(cells, COLUMNS.values(), strict=True)), more, flush=True)


if __name__ == "__main__":
    sys.exit(main())
