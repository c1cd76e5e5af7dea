"""Real names of companies and universities find themselves; the figures stand apart from the made-up ones."""

import csv
import gzip
import os
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from zhichan.instruments.link import Alias, Linker, Names, Organisation, Place, Places, fold_one

DATA = Path(os.environ.get("ZHICHAN_SHARED") or Path(__file__).parents[4] / "shared") / "data"
COMPANIES = DATA / "organisations" / "cn_listed_companies_2020.csv.gz"
ADDRESSES = DATA / "cn_patent_cnipr_export" / "cnipr_export.xlsx"
UNIVERSITIES = DATA / "organisations" / "cn_universities.csv"
DIVISIONS = DATA / "admin_divisions" / "stats_2023_county.csv"
pytestmark = pytest.mark.skipif(not COMPANIES.is_file(), reason="../shared/data is not beside the project")


@pytest.fixture(scope="module")
def real():
    with DIVISIONS.open(encoding="utf-8-sig") as lines:
        places = Places(Place(row["code"], row["name"], row["parent"]) for row in csv.DictReader(lines) if row["name"] != "市辖区")
    with gzip.open(COMPANIES, "rt", encoding="utf-8-sig") as lines:
        companies = list({row["name"]: row for row in csv.DictReader(lines) if row["name"]}.values())
    with UNIVERSITIES.open(encoding="utf-8-sig") as lines:
        universities = list({row["name"]: row for row in csv.DictReader(lines) if row["name"]}.values())
    return places, companies, universities


def divisions() -> Places:
    """The national table, districts of a municipality straight below it."""
    with DIVISIONS.open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    between = {row["code"]: row["parent"] for row in rows if row["name"] in {"市辖区", "县"}}
    return Places(
        Place(row["code"], row["name"], between.get(row["parent"], row["parent"])) for row in rows if row["code"] not in between
    )


def test_real_addresses_lead_to_regions_that_they_name():
    """Applicants' addresses of an export of patents: each written with its province, most with a county."""
    rows = CalamineWorkbook.from_path(str(ADDRESSES)).get_sheet_by_index(0).to_python()
    column = rows[0].index("地址")
    places = divisions()
    written = sorted({fold_one(str(row[column])) for row in rows[1:] if row[column]})
    found = {address: places.of_address(address) for address in written}
    depth = [len(places.above[at]) if at >= 0 else 0 for at in found.values()]
    # Two are abroad or in Hong Kong, which the table leaves out; the others with no county name a zone, a road or a
    # district that is no more.
    print(f"{len(written)} addresses: {depth.count(0)} nowhere, {depth.count(1)} to a province alone")
    assert (len(written), depth.count(0)) == (64, 2)
    for address, at in found.items():
        for above in places.above[at] if at >= 0 else ():
            stem = places.names[above][:2]
            assert stem in address or (above != at and places.names[at][:2] in address)


def region(places: Places, text: str) -> str:
    at = places.of_address(fold_one(text))
    return places.codes[at] if at >= 0 else ""


def register(real, *, short: bool) -> Linker:
    places, companies, universities = real
    organisations = [
        Organisation(row["name"], row["name"], (Alias(row["sname"], "short"),) if short else (), "", region(places, row["prov"] + row["city"]))
        for row in companies
    ]
    organisations += [Organisation(row["name"], row["name"], (), "", region(places, row["location"])) for row in universities]
    return Linker({one.id: one for one in organisations}.values(), places=places)


def rates(linker: Linker, texts: list[str], truth: list[str], address: list[str]) -> tuple[float, float]:
    """The share rightly linked from 0.5, and of those linked the share that is right."""
    found = linker.find(Names(texts, address))
    said = [(linker.organisations[best].id if best >= 0 and p >= 0.5 else "") for best, p in zip(found.best, found.probability, strict=True)]
    right = sum(one == other for one, other in zip(said, truth, strict=True))
    return right / len(truth), right / max(1, sum(map(bool, said)))


def test_full_names_find_themselves(real):
    _, companies, universities = real
    names = [row["name"] for row in [*companies, *universities]]
    assert len(names) > 7_000
    recall, precision = rates(register(real, short=False), names, names, [])
    print(f"full names: recall {recall:.4f}, precision {precision:.4f}")
    assert recall >= 0.995
    assert precision >= 0.995


def test_names_without_their_form_find_themselves_by_city(real):
    _, companies, _ = real
    rows = [row for row in companies if row["name"].endswith("股份有限公司")]
    recall, precision = rates(
        register(real, short=False), [row["name"].removesuffix("股份有限公司") for row in rows], [row["name"] for row in rows],
        [row["prov"] + row["city"] for row in rows],
    )  # fmt: skip
    print(f"without form: recall {recall:.4f}, precision {precision:.4f}")
    assert recall >= 0.9
    assert precision >= 0.98


def test_the_exchange_s_short_names_are_seldom_guessed_and_seldom_wrong(real):
    _, companies, _ = real
    recall, precision = rates(
        register(real, short=False), [row["sname"] for row in companies], [row["name"] for row in companies],
        [row["prov"] + row["city"] for row in companies],
    )  # fmt: skip
    print(f"short names nobody registered: recall {recall:.4f}, precision {precision:.4f}")
    assert precision >= 0.9
    recall, precision = rates(
        register(real, short=True), [row["sname"] for row in companies], [row["name"] for row in companies],
        [row["prov"] + row["city"] for row in companies],
    )  # fmt: skip
    print(f"short names registered: recall {recall:.4f}, precision {precision:.4f}")
    assert recall >= 0.95
