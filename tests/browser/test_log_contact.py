"""What is written in the log is not lost: without contact, after the sign-in has expired, beside another writer."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.logging import LINE, NOTES, is_saved, open_log
from tests.browser.looking import RULES, sign_in, sign_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def drafts(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('samverka:draft:')).length"))


def test_what_is_written_without_contact_is_sent_when_it_is_back(page: Page) -> None:
    address = open_log(page)
    page.context.set_offline(True)
    notes = "Skrivet utan kontakt. " * 3200 + "Slut"  # more than a request may hold that outlives its page
    page.locator(NOTES).fill(notes)
    line = f"Beslut utan kontakt {datetime.now(tz=UTC):%H.%M.%S}."
    page.locator(LINE).fill(line)
    page.locator(LINE).press("Enter")

    expect(page.locator("#contact")).to_contain_text("Ingen kontakt just nu.")
    expect(page.locator("#saved")).to_have_class(re.compile("waiting"))
    page.route("**/log/items/**", lambda route: route.fulfill(status=503), times=1)
    page.context.set_offline(False)
    expect(page.locator("#contact")).to_be_empty(timeout=30_000)
    is_saved(page)
    page.goto(address)
    expect(page.locator(NOTES)).to_have_value(notes)
    expect(page.locator("#outcome .record", has_text=line)).to_have_count(1)


def test_a_browser_that_is_closed_without_contact_has_kept_it(page: Page) -> None:
    address = open_log(page)
    page.context.set_offline(True)
    page.locator(NOTES).fill("Kvar till nästa gång")
    line = f"En rad som väntar {datetime.now(tz=UTC):%H.%M.%S}."
    page.locator(LINE).fill(line)
    page.locator(LINE).press("Enter")
    expect(page.locator("#contact")).to_contain_text("Ingen kontakt just nu.")
    page.close()
    page.context.set_offline(False)

    later = page.context.new_page()
    later.goto(address)
    is_saved(later)
    later.goto(address)
    expect(later.locator(NOTES)).to_have_value("Kvar till nästa gång")
    expect(later.locator("#outcome .record", has_text=line)).to_have_count(1)


@pytest.mark.exhaustive  # test_meeting_loop.py goes the same way
def test_an_expired_sign_in_loses_nothing(page: Page) -> None:
    address = open_log(page)
    sign_out(page)
    page.locator(NOTES).fill("Skrivet när inloggningen gått ut")

    expect(page.locator("#contact")).to_contain_text("Du är utloggad.")
    link = page.get_by_role("link", name="Logga in igen").get_attribute("href") or ""
    assert "/accounts/login/?next=/meetings/" in link
    sign_in(page, "secretary", afresh=True)
    page.goto(address)
    is_saved(page)
    page.goto(address)
    expect(page.locator(NOTES)).to_have_value("Skrivet när inloggningen gått ut")


def test_somebody_else_on_the_same_computer_sees_nothing_of_it(page: Page) -> None:
    address = open_log(page)
    before = page.locator(NOTES).input_value()
    sign_out(page)
    page.locator(NOTES).fill("Bara för sekreteraren")
    expect(page.locator("#contact")).to_contain_text("Du är utloggad.")
    sign_in(page, "chair", afresh=True)
    page.goto(address)

    expect(page.locator(NOTES)).to_have_value(before)
    sign_out(page)
    sign_in(page, "secretary")
    page.goto(address)
    is_saved(page)


def test_signing_out_cleans_the_browser(page: Page) -> None:
    sign_out(page)
    sign_in(page, "secretary", afresh=True)
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
def test_two_who_write_in_the_same_place_both_keep_their_text(page: Page, page_of: Callable[..., Page]) -> None:
    address = open_log(page)
    chair = page_of("chair")
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


def test_two_who_write_in_different_places_never_meet(page: Page, page_of: Callable[..., Page]) -> None:
    address = open_log(page)
    chair = page_of("chair")
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
