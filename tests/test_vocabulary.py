"""What editors change keeps its word: every row its examples, and a malformed row is refused with its file and line."""

from __future__ import annotations

import inspect
import re
import shutil
from pathlib import Path

import pytest

from conftest import DATA
from edition.errors import VocabularyError
from edition.model import Furniture
from edition.restore.rules import CAPTION, CAPTION_REST, CUT, DISPLAY, NAMES, RULES, displays
from edition.restore.rules.bylines import byline, closing
from edition.vocabulary import Vocabulary, load_vocabulary

TABLES = ("characters.tsv", "furniture.tsv", "site-parts.tsv", "captions.tsv", "roles.tsv", "surnames.tsv", "not-names.tsv", "weights.tsv")


def _rows(table: str) -> list[list[str]]:
    lines = (DATA / table).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


ROLES = [pytest.param(*row, id=f"{row[0]} {row[1]}") for row in _rows("roles.tsv")]


def test_the_code_asks_for_every_row_of_what_sites_print(vocabulary: Vocabulary) -> None:
    names = {row.name for row in vocabulary.furniture if row.name.startswith("site-")}
    assert names == {kind.value for kind in Furniture if kind.of_site}


@pytest.mark.parametrize(("word", "place", "yes", "no"), ROLES)
def test_every_role_is_recognised_in_its_example(word: str, place: str, yes: str, no: str, vocabulary: Vocabulary) -> None:
    found = byline(yes, vocabulary) or closing(yes, vocabulary)
    assert found, f"{yes} is no byline"
    assert word in {credit.credit if place == "credit" else credit.role for credit in found} or place == "after"
    assert not byline(no, vocabulary), f"{no} is taken as a byline"
    assert not closing(no, vocabulary), f"{no} is taken as a closing byline"


@pytest.mark.parametrize("code, character, reading, rule, words, why", _rows("characters.tsv")[:3] + _rows("characters.tsv")[-3:])
def test_a_character_row_says_one_character(code: str, character: str, reading: str, rule: str, words: str, why: str) -> None:
    assert chr(int(code[2:], 16)) == character or not character.strip() or character.startswith("(") or len(character) > 1
    assert rule and words and why


def test_every_finding_of_a_rule_has_its_weight_and_every_weight_its_rule(vocabulary: Vocabulary) -> None:
    found = set()
    for label, rule in RULES:
        names = re.findall(r'"([^"]+)"', " ".join(re.findall(r"yield (?!from)(.+)", inspect.getsource(rule))))
        helpers = re.findall(r"yield from (\w+)", inspect.getsource(rule))
        for helper in helpers:
            names += re.findall(
                r'"([^"]+)"', " ".join(re.findall(r"yield (.+)", inspect.getsource(getattr(inspect.getmodule(rule), helper))))
            )
        found |= {(label, name) for name in names if name not in ("，", "、")}
    found |= {(CUT, name) for name in re.findall(r'yield "([^"]+)"', inspect.getsource(displays.end))}
    own = {(label, label) for label in (DISPLAY, NAMES, CAPTION, CAPTION_REST)} | {(NAMES, "blank inside"), (NAMES, "several names")}
    assert found | own == set(vocabulary.weights)
    assert all(weight.words for key, weight in vocabulary.weights.items() if key[0] != key[1] or key[0] == NAMES)


def _folder(tmp_path: Path, table: str, line: str) -> tuple[Path, int]:
    """A copy of the tables with one more line at the end of `table`; its line number."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in TABLES:
        shutil.copy(DATA / name, folder / name)
    text = (folder / table).read_text(encoding="utf-8").rstrip("\n") + "\n"
    (folder / table).write_text(text + line + "\n", encoding="utf-8")
    return folder, text.count("\n") + 1


MALFORMED = {
    "one column too few": ("furniture.tsv", "anywhere\tname\twords\tpattern\texample"),
    "one column too many": ("roles.tsv", "记者\tbefore\t记者 李平\t记者说\tmore"),
    "blanks instead of tabs": ("captions.tsv", "words 图为 图为茶园 图书馆"),
    "an unclosed bracket": ("furniture.tsv", "anywhere\tname\t责编\t^(责任编辑[:：]\t责任编辑:李平\t责任编辑部\twhy"),
    "a pattern that repeats nothing": ("captions.tsv", "words\t*图\t图为茶园\t图书馆"),
    "no example": ("furniture.tsv", "anywhere\tname\t责编\t责任编辑.*\t\t责任编辑部\twhy"),
    "no counter-example": ("captions.tsv", "words\t图为\t图为茶园\t"),
    "an example that does not match": ("furniture.tsv", "anywhere\tname\t责编\t责任编辑[:：].*\t责任编辑部\t责任编辑部\twhy"),
    "a counter-example that matches": ("furniture.tsv", "anywhere\tname\t责编\t责任编辑.*\t责任编辑：李平\t责任编辑部\twhy"),
    "a caption's example that does not match": ("captions.tsv", "words\t图为\t茶园图为\t图书馆"),
    "a caption's counter-example that matches": ("captions.tsv", "words\t图\t图为茶园\t图书馆"),
    "a line that counts nowhere": ("furniture.tsv", "staff\tname\t责编\t责任编辑.*\t责任编辑：李平\t编辑部\twhy"),
    "furniture without words for readers": ("furniture.tsv", "anywhere\tname\t\t责任编辑.*\t责任编辑：李平\t编辑部\twhy"),
    "a rule that is called otherwise above": ("furniture.tsv", "anywhere\tstaff-line\t页脚\t责任编辑.*\t责任编辑：李平\t编辑部\twhy"),
    "a character whose rule is called otherwise above": ("characters.tsv", "U+4E00\t一\t一\tform-feed\t换行\twhy"),
    "a place that is none": ("roles.tsv", "记者\tbeside\t记者 李平\t记者说"),
    "a code that is none": ("characters.tsv", "4E00\t一\t一\trule\t改字\twhy"),
    "a name with a tab": ("surnames.tsv", "赵\t钱"),
    "a weight that is no number": ("weights.tsv", "display\tfull\tmuch\t排满一栏\t"),
    "a weight for a label that is none": ("weights.tsv", "headline\tfull\t1.0\t排满一栏\t"),
    "a second weight of a finding": ("weights.tsv", "display\tfull\t1.0\t排满一栏\t"),
}


@pytest.mark.parametrize(("table", "line"), MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_row_is_refused_with_its_line(table: str, line: str, tmp_path: Path) -> None:
    folder, number = _folder(tmp_path, table, line)
    with pytest.raises(VocabularyError) as caught:
        load_vocabulary(folder)
    assert caught.value.place == f"{folder / table}:{number}"
    assert caught.value.what and caught.value.next_step


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_table_and_one_that_is_not_utf8(table: str, tmp_path: Path) -> None:
    folder, _ = _folder(tmp_path, table, "")
    (folder / table).write_bytes("记者".encode("utf-16"))
    with pytest.raises(VocabularyError, match="UTF-8"):
        load_vocabulary(folder)
    (folder / table).unlink()
    with pytest.raises(VocabularyError, match=table):
        load_vocabulary(folder)
