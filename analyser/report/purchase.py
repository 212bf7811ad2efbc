"""What was told of the purchase, what is not known of it, and countries nobody has looked at.

Apart from the first page because it is about the buyer, not about what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analyser.dossier import Pack, Run
from analyser.finding import Finding
from analyser.profile import Profile
from analyser.report.order import facts_needed
from analyser.report.wording import Words
from analyser.rulebook import EU_MEMBERS, Rulebook

NOT_KNOWN = "not known"
"""As `Profile.described` says it."""

OF_THE_PURCHASE = frozenset({
    "jurisdiction", "sub_jurisdiction", "buyer", "buyer.type", "buyer_name", "capacity", "site",
    "site.sensitive", "site.c1_secret", "site.c2_dv", "site.c3_ministers", "site.c4_socpa",
    "funding", "contract", "purpose", "mission", "award_date", "option_date", "value",
})  # fmt: skip
"""Facts that the buyer knows; the others are asked of the bidder or looked up."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a rule in play hangs on."""

    words: str
    rules: int
    """How many rules it decides."""

    of_purchase: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A country whose own rules the rulebook does not hold."""

    country: str
    text: str
    tenders: tuple[str, ...]
    """Those that it concerns; empty where it is the whole run."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """What the first page says of the purchase."""

    known: tuple[tuple[str, str], ...]
    """What was told: label and value."""

    by_tender: bool
    """Whether tenders have facts of their own that are not the run's."""

    country_known: bool
    facts: tuple[Fact, ...]
    """Facts still needed, the most useful first."""

    gaps: tuple[Gap, ...]


def purchase(
    run: Run, packs: Sequence[Pack], findings: Iterable[Finding], rulebook: Rulebook, words: Words
) -> Purchase:
    """Return what is to be said of the purchase of `run`, whose loud findings are `findings`."""
    profiles = [pack.profile or run.profile for pack in packs] or [run.profile]
    return Purchase(
        known=known(run.profile, words),
        by_tender=any(each != run.profile for each in profiles),
        country_known=all(each.jurisdiction for each in profiles),
        facts=tuple(
            Fact(words.named("needs", need), count, need in OF_THE_PURCHASE)
            for need, count in facts_needed(findings)
        ),
        gaps=_gaps(run, packs, rulebook, words),
    )


def known(profile: Profile, words: Words) -> tuple[tuple[str, str], ...]:
    """Return what `profile` tells, label and value, in the reader's words."""
    return tuple(
        (words.named("profile", label), _value(label, value, words))
        for label, value in profile.described()
        if value != NOT_KNOWN
    )


def _value(label: str, value: str, words: Words) -> str:
    if label in ("Jurisdiction", "Part of the country"):
        return country(value, words)
    if label in ("Award of the contract", "Deliveries", "Options"):
        return ", ".join(words.day(each) for each in value.split(", "))
    spoken: Mapping[str, str] = words.texts["profile_value"]
    return spoken.get(value, value)


def country(code: str, words: Words) -> str:
    """Return "United Kingdom (GB)", or the code where there is no name for it."""
    name = words.texts["countries"].get(code)
    return f"{name} ({code})" if name else code


ANSWER = re.compile(r"\((buyer|jurisdiction|sub-jurisdiction|funding|mission|contract): ([^)]+)\)")
"""How a question that a document raises names the fact that would answer it."""


def answered(hint: str, profile: Profile) -> bool:
    """Say whether `profile` tells already what `hint` asks: "(buyer: local authority)"."""
    found = ANSWER.search(hint)
    if found is None:
        return False
    told = profile.as_mapping()
    if found.group(1) == "jurisdiction" and told["buyer"] is None:
        return False
    known = told[found.group(1).replace("-", "_")]
    asked = found.group(2).replace(" ", "_")
    return asked in known if isinstance(known, list) else asked == known


def plain(hint: str) -> str:
    """Return `hint` with the fact in it in words: a profile takes "federal award" as well."""
    return ANSWER.sub(lambda found: found.group(0).replace("_", " "), hint)


def unlooked(profile: Profile, rulebook: Rulebook) -> bool:
    """Say whether the rulebook holds no rule at all of the country of `profile`."""
    place = profile.jurisdiction
    return place is not None and not rulebook.has_rules_of(place)


def _gaps(run: Run, packs: Sequence[Pack], rulebook: Rulebook, words: Words) -> tuple[Gap, ...]:
    concerned: dict[str, list[str]] = {}
    for pack in packs:
        profile = pack.profile or run.profile
        if unlooked(profile, rulebook):
            name = words("page.this_folder") if pack.name == "." else pack.name
            concerned.setdefault(profile.jurisdiction or "", []).append(name)
    gaps = []
    for code, names in concerned.items():
        key = "union_rules" if code.partition("-")[0] in EU_MEMBERS else "no_rules"
        text = words(f"reach.{key}", country=country(code, words))
        gaps.append(
            Gap(code.partition("-")[0], text, () if len(names) == len(packs) else tuple(names))
        )
    return tuple(gaps)
