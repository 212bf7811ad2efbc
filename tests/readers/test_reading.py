"""Any file: told by content, never silent, never fatal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from analyser.readers.reading import read
from analyser.readers.source import everything
from analyser.settings import Settings
from tests.readers.documents import limited, para, read_bytes, reasons, word, zipped


def test_empty_file_is_unread(tmp_path: Path) -> None:
    """A file of 0 bytes is named as unread."""
    (document,) = read_bytes(tmp_path, "a.docx", b"")

    assert "empty file" in reasons(document)


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in folders")
def test_pipe_is_not_opened(tmp_path: Path) -> None:
    """A named pipe would never end: it is refused without opening it."""
    os.mkfifo(tmp_path / "pipe.pdf")

    (document,) = read(tmp_path / "pipe.pdf", "pipe.pdf", Settings(), everything)

    assert "a named pipe" in reasons(document)


def test_missing_file_and_folder_are_told(tmp_path: Path) -> None:
    """What is not there or no file becomes an unread document, not an error."""
    (missing,) = read(tmp_path / "no.pdf", "no.pdf", Settings(), everything)
    (folder,) = read(tmp_path, "folder", Settings(), everything)

    assert "cannot be opened" in reasons(missing)
    assert "a folder" in reasons(folder)


@pytest.mark.parametrize("name", ["a.pdf", "a.xlsx", "a.txt", "a"])
def test_format_is_told_by_content(name: str, tmp_path: Path) -> None:
    """A Word file under any name is read as a Word file."""
    (document,) = read_bytes(tmp_path, name, word(para("Norvik")))

    assert [block.text for block in document.blocks] == ["Norvik"]
    assert "wordprocessingml" in document.media_type


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Rar!\x1a\x07\x01\x00" + b"x" * 50, "RAR"),
        (b"MZ" + bytes(range(256)), "a Windows program"),
        (b"\x00\x01\x02\x03" * 100, "binary content"),
        (b"!BDN" + b"\x00" * 600, "Outlook data file"),
    ],
)
def test_foreign_formats_are_named(content: bytes, words: str, tmp_path: Path) -> None:
    """A format that is not read is unread, with what it looks like."""
    (document,) = read_bytes(tmp_path, "a.pdf", content)

    assert words in reasons(document)


def test_blank_document_is_never_silent(tmp_path: Path) -> None:
    """A document without any text is not called read."""
    (document,) = read_bytes(tmp_path, "a.docx", word(para("")))

    assert "no text found" in reasons(document)


def test_leftovers_of_systems_do_not_make_a_run_incomplete(tmp_path: Path) -> None:
    """A real .DS_Store is noted and harmless; a document under that name is read."""
    (leftover,) = read_bytes(tmp_path, ".DS_Store", b"\0\0\0\1Bud1" + b"\0" * 100)
    (hidden,) = read_bytes(tmp_path, ".DS_Store", word(para("Norvik")))

    assert not leftover.unread
    assert "operating system" in leftover.notes[0]
    assert [block.text for block in hidden.blocks] == ["Norvik"]


def test_file_over_the_limit_is_told(tmp_path: Path) -> None:
    """A file above the size limit is not opened."""
    (document,) = read_bytes(tmp_path, "a.txt", b"x" * 2000, limited(file_size=1000))

    assert "larger than" in reasons(document)


@pytest.mark.parametrize("cut", [30, 200, 500])
def test_truncated_package_never_raises(cut: int, tmp_path: Path) -> None:
    """A Word file cut anywhere is unread in part or whole, never an exception."""
    documents = read_bytes(tmp_path, "a.docx", word(para("Norvik"))[:cut])

    assert documents[0].unread


def test_package_bomb_is_stopped(tmp_path: Path) -> None:
    """The guard against bombs holds inside Office files too."""
    bomb = zipped({"[Content_Types].xml": "x", "word/document.xml": b" " * 50_000_000})

    (document,) = read_bytes(tmp_path, "a.docx", bomb)

    assert "zip bomb" in reasons(document)
