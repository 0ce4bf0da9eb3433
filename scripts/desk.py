"""The editor's desk beside the preview: it writes rulings that an editor makes on the page of an article.

It listens on this machine alone, on an address that no other site can know, and answers nothing to pages of other sites. The published site
knows nothing of it: `scripts/hooks.py` names it to pages of the preview only, and its script comes from here.
"""

from __future__ import annotations

import json
import secrets
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from edition import dumps
from edition.desk import stretch_of
from edition.errors import EditionError, Said
from edition.ledger import load_ledger
from edition.restore.decode import decode
from edition.rulings import FIELDS, LEVELS, ROLES, path_of, read_rulings, words
from edition.trace import SourceLines

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "scripts" / "desk.js"
NEAR = ("127.0.0.1", "localhost", "::1")
"""Names of this machine; pages of other hosts get no answer."""
LARGEST = 100_000
"""Bytes of a request."""

Answer = Mapping[str, object]


class Desk(ThreadingHTTPServer):
    """The desk of one folder of dumps."""

    daemon_threads = True

    def __init__(self, run: Callable[[Sequence[str], Path], int], root: Path = ROOT) -> None:
        """A desk; `run` runs `build.py` with arguments, what it says goes to a file, and returns the exit code."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.root, self.run = root, run
        self.token = secrets.token_urlsafe(24)

    @property
    def address(self) -> str:
        """Where the pages of the preview find it."""
        return f"http://127.0.0.1:{self.server_port}/{self.token}"

    def start(self) -> None:
        """Answer until the process ends."""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a page that is left does not wait for its answer."""

    # What pages ask

    def article(self, asked: Mapping[str, str]) -> Answer:
        """What is known of an article, the lines of its dump, and what was ruled about these."""
        path = self._dump(asked)
        seed = decode(dumps.read(path), path.name)
        row = load_ledger(path.parent / "permalinks.yml").seed(path.name)
        lines = SourceLines(seed.text, row.numbers if row and row.sha256 == seed.sha256 else ())
        texts = [(lines.permanent(n), seed.text[slice(*lines.span(n))].rstrip("\r\n")) for n in range(1, lines.count() + 1)]
        return {
            "record": self._record(asked.get("id", "")),
            "lines": texts,
            "rulings": self._rulings(path),
            "roles": ROLES,
            "fields": FIELDS,
            "levels": LEVELS[1:],
        }

    def rule(self, asked: Mapping[str, object]) -> Answer:
        """Write a ruling, as `build.py rule` does."""
        values = asked.get("values")
        given = [str(asked.get(key, "")) for key in ("where", "what")] + [
            str(value) for value in (values if isinstance(values, list) else [])
        ]
        about = [f"--{key}={asked[key]}" for key in ("why", "by") if asked.get(key)]
        return self._done(["rule", *about, "--", *given])

    def undo(self, asked: Mapping[str, object]) -> Answer:
        """Delete a ruling; what stands there must be what the page showed."""
        path = self._dump({"seed": str(asked.get("seed", ""))})
        chosen = next((one for one in self._rulings(path) if one["text"] == asked.get("text")), None)
        if chosen is None:
            return {"ok": False, "said": "这条裁定已经不在了，请刷新本页。"}
        return self._done(["undo", path.name, str(chosen["first"])])

    def _done(self, command: Sequence[str]) -> Answer:
        """What a command of `build.py` says."""
        with tempfile.TemporaryDirectory() as folder:
            said = Path(folder) / "said.txt"
            name, *rest = command
            code = self.run([name, "--seeds", str(self.root / "seeds"), *rest], said)
            return {"ok": code == 0, "said": said.read_text(encoding="utf-8").strip()}

    def _dump(self, asked: Mapping[str, str]) -> Path:
        files, refused = dumps.find(self.root / "seeds", [Path(asked.get("seed", "")).name])
        if refused:
            raise next(iter(refused.values()))
        return files[0]

    def _record(self, id_: str) -> object:
        """The record of an article, as it was built."""
        try:
            with (self.root / "docs" / "data" / "articles.jsonl").open(encoding="utf-8") as file:
                return next((json.loads(line) for line in file if f'"id": "{id_}"' in line), None)
        except OSError:
            return None

    def _rulings(self, path: Path) -> list[dict[str, object]]:
        """What was ruled about a dump: in words, as it is written, and on which lines of its file."""
        place = path_of(path)
        if not place.exists():
            return []
        content = place.read_bytes()
        desk = read_rulings(content, str(place))
        text = content.decode("utf-8-sig")
        out: list[dict[str, object]] = []
        for ruling in desk.rulings:
            line = int(ruling.place.rpartition(":")[2])
            first, last = stretch_of(text, line)
            written = "\n".join(text.split("\n")[first - 1 : last]) if first else str(line)
            out.append({"words": words(ruling), "why": ruling.why, "line": ruling.first, "text": written, "first": line})
        return out


class _Handler(BaseHTTPRequestHandler):
    server: Desk

    def do_OPTIONS(self) -> None:
        if self._is_near():
            self._send(HTTPStatus.NO_CONTENT, b"", "text/plain")

    def do_GET(self) -> None:
        if not self._is_near():
            return
        if self._path() == "/desk.js":
            self._send(HTTPStatus.OK, SCRIPT.read_bytes(), "text/javascript; charset=utf-8")
        elif self._path() == "/article":
            asked = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
            self._answer(lambda: self.server.article(asked))
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        if not self._is_near():
            return
        size = int(self.headers.get("Content-Length") or 0)
        does = {"/rule": self.server.rule, "/undo": self.server.undo}.get(self._path())
        if does is None or not 0 < size <= LARGEST or self.headers.get("Content-Type") != "application/json":
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        content = self.rfile.read(size)
        self._answer(lambda: does(json.loads(content)))

    def _path(self) -> str:
        """What is asked for, without the token; empty where that is wrong."""
        token, slash, rest = urlsplit(self.path).path.removeprefix("/").partition("/")
        return f"/{rest}" if slash and secrets.compare_digest(token.encode(), self.server.token.encode()) else ""

    def _is_near(self) -> bool:
        """Whether a page of this machine asks, and knows the token; where not, that is answered."""
        origin, host = self.headers.get("Origin"), urlsplit(f"//{self.headers.get('Host', '')}").hostname
        near = host in NEAR and (origin is None or urlsplit(origin).hostname in NEAR)
        if not near or not self._path():
            self.send_error(HTTPStatus.FORBIDDEN)
            return False
        return True

    def _answer(self, work: Callable[[], Answer]) -> None:
        try:
            found: Answer = work()
        except EditionError as error:
            found = {"ok": False, "said": error.said.zh}
        except (ValueError, OSError) as error:
            found = {"ok": False, "said": Said(f"做不到：{error}", "").zh}
        self._send(HTTPStatus.OK, json.dumps(found, ensure_ascii=False).encode(), "application/json")

    def _send(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        if origin := self.headers.get("Origin"):
            self.send_header("Access-Control-Allow-Origin", origin)
            self.send_header("Access-Control-Allow-Headers", "Content-Type")
            self.send_header("Vary", "Origin")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the preview says what is built."""
