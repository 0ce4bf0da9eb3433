"""An edition in volumes: the list, each volume by itself, the portal made of nothing but their sites."""

from __future__ import annotations

import base64
import json
import os
import random
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import volumes as program
from conftest import PUBLIC, ROOT, build, volumes
from edition import portal
from edition.errors import InputError
from edition.publish.search.fold import fold
from edition.publish.search.signs import SIGNS, decode
from edition.publish.summary import extent
from edition.volumes import Volume, Volumes, dump_volumes, load_volumes
from shelves import ALONE, EVERYWHERE, IDS, LARGE, LIST, shelved
from test_rendering import contents, different, files

OK, USAGE, SEEDS_REFUSED, STOPPED = 0, 2, 3, 4


# The list


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "is no mapping"),
        ("- a\n", 1, "is no mapping"),
        ("title: 甲\n", 1, "has no volumes"),
        ("volumes:\n  - id: a\n    title: 甲\n", 1, "has no title"),
        ("title: 甲\nvolumes: []\n", 2, "lists no volume"),
        ("title: 甲\nvolumes: a\n", 2, "lists no volume"),
        ("title: 甲\nvolume: []\n", 2, "key 'volume' is unknown"),
        ("title: 甲\ntitle: 乙\n", 2, "key 'title' stands there twice"),
        ("title: [甲]\nvolumes:\n  - id: a\n    title: 甲\n", 1, "title has no plain value"),
        ("title: 甲\nvolumes:\n  - a\n", 3, "is no mapping"),
        ("title: 甲\nvolumes:\n  - id: a\n", 3, "has no title"),
        ("title: 甲\nvolumes:\n  - title: 甲\n", 3, "has no id"),
        ("title: 甲\nvolumes:\n  - id: a\n    title: 甲\n    year: 2019\n", 5, "key 'year' is unknown"),
        ("title: 甲\nvolumes:\n  - id: a\n    title: 甲\n  - id: a\n    title: 乙\n", 5, "id a stands already at .*:3"),
        ("title: 甲\nvolumes:\n  - id: A\n    title: 甲\n", 3, "id 'A' is no address"),
        ("title: 甲\nvolumes:\n  - id: ../a\n    title: 甲\n", 3, "is no address"),
        ("title: 甲\nvolumes:\n  - id: con\n    title: 甲\n", 3, "is no address"),
        ("title: 甲\nvolumes:\n  - id: assets\n    title: 甲\n", 3, "id 'assets' is a folder of the portal"),
        ("title: 甲\nvolumes:\n  - id: b\n    title: 甲\n", 3, "there is no folder of seeds"),
        ("title: 甲\nvolumes:\n  - id: a\n    title: 甲\n  - id: b\n    title: 乙\n    seeds: a\n", 5, "has the folder of a"),
        ("title: 甲\nvolumes:\n  - id: a\n    title: 甲\n    elsewhere: maybe\n", 5, "elsewhere is 'maybe'"),
        ("title: 甲\nvolumes:\n  - id: a\n    title: 甲\n    seeds: a\n    elsewhere: true\n", 6, "elsewhere is 'true'"),
        ("title: 甲\nvolumes:\n  - id: [\n", 4, "is not YAML"),
    ],
)
def test_a_list_that_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    (tmp_path / "a").mkdir()
    path = tmp_path / "edition.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=what) as caught:
        load_volumes(path)
    assert caught.value.place == f"{path}:{line}"
    assert caught.value.next_step.zh and caught.value.next_step.en


def test_a_list_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "edition.yml").write_bytes(b"title: \xff")
    with pytest.raises(InputError, match="cannot be read"):
        load_volumes(tmp_path / "edition.yml")


def test_a_list_is_read_as_it_is_written(tmp_path: Path) -> None:
    for name in ("a", "乙"):
        (tmp_path / name).mkdir()
    found = (
        Volume("a", "甲：一", tmp_path / "a"),
        Volume("2020", "no", tmp_path / "乙"),
        Volume("c", "丙", tmp_path / "c", elsewhere=True),
    )
    path = tmp_path / "edition.yml"
    path.write_text(dump_volumes(Volumes("总", "一句", found), tmp_path), encoding="utf-8")
    read = load_volumes(path)
    assert (read.title, read.description) == ("总", "一句")
    assert [(one.id, one.title, one.seeds, one.elsewhere) for one in read.volumes] == [
        (one.id, one.title, one.seeds, one.elsewhere) for one in found
    ]


def test_first_and_last_date() -> None:
    assert extent(["2021-11/2021-12", "2020-03~", "202X", "2021-21", "19XX-01"]) == ("2020-03", "2021-12")
    assert extent([]) == (None, None)


# What is built


@pytest.mark.slow
def test_each_volume_is_an_edition_of_its_own(shelf: Path) -> None:
    for id_, seeds in zip(IDS, ("rugao-2019", "rugao-2020", "guzhen"), strict=True):
        site = shelf / "site" / id_
        ledger = (shelf / "seeds" / seeds / "permalinks.yml").read_text(encoding="utf-8")
        records = [json.loads(line) for line in (site / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
        assert records and all(f"id: {record['id']}\n" in ledger for record in records)
        assert {record["seed"] for record in records} == {path.name for path in (shelf / "seeds" / seeds).glob("*.txt")}
        facts = json.loads((site / "data" / "edition.json").read_text(encoding="utf-8"))
        dates = [day for record in records if record["date"] for day in record["date"].split("/")]
        assert (facts["articles"], facts["dumps"]) == (len(records), len({record["seed"] for record in records}))
        assert (facts["first"], facts["last"]) == (min(dates), max(dates))
        papers = [record["newspaper"] for record in records if record["newspaper"]]
        assert facts["newspapers"] == {name: papers.count(name) for name in papers}
        assert sum(facts["provinces"].values()) == len(records)
        page = next((site / "articles").glob("*.html")).read_text(encoding="utf-8")
        assert '<a class="to-volumes" href="../../index.html">各册</a>' in page
        assert (shelf / "site" / "index.html").is_file()
    assert not (shelf / "seeds" / "permalinks.yml").exists() and not list(shelf.glob(".site*"))


@pytest.mark.slow
def test_the_portal_lists_the_volumes_with_counts_and_dates(shelf: Path) -> None:
    page = (shelf / "site" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'<p><a href="([\w-]+)/index.html">([^<]+)</a></p>\s*<p class="facts">(\d+)篇 · (\d{4}年)', page) == [
        ("rugao-2019", "如皋日报 2019年", "36", "2019年"),
        ("rugao-2020", "如皋日报 2020年", "6", "2020年"),
        ("guzhen-2021", "固镇消息 2021年", "8", "2021年"),
    ]
    assert "共3册，收文章50篇，出自原始文本25份。" in page and "三册试编。" in page and "<title>河湾三册</title>" in page
    for place in ("index.html", "search/index.html", "404.html"):
        text = (shelf / "site" / place).read_text(encoding="utf-8")
        assert "articles/index.html" not in text and 'md-tabs__link" href="' in text


@pytest.mark.slow
def test_two_builds_write_the_same_bytes(shelf: Path, tmp_path: Path) -> None:
    again = shelved(tmp_path / "two")
    assert volumes(again).returncode == OK
    assert different(contents(shelf / "site"), contents(again / "site")) == []
    for path in (shelf / "seeds").rglob("permalinks.yml"):
        assert path.read_bytes() == (again / path.relative_to(shelf)).read_bytes()


@pytest.fixture
def mine(shelf: Path, tmp_path: Path) -> Path:
    """A copy of the built edition that a test may change."""
    return Path(shutil.copytree(shelf, tmp_path / "mine"))


def marks(folder: Path) -> dict[str, tuple[int, int]]:
    return {name: (path.stat().st_ino, path.stat().st_mtime_ns) for name, path in files(folder).items()}


@pytest.mark.slow
def test_where_nothing_changed_nothing_is_written(mine: Path) -> None:
    before = marks(mine / "site")
    assert volumes(mine).returncode == OK
    assert marks(mine / "site") == before


@pytest.mark.slow
def test_one_volume_is_built_alone(mine: Path) -> None:
    before, bytes_before = {id_: marks(mine / "site" / id_) for id_ in IDS}, contents(mine / "site")
    path = mine / "seeds" / "guzhen" / "new.txt"
    path.write_text(
        "固镇县的渡口有了夔龙纹灯\n\n记者 丁一\n\n2021年5月1日，安徽省蚌埠市固镇县的渡口亮起了夔龙纹灯，摆渡人说夜里也看得见路了。\n",
        "utf-8",
    )
    (mine / "seeds" / "rugao-2019" / "new.txt").write_text("这一册没有构建。\n", encoding="utf-8")
    done = volumes(mine, "guzhen-2021")
    assert done.returncode == OK, done.stderr
    assert {id_: marks(mine / "site" / id_) == before[id_] for id_ in IDS} == {"rugao-2019": True, "rugao-2020": True, "guzhen-2021": False}
    changed = [name for name in different(bytes_before, contents(mine / "site")) if not name.startswith("guzhen-2021/")]
    assert changed and all(name == "index.html" or name.startswith("data/volumes/") for name in changed)
    assert candidates(mine / "site", "夔龙纹") == {"guzhen-2021"}
    assert "9篇" in (mine / "site" / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_volume_that_somebody_else_published_is_one_like_the_others(shelf: Path, tmp_path: Path) -> None:
    """The portal needs nothing but the sites: neither dumps nor caches."""
    root = shelved(tmp_path / "other")
    shutil.rmtree(root / "seeds" / "guzhen")
    shutil.copytree(shelf / "site" / "guzhen-2021", root / "site" / "guzhen-2021")
    (root / "seeds" / "edition.yml").write_text(LIST.replace("seeds: guzhen", "elsewhere: true"), encoding="utf-8")
    assert volumes(root, "guzhen-2021").returncode == USAGE
    done = volumes(root)
    assert done.returncode == OK, done.stderr
    assert different(contents(shelf / "site"), contents(root / "site")) == []


@pytest.mark.slow
def test_a_volume_that_is_not_there_yet_is_not_listed(tmp_path: Path) -> None:
    root = shelved(tmp_path / "first")
    done = volumes(root, "guzhen-2021")
    assert done.returncode == OK and done.stderr.count("so the portal does not list it yet") == 2
    page = (root / "site" / "index.html").read_text(encoding="utf-8")
    assert "固镇消息" in page and "如皋日报" not in page


@pytest.mark.slow
def test_what_is_no_volume_stays_and_is_named(mine: Path) -> None:
    (mine / "site" / "guests").mkdir()
    (mine / "site" / "guests" / "book.html").write_text("客", encoding="utf-8")
    list_ = (mine / "seeds" / "edition.yml").read_text(encoding="utf-8")
    (mine / "seeds" / "edition.yml").write_text(list_.replace("  - id: rugao-2020\n    title: 如皋日报 2020年\n", ""), encoding="utf-8")
    done = volumes(mine, "guzhen-2021")
    assert done.returncode == OK and "belongs to no volume and not to the portal: guests, rugao-2020." in done.stderr
    assert (mine / "site" / "guests" / "book.html").is_file() and (mine / "site" / "rugao-2020" / "index.html").is_file()
    assert "rugao-2020" not in (mine / "site" / "index.html").read_text(encoding="utf-8")
    assert candidates(mine / "site", ALONE["rugao-2020"]) == set()
    # The files of the index before are the portal's own: they go.
    assert len(list((mine / "site" / "data" / "volumes").iterdir())) == 2


@pytest.mark.slow
def test_a_volume_of_another_version_is_refused(mine: Path) -> None:
    path = mine / "site" / "rugao-2020" / "data" / "edition.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"search": "', '"search": "0'), encoding="utf-8")
    done = volumes(mine, "guzhen-2021")
    assert done.returncode == STOPPED and "run make site VOLUME=rugao-2020" in done.stderr
    assert volumes(mine, "rugao-2020").returncode == OK


@pytest.mark.slow
def test_wrong_names_and_lists_stop_before_anything_is_written(mine: Path) -> None:
    before = marks(mine / "site")
    done = volumes(mine, "guzhen")
    assert done.returncode == USAGE and "choose from rugao-2019, rugao-2020, guzhen-2021" in done.stderr
    (mine / "seeds" / "edition.yml").write_text(LIST + "    years: 1\n", encoding="utf-8")
    for arguments in ((), ("--check",)):
        done = volumes(mine, *arguments)
        assert done.returncode == STOPPED and "edition.yml:11" in done.stderr
    assert marks(mine / "site") == before


@pytest.mark.slow
def test_a_build_that_stops_leaves_the_volume_that_is_there(mine: Path) -> None:
    before = contents(mine / "site")
    (mine / "seeds" / "guzhen" / "permalinks.yml").write_text("- id: [\n", encoding="utf-8")
    done = volumes(mine)
    assert done.returncode == STOPPED and "guzhen-2021: is not finished" in done.stderr and "permalinks.yml:" in done.stderr
    assert different(before, contents(mine / "site")) == []


@pytest.mark.slow
def test_refused_dumps_do_not_keep_the_others_from_being_published(mine: Path) -> None:
    (mine / "seeds" / "guzhen" / "empty.txt").write_bytes(b"")
    done = volumes(mine, "guzhen-2021")
    assert done.returncode == SEEDS_REFUSED and "refused" in done.stderr
    assert candidates(mine / "site", ALONE["guzhen-2021"]) == {"guzhen-2021"}


@pytest.mark.slow
def test_what_is_written_by_hand_comes_into_every_volume_and_goes(mine: Path) -> None:
    (mine / "docs" / "assets" / "new.css").write_text("p { color: red }\n", encoding="utf-8")
    settings = (mine / "mkdocs.yml").read_text(encoding="utf-8")
    (mine / "mkdocs.yml").write_text(settings.replace("供研究查考。", "只供研究。"), encoding="utf-8")
    assert volumes(mine).returncode == OK
    for site in (mine / "site", *(mine / "site" / id_ for id_ in IDS)):
        assert (site / "assets" / "new.css").is_file()
        assert "只供研究。" in (site / "index.html").read_text(encoding="utf-8")
    (mine / "docs" / "assets" / "new.css").unlink()
    assert volumes(mine).returncode == OK
    assert not list((mine / "site").rglob("new.css"))


@pytest.mark.slow
def test_pages_and_citations_know_the_address_of_their_volume(mine: Path) -> None:
    assert volumes(mine, address=PUBLIC.rstrip("/")).returncode == OK
    robots = (mine / "site" / "robots.txt").read_text(encoding="utf-8")
    assert re.findall(r"Sitemap: (.*)", robots) == [f"{PUBLIC}sitemap.xml", *(f"{PUBLIC}{id_}/sitemap.xml" for id_ in IDS)]
    assert f'<link rel="canonical" href="{PUBLIC}index.html">' in (mine / "site" / "index.html").read_text(encoding="utf-8")
    page = next(path for path in (mine / "site" / LARGE / "articles").glob("*.html") if path.stem != "index")
    address = f"{PUBLIC}{LARGE}/articles/{page.name}"
    assert f'<link rel="canonical" href="{address}">' in page.read_text(encoding="utf-8")
    files_ = re.findall(r'href="data:[^"]*;base64,([^"]+)"', page.read_text(encoding="utf-8"))
    assert any(address in base64.b64decode(file).decode() for file in files_)
    assert f"<loc>{address}</loc>" in (mine / "site" / LARGE / "sitemap.xml").read_text(encoding="utf-8")


def test_the_ledger_can_be_named(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    shutil.copy(ROOT / "seeds" / "004_abd99d7e6af8de60.txt", seeds)
    ledger = tmp_path / "ledger.yml"
    command = ("--seeds", seeds, "--out", tmp_path / "out", "--ledger", ledger)
    assert build(*command).returncode == OK
    first = ledger.read_text(encoding="utf-8")
    assert "- id: jiyang" in first and not (seeds / "permalinks.yml").exists() and not (tmp_path / "out" / "permalinks.yml").exists()
    ledger.write_text(first.replace("- id: jiyang", "- id: jiu"), encoding="utf-8")
    shutil.rmtree(tmp_path / "out")
    assert build(*command).returncode == OK
    assert "- id: jiu" in ledger.read_text(encoding="utf-8") and list((tmp_path / "out" / "articles").glob("jiu*.md"))


# A run that is killed


class Killed(BaseException):
    """The process is gone here."""


@pytest.mark.slow
def test_a_portal_that_was_killed_anywhere_is_finished_by_the_next_run(mine: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old index is whole until the list of files changes places; the next run puts in what is missing and takes out what is left."""
    site, made = mine / "site", mine / program.PORTAL / "site"
    arguments = (made, site, mine / program.PORTAL / "placed.json", mine / program.PORTAL / "placing")
    wanted, real = contents(site), os.replace
    old = f"{portal.INDEX}0123456789/k0.js"
    for number in range(0, 40, 3):
        chance = random.Random(number)
        for name in [name for name in files(made) if name.startswith("data/") or chance.random() < 0.5]:
            (site / name).unlink()
        for name in (old, program.CURRENT):
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text("old", encoding="utf-8")
        left = number

        def replace(one: Any, other: Any) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            real(one, other)

        monkeypatch.setattr(os, "replace", replace)
        try:
            program.place(*arguments)
        except Killed:
            if (site / program.CURRENT).read_bytes() == b"old":
                assert (site / old).exists()
            else:
                assert contents(made / "data").items() <= contents(site / "data").items()
        monkeypatch.setattr(os, "replace", real)
        program.place(*arguments)
        assert different(contents(site), wanted) == []
        assert not arguments[3].exists()


@pytest.mark.slow
@pytest.mark.parametrize("id_", ["rugao-2020", "guzhen-2021"])
def test_a_volume_that_was_killed_between_its_two_moves_is_put_back(mine: Path, shelf: Path, id_: str) -> None:
    os.replace(mine / "site" / id_, mine / f".site-old-{id_}")
    (mine / f".site-new-{id_}").mkdir()
    assert volumes(mine, "guzhen-2021").returncode == OK
    assert different(contents(mine / "site"), contents(shelf / "site")) == []
    assert not list(mine.glob(".site*"))


@pytest.mark.slow
def test_caches_that_are_gone_or_damaged_change_nothing(mine: Path, shelf: Path) -> None:
    for path in (mine / program.PORTAL / "keys").glob("*"):
        path.write_bytes(b"damaged")
    (mine / program.PORTAL / "index.json").write_text("{", encoding="utf-8")
    assert volumes(mine).returncode == OK
    shutil.rmtree(mine / ".cache")
    assert volumes(mine).returncode == OK
    assert different(contents(mine / "site"), contents(shelf / "site")) == []


# The index of the portal


def handed(text: str) -> Any:
    match = re.fullmatch(r'edition\.(?:put\("\w+","\w+"|current\("\w+"),(.*)\);\n', text, re.S)
    assert match
    return json.loads(match[1])


def index_of(site: Path) -> dict[str, set[str]]:
    """For each key of the portal's index the volumes, read plainly."""
    current = (site / "data" / "volumes" / "current.js").read_text(encoding="utf-8")
    counts = handed(current)
    folder = site / "data" / "volumes" / current.split('"')[1]
    ids = [id_ for id_, _ in counts["volumes"]]
    assert {path.name for path in folder.iterdir()} == {"fold.js", *(f"k{n}.js" for n in range(counts["shards"]))}
    out: dict[str, set[str]] = {}
    for number in range(counts["shards"]):
        for line in handed((folder / f"k{number}.js").read_text(encoding="utf-8")).split("\n")[1:-1]:
            key, text = line[:2].rstrip(" "), line[2:]
            hash_ = 2166136261
            for character in key:
                hash_ = ((hash_ ^ ord(character)) * 16777619) & 0xFFFFFFFF
            assert hash_ % counts["shards"] == number and key not in out
            if text.startswith("!"):
                numbers = [6 * n + bit for n, sign in enumerate(text[1:]) for bit in range(6) if SIGNS.index(sign) >> bit & 1]
            else:
                numbers = decode(text)
            out[key] = {ids[n] for n in numbers}
    return out


def keys_in(word: str) -> list[str]:
    return [word] if len(word) == 1 else ["".join(pair) for pair in pairwise(word)]


def candidates(site: Path, word: str) -> set[str]:
    """What the index answers, as assets/js/portal.js asks it."""
    index = index_of(site)
    table = handed(next((site / "data" / "volumes").glob("*/fold.js")).read_text(encoding="utf-8"))
    folded = fold(word, dict(zip(table[::2], table[1::2], strict=True)))
    return set.intersection(*(index.get(key, set()) for key in keys_in(folded)))


def texts_of(site: Path) -> Iterator[str]:
    """All that search compares in a volume, folded, as its files say it."""
    current = (site / "data" / "search" / "current.js").read_text(encoding="utf-8")
    folder = site / "data" / "search" / current.split('"')[1]
    records = handed((folder / "all.js").read_text(encoding="utf-8")) if (folder / "all.js").exists() else None
    for record in records or [handed(path.read_text(encoding="utf-8")) for path in folder.glob("p*.js")]:
        whole = [*record, *[""] * (10 - len(record))]
        yield from (fold(text, {}) for text in whole[9] or [*whole[2:5], *whole[6][1::2], *whole[7:9]])


@pytest.mark.slow
def test_the_index_holds_the_keys_of_every_volume_and_no_others(shelf: Path) -> None:
    wanted: dict[str, set[str]] = {}
    for id_ in IDS:
        for text in texts_of(shelf / "site" / id_):
            for key in {*text, *map("".join, pairwise(text))}:
                wanted.setdefault(key, set()).add(id_)
    found = index_of(shelf / "site")
    assert found == wanted and len(found) > 500
    assert {len(ids) for ids in found.values()} == {1, 2, 3}


@pytest.mark.slow
def test_no_volume_that_holds_a_word_is_left_out(shelf: Path) -> None:
    texts = {id_: list(texts_of(shelf / "site" / id_)) for id_ in IDS}
    index, chance = index_of(shelf / "site"), random.Random(3)
    every = [text for found in texts.values() for text in found if text]
    alone = 0
    for _ in range(1500):
        text = chance.choice(every)
        start = chance.randrange(len(text))
        word = text[start : start + chance.randint(1, 8)]
        holders = {id_ for id_, found in texts.items() if any(word in one for one in found)}
        may = set.intersection(*(index.get(key, set()) for key in keys_in(word)))
        assert holders and holders <= may, word
        alone += len(may) == 1
    assert alone > 100, "words of one volume lead to it alone"
    for id_, word in ALONE.items():
        assert candidates(shelf / "site", word) == {id_}
    assert candidates(shelf / "site", EVERYWHERE) == set(IDS) and candidates(shelf / "site", "鲲鹏") == set()


@pytest.mark.parametrize("count", [1, 6, 7, 50, 400])
def test_a_list_of_volumes_comes_back(count: int) -> None:
    chance = random.Random(count)
    for share in (0.01, 0.5, 1.0):
        numbers = sorted({0, *(n for n in range(count) if chance.random() < share)})
        text = portal.listed(numbers)
        assert json.dumps(text) == f'"{text}"'
        bits = [6 * n + bit for n, sign in enumerate(text[1:]) for bit in range(6) if SIGNS.index(sign) >> bit & 1]
        assert (bits if text[0] == "!" else decode(text)) == numbers


def test_small_batches_give_the_same_index(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [portal.np.unique(portal.keys_in(text)) for text in ("春耕要早，农机先行", "春耕一天翻地百亩", "𠮷野家的灯")]
    whole = portal.lists(keys)
    monkeypatch.setattr(portal, "BATCH", 3)
    assert portal.lists(keys) == whole
    monkeypatch.setattr(portal, "SHARD", 5)
    many = portal.lists(keys)
    assert len(many) > 3 and sorted("".join(many.values()).split()) == sorted("".join(whole.values()).split())


# `make site`


def test_make_site_hands_over_to_the_volumes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import tasks

    commands: list[list[str]] = []
    monkeypatch.setattr(tasks, "ROOT", tmp_path)
    monkeypatch.setattr(tasks, "make_environment", lambda dev: None)
    codes: Iterator[int] = iter((OK, SEEDS_REFUSED, STOPPED))

    def run(command: list[str], more: object = None) -> int:
        commands.append(list(command[1:]))
        return next(codes)

    monkeypatch.setattr(tasks, "_run", run)
    assert tasks.main(["site", "rugao-2019"]) == 1
    assert "there are no volumes" in capsys.readouterr().err and not commands
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "edition.yml").write_text(LIST, encoding="utf-8")
    assert [tasks.main(["site", *ids]) for ids in (["rugao-2019"], [], [])] == [0, 0, 1]
    assert commands == [["scripts/volumes.py", "rugao-2019"], ["scripts/volumes.py"], ["scripts/volumes.py"]]
    assert tasks.main(["serve"]) == 1
    assert "has no preview" in capsys.readouterr().err
