"""The style sheet of the theme: made of the pinned one, and no name in it is in vain."""

from __future__ import annotations

import doctest
import re

import shipped
import theme_sheet
from conftest import ROOT
from theme_sheet import TARGET, USED, flat, needed, parsed, selectors, whole

SHEETS = sorted((ROOT / "docs" / "assets" / "css").glob("*.css"))


def test_it_is_made_of_the_pinned_theme() -> None:
    assert theme_sheet.sheet() == TARGET.read_text(encoding="utf-8"), "run `make theme`"


def test_every_name_of_the_list_is_one_of_the_theme() -> None:
    named = {name for rule in flat(parsed(whole())) if rule.type == "qualified-rule" for one in selectors(rule) for name in needed(one)}
    assert named >= USED


def test_every_value_that_is_asked_for_is_there() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in SHEETS)
    asked = set(re.findall(r"var\((--[\w-]+)\)", text))
    assert asked and asked <= set(re.findall(r"(--[\w-]+)\s*:", text))


def test_the_examples_hold() -> None:
    for module in (theme_sheet, shipped):
        done = doctest.testmod(module)
        assert done.attempted and not done.failed
