"""What others follow and harvest: feeds, the sitemap and the static repository of OAI-PMH tell when a record last changed, and nothing
else of time."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conftest import build, house, render
from edition.errors import LedgerError
from edition.ledger import Ledger, Row, dated, dump_ledger, load_ledger
from edition.model import Article, Description, Edition, Finding, Head, Imprint, Restoration, Seed
from edition.publish.feeds import feeds, repository
from edition.trace import Text

ADDRESS = "https://example.org/papers/"
ATOM = "{http://www.w3.org/2005/Atom}"
STATIC, OAI, DC = (
    "{http://www.openarchives.org/OAI/2.0/static-repository}",
    "{http://www.openarchives.org/OAI/2.0/}",
    "{http://purl.org/dc/elements/1.1/}",
)
IMPRINT = Imprint("某县报纸", "一句话", "某县地方志办公室", "a@example.org", "权利属于原作者")


def environment(day: str) -> dict[str, str]:
    seconds = {"2026-03-05": "1772668800", "2026-04-01": "1775001600"}[day]
    return os.environ | {"SITE_URL": ADDRESS, "SOURCE_DATE_EPOCH": seconds}


def edition(**days: str) -> Edition:
    """An edition of one article for each day."""
    articles = tuple(Article("a.txt", Head(None, Text.of(f"第{id_}桥<通>&车\ufffe"), None), (), (), id=id_) for id_ in days)
    place = {"province": Finding("安徽省", ("安徽",), "printed", True), "county": Finding("霍邱县", ("霍邱",), "printed", doubt="mention")}
    known = Description(date=Finding("2021", ("今年",), "inferred"), place=place, themes=(Finding("党建", ("党",), "cues"),))
    return Edition(
        (Restoration(Seed("a.txt", "", "utf-8", ""), articles),),
        dict.fromkeys(days, known),
        {},
        (),
        (),
        address=ADDRESS,
        changed=days,
        imprint=IMPRINT,
    )


def test_a_feed_tells_what_changed_last_first() -> None:
    ((path, text),) = feeds(edition(a="2026-01-01", b="2026-03-05", c="2026-02-01"))
    root = ElementTree.fromstring(text)
    assert path == "data/feeds/edition.atom" and root.findtext(f"{ATOM}id") == f"{ADDRESS}index.html"
    assert root.findtext(f"{ATOM}title") == "某县报纸" and root.findtext(f"{ATOM}author/{ATOM}name") == "某县地方志办公室"
    assert root.findtext(f"{ATOM}updated") == "2026-03-05T00:00:00Z"
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [f"{ADDRESS}articles/{id_}.html" for id_ in "bca"]
    assert entries[0].findtext(f"{ATOM}title") == "第b桥<通>&车\ufffd"
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")} == {
        "self": f"{ADDRESS}{path}", "alternate": f"{ADDRESS}index.html",
    }  # fmt: skip


def test_a_repository_has_a_record_for_each_article_and_says_nothing_that_is_inferred() -> None:
    ((path, text),) = repository(edition(a="2026-01-01", b="2026-03-05"))
    root = ElementTree.fromstring(text)
    assert path == "data/oai.xml" and root.tag == f"{STATIC}Repository"
    said = {node.tag.removeprefix(OAI): node.text for node in root.find(f"{STATIC}Identify") or ()}
    assert said == {
        "repositoryName": "某县报纸",
        "baseURL": f"{ADDRESS}data/oai.xml",
        "protocolVersion": "2.0",
        "adminEmail": "a@example.org",
        "earliestDatestamp": "2026-01-01",
        "deletedRecord": "no",
        "granularity": "YYYY-MM-DD",
    }
    records = root.findall(f"{STATIC}ListRecords/{OAI}record")
    assert [record.findtext(f"{OAI}header/{OAI}identifier") for record in records] == ["oai:example.org:a", "oai:example.org:b"]
    assert [record.findtext(f"{OAI}header/{OAI}datestamp") for record in records] == ["2026-01-01", "2026-03-05"]
    told = [(node.tag.removeprefix(DC), node.text) for node in records[0].iter() if node.tag.startswith(DC)]
    assert told == [
        ("title", "第a桥<通>&车\ufffd"), ("subject", "党建"), ("publisher", "某县地方志办公室"), ("type", "Text"),
        ("identifier", f"{ADDRESS}articles/a.html"), ("language", "zh"), ("rights", "权利属于原作者"),
    ]  # fmt: skip


@pytest.mark.parametrize(("address", "mail", "made"), [("", "a@example.org", (0, 0)), (ADDRESS, "", (1, 0)), (ADDRESS, "a@b.c", (1, 1))])
def test_what_needs_an_address_is_not_made_without(address: str, mail: str, made: tuple[int, int]) -> None:
    one = edition(a="2026-01-01")
    one = Edition(one.restorations, one.descriptions, {}, (), (), address=address, imprint=IMPRINT._replace(mail=mail))
    assert (len([*feeds(one)]), len([*repository(one)])) == made


def test_the_ledger_dates_what_changed(tmp_path: Path) -> None:
    ledger = Ledger((Row("a", "x.txt", ((1, 3),)), Row("b", "x.txt", ((4, 9),)), Row("old", "x.txt", ((1, 1),), successor="a")))
    first = dated(ledger, {"a": "1111", "b": "2e22"}, "2026-03-05")
    assert [(row.changed, row.digest) for row in first.rows] == [("2026-03-05", "1111"), ("2026-03-05", "2e22"), ("", "")]
    assert dated(first, {"a": "1111", "b": "2e22"}, "2026-04-01") == first
    again = dated(first, {"a": "1111", "b": "3333"}, "2026-04-01")
    assert [row.changed for row in again.rows] == ["2026-03-05", "2026-04-01", ""]
    path = tmp_path / "permalinks.yml"
    path.write_text(dump_ledger(again), encoding="utf-8")
    assert {(row.id, row.changed, row.digest) for row in load_ledger(path).rows} == {
        (row.id, row.changed, row.digest) for row in again.rows
    }
    path.write_text(dump_ledger(again).replace("2026-04-01", "2026-4-1"), encoding="utf-8")
    with pytest.raises(LedgerError, match="2026-4-1"):
        load_ledger(path)


@pytest.mark.slow
def test_only_what_changed_has_a_new_day(tmp_path: Path) -> None:
    folder = house(tmp_path)
    (folder / "seeds" / "permalinks.yml").unlink()
    for name in ("articles", "sources"):
        for path in (folder / "docs" / name).glob("*.md"):
            path.unlink()
    program = folder / "scripts" / "build.py"
    assert build(program=program, environment=environment("2026-03-05")).returncode == 0
    ids = [json.loads(line)["id"] for line in (folder / "docs" / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    done = build("rule", ids[0], "confirm", "初校", "--by", "张三", program=program)
    assert done.returncode == 0, done.stderr
    assert build(program=program, environment=environment("2026-04-01")).returncode == 0
    rows = {row.id: row.changed for row in load_ledger(folder / "seeds" / "permalinks.yml").rows}
    assert rows == dict.fromkeys(ids, "2026-03-05") | {ids[0]: "2026-04-01"}
    site = render(folder, address=ADDRESS)
    root = ElementTree.parse(site / "data" / "feeds" / "edition.atom").getroot()
    assert [entry.findtext(f"{ATOM}updated") for entry in root.findall(f"{ATOM}entry")][:2] == [
        "2026-04-01T00:00:00Z", "2026-03-05T00:00:00Z",
    ]  # fmt: skip
    found = re.findall(r"<loc>(.*?)</loc>(?:<lastmod>(.*?)</lastmod>)?", (site / "sitemap.xml").read_text(encoding="utf-8"))
    assert {address: day for address, day in found if day} == {f"{ADDRESS}articles/{id_}.html": day for id_, day in rows.items()}
    for page, feed in (("index", "edition"), ("provinces/anhui", "provinces/anhui"), ("themes/dangjian", "themes/dangjian")):
        linked = re.search(
            r'<link rel="alternate" type="application/atom\+xml"[^>]*href="([^"]*)"', (site / f"{page}.html").read_text("utf-8")
        )
        assert linked and ((site / page).parent / linked[1]).resolve() == (site / "data" / "feeds" / f"{feed}.atom").resolve()
    for path in (site / "data" / "feeds").rglob("*.atom"):
        entries = ElementTree.parse(path).getroot().findall(f"{ATOM}entry")
        assert entries and len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert not (site / "views").exists()
