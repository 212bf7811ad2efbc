"""What table columns hold, told by their headings."""

from __future__ import annotations

import pytest

from analyser.judgement.equipment_columns import column_kinds


@pytest.mark.parametrize(
    ("heading", "kinds"),
    [
        ("Make", {"make"}),
        ("MANUFACTURER", {"make"}),
        ("Make / Model", {"make", "model"}),
        ("Make and model offered", {"make", "model"}),
        ("Part No.", {"model"}),
        ("Unit price (GBP)", {"price"}),
        ("Qty.", {"quantity"}),
        ("Description", {"item"}),
        ("Hersteller", {"make"}),
        ("品牌", {"make"}),
        ("Évaluation", set()),
        ("The contractor shall make good any damage to the surfaces of the works", set()),
        ("", set()),
    ],
)
def test_heading_tells_the_column(heading: str, kinds: set[str]) -> None:
    """A heading is read by its words, in any case and language of the table; prose is no heading."""
    assert column_kinds(heading) == kinds
