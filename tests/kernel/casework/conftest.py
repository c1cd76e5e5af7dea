"""A toy procedure with every kind of clock, part, letter and seal, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest

SYSTEM = """
id = "T02"
title = { zh = "请求", en = "Petitions" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
clerk = []
head = []
superior = []
"""

PETITION = """
title = { zh = "请求", en = "Petition" }
number = "QQ"
audience = ["clerk", "head", "superior"]
accepted = "accept"
apart = [["accept", "review"]]

[parts.applicant]
title = { zh = "请求人", en = "applicant" }
field = "applicants"
[parts.respondent]
title = { zh = "被请求人", en = "respondent" }
field = "respondents"
[parts.panel]
title = { zh = "合议组", en = "panel" }
field = "panel"
[parts.recused]
title = { zh = "回避人员", en = "recused" }
field = "recused"
bars = true

[stages.received]
title = { zh = "已收到", en = "Received" }
[stages.open]
title = { zh = "办理中", en = "Open" }
[stages.heard]
title = { zh = "已审理", en = "Heard" }
untimed = { zh = "无", en = "none" }
[stages.suspended]
title = { zh = "中止", en = "Suspended" }
untimed = { zh = "中止原因消除前不计时", en = "until the cause is gone" }
[stages.closed]
title = { zh = "已结案", en = "Closed" }
last = true
[stages.lapsed]
title = { zh = "视为撤回", en = "Lapsed" }
last = true

[fields.applicants]
title = { zh = "请求人", en = "applicants" }
type = "data"
[fields.respondents]
title = { zh = "被请求人", en = "respondents" }
type = "data"
[fields.panel]
title = { zh = "合议组", en = "panel" }
type = "data"
[fields.recused]
title = { zh = "回避人员", en = "recused" }
type = "data"
[fields.subject]
title = { zh = "事由", en = "subject" }
type = "text"
[fields.abroad]
title = { zh = "境外", en = "abroad" }
type = "flag"
[fields.served_on]
title = { zh = "送达日", en = "day served" }
type = "day"
[fields.served_how]
title = { zh = "送达方式", en = "how served" }
type = "text"
[fields.recipient]
title = { zh = "受送达人", en = "recipient" }
type = "text"
[fields.happened_on]
title = { zh = "发生日", en = "day it happened" }
type = "day"
[fields.paper]
title = { zh = "文号", en = "number of the paper" }
type = "text"
[fields.longer]
title = { zh = "延长月数", en = "months granted" }
type = "number"
[fields.hearing_on]
title = { zh = "审理日", en = "day of the hearing" }
type = "day"
[fields.opinion]
title = { zh = "技术意见", en = "technical opinion" }
type = "text"
readers = ["head", "panel"]

[acts.file]
title = { zh = "提出请求", en = "file" }
to = "received"
who = ["clerk", "anyone"]
on = "happened_on"
[acts.supplement]
title = { zh = "补充材料", en = "supplement" }
from = "received"
who = ["applicant", "clerk"]
on = "happened_on"
[acts.extend_acceptance]
title = { zh = "延长立案期限", en = "extend acceptance" }
from = "received"
who = ["head"]
on = "happened_on"
[acts.accept]
title = { zh = "立案", en = "accept" }
from = "received"
to = "open"
who = ["clerk"]
on = "happened_on"
letter = "notice"
[acts.lapse]
title = { zh = "视为撤回", en = "lapse" }
from = ["received", "open"]
to = "lapsed"
who = ["clock"]
[acts.serve]
title = { zh = "送达通知", en = "serve the notice" }
from = "open"
who = ["clerk"]
on = "served_on"
serves = "notice"
needs = ["served_on"]
[acts.correct_service]
title = { zh = "更正送达日", en = "correct the day of service" }
from = ["open", "heard"]
who = ["clerk"]
on = "served_on"
corrects = "serve"
needs = ["served_on"]
[acts.correct_supplement]
title = { zh = "更正补充日", en = "correct the day of the supplement" }
from = ["received", "lapsed"]
who = ["clerk"]
on = "happened_on"
corrects = "supplement"
[acts.answer]
title = { zh = "答辩", en = "answer" }
from = "open"
who = ["respondent", "clerk"]
on = "happened_on"
[acts.object]
title = { zh = "异议", en = "object" }
from = ["open", "heard"]
who = ["respondent", "clerk"]
within = ["answer"]
[acts.appraise]
title = { zh = "委托鉴定", en = "commission an appraisal" }
from = ["open", "suspended"]
who = ["clerk"]
on = "happened_on"
[acts.appraised]
title = { zh = "收到鉴定", en = "receive the appraisal" }
from = ["open", "suspended"]
who = ["clerk"]
on = "happened_on"
[acts.suspend]
title = { zh = "中止", en = "suspend" }
from = ["open", "heard"]
to = "suspended"
who = ["clerk"]
on = "happened_on"
[acts.resume]
title = { zh = "恢复", en = "resume" }
from = "suspended"
back = true
who = ["clerk"]
on = "happened_on"
[acts.extend]
title = { zh = "延长办案期限", en = "extend" }
from = "open"
who = ["head"]
on = "happened_on"
[acts.extend_again]
title = { zh = "再次延长", en = "extend again" }
from = "open"
who = ["superior"]
on = "happened_on"
[acts.summon]
title = { zh = "通知审理", en = "announce the hearing" }
from = "open"
who = ["clerk"]
needs = ["hearing_on"]
[acts.hear]
title = { zh = "审理", en = "hear" }
from = "open"
to = "heard"
who = ["clerk"]
waits = ["answer"]
on = "happened_on"
[acts.review]
title = { zh = "审核", en = "review" }
from = ["open", "heard"]
who = ["clerk", "head"]
[acts.amend]
title = { zh = "更正", en = "amend" }
from = ["open", "heard"]
who = ["clerk", "head"]
[acts.decide]
title = { zh = "决定", en = "decide" }
from = ["open", "heard"]
to = "closed"
who = ["clerk"]
on = "happened_on"

[clocks.acceptance]
title = { zh = "立案期限", en = "time to accept" }
starts = ["received"]
stops = ["open", "lapsed"]
restarts = ["supplement"]
chosen = "step"
awaits = "clerk"
overdue = "warn"
term = [{ working_days = 5, since = 2020-01-01, clause = "办法第二十条", mark = "seen" }]
[clocks.acceptance.extend]
by = "head"
act = "extend_acceptance"
times = 1
term = [{ working_days = 5, since = 2025-02-01, clause = "办法第二十条第二款" }]

[clocks.answer]
title = { zh = "答辩期限", en = "time to answer" }
starts = ["serve"]
stops = ["answer", "closed"]
chosen = "step"
awaits = "respondent"
roll = true
per = "recipient"
overdue = "warn"
term = [{ days = 15, since = 2025-02-01, clause = "办法第二十二条" }]
[[clocks.answer.variants]]
when = { abroad = true }
term = [{ days = 30, since = 2025-02-01, clause = "办法第二十二条" }]

[clocks.case]
title = { zh = "结案期限", en = "time to decide" }
starts = ["open"]
stops = ["closed", "lapsed"]
chosen = "accepted"
overdue = "warn"
pauses = [
  { from = "appraise", to = "appraised", clause = "办法第三十七条", papers = ["paper"] },
  { from = "suspend", to = "resume", papers = ["paper"] },
]
term = [
  { months = 4, since = 2020-01-01, until = 2025-02-01, clause = "旧办法第三十条" },
  { months = 3, since = 2025-02-01, clause = "办法第三十七条" },
]
[clocks.case.extend]
by = "head"
act = "extend"
times = 1
term = [{ months = 1, since = 2020-01-01, clause = "办法第三十七条" }]
[[clocks.case.extend_further]]
by = "superior"
act = "extend_again"
times = 1
granted = "longer"
term = [{ months = 2, since = 2020-01-01, clause = "办法第三十七条" }]

[clocks.promise]
title = { zh = "承诺时限", en = "promised time" }
starts = ["open"]
stops = ["closed", "lapsed"]
chosen = "step"
duty = "promised"
overdue = "warn"
term = [{ days = 45, since = 2020-01-01, clause = "服务承诺" }]

[clocks.goal]
title = { zh = "目标时限", en = "target" }
starts = ["open"]
stops = ["closed", "lapsed"]
chosen = "step"
duty = "targeted"
overdue = "warn"
term = [{ days = 30, since = 2020-01-01, clause = "方案" }]

[clocks.silence]
title = { zh = "请求人补正期限", en = "time for the applicant" }
starts = ["supplement"]
stops = ["open", "lapsed"]
chosen = "step"
overdue = "lapse"
awaits = "applicant"
term = [{ days = 10, since = 2020-01-01, clause = "办法第九条" }]

[notices.hearing]
act = "summon"
before = "hearing_on"
term = [{ working_days = 3, since = 2020-01-01, clause = "办法第二十六条" }]
"""

NOTICE = """
title = { zh = "立案通知书", en = "notice of acceptance" }
to = ["respondent"]
text = "{number}：{applicants}诉{respondents}，事由：{subject}。应于{due.case}前结案。"
"""

FILES = {"system.toml": SYSTEM, "petition.procedure.toml": PETITION, "letters/notice.toml": NOTICE}


@pytest.fixture
def petition(declare: Callable[[dict[str, str]], None]) -> None:
    """The toy in use, and nothing else."""
    declare(FILES)


@pytest.fixture
def petition_files() -> dict[str, str]:
    """The toy's files, by name."""
    return dict(FILES)
