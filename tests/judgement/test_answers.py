"""Questions and their answers: the answer decides what the text does with the name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from analyser.catalogue import Catalogue
from analyser.document import Block, Cell, Document, Layer
from analyser.finding import Mention, Role, Route
from analyser.judgement.answers import answer_says, load_answers
from analyser.judgement.cues import MAKE, OTHER
from analyser.judgement.judge import judge
from analyser.language import Language

NAMES = ("Norvik", "Velmira")


def mentions_of(blocks: Sequence[Block], names: Sequence[str] = NAMES) -> tuple[Mention, ...]:
    """Return a mention for each time that one of `names` stands in the blocks."""
    found = []
    for index, block in enumerate(blocks):
        for name in names:
            at = block.text.find(name)
            while at >= 0:
                found.append(
                    Mention(
                        index, at, at + len(name), name, (name.lower(),), (), Route.NAME,
                        name.lower(), name,
                    )
                )  # fmt: skip
                at = block.text.find(name, at + 1)
    return tuple(found)


def stances(
    blocks: Sequence[Block],
    role: Role = Role.CORRESPONDENCE,
    language: Language | None = None,
    names: Sequence[str] = NAMES,
) -> str:
    """Return the stances of the names in the blocks, in their order."""
    document = Document("a", "", "text/plain", blocks=tuple(blocks))
    mentions = mentions_of(blocks, names)
    judged = judge(document, mentions, role, Catalogue("test"), language or Language.blank())
    return " ".join(one.stance.value for one in judged)


def row(*cells: str, headings: Sequence[str] = ()) -> Block:
    """Return the row of a table, with or without the headings of its columns."""
    placed, at = [], 0
    for number, cell in enumerate(cells):
        placed.append(Cell(headings[number] if headings else "", cell, at))
        at += len(cell) + 3
    return Block(" | ".join(cells), layer=Layer.TABLE, cells=tuple(placed))


FRESH = [
    ("Would Norvik turrets be acceptable for the annexe?", "Acceptable.", "specified"),
    ("Is it open to us to put in Norvik intercoms?", "Regrettably not.", "excluded"),
    ("Please allow Norvik modules in lot 3.", "Not agreed. The list stands.", "excluded"),
    ("We intend to offer Norvik. Any objection?", "None whatever.", "specified"),
    ("Kindly relax clause 9 so that Norvik can be quoted.", "Tender conditions prevail.", "excluded"),
    ("Our reader holds a Norvik chip. Is that a problem?", "It is. Such readers are rejected.", "excluded"),
    ("Does the exclusion in annex K extend to Norvik?", "It does.", "excluded"),
    ("Is Norvik caught by the policy?", "No, the policy names other firms.", "cited"),
    ("Is Norvik compulsory for item 4?", "Yes, the depot standardised on it.", "specified"),
    ("May a make other than Norvik be proposed?", "No.", "specified"),
    ("Will equals to Norvik be entertained?", "Yes, if proved.", "specified"),
    ("Clause 8 names Norvik. Can we quote something else instead?", "You may.", "specified"),
    ("Could you strike Norvik from the list of reference makes?", "Agreed, struck.", "excluded"),
    ("Is Norvik in clause 3 a misprint?", "No. It is what the depot wants.", "specified"),
    ("Do the Norvik domes on the quay stay?", "Until 2029.", "existing"),
    ("How many Norvik units are to be taken over?", "Fourteen.", "existing"),
    ("Are the old Norvik switches to be disposed of by us?", "No.", "existing"),
    ("Who pays for the licences of the Norvik server in use?", "The client.", "existing"),
    ("Will our port project with Norvik heads be credited as experience?", "Yes.", "cited"),
    ("Do our engineers' Norvik certificates count?", "They do not.", "cited"),
    ("Can Norvik be offered?", "Counsel is considering the point.", "unclear"),
    ("Is Norvik permitted?", "See the next circular.", "unclear"),
    ("May we tender Norvik?", "The matter went to the board. The answer is yes.", "specified"),
    ("Would you accept Norvik at the gates?", "We would not; they have been ruled out.", "excluded"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "answered", "stance"), FRESH, ids=lambda one: one[:40])
def test_the_answer_decides_in_a_row(asked: str, answered: str, stance: str) -> None:
    """In a table of queries and replies a name in the query has the stance that the reply gives."""
    heads = ("No.", "Bidder's query", "Reply of the Board")

    assert stances([row("7", asked, answered, headings=heads)]) == stance
    assert stances([row(*heads), row("7", asked, answered)]) == stance


@pytest.mark.parametrize(("asked", "answered", "stance"), FRESH, ids=lambda one: one[:40])
@pytest.mark.parametrize(
    ("before", "after"), [("Q14. ", "A14. "), ("Question 3: ", "Answer: "), ("Q.6 (Bidder 2)  ", "R.6  ")]
)  # fmt: skip
def test_the_answer_decides_in_paragraphs(
    asked: str, answered: str, stance: str, before: str, after: str
) -> None:
    """A labelled question is read with the labelled answer in the paragraph below."""
    assert stances([Block(before + asked), Block(after + answered)]) == stance
    assert stances([Block(f"{before}{asked}\n{after}{answered}")]) == stance


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("> 1. May we quote Norvik for the yard?\n* Yes.\n> 2. When is the visit?\n* Monday.",
         "specified"),
        ("> May we quote Norvik for the yard?\nNo, see our policy.", "excluded"),
        ("On Tue 8 July Ann wrote:\n> 4. Do you want the Norvik sets moved?\n\nMoved, yes.",
         "existing"),
    ],
)  # fmt: skip
def test_the_reply_stands_below_the_quoted_question(text: str, stance: str) -> None:
    """In mails the reply is written below the line that it answers."""
    assert stances([Block(text)]) == stance


@pytest.mark.parametrize(
    ("asked", "answered", "stance"),
    [
        ("Which makes are ruled out?", "In practice Norvik and whatever carries its chips.", "excluded"),
        ("What make is the present head end?", "Norvik, with 40 licences.", "existing"),
        ("Pl. share make of existing cameras.", "Norvik (140). ONVIF S.", "existing"),
        ("If so, which model?", "Norvik Q4 in the halls.", "specified"),
        ("Can bidders trade in sets?", "Yes. The force hands over nine Norvik sets.", "existing"),
        ("What about brands?", "Norvik may be offered at the gates.", "specified"),
    ],
)  # fmt: skip
def test_a_name_in_the_answer_is_what_was_asked_for(asked: str, answered: str, stance: str) -> None:
    """The question says what a name is that only the answer gives; its own words come first."""
    assert stances([Block(f"Q2: {asked}"), Block(f"A2: {answered}")]) == stance


def test_who_answers_decides_between_asked_for_and_offered() -> None:
    """A bidder who answers "which make" offers it; a buyer who does asks for it."""
    asked, answered = "Which make of inverter?", "Norvik, as in the reference."

    bids = row(asked, answered, headings=("Authority asks", "Bidder answers"))
    buys = row(asked, answered, headings=("Bidder asks", "Authority answers"))

    assert stances([bids]) == "offered"
    assert stances([buys]) == "specified"


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        ("The former yes. The latter not.", "specified excluded"),
        ("Norvik: agreed. The other: not agreed.", "specified excluded"),
        ("Velmira: allowed. Norvik: not allowed.", "excluded specified"),
    ],
)
def test_an_answer_in_parts_gives_each_name_its_own(answered: str, expected: str) -> None:
    """Of two makes in one question one may be allowed and the other not."""
    heads = ("Query", "Reply")
    blocks = [row("May we use Norvik or, failing that, Velmira?", answered, headings=heads)]

    # The names in the question come first, once each.
    assert stances(blocks, names=("Norvik",)).split(maxsplit=1)[0] == expected.split(maxsplit=1)[0]
    assert (
        stances(blocks, names=("Norvik", "Velmira")).split(maxsplit=1)[0]
        == expected.split(maxsplit=1)[0]
    )
    assert stances(blocks, names=("Velmira", "Norvik")).split(maxsplit=1)[0] == expected.split()[1]


@pytest.mark.parametrize(
    ("asked", "answered", "stance"),
    [
        ("Frage 3: Dürfen wir Norvik anbieten?", "Antwort: Nein.", "excluded"),
        ("Question 3. Pouvons-nous proposer Norvik ?", "Réponse. Oui.", "specified"),
        ("Pregunta 3. ¿Se acepta Norvik?", "Respuesta: No se acepta.", "excluded"),
        ("Pytanie 3. Czy Zamawiający dopuści Norvik?", "Odpowiedź: Tak.", "specified"),
        ("Vraag 3. Mogen wij Norvik aanbieden?", "Antwoord: nee.", "excluded"),
    ],
)
def test_questions_in_other_languages(asked: str, answered: str, stance: str) -> None:
    """The glosses bring questions and answers of other languages to the same rules."""
    intro = {
        "Frage": "Die Fragen der Bieter und die Antworten der Vergabestelle sind für alle bestimmt.",
        "Question": "Les questions des candidats et les réponses sont communiquées à tous.",
        "Pregunta": "Las preguntas de los licitantes y las respuestas que se dieron en la junta.",
        "Pytanie": "Pytania wykonawców oraz odpowiedzi, które przesyła się do wszystkich, są jawne.",
        "Vraag": "De vragen van de inschrijvers en de antwoorden zijn voor iedereen.",
    }[asked.split(maxsplit=1)[0]]

    assert stances([Block(intro), Block(asked), Block(answered)]) == stance


@pytest.mark.parametrize("name", ["Norvik", "Selbo Optik AB", "Qx9", "东方视"])
def test_another_name_gets_the_same_answer(name: str, language: Language) -> None:
    """What is answered does not depend on the maker that is asked about."""
    for asked, answered, stance in FRESH:
        blocks = [Block(f"Q1. {asked}".replace("Norvik", name)), Block(f"A1. {answered}")]

        assert stances(blocks, language=language, names=(name,)) == stance


def test_the_reason_shown_is_the_answer_as_printed() -> None:
    """The officer sees the answer in its own language and with its names."""
    blocks = (Block("Frage 3: Ist Norvik zulässig?"), Block("Antwort: Nein, Norvik ist raus."))
    document = Document("a", "", "text/plain", blocks=blocks)

    first = judge(document, mentions_of(blocks), Role.TENDER, Catalogue("test"), Language.blank())[
        0
    ]

    assert first.stance_cue == 'answer "Nein, Norvik ist raus."'


@pytest.mark.parametrize(
    "texts",
    [
        ("We supply Norvik cameras.", "A. Smith signs for us."),
        ("1. Scope of works", "Response times are given in annex 4 for Norvik panels."),
        ("Is the price firm?", "Yours faithfully,", "The offer is for Norvik heads."),
    ],
)
def test_what_is_no_question_has_no_answer(texts: Sequence[str]) -> None:
    """Initials, lists and closing words are not taken for answers."""
    blocks = [Block(text) for text in texts]
    document = Document("a", "", "text/plain", blocks=tuple(blocks))

    judged = judge(document, mentions_of(blocks), Role.BID, Catalogue("test"), Language.blank())

    assert all(not one.stance_cue.startswith("answer") for one in judged)


@pytest.mark.parametrize("rule", load_answers().questions, ids=lambda rule: rule.name)
def test_a_question_rule_decides_its_own_example(rule) -> None:  # type: ignore[no-untyped-def]
    """A kind of question is kept with an example that no earlier kind takes."""
    role, bar, words = rule.example.partition("| ")
    role, words = (role, words) if bar and role in set(Role) else ("correspondence", rule.example)
    asked, answered = words.replace("<Norvik>", "Norvik").split(" | ")
    said = answer_says(answered.replace("Norvik", MAKE))
    key = "names" if "Norvik" in answered else said or "yes"
    wanted = "offered" if role == "bid" else "specified"

    stance = stances([Block(f"Q1. {asked}"), Block(f"A1. {answered}")], Role(role))

    assert stance == rule.stances[key].replace("wanted", wanted)


@pytest.mark.parametrize("saying", load_answers().answers, ids=lambda saying: saying.example)
def test_a_way_to_answer_says_what_it_is_kept_for(saying) -> None:  # type: ignore[no-untyped-def]
    """A way to answer is kept with an example that it meets."""
    assert answer_says(saying.example.replace("<O>", OTHER)) == saying.says
