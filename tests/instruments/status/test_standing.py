"""The quick answer for many rights is the full one, and is kept no longer than it is right."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.instruments.status import Coverage, Event, RightKind, standing, status

FILED = Event("filed", date(2012, 3, 1), date(2012, 3, 1), id="filed")
GRANTED = Event("granted", date(2014, 5, 7), date(2014, 5, 7), id="granted")
LAPSED = Event("lapsed", date(2019, 3, 1), date(2019, 11, 8), id="lapsed")


@pytest.mark.parametrize("kind", ["invention", "utility", "mark"])
@pytest.mark.parametrize("events", [(FILED,), (FILED, GRANTED), (FILED, GRANTED, LAPSED)])
@pytest.mark.parametrize("on", [date(2013, 1, 1), date(2018, 6, 1), date(2025, 9, 30)])
def test_a_standing_is_the_status_and_is_looked_at_again_before_it_can_change(
    kind: RightKind, events: tuple[Event, ...], on: date,
) -> None:
    coverage = Coverage(register=on)
    quick = standing(events=events, kind=kind, on=on, coverage=coverage)
    full = status(events=events, kind=kind, on=on, coverage=coverage)
    assert (quick.state, quick.code, quick.since, quick.derivation) == (
        full.state, full.code, full.since, full.derivation)
    if full.next_change is not None:
        assert quick.next_change is not None
        assert on < quick.next_change <= full.next_change
