"""Rules and trained model together: the stance of a mention with what stands behind it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from analyser.finding import Role, Stance
from analyser.judgement.features import passage_features, telling_words
from analyser.judgement.passages import Passage, as_printed
from analyser.judgement.rows import row_cells
from analyser.judgement.stance import Weighing, weigh

_POSSIBLE = 0.12  # chance of an offer above which words must lower a name, not the role alone
_TITLE_SAYS = 0.4  # of a title rule's weight, beside what the model made of the row itself
_CLEAR = 0.7  # share from which the rules' word stands against the model's
_ACTIVE = frozenset({Stance.OFFERED.value, Stance.SPECIFIED.value})
# What a paper may be whose role nothing shows. A bid is where a name missed hurts most.
_ROLES = {Role.BID: 0.4, Role.TENDER: 0.3, Role.OTHER: 0.3}


class StanceModel(Protocol):
    """What judging asks of a trained pipeline; `analyser.language.Language` is one."""

    def stance(self, features: Sequence[Mapping[str, float]]) -> Sequence[Mapping[str, float]]:
        """Return the probability of each stance for each set of features; empty without a model."""

    def pull(self, name: str, stance: str) -> float:
        """Return how far the feature `name` draws towards `stance`."""


@dataclass(frozen=True, slots=True)
class StanceView:
    """The stance of one mention with what stands behind it."""

    stance: Stance
    cue: str
    active: float
    """Probability that the text offers or specifies the name."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """One passage, read in one role."""

    passage: Passage
    weighing: Weighing
    shares: Mapping[str, float]
    learnt: bool
    """Whether a model has had its say."""


def stance_views(
    passages: Sequence[Passage], language: StanceModel | None, *, role_known: bool = True
) -> tuple[StanceView, ...]:
    """Return the stance of each passage's mention, by rules and, where there is one, the model.

    Args:
        passages: The mentions in their surroundings.
        language: The trained model; None: rules alone.
        role_known: False: each passage is read in every role that its document may have.
    """
    # The same words again get the same answer: a page of one line repeated is judged once.
    once = tuple(dict.fromkeys(passages))
    if role_known:
        found = [_view(one, one.shares, language) for one in _weighed(once, language)]
    else:
        found = list(_in_any_role(once, language))
    views = dict(zip(once, found, strict=True))
    return tuple(views[passage] for passage in passages)


def _in_any_role(passages: Sequence[Passage], language: StanceModel | None) -> Sequence[StanceView]:
    readings = [
        _weighed([replace(passage, role=role) for passage in passages], language) for role in _ROLES
    ]
    views = []
    for same in zip(*readings, strict=True):
        shares = {
            stance.value: sum(
                weight * one.shares.get(stance.value, 0.0)
                for weight, one in zip(_ROLES.values(), same, strict=True)
            )
            for stance in Stance
        }
        best = _best(shares).value
        loudest = max(same, key=lambda one: one.shares.get(best, 0.0))
        views.append(_view(loudest, shares, language))
    return views


def _weighed(passages: Sequence[Passage], language: StanceModel | None) -> Sequence[_Weighed]:
    weighings = [weigh(passage) for passage in passages]
    learnt: Sequence[Mapping[str, float]] = ()
    if language is not None and passages:
        learnt = language.stance(
            [
                passage_features(passage, weighing)
                for passage, weighing in zip(passages, weighings, strict=True)
            ]
        )
    heard = learnt or [{} for _ in passages]
    return [
        _Weighed(passage, weighing, _shares(passage, weighing, said), bool(said))
        for passage, weighing, said in zip(passages, weighings, heard, strict=True)
    ]


def _shares(
    passage: Passage, weighing: Weighing, learnt: Mapping[str, float]
) -> Mapping[str, float]:
    shares = {stance.value: share for stance, share in weighing.shares().items()}
    if learnt and not weighing.settled and not _contradicts(shares, learnt):
        return _titled(passage, weighing, learnt)
    return shares


def _best(shares: Mapping[str, float]) -> Stance:
    return Stance(max(shares, key=lambda name: (shares[name], name == Stance.EXCLUDED)))


def _view(
    weighed: _Weighed, shares: Mapping[str, float], language: StanceModel | None
) -> StanceView:
    passage, weighing = weighed.passage, weighed.weighing
    best = _best(shares)
    active = shares.get(Stance.OFFERED, 0.0) + shares.get(Stance.SPECIFIED, 0.0)
    words = weighing.words_for(best, passage.role)
    silent = words.startswith("document role")
    told: tuple[str, ...] = ()
    if silent and language is not None and weighed.learnt:
        told = telling_words(passage, lambda name: language.pull(name, best.value))
        words = "the words " + ", ".join(f'"{word}"' for word in told) if told else words
    # A name is only lowered to a note by words that lower it. "We offer X" in a paper whose role
    # nothing shows has none, and an offer missed is the worst mistake: a person looks at it.
    lowered = best in (Stance.CITED, Stance.EXCLUDED)
    if silent and lowered and (not told or active >= _POSSIBLE):
        best = Stance.UNCLEAR
    return StanceView(best, as_printed(passage, words), active)


def _titled(passage: Passage, weighing: Weighing, learnt: Mapping[str, float]) -> dict[str, float]:
    """Return the model's shares, turned towards what the document is called, for rows.

    The lessons are sentences and rows without a document around them: that a bare row stands in
    an asset register is news to the model.
    """
    shares = dict(learnt)
    if not row_cells(passage):
        return shares
    for sign in weighing.signs:
        if sign.key.startswith("title-"):
            shares[sign.stance.value] *= math.exp(_TITLE_SAYS * sign.weight)
    total = sum(shares.values())
    return {stance: share / total for stance, share in shares.items()}


def _contradicts(rules: Mapping[str, float], learnt: Mapping[str, float]) -> bool:
    """Tell whether the model turns clear rules from an offer to its opposite, or back.

    Between a ban and an offer lies the worst mistake: there the rules, which can show the words,
    have the last say.
    """
    said, heard = max(rules, key=rules.__getitem__), max(learnt, key=learnt.__getitem__)
    if rules[said] < _CLEAR:
        return False
    return (said == Stance.EXCLUDED and heard in _ACTIVE) or (
        said in _ACTIVE and heard == Stance.EXCLUDED
    )
