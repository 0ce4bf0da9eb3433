"""What editors rule is carried out, accounted for, and stops the build where it no longer fits."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from conftest import describing
from edition.apparatus import balance
from edition.describe import describe
from edition.errors import RulingError
from edition.leaves import Ruled, desk_of
from edition.model import LEVELS as LEVELS_OF_PLACE
from edition.model import Article, Description, Restoration, Role
from edition.restore import restore
from edition.restore.ruled import digest
from edition.rulings import ACTS, FIELDS, LEVELS, ROLES, by_editors, counted, read_rulings
from edition.trace import SourceLines
from edition.vocabulary import Vocabulary

PAGE = """\
南河日报 2021年3月5日 第4版
春耕正当时
农技人员下田头
本报记者 王小明
本报讯 三月的田野里，农机往来穿梭，一片
繁忙景象。农技人员走进田间地头，手把手教
农户育秧、施肥，己经服务了三百多户农家。
今年全县计划种植水稻二十万亩，比去年增加
一万亩。
村民老李说，有了农技人员指导，心里踏实。
图为农技人员在田间
小桥通车了
昨天上午，城东小桥正式通车，附近两个村的
村民出行更加方便，再也不用绕道五公里了。
这座桥总投资三百万元，去年十月开工建设。
"""


def ruled(text: str, vocabulary: Vocabulary, *rulings: dict[str, object]) -> Restoration:
    """A page restored with rulings, whose account balances."""
    content = yaml.safe_dump(list(rulings), allow_unicode=True, sort_keys=False).encode() if rulings else b""
    data = text.encode()
    restoration = restore(data, "page.txt", vocabulary, desk_of(data, "page.txt", Ruled("page.yml", content)))
    balance(restoration)
    return restoration


def told(article: Article) -> list[str]:
    """An article in short: its title, then its blocks with their kinds."""
    parts = [(name, getattr(article.head, name)) for name in ("kicker", "title", "subtitle")]
    return [f"{name}: {text}" for name, text in parts if text] + [f"{block.kind}: {block.text}" for block in article.blocks if block.text]


# Acts


@pytest.mark.parametrize(
    ("role", "line", "wanted"),
    [
        ("kicker", 2, "kicker: 春耕正当时"),
        ("主题", 2, "title: 春耕正当时"),
        ("subtitle", 3, "subtitle: 农技人员下田头"),
        ("heading", 8, "heading: 今年全县计划种植水稻二十万亩，比去年增加"),
        ("图片说明", 10, "caption: 村民老李说，有了农技人员指导，心里踏实。"),
        ("paragraph", 11, "paragraph: 图为农技人员在田间"),
    ],
)
def test_a_line_is_what_it_was_ruled_to_be(vocabulary: Vocabulary, role: str, line: int, wanted: str) -> None:
    printed = PAGE.splitlines()[line - 1]
    page = ruled(PAGE, vocabulary, {"lines": line, "role": role, "expect": printed, "why": "见原版"})
    assert wanted in told(page.articles[0])


def test_every_role_can_be_ruled_of_every_line(vocabulary: Vocabulary) -> None:
    """Whatever is ruled, the account balances, and the line is what it was ruled to be, or the ruling is refused."""
    for number, line in enumerate(PAGE.splitlines(), 1):
        for role in ROLES:
            try:
                page = ruled(PAGE, vocabulary, {"lines": number, "role": role, "expect": line, "why": "见原版"})
            except RulingError as error:
                assert role in ("continues", "caption rest"), error
                continue
            read = [text for article in page.articles for text in told(article)]
            solid = "".join(line.split())
            if role in ("title", "kicker", "subtitle", "heading", "caption", "paragraph"):
                assert any(text.startswith(f"{role}: ") and solid in "".join(text.split()) for text in read), (
                    number,
                    role,
                    read,
                )
            if role == "furniture":
                aside = "".join(str(block.text) for block in page.set_aside)
                assert line not in "".join(read) and solid in "".join(aside.split())
            if role == "byline":
                names = "".join(f"{name.role or ''}{name.name}" for article in page.articles for name in article.bylines)
                assert set(solid) <= set(names), (number, names)


def test_lines_are_joined_and_split(vocabulary: Vocabulary) -> None:
    page = ruled(
        PAGE,
        vocabulary,
        {"lines": 8, "role": "另起一段", "expect": "今年全县计划种植水稻二十万亩，比去年增加", "why": "另起一段"},
        {"lines": 10, "role": "continues", "expect": "村民老李说……", "why": "与上文同段"},
    )
    assert [text[-9:] for text in told(page.articles[0]) if text.startswith("paragraph")] == [
        "务了三百多户农家。",
        "人员指导，心里踏实。"[-9:],
    ]


def test_a_ruling_changes_no_other_line(vocabulary: Vocabulary) -> None:
    """What a line was without rulings it is with those about others, unless a block takes it up."""
    before = {line: kind for line, kind in kinds_of(ruled(PAGE, vocabulary)).items() if kind != "heading"}
    for number in range(5, 15):
        for role in ("begins", "continues"):
            try:
                page = ruled(PAGE, vocabulary, {"lines": number, "role": role, "expect": PAGE.splitlines()[number - 1], "why": "见原版"})
            except RulingError:
                assert (number, role) == (5, "continues")
                continue
            after = kinds_of(page)
            others = [n for n in before if n != number]
            assert [after[n] for n in others] == [before[n] for n in others], (number, role)


def kinds_of(page: Restoration) -> dict[int, str]:
    """What each line of a page is read as."""
    source = SourceLines(PAGE)
    blocks = [block for article in page.articles for block in article.blocks]
    return {source.number(piece.start): str(block.kind) for block in blocks for piece in block.text.pieces if piece.text}


def test_several_lines_are_one_block(vocabulary: Vocabulary) -> None:
    page = ruled(PAGE, vocabulary, {"lines": "8-9", "role": "caption", "expect": "今年全县……", "why": "见原版"})
    assert "caption: 今年全县计划种植水稻二十万亩，比去年增加一万亩。" in told(page.articles[0])


def test_a_line_is_cut(vocabulary: Vocabulary) -> None:
    text = PAGE.replace("一万亩。\n村民", "一万亩。村民")
    page = ruled(
        text,
        vocabulary,
        {"cut": 9, "before": "村民老李", "why": "两段排在一行"},
    )
    assert "paragraph: 村民老李说，有了农技人员指导，心里踏实。" in told(page.articles[0])


def test_a_caption_whose_last_line_came_out_elsewhere_is_put_together(vocabulary: Vocabulary) -> None:
    text = PAGE.replace("一万亩。\n", "一万亩。\n王小明 摄\n")
    rest: dict[str, object] = {"lines": 10, "role": "接图片说明", "expect": "王小明 摄", "why": "图片说明的末一行"}
    page = ruled(text, vocabulary, {"move": 10, "after": 12, "expect": "王小明 摄", "why": "排到了前面"}, rest)
    assert told(page.articles[0])[-2:] == ["paragraph: 村民老李说，有了农技人员指导，心里踏实。", "caption: 图为农技人员在田间王小明 摄"]
    assert [article.title for article in page.articles] == ["农技人员下田头", "小桥通车了"]
    with pytest.raises(RulingError, match="上一行不是图片说明"):
        ruled(text, vocabulary, rest)


def test_the_lines_of_a_caption_may_be_moved_apart(vocabulary: Vocabulary) -> None:
    lines = {"lines": "8-9", "role": "caption", "expect": "今年全县计划种植水稻二十万亩，比去年增加……", "why": "照片的说明"}
    move = {"move": 9, "after": 15, "expect": "一万亩。", "why": "是下一张的"}
    said = [text for article in ruled(PAGE, vocabulary, lines, move).articles for text in told(article)]
    assert "caption: 今年全县计划种植水稻二十万亩，比去年增加" in said
    assert any(text.endswith("一万亩。") for text in said), "it stands elsewhere, and is not lost"


@pytest.mark.parametrize("role", ["continues", "caption rest"])
def test_what_goes_on_begins_no_article(vocabulary: Vocabulary, role: str) -> None:
    rest = {"lines": 12, "role": role, "expect": "小桥通车了", "why": "接上文"}
    with pytest.raises(RulingError, match="接着上一行，又另起一篇"):
        ruled(PAGE, vocabulary, rest, {"begin": 12, "expect": "小桥通车了", "why": "另一篇"})


def test_lines_are_moved(vocabulary: Vocabulary) -> None:
    page = ruled(PAGE, vocabulary, {"move": 10, "after": 15, "expect": "村民老李说……", "why": "属下一篇"})
    assert not any("村民老李" in text for text in told(page.articles[0]))
    assert any("村民老李" in text for text in told(page.articles[1]))
    assert ("move", 10, 15) in [(one.act, one.first, one.other) for one in page.articles[1].rulings]


def test_an_article_begins(vocabulary: Vocabulary) -> None:
    page = ruled(
        PAGE,
        vocabulary,
        {"begin": 10, "expect": "村民老李说，有了农技人员指导，心里踏实。", "why": "另一篇"},
        {"begin": 12, "expect": "小桥通车了", "why": "另一篇"},
    )
    assert len(page.articles) == 3
    assert told(page.articles[1])[0] == "paragraph: 村民老李说，有了农技人员指导，心里踏实。"


def test_two_articles_are_one(vocabulary: Vocabulary) -> None:
    page = ruled(PAGE, vocabulary, {"unite": 12, "expect": "小桥通车了", "why": "同一篇的小标题"})
    assert len(page.articles) == 1
    assert "heading: 小桥通车了" in told(page.articles[0])


def test_a_misprint_is_put_right_and_shown(vocabulary: Vocabulary) -> None:
    page = ruled(PAGE, vocabulary, {"emend": 7, "from": "己经", "to": "已经", "why": "形近而误"})
    text = next(block.text for block in page.articles[0].blocks)
    assert "已经服务" in str(text)
    assert [PAGE[piece.start : piece.end] for piece in text.pieces if piece.rule == "emended"] == ["己经"]


def test_a_head_is_set(vocabulary: Vocabulary) -> None:
    page = ruled(
        PAGE,
        vocabulary,
        {"field": "title", "line": 13, "expect": "小桥通车了", "to": "城东小桥通车", "why": "见原版"},
        {"field": "subtitle", "line": 13, "expect": None, "to": "村民不再绕道", "why": "扫描时漏掉"},
        {"field": "bylines", "line": 13, "expect": [], "to": ["记者 李云"], "why": "版末署名"},
        {"field": "bylines", "line": 5, "expect": ["本报记者 王小明"], "to": ["记者 王小明", "通讯员 周平"], "why": "见原版"},
    )
    one, two = page.articles
    assert told(two)[:2] == ["title: 城东小桥通车", "subtitle: 村民不再绕道"]
    assert [(name.role, name.name) for name in two.bylines] == [("记者", "李云")]
    assert [(name.role, name.name) for name in one.bylines] == [("记者", "王小明"), ("通讯员", "周平")]


def test_facts_are_set(vocabulary: Vocabulary) -> None:
    rulings = """
- {field: newspaper, to: 如皋日报, why: 报头印错}
- {field: date, line: 13, expect: 2021-03-05, to: 2021-03-06, why: 剪报上另有日期}
- {field: place, line: 13, expect: [], to: 江苏省南通市如皋市, why: 桥在如皋}
- {field: page, to: null, why: 版次印错}
"""
    one, two = described(rulings, vocabulary)
    assert one.newspaper and two.newspaper
    assert one.newspaper.value == two.newspaper.value == "如皋日报"
    assert (one.newspaper.evidence, one.newspaper.rule) == (("报头印错",), "ruling")
    assert one.date and two.date
    assert (one.date.value, two.date.value) == ("2021-03-05", "2021-03-06")
    assert (two.level("province"), two.level("county"), two.code) == ("江苏省", "如皋市", "320682")
    assert one.page is None


def test_what_an_original_says_of_itself_is_no_ruling_of_editors(vocabulary: Vocabulary) -> None:
    one, _ = described("- {field: newspaper, to: 如皋日报, why: 导入：文件的标题, by: import}", vocabulary)
    assert one.newspaper
    assert (one.newspaper.value, one.newspaper.rule) == ("如皋日报", "import")
    assert by_editors(counted(read_rulings(b"- {field: page, to: 4, why: x, by: import}", "x.yml"), SourceLines("")).rulings) == []


@pytest.mark.parametrize(
    ("to", "code", "levels"),
    [
        ("江苏省南通市如皋市", "320682", ["江苏省", "南通市", "如皋市"]),
        ("[江苏省, 如皋市]", "320682", ["江苏省", "南通市", "如皋市"]),
        ("如皋市", "320682", ["江苏省", "南通市", "如皋市"]),
        ("[如皋市, 磨头镇]", "320682117", ["江苏省", "南通市", "如皋市", "磨头镇"]),
        ("[如皋市, 无名乡]", "320682", ["江苏省", "南通市", "如皋市", "无名乡"]),
        ("北京市海淀区", "110108", ["北京市", "北京市", "海淀区"]),
    ],
)
def test_a_place_is_set_by_names(vocabulary: Vocabulary, to: str, code: str, levels: list[str]) -> None:
    _, two = described(f"- {{field: place, line: 13, expect: [], to: {to}, why: 见原版}}", vocabulary)
    assert two.code == code
    assert [unit for level in LEVELS_OF_PLACE if (unit := two.level(level))] in (levels, levels[1:])


@pytest.mark.parametrize(
    ("ruling", "said"),
    [
        ("{field: place, line: 13, expect: [], to: 无名县, why: 试}", "没有“无名县”"),
        ("{field: place, line: 13, expect: [], to: 城关镇, why: 试}", "可以是"),
        ("{field: place, line: 13, expect: 如皋市, to: 如皋市, why: 试}", "没有"),
        ("{field: date, line: 13, expect: 2021-03-05, to: 2021-02-30, why: 试}", "不是日期"),
        ("{field: date, line: 13, expect: 2020-03-05, to: 2021-03-06, why: 试}", "2021-03-05"),
        ("{field: newspaper, expect: 北河日报, to: 如皋日报, why: 试}", "南河日报"),
        ("{field: themes, line: 13, expect: null, to: [航天], why: 试}", "没有"),
    ],
)
def test_a_fact_that_cannot_be_stops(vocabulary: Vocabulary, ruling: str, said: str) -> None:
    with pytest.raises(RulingError) as caught:
        described(f"- {ruling}", vocabulary)
    assert said in caught.value.said.zh


def described(rulings: str, vocabulary: Vocabulary) -> tuple[Description, ...]:
    """The page described with rulings."""
    desk = desk_of(PAGE.encode(), "page.txt", Ruled("page.yml", rulings.encode()))
    return describe(restore(PAGE.encode(), "page.txt", vocabulary, desk), describing(), desk)


def test_an_article_is_confirmed(vocabulary: Vocabulary) -> None:
    first = ruled(PAGE, vocabulary).articles[0]
    assert first.doubts
    seen = {"confirm": 5, "level": "初校", "expect": digest(first), "by": "张三", "date": "2026-03-05"}
    article = ruled(PAGE, vocabulary, seen).articles[0]
    assert (article.level, article.doubts) == ("初校", ())
    with pytest.raises(RulingError, match=r"page\.yml:5"):
        ruled(PAGE, vocabulary, {"lines": 8, "role": "begins", "expect": "今年全县……", "why": "另起"}, seen)


def test_all_faults_of_a_page_are_put_right_by_rulings_alone(vocabulary: Vocabulary) -> None:
    """A page whose columns stand in the wrong order, with a title inside a text, a caption inside a sentence and a misprint."""
    text = """\
山乡飞来金凤凰
镇里办起了合作社，茶农们把鲜叶送来，当天
茶厂的灯亮到半夜
就能拿到钱。去年全镇的茶叶卖出了八百万元
采茶时节
，比前年多了一百万元。
新校舍落成
孩子们搬进了新教室，宽敞明亮。校长说，这
所学校过去只有三间旧屋，下雨天漏水，如今
再也不必担优了。
"""
    page = ruled(
        text,
        vocabulary,
        {"lines": 3, "role": "caption", "expect": "茶厂的灯亮到半夜", "why": "是图注"},
        {"lines": 5, "role": "caption", "expect": "采茶时节", "why": "是图注"},
        {"lines": 4, "role": "continues", "expect": "就能拿到钱……", "why": "句子未完"},
        {"lines": 6, "role": "continues", "expect": "，比前年……", "why": "句子未完"},
        {"begin": 7, "expect": "新校舍落成", "why": "另一篇"},
        {"lines": 7, "role": "title", "expect": "新校舍落成", "why": "标题"},
        {"lines": 1, "role": "title", "expect": "山乡飞来金凤凰", "why": "标题"},
        {"emend": 10, "from": "担优", "to": "担忧", "why": "误字"},
        {"lines": "9-10", "role": "continues", "expect": "所学校……", "why": "同段"},
    )
    assert [told(article) for article in page.articles] == [
        [
            "title: 山乡飞来金凤凰",
            "paragraph: 镇里办起了合作社，茶农们把鲜叶送来，当天就能拿到钱。去年全镇的茶叶卖出了八百万元，比前年多了一百万元。",
            "caption: 茶厂的灯亮到半夜",
            "caption: 采茶时节",
        ],
        [
            "title: 新校舍落成",
            "paragraph: 孩子们搬进了新教室，宽敞明亮。校长说，这所学校过去只有三间旧屋，下雨天漏水，如今再也不必担忧了。",
        ],
    ]
    assert not any("原文第" in note for article in page.articles for note in article.doubts)


# What is ruled to be what it is

SIGNS = """\
清河县报
2019年6月12日 星期三 第2版 要闻
责任编辑：赵立华 版式：孙倩

我县召开羊绒产业推进会

本报讯（记者 王海涛）6
月10日，我县召开羊绒产业推
进会。会议要求，要狠抓品牌
建设，提升产品附加值。
（下转第3版）

小葡萄串起致富链

“今年的葡萄又是个丰收
年，一亩地能收入两万多元。
”村民张玉芬一边疏果一边高
兴地说。
图为村民在大棚里疏果。张建国 摄

□ 本报记者 陈晓敏

葛仙庄镇开展端午送温暖活动

本报讯 端午节来临之际，葛
仙庄镇组织志愿者走进敬老院，
为老人们送去粽子、牛奶等慰问
品，并为老人理发、打扫卫生。
（周洁）

关于停水的通知

因管道检修，城区定于6月
14日停水，请居民提前做好准
备，不便之处敬请谅解。
清河县自来水公司
2019年6月11日

广告热线：0319-8161234
"""
"""A page on which jump line, imprint, bylines and signatures say where articles begin and end."""


@pytest.mark.parametrize(
    ("line", "role"),
    [
        (1, "furniture"),
        (2, "furniture"),
        (3, "版面附件"),
        ("1-3", "furniture"),
        (11, "版面附件"),
        (19, "caption"),
        (21, "byline"),
        (29, "署名"),
        (36, "paragraph"),
        (37, "paragraph"),
        (39, "furniture"),
    ],
)
def test_a_line_ruled_to_be_what_it_is_changes_nothing(vocabulary: Vocabulary, line: int | str, role: str) -> None:
    """A jump line still ends its article, a byline in brackets closes one, an imprint is told from a folio."""

    def kinds(page: Restoration) -> object:
        aside = [[(str(block.text), block.verdict.rule) for block in of.set_aside] for of in (page, *page.articles)]
        return [(told(article), article.bylines, article.doubts) for article in page.articles], aside

    first, several, _ = str(line).partition("-")
    expected = SIGNS.splitlines()[int(first) - 1] + ("…" if several else "")
    before = ruled(SIGNS, vocabulary)
    after = ruled(SIGNS, vocabulary, {"lines": line, "role": role, "expect": expected, "why": "见原版"})
    assert len(before.articles) == 4
    assert kinds(after) == kinds(before)
    assert after.rulings


def test_other_lines_are_as_doubtful_as_they_were(vocabulary: Vocabulary) -> None:
    """A ruling says nothing about other lines, and so not that they are sure."""
    text = "".join(f"{line}\n" for line in SIGNS.splitlines()[:18] if line)
    doubts = [doubt for article in ruled(text, vocabulary).articles for doubt in article.doubts]
    assert [doubt for doubt in doubts if doubt.line]
    page = ruled(text, vocabulary, {"lines": 2, "role": "furniture", "expect": text.splitlines()[1], "why": "见原版"})
    assert [doubt for article in page.articles for doubt in article.doubts] == doubts


def test_furniture_ruled_to_be_furniture_keeps_its_kind_and_says_who_ruled(vocabulary: Vocabulary) -> None:
    page = ruled(SIGNS, vocabulary, {"lines": 11, "role": "版面附件", "expect": "（下转第3版）", "why": "见原版"})
    (turn,) = page.articles[0].set_aside
    assert (turn.verdict.role, turn.verdict.rule, turn.verdict.because) == (Role.TURN, "jump-line", "编者裁定")


def test_a_paragraph_of_several_lines_is_one_also_where_an_office_signs(vocabulary: Vocabulary) -> None:
    page = ruled(SIGNS, vocabulary, {"lines": "36-37", "role": "paragraph", "expect": "清河县自来水公司…", "why": "见原版"})
    assert told(page.articles[-1])[-1] == "paragraph: 清河县自来水公司2019年6月11日"


# What no longer fits


@pytest.mark.parametrize(
    ("ruling", "said"),
    [
        ({"lines": 8, "role": "caption", "expect": "别的话", "why": "试"}, "今年全县计划种植水稻二十万亩，比去年增加"),
        ({"lines": 99, "role": "caption", "expect": "别的话", "why": "试"}, "没有第 99 行"),
        ({"begin": 12, "expect": "大桥通车了", "why": "试"}, "小桥通车了"),
        ({"emend": 8, "from": "己经", "to": "已经", "why": "试"}, "没有“己经”"),
        ({"emend": 10, "from": "，", "to": "。", "why": "试"}, "有 2 处"),
        ({"cut": 8, "before": "没有", "why": "试"}, "没有“没有”"),
        ({"field": "title", "line": 13, "expect": "大桥通车了", "to": "甲", "why": "试"}, "小桥通车了"),
        ({"field": "bylines", "line": 5, "expect": ["记者 王小明"], "to": ["乙"], "why": "试"}, "本报记者 王小明"),
        ({"field": "bylines", "line": 5, "expect": ["本报记者 王小明"], "to": [], "why": "试"}, "不能这样删去"),
        ({"confirm": 5, "level": "初校", "expect": "春耕正当时 #000000"}, "#"),
        ({"emend": 7, "from": "己经", "to": "已经", "expect": "全然不对", "why": "试"}, "己经服务"),
        ({"same": 13, "as": "b.txt#l1", "expect": "全然不对", "why": "试"}, "昨天上午"),
        ({"begin": 1, "expect": "南河日报……", "why": "试"}, "不在任何一篇"),
        ({"emend": 7, "from": "己经", "to": "<b>", "why": "试"}, "排版记号"),
        ({"lines": "5.2", "role": "caption", "expect": "本报讯……", "why": "试"}, "只有 1 部分"),
        ({"lines": 2, "role": "continues", "expect": "春耕正当时", "why": "试"}, "没有可以相接的正文"),
    ],
)
def test_a_ruling_that_does_not_fit_stops_and_shows_what_stands_there(vocabulary: Vocabulary, ruling: dict[str, object], said: str) -> None:
    with pytest.raises(RulingError) as caught:
        ruled(PAGE, vocabulary, ruling)
    assert caught.value.place == "page.yml:1"
    assert said in caught.value.said.zh
    assert caught.value.next_step.zh and caught.value.next_step.en


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("lines: 3", 1, "不是一条一条的裁定"),
        ("- 三", 1, "不是一条裁定"),
        ("- [", 1, "YAML"),
        ("- lines: 3\n  rolle: caption", 2, "'rolle'"),
        ("- lines: 3\n  begin: 4", 1, "做一件事"),
        ("- why: 无", 1, "0 件"),
        ("- lines: 3\n  role: picture\n  expect: 甲\n  why: 乙", 2, "'picture'"),
        ("- lines: 7-3\n  role: caption\n  expect: 甲\n  why: 乙", 1, "'7-3'"),
        ("- lines: 3\n  role: caption\n  why: 乙", 1, "现在是什么"),
        ("- lines: 3\n  role: caption\n  expect: 甲", 1, "缘由"),
        ("- lines: 3\n  role: caption\n  after: 5\n  expect: 甲\n  why: 乙", 1, "用不着 after"),
        ("- move: 3-5\n  after: 4\n  expect: 甲\n  why: 乙", 2, "自己中间"),
        ("- field: title\n  to: 甲\n  why: 乙", 1, "哪一篇"),
        ("- field: title\n  line: 3\n  to: null\n  expect: 甲\n  why: 乙", 3, "不能这样删去"),
        ("- field: date\n  line: 3\n  expect: 甲\n  why: 乙", 1, "缺少 to"),
        ("- emend: 3\n  from: 甲\n  to: 甲\n  why: 乙", 3, "一样"),
        ("- same: 3\n  as: 别处\n  expect: 甲\n  why: 乙", 2, "'别处'"),
        ("- begin: 3\n  expect: 甲\n  why: 乙\n  date: 昨天", 4, "'昨天'"),
        ("- begin: 3\n  begin: 4", 2, "两次"),
        ("- confirm: 3\n  level: 五校\n  expect: 甲", 2, "'五校'"),
        ("- {lines: 3, role: caption, expect: 甲, why: 乙}\n- {lines: 2-4, role: heading, expect: 甲, why: 乙}", 2, "裁定过"),
        ("- {begin: 3, expect: 甲, why: 乙}\n- {unite: 3, expect: 甲, why: 乙}", 2, "裁定过"),
        ("- begin: 3\n  expect: 甲\n  why: 乙\n  date: 2026-99-99", 4, "'2026-99-99'"),
        ("- begin: 3\n  expect: 甲\n  why: ？", 3, "还是问号"),
        ("- field: title\n  line: 3\n  expect: 甲\n  to: ？\n  why: 乙", 4, "还是问号"),
        ("- field: bylines\n  line: 3\n  expect: []\n  to: [？]\n  why: 乙", 4, "还是问号"),
    ],
)
def test_a_malformed_ruling_is_told_with_its_line(content: str, line: int, said: str) -> None:
    with pytest.raises(RulingError) as caught:
        read_rulings(content.encode(), "seeds/page.yml")
    assert caught.value.place == f"seeds/page.yml:{line}"
    assert said in caught.value.said.zh


@pytest.mark.parametrize("lines", ["3", "第3行", "３", "3行"])
def test_numbers_of_lines_are_read_as_they_are_meant(lines: str) -> None:
    assert read_rulings(f"- lines: {lines}\n  role: 标题\n  expect: 甲\n  why: 乙".encode(), "page.yml").rulings[0].first == 3


def test_a_table_is_ruled_as_a_whole(vocabulary: Vocabulary) -> None:
    text = PAGE + "| 队伍 | 亩数 |\n| --- | --- |\n| 一队 | 120 |\n"
    with pytest.raises(RulingError, match="16"):
        ruled(text, vocabulary, {"lines": 18, "role": "heading", "expect": "| 一队 | 120 |", "why": "试"})


def test_rulings_are_counted_by_permanent_numbers() -> None:
    desk = read_rulings("- begin: 40\n  expect: 甲\n  why: 乙".encode(), "page.yml")
    assert counted(desk, SourceLines("甲\n乙\n丙", (12, 40, 41))).rulings[0].first == 2
    with pytest.raises(RulingError, match="40"):
        counted(desk, SourceLines("甲\n乙\n丙", (12, 13, 41)))


def test_the_page_for_editors_explains_every_act_field_role_and_level() -> None:
    text = (Path(__file__).resolve().parents[1] / "docs" / "about" / "rulings.md").read_text(encoding="utf-8")
    for name in (*ACTS, *FIELDS, *ROLES, *ROLES.values(), *LEVELS):
        assert name in text, name
