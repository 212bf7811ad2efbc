"""Every hiding place of a Word file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from analyser.document import Layer
from tests.readers.documents import (
    TYPES,
    W,
    block_with,
    found,
    para,
    read_bytes,
    reasons,
    relations,
    story,
    word,
    zipped,
)

BOX = (
    "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
    "<w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    "<v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)
HEADED = relations(("rId9", "header", "header1.xml"))
PLACES = {
    "body": (Layer.BODY, para("Norvik"), {}),
    "content control": (
        Layer.BODY,
        f"<w:sdt><w:sdtContent>{para('Norvik')}</w:sdtContent></w:sdt>",
        {},
    ),
    "smart tag": (
        Layer.BODY,
        "<w:p><w:smartTag><w:r><w:t>Norvik</w:t></w:r></w:smartTag></w:p>",
        {},
    ),
    "field result": (
        Layer.BODY,
        '<w:p><w:fldSimple w:instr="AUTHOR"><w:r><w:t>Norvik</w:t></w:r></w:fldSimple></w:p>',
        {},
    ),
    "text box": (Layer.TEXTBOX, BOX.format(para("Norvik")), {}),
    "header": (
        Layer.HEADER,
        para("x"),
        {
            "word__header1.xml": story("hdr", para("Norvik")),
            "word___rels__document.xml.rels": HEADED,
        },
    ),
    "header without a relation": (
        Layer.HEADER,
        para("x"),
        {"word__header7.xml": story("hdr", para("Norvik"))},
    ),
    "footnote": (
        Layer.FOOTNOTE,
        para("x"),
        {"word__footnotes.xml": story("footnotes", f"<w:footnote>{para('Norvik')}</w:footnote>")},
    ),
    "endnote": (
        Layer.FOOTNOTE,
        para("x"),
        {"word__endnotes.xml": story("endnotes", f"<w:endnote>{para('Norvik')}</w:endnote>")},
    ),
    "comment": (
        Layer.COMMENT,
        para("x"),
        {"word__comments.xml": story("comments", f"<w:comment>{para('Norvik')}</w:comment>")},
    ),
    "vanishing text": (Layer.HIDDEN, para("Norvik", run="<w:vanish/>"), {}),
    "white text": (Layer.HIDDEN, para("Norvik", run='<w:color w:val="FFFFFF"/>'), {}),
    "text of one point": (Layer.HIDDEN, para("Norvik", run='<w:sz w:val="2"/>'), {}),
    "inserted paragraph": (
        Layer.INSERTED,
        "<w:p><w:ins><w:r><w:t>Norvik</w:t></w:r></w:ins></w:p>",
        {},
    ),
    "deleted paragraph": (
        Layer.DELETED,
        "<w:p><w:del><w:r><w:delText>Norvik</w:delText></w:r></w:del></w:p>",
        {},
    ),
    "alternative text": (
        Layer.ALT_TEXT,
        '<w:p><w:r><w:drawing><wp:docPr id="1" name="P" descr="Norvik"/></w:drawing></w:r></w:p>',
        {},
    ),
    "choice of a list": (
        Layer.FORM_FIELD,
        '<w:p><w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="Norvik" w:value="1"/>'
        "</w:dropDownList></w:sdtPr></w:sdt></w:p>",
        {},
    ),
    "link": (
        Layer.LINK,
        '<w:p><w:r><w:instrText>HYPERLINK "https://norvik.example/Norvik"</w:instrText></w:r></w:p>',
        {},
    ),
    "property": (
        Layer.METADATA,
        para("x"),
        {"docProps__core.xml": "<c:coreProperties xmlns:c='c'><c:title>Norvik</c:title>"
         "</c:coreProperties>"},
    ),
    "custom XML": (
        Layer.METADATA,
        para("x"),
        {"customXml__item1.xml": "<a><b>Norvik</b></a>"},
    ),
    "chart": (
        Layer.TEXTBOX,
        para("x"),
        {"word__charts__chart1.xml": "<c:c xmlns:c='c' xmlns:a='a'><a:p><a:r><a:t>Norvik</a:t>"
         "</a:r></a:p></c:c>"},
    ),
    "building block": (
        Layer.HIDDEN,
        para("x"),
        {"word__glossary__document.xml": story("glossaryDocument", para("Norvik"))},
    ),
    "unknown part": (
        Layer.BODY,
        para("x"),
        {"word__odd.xml": story("odd", para("Norvik"))},
    ),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_name_is_found_once_in_every_hiding_place(place: str, tmp_path: Path) -> None:
    """A name is read from each place that Word has for it, in its layer, and only once."""
    layer, body, parts = PLACES[place]

    (document, *_) = read_bytes(tmp_path, "a.docx", word(body, **parts))

    holding = [block for block in document.blocks if "Norvik" in block.text]
    assert [block.layer for block in holding] == [layer], place
    assert not document.unread


def test_changed_sentence_is_told_apart_and_each_name_once(tmp_path: Path) -> None:
    """A sentence with an inserted name is an insertion; a deletion holds its own words."""
    body = (
        "<w:p><w:r><w:t>First. Cameras shall be </w:t></w:r><w:del><w:r><w:delText>Norvik"
        "</w:delText></w:r></w:del><w:ins><w:r><w:t>Selby</w:t></w:r></w:ins>"
        "<w:r><w:t> or equal.</w:t></w:r></w:p>"
    )

    (document,) = read_bytes(tmp_path, "a.docx", word(body))

    assert found(document, Layer.BODY) == ["First."]
    assert found(document, Layer.INSERTED) == ["Cameras shall be Selby or equal."]
    assert found(document, Layer.DELETED) == ["shall be Norvik or equal"]
    assert block_with(document, "Selby").where == "Tracked insertion, Paragraph 1"


def test_inserted_sentence_stands_alone_and_small_changes_do_not(tmp_path: Path) -> None:
    """Only sentences that gain a name, a figure or most of their words are insertions."""

    def run(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'

    def new(text: str) -> str:
        return f"<w:ins>{run(text)}</w:ins>"

    def gone(text: str) -> str:
        return f'<w:del><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'

    body = (
        f"<w:p>{run('Cameras by Selby are ')}{new('always ')}{run('offered. ')}"
        f"{new('Recorders by Norvik follow. ')}{run('The price holds.')}</w:p>"
        f"<w:p>{run('We offer Astra, not Hik')}{gone('vision or Kestrel')}{run(', at all.')}</w:p>"
    )

    (document,) = read_bytes(tmp_path, "a.docx", word(body))

    assert found(document, Layer.INSERTED) == ["Recorders by Norvik follow."]
    assert found(document, Layer.BODY) == [
        "Cameras by Selby are always offered.",
        "The price holds.",
        "We offer Astra, not Hik, at all.",
    ]
    assert found(document, Layer.DELETED) == ["not Hikvision or Kestrel"]


def test_row_knows_the_headings_of_its_columns(tmp_path: Path) -> None:
    """A table row is one block whose cells bear the headings; merged cells are not doubled."""

    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(text)}</w:tc>"

    start, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = (
        para("Schedule of equipment", run="<w:b/>")
        + para("Table 4: cameras")
        + f"<w:tbl><w:tr>{cell('Make')}{cell('Part no.')}{cell('Qty')}</w:tr>"
        + f"<w:tr>{cell('Norvik', start)}{cell('NV-2')}{cell('4')}</w:tr>"
        + f"<w:tr>{cell('', more)}{cell('NV-3')}{cell('5')}</w:tr></w:tbl>"
    )

    (document,) = read_bytes(tmp_path, "a.docx", word(body))

    row, merged = block_with(document, "NV-2"), block_with(document, "NV-3")
    assert row.text == "Norvik | NV-2 | 4"
    assert [(cell_.heading, cell_.text) for cell_ in row.cells] == [
        ("Make", "Norvik"), ("Part no.", "NV-2"), ("Qty", "4"),
    ]  # fmt: skip
    assert [row.text[cell_.start :][: len(cell_.text)] for cell_ in row.cells] == [
        "Norvik", "NV-2", "4",
    ]  # fmt: skip
    assert merged.text == "NV-3 | 5"
    assert ("Make", "Norvik") in [(cell_.heading, cell_.text) for cell_ in merged.cells]
    assert (row.where, row.heading) == ("Table 1, row 2", "Schedule of equipment")
    assert row.caption == "Table 4: cameras"


def test_nested_table_is_read_once(tmp_path: Path) -> None:
    """A table inside a cell has its own rows and is not part of the outer cell's text."""
    inner = f"<w:tbl><w:tr><w:tc>{para('Norvik')}</w:tc><w:tc>{para('9')}</w:tc></w:tr></w:tbl>"
    body = (
        f"<w:tbl><w:tr><w:tc>{para('Outer')}{inner}</w:tc><w:tc>{para('x')}</w:tc></w:tr></w:tbl>"
    )

    (document,) = read_bytes(tmp_path, "a.docx", word(body))

    assert block_with(document, "Norvik").text == "Norvik | 9"
    assert block_with(document, "Outer").text == "Outer | x"


def test_list_item_knows_the_sentence_that_opens_the_list(tmp_path: Path) -> None:
    """What opens a list ("shall not be offered:") goes with each of its items."""
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    body = (
        para("The following shall not be offered:")
        + para("Norvik cameras", numbered)
        + para("Selby cameras", numbered)
        + para("The list ends here.")
        + para("Astra cameras", numbered)
    )

    (document,) = read_bytes(tmp_path, "a.docx", word(body))

    assert block_with(document, "Norvik").lead_in == "The following shall not be offered:"
    assert block_with(document, "Selby").lead_in == "The following shall not be offered:"
    assert block_with(document, "Astra").lead_in == ""


def test_struck_words_are_marked(tmp_path: Path) -> None:
    """Words struck through stay in the text and their range is told."""
    body = (
        "<w:p><w:r><w:t>We offer </w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>Norvik</w:t></w:r>"
        "<w:r><w:t> Selby.</w:t></w:r></w:p>"
    )

    (document,) = read_bytes(tmp_path, "a.docx", word(body))

    block = block_with(document, "Norvik")
    assert [block.text[start:end] for start, end in block.struck] == ["Norvik"]


def test_embedded_document_is_read_as_a_document_of_its_own(tmp_path: Path) -> None:
    """A Word file embedded in another is read and named after its place."""
    held = io.BytesIO(word(para("x")))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("word/embeddings/inner.docx", word(para("Norvik")))

    documents = read_bytes(tmp_path, "a.docx", held.getvalue())

    assert [document.path for document in documents] == ["a.docx", "a.docx!/inner.docx"]
    assert found(documents[1], Layer.BODY) == ["Norvik"]


def test_truncated_part_is_read_as_far_as_it_goes_and_told(tmp_path: Path) -> None:
    """A damaged part gives what it has and the document is not called fully read."""
    broken = f'<w:document xmlns:w="{W}"><w:body>{para("Norvik")}<w:p><w:r><w:t>cut'

    (document,) = read_bytes(tmp_path, "a.docx", _with_document(broken))

    assert "Norvik" in " ".join(block.text for block in document.blocks)
    assert "damaged" in reasons(document)


def _with_document(xml: str) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
            "word/document.xml": xml,
        }
    )


def test_entities_are_neither_expanded_nor_silent(tmp_path: Path) -> None:
    """Neither a billion laughs nor an external file comes in; the document is not called read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("Norvik")
    laughs = '<!ENTITY l0 "lol">' + "".join(
        f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 30)
    )
    xml = (
        f'<!DOCTYPE w:document [{laughs}<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>a &l29; &x;</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )

    (document,) = read_bytes(tmp_path, "a.docx", _with_document(xml))

    assert "Norvik" not in " ".join(block.text for block in document.blocks)
    assert "lollol" not in " ".join(block.text for block in document.blocks)
    assert "entities" in reasons(document)
