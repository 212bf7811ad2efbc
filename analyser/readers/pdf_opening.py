"""Opening a PDF: locked, damaged, empty, or longer than is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2

from analyser.errors import LockedError, ReadingError
from analyser.readers.source import Source
from analyser.settings import Settings

LOCKED = "locked with a password; ask the bidder for an open copy or give --password"
EMPTY = "the file is empty (0 bytes); ask the bidder to send it again"
DAMAGED = "damaged or incomplete PDF ({}); ask the bidder to send it again"
NO_PAGES = "the PDF opens but has no pages; open it by hand or ask the bidder for another copy"


@contextmanager
def open_pdf(source: Source, settings: Settings) -> Iterator[Any]:
    """Open the PDF `source`, with the given passwords if it needs one, and close it after use.

    Raises:
        LockedError: None of the passwords opens it.
        ReadingError: It is empty or damaged beyond opening.
    """
    if source.size() == 0:
        raise ReadingError(EMPTY)
    opened = _opened(source, settings)
    try:
        yield opened
    finally:
        opened.close()


def _opened(source: Source, settings: Settings) -> Any:
    """Return the PDF, opened with the first password that fits."""
    failure = ""
    content = source.file_or_content()
    for password in (None, *settings.passwords):
        try:
            return pypdfium2.PdfDocument(content, password=password)
        except (pypdfium2.PdfiumError, FileNotFoundError, OSError, ValueError) as error:
            failure = str(error)
            if "assword" not in failure:
                break
    if "assword" in failure:
        raise LockedError(LOCKED)
    raise ReadingError(DAMAGED.format(_plain(failure)))


def _plain(failure: str) -> str:
    """Return PDFium's words for a failure without its own wrapping."""
    inner = failure.partition("PDFium:")[2].strip(" ).")
    # A file without a single page that can be found is no error to PDFium.
    if inner == "Success":
        return "no page can be found in it"
    if inner == "Data format error":
        return "its inner structure is broken"
    return (inner or failure or "not a PDF").lower()[:80]
