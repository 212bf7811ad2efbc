"""Sentences whose "no" is not about the name, and denials in other languages."""

from __future__ import annotations

import pytest

from tests.judgement.conftest import Heard


@pytest.mark.parametrize(
    ("text", "role", "stance"),
    [
        ("We have no hesitation in offering Norvik cameras throughout.", "bid", "offered"),
        (
            "Not only Norvik cameras but also Axis recorders are included in our price.",
            "bid",
            "offered",
        ),
        ("No other brand than Norvik is offered.", "bid", "offered"),
        ("We do not hesitate to propose Norvik.", "bid", "offered"),
        ("Without doubt the Norvik cameras we offer are the best.", "bid", "offered"),
        ("Our Norvik cameras do not require external power.", "bid", "offered"),
        ("Not a problem: Norvik cameras will be supplied.", "bid", "offered"),
        ("If you don't want Axis, we supply Norvik.", "bid", "offered"),
        ("Why not Norvik? Our price includes it.", "bid", "offered"),
        ("We cannot supply Axis, so we offer Velmira.", "bid", "offered"),
        ("It is not excluded that Norvik cameras will be delivered.", "bid", "offered"),
        ("No alternatives to Norvik will be considered.", "tender", "specified"),
        ("Norvik cameras are required, not Axis.", "tender", "specified"),
        ("Only Norvik, no substitutes.", "tender", "specified"),
        ("Wir bieten keine Norvik-Produkte an.", "bid", "excluded"),
        ("Wir liefern keine Produkte von Velmira.", "bid", "excluded"),
        ("Unser Angebot enthält keine Norvik-Kameras.", "bid", "excluded"),
        ("Wir verwenden kein Norvik.", "bid", "excluded"),
        ("Nous ne fournissons pas de produits Velmira.", "bid", "excluded"),
        ("Notre offre ne contient pas de Norvik.", "bid", "excluded"),
        ("Non offriamo prodotti Velmira.", "bid", "excluded"),
        ("La nostra offerta non comprende Norvik.", "bid", "excluded"),
        ("Wij leveren geen Norvik.", "bid", "excluded"),
        ("Nie oferujemy produktów Norvik.", "bid", "excluded"),
        ("Nasza oferta nie zawiera produktów Norvik.", "bid", "excluded"),
        ("我们不提供Norvik。", "bid", "excluded"),
        ("We are unable to offer Velmira.", "bid", "excluded"),
        ("We are aware of the restrictions on Norvik and Velmira.", "bid", "cited"),
        ("Bidders shall state whether they supply Norvik.", "tender", "unclear"),
        ("Cameras shall be of any make but Norvik.", "tender", "excluded"),
        ("Remove the old Bosch cameras and install Norvik cameras.", "tender", "specified"),
        ("We do not offer Norvik.", "bid", "excluded"),
        ("Not only Norvik but also Velmira is prohibited.", "tender", "excluded"),
        ("Wir bieten Norvik Kameras an.", "bid", "offered"),
        ("We offer Norvik cameras.", "bid", "offered"),
    ],
)
def test_a_no_counts_for_what_it_denies(text: str, role: str, stance: str, heard: Heard) -> None:
    """No hesitation, not only, no other than: an offer; a denial is one in any language known."""
    assert heard(text, role) == stance
