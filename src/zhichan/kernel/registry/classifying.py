"""Editions of classifications and of the tables between them: loaded by an act, asked for by day.

Nothing is assumed where a table was not loaded: whoever needs one is told so (``not_loaded``). Applying the tables to
patents (``registry:classify``) is a load like any other, so figures follow; the row of the table that decided is
found again by ``evidence``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Case, Q, SmallIntegerField, When
from django.db.models.functions import Length

from zhichan.instruments import classes
from zhichan.instruments.status import numbers
from zhichan.kernel.acts.public import NOT_THERE, Act, number_of, register_verb
from zhichan.kernel.ground.public import Reason, Refusal, Text
from zhichan.kernel.ledger.public import Audience
from zhichan.kernel.registry import records, verbs
from zhichan.kernel.registry.bulk import Manifest
from zhichan.kernel.registry.models import ClassNode, Edition, FamilyMember, Pairing, Patent, Pledged

BATCH = 2000
SHOWN = 20
KEPT = 200
HIGH_PLEDGE_FEN = 100_000_000
"""1 000 000 yuan, as in the declared measure: the office has not published the amount."""

NEEDED = {
    "edition": Text("版本", "the edition"), "since": Text("启用日", "the first day"),
    "origin": Text("来源", "the source"),
}  # fmt: skip


def register() -> None:
    """Register the verbs of classifications."""
    for name, handler in (
        ("registry:adopt-table", adopt), ("registry:withdraw-table", withdraw), ("registry:classify", classify),
    ):
        register_verb(name, handler)


# ------------------------------------------------------------------------------------------------------------ loading


def adopt(act: Act) -> Mapping[str, Any]:
    """Take one edition of a table. ``facts``: ``table`` (a template's name), ``rows`` (heading → text), ``edition``,
    ``since`` (the day from which it applies), ``origin``, ``name`` and ``sha256`` of the file (of the rows where none
    is given), ``licence``, and ``leave_out``: rows with a grave fault are then left out and remembered. Without it one
    such row refuses the table.
    """
    verbs.require(act)
    facts = act.facts
    template = classes.TEMPLATES.get(str(facts.get("table") or ""))
    if template is None:
        raise Refusal.one("classes.unknown", "没有这种对照表", "there is no such table", place="table")
    lacking = [name for name in NEEDED if not str(facts.get(name) or "").strip()]
    if lacking:
        raise Refusal.of([
            Reason("given.missing", Text(f"缺少{NEEDED[name].zh}", f"{NEEDED[name].en} is missing"), name)
            for name in lacking])
    since = _day(facts["since"])
    reading = classes.read(template, facts.get("rows") or ())
    fatal = [fault for fault in reading.faults if fault.code in {"column", "rows"}]
    if fatal or (reading.grave and not facts.get("leave_out")) or not (reading.nodes or reading.pairs):
        raise Refusal.of(_reasons(fatal or [fault for fault in reading.faults if fault.grave]))
    if Edition.objects.filter(table=template.name, since=since, withdrawn="").exists():
        raise Refusal.one(
            "classes.since", f"{since}起已有启用的版本", f"an edition applies from {since} already", place="since")
    kept = Edition.objects.create(
        table=template.name, edition=str(facts["edition"]).strip()[:80], since=since, at=act.at, by=act.actor.name,
        origin=str(facts["origin"]).strip()[:200], licence=str(facts.get("licence") or "").strip()[:200],
        name=str(facts.get("name") or "")[:200], sha256=str(facts.get("sha256") or _digest(facts["rows"]))[:64],
        rows=len(reading.pairs) or len(reading.nodes),
        remarks=[
            {"row": fault.row, "code": fault.code, "zh": fault.words.zh, "en": fault.words.en, "left_out": fault.grave}
            for fault in reading.faults[:KEPT]])
    ClassNode.objects.bulk_create(
        (ClassNode(
            edition=kept, code=node.code, parent=node.parent, zh=node.zh, en=node.en, note=node.note, day=node.day,
            row=node.row) for node in reading.nodes), batch_size=BATCH)
    Pairing.objects.bulk_create(
        (Pairing(
            edition=kept, source=pair.source, target=pair.target, exact=pair.exact, included=list(pair.included),
            excluded=list(pair.excluded), note=pair.note, row=pair.row) for pair in reading.pairs), batch_size=BATCH)
    found = {
        "edition": kept.pk, "table": template.name, "classes": len(reading.nodes), "pairs": len(reading.pairs),
        "left_out": reading.grave, "remarks": reading.slight}
    act.event(
        subject_kind="edition", subject_id=str(kept.pk), audience=Audience(public=True),
        content={**found, "name": kept.edition, "since": since.isoformat(), "sha256": kept.sha256})
    return found


def _digest(rows: Any) -> str:
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def _reasons(faults: Sequence[classes.Fault]) -> list[Reason]:
    if not faults:
        return [Reason("classes.empty", Text("表中没有可用的行", "the table has no row that can be used"), "rows")]
    return [
        Reason(
            f"classes.{fault.code}",
            Text(f"第{fault.row}行：{fault.words.zh}", f"row {fault.row}: {fault.words.en}") if fault.row
            else Text(fault.words.zh, fault.words.en),
            f"{fault.row}:{fault.column}" if fault.row else fault.column)
        for fault in faults[:SHOWN]]


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Refusal.one(
            "given.day", "启用日应为日期（年-月-日）", "the first day must be YYYY-MM-DD", place="since") from None


def withdraw(act: Act) -> Mapping[str, Any]:
    """Take an edition back (``target``: its id; ``facts``: ``reason``): it never applied, what it replaced applies."""
    verbs.require(act)
    reason = str(act.facts.get("reason") or "").strip()
    if not reason:
        raise Refusal.one("registry.no-reason", "请写明理由", "a reason is needed", place="reason")
    kept = Edition.objects.select_for_update().filter(pk=number_of(act.target), withdrawn="").first()
    if kept is None:
        raise Refusal(NOT_THERE)
    kept.withdrawn = reason
    kept.save(update_fields=["withdrawn"])
    act.event(
        subject_kind="edition", subject_id=str(kept.pk), reason=reason, audience=Audience(public=True),
        content={"table": kept.table, "name": kept.edition})
    return {"edition": kept.pk}


# ------------------------------------------------------------------------------------------------------------- asking


def edition(table: str, on: date) -> Edition | None:
    """The edition of a table in force on a day, None when none is loaded. Run inside a reading context."""
    return Edition.objects.filter(table=table, since__lte=on, withdrawn="").order_by("-since").first()


def editions(table: str = "") -> list[Edition]:
    """All editions, of one table or of every, the newest first, withdrawn ones too. Run inside a reading context."""
    found = Edition.objects.order_by("table", "-since", "-pk")
    return list(found.filter(table=table) if table else found)


def not_loaded(table: str) -> Text:
    """That a table is not loaded, and what cannot be said without it."""
    one = classes.TEMPLATES[table]
    return Text(
        f"《{one.title.zh}》尚未导入，因此不能判断：{one.serves.zh}",
        f"{one.title.en}: not loaded, so nothing is said of {one.serves.en}")


@dataclass(frozen=True, slots=True)
class Found:
    """One class with those above it, the nearest first, and the number of those right below."""

    node: ClassNode
    above: tuple[ClassNode, ...]
    below: int


def _above(kept: Edition, node: ClassNode) -> tuple[ClassNode, ...]:
    found: list[ClassNode] = []
    code = node.parent
    while code and len(found) < SHOWN:
        up = ClassNode.objects.filter(edition=kept, code=code).order_by("row").first()
        if up is None:
            break
        found.append(up)
        code = up.parent
    return tuple(found)


def class_of(kept: Edition, code: str) -> Found | None:
    """A class of an edition with its place in the tree. Run inside a reading context."""
    node = ClassNode.objects.filter(edition=kept, code=code).order_by("row").first()
    if node is None:
        return None
    return Found(node, _above(kept, node), ClassNode.objects.filter(edition=kept, parent=code).count())


def below(kept: Edition, code: str, *, limit: int = 500) -> list[ClassNode]:
    """The classes right below one, or the topmost ones, in the table's order. Run inside a reading context."""
    return list(ClassNode.objects.filter(edition=kept, parent=code).order_by("row")[:limit])


def titles_of(kept: Edition, codes: Sequence[str]) -> dict[str, Text]:
    """What classes of an edition are called, by code, as far as it has them. Run inside a reading context."""
    found = ClassNode.objects.filter(edition=kept, code__in=codes).order_by("-row").values_list("code", "zh", "en")
    return {code: Text(zh or en, en or zh) for code, zh, en in found if zh or en}


def search(kept: Edition, text: str, *, limit: int = 50) -> tuple[list[ClassNode], int]:
    """Classes whose symbol begins with a text or whose title has each of its words; symbols first, then the shorter
    ones; with how many there are. Run inside a reading context.
    """
    words = text.split()
    if not words:
        return [], 0
    titled = Q()
    for word in words:
        titled &= Q(zh__icontains=word) | Q(en__icontains=word)
    code = classes.symbol(text, classes.TEMPLATES[kept.table].target) or "".join(words).upper()
    begins = Q(code__startswith=code)
    found = ClassNode.objects.filter(begins | titled, edition=kept)
    first = Case(When(begins, then=0), default=1, output_field=SmallIntegerField())
    return list(found.order_by(first, Length("code"), "row")[:limit]), found.count()


# ------------------------------------------------------------------------------------------------ tables and patents


def concordance(kept: Edition, sources: Collection[str] | None = None) -> classes.Concordance:
    """The rows of an edition, or those that lead from ``sources``, to be walked. Run inside a reading context."""
    rows = kept.pairings.order_by("row")
    return classes.Concordance(
        classes.Pair(one.source, one.target, one.row, one.exact, tuple(one.included), tuple(one.excluded), one.note)
        for one in (rows if sources is None else rows.filter(source__in=sources)))


def tree(on: date) -> Callable[[str], Sequence[str]]:
    """The classes above an IPC symbol: by the edition in force where it has the symbol, else by notation."""
    kept = edition("ipc", on)

    @cache
    def above(code: str) -> tuple[str, ...]:
        node = ClassNode.objects.filter(edition=kept, code=code).first() if kept is not None else None
        if kept is None or node is None:
            return classes.above(code, "ipc")
        return tuple(one.code for one in _above(kept, node))

    return above


def symbols(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The IPC symbols of a patent's record as the tables write them, the main one first."""
    given = (row.get("ipc") or "", *(row.get("ipcs") or ()))
    return tuple(dict.fromkeys(code for code in (classes.symbol(text, "ipc") for text in given) if code))


def leads(table: str, row: Mapping[str, Any], on: date) -> tuple[classes.Hit, ...] | None:
    """Where a patent's symbols lead by a table, None when that table is not loaded. Run inside a reading context."""
    kept = edition(table, on)
    if kept is None:
        return None
    codes, above = symbols(row), tree(on)
    return concordance(kept, {via for code in codes for via in (code, *above(code))}).of(codes, above=above)


def classify(act: Act) -> Mapping[str, Any]:
    """Apply the tables in force to every patent: whether it is of a strategic emerging industry, and when it was
    awarded. What a table that is not loaded would say stays as it is; refuses when neither is loaded.
    """
    verbs.require(act)
    kept, awards = edition("ipc_sei", act.day), edition("awards", act.day)
    if kept is None and awards is None:
        raise Refusal.of([
            Reason("classes.not-loaded", not_loaded(name), name) for name in ("ipc_sei", "awards")])
    given: dict[str, tuple[str, date]] = {}
    for node in awards.nodes.order_by("-day", "row") if awards is not None else ():
        if node.day is not None:
            given[node.code] = (node.zh[:80], node.day)
    rows = concordance(kept) if kept is not None else None
    above = tree(act.day)

    def changed(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
        found: dict[str, Any] = {}
        if rows is not None and (sei := bool(rows.of(symbols(row), above=above))) != row["sei"]:
            found["sei"] = sei
        prize = given.get(_number(str(row["key"])))
        if prize is not None and (row["award"], row["award_on"]) != prize:
            found["award"], found["award_on"] = prize
        return {**row, **found, "stated": sorted(found)} if found else None

    parts = [("patent", (row for row in map(changed, _patents()) if row is not None))]
    manifest = Manifest(
        format="classes", name="registry:classify", kind="act", whole=True,
        report={"editions": [one.pk for one in (kept, awards) if one is not None]})
    done = verbs.take_in(act, manifest, parts)
    return {
        "load": done["load"], "changed": done["counts"]["patent"]["updated"],
        "not_loaded": [name for name, one in (("ipc_sei", kept), ("awards", awards)) if one is None]}


def _number(key: str) -> str:
    try:
        return str(numbers.application(text=key))
    except numbers.NumberError:
        return key


def _patents() -> Iterator[dict[str, Any]]:
    last = 0
    while batch := list(
        Patent.objects.current().filter(pk__gt=last, kind="invention").order_by("pk").values_list("pk", "key")[:BATCH]
    ):
        last = batch[-1][0]
        yield from records.rows_of(source="patent", keys=[key for _, key in batch]).values()


# ----------------------------------------------------------------------------------------------- high-value patents


@dataclass(frozen=True, slots=True)
class Evidence:
    """One of the five conditions: whether a patent meets it on the day, None where that cannot be said, and why.

    ``row`` names what it rests on: a row of a table, a member of the family, a pledge, an award.
    """

    condition: str
    title: Text
    holds: bool | None
    since: date | None
    why: Text
    row: str = ""


TITLES = {
    "strategic_emerging_industry": Text("属于战略性新兴产业", "of a strategic emerging industry"),
    "overseas_family": Text("在海外有同族专利权", "a patent of the same family is in force overseas"),
    "kept_over_ten_years": Text("维持年限超过10年", "kept for more than ten years"),
    "high_pledge": Text("实现较高质押融资金额", "pledged for a high amount"),
    "award": Text("获国家科学技术奖或中国专利奖", "a national science and technology award or China Patent Award"),
}


def evidence(key: str, on: date) -> tuple[bool | None, tuple[Evidence, ...]]:
    """Whether an invention patent is of high value on a day, with each condition's evidence; None: cannot be said.

    It is, when it is in force and meets at least one condition; it is not, when it is not in force, or every condition
    is known not to hold. Refuses a record that is not known. Run inside a reading context. Source: the five conditions
    of the national office (高价值发明专利).
    """
    row = records.record(source="patent", key=key).row
    found = (_sei(row, on), _family(row, on), _aged(row, on), _pledge(row, on), _award(row, on))
    alive = (
        row["kind"] == "invention" and row["granted_on"] is not None and row["granted_on"] <= on
        and (row["ended_on"] is None or row["ended_on"] > on))
    if not alive:
        return False, found
    if any(one.holds for one in found):
        return True, found
    return (None if any(one.holds is None for one in found) else False), found


def _sei(row: Mapping[str, Any], on: date) -> Evidence:
    name = "strategic_emerging_industry"
    hits = leads("ipc_sei", row, on)
    if hits:
        hit = hits[0]
        return Evidence(
            name, TITLES[name], True, row["granted_on"],
            Text(f"{hit.symbol} → {hit.target}（对照表第{hit.row}行，{hit.via}）",
                 f"{hit.symbol} → {hit.target} (row {hit.row} of the table, {hit.via})"), f"ipc_sei:{hit.row}")
    if hits is None and row["sei"]:
        origin = records.provenance(source="patent", key=str(row["key"])).get("sei")
        return Evidence(
            name, TITLES[name], True, row["granted_on"],
            Text(f"来源数据已标明（导入批次{origin.load if origin else ''}），对照表未导入",
                 f"stated by its source (load {origin.load if origin else ''}); the table is not loaded"),
            f"load:{origin.load}" if origin else "")
    if hits is None:
        return Evidence(name, TITLES[name], None, None, not_loaded("ipc_sei"))
    if not symbols(row):
        return Evidence(name, TITLES[name], None, None, Text("记录没有分类号", "the record has no IPC symbol"))
    return Evidence(name, TITLES[name], False, None, Text("分类号不在对照表中", "its symbols are not in the table"))


def _family(row: Mapping[str, Any], on: date) -> Evidence:
    name, since = "overseas_family", row["overseas_family_on"]
    if since is not None and since <= on:
        members = FamilyMember.objects.current().filter(right_kind="patent", right_key=row["key"])
        member = members.exclude(member__startswith="CN").order_by("published_on", "member").first()
        if member is None:
            why = Text(f"{since}起有海外同族（来源未列明文献）", f"a family member overseas since {since}, not named")
            return Evidence(name, TITLES[name], True, since, why, f"patent:{row['key']}")
        why = Text(f"海外同族{member.member}，{since}起", f"family member {member.member} since {since}")
        return Evidence(name, TITLES[name], True, since, why, f"family:{member.key}")
    if since is None and not FamilyMember.objects.current().filter(right_kind="patent", right_key=row["key"]).exists():
        return Evidence(
            name, TITLES[name], None, None, Text("没有同族数据", "nothing of its family is on record"))
    return Evidence(name, TITLES[name], False, None, Text("没有海外授权的同族", "no member granted overseas"))


def _aged(row: Mapping[str, Any], on: date) -> Evidence:
    name, filed = "kept_over_ten_years", row["filed_on"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s::date + interval '10 years 1 day')::date", [filed])
        since: date = cursor.fetchone()[0]
    if since <= on:
        why = Text(f"申请日{filed}，{since}起超过十年", f"filed {filed}: past ten years on {since}")
        return Evidence(name, TITLES[name], True, since, why, f"patent:{row['key']}")
    why = Text(f"申请日{filed}，{since}才超过十年", f"filed {filed}: past ten years only on {since}")
    return Evidence(name, TITLES[name], False, None, why)


def _pledge(row: Mapping[str, Any], on: date) -> Evidence:
    name = "high_pledge"
    pledges = Pledged.objects.current().filter(
        right_kind="patent", right_key=row["key"], registered_on__lte=on).order_by("-amount_fen", "registered_on")
    best = pledges.first()
    limit = Text(f"起算额{HIGH_PLEDGE_FEN // 100}元（未公布，可配置）",
                 f"the amount set here is {HIGH_PLEDGE_FEN // 100} yuan (not published, configurable)")
    if best is not None and best.amount_fen >= HIGH_PLEDGE_FEN:
        yuan = best.amount_fen // 100
        why = Text(
            f"质押登记{best.pledge_key}，{yuan}元，{limit.zh}", f"pledge {best.pledge_key}, {yuan} yuan; {limit.en}")
        return Evidence(name, TITLES[name], True, best.registered_on, why, f"pledged:{best.key}")
    if best is None and not Pledged.objects.current().exists():
        return Evidence(name, TITLES[name], None, None, Text("尚未导入质押登记", "no pledges have been loaded"))
    return Evidence(name, TITLES[name], False, None, Text(f"没有达到{limit.zh}的质押", f"no such pledge; {limit.en}"))


def _award(row: Mapping[str, Any], on: date) -> Evidence:
    name, day = "award", row["award_on"]
    if day is not None and day <= on:
        why = Text(f"{row['award']}，{day}", f"{row['award']}, {day}")
        return Evidence(name, TITLES[name], True, day, why, f"patent:{row['key']}")
    kept = edition("awards", on)
    if kept is None:
        return Evidence(name, TITLES[name], None, None, not_loaded("awards"))
    listed = kept.nodes.filter(code=_number(str(row["key"])), day__lte=on).order_by("day").first()
    if listed is not None:
        why = Text(f"{listed.zh}，名单第{listed.row}行", f"{listed.zh}, row {listed.row} of the list")
        return Evidence(name, TITLES[name], True, listed.day, why, f"awards:{listed.row}")
    return Evidence(name, TITLES[name], False, None, Text("不在获奖名单中", "not on the list of awards"))


def tables(on: date) -> Iterable[tuple[classes.Template, Edition | None]]:
    """Every table the platform can use, with its edition in force. Run inside a reading context."""
    for one in classes.TEMPLATES.values():
        yield one, edition(one.name, on)
