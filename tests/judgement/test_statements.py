"""The patterns of statements.toml, each held to its own example and counter-example."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from analyser.judgement import statements as module

ROWS = tomllib.loads(
    Path(module.__file__).with_name("statements.toml").read_text(encoding="utf-8")
)["statement"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}-{row['gate']}")
def test_pattern_matches_its_example_only(row: dict[str, str]) -> None:
    """Each pattern, with its gate, matches its example and not its counter-example."""
    expression = re.compile(row["pattern"], re.IGNORECASE)

    def meets(sentence: str) -> bool:
        return row["gate"] in sentence.lower() and bool(expression.search(sentence))

    assert meets(row["example"])
    assert not meets(row["counter"])


def test_every_kind_is_one_that_contradictions_know() -> None:
    """A pattern whose kind no contradiction knows would be dead data."""
    from analyser.pack import KINDS

    assert {row["kind"] for row in ROWS} <= set(KINDS)
