"""Flags that name a file or a folder, and the person at the keyboard, shared by commands."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path

from analyser.errors import UsageError


def named(text: str) -> Path:
    """Return the path that `text` names; as a path "" would be the very folder one stands in.

    Raises:
        ArgumentTypeError: it names none: most often a variable was not set.
    """
    if not text.strip():
        raise argparse.ArgumentTypeError("the path is empty; name one, or . for this folder")
    return Path(text)


def add_lists_flag(parser: argparse.ArgumentParser) -> None:
    """Add `--lists` to a command that reads by the lists; `--overlay` is its name in `lists`."""
    parser.add_argument(
        "--lists",
        "--overlay",
        dest="lists",
        type=named,
        action="append",
        default=[],
        metavar="DIR",
        help="own lists that win over the shipped ones (may be repeated)",
    )


def add_ledger_flag(
    parser: argparse.ArgumentParser, words: str = "default: the user's own"
) -> None:
    """Add `--ledger` to a command that remembers."""
    parser.add_argument("--ledger", type=named, metavar="FILE", help=words)


def person(given: str) -> str:
    """Return the person who decides: as given, or the user of this machine.

    Raises:
        UsageError: the machine does not know its user, as in many containers.
    """
    try:
        return given.strip() or getpass.getuser()
    except (KeyError, ImportError, OSError) as error:
        raise UsageError("--person: the user has no name here; give one") from error
