"""Pictures of pages: shrunk, kept as PNG, and compared so that what a reader sees fails and how an edge is smoothed does not."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Red, green and blue of every point, rows first: height × width × 3."""

SHRINK = 4
"""A point of a picture is the mean of so many points of the screen each way."""
GREYS = 16
"""Colours are kept in steps of so many, of 256: a picture has a third of the bytes then."""
STEP = 24
"""A point differs that is farther than this, of 256, from all colours that the other picture has there and next to it."""
TILE = 16
"""The side of the squares that are judged, in points of the picture: 64 points of the screen, about three characters of the text."""
SHARE = 0.12
"""So many of the points of a square may differ. Where text moved or is gone a fifth and more do, where edges are smoothed otherwise a
thirtieth."""
TONE = 8
"""The mean colour of a square may differ by so much, of 256: what is printed in grey, or on another paper, differs by more."""

POINTS = """async (png) => {
  const picture = await createImageBitmap(await (await fetch(png)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const { data } = canvas.getImageData(0, 0, picture.width, picture.height);
  let text = "";
  for (let at = 0; at < data.length; at += 0x8000) text += String.fromCharCode(...data.subarray(at, at + 0x8000));
  return [picture.width, picture.height, btoa(text)];
}"""
"""The browser reads the PNG that it made."""


def taken(page: Any, height: int) -> Picture:
    """A picture of the page as it stands, from its top, so many points of the screen high at most; shrunk."""
    size = page.viewport_size
    whole = min(height, page.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": size["width"], "height": whole}
    shot = page.screenshot(full_page=True, clip=clip, animations="disabled", caret="hide")
    reader = page.context.browser.new_page()
    wide, high, content = reader.evaluate(POINTS, f"data:image/png;base64,{base64.b64encode(shot).decode()}")
    reader.close()
    return shrunk(np.frombuffer(base64.b64decode(content), np.uint8).reshape(high, wide, 4)[:, :, :3])


def shrunk(picture: Picture) -> Picture:
    """The same picture with each square of `SHRINK` points become one, in steps of `GREYS`; what is left at the edges is cut off."""
    high, wide = (side // SHRINK for side in picture.shape[:2])
    squares = picture[: high * SHRINK, : wide * SHRINK].reshape(high, SHRINK, wide, SHRINK, 3).mean(axis=(1, 3))
    return np.minimum(np.rint(squares / GREYS) * GREYS, 255).astype(np.uint8)


def differences(one: Picture, other: Picture) -> list[tuple[int, int, float]]:
    """The squares in which two pictures differ: left edge and top in points of the screen, and the share of points; the worst first.

    Pictures of different heights differ where only one of them is.
    """
    high, wide = (max(sides) for sides in zip(one.shape[:2], other.shape[:2], strict=True))
    missing = np.ones((high, wide), bool)
    missing[: min(one.shape[0], other.shape[0]), : min(one.shape[1], other.shape[1])] = False
    one, other = (_padded(picture, high, wide) for picture in (one, other))
    apart = _outside(one, other) | _outside(other, one) | missing
    found = []
    for top in range(0, high, TILE):
        for left in range(0, wide, TILE):
            square = (slice(top, top + TILE), slice(left, left + TILE))
            share = float(apart[square].sum() / TILE**2)
            tone = np.abs((one[square].astype(int) - other[square]).sum(axis=(0, 1))).max() / TILE**2
            if share > SHARE or tone > TONE:
                found.append((left * SHRINK, top * SHRINK, share))
    return sorted(found, key=lambda square: -square[2])


def _padded(picture: Picture, high: int, wide: int) -> Picture:
    return np.pad(picture, ((0, high - picture.shape[0]), (0, wide - picture.shape[1]), (0, 0)), mode="edge")


def _outside(one: Picture, other: Picture) -> NDArray[np.bool_]:
    """Which points of one picture are of a colour that the other has nowhere around there, not even nearly."""
    around = np.pad(other, ((1, 1), (1, 1), (0, 0)), mode="edge").astype(np.int16)
    high, wide = other.shape[:2]
    shifted = np.stack([around[down : down + high, right : right + wide] for down in range(3) for right in range(3)])
    low, top = shifted.min(axis=0) - STEP, shifted.max(axis=0) + STEP
    return np.asarray(((one < low) | (one > top)).any(axis=2))


def marked(one: Picture, other: Picture) -> Picture:
    """Both pictures side by side, the squares that differ framed in red."""
    high = max(one.shape[0], other.shape[0])
    both = [_padded(picture, high, picture.shape[1]).copy() for picture in (one, other)]
    for left, top, _ in differences(one, other):
        for picture in both:
            square = picture[top // SHRINK : top // SHRINK + TILE, left // SHRINK : left // SHRINK + TILE]
            for edge in (square[:1], square[-1:], square[:, :1], square[:, -1:]):
                edge[:] = (255, 0, 0)
    return np.concatenate([both[0], np.full((high, 4, 3), 128, np.uint8), both[1]], axis=1)


# A PNG of which every row is kept as what it adds to the one above (filter 2), so that numpy reads it without a library.

HEAD = b"\x89PNG\r\n\x1a\n"


def write(path: Path, picture: Picture) -> None:
    high, wide = picture.shape[:2]
    rows = np.diff(picture.reshape(high, -1), axis=0, prepend=np.zeros((1, wide * 3), np.uint8))
    content = np.concatenate([np.full((high, 1), 2, np.uint8), rows], axis=1).tobytes()
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(content, 9)), (b"IEND", b""))
    packed = (struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks)
    path.write_bytes(HEAD + b"".join(packed))


def read(path: Path) -> Picture:
    """A picture that `write` wrote.

    Raises:
        ValueError: it is another kind of PNG.
    """
    found: dict[bytes, bytes] = {}
    content, at = path.read_bytes(), len(HEAD)
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        name = content[at + 4 : at + 8]
        found[name] = found.get(name, b"") + content[at + 8 : at + 8 + length]
        at += 12 + length
    wide, high, *kind = struct.unpack(">IIBBBBB", found[b"IHDR"])
    rows = np.frombuffer(zlib.decompress(found[b"IDAT"]), np.uint8).reshape(high, -1)
    if kind != [8, 2, 0, 0, 0] or (rows[:, 0] != 2).any():
        raise ValueError(f"{path.name} was not written by this program: make approve")
    return np.cumsum(rows[:, 1:], axis=0, dtype=np.uint8).reshape(high, wide, 3)
