"""The picture of a printed page beside its dump: what is taken for one, where lines stand on it, and that the site shows the newest."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zlib
from pathlib import Path

import pytest

from conftest import build
from edition.errors import InputError
from edition.facsimiles import find_facsimiles, is_picture, read_places
from edition.model import NO_PLACES, Place
from test_rulings import PAGE

WIDTH, HEIGHT = 500, 700
ROWS = {line: (50.0, 40.0 * line, 450.0, 40.0 * line + 20) for line in range(1, PAGE.count("\n") + 1)}
"""Where the lines of a page stand."""


def png(width: int = WIDTH, height: int = HEIGHT, shade: int = 255) -> bytes:
    """A picture of one shade of grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes([shade]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def places(text: str = PAGE, **other: object) -> bytes:
    """The file of places of a page."""
    told = {"format": 1, "sha256": hashlib.sha256(text.encode()).hexdigest(), "original": "originals/page.pdf", "page": 1}
    lines = {str(line): list(sides) for line, sides in ROWS.items()}
    return json.dumps(told | {"width": WIDTH, "height": HEIGHT, "lines": lines} | other).encode()


def pictured(folder: Path) -> Path:
    """A folder with one dump, its picture and the places of its lines."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    (folder / "page.png").write_bytes(png())
    (folder / "page.boxes.json").write_bytes(places())
    return folder


def test_places_are_parts_of_the_page() -> None:
    digest = hashlib.sha256(PAGE.encode()).hexdigest()
    found = read_places(places(lines={"2": [50, 70, 450, 140], "3": [400, 600, 900, 1400]}), "a", digest)
    assert found.lines == {2: Place(0.1, 0.1, 0.8, 0.1), 3: pytest.approx((0.8, 6 / 7, 0.2, 1 / 7))}
    assert found.ratio == pytest.approx(5 / 7)
    assert read_places(b"", "a", digest) == NO_PLACES, "there is no file"
    assert read_places(places(), "a", "0" * 64) == NO_PLACES, "it is about another dump"
    assert read_places(places(width=None, height=None), "a", digest) == NO_PLACES, "nobody knows how large the page is"
    assert not read_places(places(lines={"1": [9, 9, 9, 9], "2": [600, 0, 700, 9]}), "a", digest).lines, "it has no room on the page"


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"{",
        b"\xff",
        b"null",
        b"[" * 100_000,
        places(lines=[1]),
        places(lines={"1": [1, 2, 3]}),
        places(lines={"a": [1, 2, 3, 4]}),
        places(lines={"1": ["x", 2, 3, 4]}),
        places(width=-1),
        places(height="x"),
        places(height=1e999),
    ],
)
def test_a_broken_file_of_places_is_named(data: bytes) -> None:
    with pytest.raises(InputError, match=r"page\.boxes\.json") as caught:
        read_places(data, "page.boxes.json", hashlib.sha256(PAGE.encode()).hexdigest())
    assert "重新导入" in str(caught.value)


def test_what_is_a_picture(tmp_path: Path) -> None:
    folder = pictured(tmp_path / "seeds")
    (folder / "other.png").write_bytes(png())
    assert {name: found.file.name for name, found in find_facsimiles(folder).items()} == {"page.txt": "page.png"}
    assert is_picture(png()) and is_picture(b"RIFF\0\0\0\0WEBPVP8 ") and not is_picture(b"RIFF\0\0\0\0WAVE") and not is_picture(b"")
    (folder / "page.JPG").write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(InputError, match=r"page\.png"):
        find_facsimiles(folder)
    (folder / "page.JPG").unlink()
    (folder / "page.webp").mkdir()
    assert find_facsimiles(folder)["page.txt"].file.name == "page.png", "a folder is no picture"
    (folder / "page.png").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(InputError, match=r"page\.png"):
        find_facsimiles(folder)
    (folder / "page.png").unlink()
    (tmp_path / "secret.png").write_bytes(png())
    (folder / "page.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(InputError, match=r"page\.png"):
        find_facsimiles(folder)


@pytest.mark.slow
def test_the_site_shows_the_newest_picture_and_places(tmp_path: Path) -> None:
    folder, out, store = pictured(tmp_path / "seeds"), tmp_path / "docs", tmp_path / "cache"

    def shown() -> tuple[bytes | None, list[str], str, str]:
        done = build("--seeds", folder, "--out", out, "--cache", store, "--ledger", tmp_path / "ledger.yml")
        assert done.returncode == 0, done.stderr
        picture = out / "data" / "facsimiles" / "page.png"
        view = json.loads((out / "views" / "sources" / "page.json").read_text(encoding="utf-8"))
        told = (json.loads(path.read_text(encoding="utf-8")) for path in sorted((out / "views" / "articles").glob("*.json")))
        article = next(one for one in told if "source" in one)
        found = re.findall(r'<li id="l(\d+)"[^>]* data-place="([^"]*)"', view["rows"])
        data = picture.read_bytes() if picture.exists() else None
        assert bool(data) == bool(view["facsimile"]) == article["source"]["pictured"]
        return data, [place for line, place in found if line == "3"], view["facsimile"], str(len(found))

    row = f"10.00 {100 * 120 / HEIGHT:.2f} 80.00 {100 * 20 / HEIGHT:.2f}"
    for _ in range(2):
        assert shown() == (png(), [row], "data/facsimiles/page.png", str(len(ROWS)))
    (folder / "page.png").write_bytes(png(shade=9))
    assert shown()[0] == png(shade=9)
    (folder / "page.boxes.json").write_bytes(places(lines={"3": [0, 0, WIDTH, HEIGHT]}))
    assert shown()[1:] == (["0.00 0.00 100.00 100.00"], "data/facsimiles/page.png", "1")
    (folder / "page.boxes.json").write_bytes(places(PAGE + "又一行\n"))
    assert shown()[1] == [], "the places are those of another dump"
    (folder / "page.png").unlink()
    assert shown() == (None, [], "", "0") and not (out / "data" / "facsimiles").exists()
    (folder / "page.boxes.json").write_bytes(b"{}")
    done = build("--seeds", folder, "--out", out, "--cache", store, "--ledger", tmp_path / "ledger.yml")
    assert done.returncode == 4 and "page.boxes.json" in done.stderr and "Traceback" not in done.stderr
