"""What other readers find in a file: poppler in PDF, LibreOffice in Office files.

LibreOffice converts many files in one process, since its start costs more than most files. It tells
each file as it begins it; one that takes too long, or of which it writes too much (a short
workbook of the torture corpus makes gigabytes of CSV), is given up and the next process goes on
behind it.
"""

from __future__ import annotations

import os
import re
import selectors
import shutil
import signal
import subprocess
import tempfile
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path

WORD = re.compile(r"\w+")
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
TEXT = "txt:Text (encoded):UTF8"
FORMS = {
    **dict.fromkeys(("docx", "docm", "doc", "odt", "rtf"), TEXT),
    **dict.fromkeys(("xlsx", "xlsm", "xlsb", "xls", "ods"), CSV),
    **dict.fromkeys(("pptx", "ppt", "odp"), "pdf"),
    "pdf": "",
}
"""Type to what LibreOffice makes of it; poppler reads PDF itself."""

START = 20.0
WRITTEN = 64 * 2**20
"""Bytes of one converted file: a library, not a tender."""


def words_of(text: str) -> list[str]:
    """Return the words of `text` as they are compared: a ligature is its letters."""
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


def reference_words(
    paths: Sequence[Path], kind: str, seconds: float
) -> tuple[dict[Path, set[str]], list[str]]:
    """Return the distinct words of each file, and what was given up.

    Args:
        paths: Files of one type.
        kind: The type, a key of `FORMS`.
        seconds: How long one file may take.
    """
    if kind == "pdf":
        found = {path: by_poppler(path, seconds) for path in paths}
        return {path: words for path, words in found.items() if words}, []
    office = shutil.which("soffice")
    if office is None:
        return {}, ["LibreOffice is not installed"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        return _by_office(office, paths, kind, Path(scratch), seconds)


def by_poppler(path: Path, seconds: float) -> set[str]:
    """Return the distinct words that pdftotext finds in `path`."""
    if shutil.which("pdftotext") is None:
        return set()
    try:
        done = subprocess.run(
            ["pdftotext", "-q", str(path), "-"], capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return set()
    return set(words_of(done.stdout.decode("utf-8", "replace")))


def _by_office(
    office: str, paths: Sequence[Path], kind: str, scratch: Path, seconds: float
) -> tuple[dict[Path, set[str]], list[str]]:
    names = {f"{number:05}": path for number, path in enumerate(paths)}
    out = scratch / "out"
    out.mkdir()
    for name, path in names.items():  # names of one length: none is the beginning of another
        shutil.copyfile(path, scratch / f"{name}.{kind}")
    waiting, given_up = list(names), []
    while waiting:
        files = [scratch / f"{name}.{kind}" for name in waiting]
        begun, ended = _converted(office, FORMS[kind], files, scratch, seconds)
        if ended:
            break
        # Without a word from it, the first file is what it could not begin.
        place = waiting.index(begun) if begun in waiting else 0
        given_up.append(f"{names[waiting[place]].name}: LibreOffice gave it up or took too long")
        for made in out.glob(f"{waiting[place]}*"):
            made.unlink()
        waiting = waiting[place + 1 :]
    found = {}
    for name, path in names.items():
        words: set[str] = set()
        for made in sorted(out.glob(f"{name}*")):
            words |= _words(made, seconds)
        if words:
            found[path] = words
    return found, given_up


def _words(made: Path, seconds: float) -> set[str]:
    if made.suffix == ".pdf":
        return by_poppler(made, seconds)
    return set(words_of(made.read_text("utf-8", "replace")))


def _converted(
    office: str, form: str, files: Sequence[Path], scratch: Path, seconds: float
) -> tuple[str, bool]:
    """Convert `files`; return the stem of the one begun last, and whether none was left."""
    limited = f'ulimit -c 0; ulimit -f {WRITTEN // 512}; exec "$@"'
    command = [office, f"-env:UserInstallation=file://{scratch}/profile", "--headless",
               "--convert-to", form, "--outdir", str(scratch / "out")]  # fmt: skip
    process = subprocess.Popen(
        ["sh", "-c", limited, "sh", *command, *map(str, files)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdout is not None
    begun, until, ended = "", time.monotonic() + START + seconds, False
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while ready.select(max(0.0, until - time.monotonic())):
            said = os.read(process.stdout.fileno(), 65536)
            if not said:
                ended = process.wait() == 0
                break
            stems = re.findall(rb"convert \S*?(\d{5})\.", said)
            begun = stems[-1].decode() if stems else begun
            until = time.monotonic() + seconds
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.stdout.close()
    process.wait()
    return begun, ended
