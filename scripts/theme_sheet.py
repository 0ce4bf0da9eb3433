"""Make docs/assets/css/theme.css: of the style sheets of the pinned theme, only what the site uses. For developers.

    python scripts/theme_sheet.py

A rule stays where every class and every state of its selector stands in `PARTS`; it stays as it is, in its order, so that the site looks
as with the whole sheets. Of custom properties and animations those stay that a rule which stays asks for. Nothing has to be known about
pages for this: a rule that names elements alone always stays. `tests/browser/test_theme.py` shows that no rule which is left out is one
of any page. Who uses another part of the theme adds its name here, and runs `make theme`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import material
import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "assets" / "css" / "theme.css"
THEME = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"
PARTS = """
    js no-js md-container md-main md-main__inner md-grid md-content md-content__inner md-typeset
    md-header md-header__inner md-header__button md-icon md-skip md-toggle md-overlay md-dialog md-dialog__inner
    md-tabs md-tabs__list md-tabs__item md-tabs__item--active md-tabs__link
    md-sidebar md-sidebar--secondary md-sidebar__scrollwrap md-sidebar__inner
    md-nav md-nav--secondary md-nav__title md-nav__list md-nav__item md-nav__link md-nav__link--active md-ellipsis
    md-footer md-footer-meta md-footer-meta__inner md-copyright
    md-typeset__scrollwrap md-typeset__table headerlink
    [data-md-color-scheme=default] [data-md-color-scheme=slate] [data-md-color-switching] [dir=ltr]
"""
"""What the site uses of the theme: classes, and states of the theme's own."""
USED = frozenset(PARTS.split())
COPYRIGHT = "Copyright (c) 2016-2025 Martin Donath, MIT licence."
UNSURE = ("[data-", "[dir", "[for", "[id")
"""States of the theme's own begin like this. Others (`[hidden]`, `[open]`) are any page's."""
FOCUS = re.compile(r"\.focus-visible(?![\w-])")
"""A class that the theme's script gives to what `:focus-visible` says without a script."""


def main() -> int:
    """Write the sheet."""
    TARGET.write_text(sheet(), encoding="utf-8", newline="\n")
    return 0


def sheet() -> str:
    """The text of the sheet, a rule a line."""
    rules = list(kept(parsed(whole())))
    used = _used(rules)
    lines = (_text(rule, used) for rule in rules)
    origin = f"/* Of Material for MkDocs {version('mkdocs-material')}, by scripts/theme_sheet.py. {COPYRIGHT} */"
    return "\n".join([origin, *(line for line in lines if line), ""])


def whole() -> str:
    """The text of the theme's own sheets, in the order in which its pages ask for them."""
    found = (path for name in ("main", "palette") for path in sorted(THEME.glob(f"{name}.*.min.css")))
    text = "".join(path.read_text(encoding="utf-8").removeprefix('@charset "UTF-8";') for path in found)
    return FOCUS.sub(":focus-visible", text)


def kept(rules: Iterable[Node]) -> Iterator[Node]:
    """The rules of which the site uses something, with the selectors that it uses.

    >>> rules = parsed(".md-nav,.md-search{color:red}@media print{.md-search{color:red}}.md-nav:not(.md-search)>a:hover{color:red}")
    >>> [rule.serialize() for rule in kept(rules)]
    ['.md-nav{color:red}', '.md-nav:not(.md-search)>a:hover{color:red}']
    """
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            chosen = [selector for selector in selectors(rule) if needed(selector) <= USED]
            if chosen:
                yield QualifiedRule(rule.source_line, rule.source_column, _tokens(",".join(chosen)), rule.content)
        elif isinstance(rule, AtRule) and rule.lower_at_keyword in ("media", "supports"):
            inner = _tokens("".join(one.serialize() for one in kept(parsed(rule.content))))
            if inner:
                yield AtRule(rule.source_line, rule.source_column, rule.at_keyword, rule.lower_at_keyword, rule.prelude, inner)
        else:
            yield rule


def selectors(rule: QualifiedRule) -> list[str]:
    """The selectors of a rule.

    >>> [rule] = parsed("a:is(b,i),[title='a,b']{}")
    >>> selectors(rule)
    ['a:is(b,i)', '[title="a,b"]']
    """
    found: list[list[Node]] = [[]]
    for token in rule.prelude:
        if token == ",":
            found.append([])
        else:
            found[-1].append(token)
    return [tinycss2.serialize(tokens).strip() for tokens in found]


def needed(selector: str) -> set[str]:
    """What of the theme an element must have that the selector names.

    >>> sorted(needed("[dir=rtl] .md-nav:not(.md-x) > a[href].b::before"))
    ['[dir=rtl]', 'b', 'md-nav']
    """
    bare = re.sub(r":[\w-]+\([^()]*(\([^()]*\)[^()]*)*\)", "", selector)
    states = {state.replace('"', "") for state in re.findall(r"\[[^\]]*\]", bare) if state.startswith(UNSURE)}
    return set(re.findall(r"(?<=[.])-?[A-Za-z_][\w-]*", re.sub(r"\[[^\]]*\]", "", bare))) | states


def _used(rules: Iterable[Node]) -> set[str]:
    """The custom properties and the animations that the rules ask for, also by way of other custom properties."""
    plain, behind = set[str](), dict[str, set[str]]()
    for rule in flat(rules):
        for one in _declarations(rule):
            asked = set(re.findall(r"--[\w-]+|[a-z][\w-]*", tinycss2.serialize(one.value)))
            if one.name.startswith("--"):
                behind.setdefault(one.name, set()).update(asked)
            else:
                plain |= asked
    waiting = list(plain)
    while waiting:
        new = behind.pop(waiting.pop(), set()) - plain
        plain |= new
        waiting += new
    return plain


def flat(rules: Iterable[Node]) -> Iterator[Node]:
    """All rules, those in a block as well."""
    for rule in rules:
        nested = isinstance(rule, AtRule) and rule.lower_at_keyword in ("media", "supports")
        yield from flat(parsed(rule.content)) if nested else (rule,)


def _text(rule: Node, used: set[str]) -> str:
    """A rule without the custom properties that nothing asks for; empty where nothing is left."""
    if isinstance(rule, QualifiedRule):
        left = [one for one in _declarations(rule) if not one.name.startswith("--") or one.name in used]
        return f"{tinycss2.serialize(rule.prelude)}{{{';'.join(_declared(one) for one in left)}}}" if left else ""
    if rule.lower_at_keyword in ("media", "supports"):
        inner = "".join(_text(one, used) for one in parsed(rule.content))
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}" if inner else ""
    named = tinycss2.serialize(rule.prelude).strip()
    return "" if rule.lower_at_keyword == "keyframes" and named not in used else str(rule.serialize())


def _declared(one: Declaration) -> str:
    return f"{one.name}:{tinycss2.serialize(one.value).strip()}{'!important' if one.important else ''}"


def _declarations(rule: Node) -> list[Declaration]:
    found = tinycss2.parse_blocks_contents(rule.content) if isinstance(rule, QualifiedRule) else []
    return [one for one in found if isinstance(one, Declaration)]


def parsed(text: str | list[Node]) -> list[Node]:
    """The rules of a sheet, or of a block."""
    return list(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _tokens(text: str) -> list[Node]:
    return list(tinycss2.parse_component_value_list(text))


if __name__ == "__main__":
    raise SystemExit(main())
