"""References to patents after GB/T 7714."""

from __future__ import annotations

from collections.abc import Sequence

from zhichan.doors.feeds import values
from zhichan.doors.feeds.builders import Context, builder
from zhichan.doors.feeds.faults import Unreadable
from zhichan.doors.feeds.records import Party, Patent, Record
from zhichan.doors.feeds.texts import BROKEN
from zhichan.doors.feeds.trees import Raw, one


@builder("cnki_citations")
def citation(raw: Raw, context: Context) -> Sequence[Record]:
    """One reference; the place is the first applicant's province or country, the day that of publication."""
    given = one(raw, "publication")
    publication = values.publication(given)
    if publication is None or BROKEN in given:
        raise Unreadable(
            "number",
            f"“{given[:40]}”不是公布号",
            f"{given[:40]!r} is not a publication number",
            "publication",
        )
    # Some write the number of the application.
    filed = values.cn_application(given) if "." in given else None
    number, kind = ("", "") if filed else (publication.number, publication.kind)
    day = values.day(one(raw, "date"), place="date") if len(one(raw, "date")) > 4 else None
    granted = day if publication.country == "CN" and kind[:1] in {"B", "C", "U", "Y", "S", "D"} else None
    return (
        Patent(
            context.position,
            context.notes,
            office=publication.country,
            kind=values.cn_kind(filed[0])[0]
            if filed
            else values.cn_publication_kind(number, kind)
            if publication.country == "CN"
            else "",
            application_no=filed[0] if filed else "",
            application_original=given if filed else "",
            publication_no="" if filed else publication.key,
            publication_kind=kind,
            published_on=day,
            granted_on=granted,
            title=values.tidy(one(raw, "title")),
            parties=tuple(Party(name, "inventor") for name in values.many(one(raw, "inventors"), comma=True)),
            area=values.tidy(one(raw, "place")),
        ),
    )
