"""The role of a document is read from its own words, its name counts little."""

from __future__ import annotations

import pytest

from analyser.document import Block, Cell, Document, Layer
from analyser.finding import Role
from analyser.judgement.role import NO_ROLE, document_role


@pytest.mark.parametrize(
    ("role", "path", "media", "texts"),
    [
        ("tender", "a.pdf", "application/pdf", ["Invitation to Tender", "Tenderers shall state their price."]),
        ("bid", "a.pdf", "application/pdf", ["Technical Response", "We propose a team. Our price is fixed."]),
        ("declaration", "a.docx", "", ["Supplier Declaration", "We hereby declare that all is true."]),
        ("datasheet", "a.pdf", "application/pdf", ["Data sheet", "Power consumption: 9 W", "Image sensor: 1/2.8"]),
        ("correspondence", "a.eml", "message/rfc822", ["Hello, the lift is broken."]),
        ("other", "a.txt", "text/plain", ["A poem about rain."]),
        ("bid", "technical-response.pdf", "application/pdf", ["Northlight Ltd"]),
    ],
)  # fmt: skip
def test_role_with_its_reason(role: str, path: str, media: str, texts: list[str]) -> None:
    """Each role is told with the words that show it."""
    document = Document(path, "", media, blocks=tuple(Block(text) for text in texts))

    found, reason = document_role(document)

    assert found is Role(role)
    assert reason


def test_content_outweighs_the_name() -> None:
    """A file called "bid" that invites tenders is a tender."""
    blocks = (Block("Invitation to Tender"), Block("Tenderers shall return this form."))

    assert document_role(Document("bid.pdf", "", "", blocks=blocks))[0] is Role.TENDER


@pytest.mark.parametrize(
    ("role", "title"),
    [
        ("bid", "Guaranteed technical particulars"),
        ("bid", "Material approval request"),
        ("bid", "Letter of bid"),
        ("bid", "Statement of completed contracts"),
        ("bid", "Clause-by-clause compliance"),
        ("tender", "Terms of reference"),
        ("tender", "Approved inverter list"),
        ("tender", "Section VI: schedule of requirements"),
        ("tender", "Replies to pre-bid queries"),
        ("tender", "Schedule 6 – prohibited equipment"),
        ("declaration", "Sub-tier suppliers"),
        ("declaration", "Certificate of non-use of covered equipment"),
        ("correspondence", "Variation order no. 3"),
        ("correspondence", "Change notice CN-4"),
        ("other", "Tender evaluation report"),
        ("other", "Notice of best evaluated bidder"),
        ("other", "Minutes of the tender committee"),
        ("other", "Purchase order 4500012"),
        ("other", "Inspection and acceptance certificate"),
        ("other", "Asset register"),
    ],
)
def test_what_a_paper_calls_itself(role: str, title: str) -> None:
    """The first line of a paper names it, in the words of any buyer or bidder."""
    document = Document("a.pdf", "", "", blocks=(Block(title), Block("Northlight Ltd")))

    found, reason = document_role(document, "en")

    assert found is Role(role)
    assert reason != NO_ROLE


@pytest.mark.parametrize(
    ("role", "tongue", "title"),
    [
        ("bid", "es", "Anexo 4. Propuesta económica"),
        ("bid", "tr", "TEKLİF MEKTUBU"),
        ("bid", "cs", "Krycí list nabídky"),
        ("bid", "pl", "Formularz ofertowy"),
        ("bid", "hu", "Felolvasólap"),
        ("bid", "sv", "Kravuppfyllelse"),
        ("bid", "zh", "投标函"),
        ("bid", "vi", "Đơn dự thầu"),
        ("tender", "fr", "Réponses aux questions des candidats"),
        ("tender", "pt", "Termo de referência"),
        ("tender", "nl", "Nota van inlichtingen"),
        ("tender", "de", "Besondere Vertragsbedingungen"),
        ("tender", "ja", "入札公告"),
        ("other", "de", "Angebotsauswertung"),
        ("other", "it", "Verbale di gara"),
        ("other", "ru", "Акт приемки"),
        ("other", "ko", "검수조서"),
        ("correspondence", "da", "Ændringsordre"),
    ],
)
def test_what_a_paper_calls_itself_elsewhere(role: str, tongue: str, title: str) -> None:
    """Titles of papers are read in the language of the document."""
    document = Document("a.pdf", "", "", blocks=(Block(title), Block("Northlight")))

    assert document_role(document, tongue)[0] is Role(role)


def test_the_first_line_outweighs_words_further_down() -> None:
    """What a later line refers to does not name the paper."""
    lines = ("Surveillance equipment statement", "Unit 4", "for every item in our Form of Tender")
    document = Document("a.pdf", "", "", blocks=tuple(Block(line) for line in lines))

    assert document_role(document, "en")[0] is Role.DECLARATION


def test_a_sheets_title_stands_in_a_row_of_one_cell() -> None:
    """A sheet says in a row of one cell whom it is for; the register itself is a mere record."""
    title = Block("Asset register", layer=Layer.TABLE, cells=(Cell("", "Asset register", 0),))
    words = "Extract for tenderers"
    second = Block(words, layer=Layer.TABLE, cells=(Cell("", words, 0),))

    assert document_role(Document("a.xlsx", "", "", blocks=(title,)), "en")[0] is Role.OTHER
    assert document_role(Document("a.xlsx", "", "", blocks=(title, second)), "en")[0] is Role.TENDER


def test_a_message_stays_a_message_whatever_it_carries() -> None:
    """An e-mail about queries, bids or awards is correspondence."""
    document = Document(
        "re.eml", "", "message/rfc822", blocks=(Block("Replies to queries"), Block("Tender notice"))
    )

    assert document_role(document, "en")[0] is Role.CORRESPONDENCE


def test_a_form_that_names_its_bidder_was_filled_in_by_it() -> None:
    """A name after "Bidder:" shows a bidder's paper; an empty line for the name does not."""
    named = Document("a.pdf", "", "", blocks=(Block("Name of bidder: Northlight Ltd"),))
    empty = Document("a.pdf", "", "", blocks=(Block("Name of bidder: ________"),))

    assert document_role(named, "en")[0] is Role.BID
    assert document_role(empty, "en") == (Role.OTHER, NO_ROLE)


@pytest.mark.parametrize(
    "name",
    [
        "inventory management system RFP.docx",
        "interview room recording specification.pdf",
        "committee room audio specification.docx",
        "customer experience platform requirements.pdf",
    ],
)
def test_goods_asked_for_are_not_taken_for_papers(name: str) -> None:
    """Words of titles that also name goods or rooms do not outvote what the name says it is."""
    document = Document(name, "", "", blocks=(Block("Northlight"),))

    assert document_role(document, "en")[0] is Role.TENDER
