"""The words of a permanent address, in pinyin: where an article happens, then how its title begins.

An address is typed, quoted in footnotes and sent through systems that mangle Chinese, so it is ASCII. It is spelled word by
word, because a character alone does not know its reading (长 in 天长 and in 市长), and each unit of place by itself, because
a joined 如皋市长江镇 reads 市长 in the middle. `scripts/data/pinyin.tsv` rules over the dictionary. The letter ü is written
`yu` (`nyu`, `lyu`), as passports write it: `v` is a habit of keyboards, and a bare `u` would make 女 and 努 one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pypinyin import lazy_pinyin

from edition.days import RECENT
from edition.errors import Said, VocabularyError
from edition.gazetteer import stem
from edition.tables import table
from edition.vocabulary import VOCABULARIES

UNITS = 2
"""How many units of place an address names, from the lowest up: the county and the township, mostly."""
WORDS = 4
"""How many words of the title an address takes."""
LENGTH = 60
"""The greatest length of an address, in characters; it breaks between words."""
RESERVED = frozenset(("con", "prn", "aux", "nul", "index", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))))
"""Names that Windows keeps for its devices, and the one of a folder's own page."""

Words = Callable[[str], Iterable[str]]
Readings = Mapping[str, str]


def load_readings(path: Path) -> dict[str, str]:
    """Read `scripts/data/pinyin.tsv`: word to pinyin.

    Raises:
        VocabularyError: a row is malformed, or fails its own example, with its file and line.
    """
    rows = [(place, *cells) for place, cells in table(path, 4)]
    readings: dict[str, str] = {}
    for place, word, pinyin, _, _ in rows:
        if not re.fullmatch(r"[a-z]+", pinyin):
            next_step = Said("请不带声调、空格和 ü，例如 nyushanhu", "write it without tones, blanks and ü, as in nyushanhu")
            raise VocabularyError(
                place, Said(f"拼音 {pinyin!r} 不全是小写英文字母", f"pinyin {pinyin!r} is not lower-case ASCII"), next_step
            )
        if word in readings:
            raise VocabularyError(
                place, Said(f"{word} 在这里有两行", f"{word} stands here twice"), Said("请删掉其中一行", "remove one of the two rows")
            )
        readings[word] = pinyin
    for place, word, pinyin, _, example in rows:
        if word not in example or pinyin not in spell(example, readings):
            raise VocabularyError(
                place,
                Said(f"{word} 在例句 {example} 里不读作 {pinyin}", f"{word} is not read {pinyin} in its example {example}"),
                Said("请改正例句或者词", "mend the example or the word"),
            )
    return readings


def spell(text: str, readings: Readings) -> str:
    """The pinyin of a word: the longest rows of the table first, the dictionary for what is between them. ASCII, lower case.

    >>> spell("陕西省", {"陕西": "shaanxi"}), spell("绿色", {}), spell("5G＋", {}), spell("〇", {})
    ('shaanxisheng', 'lyuse', '5g', 'ling')
    """
    if not readings:
        return _dictionary(text)
    found, at = [], 0
    for match in _any_of(tuple(readings)).finditer(text):
        found += [_dictionary(text[at : match.start()]), readings[match[0]]]
        at = match.end()
    return "".join([*found, _dictionary(text[at:])])


@lru_cache(VOCABULARIES)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Matches any of the words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def slug(units: Sequence[str], title: str, readings: Readings, words: Words) -> str:
    """An address out of the units of place, the widest first, and the title.

    A unit goes without its suffix where two characters remain, and is not repeated in the words of the title.

    Args:
        units: every unit that is known; the lowest two are named.
        title: the title as one line.
        readings: the table of `load_readings`.
        words: cuts a title into words, so that a character with several readings is read in its word.

    >>> slug(["安徽省", "天长市", "金集镇"], "天长市金集镇：“积分”兑换", {"天长": "tianchang"}, lambda text: [text])
    'tianchang-jinji-jifen-duihuan'
    >>> slug([], "……", {}, list), slug([], "Con", {}, lambda text: [text]), slug(["单县"], "", {"单县": "shanxian"}, list)
    ('article', 'article-con', 'shanxian')
    """
    parts: list[str] = []
    for unit in units[-UNITS:]:
        spelled = readings[unit] if unit in readings else spell(stem(unit), readings)
        if spelled and spelled not in parts:
            parts.append(spelled)
    rest = title
    for name in sorted({name for unit in units for name in (unit, stem(unit)) if len(name) > 1}, key=lambda name: (-len(name), name)):
        rest = rest.replace(name, " ")
    plain = "".join(char for char in unicodedata.normalize("NFKD", rest) if not unicodedata.combining(char))
    runs = re.findall(r"[^\W_]+", plain)
    spelled_words = (spell(word, readings) for run in runs for word in words(run))
    parts += [word for word in spelled_words if word][:WORDS]
    out = ""
    for part in parts:
        longer = f"{out}-{part}" if out else part[:LENGTH]
        if len(longer) > LENGTH:
            break
        out = longer
    if not out:
        return "article"
    return f"article-{out}" if out in RESERVED else out


@lru_cache(RECENT)
def _dictionary(text: str) -> str:
    """The dictionary's reading, in the letters of passports; what has no letters in ASCII goes."""
    if not text:
        return ""
    syllables = lazy_pinyin(unicodedata.normalize("NFKC", text).replace("〇", "零"), v_to_u=True)
    joined = unicodedata.normalize("NFKD", re.sub("([nl])ü", r"\1yu", "".join(syllables)))
    return re.sub("[^a-z0-9]", "", joined.lower())
