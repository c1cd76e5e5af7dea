"""Made histories whose truth is known by construction.

A life is drawn first: when filed, granted, given up, lapsed, restored, annulled, renewed. Its events are written down,
then the record is spoilt in one way (late, without payments, a day missing, an event missing, contradicted, wrongly
entered and corrected). What must be answered follows from the life and from how the record was spoilt; it is worked
out here from those parameters, never from the events, and with arithmetic of its own.
"""

from __future__ import annotations

import random
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import get_args

from histories import EVERY_YEAR, FOREVER

from zhichan.instruments.status import Coverage, Event, EventKind

DAY = timedelta(days=1)
TERMS = {"invention": 20, "utility": 10}
SPOILS = ("clean", "late", "day_missing", "grant_missing", "filing_missing", "two_grants",
          "withdrawn_and_granted", "paid_and_lapsed", "two_waivers", "corrected", "retracted", "false_correction")
FATES = {"grant_missing": "abandoned", "corrected": "abandoned", "paid_and_lapsed": "lapsed", "day_missing": "kept",
         "filing_missing": "kept", "two_waivers": "kept", "retracted": "kept", "false_correction": "kept"}


def plus(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def rolled(day):
    while day.weekday() > 4:
        day += DAY
    return day


@dataclass
class Made:
    kind: str
    spoil: str
    events: list
    coverage: Coverage
    truth: object
    first: date
    life: dict = field(default_factory=dict)


class Writer:
    def __init__(self):
        self.events = []

    def __call__(self, kind, day, /, known=None, called=None, of="", **data):
        name = called or f"e{len(self.events) + 1}"
        self.events.append(Event(kind=kind, day=day, known_on=known or day, id=name, of=of, source="made", data=data))
        return name


def made(seed):
    chance = random.Random(seed)
    return _mark(chance) if chance.random() < 0.3 else _patent(chance)


# ---------------------------------------------------------------------------------------------------- patents


def _patent(chance):
    kind = chance.choice(sorted(TERMS))
    spoil = chance.choice(SPOILS)
    filed = date(1994, 1, 1) + DAY * chance.randrange(9000)
    granted = filed + DAY * chance.randrange(200, 1050)
    term = plus(filed, 12 * TERMS[kind])
    recorded = spoil in {"clean", "late", "two_grants"} and chance.random() < 0.7
    fees = [(year, plus(filed, 12 * (year - 1))) for year in range(2, TERMS[kind] + 1)]
    fees = [(year, due) for year, due in fees if due > granted]
    fate = chance.choice(("kept", "kept", "lapsed", "restored", "abandoned", "annulled", "set_aside"))
    fate = FATES.get(spoil, fate)
    if spoil == "two_grants":
        # The second day stays within the patent year of the first, so that the same fees fall due either way.
        other = granted + DAY * chance.randrange(1, 60)
        if any(granted < due <= other for _, due in fees):
            other = granted + DAY
        if any(granted < due <= other for _, due in fees):
            spoil = "clean"
    write = Writer()
    write("filed", filed, called="filing")
    write("examination_requested", filed)
    life = {"filed": filed, "granted": granted, "grant_known": granted, "term": term, "fees": fees,
            "recorded": recorded, "lapse": None, "lapse_known": None, "restored": None, "abandoned": None,
            "abandoned_known": None, "annulled": None, "set_aside": None}
    span = max(1, (term - granted).days - 1)
    unpaid = None
    if fate in {"lapsed", "restored"} and fees:
        unpaid = chance.choice(fees)
        life["lapse"] = unpaid[1]
        life["lapse_known"] = plus(unpaid[1], 6) + DAY * chance.randrange(8, 150)
        write("lapsed", unpaid[1], life["lapse_known"], called="lapse")
        if fate == "restored":
            life["restored"] = life["lapse_known"] + DAY * chance.randrange(10, 200)
            write("restored", life["restored"], called="restoration", of=chance.choice(("", "lapse")))
    if fate == "abandoned":
        life["abandoned"] = granted + DAY * chance.randrange(1, span + 1)
        later = chance.randrange(0, 500) if spoil == "late" else 0
        life["abandoned_known"] = life["abandoned"] + DAY * later
        write("abandoned", life["abandoned"], life["abandoned_known"], called="waiver")
    if fate in {"annulled", "set_aside"}:
        life["annulled"] = granted + DAY * chance.randrange(100, span + 900)
        write("invalidated", life["annulled"], called="decision")
        if fate == "set_aside":
            life["set_aside"] = life["annulled"] + DAY * chance.randrange(100, 700)
            write("set_aside", life["set_aside"], of="decision")
    if spoil == "late":
        # Known before anything that presupposes it is; a grant that is not is another way to spoil a record.
        first = min([each for each in (life["lapse_known"], life["abandoned_known"], life["annulled"]) if each] or
                    [date.max])
        life["grant_known"] = min(granted + DAY * chance.randrange(0, 400), first)
    write("granted", granted, life["grant_known"], called="grant")
    over = min([each for each in (life["lapse"] if fate == "lapsed" else None, life["abandoned"]) if each] or [term])
    if recorded:
        for year, due in fees:
            if unpaid is not None and due == unpaid[1]:
                continue
            if life["restored"] and unpaid[1] < due <= life["restored"]:
                continue
            if due >= over or (fate == "lapsed" and due > unpaid[1]):
                break
            limit = rolled(plus(due, 6))
            paid = chance.choice((due - DAY * chance.randrange(0, 300), due, limit))
            write("fee_paid", paid, year=year)
    coverage = Coverage(fees=FOREVER if recorded else None)
    truth = _patent_truth(life)
    return _spoilt(chance, kind, spoil, write, coverage, life, truth)


def _patent_truth(life):
    """Return what the record says of a patent, from the parameters of its life."""
    def truth(on, by, **changed):
        at = {**life, **changed}
        if by < at["filed"]:
            return "undetermined"
        if on < at["filed"]:
            return "never"
        if on < at["granted"] or by < at["grant_known"]:
            return "pending"
        if at["annulled"] and at["annulled"] <= by and not (at["set_aside"] and at["set_aside"] <= by):
            return "never"
        if on >= at["term"]:
            return "ended"
        if at["abandoned"] and at["abandoned"] <= on and at["abandoned_known"] <= by:
            return "ended"
        lapse_known = at["lapse"] and at["lapse_known"] <= by
        restored = at["restored"] and at["restored"] <= by
        if lapse_known and at["lapse"] <= on and not restored:
            return "ended"
        for _, due in at["fees"]:
            if due > on or (at["abandoned"] and at["abandoned_known"] <= by and due >= at["abandoned"]):
                break
            limit = rolled(plus(due, 6))
            if by <= limit or (restored and due <= at["restored"]):
                continue
            if at["recorded"]:
                if due == at["lapse"] or (at["restored"] and at["lapse"] <= due <= at["restored"]):
                    return "ended"
                if at["lapse"] and not at["restored"] and due > at["lapse"]:
                    return "ended"
                if at["abandoned"] and due >= at["abandoned"]:
                    return "ended"
            elif by < plus(due, 12):
                return "undetermined"
        return "in_force"
    return truth


def _spoilt(chance, kind, spoil, write, coverage, life, truth):
    filed, granted, term = life["filed"], life["granted"], life["term"]
    events = write.events

    def drop(*names):
        events[:] = [event for event in events if event.id not in names]

    plain = life["abandoned"] is None and life["lapse"] is None and life["annulled"] is None
    if spoil == "day_missing" and plain:
        known = granted + DAY * chance.randrange(1, (term - granted).days + 300)
        write("abandoned", None, known, called="waiver")

        def answer(on, by):
            said = truth(on, by)
            if by < known or said in {"never", "pending", "ended"}:
                return said
            return "ended" if on >= known else "undetermined"
    elif spoil == "grant_missing" and life["abandoned"]:
        drop("grant")
        given_up = life["abandoned"]

        def answer(on, by):
            if on < filed or by < filed:
                return truth(on, by)
            if by < given_up:
                # Nothing told of a grant, and examination was requested: still pending as far as the record goes.
                return "pending"
            return "ended" if on >= given_up else "undetermined"
    elif spoil == "filing_missing" and plain:
        drop("filing", "e2")

        def answer(on, by):
            return "ended" if by >= granted and on >= plus(granted, 12 * TERMS[kind]) else "undetermined"
    elif spoil == "two_grants":
        other = granted + DAY * chance.randrange(1, 60)
        if any(granted < due <= other for _, due in life["fees"]):
            other = granted + DAY
        write("granted", other, granted, called="grant again")

        def answer(on, by):
            first, second = truth(on, by), truth(on, by, granted=other)
            return first if first == second else "undetermined"
    elif spoil == "withdrawn_and_granted":
        withdrawn = filed + DAY * chance.randrange(30, 1500)
        write("withdrawn", withdrawn, called="withdrawal")

        def answer(on, by):
            if by < withdrawn:
                return truth(on, by)
            without = truth(on, by)
            if by < granted or without == "undetermined":
                if by < filed or on < filed:
                    return without
                return "never" if on >= withdrawn and by < granted else without
            if on < filed:
                return "never"
            other = "never" if on >= withdrawn else "pending"
            return without if without == other else "undetermined"
    elif spoil == "paid_and_lapsed" and life["lapse"] and not life["restored"] and not life["recorded"]:
        year = next(year for year, due in life["fees"] if due == life["lapse"])
        paid = life["lapse"] - DAY * chance.randrange(1, 90)
        write("fee_paid", paid, year=year)

        def answer(on, by):
            if by < life["lapse_known"]:
                others = [each for each in life["fees"] if each[1] != life["lapse"]] if by >= paid else life["fees"]
                return truth(on, by, lapse=None, fees=others)
            kept = truth(on, by, lapse=None, fees=[each for each in life["fees"] if each[1] != life["lapse"]])
            gone = truth(on, by)
            return kept if kept == gone else "undetermined"
    elif spoil == "two_waivers" and plain:
        first = granted + DAY * chance.randrange(1, 1000)
        second = first + DAY * chance.randrange(1, 1000)
        write("abandoned", first, called="waiver")
        write("abandoned", second, called="second waiver")

        def answer(on, by):
            early = truth(on, by, abandoned=first, abandoned_known=first)
            if by < second:
                return early
            late = truth(on, by, abandoned=second, abandoned_known=second)
            return early if early == late else "undetermined"
    elif spoil == "corrected" and life["abandoned"] and not life["recorded"]:
        wrong = granted + DAY * chance.randrange(1, (term - granted).days)
        right = life["abandoned"]
        drop("waiver")
        known = max(right, wrong)
        corrected = known + DAY * chance.randrange(1, 900)
        write("abandoned", wrong, known, called="waiver")
        write("corrected", right, corrected, of="waiver")

        def answer(on, by):
            return truth(on, by, abandoned=right if by >= corrected else wrong, abandoned_known=known)
    elif spoil == "retracted" and plain and not life["recorded"]:
        wrong = granted + DAY * chance.randrange(1, (term - granted).days)
        gone = wrong + DAY * chance.randrange(1, 900)
        write("abandoned", wrong, called="waiver")
        write("retracted", gone, of="waiver")

        def answer(on, by):
            return truth(on, by) if by >= gone else truth(on, by, abandoned=wrong, abandoned_known=wrong)
    elif spoil == "false_correction" and plain:
        lost = granted + DAY * chance.randrange(1, (term - granted).days)
        write("corrected", lost, called="correction", of="not on record")

        def answer(on, by):
            said = truth(on, by)
            return "undetermined" if by >= lost and on >= lost and said in {"in_force", "pending"} else said
    else:
        answer = truth
        spoil = spoil if spoil in {"clean", "late"} else "clean"
    chance.shuffle(events)
    return Made(kind, spoil, events, coverage, answer, filed, life)


# ------------------------------------------------------------------------------------------------------ marks


def _mark(chance):
    filed = date(1990, 1, 1) + DAY * chance.randrange(9000)
    begun = filed + DAY * chance.randrange(300, 900)
    made_renewals = chance.randrange(0, 4)
    lost = chance.choice((None, None, 1)) if made_renewals >= 2 else None
    fate = chance.choice(("kept", "kept", "cancelled", "annulled"))
    write = Writer()
    write("filed", filed)
    write("registered", begun)
    renewed = {}
    for number in range(1, made_renewals + 1):
        term = plus(begun, 120 * number)
        day = chance.choice((term - DAY * chance.randrange(1, 300), term, rolled(plus(term - DAY, 6))))
        if number != lost:
            renewed[number] = day
            write("renewed", day)
    until = plus(begun, 120 * (made_renewals + 1))
    cancelled = annulled = None
    if fate == "cancelled":
        cancelled = max([begun, *renewed.values()]) + DAY * chance.randrange(200, 1000)
        cancelled = min(cancelled, until - DAY)
        write("cancelled", cancelled)
        if any(day > cancelled for day in renewed.values()):
            cancelled = None
            write.events.pop()
    if fate == "annulled":
        annulled = max([begun, *renewed.values()]) + DAY * chance.randrange(10, 3000)
        write("invalidated", annulled)

    def truth(on, by):
        if by < filed:
            return "undetermined"
        if on < filed:
            return "never"
        if on < begun or by < begun:
            return "pending"
        if annulled and annulled <= by:
            return "never"
        if cancelled and cancelled <= min(on, by):
            return "ended"
        number = 1
        while (term := plus(begun, 120 * number)) <= on:
            known = [each for each, day in renewed.items() if day <= by and each >= number]
            limit = rolled(plus(term - DAY, 6))
            if not known and by > limit:
                return "ended" if by >= plus(term, 12) else "undetermined"
            number += 1
        return "in_force"

    chance.shuffle(write.events)
    return Made(chance.choice(("mark", "gi_mark")), "mark", write.events, Coverage(), truth, filed)


def questions(thing, seed, number):
    """Yield days to ask about and days to be asked by: at random and around the days where something happens."""
    chance = random.Random(-seed - 1)
    edges = [event.day for event in thing.events if event.day] + [event.known_on for event in thing.events]
    edges += [due for _, due in thing.life.get("fees", ())]
    for _ in range(number):
        on = chance.choice((thing.first + DAY * chance.randrange(-400, 9500),
                            chance.choice(edges) + DAY * chance.randrange(-1, 2)))
        by = chance.choice((FOREVER, on, on + DAY * chance.randrange(0, 800),
                            max(on, chance.choice(edges) + DAY * chance.randrange(-1, 2))))
        yield on, by


CALENDAR = EVERY_YEAR


# ---------------------------------------------------------------------------------------------------- anything

ANY_KIND = ("invention", "utility", "design", "pct", "mark", "gi_mark", "gi_product", "work", "software", "variety",
            "layout")
_ANYTHING = ("filed", "published", "examination_requested", "entered", "granted", "registered", "created",
             "exploited", "author_died", "fee_paid", "lapsed", "restored", "abandoned", "deemed_abandoned",
             "withdrawn", "refused", "set_aside", "invalidated", "partly_invalidated", "revoked", "cancelled",
             "expired", "renewed", "term_extended", "transferred", "pledged", "corrected", "retracted")


def anything(seed):
    """Return events thrown together: an ordinary beginning, then whatever, in any order, days missing."""
    chance = random.Random(seed)
    kind = chance.choice(ANY_KIND)
    write = Writer()
    start = date(1988, 1, 1) + DAY * chance.randrange(9000)
    day = start
    for each in ("created", "filed", "published", "examination_requested", "registered"):
        day += DAY * chance.randrange(1, 500)
        if chance.random() < 0.75:
            write(each, day, author="legal", plants="woody")
    for _ in range(chance.randrange(0, 6)):
        each = chance.choice(_ANYTHING)
        on = start + DAY * chance.randrange(0, 9000)
        data = {"year": chance.randrange(2, 12)} if chance.random() < 0.9 else {}
        if chance.random() < 0.3:
            data["as"] = chance.choice(("invention", "utility"))
        if each == "term_extended":
            data["until"] = on + DAY * 4000
        ids = [event.id for event in write.events] or ["none"]
        of = chance.choice((*ids, "none")) if each in {"corrected", "retracted", "set_aside"} or (
            each == "restored" and chance.random() < 0.5) else ""
        told = None if chance.random() < 0.12 and each != "retracted" else on
        write(each, told, on + DAY * chance.randrange(0, 600), of=of, **data)
    register = start + DAY * chance.randrange(4000, 12000) if chance.random() < 0.2 else None
    fees = start + DAY * chance.randrange(1000, 12000) if chance.random() < 0.3 else None
    return Made(kind, "anything", write.events, Coverage(register=register, fees=fees), None, start)


# ---------------------------------------------------------------------------------------------------------- wild

_EVERY_EVENT = tuple(get_args(EventKind))


def wild(seed):
    """Return a history as bad sources tell it: late, early, twice, without days, gaps, loops of corrections, odd data.

    A life that could be is laid out first and then torn: facts are left out, doubled with another day, learned of
    before they happen or years after, corrected into other kinds, retracted and told again; others are thrown in.
    """
    chance = random.Random(f"wild {seed}")
    kind = chance.choice(ANY_KIND)
    write = Writer()
    start = date(1986, 1, 1) + DAY * chance.randrange(11000)
    lot = chance.random()

    def tell(what, day, **given):
        ids = [event.id for event in write.events]
        data = dict(given)
        if what == "fee_paid" and "year" not in data and chance.random() < 0.9:
            data["year"] = chance.choice((chance.randrange(1, 22), str(chance.randrange(2, 9)), None))
        if what == "filed" and chance.random() < 0.25:
            data["priority"] = chance.choice(((day or start) - DAY * chance.randrange(0, 500), "no day", start.isoformat()))
        if what in {"term_extended", "licensed", "preserved"}:
            data["until"] = chance.choice((start + DAY * chance.randrange(0, 12000), "soon", None))
        if what in {"created", "published", "registered"} and chance.random() < 0.6:
            data["author"] = chance.choice(("natural", "legal", "unknown"))
        if what in {"filed", "granted", "registered"} and chance.random() < 0.5:
            data["plants"] = chance.choice(("woody", "other", "moss"))
        if what == "entered" and chance.random() < 0.7:
            data["as"] = chance.choice(("invention", "utility", "design"))
        if what == "corrected":
            if chance.random() < 0.3:
                data["kind"] = chance.choice(_EVERY_EVENT[:-2])
            if chance.random() < 0.3:
                data["year"] = chance.randrange(2, 12)
        of = ""
        if what in {"corrected", "retracted"}:
            of = chance.choice((*ids, *ids, f"e{len(ids) + chance.randrange(1, 4)}", "nowhere"))
        elif what in {"set_aside", "restored", "released", "licence_ended", "preservation_lifted"}:
            of = chance.choice((*ids, "", "nowhere"))
        late = chance.choice((0, 0, chance.randrange(0, 900), chance.randrange(0, 6000), -chance.randrange(0, 400)))
        learned = (day or start + DAY * chance.randrange(0, 9000)) + DAY * late
        write(what, None if chance.random() < 0.08 else day, learned, of=of, **data)

    day = start
    for what in ("created", "exploited", "filed", "published", "entered", "examination_requested", "registered"):
        day += DAY * chance.choice((0, 1, chance.randrange(1, 700)))
        if chance.random() < 0.72:
            tell(what, day)
            while chance.random() < 0.12:
                tell(what, day + DAY * chance.choice((0, 1, 30, 365, -1, -400)))
    if lot < 0.5:
        for year in range(2, chance.randrange(2, 22)):
            if chance.random() < 0.8:
                due = plus(start, 12 * (year - 1))
                tell("fee_paid", due + DAY * chance.choice((-30, 0, 1, 182, 184, 500)), year=year)
    if lot > 0.4:
        for number in range(1, chance.randrange(1, 5)):
            if chance.random() < 0.7:
                tell("renewed", plus(day, 120 * number) + DAY * chance.choice((-300, -1, 0, 1, 183, 185, 1500)))
    for _ in range(chance.randrange(0, 8)):
        tell(chance.choice(_EVERY_EVENT), start + DAY * chance.randrange(-200, 11000))
    chance.shuffle(write.events)
    register = start + DAY * chance.randrange(0, 12000) if chance.random() < 0.3 else None
    fees = start + DAY * chance.randrange(0, 12000) if chance.random() < 0.4 else None
    return Made(kind, "wild", write.events, Coverage(register=register, fees=fees), None, start)
