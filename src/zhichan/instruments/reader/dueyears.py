"""By which year a number is due."""

from __future__ import annotations

import re
from collections.abc import Callable

from .context import Frame
from .quantities import Quantity, When

THIS_YEAR = re.compile(r"(?:^|[,;:。、])(?:力争|确保)?(?:年内|今年内?|本年度|当年底前|年底前)")
AHEAD = re.compile(r"(?<!面向)(?<!着眼)未来([一二两三四五六十]|\d{1,2})年(?:内|里|间)?")
AHEAD_YEARS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "十": 10}
"""未来三年: so many years from the year of the document."""
CLOSING = re.compile(
    r"[,;](?:力争|确保|均)?(?:于|在)?(20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上半年|下半年|年?底|末)?(?:之?前)?(?:全部|基本|全面)?(?:完成|建成|到位|实现|投用)[^,;。]{0,4}$"
)
"""A due year told once, behind all that it holds for."""


ANNOUNCES = re.compile(r"(?:之?前|以前)?的?(?:奋斗|发展|总体|主要|具体|工作|预期)*目标(?:任务)?[是为:]")
"""A year that says for what follows by when: 到2010年的奋斗目标是：…"""
STRIVES = re.compile(r"(?:并|且)?(?:力争|争取|确保|努力)(?:达到|突破|超过|实现|提高到|增加到)\d")
"""The same goal with a higher figure: 确保达到800万吨,|力争达到1000万吨."""
AT_HEAD = re.compile(r"(?:[(][^()]{1,8}[)])?(?:力争|确保|争取|计划|提出|要求|明确|目标是?|即|其中)*")
"""What may stand before a year that governs all that its clause begins."""
STAGE = re.compile(r"(?:阶段|时期|[一-龥]期|步)[(]$")


def of_stage(text: str, when: When) -> bool:
    """Whether a year stands in brackets behind the name of a stage: 第一阶段(2024年), 提升期(2025—2026年)."""
    if when.role not in ("due", "span") or not re.match(r"年?(?:底|末)?[)]", text[when.end :]):
        return False
    return bool(STAGE.search(text[: when.start]))


class InForce:
    """Which year is in force while a sentence is read clause by clause.

    A year at the head of a clause governs what follows, up to the next year; one that binds a single deed
    (2026年6月底前完成…) governs its clause alone; a semicolon ends the year of a task that its own clause told.
    What is in force stands in ``frame``; ``goals`` says that the text is a list of goals, where a year governs more.
    """

    def __init__(
        self, text: str, whens: list[When], frame: Frame, *, goals: bool, before_plan: Callable[[int], bool]
    ) -> None:
        self.text, self.whens, self.frame = text, whens, frame
        self.goals, self.before_plan = goals, before_plan
        self.entered = self.settled = (frame.year, frame.year_told)
        self.own = self.bounded = False
        self.in_turn: set[int] = set()

    def enter(self, start: int, end: int, *, counted: bool) -> None:
        """Takes the clause ``[start, end)`` in; ``counted`` is whether it has a number."""
        text, frame = self.text, self.frame
        ends = not self.goals and start and text[start - 1] == ";" and (self.own or len(self.in_turn) > 1)
        if ends and not (frame.year_told and frame.year and self.before_plan(frame.year)):
            frame.year, frame.year_told = self.entered if len(self.in_turn) > 1 else self.settled
            self.own = False
            self.in_turn.clear()
        if (
            self.bounded
            and text[start - 1 : start] not in ("、", "和", "及")
            and not STRIVES.match(text, start)
        ):
            frame.year, frame.year_told = self.settled
            self.bounded = False
        for w in self.whens:
            if not start <= w.start < end:
                continue
            if of_stage(text, w):
                frame.stage = w.year
                self.settled, self.own, self.bounded = (w.year, True), False, False
            elif w.role == "due":
                self._due(w, start, counted=counted)
            elif w.role != "span" or w.first is None:
                continue
            frame.year, frame.year_told = w.year, True

    def _due(self, w: When, start: int, *, counted: bool) -> None:
        text, behind = self.text, self.text[w.end : w.end + 5]
        alone = re.match(r"(?:年?[底末])?(?:之?前|以前)?,", behind)
        heads = (
            (w.words[0] in "到至力" or alone)
            and behind[:1] not in ("、", "和", "及")
            and AT_HEAD.fullmatch(text, start, w.start)
        )
        announces = ANNOUNCES.match(text, w.end)
        parted = behind[:1] in (",", "、")
        self.own = self.own or not (heads or announces or w.start <= 4)
        if heads or announces or w.start <= 4:
            self.settled = (w.year, True)
        in_order = self.in_turn and counted and w.start - start <= 3
        of_task = (
            not self.goals
            and w.start > 4
            and not in_order
            and not parted
            and not re.match(r"(?:年?[底末])?(?:之?前|以前),", behind)
            and w.words[0] not in "到力至"
        )
        of_deed = (
            w.start - start > 4
            and "前" in text[w.end - 1 : w.end + 6]
            and not parted
            and not re.match(r"[^一-龥]*,", behind)
        )
        self.bounded = bool(of_task or of_deed) and not announces
        if w.start - start <= 1 and start and text[start - 1] in ";:" and not counted:
            self.settled, self.bounded = (w.year, True), False
        if w.start - start <= 3 and counted:
            self.in_turn.add(w.year)

    def forget(self) -> None:
        """What was in force before the sentence is in force again."""
        self.frame.year, self.frame.year_told = self.entered


def year_of(
    text: str,
    ca: int,
    q: Quantity,
    whens: list[When],
    frame: Frame,
    *,
    task_year: int | None,
    default_year: int | None,
    doc_year: int | None,
) -> tuple[int | None, bool]:
    """The year by which a number is due, and whether that was concluded: from the clause, the text before, what
    closes the sentence, the task, the year of the document, the plan.
    """
    ahead = AHEAD.search(text, 0, q.start)
    if ahead and not any(w.start < q.start and w.role in ("due", "span") for w in whens):
        told = AHEAD_YEARS.get(ahead.group(1)) or int(ahead.group(1))
        return (doc_year + told if doc_year else task_year or default_year), True
    near = [w for w in whens if w.role in ("due", "span", "past") and ca <= w.start < q.start]
    if near:
        return near[-1].year or None, False
    if frame.year_told:
        return frame.year or None, False
    later = [w for w in whens if w.role == "due" and q.end <= w.start <= q.end + 24]
    if (
        later
        and re.match(r"[^,;。(]{0,16}于?$", text[q.end : later[0].start])
        and re.match(
            r"年?(?:底|末)?(?:前|之前)?(?:落地|建成|投用|完成|到位|达到|实现|投产|竣工|运营|设立)",
            text[later[0].end :],
        )
    ):
        return later[0].year or None, False
    closing = CLOSING.search(text)
    if closing and closing.start() >= q.end:
        return int(closing.group(1)), False
    if task_year is not None:
        return task_year, True
    start = max(text.rfind(c, 0, q.start) for c in ";。") + 1
    if doc_year is not None and THIS_YEAR.search(text, start, q.start):
        return doc_year, True
    return default_year, True
