"""Measure two other searches as `search.py` measures the edition's own: the same articles, the same queries, a real Chromium.

The others (`engines.py`) look for words, and runs of characters are asked of them, as readers of newspapers ask: what they miss
says nothing against them elsewhere. They have no bars.
"""

from __future__ import annotations

import importlib.util
import json
import re
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from bench.engines import ENGINES, Engine, Unmade, article_of, make
from edition.publish.search.fold import fold
from edition.vocabulary import load_traditional

ROOT = Path(__file__).resolve().parents[2]
COLD = 2
"""Queries of each class that are asked of a page that was never asked before."""
COLD_SECONDS = 20.0
"""No further such page is opened after so long."""
CLASS_SECONDS = 15.0
"""No further query of a class is asked after so long: where an engine is slow, it is asked the first ones of each class."""
LEAST = 8
"""Queries of a class that are asked however long it takes; the first does not count for latency, since it may load what others use."""
LIMIT = 600.0
"""Seconds for one query with all that must be loaded first; an engine that needs more is left."""
COLUMNS = {"": 12, "queries": 8, "articles": 9, "answers": 9, "recall": 8, "precision": 10, "median": 12, "95 of 100": 14, "further": 10}
"""The titles of the table with their widths: articles that hold a query, and all that are given as answers, are medians."""
SHOWN_BY_FIELD = 1000
"""Articles up to which the theme's own search field is asked as well, to see that it finds what its worker is measured to find."""


class Served(Protocol):
    """A folder served on this machine, with a browser that asks it: `search.Site`."""

    def page(self) -> Any:
        """A page that nothing was asked of."""

    def bytes_asked(self) -> int:
        """How much was asked for since the last call, each file packed."""


def compare(folder: Path, asked: Mapping[str, list[str]], site: Callable[[Path], AbstractContextManager[Served]]) -> None:
    """Print the figures of the others for the articles and queries that the edition's own search was measured with."""
    from playwright.sync_api import Error

    texts, truth = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    weight = sum(len(text.encode()) for parts in texts for text in parts)
    there = {name: holding(queries, truth) for name, queries in asked.items()}
    for key, engine in ENGINES.items():
        print(f"\n{engine.name}, the same {len(texts):,} articles; precision is of the first {engine.first} answers", flush=True)
        if importlib.util.find_spec(engine.module) is None:
            print("  not installed: run `make bench-search`, or pip install --require-hashes -r requirements-bench.txt", flush=True)
            continue
        started = time.monotonic()
        try:
            built = _build(key, folder / "others", len(texts), weight)
            _say("built after", f"{time.monotonic() - started:.0f} s")
            with site(built) as served:
                _classes(engine, served, asked, there, built, _cold(served, asked))
                if key == "stock" and len(texts) <= SHOWN_BY_FIELD:
                    _field(engine, served, [queries[0] for queries in asked.values()], built)
        except Unmade as error:
            print(f"  its index could not be made:\n{error}")
        except Error as error:
            print(f"  stopped: {error.message.splitlines()[0]}")
        _say("measured after", f"{time.monotonic() - started:.0f} s")


def holding(queries: Sequence[str], truth: Sequence[Sequence[str]]) -> list[set[int]]:
    """For each query the articles that hold it, both folded."""
    traditional = load_traditional(ROOT / "scripts" / "data")
    whole = ["\n".join(parts) for parts in truth]
    return [{number for number, text in enumerate(whole) if word in text} for word in (fold(query, traditional) for query in queries)]


def _build(key: str, folder: Path, size: int, weight: int) -> Path:
    """Make the index; the folder of the site."""
    made = make(key, folder)
    built = folder / "site"
    files = {path for pattern in ENGINES[key].index for path in built.glob(pattern)}
    _say("index to text", f"{sum(path.stat().st_size for path in files) / weight:.2f}, {len(files):,} files")
    _say("build", f"{made['seconds'] * 1000 / size:.2f} ms an article")
    _say("memory at most", f"{made['memory']:.0f} MB, of which {made['before']:.0f} MB before the index")
    return built


def _ask(page: Any, query: str) -> tuple[list[str], float]:
    """What a page finds for a query, and the milliseconds until its first results can be shown."""
    found, ms = page.evaluate("(asked) => measure(asked)", [query, LIMIT])
    return found, ms


def _cold(served: Served, asked: Mapping[str, list[str]]) -> Any:
    """What a page needs before its first result; the last such page.

    Material loads its index with every page that is opened, so a reader who reads before asking waits less; the bytes are the same.
    """
    sizes: list[float] = []
    times: list[float] = []
    page = None
    started = time.monotonic()
    every = [query for queries in asked.values() for query in queries[:COLD]]
    for query in takewhile(lambda _: not times or time.monotonic() - started < COLD_SECONDS, every):
        if page:
            page.context.close()
        served.bytes_asked()
        page = served.page()
        _, ms = _ask(page, query)
        sizes.append(served.bytes_asked() / 1024)
        times.append(ms)
    few = f", {len(times)} of {len(every)} pages" if len(times) < len(every) else ""
    _say("before first result", f"{max(sizes):,.1f} KB at most, {statistics.median(sizes):,.1f} KB median{few}")
    _say("time to first result", f"{statistics.median(times):,.0f} ms median{few}")
    return page


def _classes(
    engine: Engine, served: Served, asked: Mapping[str, list[str]], there: Mapping[str, list[set[int]]], built: Path, page: Any
) -> None:
    """The table of classes of queries, asked of one page, one after another."""
    addresses = engine.addresses(built)
    table: dict[str, list[Row]] = {}
    print("  " + "".join(f"{title:>{width}}" for title, width in COLUMNS.items()), flush=True)
    for name, queries in asked.items():
        rows = table[name] = []
        started = time.monotonic()
        for query, holds in zip(queries, there[name], strict=True):
            if len(rows) >= LEAST and time.monotonic() - started > CLASS_SECONDS:
                break
            served.bytes_asked()
            ids, ms = _ask(page, query)
            rows.append(Row(holds, [article_of(addresses.get(one, one)) for one in ids], engine.first, ms, served.bytes_asked() / 1024))
        print(line(name, rows, len(queries)), flush=True)
    page.context.close()
    warm = even(table, {name: len(queries) for name, queries in asked.items()})
    times = [row.ms for row in warm]
    _say("latency", f"{_p95(times):,.1f} ms 95 of 100, {statistics.median(times):,.1f} ms median")
    _say("further query", f"{statistics.median(row.size for row in warm):.1f} KB median")
    done, whole = sum(map(len, table.values())), sum(map(len, asked.values()))
    if done < whole:
        _say("queries", f"of {whole} {done} were asked, for about {CLASS_SECONDS:.0f} s a class; of the same share of each: {len(warm)}")


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one query."""

    holds: set[int]
    """The articles that hold it."""
    found: list[int]
    """All articles that are given as answers, the best first."""
    first: int
    """How many of them are shown at first."""
    ms: float
    size: float
    """Kilobytes that were loaded for it."""


def even(table: Mapping[str, Sequence[Row]], whole: Mapping[str, int]) -> list[Row]:
    """The same share of each class without its first query: else the quick classes, of which more was asked, would weigh more."""
    share = min(len(rows) / whole[name] for name, rows in table.items())
    return [row for name, rows in table.items() for row in rows[1 : max(2, round(share * whole[name]))]]


def line(name: str, rows: Sequence[Row], whole: int) -> str:
    """The figures of a class of queries. Recall is of all answers, precision of those that are shown at first."""
    recall = sum(len(row.holds & set(row.found)) for row in rows) / sum(len(row.holds) for row in rows)
    shown = [(number in row.holds) for row in rows for number in row.found[: row.first]]
    precision = f"{sum(shown) / len(shown):.4f}" if shown else "–"
    times = [row.ms for row in rows[1:]]
    return (
        f"  {name:<12}{len(rows):>8}{statistics.median(len(row.holds) for row in rows):>9.0f}"
        f"{statistics.median(len(row.found) for row in rows):>9.0f}{recall:>8.4f}{precision:>10}"
        f"{statistics.median(times):>9,.1f} ms{_p95(times):>11,.1f} ms{statistics.median(row.size for row in rows[1:]):>7.1f} KB"
        f"{f'   {len(rows)} of {whole} were asked' if len(rows) < whole else ''}"
    )


def _field(engine: Engine, served: Served, queries: Sequence[str], built: Path) -> None:
    """Ask the theme's own search field, and see whether it shows what its worker answered."""
    meta = "document.querySelector('.md-search-result__meta').textContent.trim()"
    # What the field says of itself until there is an answer.
    waiting = re.findall(r'md-search-result__meta">\s*(\S+)\s*<', (built / "home.html").read_text(encoding="utf-8"))[0]
    page = served.page()
    base = page.url.removesuffix("index.html")
    answers = [_ask(page, query)[0] for query in queries]
    same = 0
    for query, found in zip(queries, answers, strict=True):
        page.goto(f"{base}home.html?q={quote(query)}")
        page.wait_for_function(f"(waiting) => {meta} !== waiting", arg=waiting)
        links = page.eval_on_selector_all(".md-search-result__item > a", "(all) => all.map((one) => one.getAttribute('href'))")
        # An article is followed by its sections.
        shown = list(dict.fromkeys(article_of(link) for link in links))[: engine.first]
        same += shown == [article_of(one) for one in found][: engine.first]
    page.context.close()
    _say("its search field", f"shows the same first articles for {same} of {len(queries)} queries")


def _say(what: str, figure: str) -> None:
    print(f"  {what:<22}{figure}", flush=True)


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]
