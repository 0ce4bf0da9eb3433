"""Every error that the edition raises on purpose, with the exit code that it ends the build with.

A message names the place (`file:line`), shows the thing and says the next step, in Chinese and in English.
"""

from __future__ import annotations

from dataclasses import dataclass

OK = 0
STALE = 1
USAGE = 2
SEEDS_REFUSED = 3
STOPPED = 4
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said in both languages.

    >>> print(Said("文件是空的", "the file is empty"))
    文件是空的
    the file is empty
    """

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh}\n{self.en}"


class EditionError(Exception):
    """An error with a place and a next step. Its text is one line of Chinese and one of English.

    >>> print(EditionError("a.txt", Said("文件是空的", "the file is empty"), Said("请移走它", "remove it")))
    a.txt：文件是空的；请移走它。
    a.txt: the file is empty; remove it

    Args:
        place: `file` or `file:line` that the reader should open.
        what: what is wrong, showing the thing itself.
        next_step: what to do about it, as an imperative sentence.
    """

    exit_code = STOPPED

    def __init__(self, place: str, what: Said, next_step: Said) -> None:
        self.said = Said(f"{place}：{what.zh}；{next_step.zh}。", f"{place}: {what.en}; {next_step.en}")
        super().__init__(str(self.said))
        self.place = place
        self.what = what
        self.next_step = next_step

    def __reduce__(self) -> tuple[type[EditionError], tuple[str, Said, Said]]:
        """How it comes back from another process."""
        return type(self), (self.place, self.what, self.next_step)


class UsageError(EditionError):
    """The command line asks for something that cannot be done."""

    exit_code = USAGE


class SeedError(EditionError):
    """One seed cannot be read or restored. The other seeds are still built where that is safe."""

    exit_code = SEEDS_REFUSED


class InputError(EditionError):
    """What holds the dumps cannot be read to its end."""


class VocabularyError(EditionError):
    """A row of `scripts/data/` is malformed or fails its own example. Nothing is written."""


class LedgerError(EditionError):
    """The ledger of permanent addresses cannot be kept. Nothing is written."""


class RulingError(EditionError):
    """A ruling is malformed, or no longer fits what stands in the dump. Nothing is written."""

    found = ""
    """What stands there instead, where that is what is wrong."""


class AccountError(EditionError):
    """The account of a seed does not balance: a character is lost, doubled or altered without a rule. Nothing is written."""


class WorkerError(EditionError):
    """A process that worked for the build was ended from outside. Nothing is written."""


class LeafError(EditionError):
    """What was made ready is no more in the cache, or damaged. Nothing is written; without it all can be made anew."""


class OutputError(EditionError):
    """The output folder cannot be written whole."""


class UnfinishedError(OutputError):
    """The output folder is between the old files and the new ones; both are still there, and the next build finishes the work."""
