"""The small parts of a report: words, marks, file names, originals, drawings, questions."""

from __future__ import annotations

import hashlib
import re
import string
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from analyser.errors import OutputError
from analyser.finding import Link
from analyser.report.drawings import coverage_chart, lineage_drawing
from analyser.report.file_names import file_name
from analyser.report.html import linked
from analyser.report.marking import Piece, cells, marked
from analyser.report.order import facts_needed, passages, reaching
from analyser.report.originals import original
from analyser.report.renderers import RENDERERS
from analyser.report.sheets import harmless
from analyser.report.view import band, percent
from analyser.report.wording import LANGUAGES, load_words
from tests.report import builders


def shape(texts: object) -> object:
    """Return the keys of a tree of texts, and the names to be filled in at each leaf."""
    if isinstance(texts, dict):
        return {key: shape(value) for key, value in texts.items()}
    if isinstance(texts, str):
        return {name for _, name, _, _ in string.Formatter().parse(texts) if name is not None}
    return "list"


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_translations_are_complete(language: str) -> None:
    """Every language has every text, with the same names to be filled in, and none is English."""
    english, other = load_words("en").texts, load_words(language).texts
    same = [
        key
        for group in english
        if isinstance(english[group], dict)
        for key in english[group]
        if isinstance(english[group][key], str)
        and len(re.sub(r"\{.*?\}", "", english[group][key])) > 25
        and english[group][key] == other[group][key]
    ]

    assert shape(other) == shape(english)
    assert same == []


def test_unknown_language_is_told() -> None:
    """A language without translation names those that there are."""
    with pytest.raises(OutputError, match="en, cy, fr"):
        load_words("de")


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-12-01", "1 December 2026"),
        ("2026-12-01T09:30:00+00:00", "1 December 2026"),
        ("2026-03", "March 2026"),
        ("2026", "2026"),
        ("", ""),
        ("2026-13-40", "2026-13-40"),
        ("soon", "soon"),
    ],
)
def test_dates_are_written_out(iso: str, words: str) -> None:
    """A date is written out; what is no date is left as it came."""
    assert load_words("en").day(iso) == words


def test_counting() -> None:
    """One is singular, and thousands are set apart."""
    words = load_words("en")

    assert words.count(1, "page") == "1 page"
    assert words.count(0, "page") == "0 pages"
    assert words.count(12_345, "page") == "12,345 pages"
    assert load_words("fr").count(0, "page") == "0 page"


def test_own_words_that_are_no_toml_are_told(tmp_path: Path) -> None:
    """A broken file of one's own words is named."""
    (tmp_path / "en.toml").write_text("[page", encoding="utf-8")

    with pytest.raises(OutputError, match=r"en\.toml"):
        load_words("en", tmp_path)


def text_of(pieces: tuple[Piece, ...], kind: str) -> list[str]:
    """Return the texts of the pieces of `kind`."""
    return [piece.text for piece in pieces if piece.kind == kind]


@pytest.mark.parametrize(
    ("context", "mentions", "cue", "met", "cues"),
    [
        ("We propose Dahua domes", ["Dahua"], "We propose", ["Dahua"], ["We propose"]),
        ("DAHUA or equal", ["Dahua"], "or equal", ["DAHUA"], ["or equal"]),
        ("Dahua, not Dahua", ["Dahua", "Dahua"], "not", ["Dahua", "Dahua"], ["not"]),
        ("no name here", ["Dahua"], "", [], []),
        # A name within a longer word is not marked where the name itself stands later.
        ("LTStrong and LTS", ["LTS"], "", ["LTS"], []),
        ("Hik vision", ["Hik  vision"], "", ["Hik vision"], []),
        # The cue is the name itself: the name wins.
        ("Dahua", ["Dahua"], "Dahua", ["Dahua"], []),
        ("a.b (c", ["a.b"], "(c", ["a.b"], ["(c"]),
        ("", ["Dahua"], "x", [], []),
    ],
)
def test_mention_and_cue_are_found_again(
    context: str, mentions: list[str], cue: str, met: list[str], cues: list[str]
) -> None:
    """What is marked is the mention and its cue, and the sentence stays as it was."""
    pieces = marked(context, mentions, cue)

    assert text_of(pieces, "mention") == met
    assert text_of(pieces, "cue") == cues
    assert "".join(piece.text for piece in pieces) == context


def test_an_endless_sentence_is_shown_around_its_mention() -> None:
    """A page without full stops is cut, and not where the mention stands."""
    pieces = marked("x " * 5000 + "Dahua" + " y" * 5000, ["Dahua"], "")

    assert text_of(pieces, "mention") == ["Dahua"]
    assert sum(len(piece.text) for piece in pieces) <= 1200


def test_a_row_is_shown_cell_by_cell() -> None:
    """The cells of a row come apart where readers joined them, marks kept."""
    row = cells(marked("Camera | Dahua IPC | 42", ["Dahua"], "Camera"))

    assert ["".join(piece.text for piece in cell) for cell in row] == ["Camera", "Dahua IPC", "42"]
    assert row[1][0] == Piece("Dahua", "mention")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Lot 3: cameras", "lot-3-cameras.html"),
        ("../../etc/passwd", "etc-passwd.html"),
        ("C:\\windows\\x", "c-windows-x.html"),
        ("CON", "tender-con.html"),
        ("招标", "tender.html"),
        ("", "tender.html"),
        ("a\x00b\nc", "a-b-c.html"),
        ("é" * 300, "e" * 80 + ".html"),
    ],
)
def test_file_names_are_plain(name: str, wanted: str) -> None:
    """A name of a tender becomes a plain file name on every system."""
    assert file_name(name, set(), ".html") == wanted


def test_file_names_do_not_collide() -> None:
    """Two names that are plain alike become two files, on disks that ignore case too."""
    taken: set[str] = set()
    names = [
        file_name(each, taken, ".html") for each in ("A b", "a-B", "a b", "招标", "投标", "A b")
    ]

    assert len({name.casefold() for name in names}) == 6


def test_originals_are_never_taken_from_outside(tmp_path: Path) -> None:
    """A path that leads out of the folder, by dots or by a link, opens nothing."""
    root = tmp_path / "root"
    root.mkdir()
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(b"secret")
    digest = hashlib.sha256(b"secret").hexdigest()
    paths = ["../secret.pdf", str(secret)]
    try:
        (root / "link.pdf").symlink_to(secret)
        paths.append("link.pdf")
    except OSError:
        pass
    for path in paths:
        document = replace(builders.bid(path), sha256=digest)
        assert original(document, builders.context(root)) is None


def test_members_come_from_whoever_opens_them(tmp_path: Path) -> None:
    """A member of an archive is opened by the scan's own means, and checked by its digest."""
    document = builders.bid("outer.zip!/bid.pdf")
    given = {"outer.zip!/bid.pdf": builders.bid_pdf()}

    assert original(document, builders.context(tmp_path)) is None
    context = builders.context(tmp_path, open_document=given.__getitem__)
    assert original(document, context) == builders.bid_pdf()
    other = replace(document, path="outer.zip!/other.pdf")
    assert original(other, context) is None


def test_a_single_file_is_its_own_root(tmp_path: Path) -> None:
    """Where one file was scanned, its path is its name."""
    folder = builders.originals(tmp_path)
    document = builders.bid("bid.pdf")

    assert original(document, builders.context(folder / "north" / "bid.pdf")) is not None


def test_chart_shows_even_the_smallest_part() -> None:
    """One unread page among ten thousand is seen, and the bar is no wider than it may be."""
    chart = ET.fromstring(str(coverage_chart([("by_text", 9999), ("missing", 1)], "x")))
    widths = [float(each.attrib["width"]) for each in chart]

    assert len(widths) == 2
    assert widths[1] >= 5
    assert sum(widths) <= 640.5


def test_lineage_is_drawn_from_the_printed_name_to_the_listed_maker() -> None:
    """Every name stands in the drawing in order; an unproven step is dashed."""
    drawing = str(lineage_drawing(builders.LOREX_CHAIN, "label", {"recalled": "not checked"}))
    names = [each.text for each in ET.fromstring(drawing).iter() if each.tag.endswith("text")]

    assert [name for name in names if name in ("Lorex", "Dahua", "Zhejiang Dahua Technology")] == [
        "Lorex", "Dahua", "Zhejiang Dahua Technology",
    ]  # fmt: skip
    assert drawing.count("stroke-dasharray") == 1
    assert "not checked" in drawing
    assert lineage_drawing((), "", {}) == ""


def test_drawing_escapes_what_it_shows() -> None:
    """Names in a drawing are text."""
    chain = (Link("<b>&", "</svg><script>", "\"'", "", "recalled"),)
    root = ET.fromstring(str(lineage_drawing(chain, "\"<'", {})))

    assert {each.tag for each in root.iter()} == {"svg", "rect", "text", "path"}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://example.org/a.", ["https://example.org/a"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b"]),
        ("javascript:alert(1) ftp://x", []),
        ('https://x.org/"onclick=1', ["https://x.org/"]),
    ],
)
def test_links_in_sources(text: str, links: list[str]) -> None:
    """Web addresses in a source become links, full stops and quotes left out."""
    assert re.findall(r'href="([^"]*)"', str(linked(text))) == links


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("=1+1", "'=1+1"), ("+44", "'+44"), ("-", "'-"), ("@x", "'@x"), ("\t=1", "'\t=1"),
        ("  =1", "'  =1"), ("＝1", "'＝1"), ("\r=1", "'\r=1"), ("a=1", "a=1"), ("", ""), (-1, -1),
        (0.5, 0.5), (None, None),
    ],
)  # fmt: skip
def test_cells_are_harmless(cell: object, wanted: object) -> None:
    """A text that a spreadsheet would calculate has an apostrophe before it; a number has not."""
    assert harmless(cell) == wanted  # type: ignore[arg-type]


def test_bands_cover_every_confidence() -> None:
    """Each confidence has its band, and neither certainty nor impossibility is claimed."""
    assert [band(each) for each in (1.0, 0.95, 0.8, 0.5, 0.49, 0.0)] == [
        "very_likely", "very_likely", "likely", "even", "doubtful", "doubtful",
    ]  # fmt: skip
    assert (percent(1.0), percent(0.0), percent(0.626)) == (99, 1, 63)


def test_rules_stand_by_what_they_ask() -> None:
    """What applies stands before what may, and what may before advice; the rest is apart."""
    finding = builders.bid().findings[0]

    assert [each.regime for each in reaching(finding)] == [
        "us-889-b", "gb-sensitive-sites", "gb-nhs-guidance",
    ]  # fmt: skip
    assert facts_needed([finding, finding]) == [("site.sensitive", 1)]


def test_mentions_of_one_sentence_are_one_passage() -> None:
    """Alike in sentence and judgement: together. Judged apart: apart."""
    bid = builders.bid()
    other = replace(bid.mentions[1], stance=bid.mentions[4].stance)

    assert passages(bid, (0, 1, 4)) == [(0, 1), (4,)]
    assert passages(replace(bid, mentions=(bid.mentions[0], other)), (0, 1)) == [(0,), (1,)]


def test_every_format_has_its_renderer(tmp_path: Path) -> None:
    """Each row of the table writes what it says it wrote."""
    pytest.importorskip("weasyprint")
    root = builders.originals(tmp_path)
    assert set(RENDERERS) == {"html", "json", "xlsx", "docx", "csv", "pdf", "annotated"}
    for name, render in RENDERERS.items():
        folder = tmp_path / "out" / name
        folder.mkdir(parents=True)
        written = render(builders.run(), folder, builders.context(root))
        assert written
        assert sorted(each for each in folder.rglob("*") if each.is_file()) == sorted(written)
