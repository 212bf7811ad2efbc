"""A finished run on disk: the chosen reports, with earlier decisions beside what they concern."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyser.dossier import Run
from analyser.errors import OutputError
from analyser.leftovers import clear_away, record
from analyser.lists.load import Lists
from analyser.report.context import RenderContext
from analyser.report.renderers import RENDERERS


@dataclass(frozen=True, slots=True)
class Edition:
    """How the reports of a run are to look."""

    formats: tuple[str, ...] = ("html", "json")
    language: str = "en"
    templates: Path | None = None
    decisions: tuple[Mapping[str, Any], ...] = ()
    show_cleared: bool = False
    open_document: Callable[[str], bytes] | None = None
    tidy: bool = True
    """Whether what the run before wrote into the folder is cleared away first."""


def publish(
    run: Run, folder: Path, edition: Edition, *, lists: Lists, root: Path | None
) -> tuple[Path, ...]:
    """Write the reports of `run` into `folder` and return their paths.

    Raises:
        OutputError: a report cannot be written.
        UsageError: an own template is at fault, or an optional part is not installed.
    """
    context = RenderContext(
        catalogue=lists.catalogue,
        rulebook=lists.rulebook,
        root=root,
        templates=edition.templates,
        language=edition.language,
        decisions=edition.decisions,
        open_document=edition.open_document,
        show_cleared=edition.show_cleared,
    )
    written: list[Path] = []
    name = "earlier"
    try:
        if edition.tidy:
            clear_away(folder)
        # JSON first: what a script waits for is there even if a later report fails.
        for name in sorted(edition.formats, key=lambda one: one != "json"):
            written.extend(RENDERERS[name](run, folder, context))
    except OSError as error:
        reason = error.strerror or error
        advice = "free some space or choose another --output"
        msg = f"{folder}: the {name} report cannot be written ({reason}); {advice}"
        raise OutputError(msg) from error
    finally:
        if edition.tidy:
            record(folder, written)
    return tuple(written)


def main_report(written: Sequence[Path]) -> Path | None:
    """Return the report to open first, if one was written."""
    return next((path for path in written if path.name == "report.html"), None)


def link(path: Path) -> str:
    """Return `path` as a person can open it: absolute, shortened to the current folder."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive on Windows
        return str(path)
