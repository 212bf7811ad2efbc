"""Reading ahead: nothing that was begun for a run outlives it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from analyser import scanning
from analyser.finding import Verdict
from analyser.profile import Profile
from analyser.running.ahead import Ahead
from analyser.running.engines import Engine, Engines, Wishes
from analyser.running.slicing import Work
from analyser.selection import select
from analyser.settings import Settings


class Waiting(Executor):
    """Carries nothing out; breaks when more than `most` calls come."""

    def __init__(self, most: int = 100) -> None:
        self.calls = 0
        self.most = most

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Take the call."""
        self.calls += 1
        if self.calls > self.most:
            raise RuntimeError(fn, args, kwargs)
        return Future()


def works(*names: str) -> list[Work]:
    """Return jobs of those names."""
    return [Work(Path(name), name, Profile()) for name in names]


def test_a_failed_run_leaves_no_old_answer_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that changed after a run failed is read anew by the next run on the same readers."""
    bid = tmp_path / "bid.txt"
    bid.write_text("We offer Norvik cameras in all rooms of the hall.\n")
    wishes = Wishes(jobs=1)
    run = partial(scanning.scan, profile=Profile(), settings=Settings(), wishes=wishes)

    def fails(engines: Engines, *_: object, **__: object) -> str:
        (future,) = engines.ahead()
        future.result()
        raise RuntimeError

    with Engines(wishes) as engines:
        with monkeypatch.context() as broken:
            broken.setattr(scanning, "_planted", fails)
            with pytest.raises(RuntimeError):
                run(select([tmp_path]), engines=engines)
        assert engines.ahead() == ()
        bid.write_text("We offer Hikvision DS-2CD2143G2-I cameras in all rooms of the hall.\n")
        scanned = run(select([tmp_path]), engines=engines)
        assert engines.ahead() == ()

    assert scanned.run.verdict is not Verdict.CLEAR


def test_what_is_given_back_makes_room_again() -> None:
    """However often jobs are begun and forgotten, as many as ever can be begun."""
    engine = Engine(Ahead(Waiting()), str, Settings(), 2)

    for turn in range(5):
        begun = engine.begin(works(f"{turn}a", f"{turn}b", f"{turn}c"))
        assert [one.name for one in begun] == [f"{turn}a", f"{turn}b"]
        assert engine.begin(works("other")) == ()
        engine.executor.forget(begun)


def test_a_beginning_that_fails_begins_nothing() -> None:
    """What was handed out before the readers failed is taken back, as nobody will ask for it."""
    engine = Engine(Ahead(Waiting(most=1)), str, Settings(), 4)

    with pytest.raises(RuntimeError):
        engine.begin(works("a", "b"))

    assert engine.executor.begun == 0
