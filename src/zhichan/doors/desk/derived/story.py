"""The timeline of a case or an entry: what happened, by whom, what was given, before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from zhichan.doors.desk.derived import cards
from zhichan.doors.desk.derived.fields import Fields, Names, names_of, shown, title_of
from zhichan.doors.look.frame import name_of
from zhichan.doors.look.parts import Fact, Happening
from zhichan.doors.look.words import SHANGHAI
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Text
from zhichan.kernel.ledger.public import Event, Payload

SHORT = 12
CLOCK, ANYONE, FOLLOWER = (
    Text("时限届满自动办理", "done by the clock"),
    Text("未登录的办事人", "someone without an account"),
    Text("随权利记录的变动自动记入", "noted when the record of the right changed"),
)


def people(names: Iterable[str]) -> dict[str, Text]:
    """What the actors of the ledger are called."""
    wanted = {name for name in names if name.startswith("user:") and name[5:].isdigit()}
    users = {
        f"user:{user.pk}": name_of(user)
        for user in get_user_model().objects.filter(pk__in=[int(name[5:]) for name in wanted])
    }
    processes = {"clock": CLOCK, "anyone": ANYONE, "follower": FOLLOWER}
    return {**processes, **{name: Text(name, name) for name in wanted}, **users}


def story(
    actor: Actor,
    kind: str,
    identity: UUID,
    fields: Fields,
    *,
    unseen: frozenset[str],
    title: Callable[[str], Text],
    stages: Mapping[str, Text] | None = None,
) -> list[cards.Episode]:
    """The events the viewer may see, newest first. What was erased is said to be."""
    with reading(actor):
        events = list(
            Event.objects.filter(subject_kind=kind, subject_id=str(identity)).order_by(
                "-subject_version", "-id"
            )
        )
        parts: dict[UUID, dict[str, Any]] = {}
        erased: set[UUID] = set()
        for part in Payload.objects.filter(event_id__in=[one.pk for one in events]).order_by("field_class"):
            if part.content is None:
                erased.add(part.event_id)
            else:
                _join(parts.setdefault(part.event_id, {}), part.content)
    rows = [row for one in parts.values() for row in _rows(one)]
    names = names_of(actor, fields, rows)
    known = people(name for one in events for name in (one.actor, one.on_behalf) if name)
    return [
        _episode(
            one, parts.get(one.pk, {}), fields, unseen, names, known, title, stages or {}, one.pk in erased
        )
        for one in events
    ]


def _join(content: dict[str, Any], part: Mapping[str, Any]) -> None:
    """Add what stood under seal to what every reader sees."""
    for key, value in part.items():
        if isinstance(value, Mapping) and isinstance(content.get(key), Mapping):
            content[key] = {**content[key], **value}
        else:
            content.setdefault(key, value)


def _rows(content: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    before = content.get("before") or {}
    for row in (content.get("given"), content.get("patch"), content.get("data"), before.get("facts"), before):
        if isinstance(row, Mapping):
            yield row


def _episode(
    event: Event,
    content: Mapping[str, Any],
    fields: Fields,
    unseen: frozenset[str],
    names: Names,
    known: Mapping[str, Text],
    title: Callable[[str], Text],
    stages: Mapping[str, Text],
    erased: bool,
) -> cards.Episode:
    def fact(name: str, value: Any) -> Fact:
        return Fact(title_of(fields, name), _value(fields, name, value, names))

    before_all = content.get("before") or {}
    before = before_all.get("facts", before_all) if isinstance(before_all, Mapping) else {}
    patch = content.get("patch") or content.get("data") or {}
    if "until" in content:
        patch = {**patch, "until": content["until"]}
    was, now = before_all.get("stage"), content.get("stage")
    entry = content.get("entry") or {}
    given = content.get("given") or {}
    opening = event.subject_version <= 1
    return cards.Episode(
        at=event.at,
        title=title(event.verb),
        who=known.get(event.actor, Text(event.actor, event.actor)),
        behalf=known.get(event.on_behalf) if event.on_behalf else None,
        day=_other_day(entry.get("day"), event.at),
        reason=str(event.reason or content.get("reason") or given.get("reason") or ""),
        clause=str(content.get("clause") or ""),
        stage=stages.get(str(now)) if now and now != was else None,
        given=[
            fact(name, value)
            for name, value in (given or (patch if opening else {})).items()
            if name not in unseen and (opening or name not in patch)
        ],
        changes=[]
        if opening
        else [
            cards.Change(
                _title(fields, name),
                _value(fields, name, before.get(name), names),
                _value(fields, name, value, names),
            )
            for name, value in patch.items()
            if name not in unseen and before.get(name) != value
        ],
        clocks=[
            Fact(Text(one["title"]["zh"], one["title"]["en"]), _day(one.get("due")))
            for one in content.get("clocks") or []
        ],
        erased=erased,
    )


def _other_day(value: Any, at: datetime) -> date | None:
    """The day in law, where it is another than the day of registering it."""
    day = _day(value)
    return day if day != at.astimezone(SHANGHAI).date() else None


UNTIL = Text("终止日", "ends on")


def _title(fields: Fields, name: str) -> Text:
    return UNTIL if name == "until" and name not in fields else title_of(fields, name)


def _value(fields: Fields, name: str, value: Any, names: Names) -> Any:
    one = fields.get(name)
    if one is not None and one.type == "paper" and isinstance(value, str):
        return Text(f"文件 {value[:SHORT]}", f"file {value[:SHORT]}")
    return _day(value) if name == "until" and one is None else shown(one, value, names)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


AT_ONCE = 20
"""How often the same is done on one case, at most, to be told as one."""


def recent(actor: Actor, since: Any, limit: int) -> list[tuple[Happening, str]]:
    """What changed on cases the viewer may see, newest first, with the case; what is done over and over is one line."""
    with reading(actor):
        happened = Event.objects.filter(subject_kind="case", at__gte=since, cause="").order_by("-at", "-id")
        events = list(happened[: limit * AT_ONCE])
    catalogue = current()
    lines: list[tuple[Happening, str]] = []
    for (verb, _), alike in groupby(events, key=lambda one: (one.verb, one.subject_id)):
        one, *more = alike
        slug, _, act = verb.partition(":")
        procedure = catalogue.procedure(slug)
        if procedure is None or act not in procedure.acts:
            continue
        kind, did = procedure.title, procedure.acts[act].title
        often = Text(f"（{len(more) + 1}次）", f" ({len(more) + 1} times)") if more else Text("", "")
        title = Text(f"{kind.zh}：{did.zh}{often.zh}", f"{kind.en}: {did.en}{often.en}")
        lines.append((Happening(one.at, title), one.subject_id))
    return lines[:limit]
