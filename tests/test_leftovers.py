"""Two runs into one folder are never read as one."""

from __future__ import annotations

import json
from pathlib import Path

from analyser.leftovers import KEPT, RECORD, clear_away, record


def _written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_what_the_run_before_wrote_goes(tmp_path: Path) -> None:
    """A letter of an earlier run does not lie among the new ones."""
    record(tmp_path, [_written(tmp_path, "letters/gone.docx", "old")])
    clear_away(tmp_path)
    assert not (tmp_path / "letters").exists()


def test_what_somebody_changed_is_kept(tmp_path: Path) -> None:
    """A letter that an officer worked on is set aside, twice under two names."""
    for text in ("first", "second"):
        letter = _written(tmp_path, "letters/tender.docx", "draft")
        record(tmp_path, [letter])
        letter.write_text(text, encoding="utf-8")
        clear_away(tmp_path)
    kept = sorted(path.read_text(encoding="utf-8") for path in (tmp_path / KEPT).iterdir())
    assert kept == ["first", "second"]


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    """Files that no run wrote are not touched, nor is anything outside the folder."""
    folder = tmp_path / "out"
    own = _written(folder, "letters/notes.txt", "mine")
    outside = _written(tmp_path, "outside.txt", "theirs")
    names = {"../outside.txt": "x", str(outside): "x", "letters": "x", "letters/none": "x"}
    (folder / RECORD).write_text(json.dumps(names), encoding="utf-8")
    clear_away(folder)
    assert own.exists()
    assert outside.exists()


def test_a_broken_note_is_no_note(tmp_path: Path) -> None:
    """Whatever stands in the note, the run goes on."""
    for content in ("[1]", "{", '{"a": 1}', "[" * 100_000):
        (tmp_path / RECORD).write_text(content, encoding="utf-8")
        clear_away(tmp_path)
    assert (tmp_path / RECORD).exists()
