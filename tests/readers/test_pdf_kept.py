"""Words of a PDF that stand in no page's text: in fields, signatures, stamps, files that no list names."""

from __future__ import annotations

import pytest

from analyser.document import Layer
from tests.readers.documents import zipped
from tests.readers.pdf_files import one_page, read, said, stream

WORDS = said(b"The bidder offers cameras", b"for all gates of the site")
AT = b"/Rect[60 600 200 620]"
DRAWN = stream(
    b"BT /F1 11 Tf 2 4 Td (Norvik) Tj ET",
    b"/Type/XObject/Subtype/Form/BBox[0 0 140 20]/Resources<</Font<</F1 3 0 R>>>>",
)


def noted(kind: bytes, entries: bytes, *more: bytes) -> bytes:
    """Return a page with one annotation."""
    entry = b"<</Type/Annot/Subtype/%s%s%s>>" % (kind, entries, AT)
    return one_page(WORDS, page=b"/Annots[6 0 R]", more=[entry, *more])


def filled(entries: bytes, *more: bytes) -> bytes:
    """Return a page with one form field."""
    entry = b"<</Type/Annot/Subtype/Widget/T(a)%s%s>>" % (entries, AT)
    form = b"/AcroForm<</Fields[6 0 R]>>"
    return one_page(WORDS, catalogue=form, page=b"/Annots[6 0 R]", more=[entry, *more])


def told(entries: bytes) -> bytes:
    """Return a document with these properties."""
    made = one_page(WORDS, more=[b"<<%s>>" % entries])
    return made.replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 6 0 R")


def described(inner: bytes) -> bytes:
    """Return a document with an XMP packet."""
    names = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-'
        b'rdf-syntax-ns#"><rdf:Description xmlns:z="z" '
    )
    packet = names + inner + b"</rdf:RDF></x:xmpmeta>"
    return one_page(WORDS, catalogue=b"/Metadata 6 0 R", more=[stream(packet, b"/Type/Metadata")])


PLACES = {
    "default of a field": (Layer.FORM_FIELD, filled(b"/FT/Tx/DV(Norvik)")),
    "hint of an empty field": (Layer.FORM_FIELD, filled(b"/FT/Tx/TU(Norvik)")),
    "rich value of a field": (Layer.FORM_FIELD, filled(b"/FT/Tx/RV(<p>Norvik</p>)")),
    "choice that is not chosen": (Layer.FORM_FIELD, filled(b"/FT/Ch/Opt[(x)(Norvik)]")),
    "choice with another name": (Layer.FORM_FIELD, filled(b"/FT/Ch/Opt[[(1)(Norvik)]]")),
    "caption of a button": (Layer.FORM_FIELD, filled(b"/FT/Btn/MK<</CA(Norvik)>>")),
    "field that is only drawn": (Layer.TEXTBOX, filled(b"/FT/Tx/AP<</N 7 0 R>>", DRAWN)),
    "signature that is only drawn": (Layer.TEXTBOX, filled(b"/FT/Sig/AP<</N 7 0 R>>", DRAWN)),
    "who signed": (Layer.METADATA, filled(b"/FT/Sig/V 7 0 R", b"<</Type/Sig/Name(Norvik)>>")),
    "reason of a signature": (Layer.METADATA,
        filled(b"/FT/Sig/V 7 0 R", b"<</Type/Sig/Reason(Norvik)>>")),
    "script of a field": (Layer.HIDDEN, filled(b"/FT/Tx/AA<</K<</S/JavaScript/JS(a='Norvik')>>>>")),
    "stamp that is only drawn": (Layer.TEXTBOX, noted(b"Stamp", b"/AP<</N 7 0 R>>", DRAWN)),
    "text that is only drawn": (Layer.TEXTBOX, noted(b"FreeText", b"/AP<</N 7 0 R>>", DRAWN)),
    "window of a comment": (Layer.COMMENT, noted(b"Popup", b"/Contents(Norvik)")),
    "comment in rich text": (Layer.COMMENT, noted(b"Text", b"/RC(<body><p>Norvik</p></body>)")),
    "author of a comment": (Layer.METADATA, noted(b"Text", b"/T(Norvik Sales)/Contents(x)")),
    "words over a redaction": (Layer.COMMENT, noted(b"Redact", b"/OverlayText(Norvik)")),
    "program that a link starts": (Layer.LINK, noted(b"Link", b"/A<</S/Launch/F(Norvik.exe)>>")),
    "file that a link opens": (Layer.LINK,
        noted(b"Link", b"/A<</S/GoToR/F(Norvik.pdf)/D[0/Fit]>>")),
    "name of a layer": (Layer.METADATA, one_page(WORDS,
        catalogue=b"/OCProperties<</OCGs[6 0 R]/D<<>>>>", more=[b"<</Type/OCG/Name(Norvik)>>"])),
    "description of an attached file": (Layer.METADATA, noted(b"FileAttachment",
        b"/FS<</F(a.txt)/Desc(Norvik)/EF<</F 7 0 R>>>>", stream(b"hello"))),
    "property of the maker's own": (Layer.METADATA, told(b"/Lieferant(Norvik)")),
    "element of the metadata": (Layer.METADATA, described(b"><z:make>Norvik</z:make></rdf:Description>")),
    "attribute of the metadata": (Layer.METADATA, described(b'z:make="Norvik"/>')),
    "form in one piece": (Layer.FORM_FIELD, one_page(WORDS,
        catalogue=b"/AcroForm<</Fields[]/XFA 6 0 R>>", more=[stream(b"<xdp><a>Norvik</a></xdp>")])),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_name_that_no_page_says(place: str) -> None:
    """A name that the text of no page has is read from where it stands, in its layer, once."""
    layer, content = PLACES[place]

    document = read(content, ocr=False)

    holding = [block for block in document.blocks if "Norvik" in block.text]
    assert [block.layer for block in holding] == [layer], place
    assert not document.unread


def test_program_that_made_the_file_is_not_its_content() -> None:
    """Who wrote the program that made a file says nothing of the goods."""
    document = read(told(b"/Producer(Norvik scanner)/Creator(Norvik)"), ocr=False)

    assert not any("Norvik" in block.text for block in document.blocks)


def test_words_that_a_field_says_are_not_read_again_from_its_drawing() -> None:
    """A field's drawing shows its value: it is told once."""
    content = filled(b"/FT/Tx/V(Norvik)/AP<</N 7 0 R>>", DRAWN)

    document = read(content, ocr=False)

    assert [one.layer for one in document.blocks if "Norvik" in one.text] == [Layer.FORM_FIELD]


FILE = b"<</Type/Filespec/F(a.txt)/EF<</F 7 0 R>>>>"
UNLISTED = {
    "associated with the document": one_page(
        WORDS, catalogue=b"/AF[6 0 R]", more=[FILE, stream(b"Norvik")]
    ),
    "associated with a page": one_page(WORDS, page=b"/AF[6 0 R]", more=[FILE, stream(b"Norvik")]),
    "tied to nothing": one_page(WORDS, more=[stream(b"Norvik", b"/Type/EmbeddedFile")]),
}


@pytest.mark.parametrize("content", UNLISTED.values(), ids=UNLISTED)
def test_file_that_no_list_names_is_read(content: bytes) -> None:
    """An embedded file counts whoever refers to it: invoices are tied to a page, not listed."""
    members: list[tuple[str, bytes]] = []

    read(content, ocr=False, members=members)

    assert [inner for _, inner in members] == [b"Norvik"]


def test_listed_file_is_read_once() -> None:
    """A file that is listed, and tied to a page as well, is one member."""
    names = b"/Names<</EmbeddedFiles<</Names[(a.txt)6 0 R]>>>>/AF[6 0 R]"
    members: list[tuple[str, bytes]] = []

    read(
        one_page(WORDS, catalogue=names, more=[FILE, stream(b"x y z", b"/Type/EmbeddedFile")]),
        ocr=False,
        members=members,
    )

    assert len(members) == 1


def test_archive_behind_the_end_is_read() -> None:
    """A file that is a PDF from the front and a ZIP from the back is both."""
    archive = zipped({"offer.txt": "Norvik"})
    members: list[tuple[str, bytes]] = []

    read(one_page(WORDS) + b"\n" + archive, ocr=False, members=members)

    assert members == [("archive behind the end.zip", archive)]
