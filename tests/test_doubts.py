"""What the edition says when it is not sure of an article."""

from __future__ import annotations

from edition.restore import restore
from edition.vocabulary import Vocabulary

PAGE = """余家湾渡口添了新船
记者 吴昊
余家湾渡口今年添了两条新
船，过河的人多了，撑船的余大
爷忙了起来，每天清早都可以瞧
{}桥头有人等着要上他的船的样，
村里的人去镇上读书、买菜都走
{}桥头那边，大家说船添得很对，
今后还要再修一座码头，让外
地的客人也来坐船，渡口的石阶
也要修宽，老人和孩子走得稳。
"""


def _notes(page: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    return restore(page.encode(), "page.txt", vocabulary).articles[0].notes


def test_blank_lines_inside_sentences_over_which_no_word_goes_on(vocabulary: Vocabulary) -> None:
    """Such lines may stand out of order; a page without them is not doubted for it."""
    told = "原文多处在句中空行，上下行是否相接由程序判断，请核对"
    assert told in _notes(PAGE.format("\n", "\n"), vocabulary)
    assert told not in _notes(PAGE.format("", ""), vocabulary)
