"""The law of the house for any text at all: every character is accounted for, and the same bytes give the same articles.

Also the laws of traced text, and the inverse: what is typeset from a story is restored to that story.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import JUDGED, read_yaml, some, tables
from edition.apparatus import balance
from edition.errors import AccountError, SeedError
from edition.model import Article, Block, Head, Restoration, Role, Verdict
from edition.restore import restore
from edition.trace import Piece, Text, join, supply
from fuzz import outcome
from told import NOT_YET, doubtful
from typeset import Setting, Story, any_sheet, set_sheet, spoken, typeset

CASES = Path(__file__).parent / "cases"
SHEETS = some(2000)
MOST = 0.05
"""The largest share of typeset pages that may come back otherwise: what weighs nearly as much as something else is a matter of chance."""
"""Pages drawn for the inverse; some seven of ten are left out."""
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in JUDGED}

_LINES = (
    "本报讯 昨日，全镇召开动员会。",
    "本报讯（记者 吴昊）昨日开会",
    "记者 吴昊",
    "通讯员 陈秋瑾",
    "张本森 刘芹 张元芳",
    "（本报记者 周小倩）",
    "记者 薛璐 通讯员 乔志华 文/图",
    "编辑:武俊 组版:洛青",
    "2021年3月5日 星期五 第5版",
    "扫码下载客户端",
    "（下转第5版）",
    "综合新闻",
    "►招商中心。",
    "图为村民在采茶。",
    "金集镇文化公园",
    "——湖丰镇党建工作纪略",
    "# 标题 标题",
    "## **小标题**",
    "党 建 引 领",
    "“ 一 组 一 会 ” 任 务",
    "聚力污染防治",
    "一、总体要求",
    "1. 第一点",
    "——",
    "。",
    "“",
    "”，",
    "（",
    "###### ",
    "全文(含税)20 亿元,增长18.8%;见F(x)",
    "\u200b\ufeff",
    "⼀⼆三",
    "<script>alert(1)</script>",
    "[链接](javascript:x) ![图](a.png) `x` {{ a }}",
    "&amp;&#0;",
    "---",
    "- 一",
    "| a | b |",
    "| --- | --- |",
    "a | b",
    "<table><tr><td>甲</td><td>乙<br></td></tr>",
    "</td></tr></table>",
    "<div><p>甲</p><h2>乙</h2><br>",
    '![](a.png)<img src="b.png">',
    "**甲** 乙**丙",
    "**小标题**",
    "> 编辑：吴昊",
    "```markdown",
    r"增长 $1 2 . 5 \%$ 和 $\frac{1}{",
    "(cid:12)\ue000",
    "住进了新房.",
    "inter-",
    "national",
    "https://a.example/",
    "\x00\x07",
    "特此公告。",
    "县政府办公室",
    "2020年1月1日",
)
_BREAKS = ("\n", "\n\n", "\n\n\n\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", " \n\u3000\u3000", "")

characters = st.characters(exclude_categories=["Cs"])
han = st.sampled_from("镇村全年实现产业发展项目建设，。、；：！？“”‘’（）《》…—·1289.%亿万元ＡＢ ab　\u00a0\t")
line = st.sampled_from(_LINES) | st.text(han, max_size=40) | st.text(han, min_size=60, max_size=400) | st.text(characters, max_size=30)
page = st.lists(st.tuples(line, st.sampled_from(_BREAKS)).map("".join), max_size=30).map("".join)


def _restored(source: str) -> Restoration | None:
    """The page restored and its account balanced; None where it is refused for what it is."""
    try:
        found = restore(source.encode(), "page.txt", tables())
    except SeedError as refusal:
        assert refusal.place and refusal.what and refusal.next_step
        return None
    account = balance(found)
    assert account.kept + account.changed + account.set_aside == len(found.seed.text)
    assert found.seed.text == source
    return found


@settings(max_examples=some(1000))
@given(source=page)
@example(source="\ufeff一")
@example(source="\x00")
@example(source="\n\r\n\r")
@example(source="标题\n\n副题")
@example(source="记者 吴昊")
@example(source="►")
def test_any_text_balances_and_is_restored_the_same_twice(source: str) -> None:
    assert _restored(source) == _restored(source)


@settings(max_examples=some(300))
@given(data=st.binary(max_size=200))
def test_any_bytes_are_restored_or_refused(data: bytes) -> None:
    try:
        balance(restore(data, "page.txt", tables()))
    except SeedError as refusal:
        assert str(refusal).startswith("page.txt")


def _page_of(*pieces: Piece) -> Restoration:
    """A restoration of `一二三四。` that reads it as the pieces say."""
    seed = restore("一二三四。".encode(), "page.txt", tables()).seed
    block = Block(Text(pieces), Verdict(Role.PARAGRAPH, "prose"))
    return Restoration(seed, (Article("page.txt", Head(), (), (block,)),))


def test_the_account_counts() -> None:
    blank, figure, supplied = Piece(1, 2, "", "blank"), Piece(2, 3, "叁", "figure"), Piece(3, 3, "补", "supply")
    account = balance(_page_of(Piece(0, 1, "一"), blank, figure, supplied, Piece(3, 5, "四。")))
    assert (account.kept, account.changed, account.set_aside, account.supplied, account.moved) == (3, 1, 1, 1, 0)
    assert [(entry.kind, entry.before, entry.after) for entry in account.entries] == [
        ("set aside", "二", ""),
        ("changed", "三", "叁"),
        ("supplied", "", "补"),
    ]
    assert balance(_page_of(Piece(3, 5, "四。"), Piece(0, 3, "一二三"))).moved == 2


@pytest.mark.parametrize(
    "pieces",
    [
        (Piece(0, 4, "一二三四"),),
        (Piece(1, 5, "二三四。"),),
        (Piece(0, 2, "一二"), Piece(3, 5, "四。")),
        (Piece(0, 3, "一二三"), Piece(2, 5, "三四。")),
        (Piece(0, 5, "一二三四。"), Piece(0, 5, "一二三四。")),
        (Piece(0, 5, "一二三肆。"),),
        (),
    ],
    ids=["the end is missing", "the beginning is missing", "a gap", "an overlap", "all twice", "altered without a rule", "nothing"],
)
def test_an_account_that_does_not_balance_stops_the_build(pieces: tuple[Piece, ...]) -> None:
    with pytest.raises(AccountError, match=r"(?m)^page\.txt:1: .+; .+"):
        balance(_page_of(*pieces))


mutation = st.sampled_from(["shuffle", "delete breaks", "double blanks", "inject", "cut", "repeat"])


@settings(max_examples=some(50))
@given(st.sampled_from(sorted(PAGES)), mutation, st.randoms(use_true_random=False), st.text(characters, min_size=1, max_size=5))
def test_damaged_seeds_balance(name: str, kind: str, random: Random, odd: str) -> None:
    source = _damaged(PAGES[name], kind, random, odd)
    assert _restored(source) == _restored(source)


def _damaged(source: str, kind: str, random: Random, odd: str) -> str:
    lines = source.split("\n")
    if kind == "shuffle":
        random.shuffle(lines)
        return "\n".join(lines)
    if kind == "delete breaks":
        return re.sub("\n", lambda _: "\n" if random.random() < 0.7 else "", source)
    if kind == "double blanks":
        return re.sub(r"[ \n]", lambda m: m.group() * random.choice((1, 2, 3)), source)
    at = random.randrange(len(source))
    if kind == "inject":
        return source[:at] + odd * 3 + source[at:]
    return source[at:] if kind == "cut" else source + "\n\n\n" + source[:at]


def test_pages_damaged_at_random_balance() -> None:
    """A slice of what `python tests/fuzz.py` tries by the ten thousand."""
    failures = [failure for _, failure in (outcome(1, number) for number in range(some(200))) if failure]
    assert not failures, f"{len(failures)} pages; python tests/fuzz.py makes them small"


@pytest.mark.parametrize("source", ["闻\n- （本报记者 倩）本"])
def test_small_pages_that_once_stopped_the_build_balance(source: str) -> None:
    assert _restored(source) == _restored(source)


ODD_PAGES: dict[str, Callable[[int], str]] = {
    "one long line": lambda size: "全镇经济稳步发展， " * (size // 9),
    "a character a line": lambda size: "\n".join(_characters(size // 2)),
    "short lines": lambda size: "\n".join(
        f"{a}{b}{c}{a}{c}{b}" for a, b, c in zip(*(_characters(size // 7, n) for n in (1, 2, 3)), strict=True)
    ),
    "columns side by side": lambda size: "\n".join("  ".join(parts) for parts in zip(*[iter(_words(size // 12))] * 4, strict=False)),
    "a page again and again": lambda size: "渡口的老船工每天清早把船撑到对岸。\n本报记者 丁一帆\n孩子们坐船上学\n" * (size // 36),
}
"""Texts of a size that programs write where they fail."""


def _characters(number: int, seed: int = 1) -> list[str]:
    return Random(seed).choices("县镇村里种了辣椒桥渡口船工清早孩子上学路边树下老人说话听见", k=number)


def _words(number: int) -> list[str]:
    characters = _characters(number * 10)
    return ["".join(characters[n : n + 10]) for n in range(0, len(characters), 10)]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ODD_PAGES)
def test_ten_times_the_text_takes_about_ten_times_the_work(kind: str) -> None:
    def work(size: int) -> float:
        source = ODD_PAGES[kind](size)
        # The collector of garbage looks through all that the other tests hold, which is no work for this page.
        gc.collect()
        gc.disable()
        try:
            begun = process_time()
            assert _restored(source)
            return process_time() - begun
        finally:
            gc.enable()

    # The least of several runs is the one that the machine's other work disturbed least.
    few, many = min(work(2_000) for _ in range(3)), min(work(20_000) for _ in range(2))
    assert many < 25 * few


# Laws of traced text

SOURCE = "一二 三四，五 六（七）八 九。十"
PATTERNS = [re.compile(pattern) for pattern in (" ", "[，。]", "[一-三]+", "（.", ".）", "七|八", "三四", "(?!)", ".")]


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """A reading of `SOURCE` after some edits, with pieces of all four fates."""
    text = Text.of(SOURCE)
    for _ in range(draw(st.integers(0, 3))):
        text = text.replace(draw(st.sampled_from(PATTERNS)), draw(st.sampled_from(["", "甲", "甲乙丙"])), "edit")
    if draw(st.booleans()):
        head, tail = text.split_at([draw(st.integers(0, len(text)))])
        text = head + supply("补", head.pieces[-1].end if head.pieces else 0, "supply") + tail
    return text


def _spans(text: Text) -> list[tuple[int, int]]:
    return [(piece.start, piece.end) for piece in text if piece.start < piece.end]


def _tiles(text: Text) -> bool:
    at = 0
    for start, end in _spans(text):
        if start != at:
            return False
        at = end
    return at == len(SOURCE)


@given(text=texts(), data=st.data())
def test_parts_tile_the_text(text: Text, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    parts = text.split_at(cuts)
    assert len(parts) == len(cuts) + 1
    assert [str(part) for part in parts] == [str(text)[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert str(join(parts)) == str(text)
    assert _tiles(join(parts))


@given(text=texts(), pattern=st.sampled_from(PATTERNS), to=st.sampled_from(["", "丁", "丁戊"]))
def test_replace_reads_as_a_regular_expression_would(text: Text, pattern: re.Pattern[str], to: str) -> None:
    replaced = text.replace(pattern, to, "rule")
    assert str(replaced) == pattern.sub(to, str(text))
    assert _tiles(replaced)
    for piece in replaced:
        assert piece.rule or piece.text == SOURCE[piece.start : piece.end]


@given(text=texts(), pattern=st.sampled_from(PATTERNS))
def test_what_is_set_aside_stays_set_aside_under_its_first_rule(text: Text, pattern: re.Pattern[str]) -> None:
    before = [piece for piece in text if piece.fate == "set aside"]
    after = list(text.replace(pattern, "", "later").set_aside("last"))
    assert not any(piece.text for piece in after)
    for piece in before:
        assert any(other.start <= piece.start and piece.end <= other.end and other.rule == piece.rule for other in after)


@given(text=texts(), signs=st.sampled_from(["一 ", "十。", " ", SOURCE + "甲乙丙补"]))
def test_strip_strips(text: Text, signs: str) -> None:
    stripped = text.strip(signs, "margin")
    assert str(stripped) == str(text).strip(signs)
    assert _tiles(stripped)


def test_the_four_fates() -> None:
    pieces = (Piece(0, 2, "一二"), Piece(2, 3, "", "blank"), Piece(3, 4, "3", "figure"), Piece(4, 4, "补", "supply"))
    assert [piece.fate for piece in pieces] == ["kept", "set aside", "changed", "supplied"]


# The inverse: what is typeset from a story is restored to that story


def test_what_is_typeset_is_restored() -> None:
    """Nearly all pages that tell what they hold give their articles back; `told.py` says which kinds of pages do not, and why."""
    told = [(number, sheet) for number in range(SHEETS) if not doubtful(sheet := any_sheet(Random(number)))]
    assert len(told) > SHEETS / 10
    failures = [number for number, sheet in told if _read(_restored(set_sheet(sheet))) != [_meant(*article) for article in sheet.articles]]
    assert len(failures) <= MOST * len(told), f"of {len(told)} pages the numbers {failures}: any_sheet(Random({failures[0]}))"


def test_what_the_inverse_leaves_out_is_a_known_failure() -> None:
    labels = {case["label"] for case in read_yaml(CASES / "known-failures.yml")}
    assert set(NOT_YET) <= labels, "what is cured leaves tests/told.py"


Read = tuple[object, ...]


def _meant(story: Story, setting: Setting) -> Read:
    """What restoring must give back for an article; blanks, by which lines of a title are joined, do not count."""
    paragraphs = (spoken(story, setting) * (not n) + text for n, text in enumerate(story.paragraphs))
    return (
        *(_solid(text) for text in (story.kicker, story.title, story.subtitle)),
        story.bylines,
        tuple(map(_solid, paragraphs)),
        tuple(_solid(heading) for _, heading in story.headings),
        sorted(map(_solid, story.captions)),
    )


def _read(found: Restoration | None) -> list[Read]:
    assert found is not None
    return [
        (
            *(_solid(text) for text in (article.head.kicker, article.head.title, article.head.subtitle)),
            tuple((byline.role, byline.name) for byline in article.bylines),
            *(tuple(_solid(block.text) for block in article.blocks if block.kind == kind) for kind in ("paragraph", "heading")),
            sorted(_solid(block.text) for block in article.blocks if block.kind == "caption"),
        )
        for article in found.articles
    ]


def _solid(text: object) -> str:
    return re.sub(r"\s", "", str(text or ""))


def test_a_short_last_line_is_no_caption() -> None:
    story = Story(
        "桂花树栽到家门口",
        None,
        (("记者", "吴昊"),),
        (
            "全镇新增高标准农田八百亩，村民房前屋后硬化了，村民房前屋后硬化了。镇党委坚持把项目建设摆在首位，村民房前屋后硬化了，全年接待游客十万人次。",
            "道路两旁栽上了桂花树，全镇新增高标准农田八百亩。全镇新增高标准农田八百亩，全镇新增高标准农田八百亩。",
        ),
    )
    found = _restored(typeset(story, Setting(22)))
    assert found is not None
    _equal(found, story)


def _equal(found: Restoration, story: Story) -> None:
    (article,) = found.articles
    assert str(article.head.title) == story.title
    assert (str(article.head.subtitle) if article.head.subtitle else None) == story.subtitle
    assert tuple((byline.role, byline.name) for byline in article.bylines) == story.bylines
    assert tuple(str(block.text) for block in article.blocks if block.kind == "paragraph") == story.paragraphs
    assert sorted(str(block.text) for block in article.blocks if block.kind == "caption") == sorted(story.captions)
    assert not [block for block in article.blocks if block.kind == "heading"]


_PLAIN = Story(
    "产业园引来十二家企业",
    None,
    (("记者", "吴昊"),),
    (
        "产业园引进企业十二家，合作社带动三百户农民增收。家里也富裕了不少，大家的日子越过越红火。",
        "茶园里一片繁忙景象，镇上的老街重新热闹起来。",
        "志愿者每周入户走访，群众办事只跑一次。",
    ),
)


def test_the_inverse_can_fail() -> None:
    """The property looks at every part: a story that differs in one of them is not what was set."""
    found = _restored(typeset(_PLAIN, Setting(15)))
    assert found is not None
    _equal(found, _PLAIN)
    for other in (
        Story("别的题目", None, _PLAIN.bylines, _PLAIN.paragraphs),
        Story(_PLAIN.title, "副题", _PLAIN.bylines, _PLAIN.paragraphs),
        Story(_PLAIN.title, None, (), _PLAIN.paragraphs),
        Story(_PLAIN.title, None, _PLAIN.bylines, _PLAIN.paragraphs[::-1]),
        Story(_PLAIN.title, None, _PLAIN.bylines, _PLAIN.paragraphs, ("茶园一角",)),
    ):
        with pytest.raises(AssertionError):
            _equal(found, other)
