"""What the command lines of an editor say: Chinese first, argparse's own words included."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

import volumes
from edition import bringing, cli, corpus, divide
from edition.desk import COMMANDS
from edition.desk import main as desk

OWN = re.compile(r"usage:|positional|options:|this help|error|invalid|expected|required|unrecognized|argument ", re.IGNORECASE)
"""Matches what argparse says by itself in English."""
Main = Callable[[Sequence[str]], int]


def editor(arguments: Sequence[str]) -> int:
    return desk(arguments, Path("seeds"), Path("data"))


LINES: list[tuple[Main, list[str]]] = [
    *((main, []) for main in (cli.main, bringing.main, volumes.main, corpus.main, divide.main)),
    *((editor, [command]) for command in COMMANDS),
]


def said(main: Main, words: Sequence[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What a command line says before it ends the program."""
    with pytest.raises(SystemExit):
        main(words)
    out = capsys.readouterr()
    return out.out + out.err


@pytest.mark.parametrize(("main", "words"), LINES)
def test_help_is_chinese_with_english_below(main: Main, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(main, [*words, "--help"], capsys)
    assert not OWN.search(shown), OWN.search(shown)
    assert "用法：" in shown and "选项:" in shown and "显示这段说明" in shown
    lines = shown.splitlines()
    for option, below in pairwise(lines):
        if found := re.fullmatch(r"  (-.*?)(?:  +(.*))?", option):
            assert re.search("[\u4e00-\u9fff]", found[2] or below), option


@pytest.mark.parametrize(
    ("main", "words", "wanted"),
    [
        (cli.main, ["--jobs"], "--jobs 后面要写一个值"),
        (cli.main, ["--jobs", "0"], "不能是 '0'，要写正整数"),
        (cli.main, ["--nothing"], "不认识 --nothing"),
        (editor, ["rule"], "缺少参数 哪里, 做什么；"),
        (editor, ["undo", "page.txt", "三"], "不能是 '三'，要写正整数"),
        (divide.main, ["a", "b", "--by", "c"], "不能是 'c'"),
    ],
)
def test_what_is_wrong_with_a_command_line_is_told_in_chinese(
    main: Main, words: list[str], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = said(main, words, capsys)
    assert wanted in shown
    assert not OWN.search(shown), shown
