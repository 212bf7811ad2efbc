"""Drafts of the letters that ask the bidders to clarify, as Word files.

Apart from the page because an officer edits and sends it: neutral words, a question a point.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyser.dossier import Pack, Run
from analyser.finding import Role
from analyser.report.context import RenderContext
from analyser.report.file_names import file_name
from analyser.report.json_report import sound
from analyser.report.order import ranked
from analyser.report.own_forms import LETTER, QUESTIONS, open_form, paragraphs
from analyser.report.products import LOUD
from analyser.report.questions import (
    KINDS,
    Declaration,
    Question,
    declarations,
    pack_questions,
    provisions,
)
from analyser.report.wording import Words, load_words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FOLDER = "letters"

INK = "17324D"


def render(run: Run, directory: Path, context: RenderContext) -> tuple[Path, ...]:
    """Write a letter a tender that calls for one to `directory`/letters/.

    A `letter.docx` in the officer's own folder is the form: its `{{tender}}` and `{{date}}` are
    filled in; the paragraphs `{{questions}}`, `{{provisions}}`, `{{declarations}}` give way.
    """
    words = load_words(context.language, context.templates)
    by_path = {each.path: each for each in run.documents}
    folder = directory / FOLDER
    taken: set[str] = set()
    written = []
    for pack in sorted(run.packs, key=lambda each: each.name):
        questions = pack_questions(pack, by_path, words)
        if not questions:
            continue
        members = [by_path[path] for path in pack.documents if path in by_path]
        bids = [each for each in members if each.role is not Role.TENDER]
        asked = declarations(finding for _, finding in ranked(bids, LOUD))
        letter = _letter(run, pack, questions, asked, words, context)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / file_name(pack.name, taken, ".docx")
        letter.save(str(path))
        written.append(path)
    return tuple(written)


def _letter(
    run: Run,
    pack: Pack,
    questions: Sequence[Question],
    asked: Sequence[Declaration],
    words: Words,
    context: RenderContext,
) -> Document:
    values = {
        "tender": words("letter.tender") if pack.name == "." else pack.name,
        "date": words.day(run.finished_at[:10]),
    }
    own = context.templates / LETTER if context.templates else None
    if own is not None and own.is_file():
        return _filled(own, values, questions, asked, words)
    letter = _blank(words, values)
    _ask(letter.add_paragraph(), questions, words)
    _provide(letter.add_paragraph(), questions, words)
    if asked:
        letter.add_heading(words("letter.declarations"), level=1)
        letter.add_paragraph(words("letter.declarations_note"))
        _declare(letter.add_paragraph(), asked, words)
    for key in ("answer_by", "closing", "signature"):
        paragraph = letter.add_paragraph(words(f"letter.{key}"))
        paragraph.paragraph_format.keep_with_next = key != "signature"
    return letter


def _blank(words: Words, values: dict[str, str]) -> Document:
    """Return a letter up to its questions, in the program's own plain form."""
    import docx
    from docx.shared import Mm, Pt, RGBColor

    letter = docx.Document()
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = letter.styles[name]
        style.font.name = "Arial"
        # Word takes the theme's font for headings unless these are cleared.
        fonts = style.element.rPr.rFonts
        for key in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[key]
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(_w(kind), "Arial")
        style.font.color.rgb = RGBColor.from_string("000000" if name == "Normal" else INK)
    for name, size in (("Normal", 11), ("Title", 20), ("Heading 1", 14), ("Heading 2", 12)):
        letter.styles[name].font.size = Pt(size)
    letter.styles["Normal"].paragraph_format.space_after = Pt(8)
    borders = letter.styles["Title"].element.pPr.find(_w("pBdr"))
    if borders is not None:
        letter.styles["Title"].element.pPr.remove(borders)
    section = letter.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = Mm(25)
    _language(letter, words.language)
    letter.core_properties.title = words("letter.title")
    letter.core_properties.author = ""
    letter.add_paragraph().add_run(words("letter.draft")).italic = True
    letter.add_paragraph(words("letter.title"), style="Title")
    for key in ("to", "from"):
        letter.add_paragraph(words(f"letter.{key}"))
    letter.add_paragraph(_plain(words("letter.reference", name=values["tender"])))
    letter.add_paragraph(words("letter.date", date=values["date"]))
    letter.add_paragraph(words("letter.opening"))
    letter.add_heading(words("letter.questions"), level=1)
    return letter


def _language(letter: Document, language: str) -> None:
    codes = {"en": "en-GB", "cy": "cy-GB", "fr": "fr-FR"}
    for element in letter.styles.element.iter(_w("lang")):
        element.set(_w("val"), codes[language])


def _ask(place: Paragraph, questions: Sequence[Question], words: Words) -> None:
    """Put `questions` where `place` stands, numbered through, grouped under headings."""
    for kind in KINDS:
        group = [each for each in questions if each.kind == kind]
        if not group:
            continue
        _before(place, words(f"letter.{kind}"), "Heading 2")
        for question in group:
            # Typed numbers rather than Word's: an answer must keep its number when one is cut.
            asked = _hanging(place, f"{question.number}.\t{question.text}", 0, 28)
            asked.paragraph_format.keep_with_next = bool(question.items)
            for index, item in enumerate(question.items, start=1):
                _hanging(place, f"{question.number}.{index}\t{item}", 28, 36)
        for settles in dict.fromkeys(each.settles for each in group if each.settles):
            named = _named([each.number for each in group if each.settles == settles], words)
            _before(place, words("letter.settled", questions=named, answer=settles), None)
    _remove(place)


def _named(numbers: Sequence[int], words: Words) -> str:
    """Return "question 3" or "questions 3, 4"."""
    noun = "question" if len(numbers) == 1 else "questions"
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [
        words("letter.range", first=run[0], last=run[-1])
        if len(run) > 2
        else ", ".join(str(each) for each in run)
        for run in runs
    ]
    return words(f"letter.{noun}_named", numbers=", ".join(told))


def _hanging(place: Paragraph, text: str, left: float, number: float) -> Paragraph:
    """Put a numbered paragraph above `place`; its number hangs `number` points to the left."""
    paragraph = _before(place, text, None)
    form = paragraph.paragraph_format
    form.left_indent = _points(left + number)
    form.first_line_indent = _points(-number)
    form.tab_stops.add_tab_stop(_points(left + number))
    form.space_after = _points(4)
    return paragraph


def _provide(place: Paragraph, questions: Sequence[Question], words: Words) -> None:
    """Put the provisions that the answers bear on where `place` stands, where there are any."""
    found = provisions(questions)
    if found:
        _before(place, words("letter.provisions"), "Heading 1")
        _before(place, words("letter.provisions_note"), None)
    for rule, numbers in found:
        told = words("letter.provision", rule=rule, questions=_named(numbers, words))
        _before(place, told, "List Bullet")
    _remove(place)


def _declare(place: Paragraph, asked: Sequence[Declaration], words: Words) -> None:
    above = ""
    for declaration in asked:
        if declaration.title != above:
            above = declaration.title
            _before(place, words("letter.supplied", title=above), "Heading 2")
        _before(place, declaration.text, None)
        if not declaration.checked:
            _before(place, words("letter.unchecked"), None).runs[0].italic = True
        if declaration.citation:
            _before(place, words("letter.source", citation=declaration.citation), None)
    _remove(place)


def _filled(
    form: Path,
    values: dict[str, str],
    questions: Sequence[Question],
    asked: Sequence[Declaration],
    words: Words,
) -> Document:
    letter = open_form(form)
    for paragraph in paragraphs(letter):
        text = paragraph.text
        if text.strip() == QUESTIONS:
            _ask(paragraph, questions, words)
        elif text.strip() == "{{provisions}}":
            _provide(paragraph, questions, words)
        elif text.strip() == "{{declarations}}":
            _declare(paragraph, asked, words)
        elif "{{" in text:
            _fill(paragraph, values)
    return letter


def _fill(paragraph: Paragraph, values: dict[str, str]) -> None:
    """Fill `{{name}}` in; Word may have cut it over several runs, so the first takes the text."""
    text = re.sub(
        r"\{\{\s*(\w+)\s*\}\}",
        lambda match: _plain(values.get(match.group(1), match.group(0))),
        paragraph.text,
    )
    if text != paragraph.text and paragraph.runs:
        paragraph.runs[0].text = text
        for run in paragraph.runs[1:]:
            run.text = ""


def _before(place: Paragraph, text: str, style: str | None) -> Paragraph:
    """Put a paragraph above `place`; an officer's form may lack the heading style."""
    paragraph = place.insert_paragraph_before(_plain(text))
    if style is not None:
        part: Any = place.part
        try:
            paragraph.style = part.document.styles[style]
        except KeyError:
            for run in paragraph.runs:
                run.bold = True
    return paragraph


def _remove(place: Paragraph) -> None:
    parent = place._element.getparent()
    if parent is not None:
        parent.remove(place._element)


def _plain(text: str) -> str:
    """Return `text` without what XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", sound(text))


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def _points(number: float) -> Any:
    from docx.shared import Pt

    return Pt(number)
