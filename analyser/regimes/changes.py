"""What a single other fact of the buyer would change, asked of the same engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from analyser.outcome import Applicability, Consequence
from analyser.profile import Profile, Site
from analyser.regimes.goods import Test
from analyser.regimes.moment import award_day, later_days
from analyser.regimes.standing import Bond, standing
from analyser.rulebook import Regime, first_day

MOST_TOLD = 4

NOT_SENSITIVE = Site(False, False, False, False, False)

WORDS = {
    Applicability.APPLIES: "it would apply",
    Applicability.APPLIES_IF: "it would depend on further facts",
    Applicability.ADVISORY: "it would be advice",
    Applicability.NOT_BOUND: "the buyer would not be bound",
    Applicability.OUT_OF_SCOPE: "it would be out of scope",
    Applicability.NOT_IN_FORCE: "it would not be in force",
}

Verdict = tuple[Applicability, Consequence]


def changes(
    regime: Regime,
    profile: Profile,
    test: Test,
    held: Verdict,
    ask: Callable[[Profile, Test], Verdict],
) -> tuple[str, ...]:
    """Return a line for each single fact that would change the outcome `held` of `regime`.

    `ask` answers for the same regime under another profile.
    """
    told = []
    for words, other in _others(regime, profile, test.day):
        day = award_day(other, test.day)
        outcome, consequence = ask(other, replace(test, day=day, later=later_days(other)))
        if (outcome, consequence) != held:
            what = "" if consequence is Consequence.NONE else f": {consequence.value}"
            told.append(f"{words}, {WORDS[outcome]}{what.replace('_', ' ')}")
    return tuple(told[:MOST_TOLD])


def _others(regime: Regime, profile: Profile, day: str) -> Iterator[tuple[str, Profile]]:
    """Yield the profiles that differ from `profile` in one fact that `regime` looks at."""
    if any(limb.site for limb in regime.limbs):
        if profile.site.sensitive is not True:
            yield "if the site is sensitive", replace(profile, site=Site(stated=True))
        if profile.site.sensitive is not False:
            yield "if the site is not sensitive", replace(profile, site=NOT_SENSITIVE)
    yield from _of_money(regime, profile)
    yield from _of_purpose(regime, profile)
    yield from _of_contract(regime, profile)
    yield from _of_buyer(regime, profile)
    yield from _of_dates(regime, profile, day)


def _of_money(regime: Regime, profile: Profile) -> Iterator[tuple[str, Profile]]:
    kinds = {kind for limb in regime.limbs for kind in (limb.who or regime.who).funding}
    for kind in sorted(kinds):
        words = kind.replace("_", " ")
        if kind not in (profile.funding or ()):
            yield f"if {words} money is used", replace(profile, funding=(kind,))
        if profile.funding != ():
            yield "if no outside money is used", replace(profile, funding=())


def _of_purpose(regime: Regime, profile: Profile) -> Iterator[tuple[str, Profile]]:
    allowed = [one for limb in regime.limbs for limit in limb.purposes for one in limit.allowed]
    if allowed:
        first = allowed[0]
        if profile.purpose != first:
            words = f"if the purpose is {first.replace('_', ' ')}"
            yield words, replace(profile, purpose=first)
        yield "if the purpose is none of those listed", replace(profile, purpose="another_use")
    for mission in sorted({one for limb in regime.limbs for one in limb.missions}):
        if profile.mission != mission:
            yield "if the mission is a covered one", replace(profile, mission=mission)


def _of_contract(regime: Regime, profile: Profile) -> Iterator[tuple[str, Profile]]:
    kinds = {one for limb in regime.limbs for one in (*limb.contracts, *limb.not_contracts)}
    for kind in sorted(kinds - {profile.contract}):
        yield f"if the contract is {kind.replace('_', ' ')}", replace(profile, contract=kind)


def _of_buyer(regime: Regime, profile: Profile) -> Iterator[tuple[str, Profile]]:
    """Yield a buyer that is bound, where this one is not."""
    who = regime.who
    if standing(who, profile).bond is Bond.BOUND:
        return
    for name in who.names[:1]:
        yield f"if the buyer is {name}", replace(profile, buyer_name=name)
    for capacity in who.capacities[:1]:
        words = f"if the buyer is a {capacity.replace('_', ' ')}"
        yield words, replace(profile, capacity=capacity)
    if not who.names and not who.capacities and not who.funding:
        for buyer in who.buyers[:1]:
            if buyer not in ("any", profile.buyer):
                words = f"if the buyer is of the type {buyer.replace('_', ' ')}"
                yield words, replace(profile, buyer=buyer)


def _of_dates(regime: Regime, profile: Profile, day: str) -> Iterator[tuple[str, Profile]]:
    """Yield a contract of each day that lies ahead on which the regime changes."""
    days = {first_day(limb.since) for limb in regime.limbs if limb.since}
    days |= {first_day(one.since) for one in regime.match.named if one.since}
    for later in sorted(one for one in days if one > day):
        words = f"if the contract is signed on or after {later}"
        yield words, replace(profile, award_date=later)
