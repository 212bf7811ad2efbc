"""Decisions of earlier runs, met again.

Apart from the view because a decision must be shown about its own place and no other.
"""

from __future__ import annotations

from collections.abc import Sequence

from analyser.finding import Assessment, Judged
from analyser.report.context import Decision


def earlier_decision(
    decisions: Sequence[Decision], assessment: Assessment, judged: Judged, maker: str
) -> Decision | None:
    """Return the newest decision about this place, or `None`.

    The document must be the same byte for byte, or bear the same path with the same words in the
    same sentence: a decision on one passage says nothing of another.
    """
    met = [each for each in decisions if _about(each, assessment, judged, maker)]
    return max(met, key=lambda each: str(each.get("date", "")), default=None)


def expired(decision: Decision, today: str) -> bool:
    """Say whether `decision` no longer holds on ISO date `today`."""
    end = decision.get("expires")
    return isinstance(end, str) and bool(end) and end <= today


def _about(decision: Decision, assessment: Assessment, judged: Judged, maker: str) -> bool:
    place = decision.get("place") or {}
    if decision.get("maker") != maker or place.get("text") != judged.mention.text:
        return False
    same_file = decision.get("document_sha256") == assessment.sha256
    same_path = decision.get("path") == assessment.path
    same_words = " ".join(str(place.get("context", "")).split()) == " ".join(judged.context.split())
    same_page = place.get("page") == judged.page and place.get("where") == judged.where
    return (same_file and (same_page or same_words)) or (same_path and same_words)
