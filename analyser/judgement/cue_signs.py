"""What the cues of a sentence say of a name in it: side, scope, negation, distance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from analyser.finding import Stance
from analyser.judgement.cues import MAKE, WANTED, Cue, load_cues, stance_for
from analyser.judgement.gates import Gates
from analyser.judgement.headings import Sign
from analyser.judgement.passages import Passage, shown

# A cue on the far side of one of these speaks of something else.
_BREAK = re.compile(
    r";|[.!]\s|\s\|\s|\s[–—-]\s"
    r"|,?\s(?:but|however|whereas|although|though|while|nevertheless|otherwise|yet)\s"
    r"|\binstead\b(?!\s+of)|,\s(?:and|so)\s(?=(?:we|our|the|it|they|this|that|these)\s)"
    r"|\b(?:so that|because|unless|until)\b|,\s(?=(?:we|our|they|it)\s)",
    re.IGNORECASE,
)
FAR = 0.3
"""Of its weight keeps what speaks from another clause, or against what has been said."""

# Characters before a cue in which a negation of its clause still turns it round.
_NEGATION_REACH = 150
_NEGATED = re.compile(
    r"\b(?:not|never|no longer|cannot|neither|nor|without|no|none|nothing)\b(?!\.)|n't\b",
    re.IGNORECASE,
)
_NOT_NEGATION = re.compile(
    r"\b(?:not only|no later|not later|no less|not less|no more than|no fewer|no\.|nos?\. ?\d"
    r"|no (?:extra|additional) (?:cost|charge)|without (?:extra|charge|prejudice|cost))",
    re.IGNORECASE,
)
# "Barred makes: A; B; C": these semicolons only part the items of a list.
_LISTED = re.compile(r":(?:\s*[^:;.]{1,45};)+")
_BACK = re.compile(r"\b(?:it|them|they|its|their|these|this make|such)\b", re.IGNORECASE)
POSITIVE = frozenset({WANTED, Stance.OFFERED, Stance.SPECIFIED})

Span = tuple[int, int]


def cue_signs(passage: Passage) -> Iterator[Sign]:
    """Yield what the cues in the passage's own text say."""
    scope: tuple[int, int] | None = None
    for cue, spans in _met(passage.text, passage.start):
        if cue.roles and passage.role not in cue.roles:
            continue
        if scope is None:
            scope = _scope(passage)
        best: Sign | None = None
        for span in spans:
            sign = _sign(cue, span, scope, passage)
            if best is None or sign.weight > best.weight:
                best = sign
        if best is not None:
            yield best


# The heading of a table is read with every row below it, and a sentence once for each role that
# its document may have: where cues stand in it is looked for once.
@lru_cache(maxsize=4096)
def _met(text: str, start: int) -> tuple[tuple[Cue, tuple[Span, ...]], ...]:
    """Return the cues in `text`, each with where it stands around the mention at `start`."""
    cues = load_cues()
    tried = ((cues[number], _spans(cues[number], text, start)) for number in _gates().open_to(text))
    return tuple((cue, spans) for cue, spans in tried if spans)


@cache
def _gates() -> Gates:
    return Gates([cue.pattern.gate for cue in load_cues()])


def _spans(cue: Cue, text: str, start: int) -> tuple[Span, ...]:
    """Return where `cue` stands in `text`, on its side of the mention at `start`."""
    if cue.side == "around":
        around = (found.span() for found in cue.pattern.finditer(text))
        return tuple(span for span in around if span[0] <= start < span[1])
    spans: tuple[Span, ...] = ()
    if cue.side in {"before", "any"}:
        spans = tuple(found.span() for found in cue.pattern.finditer(text[:start]))
    if cue.side in {"after", "any"}:
        end = start + len(MAKE)
        after = cue.pattern.finditer(text[end:])
        spans += tuple((found.start() + end, found.end() + end) for found in after)
    return spans


def _sign(cue: Cue, span: Span, scope: Span, passage: Passage) -> Sign:
    start, end = span
    gap = passage.text[end : passage.start] or passage.text[passage.end : start]
    # The answer to a question stands in a clause, or a cell, of its own and still speaks of it.
    answers = cue.side != "before" and passage.text.startswith("?", start)
    inside = (end > scope[0] and start < scope[1]) or len(gap) <= 1 or answers
    weight = cue.weight * (1.0 if inside else FAR) / (1.0 + gap.count(" ") / 22)
    stance = stance_for(cue.stance, passage.role)
    turned = ""
    if cue.negate and _negated(passage.text, start, end):
        turned = "-"
        if cue.stance in POSITIVE:
            stance = Stance.EXCLUDED
        elif stance is Stance.EXCLUDED:
            stance, weight = stance_for(WANTED, passage.role), weight * 0.8
        elif stance is Stance.EXISTING:
            weight *= FAR
    side = "<" if end <= passage.start else ">" if start >= passage.end else "="
    key = f"{cue.name}{side}{'' if inside else '~'}{turned}"
    return Sign(stance, weight, shown(passage, start, end), key, cue.bare, cue.yields)


def _negated(text: str, start: int, end: int) -> bool:
    left = text[max(0, start - _NEGATION_REACH) : start]
    breaks = list(_BREAK.finditer(left))
    left = left[breaks[-1].end() :] if breaks else left
    return _NEGATED.search(_NOT_NEGATION.sub(" ", left + text[start:end])) is not None


def _scope(passage: Passage) -> Span:
    """Return the range in which a cue speaks of the mention: its clause, and what refers back."""
    text = passage.text
    listed = [found.span() for found in _LISTED.finditer(text)]
    breaks = [
        found.span()
        for found in _BREAK.finditer(text)
        if not (found.group() == ";" and any(a <= found.start() < b for a, b in listed))
    ]
    low = max((end for _, end in breaks if end <= passage.start), default=0)
    ends = [start for start, _ in breaks if start >= passage.end] + [len(text)]
    high = ends[0]
    # "Clause 3 names X; we take exception to it": the pronoun carries the name over the break.
    if len(ends) > 1 and _BACK.search(text, high, ends[1]):
        high = ends[1]
    return low, high
