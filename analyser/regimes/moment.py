"""Whether a regime is in force for this contract: at award, delivery and option dates."""

from __future__ import annotations

from analyser.limb import Limb
from analyser.profile import Profile
from analyser.regimes.answers import YES, Answer, no, unknown
from analyser.rulebook import Regime, first_day, last_day


def award_day(profile: Profile, as_of: str) -> str:
    """Return the day by which a contract is judged: its award, or else `as_of`."""
    return profile.award_date or as_of


def later_days(profile: Profile) -> tuple[str, ...]:
    """Return the days of delivery and of options, in order."""
    return tuple(sorted((*(profile.delivery_dates or ()), *(profile.option_dates or ()))))


def force_answer(regime: Regime, limb: Limb, profile: Profile, as_of: str) -> Answer:
    """Return whether `limb` is in force for the contract of `profile`."""
    if not regime.in_law:
        return no(f"not law: {regime.words.status_note or 'no day of effect is set'}")
    day = award_day(profile, as_of)
    since = limb.since or regime.effective_from
    end = last_day(limb.until)
    if since and day < first_day(since):
        return _before(limb, since, profile, day)
    if end and day > end:
        return no(f"ended on {limb.until}")
    for first, last in limb.suspended:
        if first <= day <= last:
            return no(f"suspended from {first} to {last}")
    if limb.suspended and limb.revival_unconfirmed and day > limb.suspended[-1][1]:
        why = f"suspended until {limb.suspended[-1][1]}; whether it revived is not known"
        return unknown(why, "live_list")
    return YES


def _before(limb: Limb, since: str, profile: Profile, day: str) -> Answer:
    """Return the answer for a contract that is older than the limb."""
    start = first_day(since)
    late = [one for one in later_days(profile) if one >= start]
    if late and limb.older_contracts == "refer":
        why = (
            f"the contract of {day} is older than the rule ({since}) and may stay outside, "
            f"options included: take advice for what falls on {late[0]} or later"
        )
        return unknown(why, "option_date", doubt=True)
    if late:
        why = f"in force from {since}: what is delivered or optioned on {late[0]} or later"
        return unknown(f"{why} may fall under it", "option_date")
    asked = () if profile.delivery_dates or profile.option_dates else ("option_date",)
    return no(f"in force from {since}; the contract is of {day}", *asked)
