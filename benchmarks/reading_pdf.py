"""Cost of reading PDFs against PDFium's bare text extraction, and words found against poppler.

python benchmarks/reading_pdf.py speed ../shared/corpora/real_tenders
python benchmarks/reading_pdf.py recall ../shared/corpora/torture/pdf
python benchmarks/reading_pdf.py survey ../shared/corpora/torture/pdf
python benchmarks/reading_pdf.py ocr FOLDER-OF-SCANS
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageSequence

from analyser.document import Document
from analyser.readers.image import read_image
from analyser.readers.pdf import read_pdf
from analyser.readers.source import Budget, Context, Interest, Source, everything
from analyser.settings import Limits, Settings

WORD = re.compile(r"\w{3,}")


def nothing(_: Sequence[str]) -> frozenset[int]:
    return frozenset()


def quarter(texts: Sequence[str]) -> frozenset[int]:
    return frozenset(range(0, len(texts), 4))


def context(interest: Interest, cache: Path, *, ocr: bool, seconds: float = 600) -> Context:
    settings = Settings(ocr=ocr, cache=str(cache), limits=Limits(seconds=seconds))
    return Context(settings, interest, Budget(settings.limits), lambda _name, _content: ())


def pdfs(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as stream:
                if b"%PDF-" in stream.read(1024):
                    yield path


def raw(path: Path) -> int:
    import pypdfium2

    pages = 0
    try:
        opened = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return 0
    for index in range(len(opened)):
        page = opened[index]
        text_page = page.get_textpage()
        text_page.get_text_range()
        text_page.close()
        page.close()
        pages += 1
    opened.close()
    return pages


def speed(folder: Path, at_most: int) -> None:
    paths = list(pdfs(folder))[:at_most] if at_most else list(pdfs(folder))
    kinds = {"raw": None, "nothing": nothing, "quarter": quarter, "everything": everything}
    totals = dict.fromkeys(kinds, 0.0)
    pages = 0
    with tempfile.TemporaryDirectory() as cache:
        for path in paths:
            # The same file one after the other, so that neighbours on the machine hit all alike.
            for kind, interest in kinds.items():
                start = time.process_time()
                if interest is None:
                    pages += raw(path)
                else:
                    source = Source.of_path(path, path.name)
                    read_pdf(source, context(interest, Path(cache), ocr=False))
                totals[kind] += time.process_time() - start
    for kind, seconds in totals.items():
        share = totals["raw"] / seconds
        print(f"{kind:<12}{seconds:8.2f} CPU s{pages / seconds:8.0f} pages/s{share:8.2f} of raw")


def words_of(documents: Sequence[Document]) -> set[str]:
    text = "\n".join(block.text for document in documents for block in document.blocks)
    joined = text.replace("-\n", "")
    return set(WORD.findall(text.lower())) | set(WORD.findall(joined.lower()))


def recall(folder: Path) -> None:
    if shutil.which("pdftotext") is None:
        sys.exit("pdftotext is not installed")
    met = all_words = 0
    worst = []
    for path in pdfs(folder):
        done = subprocess.run(
            ["pdftotext", "-q", str(path), "-"], capture_output=True, timeout=60, check=False
        )
        theirs = set(WORD.findall(done.stdout.decode("utf-8", "replace").lower()))
        with tempfile.TemporaryDirectory() as cache:
            source = Source.of_path(path, path.name)
            ours = words_of(read_pdf(source, context(everything, Path(cache), ocr=False)))
        met += len(theirs & ours)
        all_words += len(theirs)
        if theirs:
            worst.append(
                (
                    len(theirs & ours) / len(theirs),
                    len(theirs),
                    path.name,
                    sorted(theirs - ours)[:8],
                )
            )
    print(f"{met} of {all_words} distinct words: {met / max(all_words, 1):.4f}")
    for share, count, name, missing in sorted(worst)[:20]:
        print(f"{share:.2f} of {count:5} {name} {missing}")


def survey(folder: Path, *, ocr: bool) -> None:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as cache:
            terms = context(everything, Path(cache), ocr=ocr, seconds=60)
            source = Source.of_path(path, path.name)
            picture = path.suffix.lower() in (".png", ".jpg", ".jpeg", ".tif", ".tiff")
            try:
                documents = (read_image if picture else read_pdf)(source, terms)
            except Exception:  # noqa: BLE001 - the survey is after exactly these
                print("CRASH", path.name, traceback.format_exc().splitlines()[-3:])
                continue
        document = documents[0]
        letters = sum(len(block.text) for block in document.blocks)
        silent = not letters and not document.unread
        seconds = time.monotonic() - start
        reason = document.unread[0].reason if document.unread else ""
        print(
            f"{'SILENT ' if silent else ''}{path.name} {seconds:.1f}s letters={letters} "
            f"coverage={document.coverage.read}/{document.coverage.total} "
            f"ocr={document.coverage.by_ocr} pictures={document.coverage.pictures_read}/"
            f"{document.coverage.pictures} unread={len(document.unread)} {reason} "
            f"{'; '.join(document.notes)[:120]}",
            flush=True,
        )


def page_images(path: Path) -> list[Image.Image]:
    """Return the pages of a scan as they are given to recognition."""
    import pypdfium2

    if path.suffix.lower() != ".pdf":
        with Image.open(path) as picture:
            return [frame.convert("L") for frame in ImageSequence.Iterator(picture)]
    opened = pypdfium2.PdfDocument(path)
    scale = Settings().ocr_dpi / 72
    return [page.render(scale=scale, grayscale=True).to_pil().copy() for page in opened]


def ocr(folder: Path, at_most: int) -> None:
    """Compare the cost of scans with that of the bare engine on the same pictures."""
    import tesserocr

    from analyser.readers.ocr import language_folder, why_not

    if why_not(Settings()):
        sys.exit(why_not(Settings()))
    kinds = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in kinds]
    engine = tesserocr.PyTessBaseAPI(path=str(language_folder(Settings())), lang="eng")
    ours = bare = 0.0
    pages = 0
    for path in paths[:at_most] if at_most else paths:
        images = page_images(path)
        start = time.process_time()
        for image in images:
            engine.SetImage(image)
            engine.SetSourceResolution(Settings().ocr_dpi)
            engine.GetTSVText(0)
        bare += time.process_time() - start
        with tempfile.TemporaryDirectory() as cache:
            source = Source.of_path(path, path.name)
            reader = read_pdf if path.suffix.lower() == ".pdf" else read_image
            start = time.process_time()
            document = reader(source, context(everything, Path(cache), ocr=True))[0]
            ours += time.process_time() - start
        pages += len(images)
        print(path.name, len(images), document.coverage, f"{ours:.1f} {bare:.1f}", flush=True)
    print(f"{pages} pages: {bare:.1f} CPU s bare, {ours:.1f} as read: {ours / bare:.2f} times")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("speed", "recall", "survey", "ocr"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--at-most", type=int, default=0)
    parser.add_argument("--no-ocr", action="store_true")
    given = parser.parse_args()
    if given.what == "speed":
        speed(given.folder, given.at_most)
    elif given.what == "recall":
        recall(given.folder)
    elif given.what == "ocr":
        ocr(given.folder, given.at_most)
    else:
        survey(given.folder, ocr=not given.no_ocr)


if __name__ == "__main__":
    main()
