"""Operations of a declared procedure: its cases, their timelines and papers, its acts, and why one may act or not."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.http import HttpResponse
from django.urls import reverse

from zhichan.doors.api import bodies, errors
from zhichan.doors.api.operations import Call, Operation, answered, paged
from zhichan.doors.api.shapes import (
    ANY_OBJECT,
    DAY,
    FLAG,
    INSTANT,
    NAMELESS,
    REGION,
    TEXT,
    UUID,
    WHOLE,
    WORDS,
    Asked,
    Day,
    both,
    files_decoded,
    given_schema,
    has_paper,
    many,
    or_null,
    pages,
    parameter,
    question,
    region_shown,
    shape,
    shown,
)
from zhichan.doors.api.shared import (
    EQUALS,
    LONGEST_FILTER,
    OUTCOME,
    RANGES,
    REGION_ASKED,
    TIMELINE,
    act,
    asked,
    facts_schema,
    filters,
    one_of,
    ordered,
    paper,
    refuse_unknown,
    region_path,
    sortable,
    text_fact,
    timeline,
)
from zhichan.doors.look import files, letters, offers, typed
from zhichan.doors.look.frame import home_region, now, today
from zhichan.kernel.access.public import reading
from zhichan.kernel.acts.public import Why, reach, why_each
from zhichan.kernel.casework.public import Assignment, Case, clocks_of, facts_of, letter_of, number_of
from zhichan.kernel.catalogue.shapes import Act, Procedure
from zhichan.kernel.ground.public import Refusal, Text, Unit
from zhichan.kernel.registry.public import file_names

COLUMNS = {
    "opened_at": "opened_at", "closed_at": "closed_at", "due_on": "due_on", "number": "number", "title": "title",
    "stage": "stage",
}  # fmt: skip
LONGEST_TITLE, LONGEST_NUMBER = 300, 60
ROLES = [each.value for each in Assignment.Role]
STAGE = shape({"name": TEXT, "title": WORDS})
UNIT_PART = shape({"role": {"type": "string", "enum": ROLES}, "as_written": TEXT, "unit": or_null(TEXT)})
LETTER = shape({
    "id": TEXT, "name": TEXT, "day": DAY, "to": many(TEXT), "sha256": TEXT, "href": TEXT, "stated": ANY_OBJECT,
    "served": many(shape({"day": DAY, "how": {}, "to": {}})),
})  # fmt: skip
CLOCK = shape({
    "clock": TEXT, "key": TEXT, "title": WORDS,
    "kind": {"type": "string", "enum": ["statutory", "promised", "targeted"]},
    "awaits": TEXT, "started": DAY, "due": or_null(DAY), "provisional": FLAG, "paused": FLAG, "stopped": or_null(DAY),
    "overdue": FLAG, "late_extensions": WHOLE, "chosen": ANY_OBJECT,
})  # fmt: skip
POSSIBILITY = shape({
    "act": TEXT, "verb": TEXT, "title": WORDS,
    "state": {"type": "string", "enum": ["possible", "needs_facts", "closed"]}, "needs": many(TEXT),
    "reasons": many({"$ref": "#/components/schemas/Reason"}), "clause": TEXT,
})  # fmt: skip
SUMMARY = {
    "id": UUID, "number": TEXT, "title": TEXT, "procedure": TEXT, "stage": STAGE, "region": REGION, "key": TEXT,
    "opened_at": INSTANT, "closed_at": or_null(INSTANT), "due_on": or_null(DAY), "version": WHOLE, "synthetic": FLAG,
    "facts": ANY_OBJECT,
}  # fmt: skip
OPENING = {
    "region": {"type": "string", "title": "地区路径 · region path", "maxLength": LONGEST_FILTER},
    "title": {"type": "string", "title": "标题 · title", "maxLength": LONGEST_TITLE},
    "parent": {**UUID, "title": "上级事项 · parent case"},
    "key": {"type": "string", "title": "在上级事项中的编号 · key among its siblings", "maxLength": LONGEST_NUMBER},
    "units": {
        "title": "承担单位 · units with a part in it", "type": "array", "maxItems": 100,
        "items": {
            "type": "object", "required": ["role", "as_written"], "additionalProperties": False,
            "properties": {
                "role": {"type": "string", "enum": ROLES},
                "as_written": {"type": "string", "minLength": 1, "maxLength": 120},
                "unit": or_null({"type": "string", "maxLength": 60}),
            },
        },
    },
}  # fmt: skip


def operations(procedure: Procedure, tag: str) -> list[Operation]:
    """Everything that can be asked of a procedure's cases and done to them."""
    base = f"/cases/{procedure.slug}"
    what, said = Text(procedure.title.zh, procedure.title.en), procedure.slug
    done = {200: OUTCOME}
    made = [
        Operation(
            method="GET", path=base, name=f"{said}.list", tag=tag,
            title=Text(f"{what.zh}：列表", f"{what.en}: list"),
            text=Text("您可见的事项，可按阶段、地区、单位和各项内容筛选。",
                      "The cases open to you, by stage, region, unit and facts."),
            query=_question(procedure), run=lambda call: _list(call, procedure),
            answers={200: pages(shape(SUMMARY))},
        ),
        Operation(
            method="GET", path=f"{base}/{{uuid:case}}", name=f"{said}.detail", tag=tag, parts={"case": UUID},
            title=Text(f"{what.zh}：详情与经过", f"{what.en}: detail and timeline"),
            run=lambda call: _detail(call, procedure), versioned=True,
            answers={200: shape({
                **SUMMARY, "parent": or_null(UUID), "units": many(UNIT_PART), "clocks": many(CLOCK),
                "letters": many(LETTER), "timeline": TIMELINE})},
        ),
        Operation(
            method="GET", path=f"{base}/acts", name=f"{said}.openings", tag=tag,
            title=Text(f"{what.zh}：现在能否发起", f"{what.en}: whether one can be opened now"),
            query=question(f"{said}Openings", Asked, region=parameter(
                str, Text("地区（标识或路径）", "region (slug or path)"), max_length=LONGEST_FILTER)),
            run=lambda call: _openings(call, procedure), answers={200: shape({"acts": many(POSSIBILITY)})},
        ),
        Operation(
            method="GET", path=f"{base}/{{uuid:case}}/acts", name=f"{said}.possible", tag=tag, parts={"case": UUID},
            title=Text(f"{what.zh}：现在能办什么，为什么", f"{what.en}: what can be done now, and why not"),
            run=lambda call: _possible(call, procedure),
            answers={200: shape({"case": UUID, "version": WHOLE, "acts": many(POSSIBILITY)})},
        ),
    ]  # fmt: skip
    papers = [name for name, field in procedure.fields.items() if field.type == "paper"]
    if papers:
        made.append(Operation(
            method="GET", path=f"{base}/{{uuid:case}}/papers/{{paper}}", name=f"{said}.paper", tag=tag,
            parts={"case": UUID, "paper": {"type": "string", "enum": papers}},
            title=Text(f"{what.zh}：文件", f"{what.en}: file"), run=lambda call: _paper(call, procedure),
            media="application/octet-stream", answers={200: {"type": "string", "format": "binary"}},
        ))  # fmt: skip
    if any(each.letter for each in procedure.acts.values()):
        made.append(Operation(
            method="GET", path=f"{base}/{{uuid:case}}/letters/{{letter}}", name=f"{said}.letter", tag=tag,
            parts={"case": UUID, "letter": {"type": "string", "minLength": 1}},
            title=Text(f"{what.zh}：文书", f"{what.en}: letter"),
            text=Text("留存的文书副本，与送出时一字不差。", "The kept copy of a letter, word for word as it was sent."),
            run=lambda call: _letter_bytes(call, procedure), media="text/plain", answers={200: {"type": "string"}},
        ))  # fmt: skip
        for kind, media in letters.KINDS.items():
            made.append(Operation(
                method="GET", path=f"{base}/{{uuid:case}}/letters/{{letter}}/{kind}", name=f"{said}.letter.{kind}",
                tag=tag, parts={"case": UUID, "letter": {"type": "string", "minLength": 1}},
                title=Text(f"{what.zh}：公文（{kind}）", f"{what.en}: letter as {kind}"),
                text=Text("按公文格式排版，字句与留存的副本相同；内容不变则文件不变。",
                          "An official letter in the words of the kept copy; the same words, the same bytes."),
                run=_letter_document(procedure, kind), media=media,
                answers={200: {"type": "string", "format": "binary"}},
            ))  # fmt: skip
    for name, declared in procedure.acts.items():
        opening = not declared.sources
        stages = [procedure.stages[each].title for each in declared.sources]
        who = offers.role_titles(declared.roles, procedure)
        made.append(Operation(
            method="POST", path=f"{base}/{name}" if opening else f"{base}/{{uuid:case}}/{name}",
            name=f"{said}.{name}", tag=tag, parts={} if opening else {"case": UUID},
            title=Text(f"{what.zh}：{declared.title.zh}", f"{what.en}: {declared.title.en}"),
            text=Text(
                f"由{who.zh}办理"
                + (f"；须处于“{'”或“'.join(each.zh for each in stages)}”。" if stages else "。"),
                f"Done by {who.en}" + (
                    f"; the case must be {' or '.join(repr(each.en) for each in stages)}." if stages else ".")),
            clause=declared.clause or "", body=_facts(procedure, declared),
            largest=bodies.LARGE if has_paper(procedure.fields) else bodies.SMALL, previews=True, keyed=True,
            versioned=not opening, answers={**done, **({201: OUTCOME} if opening else {})},
            run=_act(procedure, name, declared),
        ))  # fmt: skip
    return made


def _question(procedure: Procedure) -> type[Asked]:
    return question(
        f"{procedure.slug}Cases",
        stage=parameter(one_of(list(procedure.stages)), Text("阶段", "stage")),
        region=parameter(str, REGION_ASKED, max_length=LONGEST_FILTER),
        unit=parameter(str, Text("承担单位标识", "slug of a unit with a part in it"), max_length=LONGEST_FILTER),
        parent=parameter(uuid.UUID, Text("上级事项", "parent case")),
        q=parameter(str, Text("编号，或标题中的字", "number, or words of the title"), min_length=1, max_length=100),
        opened_from=parameter(Day, Text("发起日不早于", "opened on or after")),
        opened_until=parameter(Day, Text("发起日早于", "opened before")),
        due_until=parameter(Day, Text("到期日早于", "due before")),
        sort=parameter(sortable(COLUMNS), Text("排序，减号为倒序", "order; a minus reverses it")),
        **filters(procedure.fields, "facts", lambda field: field.type in RANGES | EQUALS),
    )


def _facts(procedure: Procedure, declared: Act) -> dict[str, Any]:
    properties: dict[str, Any] = {name: given_schema(field) for name, field in procedure.fields.items()}
    required = list(declared.needs)
    if declared.sources:
        properties |= {name: or_null(properties[name]) for name in declared.may if name not in required}
    if not declared.sources:
        properties |= OPENING
    return facts_schema(properties, required)


# --- reading ----------------------------------------------------------------------------------------------------


def _cases(call: Call, procedure: Procedure) -> QuerySet[Case]:
    found: QuerySet[Case] = reach(call.actor, f"{procedure.slug}:read")
    return found.select_related("region")


def _filtered(call: Call, procedure: Procedure) -> QuerySet[Case]:
    query, found = call.query, _cases(call, procedure)
    if query["stage"]:
        found = found.filter(stage=query["stage"])
    if query["region"]:
        found = found.filter(region__path__startswith=region_path(query["region"]))
    if query["unit"]:
        found = found.filter(Exists(Assignment.objects.filter(case_id=OuterRef("pk"), unit__slug=query["unit"])))
    if query["parent"]:
        found = found.filter(parent_id=query["parent"])
    if query["q"]:
        found = found.filter(Q(number__in=typed.forms(query["q"])) | typed.holds("title", query["q"]))
    if query["due_until"]:
        found = found.filter(due_on__lt=query["due_until"])
    found = found.filter(typed.days_between("opened_at", query["opened_from"], query["opened_until"]))
    for name, value in asked(procedure.fields, query).items():
        column, kind = f"facts__{name}", procedure.fields[name].type
        if isinstance(value, tuple):
            low, high = (typed.stored(each) for each in value)
            if low is not None:
                found = found.filter(**{f"{column}__gte": low})
            if high is not None:
                found = found.filter(**{f"{column}__lt": high})
        elif kind == "region":
            found = found.filter(**{f"{column}__startswith": value})
        else:
            found = found.filter(**{f"{column}__zh" if kind == "words" else column: value})
    return ordered(found, query["sort"] or "-opened_at", COLUMNS)


def _list(call: Call, procedure: Procedure) -> HttpResponse:
    fields = {name: field for name, field in procedure.fields.items() if field.type in RANGES | EQUALS}
    with reading(call.actor):
        # The whole of a case's facts can be large; a list takes out only what it shows.
        found = _filtered(call, procedure).defer("facts").annotate(
            **{f"fact_{number}": KeyTransform(name, "facts") for number, name in enumerate(fields)})

        def show(case: Any) -> dict[str, Any]:
            values = {name: getattr(case, f"fact_{number}") for number, name in enumerate(fields)}
            return _summary(procedure, case, {k: v for k, v in values.items() if v is not None})

        return answered(call, paged(call, found, show, count=_tallied(call, procedure)))


def _tallied(call: Call, procedure: Procedure) -> int | None:
    """The exact number of the cases asked for where tallies know it: by stage and region, and by nothing else."""
    asked_for = {name for name, value in call.query.items() if value not in {None, ""}} - {"page", "size", "sort"}
    if asked_for - {"stage", "region"}:
        return None
    stage, region = call.query["stage"], call.query["region"]
    return number_of(
        call.actor, procedure.slug, stage=stage or None, below=region_path(region) if region else None
    )


def _summary(
    procedure: Procedure, case: Case, facts: Mapping[str, Any], called: Mapping[str, str] = NAMELESS
) -> dict[str, Any]:
    stage = procedure.stages.get(case.stage)
    return {
        "id": str(case.pk), "number": case.number, "title": case.title, "procedure": case.procedure,
        "stage": {"name": case.stage, "title": both(stage.title) if stage else {"zh": case.stage, "en": case.stage}},
        "region": region_shown(case.region), "key": case.key, "opened_at": case.opened_at, "closed_at": case.closed_at,
        "due_on": case.due_on, "version": case.version, "synthetic": case.synthetic,
        "facts": shown(
            procedure.fields, facts, called=called,
            papers=f"{reverse('api:door')}cases/{procedure.slug}/{case.pk}/papers/"),
    }  # fmt: skip


def _one(call: Call, procedure: Procedure) -> Case:
    found = _cases(call, procedure).filter(pk=call.path["case"]).first()
    if found is None:
        raise errors.NOTHING_THERE
    return found


def _detail(call: Call, procedure: Procedure) -> HttpResponse:
    with reading(call.actor):
        case = _one(call, procedure)

        def title(verb: str) -> Text:
            declared = procedure.acts.get(verb.partition(":")[2])
            return Text(declared.title.zh, declared.title.en) if declared else Text(verb, verb)

        def content(part: Mapping[str, Any]) -> Mapping[str, Any]:
            return {"stage": part.get("stage"), "changed": list(part.get("patch") or {})}

        parent = case.parent_id if case.parent_id and Case.objects.filter(pk=case.parent_id).exists() else None
        return answered(call, {
            **_summary(procedure, case, facts_of(call.actor, case), file_names("case", str(case.pk))),
            "parent": str(parent) if parent else None,
            "units": [
                {"role": each.role, "as_written": each.as_written, "unit": each.unit.slug if each.unit else None}
                for each in case.assignments.select_related("unit")
            ],
            "clocks": [each.as_json() for each in clocks_of(case, as_of=today())],
            "letters": [_letter(procedure, case, each) for each in case.letters],
            "timeline": timeline(call.actor, "case", case.pk, title=title, content=content),
        }, version=case.version)  # fmt: skip


def _paper(call: Call, procedure: Procedure) -> HttpResponse:
    name = call.path["paper"]
    field = procedure.fields.get(name)
    if field is None or field.type != "paper":
        raise errors.NOTHING_THERE
    with reading(call.actor):
        case = _one(call, procedure)
        digest = facts_of(call.actor, case).get(name)
    return paper(digest, f"{case.number}-{name}")


def _letter(procedure: Procedure, case: Case, kept: Mapping[str, Any]) -> dict[str, Any]:
    address = f"{reverse('api:door')}cases/{procedure.slug}/{case.pk}/letters/{quote(kept['id'], safe='')}"
    return {
        **{name: kept[name] for name in ("id", "name", "day", "to", "sha256", "stated")}, "href": address,
        "served": [{"day": each["day"], "how": each["how"], "to": each["to"]} for each in kept["served"]],
    }  # fmt: skip


def _letter_bytes(call: Call, procedure: Procedure) -> HttpResponse:
    with reading(call.actor):
        case = _one(call, procedure)
    content = letter_of(call.actor, case.pk, str(call.path["letter"]))
    return HttpResponse(content, content_type="text/plain; charset=utf-8")


def _letter_document(procedure: Procedure, kind: str) -> Any:
    def run(call: Call) -> HttpResponse:
        with reading(call.actor):
            case = _one(call, procedure)
        name = str(call.path["letter"])
        content = letters.written(kind, letter_of(call.actor, case.pk, name), number=case.number)
        return files.download(content, f"{case.number}-{name.replace('#', '-')}.{kind}", media=letters.KINDS[kind])

    return run


# --- why --------------------------------------------------------------------------------------------------------


def _possibilities(
    call: Call, procedure: Procedure, names: Sequence[str], target: Any, facts: Mapping[str, Any]
) -> list[dict[str, Any]]:
    verbs = {name: f"{procedure.slug}:{name}" for name in names}
    answers = why_each(actor=call.actor, verbs=verbs.values(), target=target, facts=facts, at=now())
    return [_possibility(procedure.acts[name], name, verb, answers[verb]) for name, verb in verbs.items()]


def _possibility(declared: Act, name: str, verb: str, found: Why) -> dict[str, Any]:
    lacking = not found.allowed and all(each.code == "given.missing" for each in found.reasons)
    return {
        "act": name, "verb": verb, "title": both(declared.title),
        "state": "possible" if found.allowed else "needs_facts" if lacking else "closed",
        "needs": list(declared.needs), "reasons": [each.as_json() for each in found.reasons],
        "clause": declared.clause or "",
    }  # fmt: skip


def _possible(call: Call, procedure: Procedure) -> HttpResponse:
    with reading(call.actor):
        case = _one(call, procedure)
    acts = [name for name, each in procedure.acts.items() if each.sources]
    return answered(call, {
        "case": str(case.pk), "version": case.version,
        "acts": _possibilities(call, procedure, acts, case.pk, {}),
    }, version=case.version)  # fmt: skip


def _openings(call: Call, procedure: Procedure) -> HttpResponse:
    path = call.actor.home
    with reading(call.actor):
        if call.query["region"]:
            path = region_path(call.query["region"])
    if not path:
        home = home_region()
        path = home.path if home else ""
    acts = [name for name, each in procedure.acts.items() if not each.sources]
    return answered(call, {"acts": _possibilities(call, procedure, acts, None, {"region": path})})


# --- acting -----------------------------------------------------------------------------------------------------


def _act(procedure: Procedure, name: str, declared: Act) -> Any:
    verb, opening = f"{procedure.slug}:{name}", not declared.sources

    def run(call: Call) -> HttpResponse:
        facts = files_decoded(procedure.fields, call.body)
        if opening:
            _check_opening(call, facts)
        return act(
            call, verb, target=None if opening else call.path["case"], facts=facts,
            created=f"{reverse('api:door')}cases/{procedure.slug}/{{case}}" if opening else "")  # fmt: skip

    return run


def _check_opening(call: Call, facts: Mapping[str, Any]) -> None:
    text_fact(facts, "region")
    text_fact(facts, "title", longest=LONGEST_TITLE)
    text_fact(facts, "key", longest=LONGEST_NUMBER)
    if facts.get("parent") is not None:
        try:
            uuid.UUID(facts["parent"])
        except (TypeError, ValueError, AttributeError) as wrong:
            raise Refusal.one("given.wrong", "“parent”应当是UUID", "parent must be a UUID", place="parent") from wrong
    if "synthetic" in facts:
        refuse_unknown({"synthetic": None}, set())
    units = facts.get("units")
    if units is None:
        return
    if not isinstance(units, list) or len(units) > 100 or not all(_is_part(each) for each in units):
        raise Refusal.one(
            "given.wrong", "“units”应当写明各单位的role和as_written",
            "units must give role and as_written of each", place="units")  # fmt: skip
    slugs = {each["unit"] for each in units if each.get("unit")}
    with reading(call.actor):
        known = set(Unit.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    if slugs - known:
        unknown = "、".join(sorted(slugs - known))
        raise Refusal.one("given.wrong", f"没有单位“{unknown}”", f"there is no unit {unknown!r}", place="units")


def _is_part(given: Any) -> bool:
    return (
        isinstance(given, dict)
        and set(given) <= {"role", "as_written", "unit"}
        and given.get("role") in ROLES
        and isinstance(given.get("as_written"), str)
        and 0 < len(given["as_written"]) <= 120
        and (given.get("unit") is None or isinstance(given["unit"], str))
    )
