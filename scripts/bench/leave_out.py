"""Fits the weights of the rules of lines without one newspaper and judges them on it, for each newspaper of the edition's own gold.

    python scripts/bench/leave_out.py            writes scripts/bench/left-out.tsv, which the page of scores shows
    python scripts/bench/leave_out.py --check    1 where the file is not what would be written

The weights in use were set by hand with all these pages in sight. Here every weight begins as 1 for or against, so that the newspaper that
is left out has no share in it; the rules themselves were written with all pages in sight.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.fit import DATA, Known, fit, judge, known, weighted
from edition.vocabulary import Vocabulary, load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
FILE = Path(__file__).resolve().parent / "left-out.tsv"
EPOCHS = 3
"""More epochs leave the newspapers that were left out as they are."""
HEADER = "# seed\tlines\twrong, weights in use\twrong, all weights 1\twrong, fitted without it"


def rows(pages: dict[str, Known], vocabulary: Vocabulary) -> Iterator[str]:
    """A row for each page: its seed, the number of lines that are judged, and how many of them are read wrongly."""
    even = weighted(vocabulary, {key: math.copysign(1.0, weight.value) for key, weight in vocabulary.weights.items()})
    for name, page in pages.items():
        rest = [other for seed, other in pages.items() if seed != name]
        fitted = weighted(even, fit(rest, even, [], epochs=EPOCHS, keep=0.0))
        wrong, lines = judge([page], vocabulary)
        yield "\t".join(map(str, (name, lines, wrong, judge([page], even)[0], judge([page], fitted)[0])))


def main() -> int:
    """Measure, and write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    vocabulary = load_vocabulary(DATA)
    gold = ROOT / "tests" / "gold"
    seeds = [ROOT / "seeds" / f"{path.stem}.txt" for path in sorted(gold.glob("*.yml"))]
    pages = {seed.stem: known(seed, gold / f"{seed.stem}.yml", vocabulary) for seed in seeds}
    text = "\n".join([HEADER, *rows(pages, vocabulary), ""])
    if not options.check:
        FILE.write_text(text, encoding="utf-8")
    elif FILE.read_text(encoding="utf-8") != text:
        print(f"{FILE.relative_to(ROOT)} is not what is measured now; python scripts/bench/leave_out.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
