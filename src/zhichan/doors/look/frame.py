"""The frame around every page: whose it is, where, as of which day, and what else there is to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from zhichan.doors.look import offers
from zhichan.doors.look.parts import Choice
from zhichan.doors.look.words import SHANGHAI
from zhichan.kernel.access.public import ANYONE, Actor, actor_of, reading
from zhichan.kernel.casework.public import REHEARSE
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Region, Text

DESK = (
    ("desk:home", Text("工作台", "Desk")),
    ("desk:plans", Text("规划", "Plans")),
    ("desk:scorecard", Text("记分卡", "Scorecard")),
    ("desk:targets", Text("目标登记册", "Targets")),
    ("desk:tasks", Text("任务", "Tasks")),
    ("desk:supervision", Text("督办", "Supervision")),
    ("desk:cases", Text("办理", "Cases")),
    ("desk:registers", Text("登记", "Registers")),
    ("desk:cascade", Text("目标分解", "Cascade")),
    ("desk:statistics", Text("统计", "Statistics")),
    ("desk:loads", Text("数据", "Data")),
    ("desk:retention", Text("销毁清单", "Retention")),
    ("desk:rehearsal", Text("新版预演", "Rehearsal")),
    ("portal:selections", Text("保存的检索", "Saved searches")),
    ("desk:pushes", Text("推送效果", "Notices")),
)
PORTAL = (
    ("portal:home", Text("首页", "Home")),
    ("portal:search", Text("检索", "Search")),
    ("portal:scorecard", Text("进展", "Progress")),
    ("portal:progress", Text("任务", "Tasks")),
    ("portal:consultations", Text("征求意见", "Consultations")),
    ("portal:statistics", Text("统计", "Statistics")),
    ("portal:plans", Text("规划", "Plans")),
    ("portal:apply", Text("办事", "Apply")),
    ("portal:follow", Text("查进度", "Follow a case")),
)
MINE = ("portal:mine", Text("我的", "Mine"))
"""The page of whoever acts for a party, behind both doors."""


RESTING = {"desk:supervision": "supervision", "portal:progress": "circular", "portal:consultations": "consultation"}
"""Pages that rest on one procedure: where it is not declared, nothing leads to them."""
BESIDE = {"desk:supervision": ("desk:circulars", "desk:revision", "desk:evaluation", "desk:chains", "desk:serving")}
"""Pages that are tabs beside the one of an entry: on them that entry is the chosen one."""


def now() -> datetime:
    """The present instant; when the installation pins its day, the same time of that day."""
    instant = timezone.now().astimezone(SHANGHAI)
    pinned: date | None = settings.ZHICHAN_AS_OF
    return instant.replace(year=pinned.year, month=pinned.month, day=pinned.day) if pinned else instant


def today() -> date:
    """The day in Asia/Shanghai, or the pinned one."""
    return now().date()


def end_of(day: date) -> datetime:
    """The last instant of a day in Asia/Shanghai."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI) - timedelta(microseconds=1)


def actor(request: HttpRequest) -> Actor:
    """Who is asking, with the roles held today. Asked once for each request."""
    known: Actor | None = getattr(request, "zhichan_actor", None)
    if known is None:
        user = request.user
        known = actor_of(
            user.pk if user.is_authenticated else None,
            day=today(),
            label=name_of(user).zh if user.is_authenticated else "",
        )
        request.zhichan_actor = known  # type: ignore[attr-defined]
    return known


def name_of(user: Any) -> Text:
    """A person's name: Chinese in ``first_name``; the demonstration keeps the English form in ``last_name``."""
    zh = user.first_name or user.get_username()
    return Text(zh, user.last_name or zh)


def home_region() -> Region | None:
    """The region this installation serves: its only city, else the topmost region; None before set-up."""
    with reading(Actor(name=ANYONE, day=today())):
        cities = list(Region.objects.filter(kind=Region.Kind.CITY)[:2])
        return cities[0] if len(cities) == 1 else Region.objects.filter(parent=None).first()


@dataclass(frozen=True)
class Frame:
    """What stands around a page."""

    region: Text
    day: date | None
    synthetic: bool
    person: Text | None
    personas: bool
    nav: Sequence[Choice]
    public_nav: Sequence[Choice]


def entries(pages: Sequence[tuple[str, Text]], path: str) -> list[Choice]:
    """Navigation entries; the one whose address begins the path is the chosen one."""
    found = []
    beside: dict[str, str] = {}
    for name, label in pages:
        if name in RESTING and current().procedure(RESTING[name]) is None:
            continue
        try:
            found.append((reverse(name), label))
            beside.update((reverse(other), reverse(name)) for other in BESIDE.get(name, ()))
        except NoReverseMatch:
            continue
    # A door's home begins every address behind it; it is chosen only when it is the page itself.
    home = found[0][0] if found else ""
    chosen = next(
        (
            beside.get(href, href) for href in (*(each for each, _ in found), *beside)
            if path == href or (href != home and path.startswith(href))
        ), "",
    )  # fmt: skip
    return [Choice(href, label, href == chosen, href=href) for href, label in found]


def offered(request: HttpRequest) -> Sequence[tuple[str, Text]]:
    """The desk's pages without those whose every declaration is closed to the person."""
    someone = actor(request)
    roles = {role.name for role in someone.roles}
    closed = {
        name
        for name, found in (
            ("desk:cases", offers.procedures(someone)),
            ("desk:registers", offers.registers(someone)),
            ("desk:loads", current().roles_for("registry:load") & roles),
            ("desk:retention", current().roles_for("retention:destroy") & roles),
            ("desk:rehearsal", rehearses(someone)),
            ("portal:selections", current().roles_for("selection:share") & roles),
            ("desk:pushes", current().roles_for("inbox:measure") & roles),
        )
        if not found
    }
    return [*((name, label) for name, label in DESK if name not in closed), *own_pages(request)]


def rehearses(someone: Actor) -> bool:
    """Whether someone may try a new edition: it is for the whole installation, and so must be the role."""
    roles = current().roles_for(REHEARSE)
    home = home_region() if roles & {role.name for role in someone.roles} else None
    return home is not None and bool(someone.held(roles, home.path))


def own_pages(request: HttpRequest) -> Sequence[tuple[str, Text]]:
    """What is there for those alone who act for a party."""
    return (MINE,) if request.user.is_authenticated and actor(request).parties else ()


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame`` for the base templates."""
    region = home_region()
    user = request.user
    pages = offered(request) if user.is_authenticated else DESK
    return {
        "frame": Frame(
            region=Text(region.name, region.name_en) if region else Text("未设定地区", "No region set"),
            day=today(),
            synthetic=bool(region and region.synthetic),
            person=name_of(user) if user.is_authenticated else None,
            personas=bool(region and region.synthetic),
            nav=entries(pages, request.path),
            public_nav=entries([*PORTAL, *own_pages(request)], request.path),
        )
    }
