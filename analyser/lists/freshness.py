"""Lists and regimes whose newest evidence is older than their own review period.

Judged against a day that is handed in: compiled lists are kept for weeks, and today is not a
property of the lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from analyser.catalogue import Catalogue
from analyser.rulebook import Rulebook, age_in_days, jurisdictions_over

NAMED_IN_A_LINE = 6
ALSO_CALLED = {"UK": "GB"}
"""Country codes that official lists bear and their ISO 3166-1 form."""

UNKNOWN_AGE = 10**6
"""What `age_in_days` answers where there is no date."""


def stale_lists(catalogue: Catalogue, day: str) -> tuple[str, ...]:
    """Return the ids of the official lists whose evidence on `day` is past its review."""
    return tuple(
        one.id
        for one in catalogue.official_lists.values()
        if age_in_days(one.last_evidence, day) > one.review_days
    )


def freshness_warnings(catalogue: Catalogue, rulebook: Rulebook, day: str) -> tuple[str, ...]:
    """Return one line for the official lists and one for the regimes that want a new look."""
    lists = catalogue.official_lists
    regimes = rulebook.regimes
    # What is renewed often comes first: a living list that is old misleads more than a statute.
    old_lists = sorted(stale_lists(catalogue, day), key=lambda key: lists[key].review_days)
    old_rules = sorted(rulebook.stale(day), key=lambda key: regimes[key].review_days)
    found = []
    if old_lists:
        told = [f"{key} ({lists[key].last_evidence or 'no date'})" for key in old_lists]
        found.append(_line(told, len(lists), "official lists", "read the lists themselves"))
    if old_rules:
        told = [f"{key} ({regimes[key].last_evidence_date or 'no date'})" for key in old_rules]
        found.append(_line(told, len(regimes), "regimes", "look the rules up"))
    return tuple(found)


def buyers_warning(
    catalogue: Catalogue, rulebook: Rulebook, places: Iterable[str | None], day: str
) -> tuple[str, ...]:
    """Return one line on what wants a new look among all that reaches buyers in `places`.

    Regimes and official lists of other countries are left out: they decide nothing for these
    buyers. A place that is not known lets every country in.
    """
    known = set(places)
    over = {one for place in known if place for one in jurisdictions_over(place)}
    everywhere = not known or None in known
    rules = [one for one in rulebook.regimes.values() if everywhere or one.jurisdiction in over]
    lists = [
        one
        for one in catalogue.official_lists.values()
        if everywhere or _country(one.jurisdiction) in over
    ]
    groups = (
        ("rules", [(one.id, one.last_evidence_date, one.review_days) for one in rules]),
        ("official lists", [(one.id, one.last_evidence, one.review_days) for one in lists]),
    )
    counts, told = [], []
    for words, evidence in groups:
        old = [one for one in evidence if age_in_days(one[1], day) > one[2]]
        counts += [f"{len(old)} of {len(evidence)} {words}"] if old else []
        told += [f"{key} ({newest or 'no date'})" for key, newest, _ in sorted(old, key=_period)]
    if not told:
        return ()
    where = "" if everywhere else f" for {', '.join(sorted(over))}"
    return (
        f"{' and '.join(counts)}{where} have no evidence within their review period: "
        f"{_shortly(told)}; look them up before relying on them",
    )


def detailed_warnings(catalogue: Catalogue, rulebook: Rulebook, day: str) -> tuple[str, ...]:
    """Return a line for each official list and regime that wants a new look."""
    lists, regimes = catalogue.official_lists, rulebook.regimes
    evidence = [
        (key, lists[key].last_evidence, lists[key].review_days)
        for key in stale_lists(catalogue, day)
    ]
    evidence += [
        (key, regimes[key].last_evidence_date, regimes[key].review_days)
        for key in rulebook.stale(day)
    ]
    return tuple(
        f"{key}: {_age(newest, day)}, to be looked at every {days} days"
        for key, newest, days in evidence
    )


def today() -> str:
    """Return the day on this machine's clock."""
    return date.today().isoformat()


def _line(told: list[str], total: int, what: str, asked: str) -> str:
    return (
        f"{len(told)} of {total} {what} have no evidence within their review period: "
        f"{_shortly(told)}; {asked} before relying on them"
    )


def _shortly(told: list[str]) -> str:
    names = ", ".join(told[:NAMED_IN_A_LINE])
    more = len(told) - NAMED_IN_A_LINE
    return f"{names} and {more} more" if more > 0 else names


def _period(evidence: tuple[str, str, int]) -> int:
    return evidence[2]


def _country(jurisdiction: str) -> str:
    country = jurisdiction.partition("-")[0]
    return ALSO_CALLED.get(country, country)


def _age(evidence: str, day: str) -> str:
    days = age_in_days(evidence, day)
    if days == UNKNOWN_AGE:
        return "no date of evidence"
    return f"newest evidence {evidence}, {days} days old"
