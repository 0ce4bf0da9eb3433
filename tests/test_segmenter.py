"""Our way through the words of a text finds the same ones as jieba's own."""

from __future__ import annotations

from functools import cache

import jieba  # type: ignore[import-untyped]
import pytest

from conftest import JUDGED
from edition.segmenter import CUE, NAME, dictionary, tokenizer

LINES = [line for seed in JUDGED for line in seed.read_text(encoding="utf-8").splitlines()]
ODD = (
    *("", "。", "南京市长江大桥", "A4版 3.5%的AT&T公司用C++", "徐晴华说，钟晴和雷旦也来了"),
    *("龘龘靐齉，㐀𠀀々〇", "5G＋ “互联网”", "50多万%-3.5", "\t甲\r乙"),
)
OWN = (["云岭镇", "南河", "建设"], ["小哨兵", "互联网"])


@cache
def ours(own: bool) -> jieba.Tokenizer:
    return tokenizer(*OWN) if own else tokenizer()


@cache
def theirs(own: bool) -> jieba.Tokenizer:
    """jieba's tokenizer with the same words, without the file that it keeps in a shared folder."""
    counts = dict(dictionary())
    for words, count in zip(OWN if own else (), (NAME, CUE), strict=False):
        counts |= {word: max(count, counts.get(word, 0)) for word in words}
    cutter = jieba.Tokenizer()
    cutter.FREQ = dict.fromkeys((word[:end] for word in counts for end in range(1, len(word))), 0) | counts
    cutter.total, cutter.initialized = sum(counts.values()), True
    return cutter


@pytest.mark.parametrize("own", [False, True], ids=["the dictionary", "and words of our own"])
@pytest.mark.parametrize("unknown", [False, True], ids=["known words", "and unknown ones"])
def test_a_text_is_cut_as_jieba_cuts_it(own: bool, unknown: bool) -> None:
    assert len(LINES) > 100
    for text in (*LINES, *ODD):
        assert list(ours(own).cut(text, HMM=unknown)) == list(theirs(own).cut(text, HMM=unknown))


def test_names_are_rare_words_and_cues_are_frequent_ones() -> None:
    assert list(ours(False).cut("云岭镇小哨兵", HMM=False)) != ["云岭镇", "小哨兵"]
    assert list(ours(True).cut("云岭镇小哨兵", HMM=False)) == ["云岭镇", "小哨兵"]
