"""The PDF is the page, tagged, and fetches nothing."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pypdf import PdfReader

from analyser.errors import OutputError
from analyser.report import pdf_report
from tests.report import builders


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDF of the built run."""
    pytest.importorskip("weasyprint")
    folder = tmp_path_factory.mktemp("pdf")
    return pdf_report.render(builders.run(), folder, builders.context(builders.originals(folder)))[
        0
    ]


def test_it_is_tagged_and_in_the_readers_language(printed: Path) -> None:
    """A screen reader finds structure, language and title."""
    root = PdfReader(printed).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712, a PDF boolean
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    assert PdfReader(printed).metadata.title == "Restricted makers: tenders"


def test_it_holds_the_whole_report(printed: Path) -> None:
    """Folded parts are unfolded, forms and menus are left out, pictures are in."""
    with pdfplumber.open(printed) as pdf:
        text = " ".join(" ".join((page.extract_text() or "").split()) for page in pdf.pages)
        pictures = sum(len(page.images) for page in pdf.pages)

    for words in ("In numbers", "Skip to main content", "Record decision", "Contents"):
        assert words not in text
    for words in ("Hikvision", "Contradictions", "Listed maker", "Commonwealth", "☐ accept"):
        assert words in text
    assert pictures >= 4


def test_without_weasyprint_it_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the part or the system's Pango is missing, the line says what to install."""
    for error in (ModuleNotFoundError("weasyprint"), OSError("cannot load library 'pango'")):
        _without_weasyprint(monkeypatch, error)
        with pytest.raises(OutputError) as told:
            pdf_report.render(builders.run(), tmp_path, builders.context())

        assert "procurement-analyser[pdf]" in str(told.value)
        assert "\n" not in str(told.value)


def _without_weasyprint(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    real = builtins.__import__

    def absent(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "weasyprint":
            raise error
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", absent)
