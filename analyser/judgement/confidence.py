"""How sure it is that a mention is the maker's: evidence in bits, summed to a probability."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from analyser.errors import ListError
from analyser.finding import Evidence

# Correlated cues (a price, a make column, a camera next door) come together: the second of a group
# adds half of its bits, the third a quarter.
DIMINISH = 0.5
# No finite pile of evidence makes certainty.
CEILING = 0.995


@dataclass(frozen=True, slots=True)
class Weights:
    """Bits of each kind of evidence, and the groups whose members count with diminishing force."""

    prior: float
    bits: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)


@cache
def load_weights(path: Path | None = None) -> Weights:
    """Read the table of weights from `path`, or the shipped one."""
    if path is None:
        text = (files("analyser.judgement") / "weights.toml").read_text(encoding="utf-8")
        return read_weights(text, "weights.toml")
    return read_weights(path.read_text(encoding="utf-8"), str(path))


def read_weights(text: str, where: str) -> Weights:
    """Return the weights written in `text`; `where` names it in faults."""
    table = tomllib.loads(text)
    bits: dict[str, float] = {}
    groups: dict[str, str] = {}
    for group, kinds in table.items():
        if not isinstance(kinds, dict):
            continue
        for kind, value in kinds.items():
            if not isinstance(value, int | float):
                raise ListError(f"{where}: {group}.{kind}: {value!r} is no number of bits")
            bits[kind] = float(value)
            groups[kind] = group
    return Weights(float(table.get("prior", 0.0)), bits, groups)


def weighed(evidence: Sequence[Evidence], weights: Weights) -> tuple[Evidence, ...]:
    """Return the evidence with the bits that each piece counts for, the strongest first."""
    shares = _shares([piece.kind for piece in evidence], weights)
    counted = [
        replace(piece, bits=weights.bits.get(piece.kind, 0.0) * share)
        for piece, share in zip(evidence, shares, strict=True)
    ]
    return tuple(sorted(counted, key=lambda piece: -abs(piece.bits)))


def confidence(counted: Sequence[Evidence], weights: Weights) -> float:
    """Return the probability that evidence with its bits counted comes to."""
    total = weights.prior + sum(piece.bits for piece in counted)
    odds = math.exp2(max(-60.0, min(60.0, total)))
    return min(CEILING, odds / (1.0 + odds))


def reasons(counted: Sequence[Evidence]) -> tuple[str, ...]:
    """Return one line a piece of evidence, in plain words, with its direction."""
    lines = []
    for piece in counted:
        sign = "+" if piece.bits > 0 else "−" if piece.bits < 0 else "·"
        line = f"{sign} {piece.words or piece.kind}"
        if line not in lines:
            lines.append(line)
    return tuple(lines)


def refit(
    weights: Weights,
    decisions: Sequence[tuple[Sequence[str], bool]],
    *,
    ridge: float = 0.35,
    steps: int = 400,
) -> Weights:
    """Return weights moved towards officers' decisions, each sign held.

    Args:
        weights: The table to start from and to stay near.
        decisions: For each reviewed mention its kinds of evidence, and whether it was the maker's.
        ridge: Pull towards the table; few decisions move little.
        steps: Iterations of projected gradient descent.
    """
    import numpy as np  # numpy costs start-up time, and scans need no refit

    kinds = sorted(weights.bits)
    if not decisions:
        return weights
    rows = np.zeros((len(decisions), len(kinds) + 1))
    rows[:, -1] = 1.0
    place = {kind: number for number, kind in enumerate(kinds)}
    for row, (present, _) in zip(rows, decisions, strict=True):
        for kind, share in zip(present, _shares(present, weights), strict=True):
            if kind in place:
                row[place[kind]] += share
    right = np.array([1.0 if verdict else 0.0 for _, verdict in decisions])
    start = np.array([weights.bits[kind] for kind in kinds] + [weights.prior])
    lowest = np.where(start >= 0, 0.0, -np.inf)
    highest = np.where(start >= 0, np.inf, 0.0)
    lowest[-1], highest[-1] = -np.inf, np.inf
    now = start.copy()
    steepest = math.log(2) * 0.25 * float(np.linalg.norm(rows, 2) ** 2) + ridge
    for _ in range(steps):
        odds = 1.0 / (1.0 + np.exp(-math.log(2) * np.clip(rows @ now, -60, 60)))
        slope = rows.T @ (odds - right) + ridge * (now - start)
        now = np.clip(now - slope / steepest, lowest, highest)
    return Weights(
        float(now[-1]), dict(zip(kinds, (float(x) for x in now), strict=False)), weights.groups
    )


def _shares(kinds: Sequence[str], weights: Weights) -> list[float]:
    """Return what share of its bits each piece counts, by its rank in its group and direction."""
    order = sorted(range(len(kinds)), key=lambda at: -abs(weights.bits.get(kinds[at], 0.0)))
    seen: dict[tuple[str, bool], int] = {}
    shares = [0.0] * len(kinds)
    for at in order:
        kind = kinds[at]
        group = (weights.groups.get(kind, kind), weights.bits.get(kind, 0.0) > 0)
        shares[at] = DIMINISH ** seen.get(group, 0)
        seen[group] = seen.get(group, 0) + 1
    return shares
