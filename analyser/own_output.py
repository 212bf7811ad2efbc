"""This program's own earlier reports among the files that it is to read.

A report that lies in a tender's folder repeats everything it found: read as a document, it would
be found a second time, as if a bidder had written it. It is listed as not analysed, never passed
over in silence: whoever forges the marks of a report gains no more than "open it by hand".
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

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
        return _is_marked(path) or _is_recorded(path, by_folder[folder])
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


def _is_marked(path: Path) -> bool:
    mark = MARKS.get(path.suffix.lower())
    if mark is None:
        return False
    with path.open("rb") as file:
        return mark.search(file.read(BEGINNING)) is not None


def _is_recorded(path: Path, records: Records) -> bool:
    """Whether a run wrote the file and nobody has changed it since: a letter sent back has been."""
    for folder, written in records:
        digest = written.get(path.relative_to(folder).as_posix())
        if digest is not None:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == digest
    return False
