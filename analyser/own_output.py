"""This program's own earlier reports among the files that it is to read.

A report that lies in a tender's folder repeats everything it found: read as a document, it would
be found a second time, as if a bidder had written it. It is listed as not analysed, never passed
over in silence: whoever forges the marks of a report gains no more than "open it by hand".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
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

MARKS = {".html": PAGE, ".htm": PAGE, ".json": FINDINGS}


def without_own(selection: Selection) -> Selection:
    """Return `selection` with this program's own reports among what is refused."""
    by_folder: dict[Path, dict[str, str]] = {}
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


def _is_own(path: Path, root: Path, by_folder: dict[Path, dict[str, str]]) -> bool:
    if path.name == RECORD:
        return True
    try:
        return _is_marked(path) or _is_recorded(path, root, by_folder)
    except OSError:
        return False  # the reader will say what is the matter


def _is_marked(path: Path) -> bool:
    mark = MARKS.get(path.suffix.lower())
    if mark is None:
        return False
    with path.open("rb") as file:
        return mark.search(file.read(BEGINNING)) is not None


def _is_recorded(path: Path, root: Path, by_folder: dict[Path, dict[str, str]]) -> bool:
    """Whether a run wrote the file and nobody has changed it since: a letter sent back has been."""
    for folder in _above(path, root):
        if folder not in by_folder:
            by_folder[folder] = recorded(folder)
        digest = by_folder[folder].get(path.relative_to(folder).as_posix())
        if digest is not None:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == digest
    return False


def _above(path: Path, root: Path) -> Iterable[Path]:
    return (one for one in path.parents if one.is_relative_to(root))
