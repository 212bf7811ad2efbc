"""Text that changes text: what an addendum takes out or puts in is no quotation."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from analyser.finding import Role, Stance
from analyser.judgement.cue_signs import cue_signs
from analyser.judgement.cues import MAKE, OTHER
from analyser.judgement.headings import Sign
from analyser.judgement.passages import Passage, shown

PREFIX = "amends:"
"""What the keys of these signs begin with."""

_WEIGHT = 12.0
_TOLD = 2.4  # weight from which on the quoted words themselves say what they do with the name
_LONG = 400  # characters of a quotation
_QUOTED = re.compile(
    rf"\"[^\"]{{1,{_LONG}}}\"|“[^”]{{1,{_LONG}}}”|„[^“”\"]{{1,{_LONG}}}[“”\"]|«[^»]{{1,{_LONG}}}»"
    rf"|(?<!\w)‘[^’]{{1,{_LONG}}}’(?!\w)|(?<!\w)'[^']{{1,{_LONG}}}'(?!\w)|[【「][^】」]{{1,{_LONG}}}[】」]"
)
_PROHIBITED = re.compile(
    r"\b(?:prohibit\w*|exclu(?:ded|sions?)|barred|banned|restricted|forbidden|unaccept\w+|debarred"
    r"|blacklist\w*|blocked|ineligible|not (?:accepted|permitted|allowed|approved|eligible))\b"
    r"[^;]{0,40}\b(?:list|sources?|makes?|brands?|vendors?|firms?|manufacturers?|suppliers?|schedule"
    r"|annex|items?|goods|products?|equipment)\b|\b(?:list|schedule|annex|register) of (?:\w+ )?"
    r"(?:prohibited|excluded|barred|banned|restricted|forbidden|debarred|blocked|ineligible)\b",
    re.IGNORECASE,
)
# A heading or the opening of a list that tells what happens to the entries below it.
_OPENING = re.compile(
    r"^\W*(?:[\w.]+\s+)?(?:delet\w+|omit\w*|omissions?|strike out|insert\w*|add|additions?"
    r"|substitut\w+|replace\w*)\b[^.;]{0,60}:?\W*$",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"^\W*(?:not used|deleted|omitted|withdrawn|cancelled|void)\W*$", re.IGNORECASE
)
# Without one of these nothing is changed: most sentences need not be looked at.
_CHANGES = re.compile(
    r"\b(?:delet|omi[ts]|str[iu][kc]|remov|cross out|cancel|withdr|insert|add|includ|substitut"
    r"|append|replac|chang|amend|correct|revis|read|not used|void|instead|drop)",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:our|we)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amendment:
    """One way to put an instruction to change a text."""

    does: str
    pattern: re.Pattern[str]
    example: str


@cache
def load_amendments() -> tuple[Amendment, ...]:
    """Read and compile the shipped ways of changing a text."""
    text = (files("analyser.judgement") / "amendments.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)

    def compiled(pattern: str) -> re.Pattern[str]:
        for name, value in table["words"].items():
            pattern = pattern.replace("{" + name + "}", value)
        return re.compile(pattern.replace("<M>", MAKE), re.IGNORECASE)

    return tuple(
        Amendment(row["does"], compiled(row["pattern"]), row["example"])
        for row in table["amendment"]
    )


def amendment_signs(passage: Passage) -> Iterator[Sign]:
    """Yield what a change of the text does with the mention in `passage`."""
    if passage.cells or not (
        _CHANGES.search(passage.text)
        or _CHANGES.search(passage.lead_in)
        or _CHANGES.search(passage.heading)
        or _AFTERWARDS.match(passage.after)
    ):
        return
    quotes = [found.span() for found in _QUOTED.finditer(passage.text)]
    own = next((one for one in quotes if one[0] < passage.start < one[1]), None)
    opened = _opened(passage)
    reduced = opened + _reduced(passage.text, quotes, own)
    rules = load_amendments()
    does = next((rule.does for rule in rules if rule.pattern.search(reduced)), "")
    if not does and _AFTERWARDS.match(passage.after):
        does = "out"
    if does:
        yield _sign(passage, does, quotes, own, opened)


def _opened(passage: Passage) -> str:
    for text in (passage.lead_in, passage.heading):
        if text and _OPENING.match(text):
            return text.rstrip(" :.") + " "
    return ""


def _reduced(text: str, quotes: list[tuple[int, int]], own: tuple[int, int] | None) -> str:
    """Return the text with its quotations as "<Q>" (the mention's own) and "<other>"."""
    pieces: list[str] = []
    at = 0
    for span in quotes:
        pieces += [text[at : span[0]], "<Q>" if span == own else "<other>"]
        at = span[1]
    return "".join(pieces) + text[at:]


def _sign(
    passage: Passage,
    does: str,
    quotes: list[tuple[int, int]],
    own: tuple[int, int] | None,
    opened: str,
) -> Sign:
    around = opened + _reduced(passage.text, quotes, own)
    if does == "out" and _stays(passage, quotes, own):
        does = "in"
    words = f'change "{shown(passage, 0, len(passage.text))}"'
    stance = _stance(passage, does, own, prohibited=_PROHIBITED.search(around) is not None)
    return Sign(stance, _WEIGHT, words, f"{PREFIX}{does}")


def _stance(
    passage: Passage, does: str, own: tuple[int, int] | None, *, prohibited: bool
) -> Stance:
    if own is not None:
        quoted = passage.text[own[0] + 1 : own[1] - 1]
        at = passage.start - own[0] - 1
        alone = replace(passage, text=quoted, start=at, lead_in="", printed=(), role=Role.TENDER)
        said = [one for one in cue_signs(alone) if not one.bare and "~" not in one.key]
        told = {
            stance: sum(one.weight for one in said if one.stance is stance)
            for stance in (Stance.EXISTING, Stance.EXCLUDED, Stance.SPECIFIED)
        }
        loudest = max(told, key=told.__getitem__)
        if told[loudest] >= _TOLD and loudest is Stance.EXISTING:
            return Stance.EXISTING
        prohibited = prohibited or (told[loudest] >= _TOLD and loudest is Stance.EXCLUDED)
    if (does == "in") == prohibited:
        return Stance.EXCLUDED
    bids = passage.role is Role.BID or _OURS.search(passage.text) is not None
    return Stance.OFFERED if bids else Stance.SPECIFIED


def _stays(passage: Passage, quotes: list[tuple[int, int]], own: tuple[int, int] | None) -> bool:
    """Tell whether the mention's maker is named in a later quotation too: there it stays."""
    again = [
        place
        for place, mask, words in passage.printed
        if mask == OTHER and words.casefold() in passage.kin
    ]
    later = [one for one in quotes if own is not None and one[0] >= own[1]]
    return any(low < place < high for place in again for low, high in later)
