"""How two names agree is one level, the same from either side."""

import pytest
from tests.instruments.link.cast import PLACES

from zhichan.instruments.link import Level, compare, fold_one, parse


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("洛川市华鑫达电子科技有限公司", "洛川市華鑫達電子科技有限公司", Level.FLAT),
        ("华鑫达(洛川)电子科技有限公司", "华鑫达洛川电子科技有限公司", Level.FLAT),
        ("王伟", "王 伟", Level.PERSON),
        ("王伟", "王玮", Level.NOTHING),
        ("洛川市华鑫达电子科技有限公司", "华鑫达电子科技", Level.CORE),
        ("洛川市华鑫达电子科技有限公司", "汾原华鑫达电子科技股份有限公司", Level.CORE),
        ("华鑫达(洛川)电子科技有限公司", "洛川市华鑫达电子科技有限公司", Level.CORE),
        ("洛川市华鑫达电子科技有限公同", "洛川市华鑫达电子科技有限公司", Level.CORE),
        ("宜兴市华鑫达电子科技有限公司", "华鑫达电子科技有限公司", Level.LOOSE),
        ("瑞丰机械制造有限公司", "瑞锋机械制造有限公司", Level.SHORT_ALIKE),
        ("瑞丰机械制造有限公司", "瑞康机械制造有限公司", Level.SHORT_OTHER),
        ("华鑫达电子有限公司", "华欣达电子有限公司", Level.BRAND_ALIKE),
        ("华鑫达电子有限公司", "华明达电子有限公司", Level.BRAND_OTHER),
        ("华鑫达电子有限公司", "华鑫达电予有限公司", Level.EDIT_OTHER),
        ("华鑫达机械制造有限公司", "华鑫达机诫制造有限公司", Level.EDIT_ALIKE),
        ("华鑫达电子科技有限公司", "华鑫达电子有限公司", Level.TRADE_SHORTER),
        ("华鑫达电子科技有限公司", "华鑫达有限公司", Level.TRADE_MISSING),
        ("华鑫达电子科技有限公司", "华鑫达纺织有限公司", Level.TRADE_OTHER),
        ("华鑫达电子科技有限公司", "永昌食品有限公司", Level.NOTHING),
        ("瑞丰机械有限公司", "瑞丰机械有限公司浦台分公司", Level.NOTHING),
        ("洛川理工大学", "洛川理工大学附属医院", Level.NOTHING),
        ("洛川理工大学第一附属医院", "洛川理工大学第二附属医院", Level.NOTHING),
        ("洛川市第一机械厂", "洛川市第二机械厂", Level.NOTHING),
        ("Huaxinda Electronic Co., Ltd.", "HUAXINDA ELECTRONIC COMPANY LIMITED", Level.FLAT),
        ("Huaxinda Electronics Co., Ltd.", "Huaxinda Electronic Co., Ltd.", Level.LATIN_NEAR),
        ("Huaxinda Electronic Technology Co., Ltd.", "洛川市华鑫达电子科技有限公司", Level.PINYIN_TRADE),
        ("Luochuan Hua Xin Da Electronic Technology", "洛川市华鑫达电子科技有限公司", Level.PINYIN_TRADE),
        ("Huaxinda", "洛川市华鑫达电子科技有限公司", Level.PINYIN_BARE),
        ("Huaxinda Textile Co., Ltd.", "洛川市华鑫达电子科技有限公司", Level.PINYIN_OTHER),
        ("Changjing Software", "长晶软件有限公司", Level.PINYIN_TRADE),
        ("Siemens AG", "洛川市华鑫达电子科技有限公司", Level.NOTHING),
    ],
)
def test_two_names_agree_on_one_level_from_either_side(one, other, level):
    first, second = (parse(fold_one(text), PLACES) for text in (one, other))
    assert compare(first, second) is level
    assert compare(second, first) is level
