"""Marked copies mark the right words, and leave the originals alone."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import docx
import pdfplumber
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from analyser.document import Box
from analyser.finding import Assessment, Disposition, Judged, Stance
from analyser.report import annotated
from analyser.report.annotated_pdf import user_space
from tests.report import builders
from tests.test_evidence import cropped, turned

SCRIPT = "app.alert(1)"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def marks(path: Path) -> list[tuple[str, str]]:
    """Return the words under each highlight of a marked PDF, and what its note says."""
    found = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for each in page.annots:
                if each["data"]["Subtype"].name == "Highlight":
                    box = (each["x0"] - 1, each["top"] - 1, each["x1"] + 1, each["bottom"] + 1)
                    words = page.crop(box, strict=False).extract_text()
                    found.append((words, each["contents"]))
    return found


def test_highlights_lie_on_the_mentions(tmp_path: Path) -> None:
    """Each listed place is highlighted with a note that says what was found and how sure."""
    root = builders.originals(tmp_path)
    before = (root / "north" / "bid.pdf").read_bytes()
    (path,) = annotated.render(builders.run(), tmp_path / "out", builders.context(root))
    found = marks(path)

    assert [words for words, _ in found] == [
        "Hikvision", "DS-2CD2143G2-I", "Lorex", "Dahua", "Hikvision",
    ]  # fmt: skip
    assert found[0][1].startswith("Flagged: Hikvision. Offered by the bidder. Very likely (97%).")
    assert (root / "north" / "bid.pdf").read_bytes() == before


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_places_on_turned_pages(angle: int) -> None:
    """A box on the page as shown becomes the box of the same print in the PDF's own measure."""
    plain = builders.bid_pdf()
    content = turned(plain, angle) if angle else plain
    box = builders.box_of(4, "Lorex")
    (page, *_) = PdfReader(io.BytesIO(content)).pages
    left, bottom, right, top = user_space(page, box)
    met: list[tuple[float, float]] = []

    def meet(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if "Lorex" in text:
            x, y = tm[4], tm[5]
            met.append((cm[0] * x + cm[2] * y + cm[4], cm[1] * x + cm[3] * y + cm[5]))

    page.extract_text(visitor_text=meet)
    # The line begins at the left margin; "Lorex" follows "and six " in reading direction.
    start_x, start_y = met[0]
    along = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[angle]
    offset = box.x0 - builders.LEFT + 2
    x, y = start_x + along[0] * offset, start_y + along[1] * offset
    assert left <= x <= right
    assert bottom <= y <= top


def test_places_on_cropped_pages(tmp_path: Path) -> None:
    """The same on a page whose shown part begins elsewhere."""
    content = cropped(builders.bid_pdf(), 40, 60)
    (page, *_) = PdfReader(io.BytesIO(content)).pages
    box = builders.box_of(4, "Lorex")
    moved = Box(box.x0 - 40, box.top - 60, box.x1 - 40, box.bottom - 60)

    plain = PdfReader(io.BytesIO(builders.bid_pdf())).pages[0]
    assert user_space(page, moved) == pytest.approx(user_space(plain, box))


def test_copy_runs_nothing_by_itself(tmp_path: Path) -> None:
    """Script that a bidder put into the file is not carried into the copy."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(builders.bid_pdf())))
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(SCRIPT)}
    )
    named = DictionaryObject(
        {NameObject("/Names"): ArrayObject([TextStringObject("x"), writer._add_object(action)])}
    )
    root = writer.root_object
    root[NameObject("/OpenAction")] = writer._add_object(action)
    root[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): named})
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
    target = io.BytesIO()
    writer.write(target)
    (tmp_path / "north").mkdir()
    (tmp_path / "north" / "bid.pdf").write_bytes(target.getvalue())
    run = builders.run(builders.bid(content=target.getvalue()))
    (path,) = annotated.render(run, tmp_path / "out", builders.context(tmp_path))

    assert target.getvalue().count(b"JavaScript") >= 2
    assert b"JavaScript" not in path.read_bytes()
    assert len(marks(path)) == 5


@pytest.mark.parametrize("content", [b"%PDF-1.4 broken", b"", b"%PDF-1.7\n%%EOF"])
def test_what_cannot_be_marked_costs_its_copy_only(tmp_path: Path, content: bytes) -> None:
    """A broken PDF has no copy, and the others still have theirs."""
    root = builders.originals(tmp_path)
    (root / "north" / "broken.pdf").write_bytes(content)
    broken = builders.bid("north/broken.pdf", content)
    run = builders.run()
    both = replace(run, documents=(broken, *run.documents))

    written = annotated.render(both, tmp_path / "out", builders.context(root))
    assert [path.name for path in written] == ["north-bid.pdf"]


@pytest.mark.parametrize("path", ["north/bid.zip!/bid.pdf", "north/gone.pdf"])
def test_a_copy_that_is_not_made_is_told(
    tmp_path: Path, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody takes a folder of marked copies for all of them where one is missing."""
    run = builders.run(replace(builders.bid(), path=path))

    written = annotated.render(
        run, tmp_path / "out", builders.context(builders.originals(tmp_path))
    )

    assert written == ()
    (told,) = [record.getMessage() for record in caplog.records]
    assert told.startswith(f"{path}: no marked copy")


def word_file() -> bytes:
    """Return a Word file with a sentence cut into runs, a table and a header."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Header by Dahua"
    document.add_paragraph("We quote Hikvision in a list.")
    paragraph = document.add_paragraph("We propose 42 domes of type ")
    paragraph.add_run("Hik").bold = True
    paragraph.add_run("vision for the perimeter.")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Camera"
    table.cell(0, 1).text = "Lorex E892AB"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def word_bid(content: bytes) -> Assessment:
    """Return the assessment of `word_file`."""

    def at(text: str, context: str) -> Judged:
        lines = (context,)
        return builders.judged(
            0, text, Stance.OFFERED, Disposition.FLAGGED, lines=lines, context=context,
            page=None, box=None, where="somewhere",
        )  # fmt: skip

    mentions = (
        at("Hikvision", "We propose 42 domes of type Hikvision for the perimeter."),
        at("Lorex", "Camera | Lorex E892AB"),
        at("Dahua", "Header by Dahua"),
    )
    return replace(
        builders.bid("north/bid.docx", content),
        media_type=WORD,
        sha256=hashlib.sha256(content).hexdigest(),
        mentions=mentions,
    )


def test_word_comments_stand_at_the_mentions(tmp_path: Path) -> None:
    """The sentence that was met is commented, not another with the name in it; a header is told."""
    content = word_file()
    (tmp_path / "north").mkdir()
    (tmp_path / "north" / "bid.docx").write_bytes(content)
    run = builders.run(word_bid(content))
    (path,) = annotated.render(run, tmp_path / "out", builders.context(tmp_path))
    document = docx.Document(str(path))
    comments = list(document.comments)
    body = document.element.body.xml

    assert len(comments) == 3
    assert comments[0].text.startswith("Flagged: Hikvision.")
    # The first comment's range holds both runs of the cut name and not the sentence before.
    start = body.index('commentRangeStart w:id="0"')
    end = body.index('commentRangeEnd w:id="0"')
    assert "Hik</w:t>" in body[start:end]
    assert "vision for" in body[start:end]
    assert "We quote" not in body[start:end]
    assert any("Dahua" in each.text and "somewhere" in each.text for each in comments)


def test_word_bomb_is_not_opened(tmp_path: Path) -> None:
    """A Word file that unpacks to more than memory holds has no copy."""
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(6):
            archive.writestr(f"word/{number}.xml", b"\0" * (50 * 1024 * 1024))
    content = target.getvalue()
    (tmp_path / "north").mkdir()
    (tmp_path / "north" / "bid.docx").write_bytes(content)
    run = builders.run(word_bid(content))

    assert annotated.render(run, tmp_path / "out", builders.context(tmp_path)) == ()
