"""Tenders that are written for the benchmarks: seeded, so that every run reads the same ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORDS = """account accept access agree allow apply approve arrange assess attend author bid build
cable camera carry certify change charge clean comply condition confirm connect consider construct
contract control correct cover damage date deliver demand describe design detail direct document
drawing electric employ ensure equip establish estimate evaluate examine exclude execute expect
fence finish floor form furnish govern guarantee handle ignite include indicate inform inspect
install insure invoice issue keep labour law lift light limit list local maintain manage material
measure method monitor network notice object obtain occupy offer open operate order organise paint
pay perform permit plan plant point policy power premise prepare present prevent price procure
produce project propose protect prove provide public purchase quality quantity quote rate receive
record refer register regulate remove repair replace report request require reserve respond
restore safe sample schedule scope secure select sign site specify staff standard store submit
supply support survey system tender term test time train transport treat use value vary verify
view wall warrant waste water weld window work"""
STEMS = WORDS.split()
ENDINGS = ("", "", "s", "ed", "ing", "ment", "al", "er", "ly", "able", "ation")
LITTLE = "the of to and in shall be for a by with on as is or any all that at from not this"
SMALL = LITTLE.split()
MAKES = ("Hikvision DS-2CD2143G2-I", "Dahua IPC-HDW2431T", "Axis P3245-V", "Bosch FLEXIDOME 5000i")
OFFERS = ("The bidder offers {} at the entrance.", "Products of {} shall not be used.")
COLUMNS = (60, 100, 330, 400, 460)


def sentence(chance: random.Random) -> str:
    """Return a sentence of words as tenders use them."""
    words = []
    for _ in range(chance.randint(10, 24)):
        if chance.random() < 0.45:
            words.append(chance.choice(SMALL))
        elif chance.random() < 0.05:
            words.append(f"{chance.randint(1, 30)}.{chance.randint(1, 20)}")
        else:
            words.append(chance.choice(STEMS) + chance.choice(ENDINGS))
    return " ".join(words).capitalize() + "."


def lines(chance: random.Random, number: int, make: str = "") -> Iterator[str]:
    """Yield `number` lines of prose, with a sentence about `make` in the middle."""
    words: list[str] = []
    planted = False
    for line in range(number):
        text = ""
        while len(text) < 85:
            if not words:
                about = make and not planted and line >= number // 2
                said = chance.choice(OFFERS).format(make) if about else sentence(chance)
                planted = planted or bool(about)
                words = said.split()
            text += words.pop(0) + " "
        yield text.strip()


def write_pdf(
    path: Path, pages: int, seed: int, *, named: float = 0.1, tables: int = 8, depth: int = 46
) -> None:
    """Write a tender of `pages` pages: prose, every `tables`-th page a price table (0: none).

    `named` is the share of pages that name a make, half of them a listed one.
    """
    from reportlab.pdfgen.canvas import Canvas

    chance = random.Random(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(str(path), invariant=True)
    for page in range(1, pages + 1):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60, 810, f"Tender {seed}: conditions of contract")
        canvas.drawString(280, 30, f"Page {page} of {pages}")
        make = chance.choice(MAKES) if chance.random() < named else ""
        if tables and page % tables == 0:
            _table(canvas, chance, make)
        else:
            text = canvas.beginText(60, 780)
            text.setFont("Times-Roman", 11)
            text.setLeading(15)
            text.textLine(f"{page}. {sentence(chance)[:50]}")
            for line in lines(chance, depth, make):
                text.textLine(line)
            canvas.drawText(text)
        canvas.showPage()
    canvas.save()


def _table(canvas: Any, chance: random.Random, make: str) -> None:
    rows = [("Item", "Description", "Quantity", "Rate", "Amount")]
    for item in range(1, 31):
        words = make if make and item == 15 else sentence(chance)[:42]
        rows.append((str(item), words, str(chance.randint(1, 90)), "12.50", "1,125.00"))
    for number, row in enumerate(rows):
        for left, cell in zip(COLUMNS, row, strict=True):
            canvas.drawString(left + 3, 770 - 22 * number, cell)
    canvas.grid((*COLUMNS, 530), [786 - 22 * number for number in range(len(rows) + 1)])


def write_scan(path: Path, pages: int, seed: int, *, depth: int = 46) -> None:
    """Write a PDF of `pages` pages that are pictures of text, `depth` lines each."""
    import pypdfium2
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    native = path.with_suffix(".native.pdf")
    write_pdf(native, pages, seed, depth=depth)
    canvas = Canvas(str(path), invariant=True)
    document = pypdfium2.PdfDocument(native)
    for page in document:
        picture = page.render(scale=200 / 72, grayscale=True).to_pil()
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    document.close()
    native.unlink()


def write_native(folder: Path, documents: int, pages: int = 20) -> list[Path]:
    """Write `documents` native PDFs of `pages` pages each and return their paths."""
    paths = [folder / f"tender-{n // 5:03}" / f"document-{n:03}.pdf" for n in range(documents)]
    for number, path in enumerate(paths):
        write_pdf(path, pages, number)
    return paths


def write_small(folder: Path, documents: int) -> None:
    """Write `documents` one-page texts in tenders of fifty; every twentieth offers a make."""
    chance = random.Random(7)
    for number in range(documents):
        make = chance.choice(MAKES) if number % 20 == 0 else ""
        path = folder / f"tender-{number // 50:05}" / f"document-{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines(chance, 12, make)), encoding="utf-8")


def pdfs(folder: Path) -> list[Path]:
    """Return the PDFs under `folder`, by their content."""
    found = []
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        with path.open("rb") as stream:
            if b"%PDF-" in stream.read(1024):
                found.append(path)
    return found
