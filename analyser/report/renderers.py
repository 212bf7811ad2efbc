"""The kinds of report: one row a kind.

A renderer is imported when it is asked for: a JSON report need not load a page's machinery.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from analyser.dossier import Run
from analyser.report.context import RenderContext

Renderer = Callable[[Run, Path, RenderContext], tuple[Path, ...]]


def _room(name: str) -> Renderer:
    def render(run: Run, directory: Path, context: RenderContext) -> tuple[Path, ...]:
        chosen = cast("Renderer", import_module(f"analyser.report.{name}").render)
        return chosen(run, directory, context)

    return render


RENDERERS: dict[str, Renderer] = {
    "html": _room("html"),
    "json": _room("json_report"),
    "xlsx": _room("workbook"),
    "docx": _room("letter"),
    "csv": _room("csv_report"),
    "pdf": _room("pdf_report"),
    "annotated": _room("annotated"),
}
"""Format name to `render(run, directory, context)`, which returns what it wrote."""
