"""The bidder is asked about a product once, with every place of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyser.document import Unread
from analyser.dossier import BillLine, Citation, Contradiction, Pack
from analyser.finding import (
    Assessment,
    Disposition,
    EquipmentLine,
    Finding,
    Judged,
    Role,
    Route,
    Stance,
    Verdict,
)
from analyser.report.citing import MOST_PLACES, Place, places_words
from analyser.report.questions import Question, own_document_words, pack_questions
from analyser.report.unnamed import named_make
from analyser.report.wording import load_words
from tests.report import builders

WORDS = load_words("en")
CHAIN = builders.LOREX_CHAIN[:1]


def mention(text: str, row: int = 0, **changes: object) -> Judged:
    """Return an offer of `text`, in a row of a table where `row` is given."""
    line = ("x " * row) + text
    values: dict[str, object] = {
        "lines": (line,),
        "stance": Stance.OFFERED,
        "disposition": Disposition.FLAGGED,
        "where": f"Table 1, row {row}" if row else "",
        "layer": "table" if row else "body",
    }
    made = builders.judged(0, text, **{**values, **changes})  # type: ignore[arg-type]
    return replace(made, mention=replace(made.mention, block=row))


def document(name: str, *mentions: Judged, role: Role = Role.BID) -> Assessment:
    """Return a document of the tender "t" with a finding a maker that `mentions` lead to."""
    makers = dict.fromkeys(maker for each in mentions for maker in each.mention.makers)
    findings = tuple(
        Finding(
            maker, maker.capitalize(),
            tuple(n for n, each in enumerate(mentions) if maker in each.mention.makers),
            Disposition.FLAGGED, 0.9, Stance.OFFERED,
        )
        for maker in makers
    )  # fmt: skip
    plain = builders.schedule(f"t/{name}")
    return replace(plain, role=role, mentions=mentions, findings=findings)


def row(name: str, number: int, **values: object) -> BillLine:
    """Return row `number` of the bill, in the document `name`."""
    given: dict[str, object] = {
        "item": "Dome", "make": "", "model": "", "quantity": "1", "status": "restricted",
    }  # fmt: skip
    line = EquipmentLine(1, f"Table 1, row {number}", **{**given, **values})  # type: ignore[arg-type]
    return BillLine(f"t/{name}", replace(line, stance=Stance.OFFERED))


def asked(
    *documents: Assessment,
    bill: tuple[BillLine, ...] = (),
    contradictions: tuple[Contradiction, ...] = (),
) -> list[Question]:
    """Return the questions about a tender of `documents`."""
    paths = tuple(each.path for each in documents)
    pack = Pack("t", paths, Verdict.FLAGGED, contradictions, bill)
    return pack_questions(pack, {each.path: each for each in documents}, WORDS)


def test_one_product_in_three_documents_is_one_question() -> None:
    """A part number in the response, the price list and the options is asked about once."""
    number = "DS-2CD2147G2-SU"
    line = (f"x x Hikvision {number}",)
    documents = [
        document(
            name,
            mention("Hikvision", 2, lines=line),
            mention(number, 2, lines=line, route=Route.PART_NUMBER),
        )
        for name in ("a.pdf", "b.pdf", "c.pdf")
    ]
    (question,) = asked(*documents)

    assert "gives “Hikvision” as the make" in question.text
    assert question.items == (
        f"{number}: a.pdf, page 1 (Table 1, row 2); b.pdf, page 1 (Table 1, row 2);"
        " c.pdf, page 1 (Table 1, row 2)",
    )
    assert question.about == {(each.path, "hikvision") for each in documents}


def test_a_bare_part_number_joins_the_make_it_is_given_elsewhere() -> None:
    """A sentence that holds a number alone is one more place of the row that names its make."""
    number = "DS-2CD2147G2-SU"
    bid = document(
        "a.pdf",
        mention(number, route=Route.PART_NUMBER, page=7),
        mention(number, 2, route=Route.PART_NUMBER),
    )
    bill = (row("a.pdf", 2, make="Oakfield (own brand)", model=number, makers=("hikvision",)),)
    (question,) = asked(bid, bill=bill)

    assert "gives “Oakfield (own brand)” as the make" in question.text
    assert "written in a form that is used by Hikvision" in question.text
    assert question.items == (f"{number} (Dome): a.pdf, page 1 (Table 1, row 2), page 7",)


def test_makes_that_share_a_part_number_are_one_question() -> None:
    """One number under two spellings of a brand, and as OCR read it, is one product."""
    numbers = {2: "DS-9664NI-I8", 3: "DS-9664NI-18", 4: "IPC-1"}
    makes = {2: "Oakfield", 3: "Oakfield R64", 4: "Elmfield"}
    bid = document(
        "a.pdf", *(mention(text, n, route=Route.PART_NUMBER) for n, text in numbers.items())
    )
    bill = tuple(
        row("a.pdf", n, make=makes[n], model=text, makers=("hikvision",))
        for n, text in numbers.items()
    )
    joined, apart = asked(bid, bill=bill)

    assert "“Oakfield”, “Oakfield R64”" in joined.text
    assert joined.items == ("DS-9664NI-I8 (Dome): a.pdf, page 1 (Table 1, row 2; Table 1, row 3)",)
    assert "“Elmfield”" in apart.text


def test_a_row_without_a_number_joins_the_make_that_is_asked_about() -> None:
    """The make “Oakfield (own brand)” in a declaration is one more place of the make Oakfield."""
    bid = document("a.pdf", mention("DS-9664NI-I8", 2, route=Route.PART_NUMBER))
    bill = (
        row("a.pdf", 2, make="Oakfield", model="DS-9664NI-I8", makers=("hikvision",)),
        row("d.pdf", 3, item="Recorder", make="Oakfield (own brand)", status="unknown"),
    )
    (question,) = asked(bid, document("d.pdf"), bill=bill)

    assert question.items[1] == "Recorder: d.pdf, page 1 (Table 1, row 3)"


def test_a_make_is_not_said_of_products_that_stand_apart_from_it() -> None:
    """A letter says no more than the tender: a number elsewhere is given no make by our lists."""
    (question,) = asked(
        document("a.pdf", mention("Hikvision")),
        document("b.pdf", mention("DS-2CD2147G2-SU", 1, route=Route.PART_NUMBER)),
    )

    assert "names “Hikvision” and the products below" in question.text
    assert "as the make" not in question.text
    assert len(question.items) == 2


def test_a_part_number_alone_is_not_said_to_bear_a_make() -> None:
    """Where no make is printed the question says so, and asks for it."""
    (question,) = asked(document("a.pdf", mention("DS-2CD2147G2-SU", route=Route.PART_NUMBER)))

    assert "model numbers or product names below without a make" in question.text
    assert "Hikvision" not in question.text


def test_a_row_at_odds_with_itself_is_part_of_the_question_about_its_make() -> None:
    """The contradiction of a make and a number in two price lists adds no question of its own."""
    number = "DS-2CD2147G2-SU"
    names = ("a.pdf", "b.pdf")
    documents = [document(name, mention(number, 2, route=Route.PART_NUMBER)) for name in names]
    bill = tuple(
        row(name, 2, make="Oakfield", model=number, makers=("hikvision",)) for name in names
    )
    here = [Citation(f"t/{name}", 1, "Table 1, row 2", "Dome | Oakfield") for name in names]
    rows = tuple(
        Contradiction("named-otherwise-but-offered", "hikvision", "why", each, each)
        for each in here
    )
    (question,) = asked(*documents, bill=bill, contradictions=rows)

    assert question.opposed == rows
    assert len(question.items) == 1


def test_one_statement_against_several_places_is_one_question() -> None:
    """A denial that two makers' offers gainsay is quoted once, each offer under it once."""
    said = Citation("t/d.docx", None, "Paragraph 2", "No covered equipment is offered.")
    offer = Citation("t/a.pdf", 1, "", "We offer Dahua and Hytera.")
    other = Citation("t/a.pdf", 2, "", "We offer Dahua.")
    found = tuple(
        Contradiction("denied-but-offered", maker, "why", said, against)
        for maker, against in (("dahua", offer), ("hytera", offer), ("dahua", other))
    )
    (question,) = asked(contradictions=found)

    assert question.text.count("No covered equipment") == 1
    assert question.items == (
        "a.pdf, page 1: “We offer Dahua and Hytera.”",
        "a.pdf, page 2: “We offer Dahua.”",
    )


def test_a_make_that_no_list_knows_is_not_said_to_be_missing() -> None:
    """A row that names its make is asked to confirm it; only a row without one has none."""
    bill = (
        row("a.pdf", 2, item="Switch", make="Moxa", model="EDS-510E", status="unknown"),
        row("b.pdf", 5, item="Spare switch", make="MOXA", model="EDS 510E", status="unknown"),
        row("a.pdf", 3, item="Injector", model="PD-9501", status="unknown"),
        row("a.pdf", 4, item="Injector", model="PD-9501", status="unknown"),
        row("a.pdf", 6, item="Mast", make="to be confirmed", status="unknown"),
    )
    named, nameless = asked(document("a.pdf"), document("b.pdf"), bill=bill)

    assert named.items == (
        "Moxa: EDS-510E (Switch): a.pdf, page 1 (Table 1, row 2); b.pdf, page 1 (Table 1, row 5)",
    )
    assert "names no maker" not in named.text
    assert nameless.items == (
        "PD-9501 (Injector): a.pdf, page 1 (Table 1, row 3; Table 1, row 4)",
        "Mast: a.pdf, page 1 (Table 1, row 6)",
    )


@pytest.mark.parametrize(
    ("make", "named"),
    [
        ("Moxa", "Moxa"),
        ("Generic Electric", "Generic Electric"),
        ("Anyvision", "Anyvision"),
        ("TBC", ""),
        ("tbc by installer", ""),
        ("To be confirmed at design stage", ""),
        ("n/a", ""),
        ("Unbranded", ""),
        ("or equivalent", ""),
        ("-", ""),
    ],
)
def test_words_that_stand_for_a_make(make: str, named: str) -> None:
    """Words such as “to be confirmed” name nobody; a make that begins like such words is a make."""
    line = EquipmentLine(1, "", "Dome", make, "", "1", "unknown")

    assert named_make(line) == named


def test_a_shared_brand_is_asked_about_once() -> None:
    """A brand whose goods two listed makers build is one question that names both."""
    both = mention(
        "Lorex", makers=("dahua", "hikvision"), vendor="lorex", chain=CHAIN, route=Route.REBRAND
    )
    (question,) = asked(document("a.pdf", both))

    assert "is made by Dahua or Hikvision or by a company of the same group" in question.text
    assert question.reasons == ("Lorex was a subsidiary of (2018 to 24 November 2022) Dahua",)


def test_what_is_installed_is_asked_apart_from_what_is_offered() -> None:
    """Equipment that stays and equipment that is offered are two questions, by one maker or not."""
    questions = asked(
        document("a.pdf", mention("Hikvision"), mention("Hikvision", 3, stance=Stance.EXISTING))
    )

    assert ["already installed" in each.text for each in questions] == [False, True]


def test_what_is_merely_mentioned_joins_what_is_offered() -> None:
    """A make that is offered is not asked about again because another page mentions it."""
    unclear = mention("Hikvision", 3, stance=Stance.UNCLEAR, disposition=Disposition.REVIEW)
    (question,) = asked(document("a.pdf", mention("Hikvision"), unclear))

    assert question.items == ("a.pdf, page 1 (text; Table 1, row 3)",)


def test_two_makes_in_one_sentence_are_two_questions() -> None:
    """A sentence that offers two makers' goods asks about each maker's own."""
    text = "Hytera PD785G and Dahua IPC-1"
    pair = [("Hytera", "hytera", Route.NAME), ("PD785G", "hytera", Route.PART_NUMBER),
            ("Dahua", "dahua", Route.NAME), ("IPC-1", "dahua", Route.PART_NUMBER)]  # fmt: skip
    mentions = [
        replace(mention(name, makers=(maker,), vendor=maker, route=route), context=text)
        for name, maker, route in pair
    ]
    questions = asked(document("a.pdf", *mentions))

    assert [each.items[0].partition(":")[0] for each in questions] == ["IPC-1", "PD785G"]


def test_unread_parts_are_one_request() -> None:
    """A letter asks for readable copies once and lists them, the buyer's own left out."""
    parts = (Unread("r", "page 2", 2), Unread("r", "page 5", 5))
    bid = replace(document("a.pdf"), unread=parts)
    own = replace(document("spec.pdf", role=Role.TENDER), unread=parts)
    (question,) = asked(bid, own)

    assert question.items == ("a.pdf, page 2, page 5",)


def test_many_places_are_cut_with_their_number() -> None:
    """A number on every page of a price list is told with its first places and how many more."""
    places = [Place("a.pdf", page, "") for page in range(1, MOST_PLACES + 4)]

    assert places_words(places, WORDS).endswith(f"page {MOST_PLACES}, and 3 more places")


@pytest.mark.parametrize(
    ("stance", "says"),
    [
        (Stance.SPECIFIED, "asks for"),
        (Stance.EXISTING, "already installed"),
        (Stance.UNCLEAR, "names"),
        (Stance.CITED, "names"),
    ],
)
def test_the_buyers_document_asks_only_where_it_asks(stance: Stance, says: str) -> None:
    """What is installed or quoted in the buyer's own document is not said to be asked for."""
    own = document("spec.docx", mention("Hikvision", stance=stance), role=Role.TENDER)
    text = own_document_words(own, own.findings[0], WORDS)

    assert says in text
    assert ("asks for" in text) is (stance is Stance.SPECIFIED)


def test_places_are_told_in_the_readers_language() -> None:
    """The kind of place is translated, the name that the document gives a sheet is not."""
    french = load_words("fr")

    assert french.where("Table 1, row 4") == "Tableau 1, ligne 4"
    assert french.where("Sheet Line items, row 2") == "Feuille Line items, ligne 2"
    assert french.where("Sheet1") == "Sheet1"
    assert WORDS.where("Table 1, row 4") == "Table 1, row 4"


def test_an_app_is_not_said_to_be_a_make() -> None:
    """A product's name stands among the products; the make is asked for, not made up."""
    app = mention("iVMS-4200", 2, route=Route.PRODUCT_LINE)
    (question,) = asked(document("a.pdf", app))

    assert "without a make" in question.text
    assert question.items == ("iVMS-4200: a.pdf, page 1 (Table 1, row 2)",)
