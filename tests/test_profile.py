"""The buyer's profile: read, refused, told and laid over another."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from analyser.errors import ProfileError
from analyser.profile import CRITERIA, Profile, Site, profile_from, read_profile

WHOLE = """
jurisdiction = "uk"
buyer = "central_government"
buyer_name = "HM Treasury"
award_date = 2026-12-01
delivery_dates = ["2027-06-01", 2027-01-01]
funding = "none"
contract = "covered"
[site]
sensitive = "unknown"
c1_secret = "no"
c3_ministers = true
"""


def test_profile_is_read_from_toml(tmp_path: Path) -> None:
    """Dates, lists, yes and no, and the site table are read as they are written."""
    path = tmp_path / "profile.toml"
    path.write_text(WHOLE, encoding="utf-8")

    profile = read_profile(path)

    assert profile.jurisdiction == "GB"
    assert profile.award_date == "2026-12-01"
    assert profile.delivery_dates == ("2027-01-01", "2027-06-01")
    assert profile.funding == ()
    assert profile.site == Site(c1_secret=False, c3_ministers=True)
    assert profile.site.sensitive is True
    assert profile.purpose is None


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"jurisdicton": "GB"}, "jurisdicton: is not a known key; did you mean jurisdiction?"),
        ({"buyer": "councils"}, "buyer: 'councils' is unknown"),
        ({"site": {"c5": True}}, "site.c5: is not a known key"),
        ({"site": "maybe"}, "site: 'maybe' is no answer; use yes, no or unknown"),
        ({"site": {"sensitive": False, "c2_dv": True}}, "no although a criterion is yes"),
        ({"award_date": "1 December"}, "award_date: '1 December' is no date"),
        ({"jurisdiction": "Britain"}, "jurisdiction: 'Britain' is no country code"),
        ({"buyer": "police", "buyer_type": "health"}, "buyer_type: is given twice"),
        ({"purpose": 7}, "purpose: 7 is no text"),
        ({"contract": "large"}, "contract: 'large' is unknown"),
    ],
)
def test_fault_is_told_in_one_line_with_its_key(facts: dict[str, Any], words: str) -> None:
    """What cannot be read is refused with file and key, and the nearest known word."""
    with pytest.raises(ProfileError) as caught:
        profile_from(facts, "tender/profile.toml")

    assert str(caught.value).startswith("tender/profile.toml: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_broken_or_missing_file_is_one_line(tmp_path: Path) -> None:
    """A file that is no TOML, or is not there, is told by its path."""
    broken = tmp_path / "profile.toml"
    broken.write_text("buyer = police", encoding="utf-8")

    for path in (broken, tmp_path / "absent.toml"):
        with pytest.raises(ProfileError, match=path.name):
            read_profile(path)


@pytest.mark.parametrize(
    ("site", "sensitive"),
    [
        (Site(), None),
        (Site(False, None, None, None, None), False),
        (Site(None, False, False, False, None), None),
        (Site(None, False, False, False, False), False),
        (Site(None, False, None, None, True), True),
        (Site(False, None, None, None, True), True),
        (Site(True, False, False, None, None), True),
    ],
)
def test_one_criterion_is_enough_and_no_needs_all_four(site: Site, sensitive: bool | None) -> None:
    """The four criteria are joined by or; an open one keeps the whole question open."""
    assert site.sensitive is sensitive


def test_unknown_stays_unknown_in_words_and_json() -> None:
    """Every unknown fact is told as not known and given to JSON as null."""
    profile = Profile(jurisdiction="GB")

    told = dict(profile.described())
    assert told["Jurisdiction"] == "GB"
    assert set(told.values()) == {"GB", "not known"}
    mapping = json.loads(json.dumps(profile.as_mapping()))
    assert mapping["site"] == {"sensitive": None, **dict.fromkeys(CRITERIA)}
    assert mapping["funding"] is None


def test_no_money_is_told_apart_from_unknown_money() -> None:
    """`()` is "none", `None` is "not known"."""
    assert dict(Profile(funding=()).described())["Outside money"] == "none"
    assert dict(Profile().described())["Outside money"] == "not known"


def test_nearer_profile_wins_fact_by_fact() -> None:
    """A folder's profile overrides the run's where it knows something, and nowhere else."""
    run = Profile(jurisdiction="GB", buyer="police", site=Site(c1_secret=False), funding=("usf",))
    folder = Profile(buyer="defence", site=Site(c2_dv=True), funding=())

    both = folder.over(run)

    assert (both.jurisdiction, both.buyer, both.funding) == ("GB", "defence", ())
    assert both.site == Site(c1_secret=False, c2_dv=True)


def test_profile_travels_and_returns() -> None:
    """A profile survives pickling, and its mapping can be read back."""
    profile = profile_from({"buyer": "police", "site": {"c1_secret": "yes"}, "funding": ["usf"]})

    assert pickle.loads(pickle.dumps(profile)) == profile
    assert profile_from(profile.as_mapping()) == Profile(
        buyer="police", site=Site(True, True), funding=("usf",)
    )
