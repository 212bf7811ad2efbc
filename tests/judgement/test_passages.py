"""What a passage shows of a mention: names masked, lists of names as one."""

from __future__ import annotations

import re

import pytest

from analyser.finding import Mention, Role, Route
from analyser.judgement.cues import MAKE, OTHER
from analyser.judgement.judge import document_for
from analyser.judgement.passages import passage_for

NAMES = re.compile(r"Norvik Co\., Ltd|Norvik|Velmira|Selbo|东方视")
SAME = {"Norvik Co., Ltd": "norvik", "东方视": "norvik"}


def masked(text: str, of: str) -> str:
    """Return the passage of the first mention of `of` in `text`, its names masked."""
    document = document_for(text)
    mentions = tuple(
        Mention(
            0, one.start(), one.end(), one.group(),
            (SAME.get(one.group(), one.group().lower()),), (), Route.NAME, one.group(), one.group(),
        )
        for one in NAMES.finditer(text)
    )  # fmt: skip
    own = next(mention for mention in mentions if mention.text == of)
    return passage_for(document.blocks[0], own, mentions, Role.TENDER).text


@pytest.mark.parametrize("of", ["Norvik", "Velmira", "Selbo"])
@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("We do not accept Norvik, Velmira or Selbo.", f"We do not accept {MAKE}."),
        ("No Norvik, Velmira, Selbo", f"No {MAKE}"),
        ("makes (Norvik; Velmira; Selbo) are barred", f"makes ({MAKE}) are barred"),
        ("Norvik, Axis, Velmira and Selbo are barred.", f"{MAKE} are barred."),
        ("None is made by Norvik, by Velmira or by Selbo.", f"None is made by {MAKE}."),
    ],
)
def test_what_the_words_do_with_a_list_they_do_with_each_name(
    text: str, seen: str, of: str
) -> None:
    """The third name of a list is as much excluded as the first."""
    assert masked(text, of) == seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Instead of Norvik, Velmira is offered.", f"Instead of {MAKE}, {OTHER} is offered."),
        ("Replace Norvik with Velmira.", f"Replace {MAKE} with {OTHER}."),
        ("the old Norvik and new Velmira heads", f"the old {MAKE} and new {OTHER} heads"),
    ],
)
def test_names_with_fates_of_their_own_stay_apart(text: str, seen: str) -> None:
    """A comma alone makes no list, nor does a word between that belongs to one name only."""
    assert masked(text, "Norvik") == seen


@pytest.mark.parametrize("of", ["Norvik Co., Ltd", "东方视", "Velmira"])
def test_the_full_stop_of_a_company_is_part_of_its_name(of: str) -> None:
    """The full stop of a company ends no sentence, and a native name in brackets is the same mention."""
    for text in (
        "None of the goods is made by Norvik Co., Ltd. (东方视), by Selbo or by Velmira.",
        "None of the goods is made by Velmira, 东方视 or by Norvik Co., Ltd., nor by others.",
    ):
        assert masked(text, of).startswith(f"None of the goods is made by {MAKE}")
