"""Documents and reports by URL, against an S3-compatible server on this machine."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analyser.cli import main
from analyser.errors import LimitError, OutputError, ReadingError, UsageError
from analyser.finding import Verdict
from analyser.locations import remote, remote_folders
from analyser.profile import Profile
from analyser.running.engines import Wishes
from analyser.scanning import scan
from analyser.settings import Settings

pytest.importorskip("s3fs")
pytest.importorskip("moto")

OFFER = "We offer Hikvision DS-2CD2143G2-I cameras for the entrance."
PLAIN = "The contractor shall paint the doors and mend the roof."


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Yield the address of an S3-compatible server."""
    from moto.server import ThreadedMotoServer

    serving = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    serving.start()
    yield "http://{}:{}".format(*serving.get_host_and_port())
    serving.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Yield an empty bucket's file system; this process and its readers know the server."""
    import fsspec

    for name, value in (
        ("FSSPEC_S3_ENDPOINT_URL", server),
        ("AWS_ACCESS_KEY_ID", "tester"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("NO_PROXY", "127.0.0.1"),
        # Nobody is asked for credentials over the network, and no file of this machine's user.
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_CONFIG_FILE", os.devnull),
        ("AWS_SHARED_CREDENTIALS_FILE", os.devnull),
    ):
        monkeypatch.setenv(name, value)
    # The environment is read when fsspec is imported; readers are new processes, this is not.
    monkeypatch.setitem(fsspec.config.conf, "s3", {"endpoint_url": server})
    files = fsspec.filesystem("s3")
    if files.exists("tenders"):
        files.rm("tenders", recursive=True)
    files.mkdir("tenders")
    yield files
    files.clear_instance_cache()


def put(bucket: Any, **texts: str) -> None:
    """Write objects below the folder `in`; a double underscore in a name is a slash."""
    for name, text in texts.items():
        bucket.pipe_file(f"tenders/in/{name.replace('__', '/')}.txt", text.encode())


def told(documents: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Return what a report says of each document, to be compared."""
    return [(one["path"], one["sha256"], one["verdict"], one["findings"]) for one in documents]


def test_a_bucket_is_scanned_like_a_folder(
    bucket: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From and to the server through two cluster workers: the same findings as from a disk."""
    distributed = pytest.importorskip("distributed")
    texts = {f"lot{n % 3}__bid{n}": f"{OFFER if n % 4 == 0 else PLAIN} Page {n}." for n in range(9)}
    put(bucket, **texts)
    for name, text in texts.items():
        path = tmp_path / "in" / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    here = main(["scan", str(tmp_path / "in"), "--output", str(tmp_path / "out"), "--jobs", "1"])
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, memory_limit=0
    ) as cluster:
        address = cluster.scheduler_address
        there = main(
            ["scan", "s3://tenders/in", "--output", "s3://tenders/in/out", "--cluster", address]
        )

    local = json.loads((tmp_path / "out" / "findings.json").read_text())
    report = json.loads(bucket.cat_file("tenders/in/out/findings.json"))
    assert here == there
    assert sum(bool(one["findings"]) for one in local["documents"]) == 3
    assert told(report["documents"]) == told(local["documents"])
    assert report["run"]["root"] == "s3://tenders/in"
    assert "Report: s3://tenders/in/out/report.html" in capsys.readouterr().out
    assert bucket.exists("tenders/in/out/report.html")
    assert not bucket.exists("tenders/in/out/.analyser-writes-here")


def test_what_vanishes_or_hides_is_named(bucket: Any, tmp_path: Path) -> None:
    """An object that is gone when its turn comes, and one with an unsafe name, stand as unread."""
    put(bucket, a=PLAIN, b=PLAIN)
    bucket.pipe_file("tenders/in/../outside.txt", b"x")
    selection = remote_folders.select_remote(["s3://tenders/in"], tmp_path)
    bucket.rm_file("tenders/in/b.txt")
    run = scan(selection, Profile(), Settings(), Wishes(jobs=1)).run

    assert {one.path: [gap.reason for gap in one.unread] for one in run.documents} == {
        "a.txt": [],
        "b.txt": [
            "could not be fetched: it is not there (or no longer); see that it is there and scan "
            "again"
        ],
        "(..)/outside.txt": ["its name would lead out of the folder"],
    }
    assert run.verdict is Verdict.INCOMPLETE


def test_a_tenders_own_profile_is_fetched(bucket: Any, tmp_path: Path) -> None:
    """A profile.toml beside the bids holds for their tender, as it does in a folder."""
    put(bucket, lot__bid=PLAIN)
    bucket.pipe_file("tenders/in/lot/profile.toml", b'buyer = "x"\n')

    selection = remote_folders.select_remote(["s3://tenders/in/"], tmp_path)

    assert [(pack, path.read_text()) for pack, path in selection.profiles] == [
        ("lot", 'buyer = "x"\n')
    ]
    assert [job.name for job in selection.jobs] == ["lot/bid.txt"]


def test_one_object_may_be_named(bucket: Any, tmp_path: Path) -> None:
    """A URL of a single document reads that document."""
    put(bucket, a=PLAIN, ab=PLAIN)

    selection = remote_folders.select_remote(["s3://tenders/in/a.txt"], tmp_path)

    assert [(job.name, job.url) for job in selection.jobs] == [("a.txt", "s3://tenders/in/a.txt")]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("s3://no-such-bucket/in", "it is not there"),
        ("s3://tenders/nothing", "it is not there"),
        ("nosuch://bucket/in", "no such kind of address"),
        ("http://127.0.0.1:9/list/", "cannot be reached"),
    ],
)
def test_a_wrong_address_is_told_in_one_line(
    place: str, words: str, bucket: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Missing bucket, missing folder, unknown protocol, nobody there: usage errors in one line."""
    assert main(["scan", place, "--output", str(tmp_path / "out")]) == 2

    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert place in said


def test_wrong_credentials_are_told_in_one_line(
    bucket: Any, server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server that knows us not: who is at fault and what to do, without a traceback."""
    import urllib.request

    def allow(calls: int) -> None:
        address = f"{server}/moto-api/reset-auth"
        plain = {"Content-Type": "text/plain"}
        request = urllib.request.Request(address, str(calls).encode(), plain, method="POST")
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request).read()

    put(bucket, a=PLAIN)
    allow(0)
    try:
        code = main(["scan", "s3://tenders/in", "--output", str(tmp_path / "out")])
        with pytest.raises(OutputError, match="access is denied"):
            remote_folders.prove_writable("s3://tenders/out")
    finally:
        allow(10**9)

    said = capsys.readouterr().err
    assert code == 2
    assert "access is denied" in said
    assert "check address, bucket and credentials" in said
    assert said.count("\n") == 1


def test_an_output_that_is_not_there_is_told_before_reading(bucket: Any, tmp_path: Path) -> None:
    """Hours of reading are not begun for a bucket that cannot be written to."""
    (tmp_path / "a.txt").write_text(PLAIN)

    for place in ("nosuch://bucket/out", "s3://no-such-bucket/out"):
        assert main(["scan", str(tmp_path / "a.txt"), "--output", place]) == 2
    assert not bucket.exists("no-such-bucket")


def test_a_fetched_copy_is_private_and_brief(bucket: Any) -> None:
    """The copy is gone after reading, and too large an object is not fetched to its end."""
    put(bucket, a=PLAIN)
    with remote.fetched("s3://tenders/in/a.txt", 1000) as path:
        held = path
        assert path.read_text() == PLAIN
        assert path.suffix == ".txt"
        if os.name == "posix":
            assert path.parent.stat().st_mode & 0o077 == 0

    assert not held.parent.exists()
    with pytest.raises(LimitError, match="larger than"), remote.fetched("s3://tenders/in/a.txt", 9):
        pass


def test_copies_of_killed_readers_are_removed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A reader that was stopped in the middle cannot tidy up: the next one does."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead = tmp_path / f"{remote.PREFIX}4194999-x"
    alive = tmp_path / f"{remote.PREFIX}{os.getppid()}-x"
    dead.mkdir()
    alive.mkdir()

    with pytest.raises(ReadingError), remote.fetched((tmp_path / "no").as_uri(), 9):
        pass

    assert alive.exists()
    assert dead.exists() is (os.name != "posix")


def test_a_failing_network_is_tried_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A connection that breaks off is taken up again; one that stays broken is told as such."""
    monkeypatch.setattr(remote, "PAUSE", 0.0)
    broken = iter([ConnectionResetError("reset"), TimeoutError(), None])

    def copy(url: str, path: Path, most: int) -> None:
        error = next(broken, ConnectionResetError("reset by peer"))
        if error is not None:
            raise error
        path.write_text("here")

    monkeypatch.setattr(remote, "_copy", copy)
    remote.fetch("s3://b/a", tmp_path / "a", 9)

    assert (tmp_path / "a").read_text() == "here"
    with pytest.raises(ReadingError, match=r"cannot be reached \(reset by peer\)"):
        remote.fetch("s3://b/a", tmp_path / "a", 9)


def test_secrets_in_a_url_are_not_shown() -> None:
    """User, password and signature stay out of reports and errors."""
    assert (
        remote.without_secrets("https://me:pw@host/a/b?X-Amz-Signature=1#x") == "https://host/a/b"
    )


def test_paths_are_never_taken_for_urls() -> None:
    """Windows drives and plain names are paths; a file:// URL is the path that it names."""
    assert not remote.is_url(r"C:\tenders")
    assert not remote.is_url("C://tenders")
    assert remote.local_path("file:///a/b%20c") == Path("/a/b c")
    assert remote.local_path("s3://a/b") is None


def test_without_fsspec_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The extra is optional; local scans do without it."""
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)

    with pytest.raises(UsageError, match=r"procurement-analyser\[cluster\]"):
        remote_folders.select_remote(["s3://a/b"], tmp_path)
