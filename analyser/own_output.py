"""This program's own earlier reports among the files that it is to read.

A report that lies in a tender's folder repeats everything it found: read as a document, it would
be found a second time, as if a bidder had written it. It is listed as not analysed, never passed
over in silence: whoever forges the marks of a report gains no more than "open it by hand".
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from analyser.errors import OutputError
from analyser.leftovers import RECORD, recorded
from analyser.selection import Job, Refusal, Selection

REASON = (
    "an earlier report of this program, not analysed; take it out of the folder,"
    " or open it by hand if somebody else put it there"
)

PAGE = re.compile(rb'<meta name="generator" content="Procurement analyser [^"]{1,40}">')
FINDINGS = re.compile(
    rb'\A\s*\{\s*"schema_version"\s*:\s*"[\d.]+"\s*,\s*"run"\s*:\s*\{\s*"started_at"'
)
BEGINNING = 2048
"""Bytes at the beginning of a file in which its mark stands."""

Records = tuple[tuple[Path, dict[str, str]], ...]
"""What the notes above a folder say that a run wrote: each note's folder, digests by name."""

MARKS = {".html": PAGE, ".htm": PAGE, ".json": FINDINGS}
INDEX = b"<title>Tenders taken in</title>"
"""Marks the pages that a watcher of an earlier version wrote."""


def prove_free(folder: Path, names: Iterable[str]) -> None:
    """Make sure that whatever bears one of `names` in `folder` was written by this program.

    A run replaces its own earlier output; what somebody else put there it must not.

    Raises:
        OutputError: it was not, or it cannot be looked at.
    """
    written = recorded(folder)
    for name in names:
        path = folder / name
        try:
            own = not os.path.lexists(path) or _may_be_replaced(path, name, written)
        except OSError as error:
            msg = f"{path}: cannot be read ({error.strerror}); choose another --output"
            raise OutputError(msg) from error
        if not own:
            msg = f"{path}: not written by this program; move it, or choose another --output"
            raise OutputError(msg)


def _may_be_replaced(path: Path, name: str, written: dict[str, str]) -> bool:
    if path.is_symlink():
        return False  # what is written to it lands elsewhere
    if path.is_dir():
        return "." not in name  # what lies in a folder of ours is set aside, file by file
    return name in written or path.stat().st_size == 0 or is_marked(path)


def without_own(selection: Selection) -> Selection:
    """Return `selection` with this program's own reports among what is refused."""
    by_folder: dict[Path, Records] = {}
    jobs: list[Job] = []
    refusals = list(selection.refusals)
    for job in selection.jobs:
        if not job.url and _is_own(job.path, selection.root, by_folder):
            refusals.append(Refusal(job.name, REASON))
        else:
            jobs.append(job)
    if len(jobs) == len(selection.jobs):
        return selection
    return replace(selection, jobs=tuple(jobs), refusals=tuple(refusals))


def _is_own(path: Path, root: Path, by_folder: dict[Path, Records]) -> bool:
    if path.name == RECORD:
        return True
    folder = path.parent
    if folder not in by_folder:
        by_folder[folder] = _records(folder, root, by_folder)
    try:
        return is_marked(path) or _is_recorded(path, by_folder[folder])
    except OSError:
        return False  # the reader will say what is the matter


def _records(folder: Path, root: Path, by_folder: dict[Path, Records]) -> Records:
    above: Records = ()
    if folder != root and root in folder.parents:
        if folder.parent not in by_folder:
            by_folder[folder.parent] = _records(folder.parent, root, by_folder)
        above = by_folder[folder.parent]
    own = recorded(folder)
    return (*above, (folder, own)) if own else above


def is_marked(path: Path) -> bool:
    """Return whether the file at `path` begins as our reports do.

    Raises:
        OSError: it cannot be read.
    """
    mark = MARKS.get(path.suffix.lower())
    if mark is None:
        return False
    with path.open("rb") as file:
        beginning = file.read(BEGINNING)
    return mark.search(beginning) is not None or (mark is PAGE and INDEX in beginning)


def _is_recorded(path: Path, records: Records) -> bool:
    """Whether a run wrote the file and nobody has changed it since: a letter sent back has been."""
    for folder, written in records:
        digest = written.get(path.relative_to(folder).as_posix())
        if digest is not None:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == digest
    return False
