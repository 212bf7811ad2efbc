"""What one bidder denies is not held against another's offer in the same folder."""

from __future__ import annotations

import pytest

from analyser.analysis import Analyser
from analyser.pack import dossiers
from tests.builders import document, table

DECLARATION = "Supplier declaration. We, the undersigned, declare as follows."
DENIAL = "We confirm that no Dahua equipment is included in our tender."
BID = "Our tender response. We are pleased to submit our offer and our prices."
PRICED = """
Item | Description | Make | Model | Qty | Unit price
1 | Turret camera, 4 MP | Dahua | IPC-HDW5442T-ZE | 12 | 98.00
"""


def found(analyser: Analyser, *paths: str) -> int:
    """Return how often a denial and an offer, at two paths, contradict each other."""
    documents = (
        document(f"pack/{paths[0]}", DECLARATION, DENIAL),
        document(f"pack/{paths[1]}", BID, table(PRICED)),
    )
    (pack,) = dossiers([analyser.assess(each) for each in documents], analyser.lists.catalogue)
    return len(pack.contradictions)


@pytest.mark.parametrize(
    ("denied", "offered", "expected"),
    [
        ("Bidder A/declaration.txt", "Bidder B/prices.txt", 0),
        ("tenderer_01/declaration.txt", "tenderer_02 - Acme/prices.txt", 0),
        ("Bidder A/declaration.txt", "Bidder A/prices.txt", 1),
        ("bidder 1/a/declaration.txt", "Bidder 01/prices.txt", 1),
        # One bidder's papers in folders by kind: no bidder's letter or number.
        ("Supplier declaration/d.txt", "Supplier prices/prices.txt", 1),
        ("declaration.txt", "Bidder B/prices.txt", 1),
    ],
)
def test_two_bidders_do_not_contradict_each_other(
    analyser: Analyser, denied: str, offered: str, expected: int
) -> None:
    """Folders that bear bidders' letters or numbers part the bidders; others part nobody."""
    assert found(analyser, denied, offered) == expected


def test_the_makers_own_name_is_held_against_a_denial_first(analyser: Analyser) -> None:
    """Where a denied maker's own goods and a brand's are offered, its own are cited."""
    rows = """
Item | Description | Make | Model | Qty | Unit price
1 | Recorder | Lorex | N884A64B | 2 | 98.00
2 | Turret camera, 4 MP | Dahua | IPC-HDW5442T-ZE | 12 | 98.00
"""
    documents = (
        document("pack/declaration.txt", DECLARATION, DENIAL),
        document("pack/prices.txt", BID, table(rows)),
    )
    (pack,) = dossiers([analyser.assess(each) for each in documents], analyser.lists.catalogue)

    assert "Turret camera" in pack.contradictions[0].against.text
