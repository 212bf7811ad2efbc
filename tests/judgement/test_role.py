"""The role of a document is read from its own words, its name counts little."""

from __future__ import annotations

import pytest

from analyser.document import Block, Document
from analyser.finding import Role
from analyser.judgement.role import document_role


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
