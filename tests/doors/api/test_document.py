"""The document and its page follow the catalogue in use."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zhichan.doors.api.building import built

from .conftest import FILES, SYSTEM, People

TOY = {
    "loan.list", "loan.detail", "loan.openings", "loan.possible", "loan.paper", "loan.letter", "loan.letter.docx",
    "loan.letter.pdf", "loan.lend", "loan.count",
    "loan.return", "register.station.list", "register.station.detail", "register.station.paper",
    "register.station.enter", "register.station.correct", "register.station.end", "register.notice.list",
    "register.notice.detail", "register.notice.enter", "register.notice.correct", "register.notice.end",
}  # fmt: skip


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {said["operationId"]: said for methods in document["paths"].values() for said in methods.values()}


def test_a_system_added_as_one_folder_appears_whole_and_nothing_else_changes(
    lay_over: Callable[..., Path],
) -> None:
    before = operations(built().document)
    lay_over(FILES)
    after = operations(built().document)
    assert set(after) - set(before) == TOY
    shared = set(before) - {name for name in before if name.startswith("measures.")}
    assert {name: before[name] for name in shared} == {name: after[name] for name in shared}


def test_who_does_an_act_is_told_by_titles() -> None:
    told = operations(built().document)["pledge_loan.examine"]["description"]
    assert "由贷款人（质权人）、质押服务岗办理；须处于“已申请”。" in told
    assert "Done by lender and pledgee, pledge officer; the case must be 'Applied'." in told


@pytest.mark.usefixtures("toy")
class TestOfTheToy:
    def test_an_act_is_described_with_its_fields_in_both_languages_and_its_clause(self) -> None:
        lend = operations(built().document)["loan.lend"]
        assert (lend["summary"], lend["x-clause"], lend["tags"]) == (
            "借阅：借出 · Loan: lend", "某规定第三条", ["T01"])  # fmt: skip
        body = lend["requestBody"]["content"]["application/json"]["schema"]
        assert body["required"] == ["book"]
        assert body["properties"]["shelf"] == {
            "type": "string", "enum": ["open", "closed"], "title": "架位 · shelf",
            "x-choices": {"open": {"zh": "开架", "en": "open"}, "closed": {"zh": "闭架", "en": "closed"}},
            "x-title": {"zh": "架位", "en": "shelf"},
        }  # fmt: skip
        plain, named = body["properties"]["scan"]["anyOf"]
        assert (plain["contentEncoding"], named["properties"]["content"], named["required"]) == ("base64", plain, ["content"])
        assert {each["name"] for each in lend["parameters"]} == {"Idempotency-Key", "preview"}
        assert set(lend["responses"]) == {
            "200", "201", "400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "429", "500"}  # fmt: skip

    def test_a_list_is_filtered_by_what_each_kind_of_field_allows(self) -> None:
        names = {each["name"] for each in operations(built().document)["loan.list"]["parameters"]}
        assert names == {
            "page", "size", "stage", "region", "unit", "parent", "q", "opened_from", "opened_until", "due_until",
            "sort", "facts.book", "facts.pages.from", "facts.pages.until", "facts.deposit.from", "facts.deposit.until",
            "facts.due.from", "facts.due.until", "facts.shelf", "facts.rare", "facts.branch",
        }  # fmt: skip

    def test_the_measure_is_named_with_its_title_where_measures_are_asked_for(self) -> None:
        part = next(
            each for each in operations(built().document)["measures.value"]["parameters"] if each["in"] == "path")
        assert "toy_patents" in part["schema"]["enum"]
        assert part["schema"]["x-titles"]["toy_patents"] == {"zh": "玩具指标", "en": "Toy measure"}

    def test_the_system_is_a_tag_with_its_clauses(self) -> None:
        tag = next(each for each in built().document["tags"] if each["name"] == "T01")
        assert (tag["x-title"], tag["x-clauses"]) == ({"zh": "玩具馆", "en": "Toy house"}, ["某办法第二条"])

    def test_every_operation_speaks_both_languages(self) -> None:
        for name, said in operations(built().document).items():
            assert re.search("[\u4e00-\u9fff]", said["x-title"]["zh"]), name
            assert re.fullmatch("[ -~]+", said["x-title"]["en"]), name

    def test_every_reference_in_the_document_leads_somewhere(self) -> None:
        document = built().document

        def walk(value: Any) -> None:
            if isinstance(value, dict):
                if isinstance(reference := value.get("$ref"), str):
                    found: Any = document
                    for part in reference.removeprefix("#/").split("/"):
                        found = found[part]
                for each in value.values():
                    walk(each)
            elif isinstance(value, list):
                for each in value:
                    walk(each)

        walk(document)


def test_a_changed_declaration_changes_the_document_and_the_routes(
    people: People, lay_over: Callable[..., Path],
) -> None:
    assert people.clerk.get("/cases/loan").status_code == 200
    lay_over({"loan.procedure.toml": FILES["loan.procedure.toml"].replace("acts.count", "acts.tally")})
    assert "loan.tally" in operations(people.clerk.get("/openapi.json").json())


def test_a_platform_with_one_small_system_has_a_document_too(lay_over: Callable[..., Path]) -> None:
    lay_over({"system.toml": SYSTEM.replace("[roles]", "[roles]\n# none").split("[roles]")[0]}, alone=True)
    assert "measures.value" not in operations(built().document)


def test_the_reference_pages_are_plain_html_under_the_content_policy(people: People) -> None:
    contents = people.nobody.get("/")
    area = people.nobody.get("/", {"area": "T01"})
    for answer in (contents, area):
        assert answer.status_code == 200
        assert answer["Content-Security-Policy"].startswith("default-src 'self'; script-src 'self'; style-src 'self'")
        page = answer.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|<style| style=|\son\w+=|https?://", page)
    assert 'href="?area=T01"' in contents.content.decode()
    for name in TOY:
        assert f'href="#{name}"' in area.content.decode()
        assert f'id="{name}"' in area.content.decode()


def test_an_area_tells_its_own_operations_in_full_and_no_others(people: People) -> None:
    page = people.nobody.get("/", {"area": "T01"}).content.decode()
    assert 'id="measures.value"' not in page
    assert "facts.deposit.from" in page
    assert "facts.deposit.from" not in people.nobody.get("/").content.decode()


def test_an_area_that_is_not_there_is_refused(people: People) -> None:
    answer = people.nobody.get("/", {"area": "T99"})
    assert (answer.status_code, answer.json()["code"]) == (404, "acts.not-there")


def test_the_document_is_not_sent_twice(people: People) -> None:
    first = people.nobody.get("/openapi.json")
    again = people.nobody.get("/openapi.json", **{"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
