"""Composes plans from clauses of many makes whose gold is right because the composer chose every number itself.

Bolder than ``making``: names are put together from parts, numbers are told in digits, characters and fractions, heads
and verbs are shared, conditions and rewards stand between, units come in a dozen forms, tables with and without
borders, and the whole may be damaged. One seed gives one plan.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import judging
import making
import spoiling

PLACES = ("松浦市", "安陵市", "白鹭市", "石门市", "云栖县", "青川县", "临泽县", "望海区")
FIELDS = (
    "专利",
    "商标",
    "版权",
    "地理标志",
    "数据知识产权",
    "植物新品种",
    "商业秘密",
    "技能人才",
    "工业企业",
    "科技服务",
    "政务服务",
    "普惠金融",
    "绿色建筑",
    "现代种业",
    "文化旅游",
    "养老托育",
)
RATES = ("覆盖率", "转化率", "办结率", "满意率", "普及率", "达标率", "利用率", "续保率", "占比", "比重")
VOLUMES = (
    ("交易额", "亿元"),
    ("登记量", "万件"),
    ("有效量", "件"),
    ("营业收入", "亿元"),
    ("从业人员", "万人"),
    ("服务面积", "万平方米"),
    ("检测能力", "万批次"),
)
THINGS = (
    ("示范企业", "家"),
    ("运营平台", "个"),
    ("服务站点", "个"),
    ("领军团队", "支"),
    ("实训基地", "个"),
    ("应用场景", "个"),
    ("首席专家", "名"),
    ("特色园区", "个"),
    ("地方标准", "项"),
    ("指导站", "家"),
    ("联盟", "个"),
    ("典型案例", "个"),
)
DEEDS = (
    ("举办专场对接活动", "场"),
    ("组织业务培训", "人次"),
    ("开展巡回宣讲", "场"),
    ("选派科技特派员", "名"),
    ("发布分析报告", "份"),
)
VERBS = ("培育", "建设", "新增", "打造", "引进", "遴选", "创建", "认定")
TITLES = (
    "健全{}协同机制",
    "提升{}治理效能",
    "优化{}公共服务",
    "强化{}源头保障",
    "拓展{}国际合作",
    "激发{}创新活力",
    "夯实{}发展根基",
    "规范{}市场秩序",
    "推动{}提质扩面",
)
QUIET = (
    "坚持一张蓝图绘到底，把任务落到岗位", "建立台账管理和动态销号办法", "总结基层经验并适时推广", "完善会商研判和信息互通办法",
    "引导社会力量参与并加强自律", "压实属地责任，及时化解难点", "做好政策衔接，稳定各方预期",
)  # fmt: skip
NOTHING = (
    "对首次获评的单位给予{n}万元奖励，同一单位累计不超过{m}万元。", "按实际支出的{n}%给予补助。", "受理后{d}个工作日内作出答复。", "每季度召开{d}次调度会议。",
    "对年营业收入{m}万元以上的企业开展走访。", "依据《{y}年工作要点》（松办〔{y}〕{n}号）执行。", "项目总投资{m}亿元，占地{n}亩。", "可申请不超过{m}万元的贴息贷款。",
    "考核结果占年度评价的{d}%。", "公示时间不少于{d}个工作日。", "涉及{d}个部门、{n}个事项。", "咨询电话0571-8{n}1{n}0{d}。",
)  # fmt: skip
CHARACTERS = {20: "二十", 30: "三十", 50: "五十", 100: "一百", 120: "一百二十", 200: "二百", 300: "三百"}
SHARES = (
    ("三分之一", 33.3333),
    ("一半", 50.0),
    ("三分之二", 66.6667),
    ("七成", 70.0),
    ("八成", 80.0),
    ("百分之六十", 60.0),
)
SOUND = ("none", "blob", "pages", "headed", "marked", "gapped")
"""Damage after which a person can still read everything."""
KINDS = (*SOUND, "worn", "worn blob")


class Composer:
    def __init__(self, seed: int, *, damage: str = "none") -> None:
        self.die = random.Random(seed * 7919 + KINDS.index(damage))
        die = self.die
        self.damage = damage
        self.place = die.choice(PLACES)
        self.level = self.place[-1]
        self.start = die.choice((2023, 2024, 2025))
        self.end = self.start + die.choice((2, 3))
        self.made = making.Made("")
        self.names: set[str] = set()
        self.values: set[float] = set()
        self.convention = die.choice(("", "", "first", "across", "star"))
        self.style = die.choice(
            (
                ("一、", "（一）", "1."),
                ("一、", "（一）", ""),
                ("一、", "1.", ""),
                ("第一章", "第一节", ""),
                ("一、", "", "（一）"),
            )
        )

    # words and numbers

    def name(self, ends: tuple[str, ...]) -> str:
        for _ in range(200):
            name = self.die.choice(FIELDS) + self.die.choice(ends)
            if name not in self.names:
                self.names.add(name)
                return name
        raise AssertionError("names have run out")

    def thing(self) -> tuple[str, str]:
        for _ in range(200):
            noun, unit = self.die.choice(THINGS)
            name = self.die.choice(FIELDS) + noun
            if name not in self.names:
                self.names.add(name)
                return name, unit
        raise AssertionError("names have run out")

    def volume(self) -> tuple[str, str]:
        for _ in range(200):
            noun, unit = self.die.choice(VOLUMES)
            name = self.die.choice(FIELDS) + noun
            if name not in self.names:
                self.names.add(name)
                return name, unit
        raise AssertionError("names have run out")

    def number(self, low: int, high: int) -> int:
        for _ in range(200):
            n = self.die.randint(low, high)
            if n not in self.values:
                self.values.add(n)
                return n
        return n

    def gold(
        self,
        name: str,
        value: float,
        unit: str,
        *,
        year: int | None = None,
        high: float | None = None,
        sure: bool,
    ) -> None:
        self.made.targets.append(judging.GoldTarget(name, float(value), high, unit, year or self.end, sure))

    # clauses

    def rate(self, sure: bool) -> str:
        name, n = self.name(RATES), self.number(30, 99)
        self.gold(name, n, "%", sure=sure)
        return name + self.die.choice(
            (
                "达到{}%",
                "达到{}%以上",
                "不低于{}%",
                "不得低于{}%",
                "提高到{}%",
                "稳定在{}%左右",
                "保持在{}%以上",
                "超过{}%",
                "力争达到{}%",
                "原则上不低于{}%",
            )
        ).format(n)

    def amount(self, sure: bool) -> str:
        (name, unit), n = self.volume(), self.number(5, 900)
        self.gold(name, n, unit, sure=sure)
        return name + self.die.choice(
            ("达到{}{}", "突破{}{}", "力争突破{}{}", "扩大到{}{}", "超过{}{}")
        ).format(n, unit)

    def count(self, sure: bool) -> str:
        (name, unit), n = self.thing(), self.number(2, 400)
        self.gold(name, n, unit, sure=sure)
        return self.die.choice(VERBS) + self.die.choice(
            (f"{name}{n}{unit}", f"{n}{unit}{name}", f"{name}{n}{unit}以上", f"{name}不少于{n}{unit}")
        )

    def two(self, sure: bool) -> str:
        (a, u), (b, v) = self.thing(), self.thing()
        m, n = self.number(2, 400), self.number(2, 400)
        self.gold(a, m, u, sure=sure)
        self.gold(b, n, v, sure=sure)
        verb = self.die.choice(VERBS)
        return self.die.choice(
            (f"{verb}{m}{u}{a}和{n}{v}{b}", f"{verb}{a}{m}{u}、{b}{n}{v}", f"{verb}{m}{u}{a}、{n}{v}{b}")
        )

    def shared(self, sure: bool) -> str:
        x, y = self.die.sample(FIELDS, 2)
        end = self.die.choice(RATES[:7])
        if {x + end, y + end} & self.names:
            return self.rate(sure)
        self.names |= {x + end, y + end}
        m, n = self.number(30, 99), self.number(30, 99)
        self.gold(x + end, m, "%", sure=sure)
        self.gold(y + end, n, "%", sure=sure)
        return f"{x}{self.die.choice('和、')}{y}{end}分别达到{m}%{self.die.choice('和、')}{n}%{self.die.choice(('', '以上', '左右'))}"

    def both(self, sure: bool) -> str:
        a, b, n = self.name(RATES[:7]), self.name(RATES[:7]), self.number(30, 99)
        self.gold(a, n, "%", sure=sure)
        self.gold(b, n, "%", sure=sure)
        return f"{a}和{b}均{self.die.choice(('达到', '保持在', '不低于'))}{n}%以上"

    def years(self, sure: bool) -> str:
        name, (m, n) = self.name(RATES), sorted((self.number(30, 99), self.number(30, 99)))
        self.gold(name, m, "%", year=self.end - 1, sure=True)
        self.gold(name, n, "%", year=self.end, sure=True)
        return f"{name}{self.end - 1}年、{self.end}年分别达到{m}%、{n}%"

    def grown(self, sure: bool) -> str:
        (name, unit), n, g = self.volume(), self.number(5, 900), self.number(3, 40)
        self.gold(name, n, unit, sure=sure)
        self.gold(f"{name}年均增长", g, "%", sure=sure)
        return f"{name}达到{n}{unit}，{self.die.choice(('年均增长', '年均增速'))}{g}%{self.die.choice(('', '以上', '左右'))}"

    def within(self, sure: bool) -> str:
        (name, unit), m, n = self.thing(), self.number(200, 400), self.number(2, 90)
        self.gold(name, m, unit, sure=sure)
        self.gold(f"国家级{name}", n, unit, sure=sure)
        return f"{name}达到{m}{unit}，其中国家级{n}{unit}"

    def flow(self, sure: bool) -> str:
        deed, unit = self.die.choice(DEEDS)
        field = self.die.choice(FIELDS)
        name = f"每年{deed[:2]}{field}{deed[2:]}"
        if name in self.names:
            return self.count(sure)
        self.names.add(name)
        n = self.number(5, 400)
        self.gold(name, n, unit, sure=sure)
        return f"{name}{self.die.choice(('', '不少于'))}{n}{unit}"

    def spelled(self, sure: bool) -> str:
        (name, unit), n = self.thing(), self.die.choice(list(CHARACTERS))
        self.gold(name, n, unit, sure=sure)
        return f"{self.die.choice(VERBS)}{CHARACTERS[n]}{unit}{name}"

    def part(self, sure: bool) -> str:
        name = self.name((*RATES[:7], "占比"))
        told, value = self.die.choice(SHARES)
        self.gold(name, value, "%", sure=sure)
        return f"{name}{self.die.choice(('达到', '超过'))}{told}{self.die.choice(('', '以上'))}"

    def down(self, sure: bool) -> str:
        field, n = self.die.choice(FIELDS), self.number(2, 29)
        name = f"{field}平均办理时间"
        if name in self.names:
            return self.rate(sure)
        self.names.add(name)
        self.gold(name, n, "个工作日", sure=sure)
        return f"{name}{self.die.choice(('压减至', '压缩到', '缩短至', '控制在', '不超过'))}{n}个工作日{self.die.choice(('', '以内'))}".replace(
            "不超过{}个工作日以内", ""
        )

    def raised(self, sure: bool) -> str:
        name, (m, n) = self.name(RATES), sorted((self.number(30, 99), self.number(30, 99)))
        self.gold(name, n, "%", sure=sure)
        return f"{name}由{m}%提升到{n}%"

    def band(self, sure: bool) -> str:
        (name, unit), n = self.thing(), self.number(2, 300)
        self.gold(name, n, unit, high=float(n + 4), sure=sure)
        return f"{self.die.choice(VERBS)}{name}{n}{self.die.choice(('—', '-', '至'))}{n + 4}{unit}"

    def qualified(self, sure: bool) -> str:
        field, n = self.die.choice(FIELDS), self.number(30, 99)
        name = f"从业50人以上{field}机构备案率"
        if name in self.names:
            return self.rate(sure)
        self.names.add(name)
        self.gold(name, n, "%", sure=sure)
        return f"{name}达到{n}%"

    def many(self, sure: bool) -> str:
        (name, _), n = self.thing(), self.number(30, 95)
        self.gold(f"{name}建立工作制度", n, "%", sure=sure)
        return f"{n}%以上的{name}建立工作制度"

    def clause(self, sure: bool) -> str:
        makes: tuple[Callable[[bool], str], ...] = (
            self.rate, self.amount, self.count, self.two, self.shared, self.both, self.years, self.grown, self.within,
            self.flow, self.spelled, self.part, self.down, self.raised, self.band, self.qualified, self.many,
        )  # fmt: skip
        return self.die.choice(makes)(sure)

    # units

    def offices(self, count: int) -> list[str]:
        return [self.level + o for o in self.die.sample(making.OFFICES, count)]

    def told(self, units: list[str]) -> str:
        elide = self.die.random() < 0.5
        return "、".join([units[0], *(u[1:] if elide else u for u in units[1:])])

    def assignment(self) -> tuple[str, dict[str, str], bool]:
        """Words, units by role, and whether the words stand on a line of their own."""
        die = self.die
        a, *rest = self.offices(5)
        some, more = rest[: die.randint(1, 2)], rest[2 : 2 + die.randint(1, 2)]
        lead, coop, resp = {a: "lead"}, dict.fromkeys(some, "cooperating"), dict.fromkeys(more, "responsible")
        if self.convention == "first":
            return f"（{self.told([a, *some])}）", {**lead, **coop}, False
        if self.convention == "across":
            return f"（{a}；{self.told(some)}）", {**lead, **coop}, False
        if self.convention == "star":
            return f"（{a}*、{'、'.join(some)}）", {**lead, **coop}, False
        due = f"，{self.end}年{die.randint(3, 12)}月底前完成"
        forms = (
            (f"（牵头单位：{a}；配合单位：{self.told(some)}）", {**lead, **coop}, False),
            (f"（责任单位：{self.told(more)}）", resp, False),
            (f"（{a}牵头，{self.told(some)}配合）", {**lead, **coop}, False),
            (f"（{a}牵头，{self.told(more)}等按职责分工负责）", {**lead, **resp}, False),
            (f"〔{self.told(more)}负责〕", resp, False),
            (f"［责任单位：{self.told(more)}］", resp, False),
            (f"（{a}会同{self.told(some)}负责）", {**lead, **coop}, False),
            (f"（{a}牵头{due}）", lead, False),
            (f"（主办：{a}；协办：{self.told(some)}）", {**lead, **coop}, False),
            (f"责任单位：{self.told(more)}", resp, True),
            (f"牵头单位：{a}\n责任单位：{self.told(more)}", {**lead, **resp}, True),
            (
                f"（{self.told(more)}、各县（市、区）人民政府）",
                {**resp, "各县(市、区)人民政府": "responsible"},
                False,
            ),
        )
        return die.choice(forms)

    # the plan

    def heading(self, depth: int, n: int, title: str) -> str:
        form = self.style[depth]
        mark = {
            "一、": f"{making.cn(n)}、", "（一）": f"（{making.cn(n)}）", "1.": f"{n}.", "第一章": f"第{making.cn(n)}章　", "第一节": f"第{making.cn(n)}节　", "": "",
        }[form]  # fmt: skip
        return mark + title

    def table(self) -> list[str]:
        die = self.die
        rows = [(*self.thing(), self.number(401, 600), self.number(601, 900)) for _ in range(3)]
        for name, unit, _, n in rows:
            self.gold(name, n, unit, sure=True)
        head = ["序号", "指标名称", "单位", f"{self.start - 1}年", f"{self.end}年", "属性"]
        lines = [head] + [
            [str(i), name, unit, str(a), str(b), die.choice(("预期性", "约束性"))]
            for i, (name, unit, a, b) in enumerate(rows, 1)
        ]
        form = die.randrange(3)
        if form == 0 and self.damage not in ("blob", "marked"):
            return ["主要指标", *(cell for line in lines for cell in line)]
        if form == 1:
            return ["主要指标", *("\t".join(line) for line in lines)]
        joined = "".join(f"{i}{name}{unit}{a} {b}{kind}" for i, name, unit, a, b, kind in lines[1:])
        return ["主要指标" + "".join(head) + joined]

    def make(self) -> making.Made:
        die = self.die
        field = die.choice(FIELDS)
        title = f"{self.place}{field}高质量发展{die.choice(('行动计划', '实施方案', '工作方案'))}（{self.start}—{self.end}年）"
        out = [title, f"为推动全{self.level}{field}高质量发展，结合实际，制定本方案。"]
        if self.convention:
            out[-1] += {
                "first": "各项任务责任单位排在第一位的为牵头单位，其他为配合单位。",
                "across": "各项任务括号内分号前为牵头单位，分号后为配合单位。",
                "star": "标*的单位牵头，其他单位配合。",
            }[self.convention]
        top = 1
        if die.random() < 0.5:
            out.append(self.heading(0, top, "工作基础"))
            name, unit = self.volume()
            out.append(
                f"截至{self.start - 1}年底，{name}达到{die.randint(3, 99)}{unit}，同比增长{die.randint(3, 30)}%，{die.choice(QUIET)}。"
            )
            top += 1
        out.append(self.heading(0, top, "工作目标"))
        goals = [self.clause(True) for _ in range(die.randint(3, 5))]
        out.append(f"{die.choice(('到', '力争到'))}{self.end}年，{die.choice('，；').join(goals)}。")
        if die.random() < 0.5:
            out += self.table()
        top += 1
        out.append(self.heading(0, top, "重点任务"))
        titles = die.sample(TITLES, die.randint(4, 7))
        depth = 1 if self.style[1] else 2
        for n, pattern in enumerate(titles, 1):
            task = pattern.format(die.choice(FIELDS))
            sentences = [die.choice(QUIET) + "。"]
            if die.random() < 0.6:
                sentences.append(die.choice(("", f"到{self.end}年，")) + self.clause(False) + "。")
            if die.random() < 0.6:
                sentences.append(
                    die.choice(NOTHING).format(
                        n=die.randint(11, 29), m=die.randint(101, 199), d=die.randint(3, 9), y=self.start - 1
                    )
                )
            die.shuffle(sentences)
            body = "".join(sentences)
            if die.random() < 0.85:
                words, roles, apart = self.assignment()
                self.made.tasks.append(judging.GoldTask(task, roles))
                body += ("\n" if apart else "") + words + ("" if apart else die.choice(("", "。")))
            out.append(f"{self.heading(depth, n, task)}。{body}")
        top += 1
        out += [
            self.heading(0, top, "保障措施"),
            self.heading(depth, 1, "加强组织领导") + "。" + die.choice(QUIET) + "。",
        ]
        text = "\n".join(out)
        if self.damage != "none":
            for kind in self.damage.split():
                text = spoiling.KINDS[kind](text, die)
        self.made.text = text
        self.made.recipe = f"{self.style} {self.convention} {self.damage}"
        return self.made


def composed(seed: int, *, damage: str = "none") -> making.Made:
    made = Composer(seed, damage=damage).make()
    made.targets = [t for t in made.targets if not re.search("不超过.*以内", t.name)]
    return made
