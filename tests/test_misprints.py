"""Characters that were likely printed or recognised for others that look like them: which are shown to the editor, and which are not."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from conftest import DATA
from edition.errors import VocabularyError
from edition.misprints import Lookalikes, likely, load_lookalikes, misprints
from edition.model import Misprint
from edition.restore import restore
from edition.vocabulary import Vocabulary


@cache
def lookalikes() -> Lookalikes:
    return load_lookalikes(DATA)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("渡口的摆渡船己经停航三年", "已经"),
        ("今年全镇共投人资金两百万元", "投入"),
        ("干部深人田间地头", "深入"),
        ("学校在操场升起国旗，场面庄严，未来可期，期未考试将至", "期末"),
        ("这条河流经三个自治具", ""),
        ("这里的风景让人流连，游客络绎不绝，明年再束", ""),
        ("村里建起农民体闲广场", ""),
        ("县里派来枝术人员", "技术"),
        ("目前资金已经全部投人", "投入"),
        ("己经", "已经"),
        ("他把旧书桌搬到窗前，安静地坐看", ""),
        ("她在车间里工作了三十午", ""),
        ("连续三年被评为先迸单位", ""),
        ("测式车间里灯火通明", "测试"),
    ],
)
def test_what_makes_a_word_only_as_its_look_alike_is_shown(text: str, meant: str) -> None:
    assert [word for _, _, word in likely(text, lookalikes())] == [meant] * bool(meant)


@pytest.mark.parametrize(
    "text",
    [
        "他自己经营一家小店，经过自己努力，日子好了起来。",
        "工人入场，人人动手；来人说，入户调查的人已经到齐。",
        "千山万水，干部群众干劲十足，于是干了起来。",
        "未来三年，年末结账，本末不可倒置。",
        "王玉土、田由甲、司马日曰几位老师都到了。",
        "大小事务，太多太大，犬吠声声。",
        "东西两侧，车辆停放有序，车东侧是花坛。",
        "她待人真诚，侍弄花草，持之以恒。",
        "农民买了种子，卖了余粮，衣食无忧。",
        "老人每天来坐一坐，站一站，千一千，未了未。",
        "理论学习入脑入心，走深走实。",
        "村民徐晴华说，钟晴和雷旦也来了，汪水村的谢旦当了组长。",
        "今冬明春，令行禁止；今年的令箭荷花开了。",
        "",
        "己",
        "A己B经，１己２经",
    ],
)
def test_what_reads_well_is_not(text: str) -> None:
    assert [*likely(text, lookalikes())] == []


def test_the_line_is_that_of_the_character(vocabulary: Vocabulary) -> None:
    text = (
        "南河日报\n2021年3月5日\n渡口的灯\n"
        "清晨的渡口人来人往，摆渡的老人己经在这里守了三十多年，每天撑船\n往返十余趟。去年村里修桥，镇里投\n"
        "人资金八十万元，如今桥已通车，老人还是每天来河边看一看，坐一坐。\n"
    )
    (found,) = misprints(restore(text.encode(), "page.txt", vocabulary), lookalikes())
    assert found == (Misprint(4, "己经", "已经"), Misprint(6, "人资", "入资"))


def test_words_that_stand_twice_on_a_line_are_named_with_what_is_beside_them(vocabulary: Vocabulary) -> None:
    text = "南河日报\n2021年3月5日\n渡口的灯\n老船工己经来过渡口，他的徒弟也己经来过渡口两三次了，大家都己经到齐了。\n"
    (found,) = misprints(restore(text.encode(), "page.txt", vocabulary), lookalikes())
    line = text.splitlines()[3]
    assert len(found) == 3
    for one in found:
        assert line.count(one.printed) == 1 and one.printed.replace("己", "已") == one.meant


@pytest.mark.parametrize("pair", ["己", "己已巳", "己己", "a已", "己 已"])
def test_a_row_that_is_no_pair_is_named(tmp_path: Path, pair: str) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(DATA / "lookalikes.tsv", folder)
    with (folder / "lookalikes.tsv").open("a", encoding="utf-8") as file:
        file.write(f"{pair}\n")
    with pytest.raises(VocabularyError, match=r"lookalikes\.tsv:\d+"):
        load_lookalikes(folder)
