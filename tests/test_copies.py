"""The same article in several dumps: found, linked, counted once, and never recommended to itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conftest import JUDGED, build
from edition import copies
from edition.copies import find_copies
from edition.model import Article, Block, Description, Finding, Head, Role, Verdict
from edition.trace import Text

TEXTS = [path.read_text(encoding="utf-8-sig") for path in JUDGED]
PARAGRAPHS = [text for text in TEXTS[0].split("\n") if len(text) > 10]


def _article(name: str, text: str) -> Article:
    return Article("a.txt", Head(), (), (Block(Text.of(text), Verdict(Role.PARAGRAPH, "case")),), id=name)


def _found(*texts: str, known: str = "") -> dict[str, tuple[str, ...]]:
    articles = [_article(f"a{n}", text) for n, text in enumerate(texts)]
    facts = Description(date=Finding("2021", (), "page date", True))
    return find_copies(articles, {one.id: facts if one.id == known else Description() for one in articles})


def test_the_same_text_in_other_lines_and_points_is_a_copy() -> None:
    other = re.sub(r"[，。\s]", "", TEXTS[0])
    assert _found(TEXTS[0], TEXTS[1], other) == {"a0": ("a0", "a2"), "a2": ("a0", "a2")}


def test_a_copy_with_some_wrong_characters_is_found() -> None:
    wrong = "".join("口" if n % 40 == 7 else char for n, char in enumerate(TEXTS[0]))
    assert set(_found(TEXTS[0], wrong, TEXTS[2])) == {"a0", "a1"}


def test_a_copy_that_was_cut_elsewhere_is_found() -> None:
    assert set(_found(TEXTS[0], TEXTS[0][: len(TEXTS[0]) * 3 // 5])) == {"a0", "a1"}


def test_the_copy_of_which_most_is_known_stands_first() -> None:
    assert _found(TEXTS[0], TEXTS[0], known="a1") == {"a0": ("a1", "a0"), "a1": ("a1", "a0")}


def test_a_shared_passage_makes_no_copy() -> None:
    assert _found(TEXTS[0] + TEXTS[1][:600], TEXTS[1]) == {}
    assert _found("遗失声明：身份证遗失，声明作废。", "遗失声明：身份证遗失，声明作废。") == {}, "too short to say"


def test_all_seeds_are_different() -> None:
    assert _found(*TEXTS) == {}


def test_formulas_cost_no_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that begin with the same formula are not compared each with each."""
    compared = []
    monkeypatch.setattr(copies, "_same", lambda one, other: compared.append(one) or False)
    formula = "现将有关事项公告如下，请有关单位和个人在规定的时间内到指定的地点办理手续，逾期不予受理的责任自负。"
    _found(*(formula * 3 + f"第{n}号" for n in range(400)))
    assert len(compared) <= 400 * copies.SMALLEST


def test_an_edition_with_two_dumps_of_one_page(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "paper.txt").write_text(TEXTS[0], encoding="utf-8")
    (seeds / "site.txt").write_text("2021-03-05 14:40\n来源：江畔日报\n" + TEXTS[0], encoding="utf-8")
    (seeds / "other.txt").write_text(TEXTS[2], encoding="utf-8")
    out = tmp_path / "out"
    done = build("--seeds", seeds, "--out", out)
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in (out / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    one = next(record for record in records if record["seed"] == "paper.txt")
    again = next(record for record in records if record["seed"] == "site.txt")
    assert one["copies"] == [again["id"]] and again["copies"] == [one["id"]]
    view = json.loads((out / "views" / "articles" / f"{one['id']}.json").read_text(encoding="utf-8"))
    assert [link["page"] for link in view["copies"]] == [f"articles/{again['id']}"]
    assert f"articles/{again['id']}" not in [link["page"] for link in view["related"]]
    home = json.loads((out / "views" / "index.json").read_text(encoding="utf-8"))
    assert "收文章2篇，出自原始文本3份" in home["count"]
    assert "（其中1篇是同文另本）" in (out / "articles" / "index.md").read_text(encoding="utf-8")
    listed = (out / "provinces" / "anhui.md").read_text(encoding="utf-8")
    assert again["date"] == "2021-03-05" and f"articles/{again['id']}.md" in listed, "the copy of which more is known stands for both"
    assert f"articles/{one['id']}.md" not in listed
