"""The one door from MkDocs to the edition: it hands each page its view, and MkDocs the extension that reads the marks of blocks.

It computes nothing. Views are written by `scripts/build.py` into `docs/views/`, one for each generated page; a page that is written
by hand has none. The file works under MkDocs and under ProperDocs, which answers to the same names.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from blocks import Blocks

VIEWS = "views"
preview = False
"""Whether `mkdocs serve` runs: it puts a script that reloads the page into every page, which the policy of the site would stop."""


def on_startup(*, command: str, dirty: bool) -> None:
    """Note the command."""
    global preview
    preview = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the extension, and stop where nothing is built yet."""
    if not (Path(config.docs_dir) / VIEWS).is_dir():
        raise PluginError(
            f"{config.docs_dir}/{VIEWS} 不存在：请先运行 make site，或 .venv/bin/python scripts/build.py。\n"
            f"There is no {VIEWS}/ in {config.docs_dir}: run `make site`, or `.venv/bin/python scripts/build.py`, first."
        )
    if not any(isinstance(extension, Blocks) for extension in config.markdown_extensions):
        config.markdown_extensions.append(Blocks())  # type: ignore[arg-type]  # MkDocs says names, Markdown takes both.
    return config


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Give the templates `view`: the view of a generated page, or nothing for one that is written by hand. And `preview`."""
    path = Path(config.docs_dir) / VIEWS / Path(page.file.src_uri).with_suffix(".json")
    context["view"] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
    context["preview"] = preview
    return context
