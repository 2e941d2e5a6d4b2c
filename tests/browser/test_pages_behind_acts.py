"""Pages that stand only after an act: a file is sent, a line is logged, a sign-in has expired.

Looked at as those of `test_pages.py`, all in one mode; what an act made is taken back where it would stand in others' way.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.crawl import links_to
from tests.browser.forms import day, file, save
from tests.browser.logging import LINE, is_saved, meeting_to_log
from tests.browser.looking import PHONE, at_a_desk, look, on_a_phone, sign_in, sign_out
from tests.browser.test_pages import COUNCIL
from tests.browser.walks import walks

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

    from tests.browser.looking import Faults


def calendar(name: str, *, every: str = "WEEKLY;COUNT=4", first: int = 7, series: int = 1) -> FilePayload:
    """Series of that name that begin so many days from today."""
    start = day(first).replace("-", "")
    event = [
        "BEGIN:VEVENT", "UID:%s@demo.example", "DTSTAMP:20260101T000000Z", f"DTSTART;TZID=Europe/Stockholm:{start}T090000",
        f"DTEND;TZID=Europe/Stockholm:{start}T093000", f"RRULE:FREQ={every}", f"SUMMARY:{name}", "END:VEVENT",
    ]  # fmt: skip
    events = [line.replace("%s", secrets.token_hex(8)) for _ in range(series) for line in event]
    return file(
        "kalender.ics",
        "text/calendar",
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//demo//demo",
        *events,
        "END:VCALENDAR",
    )


def send_calendar(page: Page, sent: FilePayload) -> str:
    """To the step in which the forum is told; its address."""
    page.goto("/forums/bring-in/")
    page.locator("[name=file]").set_input_files(sent)
    save(page)
    return page.url


def tell_forum(page: Page, name: str) -> None:
    for series in page.locator("[name=series][type=checkbox]:not(:checked)").all():
        series.check()
    page.locator("[name=name]").fill(name)
    page.locator("[name=kind]").select_option("working")
    page.locator("[name=organisation_code]").select_option("0486")
    page.locator("[name=minutes_form]").select_option("notes")
    page.locator("[name=look]").click()
    page.locator("[name=bring]").click()


@at_a_desk
@walks("bring-in-forum", "bring-in-done", "member-list-look", "membership-end", "membership-renew")
def test_a_forum_that_comes_in_and_its_seats(reader: Page, faults: Faults) -> None:
    name = f"Bygruppen {secrets.token_hex(3)}"
    sign_in(reader, "secretary")
    sent = send_calendar(reader, calendar(name))
    found = faults(reader, [sent])
    reader.goto(sent)
    tell_forum(reader, name)
    reader.wait_for_url("**/done/")
    done = reader.url
    forum = links_to(reader, "forum")[0]
    reader.goto(f"{forum}seats/list/")
    members = file("lista.csv", "text/csv", "Namn;E-post;Roll;Organisation", "Maj Ek;maj.ek@demo.example;Ledamot;0486")
    reader.locator("[name=members]").set_input_files(members)
    save(reader)
    listed = reader.url
    reader.goto(f"{forum}seats/")
    found += faults(reader, links_to(reader, "membership-end")[:1])
    reader.locator("#main form [name$=on]").first.fill(day(30))
    save(reader)
    reader.goto(f"{forum}seats/")
    renewed = links_to(reader, "membership-renew")[0]
    reader.goto(f"{forum}series/")
    series = links_to(reader, "series-edit")[0]

    assert [*found, *faults(reader, [done, listed, renewed, series])] == []


@on_a_phone
@walks("document", "document-share", "document-replace", "document-delete", "document-publish")
def test_a_document_from_upload_to_taking_away(reader: Page, faults: Faults) -> None:
    sign_in(reader, "secretary")
    reader.goto(f"{COUNCIL}documents/new/")
    title = f"Trygghetsmätning {secrets.token_hex(3)}"
    reader.locator("[name=file]").set_input_files(file("matning.csv", "text/csv", "Plats;Antal", "Centrum;12"))
    reader.locator("[name=title]").fill(title)
    save(reader)
    reader.goto(COUNCIL)
    row = reader.locator("li, tr", has_text=title).last
    about = row.locator("a[href^='/documents/'][href$='/']").last.get_attribute("href") or ""
    own = [f"{about}{act}/" for act in ("publish", "share", "replace", "delete")]

    found = faults(reader, [about, *own])

    reader.goto(own[-1])
    save(reader)
    assert found == []


def first_point(page: Page, meeting: str) -> str:
    """Opens the log at the meeting's first point; the point's id."""
    page.goto(f"{meeting}log/")
    point = (page.locator(".log section.item").first.get_attribute("id") or "").removeprefix("item-")
    page.goto(f"{meeting}log/?item={point}")
    return point


@on_a_phone
@walks("log-decision", "log-action", "formal-motion", "item-guests")
def test_what_is_logged_is_changed(reader: Page, faults: Faults) -> None:
    """A decision, an action, a motion and a guest of the council's next meeting."""
    sign_in(reader, "secretary")
    meeting = meeting_to_log(reader, 2)
    point = first_point(reader, meeting)
    expect(reader.locator(LINE)).to_have_attribute("role", "combobox")
    for line in ("Rådet ser det igen i vår.", "Ring fastighetsägarna @kommunpolis löpande"):
        reader.locator(LINE).fill(line)
        reader.locator(LINE).press("Enter")
        expect(reader.locator(LINE)).to_have_value("")
        is_saved(reader)
    logged = [links_to(reader, name)[-1] for name in ("log-decision", "log-action")]
    reader.goto(f"{meeting}minutes/formal/items/{point}/")
    form = reader.locator("form[action$='/motions/']")
    reader.locator("details.fold", has=form).locator("summary").click()
    form.locator("textarea").fill("Att rådet ser det igen i höst.")
    form.locator("button[type=submit]").click()
    expect(reader.locator("#main")).to_contain_text("Att rådet ser det igen i höst.")
    motion = links_to(reader, "formal-motion")[-1]

    assert faults(reader, [*logged, motion, f"{meeting}items/{point}/guests/"]) == []


@on_a_phone
@walks("people-list-look")
def test_a_list_of_people_that_was_sent(reader: Page) -> None:
    sign_in(reader, "administrator")
    reader.goto("/administration/people/list/")
    people = file(
        "folk.csv", "text/csv", "Namn;E-post;Titel;Organisation", "Maj Ek;maj.ek@demo.example;Handläggare;0486"
    )
    reader.locator("[name=members]").set_input_files(people)
    save(reader)
    expect(reader.locator("#main")).to_contain_text("Maj Ek")

    assert look(reader) == []


@on_a_phone
@walks("kept")
def test_what_was_sent_after_the_sign_in_expired(reader: Page) -> None:
    sign_in(reader, "secretary")
    meeting = meeting_to_log(reader, 2)
    first_point(reader, meeting)
    sign_out(reader)
    reader.evaluate("document.querySelector('#line-form').line.value = 'Ett beslut som väntar.'")
    with reader.expect_navigation():
        reader.evaluate("document.querySelector('#line-form').submit()")
    sign_in(reader, "secretary", afresh=True)
    reader.goto("/kept/")
    expect(reader.locator("#main")).to_contain_text("Ett beslut som väntar.")

    assert look(reader) == []


@pytest.mark.parametrize("mode", [PHONE], indirect=True, ids=str)
@walks("bring-in-work")
@pytest.mark.exhaustive
def test_a_calendar_of_thousands_of_meetings_on_its_way_in(reader: Page) -> None:
    name = f"Morgonmötet {secrets.token_hex(3)}"
    sign_in(reader, "secretary")
    send_calendar(reader, calendar(name, every="DAILY", first=-1700, series=2))
    tell_forum(reader, name)
    reader.wait_for_url("**/work/")

    assert look(reader) == []
