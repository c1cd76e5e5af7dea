"""Trade marks after WIPO ST.66 and ST.96."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from zhichan.doors.feeds import values
from zhichan.doors.feeds.builders import Context, builder
from zhichan.doors.feeds.builders.common import tidied
from zhichan.doors.feeds.faults import Unreadable
from zhichan.doors.feeds.records import Document, Event, Mark, Party, Record, Transfer
from zhichan.doors.feeds.trees import Raw, items, one, texts


def _day(text: str, place: str) -> date | None:
    """Days here may carry a zone: ``2000-05-09-04:00``."""
    return values.day(re.sub(r"(?<=\d{4}-\d{2}-\d{2})[-+Z].*", "", text.strip()), place=place)


def _applicant(each: Raw) -> Party | None:
    name = values.tidy(one(each, "name"))
    if not name:
        return None
    role = values.tidy(" ".join(texts(each, "role"))).lower()
    country = values.plain(one(each, "country") or one(each, "incorporated"))
    return Party(
        name,
        "applicant",
        country,
        ", ".join(tidied(each, "street")),
        values.plain(one(each, "postcode")),
        values.tidy(one(each, "province")),
        values.tidy(one(each, "city")),
        kind=values.tidy(one(each, "kind")),
        code=values.plain(one(each, "sequence")),
        names=(("role", role),) if role else (),
    )


@builder("mark_st66", "mark_st96")
def mark(raw: Raw, context: Context) -> Sequence[Record]:
    """One mark with its events and recorded assignments."""
    application, registration = values.plain(one(raw, "application")), values.plain(one(raw, "registration"))
    registration = "" if set(registration) <= {"0"} else registration
    if not application and not registration:
        raise Unreadable(
            "no-number",
            "没有申请号，也没有注册号",
            "there is neither an application nor a registration number",
        )
    office = values.plain(one(raw, "office"))
    groups = items(raw, "groups")
    goods: list[tuple[int, str]] = []
    classes: list[int] = []
    for group in groups or [raw]:
        for each in items(group, "classes"):
            number = values.whole(one(each, "number"), "ClassNumber")
            if number is not None:
                classes.append(number)
                goods.append((number, values.tidy(" ".join(texts(each, "goods")))))
        for each in items(group, "classifications"):
            number = values.whole(one(each, "number"), "ClassNumber")
            # Beside the international class stand the office's own ones and related classes.
            if number is not None and one(each, "kind") in {"Primary", "Nice", ""}:
                classes.append(number)
    parties = [party for each in items(raw, "applicants") if (party := _applicant(each)) is not None]
    parties += [
        Party(values.tidy(name), "agent")
        for each in items(raw, "agents")
        for name in texts(each, "name")
        if name.strip()
    ]
    parties += [Party(name, "agent") for name in tidied(raw, "agent")]
    of = Document(office, registration or application, "mark")
    result = Mark(
        context.position,
        context.notes,
        office=office,
        application_no=application,
        registration_no=registration,
        name=values.tidy(one(raw, "name")),
        kind=values.tidy(", ".join(texts(raw, "kind"))),
        classes=tuple(dict.fromkeys(classes)),
        goods=tuple(goods),
        filed_on=_day(one(raw, "filed"), "ApplicationDate"),
        published_on=_day(one(raw, "published"), "PublicationDate"),
        registered_on=_day(one(raw, "registered"), "RegistrationDate"),
        renewed_on=_day(one(raw, "renewed"), "RenewalDate"),
        expires_on=_day(one(raw, "expires"), "ExpiryDate"),
        status=values.tidy(one(raw, "status")),
        status_code=values.plain(one(raw, "status_code")),
        status_on=_day(one(raw, "status_on"), "MarkCurrentStatusDate"),
        parties=tuple(parties),
        image=values.plain(one(raw, "image")),
    )
    events = [
        Event(
            context.position,
            right="mark",
            of=of,
            code=values.plain(one(each, "code")),
            text=values.tidy(one(each, "text")),
            on=_day(one(each, "on"), "MarkEventDate"),
            detail=(("additional", values.tidy(one(each, "detail"))),) if one(each, "detail") else (),
        )
        for each in items(raw, "events")
    ]
    transfers = []
    for each in items(raw, "transfers"):
        given = [Party(values.tidy(one(party, "name")), "assignor") for party in items(each, "assignors")]
        given += [Party(values.tidy(one(party, "name")), "assignee") for party in items(each, "assignees")]
        executed = next((one(party, "executed") for party in items(each, "assignors")), "")
        transfers.append(
            Transfer(
                context.position,
                right="mark",
                identifier=values.plain(one(each, "identifier")),
                text=values.tidy(one(each, "text")),
                of=(of,),
                parties=tuple(given),
                executed_on=_day(executed, "execution"),
                recorded_on=_day(one(each, "recorded"), "recorded"),
                received_on=_day(one(each, "received"), "received"),
                pages=values.whole(one(each, "pages"), "pages"),
            )
        )
    return (result, *events, *transfers)
