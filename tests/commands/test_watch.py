"""`analyser watch` from the outside: the program itself on an inbox."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import wait
from pathlib import Path

import pytest

from analyser.cli import main
from analyser.commands.watch import Desk
from analyser.folder.intake import Treated
from analyser.running.ahead import Ahead

BID = "Bill of quantities\n\nItem 1: we offer 12 cameras Hikvision DS-2CD2143G2-I, 90.00 each.\n"
CLEAN = "Method statement. The contractor cleans the premises every week.\n"


def watch(*arguments: object) -> int:
    """Run `analyser watch` in this process, with one reader if not told otherwise.

    Each reader that starts loads lists and model: most of what these tests take.
    """
    jobs = () if "--jobs" in arguments else ("--jobs", "1")
    return main(["watch", *[str(one) for one in (*arguments, *jobs)]])


def test_a_drop_is_treated_like_a_scan(tmp_path: Path) -> None:
    """The report of a drop says what a scan of the same folder says; profile.toml holds."""
    tender = tmp_path / "in" / "tender 7"
    tender.mkdir(parents=True)
    (tender / "bid.txt").write_text(BID)
    (tender / "method.txt").write_text(CLEAN)
    (tender / "profile.toml").write_text('jurisdiction = "GB"\nbuyer = "central_government"\n')
    code = main(
        ["scan", str(tmp_path / "in"), "--output", str(tmp_path / "scanned"), "-q", "--jobs", "1"]
    )

    assert watch(tmp_path / "in", "--output", tmp_path / "out", "--once", "--settle", "0.3") == 0

    assert code == 12
    scanned = json.loads((tmp_path / "scanned" / "findings.json").read_text())
    dropped = json.loads((tmp_path / "out" / "tender 7" / "findings.json").read_text())
    assert dropped["documents"] == scanned["documents"]
    assert dropped["packs"] == scanned["packs"]
    assert (tmp_path / "out" / "tender 7" / "report.html").is_file()
    assert "Flagged" in (tmp_path / "out" / "index.html").read_text()
    assert (tmp_path / "in" / "done" / "tender 7" / "bid.txt").read_text() == BID


def test_single_files_are_read_side_by_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many single files several are with the readers at once; each report is its own file's."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    for number in range(8):
        (inbox / f"{number}.txt").write_text(CLEAN + (BID if number % 2 else "") + str(number))
    most = 0
    begin = Ahead.begin

    def noted(self: Ahead, work: Callable[[object], object], job: object) -> None:
        nonlocal most
        begin(self, work, job)
        most = max(most, self.begun)

    monkeypatch.setattr(Ahead, "begin", noted)

    code = watch(inbox, "--output", tmp_path / "out", "--once", "--settle", "0.2", "--jobs", "2")

    assert code == 0
    assert 2 <= most <= 4
    for number in range(8):
        report = json.loads((tmp_path / "out" / f"{number}.txt" / "findings.json").read_text())
        (document,) = report["documents"]
        content = (inbox / "done" / f"{number}.txt").read_bytes()
        assert document["sha256"] == hashlib.sha256(content).hexdigest()
        assert document["verdict"] == ("flagged" if number % 2 else "clear")


def test_what_was_read_ahead_of_a_change_is_not_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that its writer touches after it was read ahead is read again, and so reported."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    for name in ("a.txt", "b.txt"):
        (inbox / name).write_text(CLEAN)
    treat = Desk.treat
    read: list[object] = []

    def touched(self: Desk, held: Path, out: Path) -> Treated:
        for late in (inbox / ".work").glob("*/b.txt"):
            if held.name == "a.txt":
                wait(self.engines.ahead())
                read.extend(one.result() for one in self.engines.ahead())
                late.write_text(BID)
        return treat(self, held, out)

    monkeypatch.setattr(Desk, "treat", touched)

    assert watch(inbox, "--output", tmp_path / "out", "--once", "--settle", "0.2") == 0

    assert len(read) == 2  # both were read as they were at first
    report = json.loads((tmp_path / "out" / "b.txt" / "findings.json").read_text())
    assert report["documents"][0]["verdict"] == "flagged"


def test_what_is_read_ahead_in_vain_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drop that somebody takes away while it is read ahead does not hold a reader for ever."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    for name in "abcdefgh":
        (inbox / f"{name}.txt").write_text(CLEAN + name)
    treat = Desk.treat
    left: list[int] = []

    def gone(self: Desk, held: Path, out: Path) -> Treated:
        for name in "bcd" if held.name == "a.txt" else "":
            for taken in (inbox / ".work").glob(f"*/{name}.txt"):
                taken.unlink()
        treated = treat(self, held, out)
        left.append(len(self.engines.ahead()))
        return treated

    monkeypatch.setattr(Desk, "treat", gone)

    assert watch(inbox, "--output", tmp_path / "out", "--once", "--settle", "0.2") == 0

    assert left[-1] == 0
    assert len(left) >= 5


def test_what_cannot_be_read_goes_to_failed(tmp_path: Path) -> None:
    """A broken file lies under failed/ with the reason, told as a person knows it; a good one is done.

    With --once the exit code says that not everything was read.
    """
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    (inbox / "empty folder").mkdir()
    (inbox / "good.txt").write_text(CLEAN)
    (inbox / "faulty").mkdir()
    (inbox / "faulty" / "profile.toml").write_text("jurisdiction = [")
    (inbox / "faulty" / "a.txt").write_text(CLEAN)

    assert watch(inbox, "--output", tmp_path / "out", "--once", "--settle", "0.3") == 10

    assert sorted(one.name for one in (inbox / "done").iterdir()) == ["good.txt"]
    assert sorted(one.name for one in (inbox / "failed").iterdir()) == [
        "broken.pdf",
        "broken.pdf.reason.txt",
        "empty folder",
        "empty folder.reason.txt",
        "faulty",
        "faulty.reason.txt",
    ]
    reason = (inbox / "failed" / "faulty.reason.txt").read_text()
    assert reason.startswith("faulty/profile.toml: is no TOML")
    assert sorted(one.name for one in (tmp_path / "out").glob(".*")) == []
    report = json.loads((tmp_path / "out" / "broken.pdf" / "findings.json").read_text())
    assert report["documents"][0]["verdict"] == "incomplete"


@pytest.mark.parametrize(
    "arguments",
    [
        ["{missing}", "--output", "{out}"],
        ["{in}", "--output", "{in}/reports"],
        ["{in}"],
        ["", "--output", "{out}"],
        ["{in}", "--output", " "],
        ["{in}", "--output", "{out}", "--settle", "0"],
        ["{in}", "--output", "{out}", "--ledger", "{file}"],
    ],
)
def test_wrong_usage_is_told_in_one_line(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2 and one line that says what to do; nothing is moved."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bid.txt").write_text(BID)
    (tmp_path / "file").write_text("no ledger, but long enough to be looked at as one" * 10)
    places = {
        "missing": tmp_path / "nowhere",
        "in": tmp_path / "in",
        "out": tmp_path / "out",
        "file": tmp_path / "file",
    }

    assert watch(*[one.format(**places) for one in arguments], "--once") == 2

    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert (tmp_path / "in" / "bid.txt").exists()


def test_an_index_of_somebody_else_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A foreign index.html in the output folder ends the watcher before it takes anything in."""
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
    (tmp_path / "in" / "bid.txt").write_text(BID)
    (tmp_path / "out" / "index.html").write_text("<title>My own page</title>")

    assert watch(tmp_path / "in", "--output", tmp_path / "out", "--once") == 2

    assert "index.html: not written by this program" in capsys.readouterr().err
    assert (tmp_path / "in" / "bid.txt").exists()


@pytest.mark.parametrize("kind", ["systemd", "docker"])
def test_deployment_files_ship_with_the_program(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The unit and the Dockerfile are printed from the package and start `watch`."""
    assert watch("--print-deployment", kind) == 0

    printed = capsys.readouterr().out
    assert "watch" in printed
    assert "--output" in printed


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
def test_the_unit_is_one_that_systemd_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No line of the unit is unknown to systemd, and the service is well shut in."""
    watch("--print-deployment", "systemd")
    printed = capsys.readouterr().out.replace("/opt/analyser/bin/analyser", sys.executable)
    unit = tmp_path / "analyser-watch.service"
    unit.write_text(printed)
    ask = ("systemd-analyze", "--no-pager")

    found = subprocess.run([*ask, "verify", unit], capture_output=True, text=True, check=False)
    assert "analyser-watch.service" not in found.stderr
    rated = subprocess.run(
        [*ask, "security", "--offline=true", unit], capture_output=True, text=True, check=False
    )
    exposure = re.search(r"exposure level for analyser-watch.service: ([\d.]+)", rated.stdout)
    assert exposure is None or float(exposure[1]) < 2.0  # an older systemd cannot rate a file


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_term_signal_while_reading_returns_the_drop(tmp_path: Path) -> None:
    """The service manager stops it while a document is read: exit code 0, the drop is back."""
    import signal
    import time

    inbox = tmp_path / "in"
    (inbox / "tender").mkdir(parents=True)
    for number in range(400):
        (inbox / "tender" / f"{number}.txt").write_text(BID * 20 + str(number))
    watcher = subprocess.Popen(
        [sys.executable, "-m", "analyser", "watch", str(inbox), "--settle", "0.2",
         "--jobs", "1", "--output", str(tmp_path / "out")],
        stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while not list((inbox / ".work").glob("*/tender")) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.3)
        watcher.send_signal(signal.SIGTERM)

        assert watcher.wait(60) == 0
    finally:
        watcher.kill()
    assert sorted(one.name for one in inbox.iterdir()) == [".work", "done", "failed", "tender"]
    assert not (tmp_path / "out" / "tender").exists()
