"""The stance of a mention by rules: cues in scope, headings, and the document's role."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from analyser.document import Layer
from analyser.finding import Role, Stance
from analyser.judgement.amendments import PREFIX as AMENDS
from analyser.judgement.amendments import amendment_signs
from analyser.judgement.answers import PREFIX as ANSWERS
from analyser.judgement.answers import SETTLED, answer_signs
from analyser.judgement.cue_signs import FAR, POSITIVE, cue_signs
from analyser.judgement.cues import MAKE
from analyser.judgement.headings import Sign, heading_signs
from analyser.judgement.passages import Passage
from analyser.judgement.rows import row_cells

STANCES = tuple(Stance)


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
_ABOVE = 0.6  # of a heading's weight, where the words below it say otherwise
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
    def settled(self) -> bool:
        """Whether a question with its answer, or a change of the text, decides."""
        return any(
            sign.key.startswith((ANSWERS, AMENDS)) and sign.weight >= SETTLED for sign in self.signs
        )

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
    told = list(amendment_signs(passage)) or list(answer_signs(passage))
    if told:
        # The question's own words only say what is asked, and quoted ones what is changed.
        signs = [replace(sign, weight=sign.weight * FAR) for sign in signs] + told
    if any(sign.weight >= _HEARD and not sign.bare for sign in signs):
        signs = [sign for sign in signs if not sign.bare]
    if any(sign.stance is Stance.EXCLUDED and sign.weight >= _HEARD for sign in signs):
        signs = [sign for sign in signs if not sign.yields]
    # "The contractor shall not offer X" under the heading "Technical requirements" is a ban, and
    # "Removed from our offer" is no offer.
    banned = max((s.weight for s in signs if s.stance is Stance.EXCLUDED), default=0.0)
    if banned >= _BANNED:
        signs = [sign for sign in signs if not (sign.above and sign.stance in POSITIVE)]
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
    yield from _scaled(_following(passage), 1.0 if said < _SAID else FAR, "")
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
    said = loudest is not None and loudest.weight >= _SAID and not loudest.bare
    for sign in signs:
        positive = sign.key.startswith("column-") or sign.stance in POSITIVE
        if loudest and sentence and positive and sign.stance is not loudest.stance:
            yield replace(sign, weight=sign.weight * FAR)
        elif loudest and said and sign.above and sign.stance is not loudest.stance:
            yield replace(sign, weight=sign.weight * _ABOVE)
        else:
            yield sign


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
