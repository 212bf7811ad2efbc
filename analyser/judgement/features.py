"""What the trained model sees of a passage: cues, words by side and distance, and headings."""

from __future__ import annotations

import re
from collections.abc import Callable

from analyser.finding import Stance
from analyser.judgement.cues import MAKE, OTHER
from analyser.judgement.passages import Passage
from analyser.judgement.rows import row_cells
from analyser.judgement.stance import Weighing
from analyser.judgement.wordclasses import class_of

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*|[^\w\s]")
_NUMBER = re.compile(r"\d")
_YEAR = re.compile(r"(?:19[89]|20[012])\d")
_NEAR = 3
_CLASSES = 14
# A word that draws less than this towards a stance is not worth showing as its reason.
_TELLING = 0.15
_REACH = 12
_SKIPS = 8  # words next to the mention that are paired with the one after the next
_CELL = 6  # words of a cell or of a heading
# A crude stem makes "replacing" meet "replace"; it needs no dictionary.
_ENDING = re.compile(r"(?:ations?|ings?|ed|es|s|ly|ment|ments)$")


def tokens(text: str) -> list[str]:
    """Return the stemmed lower-case words of `text`; numbers are one class, years another."""
    return [_token(found.group()) for found in _TOKEN.finditer(text)]


def passage_features(passage: Passage, weighing: Weighing) -> dict[str, float]:
    """Return the features of a passage, named, with their values."""
    features: dict[str, float] = {}
    for stance in Stance:
        features[f"r:{stance}"] = weighing.scores[stance] / 3.0
    shares = weighing.shares()
    for stance in Stance:
        features[f"p:{stance}"] = shares[stance] * 2.0
    for sign in weighing.signs:
        key = f"s:{sign.key}"
        features[key] = max(features.get(key, 0.0), min(1.5, sign.weight / 3.0))
    role = passage.role.value
    features[f"role:{role}"] = 1.0
    features[f"role:{role}:{weighing.best}"] = 1.0
    features[f"layer:{passage.layer}"] = 1.0
    for stance in Stance:
        features[f"r:{role}:{stance}"] = weighing.scores[stance] / 3.0
    _add_row(features, passage)
    _add_words(features, passage)
    _add_classes(features, passage)
    return features


def telling_words(
    passage: Passage, pull: Callable[[str], float], count: int = 3
) -> tuple[str, ...]:
    """Return the words of the passage that speak loudest for a stance, in the text's order.

    Args:
        passage: The passage that a model has judged.
        pull: How far a named feature draws towards the stance.
        count: How many words at most.
    """
    found: list[tuple[float, int, str]] = []
    printed = {place: words for place, _, words in passage.printed}
    for side, low, high in (("<", 0, passage.start), (">", passage.end, len(passage.text))):
        for match in _TOKEN.finditer(passage.text, low, high):
            word = match.group()
            if not word[0].isalpha() or word in {MAKE, OTHER}:
                continue
            token = _token(word)
            keys = (f"w{side}{token}", f"n{side}{token}", f"w:{token}:{passage.role}")
            force = sum(pull(key) for key in keys)
            if force > _TELLING:
                found.append((force, match.start(), printed.get(match.start(), word)))
    loudest = sorted(found, reverse=True)[:count]
    return tuple(word for _, _, word in sorted(loudest, key=lambda one: one[1]))


def _add_row(features: dict[str, float], passage: Passage) -> None:
    """Add the words of the other columns' headings and of the cells beside the mention's own."""
    cells = row_cells(passage)
    if not cells:
        return
    features["row"] = 1.0
    features[f"row:{passage.role}"] = 1.0
    for heading, text in cells:
        for word in tokens(heading)[:_CELL]:
            _raise(features, f"RH:{word}", 0.4)
        if MAKE not in text:
            for word in tokens(text)[:_CELL]:
                _raise(features, f"RC:{word}", 0.3)


def _add_words(features: dict[str, float], passage: Passage) -> None:
    left = tokens(passage.text[: passage.start])
    right = tokens(passage.text[passage.end :])
    length = len(left) + len(right)
    features["length"] = min(length, 30) / 30.0
    features[f"short:{passage.role}"] = 1.0 if length <= 5 else 0.0
    left.reverse()
    for side, words in (("<", left), (">", right)):
        for at, word in enumerate(words[: 2 * _REACH]):
            weight = 0.5 if at < _REACH else 0.25
            _raise(features, f"w{side}{word}", weight)
            _raise(features, f"w:{word}:{passage.role}", weight)
            if at < _NEAR:
                _raise(features, f"n{side}{word}", 0.6)
            if at + 1 < len(words):
                _raise(features, f"b{side}{word} {words[at + 1]}", weight)
            if at < _SKIPS and at + 2 < len(words):
                _raise(features, f"c{side}{word} {words[at + 2]}", 0.3)
    for word in dict.fromkeys((*left, *right)):  # in order: a sum of floats depends on it
        _raise(features, f"u:{word}", 0.4)
    if left and right:
        _raise(features, f"x{left[0]}|{right[0]}", 0.5)
    for place, text in (
        ("H", passage.heading),
        ("C", passage.column),
        ("L", passage.lead_in),
        ("T", passage.caption),
        ("B", passage.before),
        ("A", passage.after),
    ):
        for word in tokens(text)[:20]:
            _raise(features, f"{place}:{word}", 0.4)


def _add_classes(features: dict[str, float], passage: Passage) -> None:
    """Add the classes of the words around the mention, alone and in the order they come."""
    left = _classes(passage.text[: passage.start])
    right = _classes(passage.text[passage.end :])
    role = passage.role.value
    for side, found in (("<", left[::-1]), (">", right)):
        for at, name in enumerate(found[:_CLASSES]):
            weight = 0.8 if at < _NEAR else 0.5
            _raise(features, f"k{side}{name}", weight)
            _raise(features, f"k{side}{name}:{role}", weight)
            if at < 2:
                _raise(features, f"k{side}{at}{name}", 0.6)
            if at + 1 < len(found):
                _raise(features, f"kb{side}{name} {found[at + 1]}", 0.6)
            if at + 2 < len(found):
                _raise(features, f"kc{side}{name} {found[at + 1]} {found[at + 2]}", 0.5)
    opening = (left or right)[:2]
    _raise(features, "ko" + " ".join(opening), 0.8)
    if opening:
        _raise(features, f"ko{opening[0]}:{role}", 0.8)
    nearest = left[-1] if left else "^"
    _raise(features, f"kx{nearest}|{right[0] if right else '$'}", 0.8)
    if "?" in passage.text:
        _raise(features, "asks" + (":answered" if "?" in passage.text.rstrip(" ?") else ""), 1.0)
    for place, text, most in (
        ("B", passage.before, 20),
        ("A", passage.after, 20),
        ("L", passage.lead_in, 20),
        ("H", passage.heading, 10),
        ("C", passage.column, 10),
        ("T", passage.caption, 10),
    ):
        for name in _classes(text)[:most]:
            _raise(features, f"k{place}{name}", 0.4)


def _classes(text: str) -> list[str]:
    names: list[str] = []
    for found in _TOKEN.finditer(text):
        word = found.group()
        if word == OTHER:
            name = "OTHER"
        elif _NUMBER.search(word):
            name = "YEAR" if _YEAR.fullmatch(word) else "NUM"
        elif word in ".;:,?|()":
            name = word
        else:
            name = class_of(word.casefold().replace("’", "'"))
        if name and (not names or names[-1] != name):
            names.append(name)
    return names


def _raise(features: dict[str, float], key: str, value: float) -> None:
    if features.get(key, 0.0) < value:
        features[key] = value


def _token(word: str) -> str:
    if word in {MAKE, OTHER}:
        return word
    if _NUMBER.search(word):
        return "YEAR" if _YEAR.fullmatch(word) else "NUM"
    lower = word.casefold()
    return _ENDING.sub("", lower) if len(lower) > 5 else lower
