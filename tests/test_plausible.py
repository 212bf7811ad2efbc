"""Facts that cannot be, or hardly are, what was meant."""

from __future__ import annotations

from typing import Any

import pytest

from analyser.errors import ProfileError
from analyser.lists.load import Lists
from analyser.plausible import OWN_WORDS, doubts, idle_roles, proved
from analyser.profile import Profile, profile_from


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"funding": ["fedral_award"]}, "funding: 'fedral_award' is a word that no rule knows; did you mean federal_award?"),
        ({"purpose": "public saftey"}, "did you mean public_safety?"),
        ({"capacity": "gardener"}, "capacity: 'gardener' is a word that no rule knows; use one of designated_"),
        ({"mission": "covered_misson"}, "did you mean covered_mission?"),
        ({"jurisdiction": "GB", "sub_jurisdiction": "TX"}, "'TX' is no part of GB; use one of GB-ENG"),
        ({"jurisdiction": "GB", "sub_jurisdiction": "US-TX"}, "'US-TX' is no part of GB; correct it"),
        ({"jurisdiction": "GB-SCO"}, "'GB-SCO' is no part of GB"),
        ({"sub_jurisdiction": "TX"}, "stands without its country"),
    ],
)  # fmt: skip
def test_what_no_rule_can_know_is_refused(facts: dict[str, Any], words: str) -> None:
    """A slip in a code, or a part of another country, is told in one line with its field."""
    with pytest.raises(ProfileError) as caught:
        proved(profile_from(facts), "tender/profile.toml")

    assert str(caught.value).startswith("tender/profile.toml: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"jurisdiction": "ZZ"}, "jurisdiction"), ({"jurisdiction": "GB-"}, "jurisdiction"),
     ({"sub_jurisdiction": "ZZ-TX"}, "sub_jurisdiction"), ({"award_date": "0206-12-01"}, "award_date"),
     ({"delivery_dates": ["2027-01-01", "20266-01-01"]}, "delivery_dates")],
)  # fmt: skip
def test_a_country_or_year_that_is_none_is_refused(facts: dict[str, Any], field: str) -> None:
    """Two letters are no country by themselves, and no contract is of the year 206."""
    with pytest.raises(ProfileError, match=rf"^profile: {field}: "):
        profile_from(facts)


def test_every_code_that_a_rule_names_is_understood(lists: Lists) -> None:
    """What the rulebook itself asks for can be given as a fact, word for word."""
    codes: dict[str, set[str]] = {
        "funding": set(),
        "purpose": set(),
        "capacity": set(),
        "mission": set(),
    }
    for regime in lists.rulebook.regimes.values():
        for limb in regime.limbs:
            who = limb.who or regime.who
            codes["funding"] |= set(who.funding)
            codes["capacity"] |= {
                *who.capacities, *who.binding_capacities, *who.outside_capacities,
                *who.unsettled_capacities,
            }  # fmt: skip
            codes["purpose"] |= {one for limit in limb.purposes for one in limit.allowed}
            codes["mission"] |= set(limb.missions)

    assert all(codes.values())
    for field, words in codes.items():
        for word in {*words, *OWN_WORDS[field][0].forms, OWN_WORDS[field][1]}:
            profile = profile_from({field: [word] if field == "funding" else word})
            assert proved(profile, "here") == profile
            assert doubts([profile]) == ()


@pytest.mark.parametrize(
    "facts",
    [{"funding": ["Bright Streets scheme"]}, {"purpose": "lock gates"}, {"mission": "spectrum dominance"}],
)  # fmt: skip
def test_words_of_ones_own_are_kept_and_told(facts: dict[str, Any]) -> None:
    """A few own words are no slip: they count as not known, and the report says so."""
    profile = profile_from(facts)

    assert proved(profile, "here") == profile
    (line,) = doubts([profile, profile])
    assert "counts as not known" in line


def test_a_part_tells_its_country() -> None:
    """`GB-SCT` says country and part at once, and `TX` is completed by its country."""
    scotland = Profile(jurisdiction="GB", sub_jurisdiction="GB-SCT")

    assert profile_from({"jurisdiction": "UK-SCT"}) == scotland
    assert proved(profile_from({"sub_jurisdiction": "gb-sct"}), "here") == scotland
    texas = proved(profile_from({"jurisdiction": "US", "sub_jurisdiction": "tx"}), "here")
    assert texas.sub_jurisdiction == "US-TX"


def test_a_part_is_not_handed_to_another_country() -> None:
    """A tender of another country does not take over the run's part of a country."""
    run = Profile(jurisdiction="GB", sub_jurisdiction="GB-SCT")

    assert Profile(jurisdiction="US").over(run) == Profile(jurisdiction="US")
    assert Profile(jurisdiction="GB").over(run) == run
    assert Profile(buyer="police").over(run).sub_jurisdiction == "GB-SCT"


def test_an_award_long_after_delivery_is_told() -> None:
    """Dates that seem exchanged are told; goods that come a few days early are not."""
    early = Profile(award_date="2026-12-01", delivery_dates=("2026-11-20",))
    odd = Profile(award_date="2027-12-01", delivery_dates=("2026-03-01", "2026-06-01"))

    assert doubts([early, Profile()]) == ()
    (line,) = doubts([odd])
    assert "548 days after the last delivery (2026-06-01)" in line


def test_a_role_for_no_document_is_told() -> None:
    """An officer who says what a document is learns when no document bears that name."""
    roles = (("lot-1/*.pdf", "tender"), ("bidd.pdf", "bid"))

    (line,) = idle_roles(roles, ["lot-1/a.pdf", "bid.pdf"])

    assert line.startswith("--role bidd.pdf=bid: no document is called so")
