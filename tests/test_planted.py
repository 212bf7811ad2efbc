"""The planted text: a reader looks through it where each loads the search anyway."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path

import pytest

from analyser.errors import CanaryError
from analyser.lists.load import load_lists
from analyser.planted import Answer, words_on
from analyser.profile import Profile
from analyser.running.engines import Engines, Wishes
from analyser.running.slicing import Work
from analyser.running.workers import WorkerLostError
from analyser.settings import Limits, Settings

ROOT = Path(__file__).parents[1]


def bids(folder: Path, number: int) -> list[Work]:
    """Return jobs on `number` small documents."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"bid-{index}.txt" for index in range(number)]
    for path in paths:
        path.write_text("The bidder offers Norvik cameras.\n", encoding="utf-8")
    return [Work(path, path.name, Profile()) for path in paths]


def test_the_client_makes_no_search_of_its_own(tmp_path: Path) -> None:
    """With a document for each of two readers the client proves the lists without a search."""
    bids(tmp_path / "bids", 2)
    code = (
        "import sys; from analyser.cli import main; main(sys.argv[1:]); "
        "sys.exit('analyser.matching.search' in sys.modules)"
    )
    words = ["scan", str(tmp_path / "bids"), "--output", str(tmp_path / "out"), "--jobs", "2"]
    subprocess.run([sys.executable, "-c", code, *words, "--no-ocr", "-q"], cwd=ROOT, check=True)
    findings = json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))

    assert "were planted in a test text and found" in findings["run"]["canary"]


def test_a_reader_that_is_lost_costs_no_proof(tmp_path: Path) -> None:
    """Where the time limit is too tight for the planted text, the client looks through it."""
    lists = load_lists()
    settings = Settings(ocr=False, limits=Limits(seconds=0.01))
    with Engines(Wishes(jobs=2)) as engines:
        engines.begin(lists, settings, bids(tmp_path, 2))

        assert "were planted in a test text and found" in engines.planted(lists)


def answered(value: Answer | Exception) -> Future[Answer]:
    """Return a call that has come to `value`."""
    asked: Future[Answer] = Future()
    if isinstance(value, Exception):
        asked.set_exception(value)
    else:
        asked.set_result(value)
    return asked


def test_words_on_other_lists_prove_nothing() -> None:
    """A reader that loaded lists edited a moment ago says nothing of those of the run."""
    lists = load_lists()

    assert words_on(lists, answered((lists.digest, "all found"))) == "all found"
    assert "planted in a test text" in words_on(lists, answered(("another digest", "all found")))


def test_a_maker_that_cannot_be_found_stops_the_run() -> None:
    """What a reader says of faulty lists ends the run as if the client had found it."""
    lists = load_lists()
    with pytest.raises(CanaryError, match="cannot be found"):
        words_on(lists, answered(CanaryError("vendor lists: X cannot be found")))

    assert "planted in a test text" in words_on(lists, answered(WorkerLostError("stopped")))


def test_one_document_starts_one_reader(tmp_path: Path) -> None:
    """Fewer documents than readers: no reader is started for the planted text alone."""
    lists = load_lists()
    jobs = bids(tmp_path, 1)
    with Engines(Wishes(jobs=2)) as engines:
        begun = engines.begin(lists, Settings(ocr=False), jobs)

        assert begun == tuple(jobs)
        assert len(engines.ahead()) == 1
        assert engines._asked is None
        engines.forget()
