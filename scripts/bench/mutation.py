"""Damage the code a little, at random, and look whether the tests that start no process notice.

    python scripts/bench/mutation.py --count 60 --seed 1
    python scripts/bench/mutation.py --rooms restore --skip columns.py grid.py

Each damage is one small change to one statement of a room: a comparison turned, a number one more or less,
`and` for `or`, True for False, a `not` left out, a statement left out. It is made in a copy of the house, and `make quick` runs there until
the first test fails. What no test notices is printed: either nothing depends on it, or a case is missing.
"""

from __future__ import annotations

import argparse
import ast
import copy
import difflib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tasks import quick_command

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("restore", "describe", "publish")
PUBLISHING = ("publish", "indexes", "citations", "search", "sources", "bylines")
"""The tests of publishing, `tests/test_*.py`. `make quick` leaves them out; here those of them run that start no process."""
PROCESSES = 2
ENDLESS = 10
"""How many times the computing of the undamaged tests a damaged run may take; more is an endless loop, which is noticed."""
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


@dataclass(frozen=True)
class Mutant:
    """One damage."""

    path: str
    """The file, from the root."""
    line: int
    before: str
    after: str
    """The whole file."""

    @property
    def room(self) -> str:
        """The room that it is in."""
        return next(part for part in Path(self.path).parts if part in ROOMS)

    def difference(self) -> str:
        """The lines that differ."""
        lines = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), n=0, lineterm="")
        return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def damages(node: ast.AST) -> Iterator[ast.AST]:
    """The node with one damage each: a copy, changed."""
    if isinstance(node, ast.Compare):
        for n, operator in enumerate(node.ops):
            other = copy.deepcopy(node)
            other.ops[n] = TURNED[type(operator)]()
            yield other
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield from (ast.Constant(node.value + step) for step in (1, -1))
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.AugAssign | ast.Continue | ast.Break) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        yield ast.Pass()


def mutants(path: str, source: str) -> list[Mutant]:
    """Every damage that can be done to a file."""
    found = []
    starts = [0]
    raw = source.encode("utf-8")
    for line in raw.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node in _reached(ast.parse(source)):
        if not isinstance(node, ast.expr | ast.stmt) or node.end_lineno is None or node.end_col_offset is None:
            continue
        start, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
        for damage in damages(node):
            text = ast.unparse(damage)
            text = text if isinstance(damage, ast.stmt | ast.Constant) else f"({text})"
            after = (raw[:start] + text.encode("utf-8") + raw[end:]).decode("utf-8")
            found.append(Mutant(path, node.lineno, source, after))
    return found


def _reached(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those of annotations, and those inside f-strings, whose places Python 3.11 does not tell."""
    yield node
    if isinstance(node, ast.JoinedStr):
        return
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _reached(child)


def drawn(count: int, seed: int, rooms: Sequence[str] = ROOMS, skip: Sequence[str] = ()) -> list[Mutant]:
    """So many damages, the rooms in turn and in each room any one as likely as another; one number gives one draw of each room.

    Files with a name in `skip` are left out.
    """
    chance = random.Random(seed)
    out = []
    by_room = {}
    for room in ROOMS:
        files = [file for file in sorted((ROOT / "scripts" / "edition" / room).rglob("*.py")) if file.name not in skip]
        every = [one for file in files for one in mutants(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"))]
        by_room[room] = chance.sample(every, len(every))
    for n in range(count):
        out.append(by_room[rooms[n % len(rooms)]][n // len(rooms)])
    return out


def copied(folder: Path) -> Path:
    """A copy of the house for one process to damage."""
    skip = shutil.ignore_patterns(".git", ".venv", "site", ".*_cache", ".hypothesis", "node_modules")
    shutil.copytree(ROOT, folder, ignore=skip)
    return folder


def tested(folder: Path, seconds: float | None = None) -> tuple[bool, float]:
    """Whether the quick tests pass in a folder, and the seconds of computing that they took."""

    def limited() -> None:
        if seconds is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))

    environment = os.environ | {"EDITION_QUICK": "1", "PYTHONDONTWRITEBYTECODE": "1" if seconds else ""}
    command = [*quick_command(sys.executable), "-x", "--no-header"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet, env=environment, preexec_fn=limited) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode == 0, usage.ru_utime + usage.ru_stime


def main(argv: Sequence[str] | None = None) -> int:
    """Print the share that is noticed, by room, and what is not."""
    parser = argparse.ArgumentParser(description="Damage the code at random and look whether the tests notice.")
    parser.add_argument("--count", type=int, default=60, help="how many damages")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers that choose them")
    parser.add_argument("--rooms", nargs="+", choices=ROOMS, default=ROOMS, help="which rooms")
    parser.add_argument("--skip", nargs="+", default=(), metavar="FILE", help="names of files to leave alone")
    parser.add_argument("--processes", type=int, default=PROCESSES, help="how many are tried at a time")
    options = parser.parse_args(argv)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        free: SimpleQueue[Path] = SimpleQueue()
        copies = [copied(Path(place) / f"copy-{n}") for n in range(options.processes)]
        # This run also leaves the compiled modules that the others load.
        first = [tested(folder) for folder in copies]
        for folder in copies:
            free.put(folder)
        if not all(passes for passes, _ in first):
            print("error: tests fail on the undamaged code; run `make test`", file=sys.stderr)
            return 1
        usual = max(seconds for _, seconds in first)

        def survives(mutant: Mutant) -> bool:
            folder = free.get()
            try:
                (folder / mutant.path).write_text(mutant.after, encoding="utf-8", newline="\n")
                passes, _ = tested(folder, ENDLESS * usual)
                return passes
            finally:
                (folder / mutant.path).write_text(mutant.before, encoding="utf-8", newline="\n")
                free.put(folder)

        found = drawn(options.count, options.seed, options.rooms, options.skip)
        left: list[Mutant] = []
        with ThreadPoolExecutor(options.processes) as pool:
            for mutant, survived in zip(found, pool.map(survives, found), strict=True):
                if survived:
                    left.append(mutant)
                    print(f"{mutant.path}:{mutant.line}\n{mutant.difference()}\n", flush=True)
    for room in ROOMS:
        whole, alive = (sum(one.room == room for one in some) for some in (found, left))
        if whole:
            print(f"{room:<10}{whole - alive:>4} of {whole:>3} noticed, {(whole - alive) / whole:.0%}")
    noticed = len(found) - len(left)
    print(f"{'all':<10}{noticed:>4} of {len(found):>3} noticed, {noticed / max(1, len(found)):.0%}")
    print(f"{usual:.0f} s of computing for the undamaged code; {time.monotonic() - begun:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
