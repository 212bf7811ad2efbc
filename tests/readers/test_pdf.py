"""What the PDF reader must see, and what it must say when it cannot."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from analyser.document import Document, Layer
from analyser.readers import pdf_extras
from analyser.readers.source import everything
from tests.readers.pdf_files import HEIGHT, lines, pdf, read


def texts(document: Document, layer: Layer | None = None) -> str:
    """Return the text of all blocks, or of those in `layer`."""
    return "\n".join(b.text for b in document.blocks if layer is None or b.layer is layer)


def test_line_end_hyphen_is_given_back_as_printed():
    """A name broken over a line end keeps its hyphen and its line end."""
    document = read(pdf(lambda c: lines(c, ["All cameras are made by Hik-", "vision and tested."])))

    assert "Hik-\nvision" in texts(document)


def test_page_without_interest_is_one_quiet_block_with_the_same_text():
    """Pages that the look-ahead passes over keep their text in one quiet block."""
    content = pdf(lambda c: lines(c, ["Made by Hik-", "vision."]), lambda c: lines(c, ["Second"]))

    document = read(content, interest=lambda _: frozenset({1}))

    first, second = [b for b in document.blocks if b.page]
    assert (first.quiet, first.text) == (True, "Made by Hik-\nvision.")
    assert (second.quiet, second.page) == (False, 2)


def test_interest_sees_every_page_in_order():
    """The look-ahead is asked about each page; only the end of a slice is shown again."""
    asked: list[str] = []
    pages = [lambda c, n=n: lines(c, [f"page number {n} of many"]) for n in range(60)]

    read(pdf(*pages), interest=lambda seen: (asked.extend(seen), frozenset())[1])

    assert list(dict.fromkeys(asked)) == [f"page number {n} of many" for n in range(60)]
    assert len(asked) == 61


def test_name_over_the_border_of_two_slices_is_seen():
    """A name cut by the page break after the fiftieth page is found as after any other."""
    pages = [lambda c, n=n: lines(c, [f"page number {n} of many"]) for n in range(60)]
    pages[49] = lambda c: lines(c, ["All cameras are made by Hik-"])
    pages[50] = lambda c: lines(c, ["vision and are tested."])

    def interest(seen):
        met = [n for n in range(len(seen) - 1) if "Hik-" in seen[n] and "vision" in seen[n + 1]]
        return frozenset(n + more for n in met for more in (0, 1))

    document = read(pdf(*pages), interest=interest)

    assert [b.page for b in document.blocks if b.page and not b.quiet] == [50, 51]


def test_place_of_a_word_is_its_box_on_the_page():
    """A span's box surrounds the word, measured from the top left corner."""
    document = read(pdf(lambda c: lines(c, ["Offered: Dahua"], top=100, left=60)))

    block = next(b for b in document.blocks if "Dahua" in b.text)
    start = block.text.index("Dahua")
    box = next(span.box for span in block.spans if span.start == start)
    assert box is not None
    assert 95 < box.x0 < 125
    assert box.top < 100 < box.bottom + 4


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_rotated_pages_read_alike(turn):
    """A page shown on its side gives the same lines, with boxes on the page as shown."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        lines(canvas, ["We offer Uniview cameras", "and Axis encoders."], top=400)

    document = read(pdf(draw))

    assert "We offer Uniview cameras\nand Axis encoders." in texts(document)
    boxes = [s.box for b in document.blocks for s in b.spans if s.box]
    assert all(0 <= b.x0 < b.x1 <= 842 and 0 <= b.top < b.bottom <= 842 for b in boxes)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_sideways_text_reads_in_its_own_direction(angle):
    """Words set sideways come in the order in which a person reads them."""

    def draw(canvas: Canvas) -> None:
        lines(canvas, ["Ordinary line of the page"])
        canvas.translate(300, 400)
        canvas.rotate(angle)
        canvas.drawString(0, 0, "Supplied by Hytera Communications")

    assert "Supplied by Hytera Communications" in texts(read(pdf(draw)))


def test_white_on_white_is_hidden_text():
    """Words that the printed page does not show are read, and their hiding place is told."""

    def draw(canvas: Canvas) -> None:
        lines(canvas, ["An ordinary sentence."])
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(60, 300, "Hikvision equivalent")

    document = read(pdf(draw))

    assert texts(document, Layer.HIDDEN) == "Hikvision equivalent"
    assert "Hikvision" not in texts(document, Layer.BODY)


def test_white_letters_on_a_dark_row_are_not_hidden():
    """A heading row in white on black is visible text."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.1, 0.1, 0.3)
        canvas.rect(50, 490, 300, 25, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(60, 498, "Proposed equipment")

    document = read(pdf(draw))

    assert texts(document, Layer.HIDDEN) == ""
    assert "Proposed equipment" in texts(document)


def test_running_header_is_reported_once():
    """A header on every page is one block, on the first page that shows it."""

    def page(number: int):
        def draw(canvas: Canvas) -> None:
            canvas.setFont("Helvetica", 9)
            canvas.drawString(60, HEIGHT - 30, "Dahua Technology UK - tender response")
            canvas.drawString(60, 20, f"Page {number}")
            lines(canvas, [f"Paragraph number {number} speaks of other matters."], top=200)

        return draw

    document = read(pdf(*[page(n) for n in range(1, 7)]))

    headers = [b for b in document.blocks if b.layer is Layer.HEADER]
    assert [(b.page, b.text) for b in headers] == [(1, "Dahua Technology UK - tender response")]
    assert "Dahua" not in texts(document, Layer.BODY)


def test_heading_and_lead_in_reach_the_items_of_a_list():
    """An item of a list knows the section heading and the sentence that opens the list."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 15)
        canvas.drawString(60, HEIGHT - 70, "Exclusions")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, HEIGHT - 100, "The following makes shall not be offered:")
        for number, make in enumerate(("Hikvision", "Dahua")):
            canvas.drawString(72, HEIGHT - 125 - 22 * number, f"\u2022  {make} cameras")

    document = read(pdf(draw))

    item = next(b for b in document.blocks if "Dahua" in b.text)
    assert item.heading == "Exclusions"
    assert item.lead_in == "The following makes shall not be offered:"


def test_an_item_of_a_list_is_no_heading_on_a_page_of_small_print():
    """Beside much small print a marked item is large; it still stands under its list's opening."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, HEIGHT - 70, "Equipment of the following shall not be offered:")
        for number, make in enumerate(("Hikvision", "Tiandy", "Uniview")):
            canvas.drawString(72, HEIGHT - 95 - 26 * number, f"\u2022  {make}")
        canvas.setFont("Helvetica", 7)
        for number in range(40):
            words = f"Note {number}: cables are tested from end to end before they are handed over."
            canvas.drawString(60, HEIGHT - 220 - 9 * number, words)

    document = read(pdf(draw))

    item = next(b for b in document.blocks if "Uniview" in b.text)
    assert "Tiandy" not in item.heading
    assert item.lead_in == "Equipment of the following shall not be offered:"


def test_two_columns_are_read_one_after_the_other():
    """Running text in two columns is not read across the gutter."""
    left = [f"left line {n} tells a long story of" for n in range(8)]
    right = [f"right line {n} adds what follows it" for n in range(8)]

    def draw(canvas: Canvas) -> None:
        lines(canvas, left, left=50)
        lines(canvas, right, left=310)

    text = texts(read(pdf(draw))).replace("\n", " ")

    assert text.index(left[-1]) < text.index(right[0])
    assert f"{left[2]} {left[3]}" in text


def test_metadata_and_bookmarks_are_read():
    """Title, keywords and outline can name a maker, and are searched."""

    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Offer for Hikvision cameras")
        canvas.setKeywords("Dahua")
        canvas.bookmarkPage("a")
        canvas.addOutlineEntry("Annex on Tiandy recorders", "a")
        lines(canvas, ["Nothing to see on this page."])

    found = texts(read(pdf(draw)), Layer.METADATA)

    assert "Offer for Hikvision cameras" in found
    assert "Dahua" in found
    assert "Annex on Tiandy recorders" in found


def test_bookmarks_beyond_the_limit_are_told(monkeypatch: pytest.MonkeyPatch):
    """Whatever is not read is said: an outline without end makes its document incomplete."""
    monkeypatch.setattr(pdf_extras, "BOOKMARKS_AT_MOST", 2)

    def draw(canvas: Canvas) -> None:
        canvas.bookmarkPage("a")
        for title in ("Part one", "Part two", "Hikvision recorders"):
            canvas.addOutlineEntry(title, "a")
        lines(canvas, ["Nothing to see on this page."])

    assert [one.reason for one in read(pdf(draw)).unread] == ["only 2 bookmarks were read"]


def test_links_fields_and_comments_are_read():
    """The address of a link, a field's value with its name, and a comment are blocks."""

    def draw(canvas: Canvas) -> None:
        lines(canvas, ["Please fill in the form below."])
        canvas.linkURL("https://example.org/hikvision", (60, 500, 160, 520))
        canvas.acroForm.textfield(name="Manufacturer", value="Dahua", x=60, y=400)
        canvas.textAnnotation("Swap for Uniview?", (60, 300, 90, 330))

    document = read(pdf(draw))

    assert texts(document, Layer.LINK) == "https://example.org/hikvision"
    (field,) = [b for b in document.blocks if b.layer is Layer.FORM_FIELD]
    assert (field.text, field.cells[0].heading, field.page) == ("Dahua", "Manufacturer", 1)
    assert "Swap for Uniview?" in texts(document, Layer.COMMENT)


def test_attachment_is_handed_on_with_its_name():
    """An embedded file becomes a member under its own name, without folders."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(pdf(lambda c: lines(c, ["See the attachment."]))))
    writer.add_attachment("../prices.txt", b"Hikvision 12 pieces")
    out = io.BytesIO()
    writer.write(out)
    members: list[tuple[str, bytes]] = []

    read(out.getvalue(), members=members)

    assert members == [("prices.txt", b"Hikvision 12 pieces")]


def test_locked_file_says_so_and_opens_with_the_password():
    """A locked file is unread with the way out; a given password opens it."""
    locked = pdf(lambda c: lines(c, ["Secret Hytera offer"]), encrypt=StandardEncryption("open1"))

    refused, opened = read(locked), read(locked, passwords=("wrong", "open1"))

    assert "locked with a password" in refused.unread[0].reason
    assert refused.coverage.read == 0
    assert "Secret Hytera offer" in texts(opened)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"not a PDF at all", b"%PDF-1.4\n%%EOF"])
def test_broken_files_are_unread_with_a_reason(content):
    """A file that cannot be opened is unread, never an exception and never clear."""
    document = read(content)

    assert len(document.unread) == 1
    assert document.coverage.read == 0
    assert document.blocks == ()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.97])
def test_truncated_file_is_read_or_unread_but_never_silent(share):
    """Whatever is left of a cut file, either its words or a reason come out."""
    whole = pdf(*[lambda c: lines(c, ["Words on a page of the offer"])] * 4)

    document = read(whole[: int(len(whole) * share)])

    assert document.unread or "Words on a page" in texts(document)


def test_page_loop_ends():
    """A page tree that holds itself costs a reason, not the run."""
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )

    assert read(body).unread


def test_blank_document_is_not_silently_clear():
    """A document without any words says that there was nothing to read."""
    document = read(pdf(lambda _: None), interest=everything)

    assert [b for b in document.blocks if b.page] == []
    assert "nothing to read" in document.unread[0].reason or document.blocks


def test_pages_beyond_the_limit_are_named():
    """Pages after the limit are one entry that names them."""
    from analyser.settings import Limits

    content = pdf(*[lambda c: lines(c, ["A page of the offer"])] * 5)

    document = read(content, limits=Limits(pages=3))

    assert document.coverage.total == 5
    assert document.coverage.read == 3
    assert document.unread[0].where == "pages 4 to 5"
