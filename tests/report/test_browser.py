"""The page in a real browser: nothing runs, nothing is lost, everything can be reached."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from analyser.report import html
from tests.report import builders, hostile

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
playwright = pytest.importorskip("playwright.sync_api")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

AXE = os.environ.get("AXE_CORE", "")
"""Path of axe.min.js (`npm pack axe-core`); the rules that need it are left out without."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the built run, with pictures."""
    folder = tmp_path_factory.mktemp("report")
    root = builders.originals(tmp_path_factory.mktemp("originals"))
    return html.render(builders.run(), folder, builders.context(root))[0]


def opened(browser: Any, path: Path, **wishes: Any) -> tuple[Any, list[str]]:
    """Return `path` in a new page, and the list that its complaints go to."""
    page = browser.new_page(**wishes)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: _outside(asked.url, complaints))
    page.goto(path.as_uri())
    return page, complaints


def _outside(address: str, complaints: list[str]) -> None:
    if not address.startswith(("file:", "data:", "blob:")):
        complaints.append(f"asked for {address}")


def test_nothing_hostile_runs(browser: Any, tmp_path: Path) -> None:
    """Names, texts, lists and decisions full of script: no script but the page's own runs."""
    run = hostile.run()
    context = builders.context(
        catalogue=hostile.lists(), decisions=hostile.decisions(run.documents[0])
    )
    (path,) = html.render(run, tmp_path, context)
    page, complaints = opened(browser, path)
    for details in page.locator("details").all():
        details.evaluate("each => each.open = true")
    page.mouse.move(300, 300)

    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.querySelectorAll('.decision').length") > 0
    assert complaints == []


def test_policy_stops_a_script_that_got_in(browser: Any, tmp_path: Path, report: Path) -> None:
    """Were a script ever let through by mistake, the page's policy would still stop it."""
    spoilt = tmp_path / "spoilt.html"
    text = report.read_text(encoding="utf-8")
    spoilt.write_text(
        text.replace("</main>", "<script>window.hit=1</script></main>"), encoding="utf-8"
    )
    page, complaints = opened(browser, spoilt)

    assert page.evaluate("window.hit") is None
    assert any("Content Security Policy" in each for each in complaints)


@pytest.mark.skipif(not AXE, reason="AXE_CORE names no axe.min.js")
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("large", [False, True])
def test_axe_finds_nothing(browser: Any, tmp_path: Path, width: int, large: bool) -> None:
    """axe-core finds no fault of WCAG 2.2 A and AA, folded parts opened."""
    run = builders.many(60) if large else builders.run()
    root = builders.originals(tmp_path / "originals")
    written = html.render(run, tmp_path, builders.context(root))
    for path in written[:2]:
        page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.add_script_tag(path=AXE)
        found = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)

        told = [
            (each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]
        ]
        assert told == []


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_is_lost_on_a_narrow_screen(browser: Any, report: Path, width: int) -> None:
    """At 320 px, and at 200 % of a small window, the page is read without scrolling sideways."""
    page, _ = opened(browser, report, viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    clipped = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(each => {
            const box = each.getBoundingClientRect();
            return box.width > 2 && (box.right > innerWidth + 1 || box.left < -1);
        }).map(each => each.outerHTML.slice(0, 80))"""
    )
    assert clipped == []


def test_keyboard_reaches_everything(browser: Any, report: Path) -> None:
    """Tab goes to every control once, the skip link first, and each shows where it is."""
    page, _ = opened(browser, report)
    wanted = page.evaluate(
        "document.querySelectorAll('a[href],button,input,select,textarea,summary').length"
    )
    reached = []
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(
            """() => { const each = document.activeElement;
            if (each === document.body) return '';
            const number = [...document.querySelectorAll('*')].indexOf(each);
            return number + ' ' + getComputedStyle(each).outlineStyle; }"""
        ))  # fmt: skip
    places = [each for each in reached if each]

    assert page.evaluate("document.querySelector('.skip').getAttribute('href')") == "#main"
    assert len(set(places)) == wanted
    assert all(each.endswith("solid") for each in places)


def test_decision_is_kept_and_saved_in_the_documented_form(browser: Any, report: Path) -> None:
    """A recorded decision outlives the page and is saved as its schema says, offline."""
    page, complaints = opened(browser, report)
    page.fill("#person", "A. Person")
    page.locator(".decide summary").first.click()
    page.get_by_label("Dismiss: it does not count").first.check()
    page.get_by_role("button", name="Record decision").first.click()
    assert "Write a reason" in page.locator(".message").first.text_content()

    page.get_by_label("Reason").first.fill("<b>the schedule</b> replaces it")
    page.locator("input[name=expires]").first.fill("2027-06-30")
    page.get_by_role("button", name="Record decision").first.click()
    page.reload()
    assert page.locator(".done").first.text_content() == "(Dismissed)"
    with page.expect_download() as waiting:
        page.click("#save-decisions")
    saved = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))

    schema = Path(html.__file__).with_name("decisions.schema.json")
    jsonschema.Draft202012Validator(json.loads(schema.read_text("utf-8"))).validate(saved)
    assert complaints == []
    assert [each["place"]["text"] for each in saved["decisions"]] == [
        "Hikvision", "DS-2CD2143G2-I", "Hikvision",
    ]  # fmt: skip
    first = saved["decisions"][0]
    assert first["place"] == {
        "page": 1, "where": "line 4", "text": "Hikvision", "context": builders.BID_LINES[3],
        "stance": str(builders.bid().mentions[0].stance),
    }  # fmt: skip
    assert (first["decision"], first["person"]) == ("dismiss", "A. Person")
    assert (first["reason"], first["expires"]) == ("<b>the schedule</b> replaces it", "2027-06-30")
    assert first["document_sha256"] == builders.bid().sha256


def test_everything_is_there_without_script(browser: Any, report: Path) -> None:
    """With script off the page reads in full, and no dead control is shown."""
    page, _ = opened(browser, report, java_script_enabled=False)

    assert page.locator(".finding").count() == 2
    assert page.locator("img.evidence").first.is_visible()
    for control in ("input", "button", "select"):
        assert not any(each.is_visible() for each in page.locator(control).all())


def test_search_leaves_the_rows_that_fit(browser: Any, report: Path) -> None:
    """Search looks at part numbers too, tells how many rows are left, and can be undone."""
    page, _ = opened(browser, report)
    rows = page.locator("#findings-table tbody tr")
    page.fill("[data-search]", "2cd2143")
    assert [each.is_visible() for each in rows.all()] == [True, False]
    assert page.locator("[data-shown]").text_content() == "1 of 2 shown"

    page.fill("[data-search]", "")
    page.select_option("select[data-status]", "review")
    assert [each.is_visible() for each in rows.all()] == [False, True]


def test_three_hundred_documents_stay_usable(browser: Any, tmp_path: Path) -> None:
    """A run of 300 documents is under 15 MB and answers within two seconds."""
    run = builders.many(300)
    root = tmp_path / "originals"
    for document in run.documents:
        if document.path.endswith(".pdf"):
            (root / document.path).parent.mkdir(parents=True, exist_ok=True)
            (root / document.path).write_bytes(builders.bid_pdf())
    written = html.render(run, tmp_path, builders.context(root))
    started = time.perf_counter()
    page, complaints = opened(browser, written[0])
    page.fill("[data-search]", "tender-007")
    shown = page.locator("[data-shown]").text_content()

    assert time.perf_counter() - started < 2
    assert shown == "2 of 200 shown"
    assert sum(path.stat().st_size for path in written) < 15 * 1024 * 1024
    assert complaints == []
    page.locator("#findings-table tbody tr:not([hidden]) a").first.click()
    assert page.locator(".finding:target").count() == 1


def test_print_cuts_no_table_row(browser: Any, tmp_path: Path) -> None:
    """On paper a long table repeats its headings and no row is cut between two pages."""
    import pdfplumber

    run = builders.run()
    pack = run.packs[1]
    lines = tuple(
        replace(
            pack.bill[0],
            line=replace(
                pack.bill[0].line,
                item=f"Row{number}Begins {'and runs on over lines ' * 5} Row{number}Ends",
            ),
        )
        for number in range(1, 51)
    )
    long = replace(run, packs=(run.packs[0], replace(pack, bill=lines)))
    (path,) = html.render(long, tmp_path, builders.context())
    page, _ = opened(browser, path)
    page.pdf(path=str(tmp_path / "print.pdf"), prefer_css_page_size=True)
    with pdfplumber.open(tmp_path / "print.pdf") as printed:
        texts = [" ".join((sheet.extract_text() or "").split()) for sheet in printed.pages]

    for number in range(1, 51):
        begins = [index for index, text in enumerate(texts) if f"Row{number}Begins" in text]
        ends = [index for index, text in enumerate(texts) if f"Row{number}Ends" in text]
        assert len(begins) == 1
        assert begins == ends
    holding = [text for text in texts if "Begins" in text]
    assert len(holding) > 3
    assert all("Quantity" in text for text in holding)


def test_print_unfolds_what_is_folded(browser: Any, tmp_path: Path, report: Path) -> None:
    """Paper cannot be clicked: what is folded on the screen is printed."""
    import pdfplumber

    page, _ = opened(browser, report)
    page.pdf(path=str(tmp_path / "print.pdf"), prefer_css_page_size=True)
    with pdfplumber.open(tmp_path / "print.pdf") as printed:
        text = " ".join(sheet.extract_text() or "" for sheet in printed.pages)

    assert "Commonwealth" in text
    assert "which was not run" in text
