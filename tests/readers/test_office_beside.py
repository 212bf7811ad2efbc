"""Words that Office files keep beside their text: in attributes, in fields, in parts of their own."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from analyser.document import Layer
from tests.readers.documents import (
    TYPES,
    R,
    W,
    para,
    read_bytes,
    reasons,
    relations,
    story,
    word,
    zipped,
)

S = (
    f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{R}" '
    'xmlns:x14="x14" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
)
P = f'xmlns:p="p" xmlns:a="a" xmlns:r="{R}" xmlns:p14="p14"'
BOX = (
    '<w:p xmlns:wps="wps"><w:r><w:drawing><wps:txbx><w:txbxContent>'
    f"{para('Norvik')}</w:txbxContent></wps:txbx></w:drawing></w:r></w:p>"
)


def field(instruction: str, result: str = "x") -> str:
    """Return a paragraph of one field."""
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def numbered(label: str) -> str:
    """Return the definition of a list whose items are called `label`."""
    level = f'<w:lvl w:ilvl="0"><w:lvlText w:val="{label}"/></w:lvl>'
    return f'<w:numbering xmlns:w="{W}"><w:abstractNum>{level}</w:abstractNum></w:numbering>'


def symbols(text: str, base: int) -> str:
    """Return `text` letter by letter as symbols of a font of letters."""
    runs = "".join(f'<w:r><w:sym w:font="Arial" w:char="{base + ord(c):04X}"/></w:r>' for c in text)
    return f"<w:p>{runs}</w:p>"


X = para("x")
WORD = {
    "branch of a field that is not shown": (Layer.HIDDEN, field('IF 1 = 2 "Norvik" "none"'), {}),
    "entry of an index": (Layer.HIDDEN, field("XE &quot;Norvik&quot;"), {}),
    "name of a variable": (Layer.HIDDEN, field("DOCVARIABLE Norvik \\* MERGEFORMAT"), {}),
    "tip of a link field": (Layer.HIDDEN, field('HYPERLINK "https://a.example" \\o "Norvik"'), {}),
    "letters as symbols": (Layer.BODY, symbols("Norvik", 0), {}),
    "letters as private symbols": (Layer.BODY, symbols("Norvik", 0xF000), {}),
    "variable of the document": (Layer.METADATA, X, {
        "word__settings.xml": f'<w:settings xmlns:w="{W}"><w:docVars><w:docVar w:name="make" '
        'w:val="Norvik"/></w:docVars></w:settings>'}),
    "label of a list": (Layer.METADATA, X, {"word__numbering.xml": numbered("Norvik %1:")}),
    "description of a table": (Layer.ALT_TEXT, '<w:tbl><w:tblPr><w:tblDescription w:val="Norvik"/>'
        f"</w:tblPr><w:tr><w:tc>{X}</w:tc></w:tr></w:tbl>", {}),
    "title of a content control": (Layer.FORM_FIELD, '<w:sdt><w:sdtPr><w:alias w:val="Norvik"/>'
        f"</w:sdtPr><w:sdtContent>{X}</w:sdtContent></w:sdt>", {}),
    "tip of a link": (Layer.LINK, '<w:p><w:hyperlink w:tooltip="Norvik" w:anchor="b"><w:r><w:t>x'
        "</w:t></w:r></w:hyperlink></w:p>", {}),
    "bookmark": (Layer.METADATA, '<w:p><w:bookmarkStart w:id="1" w:name="Norvik_offer"/></w:p>' + X,
        {}),
    "author of a change": (Layer.METADATA, '<w:p><w:ins w:author="Norvik Sales"><w:r><w:t>x</w:t>'
        "</w:r></w:ins></w:p>", {}),
    "author of a comment": (Layer.METADATA, X, {"word__comments.xml": story("comments",
        f'<w:comment w:author="Norvik Sales">{para("y")}</w:comment>')}),
    "file name of a picture": (Layer.ALT_TEXT, '<w:p><w:r><w:drawing><wp:docPr id="1" '
        'name="Norvik camera.jpg"/></w:drawing></w:r></w:p>', {}),
    "caption of a control": (Layer.METADATA, X, {"word__activeX__activeX1.xml":
        '<ax:ocx xmlns:ax="ax"><ax:ocxPr ax:name="Caption" ax:value="Norvik"/></ax:ocx>'}),
    "caption of a binary control": (Layer.FORM_FIELD, X, {"word__activeX__activeX1.bin":
        b"\x26\x49\0\0" + "Norvik unit".encode("utf-16-le") + b"\0\0"}),
    "text box in a header": (Layer.TEXTBOX, X, {"word__header1.xml": story("hdr", BOX)}),
    "text box in a footnote": (Layer.TEXTBOX, X, {"word__footnotes.xml":
        story("footnotes", f"<w:footnote>{BOX}</w:footnote>")}),
    "part outside of the document": (Layer.METADATA, X, {"extra__odd.xml": "<a><b>Norvik</b></a>"}),
    "property without a value": (Layer.METADATA, X, {"docProps__custom.xml":
        '<Properties xmlns="c"><property name="Norvik"><empty/></property></Properties>'}),
    "title of a part": (Layer.METADATA, X, {"docProps__app.xml":
        "<Properties><TitlesOfParts><lpstr>Norvik</lpstr></TitlesOfParts></Properties>"}),
}  # fmt: skip


@pytest.mark.parametrize("place", WORD)
def test_name_beside_the_text_of_a_word_file(place: str, tmp_path: Path) -> None:
    """A name that no paragraph shows is read from where Word keeps it, in its layer, once."""
    layer, body, parts = WORD[place]

    (document, *_) = read_bytes(tmp_path, "a.docx", word(body, **parts))

    holding = [block for block in document.blocks if "Norvik" in block.text]
    assert [block.layer for block in holding] == [layer], place
    assert not document.unread


def test_a_word_that_a_field_shows_is_not_said_again(tmp_path: Path) -> None:
    """`QUOTE "Norvik"` shows its word: the instruction adds nothing."""
    (document,) = read_bytes(tmp_path, "a.docx", word(field('QUOTE "Norvik"', "Norvik")))

    assert [block.layer for block in document.blocks if "Norvik" in block.text] == [Layer.BODY]


def test_a_file_that_is_no_part_of_the_document_is_read(tmp_path: Path) -> None:
    """What lies in the package and belongs to no part is a document of its own."""
    documents = read_bytes(tmp_path, "a.docx", word(X, **{"notes__odd.txt": "Norvik"}))

    assert [document.path for document in documents] == ["a.docx", "a.docx!/odd.txt"]
    assert documents[1].blocks[0].text == "Norvik"


def workbook(
    sheet: str = "", after: str = "", book: str = "", name: str = "S", **parts: str
) -> bytes:
    """Return a workbook of one sheet."""
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {S}><sheets><sheet name="{name}" r:id="rId1"/></sheets>'
        f"{book}</workbook>",
        "xl/_rels/workbook.xml.rels": relations(("rId1", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f"<worksheet {S}><sheetData>{sheet or CELL}</sheetData>{after}"
        "</worksheet>",
    }
    return zipped(members | {name.replace("__", "/"): part for name, part in parts.items()})


CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
STRINGS = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
FORMULA = '<row r="1"><c r="A1" t="str"><f>IF(B1=1,"Norvik","Astra")</f><v>Astra</v></c></row>'
HEADER = "<headerFooter><oddHeader>&amp;L&amp;&quot;Arial,Bold&quot;Nor&amp;12vik</oddHeader></headerFooter>"
SHEET = {
    "name of the sheet": (Layer.METADATA, {"name": "Norvik"}),
    "formula": (Layer.HIDDEN, {"sheet": FORMULA}),
    "title of a hint": (Layer.FORM_FIELD, {"after":
        '<dataValidations><dataValidation promptTitle="Norvik"/></dataValidations>'}),
    "choices of a new list": (Layer.FORM_FIELD, {"after": "<extLst><x14:dataValidation>"
        '<x14:formula1><xm:f>"Norvik,Astra"</xm:f></x14:formula1></x14:dataValidation></extLst>'}),
    "rule of colours": (Layer.FORM_FIELD, {"after":
        '<conditionalFormatting><cfRule text="Norvik"/></conditionalFormatting>'}),
    "filter": (Layer.FORM_FIELD, {"after": '<autoFilter><customFilter val="Norvik"/></autoFilter>'}),
    "scenario": (Layer.FORM_FIELD, {"after": '<scenarios><scenario name="s"><inputCells r="A1" '
        'val="Norvik"/></scenario></scenarios>'}),
    "header that changes its look": (Layer.HEADER, {"after": HEADER}),
    "display of a link": (Layer.LINK, {"after":
        '<hyperlinks><hyperlink ref="A1" location="S!B1" display="Norvik"/></hyperlinks>'}),
    "defined name": (Layer.METADATA, {"book":
        '<definedNames><definedName name="Norvik_price">S!$A$1</definedName></definedNames>'}),
    "number format": (Layer.METADATA, {"xl__styles.xml": f"<styleSheet {S}><numFmts><numFmt "
        'numFmtId="170" formatCode="&quot;Norvik &quot;0"/></numFmts></styleSheet>'}),
    "string that no cell shows": (Layer.HIDDEN, {"sheet": STRINGS, "xl__sharedStrings.xml":
        f"<sst {S}><si><t>x</t></si><si><t>Norvik</t></si></sst>"}),
    "reading aid": (Layer.HIDDEN, {"sheet": STRINGS, "xl__sharedStrings.xml":
        f"<sst {S}><si><t>x</t><rPh><t>Norvik</t></rPh></si></sst>"}),
    "label of a table": (Layer.METADATA, {"xl__tables__table1.xml":
        f'<table {S}><tableColumn name="c" totalsRowLabel="Norvik"/></table>'}),
    "slicer": (Layer.METADATA, {"xl__slicers__slicer1.xml":
        f'<slicers {S}><slicer caption="Norvik"/></slicers>'}),
    "choice of a control": (Layer.METADATA, {"xl__ctrlProps__ctrlProp1.xml":
        f'<formControlPr {S}><item val="Norvik"/></formControlPr>'}),
    "custom XML": (Layer.METADATA, {"customXml__item1.xml": "<a><b>Norvik</b></a>"}),
    "query of the web": (Layer.METADATA, {"xl__connections.xml":
        f'<connections {S}><webPr url="http://n.example/Norvik"/></connections>'}),
    "author of a comment": (Layer.METADATA, {"xl__comments1.xml":
        f"<comments {S}><authors><author>Norvik</author></authors></comments>"}),
    "unlisted macro sheet": (Layer.HIDDEN, {"xl__macrosheets__sheet1.xml":
        f"<macrosheet {S}><sheetData>{CELL.replace('>x<', '>Norvik<')}</sheetData></macrosheet>"}),
}  # fmt: skip


@pytest.mark.parametrize("place", SHEET)
def test_name_beside_the_cells_of_a_workbook(place: str, tmp_path: Path) -> None:
    """A name that no cell shows is read from where Excel keeps it, in its layer, once."""
    layer, kept = SHEET[place]

    (document,) = read_bytes(tmp_path, "a.xlsx", workbook(**kept))

    holding = [block for block in document.blocks if "Norvik" in block.text]
    assert [block.layer for block in holding] == [layer], place
    assert not document.unread


def test_queries_of_a_workbook_are_read(tmp_path: Path) -> None:
    """Power Query keeps its steps in a package within a part's text."""
    inner = zipped({"Formulas/Section1.m": 'Source = Web.Contents("https://n.example/Norvik")'})
    held = base64.b64encode(b"\0\0\0\0" + len(inner).to_bytes(4, "little") + inner).decode()
    part = f'<DataMashup xmlns="m">{held}</DataMashup>'

    documents = read_bytes(tmp_path, "a.xlsx", workbook(**{"customXml__item1.xml": part}))

    assert any("Norvik" in block.text for one in documents[1:] for block in one.blocks)


def test_data_model_is_named_as_unread(tmp_path: Path) -> None:
    """A data model is packed in a way that nobody documents: it is said, not passed over."""
    (document,) = read_bytes(tmp_path, "a.xlsx", workbook(**{"xl__model__item.data": "\0" * 64}))

    assert "a data model in a form that is not read; open the workbook" in reasons(document)


def presentation(shapes: str = "", slide: str = "", show: str = "", **parts: str) -> bytes:
    """Return a presentation of one slide."""
    words = "<p:sp><p:txBody><a:p><a:r><a:t>x</a:t></a:r></a:p></p:txBody></p:sp>"
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation {P}><p:sldIdLst><p:sldId id="9" r:id="rId1"/>'
        f"</p:sldIdLst>{show}</p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(("rId1", "slide", "slides/slide1.xml")),
        "ppt/slides/slide1.xml": f"<p:sld {P}><p:cSld {slide}><p:spTree>{words}{shapes}</p:spTree>"
        "</p:cSld></p:sld>",
    }
    return zipped(members | {name.replace("__", "/"): part for name, part in parts.items()})


NAMED = "<p:txBody><a:p><a:r><a:t>Norvik</a:t></a:r></a:p></p:txBody>"
TABLE = f"<p:graphicFrame><a:tbl><a:tr><a:tc>{NAMED}</a:tc></a:tr></a:tbl></p:graphicFrame>"
SLIDES = {
    "name of a shape": (Layer.ALT_TEXT, {"shapes": "<p:sp><p:cNvPr id='1' name='Norvik 3'/></p:sp>"}),
    "tip of a link": (Layer.LINK, {"shapes": "<p:sp><a:hlinkClick tooltip='Norvik'/></p:sp>"}),
    "name of a slide": (Layer.METADATA, {"slide": 'name="Norvik"'}),
    "section": (Layer.METADATA, {"show": '<p14:section name="Norvik"/>'}),
    "tag": (Layer.FORM_FIELD, {"ppt__tags__tag1.xml":
        f'<p:tagLst {P}><p:tag name="A" val="Norvik"/></p:tagLst>'}),
    "author of comments": (Layer.METADATA, {"ppt__commentAuthors.xml":
        f'<p:cmAuthorLst {P}><p:cmAuthor name="Norvik"/></p:cmAuthorLst>'}),
    "placeholder of the master": (Layer.METADATA, {"ppt__slideMasters__slideMaster1.xml":
        f'<p:sldMaster {P}><p:sp><p:ph type="ftr"/>{NAMED}</p:sp></p:sldMaster>'}),
    "table of a layout": (Layer.FOOTER, {"ppt__slideLayouts__slideLayout1.xml":
        f"<p:sldLayout {P}>{TABLE}</p:sldLayout>"}),
    "notes of no slide": (Layer.METADATA, {"ppt__notesSlides__notesSlide7.xml":
        f"<p:notes {P}><p:sp>{NAMED}</p:sp></p:notes>"}),
    "old drawing": (Layer.METADATA, {"ppt__drawings__vmlDrawing1.vml":
        "<xml xmlns:v='v'><v:textbox><div>Norvik</div></v:textbox></xml>"}),
    "custom XML": (Layer.METADATA, {"customXml__item1.xml": "<a><b>Norvik</b></a>"}),
}  # fmt: skip


@pytest.mark.parametrize("place", SLIDES)
def test_name_beside_the_slides_of_a_presentation(place: str, tmp_path: Path) -> None:
    """A name that no slide shows is read from where PowerPoint keeps it, in its layer, once."""
    layer, kept = SLIDES[place]

    (document,) = read_bytes(tmp_path, "a.pptx", presentation(**kept))

    holding = [block for block in document.blocks if "Norvik" in block.text]
    assert [block.layer for block in holding] == [layer], place
    assert not document.unread


@pytest.mark.parametrize("share", [0.75, 0.97])
def test_what_is_left_of_a_cut_off_file_is_read_and_told(share: float, tmp_path: Path) -> None:
    """A file whose end is missing has no directory of its parts: each part has a head of its own."""
    inner = "".join(para(f"paragraph {number} of the offer") for number in range(400))
    content = word(para("Norvik") + inner, **{"docProps__core.xml": "<a/>"})

    (document, *_) = read_bytes(tmp_path, "a.docx", content[: int(len(content) * share)])

    assert document.blocks[0].text == "Norvik"
    assert "damaged or cut off" in reasons(document)
    assert "ask for the document again" in reasons(document)


def test_file_of_which_nothing_is_left_is_told(tmp_path: Path) -> None:
    """Where no part can be read, that is the reason, in words for those who asked for the file."""
    content = word(para("Norvik"))[:60]

    (document, *_) = read_bytes(tmp_path, "a.docx", content)

    assert not any("Norvik" in block.text for block in document.blocks)
    assert "damaged or cut off" in reasons(document)


def test_bomb_beside_the_document_costs_itself(tmp_path: Path) -> None:
    """A file that unpacks without end is named; what the document says was read before it."""
    bomb = "0" * 30_000_000

    (document,) = read_bytes(tmp_path, "a.docx", word(para("Norvik"), **{"notes__big.txt": bomb}))

    assert document.blocks[0].text == "Norvik"
    assert "part notes/big.txt: unpacks to more than" in reasons(document)
