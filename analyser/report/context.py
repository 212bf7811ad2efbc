"""What a renderer is given besides the run.

Apart from the renderers because every one of them, and whoever calls them, needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyser.catalogue import Catalogue
from analyser.rulebook import Rulebook

Decision = Mapping[str, Any]
"""One row of a decisions file, in the form of `decisions.schema.json`."""


@dataclass(frozen=True, slots=True)
class RenderContext:
    """Lists, originals and wishes that a report is made with."""

    catalogue: Catalogue
    rulebook: Rulebook

    root: Path | None = None
    """Folder that the documents' paths are relative to; `None`: no originals, no pictures."""

    templates: Path | None = None
    """The officer's own folder: a file in it stands in for the shipped one of the same name."""

    language: str = "en"
    """`en`, `cy` or `fr`: the language of the report's own words, not of what it cites."""

    decisions: Sequence[Decision] = ()
    """Decisions of earlier runs, shown beside the places that they were taken about."""

    open_document: Callable[[str], bytes] | None = None
    """Gives the bytes of a member by its document path ("outer.zip!/inner.pdf")."""

    show_cleared: bool = False
    """List also what was considered and found to be something else."""

    formats: tuple[str, ...] = ()
    """What is written beside this report: a letter is spoken of only where there is one."""
