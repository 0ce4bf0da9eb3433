"""The environment is made whole or made again, and the lock files name what the project asks for."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

import serve
import tasks
from edition import corpus

ROOT = Path(__file__).parents[1]
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"

LOCKS = (tasks.LOCK, tasks.DEV_LOCK, tasks.BENCH_LOCK, tasks.PROPERDOCS_LOCK, tasks.CLUSTER_LOCK, tasks.IMPORT_LOCK, tasks.EXAMPLES_LOCK)


class Machine:
    """A checkout in a folder with a blank in its name, where commands are noted and not run."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.root, self.commands, self.fails = root, list[Sequence[str]](), ""
        for name in LOCKS:
            (root / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
        monkeypatch.setattr(tasks, "ROOT", root)
        monkeypatch.setattr(tasks, "VENV", root / ".venv")
        monkeypatch.setattr(tasks, "STAMP", root / ".venv" / "edition.json")
        monkeypatch.setattr(tasks, "_run", self.run)
        monkeypatch.setattr(tasks, "_runs", lambda: True)

    def run(self, command: Sequence[str], more: object = None) -> int:
        self.commands.append(command)
        if command[1:3] == ["-m", "venv"]:
            (self.root / ".venv").mkdir()
        if "scripts/render.py" in command:
            Path(command[-1]).mkdir()
            (Path(command[-1]) / "index.html").write_text("新", encoding="utf-8")
        return int(bool(self.fails) and self.fails in " ".join(command))

    def volumes(self) -> None:
        """Let the edition be one in volumes."""
        (self.root / "seeds").mkdir()
        (self.root / tasks.EDITION).write_text("", encoding="utf-8")

    def made(self) -> list[str]:
        """What was done since the last look: `venv`, and the lock files that were installed."""
        done = ["venv" if "venv" in command else Path(command[-1]).name for command in self.commands]
        self.commands.clear()
        return [name for name in done if name != "builders.txt"]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    root = tmp_path / "一 checkout"
    root.mkdir()
    return Machine(root, monkeypatch)


def test_an_environment_is_made_once(machine: Machine) -> None:
    tasks.make_environment(dev=False)
    assert machine.made() == ["venv", tasks.LOCK]
    tasks.make_environment(dev=False)
    assert machine.made() == []


def test_the_tools_of_developers_are_added(machine: Machine) -> None:
    tasks.make_environment(dev=False)
    tasks.make_environment(dev=True)
    assert machine.made() == ["venv", tasks.LOCK, tasks.DEV_LOCK]
    tasks.make_environment(dev=False)
    tasks.make_environment(dev=True)
    assert machine.made() == []


def test_what_search_is_measured_against_is_added_once_and_only_where_it_is_asked_for(machine: Machine) -> None:
    tasks.main(["bench-search"])
    assert machine.made()[:3] == ["venv", tasks.DEV_LOCK, tasks.BENCH_LOCK]
    tasks.main(["bench-search"])
    tasks.main(["test"])
    assert not {"venv", tasks.LOCK, tasks.DEV_LOCK, tasks.BENCH_LOCK} & set(machine.made())


def test_what_a_corpus_needs_is_added_for_it_and_for_the_tests_alone(machine: Machine) -> None:
    tasks.main(["site"])
    tasks.main(["quick"])
    assert tasks.CLUSTER_LOCK not in machine.made()
    tasks.main(["corpus", "in", "out"])
    assert machine.commands[-1][1:] == ["scripts/corpus.py", "in", "out"]
    assert tasks.CLUSTER_LOCK in machine.made()
    tasks.main(["test"])
    assert tasks.CLUSTER_LOCK not in machine.made()


def test_the_articles_of_each_site_are_written_to_parquet_after_it_is_made(machine: Machine) -> None:
    for folder in ("site/a/data", "site/b/data", "site/data"):
        (machine.root / folder).mkdir(parents=True)
    for folder in ("site/a", "site/b"):
        (machine.root / folder / "data" / "articles.jsonl").write_text("", encoding="utf-8")
    machine.volumes()
    assert tasks.main(["data"]) == 0
    assert [command[1:] for command in machine.commands if command[1].startswith("scripts/")] == [
        ["scripts/volumes.py"],
        ["scripts/parquet.py", "site/a", "site/b"],
    ]
    assert tasks.CLUSTER_LOCK in machine.made()


def test_what_reads_pdf_is_added_for_an_import_and_for_the_tests_alone(machine: Machine) -> None:
    tasks.main(["site"])
    tasks.main(["quick"])
    assert tasks.IMPORT_LOCK not in machine.made()
    tasks.main(["import", "a.pdf", "b.pdf"])
    assert machine.commands[-1][1:] == ["scripts/import.py", "a.pdf", "b.pdf"]
    assert tasks.IMPORT_LOCK in machine.made()
    tasks.main(["test"])
    assert tasks.IMPORT_LOCK not in machine.made()


def test_tests_run_where_what_a_corpus_needs_cannot_be_installed(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.fails = tasks.CLUSTER_LOCK
    assert tasks.main(["test"]) == 0
    assert "pytest" in machine.commands[-1]
    assert "warning: pip could not install" in capsys.readouterr().err


def test_search_is_measured_alone_where_it_is_asked_for(machine: Machine) -> None:
    tasks.main(["bench-search", "--alone"])
    assert machine.commands[-1][2:] == ["--alone"]
    assert tasks.BENCH_LOCK not in machine.made()


def test_search_is_measured_where_the_others_cannot_be_installed(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.fails = tasks.BENCH_LOCK
    assert tasks.main(["bench-search"]) == 0
    assert "scripts/bench/search.py" in machine.commands[-1]
    assert "warning: pip could not install" in capsys.readouterr().err


def test_an_interrupted_set_up_is_not_taken_as_done(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.fails = tasks.LOCK
    with pytest.raises(tasks.TaskError, match="pip could not install"):
        tasks.make_environment(dev=False)
    machine.fails = ""
    machine.made()
    tasks.make_environment(dev=False)
    assert machine.made() == ["venv", tasks.LOCK]
    assert "its set-up was not finished" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"python": "3.9"}, "it is of Python 3.9"), ({tasks.LOCK: "0"}, "the lock file has changed")],
)
def test_a_stale_environment_is_made_anew(
    machine: Machine, capsys: pytest.CaptureFixture[str], change: dict[str, str], reason: str
) -> None:
    tasks.make_environment(dev=False)
    machine.made()
    stamp = json.loads(tasks.STAMP.read_text(encoding="utf-8"))
    tasks.STAMP.write_text(json.dumps(stamp | change), encoding="utf-8")
    tasks.make_environment(dev=False)
    assert machine.made() == ["venv", tasks.LOCK]
    assert reason in capsys.readouterr().out


def test_a_python_that_went_away_is_noticed(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks.make_environment(dev=False)
    machine.made()
    monkeypatch.setattr(tasks, "_runs", lambda: False)
    tasks.make_environment(dev=False)
    assert machine.made() == ["venv", tasks.LOCK]


def test_a_missing_venv_module_is_explained_and_nothing_is_removed(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    (machine.root / ".venv").mkdir()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(tasks.TaskError, match=rf"no module venv and no module ensurepip.*apt-get install python{PYTHON}-venv"):
        tasks.make_environment(dev=False)
    assert (machine.root / ".venv").exists()


def test_a_failing_venv_leaves_nothing_behind(machine: Machine) -> None:
    machine.fails = "-m venv"
    with pytest.raises(tasks.TaskError, match="could not make an environment"):
        tasks.make_environment(dev=False)
    assert not (machine.root / ".venv").exists()


def test_approving_makes_all_anew_and_lists_what_changed(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    page, floors = machine.root / "docs" / "index.md", machine.root / "tests" / "gold" / "floors.json"
    for path in (page, floors, machine.root / "tests" / "golden" / "help.txt", machine.root / "seeds" / "permalinks.yml"):
        path.parent.mkdir(parents=True)
        path.write_text("一\n二\n", encoding="utf-8")
    picture = machine.root / "tests" / "browser" / "looks" / "home.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"\x89PNG 1")
    run = machine.run

    def changing(command: Sequence[str], more: object = None) -> int:
        if "scripts/build.py" in command:
            page.write_text("一\n三\n四\n", encoding="utf-8")
        if "--update-floors" in command:
            floors.unlink()
            picture.write_bytes(b"\x89PNG 2")
        return run(command)

    machine.monkeypatch.setattr(tasks, "_run", changing)
    assert tasks.main(["approve"]) == 0
    assert [" ".join(command[1:3]) for command in machine.commands[-4:]] == [
        "scripts/build.py",
        "scripts/bench/leave_out.py",
        "tests/report.py --write",
        "-m pytest",
    ]
    told = capsys.readouterr().out.splitlines()[-4:]
    assert told == [
        " docs/index.md | 2 + 1 -",
        " tests/browser/looks/home.png | 1 + 1 -",
        " tests/gold/floors.json | 0 + 2 -  (gone)",
        " 3 files changed, 3 insertions(+), 4 deletions(-)",
    ]
    floors.write_text("", encoding="utf-8")
    machine.fails = "--update-floors"
    assert tasks.main(["approve"]) == 1
    assert "a floor never falls by itself" in capsys.readouterr().err


def test_properdocs_is_compared_with_mkdocs_file_by_file(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    run, texts = machine.run, {"mkdocs": "一", "properdocs": "一"}

    def building(command: Sequence[str], more: object = None) -> int:
        if "--site-dir" in command:
            folder = Path(command[-1])
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "index.html").write_text(texts[command[2]], encoding="utf-8")
            return 0
        return run(command)

    machine.monkeypatch.setattr(tasks, "_run", building)
    assert tasks.main(["properdocs"]) == 0
    assert "Both sites are the same: 1 files." in capsys.readouterr().out
    texts["properdocs"] = "二"
    assert tasks.main(["properdocs"]) == 1
    assert "1 of 1 files differ, as index.html" in capsys.readouterr().err


def test_every_action_is_named_by_its_commit_and_what_is_published_was_tested() -> None:
    text = (ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")
    actions = re.findall(r"uses: (.*)", text)
    assert actions and all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in actions)
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")
    jobs = yaml.safe_load(text)["jobs"]
    assert "test" in jobs["deploy"]["needs"]
    assert ".ci/run" in [step.get("run") for step in jobs["test"]["steps"]]


def test_what_is_quick_is_there() -> None:
    assert all((ROOT / "tests" / f"test_{name}.py").exists() for name in tasks.QUICK)
    assert all((ROOT / "scripts" / "edition" / name).exists() for name in tasks.QUICK_EXAMPLES)


def test_a_site_takes_the_place_of_the_one_before_when_it_is_whole(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    site = machine.root / "site"
    site.mkdir()
    (site / "index.html").write_text("旧", encoding="utf-8")
    (site / "gone.html").write_text("旧", encoding="utf-8")
    machine.fails = "render.py"
    assert tasks.main(["site"]) == 1
    assert (site / "gone.html").read_text(encoding="utf-8") == "旧", "what MkDocs makes of a failed run is thrown away"
    machine.fails = ""
    assert tasks.main(["site"]) == 0
    assert [path.name for path in site.iterdir()] == ["index.html"]
    assert (site / "index.html").read_text(encoding="utf-8") == "新"
    assert not list(machine.root.glob(".site*"))


def test_what_a_killed_run_left_of_the_site_is_taken_up(machine: Machine) -> None:
    """It was killed between the two moves: the old site waits, and the new one is whole but in no place."""
    for name in (tasks.OLD_SITE, tasks.NEW_SITE):
        (machine.root / name).mkdir()
        (machine.root / name / "index.html").write_text(name, encoding="utf-8")
    machine.fails = "render.py"
    assert tasks.main(["site"]) == 1
    assert (machine.root / "site" / "index.html").read_text(encoding="utf-8") == tasks.OLD_SITE
    assert not list(machine.root.glob(".site*"))


def test_refused_seeds_do_not_keep_the_others_from_being_published(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """make turns every other code into its own 2, after which a build server publishes nothing."""
    real = tasks._run

    def run(command: Sequence[str], more: object = None) -> int:
        return real(command) or (tasks.SEEDS_REFUSED if "scripts/build.py" in command else 0)

    monkeypatch.setattr(tasks, "_run", run)
    assert tasks.main(["site"]) == 0
    assert "seeds were refused" in capsys.readouterr().err
    assert tasks.main(["check"]) == tasks.SEEDS_REFUSED


def test_the_build_says_which_line_works_outside_the_environment() -> None:
    done = subprocess.run([sys.executable, "-S", "scripts/build.py"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert ".venv/bin/python scripts/build.py" in done.stderr and "make site" in done.stderr


def test_a_corpus_says_how_to_install_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in corpus.EXTRA:
        monkeypatch.setitem(sys.modules, name, None)
    assert corpus.main([str(ROOT / "seeds"), str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert said.count('make corpus ARGS="IN OUT"') == 2 and said.count("distributed, fsspec, pyarrow") == 1
    assert said.count(tasks.CLUSTER_LOCK) == 2 and not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_a_preview_that_is_ended_ends_mkdocs(tmp_path: Path) -> None:
    """MkDocs is played by a process that says its number and waits."""
    program = (
        "import subprocess, sys, serve\n"
        "real = subprocess.Popen\n"
        "serve.build = lambda before, builder, told: before\n"
        "serve.snapshot = dict\n"
        "def popen(*_, **__):\n"
        "    server = real([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "    print(server.pid, flush=True)\n"
        "    return server\n"
        "subprocess.Popen = popen\n"
        "serve._taken = lambda arguments: ''\n"
        "sys.exit(serve.main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT / "scripts", stdout=subprocess.PIPE, text=True) as preview:
        assert preview.stdout
        server = int(preview.stdout.readline())
        preview.send_signal(signal.SIGTERM)
        assert preview.wait(timeout=300) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def test_an_unknown_task_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert tasks.main(["sites"]) == 2
    assert "choose one of help, setup, site" in capsys.readouterr().err


def test_make_and_the_script_know_the_same_tasks() -> None:
    targets = re.findall(r"^([\w-]+):  ## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert sorted(targets) == sorted(tasks.TASKS)


def test_the_builders_are_cut_out_of_the_lock() -> None:
    found = tasks.builders((ROOT / tasks.LOCK).read_text(encoding="utf-8"))
    assert re.match(r"setuptools==[\d.]+ \\\n +--hash=sha256:\w{64}", found)
    assert found.count("==") == 1


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_names_versions_and_hashes_only(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|index-url|find-links|trusted-host", lock)
    entries = re.findall(r"^\S[^#\n].*(?:\n[ \t].*)*", re.sub(r"^#.*\n", "", lock, flags=re.M), re.M)
    assert entries
    assert [entry for entry in entries if not re.match(r"[\w.-]+==[\w.]+ (; .* )?\\\n\s+--hash=sha256:", entry)] == []


def test_the_lock_of_the_html_checker_holds_its_version_and_hash_only() -> None:
    folder = ROOT / "tests" / "browser"
    source = (folder / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in source
    locked = json.loads(source)["packages"]
    assert locked.pop("")["devDependencies"] == json.loads((folder / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert locked and all(re.fullmatch(r"sha512-[\w+/]{86}==", package["integrity"]) for package in locked.values())


def test_the_lock_holds_all_that_the_project_asks_for() -> None:
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = whole["project"]
    for name, wanted in (
        (tasks.LOCK, project["dependencies"]),
        (tasks.DEV_LOCK, project["dependencies"] + project["optional-dependencies"]["dev"]),
        (tasks.BENCH_LOCK, whole["dependency-groups"]["bench"]),
        (tasks.PROPERDOCS_LOCK, whole["dependency-groups"]["properdocs"]),
        (tasks.CLUSTER_LOCK, whole["dependency-groups"]["cluster"]),
        (tasks.IMPORT_LOCK, whole["dependency-groups"]["import"]),
        (tasks.EXAMPLES_LOCK, whole["dependency-groups"]["examples"]),
    ):
        lock = (ROOT / name).read_text(encoding="utf-8").lower()
        locked = set(re.findall(r"^([\w.-]+)==", lock, re.M))
        assert {re.split(r"[<>=\[]", one)[0].lower() for one in wanted} <= locked


def test_the_locks_agree() -> None:
    names = (tasks.LOCK, tasks.DEV_LOCK, tasks.CLUSTER_LOCK, tasks.IMPORT_LOCK, tasks.EXAMPLES_LOCK)
    texts = ((ROOT / name).read_text(encoding="utf-8") for name in names)
    runtime, dev, *others = (dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, re.M)) for text in texts)
    assert runtime.items() <= dev.items()
    for other in others:
        assert {name: version for name, version in other.items() if name in dev}.items() <= dev.items()


def test_serving_notices_what_pages_are_made_from(tmp_path: Path) -> None:
    for name in ("seeds/a.txt", "seeds/a.yml", "scripts/data/roles.tsv", "scripts/edition/x.py", "docs/index.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("一", encoding="utf-8")
    before = serve.snapshot(tmp_path)
    assert serve.changed(before, serve.snapshot(tmp_path)) == []
    (tmp_path / "seeds/a.yml").write_text("一二", encoding="utf-8")
    (tmp_path / "seeds/b.txt").write_text("一", encoding="utf-8")
    (tmp_path / "seeds/.b.txt.swp").write_text("一", encoding="utf-8")
    (tmp_path / "docs/index.md").write_text("一二", encoding="utf-8")
    (tmp_path / "scripts/data/roles.tsv").unlink()
    found = [path.relative_to(tmp_path).as_posix() for path in serve.changed(before, serve.snapshot(tmp_path))]
    assert found == ["scripts/data/roles.tsv", "seeds/a.yml", "seeds/b.txt"]
