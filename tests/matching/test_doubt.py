"""Ambiguous names, misspellings and look-alikes: what is enough, and what is not."""

from __future__ import annotations

import pytest

from tests.matching.conftest import Find, row


def test_acronym_without_context_is_noted_at_most(find: Find) -> None:
    """LTS may be long-term support: without evidence it is never more than a note."""
    assert all(one.needs_context for one in find("Servers run under LTS for ten years."))


def test_column_of_makers_settles_an_acronym(find: Find) -> None:
    """In a column of makers the same letters are the brand."""
    found = find(row(("Item", "Turret camera"), ("Manufacturer", "LTS"), ("Qty", "4")))

    assert [one.text for one in found if not one.needs_context] == ["LTS"]


def test_ordinary_words_are_not_raised(find: Find) -> None:
    """Honor, Spark, Air and Inspire as ordinary words raise nothing."""
    text = "We honor all terms. The spark of an idea may inspire; fresh air in a mini bus."

    assert [one for one in find(text) if not one.needs_context] == []


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("Cameras shall be Hikvsion or equal.", "hikvision"),
        ("Cameras shall be Hikvissionn or equal.", "hikvision"),
        ("The portable radios are Hyterra sets.", "hytera"),
        ("A router by Hauwei is priced.", "huawei"),
        ("The antivirus software is Kaspersy.", "kaspersky"),
    ],
)
def test_misspelling_with_its_goods_is_raised(find: Find, text: str, maker: str) -> None:
    """One or two edits are carried where the goods of the maker stand beside the name."""
    assert any(maker in one.makers and not one.needs_context for one in find(text))


def test_misspelling_without_goods_is_noted_at_most(find: Find) -> None:
    """A near miss in prose about people is no accusation."""
    found = find("Mrs Caspersky will chair the meeting on Tuesday.")

    assert all(one.needs_context for one in found)


@pytest.mark.parametrize("text", ["HiVision screens", "the Daihua Road station", "a Rolex watch"])
def test_hard_negatives_hold(find: Find, text: str) -> None:
    """What the lists know to be something else is not raised."""
    assert [one for one in find(text) if not one.needs_context] == []


def test_no_hit_vouches_for_itself(find: Find) -> None:
    """A doubtful name is not supported by its own presence."""
    found = find("Mr Tiandi and Ms Annkee went home.")

    assert not any(evidence.kind.startswith("maker-") for one in found for evidence in one.evidence)


def test_maker_elsewhere_supports(find: Find) -> None:
    """A firm name elsewhere in the document supports an ambiguous one of the same vendor."""
    found = find("LT Security Inc. is our source.", "Platform runs on LTS as agreed.")
    doubtful = [one for one in found if one.text == "LTS"]

    assert [one.kind for one in doubtful[0].evidence].count("maker-elsewhere") == 1


def test_telltale_is_never_strong(find: Find) -> None:
    """A default address hints at a maker; it is weak evidence, alone or not."""
    found = find("The unit answers at 192.168.1.108, TCP port 37777.")

    assert found
    assert all(one.weak for one in found)
