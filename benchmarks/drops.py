"""Documents for the benchmarks of batch, ledger and watched folder: small, all different."""

from __future__ import annotations

import random
from pathlib import Path

WORDS = (
    *("the", "contractor", "shall", "supply", "install", "maintain", "cameras", "recorders"),
    *("switches", "cabling", "at", "premises", "under", "these", "conditions", "of", "contract"),
    *("payment", "delivery", "warranty", "inspection", "handover", "documents", "drawings"),
    *("schedule", "price", "quantity", "unit", "item", "network", "storage", "access", "control"),
)
NAMES = ("Hikvision DS-2CD2143G2-I", "Dahua IPC-HDW2431T", "Axis P3245-V", "Bosch FLEXIDOME", "")


def sentence(chance: random.Random) -> str:
    """Return a sentence of tender words, one in 120 with a make in it: one page in three."""
    words = chance.choices(WORDS, k=chance.randint(8, 18))
    if chance.random() < 1 / 120:
        words.insert(4, f"offer {chance.choice(NAMES)}".strip())
    return " ".join(words).capitalize() + "."


def write_documents(
    folder: Path, number: int, *, pages: int = 3, seed: int = 1, rare: str = "", every: int = 50
) -> int:
    """Write `number` PDFs of `pages` pages, in tenders of twenty, and return their bytes.

    One in `every` holds the sentence `rare`, if one is given.
    """
    from reportlab.pdfgen.canvas import Canvas

    chance = random.Random(seed)
    size = 0
    for count in range(number):
        path = folder / f"tender-{count // 20:04}" / f"document-{count:05}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        canvas = Canvas(str(path))
        for page in range(pages):
            text = canvas.beginText(60, 780)
            text.textLine(f"Document {count}, page {page + 1}")
            for _ in range(40):
                text.textLine(sentence(chance)[:95])
            if rare and page == 0 and count % every == 0:
                text.textLine(rare)
            canvas.drawText(text)
            canvas.showPage()
        canvas.save()
        size += path.stat().st_size
    return size
