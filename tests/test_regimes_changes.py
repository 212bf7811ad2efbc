"""What an outcome carries beside its answer: what would change it, and how well it is known."""

from __future__ import annotations

from analyser.lists.load import Lists
from analyser.profile import Profile
from analyser.regimes.decide import in_asking_order, outcomes
from analyser.regimes.subject import Subject
from analyser.rulebook import EU_MEMBERS
from tests.regime_calls import asked

DEPARTMENT = {"jurisdiction": "GB", "buyer": "central_government"}
HIK = {"maker": "hikvision"}


def test_site_would_change_a_department(lists: Lists) -> None:
    """With the site known, the outcome tells what the other answer would bring."""
    wms = "gb-wms-2022-visual-surveillance"

    met = asked(lists, {**DEPARTMENT, "site": "yes"}, HIK)[wms].changes
    unmet = asked(lists, {**DEPARTMENT, "site": "no"}, HIK)[wms].changes

    assert "if the site is not sensitive, it would be advice: discretionary" in met
    assert "if the site is sensitive, it would apply: prohibited" in unmet
    assert not [line for line in met if line.startswith("if the site is sensitive")]


def test_money_would_change_a_council_in_the_united_states(lists: Lists) -> None:
    """A buyer that spends its own money is told what federal money would bring."""
    buyer = {"jurisdiction": "US", "buyer": "local_authority", "funding": []}
    goods = {"maker": "huawei", "equipment": "telecom_network"}

    told = asked(lists, buyer, goods)["us-2cfr-200-216"].changes

    assert "if federal award money is used, it would apply: prohibited" in told


def test_day_ahead_would_change_an_agency(lists: Lists) -> None:
    """A regime that is still to come tells its day."""
    buyer = {"jurisdiction": "US", "buyer": "central_government"}
    goods = {"maker": "cxmt", "equipment": "semiconductor"}

    found = asked(lists, buyer, goods)["us-5949-semiconductors"]

    assert found.outcome.value == "not_in_force"
    assert "if the contract is signed on or after 2027-12-23, it would apply: prohibited" in (
        found.changes
    )


def test_recalled_facts_are_marked(lists: Lists) -> None:
    """A maker that stands on a list from memory only is said to."""
    buyer = {
        "jurisdiction": "US", "buyer": "central_government", "sub_jurisdiction": "US-TX",
        "capacity": "state_agency",
    }  # fmt: skip

    found = asked(lists, buyer, {"maker": "uniview"})["us-tx-prohibited-tech"]

    assert found.basis == "verified"
    assert found.recalled_facts == ("pre-2026 list members",)
    assert found.last_evidence_date == "2026-01-26"


def test_declaration_and_exceptions_are_carried(lists: Lists) -> None:
    """An outcome brings the declaration that its regime prescribes, and its exceptions."""
    buyer = {"jurisdiction": "US", "buyer": "central_government"}
    goods = {"maker": "zte", "equipment": "telecom_network"}

    found = asked(lists, buyer, goods)["us-889a-procure"]

    assert "52.204-26" in found.declaration
    assert len(found.exceptions) == 3


def test_members_are_given_the_unions_regimes_and_others_are_not(lists: Lists) -> None:
    """European rules are told to member states; nobody is told another country's."""
    goods = {"maker": "huawei", "equipment": "telecom_5g"}

    for country in ("DE", "US", "GB"):
        places = {one.split("-")[0] for one in asked(lists, {"jurisdiction": country}, goods)}
        expected = {country.lower()} | ({"eu"} if country in EU_MEMBERS else set())
        assert places == expected


def test_unknown_jurisdiction_is_the_first_question(lists: Lists) -> None:
    """Without a jurisdiction nothing applies outright, and it is what to ask first."""
    subject = Subject(maker="hikvision", equipment="video_surveillance")
    found = outcomes(subject, Profile(), lists.rulebook, lists.catalogue, "2026-12-01")

    assert {one.outcome.value for one in found} == {"applies_if"}
    assert {one.needs[0] for one in found} == {"jurisdiction"}


def test_what_the_officer_knows_is_asked_first() -> None:
    """Facts of the buyer come before those of the bidder, and those before what is looked up."""
    asked_for = ("live_list", "producer_of_record", "site.c2_dv", "site.sensitive", "strange")

    assert in_asking_order((*asked_for, "live_list")) == (
        "site.sensitive", "site.c2_dv", "producer_of_record", "live_list", "strange",
    )  # fmt: skip


def test_maker_outside_every_list_is_still_answered(lists: Lists) -> None:
    """A maker that no list knows is open where its legal status decides, never cleared."""
    found = asked(lists, {**DEPARTMENT, "site": "yes"}, {"maker": "nobody-knows"})

    wms = found["gb-wms-2022-visual-surveillance"]
    assert wms.outcome.value == "applies_if"
    assert "producer_of_record" in wms.needs
