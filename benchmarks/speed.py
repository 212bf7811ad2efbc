"""The whole scan beside bare extraction and the naive way; where its time goes."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from analyser.analysis import Analyser
from analyser.finding import Assessment
from analyser.lists.load import load_lists
from analyser.loading import loading
from analyser.profile import Profile
from analyser.publishing import Edition, publish
from analyser.scanning import gather, timestamp
from analyser.settings import Settings
from benchmarks.corpus import pdfs, write_native, write_pdf
from benchmarks.measuring import (
    Row,
    Spent,
    Terms,
    analyser,
    middle,
    ratios,
    side_by_side,
    spent,
)
from benchmarks.stages import Stages

DOCUMENTS = 40
PAGES = 20
SLOW_PAGES = 6
"""Pages that the naive way is measured on: it takes a second a page."""


def raw(paths: Sequence[Path]) -> int:
    """Extract the text of `paths` with bare pypdfium2 and return the pages."""
    import pypdfium2

    pages = 0
    for path in paths:
        try:
            opened = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            continue
        for index in range(len(opened)):
            page = opened[index]
            text_page = page.get_textpage()
            text_page.get_text_range()
            text_page.close()
            page.close()
            pages += 1
        opened.close()
    return pages


def read_all(made: Analyser, paths: Sequence[Path]) -> list[Assessment]:
    """Read, search and judge `paths` in this process, as a warm worker does."""
    return [one.assessment for path in paths for one in made.analyse(path, path.name)]


def report(made: Analyser, assessments: Sequence[Assessment], root: Path, out: Path) -> None:
    """Join `assessments` and write the report, as the client does."""
    out.mkdir(exist_ok=True)
    run = gather(
        assessments,
        made.lists,
        made.profile,
        made.settings,
        started_at=timestamp(),
        root=str(root),
    )
    publish(run, out, Edition(formats=("html", "json")), lists=made.lists, root=None)


def whole(made: Analyser, paths: Sequence[Path], out: Path) -> None:
    """Read, search, judge and report `paths`."""
    report(made, read_all(made, paths), paths[0].parent, out)


def naive(paths: Sequence[Path], most: int) -> Callable[[], object]:
    """Return the obvious program: pdfplumber, spaCy's PhraseMatcher, rapidfuzz for each n-gram."""
    import pdfplumber
    import spacy
    from rapidfuzz import fuzz, process
    from spacy.matcher import PhraseMatcher

    names = sorted(
        {
            alias.text.lower()
            for vendor in load_lists().catalogue.vendors.values()
            for alias in vendor.aliases
        }
    )
    language = spacy.blank("en")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    matcher.add("maker", [language.make_doc(name) for name in names])

    def run() -> None:
        left = most
        for path in paths:
            with pdfplumber.open(path) as opened:
                for page in opened.pages:
                    if left == 0:
                        return
                    left -= 1
                    tokens = language.make_doc(page.extract_text() or "")
                    matcher(tokens)
                    words = [token.lower_ for token in tokens if not token.is_space]
                    for size in (1, 2, 3):
                        for start in range(len(words) - size + 1):
                            gram = " ".join(words[start : start + size])
                            process.extractOne(gram, names, scorer=fuzz.ratio, score_cutoff=88)

    return run


def warmed() -> Analyser:
    """Return what reads and judges, loaded as a reader process loads it."""
    with loading():
        return Analyser(load_lists(), Profile(), Settings(ocr=False))


def measure(terms: Terms) -> list[Row]:
    """Return the share of raw extraction, and the times of the naive way."""
    folder = terms.folder or terms.scratch / "native"
    if terms.folder is None:
        paths = write_native(folder, max(4, int(DOCUMENTS * terms.scale)), PAGES)
    else:
        paths = pdfs(folder)
    made = warmed()
    out = terms.scratch / "speed-report"
    whole(made, paths[:1], out)  # what is loaded with the first document is no document's cost
    pages = raw(paths)
    found = side_by_side(
        terms.rounds,
        raw=partial(spent, partial(raw, paths)),
        whole=partial(spent, partial(whole, made, paths, out)),
    )
    bare = [one.cpu for one in found["raw"]]
    ours = [one.cpu for one in found["whole"]]
    what = f"{len(paths)} native PDFs, {pages} pages"
    rows = [
        Row("raw extraction (pypdfium2)", middle([pages / s for s in bare], ".0f", " pages/s"), "",
            f"{what}; per CPU second"),
        Row("whole scan, every stage, no OCR", middle([pages / s for s in ours], ".0f", " pages/s"),
            "", "read, search, judge, regimes, HTML and JSON; lists and model loaded before"),
        Row("share of raw extraction", middle(ratios(bare, ours)), "at least 0.65"),
    ]  # fmt: skip
    return [*rows, *_against_naive(terms, paths, statistics.median(ours) / pages)]


def _against_naive(terms: Terms, paths: Sequence[Path], ours: float) -> list[Row]:
    most = min(SLOW_PAGES, raw(paths[:4]))
    run = naive(paths, most)
    seconds = [spent(run).cpu / most for _ in range(max(1, terms.rounds - 1))]
    note = f"pdfplumber, PhraseMatcher, rapidfuzz for each n-gram; {most} pages"
    return [
        Row("naive baseline", middle([1 / s for s in seconds], ".2f", " pages/s"), "", note),
        Row("times the naive baseline", middle([s / ours for s in seconds], ".0f"), "at least 25"),
    ]


def measure_stages(terms: Terms) -> list[Row]:
    """Return where a whole scan's time goes: each stage's own, without what it calls of others."""
    paths = _native(terms)
    made = warmed()
    out = terms.scratch / "stages-report"
    assessments = read_all(made, paths[:1])
    report(made, assessments, paths[0].parent, out)
    shares: dict[str, list[float]] = {}
    for _ in range(terms.rounds):
        with Stages() as stages:
            assessments = read_all(made, paths)
        taken = {
            **stages.seconds,
            "report": spent(partial(report, made, assessments, paths[0].parent, out)).cpu,
        }
        total = sum(taken.values())
        for stage, seconds in taken.items():
            shares.setdefault(stage, []).append(100 * seconds / total)
    order = sorted(shares, key=lambda stage: -statistics.median(shares[stage]))
    return [Row(stage, middle(shares[stage], ".0f", " %")) for stage in order]


def _native(terms: Terms) -> list[Path]:
    if terms.folder is not None:
        return pdfs(terms.folder)
    return write_native(terms.scratch / "native", max(4, int(DOCUMENTS * terms.scale)), PAGES)


def measure_processes(terms: Terms) -> list[Row]:
    """Return how much faster two processes are than one, loading excluded and included."""
    folder = terms.folder or terms.scratch / "native"
    paths = _native(terms)
    one_document = terms.scratch / "one" / "document.pdf"
    write_pdf(one_document, 1, 1)

    def scan(source: Path, jobs: int) -> Spent:
        out = str(terms.scratch / f"jobs-{jobs}")
        words = ("--output", out, "--no-ocr", "-q", "--format", "json", "--jobs", str(jobs))
        return analyser("scan", str(source), *words)

    found = side_by_side(
        terms.rounds,
        start=partial(scan, one_document, 1),
        one=partial(scan, folder, 1),
        two=partial(scan, folder, 2),
    )
    start, one, two = ([each.wall for each in found[name]] for name in ("start", "one", "two"))
    bare = ratios(
        [all_ - some for all_, some in zip(one, start, strict=True)],
        [all_ - some for all_, some in zip(two, start, strict=True)],
    )
    what = f"{len(paths)} native PDFs"
    return [
        Row("one process", middle(one, ".1f", " s"), "", what),
        Row("two processes", middle(two, ".1f", " s")),
        Row("start-up in it", middle(start, ".1f", " s"), "", "a document of one page"),
        Row("times one process", middle(ratios(one, two)), "at least 1.8", "start-up included"),
        Row("times one process, start-up apart", middle(bare)),
    ]


def measure_linearity(terms: Terms) -> list[Row]:
    """Return how the time grows with the pages of one document."""
    made = warmed()
    sizes = {}
    for pages in (60, 600):
        sizes[pages] = terms.scratch / f"long-{pages}.pdf"
        write_pdf(sizes[pages], pages, 5)
    for path in sizes.values():
        made.analyse(path, path.name)
    found = side_by_side(
        terms.rounds,
        **{
            f"of{pages}": partial(spent, partial(made.analyse, path, path.name))
            for pages, path in sizes.items()
        },
    )
    short, long = ([one.cpu for one in found[name]] for name in ("of60", "of600"))
    return [
        Row("60 pages", middle(short, ".2f", " s")),
        Row("600 pages", middle(long, ".2f", " s")),
        Row("600 pages to 60", middle(ratios(long, short), ".1f"), "at most 10.5"),
    ]
