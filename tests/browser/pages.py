"""The pages of a built site: parsed, with their links, and one page of each kind."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import html5lib

REDIRECT = "redirect.html"


@functools.cache
def parse(path: Path) -> Any:
    return html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)


def pages(site: Path) -> list[Path]:
    """Every page; the one for addresses that are not there holds addresses from the root and is looked at by itself."""
    return sorted(path for path in site.rglob("*.html") if path.name != "404.html")


def links(path: Path) -> Iterator[str]:
    for node in parse(path).iter():
        for key in ("href", "src"):
            if key in node.attrib:
                yield node.attrib[key]


def inner(link: str) -> bool:
    """A link that stays inside the site."""
    return bool(link) and not urlsplit(link).scheme and not urlsplit(link).netloc


def target(path: Path, link: str, site: Path) -> Path:
    """The file of the site that a link of a page leads to."""
    address = unquote(urlsplit(link).path)
    found = (site / address.lstrip("/") if address.startswith("/") else path.parent / address) if address else path
    found = found.resolve()
    return found / "index.html" if found.is_dir() else found


def articles(site: Path) -> set[Path]:
    lines = (site / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return {(site / "articles" / f"{json.loads(line)['id']}.html").resolve() for line in lines}


def kinds(site: Path) -> list[str]:
    """One page of each kind, the longest: a kind is a folder and a template, index pages apart. Redirects show nothing by themselves."""
    found: dict[tuple[str, bool, str], Path] = {}
    for path in pages(site):
        name = path.relative_to(site)
        kind = (name.parts[0] if len(name.parts) > 1 else "", path.stem == "index", _template(site, name))
        if kind[2] != REDIRECT and (kind not in found or path.stat().st_size > found[kind].stat().st_size):
            found[kind] = path
    return ["404.html", *sorted(path.relative_to(site).as_posix() for path in found.values())]


def _template(site: Path, name: Path) -> str:
    """The template that the front matter of a page asks for; the Markdown stands beside the site."""
    source = site.parent / "docs" / name.with_suffix(".md")
    asked = re.match(r"---\n(?:.*\n)*?template: (\S+)\n", source.read_text(encoding="utf-8")) if source.is_file() else None
    return asked[1] if asked else ""
