"""The planted text, looked through by a reader where each of them loads the search anyway.

It is then the very search that reads the documents which is proved, and the client makes none of
its own: a quarter of a second of CPU, which on two cores every scan would wait for.
"""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING

from analyser.lists.load import Lists
from analyser.running.batch import WAIT_SECONDS
from analyser.running.workers import WorkerLostError

if TYPE_CHECKING:
    from analyser.analysis import Analyser

PLANTED = "the planted text"
"""A reader's job beside documents: every listed maker is looked for in a text that names all."""

Answer = tuple[str, str]
"""Digest of the lists that a reader has, and the canary's words on them."""


def looked_through(analyser: Analyser) -> Answer:
    """Look for every listed maker with the search of `analyser`.

    Raises:
        CanaryError: one is not found.
    """
    from analyser.canary import check_canary

    return analyser.lists.digest, check_canary(analyser.lists.catalogue, analyser.matcher)


def words_on(lists: Lists, asked: Future[Answer] | None) -> str:
    """Return the canary's words on `lists`: those of the reader that was asked, or else our own.

    Raises:
        CanaryError: a listed maker is not found.
    """
    answer = _answered(asked) if asked is not None else None
    if answer is not None and answer[0] == lists.digest:
        return answer[1]
    from analyser.canary import check_canary

    return check_canary(lists.catalogue)


def _answered(asked: Future[Answer]) -> Answer | None:
    """Return the reader's answer; none where it was lost to a tight limit, or put away."""
    while True:
        try:
            return asked.result(WAIT_SECONDS)  # in slices, so that Ctrl-C is heard
        except (WorkerLostError, CancelledError):
            return None
        except TimeoutError:
            if asked.done():
                raise
