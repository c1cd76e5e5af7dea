"""Supervision in the demo city, a draft laid open, chains with rules, budgets: done by its people, by acts.

The matters are of the demo's plan; no figure of the city changes. Nothing is thrown by dice: the same plan gives
the same matters.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth import get_user_model

from zhichan.demo import acting
from zhichan.demo.acting import do
from zhichan.demo.figures import AS_OF
from zhichan.kernel.access.public import actor_of, reading
from zhichan.kernel.acts.public import reach

BUREAU = "city-science"
CHAINS = (
    (
        "电子信息", "industry", "city-industry",
        (("patent", "class", "H01L"), ("patent", "class", "H05K"), ("mark", "class", "9")),
    ),
    (
        "生物医药", "industry", "city-science",
        (("patent", "class", "A61"), ("patent", "words", "提取物"), ("mark", "class", "5")),
    ),
    (
        "茶叶", "agriculture", "city-agriculture",
        (("patent", "class", "A23F"), ("gi_product", "words", "茶"), ("mark", "class", "30")),
    ),
)  # fmt: skip
"""Chains of the city: name, sector, the unit that leads it, and rules as rights, by and pattern."""
BUDGETS = (
    ("有效注册商标总量", "商标品牌培育经费（演示）", 2_400_000),
    ("地理标志商标总量", "地理标志发展经费（演示）", 900_000),
)
"""Money set aside: the indicator it serves, what it is called, yuan."""
DRAFT = """衡川市知识产权转化运用支持办法（征求意见稿）
为支持知识产权转化运用，规范资金使用，制定本办法。
第一条 支持对象为在本市登记的企业、高校和科研机构。
第二条 对已在本市实施转化的高价值发明专利给予一次性支持，同一专利只支持一次；不因申请或者获得授权给予支持。
第三条 申请每年三月集中受理，由市场监督管理局初审。
第四条 资金由财政局会同市场监督管理局监督使用。
"""
"""It supports use: money for the filing or the grant of patents is not given any more."""
MORE = (
    ("编制重点产业专利导航名单", date(2025, 3, 3), "2025-11-30"),
    ("建成知识产权公共服务网点", date(2025, 3, 3), "2025-07-31"),
    ("汇总高校专利转化情况", date(2025, 9, 15), "2025-12-31"),
)
"""Further matters of the plan for the bureau: what, handed out when, to be done by."""
COMMENTS = (
    ("c4", "建议每年受理两次，小企业赶不上三月。", "adopted", "采纳，增加九月受理。", "第三条改为每年三月、九月受理。"),
    ("c3", "希望实用新型也能支持。", "not_adopted", "支持面向已经转化的高价值发明专利，实用新型不在范围内。", ""),
)


def supervise() -> bool:
    """Put tasks of the plan under supervision, report on them and publish; return whether anything had to be done."""
    city = acting.city()
    officer = actor_of(get_user_model().objects.get(username="supervision").pk, day=AS_OF)
    with reading(officer):
        if reach(officer, "supervision:read").filter(region__path=city).exists():
            return False
        plans = reach(officer, "plan:read").filter(region__path=city).order_by("number")
        plan = plans.values_list("number", flat=True).first() or ""
        led = reach(officer, "task:read").filter(
            region__path=city,
            assignments__unit__slug=BUREAU, assignments__role__in=["lead", "responsible"]
        )
        task = led.order_by("number").values_list("pk", flat=True).first()
    if task is None:
        return False
    matters = [_supervised(str(task), date(2025, 3, 3), "2025-12-31")]
    matters += [_issued(city, plan, *each) for each in MORE]
    for matter in matters[:3]:
        do("liaison", "supervision:sign", matter, date(2025, 3, 4))
    _bulletin(city, "2025-04-30", date(2025, 5, 6))
    for matter in matters[:1]:
        _report(matter, date(2025, 5, 20), "已完成两批项目的前期摸底，签订合作协议三份。", evidence=True)
    for matter in matters[1:2]:
        _report(matter, date(2025, 5, 28), "名单已报送，正在核对。", evidence=False)
    for matter in matters[2:3]:
        _done(matter)
    _circular(city, "quarterly", "2025-06-30", date(2025, 7, 3))
    _circular(city, "half_year", "2025-06-30", date(2025, 7, 4))
    for matter in matters[:1]:
        _report(matter, date(2025, 8, 12), "五个项目全部开工，中期检查合格。", evidence=True)
    for matter in matters[1:2]:
        _report(matter, date(2025, 8, 25), "名单核对完成，待会签。", evidence=False)
    _bulletin(city, "2025-09-28", date(2025, 9, 29))
    _consult(city)
    _chains(city)
    _budgets(city, plan)
    return True


def _supervised(task: str, day: date, due: str) -> str:
    result = do("supervision", "task:supervise", task, day, supervise_by=due)
    return str(result["handed"][0]["case"])


def _issued(city: str, plan: str, title: str, day: date, due: str) -> str:
    units = [{"role": "lead", "as_written": "市科技局", "unit": BUREAU}]
    given = {"title": title, "demand": title, "due": due, "origin": "plan", "source": plan, "units": units}
    return str(do("supervision", "supervision:issue", None, day, region=city, **given)["case"])


def _report(matter: str, day: date, words: str, *, evidence: bool) -> None:
    files = {"evidence": f"演示佐证材料：{words}".encode()} if evidence else {}
    do("liaison", "supervision:report", matter, day, progress=words, **files)
    checked = date(day.year, day.month, day.day + 2)
    finding = "与材料一致" if evidence else "口头核实属实，佐证材料待补"
    do("supervision", "supervision:accept_progress", matter, checked, finding=finding)


def _done(matter: str) -> None:
    words = "已全部完成并通过验收。"
    evidence = f"演示佐证材料：{words}".encode()
    do("liaison", "supervision:report_done", matter, date(2025, 5, 26), progress=words, evidence=evidence)
    do("supervision", "supervision:confirm_done", matter, date(2025, 5, 28), finding="现场核实")
    do("supervision-head", "supervision:close", matter, date(2025, 5, 29), reason="按期完成")


def _bulletin(city: str, until: str, day: date) -> None:
    case = str(do("supervision", "circular:draw_up", None, day, region=city, kind="bulletin", until=until)["case"])
    do("supervision-head", "circular:approve", case, day)
    do("supervision", "circular:publish", case, day)


def _circular(city: str, kind: str, until: str, day: date) -> None:
    case = str(do("supervision", "circular:draw_up", None, day, region=city, kind=kind, until=until)["case"])
    do("supervision-head", "circular:approve", case, day)
    do("supervision", "circular:issue", case, day)


def _chains(city: str) -> None:
    """The chains with their rules, each on a day of its own."""
    days = (date(2025, 1, 6) + timedelta(days=number) for number in range(60))
    for name, sector, lead, rules in CHAINS:
        do("plan", "industry_chain:enter", None, next(days), region=city, name=name, sector=sector, lead=lead)
        for rights, by, pattern in rules:
            do(
                "plan", "chain_rule:enter", None, next(days), region=city, chain=name, rights=rights, by=by,
                pattern=pattern, effect="include",
            )  # fmt: skip


def _budgets(city: str, plan: str) -> None:
    """Money set aside this year for targets of the city's plan."""
    planner = actor_of(get_user_model().objects.get(username="plan").pk, day=AS_OF)
    with reading(planner):
        read = reach(planner, "plan:read").get(number=plan).facts["reading"]
    for number, (indicator, name, yuan) in enumerate(BUDGETS):
        serves = next((one["id"] for one in read["targets"] if one["indicator"] == indicator), None)
        if serves is None:
            continue
        do(
            "plan", "allocation:enter", None, date(2025, 1, 6) + timedelta(days=number), region=city, name=name,
            amount=str(yuan), year=2025, plan=plan, serves=serves,
        )  # fmt: skip


def _consult(city: str) -> None:
    made = do(
        "plan", "consultation:prepare", None, date(2025, 9, 5), region=city, paper=DRAFT.encode(), filename="draft.txt"
    )
    case, number = str(made["case"]), str(made["number"])
    do("plan", "consultation:lay_open", case, date(2025, 9, 8), closes_on="2025-10-15")
    do(
        "plan", "consultation:record_reach", case, date(2025, 9, 22), channel="门户网站（演示）", figure=1260,
        counted="网站访问统计（演示）",
    )  # fmt: skip
    for clause, text, disposition, answer, effect in COMMENTS:
        comment = str(
            do(
                "", "comment:submit", None, date(2025, 9, 12), region=city, consultation=number, clause=clause,
                text=text,
            )["case"]
        )  # fmt: skip
        do("plan", "comment:publish", comment, date(2025, 9, 15))
        said = {"disposition": disposition, "answer": answer, **({"effect": effect} if effect else {})}
        do("plan", "comment:answer", comment, date(2025, 9, 18), **said)
