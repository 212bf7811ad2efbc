"""Names that run into their neighbours: inflected, in compounds, in addresses, without a space."""

from __future__ import annotations

import re
import unicodedata

from analyser.catalogue import AliasKind
from analyser.matching.names import Entry
from analyser.skeleton import INVISIBLE

LOWER_GLUED = 9  # "hikvision" in small letters; "matrice" would be found in "matrices"
GLUED_WORD = 5  # "Results Security" is no "LTS Security"
GLUED_LENGTH = 7  # "hikvision" inside a word is no chance; "dahua" or "hytera" can be

GAPS = re.compile(r"[\W_]+")
PRODUCT_START = re.compile(
    r"(?:ip|hd|tvi|cvi|poe|cctv|cam|nvr|dvr|xvr|ds|dh|ipc|hac|ptz|vms|router|switch|radio|drone|"
    r"recorder|dome|bullet|turret|kit|series|model|brand|based|made|branded|phone|modem|ltd|inc|"
    r"kam[ei]?r|kaamer|telecam|caméra|cámara|câmera|rekorder|anlage|ger[aä]t|drohn|dron|handy|"
    r"puhelin|laite|készülék|wifi|wlan|lte|[45]g)",
    re.IGNORECASE,
)

ENDING = re.compile(
    # Finnish and Estonian, Hungarian, Slavic and Baltic, Romanian, Scandinavian.
    r"(?:n|t|a|ta|in|en|an|lla|lle|lta|ssa|sta|ksi|na|illa|ille|ilta|issa|ista|"
    r"nak|nek|val|vel|ban|ben|ból|ből|ról|ről|tól|től|hoz|hez|ra|re|"
    r"u|e|y|i|em|om|ie|ovi|owi|owe|ów|ami|ą|ę|o|ui|as|ą|us|ului|ul|uri|et|er|ene)(?!\w)"
)
"""What languages add to a name: "Huaweille", "Dahuan", "Hikvisionu"."""

MARK = re.compile(r"[@./#_-]$")
FIRM = re.compile(
    r"(?:security|secure|tech|technology|technologies|cctv|cameras?|cam|shop|store|group|global|"
    r"usa|uk|us|eu|europe|india|africa|official|online|direct|support|service|services|systems?|"
    r"solutions|electronics|parts|nvr|dvr)(?![a-z])"
)
"""What follows a name in the address of a firm or a hashtag: "sales@dahuasecurity"."""


def is_glued(text: str, start: int, end: int, entry: Entry, *, exact: bool) -> bool | None:  # noqa: PLR0911 - one way out a reason
    """Return whether the hit is glued to a neighbour; `None` where that makes it no hit."""
    left, left_hyphen = _neighbour(text, start - 1, -1)
    right, right_hyphen = _neighbour(text, end, 1)
    if entry.native and not entry.plain.isascii():
        return False  # scripts without spaces have no word ends to look at
    if not left and not right:
        return None if _inside_hyphens(text, start, end) else False
    first, last = text[start], text[end - 1]
    safe = exact and not entry.needs_context and entry.kind is not AliasKind.MISSPELLING
    broken = bool(GAPS.search(text[start:end])) and not GAPS.search(entry.text)
    lower = text[start:end].islower()
    other_word = text[end - 2 : end + 1] in {"ces", "CES"}  # "matrices" is no plural of Matrice
    if safe and not (broken or left) and _of_an_address(text, start, end):
        return True
    if broken or other_word or (lower and len(entry.plain) < LOWER_GLUED):
        return None  # "n or inco" inside "resolution or incorporation"
    parts = GAPS.split(entry.text)
    long_name = safe and len(entry.plain) >= GLUED_LENGTH
    if left and not (long_name and len(parts[0]) >= GLUED_WORD):
        camel = first.isupper() and (left.islower() or left.isdigit())
        if not (safe and camel and len(entry.plain) >= 5):
            return None
    if right and not (long_name and not left):
        tail = text[end : end + 8]
        plural = safe and right in "sS" and not tail[1:2].isalnum() and last not in "csxz"
        camel = last.islower() and right.isupper()
        product = safe and PRODUCT_START.match(tail) is not None
        hyphenated = right_hyphen and first.isupper() and not left
        shouted = text[start:end].isupper() and right.islower()
        digit = right.isdigit()
        inflected = safe and not left and first.isupper() and ENDING.match(text, end) is not None
        if not (
            plural or inflected or (exact and (camel or product or hyphenated or shouted or digit))
        ):
            return None if not long_name else True
        if plural and not left:
            return False
    return not (left_hyphen or right_hyphen)


def _inside_hyphens(text: str, start: int, end: int) -> bool:
    """Whether small letters stand between hyphened small letters: "brac-hytera-pii"."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (
        text[start:end].islower()
        and before[-1:] == after[:1] == "-"
        and before[:1].islower()
        and after[1:].islower()
    )


def _neighbour(text: str, at: int, step: int) -> tuple[str, bool]:
    """Return the letter or digit joined to the hit on one side, and whether by a line hyphen."""
    hyphen = False
    while 0 <= at < len(text) and (text[at] in INVISIBLE or unicodedata.combining(text[at])):
        hyphen = hyphen or text[at] in "\u00ad\ufffe"
        at += step
    if not 0 <= at < len(text):
        return "", False
    if text[at].isalnum():
        return text[at], hyphen
    if step > 0 and text[at] == "-" and text[at + 1 : at + 2] == "\n":
        beyond = text[at + 2 : at + 3]
        return (beyond, True) if beyond.islower() else ("", False)
    if step < 0 and text[at] == "\n" and text[at - 1 : at] == "-" and at > 1:
        before = text[at - 2]
        following = text[at + 1 : at + 2]
        return (before, True) if before.islower() and following.islower() else ("", False)
    return "", False


def _of_an_address(text: str, start: int, end: int) -> bool:
    """Whether a name begins a label of an address or a hashtag that is a firm's."""
    return MARK.search(text[max(0, start - 1) : start]) is not None and (
        FIRM.match(text, end) is not None
    )
