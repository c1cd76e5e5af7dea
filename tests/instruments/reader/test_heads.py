"""Title, issuer, number, date, region and period are read from the heads that plans come with."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhichan.instruments.reader import Reading, read

BODY = (
    "一、总体要求\n推进落实，完善体系，提升能力，健全制度。\n二、主要任务\n（一）加强统筹。推动资源共享，培育创新主体。\n"
    "（二）优化服务。健全服务网络，开展宣传培训。\n三、组织保障\n（一）加强领导。压实责任，抓好落实。\n"
)
HEADS = [
    piece.split("\n", 1)
    for piece in (Path(__file__).parent / "heads.txt").read_text(encoding="utf-8").split("=== ")[1:]
]


def _told(reading: Reading, key: str) -> str:
    if key == "region":
        region = reading.region or {}
        return f"{region.get('name')} {region.get('level')}"
    if key == "period":
        return f"{reading.period_start} {reading.period_end}"
    return str(getattr(reading, key))


def wrong(text: str) -> list[str]:
    plan, expected = text.split("---\n")
    body = (
        BODY
        if plan.count("\n") > 1
        else BODY.replace("\n", "") + "各级各部门要高度重视，协同配合，确保各项工作落到实处。" * 8
    )
    reading = read(plan.rstrip("\n") + ("\n" if body is BODY else "") + body, glossary=())
    out = []
    for line in expected.strip().split("\n"):
        key, _, value = line.partition(": ")
        if _told(reading, key) != value:
            out.append(f"{key}: {value!r} was read as {_told(reading, key)!r}")
    return out


@pytest.mark.parametrize(("name", "text"), HEADS, ids=[h[0] for h in HEADS])
def test_a_head_is_read_whole(name, text):
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("title", "region", "level"),
    [
        ("青原市委青原市人民政府关于加强知识产权保护的实施方案（2024—2027年）", "青原市", "city"),
        ("江原省云溪县知识产权强县建设实施方案（2024—2027年）", "云溪县", "county"),
        ("江原省知识产权强省建设实施方案（2024—2027年）", "江原省", "province"),
        ("江原省创新示范区建设实施方案（2024—2027年）", "江原省", "province"),
        ("2025年青原市知识产权工作推进计划", "青原市", "city"),
        ("湖南渔港建设行动计划（2024—2027年）", "湖南省", "province"),
        ("内蒙古渔港建设行动计划（2024—2027年）", "内蒙古自治区", "province"),
    ],
)
def test_the_region_of_a_plan_is_told_once_and_by_its_nearest_name(title, region, level):
    text = f"{title}\n一、总体目标\n到2027年，发明专利拥有量达到800件。\n二、重点任务\n（一）推进协同创新。健全机制。\n"
    assert read(text, glossary=()).region == {"name": region, "level": level}


def test_the_region_of_those_who_issue_a_plan_outweighs_the_regions_it_speaks_of():
    text = (
        "青原市人民政府办公室关于印发优化窗口服务若干措施的通知\n优化窗口服务若干措施\n一、主要目标\n力争服务评价居全省前列，全省满意度领先。\n"
        "二、重点任务\n（一）简化流程。对接全省平台，落实全省标准，办件减少20%。\n"
    )
    assert read(text, glossary=()).region == {"name": "青原市", "level": "city"}


def test_the_title_of_a_notice_in_three_lines_tells_the_term_of_its_plan():
    text = (
        "青原市人民政府办公室\n关于印发青原市标准提升专项行动\n工作方案（2024—2026年）的通知\n青政办〔2024〕11号\n各县区人民政府：\n"
        "《方案》已经市政府同意，现印发给你们，请认真贯彻执行。\n一、总体要求\n到2025年底，标准备案突破90项。\n"
        "二、重点任务\n（一）提升质量。制定团体标准35项。\n（二）优化服务。健全网络。\n"
    )
    reading = read(text, glossary=())
    assert (reading.title, reading.period_end) == ("青原市标准提升专项行动工作方案（2024—2026年）", 2026)
    assert [(t.value, t.year) for t in reading.targets] == [(90.0, 2025), (35.0, 2026)]
