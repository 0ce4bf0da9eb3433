"""The site by ProperDocs, the maintained fork of MkDocs: `make properdocs` installs it."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import PATIENCE


@pytest.mark.skipif(importlib.util.find_spec("properdocs") is None, reason="ProperDocs is not installed: run make properdocs")
def test_properdocs_makes_the_same_site(site: Path) -> None:
    out = site.parent / "by-properdocs"
    command = [sys.executable, "-m", "properdocs", "build", "--strict", "--quiet", "-f", "mkdocs.yml", "--site-dir", str(out)]
    environment = os.environ | {"SITE_URL": ""}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False, cwd=site.parent, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    one, other = ({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()} for folder in (site, out))
    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []
