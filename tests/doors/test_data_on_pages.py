"""Data on the page of a case: rows that lead somewhere, things with parts, years, and long contents that open."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.doors.conftest import DAY, City, person

from zhichan.doors.desk.derived import data
from zhichan.doors.desk.derived.fields import Lists, Names, asked, leads_to, names_of, shown
from zhichan.doors.look.parts import Fact
from zhichan.kernel.access.public import Actor, Role, grant, reading, system_actor
from zhichan.kernel.acts.public import SHANGHAI, perform, reach
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.shapes import FieldShape
from zhichan.kernel.ground.public import Refusal, Text, Unit, kernel
from zhichan.kernel.ledger.public import step
from zhichan.kernel.measures.public import refresh
from zhichan.kernel.registry.public import Manifest, load_parts

FIRM = "TEST00000000000009"
NOW = datetime(2025, 9, 30, 10, tzinfo=SHANGHAI)
SCHEME: dict[str, Any] = {
    "places": 2, "bonus_cap": 5, "grades": [[60, "合格"], [0, "不合格"]],
    "items": [
        {"key": "stock", "title": "有效发明专利", "weight": 80, "rule": "linear", "from": 0, "to": 4,
         "measure": "invention_patents_in_force"},
        {"key": "work", "title": "重点工作", "weight": 20, "rule": "points"},
    ],
    "bonuses": [], "vetoes": [{"key": "fraud", "title": "弄虚作假", "cap": 0}],
}  # fmt: skip
OFFICER = Actor("user:9801", DAY, (Role("assessment-officer", "/linjiang/"),))
HEAD = Actor("user:9802", DAY, (Role("assessment-head", "/linjiang/"),))


def patents(first: int, count: int) -> None:
    """Patents of the firm in the county, in force."""
    found = [
        {"key": f"TESTD{number}", "kind": "invention", "title": "装置", "filed_on": "2020-01-01", "granted_on": "2024-05-01",
         "holdings": [{"party": FIRM, "region": "east", "since": "2020-01-01"}]}
        for number in range(first, first + count)
    ]  # fmt: skip
    parts = [("patent", found)]
    if first == 0:
        firm = {"key": FIRM, "kind": "firm", "name": "甲", "region": "east", "established_on": "2001-01-01"}
        parts.insert(0, ("firm", [firm]))
    manifest = Manifest(format="test", name=f"test-{first}", whole=False, synthetic=True)
    load_parts(parts, manifest, actor=system_actor("import", day=DAY), at=NOW)
    step()
    refresh()


@pytest.fixture
def scored(city: City) -> tuple[Client, str]:
    """An officer, and the case of a score that counted three patents, of which there are five since."""
    with kernel():
        Unit.objects.create(slug="east-office", name="东岸县政府", region=city.east, kind="government")
    patents(0, 3)
    act = {"at": NOW, "actor": OFFICER}
    facts = {"region": "/linjiang/", "year": 2024, "scheme": SCHEME, "instrument": "考核办〔2024〕1号"}
    scheme = perform(verb="assessment_scheme:draft", facts=facts, **act).result
    perform(actor=HEAD, verb="assessment_scheme:adopt", target=str(scheme["case"]), at=NOW)
    unit = {"name": "东岸县", "unit": "east-office"}
    facts = {"region": "/linjiang/", "scheme_no": scheme["number"], "area": "/linjiang/east/", "assessed": [unit]}
    case = str(perform(verb="assessment:open", facts=facts, **act).result["case"])
    given = {"given": [{"key": "work", "points": "16.5", "evidence": "督查通报"}]}
    perform(verb="assessment:score", target=case, facts=given, **act)
    patents(3, 2)
    client = Client()
    client.force_login(person("assessor", "assessment-officer", city.city))
    return client, case


def words(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_a_fact_that_is_the_number_of_a_case_leads_to_it_for_whoever_may_see_it(scored: tuple[Client, str]) -> None:
    client, case = scored
    page = words(client.get(f"/desk/cases/assessment/{case}/"))
    found = re.search(r'<a href="(/desk/cases/assessment_scheme/[^"]+/)">([^<]+)</a>', page)
    assert found
    assert found[2] in words(client.get(found[1]))
    with kernel():
        number = Case.objects.get(pk=case).number
    shape = {"about": FieldShape(title={"zh": "考核编号", "en": "assessment"}, type="text", opens="case")}
    leads = [
        leads_to(shape["about"], number, names_of(actor, shape, [{"about": number}]))
        for actor in (OFFICER, Actor("user:9803", DAY))
    ]
    assert leads == [f"/desk/cases/assessment/{case}/", ""]


@pytest.mark.parametrize(("bounds", "said"), [
    ({"least": 0}, "不小于0"), ({"most": 100}, "不大于100"), ({"least": 0.5, "most": 1000}, "0.5至1,000"), ({}, None)])
def test_a_form_says_how_small_and_how_large_a_number_may_be(bounds: dict[str, Any], said: str | None) -> None:
    shape = FieldShape(title={"zh": "比例", "en": "rate"}, type="number", **bounds)
    [field] = asked("rate", shape, lists=Lists())
    assert (field.help.zh if field.help else None) == said


@pytest.mark.parametrize(("kind", "taken"), [("text", ""), ("number", "不小于1"), ("paper", "PDF、")])
def test_the_hint_of_a_field_stands_in_its_form_before_what_is_taken_there(kind: str, taken: str) -> None:
    bounds = {"least": 1} if kind == "number" else {}
    hint = {"zh": "不填就按原数。", "en": "Left empty, the old number stands."}
    shape = FieldShape(title={"zh": "数", "en": "number"}, type=kind, hint=hint, **bounds)
    [field] = asked("number", shape, lists=Lists())
    assert field.help is not None
    assert field.help.zh.startswith(f"不填就按原数。{taken}")
    assert field.help.en.startswith("Left empty, the old number stands.")


def test_the_input_of_a_score_opens_to_the_rows_that_were_counted_then(scored: tuple[Client, str]) -> None:
    client, case = scored
    page = words(client.get(f"/desk/cases/assessment/{case}/"))
    found = re.search(r'<a href="(/desk/measures/invention_patents_in_force/\?[^"]+)">3</a>', page)
    assert found
    assert "region=east&on=2024-12-31&position=" in found[1]
    opened = words(client.get(found[1]))
    assert [f"TESTD{n}" in opened for n in range(5)] == [True, True, True, False, False]
    now = words(client.get(re.sub(r"&position=\d+", "", found[1])))
    assert all(f"TESTD{n}" in now for n in range(5))
    assert client.get(re.sub(r"position=\d+", "position=-1", found[1])).status_code == 422
    csv = client.get(f"{found[1]}&export=csv")
    assert b"".join(csv).count(b"TESTD") == 3 if csv.streaming else csv.content.count(b"TESTD") == 3


def test_a_scheme_stands_as_tables_and_its_year_without_separators(scored: tuple[Client, str]) -> None:
    client, case = scored
    page = words(client.get(f"/desk/cases/assessment/{case}/"))
    heads = re.findall(r"<h2>([^<]+?) <span", page)
    assert [each for each in heads if each.startswith("评分方案")] == ["评分方案", "评分方案：项目", "评分方案：一票否决"]
    items = page[page.index("评分方案：项目") : page.index("评分方案：一票否决")]
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', items) == ["代号", "名称", "权重", "指标"]
    assert "<dd>2024</dd>" in page
    assert "2,024" not in page
    listed = words(client.get("/desk/cases/assessment/?f.year.from=2024&f.year.until=2024"))
    assert "2024" in listed
    assert "共 1 件" in listed
    assert "共 0 件" in words(client.get("/desk/cases/assessment/?f.year.from=2025"))


def test_the_unit_to_be_assessed_is_chosen_from_the_offices_there_are(
    scored: tuple[Client, str], city: City
) -> None:
    client, case = scored
    with reading(OFFICER):
        scheme = reach(OFFICER, "assessment:read").get(pk=case).facts["scheme_no"]
    address = "/desk/cases/assessment/new/open/"
    form = words(client.get(address))
    assert '<option value="east-office">东岸县政府</option>' in form
    with kernel():
        unit = Unit.objects.get(slug="east-office")
    user = person("of-the-office")
    grant(user_id=user.pk, role="assessment-officer", region=city.city, unit=unit, since=DAY, instrument="test")
    own = Client()
    own.force_login(user)
    assert '<option value="east-office">东岸县政府</option>' in words(own.get(address)), "one's own is not filled in"
    given = {"region": "/linjiang/", "scheme_no": scheme, "area": "/linjiang/east/", "do": "do", "key": "k"}
    assert client.post(address, {**given, "assessed": "nobody"}).status_code == 422
    answer = client.post(address, {**given, "assessed": "east-office"})
    assert answer.status_code == 302, words(answer)
    with reading(OFFICER):
        made = reach(OFFICER, "assessment:read").exclude(pk=case).get()
    assert made.facts["assessed"] == [{"name": "东岸县政府", "unit": "east-office"}]


@pytest.mark.parametrize("wrong", ["25", "2024.5", "二〇二四", "1899", "2200", "2024年"])
def test_what_is_no_year_is_refused_beside_its_field(city: City, wrong: str) -> None:
    facts = {"region": "/linjiang/", "year": wrong, "scheme": SCHEME, "instrument": "x"}
    with pytest.raises(Refusal) as refused:
        perform(actor=OFFICER, verb="assessment_scheme:draft", facts=facts, at=NOW)
    assert (refused.value.codes, refused.value.reasons[0].place) == (("given.wrong",), "year")


def test_a_case_that_is_named_is_led_to_by_whoever_sees_it(scored: tuple[Client, str]) -> None:
    _, case = scored
    with reading(OFFICER):
        number = reach(OFFICER, "assessment:read").get(pk=case).number
    title = {"zh": "事项", "en": "case"}
    shape = FieldShape.model_validate(
        {"title": title, "type": "data", "columns": {"which": {**title, "opens": "case"}, "right": {**title, "opens": "right"}}}
    )
    facts = {"f": [{"which": number, "right": "patent:TESTD0"}, {"which": "KH-1999-0001", "right": "none"}]}
    for who, expected in ((OFFICER, f"/desk/cases/assessment/{case}/"), (Actor("user:1", DAY), "")):
        [table] = data.tables(who, {"f": shape}, facts)
        assert [cell.href for row in table.rows for cell in row.cells] == [
            expected, "/desk/records/patent/TESTD0/", "", "",
        ]  # fmt: skip


TITLE = {"zh": "某", "en": "some"}
SHAPE = FieldShape.model_validate(
    {"title": TITLE, "type": "data", "columns": {name: {"zh": name, "en": name} for name in ("key", "name", "parts", "n")}}
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([{"name": "甲", "n": 1, "more": 2}], [("某", ["name", "n"], [["甲", "1"]])]),
        ([["k", "乙"]], [("某", ["key", "name"], [["k", "乙"]])]),
        ({"x": {"name": "甲"}, "y": {"name": "乙"}}, [("某", ["key", "name"], [["x", "甲"], ["y", "乙"]])]),
        (
            {"n": 3, "parts": [{"name": "甲"}]},
            [("某", ["n"], [["3"]]), ("某：parts", ["name"], [["甲"]])],
        ),
        ({"key": [], "n": 3}, [("某", ["n"], [["3"]])]),
        ([{"name": "", "n": 0}, {"n": None}], [("某", ["name", "n"], [["—", "0"], ["—", "—"]])]),
        ({}, []),
        ([], []),
        (["甲"], []),
    ],
)
def test_data_are_rows_or_one_thing_with_parts(value: Any, expected: Any) -> None:
    found = data.tables(Actor("anyone", DAY), {"f": SHAPE}, {"f": value})
    assert [
        (one.caption.zh, [c.label.zh for c in one.columns], [[str(c.value) for c in row.cells] for row in one.rows])  # type: ignore[union-attr]
        for one in found
    ] == expected


def test_who_has_an_account_stands_by_name(city: City) -> None:
    user = person("speaker")
    user.first_name, user.last_name = "林一", "Lin Yi"
    user.save()
    [table] = data.tables(OFFICER, {"f": SHAPE}, {"f": [{"name": f"user:{user.pk}"}, {"name": "user:0"}]})
    assert [str(getattr(row.cells[0].value, "en", row.cells[0].value)) for row in table.rows] == ["Lin Yi", "user:0"]


def test_what_is_long_stands_folded_and_whole() -> None:
    fact = Fact(Text("报文", "message"), "x")
    signed = '{"message": {"body": "' + "甲" * 200 + '"}}'
    assert "甲" * 200 in data.apart(fact, signed).whole
    assert "甲" * 200 in data.apart(fact, {"body": "甲" * 200}).whole
    assert data.apart(fact, "一句话，" * 50).whole == ""
    assert data.apart(fact, {"body": "甲"}) == fact


def test_a_year_is_asked_for_as_a_number_and_shown_as_it_is_written() -> None:
    shape = FieldShape.model_validate({"title": TITLE, "type": "year"})
    assert shown(shape, 2025, Names()) == "2025"
    [field] = asked("year", shape, lists=Lists())
    assert field.kind == "number"
