"""The dated calendar files say what the notices say, and a faulty or missing file never passes silently."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from zhichan.instruments.clock import Term, due
from zhichan.kernel.ground.calendars import calendar, forget, years
from zhichan.kernel.ground.refusal import Refusal

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "holidays"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data/holidays is not beside the project")

JOINED_WEEKEND = {date(2023, 12, 30), date(2023, 12, 31)}
"""The 2024 notice gives 1 January alone and says that it joins the weekend; the table lists the weekend as off."""

NEXT_YEAR = """
year = 2027
announced = true
notices = ["示例通知"]
published = 2026-11-20
mark = "S"

[[holiday]]
name = { zh = "元旦", en = "New Year's Day" }
first = 2027-01-01
last = 2027-01-03
makeup = [2026-12-26]
"""

REGION = """
year = 2026
announced = true
region = "/gx/"
notices = ["示例地方规定"]
mark = "S"

[[holiday]]
name = { zh = "三月三", en = "Third Day of the Third Month" }
first = 2026-04-20
last = 2026-04-21
"""


@pytest.fixture(autouse=True)
def _files_are_read_anew() -> Iterator[None]:
    yield
    forget()


@needs_shared
def test_every_day_of_2020_to_2026_agrees_with_the_official_table() -> None:
    with (SHARED / "cn_2020_2026.csv").open(encoding="utf-8") as file:
        rows = {date.fromisoformat(row["date"]): row["status"] for row in csv.DictReader(file)}
    ours, day = calendar(), date(2020, 1, 1)
    while day <= date(2026, 12, 31):
        worked = rows[day] == "workday" if day in rows else day.weekday() < 5
        assert ours.is_working(day) is worked, day
        assert ours.is_holiday(day) is (rows.get(day) == "day off" and day not in JOINED_WEEKEND), day
        day += timedelta(days=1)


@needs_shared
def test_2027_has_the_statutory_days_without_those_only_guessed() -> None:
    with (SHARED / "cn_2027_statutory_only.csv").open(encoding="utf-8") as file:
        wanted = {date.fromisoformat(row["date"]) for row in csv.DictReader(file) if "(observed)" not in row["name"]}
    assert {day for day in calendar().holidays if day.year == 2027} == wanted
    assert len(wanted) == 13


def test_the_country_is_announced_through_2026() -> None:
    ours = calendar()
    assert ours.announced == frozenset(range(2020, 2027))
    assert ours.announced_through == date(2026, 12, 31)
    assert not ours.is_announced(date(2027, 1, 1))
    assert not ours.is_announced(date(2019, 12, 31))


def test_every_file_names_its_notice_and_its_mark() -> None:
    assert [(year.year, year.announced, bool(year.notices), year.mark) for year in years()] == [
        *((number, True, True, "K") for number in range(2020, 2027)), (2027, False, True, "K")]


def test_the_loader_needs_no_django() -> None:
    code = "import sys; from zhichan.kernel.ground.calendars import calendar; calendar(); assert 'django' not in sys.modules"
    source = Path(__file__).resolve().parents[3] / "src"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=source, env={"PYTHONPATH": str(source)})


def test_loading_the_next_notice_makes_its_dates_firm(tmp_path: Path) -> None:
    term, start = Term(5, "working_day"), date(2026, 12, 24)
    before = due(start=start, term=term, calendar=calendar())
    assert (before.day, before.firm) == (date(2026, 12, 31), True)
    later = due(start=date(2026, 12, 30), term=term, calendar=calendar())
    assert (later.day, later.firm) == (date(2027, 1, 7), False)
    (tmp_path / "cn-2027.toml").write_text(NEXT_YEAR, encoding="utf-8")
    loaded = calendar(folders=(tmp_path,))
    assert due(start=start, term=term, calendar=loaded).day == date(2026, 12, 30)
    again = due(start=date(2026, 12, 30), term=term, calendar=loaded)
    assert (again.day, again.firm) == (date(2027, 1, 7), True)
    assert not loaded.is_holiday(date(2027, 2, 6)), "the installation's file replaces the shipped one"


def test_a_regional_holiday_counts_below_its_region_only(tmp_path: Path) -> None:
    (tmp_path / "gx-2026.toml").write_text(REGION, encoding="utf-8")
    folders = (tmp_path,)
    day = date(2026, 4, 20)
    assert not calendar("/gx/nn/", folders=folders).is_working(day)
    assert not calendar("/gx/", folders=folders).is_working(day)
    assert calendar("/gxx/", folders=folders).is_working(day)
    assert calendar("/hs/cd/", folders=folders).is_working(day)
    assert calendar(folders=folders).is_working(day)
    assert [year.region for year in years("/gx/nn/", folders=folders) if year.year == 2026] == ["", "/gx/"]


def test_a_missing_year_is_computed_and_provisional() -> None:
    result = due(start=date(2031, 1, 6), term=Term(5, "working_day"), calendar=calendar())
    assert (result.day, result.firm) == (date(2031, 1, 13), False)


@pytest.mark.parametrize(("code", "old", "new"), [
    ("calendar.unreadable", "year = 2027", "year = "),
    ("calendar.unknown_key", "mark =", "marks ="),
    ("calendar.missing_key", 'mark = "S"', ""),
    ("calendar.wrong_type", "announced = true", 'announced = "yes"'),
    ("calendar.wrong_type", "first = 2027-01-01", "first = 2027-01-01T00:00:00"),
    ("calendar.backwards", "last = 2027-01-03", "last = 2026-12-31"),
    ("calendar.outside", "makeup = [2026-12-26]", "makeup = [2026-06-06]"),
    ("calendar.name", 'zh = "元旦", ', ""),
    ("calendar.year", "year = 2027", "year = 9999"),
    ("calendar.workday_not_rest_day", "makeup = [2026-12-26]", "makeup = [2026-12-25]"),
    ("calendar.day_off_and_worked", "makeup = [2026-12-26]", "makeup = [2027-01-03]"),
])
def test_a_faulty_file_is_refused_with_its_place(tmp_path: Path, code: str, old: str, new: str) -> None:
    (tmp_path / "cn-2027.toml").write_text(NEXT_YEAR.replace(old, new), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        calendar(folders=(tmp_path,))
    assert code in refused.value.codes
    assert all("cn-2027.toml" in reason.place for reason in refused.value.reasons)
    assert calendar().announced_through == date(2026, 12, 31)


def test_two_files_of_one_year_in_one_folder_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(NEXT_YEAR, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        calendar(folders=(tmp_path,))
    assert refused.value.codes == ("calendar.twice",)


def test_all_faults_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(NEXT_YEAR.replace("year = 2027", "year = "), encoding="utf-8")
    (tmp_path / "b.toml").write_text(NEXT_YEAR.replace("last = 2027-01-03", "last = 2026-12-31"), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        calendar(folders=(tmp_path,))
    assert set(refused.value.codes) == {"calendar.unreadable", "calendar.backwards"}
