"""Web pages and XML."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from analyser.document import Layer
from tests.readers.documents import W, block_with, found, para, read_bytes, reasons, zipped

PAGE = """<!DOCTYPE html><html><head><title>Norvik page</title><script>var norvik = 1;</script>
</head><body><h2>Offer</h2><p>We offer <b>Nor</b>vik<br>domes.</p><p style="display:none">secret
Astra</p><!-- remark Selby --><img src="x.png" alt="Norvik dome"><a href="https://norvik.example/">x</a>
<table><tr><th>Make</th><th>Qty</th></tr><tr><td rowspan="2">Norvik</td><td>4</td></tr>
<tr><td>5 more</td></tr></table></body></html>"""


def test_page_is_read_with_what_it_hides(tmp_path: Path) -> None:
    """Text, hidden text, comments, descriptions, links and table rows come in their layers."""
    (document,) = read_bytes(tmp_path, "tender.pdf", PAGE.encode())

    text = block_with(document, "domes.")
    assert (text.text, text.heading) == ("We offer Norvik\ndomes.", "Offer")
    assert found(document, Layer.HIDDEN) == ["secret Astra"]
    assert found(document, Layer.COMMENT) == ["remark Selby"]
    assert found(document, Layer.ALT_TEXT) == ["Norvik dome"]
    assert "https://norvik.example/" in found(document, Layer.LINK)
    row = block_with(document, "5 more")
    assert ("Make", "Norvik") in [(cell.heading, cell.text) for cell in row.cells]
    assert not any("var norvik" in block.text for block in document.blocks)
    assert "scripts of the page were not run" in document.notes


def test_deeply_nested_page_ends(tmp_path: Path) -> None:
    """Ten thousand elements in each other cost neither the run nor silence."""
    page = b"<html><body><p>Selby</p>" + b"<div>" * 10_000 + b"Norvik"

    (document,) = read_bytes(tmp_path, "a.html", page)

    assert [block.text for block in document.blocks] == ["Selby", "Norvik"]


def test_xml_gives_texts_and_attributes_with_their_path(tmp_path: Path) -> None:
    """A notice in XML is read element by element."""
    xml = (
        '<?xml version="1.0"?><notice><lot id="LOT-A"><title>Norvik &amp; Co</title></lot></notice>'
    )

    (document,) = read_bytes(tmp_path, "a.xml", xml.encode())

    assert block_with(document, "Norvik").text == "Norvik & Co"
    assert block_with(document, "Norvik").where == "notice/lot/title"
    assert found(document, Layer.METADATA) == ["LOT-A"]


def test_xml_that_asks_for_files_gets_none(tmp_path: Path) -> None:
    """An external entity is neither fetched nor passed over in silence."""
    secret = tmp_path / "secret.txt"
    secret.write_text("Norvik")
    xml = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>t &x;</a>'

    (document,) = read_bytes(tmp_path, "a.xml", xml.encode())

    assert "Norvik" not in " ".join(block.text for block in document.blocks)
    assert "entities" in reasons(document)


def test_files_written_into_a_page_are_read_or_named(tmp_path: Path) -> None:
    """Pictures and pages that a page holds itself are no gap."""
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><text>Norvik</text>" + "<g/>" * 500 + "</svg>"
    drawn = base64.b64encode(svg.encode()).decode()
    noise = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10).decode()
    page = (
        f'<html><body><p>Selby</p><img src="data:image/svg+xml;base64,{drawn}">'
        f'<div style="background:url(data:image/png;base64,{noise})">x</div>'
        '<iframe srcdoc="&lt;p&gt;Framed Astra&lt;/p&gt;"></iframe>'
        '<a href="data:text/plain,Linked%20Kestrel">y</a></body></html>'
    )

    documents = read_bytes(tmp_path, "a.html", page.encode())

    assert found(documents[0], Layer.IMAGE) == ["Norvik"]
    assert block_with(documents[0], "Astra").where == "Frame, Paragraph 1"
    assert "OCR is switched off" in reasons(documents[0])
    assert [block.text for block in documents[1].blocks] == ["Linked Kestrel"]


def test_book_is_read_in_order_with_what_lies_outside_it(tmp_path: Path) -> None:
    """Chapters of an e-book come in the order of its spine; pages outside are read too."""
    package = (
        "<package><manifest><item id='a' href='one.xhtml'/><item id='b' href='two.xhtml'/>"
        "</manifest><spine><itemref idref='b'/><itemref idref='a'/></spine></package>"
    )
    book = zipped(
        {
            "mimetype": "application/epub+zip",
            "OEBPS/book.opf": package,
            "OEBPS/one.xhtml": "<html><body><p>Norvik</p></body></html>",
            "OEBPS/two.xhtml": "<html><body><p>Selby</p></body></html>",
            "OEBPS/three.xhtml": "<html><body><p>Astra</p></body></html>",
            "OEBPS/plan.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10,
        }
    )

    (document,) = read_bytes(tmp_path, "a.epub", book)

    assert [(block.text, block.where.partition(",")[0]) for block in document.blocks] == [
        ("Selby", "Chapter 1"), ("Norvik", "Chapter 2"), ("Astra", "Outside the chapters"),
    ]  # fmt: skip
    assert "plan.png: OCR is switched off" in reasons(document)


SHOWN = {
    "behind the end of the page": (Layer.BODY, "</body></html>Norvik"),
    "text of a style": (Layer.BODY, '<style>p::before{content:"Norvik"}</style>'),
    "text of a script": (Layer.HIDDEN, '<script>document.write("Norvik")</script>'),
    "data for search engines": (Layer.METADATA,
        '<script type="application/ld+json">{"brand":["Norvik"]}</script>'),
    "data of an element": (Layer.METADATA, '<p data-make="Norvik">y</p>'),
    "summary of a table": (Layer.ALT_TEXT,
        '<table summary="Norvik"><tr><td>y</td></tr></table>'),
    "label of a choice": (Layer.ALT_TEXT, '<select><option label="Norvik"></option></select>'),
    "description of a formula": (Layer.ALT_TEXT, '<math alttext="Norvik"><mi>y</mi></math>'),
    "property outside of the head": (Layer.METADATA, '<meta name="keywords" content="Norvik">'),
    "property that Word left": (Layer.METADATA,
        "<!--[if gte mso 9]><xml><o:Company>Norvik</o:Company></xml><![endif]-->"),
}  # fmt: skip


@pytest.mark.parametrize("place", SHOWN)
def test_name_in_a_corner_of_a_page(place: str, tmp_path: Path) -> None:
    """A name that a browser shows or keeps is read from where the page has it, once."""
    layer, inner = SHOWN[place]

    (document,) = read_bytes(tmp_path, "a.html", f"<html><body><p>x</p>{inner}".encode())

    holding = [block for block in document.blocks if "Norvik" in block.text]
    assert [block.layer for block in holding] == [layer], place


def test_names_of_a_script_are_no_words(tmp_path: Path) -> None:
    """What a script calls its parts is not shown to anybody."""
    page = b"<p>x</p><script>var a='click', b=\"fn(Norvik)\", c='MAX_SIZE'</script>"

    (document,) = read_bytes(tmp_path, "a.html", page)

    assert [block.text for block in document.blocks] == ["x"]


def test_attribute_within_running_text_is_read(tmp_path: Path) -> None:
    """Attributes and comments count wherever their element stands."""
    content = b'<?xml version="1.0"?><a>text <b make="Norvik">x</b> <!-- Astra --> more</a>'

    (document,) = read_bytes(tmp_path, "a.xml", content)

    assert found(document, Layer.METADATA) == ["Norvik"]
    assert found(document, Layer.COMMENT) == ["Astra"]


def test_office_file_written_out_as_xml_is_read_as_one(tmp_path: Path) -> None:
    """Word saves a document as one XML, its pictures in base64: its parts are put together."""
    package = "http://schemas.microsoft.com/office/2006/xmlPackage"
    body = f'<w:document xmlns:w="{W}"><w:body>{para("Norvik")}</w:body></w:document>'
    content = (
        f'<?xml version="1.0"?><pkg:package xmlns:pkg="{package}"><pkg:part '
        f'pkg:name="/word/document.xml"><pkg:xmlData>{body}</pkg:xmlData></pkg:part><pkg:part '
        'pkg:name="/word/odd.txt"><pkg:binaryData>QXN0cmE=</pkg:binaryData></pkg:part></pkg:package>'
    )

    documents = read_bytes(tmp_path, "a.xml", content.encode())

    assert [one.path for one in documents] == [
        "a.xml",
        "a.xml!/document",
        "a.xml!/document!/odd.txt",
    ]
    assert block_with(documents[1], "Norvik").layer is Layer.BODY
    assert documents[2].blocks[0].text == "Astra"


def test_pieces_of_a_drawn_word_are_one(tmp_path: Path) -> None:
    """A drawing sets its letters in pieces; what it shows is one word."""
    content = b'<svg xmlns="http://www.w3.org/2000/svg"><text><tspan>Nor</tspan><tspan>vik</tspan></text></svg>'

    (document,) = read_bytes(tmp_path, "a.svg", content)

    assert block_with(document, "Norvik").layer is Layer.BODY
