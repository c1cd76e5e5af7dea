"""The demo's plans, taken in and adopted as the plan officer would do it: by the same acts, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.contrib.auth import get_user_model

from zhichan.demo.places import CITY, NAMES
from zhichan.kernel.access.public import Actor, actor_of, reading
from zhichan.kernel.acts.public import SHANGHAI, perform, reach
from zhichan.kernel.ground.public import region

PLAN = Path(__file__).parent / "plan" / "example_plan.txt"
COUNTY_PLAN = Path(__file__).parent / "county_plan.txt"
"""What the plans of counties have in common; the names in braces are filled in for each."""
ADOPTED_AT = datetime(2021, 9, 27, 1, tzinfo=UTC)
"""A working day after the date the plan itself bears."""
COUNTIES_ADOPTED_AT = datetime(2021, 12, 13, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class County:
    """A county's plan: its place, the goals it sets itself in words, and figures of its tasks."""

    slug: str
    rank: str
    goals: str
    brand: str
    farmers: int
    served: int


COUNTIES = (
    County(
        "yunxi", "区",
        "到2025年,全区年度发明专利授权量达到65件,年度PCT国际专利申请量达到2件;有效注册商标总量达到10500件,"
        "地理标志商标总量达到7件;知识产权质押融资登记累计额达到2300万元。",
        "云溪茶", 3200, 60,
    ),
    County(
        "shiqiao", "县",
        "到2025年,全县年度发明专利授权量达到16件;地理标志商标总量达到6件。到2024年,有效注册商标总量达到6800件。",
        "石桥酱菜", 1800, 30,
    ),
    County(
        "qingping", "县",
        "到2025年,全县年度发明专利授权量达到12件,有效注册商标总量达到4200件,地理标志商标总量达到9件;"
        "知识产权质押融资登记累计额达到800万元;注册农产品商标达到300件。",
        "青屏山菌", 2600, 25,
    ),
)  # fmt: skip


def adopt_plan() -> bool:
    """Upload the example plan, confirm what was read and adopt it; return whether anything had to be done.

    Each act carries its key, so that an interrupted adoption is taken up where it stopped.
    """
    return _adopted(CITY, PLAN.read_bytes(), PLAN.name, key="demo-plan", at=ADOPTED_AT)


def adopt_county_plans() -> bool:
    """The same for the plans of some counties, so that it shows which of their targets serve which of the city's."""
    done = False
    for one in COUNTIES:
        words = {name: getattr(one, name) for name in ("rank", "goals", "brand", "farmers", "served")}
        text = COUNTY_PLAN.read_text(encoding="utf-8").format(name=NAMES[one.slug], **words)
        key = f"demo-plan-{one.slug}"
        done = _adopted(one.slug, text.encode(), f"{one.slug}.txt", key=key, at=COUNTIES_ADOPTED_AT) or done
    return done


def _adopted(place: str, paper: bytes, name: str, *, key: str, at: datetime) -> bool:
    officer = actor_of(get_user_model().objects.get(username="plan").pk, day=at.astimezone(SHANGHAI).date())
    with reading(officer):
        path = region(place).path
    given = {"region": path, "paper": paper, "filename": name}
    uploaded = perform(actor=officer, verb="plan:upload", facts=given, at=at, key=f"{key}-upload")
    case = str(uploaded.result["case"])
    if _stage(officer, case) != "reviewing":
        return False
    decided = {"items": _items(officer, case), "decision": "confirm"}
    perform(actor=officer, verb="plan:decide", target=case, facts=decided, at=at, key=f"{key}-decide")
    perform(actor=officer, verb="plan:adopt", target=case, at=at, key=f"{key}-adopt")
    return True


def _stage(officer: Actor, case: str) -> str:
    with reading(officer):
        return str(reach(officer, "plan:read").values_list("stage", flat=True).get(pk=case))


def _items(officer: Actor, case: str) -> list[str]:
    """Ids of everything that wants a decision: what was read, and what stayed open."""
    with reading(officer):
        read = reach(officer, "plan:read").get(pk=case).facts["reading"]
    found = [item["id"] for kind in ("targets", "tasks", "measures") for item in read[kind]]
    return [*found, *(f"o{number}" for number in range(1, len(read["open"]) + 1))]
