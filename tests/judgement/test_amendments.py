"""Addenda and corrigenda: words that are taken out, put in or read in place of others."""

from __future__ import annotations

import pytest

from analyser.document import Block
from analyser.finding import Role
from analyser.judgement.amendments import Amendment, load_amendments
from tests.judgement.test_answers import stances

FRESH = [
    ('In clause 4.1, for "Norvik or Ostrava" read "Ostrava".', "excluded"),
    ('In clause 4.1, for "Ostrava" read "Ostrava or Norvik".', "specified"),
    ('Page 9: replace "two Norvik heads" with "two heads of any make".', "excluded"),
    ('Page 9: replace "two heads" by "two Norvik heads".', "specified"),
    ("Strike out “as Norvik type 4” in paragraph 12.", "excluded"),
    ('After "Bosch" in 6.2 insert ", Norvik or equal".', "specified"),
    ('The words "Norvik only" in 3.3 are hereby deleted.', "excluded"),
    ('Paragraph 8 is amended to read: "Radios shall be Norvik or equivalent."', "specified"),
    ('Add to the schedule of barred firms: "Norvik and its subsidiaries".', "excluded"),
    ('Delete "Norvik" from the list of prohibited makes.', "specified"),
    ("Omit item 7.4, dome by Norvik.", "excluded"),
    ("Annex P, line 3: Norvik stands deleted.", "excluded"),
    ('Insert in 2.2 "the nine Norvik recorders now installed shall be kept".', "existing"),
    ('Clause 5 shall now read "No goods of Norvik shall be offered."', "excluded"),
    ('Change "Norvik" to "Ostrava" throughout.', "excluded"),
    ('Substitute "Norvik Q4" for "Ostrava B2" in the data sheet.', "specified"),
]


@pytest.mark.parametrize(("text", "stance"), FRESH, ids=lambda one: one[:40])
def test_a_change_is_no_quotation(text: str, stance: str) -> None:
    """What an addendum takes out no longer stands, what it puts in does: neither is cited."""
    assert stances([Block(text)], Role.TENDER) == stance
    assert stances([Block(text)], Role.CORRESPONDENCE) == stance


def test_what_stands_in_the_new_words_too_has_not_been_taken_out() -> None:
    """For "A / B" read "B": B stays asked for."""
    text = 'Serial 7: for "Norvik / Axis / Velmira" read "Axis / Velmira".'

    # In the order of the names: Norvik, then Velmira twice.
    assert stances([Block(text)], Role.TENDER) == "excluded specified specified"


def test_a_heading_of_deletions_speaks_for_the_entries_below() -> None:
    """A list opened by "Delete from the Specification:" holds what goes."""
    block = Block('8.14, the words "Norvik or approved"', lead_in="Delete from the Specification:")

    assert stances([block], Role.TENDER) == "excluded"


@pytest.mark.parametrize(
    "text",
    [
        'The act reads "no agency shall buy goods made by Norvik from its funds".',
        'The reference to "Norvik or Ostrava" in drawing 12 is correct as printed.',
        'The reply included a leaflet that says "the best is made by Norvik for you".',
        'The label reads "Norvik".',
    ],
)
def test_what_is_only_quoted_is_not_changed(text: str) -> None:
    """A quotation without an instruction is left to the other rules."""
    found = stances([Block(text)], Role.OTHER)

    assert found in {"cited", "unclear"}


@pytest.mark.parametrize("name", ["Norvik", "Selbo Optik AB", "Qx9", "东方视"])
def test_another_name_is_changed_alike(name: str) -> None:
    """What an addendum does with a name does not depend on the name."""
    for text, stance in FRESH:
        block = Block(text.replace("Norvik", name))

        assert stances([block], Role.TENDER, names=(name,)) == stance


@pytest.mark.parametrize("rule", load_amendments(), ids=lambda rule: rule.example[:40])
def test_a_way_to_change_a_text_decides_its_own_example(rule: Amendment) -> None:
    """A way to change a text is kept with an example."""
    text = rule.example.replace("<Norvik>", "Norvik")

    expected = "specified" if rule.does == "in" else "excluded"

    assert stances([Block(text)], Role.TENDER) == expected
