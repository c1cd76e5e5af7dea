"""Applying without an account and following by number and code: what is told, what is kept, what is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.doors.test_derived import EAST, People, counts, html, people, toy, words

from zhichan.doors.portal import applying
from zhichan.kernel.casework.public import Case, Participant, code_hash
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.ledger.public import Event, Payload

__all__ = ["people", "toy"]  # Fixtures of the toy house.
FORM = "/apply/loan/ask/"
NAME = "沈书禾（演示）"


def apply(client: Client, **facts: Any) -> Any:
    given = {"region": EAST, "book": "论语", "readers": NAME, "seed": "s" * 32, "do": "do", **facts}
    return client.post(FORM, given)


def told(answer: Any) -> tuple[str, str]:
    """Number and code of a receipt."""
    assert answer.status_code == 201, words(answer)
    number, code = re.findall(r'<dd class="number"[^>]*>([^<]+)</dd>', html(answer))
    return number, code


def follow(client: Client, number: str, code: str) -> Any:
    return client.post("/follow/", {"number": number, "code": code})


@pytest.fixture
def citizen() -> Client:
    """Someone without an account, whose own browser keeps a session."""
    return Client()


@pytest.fixture
def filed(people: People, citizen: Client) -> tuple[str, str]:
    """A loan asked for by that citizen."""
    return told(apply(citizen))


def the_case() -> Case:
    with kernel():
        return Case.objects.get()


class TestApplying:
    def test_what_anyone_may_begin_stands_on_the_portal_and_officers_acts_do_not(self, people: People) -> None:
        page = html(people.nobody.get("/apply/"))
        assert f'href="{FORM}"' in page
        assert "acts/lend" not in page
        assert f'href="{FORM}"' in html(people.nobody.get("/"))
        for path in ("/apply/loan/lend/", "/apply/loan/none/", "/apply/none/ask/"):
            assert people.nobody.get(path).status_code == 404

    def test_the_form_asks_for_what_the_act_needs_and_may_and_nothing_else(self, people: People) -> None:
        page = html(people.nobody.get(FORM))
        assert re.findall(r'id="field-([a-z_]+)"', page) == ["region", "book", "readers", "readers_code", "scan"]
        assert page.count("（必填）") == 2, "region and book; nobody has to have a code"
        assert "data-steps" in page
        assert "不超过20MB" in page

    def test_a_receipt_has_a_number_and_a_code_of_which_only_the_digest_is_kept(self, people: People) -> None:
        number, code = told(apply(Client()))
        assert number == "JY-2025-0001"
        assert re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", code)
        case = the_case()
        assert case.facts["readers"] == [{"name": NAME, "access": code_hash(code)}]
        with kernel():
            assert Participant.objects.get().principal == f"code:{code_hash(code)}"
            kept = [str(case.facts), str(list(Event.objects.values())), str(list(Payload.objects.values()))]
        kept.append(str([each.get_decoded() for each in Session.objects.all()]))
        assert all(code not in text and code.replace("-", "") not in text for text in kept)

    def test_the_receipt_says_what_comes_next_and_by_when(self, people: People) -> None:
        page = words(apply(Client()))
        assert "待受理" in page
        assert "受理时限 2025年10月14日" in page
        assert "只显示这一次" in page

    def test_a_form_sent_twice_is_one_case_with_one_code(self, people: People, citizen: Client) -> None:
        key = re.search(r'name="key" value="(\w+)"', html(citizen.get(FORM)))
        assert key is not None
        first, again = (told(apply(citizen, key=key[1])) for _ in range(2))
        assert first == again
        with kernel():
            assert Case.objects.count() == 1

    def test_reasons_stand_beside_their_fields_and_nothing_is_left(self, people: People, citizen: Client) -> None:
        before = counts()
        for wrong, given in (("scan", {"scan": SimpleUploadedFile("x.exe", b"MZ\x00\x01" * 20)}), ("book", {"book": ""})):
            answer = apply(citizen, **given)
            assert answer.status_code == 422
            assert f'id="wrong-{wrong}"' in html(answer)
            assert f'href="#field-{wrong}"' in html(answer)
            assert counts() == before
        refused = apply(citizen, book="禁书")
        assert "此书不外借" in words(refused)
        assert "某规定第三条" in words(refused)
        assert counts() == before

    def test_it_can_be_checked_first_without_a_trace(self, people: People, citizen: Client) -> None:
        before = counts()
        page = words(apply(citizen, do="preview"))
        assert "还没有提交" in page
        assert NAME in page
        assert counts() == before

    def test_what_is_begun_waits_in_the_browsers_own_session(self, people: People, citizen: Client) -> None:
        before = counts()
        assert apply(citizen, do="draft", book="孟子").status_code == 302
        assert 'value="孟子"' in html(citizen.get(FORM))
        assert 'value="孟子"' not in html(Client().get(FORM))
        assert counts() == before
        told(apply(citizen, book="孟子"))
        assert 'value="孟子"' not in html(citizen.get(FORM)), "a draft is gone when it is done"

    def test_someone_signed_in_keeps_a_draft_under_their_account(self, people: People) -> None:
        answer = apply(people.citizen, do="draft", book="孟子")
        assert "?draft=" in answer["Location"]
        assert 'value="孟子"' in html(people.citizen.get(answer["Location"]))

    def test_a_credit_code_brings_the_name_and_place_on_record(self, people: People, citizen: Client) -> None:
        page = html(apply(citizen, do="look", readers="", region="", readers_code="91330000TOYBOOKS0X"))
        assert 'value="东岸书局"' in page
        assert f'<option value="{EAST}" selected>' in page
        assert "没有查到这个代码" in html(apply(citizen, do="look", readers_code="91330000NOBODY000X"))

    def test_a_firm_that_is_signed_in_finds_what_it_gave_before(self, people: People) -> None:
        told(apply(people.citizen, readers="东岸书局", readers_code="91330000TOYBOOKS0X"))
        page = html(people.citizen.get(FORM))
        assert 'value="东岸书局"' in page
        assert 'value="91330000TOYBOOKS0X"' in page
        assert "取自您的JY-2025-0001" in page
        assert "东岸书局" not in html(people.stranger.get(FORM))
        assert "东岸书局" not in html(people.nobody.get(FORM))

    def test_too_many_applications_from_one_address_are_refused_in_words(
        self, people: People, citizen: Client, settings: Any
    ) -> None:
        settings.ZHICHAN_API_PER_MINUTE = {"apply": 1}
        told(apply(citizen))
        refused = apply(citizen, seed="t" * 32)
        assert refused.status_code == 429
        assert int(refused["Retry-After"]) <= 60
        assert "请求太频繁" in words(refused)
        with kernel():
            assert Case.objects.count() == 1


class TestCodes:
    def test_a_code_is_taken_however_it_is_typed(self) -> None:
        code = applying.code_from("x")
        assert applying.tidied(f" {code.lower().replace('-', ' ')} ") == code
        assert applying.tidied(code.replace("-", "")) == code
        assert applying.tidied("") == applying.tidied("0" * 16) == applying.tidied(code + "2") == ""

    def test_seeds_give_unlike_codes(self) -> None:
        assert len({applying.code_from(str(number)) for number in range(1000)}) == 1000


class TestFollowing:
    def test_the_right_pair_shows_the_stage_the_days_and_what_happened(
        self, filed: tuple[str, str], people: People
    ) -> None:
        visitor = Client()
        answer = follow(visitor, filed[0].lower(), filed[1].replace("-", " "))
        assert (answer.status_code, answer["Location"]) == (302, "/follow/case/")
        page = words(visitor.get("/follow/case/"))
        for said in ("借阅", filed[0], "待受理", "收到 2025年9月30日", "受理时限 2025年10月14日", "还没有文书送达给您"):
            assert said in page
        assert visitor.get("/follow/case/")["Cache-Control"] == "private, no-store"

    def test_a_wrong_code_a_wrong_number_and_no_case_are_told_alike(
        self, filed: tuple[str, str], people: People
    ) -> None:
        number, code = filed
        other = told(apply(Client(), seed="o" * 32, book="孟子"))
        pairs = [
            (number, applying.code_from("wrong")), ("JY-2025-9999", code), ("JY-2025-9999", "nonsense"), (number, ""),
            (number, other[1]), (other[0], code),
        ]  # fmt: skip
        answers = [follow(Client(), *pair) for pair in pairs]
        assert {answer.status_code for answer in answers} == {422}
        pages = {re.sub(r'value="[^"]*"', "", html(answer)) for answer in answers}
        assert len(pages) == 1
        assert not any(code in html(answer) for answer in answers)

    def test_trying_codes_is_counted_by_address(self, filed: tuple[str, str], people: People, settings: Any) -> None:
        settings.ZHICHAN_API_PER_MINUTE = {"follow": 2}
        answers = [follow(Client(), filed[0], "") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [422, 422, 429]
        assert follow(Client(), *filed).status_code == 429

    def test_a_letter_is_there_once_it_was_served_on_its_reader(self, filed: tuple[str, str], people: People) -> None:
        visitor = Client()
        follow(visitor, *filed)
        case = f"/desk/cases/loan/{the_case().pk}/"
        people.clerk.post(f"{case}acts/lend/", {"shelf": "open", "deposit": "20", "do": "do"})
        name = the_case().letters[0]["id"].replace("#", "%23")
        assert visitor.get(f"/follow/case/letters/{name}/as.pdf").status_code == 404, "issued and not yet served"
        people.clerk.post(f"{case}acts/serve/", {"do": "do"})
        page = html(visitor.get("/follow/case/"))
        assert "借阅凭证" in page
        for address in re.findall(r'href="(/follow/case/letters/[^"]+)"', page):
            file = visitor.get(address)
            assert file.content[:2] in {b"PK", b"%P"}
        assert Client().get(f"/follow/case/letters/{name}/as.pdf").status_code == 302
        neighbour = Client()
        follow(neighbour, *told(apply(Client(), seed="o" * 32)))
        assert neighbour.get(f"/follow/case/letters/{name}/as.pdf").status_code == 404

    def test_the_holder_does_what_a_party_may_and_nothing_else(self, filed: tuple[str, str], people: People) -> None:
        visitor = Client()
        follow(visitor, *filed)
        assert 'href="/follow/case/acts/mark/"' in html(visitor.get("/follow/case/"))
        before = the_case().version
        assert visitor.get("/follow/case/acts/lend/").status_code == 404
        assert visitor.post("/follow/case/acts/lend/", {"do": "do"}).status_code == 404
        assert the_case().version == before
        answer = visitor.post("/follow/case/acts/mark/", {"marks": "第一章", "do": "do"})
        assert answer["Location"] == "/follow/case/?done"
        assert the_case().version == before + 1

    def test_it_can_be_forgotten_and_asks_again(self, filed: tuple[str, str], people: People) -> None:
        visitor = Client()
        follow(visitor, *filed)
        assert visitor.post("/follow/case/")["Location"] == "/follow/"
        assert visitor.get("/follow/case/")["Location"] == "/follow/"

    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_every_page_of_it_is_whole_in_both_languages(
        self, filed: tuple[str, str], people: People, settings: Any, language: str
    ) -> None:
        visitor = Client()
        visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        follow(visitor, *filed)
        for path in ("/apply/", FORM, "/follow/", "/follow/case/", "/follow/case/acts/mark/"):
            answer = visitor.get(path)
            assert answer.status_code == 200
            if language == "en":
                main = html(answer).partition("<main")[2].partition("</main>")[0]
                # Clauses of Chinese law and names of regions are Chinese.
                outside = re.sub(r'<(option|dd|input)[^>]*>[^<]*|clause">[^<]*|<p>[^<]*某[^<]*</p>', "", main)
                assert re.findall(r"[\u3400-\u9fff]+", re.sub(r"<[^>]*>", "", outside)) == [], path
