"""The letter asks, and accuses nobody."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from analyser.dossier import Run
from analyser.errors import OutputError
from analyser.finding import Role, Verdict
from analyser.report import letter
from tests.report import builders


def lines(folder: Path, run: Run | None = None, templates: Path | None = None) -> list[str]:
    """Return the paragraphs of the first letter of `run`."""
    written = letter.render(run or builders.run(), folder, builders.context(templates=templates))
    return [each.text for each in docx.Document(str(written[0])).paragraphs if each.text]


def numbered(paragraphs: list[str]) -> list[str]:
    """Return the questions."""
    return [each for each in paragraphs if re.match(r"\d+\.\t", each)]


def test_one_question_a_finding_contradiction_unknown_maker_and_unread_part(
    tmp_path: Path,
) -> None:
    """Two findings, a contradiction, a line without a maker and an unread page: five questions."""
    text = lines(tmp_path)
    questions = numbered(text)

    assert [each.split("\t")[0] for each in questions] == ["1.", "2.", "3.", "4.", "5."]
    assert "1.1\tDS-2CD2143G2-I: bid.pdf, page 1 (line 4)" in text
    assert "is made by Dahua or by a company of the same group" in questions[1]
    assert builders.BID_LINES[6] in questions[2]
    assert f"3.1\tbid.pdf, page 1 (line 4): “{builders.BID_LINES[3]}”" in text
    assert "4.1\tPoE switch: bid.pdf, page 1 (Table 1, row 4)" in text
    assert "5.1\tbid.pdf, page 2" in text


def test_words_are_neutral(tmp_path: Path) -> None:
    """A question is no charge: nothing of flags, lists, breaches or China."""
    text = "\n".join(lines(tmp_path))

    assert not re.search(
        r"flagged|restricted|illegal|banned|breach|violat|complian|false|china|suspect",
        text,
        re.IGNORECASE,
    )
    assert "A question is not a finding against you" in text


def test_declaration_of_the_rule_is_asked_for(tmp_path: Path) -> None:
    """The declaration that a rule prescribes stands in its own words, once, with its source."""
    text = lines(tmp_path)

    assert text.count("The Offeror represents that it does not use covered equipment.") == 1
    assert "Section 889(a)(1)(B)" in text
    # What the lists only recall is not put to a bidder unchecked.
    assert any("were not checked against the provision" in each for each in text)


def test_a_rule_without_a_declaration_asks_for_none(tmp_path: Path) -> None:
    """Where the lists say that a rule prescribes none, that sentence is no declaration."""
    bid = builders.bid()
    none = replace(builders.outcomes()[0], declaration="None prescribed. Ask for the maker.")
    finding = replace(bid.findings[0], outcomes=(none,))
    text = lines(tmp_path, builders.run(replace(bid, findings=(finding,))))

    assert "Declarations" not in text
    assert not any("None prescribed" in each for each in text)


def test_remarks_for_the_buyer_are_not_put_to_the_bidder(tmp_path: Path) -> None:
    """What the lists tell the authority beside a declaration is left out of the letter."""
    bid = builders.bid()
    text = "Names of sub-contractors (authority MUST ask: s.28(1)(a)), form 7 (recalled)"
    noted = replace(builders.outcomes()[1], declaration=text)
    finding = replace(bid.findings[0], outcomes=(noted,))

    assert "Names of sub-contractors, form 7" in lines(
        tmp_path, builders.run(replace(bid, findings=(finding,)))
    )


def test_the_letter_names_the_provision_that_makes_a_question_matter(tmp_path: Path) -> None:
    """Rules about the goods are cited with their questions; advice is no reason to ask."""
    text = lines(tmp_path)
    provisions = text[text.index("Provisions that your answers may bear on") :]

    assert (
        "Written statement HCWS386, 24 November 2022 https://example.org/hcws386 (question 1)"
        in (provisions)
    )
    assert "does not mean that it applies to your tender" in provisions[1]
    assert not any("Health service guidance" in each for each in provisions)


def test_the_buyers_own_document_is_not_the_bidders_to_explain(tmp_path: Path) -> None:
    """A maker that the buyer's specification names is no question to the bidder."""
    run = builders.run(replace(builders.bid(), role=Role.TENDER))
    questions = numbered(lines(tmp_path, run))

    assert len(questions) == 1
    assert "contradict" not in questions[0]
    assert "Please explain how they fit together" in questions[0]


def test_a_row_at_odds_with_itself_is_asked_about_once(tmp_path: Path) -> None:
    """One row that names one maker and numbers after another is quoted once, not against itself."""
    run = builders.run()
    pack = run.packs[1]
    one = replace(pack.contradictions[0], against=pack.contradictions[0].statement)
    text = lines(tmp_path, replace(run, packs=(run.packs[0], replace(pack, contradictions=(one,)))))

    assert sum(builders.BID_LINES[6] in each for each in text) == 1
    assert "seem to belong to different makers" in numbered(text)[2]


def test_a_tender_without_a_name_leaves_it_to_the_officer(tmp_path: Path) -> None:
    """Documents that lie in no folder of their own have no tender's name: "." is none."""
    run = builders.run()
    (_, north) = run.packs
    text = lines(tmp_path, replace(run, packs=(replace(north, name="."),)))

    assert "Tender: [name of the tender]" in text


def test_the_letter_promises_nothing(tmp_path: Path) -> None:
    """What is asked for is asked for: no answer is called enough before it was read."""
    told = [each for each in lines(tmp_path) if each.startswith("To answer")]

    assert told
    assert all("please" in each for each in told)
    assert not any("enough" in each for each in told)


def test_the_draft_warns_of_several_bidders(tmp_path: Path) -> None:
    """A folder may hold several bidders' papers: none of them is to read about another's."""
    assert "send each bidder only the questions about its own" in lines(tmp_path)[0]


def test_no_letter_where_nothing_is_to_be_asked(tmp_path: Path) -> None:
    """A tender without questions has no letter, and no empty folder."""
    quiet = builders.schedule("south/offer.xlsx")
    run = builders.run(verdict=Verdict.CLEAR, documents=(quiet,), packs=builders.run().packs[:1])

    assert letter.render(run, tmp_path, builders.context()) == ()
    assert list(tmp_path.iterdir()) == []


def own_form(folder: Path, *paragraphs: str) -> Path:
    """Write an officer's own form with `paragraphs`."""
    form = docx.Document()
    form.sections[0].header.paragraphs[0].text = "Office of {{tender}}"
    for text in paragraphs:
        # Word cuts what one types into runs at will.
        middle = len(text) // 2
        paragraph = form.add_paragraph()
        paragraph.add_run(text[:middle]).bold = True
        paragraph.add_run(text[middle:])
    form.save(str(folder / "letter.docx"))
    return folder


def test_own_form_is_filled_in(tmp_path: Path) -> None:
    """Placeholders give way to tender, date, questions and declarations; the rest stays."""
    folder = own_form(
        tmp_path, "Our reference {{tender}} of {{ date }}", "{{questions}}", "Regards",
        "{{declarations}}", "{{provisions}}", "{{unknown}} stays",
    )  # fmt: skip
    (path,) = letter.render(builders.run(), tmp_path / "out", builders.context(templates=folder))
    found = docx.Document(str(path))
    text = [each.text for each in found.paragraphs]

    assert text[0] == "Our reference north of 1 December 2026"
    assert len(numbered(text)) == 5
    assert text.index("Regards") > max(text.index(each) for each in numbered(text))
    assert "{{questions}}" not in text
    assert "Provisions that your answers may bear on" in text
    assert "{{unknown}} stays" in text
    assert found.sections[0].header.paragraphs[0].text == "Office of north"


def test_own_form_without_a_place_for_questions_is_refused(tmp_path: Path) -> None:
    """A letter without its questions would be sent unread: the form's writer is told."""
    with pytest.raises(OutputError, match="questions"):
        letter.render(
            builders.run(),
            tmp_path / "out",
            builders.context(templates=own_form(tmp_path, "Dear bidder")),
        )


def test_own_form_that_is_no_word_file_is_told(tmp_path: Path) -> None:
    """A form of another kind is named, with what to do."""
    (tmp_path / "letter.docx").write_bytes(b"not a Word file")

    with pytest.raises(OutputError, match=r"letter\.docx: not a Word file"):
        letter.render(builders.run(), tmp_path / "out", builders.context(templates=tmp_path))


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    """The file is read by another program, questions and all."""
    (path,) = letter.render(builders.run(), tmp_path, builders.context())
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless",
               "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    text = (tmp_path / "north.txt").read_text(encoding="utf-8-sig")
    assert len(re.findall(r"^\d+\.\t", text, re.MULTILINE)) == 5
