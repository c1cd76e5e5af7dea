"""Worked cases on a small invented register: who is meant, how sure, and why."""

from datetime import date

import pytest
from tests.instruments.link.cast import CODES, ORGANISATIONS, linker, name

from zhichan.instruments.link import Organisation, risk, valid_code

LINKER = linker()
HOME, AWAY = "沅陵省洛川市东桥区人民路1号", "澧江省浦台市解放路2号"


def found(text: str, **more: object):
    links = LINKER.link([name(text, **more)])
    return links[0] if links else None


@pytest.mark.parametrize(
    ("text", "more", "organisation", "relation"),
    [
        ("洛川市华鑫达电子科技有限公司", {}, "a", "same"),
        ("洛川市華鑫達電子科技有限公司", {}, "a", "same"),
        (" 洛川市华鑫达　电子科技有限公司。", {}, "a", "same"),
        ("洛川华鑫达电子科技有限公司", {"address": HOME}, "a", "same"),
        ("华鑫达电子科技有限公司", {"address": HOME}, "a", "same"),
        ("华鑫达电子科技有限公司", {"address": "汾原市汾口县"}, "b", "same"),
        ("华鑫达(汾原)电子科技有限公司", {}, "b", "same"),
        ("洛川市华鑫达电子厂", {"day": date(2005, 3, 1)}, "a", "same"),
        ("LUOCHUAN HUAXINDA ELECTRONIC TECHNOLOGY CO.,LTD", {}, "a", "same"),
        ("洛川市瑞丰机械制造有限公司", {"address": HOME}, "c", "same"),
        ("洛川市瑞锋机械制造有限公司", {"address": HOME}, "d", "same"),
        ("云帆洛川软件有限公司", {}, "e", "same"),
        ("洛川云帆软件有限公司", {"address": HOME}, "e", "same"),
        ("洛川市华鑫达电子科技有限公司浦台分公司", {}, "f", "same"),
        ("洛川市华鑫达电子科技有限公司汾原分公司", {}, "a", "part"),
        ("泽润环保设备股份", {"address": AWAY}, "g", "same"),
        ("澤潤環保設備股份有限公司", {"address": AWAY}, "g", "same"),
        ("泽润环保设备股份有跟公司", {"address": AWAY}, "g", "same"),
        ("洛川理工大学", {}, "u", "same"),
        ("洛川理工大學附屬醫院", {}, "h", "same"),
        ("洛川理工大学材料科学与工程学院", {}, "u", "part"),
        ("洛川市农业科学研究所", {}, "i", "same"),
        ("王伟", {"address": HOME}, "p1", "same"),
        ("王伟", {"address": AWAY}, "p2", "same"),
        ("洛川市金穗纺织有限公司", {"day": date(2005, 1, 1)}, "t1", "same"),
        ("洛川市金穗纺织有限公司", {"day": date(2016, 1, 1)}, "t2", "same"),
        ("一个与登记名称毫无关系的写法", {"code": CODES["g"]}, "g", "same"),
    ],
)
def test_the_one_meant_is_found(text, more, organisation, relation):
    link = found(text, **more)
    assert link is not None
    assert (link.organisation, link.relation) == (organisation, relation)
    assert link.probability >= 0.5


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("洛川市永昌食品有限公司", {}),
        ("Siemens AG", {}),
        ("李静", {"address": HOME}),
        ("洛川市瑞康机械制造有限公司", {"address": HOME}),
        ("", {}),
        ("公司", {}),
        ("汾原理工大学", {}),
    ],
)
def test_nobody_is_accepted_for_a_stranger(text, more):
    link = found(text, **more)
    assert link is None or link.probability < 0.5


def test_a_valid_code_of_another_parts_even_equal_names():
    mine = "洛川市华鑫达电子科技有限公司"
    assert found(mine, code=CODES["a"]).organisation == "a"
    assert valid_code(CODES["c"])
    link = found(mine, code=CODES["c"])
    assert link is None or link.organisation != "a"
    (ground,) = LINKER.explain(name(mine, code=CODES["c"]), "a")
    assert (ground.what, ground.weight) == ("code", float("-inf"))
    assert ground.words.en == "the codes differ: another body"


def test_a_mistyped_code_does_not_part():
    wrong = CODES["a"][:-1] + ("0" if CODES["a"][-1] != "0" else "1")
    assert not valid_code(wrong)
    assert found("洛川市华鑫达电子科技有限公司", code=wrong).organisation == "a"


def test_two_who_fit_alike_share_what_there_is_and_wait_for_review():
    link = found("王伟")
    assert link.decision == "review"
    assert link.organisation == "p1"
    assert link.runner_up[0] == "p2"
    assert link.runner_up[1] == pytest.approx(link.probability, abs=0.1)


def test_a_two_sign_brand_with_another_sign_is_not_accepted():
    link = found("洛川市瑞风机械制造有限公司", address=HOME)
    assert link is None or link.decision != "accept"


def test_a_link_gives_its_reasons_in_both_languages():
    link = found("华鑫达电子科技有限公司", address=HOME, agent="洛川正明专利代理事务所")
    assert link.reason.zh == "字号和行业一致；地址在其所在区县；名称未写地名；代理机构是其惯用机构"
    assert link.reason.en == (
        "brand and trade agree; the address lies in its county or names no other; no region is written in the name; "
        "the agency is one it uses"
    )
    assert {ground.what for ground in link.grounds} == {
        "name", "address", "region", "form", "alias", "dated", "code", "agent", "partner",
    }  # fmt: skip


def test_what_speaks_for_a_link_weighs_more_than_what_does_not():
    near = {g.what: g.weight for g in LINKER.explain(name("华鑫达电子科技有限公司", address=HOME), "a")}
    far = {g.what: g.weight for g in LINKER.explain(name("华鑫达电子科技有限公司", address=AWAY), "a")}
    assert near["address"] > far["address"]


def test_strangers_have_one_ground():
    (ground,) = LINKER.explain(name("永昌食品有限公司"), "a")
    assert ground.words.en == "the names are not alike"


def test_the_same_claim_has_the_same_id_and_another_has_another():
    one, again = found("洛川理工大学"), found("洛川理工大学")
    other = found("洛川理工大学附属医院")
    assert one == again
    assert one.id != other.id
    assert len(one.id) == 32


def test_two_organisations_with_one_id_are_refused():
    with pytest.raises(ValueError, match="share an id"):
        linker([ORGANISATIONS[0], ORGANISATIONS[0]])


def test_an_empty_register_links_nothing():
    assert linker([]).link([name("洛川理工大学")]) == []
    assert LINKER.link([]) == []


@pytest.mark.parametrize(
    ("code", "good"),
    [(CODES["a"], True), (CODES["a"][:-1], False), ("91810102I000000017", False), ("", False), (CODES["a"].lower(), CODES["a"].isdigit())],
)
def test_a_code_is_valid_with_its_check_character_alone(code, good):
    assert valid_code(code) is good


def test_the_order_of_names_and_organisations_does_not_matter():
    names = [name("华鑫达电子科技有限公司"), name("王伟"), name("洛川市瑞丰机械制造有限公司"), name("洛川理工大学化学学院")]
    backwards = linker(list(reversed(ORGANISATIONS)))
    assert backwards.link(names[::-1])[::-1] == LINKER.link(names)


def test_an_unrelated_organisation_changes_no_link():
    names = [name("华鑫达电子科技有限公司", address=HOME), name("王伟"), name("洛川理工大学化学学院"), name("Huaxinda Electronic Technology")]
    more = linker([*ORGANISATIONS, Organisation("z", "浦台市永昌食品有限公司", (), "", "820101"), Organisation("0", "陈静", person=True)])
    assert more.link(names) == LINKER.link(names)


@pytest.mark.parametrize(("probability", "stake", "cost"), [(0.9, 100.0, 30.0), (0.5, 1.0, 0.5), (0.9, 1.0, 0.3), (0.1, 1.0, 0.1)])
def test_leaving_a_link_to_the_machine_costs_the_cheaper_of_its_two_mistakes(probability, stake, cost):
    # Accepting at 0.9 risks 0.1 × 3; leaving out at 0.5 risks 0.5 × 1; at 0.1, 0.1 × 1.
    assert risk(probability, stake) == pytest.approx(cost)
