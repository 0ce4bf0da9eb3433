"""What machines read off the built pages: JSON-LD, COinS, records and links, compared with the edition itself."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from xml.etree import ElementTree

import html5lib
import pytest
from pyld import jsonld  # type: ignore[import-untyped]

from conftest import build, edition_of_seeds, house, render
from edition.model import Article, Byline, Description, Edition, Finding, Head, Restoration, Seed
from edition.publish.citations import authors
from edition.publish.machines import coins, news_article
from edition.trace import Text

SCHEMA = "https://schema.org"
ADDRESS = "https://example.org/papers/"
LISTS = ("articles", "provinces", "themes", "newspapers", "dates", "people", "places", "terms", "figures", "sources")


def expanded(text: str) -> Any:
    """JSON-LD without its short names; the vocabulary itself is not fetched."""

    def load(url: str, options: object) -> dict[str, object]:
        assert url == SCHEMA
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": {"@vocab": f"{SCHEMA}/", "url": {"@type": "@id"}}}}

    (found,) = jsonld.expand(json.loads(text), {"documentLoader": load})
    return found


def values(node: Any, name: str) -> list[Any]:
    return [one.get("@value", one.get("@id", one)) for one in node.get(f"{SCHEMA}/{name}", [])]


def parsed(path: Path) -> Any:
    return html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)


def listed(site: Path) -> Iterator[Path]:
    """Every page of a list."""
    for name in LISTS:
        yield from (path for path in sorted((site / name).glob("*.html")) if path.name.startswith("index") or name in LISTS[1:4])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the edition's own seeds, built and rendered for a public address."""
    folder = house(tmp_path_factory.mktemp("public"))
    done = build(program=folder / "scripts" / "build.py", environment=os.environ | {"SITE_URL": ADDRESS})
    assert done.returncode == 0, done.stderr
    return render(folder, address=ADDRESS)


def known_of(published: Path) -> dict[str, tuple[Article, Description, dict[str, object]]]:
    """The articles of the edition by their ids, with what is known of each and its record."""
    edition = edition_of_seeds()
    lines = (published / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    out = {}
    for article, record in zip(edition.articles, map(json.loads, lines), strict=True):
        assert record["title"] in (article.title, None)
        out[record["id"]] = article, edition.descriptions[article.id], record
    return out


@pytest.mark.slow
def test_the_page_of_an_article_says_what_it_is(published: Path) -> None:
    seen = 0
    for id_, (article, known, record) in known_of(published).items():
        path = published / "articles" / f"{id_}.html"
        page = parsed(path)
        (text,) = (node.text for node in page.iterfind(".//script[@type='application/ld+json']"))
        node = expanded(text)
        assert node["@type"] == [f"{SCHEMA}/NewsArticle"] and node["@id"] == f"{ADDRESS}articles/{id_}.html"
        assert values(node, "headline") == [article.title]
        assert [values(one, "name")[0] for one in values(node, "author")] == authors(article)
        assert values(node, "datePublished") == ([known.date.value] if known.date and known.date.stated else [])
        assert [values(theme, "name")[0] for theme in values(node, "about")] == [theme.value for theme in known.themes]
        papers = [values(part, "name")[0] for part in values(node, "isPartOf") if f"{SCHEMA}/Newspaper" in part["@type"]]
        assert papers == ([known.newspaper.value] if known.newspaper and not known.issue else [])
        units, place = [], values(node, "contentLocation")
        while place:
            seen += 1
            units.append((values(place[0], "name")[0], *(values(one, "value")[0] for one in values(place[0], "identifier"))))
            place = values(place[0], "containedInPlace")
        sure = [
            unit for level in ("township", "county", "prefecture", "province") if (unit := known.place.get(level)) and not unit.doubtful
        ]
        assert units == [(unit.value, *([unit.code.ljust(6, "0")] if unit.code else [])) for unit in sure]
        links = {link.get("rel"): link.get("href") for link in page.iterfind(".//link")}
        assert links["cite-as"] == links["canonical"] == node["@id"]
        beside = json.loads((path.parent / links["describedby"]).read_text(encoding="utf-8"))
        assert beside == {"format": 1, "url": node["@id"], **record}
        assert not page.findall(".//span[@class='Z3988']"), "reference managers would take it for the page"
    assert seen > 20


@pytest.mark.slow
def test_a_list_offers_each_of_its_articles(published: Path) -> None:
    by_address = {f"{ADDRESS}articles/{id_}.html": (article, known) for id_, (article, known, _) in known_of(published).items()}
    told = set()
    for path in listed(published):
        page = parsed(path)
        body = next(page.iter("article"))
        linked = {found[1] for link in body.iter("a") if (found := re.search(r"([\w-]+)\.html", link.get("href", "")))}
        linked = {f"{ADDRESS}articles/{name}.html" for name in linked} & by_address.keys()
        offered = [parse_qs(node.get("title"), strict_parsing=True) for node in page.iterfind(".//span[@class='Z3988']")]
        assert {one["rft.identifier"][0] for one in offered} == linked, path
        assert len(offered) == len(linked)
        for one in offered:
            article, known = by_address[one["rft.identifier"][0]]
            assert one["rft.title"][0].startswith(" ".join(article.title.split())) and one["rft.type"] == ["newspaperArticle"]
            assert one.get("rft.au", []) == authors(article)
            assert one.get("rft.source", []) == ([known.newspaper.value] if known.newspaper else [])
            assert one.get("rft.date", []) == ([known.date.value] if known.date and known.date.stated else [])
        told |= linked
    assert told == by_address.keys()


def test_nothing_that_a_title_holds_breaks_out() -> None:
    title = "</script><script>alert(1)</script>&amp;\u2028“引”'\"%50&rft.au=某人+甲"
    article = Article("a.txt", Head(None, Text.of(title), None), (Byline("记者", "<b>&#", Text()),), (), id="a")
    facts = {"newspaper": "河湾&日报=", "page": "2", "issue": "35"}
    known = Description(
        **{key: Finding(value, (value,), "printed", True) for key, value in facts.items()},  # type: ignore[arg-type]
        date=Finding("2024-03", ("今年三月",), "inferred"),
    )
    text = news_article(article, known, "https://example.org/")
    assert not set("<>&\u2028") & set(text)
    node = expanded(text)
    assert values(node, "headline") == [title.replace("\u2028", " ").strip()] or values(node, "headline") == [title]
    (issue,) = values(node, "isPartOf")
    assert values(issue, "issueNumber") == ["35"] and values(values(issue, "isPartOf")[0], "name") == ["河湾&日报="]
    assert not values(node, "datePublished"), "an inferred date is not stated"
    edition = Edition((Restoration(Seed("a.txt", "", "utf-8", title), (article,)),), {"a": known}, {}, (), ())
    told = parse_qs(coins(edition, article), strict_parsing=True)
    assert told["rft.au"] == ["<b>&#"] and told["rft.source"] == ["河湾&日报="] and "rft.date" not in told
    assert "".join(told["rft.title"][0].split()) == "".join(title.split())


def test_a_season_is_no_day() -> None:
    article = Article("a.txt", Head(None, Text.of("秋收"), None), (), (), id="a")
    for value, stated in (("2021-23", []), ("2021-10", ["2021-10"]), ("2021/2022", []), ("2021~", []), ("2021", ["2021"])):
        node = expanded(news_article(article, Description(date=Finding(value, (value,), "printed", True)), ""))
        assert values(node, "datePublished") == stated and "@id" not in node


@pytest.mark.slow
def test_browsers_can_search_the_edition(published: Path, site: Path) -> None:
    root = ElementTree.parse(published / "opensearch.xml").getroot()
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    address = root.find(f"{space}Url")
    assert address is not None and address.get("template") == f"{ADDRESS}search/index.html?q={{searchTerms}}"
    assert 0 < len(root.findtext(f"{space}ShortName") or "") <= 16
    page = parsed(published / "themes" / "index.html")
    assert [link.get("href") for link in page.iterfind(".//link[@rel='search']")] == ["../opensearch.xml"]
    assert not (site / "opensearch.xml").exists() and not parsed(site / "index.html").findall(".//link[@rel='search']")
