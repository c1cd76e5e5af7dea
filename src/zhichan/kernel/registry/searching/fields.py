"""What can be searched, and where in a record it stands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from zhichan.instruments.query import Field

KINDS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "patent:invention": ("发明专利", "patents for invention"),
    "patent:utility": ("实用新型", "utility models"),
    "patent:design": ("外观设计", "designs"),
    "patent:pct": ("PCT国际申请", "PCT applications"),
    "mark:ordinary": ("商标", "trade marks"),
    "mark:gi_collective": ("地理标志集体商标", "GI collective marks"),
    "mark:gi_certification": ("地理标志证明商标", "GI certification marks"),
    "gi_product": ("地理标志产品", "GI products"),
    "work": ("作品", "works"),
    "software": ("软件著作权", "computer programs"),
    "variety": ("植物新品种", "plant varieties"),
})
"""The kinds of rights as searchers name them: the source, and its own kind where it has several that matter."""

_KIND_WORDS = {
    "发明": "patent:invention", "发明专利": "patent:invention", "invention": "patent:invention",
    "实用新型": "patent:utility", "新型": "patent:utility", "utility": "patent:utility",
    "外观": "patent:design", "外观设计": "patent:design", "design": "patent:design",
    "pct": "patent:pct", "国际申请": "patent:pct",
    "商标": "mark:ordinary", "mark": "mark:ordinary", "trademark": "mark:ordinary",
    "地理标志集体商标": "mark:gi_collective", "地理标志证明商标": "mark:gi_certification",
    "地理标志": "gi_product", "地理标志产品": "gi_product", "gi": "gi_product",
    "作品": "work", "work": "work", "软件": "software", "软件著作权": "software", "software": "software",
    "植物新品种": "variety", "品种": "variety", "variety": "variety",
}  # fmt: skip

STANDINGS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "pending": ("未授权", "not granted"),
    "live": ("有效", "in force"),
    "ended": ("已终止", "ended"),
})
"""How a right stands on the day of the search, by its registered days alone; its page derives the status in law."""

_STANDING_WORDS = {
    "有效": "live", "授权": "live", "live": "live", "在审": "pending", "未授权": "pending", "审查中": "pending",
    "pending": "pending", "失效": "ended", "无效": "ended", "终止": "ended", "已终止": "ended", "ended": "ended",
}  # fmt: skip

FIELDS: tuple[Field, ...] = (
    Field("title", ("TI", "名称", "标题", "商标名称", "title"), "名称", "title"),
    Field("abstract", ("AB", "摘要", "abstract"), "摘要", "abstract"),
    Field("claims", ("CLM", "CL", "权利要求", "claims"), "权利要求", "claims"),
    Field("goods", ("GS", "商品服务", "goods"), "商品和服务", "goods and services"),
    Field("holder", ("PA", "申请人", "权利人", "专利权人", "applicant", "holder"), "权利人", "holder"),
    Field("party", ("PAC", "权利人代码", "partycode"), "权利人代码", "holder's code", "as_written"),
    Field("region", ("RG", "地区", "region"), "地区（含下级）", "region with those below", "as_written"),
    Field("field", ("TF", "领域", "field"), "技术领域", "technical field", "as_written"),
    Field("person", ("IN", "发明人", "设计人", "育种人", "inventor"), "发明人", "inventor"),
    Field("agency", ("AGC", "AG", "代理机构", "agency"), "代理机构", "agency"),
    Field("class", ("IPC", "CPC", "LOC", "NCL", "IC", "分类号", "类别", "class"), "分类号", "classification", "class"),
    Field(
        "wipo35", ("WF", "WIPO领域", "wipo35"), "WIPO技术领域（1至35）", "WIPO field of technology (1 to 35)",
        "as_written",
    ),
    Field("group", ("SG", "类似群", "group"), "类似群", "similar group", "as_written"),
    Field("nice", ("NICE", "尼斯", "nice"), "商品服务类别", "Nice class", "as_written"),
    Field(
        "number", ("AN", "PN", "RN", "申请号", "公开号", "注册号", "登记号", "号码", "number"), "号码", "number",
        "code",
    ),
    Field("filed", ("AD", "APD", "申请日", "filed"), "申请日", "filed on", "day"),
    Field(
        "granted", ("GD", "授权日", "注册日", "登记日", "granted"), "授权或登记日", "granted or registered on", "day",
    ),
    Field("published", ("PD", "公开日", "公告日", "published"), "公开日", "published on", "day"),
    Field("ended", ("ED", "终止日", "ended"), "终止日", "ended on", "day"),
    Field("claim_count", ("CLN", "权利要求数", "claimcount"), "权利要求数", "number of claims", "number"),
    Field("kind", ("KIND", "类型", "种类", "kind"), "类型", "kind", "choice", MappingProxyType(_KIND_WORDS)),
    Field("alike", ("ALIKE", "近似", "近似商标", "alike"), "近似商标", "marks alike", "as_written"),
    Field(
        "standing", ("LS", "STATUS", "法律状态", "状态", "status"), "登记状态", "registered standing", "choice",
        MappingProxyType(_STANDING_WORDS),
    ),
)  # fmt: skip
"""The fields of the search language; where systems in use write a field in several ways, all are taken."""

WORDS: tuple[str, ...] = ("title", "abstract", "claims", "goods", "holder", "person", "agency", "numbers")
"""Index fields of texts; a word without a field is looked for in all of them."""
