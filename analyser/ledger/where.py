"""Where the ledger lies when nobody says."""

from __future__ import annotations

import sys
from pathlib import Path

from analyser.errors import UsageError

NAME = "ledger.sqlite3"


def default_ledger() -> Path:
    """Return the ledger in the user's own folder for what programs remember.

    Raises:
        UsageError: the user has no home folder.
    """
    try:
        home = Path.home()
    except RuntimeError as error:
        msg = "no home folder to keep a ledger in; name one with --ledger"
        raise UsageError(msg) from error
    if sys.platform == "win32":
        return home / "AppData" / "Local" / "procurement-analyser" / NAME
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "procurement-analyser" / NAME
    return home / ".local" / "share" / "procurement-analyser" / NAME


def existing_ledger(path: Path | None) -> Path:
    """Return `path` or the default ledger, if there is one: looking must not make an empty one.

    Raises:
        UsageError: there is none.
    """
    found = path if path is not None else default_ledger()
    if not found.is_file():
        msg = f"{found}: no ledger there; `scan --ledger FILE` and `watch` make one"
        raise UsageError(msg)
    return found
