"""Arrows only go down.

cli → publish | describe | restore → restore.rules → layout → vocabulary, gazetteer, contexts → model, tables, segmenter
    → trace, days, errors → stdlib
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "scripts" / "edition"
ROOMS = ("restore", "describe", "publish", "importing")
GROUND = {
    "edition.trace": 0,
    "edition.days": 0,
    "edition.errors": 0,
    "edition.figures": 0,
    "edition.standing": 0,
    "edition.rulings": 1,
    "edition.model": 2,
    "edition.tables": 2,
    "edition.segmenter": 2,
    "edition.contexts": 3,
    "edition.layout": 3,
    "edition.vocabulary": 3,
    "edition.gazetteer": 4,
}
"""The modules that everyone above may use, with their height."""
MEASURED = {"edition.restore.page", "edition.restore.evidence"}
"""What the rules of restoration look at; everything else in their room is a stage."""
HALL = {
    "edition.alone": 4,
    "edition.renewal": 4,
    "edition.volumes": 4,
    "edition.copies": 4,
    "edition.dumps": 4,
    "edition.facsimiles": 4,
    "edition.misprints": 4,
    "edition.project": 4,
    "edition.renumber": 4,
    "edition.cache": 4,
    "edition.commands": 4,
    "edition.workers": 4,
    "edition.inputs": 5,
}
HALL |= {"edition.apparatus": 4, "edition.ledger": 4, "edition.slugs": 5, "edition.permalinks": 5}
"""The modules beside the rooms, with their height; they know no room."""
STAIRS = {
    "edition.leaves": {"edition.restore", "edition.describe", "edition.publish", "edition.slugs"},
    "edition.printing": {"edition.publish", "edition.leaves"},
    "edition.corpus": {"edition.leaves", "edition.publish"},
    "edition.desk": {"edition.leaves", "edition.restore", "edition.describe", "edition.publish"},
    "edition.divide": {"edition.publish"},
    "edition.portal": {"edition.publish"},
    "edition.bringing": {"edition.importing"},
}
"""Modules between rooms and `cli`, which know these rooms, the ground and the hall."""
THIRD_PARTY = {
    "edition.describe": {"jieba"},
    "edition.publish": {"yaml", "jieba", "markdown", "numpy", "pypinyin", "segno"},
    "edition.importing": {"PIL", "pypdfium2", "yaml"},
    "edition.segmenter": {"jieba"},
    "edition.gazetteer": {"yaml"},
    "edition.ledger": {"yaml"},
    "edition.rulings": {"yaml"},
    "edition.slugs": {"pypinyin"},
    "edition.desk": {"yaml"},
    "edition.project": {"mkdocs", "yaml"},
    "edition.volumes": {"yaml"},
    "edition.portal": {"numpy"},
    "edition.bringing": {"PIL"},
    "edition.cli": {"mkdocs", "tqdm", "yaml"},
    "edition.inputs": {"fsspec"},
    "edition.corpus": {"distributed", "fsspec", "pyarrow", "tqdm"},
    "edition.divide": {"fsspec", "pyarrow", "tqdm"},
}
"""What comes from outside, by room or module; restoration needs the standard library alone."""


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def _room(module: str) -> str | None:
    """The room that a module stands in: `edition.restore` for `edition.restore.rules.titles`."""
    parts = module.split(".")
    return ".".join(parts[:2]) if len(parts) > 1 and parts[1] in ROOMS else None


def _imports(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are written in full"
            assert node.module
            # `from edition import errors` imports the module edition.errors.
            found |= {f"{node.module}.{alias.name}" if f"{node.module}.{alias.name}" in MODULES else node.module for alias in node.names}
    return found


def wrong(module: str, imported: str) -> str | None:
    """Why `module` may not import `imported`; None where it may."""
    top = imported.split(".")[0]
    room = _room(module)
    if top in sys.stdlib_module_names:
        return None
    if top != "edition":
        return None if top in THIRD_PARTY.get(room or module, set()) else f"{top} is not among the third-party imports of {room or module}"
    if imported == "edition.cli":
        return "nothing imports cli"
    if module == "edition.cli":
        return None
    other = _room(imported)
    if room:
        if other == room:
            return None if ".rules" not in module or ".rules" in imported or imported in MEASURED else "rules know no stage"
        if other:
            return "rooms never import each other"
        return None if imported in GROUND else f"{imported} is above the rooms"
    if other or module in STAIRS:
        allowed = {other, imported} & STAIRS.get(module, set()) or imported in GROUND or imported in HALL
        return None if allowed else "an arrow goes up into a room"
    height = {**GROUND, **HALL}
    if module not in height or imported not in height:
        return "the module has no place in the drawing: give it one in GROUND, HALL or STAIRS"
    return None if height[imported] < height[module] else "an arrow goes up or sideways"


@pytest.mark.parametrize("module", [name for name in MODULES if name != "edition"])
def test_arrows_go_down(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    found = {imported: reason for imported in sorted(_imports(tree)) if (reason := wrong(module, imported))}
    assert not found, f"{module} imports {found}"
    assert "TYPE_CHECKING" not in ast.dump(tree), "an import for types alone hides an arrow"


@pytest.mark.parametrize("room", ROOMS)
def test_no_circles(room: str) -> None:
    """Within a room, too, there is an order: no module needs itself, however long the way."""
    inside = {name: path for name, path in MODULES.items() if _room(name) == f"edition.{room}"}
    edges = {name: _imports(ast.parse(path.read_text(encoding="utf-8"))) & inside.keys() - {name} for name, path in inside.items()}
    while edges:
        free = [name for name, needs in edges.items() if not needs & edges.keys()]
        assert free, f"these modules need each other: {', '.join(edges)}"
        for name in free:
            del edges[name]


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("edition.restore.wrap", "edition.publish.markdown"),
        ("edition.publish.jsonl", "edition.restore"),
        ("edition.describe.place", "edition.permalinks"),
        ("edition.model", "edition.vocabulary"),
        ("edition.trace", "edition.model"),
        ("edition.restore.wrap", "yaml"),
        ("edition.apparatus", "edition.restore"),
        ("edition.publish.jsonl", "edition.cli"),
        ("edition.restore.rules.captions", "edition.restore.compose"),
    ],
)
def test_wrong_arrows_are_seen(module: str, imported: str) -> None:
    assert wrong(module, imported)


def test_tests_need_no_benchmark() -> None:
    """Whoever changes a measurement must not have to think of the tests, nor the other way round."""
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        needed = {name.split(".")[0] for name in _imports(ast.parse(path.read_text(encoding="utf-8")))}
        assert "bench" not in needed, f"{path.name} imports a benchmark"
