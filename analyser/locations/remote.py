"""Documents and reports by URL (S3, Azure, GCS, SFTP, HTTP ...); the one file that knows fsspec.

The client only lists; whoever reads a document fetches it, into a private file that is gone when
the document is read. Credentials and addresses of servers are fsspec's own configuration
(`FSSPEC_S3_ENDPOINT_URL`, `~/.config/fsspec/*.json`, the cloud's usual files), on every machine
for itself: they never travel with a job.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from analyser.errors import AnalyserError, LimitError, ReadingError, UsageError

logger = logging.getLogger(__name__)

T = TypeVar("T")

# Two letters at least: "C:\tenders" is a path.
URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")

CHUNK = 1024 * 1024
ATTEMPTS = 3
PAUSE = 0.5
"""Seconds before a fetch is tried again; twice as long each time."""

PREFIX = "analyser-fetched-"

PASSING = (TimeoutError, ConnectionError, InterruptedError)
"""What may be over in a moment."""


def is_url(place: str) -> bool:
    """Return whether `place` is written as a URL."""
    return URL.match(place) is not None


def without_secrets(url: str) -> str:
    """Return `url` as a report may show it: without user, password, query or fragment."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def local_path(url: str) -> Path | None:
    """Return the path that a `file://` URL stands for; `None` for any other."""
    scheme, _, rest = url.partition("://")
    if scheme.lower() not in ("file", "local"):
        return None
    return Path(url2pathname(unquote(rest.removeprefix("localhost") or "/")))


@contextmanager
def fetched(url: str, most: int) -> Iterator[Path]:
    """Yield a private copy of the object at `url`, which is removed afterwards.

    Raises:
        ReadingError: it cannot be fetched; the message says why.
        LimitError: it is larger than `most` bytes.
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    try:
        # The suffix alone is kept: the rest of an object's name may be no file's name here.
        suffix = Path(url.rpartition("/")[2]).suffix[:12]
        path = folder / f"document{suffix if suffix[1:].isalnum() else ''}"
        fetch(url, path, most)
        yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fetch(url: str, path: Path, most: int) -> None:
    """Copy the object at `url` to `path`, tried again where the network fails for a moment.

    Raises:
        ReadingError: it cannot be fetched; the message says why.
        LimitError: it is larger than `most` bytes.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _copy(url, path, most)
        except AnalyserError:
            raise
        except Exception as error:
            if attempt < ATTEMPTS and isinstance(error, PASSING):
                logger.warning("%s: %r; fetched again", without_secrets(url), error)
                time.sleep(PAUSE * 2 ** (attempt - 1))
                continue
            msg = f"could not be fetched: {reason_of(error)}; see that it is there and scan again"
            raise ReadingError(msg) from error
        else:
            return


def content_of(url: str, most: int) -> bytes:
    """Return the bytes of the object at `url`.

    Raises:
        OSError: it cannot be fetched, or is larger than `most` bytes.
    """
    try:
        with fetched(url, most) as path:
            return path.read_bytes()
    except ReadingError as error:
        raise OSError(str(error)) from error


def reason_of(error: BaseException) -> str:
    """Return in a few words what a driver's error means."""
    # The HTTP driver says "not found" of a server that it cannot reach; the cause knows better.
    if isinstance(error, FileNotFoundError) and _of_the_network(error.__cause__):
        error = error.__cause__ or error
    kind = type(error).__name__
    if isinstance(error, FileNotFoundError):
        return "it is not there (or no longer)"
    if isinstance(error, PermissionError) or "Credential" in kind or "Auth" in kind:
        said = _first_line(error)
        return f"access is denied ({said or 'no reason given'})"
    if isinstance(error, TimeoutError) or "Timeout" in kind:
        return "the server does not answer in time"
    if _of_the_network(error):
        return f"the server cannot be reached ({_first_line(error)})"
    return _first_line(error) or kind


def _of_the_network(error: BaseException | None) -> bool:
    kind = type(error).__name__
    return isinstance(error, PASSING) or "Connect" in kind or "Timeout" in kind


def _first_line(error: BaseException) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    line = (said.splitlines() or [""])[0]
    return re.sub(r"(://)[^/@\s]+@", r"\1", line)[:160].rstrip(". ")


def opened(url: str) -> tuple[Any, str]:
    """Return the file system of `url` and the path in it."""
    try:
        import fsspec
    except ImportError as error:
        msg = "URL: fsspec is not installed; pip install 'procurement-analyser[cluster]'"
        raise UsageError(msg) from error
    shown = without_secrets(url)
    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(url)
    except ImportError as error:
        msg = f"{shown}: its driver is not installed ({_first_line(error)})"
        raise UsageError(msg) from error
    except Exception as error:
        if isinstance(error, ValueError) and "rotocol" in str(error):
            msg = f"{shown}: no such kind of address; use s3://, az://, gs://, sftp:// or https://"
        else:
            msg = f"{shown}: {reason_of(error)}; check the address"
        raise UsageError(msg) from error
    return found


def _copy(url: str, path: Path, most: int) -> None:
    files, where = opened(url)
    held = 0
    # A listing that another document's fetch left behind must not stand for what is there now.
    files.invalidate_cache()
    with (
        files.open(where, "rb", block_size=CHUNK, cache_type="readahead") as incoming,
        path.open("wb") as outgoing,
    ):
        while chunk := incoming.read(CHUNK):
            held += len(chunk)
            if held > most:
                msg = f"larger than {most // 2**20} MiB; split it or raise the limit"
                raise LimitError(msg)
            outgoing.write(chunk)


def _sweep() -> None:
    """Remove what a reader process of this machine left behind that was killed in the middle."""
    if os.name != "posix":  # elsewhere a process cannot be asked whether it lives
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        number = folder.name.removeprefix(PREFIX).partition("-")[0]
        if number.isdecimal() and int(number) != os.getpid():
            try:
                os.kill(int(number), 0)
            except ProcessLookupError:
                shutil.rmtree(folder, ignore_errors=True)
            except OSError:
                continue
