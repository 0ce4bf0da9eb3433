"""Fits the weights of the rules of lines to pages whose answers are known, and writes `weights.tsv`.

    python scripts/bench/fit.py SEEDS GOLD [SEEDS GOLD …] [--judge SEEDS GOLD] [--write]

A page is read with the weights as they are, and read again with only those readings allowed that agree with its gold. Where the two
differ, the weights of what was found in the right reading go up and those of the wrong one go down a little (an averaged structured
perceptron). The same pages give the same weights. Judge on pages that were not fitted to.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import yaml

from edition.model import Role
from edition.restore import STAGES, Draft
from edition.restore.decode import decode
from edition.restore.evidence import State
from edition.restore.label import Reader
from edition.restore.page import Page
from edition.restore.rules import CUT, displays
from edition.vocabulary import Vocabulary, load_vocabulary

DATA = Path(__file__).resolve().parents[1] / "data"
EPOCHS = 1
RATE = 0.15
SLOWER = 0.85
"""By what the rate is multiplied after each epoch."""
KEEP = 0.002
"""How strongly a weight is drawn back to what it was."""
Meaning = tuple[Role, bool | None]
Key = tuple[str, str]


@dataclass(frozen=True)
class Known:
    """A page with what its lines are: for each line the meanings that its gold allows; empty where it does not tell."""

    page: Page
    meanings: tuple[frozenset[Meaning], ...]


def skeleton(text: object) -> str:
    """The letters and figures of a text."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", str(text or "")) if unicodedata.category(sign)[0] in "LN")


def stretches(gold: Mapping[str, list[dict[str, object]]]) -> Iterator[tuple[Role, str, bool]]:
    """The texts of a gold page: what each is, its skeleton, and whether its border to the text before it is doubtful."""
    kinds = {"paragraph": Role.PROSE, "heading": Role.DISPLAY, "caption": Role.CAPTION}
    for article in gold["articles"]:
        for part in ("kicker", "title", "subtitle"):
            if article.get(part):
                yield Role.DISPLAY, skeleton(article[part]), True
        for block in article.get("blocks") or []:  # type: ignore[attr-defined]
            yield kinds.get(block["kind"], Role.TABLE), skeleton(block["text"]), bool(block.get("unsure"))
        for byline in article.get("bylines") or []:  # type: ignore[attr-defined]
            if isinstance(byline, dict):
                yield Role.NAMES, skeleton(byline.get("name")), True
    for line in gold.get("set_aside") or []:
        yield Role.FURNITURE, skeleton(line), True


def known(seed: Path, gold: Path, vocabulary: Vocabulary) -> Known:
    """The page of a seed with what its gold says of its lines. A line whose letters stand in texts of two kinds is not told."""
    texts = [*stretches(yaml.safe_load(gold.read_text(encoding="utf-8")))]
    draft = Draft(decode(seed.read_bytes(), seed.name))
    for stage in STAGES:
        if len(draft.page):
            break
        draft = stage(draft, vocabulary)
    meanings = []
    for line in draft.page.lines:
        letters = skeleton(line.plain)
        hits = {(role, text.startswith(letters), unsure) for role, text, unsure in texts if letters in text} if len(letters) > 1 else set()
        roles = {role for role, _, _ in hits}
        begins = {begin for _, begin, _ in hits}
        if len(roles) != 1:
            meanings.append(frozenset[Meaning]())
        elif roles == {Role.PROSE}:
            told = len(begins) == 1 and not (True in begins and any(unsure for _, _, unsure in hits))
            meanings.append(frozenset({(Role.PROSE, begins.pop() if told else None)}))
        else:
            meanings.append(frozenset((role, None) for role in roles))
    return Known(draft.page, tuple(meanings))


def agrees(state: State, meanings: frozenset[Meaning]) -> bool:
    """Whether a state is one of the meanings, or nothing is known."""
    return not meanings or (state.role, None) in meanings or (state.role == Role.PROSE and (Role.PROSE, state.first) in meanings)


def judge(pages: list[Known], vocabulary: Vocabulary) -> tuple[int, int]:
    """How many lines are read wrongly, and how many are known."""
    wrong = of = 0
    for known_ in pages:
        for n, (reading, meanings) in enumerate(zip(Reader(known_.page, vocabulary).read(), known_.meanings, strict=True)):
            if meanings and known_.page.silent(n):
                of += 1
                wrong += not agrees(reading.state, meanings)
    return wrong, of


def found(reader: Reader, page: Page, right: Known | None = None) -> tuple[Counter[Key], bool]:
    """What was found in the best reading of a page, and whether that agrees with the gold."""
    readings = reader.read((lambda n, state: agrees(state, right.meanings[n])) if right else lambda n, state: True)
    names = {id(weight): key for key, weight in reader.weights.items()}
    counts = Counter(names[id(weight)] for reading in readings for weight in reading.found.weights)
    counts.update((CUT, name) for name in displays.end(page, readings[-1].state) if readings)
    return counts, all(agrees(reading.state, m) for reading, m in zip(readings, right.meanings, strict=True)) if right else True


def fit(pages: list[Known], vocabulary: Vocabulary, judged: list[Known], *, epochs: int = EPOCHS, keep: float = KEEP) -> dict[Key, float]:
    """The weights after all epochs, the mean of all steps."""
    start = {key: weight.value for key, weight in vocabulary.weights.items()}
    now, steps, rate = dict(start), 0, RATE
    sums = dict.fromkeys(start, 0.0)
    pages = list(pages)
    for epoch in range(epochs):
        Random(epoch).shuffle(pages)
        for known_ in pages:
            with_weights = weighted(vocabulary, now)
            mine, _ = found(Reader(known_.page, with_weights), known_.page)
            right, possible = found(Reader(known_.page, with_weights), known_.page, known_)
            change = right.copy()
            change.subtract(mine)
            size = sum(map(abs, change.values())) ** 0.5
            if possible and size:
                for key, count in change.items():
                    now[key] += rate * count / size
            for key in now:
                now[key] -= keep * rate * (now[key] - start[key])
                sums[key] += now[key]
            steps += 1
        rate *= SLOWER
        mean = {key: sums[key] / steps for key in now}
        if judged:
            fitted = weighted(vocabulary, mean)
            print(f"epoch {epoch + 1}: {judge(pages, fitted)} of the pages fitted to, {judge(judged, fitted)} of the others", flush=True)
    return mean


def weighted(vocabulary: Vocabulary, weights: Mapping[Key, float]) -> Vocabulary:
    """The vocabulary with other weights."""
    return replace(vocabulary, weights={key: replace(weight, value=weights[key]) for key, weight in vocabulary.weights.items()})


def write(weights: Mapping[Key, float]) -> None:
    """Put the weights into `weights.tsv`, everything else left as it is."""
    path = DATA / "weights.tsv"
    lines = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        cells = line.split("\t")
        if len(cells) == 5 and (cells[0], cells[1]) in weights:
            cells[2] = f"{weights[cells[0], cells[1]]:.2f}"
        lines.append("\t".join(cells))
    path.write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    """Fit, print how many lines are read wrongly, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="SEEDS GOLD")
    parser.add_argument("--judge", nargs=2, type=Path, action="append", default=[], metavar=("SEEDS", "GOLD"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    vocabulary = load_vocabulary(DATA)

    def pages(seeds: Path, gold: Path) -> list[Known]:
        return [
            known(seed, gold / f"{seed.stem}.yml", vocabulary)
            for seed in sorted(seeds.glob("*.txt"))
            if (gold / f"{seed.stem}.yml").exists()
        ]

    own = [page for seeds, gold in zip(options.folders[::2], options.folders[1::2], strict=True) for page in pages(seeds, gold)]
    others = [page for seeds, gold in options.judge for page in pages(seeds, gold)]
    print(f"before: {judge(own, vocabulary)} of the pages fitted to, {judge(others, vocabulary)} of the others", flush=True)
    weights = fit(own, vocabulary, others)
    if options.write:
        write(weights)


if __name__ == "__main__":
    main()
