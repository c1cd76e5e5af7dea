"""What firms are told of their rights: why, once, in time, until they stop it; and whether it was of use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from tests.doors.conftest import City, person
from tests.doors.pages import html, words

from zhichan.kernel.access.public import Actor, actor_of, reading, system_actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Refusal
from zhichan.kernel.inbox import reminding
from zhichan.kernel.inbox.public import measured, notices, opened, remind_all, reminder_state
from zhichan.kernel.ledger.public import step
from zhichan.kernel.registry.public import Manifest, load_parts
from zhichan.kernel.registry.searching.public import everything
from zhichan.kernel.selections.public import settle

pytestmark = pytest.mark.django_db
FIRST = date(2024, 7, 1)
CODE, OTHER = "YSTEST000000000001", "YSTEST000000000002"


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def take(*parts: tuple[str, list[dict[str, Any]]], on: date = FIRST) -> None:
    load_parts(parts, Manifest(format="test", name="test", synthetic=True), actor=system_actor("import", day=on), at=at(on))


def held(code: str, since: str) -> list[dict[str, Any]]:
    return [{"party": code, "region": "east", "rank": 1, "since": since}]


def patent(key: str, filed: str, *, code: str = CODE, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": "invention", "title": f"装置{key}", "filed_on": filed, "granted_on": "2019-05-07",
            "holdings": held(code, filed), **more}  # fmt: skip


def mark(key: str, name: str, published: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": "ordinary", "name": name, "nice": 32, "filed_on": "2024-01-05", "published_on": published,
            "holdings": held(OTHER, "2024-01-05"), **more}  # fmt: skip


def follow(day: date) -> None:
    while step():
        pass
    settle(at=at(day))
    remind_all(at=at(day))
    while step():
        pass


@dataclass
class Firm:
    manager: Client
    user: int

    def actor(self, day: date) -> Actor:
        return actor_of(self.user, day=day)

    def told(self, day: date) -> list[tuple[str, str]]:
        return [(one.topic, one.title.zh) for one in notices(actor=self.actor(day), limit=200)]


@pytest.fixture
def firm(city: City, settings: Any, tmp_path: Path) -> Firm:
    settings.ZHICHAN_INDEX, settings.ZHICHAN_AS_OF = tmp_path / "index", FIRST
    firms = [{"key": code, "kind": "firm", "name": f"{code[-1]}号公司", "region": "east", "established_on": "2001-01-01"}
             for code in (CODE, OTHER)]  # fmt: skip
    take(("firm", firms))
    user = person("yu")
    perform(actor=system_actor("console", day=FIRST), verb="access:represent", target=str(user.pk),
            facts={"code": CODE, "instrument": "授权书1号"}, at=at(FIRST))  # fmt: skip
    everything()
    client = Client()
    client.force_login(user)
    return Firm(client, int(user.pk))


@pytest.mark.point("S06.4", without="service/push/rules.py#fee_due")
@pytest.mark.point("S06.4", without="protection/watch/rules.py#opposition_window")
@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.soak)])
def test_a_year_replayed_misses_no_fee_and_no_opposition_window(firm: Firm, every: int) -> None:
    filed = {f"P{number}": date(2016, 1 + number, 3 + 2 * number) for number in range(9)}
    take(("patent", [patent(key, day.isoformat()) for key, day in filed.items()]))
    perform(actor=firm.actor(FIRST), verb="selection:save", facts={"title": "清泉监测", "text": 'ALIKE="清泉"'}, at=at(FIRST))
    published = {f"M{number}": date(2024, 8, 5) + timedelta(days=61 * number) for number in range(4)}
    year = [FIRST + timedelta(days=number) for number in range(365)]
    seen: dict[tuple[str, str], date] = {}
    before = ""
    for day in year:
        new = [mark(key, f"清泉{'甲乙丙丁'[int(key[1])]}", on.isoformat()) for key, on in published.items() if on == day]
        if new:
            take(("mark", new), on=day)
        # On the other days, and two days in seven, nothing runs at all, as when a machine is off.
        if (day - FIRST).days % every or day.weekday() > 4:
            continue
        if (state := reminder_state(on=day)) != before:
            before = state
            follow(day)
            for one in notices(actor=firm.actor(day), limit=200):
                seen.setdefault((one.subject[1], one.title.zh), day)

    def first(right: str, *words: str) -> date:
        return min(day for (about, title), day in seen.items() if about == right and all(one in title for one in words))

    late = timedelta(days=every + 2)
    # Reckoned here from the dates alone: a fee for each year of the patent falls due on its filing day.
    due = {key: date(2024 if (day.month, day.day) >= (7, 1) else 2025, day.month, day.day) for key, day in filed.items()}
    for key, day in due.items():
        fee = f"第{day.year - filed[key].year + 1}年度"
        assert FIRST <= first(f"patent:{key}", fee, "即将到期") <= max(FIRST, day - timedelta(days=60)) + late, key
        # The last day of a fee moves past days off, a week at most.
        if day + timedelta(days=7) + late < year[-1]:
            assert day < first(f"patent:{key}", fee, "宽限") <= day + timedelta(days=8) + late, key
    for key, day in published.items():
        assert day <= first(f"mark:{key}", "可以异议") <= day + late, key
    last = [one for one in notices(actor=firm.actor(year[-1]), limit=200) if one.topic == "remind:opposition"]
    assert len(last) == 2 * len(published), "each is told when it opens and before it ends, and never again"


@pytest.mark.point("P22.2", without="protection/watch/rules.py#opposition_window")
def test_the_last_day_for_an_opposition_is_told_with_its_clause_and_how_it_is_counted(firm: Firm) -> None:
    perform(actor=firm.actor(FIRST), verb="selection:save", facts={"title": "清泉监测", "text": 'ALIKE="清泉"'}, at=at(FIRST))
    take(("mark", [mark("M1", "青泉", "2024-06-28"), mark("M2", "大地", "2024-06-28"), mark("M3", "清泉", "2024-03-01")]))
    follow(FIRST)
    [told] = [one for one in notices(actor=firm.actor(FIRST)) if one.topic == "remind:opposition"]
    assert told.title.zh == "近似商标“青泉”可以异议：2024年9月30日前", "28 September is a Saturday"
    assert "（商标法第三十三条）" in told.said.zh
    assert "2024年6月28日" in told.said.zh
    assert (told.why.zh, told.subject) == ("因为该商标与您监测的商标近似", ("reminder", "mark:M1"))


@pytest.mark.point("S06.1", without="service/push/rules.py#fee_due")
def test_each_item_says_why_it_came_and_leads_to_what_it_is_about(firm: Firm) -> None:
    take(("patent", [patent("P1", "2016-08-01"), patent("P2", "2016-08-01", code=OTHER), patent("P3", "2016-08-01", ended_on="2023-01-01", end_reason="unpaid_fee")]))
    follow(FIRST)
    page = words(firm.manager.get("/mine/"))
    assert "“装置P1”第9年度年费即将到期：2024年8月1日" in page
    assert "因为您所代表的单位是该专利的权利人" in page
    assert "装置P2”第" not in page
    assert "装置P3”第" not in page
    [told] = notices(actor=firm.actor(FIRST))
    answer = firm.manager.get(f"/desk/notices/{told.id}/")
    assert (answer.status_code, answer["Location"]) == (302, "/records/patent/P1/")


@pytest.mark.point("S06.2", without="service/push/rules.py#fee_due")
def test_one_tap_stops_this_kind_and_the_other_kinds_go_on(firm: Firm) -> None:
    take(("patent", [patent("P1", "2016-08-01"), patent("P2", "2016-08-02")]),
         ("mark", [mark("M1", "自有", "2014-05-13") | {"filed_on": "2013-05-06", "registered_on": "2014-08-14", "holdings": held(CODE, "2013-05-06")}]))
    follow(FIRST)
    assert sorted({topic for topic, _ in firm.told(FIRST)}) == ["remind:fee_due", "remind:renewal_due"]
    fee = next(one for one in notices(actor=firm.actor(FIRST)) if one.topic == "remind:fee_due")
    page = html(firm.manager.get("/mine/"))
    assert f'name="stop" value="topic-{fee.id}"' in page
    answer = firm.manager.post("/desk/notices/", {"stop": f"topic-{fee.id}", "next": "/mine/"})
    assert answer["Location"] == "/mine/"
    assert {topic for topic, _ in firm.told(FIRST)} == {"remind:renewal_due"}
    take(("patent", [patent("P4", "2016-08-03")]))
    follow(FIRST + timedelta(days=1))
    assert {topic for topic, _ in firm.told(FIRST + timedelta(days=1))} == {"remind:renewal_due"}


@pytest.mark.point("S06.3", without="service/push/system.toml#roles.push-officer")
def test_how_many_were_opened_and_of_use_is_measured_and_never_who(firm: Firm, city: City) -> None:
    take(("patent", [patent(f"P{number}", "2016-08-01") for number in range(3)]))
    follow(FIRST)
    first, second, _ = notices(actor=firm.actor(FIRST))
    for one in (first, first, second):
        firm.manager.get(f"/desk/notices/{one.id}/")
    for _ in range(2):
        firm.manager.post("/desk/notices/", {"use": str(first.id), "next": "/mine/"})
    officer = Client()
    officer.force_login(person("push", "push-officer", city.city))
    assert words(firm.manager.get("/mine/")).count("您说有用") == 1
    page = words(officer.get("/desk/pushes/"))
    assert "年费提醒 3 2 66.7% 1 33.3%" in page
    assert "yu" not in page
    stranger = Client()
    stranger.force_login(person("stranger"))
    for other in (stranger, firm.manager, Client()):
        assert other.get("/desk/pushes/").status_code in {302, 404}
    with pytest.raises(Refusal):
        measured(actor=firm.actor(FIRST), since=FIRST, until=FIRST + timedelta(days=1))


def test_nobody_opens_or_uses_what_was_told_to_others(firm: Firm) -> None:
    take(("patent", [patent("P1", "2016-08-01")]))
    follow(FIRST)
    [told] = notices(actor=firm.actor(FIRST))
    stranger = Client()
    other = person("stranger")
    stranger.force_login(other)
    assert stranger.get(f"/desk/notices/{told.id}/").status_code == 404
    with pytest.raises(Refusal) as refused:
        perform(actor=actor_of(other.pk, day=FIRST), verb="inbox:use", target=told.id, at=at(FIRST))
    assert refused.value.codes == ("acts.not-there",)
    with pytest.raises(Refusal):
        opened(actor=actor_of(other.pk, day=FIRST), notice=told.id, at=at(FIRST))
    with pytest.raises(Refusal):
        perform(actor=actor_of(other.pk, day=FIRST), verb="inbox:remind", facts={"name": "x", "recipient": "y", "hits": []}, at=at(FIRST))


def test_whoever_acts_for_nobody_is_told_of_no_right_and_a_reminder_comes_once(firm: Firm) -> None:
    take(("patent", [patent("P1", "2016-08-01", code=OTHER)]))
    follow(FIRST)
    assert firm.told(FIRST) == []
    take(("patent", [patent("P2", "2016-08-01")]))
    for number in range(3):
        follow(FIRST + timedelta(days=number))
    assert len(firm.told(FIRST)) == 1
    with reading(firm.actor(FIRST)):
        assert firm.told(FIRST)[0][0] == "remind:fee_due"


def test_a_right_with_the_longest_key_is_reminded_of_opened_and_stopped_like_any_other(firm: Firm) -> None:
    key = "X" * 64
    take(("patent", [patent(key, "2016-08-01")]))
    follow(FIRST)
    [told] = notices(actor=firm.actor(FIRST))
    assert told.subject == ("reminder", f"patent:{key}")
    assert firm.manager.get(f"/desk/notices/{told.id}/")["Location"] == f"/records/patent/{key}/"
    firm.manager.post("/desk/notices/", {"stop": f"subject-{told.id}", "next": "/mine/"})
    assert firm.told(FIRST) == []


def test_what_fails_for_one_right_or_one_recipient_keeps_no_other_from_being_told(
    firm: Firm, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    other = person("other")
    perform(actor=system_actor("console", day=FIRST), verb="access:represent", target=str(other.pk),
            facts={"code": OTHER, "instrument": "授权书2号"}, at=at(FIRST))  # fmt: skip
    take(("patent", [patent("P1", "2016-08-01"), patent("P2", "2016-08-01"), patent("P3", "2016-08-01", code=OTHER)]))
    said, done = reminding._said, reminding.perform

    def broken(right: str, hit: Any) -> dict[str, Any]:
        if right == "patent:P1":
            raise ArithmeticError(right)
        return said(right, hit)

    def refusing(**act: Any) -> Any:
        if act["facts"]["recipient"] == f"party:{CODE}":
            raise LookupError("nobody there")
        return done(**act)

    monkeypatch.setattr(reminding, "_said", broken)
    monkeypatch.setattr(reminding, "perform", refusing)
    follow(FIRST)
    assert firm.told(FIRST) == []
    assert len(notices(actor=actor_of(other.pk, day=FIRST))) == 1
    assert [one.message for one in caplog.records if one.message.startswith("not reminded")] == [
        "not reminded: service/push/fee_due of patent:P1", f"not reminded: party:{CODE} of service/push/fee_due",
    ]  # fmt: skip
    monkeypatch.setattr(reminding, "perform", done)
    follow(FIRST)
    assert [one.subject[1] for one in notices(actor=firm.actor(FIRST))] == ["patent:P2"]
    monkeypatch.setattr(reminding, "_said", said)
    follow(FIRST)
    assert {one.subject[1] for one in notices(actor=firm.actor(FIRST))} == {"patent:P1", "patent:P2"}


def test_a_database_that_is_away_ends_the_round_of_reminders(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    take(("patent", [patent("P1", "2016-08-01")]))

    def away(**_: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(reminding, "perform", away)
    with pytest.raises(OperationalError):
        remind_all(at=at(FIRST))


def test_whom_a_watch_is_shared_with_is_told_the_same_day(firm: Firm, city: City) -> None:
    officer = person("guard", "watch-officer", city.city)
    actor = actor_of(officer.pk, day=FIRST)
    take(("mark", [mark("M1", "青泉", "2024-06-28")]))
    follow(FIRST)
    made = perform(actor=actor, verb="selection:save", facts={"title": "清泉监测", "text": 'ALIKE="清泉"'}, at=at(FIRST))
    follow(FIRST)
    before = reminder_state(on=FIRST)
    assert reminder_state(on=FIRST) == before
    perform(actor=actor, verb="selection:share", target=made.result["selection"], facts={"parties": [CODE]}, at=at(FIRST))
    assert reminder_state(on=FIRST) != before
    follow(FIRST)
    assert "remind:opposition" in {topic for topic, _ in firm.told(FIRST)}
