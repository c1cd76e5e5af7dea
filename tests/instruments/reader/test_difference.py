"""Two versions of a plan are compared task by task."""

from __future__ import annotations

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
