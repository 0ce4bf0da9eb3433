"""What a rendered site was made from: the record that lets the next run render only what changed. Standard library only.

The HTML of a page follows from its Markdown, its view and what all pages share (`shared`). The record notes, for every page, a hash of
the first two and the size and time of the HTML that was made; for every other file its size and time. A file whose size and time are
those of the record is the same; of any other one the content is looked at. So a run that was killed, a file of the site that somebody
edited and a record that is lost all end in the same way: what is not proved to be the same is made again.
"""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

DOCS, SITE, RECORD = "docs", "site", ".cache/site.jsonl"
SCRIPTS = Path(__file__).resolve().parent
"""The folder of the code and, in it, of the templates; several sites may be rendered by it."""
VIEWS = "views/"
DATA = "data/"
"""The folder whose files the build writes, each as a new one and never into one that is there."""
FORMAT = 1
"""Goes up when the record means something else than before."""
PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "jinja2", "markupsafe", "pymdown-extensions", "pyyaml", "properdocs")
SETTLED = 2_000_000_000
"""Nanoseconds that a file must be old for its time to tell it from the next edit: some systems count in steps of two seconds."""
YOUNG = "?"
"""Stands in a mark for the time of a file that is not as old."""

Mark = str
"""Size and time of a file; no time where the file is too young for it to tell anything."""


class Made(NamedTuple):
    """What is known of a page that was rendered."""

    source: Mark = ""
    view: Mark = ""
    key: str = ""
    """A hash of its Markdown and its view."""
    ids: Sequence[str] = ()
    """What a link to a passage of the page can name."""
    links: Sequence[str] = ()
    """The files of the site to which it leads."""
    anchors: Sequence[Sequence[str]] = ()
    """Its links to passages of other pages: Markdown file, name of the passage, the link as it is written."""


@dataclass
class Record:
    """What the site was made from, and the files that it has."""

    shared: str = ""
    pages: dict[str, Made] = field(default_factory=dict)
    """By the Markdown file, relative to `docs/`."""
    others: dict[str, Mark] = field(default_factory=dict)
    """All other files of `docs/` that are no view of a page."""
    outputs: dict[str, Mark] = field(default_factory=dict)
    """All files of the site."""


class Sight(NamedTuple):
    """What is there now."""

    shared: str
    sources: dict[str, Mark]
    """All files of `docs/`."""
    outputs: dict[str, Mark]
    """All files of the site."""


@dataclass
class Plan:
    """What to do so that the site is up to date."""

    sight: Sight
    fresh: bool = False
    """Nothing is to do: the site is what a rendering would make."""
    kept: dict[str, Made] = field(default_factory=dict)
    """The generated pages that stay as they are."""
    render: list[str] = field(default_factory=list)
    """The generated pages to render, the largest first. Pages written by hand are always rendered."""
    copies: set[str] = field(default_factory=set)
    """The files of the site that are no pages and stay as they are."""


def look(root: Path, site: Path, now: int) -> Sight:
    """Look at all files; `now` is the time in nanoseconds."""
    return Sight(shared(root), scan(root / DOCS, now - SETTLED), scan(site))


def make_plan(root: Path, site: Path, sight: Sight, record: Record) -> Plan:
    """Compare what is there with the record."""
    if record.shared != sight.shared:
        record = Record()
    docs, plan = root / DOCS, Plan(sight)
    pages, others = _sorted_out(sight.sources)
    untouched = {name for name, mark in sight.outputs.items() if same(mark, record.outputs.get(name))}
    there = {*map(html_of, pages), *others}
    for name, (source, view) in pages.items():
        made = record.pages.get(name)
        if made and html_of(name) in untouched and there.issuperset(made.links) and _is_of(docs, name, made, source, view):
            plan.kept[name] = made._replace(source=source, view=view)
    for name, mark in others.items():
        if same(mark, record.others.get(name)) or (name in untouched and filecmp.cmp(docs / name, site / name, shallow=False)):
            plan.copies.add(name)
    plan.fresh = (
        set(plan.kept) == set(pages) == set(record.pages)
        and plan.copies == set(others) == set(record.others)
        and untouched == set(sight.outputs) == set(record.outputs)
    )
    if not plan.fresh:
        from_theme = untouched - others.keys() - set(map(html_of, pages))
        plan.copies = (plan.copies & untouched) | from_theme
        plan.kept = {name: made for name, made in plan.kept.items() if made.view}
        plan.render = [name for name in pages if pages[name][1] and name not in plan.kept]
        plan.render.sort(key=lambda name: sum(int(mark.split()[0]) for mark in pages[name]), reverse=True)
    return plan


def known(plan: Plan, made: Mapping[str, Made], outputs: dict[str, Mark]) -> Record:
    """The record of a site with these files; `made` are the pages that were rendered for it."""
    pages, others = _sorted_out(plan.sight.sources)
    new = {name: made[name]._replace(source=marks[0], view=marks[1]) for name, marks in pages.items() if name in made}
    return Record(plan.sight.shared, plan.kept | new, others, outputs)


def _sorted_out(sources: Mapping[str, Mark]) -> tuple[dict[str, tuple[Mark, Mark]], dict[str, Mark]]:
    """The pages with the marks of their Markdown and their view, and all other files. What MkDocs takes for hidden is no page."""
    named = ((name, mark) for name, mark in sources.items() if name.endswith(".md") and "/." not in f"/{name}")
    pages = {name: (mark, sources.get(view_of(name), "")) for name, mark in named}
    views = set(map(view_of, pages))
    return pages, {name: mark for name, mark in sources.items() if name not in pages and name not in views}


def _is_of(docs: Path, name: str, made: Made, source: Mark, view: Mark) -> bool:
    """Whether a page is still made from the same."""
    if same(made.source, source) and (same(made.view, view) or made.view == view == ""):
        return True
    try:
        return made.key == key(digest((docs / name).read_bytes()), (docs / view_of(name)).read_bytes() if view else None)
    except OSError:
        return False


def seal(sight: Sight) -> str:
    """A hash of all that is there; none where a file is too young to tell it by its time."""
    found = hashlib.sha256(sight.shared.encode())
    for marks in (sight.sources, sight.outputs):
        lines = [f"{name}\0{mark}\n" for name, mark in marks.items()]
        found.update("".join(sorted(lines)).encode("utf-8", "surrogateescape"))
    return "" if any(mark.endswith(YOUNG) for mark in sight.sources.values()) else found.hexdigest()


def scan(folder: Path, settled: int = 0) -> dict[str, Mark]:
    """All files below a folder with their marks; `settled` is the time, in nanoseconds, from which on a file is too young for one."""
    found: dict[str, Mark] = {}
    waiting = [(str(folder), "")]
    while waiting:
        path, prefix = waiting.pop()
        with contextlib.suppress(FileNotFoundError), os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir():
                    waiting.append((entry.path, f"{prefix}{entry.name}/"))
                elif (stat := _stat(entry)) and (not settled or stat.st_mtime_ns < settled):
                    found[prefix + entry.name] = f"{stat.st_size} {stat.st_mtime_ns}"
                elif stat:
                    found[prefix + entry.name] = f"{stat.st_size} {YOUNG}"
    return found


def _stat(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Size and time of a file; none where it went away between listing and looking, or is a link to nothing."""
    try:
        return entry.stat()
    except FileNotFoundError:
        return None


def same(one: Mark, other: Mark | None) -> bool:
    """Whether two marks are those of one content."""
    return bool(one) and one == other and not one.endswith(YOUNG)


def digest(content: bytes) -> str:
    """A hash."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def key(source: str, view: bytes | None) -> str:
    """The hash of what a page alone is made from: of its Markdown, which is a hash already, and of its view."""
    return f"{source} {'' if view is None else digest(view)}"


def view_of(page: str) -> str:
    """The file of a page's view, relative to `docs/`.

    >>> view_of("articles/a.md")
    'views/articles/a.json'
    """
    return f"{VIEWS}{page.removesuffix('.md')}.json"


def html_of(page: str) -> str:
    """The file of a page in the site.

    >>> html_of("articles/a.md")
    'articles/a.html'
    """
    return f"{page.removesuffix('.md')}.html"


def shared(root: Path) -> str:
    """A hash of what all pages are made from: settings, templates, code, versions, and what the settings take from the environment."""
    settings = _settings(root / "mkdocs.yml")
    names = sorted({name for group in re.findall(rb"!ENV\s+\[?([\w, ]+)", settings) for name in re.findall(rb"[A-Za-z_]\w*", group)})
    files = [path for path in sorted((SCRIPTS / "theme").rglob("*")) if path.is_file()]
    files += sorted(SCRIPTS.glob("*.py"))
    facts = [
        FORMAT,
        platform.python_version(),
        [(name, _version(name)) for name in PACKAGES],
        [(name.decode(), os.environ.get(name.decode())) for name in names],
        hashlib.sha256(settings).hexdigest(),
        [(path.relative_to(SCRIPTS).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files],
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _settings(path: Path) -> bytes:
    """The settings of a site, with those that they inherit."""
    text = path.read_bytes()
    parent = re.search(rb"^INHERIT: *(.+?) *$", text, re.M)
    return text + _settings(path.parent / parent[1].decode()) if parent else text


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def load(path: Path, seal: str) -> tuple[bool, Record]:
    """Whether a record was written for this very seal, and if not, the record; an empty one where there is none that can be read."""
    try:
        with path.open(encoding="utf-8", errors="surrogateescape") as file:
            sealed = json.loads(file.readline())
            if seal and sealed == seal:
                return True, Record()
            found = Record(**json.loads(file.readline()))
        return False, replace(found, pages={name: Made(*made) for name, made in found.pages.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return False, Record()


def save(path: Path, seal: str, record: Record) -> None:
    """Write a record: the seal on a line of its own, so that it can be read alone. It is there as a whole or not at all."""
    path.parent.mkdir(exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    try:
        with new.open("w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(f"{json.dumps(seal)}\n{json.dumps(vars(record), ensure_ascii=False, separators=(',', ':'))}\n")
        os.replace(new, path)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
