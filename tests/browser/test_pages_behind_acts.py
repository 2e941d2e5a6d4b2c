"""Pages that stand only after an act: a file is sent, a round is closed, a plan is out, a sign-in has expired.

Looked at as those of `test_pages.py`; what an act made is taken back where the product can.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.crawl import links_to
from tests.browser.logging import meeting_to_log
from tests.browser.test_pages import COUNCIL, TOPIC, faults, look, mode, reader, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

    from tests.browser.test_pages import Faults

__all__ = ["faults", "mode", "reader"]

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LINE = "#id_line"


def day(ahead: int) -> str:
    return f"{datetime.now(tz=STOCKHOLM) + timedelta(days=ahead):%Y-%m-%d}"


def save(page: Page) -> None:
    """Presses the first form's own button."""
    with page.expect_navigation():
        page.locator("#main form:not(.row) button[type=submit]").first.click()


def file(name: str, mime: str, *lines: str) -> FilePayload:
    return {"name": name, "mimeType": mime, "buffer": "\r\n".join([*lines, ""]).encode()}


def calendar(name: str, *, every: str = "WEEKLY;COUNT=4") -> FilePayload:
    start = day(7).replace("-", "")
    return file(
        "kalender.ics", "text/calendar", "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//demo//demo", "BEGIN:VEVENT",
        f"UID:{secrets.token_hex(8)}@demo.example", "DTSTAMP:20260101T000000Z",
        f"DTSTART;TZID=Europe/Stockholm:{start}T090000", f"DTEND;TZID=Europe/Stockholm:{start}T093000",
        f"RRULE:FREQ={every}", f"SUMMARY:{name}", "END:VEVENT", "END:VCALENDAR",
    )  # fmt: skip


def send_calendar(page: Page, sent: FilePayload) -> str:
    """To the step in which the forum is told; its address."""
    page.goto("/forums/bring-in/")
    page.locator("[name=file]").set_input_files(sent)
    save(page)
    return page.url


def tell_forum(page: Page, name: str) -> None:
    page.locator("[name=name]").fill(name)
    page.locator("[name=kind]").select_option("working")
    page.locator("[name=organisation_code]").select_option("0486")
    page.locator("[name=minutes_form]").select_option("notes")
    page.locator("[name=look]").click()
    page.locator("[name=bring]").click()


def test_a_forum_that_comes_in_and_its_seats(reader: Page, faults: Faults) -> None:
    name = f"Bygruppen {secrets.token_hex(3)}"
    sign_in(reader, "secretary")
    sent = send_calendar(reader, calendar(name))
    found = faults(reader, [sent, sent])
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
    reader.goto(links_to(reader, "membership-end")[0])
    reader.locator("#main form [name$=on]").first.fill(day(30))
    save(reader)
    reader.goto(f"{forum}seats/")
    renewed = links_to(reader, "membership-renew")[0]
    reader.goto(f"{forum}series/")
    series = links_to(reader, "series-edit")[0]

    assert [*found, *faults(reader, [done, listed, renewed, series])] == []


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


def test_a_question_that_is_proposed(reader: Page) -> None:
    sign_in(reader, "administrator")
    reader.goto(f"{TOPIC}propose/")
    while (ticked := reader.locator("[name=forums]:checked")).count():
        ticked.first.uncheck()
    reader.locator("[name=forums]").last.check()
    reader.locator("[name=title]").fill("Rutin vid oro på biblioteken")
    reader.locator("[name=look]").click()
    reader.locator("[name=send]").click()
    reader.wait_for_url("**/proposed/**")

    found = look(reader)

    reader.locator("form[action$='/undo/'] button").click()
    assert found == []


def test_a_unit_is_asked_what_it_thinks_of_a_plan(reader: Page, faults: Faults) -> None:
    """A new edition goes out for consultation, and is revoked afterwards."""
    sign_in(reader, "administrator")
    reader.goto("/administration/organisations/0486/")
    reader.goto(links_to(reader, "unit-new")[0])
    name = f"Kulturnämnden {secrets.token_hex(3)}"
    reader.locator("[name=name]").fill(name)
    reader.locator("[name=contact_address]").fill("kultur@demo.example")
    save(reader)
    reader.goto("/administration/organisations/0486/")
    unit = links_to(reader, "unit")[-1]
    reader.goto(f"{TOPIC}plan/")
    reader.locator("form[action$='/revise/'] button").click()
    plan = reader.url
    reader.goto(f"{plan}consult/")
    reader.get_by_label(name).check()
    reader.locator("[name=reply_by]").fill(day(20))
    save(reader)
    reader.goto(plan)
    asked = [links_to(reader, f"consultation-{act}")[0] for act in ("extend", "reply")]

    found = faults(reader, [*asked, unit, "/topics/unga-och-kriminella-natverk/plan/begin/"])

    reader.goto(f"{plan}revoke/")
    reader.locator("[name=reason]").fill("Prov.")
    save(reader)
    assert found == []


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


def test_what_was_sent_after_the_sign_in_expired(reader: Page) -> None:
    sign_in(reader, "secretary")
    meeting = meeting_to_log(reader, 2)
    reader.goto(f"{meeting}log/")
    point = (reader.locator(".log section.item").first.get_attribute("id") or "").removeprefix("item-")
    reader.goto(f"{meeting}log/?item={point}")
    reader.context.clear_cookies(name="sessionid")
    reader.evaluate("document.querySelector('#line-form').line.value = 'Ett beslut som väntar.'")
    with reader.expect_navigation():
        reader.evaluate("document.querySelector('#line-form').submit()")
    sign_in(reader, "secretary")
    reader.goto("/kept/")
    expect(reader.locator("#main")).to_contain_text("Ett beslut som väntar.")

    assert look(reader) == []


@pytest.mark.exhaustive
def test_a_calendar_of_thousands_of_meetings_on_its_way_in(reader: Page) -> None:
    name = f"Morgonmötet {secrets.token_hex(3)}"
    sign_in(reader, "secretary")
    send_calendar(reader, calendar(name, every="DAILY;COUNT=3100"))
    tell_forum(reader, name)
    reader.wait_for_url("**/work/")

    assert look(reader) == []
