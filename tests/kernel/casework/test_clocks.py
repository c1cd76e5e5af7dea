"""Clocks of cases, asked through ``perform``: golden dates, pauses, extensions, restarts, expiry and late facts."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import SHANGHAI, perform, reach
from zhichan.kernel.casework import expiring
from zhichan.kernel.casework.public import Case, Running, clocks_of, fold, reindex, tick
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event, Payload
from zhichan.site import opening

FIRM = [{"name": "甲公司", "party": "91A"}]
OTHER = [{"name": "乙公司", "party": "91B"}]
TWO_DAYS_OFF = """
year = 2026
announced = true
region = "/tc/"
notices = ["示例地方规定"]
mark = "S"

[[holiday]]
name = { zh = "示例节", en = "An Example's Feast" }
first = 2026-03-04
last = 2026-03-05
"""


@pytest.fixture
def city(db: None) -> Region:
    """A city."""
    return _city()


def _city() -> Region:
    with kernel():
        return Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")


def actor(role: str, day: date, number: int = 1) -> Actor:
    """Someone with one role in the city."""
    return Actor(f"user:{number}", day, (Role(role, "/tc/"),))


ROLES = {"extend": "head", "extend_acceptance": "head", "extend_again": "superior"}


def do(case: str | None, act: str, on: str, *, preview: bool = False, **facts: Any) -> dict[str, Any]:
    """Do an act on a day and return its result."""
    at = datetime.fromisoformat(f"{on}T10:00").replace(tzinfo=SHANGHAI)
    who = actor(ROLES.get(act, "clerk"), at.date())
    opening = {} if case else {"region": "/tc/", "applicants": FIRM, "respondents": OTHER, "subject": "外观"}
    outcome = perform(
        actor=who, verb=f"petition:{act}", target=case, facts={**opening, **facts}, at=at, preview=preview
    )
    return dict(outcome.result)


def filed(on: str, **facts: Any) -> str:
    """A petition received on a day."""
    return str(do(None, "file", on, **facts)["case"])


def accepted(on: str, **facts: Any) -> str:
    """A petition received and accepted on a day."""
    case = filed(on, **facts)
    do(case, "accept", on)
    return case


def row(case: str) -> Case:
    """The case's row."""
    with kernel():
        return Case.objects.select_related("region").get(pk=case)


def clock(case: str, name: str, as_of: str, key: str = "") -> Running:
    """The last run of a clock."""
    runs = clocks_of(row(case), as_of=date.fromisoformat(as_of))
    return [run for run in runs if run.name == name and run.key == key][-1]


def due(case: str, name: str, as_of: str) -> str:
    """The last day of a clock, in ISO form."""
    return str(clock(case, name, as_of).due.day)


def snapshot() -> list[Any]:
    """Every case as it is, and the number of events."""
    with kernel():
        cases = Case.objects.order_by("number").values_list(
            "number", "stage", "facts", "course", "letters", "due_on", "expires_on", "version"
        )
        return [*cases, Event.objects.count()]


@pytest.mark.usefixtures("petition", "city")
class TestDueDates:
    def test_acceptance_takes_five_working_days_and_five_more_when_extended(self) -> None:
        case = filed("2026-09-18")
        assert row(case).due_on == date(2026, 9, 24)
        do(case, "extend_acceptance", "2026-09-23")
        assert row(case).due_on == date(2026, 10, 9)
        assert not clock(case, "acceptance", "2026-10-09").overdue
        assert clock(case, "acceptance", "2026-10-10").overdue

    def test_three_months_are_counted_by_the_calendar_and_clamped_to_the_months_end(self) -> None:
        assert due(accepted("2026-01-31"), "case", "2026-02-01") == "2026-04-30"

    def test_every_step_is_said_in_two_languages_with_its_clause(self) -> None:
        case = filed("2026-09-18")
        do(case, "extend_acceptance", "2026-09-23")
        steps = clock(case, "acceptance", "2026-09-24").due.steps
        assert [step.code for step in steps] == ["start", "term", "extension", "due"]
        assert steps[1].clause == "办法第二十条"
        assert "5 个工作日：head于" in steps[2].zh
        assert all(step.zh and step.en for step in steps)

    def test_the_day_in_law_counts_and_not_the_day_of_entry(self) -> None:
        case = filed("2026-09-20", happened_on="2026-09-18")
        assert row(case).due_on == date(2026, 9, 24)

    def test_the_day_of_an_earlier_act_is_not_that_of_a_later_one(self) -> None:
        case = filed("2026-09-20", happened_on="2026-09-18")
        do(case, "accept", "2026-09-22")
        assert [each["day"] for each in row(case).course] == ["2026-09-18", "2026-09-22"]

    def test_a_day_that_has_not_come_is_refused_and_nothing_is_left(self) -> None:
        before = snapshot()
        with pytest.raises(Refusal) as refused:
            filed("2026-09-18", happened_on="2026-09-19")
        assert refused.value.codes == ("casework.future-day",)
        assert snapshot() == before

    def test_a_supplement_restarts_the_clock_from_its_day(self) -> None:
        case = filed("2026-04-07")
        do(case, "supplement", "2026-04-10")
        assert due(case, "acceptance", "2026-04-11") == "2026-04-17"
        assert "restart" in [step.code for step in clock(case, "acceptance", "2026-04-11").due.steps]

    def test_pauses_inside_each_other_are_taken_out_once_and_name_their_papers(self) -> None:
        case = accepted("2026-06-01")
        do(case, "appraise", "2026-06-20", paper="委托〔2026〕3号")
        do(case, "suspend", "2026-06-25", paper="中止〔2026〕1号")
        assert clock(case, "case", "2026-06-26").paused
        assert row(case).due_on is None
        do(case, "resume", "2026-07-01", paper="恢复〔2026〕1号")
        assert clock(case, "case", "2026-07-02").paused
        do(case, "appraised", "2026-07-09")
        found = clock(case, "case", "2026-07-10")
        assert not found.paused
        assert found.due.day == date(2026, 9, 21)
        words = " ".join(step.zh for step in found.due.steps if step.code == "pause")
        assert "委托〔2026〕3号" in words
        assert "恢复〔2026〕1号" in words
        assert row(case).stage == "open"

    def test_while_a_pause_is_open_the_day_is_provisional(self) -> None:
        case = accepted("2026-06-01")
        do(case, "suspend", "2026-06-25")
        found = clock(case, "case", "2026-06-30")
        assert (found.due.open_pause, found.due.provisional, found.overdue) == (True, True, False)

    def test_beyond_the_announced_years_a_day_is_provisional(self) -> None:
        case = filed("2027-12-28")
        assert clock(case, "acceptance", "2027-12-28").due.provisional

    def test_the_second_extension_needs_the_first_and_keeps_to_its_limit(self) -> None:
        case = accepted("2026-01-31")
        for facts, code in (({"longer": 2}, "casework.extension-order"),):
            with pytest.raises(Refusal) as refused:
                do(case, "extend_again", "2026-03-01", **facts)
            assert refused.value.codes == (code,)
        do(case, "extend", "2026-03-02")
        assert due(case, "case", "2026-03-02") == "2026-05-30"
        with pytest.raises(Refusal) as refused:
            do(case, "extend", "2026-03-03")
        assert refused.value.codes == ("casework.extended-enough",)
        with pytest.raises(Refusal) as refused:
            do(case, "extend_again", "2026-03-03", longer=3)
        assert refused.value.codes == ("casework.extension-length",)
        do(case, "extend_again", "2026-03-04", longer=1)
        assert due(case, "case", "2026-03-05") == "2026-06-30"

    def test_an_extension_after_the_last_day_is_recorded_as_late_and_moves_nothing(self) -> None:
        case = accepted("2026-01-31")
        do(case, "extend", "2026-05-06")
        found = clock(case, "case", "2026-05-06")
        assert (found.due.day, found.overdue, len(found.late)) == (date(2026, 4, 30), True, 1)
        assert found.extended == ()

    def test_the_edition_is_chosen_by_its_day_and_kept_in_the_event_with_the_reason(self) -> None:
        old, new = accepted("2025-01-20"), accepted("2025-02-03")
        assert (due(old, "case", "2025-02-10"), due(new, "case", "2025-02-10")) == ("2025-05-20", "2025-05-06")
        with kernel():
            event = Event.objects.get(subject_id=old, verb="petition:accept")
            kept = {each["clock"]: each for each in Payload.objects.get(event_id=event.pk).content["clocks"]}
        assert kept["case"]["chosen"]["clause"] == "旧办法第三十条"
        assert kept["case"]["chosen"]["reason"]["zh"].startswith("受理日2025年1月20日")

    def test_a_step_before_any_edition_is_refused_with_the_reason(self) -> None:
        before = snapshot()
        with pytest.raises(Refusal) as refused:
            filed("2019-12-20")
        assert refused.value.codes == ("clock.no_version",)
        assert snapshot() == before

    def test_facts_choose_the_variant_and_a_weekend_moves_the_last_day_of_a_right(self) -> None:
        home, abroad = accepted("2026-03-02"), accepted("2026-03-02", abroad=True)
        for case in (home, abroad):
            do(case, "serve", "2026-03-06", served_on="2026-03-06", served_how="direct")
        assert due(home, "answer", "2026-03-07") == "2026-03-23"
        assert due(abroad, "answer", "2026-03-07") == "2026-04-07"

    def test_each_recipient_has_a_term_of_its_own(self) -> None:
        case = accepted("2026-03-02")
        do(case, "serve", "2026-03-05", served_on="2026-03-05", recipient="乙公司")
        do(case, "serve", "2026-03-10", served_on="2026-03-10", recipient="丙公司")
        do(case, "answer", "2026-03-16", recipient="乙公司")
        assert not clock(case, "answer", "2026-03-17", "乙公司").open
        assert clock(case, "answer", "2026-03-17", "丙公司").due.day == date(2026, 3, 25)

    def test_statutory_promised_and_targeted_stand_side_by_side_and_only_the_first_is_the_index(self) -> None:
        case = accepted("2026-03-02")
        runs = {run.name: run for run in clocks_of(row(case), as_of=date(2026, 4, 10))}
        assert [(runs[name].kind, str(runs[name].due.day), runs[name].overdue) for name in ("case", "promise", "goal")] == [
            ("statutory", "2026-06-02", False),
            ("promised", "2026-04-16", False),
            ("targeted", "2026-04-01", True),
        ]  # fmt: skip
        assert row(case).due_on == date(2026, 6, 2)

    def test_a_preview_shows_the_resulting_days_and_leaves_no_trace(self) -> None:
        case = filed("2026-04-07")
        before = snapshot()
        result = do(case, "accept", "2026-04-08", preview=True)
        assert {each["clock"]: each["due"] for each in result["clocks"]} == {
            "case": "2026-07-08", "promise": "2026-05-23", "goal": "2026-05-08",
        }  # fmt: skip
        assert snapshot() == before

    def test_closing_ends_all_clocks(self) -> None:
        case = accepted("2026-03-02")
        do(case, "decide", "2026-03-20")
        assert (row(case).due_on, row(case).expires_on) == (None, None)
        assert not any(run.open for run in clocks_of(row(case), as_of=date(2026, 9, 1)))

    def test_indexes_are_computed_anew_and_nothing_moves_without_news(self) -> None:
        case = accepted("2026-03-02")
        assert reindex(as_of=date(2026, 3, 3)) == 0
        with kernel():
            Case.objects.filter(pk=case).update(due_on=date(2020, 1, 1))
        assert reindex(as_of=date(2026, 3, 3)) == 1
        assert row(case).due_on == date(2026, 6, 2)

    def test_holidays_that_come_later_move_the_days_of_open_cases_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ZHICHAN_VAR", str(tmp_path))
        case = filed("2026-03-02")
        assert opening.follow_calendars(on=date(2026, 3, 3)) == 0
        assert row(case).due_on == date(2026, 3, 9)
        (tmp_path / "own").mkdir()
        (tmp_path / "own" / "local.toml").write_text(TWO_DAYS_OFF, encoding="utf-8")
        monkeypatch.setenv("ZHICHAN_CALENDARS", str(tmp_path / "own"))
        assert opening.follow_calendars(on=date(2026, 3, 3)) == 1
        assert row(case).due_on == date(2026, 3, 11)
        assert opening.follow_calendars(on=date(2026, 3, 3)) == 0


@pytest.mark.usefixtures("petition", "city")
class TestOrder:
    def test_an_act_that_has_to_wait_is_refused_until_the_term_has_run_out(self) -> None:
        case = accepted("2026-03-02")
        do(case, "serve", "2026-03-05", served_on="2026-03-05")
        before = snapshot()
        with pytest.raises(Refusal) as refused:
            do(case, "hear", "2026-03-20")
        assert refused.value.codes == ("casework.wait",)
        assert refused.value.reasons[0].clause == "办法第二十二条"
        assert snapshot() == before
        assert do(case, "hear", "2026-03-21")["stage"] == "heard"

    def test_it_may_come_earlier_when_the_answer_is_there(self) -> None:
        case = accepted("2026-03-02")
        do(case, "serve", "2026-03-05", served_on="2026-03-05")
        do(case, "answer", "2026-03-10")
        assert do(case, "hear", "2026-03-11")["stage"] == "heard"

    def test_an_act_that_has_to_wait_for_a_clock_that_never_began_is_refused(self) -> None:
        case = accepted("2026-03-02")
        with pytest.raises(Refusal) as refused:
            do(case, "hear", "2026-05-20")
        assert refused.value.codes == ("casework.wait",)

    def test_a_right_is_forfeited_when_its_term_has_run_out(self) -> None:
        case = accepted("2026-03-02")
        do(case, "serve", "2026-03-05", served_on="2026-03-05")
        do(case, "object", "2026-03-20")
        before = snapshot()
        with pytest.raises(Refusal) as refused:
            do(case, "object", "2026-03-21")
        assert refused.value.codes == ("casework.expired",)
        assert snapshot() == before

    def test_a_notice_must_come_three_clear_working_days_before(self) -> None:
        case = accepted("2026-04-07")
        with pytest.raises(Refusal) as refused:
            do(case, "summon", "2026-04-15", hearing_on="2026-04-20")
        assert (refused.value.codes, refused.value.reasons[0].clause) == (
            ("casework.too-short-notice",),
            "办法第二十六条",
        )
        do(case, "summon", "2026-04-14", hearing_on="2026-04-20")

    def test_the_same_person_does_not_do_what_is_kept_apart(self) -> None:
        case = accepted("2026-03-02")
        with pytest.raises(Refusal) as refused:
            do(case, "review", "2026-03-03")
        assert refused.value.codes == ("casework.same-person",)
        at = datetime(2026, 3, 3, 10, tzinfo=SHANGHAI)
        perform(actor=actor("clerk", at.date(), 2), verb="petition:review", target=case, at=at)


@pytest.mark.usefixtures("petition", "city")
class TestExpiry:
    def at(self, day: str) -> datetime:
        """Ten o'clock of a day."""
        return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=SHANGHAI)

    def waiting(self) -> str:
        """A case whose applicant has until 2026-04-20."""
        case = filed("2026-04-07")
        do(case, "supplement", "2026-04-10")
        return case

    def test_the_clock_acts_when_the_last_day_is_over_and_not_before(self) -> None:
        case = self.waiting()
        assert tick(at=self.at("2026-04-20")).done == 0
        assert tick(at=self.at("2026-04-21")).done == 1
        assert row(case).stage == "lapsed"

    def test_a_second_tick_does_nothing(self) -> None:
        self.waiting()
        tick(at=self.at("2026-04-21"))
        before = snapshot()
        assert tick(at=self.at("2026-04-22")).done == 0
        assert snapshot() == before

    def test_a_case_on_which_a_rule_breaks_keeps_no_other_waiting_and_is_not_passed_over_in_silence(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second, third = (self.waiting() for _ in range(3))
        settle = expiring.settle

        def broken(case: Case, *, at: datetime) -> Any:
            if str(case.pk) == second:
                raise ArithmeticError(second)
            return settle(case, at=at)

        monkeypatch.setattr(expiring, "settle", broken)
        with pytest.raises(ArithmeticError):
            tick(at=self.at("2026-04-21"))
        assert [row(case).stage for case in (first, second, third)] == ["lapsed", "received", "lapsed"]
        monkeypatch.undo()
        assert tick(at=self.at("2026-04-21")).done == 1

    def test_a_late_tick_gives_what_a_punctual_one_gives(self) -> None:
        punctual, late = self.waiting(), self.waiting()
        with kernel():
            Case.objects.filter(pk=late).update(expires_on=None)
        tick(at=self.at("2026-04-21"))
        with kernel():
            Case.objects.filter(pk=late).update(expires_on=date(2026, 4, 20))
        tick(at=self.at("2026-06-30"))
        one, other = row(punctual), row(late)
        assert one.course == other.course
        assert other.closed_at == datetime(2026, 4, 21, tzinfo=SHANGHAI)

    def test_what_has_run_out_happens_before_the_next_act_even_without_a_tick(self) -> None:
        case = self.waiting()
        with pytest.raises(Refusal) as refused:
            do(case, "accept", "2026-05-06")
        assert refused.value.codes == ("casework.stage",)
        # Refused whole: the lapse is left to the worker, or to the next act that goes through.
        assert row(case).stage == "received"
        assert tick(at=self.at("2026-05-06")).done == 1

    def test_a_provisional_day_has_no_consequence(self) -> None:
        case = filed("2027-12-20")
        do(case, "supplement", "2027-12-25")
        assert tick(at=self.at("2028-02-01")).done == 0
        assert row(case).stage == "received"

    def test_nobody_else_can_let_a_term_run_out_and_the_clock_not_too_early(self) -> None:
        case = self.waiting()
        with pytest.raises(Refusal) as refused:
            do(case, "lapse", "2026-04-12")
        assert refused.value.codes == ("acts.forbidden",)
        at = self.at("2026-04-12")
        with pytest.raises(Refusal) as refused:
            perform(actor=Actor("clock", at.date()), verb="petition:lapse", target=case, at=at)
        assert refused.value.codes == ("casework.not-expired",)


@pytest.mark.usefixtures("petition", "city")
class TestLateFacts:
    def test_a_late_fact_moves_the_clock_and_lists_the_acts_it_disturbs_without_undoing_them(self) -> None:
        case = accepted("2026-03-02")
        do(case, "serve", "2026-03-05", served_on="2026-03-05")
        do(case, "hear", "2026-03-21")
        result = do(case, "correct_service", "2026-03-25", served_on="2026-03-12")
        assert [(each["act"], each["clock"], each["due_before"], each["due_now"]) for each in result["disturbed"]] == [
            ("hear", "answer", "2026-03-20", "2026-03-27")
        ]
        found = row(case)
        assert found.stage == "heard"
        assert [each["day"] for each in found.course if each["act"] == "serve"] == ["2026-03-12"]

    def test_an_expiry_that_now_comes_too_early_is_listed(self) -> None:
        case = filed("2026-04-07")
        do(case, "supplement", "2026-04-10")
        tick(at=datetime(2026, 4, 21, 10, tzinfo=SHANGHAI))
        result = do(case, "correct_supplement", "2026-04-22", happened_on="2026-04-13")
        assert [(each["act"], each["due_before"], each["due_now"]) for each in result["disturbed"]] == [
            ("lapse", "2026-04-20", "2026-04-23")
        ]
        assert row(case).stage == "lapsed"

    def test_an_act_recorded_late_but_done_in_time_is_in_time(self) -> None:
        case = filed("2026-09-18")
        do(case, "accept", "2026-10-15", happened_on="2026-09-24")
        assert not clock(case, "acceptance", "2026-10-15").overdue

    def test_a_changed_fact_lists_the_served_letters_that_now_disagree(self) -> None:
        case = accepted("2026-03-02")
        assert do(case, "amend", "2026-03-03", subject="实用新型")["disagreeing"] == []
        do(case, "serve", "2026-03-05", served_on="2026-03-05", served_how="post")
        result = do(case, "amend", "2026-03-06", subject="发明")
        assert [(each["letter"], each["fact"], each["stated"], each["now"]) for each in result["disagreeing"]] == [
            ("notice", "subject", "外观", "发明")
        ]
        # An extension changes the last day that the letter stated.
        assert [each["fact"] for each in do(case, "extend", "2026-03-09")["disagreeing"]] == ["due.case"]

    def test_a_letter_that_was_never_issued_or_is_younger_cannot_be_served(self) -> None:
        case = accepted("2026-03-02")
        before = snapshot()
        with pytest.raises(Refusal) as refused:
            do(case, "serve", "2026-03-05", served_on="2026-03-01")
        assert refused.value.codes == ("casework.served-before",)
        assert snapshot() == before

    def test_the_course_and_the_letters_are_the_fold_of_the_events(self) -> None:
        case = accepted("2026-03-02")
        do(case, "serve", "2026-03-05", served_on="2026-03-05")
        do(case, "correct_service", "2026-03-09", served_on="2026-03-06")
        do(case, "suspend", "2026-03-10")
        do(case, "resume", "2026-03-12")
        with kernel():
            events = Event.objects.filter(subject_kind="case", subject_id=case).order_by("subject_version")
            pairs = [(event, Payload.objects.get(event_id=event.pk, field_class="ordinary")) for event in events]
        found = row(case)
        assert fold(pairs) == {
            "facts": found.facts, "stage": found.stage, "version": found.version, "course": found.course,
            "letters": found.letters,
        }  # fmt: skip
        assert found.letters[0]["served"][0]["day"] == "2026-03-05"


@pytest.mark.usefixtures("petition")
@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_let_each_term_run_out_once() -> None:
    _city()
    cases = [filed("2026-04-07") for _ in range(6)]
    for case in cases:
        do(case, "supplement", "2026-04-10")
    start, done = threading.Barrier(4), []

    def work() -> None:
        start.wait(10)
        done.append(tick(at=datetime(2026, 4, 20, tzinfo=SHANGHAI) + timedelta(days=1)).done)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tick(at=datetime(2026, 4, 22, tzinfo=SHANGHAI))
    with kernel():
        assert Event.objects.filter(verb="petition:lapse").count() == 6
        assert set(Case.objects.values_list("stage", "version")) == {("lapsed", 3)}
    clerk = actor("clerk", date(2026, 4, 22))
    with reading(clerk):
        assert reach(clerk, "petition:read").count() == 6
