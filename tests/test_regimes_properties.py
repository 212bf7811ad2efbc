"""What holds of every regime, maker, buyer and day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyser.finding import Route, Stance
from analyser.lists.freshness import buyers_warning
from analyser.lists.load import Lists
from analyser.outcome import Applicability, Outcome
from analyser.profile import BUYER_TYPES, CRITERIA, Profile, Site
from analyser.regimes.decide import outcomes
from analyser.regimes.subject import Subject
from analyser.rulebook import Rulebook, first_day

TODAY = "2026-11-23"

MAKERS = ["hikvision", "dahua", "uniview", "huawei", "zte", "dji", "kaspersky", "axis", "quectel"]
GOODS = ["video_surveillance", "telecom_network", "telecom_5g", "drone", "antivirus_software", ""]

subjects = st.builds(
    Subject,
    maker=st.sampled_from(MAKERS),
    route=st.sampled_from([Route.NAME, Route.REBRAND, Route.PART_NUMBER]),
    equipment=st.sampled_from(GOODS),
    stance=st.sampled_from(list(Stance)),
    component_of=st.sampled_from([None, "camera", "server"]),
    bidder_link=st.sampled_from([None, "none", "subcontractor", "is_maker"]),
    where=st.sampled_from([None, "bidder_own_use"]),
)
answers = st.sampled_from([None, True, False])
sites = st.builds(
    Site, c1_secret=answers, c2_dv=answers, c3_ministers=answers, c4_socpa=answers
)  # fmt: skip
days = st.dates(date(2018, 1, 1), date(2029, 12, 31)).map(date.isoformat)
profiles = st.builds(
    Profile,
    jurisdiction=st.sampled_from(["GB", "US", "AU", "CA", "CZ", "LT", "IN", "TW", "NL"]),
    buyer=st.sampled_from([None, *BUYER_TYPES]),
    site=sites,
    award_date=days,
    funding=st.sampled_from([None, (), ("federal_award",), ("usf",)]),
    purpose=st.sampled_from([None, "public_safety", "wildlife_observation"]),
    contract=st.sampled_from([None, "exempt", "covered"]),
    mission=st.sampled_from([None, "covered_mission", "other"]),
)
often = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def told(lists: Lists, subject: Subject, profile: Profile) -> dict[str, Outcome]:
    """Return the outcomes by regime, without what-if lines."""
    found = outcomes(
        subject, profile, lists.rulebook, lists.catalogue, TODAY, with_changes=False
    )  # fmt: skip
    return {one.regime: one for one in found}


@often
@given(subject=subjects, profile=profiles)
def test_each_regime_of_the_jurisdiction_answers_once(
    lists: Lists, subject: Subject, profile: Profile
) -> None:
    """No regime of the buyer's jurisdiction is ever silent, whatever is known."""
    found = outcomes(
        subject, profile, lists.rulebook, lists.catalogue, TODAY, with_changes=False
    )  # fmt: skip
    expected = {
        one.id
        for one in lists.rulebook.regimes.values()
        if one.jurisdiction == profile.jurisdiction
    }

    assert len(found) == len({one.regime for one in found})
    assert {one.regime for one in found} >= expected
    assert all(one.because and one.citation and one.last_evidence_date for one in found)


FACTS: dict[str, list[Any]] = {
    "purpose": ["public_safety", "wildlife_observation"],
    "funding": [(), ("federal_award",)],
    "mission": ["covered_mission", "other"],
    "contract": ["covered"],
    "buyer_name": ["HM Treasury", "City of Amsterdam"],
    "capacity": ["civilian_agency"],
}


@often
@given(subject=subjects, profile=profiles, number=st.integers(0, 99))
def test_adding_a_fact_never_silences_what_applies(
    lists: Lists, subject: Subject, profile: Profile, number: int
) -> None:
    """What applies without a fact applies, or is told otherwise with a reason, once it is known."""
    unknown = [name for name in FACTS if getattr(profile, name) is None]
    name = unknown[number % len(unknown)]
    values = FACTS[name]
    fuller = replace(profile, **{name: values[number % len(values)]})
    before, after = told(lists, subject, profile), told(lists, subject, fuller)

    for regime, outcome in before.items():
        assert regime in after
        if outcome.outcome is Applicability.APPLIES and name in ("purpose", "funding", "mission"):
            assert after[regime].outcome is Applicability.APPLIES, (regime, name)


@often
@given(
    maker=st.sampled_from(["hikvision", "dahua", "uniview", "tiandy"]),
    buyer=st.sampled_from(["central_government", "defence", "intelligence"]),
    noes=st.sets(st.sampled_from(list(CRITERIA)), max_size=3),
    stance=st.sampled_from([Stance.OFFERED, Stance.SPECIFIED, Stance.EXISTING, Stance.UNCLEAR]),
)
def test_unknown_site_of_a_department_is_never_no(
    lists: Lists, maker: str, buyer: str, noes: set[str], stance: Stance
) -> None:
    """While a criterion is open, a department is asked for it, whatever the others say."""
    site = replace(Site(), **dict.fromkeys(noes, False))
    profile = Profile(jurisdiction="GB", buyer=buyer, site=site, award_date="2026-12-01")
    subject = Subject(maker=maker, equipment="video_surveillance", stance=stance)
    found = told(lists, subject, profile)["gb-wms-2022-visual-surveillance"]

    assert found.outcome is Applicability.APPLIES_IF
    assert "site.sensitive" in found.needs
    assert {f"site.{name}" for name in set(CRITERIA) - noes} <= set(found.needs)


@often
@given(subject=subjects, profile=profiles, seed=st.randoms())
def test_outcomes_do_not_hang_on_order(
    lists: Lists, subject: Subject, profile: Profile, seed: Any
) -> None:
    """Reading the regimes in another order changes no answer."""
    shuffled = list(lists.rulebook.regimes.items())
    seed.shuffle(shuffled)
    other = Rulebook(lists.rulebook.version, dict(shuffled))
    found = outcomes(subject, profile, other, lists.catalogue, TODAY, with_changes=False)

    assert {one.regime: one for one in found} == told(lists, subject, profile)


@often
@given(subject=subjects, profile=profiles)
def test_a_denial_is_never_a_deployment(lists: Lists, subject: Subject, profile: Profile) -> None:
    """An excluded or cited name is prohibited or removed only where the bidder is the maker."""
    denied = replace(subject, stance=Stance.EXCLUDED, bidder_link="none", where=None)

    for found in told(lists, denied, profile).values():
        assert found.consequence.value not in ("prohibited", "remove", "exclude"), found


@often
@given(subject=subjects, profile=profiles)
def test_what_is_open_says_what_to_ask(lists: Lists, subject: Subject, profile: Profile) -> None:
    """An outcome that depends on facts names at least one."""
    for found in told(lists, subject, profile).values():
        if found.outcome is Applicability.APPLIES_IF:
            assert found.needs, found


STAGED_GOODS = [
    ("hikvision", "video_surveillance"), ("huawei", "telecom_5g"), ("dji", "drone"),
    ("kaspersky", "antivirus_software"), ("catl", "battery"),
]  # fmt: skip


def _staged() -> list[tuple[str, str]]:
    from analyser.lists.load import load_lists

    return [
        (regime.id, first_day(day))
        for regime in load_lists().rulebook.regimes.values()
        for day in sorted(
            {limb.since or regime.effective_from for limb in regime.limbs}
            | {one.since for one in regime.match.named}
        )
        if day and regime.in_law
    ]


@pytest.mark.parametrize(("regime", "day"), _staged())
def test_a_staged_date_changes_only_what_hangs_on_it(lists: Lists, regime: str, day: str) -> None:
    """The day before a staged date differs from that day only in limbs or names staged then."""
    book = lists.rulebook
    eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    changed = set()
    for maker, goods in STAGED_GOODS:
        for buyer in ("central_government", "defence", "local_authority"):
            subject = Subject(maker=maker, equipment=goods, bidder_link="none")
            profile = Profile(
                jurisdiction=book.regimes[regime].jurisdiction,
                buyer=buyer,
                funding=("federal_award",),
                award_date=day,
            )
            after = told(lists, subject, profile)
            before = told(lists, subject, replace(profile, award_date=eve))
            changed |= {one for one in after if after[one].outcome is not before[one].outcome}
    staged_then = {one for one, when in _staged_days(book) if when == day}
    staged_then |= {one for one, when in _last_days(book) if when == day}

    assert changed <= staged_then


def _staged_days(book: Rulebook) -> list[tuple[str, str]]:
    """Return (regime, day) for each day on which a limb or a name of it starts to count."""
    found = []
    for regime in book.regimes.values():
        imported = book.regimes.get(regime.match.list_of)
        named = (*regime.match.named, *(imported.match.named if imported else ()))
        starts = {limb.since or regime.effective_from for limb in regime.limbs}
        starts |= {one.since for one in named}
        found += [(regime.id, first_day(day)) for day in starts if day]
    return found


def _last_days(book: Rulebook) -> list[tuple[str, str]]:
    """Return (regime, day after) for each day on which a limb ends, or a suspension turns."""
    found = []
    for regime in book.regimes.values():
        for limb in regime.limbs:
            ends = [limb.until, *(last for _, last in limb.suspended)]
            later = [date.fromisoformat(day) + timedelta(days=1) for day in ends if day]
            found += [(regime.id, day.isoformat()) for day in later]
            found += [(regime.id, first) for first, _ in limb.suspended]
    return found


def test_only_the_buyers_own_country_is_warned_of(lists: Lists) -> None:
    """Evidence that grew old abroad says nothing to this buyer; what is over it does, in a line."""
    day = "2040-01-01"  # everything is past its review by then

    (british,) = buyers_warning(lists.catalogue, lists.rulebook, ["GB"], day)
    (lithuanian,) = buyers_warning(lists.catalogue, lists.rulebook, ["LT"], day)
    (anywhere,) = buyers_warning(lists.catalogue, lists.rulebook, [None, "GB"], day)

    number = sum(one.jurisdiction == "GB" for one in lists.rulebook.regimes.values())
    assert f"{number} of {number} rules" in british
    assert "us-" not in british
    assert "lt-untrusted-tech" in lithuanian
    assert "for EU, LT" in lithuanian
    assert f"{len(lists.rulebook.regimes)} of {len(lists.rulebook.regimes)} rules" in anywhere
    assert buyers_warning(lists.catalogue, lists.rulebook, ["GB"], "2000-01-01") == ()
