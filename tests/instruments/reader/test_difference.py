"""Two versions of a plan are compared task by task."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import diff, read

HEAD = "柳滨市水务发展计划（2023—2027年）\n\n一、重点任务\n\n"
CANALS = "衬砌干渠36公里，改造分水闸24座，完善用水计量设施，推行按方收费。"
WELLS = "封停超采区机井150眼，置换地表水源，建立取水许可台账。"


def told(old: str, new: str) -> list[tuple[str, str, str, list[str]]]:
    found = diff(read(HEAD + old, glossary=()), read(HEAD + new, glossary=())).tasks
    return [
        (one.change, one.old.title if one.old else "", one.new.title if one.new else "", sorted(one.fields)) for one in found
    ]


def test_a_task_that_only_got_another_title_is_the_same_task() -> None:
    old = f"（一）改造灌区渠系。{CANALS}（市水务局）\n\n（二）压减地下水。{WELLS}（市水务局）\n"
    new = f"（一）建设现代灌溉网。{CANALS}（市农业农村局）\n\n（二）压减地下水。{WELLS}（市水务局）\n"
    assert told(old, new) == [
        ("changed", "改造灌区渠系", "建设现代灌溉网", ["responsible", "text", "title"]),
        ("same", "压减地下水", "压减地下水", []),
    ]


def test_another_task_in_the_place_of_one_that_went_is_new() -> None:
    old = f"（一）改造灌区渠系。{CANALS}（市水务局）\n"
    new = f"（一）压减地下水。{WELLS}（市水务局）\n"
    assert told(old, new) == [("added", "", "压减地下水", []), ("removed", "改造灌区渠系", "", [])]


def test_tasks_that_changed_places_and_titles_find_their_own_texts() -> None:
    old = f"（一）改造灌区渠系。{CANALS}（市水务局）\n\n（二）压减地下水。{WELLS}（市水务局）\n"
    new = f"（一）涵养井泉。{WELLS}（市水务局）\n\n（二）建设现代灌溉网。{CANALS}（市水务局）\n"
    assert [(change, a, b) for change, a, b, _ in told(old, new)] == [
        ("changed", "压减地下水", "涵养井泉"),
        ("changed", "改造灌区渠系", "建设现代灌溉网"),
    ]


def test_a_goal_with_another_year_and_another_past_is_the_same_goal_changed() -> None:
    plan = "柳滨市水务发展计划\n\n一、主要目标\n\n到{}年，供水普及率由2022年的{}%提高到90%。\n\n二、重点任务\n\n（一）节约用水。{}（市水务局，{}年底前）\n"
    found = diff(*(read(plan.format(year, past, "完善计量设施，推行按方收费。", due), glossary=()) for year, past, due in ((2025, 80, 2023), (2027, 82, 2024))))
    assert [one.fields for one in found.targets] == [{"year": (2025, 2027), "baseline": ("80（2022）", "82（2022）")}]
    assert [one.fields["due"] for one in found.tasks] == [("2023年底前", "2024年底前")]
    told = found.as_json()
    assert [one["fields"]["year"] for one in told["targets"]] == [[2025, 2027]]
    assert told["tasks"][0]["old"]["title"] == "节约用水"


GOALS = "柳滨市水务发展计划（{}）\n\n一、主要目标\n\n{}\n\n二、重点任务\n\n{}"
OLD = (
    f"（一）改造灌区渠系。{CANALS}（责任单位：市水务局）\n\n（二）压减地下水。{WELLS}（责任单位：市水务局）\n\n"
    "（三）保护水源和巡查河道。划定水源保护区，清理网箱养殖，组织河道巡查，建立举报奖励制度。（牵头单位：市水务局；配合单位：市公安局）\n"
)


def versions(
    old: str, new: str, *, goals: tuple[str, str] = ("", ""), years: tuple[str, str] = ("2023—2027年",) * 2
):
    return diff(
        read(GOALS.format(years[0], goals[0], old), glossary=()),
        read(GOALS.format(years[1], goals[1], new), glossary=()),
    )


def what(found):
    return [
        (
            one.change,
            one.old.title if one.old else "",
            one.new.title if one.new else "",
            one.of.title if one.of else "",
        )
        for one in found.tasks
        if one.change != "same"
    ]


def test_a_unit_that_has_another_name_throughout_is_told_once_and_no_task_is_changed_by_it() -> None:
    old = OLD.replace("市水务局", "市水利局")
    found = versions(old, OLD.replace("市水务局", "市水利和湖泊局"))
    assert [one.as_json() for one in found.renamed] == [
        {"old": "市水利局", "new": "市水利和湖泊局", "tasks": 3}
    ]
    assert what(found) == []
    assert found.as_json()["renamed"][0]["tasks"] == 3


@pytest.mark.parametrize("other", ["市委宣传部", "市商务局", "市财政局"])
def test_a_duty_handed_to_another_office_is_a_change_of_each_task_and_no_renaming(other: str) -> None:
    found = versions(OLD, OLD.replace("市水务局", other))
    assert found.renamed == ()
    assert [sorted({"lead", "responsible"} & set(one.fields)) for one in found.tasks] == [
        ["responsible"],
        ["responsible"],
        ["lead"],
    ]


def test_a_unit_that_keeps_one_of_its_tasks_was_not_renamed() -> None:
    found = versions(OLD, OLD.replace("责任单位：市水务局", "责任单位：市水利和湖泊局"))
    assert found.renamed == ()
    assert [list(one.fields) for one in found.tasks if one.change != "same"] == [["responsible", "text"]] * 2


def test_a_task_taken_apart_is_told_as_one_split_off_and_not_as_new() -> None:
    first, second = "划定水源保护区，清理网箱养殖", "组织河道巡查，建立举报奖励制度"
    new = OLD.replace(OLD[OLD.index("（三）") :], (
        f"（三）保护水源。{first}。（牵头单位：市水务局）\n\n（四）巡查河道。{second}。（牵头单位：市公安局）\n"
    ))  # fmt: skip
    # The part with the most words is what became of it.
    assert what(versions(OLD, new)) == [
        ("split", "", "保护水源", "保护水源和巡查河道"),
        ("changed", "保护水源和巡查河道", "巡查河道", ""),
    ]
    # And back again the one is merged into the other.
    assert what(versions(new, OLD)) == [
        ("changed", "巡查河道", "保护水源和巡查河道", ""),
        ("merged", "保护水源", "", "保护水源和巡查河道"),
    ]


def test_other_numbers_of_headings_another_order_and_marks_in_another_width_are_no_change() -> None:
    canals, wells, sources = OLD.strip().split("\n\n")
    moved = "\n\n".join(
        [sources.replace("（三）", "1."), canals.replace("（一）", "2."), wells.replace("（二）", "3.")]
    )
    assert what(versions(OLD, moved)) == []
    narrow = str.maketrans("，；：（）", ",;:()")
    assert what(versions(OLD, OLD.translate(narrow))) == []


def test_a_goal_of_another_thing_with_the_same_number_is_a_change() -> None:
    goals = ("到2027年，每万人口发明专利拥有量达到6件。", "到2027年，每万人口高价值发明专利拥有量达到6件。")
    [one] = [each for each in versions(OLD, OLD, goals=goals).targets if each.change != "same"]
    assert one.fields == {"indicator": ("每万人口发明专利拥有量", "每万人口高价值发明专利拥有量")}


def test_other_years_of_the_plan_are_told_once_for_the_goals_that_have_no_year_of_their_own() -> None:
    old = OLD.replace("组织河道巡查", "建设巡查站12个")
    goals = ("到2025年，供水普及率达到90%。", "到2025年，供水普及率达到90%。")
    found = versions(old, old, goals=goals, years=("2023—2027年", "2024—2028年"))
    assert found.period == ((2023, 2027), (2024, 2028))
    assert {one.change for one in (*found.targets, *found.tasks)} == {"same"}
    dated = versions(old, old, goals=(goals[0], goals[0].replace("2025", "2026")))
    assert dated.period is None
    assert [one.fields for one in dated.targets if one.change != "same"] == [{"year": (2025, 2026)}]


def test_a_task_put_below_another_heading_that_was_there_before_has_moved() -> None:
    plan = (
        "柳滨市水务发展计划\n\n一、节约用水\n\n{}（一）改造灌区渠系。"
        + CANALS
        + "\n\n二、保护水源\n\n（一）划定保护区。清理网箱养殖。\n\n{}"
    )
    wells = f"（二）压减地下水。{WELLS}\n\n"
    found = diff(read(plan.format(wells, ""), glossary=()), read(plan.format("", wells), glossary=()))
    [moved] = [one for one in found.tasks if one.change != "same"]
    assert (moved.change, moved.fields) == ("changed", {"path": ("节约用水", "保护水源")})
