"""Damages pages at random and looks whether the law still holds: every page is restored and balances, or is refused for what it is.

    python tests/fuzz.py --pages 20000 --seed 1

The pages are the seeds of the edition and pages set by `typeset.py`, each damaged one to three times. A page that fails is made
smaller line by line, as long as it fails in the same way, and printed. One number gives one page: `--seed 1` always draws the same.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from edition.apparatus import balance
from edition.errors import SeedError
from edition.restore import restore
from edition.vocabulary import Vocabulary, load_vocabulary
from typeset import any_page

ROOT = Path(__file__).resolve().parents[1]
CORES = 2
SLOW = 100
"""How many times the work of the seeds, character for character, a page may take before it counts as a failure."""
SHORT = 2_000
"""Characters that a page counts at least: what every page costs would else make a short one slow."""
LONGEST_SHRINKING = 20.0
"""Seconds after which a page counts as small enough."""

_CONTROLS = "\x00\x01\x07\x08\x1a\x1b\x1c\x1d\x1e\x7f\x80\x85\u2028\u2029"
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202e\u2066\u2069\ufe0f"
_ODD = "\ufffd\ue000\uf8ff\U000f0000\U0010fffdA\u0301\U00020000⿰㍿①㈱ﷺ🀄👨\u200d👩\u200d👧"
_KANGXI = str.maketrans("一人力口土大女子小工心手文方日月木水火田目", "⼀⼈⼒⼝⼟⼤⼥⼦⼩⼯⼼⼿⽂⽅⽇⽉⽊⽔⽕⽥⽬")
_MARKDOWN = (
    "# ",
    "## ",
    "###### ",
    "**",
    "__",
    "- ",
    "1. ",
    "> ",
    "| a | b |",
    "\n| --- | --- |\n",
    "---",
    "```",
    "$",
    "\\frac{1}{",
    "^ { 2 }",
    "![图](a.png)",
    "[链](javascript:x)",
    "\\",
    "{{ a }}",
    "{: #x }",
)
_HTML = (
    "<script>alert(1)</script>",
    "<b>",
    "<br>",
    "<h2>",
    "<p>",
    "</p>",
    "<table><tr><td>",
    "</td><td>",
    "</td></tr></table>",
    "<sup>2</sup>",
    "(cid:12)",
    "<!--",
    "-->",
    "<img src=x onerror=y>",
    "&amp;",
    "&#0;",
    "&lt;",
    "<![CDATA[",
    "<",
    ">",
    '"><svg/onload=x>',
    "</textarea>",
    "<a href='javascript:x'>",
)
_SENTENCES = (
    "。",
    "，",
    "”",
    "“",
    "（",
    "）",
    "——",
    "►",
    "图为",
    "本报讯",
    "记者 吴昊",
    "（本报记者 周小倩）",
    "□",
    "3.5",
    "（下转第5版）",
    "编辑:武俊",
)


@dataclass(frozen=True)
class Failure:
    """A page on which the law does not hold."""

    number: int
    kind: str
    source: str
    told: str


def damaged(source: str, random: Random, other: str) -> str:
    """The page after one kind of damage."""
    return random.choice(DAMAGES)(source, random, other)


def _lines(change: Callable[[list[str], Random], list[str]]) -> Callable[[str, Random, str], str]:
    def damage(source: str, random: Random, other: str) -> str:
        return "\n".join(change(source.split("\n"), random))

    return damage


def _some(lines: list[str], random: Random) -> set[int]:
    """The numbers of a few lines, or of many."""
    share = random.choice((0.02, 0.1, 0.5, 1.0))
    return {at for at in range(len(lines)) if random.random() < share}


def _each(change: Callable[[str, Random], str]) -> Callable[[str, Random, str], str]:
    """Damage to some of the lines."""

    def damage(source: str, random: Random, other: str) -> str:
        lines = source.split("\n")
        chosen = _some(lines, random)
        return "\n".join(change(line, random) if at in chosen else line for at, line in enumerate(lines))

    return damage


def _sown(signs: str | tuple[str, ...]) -> Callable[[str, Random, str], str]:
    """Signs put in at some places."""

    def damage(source: str, random: Random, other: str) -> str:
        for _ in range(random.choice((1, 3, 30))):
            at = random.randrange(len(source) + 1)
            source = source[:at] + random.choice(signs) * random.choice((1, 1, 1, 2, 5)) + source[at:]
        return source

    return damage


def _shuffled(lines: list[str], random: Random) -> list[str]:
    chosen = sorted(_some(lines, random))
    for at, line in zip(chosen, random.sample([lines[at] for at in chosen], len(chosen)), strict=True):
        lines[at] = line
    return lines


def _thinned(lines: list[str], random: Random) -> list[str]:
    gone = _some(lines, random)
    return [line for at, line in enumerate(lines) if at not in gone]


def _moved(lines: list[str], random: Random) -> list[str]:
    a, b = sorted((random.randrange(len(lines) + 1), random.randrange(len(lines) + 1)))
    return [*lines[b:], *lines[a:b], *lines[:a]]


def _interleaved(source: str, random: Random, other: str) -> str:
    """Two pages row by row: side by side, or one line of either after the other."""
    a, b = source.split("\n"), other.split("\n")
    if random.random() < 0.5:
        return "\n".join(line for pair in zip(a, b, strict=False) for line in pair)
    gutter = random.choice((" ", "    ", "\t", "\u3000\u3000"))
    return "\n".join(left.ljust(random.choice((0, 20, 40))) + gutter + right for left, right in zip(a, b, strict=False))


def _cut(source: str, random: Random, other: str) -> str:
    a, b = sorted((random.randrange(len(source) + 1), random.randrange(len(source) + 1)))
    return source[:a] + source[b:] if random.random() < 0.5 else source[a:b]


def _halved(line: str, random: Random) -> str:
    at = random.randrange(len(line) + 1)
    return line[:at] + "\n" + line[at:]


def _breaks(source: str, random: Random, other: str) -> str:
    to = random.choice(("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\n\x0c", "\n\n\n", " \n\u3000\u3000", " "))
    share = random.choice((0.02, 0.3, 1.0))
    return re.sub("\n", lambda _: to if random.random() < share else "\n", source)


DAMAGES: tuple[Callable[[str, Random, str], str], ...] = (
    _lines(_shuffled),
    _lines(_moved),
    _lines(lambda lines, random: [line for line in lines if line.strip()]),
    _lines(_thinned),
    _lines(lambda lines, random: lines + random.choice((lines, lines[::-1]))),
    lambda source, random, other: re.sub("\n", lambda _: "\n" if random.random() < 0.7 else "", source),
    lambda source, random, other: re.sub(r"[ \n\u3000]", lambda m: m.group() * random.choice((1, 2, 3)), source),
    _breaks,
    _cut,
    _interleaved,
    lambda source, random, other: source + random.choice(("", "\n", "\n\n\n", "\x0c")) + other,
    _each(_halved),
    _each(lambda line, random: random.choice((" ", "\u3000", "  ", "\u00a0")).join(line)),
    _each(lambda line, random: line.translate(_KANGXI)),
    _each(lambda line, random: random.choice((" ", "\u3000\u3000", "\t", "        ")) + line + random.choice(("", " ", "\t"))),
    _each(lambda line, random: random.choice(_MARKDOWN) + line),
    _each(lambda line, random: "**" + line + "**"),
    _each(lambda line, random: line[::-1]),
    _each(lambda line, random: "".join(random.choice((c, c, c, c, c * 2, "")) for c in line)),
    _sown(_CONTROLS),
    _sown(_UNSEEN),
    _sown(_ODD),
    _sown(_MARKDOWN),
    _sown(_HTML),
    _sown(_SENTENCES),
    _sown(" \u3000\t\u00a0\u2003\n"),
)


@cache
def _seeds() -> tuple[str, ...]:
    names = sorted(gold.stem for gold in (ROOT / "tests" / "gold").glob("*.yml"))
    return tuple((ROOT / "seeds" / f"{name}.txt").read_text(encoding="utf-8-sig") for name in names)


@cache
def _words() -> Vocabulary:
    return load_vocabulary(ROOT / "scripts" / "data")


@cache
def _pace() -> float:
    """Seconds of computing for one character of the seeds, in this process: the measure for every other page."""
    first, *others = _seeds()
    _seconds(first)  # The first time reads the dictionary as well.
    return sum(map(_seconds, others)) / sum(map(len, others))


def _whole(random: Random) -> str:
    """A page before it is damaged; often a part of a seed, so that a run takes minutes and not hours."""
    if random.random() < 0.6:
        return any_page(random)
    lines = random.choice(_seeds()).split("\n")
    at, length = random.randrange(len(lines)), random.choice((10, 40, 200))
    return "\n".join(lines if random.random() < 0.1 else lines[at : at + length])


def drawn(seed: int, number: int) -> str:
    """The page of that number."""
    random = Random(f"{seed}:{number}")
    page = _whole(random)
    for _ in range(random.choice((1, 1, 2, 3))):
        page = damaged(page, random, _whole(random))
    return page


def tried(source: str) -> tuple[str, str]:
    """What becomes of a page: `restored`, `refused` or the name of the failure, with what was said."""
    begun = time.process_time()
    try:
        found = restore(source.encode("utf-8", "surrogatepass"), "page.txt", _words())
        account = balance(found)
    except SeedError as refusal:
        return "refused", str(refusal)
    except Exception as failure:  # Whatever it is, it is what this looks for.
        where = traceback.extract_tb(failure.__traceback__)[-1]
        return f"{type(failure).__name__} in {Path(where.filename).name}:{where.name}", f"line {where.lineno}: {failure}"
    if account.kept + account.changed + account.set_aside != len(found.seed.text) or found.seed.text != source:
        return "another text", "the text of the seed is not what was given, or the sums do not agree"
    took = (time.process_time() - begun) / max(SHORT, len(source)) / _pace()
    if took > SLOW:  # A busy machine makes any single reading long; no reading is shorter than the work.
        took = min(took, *(_seconds(source) / max(SHORT, len(source)) / _pace() for _ in range(4)))
    return ("slow", f"{took:.0f} times the work of the seeds, for {len(source)} characters") if took > SLOW else ("restored", "")


def _seconds(source: str) -> float:
    """Seconds of computing that a page takes."""
    begun = time.process_time()
    balance(restore(source.encode("utf-8", "surrogatepass"), "page.txt", _words()))
    return time.process_time() - begun


def shrunk(source: str, kind: str) -> str:
    """The smallest page found that fails in the same way: without some of its lines, then without some of the characters of a line."""
    begun = time.perf_counter()

    def smaller(parts: list[str], glue: str, fails: Callable[[str], bool]) -> list[str]:
        size = max(1, len(parts) // 2)
        while size and time.perf_counter() - begun < LONGEST_SHRINKING:
            at, shorter = 0, False
            while at < len(parts) and time.perf_counter() - begun < LONGEST_SHRINKING:
                rest = parts[:at] + parts[at + size :]
                if fails(glue.join(rest)):
                    parts, shorter = rest, True
                else:
                    at += size
            if not shorter or size > 1:
                size //= 2
        return parts

    lines = smaller(source.split("\n"), "\n", lambda text: tried(text)[0] == kind)
    return "".join(smaller(list("\n".join(lines)), "", lambda text: tried(text)[0] == kind))


def outcome(seed: int, number: int) -> tuple[str, Failure | None]:
    """What became of the page of that number."""
    source = drawn(seed, number)
    kind, told = tried(source)
    return kind, None if kind in ("restored", "refused") else Failure(number, kind, source, told)


def outcomes(seed: int, pages: int, cores: int = CORES) -> Iterator[tuple[str, Failure | None]]:
    """Every page, several at a time."""
    with multiprocessing.Pool(cores) as pool:
        yield from pool.imap_unordered(partial(outcome, seed), range(pages), chunksize=20)


def main() -> int:
    """Draw, restore, count and report; 1 where the law does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=int, default=20_000, help="how many pages are drawn")
    parser.add_argument("--seed", type=int, default=1, help="the draw")
    parser.add_argument("--cores", type=int, default=CORES, help="how many pages at a time")
    wanted = parser.parse_args()
    begun = time.perf_counter()
    count = refused = 0
    failures: dict[str, list[Failure]] = {}
    for kind, failure in outcomes(wanted.seed, wanted.pages, wanted.cores):
        count += 1
        refused += kind == "refused"
        if failure:
            failures.setdefault(kind, []).append(failure)
    failed = sum(map(len, failures.values()))
    print(f"{count} pages, {refused} refused, {failed} failures, {time.perf_counter() - begun:.0f} s")
    for kind, found in failures.items():
        least = min(found, key=lambda failure: len(failure.source))
        print(f"\n{kind}: {len(found)} pages, as number {least.number}: {least.told}\n{shrunk(least.source, kind)!r}")
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
