"""What search takes for the same: the text as printed is never changed, only what is compared.

Width (Ａ and A, ， and ,), case, and traditional characters are folded; blanks, quotation marks and brackets are left out, so that
“一组一会” is found with its marks and without. Characters without ink are left out, too: joiners, soft hyphens, signs of direction and of
variants, which come along unseen when words are copied. Other punctuation counts: a passage is a run of characters of the text.
`docs/assets/js/search.js` folds the same way; tests/test_search.py holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_INKLESS = (
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What Unicode calls ignorable where it cannot be drawn, and the three anchors of annotations."""
DROPPED = re.compile(rf"[\s\x00-\x1f\x7f-\x85{_INKLESS}\"'“”‘’「」『』〝〞＂＇()（）\[\]［］【】〔〕〖〗{{}}｛｝<>＜＞《》〈〉]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def fold(text: str, traditional: Mapping[str, str]) -> str:
    """The characters of a text that count in a comparison.

    >>> fold("“ＰＭ2.5” 降至（３５）％，長江", {"長": "长"})
    'pm2.5降至35%,长江'
    >>> fold("天\\u202e长\\xad市\\u200b\\U000e0100", {})
    '天长市'
    """
    return text.translate(Folding(traditional))


class Folding(dict[int, str]):
    """What becomes of each character, as `str.translate` asks for it; worked out when it is first met. No character is folded by its
    neighbours: the end of a word has a form of σ of its own, which a query cannot know.
    """

    def __init__(self, traditional: Mapping[str, str]) -> None:
        super().__init__()
        self.traditional = traditional

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = DROPPED.sub("", self.traditional.get(character, character)).translate(_WIDE).lower()
        return self[code]


def simplified(text: str, traditional: Mapping[str, str]) -> str:
    """The text with its traditional characters folded, each in its place.

    >>> simplified("長江鎮", {"長": "长", "鎮": "镇"})
    '长江镇'
    """
    if traditional.keys().isdisjoint(text):
        return text
    return "".join(traditional.get(character, character) for character in text)
