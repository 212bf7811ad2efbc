"""The one place that writes to the terminal: results out, remarks aside."""

from __future__ import annotations

import os
import sys


def say(text: str = "") -> None:
    """Write `text` and a line end to standard output, whatever its encoding can show."""
    _write(sys.stdout, text)


def remark(text: str) -> None:
    """Write `text` and a line end to standard error."""
    _write(sys.stderr, text)


def _write(stream: object, text: str) -> None:
    # A Windows console may be cp1252 and a pipe ASCII; a maker's Chinese name must not end the run.
    encoding = getattr(stream, "encoding", None) or "utf-8"
    printable = text.encode(encoding, "backslashreplace").decode(encoding)
    try:
        stream.write(printable + "\n")  # type: ignore[attr-defined]
        stream.flush()  # type: ignore[attr-defined]
    except BrokenPipeError:
        # The reader went away (`| head`): what is left to do is done, and the exit code stays that
        # of the verdict. Without this a flagged tender would end as a clear one.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[attr-defined]
