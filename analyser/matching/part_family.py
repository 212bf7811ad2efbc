"""What part numbers fall together: region and re-listing suffixes set apart."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyser.matching.part_grammar import PartHit
from analyser.matching.part_reading import PLAIN

REGIONS = frozenset(
    {"us", "uk", "eu", "usa", "int", "intl", "eur", "gb", "de", "fr", "it", "in", "cn", "ca", "au"}
    | {"jp", "kr", "rb", "std", "oem", "neu", "n"}
)


class Family(NamedTuple):
    """A part number by what falls together."""

    maker: str
    family: str
    """The letters before the first digit group: `DS2CD`."""

    series: str
    """The number without region and re-listing suffixes."""

    suffix: str


def family_of(hit: PartHit, text: str) -> Family:
    """Return the family of the number that `hit` found in `text`."""
    printed = text[hit.start : hit.end].upper().translate(PLAIN)
    parts = [part for part in re.split(r"[-/\s._]+", printed) if part]
    suffix: list[str] = []
    while len(parts) > 1 and parts[-1].lower() in REGIONS:
        suffix.insert(0, parts.pop())
    series = "".join(parts)
    head = re.match(r"[A-Z]*\d?[A-Z]+|[A-Z]+|\d+", series)
    return Family(hit.number.vendor, head.group() if head else series, series, "/".join(suffix))
