"""Words that OpenDocument keeps beside its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyser.document import Layer
from tests.readers.documents import read_bytes, zipped

SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    f'xmlns:{short}="{SPACE}{long}:1.0"'
    for short, long in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style",
        "number": "datastyle", "presentation": "presentation", "meta": "meta",
    }.items()
)  # fmt: skip
MORE = f'{NAMES} xmlns:dc="dc" xmlns:xlink="xlink"'
X = "<text:p>x</text:p>"


def file_of(kind: str, body: str, styles: str = "", **parts: str) -> bytes:
    """Return an OpenDocument file of this `kind`."""
    members = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content {MORE}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>",
    }
    return zipped(members | {name.replace("__", "/"): part for name, part in parts.items()})


def sheet(cell: str, inner: str = X, name: str = "S", more: str = "") -> str:
    """Return a sheet of one cell."""
    return (
        f'<table:table table:name="{name}">{more}<table:table-row><table:table-cell {cell}>{inner}'
        "</table:table-cell></table:table-row></table:table>"
    )


EARLIER = (
    "<table:tracked-changes><table:cell-content-change><table:previous>"
    "<table:change-track-table-cell><text:p>Norvik</text:p></table:change-track-table-cell>"
    "</table:previous></table:cell-content-change></table:tracked-changes>"
)
PAGE = (
    '<draw:page draw:name="{}"><draw:frame><draw:text-box>'
    + X
    + "</draw:text-box></draw:frame></draw:page>"
)
LABEL = (
    '<text:list-style><text:list-level-style-number style:num-prefix="Norvik "/></text:list-style>'
)
MATH = '<math xmlns="m"><mi>Norvik</mi></math>'
IF = 'table:formula=\'of:=IF([.B1]=1;"Norvik";"Astra")\''
PLACES = {
    "conditional text": (Layer.HIDDEN, file_of("text",
        '<text:p>x<text:conditional-text text:string-value-if-true="Norvik"/></text:p>')),
    "value of a hidden variable": (Layer.HIDDEN, file_of("text",
        '<text:p>x<text:variable-set office:string-value="Norvik"/></text:p>')),
    "name of a picture": (Layer.ALT_TEXT, file_of("text",
        '<text:p>x<draw:frame draw:name="Norvik.jpg"/></text:p>')),
    "name of a table": (Layer.METADATA, file_of("text", sheet("", name="Norvik"))),
    "title of a table": (Layer.ALT_TEXT, file_of("text",
        sheet("", more="<table:title>Norvik</table:title>"))),
    "author of a comment": (Layer.METADATA, file_of("text",
        "<text:p>x<office:annotation><dc:creator>Norvik</dc:creator></office:annotation></text:p>")),
    "bookmark": (Layer.METADATA, file_of("text",
        '<text:p><text:bookmark text:name="Norvik_offer"/>x</text:p>')),
    "entry of an index": (Layer.HIDDEN, file_of("text",
        '<text:p>x<text:alphabetical-index-mark text:string-value="Norvik"/></text:p>')),
    "label of a list": (Layer.METADATA, file_of("text", X, LABEL)),
    "formula object": (Layer.BODY, file_of("text", X, **{"Object 1__content.xml": MATH})),
    "name of a sheet": (Layer.METADATA, file_of("spreadsheet", sheet("", name="Norvik"))),
    "formula of a cell": (Layer.HIDDEN, file_of("spreadsheet", sheet(IF))),
    "value that is not shown": (Layer.HIDDEN, file_of("spreadsheet",
        sheet('office:string-value="Norvik"', ""))),
    "defined name": (Layer.METADATA, file_of("spreadsheet", sheet("")
        + '<table:named-expressions><table:named-range table:name="Norvik_price"/>'
        "</table:named-expressions>")),
    "number format": (Layer.METADATA, file_of("spreadsheet", sheet(""),
        "<number:number-style><number:text>Norvik</number:text></number:number-style>")),
    "earlier content of a cell": (Layer.DELETED, file_of("spreadsheet", EARLIER + sheet(""))),
    "filter": (Layer.FORM_FIELD, file_of("spreadsheet",
        sheet("") + '<table:filter-condition table:value="Norvik"/>')),
    "name of a slide": (Layer.METADATA, file_of("presentation", PAGE.format("Norvik"))),
    "footer of the slides": (Layer.FOOTER, file_of("presentation",
        "<presentation:footer-decl>Norvik</presentation:footer-decl>" + PAGE.format("p"))),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_name_beside_the_text_of_an_open_document(place: str, tmp_path: Path) -> None:
    """A name that no text shows is read from where OpenDocument keeps it, in its layer, once."""
    layer, content = PLACES[place]

    (document,) = read_bytes(tmp_path, "a.odt", content)

    holding = [block for block in document.blocks if "Norvik" in block.text]
    assert [block.layer for block in holding] == [layer], place
    assert not document.unread


def test_file_that_is_no_part_of_an_open_document_is_read(tmp_path: Path) -> None:
    """What lies in the package and belongs to no part is a document of its own."""
    content = file_of("text", X, **{"notes__odd.txt": "Norvik"})

    documents = read_bytes(tmp_path, "a.odt", content)

    assert [document.path for document in documents] == ["a.odt", "a.odt!/odd.txt"]
    assert documents[1].blocks[0].text == "Norvik"
