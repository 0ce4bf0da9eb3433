"""Runs `build.py` again and again for the preview, without reading the tables each time: that takes a second and more.

The process reads the tables once and does nothing else. For every command on its standard input, a line of JSON, it makes a copy of
itself (`fork`), which runs the command; then it answers with the exit code. `scripts/serve.py` starts it, and starts another one when the
code or a table has changed.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from edition.cli import DATA, main
from edition.leaves import load_tables


def work() -> None:
    """Answer commands until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends what runs, and the preview then closes this one's input.
    load_tables(DATA)
    for line in sys.stdin:
        command = json.loads(line)
        child = os.fork()
        if not child:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os._exit(_run(command["arguments"], command.get("said")))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(arguments: list[str], said: str | None) -> int:
    """Run a command; what it says goes to the console, or to a file."""
    to = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600) if said else 2
    os.dup2(to, 1)
    os.dup2(to, 2)
    try:
        code = main(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 2
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    work()
