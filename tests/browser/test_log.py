"""The log face with hands and eyes: few presses, single keys, keyboard alone, no script."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.logging import DAY, LINE, NOTES, Hands, is_saved, meeting_to_log, open_log, take_up_again
from tests.browser.looking import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

MOST_PRESSES = 40


def count(page: Page, kind: str) -> int:
    return page.locator(f".outcome:not(.recall *) > li[id^={kind}-]").count()


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


def test_without_script(page_of: Callable[..., Page]) -> None:
    """Every form posts; a line that is not clear comes back as a form that asks."""
    page = page_of("secretary", java_script_enabled=False)
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


@pytest.mark.parametrize(
    ("scheme", "width"), [("dark", 320), pytest.param("light", 1280, marks=pytest.mark.exhaustive)]
)
def test_the_list_and_the_question_for_all_eyes(page_of: Callable[..., Page], scheme: str, width: int) -> None:
    page = page_of("secretary", color_scheme=scheme, viewport={"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
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
