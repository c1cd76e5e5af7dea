"""Lists everywhere: order, exact count, the whole of it as a file that says what the page says."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.doors.conftest import Cast
from tests.doors.test_targets import adopted, text

from zhichan.doors.desk.derived.listing import after
from zhichan.doors.look import tables
from zhichan.doors.look.parts import Cell, Column, Figure, Row, State, Table
from zhichan.kernel.ground.public import Text

__all__ = ["adopted"]  # A fixture of a city with an adopted plan.


def table(*values: Any, pinned: Any = None) -> Table:
    rows = [Row([Cell(str(number)), Cell(value)]) for number, value in enumerate(values)]
    if pinned is not None:
        rows.insert(0, Row([Cell("sum"), Cell(pinned)], kind="sum"))
    return Table(Text("表", "Table"), [Column(Text("名", "Name")), Column(Text("值", "Value"), Text("件", "items"))], rows)


def order(one: Table, sort: str) -> list[str]:
    return [str(row.cells[0].value) for row in tables.arranged(one, {"sort": sort}).rows]


class TestOrder:
    @pytest.mark.parametrize(
        ("values", "rising", "falling"),
        [
            ((Figure(30), Figure(4), Figure(None), Figure(200)), ["1", "0", "3", "2"], ["3", "0", "1", "2"]),
            ((date(2025, 3, 1), None, date(2024, 3, 1)), ["2", "0", "1"], ["0", "2", "1"]),
            ((Text("乙", "b"), Text("甲", "a")), ["0", "1"], ["1", "0"]),
            ((State("ok", Text("b", "b")), State("late", Text("a", "a"))), ["1", "0"], ["0", "1"]),
            ((3, 3, 1), ["2", "0", "1"], ["0", "1", "2"]),
        ],
    )  # fmt: skip
    def test_a_column_orders_the_rows_and_what_is_unknown_stands_last(
        self, values: Any, rising: list[str], falling: list[str]
    ) -> None:
        assert order(table(*values), "1") == rising
        assert order(table(*values), "-1") == falling

    def test_a_sum_keeps_its_place(self) -> None:
        assert order(table(Figure(3), Figure(1), pinned=Figure(4)), "1") == ["sum", "1", "0"]

    @pytest.mark.parametrize("sort", ["", "x", "9", "-", "-9", "1.5", "²", "1" * 40])
    def test_what_names_no_column_leaves_the_order(self, sort: str) -> None:
        assert order(table(Figure(3), Figure(1)), sort) == ["0", "1"]

    def test_a_heading_leads_to_its_order_and_from_there_to_the_reverse(self) -> None:
        found = tables.arranged(table(Figure(1)), {"sort": "1", "unit": "a", "page": "3"})
        assert [(column.href, column.order) for column in found.columns] == [
            ("?sort=0&unit=a", ""), ("?sort=-1&unit=a", "ascending")]  # fmt: skip


@pytest.mark.parametrize(
    ("end", "first"),
    [
        (None, None), (date(2025, 12, 31), date(2026, 1, 1)), (date.max, None), (2050, Decimal("2050.000001")),
        (Decimal("1.0000005"), Decimal("1.000001")), (Decimal("-1.5"), Decimal("-1.499999")),
        (Decimal("1e400"), Decimal("1000000000000000000.000001")),
        (Decimal("-1e400"), Decimal("-999999999999999999.999999")),
    ],
)  # fmt: skip
def test_an_upper_end_that_is_included_is_told_to_the_index_as_the_next_value(end: Any, first: Any) -> None:
    assert after(end) == first


class TestPages:
    def test_a_long_table_is_cut_with_its_exact_count(self) -> None:
        long = table(*range(120))
        last = tables.cut(long, {"page": "3", "sort": "-1"})
        assert len(last.rows) == 20
        assert last.pages is not None
        assert (last.pages.first, last.pages.last, last.pages.total, last.pages.later) == (101, 120, 120, "")
        assert last.pages.earlier == "?sort=-1&page=2"
        assert tables.cut(long, {"page": "99"}).rows == last.rows
        assert tables.cut(table(1, 2), {}).pages is None


def as_csv(client: Client, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


class TestFiles:
    def test_the_register_of_targets_comes_whole_in_the_order_asked_for(self, adopted: Cast) -> None:
        heads, *rows = as_csv(adopted.planner, "/desk/targets/?export=csv&sort=-8")
        place = heads.index("目标值")
        assert place == 8
        numbers = [float(row[place]) for row in rows if row[place]]
        assert numbers == sorted(numbers, reverse=True)
        page = text(adopted.planner.get("/desk/targets/"))
        assert f"共 {len(rows)} 项目标" in page
        assert "导出CSV" in page

    def test_a_narrowed_list_is_exported_narrowed(self, adopted: Cast) -> None:
        everything = as_csv(adopted.planner, "/desk/targets/?export=csv")
        behind = as_csv(adopted.planner, "/desk/targets/?export=csv&course=not_computable")
        assert 1 < len(behind) < len(everything)

    def test_tasks_scorecard_and_statistics_come_as_files(self, adopted: Cast) -> None:
        assert as_csv(adopted.planner, "/desk/tasks/?export=csv")[0][0] == "任务"
        heads, *rows = as_csv(adopted.planner, "/desk/plans/?export=csv")
        assert (heads[:4], len(rows), rows[0][3]) == (["规划", "版本", "发文单位", "状态"], 1, "已采用")
        heads, *_ = as_csv(adopted.planner, "/desk/cascade/?export=csv")
        assert (heads[:2], heads[-3:]) == (["指标", "单位"], ["合计", "市级目标", "校核"])
        for path in ("/desk/plans/", "/desk/cascade/"):
            sheet = adopted.planner.get(f"{path}?export=xlsx")
            assert b"".join(sheet.streaming_content)[:2] == b"PK"
        assert 'href="?export=csv"' in adopted.planner.get("/desk/plans/").content.decode()
        heads, *rows = as_csv(adopted.planner, "/desk/scorecard/?export=csv&region=all")
        assert (heads[1], heads[6]) == ("目标", "现值")
        assert any(row[1] == "有效注册商标总量" for row in rows)
        heads, *rows = as_csv(adopted.planner, "/desk/statistics/?export=csv&measure=trademarks_in_force")
        assert rows[0][0] == "临江市"
        public = as_csv(adopted.nobody, "/statistics/?export=csv&measure=trademarks_in_force")
        assert public == [heads, *rows]

    def test_the_rows_behind_a_number_sum_to_it_in_the_file(self, adopted: Cast) -> None:
        path = "/desk/measures/trademarks_in_force/?region=linjiang&on=2025-09-30"
        heads, *rows = as_csv(adopted.planner, f"{path}&export=csv")
        total = sum(int(row[heads.index("计入")]) for row in rows)
        page = adopted.planner.get(path).content.decode()
        assert f'<data class="number" value="{total}">' in page
        assert len({row[1] for row in rows}) == len(rows)

    def test_excel_holds_numbers_as_numbers(self, adopted: Cast) -> None:
        answer = adopted.planner.get("/desk/statistics/?export=xlsx&measure=trademarks_in_force")
        book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
        rows = book.get_sheet_by_index(0).to_python()
        assert all(isinstance(value, float) for value in rows[1][1:-1])

    def test_a_file_tells_nobody_more_than_the_page(self, adopted: Cast) -> None:
        for path, said in (("/desk/targets/", "项目标"), ("/desk/tasks/", "项任务")):
            for client in (adopted.stranger, adopted.county):
                assert f"共 {len(as_csv(client, f'{path}?export=csv')) - 1} {said}" in text(client.get(path))
            assert adopted.nobody.get(f"{path}?export=csv").status_code == 302

    def test_another_kind_of_file_is_the_page(self, adopted: Cast) -> None:
        assert adopted.planner.get("/desk/targets/?export=exe")["Content-Type"].startswith("text/html")
