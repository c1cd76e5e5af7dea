"""Whether the house agrees with its ledger: digests and seals, every folded state, every cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from zhichan.kernel.casework.public import Case, fold, merge
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.ledger.public import Event, Payload, erasing, verifying
from zhichan.kernel.registry.public import Entry

CHUNK = 500
Verdict = verifying.Verdict


def verify() -> Verdict:
    """Read everything once and say what does not agree. Changes nothing; runs in one moment of the database."""
    with kernel():
        found = verifying.verify()
        _cases(found)
        _entries(found)
        _cells(found)
        _tallies(found)
        _numbers(found)
    return found


Parts = dict[str, list[tuple[Event, Payload]]]


def _in_order(kind: str | None, ids: Sequence[str], *, sealed: bool = False) -> Parts:
    """The events of these subjects with their ordinary parts, or with those that stand apart, as they are placed.

    Those not placed yet come last.
    """
    chosen = {"field_class__startswith": "sealed"} if sealed else {"field_class": "ordinary"}
    parts = Payload.objects.filter(event__subject_id__in=ids, **chosen)
    if kind is not None:
        parts = parts.filter(event__subject_kind=kind)
    found: Parts = defaultdict(list)
    for part in sorted(parts.select_related("event__place", "event__outbox"), key=lambda part: _place(part.event)):
        found[part.event.subject_id].append((part.event, part))
    return found


def _place(event: Event) -> tuple[int, int]:
    place, waiting = getattr(event, "place", None), getattr(event, "outbox", None)
    if place is not None:
        return (0, place.position)
    # One that has lost its place altogether is reported by the ledger.
    return (1, waiting.pk) if waiting is not None else (2, event.subject_version)


def _chunks(rows: Any) -> Iterator[list[Any]]:
    after = None
    while chunk := list((rows if after is None else rows.filter(pk__gt=after)).order_by("pk")[:CHUNK]):
        yield chunk
        after = chunk[-1].pk


def _cases(found: Verdict) -> None:
    count = 0
    for cases in _chunks(Case.objects.prefetch_related("sealed")):
        ids = [str(case.pk) for case in cases]
        events, apart = _in_order("case", ids), _in_order("case", ids, sealed=True)
        for case in cases:
            count += 1
            state = fold(erasing.legible(events[str(case.pk)]))
            differing = sorted(name for name, value in state.items() if getattr(case, name) != value)
            if _apart(apart[str(case.pk)], "patch") != {each.field: each.value for each in case.sealed.all()}:
                differing.append("sealed")
            if differing:
                found.fault(
                    "verify.case",
                    f"案件{case.number}的{'、'.join(differing)}与账本不符",
                    f"case {case.number} differs from its events in {', '.join(differing)}",
                    str(case.pk),
                )
    found.counts["cases"] = count


def _entries(found: Verdict) -> None:
    count = 0
    for entries in _chunks(Entry.objects.prefetch_related("sealed")):
        ids = [str(entry.pk) for entry in entries]
        events, apart = _in_order(None, ids), _in_order(None, ids, sealed=True)
        for entry in entries:
            count += 1
            data: dict[str, Any] = {}
            for _, part in erasing.legible(events[str(entry.pk)]):
                data = merge(data, (part.content or {}).get("data", {}))
            sealed = {each.field: each.value for each in entry.sealed.all()}
            if (data, _apart(apart[str(entry.pk)], "data")) != (entry.data, sealed):
                found.fault(
                    "verify.entry",
                    f"条目{entry.number}与账本不符",
                    f"entry {entry.number} differs from its events",
                    str(entry.pk),
                )
    found.counts["entries"] = count


def _apart(events: list[tuple[Event, Payload]], key: str) -> dict[str, Any]:
    """What stands apart, as the sealed parts of the subject's events say."""
    state: dict[str, Any] = {}
    for _, part in erasing.legible(events):
        state = merge(state, (part.content or {}).get(key, {}))
    return state


def _cells(found: Verdict) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE coalesce(added.amount, 0) <> coalesce(cell.amount, 0))"
            " FROM (SELECT definition_id, region_id, day, sum(amount) AS amount FROM measures_contribution"
            " GROUP BY definition_id, region_id, day) AS added"
            " FULL JOIN measures_cell AS cell USING (definition_id, region_id, day)"
        )
        count, wrong = cursor.fetchone()
    found.counts["cells"] = count
    if wrong:
        found.fault(
            "verify.cells", f"{wrong}个数值与其明细不符", f"{wrong} cells differ from their contributions"
        )


def _tallies(found: Verdict) -> None:
    """How many cases there are for whom, as lists show it, is how many there are."""
    scope = "procedure, region_id, stage, readers, barred, public, public_from, public_until"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT FROM (SELECT {scope}, cases FROM casework_tally UNION ALL SELECT"
            f" {scope.replace('readers', 'casework_shared(readers)', 1)}, -1 FROM casework_case) AS one"
            f" GROUP BY {scope} HAVING sum(cases) <> 0) AS wrong"
        )
        (wrong,) = cursor.fetchone()
    if wrong:
        found.fault("verify.tally", f"{wrong}处案件计数与案件不符", f"{wrong} tallies differ from the cases")


def _numbers(found: Verdict) -> None:
    """Every number that was given belongs to a case or an entry: a refused or previewed act gives its number back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH numbers AS (SELECT series, place, series || '-' || year || '-' AS stem"
            " FROM ground_counter, generate_series(1, last) AS place)"
            " SELECT count(*), coalesce(array_agg(stem || place ORDER BY stem, place) FILTER (WHERE missing), '{}')"
            " FROM (SELECT stem, place,"
            " NOT EXISTS (SELECT FROM casework_case WHERE number ="
            " stem || lpad(place::text, greatest(4, length(place::text)), '0'))"
            " AND NOT EXISTS (SELECT FROM registry_entry WHERE number ="
            " stem || lpad(place::text, greatest(5, length(place::text)), '0')) AS missing FROM numbers) AS told"
        )
        count, missing = cursor.fetchone()
    found.counts["numbers"] = count
    for number in missing:
        found.fault(
            "verify.number",
            f"编号{number}已取用，却没有对应的案件或条目",
            f"the number {number} was given, and no case or entry has it",
            number,
        )
