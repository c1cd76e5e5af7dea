"""The catalogue: all declarations of the roots, shaped, immutable, and cached by what was read."""

from __future__ import annotations

import hashlib
import os
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from threading import Lock
from types import MappingProxyType, ModuleType
from typing import Any, TypeVar

import zhichan
from zhichan.kernel.catalogue import files as reading
from zhichan.kernel.catalogue.problems import Problem
from zhichan.kernel.catalogue.shapes import (
    Declaration,
    Letter,
    Measure,
    Page,
    Procedure,
    Register,
    Selection,
    System,
    Words,
)
from zhichan.kernel.catalogue.shaping import shape
from zhichan.kernel.ground.refusal import Refusal, Text

WITHOUT = "ZHICHAN_UNDECLARED"
"""Environment variable that carries removals into child processes: one ``path`` or ``path#key`` a line."""

OVERLAY = "ZHICHAN_OVERLAY"
"""Environment variable that names folders of a city's own, laid over the platform's systems in their order."""

Kind = TypeVar("Kind", bound=Declaration)


EVERYBODY = {
    "anyone": Text("任何人", "anyone"),
    "clock": Text("时限届满", "the clock"),
    "hand-on": Text("由其他办理动作交办", "another act that hands it on"),
    "public": Text("公众", "the public"),
    "subject": Text("当事人", "whom it concerns"),
}
"""What those are called who are no role of any system."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All declarations in force.

    ``systems`` is keyed by id (M02), ``folders`` by folder; measures (the latest edition), ``editions`` (all of
    them in order), registers and procedures by slug, which no two of a kind share; selections and pages by name,
    such as ``management/indicators/overdue``. ``roles`` gives role → verbs, over all systems,
    ``role_titles`` what roles are called, as far as a system says.
    """

    systems: Mapping[str, System]
    folders: Mapping[str, System]
    measures: Mapping[str, Measure]
    editions: Mapping[str, tuple[Measure, ...]]
    registers: Mapping[str, Register]
    procedures: Mapping[str, Procedure]
    selections: Mapping[str, Selection]
    pages: Mapping[str, Page]
    roles: Mapping[str, frozenset[str]]
    role_titles: Mapping[str, Words]
    digest: str
    roots: tuple[Path, ...]
    removed: tuple[str, ...]
    _rules: Mapping[str, reading.File] = field(repr=False)

    def measure(self, *, slug: str, on: date) -> Measure:
        """The edition of a measure in force on a day; ``KeyError`` when there is none."""
        for measure in self.editions[slug]:
            if (measure.since is None or measure.since <= on) and (
                measure.until is None or on < measure.until
            ):
                return measure
        raise KeyError(f"{slug} on {on}")

    def procedure(self, slug: str) -> Procedure | None:
        """The procedure whose file is ``<slug>.procedure.toml``; None when there is none."""
        return self.procedures.get(slug)

    def roles_for(self, verb: str) -> frozenset[str]:
        """The roles that may do ``verb``: those given it by a system, and for a declared act those it names."""
        slug, _, name = verb.partition(":")
        procedure = self.procedures.get(slug)
        act = procedure.acts.get(name) if procedure else None
        given = {role for role, verbs in self.roles.items() if verb in verbs}
        return frozenset(given | set(act.roles if act else ()))

    def verb_title(self, verb: str) -> Text:
        """What an act is called: as its procedure titles it, or by its verb where none does."""
        slug, _, name = verb.partition(":")
        procedure = self.procedures.get(slug)
        act = procedure.acts.get(name) if procedure else None
        return Text(f"“{act.title.zh}”", f"“{act.title.en}”") if act else Text(f"“{verb}”", repr(verb))

    def role_title(self, role: str) -> Text:
        """What a role is called: as a system titles it, one of everybody's, or by its name where none does."""
        titled = self.role_titles.get(role)
        return Text(titled.zh, titled.en) if titled is not None else EVERYBODY.get(role, Text(role, role))

    def rule(self, *, folder: str, name: str) -> Callable[..., Any]:
        """The function ``name`` of the rules.py in a system's folder; ``KeyError`` when there is none."""
        file = self._rules.get(folder)
        if file is None or f"{file.path}#{name}" in self.removed:
            raise KeyError(f"{folder}/{reading.RULES}#{name}")
        found = getattr(_module(file), name, None)
        if not callable(found):
            raise KeyError(f"{file.path}#{name}")
        return found  # type: ignore[no-any-return]

    def letter(self, *, folder: str, name: str) -> Letter:
        """The letter ``letters/<name>.toml`` of a system's folder; ``KeyError`` when there is none."""
        place = reading.letter_file(roots=self.roots, folder=folder, name=name)
        if place is None:
            raise KeyError(f"{folder}/letters/{name}.toml")
        return read_letter(place, place.stat().st_mtime_ns)

    def lacking(self, *removals: str) -> Catalogue:
        """The same catalogue without ``path`` or ``path#dotted.key``; ``LookupError`` when there is no such thing."""
        return load(roots=self.roots, without=(*self.removed, *removals))


def default_root() -> Path:
    """The folder of the systems that come with the platform."""
    return Path(zhichan.__file__).parent / "systems"


def load(*, roots: Sequence[Path], without: Sequence[str] = ()) -> Catalogue:
    """Read and shape all declarations below ``roots``, later roots over earlier ones.

    Raises ``Refusal`` with one reason for each thing that has no shape, ``LookupError`` when something to be left
    out is not there, ``FileNotFoundError`` when a root is missing. Names, graph and law are the checker's business.
    """
    return _load(tuple(roots), reading.collect(roots=roots), tuple(without))


@lru_cache(maxsize=32)
def _load(roots: tuple[Path, ...], found: tuple[reading.File, ...], without: tuple[str, ...]) -> Catalogue:
    shaped, problems = read(found=found, without=without)
    if problems:
        raise Refusal.of(problem.as_reason() for problem in problems)
    declarations = [declaration for _, declaration in shaped]
    systems = _of(declarations, System)
    measures: dict[str, list[Measure]] = {}
    for measure in _of(declarations, Measure):
        measures.setdefault(measure.slug, []).append(measure)
    editions = {
        slug: tuple(sorted(items, key=lambda item: item.since or date.min))
        for slug, items in measures.items()
    }
    roles: dict[str, frozenset[str]] = {}
    for system in systems:
        for role, verbs in system.roles.items():
            roles[role] = roles.get(role, frozenset()) | frozenset(verbs)
    return Catalogue(
        systems=MappingProxyType({item.id: item for item in systems}),
        folders=MappingProxyType({item.folder: item for item in systems}),
        measures=MappingProxyType({slug: items[-1] for slug, items in editions.items()}),
        editions=MappingProxyType(editions),
        registers=MappingProxyType({item.slug: item for item in _of(declarations, Register)}),
        procedures=MappingProxyType({item.slug: item for item in _of(declarations, Procedure)}),
        selections=MappingProxyType({item.name: item for item in _of(declarations, Selection)}),
        pages=MappingProxyType({item.name: item for item in _of(declarations, Page)}),
        roles=MappingProxyType(roles),
        role_titles=MappingProxyType({role: title for each in systems for role, title in each.role_titles.items()}),
        digest=hashlib.sha256("\n".join([reading.digest(files=found), *without]).encode()).hexdigest(),
        roots=roots,
        removed=without,
        _rules=MappingProxyType(
            {
                file.folder: file
                for file in found
                if file.path.endswith(reading.RULES) and file.path not in without
            }
        ),
    )


@lru_cache(maxsize=1024)
def read_letter(place: Path, _changed: int) -> Letter:
    """The letter in a file, kept until the file changes; ``ValueError`` when it is none."""
    return Letter.model_validate(tomllib.loads(place.read_text(encoding="utf-8")))


def read(
    *, found: Sequence[reading.File], without: Sequence[str] = ()
) -> tuple[list[tuple[reading.Draft, Declaration]], list[Problem]]:
    """Drafts with their shapes, and what has none. A file that loses its shape by a removal is left out."""
    cut: dict[str, list[str]] = {}
    for removal in without:
        path, _, key = removal.partition("#")
        cut.setdefault(path, []).append(key)
    missing = set(cut) - {file.path for file in found}
    if missing:
        raise LookupError(f"nothing is declared at {', '.join(sorted(missing))}")
    shaped: list[tuple[reading.Draft, Declaration]] = []
    problems: list[Problem] = []
    for file in found:
        keys = cut.get(file.path, [])
        if file.path.endswith(".py"):
            if any(key and f"def {key}(" not in file.data.decode("utf-8", "replace") for key in keys):
                raise LookupError(f"{file.path} has no function {', '.join(keys)}")
            continue
        if "" in keys:
            continue
        draft = reading.draft(file=file)
        if isinstance(draft, Problem):
            problems.append(draft)
            continue
        for key in keys:
            draft = reading.removed(draft=draft, key=key)
        shape_found = shape(draft=draft)
        if isinstance(shape_found, Declaration):
            shaped.append((draft, shape_found))
        elif not keys:
            problems.extend(shape_found)
    return shaped, problems


def _of(declarations: list[Declaration], kind: type[Kind]) -> list[Kind]:
    return [item for item in declarations if isinstance(item, kind)]


@lru_cache(maxsize=256)
def _module(file: reading.File) -> ModuleType:
    # The name carries the content, so that an overlay's rules never stand in for the platform's.
    name = f"zhichan_rules_{hashlib.sha256(file.path.encode() + file.data).hexdigest()[:16]}"
    specification = spec_from_file_location(name, file.origin)
    if specification is None or specification.loader is None:
        raise ImportError(str(file.origin))
    module = module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


class _InUse:
    """The one catalogue this process works with; a place of its own, so that threads change it under a lock."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.catalogue: Catalogue | None = None


_in_use = _InUse()


def installed_roots() -> tuple[Path, ...]:
    """The platform's own systems, and over them the city's folders that ``ZHICHAN_OVERLAY`` names."""
    named = os.environ.get(OVERLAY, "").split(os.pathsep)
    return (default_root(), *(Path(each) for each in named if each))


def current() -> Catalogue:
    """The catalogue in use: what ``use`` has set, else what is installed."""
    with _in_use.lock:
        if _in_use.catalogue is None:
            _in_use.catalogue = load(roots=installed_roots(), without=inherited())
        return _in_use.catalogue


def use(catalogue: Catalogue) -> None:
    """Make ``catalogue`` the one in use in this process; the site does so at start."""
    with _in_use.lock:
        _in_use.catalogue = catalogue


def inherited() -> tuple[str, ...]:
    """What the parent process left out, see ``WITHOUT``."""
    return tuple(line for line in os.environ.get(WITHOUT, "").splitlines() if line)


@contextmanager
def without(*removals: str) -> Iterator[Catalogue]:
    """Leave out declarations (``path``), keys (``path#a.b``) or rules (``…/rules.py#name``) for a while.

    It holds for all threads of this process and for child processes started inside. Raises ``LookupError`` when
    there is nothing to leave out.
    """
    before = current()
    environment = os.environ.get(WITHOUT)
    lacking = before.lacking(*removals)
    use(lacking)
    os.environ[WITHOUT] = "\n".join(lacking.removed)
    try:
        yield lacking
    finally:
        use(before)
        if environment is None:
            del os.environ[WITHOUT]
        else:
            os.environ[WITHOUT] = environment
