"""Prints newspaper pages of invented articles to PDF, and measures how much of them comes back through an import.

    python tests/broadsheet.py [PAGES] [--first SEED] [--keep FOLDER]

Each page is drawn at random: articles over one to six columns, side by side, one below the other, in a frame, with heads across the columns
and pictures with captions, or in vertical type. The measurement restores the imported dump of each page and, where pdftotext is installed,
the dumps that it makes of the same PDF, and counts the articles that come out wholly right: title and paragraphs.
"""

from __future__ import annotations

import argparse
import html
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from typeset import Setting, Story, any_sheet, printed_names, spoken

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
STYLE = """
@page { size: 1000px 2400px; margin: 0 }
* { margin: 0; padding: 0; box-sizing: border-box }
body { width: 1000px; padding: 36px 40px; font: 12px/1.5 'Noto Serif CJK SC', serif; page-break-after: always }
section { overflow: hidden; }
.row { display: flex; gap: 24px; margin-top: 20px }
.row > * { flex: 1 }
.stack > * + * { margin-top: 20px }
.box { border: 1px solid; padding: 12px }
h1 { font-size: var(--head); line-height: 1.35; margin: 4px 0 8px }
h2 { font-size: 16px; line-height: 1.5; font-weight: normal }
h3 { font-size: 12px; text-align: center }
.center { text-align: center }
.by { font-family: 'Noto Sans CJK SC', sans-serif; margin-bottom: 6px }
.text { column-gap: var(--gap); text-align: justify }
.text p { text-indent: 2em; orphans: 1; widows: 1 }
figure { break-inside: avoid; padding: 4px 0 }
figure div { background: #ddd; height: 90px }
figcaption { font: 10px/1.5 'Noto Sans CJK SC', sans-serif }
.plate { font-size: 40px; letter-spacing: 12px }
.vertical { writing-mode: vertical-rl; height: 1420px }
.vertical .text { column-count: 5; column-gap: 20px; text-align: justify }
.vertical article { margin-left: 20px }
"""


@dataclass(frozen=True)
class Printed:
    """A page that can be printed, with all that must come back."""

    html: str
    """Its body."""
    stories: tuple[tuple[Story, Setting], ...]
    """In the order of reading."""
    top: tuple[str, ...] = ()
    vertical: bool = False

    def characters(self) -> str:
        """All that is printed on it, without blanks."""
        text = "".join(self.top)
        for story, setting in self.stories:
            text += "".join([story.kicker or "", story.title, "——" + story.subtitle if story.subtitle else "", *_names(story, setting)])
            text += spoken(story, setting) + "".join(story.paragraphs)
            text += "".join(heading for _, heading in story.headings) + "".join(
                "►" * setting.marked + caption for caption in story.captions
            )
        return "".join(text.split())


def _names(story: Story, setting: Setting) -> list[str]:
    return [] if setting.form == "dateline" else printed_names(story, setting.form)


def any_printed(random: Random, articles: Sequence[int] = (1, 2, 3, 4, 5), vertical: bool | None = None) -> Printed:
    """A page drawn at random."""
    vertical = random.random() < 0.15 if vertical is None else vertical
    sheet = any_sheet(random, (1, 2, 3) if vertical else articles)
    stories = tuple((story, replace(setting, head_behind=False)) for story, setting in sheet.articles)
    if vertical:
        inner = "".join(article(random, one, 1, vertical=True) for one in stories)
        return Printed(f'<div class="vertical">{inner}</div>', stories, vertical=True)
    top = sheet.top
    plate = "".join(f"<p>{html.escape(line)}</p>" for line in top)
    return Printed(plate + _rows(random, list(stories)), stories, top)


def _rows(random: Random, stories: list[tuple[Story, Setting]]) -> str:
    """Articles one below the other, some of them side by side, and of these some again one below the other."""
    out, left = [], stories
    while left:
        beside = random.choice((1, 1, 2, 2, 3)) if len(left) > 1 else 1
        taken, left = left[: max(1, beside)], left[max(1, beside) :]
        if len(taken) == 1:
            out.append(f'<div class="row">{article(random, taken[0], random.choice((1, 2, 3, 4, 5, 6)))}</div>')
        elif len(taken) == 3 and random.random() < 0.6:
            first, *others = (article(random, one, random.choice((1, 2, 3))) for one in taken)
            out.append(f'<div class="row">{first}<div class="stack">{"".join(others)}</div></div>')
        else:
            inner = "".join(article(random, one, random.choice((1, 1, 2) if len(taken) == 3 else (1, 2, 3))) for one in taken)
            out.append(f'<div class="row">{inner}</div>')
    return "".join(out)


def article(random: Random, printed: tuple[Story, Setting], columns: int, vertical: bool = False, boxed: bool | None = None) -> str:
    """The HTML of an article over so many columns."""
    story, setting = printed
    escape = html.escape
    middle = " class=center" * (random.random() < 0.6)
    title = story.title if not setting.title_cut else f"{story.title[: setting.title_cut]}\n{story.title[setting.title_cut :]}"
    title = escape(title).replace("\n", "<br>")
    spacing = ' style="letter-spacing: .4em"' if setting.spaced else ""
    head = [f"<h2{middle}>{escape(story.kicker)}</h2>"] if story.kicker else []
    head.append(f"<h1{middle}{spacing}>{title}</h1>")
    head += [f"<h2{middle}>——{escape(story.subtitle)}</h2>"] if story.subtitle else []
    names = _names(story, setting)
    closing = [names.pop()] if setting.form == "closing" and names else []
    head += [f"<p class=by{'' if not middle else ' style=text-align:center'}>{escape(name)}</p>" for name in names]
    body = []
    for number, paragraph in enumerate(story.paragraphs):
        body += [f"<h3>{escape(heading)}</h3>" for before, heading in story.headings if before == number]
        body.append(f"<p>{escape(spoken(story, setting) * (not number) + paragraph)}</p>")
        for caption, after in zip(story.captions, setting.captions_after, strict=True):
            if after == number:
                size = "width" if vertical else "height"
                body.append(f'<figure><div style="{size}: {random.choice((60, 90, 120))}px"></div>')
                body.append(f"<figcaption>{escape('►' * setting.marked + caption)}</figcaption></figure>")
    body += [f"<p>{escape(line)}</p>" for line in closing]
    style = f"--head: {random.choice((20, 24, 30))}px; --gap: {random.choice((14, 18, 24))}px"
    drawn = random.random() < 0.15 and not vertical
    frame = ' class="box"' if (drawn if boxed is None else boxed) else ""
    columns = max(1, min(columns, sum(map(len, story.paragraphs)) // 70))
    flow = "" if vertical else f"column-count: {columns}"
    return f'<article{frame} style="{style}">{"".join(head)}<div class=text style="{flow}">{"".join(body)}</div></article>'


def document(pages: Sequence[Printed], title: str = "") -> str:
    """The HTML of a paper of such pages."""
    bodies = "".join(f'<div style="page-break-after: always; padding: 36px 40px">{page.html}</div>' for page in pages)
    style = STYLE.replace("padding: 36px 40px; font", "font")
    return f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>{html.escape(title)}</title><style>{style}</style>{bodies}"


@contextmanager
def press() -> Iterator[Callable[[str], bytes]]:
    """What prints HTML to PDF; raises FileNotFoundError without a browser."""
    from playwright.sync_api import sync_playwright

    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        raise FileNotFoundError("there is no Chromium: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()

        def pdf(source: str) -> bytes:
            page.set_content(source)
            made: bytes = page.pdf(prefer_css_page_size=True, print_background=True)
            return made

        yield pdf
        browser.close()


def bare(text: object) -> str:
    """Letters, digits and Han characters alone."""
    return "".join(c for c in unicodedata.normalize("NFKC", str(text or "")) if unicodedata.category(c)[0] in "LN")


def right(stories: Sequence[tuple[Story, Setting]], articles: Sequence[Any]) -> tuple[int, int, int]:
    """Of how many stories the text, the title, and both come back wholly."""
    found = [(bare(a.head.title), [bare(block.text) for block in a.blocks if block.kind == "paragraph"]) for a in articles]
    titles = texts = both = 0
    for story, setting in stories:
        wanted = [bare(spoken(story, setting) * (not n) + paragraph) for n, paragraph in enumerate(story.paragraphs)]
        titles += any(title == bare(story.title) for title, _ in found)
        texts += any(text == wanted for _, text in found)
        both += (bare(story.title), wanted) in found
    return texts, titles, both


def _dumps(pdf: Path) -> Mapping[str, list[bytes]]:
    """The dumps of a page, by what made them."""
    from edition import bringing

    out = pdf.parent / "out"
    shutil.rmtree(out, ignore_errors=True)
    if code := bringing.main([str(pdf), "--out", str(out)]):
        raise SystemExit(code)
    made = {"import": [path.read_bytes() for path in sorted(out.glob("*.txt"))]}
    if shutil.which("pdftotext"):
        for name, options in (("pdftotext", []), ("pdftotext -layout", ["-layout"]), ("pdftotext -raw", ["-raw"])):
            done = subprocess.run(["pdftotext", "-enc", "UTF-8", *options, str(pdf), "-"], capture_output=True, check=True)
            made[name] = [done.stdout.replace(b"\f", b"\n")]
    return made


def main() -> None:
    """Print the pages and the measurement."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))
    from edition.restore import restore
    from edition.vocabulary import load_vocabulary

    parser = argparse.ArgumentParser(description="Measure how much of printed pages comes back.")
    parser.add_argument("pages", nargs="?", type=int, default=40)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--vertical", action="store_true")
    options = parser.parse_args()
    vocabulary = load_vocabulary(Path(__file__).resolve().parents[1] / "scripts" / "data")
    total = 0
    scores: dict[str, list[int]] = {}
    missed: list[str] = []
    with press() as pdf, tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(exist_ok=True)
        for number in range(options.first, options.first + options.pages):
            page = any_printed(Random(number), vertical=True if options.vertical else None)
            (folder / f"{number}.html").write_text(document([page]), encoding="utf-8")
            path = folder / f"{number}.pdf"
            path.write_bytes(pdf(document([page])))
            total += len(page.stories)
            for name, dumps in _dumps(path).items():
                counts = scores.setdefault(name, [0, 0, 0])
                articles = [one for data in dumps for one in restore(data, "page.txt", vocabulary).articles]
                got = right(page.stories, articles)
                scores[name] = [a + b for a, b in zip(counts, got, strict=True)]
                if name == "import":
                    if options.keep:
                        (folder / f"{number}.txt").write_bytes(b"\n\n".join(dumps))
                    if got[2] < len(page.stories):
                        missed.append(f"{number}({got[2]}/{len(page.stories)})")
    print("not wholly:", *missed)
    print(f"{'':20} texts titles both of {total}")
    for name, (texts, titles, both) in scores.items():
        print(f"{name:20} {texts / total:.3f} {titles / total:.3f} {both / total:.3f}")


if __name__ == "__main__":
    main()
