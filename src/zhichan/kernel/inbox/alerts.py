"""Alerts follow the ledger: who is told that rights came into a saved search or left it, and why."""

from __future__ import annotations

from zhichan.kernel.inbox.models import Notice
from zhichan.kernel.ledger.public import Event, Payload, consume
from zhichan.kernel.selections.public import CHANGED, Selection

CONSUMER = "inbox:selections"


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
        made.append(Notice(
            position=position, recipient=recipient, topic=event.verb, subject_kind="selection",
            subject_id=event.subject_id, at=event.at, readers=[recipient],
            title_zh=f"“{selection.title[:150]}”新增{came}件，减少{went}件",
            title_en=f"“{selection.title[:150]}”: {came} came, {went} went",
            reason_zh="因为您保存了这个检索" if owner else "因为这个检索已与您的岗位共享",
            reason_en="because you saved this search" if owner else "because this search is shared with your office",
        ))  # fmt: skip
    Notice.objects.bulk_create(made, ignore_conflicts=True)
