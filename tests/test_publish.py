"""ROOM 3: what a dump holds comes out as text, everywhere; the tree is written whole or not at all."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.utils.meta import get_data

from blocks import Blocks
from conftest import PATIENCE
from edition.errors import OutputError
from edition.model import (
    Apparatus,
    Article,
    Block,
    Byline,
    Description,
    Doubt,
    Edition,
    Finding,
    Head,
    Province,
    Restoration,
    Role,
    Seed,
    Theme,
    Verdict,
)
from edition.publish import OWNED, render, write
from edition.publish.escape import escape, plain
from edition.publish.phrases import date_words, first_sentence, halves
from edition.rulings import Ruling
from edition.trace import Text

ROOT = Path(__file__).resolve().parents[1]
CONFIG = load_config(str(ROOT / "mkdocs.yml"))

HOSTILE = [
    *r"""
#
# 一
## 一 ##
*
**粗**
_a_b_
__粗__
<script>alert(1)</script>
&amp;
&#35;
&copy
{{ x }}
{% raw %}
{: .x }
{.x}
{ #y }
一 {: #l1 }
---
***
- - -
===
|
|一|二|
|-|-|
1.
1. 一
2)
2) 一
    缩进
`码`
``
```
~~~
```python
[x](y)
[x][y]
![
![x](y)
\`
\#
~~删~~
==标==
^上^
:::
::: note
!!! note
??? note
*[x]: y
[^1]:
[^1]
[x]: http://x.y
:smile:
http://a.b/c?d=e&f=g
<http://a.b>
a@b.c
<a@b.c>
> 引
>
+ 一
+
- 一
-1
[TOC]
[ ] 一
<!-- 注 -->
<?php ?>
<![CDATA[x]]>
</div>
<div markdown>
$x$
"q"
'q'
<
>
&
&lt;
%
klzzwxh:0000
wzxhzdk:0
l33
]
](
[a](b){: .c }
**a**{: .b }
]: x
--8<-- 'x'
*a*_b_`c`[d](e)<f>&g;\h
""".strip("\n").split("\n"),
    "\t缩进",
    "\\",
    "\\\\",
    "a  ",
    "a\\",
    "一\n二",
    "一\r\n# 二",
    "一\n---",
    "term\n: def",
    "\u200b",
    "　一　二　",
]
"""What one markup language or another would act on."""

letters = st.characters(exclude_categories=("Cs", "Cc", "Cn"))
markup = st.sampled_from([*HOSTILE, *"#*_`~[](){}<>!&\\|:-=+.^1 \n$@'\"", "党建", "一、", "　"])
hostile = st.one_of(st.lists(markup, min_size=1, max_size=6).map("".join), st.text(letters, min_size=1, max_size=30))


class _Words(HTMLParser):
    """The text of a page, and every tag in it."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def rendered(source: str) -> _Words:
    """Markdown as the site renders it: with the extensions of mkdocs.yml and the one that scripts/hooks.py adds."""
    extensions = [*CONFIG.markdown_extensions, Blocks()]
    return _Words(markdown.markdown(source, extensions=extensions, extension_configs=CONFIG.mdx_configs))


def anchor(line: str) -> list[tuple[str, dict[str, str | None]]]:
    """The link of a block to itself."""
    label = f"原始文本第{line}行，本段链接"
    return [("a", {"class": "anchor", "href": f"#l{line}", "aria-label": label, "data-line": line})]


def blanks(text: str) -> str:
    return " ".join(plain(text).split())


def _with_examples(test):  # type: ignore[no-untyped-def]
    for text in HOSTILE:
        test = example(text)(test)
    return test


@_with_examples
@given(hostile)
def test_a_paragraph_comes_out_as_its_text(text: str) -> None:
    if not blanks(text):
        return
    page = rendered(f"前\n{{: #l1 }}\n\n{escape(text)}\n{{: #l33 }}\n\n后\n{{: #l2 }}")
    assert blanks(page.text) == blanks(f"前 {text} 后")
    assert page.tags == [one for line in ("1", "33", "2") for one in [("p", {"id": f"l{line}"}), *anchor(line)]]


@_with_examples
@given(hostile)
def test_a_heading_comes_out_as_its_text(text: str) -> None:
    if not blanks(text):
        return
    page = rendered(f"## {escape(text)} {{: #l33 }}")
    assert blanks(page.text.removesuffix("¶")) == blanks(text)
    assert page.tags[0] == ("h2", {"id": "l33"})
    # Its link stands behind its words, by which it is called.
    assert [one for one in page.tags if one[0] == "a"][:1] == anchor("33")
    # The halves of a heading with blanks are spans, so that it breaks between them.
    assert [tag for tag, _ in page.tags if tag != "span"] == ["h2", "a", "a"]
    assert all(not attributes or set(attributes) == {"class"} for tag, attributes in page.tags if tag == "span")


@_with_examples
@given(hostile)
def test_a_caption_comes_out_as_its_text(text: str) -> None:
    if not blanks(text):
        return
    page = rendered(f"前\n\n{escape(text)}\n{{: .caption #l3 lines=3-4 }}\n\n后")
    assert blanks(page.text) == blanks(f"前 {text} 后")
    figure = [("figure", {"class": "caption", "id": "l3"}), ("span", {"id": "l4"}), *anchor("3"), ("figcaption", {})]
    assert page.tags == [("p", {}), *figure, ("p", {})]


@pytest.mark.parametrize(
    ("mark", "targets"),
    [
        ("#l33 lines=33-35", ["l34", "l35"]),
        ("#l33 lines=31,33", ["l31"]),
        ("#l33-2 lines=34", ["l34"]),
        ("#l33-2", []),
    ],
)
def test_an_address_of_any_line_of_a_block_leads_to_it(mark: str, targets: list[str]) -> None:
    page = rendered(f"# 题 {{: #head }}\n\n文字\n{{: {mark} }}")
    own = mark.split()[0][1:]
    assert page.tags == [("p", {"id": own}), *(("span", {"id": name}) for name in targets), *anchor(own[1:])]
    assert page.text == "文字"


@_with_examples
@given(hostile)
def test_an_entry_of_a_list_comes_out_as_its_text(text: str) -> None:
    if not blanks(text):
        return
    item = f"- [{escape(text)}](x.md)\n\n    {escape(text)}\n    {{: .facts }}"
    page = rendered(f'<div class="entries" markdown>\n\n{item}\n\n{item}\n\n</div>')
    assert blanks(page.text) == blanks(" ".join([text] * 4))
    assert [tag for tag, _ in page.tags] == ["div", "ul", *["li", "p", "a", "p"] * 2]


def test_plain_chinese_is_not_escaped() -> None:
    text = "“十四五”开局之年，新市镇1—10月完成产值1.35亿元（同比增长15.13%）；项目A-1、B+2已开工……——本报讯《党建》"
    assert escape(text) == text


# The edition of a dump that does its worst


ACCOUNT = {"0.txt": Apparatus(0, 0, 0, 0, 0, ())}
TITLE = '</title><script>alert(1)</script> & "q" {{x}}'


def hostile_edition() -> Edition:
    """One seed, each line of which is a paragraph, a heading and a caption in turn; the head is hostile, too."""
    source = "\n".join([TITLE, *HOSTILE])
    source = source.replace("\r", "")
    texts, at = [], 0
    for line in source.split("\n"):
        if line.strip():
            texts.append(Text.of(source, at, at + len(line)))
        at += len(line) + 1
    kinds = (Role.PARAGRAPH, Role.HEADING, Role.CAPTION)
    blocks = [Block(text, Verdict(kinds[n % 3], "test")) for n, text in enumerate(texts)]
    blocks += [Block(texts[-1], Verdict(Role.PARAGRAPH, "test"))] * 2
    title = texts[0]
    bylines = (Byline("记者", TITLE, title), Byline("图", "<b>", Text(), credit="*图*"))
    article = Article("0.txt", Head(title, title, title), bylines, tuple(blocks), (), "x-1")
    untitled = Article("0.txt", Head(), (), tuple(blocks[3:]), (Block(title, Verdict(Role.FURNITURE, "test")),), "x-2", (Doubt(TITLE),))
    seed = Seed("0.txt", "0" * 64, "utf-8", source)
    finding = Finding(TITLE, (TITLE, "一\n---\n二"), "gazetteer")
    province = Finding("安徽省", (TITLE,), "gazetteer")
    place = {"province": province, "prefecture": finding, "county": finding, "township": finding}
    described = Description(
        place, Finding("2021~", (TITLE,), "inferred"), finding, (Finding("党建", (TITLE,), "cues"),), finding, finding, finding
    )
    return Edition(
        (Restoration(seed, (article, untitled)),),
        {"x-1": described, "x-2": Description()},
        ACCOUNT,
        (Province("安徽省", "安徽", "anhui", 5, 5), Province("湖北省", "湖北", "hubei", 5, 4)),
        (Theme("dangjian", "党建", TITLE, ("党",)), Theme("keji", "科技", "无", ("科",))),
        {"x-0": "x-1"},
    )


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile edition, through MkDocs with the theme of the edition, strictly."""
    root = tmp_path_factory.mktemp("hostile")
    write(render(hostile_edition()), root / "docs", OWNED)
    for name in ("about", "assets", "count", "opensearch.xml", "robots.txt", "sitemap.xml"):
        (root / "docs" / name).symlink_to(ROOT / "docs" / name)
    (root / "scripts").mkdir()
    for name in ("theme", "hooks.py", "blocks.py", "rendering.py", "plain.py", "shipped.py", "stock.py"):
        (root / "scripts" / name).symlink_to(ROOT / "scripts" / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    environment = os.environ | {"SITE_URL": "https://example.org/sub/"}
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return root / "site"


_TABLES = {"about": {"b", "img", "iframe", "table"}, "downloads": {"table"}}
"""What the pages of a folder have of themselves."""


def test_nothing_in_a_hostile_dump_becomes_markup(hostile_site: Path) -> None:
    pages = [path for path in hostile_site.rglob("*.html")]
    names = "index 404 articles/index articles/x-0 articles/x-1 articles/x-2 provinces/anhui provinces/unknown themes/dangjian sources/0"
    assert {path.relative_to(hostile_site).with_suffix("").as_posix() for path in pages} >= set(names.split())
    for path in pages:
        source = path.read_text(encoding="utf-8")
        page = _Words(source)
        assert "<script>alert" not in source, path
        assert source.count("</title>") == 1, path
        assert "{{" not in source.replace("{{x}}", "").replace("{{ x }}", ""), path
        # A raw dump makes no element, no attribute and no link of its own.
        assert not {tag for tag, _ in page.tags} & {"b", "img", "iframe", "table"} - _TABLES.get(path.parent.name, set()), path
        assert not [href for _, attrs in page.tags if (href := attrs.get("href") or "").startswith(("http://", "y"))], path


def test_the_title_is_text_wherever_it_stands(hostile_site: Path) -> None:
    source = (hostile_site / "articles" / "x-1.html").read_text(encoding="utf-8")
    found = re.search(r"<title>(.*?)</title>", source, re.DOTALL)
    assert found and html.unescape(found[1]) == f"{TITLE} - 地方报纸数字版"
    described = re.search(r'<meta name="description" content="([^"]*)">', source)
    assert described and html.unescape(described[1]) == TITLE
    assert '<link rel="canonical" href="https://example.org/sub/articles/x-1.html">' in source
    assert 'lang="zh-Hans"' in source and 'name="generator"' not in source


def test_the_search_index_holds_the_text_as_it_is(hostile_site: Path) -> None:
    (file,) = (hostile_site / "data" / "search").glob("*/all.js")
    source = file.read_text(encoding="utf-8")
    records = json.loads(re.fullmatch(r'edition\.put\("\w+","all",(.*)\);\n', source, re.DOTALL)[1])  # type: ignore[index]
    assert TITLE in [record[2] for record in records]
    assert "\u2028" not in source and "\u2029" not in source


def test_every_paragraph_of_a_hostile_dump_is_there_with_its_anchor(hostile_site: Path) -> None:
    edition = hostile_edition()
    source = (hostile_site / "articles" / "x-1.html").read_text(encoding="utf-8")
    for block in edition.articles[0].blocks:
        line = edition.restorations[0].seed.text.count("\n", 0, block.text.begin) + 1
        found = re.search(rf'<(\w+)[^>]* id="l{line}">(.*?)</\1>', source, re.DOTALL)
        assert found, line
        assert blanks(_Words(found[2]).text.removesuffix("¶")) == blanks(str(block.text))
    last = edition.restorations[0].seed.text.count("\n") + 1
    assert f'id="l{last}-2"' in source and f'id="l{last}-3"' in source and f'id="l{last}-4"' not in source


def test_an_old_address_leads_to_its_successor(hostile_site: Path) -> None:
    source = (hostile_site / "articles" / "x-0.html").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="0; url=x-1.html">' in source


def test_no_page_asks_another_host(hostile_site: Path) -> None:
    for path in hostile_site.rglob("*.html"):
        page = _Words(path.read_text(encoding="utf-8"))
        for tag, attrs in page.tags:
            if tag in ("script", "img", "link", "iframe", "source"):
                address = attrs.get("src") or attrs.get("href") or ""
                assert not address.startswith(("http", "//")) or attrs.get("rel") in ("canonical", "cite-as"), (path, address)


# Front matter


@given(hostile, hostile)
def test_front_matter_reads_back_exactly(title: str, words: str) -> None:
    source = f"{title}\n{words}"
    head = Head(Text.of(source, 0, len(title)), Text.of(source, 0, len(title)), None)
    block = Block(Text.of(source, len(title) + 1), Verdict(Role.PARAGRAPH, "test"))
    article = Article("0.txt", head, (Byline(None, words, Text()),), (block,), (), "x")
    described = Description(date=Finding("2012-11-20", (words,), "page date"), newspaper=Finding(words, (title,), "nameplate", stated=True))
    edition = Edition((Restoration(Seed("0.txt", "0", "utf-8", source), (article,)),), {"x": described}, ACCOUNT, (), ())
    text = render(edition)["articles/x.md"]
    meta = get_data(text)[1]
    assert meta == yaml.safe_load(text.split("\n---\n", 1)[0])
    assert (meta["title"], meta["newspaper"], meta["bylines"]) == (title, words, [{"name": words}])
    assert (meta["date"], meta["seed"], meta["lines"][0]) == ("2012-11-20", "0.txt", 1)
    # The newspaper is stated and needs no evidence; the date is inferred.
    assert meta["evidence"] == {"date": plain(f"推断：{' '.join(words.split())}")}
    assert "subtitle" not in meta and "place" not in meta and "themes" not in meta


def test_the_keys_of_the_front_matter_are_those_that_a_page_explains() -> None:
    edition = replace(hostile_edition(), copies=dict.fromkeys(("x-1", "x-2"), ("x-1", "x-2")))
    first = edition.restorations[0]
    ruled = replace(first.articles[0], level="初校", rulings=(Ruling("begin", "x.yml:1", 1, 1, why="见原版"),))
    files = render(replace(edition, restorations=(replace(first, articles=(ruled, *first.articles[1:])), *edition.restorations[1:])))
    heads = [get_data(files[f"articles/x-{n}.md"])[1] for n in (1, 2)]
    explained = (ROOT / "docs" / "about" / "data.md").read_text(encoding="utf-8")
    table = explained.split("## 文首各项", 1)[1].split("\n## ", 1)[0]
    assert list(dict.fromkeys(key for head in heads for key in head)) == re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert list(heads[0]["evidence"]) == ["province", "prefecture", "county", "township", "date", "newspaper", "themes"]
    assert heads[1]["evidence"] == {"title": "原文未见标题，以正文起首代替"}


def test_the_front_matter_is_short_and_the_view_holds_the_rest() -> None:
    files = render(hostile_edition())
    head = files["articles/x-1.md"].split("\n---\n", 1)[0]
    assert head.count("\n") < 25 and "citations" not in head and "crumbs" not in head
    view = json.loads(files["views/articles/x-1.json"])
    assert view["template"] == "article.html" and [step["text"] for step in view["crumbs"]][-1] == TITLE
    assert {path for path in files if path.endswith(".md")} == {
        re.sub(r"^views/(.*)\.json$", r"\1.md", path) for path in files if path.startswith("views/")
    }


def test_a_title_like_a_slot_is_cited_as_it_stands() -> None:
    """The places of the address and of the day are parts of their own; a title cannot make one."""
    source = "{address}与{today}的约定"
    article = Article("0.txt", Head(title=Text.of(source)), (), (Block(Text.of(source), Verdict(Role.PARAGRAPH, "test")),), (), "x")
    edition = Edition((Restoration(Seed("0.txt", "0", "utf-8", source), (article,)),), {"x": Description()}, ACCOUNT, (), ())
    citation = json.loads(render(edition)["views/articles/x.json"])["citations"][1]
    assert [part["slot"] for part in citation["parts"]] == ["", "", "today", "", "", "address", ""]
    assert citation["parts"][0]["text"].startswith(f"{source}[N/OL]")


# Words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2021", "2021年"), ("2021~", "约2021年"), ("2021?", "2021年（存疑）"), ("2021-11", "2021年11月"), ("2012-11-20", "2012年11月20日"),
        ("2012-11-20~", "约2012年11月20日"), ("2021-11/2021-12", "2021年11月至12月"), ("2021-01-12/2021-02-11", "2021年1月12日至2月11日"),
        ("2021-01-12/2021-01-20", "2021年1月12日至20日"), ("2019-12/2020-01", "2019年12月至2020年1月"),
        ("2022-06-24/2022-07", "2022年6月24日至7月"),
        ("2020/2021", "2020年至2021年"), ("2020~/2021~", "约2020年至2021年"), ("2021/..", "2021年以后"), ("../2021", "2021年以前"),
        ("201X", "2010年代"), ("20XX", "21世纪"), ("2021-22", "2021年夏"), ("不是日期", "不是日期"), ("", ""), ("2021/不", "2021/不"),
    ],
)  # fmt: skip
def test_dates_in_words(edtf: str, words: str) -> None:
    assert date_words(edtf) == words


def test_a_title_falls_into_its_halves_only() -> None:
    assert halves("上句五个字 下句五个字") == ["上句五个字", "下句五个字"]
    assert halves("苹果“搭”上直通车　三天到广州城") == ["苹果“搭”上直通车", "三天到广州城"]
    assert halves("两万 货 款") == ["两万 货 款"]


def test_the_first_sentence_is_cut_where_it_runs_on() -> None:
    def article(text: str) -> Article:
        return Article("", Head(), (), (Block(Text.of("图"), Verdict(Role.CAPTION, "")), Block(Text.of(text), Verdict(Role.PARAGRAPH, ""))))

    assert first_sentence(article("他说：“好。”大家笑了。")) == "他说：“好。”"
    assert first_sentence(article("一，" * 100)) == "一，" * 44 + "一……"
    assert first_sentence(Article("", Head(), (), ())) == ""


# Data


def test_jsonl_has_the_shape_of_the_exchange_format() -> None:
    files = render(hostile_edition())
    first, second = map(json.loads, files["data/articles.jsonl"].split("\n")[:2])
    assert first["title"] == first["kicker"] == first["subtitle"] == TITLE and second["title"] is None
    assert first["bylines"][1] == {"role": "图", "name": "<b>", "in_text": False, "credit": "*图*"}
    assert first["blocks"][0] == {"kind": "paragraph", "text": TITLE, "lines": [1, 1]}
    assert second["set_aside"] == [TITLE] and second["province"] is None and second["date"] is None and second["themes"] == []
    assert (first["date"], first["province"], first["themes"]) == ("2021~", "安徽省", ["党建"])
    seeds = [json.loads(line) for line in files["data/seeds.jsonl"].splitlines()]
    assert seeds == [{"seed": "0.txt", "sha256": "0" * 64, "encoding": "utf-8", "articles": ["x-1", "x-2"], "set_aside": [], "rulings": []}]


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert render(hostile_edition()) == render(hostile_edition())


def test_two_exports_may_not_write_one_file() -> None:
    edition = hostile_edition()
    twice = Edition(edition.restorations * 2, edition.descriptions, edition.apparatus, edition.provinces, edition.themes)
    with pytest.raises(OutputError, match="two exports"):
        render(twice)


@pytest.mark.parametrize("name", ["articles", "about"])
def test_the_built_edition_is_what_is_owned(built: Path, name: str) -> None:
    assert (built / name).exists() == (name == "articles")
