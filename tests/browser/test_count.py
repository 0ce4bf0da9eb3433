"""Words counted in the browser, against counts that are made here of the data: groups, files, two words, collocates."""

from __future__ import annotations

import csv
import json
import math
import re
import shutil
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from browser.conftest import DESK, PHONE, Reader, served, violations
from conftest import DATA, ROOT
from edition.publish.search import search_files
from edition.publish.search.counting import words as dictionary_of
from edition.publish.search.fold import fold
from edition.segmenter import tokenizer
from edition.vocabulary import load_traditional
from shelves import LARGE
from small import at as told_of
from small import edition_of, small_edition
from test_search import cut

pytestmark = pytest.mark.browser

SAID = "[data-said]"
GROUPS = {"year": "年份未详", "province": "地点未详", "newspaper": "报名未详"}
TABLES = """async (words) => {
  const text = await edition.tally.text();
  const tables = (word) => ["year", "province", "newspaper"].map((by) => [by, edition.tally.table(text, [word], by)]);
  return words.map((word) => Object.fromEntries(tables(word)));
}"""
COLLOCATES = """async (words) => {
  const text = await edition.tally.text();
  const out = [];
  for (const word of words) out.push(await edition.tally.collocates(text, word));
  return out;
}"""
SCRIPTS = ("search.js", "tally.js")
PAGE = "<!doctype html><html lang=zh><meta charset=utf-8><link rel=icon href=data:,>" + "".join(
    f"<script src=assets/js/{name}></script>" for name in SCRIPTS
)
TOLD = re.compile(r"篇，|没有|可以数|输入")


class Told:
    """One article, as its line in data/articles.jsonl tells it."""

    def __init__(self, record: Mapping[str, Any], traditional: Mapping[str, str]) -> None:
        year = re.search(r"\d{4}", record["date"] or "")
        self.groups = {
            "year": year[0] if year else GROUPS["year"],
            "province": record["province"] or GROUPS["province"],
            "newspaper": record["newspaper"] or GROUPS["newspaper"],
        }
        texts = [record["kicker"], record["title"], record["subtitle"], *(block["text"] for block in record["blocks"])]
        self.parts = [folded for text in texts if (folded := fold(text or "", traditional))]
        self.length = sum(map(len, self.parts))

    def times(self, word: str) -> int:
        """How often a word stands in the article; places may overlap."""
        return sum(part.startswith(word, at) for part in self.parts for at in range(len(part)))


@pytest.fixture(scope="session")
def told(site: Path) -> list[Told]:
    traditional = load_traditional(DATA)
    lines = (site / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [Told(json.loads(line), traditional) for line in lines]


def some_words(told: Sequence[Told]) -> list[str]:
    """Runs of one to five characters of the texts, and some that stand nowhere."""
    chance = Random(5)
    out = {"党建", "的", "。", "的的", "亚历山大", "党建党", "2", "%"}
    for one in told:
        for part in one.parts:
            for _ in range(3):
                at = chance.randrange(len(part))
                out.add(part[at : at + chance.randint(1, 5)])
    return sorted(out)


def counted(told: Sequence[Told], word: str, by: str) -> dict[str, list[int]]:
    """For each group its articles, its characters, the articles with the word, and how often it stands there."""
    out: dict[str, list[int]] = {}
    for one in told:
        row = out.setdefault(one.groups[by], [0, 0, 0, 0])
        times = one.times(word)
        for n, value in enumerate((1, one.length, int(times > 0), times)):
            row[n] += value
    return out


def _read(row: Mapping[str, Any]) -> list[int]:
    return [row["articles"], row["length"], row["words"][0]["articles"], row["words"][0]["times"]]


def opened(page: Any, address: str, query: str) -> str:
    page.goto(f"{address}/count/index.html?{query}")
    page.locator(SAID, has_text=TOLD).wait_for()
    return str(page.locator(SAID).inner_text())


def written(folder: Path, edition: Any, whole: int = 30) -> Path:
    """The index of an edition in a folder, with a page that loads the engine and nothing else."""
    for name, content in search_files(edition, whole):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    (folder / "assets" / "js").mkdir(parents=True)
    for name in SCRIPTS:
        shutil.copy(ROOT / "docs" / "assets" / "js" / name, folder / "assets" / "js")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    return folder


def test_the_browser_counts_what_the_data_hold(reader: Reader, address: str, told: list[Told]) -> None:
    words = some_words(told)
    assert len(words) > 300
    reader.page.goto(f"{address}/count/index.html")
    for word, tables in zip(words, reader.page.evaluate(TABLES, words), strict=True):
        for by, table in tables.items():
            found = {row["name"]: _read(row) for row in table["rows"]}
            assert found == counted(told, word, by), (word, by)
            assert [sum(column) for column in zip(*found.values(), strict=True)] == _read(table["all"]), (word, by)
    assert reader.asked == {urlsplit(address).netloc} and not reader.wrong


def test_places_overlap_parts_do_not_and_what_is_unknown_is_a_row(reader: Reader, tmp_path: Path) -> None:
    rows = [
        ("甲", "人人人说，“哈哈”哈。長江\n江水", told_of("安徽省", "滁州市", date="2021-11/2022-01", newspaper="河湾日报")),
        ("乙", "人人都说𠮷野家。ＡＢ", told_of("", date="19XX")),
        ("丙", "人人", told_of("重庆市", date="2021~")),
    ]
    edition = edition_of(*rows, traditional={"長": "长"}, copies={"乙": ("丙", "乙"), "丙": ("丙", "乙")})
    with served(written(tmp_path, edition)) as address:
        reader.page.goto(f"{address}/index.html")
        words = ["人人", "人人人", "哈哈", "长江江", "江", "野家", "ab", "说哈"]
        found = dict(zip(words, reader.page.evaluate(TABLES, words), strict=True))
        # 乙 is a further copy of 丙, and counts nowhere.
        assert {word: tables["year"]["all"]["words"][0]["times"] for word, tables in found.items()} == {
            "人人": 3, "人人人": 1, "哈哈": 2, "长江江": 0, "江": 2, "野家": 0, "ab": 0, "说哈": 0,
        }  # fmt: skip
        assert [row["name"] for row in found["江"]["province"]["rows"]] == ["安徽省", "重庆市"]
        assert {row["name"]: _read(row) for row in found["江"]["newspaper"]["rows"]} == {
            "河湾日报": [1, 14, 1, 2],
            "报名未详": [1, 3, 0, 0],
        }
    apart = edition_of(*rows, traditional={"長": "长"})
    with served(written(tmp_path / "apart", apart)) as address:
        reader.page.goto(f"{address}/index.html")
        (tables,) = reader.page.evaluate(TABLES, ["人人"])
        assert {row["name"]: _read(row) for row in tables["province"]["rows"]} == {
            "安徽省": [1, 14, 1, 2],
            "重庆市": [1, 3, 1, 1],
            "地点未详": [1, 11, 1, 1],
        }
        assert {row["name"] for row in tables["year"]["rows"]} == {"2021", "年份未详"}
    assert not reader.wrong


def test_the_first_words_of_an_article_without_a_title_are_there_once(reader: Reader, tmp_path: Path) -> None:
    for form, whole in (("whole", 30), ("sharded", 0)):
        with served(written(tmp_path / form, small_edition(), whole)) as address:
            reader.page.goto(f"{address}/index.html")
            found = reader.page.evaluate("edition.search('渡口的灯', { passages: true })")
            assert found["places"] == found["total"] == 1 and [one["kind"] for one in found["hits"][0]["passages"]] == ["paragraph"]
            assert found["hits"][0]["titleHtml"].startswith("<mark>渡口的灯</mark>")
            (tables,) = reader.page.evaluate(TABLES, ["渡口的灯"])
            assert tables["year"]["all"]["words"] == [{"articles": 1, "times": 1}]
            titles = reader.page.evaluate("edition.search('渡口', { facets: { kind: ['title'] } })")
            assert titles["total"] == 0
    assert not reader.wrong


# Collocates


def _tokens(part: str, cutter: Any) -> list[tuple[int, int, str]]:
    """The words of a part with where they begin and end; punctuation is none."""
    out: list[tuple[int, int, str]] = []
    for run in re.finditer(r"[々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[0-9a-z][0-9a-z.]*|[\U00010000-\U0010ffff]", part):
        at = run.start()
        for word in cutter.cut(run[0], HMM=False) if run[0][0] > "z" else [run[0]]:
            out.append((at, at := at + len(word), word))
    return out


def _collocates(parts: Iterable[str], word: str, listed: set[str]) -> list[dict[str, Any]]:
    """The same as the browser's, by jieba itself."""
    cutter = tokenizer()
    every: Counter[str] = Counter()
    together: Counter[str] = Counter()
    all_ = 0
    for part in parts:
        tokens = _tokens(part, cutter)
        every.update(token for *_, token in tokens)
        places = [at for at in range(len(part)) if part.startswith(word, at)]
        all_ += len(places)
        taken: set[int] = set()
        for at in places:
            taken.update([n for n, (_, end, _) in enumerate(tokens) if end <= at][-5:])
            taken.update([n for n, (begin, _, _) in enumerate(tokens) if begin >= at + len(word)][:5])
        for n in taken:
            begin, end, token = tokens[n]
            if not any(begin < at + len(word) and end > at for at in places):
                together[token] += 1
    found = [(-2 * times / (all_ + every[one]), -times, one) for one, times in together.items() if times >= 2 and one in listed]
    return [
        {"word": one, "together": -times, "times": every[one], "score": 14 + math.log2(-dice)} for dice, times, one in sorted(found)[:50]
    ]


def _rounded(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Logarithms can differ in their last digits."""
    return [row | {"score": round(row["score"], 9)} for row in rows]


def test_text_is_cut_into_its_cheapest_words_and_of_two_ways_into_the_longer_word(reader: Reader, address: str) -> None:
    """Small costs of few characters, so that many ways cost the same."""
    chance = Random(3)
    reader.page.goto(f"{address}/count/index.html")
    cases = []
    for _ in range(400):
        words = {"".join(chance.choices("甲乙丙", k=chance.randint(1, 4))): chance.randint(1, 4) for _ in range(chance.randint(0, 9))}
        cases.append(("".join(chance.choices("甲乙丙丁", k=chance.randint(1, 12))), words, chance.randint(1, 5)))
    given = [[text, [unknown, "\n".join(f"{word} {cost}" for word, cost in sorted(words.items()))]] for text, words, unknown in cases]
    found = reader.page.evaluate("(cases) => cases.map(([text, words]) => edition.tally.cut(text, words))", given)
    assert found == [cut(*case) for case in cases]
    assert reader.page.evaluate("edition.tally.cut('pm2.5,a。𠮷' + '丁'.repeat(600), [9, ''])") == ["pm2.5", "a", "𠮷", *"丁" * 600]


def test_collocates_are_those_that_python_finds(reader: Reader, address: str, told: list[Told]) -> None:
    parts = [part for one in told for part in one.parts]
    _, lines = dictionary_of(parts)
    listed = {line.split(" ")[0] for line in lines.splitlines() if not line.endswith(" -")}
    words = ["党建", "群众", "的", "人", "党", "乡村振兴", "2021", "工作、", "老百姓", "亚历山大"]
    reader.page.goto(f"{address}/count/index.html")
    sizes = {}
    for word, found in zip(words, reader.page.evaluate(COLLOCATES, words), strict=True):
        wanted = _collocates(parts, word, listed)
        assert [row | {"score": round(row["score"], 9)} for row in found] == [row | {"score": round(row["score"], 9)} for row in wanted], (
            word
        )
        sizes[word] = len(found)
    assert sizes["党建"] == sizes["的"] == 50 and sizes["亚历山大"] == 0
    assert not reader.wrong


# The page


def _download(page: Any, label: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def _shown(page: Any) -> list[list[str]]:
    rows = page.locator("table.counts tr").all()
    return [[cell.inner_text() for cell in row.locator("th, td").all()] for row in rows]


def test_a_word_by_year_as_table_picture_and_file(reader: Reader, address: str, told: list[Told]) -> None:
    page = reader.page
    said = opened(page, address, "q=黨建")
    total = sum(one.length for one in told)
    times, articles = sum(one.times("党建") for one in told), sum(one.times("党建") > 0 for one in told)
    assert said == f"全部{len(told)}篇，{total:,}字。“党建”{articles}篇，{times}处，每万字{times / total * 10000:.2f}处。"
    wanted = counted(told, "党建", "year")
    rows = [
        [f"{year}年" if year.isdecimal() else year, *(f"{value:,}" for value in row), f"{row[3] / row[1] * 10000:.2f}"]
        for year, row in sorted(wanted.items())
    ]
    last = ["合计", str(len(told)), f"{total:,}", str(articles), str(times), f"{times / total * 10000:.2f}"]
    assert _shown(page) == [["年份", "文章", "字数", "篇数", "次数", "每万字"], *rows, last]
    picture = page.locator("figure.plot svg[role=img]")
    assert picture.locator("> title").text_content() == "“党建”每万字次数，按年份" and picture.locator("desc").text_content()
    assert [text for text in picture.locator("text").all_text_contents() if "." in text] == [row[-1] for row in rows]
    name, content = _download(page, "下载CSV")
    assert name == "黨建-年份.csv" and content.startswith("\ufeff".encode())
    read = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert read[0] == ["年份", "文章", "字数", "篇数", "次数", "每万字"]
    assert [[year, *map(int, row)] for year, *row, _ in read[1:-1]] == [[year, *row] for year, row in sorted(wanted.items())]
    assert float(read[-1][-1]) == round(times / total * 10000, 4)
    name, content = _download(page, "下载SVG")
    drawn = ET.fromstring(content)
    assert name == "黨建-年份.svg" and drawn.tag == "{http://www.w3.org/2000/svg}svg" and len(drawn.findall("{*}rect")) > 0
    assert not reader.wrong and reader.asked == {urlsplit(address).netloc}


def test_two_words_stand_side_by_side(reader: Reader, address: str, told: list[Told]) -> None:
    page = reader.page
    opened(page, address, "q=党建+群众&by=province")
    head, *rows = _shown(page)
    assert head == [
        "地点",
        "文章",
        "字数",
        *(f"“{word}”{what}" for word in ("党建", "群众") for what in ("篇数", "次数", "每万字")),
        "对数比",
    ]
    one, other = counted(told, "党建", "province"), counted(told, "群众", "province")
    assert {row[0] for row in rows[:-1]} == one.keys()
    for row in rows[:-1]:
        a, b = one[row[0]], other[row[0]]
        assert [row[n].replace(",", "") for n in (1, 2, 3, 4, 6, 7)] == [str(value) for value in (*a, *b[2:])]
        ratio = math.log2(a[3] / b[3]) if a[3] and b[3] else None
        shown = row[-1].replace("−", "-")
        assert shown == "—" if ratio is None else abs(float(shown) - ratio) <= 0.00501
    # Those with the most text come first.
    assert [one[row[0]][1] for row in rows[:-1]] == sorted((row[1] for row in one.values()), reverse=True)
    # One series is filled, the other one hollow: colours are not needed.
    drawn = "[...document.querySelectorAll('.plot rect')].map((one) => [one.classList.contains('second'), getComputedStyle(one).fill])"
    fills = page.evaluate(drawn)
    assert {second for second, _ in fills} == {True, False} and all((fill == "none") == second for second, fill in fills)
    read = list(csv.reader(_download(page, "下载CSV")[1].decode("utf-8-sig").splitlines()))
    ratios = [float(row[-1]) for row in read[1:] if row[-1]]
    opened(page, address, "q=群众+党建&by=province")
    read = list(csv.reader(_download(page, "下载CSV")[1].decode("utf-8-sig").splitlines()))
    # Numbers below nought are numbers in the file, and no text.
    assert max(ratios) > 1 and [float(row[-1]) for row in read[1:] if row[-1]] == [-ratio for ratio in ratios]
    assert opened(page, address, "q=党建+群众+镇").endswith("只比较前两个词。")
    assert not reader.wrong


def test_the_address_holds_all_that_is_asked(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}/count/index.html")
    assert "输入一个词" in page.locator(SAID).inner_text()
    page.get_by_label("统计的词").fill("党建")
    page.get_by_role("button", name="统计", exact=True).click()
    page.locator("table.counts").wait_for()
    page.get_by_role("button", name="搭配词").click()
    page.locator("th", has_text="logDice").wait_for()
    assert parse_qs(urlsplit(page.url).query) == {"q": ["党建"], "by": ["collocates"]}
    assert page.locator("table.counts tbody th").first.inner_text() == "引领"
    read = list(csv.reader(_download(page, "下载CSV")[1].decode("utf-8-sig").splitlines()))
    assert read[0] == ["词", "搭配词", "同现次数", "全部次数", "logDice"] and read[1][:2] == ["党建", "引领"] and len(read) == 51
    page.go_back()
    page.locator("caption", has_text="年份").wait_for()
    page.get_by_role("link", name="看索引行").click()
    page.locator(".kwic").wait_for()
    page.get_by_role("link", name="统计这个词").click()
    page.locator("caption", has_text="“党建”的词频").wait_for()
    page.go_back()
    page.go_back()
    page.locator("caption", has_text="年份").wait_for()
    assert page.get_by_label("统计的词").input_value() == "党建"
    assert not reader.wrong


@pytest.mark.parametrize("query", ["<img src=x onerror=alert(1)>", '"=1+1" "@x"', "-党建", "“”", "a" * 3000, "亚历山大图书馆"])
def test_hostile_queries_are_only_text(reader: Reader, address: str, query: str) -> None:
    page = reader.page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{address}/count/index.html")
    page.get_by_label("统计的词").fill(query)
    page.get_by_role("button", name="统计", exact=True).click()
    page.locator(SAID, has_text=re.compile("处。|可以数")).wait_for()
    assert page.locator("[data-counting] img").count() == 0
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    if page.get_by_role("button", name="下载CSV").count():
        rows = csv.reader(_download(page, "下载CSV")[1].decode("utf-8-sig").splitlines())
        assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert not reader.wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_count_is_for_everyone(chromium: Any, axe: str, address: str, scheme: str) -> None:
    wrong = []
    for size in (DESK, PHONE):
        context = chromium.new_context(viewport=size, color_scheme=scheme)
        page = context.new_page()
        for query in ("q=党建", "q=党建+群众&by=newspaper", "q=党建+群众&by=collocates", ""):
            opened(page, address, query)
            page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
            wrong += violations(page, axe, f"count {query} at {size['width']} pixels")
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], query
        context.close()
    assert not wrong, "\n".join(wrong)


def test_the_count_works_from_a_folder(reader: Reader, site: Path, told: list[Told]) -> None:
    page = reader.page
    said = opened(page, site.as_uri(), "q=党建&by=newspaper")
    assert f"{sum(one.times('党建') for one in told)}处" in said
    assert _download(page, "下载CSV")[0] == "党建-报纸.csv"
    page.get_by_role("button", name="搭配词").click()
    page.locator("th", has_text="logDice").wait_for()
    assert not reader.wrong


def test_nothing_is_loaded_before_a_reader_asks(reader: Reader, address: str) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.page.goto(f"{address}/count/index.html", wait_until="networkidle")
    assert not [url for url in asked if "/data/search/" in url]
    opened(reader.page, address, "q=党建")
    assert not [url for url in asked if url.endswith("/words.js")]


def test_without_scripts_the_page_says_so(chromium: Any, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/count/index.html?q=党建")
    assert "统计要用脚本" in page.locator("noscript, .note").first.inner_text()
    context.close()


def test_what_cannot_be_read_is_said_and_asked_for_again(reader: Reader, address: str) -> None:
    page = reader.page
    page.route("**/t0.js*", lambda route: route.abort())
    page.goto(f"{address}/count/index.html?q=党建")
    page.locator(SAID, has_text="没有读到").wait_for()
    page.unroute("**/t0.js*")
    page.get_by_role("button", name="统计", exact=True).click()
    page.locator("table.counts").wait_for()


def test_a_volume_counts_for_itself(reader: Reader, shelf: Path) -> None:
    with served(shelf / "site") as address:
        said = opened(reader.page, f"{address}/{LARGE}", "q=的")
        record = json.loads((shelf / "site" / LARGE / "data" / "edition.json").read_text(encoding="utf-8"))
        assert said.startswith(f"全部{record['articles']}篇，")
    assert not (shelf / "site" / "count").exists()
    assert not reader.wrong
