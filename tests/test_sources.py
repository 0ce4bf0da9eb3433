"""The source view and the apparatus: every character of a dump is shown as it came, and every change is counted and has words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

from conftest import JUDGED, ROOT, SEEDS, build, read_yaml, tables
from edition.apparatus import balance
from edition.errors import SeedError
from edition.model import Article, Block, Description, Edition, Furniture, Head, Restoration, Role, Seed, Verdict
from edition.publish import render
from edition.publish.anchors import anchors, source_name
from edition.publish.collation import collate
from edition.publish.passages import FURNITURE, Owners, line_fates, of_article, of_page, passages
from edition.publish.rule_words import KINDS, MENDED, ROLES, RULES, RuleWords
from edition.publish.runs import ENDS, TOGETHER
from edition.publish.views import Example, Variant
from edition.restore import restore
from edition.trace import SourceLines, Text, join
from shown import Lines

CASES = ROOT / "tests" / "cases"
ODD = ["\t", "\x00", "\x0b", "\x0c", "\x85", "\u00a0", "\u00ad", "\u200b", "\u202e", "\u2028", "\ufeff", "\ue000", "\ufffe", "\U000f0000"]
MARKUP = [
    "<b>",
    "</li></ol>",
    "&amp;",
    "<!--",
    "-->",
    "{{ x }}",
    "# 一",
    "```",
    '"',
    "'",
    "\\",
    "[x](y)",
    "|",
    "]]>",
    "    ",
    "　",
    "一",
    "党建，",
]


def _numbered(restoration: Restoration, n: int = 0) -> Restoration:
    """A restoration whose articles have ids."""
    articles = (replace(article, id=f"a{n}-{k}") for k, article in enumerate(restoration.articles))
    return Restoration(restoration.seed, tuple(articles), restoration.set_aside)


def _edition(*restorations: Restoration, rule_words: Mapping[str, str] | None = None) -> Edition:
    """An edition of nothing but these, its articles numbered."""
    numbered = [_numbered(restoration, n) for n, restoration in enumerate(restorations)]
    described = {article.id: Description() for restoration in numbered for article in restoration.articles}
    return Edition(
        tuple(numbered),
        described,
        {r.seed.name: balance(r) for r in numbered},
        (),
        (),
        rule_words=rule_words or tables().rule_words,
    )


@cache
def _restorations() -> tuple[Restoration, ...]:
    """The seeds, and every test case that can be restored."""
    found = [restore(path.read_bytes(), path.name, tables()) for path in JUDGED]
    for path in sorted(CASES.glob("*.yml")):
        for n, case in enumerate(read_yaml(path)):
            if isinstance(case.get("source"), str) and case["source"].strip():
                found.append(restore(case["source"].encode(), f"{path.stem}-{n}.txt", tables()))
    return tuple(found)


# The rows


def _view(docs: Path, seed: str) -> dict[str, Any]:
    """The view of the page of a seed in a built edition."""
    found: dict[str, Any] = json.loads((docs / "views" / "sources" / f"{source_name(seed)}.json").read_text(encoding="utf-8"))
    return found


def _html_of(restoration: Restoration) -> str:
    """The rows of the page of a seed."""
    html: str = json.loads(render(_edition(restoration))[f"views/sources/{source_name(restoration.seed.name)}.json"])["rows"]
    return html


def _lines(source: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", source)


@pytest.mark.parametrize("seed", [path.name for path in JUDGED])
def test_every_line_of_a_seed_is_there_as_it_came(seed: str, built: Path) -> None:
    source = (SEEDS / seed).read_bytes().decode("utf-8")
    rows = Lines(_view(built, seed)["rows"])
    assert list(rows.raw) == [f"l{n}" for n in range(1, len(_lines(source)) + 1)]
    assert list(rows.raw.values()) == _lines(source)
    blank = {line for line, raw in rows.raw.items() if not raw.strip()}
    assert all(said for line, said in rows.went.items() if line not in blank), "every run says where it went"
    assert {line for run in rows.runs if run.kind == "blank" for line in run.lines} <= blank
    assert rows.numbers == {line: line[1:] for line in rows.raw if line not in blank or line in rows.numbers}
    assert (built / "data" / "seeds" / f"{source_name(seed)}.txt").read_bytes() == (SEEDS / seed).read_bytes()


@given(st.lists(st.sampled_from([*ODD, *MARKUP, "\n", "\n", "\r\n"]), min_size=1, max_size=25).map("".join))
def test_a_hostile_dump_is_shown_as_it_came(text: str) -> None:
    try:
        restoration = restore(text.encode(), "x.txt", tables())
    except SeedError:
        return
    rows = Lines(_html_of(restoration))
    assert list(rows.raw.values()) == _lines(restoration.seed.text)
    assert rows.tags <= {"div", "ol", "li", "a", "span", "mark", "del", "small", "p", "i"}


def test_what_has_no_ink_is_shown_by_its_code() -> None:
    page = _html_of(restore("村里\u202e修\x07路，大家都说好。\t".encode(), "x.txt", tables()))
    assert all(f'<span class="odd">U+{code}</span>' in page for code in ("202E", "0007", "0009"))
    assert not set(page) & set("\u202e\x07\t")


def test_a_line_says_its_role_its_change_and_the_rule(built: Path) -> None:
    rows = Lines(_view(built, "004_abd99d7e6af8de60.txt")["rows"])
    assert rows.run("l1").kind == "blank" and rows.run("l1").lines == ["l1", "l2"] and rows.run("l1").folded == ["空2行"]
    assert rows.went["l3"].startswith("引题") and rows.went["l5"].startswith("主题")
    assert rows.went["l9"].startswith("图片说明") and "行首有图注标记" in rows.went["l9"] and "另存1字：" in rows.went["l9"]
    assert rows.titles["l9"] == [f"另存：{RULES['caption-mark']}"]
    assert (
        rows.titles["l7"] == [f"读作“，”：{RULES['ascii-punctuation']}"] * 8
        and "改字8字：" in rows.went["l7"]
        and ",→，" in rows.went["l7"]
    )
    assert "移置15字" in rows.went["l13"] and rows.went["l13"].startswith("署名") and rows.run("l13").lines == ["l13", "l14"]
    furniture = next(line for line, said in rows.went.items() if said.startswith(ROLES[FURNITURE]))
    assert "另存" in rows.went[furniture] and not rows.links[furniture]


def test_a_run_is_the_lines_of_one_block_with_its_text_beside_them(built: Path) -> None:
    rows = Lines(_view(built, "001_98cc0969cadc0532.txt")["rows"])
    run = rows.run("l3")
    assert run.lines == [f"l{n}" for n in range(3, 24)] and run.kind == "paragraph"
    assert run.readings == ["".join(rows.raw[line] for line in run.lines)] and "含空行10行" in run.went
    assert rows.run("l24").kind == "blank"


def test_runs_and_what_they_say_are_those_of_the_trace() -> None:
    """All lines of a run are read as the same; side by side, what the runs of a block say is the block."""
    for restoration in _restorations():
        rows = Lines(_html_of(restoration))
        fates = line_fates(restoration)
        of_lines = {f"l{n}": fates.get(n) for n in range(1, len(rows.raw) + 1)}
        for run in rows.runs:
            held = {(of.role, of.anchor) for line in run.lines if (of := of_lines[line]) and rows.raw[line].strip()}
            assert len(held) <= 1, (restoration.seed.name, run)
            assert run.kind in ("several", "aside", "blank") or held == {(run.kind, of_lines[run.lines[0]].anchor)}
        said: dict[str, str] = {}
        for run in rows.runs:
            for link, reading in zip(run.links, run.readings, strict=True):
                said[link] = said.get(link, "") + reading
        for article in _numbered(restoration).articles:
            for place in anchors(article, SourceLines(restoration.seed.text)).blocks:
                text = said[f"../articles/{article.id}.html#{place.anchor}"]
                kept = Counter("".join(str(place.block.text).split()))
                assert "……略" in text or Counter("".join(text.split())) == kept, (restoration.seed.name, place.anchor)


def test_a_block_between_whose_lines_others_stand_leads_onward_and_back(restored: dict[str, Restoration]) -> None:
    rows = Lines(_html_of(restored["000_f29bf31aff6409ee"]))
    assert rows.run("l33").onward == ["#l39"] and "下接第39行" in rows.went["l33"]
    assert rows.run("l39").onward == ["#l33"] and "上接第33行" in rows.went["l39"]
    assert rows.run("l39").readings == ["产投入8.7亿元；财政收入1.09亿元；农民人均纯收入2.22万元。"]


def test_a_long_reading_shows_how_much_it_leaves_out() -> None:
    text = "".join(chr(0x4E00 + n) for n in range(900))
    for lines, (head, tail) in (([text], ENDS[True]), ([text[:500], text[500:]], ENDS[False])):
        source = "\n".join(lines)
        read = Text.of(source).replace(re.compile("\n"), "", "line-break")
        article = Article("x.txt", Head(), (), (Block(read, Verdict(Role.PARAGRAPH, "prose")),))
        (run,) = Lines(_html_of(Restoration(Seed("x.txt", "", "utf-8", source), (article,)))).runs
        assert run.readings == [f"{text[:head]}……略{900 - head - tail}字……{text[-tail:]}"]


def test_blank_lines_with_blanks_in_them_keep_these_and_their_rules() -> None:
    source = "甲乙丙\n　 \n\t\n丁\n\n\n\n戊"
    text = Text.of(source).replace(re.compile("\n"), "", "line-break").replace(re.compile("[\t　 ]"), "", "margin")
    parts = text.split_at([4])
    article = Article("x.txt", Head(), (), tuple(Block(part, Verdict(Role.PARAGRAPH, "prose")) for part in parts))
    rows = Lines(_html_of(Restoration(Seed("x.txt", "", "utf-8", source), (article,))))
    assert list(rows.raw.values()) == _lines(source)
    assert [(run.kind, run.lines, run.folded) for run in rows.runs] == [
        ("paragraph", ["l1", "l2", "l3", "l4"], ["空2行"]),
        ("blank", ["l5", "l6", "l7"], ["空3行"]),
        ("paragraph", ["l8"], []),
    ]
    assert f"另存3字：{RULES['margin']}；含空行2行" in rows.went["l1"]
    assert rows.titles["l2"] + rows.titles["l3"] == [f"另存：{RULES['margin']}"] * 3


def test_a_line_that_serves_two_articles_links_to_both() -> None:
    source = "梨园开花游人多　　桥头新设便民站"
    seed = restore(source.encode(), "x.txt", tables()).seed
    halves = Text.of(source).split_at([source.index("桥")])
    rows = Lines(_html_of(Restoration(seed, tuple(Article("x.txt", Head(None, half, None), (), ()) for half in halves))))
    assert rows.links["l1"] == ["../articles/a0-0.html#head", "../articles/a0-1.html#head"]
    assert "①主题" in rows.went["l1"] and "②主题" in rows.went["l1"]
    assert rows.raw["l1"] == source


def test_links_of_the_source_view_name_anchors_of_the_article() -> None:
    for restoration in _restorations():
        edition = _edition(restoration)
        files = render(edition)
        rows = Lines(_html_of(restoration))
        for link in (link for links in rows.links.values() for link in links):
            found = re.fullmatch(r"\.\./articles/(.+)\.html#(.+)", link)
            assert found and re.search(rf"\{{: (\.caption )?#{found[2]} (lines=\S+ )?\}}", files[f"articles/{found[1]}.md"]), link


def test_a_seed_of_another_encoding_says_so(tmp_path: Path) -> None:
    text = "梨园开花游人多\n\n村里修了新路，村民把梨子运到城里卖，大家的日子越过越好。\n"
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "梨园.txt").write_bytes(text.encode("gb18030"))
    done = build("--seeds", tmp_path / "seeds", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    name = source_name("梨园.txt")
    assert get_data((tmp_path / "out" / "sources" / f"{name}.md").read_text(encoding="utf-8"))[1]["encoding"] == "gb18030"
    assert _view(tmp_path / "out", "梨园.txt")["recoded"] == "GB18030"
    assert (tmp_path / "out" / "data" / "seeds" / f"{name}.txt").read_text(encoding="utf-8") == text


@given(st.lists(st.text(st.sampled_from("abAB01_-. 梨园"), min_size=1, max_size=8), min_size=2, max_size=6, unique_by=str.casefold))
def test_seeds_have_safe_addresses_of_their_own(stems: list[str]) -> None:
    names = [source_name(f"{stem}.txt") for stem in stems]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]*", name) for name in names)


def test_addresses_that_mean_something_else_are_not_given() -> None:
    assert all(source_name(f"{stem}.txt") != stem for stem in ("index", "con", "Com1", "a-0123abcd", "a" * 200))
    assert len(source_name("a" * 200 + ".txt")) < 80


def test_a_dump_of_a_megabyte_is_shown() -> None:
    """Twenty thousand lines, each of which has something changed; work that grew with the square would take minutes."""
    line = "村里的⼀条 路修到了心坎上，"
    source = f"{line}\n" * 20_000
    texts = Text.of(source).replace(re.compile("⼀"), "一", "kangxi-radical").replace(re.compile("[ \n]"), "", "letter-spacing")
    width = len(line) - 1
    parts = texts.split_at(range(width * 4, len(texts), width * 4))
    article = Article("x.txt", Head(), (), tuple(Block(part, Verdict(Role.PARAGRAPH, "prose")) for part in parts))
    page = _html_of(Restoration(Seed("x.txt", "", "utf-8", source), (article,)))
    assert page.count('<li id="l') == 20_001 and page.count("<mark ") == page.count("<del ") == 20_000
    assert page.count('<div class="lines">') == pytest.approx(20_000 / TOGETHER, rel=0.1), "a browser lays out what is in sight"


# The apparatus


def _variants(restoration: Restoration) -> list[tuple[Variant, ...]]:
    """The variants of every article, and those of the furniture of the page."""
    source, lines = restoration.seed.text, SourceLines(restoration.seed.text)
    owners = Owners(passages(restoration, lines))
    of_articles = [list(of_article(article, anchors(article, lines))) for article in restoration.articles]
    return [collate(found, owners, source, lines, RuleWords(_edition(restoration))) for found in (*of_articles, list(of_page(restoration)))]


def _characters(found: list[tuple[Variant, ...]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for variant in (variant for variants in found for variant in variants):
        counts[variant.kind] += variant.characters
    return counts


def test_the_apparatus_of_all_articles_and_of_the_page_adds_up_to_the_account() -> None:
    seen: Counter[str] = Counter()
    for restoration in _restorations():
        account, counts = balance(restoration), _characters(_variants(restoration))
        told = (counts["改字"], counts["另存"], counts["补"], counts["移置"])
        assert told == (account.changed, account.set_aside, account.supplied, account.moved), restoration.seed.name
        assert len(restoration.seed.text) == account.kept + told[0] + told[1]
        seen += counts
    assert all(seen[kind] for kind in ("改字", "另存", "补", "移置"))


def test_moves_are_told_on_their_lines_too() -> None:
    for restoration in _restorations():
        rows = Lines(_html_of(restoration))
        told = sum(int(count) for run in rows.runs for count in re.findall(r"移置(\d+)字：", run.went))
        assert told == balance(restoration).moved, restoration.seed.name


def _of(found: Iterable[Variant], kind: str) -> dict[str, Variant]:
    return {variant.rule: variant for variant in found if variant.kind == kind}


def test_a_sentence_that_goes_on_over_a_caption_is_mended(restored: dict[str, Restoration]) -> None:
    (found, _) = _variants(restored["000_f29bf31aff6409ee"])
    mended = _of(found, "缀合")
    assert list(mended) == ["句子跨过图片说明相连"]
    (variant,) = mended.values()
    assert variant.places == 2
    assert [example.text.split("｜")[0][-3:] for example in variant.examples] == ["固定资", "全、饮"]
    assert _of(found, "移置")["主题，阅读的次序与原文不同"].examples == (Example(9, "党旗猎猎新潮涌␣不忘初心……"),)


@pytest.mark.parametrize(
    ("middle", "rule"),
    [("►梨园一角。", "句子跨过图片说明相连"), ("责任编辑：李梅 电话：0555-1234567", "句子跨过版面附件相连")],
)
def test_what_a_sentence_goes_on_over_is_named(middle: str, rule: str) -> None:
    source = f"梨园开花游人多\n\n村里修了新路，村民把梨子运到城里卖，大家的日\n\n{middle}\n\n子越过越好，都说这条路修到了心坎上。\n"
    found = [variant for variants in _variants(restore(source.encode(), "x.txt", tables())) for variant in variants]
    (variant,) = _of(found, "缀合").values()
    assert (variant.rule, variant.places) == (rule, 1)
    assert variant.examples == (Example(7, "大家的日｜子越过越"),)


@pytest.mark.parametrize(
    ("source", "mine", "others", "rule"),
    [
        ("甲乙\n丙丁\n戊己", ("甲乙\n", "戊己"), ("丙丁\n",), "article"),
        ("甲乙丙丁\n戊己庚辛", ("甲乙", "戊己"), ("丙丁\n", "庚辛"), "column"),
        ("丙丁甲乙\n庚辛戊己", ("甲乙\n", "戊己"), ("丙丁", "庚辛"), "column"),
        ("甲乙\n丙丁\n戊己", ("戊己", "甲乙\n"), ("丙丁\n",), "inside"),
    ],
)
def test_what_else_a_sentence_goes_on_over(source: str, mine: tuple[str, ...], others: tuple[str, ...], rule: str) -> None:
    def article(parts: tuple[str, ...]) -> Article:
        text = join(Text.of(source, source.index(part), source.index(part) + len(part)) for part in parts)
        return Article("x.txt", Head(), (), (Block(text, Verdict(Role.PARAGRAPH, "prose")),))

    found = _variants(Restoration(Seed("x.txt", "", "utf-8", source), (article(mine), article(others))))
    assert list(_of(found[0], "缀合")) == [MENDED[rule]]


def test_adjacent_characters_under_one_rule_are_one_place() -> None:
    source = "梨园开花游人多\n\n村里的⼀⽇，大家的日子越过越好，都说⼀条路修到了心坎上。\n"
    found = [variant for variants in _variants(restore(source.encode(), "x.txt", tables())) for variant in variants]
    variant = _of(found, "改字")[tables().rule_words["kangxi-radical"]]
    assert (variant.places, variant.characters) == (2, 3)


# The words


def test_every_rule_that_occurs_has_words() -> None:
    used = {row.name for row in tables().furniture} | set(Furniture)
    used |= {rule for _, rule in tables().characters.values()} | {"folio"}
    for restoration in _restorations():
        used |= {entry.rule for entry in balance(restoration).entries}
        for passage in passages(restoration, SourceLines(restoration.seed.text)):
            used |= {passage.verdict.rule} if passage.verdict and passage.role == FURNITURE else set()
    assert not used - RULES.keys() - tables().rule_words.keys(), "give each of these its words in scripts/edition/publish/rule_words.py"


def test_what_a_row_calls_its_rule_is_what_readers_see() -> None:
    """No second file knows the rules of rows."""
    found = restore("梨园开花游人多\n\n村里的⼀⽇，大家的日子越过越好，都说这条路修到了心坎上。\n".encode(), "x.txt", tables())
    files = render(_edition(found, rule_words={**tables().rule_words, "kangxi-radical": "另起一名"}))
    shown = [path for path, text in files.items() if "另起一名" in text]
    assert any(path.startswith("sources/") or "/sources/" in path for path in shown)
    assert any("articles/" in path for path in shown)


def test_no_words_are_left_over() -> None:
    """Every rule of the table is named by restoration, and none by a row of the vocabulary, which has its words there."""
    assert not RULES.keys() & tables().rule_words.keys()
    edition = ROOT / "scripts" / "edition"
    code = "".join(path.read_text(encoding="utf-8") for path in (*(edition / "restore").rglob("*.py"), edition / "rulings.py"))
    named = {kind.value for kind in Furniture if f"Furniture.{kind.name}" in code}
    assert not [rule for rule in RULES if f'"{rule}"' not in code and rule not in named]


def test_words_are_chinese_and_kinds_apart() -> None:
    assert all(re.search("[一-鿿]", text) for text in (*tables().rule_words.values(), *RULES.values(), *ROLES.values(), *KINDS.values()))
    assert len(set(KINDS.values())) == len(KINDS)


def test_the_list_of_dumps_gives_the_account(built: Path) -> None:
    page = (built / "sources" / "index.md").read_text(encoding="utf-8")
    account = balance(restore((SEEDS / "001_98cc0969cadc0532.txt").read_bytes(), "001_98cc0969cadc0532.txt", tables()))
    assert f"保留{account.kept}，改字{account.changed}，另存{account.set_aside}，补{account.supplied}，移置{account.moved}" in page
    assert page.count("](../articles/") == sum(page.count(f"文章{n}篇") * n for n in range(1, 20))
