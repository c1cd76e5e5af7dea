"""Rules of supervision: who answers, what a report claims, how the light follows, and what is told of it all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, derive, guard

ANSWERING = frozenset({"lead", "responsible"})
REMIND_DAYS = 30
"""How long before its last day a matter is called to mind; within these days the light is yellow."""
SOON_DAYS = 3
"""How near the limit of a step the light turns yellow."""
REMINDERS = "_reminder"
URGING = frozenset({"urge", "correct_urging"})
ESCALATED = {
    "unsigned": Text("逾期未签收", "not signed for in time"),
    "unreported": Text("逾期未报送进展", "no report in time"),
    "unchecked": Text("报告逾期未核查", "the report was not checked in time"),
    "unverified": Text("报请办结逾期未核实", "reported done, but not verified in time"),
    "unclosed": Text("核实完成后逾期未办结", "confirmed, but not closed in time"),
}


def _no(code: str, zh: str, en: str, place: str = "") -> list[Reason]:
    return [Reason(f"supervision.{code}", Text(zh, en), place)]


def _n(number: int, one: str, many: str = "") -> str:
    """A number with its English word, in the singular or plural."""
    return f"{number} {one if number == 1 else many or one + 's'}"


# --- handing out --------------------------------------------------------------------------------------------------


@guard
def a_unit_answers(context: Context) -> list[Reason]:
    """A unit on record leads it or is responsible for it: a name that matches none can sign for nothing."""
    if any(each["role"] in ANSWERING and each["unit"] for each in context.assigned()):
        return []
    return _no(
        "nobody", "没有指定牵头或负责的单位，或名称没有对应到登记的单位",
        "no unit on record leads it or is responsible for it", "units_lead",
    )  # fmt: skip


@guard
def due_is_ahead(context: Context) -> list[Reason]:
    """The last day lies after the day on which it is set."""
    if context.given["due"] > context.day.isoformat():
        return []
    return _no("past", "办结期限须晚于今天", "the last day has to be later than today", "due")


@guard
def due_is_later(context: Context) -> list[Reason]:
    """Postponing moves the last day on, never back."""
    if context.given["due"] > context.facts["due"]:
        return []
    return _no(
        "earlier", "延期后的期限须晚于原期限", "a postponed day has to be later than the old one", "due"
    )


@derive
def remind_on(context: Context) -> str:
    """The day thirty days before the last one, but no day that has gone by."""
    wanted = date.fromisoformat(context.given["due"]) - timedelta(days=REMIND_DAYS)
    return max(wanted, context.day).isoformat()


@guard
def urging_is_said(context: Context) -> list[Reason]:
    """A unit is urged in words. How often is the office's to judge: no clause limits it."""
    if context.given["urging"].strip():
        return []
    return _no("empty", "请写明催办内容", "say what is urged", "urging")


@guard
def urging_is_other(context: Context) -> list[Reason]:
    """A correction says something else than the urging it corrects."""
    last = (context.facts.get("urgings") or [{}])[-1]
    if context.given["urging"].strip() != str(last.get("urging")).strip():
        return []
    return _no("same", "与原来的催办内容相同，没有更正", "these are the words as they were", "urging")


@guard
def urging_was_seen(context: Context) -> list[Reason]:
    """Nobody corrects words that they have not seen: another officer may have urged, or put it right, since."""
    seen = context.given.get("seen")
    urged_at = max((each["v"] for each in context.course if each["act"] in URGING), default=0)
    if seen is None or urged_at <= seen <= context.course[-1]["v"]:
        return []
    words = (context.facts.get("urgings") or [{}])[-1].get("urging")
    return _no(
        "decided-since", f"您打开页面之后，有人又催办或更正过，现在是：“{words}”。请看过再更正",
        f"since you opened the page somebody urged it or put it right: “{words}”. Look at it, then correct it",
        "urging",
    )  # fmt: skip


@derive
def words_now(context: Context) -> str:
    """The words of the last urging as they are corrected."""
    return str(context.given["urging"])


@derive
def urged(context: Context) -> list[dict[str, Any]]:
    """Every time that an officer urged the unit, with its day."""
    one = {"day": context.day.isoformat(), "urging": context.given["urging"], "by": context.actor}
    return [*(context.facts.get("urgings") or []), one]


@derive
def urged_rightly(context: Context) -> list[dict[str, Any]]:
    """The urgings with other words in the last one, which keeps its day; its first words and who corrected it stay."""
    *before, last = context.facts.get("urgings") or [{}]
    told = {"urging": context.given["urging"], "corrected": context.day.isoformat(), "corrected_by": context.actor}
    return [*before, {"first": last.get("urging"), **last, **told}]


@derive
def instructed(context: Context) -> list[dict[str, Any]]:
    """Every instruction, with its day."""
    one = {"day": context.day.isoformat(), "instruction": context.given["instruction"], "by": context.actor}
    return [*(context.facts.get("instructions") or []), one]


@derive
def postponed(context: Context) -> list[dict[str, Any]]:
    """Every postponement, with the day it was before and why."""
    one = {
        "day": context.day.isoformat(), "from": context.facts["due"], "to": context.given["due"],
        "reason": context.given["reason"], "by": context.actor,
    }  # fmt: skip
    return [*(context.facts.get("postponed") or []), one]


@guard
def is_of_an_answering_unit(context: Context) -> list[Reason]:
    """Whoever signs or reports works for a unit that leads it or is responsible for it."""
    answering = {each["unit"] for each in context.assigned() if each["role"] in ANSWERING}
    if answering & context.acting:
        return []
    return _no(
        "other-unit", "只有牵头或负责单位的联络员才能办理；配合单位通过牵头单位报送",
        "only the liaison of a leading or responsible unit may; a cooperating one reports through it",
    )  # fmt: skip


# --- reports and what was found about them ------------------------------------------------------------------------


def _added(context: Context, *, done: bool) -> list[dict[str, Any]]:
    before = list(context.facts.get("reports") or [])
    one = {
        "no": len(before) + 1, "day": context.day.isoformat(), "by": context.actor,
        "units": sorted(context.acting), "progress": context.given["progress"],
        "evidence": context.given.get("evidence"), "done": done,
    }  # fmt: skip
    return [*before, one]


@derive
def with_progress(context: Context) -> list[dict[str, Any]]:
    """The reports with one more on how far it is."""
    return _added(context, done=False)


@derive
def with_completion(context: Context) -> list[dict[str, Any]]:
    """The reports with one more that says it is done."""
    return _added(context, done=True)


def _found(context: Context, outcome: str) -> list[dict[str, Any]]:
    *before, last = context.facts["reports"]
    finding = {
        "outcome": outcome, "day": context.day.isoformat(), "by": context.actor, "words": context.given["finding"],
    }  # fmt: skip
    return [*before, {**last, "finding": finding}]


@derive
def accepted(context: Context) -> list[dict[str, Any]]:
    """The last report was checked and stands."""
    return _found(context, "accepted")


@derive
def sent_back(context: Context) -> list[dict[str, Any]]:
    """The last report does not do and has to be made anew."""
    return _found(context, "sent_back")


@derive
def confirmed(context: Context) -> list[dict[str, Any]]:
    """The last report was checked: it is done."""
    return _found(context, "confirmed")


# --- the light ----------------------------------------------------------------------------------------------------


def _light(light: str, zh: str, en: str) -> dict[str, Any]:
    return {"light": light, "reason": {"zh": zh, "en": en}}


@derive
def lamp(context: Context) -> dict[str, Any]:
    """The light of a matter on a day, with its reason: from its course, its clocks, its last day and its evidence.

    Red: a step or the whole is past its limit. Yellow: a limit is near, the last report was sent back or came without
    evidence. Green: a report with evidence was checked and stands. Otherwise nothing has been shown yet.
    """
    day, stage = context.day, str(context.course[-1]["stage"]) if context.course else ""
    due = date.fromisoformat(context.facts["due"])
    if stage == "withdrawn":
        return _light("withdrawn", "已撤销督查", "supervision was withdrawn")
    if stage == "closed":
        return _closed(context, due)
    confirmed_on = _last_day(context.course, "confirm_done")
    if stage in ESCALATED:
        said = ESCALATED[stage]
        return _light("red", said.zh, said.en)
    if due < day and confirmed_on is None:
        late = (day - due).days
        return _light("red", f"超过办结期限{late}天", f"{_n(late, 'day')} past the last day")
    limits = [each for each in context.clocks if each["open"] and not each["clock"].endswith(REMINDERS)]
    for each in limits:
        if each["overdue"]:
            zh, en = each["title"]["zh"], each["title"]["en"]
            return _light("red", f"“{zh}”已超时限", f"past the limit: {en}")
    near = _near(limits, day)
    if near is not None:
        return near
    return _shown(known_reports(context.facts, day), due, day)


def _closed(context: Context, due: date) -> dict[str, Any]:
    done = _last_day(context.course, "confirm_done") or context.day
    evidence = sum(1 for each in known_reports(context.facts, context.day) if each["evidence"])
    if done <= due:
        times = sum(each["day"] <= context.day.isoformat() for each in context.facts.get("postponed") or [])
        zh = f"延期{times}次，" if times else ""
        en = f" after {_n(times, 'postponement')}" if times else ""
        return _light(
            "closed",
            f"{zh}期限内完成，佐证材料{evidence}份",
            f"done in time{en}, {_n(evidence, 'paper')} of evidence",
        )
    late = (done - due).days
    return _light(
        "closed",
        f"超期{late}天完成，佐证材料{evidence}份",
        f"done {_n(late, 'day')} late, {_n(evidence, 'paper')} of evidence",
    )


def _near(limits: Iterable[Mapping[str, Any]], day: date) -> dict[str, Any] | None:
    for each in limits:
        if each["due"] is None:
            continue
        left = (date.fromisoformat(each["due"]) - day).days
        soon = REMIND_DAYS if each["clock"] == "completion" else SOON_DAYS
        if left <= soon:
            zh, en = each["title"]["zh"], each["title"]["en"]
            return _light("yellow", f"距“{zh}”还有{left}天", f"{_n(left, 'day')} to the limit: {en}")
    return None


def _shown(reports: Sequence[Mapping[str, Any]], due: date, day: date) -> dict[str, Any]:
    checked = [each for each in reports if each.get("finding")]
    if not checked:
        left = (due - day).days
        return _light(
            "waiting",
            f"还没有核查过的报告，距期限{left}天",
            f"no report was checked yet, {_n(left, 'day')} left",
        )
    last = checked[-1]
    if last["finding"]["outcome"] == "sent_back":
        return _light("yellow", f"第{last['no']}次报告被退回", f"report {last['no']} was sent back")
    if not last["evidence"]:
        return _light(
            "yellow", f"第{last['no']}次报告没有佐证材料", f"report {last['no']} came without evidence"
        )
    return _light(
        "green",
        f"第{last['no']}次报告附佐证材料并经核查",
        f"report {last['no']} has evidence and was checked",
    )


def known_reports(facts: Mapping[str, Any], day: date) -> list[dict[str, Any]]:
    """The reports made by the end of a day, without findings that came later."""
    until = day.isoformat()
    return [
        {name: value for name, value in each.items() if name != "finding" or value["day"] <= until}
        for each in facts.get("reports") or []
        if each["day"] <= until
    ]


def _last_day(course: Iterable[Mapping[str, Any]], act: str) -> date | None:
    days = [date.fromisoformat(each["day"]) for each in course if each["act"] == act]
    return days[-1] if days else None


# --- what is told of it all ---------------------------------------------------------------------------------------

KINDS = {
    "quarterly": Text("督查报告", "quarterly supervision report"),
    "half_year": Text("督查通报", "half-year supervision circular"),
    "bulletin": Text("重点任务进展公布", "bulletin on the progress of key tasks"),
}
LIGHTS = ("closed", "green", "yellow", "red", "waiting", "withdrawn")
LIGHT_WORDS = {
    "closed": Text("已办结", "closed"), "green": Text("绿灯", "green"), "yellow": Text("黄灯", "yellow"),
    "red": Text("红灯", "red"), "waiting": Text("待报", "nothing shown yet"), "withdrawn": Text("已撤销", "withdrawn"),
}  # fmt: skip


@guard
def the_day_has_come(context: Context) -> list[Reason]:
    """Nothing is told of days to come."""
    if context.given["until"] <= context.day.isoformat():
        return []
    return _no("future", "截止日还没有到", "the day has not come yet", "until")


@guard
def is_for_offices(context: Context) -> list[Reason]:
    """A report or circular goes to offices; a bulletin is published."""
    if context.facts["kind"] != "bulletin":
        return []
    return _no("for-the-public", "进展公布应当向社会公布，不是印发", "a bulletin is published, not issued")


@guard
def is_for_the_public(context: Context) -> list[Reason]:
    """Only a bulletin is published: reports and circulars tell what units wrote for the office."""
    if context.facts["kind"] == "bulletin":
        return []
    return _no("for-offices", "季报和通报供内部使用，只有进展公布可以公开", "only a bulletin is published")


@derive
def today(context: Context) -> str:
    """The day of the act."""
    return context.day.isoformat()


def since_of(kind: str, until: date) -> date:
    """The first day told of: of the quarter, the half-year, or the year."""
    if kind == "quarterly":
        return date(until.year, 3 * ((until.month - 1) // 3) + 1, 1)
    return date(until.year, 7 if kind == "half_year" and until.month > 6 else 1, 1)


def in_words(day: date | str) -> str:
    """A day as Chinese official documents write it: without leading zeros (GB/T 9704 7.3.5)."""
    one = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{one.year}年{one.month}月{one.day}日"


@derive
def heading(context: Context) -> str:
    """The title: region, kind and period, and up to which day where the period is not over then."""
    facts = context.whole
    kind, until = facts["kind"], date.fromisoformat(facts["until"])
    quarter, half = "一二三四"[(until.month - 1) // 3], "上" if until.month <= 6 else "下"
    period = {"quarterly": f"{until.year}年第{quarter}季度", "half_year": f"{until.year}年{half}半年"}
    over = since_of(kind, until + timedelta(days=1)) != since_of(kind, until)
    part = "" if over or kind not in period else f"（截至{until.month}月{until.day}日）"
    return f"{context.region[1]}{period.get(kind, f'截至{in_words(until)}')}{part}{KINDS[kind].zh}"


@derive
def statement(context: Context) -> dict[str, Any]:
    """What a report says, made from the matters of the region as they stood at the end of its last day.

    ``{since, until, office, items, sections: [{title, sentences: [{zh, en, cites, figures}]}]}``. A sentence cites the
    numbers of the matters it rests on, and each of its ``figures`` (``{zh, en, cites, of}``, words that stand in the
    sentence) those it counts: as many as there are, or their sum of ``of``. A bulletin tells of matters that come from
    plans, and not what units wrote; and what has changed (``changes``) since the one before, unless it is the
    ``first``.
    """
    facts = context.whole
    until = date.fromisoformat(facts["until"])
    since = since_of(facts["kind"], until)
    public = facts["kind"] == "bulletin"
    matters = [
        each for each in context.cases("supervision", until)
        if not public or each["facts"].get("origin") == "plan"
    ]  # fmt: skip
    items = [_item(each, since, until, inner=not public) for each in matters]
    told: dict[str, Any] = {
        "kind": facts["kind"], "since": since.isoformat(), "until": until.isoformat(), "office": _office(context),
        "items": items,
        "sections": [each for each in _sections(facts["kind"], items, since, until) if each["sentences"]],
    }  # fmt: skip
    if public:
        before = _published_before(context, until)
        told["first"], told["changes"] = before is None, _changes(before, items)
    return told


def _office(context: Context) -> str:
    """The name of the office that draws it up; empty where one works for several or for none."""
    bodies = [context.body(each) for each in sorted(context.acting)]
    return str(bodies[0]["name"]) if len(bodies) == 1 and bodies[0] is not None else ""


def _item(matter: Mapping[str, Any], since: date, until: date, *, inner: bool) -> dict[str, Any]:
    reports = known_reports(matter["facts"], until)
    closed = _last_day(matter["course"], "close")
    units = [each for each in matter["units"] if each["role"] in ANSWERING]
    found = {
        "number": matter["number"], "id": matter["id"], "title": matter["title"], "opened": matter["opened"],
        "due": matter["facts"]["due"], "closed": closed.isoformat() if closed else None,
        "units": [{"zh": each["name"], "en": each["name_en"]} for each in units],
        "light": matter["standing"]["light"], "reason": matter["standing"]["reason"],
        "reports": sum(1 for each in reports if each["day"] >= since.isoformat()),
        "evidence": sum(1 for each in reports if each["evidence"]),
    }  # fmt: skip
    if not inner:
        return found
    sent_back = [
        each for each in reports
        if each.get("finding", {}).get("outcome") == "sent_back" and each["finding"]["day"] >= since.isoformat()
    ]  # fmt: skip
    checked = [
        each for each in reports if each.get("finding", {}).get("outcome") in {"accepted", "confirmed"}
    ]
    escalated = [
        each for each in matter["course"]
        if each["act"].startswith("escalate_") and each["day"] >= since.isoformat()
    ]  # fmt: skip
    return {
        **found, "sent_back": len(sent_back), "escalations": len(escalated),
        "progress": checked[-1]["progress"] if checked else "",
    }  # fmt: skip


Sentence = dict[str, Any]
STOPS, PAUSES = tuple("。！？…!?."), tuple("；;：:，,、")
"""What a line ends with that needs no mark before the next, of which a pause ends no sentence."""
EN_MANY = {"return of a report": "returns of reports", "escalation": "escalations"}


def _cited(items: Iterable[Mapping[str, Any]]) -> list[str]:
    return [each["number"] for each in items]


def _figure(zh: str, en: str, items: Iterable[Mapping[str, Any]], of: str = "") -> Sentence:
    return {"zh": zh, "en": en, "cites": _cited(items), **({"of": of} if of else {})}


def _sentence(
    zh: str, en: str, items: Iterable[Mapping[str, Any]], figures: Sequence[Sentence] = ()
) -> Sentence:
    found: Sentence = {"zh": zh, "en": en, "cites": _cited(items)}
    return {**found, "figures": list(figures)} if figures else found


def _names(item: Mapping[str, Any], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(each[language] for each in item["units"]) or "——"


def _each(item: Mapping[str, Any], zh: str, en: str) -> Sentence:
    return _sentence(
        f"“{item['title']}”（{_names(item, 'zh')}）{zh}",
        f"“{item['title']}” ({_names(item, 'en')}) {en}",
        [item],
    )


def _ended(words: str, stop: str) -> str:
    """What a unit wrote, in however many lines, as the end of a sentence."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    told = "".join(line if line.endswith(STOPS + PAUSES) else f"{line}；" for line in lines)
    return told if told.endswith(STOPS) else f"{told.rstrip(''.join(PAUSES))}{stop}"


def _sections(
    kind: str, items: Sequence[Mapping[str, Any]], since: date, until: date
) -> list[dict[str, Any]]:
    sections = [
        _section("总体情况", "All in all", _overview(items, since, until)),
        _section("已办结", "Closed", [
            _each(each, f"于{in_words(each['closed'])}办结：{each['reason']['zh']}。",
                  f"was closed on {each['closed']}: {each['reason']['en']}.")
            for each in items if each["closed"] and each["closed"] >= since.isoformat()
        ]),
        _section("红灯事项", "Red", [_lit(each) for each in items if each["light"] == "red"]),
        _section("黄灯事项", "Yellow", [_lit(each) for each in items if each["light"] == "yellow"]),
    ]  # fmt: skip
    if kind == "quarterly":
        sections.append(_section("办理进展", "Progress", [
            _each(each, f"报告并经核查：{_ended(each['progress'], '。')}",
                  f"reported, as checked: {_ended(each['progress'], '.')}")
            for each in items if each["progress"] and each["light"] in {"green", "yellow", "red"}
        ]))  # fmt: skip
    if kind == "half_year":
        sections.append(_section("各单位情况", "Units", list(_by_unit(items))))
    if kind == "bulletin":
        lit = [each for each in items if each["light"] in {"green", "waiting"}]
        sections.append(_section("正在办理", "Under way", [_lit(each) for each in lit]))
    return sections


def _section(zh: str, en: str, sentences: Sequence[Sentence]) -> dict[str, Any]:
    return {"title": {"zh": zh, "en": en}, "sentences": list(sentences)}


def _lit(item: Mapping[str, Any]) -> Sentence:
    word, reason = LIGHT_WORDS[item["light"]], item["reason"]
    return _each(
        item,
        f"{in_words(item['due'])}到期，{word.zh}：{reason['zh']}。",
        f"is due on {item['due']}, {word.en}: {reason['en']}.",
    )


def _overview(items: Sequence[Mapping[str, Any]], since: date, until: date) -> list[Sentence]:
    at, began = in_words(until), in_words(since)
    if not items:
        return [
            _sentence(f"截至{at}没有督查事项。", f"There were no matters under supervision on {until}.", [])
        ]
    counts = _by_light(items)
    whole = _figure(f"{len(items)}件", _n(len(items), "matter"), items)
    sentences = [_sentence(
        f"截至{at}，共有督查事项{whole['zh']}，其中{_joined(counts, 'zh')}。",
        f"Under supervision on {until}: {whole['en']}, of which {_joined(counts, 'en')}.", items, [whole, *counts],
    )]  # fmt: skip
    fresh = [each for each in items if each["opened"] >= since.isoformat()]
    if fresh:
        one = _figure(f"{len(fresh)}件", _n(len(fresh), "matter"), fresh)
        sentences.append(
            _sentence(
                f"{began}以来新派发{one['zh']}。", f"Handed out since {since}: {one['en']}.", fresh, [one]
            )
        )
    heard = [each for each in items if each["reports"]]
    if heard:
        number = sum(each["reports"] for each in heard)
        of, one = (
            _figure(f"{len(heard)}件", _n(len(heard), "matter"), heard),
            _figure(f"{number}份", _n(number, "report"), heard, "reports"),
        )
        sentences.append(_sentence(
            f"{began}以来收到{of['zh']}事项的进展报告{one['zh']}。",
            f"Came in since {since}: {one['en']} on {of['en']}.", heard, [of, one],
        ))  # fmt: skip
    for key, zh_word, en_word in (
        ("sent_back", "份报告被退回补报", "return of a report"), ("escalations", "次逾期升级", "escalation"),
    ):  # fmt: skip
        found = [each for each in items if each.get(key)]
        if found:
            number = sum(each[key] for each in found)
            one = _figure(f"{number}{zh_word}", _n(number, en_word, EN_MANY[en_word]), found, key)
            sentences.append(
                _sentence(f"{began}以来有{one['zh']}。", f"Since {since}: {one['en']}.", found, [one])
            )
    return sentences


def _by_light(items: Sequence[Mapping[str, Any]]) -> list[Sentence]:
    """A figure for each light that some matter has."""
    groups = {light: [each for each in items if each["light"] == light] for light in LIGHTS}
    return [
        _figure(f"{LIGHT_WORDS[light].zh}{len(found)}件", f"{len(found)} {LIGHT_WORDS[light].en}", found)
        for light, found in groups.items() if found
    ]  # fmt: skip


def _joined(figures: Sequence[Sentence], language: str) -> str:
    return ("，" if language == "zh" else ", ").join(each[language] for each in figures)


def _by_unit(items: Sequence[Mapping[str, Any]]) -> Iterable[Sentence]:
    units = {each["zh"]: each["en"] for item in items for each in item["units"]}
    for zh, en in sorted(units.items()):
        mine = [each for each in items if any(unit["zh"] == zh for unit in each["units"])]
        counts, whole = _by_light(mine), _figure(f"承办{len(mine)}件", f"answers for {len(mine)}", mine)
        yield _sentence(
            f"{zh}{whole['zh']}：{_joined(counts, 'zh')}。", f"{en} {whole['en']}: {_joined(counts, 'en')}.", mine,
            [whole, *counts],
        )  # fmt: skip


def _published_before(context: Context, until: date) -> Mapping[str, Any] | None:
    found = [
        each["facts"]["statement"] for each in context.cases("circular", context.day)
        if each["stage"] == "published" and each["region"] == context.region[0] and each["number"] != context.number
        and each["facts"]["statement"]["until"] <= until.isoformat()
    ]  # fmt: skip
    return max(found, key=lambda each: str(each["until"]), default=None)


def _changes(before: Mapping[str, Any] | None, items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What differs from the bulletin before: matters that are new, gone, or stand otherwise; nothing for the first."""
    if before is None:
        return []
    old = {each["number"]: each for each in before["items"]}
    new = {each["number"]: each for each in items}
    found = []
    for number in [*new, *(each for each in old if each not in new)]:
        was, now = old.get(number), new.get(number)
        one = now or was or {}
        if was and now and (was["light"], was["due"]) == (now["light"], now["due"]):
            continue
        found.append(
            {
                "number": number, "title": one["title"], "before": was["light"] if was else None,
                "after": now["light"] if now else None, "due_before": was["due"] if was else None,
                "due_after": now["due"] if now else None,
            }
        )  # fmt: skip
    return found


@guard
def tells_of_the_item(context: Context) -> list[Reason]:
    """A correction is of a matter that the bulletin told of."""
    numbers = {each["number"] for each in context.facts["statement"]["items"]}
    if context.given["item"] in numbers:
        return []
    return _no("no-such-item", "公布内容里没有这个事项", "the bulletin does not tell of this matter", "item")


@derive
def amended(context: Context) -> list[dict[str, Any]]:
    """The corrections with one more; what was published stays as it was."""
    given = context.given
    one = {
        "day": context.day.isoformat(), "item": given["item"], "correction": given["correction"],
        "reason": given["reason"],
    }  # fmt: skip
    return [*(context.facts.get("amendments") or []), one]
