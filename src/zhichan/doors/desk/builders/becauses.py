"""Why the reader read an item so, in words: the rule by which it did, and the characters that made it apply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhichan.kernel.ground.public import Text

RULES: Mapping[str, Text] = {
    "subject_number": Text("名称在前、数字在后", "the name stands before the number"),
    "subject_before": Text("名称取自前面的主语", "the name is the subject before it"),
    "number_object": Text("数字在前、名称在后", "the name stands after the number"),
    "verb_number_object": Text("动词、数字、名称依次出现", "verb, number and name follow each other"),
    "subject_verb_number_object": Text("主语、动词、数字、名称依次出现", "subject, verb, number, name in this order"),
    "modifier_number_object": Text("名称由数字前后的词合成", "the name is put together from both sides of the number"),
    "level_number_object": Text("级别在数字前、名称在数字后", "the level stands before the number, the name after it"),
    "deed_number": Text("名称取自所做的事", "the name is what is done"),
    "same_deed": Text("与前一数字是同一件事", "the same deed as the number before"),
    "same_indicator": Text("与前一数字是同一指标", "the same indicator as the number before"),
    "shared_head": Text("与前一分句共用开头", "it shares its beginning with the clause before"),
    "shared_threshold": Text("几项共用一个数字", "several items share one number"),
    "with_others": Text("与并列的几项同数", "one number with others beside it"),
    "thing_of_subject": Text("名称是主语所建的对象", "the name is the thing that is built"),
    "size_of_heading": Text("名称取自所在标题", "the name comes from the heading above"),
    "service_promise": Text("服务承诺中的时限", "a time limit that is promised"),
    "each_place": Text("各地各自的数字", "a number for each place"),
    "subject_share_object": Text("主语中的一部分达到所述的程度", "a share of the subject comes to what is told"),
    "part_of_subject": Text("前面主语中的一部分", "a part of the subject before it"),
    "compared_subject": Text("名称取自相比较的主语", "the name is the subject that is compared"),
    "stage_of_subject": Text("前面主语的又一阶段", "a further stage of the subject before it"),
    "deed_of_subject": Text("对前面主语所做的事", "what is done with the subject before it"),
    "pace_of_subject": Text("前面主语的增速", "the pace of the subject before it"),
    "made_each_year": Text("每年所做的数量", "how much is done each year"),
    "list_number_object": Text("数字前列出、数字后总称", "listed before the number, summed up behind it"),
    "size_number_object": Text("名称中带有规模", "the name tells a size"),
    "fund": Text("基金的规模", "how large a fund is"),
    "from_to": Text("从某数到某数", "from one number to another"),
    "each": Text("各自的数字", "a number of each"),
    "duty": Text("职责条目中的数字", "a number in a list of duties"),
    "compared_with": Text("与另一时期比较", "compared with another period"),
    "of_owner": Text("名称补上所属的对象", "the name is told of what it belongs to"),
    "year_of_plan": Text("到期年取自规划期末", "the due year is the last one of the plan"),
    "table_indicator": Text("按表的指标行读出", "read from the indicator of its row"),
    "table_region": Text("按表的地区行列读出", "read from the region of its row or column"),
    "table_place_year": Text("按表的地点和年份读出", "read from the place and year of its cell"),
    "among_results": Text("所在部分讲的是已有的情况", "its part of the document tells what has been reached"),
    "year_over": Text("所说的年份在规划开始之前", "its year lies before the plan begins"),
    "told_as_over": Text("这句话讲的是已经做到的", "its words tell what has been done"),
    "table_of_past": Text("表里是已完成的情况", "the table tells what has been reached"),
    "column_of_past": Text("这一列是基期、现状或实际数", "the column tells a base, the present or what was reached"),
    "bracket_role": Text("括号里写明牵头、配合或负责", "the bracket tells who leads, cooperates or is responsible"),
    "bracket_label": Text("括号里标有“责任单位”等字样", "the bracket is labelled with the units"),
    "bracket_units": Text("括号里只有单位名称", "the bracket holds the names of units alone"),
    "bracket_units_due": Text("括号里有单位和时限", "the bracket holds units and a date"),
    "bracket_due": Text("括号里只有时限", "the bracket holds a date"),
    "bracket_order": Text("括号里排第一的单位牵头", "the unit named first in the bracket leads"),
    "bracket_star": Text("带星号的单位牵头", "the unit with a star leads"),
    "bracket_across": Text("括号跨行", "the bracket runs over a line"),
    "apart": Text("单位单独写在内容之后", "the units stand apart behind what is to be done"),
    "label_line": Text("单独一行写明责任单位", "a line of its own names the units"),
    "duty_list": Text("在该单位的职责清单中", "it stands in the list of duties of the unit"),
    "duty_table": Text("按分工表的行读出", "read from a row of the table of who does what"),
    "subject": Text("句子主语是该单位", "the unit is the subject of the sentence"),
    "subject_shared": Text("几句共用一个主语单位", "several sentences share the unit as their subject"),
    "leaf_heading": Text("最末一级标题下的内容，没有写明单位", "what stands under the lowest heading; no unit told"),
}  # fmt: skip
KINDS: Mapping[str, Text] = {
    "respectively": Text("“分别”依次对应", "told one after the other (respectively)"),
    "share": Text("某部分占整体的比重", "a share of a whole"),
    "growth": Text("某指标的增长", "the growth of an indicator"),
    "total": Text("某指标的总量", "the total of an indicator"),
    "rate": Text("某指标的比率", "a rate"),
}
"""By the beginning of a rule's name, where it has no words of its own."""
SHORTENED = 60


def sure(item: Mapping[str, Any]) -> int | None:
    """The chance that an item was read right, in per cent, as measured on made plans; None where none is told."""
    told = item.get("confidence")
    return round(float(told) * 100) if isinstance(told, int | float) else None


def becauses(item: Mapping[str, Any]) -> list[Text]:
    """A sentence for each rule by which the item was read, with the words it rests on."""
    found = []
    for one in item.get("why") or ():
        rule, words = str(one.get("rule") or ""), " ".join(str(one.get("words") or "").split())
        said = RULES.get(rule) or KINDS.get(rule.partition("_")[0])
        if said is None:
            said = Text(f"按规则“{rule}”", f"by the rule “{rule}”")
        if words:
            words = words if len(words) <= SHORTENED else f"{words[:SHORTENED]}…"
            found.append(Text(f"{said.zh}：“{words}”", f"{said.en}: “{words}”"))
        else:
            found.append(said)
    return found
