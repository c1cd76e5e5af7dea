"""The way in: made-up people in the demonstration, accounts elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.contrib.auth.models import User

from zhichan.doors.desk.cards import Persona
from zhichan.doors.desk.derived.fields import words
from zhichan.doors.look.frame import home_region, name_of, today
from zhichan.kernel.access.public import Grant, Representative
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Party, Region, Text, Unit, kernel

CAN = {
    "plan-officer": Text(
        "上传、核对和采用规划，登记基线", "uploads, checks and adopts plans; enters baselines"
    ),
    "statistician": Text("看统计、口径和目标", "sees statistics, definitions and targets"),
    "county-officer": Text("看本县的目标和数字", "sees the county's targets and figures"),
    "liaison": Text("看本单位承担的任务和目标", "sees the tasks and targets of the unit"),
    "leader": Text("看全市进展", "sees how the whole city stands"),
    "data-officer": Text("装载数据，核对权利人身份，维护分类表", "loads data, links holders, keeps class tables"),
    "theme-analyst": Text("保存专题检索，抽样判断，冻结语料", "keeps themes, judges samples, freezes corpora"),
    "push-officer": Text("看通知的打开和有用情况", "sees what notices came to"),
    "archivist": Text("列出保管期满的内容，销毁或暂停销毁", "lists what need not be kept, destroys or holds it"),
    "administrator": Text("管理账号和授权", "keeps accounts and grants"),
}
"""What those do whose work is not one procedure's acts."""
MOST = 4
"""So many acts are named of what someone else may do."""
ACTING = Text("以本企业名义办事，看本企业的事项和权利", "acts for the firm: its cases and its rights")
NOTHING = Text("没有任何授权，只能看公开内容", "holds no role; sees what is public")


def is_demo() -> bool:
    """Whether this installation is the synthetic city: loaded here as such, and still what it serves."""
    if not settings.ZHICHAN_DEMO:
        return False
    region = home_region()
    return bool(region and region.synthetic)


def _people() -> Sequence[User]:
    # The demonstration gives its people an unusable password; nobody else has one.
    found = User.objects.filter(is_active=True, is_superuser=False).order_by("pk")[:50]
    return [each for each in found if not each.has_usable_password()]


def personas() -> Sequence[Persona]:
    """The people to choose from, with what they may do today."""
    people, day = _people(), today()
    chosen = [each.pk for each in people]
    by_user: dict[int, list[Grant]] = {}
    parties: dict[int, list[Party]] = {}
    with kernel():
        for grant in Grant.objects.on(day).filter(user_id__in=chosen).select_related("region", "unit").order_by("pk"):
            by_user.setdefault(grant.user_id, []).append(grant)
        for acting in Representative.objects.on(day).filter(user_id__in=chosen).select_related("party").order_by("pk"):
            parties.setdefault(acting.user_id, []).append(acting.party)
    acts = _acts()
    return [_persona(each, by_user.get(each.pk, []), parties.get(each.pk, []), acts) for each in people]


def _acts() -> Mapping[str, Sequence[Text]]:
    """By role the acts that it may do, each named once."""
    found: dict[str, dict[Text, None]] = {}
    for slug, procedure in current().procedures.items():
        for name, act in procedure.acts.items():
            for role in current().roles_for(f"{slug}:{name}"):
                found.setdefault(role, {})[words(act.title)] = None
    return {role: list(titles) for role, titles in found.items()}


def _persona(
    user: User, grants: Sequence[Grant], parties: Sequence[Party], acts: Mapping[str, Sequence[Text]]
) -> Persona:
    where: list[Text] = [_called(each.unit or each.region) for each in grants]
    where += [Text(each.name, each.name) for each in parties]
    can = list(dict.fromkeys(CAN.get(each.role) or _titled(each.role, acts.get(each.role, ())) for each in grants))
    can += [ACTING] if parties else []
    return Persona(
        user.get_username(),
        name_of(user),
        Text(
            "、".join(dict.fromkeys(each.zh for each in where)),
            ", ".join(dict.fromkeys(each.en for each in where)),
        ),
        Text("；".join(each.zh for each in can), "; ".join(each.en for each in can)) if can else NOTHING,
    )


def _titled(role: str, acts: Sequence[Text]) -> Text:
    """What a role is called, with the first of the acts that it may do."""
    title = current().role_title(role)
    if not acts:
        return title
    zh, en = "、".join(each.zh for each in acts[:MOST]), ", ".join(each.en for each in acts[:MOST])
    more = len(acts) > MOST
    return Text(f"{title.zh}：{zh}{'等' if more else ''}", f"{title.en}: {en}{' and more' if more else ''}")


def _called(place: Unit | Region) -> Text:
    return Text(place.name, place.name_en or place.name)


def persona_user(username: str) -> User | None:
    """The made-up person of this name."""
    return next((each for each in _people() if each.get_username() == username), None)
