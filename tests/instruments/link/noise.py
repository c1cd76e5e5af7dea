"""Noise rules: made-up organisations, and the ways in which their names get written, with truth by construction.

Written and committed before the matcher, and not changed to please it. Everything is invented: places, brands,
codes and people. A world is a function of its seed alone. What each record was made by is kept in ``rule``, so that
an evaluation can say where it fails.

Facts the world holds on purpose:

- two brands that differ in one character are two firms, be the characters alike or not;
- the same brand in another city, or in the same city with another trade, is another firm;
- a branch (分公司) is an organisation of its own with its own code; written and not registered, it is a branch of its
  head and never the head itself; so are a university's schools and hospitals;
- a name given up by one firm may later be taken by another: the day decides;
- people share names; an address may or may not tell them apart;
- an address may be missing, may be the one of before a move, a code may be missing or mistyped;
- a tenth and more of what is written belongs to nobody in the register.

What truth knows is more than what is written: some records cannot be told apart by anybody. They stay in.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

# Characters of brands with their reading; homophones are there on purpose.
BRAND = dict(
    pair.split(":")
    for pair in ["华:hua", "星:xing", "兴:xing", "鑫:xin", "欣:xin", "新:xin", "信:xin", "辰:chen", "晨:chen", "宸:chen", "达:da", "大:da", "泰:tai", "太:tai", "恒:heng", "衡:heng", "瑞:rui", "锐:rui", "睿:rui", "安:an", "康:kang", "健:jian", "建:jian", "润:run", "丰:feng", "峰:feng", "锋:feng", "枫:feng", "源:yuan", "远:yuan", "元:yuan", "圆:yuan", "诚:cheng", "成:cheng", "盛:sheng", "胜:sheng", "升:sheng", "昌:chang", "长:chang", "腾:teng", "龙:long", "隆:long", "隆:long", "凤:feng", "麒:qi", "麟:lin", "琪:qi", "启:qi", "宝:bao", "利:li", "力:li", "立:li", "丽:li", "嘉:jia", "佳:jia", "家:jia", "美:mei", "德:de", "福:fu", "富:fu", "广:guang", "光:guang", "海:hai", "航:hang", "浩:hao", "皓:hao", "宏:hong", "弘:hong", "鸿:hong", "虹:hong", "汇:hui", "惠:hui", "慧:hui", "辉:hui", "吉:ji", "金:jin", "锦:jin", "晋:jin", "京:jing", "晶:jing", "精:jing", "景:jing", "凯:kai", "科:ke", "坤:kun", "昆:kun", "蓝:lan", "朗:lang", "乐:le", "联:lian", "林:lin", "霖:lin", "凌:ling", "灵:ling", "明:ming", "铭:ming", "鸣:ming", "南:nan", "宁:ning", "鹏:peng", "普:pu", "齐:qi", "奇:qi", "千:qian", "乾:qian", "强:qiang", "清:qing", "庆:qing", "荣:rong", "融:rong", "森:sen", "山:shan", "尚:shang", "深:shen", "圣:sheng", "思:si", "四:si", "松:song", "腾:teng", "天:tian", "通:tong", "同:tong", "万:wan", "旺:wang", "威:wei", "伟:wei", "维:wei", "卫:wei", "文:wen", "翔:xiang", "祥:xiang", "象:xiang", "旭:xu", "雅:ya", "亚:ya", "阳:yang", "洋:yang", "扬:yang", "耀:yao", "业:ye", "一:yi", "亿:yi", "怡:yi", "益:yi", "毅:yi", "银:yin", "英:ying", "盈:ying", "颖:ying", "永:yong", "勇:yong", "友:you", "优:you", "宇:yu", "玉:yu", "裕:yu", "誉:yu", "越:yue", "悦:yue", "云:yun", "运:yun", "泽:ze", "展:zhan", "昭:zhao", "正:zheng", "振:zhen", "志:zhi", "智:zhi", "中:zhong", "众:zhong", "舟:zhou", "卓:zhuo", "紫:zi", "佐:zuo", "奥:ao", "博:bo", "邦:bang", "贝:bei", "超:chao", "创:chuang", "春:chun", "东:dong", "鼎:ding", "方:fang", "飞:fei", "冠:guan", "国:guo", "禾:he", "和:he", "合:he", "湖:hu", "环:huan", "极:ji", "杰:jie"]
)
PLACE = dict(
    pair.split(":")
    for pair in ["沅:yuan", "澧:li", "汾:fen", "岚:lan", "峪:yu", "埠:bu", "浦:pu", "洛:luo", "沂:yi", "潼:tong", "邺:ye", "郏:jia", "汶:wen", "滏:fu", "陵:ling", "溪:xi", "塘:tang", "洲:zhou", "岭:ling", "坪:ping", "港:gang", "屏:ping", "桥:qiao", "堰:yan", "泉:quan", "津:jin", "关:guan", "原:yuan", "城:cheng", "州:zhou", "川:chuan", "河:he", "江:jiang", "平:ping", "定:ding", "顺:shun", "化:hua", "阴:yin", "台:tai", "口:kou"]
)
# The first two lists are everyday trades; the third holds trades that hardly any list of words will know.
FIELDS = {
    "电子": "Electronic", "机械": "Machinery", "生物": "Biological", "医药": "Pharmaceutical", "环保": "Environmental Protection",
    "新材料": "New Material", "软件": "Software", "信息": "Information", "网络": "Network", "汽车": "Automobile", "化工": "Chemical",
    "食品": "Food", "纺织": "Textile", "服饰": "Garment", "家具": "Furniture", "建筑": "Construction", "光电": "Optoelectronic",
    "新能源": "New Energy", "农业": "Agricultural", "智能": "Intelligent", "精密": "Precision", "自动化": "Automation",
    "医疗器械": "Medical Instrument", "包装": "Packaging", "塑料": "Plastic", "五金": "Hardware", "电气": "Electric", "仪器": "Instrument",
    "数控": "Numerical Control", "半导体": "Semiconductor", "文化": "Culture", "物流": "Logistics", "照明": "Lighting", "模具": "Mould",
}
WORKS = {
    "科技": "Technology", "技术": "Technology", "设备": "Equipment", "制造": "Manufacturing", "实业": "Industrial", "工业": "Industry",
    "工程": "Engineering", "贸易": "Trading", "发展": "Development", "制品": "Products", "": "",
}
RARE = {
    "渔具": "Fishing Tackle", "绣品": "Embroidery", "竹艺": "Bamboo Craft", "砚台": "Inkstone", "灯彩": "Lantern", "茧丝": "Cocoon Silk",
    "蜂胶": "Propolis", "陶粒": "Ceramsite", "马具": "Saddlery", "琴弦": "Strings", "藤编": "Rattan", "锚链": "Anchor Chain",
}
FORMS = [("有限公司", 0.80), ("有限责任公司", 0.07), ("股份有限公司", 0.07), ("集团有限公司", 0.03), ("厂", 0.03)]
FORMS_ENGLISH = {
    "有限公司": ("Co., Ltd.", "Co.,Ltd", "Company Limited", "Co Ltd", "CO., LTD.", "Limited"),
    "有限责任公司": ("Co., Ltd.", "LLC", "Limited Liability Company"),
    "股份有限公司": ("Co., Ltd.", "Corp.", "Joint Stock Co., Ltd.", "Inc."),
    "集团有限公司": ("Group Co., Ltd.", "Group Company Limited"),
    "厂": ("Factory",),
}
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英建华志强秀兰文"
# Simplified to traditional, one to one, for characters of the pools.
TRADITIONAL = dict(
    zip(
        "华兴达锐润丰锋远圆诚胜长龙凤丽宝启广汇鸿辉锦晋凯蓝乐联灵铭鸣宁鹏齐强庆荣圣腾万伟维卫亚阳扬业亿银颖优誉运泽众创东飞国环极杰机电药环软络车纺织饰筑农动医疗装气仪数导"
        "体设备制实业术贸发限责团厂岭桥关顺阴台台学医专厅飞湾",
        "華興達銳潤豐鋒遠圓誠勝長龍鳳麗寶啟廣匯鴻輝錦晉凱藍樂聯靈銘鳴寧鵬齊強慶榮聖騰萬偉維衛亞陽揚業億銀穎優譽運澤眾創東飛國環極傑機電藥環軟絡車紡織飾築農動醫療裝氣儀數導"
        "體設備製實業術貿發限責團廠嶺橋關順陰臺臺學醫專廳飛灣",
        strict=True,
    )
)
LOOK_ALIKE = [
    "未末", "己已", "土士", "日曰", "天夭", "大太", "千干", "万方", "人入", "力刀", "宏宠", "辰展", "晨震", "洋样", "扬杨", "阳阴", "锋峰", "枫峰",
    "晶品", "银根", "林材", "森淼", "康庚", "奇寄", "坤绅", "旭旮", "智替", "运远", "佳佳", "益盖", "裕浴", "科料", "明朋", "清请", "凌陵",
    "电申", "机杌", "技枝", "材村", "設设", "智哲", "博搏", "瑞端", "睿容", "欣欢", "鑫鑫", "限跟", "公么", "司同", "工土", "汽气", "械诫",
]  # fmt: skip
STREETS = ("人民路", "解放大道", "科技园一路", "工业大道", "学府街", "创业路")
AGENCIES = ("专利代理事务所", "知识产权代理有限公司", "知识产权代理事务所(普通合伙)")
_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@dataclass(slots=True)
class Place:
    """A made-up region: ``level`` 1 province, 2 city, 3 county."""

    code: str
    name: str
    parent: str
    level: int
    pinyin: str = ""


@dataclass(slots=True)
class Made:
    """An organisation of the register. ``parts`` are region as written, brand, trade and form, for the writers."""

    id: int
    name: str
    kind: str  # firm, branch, university, hospital, institute, person
    code: str
    region: str
    head: int | None = None
    english: str = ""
    short: str = ""
    former: list[tuple[str, date]] = field(default_factory=list)  # name, last day it held
    founded: date = date(2000, 1, 1)
    agents: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    parts: tuple[str, str, str, str] = ("", "", "", "")
    place: str = ""  # where it is, as against where the register has it


@dataclass(slots=True)
class Written:
    """One record: what is written, and the truth. ``same`` is the organisation meant, ``part_of`` a head of it."""

    id: int
    text: str
    address: str
    code: str
    agent: str
    partners: tuple[str, ...]
    day: date
    rule: str
    same: int | None
    part_of: int | None = None


@dataclass(slots=True)
class World:
    """A register, the places it lies in, and what was written."""

    places: list[Place]
    organisations: list[Made]
    records: list[Written]


def credit_code(rng: random.Random, region: str, first: str = "91") -> str:
    """A unified code with its right check character (GB 32100-2015)."""
    body = first + region + "".join(rng.choices(_CODE_ALPHABET[:10], k=8)) + rng.choice(_CODE_ALPHABET)
    total = sum(_CODE_ALPHABET.index(sign) * weight for sign, weight in zip(body, _CODE_WEIGHTS, strict=True))
    return body + _CODE_ALPHABET[(31 - total % 31) % 31]


def pick(rng: random.Random, weighted: Sequence[tuple[str, float]]) -> str:
    return rng.choices([each for each, _ in weighted], [weight for _, weight in weighted])[0]


class Maker:
    """Makes a world. Shares of the noise are the numbers below; they are part of the rules."""

    # Kinds of organisation.
    KINDS = [("firm", 0.88), ("university", 0.02), ("institute", 0.03), ("person", 0.04), ("branch", 0.03)]
    # A new firm is made as a trap beside an existing one with this chance, by one of these ways.
    TRAP = 0.22
    TRAPS = [
        ("one character of the brand", 0.35), ("same brand, other city", 0.35), ("same brand, other trade", 0.25),
        ("name given up and taken", 0.05),
    ]  # fmt: skip
    # How a firm in the register is written.
    WAYS = [
        ("as registered", 0.690), ("former name", 0.060), ("without form", 0.030), ("without region", 0.030),
        ("without region and form", 0.025), ("without trade", 0.010), ("trade shortened", 0.010), ("brand only", 0.005),
        ("short name", 0.010), ("English", 0.030), ("pinyin", 0.010), ("merged words", 0.005), ("traditional", 0.020),
        ("typo", 0.020), ("look-alike", 0.015), ("full width, brackets, spaces", 0.030),
    ]  # fmt: skip
    OVERLAY = 0.03  # of the others also get full width, brackets or spaces
    NOT_REGISTERED = 0.14  # of records belong to nobody in the register
    ADDRESS = 0.88
    MOVED = 0.02
    CODE = 0.12
    CODE_MISTYPED = 0.02
    AGENT = 0.6
    PARTNER = 0.08

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(f"noise rules {seed}")
        rng = self.rng
        # Each seed has words of its own, so that nothing learnt of one world's words helps in another.
        self.signs = sorted(rng.sample(sorted(BRAND), k=150))
        self.places: list[Place] = []
        self.by_code: dict[str, Place] = {}
        self.counties: list[Place] = []
        self.made: list[Made] = []
        self.firms: list[int] = []
        self.by_name: set[str] = set()
        self._make_places()
        self.agencies: dict[str, list[str]] = {
            place.code[:2]: [
                f"{place.name}{''.join(rng.sample(self.signs, 2))}{rng.choice(AGENCIES)}" for _ in range(25)
            ]
            for place in self.places
            if place.level == 1
        }
        self.homophones: dict[str, list[str]] = {}
        for sign, reading in BRAND.items():
            self.homophones.setdefault(reading, []).append(sign)
        self.alike: dict[str, str] = {}
        for one, other in map(tuple, LOOK_ALIKE):
            if one != other:
                self.alike[one], self.alike[other] = other, one

    def _make_places(self) -> None:
        rng = self.rng
        signs = sorted(PLACE) + rng.sample(self.signs, 25)
        stems: set[str] = set()

        def add(code: str, ending: str, parent: str, level: int) -> Place:
            while True:
                stem = "".join(rng.sample(signs, 2))
                if stem not in stems:
                    break
            stems.add(stem)
            reading = "".join((PLACE | BRAND)[sign] for sign in stem)
            place = Place(code, stem + ending, parent, level, reading.capitalize())
            self.places.append(place)
            self.by_code[code] = place
            return place

        for first in range(12):
            province = add(f"{81 + first}0000", "省", "", 1)
            for second in range(rng.randint(5, 12)):
                city = add(f"{province.code[:2]}{second + 1:02d}00", "市", province.code, 2)
                for third in range(rng.randint(3, 8)):
                    ending = rng.choices("区县市", (5, 4, 1))[0]
                    self.counties.append(add(f"{city.code[:4]}{third + 1:02d}", ending, city.code, 3))

    def _above(self, county: str) -> tuple[Place, Place, Place]:
        return self.by_code[county[:2] + "0000"], self.by_code[county[:4] + "00"], self.by_code[county]

    # -- organisations -------------------------------------------------------------------------------------------

    def _brand(self) -> str:
        return "".join(self.rng.choices(self.signs, k=self.rng.choices((2, 3, 4), (70, 22, 8))[0]))

    def _trade(self) -> tuple[str, str]:
        rng = self.rng
        if rng.random() < 0.04:
            zh = rng.choice(sorted(RARE))
            return zh, RARE[zh]
        field_zh, work = rng.choice(sorted(FIELDS)), rng.choices(sorted(WORKS), [3 if w == "科技" else 1 for w in sorted(WORKS)])[0]
        if rng.random() < 0.18:
            return work or "科技", WORKS[work or "科技"]
        return field_zh + work, f"{FIELDS[field_zh]} {WORKS[work]}".strip()

    def _firm_name(self, parts: tuple[str, str, str, str], county: str) -> str:
        region, brand, trade, form = parts
        if region.startswith("("):
            return f"{brand}{region}{trade}{form}"
        return f"{region}{brand}{trade}{form}"

    def _region_written(self, county: str) -> str:
        province, city, own = self._above(county)
        way = self.rng.choices(range(6), (38, 20, 12, 10, 10, 10))[0]
        return (
            city.name, city.name[:-1], province.name, own.name, f"({city.name[:-1]})", "",
        )[way]  # fmt: skip

    def _english(self, county: str, brand: str, trade: str, form: str) -> str:
        words = {**{f + w: f"{e} {v}".strip() for f, e in FIELDS.items() for w, v in WORKS.items()}, **WORKS, **RARE}
        city = self._above(county)[1].pinyin
        reading = "".join(BRAND[sign] for sign in brand).capitalize()
        return f"{city} {reading} {words[trade]} {FORMS_ENGLISH[form][0]}"

    def _register(self, made: Made) -> Made:
        self.made.append(made)
        self.by_name.add(made.name)
        if made.kind == "firm":
            self.firms.append(made.id)
        return made

    def _day(self, first: int = 1995, last: int = 2020) -> date:
        return date(first, 1, 1) + timedelta(days=self.rng.randrange((last - first) * 365))

    def _new_parts(self) -> tuple[tuple[str, str, str, str], str, str, Made | None]:
        """Parts, county and the way it was trapped, with the firm it stands beside."""
        rng = self.rng
        county = rng.choice(self.counties).code
        if self.firms and rng.random() < self.TRAP:
            beside = self.made[rng.choice(self.firms)]
            way = pick(rng, self.TRAPS)
            region, brand, trade, form = beside.parts
            if way == "one character of the brand":
                at = rng.randrange(len(brand))
                pool = self.homophones[BRAND[brand[at]]] if rng.random() < 0.15 else self.signs
                sign = rng.choice(pool)
                if sign != brand[at]:
                    brand = brand[:at] + sign + brand[at + 1 :]
                    return (region, brand, trade, form), beside.region, way, beside
            elif way == "same brand, other city":
                return (self._region_written(county), brand, trade, form), county, way, beside
            elif way == "same brand, other trade":
                return (region, brand, self._trade()[0], form), beside.region, way, beside
            elif beside.former:
                return beside.parts, beside.region, way, beside
        return (self._region_written(county), self._brand(), self._trade()[0], pick(rng, FORMS)), county, "", None

    def firm(self, number: int) -> Made:
        rng = self.rng
        while True:
            parts, county, way, beside = self._new_parts()
            founded = self._day()
            if way == "name given up and taken" and beside is not None:
                name = beside.former[0][0]
                founded = beside.former[0][1] + timedelta(days=rng.randint(400, 1500))
                if name in self.by_name:
                    continue
                made = Made(number, name, "firm", self._code(county), county, founded=founded, parts=beside.parts, place=county)
                self._habits(made)
                self.made.append(made)
                self.by_name.add(name)
                return made
            name = self._firm_name(parts, county)
            if name in self.by_name:
                continue
            break
        _region, brand, trade, form = parts
        made = Made(number, name, "firm", self._code(county), county, founded=founded, parts=parts, place=county)
        if rng.random() < 0.45:
            made.english = self._english(county, brand, trade, form)
        if rng.random() < 0.10:
            made.short = brand + trade[:2] if rng.random() < 0.6 else brand
        if rng.random() < 0.12:
            made.former.append((self._former(parts, county), founded + timedelta(days=rng.randint(300, 2500))))
        if rng.random() < self.MOVED:
            made.region = rng.choice(self.counties).code
        self._habits(made)
        return self._register(made)

    def _code(self, county: str, first: str = "91") -> str:
        return credit_code(self.rng, county, first) if self.rng.random() < 0.95 else ""

    def _habits(self, made: Made) -> None:
        rng = self.rng
        made.agents = tuple(rng.sample(self.agencies[made.place[:2]], k=rng.choice((1, 2))))
        if self.made and rng.random() < 0.25:
            made.partners = tuple(self.made[rng.randrange(len(self.made))].name for _ in range(rng.choice((1, 2))))

    def _former(self, parts: tuple[str, str, str, str], county: str) -> str:
        rng = self.rng
        region, brand, trade, form = parts
        way = rng.choices(range(4), (35, 30, 20, 15))[0]
        if way == 0:
            form = "有限责任公司" if form == "股份有限公司" else "股份有限公司" if form == "有限公司" else "有限公司"
        elif way == 1:
            trade = self._trade()[0]
        elif way == 2:
            brand = self._brand()
        else:
            region = self._region_written(county)
        return self._firm_name((region, brand, trade, form), county)

    def university(self, number: int) -> list[Made]:
        rng = self.rng
        while True:
            county = rng.choice(self.counties).code
            place = self._above(county)[rng.choice((0, 1))].name[:-1]
            name = place + rng.choice(("", "理工", "师范", "农业", "医科", "工业", "财经")) + rng.choice(("大学", "大学", "学院"))
            if name not in self.by_name:
                break
            if rng.random() < 0.3:
                name = f"{place}{''.join(rng.choices(self.signs, k=2))}大学"
                if name not in self.by_name:
                    break
        head = Made(number, name, "university", self._code(county, "12"), county, place=county, parts=("", name, "", ""))
        self._habits(head)
        self._register(head)
        found = [head]
        for ending in ("附属医院", "第一附属医院", "第二附属医院", f"{''.join(rng.choices(self.signs, k=2))}学院", "研究院"):
            if rng.random() < 0.25:
                part = Made(
                    number + len(found), name + ending, "hospital", self._code(county, "12"), county, head=number, place=county,
                    parts=("", name, ending, ""),
                )  # fmt: skip
                self._habits(part)
                found.append(self._register(part))
        return found

    def institute(self, number: int) -> Made:
        rng = self.rng
        while True:
            county = rng.choice(self.counties).code
            place = self._above(county)[rng.choice((0, 1, 1))].name
            name = place + rng.choice(sorted(FIELDS)) + rng.choice(sorted(WORKS)) + rng.choice(("研究所", "研究院", "科学研究院", "设计院"))
            if name not in self.by_name:
                break
        made = Made(number, name, "institute", self._code(county, "12"), county, place=county, parts=("", name, "", ""))
        self._habits(made)
        return self._register(made)

    def _person_name(self) -> str:
        rng = self.rng
        return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))

    def person(self, number: int) -> Made:
        county = self.rng.choice(self.counties).code
        made = Made(number, self._person_name(), "person", "", county, place=county)
        self._habits(made)
        return self._register(made)

    def branch(self, number: int) -> Made | None:
        rng = self.rng
        if not self.firms:
            return None
        head = self.made[rng.choice(self.firms)]
        county = rng.choice(self.counties).code
        name = head.name + self._above(county)[rng.choice((1, 2))].name[:-1] + "分公司"
        if name in self.by_name or head.parts[3] == "厂":
            return None
        made = Made(number, name, "branch", self._code(county), county, head=head.id, place=county, parts=("", name, "", ""))
        self._habits(made)
        return self._register(made)

    def organisations(self, count: int) -> None:
        rng = self.rng
        while len(self.made) < count:
            number = len(self.made)
            kind = pick(rng, self.KINDS)
            if kind == "firm":
                self.firm(number)
            elif kind == "university":
                # A world has only so many names for universities.
                if number < 40_000:
                    self.university(number)
                else:
                    self.institute(number)
            elif kind == "institute" and number < 40_000:
                self.institute(number)
            elif kind == "branch":
                self.branch(number)
            elif kind == "person":
                self.person(number)

    # -- records -------------------------------------------------------------------------------------------------

    def _address(self, county: str) -> str:
        rng = self.rng
        if rng.random() >= self.ADDRESS:
            return ""
        if rng.random() < self.MOVED:
            county = rng.choice(self.counties).code
        province, city, own = self._above(county)
        street = f"{rng.choice(STREETS)}{rng.randint(1, 999)}号"
        way = rng.choices(range(5), (45, 20, 15, 10, 10))[0]
        return (
            f"{province.name}{city.name}{own.name}{street}", f"{city.name}{own.name}{street}",
            f"{rng.randint(100000, 859999)} {province.name}{city.name}{street}", f"{province.name}{city.name}", own.name + street,
        )[way]  # fmt: skip

    def _typo(self, text: str) -> str:
        rng = self.rng
        at = rng.randrange(len(text))
        way = rng.choices(range(5), (50, 15, 15, 10, 10))[0]
        if way == 0:
            readings = BRAND.get(text[at])
            pool = [sign for sign in self.homophones.get(readings or "", []) if sign != text[at]]
            sign = rng.choice(pool) if pool else self.alike.get(text[at]) or rng.choice(self.signs)
            return text[:at] + sign + text[at + 1 :]
        if way == 1:
            return text[:at] + text[at + 1 :]
        if way == 2:
            return text[: at + 1] + text[at] + text[at + 1 :]
        if way == 3 and at + 1 < len(text):
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        return text[:at] + rng.choice(self.signs) + text[at + 1 :]

    def _spelt(self, text: str) -> str:
        rng = self.rng
        way = rng.randrange(5)
        if way == 0:
            return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text) + "　"
        if way == 1:
            at = rng.randrange(1, len(text)) if len(text) > 1 else 0
            return text[:at] + rng.choice((" ", "　", "\u00a0", "·")) + text[at:]
        if way == 2:
            return text.replace("(", "（").replace(")", "）") if "(" in text else " " + text
        if way == 3:
            return text.replace("(", rng.choice("[【〔")).replace(")", rng.choice("]】〕")) if "(" in text else text + "。"
        return text.replace("(", "").replace(")", "") if "(" in text else f"{text}\t"

    def _foreign_spelt(self, text: str) -> str:
        rng = self.rng
        way = rng.randrange(6)
        if way == 0:
            return text.upper()
        if way == 1:
            return text.replace(",", "").replace(".", "")
        if way == 2:
            return text.lower()
        if way == 3:
            for ending in ("Co., Ltd.", "Corp."):
                if text.endswith(ending):
                    return text.removesuffix(ending) + rng.choice(FORMS_ENGLISH["有限公司"])
        if way == 4:
            return text.replace(" Co., Ltd.", "").replace("Technology", "Tech.")
        return text

    def _write_firm(self, made: Made, way: str, day: date) -> tuple[str, str, date]:
        """The text, the rule that made it in the end, and the day."""
        rng = self.rng
        region, brand, trade, form = made.parts
        bare = region.strip("()")
        plain = made.name != self._firm_name(made.parts, made.place)  # the name was taken over from another
        if plain:
            return made.name, "name given up and taken", made.founded + timedelta(days=rng.randrange(1500))
        if way == "former name" and made.former:
            name, until = made.former[0]
            if rng.random() < 0.8:
                day = made.founded + timedelta(days=rng.randrange((until - made.founded).days + 1))
            return name, way, day
        if way == "without form" and form != "厂":
            return self._firm_name((region, brand, trade, "股份" if form == "股份有限公司" and rng.random() < 0.3 else ""), made.place), way, day
        if way == "without region" and region:
            return brand + trade + form, way, day
        if way == "without region and form" and form != "厂":
            return brand + trade, way, day
        if way == "without trade" and form != "厂":
            return bare + brand + form, way, day
        if way == "trade shortened" and len(trade) >= 4:
            return self._firm_name((region, brand, trade[:2] if rng.random() < 0.5 else trade[-2:], form), made.place), way, day
        if way == "brand only":
            return (bare + brand if rng.random() < 0.5 and bare else brand), way, day
        if way == "short name" and made.short:
            return made.short, way, day
        if way in {"English", "pinyin", "merged words"}:
            english = made.english
            if way == "English" and not english:
                way = "pinyin"
            if way == "pinyin":
                english = self._english(made.place, brand, trade, form)
                if rng.random() < 0.3:
                    reading = "".join(BRAND[sign] for sign in brand)
                    english = english.replace(reading.capitalize(), " ".join(BRAND[sign].capitalize() for sign in brand))
                if rng.random() < 0.3:
                    english = english.partition(" ")[2]
            elif way == "merged words":
                english = english or self._english(made.place, brand, trade, form)
                words = english.split(" ")
                at = rng.randrange(max(1, len(words) - 1))
                english = " ".join([*words[:at], "".join(words[at:at + 2]), *words[at + 2:]])
            return self._foreign_spelt(english), way, day
        if way == "traditional":
            return "".join(TRADITIONAL.get(sign, sign) for sign in made.name), way, day
        if way == "typo":
            return self._typo(made.name), way, day
        if way == "look-alike":
            places = [at for at, sign in enumerate(made.name) if sign in self.alike]
            if places:
                at = rng.choice(places)
                return made.name[:at] + self.alike[made.name[at]] + made.name[at + 1 :], way, day
        if way == "full width, brackets, spaces":
            return self._spelt(made.name), way, day
        return made.name, "as registered", day

    def _write_other(self, made: Made, day: date) -> tuple[str, str]:
        rng = self.rng
        if made.kind == "person":
            return made.name, "a person"
        chance = rng.random()
        if chance < 0.06:
            return "".join(TRADITIONAL.get(sign, sign) for sign in made.name), "traditional"
        if chance < 0.10:
            return self._typo(made.name), "typo"
        if chance < 0.16:
            return self._spelt(made.name), "full width, brackets, spaces"
        return made.name, f"{made.kind} as registered"

    def record(self, number: int) -> Written:
        rng = self.rng
        day = date(2005, 1, 1) + timedelta(days=rng.randrange(7_500))
        if rng.random() < self.NOT_REGISTERED:
            return self._nobody(number, day)
        made = self.made[rng.randrange(len(self.made))]
        if rng.random() < 0.02 and made.kind in {"firm", "university"} and made.parts[3] != "厂":
            return self._part(number, made, day)
        if made.kind == "firm":
            text, rule, day = self._write_firm(made, pick(rng, self.WAYS), day)
        else:
            text, rule = self._write_other(made, day)
        if rng.random() < self.OVERLAY and made.kind != "person":
            text = self._spelt(text)
        return self._finished(number, made, text, rule, day)

    def _finished(self, number: int, made: Made, text: str, rule: str, day: date) -> Written:
        rng = self.rng
        code = ""
        if made.code and rng.random() < self.CODE:
            code = made.code
            if rng.random() < self.CODE_MISTYPED:
                at = rng.randrange(18)
                code = code[:at] + rng.choice(_CODE_ALPHABET) + code[at + 1 :]
        agent = ""
        if rng.random() < self.AGENT:
            agent = rng.choice(made.agents) if rng.random() < 0.75 else rng.choice(self.agencies[made.place[:2]])
        partners: tuple[str, ...] = ()
        if rng.random() < self.PARTNER:
            partners = (rng.choice(made.partners),) if made.partners else (self.made[rng.randrange(len(self.made))].name,)
        return Written(number, text, self._address(made.place), code, agent, partners, day, rule, made.id)

    def _part(self, number: int, made: Made, day: date) -> Written:
        """A branch or school that has no entry of its own: part of the head, and not the head."""
        rng = self.rng
        county = rng.choice(self.counties).code if made.kind == "firm" else made.place
        while True:
            if made.kind == "firm":
                text = made.name + self._above(county)[rng.choice((1, 2))].name[:-1] + rng.choice(("分公司", "分公司", "分厂"))
            else:
                text = made.name + rng.choice((
                    "附属医院", "第三附属医院", "机械工程学院", "材料科学与工程学院", "国家重点实验室", "附属口腔医院",
                ))  # fmt: skip
            if text not in self.by_name:
                break
            if made.kind != "firm":
                text = made.name + "化学学院"
                break
            county = rng.choice(self.counties).code
        stand_in = Made(-1, text, "branch", "", county, agents=made.agents, partners=made.partners, place=county)
        written = self._finished(number, stand_in, text, "a part without an entry", day)
        written.same, written.part_of = None, made.id
        return written

    def _nobody(self, number: int, day: date) -> Written:
        rng = self.rng
        chance = rng.random()
        if chance < 0.25:
            county = rng.choice(self.counties).code
            stand_in = Made(-1, self._person_name(), "person", "", county, place=county)
            rule = "a person nobody registered"
        elif chance < 0.35:
            brand = "".join(rng.choices(("ka", "mo", "ri", "ten", "lux", "or", "vi", "ba", "nex", "sol"), k=3)).capitalize()
            county = rng.choice(self.counties).code
            name = f"{brand} {rng.choice(sorted(FIELDS.values()))} {rng.choice(('GmbH', 'Inc.', 'Co., Ltd.', 'LLC', 'S.p.A.'))}"
            stand_in = Made(-1, name, "foreign", "", county, place=county)
            rule = "foreign, not registered"
        else:
            while True:
                parts, county, way, _ = self._new_parts()
                name = self._firm_name(parts, county)
                if name not in self.by_name:
                    break
            stand_in = Made(-1, name, "firm", self._code(county), county, parts=parts, place=county)
            rule = f"not registered: {way or 'unrelated'}"
        self._habits(stand_in)
        text = stand_in.name
        if stand_in.kind == "firm":
            text = self._write_firm(stand_in, pick(rng, self.WAYS), day)[0]
        written = self._finished(number, stand_in, text, rule, day)
        written.same = None
        return written


def world(seed: int, *, organisations: int, records: int) -> World:
    """The world of a seed: so many organisations, so many written records."""
    maker = Maker(seed)
    maker.organisations(organisations)
    return World(maker.places, maker.made[:organisations], [maker.record(number) for number in range(records)])
