"""The officer's own words, templates and letter, proved before hours of reading.

Apart from the renderers because they meet a fault only when the reports are written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analyser.errors import OutputError
from analyser.report.wording import load_words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

LETTER = "letter.docx"
QUESTIONS = "{{questions}}"


def prove_own(templates: Path, language: str, formats: Sequence[str]) -> None:
    """Make sure that what `templates` holds for reports in `formats` can be read.

    Raises:
        OutputError: it cannot.
    """
    load_words(language, templates)
    if not {"html", "pdf"}.isdisjoint(formats):
        from analyser.report.html import prove_templates

        prove_templates(templates)
    if "docx" in formats and (templates / LETTER).is_file():
        open_form(templates / LETTER)


def open_form(form: Path) -> Document:
    """Open the letter `form`, which must have a place for the questions.

    Raises:
        OutputError: it is no Word file, or has no such place.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        letter = docx.Document(str(form))
    except (PackageNotFoundError, XMLSyntaxError, ValueError, KeyError, OSError) as error:
        raise OutputError(f"{form}: not a Word file; save it as .docx") from error
    if not any(each.text.strip() == QUESTIONS for each in paragraphs(letter)):
        raise OutputError(f"{form}: no paragraph {QUESTIONS}; add one where they belong")
    return letter


def paragraphs(letter: Document) -> list[Paragraph]:
    """Return the paragraphs of `letter`, those in tables, headers and footers too."""
    found = list(letter.paragraphs)
    for table in letter.tables:
        found += [each for row in table.rows for cell in row.cells for each in cell.paragraphs]
    for section in letter.sections:
        found += [*section.header.paragraphs, *section.footer.paragraphs]
    return found
