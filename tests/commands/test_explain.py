"""`analyser explain`: one piece of text, its findings and its near misses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyser.cli import main


def test_text_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """The route, the maker and the reasons are told for what was found."""
    assert main(["explain", "We offer Hikvision cameras.", "--role", "bid"]) == 0

    out = capsys.readouterr().out
    assert "hikvision (by name)" in out
    assert "exact name" in out


def test_nothing_found_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A text without a maker is answered in words, with what came near if asked."""
    assert main(["explain", "The division of labour", "--near"]) == 0

    out = capsys.readouterr().out
    assert "Nothing found" in out
    assert "'division' is an ordinary word" in out


def test_lines_are_answered_line_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each JSON line gets a JSON line, by its own id or its number."""
    lines = [{"id": "a", "text": "We offer Dahua domes.", "role": "bid"}, {"text": "Nothing here."}]
    path = tmp_path / "items.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")

    assert main(["explain", "--jsonl", str(path)]) == 0

    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["id"] for one in answers] == ["a", 2]
    assert answers[0]["mentions"][0]["makers"] == ["dahua"]
    assert answers[1]["mentions"] == []


@pytest.mark.parametrize("words", [[], ["text", "--jsonl", "x"], [" "], ["--jsonl", "no-such"]])
def test_wrong_calls_are_told_in_one_line(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing to explain, two things to explain, and a missing file are usage errors."""
    assert main(["explain", *words]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
