"""Countries of which nobody has looked up a rule are told, so that silence reassures nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyser.cli import main
from analyser.lists.load import Lists
from analyser.regimes.coverage import untested


def test_a_country_without_rules_is_told(lists: Lists) -> None:
    """Where no rule of the country is in the lists, the line says so and how many there are."""
    (brazil,) = untested(["BR", "BR", None], lists.rulebook)

    assert brazil.startswith(f"no rule of BR is among the {len(lists.rulebook.regimes)} in the")
    assert "nothing was tested against any rule" in brazil


def test_a_member_state_is_told_what_was_tested(lists: Lists) -> None:
    """In a member state the Union's rules were tested, and how many of them are verified is said."""
    union = [one for one in lists.rulebook.regimes.values() if one.jurisdiction == "EU"]
    sure = sum(one.level == "verified" for one in union)

    (france,) = untested(["FR"], lists.rulebook)

    assert f"only {len(union)} of the European Union ({sure} verified) were tested" in france
    assert "nothing against national rules" in france


def test_countries_with_rules_and_unknown_ones_are_not_told(lists: Lists) -> None:
    """A country with a rule of its own, the Union itself and an unknown place need no such line."""
    places = {one.jurisdiction for one in lists.rulebook.regimes.values()}

    assert untested([*places, "GB-SCT", None], lists.rulebook) == ()


def test_report_and_terminal_say_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both findings.json and the summary say that nothing was tested against national rules."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "letter.txt").write_text("We mow the lawns of the town.", "utf-8")

    code = main(
        ["scan", str(tmp_path / "in"), "--output", str(tmp_path / "out"), "--jurisdiction", "BR",
         "--format", "json", "--jobs", "1"]
    )  # fmt: skip

    assert code == 0
    run = json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))["run"]
    assert "no rule of BR" in run["warnings"][0]
    assert "note: no rule of BR" in capsys.readouterr().out


def test_the_readme_counts_the_countries(lists: Lists) -> None:
    """The number of countries in the README is that of the rulebook."""
    countries = {one.jurisdiction for one in lists.rulebook.regimes.values()} - {"EU"}
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")

    assert f"rules are those of {len(countries)} countries and the European Union" in readme
