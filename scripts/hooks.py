"""The one door from MkDocs to the edition: it hands each page its view, and MkDocs the extension that reads the marks of blocks.

It computes nothing. Views are written by `scripts/build.py` into `docs/views/`, one for each generated page; a page that is written
by hand has none. The file works under MkDocs and under ProperDocs, which answers to the same names.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

import rendering
import shipped
from blocks import Blocks
from stock import VIEWS, view_of

CONTACT = "{contact}"
"""What stands on pages written by hand for the address of the editors."""
BUILT = (VIEWS.rstrip("/"), "data")
"""The folders in `docs/` that are built and hold no pages."""
blocks = Blocks()
alike: rendering.Alike | None = None
preview: rendering.Preview | None = None
"""Where `mkdocs serve` runs, what it shows. It puts a script that reloads the page into every page, which the policy of the site would
stop."""


def on_startup(*, command: str, dirty: bool) -> None:
    """Note the command."""
    global preview
    preview = rendering.Preview() if command == "serve" else None


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the extension, and stop where nothing is built yet."""
    if not (Path(config.docs_dir) / VIEWS).is_dir():
        raise PluginError(
            f"{config.docs_dir}/{VIEWS} 不存在：请先运行 make site，或 .venv/bin/python scripts/build.py。\n"
            f"There is no {VIEWS} in {config.docs_dir}: run `make site`, or `.venv/bin/python scripts/build.py`, first."
        )
    extensions: list[Any] = config.markdown_extensions  # MkDocs says names, Markdown takes both.
    if blocks not in extensions:
        extensions.append(blocks)
    return config


def on_pre_build(*, config: MkDocsConfig) -> None:
    """Keep what the preview shows until there is something new."""
    if preview:
        rendering.part = preview.begin(config)


def on_post_build(*, config: MkDocsConfig) -> None:
    """Remember what the preview shows now."""
    if preview and rendering.part:
        preview.end(rendering.part)


def on_build_error(*, error: Exception) -> None:
    """Let the preview show what it showed before."""
    if preview:
        preview.fail()


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:
    """Watch what is written by hand, and of all that is built only the file by which `serve.py` tells that it is."""
    if built := os.environ.get("EDITION_BUILT"):
        server.unwatch(config.docs_dir)
        views = Path(config.docs_dir, VIEWS)
        for path in Path(config.docs_dir).iterdir():
            # A page that is built has a view, and a folder of such pages a folder of views.
            if path.name not in BUILT and not (views / path.name).is_dir() and not (views / f"{path.stem}.json").is_file():
                server.watch(str(path))
        server.watch(built)
    return server


def on_shutdown() -> None:
    """Leave nothing behind where the preview was ended while it was being made."""
    if preview:
        preview.fail()


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Leave to MkDocs what this process renders, and ship what pages ask for."""
    files = shipped.without_theme(files, config)
    if rendering.part:
        files = rendering.part.choose(files, config)
    shipped.join_sheets(files, config)
    return files


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Choose who reads the pages, and give those that are not rendered here what is asked of them."""
    rendering.read_plainly(nav, files, config)
    global alike
    alike = rendering.Alike(nav)
    if rendering.part:
        rendering.part.tell(config)
    return nav


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Give the templates what makes a part of the frame only once, and do not let them look again and again for changes."""
    env.globals["alike"] = alike
    env.auto_reload = False
    return env


def on_page_read_source(*, page: Page, config: MkDocsConfig) -> str | None:
    """Read a page where it is to be known what it was made from; MkDocs itself explains what cannot be read."""
    if not rendering.part:
        return None
    return rendering.part.read(page)


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Say on pages written by hand where the editors can be reached, as far as mkdocs.yml says it."""
    if CONTACT not in markdown:
        return markdown
    contact = str(config.extra.get("contact") or "")
    address = contact.removeprefix("mailto:").partition("?")[0]
    return markdown.replace(CONTACT, f"联系办法：[{address}]({contact.partition('?')[0]})。" if contact else "")


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Note where the page leads, and make its tables ready for narrow screens."""
    if rendering.part:
        rendering.part.note(page, blocks.links)
    return shipped.wrap_tables(html)


def on_template_context(context: dict[str, Any], *, template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """Show the sitemap all pages, also those that are not rendered here, and when the records of articles last changed."""
    changed = Path(config.docs_dir) / "data" / "changed.json"
    days = json.loads(changed.read_bytes()) if changed.is_file() else {}
    context["changed"] = {f"articles/{id_}.md": day for id_, day in days.items()}
    if rendering.part:
        context["pages"] = rendering.part.pages
    return context


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Give the templates `view`: the view of a generated page, or nothing for one that is written by hand. And `preview`."""
    view = None
    with contextlib.suppress(FileNotFoundError), open(f"{config.docs_dir}/{view_of(page.file.src_uri)}", "rb") as file:
        view = file.read()
    # As attributes: what Jinja looks up in a dictionary it looks up in vain first.
    context["view"] = None if view is None else json.loads(view, object_hook=lambda found: SimpleNamespace(**found))
    context["preview"] = preview is not None
    context["desk"] = os.environ.get("EDITION_DESK") if preview else None
    if rendering.part:
        rendering.part.note_view(page, view)
    return context
