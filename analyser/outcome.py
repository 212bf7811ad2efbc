"""What a regime says of a finding: whether it reaches it, what follows.

Apart from the finding because regimes are asked about makers that stand in no document, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Applicability(StrEnum):
    """Whether a regime reaches a finding."""

    APPLIES = "applies"
    APPLIES_IF = "applies_if"
    ADVISORY = "advisory"
    NOT_BOUND = "not_bound"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_IN_FORCE = "not_in_force"


class Consequence(StrEnum):
    """What a regime asks for where it applies."""

    PROHIBITED = "prohibited"
    REMOVE = "remove"
    EXCLUDE = "exclude"
    WAIVER = "waiver"
    ASK_DECLARATION = "ask_declaration"
    DISCRETIONARY = "discretionary"
    ADVISORY = "advisory"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One regime's answer to one finding for one profile."""

    regime: str
    title: str
    outcome: Applicability
    consequence: Consequence
    because: str
    """One line."""

    needs: tuple[str, ...] = ()
    """Facts still needed, in the order in which asking pays: `site.sensitive`, `funding`."""

    citation: str = ""
    last_evidence_date: str = ""
    """Date of the newest evidence about the regime, ISO 8601."""

    basis: str = ""
    """`verified`, `partly` or `recalled`."""

    recalled_facts: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    declaration: str = ""
    """The declaration that the regime prescribes of the bidder; `""` where it has none."""

    changes: tuple[str, ...] = ()
    """"This would change if ...": one line each."""

    of_bidder: bool = False
    """Whether the regime tests suppliers alone: the brand of the goods does not meet it."""
