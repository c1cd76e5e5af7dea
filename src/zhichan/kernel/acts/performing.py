"""One way to write, one way to read, one way to ask why."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import DatabaseError, IntegrityError, OperationalError, connection, models, transaction

from zhichan.kernel.access.public import ANYONE, Actor
from zhichan.kernel.acts.models import Done
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.public import register_verb as tell_catalogue
from zhichan.kernel.ground.public import Reason, Refusal, Text, kernel, seen
from zhichan.kernel.ground.recordsets import inserting, recordset
from zhichan.kernel.ledger.public import Audience, NewEvent, append, canonical

SHANGHAI = ZoneInfo("Asia/Shanghai")
HANDED_ON = "handed on"
"""Under this name acts share the verb that was handed on last."""
PROCESSES = frozenset({"clock", "follower"})
"""Actors that are no people and hold no role; they do the acts declared for them, each when its own cause comes."""
LONGEST_KEY = 80
LONGEST_NUMBER = 18
SHORTEST_KEY = 16
"""What a key of someone without an account must have at least: nothing else tells one stranger from another."""
NOT_THERE = Reason(
    "acts.not-there", Text("没有这一项，或者它不对您开放", "there is no such item, or it is not open to you")
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did (or, previewed, would do): the handler's JSON-ready ``result`` and the events' ids."""

    verb: str
    result: Mapping[str, Any]
    events: tuple[UUID, ...]
    preview: bool = False
    repeated: bool = False


@dataclass(slots=True)
class Act:
    """An act under way, as its handler sees it.

    ``target`` is whatever the verb's handler takes (an id, or None when it opens something); ``facts`` the
    facts given; ``at`` the instant; ``day`` its day in Asia/Shanghai; ``papers`` the digests of papers that the act
    which handed this one on holds; ``nameless`` whether who did it, and when in the day, is known to nobody.
    """

    actor: Actor
    verb: str
    target: Any
    facts: Mapping[str, Any]
    at: datetime
    preview: bool
    on_behalf: str = ""
    cause: str = ""
    papers: frozenset[str] = frozenset()
    nameless: bool = False
    events: list[NewEvent] = field(default_factory=list)
    memory: dict[Any, Any] | None = None
    """What acts that are only judged, on one target, have read of it; None for an act that is done."""
    closing: list[tuple[str, Sequence[Any]]] = field(default_factory=list)
    """Writes that nothing in the act reads again: they travel with its events."""
    shared: dict[Any, Any] = field(default_factory=dict)
    """What the acts that one act hands on have read of what none of them changes: an adoption hands on a hundred."""
    rows: list[models.Model] = field(default_factory=list)
    """New rows of an act and of those of its kind that are handed on with it: they go in together, by ``put``."""

    @property
    def day(self) -> Any:
        """The act's day in Asia/Shanghai."""
        return self.at.astimezone(SHANGHAI).date()

    def once(self, name: Any, ask: Callable[[], Any]) -> Any:
        """What ``ask`` answers; what it answered before, where several acts on one target are judged together."""
        if self.memory is None:
            return ask()
        if name not in self.memory:
            self.memory[name] = ask()
        return self.memory[name]

    def once_for_all(self, name: Any, ask: Callable[[], Any]) -> Any:
        """What ``ask`` answers; what it answered to an act that was handed on before this one by the same act."""
        if name not in self.shared:
            self.shared[name] = ask()
        return self.shared[name]

    def put(self) -> None:
        """Write the new rows that wait: ``perform`` does it last, before it whoever reads what may be among them."""
        kinds: dict[type[models.Model], list[models.Model]] = {}
        for row in self.rows:
            kinds.setdefault(type(row), []).append(row)
        self.rows.clear()
        for kind, rows in kinds.items():
            _insert(kind, rows)

    def require(self, path: str, *, roles: Iterable[str] = ()) -> None:
        """Refuse unless the actor holds, at ``path`` or above, a role to which the catalogue gives the verb.

        ``roles`` may do it too: those of an edition that is no longer in the catalogue. A role held for an absent
        colleague counts; the events then say on whose behalf. A process holds no role: what an act declared for it
        hands on is declared with it.
        """
        if self._handed_on_by_a_process:
            return
        allowed = current().roles_for(self.verb) | set(roles)
        held = self.actor.held(allowed, path)
        if not held:
            raise Refusal(forbidden(self.verb, allowed))
        if all(role.stands_for for role in held):
            self.on_behalf = held[0].stands_for

    @property
    def _handed_on_by_a_process(self) -> bool:
        return bool(self.cause) and self.actor.name in PROCESSES

    def sees(self, sql: str, params: Iterable[Any]) -> list[tuple[Any, ...]]:
        """The rows of a query that the actor may see: the reader role decides."""
        return seen(sql, params, principals=self.actor.principals, day=self.actor.day)

    def reached(self, queryset: models.QuerySet[Any], *, without: Sequence[str] = (), **lookup: Any) -> Any:
        """Lock and return the one row of ``queryset`` the actor may see; refuse otherwise.

        The reader role decides whether it is there; the row is then locked and read again as the kernel, ``without``
        large fields until these are asked for. What a process hands on is asked for as the kernel alone.
        """
        try:
            keys = queryset.filter(**lookup).values_list("pk")[:2]
            found = list(keys) if self._handed_on_by_a_process else self.sees(*keys.query.sql_with_params())
        except EmptyResultSet:
            found = []
        except (ValueError, TypeError, OverflowError, ValidationError) as malformed:
            # What can be no name of a row names none.
            raise Refusal(NOT_THERE) from malformed
        if len(found) != 1:
            raise Refusal(NOT_THERE)
        (key,) = found[0]
        return queryset.model.objects.select_for_update().defer(*without).get(pk=key)

    def event(
        self,
        *,
        subject_kind: str,
        subject_id: str,
        content: Mapping[str, Any],
        audience: Audience,
        version: int = 0,
        reason: str = "",
        sealed: Mapping[str, tuple[Mapping[str, Any], Audience]] | None = None,
    ) -> None:
        """Note an event; it is appended with the others when the handler has finished.

        ``sealed`` holds, by field class, content that stands apart under an audience of its own. The ``reason``
        stands in the content, never in the envelope, which can't be erased.
        """
        told = {**content, "reason": reason} if reason else content
        self.events.append(
            NewEvent(
                verb=self.verb,
                subject_kind=subject_kind,
                subject_id=subject_id,
                at=self.at,
                actor=self.actor.name,
                on_behalf=self.on_behalf,
                cause=self.cause,
                unit=",".join(self.actor.units),
                subject_version=version,
                content={"ordinary": told, **{name: part for name, (part, _) in (sealed or {}).items()}},
                audience=audience,
                audiences={name: who for name, (_, who) in (sealed or {}).items()},
                id=_of_the_day(self.at) if self.nameless else None,
            )
        )

    def hand_on(self, verb: str, target: Any, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        """Perform another act within this one: same transaction, same actor; its events follow this act's.

        An act of another kind finds the rows of those before it.
        """
        if self.shared.get(HANDED_ON) != verb:
            self.put()
            self.shared[HANDED_ON] = verb
        inner = Act(
            self.actor, verb, target, facts, self.at, self.preview, cause=self.verb, papers=self.papers,
            nameless=self.nameless, shared=self.shared, rows=self.rows,
        )  # fmt: skip
        result = resolve(verb)(inner)
        self.events.extend(inner.events)
        return result


def _insert(kind: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Put new rows into their table in one statement."""
    fields = [each for each in kind._meta.concrete_fields if not isinstance(each, models.AutoField)]
    names = [str(each.column) for each in fields]
    told = recordset(names, ([each.pre_save(row, add=True) for each in fields] for row in rows))
    with connection.cursor() as cursor:
        cursor.execute(inserting(kind._meta.db_table, names), [told])


def is_nameless(verb: str) -> bool:
    """Whether an act is declared to be nobody's: neither who did it nor the time of day is kept."""
    stem, _, name = verb.partition(":")
    procedure = current().procedure(stem)
    act = procedure.acts.get(name) if procedure is not None else None
    return act is not None and act.nameless is not None


def keeps_drafts(verb: str) -> bool:
    """Whether an act may be begun and kept for later: not where it is nobody's, nor where it lists one-time codes."""
    stem, _, name = verb.partition(":")
    procedure = current().procedure(stem)
    act = procedure.acts.get(name) if procedure is not None else None
    return act is None or (act.nameless is None and (act.box is None or act.box.admits is None))


def refuse_never(actor: Actor, verb: str) -> None:
    """Refuse a role, wherever it is held, what its procedure says that it never does, though anyone else may."""
    stem, _, name = verb.partition(":")
    procedure = current().procedure(stem)
    held = {role.name for role in actor.roles}
    for rule in procedure.never if procedure is not None else ():
        if held & set(rule.who) and (name in rule.acts or (rule.but and name not in rule.but)):
            raise Refusal.one(
                "acts.never", "您的岗位不得办理此项", "whoever holds your role never does this",
                clause=rule.clause or "",
            )  # fmt: skip


def _of_the_day(at: datetime) -> UUID:
    """A UUIDv7 whose time is ``at``, which is that of the day; one made now would tell the millisecond."""
    milliseconds = int(at.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62))


def number_of(given: Any) -> int:
    """The number of a row as it was given; 0, which no row has, for what can be none."""
    text = str(given)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


Handler = Callable[[Act], Mapping[str, Any]]
Resolver = Callable[[str], Handler | None]
Reach = Callable[[Actor], models.QuerySet[Any]]
ReachResolver = Callable[[str], Reach | None]

_handlers: dict[str, Handler] = {}
_resolvers: list[Resolver] = []
_reaches: dict[str, Reach] = {}
_reach_resolvers: list[ReachResolver] = []


def register_verb(name: str, handler: Handler) -> None:
    """Register the handler of a verb. A later room does this from its ``AppConfig.ready``."""
    _handlers[name] = handler
    tell_catalogue(name)


def register_verbs_of(resolver: Resolver) -> None:
    """Register a resolver for declared verbs (``plan:adopt``); asked when no handler has the name."""
    _resolvers.append(resolver)


def register_reach(name: str, reach: Reach) -> None:
    """Register what ``reach(actor, name)`` returns. Row-level security narrows it to what the actor may see."""
    _reaches[name] = reach
    tell_catalogue(name)


def register_reaches_of(resolver: ReachResolver) -> None:
    """Register a resolver for declared reading verbs (``plan:read``)."""
    _reach_resolvers.append(resolver)


def resolve(verb: str) -> Handler:
    """The handler of ``verb``; refuses an unknown one."""
    if verb in _handlers:
        return _handlers[verb]
    for resolver in _resolvers:
        if (handler := resolver(verb)) is not None:
            return handler
    raise Refusal.one(
        "acts.unknown-verb", f"没有名为“{verb}”的办理动作", f"there is no verb {verb!r}", place="verb"
    )


def forbidden(verb: str, roles: Iterable[str]) -> Reason:
    """The reason for lacking every one of ``roles``."""
    titles, act = [current().role_title(role) for role in sorted(roles)], current().verb_title(verb)
    return Reason(
        "acts.forbidden",
        Text(
            f"{act.zh}只能由以下角色在本地区办理：{'、'.join(each.zh for each in titles) or '—'}",
            f"{act.en} is open only to these roles in this region: {', '.join(each.en for each in titles) or '—'}",
        ),
    )


class _Undo(Exception):
    """Carries a preview's outcome out of the transaction that must leave no trace."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OperationalError as fault:
        # Class 53: the database has no room, memory or connection left, and has taken everything back. A lost
        # connection is another matter: whether it committed is unknown, and only a retry under the key can tell.
        if not str(getattr(fault.__cause__, "sqlstate", None) or "").startswith("53"):
            raise
        raise Refusal.one(
            "acts.no-room",
            "系统资源不足（如磁盘已满），没有办理，已有内容不受影响：请稍后重试",
            "the system has run out of room (a full disk, for one): nothing was done and nothing is lost; try later",
        ) from fault


@_room()
def perform(
    *,
    actor: Actor,
    verb: str,
    target: Any = None,
    facts: Mapping[str, Any] | None = None,
    at: datetime,
    preview: bool = False,
    key: str | None = None,
) -> Outcome:
    """Do ``verb`` on ``target`` with ``facts`` at ``at``, whole or not at all.

    Reach, lock, guards, events, state, clocks and effects happen in one transaction; ``key`` makes a retry
    return the first outcome (``repeated``); ``preview`` returns what would happen and leaves no trace. Strangers
    share a name, so to them a key is known only together with the request, and has to be long enough not to be met
    by chance.
    Raises ``Refusal`` with every reason found, ``acts.no-room`` when the database has no room for it.
    """
    given = dict(facts or {})
    handler = resolve(verb)
    unnamed = is_nameless(verb)
    if unnamed:
        # Asked of whoever is signed in, before nobody knows any more who that is.
        refuse_never(actor, verb)
        # A key would keep a digest over code and facts, which whoever knows the codes could find again by trying.
        actor, key = Actor(ANYONE, actor.day), None
        at = datetime.combine(at.astimezone(SHANGHAI).date(), time(), SHANGHAI)
    try:
        with kernel():
            claimed = None
            if key is not None and not preview:
                claimed, earlier = _claim(actor, key, verb, target, given, at)
                if earlier is not None:
                    return earlier
            act = Act(actor, verb, target, given, at, preview, nameless=unnamed)
            result = handler(act)
            act.put()
            outcome = Outcome(verb, result, tuple(append(act.events, along=act.closing)), preview)
            if preview:
                # Raised inside, so that the savepoint or transaction takes everything back.
                raise _Undo(outcome)
            if claimed is not None:
                Done.objects.filter(pk=claimed).update(outcome=_stored(outcome))
            return outcome
    except _Undo as undo:
        return undo.outcome


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one target of a batch: an outcome, or the refusal that left it as it was."""

    target: Any
    outcome: Outcome | None
    refusal: Refusal | None


def perform_each(
    *,
    actor: Actor,
    verb: str,
    targets: Sequence[Any],
    facts: Mapping[str, Any],
    each: Mapping[Any, Mapping[str, Any]] | None = None,
    at: datetime,
    preview: bool = False,
    key: str | None = None,
) -> list[Item]:
    """Do ``verb`` on each target, each in a transaction of its own; a refused one does not stop the others.

    ``facts`` are given with every target, those in ``each`` with the one they stand for, such as the version of it
    that was looked at. ``key`` makes a retry harmless item by item: what was done stays done, what was refused is
    tried again.
    """
    done: list[Item] = []
    for target in targets:
        try:
            outcome = perform(
                actor=actor, verb=verb, target=target, facts={**facts, **(each or {}).get(target, {})}, at=at,
                preview=preview, key=_key_of(key, target) if key else None,
            )  # fmt: skip
            done.append(Item(target, outcome, None))
        except Refusal as refusal:
            done.append(Item(target, None, refusal))
    return done


def _key_of(key: str, target: Any) -> str:
    """The key of one item of a batch: cut short, the keys of two items could be the same."""
    joined = f"{key}/{target}"
    return joined if len(joined) <= LONGEST_KEY else hashlib.sha256(joined.encode()).hexdigest()


def _claim(
    actor: Actor,
    key: str,
    verb: str,
    target: Any,
    facts: Mapping[str, Any],
    at: datetime,
) -> tuple[int | None, Outcome | None]:
    """Take the key for this request: the row taken, or the outcome of the request that took it before."""
    plain = {
        name: hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value
        for name, value in facts.items()
    }
    request = hashlib.sha256(canonical([verb, str(target), plain])).hexdigest()
    if actor.name == ANYONE:
        if len(key) < SHORTEST_KEY:
            raise Refusal.one(
                "acts.key-short",
                f"未登录时请求编号至少{SHORTEST_KEY}个字符，应随机生成",
                f"without an account the idempotency key must be random, of at least {SHORTEST_KEY} characters",
                place="key",
            )
        key = hashlib.sha256(f"{key}/{request}".encode()).hexdigest()
    try:
        with transaction.atomic():
            return Done.objects.create(actor=actor.name, key=key, request=request, at=at).pk, None
    except IntegrityError:
        # The insert waited for a rival with the same key; it has committed, so its outcome is final.
        done = Done.objects.get(actor=actor.name, key=key)
    if done.request != request:
        raise Refusal.one(
            "acts.key-reused",
            "同一个请求编号被用于不同的请求",
            "the idempotency key was used for another request",
            place="key",
        )
    stored = done.outcome or {}
    return None, Outcome(
        verb, stored.get("result", {}), tuple(UUID(each) for each in stored.get("events", [])), repeated=True
    )


def _stored(outcome: Outcome) -> dict[str, Any]:
    return {"result": dict(outcome.result), "events": [str(each) for each in outcome.events]}


def reach(actor: Actor, verb: str) -> models.QuerySet[Any]:
    """The queryset from which every list, detail, count and export for ``verb`` is drawn.

    Evaluate it inside ``access.reading(actor)``; outside, the database refuses.
    """
    chosen = _reaches.get(verb)
    if chosen is None:
        chosen = next((found for each in _reach_resolvers if (found := each(verb)) is not None), None)
    if chosen is None:
        raise Refusal.one(
            "acts.unknown-verb",
            f"没有名为“{verb}”的查阅动作",
            f"there is no reading verb {verb!r}",
            place="verb",
        )
    return chosen(actor)


@dataclass(frozen=True, slots=True)
class Why:
    """Whether an act would be allowed now, with the reasons against it or the roles that permit it."""

    allowed: bool
    reasons: Sequence[Reason]


def why(
    *,
    actor: Actor,
    verb: str,
    target: Any = None,
    facts: Mapping[str, Any] | None = None,
    at: datetime,
) -> Why:
    """Explain whether ``perform`` with these arguments would be refused. Leaves no trace."""
    return why_each(actor=actor, verbs=[verb], target=target, facts=facts, at=at)[verb]


@_room()
def why_each(
    *,
    actor: Actor,
    verbs: Iterable[str],
    target: Any = None,
    facts: Mapping[str, Any] | None = None,
    at: datetime,
) -> dict[str, Why]:
    """Explain of each verb on one target whether ``perform`` would be refused: what ``why`` says of it alone.

    They are judged in one transaction, which is taken back, and the target is read once for all of them; nothing of it
    is locked but by what an act that would be allowed writes. Leaves no trace.
    """
    found: dict[str, Why] = {}
    memory: dict[Any, Any] = {}
    changed = False

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal changed
        changed = changed or not str(sql).startswith(READS)
        try:
            return execute(sql, params, many, context)
        except DatabaseError:
            changed = True
            raise

    with suppress(_TakenBack), kernel():
        before = transaction.savepoint()
        for verb in verbs:
            with connection.execute_wrapper(watch):
                found[verb] = _judged(actor, verb, target, dict(facts or {}), at, memory)
            if changed:
                # What one act would have written is taken back before the next is judged.
                transaction.set_rollback(False)
                transaction.savepoint_rollback(before)
                changed = False
        raise _TakenBack
    return found


READS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
"""How statements begin that leave nothing to take back."""


class _TakenBack(Exception):
    """Ends the transaction of acts that were only judged."""


def _judged(
    actor: Actor, verb: str, target: Any, facts: dict[str, Any], at: datetime, memory: dict[Any, Any]
) -> Why:
    try:
        if is_nameless(verb):
            perform(actor=actor, verb=verb, target=target, facts=facts, at=at, preview=True)
        else:
            act = Act(actor, verb, target, facts, at, preview=True, memory=memory)
            resolve(verb)(act)
            act.put()
            append(act.events, along=act.closing)
    except Refusal as refusal:
        return Why(False, refusal.reasons)
    held = [role for role in actor.roles if role.name in current().roles_for(verb)]
    return Why(
        True,
        tuple(
            Reason(
                "acts.role",
                Text(
                    f"因任“{current().role_title(role.name).zh}”（{role.path}）而可办",
                    f"allowed as {current().role_title(role.name).en} at {role.path}",
                ),
            )
            for role in held
        ),
    )


def after_commit(message: Callable[[], None]) -> None:
    """Run ``message`` once the surrounding transaction has committed."""
    transaction.on_commit(message, using=connection.alias)
