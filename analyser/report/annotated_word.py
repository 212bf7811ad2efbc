"""Comments put into a copy of a Word file.

Apart because a place in Word is found again by its words: there are no pages to measure.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analyser.finding import Judged

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run as TextRun

MOST_UNPACKED = 256 * 1024 * 1024
MOST_MEMBERS = 5000


def annotated_word(
    content: bytes, notes: Sequence[tuple[Judged, str]], author: str
) -> bytes | None:
    """Return a copy of the Word file with a comment a place; `None` if it cannot be made.

    Word allows comments in the body only: what stands in headers, notes or text boxes is told in
    one comment at the start.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import LxmlError

    if not _bearable(content):
        return None
    try:
        document = docx.Document(io.BytesIO(content))
        paragraphs = _body_paragraphs(document)
        used: set[tuple[int, int]] = set()
        elsewhere: list[str] = []
        for judged, text in notes:
            place = _find(paragraphs, judged, used)
            if place is None:
                elsewhere.append(f"{judged.where}: {judged.mention.text}\n{text}")
            else:
                document.add_comment(place, text=_plain(text), author=author, initials="")
        start = next((each.runs for each in paragraphs if each.runs), None)
        if elsewhere and start:
            told = _plain("\n\n".join(elsewhere))
            document.add_comment(start[0], text=told, author=author, initials="")
        target = io.BytesIO()
        document.save(target)
    except (PackageNotFoundError, LxmlError, KeyError, ValueError, AttributeError, OSError):
        return None
    return target.getvalue()


def _bearable(content: bytes) -> bool:
    """Say whether the archive unpacks to a size that can be held in memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    unpacked = sum(each.file_size for each in members)
    return len(members) <= MOST_MEMBERS and unpacked <= MOST_UNPACKED


def _body_paragraphs(document: Any) -> list[Paragraph]:
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    boxes = qn("w:txbxContent")
    return [
        Paragraph(element, document)
        for element in document.element.body.iter(qn("w:p"))
        if not any(parent.tag == boxes for parent in element.iterancestors())
    ]


def _find(
    paragraphs: Sequence[Paragraph], judged: Judged, used: set[tuple[int, int]]
) -> list[TextRun] | None:
    """Return the runs that hold the mention: in the sentence it was met in, else anywhere."""
    context = " ".join(judged.context.split())
    pattern = re.compile(
        r"\s+".join(re.escape(part) for part in judged.mention.text.split()) or r"(?!)"
    )
    fallback: tuple[int, int, list[TextRun]] | None = None
    for index, paragraph in enumerate(paragraphs):
        runs = paragraph.runs
        text = "".join(run.text for run in runs)
        for match in pattern.finditer(text):
            if (index, match.start()) in used:
                continue
            found = (index, match.start(), _covering(runs, match.start(), match.end()))
            folded = " ".join(text.split())
            if folded in context or context in folded:
                used.add(found[:2])
                return found[2]
            fallback = fallback or found
    if fallback is None:
        return None
    used.add(fallback[:2])
    return fallback[2]


def _covering(runs: Sequence[TextRun], start: int, end: int) -> list[TextRun]:
    covered = []
    at = 0
    for run in runs:
        after = at + len(run.text)
        if at < end and after > start:
            covered.append(run)
        at = after
    return covered


def _plain(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
