"""The benchmark itself: the other searches are asked for the same texts, and what they answer is counted right."""

from __future__ import annotations

import doctest
import gzip
import json
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from bench import engines, others
from bench.texts import articles_of, edition_of
from edition.publish.search.documents import Document, documents

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def found() -> list[Document]:
    return documents(edition_of(articles_of(11, ROOT), ROOT))


@pytest.fixture(scope="module")
def site(found: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("others")
    engines.write_pages(found, folder)
    build(load_config(str(folder / "mkdocs.yml")))
    return folder / "site"


def test_the_index_of_the_theme_holds_every_text_and_nothing_else(found: list[Document], site: Path) -> None:
    entries = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    texts: dict[int, str] = {}
    for entry in entries:
        number = engines.article_of(entry["location"])
        texts[number] = texts.get(number, "") + entry["title"] + entry["text"]
    assert texts.keys() == {document.number for document in found}
    for document in found:
        # Words are cut by a blank of no width, and tags stay.
        rest = _bare(texts[document.number])
        head = (document.title, document.above, document.below, document.byline, document.place)
        for text in sorted((*head, *(block.text for block in document.blocks)), key=len, reverse=True):
            assert _bare(text) in rest
            rest = rest.replace(_bare(text), "", 1)
        assert rest == ""


def test_a_page_is_in_the_language_and_frames_are_for_the_search_field_only(site: Path) -> None:
    page = (site / "articles" / "0.html").read_text(encoding="utf-8")
    assert page.startswith('<!doctype html><html lang="zh">')
    assert "<script" not in page
    assert 'data-md-component="search-query"' in (site / "home.html").read_text(encoding="utf-8")
    assert list(site.glob("assets/javascripts/workers/search.*.min.js"))


def test_fragments_say_which_article_a_result_is(tmp_path: Path) -> None:
    folder = tmp_path / "pagefind" / "fragment"
    folder.mkdir(parents=True)
    (folder / "zh_1a2b3c4.pf_fragment").write_bytes(gzip.compress('pagefind_dcd{"url":"/articles/7.html","content":"一"}'.encode()))
    found = engines.fragments(tmp_path)
    assert {name: engines.article_of(address) for name, address in found.items()} == {"zh_1a2b3c4": 7}


def test_articles_that_hold_a_query_are_found_folded() -> None:
    truth = [["长江大桥", "pm2.5降至35%"], ["长"], ["江"]]
    assert others.holding(["長江", "ＰＭ2.5", "桥pm", "江"], truth) == [{0}, {0}, set(), {0, 2}]


def test_recall_is_of_all_answers_and_precision_of_those_shown_first() -> None:
    rows = [
        others.Row({1, 2, 3, 4}, [9, 1, 2], first=2, ms=100, size=50),
        others.Row({5}, [], first=2, ms=3, size=1),
        others.Row({6}, [6], first=2, ms=5, size=2),
    ]
    # The first query of a class counts for what it finds, not for how long it takes.
    assert others.line("2", rows, 75).split() == (
        ["2", "3", "1", "1", "0.5000", "0.6667", "4.0", "ms", "5.0", "ms", "1.5", "KB", "3", "of", "75", "were", "asked"]
    )
    assert others.line("2", rows[1:2] * 2, 2).split()[5] == "–"


def test_classes_weigh_the_same_where_not_all_queries_were_asked() -> None:
    rows = [others.Row({1}, [1], first=1, ms=ms, size=0) for ms in range(20)]
    assert [row.ms for row in others.even({"2": rows[:4], "3": rows}, {"2": 8, "3": 20})] == [1, 2, 3, *range(1, 10)]
    assert len(others.even({"2": rows, "3": rows}, {"2": 20, "3": 20})) == 38


def test_the_examples_are_true() -> None:
    done = doctest.testmod(engines)
    assert done.attempted and not done.failed


def _bare(text: str) -> str:
    """Without tags and blanks, as the theme's index writes the rest."""
    for tag in ("<p>", "</p>", "\u200b"):
        text = text.replace(tag, "")
    return "".join(text.replace("&", "&amp;").replace("<", "&lt;").split())
