"""Very many dumps to Parquet: the same bytes by every engine, also after a run that was killed, whatever a dump or an archive holds."""

from __future__ import annotations

import contextlib
import gzip
import importlib.util
import io
import json
import os
import random
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import JUDGED, PATIENCE, ROOT, SEEDS, build
from edition import corpus, inputs
from edition.errors import InputError, SeedError, UsageError, WorkerError
from edition.workers import Workers
from test_cache import files_in, forked
from test_seeds import OK, PAGE, REFUSED, SEEDS_REFUSED, STOPPED, USAGE

LACKING = [name for name in corpus.EXTRA if importlib.util.find_spec(name) is None]
# The build server installs it, so that there these tests fail where it lacks.
pytestmark = pytest.mark.skipif(
    bool(LACKING) and os.environ.get("EDITION_REQUIRE_CLUSTER") != "1",
    reason=f"{', '.join(LACKING)} not installed: pip install --require-hashes -r requirements-cluster.txt",
)
PROGRAM = ROOT / "scripts" / "corpus.py"
CUT = ("--shard", "4")
KILLS = 4


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return build(*arguments, program=PROGRAM)


def made(source: Path, out: Path, *options: str | Path) -> dict[str, bytes]:
    done = run(source, out, *CUT, *options)
    assert done.returncode == SEEDS_REFUSED, done.stderr
    return files_in(out)


def rows(out: Path, kind: str) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    return [row for path in sorted((out / kind).glob("*.parquet")) for row in pq.ParquetFile(path).read().to_pylist()]


@pytest.fixture(scope="module")
def dumps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dumps")
    for number in range(6):
        (folder / f"{number}").mkdir()
        for path in JUDGED:
            (folder / f"{number}" / path.name).write_bytes(path.read_bytes() + f"\n第{number}号\n".encode())
    (folder / "短").mkdir()
    for number in range(8):
        (folder / "短" / f"{number}.txt").write_text(PAGE.replace("桥", "渡" * number), encoding="utf-8")
    for name, (data, _) in REFUSED.items():
        (folder / name).write_bytes(data)
    (folder / "README.md").write_text("no dump", encoding="utf-8")
    (folder / ".hidden.txt").write_text(PAGE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def serial(dumps: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one process makes of the dumps."""
    out = tmp_path_factory.mktemp("serial")
    made(dumps, out, "--jobs", "1")
    return out


@pytest.fixture(scope="module")
def plain(serial: Path) -> dict[str, bytes]:
    return files_in(serial)


# What is made


@pytest.mark.parametrize("engine", [("--jobs", "2"), ("--engine", "dask", "--jobs", "2")], ids=["pool", "dask"])
def test_every_engine_writes_the_same_bytes_as_one_process(
    dumps: Path, plain: dict[str, bytes], tmp_path: Path, engine: tuple[str, ...]
) -> None:
    assert made(dumps, tmp_path / "out", *engine) == plain
    assert len(plain) == 3 * -(-(30 + 8 + len(REFUSED)) // 4)


LATER = ("id", "copies", "proofread", "rulings")
"""What an edition knows of an article, and no dump by itself."""


def test_the_rows_say_what_the_data_of_the_edition_say(tmp_path: Path) -> None:
    folder, out = shutil.copytree(SEEDS, tmp_path / "seeds"), tmp_path / "out"
    (folder / "permalinks.yml").unlink()
    assert build("--seeds", folder, "--out", tmp_path / "docs").returncode == OK
    assert run(folder, out).returncode == OK
    lines = (tmp_path / "docs" / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    records = [{key: value for key, value in json.loads(line).items() if key not in LATER} for line in lines]
    found = rows(out, "articles")
    assert [row.pop("key") for row in found] == [f"{record['seed']}#l{record['lines'][0]}" for record in records]
    assert found == records
    seeds = [json.loads(line) for line in (tmp_path / "docs" / "data" / "seeds.jsonl").read_text(encoding="utf-8").splitlines()]
    accounts = rows(out, "accounts")
    assert [(row["name"], row["sha256"], row["encoding"]) for row in accounts] == [
        (one["seed"], one["sha256"], one["encoding"]) for one in seeds
    ]
    for row in accounts:
        data = (folder / row["name"]).read_bytes()
        assert row["kept"] + row["changed"] + row["set_aside"] == len(data.decode("utf-8"))
        assert row["size"] == len(data)
    assert sum(row["articles"] for row in accounts) == len(records)


def test_what_is_refused_is_a_row(serial: Path) -> None:
    found = {row["name"]: row for row in rows(serial, "refusals")}
    assert found.keys() == REFUSED.keys()
    for name, (_, reason) in REFUSED.items():
        assert reason in found[name]["what"] and found[name]["what_zh"] and found[name]["next"] and found[name]["next_zh"]
        assert found[name]["place"].startswith(name), "no place of this machine"
    keys = [row["key"] for row in rows(serial, "articles")]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("failure", [ZeroDivisionError("page"), RecursionError("deep"), MemoryError(), KeyError("\ud800")])
def test_a_page_on_which_the_program_fails_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    real = corpus.leaf_of

    def failing(data: bytes, name: str, tables: Any) -> Any:
        if name == "b.txt":
            raise failure
        return real(data, name, tables)

    monkeypatch.setattr(corpus, "leaf_of", failing)
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(PAGE, encoding="utf-8")
    assert corpus.main([str(tmp_path), str(tmp_path / "out"), "--jobs", "1"]) == SEEDS_REFUSED
    assert [row["name"] for row in rows(tmp_path / "out", "accounts")] == ["a.txt", "c.txt"]
    (row,) = rows(tmp_path / "out", "refusals")
    assert row["name"] == "b.txt" and type(failure).__name__ in row["what"] and "test_corpus.py:" in row["what"]
    assert "report it" in row["next"]


def test_an_error_in_a_table_is_no_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(folder: Path) -> None:
        raise UsageError("table", inputs.Said("坏", "bad"), inputs.Said("修", "mend"))

    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(corpus, "load_tables", broken)
    assert corpus.main([str(tmp_path), str(tmp_path / "out"), "--jobs", "1"]) == USAGE
    assert not files_in(tmp_path / "out")


def test_two_articles_that_begin_on_one_line_have_two_keys() -> None:
    leaf = corpus.leaf_of(PAGE.encode(), "a.txt", corpus.load_tables(corpus.DATA))
    from dataclasses import replace

    twice = replace(
        leaf,
        restoration=replace(leaf.restoration, articles=leaf.restoration.articles * 2),
        descriptions=leaf.descriptions * 2,
    )
    assert [row["key"] for row in corpus._articles(twice)] == ["a.txt#l1", "a.txt#l1-2"]


# A run that is taken up


def test_only_what_is_not_there_is_made(dumps: Path, serial: Path, plain: dict[str, bytes], tmp_path: Path) -> None:
    out = shutil.copytree(serial, tmp_path / "out")
    paths = sorted(out.rglob("*.parquet"))
    paths[0].unlink()
    paths[1].write_bytes(paths[1].read_bytes()[:-100])
    (out / "articles" / f".{paths[2].name}.{'0' * 32}.new").write_bytes(b"left by a run that was killed")
    (out / "articles" / "99999-0123456789abcdef.parquet").write_bytes(b"of other dumps")
    (out / "articles" / "mine.txt").write_text("别的", encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in paths[2:]}
    done = run(dumps, out, *CUT)
    assert f"shards {len(paths) // 3} ({len(paths) // 3 - 2} were there)" in done.stdout
    (out / "articles" / "mine.txt").unlink()
    assert files_in(out) == plain
    gone = {paths[n].name for n in (0, 1)}
    assert all(path.stat().st_mtime_ns == time for path, time in before.items() if path.name not in gone)


def test_other_code_or_another_dump_makes_a_shard_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in "abcd":
        (folder / f"{name}.txt").write_text(PAGE, encoding="utf-8")
    command = [str(folder), str(out), "--jobs", "1", "--shard", "2"]

    def there() -> str:
        assert corpus.main(command) == OK
        return capsys.readouterr().out.splitlines()[-1]

    assert "shards 2 (0 were there)" in there()
    assert "shards 2 (2 were there)" in there()
    (folder / "d.txt").write_text(PAGE.replace("桥", "渡"), encoding="utf-8")
    first, _ = sorted(path.name for path in (out / "articles").iterdir())
    (folder / "d.txt").rename(folder / "e.txt")
    assert "shards 2 (1 were there)" in there()
    assert len(files_in(out)) == 6 and (out / "articles" / first).exists()
    with monkeypatch.context() as patch:
        patch.setattr(corpus, "code", lambda: "other")
        assert "shards 2 (0 were there)" in there()
    with pytest.raises(WorkerError, match="other code"):
        corpus.shard(0, (), str(out), "other")


@forked
def test_runs_that_are_killed_are_taken_up(dumps: Path, plain: dict[str, bytes], tmp_path: Path) -> None:
    chance, out = random.Random(5), tmp_path / "out"
    command = [sys.executable, str(PROGRAM), str(dumps), str(out), *CUT, "--jobs", "2"]
    for _ in range(KILLS):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as process:
            time.sleep(2 + 2 * chance.random())
            os.killpg(process.pid, signal.SIGKILL)
        names = files_in(out)
        assert all(plain[name] == data for name, data in names.items() if name.endswith(".parquet")), "what has its name is whole"
    assert made(dumps, out, "--jobs", "2") == plain


@forked
def test_a_process_that_is_killed_in_a_shard_ends_the_run_which_is_taken_up(dumps: Path, plain: dict[str, bytes], tmp_path: Path) -> None:
    import psutil

    out = tmp_path / "out"
    command = [sys.executable, str(PROGRAM), str(dumps), str(out), *CUT, "--jobs", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        _wait(lambda: list((out / "accounts").glob("*.parquet")), process)
        psutil.Process(process.pid).children()[0].kill()
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == STOPPED
    assert "出错：corpus.py" in said and "run the same command again, with --jobs 1" in said and "Traceback" not in said
    assert len(files_in(out)) < len(plain)
    assert made(dumps, out, "--jobs", "2") == plain


@forked
def test_no_process_stays_where_the_run_alone_is_killed(dumps: Path, tmp_path: Path) -> None:
    import psutil

    command = [sys.executable, str(PROGRAM), str(dumps), str(tmp_path / "out"), *CUT, "--jobs", "2"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        _wait(lambda: list((tmp_path / "out" / "accounts").glob("*.parquet")), process)
        others = psutil.Process(process.pid).children()
        process.kill()
    assert len(others) == 2 and not psutil.wait_procs(others, timeout=PATIENCE)[1]


class Cluster:
    """A scheduler at a fixed address and a worker, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self.folder = folder
        self.log = (folder / "cluster.log").open("ab")
        self.scheduler, self.worker = self.schedule(), self.work()

    def schedule(self) -> subprocess.Popen[bytes]:
        host, port = self.address.removeprefix("tcp://").split(":")
        process = self._start("scheduler", "--host", host, "--port", port, "--no-dashboard")

        def answers() -> bool:
            with contextlib.suppress(OSError), socket.create_connection((host, int(port)), 1):
                return True
            return False

        _wait(answers, process)
        return process

    def work(self) -> subprocess.Popen[bytes]:
        return self._start("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", str(PATIENCE))

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments]
        environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
        return subprocess.Popen(command, cwd=self.folder, stdout=self.log, stderr=self.log, env=environment)

    def end(self) -> None:
        for process in (self.worker, self.scheduler):
            process.kill()
            process.wait()
        self.log.close()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    found = Cluster(tmp_path)
    yield found
    found.end()


def _wait(ready: Callable[[], object], process: subprocess.Popen[Any]) -> None:
    started = time.monotonic()
    while not ready():
        assert process.poll() is None and time.monotonic() - started < PATIENCE
        time.sleep(0.01)


def test_a_worker_of_a_cluster_that_is_killed_is_replaced(dumps: Path, plain: dict[str, bytes], tmp_path: Path, cluster: Cluster) -> None:
    out = tmp_path / "out"
    command = [sys.executable, str(PROGRAM), str(dumps), str(out), *CUT, "--scheduler", cluster.address]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        _wait(lambda: list((out / "accounts").glob("*.parquet")), process)
        cluster.worker.kill()
        cluster.worker.wait()
        cluster.worker = cluster.work()
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == SEEDS_REFUSED, said
    assert files_in(out) == plain


def test_a_scheduler_that_is_started_again_goes_on(dumps: Path, plain: dict[str, bytes], tmp_path: Path, cluster: Cluster) -> None:
    out = tmp_path / "out"
    options = ("--scheduler", cluster.address)
    command = [sys.executable, str(PROGRAM), str(dumps), str(out), *CUT, *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        _wait(lambda: list((out / "accounts").glob("*.parquet")), process)
        cluster.scheduler.kill()
        cluster.scheduler.wait()
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == STOPPED
    assert "出错：Dask" in said and "finished shards stay: run the same command again" in said and "Traceback" not in said
    cluster.worker.kill()
    cluster.worker.wait()
    cluster.scheduler, cluster.worker = cluster.schedule(), cluster.work()
    assert made(dumps, out, *options) == plain


# Archives and stores


def tarred(folder: Path, file: Path, mode: str) -> Path:
    with tarfile.open(file, mode) as archive:  # type: ignore[call-overload]
        for path in sorted(folder.rglob("*")):
            archive.add(path, path.relative_to(folder), recursive=False)
    return file


def zipped(folder: Path, file: Path) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")):
            archive.write(folder / name, name)
    return file


@pytest.mark.parametrize("kind", ["w", "w:gz", "w:xz", "zip"])
def test_an_archive_is_its_folder(dumps: Path, plain: dict[str, bytes], tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "in"
    file = tmp_path / "archive"
    names = sorted(path.relative_to(dumps).as_posix() for path in dumps.rglob("*.txt"))
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(dumps / name, folder / name)
    archive = zipped(folder, file) if kind == "zip" else tarred(folder, file, kind)
    found = {dump.name: dump.read() for dump in inputs.find(str(archive))}
    assert found == {dump.name: dump.read() for dump in inputs.find(str(dumps))}
    if kind == "zip":
        # The order is that of the archive, and so are the shards.
        assert run(archive, tmp_path / "out", *CUT, "--jobs", "2").returncode == SEEDS_REFUSED
        assert len(files_in(tmp_path / "out")) == len(plain)


def test_a_store_is_read_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import fsspec

    store, folder = fsspec.filesystem("memory"), tmp_path / "in"
    (folder / "a").mkdir(parents=True)
    for name in ("a/1.txt", "a/2.txt", "3.txt"):
        (folder / name).write_text(PAGE, encoding="utf-8")
        store.pipe_file(f"/in/{name}", PAGE.encode())
    store.pipe_file("/in/large.txt", b"1" * (inputs.LIMIT + 1))
    (folder / "large.txt").write_bytes(b"1" * (inputs.LIMIT + 1))
    try:
        for source, out in ((str(folder), str(tmp_path / "out")), ("memory://in", "memory://out"), ("memory://in", "memory://out")):
            assert corpus.main([source, out, "--jobs", "1", "--shard", "2"]) == SEEDS_REFUSED
        assert "shards 2 (2 were there)" in capsys.readouterr().out
        written = {path.removeprefix("/out/"): store.cat_file(path) for path in store.find("/out")}
        assert written == files_in(tmp_path / "out")
    finally:
        store.rm("/", recursive=True)


def test_names_from_chinese_windows_are_read(tmp_path: Path) -> None:
    name = "天长/文昌.txt"
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("x" * len(name.encode("gb18030"))), PAGE)
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data.replace(b"x" * len(name.encode("gb18030")), name.encode("gb18030")))
    with tarfile.open(tmp_path / "a.tar", "w", encoding="gb18030", format=tarfile.GNU_FORMAT) as tar:
        _add(tar, name, PAGE.encode())
    for file in ("a.zip", "a.tar"):
        assert [(dump.name, dump.read()) for dump in inputs.find(str(tmp_path / file))] == [(name, PAGE.encode())]


def _add(archive: tarfile.TarFile, name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = "") -> None:
    member = tarfile.TarInfo(name)
    member.type, member.linkname, member.size = kind, link, len(data)
    archive.addfile(member, io.BytesIO(data))


def told(file: Path) -> dict[str, str]:
    """What becomes of each member: why it is refused, or `read`. One name a second time has a mark."""
    out: dict[str, str] = {}
    for dump in inputs.find(str(file)):
        content = dump.read()
        out[dump.name + "*" * (dump.name in out)] = content.what.en if isinstance(content, SeedError) else "read"
    return out


def test_hostile_members_of_a_tar_are_refused_one_by_one(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        _add(archive, "good.txt", PAGE.encode())
        _add(archive, "../../up.txt", PAGE.encode())
        _add(archive, "/etc/root.txt", PAGE.encode())
        _add(archive, "link.txt", kind=tarfile.SYMTYPE, link="/etc/passwd")
        _add(archive, "hard.txt", kind=tarfile.LNKTYPE, link="good.txt")
        _add(archive, "device.txt", kind=tarfile.CHRTYPE)
        _add(archive, "pipe.txt", kind=tarfile.FIFOTYPE)
        _add(archive, "bomb.txt", b"\0" * (8 * inputs.LIMIT))
        _add(archive, "not a dump.bin", b"\0" * (8 * inputs.LIMIT))
        _add(archive, "good.txt", b"again")
        _add(archive, "a\x1b[2J/b.txt", PAGE.encode())
        _add(archive, "con.txt", PAGE.encode())
        _add(archive, ".hidden/a.txt", PAGE.encode())
        _add(archive, "folder.txt", kind=tarfile.DIRTYPE)
        _add(archive, "folder.txt/last.txt", PAGE.encode())
    assert told(tmp_path / "a.tar.gz") == {
        "good.txt": "read",
        "../../up.txt": inputs._OUTSIDE[0].en,
        "/etc/root.txt": inputs._OUTSIDE[0].en,
        **dict.fromkeys(("link.txt", "hard.txt", "device.txt", "pipe.txt"), inputs._NO_FILE[0].en),
        "bomb.txt": inputs._LARGE[0].en,
        "good.txt*": inputs._TWICE[0].en,
        "a\\x1b[2J/b.txt": inputs._UNSHOWN[0].en,
        "con.txt": "has a name that Windows keeps for a device",
        "folder.txt/last.txt": "read",
    }


def test_hostile_members_of_a_zip_are_refused_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good.txt", PAGE)
        archive.writestr("../up.txt", PAGE)
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bomb.txt", b"\0" * (inputs.LIMIT + 1))
        archive.writestr("liar.txt", b"\0" * (2 * inputs.LIMIT))
        archive.writestr("locked.txt", PAGE)
        archive.writestr("damaged.txt", b"unlike" + random.Random(3).randbytes(400))
        archive.writestr("__MACOSX/a.txt", PAGE)
        archive.writestr("last.txt", PAGE)
    data = bytearray(file.read_bytes())
    entry = data.rindex(b"locked.txt") - 46
    data[entry + 8] |= 1
    entry = data.rindex(b"liar.txt") - 46
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    data[data.index(b"unlike")] ^= 255
    file.write_bytes(data)
    found = told(file)
    assert found.pop("damaged.txt").startswith("is damaged in the archive (")
    assert found.pop("liar.txt").startswith(("is damaged in the archive (", inputs._LARGE[0].en))
    assert found == {
        "good.txt": "read",
        "../up.txt": inputs._OUTSIDE[0].en,
        "link.txt": inputs._NO_FILE[0].en,
        "bomb.txt": inputs._LARGE[0].en,
        "locked.txt": inputs._LOCKED[0].en,
        "last.txt": "read",
    }


def test_a_link_in_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_text(PAGE, encoding="utf-8")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "secret")
    (tmp_path / "in" / "folder").symlink_to(tmp_path)
    assert told(tmp_path / "in") == {"link.txt": "cannot be read (it is no plain file)"}


def _pages() -> dict[str, bytes]:
    """Whole archives of some dumps."""
    out = {}
    for kind in ("tar", "zip"):
        file = io.BytesIO()
        if kind == "tar":
            with tarfile.open(fileobj=file, mode="w") as tar:
                for number in range(6):
                    _add(tar, f"{number}.txt", PAGE.encode() * 4)
        else:
            with zipfile.ZipFile(file, "w") as archive:
                for number in range(6):
                    archive.writestr(f"{number}.txt", PAGE)
        out[kind] = file.getvalue()
    return out | {"tar.gz": gzip.compress(out["tar"], mtime=0)}


@pytest.mark.parametrize("kind", ["tar", "tar.gz", "zip"])
def test_an_archive_that_is_cut_off_is_broken_wherever_it_is_cut(tmp_path: Path, kind: str) -> None:
    data, file = _pages()[kind], tmp_path / f"a.{kind}"
    whole = [(f"{number}.txt", "read") for number in range(6)]
    broken = 0
    for at in range(0, len(data), max(1, len(data) // 150)):
        file.write_bytes(data[:at])
        try:
            found = told(file)
        except InputError:
            broken += 1
        else:
            assert list(found.items()) == whole, "behind the mark of a tar's end there is only filling"
    assert broken > 60


@pytest.mark.parametrize(
    "data",
    [
        b"",
        PAGE.encode(),
        random.Random(1).randbytes(5000),
        b"PK\x03\x04" + bytes(500),
        gzip.compress(PAGE.encode()),
        _pages()["tar"].replace(b"3.txt", b"x.txt", 1),
        gzip.compress(_pages()["tar"])[:-200] + bytes(200),
    ],
    ids=["empty", "text", "random", "like zip", "gz of text", "damaged header", "damaged gz"],
)
def test_what_is_no_whole_archive_is_broken(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(InputError, match="no archive"):
        list(inputs.find(str(tmp_path / "a")))


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE])
def test_a_header_of_any_length_is_not_held(tmp_path: Path, kind: bytes) -> None:
    with gzip.open(tmp_path / "a.tar.gz", "wb") as file:
        member = tarfile.TarInfo("long")
        member.type, member.size = kind, 1 << 34
        file.write(member.tobuf(tarfile.GNU_FORMAT))
        file.write(bytes(1 << 20))
    with pytest.raises(InputError, match="a header that no archive of texts has"):
        list(inputs.find(str(tmp_path / "a.tar.gz")))


# What cannot be done


def test_the_columns_are_those_that_a_page_explains() -> None:
    explained = (ROOT / "docs" / "about" / "data.md").read_text(encoding="utf-8").split("\n## Parquet", 1)[1]
    for kind, schema in corpus._schemas().items():
        (row,) = re.findall(rf"^\| `{kind}` \|.*", explained, re.MULTILINE)
        named = set(re.findall(r"`(\w+)`", row))
        assert set(schema.names) == named - {kind} if kind != "articles" else "key" in named


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("missing", "out"), USAGE, "there is no such folder, archive or object store"),
        (("empty", "out"), USAGE, "there is no dump (NAME.txt) in it"),
        (("broken.zip", "out"), STOPPED, "is no archive (tar, tar.gz, zip) that can be read"),
        (("nowhere://bucket/key", "out"), USAGE, "cannot be opened"),
        (("full", "file"), STOPPED, "cannot be written"),
        (("full", "file/below"), STOPPED, "cannot be written"),
        (("full", "nowhere://bucket"), STOPPED, "cannot be written"),
        (("full", "out", "--engine", "pool", "--scheduler", "tcp://127.0.0.1:9"), USAGE, "--scheduler is for Dask"),
        (("full", "out", "--scheduler", "tcp://127.0.0.1:9"), USAGE, "cannot be reached as a Dask cluster"),
        (("full", "out", "--scheduler", "no address"), USAGE, "cannot be reached as a Dask cluster"),
    ],
)
def test_what_cannot_be_done_is_said_in_both_languages(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(corpus, "TIMEOUT", 1)
    for name in ("empty", "full"):
        Path(name).mkdir()
    Path("full/a.txt").write_text(PAGE, encoding="utf-8")
    Path("file").write_text("别的", encoding="utf-8")
    Path("broken.zip").write_bytes(_pages()["zip"][:900])
    assert corpus.main([*arguments, *(() if "--scheduler" in arguments else ("--jobs", "1"))]) == code
    said = capsys.readouterr().err
    assert words in said and "出错：" in said and said.count("\n") == 2
    assert Path("file").read_text(encoding="utf-8") == "别的"
    assert code == STOPPED or not files_in(tmp_path / "out") if Path("out").exists() else True


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    with corpus.alone_in(tmp_path / "out"):
        assert corpus.main([str(tmp_path), str(tmp_path / "out"), "--jobs", "1"]) == STOPPED
    assert "another build is writing here" in capsys.readouterr().err


def test_no_more_shards_wait_than_a_few(tmp_path: Path) -> None:
    """An archive of any length is read no further than the processes have come."""
    taken = 0

    def tasks() -> Iterator[corpus.Task]:
        nonlocal taken
        for number in range(50):
            taken += 1
            yield number, (inputs.Dump("a.txt", content=PAGE.encode()),), str(tmp_path), corpus.code()

    for kind in corpus.KINDS:
        (tmp_path / kind).mkdir()
    for number, _ in enumerate(corpus._by_pool(tasks(), 1), 1):
        assert taken <= number + 1
    assert Workers(1).ahead == 0
