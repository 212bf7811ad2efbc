"""What a command costs before it does anything."""

from __future__ import annotations

from functools import partial

from benchmarks.measuring import Row, Terms, analyser, middle, side_by_side

SENTENCE = "The bidder offers Hikvision DS-2CD2143G2-I cameras."


def measure(terms: Terms) -> list[Row]:
    """Return the CPU time of `--help` and of `explain`."""
    calls = {"help": ("--help",), "explain": ("explain", SENTENCE)}
    for words in calls.values():
        analyser(*words)  # compiled lists and byte code are written by the first call
    found = side_by_side(
        3 * terms.rounds, **{name: partial(analyser, *words) for name, words in calls.items()}
    )
    cpu = {name: [1000 * one.cpu for one in runs] for name, runs in found.items()}
    return [
        Row("analyser --help", middle(cpu["help"], ".0f", " ms CPU"), "at most 150 ms"),
        Row("analyser explain", middle(cpu["explain"], ".0f", " ms CPU"), "at most 500 ms"),
    ]
