"""What reading a scan costs beside Tesseract alone on the same pictures."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

from analyser.analysis import Analyser
from analyser.lists.load import load_lists
from analyser.profile import Profile
from analyser.readers.ocr import language_folder
from analyser.settings import Settings
from benchmarks.corpus import write_scan
from benchmarks.measuring import Row, Terms, middle, ratios, side_by_side, spent

PAGES = 8


def bare(path: Path, data: str, dpi: int) -> None:
    """Render the pages of `path` and give them to tesserocr, nothing else."""
    import pypdfium2
    import tesserocr

    document = pypdfium2.PdfDocument(path)
    with tesserocr.PyTessBaseAPI(path=data, lang="eng") as tesseract:
        for page in document:
            picture = page.render(scale=dpi / 72, grayscale=True).to_pil()
            tesseract.SetImage(picture)
            tesseract.SetSourceResolution(dpi)
            tesseract.GetUTF8Text()
    document.close()


def measure(terms: Terms) -> list[Row]:
    """Return the overhead of reading, searching and judging over bare OCR."""
    try:
        import tesserocr  # noqa: F401
    except ImportError:
        return [Row("OCR", "tesserocr is not installed")]
    settings = Settings()
    data = language_folder(settings)
    if data is None:
        return [Row("OCR", "no language data is installed")]
    path = terms.scratch / "scan.pdf"
    pages = max(2, int(PAGES * terms.scale))
    write_scan(path, pages, 11)
    made = Analyser(load_lists(), Profile(), settings)

    def ours() -> None:
        with tempfile.TemporaryDirectory() as cache:  # what was read before must be read again
            made.settings = replace(settings, cache=cache)
            (one,) = made.analyse(path, path.name)
        if one.document.coverage.by_ocr != pages:
            msg = f"{one.document.coverage.by_ocr} of {pages} pages were read by OCR"
            raise AssertionError(msg)

    ours()
    found = side_by_side(
        terms.rounds,
        bare=partial(spent, partial(bare, path, str(data), settings.ocr_dpi)),
        ours=partial(spent, ours),
    )
    alone, whole = ([one.cpu for one in found[name]] for name in ("bare", "ours"))
    return [
        Row("tesserocr alone", middle([s / pages for s in alone], ".2f", " s/page"), "",
            f"{pages} scanned pages at {settings.ocr_dpi} dpi, rendering included; CPU"),
        Row("whole scan of them", middle([s / pages for s in whole], ".2f", " s/page")),
        Row("times tesserocr alone", middle(ratios(whole, alone)), "at most 1.15"),
    ]  # fmt: skip
