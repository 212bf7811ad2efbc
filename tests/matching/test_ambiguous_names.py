"""Names that are words, acronyms or other firms' names too."""

from __future__ import annotations

import pytest

from analyser.catalogue import Catalogue, HardNegative, Vendor
from analyser.finding import Mention
from analyser.matching.expansions import spelt_out, versioned
from analyser.matching.look_alikes import LookAlikes
from tests.matching.conftest import Find, row


def raised(mentions: tuple[Mention, ...]) -> list[str]:
    """Return what would be shown to a person."""
    return [one.text for one in mentions if not one.needs_context]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We propose eight LTS cameras for the car park.", "LTS"),
        ("The recorder is an LTS 16-channel NVR.", "LTS"),
        ("Cameras shall be LTS or approved equal.", "LTS"),
        ("The surveillance package comprises LTS equipment: 24 domes.", "LTS"),
        ("LTS has been selected as the camera manufacturer.", "LTS"),
        ("LTS cameras with five years of support are included.", "LTS"),
        ("An LTS NVR with an embedded Linux operating system.", "LTS"),
        ("The existing CCTV (Swann) is beyond repair.", "Swann"),
        ("A Swann eight-camera kit is quoted.", "Swann"),
        ("Cameras: Swann, 4K, wall mounted.", "Swann"),
        ("CCTV kit, Swann or similar, for the cabin.", "Swann"),
        ("NVRs by ENS shall be replaced.", "ENS"),
        ("Existing Hitachi CCTV cameras remain in use.", "Hitachi"),
        ("Honeywell Performance cameras are installed.", "Honeywell"),
        ("Roof inspections use a Phantom 4 drone.", "Phantom"),
        ("All HIK cameras must be removed by March.", "HIK"),
    ],
)
def test_name_used_as_the_brand_of_its_own_goods_is_raised(
    find: Find, text: str, name: str
) -> None:
    """A doubtful name that qualifies its maker's kind of goods is shown to a person."""
    assert any(name in one for one in raised(find(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Servers beside the cameras run under LTS so that patches come for ten years.",
        "The camera server runs Ubuntu 22.04 LTS.",
        "CCTV is moved to long-term storage (LTS) after 31 days.",
        "The Local Transport Strategy (LTS) has cameras enforce bus lanes.",
        "Photos of cameras are sent to LTS Solicitors LLP.",
        "Solo se admiten cámaras con certificación ENS nivel alto.",
        "Councillor Swann asked about the cameras in the square.",
        "Mowden Swann Architects will review the CCTV drawings.",
        "Cameras shall cover the northern car park.",
        "Northern Powergrid will move the camera column.",
        "Platinum support covers the recorder and all cameras.",
        "Flight crews check each spark plug of the aircraft.",
        "Each walkie-talkie radio has an AI noise filter.",
        "The minimax theorem bounds the model error of the service.",
        "The bullet camera faces the gate.",
        "Motion capture cameras, eight of.",
        "The video recorder must meet PCI DSS.",
        "Zone G1 has a lidar sensor.",
        "Ms Archer manages the network switch refresh.",
        "Atlas Copco compressors and a network of pipework.",
        "Two Hitachi passenger lifts serve the floors under camera watch.",
        "Toshiba drives rated for surveillance recording are used.",
        "FLIR thermal cameras detect hot spots on the conveyor.",
        "Honeywell International Inc. makes the flight management computer.",
        "The parking enforcer wears a camera.",
    ],
)
def test_name_in_another_sense_is_left_though_goods_are_near(find: Find, text: str) -> None:
    """Goods somewhere near prove nothing: the name must be the brand of them."""
    assert raised(find(text)) == []


def test_make_column_is_enough_for_a_brand_of_one_trade(find: Find) -> None:
    """A make column holds makers; a brand known for cameras only is one there."""
    assert raised(find(row(("Place", "Main gate"), ("Make", "LTS"), ("Qty", "4")))) == ["LTS"]


@pytest.mark.parametrize(
    ("item", "make", "expected"),
    [
        ("Passenger lift", "Hitachi", []),
        ("Disk for surveillance, 8 TB", "Toshiba", []),
        ("Room thermostat", "Honeywell", []),
        ("Dome camera, 5 MP", "Honeywell", ["Honeywell"]),
        ("Padlock", "ABUS", []),
    ],
)
def test_group_of_many_trades_needs_its_listed_goods_in_the_row(
    find: Find, item: str, make: str, expected: list[str]
) -> None:
    """The name "Hitachi" under Make says nothing of cameras where the row is about lifts."""
    assert raised(find(row(("Item", item), ("Make", make), ("Qty", "2")))) == expected


def test_product_line_in_a_make_column_is_no_maker(find: Find) -> None:
    """A make column holds makers: a word that is only some maker's product line is none there."""
    assert raised(find(row(("Item", "Van with dash camera"), ("Make", "Mini")))) == []


def test_name_in_a_list_of_makers_of_such_goods_is_raised(find: Find) -> None:
    """A doubtful name strung together with makers of its goods is a maker too."""
    text = "Approved manufacturers: Axis Communications, Hanwha Vision, LTS."

    assert raised(find(text)) == ["LTS"]


def test_acronym_that_the_document_spells_out_means_that(find: Find) -> None:
    """What a document says that an acronym stands for holds on its other pages."""
    found = find("The Lighting Test Set (LTS) is on site.", "LTS cameras are not in this lot.")

    assert raised(found) == []


@pytest.mark.parametrize(
    "text",
    [
        "12 bullet cameras, 4 MP, and two domes",
        "Bullet camera, motorised | Hanwha Vision | QNO-8080R | 10",
        "HD-TVI recorder, 16 channels, with AHD and HD-TVI inputs",
    ],
)
def test_words_for_a_kind_of_goods_name_nobody(find: Find, text: str) -> None:
    """Shapes of cameras and interfaces of many makers stand in every bid for CCTV."""
    assert find(text) == ()


def test_acronym_spelt_out_as_the_maker_stays_the_makers(find: Find) -> None:
    """Spelling out the maker itself is no other sense."""
    found = find(
        "China Electronics Corporation (CEC) builds networks.", "CEC switches are offered."
    )

    against = [piece for one in found for piece in one.evidence if "stands for" in piece.words]
    assert [one.text for one in found].count("CEC") == 2
    assert against == []


@pytest.mark.parametrize(
    ("text", "acronym", "expected"),
    [
        ("Long Term Support (LTS) is bought", "LTS", "Long Term Support"),
        ("the Esquema Nacional de Seguridad (ENS)", "ENS", "Esquema Nacional de Seguridad"),
        ("MGI (McKinsey Global Institute)", "MGI", "McKinsey Global Institute"),
        ("LTS | Long Term Support", "LTS", "Long Term Support"),
        ("eight cameras (LTS) on poles", "LTS", None),
        ("LTS (eight of)", "LTS", None),
    ],
)
def test_where_an_acronym_is_spelt_out(text: str, acronym: str, expected: str | None) -> None:
    """The words beside an acronym spell it out where their first letters are its letters."""
    place = spelt_out(text, acronym)

    assert (text[slice(*place)].strip(" (") if place else None) == expected


def test_number_of_a_version_is_told_from_a_quantity() -> None:
    """The words "22.04 LTS" are a release of software; "12 LTS" may be a dozen cameras."""
    assert versioned("Ubuntu 22.04 ")
    assert not versioned("supply 12 ")


def test_look_alike_with_words_beside_asks_for_a_whole_phrase() -> None:
    """A phrase of the list must stand whole and in the same paragraph."""
    negative = HardNegative("LTS", "lts", "software", beside=("long-term support",))
    known = LookAlikes(
        Catalogue("x", {"lts": Vendor("lts", "LTS")}, hard_negatives=(negative,)), ()
    )

    assert known.against(["lts"], "LTS is long term support here", 0, 3) is not None
    assert known.against(["lts"], "LTS with support for a long term", 0, 3) is None
    assert known.against(["lts"], "LTS cameras\x1elong term support", 0, 3) is None
