"""The list of volumes, `edition.yml`: an edition that is too large for one site is several, under one portal.

It is written by hand (or by `scripts/divide.py`, once) and read strictly: what is not understood is named with its file and line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from edition.errors import InputError, Said

NAME = "edition.yml"
KEYS = ("title", "description", "volumes")
VOLUME_KEYS = ("id", "title", "seeds", "elsewhere")
PORTAL = frozenset(("about", "articles", "assets", "data", "search", "site", "views"))
"""Folders that the portal has or may have."""
DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))))
"""Names that Windows keeps for its devices."""
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 60
"""Characters of an id."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume (册): an edition of its own, with its own ledger, indexes and search."""

    id: str
    """Its folder in the site."""
    title: str
    seeds: Path
    """The folder of its dumps; its ledger is `permalinks.yml` there."""
    elsewhere: bool = False
    """It is built by somebody else: its site is put into its folder by hand, and here it is only listed."""
    place: str = ""
    """`file:line`, for error messages."""


@dataclass(frozen=True, slots=True)
class Volumes:
    """All volumes, in the order in which they are listed and asked."""

    title: str
    description: str
    volumes: tuple[Volume, ...]


def load_volumes(path: Path, present: bool = True) -> Volumes:
    """Read the list.

    Args:
        path: `edition.yml`.
        present: the folders of the dumps have to be there.

    Raises:
        InputError: it cannot be read, or something in it is wrong; with its file and line.
    """
    try:
        tree = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            str(path), Said(f"读不出来（{error}）", f"cannot be read ({error})"), Said("请存成 UTF-8 文本", "save it as text in UTF-8")
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", "") or error
        raise InputError(
            f"{path}:{mark.line + 1 if mark else 1}",
            Said(f"不合 YAML 格式（{problem}）", f"is not YAML ({problem})"),
            Said("请改正这一行", "mend the line"),
        ) from error
    top = _cells(path, tree, KEYS, ("title", "volumes"))
    title = _text(path, "title", top["title"])
    description = _text(path, "description", top["description"]) if "description" in top else ""
    rows = top["volumes"]
    if not isinstance(rows, yaml.SequenceNode) or not rows.value:
        raise InputError(
            _place(path, rows),
            Said("一册也没有列出", "lists no volume"),
            Said("每册请写 `- id: …`，下面写 `title:`", "write each volume as `- id: …`, with `title:` below"),
        )
    found = tuple(_volume(path, row) for row in rows.value)
    _judge(found, present)
    return Volumes(title, description, found)


def _volume(path: Path, node: yaml.Node) -> Volume:
    cells = _cells(path, node, VOLUME_KEYS, ("id", "title"))
    texts = {key: _text(path, key, value) for key, value in cells.items()}
    elsewhere = texts.get("elsewhere", "false")
    if elsewhere not in ("true", "false") or (elsewhere == "true" and "seeds" in texts):
        raise InputError(
            _place(path, cells["elsewhere"]),
            Said(f"elsewhere 是 {elsewhere!r}", f"elsewhere is {elsewhere!r}"),
            Said(
                "在别处构建的册写 elsewhere: true，不写 seeds", "write elsewhere: true, without seeds, for a volume that is built elsewhere"
            ),
        )
    seeds = path.parent / unicodedata.normalize("NFC", texts.get("seeds", texts["id"]))
    return Volume(texts["id"], texts["title"], seeds, elsewhere == "true", _place(path, cells["id"]))


def problem_of_id(id_: str) -> tuple[Said, Said] | None:
    """Why an id is no folder of the site, and the next step; None where it is one."""
    if not ID.fullmatch(id_) or id_ in DEVICES or len(id_) > LONGEST:
        return (
            Said(f"id {id_!r} 不能用作地址", f"id {id_!r} is no address"),
            Said(
                f"请只用小写字母、数字和单个连字符，至多 {LONGEST} 个字符，例如 rugao-2019",
                f"write lower-case letters, digits and single hyphens, {LONGEST} characters at most, as in rugao-2019",
            ),
        )
    if id_ in PORTAL:
        return (
            Said(f"id {id_!r} 是总目自己用的", f"id {id_!r} is a folder of the portal"),
            Said("请换一个，例如 rugao-2019", "choose another one, as in rugao-2019"),
        )
    return None


def _judge(volumes: Iterable[Volume], present: bool) -> None:
    """Stop where an id is no address, where two volumes share something, or where a folder is not there."""
    ids: dict[str, Volume] = {}
    folders: dict[Path, Volume] = {}
    for volume in volumes:
        if problem := problem_of_id(volume.id):
            raise InputError(volume.place, *problem)
        if volume.id in ids:
            other = ids[volume.id].place
            raise InputError(
                volume.place,
                Said(f"id {volume.id} 在 {other} 已经有了", f"id {volume.id} stands already at {other}"),
                Said("请给其中一册换一个 id", "give one of the two another id"),
            )
        ids[volume.id] = volume
        if volume.elsewhere:
            continue
        if present and not volume.seeds.is_dir():
            raise InputError(
                volume.place,
                Said(f"没有原始文本文件夹 {volume.seeds}", f"there is no folder of seeds {volume.seeds}"),
                Said(
                    "请建立它，或者用 seeds: 写明在哪里；在别处构建的册写 elsewhere: true",
                    "make it, or say with seeds: where it is; write elsewhere: true for a volume that is built elsewhere",
                ),
            )
        folder = volume.seeds.resolve()
        if folder in folders:
            raise InputError(
                volume.place,
                Said(f"与 {folders[folder].id} 用同一个文件夹 {volume.seeds}", f"has the folder of {folders[folder].id}, {volume.seeds}"),
                Said("请一册一个文件夹", "give each volume a folder of its own"),
            )
        folders[folder] = volume


def dump_volumes(edition: Volumes, folder: Path) -> str:
    """The list as YAML, for a file in a folder. `load_volumes` reads back what this writes."""
    out = [f"title: {_scalar(edition.title)}\n"]
    if edition.description:
        out.append(f"description: {_scalar(edition.description)}\n")
    return "".join([*out, "volumes:\n", *(volume_lines(volume, folder) for volume in edition.volumes)])


def volume_lines(volume: Volume, folder: Path) -> str:
    """One volume as it stands in the list.

    >>> print(volume_lines(Volume("rugao-2019", "如皋日报 2019年", Path("seeds/rugao-2019")), Path("seeds")), end="")
      - id: rugao-2019
        title: 如皋日报 2019年
    """
    lines = f"  - id: {volume.id}\n    title: {_scalar(volume.title)}\n"
    if volume.elsewhere:
        return lines + "    elsewhere: true\n"
    return lines if volume.seeds == folder / volume.id else lines + f"    seeds: {_scalar(volume.seeds.relative_to(folder).as_posix())}\n"


def _cells(path: Path, node: yaml.Node | None, keys: tuple[str, ...], needed: tuple[str, ...]) -> dict[str, yaml.Node]:
    """The values of a mapping by their keys."""
    if not isinstance(node, yaml.MappingNode):
        raise InputError(
            _place(path, node),
            Said("不是“键: 值”的写法", "is no mapping"),
            Said(f"请写 {'、'.join(needed)} 各一行", f"write a line for each of {', '.join(needed)}"),
        )
    cells: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if key.value not in keys or key.value in cells:
            what = Said("写了两次", "stands there twice") if key.value in cells else Said("不认识", "is unknown")
            raise InputError(
                _place(path, key),
                Said(f"键 {key.value!r} {what.zh}", f"key {key.value!r} {what.en}"),
                Said(f"只能用 {', '.join(keys)}，每个至多一次", f"use each of {', '.join(keys)} at most once"),
            )
        cells[key.value] = value
    for key in needed:
        if key not in cells:
            raise InputError(_place(path, node), Said(f"没有 {key}", f"has no {key}"), Said(f"请补上 {key}: …", f"add {key}: …"))
    return cells


def _text(path: Path, key: str, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode) or not (text := " ".join(node.value.split())):
        raise InputError(
            _place(path, node),
            Said(f"{key} 没有单一的值", f"{key} has no plain value"),
            Said("请在冒号后面写一个值", "write one value behind the colon"),
        )
    return text


def _place(path: Path, node: yaml.Node | None) -> str:
    return f"{path}:{node.start_mark.line + 1 if node else 1}"


def _scalar(value: str) -> str:
    return str(yaml.safe_dump(value, allow_unicode=True, width=10**6)).removesuffix("\n").removesuffix("\n...")
