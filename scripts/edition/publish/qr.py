"""QR codes of addresses, for paper."""

from __future__ import annotations

import segno

INK = "#000"
"""The colour that the library gives to the squares; it knows no names for that of the text."""
MASK = 3
"""One of the eight patterns of the standard, each of which can be read: to try all for the one that looks best takes four times as long."""


def qr_code(address: str) -> str:
    """An address as an SVG for the inside of a page, of the colour that text has there.

    >>> qr_code("https://example.org/articles/jia.html").partition(" ")[0]
    '<svg'
    """
    # Left to itself, the library would write 例子.cn in Shift JIS, which readers take for something else.
    code = segno.make(address, encoding="utf-8", error="m", mask=MASK, boost_error=False, micro=False)
    return code.svg_inline(omitsize=True, svgclass="square", lineclass=None).replace(INK, "currentColor")
