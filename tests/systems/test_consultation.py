"""M22: anyone comments by clause, every comment has a public answer, draft and final are linked, silence is reported."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.doors.conftest import DAY, Cast, City, cast, city

from zhichan.doors.portal.management.consultation import called as named
from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.casework.public import tick
from zhichan.kernel.ground.public import Refusal, Text

__all__ = ["cast", "city"]

NOW = datetime(2025, 9, 30, 2, tzinfo=UTC)
LATER = datetime(2025, 11, 3, 2, tzinfo=UTC)
OFFICER = Actor("user:901", DAY, (Role("plan-officer", "/linjiang/"),))
LEADER = Actor("user:902", DAY, (Role("leader", "/linjiang/"),))
ANYONE = Actor("anyone", DAY)
DRAFT = """临江市知识产权资助办法（征求意见稿）
为规范资助，制定本办法。
第一条 对新获发明专利的企业给予一次性资助。
第二条 资助申请每年三月受理。
第三条 市财政局负责审核资金。
"""
FINAL = """临江市知识产权资助办法
为规范资助，制定本办法。
第一条 资助申请每年三月和九月受理。
第二条 市财政局负责审核资金。
第三条 资助结果向社会公开，接受监督。
"""


def act(verb: str, case: str | None, at: datetime = NOW, who: Actor = OFFICER, **facts: Any) -> dict[str, Any]:
    return dict(perform(actor=who, verb=verb, target=case, facts=facts, at=at).result)


def laid_open(**more: Any) -> tuple[str, str]:
    """The case and the number of a consultation that is open."""
    made = act("consultation:prepare", None, region="/linjiang/", paper=DRAFT.encode(), filename="draft.txt")
    act("consultation:lay_open", made["case"], **{"closes_on": "2025-10-30", **more})
    return made["case"], made["number"]


def comment(number: str, text: str = "建议每年受理两次", clause: str = "c3", **more: Any) -> str:
    facts = {"region": "/linjiang/", "consultation": number, "clause": clause, "text": text, **more}
    return str(act("comment:submit", None, who=ANYONE, **facts)["case"])


def listed(text: str, clause: str) -> str:
    """What the page says of a clause."""
    found = re.search(rf'<li id="{clause}">(.*?)</li>\s*(?=<li id="c|</ol>)', text, re.DOTALL)
    assert found
    return found[1]


def test_a_draft_is_cut_into_its_clauses() -> None:
    from zhichan.kernel.catalogue.public import current

    cut = current().rule(folder="management/consultation", name="cut")
    assert [(each["key"], each["label"]) for each in cut(DRAFT)] == [
        ("c1", "前言"), ("c2", "第一条"), ("c3", "第二条"), ("c4", "第三条"),
    ]  # fmt: skip
    assert [each["label"] for each in cut("标题\n一、总则\n说明\n（一）目标\n1.先行\n")] == ["一、", "（一）", "1."]
    assert [each["label"] for each in cut("标题\n没有编号。\n再一段。\n")] == ["第1段", "第2段"]


def test_titles_of_chapters_stand_above_clauses_and_numbers_below_others_are_called_with_theirs() -> None:
    from zhichan.kernel.catalogue.public import current

    cut = current().rule(folder="management/consultation", name="cut")

    def called(one: dict[str, str]) -> str:
        return one.get("called", one["label"])

    rules = cut(
        "某县养犬管理办法\n第一章 总则\n第一条 为规范养犬，制定本办法。\n第二章 登记\n第二条 满三月应当登记：\n（一）带犬证；\n"
        "第三章 附则\n本章另行制定。\n"
    )
    assert [(each.get("above", ""), called(each), each["text"]) for each in rules] == [
        ("第一章 总则", "第一条", "第一条 为规范养犬，制定本办法。"),
        ("第二章 登记", "第二条", "第二条 满三月应当登记："),
        ("", "第二条（一）", "（一）带犬证；"),
        ("第三章 附则", "第三章", "本章另行制定。"),
    ]
    plan = cut("标题\n一、总则\n（一）目标\n1.先行\n2.跟进\n二、任务\n（一）建站\n")
    assert list(map(called, plan)) == [
        "第一部分", "第一部分（一）", "第一部分（一）第1项", "第一部分（一）第2项", "第二部分", "第二部分（一）",
    ]  # fmt: skip
    assert list(map(called, cut("标题\n1.建站\n2.培训\n"))) == ["第1项", "第2项"]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("前言", "Preamble (前言)"),
        ("第二条", "Article 2 (第二条)"),
        ("第十二条（三）", "Article 12 (3) (第十二条（三）)"),
        ("第二部分（一）第3项", "Part 2 (1), item 3 (第二部分（一）第3项)"),
        ("第三章", "Chapter 3 (第三章)"),
        ("第4段", "Paragraph 4 (第4段)"),
        ("第三条之一", "第三条之一"),
    ],
)
def test_a_clause_is_called_in_both_languages(zh: str, en: str) -> None:
    assert named({"key": "c1", "label": "（一）", "called": zh, "text": ""}) == Text(zh, en)


def test_an_english_page_names_its_clauses_in_english(cast: Cast) -> None:
    case, _ = laid_open()
    cast.nobody.cookies["django_language"] = "en"
    page = cast.nobody.get(f"/consultations/{case}/").content.decode()
    assert "Comment on Article 2 (第二条)</a>" in page
    assert "<h3>Article 2 (第二条)</h3>" in page
    assert re.search(r"<option value=\"c3\">Article 2 \(第二条\) ", page)


@pytest.mark.point("M22.1", without="management/consultation/comment.procedure.toml#acts.submit.who")
def test_a_citizen_comments_on_a_clause_without_an_account_and_the_moderator_gives_reasons(cast: Cast) -> None:
    case, _ = laid_open()
    address = f"/consultations/{case}/"
    assert "对第二条提意见" in cast.nobody.get(address).content.decode()
    given = {"clause": "c3", "text": "建议每年受理两次，电话13800000000", "key": "a" * 32}
    assert cast.nobody.post(address, given).status_code == 302
    with reading(OFFICER):
        made = reach(OFFICER, "comment:read").get()
    assert (made.facts["clause"], made.stage) == ("c3", "received")
    # Whoever looks at it sees the clause, not only by which key it is known.
    assert made.facts["about"].startswith("第二条")
    assert "13800000000" not in cast.nobody.get(address).content.decode()
    for missing in ({"moderation": "personal_data"}, {"moderation_note": "x"}):
        with pytest.raises(Refusal) as refused:
            act("comment:withhold", str(made.pk), **missing)
        assert refused.value.codes == ("given.missing",)
    facts = {"shown": "建议每年受理两次", "moderation": "personal_data", "moderation_note": "隐去电话号码"}
    act("comment:publish_masked", str(made.pk), **facts)
    said = listed(cast.nobody.get(address).content.decode(), "c3")
    assert "建议每年受理两次" in said
    assert "含个人信息" in said
    assert "隐去电话号码" in said
    assert "13800000000" not in said


def test_what_was_written_is_sealed_from_all_but_the_moderator(cast: Cast) -> None:
    from zhichan.kernel.casework.public import facts_of

    _, number = laid_open()
    made = comment(number, author="李某", contact="13800000000")
    act("comment:withhold", made, moderation="off_topic", moderation_note="与条款无关")
    for who, seen in ((OFFICER, True), (LEADER, False), (ANYONE, False)):
        with reading(who):
            case = reach(who, "comment:read").get(pk=made)
        assert ({"text", "author", "contact"} <= set(facts_of(who, case))) is seen


def test_whoever_answers_a_comment_has_it_before_them_and_nobody_else_does(cast: Cast) -> None:
    _, number = laid_open()
    made = comment(number, text="建议每年受理两次", author="李某", contact="13800000000")
    form = f"/desk/cases/comment/{made}/acts/"
    shown = re.compile(r"<dt>意见</dt><dd>\s*建议每年受理两次</dd>")
    for name in ("publish", "publish_masked", "withhold"):
        assert shown.search(cast.planner.get(f"{form}{name}/").content.decode()), name
    act("comment:withhold", made, moderation="off_topic", moderation_note="与条款无关")
    page = cast.planner.get(f"{form}answer/").content.decode()
    assert shown.search(page)
    assert "13800000000" not in page, "who wrote it is not needed for an answer"
    refused = cast.planner.post(f"{form}answer/", {"disposition": "noted", "do": "do", "key": "k1"})
    assert refused.status_code == 422
    assert shown.search(refused.content.decode())
    assert "建议每年受理两次" not in cast.leader.get(f"{form}answer/").content.decode(), "the words are sealed"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"clause": "c9"}, "consultation.no-clause"),
        ({"consultation": "ZQ1999-0001"}, "consultation.none"),
        ({"text": ""}, "given.missing"),
        ({"shown": "广告"}, "given.not-taken"),
    ],
)
def test_a_comment_on_nothing_is_refused(city: City, facts: dict[str, str], code: str) -> None:
    _, number = laid_open()
    with pytest.raises(Refusal) as refused:
        comment(**{"number": number, **facts} if "consultation" not in facts else {"number": facts["consultation"]})
    assert refused.value.codes == (code,)
    with reading(OFFICER):
        assert not reach(OFFICER, "comment:read").exists()


def test_comments_come_only_while_it_is_open(city: City) -> None:
    case, number = laid_open()
    tick(at=LATER)
    with reading(ANYONE):
        assert reach(ANYONE, "consultation:read").get(pk=case).stage == "closed"
    with pytest.raises(Refusal) as refused:
        comment(number)
    assert refused.value.codes == ("consultation.not-open",)


def test_less_than_thirty_days_needs_a_reason(city: City) -> None:
    with pytest.raises(Refusal) as refused:
        laid_open(closes_on="2025-10-10")
    assert refused.value.codes == ("consultation.too-short",)
    laid_open(closes_on="2025-10-10", why_shorter="依上级通知须在十月中旬施行")


@pytest.mark.point("M22.2", without="management/consultation/rules.py#every_comment_is_answered")
@pytest.mark.point("M22.3", without="management/consultation/rules.py#links")
def test_every_comment_has_a_public_answer_and_the_final_text_stands_beside_the_draft(cast: Cast) -> None:
    case, number = laid_open()
    one, other = comment(number), comment(number, "标准太低", "c2")
    act("comment:publish", one)
    act("comment:withhold", other, moderation="abuse", moderation_note="含辱骂")
    act("comment:answer", one, disposition="adopted", answer="有道理", effect="第一条增加九月受理")
    act("consultation:record_reach", case, channel="门户网站", figure=120, counted="网站访问统计")
    tick(at=LATER)
    with pytest.raises(Refusal) as refused:
        act("consultation:conclude", case, LATER, final=FINAL.encode(), final_name="final.txt")
    assert refused.value.codes == ("consultation.unanswered",)
    act("comment:answer", other, LATER, disposition="not_adopted", answer="资助标准依省级办法")
    act("consultation:conclude", case, LATER, final=FINAL.encode(), final_name="final.txt")
    text = cast.nobody.get(f"/consultations/{case}/").content.decode()
    first, third = listed(text, "c2"), listed(text, "c3")
    assert "已删去" in first
    assert "资助标准依省级办法" in first
    assert "标准太低" not in first
    assert "有修改" in third
    assert "每年三月和九月受理" in third
    assert "第一条增加九月受理" in third
    assert "未改" in listed(text, "c4"), "a clause that only got another number is not told as changed"
    assert "资助结果向社会公开" in text[text.index("定稿新增") :]
    # Whoever works on it reads what the clauses are called, and no code of them.
    desk = cast.planner.get(f"/desk/cases/consultation/{case}/").content.decode()
    links = desk[desk.index("草稿与定稿对应") :]
    assert not re.search(r">\s*c\d\s*<", links)
    assert re.search(r"<th[^>]*>\s*第二条\s*</th>\s*<td[^>]*>\s*第一条\s*</td>", links)
    rows = cast.planner.get("/desk/cases/comment/").content.decode()
    assert not re.search(r">\s*c\d\s*<", rows)
    assert "第二条" in rows
    assert re.search(r">\s*采纳\s*<", rows), "what became of a comment stands in the list"
    with reading(ANYONE):
        outcome = reach(ANYONE, "consultation:read").get(pk=case).facts["outcome"]
    assert outcome == {
        "comments": 2, "dispositions": {"adopted": 1, "not_adopted": 1}, "withheld": 1, "days": 31, "reached": 120,
    }  # fmt: skip


def test_nobody_comments_on_a_clause_without_choosing_it_and_script_is_shown_as_the_words_it_is(cast: Cast) -> None:
    case, number = laid_open()
    address = f"/consultations/{case}/"
    form = cast.nobody.get(address).content.decode()
    assert '<option value="" selected>请选择</option>' in form
    assert '<option value="c2" selected>' in cast.nobody.get(f"{address}?clause=c2").content.decode()
    refused = cast.nobody.post(address, {"clause": "", "text": "太少", "key": "k" * 32})
    assert (refused.status_code, "缺少" in refused.content.decode()) == (422, True)
    act("comment:publish", comment(number, "<script>alert(1)</script>"))
    text = cast.nobody.get(address).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in listed(text, "c3")
    assert "<script>alert" not in text


def test_what_is_adopted_says_what_was_changed(city: City) -> None:
    _, number = laid_open()
    made = comment(number)
    act("comment:publish", made)
    with pytest.raises(Refusal) as refused:
        act("comment:answer", made, disposition="partly", answer="部分有理")
    assert refused.value.codes == ("consultation.no-effect",)


@pytest.mark.point("M22.4", without="management/consultation/rules.py#reach_is_known")
def test_no_comment_at_all_is_reported_with_how_many_were_reached(cast: Cast) -> None:
    case, _ = laid_open()
    tick(at=LATER)
    with pytest.raises(Refusal) as refused:
        act("consultation:conclude", case, LATER, final=FINAL.encode(), final_name="final.txt")
    assert refused.value.codes == ("consultation.no-reach",)
    act("consultation:record_reach", case, LATER, channel="门户网站", figure=120, counted="网站访问统计")
    act("consultation:record_reach", case, LATER, channel="公众号", figure=380, counted="后台阅读数")
    act("consultation:conclude", case, LATER, final=FINAL.encode(), final_name="final.txt")
    text = cast.nobody.get(f"/consultations/{case}/").content.decode()
    assert "公开31天，通过2个渠道触达500人次，收到意见0条。" in text


def test_a_draft_that_is_not_open_yet_is_not_there(cast: Cast) -> None:
    made = act("consultation:prepare", None, region="/linjiang/", paper=DRAFT.encode(), filename="draft.txt")
    assert cast.nobody.get(f"/consultations/{made['case']}/").status_code == 404
