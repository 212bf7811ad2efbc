"""The run as CSV files, a table a file, for programs and for spreadsheets alike."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from analyser.dossier import Run
from analyser.report.context import RenderContext
from analyser.report.sheets import harmless, sheets
from analyser.report.wording import load_words

FOLDER = "csv"


def render(run: Run, directory: Path, context: RenderContext) -> tuple[Path, ...]:
    """Write each table of `run` to `directory`/csv/."""
    words = load_words(context.language, context.templates)
    folder = directory / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for sheet in sheets(run, context, words):
        target = io.StringIO(newline="")
        writer = csv.writer(target, lineterminator="\r\n")
        writer.writerow([words(f"sheets.{key}") for key, _ in sheet.columns])
        for row in sheet.rows:
            writer.writerow(["" if cell is None else harmless(cell) for cell in row])
        path = folder / f"{sheet.key}.csv"
        # Excel takes UTF-8 without this mark for the machine's own code page.
        path.write_bytes(target.getvalue().encode("utf-8-sig"))
        written.append(path)
    return tuple(written)
