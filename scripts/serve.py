"""Serve the edition and rebuild it on every change: of a seed, a ruling, a vocabulary or the code.

Beside it stands the editor's desk (`desk.py`). MkDocs itself watches what is written by hand in `docs/`, and the theme, and renders again
what changed (`rendering.py`). This script watches what the rest of `docs/` is made from, and tells MkDocs when that is built: if MkDocs
looked at all of it twice a second, at a thousand articles it would come to nothing else. This script looks at the files' times and sizes
twice a second, which needs no help from the system and so works on network folders, too. A build that fails prints its error and leaves
the last good pages on show.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from desk import Desk

ROOT = Path(__file__).resolve().parents[1]
WATCHED = ("seeds", "scripts")
THEME = ROOT / "scripts" / "theme"
LEDGER = ROOT / "seeds" / "permalinks.yml"
"""The build writes it beside the seeds; what the build itself writes must not set off the next build."""
PAUSE = 0.5  # seconds between two looks; a change counts when it holds still for one pause, as an editor saves in several steps

Snapshot = Mapping[Path, tuple[int, int]]


def snapshot(root: Path = ROOT) -> dict[Path, tuple[int, int]]:
    """Time and size of every file that the pages are made from."""
    found = {}
    for path in (path for folder in WATCHED for path in (root / folder).rglob("*")):
        left_by_editors = path.name.startswith((".", "~")) or path.name.endswith(("~", ".swp", ".tmp"))
        if left_by_editors or "__pycache__" in path.parts or THEME in path.parents:
            continue
        try:
            stat = path.stat()
        except OSError:  # It went away between listing and looking.
            continue
        if path.is_file():
            found[path] = (stat.st_mtime_ns, stat.st_size)
    return found


def changed(before: Snapshot, after: Snapshot) -> list[Path]:
    """The files that came, went or changed."""
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


class Builder:
    """Runs `build.py`, one command at a time, by `warm.py` where the system can copy processes: so the tables are read once."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[str] | None = None
        self.code: Snapshot = {}
        """The files that the process has read."""

    def run(self, arguments: Sequence[str], said: Path | None = None) -> int:
        """Run a command; the exit code. What it says goes to the console, or to a file."""
        with self.lock:
            if hasattr(os, "fork") and (answer := self._asked(arguments, said)):
                return int(answer)
            command = [sys.executable, "scripts/build.py", *arguments]
            if said is None:
                return subprocess.run(command, cwd=ROOT, check=False).returncode
            with said.open("w", encoding="utf-8") as file:
                return subprocess.run(command, cwd=ROOT, stdout=file, stderr=file, check=False).returncode

    def _asked(self, arguments: Sequence[str], said: Path | None) -> str:
        """What the process answers; empty where it is gone."""
        code = {path: state for path, state in snapshot().items() if ROOT / "scripts" in path.parents}
        if self.process is None or self.process.poll() is not None or code != self.code:
            self.end()
            command = [sys.executable, "scripts/warm.py"]
            self.process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self.code = code
        assert self.process.stdin and self.process.stdout
        try:
            self.process.stdin.write(json.dumps({"arguments": list(arguments), "said": str(said) if said else None}) + "\n")
            self.process.stdin.flush()
            return self.process.stdout.readline().strip()
        except OSError:
            return ""

    def end(self) -> None:
        """Let the process end."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()


def build(before: dict[Path, tuple[int, int]], builder: Builder, told: Path) -> dict[Path, tuple[int, int]]:
    """Build, tell MkDocs, and return the snapshot that the pages now stand for: the one before, with the ledger as the build wrote it."""
    code = builder.run([])
    told.write_text(f"{time.time_ns()}\n", encoding="ascii")
    ends = {0: "已构建。 Built.", 3: "已构建，有些原始文本没有收下（见上）。\nBuilt; some seeds were refused (see above)."}
    failed = (
        f"构建以退出码 {code} 结束，页面仍是上一次的好页面。\nThe build ended with code {code}; the pages on show are the last good ones."
    )
    print(ends.get(code, failed), flush=True)
    ledger = snapshot().get(LEDGER)
    return before | {LEDGER: ledger} if ledger else before


def main() -> int:
    """Build, start MkDocs, and rebuild until the reader stops it. Arguments go to `mkdocs serve`."""
    # The signal is noted and not raised: raised between two steps it could leave MkDocs behind, which would keep its port.
    ended, builder = threading.Event(), Builder()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    if problem := _taken(sys.argv[1:]):
        print(problem, file=sys.stderr)
        return 1
    try:
        with tempfile.TemporaryDirectory() as folder:
            told = Path(folder, "built")
            return serve(build(snapshot(), builder, told), ended, builder, told)
    except KeyboardInterrupt:
        return 0
    finally:
        builder.end()


def _taken(arguments: Sequence[str]) -> str:
    """What is wrong where somebody else has the port; empty where it is free."""
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("-a", "--dev-addr", default="127.0.0.1:8000")
    address = options.parse_known_args(arguments)[0].dev_addr
    host, _, port = address.rpartition(":")
    try:
        with socket.create_server((host or "127.0.0.1", int(port))):
            return ""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return (
            f'出错：{address} 用不了（{reason}）；请关掉占着它的程序，或者换一个：make serve ARGS="-a 127.0.0.1:9000"。\n'
            f'error: {address} cannot be had ({reason}); end what has it, or choose another: make serve ARGS="-a 127.0.0.1:9000"'
        )


def serve(current: dict[Path, tuple[int, int]], ended: threading.Event, builder: Builder, told: Path) -> int:
    """Rebuild whenever the files differ from `current`, for as long as MkDocs runs and `ended` is not set; then MkDocs ends, too. `told` is
    the file that is written after each build.
    """
    # MkDocs leaves live reload off under some releases of click unless it is asked for by name.
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--watch", str(THEME), *sys.argv[1:]]
    desk = Desk(builder.run)
    desk.start()
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"EDITION_DESK": desk.address, "EDITION_BUILT": str(told)})
    try:
        while server.poll() is None and not ended.wait(PAUSE):
            seen = snapshot()
            if not changed(current, seen):
                continue
            while (later := _later()) != seen:
                seen = later
            names = [path.relative_to(ROOT).as_posix() for path in changed(current, seen)]
            print(f"有改动 Changed: {', '.join(names[:3])}{' …' if len(names) > 3 else ''}. 正在构建 Building …", flush=True)
            current = build(seen, builder, told)
        return server.returncode or 0
    finally:
        if server.poll() is None:
            server.terminate()
            server.wait()


def _later() -> dict[Path, tuple[int, int]]:
    time.sleep(PAUSE)
    return snapshot()


if __name__ == "__main__":
    sys.exit(main())
