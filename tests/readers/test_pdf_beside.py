"""What a PDF holds beside its visible text, and what it does to waste time or memory."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from analyser.document import Document, Layer
from tests.readers.pdf_files import (
    FONT,
    HEIGHT,
    lines,
    objects_pdf,
    one_page,
    pdf,
    read,
    said,
    stream,
)

PLAIN = said(b"The supplier shall describe the equipment on offer.")


def found(document: Document, layer: Layer) -> list[str]:
    """Return the texts of the blocks of `layer`."""
    return [block.text for block in document.blocks if block.layer is layer]


def test_description_of_a_figure_is_read():
    """The alternative text of a figure is a block of its own, on its page."""
    content = b"/Figure <</MCID 0>> BDC 60 300 200 100 re f EMC " + PLAIN
    tree = b"<</Type/StructTreeRoot/K 7 0 R/ParentTree 8 0 R/ParentTreeNextKey 1>>"
    figure = b"<</Type/StructElem/S/Figure/P 6 0 R/Pg 4 0 R/K 0/Alt(A Hikvision dome camera)>>"
    made = one_page(
        content,
        catalogue=b"/StructTreeRoot 6 0 R/MarkInfo<</Marked true>>",
        page=b"/StructParents 0",
        more=[tree, figure, b"<</Nums[0[7 0 R]]>>"],
    )

    document = read(made)

    assert found(document, Layer.ALT_TEXT) == ["A Hikvision dome camera"]


def test_file_pinned_to_a_page_is_read_as_a_member():
    """A file attached by a note on the page is handed on, and its comment is kept."""
    note = (
        b"<</Type/Annot/Subtype/FileAttachment/Rect[60 60 80 80]/Contents(see the quote)"
        b"/FS<</Type/Filespec/F(quote.txt)/UF(quote.txt)/EF<</F 7 0 R>>>>>>"
    )
    members: list[tuple[str, bytes]] = []
    made = one_page(
        PLAIN,
        page=b"/Annots[6 0 R]",
        more=[note, stream(b"Offered: Dahua NVR", b"/Type/EmbeddedFile")],
    )

    document = read(made, members=members)

    assert [(name.rpartition("/")[2], inner) for name, inner in members] == [
        ("quote.txt", b"Offered: Dahua NVR")
    ]
    assert "see the quote" in found(document, Layer.COMMENT)


def test_every_file_of_a_portfolio_is_a_member():
    """A portfolio is a cover page with the documents packed behind it: each is handed on."""
    names = b"<</Names[(a)7 0 R(b)8 0 R]>>"
    specs = [
        b"<</Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F 9 0 R>>>>",
        b"<</Type/Filespec/F(b.txt)/UF(b.txt)/EF<</F 10 0 R>>>>",
    ]
    held = [stream(b"Offered: Uniview", b"/Type/EmbeddedFile"), stream(b"2", b"/Type/EmbeddedFile")]
    made = one_page(
        PLAIN,
        catalogue=b"/Collection<</Type/Collection/View/D>>/Names<</EmbeddedFiles 6 0 R>>",
        more=[names, *specs, *held],
    )
    members: list[tuple[str, bytes]] = []

    read(made, members=members)

    assert sorted(inner for _, inner in members) == [b"2", b"Offered: Uniview"]


def test_texts_of_an_xfa_form_are_read():
    """A form that only its own program draws gives the texts of its packets, and it is said."""
    packet = (
        b'<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><make>'
        b"Hytera &amp; sons</make></xfa:data></xfa:datasets>"
    )
    made = one_page(
        said(b"Please wait..."),
        catalogue=b"/AcroForm<</Fields[]/XFA[(datasets)6 0 R]>>",
        more=[stream(packet)],
    )

    document = read(made)

    assert "Hytera & sons" in found(document, Layer.FORM_FIELD)
    assert any("XFA" in note for note in document.notes)


@pytest.mark.parametrize("shift", [0.0, 0.3])
def test_letters_drawn_twice_are_read_once(shift):
    """Bold made by drawing each word twice does not double its letters."""

    def draw(canvas) -> None:
        lines(canvas, ["Make: Hikvision DS-2CD2043"], top=100)
        lines(canvas, ["Make: Hikvision DS-2CD2043"], top=100, left=60 + shift)
        lines(canvas, ["All other goods are of other makes."], top=140)

    document = read(pdf(draw))

    text = "\n".join(block.text for block in document.blocks)
    assert text.count("Hikvision") == 1
    assert "HHii" not in text


@pytest.mark.parametrize(("state", "layer"), [(b"OFF", Layer.HIDDEN), (b"ON", Layer.BODY)])
def test_layer_that_is_switched_off_is_hidden_text(state, layer):
    """Text in an optional layer is read, and is hidden where the layer is switched off."""
    draft = said(b"Offered: Hikvision recorders").replace(b"780", b"500")
    made = one_page(
        PLAIN + b" /OC /L0 BDC " + draft + b" EMC",
        catalogue=b"/OCProperties<</OCGs[6 0 R]/D<</%s[6 0 R]/Order[]>>>>" % state,
        resources=b"/Properties<</L0 6 0 R>>",
        more=[b"<</Type/OCG/Name(Draft)>>"],
    )

    document = read(made)

    assert [b.layer for b in document.blocks if "Hikvision" in b.text] == [layer]


def test_page_that_says_it_is_vast_is_drawn_within_bounds(tmp_path):
    """A page of two hundred inches by two hundred is rendered at a size that is bounded."""
    content = b"0 0 14400 14400 re f 1 g 60 60 9000 9000 re f"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
        3: FONT,
        4: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 14400]/Contents 5 0 R>>",
        5: stream(content),
    }

    start = time.monotonic()
    document = read(objects_pdf(objects), cache=tmp_path)

    assert time.monotonic() - start < 30
    assert document.coverage.total == 1


def test_long_document_costs_time_and_memory_by_the_page():
    """Six hundred pages of which one matters: fast, and no page is held once it was read."""
    pages = [lambda c, n=n: lines(c, [f"Page {n} of a long text."] * 20) for n in range(600)]
    pages[451] = lambda c: c.drawString(60, HEIGHT - 90, "Offered: Hikvision recorders")
    content = pdf(*pages)

    def interest(seen):
        return frozenset(n for n, text in enumerate(seen) if "Hikvision" in text)

    tracemalloc.start()
    start = time.monotonic()
    document = read(content, interest=interest)
    spent = time.monotonic() - start
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [b.page for b in document.blocks if b.page and not b.quiet] == [452]
    assert (document.coverage.read, document.coverage.total) == (600, 600)
    assert spent < 20
    assert peak < 24 * 2**20
