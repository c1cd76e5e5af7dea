"""Figures, days and sentences as they are written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from zhichan.doors.look import words
from zhichan.doors.look.parts import Bar, Fact, Figure, Point, State
from zhichan.doors.look.templatetags import look
from zhichan.kernel.ground.public import Text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (21626, "21,626"),
        (Decimal("1.90"), "1.9"),
        (Fraction(1146, 600), "1.91"),
        (Fraction(2, 3), "0.67"),
        (Fraction(-1, 8), "−0.13"),
        (Fraction(-1, 1000), "0"),
        (Decimal("0.005"), "0.01"),
        (1.5, "1.5"),
    ],
)
def test_a_number_has_thousands_and_at_most_two_decimals(value: object, written: str) -> None:
    assert words.number(value) == written  # type: ignore[arg-type]


def test_a_number_can_be_given_its_decimals() -> None:
    assert words.number(Fraction(5), 1) == "5.0"


@pytest.mark.parametrize(
    ("yuan", "chinese", "english"),
    [
        (2_500_000_000, "25亿", "2.5 billion"),
        (Decimal("3E+9"), "30亿", "3 billion"),
        (Fraction(60_000_000), "6,000万", "60 million"),
        (123_456_000, "12,345.6万", "123,456,000"),
        (120_000, "12万", "120,000"),
        (12_000, "12,000", "12,000"),
        (Decimal("2500000000.01"), "2,500,000,000.01", "2,500,000,000.01"),
        (-250_000, "−25万", "−250,000"),
        (0, "0", "0"),
    ],
)
def test_a_long_sum_of_yuan_is_told_as_people_tell_it_where_that_is_exact(
    yuan: int | Decimal | Fraction, chinese: str, english: str
) -> None:
    unit = Text("元", "yuan")
    assert words.amount(yuan, unit) == chinese
    with translation.override("en"):
        assert words.amount(yuan, unit) == english
    assert words.amount(yuan, Text("件", "items")) == words.number(yuan)
    assert words.amount(yuan, unit, 2) == words.number(yuan, 2)
    assert f'value="{words.exact(yuan).normalize():f}"' in look.figure(Figure(yuan, unit))


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("2025-09-30为1200000000元，目标≥2500000000元", "2025年9月30日为12亿元，目标≥25亿元"),
        ("目标200000000–250000000元，尚差99999元", "目标2亿–2.5亿元，尚差99999元"),
        ("各地合计10000000元/年", "各地合计1,000万元/年"),
        ("原文“投入500000000元”", "原文“投入500000000元”"),
        ("质押3000000.00元、50000–250000元", "质押3000000.00元、50000–250000元"),
        ("有效商标2500000件，融资250000万元", "有效商标2,500,000件，融资250,000万元"),
        ("2024年为48570.42件，目标8000–12000人次", "2024年为48,570.42件，目标8,000–12,000人次"),
        ("〔2025〕1024号、RW-2021项、“50000件”、2000人次培训", "〔2025〕1024号、RW-2021项、“50000件”、2000人次培训"),
    ],
)
def test_a_long_sum_inside_a_sentence_is_told_alike_and_quotes_stay(told: str, shown: str) -> None:
    assert words.say(Text(told, "")) == shown


def test_a_single_thing_has_its_unit_in_the_singular_in_an_english_sentence() -> None:
    with translation.override("en"):
        assert words.say(Text("", "1 件 in 2024, target ≥1人; 11件, 0.1件 and 1件/万人")) == (
            "1 item in 2024, target ≥1 person; 11 items, 0.1 items and 1 per 10,000 people"
        )


def test_large_numbers_have_their_thousands_apart_in_an_english_sentence_and_years_do_not() -> None:
    with translation.override("en"):
        told = words.say(Text("", "48889 件 in 2024, 2024年, target ≥50000件; seen in 2024 cases"))
    assert told == "48,889 items in 2024, 2024年, target ≥50,000 items; seen in 2024 cases"


def test_a_long_sum_inside_an_english_sentence_is_told_in_millions() -> None:
    with translation.override("en"):
        assert words.say(Text("", "1200000000 元 now, target ≥2500000元")) == "1.2 billion yuan now, target ≥2.5 million yuan"
        assert words.say(Text("", "30亿元 and 166 万元, not 7000元")) == "3 billion yuan and 1.66 million yuan, not 7000 yuan"
        assert words.say(Text("", "the plan says “30亿元、5件” and 5件")) == "the plan says “30亿元、5件” and 5 items"


def test_a_number_longer_than_decimals_reckon_is_left_as_it_is() -> None:
    long = "9" * 40
    for code, yuan in (("zh-hans", "元"), ("en", " yuan")):
        with translation.override(code):
            for told in (f"{long}{yuan}", f"{long}.5{yuan}", f"2000000–{long}{yuan}", f"{long}–2000000{yuan}"):
                assert words.say(Text(told, told)) == told
            assert words.amount(Decimal(long), Text("元", "yuan")) == f"{int(long):,}"
            assert words.number(Decimal(long), 2) == f"{int(long):,}"
    with translation.override("en"):
        assert words.say(Text("", f"{long}元")) == f"{long} yuan"
        assert words.say(Text("", f"{long}亿元")) == f"{long}亿元"


def test_what_cannot_be_taken_whole_is_told_in_neither_part() -> None:
    for told in ("5-250000元", "50000—250000元", "1,200000元", "200000–123456789元", "5~250000元", "5至3000000元"):
        assert words.say(Text(told, "")) == told
    with translation.override("en"):
        for told in ("1,200亿元", "50,000万元", "1,200–1,500亿元", "3–4–5亿元"):
            assert words.say(Text("", told)) == told
        assert words.say(Text("", "500000–2500000元")) == "500000–2500000 yuan"
        assert words.say(Text("", "2000000–2500000元")) == "2 million–2.5 million yuan"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        *((f"30{mark}50亿元", "3 billion–5 billion yuan") for mark in "-–—~～至"),
        *((f"30亿元{mark}50亿元", "3 billion–5 billion yuan") for mark in "-–—~～至"),
        ("5000万元至1.5亿元", "50 million–150 million yuan"),
        ("3 ~ 5 亿元", "300 million–500 million yuan"),
        ("增加至30亿元", "增加至3 billion yuan"),
        ("1,200至1,500亿元", "1,200–1,500亿元"),
        ("3至5件", "3–5 items"),
        ("2021～2025", "2021–2025"),
        ("“30~50亿元” is meant", "“30~50亿元” is meant"),
    ],
)
def test_a_range_is_told_with_both_its_ends_in_an_english_sentence(told: str, shown: str) -> None:
    with translation.override("en"):
        assert words.say(Text("", told)) == shown


@pytest.mark.parametrize(
    ("given", "unit", "taken"),
    [
        (" 1.2 亿元", "元", "120000000"), ("3,000万元", "元", "30000000"), ("2500000", "元", "2500000"), ("5元", "元", "5元"),
        ("1.2亿", "件", "1.2亿"), ("3万", "万元", "3万"), ("1，200", "件", "1200"), ("很多亿", "元", "很多亿"),
        ("1e9亿", "元", "1e9亿"), ("亿", "元", "亿"), ("", "元", ""), ("3千", "元", "3千"),
    ],
)  # fmt: skip
def test_a_sum_is_taken_as_people_type_it(given: str, unit: str, taken: str) -> None:
    assert words.typed(given, unit) == taken


def test_a_day_is_written_with_its_weekday_in_both_languages() -> None:
    assert words.day(date(2026, 3, 12)) == "2026年3月12日（周四）"
    with translation.override("en"):
        assert words.day(date(2026, 3, 12)) == "Thu 12 March 2026"


def test_a_day_inside_a_sentence_and_in_a_cell_is_written_as_everywhere() -> None:
    told = Text("自2026-03-12起，至2026-04-01为4件", "from 2026-03-12, 4 items on 2026-04-01")
    assert words.say(told) == "自2026年3月12日起，至2026年4月1日为4件"
    assert "2026年3月12日" in look.cell(date(2026, 3, 12))
    with translation.override("en"):
        assert words.say(told) == "from 12 March 2026, 4 items on 1 April 2026"
    for other in ("2026-13-40", "DC-2026-0304", "2026-03-12-7", "report_2026-03-12.docx", "2026-03", "12026-03-12"):
        assert words.say(Text(other, other)) == other


def test_an_instant_is_written_in_shanghai_time() -> None:
    assert words.day(datetime(2025, 6, 30, 17, 5, tzinfo=UTC), weekday=False) == "2025年7月1日 01:05"


def test_english_counts_one_and_many() -> None:
    with translation.override("en"):
        assert words.choose("{n} 行", "{n} row|{n} rows", n=1) == "1 row"
        assert words.choose("{n} 行", "{n} row|{n} rows", n=1200) == "1,200 rows"


def test_zero_is_a_number_and_a_gap_is_not() -> None:
    assert 'value="0"' in look.figure(Figure(0))
    gap = look.figure(Figure(None, gap="unassigned"))
    assert "未分配" in gap
    assert "0" not in gap


def test_a_figure_carries_its_exact_value_and_its_unit() -> None:
    html = look.figure(Figure(21626, Text("件", "items"), mark="≥", href="/x"))
    assert 'value="21626"' in html
    assert "21,626" in html
    assert "≥" in html
    assert 'href="/x"' in html


def test_a_state_has_an_icon_a_word_and_its_reason() -> None:
    html = look.state(State("late", Text("已逾期", "Late"), Text("超过 4 天", "4 days late")))
    assert "<svg" in html
    assert "已逾期" in html
    assert "超过 4 天" in html


def test_a_bar_says_in_words_what_it_shows() -> None:
    html = look.bar(Bar(1.91, 3.62, 5, 3.4))
    assert "基线 1.91，现值 3.62，直线应达 3.4，目标 5" in html


def test_a_bar_runs_towards_the_target_also_when_lower_is_better() -> None:
    rising, falling = look.bar(Bar(0, 5, 10)), look.bar(Bar(10, 5, 0))
    assert rising.count('width="48.0"') == falling.count('width="48.0"') == 1


def test_a_sparkline_leaves_holes_open() -> None:
    html = look.spark((Point("1", 1.0), Point("2", None), Point("3", 2.0), Point("4", 3.0)))
    assert html.count("M") == 2


def test_the_blank_lines_of_a_document_are_marked_and_its_characters_kept() -> None:
    shown = look.paragraphs("第一条\n \n\n第二条\n<b>第三条\n")
    assert shown == '第一条<span class="blank">\n \n\n</span>第二条\n&lt;b&gt;第三条\n'


def test_a_paragraph_has_a_line_of_its_own_among_facts_and_a_name_has_not() -> None:
    label = Text("原文", "words")
    assert [Fact(label, value).apart for value in ("支持企业。" * 20, "市市场监督管理局", None, 20, date(2026, 3, 12))] == [
        True, False, False, False, False,
    ]  # fmt: skip
    assert Fact(label, "", whole="全文").apart


def test_what_is_shown_is_escaped() -> None:
    assert "<b>" not in look.cell("<b>x</b>")
    assert "<b>" not in look.state(State("ok", Text("<b>", "<b>")))
