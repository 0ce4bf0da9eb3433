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
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "edition.json"
LOCK = "requirements.txt"
DEV_LOCK = "requirements-dev.txt"
BENCH_LOCK = "requirements-bench.txt"
PROPERDOCS_LOCK = "requirements-properdocs.txt"
BUILDERS = ("setuptools",)
"""It builds jieba, which is published as source only. It is installed first, so that its build is pinned as well."""
QUICK = ("cases", "gold", "doubts", "describe", "vocabulary", "slugs", "permalinks", "marks", "account")
"""What `make quick` runs of the tests, `tests/test_*.py`: what judges restoration, description and addresses, the quickest first."""
SEEDS_REFUSED = 3
"""The exit code of `build.py` when some seeds were refused and the others are built."""
NEW_SITE, OLD_SITE = ".site-new", ".site-old"
"""Where a site is rendered, and where the one before it waits for the moment in which the two change places."""


class TaskError(Exception):
    """A task cannot go on. The message says what is wrong and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the task that the first argument names; the others are passed on."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", line_buffering=True)
    name, *rest = (sys.argv[1:] if arguments is None else arguments) or ["help"]
    if name not in TASKS:
        print(f"error: there is no task {name!r}; choose one of {', '.join(TASKS)}", file=sys.stderr)
        return 2
    try:
        return TASKS[name](rest)
    except TaskError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The next run takes up what is unfinished.", file=sys.stderr)
        return 130


# The environment


def make_environment(dev: bool) -> None:
    """Make `.venv`, or leave it alone where its stamp is that of this Python and of these lock files."""
    wanted = _wanted(dev)
    found = _stamp()
    if found and wanted.items() <= found.items() and _runs():
        return
    if found and wanted["python"] == found.get("python") and LOCK in found and found[LOCK] == wanted[LOCK] and _runs():
        print("Adding the tools of developers to .venv …")
    else:
        if missing := [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]:
            raise TaskError(_no_venv(f"has no module {' and no module '.join(missing)}"))
        if VENV.exists() or VENV.is_symlink():
            print(f"Making .venv anew: {_reason(found, wanted)}.")
            _remove(VENV)
        _bare_environment()
    STAMP.unlink(missing_ok=True)
    _install(DEV_LOCK if dev else LOCK)
    STAMP.write_text(json.dumps(wanted, indent=2) + "\n", encoding="utf-8")
    print("The environment is ready.")


def add_to_environment(lock: str) -> None:
    """Install one more lock file into `.venv`, unless its stamp says that it is there. The others do not ask for it."""
    if (found := _stamp()).get(lock) != (digest := _digest(lock)):
        _install(lock)
        STAMP.write_text(json.dumps(found | {lock: digest}, indent=2) + "\n", encoding="utf-8")


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


def _reason(found: dict[str, str], wanted: dict[str, str]) -> str:
    if not found:
        return "its set-up was not finished"
    if found.get("python") != wanted["python"]:
        return f"it is of Python {found.get('python')}, and this is {wanted['python']}"
    if any(found.get(name, digest) != digest for name, digest in wanted.items()):
        return "the lock file has changed since"
    return "its Python does not run any more"


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
        _remove(VENV)
        raise TaskError(_no_venv("could not make an environment (see above)"))


def _no_venv(what: str) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        f"Python {version} ({sys.executable}) {what}. On Debian and Ubuntu it is a package of its own: "
        f"sudo apt-get install python{version}-venv. Or name another Python: make PYTHON=/path/to/python3 site"
    )


def _install(lock: str) -> None:
    """Install a lock file: first what builds, then all, so that a source package is built by pinned tools as well."""
    print(f"Installing {lock} into .venv (this takes a minute the first time) …")
    pip = [str(_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "builders.txt"
        first.write_text(builders((ROOT / lock).read_text(encoding="utf-8")), encoding="utf-8")
        failed = _run([*pip, "-r", str(first)]) or _run([*pip, "--no-build-isolation", "--use-pep517", "-r", str(ROOT / lock)])
    if failed:
        raise TaskError("pip could not install the lock file (see above). Look at the network, then run the same command again")


def builders(lock: str) -> str:
    """The entries of a lock file for the packages that build others."""
    return "".join(entry for entry in re.findall(r"^\S.*(?:\n[ \t].*)*\n?", lock, re.M) if entry.split("==")[0] in BUILDERS)


# The tasks


def setup(arguments: Sequence[str]) -> int:
    """Make .venv from the lock files, with the tools of developers."""
    make_environment(dev=True)
    print(f"Its Python is {_python().relative_to(ROOT)}.")
    return 0


def site(arguments: Sequence[str]) -> int:
    """Build the edition into site/. Seeds that are refused are named and fail `make check`, but not this: the rest is published."""
    make_environment(dev=False)
    refused = _build()
    _render()
    pages = sum(1 for _ in (ROOT / "site").rglob("*.html"))
    articles = sum(1 for path in (ROOT / "docs" / "articles").rglob("*.md") if path.name != "index.md")
    print(f"Built {articles} articles, {pages} pages, in site/.")
    print(f"Look at it: open {ROOT / 'site' / 'index.html'} in a browser, or run `make serve`.")
    if refused:
        print(
            "warning: some seeds were refused (see above); all others are in the site. make check fails until they are mended.",
            file=sys.stderr,
        )
    return 0


def serve(arguments: Sequence[str]) -> int:
    """Build, show in a browser, and rebuild on every change."""
    make_environment(dev=False)
    with subprocess.Popen([str(_python()), "scripts/serve.py", *arguments], cwd=ROOT, env=_environ()) as server:
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:  # Ctrl-C reaches the server as well; it ends in its own way.
                continue


def test(arguments: Sequence[str]) -> int:
    """Run the tests; what follows goes to pytest."""
    make_environment(dev=True)
    return _run([str(_python()), "-m", "pytest", *arguments])


def check(arguments: Sequence[str]) -> int:
    """Look at style and types, and that what is committed is fresh."""
    make_environment(dev=True)
    python = str(_python())
    commands = (
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "mypy"],
        [python, "scripts/build.py", "--check"],
    )
    return max([_run(command) for command in commands])


def quick(arguments: Sequence[str]) -> int:
    """Judge restoration and description in seconds: all tests that start no process, with fewer random examples."""
    make_environment(dev=True)
    return _run([*quick_command(str(_python())), *arguments], {"EDITION_QUICK": "1"})


def quick_command(python: str) -> list[str]:
    """What `make quick` runs, in one process: the cases, the gold, the laws, and the examples in the docstrings of the edition."""
    files = [f"tests/test_{name}.py" for name in QUICK]
    # What looks through all of memory at the end, and what notes the last failures, cost more here than they tell.
    plain = ["-p", "no:cacheprovider", "-p", "no:unraisableexception"]
    return [python, "-m", "pytest", "-q", "-m", "not slow", *plain, *files, "scripts/edition"]


def approve(arguments: Sequence[str]) -> int:
    """Make anew all that is approved (docs/, golden pages, floors, the page of scores) and list what changed."""
    make_environment(dev=True)
    python = str(_python())
    before = approved(ROOT)
    refused = _build()
    _must([python, "tests/report.py", "--write"], "the page of scores could not be written (see above)")
    # The tests write only what is theirs: the golden pages, and floors that the scores have risen above.
    tests = ["-q", "tests/test_golden.py", "tests/test_gold.py", "--update-golden", "--update-floors"]
    failed = _run([python, "-m", "pytest", *tests])
    changed = difference(before, approved(ROOT))
    print("\n".join(changed) if changed else "Nothing that is approved has changed.")
    if failed:
        print("error: not all of it could be approved (see above); a floor never falls by itself", file=sys.stderr)
    return failed or refused


def approved(root: Path) -> dict[str, str]:
    """All generated text that is committed, by its path: pages, ledger, golden pages and floors."""
    found = [*(root / "docs").rglob("*.md"), *(root / "docs").rglob("*.yml"), *(root / "tests" / "golden").rglob("*")]
    found += [root / "seeds" / "permalinks.yml", root / "tests" / "gold" / "floors.json"]
    return {path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8") for path in sorted(found) if path.is_file()}


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


def properdocs(arguments: Sequence[str]) -> int:
    """Build the site with ProperDocs, the maintained fork of MkDocs, as well, and compare the two."""
    make_environment(dev=False)
    add_to_environment(PROPERDOCS_LOCK)
    refused = _build()
    sites = [ROOT / ".properdocs" / name for name in ("mkdocs", "properdocs")]
    for folder in sites:
        command = [str(_python()), "-m", folder.name, "build", "--strict", "--quiet", "-f", "mkdocs.yml", "--site-dir", str(folder)]
        _must(command, f"{folder.name} stopped (see above)")
    one, other = ({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()} for folder in sites)
    different = sorted(path.as_posix() for path in one.keys() | other.keys() if one.get(path) != other.get(path))
    if different:
        raise TaskError(f"{len(different)} of {len(one)} files differ, as {', '.join(different[:5])}. Compare {sites[0]} with {sites[1]}")
    print(f"Both sites are the same: {len(one)} files.")
    return refused


def bench(arguments: Sequence[str]) -> int:
    """Measure speed and memory."""
    make_environment(dev=False)
    return _run([str(_python()), "scripts/bench/speed.py", *arguments])


def bench_search(arguments: Sequence[str]) -> int:
    """Measure search in a browser, at 11, 1,000 and 10,000 articles, beside two others."""
    make_environment(dev=True)
    if "--alone" not in arguments:
        try:
            add_to_environment(BENCH_LOCK)
        except TaskError as error:  # Not every machine has a build of it; the rest is measured all the same.
            print(f"warning: {error}", file=sys.stderr)
    return _run([str(_python()), "scripts/bench/search.py", *arguments])


def clean(arguments: Sequence[str]) -> int:
    """Remove all that is made: .venv, site, docs/data, caches."""
    sites = ("site", NEW_SITE, OLD_SITE, ".properdocs")
    made = [VENV, *(ROOT / name for name in (*sites, "docs/data", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis"))]
    for path in [*made, *(ROOT / "scripts").rglob("__pycache__"), *(ROOT / "tests").rglob("__pycache__")]:
        _remove(path)
    return 0


def help_(arguments: Sequence[str]) -> int:
    """List the tasks."""
    print("make TASK, or without make: python3 scripts/environment.py TASK\n")
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
    "properdocs": properdocs,
    "bench": bench,
    "bench-search": bench_search,
    "clean": clean,
}


def _build() -> int:
    """Run the build; what stops it stops the task, and refused seeds are reported at the end."""
    code = _run([str(_python()), "scripts/build.py"])
    if code not in (0, SEEDS_REFUSED):
        raise TaskError("the build stopped (see above)")
    return code


def _render() -> None:
    """Render the site beside the one that is there, which MkDocs would empty first, and let them change places when it is whole."""
    site, new, old = (ROOT / name for name in ("site", NEW_SITE, OLD_SITE))
    if old.exists() and not site.exists():  # The run before was killed between the two moves.
        os.replace(old, site)
    for left in (new, old):
        _remove(left)
    try:
        _must([str(_python()), "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(new)], "MkDocs stopped (see above)")
        if site.exists():
            os.replace(site, old)
        os.replace(new, site)
    except OSError as error:
        if old.exists() and not site.exists():
            os.replace(old, site)
        raise TaskError(f"{site} cannot be replaced ({error.strerror}); close what shows it, and run make site again") from error
    finally:
        _remove(new)
    _remove(old)


def _must(command: Sequence[str], complaint: str) -> None:
    if _run(command):
        raise TaskError(complaint)


def _run(command: Sequence[str], more: Mapping[str, str] = MappingProxyType({})) -> int:
    """Run a command at the root, its environment with `more`; the exit code."""
    return subprocess.run(command, cwd=ROOT, env=_environ() | dict(more), check=False).returncode


def _environ() -> dict[str, str]:
    """The caller's environment without what would lead the environment's Python to packages of another one.

    The theme's advertisement for its successor is left out, so that what is printed is what matters.
    """
    misleading = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")
    return {key: value for key, value in os.environ.items() if key not in misleading} | {"PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1"}


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)
