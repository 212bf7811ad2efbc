"""A maker's number under another brand."""

from __future__ import annotations

import pytest

from analyser.finding import Mention, Route
from tests.matching.conftest import Find, row

NUMBER = "DS-2CD2143G2-I"


def lead(mentions: tuple[Mention, ...]) -> str:
    """Return what is said of a brand that is not the maker's; `""` where nothing is."""
    (number,) = [one for one in mentions if one.text == NUMBER]
    words = [piece.words for piece in number.evidence if piece.kind == "other-brand"]
    assert not number.weak
    assert not number.needs_context
    assert (number.route is Route.REBRAND) == bool(words)
    return words[0] if words else ""


@pytest.mark.parametrize(
    ("make", "brand"),
    [("SafeGuard", "SafeGuard"), ("Clearway Pro", "Clearway Pro"), ("Axis", "Axis")],
)
def test_number_in_a_row_of_another_make_is_a_lead(find: Find, make: str, brand: str) -> None:
    """A row that names another make, known or not, is told as a probable rebrand, with what to ask.

    The number is strong evidence still: a new badge hides no maker.
    """
    words = lead(find(row(("Item", "Turret camera"), ("Make", make), ("Model", NUMBER))))

    assert repr(brand) in words
    assert "Hikvision" in words
    assert "ask who made them" in words


@pytest.mark.parametrize("make", ["Hikvision", "HiLook", "LTS", "TBC", "", "as specified", "Dahua"])
def test_number_in_a_row_of_its_own_make_or_none_is_the_makers(find: Find, make: str) -> None:
    """The maker's brands, blanks, and a second listed maker do not make a lead."""
    assert lead(find(row(("Item", "Turret camera"), ("Make", make), ("Model", NUMBER)))) == ""


def test_name_of_a_shop_is_no_brand(find: Find) -> None:
    """Who sells the goods is no make of them."""
    cells = (("Item", "Turret camera"), ("Vendor", "Acme Limited"), ("Model", NUMBER))

    assert lead(find(row(*cells))) == ""


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        (f"We offer the SafeGuard {NUMBER} turret camera.", "SafeGuard"),
        (f"The {NUMBER} is badged as Clearway and comes in white.", "Clearway"),
        (f"Clearway-branded cameras, part {NUMBER}, are offered.", "Clearway"),
        (f"An Axis camera {NUMBER} is offered.", "Axis"),
    ],
)
def test_number_said_to_be_another_brands_is_a_lead(find: Find, text: str, brand: str) -> None:
    """A brand right before the number, or one that the sentence gives it, makes a lead."""
    assert repr(brand) in lead(find(text))


@pytest.mark.parametrize(
    "text",
    [
        f"Supply {NUMBER} cameras.",
        f"Entrance {NUMBER} turret",
        f"Axis cameras are removed and {NUMBER} cameras are fitted.",
        f"MegaStore will get a {NUMBER} from Hikvision.",
    ],
)
def test_other_words_before_a_number_are_no_brand(find: Find, text: str) -> None:
    """Verbs, places, other clauses, and words in a sentence that names the maker are none."""
    assert lead(find(text)) == ""


def test_lesser_number_under_another_brand_is_for_review(find: Find) -> None:
    """A number that is not enough alone is not flagged where another brand stands over it."""
    found = find(row(("Item", "Recorder kit"), ("Make", "Clearway"), ("Model", "ERI-K104-PR")))

    assert [(one.text, one.weak) for one in found] == [("ERI-K104-PR", True)]


def test_number_that_two_makers_share_is_no_lead(find: Find) -> None:
    """Where the brand's own grammar has the number, its brand explains it."""
    found = find(row(("Make", "Axis"), ("Model", "P3245-LVE")))

    assert found == ()
