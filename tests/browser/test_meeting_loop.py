"""Prepare, notice, log, circulate, approve, print: without script, by keyboard alone, and with two at the same meeting."""

from __future__ import annotations

import secrets
import sys
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.hands import Keyboard, Pointer
from tests.browser.logging import LINE, NOTES, is_saved
from tests.browser.looking import RULES, sign_in, sign_out
from tests.browser.loop import button, close, correct, found_forum, hold_now, log, prepare
from tests.browser.walks import walks

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


@pytest.fixture
def forum(page_of: Callable[..., Page]) -> str:
    """A working group of its own with a secretary and a chair who approves its minutes; its address."""
    return found_forum(page_of("secretary"), f"Mötesvarvet {secrets.token_hex(3)}")


SIZES = [360, pytest.param(1280, marks=pytest.mark.exhaustive)]


@pytest.mark.parametrize("width", SIZES)
def test_the_whole_loop_without_script(forum: str, page_of: Callable[..., Page], width: int) -> None:
    plain = {"java_script_enabled": False, "viewport": {"width": width, "height": 780}}
    secretary, chair = Pointer(page_of("secretary", **plain)), Pointer(page_of("chair", **plain))

    meeting = prepare(secretary, forum)
    hold_now(secretary, meeting)
    log(secretary, meeting, scripted=False)
    close(secretary, chair, meeting)


@walks("minutes-changes")
@pytest.mark.parametrize("width", [1280, pytest.param(360, marks=pytest.mark.exhaustive)])
def test_the_whole_loop_by_keyboard_alone(
    forum: str, page_of: Callable[..., Page], width: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """The figures stand in docs/testing.md."""
    size = {"viewport": {"width": width, "height": 780}}
    secretary, chair = Keyboard(page_of("secretary", **size)), Keyboard(page_of("chair", **size))

    meeting = prepare(secretary, forum)
    hold_now(secretary, meeting)
    log(secretary, meeting, scripted=True)
    close(secretary, chair, meeting)

    assert sorted(secretary.unseen | chair.unseen) == []
    with capsys.disabled():
        sys.stdout.write(
            f"\nthe meeting loop at {width} px: {secretary.acts} keys for the secretary, {chair.acts} for the chair\n"
        )
    correct(Pointer(secretary.page), meeting)


def open_for_both(secretary: Page, chair: Page, meeting: str) -> str:
    """The log at its first point, with script; the address."""
    secretary.goto(f"{meeting}log/")
    point = (secretary.locator(".item.open").get_attribute("id") or "").removeprefix("item-")
    for page in (secretary, chair):
        page.goto(f"{meeting}log/?item={point}")
        expect(page.locator(LINE)).to_have_attribute("role", "combobox")
    return secretary.url


def write_line(page: Page, line: str) -> None:
    page.locator(LINE).fill(line)
    page.locator(LINE).press("Enter")


def merge_notes(secretary: Page, chair: Page) -> None:
    """Who comes second at one place gets both texts."""
    secretary.locator(NOTES).fill("Sekreterarens text")
    is_saved(secretary)
    chair.locator(NOTES).fill("Ordförandens text")
    chair.get_by_role("button", name="Jämför texterna").click()
    expect(chair.locator(".version.theirs")).to_contain_text("Sekreterarens text")
    expect(chair.locator(".version.yours")).to_contain_text("Ordförandens text")
    assert Axe().run(chair, options=RULES).response["violations"] == []
    chair.locator("textarea[name=notes]").fill("Bådas text")
    chair.get_by_role("button", name="Spara", exact=True).last.click()
    expect(chair.locator(NOTES)).to_have_value("Bådas text")


def sign_in_expires(page: Page, address: str, line: str) -> None:
    """What was written then is sent after the new sign-in."""
    sign_out(page)
    write_line(page, line)
    page.get_by_role("link", name="Logga in igen").click()
    expect(page.locator("[name=login]")).to_be_visible()
    sign_in(page, "secretary", afresh=True)
    page.goto(address)
    is_saved(page)


def press_twice(page: Page, meeting: str, title: str) -> None:
    page.goto(meeting)
    page.locator("#id_title").fill(title)
    button(page, "Lägg till punkt").dblclick()
    expect(page.locator("#messages")).to_contain_text("sist på dagordningen")


def test_two_at_one_meeting(forum: str, page_of: Callable[..., Page]) -> None:
    """Each sees what the other saved; nothing is lost when a sign-in expires, nothing doubled when both press twice."""
    secretary, chair = page_of("secretary"), page_of("chair", viewport={"width": 360, "height": 780})
    meeting = prepare(Pointer(secretary), forum)
    hold_now(Pointer(secretary), meeting)
    address = open_for_both(secretary, chair, meeting)
    lines = ["Sekreterarens beslut.", "Ordförandens beslut.", "Beslut efter utloggningen."]

    for page, line in ((secretary, lines[0]), (chair, lines[1])):
        write_line(page, line)
        is_saved(page)
    expect(chair.locator("#outcome .record")).to_have_text(lines[:2])
    merge_notes(secretary, chair)
    expect(secretary.locator("#outcome .record")).to_have_text(lines[:2])

    sign_in_expires(secretary, address, lines[2])
    chair.goto(address)
    expect(chair.locator("#outcome .record")).to_have_text(lines)

    for page in (secretary, chair):
        press_twice(page, meeting, "Övrigt")
    secretary.goto(meeting)
    expect(secretary.locator(".agenda > li h3", has_text="Övrigt")).to_have_count(2)
