"""Weak part numbers ask for words of their goods around them."""

from __future__ import annotations

import pytest

from analyser.document import Block
from analyser.matching.context_words import context_word


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("a contract for the K40", ("ONT",), ""),
        ("two ONTs, type K40", ("ONT",), "ONT"),
        ("beside the track: K40", ("rack",), ""),
        ("cameras and K40", ("camera",), "camera"),
        ("радиостанция K40", ("радио",), "радио"),
    ],
)
def test_a_context_word_stands_as_a_word(text: str, words: tuple[str, ...], found: str) -> None:
    """Three letters inside another word are no context; an ending is."""
    start = text.index("K40")

    assert context_word(words, (start, start + 3), Block(text)) == found
