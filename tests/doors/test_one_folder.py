"""One added folder has everything that the house promises of a declaration; the folder holds six files, nothing else.

Each test names one line of the promise. The folder is a system that no other test uses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.doors.conftest import City, person
from tests.doors.pages import html, words

from zhichan.kernel.access.public import grant
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.public import check, default_root, load, use
from zhichan.kernel.ground.public import Unit, kernel
from zhichan.kernel.ledger.public import Event, step
from zhichan.kernel.registry.public import SOURCES
from zhichan.site.verifying import verify

EAST = "/linjiang/east/"
GARDEN = "/desk/cases/garden_plot/"
TOOLS = "/desk/registers/garden_tool/"
SYSTEM = """
id = "T77"
title = { zh = "社区菜园", en = "Community garden" }
chain = "service"
owner = { zh = "测试", en = "tests" }
[roles]
gardener = ["garden_plot:read", "garden_tool:enter", "garden_tool:correct", "garden_tool:end", "garden_tool:read"]
keeper = ["garden_plot:read", "retention:destroy", "retention:hold", "retention:release"]
[role_titles]
gardener = { zh = "园丁", en = "gardener" }
keeper = { zh = "保管员", en = "keeper" }
"""
PLOT = """
title = { zh = "地块申请", en = "Plot request" }
number = "CY"
audience = ["gardener", "keeper"]
assigned = true
[stages.asked]
title = { zh = "待分配", en = "Asked" }
[stages.given]
title = { zh = "已分配", en = "Given" }
last = true
[fields.name]
title = { zh = "申请人", en = "Name" }
type = "text"
[fields.beds]
title = { zh = "垄数", en = "Beds" }
type = "number"
[fields.sketch]
title = { zh = "草图", en = "Sketch" }
type = "paper"
files = ["pdf"]
megabytes = 1
[fields.phone]
title = { zh = "电话", en = "Telephone" }
type = "text"
readers = ["keeper"]
[fields.people]
title = { zh = "申请人名单", en = "People" }
type = "data"
[parts.asker]
title = { zh = "申请人", en = "Asker" }
field = "people"
[acts.ask]
title = { zh = "申请地块", en = "ask for a plot" }
to = "asked"
who = ["gardener"]
needs = ["name", "beds"]
may = ["sketch", "phone"]
guards = ["few_beds"]
[acts.give]
title = { zh = "分配", en = "give" }
from = "asked"
to = "given"
who = ["gardener"]
letter = "notice"
[clocks.answer]
title = { zh = "分配时限", en = "Time to give" }
starts = ["asked"]
stops = ["given"]
term = [{ working_days = 5, clause = "菜园公约第三条", since = 2020-01-01 }]
chosen = "step"
overdue = "warn"
[retention.identity]
after = "given"
what = ["name", "phone", "sketch"]
term = [{ months = 1, clause = "菜园公约第九条", since = 2020-01-01 }]
"""
TOOL = """
title = { zh = "农具", en = "Tool" }
audience = ["gardener", "keeper"]
label = ["name"]
exclusive = [{ fields = ["name"] }]
[fields.name]
title = { zh = "名称", en = "Name" }
type = "text"
required = true
searched = true
[fields.price]
title = { zh = "价格", en = "Price" }
type = "money"
"""
NOTICE = """
title = { zh = "分配通知", en = "Notice" }
to = ["asker"]
text = "{number}：{name}可使用{beds}垄。{day}"
"""
MEASURE = """
title = { zh = "菜园指标", en = "Garden measure" }
definition = { zh = "测试用。", en = "For tests." }
unit = "件"
direction = "higher"
kind = "stock"
aggregation = "sum"
mode = "computed"
source = { clause = "菜园公约第二条", mark = "known" }
[each]
source = "patent"
start = "granted_on"
end = "ended_on"
"""
RULES = """
from zhichan.kernel.catalogue.rulebook import Reason, Text, guard

@guard
def few_beds(context):
    if context.given["beds"] > 9:
        return [Reason("garden.beds", Text("最多九垄", "nine beds at most"), "beds", "菜园公约第四条")]
    return []
"""
FILES = {
    "system.toml": SYSTEM, "garden_plot.procedure.toml": PLOT, "garden_tool.register.toml": TOOL, "rules.py": RULES,
    "letters/notice.toml": NOTICE, "garden_measure.measure.toml": MEASURE,
}  # fmt: skip
PDF = b"%PDF-1.7 sketch"


@dataclass
class Cast:
    gardener: Client
    keeper: Client
    other: Client
    settings: Any

    def on(self, day: str) -> None:
        """Let it be another day."""
        self.settings.ZHICHAN_AS_OF = date.fromisoformat(day)


@pytest.fixture
def garden(lay_over: Callable[..., Path]) -> Path:
    """The folder, laid over the platform's systems."""
    return lay_over(FILES, folder="service/garden")


@pytest.fixture
def people(city: City, garden: Path, settings: Any) -> Cast:
    settings.ZHICHAN_AS_OF = date(2025, 9, 30)
    with kernel():
        Unit.objects.create(slug="east-park", name="东岸园林站", name_en="Park", region=city.east, kind="office")

    def client(name: str, role: str | None = None, region: Any = None) -> Client:
        made = Client()
        made.force_login(person(name, role, region))
        return made

    return Cast(
        client("gardener", "gardener", city.east), client("keeper", "keeper", city.city), client("other"), settings
    )


def ask(people: Cast, name: str = "甲", **more: Any) -> str:
    given = {"region": EAST, "name": name, "beds": "3", "do": "do", **more}
    answer = people.gardener.post(f"{GARDEN}new/ask/", given)
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"]).partition("?")[0]


def case_of(address: str) -> Case:
    with kernel():
        return Case.objects.get(pk=address.rstrip("/").rpartition("/")[2])


def test_the_folder_is_six_files_and_is_sound(garden: Path) -> None:
    assert len([one for one in garden.rglob("*") if one.is_file()]) == len(FILES) == 6
    found = check(roots=(default_root(), garden), sources=SOURCES)
    assert [one for one in found if one.file.startswith("service/garden/")] == []


def test_an_error_has_file_line_and_what_was_expected_in_two_languages(garden: Path) -> None:
    file = garden / "service" / "garden" / "garden_plot.procedure.toml"
    spoiled = PLOT.replace('to = "given"', 'to = "givn"')
    file.write_text(spoiled, encoding="utf-8")
    [one, *_] = [
        each for each in check(roots=(default_root(), garden), sources=SOURCES) if each.file.startswith("service/garden/")
    ]
    line = spoiled.splitlines().index('to = "givn"') + 1
    assert (one.file, one.line) == ("service/garden/garden_plot.procedure.toml", line)
    assert ("given" in one.text.zh, "did you mean: given" in one.text.en) == (True, True)


@pytest.mark.django_db
class TestForm:
    def test_it_is_saved_resumed_and_done(self, people: Cast) -> None:
        kept = people.gardener.post(f"{GARDEN}new/ask/", {"region": EAST, "name": "半个名字", "do": "draft"})["Location"]
        assert 'value="半个名字"' in html(people.gardener.get(kept))
        assert "地块申请" in words(people.gardener.get("/desk/drafts/"))
        assert case_of(ask(people)).number == "CY-2025-0001"

    def test_what_is_wrong_stands_beside_its_field_with_its_clause(self, people: Cast) -> None:
        answer = people.gardener.post(f"{GARDEN}new/ask/", {"region": EAST, "beds": "20", "do": "do"})
        assert (answer.status_code, 'id="wrong-name"' in html(answer)) == (422, True)
        answer = people.gardener.post(f"{GARDEN}new/ask/", {"region": EAST, "name": "甲", "beds": "20", "do": "do"})
        assert (answer.status_code, "最多九垄" in words(answer), "菜园公约第四条" in words(answer)) == (422, True, True)

    def test_files_have_their_kinds_and_sizes_and_keep_their_names(self, people: Cast) -> None:
        form = html(people.gardener.get(f"{GARDEN}new/ask/"))
        assert ('accept=".pdf"' in form, "PDF，不超过1MB" in form) == (True, True)
        for content, said in ((b"\x89PNG", "“草图”应当是PDF"), (PDF + b" " * 1048576, "超过1MB的上限")):
            answer = people.gardener.post(f"{GARDEN}new/ask/", {
                "region": EAST, "name": "甲", "beds": "3", "do": "do", "sketch": SimpleUploadedFile("a.pdf", content)})  # fmt: skip
            assert (answer.status_code, said in words(answer), 'id="wrong-sketch"' in html(answer)) == (422, True, True)
        address = ask(people, sketch=SimpleUploadedFile("我的菜地.pdf", PDF))
        assert "我的菜地.pdf" in words(people.gardener.get(address))
        assert people.gardener.get(f"{address}papers/sketch/").content == PDF


@pytest.mark.django_db
class TestPages:
    def test_a_list_is_narrowed_ordered_counted_and_exported(self, people: Cast) -> None:
        ask(people, "甲", beds="1")
        ask(people, "乙", beds="2")
        page = html(people.gardener.get(f"{GARDEN}?f.beds.from=2"))
        assert (">共 1 件<" in page, ">乙</td>" in page, ">甲</td>" in page) == (True, True, False)
        text = b"".join(people.gardener.get(f"{GARDEN}export.csv").streaming_content).decode("utf-8-sig")
        head, *rows = [line.partition(",")[0] for line in text.splitlines()]
        assert [head, *sorted(rows)] == ["编号", "CY-2025-0001", "CY-2025-0002"]

    def test_a_detail_has_clocks_what_can_be_done_history_and_a_printed_form(self, people: Cast) -> None:
        address = ask(people)
        page = words(people.gardener.get(address))
        for said in ("待分配", "分配时限", "2025年10月14日", "菜园公约第三条", "申请地块"):
            assert said in page
        assert f'href="{address}acts/give/"' in html(people.gardener.get(address))
        assert people.gardener.get(f"{address}?print").status_code == 200
        assert people.other.get(address).status_code == 404

    def test_a_sealed_field_is_its_readers_alone(self, people: Cast) -> None:
        address = ask(people, phone="139-0000")
        assert "139-0000" in words(people.keeper.get(address))
        assert "139-0000" not in words(people.gardener.get(address))

    def test_a_worklist_and_notices_say_why_and_stop_in_one_step(self, people: Cast, city: City) -> None:
        user, client = person("park"), Client()
        with kernel():
            unit = Unit.objects.get(slug="east-park")
        grant(user_id=user.pk, role="liaison", region=city.east, unit=unit, since=date(2020, 1, 1), instrument="x")
        client.force_login(user)
        ask(people, title="第一块地", units_lead="east-park")
        assert "第一块地" in words(people.gardener.get("/desk/")).partition("等别人办")[0]
        step()
        page = html(client.get("/desk/"))
        assert "因为东岸园林站牵头此事" in page
        stop = re.search(r'name="stop" value="(topic-\d+)"', page)
        assert stop is not None
        client.post("/desk/notices/", {"stop": stop[1]})
        assert "因为东岸园林站牵头此事" not in html(client.get("/desk/"))

    def test_many_at_once_have_an_outcome_each(self, people: Cast) -> None:
        first, second = ask(people, "甲"), ask(people, "乙")
        people.gardener.post(f"{second}acts/give/", {"do": "do"})
        chosen = [str(case_of(one).pk) for one in (first, second)]
        done = people.gardener.post(f"{GARDEN}batch/", {"case": chosen, "act": "give", "do": "do", "key": "k"})
        assert "已办理 1 未办理 1" in words(done)
        assert (case_of(first).stage, case_of(second).version) == ("given", 2)

    def test_a_letter_comes_as_text_word_and_pdf(self, people: Cast) -> None:
        address = ask(people)
        people.gardener.post(f"{address}acts/give/", {"do": "do"})
        found = re.findall(rf'href="({address}letters/[^"]+)"', html(people.gardener.get(address)))
        begins = [people.gardener.get(one).content[:4] for one in found]
        assert begins == ["分配".encode()[:4], b"PK\x03\x04", b"%PDF"]

    def test_permissions_and_reference_tell_of_it_with_the_titles_of_roles(self, people: Cast) -> None:
        assert "地块申请 分配 园丁" in words(people.gardener.get("/desk/permissions/"))
        page = words(people.gardener.get("/desk/reference/T77/"))
        for said in ("社区菜园", "菜园公约第三条", "不得重复", "菜园指标"):
            assert said in page

    def test_it_is_all_there_in_english(self, people: Cast) -> None:
        people.gardener.cookies["django_language"] = "en"
        page = words(people.gardener.get(ask(people)))
        for said in ("Plot request", "Asked", "Time to give", "working days left"):
            assert said in page


@pytest.mark.django_db
class TestRegister:
    def test_entries_are_kept_corrected_blanked_exclusive_and_ended(self, people: Cast) -> None:
        given = {"region": EAST, "name": "锄头", "price": "12.50", "do": "do"}
        made = people.gardener.post(f"{TOOLS}new/", given)
        address = str(made["Location"]).partition("?")[0]
        assert people.gardener.post(f"{TOOLS}new/", given).status_code == 422, "exclusive"
        corrected = {"name": "锄头", "price": "", "reason": "误填", "do": "do"}
        assert people.gardener.post(f"{address}correct/", corrected).status_code == 302
        page = words(people.gardener.get(address))
        assert ("误填" in page, "12.50" in page) == (True, True)
        assert 'name="price" value=""' in html(people.gardener.get(f"{address}correct/"))
        people.gardener.post(f"{address}end/", {"until": "2025-09-30", "reason": "坏了", "do": "do"})
        assert "已终止" in words(people.gardener.get(address))


@pytest.mark.django_db
class TestMachine:
    def test_the_api_has_its_operations_and_does_them(self, people: Cast) -> None:
        document = json.loads(people.gardener.get("/api/openapi.json").content)
        wanted = {"/cases/garden_plot", "/cases/garden_plot/ask", "/registers/garden_tool"}
        assert wanted <= set(document["paths"])
        body = document["paths"]["/cases/garden_plot/ask"]["post"]["requestBody"]["content"]["application/json"]
        assert body["schema"]["properties"]["sketch"]["x-files"] == ["pdf"]
        ask(people)
        listed = people.gardener.get("/api/cases/garden_plot").json()
        assert (listed["count"], listed["items"][0]["number"]) == (1, "CY-2025-0001")
        assert people.other.get("/api/cases/garden_plot").json()["count"] == 0

    def test_what_need_not_be_kept_is_listed_destroyed_and_leaves_the_ledger_sound(self, people: Cast) -> None:
        address, held = (ask(people, name, phone="139-0000", title=f"{name}号地") for name in ("甲", "乙"))
        for one in (address, held):
            people.gardener.post(f"{one}acts/give/", {"do": "do"})
        assert people.gardener.get("/desk/retention/").status_code == 404
        people.on("2025-10-30")
        assert "没有到期的内容" in words(people.keeper.get("/desk/retention/"))
        people.on("2025-10-31")
        page = html(people.keeper.get("/desk/retention/"))
        due = re.findall(r'name="due" value="([^"]+)"', page)
        assert (len(due), "菜园公约第九条" in page, "申请人、电话" in page) == (2, True, True)
        hold = people.keeper.post("/desk/retention/", {
            "due": due[1], "do": "hold", "reason": "诉讼", "instrument": "通知1号", "key": "a"})  # fmt: skip
        assert "已暂停销毁" in words(hold)
        done = words(people.keeper.post("/desk/retention/", {
            "due": due, "do": "destroy", "instrument": "清册1号", "key": "b"}))  # fmt: skip
        assert ("已销毁" in done, "已暂停销毁，解除后才能删除" in done) == (True, True)
        assert (case_of(address).facts, case_of(held).facts["name"]) == ({"beds": 3}, "乙")
        assert "没有选择任何一件" in words(people.keeper.post("/desk/retention/", {"do": "destroy"}))
        with kernel():
            assert Event.objects.filter(verb="ledger:erase", cause="retention:destroy").count() == 1
        assert verify().faults == []


@pytest.mark.django_db
def test_without_the_folder_nothing_of_it_is_left(people: Cast) -> None:
    use(load(roots=(default_root(),)))
    for path in (GARDEN, TOOLS, "/desk/reference/T77/", "/api/cases/garden_plot"):
        assert people.gardener.get(path).status_code == 404, path
