"""What a document's text suggests of the buyer, as questions and never as facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Hint:
    """A question, the plain words that raise it, and the form in which they must stand."""

    question: str
    words: tuple[str, ...]
    """Letter case counts: SECRET is a marking, a secret is not."""

    form: str = ""
    """Regular expression, tried only where a word was met; empty: a word is enough."""


HINTS = (
    Hint(
        "is the buyer the Ministry of Defence (buyer: defence)?",
        ("Ministry of Defence", "Defence Equipment and Support", "Defence Equipment & Support"),
    ),
    Hint(
        "is the buyer a government department (buyer: central government), and which one?",
        (
            "Home Office", "Cabinet Office", "HM Treasury", "HM Revenue", "Foreign, Commonwealth",
            "Department for ", "Department of Health and Social Care",
            "Government Property Agency", "Ministry of Justice",
        ),
    ),
    Hint(
        "is the buyer an NHS body (buyer: health)? It is not bound as a department is",
        ("NHS Trust", "NHS Foundation Trust", "Integrated Care Board", "Health Board"),
    ),
    Hint(
        "is the buyer a local authority (buyer: local authority)?",
        (
            "Borough Council", "County Council", "City Council", "District Council",
            "Town Council", "Parish Council", "Combined Authority",
        ),
    ),
    Hint(
        "is the buyer a police body (buyer: police)?",
        (
            "Constabulary", "Police Service", "Police Force", "Police Scotland",
            "Police Department", "Police and Crime Commissioner",
        ),
    ),
    Hint(
        "is the buyer a school, college or university (buyer: education)?",
        ("University", "Academy Trust", "School District"),
    ),
    Hint(
        "does the site routinely hold SECRET material or above (site criterion c1)?",
        ("SECRET",),
        r"\b(?:TOP|UK)\s+SECRET\b"
        r"|\bSECRET\s+(?:material|information|assets|or above|and above|level)"
        r"|\b(?:at|as|to|holds?)\s+SECRET\b",
    ),
    Hint(
        "does the site host many officials with Developed Vetting (site criterion c2)?",
        ("Developed Vetting", "DV cleared", "DV-cleared", "DV clearance", "cleared to DV"),
    ),
    Hint(
        "is the site routinely used by Ministers (site criterion c3)?",
        (
            "Ministerial office", "ministerial office", "Ministerial suite", "used by Ministers",
            "Ministerial residence", "private office of the Secretary of State",
        ),
    ),
    Hint(
        "is the site covered by the Serious Organised Crime and Police Act 2005 (criterion c4)?",
        (
            "Serious Organised Crime and Police Act", "SOCPA", "licensed nuclear site",
            "Licensed Nuclear Site",
        ),
    ),
    Hint(
        "are the premises a cleared contractor's (List X)? Whether those are bound is not settled",
        ("List X", "List-X", "Facility Security Clearance"),
    ),
    Hint(
        "is the site a sensitive site under the four criteria?",
        ("sensitive site", "Sensitive Site", "Sensitive site"),
    ),
    Hint(
        "is federal award money used (funding: federal_award)?",
        (
            "federal award", "Federal award", "Federal Award", "federal grant", "Federal grant",
            "federal financial assistance", "Federal financial assistance", "federal funds",
            "Federal funds", "2 CFR 200", "2 CFR Part 200", "Uniform Guidance",
        ),
    ),
    Hint(
        "is FCC subsidy money used (funding: usf)?",
        ("E-rate", "E-Rate", "Universal Service Fund", "USAC"),
        r"E-[Rr]ate\b|Universal Service Fund|\bUSAC\b",
    ),
    Hint(
        "is the buyer a federal agency or its contractor (jurisdiction: US)?",
        ("52.204-2", "52.240-9", "DFARS", "Federal Acquisition Regulation"),
        r"\b52\.204-2[3-9]\b|\b52\.240-9[01]\b|\bDFARS\b|Federal Acquisition Regulation",
    ),
    Hint(
        "is the buyer the United States Department of Defense (buyer: defence)?",
        ("Department of Defense", "Department of War", "U.S. Army", "U.S. Navy", "US Air Force"),
    ),
    Hint(
        "is it for a covered mission (mission: covered_mission)?",
        ("nuclear deterrence", "ballistic missile defense", "homeland defense"),
    ),
    Hint(
        "does the buyer operate critical infrastructure (buyer: critical infrastructure)?",
        (
            "critical infrastructure", "critical national infrastructure",
            "Critical National Infrastructure", "operator of essential services",
        ),
    ),
    Hint(
        "is the buyer a devolved Scottish body (sub-jurisdiction: GB-SCT)?",
        ("Scottish Government", "Police Scotland", "Public Contracts (Scotland)"),
    ),
    Hint(
        "is the buyer a Welsh body (sub-jurisdiction: GB-WLS)?",
        ("Welsh Government", "Procurement (Wales)"),
    ),
    Hint(
        "is the contract exempt from the Procurement Act 2023 (contract: exempt)?",
        ("Procurement Act 2023",),
        r"exempt\w* (?:contract )?(?:from|under) (?:the )?Procurement Act"
        r"|Schedule 2 (?:to|of) the Procurement Act",
    ),
)  # fmt: skip


def hints(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the questions that `texts` raise, each with the words that raise it."""
    whole = "\n".join(texts)
    met = _met(whole)
    found = []
    for hint in HINTS:
        words = next((word for word in hint.words if word in met), "")
        if words and hint.form:
            formed = re.search(hint.form, whole)
            words = " ".join(formed[0].split()) if formed else ""
        if words:
            found.append(f"the text says “{words.strip()}”: {hint.question}")
    return tuple(found)


def _met(whole: str) -> frozenset[str]:
    """Return which of the hints' words stand in `whole`, all looked for at once."""
    words, automaton = _words()
    places = automaton.find_matches_as_indexes(whole, overlapping=True)
    return frozenset(words[number] for number in {place[0] for place in places})


@cache
def _words() -> tuple[tuple[str, ...], Any]:
    from ahocorasick_rs import AhoCorasick

    words = tuple(dict.fromkeys(word for hint in HINTS for word in hint.words))
    return words, AhoCorasick(words)
