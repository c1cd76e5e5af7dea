"""Opening the house: Django set up, the catalogue loaded, the database ready — for every process alike."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from threading import Event

from zhichan.kernel.ground.refusal import Refusal
from zhichan.site import backup, database, journal, places

DEMO_RECORDS = 60_000


def set_up() -> None:
    """Set Django up; the rooms register their verbs and consumers in their `AppConfig.ready`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhichan.site.settings")
    import django

    django.setup()
    journal.register()


def check() -> None:
    """Refuse to serve through a role that passes by row-level security, or what is half restored."""
    database.check_login_role()
    backup.refuse_unfinished()
    database.disconnect()


@contextmanager
def opened() -> Iterator[None]:
    """The house open for one command: what is missing is started before, and stopped after.

    Tables are brought up to date when the code has changed since they last were; what they hold is backed up
    before, when migrations are pending.
    """
    with database.available():
        set_up()
        with places.locked(places.var() / ".opening"):
            mark = database.tables_mark()
            if not mark.exists() or mark.read_text(encoding="utf-8") != database.state():
                _bring_up_to_date()
                places.write_private(mark, database.state())
        backup.refuse_unfinished()
        yield


def _bring_up_to_date() -> None:
    database.make()
    if database.is_to_be_upgraded():
        file = backup.before_upgrade(at=datetime.now(UTC))
        if file is not None:
            print(f"升级前的备份：{file}  Backup before the upgrade: {file}", file=sys.stderr, flush=True)
    database.prepare()


def run_consumers(stop: Event) -> None:
    """Run the ledger's consumers until `stop` is set; a search index that is missing is made first."""
    from zhichan.kernel.ledger import public as ledger
    from zhichan.kernel.registry.searching import public as searching

    if searching.stale():
        searching.everything()
    ledger.run_consumers(stop)


def run_expiries(stop: Event, *, pause: float = 30.0) -> None:
    """Perform declared expiries as their instants come; bring standings of rights and saved searches up to date, and
    remind of what has come near.

    It runs until `stop` is set; a pinned day is respected. Where a year's holidays have come, open cases get their
    last days anew first.

    A database that is away for a moment is tried again at the next round; nothing depends on punctuality. Each step is
    tried by itself: what fails in one, a rule of a declaration too, is logged and keeps no other from being done.
    """
    from django.db import InterfaceError, OperationalError

    from zhichan.doors.look.frame import now, today
    from zhichan.kernel.casework import public as casework
    from zhichan.kernel.inbox import public as inbox
    from zhichan.kernel.registry import public as registry
    from zhichan.kernel.selections import public as selections

    reminded = ""

    def remind() -> None:
        nonlocal reminded
        state = inbox.reminder_state(on=today())
        if state == reminded:
            return
        try:
            inbox.remind_all(at=now())
        except (InterfaceError, OperationalError):
            raise
        except Exception:
            # What fails at every asking is asked again when something has changed, not every half minute.
            logging.getLogger("zhichan.worker").exception("reminders failed")
        reminded = state

    steps: Mapping[str, Callable[[], object]] = {
        "calendars": lambda: follow_calendars(on=today()),
        "expiries": lambda: casework.tick(at=now()),
        "standings": lambda: registry.settle(on=today()),
        "saved searches": lambda: selections.settle(at=now()),
        "reminders": remind,
    }
    while not stop.is_set():
        for name, step in steps.items():
            _tried(name, step)
        stop.wait(pause)


def _tried(name: str, step: Callable[[], object]) -> bool:
    """Do one step of a worker's thread; what fails is logged, so that the thread lives on. Whether it was done."""
    from django.db import InterfaceError, OperationalError, connection

    log = logging.getLogger("zhichan.worker")
    try:
        step()
        return True
    except (InterfaceError, OperationalError) as error:
        log.warning("%s wait for the database: %s", name, error)
    except Exception:
        log.exception("%s failed", name)
    finally:
        connection.close()
    return False


def follow_calendars(*, on: date) -> int:
    """Compute the last days of open cases anew where other calendar files are read than before; how many moved."""
    from zhichan.kernel.casework import public as casework
    from zhichan.kernel.ground import calendars

    mark, found = places.var() / "calendars", calendars.edition()
    if mark.exists() and mark.read_text(encoding="ascii") == found:
        return 0
    calendars.forget()
    moved = casework.reindex(as_of=on)
    # Written afterwards: whoever was stopped in between begins again, which moves nothing twice.
    places.write_private(mark, found)
    if moved:
        logging.getLogger("zhichan.worker").info("other holidays: the last days of %s open cases moved", moved)
    return moved


def run_loads(stop: Event, *, pause: float = 1.0) -> None:
    """Read and load the large uploads that wait, and those that a killed worker left, until `stop` is set."""
    from zhichan.doors.desk.loads import work
    from zhichan.doors.look.frame import now

    while not stop.is_set():
        done = _tried("loads", lambda: work.step(at=now()))
        # What fails at every try is not to fill the log.
        stop.wait(pause if done else 30 * pause)


def run_publishing(stop: Event, *, pause: float = 300.0) -> None:
    """Make the files of open data anew after each load and each day, until `stop` is set."""
    from zhichan.doors.feeds import publishing
    from zhichan.doors.look.frame import now

    def publish() -> None:
        if publishing.stale(day=now().date()):
            publishing.publish(at=now(), day=now().date())

    while not stop.is_set():
        _tried("open data", publish)
        stop.wait(pause)


def check_declarations() -> None:
    """Pass declarations and calendars through all gates; a `Refusal` names each file and line that is wrong.

    Call after `set_up`: the rooms have then told the catalogue their verbs.
    """
    from zhichan.kernel.catalogue import public as catalogue
    from zhichan.kernel.ground import calendars
    from zhichan.kernel.registry.sources import SOURCES

    calendars.years()
    roots = catalogue.current().roots
    problems = catalogue.check(roots=roots, sources=SOURCES)
    if problems:
        raise Refusal.of(problem.as_reason() for problem in problems)


def has_demo() -> bool:
    """Whether the demo city was loaded into this database."""
    return database.demo_mark().exists()


def load_demo(*, records: int | None = None, progress: Callable[[str, int], None] | None = None) -> bool:
    """Load the demo city unless it is there; False when it was. Call inside `opened`.

    `records` is about how many there shall be (`DEMO_RECORDS`); `progress(name, count)` is told of each source.
    A load that was interrupted is taken up again. From then on the day that counts as today is the demo's,
    unless `ZHICHAN_AS_OF` names another.
    """
    from django.conf import settings

    from zhichan import demo

    if has_demo():
        return False
    if settings.ZHICHAN_AS_OF is None:
        settings.ZHICHAN_AS_OF = demo.AS_OF
    demo.load(size=(records or DEMO_RECORDS) / DEMO_RECORDS, progress=progress)
    catch_up()
    demo.follow()
    catch_up()
    places.write_private(database.demo_mark(), demo.AS_OF.isoformat())
    return True


def catch_up() -> None:
    """Let the ledger's consumers read everything there is, so that no number waits for the worker."""
    from zhichan.kernel.ledger import public as ledger

    while ledger.step():
        pass
