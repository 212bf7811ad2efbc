"""The page as a tagged PDF, from the same HTML."""

from __future__ import annotations

import logging
from pathlib import Path

from analyser.dossier import Run
from analyser.errors import OutputError
from analyser.report.context import RenderContext
from analyser.report.html import pages
from analyser.report.json_report import sound

FILE_NAME = "report.pdf"
VARIANT = "pdf/ua-1"
"""Tagged, so that a screen reader follows it."""


def prove_installed() -> None:
    """Make sure that a PDF can be made, before hours of reading.

    Raises:
        OutputError: the optional part, or the system's Pango, is missing.
    """
    try:
        # OSError: the wheel is there, the system's Pango is not.
        import weasyprint  # noqa: F401 - to be loaded
    except (ImportError, OSError) as error:
        raise OutputError(
            f"--format pdf: WeasyPrint cannot be loaded ({type(error).__name__}); install "
            "'procurement-analyser[pdf]' and Pango, or print report.html from a browser"
        ) from error


def render(run: Run, directory: Path, context: RenderContext) -> tuple[Path, ...]:
    """Write `run` to `directory`/report.pdf, everything in one file."""
    path = directory / FILE_NAME
    prove_installed()
    import weasyprint
    from weasyprint.urls import URLFetcher

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    _, text = next(pages(run, context, whole=True))
    # Data addresses only: neither the network nor a file of this machine.
    fetcher = URLFetcher(allowed_protocols=("data",))
    page = weasyprint.HTML(string=sound(text), url_fetcher=fetcher)
    page.write_pdf(str(path), pdf_variant=VARIANT)
    return (path,)
