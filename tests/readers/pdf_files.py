"""PDF files that the tests of the PDF reader are made on."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from analyser.document import Document
from analyser.readers.pdf import read_pdf
from analyser.readers.source import Budget, Context, Interest, Source, everything
from analyser.settings import Settings

HEIGHT = A4[1]


def pdf(*pages: Callable[[Canvas], None], **options: object) -> bytes:
    """Return a PDF with one page for each of `pages`, which draw them."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, **options)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def objects_pdf(objects: Mapping[int, bytes]) -> bytes:
    """Return a PDF of `objects` by number, from 1 without gaps; the first is its catalogue."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number in range(1, len(objects) + 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, objects[number]))
    start = out.tell()
    size = len(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, start))
    return out.getvalue()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return the body of a stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def said(*words: bytes) -> bytes:
    """Return a content stream that writes `words` below each other."""
    return b"BT /F1 11 Tf 60 780 Td 14 TL " + b" ".join(b"(%s) Tj T*" % w for w in words) + b" ET"


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def one_page(
    content: bytes,
    *,
    catalogue: bytes = b"",
    page: bytes = b"",
    resources: bytes = b"",
    more: Sequence[bytes] = (),
) -> bytes:
    """Return a PDF of one page with further entries; the objects `more` begin at number 6."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
        FONT,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</Font<</F1 3 0 R>>%s>>%s>>" % (resources, page),
        stream(content),
        *more,
    ]
    return objects_pdf(dict(enumerate(objects, 1)))


def lines(canvas: Canvas, texts: Sequence[str], top: float = 80, left: float = 60) -> None:
    """Write `texts` below each other."""
    canvas.setFont("Helvetica", 11)
    for number, text in enumerate(texts):
        canvas.drawString(left, HEIGHT - top - 14 * number, text)


def picture_of(text: str, size: tuple[int, int] = (700, 120), letters: int = 48) -> Image.Image:
    """Return a picture that shows `text`."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((20, 20), text, "black", ImageFont.load_default(letters))
    return image


def read(
    content: bytes,
    *,
    cache: object = "",
    interest: Interest = everything,
    members: list[tuple[str, bytes]] | None = None,
    **choices: object,
) -> Document:
    """Return what the reader makes of `content`; attachments go to `members`."""
    settings = Settings(cache=str(cache), **choices)  # type: ignore[arg-type]

    def read_member(name: str, inner: bytes) -> tuple[Document, ...]:
        if members is not None:
            members.append((name, inner))
        return (Document(name, "", ""),)

    context = Context(settings, interest, Budget(settings.limits), read_member)
    return read_pdf(Source.of_bytes(content, "tender.pdf"), context)[0]
