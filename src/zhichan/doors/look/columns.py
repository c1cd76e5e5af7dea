"""What the columns and coded values of the registry's sources are called on a page."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhichan.doors.look.parts import Figure
from zhichan.kernel.ground.public import Text, to_yuan
from zhichan.kernel.registry.public import SOURCES

COLUMNS = {
    "key": Text("编号", "Number"),
    "title": Text("名称", "Title"),
    "name": Text("名称", "Name"),
    "kind": Text("种类", "Kind"),
    "filed_on": Text("申请日", "Filed"),
    "granted_on": Text("授权日", "Granted"),
    "ended_on": Text("终止日", "Ended"),
    "end_reason": Text("终止原因", "Why it ended"),
    "ipc": Text("分类号", "IPC"),
    "field": Text("领域", "Field"),
    "agency": Text("代理机构", "Agency"),
    "sei": Text("战略性新兴产业", "Strategic emerging industry"),
    "overseas_family_on": Text("海外同族授权日", "Overseas family granted"),
    "award": Text("奖项", "Award"),
    "award_on": Text("获奖日", "Awarded"),
    "nice": Text("商品类别", "Nice class"),
    "registered_on": Text("登记日", "Registered"),
    "renewed_on": Text("续展日", "Renewed"),
    "well_known_on": Text("驰名认定日", "Well-known since"),
    "recognised_on": Text("认定日", "Recognised"),
    "area_ha": Text("面积（公顷）", "Area (ha)"),
    "industry": Text("行业", "Industry"),
    "size": Text("规模", "Size"),
    "established_on": Text("成立日", "Established"),
    "track": Text("途径", "Track"),
    "right_kind": Text("权利种类", "Kind of right"),
    "closed_on": Text("结案日", "Closed"),
    "outcome": Text("结果", "Outcome"),
    "penalty_fen": Text("罚没金额（元）", "Penalty (yuan)"),
    "typical": Text("典型案例", "Typical case"),
    "typical_on": Text("入选日", "Chosen"),
    "released_on": Text("解除日", "Released"),
    "amount_fen": Text("金额（元）", "Amount (yuan)"),
    "lender": Text("放款机构", "Lender"),
    "pledge_key": Text("质押登记号", "Pledge"),
    "right_key": Text("权利号", "Right"),
    "recorded_on": Text("备案日", "Recorded"),
    "topic": Text("主题", "Topic"),
    "held_on": Text("举办日", "Held"),
    "sessions": Text("场次", "Sessions"),
    "person_times": Text("人次", "Attendances"),
    "since": Text("自", "Since"),
    "until": Text("至", "Until"),
    "clause": Text("依据", "Clause"),
    "year": Text("年份", "Year"),
    "vintage": Text("版次", "Vintage"),
    "value": Text("数值", "Value"),
    "scale": Text("小数位", "Decimals"),
    "region": Text("区域", "Region"),
    "party": Text("单位代码", "Party"),
}
VALUES = {
    "invention": Text("发明", "invention"),
    "utility": Text("实用新型", "utility model"),
    "design": Text("外观设计", "design"),
    "pct": Text("PCT申请", "PCT application"),
    "ordinary": Text("普通商标", "ordinary"),
    "gi_collective": Text("地理标志集体商标", "GI collective mark"),
    "gi_certification": Text("地理标志证明商标", "GI certification mark"),
    "unpaid_fee": Text("未缴年费", "annual fee unpaid"),
    "expired": Text("期满", "expired"),
    "invalidated": Text("宣告无效", "invalidated"),
    "abandoned": Text("放弃", "abandoned"),
    "withdrawn": Text("撤回", "withdrawn"),
    "rejected": Text("驳回", "rejected"),
    "deemed_abandoned": Text("视为放弃", "deemed abandoned"),
    "cancelled_non_use": Text("三年不使用撤销", "cancelled for non-use"),
    "surrendered": Text("注销", "surrendered"),
    "revoked": Text("撤销", "revoked"),
    "literary": Text("文字作品", "literary"),
    "musical": Text("音乐作品", "musical"),
    "artistic": Text("美术作品", "artistic"),
    "photographic": Text("摄影作品", "photographic"),
    "audiovisual": Text("视听作品", "audiovisual"),
    "graphic": Text("图形作品", "graphic"),
    "other": Text("其他", "other"),
    "firm": Text("企业", "firm"),
    "university": Text("高校", "university"),
    "institute": Text("科研院所", "institute"),
    "person": Text("个人", "person"),
    "office": Text("机关", "office"),
    "large": Text("大型", "large"),
    "medium": Text("中型", "medium"),
    "small": Text("小型", "small"),
    "micro": Text("微型", "micro"),
    "administrative": Text("行政", "administrative"),
    "judicial": Text("司法", "judicial"),
    "trademark_infringement": Text("商标侵权", "trade mark infringement"),
    "patent_infringement": Text("专利侵权", "patent infringement"),
    "fake_patent": Text("假冒专利", "passing off as patented"),
    "gi_infringement": Text("地理标志侵权", "GI infringement"),
    "special_sign": Text("特殊标志", "special sign"),
    "copyright_infringement": Text("著作权侵权", "copyright infringement"),
    "trade_secret": Text("商业秘密", "trade secret"),
    "patent_dispute": Text("专利纠纷", "patent dispute"),
    "patent": Text("专利", "patent"),
    "trademark": Text("商标", "trade mark"),
    "mark": Text("商标", "trade mark"),
    "gi": Text("地理标志", "GI"),
    "copyright": Text("著作权", "copyright"),
    "secret": Text("商业秘密", "trade secret"),
    "sign": Text("特殊标志", "special sign"),
    "penalty": Text("处罚", "penalty"),
    "mediated": Text("调解", "mediated"),
    "decided": Text("裁决", "decided"),
    "dismissed": Text("驳回", "dismissed"),
    "transferred": Text("移送", "transferred"),
    "mixed": Text("混合", "mixed"),
    "assignment": Text("转让", "assignment"),
    "licence": Text("许可", "licence"),
    "open_licence": Text("开放许可", "open licence"),
    "capital": Text("作价入股", "capital contribution"),
    "national_advantage": Text("国家知识产权优势企业", "national advantage firm"),
    "national_demo": Text("国家知识产权示范企业", "national model firm"),
    "provincial_advantage": Text("省知识产权优势企业", "provincial advantage firm"),
    "provincial_demo": Text("省知识产权示范企业", "provincial model firm"),
    "three_projects": Text("知识产权三大工程", "three-projects firm"),
    "dual_creation_base": Text("双创基地", "innovation and start-up base"),
    "pilot_school": Text("试点学校", "pilot school"),
    "demo_school": Text("示范学校", "model school"),
    "gbt29490": Text("企业贯标认证", "GB/T 29490 certificate"),
    "gbt33250": Text("科研组织贯标认证", "GB/T 33250 certificate"),
    "gbt33251": Text("高校贯标认证", "GB/T 33251 certificate"),
    "agency_licence": Text("专利代理机构执业许可", "patent agency licence"),
    "high_tech": Text("高新技术企业", "high-tech firm"),
    "tech_sme": Text("科技型中小企业", "technology SME"),
    "city_strong": Text("市级强企", "city strong firm"),
    "city_demo_unit": Text("市级示范单位", "city model unit"),
    "rights_aid_station": Text("维权援助工作站", "rights-aid station"),
    "protection_station": Text("保护工作站", "protection station"),
    "brand_guidance_station": Text("商标品牌指导站", "brand guidance station"),
    "operation_centre": Text("产业运营中心", "operation centre"),
    "rd_platform": Text("研发平台", "R&D platform"),
    "navigation_project": Text("专利导航项目", "patent navigation project"),
    "commercialisation_project": Text("转化项目", "commercialisation project"),
    "resident_population": Text("常住人口", "resident population"),
    "gdp": Text("地区生产总值", "GDP"),
}


def label(column: str) -> Text:
    """The column's name; the code itself where a source is newer than this page."""
    return COLUMNS.get(column) or Text(column, column)


def shown(source: str, column: str, value: Any) -> Any:
    """A column's value as a page shows it: coded words in words, 分 in yuan, days as days."""
    if value is None or value == "":
        return None
    if column.endswith("_fen"):
        return Figure(to_yuan(int(value)))
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if column in SOURCES[source].choices:
        return VALUES.get(str(value)) or str(value)
    if isinstance(value, int) and column not in {"year", "nice", "vintage", "scale"}:
        return Figure(value)
    return value if isinstance(value, date) else str(value)
