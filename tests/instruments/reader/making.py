"""Makes policy plans of our own, with gold that is right because the maker wrote the numbers itself.

One seed gives one plan: kind of plan, numbering, brackets, roles, tables, damage and script are all drawn.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import judging
from opencc import OpenCC

CITIES = ("松浦市", "安陵市", "云栖县", "望海区", "白鹭市", "临泽县", "石门市", "青川县")
DOMAINS = {
    "知识产权": (
        [("每万人口高价值发明专利拥有量", "件", 2, 30), ("有效注册商标总量", "万件", 1, 30), ("知识产权质押融资额", "亿元", 1, 60), ("专利实施率", "%", 40, 95), ("地理标志产品年产值", "亿元", 5, 90), ("侵权案件按期结案率", "%", 80, 100)],
        [("知识产权示范企业", "家"), ("高价值专利培育中心", "个"), ("维权援助工作站", "个"), ("专利代理师", "名"), ("商标品牌指导站", "家")],
        ["强化专利布局", "扩大质押融资", "推进协同保护", "培育地理标志产业", "建设服务网络", "优化审查服务", "推广开放许可"],
    ),
    "人才发展": (
        [("人才资源总量", "万人", 5, 90), ("高技能人才占技能劳动者比例", "%", 20, 60), ("每万名劳动力中研发人员", "人年", 20, 200), ("人才贡献率", "%", 20, 60), ("人才公寓入住率", "%", 50, 95)],
        [("博士后科研工作站", "家"), ("技能大师工作室", "个"), ("领军人才团队", "个"), ("产业教授", "名"), ("实训基地", "个")],
        ["引进领军人才", "壮大技能人才", "深化产教融合", "完善评价机制", "优化安居服务", "激励青年创业", "拓宽引才渠道"],
    ),
    "数字政府建设": (
        [("政务服务事项网上可办率", "%", 80, 100), ("电子证照使用量", "万次", 10, 900), ("公共数据共享满足率", "%", 80, 100), ("热线按时办结率", "%", 90, 100), ("每万人拥有基站数", "个", 10, 60)],
        [("数据应用场景", "个"), ("自助服务终端", "台"), ("数据开放目录", "项"), ("首席数据官", "名"), ("智慧社区", "个")],
        ["夯实云网底座", "治理公共数据", "推行高效办事", "建设一网统管", "保障网络安全", "完善运营体系", "提升数字素养"],
    ),
    "优化营商环境": (
        [("企业满意度", "%", 80, 99), ("普惠小微贷款余额", "亿元", 20, 900), ("施工许可办理环节", "个", 2, 9), ("跨部门联合抽查比例", "%", 20, 70), ("不动产登记当日办结率", "%", 60, 100)],
        [("企业服务专员", "名"), ("涉企服务站点", "个"), ("标准化事项", "项"), ("示范园区", "个"), ("法律服务团队", "支")],
        ["压缩开办时间", "优化用地审批", "加大融资支持", "规范涉企检查", "畅通政企沟通", "健全信用修复", "降低物流成本"],
    ),
    "科技创新": (
        [("全社会研发投入占地区生产总值比重", "%", 1, 5), ("技术合同成交额", "亿元", 5, 300), ("规上工业企业研发机构覆盖率", "%", 30, 80), ("每万人有效发明专利拥有量", "件", 3, 60), ("科技进步贡献率", "%", 50, 70)],
        [("高新技术企业", "家"), ("省级重点实验室", "家"), ("新型研发机构", "家"), ("科技特派员", "名"), ("中试基地", "个")],
        ["培育创新企业", "建设创新平台", "攻关关键技术", "促进成果转化", "发展科技金融", "开展科技合作", "普及科学知识"],
    ),
}  # fmt: skip
OFFICES = (
    "科技局",
    "财政局",
    "工业和信息化局",
    "市场监管局",
    "教育局",
    "人力资源社会保障局",
    "商务局",
    "农业农村局",
    "发展改革委",
    "司法局",
    "公安局",
    "统计局",
    "行政审批局",
    "卫生健康委",
    "文化和旅游局",
    "国资委",
)
TOGETHER = ("各县(市、区)人民政府", "各有关部门", "高新区管委会", "各乡镇人民政府")
FILLERS = (
    "坚持问题导向,理顺部门之间的工作衔接", "把群众和企业的感受作为检验标准", "定期梳理堵点难点,逐项推动解决", "加强上下联动和左右协同,形成闭环管理",
    "支持基层大胆探索,及时总结好的做法", "完善配套政策,稳定各方面预期", "推动资源向一线倾斜,提高使用效率", "健全工作台账,实行动态管理",
)  # fmt: skip
NOISE = (
    "对新认定的单位一次性奖励{n}万元。", "收到申请后{n}个工作日内作出答复。", "按照实际投入的{n}%给予补助,单户最高{m}万元。", "年营业收入{m}万元以上的企业可优先申报。",
    "咨询电话0571-88{n}01234。", "参照国家标准(GB/T 29{m}-2013)执行。", "依据《关于做好{y}年工作的通知》(发改〔{y}〕{n}号)办理。",
)  # fmt: skip
STYLES = (
    ("一、", "(一)", "1."), ("一、", "(一)", ""), ("第一章", "第一节", "第一条"), ("一、", "1.", "(1)"), ("一、", "", "1."), ("一、", "(一)", "——"),
)  # fmt: skip
CN = "零一二三四五六七八九十"


def cn(n: int) -> str:
    return (
        CN[n]
        if n <= 10
        else ("十" + CN[n - 10] if n < 20 else CN[n // 10] + "十" + (CN[n % 10] if n % 10 else ""))
    )


@dataclass
class Made:
    text: str
    targets: list[judging.GoldTarget] = field(default_factory=list)
    tasks: list[judging.GoldTask] = field(default_factory=list)
    recipe: str = ""


class Maker:
    def __init__(self, seed: int, *, damage: str = "none") -> None:
        self.die = random.Random(seed)
        self.out: list[str] = []
        self.made = Made("")
        self.damage = damage
        self.city = self.die.choice(CITIES)
        self.level = self.city[-1]
        self.domain = self.die.choice(list(DOMAINS))
        self.indicators, self.nouns, self.titles = (list(x) for x in DOMAINS[self.domain])
        self.start = self.die.choice((2021, 2023, 2024))
        self.end = self.start + self.die.choice((2, 4))
        self.style = self.die.choice(STYLES)
        self.counts = [0, 0, 0]
        self.article = 0
        self.used: set[tuple[str, float]] = set()
        self.counted: set[int] = set()

    # numbering

    def heading(self, depth: int, title: str, body: str = "") -> None:
        self.counts[depth] += 1
        for deeper in range(depth + 1, 3):
            if not (self.style[deeper].startswith("第") and self.style[deeper].endswith("条")):
                self.counts[deeper] = 0
        form, n = self.style[depth], self.counts[depth]
        if form == "一、":
            mark = f"{cn(n)}、"
        elif form == "(一)":
            mark = f"({cn(n)})"
        elif form == "1.":
            mark = f"{n}."
        elif form == "(1)":
            mark = f"({n})"
        elif form.startswith("第"):
            mark = f"第{cn(n)}{form[-1]} "
        else:
            mark = form
        if body:
            self.out.append(f"{mark}{title}。{body}")
        else:
            self.out.append(mark + title)

    # numbers

    def number(self, low: float, high: float, unit: str) -> tuple[str, float]:
        for _ in range(50):
            if unit in ("%", "万件", "亿元", "万人") and self.die.random() < 0.4:
                value = round(self.die.uniform(low, high), 1)
            else:
                value = float(self.die.randint(int(low) or 1, int(high)))
            if ("", value) not in self.used:
                break
        self.used.add(("", value))
        return f"{value:g}", value

    def gold(
        self,
        name: str,
        value: float,
        unit: str,
        *,
        year: int | None = None,
        high: float | None = None,
        sure: bool = True,
    ) -> None:
        self.made.targets.append(judging.GoldTarget(name, value, high, unit, year or self.end, sure))

    def goal(self, indicator: tuple[str, str, int, int], *, sure: bool = True) -> str:
        name, unit, low, high = indicator
        text, value = self.number(low, high, unit)
        form = self.die.randrange(8)
        if form == 0:
            self.gold(name, value, unit, sure=sure)
            return f"{name}达到{text}{unit}以上"
        if form == 1:
            self.gold(name, value, unit, sure=sure)
            return f"{name}不低于{text}{unit}"
        if form == 2:
            self.gold(name, value, unit, sure=sure)
            return f"{name}突破{text}{unit}"
        if form == 3:
            growth = self.die.randint(3, 30)
            self.gold(f"{name}年均增长", float(growth), "%", sure=sure)
            return f"{name}年均增长{growth}%{self.die.choice(('以上', '左右', ''))}"
        if form == 4:
            before = max(1, round(value * 0.6))
            self.gold(name, value, unit, sure=sure)
            return f"{name}由{self.start - 1}年的{before}{unit}提高到{text}{unit}"
        if form == 5:
            self.gold(name, value, unit, sure=sure)
            return f"{name}稳定在{text}{unit}左右"
        if form == 6:
            middle = self.start + 1
            less = round(value * 0.8, 1)
            self.gold(name, less, unit, year=middle)
            self.gold(name, value, unit)
            return f"{name}{middle}年、{self.end}年分别达到{less:g}{unit}、{text}{unit}"
        self.gold(name, value, unit, sure=sure)
        return f"力争{name}提升至{text}{unit}"

    def count(self, *, sure: bool = True) -> str:
        (noun, unit), (other, unit2) = self.die.sample(self.nouns, 2)
        a = self.die.choice([n for n in range(2, 400) if n not in self.counted])
        b = self.die.choice([n for n in range(401, 900) if n not in self.counted])
        self.counted |= {a, b}
        verb = self.die.choice(("培育", "新增", "建设", "引进", "打造"))
        form = self.die.randrange(6)
        if form == 0:
            self.gold(noun, a, unit, sure=sure)
            self.gold(other, b, unit2, sure=sure)
            return f"{verb}{noun}{a}{unit}、{other}{b}{unit2}"
        if form == 1:
            self.gold(noun, a, unit, sure=sure)
            return f"建成{a}{unit}以上{noun}"
        if form == 2:
            self.gold(noun, a, unit, high=a + 3, sure=sure)
            return f"{verb}{noun}{a}-{a + 3}{unit}"
        if form == 3:
            self.gold(f"每年{verb}{noun}", a, unit, sure=sure)
            return f"每年{verb}{noun}{a}{unit}以上"
        if form == 4:
            self.gold(f"累计{verb}{noun}", a, unit, sure=sure)
            return f"累计{verb}{noun}不少于{a}{unit}"
        self.gold(noun, a, unit, sure=sure)
        return f"{noun}总数达{a}{unit}"

    # units

    def units(self, count: int) -> list[str]:
        return [self.level + o for o in self.die.sample(OFFICES, count)]

    def bracket(self) -> tuple[str, dict[str, str]]:
        die = self.die
        lead, with_, alone = self.units(1), [], []
        rest = [u for u in self.units(5) if u not in lead]
        with_, alone = rest[:2], rest[2:4]
        elide = die.random() < 0.5
        tail = [die.choice(TOGETHER)] if die.random() < 0.5 else []

        def told(units: list[str]) -> str:
            return "、".join([units[0], *(u[1:] if elide else u for u in units[1:])])

        form = die.randrange(9)
        open_, close = die.choice((("(", ")"), ("(", ")"), ("〔", "〕"), ("[", "]")))
        as_roles: dict[str, str] = {}

        def roles(role: str, units: list[str]) -> None:
            as_roles.update(dict.fromkeys(units, role))

        if form == 0:
            roles("lead", lead)
            roles("cooperating", with_ + tail)
            text = f"{open_}牵头单位:{told(lead)};配合单位:{'、'.join([told(with_), *tail])}{close}"
        elif form == 1:
            roles("responsible", alone + tail)
            text = f"{open_}责任单位:{'、'.join([told(alone), *tail])}{close}"
        elif form == 2:
            roles("lead", lead)
            roles("cooperating", with_ + tail)
            text = f"{open_}{told(lead)}牵头,{','.join([told(with_), *tail])}配合{close}"
        elif form == 3:
            roles("responsible", alone)
            text = f"{open_}{told(alone)}负责{close}"
        elif form == 4:
            roles("responsible", alone + tail)
            text = f"{open_}{','.join([told(alone), *tail])}按职责分工负责{close}"
        elif form == 5:
            roles("lead", lead)
            roles("responsible", alone)
            text = f"{open_}{told(lead)}牵头,{told(alone)}等按职责分工负责{close}"
        elif form == 6:
            roles("responsible", alone)
            text = f"{open_}{told(alone)}{close}"
        elif form == 7:
            roles("lead", lead)
            roles("cooperating", with_)
            text = f"{open_}牵头单位:{told(lead)},配合单位:{told(with_)},完成时限:{self.end}年12月{close}"
        else:
            roles("lead", lead)
            roles("cooperating", with_)
            text = f"{open_}{told(lead)}会同{told(with_)}负责{close}"
        return text, as_roles

    # parts

    def noise(self) -> str:
        die = self.die
        return die.choice(NOISE).format(n=die.randint(11, 49), m=die.randint(51, 99), y=self.start - 1)

    def make(self) -> Made:
        die = self.die
        name = f"{self.city}{self.domain}{die.choice(('行动计划', '实施方案', '规划', '工作方案'))}"
        self.out.append(f"{name}({self.start}—{self.end}年)")
        self.out.append(f"为做好{self.domain}工作,结合实际,制定本文件。")
        if die.random() < 0.6:
            self.heading(0, "发展基础")
            indicator = die.choice(self.indicators)
            self.out.append(
                f"截至{self.start - 1}年底,全{self.level}{indicator[0]}达到{die.randint(1, 9)}.7{indicator[1]},{self.nouns[0][0]}{die.randint(2, 60)}{self.nouns[0][1]}。但仍存在基础薄弱、发展不平衡等问题。"
            )
        self.heading(0, die.choice(("工作目标", "主要目标", "发展目标")))
        die.shuffle(self.indicators)
        clauses = [self.goal(i) for i in self.indicators[: die.randint(2, 4)]]
        clauses += [self.count() for _ in range(die.randint(1, 2))]
        joint = die.choice((",", ";"))
        self.out.append(f"{die.choice(('到', '力争到'))}{self.end}年,{joint.join(clauses)}。")
        if die.random() < 0.5:
            self.table()
        self.heading(0, die.choice(("重点任务", "主要任务", "工作举措")))
        die.shuffle(self.titles)
        titles = self.titles[: die.randint(3, 6)]
        for n, title in enumerate(titles):
            if self.style[1] and (n % 3 == 0):
                self.heading(1, f"推动{self.domain}{('提质', '增效', '升级')[n // 3 % 3]}")
            self.task(title)
        self.heading(0, "保障措施")
        for title in ("加强组织领导", "强化资金保障"):
            self.heading(1 if self.style[1] else 2, title, die.choice(FILLERS) + "。")
        self.made.text = self.spoil("\n".join(self.out))
        self.made.recipe = f"{self.domain} {self.style} {self.damage}"
        return self.made

    def task(self, title: str) -> None:
        die = self.die
        sentences = [die.choice(FILLERS) + "。"]
        if die.random() < 0.5:
            sentences.append(self.count(sure=False) + "。")
        if die.random() < 0.4:
            sentences.append(self.noise())
        body = "".join(sentences)
        depth = 2 if self.style[2] else 1
        if die.random() < 0.85:
            bracket, roles = self.bracket()
            body = body[:-1] + bracket + "。" if die.random() < 0.4 else body + bracket
            self.made.tasks.append(judging.GoldTask(title, roles))
        self.heading(depth, title, body)

    def table(self) -> None:
        die = self.die
        rows = [
            (noun, unit, die.randint(901, 1400), die.randint(1500, 4000))
            for noun, unit in die.sample(self.nouns, 3)
        ]
        form = die.randrange(3)
        self.out.append(f"{self.domain}主要指标表")
        attribute = die.random() < 0.5
        head = [
            "序号",
            "指标名称",
            "单位",
            f"{self.start - 1}年基数",
            f"{self.end}年目标",
            *(["属性"] if attribute else []),
        ]
        lines = [head] + [
            [str(n), noun + "数量", unit, str(a), str(b), *(["预期性"] if attribute else [])]
            for n, (noun, unit, a, b) in enumerate(rows, 1)
        ]
        for line in lines:
            if form == 0:
                self.out += line
            elif form == 1:
                self.out.append("|".join(line))
            else:
                self.out.append("\t".join(line))
        for noun, unit, _, b in rows:
            self.gold(noun + "数量", b, unit)

    def stray(self, char: str, place: int, line: str) -> bool:
        return (
            self.die.random() < 0.04 and place > 8 and len(line) > 60 and not char.isascii() and char != "、"
        )

    def spoil(self, text: str) -> str:
        die = self.die
        if self.damage == "wide":
            return text.translate(
                str.maketrans({"(": "（", ")": "）", ",": "，", ":": "：", ";": "；", "%": "％"})
            ).replace("\n", "\r\n")
        if self.damage == "spaces":
            out = [
                "".join(c + (" " if self.stray(c, i, line) else "") for i, c in enumerate(line))
                for line in text.split("\n")
            ]
            return "\n\n".join(out)
        if self.damage == "wrapped":
            width, out, page = die.randint(26, 40), [], 1
            for line in text.split("\n"):
                pieces = [line[i : i + width] for i in range(0, len(line), width)]
                for piece in pieces:
                    out.append(piece)
                    if len(out) % 23 == 0 and len(piece) == width and not piece[-1].isdigit():
                        out.append(f"— {page} —")
                        page += 1
            return "\n".join(out)
        if self.damage == "traditional":
            return OpenCC("s2t").convert(text)
        return text


def made(seed: int, *, damage: str = "none") -> Made:
    return Maker(seed, damage=damage).make()
