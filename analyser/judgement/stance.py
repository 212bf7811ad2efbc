"""The stance of a mention by rules: cues in scope, headings, and the document's role."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from analyser.document import Layer
from analyser.finding import Role, Stance
from analyser.judgement.cues import MAKE, WANTED, Cue, load_cues, stance_for
from analyser.judgement.headings import Sign, heading_signs
from analyser.judgement.passages import Passage, shown
from analyser.judgement.rows import row_cells

STANCES = tuple(Stance)

# A cue on the far side of one of these speaks of something else.
_BREAK = re.compile(
    r";|[.!]\s|\s\|\s|\s[–—-]\s"
    r"|,?\s(?:but|however|whereas|although|though|while|nevertheless|otherwise|yet)\s"
    r"|\binstead\b(?!\s+of)|,\s(?:and|so)\s(?=(?:we|our|the|it|they|this|that|these)\s)"
    r"|\b(?:so that|because|unless|until)\b|,\s(?=(?:we|our|they|it)\s)",
    re.IGNORECASE,
)
_FAR = 0.3
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
_POSITIVE = frozenset({WANTED, Stance.OFFERED, Stance.SPECIFIED})

PRIOR: dict[Role, dict[Stance, float]] = {
    Role.BID: {Stance.OFFERED: 1.6},
    Role.TENDER: {Stance.SPECIFIED: 1.0},
    Role.DECLARATION: {Stance.EXCLUDED: 0.4, Stance.OFFERED: 0.3},
    Role.DATASHEET: {Stance.OFFERED: 1.4},
    Role.CORRESPONDENCE: {Stance.SPECIFIED: 0.2, Stance.OFFERED: 0.2, Stance.EXISTING: 0.3},
    Role.OTHER: {Stance.CITED: 1.5},
}
_LAYERS = {
    Layer.METADATA: Stance.UNCLEAR,
    Layer.COMMENT: Stance.UNCLEAR,
    Layer.HEADER: Stance.CITED,
    Layer.FOOTER: Stance.CITED,
    Layer.FOOTNOTE: Stance.CITED,
}
_LAYER_WEIGHT = 1.0
_UNCLEAR = 0.6
# From this weight on a sign is enough for a fragment not to be bare.
_HEARD = 1.2
# From this weight on a ban outranks what a heading asks or offers.
_BANNED = 2.2
# From this weight on a cue in the mention's own clause has said what there is to say.
_SAID = 2.4
_IN_CELL = 1.9
_SENTENCE = 6  # words from which on a cell speaks for itself, whatever its column is called
# Of several cues for one stance each further one adds this much of its weight.
_DIMINISH = 0.45

_NONE_OF = re.compile(
    r"^(?:none|neither)(?:\s+of\s+(?:these|them|those|which|the above|the two))?\b", re.I
)
_OBJECT = re.compile(r"\b(?:it|them|these|those|this make|that make|such \w+)\b", re.I)
_IT = re.compile(
    r"^(?:these|they|it|this|that|those|both|such (?:equipment|products?|goods|items?|makes?)"
    r"|the (?:latter|same)|all of (?:these|them|which))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Weighing:
    """What the rules say of one mention."""

    scores: dict[Stance, float]
    signs: tuple[Sign, ...]
    """Everything that spoke, the strongest first."""

    @property
    def best(self) -> Stance:
        """The stance with the highest score; prohibition outranks equivalence at a tie."""
        return max(STANCES, key=lambda stance: (self.scores[stance], stance is Stance.EXCLUDED))

    def shares(self) -> dict[Stance, float]:
        """Return the scores as probabilities."""
        top = max(self.scores.values())
        powers = {stance: math.exp(score - top) for stance, score in self.scores.items()}
        total = sum(powers.values())
        return {stance: power / total for stance, power in powers.items()}

    def words_for(self, stance: Stance, role: Role) -> str:
        """Return the words that decided for `stance`."""
        for sign in self.signs:
            if sign.stance is stance:
                return sign.words
        return f"document role: {role}"


def weigh(passage: Passage) -> Weighing:
    """Return the rules' scores of every stance for the mention in `passage`."""
    signs = list(all_signs(passage))
    if any(sign.weight >= _HEARD and not sign.bare for sign in signs):
        signs = [sign for sign in signs if not sign.bare]
    if any(sign.stance is Stance.EXCLUDED and sign.weight >= _HEARD for sign in signs):
        signs = [sign for sign in signs if not sign.yields]
    # "The contractor shall not offer X" under the heading "Technical requirements" is a ban, and
    # "Removed from our offer" is no offer.
    banned = max((s.weight for s in signs if s.stance is Stance.EXCLUDED), default=0.0)
    if banned >= _BANNED:
        signs = [sign for sign in signs if not (sign.above and sign.stance in _POSITIVE)]
    by_stance: dict[Stance, list[float]] = {stance: [] for stance in STANCES}
    for sign in signs:
        by_stance[sign.stance].append(sign.weight)
    scores = {
        stance: sum(
            weight * _DIMINISH**rank for rank, weight in enumerate(sorted(weights, reverse=True))
        )
        for stance, weights in by_stance.items()
    }
    for stance, prior in PRIOR[passage.role].items():
        scores[stance] += prior
    scores[Stance.UNCLEAR] += _UNCLEAR
    if passage.layer in _LAYERS:
        scores[_LAYERS[passage.layer]] += _LAYER_WEIGHT
    return Weighing(scores, tuple(sorted(signs, key=lambda sign: -sign.weight)))


def all_signs(passage: Passage) -> Iterator[Sign]:
    """Yield every cue and heading that speaks about the mention in `passage`."""
    whole = _with_lead_in(passage)
    own = list(cue_signs(whole))
    yield from own
    yield from _outspoken(passage, own, heading_signs(passage))
    said = max((sign.weight for sign in own if not sign.bare and "~" not in sign.key), default=0.0)
    # What goes on about the goods decides where the sentence itself has not.
    yield from _scaled(_following(passage), 1.0 if said < _SAID else _FAR, "")
    if passage.before:
        heard = max((sign.weight for sign in own if not sign.bare), default=0.0)
        opened = replace(passage, text=f"{passage.before.rstrip(' .:;')}: {MAKE}", printed=())
        opened = replace(opened, start=len(opened.text) - len(MAKE), lead_in="")
        yield from _scaled(cue_signs(opened), 0.6 if heard < 1.5 else 0.25, "b")
    for text in (passage.heading, passage.column):
        if text:
            title = replace(
                passage, text=f"{text}: {MAKE}", start=len(text) + 2, printed=(), lead_in=""
            )
            yield from _scaled(cue_signs(title), 0.45, "t", f'heading "{text}"')


def _outspoken(passage: Passage, own: Sequence[Sign], signs: Iterable[Sign]) -> Iterator[Sign]:
    """Yield `signs`, quieter where a whole sentence in the mention's own cell says otherwise.

    A column headed "Requirement" holds bans and the present equipment, too.
    """
    cells = [text for _, text in row_cells(passage) if MAKE in text]
    spoken = [sign for sign in own if "~" not in sign.key and sign.weight >= _IN_CELL]
    loudest = max(spoken, key=lambda sign: sign.weight, default=None)
    sentence = any(len(text.split()) >= _SENTENCE for text in cells)
    for sign in signs:
        positive = sign.key.startswith("column-") or sign.stance in _POSITIVE
        if loudest and sentence and positive and sign.stance is not loudest.stance:
            yield replace(sign, weight=sign.weight * _FAR)
        else:
            yield sign


def cue_signs(passage: Passage) -> Iterator[Sign]:
    """Yield what the cues in the passage's own text say."""
    low, high = _scope(passage)
    for cue in load_cues():
        if cue.roles and passage.role not in cue.roles:
            continue
        best: Sign | None = None
        for start, end in _matches(cue, passage):
            sign = _sign(cue, (start, end), (low, high), passage)
            if best is None or sign.weight > best.weight:
                best = sign
        if best is not None:
            yield best


def _matches(cue: Cue, passage: Passage) -> Iterator[tuple[int, int]]:
    text, start, end = passage.text, passage.start, passage.end
    if cue.side == "around":
        for found in cue.pattern.finditer(text):
            if found.start() <= start < found.end():
                yield found.span()
        return
    if cue.side in {"before", "any"}:
        for found in cue.pattern.finditer(text[:start]):
            yield found.span()
    if cue.side in {"after", "any"}:
        for found in cue.pattern.finditer(text[end:]):
            yield found.start() + end, found.end() + end


def _sign(cue: Cue, span: tuple[int, int], scope: tuple[int, int], passage: Passage) -> Sign:
    start, end = span
    gap = passage.text[end : passage.start] or passage.text[passage.end : start]
    # The answer to a question stands in a clause, or a cell, of its own and still speaks of it.
    answers = cue.side != "before" and passage.text.startswith("?", start)
    inside = (end > scope[0] and start < scope[1]) or len(gap) <= 1 or answers
    weight = cue.weight * (1.0 if inside else _FAR) / (1.0 + gap.count(" ") / 22)
    stance = stance_for(cue.stance, passage.role)
    turned = ""
    if cue.negate and _negated(passage.text, start, end):
        turned = "-"
        if cue.stance in _POSITIVE:
            stance = Stance.EXCLUDED
        elif stance is Stance.EXCLUDED:
            stance, weight = stance_for(WANTED, passage.role), weight * 0.8
        elif stance is Stance.EXISTING:
            weight *= _FAR
    side = "<" if end <= passage.start else ">" if start >= passage.end else "="
    key = f"{cue.name}{side}{'' if inside else '~'}{turned}"
    return Sign(stance, weight, shown(passage, start, end), key, cue.bare, cue.yields)


def _negated(text: str, start: int, end: int) -> bool:
    left = text[max(0, start - _NEGATION_REACH) : start]
    breaks = list(_BREAK.finditer(left))
    left = left[breaks[-1].end() :] if breaks else left
    return _NEGATED.search(_NOT_NEGATION.sub(" ", left + text[start:end])) is not None


def _scope(passage: Passage) -> tuple[int, int]:
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


def _with_lead_in(passage: Passage) -> Passage:
    return _joined(passage, passage.lead_in) if passage.lead_in else passage


def _joined(passage: Passage, opening: str) -> Passage:
    """Return the passage with `opening` read before it as one sentence."""
    opening = opening.rstrip(" .:;") + ": "
    shift = len(opening)
    printed = tuple((place + shift, mask, words) for place, mask, words in passage.printed)
    return replace(
        passage, text=opening + passage.text, start=passage.start + shift, printed=printed
    )


def _scaled(signs: Iterator[Sign], factor: float, prefix: str, words: str = "") -> Iterator[Sign]:
    for sign in signs:
        yield Sign(
            sign.stance,
            sign.weight * factor,
            words or sign.words,
            prefix + sign.key,
            sign.bare,
            above=prefix == "t",
        )


def _following(passage: Passage) -> Iterator[Sign]:
    """Yield what the next sentence says, where it goes on about the mention."""
    text = passage.after
    if not text or row_cells(passage):
        return
    changed, count = _NONE_OF.subn(f"No {MAKE}", text)
    if not count:
        changed, count = _IT.subn(MAKE, text)
    objective = not count
    if objective:
        changed, count = _OBJECT.subn(MAKE, text, count=1)
    if not count:
        return
    onward = replace(passage, text=changed, start=changed.index(MAKE), printed=(), lead_in="")
    for sign in cue_signs(onward):
        lowers = sign.stance in {Stance.EXCLUDED, Stance.EXISTING}
        strength = (0.8 if objective else 1.0) if lowers else 0.0 if objective else 0.4
        yield Sign(sign.stance, sign.weight * strength, f'next sentence: "{text}"', "n" + sign.key)
