"""Room 2: every case of place, date and themes, the tables' own examples, and the newspaper's name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import edtf
import pytest
import yaml

from conftest import describing, read_yaml
from edition.describe import Describing, Holding, describe
from edition.describe.lines import load_others
from edition.describe.periods import load_calendar
from edition.describe.themes import describe_themes
from edition.errors import UsageError, VocabularyError
from edition.gazetteer import load_gazetteer, load_provinces, load_themes
from edition.model import Article, Block, Byline, Description, Head, Restoration, Role, Seed, Verdict
from edition.restore import restore
from edition.trace import Text
from edition.vocabulary import Vocabulary

DATA = Path(__file__).parents[1] / "scripts" / "data"
CASES = Path(__file__).parent / "cases" / "describe"


def _cases(name: str) -> list[Any]:
    cases = read_yaml(CASES / name)
    return [pytest.param(case["source"], case.get("expected"), id=case["label"]) for case in cases]


@pytest.fixture(scope="module")
def tables() -> Describing:
    return describing()


def _block(text: str, role: str = "paragraph") -> Block:
    return Block(Text.of(text), Verdict(Role(role), "case"))


def _page(source: dict[str, Any]) -> Restoration:
    head = Head(*(Text.of(source[key]) if key in source else None for key in ("kicker", "title", "subtitle")))
    blocks = [_block(text) for text in source.get("text", ())] + [_block(text, "heading") for text in source.get("headings", ())]
    bylines = tuple(Byline(None, name, Text.of(name)) for name in source.get("bylines", ()))
    article = Article("case.txt", head, bylines, tuple(blocks))
    furniture = tuple(_block(line, "furniture") for line in source.get("furniture", ()))
    return Restoration(Seed("case.txt", "", "utf-8", ""), (article,), furniture)


def _described(source: dict[str, Any], tables: Describing) -> Description:
    return describe(_page(source), tables)[0]


@pytest.mark.parametrize(
    ("text", "furniture", "county"),
    [
        ("记者昨日获悉，我县今年新修农田水渠三百里。", "", "霍邱县"),
        ("河口镇的田里响起马达声，河口镇的农户都在忙着插秧。", "", "霍邱县"),
        ("天气晴好，适宜晾晒。", "", ""),
        ("如皋市的长寿老人登上舞台，如皋市民拍手叫好。", "", "如皋市"),
        ("记者昨日获悉，我县今年新修农田水渠三百里。", "天长日报 2021年3月5日", ""),
        ("贵州省的河口镇，夜晚灯火通明。河口镇居民在广场上跳舞。", "", "道真仡佬族苗族自治县"),
        ("湖南省湘潭县河口镇近日举行庙会，河口镇的老艺人表演了高跷。", "", "湘潭县"),
        ("来自江西省河口镇的三十名客商昨天参观了菜市场。", "", ""),
    ],
)
def test_the_region_of_a_collection_supports_what_a_text_says(text: str, furniture: str, county: str, tables: Describing) -> None:
    page = _page({"text": [text], "furniture": [furniture] if furniture else []})
    (found,) = describe(page, tables, holding=Holding(region="安徽省六安市霍邱县"))
    assert (found.level("county") or "") == county
    if "我县" in text and county:
        assert found.place["county"].evidence[1] == "安徽省六安市霍邱县（本集所属地区）"
    if county == "霍邱县":
        assert not describe(page, tables)[0].level("county"), "without the region nothing shows it"


@pytest.mark.parametrize("region", ["霍邱", "新城区", "安徽省如皋市", "山那边"])
def test_a_region_that_is_none_or_several_is_refused(region: str, tables: Describing) -> None:
    with pytest.raises(UsageError, match=region):
        describe(_page({"text": ["天气晴好。"]}), tables, holding=Holding(region=region))


@pytest.mark.parametrize(("source", "expected"), _cases("place.yml"))
def test_place(source: dict[str, Any], expected: dict[str, str], tables: Describing) -> None:
    place = _described(source, tables).place
    assert {level: finding.value for level, finding in place.items()} == expected
    text = "\n".join([*(source.get(key, "") for key in ("kicker", "title", "subtitle")), *source["text"]])
    for finding in place.values():
        assert finding.evidence[0] in text
        if finding.stated:
            assert finding.value in text


@pytest.mark.parametrize(
    ("title", "text", "doubts"),
    [
        (
            "茶园里来了外地客",
            "福建省安溪县的茶商昨天来到我镇，挨家挨户看茶青。",
            {"province": "mention", "prefecture": "mention", "county": "mention"},
        ),
        ("新书首发", "当涂县作家李平的新书昨日在我县首发。", {"province": "mention", "prefecture": "mention", "county": "mention"}),
        (
            "茶苗到了",
            "几位茶农到松阳县学习制茶。松阳县的茶山一眼望不到边。",
            dict.fromkeys(("province", "prefecture", "county"), "mention"),
        ),
        ("茶叶到了", "一箱茶叶来自松阳县，松阳县的茶农在箱里附了信。", dict.fromkeys(("province", "prefecture", "county"), "mention")),
        ("车到站了", "一列火车从成都市开出，昨晚到达我市。成都市的旅客下了车。", {"province": "mention", "prefecture": "mention"}),
        ("旧照片", "照片摄于1950年的湖南省衡阳市，老人珍藏至今。", {"province": "mention", "prefecture": "mention"}),
        ("招工", "江苏省昆山市一家电子厂诚聘普工五百名。", dict.fromkeys(("province", "prefecture", "county"), "mention")),
        ("教师到岗", "霍邱县招聘的教师昨日到岗。", {"province": "", "prefecture": "", "county": ""}),
        (
            "学艺归来",
            "三年前，他去了江西省婺源县。在婺源县，他学会了制茶。",
            dict.fromkeys(("province", "prefecture", "county"), "mention"),
        ),
        ("要下雨了", "霍邱县气象台发布消息，我县明天有雨。", {"province": "", "prefecture": "", "county": ""}),
        ("比赛落幕", "来自霍邱县各乡镇的选手赛出了水平。", {"province": "", "prefecture": "", "county": ""}),
        ("失主来信", "失主户籍地为当涂县，曾受当涂县公安局表扬。", dict.fromkeys(("province", "prefecture", "county"), "mention")),
        ("书记下乡", "昨日，霍邱县委书记到长集镇调研。", {"province": "", "prefecture": "", "county": "", "township": ""}),
        ("老屋", "老人是浙江省淳安县移民。说起淳安县，他眼里有泪。", dict.fromkeys(("province", "prefecture", "county"), "mention")),
        ("名师来了", "学校请来四川省绵阳市的名师。绵阳市的老师上了三堂课。", {"province": "mention", "prefecture": "mention"}),
        ("好戏开台", "这部戏讲的是陕西省米脂县的故事。", dict.fromkeys(("province", "prefecture", "county"), "mention")),
        ("新书上架", "新书《当涂县古村落》昨日上架。", dict.fromkeys(("province", "prefecture", "county"), "mention")),
        ("规划公布", "《霍邱县道路规划》昨日公布。", {"province": "", "prefecture": "", "county": ""}),
        ("逃犯落网", "我县警方昨日在江西省赣州市将逃犯抓获。", {"province": "mention", "prefecture": "mention"}),
        ("柳林街道办起食堂", "柳林街道的老人食堂昨天开张。", {"province": "namesake", "county": "namesake", "township": ""}),
        ("秋种忙", "我县霍邱县今年秋种早。", {"province": "", "prefecture": "", "county": ""}),
        ("秋种忙", "我县霍邱县今年秋种早，霍邱县的农户都在田里。", {"province": "", "prefecture": "", "county": ""}),
        ("霍邱县修路", "昨日，霍邱县的新路通了车。", {"province": "", "prefecture": "", "county": ""}),
    ],
)
def test_what_speaks_against_a_place_is_said(title: str, text: str, doubts: dict[str, str], tables: Describing) -> None:
    place = _described({"title": title, "text": [text]}, tables).place
    assert {level: found.doubt for level, found in place.items()} == doubts


@pytest.mark.parametrize(("source", "expected"), _cases("date.yml"))
def test_date(source: dict[str, Any], expected: str | None, tables: Describing) -> None:
    date = _described(source, tables).date
    assert (date and date.value) == expected
    if date:
        edtf.parse_edtf(date.value)
        assert date.evidence


@pytest.mark.parametrize(
    ("line", "doubt"),
    [("2016年5月12日 星期四", ""), ("2016年5月12日 周一", "weekday"), ("2016年5月15日 星期天", ""), ("2016年5月12日", "")],
)
def test_a_date_is_doubtful_where_its_weekday_does_not_fit(line: str, doubt: str, tables: Describing) -> None:
    date = _described({"furniture": [line], "text": ["天气晴好。"]}, tables).date
    assert date is not None and (date.value[:7], date.doubt) == ("2016-05", doubt)


_LETTER = "来信照登\n\n编辑同志：\n  我们是城东河街的居民，近来路灯常常不亮，\n夜里行走很不方便，望有关部门早日修好。\n"


@pytest.mark.parametrize(
    ("head", "end", "expected"),
    [
        ("溪口报\n一九八五年九月二十日　星期五\n第218期　本期四版", "　　河街居民　田有根等\n　　一九八五年九月十二日", "1985-09-20"),
        ("溪口报\n一九八五年九月二十日\n第218期　本期四版", "　　一九八五年九月十二日", "1985-09-20"),
        ("溪口报 2019年3月8日 星期五 第3版", "　　河街居民　田有根\n　　2019年3月1日", "2019-03-08"),
        ("溪口日報\n中華民國二十五年五月八日　星期五\n第三版", "　　河街居民　田有根\n　　民國二十五年五月一日", "1936-05-08"),
        ("溪口报 2019年3月8日 星期五 第3版", "溪口报 2019年3月1日 星期五 第4版", None),
    ],
    ids=["signed", "without a signature", "in figures", "Republican", "two folios"],
)
def test_the_day_of_a_folio_outweighs_the_day_under_a_letter(
    head: str, end: str, expected: str | None, tables: Describing, vocabulary: Vocabulary
) -> None:
    dump = f"{head}\n\n石桥村通了公交\n\n　　本报讯　石桥村昨日通了公交，村里的老人都赶来看热闹。\n\n{_LETTER}{end}\n"
    told = describe(restore(dump.encode(), "page.txt", vocabulary), tables)
    assert {one.date and one.date.value for one in told} == {expected}


@pytest.mark.parametrize(
    ("text", "region", "county"),
    [
        ("双桥区供销社调运化肥四百吨支援秋种。", "四川省广安市邻水县", ""),
        ("雙橋區供銷社調運化肥四百噸支援秋種。", "四川省广安市邻水县", ""),
        ("承德市双桥区供销社调运化肥四百吨。", "四川省广安市邻水县", "双桥区"),
        ("双桥区供销社调运化肥，双桥区的农户都来购买。", "河北省承德市", "双桥区"),
        ("双桥区供销社调运化肥四百吨。", "河北省承德市", "双桥区"),
    ],
    ids=["bare", "traditional", "behind its prefecture", "at home, twice", "at home"],
)
def test_a_bare_name_in_another_province_is_no_place(text: str, region: str, county: str, tables: Describing) -> None:
    (found,) = describe(_page({"text": [text]}), tables, holding=Holding(region=region))
    assert (found.level("county") or "") == county
    assert bool(found.place) == bool(county)


@pytest.mark.parametrize(
    "dump",
    ["编辑:武俊 组版:洛青", "平川日报 2022年4月26日 星期二\n\n石桥村通了公交\n\n本报讯 石桥村昨日通了公交，村里的老人都赶来看热闹。"],
    ids=["only an imprint", "a folio"],
)
def test_blank_lines_above_the_first_one_change_nothing(dump: str, tables: Describing, vocabulary: Vocabulary) -> None:
    described = [describe(restore(page.encode(), "page.txt", vocabulary), tables) for page in (dump, "\n\n" + dump)]
    assert described[0] == described[1]


@pytest.mark.parametrize(("source", "expected"), _cases("themes.yml"))
def test_themes(source: dict[str, Any], expected: list[str] | None, tables: Describing) -> None:
    assert [finding.value for finding in _described(source, tables).themes] == (expected or [])


@pytest.mark.parametrize("entry", yaml.safe_load((DATA / "themes.yml").read_text(encoding="utf-8")), ids=lambda entry: entry["id"])
def test_theme_proves_itself(entry: dict[str, Any], tables: Describing) -> None:
    def labels(headline: str) -> list[str]:
        article = Article("case.txt", Head(title=Text.of(headline)), (), ())
        return [finding.value for finding in describe_themes(article, tables.cues)]

    assert entry["label"] in labels(entry["example"])
    assert entry["label"] not in labels(entry["counter_example"])


@pytest.mark.parametrize(("example", "counter_example"), [("今年是“十五五”之初", "“十四五”"), ("“十五五”规划", "谋划“十五五”规划")])
def test_a_period_that_fails_its_own_example_stops_the_build(example: str, counter_example: str, tmp_path: Path) -> None:
    (tmp_path / "periods.tsv").write_text(
        f"pattern\ta\tb\tc\td\te\n十五五”规划\t2026-01-01\t\t因\t{example}\t{counter_example}\n", encoding="utf-8"
    )
    with pytest.raises(VocabularyError, match=r"periods\.tsv:2: .*example"):
        load_calendar(tmp_path)


@pytest.mark.parametrize(
    ("furniture", "text", "expected"),
    [
        ([], "青山日报讯 （记者 李平） 天气晴好。", "青山日报"),
        ([], "青山晚报讯（记者 李平）天气晴好。", "青山晚报"),
        ([], "据青山日报讯 天气晴好。", None),
        ([], "本报讯（记者 李平）天气晴好。", None),
        ([], "青山网讯（记者 李平）天气晴好。", None),
        (["江畔日报"], "青山日报讯（记者 李平）天气晴好。", "江畔日报"),
    ],
)
def test_a_newspaper_names_itself_in_its_dateline(furniture: list[str], text: str, expected: str | None, tables: Describing) -> None:
    found = _described({"furniture": furniture, "text": [text]}, tables).newspaper
    assert (found and found.value) == expected


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("above\t甲\t甲\t乙\t因", "'above' is no position"),
        ("line\t(\t甲\t乙\t因", "cannot be read"),
        ("line\t甲\t丙\t乙\t因", "does not read its own '丙'"),
        ("line\t甲\t甲\t甲乙\t因", "does not read its own '甲乙'"),
    ],
)
def test_a_row_of_other_lines_that_is_not_whole_stops_the_build(row: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "other-lines.tsv").write_text(f"where\tpattern\texample\tcounter\twhy\n{row}\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=rf"other-lines\.tsv:2: .*{re.escape(message)}"):
        load_others(tmp_path)


@pytest.mark.parametrize(
    ("furniture", "bylines", "expected"),
    [
        (["江畔乡报 2021 年 9 ⽉ 3 ⽇ 第 35 期 6 版"], [], "江畔乡报"),
        (["江 畔 晚 报", "第5版"], [], "江畔晚报"),
        (["乡村周刊", "江畔新报"], [], "江畔新报"),
        (["江畔新报2018年5月16日 星期三 田野周刊03版"], [], "江畔新报"),
        (["江畔晨刊", "综合新闻"], [], "江畔晨刊"),
        (["扫码下载江畔新报", "看新闻 找记者"], [], None),
        (["江畔日报微信公众号"], [], None),
        ([], ["江畔晚报·江畔云"], "江畔晚报"),
        (["责任编辑 李平 电话：1234567"], ["李平"], None),
        (["打印 收藏 举报"], [], None),
        (["举报"], [], None),
        (["图片来源：江畔日报"], [], None),
        (["资料来源：江畔日报"], [], None),
        (["稿件来源：江畔日报"], [], "江畔日报"),
        (["版权所有：江畔农民报"], [], "江畔农民报"),
        (["来源：江畔银行年报"], [], None),
        (["健康周刊"], [], None),
        (["健康周刊", "江畔日报"], [], "江畔日报"),
        (["菜价周报"], [], None),
        (["江畔抗洪快报"], [], None),
        (["江畔气象报"], [], "江畔气象报"),
        (["固镇时讯"], [], "固镇时讯"),
        (["车市时讯"], [], None),
        (["今日缙云"], [], "今日缙云"),
        (["今日看点"], [], None),
        (["今日缙云", "江畔日报"], [], "江畔日报"),
        (["江畔日报", "青山晚报"], [], None),
    ],
)
def test_newspaper(furniture: list[str], bylines: list[str], expected: str | None, tables: Describing) -> None:
    found = _described({"furniture": furniture, "bylines": bylines, "text": ["天气晴好。"]}, tables).newspaper
    assert (found and found.value) == expected
    assert found is None or found.stated


ONE = "石桥镇荒坡变茶园\n{}本报讯（记者 李平） 三月的石桥镇，满山的茶树吐出新芽，村民们正忙着采茶。\n石桥镇的茶园今年扩到两千亩。\n"
TWO = "晓天镇建起新学校\n{}本报讯（记者 王方） 晓天镇的新学校昨天落成，三百名孩子搬进了明亮的教室。\n晓天镇还修了校门前的路。\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            ONE.format("2021-03-05 08:20 来源：江畔日报\n") + TWO.format("2019-09-01 10:10 来源：青山晚报\n"),
            [("2021-03-05", "江畔日报"), ("2019-09-01", "青山晚报")],
        ),
        (ONE.format("") + TWO.format("2019-09-01 10:10 来源：青山晚报\n"), [(None, None), ("2019-09-01", "青山晚报")]),
        (
            ONE.format("") + "来源：江畔日报 2021-03-05\n" + TWO.format("") + "来源：青山晚报 2019-09-01\n",
            [("2021-03-05", "江畔日报"), ("2019-09-01", "青山晚报")],
        ),
        (
            "江畔日报 2021年3月5日 星期五 第2版\n" + ONE.format("") + "江畔日报 2021年3月8日 星期一 第3版\n" + TWO.format(""),
            [("2021-03-05", "江畔日报"), ("2021-03-08", "江畔日报")],
        ),
        ("江畔日报 2021年3月5日 星期五 第2版\n" + ONE.format("") + TWO.format(""), [("2021-03-05", "江畔日报")] * 2),
        (ONE.format("") + TWO.format("") + "江畔日报 2021年3月5日 星期五 第2版\n", [("2021-03-05", "江畔日报")] * 2),
        (ONE.format("") + "上一篇：晓天镇建起新学校\n2019-09-01\n", [(None, None)]),
        (ONE.format("2021-03-05 08:20\n") + "打印时间：2024-05-01\n", [("2021-03-05", None)]),
        (ONE.format("") + "2021年3月5日\n", [(None, None)]),
    ],
)
def test_a_line_holds_for_the_article_beside_which_it_stands(
    text: str, expected: list[tuple[str | None, str | None]], tables: Describing, vocabulary: Vocabulary
) -> None:
    told = describe(restore(text.encode(), "page.txt", vocabulary), tables)
    assert [(one.date and one.date.value, one.newspaper and one.newspaper.value) for one in told] == expected


def test_of_lines_that_say_the_same_the_first_is_quoted(tables: Describing, vocabulary: Vocabulary) -> None:
    top, below = "江畔日报 2021年3月5日 星期五 第2版\n", "2021-03-05 第2版\n"
    for text, quoted in ((top + ONE.format("") + below, "2021年3月5日 星期五"), (below + ONE.format("") + top, "2021-03-05")):
        (told,) = describe(restore(text.encode(), "page.txt", vocabulary), tables)
        assert told.date and (told.date.value, told.date.evidence) == ("2021-03-05", (quoted,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第02版：要闻\n" + ONE.format("") + "第03版：民生\n" + TWO.format(""), [("2", "要闻"), ("3", "民生")]),
        ("第02版：要闻\n第03版：民生\n" + ONE.format("") + TWO.format(""), [(None, None)] * 2),
        ("第02版：要闻\n" + ONE.format("") + TWO.format(""), [("2", "要闻")] * 2),
    ],
)
def test_a_page_heading_holds_for_the_articles_below_it(
    text: str, expected: list[tuple[str | None, str | None]], tables: Describing, vocabulary: Vocabulary
) -> None:
    told = describe(restore(text.encode(), "page.txt", vocabulary), tables)
    assert [(one.page and one.page.value, one.page_name and one.page_name.value) for one in told] == expected


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        ("03版 综合新闻", ("3", "综合新闻")),
        ("河湾日报 2021年3月5日 星期五\n03版 综合新闻", ("3", "综合新闻")),
        ("综合新闻 03版", ("3", "综合新闻")),
        ("第03版：综合新闻", ("3", "综合新闻")),
        ("A03 民生", ("A03", "民生")),
        ("要闻 03 2024年3月18日 星期一", ("3", "要闻")),
        ("民生·服务 05 2021年3月5日", ("5", "民生·服务")),
        ("2021年3月5日 第12期 3版 文艺副刊", ("3", "文艺副刊")),
        ("江畔新报 2018年5月16日 星期三 田野周刊 03版", ("3", "田野周刊")),
        ("河湾日报 二○二四年三月十八日 星期一 农历二月初九 第2版 要闻", ("2", "要闻")),
        ("河湾日报 2021年3月5日 2版", ("2", None)),
        ("河湾 2021年3月5日 2版", ("2", None)),
        ("固镇时讯 2版 2021年3月5日", ("2", None)),
        ("详见A5版", (None, None)),
        ("更多报道见A5版", (None, None)),
        ("河湾日报 今日八版", (None, None)),
    ],
)
def test_a_page_is_named_beside_its_number(
    top: str, expected: tuple[str | None, str | None], tables: Describing, vocabulary: Vocabulary
) -> None:
    """A name that is not usual counts only on a page that also names its newspaper: 河湾 can be the rest of one."""
    text = f"{top}\n\n石桥镇荒坡变茶园\n本报记者 李平\n本报讯 三月的石桥镇，满山的茶树吐出新芽，村民们正忙着采茶。\n"
    page = restore(text.encode(), "page.txt", vocabulary)
    (told,) = describe(page, tables)
    assert (told.page and told.page.value, told.page_name and told.page_name.value) == expected
    assert str(page.articles[0].title) == "石桥镇荒坡变茶园"


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        ("当前位置：首页 > 今日固镇 > 第02版：综合新闻", (None, "今日固镇", "2", "综合新闻")),
        ("第02版：要闻 上一版 下一版\n2019年06月20日 星期四 往期回顾 返回首页 版面概览", ("2019-06-20", None, "2", "要闻")),
        ("今日固镇\n2019年6月20日 星期四\n第2版 要闻", ("2019-06-20", "今日固镇", "2", "要闻")),
        ("河湾晚报 2020年11月3日 星期二 5 城乡", ("2020-11-03", "河湾晚报", "5", "城乡")),
        ("3 河湾报 2019年6月20日 星期四 要闻", ("2019-06-20", "河湾报", "3", "要闻")),
        ("河湾报 要闻 A2 2019.06.20 星期四", ("2019-06-20", "河湾报", "A2", "要闻")),
        ("2018-06-22 04:30:12 河灣日報 港聞", ("2018-06-22", "河灣日報", None, None)),
        ("河灣日報 2005/11/08 第7版 北部縣市新聞", ("2005-11-08", "河灣日報", "7", "北部縣市新聞")),
        ("河湾报/2015年/6月/12日/第003版", ("2015-06-12", "河湾报", "3", None)),
        ("河灣文匯報 | 2016-03-05\n報章 | A12 | 河灣新聞 | By 記者 馮文", ("2016-03-05", "河灣文匯報", "A12", "河灣新聞")),
        ("【报纸】河湾日报 【日期】2019.06.20 【版次】第2版", ("2019-06-20", "河湾日报", "2", None)),
        ("日期：2019-06-20 版次：02 版名：综合新闻", ("2019-06-20", None, "2", "综合新闻")),
        ("Friday, July 9, 2010 第8版", ("2010-07-09", None, "8", None)),
        ("2O13年6月l8日 星期二 河湾日报 第3版", ("2013-06-18", "河湾日报", "3", None)),
        ("2019-06-20 08:20 来源：河湾日报 记者：李平 编辑：王芳", ("2019-06-20", "河湾日报", None, None)),
        ("2019年06月20日　作者：李平　来源：河湾报", ("2019-06-20", "河湾报", None, None)),
        ("2019-06-20 08:20 河湾日报 李平", ("2019-06-20", "河湾日报", None, None)),
        ("河湾日报农村版 2019年6月20日 星期四", ("2019-06-20", "河湾日报农村版", None, None)),
        ("民國一〇八年六月二十日 星期四", ("2019-06-20", None, None, None)),
    ],
)
def test_lines_of_sites_and_data_bases_state_their_facts(
    top: str, expected: tuple[str | None, ...], tables: Describing, vocabulary: Vocabulary
) -> None:
    text = f"{top}\n\n石桥镇荒坡变茶园\n本报记者 李平\n本报讯 三月的石桥镇，满山的茶树吐出新芽，村民们正忙着采茶。\n"
    page = restore(text.encode(), "page.txt", vocabulary)
    (told,) = describe(page, tables)
    assert tuple(finding and finding.value for finding in (told.date, told.newspaper, told.page, told.page_name)) == expected
    assert str(page.articles[0].title) == "石桥镇荒坡变茶园"


@pytest.mark.parametrize("foot", ["相关推荐\n河湾修好公路\n2014-03-05", "热门排行\n1 河湾修好公路 2014-03-05\n2 桥头办起长桌宴 河湾晚报"])
def test_a_list_of_other_articles_states_nothing(foot: str, tables: Describing, vocabulary: Vocabulary) -> None:
    text = f"石桥镇荒坡变茶园\n本报记者 李平\n本报讯 三月的石桥镇，满山的茶树吐出新芽，村民们正忙着采茶。\n{foot}\n"
    (told,) = describe(restore(text.encode(), "page.txt", vocabulary), tables)
    assert (told.date, told.newspaper) == (None, None)


@pytest.mark.parametrize(
    ("furniture", "expected"),
    [
        ([("河湾日报 二○二四年三月十八日 星期一 第2版", "folio")], (None, "2", None)),
        ([("江畔新报 2018年5月16日 星期三 ", "folio"), ("田野周刊", "folio"), ("03版", "folio")], (None, "3", None)),
        ([("A03", "folio"), ("2021-03-05", "date-line")], (None, "A03", None)),
        ([("第十二版", "folio"), ("要闻", "section-name")], (None, "12", "要闻")),
        ([("版面:02: 图评       上一篇    下一篇", "site-page")], (None, "2", "图评")),
        ([("【版次】4", "site-record"), ("【版名】综合新闻", "site-record")], (None, "4", "综合新闻")),
        ([("3", "folio"), ("2024年4月8日 星期一", "folio")], (None, "3", None)),
        ([("3", "folio")], (None, None, None)),
        ([("总第1234期 今日8版", "folio")], ("1234", None, None)),
        ([("第35期 总第1234期", "folio")], ("35", None, None)),
        ([("第2版", "folio"), ("第3版", "folio")], (None, None, None)),
        ([("下转第5版", "jump-line")], (None, None, None)),
        ([("责任编辑 李平 第2版", "staff-line")], (None, None, None)),
    ],
)
def test_folio(furniture: list[tuple[str, str]], expected: tuple[str | None, ...], tables: Describing) -> None:
    blocks = tuple(Block(Text.of(text), Verdict(Role.FURNITURE, rule)) for text, rule in furniture)
    page = Restoration(Seed("case.txt", "", "utf-8", ""), (_page({"text": ["天气晴好。"]}).articles[0],), blocks)
    (told,) = describe(page, tables)
    assert tuple(finding and finding.value for finding in (told.issue, told.page, told.page_name)) == expected


def test_a_place_has_the_code_of_its_narrowest_unit(tables: Describing) -> None:
    assert _described({"text": ["天长市金集镇稻田飘香。"]}, tables).code == "341181106"
    assert _described({"text": ["章丘市大葱节昨日开幕，章丘市的农户都来了。"]}, tables).code == "370114", "a former name has today's code"
    assert _described({"text": ["霍邱县青杨坝镇的田里响起马达声。"]}, tables).code == "341522", "a township in no table has none of its own"
    assert _described({"text": ["天气晴好。"]}, tables).code is None


@pytest.mark.parametrize(
    ("text", "furniture", "sure"),
    [
        ("天长市金集镇稻田飘香。", "", set()),
        ("安徽省天长市金集镇稻田飘香。", "", set()),
        ("天长市金集镇稻田飘香。安徽省农业厅派人来看。", "", {"province"}),
        ("天长市金集镇稻田飘香，是滁州市的好米。", "", {"province", "prefecture"}),
        ("天长市金集镇稻田飘香。", "滁州日报", {"province", "prefecture"}),
    ],
)
def test_a_place_is_doubtful_where_the_article_could_be_cut_otherwise(
    text: str, furniture: str, sure: set[str], tables: Describing
) -> None:
    page = _page({"text": [text], "furniture": [furniture] if furniture else []})
    blurred = Restoration(page.seed, (replace(page.articles[0], blurred=True),), page.set_aside)
    found = describe(blurred, tables)[0].place
    assert set(found) == {"province", "prefecture", "county", "township"}
    assert {level for level, one in found.items() if not one.doubtful} == sure
    assert not any(one.doubtful for one in describe(page, tables)[0].place.values())


def test_text_that_may_be_another_articles_gives_this_one_no_place(tables: Describing) -> None:
    page = _page({"title": "渡口添船", "text": ["渡口添了两条新船。", "天长市金集镇稻田飘香。"]})
    for own, county in ((None, "天长市"), (2, "天长市"), (1, None), (0, None)):
        changed = Restoration(page.seed, (replace(page.articles[0], own=own),), page.set_aside)
        found = describe(changed, tables)[0].place.get("county")
        assert (found and found.value) == county
    headed = _page({"title": "天长市添了新船", "text": ["渡口添了两条新船。"]})
    changed = Restoration(headed.seed, (replace(headed.articles[0], own=0),), headed.set_aside)
    assert describe(changed, tables)[0].place["county"].value == "天长市", "the head is its own"


def test_what_announces_the_next_story_gives_this_one_no_place(tables: Describing) -> None:
    assert not _described({"title": "小鹿出生", "text": ["昨天又有小鹿出生。", "霍邱县长集镇："]}, tables).place
    assert _described({"title": "小鹿出生", "text": ["霍邱县长集镇：", "昨天又有小鹿出生。"]}, tables).level("township") == "长集镇"


def test_no_place_leaks_into_the_next_story(tables: Describing) -> None:
    first = _page({"title": "霍邱县秋种忙", "text": ["霍邱县田间一片繁忙。"]}).articles[0]
    second = _page({"title": "水稻后期管理", "text": ["水稻后期要防病虫害。"]}).articles[0]
    page = Restoration(Seed("case.txt", "", "utf-8", ""), (first, second))
    found = describe(page, tables)
    assert found[0].level("county") == "霍邱县"
    assert not found[1].place


def test_provinces_have_a_tile_each(tables: Describing) -> None:
    provinces = load_provinces(DATA / "places")
    assert len(provinces) == 34
    assert len({(p.row, p.column) for p in provinces}) == 34
    assert {p.name for p in provinces} == {name for code, name in tables.gazetteer.units.items() if len(code) == 2}
    assert {"shanxi": "山西省", "shaanxi": "陕西省"}.items() <= {p.id: p.name for p in provinces}.items()


@pytest.mark.slow  # Each reads the whole gazetteer.
@pytest.mark.parametrize(
    ("file", "row", "message"),
    [
        ("units.tsv", "34x\t某县", r"units\.tsv:\d+: '34x' '某县' is no unit; write a code"),
        ("units.tsv", "341599", r"units\.tsv:\d+: 1 columns instead of 2"),
        ("former.tsv", "旧县\t999999\t撤销\t2000", r"former\.tsv:\d+: today's unit '999999' is not in units\.tsv; write the code"),
    ],
)
def test_a_malformed_row_names_its_line(file: str, row: str, message: str, tmp_path: Path) -> None:
    for path in (DATA / "places").glob("*.tsv"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    with (tmp_path / file).open("a", encoding="utf-8") as table:
        table.write(row + "\n")
    with pytest.raises(VocabularyError, match=message):
        load_gazetteer(tmp_path)


def test_a_theme_without_a_key_is_named(tmp_path: Path) -> None:
    path = tmp_path / "themes.yml"
    path.write_text("- id: dangjian\n  label: 党建\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=re.escape("theme 1")):
        load_themes(path)
