"""Measure search on 11, 1,000 and 10,000 articles, in a real Chromium, against what a look through every text finds.

The texts are made of the five seeds (`texts.py`). Each size is built and indexed in a process of its own, served on this machine
and asked as a reader asks: first some queries of a new page each, then all of one page, one after another. The machine's other work shows
in the times: run it on a quiet one, or more than once. A figure that misses its bar is marked, and the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import engines, others
from bench.texts import CLASSES, articles_of, edition_of, queries
from edition.publish.search import search_files
from edition.publish.search.documents import documents
from edition.publish.search.fold import fold

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ("search.js", "find.js", "tally.js")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
COLD = 2
"""Queries of each class that are asked of a page that was never asked before."""
FIRST = {11: 40, 1_000: 80, 10_000: 120}
"""Kilobytes at most before the first result, packed, by articles at most; more articles have the last bar."""
BARS = {"further": 15.0, "p95": 30.0, "disk": 2.5, "counting": 1.5, "build": 2.5, "memory": 600.0, "count": 1000.0}
"""Kilobytes of a further query, milliseconds of 19 queries in 20, index to text, what counts need to text, milliseconds an article,
megabytes of the index, milliseconds of a count once the text is there."""
COUNTED = 20
"""Words that are counted, each by year, province and newspaper."""
COUNT = """async (words) => {
  const before = performance.now();
  const text = await edition.tally.text();
  const read = performance.now();
  const times = words.map((word) => {
    const begun = performance.now();
    for (const by of ["year", "province", "newspaper"]) edition.tally.table(text, [word], by);
    return (performance.now() - begun) / 3;
  });
  const counted = performance.now();
  await edition.tally.collocates(text, words[0]);
  const first = performance.now();
  await edition.tally.collocates(text, words[1]);
  return { read: read - before, times, first: first - counted, next: performance.now() - first };
}"""
LOOKED = 200
"""Articles that may answer a query, up to which all are loaded and looked at for its recall; of more the list itself is taken."""
EVERY = """async ([query, looked]) => {
  const { numbers } = await edition.search(query, { limit: 0 });
  return numbers.length > looked ? numbers : (await edition.search(query, { limit: 1e9 })).hits.map((hit) => hit.number);
}"""
PAGE = "<!doctype html><html lang=zh><meta charset=utf-8><title>检索</title>" + "".join(
    f'<script src="assets/js/{name}" defer></script>' for name in SCRIPTS
)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure search.")
    parser.add_argument("sizes", nargs="*", type=int, metavar="ARTICLES", help="how many articles (default: 11 1000 10000)")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers that choose the queries")
    parser.add_argument("--alone", action="store_true", help="leave out Material's own search and Pagefind")
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.make:
        print(json.dumps(make(options.sizes[0], options.make)))
        return 0
    missed = 0
    for size in options.sizes or [11, 1_000, 10_000]:
        with tempfile.TemporaryDirectory() as folder:
            missed += measure(size, Path(folder), options.seed, alone=options.alone)
    return 1 if missed else 0


def make(size: int, folder: Path) -> dict[str, float]:
    """Write the site of so many articles; what it took, in seconds, megabytes and bytes."""
    edition = edition_of(articles_of(size, ROOT), ROOT)
    before = _peak()
    started = time.process_time()
    files = dict(search_files(edition))
    seconds = time.process_time() - started
    peak = _peak()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    script = folder / "assets" / "js"
    script.mkdir(parents=True)
    for name in SCRIPTS:
        shutil.copy(ROOT / "docs" / "assets" / "js" / name, script)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    found = documents(edition)
    texts = [[d.title, d.above, d.below, d.byline, d.place, *(block.text for block in d.blocks)] for d in found]
    engines.write_pages(found, folder / "others")
    truth = [[text for part in parts if (text := fold(part, edition.traditional))] for parts in texts]
    (folder / "texts.json").write_text(json.dumps([texts, truth], ensure_ascii=False), encoding="utf-8")
    return {
        "seconds": seconds,
        "before": before,
        "memory": peak,
        "text": sum(len(text.encode()) for parts in texts for text in parts),
        "disk": sum(len(content.encode()) for name, content in files.items() if not _for_counts(name)),
        "counting": sum(len(content.encode()) for name, content in files.items() if _for_counts(name)),
        "files": float(len(files)),
    }


def _for_counts(name: str) -> bool:
    """Whether a file is read by nobody but who counts words."""
    return re.fullmatch(r"t\d+|words", Path(name).stem) is not None


def measure(size: int, folder: Path, seed: int, *, alone: bool) -> int:
    """Print the figures of one size; how many bars they miss."""
    command = [sys.executable, __file__, str(size), "--make", str(folder)]
    made = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    texts, truth = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    asked = queries(texts, random.Random(seed), ROOT)
    table = Table()
    print(f"\n{size:,} articles, {made['text'] / 1e6:.2f} MB of text, {made['files']:.0f} files of the index")
    table.say("index to text", made["disk"] / made["text"], BARS["disk"], "{:.2f}")
    table.say("counting to text", made["counting"] / made["text"], BARS["counting"] if size >= 1000 else None, "{:.2f}")
    table.say("build", made["seconds"] * 1000 / size, BARS["build"] if size >= 1000 else None, "{:.2f} ms an article")
    form = f"{{:.0f}} MB, with the {made['before']:.0f} MB of the articles and the dictionary {made['memory']:.0f} MB"
    table.say("memory of the index", made["memory"] - made["before"], BARS["memory"], form)
    with Site(folder) as site:
        first = next((bar for top, bar in FIRST.items() if size <= top), FIRST[10_000])
        cold = [site.cold(query) for name in CLASSES for query in asked[name][:COLD]]
        table.say(
            "before first result",
            max(size for size, _ in cold) / 1024,
            first,
            f"{{:.1f}} KB at most, {statistics.median(s for s, _ in cold) / 1024:.1f} KB median",
        )
        table.say("time to first result", statistics.median(ms for _, ms in cold), None, "{:.0f} ms median")
        every: list[tuple[float, int]] = []
        page = site.page()
        print(f"  {'':<12}{'queries':>8}{'articles':>9}{'recall':>8}{'precision':>10}{'median':>9}{'95 of 100':>11}{'further':>10}")
        for name in CLASSES:
            every += table.row(name, asked[name], *site.warm(asked[name], page), truth)
        table.say(
            "latency",
            _p95([ms for ms, _ in every]),
            BARS["p95"],
            f"{{:.1f}} ms 95 of 100, {statistics.median(ms for ms, _ in every):.1f} ms median",
        )
        table.say("further query", statistics.median(size for _, size in every) / 1024, BARS["further"], "{:.1f} KB median")
        counts = site.page().evaluate(COUNT, [word for query in asked["words"][:COUNTED] for word in query.split()[:1]])
        table.say(
            "count of a word", max(counts["times"]), BARS["count"], f"{{:.0f}} ms at most, after {counts['read']:.0f} ms for the text"
        )
        table.say("its collocates", counts["next"], None, f"{{:.0f}} ms, the first time {counts['first']:.0f} ms")
    if not alone:
        others.compare(folder, asked, Site)
    return table.missed


class Table:
    """Lines of figures, each with its bar."""

    def __init__(self) -> None:
        self.missed = 0

    def say(self, what: str, figure: float, bar: float | None, form: str) -> None:
        """One figure; a bar that it misses is named."""
        over = bar is not None and figure > bar
        self.missed += over
        print(f"  {what:<22}{form.format(figure)}{f'   ABOVE THE BAR OF {bar:g}' if over else ''}", flush=True)

    def row(
        self, name: str, asked: list[str], shown: list[Any], every: list[list[int]], sizes: list[int], truth: list[list[str]]
    ) -> list[tuple[float, int]]:
        """One class of queries: what was found of what is there, and how fast."""
        there = answers([query["wanted"] for query, _, _ in shown], truth)
        found = [len(wanted & set(numbers)) for wanted, numbers in zip(there, every, strict=True)]
        recall = sum(found) / sum(map(len, there))
        right = sum(len(set(hits) & wanted) for (_, hits, _), wanted in zip(shown, there, strict=True))
        precision = right / max(1, sum(len(hits) for _, hits, _ in shown))
        self.missed += recall < 1 or precision < 1
        times = [ms for _, _, ms in shown][1:]
        sign = (
            ""
            if recall == precision == 1
            else "   MISSED: "
            + " ".join(query for query, wanted, numbers in zip(asked, there, every, strict=True) if wanted - set(numbers))
        )
        print(
            f"  {name:<12}{len(asked):>8}{statistics.median(map(len, there)):>9.0f}{recall:>8.4f}{precision:>10.4f}"
            f"{statistics.median(times):>6.1f} ms{_p95(times):>8.1f} ms{statistics.median(sizes[1:]) / 1024:>7.1f} KB{sign}",
            flush=True,
        )
        return list(zip(times, sizes[1:], strict=True))


def answers(wanted: Iterable[list[str]], truth: list[list[str]]) -> list[set[int]]:
    """For each query the articles in which each of its words stands, found by looking through all of them."""
    whole = ["\n".join(parts) for parts in truth]
    return [{n for n, text in enumerate(whole) if all(word in text for word in words)} for words in wanted]


class Site:
    """The site served on this machine, with a browser that asks it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked = folder, list[str]()
        self.packed: dict[str, int] = {}

    def __enter__(self) -> Site:
        from playwright.sync_api import sync_playwright

        site = self

        class Handler(StreamRequestHandler):
            """As quick as can be, so that the engine is measured and not the server."""

            disable_nagle_algorithm = True

            def handle(self) -> None:
                """Answer the requests of one connection."""
                while request := self.rfile.readline():
                    while self.rfile.readline().strip():
                        pass
                    name = request.split()[1].decode().split("?")[0].lstrip("/")
                    kind = "html" if name.endswith("html") else "javascript"
                    try:
                        status, data = "200 OK", (site.folder / name).read_bytes()
                    except OSError:
                        status, data = "404 Not Found", b""
                    if data and kind != "html":
                        site.asked.append(name)
                    head = f"HTTP/1.1 {status}\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Length: {len(data)}\r\n\r\n"
                    self.wfile.write(head.encode() + data)

        self.server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        return self

    def __exit__(self, *_: object) -> None:
        self.browser.close()
        self.playwright.stop()
        self.server.shutdown()
        self.thread.join()

    def bytes_asked(self) -> int:
        """How much was asked for since the last call, each file packed."""
        total = 0
        for name in self.asked:
            if name not in self.packed:
                self.packed[name] = len(gzip.compress((self.folder / name).read_bytes(), 6))
            total += self.packed[name]
        self.asked.clear()
        return total

    def page(self) -> Any:
        """A page that nothing was asked of, in a browser that holds no files."""
        page = self.browser.new_context().new_page()
        page.set_default_timeout(600_000)
        page.goto(f"http://127.0.0.1:{self.server.server_address[1]}/index.html")
        return page

    def cold(self, query: str) -> tuple[int, float]:
        """Bytes and milliseconds to the result of the first query of a page."""
        self.bytes_asked()
        page = self.page()
        ms = page.evaluate(
            "async (query) => { const t = performance.now(); await edition.search(query); return performance.now() - t; }", query
        )
        size = self.bytes_asked()
        page.context.close()
        return size, ms

    def warm(self, asked: list[str], page: Any) -> tuple[list[Any], list[list[int]], list[int]]:
        """What a page shows for one query after another (its words, numbers, milliseconds), all that it finds, bytes of each."""
        shown, sizes = [], []
        for query in asked:
            self.bytes_asked()
            shown.append(
                page.evaluate(
                    "async (query) => { const t = performance.now(); const found = await edition.search(query);"
                    " return [found.query, found.hits.map((hit) => hit.number), performance.now() - t]; }",
                    query,
                )
            )
            sizes.append(self.bytes_asked())
        page = self.page()
        every = [page.evaluate(EVERY, [query, LOOKED]) for query in asked]
        page.context.close()
        return shown, every, sizes


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def _peak() -> float:
    """Megabytes that this process took up at most."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1024 / (1024 if sys.platform == "darwin" else 1)


if __name__ == "__main__":
    sys.exit(main())
