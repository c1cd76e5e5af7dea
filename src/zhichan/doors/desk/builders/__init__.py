"""Builders: from the kernel's faces to cards. Nothing here writes but through ``perform``."""

from zhichan.doors.desk.builders.cascade import cascade, cascade_table, reallocate, what_if
from zhichan.doors.desk.builders.figures import drill, drill_lines, statistics
from zhichan.doors.desk.builders.home import home
from zhichan.doors.desk.builders.people import is_demo, persona_user, personas
from zhichan.doors.desk.builders.plans import (
    add,
    adopt,
    adoption,
    annotation_of,
    decide,
    decide_rest,
    example,
    plans,
    plans_table,
    review,
    upload,
    upload_form,
    withdraw,
)
from zhichan.doors.desk.builders.records import record
from zhichan.doors.desk.builders.targets import change_target, scorecard, scorecard_table, target, targets
from zhichan.doors.desk.builders.tasks import tasks
from zhichan.doors.desk.builders.versions import diff, diff_document, diff_table

__all__ = [
    "add",
    "adopt",
    "adoption",
    "annotation_of",
    "cascade",
    "cascade_table",
    "change_target",
    "decide",
    "decide_rest",
    "diff",
    "diff_document",
    "diff_table",
    "drill",
    "drill_lines",
    "example",
    "home",
    "is_demo",
    "persona_user",
    "personas",
    "plans",
    "plans_table",
    "reallocate",
    "record",
    "review",
    "scorecard",
    "scorecard_table",
    "statistics",
    "target",
    "targets",
    "tasks",
    "upload",
    "upload_form",
    "what_if",
    "withdraw",
]
