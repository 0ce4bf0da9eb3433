"""The files that are made of a page: the dump, the places of its lines, and what the format says of the newspaper."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import yaml

from edition.errors import AccountError, Said, SeedError
from edition.importing.facts import agreed
from edition.importing.nouns import Fact, Material, Page, Printed, inked
from edition.importing.places import arrange

FORMAT = 1
"""FORMAT of the file of places: it never changes meaning; more may come."""

MOST = 60_000
"""Texts of the fullest page, characters where a format tells those: three times what the densest newspaper prints."""


@dataclass(frozen=True, slots=True)
class Made:
    """What is made of one page."""

    number: int
    """The page of the file, from 1."""
    text: str
    """The dump."""
    lines: tuple[tuple[int, Printed], ...]
    """The printed lines with their numbers in the dump."""
    page: Page
    facts: tuple[Fact, ...]

    def places(self, original: str, scan: tuple[int, int] | None = None) -> str:
        """The file of places: for each line of the dump where it stands on the page; empty where the format does not tell.

        Args:
            original: the file that the dump was made of.
            scan: width and height of the picture of the page, which is the size of the page where the format does not say it.
        """
        found = {
            str(number): [round(side, 1) for side in (line.place.x0, line.place.y0, line.place.x1, line.place.y1)]
            for number, line in self.lines
            if line.place is not None
        }
        if not found:
            return ""
        size = (round(self.page.width, 1), round(self.page.height, 1)) if self.page.measured else scan or (None, None)
        told = {
            "format": FORMAT,
            "sha256": hashlib.sha256(self.text.encode("utf-8")).hexdigest(),
            "original": original,
            "page": self.number,
            "width": size[0],
            "height": size[1],
            "lines": found,
        }
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"

    def rulings(self) -> str:
        """The file of rulings; empty where there is nothing to say."""
        told = [
            {"field": fact.field, "to": date.fromisoformat(fact.to) if fact.field == "date" else fact.to, "why": fact.why, "by": "import"}
            for fact in self.facts
        ]
        dumped: str = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=10_000) if told else ""
        return dumped


def make(material: Material, name: str) -> tuple[Made, ...]:
    """What is made of each page that has text.

    Raises:
        SeedError: a page holds more than any newspaper prints.
        AccountError: a character is lost or invented on the way.
    """
    made: list[Made] = []
    for page in material.pages:
        if (count := len(page.boxes)) > MOST:
            raise SeedError(
                name,
                Said(
                    f"一页有 {count} 块文字，超过 {MOST} 块，没有版面有这么多",
                    f"has {count} texts on a page, more than {MOST}, and no page has so many",
                ),
                Said("请检查这个文件，一个版面一页", "look at the file, and make one page of each page of the newspaper"),
            )
    for number, page in enumerate(material.pages, 1):
        lines = arrange(page)
        if lines:
            text, numbered = dump(lines)
            made.append(Made(number, text, numbered, page, tuple(agreed(material.facts, number))))
    _prove(material, made, name)
    return tuple(made)


def dump(lines: Sequence[Printed]) -> tuple[str, tuple[tuple[int, Printed], ...]]:
    r"""A line for each printed line, with a blank line before those that stand apart; and the lines with their numbers.

    >>> dump([Printed("题"), Printed("文", apart=True)])[0]
    '题\n\n文\n'
    """
    out: list[str] = []
    numbered = []
    for line in lines:
        if line.apart and out:
            out.append("")
        out.append(line.text.rstrip())
        numbered.append((len(out), line))
    return "\n".join(out) + "\n", tuple(numbered)


def _prove(material: Material, made: Sequence[Made], name: str) -> None:
    held = Counter(material.characters)
    written = inked(one.text for one in made)
    for left in material.left:
        written += left.characters
    if held == written:
        return
    lost, more = ("".join((one - other).elements())[:40] for one, other in ((held, written), (written, held)))
    raise AccountError(
        name,
        Said(f"导入时字不平：少了 {lost!r}，多了 {more!r}", f"the characters do not balance: {lost!r} are lost and {more!r} are more"),
        Said("没有写任何文件；这是程序的毛病，请连同文件一起报告", "nothing was written; this is a defect: report it with the file"),
    )
