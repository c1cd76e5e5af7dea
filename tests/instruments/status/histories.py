"""A few words to write histories in tests."""

from __future__ import annotations

from datetime import date
from itertools import count

from zhichan.instruments.clock import Calendar
from zhichan.instruments.status import Event, check, status

FOREVER = date(2099, 1, 1)
EVERY_YEAR = Calendar(announced=frozenset(range(1950, 2120)))


def day(text):
    return None if text is None else date.fromisoformat(text)


class History:
    """Events in the order they are told; ``known`` is when the record learned, the day itself by default."""

    def __init__(self):
        self.events = []
        self._ids = count(1)

    def __call__(self, kind, on, *, known=None, called=None, of="", **data):
        data = {name.rstrip("_"): value for name, value in data.items()}
        self.events.append(Event(kind=kind, day=day(on), known_on=day(known) if known else day(on),
                                 id=called or f"e{next(self._ids)}", of=of, source="gazette", data=data))
        return self.events[-1].id


def ask(history, kind, on, *, known=None, **options):
    """Ask and have the answer checked; by default as known long after."""
    options.setdefault("calendar", EVERY_YEAR)
    found = status(events=history.events, kind=kind, on=day(on), known_by=day(known) if known else FOREVER, **options)
    assert check(found, events=history.events, **options) == ()
    return found
