"""Evidence in bits, dispositions, and the refit from officers' decisions."""

from __future__ import annotations

import pytest

from analyser.errors import ListError
from analyser.finding import Disposition, Evidence, Mention, Route, Stance
from analyser.judgement.confidence import (
    confidence,
    load_weights,
    read_weights,
    reasons,
    refit,
    weighed,
)
from analyser.judgement.disposition import disposition_for


def sure(*kinds: str) -> float:
    """Return the confidence that evidence of these kinds comes to."""
    weights = load_weights()
    return confidence(weighed([Evidence(kind, kind) for kind in kinds], weights), weights)


def test_an_exact_name_is_confirmed_and_a_word_of_the_dictionary_is_not() -> None:
    """A listed name alone is enough; an ordinary word needs goods around it."""
    assert sure("exact-name") >= 0.95
    assert sure("exact-name", "ambiguous-alias", "product-context") >= 0.75
    assert sure("exact-name", "ambiguous-alias", "hard-negative-context") < 0.2


def test_correlated_evidence_counts_with_diminishing_force() -> None:
    """Price, quantity and a make column on one row are hardly three witnesses."""
    weights = load_weights()
    alone = [
        weighed([Evidence(kind, "")], weights)[0].bits for kind in ("column-make", "price-on-row")
    ]
    both = weighed([Evidence("column-make", ""), Evidence("price-on-row", "")], weights)

    assert sum(piece.bits for piece in both) < sum(alone)


def test_reasons_come_strongest_first_with_their_direction() -> None:
    """An officer reads the weightiest reason first, and sees which way it speaks."""
    weights = load_weights()
    counted = weighed(
        [Evidence("lower-case", "written in small letters"), Evidence("exact-name", "exact name")],
        weights,
    )

    assert reasons(counted) == ("+ exact name", "− written in small letters")


def test_refit_moves_towards_decisions_and_holds_every_sign() -> None:
    """Decisions may make a kind of evidence worthless, never turn it round."""
    weights = load_weights()
    decisions = [(("misspelling-1",), False)] * 60 + [(("exact-name",), True)] * 60

    fitted = refit(weights, decisions)

    assert 0.0 <= fitted.bits["misspelling-1"] < weights.bits["misspelling-1"]
    assert all(fitted.bits[kind] * bits >= 0 for kind, bits in weights.bits.items())
    assert refit(weights, []) == weights


def test_a_weight_that_is_no_number_is_told() -> None:
    """A table with a word for a number is its editor's to mend."""
    with pytest.raises(ListError, match=r"mine.toml: identity.exact-name"):
        read_weights('[identity]\nexact-name = "much"\n', "mine.toml")


@pytest.mark.parametrize(
    ("stance", "weak", "context", "value", "active", "expected"),
    [
        (Stance.OFFERED, False, False, 0.97, 0.9, Disposition.FLAGGED),
        (Stance.SPECIFIED, False, False, 0.97, 0.9, Disposition.FLAGGED),
        (Stance.OFFERED, True, False, 0.97, 0.9, Disposition.REVIEW),
        (Stance.OFFERED, False, False, 0.4, 0.9, Disposition.REVIEW),
        (Stance.OFFERED, False, True, 0.6, 0.9, Disposition.NOTED),
        (Stance.EXISTING, False, False, 0.97, 0.1, Disposition.REVIEW),
        (Stance.UNCLEAR, False, False, 0.97, 0.1, Disposition.REVIEW),
        (Stance.EXCLUDED, False, False, 0.97, 0.1, Disposition.NOTED),
        (Stance.CITED, False, False, 0.97, 0.45, Disposition.REVIEW),
        (Stance.OFFERED, False, False, 0.02, 0.9, Disposition.CLEARED),
    ],
)
def test_disposition(
    stance: Stance, weak: bool, context: bool, value: float, active: float, expected: Disposition
) -> None:
    """How loud a mention is follows from stance, strength of evidence and doubt."""
    mention = Mention(
        0, 0, 1, "x", ("a",), (), Route.NAME, "a", "x", weak=weak, needs_context=context
    )

    assert disposition_for(mention, stance, value, active, withdrawn=False) is expected
