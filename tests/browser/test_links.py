"""What needs no browser: links, anchors and ids of every page."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from browser.pages import articles, inner, kinds, links, pages, parse, target


def test_every_link_and_anchor_of_the_site_resolves(site: Path) -> None:
    broken, seen = [], 0
    ids: dict[Path, set[str | None]] = {}
    for path in pages(site):
        for link in filter(inner, links(path)):
            seen += 1
            parts = urlsplit(link)
            found = target(path, link, site)
            where = path.relative_to(site)
            if parts.path.startswith("/") or not found.is_relative_to(site.resolve()):
                broken.append(f"{where}: {link} leaves the folder of the site")
            elif not found.is_file():
                broken.append(f"{where}: {link} leads nowhere")
            elif found.suffix == ".html" and parts.fragment:
                if found not in ids:
                    ids[found] = {node.attrib.get(key) for node in parse(found).iter() for key in ("id", "name")}
                # `__search` and its like are the theme's own switches.
                if unquote(parts.fragment) not in ids[found] and not parts.fragment.startswith("__"):
                    broken.append(f"{where}: {link} has no such anchor")
    assert seen > 100
    assert not broken, "\n".join(broken)


def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    for path in pages(site):
        for node in parse(path).iter():
            asked = [node.attrib.get(key, "") for key in ("src", "srcset", "poster", "data")]
            asked += [node.attrib.get("href", "")] if node.tag == "link" and node.attrib.get("rel") != "canonical" else []
            assert not any(urlsplit(link).netloc for link in asked), f"{path.relative_to(site)}: {node.tag} {asked}"


@pytest.mark.parametrize("index", ["provinces", "themes"])
def test_every_article_is_reached_from_the_index(site: Path, index: str) -> None:
    start = site / index / "index.html"
    lists = {target(start, link, site) for link in filter(inner, links(start))}
    lists = {path for path in lists if path.parent == (site / index).resolve()} | {start.resolve()}
    reached = {target(path, link, site) for path in lists if path.is_file() for link in filter(inner, links(path))}
    assert articles(site) and articles(site) <= reached


def test_no_page_of_the_site_is_an_island(site: Path) -> None:
    """Every page is reached from the home page by links alone."""
    reached, ahead = set(), [(site / "index.html").resolve()]
    while ahead:
        path = ahead.pop()
        if path not in reached and path.suffix == ".html" and path.is_file():
            reached.add(path)
            ahead.extend(target(path, link, site) for link in filter(inner, links(path)))
    assert {path.resolve() for path in pages(site)} <= reached


def test_ids_stand_once_on_a_page(site: Path) -> None:
    for path in pages(site):
        ids = [node.attrib["id"] for node in parse(path).iter() if "id" in node.attrib]
        assert len(ids) == len(set(ids)), f"{path.relative_to(site)}: {sorted({name for name in ids if ids.count(name) > 1})}"


def test_every_kind_of_page_is_found(site: Path) -> None:
    """The checks that look at one page of each kind look at these, and at those that are still to come."""
    found = kinds(site)
    folders = {path.relative_to(site).parts[0] for path in pages(site) if path.parent != site}
    assert {name.split("/")[0] for name in found if "/" in name} == folders
    assert {"404.html", "index.html", "articles/index.html", "provinces/index.html", "themes/index.html", "about/index.html"} < set(found)
    assert any((site / name).resolve() in articles(site) for name in found)
