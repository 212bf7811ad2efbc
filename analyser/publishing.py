"""A finished run on disk: the chosen reports, with earlier decisions beside what they concern."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analyser.dossier import Run
from analyser.errors import OutputError
from analyser.leftovers import clear_away, record, set_aside
from analyser.lists.load import Lists
from analyser.own_output import is_marked, prove_free
from analyser.report.context import RenderContext
from analyser.report.renderers import RENDERERS

logger = logging.getLogger(__name__)

WRITTEN = {
    "html": "report.html",
    "json": "findings.json",
    "xlsx": "findings.xlsx",
    "docx": "letters",
    "csv": "csv",
    "pdf": "report.pdf",
    "annotated": "annotated",
}
"""The file or the folder that each format takes in the output folder."""


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

    @property
    def names(self) -> tuple[str, ...]:
        """What the reports are called in the output folder: files, and folders of files."""
        return tuple(WRITTEN[one] for one in self.formats)


def publish(
    run: Run, folder: Path, edition: Edition, *, lists: Lists, root: Path | None
) -> tuple[Path, ...]:
    """Write the reports of `run` into `folder` and return their paths.

    Raises:
        OutputError: a report cannot be written, or somebody else's file has its name.
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
        formats=edition.formats,
    )
    written: list[Path] = []
    name = "earlier"
    prove_free(folder, edition.names)
    try:
        if edition.tidy:
            clear_away(folder)
        # JSON first: what a script waits for is there even if a later report fails.
        for name in sorted(edition.formats, key=lambda one: one != "json"):
            written.extend(_rendered(name, run, folder, context))
    except OSError as error:
        reason = error.strerror or error
        advice = "free some space or choose another --output"
        msg = f"{folder}: the {name} report cannot be written ({reason}); {advice}"
        raise OutputError(msg) from error
    finally:
        if edition.tidy:
            record(folder, written)
    return tuple(written)


def _rendered(name: str, run: Run, folder: Path, context: RenderContext) -> list[Path]:
    """Return the files of one format, each put whole into its place in `folder`."""
    with TemporaryDirectory(prefix=".analyser-", dir=folder) as workshop:
        placed = []
        for path in RENDERERS[name](run, Path(workshop), context):
            target = folder / path.relative_to(workshop)
            # What the run before wrote was cleared away, so this is somebody else's, or bears
            # our mark: left by a run that was killed.
            if os.path.lexists(target) and not is_marked(target):
                kept = set_aside(target, folder)
                logger.warning("%s: not written by this program; kept in %s", target, kept)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
            placed.append(target)
        return placed


def link(path: Path) -> str:
    """Return `path` as a person can open it: absolute, shortened to the current folder."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive on Windows
        return str(path)
