"""A name falls into region, brand, trade and form, however it is spelt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.instruments.link.cast import PLACES

from zhichan.instruments.link import Place, Places, fold, fold_one, parse


def parts(text: str):
    return parse(fold_one(text), PLACES)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢＣ　科技", "abc科技"),
        ("華鑫達電子科技有限公司", "华鑫达电子科技有限公司"),
        ("华鑫达【洛川】科技", "华鑫达(洛川)科技"),
        ("华鑫达（洛川）科技。", "华鑫达(洛川)科技"),
        (" 华·鑫 达\t", "华鑫达"),
        ("Hua-Xin Da Co., Ltd.", "huaxindacoltd"),
        ("乾坤", "乾坤"),
        ("", ""),
    ],
)
def test_spelling_is_folded_away(text, folded):
    assert fold_one(text) == folded
    assert fold([text, "甲\n乙"]) == [folded, "甲乙"]


@pytest.mark.parametrize(
    ("text", "place", "brand", "trade", "form"),
    [
        ("洛川市华鑫达电子科技有限公司", "810100", "华鑫达", "电子科技", "有限公司"),
        ("洛川华鑫达电子科技有限公司", "810100", "华鑫达", "电子科技", "有限公司"),
        ("沅陵省洛川市华鑫达电子科技有限公司", "810100", "华鑫达", "电子科技", "有限公司"),
        ("华鑫达(洛川)电子科技股份有限公司", "810100", "华鑫达", "电子科技", "股份有限公司"),
        ("华鑫达电子", None, "华鑫达", "电子", ""),
        ("瑞丰有限公司", None, "瑞丰", "", "有限公司"),
        ("洛川科技有限公司", None, "洛川", "科技", "有限公司"),
        ("瑞丰砚台厂", None, "瑞丰砚台", "", "厂"),
        ("瑞丰机械有跟公司", None, "瑞丰", "机械", "有跟公司"),
        ("瑞丰机械限有公司", None, "瑞丰", "机械", "限有公司"),
        ("瑞丰机械股份有限公同", None, "瑞丰", "机械", "股份有限公同"),
        ("同创投资管理中心(有限合伙)", None, "同创投资管理中心", "", "有限合伙"),
        ("洛川市农业科学研究所", "810100", "洛川市农业科学研究所", "", ""),
        ("洛川理工大学", "810100", "洛川理工大学", "", ""),
    ],
)
def test_a_name_falls_into_its_parts(text, place, brand, trade, form):
    found = parts(text)
    assert (found.brand, found.trade, found.form) == (brand, trade, form)
    assert (PLACES.codes[found.place] if found.place >= 0 else None) == place


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("洛川市瑞丰机械有限公司浦台分公司", "洛川市瑞丰机械有限公司"),
        ("洛川市瑞丰机械厂第二分厂", "洛川市瑞丰机械厂"),
        ("洛川理工大学附属医院", "洛川理工大学"),
        ("洛川理工大学机械工程学院", "洛川理工大学"),
        ("洛川理工大学", ""),
        ("洛川理工大学科技园有限公司", ""),
        ("洛川市瑞丰机械有限公司", ""),
    ],
)
def test_a_branch_and_a_school_know_what_they_are_part_of(text, head):
    assert parts(text).head == head


@pytest.mark.parametrize(("text", "person"), [("王伟", True), ("欧阳", False), ("王伟有限公司", False), ("王小明明月", False)])
def test_a_person_is_known_by_the_shape_of_the_name(text, person):
    assert parts(text).person is person


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("沅陵省洛川市东桥区人民路1号", "810102"),
        ("洛川市东桥区人民路1号", "810102"),
        ("411000 沅陵省洛川市人民路1号", "810100"),
        ("洛川市汾原路2号", "810100"),
        ("沅陵省", "810000"),
        # A street is called after a region; what was a county is a city; a former city's neighbours are beside it.
        ("洛川市东桥路1号", "810100"),
        ("洛川市东桥北路1号", "810100"),
        ("洛川路1号", None),
        ("洛川市东桥县人民路", "810102"),
        ("沅陵省洛川市东桥工业园", "810102"),
        ("人民路3号", None),
        ("", None),
    ],
)
def test_an_address_leads_to_its_deepest_region(address, code):
    at = PLACES.of_address(address)
    assert (PLACES.codes[at] if at >= 0 else None) == code


def test_after_a_former_name_the_region_beside_it_is_meant():
    places = Places([
        Place("710000", "沅陵省"), Place("710100", "洛川市", "710000"), Place("710102", "白石区", "710100"),
        Place("710103", "钢城区", "710100"), Place("710200", "汾原市", "710000"),
    ])  # fmt: skip
    assert places.codes[places.of_address("沅陵省白石市钢城区友谊街")] == "710103"
    assert places.codes[places.of_address("沅陵省洛川市白石区钢城区友谊街")] == "710102"


def test_without_a_table_the_provinces_are_known():
    places = Places.provinces()
    assert len(places.codes) == 34
    assert places.codes[parse("内蒙古华鑫达科技有限公司", places).place] == "150000"
    assert places.names[places.of_address("广西南宁市")] == "广西壮族自治区"


@given(st.lists(st.text(), max_size=5))
def test_folding_many_is_folding_each(texts):
    assert fold(texts) == [fold_one(text) for text in texts]


@pytest.mark.parametrize("text", ["e\u0301a", "각각", "ΟΔΟΣ", "㈱华鑫", "ﬁn", "𠮷野", "が", "\ud800甲", "İ"])
def test_signs_that_change_with_their_neighbours_are_folded_with_them(text):
    assert fold(["甲", text, "乙", text]) == ["甲", fold_one(text), "乙", fold_one(text)]
