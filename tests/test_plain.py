"""`scripts/plain.py` reads a text as Python-Markdown does, or not at all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.toc import nest_toc_tokens
from mkdocs.config import load_config
from mkdocs.utils.meta import get_data

from blocks import Blocks
from conftest import ROOT, some
from plain import Reader

CONFIG = load_config(str(ROOT / "mkdocs.yml"))
READER = Reader.of(CONFIG.markdown_extensions, CONFIG.mdx_configs)
PAGES = sorted(path for path in (ROOT / "docs").rglob("*.md"))


def by_markdown(source: str) -> tuple[str, Any]:
    """HTML and headings, as Python-Markdown and the extension make them."""
    markdown = Markdown(extensions=[*CONFIG.markdown_extensions, Blocks()], extension_configs=CONFIG.mdx_configs)
    return markdown.convert(source), outline(markdown.toc_tokens)  # type: ignore[attr-defined]


def outline(headings: Any) -> Any:
    return [(heading["level"], heading["id"], heading["name"], outline(heading["children"])) for heading in headings]


def compare(source: str) -> bool:
    """Whether the text was read; where it was, it was read rightly."""
    assert READER
    found = READER.read(source, lambda path: path)
    if found is None:
        return False
    html, headings = by_markdown(source)
    assert found.html == html
    assert outline(nest_toc_tokens(found.headings)) == headings
    anchors = set(re.findall(r' id="([^"]+)"', re.sub(r'<span id="[^"]*">', "", html)))
    assert set(found.ids) - {"head"} == anchors - {"head"}
    assert {path + (f"#{anchor}" if anchor else "") for path, anchor in found.links} <= set(re.findall(r'href="([^"]+)"', html))
    return True


def test_the_settings_of_the_site_are_known() -> None:
    assert READER


@pytest.mark.parametrize("change", [{"toc": {"baselevel": 2}}, {"toc": {"permalink": True}}, {"footnotes": {}}])
def test_other_settings_are_left_to_python_markdown(change: dict[str, Any]) -> None:
    settings = {name: dict(found) for name, found in CONFIG.mdx_configs.items()}
    for name, values in change.items():
        settings[name] = settings.get(name, {}) | values
    assert Reader.of(CONFIG.markdown_extensions, settings) is None
    assert Reader.of([*CONFIG.markdown_extensions, "footnotes"], CONFIG.mdx_configs) is None


@pytest.mark.parametrize("path", PAGES, ids=[path.relative_to(ROOT / "docs").as_posix() for path in PAGES])
def test_every_page_is_read_as_by_python_markdown(path: Path) -> None:
    source, _ = get_data(path.read_text(encoding="utf-8"))
    read = compare(source)
    if path.parent.name == "articles" and path.name != "index.md" and "| --- |" not in source:
        assert read, "an article is left to Python-Markdown"


MARKS = ("{: #l3 }", "{: #l3 lines=3-5,9 }", "{: .caption #l7 }", "{: .note }", "{: .facts .b }", "{: #x }", "{: lines=3 }", "{ .a }")
WORDS = ("文", "报道 二", "a b", "*", "**", "_", "`", "\\", "[", "](", ")", "[文](a.md)", "[文](a.md#l3)", "[文](#x)", "![", "<", ">", "&")
MORE = ("&lt;", "&#58;", "<mark>", "</mark>", '<a href="x?q=%22&amp;y">', "</a>", "*3*", "**三**", "{", "}", "|", "#", "1. ", "1.5", "- ")
REST = (":", "!", "\\*", "\\[", "\\>", "\\.", "　", "  ", "+", "=", "~~~", "http://a.b", "a@b.c", "—", "\t", "\x02", '"', "'", "(", "§")
text = st.lists(st.sampled_from(WORDS + MORE + REST), min_size=1, max_size=7).map("".join)
plain = st.lists(st.sampled_from(("文", "报道 二", "[文](a.md#l3)", "*3*", "&lt;", "\\*", "<mark>三</mark>", "。")), min_size=1).map(
    "".join
)
line = plain | text
paragraph = st.builds(lambda one, mark: f"{one}\n{mark}", line, st.sampled_from(MARKS)) | line
heading = st.builds(
    lambda level, one, end: f"{'#' * level} {one}{end}",
    st.integers(1, 4),
    line,
    st.sampled_from(("", " {: #l9 }", " {: #l9 lines=9-10 }", " *3* {: #x }", " {: #head }", " #")),
)
tight = st.lists(st.builds(lambda depth, one: f"{'    ' * depth}- {one}", st.integers(0, 2), line), min_size=1).map("\n".join)
entry = st.builds(
    lambda one, rest: "\n\n".join([f"- {one}", *("    " + chunk.replace("\n", "\n    ") for chunk in rest)]),
    line,
    st.lists(paragraph, max_size=2),
)
code = st.lists(line, min_size=1, max_size=3).map(lambda lines: "\n".join(f"        {one}" for one in lines))
coded = st.builds(lambda one, lines, end: f"- {one}\n\n{lines}{end}", line, code, st.sampled_from(("", "\n\n    文")))
cells = st.lists(line | st.just(""), min_size=1, max_size=3)
table = st.builds(
    lambda head, rows, odd: "\n".join(
        f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *([*row, *head][: len(head) + odd] for row in rows))
    ),
    cells,
    st.lists(cells, max_size=3),
    st.sampled_from((0, 0, 0, -1, 1)),
)
loose = st.lists(entry | coded, min_size=1, max_size=3).map("\n\n".join)
block = paragraph | heading | tight | loose | table
held = st.builds(
    lambda tag, blocks: f"{tag[0]}\n\n" + "\n\n".join(blocks) + f"\n\n{tag[1]}",
    st.sampled_from((('<div class="x" markdown>', "</div>"), ('<nav class="pager" aria-label="翻页" markdown>', "</nav>"))),
    st.lists(block, max_size=3),
)
page = st.lists(block | held, min_size=1, max_size=4).map("\n\n".join)


@given(page)
@settings(max_examples=some(3000))
def test_whatever_is_read_is_read_as_by_python_markdown(source: str) -> None:
    compare(source + "\n")


@pytest.mark.parametrize(
    "source",
    [
        "| 文 | 数 |\n|---|---|\n| [文](a.md#l3) |  |\n|  | 1.5 |",
        "- 一\n\n    二\n    {: .a }\n\n        - field: title\n          why: ？\n\n- 三\n\n    四",
        "文",
        "## 文 *3* {: #x }\n\n- [文](a.md)\n- 二\n    - **三** *4*",
        "- 一\n\n    二\n    {: .a }\n\n- 三",
    ],
)
def test_what_the_build_writes_is_read(source: str) -> None:
    assert compare(source)
