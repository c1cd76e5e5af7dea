"""What each kind of declaration may say. A key that is not here is an error.

One file is one declaration; the shapes are read from TOML, so dates are dates and nothing is converted: a
number in quotation marks is not a number. Upper bounds (``until``) are exclusive.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PrivateAttr,
    StrictBool,
    StrictFloat,
    StrictInt,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic.types import Strict
from pydantic_core import PydanticCustomError

Chain = Literal["management", "creation", "utilisation", "protection", "service"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(-[a-z0-9_]+)*$", max_length=64)]
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Day = Annotated[date, Strict()]
Reference = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*(/[a-z][a-z0-9_-]*)*$", max_length=160)
]
Verb = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*:[a-z][a-z0-9_-]*$", max_length=100)]
Whole = Annotated[StrictInt, Field(ge=1)]
Bound = StrictInt | Annotated[StrictFloat, Field(allow_inf_nan=False)]
Names = Annotated[tuple[Name, ...], Field(min_length=1)]


class Shape(BaseModel):
    """The manners of every shape: frozen, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Shape):
    """The same words in Simplified Chinese and English; neither may be empty."""

    zh: Line
    en: Line


class Dated(Shape):
    """Something that holds from ``since`` up to, not including, ``until``."""

    since: Day
    until: Day | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until is not None and self.until <= self.since:
            raise PydanticCustomError("dates_reversed", "until must be later than since", {"key": "until"})
        return self


class Basis(Dated):
    """A legal basis: the clause and the days on which it is in force."""

    clause: Line


class Source(Shape):
    """Where a definition comes from: a clause or a reference, seen by us or known and still to be checked."""

    clause: Line | None = None
    reference: Line | None = None
    mark: Literal["seen", "known"]
    since: Day | None = None
    until: Day | None = None

    @model_validator(mode="after")
    def _is_a_clause_or_a_reference(self) -> Self:
        if (self.clause is None) == (self.reference is None):
            raise PydanticCustomError(
                "one_of", "needs exactly one of clause, reference", {"keys": "clause, reference"}
            )
        return self


class Declaration(Shape):
    """What all declarations have: a title; a name (its path), a file and an edition come from where it lies."""

    kind_of_file: ClassVar[str]

    _name: str = PrivateAttr(default="")
    _file: str = PrivateAttr(default="")
    _edition: str = PrivateAttr(default="")

    title: Words

    def place(self, *, name: str, file: str) -> None:
        """Say where it lies; the loader does so once, before anyone else sees the declaration."""
        self._name = name
        self._file = file
        self._edition = hashlib.sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()[:12]

    @property
    def name(self) -> str:
        """The path without endings, such as ``management/indicators/trademarks_in_force``."""
        return self._name

    @property
    def slug(self) -> str:
        """The last part of the name."""
        return self._name.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The folder of the system the declaration belongs to, such as ``management/indicators``."""
        return self._name.rpartition("/")[0]

    @property
    def file(self) -> str:
        """The file's path below the root, with its endings."""
        return self._file

    @property
    def edition(self) -> str:
        """Twelve hexadecimal digits that change when, and only when, what is declared changes."""
        return self._edition


class System(Declaration):
    """``system.toml``: the folder's id, owner, legal bases, and which role may do which verb.

    A verb is ``<procedure>:<act>``, ``<procedure>:read``, or one that a kernel room registers (``registry:load``).
    A role without verbs only reads what declarations name it for. ``role_titles`` says what roles are called; one
    system does so for all, or several alike.
    """

    kind_of_file: ClassVar[str] = "system"

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}[0-9]{2,3}$")]
    chain: Chain
    owner: Words
    bases: tuple[Basis, ...] = ()
    roles: dict[Name, tuple[Verb, ...]] = Field(default_factory=dict)
    role_titles: dict[Name, Words] = Field(default_factory=dict)


# --- measures -------------------------------------------------------------------------------------------------

Plain = StrictBool | StrictInt | Day | str


class Range(Shape):
    """At least ``from`` and less than ``until``; one of them may be left out."""

    from_: StrictInt | Day | None = Field(default=None, alias="from")
    until: StrictInt | Day | None = None

    @model_validator(mode="after")
    def _has_a_bound(self) -> Self:
        if self.from_ is None and self.until is None:
            raise PydanticCustomError("one_of", "needs at least one of from, until", {"keys": "from, until"})
        return self


class Known(Shape):
    """The column has a value (``known = true``) or has none (``known = false``)."""

    known: StrictBool


def _condition_tag(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "several"
    if isinstance(value, Known) or (isinstance(value, dict) and "known" in value):
        return "known"
    if isinstance(value, dict | Range):
        return "range"
    return "plain"


Condition = Annotated[
    Annotated[Plain, Tag("plain")]
    | Annotated[tuple[Plain, ...], Tag("several"), Field(min_length=1)]
    | Annotated[Range, Tag("range")]
    | Annotated[Known, Tag("known")],
    Discriminator(_condition_tag),
]
Where = dict[Name, Condition]


class Each(Shape):
    """Linear over the rows of a source: a stock adds at ``start`` and subtracts at ``end``, a flow adds ``on`` its day.

    ``amount`` is ``"1"`` or the name of an integer column. ``region = "holder"`` is the region of the first-named
    holder on the day; ``"row"`` is the region written in the row.
    """

    source: Name
    region: Literal["holder", "row"] = "holder"
    where: Where = Field(default_factory=dict)
    start: Name | None = None
    end: Name | None = None
    on: Name | None = None
    amount: Literal["1"] | Name = "1"

    @model_validator(mode="after")
    def _is_a_stock_or_a_flow(self) -> Self:
        if (self.start is None) == (self.on is None):
            raise PydanticCustomError("one_of", "needs exactly one of start, on", {"keys": "start, on"})
        if self.on is not None and self.end is not None:
            raise PydanticCustomError("end_of_flow", "end belongs to start, not to on", {"key": "end"})
        return self


class Criterion(Shape):
    """One way for a subject to be in the set: the rows, and the days from and to which they hold.

    ``key`` is the column that names the subject where it is not called as in the cover.
    """

    name: Name
    source: Name
    region: Literal["holder", "row"] = "holder"
    where: Where = Field(default_factory=dict)
    start: Name
    end: Name | None = None
    key: Name | None = None


class Subject(Shape):
    """The rows that are counted, and the days between which they can be: criteria outside them say nothing."""

    source: Name
    region: Literal["holder", "row"] = "holder"
    where: Where = Field(default_factory=dict)
    start: Name
    end: Name | None = None


class Cover(Shape):
    """Each subject once, while at least one criterion holds; ``key`` is the column that names the subject.

    With ``subject`` its rows are counted where they lie; without, each key once in each region of its criteria.
    """

    key: Name
    subject: Subject | None = None
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]


class Ratio(Shape):
    """``per`` times one measure over another; ``under_year`` shifts the denominator's year (-1 = the year before)."""

    over: Name
    under: Name
    per: Whole = 1
    under_year: Annotated[StrictInt, Field(ge=-5, le=0)] = 0


class Growth(Shape):
    """Growth of a measure over ``years`` years."""

    of: Name
    years: Whole = 1


class Sum(Shape):
    """The sum of several measures of one unit."""

    of: Annotated[tuple[Name, ...], Field(min_length=2)]


class Measure(Declaration):
    """``*.measure.toml``: what is counted, in which unit, and which direction is better.

    A cumulative measure adds up everything since ``counted_from`` (without it, all there is on record).
    """

    kind_of_file: ClassVar[str] = "measure"

    definition: Words
    unit: Line
    direction: Literal["higher", "lower", "neutral"]
    kind: Literal["stock", "flow", "cumulative", "ratio", "growth", "share", "index"]
    aggregation: Literal["sum", "ratio_of_sums", "none"]
    mode: Literal["computed", "computed+external", "reported", "external"]
    source: Source
    since: Day | None = None
    until: Day | None = None
    counted_from: Day | None = None
    each: Each | None = None
    cover: Cover | None = None
    ratio: Ratio | None = None
    growth: Growth | None = None
    sum: Sum | None = None

    @property
    def computation(self) -> Each | Cover | Ratio | Growth | Sum | None:
        """The one table that says how it is computed; ``None`` when its values are reported or published."""
        return self.each or self.cover or self.ratio or self.growth or self.sum

    @property
    def parts(self) -> tuple[str, ...]:
        """Slugs of the measures this one is made of."""
        if self.ratio:
            return (self.ratio.over, self.ratio.under)
        if self.growth:
            return (self.growth.of,)
        return self.sum.of if self.sum else ()

    @model_validator(mode="after")
    def _is_computed_in_one_way(self) -> Self:
        tables = [
            key for key in ("each", "cover", "ratio", "growth", "sum") if getattr(self, key) is not None
        ]
        if len(tables) > 1:
            raise PydanticCustomError("one_of", "more than one computation", {"keys": ", ".join(tables)})
        if self.mode.startswith("computed") and not tables:
            raise PydanticCustomError(
                "one_of",
                "a computed measure needs a computation",
                {"keys": "each, cover, ratio, growth, sum"},
            )
        if not self.mode.startswith("computed") and tables:
            raise PydanticCustomError(
                "mode_and_table", "a reported measure is not computed", {"key": tables[0]}
            )
        if self.each is not None and (self.kind == "stock") != (self.each.start is not None):
            raise PydanticCustomError(
                "stock_or_flow", "a stock needs start, a flow needs on", {"key": "each"}
            )
        if self.counted_from is not None and self.kind != "cumulative":
            raise PydanticCustomError(
                "counted_from", "only a cumulative measure is counted from a day", {"key": "counted_from"}
            )
        if self.since and self.until and self.until <= self.since:
            raise PydanticCustomError("dates_reversed", "until must be later than since", {"key": "until"})
        return self


class Span(Dated):
    """A length of time set by law or promise, with its clause and the days on which that clause holds.

    ``mark`` says how sure we are of the figure: seen in its source, known, or unsure and to be settled by the office.
    ``severity`` orders editions for the choice of the lighter one, the heaviest sanction first.
    """

    working_days: Whole | None = None
    days: Whole | None = None
    months: Whole | None = None
    hours: Whole | None = None
    clause: Line
    mark: Literal["seen", "known", "unsure"] | None = None
    severity: tuple[StrictInt, ...] | None = None

    @property
    def length(self) -> tuple[str, int]:
        """The unit and the number of units."""
        for unit in ("working_days", "days", "months", "hours"):
            number = getattr(self, unit)
            if number is not None:
                return unit, number
        raise AssertionError("a span without a length passed its shape")

    @model_validator(mode="after")
    def _has_one_length(self) -> Self:
        if sum(value is not None for value in (self.working_days, self.days, self.months, self.hours)) != 1:
            raise PydanticCustomError(
                "one_of", "needs exactly one length", {"keys": "working_days, days, months, hours"}
            )
        return self


class Retention(Shape):
    """How long something is kept, from which event, by which clause; after that it is to be destroyed.

    ``after`` is an act or a stage of a procedure, of a register ``entered`` or ``ended``. ``what`` names the fields
    that go, with their papers; without it everything goes that is in the case or entry, the kept letters included.
    The term, in days or months, is the one in force on the day of the event.
    """

    after: Name
    what: tuple[Name, ...] = ()
    term: Annotated[tuple[Span, ...], Field(min_length=1)]


# --- registers ------------------------------------------------------------------------------------------------


class Heading(Words):
    """What a column of data is called; with ``opens`` what stands in it leads somewhere.

    ``rows`` to the rows behind a figure: its row of data holds what rules are told of a measure (``measure``,
    ``region``, ``on`` or ``since`` and ``until``, ``position``). ``case`` and ``entry`` to the case or entry of this
    number, ``right`` to the right of this kind and key. It leads nowhere for whoever does not see what it leads to.
    """

    opens: Literal["rows", "case", "entry", "right"] | None = None


class FieldShape(Shape):
    """One field of a register or a procedure's form.

    With ``columns`` the data are rows of a table: pages and letters show these of their values, under these titles.
    Data that are one thing with parts are shown by them too: its own values as a row, each part with rows as a table.
    A paper is of one of the kinds in ``files`` (by its content; without them, of any but a web page) and of at most
    ``megabytes``. A number or an amount (in yuan) is at least ``least`` and at most ``most``. A text with ``opens`` is
    the number of a case, and leads there. A ``hint`` is what whoever fills it in has to know, and stands in the form.
    """

    title: Words
    hint: Words | None = None
    type: Literal[
        "text",
        "words",
        "number",
        "year",
        "money",
        "day",
        "flag",
        "choice",
        "region",
        "unit",
        "party",
        "paper",
        "right",
        "entry",
        "data",
    ]
    required: StrictBool = False
    choices: dict[Name, Words] = Field(default_factory=dict)
    register_: Reference | None = Field(default=None, alias="register")
    searched: StrictBool = False
    readers: tuple[Name, ...] = ()
    columns: dict[Name, Heading] = Field(default_factory=dict)
    files: tuple[Literal["pdf", "word", "excel", "slides", "ofd", "picture", "text", "archive", "web"], ...] = ()
    megabytes: Annotated[StrictInt, Field(ge=1, le=20)] | None = None
    least: Bound | None = None
    most: Bound | None = None
    opens: Literal["case"] | None = None

    @model_validator(mode="after")
    def _bounds_belong_to_a_number(self) -> Self:
        bounds = {name: value for name, value in (("least", self.least), ("most", self.most)) if value is not None}
        if bounds and self.type not in {"number", "money"}:
            raise PydanticCustomError(
                "choices", "least and most belong to the types number and money", {"key": next(iter(bounds))}
            )
        if len(bounds) == 2 and bounds["least"] > bounds["most"]:
            raise PydanticCustomError("choices", "least is more than most", {"key": "least"})
        if self.opens and self.type != "text":
            raise PydanticCustomError("choices", "opens belongs to the type text", {"key": "opens"})
        return self

    @model_validator(mode="after")
    def _choices_belong_to_a_choice(self) -> Self:
        if (self.type == "choice") != bool(self.choices):
            raise PydanticCustomError(
                "choices", "choices belong to the type choice, and only there", {"key": "choices"}
            )
        if (self.type == "entry") != (self.register_ is not None):
            raise PydanticCustomError(
                "choices", "register belongs to the type entry, and only there", {"key": "register"}
            )
        if self.columns and self.type != "data":
            raise PydanticCustomError(
                "choices", "columns belong to the type data, and only there", {"key": "columns"}
            )
        if self.type != "paper" and (self.files or self.megabytes is not None):
            key = "files" if self.files else "megabytes"
            raise PydanticCustomError("choices", "files and megabytes belong to the type paper", {"key": key})
        return self


class Exclusive(Shape):
    """No two entries with the same ``fields`` at a time; ``since`` and ``until`` name the fields that bound it."""

    fields: Names
    since: Name | None = None
    until: Name | None = None


class Register(Declaration):
    """``*.register.toml``: what is kept, for how long, what may be there only once, and who may see it.

    With ``public_until_end`` an entry is open to the public until its last day only: on every page, in every list and
    in the ledger. Without it what has ended stays readable as past.
    """

    kind_of_file: ClassVar[str] = "register"

    fields: Annotated[dict[Name, FieldShape], Field(min_length=1)]
    exclusive: tuple[Exclusive, ...] = ()
    retention: dict[Name, Retention] = Field(default_factory=dict)
    audience: Names
    label: Names
    public_until_end: StrictBool = False


# --- procedures -----------------------------------------------------------------------------------------------


class Stage(Shape):
    """A state in which a case rests. ``untimed`` says why no clock runs in it; it is needed where none does."""

    title: Words
    last: StrictBool = False
    untimed: Words | None = None


class HandOn(Shape):
    """Another act done in the same transaction: once for each of the facts that the rule ``facts`` returns.

    An act of the same procedure that opens no case is done to this one; ``target`` is the key under which each of the
    facts names what another act is done to.
    """

    verb: Verb
    facts: Name
    target: Name | None = None


class Box(Shape):
    """What is put in unseen, and comes out together and shuffled.

    ``admits`` names the needed fact that lists who may put something in: a row for each one-time code, with its
    ``digest`` and whatever else rules are to know of whoever holds it. The rows go into the box and are kept nowhere
    else. ``into`` names the needed fact with the number of the case whose box takes what a nameless act opens.
    ``ends`` the box: ``open`` makes a case of everything in it, in an order drawn then; ``destroy`` does not. Either
    way all that is known of the codes is gone with it.
    """

    admits: Name | None = None
    into: Name | None = None
    ends: Literal["open", "destroy"] | None = None

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        if sum(each is not None for each in (self.admits, self.into, self.ends)) != 1:
            raise PydanticCustomError(
                "one_of", "needs exactly one of admits, into, ends", {"keys": "admits, into, ends"}
            )
        return self


class Act(Shape):
    """What someone does to a case: from which stages, to which one, who, with what, under which guards.

    Without ``from`` it opens a case; without ``to`` the case stays where it is; with ``back`` it returns to the stage
    it was in before the present one. ``needs`` names fields of the procedure, ``guards`` and ``derive`` functions of
    rules.py, ``enters`` a register, ``letter`` a file in letters/ that the act issues, ``serves`` one that it serves.

    What ``derive`` computes becomes the facts; with ``keep``, or without ``derive``, so do the facts given.
    ``who`` names roles, parts, ``anyone``, the ``clock``, or ``hand-on`` for what nobody does but another act hands on.

    ``on`` names the fact that is the act's day in law (without it, the day it is done); ``corrects`` an earlier act
    whose day in law this one replaces. It has to wait until the clocks in ``waits`` have stopped or run out, and is
    possible only ``within`` others that still run. ``may`` names fields it can bring beside ``needs``; the roles and
    parts in ``tells`` get a notice of it, as the units with a part in the case do; ``saying`` is the fact, in both
    languages or as it was written, that the notice adds, such as what to do. What is done ``at_will``, such as urging
    somebody, waits for nobody.

    With ``nameless``, which names the needed fact that holds a one-time code, nobody can tell who opened the case: it
    is done as by anyone, on the day and at no time of it, whoever was signed in; the code is spent apart and kept
    nowhere. Guards and rules see the code; what they derive must not hold it. With a ``box`` it becomes a case only
    when the box is opened, so that nothing tells which code it came with.
    """

    title: Words
    from_: Names | Name | None = Field(default=None, alias="from")
    to: Name | None = None
    back: StrictBool = False
    who: Names | Name
    on: Name | None = None
    corrects: Name | None = None
    waits: tuple[Name, ...] = ()
    within: tuple[Name, ...] = ()
    needs: tuple[Name, ...] = ()
    may: tuple[Name, ...] = ()
    tells: tuple[Name, ...] = ()
    saying: Name | None = None
    at_will: StrictBool = False
    guards: tuple[Name, ...] = ()
    derive: dict[Name, Name] = Field(default_factory=dict)
    keep: StrictBool = False
    enters: Reference | None = None
    letter: Name | None = None
    serves: Name | None = None
    hands_on: tuple[HandOn, ...] = ()
    nameless: Name | None = None
    box: Box | None = None
    clause: Line | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The stages from which it may be done; empty when it opens the case."""
        if self.from_ is None:
            return ()
        return (self.from_,) if isinstance(self.from_, str) else self.from_

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that may do it."""
        return (self.who,) if isinstance(self.who, str) else self.who

    @model_validator(mode="after")
    def _goes_to_one_place(self) -> Self:
        if self.back and self.to is not None:
            raise PydanticCustomError("one_of", "needs exactly one of to, back", {"keys": "to, back"})
        return self

    @model_validator(mode="after")
    def _hides_only_what_anyone_may_open(self) -> Self:
        if self.nameless is None:
            return self
        if self.from_ is not None or self.roles != ("anyone",) or self.nameless not in self.needs:
            raise PydanticCustomError(
                "nameless", "a nameless act opens a case, is anyone's, and needs its code", {"key": "nameless"}
            )
        if self.keep or not self.derive:
            raise PydanticCustomError(
                "nameless", "a nameless act derives its facts, so that the code is none", {"key": "nameless"}
            )
        return self

    @model_validator(mode="after")
    def _puts_into_a_box_what_is_nobodys(self) -> Self:
        if self.box is None:
            return self
        if (self.box.into is not None) != (self.nameless is not None) or (self.box.into is None and not self.sources):
            raise PydanticCustomError(
                "box", "a nameless act puts into a box; an act of its case admits to it and ends it", {"key": "box"}
            )
        if {self.box.into, self.box.admits} - {None, *self.needs}:
            raise PydanticCustomError("box", "an act needs the fact that its box names", {"key": "box"})
        return self


class Pause(Shape):
    """Between two acts the clock stands still; ``papers`` names the facts that hold the papers of either.

    Any of several acts ``to`` may end it. With ``per`` there is a pause for each value of that fact, such as the
    recipient of a letter, and what is done for one ends no other's.
    """

    from_: Name = Field(alias="from")
    to: Names | Name
    clause: Line | None = None
    papers: tuple[Name, ...] = ()
    per: Name | None = None

    @property
    def ends(self) -> tuple[str, ...]:
        """The acts that end it."""
        return (self.to,) if isinstance(self.to, str) else self.to


class Extension(Shape):
    """Who may lengthen a term, how often, and by how much at most.

    ``act`` is the act that decides it; ``granted`` a fact that may give a shorter length than the term's.
    """

    by: Name
    times: Whole
    term: Annotated[tuple[Span, ...], Field(min_length=1)]
    act: Name | None = None
    granted: Name | None = None


class Variant(Shape):
    """Another term for cases whose facts are as in ``when``."""

    when: Annotated[Where, Field(min_length=1)]
    term: Annotated[tuple[Span, ...], Field(min_length=1)]


class Clock(Shape):
    """A term: it starts with one of ``starts``, ends with one of ``stops``; ``overdue`` says what then.

    Starts, stops and ``restarts`` (which begin it anew while it runs) are acts, or stages: then it is entering them
    that counts. ``overdue`` is ``warn``, ``escalate``, ``forfeit`` (a right that ends with its last day; nobody is
    late), or the name of an act that the clock itself performs.

    ``chosen`` says which edition of the term applies: that in force when the case was accepted, at the step, at the
    act judged (on the day that the fact ``judged_on`` holds), or the lighter one. The first of ``variants`` whose
    facts hold replaces ``term``. ``extend`` comes before ``extend_further``, in order. ``awaits`` is the role or part
    whose move it is; ``per`` a fact by whose value separate terms run, such as the recipient of a letter.

    A last day on a statutory holiday always moves; with ``roll`` one on a weekend moves too. With ``until``, the fact
    of that name holds the last day itself, agreed or ordered; the term is for cases that have none.
    """

    title: Words | None = None
    starts: Names
    stops: Names
    restarts: tuple[Name, ...] = ()
    pauses: tuple[Pause, ...] = ()
    term: Annotated[tuple[Span, ...], Field(min_length=1)]
    variants: tuple[Variant, ...] = ()
    chosen: Literal["accepted", "step", "act", "lighter"]
    judged_on: Name | None = None
    extend: Extension | None = None
    extend_further: tuple[Extension, ...] = ()
    duty: Literal["statutory", "promised", "targeted"] = "statutory"
    roll: StrictBool = False
    awaits: Name | None = None
    per: Name | None = None
    until: Name | None = None
    overdue: Name

    @property
    def extensions(self) -> tuple[Extension, ...]:
        """All ways to extend it, in the order in which they may be used."""
        return (*((self.extend,) if self.extend else ()), *self.extend_further)


class Notice(Shape):
    """An act that must come at least a term before the day that the fact ``before`` holds.

    With ``clear``, which is the safe reading, the whole term lies between the two days.
    """

    act: Name
    before: Name
    clear: StrictBool = True
    term: Annotated[tuple[Span, ...], Field(min_length=1)]


class Part(Shape):
    """People or parties with a part in a case, listed in the fact ``field``.

    Each item has a ``name`` and, to reach the case, a ``party`` code, a ``user`` number or the hash of an ``access``
    code. Those of a part that ``reads`` may see the case; those of one that ``bars`` may not, whatever else they are.
    With ``units`` it is one of the offices of that kind (``bank``, or ``any``), chosen from a list instead of written.
    """

    title: Words
    field: Name
    reads: StrictBool = True
    bars: StrictBool = False
    units: Name | None = None


class Before(Shape):
    """In every course, ``act`` comes only after one of ``after``, or once a clock in ``out`` ran out."""

    act: Name
    after: Names
    out: tuple[Name, ...] = ()
    clause: Line | None = None


class Always(Shape):
    """``act`` stays possible wherever a case may stand, until it enters one of ``until`` or ends."""

    act: Name
    until: tuple[Name, ...] = ()
    clause: Line | None = None


class Never(Shape):
    """Those ``who`` (roles, parts, ``anyone``, ``clock``) never do any of ``acts``, or anything ``but`` these."""

    who: Names
    acts: tuple[Name, ...] = ()
    but: tuple[Name, ...] = ()
    clause: Line | None = None

    @model_validator(mode="after")
    def _says_it_one_way(self) -> Self:
        if bool(self.acts) == bool(self.but):
            raise PydanticCustomError("one_of", "needs exactly one of acts, but", {"keys": "acts, but"})
        return self


class Follow(Shape):
    """What happens to a right on which a case rests comes to the case as an act of its own, done by the ``follower``.

    ``field`` is the fact that lists the rights (texts, or items with ``right``). ``act`` takes the facts ``right``,
    ``happening`` (such as ``lapse``, ``transfer``, or a register's name), ``happened_on`` and ``told``, and no guard:
    what has happened is not refused. It comes only in the stages from which the act is declared.
    """

    field: Name
    act: Name


class Light(Shape):
    """One way in which a case can stand: its name and how it is shown."""

    title: Words
    kind: Literal["ok", "attention", "late", "refused", "unknown"]


class Standing(Shape):
    """How a case stands, computed by ``rule`` from its course, clocks and facts whenever somebody looks.

    It is no field and no fact: nothing can be given that would become it. The rule returns the name of one of
    ``lights`` with its reason.
    """

    title: Words
    rule: Name
    lights: Annotated[dict[Name, Light], Field(min_length=2)]


class Letter(Shape):
    """``letters/<name>.toml``: the words of an official letter, to whom it goes.

    ``{fact}`` stands for a fact, ``{due.clock}`` for the last day of a clock, ``{number}`` for the case's number and
    ``{day}`` for the day it is issued. What it states is kept with it, and compared whenever a fact changes.
    """

    title: Words
    to: Names
    clause: Line | None = None
    text: Line


class Procedure(Declaration):
    """``*.procedure.toml``: stages, acts and clocks of one kind of case.

    ``number`` is the prefix of case numbers; ``audience`` the roles that may read a case in its region or above;
    ``public`` the stages in which everyone may; ``exact`` whether an act takes only the facts it needs or may bring;
    ``assigned`` whether the units given a part in it may; ``standing``
    how a case stands, computed anew each time; ``follows`` the rights whose fate comes to the case; ``parts``
    the people and parties who may beside them. ``accepted`` is the act or stage by which a case is accepted (without
    it, the one that opens it). ``before``, ``apart``, ``always`` and ``never`` are what must hold in every course: what
    comes before what, which acts the same person never does, what stays possible, and who never does what.
    ``retention`` says what of a closed case is kept how long, ``running`` whether cases that run under an earlier
    edition ``move`` to this one with their next act, or ``stay``.
    """

    kind_of_file: ClassVar[str] = "procedure"

    number: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,6}$")]
    public: tuple[Name, ...] = ()
    assigned: StrictBool = False
    exact: StrictBool = False
    standing: Standing | None = None
    follows: tuple[Follow, ...] = ()
    stages: Annotated[dict[Name, Stage], Field(min_length=2)]
    acts: Annotated[dict[Name, Act], Field(min_length=1)]
    clocks: dict[Name, Clock] = Field(default_factory=dict)
    notices: dict[Name, Notice] = Field(default_factory=dict)
    parts: dict[Name, Part] = Field(default_factory=dict)
    accepted: Name | None = None
    before: tuple[Before, ...] = ()
    apart: tuple[Annotated[tuple[Name, ...], Field(min_length=2)], ...] = ()
    always: tuple[Always, ...] = ()
    never: tuple[Never, ...] = ()
    fields: dict[Name, FieldShape] = Field(default_factory=dict)
    retention: dict[Name, Retention] = Field(default_factory=dict)
    running: Literal["move", "stay"] = "move"
    audience: Names

    @model_validator(mode="after")
    def _ends_the_box_it_makes(self) -> Self:
        boxes = [act.box for act in self.acts.values() if act.box is not None]
        for name, act in self.acts.items():
            for each in (*act.needs, *act.may) if act.box is not None and act.box.into is not None else ():
                if each in self.fields and self.fields[each].type == "paper":
                    # A paper would be kept at once, beside the box and in the open.
                    raise PydanticCustomError("box", "no paper goes into a box", {"key": f"acts.{name}.needs"})
        if any(each.admits for each in boxes) != any(each.ends for each in boxes):
            raise PydanticCustomError(
                "box", "a box that an act makes is ended by another, and the other way round", {"key": "acts"}
            )
        return self


# --- selections and pages -------------------------------------------------------------------------------------


class Selection(Declaration):
    """``*.selection.toml``: a named question over a source, a register or a procedure's cases.

    With ``tells`` it is asked every day of rights of a source that have holders: of those held by parties that somebody
    acts for (``holders``), or of those in saved searches for marks alike (``watchers``). Each of what ``test`` answers
    is told once to whoever it concerns, with ``reason`` as why.
    """

    kind_of_file: ClassVar[str] = "selection"

    of: Reference
    where: Where = Field(default_factory=dict)
    test: Name | None = None
    reason: Words
    order: tuple[Name, ...] = ()
    audience: Names
    tells: Literal["holders", "watchers"] | None = None

    @model_validator(mode="after")
    def _tells_what_its_test_answers(self) -> Self:
        if self.tells is not None and (self.test is None or self.where or self.order):
            raise PydanticCustomError(
                "tells", "what tells needs a test, which alone decides: no where, no order", {"key": "tells"}
            )
        return self


class Page(Declaration):
    """``*.page.toml``: what is shown of which declarations, on the desk, to the public, as a report or bulletin."""

    kind_of_file: ClassVar[str] = "page"

    kind: Literal["desk", "public", "report", "bulletin"]
    of: Annotated[tuple[Reference, ...], Field(min_length=1)]
    columns: tuple[Name, ...] = ()


KINDS: dict[str, type[Declaration]] = {
    shape.kind_of_file: shape for shape in (System, Register, Procedure, Selection, Measure, Page)
}
"""Kind of file → shape. ``system`` is the file ``system.toml``; the others end in ``.<kind>.toml``."""
