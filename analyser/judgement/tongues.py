"""Which languages a text may be written in, told by its small words."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files

ENGLISH = "en"
UNKNOWN = ""

# Letters with the vowel signs of Indic and other scripts, which `\w` takes for no letters; the
# letters of "H520E" are no words.
WORD = re.compile(
    r"(?<![\w])[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0963\u0970-\u097f\u0e30-\u0e4e])*(?![\d_])"
)
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
"""Letters of scripts that put no space between words."""

# Masks, part numbers and abbreviations: the "I" of "DS-2CD2143G2-I" is no Italian, and the "u" of
# "P.U." no Croatian.
_NO_WORDS = re.compile(r"\bZ(?:MAKE|OTHER)Z\b|[\w.-]*\d[\w.-]*|\b(?:[^\W\d_]\.){2,}")
# Scripts that one language of ours is written in; Han is Chinese where no kana stands by it.
_SCRIPTS = {
    "ko": re.compile(r"[\uac00-\ud7a3]+"),
    "ja": re.compile(r"[\u3040-\u30ff]+"),
    "hi": re.compile(r"[\u0900-\u0963]+"),
    "el": re.compile(r"[\u0386-\u03ff]+"),
    "ar": re.compile(r"[\u0620-\u064a]+"),
    "zh": re.compile(r"[\u4e00-\u9fff]+"),
}
_BY_SCRIPT = 0.5
"""What a run of a script's letters counts, beside a small word of one language."""
_ENOUGH = 2.0
"""Small words that tell a language against the document's; fewer leave it as it is."""
_GLANCE = 1_000  # characters that mostly do
_PLAIN = 6.0  # small English words in them, and few of another language, leave no doubt
_CLOSE = 0.6
"""Share of the best score from which another language is as likely."""


@cache
def small_words() -> dict[str, tuple[str, ...]]:
    """Return the languages of each small word, of languages.toml."""
    text = (files("analyser.judgement") / "languages.toml").read_text(encoding="utf-8")
    tongues: dict[str, list[str]] = defaultdict(list)
    for tongue, words in tomllib.loads(text)["small_words"].items():
        for word in dict.fromkeys(words.split()):
            tongues[word].append(tongue)
    return {word: tuple(found) for word, found in tongues.items()}


def likely_tongues(text: str, expected: str = UNKNOWN) -> tuple[str, ...]:
    """Return the languages that `text` may be in, the likeliest first; none if nothing shows.

    Args:
        text: Any text; names in it should be masked.
        expected: Language of the document around it: it stands unless the words clearly show
            another one.
    """
    scores = _scores(text[:_GLANCE])
    others = sum(score for tongue, score in scores.items() if tongue != ENGLISH)
    english = scores.get(ENGLISH, 0.0)
    if english >= _PLAIN and english > 2 * others:
        return (ENGLISH,)
    scores = _scores(text) if len(text) > _GLANCE else scores
    if not scores:
        return (expected,) if expected else ()
    ranked = sorted(scores, key=lambda tongue: (-scores[tongue], tongue != expected, tongue))
    best = scores[ranked[0]]
    if expected and (best < _ENOUGH or best <= scores.get(expected, 0.0)):
        return (expected,)
    return tuple(tongue for tongue in ranked if scores[tongue] >= _CLOSE * best)


def _scores(text: str) -> dict[str, float]:
    known = small_words()
    scores: dict[str, float] = defaultdict(float)
    words = [found.group().casefold() for found in WORD.finditer(_NO_WORDS.sub(" ", text))]
    for word in [*words, *UNSPACED.findall(text)]:
        tongues = known.get(word, ())
        for tongue in tongues:
            # A word of five languages says little of any.
            scores[tongue] += 1.0 / len(tongues)
    if not text.isascii():
        for tongue, letters in _SCRIPTS.items():
            runs = len(letters.findall(text))
            if runs and not (tongue == "zh" and "ja" in scores):
                scores[tongue] += _BY_SCRIPT * runs
    return scores
