"""What can go wrong, whose fault it is, and the exit code that says so."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command; verdicts from 10 up, the gravest wins."""

    CLEAR = 0
    FAULT = 1
    USAGE = 2
    LISTS = 3
    INCOMPLETE = 10
    REVIEW = 11
    FLAGGED = 12


class AnalyserError(Exception):
    """A fault that is told in one line: where, what, what to do.

    One argument and no `__init__` of its own: an error with one does not survive the way back
    from a worker process.
    """

    exit_code = ExitCode.FAULT


class UsageError(AnalyserError):
    """The call cannot be carried out: the caller's to mend."""

    exit_code = ExitCode.USAGE


class ProfileError(UsageError):
    """A buyer's profile is malformed: its writer's to mend."""


class OutputError(UsageError):
    """The output cannot be written: the caller's to mend."""


class ListError(AnalyserError):
    """A vendor list or regime file is malformed: its editor's to mend."""

    exit_code = ExitCode.LISTS


class CanaryError(ListError):
    """A listed maker was not found in the planted text: nothing may be called clear."""


class ReadingError(AnalyserError):
    """A document cannot be read: becomes an `Unread` with this error's message."""


class LockedError(ReadingError):
    """A document asks for a password that was not given."""


class LimitError(ReadingError):
    """A document exceeds a limit of size, time, memory, ratio or depth."""
