"""The ledger of permanent addresses: ids stay, move with their text, and never vanish in silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.errors import LedgerError
from edition.ledger import Ledger, Row, SeedRow, dump_ledger, load_ledger
from edition.model import Article, Block, Head, Restoration, Role, Seed, Verdict
from edition.permalinks import accept_edit, assign, best_pairs
from edition.publish.anchors import anchors
from edition.renumber import renumber
from edition.restore.decode import decode
from edition.rulings import read_rulings
from edition.trace import SourceLines, Text

SOURCE = "".join(f"第{number:02}行有十个汉字在此。\n" for number in range(1, 41))
Ranges = Sequence[tuple[int, int]]


def page(*articles: Ranges, name: str = "a.txt", source: str = SOURCE) -> Restoration:
    """A seed whose articles cover the given lines."""
    return Restoration(Seed(name, "", "utf-8", source), tuple(_article(name, source, ranges) for ranges in articles))


def _article(name: str, source: str, ranges: Ranges) -> Article:
    lines = SourceLines(source)
    blocks = (Text.of(source, lines.span(first)[0], lines.span(last)[1]) for first, last in ranges)
    return Article(name, Head(), (), tuple(Block(text, Verdict(Role.PARAGRAPH, "test")) for text in blocks))


def slugger(restoration: Restoration, index: int) -> str:
    return "story"


def run(restoration: Restoration, ledger: Ledger) -> tuple[list[str], Ledger, Mapping[str, str]]:
    out, after, redirects = assign([restoration], ledger, slugger, {restoration.seed.name})
    return [article.id for article in out[0].articles], after, redirects


def ledger_of(*rows: tuple[str, Ranges] | tuple[str, Ranges, str], seed: str = "a.txt") -> Ledger:
    return Ledger(tuple(Row(row[0], seed, tuple(row[1]), *row[2:]) for row in rows))


def test_new_articles_get_unique_slugs() -> None:
    ids, ledger, _ = run(page([(1, 10)], [(11, 20)], [(21, 30)]), Ledger())
    assert ids == ["story", "story-2", "story-3"]
    assert [row.lines for row in ledger.rows] == [((1, 10),), ((11, 20),), ((21, 30),)]


def test_a_second_build_changes_nothing() -> None:
    restoration = page([(1, 10), (15, 20)], [(11, 14)])
    ids, ledger, _ = run(restoration, Ledger())
    assert run(restoration, ledger) == (ids, ledger, {})


def test_order_and_titles_do_not_matter() -> None:
    _, ledger, _ = run(page([(1, 10)], [(11, 20)]), Ledger())
    assert run(page([(11, 20)], [(1, 10)]), ledger)[0] == ["story-2", "story"]


def test_lines_follow_a_corrected_boundary() -> None:
    ids, ledger, _ = run(page([(1, 12)], [(13, 20)]), ledger_of(("one", [(1, 10)]), ("two", [(11, 20)])))
    assert ids == ["one", "two"]
    assert [row.lines for row in ledger.rows] == [((1, 12),), ((13, 20),)]


def test_slow_drift_is_followed() -> None:
    ledger = ledger_of(("one", [(1, 10)]))
    for first in range(1, 30, 4):
        ids, ledger, _ = run(page([(first, first + 9)]), ledger)
        assert ids == ["one"]


def test_the_larger_part_of_a_split_article_keeps_the_id() -> None:
    assert run(page([(1, 7)], [(8, 20)]), ledger_of(("one", [(1, 20)])))[0] == ["story", "one"]


def ruled(restoration: Restoration, ruling: str) -> Restoration:
    """A seed about which an editor ruled something."""
    return replace(restoration, rulings=read_rulings(f"- {{{ruling}, expect: 甲, why: 见原版}}".encode(), "a.yml").rulings)


@pytest.mark.parametrize("ruling", ["begin: 8", "lines: 8, role: 主题"])
def test_of_an_article_that_a_ruling_splits_the_beginning_keeps_the_id(ruling: str) -> None:
    split = ruled(page([(1, 7)], [(8, 20)]), ruling)
    ids, ledger, _ = run(split, ledger_of(("one", [(1, 20)])))
    assert ids == ["one", "story"]
    assert run(split, ledger)[:2] == (ids, ledger)
    ids, after, redirects = run(page([(1, 20)]), ledger)
    assert (ids, redirects) == (["one"], {"story": "one"})
    assert run(split, after)[0] == ["one", "story"]


def test_two_articles_that_a_ruling_joins_keep_the_id_of_the_first() -> None:
    joined = ruled(page([(1, 20)]), "unite: 9")
    before = ledger_of(("one", [(1, 8)]), ("two", [(9, 20)]))
    ids, ledger, redirects = run(joined, before)
    assert (ids, redirects) == (["one"], {"two": "one"})
    assert run(joined, ledger)[0] == ["one"]
    apart, after, _ = run(page([(1, 8)], [(9, 20)]), ledger)
    assert apart == ["one", "two"]
    assert [row.lines for row in after.rows] == [((1, 8),), ((9, 20),)]


def test_an_article_whose_head_a_ruling_moves_away_keeps_its_id() -> None:
    """The neighbour that gets the head has a beginning of its own."""
    moved = ruled(page([(1, 12)], [(13, 20)]), "lines: 11-12, role: 图片说明")
    assert run(moved, ledger_of(("one", [(1, 10)]), ("two", [(11, 20)])))[0] == ["one", "two"]
    aside = ruled(page([(3, 20)]), "lines: 1-2, role: 版面附件")
    assert run(aside, ledger_of(("one", [(1, 20)])))[0] == ["one"]


def test_a_ruling_elsewhere_on_the_page_decides_nothing() -> None:
    assert run(ruled(page([(1, 7)], [(8, 20)]), "begin: 30"), ledger_of(("one", [(1, 20)])))[0] == ["story", "one"]


def test_a_shared_margin_is_no_match() -> None:
    with pytest.raises(LedgerError, match="one would vanish"):
        run(page([(10, 30)]), ledger_of(("one", [(1, 11)])))


def test_two_joined_articles_need_a_successor() -> None:
    rows: list[tuple[str, Ranges]] = [("one", [(1, 8)]), ("two", [(9, 20)])]
    joined = page([(1, 20)])
    with pytest.raises(LedgerError, match=r"id one would vanish: no article covers lines 1-8 of a\.txt.*`successor: two`"):
        run(joined, ledger_of(*rows))
    ids, ledger, redirects = run(joined, ledger_of(("one", [(1, 8)], "two"), rows[1]))
    assert (ids, redirects) == (["two"], {"one": "two"})
    assert {row.id for row in ledger.rows} == {"one", "two"}


def test_every_lost_id_is_named_at_once() -> None:
    with pytest.raises(LedgerError, match=r"id one would vanish.*so does two"):
        run(page([(21, 40)]), ledger_of(("one", [(1, 8)]), ("two", [(9, 20)])))


def test_a_chain_of_successors_leads_to_its_end() -> None:
    ledger = ledger_of(("one", [(1, 8)], "two"), ("two", [(9, 12)], "three"), ("three", [(1, 20)]))
    assert run(page([(1, 20)]), ledger)[2] == {"one": "three", "two": "three"}


def test_a_retired_id_is_never_given_again() -> None:
    ledger = ledger_of(("story", [(1, 8)], "two"), ("two", [(9, 20)]))
    assert run(page([(1, 8)], [(9, 20)]), ledger)[0] == ["story-2", "two"]


def test_a_successor_must_exist() -> None:
    with pytest.raises(LedgerError, match="successor nobody of id one is no id"):
        run(page([(9, 20)]), ledger_of(("one", [(1, 8)], "nobody"), ("two", [(9, 20)])))


def test_successors_must_not_run_in_a_circle() -> None:
    with pytest.raises(LedgerError, match="one → two → one run in a circle"):
        run(page([(9, 20)]), ledger_of(("one", [(1, 8)], "two"), ("two", [(1, 2)], "one"), ("three", [(9, 20)])))


def test_interleaved_articles_are_told_apart() -> None:
    one, two = [(1, 5), (11, 15)], [(6, 10), (16, 20)]
    ids, ledger, _ = run(page(one, two), ledger_of(("two", two), ("one", one)))
    assert ids == ["one", "two"]
    assert "lines: 1-5, 11-15" in dump_ledger(ledger)


def test_blank_lines_do_not_part_a_range() -> None:
    source = "一行\n\n\n二行\n别的\n三行"
    _, ledger, _ = run(page([(1, 1), (4, 4), (6, 6)], [(5, 5)], source=source), Ledger())
    assert [row.lines for row in ledger.rows] == [((1, 4), (6, 6)), ((5, 5),)]


def test_other_seeds_are_left_alone() -> None:
    other = Row("other", "b.txt", ((1, 5),))
    out, ledger, redirects = assign([page([(1, 9)])], Ledger((other,)), slugger, {"a.txt", "b.txt"})
    assert other in ledger.rows
    assert (len(ledger.rows), out[0].articles[0].id, redirects) == (2, "story", {})


def test_a_removed_seed_stops_the_build() -> None:
    with pytest.raises(LedgerError, match=r"seed b\.txt of id other is no longer in the folder"):
        assign([page([(1, 9)])], Ledger((Row("other", "b.txt", ((1, 5),)),)), slugger, {"a.txt"})


def test_a_removed_seed_may_have_a_successor() -> None:
    redirects = assign([page([(1, 9)])], Ledger((Row("other", "b.txt", ((1, 5),), "story"),)), slugger, {"a.txt"})[2]
    assert redirects == {"other": "story"}


def test_the_rows_of_a_seed_that_was_only_tried_are_named_and_can_be_deleted() -> None:
    rows = (Row("story", "a.txt", ((1, 9),)), Row("other", "b.txt", ((1, 5),)), Row("third", "b.txt", ((6, 9),)))
    tried = Ledger(rows, (SeedRow("a.txt", ""), SeedRow("b.txt", "1")))
    with pytest.raises(LedgerError, match=r"was ever published, delete their rows: other, third"):
        assign([page([(1, 9)])], tried, slugger, {"a.txt"})
    after = assign([page([(1, 9)])], Ledger(rows[:1], tried.seeds), slugger, {"a.txt"})[1]
    assert [row.seed for row in after.seeds] == ["a.txt"]


# A seed that was edited

LINES = [f"{word * 8}{number}" for number, word in enumerate("天地玄黄宇宙洪荒日月盈昃辰宿列张", 1)]


def state(lines: Sequence[str], name: str = "a.txt") -> Seed:
    return decode("\n".join(lines).encode(), name)


def articles(seed: Seed, *ranges: Ranges) -> Restoration:
    return Restoration(seed, tuple(_article(seed.name, seed.text, one) for one in ranges))


def links(restoration: Restoration, index: int) -> dict[str, str]:
    """Anchor to the text that it leads to."""
    return {place.anchor: str(place.block.text).strip() for place in anchors(restoration.articles[index], restoration.seed.lines).blocks}


def test_a_seed_is_entered_with_its_hash_and_stops_the_build_when_it_is_edited() -> None:
    seed = state(LINES)
    _, ledger, _ = run(articles(seed, [(1, 8)], [(9, 16)]), ledger_of(("one", [(1, 8)]), ("two", [(9, 16)])))
    assert ledger.seeds == (SeedRow("a.txt", seed.sha256),)
    edited = state(["新来的一行", *LINES])
    with pytest.raises(LedgerError, match=r"a\.txt was edited.*git checkout.*--accept-edit a\.txt --was"):
        run(articles(edited, [(2, 9)], [(10, 17)]), ledger)


def test_after_a_declared_edit_every_old_anchor_leads_to_its_own_line() -> None:
    seed = state(LINES)
    every = [[(n, n) for n in range(1, 9)], [(n, n) for n in range(9, 17)]]
    before, ledger, _ = assign([articles(seed, *every)], Ledger(), slugger, {"a.txt"})
    # A line comes at the top, line 4 is corrected, line 6 goes, and two lines come before the second article.
    corrected = f"典{LINES[3][1:]}"
    new = ["报眉上的一行", *LINES[:3], corrected, LINES[4], *LINES[6:8], "全新的标题", "", *LINES[8:]]
    edited = state(new)
    ledger = accept_edit(ledger, seed, edited)
    first, second = [(n, n) for n in range(1, 9)], [(n, n) for n in [9, *range(11, 19)]]
    after, ledger, _ = assign([articles(edited, first, second)], ledger, slugger, {"a.txt"})
    assert [article.id for article in after[0].articles] == [article.id for article in before[0].articles]
    old, now = ({**links(out[0], 0), **links(out[0], 1)} for out in (before, after))
    assert {name: text for name, text in old.items() if now.get(name) != text} == {"l4": LINES[3], "l6": LINES[5]}
    assert now["l4"] == corrected and "l6" not in now
    assert sorted(now.keys() - old.keys()) == ["l17", "l18"]
    assert [row.lines for row in ledger.rows] == [((1, 5), (7, 8), (17, 17)), ((9, 16), (18, 19))]
    assert run(articles(edited, first, second), ledger)[1] == ledger, "a second build changes nothing"


def test_a_retired_number_is_never_given_again() -> None:
    states = [state(LINES), state([*LINES, "后来添上的一行字"]), state(LINES), state([*LINES, "完全是另外一段话了"])]
    _, ledger, _ = run(articles(states[0], [(1, 16)]), Ledger())
    numbers = []
    for old, new in pairwise(states):
        ledger = accept_edit(ledger, old, new)
        numbers.append(ledger.seeds[0].numbers[16:])
        _, ledger, _ = run(articles(new, [(1, 16)]), ledger)
    assert numbers == [(), (), (18,)] and ledger.seeds[0].highest == 18


def test_an_edit_is_accepted_with_the_right_old_file_only() -> None:
    _, ledger, _ = run(articles(state(LINES), [(1, 16)]), Ledger())
    with pytest.raises(LedgerError, match="is not the state of"):
        accept_edit(ledger, state(LINES[1:]), state(LINES[2:]))
    with pytest.raises(LedgerError, match="is not the state of"):
        accept_edit(ledger, state(LINES), state(LINES[2:], "b.txt"))


@given(st.lists(st.lists(st.sampled_from(["", *LINES[:6], *(line + "。" for line in LINES[:3])]), max_size=12), min_size=2, max_size=5))
def test_a_number_never_comes_to_mean_another_line(states: list[list[str]]) -> None:
    numbers: Sequence[int] = range(1, len(states[0]) + 1)
    highest = len(states[0])
    given_to = {number: line for number, line in zip(numbers, states[0], strict=True)}
    for old, new in pairwise(states):
        numbers, highest = renumber(old, numbers, highest, new)
        assert len({*numbers}) == len(numbers) == len(new) and max(numbers, default=0) <= highest
        for number, line in zip(numbers, new, strict=True):
            assert given_to.setdefault(number, line)[:1] == line[:1]


def test_lines_that_the_seed_lacks_stop_the_build() -> None:
    with pytest.raises(LedgerError, match=r"covers line 99, and a\.txt has 41"):
        run(page([(1, 9)]), ledger_of(("one", [(1, 99)])))


def test_the_ledger_reads_back_what_it_writes(tmp_path: Path) -> None:
    ledger = Ledger(
        (
            Row("no", "a.txt", ((1, 8), (10, 10)), "two", "并入：“下篇”"),
            Row("two", "版 面: 一.txt", ((9, 20),)),
        ),
        (
            SeedRow("a.txt", "0" * 64),
            SeedRow("版 面: 一.txt", "1" * 64, (1, 2, 22, 3, *range(5, 22)), 22),
            SeedRow("阵.txt", "2" * 64),
        ),
    )
    path = tmp_path / "permalinks.yml"
    content = dump_ledger(ledger)
    path.write_text(content, encoding="utf-8")
    assert load_ledger(path) == ledger
    assert dump_ledger(load_ledger(path)) == dump_ledger(ledger)
    assert load_ledger(path).rows[0].place == f"{path}:{content.count(chr(10), 0, content.index('- id: no')) + 1}"


def test_an_absent_or_empty_ledger_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "permalinks.yml"
    assert load_ledger(path) == Ledger()
    path.write_text(dump_ledger(Ledger()), encoding="utf-8")
    assert load_ledger(path) == Ledger()


ROW = "- id: one\n  seed: a.txt\n  lines: 1-5\n"


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (ROW + ROW, 4, "id one stands already at"),
        (ROW + "<<<<<<< HEAD\n", 4, "merge conflict"),
        (ROW + "  reason: 并\x07入\n", 4, "control character"),
        (ROW + "  reason: [\n", 5, "is not YAML"),
        ("one: 1-5\n", 1, "is not a list"),
        ("- one\n", 1, "is not a mapping"),
        ("- id: one\n  seed: a.txt\n", 1, "has no lines"),
        (ROW + "  sucessor: two\n", 4, "key 'sucessor' is unknown"),
        (ROW + "  seed: b.txt\n", 4, "stands twice"),
        (ROW + "  successor:\n", 4, "no plain value"),
        (ROW.replace("one", "One Two"), 1, "is no address"),
        (ROW.replace("1-5", "5-1"), 1, "are no line numbers"),
        (ROW.replace("1-5", "0-5"), 1, "are no line numbers"),
        (ROW.replace("1-5", "1-5, 5-7"), 1, "are no line numbers"),
        (ROW.replace("1-5", "many"), 1, "are no line numbers"),
        ("- seed: a.txt\n  sha256: 0\n- seed: a.txt\n  sha256: 1\n", 3, "stands already at"),
        ("- sha256: 0\n", 1, "has no seed"),
        ("- seed: a.txt\n  sha256: 0\n  lines: 1-5\n", 3, "key 'lines' is unknown"),
        ("- seed: a.txt\n  sha256: 0\n  numbers: 1-5, 5\n  highest: 5\n", 1, "are not the permanent numbers"),
        ("- seed: a.txt\n  sha256: 0\n  numbers: 1-5\n  highest: 4\n", 1, "are not the permanent numbers"),
        ("- seed: a.txt\n  sha256: 0\n  numbers: 1-5\n", 1, "are not the permanent numbers"),
    ],
)
def test_a_malformed_ledger_names_its_line(tmp_path: Path, content: str, line: int, message: str) -> None:
    path = tmp_path / "permalinks.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LedgerError, match=message) as caught:
        load_ledger(path)
    assert caught.value.place == f"{path}:{line}"


@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 9), max_size=14))
def test_pairs_have_the_greatest_sum(weights: dict[tuple[int, int], int]) -> None:
    pairs = best_pairs(weights)
    assert len(set(pairs.values())) == len(pairs)
    best = max(sum(weights.get((a, r), 0) for a, r in enumerate(order)) for order in permutations(range(5)))
    assert sum(weights[pair] for pair in pairs.items()) == best
