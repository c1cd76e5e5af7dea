"""The last day of what a plan says is due: never an earlier one than its words can mean."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.instruments.reader import last_day


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("到2023年", date(2023, 12, 31)),
        ("2022年底", date(2022, 12, 31)),
        ("２０２４年12 月底前完成", date(2024, 12, 31)),
        ("2024年2月", date(2024, 2, 29)),
        ("2025年6月30日前", date(2025, 6, 30)),
        ("2025-06-30", date(2025, 6, 30)),
        ("2025.6", date(2025, 6, 30)),
        ("2025年上半年", date(2025, 6, 30)),
        ("2025年第三季度末前", date(2025, 9, 30)),
        ("2021—2025年", date(2025, 12, 31)),
        ("2023年底前出台，2025年建成", date(2025, 12, 31)),
        ("2023年6月、12月底前", date(2023, 12, 31)),
        ("2025", date(2025, 12, 31)),
    ],
)
def test_the_last_day_is_that_of_the_latest_time_that_is_told(words: str, told: date) -> None:
    assert last_day(words) == told


@pytest.mark.parametrize(
    "words",
    ["", "长期坚持", "2023年起", "2025年底前完成并长期坚持", "每年12月底前", "12月底前", "“十四五”期间", "2023年启动", "持续推进"],
)
def test_what_goes_on_or_has_no_year_has_no_last_day(words: str) -> None:
    assert last_day(words) is None
