"""Which files are read, under which names, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analyser.errors import UsageError
from analyser.selection import select

POSIX = pytest.mark.skipif(os.name == "nt", reason="links and pipes need rights on Windows")


def write(path: Path, text: str = "x") -> Path:
    """Write a small file, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_names_are_relative_to_the_scanned_folder(tmp_path: Path) -> None:
    """A document is named by its path under the scanned folder, with `/`, in sorted order."""
    write(tmp_path / "b" / "two.pdf")
    write(tmp_path / "a.txt")

    chosen = select([tmp_path])

    assert [job.name for job in chosen.jobs] == ["a.txt", "b/two.pdf"]
    assert [job.pack for job in chosen.jobs] == [".", "b"]


def test_an_archive_is_a_tender_of_its_own(tmp_path: Path) -> None:
    """An archive beside other files is its own pack."""
    write(tmp_path / "bid.zip")
    write(tmp_path / "letter.txt")

    assert {job.name: job.pack for job in select([tmp_path]).jobs} == {
        "bid.zip": "bid.zip",
        "letter.txt": ".",
    }


def test_one_file_is_named_by_itself(tmp_path: Path) -> None:
    """A single file keeps its bare name."""
    path = write(tmp_path / "deep" / "offer.pdf")

    assert [job.name for job in select([path]).jobs] == ["offer.pdf"]


def test_several_folders_keep_apart(tmp_path: Path) -> None:
    """Of several folders each is a tender, and no file is read twice."""
    write(tmp_path / "one" / "a.txt")
    write(tmp_path / "two" / "a.txt")

    chosen = select([tmp_path / "one", tmp_path / "two", tmp_path / "one" / "a.txt"])

    assert [(job.name, job.pack) for job in chosen.jobs] == [
        ("one/a.txt", "one"),
        ("two/a.txt", "two"),
    ]


def test_missing_path_is_told_in_one_line(tmp_path: Path) -> None:
    """A path that does not exist is wrong usage, with the path in the message."""
    with pytest.raises(UsageError, match="no-such: no such file or folder"):
        select([tmp_path / "no-such"])


@POSIX
def test_link_out_of_the_folder_is_refused_by_name(tmp_path: Path) -> None:
    """A symbolic link that leads out of the folder is not followed, and it is said."""
    outside = write(tmp_path / "secret.txt")
    inbox = tmp_path / "inbox"
    write(inbox / "a.txt")
    (inbox / "link.txt").symlink_to(outside)
    (inbox / "dir").symlink_to(tmp_path)

    chosen = select([inbox])

    assert [job.name for job in chosen.jobs] == ["a.txt"]
    assert {one.name for one in chosen.refusals} == {"link.txt", "dir"}
    assert all("link out" in one.reason for one in chosen.refusals)


@POSIX
def test_links_inside_and_rings_of_links(tmp_path: Path) -> None:
    """A link to a file inside is read; a folder that links to itself does not hang the walk."""
    write(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "dead").symlink_to(tmp_path / "nothing")

    chosen = select([tmp_path])

    assert [job.name for job in chosen.jobs] == ["a.txt", "b.txt"]
    assert [one.name for one in chosen.refusals] == ["dead"]


@POSIX
def test_pipe_is_refused(tmp_path: Path) -> None:
    """A named pipe is never opened: it could hang the run."""
    os.mkfifo(tmp_path / "pipe.pdf")

    chosen = select([tmp_path])

    assert chosen.jobs == ()
    assert [one.reason for one in chosen.refusals] == ["a named pipe, not a file"]


def test_output_inside_the_input_is_left_out(tmp_path: Path) -> None:
    """The report of an earlier run is not a document of the next."""
    write(tmp_path / "a.txt")
    write(tmp_path / "report" / "report.html")

    chosen = select([tmp_path], leave_out=[tmp_path / "report"])

    assert [job.name for job in chosen.jobs] == ["a.txt"]


def test_a_profile_below_the_top_of_a_tender_is_told_and_not_used(tmp_path: Path) -> None:
    """A bidder's folder must not say what the buyer is; nothing is passed over in silence."""
    write(tmp_path / "t" / "bidder" / "profile.toml", 'jurisdiction = "US"')
    write(tmp_path / "t" / "bidder" / "offer.txt", "We offer turrets.")

    chosen = select([tmp_path])

    assert chosen.profiles == ()
    assert [(one.name, "not used" in one.reason) for one in chosen.refusals] == [
        ("t/bidder/profile.toml", True)
    ]


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["profile.toml.txt"], "rename it"),
        (["Profile.toml", "profile.toml"], "keep one"),
    ],
)
def test_facts_that_do_not_count_are_told(tmp_path: Path, names: list[str], why: str) -> None:
    """Whoever wrote a profile thinks that its facts count: where they do not, it is said."""
    for name in names:
        write(tmp_path / "t" / name, 'jurisdiction = "GB"')
    if len(list((tmp_path / "t").iterdir())) < len(names):
        pytest.skip("names that differ in their letters alone are one file here")

    chosen = select([tmp_path])

    assert chosen.jobs == ()
    assert [why in one.reason and "not used" in one.reason for one in chosen.refusals] == [True]


def test_a_profile_is_known_in_any_letters(tmp_path: Path) -> None:
    """`Profile.TOML` holds as `profile.toml` does: file systems and people differ on capitals."""
    write(tmp_path / "t" / "Profile.TOML", 'jurisdiction = "GB"')

    chosen = select([tmp_path])

    assert (chosen.jobs, chosen.refusals) == ((), ())
    assert [pack for pack, _ in chosen.profiles] == ["t"]


def test_profile_is_no_document(tmp_path: Path) -> None:
    """A tender's profile.toml is read as its profile and not as a document."""
    write(tmp_path / "t" / "a.txt")
    write(tmp_path / "t" / "profile.toml", 'jurisdiction = "GB"')

    chosen = select([tmp_path])

    assert [job.name for job in chosen.jobs] == ["t/a.txt"]
    assert [pack for pack, _ in chosen.profiles] == ["t"]
