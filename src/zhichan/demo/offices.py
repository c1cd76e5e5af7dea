"""What the city's other offices have on their desks on the first day: done by their people, by acts.

Nothing is thrown by dice, and no figure of the city changes. Firms and people named here are made up.
"""

from __future__ import annotations

from datetime import date

from django.contrib.auth import get_user_model

from zhichan.demo import acting
from zhichan.demo.acting import do
from zhichan.demo.figures import AS_OF
from zhichan.kernel.access.public import actor_of, reading
from zhichan.kernel.acts.public import reach

GOODS = (
    {"name": "涉嫌假冒手表", "quantity": 36, "unit": "块", "seal": "演示-封-01"},
    {"name": "涉嫌假冒商标标识", "quantity": 1200, "unit": "张", "seal": "演示-封-02"},
)
INSPECTED = (("示例饮品有限公司", "a", "mark"), ("示例灯具有限公司", "a", "mark"), ("示例农资有限公司", "d", "mark"),
             ("示例机械有限公司", "d", "patent"))  # fmt: skip
RATES = (("a", 5), ("d", 100))
SCHEME = {
    "places": 1,
    "items": [
        {"key": "work", "title": "重点工作", "weight": 60, "rule": "points"},
        {"key": "order", "title": "工作秩序", "weight": 40, "rule": "points"},
    ],
    "bonuses": [{"key": "pilot", "title": "国家试点", "points": 3}],
    "bonus_cap": 2,
    "vetoes": [{"key": "fraud", "title": "弄虚作假", "cap": 0}],
    "grades": [[90, "优秀"], [60, "合格"], [0, "不合格"]],
}
SURVEY = {
    "frame": [
        {"stratum": "权利人", "population": 1000, "invited": 200},
        {"stratum": "公众", "population": 9000, "invited": 300},
    ],
    "weights": [
        {"question": "law", "weight": 30}, {"question": "enforcement", "weight": 30},
        {"question": "service", "weight": 25}, {"question": "publicity", "weight": 15},
    ],
    "scale": [
        {"answer": "very_satisfied", "points": 100}, {"answer": "satisfied", "points": 80},
        {"answer": "fair", "points": 60}, {"answer": "dissatisfied", "points": 30},
        {"answer": "very_dissatisfied", "points": 0},
    ],
}  # fmt: skip
DISPUTE = {
    "applicants": [{"name": "示例照明有限公司"}], "respondents": [{"name": "示例光电有限公司"}],
    "dispute_type": "damages", "expertise": "光学", "claim": "确定赔偿数额", "finding": "示例裁决书1号",
}  # fmt: skip


def work() -> bool:
    """Put something on each desk; return whether anything had to be done."""
    city = acting.city()
    officer = _number("enforcement")
    with reading(actor_of(officer, day=AS_OF)):
        if reach(actor_of(officer, day=AS_OF), "seizure:read").filter(region__path=city).exists():
            return False
    _mediate(city)
    _inspect(city)
    _assess(city)
    do("survey", "survey:plan", None, date(2025, 9, 10), region=city, plan_source="示例调查方案〔2025〕1号",
       frame_source="示例名录，截至2025年8月底", confidence=95, **SURVEY)
    # Last, because it tells that all of this is there.
    do("enforcement", "seizure:seize", None, date(2025, 9, 22), region=city, source_case="示例案〔2025〕12号",
       owner="示例商行", decision_no="示例扣字〔2025〕6号", seized_on="2025-09-22", items=list(GOODS), place="一号库",
       keeper=[{"name": "执法人员（演示）", "user": officer}])
    return True


def _number(who: str) -> int:
    return int(get_user_model().objects.get(username=who).pk)


def _mediate(city: str) -> None:
    do("mediation", "mediator:enter", None, date(2025, 9, 1), region=city, name="调解员一（演示）",
       account=_number("mediation-head"), expertise=["光学", "机械"])
    asked = do("mediation", "mediation:request", None, date(2025, 9, 24), region=city, **DISPUTE)
    do("mediation", "mediation:ask", str(asked["case"]), date(2025, 9, 26))


def _inspect(city: str) -> None:
    day = date(2025, 9, 3)
    for number, (name, grade, field) in enumerate(INSPECTED, start=1):
        do("inspection", "inspected_firm:enter", None, day, region=city, code=f"YANSHI{number:012}", name=name,
           grade=grade, field=field)
    for who in ("enforcement", "enforcement-head", "mediation"):
        do("inspection", "inspector:enter", None, day, region=city, name=f"检查员（演示）{who}", user=_number(who),
           certificate=f"演示-{who}", certificate_until="2028-01-01")
    for grade, per_cent in RATES:
        do("inspection-head", "inspection_rate:enter", None, day, region=city, grade=grade, per_cent=per_cent,
           instrument="示例抽查办法")
    do("inspection", "inspection_draw:freeze", None, date(2025, 9, 28), region=city, field="mark",
       seed_source="示例公开摇奖第1期", seed_day="2025-10-09")


def _assess(city: str) -> None:
    drafted = do("assessment", "assessment_scheme:draft", None, date(2025, 9, 8), region=city, year=2025, scheme=SCHEME,
                 instrument="示例考核办法")
    do("assessment-head", "assessment_scheme:adopt", str(drafted["case"]), date(2025, 9, 12))
