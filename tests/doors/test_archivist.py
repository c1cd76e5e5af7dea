"""What shipped procedures keep has its term and its source; the archivist destroys what is past it, and no more."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from tests.doors.conftest import City, person
from tests.doors.test_management_journey import DRAFT
from tests.doors.test_one_folder import html, words

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import perform
from zhichan.kernel.casework.public import Case, facts_of
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import kernel
from zhichan.site.verifying import verify

pytestmark = pytest.mark.django_db
AT = datetime(2025, 9, 30, 2, tzinfo=UTC)
PLANNER = Actor("user:903", date(2025, 9, 30), (Role("plan-officer", "/linjiang/"),))


@pytest.fixture
def comment(city: City) -> Case:
    """An answered comment whose author left a name and a telephone."""

    def does(verb: str, target: str | None = None, actor: Actor = PLANNER, **facts: Any) -> str:
        return str(perform(actor=actor, verb=verb, target=target, facts=facts, at=AT).result["case"])

    laid_open = does("consultation:prepare", region="/linjiang/", paper=DRAFT.encode(), filename="draft.txt")
    does("consultation:lay_open", laid_open, closes_on="2025-10-30")
    with kernel():
        number = Case.objects.get(pk=laid_open).number
    case = does(
        "comment:submit", actor=Actor("anyone", date(2025, 9, 30)), region="/linjiang/", consultation=number, clause="c2",
        text="建议每年受理两次", author="沈书禾（演示）", contact="000-0000-0000")  # fmt: skip
    does("comment:publish", case)
    does("comment:answer", case, disposition="adopted", answer="采纳，增加九月受理", effect="第二条改为三月和九月")
    with kernel():
        return Case.objects.get(pk=case)


def test_who_wrote_a_comment_is_destroyed_after_its_term_and_what_was_said_stays(
    city: City, comment: Case, settings: Any
) -> None:
    archivist = Client()
    archivist.force_login(person("archive", "archivist", city.city))
    settings.ZHICHAN_AS_OF = date(2026, 9, 30)
    assert "没有到期的内容" in words(archivist.get("/desk/retention/"))
    settings.ZHICHAN_AS_OF = date(2026, 10, 1)
    page = html(archivist.get("/desk/retention/"))
    for said in (comment.number, "姓名或单位（可不填）、联系方式（可不填）", "个人信息保护法第十九条（期限为本市参数）", "2026年9月30日"):
        assert said in page
    assert f'href="/desk/cases/comment/{comment.pk}/"' not in page, "the archivist reads the list, not the cases"
    due = re.findall(r'name="due" value="([^"]+)"', page)
    assert {"author", "contact"} <= set(facts_of(PLANNER, comment))
    answer = archivist.post("/desk/retention/", {"due": due, "do": "destroy", "instrument": "清册1号", "key": "a"})
    assert "已销毁" in words(answer)
    with kernel():
        now = Case.objects.get(pk=comment.pk)
    told = facts_of(PLANNER, now)
    assert (told["text"], told["answer"]) == ("建议每年受理两次", "采纳，增加九月受理")
    assert not {"author", "contact"} & set(told)
    assert verify().faults == []


def test_each_term_of_a_shipped_procedure_names_its_clause() -> None:
    terms = {
        f"{slug}/{name}": [(span.months or span.days, span.clause) for span in rule.term]
        for slug, one in current().procedures.items()
        for name, rule in one.retention.items()
    }
    assert {"comment/author", "supervision/evidence", "infringement/file", "interest_subsidy/file"} <= set(terms)
    assert all(length and clause for spans in terms.values() for length, clause in spans)
