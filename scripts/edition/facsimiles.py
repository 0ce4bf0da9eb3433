"""The picture of a printed page (原版图像), which lies beside its dump, and where the lines of the dump stand on it.

`NAME.webp`, `NAME.jpg`, `NAME.jpeg` or `NAME.png` is the picture, `NAME.boxes.json` the places; `import.py` writes both.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from math import inf
from pathlib import Path
from typing import Any

from edition.errors import InputError, Said
from edition.model import NO_PLACES, Facsimile, Place, Places
from edition.standing import Stamp, stamp_of

SUFFIXES = (".webp", ".jpg", ".jpeg", ".png")
"""Kinds of pictures that every browser shows."""
PLACES = ".boxes.json"
"""How the name of a file of places ends."""

_MEND = Said("请重新导入，或者移走这个文件", "import the page again, or remove the file")


def is_picture(data: bytes) -> bool:
    r"""Whether a file begins as a picture that browsers show.

    >>> is_picture(b"\xff\xd8\xff\xe0"), is_picture(b"<svg>")
    (True, False)
    """
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def find_facsimiles(folder: Path) -> dict[str, Facsimile]:
    """The picture of each page that has one, by the name of its dump.

    Raises:
        InputError: a dump has two, or a file with the name of a picture is none.
    """
    out: dict[str, Facsimile] = {}
    entries = sorted(folder.iterdir())
    stems = {path.stem for path in entries if path.suffix == ".txt"}
    for path in entries:
        if path.suffix.lower() not in SUFFIXES or path.stem not in stems or path.is_dir():
            continue
        name = f"{unicodedata.normalize('NFC', path.stem)}.txt"
        stamp = stamp_of(path)
        if stamp is None or not _begins_as_picture(path):
            raise InputError(
                str(path),
                Said("不是图像文件（WebP、JPEG、PNG）", "is no picture (WebP, JPEG, PNG)"),
                Said("请换成图像本身，或者移走它", "put the picture itself there, or remove it"),
            )
        if name in out:
            raise InputError(
                str(path),
                Said(f"与 {out[name].file.name} 都是 {name} 的图像", f"is a picture of {name}, and so is {out[name].file.name}"),
                Said("请只留一个", "keep one of the two"),
            )
        out[name] = Facsimile(path, stamp)
    return out


def stamps_beside(folder: Path) -> list[tuple[str, Stamp | None]]:
    """All that lies in a folder of dumps, by name; with the stamps of pictures and places, which are published but no dumps."""
    entries = sorted(folder.iterdir())
    return [(path.name, stamp_of(path) if path.name.lower().endswith((*SUFFIXES, PLACES)) else None) for path in entries]


def read_places(data: bytes, file: str, sha256: str) -> Places:
    """Where the lines of a dump stand on its page; nothing where the file is about another dump or the size of the page unknown.

    Args:
        data: the file of places; empty where there is none.
        file: its name, for error messages.
        sha256: of the dump.

    Raises:
        InputError: it is no file of places.
    """
    if not data:
        return NO_PLACES
    try:
        told: dict[str, Any] = json.loads(data)
        return _places(told) if told["sha256"] == sha256 and told["width"] and told["height"] else NO_PLACES
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        what = Said("不是各行位置的文件", "is no file of the places of lines")
        raise InputError(file, what, _MEND) from error


def _places(told: Mapping[str, Any]) -> Places:
    width, height = float(told["width"]), float(told["height"])
    if not (0 < width < inf and 0 < height < inf):
        raise ValueError("a page has a size")
    out = {}
    for number, sides in told["lines"].items():
        x0, y0, x1, y1 = (min(max(float(side) / size, 0.0), 1.0) for side, size in zip(sides, (width, height) * 2, strict=True))
        if x0 < x1 and y0 < y1:
            out[int(number)] = Place(x0, y0, x1 - x0, y1 - y0)
    return Places(width / height, out)


def _begins_as_picture(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return is_picture(file.read(16))
    except OSError:
        return False
