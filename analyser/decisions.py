"""What officers decided, and which place of a text a decision is about.

A decision holds for a document (by digest, or by path where an edited copy took its place), a
maker, and a place known by its words. What it does to a report: `deciding`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from analyser.errors import UsageError
from analyser.finding import Assessment, Judged

SCHEMA_VERSION = "1.0"

MAX_BYTES = 64 * 1024 * 1024

Family = Callable[[str], str]
"""Gives the part-number family that a text belongs to, `""` where it is no part number."""


class Ruling(StrEnum):
    """What was decided about a mention."""

    ACCEPT = "accept"
    """The finding stands."""

    DISMISS = "dismiss"
    """It does not count, for the reason given."""

    ASK = "ask"
    """A question goes to the bidder."""


class Standing(StrEnum):
    """Whether a decision holds for a mention."""

    HOLDS = "holds"
    EXPIRED = "expired"
    REOPENED = "reopened"
    """A similar part number, or the same words in another stance: to be decided anew."""


class DecisionError(UsageError):
    """A decisions file is malformed: its writer's to mend."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided about one mention."""

    document_sha256: str
    path: str
    maker: str
    page: int | None
    where: str
    text: str
    """The mention, as printed."""

    context: str
    """The sentence or row around it."""

    ruling: Ruling
    reason: str
    person: str
    date: str
    expires: str = ""
    """ISO date from which it no longer holds; `""`: no end."""

    stance: str = ""
    """What the text did with the name when it was decided; `""` where that is not on record."""

    def as_row(self) -> dict[str, Any]:
        """Return the decision as a row of a decisions file."""
        row: dict[str, Any] = {
            "document_sha256": self.document_sha256,
            "path": self.path,
            "maker": self.maker,
            "place": {
                "page": self.page,
                "where": self.where,
                "text": self.text,
                "context": self.context,
            },
            "decision": str(self.ruling),
            "reason": self.reason,
            "person": self.person,
            "date": self.date,
            "expires": self.expires or None,
        }
        if self.stance:
            row["place"]["stance"] = self.stance
        return row


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Read a decisions file as the report saves it.

    Raises:
        DecisionError: it cannot be read or is not such a file.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            msg = f"{path}: larger than any decisions file; name the one that the report saved"
            raise DecisionError(msg)
        content = json.loads(path.read_bytes())
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); check the path"
        raise DecisionError(msg) from error
    except (ValueError, RecursionError) as error:
        msg = f"{path}: cannot be read as JSON ({error}); save it from the report again"
        raise DecisionError(msg) from error
    if not isinstance(content, dict) or not isinstance(content.get("decisions"), list):
        msg = f"{path}: not a decisions file; name the one that the report saved"
        raise DecisionError(msg)
    version = content.get("schema_version")
    if version != SCHEMA_VERSION:
        msg = f"{path}: schema_version: {version!r} is unknown; this program reads {SCHEMA_VERSION}"
        raise DecisionError(msg)
    rows = content["decisions"]
    return tuple(decision_from(row, f"{path}: decisions[{n}]") for n, row in enumerate(rows))


def decision_from(row: object, origin: str) -> Decision:
    """Return the decision that `row`, found at `origin`, stands for.

    Raises:
        DecisionError: a field is missing or makes no sense.
    """
    fields = _mapping(row, origin)
    place = _mapping(fields.get("place"), f"{origin}.place")
    ruling = _words(fields, "decision", origin)
    if ruling not in list(Ruling):
        msg = f"{origin}.decision: {ruling!r}; write accept, dismiss or ask"
        raise DecisionError(msg)
    page = place.get("page")
    if page is not None and (not isinstance(page, int) or isinstance(page, bool) or page < 1):
        msg = f"{origin}.place.page: {page!r}; write a number from 1 up, or null"
        raise DecisionError(msg)
    reason = _words(fields, "reason", origin, empty=ruling != Ruling.DISMISS)
    return Decision(
        document_sha256=_words(fields, "document_sha256", origin, empty=True).lower(),
        path=_words(fields, "path", origin, empty=True),
        maker=_words(fields, "maker", origin),
        page=page,
        where=_words(place, "where", f"{origin}.place", empty=True),
        text=_words(place, "text", f"{origin}.place"),
        context=_words(place, "context", f"{origin}.place", empty=True),
        ruling=Ruling(ruling),
        reason=reason,
        person=_words(fields, "person", origin),
        date=_day(fields, "date", origin),
        expires=_day(fields, "expires", origin) if fields.get("expires") else "",
        stance=_words(place, "stance", origin, empty=True) if "stance" in place else "",
    )


def _mapping(value: object, origin: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        msg = f"{origin}: not an object; save the file from the report again"
        raise DecisionError(msg)
    return value


def _words(fields: Mapping[str, Any], key: str, origin: str, *, empty: bool = False) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not (empty or value.strip()):
        msg = f"{origin}.{key}: missing or empty; fill it in"
        raise DecisionError(msg)
    # A lone half of a surrogate pair can be written to no file and to no hash.
    return value.encode("utf-8", "replace").decode()


def _day(fields: Mapping[str, Any], key: str, origin: str) -> str:
    value = _words(fields, key, origin)
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        msg = f"{origin}.{key}: {value!r} is no date; write it as 2026-08-13"
        raise DecisionError(msg) from error


def folded(text: str) -> str:
    """Return `text` without what a new reading may change: case, spacing, punctuation, width."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain))


def same_document(decision: Decision, assessment: Assessment) -> bool:
    """Return whether `decision` was taken about this document, or an edited copy in its place."""
    if decision.document_sha256 and decision.document_sha256 == assessment.sha256:
        return True
    return bool(decision.path) and decision.path == assessment.path


def standing(decision: Decision, one: Judged, today: str, family: Family) -> Standing | None:
    """Return how `decision`, taken about the same document, stands to the mention `one`.

    The words around the mention must be the same but for case, spacing and punctuation: a single
    "not" turns an offer round, so no likeness of sentences is ever good enough to hide one. Where
    they differ and the mention is a part number of the same family, the question is open again.
    """
    if decision.maker not in one.mention.makers:
        return None
    words = folded(one.mention.text).replace(" ", "")
    decided = folded(decision.text).replace(" ", "")
    if words == decided and folded(decision.context) == folded(one.context):
        if decision.stance and decision.stance != one.stance:
            return Standing.REOPENED
        return (
            Standing.EXPIRED if decision.expires and decision.expires <= today else Standing.HOLDS
        )
    kin = family(decision.text)
    if words != decided and kin and kin == family(one.mention.text):
        return Standing.REOPENED
    return None


def part_family(text: str) -> str:
    """Return the family that `text` belongs to as a part number, `""` where it is none.

    Letters stay, runs of digits count by their length: DS-2CD2143G2-I and DS-2CD2147G2-I are kin.
    A text without both a letter and two digits is no part number.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    if not (re.search(r"[A-Z]", plain) and len(re.findall(r"\d", plain)) >= 2):
        return ""
    compact = re.sub(r"[\s‐-―−-]+", "-", plain.strip())
    return re.sub(r"\d+", lambda run: "9" * len(run.group()), compact)
