"""Alerts follow the ledger: who is told that rights came into a saved search or left it, and why."""

from __future__ import annotations

from zhichan.kernel.access.public import PARTY
from zhichan.kernel.ground.public import Text
from zhichan.kernel.inbox.models import Notice
from zhichan.kernel.ledger.public import Event, Payload, consume
from zhichan.kernel.selections.public import CHANGED, Selection

CONSUMER = "inbox:selections"
WHY = {
    "owner": Text("因为您保存了这个检索", "because you saved this search"),
    "office": Text("因为这个检索已与您的岗位共享", "because this search is shared with your office"),
    "party": Text(
        "因为有关部门为您所代表的单位设置了这个检索", "because an office set up this search for the firm you act for"
    ),
}


def register() -> None:
    """Follow the changes of selections."""
    consume(CONSUMER, tell, verbs=[CHANGED])


def tell(position: int, event: Event) -> None:
    """Write one notice for each principal that sees the selection.

    Only the owner is told of what is closed to others: it stands apart in the event, under the owner's eyes alone.
    """
    selection = Selection.objects.filter(pk=event.subject_id, closed_at=None).first()
    if selection is None:
        return
    parts = {one.field_class: one.content or {} for one in Payload.objects.filter(event_id=event.pk)}
    ordinary, own = parts.get("ordinary", {}), parts.get("own", {})
    made = []
    for recipient in selection.readers:
        owner = recipient == selection.owner
        came = ordinary.get("came", 0) + (own.get("came", 0) if owner else 0)
        went = ordinary.get("went", 0) + (own.get("went", 0) if owner else 0)
        if not came and not went:
            continue
        why = WHY["owner" if owner else "party" if recipient.startswith(PARTY) else "office"]
        made.append(Notice(
            position=position, recipient=recipient, topic=event.verb, subject_kind="selection",
            subject_id=event.subject_id, at=event.at, readers=[recipient],
            title_zh=f"“{selection.title[:150]}”新增{came}件，减少{went}件",
            title_en=f"“{selection.title[:150]}”: {came} came, {went} went",
            reason_zh=why.zh, reason_en=why.en,
        ))  # fmt: skip
    Notice.objects.bulk_create(made, ignore_conflicts=True)
