"""What the lists know of catalogues: lines and numbers that are found, words that are not."""

from __future__ import annotations

import pytest

from analyser.document import Block, Document
from analyser.lists.load import Lists
from analyser.matching.matcher import Matcher


@pytest.fixture(scope="module")
def matcher(lists: Lists) -> Matcher:
    """A matcher over the lists as shipped."""
    return Matcher(lists.catalogue)


def _raised(matcher: Matcher, text: str) -> set[str]:
    document = Document("x", "", "text/plain", blocks=(Block(text),))
    found = (one for one in matcher.find(document) if not one.needs_context)
    return {maker for one in found for maker in one.makers}


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("The ring is built with OptiX OSN 3500 multiplexers.", "huawei"),
        ("Two RTN 380 full outdoor microwave links", "huawei"),
        ("Supervision by NetEco 6000", "huawei"),
        ("The client is built on HCNetSDK.", "hikvision"),
        ("Terminals: uFace 800, eight of", "zkteco"),
        ("ZKTeco K40, wall mounted", "zkteco"),
        ("ONT: ZTE F660", "zte"),
        ("one DJI Smart Controller", "dji"),
        ("BS65 charging station for the Matrice drone", "dji"),
        ("Despacho por SmartDispatch", "hytera"),
        ("DS-A81016S, 16 bays", "hikvision"),
        ("ASC1204C door controller", "dahua"),
        ("cámara IP Intelbras VIP 3240", "dahua"),
        ("XS-IPB830WH-4, bullet", "dahua"),
        ("Server: Inspur NF5280M6", "inspur"),
        ("Switches T1600G-28PS", "tp-link-technologies"),
    ],
)
def test_lines_and_numbers_are_found(matcher: Matcher, text: str, maker: str) -> None:
    """A line or number that only one maker's catalogue holds brings that maker to the officer."""
    assert _raised(matcher, text) == {maker}


@pytest.mark.parametrize(
    "text",
    [
        "Battery Duracell EC2500",
        "zumo de agrás",
        "The drone pilot rides a bicycle with Mavic rims.",
        "The TP link (transfer point of the conveyor) is renewed.",
        "El contratista deberá tener un seguro. DEBERÁ TENER LICENCIA",
        "Matrice des risques, matrice de conformité",
        "ovi voidaan avata avaimella",
        "una gota de agua, Gota a gota",
        "Kasa fiskalna",
        "kamera 5 Megapix",
        "Battery box, plastic, 12 V",
        "PFA 130 tubing, 12 m",
        "12 King Street, Mascot NSW 2020 15 May 2026",
        "the K40 and the F660, the DS-920+",
    ],
)
def test_words_of_others_are_left(matcher: Matcher, text: str) -> None:
    """Words of everyday speech, in any language, and others' numbers raise no maker."""
    assert _raised(matcher, text) == set()


def test_a_brand_with_its_number_is_as_firm_as_the_brand(matcher: Matcher) -> None:
    """A number right after its maker's name makes the name no weaker."""
    for text in ("Inspur NF5468M6", "RoboSense M1 Plus", "CATL EnerOne", "Intelbras VIP 3240"):
        document = Document("x", "", "text/plain", blocks=(Block(f"Offered: {text}"),))
        assert any(not one.weak for one in matcher.find(document)), text
