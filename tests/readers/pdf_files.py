"""PDF files that the tests of the PDF reader are made on."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

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
