"""A small sound system as files, which each test spoils in one way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from zhichan.kernel.catalogue import loading
from zhichan.kernel.catalogue.public import Problem, check, use


@dataclass(frozen=True)
class Listed:
    """A source told by its columns alone."""

    columns: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


SOURCES = {
    "patent": Listed(
        {
            "key": "text",
            "kind": "text",
            "granted_on": "day",
            "ended_on": "day",
            "fee_fen": "fen",
            "sei": "flag",
        },
        {"kind": ("invention", "utility", "design")},
    ),
}

FOLDER = "protection/adjudication"

FILES: Mapping[str, str] = {
    f"{FOLDER}/system.toml": """\
id = "P02"
title = { zh = "行政裁决", en = "Adjudication" }
chain = "protection"
owner = { zh = "执法处", en = "enforcement office" }
bases = [{ clause = "专利法第六十五条", since = 2021-06-01 }]

[roles]
adjudicator = ["dispute:read"]
leader = ["dispute:accept"]
""",
    f"{FOLDER}/dispute.procedure.toml": """\
title = { zh = "侵权纠纷", en = "Infringement dispute" }
number = "CJ"
audience = ["adjudicator", "leader"]

[stages.filed]
title = { zh = "已收到", en = "filed" }

[stages.accepted]
title = { zh = "已立案", en = "accepted" }

[stages.decided]
title = { zh = "已决定", en = "decided" }
last = true

[fields.claim]
title = { zh = "请求书", en = "claim" }
type = "paper"
required = true

[acts.file]
title = { zh = "提出请求", en = "file" }
to = "filed"
who = "anyone"
needs = ["claim"]

[acts.accept]
title = { zh = "立案", en = "accept" }
from = "filed"
to = "accepted"
who = "adjudicator"
guards = ["title_is_in_force"]

[acts.refuse]
title = { zh = "不予立案", en = "refuse" }
from = "filed"
to = "decided"
who = ["adjudicator", "clock"]

[acts.decide]
title = { zh = "作出决定", en = "decide" }
from = "accepted"
to = "decided"
who = "adjudicator"

[clocks.accept]
starts = ["filed"]
stops = ["accepted", "decided"]
term = [
  { since = 2010-01-01, until = 2015-01-01, working_days = 7, clause = "旧办法第十条" },
  { since = 2015-01-01, working_days = 5, clause = "办法第十三条" },
]
chosen = "step"
overdue = "refuse"

[clocks.decide]
starts = ["accepted"]
stops = ["decided"]
term = [{ since = 2015-01-01, months = 3, clause = "办法第二十一条" }]
chosen = "accepted"
extend = { by = "leader", times = 1, term = [{ since = 2015-01-01, months = 1, clause = "办法第二十一条" }] }
overdue = "warn"
""",
    f"{FOLDER}/rules.py": """\
from zhichan.kernel.catalogue.rulebook import guard


@guard
def title_is_in_force(context):
    return []
""",
    f"{FOLDER}/patents.measure.toml": """\
title = { zh = "有效专利", en = "patents in force" }
definition = { zh = "基准日有效的专利。", en = "Patents in force on the day." }
unit = "件"
direction = "higher"
kind = "stock"
aggregation = "sum"
mode = "computed"
source = { reference = "统计口径", mark = "known" }

[each]
source = "patent"
start = "granted_on"
end = "ended_on"

[each.where]
kind = ["invention", "utility"]
""",
    f"{FOLDER}/fees.measure.toml": """\
title = { zh = "费用", en = "fees" }
definition = { zh = "当年授权专利的费用。", en = "Fees of patents granted in the year." }
unit = "元"
direction = "neutral"
kind = "flow"
aggregation = "sum"
mode = "computed"
source = { reference = "统计口径", mark = "known" }
each = { source = "patent", on = "granted_on", amount = "fee_fen" }
""",
    f"{FOLDER}/fee_share.measure.toml": """\
title = { zh = "每件费用", en = "fee for each patent" }
definition = { zh = "费用除以件数。", en = "Fees over patents." }
unit = "元/件"
direction = "lower"
kind = "ratio"
aggregation = "ratio_of_sums"
mode = "computed"
source = { reference = "统计口径", mark = "known" }
ratio = { over = "fees", under = "patents", per = 1 }
""",
    f"{FOLDER}/covered.measure.toml": """\
title = { zh = "高价值专利", en = "valuable patents" }
definition = { zh = "至少符合一项条件。", en = "At least one condition holds." }
unit = "件"
direction = "higher"
kind = "stock"
aggregation = "sum"
mode = "computed"
source = { reference = "统计口径", mark = "known" }

[cover]
key = "key"

[[cover.criteria]]
name = "sei"
source = "patent"
start = "granted_on"
end = "ended_on"
where = { sei = true }

[[cover.criteria]]
name = "costly"
source = "patent"
start = "granted_on"
where = { fee_fen = { from = 100000 }, ended_on = { known = false } }
""",
    f"{FOLDER}/penalties.register.toml": """\
title = { zh = "处罚", en = "penalties" }
audience = ["public"]
label = ["number"]
exclusive = [{ fields = ["number"], since = "since" }]

[fields.number]
title = { zh = "文号", en = "number" }
type = "text"
required = true

[fields.since]
title = { zh = "决定日", en = "day of decision" }
type = "day"
""",
    f"{FOLDER}/overdue.selection.toml": """\
title = { zh = "超期", en = "overdue" }
of = "dispute"
where = { due = { known = true } }
reason = { zh = "已超过期限", en = "past its due day" }
audience = ["leader"]
""",
    f"{FOLDER}/desk.page.toml": """\
title = { zh = "裁决工作台", en = "adjudication desk" }
kind = "desk"
of = ["dispute", "overdue", "patents"]
""",
}

Spoil = Callable[..., list[Problem]]


def lay(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below ``root``."""
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """The root of the sound system."""
    return lay(tmp_path / "systems", FILES)


@pytest.fixture
def spoil(sound: Path) -> Spoil:
    """Replace words in one file (or write one) and check."""

    def spoiled(name: str, old: str = "", new: str = "", *, text: str | bytes | None = None) -> list[Problem]:
        path = sound / FOLDER / name
        if text is None:
            before = path.read_text(encoding="utf-8")
            assert before.count(old) == 1, f"{old!r} stands {before.count(old)} times in {name}"
            text = before.replace(old, new)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return check(roots=[sound], sources=SOURCES)

    return spoiled


@pytest.fixture
def in_use(sound: Path) -> Iterator[Path]:
    """The sound system is the catalogue in use."""
    before = loading._in_use.catalogue
    use(loading.load(roots=[sound]))
    yield sound
    loading._in_use.catalogue = before
