"""Cases: acts a second beside other workflow engines, pages under sixteen users, and positions under sixteen writers.

*Acts.* Seven steps on one case, a transaction each, the state kept in the same PostgreSQL: django-fsm-2, SpiffWorkflow
(its BPMN serialiser) and viewflow, each with a line for what was done; ours with ledger, access and clocks, once with a
procedure as bare as theirs and once with the adjudication itself, its guards and letters. Peers keep no ledger, no
access and no clocks. Each engine must end in the same step before it is timed. They take turns, because a shared
machine's load moves; the turn in the middle is told, and the least processor time of all turns beside it.

*Users.* Cases are put in by copying the rows of one that was acted, which is compared with its copies first. Four
processes of four users each ask the corners where row security is slow when it is naive: an officer's worklist with
public rows beside, the city leader's exact count, a party with some hundred cases by due date, a case with all its
clocks, which of its acts are open to its officer, the officer's exact count of the twentieth of all cases that is
overdue, where all cases stand; and nothing at all, which shows what the machine itself makes of sixteen users. What is
timed is reading and computing, not the writing of HTML. The leader's number is compared with the rows first.

The server runs without fsync, for all alike. `ZHICHAN_BENCH_LARGEST` bounds the number of cases (10 000 by default).
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.timing import STEPS, timed

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS, TURNS, WRITERS, USERS, QUESTIONS = 30, 5, 16, 16, 30
DAY = date(2026, 3, 2)
LATE = date(2026, 3, 20)
"""The day before which one case in twenty is due."""
PEERS = {"django-fsm-2": "django_fsm", "SpiffWorkflow": "SpiffWorkflow", "viewflow": "viewflow"}

SYSTEM = """
id = "X98"
title = { zh = "七步", en = "Seven steps" }
chain = "service"
owner = { zh = "测量", en = "measuring" }
[roles]
benchmark-officer = ["seven:read"]
"""


def _seven() -> str:
    stages = "".join(
        f'[stages.s_{name}]\ntitle = {{ zh = "{name}", en = "{name}" }}\n'
        + ("last = true\n" if name == STEPS[-1] else "")
        for name in STEPS
    )
    acts = "".join(
        f'[acts.{name}]\ntitle = {{ zh = "{name}", en = "{name}" }}\nto = "s_{name}"\nwho = ["benchmark-officer"]\n'
        'needs = ["done_on", "reason"]\n' + (f'from = "s_{STEPS[number - 1]}"\n' if number else "")
        for number, name in enumerate(STEPS)
    )
    return (
        'title = { zh = "七步", en = "Seven steps" }\nnumber = "QB"\n'
        'audience = ["benchmark-officer", "leader"]\n' + stages
        + '[fields.done_on]\ntitle = { zh = "日期", en = "day" }\ntype = "day"\n'
        '[fields.reason]\ntitle = { zh = "理由", en = "reason" }\ntype = "text"\n' + acts
        + '[clocks.whole]\nstarts = ["s_file"]\nstops = ["s_forward"]\nchosen = "step"\noverdue = "warn"\n'
        'term = [{ months = 3, since = 2020-01-01, clause = "测量" }]\n'
    )  # fmt: skip


@contextmanager
def _house() -> Iterator[None]:
    """A database of its own with the peers' tables, and the seven steps laid over the platform's systems."""
    from zhichan.site import opening, testing

    opening.set_up()
    from zhichan.kernel.catalogue.public import current, default_root, load, use

    before = current()
    with TemporaryDirectory() as folder, testing.session():
        place = Path(folder) / "service" / "seven"
        place.mkdir(parents=True)
        (place / "system.toml").write_text(SYSTEM, encoding="utf-8")
        (place / "seven.procedure.toml").write_text(_seven(), encoding="utf-8")
        os.environ["ZHICHAN_OVERLAY"] = folder
        use(load(roots=(default_root(), Path(folder))))
        try:
            yield
        finally:
            use(before)
            del os.environ["ZHICHAN_OVERLAY"]


# Acts -------------------------------------------------------------------------------------------------------------


def _city() -> Any:
    from zhichan.kernel.ground.public import Region, kernel

    with kernel():
        city = Region.objects.create(
            slug="bench", name="测量市", name_en="Bench", kind="city", path="/bench/", synthetic=True
        )
        for number in range(12):
            Region.objects.create(
                slug=f"bench-{number}", name=f"测量县{number}", name_en=f"County {number}", kind="county", parent=city,
                path=f"/bench/{number}/", synthetic=True,
            )  # fmt: skip
    return city


def _at(day: date) -> datetime:
    from zhichan.kernel.acts.public import SHANGHAI

    return datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)


def _ours_bare(path: str = "/bench/") -> Callable[[], str]:
    from zhichan.kernel.access.public import Actor, Role
    from zhichan.kernel.acts.public import perform

    actor = Actor("user:1", DAY, (Role("benchmark-officer", "/bench/"),))

    def run() -> str:
        case, stage = None, ""
        for name in STEPS:
            facts = {"done_on": DAY.isoformat(), "reason": "依申请", **({} if case else {"region": path})}
            result = perform(actor=actor, verb=f"seven:{name}", target=case, facts=facts, at=_at(DAY)).result
            case, stage = str(result["case"]), str(result["stage"])
        return stage.removeprefix("s_")

    return run


def _ours_whole() -> Callable[[], str]:
    from zhichan.kernel.access.public import Actor, Role
    from zhichan.kernel.acts.public import perform

    officer = Actor("user:1", DAY, (Role("adjudicator", "/bench/"), Role("adjudication-head", "/bench/")))
    members = [{"name": f"成员{n}", "user": n, "presiding": n == 1} for n in (1, 2, 3)]
    day = DAY.isoformat()
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("file", {"region": "/bench/", "applicants": [{"name": "甲"}], "respondents": [{"name": "乙"}],
                  "patent_no": "ZL1", "patent_kind": "invention", "claims": [1], "grounds": "停止",
                  "validity_proof": "副本"}),
        ("accept", {}), ("form_panel", {"panel": members}), ("notify_respondent", {}),
        ("serve", {"served_on": day, "served_how": "direct", "recipient": "乙", "proof_of_service": "回证"}),
        ("answer", {"answer": "不侵权", "recipient": "乙"}), ("forward_answer", {}),
    )  # fmt: skip

    def run() -> str:
        case = None
        for name, facts in steps:
            result = perform(actor=officer, verb=f"infringement:{name}", target=case, facts=facts, at=_at(DAY)).result
            case = str(result["case"])
        return STEPS[-1] if result["version"] == len(steps) else "open"

    return run


def _engines() -> dict[str, Any]:
    """Every engine in turn, several times, and of each the turn in the middle: the load moves meanwhile."""
    turns = [_turn() for _ in range(TURNS)]
    return {
        name: found if isinstance(found, list) else sorted((turn[name] for turn in turns), key=_speed)[TURNS // 2]
        for name, found in turns[0].items()
    } | {"least processor time": {
        name: min(turn[name]["processor_milliseconds_per_act"] for turn in turns)
        for name, found in turns[0].items() if not isinstance(found, list)
    }}  # fmt: skip


def _speed(found: dict[str, float]) -> float:
    return found["acts_per_second"]


def _turn() -> dict[str, Any]:
    ours = {"ours, as bare": _ours_bare(), "ours, adjudication": _ours_whole()}
    found: dict[str, Any] = {name: timed(run, ROUNDS) for name, run in ours.items()}
    if missing := [name for name, module in PEERS.items() if not find_spec(module)]:
        return {**found, "not installed": missing}
    from django.conf import settings

    environment = {**os.environ, "ZHICHAN_DATABASE": str(settings.DATABASES["default"]["NAME"])}
    command = [sys.executable, "-m", "benchmarks.peers", str(ROUNDS)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return {**found, **json.loads(done.stdout.splitlines()[-1])}


# Users ------------------------------------------------------------------------------------------------------------

OWN = ("id", "number", "region_id", "readers", "due_on", "title")


def _seed(size: int) -> None:
    """Cases up to ``size``: copies of one that was acted, in twelve counties, due on 360 days, one in fifty public."""
    from django.db import connections

    from zhichan.kernel.casework.public import Case
    from zhichan.kernel.ground.public import kernel

    _ours_bare("/bench/3/")()
    with kernel():
        model = Case.objects.filter(procedure="seven").latest("opened_at")
        have = Case.objects.filter(procedure="seven").count()
    columns = [field.column for field in Case._meta.concrete_fields]
    special = {
        "id": "gen_random_uuid()", "number": "'QB-C-' || n", "title": "'case ' || n",
        "region_id": "(SELECT id FROM ground_region WHERE slug = 'bench-' || mod(n, 12))",
        "readers": "ARRAY['benchmark-officer@/bench/', 'benchmark-officer@/bench/' || mod(n, 12) || '/',"
                   " 'leader@/bench/', 'leader@/bench/' || mod(n, 12) || '/'] ||"
                   " CASE WHEN mod(n, 3333) = 7 THEN ARRAY['user:777'] ELSE '{}' END",
        "due_on": "DATE '2026-03-02' + (mod(n, 360))::int", "public": "mod(n, 50) = 0",
        "stage": "'s_' || (ARRAY['file', 'accept', 'form_panel', 'serve'])[1 + mod(n, 4)]",
    }  # fmt: skip
    with kernel(), connections["default"].cursor() as cursor:
        cursor.execute(
            f"INSERT INTO casework_case ({', '.join(columns)})"
            f" SELECT {', '.join(special.get(each, f'model.{each}') for each in columns)}"
            " FROM generate_series(%s::int, %s::int) AS n, casework_case AS model WHERE model.id = %s",
            [have, size - 1, model.pk],
        )
        cursor.execute(
            "INSERT INTO casework_participant (case_id, part, name, principal, rank)"
            " SELECT id, 'applicant', '某', 'user:777', 0 FROM casework_case"
            " WHERE readers @> ARRAY['user:777'] AND id NOT IN (SELECT case_id FROM casework_participant)"
        )
    with connections["owner"].cursor() as cursor:
        # What a server does by itself after some minutes.
        cursor.execute("VACUUM ANALYZE casework_case, casework_participant, casework_tally")
    with kernel():
        copy = Case.objects.filter(number__startswith="QB-C-").first()
        assert copy is not None
        same = {f.column: (getattr(copy, f.attname), getattr(model, f.attname)) for f in Case._meta.concrete_fields}
        unlike = sorted(name for name, (a, b) in same.items() if a != b and name not in {*OWN, "public", "stage"})
        if unlike:
            raise AssertionError(f"copies differ from what was acted: {unlike}")


def _ask(number: int, name: str, folder: str) -> dict[str, list[float]]:
    """Four users of one process ask the corners; milliseconds by corner. Runs in a process of its own."""
    from zhichan.site import opening, testing

    # Importing the second forgot which database the process above uses.
    assert testing
    os.environ["ZHICHAN_DATABASE"] = name
    os.environ["ZHICHAN_OVERLAY"] = folder
    opening.set_up()
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(_user, range(number * 4, number * 4 + 4)))
    return {corner: [each for one in found for each in one[corner]] for corner in found[0]}


def _user(number: int) -> dict[str, list[float]]:
    from django.db import connection, connections
    from django.db.models import Q

    from zhichan.doors.desk.derived.cases import UNLISTED
    from zhichan.kernel.access.public import Actor, Role, reading
    from zhichan.kernel.acts.public import reach, why_each
    from zhichan.kernel.casework.public import clocks_of, number_of, tallies
    from zhichan.kernel.ground.public import Region, kernel

    county = f"/bench/{number % 12}/"
    officer = Actor(f"user:{number}", DAY, (Role("benchmark-officer", county),))
    leader = Actor(f"user:{500 + number}", DAY, (Role("leader", "/bench/"),))
    party = Actor("user:777", DAY)
    with kernel():
        region = Region.objects.get(path=county).pk

    def listed(actor: Actor, *scope: Q) -> int:
        cases = reach(actor, "seven:read").filter(*scope).order_by("due_on", "number")
        return len(cases.defer(*UNLISTED)[:50])

    def nothing() -> int:
        with reading(officer), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return len(cursor.fetchall())

    def worklist() -> int:
        with reading(officer):
            shown = listed(officer, Q(region=region, stage="s_accept"))
            return shown + number_of(officer, "seven", stage="s_accept", at=region)

    def with_public() -> int:
        with reading(officer):
            return listed(officer, Q(region=region) | Q(public=True))

    def wide_count() -> int:
        with reading(leader):
            return number_of(leader, "seven")

    def rare_party() -> int:
        with reading(party):
            return listed(party, Q(participants__principal="user:777"))

    def case_page() -> int:
        with reading(officer):
            case = reach(officer, "seven:read").select_related("region").get(pk=key)
        return len(clocks_of(case, as_of=DAY))

    def acts_judged() -> int:
        return len(why_each(actor=officer, verbs=verbs, target=str(key), at=_at(DAY)))

    def overdue() -> int:
        with reading(officer):
            return int(reach(officer, "seven:read").filter(region=region, due_on__lt=LATE, closed_at=None).count())

    def where_all_stand() -> int:
        with reading(leader):
            return len(tallies(leader))

    def rows_counted() -> int:
        with reading(leader):
            return int(reach(leader, "seven:read").count())

    with reading(officer):
        cases = reach(officer, "seven:read").filter(region=region)
        key = cases.order_by("due_on", "number").values_list("pk", flat=True)[number % 40]
    if rows_counted() != wide_count():
        raise AssertionError("the tally is not the number of rows")

    verbs = [f"seven:{name}" for name in STEPS[1:]]
    took: dict[str, list[float]] = {}
    for corner in (
        nothing, worklist, with_public, wide_count, rare_party, case_page, acts_judged, overdue, where_all_stand,
    ):  # fmt: skip
        corner()
        found = took.setdefault(corner.__name__, [])
        for _ in range(QUESTIONS):
            began = time.perf_counter()
            corner()
            found.append(1000 * (time.perf_counter() - began))
    connections.close_all()
    return took


def _spread(found: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(found, n=100)
    return {"median_ms": round(cuts[49], 1), "p95_ms": round(cuts[94], 1)}


def _users(size: int) -> dict[str, Any]:
    from django.conf import settings
    from django.db import connections

    from zhichan.kernel.casework.public import Case
    from zhichan.kernel.ground.public import kernel

    _seed(size)
    flat = timed(_ours_bare(), 20)
    with kernel():
        exact = Case.objects.filter(procedure="seven").count()
    name = str(settings.DATABASES["default"]["NAME"])
    connections.close_all()
    before = os.getloadavg()[0]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(USERS // 4, mp_context=context) as processes:
        jobs = [processes.submit(_ask, n, name, os.environ["ZHICHAN_OVERLAY"]) for n in range(USERS // 4)]
        answers = [job.result() for job in jobs]
    load = [round(each, 1) for each in (before, os.getloadavg()[0])]
    corners = {
        corner: _spread([each for one in answers for each in one[corner]]) for corner in answers[0]
    }
    return {"cases": exact, "load": load, "corners": corners, "acts_with_so_many": flat,
            "memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}  # fmt: skip


# Positions --------------------------------------------------------------------------------------------------------


def _positions() -> dict[str, Any]:
    """Sixteen writers while a load holds its transaction open: no position is missing and none is given twice."""
    from django.db import connection, connections, transaction

    from zhichan.kernel.ground.public import kernel
    from zhichan.kernel.ledger.public import Event, NewEvent, Position, append, sequence

    begun, release = threading.Event(), threading.Event()

    def load() -> None:
        with transaction.atomic(), kernel():
            append([NewEvent("bench:load", "load", "1", _at(DAY), "import", {"ordinary": {"n": 1}})])
            begun.set()
            release.wait(60)
        connection.close()

    def write(_: int) -> None:
        run = _ours_bare()
        for _ in range(4):
            run()
        connection.close()

    holder = threading.Thread(target=load)
    holder.start()
    begun.wait(10)
    started = time.perf_counter()
    stop = threading.Event()

    def sequencer() -> None:
        while not stop.is_set():
            sequence()
            time.sleep(0.01)
        connection.close()

    follower = threading.Thread(target=sequencer)
    follower.start()
    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(write, range(WRITERS)))
    took = time.perf_counter() - started
    release.set()
    holder.join()
    stop.set()
    follower.join()
    while sequence():
        pass
    with kernel():
        positions = list(Position.objects.order_by("position").values_list("position", flat=True))
        events, placed = Event.objects.count(), Position.objects.values("event").distinct().count()
    if positions != list(range(1, len(positions) + 1)) or not events == placed == len(positions):
        raise AssertionError(f"{events} events, {placed} placed, positions up to {positions[-1]}")
    connections.close_all()
    rate = round(WRITERS * 4 * len(STEPS) / took, 1)
    return {"writers": WRITERS, "events": events, "gaps": 0, "acts_per_second": rate}


def run(results: Path) -> dict[str, Any]:
    """Everything above, in one database that is thrown away."""
    largest = int(os.environ.get("ZHICHAN_BENCH_LARGEST", "10000"))
    with _house():
        _city()
        found: dict[str, Any] = {"positions": _positions(), "acts": _engines()}
        found["users"] = [_users(size) for size in SIZES if size <= largest]
    return found
