"""The log face with hands and eyes: few presses, a lost connection, an expired sign-in, two writers, keyboard alone, no script."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.logging import LINE, NOTES, Hands, is_saved, meeting_to_log, take_up_again
from tests.browser.looking import RULES, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

MOST_PRESSES = 40
DAY = f"15/12 {datetime.now(tz=UTC).year + 1}"


@pytest.fixture
def context(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    made = browser.new_context(**browser_context_args)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    sign_in(page, "secretary")
    return page


def drafts(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('samverka:draft:')).length"))


def count(page: Page, kind: str) -> int:
    return page.locator(f".outcome:not(.recall *) > li[id^={kind}-]").count()


def open_log(page: Page) -> str:
    """The council's next meeting with its first point open; the address."""
    meeting = meeting_to_log(page, 5)
    page.goto(f"{meeting}log/")
    first = page.locator(".log section.item").first.get_attribute("id") or ""
    page.goto(f"{meeting}log/?item={first.removeprefix('item-')}")
    expect(page.locator(LINE)).to_have_attribute("role", "combobox")
    return page.url


def test_a_meeting_is_logged_with_few_presses(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    """8 seats, 5 points, 3 decisions, 4 actions. The figure stands in docs/testing.md."""
    meeting = meeting_to_log(page, 5)
    take_up_again(page, meeting)
    decisions, actions = count(page, "decision"), count(page, "action")
    hands = Hands(page)
    page.goto(f"{meeting}log/")
    assert page.locator("#seats tr").count() == 8
    hands.click(page.get_by_role("button", name="Alla närvarande"))
    expect(page.locator("#here")).to_have_text("8 av 8 platser närvarande")
    page.wait_for_load_state("networkidle")
    hands.click(page.locator("#seats tr").nth(5).get_by_text("Förhinder", exact=True))
    expect(page.locator("#here")).to_have_text("7 av 8 platser närvarande")
    lines = [
        ["Rådet ställer sig bakom belysningsplanen.", "Redovisa kostnad och tidplan @gatuchef@demo.example nästa möte"],
        ["Rutinen vid oro ska finnas på varje skola.", f"Ta fram statistik per kvartal @kommunpolis {DAY}"],
        ["Gå igenom rutinen med personalen @skolchef v. 51"],
        ["Mötesdatumen för nästa år fastställs."],
        ["Ring fastighetsägarna @trygghetsansvarig löpande"],
    ]
    hands.press("b")
    for point in lines:
        title = page.locator(".item.open h3").inner_text()
        before = page.locator("#outcome .outcome > li").count()
        for number, line in enumerate(point, start=1):
            hands.write(line)
            expect(page.locator(LINE)).to_have_attribute("aria-expanded", "true")  # read what it says, then take it
            hands.press("Enter")
            expect(page.locator("#outcome .outcome > li")).to_have_count(before + number)
        hands.press("Control+Enter")
        expect(page.locator(".item:not(.open) h3", has_text=title)).to_be_visible()
    is_saved(page)

    reading = sum(request.endswith("/reading/") for request in hands.requests)
    with capsys.disabled():
        sys.stdout.write(
            f"\n8 seats, 5 points, 3 decisions, 4 actions: {hands.beyond_the_text} presses beyond the text"
            f" ({hands.presses} keys, {hands.clicks} clicks), {hands.letters} characters of text,"
            f" {len(hands.requests)} requests of which {reading} read a line while it was written\n"
        )  # fmt: skip
    page.goto(f"{meeting}log/")
    assert (count(page, "decision"), count(page, "action")) == (decisions + 3, actions + 4)
    assert page.locator("#rail").inner_text().startswith("5 av 5")
    assert hands.beyond_the_text <= MOST_PRESSES


def test_the_line_is_a_combobox(page: Page) -> None:
    """Roles, states and keys of the ARIA Authoring Practices: editable, list autocomplete."""
    open_log(page)
    line = page.get_by_role("combobox", name="Skriv beslut eller uppdrag")
    rows = page.get_by_role("listbox", name="Så tolkas raden").get_by_role("option")
    line.focus()
    expect(line).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("Ring @s")
    expect(line).to_have_attribute("aria-expanded", "true")
    expect(line).to_have_attribute("aria-controls", "line-options")
    expect(line).to_have_attribute("aria-autocomplete", "list")
    first = rows.first.get_attribute("id") or ""
    expect(line).to_have_attribute("aria-activedescendant", first)
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    expect(line).to_have_attribute("aria-activedescendant", rows.nth(1).get_attribute("id") or "")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(rows.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(line).to_have_attribute("aria-expanded", "false")
    expect(line).to_have_value("Ring @s")
    page.keyboard.press("ArrowDown")
    expect(line).to_have_attribute("aria-expanded", "true")
    name = rows.first.locator("b").inner_text()
    page.keyboard.press("Home")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(line).to_have_value(re.compile(f"^Ring @{name}"))
    expect(page.locator("#line-said")).to_contain_text("Uppdrag till")
    expect(line).to_be_focused()
    page.keyboard.press("Tab")
    expect(line).to_have_attribute("aria-expanded", "false")
    line.fill("")


def test_a_choice_by_mouse_keeps_the_focus(page: Page) -> None:
    open_log(page)
    page.locator(LINE).click()
    page.keyboard.type(f"Vald med musen @polisen {DAY}")
    page.get_by_role("option", name="Spara som anteckning").click()

    expect(page.locator(LINE)).to_be_focused()
    expect(page.locator(LINE)).to_have_value("")
    is_saved(page)
    page.reload()
    assert "Vald med musen" in page.locator(NOTES).input_value()


def test_a_line_that_is_not_clear_asks(page: Page) -> None:
    open_log(page)
    page.locator(LINE).click()
    page.keyboard.type(f"Ring hem @ingen {DAY}")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Ingen här heter ”ingen”. Välj i listan.").first).to_be_visible()
    expect(page.locator("#ask select")).to_be_focused()
    page.locator("#ask select").select_option(label="Kommunpolis, Polisen")
    page.locator("#ask").get_by_role("button", name="Ge uppdraget").click()
    expect(page.locator("#outcome")).to_contain_text("Ring hem")
    expect(page.locator("#ask")).to_be_empty()


def test_a_line_that_was_not_entered_goes_with_its_point(page: Page) -> None:
    """ "Done with the point" sends it first; what it asks is answered before the point is left."""
    address = open_log(page)
    point = page.locator(".item.open").get_attribute("id") or ""
    line = f"Skrivet men inte sänt {datetime.now(tz=UTC):%H.%M.%S}."
    page.locator(LINE).fill(line)
    page.locator("#done").click()
    expect(page.locator(f"#{point}:not(.open)")).to_contain_text(line)
    page.goto(address)
    expect(page.locator("#outcome .record", has_text=line)).to_have_count(1)
    expect(page.locator(LINE)).to_have_value("")

    page.locator(NOTES).fill("Kvar under frågan")
    page.locator(LINE).fill("Ring vaktmästaren @ingen löpande")
    page.locator(LINE).press("Control+Enter")
    expect(page.locator("#ask select")).to_be_focused()
    expect(page.locator(f"#{point}")).to_have_class(re.compile("open"))
    expect(page.locator(LINE)).to_have_value("Ring vaktmästaren @ingen löpande")
    page.locator("#ask select").select_option(label="Kommunpolis, Polisen")
    page.locator("#ask").get_by_role("button", name="Ge uppdraget").click()
    expect(page.locator("#outcome")).to_contain_text("Ring vaktmästaren")
    expect(page.locator(LINE)).to_have_value("")
    is_saved(page)
    page.goto(address)
    expect(page.locator(LINE)).to_have_value("")
    expect(page.locator(NOTES)).to_have_value("Kvar under frågan")


def test_what_was_just_written_is_saved_before_the_way_on(page: Page) -> None:
    address = open_log(page)
    line = f"Skrivet i sista stund {datetime.now(tz=UTC):%H.%M.%S}."
    page.locator(NOTES).fill("Rakt på knappen")
    page.locator(LINE).fill(line)
    page.locator("#finish").click()
    page.wait_for_url("**/minutes/")

    page.goto(address)
    expect(page.locator(NOTES)).to_have_value("Rakt på knappen")
    expect(page.locator("#outcome .record", has_text=line)).to_have_count(1)
    expect(page.locator("#contact")).to_be_empty()


def test_what_is_written_without_contact_is_sent_when_it_is_back(page: Page, context: BrowserContext) -> None:
    address = open_log(page)
    context.set_offline(True)
    page.locator(NOTES).fill("Skrivet utan kontakt")
    line = f"Beslut utan kontakt {datetime.now(tz=UTC):%H.%M.%S}."
    page.locator(LINE).fill(line)
    page.locator(LINE).press("Enter")

    expect(page.locator("#contact")).to_contain_text("Ingen kontakt just nu.")
    expect(page.locator("#saved")).to_have_class(re.compile("waiting"))
    context.set_offline(False)
    expect(page.locator("#contact")).to_be_empty(timeout=30_000)
    is_saved(page)
    page.goto(address)
    expect(page.locator(NOTES)).to_have_value("Skrivet utan kontakt")
    expect(page.locator("#outcome .record", has_text=line)).to_have_count(1)


def test_a_browser_that_is_closed_without_contact_has_kept_it(page: Page, context: BrowserContext) -> None:
    address = open_log(page)
    context.set_offline(True)
    page.locator(NOTES).fill("Kvar till nästa gång")
    line = f"En rad som väntar {datetime.now(tz=UTC):%H.%M.%S}."
    page.locator(LINE).fill(line)
    page.locator(LINE).press("Enter")
    expect(page.locator("#contact")).to_contain_text("Ingen kontakt just nu.")
    page.close()
    context.set_offline(False)

    later = context.new_page()
    later.goto(address)
    is_saved(later)
    later.goto(address)
    expect(later.locator(NOTES)).to_have_value("Kvar till nästa gång")
    expect(later.locator("#outcome .record", has_text=line)).to_have_count(1)


@pytest.mark.exhaustive  # test_meeting_loop.py goes the same way
def test_an_expired_sign_in_loses_nothing(page: Page, context: BrowserContext) -> None:
    address = open_log(page)
    context.clear_cookies(name="sessionid")
    page.locator(NOTES).fill("Skrivet när inloggningen gått ut")

    expect(page.locator("#contact")).to_contain_text("Du är utloggad.")
    link = page.get_by_role("link", name="Logga in igen").get_attribute("href") or ""
    assert "/accounts/login/?next=/meetings/" in link
    sign_in(page, "secretary")
    page.goto(address)
    is_saved(page)
    page.goto(address)
    expect(page.locator(NOTES)).to_have_value("Skrivet när inloggningen gått ut")


def test_somebody_else_on_the_same_computer_sees_nothing_of_it(page: Page, context: BrowserContext) -> None:
    address = open_log(page)
    before = page.locator(NOTES).input_value()
    context.clear_cookies(name="sessionid")
    page.locator(NOTES).fill("Bara för sekreteraren")
    expect(page.locator("#contact")).to_contain_text("Du är utloggad.")
    sign_in(page, "chair")
    page.goto(address)

    expect(page.locator(NOTES)).to_have_value(before)
    sign_in_again(page, context)
    page.goto(address)
    is_saved(page)


def sign_in_again(page: Page, context: BrowserContext) -> None:
    context.clear_cookies(name="sessionid")
    sign_in(page, "secretary")


def test_signing_out_cleans_the_browser(page: Page, context: BrowserContext) -> None:
    open_log(page)
    page.locator(LINE).fill("Aldrig skickad")
    assert drafts(page) == 1
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_text("Det finns text som inte är skickad.")).to_be_visible()
    page.locator("details.account").evaluate("menu => { menu.open = true }")
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/")

    assert drafts(page) == 0


@pytest.mark.exhaustive  # test_meeting_loop.py goes the same way
def test_two_who_write_in_the_same_place_both_keep_their_text(page: Page, page_of: Callable[[str], Page]) -> None:
    address = open_log(page)
    chair = page_of("Ordförande")
    chair.goto(address)
    page.locator(NOTES).fill("Sekreterarens text")
    is_saved(page)
    chair.locator(NOTES).fill("Ordförandens text")

    expect(chair.locator("#told-notes")).to_contain_text("Någon sparade före dig.")
    expect(chair.locator(NOTES)).to_have_value("Ordförandens text")
    chair.get_by_role("button", name="Jämför texterna").click()
    expect(chair.get_by_role("heading", level=1)).to_have_text("Två texter på samma ställe")
    expect(chair.locator(".version.theirs")).to_contain_text("Sekreterarens text")
    expect(chair.locator(".version.yours")).to_contain_text("Ordförandens text")
    assert Axe().run(chair, options=RULES).response["violations"] == []
    chair.locator("textarea[name=notes]").fill("Sekreterarens och ordförandens text")
    chair.get_by_role("button", name="Spara", exact=True).last.click()
    expect(chair.locator(NOTES)).to_have_value("Sekreterarens och ordförandens text")
    is_ready = chair.evaluate("Object.keys(localStorage).length")
    assert is_ready == 0


def test_two_who_write_in_different_places_never_meet(page: Page, page_of: Callable[[str], Page]) -> None:
    address = open_log(page)
    chair = page_of("Ordförande")
    chair.goto(address)
    page.locator("#answers").get_by_text("Togs upp").click()
    page.locator(LINE).fill("Beslut av sekreteraren.")
    page.locator(LINE).press("Enter")
    is_saved(page)
    chair.locator(NOTES).fill("Ordförandens egen text")
    is_saved(chair)

    expect(chair.locator("#told-notes")).to_be_empty()
    page.goto(address)
    expect(page.locator(NOTES)).to_have_value("Ordförandens egen text")


def test_single_keys_and_their_switch(page: Page) -> None:
    address = open_log(page)
    page.keyboard.press("a")
    expect(page.locator(NOTES)).to_be_focused()
    page.locator(NOTES).blur()
    page.keyboard.press("u")
    expect(page.locator(LINE)).to_have_value("@")
    page.locator(LINE).fill("")
    page.locator(LINE).blur()
    page.keyboard.press("?")
    expect(page.locator("#keys-list")).to_be_visible()
    page.get_by_label("Kortkommandon med en tangent").uncheck()
    page.keyboard.press("b")
    expect(page.locator(LINE)).not_to_be_focused()
    page.goto(address)
    page.keyboard.press("b")
    expect(page.locator(LINE)).not_to_be_focused()


def test_a_personal_identity_number_in_a_note_asks_without_taking_the_page_away(page: Page) -> None:
    open_log(page)
    page.locator(NOTES).fill("Gäller 850709-9805.")
    asked = page.locator("#contact").get_by_role("button", name="Det måste stå kvar")
    expect(asked).to_be_visible()
    page.locator(NOTES).fill("Gäller skolan.")
    expect(asked).to_have_count(0)
    is_saved(page)
    page.locator(NOTES).fill("Gäller 850709-9805.")
    asked.click()
    page.get_by_label("Det måste stå här").check()
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(NOTES)).to_have_value("Gäller 850709-9805.")
    expect(asked).to_have_count(0)


def test_a_personal_identity_number_in_a_line_is_asked_about(page: Page) -> None:
    open_log(page)
    page.locator(LINE).fill("Rådet tar upp 850709-9805.")
    page.locator(LINE).press("Enter")
    page.get_by_label("Ta bort numret ur din text").fill("Rådet tar upp oron.")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#outcome")).to_contain_text("Rådet tar upp oron.")
    expect(page.locator(LINE)).to_have_value("")


def test_a_pasted_list_goes_on_in_several_lines(page: Page) -> None:
    open_log(page)
    page.locator(LINE).fill("Rådet beslutar:")
    page.locator(LINE).evaluate(
        """field => {
            const data = new DataTransfer();
            data.setData("text/plain", "·\\tbe\\u00adlysning\\r\\n·\\tklotter");
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    long = page.locator("#add-decision textarea").first
    expect(long).to_be_focused()
    page.get_by_role("button", name="Spara beslutet").click()

    expect(page.locator("#outcome")).to_contain_text(re.compile(r"Rådet beslutar:\s*• belysning\s*• klotter"))
    expect(page.locator(LINE)).to_have_value("")


@pytest.mark.exhaustive  # test_meeting_loop.py goes the same way
def test_the_keyboard_alone_is_enough(page: Page) -> None:
    """From the top of the page to a saved line and an answer, with Tab, arrows, space and Enter."""
    open_log(page)
    page.locator("#main").focus()
    tab_to(page, "#all-present")
    page.keyboard.press("Enter")
    expect(page.locator("#all-present")).to_be_focused()
    tab_to(page, "#answers input")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    is_saved(page)
    tab_to(page, LINE)
    page.keyboard.type("Beslut med tangenter.")
    page.keyboard.press("Enter")
    expect(page.locator("#outcome")).to_contain_text("Beslut med tangenter.")
    expect(page.locator(LINE)).to_be_focused()


def tab_to(page: Page, place: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("place => document.activeElement.matches(place)", place):
            return
    pytest.fail(f"Tab never comes to {place}")


def test_without_script(browser: Browser, browser_context_args: dict[str, Any]) -> None:
    """Every form posts; a line that is not clear comes back as a form that asks."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "secretary")
    meeting = meeting_to_log(page, 5)
    page.goto(f"{meeting}log/")
    first = (page.locator(".log section.item").first.get_attribute("id") or "").removeprefix("item-")
    page.goto(f"{meeting}log/?item={first}")
    page.get_by_role("button", name="Alla närvarande").click()
    page.goto(f"{meeting}log/?item={first}")
    page.locator(LINE).fill("Beslut utan skript.")
    page.get_by_role("button", name="Spara raden").click()
    expect(page.locator("#outcome")).to_contain_text("Beslut utan skript.")
    page.locator(LINE).fill(f"Uppdrag utan skript @kommunpolis {DAY}")
    page.get_by_role("button", name="Spara raden").click()
    expect(page.locator("#outcome")).to_contain_text("Uppdrag utan skript")
    page.locator(LINE).fill("Oklart @ingen")
    page.get_by_role("button", name="Spara raden").click()
    expect(page.get_by_text("Ingen här heter ”ingen”. Välj i listan.")).to_be_visible()
    page.locator("#ask select").select_option(label="Kommunpolis, Polisen")
    page.locator("#ask").get_by_role("button", name="Ge uppdraget").click()
    expect(page.locator("#outcome")).to_contain_text("Oklart")
    page.locator(NOTES).fill("Anteckning utan skript")
    page.get_by_role("button", name="Klar med punkten").click()
    expect(page.locator(f"#item-{first}")).not_to_have_class(re.compile("open"))
    context.close()


@pytest.mark.parametrize(
    ("scheme", "width"), [("dark", 320), pytest.param("light", 1280, marks=pytest.mark.exhaustive)]
)
def test_the_list_and_the_question_for_all_eyes(
    browser: Browser, browser_context_args: dict[str, Any], scheme: Any, width: int
) -> None:
    wanted = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    context = browser.new_context(**{**browser_context_args, **wanted})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    sign_in(page, "secretary")
    open_log(page)
    page.locator(LINE).click()
    page.keyboard.type(f"Ring @polisen {DAY}")
    expect(page.locator(LINE)).to_have_attribute("aria-expanded", "true")

    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.locator("#seats .more summary").first.click()
    page.locator(LINE).fill("Ring hem @ingen")
    page.locator(LINE).press("Enter")
    expect(page.locator("#ask select")).to_be_focused()
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert [text for text in said if "422" not in text] == []
    context.close()
