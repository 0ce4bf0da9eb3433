"""Addresses in pinyin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.errors import VocabularyError
from edition.slugs import LENGTH, RESERVED, load_readings, slug, spell

DATA = Path(__file__).parents[1] / "scripts" / "data"
READINGS = load_readings(DATA / "pinyin.tsv")


def pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(0, len(text), 2)]


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (["安徽省", "滁州市", "天长市", "金集镇"], "tianchang-jinji"),
        (["江苏省", "南通市", "如皋市", "长江镇"], "rugao-changjiang"),
        (["安徽省", "滁州市", "明光市", "女山湖镇"], "mingguang-nyushanhu"),
        (["山东省", "菏泽市", "单县"], "heze-shanxian"),
        (["江苏省", "南京市", "六合区"], "nanjing-luhe"),
        (["辽宁省", "喀喇沁左翼蒙古族自治县"], "liaoning-kalaqinzuoyi"),
        (["陕西省"], "shaanxi"),
        (["吉林省", "吉林市"], "jilin"),
    ],
)
def test_units(units: list[str], expected: str) -> None:
    assert slug(units, "", READINGS, pairs) == expected


def test_the_title_does_not_repeat_the_place() -> None:
    assert slug(["安徽省", "蚌埠市", "固镇县"], "安徽固镇 抓实“一组一会”", READINGS, pairs) == "bengbu-guzhen-zhuashi-yizu-yihui"


def test_four_words_of_the_title() -> None:
    assert slug([], "一二三四五六七八九十", {}, pairs) == "yier-sansi-wuliu-qiba"


def test_ü_is_written_yu() -> None:
    assert slug([], "绿女侵略", {}, list) == "lyu-nyu-qin-lyue"


def test_digits_and_latin_letters_stay() -> None:
    assert slug([], "５Ｇ＋Café 2022年", {}, lambda text: [text]) == "5g-cafe-2022nian"


@pytest.mark.parametrize("title", ["", "……", "😀", "  ", "한"])
def test_an_address_is_never_empty(title: str) -> None:
    assert slug([], title, READINGS, pairs) == "article"


def test_a_long_first_word_is_cut() -> None:
    assert slug([], "长" * 90, {}, lambda text: [text]) == ("chang" * 20)[:LENGTH]


@given(st.lists(st.text(max_size=12), max_size=4), st.text(max_size=40))
def test_an_address_is_always_safe(units: list[str], title: str) -> None:
    found = slug(units, title, READINGS, pairs)
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", found)
    assert len(found) <= LENGTH + len("article-")
    assert found not in RESERVED


def test_rows_stand_alone() -> None:
    """A word spells as its row says, whatever other rows hold parts of it."""
    assert [word for word, pinyin in READINGS.items() if spell(word, READINGS) != pinyin] == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("女山\tnüshan\t因\t女山湖", "is not lower-case ASCII"),
        ("天长\ttianchang\t因\t天津", "is not read tianchang in its example"),
        ("天长\ttianchang\t因\t天长市\n天长\ttianchang\t因\t天长市", "stands here twice"),
    ],
)
def test_a_bad_row_names_its_line(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "pinyin.tsv"
    path.write_text(f"word\tpinyin\treason\texample\n{row}\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        load_readings(path)
