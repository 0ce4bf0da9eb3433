"""The gazetteer: the units of China by name, the provinces with their tiles, and the themes; read from `scripts/data/`.

Finding names is one pass over the text: a dictionary from the first two characters of every name to the lengths that names
beginning so can have, the longest first. That reads some ten million characters a second without a compiled dependency.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress
from operator import add
from pathlib import Path
from typing import NamedTuple

import yaml

from edition.contexts import Contexts, load_contexts
from edition.errors import Said, VocabularyError
from edition.model import Province, Theme
from edition.tables import table

LEVEL_OF = {2: "province", 4: "prefecture", 6: "county", 9: "township"}
"""Length of a code (GB/T 2260 and its continuation by the statistics office) to the level of its unit."""

BY_HAND = Said("请写 units.tsv 里的代码", "write the code that units.tsv gives it")
REFRESHED = Said("请用 scripts/refresh_places.py 更新这张词表", "refresh the table with scripts/refresh_places.py")
"""What to do about a code that is not there: in a table written by hand, and in one that a script writes."""

_PEOPLE = (
    "柯尔克孜族|乌孜别克族|维吾尔族|哈萨克族|达斡尔族|塔吉克族|俄罗斯族|鄂温克族|塔塔尔族|鄂伦春族|柯尔克孜|"
    "蒙古族|布依族|朝鲜族|土家族|哈尼族|傈僳族|高山族|拉祜族|东乡族|纳西族|景颇族|仫佬族|布朗族|撒拉族|"
    "毛南族|仡佬族|锡伯族|阿昌族|普米族|德昂族|保安族|裕固族|独龙族|赫哲族|门巴族|珞巴族|基诺族|哈萨克|"
    "塔吉克|维吾尔|回族|藏族|苗族|彝族|壮族|满族|侗族|瑶族|白族|傣族|黎族|佤族|畲族|水族|土族|羌族|"
    "怒族|京族|各族|蒙古|锡伯|壮|回"
)
"""Names of peoples as they stand in the names of autonomous units; short names leave them out. The longest first."""
_TAIL = re.compile(
    rf"(?<=..)(?:(?:{_PEOPLE})*自治[区州县旗]|(?:{_PEOPLE})+(?:区|乡)|特别行政区|地区|街道|苏木|林区|新区|[省市州盟县区旗镇乡])$"
)


class Sense(NamedTuple):
    """One unit that a name can mean."""

    code: str
    """Code of today's unit; empty where a former unit has no successor of its own."""
    kind: str
    """`full` (today's official name), `usual` (of an autonomous unit, without its peoples: 延边州), `former` (an earlier official name) or
    `short` (without its kind: 固镇 for 固镇县), or `part` (of the unit: 红磡 of 九龙城区)."""
    why: str = ""
    """For a former name: what became of it, in Chinese."""


class Found(NamedTuple):
    """One occurrence of a name."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Today's units with the names, present, former and short, that lead to them."""

    units: Mapping[str, str]
    """Code to today's official full name."""
    names: Mapping[str, tuple[Sense, ...]]
    """Every name to the units that it can mean."""
    openings: Mapping[str, tuple[int, ...]]
    """First two characters to the lengths of the names that begin so, the longest first."""
    common: frozenset[str]
    """Short names that are also everyday words (和平, 东方)."""
    generic: frozenset[str]
    """Full names that are also everyday words (城区, 中心镇); they mean a unit only directly behind its parent's name."""

    contexts: Contexts
    """What the words around a name say of the place."""

    traditional: Mapping[int, str]
    """For `str.translate`: traditional characters to the simplified ones in which the names are written."""

    def find(self, text: str) -> Iterator[Found]:
        """Every name in `text`, the longest at each place where one begins. They can overlap."""
        return occurrences(text, self.openings, self.names, overlapping=True)

    def chain(self, code: str) -> tuple[str, ...]:
        """The unit and what it lies in, from the province down, as codes; levels without a unit are left out.

        A county directly under its province (济源市) and a district of a municipality have no prefecture.
        """
        return tuple(code[:width] for width in (2, 4, 6, 9) if width <= len(code) and code[:width] in self.units)

    def named_after(self, newspaper: str) -> frozenset[str]:
        """The codes of the units that a newspaper's name can begin with: 如皋日报 and 今日如皋 are of 如皋市."""
        name = newspaper.removeprefix("今日")
        for length in range(len(name) if name != newspaper else len(name) - 1, 1, -1):
            if senses := self.names.get(name[:length]):
                width = min(len(sense.code) for sense in senses)
                found = frozenset(sense.code for sense in senses if len(sense.code) == width <= 6)
                return found if len(found) == 1 else frozenset()
        return frozenset()

    def called(self, name: str) -> list[str]:
        """The codes of the units that a full name with some or all of those above it means: 江苏省南通市如皋市, 江苏省如皋市, 如皋市."""
        found = []
        for start in range(len(name)):
            above, own = name[:start], name[start:]
            for code in {sense.code for sense in self.names.get(own, ()) if self.units.get(sense.code) == own}:
                left = above
                for unit in reversed(self.chain(code)[:-1]):
                    left = left.removesuffix(self.units[unit])
                if not left:
                    found.append(code)
        return sorted(found)

    def words(self) -> Iterator[str]:
        """Every name of two or more characters, for a segmenter's dictionary."""
        return iter(self.names)


def openings_of(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The first two characters of all names to the lengths of the names that begin so, the longest first."""
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[:2], set()).add(len(name))
    return {opening: tuple(sorted(found, reverse=True)) for opening, found in lengths.items()}


def occurrences(text: str, openings: Mapping[str, tuple[int, ...]], names: Container[str], *, overlapping: bool = False) -> Iterator[Found]:
    """Every name of two or more characters in `text`, leftmost and longest first; unless `overlapping`, those without overlaps.

    >>> names = ("固镇", "固镇县", "连城镇")
    >>> [found.name for found in occurrences("在固镇县连城镇", openings_of(names), names)]
    ['固镇县', '连城镇']
    """
    free = 0
    found = [*map(openings.get, map(add, text, text[1:]))]
    for at, lengths in compress(enumerate(found), found):
        if at < free or lengths is None:
            continue
        for length in lengths:
            name = text[at : at + length]
            if name in names:
                yield Found(at, at + len(name), name)  # At the end of the text the name is shorter than the length.
                free = 0 if overlapping else at + len(name)
                break


def stem(name: str) -> str:
    """The short name of a unit; the name itself where nothing of two characters would be left.

    >>> [stem(name) for name in ("安徽省", "内蒙古自治区", "固镇县", "景谷傣族彝族自治县", "渠县", "四子王旗", "延边朝鲜族自治州")]
    ['安徽', '内蒙古', '固镇', '景谷', '渠县', '四子王', '延边']
    """
    return _TAIL.sub("", name)


def standard_code(unit: str) -> str:
    """The code that the standard gives a unit. It has none below 71 for Taiwan, where the table has codes of its own (beyond.tsv)."""
    return "" if unit.startswith("71") and len(unit) > 2 else unit


def _units(folder: Path) -> dict[str, str]:
    """The names of all units of today by code."""
    units: dict[str, str] = {}
    for place, (code, name) in [*table(folder / "units.tsv", 2), *table(folder / "beyond.tsv", 2)]:
        if len(code) not in LEVEL_OF or not code.isdigit() or len(name) < 2:
            raise VocabularyError(
                place,
                Said(f"{code!r} {name!r} 不是行政区划", f"{code!r} {name!r} is no unit"),
                Said(
                    "请写 2、4、6 或 9 位数字的代码，以及两个字以上的名称",
                    "write a code of 2, 4, 6 or 9 digits and a name of two characters or more",
                ),
            )
        units[code] = name
    for code in units:
        if code[:2] not in units:
            raise VocabularyError(
                str(folder / "units.tsv"),
                Said(f"行政区划 {code} 不属于任何省份", f"unit {code} lies in no province"),
                Said(f"请补上省份 {code[:2]} 这一行", f"add the row of province {code[:2]}"),
            )
    return units


def _shorter(name: str, code: str) -> Iterator[tuple[str, str]]:
    """What newspapers call a unit for short, each with the kind of the name."""
    if len(code) == 9 and name.endswith("镇镇"):
        yield name[:-1], "usual"
    elif len(code) != 9 and len(short := stem(name)) >= 2 and short != name:
        yield from ((usual, "usual") for usual in _usual(short, name, len(code)))
        yield short, "short"


def load_gazetteer(folder: Path, traditional: Mapping[str, str] | None = None) -> Gazetteer:
    """Read the tables of `folder` (`scripts/data/places`); its README says what each holds.

    Args:
        folder: where the tables are.
        traditional: the simplified character for each traditional one.

    Raises:
        VocabularyError: a row is malformed or names a unit that is not there, with its file and line.
    """
    units = _units(folder)
    names: dict[str, dict[str, Sense]] = {}

    def known(place: str, code: str, remedy: Said) -> None:
        if code not in units:
            raise VocabularyError(
                place, Said(f"今行政区划 {code!r} 不在 units.tsv 里", f"today's unit {code!r} is not in units.tsv"), remedy
            )

    def add(name: str, sense: Sense) -> None:
        names.setdefault(name, {}).setdefault(sense.code, sense)

    for code, name in units.items():
        add(name, Sense(code, "full"))
    for place, (code, name, today) in table(folder / "units-2021.tsv", 3):
        if today:
            known(place, today, REFRESHED)
            add(name, Sense(today, "former", f"{name}今为{units[today]}"))
        elif len(code) == 9 and code[:6] in units:
            add(name, Sense(code, "former", f"{name}今已撤并"))
    for place, (name, today, reason, _) in table(folder / "former.tsv", 4):
        known(place, today, BY_HAND)
        if not reason:
            raise VocabularyError(
                place,
                Said(f"{name} 没有说明缘由", f"{name} lacks a reason"),
                Said("请用中文写明它后来怎样了", "say in Chinese what became of it"),
            )
        add(name, Sense(today, "former", reason))
    for place, (name, code) in table(folder / "areas.tsv", 2):
        known(place, code, BY_HAND)
        add(name, Sense(code, "part", f"{name}在{units[code]}"))
    for place, (name, today, _) in table(folder / "earlier.tsv", 3):
        known(place, today, REFRESHED)
        add(name, Sense(today, "former", f"{name}今为{units[today]}"))
    for code, name in units.items():
        for usual, kind in _shorter(name, code):
            add(usual, Sense(code, kind))
    return Gazetteer(
        units=units,
        names={name: tuple(senses.values()) for name, senses in names.items()},
        openings=openings_of(names),
        common=frozenset(word for _, (word,) in table(folder / "common.tsv", 1)),
        generic=frozenset(name for _, (name, _) in table(folder / "generic.tsv", 2)),
        contexts=load_contexts(folder / "contexts.tsv"),
        traditional=str.maketrans(dict(traditional or {})),
    )


def _usual(short: str, name: str, width: int) -> tuple[str, ...]:
    """The usual half-long name of an autonomous unit: 延边州, 景谷县, 莫力达瓦旗. (That of 壶镇镇 is 壶镇.)"""
    if width == 4 and name.endswith("自治州"):
        return (short + "州",)
    return (short + name[-1],) if width == 6 and name.endswith(("自治县", "自治旗")) else ()


def load_provinces(folder: Path) -> tuple[Province, ...]:
    """Read `provinces.tsv` of `folder` (`scripts/data/places`): the 34 province-level units with their tiles.

    Raises:
        VocabularyError: a row is malformed, or two tiles lie on one another.
    """
    provinces: list[Province] = []
    for place, (name, short, slug, row, column) in table(folder / "provinces.tsv", 5):
        if not (row.isdigit() and column.isdigit() and re.fullmatch(r"[a-z-]+", slug)):
            raise VocabularyError(
                place,
                Said(f"{slug!r} {row!r} {column!r} 不是地图上的一格", f"{slug!r} {row!r} {column!r} is no tile"),
                Said("请写英文短名、行号和列号", "write an ASCII slug, a row and a column"),
            )
        province = Province(name, short, slug, int(row), int(column))
        for other in provinces:
            if (other.row, other.column) == (province.row, province.column) or other.id == slug:
                raise VocabularyError(
                    place,
                    Said(f"{name} 与 {other.name} 同在一格，或者编号相同", f"{name} shares its tile or id with {other.name}"),
                    Said("请给它单独的位置和编号", "give it a place and an id of its own"),
                )
        provinces.append(province)
    return tuple(provinces)


def load_themes(path: Path) -> tuple[Theme, ...]:
    """Read `themes.yml`: the controlled vocabulary of themes.

    Raises:
        VocabularyError: an entry lacks a key, or an id or a label is there twice.
    """
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except OSError as error:
        raise VocabularyError(
            str(path),
            Said(f"读不出来（{error.strerror}）", f"cannot be read ({error.strerror})"),
            Said("请从仓库恢复这个文件", "restore the file from the repository"),
        ) from error
    except yaml.YAMLError as error:
        problem = str(error).replace("\n", " ")
        what, next_step = (
            Said(f"不合 YAML 格式（{problem}）", f"is not YAML ({problem})"),
            Said("请改正所说的那一行", "mend the line that it names"),
        )
        raise VocabularyError(str(path), what, next_step) from error
    if not isinstance(entries, list):
        raise VocabularyError(
            str(path),
            Said("不是主题的列表", "is not a list of themes"),
            Said("请每个主题写一条，以 `- id:` 开头", "write one entry a theme, each beginning with `- id:`"),
        )
    themes: list[Theme] = []
    for number, entry in enumerate(entries, 1):
        place = f"{path}: theme {number}"
        if not isinstance(entry, dict) or not all(
            entry.get(key) for key in ("id", "label", "description", "cues", "example", "counter_example")
        ):
            raise VocabularyError(
                place,
                Said(f"{str(entry)[:60]!r} 缺一个键", f"{str(entry)[:60]!r} lacks a key"),
                Said(
                    "请写上 id、label、description、cues、example 和 counter_example",
                    "give it id, label, description, cues, example and counter_example",
                ),
            )
        if not re.fullmatch(r"[a-z][a-z-]*", str(entry["id"])):
            raise VocabularyError(
                place,
                Said(f"编号 {entry['id']!r} 不是英文短名", f"id {entry['id']!r} is no ASCII slug"),
                Said("请用小写字母和连字符", "write small letters and hyphens"),
            )
        if any(entry["id"] == theme.id or entry["label"] == theme.label for theme in themes):
            raise VocabularyError(
                place,
                Said(f"{entry['id']} 或者 {entry['label']} 出现了两次", f"{entry['id']} or {entry['label']} is there twice"),
                Said("请给每个主题单独的编号和名称", "give every theme an id and a label of its own"),
            )
        single = next((cue for cue in str(entry["cues"]).split() if len(cue) < 2), None)
        if single:
            raise VocabularyError(
                place,
                Said(f"线索词 {single!r} 只有一个字", f"cue {single!r} is one character"),
                Said("请写两个字以上的词", "write words of two characters or more"),
            )
        themes.append(Theme(str(entry["id"]), str(entry["label"]), str(entry["description"]), tuple(str(entry["cues"]).split())))
    return tuple(themes)
