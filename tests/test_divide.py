"""A corpus becomes the seeds of volumes, byte for byte, and what is built of them is what is built of the dumps."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, build, volumes
from edition import divide
from edition.volumes import load_volumes
from shelves import IDS, dumps, shelved
from test_corpus import pytestmark as needs_cluster
from test_rendering import contents

pytestmark = needs_cluster
OK, USAGE, STOPPED = 0, 2, 4
WANTED = {
    "如皋日报 2019年": "rugaoribao-2019",
    "如皋日报 2020年": "rugaoribao-2020",
    "报名未详 2021年": "weixiang-2021",
    "未详": "weixiang",
}


def corpus(source: Path, out: Path) -> Path:
    done = build(source, out, "--shard", "4", program=ROOT / "scripts" / "corpus.py")
    assert done.returncode == OK, done.stderr
    return out


def divided(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return build(*arguments, program=ROOT / "scripts" / "divide.py")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All dumps of the volumes in one folder, some of them in a folder in it, and one that says neither where nor when it is from."""
    folder = tmp_path_factory.mktemp("dumps")
    (folder / "固镇").mkdir()
    for id_ in IDS:
        for name, text in dumps(id_):
            (folder / ("固镇" if id_ == IDS[2] else "") / name).write_bytes(text.replace("固镇消息 ", "").encode("gb18030"))
    (folder / "z.txt").write_text("灯下\n\n灯下有人读书，读到夜深，窗外起了风，他把窗关上，又坐了回去。\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(source, tmp_path_factory.mktemp("corpus"))


def test_every_dump_comes_to_its_volume_byte_for_byte(source: Path, made: Path, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    done = divided(made, seeds)
    assert done.returncode == OK and "volumes 4, dumps 26" in done.stdout, done.stderr
    found = load_volumes(seeds / "edition.yml")
    assert {one.title: one.id for one in found.volumes} == WANTED and [one.title for one in found.volumes] == list(WANTED)
    for path in source.rglob("*.txt"):
        name = path.relative_to(source).as_posix().replace("/", "_")
        assert [copy.read_bytes() for copy in seeds.rglob(name)] == [path.read_bytes()]
    assert {path.name for path in (seeds / "rugaoribao-2020").iterdir()} == {name for name, _ in dumps("rugao-2020")}
    before = contents(seeds)
    assert divided(made, seeds).returncode == OK
    assert contents(seeds) == before


def test_volumes_of_a_corpus_are_those_of_the_dumps(source: Path, made: Path, tmp_path: Path) -> None:
    """Corpus → seeds → volumes: the articles are those that one build of the dumps gives."""
    root = shelved(tmp_path / "edition")
    shutil.rmtree(root / "seeds")
    assert divided(made, root / "seeds").returncode == OK
    done = volumes(root)
    assert done.returncode == OK, done.stderr
    flat = tmp_path / "flat"
    flat.mkdir()
    for path in source.rglob("*.txt"):
        shutil.copy(path, flat / path.relative_to(source).as_posix().replace("/", "_"))
    assert build("--seeds", flat, "--out", tmp_path / "out").returncode == OK

    def records(folder: Path) -> list[dict[str, Any]]:
        lines = (folder / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
        # Ids and copies follow from all dumps of an edition.
        return [{key: value for key, value in json.loads(line).items() if key not in ("id", "copies")} for line in lines]

    def key(record: dict[str, Any]) -> tuple[str, list[int]]:
        return record["seed"], record["lines"]

    apart = [record for id_ in WANTED.values() for record in records(root / "site" / id_)]
    assert sorted(apart, key=key) == sorted(records(tmp_path / "out"), key=key)
    assert len(apart) == 51


def test_a_list_that_is_there_is_never_changed(made: Path, tmp_path: Path) -> None:
    """A volume that is known by its title keeps its id and its folder; for others the lines are said."""
    text = "# von Hand\ntitle: 我的\nvolumes:\n  - id: alt\n    title: 如皋日报 2020年\n    seeds: 旧\n  - id: weixiang\n    title: 别的\n"
    (tmp_path / "edition.yml").write_text(text, encoding="utf-8")
    done = divided(made, tmp_path)
    assert done.returncode == OK
    assert (tmp_path / "edition.yml").read_text(encoding="utf-8") == text
    assert len(list((tmp_path / "旧").iterdir())) == 3 and not (tmp_path / "rugaoribao-2020").exists()
    lines = done.stdout.split("add at its end:\n")[1].splitlines()
    assert lines[:6] == [
        "  - id: rugaoribao-2019", "    title: 如皋日报 2019年", "  - id: weixiang-2021", "    title: 报名未详 2021年",
        "  - id: weixiang-2", "    title: 未详",
    ]  # fmt: skip


def test_a_large_volume_comes_in_parts_of_about_one_size(made: Path, tmp_path: Path) -> None:
    assert divided(made, tmp_path, "--most", "20", "--by", "province-year").returncode == OK
    found = load_volumes(tmp_path / "edition.yml").volumes
    assert [one.title for one in found] == ["安徽省 2021年", "江苏省 2019年（1）", "江苏省 2019年（2）", "江苏省 2020年", "未详"]
    assert [len(list(one.seeds.iterdir())) for one in found] == [4, 9, 9, 3, 1]


def test_a_dump_that_is_there_and_differs_stops_the_work(made: Path, tmp_path: Path) -> None:
    (tmp_path / "rugaoribao-2019").mkdir()
    path = tmp_path / "rugaoribao-2019" / "rugao-2019-03.txt"
    path.write_text("手改过的", encoding="utf-8")
    done = divided(made, tmp_path)
    assert done.returncode == STOPPED and f"{path}: is there with other content" in done.stderr
    assert path.read_text(encoding="utf-8") == "手改过的" and not (tmp_path / "edition.yml").exists()


def changed(made: Path, out: Path, change: Callable[[Any], Any]) -> Path:
    """A corpus whose accounts are changed."""
    import pyarrow.parquet as pq

    shutil.copytree(made, out)
    for path in (out / "accounts").glob("*.parquet"):
        pq.write_table(change(pq.ParquetFile(path).read()), path)
    return out


def test_a_corpus_without_the_bytes_of_the_dumps_is_refused(made: Path, tmp_path: Path) -> None:
    old = changed(made, tmp_path / "old", lambda table: table.drop_columns(["content"]))
    done = divided(old, tmp_path / "seeds")
    assert done.returncode == STOPPED and "the column content" in done.stderr and "make the corpus again" in done.stderr


def test_bytes_that_do_not_fit_their_hash_are_refused(made: Path, tmp_path: Path) -> None:
    import pyarrow as pa

    def damaged(table: Any) -> Any:
        column = pa.array([b"?" + one[1:] for one in table["content"].to_pylist()], pa.binary())
        return table.set_column(table.column_names.index("content"), "content", column)

    done = divided(changed(made, tmp_path / "bad", damaged), tmp_path / "seeds")
    assert done.returncode == STOPPED and "do not fit their hash" in done.stderr


def test_no_name_leads_out_of_its_folder(made: Path, tmp_path: Path) -> None:
    import pyarrow as pa

    def renamed(table: Any) -> Any:
        names = pa.array(["../../a.txt" if name == "z.txt" else name for name in table["name"].to_pylist()])
        return table.set_column(table.column_names.index("name"), "name", names)

    done = divided(changed(made, tmp_path / "bad", renamed), tmp_path / "in" / "seeds")
    assert done.returncode == STOPPED and "is no name of a file" in done.stderr
    assert not list(tmp_path.rglob("a.txt"))


@pytest.mark.parametrize("name", ["", "nowhere", "empty"])
def test_what_is_no_corpus_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty" / "accounts").mkdir(parents=True)
    done = divided(tmp_path / name, tmp_path / "seeds")
    assert done.returncode == STOPPED and "Traceback" not in done.stderr and "make corpus" in done.stderr
    assert not (tmp_path / "seeds").exists()


def test_what_is_lacking_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in divide.EXTRA:
        monkeypatch.setitem(sys.modules, name, None)
    assert divide.main([str(tmp_path), str(tmp_path / "seeds")]) == USAGE
    assert 'make divide ARGS="CORPUS SEEDS"' in capsys.readouterr().err
