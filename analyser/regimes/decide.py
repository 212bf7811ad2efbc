"""Which regimes reach this finding, this buyer, this site, this day."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analyser.catalogue import Catalogue
from analyser.limb import Limb
from analyser.outcome import Applicability, Consequence, Outcome
from analyser.profile import Profile
from analyser.regimes.answers import Answer, all_of, unknown
from analyser.regimes.changes import changes
from analyser.regimes.circumstances import circumstance_answers
from analyser.regimes.goods import (
    Test,
    component_answer,
    entry_for,
    equipment_answer,
    match_answer,
)
from analyser.regimes.moment import award_day, force_answer, later_days
from analyser.regimes.standing import Bond, Standing, standing
from analyser.regimes.subject import Subject, maker_of
from analyser.rulebook import Regime, Rulebook, jurisdictions_over

RANK = {
    Applicability.APPLIES: 6,
    Applicability.APPLIES_IF: 5,
    Applicability.ADVISORY: 4,
    Applicability.NOT_IN_FORCE: 3,
    Applicability.OUT_OF_SCOPE: 2,
    Applicability.NOT_BOUND: 1,
}
"""Among the tests that one regime holds, the answer that comes furthest speaks for it."""

ASKING_ORDER = (
    "jurisdiction", "buyer", "sub_jurisdiction", "buyer_name", "capacity", "site.sensitive",
    "site.", "funding", "contract", "stance", "equipment", "purpose", "mission",
    "bidder.link_to_maker", "bidder_own_use", "certificate", "producer_of_record",
    "substantial_or_essential", "service_uses_equipment", "remote_admin", "option_date",
    "live_list", "contract_description", "minister_agreement",
)  # fmt: skip
"""What the officer knows at once is asked before what the bidder must be asked, and that before
what must be looked up or decided by others."""

UNCONFIRMED = ("in_force_unconfirmed", "check_live", "varies", "completed_or_ongoing")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one limb of a regime comes to."""

    outcome: Applicability
    consequence: Consequence
    because: str
    needs: tuple[str, ...] = ()


def outcomes(
    subject: Subject,
    profile: Profile,
    rulebook: Rulebook,
    catalogue: Catalogue,
    as_of: str,
    *,
    with_changes: bool = True,
) -> tuple[Outcome, ...]:
    """Return what each regime of the buyer's jurisdiction says of `subject`, "not bound" included.

    Member states are given the European Union's regimes as well. Where the jurisdiction is not
    known, the regimes that could be met are given as depending on it.
    """
    maker = maker_of(subject, catalogue)
    test = Test(subject, maker, rulebook, award_day(profile, as_of), later_days(profile))
    found = []
    for regime in regimes_for(profile, rulebook):
        verdict = verdict_of(regime, profile, test, as_of)
        if profile.jurisdiction is None:
            if verdict.outcome not in (Applicability.APPLIES, Applicability.APPLIES_IF):
                continue
            verdict = _hanging_on_jurisdiction(verdict, regime)
        told = _changes(regime, profile, test, as_of, verdict) if with_changes else ()
        found.append(_outcome(regime, verdict, test, told))
    return tuple(found)


def _changes(
    regime: Regime, profile: Profile, test: Test, as_of: str, held: Verdict
) -> tuple[str, ...]:
    def ask(other: Profile, asked: Test) -> tuple[Applicability, Consequence]:
        verdict = verdict_of(regime, other, asked, as_of)
        return verdict.outcome, verdict.consequence

    return changes(regime, profile, test, (held.outcome, held.consequence), ask)


def regimes_for(profile: Profile, rulebook: Rulebook) -> tuple[Regime, ...]:
    """Return the regimes of the buyer's jurisdiction, or all where it is not known."""
    place = profile.jurisdiction
    if place is None:
        return tuple(rulebook.regimes.values())
    places = jurisdictions_over(place)
    return tuple(one for one in rulebook.regimes.values() if one.jurisdiction in places)


def verdict_of(regime: Regime, profile: Profile, test: Test, as_of: str) -> Verdict:
    """Return what the limb that comes furthest says; among equals, the first in the file."""
    verdicts = [_limb_verdict(regime, limb, profile, test, as_of) for limb in regime.limbs]
    found = max(verdicts, key=lambda one: RANK[one.outcome])
    if found.outcome is not Applicability.NOT_BOUND:
        return found
    # No limb reaches the buyer: the regime's own words on whom it binds say it best.
    bond = standing(regime.who, profile)
    because = bond.why if bond.bond is Bond.OUTSIDE else found.because
    needs = in_asking_order(tuple(need for one in verdicts for need in one.needs))
    return replace(found, because=because, needs=needs)


def _limb_verdict(regime: Regime, limb: Limb, profile: Profile, test: Test, as_of: str) -> Verdict:
    bond = standing(limb.who or regime.who, profile)
    force = force_answer(regime, limb, profile, as_of)
    if bond.bond is Bond.OUTSIDE and regime.in_law:
        return _negative(Applicability.NOT_BOUND, bond.why, bond.needs)
    match = match_answer(limb.match or regime.match, test)
    goods = all_of([equipment_answer(regime, limb, test), component_answer(limb, test), match])
    later = _named_later(regime, limb, test)
    if later:
        return _negative(Applicability.NOT_IN_FORCE, later, ())
    if goods.value is False:
        return _negative(Applicability.OUT_OF_SCOPE, goods.why, goods.needs)
    if force.value is False:
        return _negative(Applicability.NOT_IN_FORCE, force.why, force.needs)
    rest = all_of(circumstance_answers(limb, profile, test))
    if rest.value is False:
        return _negative(Applicability.OUT_OF_SCOPE, rest.why, rest.needs)
    return _positive(regime, limb, bond, all_of([_of_bond(bond), rest, goods, force]))


def _named_later(regime: Regime, limb: Limb, test: Test) -> str:
    """Return why a maker that the list names only later is not caught yet, or nothing."""
    entry = entry_for(limb.match or regime.match, test)
    if entry is None or not entry.since or test.day >= entry.since:
        return ""
    if match_answer(limb.match or regime.match, test).value is not False:
        return ""
    return f"the list names the maker from {entry.since}; the contract is of {test.day}"


def _of_bond(bond: Standing) -> Answer:
    if bond.bond is Bond.UNKNOWN:
        return unknown(bond.why, *bond.needs)
    return Answer(True)


def _negative(outcome: Applicability, why: str, needs: tuple[str, ...]) -> Verdict:
    return Verdict(outcome, Consequence.NONE, why, needs)


def _positive(regime: Regime, limb: Limb, bond: Standing, joined: Answer) -> Verdict:
    consequence = Consequence(limb.consequence)
    because = limb.because
    needs = in_asking_order((*joined.needs, *limb.confirm))
    if joined.value is None and joined.why:
        because = f"{because}; open: {joined.why}"
    if regime.status in UNCONFIRMED:
        because = f"{because} (status not confirmed since {regime.last_evidence_date})"
    if bond.bond is Bond.ADVISED and limb.outcome != "advisory":
        advice = (limb.who or regime.who).advice or f"advice only: {because}"
        return Verdict(Applicability.ADVISORY, Consequence.ADVISORY, advice, needs)
    if limb.outcome == "advisory":
        return Verdict(Applicability.ADVISORY, consequence, because, needs)
    if joined.value is None:
        if bond.body_unknown and limb.unnamed:
            consequence = Consequence(limb.unnamed)
        elif joined.doubt_of_producer and limb.doubtful:
            consequence = Consequence(limb.doubtful)
        elif "option_date" in joined.needs and limb.older_contracts:
            consequence = Consequence.DISCRETIONARY
        return Verdict(Applicability.APPLIES_IF, consequence, because, needs)
    return Verdict(Applicability.APPLIES, consequence, because, needs)


def in_asking_order(needs: tuple[str, ...]) -> tuple[str, ...]:
    """Return `needs` once each, in the order in which asking pays."""

    def place(need: str) -> int:
        for rank, known in enumerate(ASKING_ORDER):
            if need == known or (known.endswith(".") and need.startswith(known)):
                return rank
        return len(ASKING_ORDER)

    return tuple(sorted(dict.fromkeys(needs), key=place))


def _hanging_on_jurisdiction(verdict: Verdict, regime: Regime) -> Verdict:
    needs = in_asking_order(("jurisdiction", *verdict.needs))
    because = f"if the buyer is in {regime.jurisdiction}: {verdict.because}"
    return Verdict(Applicability.APPLIES_IF, verdict.consequence, because, needs)


def _outcome(regime: Regime, verdict: Verdict, test: Test, told: tuple[str, ...]) -> Outcome:
    entry = entry_for(regime.match, test)
    recalled = regime.recalled_facts
    if entry is not None and entry.basis == "recalled":
        recalled = (f"that {test.maker.id} stands on it", *recalled)
    return Outcome(
        regime=regime.id,
        title=regime.title,
        outcome=verdict.outcome,
        consequence=verdict.consequence,
        because=verdict.because,
        needs=verdict.needs,
        citation=regime.instrument,
        last_evidence_date=regime.last_evidence_date,
        basis=regime.level,
        recalled_facts=recalled,
        exceptions=regime.exceptions,
        declaration=regime.declaration,
        changes=told,
        of_bidder=regime.tests_bidder_alone,
    )
