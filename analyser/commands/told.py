"""What a scan came to, in lines for a terminal, and its progress."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from analyser.finding import Disposition, Verdict

if TYPE_CHECKING:
    from analyser.dossier import Run

VERDICT_WORDS = {
    Verdict.CLEAR: "CLEAR: nothing flagged or for review, and everything was read",
    Verdict.INCOMPLETE: "INCOMPLETE: nothing flagged or for review, but not everything was read",
    Verdict.REVIEW: "REVIEW: something needs a person's look or a question to the bidder",
    Verdict.FLAGGED: "FLAGGED: a listed maker is offered or specified",
}

LONGEST_NOTE = 250
"""Characters of a note on the terminal: three lines of it."""

MOST_LINES = 20
"""Of one kind on the terminal; the report has them all."""


def summary(run: Run) -> Iterable[str]:
    """Yield the lines that tell a person what came out."""
    pages = sum(one.coverage.total for one in run.documents)
    by_ocr = sum(one.coverage.by_ocr for one in run.documents)
    unread = [(one.path, gap) for one in run.documents for gap in one.unread]
    yield f"{VERDICT_WORDS[run.verdict]}."
    yield (
        f"{_count(len(run.documents), 'document')}, "
        f"{_count(pages, 'page or part', 'pages and parts')}, "
        f"{by_ocr} of them read by OCR; {_count(len(unread), 'place')} not read."
    )
    for disposition in (Disposition.FLAGGED, Disposition.REVIEW):
        yield from _first(_found(run, disposition))
    yield from _first(
        f"  contradiction in {'this folder' if pack.name == '.' else pack.name}: {found.why}"
        for pack in run.packs
        for found in pack.contradictions
    )
    yield from _first(
        f"  not read: {path}{', ' + gap.where if gap.where else ''}: {gap.reason}"
        for path, gap in unread
    )
    for warning in run.warnings:
        cut = len(warning) > LONGEST_NOTE
        yield (
            f"  note: {warning[:LONGEST_NOTE]}… (in full in the report)"
            if cut
            else f"  note: {warning}"
        )


def _found(run: Run, disposition: Disposition) -> Iterable[str]:
    for one in run.documents:
        names = [f"{f.name} ({f.stance})" for f in one.findings if f.disposition is disposition]
        if names:
            yield f"  {disposition}: {one.path}: {', '.join(names)}"


def _first(lines: Iterable[str]) -> Iterable[str]:
    """Yield as many of `lines` as leave the verdict in sight, and how many there are besides."""
    told = list(lines)
    yield from told[:MOST_LINES]
    if len(told) > MOST_LINES:
        yield f"  and {len(told) - MOST_LINES} more like these, all of them in the report"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


class progress:  # noqa: N801 - used as a word: `with progress(...) as told`
    """A progress bar on standard error where that is a terminal; silent elsewhere."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total = total
        self._shown = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._bar: object = None

    def __enter__(self) -> progress:
        if self._shown:
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                TextColumn,
                TimeRemainingColumn,
            )

            bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            bar.start()
            self._task = bar.add_task("Reading", total=self._total)
            self._bar = bar
        return self

    def __call__(self, done: int, total: int, name: str) -> None:
        """Tell that `done` of `total` documents are through, the last one being `name`."""
        if self._shown:
            from rich.markup import escape

            label = escape(name if len(name) <= 40 else "…" + name[-39:])
            self._bar.update(self._task, completed=done, total=total, description=label)  # type: ignore[attr-defined]

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._bar.stop()  # type: ignore[attr-defined]
