"""The short form of a text, by which changed lists are told whether to look at it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from analyser.catalogue import Catalogue
from analyser.lists.load import Lists
from analyser.matching.printed import BLOCK_END
from analyser.matching.reach import Reach, search_form
from tests.changed_lists import PLAIN, cut_down, sentences


@pytest.fixture(scope="module", params=[3, 12])
def few(request: pytest.FixtureRequest, lists: Lists) -> tuple[Catalogue, Reach]:
    """Return lists of few vendors, as a change of lists would look for."""
    catalogue = cut_down(lists.catalogue, request.param, seed=request.param)
    return catalogue, Reach(catalogue)


def test_what_is_met_in_a_text_is_never_denied_by_its_form(few: tuple[Catalogue, Reach]) -> None:
    """Whole, spaced out, parted, misspelt, doubled, in a number or a trace: the form says yes."""
    catalogue, reach = few
    chance = random.Random(20261123)
    met = 0
    for _ in range(250):
        texts = [(one, False) for one in sentences(catalogue, 2, chance)]
        hits = reach.search.hits(BLOCK_END.join(text for text, _ in texts))
        met += bool(hits)
        assert reach.may_meet(search_form(texts)) or not hits, texts
    assert met > 60


def test_a_name_behind_a_page_that_is_passed_over_is_not_denied(
    few: tuple[Catalogue, Reach],
) -> None:
    """A name begun on one searched page and ended on the next, with a quiet one between."""
    catalogue, reach = few
    name = max((one.name for one in catalogue.vendors.values()), key=len)
    texts = [(f"made by {name[:4]}-", False), ("quiet", True), (f"{name[4:]} for us", False)]

    assert reach.may_meet(search_form(texts))


def test_prose_is_passed_over(few: tuple[Catalogue, Reach]) -> None:
    """Where nothing of the lists stands the form says no: else nothing would be gained."""
    _, reach = few
    chance = random.Random(1)
    words = [word for word in PLAIN if word not in reach.search.warm(PLAIN)]
    texts = [(" ".join(chance.choices(words, k=40)), False)]

    assert len(words) > len(PLAIN) / 2

    assert not reach.may_meet(search_form(texts))


def test_a_name_by_its_sound_is_not_denied(lists: Lists) -> None:
    """Other scripts' words are kept too: a name that they spell is met, another is not."""
    reach = Reach(
        replace(lists.catalogue, vendors={"hikvision": lists.catalogue.vendors["hikvision"]})
    )

    for text, stands in (("камеры Хиквижн тут", True), ("камеры Норвик тут", False)):
        assert bool(reach.search.hits(text)) is stands
        assert reach.may_meet(search_form([(text, False)])) is stands


def test_words_kept_apart_are_met_by_form_and_text(lists: Lists) -> None:
    """A number on record as somebody else's counts where it stands, however it is set."""
    catalogue = cut_down(lists.catalogue, 3, seed=5)
    reach = Reach(catalogue, ["QX-77-B4"])

    for text, stands in (("our QX 77B4 here", True), ("our QX 78 here", False)):
        assert reach.may_meet(search_form([(text, False)])) is stands
        assert reach.meets(text) is stands
