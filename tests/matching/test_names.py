"""Names, however they are printed, and where they stand."""

from __future__ import annotations

import pytest

from analyser.finding import Route
from tests.matching.conftest import Find, row


@pytest.mark.parametrize(
    ("text", "printed", "maker", "route"),
    [
        ("We offer Hikvision cameras.", "Hikvision", "hikvision", Route.NAME),
        ("Maker: HIKVISION.", "HIKVISION", "hikvision", Route.NAME),
        (
            "made by Hangzhou Hikvision Digital Technology Co., Ltd. in 2024",
            "Hangzhou Hikvision Digital Technology Co., Ltd",
            "hikvision",
            Route.LEGAL_NAME,
        ),
        ("Cartons are marked 海康威视 in red.", "海康威视", "hikvision", Route.NATIVE_NAME),
        ("The camera is by Hik-\nvision and fits.", "Hik-\nvision", "hikvision", Route.SPLIT),
        ("The camera is by da hua and fits.", "da hua", "dahua", Route.SPLIT),
        ("Make: H I K V I S I O N", "H I K V I S I O N", "hikvision", Route.OBFUSCATED),
        ("Make: H.I.K.V.I.S.I.O.N", "H.I.K.V.I.S.I.O.N", "hikvision", Route.OBFUSCATED),
        ("Make: Dаhuа domes", "Dаhuа", "dahua", Route.OBFUSCATED),
        ("Make: Da\u200bhua domes", "Da\u200bhua", "dahua", Route.OBFUSCATED),
        ("Make: H1kv1si0n domes", "H1kv1si0n", "hikvision", Route.OBFUSCATED),
        ("Make: HHiikkvviissiioonn domes", "HHiikkvviissiioonn", "hikvision", Route.NAME),
        ("Quectel Wireless Solutions module", "Quectel Wireless Solutions", "quectel", None),
        ("theHikvisioncamera on the roof", "Hikvision", "hikvision", Route.NAME),
        ("Two EZVIZ cameras watch the door.", "EZVIZ", "hikvision", None),
    ],
)
def test_name_is_found_as_printed(
    find: Find, text: str, printed: str, maker: str, route: Route | None
) -> None:
    """A name is given back as printed, at its place, with its maker and route."""
    mentions = [one for one in find(text) if maker in one.makers]

    assert len(mentions) == 1
    found = mentions[0]
    assert text[found.start : found.end] == found.text
    assert found.text == printed
    assert route is None or found.route is route
    assert not found.needs_context


@pytest.mark.parametrize(
    "text",
    [
        "The division of labour needs supervision and provision.",
        "brac-hytera-pii and le-tzte-n are broken words",
        "za pomocą bra\u00adchytera\u00adpii",
        "Aztec Fire & Safety has the work.",
        "Its IT Security requirements and results, security included.",
        "implementation or incorporation of comments",
        "Clause 27.3 and 852.273-75 of the schedule",
        "Requirements Matrices are attached.",
        "Total $285,559 and telephone 907120 5265",
    ],
)
def test_chance_letters_are_no_name(find: Find, text: str) -> None:
    """Ordinary words and numbers that hold a name's letters raise nothing."""
    assert [one for one in find(text) if not one.needs_context] == []


def test_name_and_number_beside_each_other_are_two_mentions(find: Find) -> None:
    """A name that runs into a part number is told apart from it."""
    text = "Supply HikvisionDS-2CD2143G2-I cameras"

    found = find(text)

    assert [one.text for one in found] == ["Hikvision", "DS-2CD2143G2-I"]
    assert [one.route for one in found] == [Route.NAME, Route.PART_NUMBER]


def test_longest_name_wins(find: Find) -> None:
    """A registered name is one mention, not also the short name inside it."""
    assert len(find("by Zhejiang Dahua Technology Co., Ltd. of Hangzhou")) == 1


def test_cells_are_joined_for_a_look_at_most(find: Find) -> None:
    """A column's edge may cut a long name; letters of two cells alone accuse nobody."""
    (alone,) = find(row(("A", "Hik"), ("B", "vision")))
    (goods,) = find(row(("Item", "Camera"), ("A", "Hikvi"), ("B", "sion")))

    assert (alone.needs_context, goods.needs_context, goods.weak) == (True, False, True)
    assert find(row(("A", "Da"), ("B", "hua"))) == ()
    assert find(row(("A", "Insp"), ("B", "ur"))) == ()


def test_blocks_keep_their_own_places(find: Find) -> None:
    """A mention counts its place in its own block, not in the whole document."""
    found = find("First paragraph.", "Second, with Dahua inside.")

    assert [(one.block, one.start, one.end) for one in found] == [(1, 13, 18)]


def test_rebrand_has_its_chain(find: Find) -> None:
    """A brand that sells another maker's goods leads to it, link by link, in words."""
    (found,) = find("Recorder by Annke, sixteen channels, PoE camera ports.")

    assert found.makers == ("hikvision",)
    assert found.chain[0].name == "ANNKE" or found.chain[0].name == "Annke"
    assert "made by" in found.chain[0].relation
