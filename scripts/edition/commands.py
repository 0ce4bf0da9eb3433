"""What the command lines of the edition share."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Callable, Sequence
from typing import Any

from edition.errors import INTERRUPTED, EditionError, Said, UsageError

OWN_WORDS = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "subcommands": "命令",
    "show this help message and exit": "显示这段说明",
    "%(prog)s: error: %(message)s\n": "出错：%(prog)s：%(message)s。\n",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s %(message)s",
    "the following arguments are required: %s": "缺少参数 %s；加上 --help 可以看说明",
    "one of the arguments %s is required": "要写 %s 之一",
    "unrecognized arguments: %s": "不认识 %s；加上 --help 可以看说明",
    "ambiguous option: %(option)s could match %(matches)s": "选项 %(option)s 可以是 %(matches)s，请写全",
    "invalid choice: %(value)r (choose from %(choices)s)": "不能是 %(value)r；请从中选一个：%(choices)s",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": (
        "不能是 %(value)r，也许是 %(closest)r？请从中选一个：%(choices)s"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": "没有命令 %(parser_name)r；请从中选一个：%(choices)s",
    "invalid %(type)s value: %(value)r": "不能是 %(value)r（要写 %(type)s）",
    "expected one argument": "后面要写一个值",
    "expected at most one argument": "后面至多写一个值",
    "expected at least one argument": "后面至少写一个值",
    "expected %s argument": "后面要写 %s 个值",
    "expected %s arguments": "后面要写 %s 个值",
    "not allowed with argument %s": "不能与 %s 一起用",
    "ignored explicit argument %r": "用不着值 %r",
    "unexpected option string: %s": "用不着选项 %s",
    "can't open '%(filename)s': %(error)s": "打不开 %(filename)s（%(error)s）",
}
"""What argparse itself says to the person at the keyboard; what it says to who writes a command line is left out."""


def _chinese(text: str) -> str:
    return OWN_WORDS.get(text, text)


def _chinese_of_several(one: str, several: str, count: int) -> str:
    return _chinese(one if count == 1 else several)


# The names under which argparse asks gettext. A catalogue of gettext would hold only where the terminal says that it is Chinese.
vars(argparse).update(_=_chinese, ngettext=_chinese_of_several)


class CommandLine(argparse.ArgumentParser):
    """A command line that says everything in Chinese, and below it in English what is not argparse's own."""

    def __init__(self, prog: str, description: Said, epilog: str = "") -> None:
        """A command line; `epilog` stands below its options, as it is."""
        super().__init__(prog=prog, description=str(description), epilog=epilog, formatter_class=argparse.RawTextHelpFormatter)

    def says(self, name: str, zh: str, en: str, **more: Any) -> None:
        """Add an argument, with what it is."""
        self.add_argument(name, help=str(Said(zh, en)), **more)


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
        raise argparse.ArgumentTypeError(f"不能是 {text!r}，要写正整数")
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
