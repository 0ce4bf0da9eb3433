"""Bytes without a byte order mark: Chinese is read whatever its encoding is, and another language is never published as Chinese."""

from __future__ import annotations

import re

import pytest

from conftest import ROOT, tables
from edition.errors import SeedError
from edition.restore import restore
from edition.restore.decode import SAMPLE, decode

SIMPLIFIED = (
    "来集镇",
    "綦江区",
    "摘星夺旗",
    "李晗 摄",
    "安溪县城厢镇",
    "鹦鹉溪镇 潭柘寺镇 骆驼坳镇",
    "沈鹴雯 龑喆 仝珅 綦彧 翟昊",
    "责任编辑：綦彧 版式：翟妤菡",
    "歌曲《さくら》走红，店名就叫“ありがとう”。",
    "荒坡变茶园\n本报记者 李平\n满山的茶树吐出新芽，村民们正忙着采茶。",
    "２０２１年３月１８日　星期四　第３版",
    "㐂家㛃镇的老铺子传到了第五代。",
    "<p>&nbsp;</p>\n<div class='a'>镇党委坚持把项目建设摆在首位。</div>",
)
TRADITIONAL = (
    "碼頭邊的售票亭貼出告示，渡輪今日停航。",
    "立法會財務委員會昨日審議撥款，議員問及工程超支的原因。",
    "【本報訊】縣委書記到鄉鎮調研，強調要把產業做大做強。",
)
JAPANESE = ("市長は記者会見で「新しい公園を作りたい」と述べた。", "東京都の桜まつりに多くの人が集まり、屋台のラーメンを楽しんだ。")
KOREAN = ("서울시는 새로운 공원을 열었다고 밝혔다", "대통령은 기자회견에서 경제 정책을 말했다. 시민들은 환영했다.")


@pytest.mark.parametrize("text", [*SIMPLIFIED, *TRADITIONAL])
def test_chinese_in_gb18030_is_read(text: str) -> None:
    seed = decode(text.encode("gb18030"), "a.txt")
    assert (seed.encoding, seed.text) == ("gb18030", text)


@pytest.mark.parametrize("file", ["places/units.tsv", "places/contexts.tsv", "surnames.tsv", "not-names.tsv"])
def test_a_list_in_gb18030_is_read(file: str) -> None:
    """Names one below the other are the text that has least in common with prose."""
    lines = [line for line in (ROOT / "scripts" / "data" / file).read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    for at in range(0, len(lines), max(1, len(lines) // 20)):
        page = "".join(re.findall(r"[\u4e00-\u9fff]+\n?", "\n".join(lines[at : at + 100])))
        assert decode(page.encode("gb18030"), "a.txt").encoding == "gb18030"


@pytest.mark.parametrize("text", [*SIMPLIFIED[-4:-2], *TRADITIONAL])
def test_a_text_of_a_line_or_two_leaves_no_doubt(text: str) -> None:
    assert not decode(text.encode("gb18030"), "a.txt").doubt


@pytest.mark.parametrize("text", TRADITIONAL)
def test_chinese_in_big5_is_read(text: str) -> None:
    for encoding in ("big5", "cp950", "big5-hkscs"):
        seed = decode(text.encode(encoding), "a.txt")
        assert (seed.encoding, seed.text, seed.doubt) == ("big5-hkscs", text, "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_chinese_in_utf16_is_read_without_its_mark(encoding: str) -> None:
    text = SIMPLIFIED[9]
    assert (seed := decode(text.encode(encoding), "a.txt")).encoding == encoding and seed.text == text


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        *((text, encoding, "Japanese") for text in JAPANESE for encoding in ("euc-jp", "shift-jis", "cp932")),
        *((text, encoding, "Korean") for text in KOREAN for encoding in ("euc-kr", "cp949")),
    ],
)
def test_another_language_is_refused_with_the_command(text: str, encoding: str, said: str) -> None:
    with pytest.raises(SeedError, match=rf"(?s)不是中文.*iconv -f [A-Z0-9-]+ -t UTF-8.*read like {said} .*iconv -f [A-Z0-9-]+ -t UTF-8"):
        decode(text.encode(encoding), "a.txt")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Привет всем жителям нашего города, сегодня открыт новый парк", "koi8-r"),
        ("Привет всем жителям нашего города, сегодня открыт новый парк", "cp1251"),
        ("Καλημέρα σε όλους τους κατοίκους της πόλης", "cp1253"),
    ],
)
def test_bytes_that_read_like_nothing_are_refused(text: str, encoding: str) -> None:
    with pytest.raises(SeedError, match="not valid utf-8"):
        decode((text + "\n").encode(encoding) * 20, "a.txt")


@pytest.mark.parametrize(
    ("text", "encoding", "doubt"),
    [("부산 해운대", "euc-kr", "韩文（EUC-KR）"), ("桜祭り", "euc-jp", "日文（EUC-JP）"), ("早安", "big5", "BIG5-HKSCS")],
)
def test_a_few_characters_are_read_with_a_doubt(text: str, encoding: str, doubt: str) -> None:
    seed = decode(text.encode(encoding), "a.txt")
    assert seed.encoding == "gb18030" and doubt in seed.doubt


@pytest.mark.parametrize(("text", "encoding"), [(SIMPLIFIED[9], "gb18030"), (TRADITIONAL[1], "big5-hkscs"), (SIMPLIFIED[9], "utf-8")])
def test_a_torn_character_is_refused_under_its_encoding(text: str, encoding: str) -> None:
    with pytest.raises(SeedError, match=rf"not valid {encoding}"):
        decode((text.rstrip("。") + "\n安").encode(encoding)[:-1], "a.txt")


def test_a_file_full_of_control_characters_is_binary() -> None:
    """Two of them, or one in a hundred, are strays of the extractor."""
    assert decode("渡\x01船\x02".encode(), "a.txt").text == "渡\x01船\x02"
    assert decode(("渡" * 99 + "\x01").encode() * 5, "a.txt")
    for page in ("渡\x01船\x02\x03", ("渡" * 39 + "\x01") * 5):
        with pytest.raises(SeedError, match="binary file"):
            decode(page.encode(), "a.txt")


def test_only_the_beginning_tells_the_encoding() -> None:
    page = "<p>" * SAMPLE + TRADITIONAL[0] * SAMPLE
    assert decode(page.encode("big5"), "a.txt").text == page


def test_every_article_has_the_doubt() -> None:
    data = "早安".encode("big5")
    assert [article.doubts[0] for article in restore(data, "a.txt", tables()).articles] == [decode(data, "a.txt").doubt]
