"""Every cue and every heading rule proves itself on its own example."""

from __future__ import annotations

import pytest

from analyser.document import Block
from analyser.errors import ListError
from analyser.finding import Mention, Role, Route, Stance
from analyser.judgement.cues import Cue, load_cues, read_cues, stance_for
from analyser.judgement.headings import Heading, load_headings
from analyser.judgement.passages import passage_for
from analyser.judgement.role import RoleSign, load_role_signs
from analyser.judgement.stance import weigh


def judged(example: str) -> tuple[Stance, Role]:
    """Return the rules' stance of an example `role| words with <the maker> marked`."""
    role, bar, words = example.partition("| ")
    known = bool(bar) and role in set(Role)
    text = words if known else example
    start, end = text.index("<"), text.index(">") - 1
    name = text[start + 1 : end + 1]
    plain = text[:start] + name + text[end + 2 :]
    mention = Mention(
        0, start, start + len(name), name, ("norvik",), (), Route.NAME, "norvik", name
    )
    kind = Role(role) if known else Role.TENDER
    return weigh(passage_for(Block(plain), mention, (mention,), kind)).best, kind


@pytest.mark.parametrize("cue", load_cues(), ids=lambda cue: cue.example[:50])
def test_a_cue_passes_its_own_example(cue: Cue) -> None:
    """A cue without an example that it decides is not kept."""
    stance, role = judged(cue.example)

    assert stance == stance_for(cue.expect, role)


@pytest.mark.parametrize("rule", load_headings(), ids=lambda rule: rule.example)
def test_a_heading_rule_meets_its_own_example(rule: Heading) -> None:
    """A heading rule is kept with a heading that it meets."""
    assert rule.pattern.search(rule.example)


@pytest.mark.parametrize("sign", load_role_signs(), ids=lambda sign: sign.example)
def test_a_role_sign_meets_its_own_example(sign: RoleSign) -> None:
    """A sign of a role is kept with words that it meets."""
    assert sign.pattern.search(sign.example)


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ('stance = "maybe"\nside = "any"\nweight = 1\npattern = "x"', "no stance"),
        ('stance = "cited"\nside = "over"\nweight = 1\npattern = "x"', "no side"),
        ('stance = "cited"\nside = "any"\nweight = 1\npattern = "("', "no regular expression"),
    ],
)
def test_a_faulty_cue_is_told_by_its_number(row: str, word: str) -> None:
    """The editor of the cues is told which row is wrong and why."""
    with pytest.raises(ListError, match=f"mine.toml: cue 1: .*{word}"):
        read_cues(f"[[cue]]\n{row}\n", "mine.toml")
