"""Words of other languages are read as the English words that the rules know."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.document import Block, Document
from analyser.errors import ListError
from analyser.finding import Role
from analyser.judgement.cues import MAKE
from analyser.judgement.glossary import Glossary, glossary_of, tongues
from analyser.judgement.glosses import document_tongue, gloss, glossed, tongue_of
from analyser.judgement.judge import document_for
from analyser.judgement.passages import Passage, shown
from analyser.judgement.role import document_role
from analyser.judgement.tongues import small_words
from tests.judgement.conftest import Heard

ALL = sorted(tongues())


@pytest.mark.parametrize("tongue", ALL)
def test_each_language_can_be_told_and_has_glosses(tongue: str) -> None:
    """A file of glosses without small words that tell its language would never be read."""
    assert glossary_of(tongue) is not None
    assert sum(tongue in codes for codes in small_words().values()) >= 8


@pytest.mark.parametrize("tongue", ALL)
@settings(max_examples=15, deadline=None)
@given(text=st.text(max_size=60))
def test_pieces_are_the_text(tongue: str, text: str) -> None:
    """Whatever is glossed, what was printed is kept whole and in order."""
    glossary = glossary_of(tongue)
    assert glossary is not None

    assert "".join(piece.printed for piece in glossary.pieces(text)) == text


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("Die Kameras werden im Erdgeschoss und im Hof montiert.", "de"),
        ("Les caméras sont installées dans la cour et au sous-sol.", "fr"),
        ("Kamery zostaną zamontowane na parterze oraz w piwnicy, nie na dachu.", "pl"),
        ("Все камеры устанавливаются на первом этаже и не заменяются.", "ru"),
        ("The cameras will be mounted on the ground floor.", "en"),
        ("DS-2CD2143G2-I | 12 | 89.00", ""),
    ],
)
def test_a_language_is_told_by_its_small_words(text: str, tongue: str) -> None:
    """Codes and figures tell no language; words do."""
    assert tongue_of(text) == tongue


def test_a_sentence_follows_its_document_unless_its_words_say_otherwise() -> None:
    """One shared small word does not turn a German document's line into another language."""
    assert tongue_of("Kamera an der Einfahrt", "de") == "de"
    assert tongue_of("The bidder shall not offer any of these to the school.", "de") == "en"


def test_english_passages_are_left_alone() -> None:
    """English documents cost nothing and change nothing."""
    passage = Passage(f"We offer {MAKE} cameras and no others.", 9, Role.BID)

    assert glossed(passage, "en") is passage


def test_the_longest_gloss_wins_and_endings_are_stood_for_by_stars() -> None:
    """A phrase is one thing to the rules; "Kameras" has the gloss of "kamera*"."""
    glossary = Glossary(
        [("nicht", "not"), ("nicht zugelassen*", "not permitted"), ("kamera*", "camera")]
    )

    read = "".join(piece.text for piece in glossary.pieces("Kameras sind nicht zugelassen, nicht?"))

    assert read == "camera sind not permitted, not?"


def test_a_negation_after_its_verb_goes_before_it() -> None:
    """The rules look for "not" before the verb, where English has it."""
    glossary = Glossary([("tilbyder", "offer"), ("ikke", "not"), ("vi", "we")])

    read = "".join(piece.text for piece in glossary.pieces("Vi tilbyder ikke Norvik."))

    assert read == "we do not offer Norvik."


def test_a_gloss_without_a_word_is_refused() -> None:
    """A line of a file that can never match is a mistake to be told."""
    with pytest.raises(ListError, match="holds no word"):
        Glossary([("№", "number")])


def test_what_is_shown_are_the_printed_words() -> None:
    """An officer finds the cue in the document: it is quoted as printed, not as read."""
    text = f"Wir bieten {MAKE} Kameras an."
    passage = Passage(text, text.index(MAKE), Role.BID, printed=((11, MAKE, "Norvik"),))

    read = glossed(passage, "de")

    assert read.text.startswith("we")
    assert read.text[read.start : read.end] == MAKE
    assert shown(read, 0, read.end) == "Wir bieten Norvik"


@pytest.mark.parametrize(
    ("text", "role", "stance"),
    [
        ("Wir bieten Kameras von Norvik an.", "bid", "offered"),
        ("Geräte von Norvik sind nicht zugelassen.", "tender", "excluded"),
        ("Die vorhandenen Kameras von Norvik werden demontiert.", "tender", "existing"),
        ("Nous proposons des caméras Norvik.", "bid", "offered"),
        ("Les produits Norvik ne sont pas admis.", "tender", "excluded"),
        ("Enregistreur de marque Norvik ou équivalent.", "tender", "specified"),
        ("Ofrecemos cámaras Norvik.", "bid", "offered"),
        ("Quedan excluidos los equipos de Norvik.", "tender", "excluded"),
        ("Oferujemy kamery firmy Norvik.", "bid", "offered"),
        ("Nie dopuszcza się urządzeń firmy Norvik.", "tender", "excluded"),
        ("Nabízíme kamery Norvik.", "bid", "offered"),
        ("Siūlome Norvik kameras.", "bid", "offered"),
        ("Пропонуємо камери Norvik.", "bid", "offered"),
        ("我们提供Norvik摄像机。", "bid", "offered"),
        ("不得使用Norvik产品。", "tender", "excluded"),
    ],
)
def test_sentences_of_other_languages_are_judged(
    text: str, role: str, stance: str, heard: Heard
) -> None:
    """Offer, demand, ban and present equipment are told apart in the languages of the regimes."""
    assert heard(text, role) == stance


@pytest.mark.parametrize(
    ("title", "body", "role"),
    [
        ("Leistungsverzeichnis Los 2", "Der Auftragnehmer hat die Kameras zu liefern.", "tender"),
        ("Angebot 2025-114", "Wir bieten Ihnen die folgenden Geräte an.", "bid"),
        ("Cahier des charges", "Le titulaire doit fournir les caméras.", "tender"),
        (
            "Declaración responsable",
            "Declaramos que no se suministra ningún equipo.",
            "declaration",
        ),
        ("Formularz ofertowy", "Oferujemy wykonanie zamówienia za cenę.", "bid"),
    ],
)
def test_roles_are_told_in_other_languages(title: str, body: str, role: str) -> None:
    """A paper's title says what it is in any language that has glosses."""
    document = Document("paper.pdf", "", "application/pdf", blocks=(Block(title), Block(body)))

    assert document_role(document)[0].value == role


def test_headings_of_a_table_tell_its_language() -> None:
    """Rows hold names and figures; what language they are in stands above them."""
    row = [
        ["Pos.", "1"],
        ["Hersteller und Typ", "Norvik"],
        ["Menge", "4"],
        ["Einzelpreis netto", "9"],
    ]
    document = document_for("", "", row)

    assert document_tongue(document) == "de"
    assert gloss("Einzelpreis", "de") == "unit price"
