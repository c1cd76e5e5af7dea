"""Seven steps on one case, a transaction each: what every engine is asked to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from django.db import transaction

from benchmarks.peers.models import FsmCase, FsmLine, SpiffCase, SpiffLine
from benchmarks.timing import STEPS

FACTS = {name: {f"{name}_by": "office", f"{name}_on": "2026-03-02", "reason": "依申请"} for name in STEPS}
Engine = Callable[[], str]


def fsm() -> str:
    """django-fsm-2: the row is read and locked, the transition done, the row and a line written."""
    with transaction.atomic():
        case = FsmCase.objects.create()
        case.file(FACTS["file"])
        case.save()
        FsmLine.objects.create(case=case, step="file", by="user:1")
    for name in STEPS[1:]:
        with transaction.atomic():
            case = FsmCase.objects.select_for_update().get(pk=case.pk)
            getattr(case, name)(FACTS[name])
            case.save()
            FsmLine.objects.create(case=case, step=name, by="user:1")
    return str(FsmCase.objects.get(pk=case.pk).state)


def _bpmn() -> bytes:
    ids = ["start", *STEPS, "end"]
    flows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{one}" targetRef="{after}"/>'
        for n, (one, after) in enumerate(pairwise(ids))
    )
    tasks = "".join(
        f'<manualTask id="{each}"><incoming>f{n}</incoming><outgoing>f{n + 1}</outgoing></manualTask>'
        for n, each in enumerate(STEPS)
    )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"><process id="seven"'
        f' isExecutable="true"><startEvent id="start"><outgoing>f0</outgoing></startEvent>{tasks}'
        f'<endEvent id="end"><incoming>f7</incoming></endEvent>{flows}</process></definitions>'
    ).encode()


def spiff() -> Engine:
    """SpiffWorkflow: the workflow is read from its JSON, its ready task completed, and written again."""
    from lxml import etree
    from SpiffWorkflow.bpmn.parser import BpmnParser
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
    from SpiffWorkflow.util.task import TaskState

    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(_bpmn()))
    spec = parser.get_spec("seven")
    serializer = BpmnWorkflowSerializer()

    def step(workflow: Any, name: str) -> None:
        (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
        if task.task_spec.bpmn_id != name:
            raise AssertionError((task.task_spec.bpmn_id, name))
        task.set_data(**FACTS[name])
        task.run()
        workflow.do_engine_steps()

    def run() -> str:
        with transaction.atomic():
            workflow = BpmnWorkflow(spec)
            workflow.do_engine_steps()
            step(workflow, "file")
            case = SpiffCase.objects.create(state=json.loads(serializer.serialize_json(workflow)))
            SpiffLine.objects.create(case=case, step="file", by="user:1")
        for name in STEPS[1:]:
            with transaction.atomic():
                case = SpiffCase.objects.select_for_update().get(pk=case.pk)
                workflow = serializer.deserialize_json(json.dumps(case.state))
                step(workflow, name)
                case.state = json.loads(serializer.serialize_json(workflow))
                case.save()
                SpiffLine.objects.create(case=case, step=name, by="user:1")
        return STEPS[-1] if workflow.is_completed() else "open"

    return run


def viewflow() -> Engine:
    """Viewflow: the open task is read and locked, and completed, which opens the next."""
    from viewflow.workflow.models import Process, Task

    from benchmarks.peers.flows import Seven

    def run() -> str:
        with transaction.atomic():
            process = Seven.start.run(facts=FACTS["file"])
        for name in STEPS[1:]:
            with transaction.atomic():
                task = Task.objects.select_for_update().get(process_id=process.pk, status="NEW")
                getattr(Seven, name).run(task, facts=FACTS[name])
        return STEPS[-1] if Process.objects.get(pk=process.pk).status == "DONE" else "open"

    return run
