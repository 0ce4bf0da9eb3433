"""Generated files are written whole or not at all, whatever cuts a build off, and one build at a time writes a folder."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import ROOT, build, house
from edition.alone import LOCK, alone_in
from edition.errors import OutputError, UnfinishedError
from edition.publish import OWNED, UNCOMMITTED, compare, finish, write
from edition.standing import stamp_of
from test_seeds import OK, PAGE, STOPPED

OWN = ("articles/", "terms/", "themes/", "index.md")
OLD = {"articles/a.md": "旧\n", "articles/b.md": "旧\n", "index.md": "旧\n"}
NEW = {"articles/a.md": "新\n", "themes/t.md": "新\n", "index.md": "新\n"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Nothing waits for the disk: a process that is killed loses nothing that it gave to the system."""
    if "disk" not in request.node.name:
        monkeypatch.setattr(os, "fsync", lambda handle: None)


def snapshot(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    out = tmp_path / "docs"
    write(OLD, out, OWN)
    (out / "about").mkdir()
    (out / "about" / "index.md").write_text("手写\n", encoding="utf-8")
    return out


def test_generated_folders_are_written_whole_and_hand_written_ones_left(docs: Path) -> None:
    write(NEW, docs, OWN)
    assert snapshot(docs) == {**NEW, "about/index.md": "手写\n"}
    assert sorted(path.name for path in docs.iterdir()) == ["about", "articles", "index.md", "themes"]


def test_what_is_no_text_is_written_as_it_is(docs: Path) -> None:
    data = bytes(range(256)) + b"\r\n"
    write([*OLD.items(), ("articles/a.zip", data)], docs, OWN)
    assert (docs / "articles" / "a.zip").read_bytes() == data
    before = os.stat(docs / "articles").st_ino
    write([*OLD.items(), ("articles/a.zip", data)], docs, OWN)
    assert os.stat(docs / "articles").st_ino == before
    write([*OLD.items(), ("articles/a.zip", data + b"!")], docs, OWN)
    assert (docs / "articles" / "a.zip").read_bytes() == data + b"!"


def test_what_is_fresh_is_not_touched(docs: Path) -> None:
    before = os.stat(docs / "articles").st_ino
    write({**OLD, "index.md": "新\n"}, docs, OWN)
    assert os.stat(docs / "articles").st_ino == before
    assert (docs / "index.md").read_text(encoding="utf-8") == "新\n"


def test_a_file_that_changes_while_the_others_are_written_is_noticed(docs: Path) -> None:
    """Its stamp is that of the content that was compared; a file that should stay and changed stops the build."""
    page = docs / "articles" / "b.md"
    stamps: dict[str, tuple[int, int]] = {}

    def files() -> Iterator[tuple[str, str]]:
        yield from OLD.items()
        page.write_text("改过\n", encoding="utf-8")

    write(files(), docs, OWN, stamps=stamps)
    assert stamps.keys() == OLD.keys() and stamp_of(page) != stamps["articles/b.md"]
    before = stamp_of(docs / "index.md")
    assert before == stamps["index.md"]
    write([("articles/a.md", "旧\n"), ("articles/b.md", "新\n"), ("index.md", before)], docs, OWN, stamps=stamps)
    assert snapshot(docs)["articles/b.md"] == "新\n" and stamp_of(page) == stamps["articles/b.md"]
    (docs / "index.md").write_text("改过\n", encoding="utf-8")
    with pytest.raises(OutputError, match="while the edition was built"):
        write([("articles/a.md", "新\n"), ("index.md", before)], docs, OWN)
    assert snapshot(docs)["articles/a.md"] == "旧\n"


def test_compare_names_what_is_stale_new_and_gone(docs: Path) -> None:
    assert compare(OLD, docs, OWN) == ""
    diff = compare(NEW, docs, OWN)
    assert "--- a/articles/a.md\n+++ b/articles/a.md\n" in diff and "-旧\n+新\n" in diff
    assert "--- a/articles/b.md\n+++ /dev/null\n" in diff
    assert "--- /dev/null\n+++ b/themes/t.md\n" in diff
    assert "about" not in diff
    assert compare({**OLD, "data/x": "新"}, docs, (*OWN, "data/"), ("data/",)) == ""
    (docs / "articles" / "a.md").write_text("旧", encoding="utf-8")
    assert compare(OLD, docs, OWN)


@pytest.mark.parametrize("fails_at", range(7))
def test_on_failure_the_old_tree_stays(docs: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    before, real, calls = snapshot(docs), os.replace, [0]

    def replace(source: Path, target: Path) -> None:
        calls[0] += 1
        if calls[0] == fails_at + 1:
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    if fails_at < 6:  # the journal, articles and index.md out and in, themes in
        with pytest.raises(OutputError, match="No space left on device"):
            write(NEW, docs, OWN)
        assert snapshot(docs) == before
    assert not [path for path in docs.iterdir() if path.name.startswith(".")]


def test_files_that_cannot_go_back_are_kept_and_the_next_build_finishes(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if Path(target).name == "articles" and Path(target).parent == docs:
            raise PermissionError(errno.EACCES, "Access is denied", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(UnfinishedError, match=r"waits in this folder.*build again") as caught:
        write(NEW, docs, OWN)
    stage = Path(caught.value.place)
    assert (stage / "old" / "articles" / "b.md").read_text(encoding="utf-8") == OLD["articles/b.md"]
    assert (stage / "new" / "articles" / "a.md").read_text(encoding="utf-8") == NEW["articles/a.md"]
    with pytest.raises(OutputError, match="build again without --check"):
        compare(OLD, docs, OWN)
    monkeypatch.setattr(os, "replace", real)
    assert finish(docs)
    assert snapshot(docs) == {**NEW, "about/index.md": "手写\n"}


def test_a_build_finishes_first_what_another_had_ready(docs: Path) -> None:
    """The other one had the new files and the journal, and had moved the old ones away."""
    stage = docs / ".edition-new"
    (stage / "new" / "articles").mkdir(parents=True)
    (stage / "new" / "articles" / "a.md").write_text("新\n", encoding="utf-8")
    (stage / "new" / "index.md").write_text("新\n", encoding="utf-8")
    (stage / "old").mkdir()
    (docs / "articles").rename(stage / "old" / "articles")
    (docs / ".ledger.new").write_text("底册\n", encoding="utf-8")
    plan = {"goes": ["articles/", "index.md"], "comes": ["articles/", "index.md"], "also": "ledger"}
    (stage / "journal.json").write_text(json.dumps(plan), encoding="utf-8")
    write({"themes/t.md": "新\n"}, docs, ("themes/",))
    made = {"articles/a.md": "新\n", "index.md": "新\n", "themes/t.md": "新\n", "ledger": "底册\n", "about/index.md": "手写\n"}
    assert snapshot(docs) == made and not list(docs.glob(".*"))
    assert not finish(docs)


def test_what_a_killed_build_left_without_a_journal_goes(docs: Path) -> None:
    before = snapshot(docs)
    (docs / ".edition-new" / "new").mkdir(parents=True)
    (docs / ".edition-new" / "new" / "index.md").write_text("半\n", encoding="utf-8")
    assert not finish(docs) and snapshot(docs) == before


def test_a_folder_made_for_nothing_goes_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="free space"):
        write(NEW, tmp_path / "a" / "docs", OWN)
    assert not list(tmp_path.iterdir())


def test_an_interruption_leaves_the_old_tree(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(docs)

    def interrupted(path: Path, content: bytes) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(NEW, docs, OWN)
    assert snapshot(docs) == before and not list(docs.glob(".*"))


def test_something_in_the_way_is_named_and_kept(docs: Path) -> None:
    (docs / "themes").write_text("我的\n", encoding="utf-8")
    with pytest.raises(OutputError, match="a file stands where the edition writes a folder"):
        write(NEW, docs, OWN)
    assert (docs / "themes").read_text(encoding="utf-8") == "我的\n"
    (docs / "themes").unlink()
    (docs / "index.md").unlink()
    (docs / "index.md").mkdir()
    with pytest.raises(OutputError, match="a folder stands where the edition writes a file"):
        write(NEW, docs, OWN)
    (docs.parent / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError):
        write(NEW, docs.parent / "file", OWN)


def test_a_read_only_folder_is_named(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may write everywhere, so the refusal is played instead of being set up with chmod.
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    before = snapshot(docs)
    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError, match="make the folder writable"):
        write(NEW, docs, OWN)
    assert snapshot(docs) == before


@pytest.mark.parametrize(
    "path", ["../x.md", "/x.md", "articles/../../x.md", "articles/天.md", "articles/a b.md", "articles/con.md", "articles/a.",
             "articles//a.md", "articles/" + "a" * 150, "articles\\a.md", "other/a.md", "articles", ""],
)  # fmt: skip
def test_unsafe_and_foreign_names_are_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutputError):
        write({path: "x"}, tmp_path / "docs", OWN)
    assert not (tmp_path / "docs").exists()


def test_names_that_are_one_on_some_systems_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the same file"):
        write({"articles/a.md": "", "articles/A.md": ""}, tmp_path, OWN)


# A build that is killed

BOTH = {**OLD, "terms/t.md": "旧\n"}
"""Of these `terms/` goes for good."""


def killed(work: Callable[[], object], at: int) -> bool:
    """Do the work in a process that is killed at its step number `at`, where a step opens, makes, moves or removes a file."""
    child = os.fork()
    if child == 0:
        steps = [0]

        def hook(event: str, _: object) -> None:
            if event in ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir"):
                steps[0] += 1
                if steps[0] == at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def prepared(folder: Path) -> tuple[Path, Path]:
    """A folder with the old files and a ledger beside it."""
    out, ledger = folder / "docs", folder / "seeds" / "permalinks.yml"
    ledger.parent.mkdir(parents=True)
    write(BOTH, out, OWN, (ledger, "旧底册\n"))
    return out, ledger


def whole(out: Path, ledger: Path) -> bool:
    """Whether all is old or all is new, and nothing else is there."""
    assert sorted(path.name for path in ledger.parent.iterdir()) == [ledger.name]
    found = snapshot(out), ledger.read_text(encoding="utf-8")
    return found in ((BOTH, "旧底册\n"), (NEW, "新底册\n"))


forked = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork, and a process of Windows is not killed by a signal")


@forked
def test_a_build_killed_at_any_step_is_made_whole_by_the_next_one(tmp_path: Path) -> None:
    at, states = 0, set()
    while True:
        at += 1
        out, ledger = prepared(tmp_path / str(at))
        if not killed(lambda out=out, ledger=ledger: write(NEW, out, OWN, (ledger, "新底册\n")), at):
            break
        states.add(finish(out))
        found = snapshot(out)
        assert found in (BOTH, NEW), f"step {at}"
        assert ledger.read_text(encoding="utf-8") == ("旧底册\n" if found == BOTH else "新底册\n"), f"step {at}"
        write(NEW, out, OWN, (ledger, "新底册\n"))
        assert whole(out, ledger) and snapshot(out) == NEW
    assert at > 25 and states == {False, True}, "some kills fall before the journal stands, and some after"


@forked
@pytest.mark.parametrize("moves", [1, 4, 7])
def test_a_build_killed_while_it_finishes_another_is_finished_too(tmp_path: Path, moves: int) -> None:
    """The first build is killed before the given move after its journal, and the next one at each of its steps in turn."""
    out, ledger = prepared(tmp_path / "first")
    real, left = os.replace, [moves + 1]

    def replace(source: Path, target: Path) -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        real(source, target)

    def first() -> None:
        os.replace = replace
        write(NEW, out, OWN, (ledger, "新底册\n"))

    assert killed(first, 0)
    at = 0
    while True:
        at += 1
        copy = tmp_path / str(at)
        shutil.copytree(tmp_path / "first", copy)
        if not killed(lambda copy=copy: finish(copy / "docs"), at):
            break
        finish(copy / "docs")
        assert whole(copy / "docs", copy / "seeds" / ledger.name) and snapshot(copy / "docs") == NEW, f"step {at}"
    assert at > 8


def test_old_files_that_were_restored_after_a_kill_do_not_stop_the_next_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, ledger = prepared(tmp_path)
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if Path(target) == out / "index.md":
            raise PermissionError(errno.EACCES, "Access is denied", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(UnfinishedError):
        write(NEW, out, OWN, (ledger, "新底册\n"))
    monkeypatch.setattr(os, "replace", real)
    for path, content in BOTH.items():
        (out / path).parent.mkdir(exist_ok=True)
        (out / path).write_text(content, encoding="utf-8")
    write(NEW, out, OWN, (ledger, "新底册\n"))
    assert whole(out, ledger) and snapshot(out) == NEW


def test_a_ledger_that_cannot_be_written_leaves_the_old_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, ledger = prepared(tmp_path)
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if Path(os.path.normpath(target)) == ledger:
            raise PermissionError(errno.EACCES, "Access is denied", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OutputError, match="Access is denied"):
        write(NEW, out, OWN, (ledger, "新底册\n"))
    assert whole(out, ledger) and snapshot(out) == BOTH


def test_the_disk_has_the_ledger_before_the_journal_and_the_journal_before_anything_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append(Path(os.readlink(f"/proc/self/fd/{handle}")).name), sync(handle)))
    monkeypatch.setattr(os, "replace", lambda source, target: (done.append(f"→ {Path(target).name}"), replace(source, target)))
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not say which file a number stands for")
    out, ledger = tmp_path / "docs", tmp_path / "permalinks.yml"
    write(OLD, out, OWN, (ledger, "底册\n"))
    assert done[:4] == [".permalinks.yml.new", "journal.draft", "→ journal.json", ".edition-new"]
    assert done[-2:] == ["→ permalinks.yml", tmp_path.name]


def test_a_journal_that_could_not_be_removed_stops_no_later_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is in its place already, the ledger too."""
    out, ledger = prepared(tmp_path)
    real = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.name == "journal.json":
            raise PermissionError(errno.EACCES, "Access is denied", str(path))
        real(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    write(NEW, out, OWN, (ledger, "新底册\n"))
    monkeypatch.setattr(Path, "unlink", real)
    assert finish(out)
    assert whole(out, ledger) and snapshot(out) == NEW


def test_a_ledger_changes_alone_where_all_else_is_fresh(tmp_path: Path) -> None:
    out, ledger = prepared(tmp_path)
    write(BOTH, out, OWN, (ledger, "新底册\n"))
    assert (snapshot(out), ledger.read_text(encoding="utf-8")) == (BOTH, "新底册\n")


def test_a_journal_that_is_none_is_named(docs: Path) -> None:
    (docs / ".edition-new").mkdir()
    (docs / ".edition-new" / "journal.json").write_text("[", encoding="utf-8")
    with pytest.raises(OutputError, match="is not the journal"):
        finish(docs)


RUN = """
import os, signal, sys
sys.path.insert(0, {scripts!r})
from edition.cli import main
left = [{at}]
def hook(event, arguments):
    if event == "os.rename" and ".cache" not in str(arguments[1]):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
sys.exit(main([]))
"""


@forked
@pytest.mark.parametrize("at", [1, 2, 4])
def test_the_next_build_finishes_even_where_it_then_stops(tmp_path: Path, at: int) -> None:
    home = house(tmp_path / "house")
    program, ledger = home / "scripts" / "build.py", home / "seeds" / "permalinks.yml"
    before = ledger.read_text(encoding="utf-8")
    assert build(program=program).returncode == OK
    (home / "seeds" / "new.txt").write_text(PAGE, encoding="utf-8")
    command = [sys.executable, "-c", RUN.format(scripts=str(home / "scripts"), at=at)]
    assert subprocess.run(command, capture_output=True, check=False, timeout=300).returncode == -signal.SIGKILL
    assert ledger.read_text(encoding="utf-8").count("- id: ") == before.count("- id: "), "the ledger comes last"
    table = home / "scripts" / "data" / "furniture.tsv"
    rows = table.read_text(encoding="utf-8")
    table.write_text(rows + "broken\n", encoding="utf-8")
    assert build(program=program).returncode == STOPPED
    minted = "new.txt" in ledger.read_text(encoding="utf-8")
    assert minted == (at > 1)
    pages = [path for path in (home / "docs" / "articles").glob("*.md") if "seed: new.txt" in path.read_text(encoding="utf-8")]
    assert bool(pages) == minted
    table.write_text(rows, encoding="utf-8")
    assert build(program=program).returncode == OK
    assert build("--check", program=program).returncode == OK
    assert not [path.name for folder in ("docs", "seeds") for path in (home / folder).iterdir() if path.name.startswith(".")]


# The ledger beside published articles


@pytest.mark.parametrize("left", [None, "", "# 底册\n[]\n"])
def test_a_lost_ledger_stops_the_build(tmp_path: Path, left: str | None) -> None:
    home = house(tmp_path / "house")
    ledger = home / "seeds" / "permalinks.yml"
    before = snapshot(home / "docs")
    ledger.unlink()
    if left is not None:
        ledger.write_text(left, encoding="utf-8")
    done = build(program=home / "scripts" / "build.py")
    assert done.returncode == STOPPED
    assert "holds no address" in done.stderr and "git checkout" in done.stderr and "Nothing was written." in done.stderr
    assert snapshot(home / "docs") == before and ledger.exists() == (left is not None)


def test_a_row_that_is_lost_stops_the_build_where_the_page_would_go(tmp_path: Path) -> None:
    home = house(tmp_path / "house")
    ledger = home / "seeds" / "permalinks.yml"
    id_ = re.findall(r"- id: (.+)", ledger.read_text(encoding="utf-8"))[0]
    renamed = ledger.read_text(encoding="utf-8").replace(id_, "another")
    ledger.write_text(renamed, encoding="utf-8")
    done = build(program=home / "scripts" / "build.py")
    assert done.returncode == STOPPED
    assert f"has no row for {id_}" in done.stderr
    assert ledger.read_text(encoding="utf-8") == renamed


# One build at a time


def test_a_second_build_is_told_to_wait(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with alone_in(out):
        done = build("--out", out)
        assert done.returncode == STOPPED
        assert "another build is writing here" in done.stderr and "wait" in done.stderr
    assert not out.exists(), "a folder that was made for nothing goes again"
    assert build("--out", out).returncode == OK
    assert not (out / LOCK).exists()


@forked
def test_a_lock_does_not_outlive_a_killed_build(tmp_path: Path) -> None:
    def hold() -> None:
        with alone_in(tmp_path):
            os.kill(os.getpid(), signal.SIGKILL)

    assert killed(hold, 0)
    assert (tmp_path / LOCK).exists()
    with alone_in(tmp_path):
        pass
    assert not (tmp_path / LOCK).exists()


def test_what_is_not_committed_is_what_git_ignores() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert [name for name in OWNED if f"/docs/{name}" in ignored] == list(UNCOMMITTED)
