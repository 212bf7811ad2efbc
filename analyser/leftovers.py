"""What an earlier run left in an output folder, so that two runs are never read as one.

A letter or a page of a tender that is no longer there must not lie beside the new ones. Files that
somebody changed since, such as a letter made ready to be sent, are set aside and never deleted.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath

logger = logging.getLogger(__name__)

RECORD = ".analyser-wrote.json"
"""Names and digests of what the last run wrote into the folder."""

KEPT = "changed-by-hand"
"""Folder of the files that were changed since; each keeps its name, with a number if need be."""


def record(folder: Path, written: Iterable[Path]) -> None:
    """Note in `folder` what was `written`; a note that cannot be made costs nothing but itself."""
    with suppress(OSError):
        files = {
            path.relative_to(folder).as_posix(): _digest(path)
            for path in written
            if path.is_relative_to(folder)
        }
        (folder / RECORD).write_text(json.dumps(files, indent=1), encoding="utf-8")


def clear_away(folder: Path) -> None:
    """Remove from `folder` what the run before wrote, and set aside what was changed since.

    Files that no run of ours wrote are not touched.

    Raises:
        OSError: a file cannot be moved or removed.
    """
    for name, digest in recorded(folder).items():
        path = folder / PurePosixPath(name)
        if not path.is_file() or path.is_symlink():
            continue
        if not path.resolve().is_relative_to(folder.resolve()):
            continue
        if _digest(path) == digest:
            path.unlink()
        else:
            logger.warning("%s: was changed by hand; kept in %s", name, set_aside(path, folder))
        for parent in path.relative_to(folder).parents:
            with suppress(OSError):  # not empty: it holds what is not ours
                if parent.parts:
                    (folder / parent).rmdir()


def recorded(folder: Path) -> dict[str, str]:
    """Return what the last run noted; nothing where the note is missing or is not ours."""
    try:
        files = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(files, dict):
        return {}
    return {
        name: digest
        for name, digest in files.items()
        if isinstance(digest, str) and not PurePosixPath(name).is_absolute() and ".." not in name
    }


def set_aside(path: Path, folder: Path) -> Path:
    """Move `path` to where `folder` keeps what is not to be lost; return where it lies.

    Raises:
        OSError: it cannot be moved.
    """
    target = folder / KEPT / path.name
    number = 2
    while target.exists():
        target = folder / KEPT / f"{path.stem}-{number}{path.suffix}"
        number += 1
    target.parent.mkdir(exist_ok=True)
    path.replace(target)
    return target


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
