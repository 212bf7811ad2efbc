"""What one document of a tender leaves open and another settles, and what nobody may settle."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import pytest

from analyser.analysis import Analyser
from analyser.document import Block, Document
from analyser.finding import Assessment, Disposition, Judged
from analyser.pack import dossiers
from analyser.profile import Profile
from analyser.vouching import vouched
from tests.builders import document, table

Part = str | list[Block]

BID_HEAD = "Our tender response. We are pleased to submit our offer and our prices."
TENDER_HEAD = "Invitation to Tender. Specification. The Contractor shall comply with the following."
MAIL_HEAD = "Dear Sir, with reference to our offer:"

LOUD = {Disposition.FLAGGED, Disposition.REVIEW}


def row(model: str, item: str = "Unit", quantity: str = "12") -> list[Block]:
    """Return a price sheet of one row that names neither goods nor maker."""
    return table(
        f"Pos | Item | Article | Qty | Unit price\n1 | {item} | {model} | {quantity} | 98.00"
    )


def bid(name: str, *parts: Part) -> Document:
    """Return one of a bidder's papers."""
    return document(name, BID_HEAD, *parts)


def tender(name: str, *parts: Part) -> Document:
    """Return a buyer's specification."""
    return document(name, TENDER_HEAD, *parts)


def mail(name: str, *parts: Part) -> Document:
    """Return a letter."""
    return document(name, MAIL_HEAD, *parts)


def together(analyser: Analyser, *documents: Document) -> list[Assessment]:
    """Return what the documents come to as they lie beside each other."""
    assessed = [analyser.assess(one) for one in documents]
    return vouched(assessed, analyser.lists, lambda _pack: Profile(), "2026-11-24")


def of(assessment: Assessment, text: str) -> list[Judged]:
    """Return the loud mentions of an assessment that hold `text`."""
    return [
        one
        for one in assessment.mentions
        if text.casefold() in " ".join(one.mention.text.split()).casefold()
        and one.disposition in LOUD
    ]


@dataclass(frozen=True)
class Case:
    """A tender, the words in question in its first document, and how loud they become."""

    name: str
    documents: tuple[Document, ...]
    text: str
    expected: Disposition | None
    maker: str = ""


RAISED = (
    Case(
        "a radio's number is named with its maker in the letter",
        (bid("p/prices.csv", row("HP785")),
         mail("p/letter.txt", "We offer the Hytera HP785 handheld radio.")),
        "HP785", Disposition.FLAGGED, "hytera",
    ),
    Case(
        "the very number is named with its maker, with other separators",
        (bid("p/prices.csv", row("CX6040BI")),
         bid("p/method.txt", "Each gate gets one Nuctech CX-6040BI scanner or CX6040BI by Nuctech.")),
        "CX6040BI", Disposition.FLAGGED, "nuctech",
    ),
    Case(
        "a number denied elsewhere is that maker's all the same",
        (bid("p/prices.csv", row("HP785")),
         bid("p/declaration.txt", "We do not supply the Hytera HP785 radio.")),
        "HP785", Disposition.FLAGGED, "hytera",
    ),
    Case(
        "another number of the maker whose radios are offered",
        (bid("p/prices.csv", row("PD505")),
         mail("p/letter.txt", "We offer Hytera two-way radios throughout.")),
        "PD505", Disposition.REVIEW, "hytera",
    ),
    Case(
        "a number of the maker that the buyer asks for",
        (bid("p/prices.csv", row("HM785")),
         tender("p/spec.txt", "The radios shall be Hytera two-way radios or equal.")),
        "HM785", Disposition.REVIEW, "hytera",
    ),
    Case(
        "a number of the maker whose goods are in use at the site",
        (bid("p/prices.csv", row("RD985S")),
         tender("p/site.txt", "The existing Hytera two-way radio repeaters are maintained.")),
        "RD985S", Disposition.REVIEW, "hytera",
    ),
    Case(
        "accessory numbers of the offered cameras' maker",
        (bid("p/prices.csv", row("PFB203W")),
         bid("p/method.txt", "We offer Dahua cameras on all four sides of the yard.")),
        "PFB203W", Disposition.REVIEW, "dahua",
    ),
    Case(
        "a brand that others bear too, offered as cameras beside",
        (bid("p/prices.csv", row("LTS", item="4")),
         mail("p/letter.txt", "We supply LTS cameras throughout.")),
        "LTS", Disposition.REVIEW, "hikvision",
    ),
    Case(
        "a product line in a row, its maker's goods offered beside",
        (bid("p/prices.csv", row("Tapo")),
         mail("p/letter.txt", "We offer TP-Link wireless routers in each room.")),
        "Tapo", Disposition.REVIEW, "tp-link-technologies",
    ),
    Case(
        "a code that no numbering reads stands beside its maker's name in the letter",
        (bid("p/prices.csv", row("QX7781-22a")),
         mail("p/letter.txt", "We offer the Huawei router QX7781-22a in each room.")),
        "QX7781-22a", Disposition.REVIEW, "huawei",
    ),
    Case(
        "in an attachment of a message, by the message",
        (bid("p/offer.eml!/prices.csv", row("HP785")),
         mail("p/offer.eml", "We offer the Hytera HP785 handheld radio.")),
        "HP785", Disposition.FLAGGED, "hytera",
    ),
    Case(
        "one bidder's own letter speaks for its own sheet",
        (bid("p/Bidder A/prices.csv", row("PD505")),
         mail("p/Bidder A/letter.txt", "We offer Hytera two-way radios throughout.")),
        "PD505", Disposition.REVIEW, "hytera",
    ),
    Case(
        "a number beside goods, its maker offered for such goods",
        (bid("p/prices.csv", row("HP785", item="handheld radio")),
         mail("p/letter.txt", "We offer Hytera two-way radios throughout.")),
        "HP785", Disposition.FLAGGED, "hytera",
    ),
)  # fmt: skip

INNOCENT = (
    Case(
        "a number, its maker only in the buyer's list of banned makers",
        (bid("p/prices.csv", row("HP785")),
         tender("p/spec.txt", "The contractor shall not supply Hytera, Huawei or ZTE equipment.")),
        "HP785", None,
    ),
    Case(
        "a surname, its maker only in the list of banned makers",
        (bid("p/prices.csv", row("Tapo family")),
         tender("p/spec.txt", "TP-Link products are prohibited on this site.")),
        "Tapo", None,
    ),
    Case(
        "a surname in a sentence, though the maker's routers are offered",
        (mail("p/cv.txt", "The Tapo family has run the office since 1988, says Mr Tapo."),
         bid("p/offer.txt", "We offer TP-Link wireless routers in each room.")),
        "Tapo", None,
    ),
    Case(
        "a number, its maker only in a law that is quoted",
        (bid("p/prices.csv", row("HP785")),
         tender("p/law.txt", "Section 889 covers equipment produced by Hytera Communications.")),
        "HP785", None,
    ),
    Case(
        "a number, its maker denied by the bidder",
        (bid("p/prices.csv", row("PD505")),
         bid("p/declaration.txt", "We confirm that no Hytera equipment is included.")),
        "PD505", None,
    ),
    Case(
        "a number, its maker in another tender of the run",
        (bid("one/prices.csv", row("HP785")),
         mail("two/letter.txt", "We offer the Hytera HP785 handheld radio.")),
        "HP785", None,
    ),
    Case(
        "a number of one bidder, its maker offered by another",
        (bid("p/Bidder A/prices.csv", row("PD505")),
         bid("p/Bidder B/letter.txt", "We offer Hytera two-way radios throughout.")),
        "PD505", None,
    ),
    Case(
        "a surname in a row, though the maker's routers are offered",
        (bid("p/prices.csv", row("Tapo family")),
         bid("p/offer.txt", "We offer TP-Link wireless routers in each room.")),
        "Tapo", None,
    ),
    Case(
        "a street, though cameras of that brand are offered",
        (mail("p/site.txt", "The depot stands at 14 Swann Street, behind the station."),
         bid("p/offer.txt", "We offer Swann cameras on all four sides.")),
        "Swann", None,
    ),
    Case(
        "an ordinary word that is a product line, its maker's drones offered",
        (bid("p/prices.csv", row("Air conditioning")),
         bid("p/offer.txt", "We offer two DJI drones for the roof survey.")),
        "Air", None,
    ),
    Case(
        "a word in small letters, its maker's phones offered",
        (bid("p/terms.txt", "We offer to honor the prices of the framework for two years."),
         bid("p/offer.txt", "We offer Honor Device smartphones for the wardens.")),
        "honor", None,
    ),
    Case(
        "a number of another class of goods than its maker's in the tender",
        (bid("p/prices.csv", row("AC6005")),
         tender("p/spec.txt", "The contractor shall not supply Huawei equipment.")),
        "AC6005", None,
    ),
    Case(
        "an abbreviation in prose, its brand nowhere else",
        (mail("p/it.txt", "All servers run an LTS release of the operating system."),
         bid("p/offer.txt", "We offer Bosch cameras on all four sides of the yard.")),
        "LTS", None,
    ),
    Case(
        "a code in a row that names another make",
        (bid("p/prices.csv", table(
            "Pos | Item | Make | Model | Qty\n1 | Coax | Belden | QX7781-22a | 40")),
         mail("p/letter.txt", "We offer the Huawei router QX7781-22a in each room.")),
        "QX7781", None,
    ),
    Case(
        "a code that one sheet lists under another make, in a sheet without makes",
        (bid("p/prices.csv", row("QX7781-22a")),
         mail("p/letter.txt", "We offer the Huawei router QX7781-22a in each room."),
         bid("p/cables.csv", table(
             "Pos | Item | Make | Model | Qty\n1 | Coax | Belden | QX7781-22a | 40"))),
        "QX7781", None,
    ),
    Case(
        "another code than the one beside the maker's name",
        (bid("p/prices.csv", row("QX7782-22a")),
         mail("p/letter.txt", "We offer the Huawei router QX7781-22a in each room.")),
        "QX778", None,
    ),
    Case(
        "an abbreviation in prose, though such cameras are offered",
        (mail("p/it.txt", "Existing servers and laptops meet the current GSS standard."),
         bid("p/offer.txt", "We offer GSS cameras on all four sides of the yard.")),
        "GSS", None,
    ),
    Case(
        "a short reference in prose, though its maker's cameras are offered",
        (tender("p/terms.txt", "In accordance with OMB Circular A-76 the estimate is prepared."),
         bid("p/offer.txt", "We offer Advidia cameras on all four sides of the yard.")),
        "A-76", None,
    ),
    Case(
        "another trade's make in a row without a price",
        (tender("p/plant.csv", table("Asset | Description | Tag\n12 | 1998 Swann 3250 mixer | 836")),
         bid("p/offer.txt", "We offer Swann cameras on all four sides of the yard.")),
        "Swann", None,
    ),
    Case(
        "a bank's clause number, a maker of radios offered beside",
        (mail("p/terms.txt", "Payment follows clause PD 505 of the general conditions."),
         bid("p/offer.txt", "We offer Motorola two-way radios throughout.")),
        "505", None,
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", RAISED, ids=lambda one: one.name)
def test_another_document_speaks_for_it(analyser: Analyser, case: Case) -> None:
    """A number or a doubtful name counts where another paper of the tender places it firmly."""
    alone = analyser.assess(case.documents[0])
    assert not of(alone, case.text) or case.expected is Disposition.FLAGGED

    made = together(analyser, *case.documents)[0]

    (one,) = of(made, case.text)
    assert one.disposition is case.expected
    assert one.mention.makers == (case.maker,)
    cited = [line for line in one.why if repr(case.documents[1].path) in line]
    assert len(cited) == 1, one.why
    finding = next(each for each in made.findings if each.maker == case.maker)
    assert finding.disposition is case.expected
    assert made.verdict.value == case.expected.value
    assert finding.outcomes


@pytest.mark.parametrize("case", INNOCENT, ids=lambda one: one.name)
def test_what_is_said_elsewhere_accuses_nobody(analyser: Analyser, case: Case) -> None:
    """Bans, quoted laws, other bidders, other tenders and everyday words raise nothing."""
    made = together(analyser, *case.documents)

    assert of(made[0], case.text) == []


@pytest.mark.parametrize("case", [*RAISED, *INNOCENT], ids=lambda one: one.name)
def test_the_order_of_the_documents_says_nothing(analyser: Analyser, case: Case) -> None:
    """Documents arrive in any order; each comes to the same and keeps its place."""
    assessed = [analyser.assess(one) for one in case.documents]
    buyer, day = (lambda _pack: Profile()), "2026-11-24"

    forth = vouched(assessed, analyser.lists, buyer, day)
    back = vouched(assessed[::-1], analyser.lists, buyer, day)

    assert forth == back[::-1]
    assert [each.path for each in forth] == [each.path for each in assessed]


def test_what_is_raised_speaks_for_nobody(analyser: Analyser) -> None:
    """Only what a document says by itself speaks for others: no chain of guesses is built."""
    letter = mail("p/letter.txt", "The existing Hytera two-way radio repeaters are maintained.")
    prices = bid("p/prices.csv", row("PD505"))

    made = together(analyser, letter, prices)
    again = vouched(made, analyser.lists, lambda _pack: Profile(), "2026-11-24")

    assert of(made[1], "PD505")
    assert "maker-in-tender" in {one.kind for one in of(made[1], "PD505")[0].mention.evidence}
    assert again == made


def test_the_bill_and_the_contradictions_follow(analyser: Analyser) -> None:
    """A row whose number is placed is no open question any more, and is held against a denial."""
    documents = (
        bid("p/prices.csv", row("HP785")),
        mail("p/letter.txt", "We offer the Hytera HP785 handheld radio."),
        document(
            "p/declaration.txt",
            "Supplier declaration. We, the undersigned, declare as follows.",
            "We confirm that no Hytera equipment is included in our tender.",
        ),
    )

    made = together(analyser, *documents)
    (pack,) = dossiers(made, analyser.lists.catalogue)

    (line,) = (each.line for each in pack.bill if each.path == "p/prices.csv")
    assert (line.status, line.makers, line.model) == ("restricted", ("hytera",), "HP785")
    assert {each.against.path for each in pack.contradictions} & {"p/prices.csv", "p/letter.txt"}


def test_a_number_that_stands_alone_clears_no_row(analyser: Analyser) -> None:
    """Whose number it is stays a question for the bidder where nobody in the tender says so."""
    (line,) = analyser.assess(bid("p/prices.csv", row("HP785"))).lines

    assert (line.status, line.makers, line.model) == ("unknown", (), "HP785")


def test_a_page_with_a_lone_number_is_searched(analyser: Analyser) -> None:
    """A page that holds nothing but a number others have too is not passed over unread."""
    texts = ["The yard is swept daily.", "We deliver 20 pieces HP785 within six weeks."]

    _, searched = analyser.deserving(texts, analyser.interest(texts))

    assert searched == {1}


def test_a_tender_of_thousands_is_linear(analyser: Analyser) -> None:
    """Ten times the documents take about ten times as long: no document is held against each."""
    price, offer = (
        analyser.assess(one)
        for one in (
            bid("p/prices.csv", row("PD505")),
            mail("p/letter.txt", "We offer Hytera two-way radios throughout."),
        )
    )

    def seconds(count: int) -> float:
        many = [
            replace(each, path=f"p/Bidder {number % 40}/{number}{each.path[2:]}")
            for number in range(count)
            for each in (price, offer)
        ]
        began = time.process_time()
        made = vouched(many, analyser.lists, lambda _pack: Profile(), "2026-11-24")
        took = time.process_time() - began
        assert all(of(one, "PD505") for one in made[::2])
        return took

    seconds(100)
    assert seconds(2000) < 25 * max(seconds(200), 0.02)
