"""The command line as a person meets it: one clear line for each wrong input, true exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analyser.readers.ocr import language_folder
from analyser.settings import Settings

ROOT = Path(__file__).parents[1]


def run(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "analyser", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        cwd=cwd,
        check=False,
    )


def offer(folder: Path, text: str = "We will supply forty Hikvision cameras.") -> Path:
    """Write a small bid and return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / "bid.txt").write_text(f"Our tender response\n\n{text}\n", encoding="utf-8")
    return folder


def one_line(said: subprocess.CompletedProcess[str]) -> str:
    """Return the only line on standard error, proving that it is the only one."""
    lines = said.stderr.strip().splitlines()
    assert len(lines) == 1, said.stderr
    assert "Traceback" not in said.stderr
    return lines[0]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["scan", "no-such", "--output", "out"], 2, "no-such: no such file or folder"),
        (["scan", "empty", "--output", "out"], 2, "no files in it"),
        (["scan", "pack", "--output", "out", "--format", "nonsense"], 2, "unknown format 'nonsense'"),
        (["scan", "pack", "--output", "out", "--jobs", "-1"], 2, "--jobs -1"),
        (["scan", "pack", "--output", "out", "--jobs", "0"], 2, "--jobs 0: give a number from 1 up"),
        (["scan", "pack", "--output", "out", "--seconds", "0"], 2, "--seconds 0: give a number"),
        (["scan", "pack", "--output", "out", "--seconds", "nan"], 2, "--seconds nan"),
        (["scan", "pack", "--output", "out", "--templates", "gone"], 2, "gone: no such folder"),
        (["watch", "pack", "--output", "out", "--templates", "gone"], 2, "gone: no such folder"),
        (["scan", "pack", "--output", "out", "--templates", ""], 2, "--templates: the path is empty"),
        (["scan", "pack", "--output", "out", "--lists", " "], 2, "the path is empty"),
        (["explain", "Dahua", "--lists", ""], 2, "the path is empty"),
        (["scan", "pack", "--output", "out", "--ledger", ""], 2, "the path is empty"),
        (["scan", "pack", "--output", "out", "--cluster", ""], 2, "--cluster : write it as"),
        (["scan", "pack", "--output", "out", "--cluster", "tcp://host"], 2, "write it as"),
        (["scan", "pack", "--output", "out", "--jobs", "x"], 2, "scan --help tells"),
        (["scan"], 2, "scan: the following arguments are required: PATH, --output"),
        (["frobnicate"], 2, "invalid choice: 'frobnicate'"),
        ([], 2, "analyser --help tells what there is"),
        (["scan", "pack", "--output", "out", "--role", "x"], 2, "--role x"),
        (["scan", "pack", "--output", "pack/bid.txt"], 2, "cannot be written to"),
        (["scan", "pack", "--output", "out", "--profile", "bad.toml"], 2, "bad.toml"),
        (["scan", "pack", "--output", "out", "--award-date", "soon"], 2, "soon"),
        (["scan", "pack", "--output", "out", "--jurisdiction", "ZZ"], 2, "jurisdiction: 'ZZ'"),
        (["scan", "pack", "--output", "out", "--jurisdiction", "GB", "--sub-jurisdiction", "TX"], 2, "no part of GB"),
        (["scan", "pack", "--output", "out", "--funding", "fedral_award"], 2, "did you mean federal_award?"),
        (["scan", "pack", "--output", "out", "--site-criterion", "c1_secret"], 2, "write it as c1_secret=yes"),
        (["scan", "pack", "--output", "out", "--site-criterion", "c9=yes"], 2, "c1_secret, c2_dv"),
        (["scan", "odd", "--output", "out"], 2, "profile.toml: capacity: 'gardener'"),
        (["watch", "pack", "--output", "out", "--mission", "covered_misson"], 2, "covered_mission?"),
        (["scan", "pack", "--output", "out", "--decisions", "gone.json"], 2, "gone.json"),
        (["scan", "pack", "--output", "out", "--decisions", "bad.toml"], 2, "bad.toml"),
        (["scan", "pack", "--output", "out", "--lists", "broken"], 3, "makers/x.toml"),
        (["lists", "show", "hikvison"], 2, "hikvision"),
    ],
)  # fmt: skip
def test_wrong_input_gets_one_line(tmp_path: Path, words: list[str], code: int, says: str) -> None:
    """Wrong input is told in one line that says where, what and what to do; the code is true."""
    offer(tmp_path / "pack")
    (offer(tmp_path / "odd") / "profile.toml").write_text('capacity = "gardener"', "utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.toml").write_text('jurisdicton = "GB"', encoding="utf-8")
    (tmp_path / "broken" / "makers").mkdir(parents=True)
    (tmp_path / "broken" / "makers" / "x.toml").write_text("name = [", encoding="utf-8")

    said = run(*words, cwd=tmp_path)

    assert said.returncode == code, said.stderr
    assert says in one_line(said)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("front.html", b"{% if %}", "front.html:1"),
        ("front.html", b"\xff\xfe", "front.html"),
        ("en.toml", b"[page", "en.toml"),
        ("en.toml", b'[page]\nproduct = "{office}"', "nothing is filled in for {office}"),
        ("en.toml", b"page = 1", "page: is no table"),
        ("letter.docx", b"Dear bidder", "letter.docx: not a Word file"),
    ],
)
def test_own_forms_are_proved_before_anything_is_read(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    """A fault in the officer's own words is told before hours of reading, in one line."""
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / name).write_bytes(content)
    words = ["--format", "html,docx", "--templates", "forms"]

    said = run("scan", offer(tmp_path / "pack"), "--output", "out", *words, cwd=tmp_path)

    assert said.returncode == 2, said.stderr
    assert says in one_line(said)
    assert not (tmp_path / "out").exists()


def test_every_fault_of_a_list_has_its_line(tmp_path: Path) -> None:
    """Whoever edits lists is told all that is wrong, a line each."""
    (tmp_path / "own" / "makers").mkdir(parents=True)
    maker = 'id = "x"\nname = "X"\nkind = "maker"\ncountry = "ZZZ"\n'
    (tmp_path / "own" / "makers" / "x.toml").write_text(maker, encoding="utf-8")

    said = run("explain", "Dahua", "--lists", tmp_path / "own")

    assert said.returncode == 3
    assert [line.split(":")[2].strip() for line in said.stderr.splitlines()] == ["kind", "country"]


@pytest.mark.ocr
@pytest.mark.skipif(language_folder(Settings()) is None, reason="no language data here")
def test_a_language_that_ocr_lacks_is_told_at_once(tmp_path: Path) -> None:
    """A language code that is asked for and not installed ends the run before it is read."""
    pack = offer(tmp_path / "pack")

    said = run("scan", pack, "--output", tmp_path / "out", "--ocr-language", "xqz")

    assert said.returncode == 2
    assert "--ocr-language xqz: Tesseract has no such data" in one_line(said)


def test_flagged(tmp_path: Path) -> None:
    """An offer of a listed maker exits 12 and writes both reports."""
    said = run("scan", offer(tmp_path / "pack"), "--output", tmp_path / "out")

    assert said.returncode == 12
    assert "FLAGGED" in said.stdout
    assert (tmp_path / "out" / "report.html").is_file()
    assert (
        json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))["schema_version"]
        == "1.0"
    )


def test_many_findings_leave_the_verdict_in_sight(tmp_path: Path) -> None:
    """The terminal shows the first of many findings, and says how many the report holds."""
    pack = offer(tmp_path / "pack")
    for number in range(30):
        (pack / f"{number}.txt").write_text("We will supply forty Hikvision cameras.", "utf-8")

    said = run("scan", pack, "--output", tmp_path / "out", "--format", "json").stdout.splitlines()

    assert sum("Hikvision (offered)" in line for line in said) == 20
    assert "  and 11 more like these, all of them in the report" in said


def test_clear(tmp_path: Path) -> None:
    """A document that was read and names nobody exits 0."""
    pack = offer(tmp_path / "pack", "We mow the lawns of the town twice a month.")

    assert run("scan", pack, "--output", tmp_path / "out").returncode == 0


def test_incomplete_is_never_clear(tmp_path: Path) -> None:
    """A file that cannot be read exits 10, and is named with its reason."""
    pack = offer(tmp_path / "pack", "We mow the lawns of the town twice a month.")
    (pack / "plan.pdf").write_bytes(b"%PDF-1.7 and nothing else")

    said = run("scan", pack, "--output", tmp_path / "out")

    assert said.returncode == 10
    assert "not read: plan.pdf" in said.stdout


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root may write anywhere")
def test_unwritable_output(tmp_path: Path) -> None:
    """An output folder without permission is wrong usage, told before anything is read."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)

    assert "cannot be written to" in one_line(
        run("scan", offer(tmp_path / "pack"), "--output", closed / "out")
    )


def test_one_or_many_workers_say_the_same(tmp_path: Path) -> None:
    """The findings do not depend on the number of workers."""
    pack = offer(tmp_path / "pack")
    for number in range(4):
        (pack / f"{number}.txt").write_text("Dahua DH-IPC-HFW2431S cameras, existing.", "utf-8")

    def documents(jobs: int) -> object:
        out = tmp_path / f"out{jobs}"
        run("scan", pack, "--output", out, "--jobs", str(jobs), "--format", "json")
        return json.loads((out / "findings.json").read_text("utf-8"))["documents"]

    assert documents(1) == documents(3)


def test_a_tenders_own_profile_holds_for_it(tmp_path: Path) -> None:
    """A profile.toml in a tender's folder decides that tender's outcomes and no other's."""
    for name in ("one", "two"):
        offer(tmp_path / name)
    (tmp_path / "one" / "profile.toml").write_text(
        'jurisdiction = "GB"\nbuyer = "local_authority"\n', encoding="utf-8"
    )

    run(
        "scan", tmp_path / "one", tmp_path / "two", "--output", tmp_path / "out", "--format", "json"
    )
    found = json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))
    regimes = {
        one["path"]: {r["regime"]: r["outcome"] for f in one["findings"] for r in f["regimes"]}
        for one in found["documents"]
    }

    assert regimes["one/bid.txt"]["gb-wms-2022-visual-surveillance"] == "not_bound"
    assert regimes["two/bid.txt"].get("gb-wms-2022-visual-surveillance") != "not_bound"


def test_a_profile_beside_tenders_holds_for_all_of_them(tmp_path: Path) -> None:
    """What lies over several tenders is known of each, fact by fact under its own, and told."""
    (tmp_path / "in").mkdir()
    for name in ("one", "two"):
        offer(tmp_path / "in" / name)
    (tmp_path / "in" / "profile.toml").write_text('jurisdiction = "GB"\n', encoding="utf-8")
    (tmp_path / "in" / "one" / "profile.toml").write_text('buyer = "local_authority"\n', "utf-8")

    run("scan", tmp_path / "in", "--output", tmp_path / "out")
    found = json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))
    told = (tmp_path / "out" / "report.html").read_text("utf-8")

    def outcome(path: str) -> str:
        document = next(one for one in found["documents"] if one["path"] == path)
        regimes = document["findings"][0]["regimes"]
        assert {one["regime"][:3] for one in regimes} == {"gb-"}
        return next(
            one["outcome"] for one in regimes if one["regime"] == "gb-wms-2022-visual-surveillance"
        )

    assert outcome("one/bid.txt") == "not_bound"
    assert outcome("two/bid.txt") == "applies_if"
    assert all("us-" not in warning for warning in found["run"]["warnings"])
    assert "United Kingdom (GB)" in told


def test_nothing_is_written_beside_the_output(tmp_path: Path) -> None:
    """A scan writes into its output folder and leaves the documents' folder as it was."""
    pack = offer(tmp_path / "pack")
    before = {(p.name, p.stat().st_mtime_ns) for p in pack.iterdir()}

    run("scan", pack, "--output", tmp_path / "out", "--format", "html,json,xlsx,csv,docx,annotated")

    assert {(p.name, p.stat().st_mtime_ns) for p in pack.iterdir()} == before
    assert {p.name for p in tmp_path.iterdir()} == {"pack", "out"}
