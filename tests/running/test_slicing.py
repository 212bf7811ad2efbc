"""A long scan read in slices by several readers: the same result as in one piece."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from analyser.analysis import Analyser
from analyser.ledger.store import keep
from analyser.profile import Profile
from analyser.readers import ocr, pdf_ahead
from analyser.running import slicing
from analyser.running.ahead import Ahead
from analyser.running.engines import Engine
from analyser.running.slicing import Look, Slice, Work, carried_out, divided, may_be_long
from analyser.settings import Settings

pytest.importorskip("tesserocr")

PAGES = 7
OFFER = "We offer Hikvision cameras."


class Here(Executor):
    """Carries calls out at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Carry out `fn`."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """Return a PDF of pages that are pictures of text, a table that runs over them."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path), pagesize=(400, 200))
    font = ImageFont.load_default(40)
    for page in range(PAGES):
        picture = Image.new("L", (1100, 550), 255)
        words = OFFER if page == 4 else f"Clause {page + 1} of the contract."
        ImageDraw.Draw(picture).text((80, 200), words, font=font, fill=0)
        held = io.BytesIO()
        picture.save(held, "PNG")
        canvas.drawImage(ImageReader(held), 0, 0, 400, 200)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Divide short documents as long ones are divided."""
    monkeypatch.setattr(pdf_ahead, "SLICE", 3)
    monkeypatch.setattr(pdf_ahead, "LEAST", 6)
    monkeypatch.setattr(slicing, "LEAST_BYTES", 1000)


@pytest.mark.usefixtures("small")
def test_slices_come_to_what_one_piece_comes_to(
    scan: Path, tmp_path: Path, lists: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page is recognised in some slice, elsewhere; document and findings are the same."""
    settings = Settings(cache=str(tmp_path / "one-piece"))
    made = Analyser(lists, Profile(), settings)
    ((document, whole),) = [
        (one.document, one.assessment) for one in made.analyse(scan, "scan.pdf")
    ]
    made.settings = replace(settings, cache=str(tmp_path / "here"))
    there = replace(settings, cache=str(tmp_path / "another-machine"))
    recognised = ocr._recognised
    carried: list[str] = []

    def carry_out(job: Any) -> Any:
        carried.append(str(job))
        if not isinstance(job, Work):
            return carried_out(job, there)

        def never(*_: Any, **__: Any) -> Any:
            raise AssertionError("a page was recognised once more")

        monkeypatch.setattr(ocr, "_recognised", never)
        slicing.unpack(job, made.settings)
        read = made.analyse(job.path, job.name)
        monkeypatch.setattr(ocr, "_recognised", recognised)
        assert [one.document for one in read] == [document]
        return tuple(keep(one.assessment, None) for one in read)

    engine = Engine(Ahead(Here()), carry_out, made.settings, 4, carried=True)
    ((kept,),) = engine.analyse([Work(scan, "scan.pdf", Profile())])

    assert kept.assessment == whole
    assert [one.name for one in whole.findings] == ["Hikvision"]
    assert carried == [
        "scan.pdf",
        *("scan.pdf, pages 1 to 3", "scan.pdf, pages 4 to 6", "scan.pdf, pages 7 to 7"),
        "scan.pdf",
    ]


@pytest.mark.usefixtures("small")
def test_a_lost_slice_costs_its_time_alone(scan: Path, tmp_path: Path) -> None:
    """Whatever became of a slice or of a look, the document is read, in its place."""
    settings = Settings(cache=str(tmp_path / "cache"))
    works = [Work(scan, f"{n}.pdf", Profile()) for n in range(3)]

    def through(jobs: Any) -> Any:
        for job in jobs:
            lost = job.work.name == "1.pdf" or (isinstance(job, Slice) and job.start == 3)
            yield job, slicing.nothing_of(job) if lost else carried_out(job, settings)

    made = list(divided(works, settings, through, at_once=lambda: 2, carried=True))

    assert [one.name for one in made] == ["0.pdf", "1.pdf", "2.pdf"]
    assert [len(one.recognised) for one in made] == [2, 0, 2]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("carried", "words"), [(True, (b"w", b"w")), (False, ())])
def test_a_few_scans_are_divided_at_a_time(
    tmp_path: Path, carried: bool, words: tuple[bytes, ...]
) -> None:
    """The first documents are read before the last are looked at; each keeps its place."""
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.5" + b"0" * 2000)
    works = [Work(path, f"{n}.pdf", Profile()) for n in range(7)]
    begun: list[str] = []

    def through(jobs: Any) -> Any:
        for job in jobs:
            begun.append(str(job))
            yield job, ((0, 3), (3, 6)) if isinstance(job, Look) else b"w"

    made = divided(iter(works), Settings(), through, at_once=lambda: 3, carried=carried)

    assert next(made).name == "0.pdf"
    assert len(begun) == 3 + 6
    assert [one.name for one in made] == [one.name for one in works[1:]]
    assert len(begun) == 7 + 14
    again = divided(works, Settings(), through, at_once=lambda: 3, carried=carried)
    assert [one.recognised for one in again] == [words] * 7
    del begun[:]
    off = divided(works, Settings(ocr=False), through, at_once=lambda: 3, carried=carried)
    assert (list(off), begun) == (works, [])


@pytest.mark.usefixtures("small")
def test_scans_are_divided_while_others_are_read(tmp_path: Path) -> None:
    """An engine divides the next scans while it reads; every document comes out in its place."""
    works = []
    for n in range(9):
        path = tmp_path / f"{n}.pdf"
        path.write_bytes(b"%PDF-1.5" + b"0" * 2000)
        works.append(Work(path, path.name, Profile()))

    def carry_out(job: Any) -> Any:
        if isinstance(job, Look):
            return ((0, 3), (3, 6))
        return b"w" if isinstance(job, Slice) else (job.name,)

    with ThreadPoolExecutor(2) as threads:
        made: Any = list(Engine(Ahead(threads), carry_out, Settings(), 2).analyse(works))

    assert made == [(one.name,) for one in works]


def test_what_came_of_a_slice_and_cannot_be_read_costs_no_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Damaged, cut and overlong slices are passed over; the sound one beside them is used."""
    settings = Settings(cache=str(tmp_path / "cache"))
    sound = slicing.packed({"a" * 64: {"words": []}})
    long = slicing.packed({"b" * 64: {"words": list(range(1000))}})
    monkeypatch.setattr(slicing, "MOST_INFLATED", 200)

    slicing.unpack(
        Work(tmp_path, "a.pdf", Profile(), recognised=(b"damaged", sound[:-12], long, sound)),
        settings,
    )

    assert [one.stem for one in tmp_path.rglob("*.json")] == ["a" * 64]


@pytest.mark.usefixtures("small")
def test_only_long_scans_are_divided(tmp_path: Path, scan: Path) -> None:
    """Documents with text of their own, and other files, are read in one piece as ever."""
    from reportlab.pdfgen.canvas import Canvas

    native = tmp_path / "native.pdf"
    canvas = Canvas(str(native))
    for page in range(20):
        for line in range(30):
            canvas.drawString(72, 800 - 20 * line, f"Clause {page}.{line}: the contractor shall.")
        canvas.showPage()
    canvas.save()
    text = tmp_path / "long.pdf"
    text.write_text("no PDF at all " * 1000)
    work = partial(Work, profile=Profile())

    assert carried_out(Look(work(scan, "a")), Settings()) == ((0, 3), (3, 6), (6, 7))
    assert carried_out(Look(work(native, "a")), Settings()) == ()
    assert carried_out(Look(work(text, "a")), Settings()) == ()
    assert carried_out(Look(work(scan, "a")), Settings(ocr=False)) == ()
    assert not may_be_long(work(text, "a"))
    assert not may_be_long(work(tmp_path / "gone.pdf", "a"))
    assert not may_be_long(work(tmp_path, "a.pdf", url="s3://b/a.pdf", size=10))
    assert may_be_long(work(tmp_path, "a.pdf", url="s3://b/a.pdf", size=10**6))


def test_what_comes_from_elsewhere_cannot_leave_the_cache(tmp_path: Path) -> None:
    """A name that is no digest is no file's name."""
    settings = Settings(cache=str(tmp_path / "cache"))

    pdf_ahead.remember({"../../outside": {"words": []}, "/" + "a" * 63: {}}, settings)

    assert list(tmp_path.rglob("*")) == []
