"""Whose papers: folders of one tender that bear a bidder's letter or number.

Apart from the contradictions because what one bidder denies, another may offer.
"""

from __future__ import annotations

import re

BIDDER = re.compile(
    r"(?:bidder|tenderer|supplier|offeror|vendor|applicant|candidate|respondent)"
    r"[\s_#-]*(?:no\.?\s*)?([a-z]|\d{1,3}|[ivx]{1,4})(?![a-z\d])",
    re.IGNORECASE,
)
"""A folder that bears a bidder's letter or number; "Supplier declaration" bears none."""


def of_two_bidders(path: str, other: str) -> bool:
    """Return whether the folders of both documents are those of two different bidders."""
    folders = (bidder_of(path), bidder_of(other))
    return all(folders) and folders[0] != folders[1]


def bidder_of(path: str) -> str:
    """Return the letter or number of the bidder in whose folder a document lies; `""` for none."""
    found = (BIDDER.match(part) for part in path.replace("!/", "/").split("/")[:-1])
    return next((each.group(1).casefold().lstrip("0") for each in found if each), "")
