"""What a publisher writes into mkdocs.yml is judged before anything is built, and a mistake is told where it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import ROOT
from edition.errors import UsageError
from edition.project import settings

TEXT = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("pattern", "written", "said"),
    [
        (r"^  contact: .*$", "  contact：mailto:a@example.org", "YAML"),
        (r"^  contact: .*$", "\tcontact: x", "YAML"),
        (r"^  contact: .*$", "  contact: dfz@example.org", "mailto:dfz@example.org"),
        (r"^  contact: .*$", "  contact: 县志办", "不是邮箱"),
        (r"^  publisher: .*$", "  publsher: 某县地方志办公室", "publisher"),
        (r"^  region: .*$", "  regions: 江苏省", "region"),
        (r"^site_name: .*$", "site_nam: 某县报纸", "site_name"),
        (r"^site_url: .*$", "site_url: example.org/papers", "https://"),
        (r"^site_url: .*$", "site_url: https://", "https://"),
        (r"^copyright: .*$", "copyrigth: 某县", "copyright"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, pattern: str, written: str, said: str) -> None:
    path = tmp_path / "mkdocs.yml"
    text, count = re.subn(pattern, lambda _: written, TEXT, count=1, flags=re.MULTILINE)
    assert count == 1
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        settings(path)
    wanted = next(n for n, line in enumerate(text.splitlines(), 1) if line == written)
    assert caught.value.place == f"{path}:{wanted}"
    assert said in caught.value.said.zh and caught.value.next_step.en


@pytest.mark.parametrize(
    "written",
    [
        "  contact: mailto:a@example.org",
        "  contact: https://gitee.com/a/b/issues/new",
        "  contact: 'https://github.com/a/b/issues/new?title={title}&body={body}'",
        "  analytics: {provider: none}",
        "  社标: 甲",
    ],
)
def test_what_is_right_or_somebody_elses_is_let_be(tmp_path: Path, written: str) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_text(re.sub(r"^  contact: .*$", lambda _: written, TEXT, count=1, flags=re.MULTILINE), encoding="utf-8")
    assert settings(path)["site_name"]
