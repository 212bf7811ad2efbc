"""Loading: no threads that nobody needs, no search for rubbish among what stays."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analyser.loading import loading, one_thread

ROOT = Path(__file__).parents[1]


def test_nothing_is_collected_while_loading() -> None:
    """The collector rests while lists load, works again afterwards, and passes over what stays."""
    before = gc.get_freeze_count()
    try:
        with loading():
            assert not gc.isenabled()
            kept = [[number] for number in range(1000)]
        assert gc.isenabled()
        assert gc.get_freeze_count() >= before + len(kept)
    finally:
        gc.unfreeze()


def test_the_collector_works_again_after_a_fault() -> None:
    """Lists that cannot be loaded do not leave the collector switched off."""
    with pytest.raises(ValueError, match="faulty"), loading():
        raise ValueError("faulty")
    gc.unfreeze()

    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    """Whoever has switched the collector off for reasons of his own finds it so."""
    gc.disable()
    try:
        with loading():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


def test_what_the_user_has_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number of threads that the user has chosen is not overruled."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    one_thread()

    assert os.environ["OPENBLAS_NUM_THREADS"] == "3"


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted in /proc")
def test_explain_starts_no_threads() -> None:
    """A sentence is explained by one thread: numpy's own would wait busily for nothing."""
    code = (
        "import os, sys; from analyser.cli import main; "
        "main(['explain', 'The bidder offers Hikvision cameras.']); "
        "assert 'numpy' in sys.modules; print(len(os.listdir('/proc/self/task')))"
    )
    environment = {**os.environ}
    environment.pop("OPENBLAS_NUM_THREADS", None)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.splitlines()[-1] == "1"
