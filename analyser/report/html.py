"""The run as a page that an officer reads, prints and decides on.

One self-contained file; above fifty documents the first page, and beside it a page a tender.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
)
from markupsafe import Markup, escape

from analyser.dossier import BillLine, Citation, Pack, Run
from analyser.errors import OutputError
from analyser.finding import GRAVITY
from analyser.outcome import Outcome
from analyser.report.citing import (
    cited_place,
    line_place,
    place_of,
    places_words,
    spot_words,
    within,
)
from analyser.report.context import RenderContext
from analyser.report.file_names import file_name
from analyser.report.front import front
from analyser.report.json_report import sound
from analyser.report.order import finding_rank, passed_over, ranked
from analyser.report.phrasing import FILTERS
from analyser.report.pictured import album
from analyser.report.products import LOUD
from analyser.report.questions import pack_questions
from analyser.report.shown import FindingView, PackView
from analyser.report.unnamed import bill_status
from analyser.report.view import Desk, pack_view
from analyser.report.wording import Words, load_words

FILE_NAME = "report.html"
PAGES = "report"
"""Folder of the pages of a large run, beside the first page."""

MOST_ON_ONE_PAGE = 50
"""Documents; above that the first page stands alone and each tender has its own."""


def render(run: Run, directory: Path, context: RenderContext) -> tuple[Path, ...]:
    """Write `run` to `directory`/report.html, and its tenders beside it where it is large."""
    written = []
    for name, text in pages(run, context):
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sound(text).encode("utf-8"))
        written.append(path)
    return tuple(written)


def prove_templates(templates: Path) -> None:
    """Make sure that the officer's own `templates` are written as such.

    Raises:
        OutputError: one of them is not.
    """
    for path in sorted(templates.glob("*.html")):
        try:
            _environment(templates).get_template(path.name)
        except (TemplateError, UnicodeDecodeError) as error:
            raise _at_fault(path.name, error) from error


def _rendered(environment: Environment, name: str, values: dict[str, Any]) -> str:
    """Return page `name`; an officer's own template may be at fault, and is told so."""
    try:
        return environment.get_template(name).render(values)
    except TemplateError as error:
        raise _at_fault(name, error) from error


def _at_fault(name: str, error: TemplateError | UnicodeDecodeError) -> OutputError:
    where = f"{getattr(error, 'name', None) or name}:{getattr(error, 'lineno', None) or '?'}"
    what = error.message if isinstance(error, TemplateError) else "not in UTF-8"
    return OutputError(f"{where}: {what}; correct the template or leave it out")


def pages(run: Run, context: RenderContext, *, whole: bool = False) -> Iterator[tuple[str, str]]:
    """Give each page of `run` as (relative name, text), the first page first.

    `whole` puts everything on one page however large the run: for print.
    """
    words = load_words(context.language, context.templates)
    desk = Desk(words, context, album(run.documents, context), run)
    environment = _environment(context.templates)
    large = len(run.documents) > MOST_ON_ONE_PAGE and not whole
    views = _views(run, desk, large=large)
    common = _common(run, views, desk, environment, large=large)
    yield FILE_NAME, _rendered(environment, "report.html", common)
    if not large:
        return
    for page in dict.fromkeys(view.page for view in views):
        shown = [view for view in views if view.page == page]
        values = {**common, "packs": shown, "here": page, "up": "../"}
        yield page, _rendered(environment, "tender.html", values)


def _views(run: Run, desk: Desk, *, large: bool) -> list[PackView]:
    taken: set[str] = set()
    views = []
    by_path = {each.path: each for each in run.documents}
    for pack in sorted(run.packs, key=lambda each: each.name):
        parts = list(_parts(pack)) if large else [pack]
        pages = [f"{PAGES}/{file_name(pack.name, taken, '.html')}" if large else "" for _ in parts]
        # The whole tender's questions stand on its first page, numbered as in its one letter.
        questions = desk.ask(pack, pack_questions(pack, by_path, desk.words), pages[0])
        for number, (part, page) in enumerate(zip(parts, pages, strict=True), start=1):
            told = desk.words("page.of_part", number=number, total=len(parts))
            view = pack_view(part, run, desk, questions if number == 1 else (), page)
            views.append(replace(view, part=told) if len(parts) > 1 else view)
    return views


def _parts(pack: Pack) -> Iterator[Pack]:
    """Give `pack` in parts of at most fifty documents; its contradictions stay with the first."""
    documents = sorted(pack.documents)
    for start in range(0, max(1, len(documents)), MOST_ON_ONE_PAGE):
        chosen = tuple(documents[start : start + MOST_ON_ONE_PAGE])
        yield replace(
            pack,
            documents=chosen,
            contradictions=pack.contradictions if start == 0 else (),
            bill=tuple(line for line in pack.bill if line.path in chosen),
        )


@lru_cache(maxsize=4)
def _environment(templates: Path | None) -> Environment:
    """Return the templates, compiled once a process: a watcher writes thousands of reports.

    A template that is edited meanwhile is met: the loader looks at its date.
    """
    shipped = FileSystemLoader(str(files("analyser.report") / "templates"))
    own = [FileSystemLoader(str(templates))] if templates else []
    environment = Environment(
        loader=ChoiceLoader([*own, shipped]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["linked"] = linked
    environment.filters |= FILTERS
    environment.filters["opening"] = lambda text: text[:1].upper() + text[1:]
    return environment


def linked(text: str) -> Markup:
    """Return `text` with its web addresses as links; nothing but http and https becomes one."""
    parts = re.split(r"(https?://[^\s<>\"']*[^\s<>\"'.,;:)\]])", text)
    return Markup("").join(
        Markup('<a href="{0}" rel="noreferrer noopener">{0}</a>').format(part)
        if index % 2
        else escape(part)
        for index, part in enumerate(parts)
    )


def _all_findings(views: Sequence[PackView]) -> list[FindingView]:
    found = [each for view in views for each in view.findings]
    return sorted(found, key=lambda each: finding_rank(each.assessment, each.finding))


def _by_gravity(views: Sequence[PackView]) -> list[PackView]:
    return sorted(views, key=lambda view: (-GRAVITY[view.pack.verdict], view.name, view.part))


def _tally(outcomes: Sequence[Outcome]) -> list[tuple[str, int]]:
    return list(Counter(str(each.outcome) for each in outcomes).items())


def _cited(cited: Citation | BillLine, pack: Pack, words: Words) -> str:
    place = line_place(cited) if isinstance(cited, BillLine) else cited_place(cited)
    return places_words((replace(place, path=within(place.path, pack)),), words)


def _common(
    run: Run, views: Sequence[PackView], desk: Desk, environment: Environment, *, large: bool
) -> dict[str, Any]:
    words = desk.words
    return {
        "t": words,
        "run": run,
        "front": front(run, views, desk),
        "packs": views,
        "large": large,
        "here": "",
        "up": "",
        "assets": _assets(environment),
        "run_name": run.root.rstrip("/\\").replace("\\", "/").rpartition("/")[2]
        or words("page.this_folder"),
        "run_key": _run_key(run),
        "not_reaching": _not_reaching(run),
        "day": words.day,
        "catalogue": desk.context.catalogue,
        "rulebook": desk.context.rulebook,
        "all_findings": _all_findings,
        "packs_by_gravity": _by_gravity,
        "tally": _tally,
        "place_words": lambda cited, pack: _cited(cited, pack, words),
        "within": within,
        "spot": lambda each: spot_words(place_of("", each.page, each.where), words),
        "bill_status": lambda line: bill_status(line, words),
        "command": f"analyser scan {run.root or '.'} --output DIR --profile PROFILE.toml",
        "outcome_words": lambda outcome: words.named("outcome", outcome.outcome),
        "script_words": {key: words(f"decision.{key}") for key in _SCRIPT_WORDS}
        | {"shown": words("found.shown_js")},
    }


_SCRIPT_WORDS = (
    "saved", "count", "none", "recorded", "removed", "need_choice", "need_place", "need_reason",
    "need_person", "not_kept", "done_accept", "done_dismiss", "done_ask",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assets:
    """Style and script, with the fingerprints that the page's policy lets through."""

    style: Markup
    script: Markup
    style_hash: str
    script_hash: str


def _assets(environment: Environment) -> Assets:
    style, script = (_source(environment, name) for name in ("report.css", "report.js"))
    return Assets(Markup(style), Markup(script), _hash(style), _hash(script))


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0].replace("\r\n", "\n").strip()


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _run_key(run: Run) -> str:
    """Return a key under which the browser keeps decisions on these very documents."""
    digests = ",".join(sorted(each.sha256 for each in run.documents))
    return hashlib.sha256(digests.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class NotReaching:
    """A rule that does not reach, with one reason and the makers that it holds for."""

    outcome: Outcome
    makers: tuple[str, ...]


def _not_reaching(run: Run) -> tuple[NotReaching, ...]:
    """Return the rules that reach no finding, each wording once: printed, not left out."""
    met: dict[tuple[str, str, str], tuple[Outcome, dict[str, None]]] = {}
    for _, finding in ranked(run.documents, LOUD):
        for outcome in passed_over(finding):
            key = (outcome.outcome, outcome.regime, outcome.because)
            met.setdefault(key, (outcome, {}))[1][finding.name] = None
    return tuple(NotReaching(met[key][0], tuple(met[key][1])) for key in sorted(met))
