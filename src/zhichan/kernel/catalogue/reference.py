"""The reference of a catalogue as Markdown, one text for each system, written from the declarations alone. Pure.

Whatever a declaration says is written: a key that ``WORDS`` does not name yet is written under its own name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhichan.kernel.catalogue.loading import Catalogue
from zhichan.kernel.catalogue.shapes import Declaration, Measure, Procedure, Register, System, Words

INDEX = "README"

HEAD = "<!-- 由声明自动写成 Written from the declarations: zhichan catalogue reference --write docs/reference -->"

WORDS: Mapping[str, str] = {
    "accepted": "受理于 accepted by", "act": "动作 act", "acts": "动作 acts", "after": "须在其后 after",
    "admits": "凭码投入 admits", "at_will": "酌情办理 at will",
    "aggregation": "汇总 aggregation", "always": "始终可办 always possible", "amount": "数量 amount",
    "apart": "不得为同一人 never the same person", "assigned": "分派单位可见 seen by assigned units",
    "audience": "可见 seen by", "awaits": "等待 awaits", "back": "回到原阶段 back", "bars": "须回避 barred",
    "bases": "依据 legal bases", "before": "先后 must come before", "but": "除外 but", "by": "批准 by",
    "chain": "链条 chain", "choices": "选项 choices", "chosen": "适用 chosen by", "clause": "条款 clause",
    "clear": "整日 clear days", "columns": "列 columns", "corrects": "更正 corrects",
    "counted_from": "起算 counted from",
    "cover": "覆盖 cover", "criteria": "情形 criteria", "definition": "定义 definition", "derive": "算出 derives",
    "direction": "方向 direction", "duty": "性质 kind of limit", "each": "逐行 each row", "end": "止于 end",
    "box": "密封箱 box", "ends": "结束 ends", "into": "投入 into", "nameless": "不记名 nameless",
    "enters": "登入 enters", "exclusive": "唯一 exclusive", "extend": "延长 extension",
    "extend_further": "再延长 further extensions", "facts": "内容 facts", "field": "内容 field",
    "fields": "字段 fields", "from": "从 from", "granted": "准许长度 length granted", "growth": "增长 growth",
    "guards": "核查 guards", "hands_on": "移交 hands on", "id": "编号 id", "judged_on": "行为日 judged on",
    "keep": "并存所填 keeps what is given", "key": "键 key", "kind": "种类 kind", "known": "已知 known",
    "label": "名称取自 label", "last": "终结 last", "letter": "制发文书 issues", "mark": "核实 mark",
    "mode": "来源方式 mode", "name": "名称 name", "needs": "必填 needs", "number": "编号前缀 number prefix",
    "of": "对象 of", "on": "发生日 day in law", "order": "排序 order", "out": "或期限届满 or run out",
    "over": "分子 over", "overdue": "届满后果 on expiry", "owner": "主管 owner", "papers": "凭证 papers",
    "parts": "参与方 parts", "pauses": "暂停 pauses", "per": "每 per", "public": "公开阶段 public in",
    "ratio": "比值 ratio", "readers": "限阅 only for", "reads": "可见案件 reads", "reason": "理由 reason",
    "reference": "出处 reference", "role_titles": "角色名称 role titles",
    "region": "地区 region", "register": "登记册 register", "required": "必填 required",
    "restarts": "重新起算 restarts", "roles": "角色 roles", "roll": "周末顺延 rolls over weekends",
    "searched": "可检索 searched", "serves": "送达文书 serves", "severity": "轻重 severity", "since": "起 since",
    "source": "来源 source", "start": "始于 start", "starts": "起算 starts", "stops": "停止 stops",
    "subject": "对象 subject", "sum": "合计 sum", "target": "对象 target", "tells": "逐日告知 tells",
    "term": "期限 term", "test": "判定 test",
    "times": "次数 times", "to": "到 to", "type": "类型 type", "under": "分母 under",
    "under_year": "分母年份 year below",
    "unit": "单位 unit", "until": "至 until", "untimed": "不设期限 no clock, because", "variants": "另有期限 variants",
    "verb": "办理 verb", "waits": "须待 waits for", "when": "当 when", "where": "条件 where", "who": "办理人 who",
    "within": "须在期内 within", "working_days": "工作日 working days", "days": "日 days", "months": "月 months",
    "hint": "填写提示 hint", "hours": "小时 hours", "years": "年 years",
}  # fmt: skip
"""What the keys of declarations are called."""

_TABLES: Mapping[str, str] = {
    "stages": "阶段 Stages", "acts": "动作 Acts", "clocks": "期限 Clocks", "notices": "提前通知 Notices",
    "parts": "参与方 Parts", "fields": "内容 Fields", "before": "先后 Must come before",
    "apart": "不得为同一人 Never the same person", "always": "始终可办 Always possible",
    "never": "不得办理 Who never does what",
}  # fmt: skip


def reference(found: Catalogue) -> dict[str, str]:
    """File name without ending → Markdown: the index ``README``, and one text for each system, named by its id."""
    texts = {identity: _system(found, system) for identity, system in sorted(found.systems.items())}
    rows = [
        f"- [{identity}]({identity}.md) {_both(found.systems[identity].title)}" for identity in texts
    ]
    return {INDEX: "\n".join([HEAD, "", "# 参考 Reference", "", *rows, ""]), **texts}


def _both(words: Words | Mapping[str, str]) -> str:
    zh, en = (words.zh, words.en) if isinstance(words, Words) else (words["zh"], words["en"])
    return zh if zh == en else f"{zh} {en}"


def _system(found: Catalogue, system: System) -> str:
    lines = [HEAD, "", f"# {system.id} {_both(system.title)}", ""]
    lines += [f"- {WORDS['owner']}: {_both(system.owner)}", f"- `{system.folder}`"]
    lines += [f"- {WORDS['bases']}: {each.clause} ({_span(each.since, each.until)})" for each in system.bases]
    lines += [*_roles(found, system), *_of_kind("事项 Procedures", _here(found.procedures, system), _procedure)]
    lines += _rules(found, system)
    lines += _of_kind("登记册 Registers", _here(found.registers, system), _register)
    editions = [each for _, items in sorted(found.editions.items()) for each in items if each.folder == system.folder]
    lines += _of_kind("指标 Measures", editions, _whole)
    lines += _of_kind("名单 Selections", _here(found.selections, system), _whole)
    lines += _of_kind("页面 Pages", _here(found.pages, system), _whole)
    return "\n".join([*lines, ""])


def _here(group: Mapping[str, Any], system: System) -> list[Any]:
    return [each for _, each in sorted(group.items()) if each.folder == system.folder]


def _of_kind(title: str, items: list[Any], written: Any) -> list[str]:
    lines = [line for item in items for line in ("", f"### {_both(item.title)} `{item.slug}`", "", *written(item))]
    return ["", f"## {title}", *lines] if items else []


def _roles(found: Catalogue, system: System) -> list[str]:
    """Who may do what in this system: what it gives itself, and what its acts name."""
    verbs: dict[str, set[str]] = {role: set(given) for role, given in system.roles.items()}
    for procedure in _here(found.procedures, system):
        for name, act in procedure.acts.items():
            for role in act.roles:
                verbs.setdefault(role, set()).add(f"{procedure.slug}:{name}")
    titles = {role: found.role_title(role) for role in verbs}
    lines = [
        f"- `{role}`: {titles[role].zh} {titles[role].en} — {_value(sorted(given))}"
        if titles[role].zh != role else f"- `{role}`: {_value(sorted(given))}"
        for role, given in sorted(verbs.items())
    ]  # fmt: skip
    return ["", "## 角色 Roles", "", *lines] if lines else []


def _rules(found: Catalogue, system: System) -> list[str]:
    """What each function does that a procedure names, in its own first sentence."""
    names = {
        name
        for procedure in _here(found.procedures, system)
        for act in procedure.acts.values()
        for name in (*act.guards, *act.derive.values(), *(each.facts for each in act.hands_on))
    }
    lines = []
    for name in sorted(names):
        told = (found.rule(folder=system.folder, name=name).__doc__ or "").strip().partition("\n")[0]
        lines.append(f"- `{name}` — {told}")
    return ["", "## 规则 Rules", "", *lines] if lines else []


def _procedure(item: Procedure) -> list[str]:
    said = _said(item)
    lines = [f"- {_key(key)}: {_value(value)}" for key, value in said.items() if key not in _TABLES and key != "title"]
    for key, title in _TABLES.items():
        if said.get(key):
            lines += ["", f"#### {title}", "", *_table(said[key])]
    return lines


def _register(item: Register) -> list[str]:
    said = _said(item)
    lines = [f"- {_key(key)}: {_value(value)}" for key, value in said.items() if key not in {"title", "fields"}]
    return [*lines, "", f"#### {_TABLES['fields']}", "", *_table(said["fields"])]


def _whole(item: Declaration) -> list[str]:
    """A declaration without tables of its own; of a measure the edition is told too."""
    lines = [f"- {_key(key)}: {_value(value)}" for key, value in _said(item).items() if key != "title"]
    return [*lines, f"- `{item.edition}`"] if isinstance(item, Measure) else lines


def _said(item: Declaration) -> dict[str, Any]:
    return item.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _table(rows: Any) -> list[str]:
    if isinstance(rows, Mapping):
        return [
            f"- **{_both(row['title']) if row.get('title') else name}** `{name}`{_rest(row)}"
            for name, row in rows.items()
        ]
    return [f"- {_value(row)}" for row in rows]


def _rest(row: Mapping[str, Any]) -> str:
    told = "; ".join(f"{_key(key)}: {_value(value)}" for key, value in row.items() if key != "title")
    return f" — {told}" if told else ""


def _key(key: str) -> str:
    return WORDS.get(key, key)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        if set(value) == {"zh", "en"}:
            return _both(value)
        return "{" + "; ".join(f"{_key(key)}: {_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return ", ".join(_value(each) for each in value) or "—"
    if isinstance(value, bool):
        return "是 yes" if value else "否 no"
    return f"`{value}`" if isinstance(value, str) and value.isascii() and " " not in value else str(value)


def _span(since: Any, until: Any) -> str:
    return f"{since} – {until}" if until else f"{since} –"
