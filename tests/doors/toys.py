"""A toy system in one folder: everything desk and API make of it comes from these files alone."""

from __future__ import annotations

SYSTEM = """
id = "T01"
title = { zh = "玩具馆", en = "Toy house" }
chain = "service"
owner = { zh = "测试", en = "tests" }
bases = [{ clause = "某办法第二条", since = 2020-01-01 }]
[roles]
clerk = ["loan:read", "station:enter", "station:correct", "station:end", "station:read"]
head = ["loan:read", "station:read", "station:end"]
"""
LOAN = """
title = { zh = "借阅", en = "Loan" }
number = "JY"
audience = ["clerk", "head"]
public = ["returned"]
assigned = true
[stages.asked]
title = { zh = "待受理", en = "Asked" }
[stages.lent]
title = { zh = "借出", en = "Lent" }
untimed = { zh = "归还日由借阅人定", en = "the borrower sets the day" }
[stages.returned]
title = { zh = "归还", en = "Returned" }
last = true
[fields.book]
title = { zh = "书名", en = "Book" }
type = "text"
[fields.borrower]
title = { zh = "借阅单位", en = "Borrower" }
type = "party"
[fields.pages]
title = { zh = "页数", en = "Pages" }
type = "number"
[fields.deposit]
title = { zh = "押金", en = "Deposit" }
type = "money"
[fields.price]
title = { zh = "书价", en = "Price" }
type = "money"
[fields.due]
title = { zh = "应还日", en = "Due back" }
type = "day"
[fields.shelf]
title = { zh = "架位", en = "Shelf" }
type = "choice"
choices = { open = { zh = "开架", en = "open" }, closed = { zh = "闭架", en = "closed" } }
[fields.rare]
title = { zh = "善本", en = "Rare" }
type = "flag"
[fields.purpose]
title = { zh = "用途", en = "Purpose" }
type = "words"
[fields.shelf_unit]
title = { zh = "保管单位", en = "Keeper" }
type = "unit"
[fields.station]
title = { zh = "取书点", en = "Collected at" }
type = "entry"
register = "station"
[fields.scan]
title = { zh = "扫描件", en = "Scan" }
type = "paper"
[fields.opinion]
title = { zh = "内部意见", en = "Internal opinion" }
type = "text"
readers = ["clerk"]
[fields.readers]
title = { zh = "读者", en = "Readers" }
type = "data"
[fields.marks]
title = { zh = "批注", en = "Marks" }
type = "data"
[parts.reader]
title = { zh = "读者", en = "Reader" }
field = "readers"
[fields.reason]
title = { zh = "理由", en = "Reason" }
type = "text"
[acts.ask]
title = { zh = "申请借阅", en = "ask for a loan" }
to = "asked"
who = ["clerk", "anyone"]
needs = ["book"]
may = ["readers", "scan"]
guards = ["not_forbidden"]
clause = "某规定第三条"
[acts.lend]
title = { zh = "借出", en = "lend" }
from = "asked"
to = "lent"
who = "clerk"
needs = ["shelf", "deposit"]
letter = "receipt"
[acts.serve]
title = { zh = "送达借阅凭证", en = "serve the receipt" }
from = "lent"
who = "clerk"
serves = "receipt"
[acts.judge]
title = { zh = "写意见", en = "note an opinion" }
from = ["asked", "lent"]
who = "clerk"
needs = ["opinion"]
[acts.attach]
title = { zh = "补交扫描件", en = "attach a scan" }
from = ["asked", "lent"]
who = "clerk"
needs = ["scan"]
[acts.mark]
title = { zh = "批注", en = "mark" }
from = ["asked", "lent"]
who = ["clerk", "reader"]
needs = ["marks"]
[acts.return]
title = { zh = "归还", en = "take back" }
from = "lent"
to = "returned"
who = ["clerk"]
[acts.approve]
title = { zh = "审批", en = "approve" }
from = "asked"
who = ["head"]
needs = ["reason"]
[clocks.answer]
title = { zh = "受理时限", en = "Time to answer" }
starts = ["asked"]
stops = ["lend"]
term = [{ working_days = 5, clause = "某规定第四条", since = 2020-01-01 }]
chosen = "step"
overdue = "warn"
"""
STATION = """
title = { zh = "取书点", en = "Station" }
audience = ["clerk", "head"]
label = ["name"]
exclusive = [{ fields = ["room"] }]
[fields.name]
title = { zh = "名称", en = "Name" }
type = "text"
required = true
searched = true
[fields.room]
title = { zh = "房间", en = "Room" }
type = "text"
required = true
[fields.opened_on]
title = { zh = "开放日", en = "Opened on" }
type = "day"
searched = true
[fields.budget]
title = { zh = "经费", en = "Budget" }
type = "money"
searched = true
[fields.active]
title = { zh = "运行", en = "Active" }
type = "flag"
searched = true
[fields.plate]
title = { zh = "铭牌", en = "plate" }
type = "paper"
"""
MEASURE = """
title = { zh = "玩具指标", en = "Toy measure" }
definition = { zh = "在册的玩具发明专利。", en = "Toy invention patents in force." }
unit = "件"
direction = "higher"
kind = "stock"
aggregation = "sum"
mode = "computed"
source = { clause = "某办法第二条", mark = "known" }
[each]
source = "patent"
where = { kind = "invention" }
start = "granted_on"
end = "ended_on"
"""
RULES = """
from zhichan.kernel.catalogue.rulebook import Reason, Text, guard

@guard
def not_forbidden(context):
    if context.given["book"] == "禁书":
        return [Reason("loan.forbidden", Text("此书不外借", "this book is not lent"), "book", "某规定第三条")]
    return []
"""
RECEIPT = """
title = { zh = "借阅凭证", en = "Receipt of a loan" }
to = ["reader"]
clause = "某规定第五条"
text = \"\"\"
{number}
{borrower}：
今借给你方《{book}》，押金已收讫。请妥善保管，按期归还；逾期未还的，依照某规定第五条处理。
{region}　{day}
\"\"\"
"""
FILES = {
    "system.toml": SYSTEM, "loan.procedure.toml": LOAN, "station.register.toml": STATION,
    "toy_patents.measure.toml": MEASURE, "rules.py": RULES,
    "letters/receipt.toml": RECEIPT,
}  # fmt: skip
