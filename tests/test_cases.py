"""Many short cases, by stage. A case without `expected` says that the stage must leave its source alone.

Each file of `tests/cases/` belongs to one entry of `STAGES`. `known-failures.yml` holds what the edition does not reach yet, each
case with its `stage`; curing one makes its test fail until the case is moved to the file of its stage.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conftest import read_yaml
from edition.apparatus import balance
from edition.layout import Item, Judged
from edition.model import Line, Role
from edition.restore import measured, restore
from edition.restore.characters import characters
from edition.restore.columns import columns
from edition.restore.evidence import State
from edition.restore.label import Reader, label
from edition.restore.lines import BOLD_LINE, CELL, ROW, lines
from edition.restore.markup import markup
from edition.restore.mend import mend
from edition.restore.page import Page
from edition.restore.rejoin import rejoin
from edition.restore.rules import bylines, captions, furniture, titles
from edition.restore.spoken import spoken
from edition.restore.stacked import stacked
from edition.vocabulary import Vocabulary

FOLDER = Path(__file__).parent / "cases"


def _page(source: str, vocabulary: Vocabulary) -> list[Line]:
    return lines(columns(markup(characters(source, vocabulary), vocabulary), vocabulary), source)


def _measured(source: str, vocabulary: Vocabulary) -> Page:
    page = _page(source, vocabulary)
    return measured(page, spoken(page, vocabulary), vocabulary)


def _judged(source: str, vocabulary: Vocabulary) -> list[Judged]:
    return label(_measured(source, vocabulary), vocabulary)


def _items(source: str, vocabulary: Vocabulary) -> list[Item]:
    page = _measured(source, vocabulary)
    return mend(label(page, vocabulary), page, vocabulary)


def _characters(source: str, vocabulary: Vocabulary) -> str:
    return str(characters(source, vocabulary))


def _markup(source: str, vocabulary: Vocabulary) -> str:
    """The reading: a tab between the cells of a table, ↵ between its rows, and `**` before a line that is bold as a whole."""
    reading = str(markup(characters(source, vocabulary), vocabulary))
    return reading.translate({ord(CELL): "\t", ord(ROW): "↵", ord(BOLD_LINE): "**"})


def _lines(source: str, vocabulary: Vocabulary) -> list[str]:
    """The readings, the mark of the extractor before them."""
    return [" ".join(filter(None, (line.mark, str(line.text)))) for line in _page(source, vocabulary)]


def _columns(source: str, vocabulary: Vocabulary) -> list[str]:
    return [str(line.text) for line in _page(source, vocabulary)]


def _stacked(source: str, vocabulary: Vocabulary) -> list[str]:
    return [str(line.text) for line in stacked(_page(source, vocabulary), vocabulary.lexicon)]


def _rejoin(source: str, vocabulary: Vocabulary) -> list[str]:
    return [str(line.text) for line in rejoin(_page(source, vocabulary), vocabulary)]


def _wrap(source: str, vocabulary: Vocabulary) -> list[int]:
    """The measure of every line."""
    return [judged.measured.measure for judged in _judged(source, vocabulary)]


def _label(source: str, vocabulary: Vocabulary) -> list[str]:
    return [judged.role.value for judged in _judged(source, vocabulary)]


def _findings(source: str, vocabulary: Vocabulary) -> dict[str, list[str]]:
    """What is found for each way to read a line, by the number of the line and what it would be: `3 display`, `3 goes on`."""
    page = _measured(source, vocabulary)
    reader = Reader(page, vocabulary)
    out: dict[str, list[str]] = {}
    before = State(None)
    for n, reading in enumerate(reader.read()):
        for step in reader.steps(n, before) if page.silent(n) else ():
            again = step.state.run > 1 if step.state.role == Role.CAPTION else False
            way = ("begins" if step.state.first else "goes on") if step.state.role == Role.PROSE else str(step.state.role)
            out[f"{n + 1} {way}{' goes on' * again}"] = [weight.name for weight in step.found.weights if weight.name != way]
        before = reading.state
    return out


def _mend(source: str, vocabulary: Vocabulary) -> list[str]:
    """The items, one line each; what is no paragraph with its role before it."""
    return [str(item.text) if item.role == "paragraph" else f"{item.role}: {item.text}" for item in _items(source, vocabulary)]


def _articles(source: str, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """The articles with what a case names: title, names, and the kinds of their blocks with their first characters."""
    found = restore(source.encode(), "case.txt", vocabulary)
    balance(found)
    out = []
    for article in found.articles:
        head = {key: str(text) for key in ("kicker", "title", "subtitle") if (text := getattr(article.head, key)) is not None}
        names = {"bylines": [" ".join(filter(None, (b.role, b.name, b.credit))) for b in article.bylines]} if article.bylines else {}
        out.append({**head, **names, "blocks": [f"{block.kind}: {block.text}" for block in article.blocks]})
    return out


def _furniture(source: str, vocabulary: Vocabulary) -> str | None:
    """The name of the rule; `edge` before it where the line counts only at the edge of a page."""
    everywhere = furniture.furniture(source, vocabulary)
    edge = furniture.edge_furniture(source, vocabulary)
    return everywhere.rule if everywhere else f"edge {edge.rule}" if edge else None


def _bylines(source: str, vocabulary: Vocabulary) -> list[str]:
    """Role, name and credit of everyone whom a line names: as a byline, in brackets at the end, or in a dateline."""
    spoken = bylines.dateline(source, vocabulary)[1]
    found = bylines.byline(source, vocabulary) or bylines.closing(source, vocabulary) or spoken
    return [" ".join(filter(None, (credit.role, credit.name, credit.credit))) for credit in found]


def _captions(source: str, vocabulary: Vocabulary) -> str | None:
    verdict = captions.marked(source, vocabulary)
    return verdict.rule if verdict else None


def _titles(source: str, vocabulary: Vocabulary) -> dict[str, str]:
    head = titles.head(_items(source, vocabulary))
    return {key: str(text) for key in ("kicker", "title", "subtitle") if (text := getattr(head, key)) is not None}


def _each_line(source: str) -> list[str]:
    return source.split("\n")


@dataclass(frozen=True)
class Stage:
    run: Callable[[str, Vocabulary], object]
    alone: Callable[[str], object]
    """What the stage answers when it leaves a source alone."""


STAGES = {
    "characters": Stage(_characters, str),
    "markup": Stage(_markup, str),
    "columns": Stage(_columns, _each_line),
    "lines": Stage(_lines, _each_line),
    "stacked": Stage(_stacked, _each_line),
    "rejoin": Stage(_rejoin, _each_line),
    "wrap": Stage(_wrap, lambda source: [0 for _ in _each_line(source)]),
    "label": Stage(_label, lambda source: ["prose" for _ in _each_line(source)]),
    "findings": Stage(_findings, lambda source: {}),
    "mend": Stage(_mend, _each_line),
    "articles": Stage(_articles, lambda source: [{"blocks": [f"paragraph: {line}" for line in _each_line(source)]}]),
    "furniture": Stage(_furniture, lambda source: None),
    "bylines": Stage(_bylines, lambda source: []),
    "captions": Stage(_captions, lambda source: None),
    "titles": Stage(_titles, lambda source: {"title": " ".join(_each_line(source))}),
}


def _read(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = read_yaml(FOLDER / f"{name}.yml")
    return cases


def _parameters() -> list[Any]:
    found = [pytest.param(stage, case, id=f"{stage}: {case['label']}") for stage in STAGES for case in _read(stage)]
    for case in _read("known-failures"):
        if case["stage"] in STAGES:
            cured = pytest.mark.xfail(strict=True, reason=f"known failure: {case['comment']}")
            found.append(pytest.param(case["stage"], case, id=f"known failure: {case['label']}", marks=cured))
    return found


@pytest.mark.parametrize(("name", "case"), _parameters())
def test_case(name: str, case: dict[str, Any], vocabulary: Vocabulary, request: pytest.FixtureRequest) -> None:
    stage, source = STAGES[name], case["source"]
    found, expected = stage.run(source, vocabulary), case.get("expected", stage.alone(source))
    if name == "findings":
        found = {way: found.get(way) for way in expected}  # type: ignore[attr-defined]
    if found != expected and request.node.get_closest_marker("xfail"):
        pytest.fail(case["comment"], pytrace=False)  # What is known to differ needs no difference, which takes longer than the case.
    assert found == expected, case["comment"]


def test_files_and_labels() -> None:
    """Every file belongs to a stage, every case says what it is for, and no label stands twice in a file."""
    assert {path.stem for path in FOLDER.glob("*.yml")} == {*STAGES, "known-failures"}
    for name in (*STAGES, "known-failures"):
        cases = _read(name)
        labels = [case["label"] for case in cases]
        assert len(labels) == len(set(labels)), f"{name}.yml: a label stands twice"
        for case in cases:
            keys = {"label", "comment", "source", "expected"} | ({"stage"} if name == "known-failures" else set())
            assert set(case) <= keys and {"label", "comment", "source"} <= set(case), f"{name}.yml: {case['label']}"
