"""The regimes, with their dates, their words and their sources.

Frozen and picklable, read by `analyser.lists.rules` from vendor_lists/regimes/. Prose stands
beside the tests that the engine evaluates (`analyser.limb`), so that a reader can hold one
against the other.
Dates are ISO 8601 and may be cut short ("2022", "2024-06"), as the sources give them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analyser.limb import STRICT, Limb, Match, Who

EU_MEMBERS = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One date in a regime's history."""

    __pydantic_config__ = STRICT

    date: str
    rule: str


@dataclass(frozen=True, slots=True)
class RuleSource:
    """Where a regime's facts come from."""

    __pydantic_config__ = STRICT

    title: str
    url: str = ""
    """Empty where no public address is on record: such a source is not shown as one."""

    date: str = ""
    basis: str = "recalled"
    depth: str = ""
    """How much of it was read: the text, an excerpt, an index entry."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of the decision table that a regime's researcher drew up."""

    __pydantic_config__ = STRICT

    buyer: tuple[str, ...]
    any_site_criterion: str
    equipment: str
    producer_prc_nil: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Words:
    """What the sources say, in prose; nothing here is evaluated."""

    __pydantic_config__ = STRICT

    consequence: str
    consequence_codes: tuple[str, ...] = ()
    binds: tuple[str, ...] = ()
    binds_note: str = ""
    advises: tuple[str, ...] = ()
    does_not_bind: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    """The researcher's classes of goods, where the evaluated ones differ."""

    named_entities: tuple[str, ...] = ()
    named_entities_note: str = ""
    matching_basis: tuple[str, ...] = ()
    object_tested: tuple[str, ...] = ()
    quantifier: str = ""
    purpose_clause: str = ""
    reach: str = ""
    reach_stated: bool | None = None
    """Whether subsidiaries or affiliates are covered; `None` where the sources do not say."""

    site: str = ""
    site_keywords: tuple[str, ...] = ()
    site_criteria: tuple[str, ...] = ()
    site_list_public: bool | None = None
    status_note: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Regime:
    """One rule, policy, list or piece of advice."""

    __pydantic_config__ = STRICT

    id: str
    title: str
    jurisdiction: str
    authority: str
    instrument: str
    kind: str
    status: str
    last_evidence_date: str
    as_of: str
    level: Literal["verified", "partly", "recalled"]
    """How well the sources support the core of it."""

    words: Words
    who: Who
    match: Match
    limbs: tuple[Limb, ...]
    sub_jurisdiction: str = ""
    effective_from: str = ""
    effective_to: str = ""
    in_law: bool = True
    """`False`: proposed, or enacted without a day of effect; nothing follows from it yet."""

    review_days: int = 365
    """After how many days without newer evidence it is to be looked up again."""

    equipment: tuple[str, ...] = ()
    equipment_inferred: tuple[str, ...] = ()
    """Classes of goods that are held to fall under it without being named."""

    exceptions: tuple[str, ...] = ()
    declaration: str = ""
    recalled_facts: tuple[str, ...] = ()
    timeline: tuple[Step, ...] = ()
    sources: tuple[RuleSource, ...] = ()
    decision_table: tuple[Decision, ...] = ()

    @property
    def tests_bidder_alone(self) -> bool:
        """Whether it looks at suppliers only, so that the brand of the goods does not meet it."""
        tested = self.words.object_tested
        return bool(tested) and set(tested) <= {"bidder_entity", "subcontractor"}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All regimes."""

    version: str
    regimes: dict[str, Regime] = field(default_factory=dict)

    def has_rules_of(self, place: str) -> bool:
        """Return whether any regime is the own one of the country that `place` lies in."""
        country = place.partition("-")[0]
        return any(one.jurisdiction == country for one in self.regimes.values())

    def stale(self, day: str) -> tuple[str, ...]:
        """Return the ids of the regimes whose newest evidence on `day` is past its review."""
        return tuple(
            one.id
            for one in self.regimes.values()
            if age_in_days(one.last_evidence_date, day) > one.review_days
        )


def jurisdictions_over(place: str) -> frozenset[str]:
    """Return the jurisdictions whose regimes a buyer in `place` is given: the Union's too."""
    country = place.partition("-")[0]
    return frozenset({country} | ({"EU"} if country in EU_MEMBERS else set()))


def first_day(text: str) -> str:
    """Return the first day of a date that may be cut short: "2022" is "2022-01-01"."""
    return text + "0000-01-01"[len(text) :] if text else ""


def last_day(text: str) -> str:
    """Return the latest day that `text`, which may be cut short, can mean."""
    return text + "0000-12-31"[len(text) :] if text else ""


def age_in_days(evidence: str, day: str) -> int:
    """Return how many days before `day` the newest `evidence` lies; an unknown day is never."""
    try:
        return (date.fromisoformat(day) - date.fromisoformat(first_day(evidence))).days
    except ValueError:
        return 10**6
