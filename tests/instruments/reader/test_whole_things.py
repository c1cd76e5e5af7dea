"""The thing that is counted is told whole: behind its number, past brackets and marks, without those who do it."""

from __future__ import annotations

import pytest
import sentencing


def told(text: str, *, place: str = "K") -> list[str]:
    """Name, value and unit of each goal that the sentence gives."""
    goals = sentencing.told(sentencing.Said("", place, text))
    return [f"{t.indicator} {t.value:g}{t.unit or ''}" for t in goals]


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ('推行“一窗收件、后台流转"做法，持续调整布局，窗口综合受理率达80%以上。', ["窗口综合受理率 80%"]),
        ("“我们要继续改善绿地，修订标准，新增口袋公园6个以上，开展复查。", ["新增口袋公园 6个"]),
        ('推广"先修复、后发证"办法，渠道衬砌率达到70%。', ["渠道衬砌率 70%"]),
        ("健全台账（含附表，抽检批次合格率达到97%。", ["抽检批次合格率 97%"]),
    ],
)
def test_a_mark_that_is_not_closed_or_closed_by_another_holds_no_clauses_together(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("部署开展联合攻关8项。", ["开展联合攻关 8项"]),
        ("招引培育“链上工匠”25名。", ["培育“链上工匠” 25名"]),
        ("引进和培育骨干苗圃3家。", ["培育骨干苗圃 3家"]),
        ("遴选认定乡村名医30名。", ["认定乡村名医 30名"]),
        ("征集、发布和推广节水案例12个。", ["推广节水案例 12个"]),
    ],
)
def test_the_last_of_several_verbs_is_kept_with_the_thing(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("完成青坪和石桥2个乡镇卫生院业务用房改扩建。", ["乡镇卫生院业务用房改扩建 2个"]),
        ("建成临江街道1所公建民营托育机构。", ["公建民营托育机构 1所"]),
        ("新增甲山、乙水、丙川3个外贸额过百亿元口岸。", ["外贸额过百亿元口岸 3个"]),
        ("开展第三轮45家村级养老驿站标准化改造。", ["村级养老驿站标准化改造 45家"]),
        ("建设6个林木种子库和一批采种基地。", ["林木种子库 6个"]),
    ],
)
def test_what_follows_the_measure_word_is_what_is_counted(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("节水工作的主要任务是推广滴灌设施40套以上。", ["推广滴灌设施 40套"]),
        ("高产种植带将包括30万亩富硒水稻田、12万亩双低油菜田。", ["富硒水稻田 30万亩", "双低油菜田 12万亩"]),
    ],
)
def test_what_a_task_consists_of_is_told_without_the_task(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        (
            "县域无线接入速率将实现5兆比特/秒以上，专线带宽超过50兆比特/秒。",
            ["县域无线接入速率 5兆比特/秒", "专线带宽 50兆比特/秒"],
        ),
        ("加氢站终端售价降至28元/公斤。", ["加氢站终端售价 28元/公斤"]),
        ("滤嘴残留降到6毫克/支。", ["滤嘴残留 6毫克/支"]),
        ("设立3亿人工智能种子基金。", ["人工智能种子基金 3亿"]),
    ],
)
def test_a_unit_with_a_stroke_is_whole_and_no_unit_begins_a_word(text, goals):
    assert told(text) == goals


def test_a_list_of_sizes_shares_the_thing_behind_the_last():
    assert told("培育1个产值超80亿元、4个产值超20亿元、9个产值超2亿元的农机企业。") == [
        "产值超80亿元的农机企业 1个",
        "产值超20亿元的农机企业 4个",
        "产值超2亿元的农机企业 9个",
    ]


@pytest.mark.parametrize("text", ["打造县域2.0版数据底座。", "依托5G、1.4G专网强化覆盖。"])
def test_a_version_and_a_band_count_nothing(text):
    assert told(text) == []
