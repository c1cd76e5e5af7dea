"""Sentences of a status in two languages, written from structured fields only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from zhichan.instruments.clock import Words

if TYPE_CHECKING:
    from zhichan.instruments.status.model import Assumption, Branch, Condition, Step

LABELS: Final[dict[str, Words]] = {
    "in_force": Words("有效", "in force"),
    "in_force_grace": Words("有效（期满未缴费或未续展，处于宽限期）",
        "in force (fee or renewal overdue, in the grace period)"),
    "in_force_conditional": Words("有效（以届时缴费或续展为条件）",
        "in force (provided fees or renewals are made when due)"),
    "pending": Words("审查中", "pending"),
    "pending_conditional": Words("审查中（以届时办理手续为条件）",
        "pending (provided the next step is taken in time)"),
    "ended": Words("已终止", "ended"),
    "ended_expired": Words("期限届满终止", "ended: term expired"),
    "ended_lapsed": Words("未缴年费终止", "ended: annual fee unpaid"),
    "ended_not_renewed": Words("期满未续展终止", "ended: not renewed"),
    "ended_abandoned": Words("放弃或注销", "ended: given up"),
    "ended_cancelled": Words("连续三年不使用等被撤销", "ended: cancelled"),
    "ended_revoked": Words("被撤销", "ended: revoked"),
    "never": Words("权利从未存在", "no right has come to exist"),
    "never_not_filed": Words("尚未申请或产生", "not yet filed or created"),
    "never_annulled": Words("宣告无效，视为自始不存在", "annulled: deemed never to have existed"),
    "never_withdrawn": Words("申请撤回或视为撤回", "application withdrawn or deemed withdrawn"),
    "never_refused": Words("申请驳回", "application refused"),
    "never_rejected": Words("复审维持驳回", "refusal upheld on reexamination"),
    "never_deemed_abandoned": Words("视为放弃取得权利", "right to a grant deemed abandoned"),
    "never_not_entered": Words("未进入中国国家阶段", "did not enter the national phase in China"),
    "undetermined": Words("尚不能确定", "undetermined"),
}

EVENTS: Final[dict[str, Words]] = {
    "filed": Words("申请", "filing"), "published": Words("公布", "publication"),
    "examination_requested": Words("实质审查请求", "request for substantive examination"),
    "entered": Words("进入国家阶段", "entry into the national phase"), "granted": Words("授权公告", "grant"),
    "registered": Words("登记/注册", "registration"), "created": Words("创作完成", "creation"),
    "exploited": Words("首次商业利用", "first commercial exploitation"),
    "author_died": Words("作者死亡", "death of the author"), "fee_paid": Words("缴费", "payment of a fee"),
    "lapsed": Words("未缴年费终止", "lapse for an unpaid fee"), "restored": Words("权利恢复", "restoration"),
    "abandoned": Words("放弃/注销", "abandonment"), "deemed_abandoned": Words("视为放弃取得权利",
        "deemed abandonment"),
    "withdrawn": Words("撤回", "withdrawal"), "refused": Words("驳回", "refusal"),
    "rejected": Words("复审维持驳回", "refusal upheld on reexamination"),
    "set_aside": Words("决定被撤销", "decision set aside"), "invalidated": Words("宣告全部无效",
        "invalidation in whole"),
    "partly_invalidated": Words("宣告部分无效", "invalidation in part"), "revoked": Words("撤销", "revocation"),
    "cancelled": Words("撤销注册", "cancellation"), "expired": Words("期限届满", "expiry"),
    "renewed": Words("续展", "renewal"), "term_extended": Words("期限补偿/延长", "extension of the term"),
    "transferred": Words("转让/转移", "transfer"), "licensed": Words("许可", "licence"),
    "licence_ended": Words("许可终止", "end of a licence"), "pledged": Words("质押登记", "pledge"),
    "released": Words("质押注销", "release of a pledge"), "preserved": Words("保全", "preservation"),
    "preservation_lifted": Words("解除保全", "end of a preservation"), "corrected": Words("更正", "correction"),
    "retracted": Words("撤回记录", "retraction"),
}

_STEPS: Final[dict[str, Words]] = {
    "filed": Words("申请日为{day}", "Filed on {day}"),
    "begin": Words("权利自{day}起产生", "The right begins on {day}"),
    "not_yet": Words("{day}才申请或产生，所问之日在此之前", "Filed or created only on {day}, after the day asked"),
    "not_begun": Words("至所问之日尚无授权或注册", "No grant or registration up to the day asked"),
    "end": Words("{reason}，权利自{day}起终止", "{reason}: the right ends on {day}"),
    "application_end": Words("{reason}，申请自{day}起失效", "{reason}: the application ends on {day}"),
    "annulled": Words("{reason}，权利视为自始不存在", "{reason}: the right is deemed never to have existed"),
    "limited": Words("{reason}，其余部分继续有效", "{reason}: the rest stays in force"),
    "undone": Words("{reason}已被恢复或撤销，不生效力",
        "{reason} was undone by restoration or set aside and has no effect"),
    "extended": Words("期限延长至{day}", "The term is extended to {day}"),
    "term": Words("期限自{base}起{number}，{day}届满终止", "The term of {number} from {base} ends on {day}"),
    "no_term": Words("没有固定期限，未被撤销即有效", "There is no fixed term; it holds until revoked"),
    "fee_paid": Words("第{number}年度年费应于{base}前缴纳，已在{limit}前缴纳",
                      "The fee of year {number}, due {base}, was paid by {limit}"),
    "fee_grace": Words("第{number}年度年费{base}到期，{limit}前仍可补缴", "The fee of year {number}, due {base}, "
                       "can still be paid by {limit}"),
    "fee_silent": Words("第{number}年度年费{base}到期；至{limit}未见终止公告，推定已缴",
                        "The fee of year {number} fell due on {base}; no lapse was announced by {limit}, so it is "
                        "presumed paid"),
    "fee_restored": Words("第{number}年度年费（{base}到期）之后权利已恢复",
        "After the fee of year {number} (due {base}) "
                          "the right was restored"),
    "fee_assumed": Words("第{number}年度年费（{base}到期）假设已缴",
        "The fee of year {number} (due {base}) is assumed paid"),
    "fee_lapse": Words("第{number}年度年费{base}到期，至{limit}未缴，权利自{day}起终止",
                       "The fee of year {number}, due {base}, was not paid by {limit}: the right ends on {day}"),
    "renewed": Words("{base}期满，已续展至{day}", "The term ending on {base} was renewed to {day}"),
    "renewal_implied": Words("{base}期满；其后有续展，可知此次已续展至{day}",
                             "The term ending on {base} must have been renewed to {day}, since a later one was"),
    "renewal_grace": Words("{base}期满，{limit}前仍可续展",
        "The term ended on {base}; it can be renewed until {limit}"),
    "renewal_assumed": Words("{base}期满，假设已续展至{day}",
        "The term ending on {base} is assumed renewed to {day}"),
    "renewal_lapse": Words("{base}期满，至{limit}未续展，权利自{day}起终止",
                           "The term ended on {base} and was not renewed by {limit}: the right ends on {day}"),
    "examination": Words("实质审查请求期限为{limit}，已提出",
        "Examination, to be requested by {limit}, was requested"),
    "examination_open": Words("实质审查请求期限为{limit}", "Examination can be requested by {limit}"),
    "examination_missed": Words("至{limit}未请求实质审查，申请视为撤回",
                                "Examination was not requested by {limit}: the application is deemed withdrawn"),
    "entry_open": Words("进入国家阶段的期限为{limit}", "The national phase can be entered by {limit}"),
    "entered": Words("已于{day}进入国家阶段", "The national phase was entered on {day}"),
    "entry_missed": Words("至{limit}未进入国家阶段，在中国的效力终止",
                          "The national phase was not entered by {limit}: the effect in China ends"),
    "nothing_known": Words("没有任何已知事件", "No event is known"),
    "no_law": Words("所载法律参数不包含{day}", "The law loaded says nothing for {day}"),
    "after_record": Words("记录只完整到{limit}", "The record is complete only through {limit}"),
}

_QUESTIONS: Final[dict[str, Words]] = {
    "which": Words("同一事项有几个不同日期", "One fact is recorded with several days"),
    "order": Words("授权或注册早于申请", "The grant or registration precedes the filing"),
    "clash": Words("两项记录互相矛盾", "Two records exclude each other"),
    "when": Words("事件已发生但日期不明", "An event happened but its day is not told"),
    "correction": Words("同日有互相矛盾的更正", "Corrections of the same day contradict each other"),
    "filing": Words("申请日不明", "The filing day is not known"),
    "term": Words("申请日不明，期限无法计算", "The filing day is not known, so the term cannot be computed"),
    "fee": Words("第{n}年度年费是否缴纳不明", "Whether the fee of year {n} was paid is not known"),
    "late_fee": Words("第{n}年度年费逾期缴纳，是否恢复权利不明",
        "The fee of year {n} was paid too late; whether the right "
                      "was restored is not known"),
    "renewal": Words("第{n}次续展是否办理不明", "Whether renewal {n} was made is not known"),
    "examination": Words("是否请求实质审查不明", "Whether examination was requested is not known"),
    "entry": Words("是否进入国家阶段不明", "Whether the national phase was entered is not known"),
    "expiry": Words("登记的届满日与依法计算的不同",
        "The recorded day of expiry differs from the one computed by law"),
    "author": Words("著作权人是自然人还是单位不明", "Whether the author is a natural or a legal person is not known"),
    "plants": Words("植物类别不明", "The group of plants is not known"),
    "as": Words("进入国家阶段的保护类型不明", "The kind of protection sought is not known"),
    "copyright": Words("发表、死亡或创作日期不明", "The day of publication, death or creation is not known"),
    "coverage": Words("所问之日晚于记录完整之日", "The day asked is later than the record is complete"),
    "dangling": Words("更正所指的事件不在记录中", "A correction points at an event that is not on record"),
}

_SETTLE: Final[dict[str, Words]] = {
    "which": Words("登记簿副本可确定日期", "an extract from the register with the right day"),
    "order": Words("申请日与授权日的原始文件", "the original papers on filing and grant"),
    "clash": Words("登记簿副本可确定哪一项成立", "an extract from the register showing which of them stands"),
    "when": Words("该事件的公告或登记日期", "the day of that event from gazette or register"),
    "correction": Words("最后有效的更正", "which correction is the last one"),
    "filing": Words("申请日", "the filing day"), "term": Words("申请日", "the filing day"),
    "fee": Words("第{n}年度年费的缴费凭证或登记簿副本",
        "the receipt for the fee of year {n}, or an extract from the register"),
    "late_fee": Words("恢复权利的决定", "the decision on restoration"),
    "renewal": Words("第{n}次续展公告或注销公告", "the announcement of renewal {n} or of removal"),
    "examination": Words("进入实质审查或视为撤回的公告", "the announcement of examination or of deemed withdrawal"),
    "entry": Words("进入国家阶段的通知", "the notice of entry into the national phase"),
    "expiry": Words("申请日及期限补偿的登记", "the filing day and any extension of term on the register"),
    "author": Words("著作权人的身份", "whether the author is a natural or a legal person"),
    "plants": Words("品种所属的植物类别", "the group of plants of the variety"),
    "as": Words("进入国家阶段的请求书", "the request for entry into the national phase"),
    "copyright": Words("创作、发表或死亡的日期", "the day of creation, publication or death"),
    "coverage": Words("所问之日的登记簿副本", "an extract from the register as of the day asked"),
    "dangling": Words("被更正的原事件", "the event that was corrected"),
}

_ANSWERS: Final[dict[str, Words]] = {
    "paid": Words("已缴", "paid"), "unpaid": Words("未缴", "not paid"), "done": Words("已办理", "done"),
    "missed": Words("未办理", "not done"), "by": Words("在所问之日前", "by the day asked"),
    "after": Words("在所问之日后", "after the day asked"), "over": Words("期限已届满", "the term is over"),
    "running": Words("期限未届满", "the term is running"), "unchanged": Words("此后无变化", "nothing changed since"),
    "ended": Words("此后已终止", "it ended since"), "natural": Words("自然人", "a natural person"),
    "legal": Words("单位", "a legal person"), "woody": Words("木本、藤本", "woody plants or vines"),
    "other": Words("其他植物", "other plants"), "record": Words("以登记为准", "the record is right"),
    "law": Words("以法定计算为准", "the computation is right"), "restored": Words("已恢复", "restored"),
    "without_effect": Words("无效力", "without effect"), "invention": Words("发明", "an invention patent"),
    "utility": Words("实用新型", "a utility model"), "filing_wrong": Words("申请日有误", "the filing day is wrong"),
    "begin_wrong": Words("授权日有误", "the day of grant is wrong"),
}


def _day(value: date | None, *, en: bool) -> str:
    if value is None:
        return "a day not told" if en else "日期不明"
    return value.isoformat() if en else f"{value.year}年{value.month}月{value.day}日"


def event(kind: str) -> Words:
    """Return the name of an event kind."""
    return EVENTS.get(kind, Words(kind, kind))


def label(code: str) -> Words:
    """Return the words for a status code."""
    return LABELS.get(code, LABELS["undetermined"])


def step(step: Step) -> Words:
    """Return the sentence of a step, with the events and the version of law it rests on."""
    form = _STEPS[step.code]
    reason = event(step.reason)
    number = "" if step.number is None else str(step.number)
    zh = form.zh.format(day=_day(step.day, en=False), base=_day(step.base, en=False),
                        limit=_day(step.limit, en=False), reason=reason.zh,
                        number=f"{number}年" if step.code == "term" else number)
    en = form.en.format(day=_day(step.day, en=True), base=_day(step.base, en=True), limit=_day(step.limit, en=True),
                        reason=reason.en.capitalize(), number=f"{number} years" if step.code == "term" else number)
    if step.clause.zh:
        chosen = step.chosen is not None
        zh += f"（{step.clause.zh}{'，按' + _day(step.chosen, en=False) + '适用' if chosen else ''}）"
        en += f" ({step.clause.en}{', chosen by ' + _day(step.chosen, en=True) if chosen else ''})"
    if step.events:
        zh += f"〔{'、'.join(step.events)}〕"
        en += f" [{', '.join(step.events)}]"
    return Words(f"{zh}。", f"{en}.")


def _question(question: str, table: dict[str, Words]) -> Words:
    name, _, subject = question.partition(":")
    form = table[name]
    return Words(form.zh.format(n=subject), form.en.format(n=subject))


def assumption(assumption: Assumption) -> Words:
    """Return an assumption as a sentence: the question and the answer assumed."""
    asked = _question(assumption.question, _QUESTIONS)
    answer = _ANSWERS.get(assumption.answer, Words(f"以 {assumption.answer} 为准", f"{assumption.answer} holds"))
    at_zh = "" if assumption.day is None else f"（{_day(assumption.day, en=False)}）"
    at_en = "" if assumption.day is None else f" ({_day(assumption.day, en=True)})"
    about = f"〔{'、'.join(assumption.about)}〕" if assumption.about else ""
    about_en = f" [{', '.join(assumption.about)}]" if assumption.about else ""
    return Words(f"{asked.zh}{about}；假设：{answer.zh}{at_zh}。",
                 f"{asked.en}{about_en}; assumed: {answer.en}{at_en}.")


def settle(question: str, about: Sequence[str]) -> Words:
    """Return which fact would settle an open question."""
    asked, fact = _question(question, _QUESTIONS), _question(question, _SETTLE)
    zh = f"〔{'、'.join(about)}〕" if about else ""
    en = f" [{', '.join(about)}]" if about else ""
    return Words(f"{asked.zh}{zh}；可由此确定：{fact.zh}。", f"{asked.en}{en}; it would be settled by {fact.en}.")


def condition(condition: Condition) -> Words:
    """Return a condition as a sentence."""
    due, limit = condition.due, condition.limit
    zh, en = {
        "fee": (f"第{condition.number}年度年费{_day(due, en=False)}到期",
                f"The fee of year {condition.number} falls due on {_day(due, en=True)}"),
        "renewal": (f"第{condition.number}次续展，{_day(due, en=False)}期满",
                    f"Renewal {condition.number}: the term ends on {_day(due, en=True)}"),
        "examination": ("应请求实质审查", "Examination must be requested"),
        "entry": ("应进入国家阶段", "The national phase must be entered"),
    }[condition.code]
    return Words(f"{zh}，最迟{_day(limit, en=False)}。", f"{en}, at the latest by {_day(limit, en=True)}.")


def reasons(branches: Sequence[Branch]) -> tuple[Words, ...]:
    """Return a derivation in sentences."""
    found: list[Words] = []
    for branch in branches:
        found.extend(assumption(each) for each in branch.assumptions)
        found.extend(step(each) for each in branch.steps)
        name = label(branch.code)
        found.append(Words(f"结论：{name.zh}。", f"Conclusion: {name.en}."))
    return tuple(found)
