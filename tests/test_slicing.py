"""A long scan read in slices by several readers: the same result as in one piece."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from analyser import slicing
from analyser.ahead import Ahead
from analyser.analysis import Analyser
from analyser.engines import Engine
from analyser.ledger.store import keep
from analyser.profile import Profile
from analyser.readers import ocr, pdf_ahead
from analyser.settings import Settings
from analyser.slicing import Look, Slice, Work, carried_out, divided, may_be_long

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

    engine = Engine(Ahead(Here()), carry_out, made.settings, 4)
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

    made = divided(works, settings, through)

    assert [one.name for one in made] == ["0.pdf", "1.pdf", "2.pdf"]
    assert [len(one.recognised) for one in made] == [2, 0, 2]


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
