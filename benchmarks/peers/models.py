"""What a user of each engine would keep: the state, the facts, and a line for each step done."""

from __future__ import annotations

from typing import Any

from django.db import models
from django_fsm import FSMField, transition

from benchmarks.timing import STEPS


class FsmCase(models.Model):
    """A case of django-fsm-2: a state field guarded by transitions."""

    state = FSMField(default="new", protected=True)
    facts: Any = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.state)


class FsmLine(models.Model):
    """What was done to it."""

    case = models.ForeignKey(FsmCase, models.CASCADE)
    step = models.CharField(max_length=40)
    by = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.step


def _step(number: int, name: str) -> Any:
    def do(self: FsmCase, facts: dict[str, Any]) -> None:
        self.facts = {**self.facts, **facts}

    do.__name__ = name
    source = STEPS[number - 1] if number else "new"
    return transition(field=FsmCase._meta.get_field("state"), source=source, target=name)(do)


for _number, _name in enumerate(STEPS):
    setattr(FsmCase, _name, _step(_number, _name))


class SpiffCase(models.Model):
    """A case of SpiffWorkflow: its serialised workflow."""

    state: Any = models.JSONField()

    def __str__(self) -> str:
        return str(self.pk)


class SpiffLine(models.Model):
    """What was done to it."""

    case = models.ForeignKey(SpiffCase, models.CASCADE)
    step = models.CharField(max_length=40)
    by = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.step
