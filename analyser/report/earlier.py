"""Decisions of earlier runs, met again.

Apart from the view because a decision must be shown about its own place and no other, and
because a decisions file comes from outside: a row that makes no sense is passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyser.finding import Assessment, Judged
from analyser.report.context import Decision

KINDS = ("accept", "dismiss", "ask")


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier decision about a place."""

    kind: str
    person: str
    date: str
    reason: str
    expires: str
    """ISO date from which it no longer holds; `""`: no end."""

    expired: bool


def earlier_decision(
    decisions: Sequence[Decision], assessment: Assessment, judged: Judged, today: str
) -> Earlier | None:
    """Return the newest decision about this place as it stands on ISO date `today`, or `None`.

    The document must be the same byte for byte or stand at the same path, and the words and the
    sentence must be the same: a decision on one passage says nothing of another.
    """
    met = [each for each in decisions if _about(each, assessment, judged)]
    # A decision that judgement has already taken up is told among its reasons.
    met = [each for each in met if not any(_told(each, why) for why in judged.why)]
    newest = max(met, key=lambda each: _text(each, "date"), default=None)
    if newest is None:
        return None
    expires = _text(newest, "expires")
    return Earlier(
        kind=_text(newest, "decision"),
        person=_text(newest, "person"),
        date=_text(newest, "date"),
        reason=_text(newest, "reason"),
        expires=expires,
        expired=bool(expires) and expires <= today,
    )


def _about(decision: Decision, assessment: Assessment, judged: Judged) -> bool:
    place = decision.get("place")
    if not isinstance(place, dict) or decision.get("decision") not in KINDS:
        return False
    same_file = bool(assessment.sha256) and decision.get("document_sha256") == assessment.sha256
    return (
        decision.get("maker") in judged.mention.makers
        and (same_file or decision.get("path") == assessment.path)
        and _text(place, "text") == judged.mention.text
        and _folded(_text(place, "context")) == _folded(judged.context)
    )


def _told(decision: Decision, why: str) -> bool:
    return _text(decision, "person") in why and _text(decision, "date") in why


def _text(mapping: Decision, key: str) -> str:
    value = mapping.get(key)
    return value if isinstance(value, str) else ""


def _folded(text: str) -> str:
    return " ".join(text.split())
