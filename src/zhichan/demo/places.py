"""The synthetic city 衡川市 (Hengchuan), its seven areas, offices and people. None of it exists.

The codes lie in the block 99, which GB/T 2260 assigns to nobody; the zone has none (DECISIONS 1). Figures of
the counties exclude the zone, so that the seven areas add up to the city.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PROVINCE = "shili"
CITY = "hengchuan"
ZONE = "gaoxin"


@dataclass(frozen=True, slots=True)
class Place:
    """A region of the demo; ``parent`` is a slug, empty at the top."""

    slug: str
    name: str
    name_en: str
    kind: str
    code: str | None
    parent: str


@dataclass(frozen=True, slots=True)
class Office:
    """A unit of the demo; ``until`` is the first day on which it no longer bears this name."""

    slug: str
    name: str
    name_en: str
    region: str
    kind: str
    since: date = date(2000, 1, 1)
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Persona:
    """Someone to be in the demo; ``roles`` are (role, region, unit) held from ``since`` to ``until``."""

    username: str
    name: str
    name_en: str
    roles: tuple[tuple[str, str, str | None, date, date | None], ...] = ()


PLACES = (
    Place(PROVINCE, "示例省", "Example Province", "province", "990000", ""),
    Place(CITY, "衡川市", "Hengchuan", "city", "990100", PROVINCE),
    Place("yunxi", "云溪区", "Yunxi District", "county", "990102", CITY),
    Place("jiang-an", "江岸区", "Jiang'an District", "county", "990103", CITY),
    Place("shiqiao", "石桥县", "Shiqiao County", "county", "990121", CITY),
    Place("chenghu", "澄湖县", "Chenghu County", "county", "990122", CITY),
    Place("nanpu", "南圃县", "Nanpu County", "county", "990123", CITY),
    Place("qingping", "青屏县", "Qingping County", "county", "990124", CITY),
    Place(ZONE, "衡川高新区", "Hengchuan High-tech Zone", "zone", None, CITY),
)
AREAS = tuple(place.slug for place in PLACES[2:])
NAMES = {place.slug: place.name for place in PLACES}

_REFORM = date(2019, 1, 15)  # the synthetic city's reform of its departments


def _city(slug: str, name: str, name_en: str, since: date = date(2000, 1, 1), until: date | None = None) -> Office:
    return Office(slug, name, name_en, CITY, "department", since, until)


BANK = "bank-rural"
OFFICES = (
    Office("city-government", "衡川市人民政府", "People's Government of Hengchuan", CITY, "government"),
    Office("city-ip-group", "市知识产权工作领导小组", "IP Leading Group", CITY, "group"),
    _city("city-ip-old", "市知识产权局", "Municipal IP Office", until=_REFORM),
    _city("city-industry-commerce", "市工商行政管理局", "Municipal Industry and Commerce Bureau", until=_REFORM),
    _city(
        "city-market", "市市场监督管理局（知识产权局）", "Municipal Market Supervision Bureau (IP Office)",
        _REFORM),
    _city("city-development", "市发展改革委", "Municipal Development and Reform Commission"),
    _city("city-finance", "市财政局", "Municipal Finance Bureau"),
    _city("city-science", "市科技局", "Municipal Science and Technology Bureau"),
    _city("city-economy", "市经济和信息化委员会", "Municipal Economy and Informatisation Commission", until=_REFORM),
    _city("city-industry", "市工业和信息化局", "Municipal Industry and Information Technology Bureau", _REFORM),
    _city("city-agriculture-old", "市农业局", "Municipal Agriculture Bureau", until=_REFORM),
    _city("city-agriculture", "市农业农村局", "Municipal Agriculture and Rural Affairs Bureau", _REFORM),
    _city("city-culture-old", "市文化局", "Municipal Culture Bureau", until=_REFORM),
    _city(
        "city-culture", "市文化和旅游局（版权局）", "Municipal Culture and Tourism Bureau (Copyright Office)",
        _REFORM),
    _city("city-commerce", "市商务局", "Municipal Commerce Bureau"),
    _city("city-education", "市教育局", "Municipal Education Bureau"),
    _city("city-personnel", "市人力资源和社会保障局", "Municipal Human Resources and Social Security Bureau"),
    _city("city-forestry", "市林业局", "Municipal Forestry Bureau"),
    _city("city-assets", "市国资委", "Municipal State-owned Assets Commission"),
    _city("city-statistics", "市统计局", "Municipal Statistics Bureau"),
    _city("city-publicity", "市委宣传部", "Municipal Publicity Department"),
    _city("city-court", "市中级人民法院", "Intermediate People's Court"),
    _city("city-procuratorate", "市人民检察院", "People's Procuratorate"),
    _city("city-police", "市公安局", "Municipal Public Security Bureau"),
    _city("city-justice", "市司法局", "Municipal Justice Bureau"),
    _city("city-customs", "衡川海关", "Hengchuan Customs"),
    _city(
        "city-banking-old", "市银保监分局", "Banking and Insurance Regulatory Branch", _REFORM, date(2023, 7, 20)),
    _city("city-banking", "金融监管分局", "Financial Regulatory Branch", date(2023, 7, 20)),
    _city("city-central-bank", "人民银行市分行", "People's Bank, Municipal Branch"),
    *(
        office
        for place in PLACES[2:] if place.kind == "county"
        for office in (
            Office(f"{place.slug}-government", f"{place.name}人民政府", f"People's Government of {place.name_en}",
                   place.slug, "government"),
            Office(f"{place.slug}-market", f"{place.name}市场监督管理局",
                   f"Market Supervision Bureau of {place.name_en}", place.slug, "department", _REFORM),
        )
    ),
    Office("gaoxin-committee", "衡川高新区管委会", "Hengchuan High-tech Zone Committee", ZONE, "government"),
    Office("gaoxin-market", "衡川高新区市场监管分局", "Market Supervision Branch of the High-tech Zone", ZONE,
           "department", _REFORM),
    Office(BANK, "示例农村商业银行", "Example Rural Commercial Bank", CITY, "bank"),
)

_FROM = date(2020, 1, 1)
PERSONAS = (
    Persona("plan", "规划员（演示）", "Plan officer (demo)", (
        ("plan-officer", CITY, "city-market", _FROM, None),)),
    Persona("statistician", "统计员（演示）", "Statistician (demo)", (
        ("statistician", CITY, "city-market", _FROM, None),)),
    Persona("county", "青屏县业务员（演示）", "County officer, Qingping (demo)", (
        # Moved from one county to another: what was open to the old grant is closed to the new one.
        ("county-officer", "chenghu", "chenghu-market", _FROM, date(2023, 7, 1)),
        ("county-officer", "qingping", "qingping-market", date(2023, 7, 1), None))),
    Persona("liaison", "市科技局联络员（演示）", "Liaison, Science and Technology Bureau (demo)", (
        ("liaison", CITY, "city-science", _FROM, None),)),
    Persona("supervision", "市政府督查室（演示）", "Supervision office (demo)", (
        ("supervision-officer", CITY, "city-government", _FROM, None),)),
    Persona("supervision-head", "督查室负责人（演示）", "Head of supervision (demo)", (
        ("supervision-head", CITY, "city-government", _FROM, None),)),
    Persona("leader", "市领导（演示）", "City leader (demo)", (("leader", CITY, "city-government", _FROM, None),)),
    Persona("administrator", "管理员（演示）", "Administrator (demo)", (
        ("administrator", CITY, "city-market", _FROM, None),)),
    Persona("bank", "银行客户经理（演示）", "Loan officer of the bank (demo)", (
        ("bank-officer", CITY, BANK, _FROM, None),)),
    Persona("bank-risk", "银行审批人（演示）", "Approver of the bank (demo)", (
        ("bank-officer", CITY, BANK, _FROM, None),)),
    Persona("pledge", "运用促进科（演示）", "Utilisation section (demo)", (
        ("pledge-officer", CITY, "city-market", _FROM, None), ("subsidy-reviewer", CITY, "city-market", _FROM, None))),
    Persona("fund", "风险补偿资金管理人（演示）", "Manager of the compensation pool (demo)", (
        ("fund-manager", CITY, "city-finance", _FROM, None),)),
    Persona("finance", "市财政局业务员（演示）", "Finance officer (demo)", (
        ("finance-officer", CITY, "city-finance", _FROM, None),)),
    Persona("data", "数据管理员（演示）", "Data officer (demo)", (
        ("data-officer", CITY, "city-market", _FROM, None),)),
    Persona("overseas", "海外布局和备案服务（演示）", "Overseas filing and recordal (demo)", (
        ("overseas-officer", CITY, "city-market", _FROM, None),
        ("recordal-officer", CITY, "city-market", _FROM, None))),
    Persona("adjudicator", "专利裁决员（演示）", "Adjudicator (demo)", (
        ("adjudicator", CITY, "city-market", _FROM, None),)),
    Persona("adjudication-head", "裁决处负责人（演示）", "Head of adjudication (demo)", (
        ("adjudication-head", CITY, "city-market", _FROM, None),)),
    Persona("superior", "上级知识产权部门（演示）", "Superior office (demo)", (
        ("superior-office", PROVINCE, None, _FROM, None),)),
    Persona("mediation", "调解岗（演示）", "Mediation officer (demo)", (
        ("mediation-officer", CITY, "city-market", _FROM, None),)),
    Persona("mediation-head", "调解处负责人（演示）", "Head of mediation (demo)", (
        ("mediation-head", CITY, "city-market", _FROM, None),)),
    Persona("enforcement", "执法人员（演示）", "Enforcement officer (demo)", (
        ("enforcement-officer", CITY, "city-market", _FROM, None),)),
    Persona("enforcement-head", "执法机关负责人（演示）", "Head of enforcement (demo)", (
        ("enforcement-head", CITY, "city-market", _FROM, None),)),
    Persona("inspection", "抽查工作人员（演示）", "Inspection officer (demo)", (
        ("inspection-officer", CITY, "city-market", _FROM, None),)),
    Persona("inspection-head", "抽查负责人（演示）", "Head of inspections (demo)", (
        ("inspection-head", CITY, "city-market", _FROM, None),)),
    Persona("cooperation", "跨区域协作岗（演示）", "Cooperation officer (demo)", (
        ("cooperation-officer", CITY, "city-market", _FROM, None),)),
    Persona("assessment", "考核岗（演示）", "Assessment officer (demo)", (
        ("assessment-officer", CITY, "city-government", _FROM, None),)),
    Persona("assessment-head", "考核办负责人（演示）", "Head of assessment (demo)", (
        ("assessment-head", CITY, "city-government", _FROM, None),)),
    Persona("survey", "满意度调查岗（演示）", "Survey officer (demo)", (
        ("survey-officer", CITY, "city-statistics", _FROM, None),)),
    Persona("themes", "专题分析和信息推送（演示）", "Themes and notices (demo)", (
        ("theme-analyst", CITY, "city-market", _FROM, None), ("push-officer", CITY, "city-market", _FROM, None))),
    Persona("watch", "商标监测岗（演示）", "Trade-mark watch (demo)", (
        ("watch-officer", CITY, "city-market", _FROM, None),)),
    Persona("archivist", "档案员（演示）", "Archivist (demo)", (
        ("archivist", CITY, "city-market", _FROM, None),)),
    Persona("firm", "企业知识产权经理（演示）", "IP manager of a firm (demo)"),
    Persona("stranger", "无权限人员（演示）", "Someone without a role (demo)"),
)
