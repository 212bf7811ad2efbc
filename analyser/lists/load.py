"""The vendor lists and regimes, read, checked, compiled and kept by digest.

The digest covers every list file; line ends do not change it, nor does the order in which a disk
gives its files out. A compilation is kept under the digest and the code that made it, so it is
used exactly as long as it is true.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import analyser
from analyser.catalogue import Catalogue
from analyser.errors import ListError
from analyser.lists import cache as kept
from analyser.lists.freshness import freshness_warnings, today
from analyser.lists.where import shipped_lists
from analyser.rulebook import Regime, Rulebook

logger = logging.getLogger(__name__)

MAKERS_OF_THE_FORM = (
    "catalogue.py",
    "limb.py",
    "rulebook.py",
    "lists/cache.py",
    "lists/compiling.py",
    "lists/lineage.py",
    "lists/reading.py",
    "lists/rules.py",
    "lists/schema.py",
)
"""Files of the package that decide what the compiled lists hold, and how they are kept."""


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
    as_of: str = "",
) -> Lists:
    """Return the lists of `shipped` with `overlays` over them, the last one uppermost.

    Args:
        overlays: Folders of the same layout whose entries win over the shipped ones.
        cache: Folder of compiled lists; the user's cache folder where None.
        shipped: Folder of the base lists; those that came with the program where None.
        as_of: ISO date by which the age of the evidence is judged; today where empty.

    Raises:
        ListError: The files are missing or faulty; one line a fault.
    """
    folders = [shipped or shipped_lists(), *overlays]
    prove_lists(folders)
    digest = digest_of(folders)
    store = cache or kept.cache_folder()
    key = _key(digest)
    stored = kept.load(store, key) if store else None
    if stored is not None:
        return _lists(stored, digest, as_of)
    compiled = compile_lists(folders, digest)
    if store and not kept.store(store, key, compiled):
        logger.info("compiled lists are not kept: %s cannot be written", store)
    return _lists(compiled, digest, as_of)


def prove_lists(folders: Iterable[Path]) -> None:
    """Make sure that each of `folders` holds lists.

    Raises:
        ListError: one is missing or holds none.
    """
    for folder in folders:
        if not folder.is_dir():
            msg = f"{folder}: is no folder of lists; give one that exists"
            raise ListError(msg)
        if next(_files(folder), None) is None:
            # Whoever names the wrong folder would believe that his own lists had been applied.
            msg = f"{folder}: holds no list (*.toml); name the folder that has makers/ in it"
            raise ListError(msg)


def digest_of(folders: Sequence[Path]) -> str:
    """Return the SHA-256 of all list files below `folders`.

    Raises:
        ListError: a file cannot be read.
    """
    whole = hashlib.sha256()
    for number, folder in enumerate(folders):
        for name, path in sorted(_files(folder)):
            try:
                with open(path, "rb") as stream:  # noqa: PTH123 - 700 files: paths cost 10 ms
                    content = stream.read().replace(b"\r\n", b"\n")
            except OSError as error:
                msg = f"{path}: {error.strerror or error}; make it readable"
                raise ListError(msg) from error
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
    rulebook = _rulebook(folders)
    refuse(_strangers(rulebook, catalogue))
    return catalogue, rulebook


def _rulebook(folders: Sequence[Path]) -> Rulebook:
    from analyser.lists.rules import read_rules

    regimes: dict[str, Regime] = {}
    version = ""
    for folder in folders:
        if (folder / "regimes").is_dir():
            read = read_rules(folder / "regimes")
            version = max(version, read.version)
            regimes.update(read.regimes)
    return Rulebook(version=version, regimes=regimes)


def _strangers(rulebook: Rulebook, catalogue: Catalogue) -> list[str]:
    """Return a fault for each maker that a regime names and no vendor file describes."""
    return [
        f"regimes/{regime.id}.toml: match.named: no vendor {maker!r}; correct it or add its file"
        for regime in rulebook.regimes.values()
        for named in regime.match.named
        for maker in named.makers
        if maker not in catalogue.vendors
    ]


def _key(digest: str) -> str:
    """Return what a compilation of the lists with `digest` by this very program is kept under."""
    package = Path(analyser.__file__).parent
    whole = hashlib.sha256(f"{analyser.__version__} {digest}".encode())
    for name in MAKERS_OF_THE_FORM:
        path = package / name
        if path.is_file():  # in a frozen or zipped program the version must do
            whole.update(path.read_bytes())
    return whole.hexdigest()


def _lists(compiled: tuple[Catalogue, Rulebook], digest: str, as_of: str) -> Lists:
    catalogue, rulebook = compiled
    warnings = freshness_warnings(catalogue, rulebook, as_of or today())
    return Lists(catalogue, rulebook, catalogue.version, digest, warnings)


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each list file below `folder`: its name from there, with slashes, and its path."""
    start = len(str(folder)) + 1
    for place, _, names in os.walk(folder):
        below = place[start:].replace(os.sep, "/")
        for name in names:
            if name.endswith(".toml"):
                yield (f"{below}/{name}" if below else name), f"{place}{os.sep}{name}"
