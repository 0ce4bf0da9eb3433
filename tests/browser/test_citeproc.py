"""Our citations beside those of citeproc-js, which Zotero and others use, with the styles of GB/T 7714—2015 and of the APA."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import pytest

from browser.conftest import lacking
from conftest import PATIENCE, edition_of_seeds
from edition.model import Article, Byline, Description, Finding, Head
from edition.publish.citations import apa, csl, standard
from edition.publish.views import Part
from edition.trace import Text

HERE = Path(__file__).parent
GB, APA = "china-national-standard-gb-t-7714-2015-numeric", "apa"
ADDRESS, TODAY = "https://example.org/a.html", "2026-11-28"
NAMES = [*"甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"]


def invented() -> Iterator[tuple[Article, Description]]:
    """Articles with all that can be known or not."""
    dates = ("2024-03-18", "2024-11-05", "2024-03", "2024", "")
    for n, (count, date, paper, page) in enumerate(product((0, 1, 2, 3, 4, 22), dates, ("河湾日报", ""), ("2", "A03", ""))):
        bylines = tuple(Byline("记者", f"丁一{name}", Text()) for name in NAMES[:count])
        subtitle = Text.of("石桥镇春耕见闻") if n % 2 else None
        article = Article("a.txt", Head(None, Text.of(f"第{n}座桥通车了"), subtitle), bylines, (), id=f"invented-{n}")
        facts = {"date": date, "newspaper": paper, "page": page if paper else ""}
        yield article, Description(**{key: Finding(value, (value,), "printed", True) for key, value in facts.items() if value})  # type: ignore[arg-type]


def cited(pairs: Sequence[tuple[Article, Description]], style: str, locale: str, read: bool) -> dict[str, str]:
    """What citeproc-js makes of our own records."""
    node = shutil.which("node")
    if node is None:
        lacking("there is no Node.js for citeproc-js")
    if not (HERE / "node_modules" / "citeproc").is_dir():
        lacking("there is no citeproc-js: npm ci --ignore-scripts --prefix tests/browser")
    year, month, day = map(int, TODAY.split("-"))
    more = {"accessed": {"date-parts": [[year, month, day]]}} if read else {}
    items = [json.loads(csl(article, description, ADDRESS)) | more for article, description in pairs]
    asked = json.dumps({"styles": [style], "locale": locale, "items": items}, ensure_ascii=False)
    done = subprocess.run([str(node), str(HERE / "cite.mjs")], input=asked, capture_output=True, encoding="utf-8", timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)[style]
    return found


def said(parts: Sequence[Part]) -> str:
    return "".join(part.text or {"address": ADDRESS, "today": TODAY}[part.slot] for part in parts)


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Article, Description]]:
    edition = edition_of_seeds()
    return [*((article, edition.descriptions[article.id]) for article in edition.articles), *invented()]


def stated(pairs: Sequence[tuple[Article, Description]]) -> list[tuple[Article, Description]]:
    """Without inferred dates, for which no style has the brackets that they have here."""
    return [(article, one) for article, one in pairs if one.date is None or one.date.stated]


def test_the_national_standard_is_that_of_citeproc(pairs: list[tuple[Article, Description]]) -> None:
    held = stated(pairs)
    theirs = cited(held, GB, "zh-CN", read=True)
    ours = {article.id: said(standard(article, description, year=2015)) for article, description in held}
    assert len(ours) > 150
    assert {id_: (ours[id_], theirs[id_]) for id_ in ours if ours[id_] != theirs[id_]} == {}


def test_the_apa_style_is_that_of_citeproc(pairs: list[tuple[Article, Description]]) -> None:
    held = stated(pairs)
    theirs = cited(held, APA, "en-US", read=False)
    ours = {article.id: said(apa(article, description)) for article, description in held}
    assert {id_: (ours[id_], theirs[id_]) for id_ in ours if ours[id_] != theirs[id_]} == {}
