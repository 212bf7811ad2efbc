"""Contradictions inside one tender: found where two passages cannot both hold, nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from analyser.analysis import Analyser
from analyser.document import Block, Document
from analyser.pack import dossiers
from tests.builders import document, table

Part = str | list[Block]

TENDER_HEAD = "Invitation to Tender. Specification. The Contractor shall comply with the following."
BID_HEAD = "Our tender response. We are pleased to submit our offer and our prices."
DECLARATION_HEAD = "Supplier declaration. We, the undersigned, declare as follows."


def tender(*parts: Part) -> Document:
    """Return a buyer's specification."""
    return document("pack/specification.txt", TENDER_HEAD, *parts)


def bid(*parts: Part) -> Document:
    """Return a bidder's offer."""
    return document("pack/technical-response.txt", BID_HEAD, *parts)


def prices(rows: str) -> Document:
    """Return a priced bill of quantities."""
    return document("pack/pricing-schedule.txt", BID_HEAD, "Pricing schedule", table(rows))


def declaration(*parts: Part) -> Document:
    """Return a signed declaration."""
    return document("pack/supplier-declaration.txt", DECLARATION_HEAD, *parts)


def letter(*parts: Part) -> Document:
    """Return a bidder's letter after the offer."""
    return document("pack/letter.txt", "Dear Sir, with reference to our offer:", *parts)


@dataclass(frozen=True)
class Case:
    """A pack, and the contradiction (kind, maker) that it holds."""

    name: str
    documents: tuple[Document, ...]
    expected: tuple[str, str] | None


PRICED_HIK = """
Item | Description | Make | Model | Qty | Unit price
1 | Turret camera, 4 MP | Hikvision | DS-2CD2343G2-I | 12 | 98.00
"""
PRICED_DAHUA = """
Item | Description | Make | Model | Qty | Unit price
1 | Bullet camera, 4 MP | Dahua | IPC-HFW2441S-S | 20 | 88.00
"""
PRICED_AXIS = """
Item | Description | Make | Model | Qty | Unit price
1 | Dome camera | Axis | P3245-LVE | 12 | 312.00
2 | Recorder | Hanwha Vision | XRN-6410DB4 | 1 | 2,310.00
"""

HELD = (
    Case(
        "declared not to supply a maker that the price list holds",
        (declaration("We do not supply products of Hikvision."), prices(PRICED_HIK)),
        ("denied-but-offered", "hikvision"),
    ),
    Case(
        "part number alone against a denial by name",
        (
            declaration("No equipment made by Dahua forms part of our offer."),
            prices(
                "Item | Description | Model | Qty | Rate\n1 | Camera | IPC-HFW2441S-S | 20 | 88.00"
            ),
        ),
        ("denied-but-offered", "dahua"),
    ),
    Case(
        "no covered equipment, in the words of the US clause",
        (
            declaration(
                "The Offeror represents that it does not provide covered telecommunications "
                "equipment or services as a part of its offered products."
            ),
            prices(PRICED_DAHUA),
        ),
        ("denied-but-offered", "dahua"),
    ),
    Case(
        "NDAA compliant, and one of the five makers on the price list",
        (bid("All cameras offered are NDAA compliant."), prices(PRICED_HIK)),
        ("denied-but-offered", "hikvision"),
    ),
    Case(
        "nothing made in China, and a maker based there",
        (
            declaration("None of the equipment offered is manufactured in China."),
            prices(PRICED_DAHUA),
        ),
        ("denied-but-offered", "dahua"),
    ),
    Case(
        "the tender rules a maker out",
        (tender("Equipment made by Hikvision or Huawei shall not be offered."), prices(PRICED_HIK)),
        ("prohibited-but-offered", "hikvision"),
    ),
    Case(
        "the tender rules out by legal status",
        (
            tender(
                "Cameras produced by a company subject to the National Intelligence Law of the "
                "People's Republic of China shall not be offered."
            ),
            prices(PRICED_DAHUA),
        ),
        ("prohibited-but-offered", "dahua"),
    ),
    Case(
        "make column says one maker, part number another",
        (
            prices(
                "Item | Description | Make | Model | Qty | Unit price\n"
                "1 | Turret camera | Hanwha Vision | DS-2CD2343G2-I | 12 | 98.00"
            ),
        ),
        ("named-otherwise-but-offered", "hikvision"),
    ),
    Case(
        "withdrawn in a letter, still on the price list",
        (letter("We withdraw the Hikvision cameras from our offer."), prices(PRICED_HIK)),
        ("withdrawn-but-offered", "hikvision"),
    ),
    Case(
        "the buyer names a make for the item and gets another",
        (
            tender(
                table(
                    "Item | Description | Make | Qty\n1 | Vandal resistant dome camera 4 MP | Axis | 12"
                )
            ),
            prices(
                "Item | Description | Make | Model | Qty | Unit price\n"
                "1 | Vandal resistant dome camera 4 MP | Dahua | IPC-HDBW3441E-AS | 12 | 98.00"
            ),
        ),
        ("substituted", "dahua"),
    ),
    Case(
        "no restricted manufacturer, and one in the response",
        (
            declaration("None of the products comes from a restricted manufacturer."),
            bid("We will supply and install forty Hytera PD785G handheld radios."),
        ),
        ("denied-but-offered", "hytera"),
    ),
    Case(
        "ticked form",
        (
            declaration(
                "The Offeror [ ] will [X] will not provide covered telecommunications equipment "
                "to the Government in the performance of this contract."
            ),
            prices(PRICED_HIK),
        ),
        ("denied-but-offered", "hikvision"),
    ),
)

CLEAN = (
    Case("cleared makers only, and a denial",
         (declaration("We do not supply Hikvision or Dahua equipment."), prices(PRICED_AXIS)), None),
    Case("an offer without any denial", (prices(PRICED_HIK),), None),
    Case("the denial names another maker",
         (declaration("We do not supply Huawei products."), prices(PRICED_HIK)), None),
    Case("NDAA claim and a listed maker outside section 889",
         (bid("All equipment offered is NDAA compliant."),
          prices("Item | Description | Make | Model | Qty | Price\n1 | Camera | Uniview | IPC2124LB | 4 | 60.00")),
         None),
    Case("the form was not filled in",
         (declaration("The Offeror [ ] will [ ] will not provide covered telecommunications equipment."),
          prices(PRICED_HIK)), None),
    Case("the form was ticked the other way",
         (declaration("The Offeror [X] will [ ] will not provide covered telecommunications equipment."),
          prices(PRICED_HIK)), None),
    Case("the tender quotes the clause, the bid offers cleared makers",
         (tender("The contractor shall not provide equipment prohibited by section 889."), prices(PRICED_AXIS)),
         None),
    Case("existing equipment is removed, not offered",
         (tender("Equipment made by Hikvision shall not be offered."),
          bid("The existing Hikvision cameras will be removed and disposed of.")), None),
    Case("withdrawn, and gone from the price list",
         (letter("We withdraw the Hikvision cameras and offer Axis in their place."), prices(PRICED_AXIS)), None),
    Case("make column and part number agree on a brand of the maker",
         (prices("Item | Description | Make | Model | Qty | Unit price\n"
                 "1 | Turret camera | HIKVISION | DS-2CD2343G2-I | 12 | 98.00"),), None),
    Case("the tender asks for a make and gets it",
         (tender(table("Item | Description | Make | Qty\n1 | Vandal resistant dome camera | Axis | 12")),
          prices(PRICED_AXIS)), None),
    Case("the law is quoted by the bidder",
         (bid("Section 889 names Huawei, ZTE, Hytera, Hikvision and Dahua."), prices(PRICED_AXIS)), None),
)  # fmt: skip


def found(analyser: Analyser, case: Case) -> set[tuple[str, str]]:
    """Return kind and maker of each contradiction in the pack."""
    assessed = [analyser.assess(one) for one in case.documents]
    (pack,) = dossiers(assessed, analyser.lists.catalogue)
    return {(one.kind, one.maker) for one in pack.contradictions}


@pytest.mark.parametrize("case", HELD, ids=lambda case: case.name)
def test_contradiction_is_found(analyser: Analyser, case: Case) -> None:
    """A pack whose passages cannot both hold yields the contradiction, under its kind."""
    assert case.expected in found(analyser, case)


@pytest.mark.parametrize("case", CLEAN, ids=lambda case: case.name)
def test_clean_pack_yields_none(analyser: Analyser, case: Case) -> None:
    """A pack whose passages agree yields no contradiction."""
    assert found(analyser, case) == set()


def test_both_places_are_given(analyser: Analyser) -> None:
    """A contradiction shows both passages with document and place."""
    assessed = [analyser.assess(one) for one in HELD[0].documents]
    (pack,) = dossiers(assessed, analyser.lists.catalogue)
    first = pack.contradictions[0]

    assert first.statement.path == "pack/supplier-declaration.txt"
    assert "do not supply" in first.statement.text
    assert first.against.path == "pack/pricing-schedule.txt"
    assert "Hikvision" in first.against.text
    assert first.against.where == "Table 1, row 2"
