"""The vendor lists and regimes, read, checked, compiled and kept by digest.

The digest covers every list file and the program's version, so a kept compilation is used exactly
as long as it is true. Line ends and the order of folders do not change it.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import analyser
from analyser.catalogue import Catalogue
from analyser.errors import ListError
from analyser.lists import cache as kept
from analyser.lists.where import shipped_lists
from analyser.rulebook import Rulebook

logger = logging.getLogger(__name__)

LAYOUT = "1"
"""Raised when the compiled form changes without the lists or the program's version changing."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Catalogue and rulebook of one run."""

    catalogue: Catalogue
    rulebook: Rulebook
    version: str
    """The day to which the lists speak and a short digest: "2026-11-23+3f9a1c2e"."""

    digest: str
    warnings: tuple[str, ...] = ()


def load_lists(
    overlays: Sequence[Path] = (),
    *,
    cache: Path | None = None,
    shipped: Path | None = None,
) -> Lists:
    """Return the lists of `shipped` with `overlays` over them, the last one uppermost.

    Args:
        overlays: Folders of the same layout whose entries win over the shipped ones.
        cache: Folder of compiled lists; the user's cache folder where None.
        shipped: Folder of the base lists; those that came with the program where None.

    Raises:
        ListError: The files are missing or faulty; one line a fault.
    """
    folders = [shipped or shipped_lists(), *overlays]
    for folder in folders:
        if not folder.is_dir():
            msg = f"{folder}: is no folder of lists; give one that exists"
            raise ListError(msg)
    digest = digest_of(folders)
    store = cache or kept.cache_folder()
    stored = kept.load(store, digest) if store else None
    if stored is not None:
        return _lists(stored, digest)
    compiled = compile_lists(folders, digest)
    if store and not kept.store(store, digest, compiled):
        logger.info("compiled lists are not kept: %s cannot be written", store)
    return _lists(compiled, digest)


def digest_of(folders: Sequence[Path]) -> str:
    """Return the SHA-256 of all list files below `folders` and of the program's version."""
    whole = hashlib.sha256(f"{analyser.__version__} {LAYOUT}".encode())
    for number, folder in enumerate(folders):
        for name, path in sorted(_files(folder)):
            try:
                content = path.read_bytes()
            except OSError as error:
                msg = f"{path}: {error.strerror or error}; make it readable"
                raise ListError(msg) from error
            content = content.replace(b"\r\n", b"\n")
            whole.update(f"{number} {name} {len(content)}\n".encode())
            whole.update(content)
    return whole.hexdigest()


def compile_lists(folders: Sequence[Path], digest: str) -> tuple[Catalogue, Rulebook]:
    """Read, check and compile `folders`.

    Raises:
        ListError: One line a fault.
    """
    # Pydantic and what depends on it: a warm start does without.
    from analyser.lists.checking import faults_of
    from analyser.lists.compiling import catalogue_of
    from analyser.lists.reading import read_rows, refuse

    rows = read_rows(folders)
    if not rows.vendors and not rows.faults:
        rows.faults.append(f"{folders[0]}: holds no vendor; give a folder with makers/")
    refuse(rows.faults or faults_of(rows))
    catalogue = catalogue_of(rows, f"{rows.as_of or 'undated'}+{digest[:8]}")
    return catalogue, _rulebook(folders)


def _rulebook(folders: Sequence[Path]) -> Rulebook:
    try:
        from analyser.lists.rules import read_rules
    except ImportError:
        return Rulebook(version="")
    rulebook = Rulebook(version="")
    regimes = {}
    for folder in folders:
        if (folder / "regimes").is_dir():
            rulebook = read_rules(folder / "regimes")
            regimes.update(rulebook.regimes)
    return Rulebook(version=rulebook.version, regimes=regimes)


def _lists(compiled: tuple[Catalogue, Rulebook], digest: str) -> Lists:
    catalogue, rulebook = compiled
    return Lists(catalogue, rulebook, catalogue.version, digest)


def _files(folder: Path) -> list[tuple[str, Path]]:
    return [(path.relative_to(folder).as_posix(), path) for path in folder.rglob("*.toml")]
