"""Copies of the originals with each place marked: highlights in PDFs, comments in Word files."""

from __future__ import annotations

import logging
from pathlib import Path

from analyser.dossier import Run
from analyser.finding import Assessment, Disposition, Judged
from analyser.report.context import RenderContext
from analyser.report.file_names import file_name
from analyser.report.in_passing import in_passing
from analyser.report.json_report import sound
from analyser.report.originals import original
from analyser.report.view import band, percent
from analyser.report.wording import Words, load_words

logger = logging.getLogger(__name__)

FOLDER = "annotated"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {"application/pdf": ".pdf", WORD: ".docx"}


def render(run: Run, directory: Path, context: RenderContext) -> tuple[Path, ...]:
    """Write a marked copy of each document with findings to `directory`/annotated/."""
    words = load_words(context.language, context.templates)
    folder = directory / FOLDER
    taken: set[str] = set()
    written = []
    for assessment in sorted(run.documents, key=lambda each: each.path):
        ending = ENDINGS.get(assessment.media_type)
        marked = [
            each
            for each in assessment.mentions
            if each.disposition is not Disposition.CLEARED and not in_passing(each)
        ]
        if ending is None or not marked:
            continue
        content = original(assessment, context)
        if content is None:
            why = "it lies inside another file, is gone or was changed"
            logger.warning("%s: no marked copy: %s", assessment.path, why)
            continue
        copy = _copy(assessment, content, marked, words, context)
        if copy is None:
            continue
        folder.mkdir(parents=True, exist_ok=True)
        name = assessment.path.removesuffix(ending)
        path = folder / file_name(name, taken, ending)
        path.write_bytes(copy)
        written.append(path)
    return tuple(written)


def _copy(
    assessment: Assessment,
    content: bytes,
    marked: list[Judged],
    words: Words,
    context: RenderContext,
) -> bytes | None:
    from analyser.report.annotated_pdf import annotated_pdf
    from analyser.report.annotated_word import annotated_word

    notes = [(judged, note(judged, words, context)) for judged in marked]
    annotate = annotated_pdf if assessment.media_type == "application/pdf" else annotated_word
    copy = annotate(content, notes, words("annotation.author"))
    if copy is None:
        logger.warning("%s: no marked copy can be made of it", assessment.path)
    return copy


def note(judged: Judged, words: Words, context: RenderContext) -> str:
    """Return what a note at the place of `judged` says."""
    vendors = context.catalogue.vendors
    names = [vendors[id].name if id in vendors else id for id in judged.mention.makers]
    first = words(
        "annotation.note",
        disposition=words.named("disposition", judged.disposition),
        maker=", ".join(names),
        stance=words.named("stance", judged.stance),
        band=words(f"band.{band(judged.confidence)}"),
        percent=percent(judged.confidence),
    )
    return sound("\n".join([first, *judged.why]))
