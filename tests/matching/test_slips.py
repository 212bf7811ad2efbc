"""Two slips: in two words of a name, in one long word, in an address."""

from __future__ import annotations

import pytest

from analyser.matching.slips import likelihood, points
from analyser.matching.word_lists import ordinary_words, word_halves
from tests.matching.conftest import Find


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("The monitors of Positiv Technologiees are offered.", "positive-technologies"),
        ("A server of Taiju Compter is offered.", "cetc"),
        ("The battery of VEE Batttery is priced.", "eve"),
    ],
)
def test_a_word_that_is_misspelt_beyond_doubt_vouches_for_the_other(
    find: Find, text: str, maker: str
) -> None:
    """Where one word of a name belongs to no language, an everyday word beside it is a slip too."""
    assert [one for one in find(text) if any(maker in made for made in one.makers)], text


@pytest.mark.parametrize(
    "text",
    ["The clerk uses MS Visio for plans.", "Cameras by DS Visoin.", "The END Security guards."],
)
def test_a_misspelt_word_vouches_for_no_other_initials(find: Find, text: str) -> None:
    """Initials with another letter stay another firm's, however the word beside is spelt."""
    assert not [one for one in find(text) if not one.needs_context]


def test_the_end_of_a_hyphened_name_may_be_a_word(find: Find) -> None:
    """A hyphen makes one name of two words: its initials stand, its end is one letter off."""
    (met,) = find("The contractor shall provide a TP-Lin router or equal.")

    assert (met.makers, met.needs_context) == (("tp-link-technologies",), False)
    assert not find("The router up-link is tested; line TP lin 4.")
    assert not find("The T-Link dialler is tested.")


def test_an_address_may_be_misspelt_at_both_ends(find: Find) -> None:
    """A long first label names its firm, whatever stands where "com" should."""
    found = find("Firmware is taken from sahuasecurity.vom by the installer.")

    assert [one for one in found if "dahua" in one.makers]


def test_a_file_of_a_long_misspelt_name_is_looked_at(find: Find) -> None:
    """The guard of short words ("cmint.jar") does not hide "Hikvisoin.pdf"."""
    assert [one for one in find("See annex Hikvisoin.pdf for the data sheet.") if one.makers]
    assert not find("Copy cmint.jar to the folder.")


def test_two_slips_of_which_one_tells_are_likelier_than_two_others() -> None:
    """Swapped and doubled letters are no other firm's name; a first letter changed may be."""
    assert likelihood("interrlogxi", "interlogix") == 1
    assert likelihood("intrrlogox", "interlogix") == 0
    assert likelihood("jinterlogxi", "interlogix") < 0


def test_doubled_initials_are_no_other_initials() -> None:
    """The doubled letter of "LTTS" leaves the initials of LTS, "LTG" are somebody else's."""
    asked = {
        "known": True,
        "ordinary": ordinary_words(),
        "halves": word_halves(),
        "kinds": {"goods-beside"},
        "text_around": "",
    }

    assert points("LTTS Securrity", "LTS Security", **asked) >= 5  # type: ignore[arg-type]
    assert points("LTG Securrity", "LTS Security", **asked) < 5  # type: ignore[arg-type]


def test_the_firm_that_is_only_spelt_like_a_listed_one_is_left(find: Find) -> None:
    """Haivision makes video encoders; it is on record as no misspelling of Heivision."""
    found = find("The contractor shall provide a Haivision camera or equal.")

    assert not [one for one in found if not one.needs_context]
