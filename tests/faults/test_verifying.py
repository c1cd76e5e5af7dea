"""What somebody with all power over the database changes behind the ledger's back is found."""

from __future__ import annotations

import pytest
from django.db import connection

from zhichan.kernel.ledger.public import seal
from zhichan.site import database, verifying

from .conftest import AT, House

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("update ledger_payload set content = jsonb_set(content, '{patch,name}', '\"赵某\"') where content->'patch' ? 'name'",
         "ledger.content"),
        ("update ledger_payload set digest = sha256('x') where field_class = 'sealed-0'", "ledger.envelope"),
        ("update ledger_event set actor = 'user:9' where verb = 'report:amend'", "ledger.envelope"),
        ("delete from ledger_payload where field_class = 'sealed-0'", "ledger.envelope"),
        ("update ledger_payload set content = null, erased_by = gen_random_uuid() where field_class = 'sealed-0'",
         "ledger.eraser"),
        ("delete from ledger_position where position = 2", "ledger.gap"),
        ("delete from ledger_position where position = (select max(position) from ledger_position)", "ledger.lost"),
        ("update ledger_position set position = case position when 1 then 2 when 2 then 1 else position end",
         "ledger.seal"),
        ("update ledger_seal set root = sha256('x') where first = 1", "ledger.chain"),
        ("delete from ledger_seal where first = 1", "ledger.chain"),
        ("update ledger_consumer set position = 999 where name = 'inbox'", "ledger.consumer-ahead"),
        ("update casework_case set stage = 'done'", "verify.case"),
        ("update casework_case set facts = facts || '{\"count\": 2}'", "verify.case"),
        ("update registry_entry set data = data || '{\"number\": 8}'", "verify.entry"),
        ("update measures_cell set amount = amount + 1 where ctid = (select ctid from measures_cell limit 1)",
         "verify.cells"),
        ("delete from measures_contribution where id = (select min(id) from measures_contribution)", "verify.cells"),
        ("update casework_tally set cases = cases + 1 where id = (select min(id) from casework_tally)", "verify.tally"),
    ],
)  # fmt: skip
def test_a_change_behind_the_ledgers_back_is_found(house: House, change: str, code: str) -> None:
    case = house.write("王某", phone="12345")
    house.badge("李某", 7)
    house.patents(5)
    house.settle()
    seal(at=AT)
    house.amend(case, 1)
    house.settle()
    seal(at=AT)
    house.amend(case, 3)
    house.agrees(batched=False)
    house.settle()
    connection.close()
    with database.administrator(database.name()) as admin:
        admin.execute("set session_replication_role = replica")
        if "case position" in change:
            admin.execute("alter table ledger_position drop constraint ledger_position_pkey")
        assert admin.execute(change).rowcount > 0
    assert code in {fault.code for fault in verifying.verify().faults}
