"""Many documents, one run: choose, analyse, join into tenders.

`scan` and `watch` both call this, so that a drop and a batch are treated alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from analyser import __version__
from analyser.catalogue import Catalogue
from analyser.deciding import apply, astray, in_sight
from analyser.decisions import Decision
from analyser.dossier import Pack, Run
from analyser.finding import GRAVITY, Assessment, Verdict
from analyser.language import language_name
from analyser.ledger.listed import keep_contents
from analyser.ledger.packing import pack
from analyser.ledger.store import Kept
from analyser.lists.freshness import buyers_warning, today
from analyser.lists.load import Lists
from analyser.lists.where import shipped_models
from analyser.memory.remembering import Assess, Memory, Recalled, Under, model_digest, remembered
from analyser.memory.touching import contents
from analyser.own_output import without_own
from analyser.pack import dossiers
from analyser.plausible import doubts, proved
from analyser.profile import Profile, read_profile
from analyser.regimes.coverage import untested
from analyser.running.engines import Engines, Wishes, unopened
from analyser.running.slicing import Work
from analyser.selection import Refusal, Selection, as_text
from analyser.settings import Settings
from analyser.vouching import vouched

if TYPE_CHECKING:
    from analyser.matching.matcher import Matcher

Told = Callable[[int, int, str], None]
"""Progress: documents done, documents in all, name of the last one."""


def timestamp() -> str:
    """Return this moment in UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def by_day(settings: Settings) -> Settings:
    """Return `settings` with a day to judge by, this one if none is set.

    Set once a run, so that every document is judged by one day, whatever midnight does.
    """
    return settings if settings.as_of else replace(settings, as_of=timestamp()[:10])


def own_profiles(selection: Selection, profile: Profile) -> dict[str, Profile]:
    """Return each tender's own profile over that of the whole run, by the tender's name.

    One that lies beside the tenders, under `"."`, holds for all of them, fact by fact.

    Raises:
        ProfileError: one of them is malformed.
    """
    paths = dict(selection.profiles)
    everywhere, own = profile, {}
    for name in sorted(paths, key=lambda each: each != "."):
        read = read_profile(paths[name]).over(everywhere)
        own[name] = proved(read, str(paths[name]))
        everywhere = own.get(".", profile)
    return own


def works(selection: Selection, profile: Profile, own: Mapping[str, Profile]) -> tuple[Work, ...]:
    """Return the jobs of `selection`, each under its tender's own profile where it has one."""
    return tuple(
        Work(job.path, job.name, _of_tender(own, job.pack) or profile, job.url, job.size)
        for job in selection.jobs
    )


def _of_tender(own: Mapping[str, Profile], pack: str) -> Profile | None:
    return own.get(pack, own.get("."))


def refused(refusal: Refusal) -> Assessment:
    """Return the assessment of a file that was not opened: incomplete, with its reason."""
    return unopened(refusal.name, refusal.reason)


def gather(
    assessments: Sequence[Assessment],
    lists: Lists,
    profile: Profile,
    settings: Settings,
    *,
    started_at: str,
    root: str,
    own: Mapping[str, Profile] | None = None,
) -> Run:
    """Join `assessments` into tenders and return the finished run.

    `own` holds the profiles of tenders that have one of their own, by the tender's name.
    """
    profiles = own or {}
    packs = tuple(
        replace(pack, profile=_of_tender(profiles, pack.name))
        for pack in dossiers(assessments, lists.catalogue)
    )
    buyers = [pack.profile or profile for pack in packs] or [profile]
    places = {one.jurisdiction for one in buyers}
    return Run(
        started_at=started_at,
        finished_at=timestamp(),
        analyser_version=__version__,
        lists_version=lists.version,
        language_model=language_name(shipped_models()),
        profile=_shared(packs) or profile,
        documents=tuple(sorted(assessments, key=lambda one: one.path)),
        packs=packs,
        verdict=gravest(packs),
        warnings=(
            *untested(places, lists.rulebook),
            *doubts(buyers),
            *buyers_warning(lists.catalogue, lists.rulebook, places, today()),
        ),
        settings=settings.described(),
        root=root,
    )


def _shared(packs: Sequence[Pack]) -> Profile | None:
    """Return the buyer that all of `packs` have of their own, if there is one."""
    buyers = {pack.profile for pack in packs}
    return buyers.pop() if len(buyers) == 1 else None


def gravest(packs: Sequence[Pack]) -> Verdict:
    """Return the gravest verdict among `packs`; clear where there is none."""
    return max((pack.verdict for pack in packs), key=GRAVITY.__getitem__, default=Verdict.CLEAR)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A finished run and the lists that it was made with."""

    run: Run
    lists: Lists
    decisions: tuple[Decision, ...] = ()
    """Those of the ledger that were taken about the run's documents, and all that were given."""

    memory: Memory | None = None
    """The run's part of the ledger, closed; `None` without one."""


def scan(
    selection: Selection,
    profile: Profile,
    settings: Settings,
    wishes: Wishes,
    told: Told | None = None,
    *,
    engines: Engines | None = None,
    decided: Sequence[Decision] = (),
) -> Scanned:
    """Read and assess everything in `selection`; return the run and the lists behind it.

    What was `decided` counts as what the ledger knows of decisions does, and after it.
    `engines` that live longer than one run spare the next one the loading of lists and model.

    Raises:
        ListError: the lists are faulty, or a listed maker is not found in the planted text.
        ProfileError: a tender's own profile is malformed.
    """
    started_at = timestamp()
    settings = by_day(settings)
    selection = without_own(selection)
    own = own_profiles(selection, profile)
    jobs = works(selection, profile, own)
    assessments = [refused(one) for one in selection.refusals]
    with ExitStack() as opened:
        used = engines or opened.enter_context(Engines(wishes))
        lists = used.lists()
        memory = _memory(selection, settings, wishes, lists, opened)
        recalled = memory.recalled(jobs) if memory is not None else Recalled()
        fresh = [job for index, job in enumerate(jobs) if index not in recalled.known]
        if fresh:  # readers load what they need while the planted text is searched here
            begun = used.begin(lists, settings, fresh)
            opened.callback(used.forget, begun)  # a run that fails leaves no old answers behind
        planted = _planted(used, lists, memory, at_work=bool(fresh))
        analyse = partial(_analyse, used, lists, settings)
        for done, made in enumerate(_assessed(jobs, analyse, memory, recalled), start=1):
            assessments.extend(made)
            if told is not None:
                told(done, len(jobs), jobs[done - 1].name)
        laid = vouched(
            assessments, lists, lambda name: _of_tender(own, name) or profile, settings.as_of
        )
        if memory is not None:
            memory.note_together(assessments, laid)
            decided = (*memory.decided(assessments), *decided)
    gathered = partial(
        gather,
        lists=lists,
        profile=profile,
        settings=settings,
        started_at=started_at,
        root=_root(selection),
        own=own,
    )
    decisions = tuple(dict.fromkeys(decided))
    run = _under_decisions(laid, decisions, lists.catalogue, settings, gathered)
    warnings = (*run.warnings, *astray(decisions, assessments))
    return Scanned(replace(run, canary=planted, warnings=warnings), lists, decisions, memory)


def _root(selection: Selection) -> str:
    return selection.address or as_text(str(selection.root))


def _under_decisions(
    assessments: Sequence[Assessment],
    decided: Sequence[Decision],
    catalogue: Catalogue,
    settings: Settings,
    gathered: Callable[[Sequence[Assessment]], Run],
) -> Run:
    """Return the run of `assessments` with what people have decided about them laid over it."""
    if not decided:
        return gathered(assessments)
    family = families(catalogue)
    made = [apply(one, decided, settings.as_of, family) for one in assessments]
    run = gathered(made)
    return replace(run, packs=in_sight(run.packs, dossiers(assessments, catalogue), made))


def _memory(
    selection: Selection, settings: Settings, wishes: Wishes, lists: Lists, opened: ExitStack
) -> Memory | None:
    if wishes.ledger is None:
        return None
    under = Under(
        lists_version=lists.version,
        lists_digest=lists.digest,
        language_model=model_digest(shipped_models()),
        settings=settings,
    )
    memory = opened.enter_context(
        remembered(wishes.ledger, "scan", _root(selection), under, retain_text=wishes.retain_text)
    )
    keep_contents(
        memory.ledger, lists.digest, lambda: pack(contents(lists.catalogue, lists.rulebook))
    )
    return memory


def _assessed(
    jobs: Sequence[Work], analyse: Assess[Work], memory: Memory | None, recalled: Recalled
) -> Iterator[tuple[Assessment, ...]]:
    if memory is not None:
        yield from memory.through(jobs, recalled, analyse)
        return
    for kept in analyse(jobs):
        yield tuple(one.assessment for one in kept)


def _analyse(
    engines: Engines, lists: Lists, settings: Settings, jobs: Sequence[Work]
) -> Iterator[tuple[Kept, ...]]:
    # The engine is made here, that is only if there is a job: it is what costs.
    yield from engines.engine(lists, settings).analyse(jobs)


def _planted(engines: Engines, lists: Lists, memory: Memory | None, *, at_work: bool) -> str:
    sound = partial(engines.planted, lists)
    return sound() if memory is None else memory.planted(sound, at_work=at_work)


def families(catalogue: Catalogue) -> Callable[[str], str]:
    """Return what gives a part number's family, under the grammars of `catalogue`."""

    @cache
    def matcher() -> Matcher:
        # Costly, and asked only about part numbers that differ from the decided one.
        from analyser.matching.matcher import Matcher

        return Matcher(catalogue)

    def family(text: str) -> str:
        found = matcher().part_family(text)
        return f"{found.maker} {found.family}" if found is not None else ""

    return family
