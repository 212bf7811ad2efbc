"""OpenDocument text and sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyser.document import Layer
from analyser.readers import odf_table
from tests.readers.documents import block_with, found, read_bytes, reasons, zipped

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("draw", "drawing"), ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
KIND = "application/vnd.oasis.opendocument."


def odf(kind: str, body: str, styles: str = "", **parts: str) -> bytes:
    """Return an OpenDocument file with this body."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    )
    return zipped({"mimetype": KIND + kind, "content.xml": content, **parts})


def test_text_and_its_hiding_places(tmp_path: Path) -> None:
    """Body, notes, comments, text boxes, hidden and deleted text, headers are read once each."""
    styles = (
        '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        "<office:text><text:tracked-changes><text:changed-region><text:deletion>"
        "<text:p>gone Norvik</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        "<text:h>Offer</text:h><text:p>We <text:span>offer</text:span> Selby"
        '<text:span text:style-name="H">secret Norvik</text:span>'
        '<text:note text:note-class="footnote"><text:note-body><text:p>Foot Norvik</text:p>'
        "</text:note-body></text:note><office:annotation><text:p>Note Norvik</text:p>"
        "</office:annotation><draw:frame><draw:text-box><text:p>Box Norvik</text:p></draw:text-box>"
        "<svg:desc>Photo Norvik</svg:desc></draw:frame>.</text:p></office:text>"
    )
    margins = (
        f'<office:document-styles {NAMES}><office:master-styles><style:master-page style:name="S">'
        "<style:header><text:p>Head Norvik</text:p></style:header></style:master-page>"
        "</office:master-styles></office:document-styles>"
    )

    (document,) = read_bytes(
        tmp_path, "a.odt", odf("text", body, styles, **{"styles.xml": margins})
    )

    assert block_with(document, "Selby").text == "We offer Selby."
    assert block_with(document, "Selby").heading == "Offer"
    for layer, words in (
        (Layer.DELETED, "gone Norvik"), (Layer.HIDDEN, "secret Norvik"),
        (Layer.FOOTNOTE, "Foot Norvik"), (Layer.COMMENT, "Note Norvik"),
        (Layer.TEXTBOX, "Box Norvik"), (Layer.ALT_TEXT, "Photo Norvik"),
        (Layer.HEADER, "Head Norvik"),
    ):  # fmt: skip
        assert found(document, layer) == [words]


def test_sheet_rows_and_hidden_sheets(tmp_path: Path) -> None:
    """Rows know their headings; repeated rows are counted, not multiplied; all sheets are read."""

    def row(*texts: str, more: str = "") -> str:
        cells = "".join(
            f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts
        )
        return f"<table:table-row{more}>{cells}</table:table-row>"

    styles = (
        '<style:style style:name="T"><style:table-properties table:display="false"/></style:style>'
    )
    empty = ' table:number-rows-repeated="1000000"'
    body = (
        '<office:spreadsheet><table:table table:name="Prices">'
        + row("Make", "Part no.")
        + row("", "", more=empty)
        + row("Norvik", "NV-2")
        + '</table:table><table:table table:name="calc" table:style-name="T">'
        + row("Astra", "x")
        + "</table:table></office:spreadsheet>"
    )

    (document,) = read_bytes(tmp_path, "a.ods", odf("spreadsheet", body, styles))

    norvik = block_with(document, "Norvik")
    assert [(cell.heading, cell.text) for cell in norvik.cells] == [
        ("Make", "Norvik"), ("Part no.", "NV-2"),
    ]  # fmt: skip
    assert norvik.where == "Sheet Prices, row 1000002"
    assert block_with(document, "Astra").layer is Layer.HIDDEN
    assert document.coverage.total == 2


def test_locked_file_is_told(tmp_path: Path) -> None:
    """An encrypted OpenDocument file is "locked"."""
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"

    (document,) = read_bytes(
        tmp_path, "a.odt", odf("text", "", **{"META-INF/manifest.xml": manifest})
    )

    assert "locked" in reasons(document)


def test_form_values_and_choices_are_read(tmp_path: Path) -> None:
    """What stands in form controls, drop-downs and rules for cells is no gap."""
    form = "xmlns:form='urn:oasis:names:tc:opendocument:xmlns:form:1.0'"
    text = (
        f"<office:text><office:forms {form}><form:form><form:text form:current-value='Norvik'/>"
        "<form:listbox><form:option form:label='Selby'/></form:listbox>"
        "<form:hidden form:value='Astra'/></form:form></office:forms>"
        "<text:p>Make: <text:drop-down><text:label text:value='Kestrel'/>"
        "<text:label text:value='Merlin'/>Kestrel</text:drop-down></text:p></office:text>"
    )
    rule = (
        "<office:spreadsheet><table:content-validations><table:content-validation "
        "table:condition='cell-content-is-in-list(&quot;Norvik&quot;;&quot;Selby&quot;)'>"
        "<table:help-message table:title='Make'><text:p>Not Astra</text:p></table:help-message>"
        "</table:content-validation></table:content-validations>"
        "<table:table table:name='S'/></office:spreadsheet>"
    )

    (letter,) = read_bytes(tmp_path, "a.odt", odf("text", text))
    (sheet,) = read_bytes(tmp_path, "a.ods", odf("spreadsheet", rule))

    assert found(letter, Layer.FORM_FIELD) == ["Norvik", "Selby", "Kestrel", "Merlin"]
    assert found(letter, Layer.HIDDEN) == ["Astra"]
    assert found(letter, Layer.BODY) == ["Make: Kestrel"]
    assert found(sheet, Layer.FORM_FIELD) == ["Norvik", "Selby", "Not Astra", "Make"]


def test_table_beyond_the_limits_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows and columns that are not read are named; empty ones beyond the limits are not."""
    monkeypatch.setattr(odf_table, "ROWS", 3)
    monkeypatch.setattr(odf_table, "COLUMNS", 4)
    cell, empty = "<table:table-cell><text:p>Selby</text:p></table:table-cell>", (
        '<table:table-cell table:number-columns-repeated="16000"/>'
    )  # fmt: skip
    row = f"<table:table-row>{cell * 2}{empty}</table:table-row>"
    blank = f"<table:table-row>{empty}</table:table-row>"

    def reading(rows: str) -> str:
        body = f"<office:spreadsheet><table:table table:name='S'>{rows}</table:table>"
        (document,) = read_bytes(
            tmp_path, "a.ods", odf("spreadsheet", f"{body}</office:spreadsheet>")
        )
        return reasons(document)

    assert reading(row * 3 + blank) == ""
    assert "more rows, columns" in reading(row * 4)
    assert "more rows, columns" in reading(f"<table:table-row>{cell * 5}</table:table-row>")


def test_inserted_sentence_of_a_text_is_a_block_of_its_own(tmp_path: Path) -> None:
    """A tracked insertion inside a paragraph is told, and its words come once."""
    text = (
        "<office:text><text:tracked-changes><text:changed-region text:id='c'><text:insertion/>"
        "</text:changed-region></text:tracked-changes><text:p>We keep Selby cameras. "
        "<text:change-start text:change-id='c'/>We offer Norvik."
        "<text:change-end text:change-id='c'/></text:p></office:text>"
    )

    (document,) = read_bytes(tmp_path, "a.odt", odf("text", text))

    assert found(document, Layer.INSERTED) == ["We offer Norvik."]
    assert found(document, Layer.BODY) == ["We keep Selby cameras."]
