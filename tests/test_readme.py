"""What the README says is so."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from analyser import cli
from analyser.commands.scan import EXIT_CODES, FORMATS, add_parser
from analyser.errors import ExitCode
from analyser.finding import Verdict
from analyser.lists.load import Lists
from analyser.profile import profile_from
from analyser.readers.reading import READERS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

MEDIA_TYPES = {
    "PDF": "application/pdf",
    "DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "DOC": "application/msword",
    "RTF": "application/rtf",
    "ODT": "application/vnd.oasis.opendocument.text",
    "ODS": "application/vnd.oasis.opendocument.spreadsheet",
    "ODP": "application/vnd.oasis.opendocument.presentation",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "XLS": "application/vnd.ms-excel",
    "PPTX": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "PPT": "application/vnd.ms-powerpoint",
    "CSV": "text/csv",
    "TXT": "text/plain",
    "HTML": "text/html",
    "XML": "application/xml",
    "EPUB": "application/epub+zip",
    "EML": "message/rfc822",
    "MSG": "application/vnd.ms-outlook",
    "MBOX": "application/mbox",
    "ZIP": "application/zip",
    "7Z": "application/x-7z-compressed",
    "TAR": "application/x-tar",
    "GZ": "application/gzip",
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "TIFF": "image/tiff",
}
SAME_READER = {"DOCM": "DOCX", "XLSM": "XLSX", "XLSB": "XLSX"}


def test_help_is_the_real_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The help text in the README is what `analyser --help` prints."""
    monkeypatch.setenv("COLUMNS", "100")
    cli.main(["--help"])

    assert capsys.readouterr().out.strip() in README


def test_make_targets_exist() -> None:
    """Every `make X` of the README is a target of the Makefile."""
    named = set(re.findall(r"^make (\w+)$", README, re.MULTILINE))

    assert named == {"demo", "test"}
    assert all(re.search(rf"^{name}:", MAKEFILE, re.MULTILINE) for name in named)


def test_exit_codes_are_told() -> None:
    """The table of verdicts gives each verdict its exit code."""
    rows = dict(
        re.findall(r"^\| (clear|incomplete|review|flagged) \|.*\| (\d+) \|$", README, re.MULTILINE)
    )

    assert {Verdict(name): ExitCode(int(code)) for name, code in rows.items()} == EXIT_CODES


def test_formats_named_have_a_reader() -> None:
    """Each format that the README names has a row in the table of readers, or shares one."""
    line = next(one for one in README.splitlines() if one.startswith("- **Reads**"))
    named = re.findall(r"\b[A-Z7][A-Z0-9]{1,4}\b", line)

    assert len(named) > 25
    for name in named:
        assert MEDIA_TYPES[SAME_READER.get(name, name)] in READERS


def test_counts_of_the_lists(lists: Lists) -> None:
    """The README's counts of vendors and regimes are those of the shipped lists."""
    assert f"{len(lists.catalogue.vendors)} vendors" in README
    assert f"{len(lists.rulebook.regimes)} regimes" in README


def test_commands_shown_can_be_parsed() -> None:
    """Every `analyser ...` line of the README is a call that the program accepts."""
    import argparse

    calls = re.findall(r"^analyser (scan .*)$", README, re.MULTILINE)
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())

    assert calls
    for call in calls:
        parser.parse_args(shlex.split(call))


def test_formats_of_reports() -> None:
    """Each report format in the README is one that `--format` takes."""
    (shown,) = re.findall(r"--format ([a-z,]+)", README)

    assert set(shown.split(",")) <= set(FORMATS)


def test_profile_shown_is_valid() -> None:
    """The profile in the README is one that the program reads, and leaves the site unknown."""
    (text,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    profile = profile_from(tomllib.loads(text))

    assert profile.buyer == "central_government"
    assert profile.site.sensitive is None


def test_python_shown_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python example runs as it stands, on a real document."""
    (text,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    sample = ROOT / "samples" / "riverside-cctv" / "1-technical-response.pdf"
    (tmp_path / "bid.pdf").write_bytes(sample.read_bytes())
    monkeypatch.chdir(tmp_path)
    said: list[tuple[object, ...]] = []

    exec(compile(text, "README.md", "exec"), {"print": lambda *words: said.append(words)})

    assert said[0][0] is Verdict.FLAGGED


def test_links_lead_somewhere() -> None:
    """Every relative link of the README is a file of the project."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
