"""The reader stays within its bounds on long, strange and hostile text, and refuses in one sentence."""

from __future__ import annotations

import random
import time

import making
import pytest

from zhichan.instruments.reader import Unreadable, decode, read


def _seconds(text: str) -> float:
    start = time.process_time()
    read(text, glossary=())
    return time.process_time() - start


def test_a_plan_of_forty_thousand_characters_is_read_within_two_seconds():
    text = "\n".join(making.made(seed).text for seed in range(120))[:40000]
    assert len(text) == 40000
    # On a machine with much else to do a single run may be told too slow.
    assert any(_seconds(text) < 2 for _ in range(3))


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        ")",
        "([",
        "（市",
        "(市科技局、",
        "1",
        "1.",
        "一、",
        "、",
        "《",
        "“",
        "%",
        "到2025年",
        "达到",
        "1亿",
        "|",
        "|甲|\n",
        "甲|乙|丙| |\n---\n",
        "- ",
        "年均增长",
        "和",
        "其中",
    ],
)
def test_a_hundred_thousand_repeated_characters_take_a_bounded_time(piece):
    text = (piece * 100000)[:100000]
    assert _seconds(text) < 5


@pytest.mark.parametrize(
    "line",
    [
        "有效商标量达到{}件。\n",
        "（责任单位：市农业局、市水务局、",
        "高新区、",
        "各县、市、区、",
        "{}\n市农业局\n",
        "推进{}号工程。（市农业局）",
        "由市农业局牵头，",
        "（由市农业局牵头，",
        "序号\n指标名称\n单位\n2020年\n2025年\n属性\n",
        "序号\n重点任务\n牵头单位\n责任单位\n完成时限\n",
        "序号 指标 单位 {}年目标 ",
        "序号 指标 单位 2025年目标 {0} 茶园{0} 亩 {0} ",
    ],
)
def test_a_plan_of_nothing_but_one_line_takes_a_bounded_time(line):
    head = "柳滨市水务发展计划（2022—2026年）\n一、主要目标\n到2026年，农业用水量达到5亿吨。\n二、重点任务\n"
    lines = "".join(line.format(number) for number in range(2000, 8000))
    assert _seconds((head + lines)[:40000]) < 5


def test_a_drawn_table_of_very_many_columns_takes_a_bounded_time():
    assert _seconds("+-" * 16000 + "+\n" + ("|1" * 15000 + "|\n") * 2) < 5


def test_a_goal_is_set_against_a_few_others_of_its_name_not_against_all():
    head = "柳滨市水务发展计划（2022—2026年）\n一、主要目标\n到2026年，"
    lines = "".join(f"节水灌溉面积达到{number}亩。\n" for number in range(300, 340))
    found = read(head + lines, glossary=())
    assert len(found.targets) == 40
    assert all(12 <= len(one.conflict_with) <= 24 for one in found.targets)


def test_ten_megabytes_of_brackets_are_refused_at_once():
    start = time.process_time()
    with pytest.raises(Unreadable) as refused:
        read("（" * 10_000_000, glossary=())
    assert refused.value.code == "too_long"
    assert time.process_time() - start < 1


def test_brackets_between_the_lines_of_a_plan_do_not_stop_it():
    made = making.made(3)
    text = made.text.replace("\n", "\n" + "((((" * 500 + "\n")
    assert _seconds(text) < 5


NARROW_PLAN = "海口市行动计划（2024—2027年）\n一、总体目标\n加强保护，提升水平。\n"
NARROW_HEAD = "序号\n重点任务\n具体措施\n牵头单位\n配合单位\n责任单位\n完成时限\n备注\n"


@pytest.mark.parametrize("names", [["任务", "目标", "工作", "重点"], ["任务", "目标", "工作", "重点", "单", "位"]])
def test_heads_that_may_be_parted_in_many_ways_take_a_bounded_time(names):
    choose = random.Random(3)
    heads = ("序号\n" + "".join(f"{choose.choice(names)}\n" for _ in range(16)) + "1\n" for _ in range(600))
    assert _seconds((NARROW_PLAN + "".join(heads))[:40000]) < 8


def test_narrow_tables_of_long_rows_take_a_bounded_time():
    choose = random.Random(3)
    signs = "加强保护工作提升水平机制建设推动服务质量"
    text = NARROW_PLAN
    for _ in range(45):
        text += NARROW_HEAD
        for number in (1, 2):
            text += f"{number}\n"
            text += "".join("".join(choose.choice(signs) for _ in range(6)) + "\n" for _ in range(58))
    assert _seconds(text[:40000]) < 8


def test_the_words_of_tables_in_any_order_are_read():
    words = ["序号", "任务", "重点", "单位", "牵头", "责任", "1", "2", "3", "市财政局", "市科", "技局", "完成", "时限", "加强保护", "一、保护", "备注", "目标"]
    for seed in range(1, 4):
        choose = random.Random(seed)
        read(NARROW_PLAN + "".join(f"{choose.choice(words)}\n" for _ in range(300)), glossary=())


@pytest.mark.parametrize(
    "text", [" \n\u3000\n", "<br>", "\x0c", "\u200b", "第1页\n", "&nbsp;", "打印本页\n关闭窗口", "- 1 -\x0c"]
)
def test_a_text_of_which_nothing_is_left_is_refused(text):
    with pytest.raises(Unreadable) as refused:
        read(text, glossary=())
    assert refused.value.code == "empty"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n \x00\x00", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n...", "binary"),
        (b"PK\x03\x04....", "binary"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x81\xff\xff\xfe abc" * 9, "encoding"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_one_reason(data, code):
    with pytest.raises(Unreadable) as refused:
        decode(data)
    assert refused.value.code in (code, "encoding" if code == "binary" else code)
    assert refused.value.zh.endswith("。")
    assert refused.value.en.endswith(".")


def test_a_file_beyond_the_limit_is_refused_before_it_is_decoded():
    with pytest.raises(Unreadable) as refused:
        decode(b"a" * 1001, limit=1000)
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_a_plan_reads_the_same_in_every_encoding(encoding, told):
    made = making.made(5)
    text, name = decode(made.text.encode(encoding))
    assert text == made.text
    assert name == told


def test_traditional_text_in_big5_is_read():
    text = (
        "松浦市知識產權實施方案\n一、工作目標\n到二零二五年,發明專利擁有量達到500件。推進建設,完善服務,加強保護,提升能力。\n"
        * 3
    )
    assert decode(text.encode("big5"))[0] == text


@pytest.mark.parametrize(
    "text",
    [
        "The quick brown fox jumps over the lazy dog. " * 50,
        "春天来了,小河边的柳树发了芽。孩子们在草地上放风筝,老人坐在长椅上晒太阳,谁也不着急回家。" * 20,
        "def read(text):\n    return text.split()\n" * 60,
        "甲方:某公司。乙方:某商店。双方约定货款三十日内付清,逾期按日计收违约金,争议由法院管辖。" * 20,
    ],
)
def test_a_text_that_is_no_plan_is_told_so(text):
    reading = read(text, glossary=())
    assert reading.not_a_plan is not None
    zh, en = reading.not_a_plan
    assert zh.endswith("。")
    assert en.endswith(".")
