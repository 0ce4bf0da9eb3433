"""Every page through the Nu HTML checker."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from browser.conftest import lacking
from conftest import PATIENCE

CHECKER = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
SWITCHES = ('class="md-toggle" data-md-toggle=', "Attribute “autocomplete” is only allowed when the input type is")
"""The theme keeps browsers from restoring its two switches by an attribute that check boxes do not have; browsers heed it. They
stand in the middle of the theme's frame, which the edition would have to copy whole to change this."""
LANGUAGE = "This document appears to be written in"
"""The checker guesses the language by letters, and takes the names of fields on the page about data for Norwegian."""
POLICY = "violates Content Security Policy (meta tag)"
"""The checker reads files and not a site, so that to it nothing comes from where the page comes from, and it takes the theme's settings,
which are data, for a script. What the policy really stops is seen in a browser (test_policy.py)."""


def test_every_page_is_valid_html(site: Path, published: Path) -> None:
    java = shutil.which("java")
    if java is None:
        lacking("there is no Java for the HTML checker: apt-get install default-jre-headless")
    if not CHECKER.is_file():
        lacking("there is no HTML checker: npm ci --ignore-scripts --prefix tests/browser")
    command = [str(java), "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", "--skip-non-html", str(site), str(published)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
    messages = json.loads(done.stderr)["messages"]
    switches = [found for found in messages if SWITCHES[0] in found.get("extract", "") and found["message"].startswith(SWITCHES[1])]
    # All pages were looked at: each has the two switches.
    assert len(switches) == 2 * sum(1 for folder in (site, published) for _ in folder.rglob("*.html"))
    told = [found for found in messages if found not in switches and not any(known in found["message"] for known in (POLICY, LANGUAGE))]
    wrong = [found for found in told if found["type"] != "info" or found.get("subType") == "warning"]
    assert not wrong, "\n".join(f"{found.get('url', '')}:{found.get('lastLine', '')}: {found['message']}" for found in wrong)
