"""The seven steps as viewflow has them: a process, and a task for each step, completed from code."""

from __future__ import annotations

from typing import Any

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.models import Process


def _takes(self: Any, activation: Any, facts: dict[str, Any]) -> Any:
    activation.process.data = {**(activation.process.data or {}), **facts}
    if activation.process.pk:
        activation.process.save(update_fields=["data"])
    return activation.process


class Seven(flow.Flow):  # type: ignore[misc]
    """File, accept, form the panel, notify, serve, answer, forward."""

    process_class = Process
    takes = _takes

    start = flow.StartHandle(this.takes).Next(this.accept)
    accept = flow.Handle(this.takes).Next(this.form_panel)
    form_panel = flow.Handle(this.takes).Next(this.notify)
    notify = flow.Handle(this.takes).Next(this.serve)
    serve = flow.Handle(this.takes).Next(this.answer)
    answer = flow.Handle(this.takes).Next(this.forward)
    forward = flow.Handle(this.takes).Next(this.end)
    end = flow.End()
