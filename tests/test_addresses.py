"""The permanent address by the real command line: rules and seeds change, ids stay, a lost one stops the build, an old one leads on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import build, house, render
from test_seeds import OK, PAGE, STOPPED

OTHER = """梨花村里办起了诗社

通讯员 廖涛

每月初八，梨花村的晒谷场上都要摆开几张方桌，村民带着自己写的诗来念，念得好的，贴到祠堂的墙上。

诗社的发起人是退休教师何苗，他说，起初只有五个人来，现在每次都有四五十人，最小的才八岁。
"""
PLACE = "seeds/permalinks.yml"


class House:
    """A copy of the project with one more seed of two articles, built once."""

    def __init__(self, folder: Path) -> None:
        self.folder = house(folder)
        self.seed = self.folder / "seeds" / "two.txt"
        self.seed.write_text(f"{PAGE}\n{OTHER}", encoding="utf-8")
        assert self.build() == OK
        self.first, self.second = self.ids()

    def build(self) -> int:
        done = build(program=self.folder / "scripts" / "build.py")
        self.said = done.stderr
        return done.returncode

    def ids(self) -> list[str]:
        rows = (self.folder / PLACE).read_text(encoding="utf-8").split("- id: ")[1:]
        return [row.split("\n")[0] for row in rows if "seed: two.txt" in row]

    def page(self, id_: str) -> str:
        return (self.folder / "docs" / "articles" / f"{id_}.md").read_text(encoding="utf-8")

    def amend(self, name: str, pattern: str, to: str) -> None:
        path = self.folder / name
        old = path.read_text(encoding="utf-8")
        new = re.sub(pattern, to, old, count=1)
        assert new != old
        path.write_text(new, encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> House:
    return House(tmp_path / "house")


def test_a_rule_that_changes_a_title_leaves_its_address(home: House) -> None:
    home.amend("scripts/data/characters.tsv", r"\Z", "U+793E\t社\t舍\ttest\ta row of this test\n")
    assert home.build() == OK, home.said
    assert home.ids() == [home.first, home.second]
    assert "梨花村里办起了诗舍" in home.page(home.second)


def test_a_lost_article_stops_the_build_and_its_address_leads_on(home: House) -> None:
    """Without the second headline and byline the page is one article; the ledger asks where the second address is to lead."""
    before = home.page(home.second)
    text = OTHER.split("\n\n", 2)[2]
    home.seed.write_text(f"{PAGE}\n\n\n\n\n{text}", encoding="utf-8")
    assert home.build() == STOPPED
    assert f"id {home.second}" in home.said and f"`successor: {home.first}`" in home.said and "Nothing was written." in home.said
    assert home.page(home.second) == before
    home.amend(PLACE, rf"(- id: {home.second}\n(?:  .*\n)*)", rf"\1  successor: {home.first}\n  reason: 并入前一篇\n")
    assert home.build() == OK, home.said
    assert f"successor: {home.first}\n" in home.page(home.second)
    site = render(home.folder)
    old = (site / "articles" / f"{home.second}.html").read_text(encoding="utf-8")
    assert f'<noscript><meta http-equiv="refresh" content="0; url={home.first}.html"></noscript>' in old
    assert f'<meta name="successor" content="{home.first}.html">' in old
    assert (site / "articles" / f"{home.first}.html").is_file()


def test_a_seed_that_lost_lines_stops_the_build(home: House) -> None:
    home.seed.write_text(PAGE, encoding="utf-8")
    assert home.build() == STOPPED
    assert "two.txt has 8; restore the seed" in home.said
