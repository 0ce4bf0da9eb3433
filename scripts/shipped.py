"""What the site is shipped with besides its pages: one style sheet, and of the theme's files none that no page asks for."""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

SHEET = "assets/css/edition.css"
"""The one sheet. It stands where those that it is made of stand, so that what these name beside them is found."""
COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)


def without_theme(files: Files, config: MkDocsConfig) -> Files:
    """The files without those that come with the theme: the templates name their own alone."""
    docs, mine = config.docs_dir, config.theme.custom_dir
    return Files([file for file in files if file.src_dir is None or file.src_dir in (docs, mine)])


def join_sheets(files: Files, config: MkDocsConfig) -> None:
    """Put one sheet in the place of those that the settings list: a page then waits for one request, and not for eight.

    One that is no file of the site, as of another host, stays by itself, behind.
    """
    sheets = {name: file for name in config.extra_css if (file := files.get_file_from_path(name))}
    if not sheets:
        return
    for file in sheets.values():
        files.remove(file)
    content = "\n".join(without_comments(file.content_string).strip() for file in sheets.values())
    files.append(File.generated(config, SHEET, content=f"{content}\n"))
    config.extra_css = [SHEET, *(name for name in config.extra_css if name not in sheets)]


def without_comments(sheet: str) -> str:
    """A style sheet without what it says to developers, an eighth of what readers load; it keeps who owns it.

    >>> without_comments("/* Copyright A. */\\na{}\\n/* Why. */\\nb{}")
    '/* Copyright A. */\\na{}\\nb{}'
    """
    return COMMENT.sub(lambda found: found[0] if "Copyright" in found[0] else "", sheet)


def wrap_tables(html: str) -> str:
    """Let tables be moved sideways on narrow screens, by the theme's own classes.

    >>> wrap_tables("<p>a</p><table>b</table>")
    '<p>a</p><div class="md-typeset__scrollwrap"><div class="md-typeset__table"><table>b</table></div></div>'
    """
    if "<table>" not in html:
        return html
    return TABLE.sub(r'<div class="md-typeset__scrollwrap"><div class="md-typeset__table">\g<0></div></div>', html)
