"""analyser assess, the profile flags and the interview."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analyser.cli import main
from analyser.commands.interview import ask_for
from analyser.commands.profile_flags import add_profile_flags, profile_from_args
from analyser.errors import ExitCode, ProfileError, UsageError
from analyser.profile import Profile

SCENARIO = {
    "id": "one",
    "profile": {
        "jurisdiction": "GB",
        "buyer_type": "central_government",
        "contract_date": "2026-12-01",
        "site": {"sensitive": None, "criteria": [], "answers": {"c1_secret": None}},
    },
    "finding": {
        "maker": "hikvision",
        "equipment": "video_surveillance",
        "stance": "offered",
        "bidder": {"link_to_maker": "none"},
    },
}


def answered(tmp_path: Path, *scenarios: Any) -> list[dict[str, Any]]:
    """Run the command over `scenarios` and return what it wrote."""
    asked = tmp_path / "scenarios.jsonl"
    asked.write_text("\n".join(json.dumps(one) for one in scenarios), encoding="utf-8")
    output = tmp_path / "outcomes.jsonl"
    assert main(["assess", str(asked), "--output", str(output)]) == ExitCode.CLEAR
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def test_scenario_is_answered_for_every_regime(tmp_path: Path) -> None:
    """A line in is a line out, with its id, and each British regime's outcome once."""
    [found] = answered(tmp_path, SCENARIO)

    assert found["id"] == "one"
    outcomes = {one["regime"]: one for one in found["outcomes"]}
    assert len(outcomes) == len(found["outcomes"]) == 18
    wms = outcomes["gb-wms-2022-visual-surveillance"]
    assert (wms["outcome"], wms["consequence"]) == ("applies_if", "prohibited")
    assert wms["needs"][0] == "site.sensitive"
    assert any(
        line.startswith("if the site is sensitive, it would apply") for line in wms["changes"]
    )


def test_unknown_facts_are_left_out_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fact that is not known to the program is told on standard error, not guessed."""
    profile = {**SCENARIO["profile"], "weather": "wet", "contract": "huge"}  # type: ignore[dict-item]

    [found] = answered(tmp_path, {**SCENARIO, "profile": profile})

    told = capsys.readouterr().err
    assert "profile.weather: is not a known key" in told
    assert "contract: 'huge' is unknown" in told
    assert found["outcomes"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "line 1: is no JSON"),
        ("[]", "line 1: is no object"),
        ('{"finding": {}}', "finding.maker: is missing"),
        ('{"finding": {"maker": "zte", "stance": "sold"}}', "finding.stance: 'sold' is unknown"),
    ],
)
def test_malformed_scenario_is_one_line_and_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    """A scenario that cannot be read is told by file and line."""
    path = tmp_path / "scenarios.jsonl"
    path.write_text(text, encoding="utf-8")

    assert main(["assess", str(path)]) == ExitCode.USAGE
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


def test_missing_file_and_unwritable_output_are_wrong_usage(tmp_path: Path) -> None:
    """What cannot be read or written ends with the exit code for usage."""
    path = tmp_path / "scenarios.jsonl"
    assert main(["assess", str(path)]) == ExitCode.USAGE
    path.write_text(json.dumps(SCENARIO), encoding="utf-8")
    assert main(["assess", str(path), "--output", str(tmp_path)]) == ExitCode.USAGE


def flags(*words: str) -> Profile:
    """Return the profile that the flags `words` make."""
    parser = argparse.ArgumentParser()
    add_profile_flags(parser)
    return profile_from_args(parser.parse_args(words))


def test_flags_make_a_profile_over_the_file(tmp_path: Path) -> None:
    """A flag wins over the file's fact, and the file fills what no flag gives."""
    path = tmp_path / "profile.toml"
    path.write_text('buyer = "police"\njurisdiction = "GB"', encoding="utf-8")

    profile = flags(
        "--profile", str(path), "--buyer", "defence", "--site-criterion", "c1_secret=yes",
        "--delivery-date", "2027-01-01", "--delivery-date", "2026-12-24", "--funding", "none",
    )  # fmt: skip

    assert (profile.buyer, profile.jurisdiction) == ("defence", "GB")
    assert profile.site.sensitive is True
    assert profile.delivery_dates == ("2026-12-24", "2027-01-01")
    assert profile.funding == ()


def test_no_flag_leaves_everything_unknown() -> None:
    """Without flags nothing is assumed."""
    assert flags() == Profile()
    assert flags("--site-sensitive", "unknown").site.sensitive is None


def test_faulty_flag_is_told_by_its_name() -> None:
    """A flag's value that is not known is refused by key."""
    with pytest.raises(ProfileError, match=r"buyer: 'councils' is unknown"):
        flags("--buyer", "councils")


def replies(*words: str) -> Iterator[str]:
    """Yield `words` and then nothing but empty answers."""
    yield from words
    while True:
        yield ""


def test_interview_asks_until_one_criterion_is_met(capsys: pytest.CaptureFixture[str]) -> None:
    """A faulty answer is asked again, an empty one skips, and one met criterion ends the four."""
    given = replies("GB", "goverment", "central_government", "", "", "", "", "no", "yes")
    questions: list[str] = []

    def reader(question: str) -> str:
        questions.append(question)
        return next(given)

    profile = ask_for(Profile(), reader)

    assert profile.buyer == "central_government"
    assert profile.site.sensitive is True
    assert profile.site.c3_ministers is None
    assert sum("The site" in question for question in questions) == 2
    assert "did you mean central_government?" in capsys.readouterr().err


def test_interview_leaves_skipped_facts_unknown() -> None:
    """Empty answers all through assume nothing."""
    assert ask_for(Profile(), lambda _: "") == Profile()


def test_interview_needs_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal the facts are asked for as flags, in one line."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    with pytest.raises(UsageError, match="no terminal"):
        ask_for(Profile())
