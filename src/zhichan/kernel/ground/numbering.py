"""Numbers per series and year. A number is taken in the act's transaction and given back with it.

So a refused, previewed or killed act leaves no gap; ``verify`` reports a number that nothing has.
"""

from __future__ import annotations

from django.db import connection, models


class Counter(models.Model):
    """The last number given in a series and year."""

    pk = models.CompositePrimaryKey("series", "year")
    series = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "ground"

    def __str__(self) -> str:
        return f"{self.series}-{self.year}-{self.last}"


def next_number(series: str, *, year: int, width: int = 4) -> str:
    """The next number of ``series`` in ``year`` (``GH-2025-0007``); its row is held until the act commits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ground_counter (series, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (series, year) DO UPDATE SET last = ground_counter.last + 1 RETURNING last",
            [series, year],
        )
        return f"{series}-{year}-{cursor.fetchone()[0]:0{width}d}"
