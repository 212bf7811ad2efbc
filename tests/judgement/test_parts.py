"""Very long blocks are judged in parts, with the same answer."""

from __future__ import annotations

import re

from analyser.catalogue import Catalogue
from analyser.document import Block, Document
from analyser.finding import Mention, Role, Route
from analyser.judgement.judge import judge
from analyser.judgement.parts import LONG, Parts
from analyser.language import Language


def mentions_in(text: str) -> tuple[Mention, ...]:
    """Return a mention for each Norvik in `text`."""
    return tuple(
        Mention(
            0, one.start(), one.end(), "Norvik", ("norvik",), (), Route.NAME, "norvik", "Norvik"
        )
        for one in re.finditer("Norvik", text)
    )


def test_each_mention_of_a_long_block_is_judged_in_its_own_sentence() -> None:
    """Wherever the border of a part falls, no sentence is cut and no neighbour's verdict taken."""
    offer = "We offer Norvik heads for the yard. "
    denial = "Our bid contains no Norvik recorder at all. "
    text = (offer + denial) * (3 * LONG // (len(offer) + len(denial)))
    document = Document("a.txt", "", "text/plain", blocks=(Block(text),))

    judged = judge(document, mentions_in(text), Role.BID, Catalogue("test"), Language.blank())

    assert {one.stance.value for one in judged[::2]} == {"offered"}
    assert {one.stance.value for one in judged[1::2]} == {"excluded"}


def test_a_part_holds_the_mention_where_it_stood() -> None:
    """What is cut out reads at the moved place as the block does at the first."""
    text = "x" * LONG + " Norvik " + "y" * 3 * LONG + " Norvik"
    document = Document("a.txt", "", "text/plain", blocks=(Block(text),))
    mentions = mentions_in(text)
    parts = Parts(document, mentions)

    for mention in mentions:
        block, moved, together = parts.of(mention)
        assert block.text[moved.start : moved.end] == "Norvik"
        assert moved in together
        assert len(block.text) < 2 * LONG
