"""Names of which everyday words are left: noted where their goods stand beside, else left alone."""

from __future__ import annotations

import pytest

from analyser.matching.matcher import Matcher
from analyser.matching.phrase_edits import apart
from tests.matching.conftest import Find, row


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("A VI Vision camera is offered.", "dahua"),
        ("Every camera is made by EG Security, as the schedule shows.", "hikvision"),
        ("The battery is of make BD Energy.", "byd"),
        ("Item 4 | router, type B | PT-Link | 2 | 410.00", "tp-link"),
        ("We have offered an EENS Security camera in lot 2.", "dahua"),
        ("Supply of UUTTC Fire & Security cameras.", "hikvision"),
    ],
)
def test_an_everyday_word_in_a_name_is_noted_beside_its_goods(
    find: Find, text: str, maker: str
) -> None:
    """One slip makes "VI Vision" of VIP Vision: nobody is raised for it, and it is not passed by."""
    found = [one for one in find(text) if any(maker in each for each in one.makers)]

    assert found, text
    assert all(one.needs_context and one.weak for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "The VI Vision statement of the council is attached.",
        "The vi vision of the camera network",
        "A DNS Security camera",
        "IT Security camera policy",
        "SH Vision camera",
        "A pt link camera",
        "Das Network camera by dad Networks",
    ],
)
def test_without_its_goods_or_as_plain_words_it_is_nothing(find: Find, text: str) -> None:
    """Small letters, other initials and other subjects leave everyday words what they are."""
    assert find(text) == ()


def test_a_column_of_makes_vouches_for_a_faint_name(find: Find) -> None:
    """What stands under "Make" is a maker, whatever stands beside it."""
    cells = (("No", "1"), ("Item", "unit"), ("Make", "EENS Security"))

    assert any(one.alias == "ENS Security" for one in find(row(*cells)))
    assert not find("1 | unit | EENS Security")


def test_a_faint_name_takes_no_letters_from_a_name_that_stands(find: Find) -> None:
    """Letters that are somebody's name as printed are not read as another's misspelt."""
    found = find("The JA Solar inverter and the GY JA Solar inverter are offered.")

    assert [one.text for one in found if not one.needs_context] == ["JA Solar", "JA Solar"]


def test_pages_of_faint_names_are_candidates_only_beside_goods(matcher: Matcher) -> None:
    """A page is laid out for such a name only where goods could speak for it."""
    apart = "and so on. " * 200
    pages = [f"The VI Vision statement. {apart}", f"{apart} The VI Vision cameras are new."]

    assert matcher.interesting(pages) == frozenset({1})


def test_a_mixed_case_name_is_misspelt_in_mixed_case(find: Find) -> None:
    """Only a name in capitals asks capitals of its misspelling: "Comsec" is no COMEC."""
    assert find("The Candiur app is offered.")
    assert not find("The candiur app is offered.")
    assert not find("A Comsec router is offered.")


def test_a_letter_lost_between_two_swapped_counts_twice() -> None:
    """Two slips may fall on the same letters: one is undone before the other is seen."""
    assert apart("amcsrt", "amcrest", 2) == 2
    assert apart("amcsrt", "amcrest", 1) == 2
    assert apart("mcsrtx", "amcrest", 2) == 3


def test_a_faint_name_says_of_no_row_whose_goods_they_are(matcher: Matcher) -> None:
    """A bill of makers takes its makers from names that stand: "Care Controls" is its own firm."""
    assert matcher.known_maker("Clare Controls")
    assert not matcher.known_maker("Care Controls")
    assert matcher.known_makers(["Care Controls", "Clare Controls"])[0] == ()
