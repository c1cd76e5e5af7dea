"""The second wall: what the login role can touch, enumerated from the database itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from tests.statements import counted

from zhichan.kernel.access.public import ANYONE, Actor, Role, readers_for, reading
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Region, kernel, where_seen
from zhichan.kernel.registry.public import OPEN_TABLES

pytestmark = pytest.mark.django_db
DAY = date(2025, 9, 30)

# Reference data, the order of events, public rights, and counts of them: no row of these is confidential.
OPEN_TO_ALL = {
    "ground_region", "ground_unit", "ground_party", "ledger_position", "ledger_seal",
    "measures_cell", "measures_contribution", "measures_definition", "measures_held", "measures_taken",
    *OPEN_TABLES,
}  # fmt: skip


def ours() -> dict[str, tuple[str, bool, bool, str]]:
    """Every table that is not Django's own: name → (comment, row security, forced, owner)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, coalesce(obj_description(c.oid), ''), c.relrowsecurity, c.relforcerowsecurity,"
            " pg_get_userbyid(c.relowner) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public'"
            " AND c.relname !~ '^(auth|django)_'"
        )
        return {name: tuple(rest) for name, *rest in cursor.fetchall()}


def may(role: str, table: str, privilege: str) -> bool:
    """Whether ``role`` holds ``privilege`` on ``table``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, privilege])
        return bool(cursor.fetchone()[0])


def test_every_table_says_who_may_see_it() -> None:
    said = {name: comment for name, (comment, *_) in ours().items()}
    protected = {name for name, comment in said.items() if comment == "zhichan: protected"}
    known = {"zhichan: open", "zhichan: protected", "zhichan: kernel only"} | {
        f"zhichan: follows {name}" for name in protected
    }
    assert {name: comment for name, comment in said.items() if comment not in known} == {}


def test_only_the_tables_named_here_are_open_to_every_reader() -> None:
    assert {name for name, (comment, *_) in ours().items() if comment == "zhichan: open"} == OPEN_TO_ALL
    hidden = {name for name, (comment, *_) in ours().items() if comment == "zhichan: kernel only"}
    assert {name for name in hidden if may("zhichan_reader", name, "SELECT")} == set()
    secured = {name for name, (_, enabled, forced, _) in ours().items() if enabled and forced}
    readable = {name for name in ours() if may("zhichan_reader", name, "SELECT")}
    assert readable - secured == OPEN_TO_ALL


def test_a_table_that_follows_another_has_forced_row_security() -> None:
    for name, (comment, enabled, forced, _) in ours().items():
        if comment.startswith("zhichan: follows"):
            assert (enabled, forced) == (True, True), name


def test_protected_tables_have_forced_row_security_and_the_audience_columns() -> None:
    for name, (comment, enabled, forced, _) in ours().items():
        if comment == "zhichan: protected":
            assert (enabled, forced) == (True, True), name
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_attribute WHERE attrelid = %s::regclass"
                    " AND attname IN ('readers', 'barred', 'public') AND NOT attisdropped",
                    [name],
                )
                assert cursor.fetchone()[0] == 3, name


def test_the_roles_own_nothing_and_cannot_bypass() -> None:
    assert {owner for *_, owner in ours().values()}.isdisjoint(
        {"zhichan_app", "zhichan_reader", "zhichan_kernel"}
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname IN ('zhichan_app', 'zhichan_reader', 'zhichan_kernel')"
            " AND (rolsuper OR rolbypassrls OR rolinherit AND rolname = 'zhichan_app')"
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT session_user")
        assert cursor.fetchone()[0] == "zhichan_app"


def test_the_login_role_itself_may_touch_none_of_our_tables() -> None:
    for name in ours():
        for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"):
            assert not may("zhichan_app", name, privilege), (name, privilege)


def test_the_reader_role_writes_nothing() -> None:
    for name in ours():
        for privilege in ("INSERT", "UPDATE", "DELETE", "TRUNCATE"):
            assert not may("zhichan_reader", name, privilege), (name, privilege)


def test_the_kernel_role_cannot_change_history() -> None:
    for name in ("ledger_event", "ledger_position", "ledger_seal"):
        for privilege in ("UPDATE", "DELETE", "TRUNCATE"):
            assert not may("zhichan_kernel", name, privilege), (name, privilege)


def test_a_query_that_forgot_its_context_is_refused() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        list(Case.objects.all())


@pytest.fixture
def qingping() -> Region:
    """A county of the test city."""
    with kernel():
        city = Region.objects.create(
            slug="testcity", name="测试市", name_en="Test City", kind="city", path="/testcity/"
        )
        return Region.objects.create(
            slug="testcounty",
            name="测试县",
            name_en="Test County",
            kind="county",
            parent=city,
            path="/testcity/testcounty/",
        )


def case_in(region: Region, **audience: object) -> Case:
    """A case with this audience."""
    with kernel():
        return Case.objects.create(
            procedure="plan",
            edition="",
            number=f"T-{Case.objects.count()}",
            title="案",
            stage="reviewing",
            region=region,
            opened_at="2025-01-01T00:00:00Z",
            **audience,
        )


def seen(actor: Actor) -> int:
    """How many cases the actor sees."""
    with reading(actor):
        return Case.objects.count()


def test_a_row_is_seen_by_its_readers_at_or_above_its_region_and_by_no_one_else(qingping: Region) -> None:
    case_in(qingping, readers=readers_for(["county-officer"], qingping.path))
    city = Actor("user:1", DAY, (Role("county-officer", "/testcity/"),))
    county = Actor("user:2", DAY, (Role("county-officer", "/testcity/testcounty/"),))
    neighbour = Actor("user:3", DAY, (Role("county-officer", "/testcity/other/"),))
    assert [seen(each) for each in (city, county, neighbour, Actor(ANYONE, DAY))] == [1, 1, 0, 0]


def test_a_public_row_is_seen_by_anyone_only_within_its_days(qingping: Region) -> None:
    case_in(qingping, public=True, public_from=date(2025, 9, 1), public_until=date(2025, 10, 1))
    assert [
        seen(Actor(ANYONE, day))
        for day in (date(2025, 8, 31), date(2025, 9, 1), date(2025, 9, 30), date(2025, 10, 1))
    ] == [0, 1, 1, 0]


def test_a_barred_principal_does_not_see_a_row_it_could_otherwise_read(qingping: Region) -> None:
    case_in(qingping, public=True, readers=["user:7"], barred=["user:7"])
    assert seen(Actor("user:7", DAY)) == 0
    assert seen(Actor("user:8", DAY)) == 1


def test_principals_do_not_survive_their_context(qingping: Region) -> None:
    case_in(qingping, readers=["user:7"])
    assert seen(Actor("user:7", DAY)) == 1
    assert seen(Actor("user:8", DAY)) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('zhichan.principals', true)")
        assert cursor.fetchone() == ("zhichan_app", "")


def test_who_reads_on_as_the_same_reader_or_the_kernel_sets_nothing_anew(qingping: Region) -> None:
    one, other = Actor("user:7", DAY), Actor("user:8", DAY)
    case_in(qingping, readers=["user:7"], public=False)

    def sent(inner: Any) -> list[str]:
        def work() -> None:
            with inner:
                pass

        return [sql for sql in counted(work) if "set_config" in sql]

    with reading(one):
        assert counted(lambda: seen(one)) == counted(Case.objects.count), "only what it reads"
        assert len(sent(reading(other))) == 2
        assert len(sent(kernel())) == 2
        assert seen(one) == 1
        with kernel():
            assert sent(kernel()) == []
            with pytest.raises(LookupError), kernel(), reading(other):
                raise LookupError
            assert Case.objects.count() == 1
            assert len(sent(reading(one))) == 2
        assert Case.objects.count() == 1
    with kernel():
        assert Case.objects.count() == 1
        assert (seen(other), seen(one)) == (0, 1)


SEES = "SELECT id FROM casework_case WHERE number = %s"
READ = "SELECT number, current_user FROM casework_case WHERE number = %s AND {seen}"


def test_what_the_reader_does_not_see_the_kernel_is_not_given_in_the_same_trip(qingping: Region) -> None:
    case_in(qingping, readers=["user:7"], public=False)
    with kernel():
        number = Case.objects.values_list("number", flat=True).get()

    def given(name: str) -> list[list[tuple[Any, ...]]]:
        found = where_seen(
            [(READ, [number]), (READ, [number])], seen=(SEES, [number]), principals=[name], day=DAY
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("zhichan_kernel",)
        return found

    with kernel():
        assert given("user:7") == [[(number, "zhichan_kernel")]] * 2
        assert given("user:8") == [[], []]
        assert given("user:7") == [[(number, "zhichan_kernel")]] * 2
    with reading(Actor("user:7", DAY)), pytest.raises(LookupError):
        given("user:7")
    with pytest.raises(LookupError):
        given("user:7")


@pytest.mark.django_db(transaction=True)
def test_what_begins_a_transaction_sets_the_role_in_the_same_trip_and_its_end_gives_it_back() -> None:
    def who() -> tuple[str, str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, coalesce(current_setting('zhichan.principals', true), '')")
            found: tuple[str, str] = cursor.fetchone()
            return found

    with reading(Actor("user:7", DAY)):
        assert who() == ("zhichan_reader", '{"anyone","user:7"}')
    assert who() == ("zhichan_app", "")

    def failing() -> None:
        with kernel():
            assert who() == ("zhichan_kernel", "")
            Region.objects.create(slug="gone", name="回退市", kind="city", path="/gone/")
            raise LookupError

    with pytest.raises(LookupError):
        failing()
    assert who() == ("zhichan_app", "")
    with kernel():
        assert not Region.objects.filter(slug="gone").exists()
    connection.close()
    with kernel():
        assert who() == ("zhichan_kernel", "")


def test_what_is_read_within_leaves_the_principals_around_it_as_they_were(qingping: Region) -> None:
    case_in(qingping, readers=["user:7"], public=False)
    with reading(Actor("user:7", DAY)):
        assert Case.objects.count() == 1
        assert seen(Actor("user:8", DAY)) == 0
        assert Case.objects.count() == 1
        with kernel():
            assert seen(Actor("user:8", DAY)) == 0
            assert Case.objects.count() == 1
        with pytest.raises(LookupError), reading(Actor("user:8", DAY)):
            raise LookupError
        assert Case.objects.count() == 1
    with pytest.raises(ProgrammingError, match="permission denied"):
        Case.objects.count()


def test_principals_with_quotes_and_braces_stay_one_principal(qingping: Region) -> None:
    awkward = 'user:"7",{a}\\'
    case_in(qingping, readers=[awkward])
    assert seen(Actor(awkward, DAY)) == 1
    assert seen(Actor("a", DAY)) == 0
