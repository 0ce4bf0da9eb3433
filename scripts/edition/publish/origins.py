"""What a dump is called: the newspaper, the day and the page that all its articles state, each with the words that say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from edition.model import Description, Finding
from edition.publish.escape import plain
from edition.publish.phrases import RULE_WORDS, date_words, page_order


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a dump comes from, as far as its page says it; what is inferred or doubtful names nothing."""

    file: str
    """The name of the dump."""
    newspaper: Finding | None = None
    date: Finding | None = None
    page: Finding | None = None

    @property
    def name(self) -> str:
        """What it is called. One fact alone does not tell it from others, so that the file name goes with it.

        >>> paper, day = Finding("齐鲁晚报", (), "nameplate"), Finding("2012-11-20", (), "folio")
        >>> Origin("a.txt", paper, day, Finding("A03", (), "folio")).name, Origin("a.txt", paper).name, Origin("a.txt").name
        ('齐鲁晚报 2012年11月20日 第A03版', '齐鲁晚报 a.txt', 'a.txt')
        """
        known = [text for _, text, _ in self._facts()]
        return " ".join(known if len(known) > 1 else [*known, self.file])

    @property
    def evidence(self) -> str:
        """What the name rests on, in one line; empty where the dump is named by its file alone.

        >>> Origin("a.txt", Finding("齐鲁晚报", ("齐鲁晚报·齐鲁壹点",), "nameplate")).evidence
        '报名“齐鲁晚报·齐鲁壹点”'
        """
        said = []
        for what, _, finding in self._facts():
            words = "”“".join(" ".join(plain(one).split()) for one in finding.evidence)
            why = f"（{RULE_WORDS[finding.rule]}）" if finding.rule in RULE_WORDS else ""
            said.append(f"{what}{f'“{words}”' if words else ''}{why}")
        return "，".join(said)

    @property
    def order(self) -> tuple[str, list[tuple[str, int]]]:
        """Its place among the dumps of one newspaper: by day, then by page; what has none comes last.

        >>> [Origin("", page=page and Finding(page, (), "")).order[1] for page in ("A3", "12", None)]
        [[('A', 3)], [('', 12)], [('\\uffff', 0)]]
        """
        return self.date.value if self.date else "\uffff", page_order(self.page.value) if self.page else [("\uffff", 0)]

    def _facts(self) -> Iterable[tuple[str, str, Finding]]:
        """Each fact: what it is, in words, and what was found."""
        if self.newspaper:
            yield "报名", plain(self.newspaper.value), self.newspaper
        if self.date:
            yield "日期", date_words(self.date.value), self.date
        if self.page:
            yield "版次", f"第{plain(self.page.value)}版", self.page


def origin_of(file: str, descriptions: Sequence[Description]) -> Origin:
    """The origin of a dump.

    Args:
        file: its name.
        descriptions: those of all its articles.
    """
    facts = ([one.newspaper for one in descriptions], [one.date for one in descriptions], [one.page for one in descriptions])
    return Origin(file, *map(_shared, facts))


def _shared(found: Sequence[Finding | None]) -> Finding | None:
    """What all articles state alike."""
    first = found[0] if found else None
    same = all(one is not None and first is not None and one.value == first.value and one.stated and not one.doubt for one in found)
    return first if same else None
