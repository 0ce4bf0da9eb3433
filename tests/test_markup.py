"""Tables and lost glyphs, from the dump to all that leaves the house. What `markup` reads, tests/cases/markup.yml says line by line."""

from __future__ import annotations

import json

import markdown
import pytest

from blocks import Blocks
from conftest import sources, tables
from edition.apparatus import balance
from edition.errors import AccountError
from edition.model import Article, Description, Edition, Restoration
from edition.publish import render
from edition.publish.proof import prove
from edition.restore import restore
from small import changed_download, download

PAGE = """# 柳湾水车又转起来

本报记者 柳小满

柳湾的老水车又转起来了，村民提着水桶来看，孩子们在岸边数水斗。

| 村名 | 船|数 | 备注 |
| --- | --- | --- |
| 柳*湾* | 12 | # 一 |
| 石桥 |  | <b>新</b> |

老石匠说，水车转了，磨盘就不会生锈，柳湾的新米今年先在这里磨。
""".replace("船|数", "船\\|数")
ROWS = [["村名", "船|数", "备注"], ["柳*湾*", "12", "# 一"], ["石桥", "", "新"]]


def _edition(page: str) -> Edition:
    found = restore(page.encode(), "page.txt", tables())
    account = balance(found)
    (article,) = found.articles
    named = Article(article.seed_name, article.head, article.bylines, article.blocks, article.set_aside, "a", article.doubts)
    return Edition((Restoration(found.seed, (named,), found.set_aside),), {"a": Description()}, {"page.txt": account}, (), ())


def test_a_table_is_a_block_of_its_own_everywhere() -> None:
    edition = _edition(PAGE)
    (article,) = edition.articles
    assert [block.kind for block in article.blocks] == ["paragraph", "table", "paragraph"]
    assert article.blocks[1].rows == ROWS
    files = render(edition)
    prove(edition.articles, files, sources(edition))
    record = json.loads(files["data/articles.jsonl"])["blocks"][1]
    assert record == {"kind": "table", "text": "\n".join(map("\t".join, ROWS)), "lines": [7, 10]}
    assert "\n".join(map("\t".join, ROWS)) in download(files, "a", "txt")
    assert "| 村名 {: #l7 lines=7-10 } | 船\\|数 | 备注 |\n| --- | --- | --- |\n" in files["articles/a.md"]
    assert 'class="run table"' in json.loads(files["views/sources/page.json"])["rows"]


def test_a_table_is_shown_as_a_table() -> None:
    page = render(_edition(PAGE))["articles/a.md"].split("---\n", 2)[2]
    shown = markdown.markdown(page, extensions=["attr_list", "md_in_html", "tables", Blocks()])
    assert '<figure class="table" id="l7"><span id="l8"></span>' in shown
    for cell in ("船|数", "柳*湾*", "# 一", "12", "新"):
        assert f">{cell}</t" in shown


@pytest.mark.parametrize("name", ["articles/a.md", "txt", "data/articles.jsonl"])
def test_a_table_that_lacks_a_cell_is_seen(name: str) -> None:
    edition = _edition(PAGE)
    files = dict(render(edition))
    if name == "txt":
        files |= changed_download(files, "a", name, "12", "1")
    else:
        assert "12" in files[name]
        files[name] = files[name].replace("12", "1")
    with pytest.raises(AccountError, match="blocks 2"):
        prove(edition.articles, files, sources(edition))


def test_a_table_without_text_beside_it() -> None:
    edition = _edition("| 一 | 二 |\n| 三 | 四 |")
    assert edition.articles[0].title == "一 二 三 四"
    prove(edition.articles, render(edition), sources(edition))


def test_an_empty_first_cell_still_carries_the_mark() -> None:
    edition = _edition("# 名次\n\n村民都来看船，船从柳湾一直排到了石桥，两岸站满了人。\n\n|  | 船 |\n|---|---|\n| 柳湾 | 12 |")
    page = render(edition)["articles/a.md"]
    prove(edition.articles, render(edition), sources(edition))
    assert "| &nbsp; {: #l5 lines=5-7 } | 船 |" in page


@pytest.mark.parametrize(
    ("sign", "doubt"),
    [("(cid:7)", "可能缺字"), ("\ufffd", "以□代替"), ("\ue123", "照原样保留")],
    ids=["a number for a glyph", "a lost glyph", "a glyph of one font"],
)
def test_a_glyph_that_nobody_could_name_is_a_doubt(sign: str, doubt: str) -> None:
    told = [note for note in _edition(PAGE.replace("老石匠", f"老{sign}石匠")).articles[0].doubts if "没有认出" in note]
    assert len(told) == 1 and doubt in told[0] and "1个" in told[0]
    assert not [note for note in _edition(PAGE).articles[0].doubts if "没有认出" in note]
