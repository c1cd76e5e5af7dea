"""A toy system laid over the platform's own, and people with clients who use the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.doors.conftest import DAY, City, person
from tests.doors.toys import MEASURE, RULES, STATION

from zhichan.kernel.access.public import system_actor
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.measures.public import Target, refresh
from zhichan.kernel.registry.public import Manifest, load_parts

SYSTEM = """
id = "T01"
title = { zh = "玩具馆", en = "Toy house" }
chain = "management"
owner = { zh = "测试", en = "tests" }
bases = [{ clause = "某办法第二条", since = 2020-01-01 }]
[roles]
clerk = ["loan:read", "station:enter", "station:correct", "station:end", "station:read"]
head = ["loan:read", "station:read"]
"""
LOAN = """
title = { zh = "借阅", en = "Loan" }
number = "JY"
audience = ["clerk", "head"]
public = ["returned"]
assigned = true
[stages.lent]
title = { zh = "借出", en = "Lent" }
[stages.returned]
title = { zh = "归还", en = "Returned" }
last = true
[fields.book]
title = { zh = "书名", en = "book" }
type = "text"
[fields.pages]
title = { zh = "页数", en = "pages" }
type = "number"
[fields.deposit]
title = { zh = "押金", en = "deposit" }
type = "money"
[fields.due]
title = { zh = "应还日", en = "due back" }
type = "day"
[fields.shelf]
title = { zh = "架位", en = "shelf" }
type = "choice"
choices = { open = { zh = "开架", en = "open" }, closed = { zh = "闭架", en = "closed" } }
[fields.rare]
title = { zh = "善本", en = "rare" }
type = "flag"
[fields.branch]
title = { zh = "分馆所在", en = "branch" }
type = "region"
[fields.note]
title = { zh = "内部记录", en = "internal note" }
type = "text"
readers = ["clerk"]
[fields.scan]
title = { zh = "扫描件", en = "scan" }
type = "paper"
[fields.extra]
title = { zh = "其他", en = "extra" }
type = "data"
[acts.lend]
title = { zh = "借出", en = "lend" }
to = "lent"
who = ["clerk"]
needs = ["book"]
guards = ["not_forbidden"]
clause = "某规定第三条"
letter = "receipt"
[acts.count]
title = { zh = "记录页数", en = "count pages" }
from = "lent"
who = ["clerk"]
needs = ["pages"]
[acts.return]
title = { zh = "归还", en = "return" }
from = "lent"
to = "returned"
who = ["clerk"]
[clocks.lending]
title = { zh = "借期", en = "lending term" }
starts = ["lent"]
stops = ["returned"]
term = [{ days = 30, clause = "某规定第四条", since = 2020-01-01 }]
chosen = "accepted"
overdue = "warn"
"""
RECEIPT = """
title = { zh = "借据", en = "Receipt" }
to = ["clerk"]
text = "今借出《{book}》，{due.lending}前归还。"
"""
NOTICE = """
title = { zh = "公告", en = "Notice" }
audience = ["public", "clerk"]
label = ["words"]
[fields.words]
title = { zh = "内容", en = "words" }
type = "words"
required = true
"""
FILES = {
    "system.toml": SYSTEM, "loan.procedure.toml": LOAN, "station.register.toml": STATION,
    "notice.register.toml": NOTICE, "toy_patents.measure.toml": MEASURE, "rules.py": RULES,
    "letters/receipt.toml": RECEIPT,
}  # fmt: skip


@pytest.fixture
def toy(lay_over: Callable[..., Path]) -> None:
    """The toy system, beside all others."""
    lay_over(FILES)


@dataclass
class Api:
    """A client that speaks JSON."""

    client: Client
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        return self.client.get(f"/api{path}", query or {}, headers={**self.headers, **headers})

    def send(self, method: str, path: str, body: Any = None, *, headers: dict[str, str] | None = None) -> Any:
        data = "" if body is None else body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self.client.generic(
            method, f"/api{path}", data, content_type="application/json", headers={**self.headers, **(headers or {})})

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, headers={name.replace("_", "-"): value for name, value in headers.items()})


@dataclass
class People:
    """The standing cast of the toy house."""

    clerk: Api
    head: Api
    neighbour: Api
    stranger: Api
    nobody: Api


def api_of(name: str, role: str | None = None, region: Any = None) -> Api:
    client = Client()
    client.force_login(person(name, role, region))
    return Api(client)


@pytest.fixture
def people(city: City, toy: None, settings: Any) -> People:
    """A clerk of the east county, the city's head, a clerk of the west county, an account without a role, nobody."""
    settings.ZHICHAN_AS_OF = DAY
    settings.ZHICHAN_API_PER_MINUTE = {"actor": 10**6, "address": 10**6, "nameless-tries": 10**6}
    return People(
        api_of("clerk", "clerk", city.east), api_of("head", "head", city.city),
        api_of("neighbour", "clerk", city.west), api_of("stranger"), Api(Client()),
    )  # fmt: skip


EAST = "/linjiang/east/"


def lend(api: Api, book: str = "论语", **facts: Any) -> str:
    answer = api.post("/cases/loan/lend", {"region": EAST, "book": book, **facts})
    assert answer.status_code == 201, answer.content.decode()
    return str(answer.json()["result"]["case"])


def enter(api: Api, name: str = "东站", room: str = "101", **facts: Any) -> str:
    answer = api.post("/registers/station/enter", {"region": EAST, "name": name, "room": room, **facts})
    assert answer.status_code == 201, answer.content.decode()
    return str(answer.json()["result"]["entry"])


NOW = datetime(2025, 9, 30, 4, tzinfo=UTC)
FIRMS = {"east": "TEST00000000000001", "west": "TEST00000000000002"}


@pytest.fixture
def patents(people: People) -> None:
    """Three invention patents in the east, one in the west, one of them lapsed."""
    firms = [
        {"key": code, "kind": "firm", "name": region, "region": region, "established_on": "2001-01-01"}
        for region, code in FIRMS.items()
    ]
    rows = [
        {"key": f"P{number}", "kind": "invention", "title": f"专利{number}", "filed_on": "2010-01-01", "granted_on": "2012-01-01",
         **({"ended_on": "2024-06-01"} if number == 2 else {}),
         "holdings": [{"party": FIRMS[region], "region": region, "rank": 1, "since": "2010-01-01", "until": None}]}
        for number, region in enumerate(("east", "east", "east", "west"))
    ]  # fmt: skip
    load_parts(
        [("firm", firms), ("patent", rows)], Manifest(format="test", name="test", whole=True),
        actor=system_actor("import", day=DAY), at=NOW)
    refresh()


PLAN = "00000000-0000-0000-0000-0000000000aa"


@pytest.fixture
def promised(patents: None, city: City) -> None:
    """Two targets of a plan, open to the city's leader only."""
    with kernel():
        for number, wanted in enumerate((3, 10)):
            Target.objects.create(
                key=f"00000000-0000-0000-0000-00000000000{number}", version=1, plan=PLAN, item=f"t{number}",
                indicator="玩具指标", measure="toy_patents", region=city.city, kind="level", comparator=">=",
                direction="higher", value=wanted, unit="件", written=f"{wanted}件", due_year=2027, start_year=2023,
                baseline_year=2022, baseline_value=2, at=NOW, by="test", readers=["leader@/linjiang/"])
