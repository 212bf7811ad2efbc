"""When a drop has settled, and what is no drop at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.folder.settling import Look, Settler, ignored, unfinished

QUIET = 4.0


def settle(*steps: tuple[float, dict[str, object]]) -> list[tuple[str, ...]]:
    """Return what a settler says to each look (moment, {name: fingerprint})."""
    settler = Settler(QUIET)
    return [
        settler.observe(at, {name: Look(mark) for name, mark in seen.items()})  # type: ignore[arg-type]
        for at, seen in steps
    ]


@pytest.mark.parametrize(
    "name",
    [
        ".hidden",
        ".work",
        "._bid.pdf",
        "~$bid.docx",
        "~WRL0001.tmp",
        "bid.pdf.part",
        "bid.pdf.crdownload",
        "BID.TMP",
        "bid.zip.filepart",
        "Thumbs.db",
        "desktop.ini",
        "@eaDir",
        "done",
        "failed",
    ],
)
def test_what_is_no_drop(name: str) -> None:
    """Hidden and temporary files, litter and our own folders are never taken in."""
    assert ignored(name)


@pytest.mark.parametrize(
    "name", ["bid.pdf", "Partner.pdf", "tmp", "done.pdf", "failed bids", "tender 3", "a.part.pdf"]
)
def test_what_is_a_drop(name: str) -> None:
    """Names that only resemble those are drops: nothing is left lying by mistake."""
    assert not ignored(name)
    assert not unfinished(name)


def test_a_drop_settles_after_the_quiet_time() -> None:
    """Not before nothing has changed for so many seconds."""
    same = {"a": 1}

    said = settle((0, same), (1, same), (2, same), (3, same), (4, same), (5, same))

    assert said == [(), (), (), (), ("a",), ("a",)]


def test_a_change_starts_the_time_anew() -> None:
    """A slow writer's file does not settle between two of its writes."""
    steps = [(float(n), {"a": n // 3}) for n in range(30)]

    assert not any(settle(*steps))


def test_a_rename_starts_the_time_anew() -> None:
    """What gets its final name late is looked at from then on."""
    said = settle(
        (0, {"a": 1}), (2, {"a": 1}), (3, {"b": 1}), (4, {"b": 1}), (6, {"b": 1}), (7, {"b": 1})
    )

    assert said == [(), (), (), (), (), ("b",)]


def test_a_drop_that_vanishes_is_forgotten() -> None:
    """Deleted before it settled: nothing is taken in; when it comes back, time starts anew."""
    same = {"a": 1}

    said = settle((0, same), (2, same), (3, {}), (4, same), (6, same), (8, same))

    assert said == [(), (), (), (), (), ("a",)]


def test_a_suspended_watcher_does_not_take_its_sleep_for_quiet() -> None:
    """After hours without a look, one unchanged look is not enough: the writer slept as well."""
    same = {"a": 1}

    assert settle((0, same), (10_000, same), (10_002, same)) == [(), (), ("a",)]


def test_a_clock_that_goes_back_settles_nothing_early() -> None:
    """Time never counts negatively, nor twice."""
    same = {"a": 1}

    assert settle((100, same), (1, same), (2, same), (4, same), (6, same))[:4] == [(), (), (), ()]


def test_a_folder_with_an_unfinished_file_waits_longer() -> None:
    """A copy under way holds the whole folder back; one that was given up does so for a while."""
    settler = Settler(QUIET)
    look = Look(1, unfinished=True)

    at = 0.0
    while not settler.observe(at, {"a": look}):
        at += 1.0

    assert 60 < at < 100


def test_the_oldest_drop_comes_first() -> None:
    """Drops are taken in in the order in which they were first seen, not by name."""
    said = settle(
        (0, {"b": 1}), (1, {"b": 1, "a": 1}), *((n, {"b": 1, "a": 1}) for n in range(2, 9))
    )

    assert said[-1] == ("b", "a")


@given(st.lists(st.tuples(st.floats(0, 3), st.booleans()), max_size=40))
def test_nothing_settles_without_enough_quiet(steps: list[tuple[float, bool]]) -> None:
    """Whatever the pauses and changes: settled means that so many seconds were seen unchanged."""
    settler = Settler(QUIET)
    at = unchanged = 0.0
    mark = 0
    settler.observe(at, {"a": Look(mark)})
    for pause, changes in steps:
        at += pause
        mark += changes
        unchanged = 0.0 if changes else unchanged + pause
        if settler.observe(at, {"a": Look(mark)}):
            assert unchanged >= QUIET - 1e-6
