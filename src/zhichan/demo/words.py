"""Words from which names are put together; every organisation's name says that it is an example."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A field of industry: its IPC subclasses, things it makes, whether it is a strategic emerging industry."""

    name: str
    trade: str
    ipc: tuple[str, ...]
    things: tuple[str, ...]
    nice: tuple[int, ...]
    strategic: bool
    weight: int


FIELDS = (
    Field(
        "电子信息", "电子科技", ("H05K", "G06F", "H04N", "H01L"),
        ("显示模组", "电路板", "传感器", "连接器", "图像采集装置"),
        (9, 38, 42), strategic=True, weight=24),
    Field(
        "机电制造", "机电设备", ("B23P", "F16H", "B66C", "H02K"),
        ("减速器", "起重机构", "电机转子", "夹具", "压力机"),
        (7, 8, 11), strategic=False, weight=16),
    Field(
        "纺织服装", "纺织", ("D03D", "A41D", "D06M"),
        ("混纺面料", "防护服", "织机导纱器", "整理剂"),
        (23, 24, 25), strategic=False, weight=8),
    Field(
        "生物医药", "生物医药", ("A61K", "C12N", "A61P"),
        ("提取物", "缓释制剂", "检测试剂", "发酵菌株"),
        (5, 10, 44), strategic=True, weight=12),
    Field(
        "汽车零部件", "汽车部件", ("B60K", "B60L", "F16D"),
        ("制动盘", "电池箱体", "转向节", "线束固定座"),
        (12, 7, 4), strategic=True, weight=12),
    Field(
        "食品饮料", "食品", ("A23L", "C12G", "A23F"),
        ("发酵饮料", "速冻面点", "茶叶杀青装置", "调味酱"),
        (29, 30, 32, 33), strategic=False, weight=8),
    Field(
        "冶金建材", "新材料", ("C22C", "C04B", "E04B"),
        ("合金板材", "保温砌块", "陶瓷釉料", "装配式墙板"),
        (6, 19, 17), strategic=False, weight=8),
    Field(
        "节能环保", "环保科技", ("C02F", "B01D", "F24S"),
        ("污水处理设备", "除尘滤袋", "余热回收装置", "吸附材料"),
        (11, 40, 7), strategic=True, weight=8),
    Field(
        "茶叶", "茶业", ("A23F", "A01G"),
        ("红茶发酵方法", "采茶机"),
        (30, 35), strategic=False, weight=1),
    Field(
        "油茶", "油茶", ("C11B", "A01G"),
        ("茶籽油精炼方法", "油茶嫁接方法"),
        (29, 31), strategic=False, weight=1),
    Field(
        "蔬菜", "蔬菜种植", ("A01G", "A23B"),
        ("莲藕采收装置", "保鲜方法"),
        (29, 31), strategic=False, weight=1),
    Field(
        "水产", "水产养殖", ("A01K",),
        ("循环水养殖池", "投饵机"),
        (29, 31), strategic=False, weight=1),
)
FIELD_WEIGHTS = tuple(field.weight for field in FIELDS)

SYLLABLES_1 = "禾岚沐澜芃茗霁昀栩珩翎晗筠澍钰汀荻蓁旻榆璟砚笙萤"
SYLLABLES_2 = "川野舟庭棠桥圃泽屿林麓原溪峰洲岭潭陌苑渡亭坪屏堤"
SYLLABLES_3 = "记坊庄园里堂斋集语匠作舍"

ADJECTIVES = ("便于清洁的", "低能耗", "可拆卸式", "自适应", "高强度", "分体式", "防松动", "模块化", "耐腐蚀", "多工位")
KINDS_OF_CLAIM = ("", "的制备方法", "的控制方法", "及其装配方法", "的检测方法", "及其应用")
AGENCIES = tuple(f"示例第{number}专利代理事务所" for number in "一二三四五六七八九")
LENDERS = ("示例农村商业银行", "示例城市商业银行", "示例国有银行衡川分行", "示例村镇银行")
TOPICS = (
    "专利信息检索与利用", "商标品牌培育", "地理标志运用促进", "企业知识产权管理规范", "质押融资政策与实务", "专利撰写",
    "商业秘密保护", "海外维权", "行政执法办案", "知识产权进校园", "版权登记实务",
)
WORKS = ("民间纹样", "组诗", "童声合唱曲", "山水画", "纪实影像", "宣传片", "建筑模型", "吉祥物形象")
