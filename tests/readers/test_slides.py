"""Presentations."""

from __future__ import annotations

from pathlib import Path

from analyser.document import Layer
from tests.readers.documents import TYPES, R, block_with, found, read_bytes, relations, zipped

NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    f'xmlns:r="{R}"'
)


def shape(text: str, kind: str = "") -> str:
    """Return a shape with one paragraph."""
    place = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else ""
    return (
        f"<p:sp><p:nvSpPr>{place}</p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
        "</p:txBody></p:sp>"
    )


def test_slides_notes_tables_and_hidden_slides_are_read_in_order(tmp_path: Path) -> None:
    """Slides come as shown, with notes, tables, descriptions; hidden ones are marked."""

    def cell(text: str) -> str:
        return f"<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"

    table = (
        '<p:graphicFrame><a:tbl><a:tblPr firstRow="1"/>'
        f"<a:tr>{cell('Make')}{cell('Qty')}</a:tr><a:tr>{cell('Norvik')}{cell('4')}</a:tr>"
        '</a:tbl></p:graphicFrame><p:pic><p:cNvPr id="1" name="x" descr="Photo Astra"/></p:pic>'
    )
    members = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation {NAMES}><p:sldIdLst><p:sldId id="9" r:id="rId2"/>'
        '<p:sldId id="8" r:id="rId1"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(
            ("rId1", "slide", "slides/slide1.xml"), ("rId2", "slide", "slides/slide2.xml")
        ),
        "ppt/slides/slide1.xml": f'<p:sld {NAMES} show="0">{shape("Hidden Selby")}</p:sld>',
        "ppt/slides/slide2.xml": f"<p:sld {NAMES}>{shape('Our offer', 'title')}{table}</p:sld>",
        "ppt/slides/_rels/slide2.xml.rels": relations(
            ("rId1", "notesSlide", "../notesSlides/notesSlide1.xml")
        ),
        "ppt/notesSlides/notesSlide1.xml": f"<p:notes {NAMES}>{shape('Say it aloud')}</p:notes>",
    }

    (document,) = read_bytes(tmp_path, "a.pptx", zipped(members))

    row = block_with(document, "Norvik | 4")
    assert (row.where, row.heading) == ("Table, row 2, Slide 1", "Our offer")
    assert [cell_.heading for cell_ in row.cells] == ["Make", "Qty"]
    assert block_with(document, "aloud").where == "Speaker notes, Slide 1"
    assert found(document, Layer.ALT_TEXT) == ["Photo Astra"]
    assert found(document, Layer.HIDDEN) == ["Hidden Selby"]
    assert block_with(document, "Hidden Selby").where == "Hidden slide 2"
