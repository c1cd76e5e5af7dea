"""Charts: round levels, exact places, open holes, marks that lead to rows, figures beside the picture."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from zhichan.doors.look.charts import Comparison, Share, Spot, Trend, ticks
from zhichan.doors.look.parts import Figure
from zhichan.kernel.ground.public import Text

PIECE = Text("件", "items")


@pytest.mark.parametrize(
    ("low", "high", "levels"),
    [
        (0, 100, [0, 50, 100]), (3, 87, [0, 50, 100]), (21626, 50000, [0, 20000, 40000, 60000]),
        (0.91, 5, [0, 2, 4, 6]), (95, 99, [95, 96, 97, 98, 99]), (-3, 6, [-5, 0, 5, 10]), (7, 7, [6, 8]), (0, 0, [0, 0.5]),
    ],
)  # fmt: skip
def test_levels_are_round_and_hold_every_value(low: float, high: float, levels: list[float]) -> None:
    found = ticks(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert len(found) <= 7
    steps = {round(after - before, 9) for before, after in pairwise(found)}
    assert len(steps) == 1
    assert f"{steps.pop():e}"[0] in "125"
    assert found == levels


def trend(*values: int | None, course: tuple[tuple[float, float], ...] = ()) -> Trend:
    return Trend(
        Text("走势", "Trend"), PIECE,
        [
            Spot(2020 + n, str(2020 + n), Figure(value, href=f"/rows/{n}") if value is not None else Figure(None, gap="unknown"))
            for n, value in enumerate(values)
        ],
        course,
    )  # fmt: skip


def test_values_stand_at_their_share_of_the_plane() -> None:
    plane = trend(0, 50, 100).plane
    assert [(across, up) for _, across, up in plane.marks] == [(12.0, 86.0), (54.5, 47.0), (97.0, 8.0)]
    assert plane.lines == [(12.0, 86.0, 54.5, 47.0), (54.5, 47.0, 97.0, 8.0)]


def test_a_hole_stays_open_and_is_told_in_the_table() -> None:
    one = trend(0, None, 100, 50)
    assert len(one.plane.marks) == 3
    assert len(one.plane.lines) == 1
    assert "未知" in render_to_string("look/charts/trend.html", {"trend": one})


def test_the_straight_line_reaches_past_the_values_to_its_goal() -> None:
    plane = trend(0, 50, course=((2020, 0), (2024, 100))).plane
    assert plane.course == [(12.0, 86.0, 97.0, 8.0)]
    assert plane.goal == (97.0, 8.0)
    assert plane.marks[1][1:] == (33.25, 47.0)


def test_every_mark_leads_to_its_rows_and_says_its_value() -> None:
    with translation.override("en"):
        html = render_to_string("look/charts/trend.html", {"trend": trend(1200, 3400)})
    assert re.findall(r'<a class="chart-mark" href="([^"]+)" aria-label="([^"]+)"', html) == [
        ("/rows/0", "2020: 1,200"), ("/rows/1", "2021: 3,400")]  # fmt: skip
    assert html.count('href="/rows/0"') == 2, "in the picture and in the table beside it"
    assert "style=" not in html


def test_bars_begin_at_zero_and_are_as_long_as_their_figures() -> None:
    def bars(*values: int | None) -> list[tuple[float, float]]:
        shares = [Share(Text(str(n), str(n)), Figure(value) if value is not None else Figure(None, gap="unknown")) for n, value in enumerate(values)]
        return [(start, length) for _, start, length in Comparison(Text("比", "x"), PIECE, shares).bars]

    assert bars(200, 50, 0, None) == [(0, 100), (0, 25), (0, 0), (0, 0)]
    assert bars(30, -10) == [(25, 75), (0, 25)]
    assert bars() == []


def test_without_values_it_says_so() -> None:
    html = render_to_string("look/charts/trend.html", {"trend": trend(None, None)})
    assert "还没有可以画出的数值" in html
    assert '<svg class="chart"' not in html
