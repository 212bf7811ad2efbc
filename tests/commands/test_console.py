"""What is printed: one line a call, nothing that a terminal would obey, JSON that stays JSON."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analyser.cli import main
from analyser.commands.console import one_line, say_data

POSIX = pytest.mark.skipif(sys.platform != "linux", reason="only here may a name hold any byte")


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b", "\x07", "\x9b", "\u202e", "\u2028", "\x00"])
def test_no_name_moves_the_cursor(sign: str) -> None:
    """Line ends, escapes, C1 controls and turns of direction are shown, not obeyed."""
    shown = one_line(f"bid{sign}.pdf")

    assert sign not in shown
    assert shown.startswith("bid\\")
    assert shown.endswith(".pdf")
    assert len(shown.splitlines()) == 1


def test_ordinary_words_stay_as_they_are() -> None:
    """Letters of any script, accents and tabs are no danger."""
    assert one_line("ünï 海康威视\tХиквижн ـ هيكفيجن") == "ünï 海康威视\tХиквижн ـ هيكفيجن"


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_json_stays_json(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the encoding and the words, a line of JSON can be read back."""
    said = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(said, encoding=encoding))
    value = {"text": "海康 \x85 \x9b \u202e \n \udcff é"}

    say_data(value)

    sys.stdout.flush()
    (line,) = said.getvalue().decode(encoding).split("\n")[:-1]
    assert json.loads(line) == value
    assert "\x9b" not in line


@POSIX
def test_hostile_names_print_as_one_line_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file's name can neither forge a line of the summary nor colour the terminal."""
    pack = tmp_path / "in"
    pack.mkdir()
    names = ["a\nCLEAR: all is well.txt", "b\x1b[31m.txt", "c\u202etxt.fdp", "d\rverdict.txt"]
    for name in names:
        (pack / name).write_text("We offer Hikvision cameras.", "utf-8")

    code = main(["scan", str(pack), "--output", str(tmp_path / "out"), "--jobs", "1"])

    said = capsys.readouterr().out
    assert code == 12
    assert not any(line.startswith("CLEAR") for line in said.splitlines())
    assert sum("Hikvision (offered)" in line for line in said.splitlines()) == len(names)
    assert not {"\x1b", "\r", "\u202e"} & set(said)


@POSIX
def test_the_log_is_one_line_an_entry(tmp_path: Path) -> None:
    """Names in log lines and in errors are escaped, too."""
    name = "no\x1b[2J\nsuch"
    said = subprocess.run(
        [sys.executable, "-m", "analyser", "scan", name, "--output", str(tmp_path / "out")],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip

    assert (said.returncode, said.stderr.count("\n")) == (2, 1)
    assert "no\\x1b[2J\\nsuch: no such file" in said.stderr

    from analyser.cli import _in_one_line

    record = logging.LogRecord("x", 30, "x", 1, "%s: gone", (name,), None)
    assert _in_one_line(record)
    assert record.getMessage() == "no\\x1b[2J\\nsuch: gone"


@POSIX
@pytest.mark.parametrize(
    ("redirected", "code", "lines"),
    [("> /dev/full", 2, 1), (">&-", 12, 0), ("| true", 12, 0), ("2>&-", 12, 0)],
)
def test_the_verdict_outlives_the_output(
    tmp_path: Path, redirected: str, code: int, lines: int
) -> None:
    """Who reads on, or whether there is room, decides on no verdict; a full disk is told."""
    (tmp_path / "bid.txt").write_text("We offer Hikvision cameras.", "utf-8")
    scan = f'"{sys.executable}" -m analyser scan bid.txt --jobs 1 --output'
    said = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{scan} {tmp_path / 'out'} {redirected}"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip

    assert (said.returncode, said.stderr.count("\n")) == (code, lines), said.stderr
    assert (tmp_path / "out" / "report.html").is_file()
