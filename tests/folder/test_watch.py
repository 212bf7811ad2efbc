"""The watched folder: whatever is dropped, however, and whenever it is killed."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analyser.errors import ProfileError, UsageError
from analyser.folder.intake import Intake, Treat, Treated
from analyser.folder.watch import Taken, Watching, watch
from analyser.ledger.items import FILED, items
from analyser.ledger.store import Ledger
from analyser.ledger.trail import verify
from analyser.running.stopping import Stop
from tests.folder.watch_treats import contents, report

HOUSE = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files or signals")


class Folder:
    """An inbox and its output, with a watcher to be let loose on them."""

    def __init__(self, base: Path) -> None:
        self.inbox = base / "in"
        self.output = base / "out"
        self.inbox.mkdir()
        self.wishes = Watching(
            self.inbox,
            self.output,
            self.output / "ledger.sqlite3",
            quiet=0.15,
            once=True,
            retry=0.05,
            rescan=0.1,
        )

    def drop(self, name: str, content: str = "text") -> Path:
        """Put a file into the inbox."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return path

    def empty(self, treat: Treat = report, **changes: object) -> int:
        """Run a watcher until the inbox is empty; return how many drops it took in."""
        self.taken = watch(replace(self.wishes, **changes), treat, Stop())  # type: ignore[arg-type]
        return self.taken.tenders

    def reports(self) -> dict[str, dict[str, str]]:
        """Return what each report lists, by its folder."""
        return {
            one.parent.name: json.loads(one.read_text())
            for one in sorted(self.output.glob("*/findings.json"))
        }

    def filed(self) -> list[str]:
        """Return where everything in the inbox lies now."""
        found = [one.relative_to(self.inbox).as_posix() for one in self.inbox.rglob("*")]
        return sorted(one for one in found if one not in (".work", ".work/lock", "done", "failed"))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return an inbox with its output."""
    return Folder(tmp_path)


def until(true: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)


def test_files_and_folders_are_tenders(folder: Folder) -> None:
    """Each drop, even one there at the start, gets a report of its name and is put away."""
    folder.drop("bid.pdf", "one")
    folder.drop("tender 7/boq.xlsx", "two")
    folder.drop("tender 7/technical/camera.pdf", "three")

    assert folder.empty() == 2

    assert set(folder.reports()) == {"bid.pdf", "tender 7"}
    assert set(folder.reports()["tender 7"]) == {
        "tender 7/boq.xlsx",
        "tender 7/technical/camera.pdf",
    }
    assert folder.filed() == [
        "done/bid.pdf",
        "done/tender 7",
        "done/tender 7/boq.xlsx",
        "done/tender 7/technical",
        "done/tender 7/technical/camera.pdf",
    ]
    index = (folder.output / "index.html").read_text()
    assert 'href="./bid.pdf/report.html"' in index
    assert 'href="./tender%207/report.html"' in index


def test_temporary_and_hidden_files_stay(folder: Folder) -> None:
    """What is still being fetched, or is no document, is left where it lies."""
    for name in (".hidden", "~$bid.docx", "bid.pdf.part", "x.crdownload", "Thumbs.db"):
        folder.drop(name)

    assert folder.empty() == 0

    assert len(folder.filed()) == 5
    assert folder.reports() == {}


def test_the_same_name_twice_is_numbered(folder: Folder) -> None:
    """A second drop of one name overwrites neither report nor original."""
    for content in ("one", "two", "three"):
        folder.drop("bid.pdf", content)
        folder.empty()

    assert set(folder.reports()) == {"bid.pdf", "bid-2.pdf", "bid-3.pdf"}
    assert folder.filed() == ["done/bid-2.pdf", "done/bid-3.pdf", "done/bid.pdf"]
    assert [(folder.inbox / one).read_text() for one in folder.filed()] == ["two", "three", "one"]


def test_a_drop_cannot_take_the_names_of_index_and_ledger(folder: Folder) -> None:
    """Files named as ours are reported beside them."""
    folder.drop("index.html", "mine")
    folder.drop("ledger.sqlite3", "mine")

    folder.empty()

    assert set(folder.reports()) == {"index-2.html", "ledger-2.sqlite3"}
    assert "Tenders taken in" in (folder.output / "index.html").read_text()


@POSIX
def test_odd_names_are_safe(folder: Folder) -> None:
    """Names with line ends, quotes, tags or undecodable bytes: a plain folder, a safe page."""
    names = ["a\nb.pdf", 'x"><script>alert(1)</script>.pdf', "con.txt", "é" * 100 + ".pdf"]
    for name in names:
        folder.drop(name, name)
    (folder.inbox / os.fsdecode(b"bad\xff.pdf")).write_text("bytes")

    assert folder.empty() == 5

    assert len(folder.reports()) == 5
    assert all(one.isprintable() for one in folder.reports())
    assert "<script>" not in (folder.output / "index.html").read_text()
    assert len(list((folder.inbox / "done").iterdir())) == 5


@POSIX
def test_links_and_pipes_are_refused(folder: Folder, tmp_path: Path) -> None:
    """A link out of the folder or a pipe is never opened; it is put away with the reason."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (folder.inbox / "link.txt").symlink_to(secret)
    (folder.inbox / "folder-link").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder.inbox / "pipe.pdf")

    folder.empty()

    assert folder.reports() == {}
    assert secret.read_text() == "secret"
    assert folder.filed() == [
        "failed/folder-link",
        "failed/folder-link.reason.txt",
        "failed/link.txt",
        "failed/link.txt.reason.txt",
        "failed/pipe.pdf",
        "failed/pipe.pdf.reason.txt",
    ]
    assert "named pipe" in (folder.inbox / "failed/pipe.pdf.reason.txt").read_text()


def test_output_inside_the_inbox_is_refused(folder: Folder) -> None:
    """Reports must not become drops; not by way of a link either."""
    for output in (folder.inbox, folder.inbox / "reports"):
        with pytest.raises(UsageError, match="lies in the watched folder"):
            folder.empty(output=output)
    if sys.platform != "win32":
        link = folder.inbox.parent / "link"
        link.symlink_to(folder.inbox)
        with pytest.raises(UsageError, match="lies in the watched folder"):
            folder.empty(output=link / "reports")


def test_two_watchers_do_not_share_an_inbox(folder: Folder) -> None:
    """A second watcher ends with a plain word while the first one is at work."""
    entered, leave = threading.Event(), threading.Event()

    def slow(held: Path, out: Path) -> Treated:
        entered.set()
        leave.wait(10)
        return report(held, out)

    folder.drop("bid.pdf")
    first = threading.Thread(target=folder.empty, args=(slow,))
    first.start()
    entered.wait(10)
    try:
        with pytest.raises(UsageError, match="another watcher"):
            folder.empty(ledger=folder.inbox.parent / "other.sqlite3")
    finally:
        leave.set()
        first.join()
    assert set(folder.reports()) == {"bid.pdf"}


@POSIX
@pytest.mark.parametrize("called", ["as it is", "from here", "by a link"])
def test_a_faulty_drop_is_put_away_with_its_reason(
    folder: Folder, called: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in a drop's own profile, or in the program, costs that drop only."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(folder.inbox)
    inbox = {"as it is": folder.inbox, "from here": Path("in"), "by a link": tmp_path / "link"}[
        called
    ]

    def treat(held: Path, out: Path) -> Treated:
        if held.name == "profile":
            (out / "half").write_text("a report that was begun")
            msg = f"{held.absolute() / 'profile.toml'}: buyer: unknown key; remove it"
            raise ProfileError(msg)
        if held.name == "fault":
            raise ZeroDivisionError("in the middle")
        return report(held, out)

    for name in ("fault", "good", "profile"):
        folder.drop(name)
    folder.drop("unreadable.pdf")

    folder.empty(treat, inbox=inbox)

    assert set(folder.reports()) == {"good", "unreadable.pdf"}
    assert folder.filed() == [
        "done/good",
        "failed/fault",
        "failed/fault.reason.txt",
        "failed/profile",
        "failed/profile.reason.txt",
        "failed/unreadable.pdf",
        "failed/unreadable.pdf.reason.txt",
    ]
    reasons = {
        name: (folder.inbox / f"failed/{name}.reason.txt").read_text()
        for name in ("profile", "fault")
    }
    # Whoever dropped it knows neither our folders nor the names of our exceptions.
    assert reasons["profile"] == "profile/profile.toml: buyer: unknown key; remove it\n"
    assert reasons["fault"].startswith("a fault of the program; its log tells which")
    assert folder.taken == Taken(4, failed=3)
    assert [one.name for one in folder.output.iterdir() if one.name.startswith(".")] == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_disk_is_waited_out(folder: Folder, number: int) -> None:
    """While the report cannot be written the drop is held, then it is reported once."""
    tries = []

    def treat(held: Path, out: Path) -> Treated:
        tries.append(held)
        (out / "report.html").write_text("half")
        if len(tries) < 4:
            raise OSError(number, os.strerror(number), str(out))
        return report(held, out)

    folder.drop("bid.pdf")
    folder.empty(treat)

    assert len(tries) == 4
    assert folder.filed() == ["done/bid.pdf"]
    assert set(folder.reports()) == {"bid.pdf"}
    assert [one.name for one in folder.output.iterdir() if one.name.startswith(".")] == []


def test_a_drop_that_can_never_be_reported_is_put_away(folder: Folder) -> None:
    """Where the disk is well and one drop fails again and again, the others go on."""

    def treat(held: Path, out: Path) -> Treated:
        if held.name == "bad":
            raise OSError(errno.ENAMETOOLONG, "File name too long", str(out / "x"))
        return report(held, out)

    folder.drop("bad")
    folder.drop("good")
    folder.empty(treat, retry=0.001)

    assert folder.filed() == ["done/good", "failed/bad", "failed/bad.reason.txt"]
    reason = (folder.inbox / "failed/bad.reason.txt").read_text()
    assert reason == "no report could be made of it, time and again (File name too long)\n"
    assert sorted(one.name for one in folder.output.glob(".*")) == []


@POSIX
def test_an_unwritable_output_is_waited_out(folder: Folder) -> None:
    """The output folder becomes a file for a while: nothing is lost, nothing is reported twice."""
    folder.drop("first")
    folder.empty()
    folder.drop("second")
    away = folder.output.with_name("away")
    blocked = threading.Event()

    def treat(held: Path, out: Path) -> Treated:
        if not blocked.is_set():
            folder.output.rename(away)
            folder.output.write_text("a file stands where the folder was")
            blocked.set()
            threading.Timer(
                0.4, lambda: (folder.output.unlink(), away.rename(folder.output))
            ).start()
        return report(held, out)

    folder.empty(treat, ledger=folder.inbox.parent / "ledger.sqlite3")

    assert set(folder.reports()) == {"first", "second"}
    assert folder.filed() == ["done/first", "done/second"]


def test_a_drop_that_vanishes_is_no_trouble(folder: Folder) -> None:
    """Taken away by a person while it is held: the watcher goes on."""

    def treat(held: Path, out: Path) -> Treated:
        if held.name == "bad":
            held.unlink()
        return report(held, out)

    folder.drop("bad")
    folder.drop("good")
    folder.empty(treat)

    assert set(folder.reports()) == {"good"}
    with Ledger(folder.wishes.ledger) as ledger:
        key = str(folder.inbox.resolve())
        assert [one.name for one in items(ledger, key, "claimed", "reported", "filed")] == ["good"]


@POSIX
def test_a_writer_that_stalls_is_found_out(folder: Folder) -> None:
    """A file still open, silent for longer than the quiet time, is read anew when it grows."""
    with (folder.inbox / "slow.txt").open("w") as out:
        out.write("first half, ")
        out.flush()

        def treat(held: Path, place: Path) -> Treated:
            found = report(held, place)
            if not out.closed:
                out.write("second half")
                out.close()
            return found

        folder.empty(treat)

    whole = contents(folder.inbox / "done" / "slow.txt")
    assert folder.reports() == {"slow.txt": whole}
    assert (folder.inbox / "done/slow.txt").read_text() == "first half, second half"


def test_late_drops_slow_writers_and_moves(folder: Folder, tmp_path: Path) -> None:
    """While it runs: a slow copy, a rename at the end, a folder moved in, one deleted early."""
    stop = Stop()
    wishes = replace(folder.wishes, once=False, quiet=0.5)
    watcher = threading.Thread(target=watch, args=(wishes, report, stop))
    watcher.start()
    try:
        whole = "line\n" * 400
        with (folder.inbox / "slow.txt").open("w") as slow:
            gone = folder.drop("gone.txt")
            (folder.inbox / "fetched.pdf.part").write_text("fetched")
            pack = tmp_path / "pack"
            (pack / "deep").mkdir(parents=True)
            (pack / "deep" / "a.txt").write_text("a")
            pack.rename(folder.inbox / "pack")
            for _ in range(8):
                slow.write("line\n" * 50)
                slow.flush()
                time.sleep(0.1)
                gone.unlink(missing_ok=True)
        (folder.inbox / "fetched.pdf.part").rename(folder.inbox / "fetched.pdf")
        # A file dated in the future, or in 1980, settles like any other.
        os.utime(folder.drop("future.txt"), (4e9, 4e9))
        os.utime(folder.drop("past.txt"), (3e8, 3e8))
        until(lambda: len(folder.reports()) == 5)
    finally:
        stop.request()
        watcher.join(10)

    assert set(folder.reports()) == {"slow.txt", "fetched.pdf", "pack", "future.txt", "past.txt"}
    assert (folder.inbox / "done" / "slow.txt").read_text() == whole
    assert folder.reports()["slow.txt"] == contents(folder.inbox / "done" / "slow.txt")
    assert not watcher.is_alive()


class Readers:
    """Notes which drops were begun before their turn, and whether all was let go."""

    drops = 3

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.abandoned = 0

    def begin(self, held: Path) -> None:
        """Note a drop that may be read ahead; one that does not suit raises, as a reader may."""
        self.begun.append(held.name)
        if held.name == "odd.txt":
            msg = "no profile"
            raise ProfileError(msg)

    def abandon(self) -> None:
        """Note that the watcher let go."""
        self.abandoned += 1


def test_the_next_drops_are_read_ahead(folder: Folder) -> None:
    """While one is reported the next three are begun, never more, and what cannot be is no harm."""
    for name in ("a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "odd.txt"):
        folder.drop(name)
    readers = Readers()
    begun: list[int] = []

    def treat(held: Path, out: Path) -> Treated:
        begun.append(len(readers.begun))
        return report(held, out)

    assert watch(folder.wishes, treat, Stop(), readers) == Taken(6)

    assert begun == [4, 5, 6, 6, 6, 6]
    assert sorted(folder.reports()) == sorted(readers.begun)
    assert readers.abandoned == 0


@POSIX
def test_what_was_read_ahead_goes_back_when_stopped(folder: Folder) -> None:
    """A stop in the middle: every drop that was held lies in the inbox again, no row is left."""
    for name in ("a.txt", "b.txt", "c.txt", "pipe"):
        if name == "pipe":
            os.mkfifo(folder.inbox / name)
        else:
            folder.drop(name)
    readers = Readers()
    stop = Stop()

    def treat(held: Path, out: Path) -> Treated:
        stop.request()
        return report(held, out)

    watch(folder.wishes, treat, stop, readers)

    assert folder.filed() == ["a.txt", "b.txt", "c.txt", "pipe"]
    assert readers.begun == ["a.txt", "b.txt", "c.txt"]
    assert readers.abandoned > 0
    with Ledger(folder.wishes.ledger) as ledger:
        assert items(ledger, str(folder.inbox.resolve()), "claimed") == ()


def test_many_small_files_at_once(folder: Folder) -> None:
    """Hundreds of drops in one moment: each is reported once."""
    for number in range(300):
        folder.drop(f"{number:03}.txt", str(number))

    assert folder.empty() == 300

    assert len(folder.reports()) == 300
    assert len(folder.filed()) == 300
    assert (folder.output / "index.html").read_text().count("<tr><td>") == 300


def test_a_drop_in_a_large_inbox_costs_no_more(folder: Folder) -> None:
    """The thousandth drop asks as little of the ledger as the first: no look at all of them."""
    for number in range(40):
        folder.drop(f"{number:03}.txt", str(number))
    folder.empty()
    asked: list[str] = []
    with Ledger(folder.wishes.ledger) as ledger:
        intake = Intake(folder.inbox, folder.output, ledger, report, Stop())
        ledger.connection.set_trace_callback(asked.append)
        for name in ("039.txt", "new.txt"):
            folder.drop(name)
            item = intake.claim(name)
            assert item is not None
            intake.see_through(item)

    assert [one for one in asked if one.startswith("SELECT") and "FROM item" in one] == []
    assert {"039-2.txt", "new.txt"} < set(folder.reports())


# Killing, at any moment ---------------------------------------------------------------------


def start(folder: Folder, once: str) -> subprocess.Popen[bytes]:
    """Start a watcher in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "tests.folder.watch_treats",
        str(folder.inbox),
        str(folder.output),
    ]
    return subprocess.Popen([*command, "0.1", once], cwd=HOUSE, stderr=subprocess.DEVNULL)


def check_exactly_once(folder: Folder, wanted: dict[str, str]) -> None:
    """Assert that each drop has one whole report, lies in done/, and that the ledger agrees."""
    reports = folder.reports()
    assert {name: list(found.values()) for name, found in reports.items()} == {
        name: [digest] for name, digest in wanted.items()
    }
    assert folder.filed() == sorted(f"done/{name}" for name in wanted)
    with Ledger(folder.wishes.ledger) as ledger:
        key = str(folder.inbox.resolve())
        assert sorted(one.report for one in items(ledger, key, FILED)) == sorted(wanted)
        assert items(ledger, key, "claimed", "reported") == ()
        assert verify(ledger.connection).faults == ()
    names = {one.name for one in folder.output.iterdir()}
    assert names - set(wanted) <= {"index.html", "ledger.sqlite3"}
    assert (folder.output / "index.html").read_text().count("<tr><td>") == len(wanted)


@POSIX
def test_killed_at_any_moment_nothing_is_lost_or_doubled(folder: Folder) -> None:
    """Killed with SIGKILL five times over: every drop ends with exactly one report entry."""
    wanted = {}
    for number in range(40):
        path = folder.drop(f"{number:02}.txt", f"drop {number}")
        wanted.update(contents(path))
    chance = random.Random(20261123)
    for _ in range(5):
        watcher = start(folder, "on")
        time.sleep(0.45 + chance.random() * 0.5)
        watcher.send_signal(signal.SIGKILL)
        watcher.wait(10)

    assert start(folder, "once").wait(60) == 0

    check_exactly_once(folder, wanted)


@POSIX
def test_a_term_signal_returns_what_is_held(folder: Folder) -> None:
    """SIGTERM in the middle of an analysis: the drop lies in the inbox again, no trace is left."""
    stop = Stop()
    folder.drop("bid.pdf")

    def treat(held: Path, out: Path) -> Treated:
        (out / "report.html").write_text("half")
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)
        return report(held, out)

    began = time.monotonic()
    with stop.on_signals():
        watch(folder.wishes, treat, stop)

    assert time.monotonic() - began < 8
    assert folder.filed() == ["bid.pdf"]
    assert folder.reports() == {}
    folder.empty()
    check_exactly_once(folder, contents(folder.inbox / "done" / "bid.pdf"))


@POSIX
def test_an_idle_watcher_ends_on_a_term_signal(folder: Folder) -> None:
    """A service manager's stop is obeyed within moments, with exit code 0."""
    folder.drop("bid.pdf")
    watcher = start(folder, "on")
    until((folder.inbox / "done" / "bid.pdf").exists)

    watcher.send_signal(signal.SIGTERM)

    assert watcher.wait(10) == 0


def test_a_lost_ledger_does_not_lose_a_drop(folder: Folder) -> None:
    """What a watcher with another ledger held is put back and taken in anew."""
    held = folder.inbox / ".work" / "7"
    held.mkdir(parents=True)
    (held / "bid.pdf").write_text("text")

    folder.empty()

    assert folder.filed() == ["done/bid.pdf"]
    assert set(folder.reports()) == {"bid.pdf"}
    shutil.rmtree(folder.output)
    folder.drop("more.pdf")
    folder.empty()
    assert set(folder.reports()) == {"more.pdf"}
