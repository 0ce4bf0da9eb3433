"""What is kept from one build for the next, and work in several processes: the bytes are those of a build from nothing, in one process."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import JUDGED, ROOT, build, house
from edition.alone import alone_in
from edition.cache import Cache, code_key
from edition.errors import WorkerError
from edition.standing import stamps_in
from edition.workers import Workers, done
from test_seeds import OK, PAGE, STOPPED

OTHER = PAGE.replace("桥", "渡口")
KILLS = 10
forked = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system starts no process so")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dumps")
    for path in JUDGED:
        shutil.copy(path, folder)
    (folder / "own.txt").write_text(PAGE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def plain(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a build from nothing, in one process."""
    return made(seeds, tmp_path_factory.mktemp("plain"), "--jobs", "1")


def made(seeds: Path, out: Path, *options: str | Path) -> dict[str, bytes]:
    done = build("--seeds", seeds, "--out", out, *options)
    assert done.returncode == OK, done.stderr
    return files_in(out)


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_many_processes_write_the_same_bytes_as_one(seeds: Path, plain: dict[str, bytes], tmp_path: Path) -> None:
    assert made(seeds, tmp_path / "out", "--jobs", "3") == plain
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"], "nothing is written outside of the folder"


def test_a_build_from_the_cache_writes_the_same_bytes(seeds: Path, plain: dict[str, bytes], tmp_path: Path) -> None:
    cache = "--cache", tmp_path / "cache"
    assert made(seeds, tmp_path / "one", *cache) == plain
    assert made(seeds, tmp_path / "two", *cache, "--jobs", "2") == plain


def test_what_has_not_changed_is_left_as_it_is(seeds: Path, tmp_path: Path) -> None:
    out, cache = tmp_path / "out", ("--cache", tmp_path / "cache")
    names = ("articles/", "data/", "views/", "sources/", "index.md")
    said = build("--seeds", seeds, "--out", out, *cache).stdout
    before = stamps_in(out, names)
    again = build("--seeds", seeds, "--out", out, *cache)
    assert (again.returncode, again.stdout) == (OK, said)
    assert stamps_in(out, names) == before
    # Of what one more dump changes, only that is written.
    folder = shutil.copytree(seeds, tmp_path / "more")
    (folder / "zzz.txt").write_text(OTHER, encoding="utf-8")
    files = made(folder, out, *cache)
    after = stamps_in(out, names)
    assert sum(before[path] == after.get(path) for path in before) > len(before) * 0.5
    assert [path for path in before if path.startswith("sources/0") and before[path] != after[path]] == []
    shutil.copy(out / "permalinks.yml", tmp_path / "ledger.yml")
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    shutil.copy(tmp_path / "ledger.yml", fresh / "permalinks.yml")
    assert made(folder, fresh) == files


def test_a_file_that_somebody_changed_or_removed_is_made_again(seeds: Path, plain: dict[str, bytes], tmp_path: Path) -> None:
    out, cache = tmp_path / "out", ("--cache", tmp_path / "cache")
    made(seeds, out, *cache)
    pages = sorted((out / "articles").glob("*.md"))
    pages[0].write_text("别的", encoding="utf-8")
    pages[1].unlink()
    (out / "data" / "mine.txt").write_text("别的", encoding="utf-8")
    assert made(seeds, out, *cache) == plain


def test_a_damaged_cache_is_worked_out_again(seeds: Path, plain: dict[str, bytes], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    made(seeds, tmp_path / "one", "--cache", cache)
    for number, path in enumerate(sorted(path for path in cache.rglob("*") if path.is_file())):
        data = path.read_bytes()
        if number % 3:
            path.write_bytes((b"", data[: len(data) // 2])[number % 3 - 1])
        else:
            path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert made(seeds, tmp_path / "two", "--cache", cache) == plain
    shutil.rmtree(cache)
    assert made(seeds, tmp_path / "two", "--cache", cache) == plain


def test_a_damaged_leaf_is_made_ready_again_where_it_is_needed(seeds: Path, plain: dict[str, bytes], tmp_path: Path) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    made(seeds, out, "--cache", cache)
    for path in cache.glob("??/*"):
        if b"Leaf" in path.read_bytes()[:200]:
            path.write_bytes(path.read_bytes()[:-9])
    for page in (out / "articles").glob("*.md"):
        page.unlink()
    assert made(seeds, out, "--cache", cache, "--jobs", "2") == plain


def test_an_entry_under_the_key_of_another_one_is_none(seeds: Path, plain: dict[str, bytes], tmp_path: Path) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    made(seeds, out, "--cache", cache)
    entries = sorted(cache.glob("??/*"))
    contents = [path.read_bytes() for path in entries]
    for path, data in zip(entries, [*contents[1:], contents[0]], strict=True):
        path.write_bytes(data)
    shutil.rmtree(out)
    assert made(seeds, out, "--cache", cache) == plain


def test_what_is_not_the_caches_stays_in_its_folder(seeds: Path, tmp_path: Path) -> None:
    for name in ("cn/letters/a.txt", "us/notes.txt", "note.txt"):
        (tmp_path / "mine" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mine" / name).write_text("我的", encoding="utf-8")
    made(seeds, tmp_path / "out", "--cache", tmp_path / "mine")
    assert all((tmp_path / "mine" / name).exists() for name in ("cn/letters/a.txt", "us/notes.txt", "note.txt"))


def test_two_builds_do_not_share_a_cache_at_once(seeds: Path, tmp_path: Path) -> None:
    with alone_in(tmp_path / "cache"):
        done = build("--seeds", seeds, "--out", tmp_path / "out", "--cache", tmp_path / "cache")
    assert done.returncode == STOPPED and "another build is writing here" in done.stderr


@pytest.mark.parametrize("number", ["0", "4", "7"])
def test_no_order_depends_on_chance(seeds: Path, plain: dict[str, bytes], tmp_path: Path, number: str) -> None:
    environment = os.environ | {"PYTHONHASHSEED": number}
    done = build("--seeds", seeds, "--out", tmp_path, environment=environment)
    assert done.returncode == OK and files_in(tmp_path) == plain


def test_the_cache_holds_no_more_than_the_last_build_needs(seeds: Path, tmp_path: Path) -> None:
    folder, cache = shutil.copytree(seeds, tmp_path / "seeds"), tmp_path / "cache"
    (folder / "zzz.txt").write_text(OTHER, encoding="utf-8")
    made(folder, tmp_path / "out", "--cache", cache)
    held = len(files_in(cache))
    (folder / "zzz.txt").unlink()
    shutil.rmtree(tmp_path / "out")
    made(folder, tmp_path / "out", "--cache", cache)
    assert len(files_in(cache)) < held


def test_a_changed_table_is_seen(tmp_path: Path) -> None:
    home = house(tmp_path / "house")
    program, table = home / "scripts" / "build.py", home / "scripts" / "data" / "themes.yml"
    assert build(program=program).returncode == OK
    assert (home / ".cache").is_dir()
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("农业农村", "乡村农业"), encoding="utf-8")
    assert build(program=program).returncode == OK
    pages = "".join(path.read_text(encoding="utf-8") for path in (home / "docs" / "articles").glob("*.md"))
    assert "乡村农业" in pages and "农业农村]" not in pages
    shutil.rmtree(home / ".cache")
    before = files_in(home / "docs")
    assert build(program=program).returncode == OK
    assert files_in(home / "docs") == before


def test_a_check_keeps_nothing(tmp_path: Path) -> None:
    home = house(tmp_path / "house")
    assert build("--check", program=home / "scripts" / "build.py").returncode == OK
    assert not (home / ".cache").exists()


@forked
def test_builds_that_are_killed_leave_the_old_edition_or_the_new_one(seeds: Path, tmp_path: Path) -> None:
    """At random moments, of a build in several processes, from nothing or from the cache."""
    chance = random.Random(7)
    folder = shutil.copytree(seeds, tmp_path / "seeds")
    out, options = tmp_path / "out", ("--jobs", "2", "--cache", tmp_path / "cache")
    command = [sys.executable, str(ROOT / "scripts" / "build.py"), "--seeds", str(folder), "--out", str(out), *map(str, options)]
    started = time.monotonic()
    old = made(folder, out, *options)
    whole = time.monotonic() - started
    for number in range(KILLS):
        if number % 3 == 0:
            shutil.rmtree(tmp_path / "cache")
        (folder / "new.txt").write_text(OTHER.replace("渡口", "渡" * (number + 1)), encoding="utf-8")
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(whole * chance.random())
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if "new.txt" in (out / "permalinks.yml").read_text(encoding="utf-8"):
            # The ledger comes last: all else was in place, and the edition is put back for the next round.
            assert any("seed: new.txt" in text.decode() for path, text in files_in(out).items() if path.endswith(".md"))
            shutil.rmtree(out)
        (folder / "new.txt").unlink()
        assert made(folder, out, *options) == old


@pytest.mark.slow
def test_a_process_that_is_ended_stops_the_work_with_its_next_step() -> None:
    with Workers(2) as workers, pytest.raises(WorkerError, match="--jobs 1"):
        list(workers.in_order(workers.call(os._exit, 1) for _ in range(3)))


@pytest.mark.slow
def test_results_come_in_order_and_errors_come_through() -> None:
    for jobs in (1, 2):
        with Workers(jobs) as workers:
            assert [*workers.in_order(done(3) if n == 2 else workers.call(abs, -n) for n in range(200))] == [0, 1, 3, *range(3, 200)]
            with pytest.raises(ZeroDivisionError):
                list(workers.in_order(workers.call(divmod, 1, n) for n in (1, 0)))


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    return Cache(tmp_path / "cache", "code")


def test_an_entry_is_there_or_not(cache: Cache) -> None:
    key = cache.key("kind", "一", b"two")
    assert cache.get(key) is None and not cache.has(key)
    cache.put(key, {"a": 1})
    assert cache.get(key) == {"a": 1} and cache.has(key)
    assert (
        len({key, cache.key("kind", "一t", b"wo"), cache.key("kin", "d一", b"two"), Cache(cache.folder, "other").key("kind", "一", b"two")})
        == 4
    )
    later = Cache(cache.folder, "code")
    later.sweep()
    assert cache.get(key) is None


def test_the_key_of_the_code_is_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1", encoding="utf-8")
    first = code_key([tmp_path], ["pyyaml"])
    assert code_key([tmp_path], ["pyyaml"]) == first
    (tmp_path / "a.py").write_text("2", encoding="utf-8")
    second = code_key([tmp_path], ["pyyaml"])
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert len({first, second, code_key([tmp_path], ["pyyaml"]), code_key([tmp_path], ["jieba"])}) == 4
