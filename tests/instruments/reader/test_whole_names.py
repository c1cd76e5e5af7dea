"""What a goal is called, word for word, where a list shares a word or a number stands within the name."""

from __future__ import annotations

import pytest
import sentencing


def named(place: str, text: str) -> list[str]:
    return [t.indicator for t in sentencing.told(sentencing.Said("", place, text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("到2027年，外观设计申请量、授权量均达到4300件。", ["外观设计申请量", "外观设计授权量"]),
        ("版权预审量、登记量各达到260件。", ["版权预审量", "版权登记量"]),
        ("到2027年，作品登记量、商标注册量均达到4300件。", ["作品登记量", "商标注册量"]),
    ],
)
def test_deeds_that_share_a_number_keep_the_thing_they_are_done_to(text, names):
    assert named("G", text) == names


def test_each_of_several_keeps_what_it_gains():
    assert named("G", "到2027年，工厂、学校、医院分别新增版权160件、90件、40件。") == [
        "工厂新增版权",
        "学校新增版权",
        "医院新增版权",
    ]
    assert named("G", "到2027年，图案、音乐分别新增登记160件、90件。") == ["图案", "音乐"]


def test_a_number_of_rank_within_a_name_stays_in_it():
    assert named("K", "世界500强企业采购项目达到12个。") == ["世界500强企业采购项目"]
    assert named("K", "入围中国出版300强企业达到9家。") == ["入围中国出版300强企业"]


def test_the_first_word_of_a_thing_done_abroad_is_no_preposition():
    assert named("G", "到2027年，对外授权作品达到120件。") == ["对外授权作品"]


def test_words_of_today_do_not_belong_to_the_name_of_what_is_aimed_at():
    assert named("G", "目前已有版权示范园18家，到2027年达到45家。") == ["版权示范园"]
    assert named("G", "印刷业现有机构70家，增加到130家。") == ["印刷业机构"]
