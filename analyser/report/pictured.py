"""Which places of a run are pictured, and the pictures as data addresses.

Apart from the page because pictures cost time and bytes: the budget is kept in one place.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field

from analyser.evidence import Place, pictures
from analyser.finding import LOUDNESS, Assessment, Disposition
from analyser.report.context import RenderContext
from analyser.report.order import mention_order
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
    for assessment in sorted(documents, key=_gravity):
        wanted = _wanted(assessment, made)
        if wanted:
            _picture(assessment, wanted, context, made)
    return made


def _gravity(assessment: Assessment) -> tuple[int, str]:
    loudest = max((LOUDNESS[each.disposition] for each in assessment.findings), default=0)
    return -loudest, assessment.path


def _wanted(assessment: Assessment, made: Album) -> list[int]:
    wanted: dict[int, None] = {}
    for finding in assessment.findings:
        if finding.disposition is Disposition.CLEARED:
            continue
        ordered = mention_order(assessment, finding.mentions)
        for rank, index in enumerate(ordered):
            judged = assessment.mentions[index]
            key = (assessment.path, index)
            if judged.page is None or judged.box is None:
                made.missing[key] = "format"
            elif rank >= MOST_PER_FINDING:
                made.missing[key] = "limit"
            else:
                wanted[index] = None
    return list(wanted)


def _picture(
    assessment: Assessment, wanted: list[int], context: RenderContext, made: Album
) -> None:
    if made.spent >= MOST_BYTES:
        made.missing.update(((assessment.path, index), "limit") for index in wanted)
        return
    content = original(assessment, context)
    if content is None:
        made.missing.update(((assessment.path, index), "gone") for index in wanted)
        return
    places = []
    for index in wanted:
        judged = assessment.mentions[index]
        if judged.page is not None and judged.box is not None:
            places.append(Place(judged.page, judged.box))
    drawn = pictures(content, assessment.media_type, places)
    for index, picture in zip(wanted, drawn, strict=True):
        key = (assessment.path, index)
        if picture is None:
            made.missing[key] = "format"
        elif made.spent + len(picture.content) > MOST_BYTES:
            made.missing[key] = "limit"
        else:
            made.spent += len(picture.content)
            encoded = base64.b64encode(picture.content).decode("ascii")
            made.addresses[key] = f"data:{picture.media_type};base64,{encoded}"
