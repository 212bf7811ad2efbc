"""Acronyms whose letters are set apart."""

from __future__ import annotations

import pytest

from analyser.document import Block, Document
from analyser.matching.matcher import Matcher


@pytest.mark.parametrize(
    ("text", "makers"),
    [
        ("Routers by Z T E are offered.", {"zte"}),
        ("Routers by Z-T-E are offered.", {"zte"}),
        ("Routers made by Z.T.E. are offered.", {"zte"}),
        ("Make: D.J.I.", {"dji"}),
        ("The report of Mr L.T.S. Smith was noted.", set()),
        ("z t e in small letters", set()),
        ("Points X Y Z of the plan", set()),
    ],
)
def test_letters_set_apart_are_a_name_where_the_lists_have_it(
    text: str, makers: set[str], matcher: Matcher
) -> None:
    """Nothing else needs to stand near; dotted capitals count only where they are on record."""
    found = matcher.find(Document("a.txt", "", "text/plain", blocks=(Block(text),)))

    assert {maker for one in found for maker in one.makers} == makers
