"""The one place that writes to the terminal: results out, remarks aside."""

from __future__ import annotations

import errno
import json
import os
import sys
from typing import Any, TextIO

from analyser.errors import OutputError

_BREAKS = {ord("\n"): "\\n", ord("\r"): "\\r"}
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if code != 9}
_TURNING = (0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
"""They turn the direction of writing, or end a line: "fdp.exe" is shown as "exe.pdf"."""

ESCAPED = {**_CONTROLS, **_BREAKS, **{code: f"\\u{code:04x}" for code in _TURNING}}
"""Characters that a terminal would obey, or that would make two lines of one."""

IN_JSON = {code: f"\\u{code:04x}" for code in ESCAPED if code >= 0x7F}
"""JSON itself escapes those below, and between its strings stand no others."""


def one_line(text: str) -> str:
    """Return `text` as one line that moves no cursor: a file's name may hold any character."""
    return text.translate(ESCAPED)


def say(text: str = "") -> None:
    """Write `text`, one line, to standard output, whatever its encoding can show."""
    _write(sys.stdout, one_line(text))


def say_data(value: Any, *, indent: int | None = None) -> None:
    """Write `value` as JSON to standard output, in ASCII where its encoding shows no more."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode(_encoding(sys.stdout))
    except UnicodeEncodeError:
        text = json.dumps(value, indent=indent)
    _write(sys.stdout, text.translate(IN_JSON))


def remark(text: str) -> None:
    """Write `text`, one line, to standard error."""
    _write(sys.stderr, one_line(text))


def _encoding(stream: TextIO | None) -> str:
    return getattr(stream, "encoding", None) or "utf-8"


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # a program without a console: the reports are there all the same
        return
    # A Windows console may be cp1252 and a pipe ASCII; a maker's Chinese name must not end the run.
    encoding = _encoding(stream)
    printable = text.encode(encoding, "backslashreplace").decode(encoding)
    try:
        stream.write(printable + "\n")
        stream.flush()
    except OSError as error:
        # Whatever is left in the buffer must not fail once more when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        # The reader went away (`| head`): what is left to do is done, and the exit code stays that
        # of the verdict. Without this a flagged tender would end as a clear one.
        gone = isinstance(error, BrokenPipeError) or error.errno == errno.EINVAL  # on Windows
        if stream is sys.stdout and not gone:
            msg = f"standard output: cannot be written to ({error.strerror}); see to space"
            raise OutputError(msg) from error
