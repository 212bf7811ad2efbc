"""The watched folder's file operations: look, claim, give back, file away.

Everything moves by rename inside the inbox, which no other program can see half done. Nothing is
ever deleted but our own empty folders.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from analyser.errors import UsageError
from analyser.folder.settling import Look, ignored, unfinished
from analyser.selection import as_text

WORK = ".work"
LOCK = "lock"
DONE, FAILED = "done", "failed"

LONGEST_NAME = 120
"""Characters; with a number and an ending it still fits every file system."""

FORBIDDEN = frozenset('<>:"/\\|?*')
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10)),
}


def shown(name: str) -> str:
    """Return a file name as text that can be stored and printed, odd bytes escaped."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in as_text(name))


def folder_name(name: str) -> str:
    """Return a name for a report's folder that every file system takes."""
    plain = "".join("_" if c in FORBIDDEN else c for c in shown(name)).replace("\\", "_")
    plain = plain[:LONGEST_NAME].strip(" .") or "drop"
    if plain.split(".", 1)[0].lower() in DEVICES:
        plain = f"_{plain}"
    return plain


def numbered(name: str, limit: int = 10000) -> Iterator[str]:
    """Yield `name`, then `name` with -2, -3 … before its ending."""
    yield name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 8:
        stem, dot, ending = name, "", ""
    for number in range(2, limit):
        yield f"{stem}-{number}{dot}{ending}"


def look(path: Path) -> Look:
    """Return how a drop looks now: name, size, dates and inode of everything in it.

    Links are not followed.

    Raises:
        OSError: it vanished or cannot be looked at.
    """
    own = path.lstat()
    facts: list[tuple[str, int, int, int]] = [_facts("", own)]
    open_end = False
    if stat.S_ISDIR(own.st_mode):
        for entry, inside in _entries(path):
            facts.append(_facts(os.path.relpath(entry.path, path), inside))
            open_end = open_end or unfinished(entry.name)
    # The claim itself changes a file's ctime and its name, so neither is part of the print.
    return Look(hash(tuple(sorted(facts))), open_end)


def _facts(name: str, status: os.stat_result) -> tuple[str, int, int, int]:
    # A folder's own date changes with what is put into it, which the entries show anyway.
    if stat.S_ISDIR(status.st_mode):
        return (name, -1, 0, 0)
    return (name, status.st_size, status.st_mtime_ns, status.st_ino)


def _entries(folder: Path) -> Iterator[tuple[os.DirEntry[str], os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            yield entry, entry.stat(follow_symlinks=False)
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(Path(entry.path))


def drops(inbox: Path) -> dict[str, Look]:
    """Return every drop that lies in `inbox`, by name.

    Raises:
        OSError: the inbox itself cannot be read.
    """
    found: dict[str, Look] = {}
    with os.scandir(inbox) as entries:
        names = sorted(entry.name for entry in entries if not ignored(entry.name))
    for name in names:
        with contextlib.suppress(OSError):  # gone again, or a share that stutters: next time
            found[name] = look(inbox / name)
    return found


def refusal(path: Path) -> str:
    """Return why a drop is not opened, or `""`."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return "a symbolic link is not followed; put the file itself into the folder"
    if stat.S_ISFIFO(mode):
        return "a named pipe, not a file"
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return "a device or socket, not a file"
    return ""


def holder(inbox: Path, number: int) -> Path:
    """Return the folder in which the item with that number is held while it is worked on."""
    return inbox / WORK / str(number)


def held(inbox: Path, number: int) -> Path | None:
    """Return the one thing in an item's holder; `None` if there is none."""
    try:
        with os.scandir(holder(inbox, number)) as entries:
            names = [entry.name for entry in entries]
    except OSError:
        return None
    return holder(inbox, number) / names[0] if names else None


def take(inbox: Path, name: str, number: int) -> Path:
    """Move the drop `name` into its holder, so that no other watcher can take it.

    Raises:
        OSError: it vanished, or is held open (Windows).
    """
    place = holder(inbox, number)
    place.mkdir(parents=True, exist_ok=True)
    target = place / name
    try:
        (inbox / name).rename(target)
    except OSError:
        with contextlib.suppress(OSError):
            place.rmdir()
        raise
    return target


def move_away(source: Path, folder: Path, wanted: str) -> Path:
    """Move `source` to `folder`/`wanted`, numbered if that name is taken; return where it lies.

    Raises:
        OSError: it cannot be moved.
    """
    target = free_place(folder, wanted)
    source.rename(target)
    with contextlib.suppress(OSError):
        source.parent.rmdir()
    return target


def free_place(folder: Path, wanted: str) -> Path:
    """Return a path in `folder` that nothing has, `wanted` or a numbered form of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in numbered(wanted):
        if not os.path.lexists(folder / name):
            return folder / name
    msg = f"{folder}: ten thousand files named {wanted}"
    raise FileExistsError(msg)


def strays(inbox: Path) -> Iterator[tuple[int, Path]]:
    """Yield number and holder of everything that is held in `inbox`."""
    with contextlib.suppress(OSError), os.scandir(inbox / WORK) as entries:
        for entry in list(entries):
            if entry.name.isdecimal() and entry.is_dir(follow_symlinks=False):
                yield int(entry.name), Path(entry.path)


def prepare(inbox: Path, output: Path) -> None:
    """Check both folders and make ours in the inbox.

    Raises:
        UsageError: the inbox is no folder or cannot be written, or the output lies inside it.
    """
    if not inbox.is_dir():
        msg = f"{inbox}: no such folder; make it, or name another inbox"
        raise UsageError(msg)
    refuse_output_inside(inbox, output)
    try:
        for name in (WORK, DONE, FAILED):
            (inbox / name).mkdir(exist_ok=True)
            if (inbox / name).is_symlink():
                msg = f"{inbox / name}: a link; make it a folder, so that moves stay in one place"
                raise UsageError(msg)
    except OSError as error:
        msg = f"{inbox}: cannot be written to ({error.strerror}); see to its rights"
        raise UsageError(msg) from error


def refuse_output_inside(inbox: Path, output: Path) -> None:
    """Make sure that reports are not taken for drops; links may have been laid since the start.

    Raises:
        UsageError: the output folder lies in the inbox.
    """
    if output.resolve().is_relative_to(inbox.resolve()):
        msg = f"{output}: lies in the watched folder; choose an --output outside it"
        raise UsageError(msg)


@contextlib.contextmanager
def locked(inbox: Path) -> Iterator[None]:
    """Hold the inbox: one watcher a folder, and the system frees it however that one ends.

    Raises:
        UsageError: another watcher holds it.
    """
    with (inbox / WORK / LOCK).open("ab") as file:
        if not _lock(file.fileno()):
            msg = f"{inbox}: another watcher is at work there; stop it first"
            raise UsageError(msg)
        yield


def _lock(descriptor: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        # Some network file systems know no locks; refusing to work there would help nobody.
        return error.errno not in (13, 11)
    return True
