"""From what agrees to a probability: additive weights, a choice among rivals and nobody, and a last calibration.

The weights are log-odds in the manner of Fellegi and Sunter (1969), with the name and the place weighed together
since they are not independent. The rivals for one record share one probability (a conditional logit, McFadden
1974), so two firms that fit equally well get half each. The last step is isotonic (pool adjacent violators).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

SIZES: Final[dict[str, int]] = {
    "address": 20 * 5,
    "region": 20 * 6,
    "form": 4 * 3,
    "alias": 7,
    "dated": 6,
    "code": 3,
    "agent": 3,
    "partner": 2,
    "common": 5 * 4 * 3,
}
"""How many values each field has; a field crossed with the name's level counts both."""

OFFSETS: Final[dict[str, int]] = dict(zip(SIZES, np.cumsum([0, *SIZES.values()])[:-1].tolist(), strict=True))
TOTAL: Final = sum(SIZES.values())


@dataclass(frozen=True, slots=True)
class Model:
    """Fitted weights, by field, and the knots of the calibration. ``edition`` names what it was fitted on."""

    edition: str
    weights: tuple[float, ...]
    knots: tuple[tuple[float, float], ...]

    def calibrated(self, probability: Floats) -> Floats:
        """Probabilities after the last step."""
        found: Floats = np.interp(probability, [x for x, _ in self.knots], [y for _, y in self.knots])
        return found


def scores(fields: NDArray[np.int32], weights: Floats) -> Floats:
    """Log-odds of each pair against nobody: ``fields`` has a row for each pair and a column for each field."""
    found: Floats = weights[fields].sum(axis=1)
    return found


def choose(starts: Integers, log_odds: Floats) -> Floats:
    """The probability of each pair among its record's rivals and nobody. ``starts`` is where each record begins."""
    if not len(log_odds):
        return log_odds
    counts = np.diff(np.append(starts, len(log_odds)))
    top = np.maximum(np.maximum.reduceat(log_odds, starts), 0.0)
    raised = np.exp(log_odds - np.repeat(top, counts))
    below = np.add.reduceat(raised, starts) + np.exp(-top)
    found: Floats = raised / np.repeat(below, counts)
    return found


def fit(
    fields: NDArray[np.int32],
    starts: Integers,
    right: NDArray[np.bool_],
    *,
    rounds: int = 400,
    ridge: float = 0.3,
) -> Floats:
    """Weights of greatest likelihood with a small ridge; ``right`` marks the true pair of a record, if it has one."""
    weights = np.zeros(TOTAL)
    moment, spread = np.zeros(TOTAL), np.zeros(TOTAL)
    columns = fields.shape[1]
    flat = fields.ravel()
    for turn in range(1, rounds + 1):
        probability = choose(starts, scores(fields, weights))
        slope = np.bincount(flat, np.repeat(probability - right, columns), minlength=TOTAL) + ridge * weights
        moment = 0.9 * moment + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope * slope
        step = 0.15 * min(1.0, 8.0 * (1 - turn / (rounds + 1)))
        weights -= step * (moment / (1 - 0.9**turn)) / (np.sqrt(spread / (1 - 0.99**turn)) + 1e-8)
    return weights


def isotonic(
    predicted: Floats, happened: NDArray[np.bool_], *, least: int = 60
) -> tuple[tuple[float, float], ...]:
    """Knots of the rising step function nearest to what happened, from bins of at least ``least`` predictions."""
    order = np.argsort(predicted, kind="stable")
    bins: list[list[float]] = []  # weight, sum of predictions, sum of what happened
    for part in np.array_split(order, max(1, len(order) // least)):
        bins.append([float(len(part)), float(predicted[part].sum()), float(happened[part].sum())])
        while len(bins) > 1 and bins[-2][2] / bins[-2][0] >= bins[-1][2] / bins[-1][0]:
            last = bins.pop()
            bins[-1] = [x + y for x, y in zip(bins[-1], last, strict=True)]
    knots = {0.0: 0.0}
    for weight, total, hits in bins:
        knots[round(total / weight, 5)] = round(hits / weight, 5)
    knots[1.0] = max(knots.values())
    return tuple(sorted(knots.items()))


def error(probability: Floats, happened: NDArray[np.bool_], *, bins: int = 10) -> float:
    """Expected calibration error over equal bins of probability: the mean gap weighted by size."""
    at = np.minimum((probability * bins).astype(int), bins - 1)
    gaps = [abs(float(probability[at == each].sum() - happened[at == each].sum())) for each in range(bins)]
    return sum(gaps) / max(1, len(probability))


def as_json(model: Model) -> dict[str, Any]:
    """The model as plain data."""
    return {
        "edition": model.edition,
        "weights": list(model.weights),
        "knots": [list(knot) for knot in model.knots],
    }


def of_json(data: dict[str, Any]) -> Model:
    """The model of :func:`as_json`. Raises ``ValueError`` when it was fitted for other fields."""
    if len(data["weights"]) != TOTAL:
        raise ValueError(f"{len(data['weights'])} weights where {TOTAL} are needed")
    return Model(data["edition"], tuple(data["weights"]), tuple((x, y) for x, y in data["knots"]))
