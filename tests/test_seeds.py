"""Bad input through the real command line: each seed is restored or refused with its place and the next step; the others are built."""

from __future__ import annotations

import filecmp
import html
import json
import os
import re
import shutil
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, build, house, render
from gold_score import bare

OK, STALE, USAGE, SEEDS_REFUSED, STOPPED = range(5)
"""The exit codes, as `build.py --help` gives them."""
TITLE = "产业园引来十二家企业"
PAGE = f"""{TITLE}

记者 吴昊

今年以来，安徽省天长市金集镇新增高标准农田八百亩，村民房前屋后硬化了，道路两旁栽上了桂花树。

镇党委坚持把项目建设摆在首位，产业园引进企业十二家，合作社带动三百户农民增收。
"""
RESTORED = {
    "plain.txt": PAGE.encode(),
    "bom.txt": PAGE.encode("utf-8-sig"),
    "utf16-little.txt": b"\xff\xfe" + PAGE.encode("utf-16-le"),
    "utf16-big.txt": b"\xfe\xff" + PAGE.encode("utf-16-be"),
    "gb18030.txt": PAGE.encode("gb18030"),
    "cr.txt": PAGE.replace("\n", "\r").encode(),
    "crlf.txt": PAGE.replace("\n", "\r\n").encode(),
    "controls.txt": PAGE.replace("镇党委", "镇\x00党\x07委").encode(),
    "no end of line.txt": PAGE.rstrip("\n").encode(),
    "blanks and 汉字 in the name.txt": PAGE.encode(),
}
REFUSED = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\r\n\t ", "is empty"),
    "binary.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "not valid"),
    "program.txt": (b"\x7fELF" + b"\x01\x00\x02\x00text" * 200, "binary"),
    "half-character.txt": (PAGE.encode() + b"\xe4\xb8", "not valid utf-8"),
    "japanese.txt": ("市長は記者会見で新しい公園について述べた。".encode("euc-jp"), "read like Japanese"),
    "utf16-odd.txt": (b"\xff\xfe" + PAGE.encode("utf-16-le")[:-1], "not valid utf-16"),
}


class Run:
    """A build of one folder with every oddity in it."""

    def __init__(self, folder: Path) -> None:
        self.seeds, self.out = folder / "seeds", folder / "out"
        self.seeds.mkdir(parents=True)
        for name, data in {**RESTORED, **{name: data for name, (data, _) in REFUSED.items()}}.items():
            (self.seeds / name).write_bytes(data)
        (self.seeds / "utf16-bare.txt").write_bytes(PAGE.encode("utf-16-le"))
        (self.seeds / "no-title.txt").write_text(PAGE.split("\n\n", 2)[2], encoding="utf-8")
        (self.seeds / "folder.txt").mkdir()
        (self.seeds / "gone.txt").symlink_to(self.seeds / "nowhere")
        (self.seeds / ".hidden.txt").write_bytes(b"")
        (self.seeds / "notes.md").write_bytes(b"")
        self.done = build("--seeds", self.seeds, "--out", self.out)
        lines = (self.out / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
        self.articles: list[dict[str, Any]] = [json.loads(line) for line in lines]

    def of(self, name: str) -> list[dict[str, Any]]:
        return [article for article in self.articles if article["seed"] == name]

    def refusal(self, name: str) -> str | None:
        return next((line for line in self.done.stderr.splitlines() if line.startswith("refused: ") and name in line), None)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(tmp_path_factory.mktemp("odd"))


def test_some_seeds_are_refused_and_the_others_are_built(odd: Run) -> None:
    assert odd.done.returncode == SEEDS_REFUSED, odd.done.stderr
    assert "Traceback" not in odd.done.stderr
    assert odd.done.stderr.count("refused: ") >= len(REFUSED) + 2


@pytest.mark.parametrize("name", RESTORED)
def test_a_readable_seed_is_restored(odd: Run, name: str) -> None:
    (article,) = odd.of(name)
    assert article["title"] == TITLE
    assert [(byline["role"], byline["name"]) for byline in article["bylines"]] == [("记者", "吴昊")]
    assert [block["text"] for block in article["blocks"]] == PAGE.strip().split("\n\n")[2:]
    assert f"{name}: articles 1;" in odd.done.stdout


@pytest.mark.parametrize("name", [*REFUSED, "folder.txt", "gone.txt"])
def test_another_seed_is_refused_with_its_place_and_the_next_step(odd: Run, name: str) -> None:
    line = odd.refusal(name)
    assert line, odd.done.stderr
    assert re.fullmatch(rf"refused: .*{re.escape(name)}(:\d+)?: [^;]+; .+", line)
    assert REFUSED.get(name, (b"", "is a folder" if name == "folder.txt" else "cannot be read"))[1] in line
    assert not odd.of(name)


def test_a_refusal_names_the_line(odd: Run) -> None:
    assert f"half-character.txt:{PAGE.count(chr(10)) + 1}:" in str(odd.refusal("half-character.txt"))


def test_utf16_without_its_mark_is_read_or_refused_but_never_guessed(odd: Run) -> None:
    if odd.refusal("utf16-bare.txt") is None:
        assert [article["title"] for article in odd.of("utf16-bare.txt")] == [TITLE]


def test_a_page_without_a_title_keeps_its_text(odd: Run) -> None:
    (article,) = odd.of("no-title.txt")
    assert article["title"] is None
    assert len(article["blocks"]) == 2
    assert "今年以来" in (odd.out / "articles" / f"{article['id']}.md").read_text(encoding="utf-8").split("---")[2]


def test_what_is_no_dump_is_left_alone(odd: Run) -> None:
    assert odd.refusal(".hidden.txt") is None and odd.refusal("notes.md") is None


def test_the_seeds_are_not_touched(odd: Run) -> None:
    for name, data in RESTORED.items():
        assert (odd.seeds / name).read_bytes() == data
    assert not (odd.seeds / "permalinks.yml").exists()


def test_a_page_of_wide_blanks_is_empty(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "wide.txt").write_text("\u3000\n\u3000\u3000\n", encoding="utf-8")
    (tmp_path / "seeds" / "plain.txt").write_bytes(RESTORED["plain.txt"])
    assert build("--seeds", tmp_path / "seeds", "--out", tmp_path / "out").returncode == SEEDS_REFUSED


@pytest.mark.parametrize("pair", [("A.txt", "a.txt"), (unicodedata.normalize("NFC", "é.txt"), unicodedata.normalize("NFD", "é.txt"))])
def test_names_that_are_one_on_other_systems(pair: tuple[str, str], tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for name in pair:
        (seeds / name).write_bytes(RESTORED["plain.txt"])
    if len(os.listdir(seeds)) == 1:
        pytest.skip("this file system takes the two names for one")
    done = build("--seeds", seeds, "--out", tmp_path / "out")
    assert done.returncode == SEEDS_REFUSED
    assert "same name" in done.stderr and "rename" in done.stderr
    assert done.stdout.count(": articles ") == 1


def test_a_single_line_of_five_megabytes(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "long.txt").write_text("全镇经济稳步发展，" * 185_000, encoding="utf-8")
    done = build("--seeds", tmp_path / "seeds", "--out", tmp_path / "out")
    assert done.returncode == OK, done.stderr


def test_nothing_to_build(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / "seeds").mkdir()
    missing = build("--seeds", tmp_path / "nowhere", "--out", out)
    none = build("--seeds", tmp_path / "seeds", "--out", out)
    (tmp_path / "seeds" / "empty.txt").write_bytes(b"")
    refused = build("--seeds", tmp_path / "seeds", "--out", out)
    for done in (missing, none, refused):
        assert done.returncode == USAGE
        assert re.search(r"^error: .+: .+; .+", done.stderr, re.M)
        assert not out.exists()


def test_some_seeds_need_a_folder_of_their_own() -> None:
    done = build("000_f29bf31aff6409ee.txt")
    assert done.returncode == USAGE
    assert "--out DIR" in done.stderr


def test_a_malformed_row_stops_the_build(tmp_path: Path) -> None:
    scripts = tmp_path / "scripts"
    shutil.copytree(ROOT / "scripts", scripts, ignore=shutil.ignore_patterns("__pycache__"))
    table = scripts / "data" / "furniture.tsv"
    rows = table.read_text(encoding="utf-8").rstrip("\n").split("\n")
    table.write_text("\n".join([*rows, "anywhere\tname\t责编\t^(责任编辑[:：]\t责任编辑:李平\t责任编辑部\twhy"]) + "\n", encoding="utf-8")
    done = build("--seeds", ROOT / "seeds", "--out", tmp_path / "out", program=scripts / "build.py")
    assert done.returncode == STOPPED
    assert f"furniture.tsv:{len(rows) + 1}: pattern ^(责任编辑[:：] " in done.stderr
    assert "Nothing was written." in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_output_folder_that_is_a_file_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    done = build("--seeds", ROOT / "seeds", "--out", tmp_path / "out")
    assert done.returncode == STOPPED, done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_two_builds_are_the_same_byte_for_byte(built: Path, tmp_path: Path) -> None:
    again = tmp_path / "docs"
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Shanghai", "LC_ALL": "C"}
    # Another hash seed, time zone and locale: none of them may be seen in what is written.
    command = ["--seeds", ROOT / "seeds", "--out", again]
    done = build(*command, environment=environment)
    assert done.returncode == OK, done.stderr
    assert _files(again) == _files(built)
    assert filecmp.cmpfiles(built, again, _files(built), shallow=False)[1:] == ([], [])


def test_check_is_fresh_then_stale(tmp_path: Path) -> None:
    seeds, out = tmp_path / "seeds", tmp_path / "out"
    seeds.mkdir()
    (seeds / "plain.txt").write_bytes(RESTORED["plain.txt"])
    command = ["--seeds", seeds, "--out", out]
    before_any = build(*command, "--check")
    assert before_any.returncode == STALE
    assert not out.exists()
    assert build(*command).returncode == OK
    fresh = build(*command, "--check")
    assert (fresh.returncode, fresh.stdout) == (OK, "")
    (page,) = (path for path in (out / "articles").glob("*.md") if path.name != "index.md")
    page.write_text(page.read_text(encoding="utf-8").replace("桂花树", "樟树"), encoding="utf-8")
    stale = build(*command, "--check")
    assert stale.returncode == STALE
    assert page.name in stale.stdout
    changed = [line for line in stale.stdout.splitlines() if re.match(r"[+-][^+-]", line)]
    assert any("樟树" in line for line in changed) and any("桂花树" in line for line in changed)
    assert "樟树" in page.read_text(encoding="utf-8"), "--check writes nothing"


def test_explain_a_line() -> None:
    one = build("--explain", "004_abd99d7e6af8de60:9")
    assert one.returncode == OK, one.stderr
    assert one.stdout.split()[:3] == ["9", "caption", "caption-mark"]
    assert "招商中心" in one.stdout
    blank = build("--explain", "004_abd99d7e6af8de60.txt:10")
    assert blank.stdout.split()[:2] == ["10", "blank"]
    whole = build("--explain", "004_abd99d7e6af8de60")
    numbers = [int(match) for match in re.findall(r"^ *(\d+)  \S", whole.stdout, re.M)]
    seed = (ROOT / "seeds" / "004_abd99d7e6af8de60.txt").read_text(encoding="utf-8").split("\n")
    assert numbers == [number for number, line in enumerate(seed, 1) if line.strip()]


def test_explain_a_path(tmp_path: Path) -> None:
    """The folder of the path counts: a page of the same name among the seeds is another one."""
    page = tmp_path / "004_abd99d7e6af8de60.txt"
    page.write_text("荒坡变茶园\n本报记者 李平\n满山的茶树吐出新芽，村民们正忙着采茶。\n", encoding="utf-8")
    one = build("--explain", f"{page}:2")
    assert (one.returncode, one.stdout.split()[:3]) == (OK, ["2", "byline", "byline"]), one.stdout + one.stderr
    assert build("--explain", f"{page}:9").returncode == USAGE
    assert build("--explain", "seeds/004_abd99d7e6af8de60.txt:9").stdout.split()[0] == "9"
    assert build("--explain", str(tmp_path / "none" / "a.txt")).returncode == USAGE


@pytest.mark.parametrize("what", ["004_abd99d7e6af8de60:x", "004_abd99d7e6af8de60:999999", "004_abd99d7e6af8de60:0", "nowhere", ":3"])
def test_explain_something_else(what: str) -> None:
    done = build("--explain", what)
    assert done.returncode == USAGE
    assert "Traceback" not in done.stderr and re.match(r"出错：.+\nerror: ", done.stderr)


# Hostile text comes out as text

HOSTILE = (
    "<script>alert(1)</script>",
    "</article></main><h1>标题</h1>",
    "<img src=x onerror=alert(1)>",
    "[点此](javascript:alert(1))",
    "![图](https://example.org/a.png)",
    "<https://example.org/>",
    "{{ config.site_name }}",
    "{% include 'main.html' %}",
    "{: #anchor onclick=alert(1) }",
    "&lt;b&gt; &amp; &#60;",
    "*强调* _强调_ **强调**",
    "`代码` ``代码``",
    "| 甲 | 乙 |",
    "<!-- 注 -->",
    "[^1] [1]: x",
    "~~删~~ ==亮== ^^上^^",
    "$x$ \\(y\\)",
    ":smile: :material-account:",
    "--- +++ ~~~",
    "!!! note",
    '=== "甲"',
    '--8<-- "x"',
    "<svg/onload=alert(1)>",
    "\\<b\\>",
    "&",
    "<",
    "*[HTML]: x",
    "@user #1",
    "%s {0} \\1",
)
_AROUND = "全镇各村都在说{}这句话，村民房前屋后硬化了，道路两旁栽上了桂花树，家里也富裕了不少。"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[tuple[Path, dict[str, Any]]], Path, list[str]]:
    """The articles of a dump that tries to be markup, each with its rendered page; the page of the dump; what the dump's markup says."""
    folder = house(tmp_path_factory.mktemp("hostile"))
    for path in (folder / "seeds").iterdir():
        path.unlink()
    shutil.rmtree(folder / "docs" / "articles")  # Of pages without a ledger the build wants to know where their addresses went.
    paragraphs = [_AROUND.format(text) for text in HOSTILE] + [f"{text}{_AROUND.format('')}" for text in HOSTILE]
    page = "\n\n".join(["产业园<b>引来</b>*十二家*{{企业}}", "记者 吴昊", *paragraphs])
    (folder / "seeds" / "hostile.txt").write_text(page, encoding="utf-8")
    done = build(program=folder / "scripts" / "build.py")
    assert done.returncode == OK, done.stderr
    data = folder / "docs" / "data"
    articles = [json.loads(line) for line in (data / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    seed = json.loads((data / "seeds.jsonl").read_text(encoding="utf-8"))
    site = render(folder)
    return [(site / "articles" / f"{one['id']}.html", one) for one in articles], site / "sources" / "hostile.html", seed["set_aside"]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_hostile_text_comes_out_as_text(hostile: tuple[list[tuple[Path, dict[str, Any]]], Path, list[str]]) -> None:
    """Each article is shown as it is exported. What looks like a tag is set aside as markup, and shown with the dump as it stands."""
    import html5lib

    articles, dump, aside = hostile
    texts: list[str] = []
    for page, article in articles:
        tree = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
        shown = _bare("".join(tree.find(".//article").itertext()))
        own = [article["title"], *(block["text"] for block in article["blocks"])]
        assert not [text for text in own if _bare(text) not in shown]
        texts += own
    assert len(texts) > len(HOSTILE)
    source = bare("".join(html5lib.parse(dump.read_text(encoding="utf-8"), namespaceHTMLElements=False).find(".//main").itertext()))
    for text in HOSTILE:
        assert bare(text) in source, text
        # Restoration may read `;` before a Han character as `；` and an entity as its character, but every word is kept or set aside.
        kept = bare("".join(texts))
        said = [bare(part) for part in re.split(r"[<>]", html.unescape(text)) if bare(part)]
        assert all(part in kept or part in bare("".join(aside)) for part in said), text


@pytest.mark.parametrize("which", ["article", "dump"])
def test_hostile_text_does_nothing(which: str, hostile: tuple[list[tuple[Path, dict[str, Any]]], Path, list[str]]) -> None:
    import html5lib

    source = (hostile[0][-1][0] if which == "article" else hostile[1]).read_text(encoding="utf-8")
    tree = html5lib.parse(source, namespaceHTMLElements=False)
    inside = tree.find(".//article")
    markup = {"img", "b", "strong", "em", "svg", "input", "iframe"}
    # A dump is shown as a table, with what was set aside or changed marked in it.
    assert not (markup | ({"table", "del", "mark"} if which == "article" else set())) & {node.tag for node in inside.iter()}
    for node in tree.iter():
        for key, value in node.attrib.items():
            assert not str(key).startswith("on"), f"{node.tag} {key}={value}"
            assert not value.strip().lower().startswith("javascript:"), f"{node.tag} {key}={value}"
            assert not (key in ("href", "src") and "example.org" in value), f"{node.tag} {key}={value}"
    for script in tree.iter("script"):
        assert (script.text or "").strip() != "alert(1)"
    if which == "dump":
        assert html.escape("<script>alert(1)</script>", quote=False).replace("&gt;", ">") in source.replace("&gt;", ">")
