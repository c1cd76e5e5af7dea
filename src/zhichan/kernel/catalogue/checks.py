"""The four gates a declaration passes before the site starts: shape, names, graph, law."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from zhichan.kernel.catalogue import files as reading
from zhichan.kernel.catalogue import known
from zhichan.kernel.catalogue.loading import read, read_letter
from zhichan.kernel.catalogue.problems import Gate, Problem, nearest
from zhichan.kernel.catalogue.shapes import (
    Act,
    Clock,
    Condition,
    Declaration,
    Each,
    Extension,
    Known,
    Measure,
    Page,
    Procedure,
    Range,
    Register,
    Selection,
    System,
    Where,
)
from zhichan.kernel.ground.glossary import terms
from zhichan.kernel.ground.refusal import Text

ACTORS = frozenset({"clock", "follower", "anyone", "hand-on"})
"""Who may act beside the roles of a system: the clock itself, whatever follows a right, someone without an account,
and ``hand-on``: nobody, since the act comes only where another act hands it on."""

FOLLOWED = ("right", "happening", "happened_on", "told")
"""The facts that an act of the follower takes."""

PUBLIC, SUBJECT = "public", "subject"
"""Who may see beside the roles of a system: everyone, and of an entry the parties that its fields name."""

CONSEQUENCES = frozenset({"warn", "escalate", "forfeit"})
"""What an overdue clock may do beside performing an act; what is forfeited ends with its last day and is not late."""

REGISTER_VERBS = ("enter", "correct", "end", "read")
"""What can be done with the entries of every declared register."""

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
"""What a letter leaves open."""

LETTER_WORDS = frozenset({"number", "day", "region", "title"})
"""What a letter may state beside facts and last days."""

NOT_THE_CITYS = ("准予登记", "approve the registration", "grant the registration")
"""Words no act of a local office may bear: registration is CNIPA's (PROCEDURES D, test D2)."""

_PURE = frozenset(
    {
        "__future__",
        "collections",
        "dataclasses",
        "datetime",
        "decimal",
        "enum",
        "fractions",
        "functools",
        "itertools",
        "math",
        "operator",
        "re",
        "statistics",
        "string",
        "typing",
        "unicodedata",
    }
)
_TYPES: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "int": (int,),
    "fen": (int,),
    "flag": (bool,),
    "day": (date,),
}


def check(
    *,
    roots: Sequence[Path],
    sources: Mapping[str, known.Countable] | None = None,
    verbs: Iterable[str] | None = None,
    instead: Mapping[str, Declaration] | None = None,
) -> list[Problem]:
    """Everything that is wrong with the declarations below ``roots``, ordered by file and line; empty when sound.

    ``sources`` are what measures may count, ``verbs`` what roles may name beside what rooms have told the
    catalogue. ``instead`` puts other declarations in the place of those of the same name, to see whether they would
    pass. Raises ``FileNotFoundError`` when a root is missing, and nothing else.
    """
    found = reading.collect(roots=roots)
    shaped, problems = read(found=found)
    if instead:
        shaped = [
            (draft, instead.get(item.name, item) if draft.kind == "procedure" else item)
            for draft, item in shaped
        ]
    checker = _Checker(
        roots=tuple(roots),
        files=found,
        shaped=shaped,
        unshaped=frozenset(problem.file for problem in problems),
        sources={} if sources is None else sources,
        verbs=known.verbs() if verbs is None else known.verbs() | frozenset(verbs),
        problems=problems,
    )
    checker.run()
    return sorted(
        checker.problems, key=lambda item: (item.file, item.line, item.gate, item.code, item.text.en)
    )


@dataclass(kw_only=True)
class _Checker:
    roots: tuple[Path, ...]
    files: tuple[reading.File, ...]
    shaped: list[tuple[reading.Draft, Declaration]]
    unshaped: frozenset[str]
    sources: Mapping[str, known.Countable]
    verbs: frozenset[str]
    problems: list[Problem]
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def run(self) -> None:
        for file in self.files:
            if file.path.endswith(".py"):
                self._rules(file)
        self._collect_names()
        self._unique()
        for draft, declaration in self.shaped:
            match declaration:
                case System():
                    self._system(draft, declaration)
                case Measure():
                    self._measure(draft, declaration)
                case Register():
                    self._register(draft, declaration)
                case Procedure():
                    self._procedure(draft, declaration)
                case Selection():
                    self._selection(draft, declaration)
                case Page():
                    self._page(draft, declaration)
        self._circles()
        self._editions()

    # --- saying ---------------------------------------------------------------------------------------------

    def _say(
        self, draft: reading.Draft, path: tuple[str | int, ...], gate: Gate, code: str, zh: str, en: str
    ) -> None:
        self.problems.append(
            Problem(file=draft.file.path, line=draft.line(*path), gate=gate, code=code, text=Text(zh, en))
        )

    def _exists(
        self,
        draft: reading.Draft,
        path: tuple[str | int, ...],
        name: str,
        among: Iterable[str],
        zh: str,
        en: str,
    ) -> bool:
        names = frozenset(among)
        if name in names:
            return True
        near = nearest(word=name, among=names)
        self._say(
            draft,
            path,
            "names",
            "unknown_name",
            f"没有这个{zh}:{name}{near.zh}",
            f"no such {en}: {name}{near.en}",
        )
        return False

    # --- what there is --------------------------------------------------------------------------------------

    def _collect_names(self) -> None:
        for draft, _ in self.shaped:
            self.names[draft.kind].add(draft.name)
        # A file without a shape still has a name: one mistake must not be reported at every place that refers to it.
        for path in self.unshaped:
            stem, _, kind = path.removesuffix(".toml").rpartition(".")
            self.names[kind].add(stem)

    @cached_property
    def slugs(self) -> frozenset[str]:
        return frozenset(name.rpartition("/")[2].partition(".")[0] for name in self.names["measure"])

    @cached_property
    def systems(self) -> dict[str, System]:
        return {item.folder: item for _, item in self.shaped if isinstance(item, System)}

    @cached_property
    def functions(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for file in self.files:
            if file.path.endswith(".py"):
                try:
                    tree = ast.parse(file.data)
                except (SyntaxError, ValueError, RecursionError):
                    continue
                found[file.folder] = frozenset(
                    item.name for item in tree.body if isinstance(item, ast.FunctionDef)
                )
        return found

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles of all systems: a role that one system names may be given a part in another's case."""
        return frozenset(role for system in self.systems.values() for role in system.roles)

    @cached_property
    def all_verbs(self) -> frozenset[str]:
        declared = {
            f"{item.slug}:{act}"
            for _, item in self.shaped
            if isinstance(item, Procedure)
            for act in (*item.acts, "read")
        } | {
            f"{item.slug}:{act}"
            for _, item in self.shaped
            if isinstance(item, Register)
            for act in REGISTER_VERBS
        }
        return self.verbs | declared

    @cached_property
    def roles_known(self) -> bool:
        return not any(path.endswith("system.toml") for path in self.unshaped)

    @cached_property
    def verbs_known(self) -> bool:
        return not any(path.endswith(".procedure.toml") for path in self.unshaped)

    def _has_system(self, folder: str) -> bool:
        return folder in self.systems or f"{folder}/system.toml" in self.unshaped

    def _name(self, folder: str, reference: str) -> str:
        return reference if "/" in reference else f"{folder}/{reference}"

    # --- names ----------------------------------------------------------------------------------------------

    def _unique(self) -> None:
        ids: dict[str, str] = {}
        homes: dict[str, str] = {}
        numbers: dict[str, str] = {}
        orphans: set[str] = set()
        for draft, item in self.shaped:
            if isinstance(item, System):
                other = ids.setdefault(item.id, draft.file.path)
                if other != draft.file.path:
                    self._say(
                        draft,
                        ("id",),
                        "names",
                        "taken",
                        f"编号 {item.id} 已用于 {other}",
                        f"the id {item.id} is taken by {other}",
                    )
            if isinstance(item, Measure | Register | Procedure):
                home = homes.setdefault(f"{draft.kind} {item.slug}", item.name)
                if home != item.name:
                    self._say(
                        draft,
                        (),
                        "names",
                        "taken",
                        f"名称 {item.slug} 已用于 {home}",
                        f"the name {item.slug} is taken by {home}",
                    )
            if isinstance(item, Procedure):
                other = numbers.setdefault(item.number, item.name)
                if other != item.name:
                    self._say(
                        draft,
                        ("number",),
                        "names",
                        "taken",
                        f"编号前缀 {item.number} 已用于 {other}",
                        f"the number prefix {item.number} is taken by {other}",
                    )
            folder = item.folder
            if folder not in orphans and not self._has_system(folder):
                orphans.add(folder)
                self._say(
                    draft,
                    (),
                    "names",
                    "no_system",
                    f"{folder} 缺少 system.toml",
                    f"{folder} has no system.toml",
                )

    def _system(self, draft: reading.Draft, system: System) -> None:
        chain = system.folder.partition("/")[0]
        if system.chain != chain:
            self._say(
                draft,
                ("chain",),
                "names",
                "wrong_chain",
                f"chain 应与所在文件夹一致:{chain}",
                f"chain must be the folder it lies in: {chain}",
            )
        for role, given in system.roles.items():
            for position, verb in enumerate(given):
                if self.verbs_known:
                    self._exists(draft, ("roles", role, position), verb, self.all_verbs, "动作", "verb")
        for role, title in system.role_titles.items():
            if self.roles_known:
                self._exists(draft, ("role_titles", role), role, self.roles, "角色", "role")
            for other in self.systems.values():
                if other.role_titles.get(role, title) != title:
                    self._say(
                        draft, ("role_titles", role), "names", "other_title",
                        f"角色 {role} 在 {other.folder} 另有名称:{other.role_titles[role].zh}",
                        f"the role {role} is called otherwise in {other.folder}: {other.role_titles[role].en}",
                    )  # fmt: skip
        for position, basis in enumerate(system.bases):
            twin = next((other for other in system.bases[:position] if other == basis), None)
            if twin is not None:
                self._say(
                    draft,
                    ("bases", position),
                    "law",
                    "twice",
                    f"依据重复:{basis.clause}",
                    f"basis given twice: {basis.clause}",
                )

    def _measure(self, draft: reading.Draft, measure: Measure) -> None:
        if measure.each:
            self._rows(draft, ("each",), measure.each.source, measure.each.where)
            self._days(draft, ("each",), measure.each.source, measure.each)
        if measure.cover:
            for position, criterion in enumerate(measure.cover.criteria):
                path: tuple[str | int, ...] = ("cover", "criteria", position)
                self._rows(draft, path, criterion.source, criterion.where)
                self._days(draft, path, criterion.source, criterion)
                if criterion.source in self.sources:
                    place = (*path, "key") if criterion.key else ("cover", "key")
                    self._column(draft, place, criterion.source, criterion.key or measure.cover.key, ())
            if measure.cover.subject:
                path = ("cover", "subject")
                self._rows(draft, path, measure.cover.subject.source, measure.cover.subject.where)
                self._days(draft, path, measure.cover.subject.source, measure.cover.subject)
                if measure.cover.subject.source in self.sources:
                    self._column(draft, ("cover", "key"), measure.cover.subject.source, measure.cover.key, ())
        if measure.ratio:
            for key, slug in (("over", measure.ratio.over), ("under", measure.ratio.under)):
                self._exists(draft, ("ratio", key), slug, self.slugs, "指标", "measure")
        if measure.growth:
            self._exists(draft, ("growth", "of"), measure.growth.of, self.slugs, "指标", "measure")
        if measure.sum:
            for position, slug in enumerate(measure.sum.of):
                self._exists(draft, ("sum", "of", position), slug, self.slugs, "指标", "measure")
        self._like_glossary(draft, measure)

    def _like_glossary(self, draft: reading.Draft, measure: Measure) -> None:
        term = next((item for item in terms() if item.slug == measure.slug), None)
        if term is None:
            return
        for key in ("unit", "direction"):
            ours, theirs = getattr(measure, key), getattr(term, key)
            if ours != theirs:
                self._say(
                    draft,
                    (key,),
                    "names",
                    "unlike_glossary",
                    f"{key} 与词汇表不一致:应为 {theirs}",
                    f"{key} differs from the glossary, which says {theirs}",
                )

    def _rows(self, draft: reading.Draft, path: tuple[str | int, ...], source: str, where: Where) -> None:
        if not self._exists(draft, (*path, "source"), source, self.sources, "数据来源", "source"):
            return
        for column, condition in where.items():
            here = (*path, "where", column)
            if self._column(draft, here, source, column, ()):
                self._condition(draft, here, source, column, condition)

    def _condition(
        self,
        draft: reading.Draft,
        path: tuple[str | int, ...],
        source: str,
        column: str,
        condition: Condition,
    ) -> None:
        kind = self.sources[source].columns[column]
        choices = self.sources[source].choices.get(column)
        if isinstance(condition, Known):
            return
        if isinstance(condition, Range):
            values: list[object] = [
                value for value in (condition.from_, condition.until) if value is not None
            ]
        else:
            values = list(condition) if isinstance(condition, tuple) else [condition]
        for value in values:
            wanted = _TYPES.get(kind)
            if wanted and not (
                isinstance(value, wanted) and not (isinstance(value, bool) and kind != "flag")
            ):
                self._say(
                    draft,
                    path,
                    "names",
                    "wrong_value",
                    f"{column} 的类型是 {kind},不能与 {value!r} 比较",
                    f"{column} is of type {kind}, not {value!r}",
                )
            elif choices and value not in choices:
                near = nearest(word=str(value), among=choices)
                self._say(
                    draft,
                    path,
                    "names",
                    "unknown_name",
                    f"{column} 没有这个取值:{value}{near.zh}",
                    f"{column} is never {value}{near.en}",
                )

    def _days(self, draft: reading.Draft, path: tuple[str | int, ...], source: str, rows: object) -> None:
        if source not in self.sources:
            return
        for key in ("start", "end", "on"):
            column = getattr(rows, key, None)
            if column is not None:
                self._column(draft, (*path, key), source, column, ("day",))
        if isinstance(rows, Each) and rows.amount != "1":
            self._column(draft, (*path, "amount"), source, rows.amount, ("int", "fen"))

    def _column(
        self,
        draft: reading.Draft,
        path: tuple[str | int, ...],
        source: str,
        column: str,
        kinds: tuple[str, ...],
    ) -> bool:
        columns = self.sources[source].columns
        if not self._exists(draft, path, column, columns, f"列({source})", f"column of {source}"):
            return False
        if kinds and columns[column] not in kinds:
            near = nearest(word=column, among=[name for name, kind in columns.items() if kind in kinds])
            self._say(
                draft,
                path,
                "names",
                "wrong_column",
                f"{column} 的类型是 {columns[column]},此处应为 {' 或 '.join(kinds)}{near.zh}",
                f"{column} is of type {columns[column]}, here {' or '.join(kinds)} is needed{near.en}",
            )
            return False
        return True

    def _audience(
        self,
        draft: reading.Draft,
        path: tuple[str | int, ...],
        audience: tuple[str, ...],
        parts: Iterable[str] = (),
    ) -> None:
        if self.roles_known:
            among = {PUBLIC} | self.roles | set(parts)
            for position, name in enumerate(audience):
                self._exists(draft, (*path, position), name, among, "受众", "audience")

    def _register(self, draft: reading.Draft, register: Register) -> None:
        named = any(field.type == "party" and not field.readers for field in register.fields.values())
        self._audience(draft, ("audience",), register.audience, (SUBJECT,) if named else ())
        for position, name in enumerate(register.label):
            self._exists(draft, ("label", position), name, register.fields, "字段", "field")
        shown: list[tuple[tuple[str | int, ...], str]] = [(("label",), name) for name in register.label]
        shown += [(("fields", name, "searched"), name) for name, item in register.fields.items() if item.searched]
        for place, name in shown:
            if name in register.fields and register.fields[name].readers:
                self._say(
                    draft, place, "law", "sealed_in_the_open",
                    f"封存字段 {name} 不能用作条目名称或检索项:能看条目的人都会看到",
                    f"the sealed field {name} can neither name nor find an entry: everyone who sees it would see that",
                )  # fmt: skip
        for position, rule in enumerate(register.exclusive):
            bounds = [
                (key, name)
                for key, name in (("since", rule.since), ("until", rule.until))
                if name is not None
            ]
            for key, name in [*(("fields", name) for name in rule.fields), *bounds]:
                self._exists(draft, ("exclusive", position, key), name, register.fields, "字段", "field")
        self._fields(draft, register)
        self._retention(draft, register, events=("entered", "ended"), facts=register.fields)

    def _retention(
        self, draft: reading.Draft, holder: Register | Procedure, *, events: Iterable[str], facts: Iterable[str]
    ) -> None:
        names = tuple(events)
        for name, rule in holder.retention.items():
            here = ("retention", name)
            self._exists(draft, (*here, "after"), rule.after, names, "事件", "event")
            for position, fact in enumerate(rule.what):
                self._exists(draft, (*here, "what", position), fact, facts, "内容", "fact")
            self._timeline(draft, (*here, "term"), rule.term)
            for position, span in enumerate(rule.term):
                if span.length[0] not in {"days", "months"}:
                    self._say(
                        draft, (*here, "term", position), "law", "unit",
                        "保管期限按日或月计算", "how long something is kept is counted in days or months",
                    )  # fmt: skip

    def _fields(self, draft: reading.Draft, holder: Register | Procedure) -> None:
        for key, item in holder.fields.items():
            if item.register_ is not None:
                name = self._name(holder.folder, item.register_)
                self._exists(
                    draft, ("fields", key, "register"), name, self.names["register"], "登记册", "register"
                )
            parts = holder.parts if isinstance(holder, Procedure) else ()
            self._audience(draft, ("fields", key, "readers"), item.readers, parts)

    def _selection(self, draft: reading.Draft, selection: Selection) -> None:
        self._audience(draft, ("audience",), selection.audience)
        if selection.tells is not None:
            held = {name for name, source in self.sources.items() if getattr(source, "region", "") == "holding"}
            self._exists(draft, ("of",), selection.of, held, "有权利人的权利", "kind of right with holders")
        elif selection.of in self.sources:
            self._rows(draft, (), selection.of, selection.where)
        else:
            among = self.names["register"] | self.names["procedure"]
            name = self._name(selection.folder, selection.of)
            if self._exists(
                draft,
                ("of",),
                name,
                among | set(self.sources),
                "登记册、程序或数据来源",
                "register, procedure or source",
            ):
                fields = next(
                    (
                        item.fields
                        for _, item in self.shaped
                        if isinstance(item, Register | Procedure) and item.name == name
                    ),
                    None,
                )
                if fields is not None:
                    for column in (*selection.where, *selection.order):
                        path = ("where", column) if column in selection.where else ("order",)
                        self._exists(
                            draft, path, column, {*fields, "stage", "opened", "due"}, "字段", "field"
                        )
        if selection.test is not None:
            self._function(draft, ("test",), selection.folder, selection.test)

    def _page(self, draft: reading.Draft, page: Page) -> None:
        among = {
            name for kind in ("register", "procedure", "selection", "measure") for name in self.names[kind]
        }
        for position, reference in enumerate(page.of):
            if reference not in self.slugs:
                self._exists(
                    draft, ("of", position), self._name(page.folder, reference), among, "声明", "declaration"
                )

    def _function(self, draft: reading.Draft, path: tuple[str | int, ...], folder: str, name: str) -> None:
        self._exists(
            draft,
            path,
            name,
            self.functions.get(folder, frozenset()),
            "规则函数(rules.py)",
            "function of rules.py",
        )

    def _rules(self, file: reading.File) -> None:
        def say(line: int, code: str, zh: str, en: str) -> None:
            self.problems.append(
                Problem(file=file.path, line=line, gate="names", code=code, text=Text(zh, en))
            )

        try:
            tree = ast.parse(file.data)
        except (SyntaxError, ValueError, RecursionError) as error:
            line = error.lineno if isinstance(error, SyntaxError) and error.lineno else 1
            say(line, "python", f"不是有效的 Python:{error}", f"not valid Python: {error}")
            return
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                # Joined with its names, so that "from zhichan.kernel import models" is seen for what it is.
                modules = [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow"}:
                say(
                    node.lineno,
                    "rule_clock",
                    "规则不问现在几点:日期由外面传入",
                    "a rule does not ask what time it is: days are passed in",
                )
                continue
            else:
                continue
            for module in modules:
                if not _may_import(module):
                    say(
                        node.lineno,
                        "rule_import",
                        f"规则只能引用 instruments 与 rulebook,不能引用 {module}",
                        f"rules may import instruments and the rulebook only, not {module}",
                    )

    # --- graph ----------------------------------------------------------------------------------------------

    def _procedure(self, draft: reading.Draft, procedure: Procedure) -> None:
        stages, acts = procedure.stages, procedure.acts
        self._audience(draft, ("audience",), procedure.audience)
        self._fields(draft, procedure)
        for position, stage in enumerate(procedure.public):
            self._exists(draft, ("public", position), stage, stages, "阶段", "stage")
        sound = True
        for name, act in acts.items():
            for stage in act.sources:
                sound &= self._exists(draft, ("acts", name, "from"), stage, stages, "阶段", "stage")
            if act.to is not None:
                sound &= self._exists(draft, ("acts", name, "to"), act.to, stages, "阶段", "stage")
            elif not act.sources:
                sound = False
                self._say(
                    draft,
                    ("acts", name),
                    "graph",
                    "act_to_nowhere",
                    f"动作 {name} 没有 from 也没有 to",
                    f"the act {name} has neither from nor to",
                )
            self._act(draft, procedure, name, act)
        self._following(draft, procedure)
        if procedure.standing is not None:
            self._function(draft, ("standing", "rule"), procedure.folder, procedure.standing.rule)
        if procedure.accepted is not None:
            among = {*stages, *acts}
            self._exists(draft, ("accepted",), procedure.accepted, among, "阶段或动作", "stage or act")
        for place, fact in _told(procedure):
            self._exists(draft, place, fact, self._facts(procedure), "内容", "fact")
        self._always(draft, procedure)
        self._sealed_in_the_open(draft, procedure)
        self._retention(draft, procedure, events=(*stages, *acts), facts=self._facts(procedure))
        for name, notice in procedure.notices.items():
            self._exists(draft, ("notices", name, "act"), notice.act, acts, "动作", "act")
            self._timeline(draft, ("notices", name, "term"), notice.term)
        for name, clock in procedure.clocks.items():
            for key, names in (("starts", clock.starts), ("stops", clock.stops), ("restarts", clock.restarts)):
                for position, stage in enumerate(names):
                    sound &= self._exists(
                        draft, ("clocks", name, key, position), stage, {*stages, *acts}, "阶段或动作", "stage or act"
                    )
            self._clock_names(draft, procedure, name, clock)
            for position, pause in enumerate(clock.pauses):
                for key, act_name in (("from", pause.from_), *(("to", each) for each in pause.ends)):
                    self._exists(
                        draft, ("clocks", name, "pauses", position, key), act_name, acts, "动作", "act"
                    )
            self._exists(
                draft,
                ("clocks", name, "overdue"),
                clock.overdue,
                CONSEQUENCES | set(acts),
                "后果",
                "consequence",
            )
            self._timeline(draft, ("clocks", name, "term"), clock.term)
            for position, variant in enumerate(clock.variants):
                self._timeline(draft, ("clocks", name, "variants", position, "term"), variant.term)
            for number, extension in enumerate(clock.extensions):
                self._extension(draft, procedure, name, number - bool(clock.extend), extension)
        if sound:
            self._graph(draft, procedure)

    def _act(self, draft: reading.Draft, procedure: Procedure, name: str, act: Act) -> None:
        folder = procedure.folder
        here = ("acts", name)
        if self.roles_known:
            for role in act.roles:
                among = ACTORS | self.roles | set(procedure.parts)
                self._exists(draft, (*here, "who"), role, among, "角色", "role")
        for key, named in (("needs", act.needs), ("may", act.may)):
            for position, item in enumerate(named):
                self._exists(draft, (*here, key, position), item, procedure.fields, "字段", "field")
        self._audience(draft, (*here, "tells"), act.tells, procedure.parts)
        if act.saying is not None:
            self._exists(draft, (*here, "saying"), act.saying, self._facts(procedure), "内容", "fact")
        if act.corrects is not None:
            self._exists(draft, (*here, "corrects"), act.corrects, procedure.acts, "动作", "act")
        for key, names in (("waits", act.waits), ("within", act.within)):
            for position, item in enumerate(names):
                self._exists(draft, (*here, key, position), item, procedure.clocks, "期限", "clock")
        for key, words in (("zh", act.title.zh), ("en", act.title.en)):
            if any(phrase in words.lower() for phrase in NOT_THE_CITYS):
                self._say(
                    draft,
                    (*here, "title", key),
                    "law",
                    "not_the_citys",
                    f"“{words}”是国家知识产权局的决定，本地只能受理、转报或登记结果",
                    f"{words!r} is decided by CNIPA; a local office accepts, forwards or records the result",
                )
        for position, guard in enumerate(act.guards):
            self._function(draft, (*here, "guards", position), folder, guard)
        for target, function in act.derive.items():
            self._function(draft, (*here, "derive", target), folder, function)
        for position, hand_on in enumerate(act.hands_on):
            path = (*here, "hands_on", position)
            self._function(draft, (*path, "facts"), folder, hand_on.facts)
            if self.verbs_known:
                self._exists(draft, (*path, "verb"), hand_on.verb, self.all_verbs, "动作", "verb")
        if act.enters is not None:
            self._exists(
                draft,
                (*here, "enters"),
                self._name(folder, act.enters),
                self.names["register"],
                "登记册",
                "register",
            )
        for key, letter in (("letter", act.letter), ("serves", act.serves)):
            if letter is not None:
                self._letter(draft, (*here, key), procedure, letter)
        if act.serves is not None and not any(
            other.letter == act.serves for other in procedure.acts.values()
        ):
            self._say(
                draft,
                (*here, "serves"),
                "graph",
                "never_issued",
                f"没有动作制发文书 {act.serves}",
                f"no act issues the letter {act.serves}",
            )

    def _letter(
        self, draft: reading.Draft, path: tuple[str | int, ...], procedure: Procedure, name: str
    ) -> None:
        among = reading.letters(roots=self.roots, folder=procedure.folder)
        if not self._exists(draft, path, name, among, "文书模板(letters/)", "letter in letters/"):
            return
        place = reading.letter_file(roots=self.roots, folder=procedure.folder, name=name)
        if place is None:
            return
        try:
            letter = read_letter(place, place.stat().st_mtime_ns)
        except ValueError as error:
            words = str(error).splitlines()[0]
            self._say(
                draft, path, "shape", "letter", f"文书 {name} 不成形:{words}", f"letter {name}: {words}"
            )
            return
        hidden = {name for name, item in procedure.fields.items() if item.readers}
        for word in sorted(hidden & set(PLACEHOLDER.findall(letter.text))):
            self._say(
                draft,
                path,
                "law",
                "sealed_in_letter",
                f"文书 {name} 写出了封存内容 {word}",
                f"the letter {name} tells the sealed fact {word}",
            )
        known_words = {*self._facts(procedure), *(f"due.{clock}" for clock in procedure.clocks), *LETTER_WORDS}
        for word in PLACEHOLDER.findall(letter.text):
            self._exists(draft, path, word, known_words, "文书内容", "word of a letter")
        for part in letter.to:
            self._exists(draft, path, part, procedure.parts, "当事方", "part")

    def _sealed_in_the_open(self, draft: reading.Draft, procedure: Procedure) -> None:
        """Refuse every place from which a sealed fact would be copied into what all readers of the case see."""
        sealed = {name for name, item in procedure.fields.items() if item.readers}
        for path, name in _told(procedure):
            if name in sealed:
                self._say(
                    draft, path, "law", "sealed_in_the_open",
                    f"封存内容 {name} 不能用在此处:所有能看案件的人都会看到",
                    f"the sealed fact {name} must not be used here: everyone who sees the case would see it",
                )  # fmt: skip
        if any(act.serves for act in procedure.acts.values()):
            for name in sorted(sealed & {"served_how", "recipient"}):
                self._say(
                    draft, ("fields", name, "readers"), "law", "sealed_in_the_open",
                    f"送达记录写出 {name},不能封存", f"the record of service tells {name}: it must not be sealed",
                )  # fmt: skip
        registers = {item.name: item for _, item in self.shaped if isinstance(item, Register)}
        for name, act in procedure.acts.items():
            register = registers.get(self._name(procedure.folder, act.enters)) if act.enters else None
            if register is None:
                continue
            for fact in sorted(sealed & set(register.fields)):
                if not register.fields[fact].readers:
                    self._say(
                        draft, ("acts", name, "enters"), "law", "sealed_in_the_open",
                        f"封存内容 {fact} 会写入登记册 {register.slug},该册的这一字段须同样限定 readers",
                        f"the sealed fact {fact} would enter the register {register.slug}, whose field needs readers",
                    )  # fmt: skip

    def _facts(self, procedure: Procedure) -> frozenset[str]:
        """Everything a case's facts may hold: fields given, and facts derived."""
        derived = {name for act in procedure.acts.values() for name in act.derive}
        return frozenset(procedure.fields) | derived

    def _always(self, draft: reading.Draft, procedure: Procedure) -> None:
        for position, rule in enumerate(procedure.before):
            for key, name in (("act", rule.act), *(("after", name) for name in rule.after)):
                self._exists(draft, ("before", position, key), name, procedure.acts, "动作", "act")
            for name in rule.out:
                self._exists(draft, ("before", position, "out"), name, procedure.clocks, "期限", "clock")
        for position, apart in enumerate(procedure.apart):
            for number, name in enumerate(apart):
                self._exists(draft, ("apart", position, number), name, procedure.acts, "动作", "act")
        for position, always in enumerate(procedure.always):
            self._exists(draft, ("always", position, "act"), always.act, procedure.acts, "动作", "act")
            for name in always.until:
                self._exists(draft, ("always", position, "until"), name, procedure.stages, "阶段", "stage")
        for position, never in enumerate(procedure.never):
            for key, names in (("acts", never.acts), ("but", never.but)):
                for name in names:
                    self._exists(draft, ("never", position, key), name, procedure.acts, "动作", "act")
            if self.roles_known:
                among = ACTORS | self.roles | set(procedure.parts)
                for name in never.who:
                    self._exists(draft, ("never", position, "who"), name, among, "角色", "role")

    def _following(self, draft: reading.Draft, procedure: Procedure) -> None:
        for position, follow in enumerate(procedure.follows):
            here: tuple[str | int, ...] = ("follows", position)
            self._exists(draft, (*here, "field"), follow.field, self._facts(procedure), "内容", "fact")
            if not self._exists(draft, (*here, "act"), follow.act, procedure.acts, "动作", "act"):
                continue
            act = procedure.acts[follow.act]
            for name in FOLLOWED:
                among = {*act.needs, *act.may}
                self._exists(draft, (*here, "act"), name, among, "所带内容", "fact that the act can bring")
            if act.guards or not act.sources or "follower" not in act.roles:
                self._say(
                    draft,
                    (*here, "act"),
                    "graph",
                    "followed_act",
                    f"动作 {follow.act} 须由 follower 在已有的阶段办理,且不设 guards",
                    f"the act {follow.act} must be the follower's, from a stage, and without guards",
                )

    def _clock_names(self, draft: reading.Draft, procedure: Procedure, name: str, clock: Clock) -> None:
        if clock.awaits is not None and self.roles_known:
            among = self.roles | set(procedure.parts)
            self._exists(draft, ("clocks", name, "awaits"), clock.awaits, among, "角色或当事方", "role or part")
        if clock.chosen in {"act", "lighter"} and clock.judged_on is None:
            self._say(
                draft,
                ("clocks", name, "chosen"),
                "law",
                "no_judged_day",
                "按行为日选择规定,须用 judged_on 指明行为日",
                "an edition chosen by the act judged needs its day in judged_on",
            )
        both = {*clock.starts, *clock.stops, *clock.restarts} & set(procedure.stages) & set(procedure.acts)
        for word in sorted(both):
            self._say(
                draft,
                ("clocks", name),
                "names",
                "ambiguous",
                f"{word} 既是阶段又是动作",
                f"{word} is both a stage and an act",
            )

    def _extension(
        self, draft: reading.Draft, procedure: Procedure, name: str, number: int, extension: Extension
    ) -> None:
        path: tuple[str | int, ...] = ("clocks", name, "extend")
        if number >= 0:
            path = ("clocks", name, "extend_further", number)
        if self.roles_known:
            self._exists(draft, (*path, "by"), extension.by, self.roles, "角色", "role")
        self._timeline(draft, (*path, "term"), extension.term)
        if extension.act is None or not self._exists(
            draft, (*path, "act"), extension.act, procedure.acts, "动作", "act"
        ):
            return
        if extension.by not in procedure.acts[extension.act].roles:
            self._say(
                draft,
                (*path, "by"),
                "graph",
                "not_the_approver",
                f"动作 {extension.act} 的 who 不含批准人 {extension.by}",
                f"the act {extension.act} is not for its approver {extension.by}",
            )

    def _graph(self, draft: reading.Draft, procedure: Procedure) -> None:
        steps: dict[str, set[str]] = {name: set() for name in procedure.stages}
        opening: set[str] = set()
        came_from: dict[str, set[str]] = defaultdict(set)
        for act in procedure.acts.values():
            if act.to is not None:
                came_from[act.to] |= set(act.sources) - {act.to}
        for act in procedure.acts.values():
            if act.to is not None:
                opening |= {act.to} if not act.sources else set()
                for source in act.sources:
                    steps[source].add(act.to)
            elif act.back:
                for source in act.sources:
                    steps[source] |= came_from.get(source, set())
        last = {name for name, stage in procedure.stages.items() if stage.last}
        if not opening:
            self._say(
                draft,
                ("acts",),
                "graph",
                "no_opening",
                "没有立案的动作(没有 from 的动作)",
                "no act opens a case (an act without from)",
            )
        if not last:
            self._say(
                draft,
                ("stages",),
                "graph",
                "no_last",
                "没有终结阶段(last = true)",
                "no stage ends the case (last = true)",
            )
        reached = _closure(opening, steps)
        back: dict[str, set[str]] = {
            name: {stage for stage in steps if name in steps[stage]} for name in steps
        }
        leaving = _closure(last, back)
        timed = {
            stage
            for clock in procedure.clocks.values()
            for stage in _closure(_begun(procedure, clock), steps, stop=set(clock.stops))
        }
        for name, rest in procedure.stages.items():
            here = ("stages", name)
            if opening and name not in reached:
                self._say(
                    draft,
                    here,
                    "graph",
                    "unreachable",
                    f"阶段 {name} 无法到达",
                    f"the stage {name} cannot be reached",
                )
            if last and name not in leaving:
                self._say(
                    draft,
                    here,
                    "graph",
                    "no_way_out",
                    f"从阶段 {name} 无法走到终结",
                    f"the stage {name} cannot be left for an end",
                )
            if not rest.last and name not in timed and rest.untimed is None:
                self._say(
                    draft,
                    here,
                    "graph",
                    "no_clock",
                    f"阶段 {name} 没有期限;确实不设期限时用 untimed 说明理由",
                    f"no clock runs in the stage {name}; where none should, say why in untimed",
                )
        for name, clock in procedure.clocks.items():
            self._clock(draft, procedure, name, clock, steps)

    def _clock(
        self,
        draft: reading.Draft,
        procedure: Procedure,
        name: str,
        clock: Clock,
        steps: Mapping[str, set[str]],
    ) -> None:
        running = _closure(_begun(procedure, clock), steps, stop=set(clock.stops))
        for start in clock.starts:
            entered = {start} if start in procedure.stages else _after(procedure, start)
            ends = _closure(entered, steps)
            stopped = any(
                set(act.sources) & ends for name, act in procedure.acts.items() if name in clock.stops
            )
            if not stopped and not ends & (set(clock.stops) - {start}):
                self._say(
                    draft,
                    ("clocks", name, "stops"),
                    "graph",
                    "endless_clock",
                    f"期限 {name} 从阶段 {start} 起永远不停",
                    f"the clock {name} never ends from the stage {start}",
                )
        act = procedure.acts.get(clock.overdue)
        if act is None:
            return
        if "clock" not in act.roles:
            self._say(
                draft,
                ("clocks", name, "overdue"),
                "graph",
                "not_for_clock",
                f"动作 {clock.overdue} 的 who 不含 clock,到期不能自动执行",
                f"the act {clock.overdue} is not for clock, so expiry cannot perform it",
            )
        if set(clock.stops) & set(procedure.acts):
            # Where acts stop it, the stages say nothing about whether it still runs.
            return
        barred = sorted(
            running - set(act.sources) - {item for item, stage in procedure.stages.items() if stage.last}
        )
        if barred:
            self._say(
                draft,
                ("clocks", name, "overdue"),
                "graph",
                "not_from_stage",
                f"动作 {clock.overdue} 不能从这些阶段执行:{'、'.join(barred)}",
                f"the act {clock.overdue} cannot be done from {', '.join(barred)}",
            )

    def _circles(self) -> None:
        parts: dict[str, set[str]] = defaultdict(set)
        for _, item in self.shaped:
            if isinstance(item, Measure):
                parts[item.slug] |= set(item.parts)
        for draft, item in self.shaped:
            if isinstance(item, Measure) and item.slug in _closure(set(item.parts), parts):
                self._say(
                    draft,
                    (),
                    "graph",
                    "circle",
                    f"指标 {item.slug} 由它自己算出",
                    f"the measure {item.slug} is made of itself",
                )

    # --- law ------------------------------------------------------------------------------------------------

    def _timeline(self, draft: reading.Draft, path: tuple[str | int, ...], spans: Sequence[object]) -> None:
        before: date | None = None
        for position, span in enumerate(spans):
            since, until = getattr(span, "since", None), getattr(span, "until", None)
            self._follows(draft, (*path, position), position, before, since)
            before = until
        if before is not None:
            self._say(
                draft,
                (*path, len(spans) - 1, "until"),
                "law",
                "ends",
                f"最后一段在 {before} 之后没有规定",
                f"nothing is in force from {before}",
            )

    def _follows(
        self,
        draft: reading.Draft,
        path: tuple[str | int, ...],
        position: int,
        before: date | None,
        since: date | None,
    ) -> None:
        if position == 0 or before == since:
            return
        if before is None or (since is not None and since < before):
            self._say(
                draft,
                path,
                "law",
                "overlap",
                f"与前一段重叠:前一段到 {before or '不限'},本段从 {since} 起",
                f"overlaps with the one before: that one holds until {before or 'ever'}, this from {since}",
            )
        else:
            self._say(
                draft,
                path,
                "law",
                "gap",
                f"{before} 至 {since} 之间没有规定",
                f"nothing is in force from {before} to {since}",
            )

    def _editions(self) -> None:
        editions: dict[str, list[tuple[reading.Draft, Measure]]] = defaultdict(list)
        for draft, item in self.shaped:
            if isinstance(item, Measure):
                editions[item.name].append((draft, item))
        for items in editions.values():
            items.sort(key=lambda pair: (pair[1].since or date.min, pair[0].file.path))
            before: date | None = None
            for position, (draft, measure) in enumerate(items):
                self._follows(draft, ("since",), position, before, measure.since or date.min)
                before = measure.until


def _told(procedure: Procedure) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """Every fact that the course, the clocks and the audience of a case tell to all its readers, with its place."""
    for name, act in procedure.acts.items():
        if act.on is not None:
            yield ("acts", name, "on"), act.on
    for name, part in procedure.parts.items():
        yield ("parts", name, "field"), part.field
    for name, notice in procedure.notices.items():
        yield ("notices", name, "before"), notice.before
    for name, clock in procedure.clocks.items():
        here = ("clocks", name)
        for key, fact in (("per", clock.per), ("judged_on", clock.judged_on), ("until", clock.until)):
            if fact is not None:
                yield (*here, key), fact
        for position, pause in enumerate(clock.pauses):
            for key, told in (*(("papers", each) for each in pause.papers), ("per", pause.per)):
                if told is not None:
                    yield (*here, "pauses", position, key), told
        for position, variant in enumerate(clock.variants):
            for fact in variant.when:
                yield (*here, "variants", position, "when", fact), fact
        for number, extension in enumerate(clock.extensions):
            if extension.granted is not None:
                further = number - bool(clock.extend)
                place = ("extend_further", further) if further >= 0 else ("extend",)
                yield (*here, *place, "granted"), extension.granted


def _begun(procedure: Procedure, clock: Clock) -> set[str]:
    """The stages in which a clock may have just started."""
    found: set[str] = set()
    for start in clock.starts:
        found |= {start} if start in procedure.stages else _after(procedure, start)
    return found - set(clock.stops)


def _after(procedure: Procedure, name: str) -> set[str]:
    act = procedure.acts[name]
    return {act.to} if act.to is not None else set(act.sources)


def _may_import(module: str) -> bool:
    root = module.partition(".")[0]
    if root in _PURE and root in sys.stdlib_module_names:
        return True
    return any(
        module == allowed or module.startswith(f"{allowed}.")
        for allowed in ("zhichan.instruments", "zhichan.kernel.catalogue.rulebook")
    )


def _closure(starts: set[str], steps: Mapping[str, set[str]], stop: set[str] | None = None) -> set[str]:
    """Everything reached from ``starts``, themselves included, without passing ``stop``."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in found and name not in (stop or ()):
            found.add(name)
            waiting.extend(steps.get(name, ()))
    return found
