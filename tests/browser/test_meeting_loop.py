"""Prepare, notice, log, circulate, approve, print: without script, by keyboard alone, and with two at the same meeting."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.hands import Keyboard, Pointer
from tests.browser.logging import is_saved
from tests.browser.test_pages import RULES, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page

    from tests.browser.site import DemoInstallation

STOCKHOLM = ZoneInfo("Europe/Stockholm")
POINTS = ["Läget i höst", "Rutin vid oro"]
DECISION = "Gruppen ställer sig bakom rutinen."
ACTION = "Sätt upp rutinen i entrén"
LINE = "#id_line"
NOTES = "#id_notes"


@pytest.fixture
def forum(site: DemoInstallation, browser: Browser) -> Iterator[str]:
    """A working group of its own with a secretary and a chair who approves its minutes; its address."""
    context = browser.new_context(base_url=site.address, locale="sv-SE")
    page = context.new_page()
    sign_in(page, "secretary")
    yield found(page, f"Mötesvarvet {secrets.token_hex(3)}")
    context.close()


def found(page: Page, name: str) -> str:
    """Written in by hand, with notices from here."""
    page.goto("/forums/new/")
    page.locator("[name=name]").fill(name)
    page.locator("select[name=kind]").select_option("working")
    page.locator("[name=organisation_code]").select_option("0486")
    page.locator("[name=minutes_form]").select_option("simple")
    save(page)
    address: str = re.findall(r"/forums/[a-z0-9-]+/", page.url)[0]
    page.goto(f"{address}settings/")
    page.locator("select[name=notices_from]").select_option("samverka")
    save(page)
    page.goto(f"{address}seats/new/")
    page.locator("[name=role_title]").fill("Ordförande")
    page.locator("[name=organisation]").select_option("0486")
    page.locator("[name=office]").select_option("chair")
    save(page)
    page.goto(f"{address}seats/")
    page.get_by_role("row", name=re.compile("^Ordförande")).get_by_role("link", name="Tillsätt").click()
    person = page.locator("[name=person] option", has_text="Gunilla Falk").get_attribute("value")
    page.locator("[name=person]").select_option(person)
    save(page)
    return address


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("#main form [type=submit]").first.click()


@pytest.fixture
def opened(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_for(role: str, **wanted: Any) -> Page:
        contexts.append(browser.new_context(**{**browser_context_args, **wanted}))
        page = contexts[-1].new_page()
        sign_in(page, role)
        return page

    yield open_for
    for context in contexts:
        context.close()


def button(page: Page, name: str) -> Locator:
    return page.locator("#main").get_by_role("button", name=re.compile(f"^{name}"))


def link(page: Page, name: str) -> Locator:
    return page.locator("#main").get_by_role("link", name=re.compile(f"^{name}"))


def prepare(hand: Pointer, forum: str) -> str:
    """A meeting tomorrow with two points, the second moved up, and its notice sent; the meeting's address."""
    page, tomorrow = hand.page, datetime.now(tz=STOCKHOLM) + timedelta(days=1)
    page.goto(forum)
    hand.press(link(page, "Lägg till möte"))
    hand.write(page.locator("[name=day]"), f"{tomorrow:%Y-%m-%d}")
    hand.write(page.locator("[name=starts]"), "09:00")
    hand.write(page.locator("[name=ends]"), "10:00")
    hand.press(button(page, "Lägg till möte"))
    page.wait_for_url(re.compile("/meetings/[0-9a-f-]{36}/$"))
    meeting = page.url
    for number, title in enumerate(POINTS):
        hand.write(page.locator("#id_title"), title)
        hand.press(button(page, "Lägg till punkt"))
        expect(page.locator(".agenda > li")).to_have_count(number + 1)
    hand.press(button(page, "Upp"))
    expect(page.locator(".agenda > li h3").first).to_contain_text(POINTS[1])
    if isinstance(hand, Keyboard):
        expect(page.locator(".agenda > li").first.locator("button[value=down]")).to_be_focused()
    hand.press(link(page, "Skicka kallelse"))
    hand.press(button(page, "Skicka kallelse"))
    expect(page.locator("#main")).to_contain_text("Kallelsen är skickad")
    return meeting


def hold_now(hand: Pointer, meeting: str) -> None:
    """The meeting was earlier today after all."""
    page = hand.page
    page.goto(meeting)
    hand.press(link(page, "Flytta"))
    hand.write(page.locator("[name=day]"), f"{datetime.now(tz=STOCKHOLM):%Y-%m-%d}")
    hand.write(page.locator("[name=starts]"), "00:00")
    hand.write(page.locator("[name=ends]"), "00:01")
    hand.press(button(page, "Spara"))
    page.wait_for_url(meeting)


def log(hand: Pointer, meeting: str, *, scripted: bool) -> None:
    """Attendance, a decision, an action and a note, then both points done."""
    page = hand.page
    page.goto(meeting)
    hand.press(link(page, "För anteckningar").first)
    hand.press(button(page, "Alla närvarande"))
    if scripted:
        expect(page.locator("#all-present")).to_be_focused()
    expect(page.locator("#here")).to_contain_text("2 av 2")
    for number, line in enumerate([DECISION, f"{ACTION} @ordförande nästa möte"]):
        hand.write(page.locator(LINE), line)
        if scripted:
            expect(page.locator(LINE)).to_have_attribute("aria-expanded", "true")
            page.keyboard.press("Enter")
        else:
            hand.press(button(page, "Spara raden"))
        expect(page.locator("#outcome .outcome > li")).to_have_count(number + 1)
        if scripted:
            expect(page.locator(LINE)).to_be_focused()
    hand.write(page.locator(NOTES), "Skolchefen berättar.")
    for title in reversed(POINTS):
        expect(page.locator(".item.open h3")).to_have_text(title)
        hand.press(page.locator("#done"))
        expect(page.locator(".item:not(.open) h3", has_text=title)).to_be_visible()
        if scripted and title == POINTS[1]:
            expect(page.locator(LINE)).to_be_focused()
    if scripted:
        is_saved(page)


def close(hand: Pointer, chair: Pointer, meeting: str) -> None:
    """Drawn up, sent, approved by the chair, printed."""
    page = hand.page
    hand.press(page.locator("#finish"))
    hand.press(button(page, "Upprätta"))
    expect(page.locator("#main")).to_contain_text(DECISION)
    expect(page.locator("#main")).to_contain_text("Skolchefen berättar.")
    hand.press(button(page, "Skicka för justering"))
    expect(page.locator("#main")).to_contain_text("Protokollet väntar på justering")
    chair.page.goto("/")
    chair.press(link(chair.page, "Läs och godkänn").first)
    chair.press(button(chair.page, "Jag justerar protokollet"))
    expect(chair.page.locator("#main")).to_contain_text("Justerat")
    file = chair.page.request.get(link(chair.page, "Hämta PDF").get_attribute("href") or "")
    assert file.body().startswith(b"%PDF")


SIZES = [360, pytest.param(1280, marks=pytest.mark.exhaustive)]


@pytest.mark.parametrize("width", SIZES)
def test_the_whole_loop_without_script(forum: str, opened: Callable[..., Page], width: int) -> None:
    plain = {"java_script_enabled": False, "viewport": {"width": width, "height": 780}}
    secretary, chair = Pointer(opened("secretary", **plain)), Pointer(opened("chair", **plain))

    meeting = prepare(secretary, forum)
    hold_now(secretary, meeting)
    log(secretary, meeting, scripted=False)
    close(secretary, chair, meeting)


@pytest.mark.parametrize("width", [1280, pytest.param(360, marks=pytest.mark.exhaustive)])
def test_the_whole_loop_by_keyboard_alone(forum: str, opened: Callable[..., Page], width: int) -> None:
    size = {"viewport": {"width": width, "height": 780}}
    secretary, chair = Keyboard(opened("secretary", **size)), Keyboard(opened("chair", **size))

    meeting = prepare(secretary, forum)
    hold_now(secretary, meeting)
    log(secretary, meeting, scripted=True)
    close(secretary, chair, meeting)

    assert sorted(secretary.unseen | chair.unseen) == []


def test_two_at_one_meeting(forum: str, opened: Callable[..., Page]) -> None:
    """Each sees what the other saved; who comes second at one place gets both texts; nothing is lost."""
    secretary, chair = opened("secretary"), opened("chair", viewport={"width": 360, "height": 780})
    meeting = prepare(Pointer(secretary), forum)
    hold_now(Pointer(secretary), meeting)
    for page in (secretary, chair):
        page.goto(f"{meeting}log/")
        expect(page.locator(LINE)).to_have_attribute("role", "combobox")

    secretary.locator(LINE).fill("Sekreterarens beslut.")
    secretary.locator(LINE).press("Enter")
    is_saved(secretary)
    chair.locator(LINE).fill("Ordförandens beslut.")
    chair.locator(LINE).press("Enter")
    is_saved(chair)
    expect(chair.locator("#outcome .record")).to_have_text(["Sekreterarens beslut.", "Ordförandens beslut."])

    secretary.locator(NOTES).fill("Sekreterarens text")
    is_saved(secretary)
    expect(secretary.locator("#outcome .record")).to_have_text(["Sekreterarens beslut.", "Ordförandens beslut."])
    chair.locator(NOTES).fill("Ordförandens text")
    chair.get_by_role("button", name="Jämför texterna").click()
    expect(chair.locator(".version.theirs")).to_contain_text("Sekreterarens text")
    expect(chair.locator(".version.yours")).to_contain_text("Ordförandens text")
    assert Axe().run(chair, options=RULES).response["violations"] == []
    chair.locator("textarea[name=notes]").fill("Bådas text")
    chair.get_by_role("button", name="Spara", exact=True).last.click()
    expect(chair.locator(NOTES)).to_have_value("Bådas text")
