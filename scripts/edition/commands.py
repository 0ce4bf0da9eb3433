"""What the command lines of the edition share."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Callable, Sequence

from edition.errors import INTERRUPTED, EditionError, Said, UsageError


def speak_utf8() -> None:
    """Let what is printed be UTF-8 whatever the terminal says, and what is no character be written out."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def positive(text: str) -> int:
    """A positive number out of an argument.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} 不是正整数 is no positive number")
    return int(text)


def start(module: str, script: str, task: str) -> None:
    """Run the command line of a module, and end with its exit code; a Python that lacks packages is told which one has them.

    Args:
        module: as it is imported, with a function `main`.
        script: its file in `scripts/`.
        task: what sets up the environment, as `make site`.
    """
    try:
        main = importlib.import_module(module).main
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("edition"):
            raise
        sys.exit(
            f"出错：这个 Python（{sys.executable}）没有 {error.name}；"
            f"请写 .venv/bin/python scripts/{script}（Windows 上写 .venv\\Scripts\\python），或者 {task}，它会建好 .venv。\n"
            f"error: this Python ({sys.executable}) has no {error.name}; "
            f"write .venv/bin/python scripts/{script} (on Windows .venv\\Scripts\\python), or {task}, which makes .venv"
        )
    sys.exit(main())


def run(work: Callable[[], int], interrupted: Said) -> int:
    """Do it; the exit code. What stops it is said on the console."""
    try:
        return work()
    except EditionError as error:
        say(error)
        return error.exit_code
    except KeyboardInterrupt:
        print(interrupted, file=sys.stderr)
        return INTERRUPTED


def say(error: EditionError) -> None:
    """Say an error on the console."""
    print(Said(f"出错：{error.said.zh}", f"error: {error.said.en}"), file=sys.stderr)


def need(packages: Sequence[str], script: str, task: str, lock: str) -> None:
    """Stop where packages are lacking that not every edition needs.

    Raises:
        UsageError: one of them is; with the task and the lock file that install it.
    """
    if lacking := [name for name in packages if importlib.util.find_spec(name) is None]:
        raise UsageError(
            script,
            Said(f"这个 Python 没有 {'、'.join(lacking)}", f"this Python has no {', '.join(lacking)}"),
            Said(
                f"请写 {task}，它会装好；或者 pip install --require-hashes -r {lock}",
                f"write {task}, which installs it, or pip install --require-hashes -r {lock}",
            ),
        )
