"""Operations of saved searches: their members, what came and went, corrections, sharing, corpora and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from pydantic import Field, StringConstraints

from zhichan.doors.api import errors, tokens
from zhichan.doors.api.operations import Call, Operation, answered, checked, paged
from zhichan.doors.api.shapes import (
    DAY,
    FLAG,
    INSTANT,
    TEXT,
    UUID,
    WHOLE,
    WORDS,
    Asked,
    both,
    many,
    or_null,
    pages,
    parameter,
    question,
    shape,
)
from zhichan.doors.api.shared import LONGEST_FILTER, OUTCOME, act, facts_schema
from zhichan.doors.feeds.exporting import TYPES, Result
from zhichan.doors.portal.opening import taken
from zhichan.instruments.query import LONGEST
from zhichan.instruments.sampling import RISK
from zhichan.kernel.access.public import reading
from zhichan.kernel.acts.public import reach
from zhichan.kernel.ground.public import Text
from zhichan.kernel.registry.searching import public as index
from zhichan.kernel.selections.public import (
    MOST_DRAWN,
    REASONS,
    Corpus,
    Member,
    Selection,
    changes,
    members,
    quality,
)

TAG = "selections"
LONGEST_TITLE, LONGEST_REASON, MOST_VALUES, LATEST_VERSION = 200, 200, 50, 2**31 - 1
WHY = shape({"code": {"type": "string", "enum": list(REASONS)}, "text": WORDS})
QUESTION = shape({
    "text": TEXT, "chosen": {"type": "object", "additionalProperties": many(TEXT)}, "plain": many(TEXT),
}, {"names": FLAG})  # fmt: skip
SELECTION = {
    "id": UUID, "title": TEXT, "own": FLAG, "question": QUESTION, "count": WHOLE, "version": WHOLE, "as_of": DAY,
    "over": FLAG, "opened_at": INSTANT,
}  # fmt: skip
RIGHT = {"source": TEXT, "key": TEXT, "title": or_null(TEXT)}
MEMBER = {**RIGHT, "since": INSTANT, "came": WHY, "version": WHOLE, "load": WHOLE}
CHANGE = {
    **MEMBER, "until": or_null(INSTANT), "went": or_null(WHY), "version_out": or_null(WHOLE),
    "load_out": or_null(WHOLE),
}  # fmt: skip
CORRECTION = {**RIGHT, "into": FLAG, "reason": TEXT, "on": DAY}
CORPUS = {
    "id": UUID, "title": TEXT, "question": QUESTION, "public": FLAG, "at": INSTANT, "as_of": DAY, "load": WHOLE,
    "count": WHOLE, "sha256": TEXT,
}  # fmt: skip
PART = {"type": "number", "minimum": 0, "maximum": 1}
QUALITY = shape({
    "alarms": or_null(shape({"judged": WHOLE, "false": WHOLE, "members": WHOLE, "rate": PART})),
    "sample": or_null(shape({
        "id": UUID, "frame": TEXT, "seed": TEXT, "as_of": DAY, "version": WHOLE, "inside": WHOLE, "outside": WHOLE,
        "picked": many(TEXT), "left": many(TEXT), "waiting": many(TEXT), "closed": WHOLE, "before": WHOLE,
    })),
    "recall": or_null(shape({"estimate": or_null(PART), "low": PART, "high": PART, "confidence": PART})),
    "judged": many(shape({**RIGHT, "fits": FLAG, "reason": TEXT, "at": INSTANT})),
})  # fmt: skip
_FACT = {"type": "string", "maxLength": LONGEST_FILTER}
Value = Annotated[str, StringConstraints(max_length=LONGEST_FILTER, strict=True)]
Strict = Annotated[bool, Field(strict=True)]


class Saved(Asked):
    """What is said of a search that is to be saved."""

    title: Annotated[str, StringConstraints(max_length=LONGEST_FILTER, strict=True)]
    q: Annotated[str, StringConstraints(max_length=LONGEST, strict=True)] = ""
    chosen: Annotated[dict[Value, Annotated[list[Value], Field(max_length=MOST_VALUES)]], Field(max_length=20)] = {}
    plain: Annotated[list[Value], Field(max_length=MOST_VALUES)] = []
    names: Strict = False


class Corrected(Asked):
    """A right taken in, left out, or left to the question again."""

    source: Value
    key: Value
    into: Strict | None
    reason: Value


class Shared(Asked):
    """The roles and firms that shall see it; none takes it back."""

    roles: Annotated[list[Value], Field(max_length=MOST_VALUES)]
    parties: Annotated[list[Value], Field(max_length=MOST_VALUES)] = []


class Frozen(Asked):
    """What a corpus is called, and whether it is open to all."""

    title: Value
    public: Strict = False


class Drawn(Asked):
    """The frame around a selection, and how many are drawn from either side."""

    frame: Annotated[str, StringConstraints(max_length=LONGEST, strict=True)]
    inside: Annotated[int, Field(strict=True, ge=0, le=MOST_DRAWN)]
    outside: Annotated[int, Field(strict=True, ge=0, le=MOST_DRAWN)]


class Judged(Asked):
    """Whether a right belongs."""

    source: Value
    key: Value
    fits: Strict
    reason: Value


class Nothing(Asked):
    """No facts."""


def operations() -> list[Operation]:
    """Everything that can be asked of saved searches and corpora, and done to them."""
    one, corpus = "/selections/{uuid:selection}", "/corpora/{uuid:corpus}"
    text = {**_FACT, "minLength": 1}
    number = {"type": "integer", "minimum": 0, "maximum": MOST_DRAWN}
    done: Mapping[str, tuple[Text, Any]] = {
        "correct": (Text("人工校正", "correct by hand"), facts_schema({
            "source": text, "key": text, "into": or_null(FLAG), "reason": text,
        }, ["source", "key", "into", "reason"])),
        "share": (Text("共享给岗位或单位", "share with roles or firms"), facts_schema({
            "roles": {**many(text), "maxItems": MOST_VALUES}, "parties": {**many(text), "maxItems": MOST_VALUES},
        }, ["roles"])),
        "draw": (Text("抽样", "draw a sample"), facts_schema({
            "frame": {"type": "string", "minLength": 1, "maxLength": LONGEST}, "inside": number, "outside": number,
        }, ["frame", "inside", "outside"])),
        "judge": (Text("判断一件", "judge a right"), facts_schema({
            "source": text, "key": text, "fits": FLAG, "reason": text,
        }, ["source", "key", "fits", "reason"])),
        "freeze": (
            Text("冻结为语料", "freeze as a corpus"), facts_schema({"title": text, "public": FLAG}, ["title"]),
        ),
        "close": (Text("停用", "stop"), facts_schema({}, [])),
    }  # fmt: skip
    return [
        Operation(
            method="GET", path="/selections", name="selections.list", tag=TAG,
            title=Text("保存的检索", "Saved searches"), query=question("Selections"), run=_list,
            text=Text("本人保存的和与本人岗位共享的检索。", "One's own searches and those shared with one's office."),
            answers={200: pages(shape(SELECTION))},
        ),
        Operation(
            method="POST", path="/selections", name="selections.save", tag=TAG,
            title=Text("保存一个检索", "Save a search"), keyed=True, previews=True, run=_save,
            text=Text(
                "成员即当下检索到的权利；以后有增减会通知，并写明原因。",
                "Its members are the rights found now; what comes and goes later is told, with the reason.",
            ),
            body=facts_schema({
                "title": text, "q": {"type": "string", "maxLength": LONGEST},
                "chosen": {
                    "type": "object", "propertyNames": {"enum": list(index.FACETS)},
                    "additionalProperties": {**many(_FACT), "maxItems": MOST_VALUES},
                },
                "plain": {**many(_FACT), "maxItems": MOST_VALUES}, "names": FLAG,
            }, ["title"]),
            answers={200: OUTCOME, 201: OUTCOME},
        ),
        Operation(
            method="GET", path=one, name="selections.detail", tag=TAG, parts={"selection": UUID},
            title=Text("一个保存的检索", "A saved search"), run=_detail,
            answers={200: shape({**SELECTION, "corrections": many(shape(CORRECTION))})},
        ),
        Operation(
            method="GET", path=f"{one}/members", name="selections.members", tag=TAG, parts={"selection": UUID},
            title=Text("成员及原因", "Members, and why"), query=question("Members"), run=_members,
            answers={200: pages(shape(MEMBER))},
        ),
        Operation(
            method="GET", path=f"{one}/changes", name="selections.changes", tag=TAG, parts={"selection": UUID},
            title=Text("增减及原因", "What came and went, and why"), run=_changes,
            text=Text(
                "某一版之后的增减，最新的在前；版号见检索本身。",
                "What came or went after a version, newest first; the search itself says its version.",
            ),
            query=question("Changes", since=parameter(
                Annotated[int, Field(ge=0, le=LATEST_VERSION)], Text("在哪一版之后", "after which version"),
            )),
            answers={200: pages(shape(CHANGE))},
        ),
        Operation(
            method="GET", path=f"{one}/quality", name="selections.quality", tag=TAG, parts={"selection": UUID},
            title=Text("查全率和误报率", "Recall and false alarms"), run=_quality, answers={200: QUALITY},
            text=Text(
                "查全率由抽样判断估计，只就所说的范围而言；误报率是已判断的成员中不属于的比例。"
                "closed是抽出后不再公开、因而不列出的件数；before是此前抽过几次。",
                "Recall is estimated from a judged sample within the frame; false alarms are members judged not to"
                " belong. closed counts what was drawn and is open no more, and so not listed; before says how many"
                " samples were drawn earlier.",
            ),
        ),
        *(
            Operation(
                method="GET", path=f"{one}/rights.{kind}", name=f"selections.export.{kind}", tag=TAG,
                parts={"selection": UUID}, title=Text(f"全部成员（{kind}）", f"All members ({kind})"),
                text=Text("可分段下载，断点续传。", "Sent in parts where Range asks for one."),
                run=_exported(kind), media=media.partition(";")[0],
                answers={200: {"type": "string", "format": "binary"}},
            )
            for kind, media in TYPES.items()
        ),
        *(
            Operation(
                method="POST", path=f"{one}/{verb}", name=f"selections.{verb}", tag=TAG, parts={"selection": UUID},
                title=title, body=body, keyed=True, previews=True, run=_act(verb),
                answers={200: OUTCOME, **({201: OUTCOME} if verb == "freeze" else {})},
            )
            for verb, (title, body) in done.items()
        ),
        Operation(
            method="GET", path="/corpora", name="corpora.list", tag=TAG, title=Text("冻结的语料", "Frozen corpora"),
            query=question("Corpora"), run=_corpora, answers={200: pages(shape(CORPUS))},
        ),
        Operation(
            method="GET", path=corpus, name="corpora.detail", tag=TAG, parts={"corpus": UUID},
            title=Text("一个语料", "A corpus"), run=_corpus, answers={200: shape(CORPUS)},
        ),
        Operation(
            method="GET", path=f"{corpus}/members", name="corpora.members", tag=TAG, parts={"corpus": UUID},
            title=Text("语料的清单", "The list of a corpus"), run=_listed, media="text/tab-separated-values",
            text=Text(
                "每行一项：权利编号、制表符、当时的版本号；摘要即这些字节的SHA-256。",
                "One line a right: key, tab, the version it then had; the digest is the SHA-256 of these bytes.",
            ),
            answers={200: TEXT},
        ),
    ]  # fmt: skip


# --- reading ----------------------------------------------------------------------------------------------------


def _found(call: Call) -> Selection:
    """The selection asked for; inside a reading context."""
    found: Selection | None = reach(call.actor, "selection:read").filter(pk=call.path["selection"]).first()
    if found is None:
        raise errors.NOTHING_THERE
    return found


def _shown(call: Call, selection: Selection) -> dict[str, Any]:
    return {
        "id": str(selection.pk), "title": selection.title, "own": selection.owner == call.actor.name,
        "question": selection.question, "count": members(call.actor, selection).count(), "version": selection.version,
        "as_of": selection.day, "over": selection.over, "opened_at": selection.opened_at,
    }  # fmt: skip


def _list(call: Call) -> HttpResponse:
    with reading(call.actor):
        found = reach(call.actor, "selection:read")
        return answered(call, paged(call, found, lambda one: _shown(call, one)))


def _detail(call: Call) -> HttpResponse:
    with reading(call.actor):
        selection = _found(call)
        # A correction tells of its right: it is told to those who may know of that.
        open_to = index.visible(list(selection.corrections), readers=["*", *sorted(call.actor.principals)])
        told = {key: one for key, one in sorted(selection.corrections.items()) if key in open_to}
        titles = _titles(list(told))
        return answered(call, {**_shown(call, selection), "corrections": [
            {**_right(key, titles), "into": one["into"], "reason": one["reason"], "on": one["on"]}
            for key, one in told.items()
        ]})  # fmt: skip


def _titles(keys: list[str]) -> dict[str, str | None]:
    found = {f"{source}:{own}": one.public() for source, own, one in index.known(list(dict.fromkeys(keys)))}
    return {key: row.get("title") or row.get("name") for key, row in found.items()}


def _right(key: str, titles: Mapping[str, str | None]) -> dict[str, Any]:
    source, _, own = key.partition(":")
    return {"source": source, "key": own, "title": titles.get(key)}


def _why(code: str) -> dict[str, Any]:
    return {"code": code, "text": both(REASONS[code])}


def _member(member: Member, titles: Mapping[str, str | None]) -> dict[str, Any]:
    return {
        **_right(member.key, titles), "since": member.since, "came": _why(member.came), "version": member.change_in,
        "load": member.load,
    }  # fmt: skip


def _change(member: Member, titles: Mapping[str, str | None]) -> dict[str, Any]:
    return {
        **_member(member, titles), "until": member.until, "went": _why(member.went) if member.went else None,
        "version_out": member.change_out, "load_out": member.load_out,
    }  # fmt: skip


def _of(
    call: Call, found: Any, show: Callable[[Member, Mapping[str, str | None]], dict[str, Any]]
) -> HttpResponse:
    """A page of members, each with its title; inside a reading context."""
    page = paged(call, found, lambda one: one)
    titles = _titles([one.key for one in page["items"]])
    return answered(call, {**page, "items": [show(one, titles) for one in page["items"]]})


def _members(call: Call) -> HttpResponse:
    with reading(call.actor):
        return _of(call, members(call.actor, _found(call)), _member)


def _changes(call: Call) -> HttpResponse:
    with reading(call.actor):
        return _of(call, changes(call.actor, _found(call), since=call.query["since"] or 0), _change)


def _quality(call: Call) -> HttpResponse:
    with reading(call.actor):
        found = quality(_found(call))
        titles = _titles(list(found.judged))
    alarms, sample, recall = found.alarms, found.sample, found.recall
    return answered(call, {
        "alarms": alarms and {
            "judged": alarms.judged, "false": alarms.found, "members": alarms.whole,
            "rate": alarms.found / alarms.judged,
        },
        "sample": sample and {
            "id": str(sample.pk), "frame": sample.frame, "seed": sample.seed, "as_of": sample.day,
            "version": sample.version, "inside": sample.inside, "outside": sample.outside,
            "picked": list(found.picked), "left": list(found.left), "waiting": list(found.waiting),
            "closed": found.closed, "before": found.before,
        },
        "recall": recall and {
            "estimate": recall.estimate, "low": recall.low, "high": recall.high, "confidence": 1 - RISK,
        },
        "judged": [
            {**_right(key, titles), "fits": one.fits, "reason": one.reason, "at": one.at}
            for key, one in found.judged.items()
        ],
    })  # fmt: skip


def _exported(kind: str) -> Callable[[Call], Any]:
    def run(call: Call) -> Any:
        with reading(call.actor):
            selection = _found(call)
            keys = [one.key for one in members(call.actor, selection)]
        mark = [str(selection.pk), str(selection.version), str(selection.load)]
        result = Result(keys, Text(selection.title, selection.title), mark)
        return taken(call.request, call.actor, kind, lambda: result)

    return run


# --- acts -------------------------------------------------------------------------------------------------------


def _save(call: Call) -> HttpResponse:
    tokens.owner(call.actor)
    wanted = checked(Saved, call.body)
    assert isinstance(wanted, Saved)  # noqa: S101  # Says to the reader what ``checked`` returned.
    facts = {
        "title": wanted.title, "text": wanted.q, "chosen": wanted.chosen, "plain": wanted.plain, "names": wanted.names,
    }  # fmt: skip
    there = f"{reverse('api:door')}selections/{{selection}}"
    return act(call, "selection:save", target=None, facts=facts, created=there)


_FACTS: Mapping[str, type[Asked]] = {
    "correct": Corrected, "share": Shared, "draw": Drawn, "judge": Judged, "freeze": Frozen, "close": Nothing,
}  # fmt: skip


def _act(verb: str) -> Callable[[Call], HttpResponse]:
    def run(call: Call) -> HttpResponse:
        facts = checked(_FACTS[verb], call.body).model_dump()
        if verb in ("correct", "judge"):
            facts["key"] = f"{facts.pop('source')}:{facts['key']}"
        there = f"{reverse('api:door')}corpora/{{corpus}}" if verb == "freeze" else ""
        return act(call, f"selection:{verb}", target=call.path["selection"], facts=facts, created=there)

    return run


# --- corpora ----------------------------------------------------------------------------------------------------


def _frozen(corpus: Corpus) -> dict[str, Any]:
    return {
        "id": str(corpus.pk), "title": corpus.title, "question": corpus.question, "public": corpus.public,
        "at": corpus.at, "as_of": corpus.day, "load": corpus.load, "count": corpus.count, "sha256": corpus.sha256,
    }  # fmt: skip


def _one(call: Call) -> Corpus:
    """The corpus asked for; inside a reading context."""
    found: Corpus | None = reach(call.actor, "corpus:read").filter(pk=call.path["corpus"]).first()
    if found is None:
        raise errors.NOTHING_THERE
    return found


def _corpora(call: Call) -> HttpResponse:
    with reading(call.actor):
        return answered(call, paged(call, reach(call.actor, "corpus:read"), _frozen))


def _corpus(call: Call) -> HttpResponse:
    with reading(call.actor):
        return answered(call, _frozen(_one(call)))


def _listed(call: Call) -> HttpResponse:
    with reading(call.actor):
        members_of = _one(call).members
    return HttpResponse(members_of.encode(), content_type="text/tab-separated-values; charset=utf-8")
