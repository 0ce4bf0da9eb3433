"""The findings of the rules and the rows of `weights.tsv` are the same, so that no page is the first to show that one is missing."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator

from edition.restore.rules import RULES, captions, displays, joints
from edition.vocabulary import LABELS, Vocabulary

MODULES = (captions, displays, joints)


def _literals(node: ast.expr) -> Iterator[str]:
    """The strings that an expression can be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def _yielded(function: Callable[..., object], functions: dict[str, Callable[..., object]]) -> Iterator[str]:
    """The names that a rule can yield, also by `yield from` another function of its module."""
    for node in ast.walk(ast.parse(inspect.getsource(function))):
        if isinstance(node, ast.Yield) and node.value is not None:
            yield from _literals(node.value)
        elif isinstance(node, ast.YieldFrom) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
            yield from _yielded(functions[node.value.func.id], functions)


def _found() -> set[tuple[str, str]]:
    out: set[tuple[str, str]] = set()
    for label, rule in RULES:
        (module,) = (module for module in MODULES if module.__name__ == rule.__module__)
        functions = {name: member for name, member in vars(module).items() if inspect.isfunction(member)}
        out.update((label, name) for name in _yielded(rule, functions))
    return out


def test_every_finding_has_a_weight_and_every_weight_a_finding(vocabulary: Vocabulary) -> None:
    found = _found()
    assert len(found) > 100
    # Each label has a row of its own, and names have no rules; what the end of a page costs is asked for by `label` itself.
    rows = {row for row in vocabulary.weights if row[0] != row[1] and row[0] != "names"}
    ends = {("cut", name) for name in _yielded(displays.end, vars(displays))}
    assert {label for label, _ in found} <= {*LABELS}
    assert found - rows == set(), "a finding without a row in weights.tsv"
    assert rows - found - ends == set(), "a row in weights.tsv that no rule finds"
