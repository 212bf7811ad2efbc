"""Compiled lists kept in the user's own cache folder, and nothing else ever unpickled.

A pickle can run code. So a kept file is read only when it is the user's own and nobody else may
write it or its folder, and even then only the nouns of the lists can be built from it.
"""

from __future__ import annotations

import io
import os
import pickle
import stat
import sys
import tempfile
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

NOUNS = frozenset({"analyser.catalogue", "analyser.limb", "analyser.rulebook"})
KEPT = 6
"""Compiled lists that stay beside each other: overlays and versions in use."""


def cache_folder() -> Path | None:
    """Return the user's cache folder for this program, None where there is none."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return home / "AppData" / "Local" / "procurement-analyser" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "procurement-analyser"
    return home / ".cache" / "procurement-analyser"


def load(folder: Path, digest: str) -> Any:
    """Return what was stored under `digest`, None where nothing trustworthy is there."""
    path = _file(folder, digest)
    try:
        if not _own(folder.lstat(), directory=True):
            return None
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags), "rb") as stream:  # noqa: PTH123 - O_NOFOLLOW needs os.open
            if not _own(os.fstat(stream.fileno()), directory=False):
                return None
            stored_digest, stored = _Nouns(io.BytesIO(stream.read())).load()
    except FileNotFoundError:
        return None
    except Exception:  # noqa: BLE001 - whatever a broken cache does, the lists are compiled again
        return None
    return stored if stored_digest == digest else None


def store(folder: Path, digest: str, value: object) -> bool:
    """Store `value` under `digest` in one step; False where the folder does not allow it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _own(folder.lstat(), directory=True):
            return False
        handle, name = tempfile.mkstemp(prefix=".lists-", dir=folder)
        try:
            with os.fdopen(handle, "wb") as stream:
                _ByFields(stream, protocol=pickle.HIGHEST_PROTOCOL).dump((digest, value))
            Path(name).replace(_file(folder, digest))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _thin_out(folder)
    except OSError:
        return False
    return True


def _file(folder: Path, digest: str) -> Path:
    return folder / f"lists-{digest}.pickle"


def _own(status: os.stat_result, *, directory: bool) -> bool:
    form = stat.S_ISDIR if directory else stat.S_ISREG
    if not form(status.st_mode):
        return False
    getuid = getattr(os, "getuid", None)
    if getuid is None:  # Windows keeps a user's folders to the user by its own rules
        return True
    return status.st_uid == getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _thin_out(folder: Path) -> None:
    kept = sorted(folder.glob("lists-*.pickle"), key=lambda path: path.stat().st_mtime)
    for path in kept[:-KEPT]:
        path.unlink(missing_ok=True)


class _ByFields(pickle.Pickler):
    """Writes a noun as its class and the values of its fields.

    What dataclasses with slots do by themselves looks the fields up anew for each of the eight
    thousand objects, which is a third of the time that reading them takes.
    """

    def reducer_override(self, obj: Any) -> Any:
        kind = type(obj)
        if kind.__module__ in NOUNS and is_dataclass(kind):
            return kind, tuple(getattr(obj, one.name) for one in fields(kind))
        return NotImplemented


class _Nouns(pickle.Unpickler):
    """Builds the nouns of the lists and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if module in NOUNS and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        msg = f"{module}.{name} is no noun of the lists"
        raise pickle.UnpicklingError(msg)
