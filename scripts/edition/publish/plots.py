"""Plain pictures of figures (SVG) that need no script. They take their colours from the page; the table below them says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from edition.publish.escape import escape_html

WIDTH, HEIGHT, EDGE = 320, 120, 22
"""Of a picture over years, and the room for the words around it; in units of the picture."""
WIDE, WIDEST, LABEL = 360, 24, 30
"""The width of a picture of all years and of a bar in it, at most, and the room that the number of a year needs beside others: where there
is as much, each has its own."""
ROW, NAMES = 20, 120
"""The height of a bar, and the room for the names beside the bars."""
_GREAT = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))


def over_years(name: str, unit: str, points: Sequence[tuple[int, Decimal]]) -> str:
    """A figure element with a dot for each year and value.

    Args:
        name: of the quantity.
        unit: the base unit.
        points: year and value; there are several years, and no value is below nought.
    """
    first, last = min(year for year, _ in points), max(year for year, _ in points)
    top = max(value for _, value in points) or Decimal(1)
    marks = []
    for year, value in points:
        x = EDGE + (WIDTH - 2 * EDGE) * (year - first) / (last - first)
        y = HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * float(value / top)
        marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{year}年：{in_words(value)}{escape_html(unit)}</title></circle>')
    ground = HEIGHT - EDGE
    marks.append(f'<path d="M{EDGE} {ground}H{WIDTH - EDGE}"/>')
    marks += [f'<text x="{x}" y="{HEIGHT - 6}" text-anchor="middle">{year}</text>' for x, year in ((EDGE, first), (WIDTH - EDGE, last))]
    marks.append(f'<text x="2" y="12">{in_words(top)}{escape_html(unit)}</text>')
    return _picture(f"{name}，{first}—{last}年", f"最高{in_words(top)}{unit}；各年数值见下表。", WIDTH, HEIGHT, marks)


def over_places(name: str, unit: str, time: str, bars: Sequence[tuple[str, Decimal]]) -> str:
    """A figure element with a bar for each place, all of one time; time and names of places are words."""
    top = max(value for _, value in bars) or Decimal(1)
    marks = []
    for n, (place, value) in enumerate(bars):
        y = n * ROW
        long = (WIDTH - NAMES - 60) * float(value / top)
        marks.append(f'<text x="{NAMES - 4}" y="{y + 14}" text-anchor="end">{escape_html(place)}</text>')
        marks.append(f'<rect x="{NAMES}" y="{y + 4}" width="{long:.1f}" height="{ROW - 8}"/>')
        marks.append(f'<text x="{NAMES + long + 4:.1f}" y="{y + 14}">{in_words(value)}{escape_html(unit)}</text>')
    return _picture(f"{name}，{time}，{len(bars)}地", f"最高{in_words(top)}{unit}；各地数值见下表。", WIDTH, ROW * len(bars), marks)


def articles_by_year(years: Mapping[int, tuple[int, str]]) -> list[str]:
    """A bar for each year with its number of articles, and a folded table that says the same; nothing where there is but one year.

    Args:
        years: of each year the number of its articles, and the address of its heading in a list.
    """
    if len(years) < 2:
        return []
    counts = {year: count for year, (count, _) in years.items()}
    first, last, top = min(counts), max(counts), max(counts.values())
    wide = (WIDE - 2 * EDGE) / (last - first + 1)
    thick = min(max(wide * 0.8, 0.5), WIDEST)
    marks = [f'<path d="M{EDGE} {HEIGHT - EDGE}H{WIDE - EDGE}"/>']
    apart = next(step for step in (10, 20, 50, 100, 200, 500, 1000, 10_000) if step * wide > LABEL)
    most = next(year for year in sorted(counts) if counts[year] == top)
    for year in range(first, last + 1):
        x, count = EDGE + wide * (year - first), counts.get(year, 0)
        if count:
            high = max(1.0, (HEIGHT - 2 * EDGE) * count / top)
            box = f'x="{x + (wide - thick) / 2:.1f}" y="{HEIGHT - EDGE - high:.1f}" width="{thick:.1f}" height="{high:.1f}"'
            marks.append(f"<rect {box}><title>{year}年：{count}篇</title></rect>")
        if year in (first, last) or wide > LABEL or (year % apart == 0 and min(year - first, last - year) * wide > LABEL):
            marks.append(f'<text x="{x + wide / 2:.1f}" y="{HEIGHT - 6}" text-anchor="middle">{year}</text>')
        if year == most:
            marks.append(f'<text x="{x + wide / 2:.1f}" y="{EDGE - 6}" text-anchor="middle">{count}篇</text>')
    told = f"最多的一年{top}篇；各年篇数见下表。"
    picture = _picture(f"各年的文章，{first}—{last}年", told, WIDE, HEIGHT, marks).removesuffix("</figure>")
    rows = "".join(
        f'<tr><th scope="row"><a href="{escape_html(years[year][1])}">{year}年</a></th><td>{counts[year]}篇</td></tr>'
        for year in sorted(years)
    )
    return [f"{picture.replace('plot', 'plot years')}<details><summary>各年篇数</summary><table>{rows}</table></details></figure>"]


def _picture(title: str, told: str, width: int, height: int, marks: Sequence[str]) -> str:
    inside = f"<title>{escape_html(title)}</title><desc>{escape_html(told)}</desc>{''.join(marks)}"
    return f'<figure class="plot"><svg viewBox="0 0 {width} {height}" role="img">{inside}</svg></figure>'


def in_words(number: Decimal) -> str:
    """A number with 万 or 亿, as newspapers print it.

    >>> [in_words(Decimal(text)) for text in ("109000000", "32000", "12.60", "0")]
    ['1.09亿', '3.2万', '12.6', '0']
    """
    worth, word = next(((worth, word) for worth, word in _GREAT if number >= worth), (Decimal(1), ""))
    text = f"{number / worth:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + word
