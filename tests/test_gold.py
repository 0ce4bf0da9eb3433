"""The seeds of the edition against what is read there by hand, and the scores against the floors, which never fall by themselves."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import report
from conftest import JUDGED, SEEDS, describing, read_yaml
from edition.describe import describe
from edition.model import Restoration
from gold_score import bare, date_is_right, exported, score

FOLDER = Path(__file__).parent / "gold"
FLOORS = FOLDER / "floors.json"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yml"))


def _gold(name: str) -> dict[str, Any]:
    gold: dict[str, Any] = read_yaml(FOLDER / f"{name}.yml")
    return gold


def _scores(restored: dict[str, Restoration]) -> dict[str, dict[str, float]]:
    out = {}
    for name in NAMES:
        found = restored[name]
        articles = [exported(article, described) for article, described in zip(found.articles, describe(found, describing()), strict=True)]
        out[name] = score(_gold(name), articles, [str(block.text) for block in found.set_aside])
    return out


def test_all_gold_is_of_a_seed() -> None:
    assert len(JUDGED) >= 5 and [path for path in JUDGED if not path.is_file()] == []


@pytest.mark.parametrize("name", NAMES)
def test_gold_holds_every_character_of_its_seed(name: str) -> None:
    """What the gold says is on the page, and all of it: only the words of the roles stand in the bylines, not in the texts."""
    gold = _gold(name)
    told: Counter[str] = Counter()
    for article in gold["articles"]:
        for field in ("kicker", "title", "subtitle"):
            told.update(bare(article[field]))
        for byline in article["bylines"]:
            told.update(bare(byline["name"]) + bare(byline.get("credit")) if not byline.get("in_text") else "")
        for block in article["blocks"]:
            told.update(bare(block["text"]))
    for text in gold["set_aside"]:
        told.update(bare(text))
    page = Counter(bare((SEEDS / f"{name}.txt").read_text(encoding="utf-8-sig")))
    roles = Counter("".join(bare(byline["role"]) for article in gold["articles"] for byline in article["bylines"]))
    assert told <= page
    assert page - told <= roles


@pytest.mark.parametrize("name", NAMES)
def test_gold_facts_rest_on_words_of_the_seed(name: str) -> None:
    page = bare((SEEDS / f"{name}.txt").read_text(encoding="utf-8-sig"))
    for article in _gold(name)["articles"]:
        for quotation in (*article["place_evidence"], *article["date_evidence"]):
            assert bare(quotation) in page, quotation
        assert date_is_right(article, article["date"])


def test_floors(restored: dict[str, Restoration], request: pytest.FixtureRequest) -> None:
    scores = _scores(restored)
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    if request.config.getoption("--update-floors"):
        raised = {
            name: {field: max(value, floors.get(name, {}).get(field, 0.0)) for field, value in sorted(fields.items())}
            for name, fields in scores.items()
        }
        FLOORS.write_text(json.dumps(raised, indent=2) + "\n", encoding="utf-8")
    fallen = [
        f"{name}: {field} is {scores[name].get(field, 0.0)}, its floor {floor}"
        for name, fields in scores.items()
        # What the gold does not have at all, as a kicker, may not be invented.
        for field, floor in (dict.fromkeys(fields, 1.0) | floors.get(name, {})).items()
        if scores[name].get(field, 0.0) < floor
    ]
    assert not fallen, "\n".join(fallen)


def test_the_page_of_scores_is_fresh(restored: dict[str, Restoration]) -> None:
    assert report.PAGE.read_text(encoding="utf-8") == report.page(restored), "python tests/report.py --write"


def test_score_tells_right_from_wrong() -> None:
    """The scorer itself: the gold against itself is perfect, and every kind of damage lowers its own field."""
    gold = _gold(next(name for name in NAMES if name.startswith("004")))
    perfect = score(gold, gold["articles"], gold["set_aside"])
    assert set(perfect.values()) == {1.0}
    for field in ("title", "kicker"):
        assert score(gold, [{**gold["articles"][0], field: "别的"}], gold["set_aside"])[field] < 1
    article = gold["articles"][0]
    for kind in ("paragraph", "heading", "caption"):
        at = next(n for n, block in enumerate(article["blocks"]) if block["kind"] == kind)
        changed = [{**block, "text": "别的"} if n == at else block for n, block in enumerate(article["blocks"])]
        assert score(gold, [{**article, "blocks": changed}], gold["set_aside"])[kind] < 1
    assert score(gold, [{**article, "blocks": article["blocks"][::-1]}], gold["set_aside"])["order"] == 0
    assert score(gold, [{**article, "bylines": []}], gold["set_aside"])["byline"] < 1
    assert score(gold, [{**article, "county": "历城区"}], gold["set_aside"])["county"] == 0
    assert score(gold, gold["articles"], [])["set_aside"] < 1
    assert score(gold, [], gold["set_aside"])["paragraph"] == 0
