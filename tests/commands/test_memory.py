"""decide, history, ledger and rescreen on a ledger that `scan` made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from analyser.cli import main
from analyser.ledger import decided
from analyser.ledger.retrospect import latest, outlines
from analyser.ledger.store import Ledger

BID = "Bill of quantities\n\nItem 1: we offer 12 cameras Hikvision DS-2CD2143G2-I, 90.00 each.\n"
LETTER = "Dear Sirs,\n\nZorvex Optics Ltd will supply 40 cameras made by Zorvex, model ZX-9.\n"

OVERLAY = """
id = "zorvex"
name = "Zorvex"
kind = "manufacturer"
country = "CN"
sectors = ["video_surveillance"]
restricted = true
basis = "recalled"
aliases = [{ text = "Zorvex", type = "short" }]
"""


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with tenders and the ledger of a scan over them."""
    base = tmp_path_factory.mktemp("memory")
    for tender, text in (("north", BID), ("south", LETTER)):
        (base / "in" / tender).mkdir(parents=True)
        (base / "in" / tender / "bid.txt").write_text(text)
    assert scan(base, "out") == 12
    return base


@pytest.fixture
def base(scanned: Path, tmp_path: Path) -> Path:
    """Return a copy of it that a test may change."""
    shutil.copytree(scanned, tmp_path / "base")
    return tmp_path / "base"


def scan(base: Path, out: str, *more: object) -> int:
    """Scan with the ledger, by one reader: each that starts loads lists and model."""
    return main(
        ["scan", str(base / "in"), "--output", str(base / out), "-q", "--format", "json",
         "--ledger", str(base / "ledger"), "--jobs", "1", *map(str, more)]
    )  # fmt: skip


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """Run a command and return its exit code and what it printed."""
    capsys.readouterr()
    code = main([str(one) for one in arguments])
    return code, capsys.readouterr().out


def test_history_finds_maker_tender_and_bidder(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By a maker's id or name, by a tender's name, by words of the text; else it says so."""
    ledger = ("--ledger", base / "ledger")

    for words in ("hikvision", "Hikvision", "north"):
        code, out = said(capsys, "history", words, *ledger)
        assert code == 0
        assert "north/bid.txt: Hikvision: flagged (offered)" in out
    code, out = said(capsys, "history", "zorvex optics ltd", *ledger, "--json")
    assert [(one["pack"], bool(one["named"])) for one in json.loads(out)] == [("south", True)]
    assert "not met" in said(capsys, "history", "Nobody & Sons", *ledger)[1]


def test_a_decision_is_kept_shown_and_verified(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """decide, then scan: the mention is noted with its reason; history and trail know of it."""
    ledger = ("--ledger", base / "ledger")
    decide = ("decide", "north/bid.txt", "hikvision", "dismiss", "--person", "A. Officer")

    assert said(capsys, *decide, *ledger)[0] == 2
    code, _ = said(capsys, *decide, "--all", "--reason", "sample text", *ledger)
    assert code == 0
    assert scan(base, "again") == 0

    report = json.loads((base / "again" / "findings.json").read_text())
    (mentions,) = [one["mentions"] for one in report["documents"] if one["mentions"]]
    assert {one["disposition"] for one in mentions} == {"noted"}
    assert all("dismissed by A. Officer" in one["why"][0] for one in mentions)
    assert "sample text" in said(capsys, "history", "hikvision", *ledger)[1]
    code, out = said(capsys, "ledger", "verify", *ledger)
    assert (code, "The trail holds" in out) == (0, True)


def test_a_decision_bears_the_path_that_was_named(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the same bytes at two paths the one is decided that was named, not the one last read."""
    (base / "in" / "zenith").mkdir()
    shutil.copy(base / "in" / "north" / "bid.txt", base / "in" / "zenith")
    assert scan(base, "again") == 12

    said(
        capsys, "decide", "north/bid.txt", "hikvision", "ask", "--all", "--ledger", base / "ledger"
    )

    with Ledger(base / "ledger") as ledger:
        assert {one.path for one in decided.decisions(ledger)} == {"north/bid.txt"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["history", ""], "history: the name is empty"),
        (["rescreen", "--jobs", "0"], "--jobs 0: give a number from 1 up"),
        (["history", "  "], "history: the name is empty"),
        (["decide", "", "hikvision", "ask"], "DOCUMENT or MAKER is empty"),
        (["decide", "north/bid.txt", "", "ask"], "DOCUMENT or MAKER is empty"),
        (["decide", "north/bid.txt", "hikvision", "ask", "--expires", "2020-01-01"], "that day has come"),
        (["decide", "north/bid.txt", "hikvision", "ask", "--expires", "soon"], "no date"),
    ],
)  # fmt: skip
def test_words_that_can_mean_nothing_are_wrong_usage(
    base: Path, words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty name, or an end that has passed, is told in one line; nothing is recorded."""
    capsys.readouterr()

    assert main([*words, "--ledger", str(base / "ledger")]) == 2

    (line,) = capsys.readouterr().err.splitlines()
    assert says in line
    with Ledger(base / "ledger") as ledger:
        assert decided.decisions(ledger) == ()


def test_a_decisions_file_is_imported_once(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a report saved comes in by either command, and only once."""
    report = json.loads((base / "out" / "findings.json").read_text())
    (document,) = [one for one in report["documents"] if one["mentions"]]
    mention = document["mentions"][0]
    row = {
        "document_sha256": document["sha256"],
        "path": document["path"],
        "maker": mention["makers"][0],
        "place": {key: mention[key] for key in ("page", "where", "text", "context")},
        "decision": "dismiss",
        "reason": "seen",
        "person": "A. Officer",
        "date": "2026-11-23",
        "expires": None,
    }
    path = base / "decisions.json"
    path.write_text(json.dumps({"schema_version": "1.0", "decisions": [row]}))
    ledger = ("--ledger", base / "ledger")

    first = said(capsys, "decide", "--import", path, *ledger)[1]
    second = said(capsys, "ledger", "import", path, *ledger)[1]

    assert (first.split()[0], second.split()[0]) == ("1", "0")


def decisions_file(base: Path, report: str = "out", **changes: object) -> Path:
    """Write a decisions file that dismisses each mention of a report and return its path."""
    found = json.loads((base / report / "findings.json").read_text())
    rows = [
        {
            "document_sha256": document["sha256"],
            "path": document["path"],
            "maker": mention["makers"][0],
            "place": {key: mention[key] for key in ("page", "where", "text", "context", "stance")},
            "decision": "dismiss",
            "reason": "seen",
            "person": "A. Officer",
            "date": "2026-11-01",
            "expires": None,
            **changes,
        }
        for document in found["documents"]
        for mention in document["mentions"]
    ]
    path = base / "decisions.json"
    path.write_text(json.dumps({"schema_version": "1.0", "decisions": rows}))
    return path


@pytest.mark.parametrize("case", ["holds", "expired", "edited", "another stance"])
def test_a_file_of_decisions_counts_as_the_ledger_does(
    base: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """--decisions FILE and the same file brought into the ledger come to one verdict and report."""
    file = decisions_file(base, **({"expires": "2026-11-02"} if case == "expired" else {}))
    bid = base / "in" / "north" / "bid.txt"
    if case == "edited":
        bid.write_text(BID.replace("we offer", "we now offer"))
    if case == "another stance":
        file.write_text(file.read_text().replace('"offered"', '"existing"'))
    inbox = str(base / "in")
    common = ("scan", inbox, "-q", "--format", "json", "--jobs", "1", "--output")

    by_file = main([*common, str(base / "by-file"), "--decisions", str(file)])
    assert main(["decide", "--import", str(file), "--ledger", str(base / "ledger")]) == 0
    by_ledger = main([*common, str(base / "by-ledger"), "--ledger", str(base / "ledger")])

    one, other = (
        json.loads((base / name / "findings.json").read_text()) for name in ("by-file", "by-ledger")
    )
    assert (one["documents"], one["packs"]) == (other["documents"], other["packs"])
    assert by_file == by_ledger == (0 if case == "holds" else 12)
    why = [line for d in one["documents"] for m in d["mentions"] for line in m["why"]]
    told = {"holds": "dismissed by A. Officer", "expired": "ran out on 2026-11-02"}
    told["another stance"] = "decide anew"
    assert case == "edited" or told[case] in why[0]


def test_decisions_about_other_documents_are_told(base: Path) -> None:
    """A decision whose document is not in the run changes nothing, and the report says so."""
    file = decisions_file(base, document_sha256="0" * 64, path="elsewhere/bid.txt")

    assert scan(base, "again", "--decisions", file) == 12

    warnings = json.loads((base / "again" / "findings.json").read_text())["run"]["warnings"]
    assert any("not in this run (elsewhere/bid.txt)" in one for one in warnings)


def test_a_second_scan_analyses_nothing(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unchanged files under unchanged conditions are recalled: no reader process is started."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("analyser.running.workers.WorkerPool.submit", refuse)

    assert scan(base, "again") == 12

    first, second = (
        json.loads((base / out / "findings.json").read_text()) for out in ("out", "again")
    )
    assert first["documents"] == second["documents"]


def test_forgetting_is_told_and_verified(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Forget removes a document's text by path; the trail holds; a second scan reads it anew."""
    ledger = ("--ledger", base / "ledger")

    code, out = said(capsys, "ledger", "forget", "north/bid.txt", "--person", "A", *ledger)
    assert (code, out.startswith("1 document forgotten")) == (0, True)
    assert "text kept of 1" in said(capsys, "ledger", "status", *ledger)[1]
    assert said(capsys, "ledger", "verify", *ledger)[0] == 0
    assert said(capsys, "ledger", "forget", "--older-than", "soon", *ledger)[0] == 2
    assert scan(base, "again") == 12
    assert "text kept of 2" in said(capsys, "ledger", "status", *ledger)[1]


def test_a_ledger_without_text_says_what_it_cannot_tell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Kept without text: no word of a document is in the file, and rescreening says so."""
    (tmp_path / "in" / "south").mkdir(parents=True)
    (tmp_path / "in" / "south" / "bid.txt").write_text(LETTER)
    overlay = tmp_path / "own" / "makers"
    overlay.mkdir(parents=True)
    (overlay / "zorvex.toml").write_text(OVERLAY)
    ledger = ("--ledger", tmp_path / "ledger")

    scan(tmp_path, "out", "--forget-text")

    with Ledger(tmp_path / "ledger") as held:
        row = held.connection.execute("SELECT content, form FROM document").fetchone()
    assert row == (None, None)
    out = said(capsys, "rescreen", *ledger, "--lists", tmp_path / "own", "--jobs", "1", "--json")
    assert [one["kind"] for one in json.loads(out[1])] == ["cannot be told"]


def test_no_ledger_is_made_by_looking(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong path is told; no empty ledger appears there."""
    for command in (("history", "x"), ("ledger", "verify"), ("rescreen",)):
        assert said(capsys, *command, "--ledger", tmp_path / "none")[0] == 2
    assert not (tmp_path / "none").exists()


def test_unchanged_lists_change_nothing(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Screening again under the same lists tells of no change."""
    code, out = said(capsys, "rescreen", "--ledger", base / "ledger")

    assert code == 0
    assert "2 files screened" in out
    assert out.rstrip().endswith("; 0 changes.")


def test_a_new_listing_is_told_by_tender(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A maker that is listed later is newly caught where it was offered, as a scan would say."""
    overlay = base / "own" / "makers"
    overlay.mkdir(parents=True)
    (overlay / "zorvex.toml").write_text(OVERLAY)
    shutil.rmtree(base / "in" / "north")
    (base / "in" / "south" / "bid.txt").rename(base / "moved-away.txt")

    rescreen = ("rescreen", "--ledger", base / "ledger", "--jobs", "1", "--json")
    own = ("--lists", base / "own")
    code, out = said(capsys, *rescreen, *own)

    changes = json.loads(out)
    assert [(one["pack"], one["maker"], one["kind"]) for one in changes] == [
        ("south", "zorvex", "newly caught")
    ]
    assert code in (11, 12)
    assert json.loads(said(capsys, *rescreen, *own)[1]) == []
    back = json.loads(said(capsys, *rescreen)[1])
    assert [(one["maker"], one["kind"]) for one in back] == [("zorvex", "no longer caught")]


def test_what_changed_lists_cannot_touch_is_not_read(
    base: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A listing that stands nowhere: no reader starts, and a scan under it recalls everything."""
    overlay = base / "own" / "makers"
    overlay.mkdir(parents=True)
    (overlay / "quorvia.toml").write_text(OVERLAY.replace("Zorvex", "Quorvia").replace(
        "zorvex", "quorvia"))  # fmt: skip
    own = ("--lists", base / "own")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("analyser.running.workers.WorkerPool.submit", refuse)

    code, out = said(capsys, "rescreen", "--ledger", base / "ledger", *own)
    assert (code, "2 files screened" in out, "; 0 changes" in out) == (0, True, True)
    assert scan(base, "again", *own) == 12
    assert "hikvision" in (base / "again" / "findings.json").read_text()


def test_a_ledger_without_outlines_is_screened_and_gets_them(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Documents of an earlier schema are looked at as text, once, and sifted from then on."""
    with Ledger(base / "ledger") as ledger:
        ledger.connection.execute("UPDATE document SET form = NULL")
        ledger.connection.execute("UPDATE assessment SET met = NULL")
    overlay = base / "own" / "makers"
    overlay.mkdir(parents=True)
    (overlay / "zorvex.toml").write_text(OVERLAY)

    out = said(capsys, "rescreen", "--ledger", base / "ledger", "--lists", base / "own",
               "--jobs", "1", "--json")[1]  # fmt: skip

    assert [one["maker"] for one in json.loads(out)] == ["zorvex"]
    with Ledger(base / "ledger") as ledger:
        held = [one for _, documents in outlines(ledger, [one.id for one in latest(ledger)])
                for one in documents]  # fmt: skip
    assert all(one.form for one in held)
    assert {maker for one in held for maker in one.met or ()} >= {"hikvision", "zorvex"}
