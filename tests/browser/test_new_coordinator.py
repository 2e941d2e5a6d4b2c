"""A new coordinator on the first day: from the news of 2015 to forums asked, answers in, a plan in force and a report."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.hands import Pointer

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

#: As the page of 2015 says it; see docs/domain.md.
SUMMARY: Final = (
    "Vi använder de kanaler vi redan har: kartläggning av nuläget, handlingsplan, utbildning av olika grupper."
)
FOUND: Final = "Personalen vet inte vem de ska ringa."
MEASURE: Final = "En rutin vid oro på varje skola"
GOAL: Final = "Alla vet vem de ska ringa"
COUNCIL, GROUP = "Brottsförebyggande rådet", "Skolledningsgruppen"
#: More than this is a stop somewhere on the way; then look at the page, not at the number.
MOST_ACTS: Final = 46


def test_new_coordinator(page_of: Callable[..., Page]) -> None:
    page = page_of("coordinator")
    page.goto("/")
    hand = Pointer(page)
    topic = f"Extremism {secrets.token_hex(2)}"
    a_question_for_many(hand, topic)
    proposed_to_forums_that_exist(hand)
    a_round_of_questions(hand)
    half_of_them_answer(page_of("secretary"), topic)
    an_answer_becomes_a_finding_with_a_measure(hand)
    the_plan_is_adopted_and_a_forum_carries_it(hand)
    where_nothing_has_been_raised(hand)
    what_is_missing(hand)
    the_report_to_the_council(hand)
    assert hand.acts <= MOST_ACTS


def part(page: Page, address: str) -> Locator:
    """One of the tabs that all pages of a question share."""
    return page.locator(f".tabs a[href$='/{address}/']")


def go(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("link", name=name).first


def button(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("button", name=name).first


def a_question_for_many(hand: Pointer, topic: str) -> None:
    page = hand.page
    hand.press(page.locator("header").get_by_role("link", name="Frågor"))
    hand.press(go(page, "Lägg till fråga"))
    hand.write(page.locator("[name=name]"), topic)
    hand.write(page.locator("[name=summary]"), SUMMARY)
    hand.press(button(page, "Lägg till fråga"))
    expect(page.get_by_role("heading", level=1, name=topic)).to_be_visible()
    expect(page.locator("section.card").first).to_contain_text("Tove Berg")


def proposed_to_forums_that_exist(hand: Pointer) -> None:
    """The own forums stand ticked; nothing is sent before it was looked at."""
    page = hand.page
    hand.press(go(page, "Föreslå frågan"))
    expect(page.get_by_label(COUNCIL)).to_be_checked()
    hand.write(page.locator("[name=question]"), "Vet alla vem de ska ringa?")
    hand.press(page.locator("[name=look]"))
    hand.press(page.locator("[name=send]"))
    expect(page.get_by_text("är föreslagen för")).to_be_visible()
    hand.press(go(page, "Tillbaka till frågan"))


def a_round_of_questions(hand: Pointer) -> None:
    """To two forums; the fourteen questions are there."""
    page = hand.page
    hand.press(part(page, "pictures"))
    hand.press(go(page, "Påbörja en lägesbild"))
    hand.press(page.locator("main form button[type=submit]").first)
    for name in (COUNCIL, GROUP):
        hand.press(page.get_by_label(name))
    hand.press(page.locator("main form button[type=submit]").first)
    hand.press(go(page, "Skicka frågorna"))
    hand.press(page.locator("main form button[type=submit]").first)
    expect(page.locator("progress#answered")).to_have_attribute("max", "2")


def half_of_them_answer(page: Page, topic: str) -> None:
    """The secretary finds the questions on the start page and answers for one of the two forums."""
    page.goto("/")
    asked = page.get_by_role("listitem").filter(has_text=topic).filter(has_text=GROUP)
    asked.locator("a[href*='/pictures/asked/']").first.click()
    page.locator("main textarea").first.fill(FOUND)
    page.locator("[name=finish]").click()
    expect(page.locator("#messages")).not_to_be_empty()


def an_answer_becomes_a_finding_with_a_measure(hand: Pointer) -> None:
    """The plan begins where the first finding is written down."""
    page = hand.page
    page.reload()
    expect(page.locator("progress#answered")).to_have_attribute("value", "1")
    hand.press(go(page, "Läs svaren"))
    hand.press(go(page, "Gör det till en brist"))
    hand.press(page.locator("[name=measure]"))
    hand.press(button(page, "Börja"))
    hand.write(page.locator("[name=text]"), GOAL)
    hand.press(page.locator("main form button[type=submit]").first)
    hand.write(page.locator("[name=title]"), MEASURE)
    expect(page.locator("[name=finding] option:checked")).to_contain_text(FOUND)
    hand.press(page.locator("main form button[type=submit]").first)


def the_plan_is_adopted_and_a_forum_carries_it(hand: Pointer) -> None:
    page = hand.page
    hand.press(page.locator(".crumbs a").nth(2))
    hand.press(go(page, "Skriv in ett steg"))
    hand.write(page.locator("[name=body]"), "Kommunfullmäktige")
    if not page.locator("[name=decided_on]").input_value():
        hand.write(page.locator("[name=decided_on]"), f"{timezone.localdate()}")
    hand.write(page.locator("[name=paragraph]"), "92")
    hand.write(page.locator("[name=registry_number]"), "KS 2026/0100")
    hand.press(page.locator("[name=adopts]"))
    hand.press(page.locator("main form button[type=submit]").first)
    hand.press(go(page, MEASURE))
    hand.press(go(page, "Lämna den till ett forum"))
    page.locator("[name=forum]").select_option(label=COUNCIL)
    hand.press(page.locator("main form button[type=submit]").first)
    expect(page.locator("main")).to_contain_text(COUNCIL)


def where_nothing_has_been_raised(hand: Pointer) -> None:
    page = hand.page
    hand.press(page.locator(".crumbs a").nth(1))
    expect(page.locator(".figures")).to_contain_text(re.compile(r"0 av \d"))
    expect(page.locator(".figures")).to_contain_text("1 av 2")
    hand.press(part(page, "coverage"))
    expect(page.locator("main")).to_contain_text(COUNCIL)


def what_is_missing(hand: Pointer) -> None:
    page = hand.page
    hand.press(part(page, "breaks"))
    expect(page.get_by_role("listitem").filter(has_text=MEASURE).first).to_be_visible()


def the_report_to_the_council(hand: Pointer) -> None:
    """It writes itself, and comes as PDF."""
    page = hand.page
    hand.press(part(page, "reports"))
    hand.press(go(page, "Skriv en rapport"))
    hand.press(page.locator("main form button[type=submit]").first)
    expect(page.locator("main")).to_contain_text(FOUND)
    pdf = page.request.get(page.locator("main a[href$='/pdf/']").first.get_attribute("href") or "")
    assert pdf.body().startswith(b"%PDF")
