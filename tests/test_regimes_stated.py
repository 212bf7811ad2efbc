"""Free words of a buyer or a bid: yes, no, and what nobody foresaw."""

from __future__ import annotations

from typing import Any

import pytest

from analyser.lists.load import Lists
from analyser.profile import profile_from
from analyser.regimes.stated import FUNDS, MISSIONS, PURPOSES, goods_of, link_of
from tests.regime_calls import asked

GRANTS = "us-2cfr-200-216"
PART_A = "us-889a-procure"
MISSION = "us-dfars-7018-1656"
PROVIDERS = "gb-huawei-dvd-2022"
EXCLUSION = "gb-pa2023-natsec-discretionary"
FACILITIES = ("security_of_government_facilities",)

TOWN = {"jurisdiction": "US", "buyer": "local_authority"}
AGENCY = {"jurisdiction": "US", "buyer": "central_government"}
ARMY = {"jurisdiction": "US", "buyer": "defence"}
FIRM = {"jurisdiction": "GB", "buyer": "private"}
SWITCHES = {"maker": "huawei", "equipment": "telecom_network"}
RADIO_5G = {"maker": "huawei", "equipment": "telecom_5g"}
CAMERAS = {"maker": "hikvision"}

Row = tuple[dict[str, Any], dict[str, Any], str, str]

ROWS: list[Row] = [
    # understood as yes
    ({**TOWN, "funding": ["DHS port security award"]}, SWITCHES, GRANTS, "applies"),
    ({**AGENCY, "purpose": "guarding a courthouse"}, CAMERAS, PART_A, "applies"),
    ({**ARMY, "mission": "homeland defence sensors"}, SWITCHES, MISSION, "applies"),
    ({**FIRM, "capacity": "Designated provider"}, RADIO_5G, PROVIDERS, "applies"),
    # understood as no
    ({**TOWN, "funding": ["town reserves"]}, SWITCHES, GRANTS, "not_bound"),
    ({**TOWN, "funding": ["non-federal programme"]}, SWITCHES, GRANTS, "not_bound"),
    ({**AGENCY, "purpose": "counting salmon (wildlife)"}, CAMERAS, PART_A, "out_of_scope"),
    ({**ARMY, "mission": "commissary store"}, SWITCHES, MISSION, "out_of_scope"),
    ({**FIRM, "capacity": "not a designated provider"}, RADIO_5G, PROVIDERS, "not_bound"),
    ({**FIRM, "capacity": "ordinary customer"}, RADIO_5G, PROVIDERS, "not_bound"),
    # nobody foresaw it: a question, neither a clearance nor a hit
    ({**TOWN, "funding": ["Bright Streets scheme"]}, SWITCHES, GRANTS, "applies_if"),
    ({**AGENCY, "purpose": "lock gates"}, CAMERAS, PART_A, "applies_if"),
    ({**AGENCY, "purpose": "classroom safety"}, CAMERAS, PART_A, "applies_if"),
    ({**ARMY, "mission": "spectrum dominance"}, SWITCHES, MISSION, "applies_if"),
    ({**FIRM, "capacity": "mast owner"}, RADIO_5G, PROVIDERS, "applies_if"),
]


@pytest.mark.parametrize(("buyer", "goods", "regime", "outcome"), ROWS)
def test_words_decide_only_where_they_are_understood(
    lists: Lists, buyer: dict[str, Any], goods: dict[str, Any], regime: str, outcome: str
) -> None:
    """A wording that nobody foresaw leaves the regime open; it never counts as different."""
    found = asked(lists, buyer, goods)[regime]
    assert found.outcome.value == outcome, found.because
    if outcome == "applies_if":
        assert found.needs


@pytest.mark.parametrize("text", ["no federal money", "not from any federal award", "non-federal"])
def test_a_denied_word_is_no_yes(text: str) -> None:
    """What stands behind a "no" is denied, not said."""
    assert FUNDS.read(text).says(("federal_award",)) is False


def test_a_denial_settles_only_what_it_denies() -> None:
    """A purpose that denies one of four leaves the other three open."""
    said = PURPOSES.read("not for public safety")
    assert said.says(("public_safety",)) is False
    assert said.says(("public_safety", *FACILITIES)) is None
    assert MISSIONS.read("").says(("covered_mission",)) is None


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("authorised distributor of the maker", "none"),
        ("wholly-owned subsidiary", "is_maker"),
        ("intended sub-contractor", "subcontractor"),
        ("is_maker", "is_maker"),
        ("golf partner", None),
        ("not the manufacturer", None),
        (None, None),
    ],
)
def test_a_bidder_that_resells_has_no_link(text: str | None, link: str | None) -> None:
    """Reselling makes no link to the maker; words that tell nothing leave it unknown."""
    assert link_of(text) == link


@pytest.mark.parametrize("bidder", ["subsidiary", "associated person"])
def test_a_bidder_of_the_makers_group_is_a_referral(lists: Lists, bidder: str) -> None:
    """A bid by the maker's own group reaches the exclusion ground, gated by a Minister."""
    council = {"jurisdiction": "GB", "buyer": "local_authority"}
    found = asked(lists, council, {**CAMERAS, "bidder_link": bidder})[EXCLUSION]
    assert found.outcome.value == "applies_if"
    assert "minister_agreement" in found.needs


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("IP CCTV", "video_surveillance"),
        ("Wi-Fi switch", "telecom_network"),
        ("thermal camera", "thermal_camera"),
        ("video_surveillance", "video_surveillance"),
        ("hoverboard", ""),
        ("", ""),
    ],
)
def test_goods_are_understood_or_unknown(text: str, goods: str) -> None:
    """A class of goods that nobody knows is unknown, not a class outside every scope."""
    assert goods_of(text) == goods


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Council", "local_authority"), ("NHS trust", "health"), ("ministry", "central_government")],
)
def test_everyday_names_of_buyers_are_read(word: str, kind: str) -> None:
    """A buyer may be called as people call it."""
    assert profile_from({"buyer": word}).buyer == kind
