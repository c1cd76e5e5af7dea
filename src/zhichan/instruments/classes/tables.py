"""What each table must hold: a template a data officer fills with the official figures, or takes from their file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from zhichan.instruments.clock import Words

Shape = Literal["scheme", "concordance", "listing"]
UNSAID: Final = Words("", "")
LONGEST_CODE: Final = 40
"""Characters of a class or of a word that stands in the place of one."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its headings in the files met so far, whether every row needs it, and its rule in words."""

    name: str
    title: Words
    headings: tuple[str, ...] = ()
    needed: bool = False
    scheme: str = ""
    """The classification whose symbols stand in it."""
    rule: Words = UNSAID


@dataclass(frozen=True, slots=True)
class Template:
    """One table. ``scheme`` classes have a place in a tree, ``concordance`` rows lead from ``source`` to ``target``,
    ``listing`` rows name what is on a list. ``issuer`` says whose table it is, ``serves`` what cannot be said without.
    """

    name: str
    shape: Shape
    title: Words
    issuer: Words
    serves: Words
    columns: tuple[Column, ...]
    source: str = ""
    target: str = ""

    @property
    def needed(self) -> tuple[Column, ...]:
        """The columns without which a table is not read."""
        return tuple(column for column in self.columns if column.needed)


def _code(zh: str, en: str, scheme: str, *headings: str, name: str = "code") -> Column:
    return Column(
        name, Words(zh, en), headings, needed=True, scheme=scheme,
        rule=Words("按该分类的写法", "as that classification writes it"))


_ZH: Final = Column(
    "zh", Words("中文名称", "Chinese title"), ("title_zh", "name", "名称", "类名", "title", "中文名"))
_EN: Final = Column("en", Words("英文名称", "English title"), ("title_en", "英文名", "英文"))
_PARENT: Final = Column("parent", Words("上级", "class above"), ("上级代码", "父级", "上位", "parent_code"))
_NOTE: Final = Column("note", Words("说明", "note"), ("remark", "备注", "注释"))
_EXACT: Final = Column(
    "exact", Words("仅本号", "this symbol alone"), ("仅限", "不含下位"),
    rule=Words("写“是”则不含其下位分类", "yes: not the classes below it"))
_WIPO: Final = Words("世界知识产权组织", "WIPO")
_CNIPA: Final = Words("国家知识产权局", "CNIPA")
_STATS: Final = Words("国家统计局", "National Bureau of Statistics")


_GROUP: Final = Column("parent", _PARENT.title, ("similar_group", "类似群", *_PARENT.headings))


def _scheme(
    name: str, title: Words, issuer: Words, serves: Words, *headings: str, parent: Column = _PARENT,
) -> Template:
    code = _code("分类号", "class", name, "symbol", "代码", "类号", "编号", *headings)
    return Template(name, "scheme", title, issuer, serves, (code, parent, _ZH, _EN, _NOTE), target=name)


def _from_ipc(name: str, title: Words, serves: Words, target: str, zh: str, en: str, *headings: str) -> Template:
    return Template(
        name, "concordance", title, _CNIPA, serves,
        (
            _code("国际专利分类号", "IPC symbol", "ipc", "ipc", "IPC分类号", "国际专利分类", "IPC", name="source"),
            _code(zh, en, target, *headings, name="target"), _ZH, _EXACT, _NOTE),
        source="ipc", target=target)


_ALL: Final = (
    _scheme(
        "ipc", Words("国际专利分类（IPC）", "International Patent Classification"),
        Words("国家知识产权局、WIPO", "CNIPA, WIPO"),
        Words("专利技术主题的名称与上下位", "titles and tree of a patent's subject matter"), "ipc"),
    _scheme(
        "cpc", Words("联合专利分类（CPC）", "Cooperative Patent Classification"), Words("EPO、USPTO", "EPO, USPTO"),
        Words("国外专利的细分主题", "fine subject matter of foreign patents"), "cpc"),
    _scheme(
        "nice", Words("商标注册用商品和服务分类（尼斯，含类似群）", "Nice Classification with similar groups"),
        _CNIPA, Words("商标类别、类似群的名称", "titles of classes and similar groups of marks"), parent=_GROUP),
    _scheme(
        "locarno", Words("外观设计分类（洛迦诺）", "Locarno Classification"), _WIPO,
        Words("外观设计产品类别的名称", "titles of the products of designs"), "class_no"),
    _scheme(
        "gbt4754", Words("国民经济行业分类（GB/T 4754-2017）", "Industrial classification GB/T 4754-2017"), _STATS,
        Words("企业和专利的行业名称", "names of the industries of firms and patents")),
    _scheme(
        "sei", Words("战略性新兴产业分类", "Classification of strategic emerging industries"), _STATS,
        Words("战略性新兴产业的名称", "names of strategic emerging industries")),
    Template(
        "wipo35", "concordance", Words("WIPO 35个技术领域与IPC对照", "WIPO's 35 fields of technology by IPC"), _WIPO,
        Words("按技术领域统计专利", "counts of patents by field of technology"),
        (
            _code("国际专利分类小类", "IPC subclass", "ipc", "ipc_subclass", "ipc", "IPC", name="source"),
            _code("领域号", "field", "wipo35", "field_no", "field", "领域", name="target"),
            Column("zh", Words("领域名称", "Chinese title"), ("field_zh", "名称")),
            Column("en", Words("英文名称", "English title"), ("field_en",)),
            Column("included", Words("仅含大组", "main groups included"), ("main_groups_included",)),
            Column("excluded", Words("不含大组", "main groups excluded"), ("main_groups_excluded",)), _NOTE),
        source="ipc", target="wipo35"),
    _from_ipc(
        "ipc_sei", Words("战略性新兴产业分类与国际专利分类参照关系表", "IPC to strategic emerging industries"),
        Words("高价值发明专利第一项条件", "the first condition of a high-value patent"), "sei", "产业代码",
        "industry class", "sei", "战略性新兴产业代码", "产业分类代码"),
    _from_ipc(
        "ipc_gbt4754", Words("国际专利分类与国民经济行业分类参照关系表", "IPC to industrial classes"),
        Words("按国民经济行业统计专利", "counts of patents by industry"), "gbt4754", "行业代码", "industrial class",
        "gbt4754", "国民经济行业代码", "行业分类代码"),
    Template(
        "patent_intensive", "listing", Words("知识产权（专利）密集型产业目录", "Patent-intensive industries"), _STATS,
        Words("专利密集型产业的企业和增加值", "firms and value added of patent-intensive industries"),
        (_code("国民经济行业代码", "industrial class", "gbt4754", "gbt4754", "行业代码", "代码", name="code"), _ZH,
         Column("parent", Words("所属大类", "group"), ("group", "大类", "大类代码")), _NOTE), target="gbt4754"),
    Template(
        "awards", "listing", Words("国家科学技术奖、中国专利奖获奖专利", "Patents with a national award"), _CNIPA,
        Words("高价值发明专利第五项条件", "the fifth condition of a high-value patent"),
        (Column("code", Words("专利号", "patent number"), ("专利号", "申请号", "patent", "number"), needed=True,
                rule=Words("申请号，校验位须正确", "application number with a right check digit")),
         Column("zh", Words("奖项", "award"), ("奖项名称", "award", "奖励名称"), needed=True),
         Column("day", Words("授奖日期", "day of the award"), ("日期", "award_on", "获奖日期", "公告日"), needed=True,
                rule=Words("年-月-日", "YYYY-MM-DD")), _NOTE)),
    Template(
        "synonyms", "listing", Words("检索同义词表", "Synonyms of the search"),
        Words("本市数据岗", "the city's data officer"),
        Words("以别名书写的权利能否检到", "rights that call a thing by another of its names"),
        (Column("code", Words("词", "word"), ("主题词", "词语", "term"), needed=True,
                rule=Words(f"最多{LONGEST_CODE}个字", f"at most {LONGEST_CODE} characters")),
         Column("zh", Words("同义词", "synonyms"), ("别名", "近义词", "同义", "other"), needed=True,
                rule=Words("几个词之间用分号", "several are parted by semicolons")), _NOTE)),
)

TEMPLATES: Final[Mapping[str, Template]] = MappingProxyType({template.name: template for template in _ALL})
"""Every table the platform can use, by name, in the order in which pages show them."""
