"""The steps of the meeting loop, by whatever hand: found a forum, prepare, hold, log, close, correct."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.forms import day, save
from tests.browser.hands import Keyboard
from tests.browser.logging import LINE, NOTES, is_saved
from tests.browser.looking import look

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.hands import Pointer

POINTS = ["Läget i höst", "Rutin vid oro"]
DECISION = "Gruppen ställer sig bakom rutinen."
ACTION = "Sätt upp rutinen i entrén"


def found_forum(page: Page, name: str) -> str:
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


def button(page: Page, name: str) -> Locator:
    return page.locator("#main").get_by_role("button", name=re.compile(f"^{name}"))


def link(page: Page, name: str) -> Locator:
    return page.locator("#main, aside").get_by_role("link", name=re.compile(f"^{name}"))


def prepare(hand: Pointer, forum: str) -> str:
    """A meeting tomorrow with two points, the second moved up, and its notice sent; the meeting's address."""
    page = hand.page
    page.goto(forum)
    hand.press(link(page, "Lägg till möte"))
    hand.write(page.locator("[name=day]"), day(1))
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
    hand.write(page.locator("[name=day]"), day(0))
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
    """Drawn up by one press, sent, approved by the chair, printed."""
    page = hand.page
    hand.press(page.locator("#finish"))
    expect(page.locator("#main")).to_contain_text(DECISION)
    expect(page.locator("#main")).to_contain_text("Skolchefen berättar.")
    hand.press(button(page, "Skicka för justering"))
    expect(page.locator("#main")).to_contain_text("Protokollet väntar på justering")
    chair.page.goto("/")
    chair.press(link(chair.page, "Läs och justera").first)
    chair.press(button(chair.page, "Jag justerar protokollet"))
    expect(chair.page.locator("#main")).to_contain_text("Justerat")
    file = chair.page.request.get(link(chair.page, "Hämta PDF").get_attribute("href") or "")
    assert file.body().startswith(b"%PDF")


def correct(hand: Pointer, meeting: str) -> None:
    """A second version, sent as the first, and what is new in it."""
    page = hand.page
    page.goto(f"{meeting}minutes/")
    hand.press(page.locator("summary", has_text="Påbörja en rättelse"))
    hand.write(page.locator("[name=reason]"), "Rutinen gäller från i höst.")
    hand.press(button(page, "Påbörja en rättelse"))
    page.wait_for_url("**/log/")
    hand.press(page.locator("#finish"))
    hand.press(button(page, "Skicka för justering"))
    hand.press(link(page, "Vad som har ändrats"))
    page.wait_for_url("**/minutes/2/changes/")
    assert look(page) == []
