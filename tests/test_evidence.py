"""What the facts of an article rest on: the words that are quoted, whether the page itself states the fact, and what is no evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from conftest import describing
from edition.describe import describe
from edition.describe.periods import load_calendar
from edition.describe.themes import describe_themes, turn_round
from edition.errors import VocabularyError
from edition.model import LEVELS, Article, Block, Byline, Description, Finding, Head, Restoration, Role, Seed, Theme, Verdict
from edition.segmenter import tokenizer
from edition.trace import Text


def page(
    *texts: str, title: str = "", furniture: Sequence[str] = (), bylines: Sequence[Byline] = (), inside: Sequence[str] = ()
) -> Restoration:
    """A page of one article; `furniture` belongs to the page, `inside` to the article."""
    blocks = tuple(Block(Text.of(text), Verdict(Role.PARAGRAPH, "case")) for text in texts)
    of_page, aside = (tuple(Block(Text.of(line), Verdict(Role.FURNITURE, "folio")) for line in lines) for lines in (furniture, inside))
    article = Article("case.txt", Head(title=Text.of(title) if title else None), tuple(bylines), blocks, aside)
    return Restoration(Seed("case.txt", "", "utf-8", ""), (article,), of_page)


def described(*texts: str, title: str = "", furniture: Sequence[str] = ()) -> Description:
    return describe(page(*texts, title=title, furniture=furniture), describing())[0]


# Places


def told(found: Description) -> dict[str, tuple[str, str, bool]]:
    """Of each level the unit, the first words that it rests on, and whether the page states it."""
    return {level: (one.value, one.evidence[0], one.stated) for level, one in found.place.items()}


def test_a_unit_that_is_printed_is_stated_and_the_units_above_it_are_inferred() -> None:
    found = described("昨日，天长市金集镇的稻田里办起了音乐会。")
    assert told(found) == {
        "province": ("安徽省", "天长市", False),
        "prefecture": ("滁州市", "天长市", False),
        "county": ("天长市", "天长市", True),
        "township": ("金集镇", "金集镇", True),
    }
    assert found.place["prefecture"].evidence == ("天长市", "天长市 → 滁州市 → 安徽省")
    assert (found.place["county"].evidence, found.place["county"].rule) == (("天长市",), "printed")


def test_a_name_in_traditional_characters_is_inferred() -> None:
    found = described("近日，天長市金集鎮的稻田裡辦起了音樂會。")
    assert told(found)["county"] == ("天长市", "天長市", False) and told(found)["township"] == ("金集镇", "金集鎮", False)


@pytest.mark.parametrize(
    ("text", "level", "finding"),
    [
        (
            "延边州的雪场昨日开放，延边州的滑雪手都来了。",
            "prefecture",
            Finding("延边朝鲜族自治州", ("延边州", "延边朝鲜族自治州 → 吉林省"), "usual name", code="2224"),
        ),
        ("本报如皋3月5日电 田里一片繁忙。", "county", Finding("如皋市", ("如皋", "如皋市 → 南通市 → 江苏省"), "short name", code="320682")),
    ],
)
def test_a_name_that_is_not_todays_official_one_says_which_it_is(text: str, level: str, finding: Finding) -> None:
    assert described(text).place[level] == finding


def test_a_former_name_is_stated_and_todays_name_is_in_the_evidence() -> None:
    found = described("章丘市大葱节昨日开幕，章丘市的农户都来了。").place["county"]
    assert (found.value, found.rule, found.stated, found.code) == ("章丘市", "former name", True, "370114")
    assert (found.evidence[0], found.evidence[-1]) == ("章丘市", "今为章丘区")


def test_a_short_name_of_a_province_is_its_evidence_where_a_city_in_it_supports_it() -> None:
    found = described("大家说起西安，说起陕西，都很高兴。").place
    assert {level: (one.rule, one.evidence[0]) for level, one in found.items()} == {
        "province": ("short name", "陕西"),
        "prefecture": ("short name", "西安"),
    }


def test_a_well_known_part_stands_for_its_district() -> None:
    found = described("紅磡街市昨日重開，紅磡的街坊說，老鼠更多了。", title="街市重開").place["county"]
    assert (found.value, found.rule, found.evidence[0]) == ("九龙城区", "part of it", "紅磡")


def test_a_township_of_which_nobody_knows_the_county_is_stated_as_printed() -> None:
    head = described("虹口镇的桃花开了。", title="虹口镇的桃花")
    assert head.place == {"township": Finding("虹口镇", ("虹口镇",), "printed", stated=True)}
    lead = described("新市镇的田里插秧忙，新市镇的农机下了田。", "老人说，新市镇今年又是好年景。")
    assert lead.place == {"township": Finding("新市镇", ("新市镇",), "printed", stated=True)}
    assert not described("桃花开了。", title="虹口镇的桃花").place, "the text must come back to it"


@pytest.mark.parametrize(
    "texts",
    [
        ("新市镇的田里插秧忙。", "老人说，新市镇今年又是好年景。"),
        ("田里插秧忙。", "农机下了田。", "新市镇的老人说，新市镇是好地方，新市镇的人勤快，新市镇好。"),
    ],
)
def test_a_township_that_is_named_in_passing_is_no_subject(texts: Sequence[str]) -> None:
    assert not described(*texts).place


def test_a_city_whose_name_ends_like_a_townships_is_the_city() -> None:
    assert told(described("景德镇的窑火烧了千年，景德镇的工匠说。", title="景德镇的窑火"))["prefecture"] == ("景德镇市", "景德镇", False)


def test_two_counties_of_one_lead_make_the_unit_above_them_the_subject() -> None:
    found = described("昨日，霍邱县与舒城县签订治水协议。", title="两县携手治水")
    assert told(found) == {"province": ("安徽省", "霍邱县", False), "prefecture": ("六安市", "霍邱县", False)}
    assert told(described("昨日，霍邱县与天长市签订治水协议。", title="两县携手治水")) == {"province": ("安徽省", "霍邱县", False)}
    # In the rest of a text they are met in passing.
    assert not described("协议昨日签订。", "代表到场。", "霍邱县与舒城县的代表握手。", title="两县携手治水").place


@pytest.mark.parametrize("above", ["吉林省", "长春市"])
def test_a_unit_above_it_that_is_named_elsewhere_settles_a_name_that_several_bear(above: str) -> None:
    found = described(f"{above}的社区评比昨日揭晓。", "朝阳区的社区得了第一，朝阳区居民敲锣打鼓。")
    assert found.code == "220104" and told(found)["county"] == ("朝阳区", "朝阳区", True)


@pytest.mark.parametrize(
    ("title", "texts", "subject"),
    [
        # The second paragraph still sets the scene, the third one does not.
        ("秋收忙", ["田里一片繁忙。", "霍邱县的农机手下了田。", "舒城县的茶农也忙。", "舒城县的茶山上人来人往。"], "霍邱县"),
        ("秋收忙", ["田里一片繁忙。", "天晴。", "霍邱县的农机手下了田。", "舒城县的茶农也忙。", "舒城县的茶山上人来人往。"], "舒城县"),
        # Behind its county a name that is in no table is a township's, and then also in the headline.
        ("青杨坝镇晚稻开镰", ["一早，田里响起马达声。", "农机手下了田。", "霍邱县青杨坝镇的稻谷熟了。"], "青杨坝镇"),
        # A short name that goes on as a compound is no place, whatever else the text says; one before a verb is.
        ("青岛啤酒飘香", ["昨日，啤酒屋开张，全市的人都来了。"], ""),
        ("青岛举办啤酒节", ["昨日，啤酒屋开张，全市的人都来了。"], "青岛市"),
        # Two short names support each other if the one lies in the other; one alone is letters, and so is an everyday word.
        ("凉皮飘香", ["大家说起西安，说起陕西，都很高兴。"], "西安市"),
        ("凉皮飘香", ["大家说起西安，都很高兴。"], ""),
        ("凉皮飘香", ["大家说起天津，说起和平，都很高兴。"], ""),
        # The text speaks as often of the county as of the township, or more often of the township.
        ("集市开张", ["舒城县晓天镇的集市开张了，全县都知道，全县的人都来赶集。"], "舒城县"),
        ("集市开张", ["舒城县晓天镇的集市开张了，大家都知道。"], "晓天镇"),
        # The last character of a name of two can begin a word as well.
        ("路修好了", ["昨日，理县的路修好了。", "人们说，理县的路好走了。"], "理县"),
        ("路修好了", ["昨日，管理县级公路的人来了。"], ""),
        # What is said of places only.
        ("建水：紫陶飘香", ["昨日，紫陶节开幕，游客挤满古城。"], "建水县"),
        ("紫陶飘香", ["丹东的司机昨日来了。", "车开了一夜。"], "丹东市"),
        ("紫陶飘香", ["昨日，丹东的朋友来了。", "车开了一夜。"], ""),
        ("路修好了", ["路修好了，在如皋的社区里，居民说好。"], "如皋市"),
        ("路修好了", ["说起路，如皋一社区的居民说好。"], "如皋市"),
    ],
)
def test_the_narrowest_unit_that_an_article_is_about(title: str, texts: Sequence[str], subject: str) -> None:
    place = described(*texts, title=title).place
    assert next((place[level].value for level in reversed(LEVELS) if level in place), "") == subject


def test_a_subtitle_with_its_dash_names_the_township() -> None:
    story = page("虹口镇的桃花开了。", title="桃花开了")
    head = Head(title=story.articles[0].head.title, subtitle=Text.of("——虹口镇见闻"))
    (found,) = describe(replace(story, articles=(replace(story.articles[0], head=head),)), describing())
    assert found.level("township") == "虹口镇"


# Dates


def dated(*texts: str, furniture: Sequence[str] = ()) -> Finding | None:
    return described(*texts, furniture=furniture).date


FIRST_YEAR = "“十四五”开局之年（“十四五”的第一年是2021年）"


@pytest.mark.parametrize(
    ("text", "value", "evidence"),
    [
        ("今年是“十四五”开局之年。", "2021", [FIRST_YEAR]),
        ("今年是“十四五”开局之年，去年是“十三五”收官之年。", "2021", [FIRST_YEAR]),
        ("今年是“十四五”开局之年。截至1月18日，已完成八成。", "2021-01-18/2021-12", [FIRST_YEAR, "截至1月18日"]),
        ("今年是“十四五”开局之年。截至12月31日，全部完成。", "2021-12-31", [FIRST_YEAR, "截至12月31日"]),
        ("今年是“十四五”开局之年。3月5日开工，1月6日动员，2月7日进场。", "2021-03-05/2021-12", [FIRST_YEAR, "3月5日"]),
        ("明年3月6日完工，去年3月5日开工。今年是“十四五”开局之年。", "2021", [FIRST_YEAR]),
        ("今年是“十四五”开局之年。从1月6日至3月5日，天天有人来。", "2021-01-06/2021-12", [FIRST_YEAR, "从1月6日"]),
        ("今年是“十四五”开局之年。春节前全面完成。", "2021-01/2021-02-11", [FIRST_YEAR, "春节前全面完成"]),
        (
            "今年是“十四五”开局之年。2020年，全镇实现产值3亿元。2019年，全镇实现产值2亿元。2021年计划实现产值4亿元。",
            "2021",
            [FIRST_YEAR, "2020年，全镇实现"],
        ),
        ("回顾2018，成绩喜人。展望2019，信心满怀。", "2018-12/2019-01", ["回顾2018", "展望2019"]),
        (
            "出入扫场所码。吸取“7·20”特大暴雨教训，今年1-3月修了沟渠。",
            "2022-04/2022-05",
            ["场所码（“场所码”2021年下半年推行，2022年12月停用）", "今年1-3月"],
        ),
        ("出入扫“场所码”。3月5日，镇里开会。", "2022-03-05/2022-12", ["“场所码”（“场所码”2021年下半年推行，2022年12月停用）", "3月5日"]),
    ],
)
def test_an_inferred_date_quotes_what_bounds_it(text: str, value: str, evidence: Sequence[str]) -> None:
    assert dated(text) == Finding(value, tuple(evidence), "inferred")


PLENUM = "宣讲党的十九届五中全会精神。"
"""Between October 2020 and November 2021."""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (PLENUM, "2020-10-29/2021-11-08"),
        (f"{PLENUM}今年1-12月，完成投资3亿元。", "2021-01"),
        (f"{PLENUM}今年1-10月，完成投资3亿元。", "2020-11/2020-12"),
        (f"{PLENUM}今年1-9月，完成投资3亿元。", "2020-10-29/2020-11"),
        (f"{PLENUM}今年1-3月，完成投资3亿元。1-2月，开工。", "2021-04/2021-05"),
        (f"去年1-10月，完成投资3亿元。{PLENUM}", "2020-10-29/2021-11-08"),
        (f"去年的1-10月，完成投资3亿元。{PLENUM}", "2020-10-29/2021-11-08"),
        (f"去年的11月20日开会。{PLENUM}", "2020-10-29/2021-11-08"),
        (f"{PLENUM}11月20日开会。", "2020-11-20/2021-11-08"),
        (f"{PLENUM}11月1日开会。", "2020-10-29/2021-11-08"),
        (f"{PLENUM}11月1日开会。3月1日开会。", "2021-03/2021-11-08"),
        (f"{PLENUM}11月20日开会。2月30日开会。", "2020-11-20/2021-11-08"),
        (f"{PLENUM}2020年，全镇完成绿化。", "2021-01~/2021-11-08~"),
        (f"{PLENUM}2020年，全镇完成绿化。3月5日开会。", "2021-03-05/2021-11-08"),
        (f"{PLENUM}2020年，全镇完成绿化。今年1-3月开工。", "2021-04/2021-05"),
        ("扎实开展党史学习教育。站在“两个一百年”的历史交汇点。", "2021-02-20/2021-12"),
        ("站在“两个一百年”的历史交汇点。今年1-12月，完成投资3亿元。", "2021-01"),
    ],
)
def test_days_and_figures_narrow_what_a_phrase_leaves_open(text: str, value: str) -> None:
    found = dated(text)
    assert found is not None and found.value == value


@pytest.mark.parametrize(
    "text",
    [
        "站在“两个一百年”的历史交汇点。",
        "开展核酸检测。今年1-12月，完成投资3亿元。",
        "回顾2018，成绩喜人。展望2020，信心满怀。",
        "今年1-12月，完成投资3亿元。",
        "春节前全面完成。",
    ],
)
def test_what_leaves_too_much_open_gives_no_date(text: str) -> None:
    assert dated(text) is None


def test_only_what_bounds_the_date_is_quoted() -> None:
    found = dated("扎实开展党史学习教育。实施乡村振兴战略。站在“两个一百年”的历史交汇点。")
    assert found is not None and [words.split("（")[0] for words in found.evidence] == ["“两个一百年”的历史交汇点", "党史学习教育"]


def test_the_day_of_a_folio_is_stated_with_its_line() -> None:
    assert dated("天气晴好。", furniture=["河湾日报\n 2024年3月18日 "]) == Finding(
        "2024-03-18", ("2024年3月18日",), "page date", stated=True
    )


def test_the_day_under_a_notice_is_stated_where_it_ends_the_text() -> None:
    assert dated("特此通告。", "河湾县政府 2012年11月19日") == Finding("2012-11-19", ("河湾县政府 2012年11月19日",), "signed", stated=True)
    assert dated("河湾县政府 2012年11月19日", "特此通告。") is None and dated("特此通告。2012年11月19日") is None


# Newspaper and folio


@pytest.mark.parametrize(
    ("found", "finding"),
    [
        (page(furniture=[" 河湾日报 "]), Finding("河湾日报", ("河湾日报",), "nameplate", stated=True)),
        (page(inside=["河湾日报 第2版"]), Finding("河湾日报", ("河湾日报 第2版",), "nameplate", stated=True)),
        (page(furniture=["河畔晨刊", "第2版"]), Finding("河畔晨刊", ("河畔晨刊",), "nameplate", stated=True)),
        (page(furniture=["乡村周刊"]), None),
        (page(furniture=["河湾日报/江畔日报"]), None),
        (page(furniture=["乡村周刊/田园旬刊"]), None),
        (page(furniture=["河湾日报·河湾云"]), Finding("河湾日报", ("河湾日报·河湾云",), "credit", stated=True)),
        (page(furniture=["扫码看河湾日报·河湾云"]), None),
        (page("河湾日报·河湾云"), Finding("河湾日报", ("河湾日报·河湾云",), "credit", stated=True)),
        (page("河湾日报·河湾云昨日上线，" + "村里人都来看，" * 6), None),
        (
            page(bylines=[Byline("河湾日报·河湾云记者", "丁一", Text())]),
            Finding("河湾日报", ("河湾日报·河湾云记者",), "credit", stated=True),
        ),
    ],
)
def test_a_newspaper_is_named_by_its_plate_or_before_a_reporter(found: Restoration, finding: Finding | None) -> None:
    assert describe(found, describing())[0].newspaper == finding


def test_the_folio_states_issue_page_and_name_with_their_lines() -> None:
    found = described("天气晴好。", furniture=["第35期", " 第04版：要闻 "])
    assert found.issue == Finding("35", ("第35期",), "folio", stated=True)
    assert found.page == Finding("4", ("第04版：要闻",), "folio", stated=True)
    assert found.page_name == Finding("要闻", ("第04版：要闻",), "folio", stated=True)


def test_a_folio_inside_an_article_is_of_its_page() -> None:
    (found,) = describe(page("天气晴好。", inside=["第35期 第2版"]), describing())
    assert (found.issue and found.issue.value, found.page and found.page.value) == ("35", "2")


# The calendar


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("(\t2021-01-01\t\t因\t例\t反", "pattern ( cannot be read"),
        ("甲\t\t\t因\t甲\t乙", "lacks a bound, a reason or an example"),
        ("甲\t2021-01-01\t\t\t甲\t乙", "lacks a bound, a reason or an example"),
        ("甲\t2021-01-01\t\t因\t\t乙", "lacks a bound, a reason or an example"),
        ("甲\t2021-01-01\t\t因\t甲\t", "lacks a bound, a reason or an example"),
        ("甲\t2021-13-01\t\t因\t甲\t乙", "'2021-13-01' is no day"),
    ],
)
def test_a_period_that_is_not_whole_stops_the_build(row: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "periods.tsv").write_text(f"pattern\tearliest\tlatest\treason\texample\tcounter\n{row}\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=rf"periods\.tsv:2: .*{re.escape(message)}"):
        load_calendar(tmp_path)


def test_a_festival_without_its_day_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "periods.tsv").write_text("pattern\ta\tb\tc\td\te\n甲\t2021-01-01\t\t因\t甲\t乙\n", encoding="utf-8")
    (tmp_path / "spring-festivals.tsv").write_text("year\tday\n2021\t2021-02-12\n", encoding="utf-8")
    found = load_calendar(tmp_path)
    assert found.spring_festivals == {2021: date(2021, 2, 12)}
    assert [(one.earliest, one.latest) for one in found.periods] == [(date(2021, 1, 1), None)]
    (tmp_path / "spring-festivals.tsv").write_text("year\tday\n2021\t\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"spring-festivals\.tsv:2: '' is no day"):
        load_calendar(tmp_path)


# Themes


THEMES = (Theme("a", "教育", "", ("校车", "食堂", "课本")), Theme("b", "交通", "", ("渡船", "校车", "缆车", "码头")))
CUES = turn_round(THEMES, tokenizer((cue for theme in THEMES for cue in theme.cues), ()))


def themes(*blocks: tuple[str, str], title: str = "") -> list[tuple[str, tuple[str, ...]]]:
    """Label and cues of each theme of an article of these blocks."""
    parts = tuple(Block(Text.of(text), Verdict(Role(kind), "case")) for kind, text in blocks)
    article = Article("case.txt", Head(title=Text.of(title) if title else None), (), parts)
    return [(found.value, found.evidence) for found in describe_themes(article, CUES)]


LEAD, TEXT = ("paragraph", "食堂开张。"), ("paragraph", "课本到了。")


def test_a_cue_weighs_by_its_place() -> None:
    assert themes(("heading", "食堂")) == [("教育", ("食堂",))], "a heading is enough"
    assert themes(title="食堂") == [("教育", ("食堂",))], "and so is the head"
    assert themes(LEAD) == themes(LEAD, TEXT) == [], "the lead and a first sentence are not"
    found = [("教育", ("食堂（2次）", "课本"))]
    assert themes(LEAD, ("paragraph", "课本到了。食堂也好。")) == [("教育", ("食堂（2次）", "课本"))], (
        "with the rest of a paragraph they are"
    )
    assert themes(LEAD, TEXT, ("caption", "食堂")) == themes(("caption", "食堂"), LEAD, TEXT) == found, (
        "and with a caption, wherever it stands"
    )


def test_a_cue_counts_twice_at_most() -> None:
    text = ("paragraph", "食堂好。")
    assert themes(("paragraph", "天晴。"), text, text, text, text) == []
    assert themes(("paragraph", "天晴。"), text, text, TEXT) == [("教育", ("食堂（2次）", "课本"))]


def test_the_strongest_theme_comes_first_and_of_equal_ones_that_of_the_vocabulary() -> None:
    assert [label for label, _ in themes(("heading", "渡船"), ("heading", "食堂"))] == ["教育", "交通"]
    assert [label for label, _ in themes(("heading", "渡船"), ("heading", "码头"), ("heading", "食堂"))] == ["交通", "教育"]
    assert [label for label, _ in themes(("heading", "校车"))] == ["教育", "交通"], "a cue can speak for two"


def test_a_cue_is_a_word_and_no_part_of_one() -> None:
    assert themes(title="新课本来了") and not themes(title="下课本来高兴")


def test_five_cues_are_quoted_the_weightiest_first() -> None:
    many = (Theme("a", "教育", "", ("校车", "食堂", "课本", "黑板", "操场", "粉笔")),)
    cues = turn_round(many, tokenizer(many[0].cues, ()))
    article = Article(
        "case.txt", Head(title=Text.of("操场")), (), (Block(Text.of("校车，食堂，课本，黑板，粉笔。"), Verdict(Role.PARAGRAPH, "case")),)
    )
    (found,) = describe_themes(article, cues)
    assert found.evidence[0] == "操场" and len(found.evidence) == 5
