"""How one process renders its part of the site: MkDocs renders the pages that changed, and takes all else from where it is.

For MkDocs, a page that is not rendered here is a file that is merely copied (`Elsewhere`): links to it are resolved as ever, and it costs
nothing. `scripts/render.py` says what a process is to do, `scripts/hooks.py` hands on what MkDocs asks; without a `Part` MkDocs does what
it always does. Only what MkDocs documents for plugins is used.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import posixpath
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from markdown.extensions.toc import nest_toc_tokens
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils.meta import get_data

import stock
from plain import Reader
from stock import Made, digest, key

SHOWN = (InclusionLevel.INCLUDED, InclusionLevel.NOT_IN_NAV)
"""The files that are part of the site."""


class Elsewhere(File):
    """A file of the site that is not made here: it is taken over from `old`, or, where that is empty, somebody else makes it."""

    def __init__(self, original: File, old: str) -> None:
        vars(self).update(vars(original))
        self.dest_uri = original.dest_uri
        self.old = old

    def is_documentation_page(self) -> bool:
        """Nothing that MkDocs is to render."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Take the file over where there is one."""
        if self.old:
            take_over(self.old, self.abs_dest_path)


class PlainPage(Page):
    """A generated page. Its text is read by `plain.py` where that knows all of it, and by Python-Markdown where not."""

    def __init__(self, file: File, config: MkDocsConfig, reader: Reader, known: dict[tuple[str, str], Found]) -> None:
        super().__init__(None, file, config)
        self.reader, self.known = reader, known
        self.leads: set[str] | None = None
        """The files of the site to which the page leads, where `plain.py` has read it."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Make HTML of the text."""
        folder = posixpath.dirname(self.file.src_uri)

        def find(path: str) -> Found:
            if (folder, path) not in self.known:
                file = files.get_file_from_path(posixpath.normpath(posixpath.join(folder, path)))
                shown = file is not None and file.inclusion in SHOWN
                self.known[folder, path] = (file, file.url_relative_to(self.file)) if file and shown else None
            return self.known[folder, path]

        def address(path: str) -> str | None:
            found = find(path)
            return found and found[1]

        text = self.reader.read(self.markdown or "", address) if "title" in self.meta else None
        if text is None:
            return super().render(config, files)
        self.content = text.html
        self.toc = get_toc(nest_toc_tokens(text.headings))
        self.present_anchor_ids = set(text.ids)
        self.links_to_anchors, self.leads = {}, set()
        for (path, anchor), link in text.links.items():
            found = find(path)
            file = found[0] if path and found else self.file
            self.leads.add(file.dest_uri)
            if anchor:
                self.links_to_anchors.setdefault(file, {}).setdefault(anchor, link)


Found = tuple[File, str] | None
"""A file that a link leads to, and its address as seen from a folder."""


def read_plainly(nav: Navigation, files: Files, config: MkDocsConfig) -> None:
    """Let `plain.py` read the pages outside the navigation, whose titles are their own."""
    if reader := Reader.of(config.markdown_extensions, config.mdx_configs):
        listed, known = {page.file.src_uri for page in nav.pages}, dict[tuple[str, str], Found]()
        for file in files.documentation_pages():
            if file.src_uri not in listed:
                PlainPage(file, config, reader, known)


def take_over(old: str, new: str) -> None:
    """Let a file be in a second place as well: by a second name for it, or as a copy with the same time where the system has no such."""
    with contextlib.suppress(OSError):
        return os.link(old, new)
    os.makedirs(os.path.dirname(new), exist_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)


class FrontMatter(dict[str, Any]):
    """The front matter of a page that is not rendered here, read when somebody asks for a key."""

    def __init__(self, file: File) -> None:
        super().__init__()
        self.file = file

    def __missing__(self, name: str) -> Any:
        text = self.file.content_string
        if name in text:
            return get_data(text)[1][name]
        raise KeyError(name)


@dataclass
class Part:
    """What one process does for the site."""

    old: Path
    """The site whose files are taken over."""
    new: Path
    """Where the files that are made here go."""
    kept: Mapping[str, Made]
    """The pages that stay as they are."""
    copies: Collection[str]
    """The files of the site that are no pages and stay."""
    mine: Collection[str] | None = None
    """The pages that are rendered here; None for the first process, which renders all that nobody else does, makes what is no page,
    and takes over what stays."""
    others: Collection[str] = ()
    """The pages that other processes than the first render."""
    made: dict[str, Made] = field(default_factory=dict)
    """The pages that were rendered here."""
    hashes: dict[str, str] = field(default_factory=dict)
    """The hashes of the pages that are being rendered."""
    pages: list[File] = field(default_factory=list)
    """All pages of the site, in their order."""

    def choose(self, files: Files, config: MkDocsConfig) -> Files:
        """Leave to MkDocs what is made here."""
        templates = {*config.theme.static_templates, *config.extra_templates}
        found = Files([file if file.dest_uri in templates else self._chosen(file) for file in files])
        self.pages = [found.src_uris[file.src_uri] for file in files.documentation_pages()]
        return found

    def _chosen(self, file: File) -> File:
        if file.inclusion not in SHOWN:
            return file
        name, page = file.src_uri, file.is_documentation_page()
        if self.mine is not None:
            return file if page and name in self.mine else Elsewhere(file, "")
        if page and name in self.others:
            return Elsewhere(file, "")
        stays = name in self.kept if page else file.dest_uri in self.copies
        if stays:
            return Elsewhere(file, f"{self.old}/{file.dest_uri}")
        made = not page and name.startswith(stock.DATA)
        return Elsewhere(file, file.abs_src_path) if made and file.abs_src_path else file

    def tell(self, config: MkDocsConfig) -> None:
        """Give the pages that are not rendered here what links and the sitemap ask for."""
        for file in self.pages:
            if isinstance(file, Elsewhere):
                page = file.page or Page(None, file, config)
                page.meta = FrontMatter(file)
                if known := self.kept.get(file.src_uri):
                    page.present_anchor_ids = set(known.ids)

    def read(self, page: Page) -> str | None:
        """The text of a page, noted by its hash; None where it cannot be read."""
        try:
            source = page.file.content_bytes
            text = source.decode("utf-8-sig")
        except (OSError, ValueError):
            return None
        self.hashes[page.file.src_uri] = digest(source)
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def note(self, page: Page, links: Iterable[str]) -> None:
        """Note what a page leads to; `links` are those that MkDocs has made, where it has read the page."""
        leads = page.leads if isinstance(page, PlainPage) and page.leads is not None else _leads(page, links)
        anchors = page.links_to_anchors or {}
        self.made[page.file.src_uri] = Made(
            key=self.hashes.pop(page.file.src_uri, ""),
            ids=sorted(page.present_anchor_ids or ()),
            links=sorted(leads - {page.file.dest_uri}),
            anchors=[
                (file.src_uri, anchor, link) for file, found in anchors.items() if file is not page.file for anchor, link in found.items()
            ],
        )

    def note_view(self, page: Page, view: bytes | None) -> None:
        """Note the view with which it was rendered."""
        made = self.made[page.file.src_uri]
        self.made[page.file.src_uri] = made._replace(key=key(made.key, view))


def _leads(page: Page, links: Iterable[str]) -> set[str]:
    found = (urlsplit(urljoin(page.url, link)) for link in links)
    return {unquote(lead.path) for lead in found if not lead.scheme and not lead.netloc}


class Alike:
    """For templates: what is the same on all pages of a folder, made once.

    `{% call alike("header", page) %}…{% endcall %}`: pages outside the navigation differ in no part of the frame but by their folder,
    from which addresses are counted, and by their template.
    """

    def __init__(self, nav: Navigation) -> None:
        self.listed = {page.file.src_uri for page in nav.pages}
        self.made: dict[tuple[str, str, str], str] = {}

    def __call__(self, name: str, page: Page | None, caller: Callable[[], str]) -> str:
        """What stands between `call` and `endcall`, for this page."""
        if page is None or page.file.src_uri in self.listed:
            return caller()
        place = name, posixpath.dirname(page.url), str(page.meta.get("template"))
        if place not in self.made:
            self.made[place] = caller()
        return self.made[place]


part: Part | None = None
"""What this process does; None where MkDocs renders all by itself."""


class Preview:
    """What `mkdocs serve` shows: rendered anew on every change, but for the pages that stay."""

    def __init__(self) -> None:
        self.record = stock.Record()
        self.plan: stock.Plan | None = None
        self.root, self.site, self.old = Path(), Path(), Path()

    def begin(self, config: MkDocsConfig) -> Part | None:
        """Put what is shown aside, where MkDocs does not empty it; None where the system does not let it go."""
        self.root = Path(config.config_file_path).parent
        self.site, self.old = Path(config.site_dir), Path(f"{config.site_dir}-old")
        try:
            os.replace(self.site, self.old)
            self.site.mkdir()
        except OSError:
            return None
        self.plan = stock.make_plan(self.root, self.old, stock.look(self.root, self.old, time.time_ns()), self.record)
        return Part(self.old, self.site, self.plan.kept, self.plan.copies)

    def end(self, part: Part) -> None:
        """Remember what is shown now."""
        if self.plan:
            unchanged = stock.shared(self.root) == self.plan.sight.shared
            self.record = stock.known(self.plan, part.made, stock.scan(self.site)) if unchanged else stock.Record()
            self.plan = None
            shutil.rmtree(self.old, ignore_errors=True)

    def fail(self) -> None:
        """Show again what was shown; also where the preview ends in the middle."""
        if self.plan:
            self.plan = None
            shutil.rmtree(self.site, ignore_errors=True)
            os.replace(self.old, self.site)


class Result(NamedTuple):
    """What came of it."""

    made: Mapping[str, Made]
    messages: Sequence[str]
    """Warnings and errors."""
    failed: bool
    warned: bool = True
    """A link to a passage that is not there is a warning."""


def run(todo: Part) -> Result:
    """Let MkDocs do its part, in the folder where its settings are."""
    global part
    logger, messages = logging.getLogger("mkdocs"), list[str]()
    handler = _Told(messages)
    logger.addHandler(handler)
    part = todo
    gc.set_threshold(50_000, 20, 100)  # Hardly anything that a rendering makes is garbage that only the collector finds.
    try:
        config = load_config(site_dir=str(todo.new), strict=True)
        if todo.mine is not None:
            config.extra_templates, config.theme.static_templates = [], set()
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except MkDocsException as error:
        return Result({}, [*messages, str(error)], failed=True)
    finally:
        part = None
        logger.removeHandler(handler)
    return Result(todo.made, messages, failed=False, warned=config.validation.links.anchors >= logging.WARNING)


class _Told(logging.Handler):
    """Keeps what MkDocs says where something is wrong."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.levelname}: {record.getMessage()}")
