"""The engine of search in a real Chromium, over both forms of the index, made of the seeds."""

from __future__ import annotations

import re
import shutil
import unicodedata
from dataclasses import replace
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import pytest

from browser.conftest import served
from conftest import edition_of_seeds
from edition.model import Article, Block, Edition, Head, Restoration, Seed
from edition.publish.search import search_files
from edition.publish.search.documents import documents
from edition.publish.search.fold import fold
from edition.trace import Text

ROOT = Path(__file__).resolve().parents[2]
PAGE = "<!doctype html><html lang=zh><meta charset=utf-8><link rel=icon href=data:,><script src=assets/js/search.js></script>"
EVERY = """async (texts) => {
  const missed = [];
  for (const [number, text] of texts) {
    const { hits } = await edition.search(`"${text}"`, { limit: 1e9 });
    if (!hits.some((hit) => hit.number === number)) missed.push(text);
  }
  return missed;
}"""
ONE = "async (text) => (await edition.search(text)).hits.map((hit) => hit.title)"
SENTENCE = re.compile("[^。]+。")
FORMS = {"whole": 100, "sharded": 0}


@pytest.fixture(scope="module")
def edition() -> Edition:
    return edition_of_seeds()


def _mixed(edition: Edition, count: int) -> Edition:
    """An edition of articles in two chunks or more, made of the sentences of another one in any order."""
    chance = Random(7)
    sentences = [sentence for document in documents(edition) for block in document.blocks for sentence in SENTENCE.findall(block.text)]
    like, described = edition.articles[0], next(iter(edition.descriptions.values()))
    verdict = next(block.verdict for block in like.blocks if block.kind == "paragraph")
    restorations = []
    for number in range(count):
        lines = ["".join(chance.choices(sentences, k=6)) for _ in range(8)]
        source, texts = "\n".join(lines), []
        for line in lines:
            start = texts[-1].pieces[-1].end + 1 if texts else 0
            texts.append(Text.of(source, start, start + len(line)))
        article = Article(f"{number}.txt", Head(), (), tuple(Block(text, verdict) for text in texts), id=f"a{number}")
        restorations.append(Restoration(Seed(article.seed_name, "", "utf-8", source), (article,)))
    descriptions = {article.id: described for one in restorations for article in one.articles}
    return replace(edition, restorations=tuple(restorations), descriptions=descriptions)


def _written(folder: Path, edition: Edition, whole: int) -> Path:
    """The index in a folder, with a page that loads the engine and nothing else."""
    for name, content in search_files(edition, whole):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    (folder / "assets" / "js").mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "docs" / "assets" / "js" / "search.js", folder / "assets" / "js")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    return folder


@pytest.mark.browser
def test_the_engine_folds_as_the_index_does(reader: Any, edition: Edition, tmp_path: Path) -> None:
    assigned = [chr(code) for code in range(1, 0x110000) if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")]
    with served(_written(tmp_path, edition, 100)) as address:
        reader.page.goto(f"{address}/index.html")
        folded = reader.page.evaluate("(characters) => characters.map((one) => edition.fold(one))", assigned)
        wrong = [f"U+{ord(a):04X}" for a, b in zip(assigned, folded, strict=True) if fold(a, {}) != b]
        assert not wrong
        whole = "ΑΣ。ΣΟΦΟΣ “ＰＭ2.5”降至（３５）％，İ𝐀𠮷 長江"
        assert reader.page.evaluate("(text) => edition.fold(text)", whole) == fold(whole, {})


FIND = "([text, query]) => edition.find(text, query).map(([from, to]) => text.slice(from, to))"


@pytest.mark.browser
def test_marks_hold_what_is_unseen_within_words_and_nothing_beside_them(reader: Any, edition: Edition, tmp_path: Path) -> None:
    with served(_written(tmp_path, edition, 100)) as address:
        reader.page.goto(f"{address}/index.html")
        for text, query, wanted in (
            ("在天\u202e长\u202c市，天\xad长", "天长", ["天\u202e长\u202c", "天\xad长"]),
            ("\u200b在\u200b天长\u200b市", "\u2066天长\u2069", ["天长\u200b"]),
            ("诸葛\U000e0100亮", "诸葛", ["诸葛\U000e0100"]),
            ("𠮷\ufe00野家", "𠮷野", ["𠮷\ufe00野"]),
            ("\u202e\u200b", "\u200b", []),
        ):
            assert reader.page.evaluate(FIND, [text, query]) == wanted, ascii(text)


@pytest.mark.browser
@pytest.mark.parametrize("form", FORMS)
def test_every_passage_is_found(reader: Any, edition: Edition, tmp_path: Path, form: str) -> None:
    """From every character of every text a passage, of one to twelve characters in turn, and every text from end to end."""
    passages = []
    for document in documents(edition):
        texts = [document.title, document.above, document.below, document.byline, document.place, *(b.text for b in document.blocks)]
        for text in texts:
            found = [text[at : at + 1 + at % 12] for at in range(len(text))] + [text]
            passages += [(document.number, passage) for passage in found if fold(passage, {}) and '"' not in passage]
    assert len(passages) > 15_000
    with served(_written(tmp_path, edition, FORMS[form])) as address:
        reader.page.goto(f"{address}/index.html")
        assert reader.page.evaluate(EVERY, passages) == []
    assert not reader.wrong


@pytest.mark.browser
@pytest.mark.parametrize("form", FORMS)
def test_only_what_is_there_is_found(reader: Any, edition: Edition, tmp_path: Path, form: str) -> None:
    with served(_written(tmp_path, edition, FORMS[form])) as address:
        reader.page.goto(f"{address}/index.html")
        title = "安徽固镇抓实“一组一会”解民忧"
        for words in ("一组一会", "“一组一会”", "一組一會", "固镇 一组一会", '"抓实一组一会解民忧"'):
            assert title in [found.replace(" ", "") for found in reader.page.evaluate(ONE, words)], words
        for words in ("亚历山大图书馆", "会一组一", "一组一会 亚历山大图书馆", "一组一会 -固镇", "組一會一組一會一組一會"):
            assert title not in [found.replace(" ", "") for found in reader.page.evaluate(ONE, words)], words
        assert reader.page.evaluate(ONE, "亚历山大图书馆") == []


ALL = """async (queries) => {
  const out = [];
  for (const [text, facets] of queries) out.push(await edition.search(text, { facets, limit: 1e9, passages: true }));
  return out;
}"""


@pytest.mark.browser
def test_an_article_in_pieces_answers_as_a_whole_one_does(reader: Any, edition: Edition, tmp_path: Path) -> None:
    """Words that stand far apart, words to leave out that stand elsewhere, kinds of block, facets alone."""
    queries: list[tuple[str, dict[str, list[str]]]] = [
        ("", {"theme": ["乡村振兴"]}),
        ("-党", {}),
        ("党 -镇", {}),
        ("年", {"kind": ["title"]}),
    ]
    several = [document for document in documents(edition) if len(document.chunks) > 1]
    queries += [("", {facet: [value]}) for document in several for facet, value in document.facets]
    for document in several:
        first, last = document.chunks[0][0].text[:5], document.chunks[-1][-1].text[-6:-1]
        queries += [
            (f"{first} {last}", {}),
            (f"{first} -{last}", {}),
            (f"{document.title[:4]} {last}", {"kind": ["paragraph"]}),
            (last, {}),
        ]
    assert len(several) > 3
    found = []
    for form, whole in FORMS.items():
        with served(_written(tmp_path / form, edition, whole)) as address:
            reader.page.goto(f"{address}/index.html")
            found.append(reader.page.evaluate(ALL, queries))
            for answer in found[-1]:
                for hit in answer["hits"]:
                    hit["url"] = hit["url"].removeprefix(address)
    for (text, _), one, other in zip(queries, *found, strict=True):
        same = [sorted(answer["hits"], key=lambda hit: hit["number"]) for answer in (one, other)]
        assert same[0] == same[1] and one["total"] == other["total"], text
        places = sum(len(passage["ranges"]) for hit in one["hits"] for passage in hit["passages"])
        assert one["places"] == other["places"] == (places if one["query"]["wanted"] else None), text
    assert sum(len(answer["hits"]) for answer in found[0]) > 40


@pytest.mark.browser
def test_a_stale_name_of_the_index_is_asked_for_anew(reader: Any, edition: Edition, tmp_path: Path) -> None:
    """A cache gives out `current.js` of an index that is gone."""
    asked = []
    with served(_written(tmp_path, edition, 0)) as address:
        page = reader.page
        page.on("request", lambda request: asked.append(request.url))
        page.route("**/current.js", lambda route: route.fulfill(body='edition.current("0123456789",{"articles":3,"shards":9});'))
        page.goto(f"{address}/index.html")
        assert len(page.evaluate(ONE, "一组一会")) == 1
    assert any("current.js?" in url for url in asked)


@pytest.mark.browser
def test_versions_do_not_mix(reader: Any, edition: Edition, tmp_path: Path) -> None:
    """The edition is published anew while a page is open: its numbers are others then, and its old files are gone."""
    page, titles = reader.page, [document.title for document in documents(edition)]
    fewer = Edition(edition.restorations[1:], edition.descriptions, {}, (), (), traditional=edition.traditional, lexicon=edition.lexicon)
    with served(_written(tmp_path, fewer, 0)) as address:
        page.goto(f"{address}/index.html")
        before = page.evaluate("async () => (await edition.search('党', { limit: 1e9 })).hits.map((hit) => hit.title)")
        shutil.rmtree(tmp_path / "data")
        _written(tmp_path, edition, 0)
        for document in documents(edition):
            last = document.blocks[-1].text[:8]
            assert document.title in page.evaluate(ONE, f'"{last}"')
        after = page.evaluate("async () => (await edition.search('党', { limit: 1e9 })).hits.map((hit) => hit.title)")
    assert set(before) < set(after) <= set(titles)


@pytest.mark.browser
def test_an_index_that_was_away_is_found_again(reader: Any, edition: Edition, tmp_path: Path) -> None:
    """While a host changes its files, a question fails; the next one, on the same page, does not."""
    ask = "async () => { try { return (await edition.search('党')).hits.length } catch (error) { return String(error) } }"
    with served(_written(tmp_path, edition, 0)) as address:
        reader.page.goto(f"{address}/index.html")
        (tmp_path / "data").rename(tmp_path / "away")
        assert "is not there" in reader.page.evaluate(ask)
        (tmp_path / "away").rename(tmp_path / "data")
        assert reader.page.evaluate(ask) > 0


@pytest.mark.browser
def test_words_that_stand_near_each_other_are_shown_early(reader: Any, edition: Edition, tmp_path: Path) -> None:
    """Of the articles that hold both words, not in the title, some hold them in one chunk: such a one is among the first."""
    made = _mixed(edition, 60)
    chunks = [[fold("".join(part.text for part in blocks), {}) for blocks in document.chunks] for document in documents(made)]
    titles = [fold(document.title + document.above + document.below, {}) for document in documents(made)]
    asked: list[tuple[str, set[int]]] = []
    for text in chain.from_iterable(chunks):
        a, b = text[:2], text[40:42]
        near = {n for n, texts in enumerate(chunks) if any(a in text and b in text for text in texts)}
        both = [n for n, texts in enumerate(chunks) if any(a in text for text in texts) and any(b in text for text in texts)]
        if not any(word in title for word in (a, b) for title in titles) and len(near) < len(both) and both[0] not in near:
            asked.append((f"{a} {b}", near))
    assert len(asked) > 3
    with served(_written(tmp_path, made, 0)) as address:
        reader.page.goto(f"{address}/index.html")
        shown = [
            reader.page.evaluate("async (text) => (await edition.search(text)).hits.map((hit) => hit.number)", words) for words, _ in asked
        ]
    assert [words for numbers, (words, near) in zip(shown, asked, strict=True) if near.isdisjoint(numbers)] == []
