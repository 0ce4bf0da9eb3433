"""What readers and programs get of a small edition: the page of an article, the page of a dump, the data. No build, no browser."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import segno
import yaml

from edition.apparatus import balance
from edition.model import Article, Block, Byline, Description, Edition, Finding, Head, Restoration, Role, Seed, Verdict
from edition.publish import render
from edition.publish.anchors import anchors, extent, source_name, span
from edition.publish.passages import Owners, line_fates, passages
from edition.publish.phrases import byline_words, date_words, first_sentence, length, minutes, year
from edition.publish.proof import missing_in_blocks
from edition.publish.qr import MASK, qr_code
from edition.publish.views import PageView
from edition.trace import Piece, SourceLines, Text, join
from shown import Lines
from small import BLANK, CITY, COPY, FIRST, RIVER, ROWS, SECOND, SPRING, TREE, download, edition_of, page, small_edition, told

LEAD = "昨日，一场春耕现场会在石桥镇召开，农机手讲起“田保姆”，大家都说好。"
TITLE = "石桥镇田里机声响 全县春耕按下快进键"


@cache
def files() -> Mapping[str, str]:
    return render(small_edition())


def view(path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files()[f"views/{path}.json"])
    return found


def head_and_body(path: str) -> tuple[dict[str, Any], list[str]]:
    """The front matter of a Markdown file, and its blocks."""
    _, head, text = files()[f"{path}.md"].split("---\n", 2)
    return yaml.safe_load(head), text.strip("\n").split("\n\n")


# The page of an article


def test_the_text_of_an_article_has_each_block_as_its_kind_with_its_lines() -> None:
    assert head_and_body(f"articles/{SPRING}")[1] == [
        f"# {TITLE} {{: #head }}",
        f"{LEAD}农机下了田。\n{{: #l8 lines=8,10 }}",
        "农机手在田里忙碌\n{: .caption #l9 }",
        "## “田保姆”进村 {: #l11 }",
        "春耕要早，农机先行。石桥镇的“田保姆”有三十人，春耕一天翻地百亩。\n{: #l12 }",
        "| 队伍 {: #l14 lines=14-15 } | 亩数 |\n| --- | --- |\n| 一队 | 120 |",
    ]


def test_the_front_matter_says_what_is_known_and_what_it_rests_on() -> None:
    assert head_and_body(f"articles/{SPRING}")[0] == {
        "title": TITLE,
        "kicker": "抢农时 备农资",
        "subtitle": "石桥镇春耕见闻",
        "bylines": [{"role": "记者", "name": "丁一帆"}, {"role": "通讯员", "name": "褚一", "credit": "文/图"}],
        "newspaper": "河湾日报",
        "issue": "35",
        "page": "2",
        "page_name": "要闻",
        "date": "2024-03-18",
        "place": {"province": "安徽省", "prefecture": "滁州市", "county": "天长市", "township": "石桥镇", "code": "341181"},
        "themes": ["农业农村", "党建"],
        "seed": FIRST,
        "lines": [3, 15],
        "copies": [COPY],
        "evidence": {
            "province": "据地名表推知：天长市；安徽省 → 滁州市 → 天长市",
            "prefecture": "据地名表推知：天长市",
            "township": "本篇起讫不甚分明，或属邻篇",
            "themes": "春耕4次，书记",
        },
    }
    assert head_and_body(f"articles/{BLANK}")[0] == {
        "title": "渡口的灯亮了一夜，摆渡人说这是最后一班渡……",
        "seed": FIRST,
        "lines": [18, 18],
        "evidence": {"title": "原文未见标题，以正文起首代替"},
    }
    assert head_and_body(f"articles/{TREE}")[0]["notes"] == ["原文第1行：题目可疑"]


def test_values_stand_on_the_line_of_their_key_and_sentences_below_each_other() -> None:
    text = files()[f"articles/{SPRING}.md"]
    assert "\nthemes: [农业农村, 党建]\n" in text and "\nlines: [3, 15]\n" in text and "\nplace: {province: 安徽省, " in text
    assert "\nevidence:\n  province: 据地名表推知：天长市；安徽省 → 滁州市 → 天长市\n" in text
    assert "\nnotes:\n- 原文第1行：题目可疑\n" in files()[f"articles/{TREE}.md"]


def test_a_view_holds_the_facts_of_its_page() -> None:
    seen = view(f"articles/{SPRING}")
    assert (seen["template"], seen["untitled"], seen["kicker"], seen["subtitle"]) == (
        "article.html", False, "抢农时 备农资", "石桥镇春耕见闻",
    )  # fmt: skip
    assert seen["halves"] == ["石桥镇田里机声响", "全县春耕按下快进键"]
    assert seen["description"] == LEAD
    assert [(group["role"], [tuple(name.values()) for name in group["names"]]) for group in seen["signatures"]] == [
        ("记者", [("丁一帆", "people/index", "署名-丁一帆")]), ("通讯员", [("褚一（文/图）", "people/index", "署名-褚一")]),
    ]  # fmt: skip
    assert [(fact["name"], fact["text"], fact["page"], fact["anchor"]) for fact in seen["place"]] == [
        ("省", "安徽省", "provinces/anhui", ""), ("市", "滁州市", "places/index", "安徽省-滁州市"),
        ("县", "天长市", "places/index", "安徽省-滁州市-天长市"), ("乡镇", "石桥镇", "places/index", "安徽省-滁州市-天长市-石桥镇"),
    ]  # fmt: skip
    assert [(fact["page"], fact["anchor"]) for fact in (seen["date"], seen["newspaper"], *seen["folio"])] == [
        ("dates/index", "2024年-3月"), ("newspapers/hewanribao", ""), ("", ""),
        ("newspapers/hewanribao", "2024年-3月18日-第2版"), ("", ""),
    ]  # fmt: skip
    assert [bool(fact["evidence"]) for fact in seen["place"]] == [True, True, False, True]
    assert [(fact["name"], fact["text"]) for fact in (seen["date"], seen["newspaper"], *seen["folio"])] == [
        ("日期", "2024年3月18日"), ("报名", "河湾日报"), ("期号", "第35期"), ("版次", "第2版"), ("版名", "要闻"),
    ]  # fmt: skip
    assert [(fact["text"], fact["page"], fact["evidence"]) for fact in seen["themes"]] == [
        ("农业农村", "themes/nongye", "据文中词语：春耕（4次）；农机（3次）"), ("党建", "themes/dangjian", "据文中词语：书记"),
    ]  # fmt: skip
    assert (seen["code"], seen["characters"], seen["minutes"], seen["captions"]) == ("341181", 89, 1, 1)
    where = {"name": FIRST, "page": "sources/1_hewan", "first": 3, "last": 15}
    assert seen["source"] == where | {"sha256": "0" * 64, "download": "data/seeds/1_hewan.txt", "pictured": False}
    assert (seen["id"], seen["level"], seen["rulings"]) == (SPRING, "", [])
    assert seen["head_lines"] == [[3, 7]]


def test_a_view_is_silent_about_what_is_unknown() -> None:
    seen = view(f"articles/{BLANK}")
    assert seen["untitled"] is True and seen["halves"] == ["渡口的灯亮了一夜，摆渡人说这是最后一班渡……"]
    silent = ("kicker", "subtitle", "signatures", "place", "date", "newspaper", "code", "folio", "themes", "doubts", "head_lines", "copies")
    assert not any(seen[name] for name in silent)
    assert view(f"articles/{TREE}")["doubts"] == ["原文第1行：题目可疑"]


def test_a_municipality_is_named_once() -> None:
    assert [(fact["name"], fact["text"]) for fact in view(f"articles/{CITY}")["place"]] == [("省", "重庆市"), ("县", "綦江区")]


def test_reference_managers_read_only_a_day_that_the_page_states() -> None:
    record = {"title": f"{TITLE}：石桥镇春耕见闻", "authors": ["丁一帆", "褚一"], "date": "2024-03-18", "newspaper": "河湾日报"}
    assert view(f"articles/{SPRING}")["record"] == {**record, "page": "2", "page_name": "要闻"}
    assert view(f"articles/{RIVER}")["record"] == {
        "title": "大桥合龙了", "authors": ["丁一帆"], "date": "", "newspaper": "阳新时报", "page": "", "page_name": "",
    }  # fmt: skip


def test_copies_lead_to_each_other_and_their_readers_to_the_same_articles() -> None:
    assert view(f"articles/{SPRING}")["copies"] == [{"text": f"{SECOND}：{TITLE}", "page": f"articles/{COPY}", "anchor": ""}]
    assert view(f"articles/{COPY}")["copies"] == [{"text": f"{FIRST}：{TITLE}", "page": f"articles/{SPRING}", "anchor": ""}]
    for name in ("crumbs", "related"):
        assert view(f"articles/{SPRING}")[name] == view(f"articles/{COPY}")[name]


def test_the_way_to_an_article_leads_over_its_county() -> None:
    def way(id_: str) -> list[tuple[str, str, str]]:
        return [(step["text"], step["page"], step["anchor"]) for step in view(f"articles/{id_}")["crumbs"]]

    assert way(SPRING) == [
        ("首页", "index", ""), ("安徽省", "provinces/anhui", ""), ("天长市", "provinces/anhui", "滁州市-天长市"), (TITLE, "", ""),
    ]  # fmt: skip
    assert way(CITY)[2] == ("綦江区", "provinces/chongqing", "綦江区")
    assert way(TREE) == [("首页", "index", ""), ("安徽省", "provinces/anhui", ""), ("村口的老槐树", "", "")]
    assert way(BLANK)[1] == ("地点未详", "provinces/unknown", "")


def test_the_articles_before_and_after_are_those_of_the_dump() -> None:
    def around(id_: str) -> list[str]:
        return [found["page"] if (found := view(f"articles/{id_}")[name]) else "" for name in ("previous", "next")]

    assert around(SPRING) == ["", f"articles/{TREE}"]
    assert around(TREE) == [f"articles/{SPRING}", f"articles/{BLANK}"]
    assert around(BLANK) == [f"articles/{TREE}", ""]


def test_an_old_address_leads_to_the_new_one() -> None:
    head, blocks = head_and_body("articles/chungeng")
    assert head == {"title": "地址已更改", "successor": SPRING}
    assert blocks == ["# 地址已更改", f"这篇文章现在的地址是：[{SPRING}]({SPRING}.md)。"]
    assert [step["text"] for step in view("articles/chungeng")["crumbs"]] == ["首页", "全部文章", "地址已更改"]
    assert view("articles/chungeng")["template"] == "redirect.html"


# The apparatus


def test_the_apparatus_counts_each_kind_of_change_and_quotes_it() -> None:
    told_ = [
        (one["kind"], one["rule"], one["places"], one["characters"], [(e["line"], e["text"]) for e in one["examples"]])
        for one in view(f"articles/{SPRING}")["apparatus"]
    ]
    separators = "署名中的间隔：空格、标点、括号、署名前的符号"
    assert told_ == [
        ("改字", "表格的分栏", 2, 2, [(14, "|→U+0009")]),
        ("改字", "表格的分行", 1, 1, [(14, "U+000A→U+000A")]),
        ("改字", "部首读作汉字", 1, 1, [(8, "⼀→一")]),
        ("另存", "疏排的字距", 3, 3, [(10, ""), (10, ""), (10, "")]),
        ("另存", separators, 3, 3, [(6, ""), (7, ""), (7, "")]),
        ("另存", "副题前的破折号，由版式另加", 1, 2, [(5, "——")]),
        ("另存", "图片说明前的指示符号", 1, 1, [(9, "►")]),
        ("另存", "转版提示", 1, 7, [(13, "（下转第5版）")]),
        ("另存", "断行", 12, 12, [(4, ""), (3, ""), (5, "")]),
        ("移置", "引题，阅读的次序与原文不同", 1, 7, [(4, "抢农时␣备农资")]),
        ("移置", "段落，阅读的次序与原文不同", 1, 5, [(10, "机")]),
        ("缀合", "句子跨过图片说明相连", 1, 0, [(10, "说好。农｜机下了田")]),
    ]


def whole(source: str, *texts: Text, aside: tuple[Text, ...] = ()) -> Edition:
    """An edition of one article whose paragraphs are these texts."""
    blocks = tuple(Block(text, Verdict(Role.PARAGRAPH, "test")) for text in texts)
    furniture = tuple(Block(text, Verdict(Role.FURNITURE, "folio")) for text in aside)
    found = Restoration(Seed("page.txt", "", "utf-8", source), (Article("page.txt", Head(), (), blocks, (), "a"),), furniture)
    return Edition((found,), {"a": Description()}, {"page.txt": balance(found)}, (), ())


def variants(edition: Edition) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(render(edition)["views/articles/a.json"])["apparatus"]
    return found


def test_the_apparatus_gives_three_examples_each_with_other_words() -> None:
    source = "⼀二⼀三⼆四⼈五⼊六⼋七"
    text = Text.of(source)
    for odd, plain in zip("⼀⼆⼈⼊⼋", "一二人入八", strict=True):
        text = text.replace(re.compile(odd), plain, "kangxi-radical")
    (variant,) = variants(whole(source, text))
    assert (variant["places"], variant["characters"]) == (6, 6)
    assert [example["text"] for example in variant["examples"]] == ["⼀→一", "⼆→二", "⼈→人"]


def test_a_long_quotation_of_the_apparatus_is_cut() -> None:
    source = "上文<一二三四五六七八九十>下文<一二三四五六七八九十加>"
    found = variants(whole(source, Text.of(source).replace(re.compile("<[^>]*>"), "", "markup")))
    assert [example["text"] for example in found[0]["examples"]] == ["<一二三四五六七八九十>", "<一二三四五六七八九十加……"]


def test_what_goes_on_under_one_rule_is_one_place() -> None:
    source = "⼀⼆三⼀"
    text = join([Text((Piece(0, 1, "一", "x"),)), Text((Piece(1, 2, "二", "x"),)), Text.of(source, 2, 3), Text((Piece(3, 4, "一", "x"),))])
    (variant,) = variants(whole(source, text))
    assert (variant["places"], variant["characters"], len(variant["examples"])) == (2, 3, 1)


@pytest.mark.parametrize(
    ("source", "mine", "others", "rule"),
    [
        ("甲乙\n丙丁\n戊己", ("甲乙\n", "戊己"), ("丙丁\n",), "句子跨过另一篇文章相连"),
        ("前\n甲乙丙\n丁戊", ("前\n甲", "丁戊"), ("乙丙\n",), "句子跨过并排的另一栏相连"),
        ("甲\n乙丙丁", ("甲\n", "丙丁"), ("乙",), "句子跨过并排的另一栏相连"),
        ("甲乙\n丙丁\n戊己", ("戊己", "甲乙\n"), ("丙丁\n",), "句子跨过本文的别处相连"),
    ],
)
def test_what_a_sentence_goes_on_over_is_named(source: str, mine: Sequence[str], others: Sequence[str], rule: str) -> None:
    def article(id_: str, parts: Sequence[str]) -> Article:
        text = join(Text.of(source, source.index(part), source.index(part) + len(part)) for part in parts)
        return Article("page.txt", Head(), (), (Block(text, Verdict(Role.PARAGRAPH, "test")),), (), id_)

    found = Restoration(Seed("page.txt", "", "utf-8", source), (article("a", mine), article("b", others)))
    described = dict.fromkeys("ab", Description())
    made = variants(Edition((found,), described, {"page.txt": balance(found)}, (), ()))
    assert [variant["rule"] for variant in made if variant["kind"] == "缀合"] == [rule]


def test_what_is_supplied_counts_by_its_own_characters() -> None:
    source = "good news"
    text = join([Text.of(source, 0, 4), Text((Piece(4, 4, "--", "word-space"),)), Text.of(source, 4)])
    assert [(one["kind"], one["characters"]) for one in variants(whole(source, text))] == [("补", 2)]


# The page of a dump


def shown(edition: Edition) -> Lines:
    """The lines of the one dump of an edition."""
    return Lines(json.loads(render(edition)["views/sources/page.json"])["rows"])


def test_every_run_of_lines_says_what_became_of_it() -> None:
    found = Lines(view("sources/1_hewan")["rows"])
    assert list(found.raw.values()) == [*(line for _, _, line in ROWS), ""]
    assert [*found.raw] == [f"l{n}" for n in range(1, 20)]
    assert [(",".join(run.lines).replace("l", ""), run.kind, run.went) for run in found.runs] == [
        ("1", "furniture", "版面附件 另存 报头、报眉：报名、日期、版次"),
        ("2", "blank", ""),
        ("3", "title", "主题 石桥镇田里机声响 全县春耕按下快进键"),
        ("4", "kicker", "引题 抢农时 备农资 移置7字：阅读的次序与原文不同"),
        ("5", "subtitle", "副题 石桥镇春耕见闻 另存2字：副题前的破折号，由版式另加"),
        ("6,7", "byline", "署名 记者 丁一帆　通讯员 褚一（文/图） 另存3字：署名中的间隔：空格、标点、括号、署名前的符号"),
        (
            "8",
            "paragraph",
            "段落 下接第10行 昨日，一场春耕现场会在石桥镇召开，农机手讲起“田保姆”，大家都说好。农 改字1字：部首读作汉字（⼀→一）",
        ),
        ("9", "caption", "图片说明 行首有图注标记 农机手在田里忙碌 另存1字：图片说明前的指示符号"),
        ("10", "paragraph", "段落 上接第8行 机下了田。 另存3字：疏排的字距；移置5字：阅读的次序与原文不同"),
        ("11", "heading", "小标题 “田保姆”进村"),
        ("12", "paragraph", "段落 春耕要早，农机先行。石桥镇的“田保姆”有三十人，春耕一天翻地百亩。"),
        ("13", "furniture", "版面附件 另存 转版提示"),
        ("14,15", "table", "表格 两行都有竖线 队伍　亩数 一队　120 改字2字：表格的分栏（|→U+0009）"),
        ("16", "title", "主题 村口的老槐树"),
        (
            "17",
            "paragraph",
            "段落 村口的老槐树有三百岁了，老人说起“三级书记”，都竖大拇指。支部书记常来树下开会。"
            " 另存12字：网页标签、图片链接、分隔线等排版记号",
        ),
        ("18", "paragraph", "段落 渡口的灯亮了一夜，摆渡人说这是最后一班渡…… 渡口的灯亮了一夜，摆渡人说这是最后一班渡船，往后过河走大桥。"),
        ("19", "blank", ""),
    ]


def test_a_run_links_to_its_passage_and_marks_what_changed() -> None:
    html = view("sources/1_hewan")["rows"]
    assert re.findall(r'class="role" href="([^"]*)"', html)[:8] == [
        *[f"../articles/{SPRING}.html#head"] * 4,
        *(f"../articles/{SPRING}.html#{anchor}" for anchor in ("l8", "l9", "l8", "l11")),
    ]
    assert '<mark title="读作“一”：部首读作汉字">⼀</mark>' in html
    assert '<del title="另存：图片说明前的指示符号">►</del>' in html
    assert '<span class="moved" title="移置">' in html
    # What is set aside whole is shown plainly.
    assert "</a>（下转第5版）</li>" in html


def test_runs_are_in_boxes_of_a_size_that_is_laid_out_at_once() -> None:
    source = "\n".join("路" * 200)
    parts = Text.of(source).replace(re.compile("\n"), "", "line-break").split_at(range(1, 200))
    article = Article("page.txt", Head(), (), tuple(Block(part, Verdict(Role.PARAGRAPH, "test")) for part in parts), (), "a")
    found = Restoration(Seed("page.txt", "", "utf-8", source), (article,))
    edition = Edition((found,), {"a": Description()}, {"page.txt": balance(found)}, (), ())
    html = json.loads(render(edition)["views/sources/page.json"])["rows"]
    assert [part.count("<li ") for part in html.split('<div class="lines">')] == [0, 60, 60, 60, 20]


def test_a_line_of_several_parts_numbers_them() -> None:
    source = "甲乙丙丁\n戊己"
    one, two, rest = Text.of(source).split_at([2, 4])
    found = Restoration(
        Seed("page.txt", "", "utf-8", source),
        (
            Article("page.txt", Head(title=one), (), (Block(rest.strip("\n", "line-break"), Verdict(Role.PARAGRAPH, "test")),), (), "a"),
            Article("page.txt", Head(title=two), (), (), (), "b"),
        ),
    )
    edition = Edition((found,), {"a": Description(), "b": Description()}, {"page.txt": balance(found)}, (), ())
    html = json.loads(render(edition)["views/sources/page.json"])["rows"]
    assert [(run.kind, run.lines, run.went) for run in Lines(html).runs] == [
        ("several", ["l1"], "①主题 甲乙 ②主题 丙丁"),
        ("paragraph", ["l2"], "段落 戊己"),
    ]
    assert re.findall(r'<span class="part (\w+)" data-part="(.)">([^<]*)</span>', html) == [("title", "①", "甲乙"), ("title", "②", "丙丁")]


def test_columns_side_by_side_are_one_run_with_a_text_for_each() -> None:
    source = "甲乙　丙丁\n戊己　庚辛\n\n壬癸　子丑"
    left = join(Text.of(source, start, start + 2) for start in (0, 6, 13))
    right = join(Text.of(source, start, start + 2) for start in (3, 9, 16))
    blanks = join([*(Text.of(source, start, start + 1) for start in (2, 8, 15)), *(Text.of(source, *at) for at in ((5, 6), (11, 13)))])
    blocks = tuple(Block(text, Verdict(Role.PARAGRAPH, "test")) for text in (join([left, blanks.set_aside("gutter")]), right))
    found = Restoration(Seed("page.txt", "", "utf-8", source), (Article("page.txt", Head(), (), blocks, (), "a"),))
    (run,) = shown(Edition((found,), {"a": Description()}, {"page.txt": balance(found)}, (), ())).runs
    assert (run.kind, run.lines, run.readings) == ("several", ["l1", "l2", "l3", "l4"], ["甲乙戊己壬癸", "丙丁庚辛子丑"])


def test_a_line_of_nothing_but_what_was_set_aside_is_of_the_run_around_it_or_says_so() -> None:
    source = "***\n上文\n***\n下文"
    text = Text.of(source).replace(re.compile(r"\*+"), "", "markup").replace(re.compile("\n"), "", "line-break")
    found = shown(whole(source, text))
    assert [(run.kind, run.lines) for run in found.runs] == [("aside", ["l1"]), ("paragraph", ["l2", "l3", "l4"])]
    assert found.runs[0].went == "另存 另存3字：网页标签、图片链接、分隔线等排版记号"
    assert found.runs[1].readings == ["上文下文"] and "另存3字：网页标签、图片链接、分隔线等排版记号" in found.runs[1].went


def test_a_run_names_four_readings_of_a_rule_and_then_stops() -> None:
    def said(odd: str, plain: str) -> str:
        text = join(Text((Piece(n, n + 1, new, "kangxi-radical"),)) for n, new in enumerate(plain))
        return shown(whole(odd, text)).runs[0].went

    assert said("⼀⼆⼈⼊", "一二人入").endswith("（⼀→一，⼆→二，⼈→人，⼊→入）")
    assert said("⼀⼆⼈⼊⼋", "一二人入八").endswith("（⼀→一，⼆→二，⼈→人，⼊→入等）")


def test_what_belongs_to_nothing_is_shown_all_the_same() -> None:
    source = "前甲后\n末"
    article = Article("page.txt", Head(), (), (Block(Text.of(source, 1, 2), Verdict(Role.PARAGRAPH, "test")),), (), "a")
    found = Restoration(Seed("page.txt", "", "utf-8", source), (article,))
    account = balance(
        Restoration(
            Seed("page.txt", "", "utf-8", source), (replace(article, blocks=(Block(Text.of(source), Verdict(Role.PARAGRAPH, "")),)),)
        )
    )
    lines = shown(Edition((found,), {"a": Description()}, {"page.txt": account}, (), ()))
    assert [*lines.raw.values()] == ["前甲后", "末"]
    assert [(run.kind, run.went) for run in lines.runs] == [("paragraph", "段落 甲 甲"), ("aside", "未记入")]


# What a dump is called


PAPER, DAY, FOLIO = (Finding(value, (value,), "folio", stated=True) for value in ("河湾日报", "2021-03-05", "A2"))


def named(*facts: Mapping[str, Finding]) -> tuple[dict[str, Any], list[str]]:
    """The front matter and the blocks of a dump whose articles state these facts, an article each."""
    source = "\n".join("甲乙丙丁"[: len(facts)])
    articles = tuple(
        Article("page_1.txt", Head(), (), (Block(text.strip("\n", "line-break"), Verdict(Role.PARAGRAPH, "test")),), (), f"a{n}")
        for n, text in enumerate(Text.of(source).split_at(range(2, len(source), 2)))
    )
    found = Restoration(Seed("page_1.txt", "", "utf-8", source), articles)
    described = {f"a{n}": Description(**fact) for n, fact in enumerate(facts)}
    made = render(Edition((found,), described, {"page_1.txt": balance(found)}, (), ()))
    _, head, text = made["sources/page_1.md"].split("---\n", 2)
    return yaml.safe_load(head), text.strip("\n").split("\n\n")


def test_a_dump_is_called_by_what_all_its_articles_state() -> None:
    all_three = {"newspaper": PAPER, "date": DAY, "page": FOLIO}
    head, blocks = named(all_three, all_three)
    assert (head["title"], head["seed"]) == ("河湾日报 2021年3月5日 第A2版", "page_1.txt")
    assert blocks[0] == "# 河湾日报 2021年3月5日 第A2版 {: #head }"
    assert blocks[1] == "文件名 page\\_1.txt。定名所据：报名“河湾日报”，日期“2021-03-05”，版次“A2”。\n{: .note }"
    other = replace(DAY, value="2021-03-06")
    assert named(all_three, {**all_three, "date": other})[0]["title"] == "河湾日报 第A2版"


@pytest.mark.parametrize(
    "facts",
    [
        [{"newspaper": replace(PAPER, stated=False), "date": replace(DAY, doubt="weekday")}],
        [{"newspaper": PAPER}, {}],
        [{}],
    ],
)
def test_what_is_inferred_doubtful_or_said_by_some_alone_names_no_dump(facts: list[Mapping[str, Finding]]) -> None:
    head, blocks = named(*facts)
    assert head["title"] == "page_1.txt" and "定名" not in "".join(blocks)


def test_one_fact_alone_goes_with_the_file_name() -> None:
    head, blocks = named({"newspaper": PAPER})
    assert head["title"] == "河湾日报 page_1.txt" and blocks[1] == "定名所据：报名“河湾日报”。\n{: .note }"


def test_dumps_stand_under_their_newspaper_by_day_page_and_name() -> None:
    def dump(name: str, **facts: Finding) -> tuple[Restoration, dict[str, Description]]:
        text = Text.of("甲")
        article = Article(name, Head(), (), (Block(text, Verdict(Role.PARAGRAPH, "test")),), (), name.removesuffix(".txt"))
        return Restoration(Seed(name, "", "utf-8", "甲"), (article,)), {article.id: Description(**facts)}

    def page(value: str) -> Finding:
        return replace(FOLIO, value=value)

    dumps = [
        dump("a.txt"),
        dump("b.txt", newspaper=PAPER, date=DAY, page=page("10")),
        dump("c.txt", newspaper=PAPER, date=DAY, page=page("2")),
        dump("d.txt", newspaper=PAPER, date=replace(DAY, value="2020-12-31")),
        dump("e.txt", newspaper=PAPER, date=DAY),
        dump("f.txt", newspaper=replace(PAPER, value="安河新报"), date=DAY),
        dump("g.txt", date=DAY, page=page("1")),
    ]
    restorations = tuple(found for found, _ in dumps)
    described = {id_: one for _, each in dumps for id_, one in each.items()}
    made = render(Edition(restorations, described, {one.seed.name: balance(one) for one in restorations}, (), ()))["sources/index.md"]
    assert re.findall(r"^(?:## .*?(?= \*)|- \[.*\]\(.*\))", made, re.M) == [
        "## 安河新报",
        "- [安河新报 2021年3月5日](f.md)",
        "## 河湾日报",
        "- [河湾日报 2020年12月31日](d.md)",
        "- [河湾日报 2021年3月5日 第2版](c.md)",
        "- [河湾日报 2021年3月5日 第10版](b.md)",
        "- [河湾日报 2021年3月5日](e.md)",
        "## 报名未详",
        "- [2021年3月5日 第1版](g.md)",
        "- [a.txt](a.md)",
    ]
    assert "    c.txt；1行，1字符；" in made


def test_the_list_of_dumps_and_each_dump_give_their_account() -> None:
    account = "保留217，改字4，另存69，补0，移置12"
    blocks = head_and_body("sources/index")[1]
    assert blocks[1].startswith("共2份，")
    assert blocks[4] == "- [1\\_hewan.txt](1_hewan.md)" and blocks[5] == f"    19行，290字符；文章3篇；{account}\n    {{: .facts }}"
    titles = (TITLE, "村口的老槐树", "渡口的灯亮了一夜，摆渡人说这是最后一班渡……")
    held = "、".join(f"[{title}](../articles/{id_}.md)" for title, id_ in zip(titles, (SPRING, TREE, BLANK), strict=True))
    assert blocks[6] == f"    {held}\n    {{: .held }}"
    head, blocks = head_and_body("sources/1_hewan")
    assert head == {"title": FIRST, "seed": FIRST, "sha256": "0" * 64, "encoding": "utf-8"}
    assert blocks == ["# 1\\_hewan.txt {: #head }", f"19行，290字符：{account}。\n{{: .note }}", f"文章3篇：{held}"]


def test_a_dump_is_given_back_and_says_whether_it_was_recoded() -> None:
    assert files()["data/seeds/1_hewan.txt"] == "".join(f"{line}\n" for _, _, line in ROWS)
    assert (view("sources/1_hewan")["download"], view("sources/1_hewan")["recoded"]) == ("data/seeds/1_hewan.txt", "")
    second = source_name(SECOND)
    assert (view(f"sources/{second}")["seed"], view(f"sources/{second}")["recoded"]) == (SECOND, "GB18030")
    assert [step["text"] for step in view(f"sources/{second}")["crumbs"]] == ["首页", "原始文本", SECOND]


def test_a_dump_without_articles_has_a_page() -> None:
    source = "河湾日报"
    found = Restoration(Seed("page.txt", "", "utf-8", source), (), (Block(Text.of(source), Verdict(Role.FURNITURE, "folio")),))
    made = render(Edition((found,), {}, {"page.txt": balance(found)}, (), ()))
    assert "文章" not in made["sources/page.md"] and "文章0篇" in made["sources/index.md"] and ".held" not in made["sources/index.md"]


# Addresses


def test_the_longest_name_that_stays_as_it_is_has_eighty_characters() -> None:
    assert source_name("a" * 80 + ".txt") == "a" * 80
    assert source_name("a" * 81 + ".txt") == "a" * 60 + "-bea22dec"


def places(source: str, *parts: Text, head: Text | None = None, numbers: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    """Anchor and lines of each block."""
    article = Article("", Head(title=head), (), tuple(Block(part, Verdict(Role.PARAGRAPH, "test")) for part in parts))
    return [(one.anchor, one.lines) for one in anchors(article, SourceLines(source, numbers)).blocks]


def test_blocks_that_begin_on_one_line_have_anchors_of_their_own() -> None:
    source = "甲乙丙\n丁"
    assert places(source, Text.of(source, 0, 1), Text.of(source, 1, 2), Text.of(source, 2)) == [("l1", "1"), ("l1-2", ""), ("l1-3", "2")]


def test_blank_lines_inside_a_block_lead_to_it_but_not_those_of_a_gap() -> None:
    def block(source: str) -> Text:
        return Text.of(source).replace(re.compile("\n"), "", "line-break")

    assert places("甲\n\n\n乙", block("甲\n\n\n乙")) == [("l1", "1-4")]
    assert places("甲\n\n\n\n乙", block("甲\n\n\n\n乙")) == [("l1", "1,5")]
    far = "甲\n\n\n\n乙\n丙\n\n\n\n丁\n戊"
    assert places(far, block(far)) == [("l1", "1,5-6,10-11")]


def test_a_line_between_that_is_read_elsewhere_leads_there() -> None:
    source = "甲\n乙\n丙"
    first = join([Text.of(source, 0, 1), Text.of(source, 4)])
    assert places(source, first, Text.of(source, 2, 3)) == [("l1", "1,3"), ("l2", "2")]
    assert places(source, first, head=Text.of(source, 2, 3)) == [("l1", "1,3")]


def test_a_block_that_is_read_backwards_names_its_lines_in_their_order() -> None:
    source = "甲\n乙\n丙"
    assert places(source, join([Text.of(source, 4), Text.of(source, 0, 1)])) == [("l3", "1,3")]
    source = "甲\n乙\n丙\n丁"
    assert places(source, join([Text.of(source, 4), Text.of(source, 0, 1)])) == [("l3", "1,3-4")]


def test_anchors_are_the_permanent_numbers_of_lines() -> None:
    source = "甲\n乙"
    assert places(source, Text.of(source), numbers=(7, 9)) == [("l7", "7,9")]


def test_a_block_of_nothing_but_blanks_has_no_anchor() -> None:
    source = "甲\n \n乙"
    assert places(source, Text.of(source, 0, 1), Text.of(source, 2, 3), Text.of(source, 4)) == [("l1", "1"), ("l3", "3")]


def test_the_extent_of_an_article_and_of_a_text() -> None:
    source = "甲\n乙\n丙\n"
    lines = SourceLines(source, (11, 12, 13, 14))
    assert span(Text.of(source, 2, 6), lines) == (12, 13)
    # Where nothing can be read, what was set aside tells; where there is nothing at all, the first line.
    assert span(Text.of(source, 2, 3).set_aside("markup"), lines) == (12, 12)
    assert span(Text(), lines) == (1, 1)
    assert extent(Article("", Head(), (), ()), lines) == (1, 1)
    byline = Byline(None, "乙", Text.of(source, 2, 3))
    assert extent(Article("", Head(title=Text.of(source, 4, 5)), (byline,), ()), lines) == (12, 13)


def test_blank_lines_around_an_article_are_not_of_its_extent() -> None:
    source = "\n甲\n乙\n\n\n丙"
    text = Text.of(source, 0, 7).replace(re.compile("\n"), "", "line-break")
    block = Block(text, Verdict(Role.PARAGRAPH, "test"))
    assert extent(Article("", Head(), (), (block,)), SourceLines(source)) == (2, 3)


def test_the_first_text_that_can_be_read_on_a_line_is_its_fate() -> None:
    restoration = page(FIRST, ROWS)
    fates = line_fates(restoration)
    assert [fates[n].role for n in (1, 3, 4, 6, 8, 9, 10)] == [
        "furniture",
        "title",
        "kicker",
        "byline",
        "paragraph",
        "caption",
        "paragraph",
    ]
    assert 2 not in fates and 19 not in fates


def test_a_line_is_the_fate_of_what_begins_on_it() -> None:
    source = "甲\n乙"
    edition = whole(source, *Text.of(source).split_at([2]))
    fates = line_fates(edition.restorations[0])
    assert [str(Text(fates[n].pieces)) for n in (1, 2)] == ["甲\n", "乙"]


def test_each_character_knows_its_passage() -> None:
    restoration = page(FIRST, ROWS)
    source = restoration.seed.text
    owners = Owners(passages(restoration, restoration.seed.lines))
    for words, role in (("河湾日报", "furniture"), ("村口的老槐树\n", "title"), ("渡口的灯", "paragraph")):
        found = owners.at(source.index(words))
        assert found is not None and found.role == role
    assert owners.at(len(source)) is None and owners.at(-1) is None


# Data


def test_the_records_of_articles_are_in_the_exchange_format() -> None:
    lines = files()["data/articles.jsonl"].splitlines()
    records = {record["id"]: record for record in map(json.loads, lines)}
    assert list(records) == [SPRING, TREE, BLANK, COPY, RIVER, CITY]
    assert records[SPRING] == {
        "id": SPRING,
        "seed": FIRST,
        "kicker": "抢农时 备农资",
        "title": TITLE,
        "subtitle": "石桥镇春耕见闻",
        "bylines": [
            {"role": "记者", "name": "丁一帆", "in_text": False, "credit": None},
            {"role": "通讯员", "name": "褚一", "in_text": False, "credit": "文/图"},
        ],
        "blocks": [
            {
                "kind": "paragraph",
                "text": "昨日，一场春耕现场会在石桥镇召开，农机手讲起“田保姆”，大家都说好。农机下了田。",
                "lines": [8, 10],
            },
            {"kind": "caption", "text": "农机手在田里忙碌", "lines": [9, 9]},
            {"kind": "heading", "text": "“田保姆”进村", "lines": [11, 11]},
            {"kind": "paragraph", "text": "春耕要早，农机先行。石桥镇的“田保姆”有三十人，春耕一天翻地百亩。", "lines": [12, 12]},
            {"kind": "table", "text": "队伍\t亩数\n一队\t120", "lines": [14, 15]},
        ],
        "set_aside": ["（下转第5版）"],
        "province": "安徽省",
        "prefecture": "滁州市",
        "county": "天长市",
        "township": "石桥镇",
        "place": {"code": "341181", "doubtful": ["township"]},
        "date": "2024-03-18",
        "newspaper": "河湾日报",
        "issue": "35",
        "page": "2",
        "page_name": "要闻",
        "themes": ["农业农村", "党建"],
        "copies": [COPY],
        "proofread": None,
        "rulings": [],
        "notes": [],
        "lines": [3, 15],
    }
    assert records[COPY]["copies"] == [SPRING] and records[TREE]["copies"] == []
    unknown = ("kicker", "title", "subtitle", "province", "township", "date", "newspaper", "issue", "page", "page_name")
    assert all(records[BLANK][key] is None for key in unknown)
    assert records[BLANK]["place"] == {"code": None, "doubtful": []}
    assert records[TREE]["notes"] == ["原文第1行：题目可疑"]


def test_the_records_of_dumps_hold_what_was_set_aside_and_has_letters() -> None:
    first, second = map(json.loads, files()["data/seeds.jsonl"].splitlines())
    assert first == {
        "seed": FIRST,
        "sha256": "0" * 64,
        "encoding": "utf-8",
        "articles": [SPRING, TREE, BLANK],
        "set_aside": ["河湾日报 2024年3月18日 第35期 第2版", "![](shu.png)"],
        "rulings": [],
    }
    assert (second["encoding"], second["articles"], second["set_aside"]) == ("gb18030", [COPY, RIVER, CITY], [])


def test_the_plain_text_reads_as_the_page_does() -> None:
    assert download(files(), SPRING, "txt").split("\n") == [
        "抢农时 备农资",
        TITLE,
        "——石桥镇春耕见闻",
        "记者 丁一帆　通讯员 褚一（文/图）",
        "安徽省滁州市天长市石桥镇 · 2024年3月18日 · 河湾日报",
        f"原始文本：{FIRST}",
        "",
        f"　　{LEAD}农机下了田。",
        "〔图片说明：农机手在田里忙碌〕",
        "",
        "“田保姆”进村",
        "",
        "　　春耕要早，农机先行。石桥镇的“田保姆”有三十人，春耕一天翻地百亩。",
        "",
        "队伍\t亩数",
        "一队\t120",
        "",
        "",
    ]
    assert download(files(), CITY, "txt").split("\n")[:4] == [
        "山城的缆车",
        "记者 曾平",
        "重庆市綦江区 · 2024年3月2日",
        f"原始文本：{SECOND}",
    ]


def test_records_for_reference_managers_know_the_public_address() -> None:
    assert f"url = {{https://example.org/articles/{SPRING}.html}}" in download(files(), SPRING, "bib")
    river = json.loads(download(files(), RIVER, "csl.json"))
    assert "issued" not in river and river["note"] == "日期（推断）：2021年1月12日至2月11日"
    alone = render(edition_of(("a", "文。", Description())))
    assert "url" not in download(alone, "a", "bib") and "UR  -" not in download(alone, "a", "ris")


def test_a_wide_row_of_a_table_widens_the_others() -> None:
    source = "甲\n乙|丙"
    cells = Text.of(source).replace(re.compile(r"\|"), "\t", "table-cell")
    article = Article("page.txt", Head(), (), (Block(cells, Verdict(Role.TABLE, "test")),), (), "a")
    found = Restoration(Seed("page.txt", "", "utf-8", source), (article,))
    made = render(Edition((found,), {"a": Description()}, {"page.txt": balance(found)}, (), ()))
    assert "| 甲 {: #l1 lines=1-2 } |  |\n| --- | --- |\n| 乙 | 丙 |\n" in made["articles/a.md"]


def test_a_cell_that_a_page_lacks_is_noticed() -> None:
    article = small_edition().articles[0]
    page_ = files()[f"articles/{SPRING}.md"]
    source = small_edition().restorations[0].seed.text
    assert missing_in_blocks(article, page_, source) == {}
    for cell in ("队伍", "亩数", "一队", "120"):
        assert missing_in_blocks(article, page_.replace(f"| {cell} ", "| "), source) == {"blocks 5": "队伍亩数一队120"}


# Words


def test_a_byline_says_a_role_once_for_its_names_and_each_name_once() -> None:
    def line(*names: tuple[str | None, str]) -> str:
        return byline_words(Byline(role, name, Text()) for role, name in names)

    assert line(("记者", "丁一"), ("通讯员", "褚二"), ("通讯员", "褚二"), ("通讯员", "丁一")) == "记者 丁一　通讯员 褚二、丁一"
    assert line(("记者", "丁一"), ("摄", "褚二"), ("记者", "丁一"), (None, "丁一")) == "记者 丁一　摄 褚二　记者 丁一　丁一"


def _story(*texts: str) -> Article:
    return Article("", Head(), (), tuple(Block(Text.of(text), Verdict(Role.PARAGRAPH, "")) for text in texts))


def test_a_title_made_of_the_text_is_its_first_twenty_characters() -> None:
    assert _story("一" * 20).title == "一" * 20
    assert _story("一" * 21).title == "一" * 20 + "……"
    assert _story().title == ""


def test_a_first_sentence_of_ninety_characters_is_whole() -> None:
    assert first_sentence(_story("一" * 89 + "。后文。")) == "一" * 89 + "。"
    assert first_sentence(_story("一" * 90 + "。后文。")) == "一" * 90 + "……"


def test_the_length_of_a_text_counts_neither_blanks_nor_captions() -> None:
    article = _story("上 下\n文")
    caption = Block(Text.of("图片说明"), Verdict(Role.CAPTION, ""))
    assert length(replace(article, blocks=(*article.blocks, caption))) == 3
    assert [minutes(n) for n in (400, 401, 800, 801)] == [1, 2, 2, 3]


def test_the_year_of_a_date_is_the_first_one_it_names() -> None:
    assert [year(Description(date=Finding(date, (), ""))) for date in ("2019-12/2020-01", "../2021")] == ["2019年", "2021年"]
    assert year(Description()) == year(Description(date=Finding("201X", (), ""))) == "年份未详"


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2021-11-05/2021-11-05", "2021年11月5日至5日"),
        ("2021~/2021-12", "约2021年至2021年12月"),
        ("2020~/2021?", "约2020年至2021年（存疑）"),
        ("2021%", "约2021年（存疑）"),
        ("2020%/2021%", "约2020年（存疑）至2021年"),
        ("/2021", "2021年以前"),
        ("2021/", "2021年以后"),
        ("19XX", "20世纪"),
    ],
)
def test_rare_dates_in_words(edtf: str, words: str) -> None:
    assert date_words(edtf) == words


def test_a_page_without_a_view_of_its_own_has_the_frame() -> None:
    assert PageView() == PageView("frame.html", (), "")


def test_evidence_of_a_theme_is_its_strongest_cue() -> None:
    described = Description(
        themes=(told("党建", "党建（12次）", "支部"), Finding("科技", ("科技",), "cues", stated=True), told("农业农村"))
    )
    made = render(edition_of(("a", "文。", described)))
    assert "\n  themes: 党建12次\n" in made["articles/a.md"]


@pytest.mark.parametrize(
    "address", ["https://example.org/a/articles/jia.html", "https://例子.cn/articles/jia.html", "https://example.org/报纸/"]
)
def test_a_qr_code_holds_its_address_in_utf_8(address: str) -> None:
    told = segno.make(address.encode("utf-8"), error="m", mask=MASK, boost_error=False, micro=False)
    (drawn,) = re.findall(r' d="([^"]*)"', qr_code(address))
    assert drawn == re.findall(r' d="([^"]*)"', told.svg_inline(omitsize=True))[0]
