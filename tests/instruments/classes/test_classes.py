"""Symbols, tables and the ways between them, on made-up rows."""

from __future__ import annotations

import pytest

from zhichan.instruments.classes import TEMPLATES, Concordance, Pair, above, read, symbol


@pytest.mark.parametrize(("text", "scheme", "code"), [
    ("H01M 10/0525", "ipc", "H01M10/0525"), ("h01m10/0525(2010.01)", "ipc", "H01M10/0525"),
    ("Ｈ０１Ｍ１０／０５", "ipc", "H01M10/05"), ("H01M0010052500", "ipc", "H01M10/0525"),
    ("A01B0001000000", "ipc", "A01B1/00"), ("G06F0017300000", "ipc", "G06F17/30"), ("H01M10", "ipc", "H01M10/00"),
    ("H", "ipc", "H"), ("H01", "ipc", "H01"), ("Y02E60/10", "cpc", "Y02E60/10"), ("Y02E60/10", "ipc", ""),
    ("H01M10/5", "ipc", ""), ("I01M", "ipc", ""), ("", "ipc", ""), ("H01M0/00", "ipc", ""),
    ("第9类", "nice", "09"), ("9", "nice", "09"), ("45", "nice", "45"), ("46", "nice", ""), ("0901", "nice", "0901"),
    ("C010001", "nice", "C010001"), ("LOC(13)Cl.09-03", "locarno", "09-03"), ("9", "locarno", "09"),
    ("33-01", "locarno", ""), ("A", "gbt4754", "A"), ("0111", "gbt4754", "0111"), ("0", "gbt4754", ""),
    ("1.2.1", "sei", "1.2.1"), ("1..2", "sei", ""), ("35", "wipo35", "35"), ("36", "wipo35", ""), ("３", "wipo35", "3"),
])
def test_a_symbol_is_read_however_it_is_written_and_nothing_else_is(text: str, scheme: str, code: str) -> None:
    assert symbol(text, scheme) == code
    assert not code or symbol(code, scheme) == code


def test_the_classes_above_are_those_of_the_notation() -> None:
    assert above("H01M10/0525", "ipc") == ("H01M10/00", "H01M", "H01", "H")
    assert above("H01M10/00", "ipc") == ("H01M", "H01", "H")
    assert above("H01", "ipc") == ("H",)
    assert above("1.2.1", "sei") == ("1.2", "1")
    assert above("0111", "gbt4754") == ("011", "01")
    assert above("09-03", "locarno") == ("09",)
    assert above("0901", "nice") == ("09",)


def test_a_row_hangs_below_the_nearest_class_that_the_table_has() -> None:
    rows = [{"code": "C", "title": "一"}, {"code": "C01B3/00", "parent": "C01B", "title": "二"}]
    found = read(TEMPLATES["ipc"], rows)
    assert found.fit
    assert [(node.code, node.parent) for node in found.nodes] == [("C", ""), ("C01B3/00", "C")]
    assert [(fault.row, fault.code, fault.grave) for fault in found.faults] == [(2, "parent", False)]


def test_a_row_told_twice_alike_is_one_and_told_differently_a_fault() -> None:
    alike = [{"code": "A", "name": "一"}, {"code": "A", "name": "一"}]
    assert (len(read(TEMPLATES["gbt4754"], alike).nodes), read(TEMPLATES["gbt4754"], alike).fit) == (1, True)
    assert not read(TEMPLATES["gbt4754"], [alike[0], {"code": "A", "name": "二"}]).fit
    goods = [{"code": "010093", "similar_group": "0101", "name": name} for name in ("一", "二")]
    assert len(read(TEMPLATES["nice"], goods).nodes) == 2


def test_headings_are_known_by_their_names_in_either_language_and_others_are_told() -> None:
    found = read(TEMPLATES["ipc_sei"], [{" 国际专利分类号 ": "H01M", "Industry Class": "6.2", "页": "3"}])
    assert [(pair.source, pair.target) for pair in found.pairs] == [("H01M", "6.2")]
    assert found.unknown == ("页",)


def test_a_subclass_divided_by_main_groups_leads_to_the_right_field() -> None:
    rows = [
        {"field_no": "10", "ipc_subclass": "G01N", "main_groups_excluded": "33"},
        {"field_no": "11", "ipc_subclass": "G01N", "main_groups_included": "33"},
        {"field_no": "3", "ipc_subclass": "H04N", "main_groups_included": "1;7/00；11"}]
    found = read(TEMPLATES["wipo35"], rows)
    assert found.fit
    table = Concordance(found.pairs)

    def fields(*symbols: str) -> list[str]:
        return [hit.target for hit in table.of(symbols)]

    assert fields("G01N33/50") == ["11"]
    assert fields("G01N21/00") == ["10"]
    assert fields("G01N33/50", "G01N21/00", "H04N7/18", "H04N5/00") == ["11", "10", "3"]
    # A bare subclass lies in no main group: only a row for the whole subclass, less some, can take it.
    assert fields("G01N", "H04N") == ["10"]


def test_a_row_serves_the_classes_below_it_unless_it_is_for_itself_alone() -> None:
    table = Concordance([Pair("H01M10/00", "6.2", 1), Pair("H01M", "6", 2, exact=True)])
    assert [(hit.target, hit.via, hit.row) for hit in table.of(["H01M10/0525"])] == [("6.2", "H01M10/00", 1)]
    assert [hit.target for hit in table.of(["H01M"])] == ["6"]
    assert table.of(["A01B1/00"]) == ()
    known = {"H01M10/0525": ("H01M10/05",)}
    assert table.of(["H01M10/0525"], above=lambda code: known.get(code, ())) == ()


def test_every_template_names_its_columns_in_two_languages_and_reads_a_row_of_its_own_making() -> None:
    values = {"ipc": "H01M", "cpc": "H01M", "nice": "09", "locarno": "09", "gbt4754": "0111", "sei": "1.2", "wipo35": "3"}
    for template in TEMPLATES.values():
        row = {}
        for column in template.columns:
            assert column.title.zh
            assert column.title.en
            if column.needed:
                row[column.title.zh] = values.get(column.scheme, {"day": "2023-07-01", "zh": "奖"}.get(
                    column.name, "201510163325.6"))
        found = read(template, [row])
        assert (found.fit, len(found.nodes) + len(found.pairs) > 0) == (True, True), (template.name, found.faults)


def test_faults_of_a_very_bad_table_are_counted_and_the_first_kept() -> None:
    found = read(TEMPLATES["gbt4754"], ({"code": "坏" * 50} for _ in range(2000)))
    assert (found.grave, len(found.faults), found.nodes) == (2000, 500, [])


@pytest.mark.soak
def test_10000_tables_of_anything_are_read_or_told_without_a_crash() -> None:
    import random

    signs = "H01M/.;09 A-坏是\x00️第类"
    for seed in range(10_000):
        chance = random.Random(seed)
        template = chance.choice(list(TEMPLATES.values()))
        names = [column.title.zh for column in template.columns] + ["别的"]
        rows = [{name: "".join(chance.choices(signs, k=chance.randrange(9))) for name in names} for _ in range(9)]
        found = read(template, rows)
        assert found.fit == (found.grave == 0)
        assert len(found.nodes) + len(found.pairs) <= 18
