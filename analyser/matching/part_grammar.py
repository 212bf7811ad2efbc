"""A maker's numbering, made ready to be read.

Its expressions are compiled when they are first needed: most documents need few.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from analyser.catalogue import Grammar
from analyser.matching.expression import loosened

STRONG = 3
STRENGTHS = {"strong": STRONG, "medium": 2, "weak": 1}


class PartHit(NamedTuple):
    """A part number in the text."""

    start: int
    end: int
    number: PartGrammar
    how: str
    """`exact`, `separators` or `confused`."""


@dataclass(frozen=True, slots=True, eq=False)
class PartGrammar:
    """A grammar made ready for the search."""

    vendor: str
    grammar: Grammar
    listed: bool
    starts: frozenset[str]
    """Folded beginnings, `-` where a separator stands."""

    refused: frozenset[str]
    """Squeezed numbers that look alike and are another maker's."""

    variants: dict[str, re.Pattern[str]] = field(default_factory=dict)
    """The expressions, compiled when first needed: most documents need few."""

    @property
    def strict(self) -> re.Pattern[str]:
        """The expression as the lists have it."""
        pattern = self.variants.get("strict")
        if pattern is None:
            flags = re.IGNORECASE if self.grammar.ignore_case else 0
            pattern = self.variants["strict"] = re.compile(self.grammar.regex, flags)
        return pattern

    @property
    def strength(self) -> int:
        """3 strong, 2 medium, 1 weak."""
        return STRENGTHS.get(self.grammar.strength, 1)

    def loose(self, how: str) -> re.Pattern[str]:
        """Return the loosened expression for `how`, compiled once."""
        pattern = self.variants.get(how)
        if pattern is None:
            flags = re.IGNORECASE if self.grammar.ignore_case else 0
            text = loosened(self.grammar.regex, flags, confused=how == "confused")
            pattern = self.variants[how] = re.compile(text, flags)
        return pattern


def has_digits(text: str) -> bool:
    """Whether a digit stands in `text`."""
    return any(map(str.isdigit, text))


def squeezed(text: str) -> str:
    """Return the letters and digits of `text` in capitals."""
    return "".join(c for c in text.upper() if c.isalnum())
