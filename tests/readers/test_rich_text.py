"""RTF documents."""

from __future__ import annotations

from pathlib import Path

from analyser.document import Layer
from tests.readers.documents import block_with, found, read_bytes, reasons

START = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset134 SimSun;}}"


def test_text_in_all_its_notations(tmp_path: Path) -> None:
    """Code pages, Unicode with fallbacks and two-byte fonts give the text back."""
    rtf = START + r"{\info{\title Norvik file}}K\u246?ln ca\'e9 {\f1\'b4\'f3\'bb\'aa}\par Next\par}"

    (document,) = read_bytes(tmp_path, "a.doc", rtf.encode("ascii"))

    assert found(document, Layer.BODY) == ["Köln caé 大华", "Next"]
    assert found(document, Layer.METADATA) == ["Norvik file"]


def test_hidden_places_of_rtf(tmp_path: Path) -> None:
    """Hidden and deleted text, headers, footnotes, comments, links and boxes are read."""
    rtf = START + (
        r"{\header Head Norvik\par}Body{\v secret Norvik}{\deleted gone Norvik}{\strike old}"
        r"{\footnote Foot Norvik}{\*\annotation Note Norvik}"
        r'{\field{\*\fldinst HYPERLINK "https://norvik.example"}{\fldrslt site}}'
        r"{\shp{\*\shpinst{\sp{\sn wzDescription}{\sv Photo Norvik}}{\shptxt Box Norvik\par}}}\par}"
    )

    (document,) = read_bytes(tmp_path, "a.rtf", rtf.encode("ascii"))

    for layer, words in (
        (Layer.HEADER, "Head Norvik"), (Layer.HIDDEN, "secret Norvik"),
        (Layer.DELETED, "gone Norvik"), (Layer.FOOTNOTE, "Foot Norvik"),
        (Layer.COMMENT, "Note Norvik"), (Layer.LINK, "https://norvik.example"),
        (Layer.ALT_TEXT, "Photo Norvik"), (Layer.TEXTBOX, "Box Norvik"),
    ):  # fmt: skip
        assert found(document, layer) == [words]
    body = block_with(document, "Body")
    assert [body.text[start:end] for start, end in body.struck] == ["old"]


def test_rows_of_rtf_know_their_headings(tmp_path: Path) -> None:
    """Table rows become blocks with cells under their headings."""
    rtf = START + (
        r"\trowd\cellx1\cellx2\intbl Make\cell Part no.\cell\row"
        r"\trowd\cellx1\cellx2\intbl Norvik\cell NV-2\cell\row\pard After\par}"
    )

    (document,) = read_bytes(tmp_path, "a.rtf", rtf.encode("ascii"))

    row = block_with(document, "Norvik")
    assert [(cell.heading, cell.text) for cell in row.cells] == [
        ("Make", "Norvik"), ("Part no.", "NV-2"),
    ]  # fmt: skip
    assert block_with(document, "After").layer is Layer.BODY


def test_endless_groups_end(tmp_path: Path) -> None:
    """A hundred thousand open braces cost neither the run nor memory."""
    documents = read_bytes(tmp_path, "a.rtf", (START + "{" * 100_000 + "x").encode())

    assert documents[0].unread


def test_insertions_and_embedded_objects_are_told(tmp_path: Path) -> None:
    """A tracked insertion is its own block; an object bears its program, an empty one is named."""
    rtf = (
        rb"{\rtf1 We keep Selby cameras. {\revised We offer Norvik domes.}\par"
        rb"{\object\objemb{\*\objclass Odd.Thing.1}{\*\objdata 0102030405060708090a}{\result x}}"
        rb"{\object\objlink{\*\objclass Far.Thing.1}{\result y}}}"
    )

    documents = read_bytes(tmp_path, "a.rtf", rtf)

    assert found(documents[0], Layer.INSERTED) == ["We offer Norvik domes."]
    assert "We keep Selby cameras." in found(documents[0], Layer.BODY)
    assert documents[1].path == "a.rtf!/object 1 (Odd.Thing.1)"
    assert documents[1].unread
    assert "1 embedded objects without content" in reasons(documents[0])
