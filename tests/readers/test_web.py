"""Web pages and XML."""

from __future__ import annotations

from pathlib import Path

from analyser.document import Layer
from tests.readers.documents import block_with, found, read_bytes, reasons

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
