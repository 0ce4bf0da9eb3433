"""Two other searches, for `others.py`: their pages, their indexes, and the JavaScript that asks them.

The articles are written as plain Markdown pages and built by MkDocs with Material. One search is the one that comes with this theme
(lunr, its words cut by jieba), asked through the worker that its interface asks; the other is Pagefind, over the same pages, asked
through its JavaScript. Both have the settings that a site has that says no more than that it is Chinese.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from edition.publish.escape import escape
from edition.publish.search.documents import Document

LIMIT = 600
"""Seconds for making an index with its pages."""

CONFIG = """\
site_name: 检索
docs_dir: docs
site_dir: site
use_directory_urls: false
theme: {name: material, custom_dir: theme, language: zh, font: false}
plugins: [search: {lang: zh}]
nav: [home.md]
not_in_nav: /articles/*
"""
# The theme's frame around each page takes longer to make than all else, and no engine indexes it: articles have none. home.md has it,
# for its search field.
MAIN = '{% extends "bare.html" if page and page.url.startswith("articles/") else "base.html" %}\n'
BARE = (
    '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{{ page.title }}</title></head>'
    "<body><main>{{ page.content }}</main></body></html>\n"
)
HOME = "---\nsearch: {exclude: true}\n---\n\n# 首页\n"

PAGE = """<!doctype html><html lang=zh><meta charset=utf-8><title>检索</title><script>
let ready;
const ENGINE
const measure = async ([query, limit]) => {
  const late = new Promise((_, no) => setTimeout(no, limit * 1000, new Error(`no answer within ${limit} seconds`)));
  const started = performance.now();
  const found = await Promise.race([ask(query), late]);
  const ms = performance.now() - started;
  return [found.map((one) => one.id ?? one[0].location), ms];
};
</script>"""
# The messages of the theme's worker: 0 sets it up, 1 says that it is, 2 asks, 3 answers with the sections found, by page.
STOCK = """hear = (worker, type) => new Promise((done) => {
  worker.addEventListener("message", function heard({ data }) {
    if (data.type === type) worker.removeEventListener("message", heard), done(data.data);
  });
});
const start = async () => {
  const worker = new Worker("WORKER");
  const { config, docs } = await (await fetch("search/search_index.json")).json();
  const set = hear(worker, 1);
  worker.postMessage({ type: 0, data: { config, docs, options: { suggest: false } } });
  await set;
  return worker;
};
const ask = async (query) => {
  const worker = await (ready ??= start());
  const answer = hear(worker, 3);
  worker.postMessage({ type: 2, data: query });
  return (await answer).items;
};"""
PAGEFIND = """start = async () => {
  const pagefind = await import("./pagefind/pagefind.js");
  await pagefind.init();
  return pagefind;
};
const ask = async (query) => {
  const { results } = await (await (ready ??= start())).search(query);
  await Promise.all(results.slice(0, FIRST).map((result) => result.data()));
  return results;
};"""


# The pages


def write_pages(found: Iterable[Document], folder: Path) -> None:
    """Write the articles as a site of Material: everything that is searched of one is on its page, and nothing else."""
    files = {"mkdocs.yml": CONFIG, "theme/main.html": MAIN, "theme/bare.html": BARE, "docs/home.md": HOME}
    files |= {f"docs/articles/{document.number}.md": markdown(document) for document in found}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")


def markdown(document: Document) -> str:
    """The page of an article.

    >>> from edition.publish.search.documents import Part
    >>> blocks = (Part("heading", "l2", "# 二"), Part("paragraph", "l3", "三*"))
    >>> markdown(Document(0, "a", "一", True, "", "副题", "", "", "", 0, (blocks,), ()))
    '# 一\\n\\n副题\\n\\n## \\\\# 二\\n\\n三\\\\*\\n'
    """
    head = [("", text) for text in (document.above, document.below, document.byline, document.place)]
    blocks = [("## " if block.kind == "heading" else "", block.text) for block in document.blocks]
    return "\n\n".join(mark + escape(text) for mark, text in [("# ", document.title), *head, *blocks] if text) + "\n"


# The indexes


def build_stock(folder: Path) -> dict[str, float]:
    """Build the site; what is counted is the part of its plugin for search."""
    import jieba  # type: ignore[import-untyped]
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    jieba.setLogLevel("ERROR")
    jieba.initialize()  # The edition's search has it loaded, too, before the clock runs.
    seconds = 0.0

    def timed(method: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **keywords: Any) -> Any:
            nonlocal seconds
            started = time.process_time()
            try:
                return method(*args, **keywords)
            finally:
                seconds += time.process_time() - started

        return run

    config = load_config(str(folder / "mkdocs.yml"))
    for event in ("page_context", "post_build"):
        config.plugins.events[event] = [timed(method) for method in config.plugins.events[event]]
    before = _used()[1]
    build(config)
    return {"seconds": seconds, "before": before, "memory": _used()[1]}


def build_pagefind(folder: Path) -> dict[str, float]:
    """Index the pages of the articles that MkDocs built."""
    command = [sys.executable, "-m", "pagefind", "--site", str(folder / "site"), "--glob", "articles/*.html", "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds, megabytes = _used(children=True)
    return {"seconds": seconds, "before": 0.0, "memory": megabytes}


def _used(*, children: bool = False) -> tuple[float, float]:
    """Seconds of computing and megabytes at most, of this process or of those that it started."""
    import resource  # There is none on Windows, where the rest of this module can be tested.

    used = resource.getrusage(resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1)


# The results


def article_of(address: str) -> int:
    """The article that an address is of.

    >>> article_of("articles/12.html#_1"), article_of("/articles/0.html")
    (12, 0)
    """
    if not (found := re.search(r"articles/(\d+)\.html", address)):
        raise ValueError(f"{address} is the address of no article")
    return int(found[1])


def fragments(site: Path) -> dict[str, str]:
    """The address that each result of Pagefind stands for. A reader's browser loads it with the result's text, for those shown only."""
    return {path.stem: address(path.read_bytes()) for path in site.glob("pagefind/fragment/*.pf_fragment")}


def address(fragment: bytes) -> str:
    """The address of the page that a fragment of Pagefind is of.

    >>> address(gzip.compress(b'pagefind_dcd{"url":"/articles/3.html","content":""}'))
    '/articles/3.html'
    """
    return str(json.loads(gzip.decompress(fragment).removeprefix(b"pagefind_dcd"))["url"])


# The engines


@dataclass(frozen=True, slots=True)
class Engine:
    """One of the other searches."""

    name: str
    module: str
    """What must be installed for it."""
    build: Callable[[Path], dict[str, float]]
    """Make the index; seconds and megabytes."""
    index: tuple[str, ...]
    """The files of the index, without programs, as glob patterns."""
    first: int
    """Results that its interface shows before a reader asks for more."""
    script: str
    """JavaScript: `ask(query)` resolves to all results as soon as the first ones can be shown."""
    addresses: Callable[[Path], dict[str, str]]
    """What the results are called, where that is not their address."""


ENGINES = {
    "stock": Engine(
        "Material's own search (lunr with jieba)",
        "jieba",
        build_stock,
        index=("search/search_index.json",),
        first=10,
        script=STOCK,
        addresses=lambda site: {},
    ),
    "pagefind": Engine(
        "Pagefind",
        "pagefind",
        build_pagefind,
        index=("pagefind/**/*.pf_*", "pagefind/*.json"),
        first=5,
        script=PAGEFIND,
        addresses=fragments,
    ),
}


def make(key: str, folder: Path) -> dict[str, float]:
    """Make an index, and the page that asks it, in a process of its own, as the edition's is; seconds and megabytes."""
    command = [sys.executable, __file__, key, str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        raise Unmade(f"it was not done within {LIMIT} seconds") from None
    if done.returncode:
        raise Unmade(done.stderr.strip())
    made: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return made


class Unmade(Exception):
    """An index could not be made. The message is what the engine says."""


def main(arguments: Sequence[str]) -> int:
    """Make the index of an engine in a folder of `write_pages`."""
    engine, folder = ENGINES[arguments[0]], Path(arguments[1])
    made = engine.build(folder)
    site = folder / "site"
    worker = next(path.relative_to(site).as_posix() for path in site.glob("assets/javascripts/workers/search.*.min.js"))
    script = engine.script.replace("WORKER", worker).replace("FIRST", str(engine.first))
    (site / "index.html").write_text(PAGE.replace("ENGINE", script), encoding="utf-8")
    print(json.dumps(made))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
