"""Lists, readers and limits on the command line, shared by commands."""

from __future__ import annotations

import argparse
import re
from math import inf
from typing import TYPE_CHECKING

from analyser.commands.path_flags import add_lists_flag
from analyser.errors import UsageError
from analyser.finding import Role

if TYPE_CHECKING:
    from analyser.settings import Settings

ADDRESS = re.compile(r"(?:[a-z]+://)?[^\s/]+:\d+")


def add_reading_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags on lists, reading and workers that `scan` and `watch` share."""
    add_lists_flag(parser)
    parser.add_argument(
        "--jobs", type=int, metavar="N", help="worker processes (default: one a core)"
    )
    parser.add_argument(
        "--cluster", metavar="ADDRESS", help="a dask scheduler, such as tcp://host:8786"
    )
    parser.add_argument(
        "--password",
        action="append",
        default=[],
        metavar="WORD",
        help="tried on locked files (may be repeated)",
    )
    parser.add_argument(
        "--no-ocr", action="store_true", help="leave scans and pictures unread, and say so"
    )
    parser.add_argument(
        "--ocr-language",
        action="append",
        default=[],
        metavar="CODE",
        help="Tesseract code, such as eng or deu",
    )
    parser.add_argument(
        "--role",
        action="append",
        default=[],
        metavar="GLOB=ROLE",
        help=f"say what documents are: {', '.join(Role)}",
    )
    parser.add_argument(
        "--show-cleared", action="store_true", help="list also what was found to be something else"
    )
    parser.add_argument(
        "--seconds", type=float, default=600.0, metavar="N", help="time limit a document"
    )


def settings_from(chosen: argparse.Namespace) -> Settings:
    """Return the settings that the flags of `add_reading_flags` ask for.

    Raises:
        UsageError: a flag's value makes no sense.
    """
    from analyser.settings import Limits, Settings

    prove_jobs(chosen.jobs)
    if chosen.cluster is not None and not ADDRESS.fullmatch(chosen.cluster):
        msg = f"--cluster {chosen.cluster}: write it as tcp://host:8786"  # dask waits a minute
        raise UsageError(msg)
    if not 0 < chosen.seconds < inf:  # nan is neither
        msg = f"--seconds {chosen.seconds:g}: give a number above 0"
        raise UsageError(msg)
    settings = Settings(
        ocr=not chosen.no_ocr,
        ocr_languages=tuple(chosen.ocr_language) or ("eng",),
        passwords=tuple(chosen.password),
        show_cleared=chosen.show_cleared,
        roles=tuple(_role(text) for text in chosen.role),
        limits=Limits(seconds=chosen.seconds),
    )
    # On a cluster the data lies with the workers, who say what they lack.
    if chosen.ocr_language and settings.ocr and not chosen.cluster:
        _prove_languages(settings)
    return settings


def prove_jobs(jobs: int | None) -> None:
    """Make sure that `--jobs` is a number of workers; `None` is one a core.

    Raises:
        UsageError: it is none.
    """
    if jobs is not None and jobs < 1:
        msg = f"--jobs {jobs}: give a number from 1 up"
        raise UsageError(msg)


def _prove_languages(settings: Settings) -> None:
    from analyser.readers.ocr import language_folder

    folder = language_folder(settings)
    if folder is None:
        return  # no OCR at all here: every scan will be told to be unread
    known = sorted({one.stem for one in folder.glob("*.traineddata")} - {"osd"})
    for code in settings.ocr_languages:
        if not (folder / f"{code}.traineddata").is_file():
            msg = (
                f"--ocr-language {code}: Tesseract has no such data in {folder}; "
                f"use one of {', '.join(known) or 'none'}, or install tesseract-ocr-{code}"
            )
            raise UsageError(msg)


def _role(text: str) -> tuple[str, str]:
    pattern, equals, role = text.rpartition("=")
    if not equals or role not in list(Role):
        msg = f"--role {text}: write it as GLOB=ROLE, with a role of {', '.join(Role)}"
        raise UsageError(msg)
    return pattern, role
