"""What an edition holds, in a few numbers, for the page that lists it beside others.

FORMAT: the keys never change meaning; more may come.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from edition.model import Edition
from edition.publish.search import FORMAT
from edition.publish.spelling import order

FILE = "data/edition.json"
CHANGED = "data/changed.json"

_DAY = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")


def summary_file(edition: Edition) -> Iterable[tuple[str, str]]:
    """`data/edition.json`: numbers of articles and dumps, first and last date, newspapers and provinces with their articles."""
    described = [edition.descriptions[article.id] for article in edition.works]
    first, last = extent([description.date.value for description in described if description.date])
    record = {
        "articles": len(described),
        "dumps": len(edition.restorations),
        "first": first,
        "last": last,
        "newspapers": _counted(description.newspaper.value for description in described if description.newspaper),
        "provinces": _counted(name for description in described if (name := description.level("province"))),
        "search": FORMAT,
    }
    yield FILE, json.dumps(record, ensure_ascii=False) + "\n"


def change_days(edition: Edition) -> Iterable[tuple[str, str]]:
    """`data/changed.json`: the day on which the record of each article last changed, by its id; the sitemap is made of it."""
    days = {article.id: day for article in edition.articles if (day := edition.changed.get(article.id))}
    yield CHANGED, json.dumps(days, separators=(",", ":")) + "\n"


def extent(dates: Sequence[str]) -> tuple[str | None, str | None]:
    """The first and the last day, month or year of EDTF dates; a date whose year is not certain to the digit is left out.

    >>> extent(["2021-11/2021-12", "2020~", "2021-03-04", "198X", "2021-22"])
    ('2020', '2021-12')
    >>> extent(["19XX"])
    (None, None)
    """
    found = [match[0] for date in dates for end in date.split("/") if (match := _DAY.match(end))]
    return (min(found), max(found)) if found else (None, None)


def _counted(names: Iterable[str]) -> dict[str, int]:
    """The most frequent name first."""
    counts = Counter(names)
    return {name: counts[name] for name in sorted(counts, key=lambda name: (-counts[name], order(name)))}
