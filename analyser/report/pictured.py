"""Which places of a run are pictured, and the pictures as data addresses.

Apart from the page because pictures cost time and bytes: the budget is kept in one place.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field

from analyser.evidence import Place, Studio
from analyser.finding import LOUDNESS, Assessment, Disposition
from analyser.report.context import RenderContext
from analyser.report.order import passages
from analyser.report.originals import original

MOST_PER_FINDING = 12
"""Beyond a dozen pictures of one maker in one document a list of pages is easier to read."""

MOST_BYTES = 8 * 1024 * 1024
"""Of all pictures of a run together; base64 makes a third more of them."""


@dataclass(slots=True)
class Album:
    """The pictures of a run by document path and mention index."""

    addresses: dict[tuple[str, int], str] = field(default_factory=dict)
    """Data addresses, ready to be shown."""

    missing: dict[tuple[str, int], str] = field(default_factory=dict)
    """Why there is no picture: `gone`, `format` or `limit`."""

    spent: int = 0


def album(documents: Sequence[Assessment], context: RenderContext) -> Album:
    """Return the pictures of `documents`' findings, the gravest documents served first."""
    made = Album()
    studio = Studio()
    try:
        for assessment in sorted(documents, key=_gravity):
            wanted = _wanted(assessment, made)
            if wanted:
                _picture(assessment, wanted, context, made, studio)
    finally:
        studio.close()
    return made


def _gravity(assessment: Assessment) -> tuple[int, str]:
    loudest = max((LOUDNESS[each.disposition] for each in assessment.findings), default=0)
    return -loudest, assessment.path


def _wanted(assessment: Assessment, made: Album) -> list[tuple[int, ...]]:
    """Return the passages to picture, each by its mentions."""
    wanted: dict[tuple[int, ...], None] = {}
    for finding in assessment.findings:
        if finding.disposition is Disposition.CLEARED:
            continue
        for rank, group in enumerate(passages(assessment, finding.mentions)):
            judged = assessment.mentions[group[0]]
            if judged.page is None or judged.box is None:
                made.missing[assessment.path, group[0]] = "format"
            elif rank >= MOST_PER_FINDING:
                made.missing[assessment.path, group[0]] = "limit"
            else:
                wanted[group] = None
    return list(wanted)


def _picture(
    assessment: Assessment,
    wanted: list[tuple[int, ...]],
    context: RenderContext,
    made: Album,
    studio: Studio,
) -> None:
    keys = [(assessment.path, group[0]) for group in wanted]
    content = original(assessment, context) if made.spent < MOST_BYTES else None
    if content is None:
        reason = "gone" if made.spent < MOST_BYTES else "limit"
        made.missing.update((key, reason) for key in keys)
        return
    places = [_place(assessment, group) for group in wanted]
    drawn = studio.pictures(content, assessment.media_type, places)
    for key, picture in zip(keys, drawn, strict=True):
        if picture is None:
            made.missing[key] = "format"
        elif made.spent + len(picture.content) > MOST_BYTES:
            made.missing[key] = "limit"
        else:
            made.spent += len(picture.content)
            encoded = base64.b64encode(picture.content).decode("ascii")
            made.addresses[key] = f"data:{picture.media_type};base64,{encoded}"


def _place(assessment: Assessment, group: tuple[int, ...]) -> Place:
    mentions = [assessment.mentions[index] for index in group]
    boxes = tuple(each.box for each in mentions if each.box is not None)
    return Place(mentions[0].page or 0, boxes)
