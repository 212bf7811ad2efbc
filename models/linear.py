"""Multinomial logistic regression with an L2 penalty, in numpy, and its scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

# A feature that fewer sentences hold says more of them than of language.
FEWEST = 3

Matrix = np.ndarray[Any, np.dtype[np.float32]]
Places = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Linear:
    """A fitted model."""

    stances: tuple[str, ...]
    places: dict[str, int]
    matrix: Matrix
    offset: Matrix


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of named features: only what is not zero, since a sentence holds few of the names."""

    starts: Places
    """Where each row begins in `places`; every row has at least one entry."""

    places: Places
    values: Matrix
    width: int

    def times(self, matrix: Matrix) -> Matrix:
        """Return the table multiplied by `matrix`: a row for each of its rows."""
        parts = self.values[:, None] * matrix[self.places]
        return np.add.reduceat(parts, self.starts, axis=0)

    def turned_times(self, matrix: Matrix) -> Matrix:
        """Return the transposed table multiplied by `matrix`."""
        lengths = np.diff(np.append(self.starts, len(self.places)))
        spread = np.repeat(matrix, lengths, axis=0) * self.values[:, None]
        sums = [np.bincount(self.places, column, minlength=self.width) for column in spread.T]
        return np.stack(sums, axis=1).astype(np.float32)


def fit(
    rows: Sequence[Mapping[str, float]],
    labels: Sequence[str],
    stances: Sequence[str],
    *,
    penalty: float,
    steps: int = 150,
) -> Linear:
    """Return the model of `labels` given `rows` of named features.

    Features met in fewer than three sentences are dropped. Classes weigh alike, whatever their
    number.
    """
    counts = Counter(name for row in rows for name in row)
    often = sorted(name for name, count in counts.items() if count >= FEWEST)
    places = {name: at for at, name in enumerate(often)}
    table = tabulate(rows, places)
    truth = np.zeros((len(rows), len(stances)), dtype=np.float32)
    for row, label in zip(truth, labels, strict=True):
        row[list(stances).index(label)] = 1.0
    weight = (len(rows) / len(stances) / truth.sum(axis=0))[truth.argmax(axis=1), None] ** 0.5
    matrix = np.zeros((table.width, len(stances)), dtype=np.float32)
    offset = np.zeros(len(stances), dtype=np.float32)
    previous, previous_offset = matrix.copy(), offset.copy()
    pace = np.float32(1.0 / (0.5 * _largest(table, weight) + penalty))
    for step in range(steps):
        momentum = np.float32(step / (step + 3.0))
        ahead = matrix + momentum * (matrix - previous)
        ahead_offset = offset + momentum * (offset - previous_offset)
        error = (softmax(table.times(ahead) + ahead_offset) - truth) * weight
        previous, previous_offset = matrix, offset
        matrix = ahead - pace * (table.turned_times(error) + np.float32(penalty) * ahead)
        offset = ahead_offset - pace * error.sum(axis=0)
    return Linear(tuple(stances), places, matrix, offset)


def tabulate(rows: Sequence[Mapping[str, float]], places: Mapping[str, int]) -> Table:
    """Return the rows as a table; names without a place are left out."""
    starts: list[int] = []
    found: list[int] = []
    values: list[float] = []
    for row in rows:
        starts.append(len(found))
        known = [(places[name], value) for name, value in row.items() if name in places]
        for place, value in known or [(0, 0.0)]:
            found.append(place)
            values.append(value)
    return Table(
        np.array(starts, dtype=np.int64),
        np.array(found, dtype=np.int64),
        np.array(values, dtype=np.float32),
        len(places),
    )


def shares(model: Linear, rows: Sequence[Mapping[str, float]]) -> Matrix:
    """Return the probability of each stance for each row."""
    return softmax(tabulate(rows, model.places).times(model.matrix) + model.offset)


def softmax(logits: Matrix) -> Matrix:
    """Return each row of `logits` as probabilities."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def macro_f1(truth: Sequence[str], said: Sequence[str], stances: Sequence[str]) -> float:
    """Return the mean over stances of F1."""
    pairs = Counter(zip(truth, said, strict=True))
    total = 0.0
    for stance in stances:
        hit = pairs[stance, stance]
        missed = sum(n for (a, b), n in pairs.items() if a == stance != b)
        wrong = sum(n for (a, b), n in pairs.items() if b == stance != a)
        total += 2 * hit / max(1, 2 * hit + missed + wrong)
    return total / len(stances)


def interval(
    truth: Sequence[str],
    said: Sequence[str],
    families: Sequence[str],
    stances: Sequence[str],
    draws: int = 300,
) -> tuple[float, float]:
    """Return the 95 % interval of macro-F1 when whole families are drawn again."""
    chance = np.random.default_rng(7)
    members: dict[str, list[int]] = {}
    for at, family in enumerate(families):
        members.setdefault(family, []).append(at)
    names = sorted(members)
    values = []
    for _ in range(draws):
        drawn = [
            at for k in chance.integers(len(names), size=len(names)) for at in members[names[k]]
        ]
        values.append(macro_f1([truth[k] for k in drawn], [said[k] for k in drawn], stances))
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def _largest(table: Table, weight: Matrix) -> float:
    """Return the largest eigenvalue of the weighted table's Gram matrix, by power iteration."""
    vector = np.ones((table.width, 1), dtype=np.float32)
    size = 1.0
    for _ in range(25):
        vector = table.turned_times(table.times(vector) * weight)
        size = float(np.linalg.norm(vector)) or 1.0
        vector = vector / np.float32(size)
    return size * 1.05 + 1.0
