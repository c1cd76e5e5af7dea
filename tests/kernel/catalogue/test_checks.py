"""Each gate says file, line, what was expected, and the nearest names, in two languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.kernel.catalogue.conftest import FOLDER, SOURCES, Spoil, lay

from zhichan.kernel.catalogue.public import check, default_root, load

PROCEDURE = "dispute.procedure.toml"
STOCK = "patents.measure.toml"
FLOW = "fees.measure.toml"
COVER = "covered.measure.toml"

CASES = [
    # file, old words, new words, line, gate, code, English words
    (STOCK, "unit =", "units =", 3, "shape", "unknown_key", "unknown key units; did you mean: unit"),
    (STOCK, 'unit = "件"\n', "", 1, "shape", "missing_key", "missing key unit"),
    (
        STOCK,
        'kind = "stock"',
        'kind = "stok"',
        5,
        "shape",
        "not_one_of",
        "kind must be one of 'stock', 'flow'",
    ),
    (STOCK, '"件"', "3", 3, "shape", "wrong_type", "unit must be text"),
    (
        STOCK,
        'start = "granted_on"',
        'on = "granted_on"',
        13,
        "shape",
        "end_of_flow",
        "each.end goes with start",
    ),
    (STOCK, 'kind = "stock"', 'kind = "flow"', 10, "shape", "stock_or_flow", "a stock counts from start"),
    (
        STOCK,
        'mode = "computed"',
        'mode = "reported"',
        10,
        "shape",
        "mode_and_table",
        "has no computation, but each",
    ),
    (STOCK, ', mark = "known" }', " }", 8, "shape", "missing_key", "missing key source.mark"),
    (STOCK, 'zh = "有效专利"', 'zh = ""', 1, "shape", "string_too_short", "title.zh needs at least 1"),
    (
        STOCK,
        '["invention", "utility"]',
        "1.5",
        16,
        "shape",
        "wrong_type",
        "each.where.kind must be true or false",
    ),
    (STOCK, "[each.where]", "[each.where", 15, "shape", "toml", "not valid TOML"),
    (
        COVER,
        "{ from = 100000 }",
        "{ fro = 100000 }",
        24,
        "shape",
        "unknown_key",
        "unknown key cover.criteria.1",
    ),
    (PROCEDURE, "working_days = 5, ", "", 50, "shape", "one_of", "needs exactly one length"),
    (
        PROCEDURE,
        "working_days = 5",
        'working_days = "5"',
        50,
        "shape",
        "wrong_type",
        "must be a whole number",
    ),
    (PROCEDURE, "working_days = 5", "working_days = 0", 50, "shape", "greater_than_equal", "at least 1"),
    (
        PROCEDURE,
        ', clause = "办法第十三条"',
        "",
        50,
        "shape",
        "missing_key",
        "missing key clocks.accept.term.1.clause",
    ),
    (PROCEDURE, 'overdue = "warn"', "", 55, "shape", "missing_key", "missing key clocks.decide.overdue"),
    (
        PROCEDURE,
        'number = "CJ"',
        'number = "cj"',
        2,
        "shape",
        "string_pattern_mismatch",
        "number must be a name",
    ),
    (
        "system.toml",
        "since = 2021-06-01",
        "since = 2021-06-01, until = 2020-01-01",
        5,
        "shape",
        "dates_reversed",
        "bases.0.until must be later than since",
    ),
    (
        STOCK,
        'source = "patent"',
        'source = "patents"',
        11,
        "names",
        "unknown_name",
        "patents; did you mean: patent",
    ),
    (
        STOCK,
        '"ended_on"',
        '"end_on"',
        13,
        "names",
        "unknown_name",
        "column of patent: end_on; did you mean: ended_on",
    ),
    (
        STOCK,
        'start = "granted_on"',
        'start = "kind"',
        12,
        "names",
        "wrong_column",
        "kind is of type text, here day",
    ),
    (STOCK, '"utility"', '"utilty"', 16, "names", "unknown_name", "never utilty; did you mean: utility"),
    (STOCK, "kind = [", "sort = [", 16, "names", "unknown_name", "no such column of patent: sort"),
    (
        COVER,
        "{ sei = true }",
        '{ sei = "yes" }',
        18,
        "names",
        "wrong_value",
        "sei is of type flag, not 'yes'",
    ),
    (
        FLOW,
        '"fee_fen"',
        '"kind"',
        9,
        "names",
        "wrong_column",
        "here int or fen is needed; did you mean: fee_fen",
    ),
    (
        COVER,
        'key = "key"',
        'key = "keys"',
        11,
        "names",
        "unknown_name",
        "column of patent: keys; did you mean: key",
    ),
    (
        "fee_share.measure.toml",
        '"fees"',
        '"fee"',
        9,
        "names",
        "unknown_name",
        "measure: fee; did you mean: fees",
    ),
    (
        "system.toml",
        '"protection"',
        '"creation"',
        3,
        "names",
        "wrong_chain",
        "the folder it lies in: protection",
    ),
    (
        "system.toml",
        '"dispute:accept"',
        '"dispute:acept"',
        9,
        "names",
        "unknown_name",
        "did you mean: dispute:accept",
    ),
    (
        PROCEDURE,
        '"title_is_in_force"',
        '"title_in_force"',
        31,
        "names",
        "unknown_name",
        "did you mean: title_is_in_force",
    ),
    (
        PROCEDURE,
        'needs = ["claim"]',
        'needs = ["claims"]',
        24,
        "names",
        "unknown_name",
        "field: claims; did you mean: claim",
    ),
    (
        PROCEDURE,
        'by = "leader"',
        'by = "ledaer"',
        60,
        "names",
        "unknown_name",
        "role: ledaer; did you mean: leader",
    ),
    (
        PROCEDURE,
        'audience = ["adjudicator", "leader"]',
        'audience = ["adjudicator", "ledaer"]',
        3,
        "names",
        "unknown_name",
        "did you mean: leader",
    ),
    (
        PROCEDURE,
        'audience = ["adjudicator", "leader"]',
        'audience = ["adjudicator", "subject"]',
        3,
        "names",
        "unknown_name",
        "audience: subject",
    ),
    (
        "penalties.register.toml",
        'audience = ["public"]',
        'audience = ["subject"]',
        2,
        "names",
        "unknown_name",
        "audience: subject",
    ),
    (
        PROCEDURE,
        'overdue = "warn"',
        'overdue = "wran"',
        61,
        "names",
        "unknown_name",
        "consequence: wran; did you mean: warn",
    ),
    (
        "overdue.selection.toml",
        '"dispute"',
        '"disputes"',
        2,
        "names",
        "unknown_name",
        "disputes; did you mean",
    ),
    (
        "overdue.selection.toml",
        "{ due =",
        "{ deu =",
        3,
        "names",
        "unknown_name",
        "field: deu; did you mean: due",
    ),
    ("desk.page.toml", '"overdue"', '"late"', 3, "names", "unknown_name", "no such declaration"),
    (
        "penalties.register.toml",
        'label = ["number"]',
        'label = ["nummer"]',
        3,
        "names",
        "unknown_name",
        "mean: number",
    ),
    ("rules.py", "import guard", "import guard\nimport os", 2, "names", "rule_import", "not os"),
    (
        "rules.py",
        "import guard",
        "import guard\nfrom zhichan.kernel.acts import public",
        2,
        "names",
        "rule_import",
        "acts",
    ),
    ("rules.py", "return []", "return date.today()", 6, "names", "rule_clock", "days are passed in"),
    ("rules.py", "return []", "return [", 6, "names", "python", "not valid Python"),
    (PROCEDURE, 'from = "accepted"\n', "", 8, "graph", "no_way_out", ""),
    (
        PROCEDURE,
        'stops = ["decided"]',
        'stops = ["filed"]',
        57,
        "graph",
        "endless_clock",
        "decide never ends from the stage accepted",
    ),
    (PROCEDURE, "last = true", "", 5, "graph", "no_last", "no stage ends the case"),
    (
        PROCEDURE,
        'to = "accepted"',
        'to = "filed"',
        8,
        "graph",
        "unreachable",
        "the stage accepted cannot be reached",
    ),
    (
        PROCEDURE,
        'who = ["adjudicator", "clock"]',
        'who = "adjudicator"',
        53,
        "graph",
        "not_for_clock",
        "refuse is not for clock",
    ),
    (
        PROCEDURE,
        "until = 2015-01-01",
        "until = 2014-01-01",
        50,
        "law",
        "gap",
        "from 2014-01-01 to 2015-01-01",
    ),
    (
        PROCEDURE,
        "until = 2015-01-01",
        "until = 2016-01-01",
        50,
        "law",
        "overlap",
        "holds until 2016-01-01, this from 2015-01-01",
    ),
    (PROCEDURE, "until = 2015-01-01, ", "", 50, "law", "overlap", "holds until ever"),
    (
        PROCEDURE,
        "since = 2015-01-01, working",
        "since = 2015-01-01, until = 2020-01-01, working",
        50,
        "law",
        "ends",
        "from 2020-01-01",
    ),
]


def test_the_sound_system_has_no_problem(sound: Path) -> None:
    assert check(roots=[sound], sources=SOURCES) == []


@pytest.mark.parametrize(("file", "old", "new", "line", "gate", "code", "words"), CASES)
def test_a_spoiled_declaration_is_named_with_line_and_remedy(
    spoil: Spoil, file: str, old: str, new: str, line: int, gate: str, code: str, words: str
) -> None:
    found = spoil(file, old, new)
    at = [item for item in found if (item.gate, item.code) == (gate, code)]
    assert at, [item.as_json() for item in found]
    assert (at[0].file, at[0].line) == (f"{FOLDER}/{file}", line), [item.as_json() for item in found]
    assert words in at[0].text.en
    assert at[0].text.zh


def test_a_stage_without_a_clock_needs_a_reason(spoil: Spoil) -> None:
    clock = 'starts = ["accepted"]\nstops = ["decided"]'
    [problem] = spoil(PROCEDURE, clock, 'starts = ["filed"]\nstops = ["accepted"]')
    assert (problem.code, problem.line) == ("no_clock", 8)
    assert (
        spoil(
            PROCEDURE,
            'title = { zh = "已立案", en = "accepted" }',
            'title = { zh = "已立案", en = "accepted" }\nuntimed = { zh = "由当事人决定", en = "up to the parties" }',
        )
        == []
    )


def test_measures_made_of_each_other_are_a_circle(spoil: Spoil) -> None:
    found = spoil("fee_share.measure.toml", 'over = "fees"', 'over = "fee_share"')
    assert [(item.gate, item.code) for item in found] == [("graph", "circle")]


def test_a_file_without_a_kind_is_not_passed_over(spoil: Spoil) -> None:
    [problem] = spoil("late.mesure.toml", text="title = 1")
    assert (problem.code, problem.text.en) == (
        "file_kind",
        "a file is called system.toml or <name>.<kind>.toml; did you mean: measure",
    )


def test_a_file_in_the_wrong_place_is_named(sound: Path) -> None:
    lay(sound, {"protection/stray.page.toml": "", "protection/adjudication/deep/x.page.toml": ""})
    assert [(item.file, item.code) for item in check(roots=[sound], sources=SOURCES)] == [
        ("protection/adjudication/deep/x.page.toml", "file_place"),
        ("protection/stray.page.toml", "file_place"),
    ]


def test_a_folder_without_system_toml_is_named_once(sound: Path) -> None:
    (sound / FOLDER / "system.toml").unlink()
    found = check(roots=[sound], sources=SOURCES)
    assert [item.code for item in found if item.code == "no_system"] == ["no_system"]


def test_a_mistake_in_one_file_is_not_reported_where_it_is_referred_to(spoil: Spoil) -> None:
    assert [item.code for item in spoil(STOCK, "unit =", "units =")] == ["missing_key", "unknown_key"]


def test_other_encodings_are_named_with_the_line(spoil: Spoil) -> None:
    [problem] = spoil("x.page.toml", text="title = 1\nkind = '页面'".encode("gb18030"))
    assert (problem.code, problem.line) == ("encoding", 2)


def test_two_systems_cannot_share_an_id_or_a_slug(sound: Path) -> None:
    lay(
        sound,
        {
            "protection/other/system.toml": (sound / FOLDER / "system.toml").read_text(encoding="utf-8"),
            "protection/other/fees.measure.toml": (sound / FOLDER / "fees.measure.toml").read_text(
                encoding="utf-8"
            ),
        },
    )
    found = check(roots=[sound], sources=SOURCES)
    assert [(item.file, item.line, item.code) for item in found] == [
        ("protection/other/fees.measure.toml", 1, "taken"),
        ("protection/other/system.toml", 1, "taken"),
    ]


def test_unit_and_direction_follow_the_glossary(sound: Path) -> None:
    text = (sound / FOLDER / STOCK).read_text(encoding="utf-8").replace('"件"', '"个"')
    lay(sound, {f"{FOLDER}/invention_patents_in_force.measure.toml": text})
    [problem] = check(roots=[sound], sources=SOURCES)
    assert (problem.code, problem.line) == ("unlike_glossary", 3)
    assert problem.text.en == "unit differs from the glossary, which says 件"


def test_editions_of_a_measure_follow_each_other_without_gap(sound: Path) -> None:
    text = (sound / FOLDER / FLOW).read_text(encoding="utf-8")
    lay(
        sound,
        {
            f"{FOLDER}/fees.measure.toml": f"until = 2020-01-01\n{text}",
            f"{FOLDER}/fees.second.measure.toml": f"since = 2021-01-01\n{text}",
        },
    )
    [problem] = check(roots=[sound], sources=SOURCES)
    assert (problem.file, problem.line, problem.gate, problem.code) == (
        f"{FOLDER}/fees.second.measure.toml",
        1,
        "law",
        "gap",
    )


def test_an_overlay_replaces_and_adds(sound: Path, tmp_path: Path) -> None:
    text = (sound / FOLDER / FLOW).read_text(encoding="utf-8")
    overlay = lay(
        tmp_path / "city",
        {
            f"{FOLDER}/fees.measure.toml": text.replace('"fee_fen"', '"fee"'),
            f"{FOLDER}/more.measure.toml": text,
        },
    )
    assert check(roots=[sound], sources=SOURCES) == []
    assert [(item.file, item.line) for item in check(roots=[sound, overlay], sources=SOURCES)] == [
        (f"{FOLDER}/fees.measure.toml", 9),
    ]


def test_a_missing_root_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check(roots=[tmp_path / "none"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x = " + "[" * 5000 + "]" * 5000, "toml"),
        ("x = '" + "甲" * 30000 + "'", "too_large"),
    ],
)
def test_a_file_made_to_break_the_reader_is_refused(spoil: Spoil, text: str, code: str) -> None:
    assert [item.code for item in spoil("x.page.toml", text=text)] == [code]


def test_keys_of_any_depth_have_a_line(spoil: Spoil) -> None:
    found = spoil("x.page.toml", text="\n" + ".".join("a" * 500) + " = 1")
    assert [(item.code, item.line) for item in found if item.code == "unknown_key"] == [("unknown_key", 2)]


def test_what_a_role_is_called_is_said_once_or_alike_and_of_a_role_that_is_there(spoil: Spoil, sound: Path) -> None:
    roles = '[role_titles]\nleader = { zh = "领导", en = "leader" }\n'
    assert spoil("system.toml", 'leader = ["dispute:accept"]', f'leader = ["dispute:accept"]\n{roles}') == []
    assert load(roots=[sound]).role_title("leader").zh == "领导"
    assert load(roots=[sound]).role_title("adjudicator").en == "adjudicator", "by its name where no system says"
    assert load(roots=[sound]).role_title("anyone").zh == "任何人"
    other = sound / "protection" / "other" / "system.toml"
    other.parent.mkdir()
    other.write_text(
        'id = "P09"\ntitle = { zh = "某", en = "some" }\nchain = "protection"\nowner = { zh = "某", en = "some" }\n'
        '[roles]\nclerk = []\n[role_titles]\nleader = { zh = "首长", en = "chief" }\nhead = { zh = "处长", en = "head" }\n',
        encoding="utf-8",
    )
    found = {(each.file, each.code, each.line) for each in check(roots=[sound], sources=SOURCES)}
    assert found == {
        ("protection/adjudication/system.toml", "other_title", 11), ("protection/other/system.toml", "other_title", 8),
        ("protection/other/system.toml", "unknown_name", 9),
    }  # fmt: skip


def test_every_role_of_the_shipped_systems_has_a_title() -> None:
    catalogue = load(roots=(default_root(),))
    assert set(catalogue.roles) - set(catalogue.role_titles) == set()
