"""Which files a run reads, under which names, and what it refuses to open.

Apart, because the rules on links, pipes and names are security rules: pure and tested alone.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analyser.errors import UsageError

PROFILE_NAME = "profile.toml"
"""A buyer's profile that lies in a tender's folder holds for that folder; in any letters."""

HIDDEN_ENDING = f"{PROFILE_NAME}.txt"
"""What an editor on Windows makes of the name where endings are not shown."""

DEEP_PROFILE = "a profile counts only at the top of a tender's folder; its facts were not used"
ENDED_PROFILE = f"a profile is called {PROFILE_NAME}; rename it, its facts were not used"
SECOND_PROFILE = "a second profile of one tender; keep one, its facts were not used"


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be read."""

    path: Path
    name: str
    """Relative to the root, with `/`: the document's name in every report."""

    pack: str
    """The tender that it belongs to: an immediate sub-folder or archive of the root, or `"."`."""

    url: str = ""
    """Where it is fetched from by whoever reads it; `""`: it lies at `path`."""

    size: int = 0
    """Bytes of what lies at `url`, where its store says so."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is not opened, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything that lies under the chosen paths."""

    root: Path
    jobs: tuple[Job, ...]
    refusals: tuple[Refusal, ...]
    profiles: tuple[tuple[str, Path], ...]
    """(pack, path of its profile.toml)."""

    address: str = ""
    """The URL that everything lies under, as a report shows it; `""`: it lies under `root`."""


def select(paths: Sequence[Path], *, leave_out: Sequence[Path] = ()) -> Selection:
    """Return the files under `paths` in a fixed order; nothing under `leave_out` is entered.

    Raises:
        UsageError: a path does not exist, or is neither file nor folder.
    """
    tops = [_existing(path) for path in paths]
    root = _root(tops)
    outside = {path.resolve() for path in leave_out}
    for top in tops:
        if top.is_dir() and top.resolve() in outside:
            msg = f"{top}: is both what is read and where reports go; choose another --output"
            raise UsageError(msg)
    jobs: list[Job] = []
    refusals: list[Refusal] = []
    profiles: list[tuple[str, Path]] = []
    seen: set[Path] = set()
    for top in tops:
        for entry in _walk(top, root, outside, refusals):
            if entry in seen:
                continue
            seen.add(entry)
            name = _name(entry, root)
            unused = profile_fault(name, profiles)
            refusal = unused or _refusal(entry, root, explicit=entry in tops)
            if refusal:
                refusals.append(Refusal(name, refusal))
            elif unused is None:
                jobs.append(Job(entry, name, pack_of(name)))
            else:
                profiles.append((pack_of(name), entry))
    return Selection(root, tuple(_apart(jobs)), tuple(refusals), tuple(profiles))


def as_text(name: str) -> str:
    """Return a file's name as text that any database takes, with escapes for what is none.

    On Linux a name may hold any bytes; on Windows halves of surrogate pairs.
    """
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _name(entry: Path, root: Path) -> str:
    return as_text(entry.relative_to(root).as_posix())


def _apart(jobs: Sequence[Job]) -> Iterator[Job]:
    """Yield `jobs`, those numbered that got a name by its escapes that another bears as it is."""
    taken: set[str] = set()
    for job in jobs:
        name, number = job.name, 2
        while name in taken:
            name, number = f"{job.name} ({number})", number + 1
        taken.add(name)
        yield replace(job, name=name) if name != job.name else job


def profile_fault(name: str, profiles: Sequence[tuple[str, Path]]) -> str | None:
    """Return why the file called `name` cannot be a tender's profile beside `profiles`.

    `""` if it is one, `None` if it is a document. Further down than at the top of a tender's
    folder it may be the bidder's, who must not say what the buyer is.
    """
    last = name.rpartition("/")[2].casefold()
    if last not in (PROFILE_NAME, HIDDEN_ENDING):
        return None
    if last == HIDDEN_ENDING:
        return ENDED_PROFILE
    if name.count("/") > 1:
        return DEEP_PROFILE
    return SECOND_PROFILE if pack_of(name) in dict(profiles) else ""


def _existing(path: Path) -> Path:
    try:
        found = path.exists()
    except OSError as error:
        msg = f"{path}: cannot be looked at ({error.strerror}); check the path"
        raise UsageError(msg) from error
    if not found:
        msg = f"{path}: no such file or folder; check the path"
        raise UsageError(msg)
    # The parent is resolved, the last part is not: a link that the user names is the user's word.
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow that link
    if not (absolute.is_dir() or absolute.is_file()):
        msg = f"{path}: neither a file nor a folder; name one of these"
        raise UsageError(msg)
    return absolute


def _root(tops: Sequence[Path]) -> Path:
    if len(tops) == 1:
        return tops[0] if tops[0].is_dir() else tops[0].parent
    try:
        common = Path(os.path.commonpath([top.parent for top in tops]))
    except ValueError as error:  # two drives on Windows
        msg = "the paths lie on different drives; scan them one after the other"
        raise UsageError(msg) from error
    return common


def _walk(top: Path, root: Path, outside: set[Path], refusals: list[Refusal]) -> Iterator[Path]:
    if not top.is_dir():
        yield top
        return
    if top.resolve() in outside:
        return
    try:
        entries = sorted(top.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        refusals.append(
            Refusal(_name(top, root), f"the folder cannot be opened ({error.strerror})")
        )
        return
    for entry in entries:
        if entry.is_symlink() and entry.is_dir():
            refusal = _refusal(entry, root, explicit=False)
            if refusal:
                refusals.append(Refusal(_name(entry, root), refusal))
            continue  # a folder inside the root is read under its own name
        if entry.is_dir():
            yield from _walk(entry, root, outside, refusals)
        else:
            yield entry


def _refusal(entry: Path, root: Path, *, explicit: bool) -> str:
    """Return why `entry` is not opened, or `""`."""
    try:
        if entry.is_symlink() and not explicit:
            target = entry.resolve()
            if not target.exists():
                return "a symbolic link to nothing; ask the sender for the file itself"
            if not target.is_relative_to(root.resolve()):
                return "a symbolic link out of the folder is not followed; copy the file itself"
        mode = entry.stat().st_mode
    except (OSError, RuntimeError) as error:  # RuntimeError: a ring of links
        return f"cannot be looked at ({getattr(error, 'strerror', None) or error})"
    if stat.S_ISFIFO(mode):
        return "a named pipe, not a file"
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return "a device or socket, not a file"
    return ""


def pack_of(name: str) -> str:
    """Return the tender that the file called `name` belongs to."""
    first, slash, _ = name.partition("/")
    if slash:
        return first
    # An archive beside other files is a tender of its own, as the contract has it.
    return first if first.lower().endswith((".zip", ".7z", ".tar", ".tar.gz", ".tgz")) else "."
