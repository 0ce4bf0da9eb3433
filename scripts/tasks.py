"""What `make` can do, and the environment that it does it in. Standard library only: it runs before anything is installed.

The environment (`.venv`) counts as made only when its stamp says so. The stamp is written last and holds the Python version
and the hashes of the lock files, so that an interrupted set-up, another Python or a newer lock is noticed and mended.
"""

from __future__ import annotations

import difflib
import hashlib
import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TextIO

from edition.alone import alone_in
from edition.errors import OutputError
from edition.renewal import NEW_SITE, OLD_SITE, remove, renew

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "edition.json"
LOCK = "requirements.txt"
DEV_LOCK = "requirements-dev.txt"
BENCH_LOCK = "requirements-bench.txt"
PROPERDOCS_LOCK = "requirements-properdocs.txt"
CLUSTER_LOCK = "requirements-cluster.txt"
IMPORT_LOCK = "requirements-import.txt"
EXAMPLES_LOCK = "requirements-examples.txt"
BUILDERS = ("setuptools",)
"""It builds jieba, which is published as source only. It is installed first, so that its build is pinned as well."""
QUICK = (
    "cases", "gold", "doubts", "describe", "evidence", "place_names", "vocabulary", "marks",
    "nouns", "pages", "lists", "proof", "citations", "tree", "account", "encodings",
)  # fmt: skip
"""What `make quick` runs of the tests, `tests/test_*.py`: what judges restoration and description, and what shows of publishing in a
small edition."""
QUICK_EXAMPLES = ("restore", "describe", "publish", "errors.py", "gazetteer.py", "layout.py", "trace.py", "vocabulary.py")
"""Where in `scripts/edition/` it runs the examples of the docstrings."""
SIDE_BY_SIDE = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")
"""How all tests run: each process builds a site of its own, so more than four would wait for each other."""
SEEDS_REFUSED = 3
"""The exit code of `build.py` when some seeds were refused and the others are built."""
EDITION = "seeds/edition.yml"
"""Where it is there, the edition is several volumes under one portal (`scripts/volumes.py`)."""


class TaskError(Exception):
    """A task cannot go on. The message says what is wrong and what to do, in Chinese (`zh`) and in English (`en`)."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")
        self.zh, self.en = zh, en


def _say(zh: str, en: str, file: TextIO | None = None) -> None:
    """Print one thing in both languages."""
    print(f"{zh}\n{en}", file=file)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the task that the first argument names; the others are passed on."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", line_buffering=True)
    name, *rest = (sys.argv[1:] if arguments is None else arguments) or ["help"]
    if name not in TASKS:
        names = ", ".join(TASKS)
        _say(f"出错：没有任务 {name!r}；请从中选一个：{names}。", f"error: there is no task {name!r}; choose one of {names}", sys.stderr)
        return 2
    try:
        return TASKS[name](rest)
    except TaskError as error:
        _say(f"出错：{error.zh}。", f"error: {error.en}", sys.stderr)
        return 1
    except KeyboardInterrupt:
        _say("\n已中断。下次运行会接着做没做完的。", "Interrupted. The next run takes up what is unfinished.", sys.stderr)
        return 130


# The environment


def make_environment(dev: bool) -> None:
    """Make `.venv`, or leave it alone where its stamp is that of this Python and of these lock files."""
    wanted = _wanted(dev)
    found = _stamp()
    if found and wanted.items() <= found.items() and _runs():
        return
    if found and wanted["python"] == found.get("python") and LOCK in found and found[LOCK] == wanted[LOCK] and _runs():
        _say("正在把开发工具装入 .venv……", "Adding the tools of developers to .venv …")
    else:
        if missing := [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]:
            raise _no_venv(f"没有模块 {' 和 '.join(missing)}", f"has no module {' and no module '.join(missing)}")
        if VENV.exists() or VENV.is_symlink():
            zh, en = _reason(found, wanted)
            _say(f"重新建立 .venv：{zh}。", f"Making .venv anew: {en}.")
            remove(VENV)
        _bare_environment()
    STAMP.unlink(missing_ok=True)
    _install(DEV_LOCK if dev else LOCK)
    STAMP.write_text(json.dumps(wanted, indent=2) + "\n", encoding="utf-8")
    _say("运行环境已经备好。", "The environment is ready.")


def add_to_environment(lock: str) -> None:
    """Install one more lock file into `.venv`, unless its stamp says that it is there. The others do not ask for it."""
    if (found := _stamp()).get(lock) != (digest := _digest(lock)):
        _install(lock)
        STAMP.write_text(json.dumps(found | {lock: digest}, indent=2) + "\n", encoding="utf-8")


def _try_to_add(lock: str) -> None:
    """Install one more lock file where that can be done: not every machine has a build of it, and the rest works all the same."""
    try:
        add_to_environment(lock)
    except TaskError as error:
        _say(f"注意：{error.zh}。", f"warning: {error.en}", sys.stderr)


def _wanted(dev: bool) -> dict[str, str]:
    locks = (LOCK, DEV_LOCK) if dev else (LOCK,)
    return {"python": f"{sys.version_info.major}.{sys.version_info.minor}", **{name: _digest(name) for name in locks}}


def _digest(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _stamp() -> dict[str, str]:
    """What the stamp says; empty where there is none that can be read."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _reason(found: dict[str, str], wanted: dict[str, str]) -> tuple[str, str]:
    """Why the environment cannot stay as it is, in Chinese and in English."""
    if not found:
        return "上次没有建完", "its set-up was not finished"
    if (old := found.get("python")) != wanted["python"]:
        return f"它用的是 Python {old}，现在是 {wanted['python']}", f"it is of Python {old}, and this is {wanted['python']}"
    if any(found.get(name, digest) != digest for name, digest in wanted.items()):
        return "锁定文件后来改过", "the lock file has changed since"
    return "它的 Python 已经不能运行", "its Python does not run any more"


def _python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _runs() -> bool:
    """The environment's Python starts and is the version that it was made with (a system upgrade can take it away)."""
    probe = [str(_python()), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        done = subprocess.run(probe, capture_output=True, text=True, env=_environ(), check=False)
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.strip() == f"{sys.version_info.major}.{sys.version_info.minor}"


def _bare_environment() -> None:
    if _run([sys.executable, "-m", "venv", str(VENV)]):
        remove(VENV)
        raise _no_venv("建不成运行环境（见上）", "could not make an environment (see above)")


def _no_venv(zh: str, en: str) -> TaskError:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return TaskError(
        f"Python {version}（{sys.executable}）{zh}。在 Debian 和 Ubuntu 上它是单独的软件包："
        f"sudo apt-get install python{version}-venv。或者指定别的 Python：make PYTHON=/path/to/python3 site",
        f"Python {version} ({sys.executable}) {en}. On Debian and Ubuntu it is a package of its own: "
        f"sudo apt-get install python{version}-venv. Or name another Python: make PYTHON=/path/to/python3 site",
    )


def _install(lock: str) -> None:
    """Install a lock file: first what builds, then all, so that a source package is built by pinned tools as well."""
    _say(f"正在把 {lock} 装入 .venv（头一次要一分钟）……", f"Installing {lock} into .venv (this takes a minute the first time) …")
    pip = [str(_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "builders.txt"
        first.write_text(builders((ROOT / lock).read_text(encoding="utf-8")), encoding="utf-8")
        failed = _run([*pip, "-r", str(first)]) or _run([*pip, "--no-build-isolation", "--use-pep517", "-r", str(ROOT / lock)])
    if failed:
        raise TaskError(
            "pip 没能装好锁定文件（见上）。请检查网络，然后再运行同一条命令",
            "pip could not install the lock file (see above). Look at the network, then run the same command again",
        )


def builders(lock: str) -> str:
    """The entries of a lock file for the packages that build others."""
    return "".join(entry for entry in re.findall(r"^\S.*(?:\n[ \t].*)*\n?", lock, re.M) if entry.split("==")[0] in BUILDERS)


# The tasks


def setup(arguments: Sequence[str]) -> int:
    """Make .venv from the lock files, with the tools of developers."""
    make_environment(dev=True)
    python = _python().relative_to(ROOT)
    _say(f"它的 Python 是 {python}。", f"Its Python is {python}.")
    return 0


def site(arguments: Sequence[str]) -> int:
    """Build the edition into site/; of one in volumes all, or those that are named, and the portal.

    Seeds that are refused are named and fail `make check`, but not this: the rest is published.
    """
    make_environment(dev=False)
    if (ROOT / EDITION).exists():
        return _volumes(arguments)
    if arguments:
        raise TaskError(
            f"这里没有 {EDITION}，不分册：请不带 {' '.join(arguments)} 运行 make site",
            f"there is no {EDITION}, so there are no volumes: run make site without {' '.join(arguments)}",
        )
    refused = _build()
    _render()
    pages = sum(name.endswith(".html") for _, _, names in os.walk(ROOT / "site") for name in names)
    # Among the pages are those of addresses that were changed; records are those of articles alone.
    articles = sum(1 for _ in (ROOT / "docs" / "data" / "articles").glob("*.json"))
    home = ROOT / "site" / "index.html"
    _say(f"site/ 已建好：文章 {articles} 篇，网页 {pages} 个。", f"site/ is built: articles {articles}, pages {pages}.")
    _say(f"查看：用浏览器打开 {home}，或者运行 `make serve`。", f"Look at it: open {home} in a browser, or run `make serve`.")
    return _warned(refused)


def serve(arguments: Sequence[str]) -> int:
    """Build, show in a browser, and rebuild on every change."""
    make_environment(dev=False)
    if (ROOT / EDITION).exists():
        raise TaskError(
            f"有 {EDITION}，分册的数字版没有预览：请运行 make site VOLUME=册名，再打开 site/index.html",
            f"there is {EDITION}, and an edition in volumes has no preview: run make site VOLUME=ID, and open site/index.html",
        )
    with subprocess.Popen([str(_python()), "scripts/serve.py", *arguments], cwd=ROOT, env=_environ()) as server:
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:  # Ctrl-C reaches the server as well; it ends in its own way.
                continue


def test(arguments: Sequence[str]) -> int:
    """Run all tests, on as many cores as there are; what follows goes to pytest, which then runs in one process."""
    make_environment(dev=True)
    _try_to_add(CLUSTER_LOCK)
    _try_to_add(IMPORT_LOCK)
    _try_to_add(EXAMPLES_LOCK)
    return _run([str(_python()), "-m", "pytest", *(arguments or SIDE_BY_SIDE)])


def check(arguments: Sequence[str]) -> int:
    """Look at style and types, and that what is committed is fresh; of volumes no pages are committed."""
    make_environment(dev=True)
    python = str(_python())
    volumes = (ROOT / EDITION).exists()
    commands = (
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "mypy"],
        [python, "scripts/volumes.py", "--check"] if volumes else [python, "scripts/build.py", "--check"],
    )
    return max([_run(command) for command in commands])


def quick(arguments: Sequence[str]) -> int:
    """Judge restoration, description and a small edition by the tests that start no process, with fewer random examples."""
    make_environment(dev=True)
    # To compile the tests anew takes a fifth of the whole; what is compiled is kept even where the caller's Python keeps nothing.
    return _run([*quick_command(str(_python())), *arguments], {"EDITION_QUICK": "1", "PYTHONDONTWRITEBYTECODE": ""})


def quick_command(python: str) -> list[str]:
    """What `make quick` runs, in one process: the cases, the gold, the laws, and the examples in the docstrings of the edition."""
    files = [f"tests/test_{name}.py" for name in QUICK]
    # What looks through all of memory at the end, what notes the last failures, and what keeps logs, cost more here than they tell.
    plain = ["-p", "no:cacheprovider", "-p", "no:unraisableexception", "-p", "no:logging"]
    return [python, "-m", "pytest", "-q", "-rfE", "-m", "not slow", *plain, *files, *(f"scripts/edition/{name}" for name in QUICK_EXAMPLES)]


def approve(arguments: Sequence[str]) -> int:
    """Make anew all that is approved (docs/, golden pages, pictures, floors, the page of scores) and list what changed."""
    make_environment(dev=True)
    python = str(_python())
    before = approved(ROOT)
    refused = _build()
    _must(
        [python, "scripts/bench/leave_out.py"],
        "留出一份文本的评分算不出来（见上）",
        "the score without one newspaper could not be measured (see above)",
    )
    _must([python, "tests/report.py", "--write"], "评分页写不出来（见上）", "the page of scores could not be written (see above)")
    # The tests write only what is theirs: golden pages, pictures that no longer match, and floors that the scores have risen above.
    looks = "tests/browser/test_looks.py::test_a_page_looks_as_approved"
    tests = ["-q", "tests/test_golden.py", "tests/test_gold.py", looks, "--update-golden", "--update-floors"]
    failed = _run([python, "-m", "pytest", *tests])
    changed = difference(before, approved(ROOT))
    print("\n".join(changed) if changed else "核准过的内容没有变化。\nNothing that is approved has changed.")
    if failed:
        _say(
            "出错：有的没能核准（见上）；评分的下限不会自己降低。",
            "error: not all of it could be approved (see above); a floor never falls by itself",
            sys.stderr,
        )
    return failed or refused


def approved(root: Path) -> dict[str, str]:
    """All that is made and committed, by its path: the text of pages, ledger, golden pages and floors, and of each picture its hash."""
    found = [*(root / "docs").rglob("*.md"), *(root / "docs").rglob("*.yml"), *(root / "tests" / "golden").rglob("*")]
    found += [root / "seeds" / "permalinks.yml", root / "tests" / "gold" / "floors.json"]
    found += [root / "scripts" / "bench" / "left-out.tsv"]
    made = {path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8") for path in sorted(found) if path.is_file()}
    pictures = sorted((root / "tests" / "browser" / "looks").glob("*.png"))
    return made | {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in pictures}


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """One line for each file that changed, with the lines that it gained and lost; the sum at the end."""
    lines, gained, lost = [], 0, 0
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) == after.get(name):
            continue
        parts = (before.get(name, "").splitlines(), after.get(name, "").splitlines())
        told = [line[0] for line in list(difflib.unified_diff(*parts, n=0))[2:]]
        more, less = told.count("+"), told.count("-")
        state = "" if name in before and name in after else "  (new)" if name in after else "  (gone)"
        lines.append(f" {name} | {more} + {less} -{state}")
        gained, lost = gained + more, lost + less
    return [*lines, f" {len(lines)} files changed, {gained} insertions(+), {lost} deletions(-)"] if lines else []


def theme(arguments: Sequence[str]) -> int:
    """Make docs/assets/css/theme.css anew: of the pinned theme's style sheets what the site uses."""
    make_environment(dev=True)
    return _run([str(_python()), "scripts/theme_sheet.py"])


def properdocs(arguments: Sequence[str]) -> int:
    """Build the site with ProperDocs, the maintained fork of MkDocs, as well, and compare the two."""
    make_environment(dev=False)
    add_to_environment(PROPERDOCS_LOCK)
    refused = _build()
    sites = [ROOT / ".properdocs" / name for name in ("mkdocs", "properdocs")]
    for folder in sites:
        command = [str(_python()), "-m", folder.name, "build", "--strict", "--quiet", "-f", "mkdocs.yml", "--site-dir", str(folder)]
        _must(command, f"{folder.name} 停下了（见上）", f"{folder.name} stopped (see above)")
    one, other = ({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()} for folder in sites)
    different = sorted(path.as_posix() for path in one.keys() | other.keys() if one.get(path) != other.get(path))
    if different:
        some = ", ".join(different[:5])
        raise TaskError(
            f"{len(one)} 个文件里有 {len(different)} 个不同，例如 {some}。请比较 {sites[0]} 和 {sites[1]}",
            f"{len(different)} of {len(one)} files differ, as {some}. Compare {sites[0]} with {sites[1]}",
        )
    _say(f"两个网站一样，各 {len(one)} 个文件。", f"Both sites are the same: {len(one)} files.")
    return refused


def bench(arguments: Sequence[str]) -> int:
    """Measure speed and memory."""
    make_environment(dev=False)
    return _run([str(_python()), "scripts/bench/speed.py", *arguments])


def bench_search(arguments: Sequence[str]) -> int:
    """Measure search in a browser, at 11, 1,000 and 10,000 articles, beside two others."""
    make_environment(dev=True)
    if "--alone" not in arguments:
        _try_to_add(BENCH_LOCK)
    return _run([str(_python()), "scripts/bench/search.py", *arguments])


def corpus(arguments: Sequence[str]) -> int:
    """Restore very many dumps to Parquet, without pages; what follows goes to scripts/corpus.py (IN OUT)."""
    make_environment(dev=False)
    add_to_environment(CLUSTER_LOCK)
    return _run([str(_python()), "scripts/corpus.py", *arguments])


def data(arguments: Sequence[str]) -> int:
    """Build the site, and write its articles to Parquet as well; of volumes those of each."""
    code = site(arguments)
    add_to_environment(CLUSTER_LOCK)
    sites = [path.parents[1] for pattern in ("data", "*/data") for path in sorted((ROOT / "site").glob(f"{pattern}/articles.jsonl"))]
    return max(code, _run([str(_python()), "scripts/parquet.py", *(str(path.relative_to(ROOT)) for path in sites)]))


def rule(arguments: Sequence[str]) -> int:
    """Write a ruling of an editor: WHERE WHAT [VALUE] --why REASON; --help shows examples."""
    return _desk("rule", arguments)


def apply(arguments: Sequence[str]) -> int:
    """Make a ruling of a reader's report: FILE."""
    return _desk("apply", arguments)


def undo(arguments: Sequence[str]) -> int:
    """Take a ruling back: NAME.txt and the line of its file of rulings on which it begins."""
    return _desk("undo", arguments)


def readdress(arguments: Sequence[str]) -> int:
    """Give an article that was never published another address."""
    return _desk("readdress", arguments)


def review(arguments: Sequence[str]) -> int:
    """List what waits for an editor."""
    return _desk("review", arguments)


def _desk(command: str, arguments: Sequence[str]) -> int:
    make_environment(dev=False)
    return _run([str(_python()), "scripts/build.py", command, *arguments])


def divide(arguments: Sequence[str]) -> int:
    """Make the seeds of volumes out of a corpus; what follows goes to scripts/divide.py (CORPUS SEEDS)."""
    make_environment(dev=False)
    add_to_environment(CLUSTER_LOCK)
    return _run([str(_python()), "scripts/divide.py", *arguments])


def import_(arguments: Sequence[str]) -> int:
    """Make dumps of PDFs and of other files that an office has; what follows goes to scripts/import.py (FILE…)."""
    make_environment(dev=False)
    add_to_environment(IMPORT_LOCK)
    return _run([str(_python()), "scripts/import.py", *arguments])


def clean(arguments: Sequence[str]) -> int:
    """Remove all that is made: .venv, site, docs/data, caches."""
    sites = ("site", ".properdocs", ".cache", "docs/data", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis")
    made = [VENV, *(ROOT / name for name in sites), *ROOT.glob(f"{NEW_SITE}*"), *ROOT.glob(f"{OLD_SITE}*")]
    for path in [*made, *(ROOT / "scripts").rglob("__pycache__"), *(ROOT / "tests").rglob("__pycache__")]:
        remove(path)
    return 0


def help_(arguments: Sequence[str]) -> int:
    """List the tasks."""
    _say(
        "make 任务名；没有 make 就写：python3 scripts/environment.py 任务名",
        "make TASK, or without make: python3 scripts/environment.py TASK\n",
    )
    for name, task in TASKS.items():
        print(f"  {name:<13} {(task.__doc__ or '').splitlines()[0]}")
    return 0


TASKS: dict[str, Callable[[Sequence[str]], int]] = {
    "help": help_,
    "setup": setup,
    "site": site,
    "serve": serve,
    "test": test,
    "quick": quick,
    "check": check,
    "approve": approve,
    "theme": theme,
    "properdocs": properdocs,
    "bench": bench,
    "bench-search": bench_search,
    "corpus": corpus,
    "data": data,
    "rule": rule,
    "apply": apply,
    "undo": undo,
    "readdress": readdress,
    "review": review,
    "divide": divide,
    "import": import_,
    "clean": clean,
}


def _volumes(arguments: Sequence[str]) -> int:
    """Build volumes and the portal."""
    code = _run([str(_python()), "scripts/volumes.py", *arguments])
    return _warned(code) if code in (0, SEEDS_REFUSED) else 1


def _warned(refused: int) -> int:
    if refused:
        _say(
            "注意：有些原始文本没有收下（见上），其余的都在网站里。修好之前 make check 通不过。",
            "warning: some seeds were refused (see above); all others are in the site. make check fails until they are mended.",
            sys.stderr,
        )
    return 0


def _build() -> int:
    """Run the build; what stops it stops the task, and refused seeds are reported at the end."""
    code = _run([str(_python()), "scripts/build.py"])
    if code not in (0, SEEDS_REFUSED):
        raise TaskError("构建停下了（见上）", "the build stopped (see above)")
    return code


def _render() -> None:
    """Render the site beside the one that is there, which MkDocs would empty first, and let them change places when it is whole.

    Where nothing changed, there is no new one (`scripts/render.py`). One at a time renders.
    """
    try:
        with alone_in(ROOT / ".cache"):
            renew(ROOT, ROOT / "site", _render_into)
    except OutputError as error:
        raise TaskError(
            f"{error.place}：{error.what.zh}；{error.next_step.zh}",
            f"{error.place}: {error.what.en}; {error.next_step.en}",
        ) from error


def _render_into(new: Path) -> None:
    _must([str(_python()), "scripts/render.py", str(new)], "MkDocs 停下了（见上）", "MkDocs stopped (see above)")


def _must(command: Sequence[str], zh: str, en: str) -> None:
    if _run(command):
        raise TaskError(zh, en)


def _run(command: Sequence[str], more: Mapping[str, str] = MappingProxyType({})) -> int:
    """Run a command at the root, its environment with `more`; the exit code."""
    return subprocess.run(command, cwd=ROOT, env=_environ() | dict(more), check=False).returncode


def _environ() -> dict[str, str]:
    """The caller's environment without what would lead the environment's Python to packages of another one.

    The theme's advertisement for its successor is left out, so that what is printed is what matters.
    """
    misleading = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")
    return {key: value for key, value in os.environ.items() if key not in misleading} | {"PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1"}
