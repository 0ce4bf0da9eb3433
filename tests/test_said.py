"""Whatever is said to the person at the keyboard is said in Chinese and in English, with the same values in both."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BOTH = ("Said", "TaskError", "_say", "_must", "_no_venv")
"""What takes the Chinese and the English, one beside the other, as its arguments."""


def _pairs() -> Iterator[tuple[str, ast.expr, ast.expr]]:
    """Every place where something is said, with its Chinese and its English."""
    for path in sorted([*(ROOT / "scripts" / "edition").rglob("*.py"), ROOT / "scripts" / "tasks.py"]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BOTH:
                zh, en = node.args[1:] if node.func.id == "_must" else node.args[:2]
                yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}", zh, en


def _words(said: ast.expr) -> str:
    """The text of a message; the text inside its values counts as well, as it is printed, too."""
    return "".join(node.value for node in ast.walk(said) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _values(said: ast.expr) -> set[str]:
    """The names that a message takes its values from; `.zh` and `.en` are the two sides of one value."""
    inside = [node for value in ast.walk(said) if isinstance(value, ast.FormattedValue) for node in ast.walk(value)]
    names = {node.id for node in inside if isinstance(node, ast.Name)} | {node.attr for node in inside if isinstance(node, ast.Attribute)}
    return names - {"zh", "en", "join"}


def _faults(zh: ast.expr, en: ast.expr) -> list[str]:
    out = []
    said = [_words(zh), _words(en)]
    # Two names alone hand on what is said elsewhere, and two empty texts say nothing.
    if any(said):
        if not re.search("[A-Za-z:;(]", said[1]):
            out.append("no English")
        if not re.search(r"[\u4e00-\u9fff]", said[0]) and not _punctuation_only(zh):
            out.append("no Chinese in the Chinese")
        if re.search(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", said[1]):
            out.append("Chinese in the English")
    if _values(zh) != _values(en):
        out.append(f"values differ: {sorted(_values(zh) ^ _values(en))}")
    return out


def _punctuation_only(said: ast.expr) -> bool:
    """The message only puts together what is said elsewhere in both languages, as `f"{place}：{what.zh}"` does."""
    return any(isinstance(node, ast.Attribute) and node.attr == "zh" for node in ast.walk(said))


@pytest.mark.parametrize(
    ("zh", "en", "fault"),
    [
        ('"文件是空的"', '"the file is empty"', ""),
        ('f"{name!r} 没有"', 'f"no {name!r}"', ""),
        ('f"{place}：{what.zh}"', 'f"{place}: {what.en}"', ""),
        ('"the file is empty"', '"the file is empty"', "no Chinese"),
        ('"文件是空的"', '"文件是空的"', "Chinese in the English"),
        ('f"{name} 没有"', 'f"no {other}"', "values differ"),
        ('f"{name} 没有"', '"nothing"', "values differ"),
        ('"文件是空的"', '""', "no English"),
    ],
)
def test_a_fault_is_found(zh: str, en: str, fault: str) -> None:
    found = _faults(ast.parse(zh, mode="eval").body, ast.parse(en, mode="eval").body)
    assert any(fault in one for one in found) if fault else not found


def test_everything_is_said_in_both_languages() -> None:
    found = list(_pairs())
    assert {place.split(":")[0] for place, _, _ in found} >= {"scripts/edition/ledger.py", "scripts/edition/cli.py", "scripts/tasks.py"}
    assert not [(place, faults) for place, zh, en in found if (faults := _faults(zh, en))]
