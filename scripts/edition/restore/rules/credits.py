"""A byline read word by word: every letter goes to a role, a name or a credit, and only what separates these is left over.

Words for what somebody did (文, 图, 摄, 报道 …) stand before a name or behind it, alone or several with strokes between them
(文/摄). Before a name they are its role. Behind names that have no role yet a single one is their role; all others are the credit of the
name before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from edition.restore.rules.names import names_in, pen_name, run_together
from edition.vocabulary import HAN, SPACES, Vocabulary

MARKS = "□■◎●○◇◆☆★▲△※"
"""Signs that a byline begins with."""
SEPARATORS = f"{SPACES}、，,/／:：;；|｜"
LEFT_OVER = re.compile(rf"[{SEPARATORS}{MARKS}（()）【】]+")
"""What may stand in a byline outside roles, names and credits."""
_SEPARATOR = re.compile(rf"[{SEPARATORS}]+")
_STROKES = re.compile(r"[/／:：]*")
_WORD = re.compile(rf"[^{SPACES}]+")
_ALONE = re.compile(rf"[{SPACES}:：/／]")
_SINGLE = re.compile(rf"[{SPACES}][文图][{SPACES}:：/／]")
_NO_ROLE = ("报道", "整理", "摄影报道")
"""What is done with a whole article; it makes no role of its own."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Credit:
    """A name in a byline, with the reading offsets of what belongs to it."""

    role: str | None
    name: str
    credit: str | None
    start: int
    end: int
    said: tuple[Span, ...] = ()
    """Where the words of role, name and credit stand, ascending; what is left of `start` to `end` separates them. A role or credit that
    several names share is printed, and listed, once."""
    nameless: str = ""
    """A role in the credit that no name follows, as 图 in `文/王三 图/`."""


def read(line: str, begin: int, vocabulary: Vocabulary, *, marked: bool) -> tuple[list[Credit], int]:
    """The names of a line from `begin` on, with the number of role and credit words; no names where something in it is none of these.

    Behind a mark, names may run together.
    """
    reader = _Reader(line, begin, vocabulary, marked)
    return (reader.found, reader.roles) if reader.read() else ([], 0)


def bare(line: str, names: list[tuple[str, int, int]]) -> list[Credit]:
    """Names without role or credit, each given with offset and length."""
    return [Credit(None, name, None, begin, begin + length, _spans(line, begin, begin + length)) for name, begin, length in names]


def is_credit(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line says only what was done, as `文/摄` on a line of its own below the names."""
    return text in vocabulary.roles["credit"] or bool(_words(vocabulary).several.fullmatch(text))


@dataclass(frozen=True, slots=True)
class _Words:
    """Patterns of the words for what somebody did."""

    done: re.Pattern[str]
    """One or several, with strokes between them."""
    several: re.Pattern[str]
    attached: re.Pattern[str]
    """Behind a name, after a stroke or in brackets: `王国平/文`, `褚一（文/摄）`."""
    last: re.Pattern[str]
    """The end of a line."""


def _words(vocabulary: Vocabulary) -> _Words:
    roles = vocabulary.roles
    return _patterns((*roles["after"], *roles["credit"], *(word for word in roles["before"] if len(word) == 1)))


@cache
def _patterns(words: tuple[str, ...]) -> _Words:
    ordered = sorted(words, key=len, reverse=True)
    one = f"(?:{'|'.join(map(re.escape, ordered))})"
    long = f"(?:{'|'.join(re.escape(word) for word in ordered if len(word) > 1)})"
    more = rf"(?:[{SPACES}]*[/／、][{SPACES}]*{one})"
    done = f"{one}{more}*"
    return _Words(
        done=re.compile(done),
        several=re.compile(f"{one}{more}+(?![{HAN}])"),
        attached=re.compile(rf"[/／](?P<a>{done})(?![^{SPACES}、，,;；|｜])|[（(][{SPACES}]*(?P<b>{done})[{SPACES}]*[）)]"),
        last=re.compile(rf"(?P<a>{one}(?:[{SEPARATORS}]+{one}|{long})*)[{SPACES}、，,;；|｜]*$"),
    )


class _Reader:
    """Where the reading of one line is, and what it has found."""

    def __init__(self, line: str, at: int, vocabulary: Vocabulary, marked: bool) -> None:
        self.line, self.at, self.vocabulary, self.marked = line, at, vocabulary, marked
        self.words = _words(vocabulary)
        self.found: list[Credit] = []
        self.roles = 0
        self.role: Span | None = None
        """The role of the names that follow."""
        self.waits = False
        """No name has come for the role yet."""
        self.leads: list[Span] = []
        """Credits before the role: `文/图 记者 吴昊`."""
        self.before = False
        """Words for what was done stand before their names."""

    def read(self) -> bool:
        """Whether the whole line is a byline with a name."""
        while self.at < len(self.line):
            if not (self._attached() or self._separator() or self._last() or self._before() or self._behind() or self._names()):
                return False
        if self.waits and self.found:
            self._strand()
        return bool(self.found)

    def _attached(self) -> bool:
        match = self.words.attached.match(self.line, self.at)
        if not match or not self.found or self.waits:
            return False
        self._credit(match.span("a" if match["a"] else "b"))
        self.at = match.end()
        return True

    def _separator(self) -> bool:
        match = _SEPARATOR.match(self.line, self.at)
        self.at = match.end() if match else self.at
        return match is not None

    def _last(self) -> bool:
        match = self.words.last.match(self.line, self.at)
        if not match or not self.found or (self.before and match["a"] in ("文", "图")):
            return False
        if self.waits:
            self._strand()
        self._credit(match.span("a"))
        self.at = len(self.line)
        return True

    def _before(self) -> bool:
        several = self.words.several.match(self.line, self.at)
        word = several[0] if several else _word(self.line, self.at, self.vocabulary.roles["before"])
        end = self.at + len(word)
        ends = end == len(self.line) and bool(self.found)
        if not word or (len(word) == 1 and not ends and not _ALONE.match(self.line, end)):
            return False
        span, self.at = (self.at, end), end
        if len(word) == 1 and self.found and not self.before and not self.waits and self._ends_behind():
            self._credit(span)
        else:
            self._wait(span)
        return True

    def _behind(self) -> bool:
        word = _word(self.line, self.at, self.vocabulary.roles["after"])
        if not word or not (self.found or self.waits):
            return False
        span, self.at = (self.at, self.at + len(word)), self.at + len(word)
        if self.waits:
            self._wait(span)
        else:
            self._credit(span)
        return True

    def _names(self) -> bool:
        end = _chunk_end(self.line, self.at, self.vocabulary, self.words)
        names = self._names_until(end)
        if not names and end == len(self.line):
            end = next((m.start() for m in _SEPARATOR.finditer(self.line, self.at + 2) if self.words.last.match(self.line, m.end())), end)
            names = self._names_until(end)
        role = self.line[slice(*self.role)] if self.role else None
        credit = " ".join(self.line[slice(*span)] for span in self.leads) or None
        for name, offset, length in names:
            begin = self.at + offset
            # A role word goes with the name that follows it.
            said = (*self.leads, *([self.role] if self.role and self.waits else []), *_spans(self.line, begin, begin + length))
            self.found.append(Credit(role, name, credit, said[0][0], begin + length, said))
            self.waits, self.leads = False, []
        self.at = end
        return bool(names)

    def _names_until(self, end: int) -> list[tuple[str, int, int]]:
        chunk = self.line[self.at : end]
        names = names_in(chunk, self.vocabulary)
        if not names and (self.role or self.marked):
            names = run_together(chunk, self.at, self.vocabulary)
        if not names and self.role:
            names = pen_name(self.line, self.at, end, self.vocabulary)
        return names

    def _wait(self, span: Span) -> None:
        """A role for the next names; one that waits already is part of it: `图/本报记者`."""
        self.roles += 1
        if self.waits and self.role:
            if not is_credit(self.line[slice(*self.role)], self.vocabulary):
                span = self.role[0], span[1]
            elif self.found:
                self._add(self.role)
            else:
                self.leads.append(self.role)
        self.before = self.before or bool(self.words.done.fullmatch(self.line, *span))
        self.role, self.waits = span, True

    def _credit(self, span: Span) -> None:
        """What the last name did, or all names that have no role yet."""
        self.roles += 1
        word = self.line[slice(*span)]
        if self.found[-1].role is not None or word in _NO_ROLE or (len(word) > 1 and word not in self.vocabulary.roles["after"]):
            self._add(span)
            return
        self.found[-1] = replace(self.found[-1], said=(*self.found[-1].said, span))
        for n in range(len(self.found) - 1, -1, -1):
            if self.found[n].role is not None:
                break
            self.found[n] = replace(self.found[n], role=word)

    def _strand(self) -> None:
        """A role without a name stays with the name before it, as a credit with its stroke, so that it does not say who did it."""
        if self.role:
            start, end = self.role
            stroke = _STROKES.match(self.line, end)
            self.found[-1] = replace(self.found[-1], nameless=self.line[start:end])
            self._add((start, stroke.end() if stroke else end))
        self.waits = False

    def _add(self, span: Span) -> None:
        last, word = self.found[-1], self.line[slice(*span)]
        self.found[-1] = replace(last, said=(*last.said, span), credit=f"{last.credit} {word}" if last.credit else word)

    def _ends_behind(self) -> bool:
        """Whether the line ends with one word for what was done, so that all such words stand behind their names."""
        end = re.search(rf"[{SEPARATORS}]([^{SEPARATORS}]+)[{SPACES}]*$", self.line)
        return end is not None and (end[1] in ("文", "图") or end[1] in self.vocabulary.roles["after"])


def _spans(line: str, begin: int, end: int) -> tuple[Span, ...]:
    """What stands between the blanks."""
    return tuple(match.span() for match in _WORD.finditer(line, begin, end))


def _word(line: str, at: int, words: tuple[str, ...]) -> str:
    return next((word for word in words if line.startswith(word, at)), "")


def _chunk_end(line: str, at: int, vocabulary: Vocabulary, patterns: _Words) -> int:
    """Where the next role or credit word begins, or the line ends."""
    words = [w for place in ("before", "after", "credit") for w in vocabulary.roles[place] if len(w) > 1 or place == "after"]
    ends = [found for word in words if (found := line.find(word, at + 2)) > at]
    ends += [match.start() for match in (patterns.attached.search(line, at), patterns.several.search(line, at + 2)) if match]
    single = _SINGLE.search(line, at)
    if single:
        ends.append(single.start())
    return min(ends, default=len(line))
