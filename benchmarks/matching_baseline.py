"""What is found, and at what cost, by this program, by the naive one and by pdfgrep.

    python -m benchmarks baseline

The same PDFs for all three: pages of prose, two in ten with a listed maker's name in a sentence
that offers its goods, as it is or damaged in a way that plain print can show. The naive program is
pdfplumber, spaCy's PhraseMatcher and rapidfuzz for each n-gram, over every name of the lists;
pdfgrep looks for the same names, whatever the case. A page counts as found where the tool points
at it.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analyser.analysis import Analyser
from analyser.finding import Disposition
from analyser.lists.load import load_lists
from analyser.profile import Profile
from analyser.settings import Settings
from benchmarks.corpus import lines
from benchmarks.matching_recall import KINDS, LETTERS, maker_names, standing
from benchmarks.measuring import Row, Spent, Terms, command, spent

PAGES = 100
EVERY = 10
"""Of so many pages one offers a listed make, and one a damaged name."""

IN_PRINT = ("case", "gap", "spacing", "glued", "leet", "OCR, one letter", "one edit", "two edits")
"""Kinds of damage that any font can show."""

RAISED = frozenset({Disposition.FLAGGED, Disposition.REVIEW})
CUTOFF = 88
"""The naive program's likeness, of 100: below, it would mark every page."""

Pages = set[int]


@dataclass(frozen=True, slots=True)
class Planted:
    """A PDF, and what stands on its pages."""

    path: Path
    count: int
    clean: Pages
    damaged: Pages


def write(path: Path, count: int, seed: int) -> Planted:
    """Write a PDF of `count` pages, some with a name, some with a damaged one."""
    from reportlab.pdfgen.canvas import Canvas

    catalogue = load_lists().catalogue
    names = [name for name in maker_names(catalogue) if name.isascii()]
    goods = standing(catalogue)
    dice = random.Random(seed)
    clean: Pages = set()
    damaged: Pages = set()
    canvas = Canvas(str(path), invariant=True)
    for page in range(1, count + 1):
        printed = name = dice.choice(names)
        if page % EVERY == 1:
            clean.add(page)
        elif page % EVERY == 2:
            damaged.add(page)
            while printed == name or not printed.isascii():
                name = dice.choice(names)
                printed = KINDS[dice.choice(IN_PRINT)][0](name, dice) or name
        offer = f"We offer {goods[name][0]}s made by {printed}, as the schedule shows."
        text = canvas.beginText(60, 780)
        text.setFont("Times-Roman", 11)
        for number, line in enumerate(lines(dice, 40)):
            text.textLine(line)
            if number == 20 and page in clean | damaged:
                text.textLine(offer)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return Planted(path, count, clean, damaged)


def all_names() -> list[str]:
    """Return every unambiguous name that leads to a listed maker, but no short one."""
    catalogue = load_lists().catalogue
    return sorted(
        {
            alias.text
            for vendor in catalogue.lineage
            for alias in catalogue.vendors[vendor].aliases
            if not alias.needs_context and len(alias.text) >= LETTERS
        }
    )


def ours(made: Analyser, path: Path) -> Pages:
    """Return the pages with something flagged or to be reviewed."""
    return {
        mention.page
        for one in made.analyse(path, path.name)
        for mention in one.assessment.mentions
        if mention.disposition in RAISED and mention.page is not None
    }


def naive_way() -> Callable[[Path], Pages]:
    """Return the naive program, its names loaded."""
    import pdfplumber
    import spacy
    from rapidfuzz import fuzz, process
    from spacy.matcher import PhraseMatcher

    names = [name.lower() for name in all_names()]
    language = spacy.blank("en")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    matcher.add("maker", [language.make_doc(name) for name in names])

    def found(path: Path) -> Pages:
        pages: Pages = set()
        with pdfplumber.open(path) as opened:
            for number, page in enumerate(opened.pages, 1):
                tokens = language.make_doc(page.extract_text() or "")
                words = [token.lower_ for token in tokens if not token.is_space]
                grams = (
                    " ".join(words[start : start + size])
                    for size in (1, 2, 3)
                    for start in range(len(words) - size + 1)
                )
                near = [
                    process.extractOne(gram, names, scorer=fuzz.ratio, score_cutoff=CUTOFF)
                    for gram in grams
                ]
                if matcher(tokens) or any(near):
                    pages.add(number)
        return pages

    return found


def pdfgrep(path: Path, scratch: Path) -> tuple[Pages, Spent]:
    """Return the pages on which pdfgrep finds a name, and what it took."""
    names = scratch / "names.txt"
    names.write_text("\n".join(all_names()), encoding="utf-8")
    words = ("pdfgrep", "-i", "-n", "-F", "-f", str(names), str(path))
    took = command(*words, allowed=(0, 1))
    out = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    return {int(line.partition(":")[0]) for line in out.splitlines()}, took


def measure(terms: Terms) -> list[Row]:
    """Return what each tool finds, marks wrongly and costs."""
    planted = write(terms.scratch / "offers.pdf", max(20, int(PAGES * terms.scale)), 41)
    made = Analyser(load_lists(), Profile(), Settings(ocr=False))
    warm = write(terms.scratch / "warm.pdf", 4, 42)
    ours(made, warm.path)
    way = naive_way()
    told: dict[str, tuple[Pages, float]] = {}
    for name, run in (("this program", lambda: ours(made, planted.path)),
                      ("naive program", lambda: way(planted.path))):  # fmt: skip
        pages: Pages = set()
        took = spent(lambda run=run, pages=pages: pages.update(run()))  # type: ignore[misc]
        told[name] = (pages, took.cpu)
    if shutil.which("pdfgrep") is not None:
        pages, took = pdfgrep(planted.path, terms.scratch)
        told["pdfgrep -i"] = (pages, took.cpu)
    own = told["this program"][1]
    rows = []
    for name, (pages, seconds) in told.items():
        none = planted.count - len(planted.clean) - len(planted.damaged)
        wrong = len(pages - planted.clean - planted.damaged)
        rows.append(
            Row(
                name,
                f"{_of(pages, planted.clean)} clean, {_of(pages, planted.damaged)} damaged, "
                f"{wrong} of {none} wrongly",
                "",
                f"{planted.count / seconds:.1f} pages a CPU second"
                + (f", {seconds / own:.1f} times ours" if name != "this program" else ""),
            )
        )
    times = told["naive program"][1] / own
    return [*rows, Row("times the naive program", f"{times:.0f}", "at least 25")]


def _of(pages: Pages, planted: Pages) -> str:
    return f"{len(pages & planted)} of {len(planted)}"
