"""What `mkdocs.yml` says, read and judged before anything is built: a publisher edits it by hand, and what MkDocs says of a mistake in it
is English, and often about another file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load
from yaml import YAMLError

from edition.errors import Said, UsageError

FILE = "mkdocs.yml"
EXTRA = ("contact", "generator", "newspaper", "order", "policy", "publisher", "region")
"""What stands under `extra`. A name that is like none of these is somebody else's, and is let be."""
LIKE = 0.75
"""How much a name must be like another to be taken for a slip of the pen."""
_LINE = re.compile(r"line (\d+)")
_MAIL = re.compile(r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+")


def settings(path: Path) -> Mapping[str, Any]:
    """What the file says, with the environment.

    Raises:
        UsageError: it is not YAML, a name in it is misspelt, or an address is none; with the file and the line.
    """
    text = path.read_text(encoding="utf-8")
    try:
        with path.open("rb") as file:
            found = yaml_load(file)
    except (YAMLError, ConfigurationError) as error:
        lines = [int(number) for number in _LINE.findall(str(error))]
        problem = str(error).strip().splitlines()[0].rpartition("configuration file: ")[2]
        raise UsageError(
            f"{path}:{lines[0]}" if lines else str(path),
            Said(f"这里不合 YAML 格式（{problem}）", f"this is not YAML ({problem})"),
            Said(
                "请改正这一行或其上下：冒号用半角，后面空一格，缩进用空格",
                "mend this line or those beside it: a colon is ASCII and has a blank behind it, lines are indented by blanks",
            ),
        ) from error
    for name, what, next_step in _wrong(found):
        at = next((n for n, line in enumerate(text.splitlines(), 1) if re.match(rf"\s*{re.escape(name)}\s*:", line)), 0)
        raise UsageError(f"{path}:{at}" if at else str(path), what, next_step)
    return found


def _wrong(found: Mapping[str, Any]) -> Iterator[tuple[str, Said, Said]]:
    """What is wrong: the name under which it stands, what it is, and the next step."""
    extra = found.get("extra") or {}
    yield from _misspelt(found, list(MkDocsConfig()))
    yield from _misspelt(extra, EXTRA)
    address, contact = str(found.get("site_url") or ""), str(extra.get("contact") or "")
    if address and not _is_web(address):
        yield (
            "site_url",
            Said(f"site_url 写的是 {address}，不是网址", f"site_url says {address}, which is no address"),
            Said("请写全，例如 https://example.org/papers/", "write it in full, as https://example.org/papers/"),
        )
    if _MAIL.fullmatch(contact):
        yield (
            "contact",
            Said(f"contact 写的是 {contact}，少了 mailto:", f"contact says {contact}, without mailto:"),
            Said(f"请写 mailto:{contact}", f"write mailto:{contact}"),
        )
    elif contact and not contact.startswith("mailto:") and not _is_web(contact):
        yield (
            "contact",
            Said(f"contact 写的是 {contact}，不是邮箱，也不是网址", f"contact says {contact}, which is no address"),
            Said("请写 mailto:邮箱，或者以 https:// 开头的网址", "write mailto: and an address, or an address that begins with https://"),
        )


def _misspelt(found: Mapping[str, Any], names: Iterable[str]) -> Iterator[tuple[str, Said, Said]]:
    known = list(names)
    for name in map(str, found):
        near = [] if name in known else get_close_matches(name, known, 1, LIKE)
        if near:
            yield (
                name,
                Said(f"没有 {name} 这一项", f"there is nothing called {name}"),
                Said(f"是不是 {near[0]}？请改正", f"is it {near[0]}? mend it"),
            )


def _is_web(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc)
