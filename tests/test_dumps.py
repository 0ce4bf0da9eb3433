"""Which files of a folder are seeds: every other one that looks like one is refused with the reason."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from conftest import ROOT, build
from edition import dumps
from edition.errors import LedgerError, SeedError
from edition.ledger import load_ledger


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (os.fsdecode("天长.txt".encode("gb18030")), "not UTF-8"),
        ("NAME.TXT", "rename it to NAME.txt"),
        ("con.txt", "device"),
        ("LPT1.a.txt", "device"),
        ("a .txt", "blank or a dot"),
        ("a..txt", "blank or a dot"),
        *((f"a{sign}b.txt", "which Windows cannot hold") for sign in '<>:"|?*\\\n\x07\x7f'),
    ],
)
def test_a_name_that_some_system_cannot_hold_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    try:
        (tmp_path / name).write_text("一", encoding="utf-8")
    except OSError:
        pytest.skip("this system cannot hold the name, either")
    (tmp_path / "天长 1.txt").write_text("一", encoding="utf-8")
    files, refused = dumps.find(tmp_path)
    assert [path.name for path in files] == ["天长 1.txt"]
    (error,) = refused.values()
    assert reason in str(error)
    assert error.said.zh.isprintable() and error.said.en.isprintable() and str(error).encode("utf-8")


def test_only_plain_files_are_seeds(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("一", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("secret")
    (tmp_path / "folder.txt").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "plain.txt").write_text("一", encoding="utf-8")
    files, refused = dumps.find(tmp_path)
    assert [path.name for path in files] == ["plain.txt"]
    assert "文件夹" in str(refused["folder.txt"]) and "is a folder and no text file; move the texts in it" in str(refused.pop("folder.txt"))
    assert "link.txt" in refused and all("no plain file" in str(error) for error in refused.values())
    with pytest.raises(SeedError, match="is a folder"):
        dumps.read(tmp_path / "folder.txt")
    with pytest.raises(SeedError, match="no plain file"):
        dumps.read(tmp_path / "link.txt")


def test_a_ledger_that_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("[]", encoding="utf-8")
    (tmp_path / "permalinks.yml").symlink_to("other")
    with pytest.raises(LedgerError, match="no plain file"):
        load_ledger(tmp_path / "permalinks.yml")


def test_names_are_compared_in_one_form(tmp_path: Path) -> None:
    composed, apart = unicodedata.normalize("NFC", "é"), unicodedata.normalize("NFD", "é")
    (tmp_path / f"{apart}.txt").write_text("一", encoding="utf-8")
    files, _ = dumps.find(tmp_path, [f"{composed}.txt"])
    assert [dumps.name_of(path) for path in files] == [f"{composed}.txt"]
    ledger = tmp_path / "permalinks.yml"
    ledger.write_text(f"- id: one\n  seed: {apart}.txt\n  lines: 1\n", encoding="utf-8")
    assert load_ledger(ledger).rows[0].seed == f"{composed}.txt"


def test_a_reader_that_has_seen_enough_gets_no_traceback() -> None:
    command = [sys.executable, "scripts/build.py", "--explain", "001_98cc0969cadc0532"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=600) == 0


def test_an_empty_explanation_is_refused() -> None:
    done = build("--explain", "")
    assert done.returncode == 2 and "names no seed" in done.stderr
