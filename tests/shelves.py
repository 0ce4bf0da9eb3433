"""An edition of three volumes, invented: one with an index in files, two that are searched as a whole."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

LIST = """\
title: 河湾三册
description: 三册试编。
volumes:
  - id: rugao-2019
    title: 如皋日报 2019年
  - id: rugao-2020
    title: 如皋日报 2020年
  - id: guzhen-2021
    title: 固镇消息 2021年
    seeds: guzhen
"""
IDS = ("rugao-2019", "rugao-2020", "guzhen-2021")
LARGE = "rugao-2019"
"""The volume whose index is in files."""
ALONE = {"rugao-2019": "琉璃盏", "rugao-2020": "紫檀木鱼", "guzhen-2021": "青銅編鐘"}
"""What is in one volume only; the last one in traditional characters."""
EVERYWHERE = "石桥"
SCRIPTS = ROOT / "scripts"

_SURNAMES = "赵钱孙李周吴郑王冯陈"
_NAMES = ("建国", "红梅", "志强", "晓明")
_THINGS = (
    "渡口",
    EVERYWHERE,
    "麦田",
    "机耕",
    "水渠",
    "茶园",
    "蚕桑",
    "书屋",
    "凉亭",
    "灯塔",
    "船坞",
    "窑厂",
    "粮仓",
    "果林",
    "竹编",
    "剪纸",
)
_ACTS = ("修好", "开张", "丰收", "搬迁", "开通", "竣工", "复耕", "改造")
_PEOPLE = ("老支书", "农机手", "摆渡人", "教书先生")
_VOLUMES = {
    "rugao-2019": ("rugao-2019", "如皋日报", 2019, "江苏省如皋市", ("长江镇", "白蒲镇"), 18),
    "rugao-2020": ("rugao-2020", "如皋日报", 2020, "江苏省如皋市", ("长江镇",), 3),
    "guzhen-2021": ("guzhen", "固镇消息", 2021, "安徽省蚌埠市固镇县", ("",), 4),
}


def shelved(root: Path) -> Path:
    """The folder of an edition in volumes, not built yet: its list, its dumps, the settings and what is written by hand."""
    (root / "docs").mkdir(parents=True)
    for name in ("about", "assets", "count", "search"):
        shutil.copytree(ROOT / "docs" / name, root / "docs" / name)
    for name in ("_headers", "opensearch.xml", "robots.txt", "sitemap.xml"):
        shutil.copy(ROOT / "docs" / name, root / "docs")
    shutil.copy(ROOT / "mkdocs.yml", root)
    for id_ in IDS:
        for name, text in dumps(id_):
            path = root / "seeds" / _VOLUMES[id_][0] / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    (root / "seeds" / "edition.yml").write_text(LIST, encoding="utf-8")
    return root


def dumps(id_: str) -> Iterator[tuple[str, str]]:
    """Name and text of every dump of a volume, two articles each."""
    _, paper, year, region, towns, count = _VOLUMES[id_]
    for number in range(count):
        chance = random.Random(f"{id_} {number}")
        month, day = chance.randint(1, 12), chance.randint(1, 28)
        lines = [f"{paper} {year}年{month}月{day}日 第{chance.randint(1, 8)}版", ""]
        for turn in range(2):
            place = region + chance.choice(towns)
            one, other = chance.sample(_THINGS, 2)
            lines += [f"{place}{one}{chance.choice(_ACTS)} {other}迎来新气象", ""]
            lines += [f"记者 {chance.choice(_SURNAMES)}{chance.choice(_NAMES)}", ""]
            for _ in range(3):
                here, there = chance.sample(_THINGS, 2)
                lines.append(
                    f"{year}年{month}月{day}日，{place}的{here}{chance.choice(_ACTS)}了，{chance.randint(2, 99)}户人家从{there}走来，"
                    f"{chance.choice(_PEOPLE)}说，日子像{chance.choice(_THINGS)}一样有了盼头，往后还要把{here}和{there}连成一片。"
                )
            if number == turn == 1:
                lines.append(f"村里的老人还记得{ALONE[id_]}的来历，说那是走街串巷的货郎留下的念想，如今摆在祠堂里给孩子们看。")
            lines.append("")
        yield f"{id_}-{number:02}.txt", "\n".join(lines)
