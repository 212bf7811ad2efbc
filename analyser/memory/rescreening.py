"""New lists over stored text: which documents of earlier tenders they touch, and how.

Only documents that the change of the lists can reach are assessed anew; of all others the regimes
are asked again about what was found. Pages that the older lists let pass are looked at as well:
from the file, where it still lies unchanged in its place, else from their plain text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyser.document import Block, Document
from analyser.finding import Assessment
from analyser.ledger.met import met_in
from analyser.ledger.packing import texts, unpack
from analyser.ledger.retrospect import Stored, StoredText, stored_texts
from analyser.ledger.store import Kept, Ledger, keep
from analyser.lists.load import load_lists
from analyser.lists.where import shipped_models
from analyser.memory.list_changes import Change, compared, untold
from analyser.memory.remembering import model_digest
from analyser.memory.sifting import Touches, form_mark, form_of, form_of_texts
from analyser.memory.touching import Touch
from analyser.profile import Profile, profile_from
from analyser.readers.page_plain import paragraphs
from analyser.running.batch import Prepared
from analyser.settings import Limits, Settings

if TYPE_CHECKING:
    from analyser.analysis import Analyser, Analysis

TOGETHER = 32
"""Stored analyses that a worker is given at once: most need a millisecond."""


@dataclass(frozen=True, slots=True)
class Screening:
    """Stored analyses to be screened again."""

    analyses: tuple[Stored, ...]

    def __str__(self) -> str:
        return ", ".join(one.name for one in self.analyses[:3])


@dataclass(frozen=True, slots=True)
class Screened:
    """What became of one stored analysis."""

    stored: Stored
    changes: tuple[Change, ...] = ()
    kept: tuple[Kept, ...] = ()
    """The new assessments, to be recorded; empty where something could not be told."""

    same: bool = False
    """Nothing changed at all: the stored assessments hold under the new lists."""

    outlines: tuple[tuple[int, str, frozenset[str], bytes], ...] = ()
    """Of documents that had none, or one of an earlier program; see `note_outlines`."""


def screenings(analyses: Sequence[Stored], together: int = TOGETHER) -> Iterator[Screening]:
    """Yield `analyses` in portions for a worker, those of one kind together."""
    alike = sorted(analyses, key=lambda one: (one.lists_digest, one.settings))
    for _, group in groupby(alike, key=lambda one: (one.lists_digest, one.settings)):
        held = list(group)
        for start in range(0, len(held), together):
            yield Screening(tuple(held[start : start + together]))


def work(
    ledger: Path, lists: Sequence[Path], as_of: str, digest: str
) -> Prepared[Screening, tuple[Screened, ...]]:
    """Return the work of a reader process: stored analyses in, what became of them out."""
    key = repr(("rescreen", ledger, digest, tuple(lists), as_of))
    return Prepared(key, partial(_prepare, ledger, tuple(lists), as_of))


def _prepare(
    ledger: Path, lists: Sequence[Path], as_of: str
) -> Callable[[Screening], tuple[Screened, ...]]:
    return Bench(ledger, lists, as_of).screen


def profile_of(stored: Stored) -> Profile:
    """Return the purchase that a stored analysis was made for."""
    return profile_from(json.loads(stored.profile), f"ledger: {stored.name}")


def settings_of(stored: Stored) -> Settings:
    """Return the settings that a stored analysis was made under, passwords apart.

    What a later version of the program no longer knows, or did not know yet, is at its default.
    """
    held = json.loads(stored.settings)
    limits = held.pop("limits", {})
    known = {one.name for one in fields(Settings)}
    kept: dict[str, Any] = {name: _frozen(value) for name, value in held.items() if name in known}
    bounds = {one.name for one in fields(Limits)}
    return Settings(
        **kept, limits=Limits(**{name: value for name, value in limits.items() if name in bounds})
    )


def _frozen(value: object) -> object:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


class Bench:
    """What screens stored analyses against one state of the lists; costly parts made if needed."""

    def __init__(self, ledger: Path, lists: Sequence[Path], as_of: str) -> None:
        self._ledger = Ledger(ledger)
        self._lists = load_lists(lists)
        self._as_of = as_of
        self._touches = Touches(self._ledger, self._lists, model_digest(shipped_models()))

    @cached_property
    def _analyser(self) -> Analyser:
        from analyser.analysis import Analyser

        return Analyser(self._lists, Profile(), Settings())

    def screen(self, job: Screening) -> tuple[Screened, ...]:
        """Return what became of each analysis of `job`.

        Judged by the day of the first analysis unless another is set: only the lists have changed.
        """
        return tuple(self._screened(one) for one in job.analyses)

    def _screened(self, stored: Stored) -> Screened:
        documents = stored_texts(self._ledger, stored.id)
        missing = [one for one in documents if one.text is None or one.assessment is None]
        if missing:
            return Screened(stored, tuple(untold(stored, one.path) for one in missing))
        profile = profile_of(stored)
        touched = self._touches.of(stored)
        made = [self._quickly(stored, one, profile, touched) for one in documents]
        if any(one is None for one in made):
            return self._anew(stored, documents, profile, touched)
        told = _told(stored, documents, [one for one in made if one is not None])
        if not told.same:
            return told
        lacking = tuple(_outline(one) for one in documents if one.mark != form_mark())
        return replace(told, outlines=lacking)

    def _quickly(
        self, stored: Stored, one: StoredText, profile: Profile, touched: Touch | None
    ) -> Assessment | None:
        """Return the assessment under the new lists where that needs no search, else `None`."""
        assert one.assessment is not None
        assert one.text is not None
        if touched is None or touched.reaches(one.assessment, texts(one.text)):
            return None
        if not one.assessment.findings:
            return one.assessment
        self._under(stored)
        return self._analyser.asked_again(one.assessment, profile)

    def _anew(
        self,
        stored: Stored,
        documents: Sequence[StoredText],
        profile: Profile,
        touched: Touch | None,
    ) -> Screened:
        self._under(stored)
        held = [
            replace(unpack(Document, one.text), path=one.path)
            for one in documents
            if one.text is not None
        ]
        if self._worth_reading(held, touched):
            read = self._read(stored, profile)
            if [one.document.path for one in read] == [one.path for one in documents]:
                made = [one.assessment for one in read]
                return _told(stored, documents, made, read=[one.document for one in read])
        awake = [awakened(one, self._analyser.interest) for one in held]
        plain = [
            frozenset(
                block.page for block in before.blocks if block.quiet and block.page is not None
            )
            - frozenset(block.page for block in after.blocks if block.quiet)
            for before, after in zip(held, awake, strict=True)
        ]
        made = [self._analyser.assess(one, profile) for one in awake]
        return _told(stored, documents, made, plain, awake if any(plain) else ())

    def _worth_reading(self, held: Sequence[Document], touched: Touch | None) -> bool:
        """Whether something that counts stands on a page of which only the words are kept.

        The file, if it is still there, tells its columns, rows and places.
        """
        bare = [
            block.text
            for one in held
            for block in one.blocks
            if block.page is not None and not block.spans
        ]
        if not bare:
            return False
        if touched is None:
            return bool(self._analyser.interest(bare))
        return touched.names([(text, False) for text in bare])

    def _read(self, stored: Stored, profile: Profile) -> list[Analysis]:
        """Read the file again, if it still lies in its place, byte for byte."""
        path = Path(stored.root, stored.name)
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except (OSError, ValueError):
            return []
        if digest != stored.file_sha256:
            return []
        return list(self._analyser.analyse(path, stored.name, profile))

    def _under(self, stored: Stored) -> None:
        settings = settings_of(stored)
        self._analyser.settings = replace(settings, as_of=self._as_of or stored.as_of)


def _told(
    stored: Stored,
    documents: Sequence[StoredText],
    made: Sequence[Assessment],
    plain: Sequence[frozenset[int]] = (),
    read: Sequence[Document] = (),
) -> Screened:
    """Return what became of `stored`; what was `read` otherwise takes its stored text's place."""
    changes: list[Change] = []
    pages = plain or [frozenset()] * len(made)
    for one, after, searched in zip(documents, made, pages, strict=True):
        if one.assessment is not None:
            changes.extend(compared(stored, one.assessment, after, searched))
    if all(one.assessment == after for one, after in zip(documents, made, strict=True)):
        return Screened(stored, same=True)
    if read:
        kept = [keep(one, each, form_of(each)) for one, each in zip(made, read, strict=True)]
    else:
        kept = [keep(one, None, _form(each)) for one, each in zip(made, documents, strict=True)]
    return Screened(stored, tuple(changes), tuple(kept))


def _form(one: StoredText) -> bytes | None:
    return None if one.text is None else form_of_texts(texts(one.text))


def _outline(one: StoredText) -> tuple[int, str, frozenset[str], bytes]:
    assert one.assessment is not None
    return one.number, one.sha256, met_in(one.assessment), _form(one) or b""


def awakened(document: Document, interest: Callable[[Sequence[str]], frozenset[int]]) -> Document:
    """Return `document` with those quiet pages to be searched that now hold a candidate."""
    quiet = [number for number, block in enumerate(document.blocks) if block.quiet]
    if not quiet:
        return document
    wanted = {quiet[n] for n in interest([document.blocks[number].text for number in quiet])}
    if not wanted:
        return document
    blocks: list[Block] = []
    for number, block in enumerate(document.blocks):
        if number in wanted:
            texts_of = paragraphs(block.text)
            blocks.extend(replace(block, text=one, quiet=False, spans=()) for one in texts_of)
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))
