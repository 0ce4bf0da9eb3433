"""The lines of a dump as its page shows them, read back from the HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Shown:
    """A run of lines, and what it says they became."""

    kind: str
    lines: list[str] = field(default_factory=list)
    """The ids of its lines."""
    went: str = ""
    links: list[str] = field(default_factory=list)
    """The ways to the article, one for each part."""
    onward: list[str] = field(default_factory=list)
    """The ways to other lines of the same block."""
    readings: list[str] = field(default_factory=list)
    """What is read, one for each part."""
    folded: list[str] = field(default_factory=list)
    """What rows of several blank lines say."""


class Lines(HTMLParser):
    """The lines of a page: by id the raw text, odd characters read back; and the runs."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.raw: dict[str, str] = {}
        self.runs: list[Shown] = []
        self.titles: dict[str, list[str]] = {}
        self.numbers: dict[str, str] = {}
        """The text of the link of a line, by its id."""
        self.tags: set[str] = set()
        self.open: list[tuple[str, str, str]] = []
        """Tag, class, and id or address."""
        self.feed(source)
        self.close()
        assert not self.open
        for run in self.runs:
            run.went = re.sub(" +", " ", run.went).strip()

    @property
    def went(self) -> dict[str, str]:
        """What the run of each line says."""
        return {line: run.went for run in self.runs for line in run.lines}

    @property
    def links(self) -> dict[str, list[str]]:
        """Where the run of each line leads."""
        return {line: run.links for run in self.runs for line in run.lines}

    def run(self, line: str) -> Shown:
        """The run of a line."""
        return next(run for run in self.runs if line in run.lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        kind = found.get("class", "")
        self.tags.add(tag)
        self.open.append((tag, kind, found.get("id", found.get("href", ""))))
        if kind.split()[:1] == ["run"]:
            self.runs.append(Shown(kind.split()[1]))
        if line := found.get("id"):
            assert line not in self.raw
            self.raw[line], self.titles[line] = "", []
            self.runs[-1].lines.append(line)
        if tag == "a" and kind == "role":
            self.runs[-1].links.append(found["href"])
        if tag == "a" and kind == "onward":
            self.runs[-1].onward.append(found["href"])
        if kind == "reading":
            self.runs[-1].readings.append("")
        if tag in ("p", "span") and any(kind == "went" for _, kind, _ in self.open):
            self.runs[-1].went += " "
        if tag in ("mark", "del"):
            self.titles[self.runs[-1].lines[-1]].append(found["title"])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _, _ in self.open]
        kinds = [kind for _, kind, _ in self.open]
        if "went" in kinds:
            self.runs[-1].went += data
            if "reading" in kinds:
                self.runs[-1].readings[-1] += data
        elif tags[-1:] == ["small"]:
            self.runs[-1].folded.append(data)
        elif tags[-1:] == ["a"]:
            self.numbers[self.open[-1][2].removeprefix("#")] = data
        elif line := next((name for _, _, name in reversed(self.open) if name), ""):
            self.raw[line] += chr(int(data[2:], 16)) if kinds[-1] == "odd" else data
        else:
            assert not data.strip(), data
