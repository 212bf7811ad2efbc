"""Folders by URL: what lies in them, and reports put into them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from analyser.errors import AnalyserError, OutputError, UsageError
from analyser.locations.remote import fetch, opened, reason_of, without_secrets
from analyser.selection import (
    PROFILE_NAME,
    Job,
    Refusal,
    Selection,
    pack_of,
    profile_fault,
)

T = TypeVar("T")

MOST_PROFILE = 1024 * 1024
PROBE = ".analyser-writes-here"

BUCKETS = {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oci", "oss", "cos", "r2"}
"""Stores without folders, where making one may make a bucket."""


def select_remote(urls: Sequence[str], store: Path, *, leave_out: str = "") -> Selection:
    """Return the objects under `urls` in a fixed order, and refuse those with unsafe names.

    Tenders' own profiles are fetched into `store`. Nothing under the URL `leave_out` is entered.

    Raises:
        UsageError: nothing is there, access is denied, or a driver is not installed.
    """
    if len(urls) != 1:
        msg = "paths: give one URL a run, without local paths beside it; scan others by themselves"
        raise UsageError(msg)
    url = urls[0]
    jobs: list[Job] = []
    refusals: list[Refusal] = []
    profiles: list[tuple[str, Path]] = []
    for name, address, size in _listed(url, leave_out):
        if _unsafe(name):
            refusals.append(Refusal(_shown(name), "its name would lead out of the folder"))
            continue
        unused = profile_fault(name, profiles)
        if unused:
            refusals.append(Refusal(_shown(name), unused))
        elif unused == "":
            path = store / f"profile-{len(profiles)}" / PROFILE_NAME
            path.parent.mkdir()
            _told(url, partial(fetch, address, path, MOST_PROFILE))
            profiles.append((pack_of(name), path))
        else:
            jobs.append(Job(Path(name), name, pack_of(name), address, size))
    shown = without_secrets(url)
    return Selection(Path(shown), tuple(jobs), tuple(refusals), tuple(profiles), shown)


def prove_writable(url: str) -> None:
    """Prove that reports can be written under `url`, before hours of reading.

    Raises:
        OutputError: they cannot.
        UsageError: a driver is not installed.
    """
    files, root = opened(url)
    probe = f"{root.rstrip('/')}/{PROBE}"
    try:
        _make_folder(files, root)
        files.pipe_file(probe, b"")
        files.rm_file(probe)
    except Exception as error:
        raise _no_output(url, error) from error


def upload(folder: Path, url: str) -> tuple[str, ...]:
    """Copy every file under `folder` to `url`, `findings.json` last; return their URLs.

    Raises:
        OutputError: one cannot be written.
    """
    files, root = opened(url)
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    # Whoever waits for the findings may take their presence for the end of the run.
    found.sort(key=lambda path: path.name == "findings.json")
    written = []
    for path in found:
        name = path.relative_to(folder).as_posix()
        target = f"{root.rstrip('/')}/{name}"
        try:
            _make_folder(files, target.rpartition("/")[0])
            files.put_file(str(path), target)
        except Exception as error:
            raise _no_output(url, error) from error
        written.append(f"{without_secrets(url).rstrip('/')}/{name}")
    return tuple(written)


def _told(url: str, action: Callable[[], T]) -> T:
    """Return what `action` returns; whatever it raises is the caller's to mend."""
    try:
        return action()
    except UsageError:
        raise
    except Exception as error:
        why = str(error) if isinstance(error, AnalyserError) else reason_of(error)
        msg = f"{without_secrets(url)}: {why}; check address, bucket and credentials"
        raise UsageError(msg) from error


def _listed(url: str, leave_out: str) -> list[tuple[str, str, int]]:
    """Return (name, URL, bytes) of every object under `url`, in the order of their names."""
    files, top = opened(url)
    outside = opened(leave_out)[1].rstrip("/") + "/" if leave_out else ""
    facts = _told(url, lambda: files.info(top))
    if facts.get("type") == "file" and not url.endswith("/"):
        return [(top.rpartition("/")[2], url, int(facts.get("size") or 0))]
    found = _told(url, lambda: files.find(top, detail=True))
    if not found and not _told(url, lambda: files.exists(top)):
        msg = f"{without_secrets(url)}: nothing is there; check address and bucket"
        raise UsageError(msg)
    root = top.rstrip("/") + "/"
    return [
        (path[len(root) :], files.unstrip_protocol(path), int(found[path].get("size") or 0))
        for path in sorted(found)
        # An object that ends in "/" is how some programs draw a folder.
        if path.startswith(root)
        and not path.endswith("/")
        and not (outside and path.startswith(outside))
    ]


def _unsafe(name: str) -> bool:
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or "" in steps or "." in steps or any(ord(one) < 32 for one in name)


def _shown(name: str) -> str:
    """Return an unsafe name so that no report takes it for a path."""
    return re.sub(r"[\x00-\x1f]", "?", name).replace("\\", "/").replace("..", "(..)")


def _make_folder(files: Any, path: str) -> None:
    """Make the folder `path`, where a file system has such; never a bucket of a mistyped name."""
    names = (files.protocol,) if isinstance(files.protocol, str) else files.protocol
    if not BUCKETS.intersection(names):
        with contextlib.suppress(FileExistsError, NotImplementedError):
            files.makedirs(path, exist_ok=True)


def _no_output(url: str, error: Exception) -> OutputError:
    shown = without_secrets(url)
    msg = f"{shown}: cannot be written to: {reason_of(error)}; choose another --output"
    return OutputError(msg)
