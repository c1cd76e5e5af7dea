"""Numbers of rights and organisations: known vectors, real rows beside the repository, single mistakes."""

from __future__ import annotations

import csv
import os
import re
from datetime import date
from pathlib import Path

import pytest

from zhichan.instruments.status import numbers
from zhichan.instruments.status.numbers import NumberError

DATA = Path(os.environ.get("ZHICHAN_SHARED") or Path(__file__).parents[4] / "shared") / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not beside the repository")


@pytest.mark.parametrize(("text", "body", "check", "year", "kind", "pct"), [
    ("CN201510163325.6", "201510163325", "6", 2015, "invention", False),
    ("200610038589X", "200610038589", "X", 2006, "invention", False),
    ("ZL 2010 2 0647867.3", "201020647867", "3", 2010, "utility", False),
    ("2014303873797", "201430387379", "7", 2014, "design", False),
    ("2010800677784", "201080067778", "4", 2010, "invention", True),
    ("ＣＮ２０１６１０３１１３８０．ｘ", "201610311380", "X", 2016, "invention", False),
])
def test_a_number_of_the_long_form_is_read(text, body, check, year, kind, pct):
    found = numbers.application(text=text)
    assert (found.digits, found.check, found.year, found.kind, found.pct) == (body, check, year, kind, pct)
    assert str(found) == f"{body}.{check}"


def test_the_check_digit_of_the_short_form_is_the_weighted_sum_modulo_eleven():
    # 8·2 + 5·3 + 1·4 + 0·5 + 0·6 + 0·7 + 0·8 + 1·9 = 44 = 4·11.
    assert numbers.check_digit(digits="85100001") == "0"
    assert numbers.application(text="ZL85100001.0").year == 1985
    assert numbers.application(text=f"CN02100001.{numbers.check_digit(digits='02100001')}").year == 2002
    assert numbers.application(text=f"98800001{numbers.check_digit(digits='98800001')}").pct


@pytest.mark.parametrize(("text", "code"), [
    ("201510163325", "application_form"), ("2015101633256X", "application_form"), ("", "application_form"),
    ("20151016332A.6", "application_form"), ("CN201510163325.5", "application_check"),
    ("CN201540163325.6", "application_kind"), ("CN199910163325.6", "application_year"),
    ("CN10100001.0", "application_year"),
])
def test_a_number_that_cannot_be_right_is_refused_with_its_reason(text, code):
    with pytest.raises(NumberError) as refused:
        numbers.application(text=text)
    assert refused.value.code == code
    assert refused.value.words.zh
    assert refused.value.words.en


def test_every_single_wrong_digit_of_an_application_number_is_found():
    right = "201510163325.6"
    for place in range(12):
        for digit in "0123456789":
            if digit != right[place]:
                with pytest.raises(NumberError):
                    numbers.application(text=right[:place] + digit + right[place + 1:])


@pytest.mark.parametrize(("text", "number", "code", "kind"), [
    ("CN104751825A", "104751825", "A", "invention"), ("CN1712522", "1712522", "", "invention"),
    ("CN85100001A", "85100001", "A", "invention"), ("CN201886762U", "201886762", "U", "utility"),
    ("CN303143741S", "303143741", "S", "design"), ("cn 1815552 b", "1815552", "B", "invention"),
    ("CN2345678Y", "2345678", "Y", "utility"), ("CN3012345D", "3012345", "D", "design"),
])
def test_a_publication_number_is_read(text, number, code, kind):
    found = numbers.publication(text=text)
    assert (found.number, found.kind_code, found.kind) == (number, code, kind)


@pytest.mark.parametrize(("text", "reason"), [
    ("CN104751825U", "publication_kind"), ("CN404751825A", "publication_form"), ("CN123456A", "publication_form"),
    ("CN99100001A", "publication_form"), ("CN104751825Z", "kind_code"), ("CN104751825A七", "kind_code"),
])
def test_a_publication_number_that_contradicts_itself_is_refused(text, reason):
    with pytest.raises(NumberError) as refused:
        numbers.publication(text=text)
    assert refused.value.code == reason


def test_a_kind_code_means_what_it_meant_on_the_day():
    assert not numbers.kind_code(code="B", on=date(1990, 1, 1)).granted
    assert numbers.kind_code(code="C", on=date(2005, 1, 1)).granted
    assert numbers.kind_code(code="B", on=date(2015, 1, 1)).granted
    with pytest.raises(NumberError):
        numbers.kind_code(code="C", on=date(2015, 1, 1))


@pytest.mark.parametrize("text", ["9111010859963405XW", "91330000755918469E", "912301847345944427"])
def test_a_real_credit_code_passes(text):
    found = numbers.credit_code(text=text)
    assert found.authority == "9"
    assert found.organisation == text[8:17]
    assert found.organisation_check


def test_every_single_wrong_character_of_a_credit_code_is_found():
    right = "9111010859963405XW"
    for place in range(18):
        for character in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            if character != right[place]:
                with pytest.raises(NumberError):
                    numbers.credit_code(text=right[:place] + character + right[place + 1:])


@pytest.mark.parametrize(("text", "code"), [
    ("9111010859963405X", "credit_form"), ("9111010859963405IW", "credit_character"),
    ("9111010859963405XY", "credit_check"), ("91ABCDEF59963405X0", "credit_form"),
])
def test_a_credit_code_that_cannot_be_right_is_refused(text, code):
    with pytest.raises(NumberError) as refused:
        numbers.credit_code(text=text)
    assert refused.value.code == code


@pytest.mark.parametrize(("text", "person"), [
    ("11010519491231002X", True), ("11010519491231002x", True), ("440524188001010014", True),
    ("110105194912310021", False), ("11010519491331002X", False), ("1101051949123100X2", False),
    ("912301847345944427", False), ("9111010859963405XW", False), ("11010519491231", False), ("", False),
])
def test_a_person_s_identity_number_is_known_by_birthday_and_check_character(text, person):
    assert numbers.is_identity(text=text) is person


def test_an_organisation_code_has_its_own_check_character():
    assert numbers.organisation_check(body="59963405") == "X"
    assert numbers.organisation_check(body="75591846") == "9"
    with pytest.raises(NumberError):
        numbers.organisation_check(body="5996340")


def test_offices_are_named_in_both_languages():
    assert numbers.office(code="wo").en == "WIPO"
    assert numbers.office(code="CN").zh == "中国"
    assert numbers.office(code="QQ") is None


def _real_applications():
    import python_calamine

    with (DATA / "cn_patent_legal_status" / "company_patents_legal_status.csv").open(encoding="utf-8-sig") as file:
        found = [row["application_number"] for row in csv.DictReader(file)]
    book = python_calamine.CalamineWorkbook.from_path(str(DATA / "cn_patent_cnipr_export" / "cnipr_export.xlsx"))
    rows = book.get_sheet_by_index(0).to_python()
    column = next(place for place, name in enumerate(rows[0]) if "申请号" in str(name))
    found += [str(row[column]) for row in rows[1:] if str(row[column]).strip()]
    return [number for number in found if number]


@needs_data
def test_every_real_application_number_passes_and_every_mutated_one_fails(record_property):
    real = _real_applications()
    assert len(real) >= 100
    passed = 0
    for number in real:
        found = numbers.application(text=number)
        passed += 1
        wrong = next(digit for digit in "0123456789" if digit != found.check)
        with pytest.raises(NumberError):
            numbers.application(text=f"{found.digits}.{wrong}")
        last = str((int(found.digits[-1]) + 1) % 10)
        with pytest.raises(NumberError):
            numbers.application(text=f"{found.digits[:-1]}{last}.{found.check}")
    record_property("real_application_numbers", f"{passed}/{len(real)}")
    assert passed == len(real)


@needs_data
def test_every_real_grant_number_reads_as_its_kind():
    with (DATA / "cn_patent_legal_status" / "company_patents_legal_status.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    kinds = {"授权发明": "invention", "实用新型": "utility", "外观设计": "design"}
    for row in rows:
        assert numbers.publication(text=row["grant_number"]).kind == kinds[row["patent_type"]]


@needs_data
def test_every_real_credit_code_passes_and_every_mutated_one_fails():
    texts = [path.read_text(encoding="utf-8-sig", errors="replace")
             for folder in ("registry_api_json", "credit_json")
             for path in sorted((DATA / folder).glob("*.json"))]
    real = sorted({code for text in texts for code in re.findall(r'"(9[1-3]\d{6}[0-9A-Z]{10})"', text)})
    assert real
    for code in real:
        assert numbers.credit_code(text=code).text == code
        wrong = next(each for each in "0123456789ABCDEF" if each != code[-1])
        with pytest.raises(NumberError):
            numbers.credit_code(text=code[:-1] + wrong)
