"""What tables, sections and titles say of the names in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyser.catalogue import Catalogue
from analyser.document import Block, Document, Layer
from analyser.finding import Role, Stance
from analyser.judgement.headings import load_headings
from analyser.judgement.judge import document_for, document_title, judge
from analyser.language import Language
from tests.judgement.test_judge import mentions_of, stance_of


@pytest.mark.parametrize("rule", load_headings(), ids=lambda rule: rule.name)
def test_a_rule_matches_its_example(rule: object) -> None:
    """A rule without an example that it matches is not kept."""
    assert rule.pattern.search(rule.example)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("row", "role", "stance"),
    [
        ([["Item", "PTZ, Norvik"], ["Unit", "No"], ["Qty", "14"]], "tender", "specified"),
        ([["Existing", "none"], ["New", "Norvik dome"]], "tender", "specified"),
        ([["Make", "Norvik"], ["Accepted", "No"]], "tender", "excluded"),
        ([["Make", "Norvik"], ["Acceptable", "✗"]], "tender", "excluded"),
        ([["Room", "12"], ["Existing unit", "Norvik"], ["New unit", "Axis"]], "tender", "existing"),
        ([["Make specified", "Norvik"], ["Make offered", "Axis"], ["Price", "9.00"]], "bid", "specified"),
        ([["Client", "Port of Ri"], ["Year", "2021"], ["Value", "1.2 m"], ["Scope", "Norvik"]], "bid", "cited"),
        ([["Pos", "1"], ["Article", "Norvik"], ["Qty delivered", "4"]], "bid", "offered"),
    ],
)  # fmt: skip
def test_a_column_says_what_its_own_heading_says(
    row: list[list[str]], role: str, stance: str
) -> None:
    """The heading over the name decides; "No" under Unit is a number and no verdict."""
    text = " | ".join(cell for _, cell in row)

    assert stance_of(text, role, row=row) == stance


@pytest.mark.parametrize(
    "heading", ["Technical requirements", "Specification", "Our offer", "Proposed equipment"]
)
def test_a_ban_in_the_words_outranks_the_heading_above(heading: str) -> None:
    """A section that asks or offers does not turn "shall not be used" round."""
    text = "The contractor shall not use equipment made by Norvik."

    assert stance_of(text, "tender", heading=heading) == "excluded"


def test_what_was_removed_from_an_offer_is_not_offered() -> None:
    """A bare name under "Removed from our offer" is out of it."""
    assert (
        stance_of("Item 7: Norvik monitor", "bid", heading="Removed from our offer") == "excluded"
    )


def test_the_title_of_a_register_speaks_for_its_rows() -> None:
    """A make without any other word in an asset register stands on the site already."""
    block = document_for("12 | Norvik | 18").blocks[0]
    register = Document("Appendix C Asset Register.xlsx", "", "text/plain", blocks=(block,))
    judged = judge(
        register, mentions_of(register, "Norvik"), Role.TENDER, Catalogue("test"), Language.blank()
    )

    assert judged[0].stance is Stance.EXISTING
    assert "Asset Register" in judged[0].stance_cue


def test_title_is_the_name_of_the_file_and_the_first_line() -> None:
    """A long first paragraph is no title; the words of the file's name always are."""
    blocks = (Block("Site survey of Hall 3"), Block("x " * 200))
    document = Document("pack/07_site-notes.pdf", "", "application/pdf", blocks=blocks)

    assert document_title(document) == "07 site notes; Site survey of Hall 3"
    assert document_title(replace(document, blocks=blocks[1:])) == "07 site notes"
    hidden = (Block("Draft", layer=Layer.METADATA), *blocks)
    assert document_title(replace(document, blocks=hidden)).endswith("Hall 3")
