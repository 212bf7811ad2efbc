"""New lists over stored text: what is repeated of the first run, and what a quiet page gives."""

from __future__ import annotations

import json

from analyser.document import Block, Document
from analyser.ledger.retrospect import Stored
from analyser.memory.remembering import Under
from analyser.memory.rescreening import TOGETHER, awakened, screenings, settings_of
from analyser.profile import Profile
from analyser.settings import Limits, Settings


def stored(settings: str, number: int = 1, lists: str = "d") -> Stored:
    """Return a stored analysis made under `settings`."""
    return Stored(number, "/in", "p", "p/a.pdf", "f" * 64, "{}", "2026-11-23", "v", lists,
                  settings, "0.1.0", "m")  # fmt: skip


def test_the_first_runs_settings_are_repeated() -> None:
    """What the officer said of roles, languages and limits holds for the screening as well."""
    first = Settings(
        ocr=False,
        ocr_languages=("eng", "deu"),
        roles=(("*.pdf", "bid"),),
        show_cleared=True,
        limits=Limits(seconds=12.0),
    )
    under = Under("v", "d", "m", first).conditions(Profile())

    assert settings_of(stored(under.settings)) == first


def test_settings_of_another_version_are_read_as_far_as_known() -> None:
    """A setting that is gone is passed over, one that is new has its default; no passwords."""
    kept = json.dumps({"show_cleared": True, "gone": 1, "limits": {"gone": 2}, "tools": []})

    assert settings_of(stored(kept)) == Settings(show_cleared=True)


def test_portions_hold_analyses_of_one_kind() -> None:
    """Every analysis is in exactly one portion, none larger than a worker is to get at once."""
    every = [stored("{}", n, lists="abc"[n % 3]) for n in range(100)]

    portions = list(screenings(every))

    assert sorted(one.id for each in portions for one in each.analyses) == list(range(100))
    assert all(len(each.analyses) <= TOGETHER for each in portions)
    assert all(len({one.lists_digest for one in each.analyses}) == 1 for each in portions)


def test_a_quiet_page_is_judged_by_its_paragraphs() -> None:
    """Rows and sentences of a page kept as plain text stand apart; a wrapped sentence does not."""
    page = (
        "Schedule of rates\n"
        "Camera Zorvex ZX-9 12\n"
        "Switch Brintel B-2 4\n"
        "The contractor supplies forty cameras and fits them to the walls of\n"
        "the northern building.\n"
    )
    quiet = Block(page, page=3, quiet=True)
    other = Block("left alone", page=4, quiet=True)
    document = Document("a.pdf", "f" * 64, "application/pdf", blocks=(quiet, other))

    awake = awakened(document, lambda texts: frozenset({texts.index(page)}))

    assert [one.text for one in awake.blocks if one.page == 3] == [
        "Schedule of rates",
        "Camera Zorvex ZX-9 12",
        "Switch Brintel B-2 4",
        "The contractor supplies forty cameras and fits them to the walls of\n"
        "the northern building.",
    ]
    assert {one.quiet for one in awake.blocks if one.page == 3} == {False}
    assert awake.blocks[-1] is other
