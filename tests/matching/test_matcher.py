"""The matcher as a whole: look-ahead, quiet blocks, near misses, speed."""

from __future__ import annotations

import pickle
import time

import pytest

from analyser.document import Block
from analyser.matching.matcher import Matcher
from tests.matching.conftest import document

PROSE = (
    "The contractor shall keep the premises clean and tidy at all times and shall remove all "
    "rubbish from the site at the end of each working day, to the satisfaction of the officer. "
)


def test_interesting_pages_are_those_with_candidates(matcher: Matcher) -> None:
    """The look-ahead marks pages with a name, a number or a trace, and no others."""
    pages = [PROSE, "with Hikvision cameras", PROSE, "DS-2CD2143G2-I", "port 37777", PROSE]

    assert matcher.interesting(pages) == {1, 3, 4}


def test_name_over_a_page_end_marks_both_pages(matcher: Matcher) -> None:
    """A name that is hyphenated over a page end is seen on both sides."""
    assert matcher.interesting(["supplied by Hik-", "vision of Hangzhou"]) == {0, 1}


def test_nothing_to_look_at_is_no_fault(matcher: Matcher) -> None:
    """Empty documents and pages come back empty."""
    assert matcher.interesting([]) == frozenset()
    assert matcher.interesting(["", ""]) == frozenset()
    assert matcher.find(document()) == ()
    assert matcher.find(document("")) == ()


def test_quiet_blocks_are_not_searched(matcher: Matcher) -> None:
    """What the look-ahead cleared is not searched again."""
    assert matcher.find(document(Block("Hikvision", quiet=True))) == ()


def test_near_tells_the_one_reason(matcher: Matcher) -> None:
    """A word near a listed name is told with why it is none."""
    near = {one.text: one.why for one in matcher.near("the division and the Hikvisiooons")}

    assert "ordinary word" in near["division"]
    assert "letters differ" in near["Hikvisiooons"]


def test_mentions_travel_between_processes(matcher: Matcher) -> None:
    """Mentions survive pickling: workers send them home."""
    found = matcher.find(document("An Amcrest camera and a Dahua dome."))

    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize(
    "hostile",
    [
        "Hikvision" * 20_000,
        "DS-2CD" * 20_000,
        "H I K V " * 20_000,
        "\u200b" * 50_000 + "Dahua",
        "AABBCCDD" * 10_000,
        "a-\n" * 30_000,
        "((((" * 20_000,
    ],
)
def test_hostile_text_stays_quick(matcher: Matcher, hostile: str) -> None:
    """Text made to be slow is searched in time in proportion to its length."""
    started = time.process_time()
    matcher.find(document(hostile))

    assert time.process_time() - started < 6.0


@pytest.mark.parametrize(
    ("text", "equipment"),
    [
        ("Huawei inverters on the roof, 50 kW", "solar"),
        ("Huawei routers in the depot", "telecom_network"),
        ("Hytera repeaters in the depot", "two_way_radio"),
        ("Huawei is named in the annex.", ""),
        ("Hikvision is named in the annex.", "video_surveillance"),
    ],
)
def test_class_of_goods_is_told_by_the_words_or_left_open(
    matcher: Matcher, text: str, equipment: str
) -> None:
    """Of a maker of several classes of goods none is guessed; of one class there is no doubt."""
    (found,) = matcher.find(document(text))

    assert found.equipment == equipment


def test_class_of_goods_is_told_by_the_numbering(matcher: Matcher) -> None:
    """A number whose grammar says what it numbers needs no words for it."""
    (found,) = matcher.find(document("One MA5800-X17 for the annex."))

    assert found.equipment == "telecom_network"
