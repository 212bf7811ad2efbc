"""Whether a regime binds, advises or leaves out this buyer in this capacity."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from analyser.limb import Who
from analyser.profile import BUYER_TYPES, Profile
from analyser.regimes.stated import CAPACITIES, FUNDS, Meaning

OWN_GOVERNMENT_MISSING = ("GB-ENG",)
"""Parts of a country that have no government of their own: their ministries are the country's."""

NATIONAL_BY_NATURE = ("defence", "intelligence", "federal_contractor")
"""Buyers that belong to the whole country wherever they sit."""

GOVERNMENT = ("central_government", *NATIONAL_BY_NATURE)


class Bond(StrEnum):
    """How a regime stands to a buyer."""

    BOUND = "bound"
    ADVISED = "advised"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """A buyer's standing under a regime, why, and what would settle or change it."""

    bond: Bond
    why: str = ""
    needs: tuple[str, ...] = ()
    body_unknown: bool = False
    """It hangs on whether the buyer is one of a few named bodies."""


def standing(who: Who, profile: Profile) -> Standing:
    """Return how `who` stands to the buyer of `profile`."""
    found = _of_place(who, profile) or _of_capacity(who, profile) or _of_type(who, profile)
    if found.bond in (Bond.OUTSIDE, Bond.ADVISED) and who.bound:
        return replace(found, why=f"binds {who.bound}{': ' if found.why else ''}{found.why}")
    return found


def capacity_of(profile: Profile) -> Meaning:
    """Return the capacities that the profile's own words amount to."""
    return CAPACITIES.read(profile.capacity or "")


def funds_of(profile: Profile, wanted: tuple[str, ...]) -> bool | None:
    """Return whether money of a `wanted` kind is used; words not understood leave it open."""
    if profile.funding is None:
        return None
    told = [FUNDS.read(text).says(wanted) for text in profile.funding]
    return True if True in told else None if None in told else False


def is_national(profile: Profile) -> bool:
    """Return whether a government buyer belongs to the whole country, not to a part of it."""
    kinds = capacity_of(profile).met
    if "federal_body" in kinds or re.search(r"\bfederal\b", profile.buyer_name or "", re.I):
        return True
    if "state_agency" in kinds:
        return False
    part = profile.sub_jurisdiction
    return not part or part in OWN_GOVERNMENT_MISSING or profile.buyer in NATIONAL_BY_NATURE


def buyer_in_words(profile: Profile) -> str:
    """Return what the buyer is called in a reason."""
    words = BUYER_TYPES.get(profile.buyer or "", profile.buyer or "a buyer of unknown type")
    return f"{profile.buyer_name}, {words}" if profile.buyer_name else words


def _of_place(who: Who, profile: Profile) -> Standing | None:
    """Return the standing where the part of the country or the level of government decides."""
    if profile.buyer_name and _names(who.also_outside_names, profile.buyer_name):
        return Standing(Bond.OUTSIDE, f"{profile.buyer_name} is expressly outside")
    part = profile.sub_jurisdiction
    national = profile.buyer in GOVERNMENT and is_national(profile)
    if part and _among(part, who.not_places) and not national:
        return Standing(Bond.OUTSIDE, f"bodies of {part} are outside")
    if who.places:
        return _of_part(who, profile, national=national)
    if who.level == "national" and profile.buyer in GOVERNMENT and not national:
        return Standing(Bond.OUTSIDE, "a body of a part of the country is not one of them")
    return None


def _of_part(who: Who, profile: Profile, *, national: bool) -> Standing | None:
    """Return the standing under a regime that holds in parts of the country only."""
    part = profile.sub_jurisdiction
    if part is None and not national:
        if profile.buyer and profile.buyer not in (*who.buyers, *who.inferred, *who.advised):
            return None
        why = f"holds in {', '.join(who.places)} only; where the buyer sits is not known"
        return Standing(Bond.UNKNOWN, why, ("sub_jurisdiction",))
    if part is None or national or not _among(part, who.places):
        needs = () if part else ("sub_jurisdiction",)
        return Standing(Bond.OUTSIDE, "the buyer is not known to be one of them", needs)
    return None


def _of_capacity(who: Who, profile: Profile) -> Standing | None:
    """Return the standing where the buyer's name, capacity or money decides."""
    capacity = capacity_of(profile)
    settled = _of_kind(who, capacity.met)
    if settled is not None:
        return settled
    if who.names:
        return _of_name(who, profile)
    if profile.buyer is None and "any" not in who.buyers:
        return Standing(Bond.UNKNOWN, "the type of buyer is not known", ("buyer",))
    if who.capacities:
        return _of_named_capacity(who, profile, capacity)
    return _of_funding(who, profile) if who.funding else None


def _of_kind(who: Who, kinds: frozenset[str]) -> Standing | None:
    """Return the standing where a capacity settles it whatever the type of buyer."""
    if kinds & set(who.outside_capacities):
        return Standing(Bond.OUTSIDE, "in this capacity the buyer is outside")
    if kinds & set(who.binding_capacities):
        return Standing(Bond.BOUND)
    if kinds & set(who.unsettled_capacities):
        why = "the public text does not settle whether such a body is bound; refer it"
        return Standing(Bond.UNKNOWN, why, ("capacity",))
    return None


def _of_name(who: Who, profile: Profile) -> Standing | None:
    if profile.buyer_name and _names(who.names, profile.buyer_name):
        return Standing(Bond.BOUND)
    if not who.buyers:
        needs = () if profile.buyer_name else ("buyer_name",)
        return Standing(Bond.OUTSIDE, "the buyer is not known to be it", needs)
    if profile.buyer is None:
        return Standing(Bond.UNKNOWN, "the buyer is not known", ("buyer", "buyer_name"))
    if profile.buyer not in who.buyers:
        return None
    if profile.buyer_name:
        return Standing(Bond.OUTSIDE, f"{profile.buyer_name} is another body")
    why = f"binds {who.bound}; which body buys is not known"
    return Standing(Bond.UNKNOWN, why, ("buyer_name",), body_unknown=True)


def _of_named_capacity(who: Who, profile: Profile, told: Meaning) -> Standing | None:
    said = told.says(who.capacities)
    if said:
        return Standing(Bond.BOUND)
    if profile.buyer not in (*who.buyers, *who.inferred):
        return None
    # A provider is known to be a telecoms operator, but not to be one of the designated ones.
    related = "telecoms_operator" in told.met and "designated_communications_provider" in (
        set(who.capacities) - told.denied
    )
    if related or (said is None and who.capacity_unknown == "ask"):
        why = f"binds {who.bound}; whether the buyer is one is not known"
        return Standing(Bond.UNKNOWN, why, ("capacity",))
    needs = ("capacity",) if said is None else ()
    return Standing(
        Bond.OUTSIDE, f"this buyer ({buyer_in_words(profile)}) is not one of them", needs
    )


def _of_funding(who: Who, profile: Profile) -> Standing | None:
    reached = profile.buyer in (*who.buyers, *who.inferred)
    used = funds_of(profile, who.funding)
    if used:
        if reached or (who.funding_reaches_any and not _spends_own(who, profile)):
            return Standing(Bond.BOUND)
        return None
    money = " or ".join(who.funding).replace("_", " ")
    # The agencies of a state spend such money as its cities do, though national ones do not.
    reached = reached or ("local_authority" in who.buyers and _is_state_body(profile))
    if used is None and (reached or not _spends_own(who, profile)):
        ask = reached and who.funding_unknown == "ask"
        why = f"hangs on whether {money} money is used"
        return Standing(Bond.UNKNOWN if ask else Bond.OUTSIDE, why, ("funding",))
    return Standing(Bond.OUTSIDE, f"no {money} money is used") if reached else None


def _is_state_body(profile: Profile) -> bool:
    return profile.buyer == "central_government" and not is_national(profile)


def _spends_own(who: Who, profile: Profile) -> bool:
    if profile.buyer in who.outside:
        return True
    return profile.buyer == "central_government" and is_national(profile)


def _of_type(who: Who, profile: Profile) -> Standing:
    buyer = profile.buyer or ""
    if "any" in who.buyers or buyer in who.buyers or buyer in who.inferred:
        return Standing(Bond.BOUND)
    if buyer in who.outside:
        return Standing(Bond.OUTSIDE, f"this buyer ({buyer_in_words(profile)}) is outside")
    if buyer in who.advised or "any" in who.advised or who.others == "advisory":
        return Standing(Bond.ADVISED)
    return Standing(Bond.OUTSIDE, f"this buyer ({buyer_in_words(profile)}) is not one of them")


def _among(part: str, places: tuple[str, ...]) -> bool:
    return any(part == one or (one.endswith("*") and part.startswith(one[:-1])) for one in places)


def _names(words: tuple[str, ...], name: str) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", name, re.I) for word in words)
