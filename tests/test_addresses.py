"""The permanent address by the real command line: rules and seeds change, ids stay, a lost one stops the build, an old one leads on."""

from __future__ import annotations

import json
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

    def build(self, *arguments: str | Path) -> int:
        done = build(*arguments, program=self.folder / "scripts" / "build.py")
        self.said = done.stderr
        return done.returncode

    def ids(self) -> list[str]:
        rows = (self.folder / PLACE).read_text(encoding="utf-8").split("- id: ")[1:]
        return [row.split("\n")[0] for row in rows if "\n  seed: two.txt\n" in row]

    def edit(self, text: str) -> int:
        """Change the seed and declare the edit."""
        old = self.folder / "old.txt"
        old.write_bytes(self.seed.read_bytes())
        self.seed.write_text(text, encoding="utf-8")
        return self.build("--accept-edit", "two.txt", "--was", old)

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
    home.amend("scripts/data/characters.tsv", r"\Z", "U+793E\t社\t舍\ttest\t本测试所立\ta row of this test\n")
    assert home.build() == OK, home.said
    assert home.ids() == [home.first, home.second]
    assert "梨花村里办起了诗舍" in home.page(home.second)


def test_a_lost_article_stops_the_build_and_its_address_leads_on(home: House) -> None:
    """Without the second headline and byline the page is one article; the ledger asks where the second address is to lead."""
    before = home.page(home.second)
    text = OTHER.split("\n\n", 2)[2]
    old = home.seed.read_text(encoding="utf-8")
    assert home.edit(f"{PAGE}\n\n\n\n\n{text}") == STOPPED
    assert f"id {home.second}" in home.said and f"`successor: {home.first}`" in home.said and "Nothing was written." in home.said
    assert home.page(home.second) == before
    home.amend(PLACE, rf"(- id: {home.second}\n(?:  .*\n)*)", rf"\1  successor: {home.first}\n  reason: 并入前一篇\n")
    home.seed.write_text(old, encoding="utf-8")
    assert home.edit(f"{PAGE}\n\n\n\n\n{text}") == OK, home.said
    assert f"successor: {home.first}\n" in home.page(home.second)
    site = render(home.folder)
    old = (site / "articles" / f"{home.second}.html").read_text(encoding="utf-8")
    assert f'<noscript><meta http-equiv="refresh" content="0; url={home.first}.html"></noscript>' in old
    assert f'<meta name="successor" content="{home.first}.html">' in old
    assert (site / "articles" / f"{home.first}.html").is_file()


def test_an_edited_seed_stops_the_build_until_the_edit_is_declared_and_old_anchors_stay(home: House) -> None:
    text = home.seed.read_text(encoding="utf-8")
    number = text[: text.index("每月初八")].count("\n") + 1
    paragraph = f"\n{{: #l{number} }}"
    assert f"贴到祠堂的墙上。{paragraph}" in home.page(home.second)
    before = home.page(home.second)
    edited = text.replace("镇党委坚持", "这是后来补上的一段话，说的是村里新修的水渠和新办的学堂，大家都很满意。\n\n镇党委坚持")
    home.seed.write_text(edited, encoding="utf-8")
    assert home.build() == STOPPED
    assert "seed two.txt was edited" in home.said and "--accept-edit two.txt --was" in home.said
    assert home.page(home.second) == before
    home.seed.write_text(text, encoding="utf-8")
    assert home.edit(edited) == OK, home.said
    assert home.ids() == [home.first, home.second]
    assert f"贴到祠堂的墙上。{paragraph}" in home.page(home.second)
    assert "\n  numbers: 1-" in (home.folder / PLACE).read_text(encoding="utf-8")
    assert home.build("--check") == OK
    rows = json.loads((home.folder / "docs" / "views" / "sources" / "two.json").read_text(encoding="utf-8"))["rows"]
    assert f'<li id="l{number}"><a href="#l{number}">{number}</a>每月初八' in rows


def test_a_seed_that_was_only_tried_can_be_taken_away(home: House) -> None:
    home.seed.unlink()
    assert home.build() == STOPPED
    assert f"delete their rows: {home.first} (" in home.said and home.second in home.said
    home.amend(PLACE, rf"- id: {home.first}\n(?:  .*\n)*", "")
    home.amend(PLACE, rf"- id: {home.second}\n(?:  .*\n)*", "")
    assert home.build() == OK, home.said
    assert "two.txt" not in (home.folder / PLACE).read_text(encoding="utf-8")
    assert not (home.folder / "docs" / "articles" / f"{home.second}.md").exists()
