"""What only a browser can show: lighting both ways, keys, the side panel, the phone, no script, nobody called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.doors.conftest import PLAN, Cast

from zhichan.site import places

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
AXE = places.CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
RULES = "runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
PAGES = (
    "/", "/login/", "/statistics/", "/plans/", "/desk/", "/desk/plans/", "/desk/plans/upload/", "/desk/scorecard/",
    "/desk/targets/", "/desk/cascade/", "/desk/statistics/?view=same", "/desk/design/",
)  # fmt: skip


@dataclass
class Walk:
    """A browser signed in as the plan officer, which notes what goes wrong."""

    browser: Any
    address: str
    cookies: list[dict[str, str]]
    problems: list[str] = field(default_factory=list)

    def page(self, **options: Any) -> Any:
        """A new page in a context of its own."""
        context = self.browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        context.add_cookies(self.cookies)
        page = context.new_page()
        page.on("console", lambda message: self._note(message.type == "error", message.text))
        page.on("pageerror", lambda error: self._note(True, str(error)))
        page.on(
            "request",
            lambda request: self._note(not request.url.startswith((self.address, "data:")), request.url),
        )
        return page

    def _note(self, wrong: bool, words: str) -> None:
        if wrong:
            self.problems.append(words)


@pytest.fixture
def walk(live_server: Any, cast: Cast, chromium: Any) -> Walk:
    """A real browser before the real site."""
    session = {"name": "sessionid", "value": cast.planner.cookies["sessionid"].value, "url": live_server.url}
    return Walk(chromium, live_server.url, [session])


def violations(page: Any, rules: str = RULES) -> list[str]:
    """What axe finds on the page as it stands: the rule and the first place.

    What holds is left in the browser: to take it over costs more than to look at the page.
    """
    assert AXE.exists(), "npm ci"
    # A click waits for the next page's words alone; without its style everything on it is wrong.
    page.wait_for_load_state()
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        f"axe.run(document, {{{rules}}})"
        ".then(told => told.violations.map(one => [one.id, String(one.nodes[0].target), one.nodes[0].html]))"
    )
    return [f"{rule} {place} {html[:120]}" for rule, place, html in found]


def upload(page: Any, walk: Walk, text: str = PLAN) -> str:
    """Upload the plan by hand; the review's address."""
    page.goto(f"{walk.address}/desk/plans/upload/")
    page.set_input_files(
        "input[type=file]", {"name": "plan.txt", "mimeType": "text/plain", "buffer": text.encode()}
    )
    page.click("button.primary")
    page.wait_for_url(re.compile(r"/desk/plans/[0-9a-f-]{36}/$"))
    return str(page.url)


def lit(page: Any) -> tuple[list[str], str]:
    """The lit item, and the lit characters."""
    items = page.eval_on_selector_all(".item.is-lit", "found => found.map(one => one.dataset.item)")
    return items, "".join(
        page.eval_on_selector_all(".span.is-lit", "found => found.map(one => one.textContent)")
    )


def test_pointing_lights_both_ways_and_keys_decide(walk: Walk) -> None:
    page = walk.page()
    upload(page, walk)
    item = page.locator(".item:has(.kind:text-is('目标'))").first
    key, quote = item.get_attribute("data-item"), item.locator(".quote").inner_text()

    item.hover()
    assert lit(page) == ([key], quote)
    page.mouse.move(0, 0)
    page.locator(f".span[data-item='{page.locator('.item').last.get_attribute('data-item')}']").first.hover()
    assert lit(page)[0] == [page.locator(".item").last.get_attribute("data-item")]

    page.mouse.move(0, 0)
    order = page.eval_on_selector_all(".item", "found => found.map(one => one.dataset.item)")
    page.locator(f"#item-{order[0]}").focus()
    page.keyboard.press("j")
    assert lit(page)[0] == [order[1]]
    page.keyboard.press("k")
    assert lit(page)[0] == [order[0]]

    page.evaluate("window.stayed = true")
    page.locator(f"#item-{key}").focus()
    page.keyboard.press("y")
    page.wait_for_selector(f"#item-{key}.is-confirmed")
    assert "已核对 1 /" in page.inner_text("#strip")
    assert lit(page)[0] == [key]
    page.keyboard.press("n")
    page.wait_for_selector(f"#item-{key}.is-rejected")
    page.keyboard.press("e")
    page.wait_for_selector(f"#item-{key} input[name=value]")
    page.fill(f"#item-{key} input[name=value]", "很多")
    page.click(f"#item-{key} button.primary")
    page.wait_for_selector(f"#item-{key} .wrong")
    page.fill(f"#item-{key} input[name=value]", "7")
    page.click(f"#item-{key} button.primary")
    page.wait_for_selector(f"#item-{key}.is-corrected data[value='7']")
    assert page.evaluate("window.stayed")
    # The browser tells of the one refusal that was meant.
    assert [words for words in walk.problems if "422" not in words] == []


def test_the_strip_stays_in_sight_and_a_kind_that_is_chosen_stands_before_the_open_questions(walk: Walk) -> None:
    page = walk.page()
    address = upload(page, walk)
    assert page.locator(".urgent[open]").count() == 1
    page.evaluate("window.scrollTo(0, document.querySelector('.review').offsetTop - 68)")
    strip, column = (page.locator(one).first.bounding_box() for one in ("#strip", ".review-column"))
    assert 0 <= strip["y"] <= strip["y"] + strip["height"] <= column["y"]
    assert column["y"] + column["height"] <= 900
    page.goto(f"{address}?show=task")
    assert page.locator(".urgent[open]").count() == 0
    assert page.locator(".item:has(.kind:text-is('任务'))").first.is_visible()


def test_the_review_is_whole_without_script(walk: Walk) -> None:
    page = walk.page(java_script_enabled=False)
    address = upload(page, walk)
    item = page.locator(".item:has(.kind:text-is('目标'))").first
    key = item.get_attribute("data-item")
    item.locator("button[value=confirm]").click()
    assert page.url == f"{address}#item-{key}"
    assert "已核对 1 /" in page.inner_text("#strip")
    page.click(f"#item-{key} a[data-key=e]")
    page.fill(f"#item-{key} input[name=value]", "8")
    page.click(f"#item-{key} button.primary")
    assert page.locator(f"#item-{key}.is-corrected data[value='8']").count() == 1
    assert page.locator(f"a.span[href='#item-{key}']").count() >= 1
    page.goto(f"{walk.address}/desk/statistics/")
    page.select_option("select[name=step]", "quarter")
    page.click(".filters button")
    assert "step=quarter" in page.url


def test_a_task_that_was_missed_is_added_on_a_phone_and_another_officer_is_told_that_it_is_there(walk: Walk) -> None:
    phone = walk.page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    address = upload(phone, walk)
    other = walk.page()
    other.goto(address)
    for page in (phone, other):
        page.click("#adding-task summary")
        page.fill("#adding-task [name=words]", "指导产地建立标准和标识管理制度")
        page.fill("#adding-task [name=title]", "建立产地管理制度")
        page.fill("#adding-task [name=lead]", "市科技局")
    phone.fill("#adding-task [name=words]", "指导产地建立制度")
    phone.tap("#adding-task button.primary")
    phone.wait_for_selector("#adding-task .is-wrong textarea")
    # The document stays on top of a phone's screen; what was wrong stands below it, not behind it.
    below = phone.locator(".is-document").bounding_box()
    assert phone.locator("#adding-task .problems").bounding_box()["y"] >= below["y"] + below["height"] - 1
    assert phone.input_value("#adding-task [name=lead]") == "市科技局"
    phone.fill("#adding-task [name=words]", "指导产地建立标准和标识管理制度")
    phone.tap("#adding-task button.primary")
    phone.wait_for_selector("#item-a1.is-confirmed")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.inner_text("#span-a1") == "指导产地建立标准和标识管理制度"
    assert "已核对 1 /" in phone.inner_text("#strip")

    other.click("#adding-task button.primary")
    assert "这里已读出任务“建立产地管理制度”" in other.inner_text("#adding-task .problems")
    assert other.locator("#item-a1").count() == 1
    assert other.locator("#item-a2").count() == 0
    assert [words for words in walk.problems if "422" not in words] == []


def test_keys_keep_the_item_in_sight_and_its_form_begins_with_its_first_field(walk: Walk) -> None:
    page = walk.page(viewport={"width": 1280, "height": 800})
    upload(page, walk)
    order = page.eval_on_selector_all(".item", "found => found.map(one => one.dataset.item)")
    for key in order:
        page.keyboard.press("j")
        assert lit(page)[0] == [key]
        buttons = page.locator(f"#item-{key} form.acts").bounding_box()
        assert buttons["y"] >= 0
        assert buttons["y"] + buttons["height"] <= 800
    page.keyboard.press("k")
    page.keyboard.press("e")
    page.wait_for_selector(f"#item-{order[-2]} .fields")
    assert page.evaluate("document.activeElement.name") in {"title", "indicator"}
    field = page.locator(f"#item-{order[-2]} .fields input").first.bounding_box()
    assert 0 <= field["y"] <= 760
    assert walk.problems == []


def test_open_questions_fold_away_when_all_are_decided_and_unfold_when_one_is_asked_for(walk: Walk) -> None:
    page = walk.page(viewport={"width": 1280, "height": 800})
    address = upload(page, walk, PLAN.replace("二、重点任务", "专利产业化率提升到××%。\n\n二、重点任务"))
    for key in page.eval_on_selector_all(".urgent .item", "found => found.map(one => one.dataset.item)"):
        page.click(f"#item-{key} button[value=confirm]")
        page.wait_for_selector(f"#item-{key}.is-confirmed")
    page.goto(address)
    assert "都已处理" in page.inner_text(".urgent summary")
    assert page.locator(".urgent[open]").count() == 0
    page.keyboard.press("j")
    assert lit(page)[0] == ["t1"]
    span = page.locator(".span[data-item^=o]").first
    span.click()
    item = page.locator(f"#item-{span.get_attribute('data-item')}")
    assert item.evaluate("one => one === document.activeElement")
    assert item.is_visible()
    assert walk.problems == []


def test_a_correction_on_a_phone_shows_from_its_beginning_below_the_document(walk: Walk) -> None:
    page = walk.page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    upload(page, walk)

    def shows(selector: str) -> bool:
        page.wait_for_selector(selector)
        document, item = (page.locator(one).bounding_box() for one in (".is-document", "#item-t2 .item-head"))
        return bool(document["y"] + document["height"] <= item["y"] + 1 and item["y"] < 800)

    page.locator("#item-t2 a[data-key=e]").tap()
    assert shows("#item-t2 .fields")
    page.fill("#item-t2 input[name=value]", "很多")
    page.locator("#item-t2 button.primary").tap()
    assert shows("#item-t2 .problems")
    page.fill("#item-t2 input[name=value]", "7")
    page.locator("#item-t2 button.primary").tap()
    assert shows("#item-t2.is-corrected")
    page.locator("#span-t5").tap()
    assert page.evaluate("document.activeElement.id") == "item-t5"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


TRADES = re.findall(r"\w+", "仓储、食品、家具、纺织、造纸、印刷、制药、陶瓷、玻璃、钢铁、电缆、电机、水泵、阀门、轴承、机床、模具、灯具、钟表、玩具、茶叶、竹编、果酒、花卉、水产、种苗、饲料、农机、船舶、物流")
LONG = PLAN.replace(
    "到2027年，每", f"到2027年，{'，'.join(f'{one}行业有效发明专利拥有量达到{n}件' for n, one in enumerate(TRADES, 20))}，每"
)


def test_a_long_plan_on_a_phone_shows_its_beginning_and_what_is_led_to(walk: Walk) -> None:
    page = walk.page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    address = upload(page, walk, LONG)
    last = page.locator(".item").last
    assert page.locator(".item").count() > len(TRADES)
    assert not last.is_visible()
    whole, height = "document.documentElement.scrollHeight", page.evaluate("document.documentElement.scrollHeight")
    page.locator(f".span[data-item='{last.get_attribute('data-item')}']").first.tap()
    assert last.is_visible()
    assert page.evaluate(whole) > height
    page.goto(f"{address}#{last.get_attribute('id')}")
    page.reload()
    assert last.is_visible()
    page.goto(address)
    hidden = page.eval_on_selector_all(".item-list > .item", "all => all.filter(one => !one.offsetParent).length")
    page.tap(f"button:text-is('显示其余 {hidden} 条')")
    assert last.is_visible()
    assert page.locator("button:has-text('显示其余')").count() == 0

    page.tap("text=确认其余已读懂的")
    page.wait_for_selector("#strip:not(:has-text('确认其余已读懂的'))")
    page.goto(f"{address}adopt/")
    row = page.locator("#main tbody >> nth=0").locator("tr")
    assert [row.nth(n).is_visible() for n in (0, 19, 20)] == [True, True, False]
    page.tap("button:has-text('显示其余')")
    assert row.nth(20).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    desk = walk.page()
    desk.goto(f"{address}adopt/")
    assert desk.locator("#main tbody >> nth=0").locator("tr").nth(20).is_visible()
    assert not desk.locator("button:has-text('显示其余')").first.is_visible()
    assert walk.problems == []


def test_on_a_phone_a_goal_of_the_scorecard_stands_with_its_unit(walk: Walk) -> None:
    page = walk.page(viewport={"width": 390, "height": 844})
    address = upload(page, walk)
    page.click("text=确认其余已读懂的")
    page.wait_for_selector("#strip:not(:has-text('确认其余已读懂的'))")
    for key in page.eval_on_selector_all(".item:not(.is-confirmed)", "found => found.map(one => one.dataset.item)"):
        page.click(f"#item-{key} button[value=confirm]")
        page.wait_for_selector(f"#item-{key}.is-confirmed")
    page.goto(f"{address}adopt/")
    page.click("button:text-is('确认采用')")
    page.wait_for_selector("#scorecard tr[data-target]")
    goals = page.eval_on_selector_all("td[data-unit]", "all => all.map(one => getComputedStyle(one, '::after').content)")
    assert '"件"' in goals
    assert not page.locator(".unit-cell").first.is_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.locator(".unit-cell").first.is_visible()
    assert page.locator("td[data-unit]").first.evaluate("one => getComputedStyle(one, '::after').content") == "none"
    reason = page.locator(".course .reason").first
    assert reason.evaluate("one => one.offsetHeight / parseFloat(getComputedStyle(one).lineHeight)") < 2.5, "rows stay low"
    assert walk.problems == []


def test_the_menu_of_a_phone_shows_the_page_one_is_on(walk: Walk) -> None:
    page = walk.page(viewport={"width": 390, "height": 844})
    page.goto(f"{walk.address}/desk/statistics/")
    here = page.locator(".nav a[aria-current]").bounding_box()
    assert 0 <= here["x"] <= here["x"] + here["width"] <= 390
    assert page.evaluate("window.scrollX") == 0


def select(page: Any, span: str, width: int) -> str:
    """Draw the mouse over the beginning of what was read; the words that are selected then."""
    page.locator(span).scroll_into_view_if_needed()
    box = page.locator(span).bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + width, box["y"] + 10, steps=5)
    page.mouse.up()
    return str(page.evaluate("document.getSelection().toString()"))


def test_words_selected_in_the_document_go_into_the_open_form_which_stays_where_it_is(walk: Walk) -> None:
    page = walk.page(viewport={"width": 1280, "height": 800})
    upload(page, walk)
    words = page.locator("#adding-task [name=words]")
    page.click("#adding-task summary")
    place = words.bounding_box()
    page.hover("#span-t1")
    first = select(page, "#span-t1", 80)
    assert first.startswith("每万人口")
    assert words.input_value() == first
    assert words.bounding_box() == place
    second = select(page, "#span-t4", 120)
    assert words.input_value() == second != first
    page.fill("#adding-task [name=words]", "自己写的")
    select(page, "#span-t1", 120)
    assert words.input_value() == "自己写的"
    page.click("#adding-task summary")
    page.click("#span-t1")
    assert page.evaluate("document.activeElement.id") == "item-t1"
    assert walk.problems == []


def test_who_is_signed_out_meanwhile_is_told_so_and_goes_on_after_signing_in_on_another_page(walk: Walk) -> None:
    page = walk.page()
    upload(page, walk)
    item = page.locator(".item:has(.kind:text-is('目标'))").first
    item.locator("[data-key=e]").click()
    page.wait_for_selector(".item input[name=value]")
    page.fill(".item input[name=value]", "7")
    session = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.click(".item .acts button.primary")
    page.wait_for_selector(".not-sent:has-text('登录已过期')")
    page.click(".item .acts button.primary")
    page.wait_for_timeout(300)
    assert page.locator(".not-sent").count() == 1
    assert page.input_value(".item input[name=value]") == "7"
    # Who signs in anew is known by another mark.
    page.context.add_cookies([one for one in session if one["name"] == "sessionid"])
    page.context.add_cookies([{"name": "csrftoken", "value": "a" * 32, "url": walk.address}])
    page.click(".item .acts button.primary")
    page.wait_for_selector(".item.is-corrected data[value='7']")
    assert page.locator(".not-sent").count() == 0
    page.click("summary:has-text('撤回这份规划')")
    page.fill("#input-withdraw", "文件有误")
    page.context.add_cookies([{"name": "csrftoken", "value": "b" * 32, "url": walk.address}])
    page.click("button:text-is('撤回')")
    page.wait_for_url(re.compile(r"/desk/plans/$"))


def test_a_preview_shows_itself_and_drops_what_was_wrong_before(walk: Walk) -> None:
    page = walk.page(viewport={"width": 390, "height": 500})
    case = upload(page, walk).split("/")[-2]
    page.goto(f"{walk.address}/desk/cases/plan/{case}/acts/rename/")
    page.fill("input[name=name]", "")
    page.click("button.primary")
    page.wait_for_selector(".field.is-wrong")
    # What is refused again is still wrong.
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.click("button:has-text('先看看会怎样')")
    page.wait_for_timeout(300)
    assert page.locator(".field.is-wrong").count() == 1
    page.fill("input[name=name]", "临江市知识产权实施方案")
    # A page that has expired says so, and nothing of signing in.
    page.route("**/acts/rename/", lambda route: route.fulfill(status=403))
    page.click("button:has-text('先看看会怎样')")
    page.wait_for_selector(".not-sent:has-text('页面已过期')")
    assert page.locator(".not-sent a").count() == 0
    page.unroute("**/acts/rename/")
    page.click("button:has-text('先看看会怎样')")
    page.wait_for_selector("#outcome:focus")
    assert page.locator(".is-wrong, .wrong, [aria-invalid]").count() == 0
    assert page.locator("#outcome h2").bounding_box()["y"] >= 0


def test_a_number_opens_beside_the_page_and_escape_closes_it(walk: Walk) -> None:
    page = walk.page()
    page.goto(f"{walk.address}/desk/statistics/?measure=trademarks_in_force")
    number = page.locator("a.opens[data-panel]").first
    number.click()
    page.wait_for_selector("#panel #drill")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert "statistics" in page.url
    page.keyboard.press("Escape")
    assert page.inner_html("#panel") == ""
    assert number.evaluate("one => one === document.activeElement")
    assert walk.problems == []


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_no_page_is_wider_than_its_window_nor_asks_anyone_else(walk: Walk, width: int) -> None:
    page = walk.page(viewport={"width": width, "height": 844})
    addresses = [*(f"{walk.address}{path}" for path in PAGES), upload(page, walk)]
    for large in (False, True):
        for address in addresses:
            page.goto(address)
            if large:
                page.evaluate("document.styleSheets[0].insertRule('html { font-size: 200% }')")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert walk.problems == []


def test_pages_pass_the_accessibility_rules(walk: Walk) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    page = walk.page(bypass_csp=True)
    for address in [*(f"{walk.address}{path}" for path in PAGES), upload(page, walk)]:
        page.goto(address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], (address, scheme)
