"""What the command lines of the edition share."""

from __future__ import annotations

import argparse
import sys


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
