"""Render the site: what changed since the last time, on as many cores as there are, and nothing at all where nothing changed.

    python scripts/render.py NEW_SITE [--site SITE] [--jobs N]

It is called in the folder with `mkdocs.yml`. The new site is made beside the one that is there (`site/`), from which it takes over what
stays; where that one is up to date, no new one is made. What comes out is what `mkdocs build --strict` makes, byte by byte.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import stock
from stock import Made, Plan, html_of

if TYPE_CHECKING:
    from rendering import Part, Result

PARTS = "parts"
"""Where, in the folder of the record, the other processes than the first leave their pages."""
WORTH = 400
"""Pages for which a process of their own is worth while: it takes as long to begin as these take."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Render into the folder that is named; 0 where that succeeded or the site is up to date."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("new", type=Path)
    parser.add_argument("--site", type=Path, default=Path(stock.SITE))
    parser.add_argument("--jobs", type=int, default=cores())
    chosen = parser.parse_args(arguments)
    root, new = Path.cwd(), chosen.new.resolve()
    site, path = root / chosen.site, root / stock.RECORD
    if new == site.resolve() and site.exists():
        parser.error(f"{new}: 就是现在的网站，请给一个新的文件夹名 is the site that is there: name a new folder")
    sight = stock.look(root, site, time.time_ns())
    sealed, record = stock.load(path, stock.seal(sight))
    if sealed:
        return 0
    plan = stock.make_plan(root, site, sight, record)
    if plan.fresh:
        made: dict[str, Made] | None = {}
    else:
        made = render(plan, site, new, path.parent, chosen.jobs)
    if made is None:
        return 1
    # What changed while pages were rendered is in some of them and not in others, so that nobody knows what they are made from.
    if stock.shared(root) == sight.shared:
        # A page that stays has the mark by which it was known; one that is edited meanwhile then does not fit.
        stays = {name: sight.outputs[name] for name in map(html_of, plan.kept)}
        outputs = sight.outputs if plan.fresh else stock.scan(new) | stays
        if all(name in outputs for name in map(html_of, made)):
            _save(path, stock.seal(sight._replace(outputs=outputs)), stock.known(plan, made, outputs))
    return 0


def _save(path: Path, seal: str, record: stock.Record) -> None:
    """Write the record where that can be done; the site is whole without it."""
    try:
        stock.save(path, seal, record)
    except OSError as error:
        reason = error.strerror or error
        print(
            f"注意：{path} 写不进去（{reason}），下次要全部重新做；请腾出磁盘空间，或者移走占着这个名字的东西。\n"
            f"warning: {path} cannot be written ({reason}), so that the next time all is made anew; "
            "free space, or move what stands there",
            file=sys.stderr,
        )


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def render(plan: Plan, site: Path, new: Path, cache: Path, jobs: int) -> dict[str, Made] | None:
    """Render on as many cores as is worth while; the pages that were rendered, or None where something was wrong, which is printed."""
    from rendering import Part, run  # With it comes MkDocs, for which nobody should wait where nothing is to do.

    jobs = max(1, min(jobs, len(plan.render) // WORTH))
    shares = [frozenset(plan.render[number::jobs]) for number in range(jobs)]
    parts = [Part(site, new, plan.kept, plan.copies, others=frozenset().union(*shares[1:]))]
    parts += [Part(site, cache / PARTS / str(number), plan.kept, plan.copies, share) for number, share in enumerate(shares[1:])]
    shutil.rmtree(cache / PARTS, ignore_errors=True)
    try:
        forked = "fork" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("fork") if forked else multiprocessing.get_context("spawn")
        pipes = []
        for part in parts[1:]:
            receiver, sender = context.Pipe(duplex=False)
            context.Process(target=_run_for, args=(part, sender), daemon=True).start()
            sender.close()  # Only the other process has it now, so that its end is noticed.
            pipes.append(receiver)
        results = [run(parts[0]), *map(_received, pipes)]
        for part, result in zip(parts[1:], results[1:], strict=True):
            for name in map(html_of, result.made):
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                os.replace(part.new / name, new / name)
    finally:
        shutil.rmtree(cache / PARTS, ignore_errors=True)
    missing = list(_missing(plan.kept, [result.made for result in results])) if all(result.warned for result in results) else []
    for message in dict.fromkeys([message for result in results for message in result.messages] + missing):
        print(message, file=sys.stderr)
    if missing or any(result.failed for result in results):
        return None
    return {name: made for result in results for name, made in result.made.items()}


def _run_for(part: Part, sender: Connection) -> None:
    """Do a part in a process of its own."""
    from rendering import run

    sender.send(run(part))


def _received(pipe: Connection) -> Result:
    """What a process found; where it broke off, it has printed why."""
    from rendering import Result

    try:
        found: Result = pipe.recv()
    except EOFError:
        return Result({}, [], failed=True)
    return found


def _missing(kept: Mapping[str, Made], rendered: Sequence[Mapping[str, Made]]) -> Iterator[str]:
    """The links to passages that are not there, as MkDocs says it, where no process had both pages before it."""
    home = {name: number for number, made in enumerate(rendered) for name in made}
    ids: dict[str, set[str]] = {}
    for pages in (kept, *rendered):
        for name, made in pages.items():
            for target, anchor, link in made.anchors:
                if target not in home or home[target] == home.get(name):
                    continue
                if target not in ids:
                    ids[target] = set(rendered[home[target]][target].ids)
                if anchor not in ids[target]:
                    problem = f"but the doc '{target}' does not contain an anchor '#{anchor}'."
                    yield f"WARNING: Doc file '{name}' contains a link '{link}', {problem}"


if __name__ == "__main__":
    sys.exit(main())
