"""Pictures of figures: a trend over time, and regions side by side. Drawn here, in the page's own colours.

A place is a share of the drawing's width or height, so that the words keep their size on any screen. Every mark leads
to the rows behind it, and the figures stand beside the picture as a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10

from zhichan.doors.look.parts import Figure
from zhichan.kernel.ground.refusal import Text

LEFT, RIGHT, TOP, BOTTOM = 12.0, 97.0, 8.0, 86.0
"""Where the plane of a trend begins and ends, in per cent of its drawing."""
STEPS = 4


@dataclass(frozen=True)
class Spot:
    """A value at a place in time, shown as its figure; one without a value leaves a hole."""

    x: float
    label: Text | str
    figure: Figure


@dataclass(frozen=True)
class Trend:
    """A series, with the straight line it is held against and the goal at its end.

    ``course`` are corners (x, value) in the series' unit. ``source`` says where the figures come from.
    """

    title: Text
    unit: Text
    spots: Sequence[Spot]
    course: Sequence[tuple[float, float]] = ()
    source: Text | None = None

    @property
    def plane(self) -> Plane:
        """Where everything is drawn."""
        return Plane(self)


@dataclass(frozen=True)
class Share:
    """One of several bodies that are compared."""

    label: Text
    figure: Figure
    chosen: bool = False

    @property
    def value(self) -> float:
        """The figure as a length; nothing where there is none."""
        return float(self.figure.value) if self.figure.value is not None else 0.0


@dataclass(frozen=True)
class Comparison:
    """Bodies side by side, each as long as its figure."""

    title: Text
    unit: Text
    shares: Sequence[Share]

    @property
    def bars(self) -> list[tuple[Share, float, float]]:
        """Each with where its bar begins and how long it is, in per cent; all begin at zero."""
        values = [0.0, *(share.value for share in self.shares)]
        low, high = min(values), max(values)
        whole = (high - low) or 1.0
        zero = round(-low / whole * 100, 2)
        return [
            (share, round(min(zero, zero + share.value / whole * 100), 2), round(abs(share.value) / whole * 100, 2))
            for share in self.shares
        ]


def ticks(low: float, high: float) -> list[float]:
    """Round values that hold ``low`` and ``high`` between the first and the last, 1, 2 or 5 times a power of ten apart.

    What begins nearer to zero than half its height begins at zero.
    """
    if low >= 0 and low <= high / 2:
        low = 0.0
    if high <= 0 and high >= low / 2:
        high = 0.0
    width = (high - low) or abs(high) or 1.0
    unit = 10.0 ** floor(log10(width / STEPS))
    step = next(unit * times for times in (1, 2, 5, 10) if unit * times * STEPS >= width * 0.999)
    first = floor(low / step + 1e-9)
    last = first
    while last * step < high - step * 1e-9:
        last += 1
    return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]


class Plane:
    """A trend's drawing: axes, lines and marks, all in per cent."""

    def __init__(self, trend: Trend) -> None:
        self.spots = [spot for spot in trend.spots if spot.figure.value is not None]
        values = [float(spot.figure.value or 0) for spot in self.spots] + [value for _, value in trend.course]
        across = [spot.x for spot in trend.spots] + [x for x, _ in trend.course]
        self._all, self._course = trend.spots, trend.course
        self.values = ticks(min(values), max(values)) if values else []
        self._first, self._last = (min(across), max(across)) if across else (0.0, 1.0)

    def across(self, x: float) -> float:
        """Where a place in time stands."""
        whole = self._last - self._first
        return round(LEFT + (RIGHT - LEFT) * ((x - self._first) / whole if whole else 0.5), 2)

    def up(self, value: float) -> float:
        """Where a value stands."""
        low, high = self.values[0], self.values[-1]
        return round(BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low), 2)

    @property
    def rules(self) -> list[tuple[float, float]]:
        """Levels with their heights."""
        return [(value, self.up(value)) for value in self.values]

    @property
    def days(self) -> list[tuple[Text | str, float, bool]]:
        """Labels below, and whether each stays where there is little room."""
        known = {spot.x: spot.label for spot in self._all}
        known |= {x: str(round(x)) for x, _ in self._course if x not in known}
        every = -(-len(known) // 6)
        return [
            (label, self.across(x), number % every == 0)
            for number, (x, label) in enumerate(sorted(known.items(), key=lambda each: each[0]))
        ]

    @property
    def lines(self) -> list[tuple[float, float, float, float]]:
        """Pieces between values that follow each other; a hole stays open."""
        found = []
        for before, after in pairwise(self._all):
            if before.figure.value is not None and after.figure.value is not None:
                found.append((*self._at(before), *self._at(after)))
        return found

    @property
    def marks(self) -> list[tuple[Spot, float, float]]:
        """The values with their places."""
        return [(spot, *self._at(spot)) for spot in self.spots]

    @property
    def course(self) -> list[tuple[float, float, float, float]]:
        """Pieces of the straight line."""
        corners = [(self.across(x), self.up(value)) for x, value in self._course]
        return [(*before, *after) for before, after in pairwise(corners)]

    @property
    def goal(self) -> tuple[float, float] | None:
        """The end of the straight line."""
        return (self.across(self._course[-1][0]), self.up(self._course[-1][1])) if self._course else None

    def _at(self, spot: Spot) -> tuple[float, float]:
        return self.across(spot.x), self.up(float(spot.figure.value or 0))
