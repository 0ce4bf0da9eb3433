"""Gives every line its role, and every line of prose its link to the prose above it: the best reading of the whole page.

`RULES` find what speaks for what (`rules/`), `weights.tsv` says how much. A reading of the page gives each line a role; its value is the
sum of what speaks for it. The best reading is found line by line (Viterbi), with the few best readings of the lines so far kept at each.
How much worse the best other reading of a line is, is its margin; where it is small, the line has a doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from edition.errors import Said, VocabularyError
from edition.layout import Judged, goes_on
from edition.model import Role, Verdict
from edition.restore.evidence import Between, Joint, State
from edition.restore.page import Page
from edition.restore.rules import (
    BEGINS,
    CAPTION,
    CAPTION_REST,
    CUT,
    DISPLAY,
    GOES_ON,
    JOINTS,
    LINES,
    NAMES,
    PLACES,
    bylines,
    captions,
    displays,
)
from edition.restore.rules.names import is_name, is_shaped
from edition.rulings import BECAUSE, RULE
from edition.vocabulary import Vocabulary, Weight

Meaning = tuple[Role | None, bool]
"""What a line is: its role, and whether it begins a paragraph or goes on a caption."""
BEAM = 8
"""How many readings of the lines so far are kept at each line."""
HOPELESS = 8.0
"""A reading is given up that is worth less than the best one by so much."""
FAR = 14
"""Over how many lines between a sentence can go on."""
LONGEST_OPEN = 2000
"""After how many lines the best reading is taken, although another one can still be better."""
LONGEST_NAMES = 24
"""The longest line of names without a role, in characters."""
PEN_NAME = 3
"""The longest display line that may be a pen name, in characters."""
DOUBTFUL = 1.25
"""The margin below which a line has a doubt."""
DOUBTFUL_BETWEEN: Mapping[tuple[Meaning, Meaning], float] = {
    ((Role.PROSE, True), (Role.CAPTION, False)): 2.25,
    ((Role.CAPTION, False), (Role.PROSE, True)): 0.4,
}
"""The same where a line is the first and may be the second: what is read as a paragraph of its own is often a caption, and hardly ever the
other way round."""

SUMS = 4096
"""How many sums of findings are kept: a thousand pages have some two thousand."""
NEVER = float("-inf")
_first = itemgetter(0)
"""The first one of several values, which here is what something is worth."""


class Findings(NamedTuple):
    """What was found for one label, and what it weighs together."""

    weights: tuple[Weight, ...] = ()
    value: float = 0.0


NOTHING = Findings()


class Step(NamedTuple):
    """One line read in one way, after one reading of the lines above."""

    state: State
    value: float
    """What all findings weigh together."""
    parts: tuple[Findings, ...] = ()

    @property
    def found(self) -> Findings:
        """All findings. Few steps are asked for them."""
        return Findings(tuple([weight for part in self.parts for weight in part.weights]), self.value)


@lru_cache(SUMS)
def _sum(vocabulary: Vocabulary, label: str, *found: str) -> Findings:
    """What some findings weigh together for a label. Most lines of a page have the same ones as other lines."""
    try:
        weights = tuple([vocabulary.weights[label, name] for name in found])
    except KeyError as error:
        raise VocabularyError(
            "scripts/data/weights.tsv",
            Said(f"缺少 {error.args[0]} 这一行", f"there is no row {error.args[0]}"),
            Said("请为规则的每个所见补一行", "add a row for what the rule finds"),
        ) from error
    return Findings(weights, sum([weight.value for weight in weights]))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line is in the best reading of its page."""

    state: State
    found: Findings
    other: State | None
    """What it is in the best reading of the page in which it is something else."""
    margin: float
    """How much less that reading is worth."""


class Reader:
    """The findings on one page, each worked out once, and the best reading of the page."""

    def __init__(self, page: Page, vocabulary: Vocabulary) -> None:
        self.page, self.vocabulary = page, vocabulary
        self.weights = vocabulary.weights
        self.lines: dict[int, tuple[Findings, Findings, Findings]] = {}

    def line(self, n: int) -> tuple[Findings, Findings, Findings]:
        """What speaks for line `n` being display, only names, and a caption, whatever the lines above are."""
        known = self.lines.get(n)
        if known is None:
            known = self.lines[n] = self.of(DISPLAY, n), self._names(n), self.of(CAPTION, n)
        return known

    def of(self, label: str, n: int) -> Findings:
        """What speaks for a label of line `n`, and against it, whatever the lines above are."""
        return _sum(self.vocabulary, label, label, *[name for rule in LINES[label] for name in rule(self.page, n)])

    def _names(self, n: int) -> Findings:
        """What speaks for line `n` being only names, besides what speaks for display; nothing if it cannot be."""
        line = self.page.lines[n]
        reading = str(line.line.text)
        found = bylines.byline(reading, self.vocabulary, bare=True) if not line.ended and len(reading) <= LONGEST_NAMES else ()
        if not found:
            return NOTHING
        form = "several names" if len(found) in (3, 4) else "blank inside" if " " in reading else NAMES
        return _sum(self.vocabulary, NAMES, form)

    def joint(self, joint: Joint) -> tuple[Findings, Findings]:
        """What speaks for the lower line beginning a paragraph, and for its going on."""
        begins = [name for rule in JOINTS[BEGINS] for name in rule(self.page, joint)]
        continues = [name for rule in JOINTS[GOES_ON] for name in rule(self.page, joint)]
        return _sum(self.vocabulary, BEGINS, *begins), _sum(self.vocabulary, GOES_ON, *continues)

    def at(self, label: str, n: int, state: State) -> Findings:
        """What speaks for a label of line `n` after one reading of the lines above."""
        return _sum(self.vocabulary, label, *[name for rule in PLACES[label] for name in rule(self.page, n, state)])

    def steps(self, n: int, state: State) -> list[Step]:
        """The ways to read line `n` after one reading of the lines above."""
        role, prose = state.role, state.prose if n - state.prose <= FAR else -1
        verdict = self.page.verdicts[n]
        cut = self.at(CUT, n, state) if role is Role.PROSE or role is Role.CAPTION else NOTHING
        if verdict is not None:
            return [self._over(n, state, prose, verdict, cut)]
        begins, continues = self.joint(Joint(prose, n, state.between, state.first))
        left = cut if role is Role.CAPTION else NOTHING
        steps = [Step(State(Role.PROSE, n, Between.NOTHING, True), begins.value + left.value, (begins, left))]
        if prose >= 0:
            steps.append(Step(State(Role.PROSE, n, Between.NOTHING, False), continues.value + left.value, (continues, left)))
        display, names, caption = self.line(n)
        below, run = (self.at(DISPLAY, n, state), state.run + 1) if role is Role.DISPLAY else (NOTHING, 1)
        value = display.value + below.value + cut.value
        steps.append(Step(State(Role.DISPLAY, prose, Between.HEAD, state.first, run), value, (display, below, cut)))
        if names.weights:
            value = display.value + names.value + cut.value
            steps.append(Step(State(Role.NAMES, prose, Between.HEAD, state.first), value, (display, names, cut)))
        between = state.between or Between.PICTURE
        ended = self.page.lines[n].ended
        here = self.at(CAPTION, n, state)
        steps.append(Step(State(Role.CAPTION, prose, between, state.first, 1, ended), caption.value + here.value, (caption, here)))
        if role is Role.CAPTION and state.run < captions.MOST_LINES and self._open(n - 1):
            found, here = self.of(CAPTION_REST, n), self.at(CAPTION_REST, n, state)
            rest = State(Role.CAPTION, prose, between, state.first, state.run + 1, ended)
            steps.append(Step(rest, found.value + here.value, (found, here)))
        return steps

    def _open(self, n: int) -> bool:
        """Whether a caption can go on below line `n`."""
        line = self.page.lines[n]
        return not line.ended and captions.credited(line) is None

    def _over(self, n: int, state: State, prose: int, verdict: Verdict, cut: Findings) -> Step:
        """The step over a line that has its verdict already."""
        family = verdict.role.family
        if verdict.role in (Role.TURN, Role.CLOSING, Role.SINGLE, Role.SIGNATURE):
            return Step(State(family), cut.value, (cut,))
        if family in (Role.DISPLAY, Role.HEADING, Role.BYLINE):
            run = state.run + 1 if state.role == family else 1
            return Step(State(family, prose, Between.HEAD, state.first, run), cut.value, (cut,))
        between = max(state.between, Between.PICTURE)
        if family == Role.CAPTION:
            return Step(State(family, prose, between, state.first, 1, self.page.lines[n].ended), 0.0)
        return Step(State(family, prose, between, state.first), 0.0)

    def read(self, allowed: Callable[[int, State], bool] | None = None) -> list[Reading]:
        """The best reading of each line, with the best other one; only of those that are `allowed`, where any is.

        Where only one state is left, nothing below can change what stands above it. There the lines so far are read off and forgotten, so
        that the memory does not grow with the page. If that does not come about, as on a page of equal lines, the best state is taken.
        """
        readings: list[Reading] = []
        beams: list[dict[State, float]] = [{State(None): 0.0}]
        edges: list[dict[State, list[Step]]] = []
        for n in range(len(self.page)):
            best: dict[State, float] = {}
            taken: dict[State, list[Step]] = {}
            for state, value in beams[-1].items():
                steps = self.steps(n, state)
                taken[state] = steps = (allowed and [step for step in steps if allowed(n, step.state)]) or steps
                for reached, worth, _ in steps:
                    if value + worth > best.get(reached, NEVER):
                        best[reached] = value + worth
            least = max(best.values()) - HOPELESS
            kept = dict(sorted(((state, value) for state, value in best.items() if value >= least), key=lambda pair: -pair[1])[:BEAM])
            beams.append(kept)
            edges.append({state: [step for step in steps if step.state in kept] for state, steps in taken.items()})
            if len(kept) == 1 or len(edges) >= LONGEST_OPEN:
                only = {max(kept, key=lambda state: kept[state]): 0.0}
                readings.extend(_trace(beams, edges, only))
                beams, edges = [only], []
                self.lines.clear()
        readings.extend(_trace(beams, edges, self._ends(beams[-1])))
        return readings

    def _ends(self, beam: Iterable[State]) -> dict[State, float]:
        """What the end of the page is worth after each reading of it."""
        return {state: self.end(state).value for state in beam}

    def end(self, state: State) -> Findings:
        """What speaks against the page ending after one reading of it."""
        return _sum(self.vocabulary, CUT, *displays.end(self.page, state))


def _trace(
    beams: Sequence[Mapping[State, float]], edges: Sequence[Mapping[State, Sequence[Step]]], ends: Mapping[State, float]
) -> list[Reading]:
    """The best reading of some lines, and for each line the best reading in which it is something else.

    Each state of a line has a value up to it (`beams`); here it gets a value from it to the last line, to which `ends` are added. The
    first of the beams, above the first line, has one state.
    """
    after = dict(ends)
    rest = [after]
    for n in range(len(edges) - 1, -1, -1):
        whole = {state: [value + after[below] for below, value, _ in steps if below in after] for state, steps in edges[n].items()}
        after = {state: max(values) for state, values in whole.items() if values}
        rest.append(after)
    rest.reverse()
    readings = []
    state = next(iter(beams[0]))
    for taken, beam, after in zip(edges, beams[1:], rest[1:], strict=True):
        step = max(taken[state], key=lambda step: step.value + after.get(step.state, NEVER))
        state, meaning = step.state, _meaning(step.state)
        others = [(value + after[s], s) for s, value in beam.items() if s in after and _meaning(s) != meaning]
        worth, other = max(others, key=_first, default=(NEVER, None))
        readings.append(Reading(state, step.found, other, beam[state] + after[state] - worth))
    return readings


def _meaning(state: State) -> Meaning:
    """What a state says of its line: its role, and whether it goes on from the one above."""
    return state.role, state.first if state.role == Role.PROSE else state.run > 1 if state.role == Role.CAPTION else False


def label(page: Page, vocabulary: Vocabulary) -> list[Judged]:
    """The lines of a page with their verdicts, in order."""
    out: list[Judged] = []
    ruled = any(line.line.ruled or line.line.edge for line in page.lines)
    reader = Reader(page, vocabulary)
    readings = reader.read(_as_ruled(page) if ruled else None)
    # What is certain only because every line keeps its role is as doubtful as it was.
    free = reader.read(_as_ruled(replace(page, unruled=()))) if ruled and page.unruled else readings
    for n, (reading, other) in enumerate(zip(readings, free, strict=True)):
        of_verdict = other if _meaning(other.state) == _meaning(reading.state) else reading
        verdict = page.verdicts[n] or _verdict(page, n, of_verdict, vocabulary)
        out.append(Judged(page.lines[n], verdict, begins=reading.state.role != Role.PROSE or reading.state.first))
    return out


def roles(page: Page, vocabulary: Vocabulary) -> list[Role | None]:
    """The role of each line in the best reading of a page; None for lines that have a verdict."""
    readings = Reader(page, vocabulary).read()
    return [None if verdict else reading.state.role for verdict, reading in zip(page.verdicts, readings, strict=True)]


def _as_ruled(page: Page) -> Callable[[int, State], bool]:
    """Which states of a line go with what editors ruled about it."""

    def allowed(n: int, state: State) -> bool:
        line = page.lines[n].line
        if line.ruled in ("begins", "continues"):
            return state.role is Role.PROSE and state.first == (line.ruled == "begins")
        if page.unruled and page.unruled[n] is not None and state.role is not page.unruled[n]:
            return False  # A ruling changes what it names, and not what other lines are.
        goes_on = (state.role is Role.PROSE and not state.first) or (state.role is Role.CAPTION and state.run > 1)
        return line.edge != "begin" or not goes_on

    return allowed


def explained(page: Page, vocabulary: Vocabulary) -> dict[int, list[str]]:
    """For each line of the seed that a reading of the page decided on, by number: what was found for and against every way to read it
    where it stands, the best way first, and how much less the best other reading of the page is worth. In Chinese."""
    reader = Reader(page, vocabulary)
    out: dict[int, list[str]] = {}
    before = State(None)
    for n, reading in enumerate(reader.read(_as_ruled(page))):
        if page.silent(n):
            steps = sorted(reader.steps(n, before), key=lambda step: (step.state != reading.state, -step.value))
            shown = ["只算这一行的得分；全版合计最高的读法排在前面（底分：这类行的常数）"]
            shown += [f"{_words_of(step.state)} {step.value:+.1f}：{_findings(step.found)}" for step in steps]
            if reading.other is not None:
                shown.append(f"次佳的读法：{_words_of(reading.other)}，全版差 {reading.margin:.1f}")
            if n + 1 == len(page) and (end := reader.end(reading.state)).weights:
                shown.append(f"版末 {end.value:+.1f}：{_findings(end)}")
            out.setdefault(page.lines[n].line.number, []).extend(shown)
        before = reading.state
    return out


def _findings(found: Findings) -> str:
    return "，".join(f"{weight.words or '底分'} {weight.value:+.1f}" for weight in found.weights) or "别无依据"


def _verdict(page: Page, n: int, reading: Reading, vocabulary: Vocabulary) -> Verdict:
    """The verdict for line `n`, with the evidence that weighs most for it, and a doubt where another reading is nearly as good."""
    state = reading.state
    role = state.role or Role.PROSE
    if page.lines[n].line.ruled:
        return Verdict(role, RULE, BECAUSE)
    if role == Role.CAPTION and state.run > 1:
        role = Role.CAPTION_REST
    elif role == Role.DISPLAY and any(weight.name == "rest of a title" for weight in reading.found.weights):
        role = Role.DISPLAY_REST
    elif role == Role.DISPLAY and _pen_name(page, n, vocabulary):
        role = Role.PEN_NAME
    strongest = sorted((weight for weight in reading.found.weights if weight.value > 0 and weight.words), key=lambda weight: -weight.value)
    because = "；".join(weight.words for weight in strongest[:2])
    doubt = _doubt(reading)
    return Verdict(role, role.value, because, doubt, reading.other.role if doubt and reading.other else None)


def _pen_name(page: Page, n: int, vocabulary: Vocabulary) -> bool:
    """Whether a line of display may be a pen name. If other lines have a pair of its characters, it is rather the rest of a title; a word
    that stands alone at the top or below the end of a text (夏夜) is one."""
    plain, above = page.lines[n].plain, page.lines[n - 1].plain if n else ""
    alone = n <= page.first_content or page.lines[n - 1].ended
    if len(plain) > PEN_NAME or page.told(n) or (alone and plain in vocabulary.lexicon):
        return False
    shaped = plain[:1] in vocabulary.surnames and is_shaped(plain, vocabulary)
    return is_name(plain, vocabulary) or (shaped and not goes_on(above, plain, vocabulary.lexicon))


def _doubt(reading: Reading) -> str:
    if reading.other is None or reading.margin >= DOUBTFUL_BETWEEN.get((_meaning(reading.state), _meaning(reading.other)), DOUBTFUL):
        return ""
    return f"读作{_words_of(reading.state)}，也可能是{_words_of(reading.other)}"


def _words_of(state: State) -> str:
    """What a state says of its line, in Chinese."""
    if state.role == Role.PROSE:
        return "一段的开头" if state.first else "上文的接续"
    if state.role == Role.CAPTION:
        return "图注的续行" if state.run > 1 else "图注"
    return "署名" if state.role == Role.NAMES else "标题"


__all__ = ["Reader", "Reading", "explained", "label", "roles"]
