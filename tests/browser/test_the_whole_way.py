"""From a calendar file to another municipality's screen: one action, the same id and the same words at each station."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from base64 import b64encode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.forms import STOCKHOLM, day
from tests.sink import text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.site import DemoInstallation

FORUM = "Trygghetsgruppen"
SLUG = "trygghetsgruppen"
TITLE = "Rutin vid oro i hela kommunen"
DECISION = "Gruppen beslutar att rutinen ska finnas på varje skola."
TASK = "Sätt upp rutinen på varje fritidsgård"
HEAD = "rektor.whole.way@demo.example"


def calendar_of(now: datetime) -> str:
    """A weekly series as Outlook exports it, last week and five weeks ahead, today's weekday tomorrow."""
    first = (now - timedelta(days=6)).strftime("%Y%m%d")
    return "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
            "BEGIN:VEVENT",
            "UID:whole-way@demo.example",
            "DTSTAMP:20260101T000000Z",
            f"DTSTART;TZID=W. Europe Standard Time:{first}T090000",
            f"DTEND;TZID=W. Europe Standard Time:{first}T103000",
            "RRULE:FREQ=WEEKLY;COUNT=6",
            f"SUMMARY:{FORUM}",
            "LOCATION:Stadshuset\\, rum Mälaren",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


@pytest.mark.exhaustive  # test_ten_steps.py goes nearly the same way
def test_the_whole_way(site: DemoInstallation, page_of: Callable[..., Page], tmp_path: Path) -> None:
    secretary = page_of("secretary")
    bring_in(secretary, tmp_path)
    fill_seats(secretary)
    propose(page_of("coordinator"))
    accept(secretary)
    meeting = held_earlier_today(secretary)
    action_id = log(secretary, meeting)
    chair = page_of("chair")
    pdf = draw_up_send_and_approve(secretary, chair, meeting)
    assert pdf.startswith(b"%PDF")

    mail = site.mail_to(HEAD, TASK)
    done_by_link(secretary, link_in(text_of(mail)), action_id)
    read_by_the_police(site, action_id)
    hidden_from_a_stranger(site, action_id)


def bring_in(page: Page, folder: Path) -> None:
    file = folder / "kalender.ics"
    file.write_text(calendar_of(datetime.now(tz=STOCKHOLM)), encoding="utf-8")
    page.goto("/forums/")
    page.get_by_role("link", name="Hämta in forum").click()
    page.locator("[name=file]").set_input_files(file)
    page.get_by_role("button", name="Läs kalendern").click()
    page.locator("[name=name]").fill(FORUM)
    page.locator("[name=kind]").select_option("working")
    page.locator("[name=organisation_code]").select_option("0486")
    page.locator("[name=minutes_form][value=simple], select[name=minutes_form]").first.evaluate(
        "field => { if (field.tagName === 'SELECT') { field.value = 'simple' } else { field.checked = true } }"
    )
    page.locator("[name=look]").click()
    expect(page.locator(".thread > li")).not_to_have_count(0)
    page.locator("[name=bring]").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def fill_seats(page: Page) -> None:
    """The bringer became secretary; a chair and the police are added."""
    for title, organisation, office in (("Ordförande", "0486", "chair"), ("Kommunpolis", "polisen", "member")):
        page.goto(f"/forums/{SLUG}/seats/new/")
        page.locator("[name=role_title]").fill(title)
        page.locator("[name=organisation]").select_option(organisation)
        page.locator("[name=office]").select_option(office)
        page.get_by_role("button", name="Lägg till plats").click()
    page.goto(f"/forums/{SLUG}/seats/")
    page.get_by_role("row", name=re.compile("^Ordförande")).get_by_role("link", name="Tillsätt").click()
    page.locator("[name=person]").select_option(
        page.locator("[name=person] option", has_text="Gunilla Falk").get_attribute("value")
    )
    page.locator("form [type=submit]").last.click()


def propose(page: Page) -> None:
    page.goto("/topics/valdsbejakande-extremism/propose/")
    while (ticked := page.locator("[name=forums]:checked")).count():
        ticked.first.uncheck()
    page.get_by_label(FORUM).check()
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=question]").fill("Kan rutinen gälla alla skolor?")
    page.locator("[name=look]").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    page.locator("[name=send]").click()
    expect(page.get_by_text(FORUM)).to_be_visible()


def accept(page: Page) -> None:
    """One click on the forum's page; the item stands on the next agenda."""
    page.goto(f"/forums/{SLUG}/")
    page.get_by_role("button", name="Ja, ta upp den").first.click()
    expect(page.locator(".thread").get_by_text(TITLE)).to_be_visible()


def held_earlier_today(page: Page) -> str:
    """The next meeting after all; its address."""
    page.goto(f"/forums/{SLUG}/")
    page.get_by_role("link", name="Förbered mötet").click()
    page.wait_for_url("**/meetings/*/")
    meeting = page.url
    page.goto(f"{meeting}reschedule/")
    page.locator("[name=day]").fill(day(0))
    page.locator("[name=starts]").fill("00:00")
    page.locator("[name=ends]").fill("00:01")
    page.get_by_role("button", name="Spara").click()
    page.wait_for_url(meeting)
    return meeting


def log(page: Page, meeting: str) -> str:
    """Attendance, a decision, an action to somebody who never signs in. Returns the action's id."""
    page.goto(f"{meeting}log/")
    page.get_by_role("button", name="Alla närvarande").click()
    page.locator("#add-decision > summary").click()
    page.locator("#add-decision [name$=text]").fill(DECISION)
    page.get_by_role("button", name="Spara beslutet").click()
    expect(page.locator("#outcome")).to_contain_text(DECISION)
    page.locator("#add-action > summary").click()
    page.locator("#add-action [name$=text]").fill(TASK)
    page.locator("#add-action [name$=owner_address]").fill(HEAD)
    page.locator("#add-action [name$=due_on]").fill(day(1))
    page.get_by_role("button", name="Ge uppdraget").click()
    expect(page.locator("#outcome")).to_contain_text(TASK)
    page.goto(f"/actions/?whose=&state=all&forum={SLUG}")
    page.get_by_role("link", name=TASK).click()
    return urllib.parse.urlparse(page.url).path.split("/")[2]


def draw_up_send_and_approve(secretary: Page, chair: Page, meeting: str) -> bytes:
    secretary.goto(meeting)
    secretary.get_by_role("link", name="Avsluta").click()
    minutes = secretary.url
    secretary.get_by_role("button", name="Upprätta protokollet").click()
    expect(secretary.get_by_text(DECISION)).to_be_visible()
    secretary.get_by_role("button", name="Skicka för justering").click()
    chair.goto(minutes)
    chair.get_by_role("button", name="Jag justerar protokollet").click()
    expect(chair.get_by_text(TASK).first).to_be_visible()
    return chair.request.get(chair.get_by_role("link", name="Hämta PDF").get_attribute("href") or "").body()


def link_in(text: str) -> str:
    found = re.search(r"https?://\S+/link/a\S+/", text)
    assert found, text
    return found.group()


def done_by_link(page: Page, link: str, action_id: str) -> None:
    """Opened by somebody without sign-in: looking changes nothing, the button does."""
    context = page.context.browser.new_context(locale="sv-SE")  # type: ignore[union-attr]  # a browser made it
    reader = context.new_page()
    reader.goto(link)
    expect(reader.get_by_role("heading", level=1)).to_have_text(TASK)
    reader.get_by_role("button", name="Klart, det är gjort").click()
    expect(reader.get_by_text("Klar").first).to_be_visible()
    context.close()
    page.goto(f"/actions/{action_id}/")
    expect(page.get_by_text("mejllänk").first).to_be_visible()


def token_for(site: DemoInstallation, organisation: str) -> str:
    """The access token of a client that an operator has just made for the organisation."""
    scopes = "forums:read meetings:read actions:read topics:read"
    made = site.manage("create_api_client", "--organisation", organisation, "--scopes", scopes, "--json")
    client = json.loads(made.stdout)
    secret = b64encode(f"{client['clientId']}:{client['clientSecret']}".encode()).decode()
    return str(
        fetch(f"{site.address}/oauth/token", f"Basic {secret}", data=b"grant_type=client_credentials")["access_token"]
    )


def read_by_the_police(site: DemoInstallation, action_id: str) -> None:
    """Another organisation's system, which has a seat in the forum."""
    action = fetch(f"{site.address}/api/v1/action-items/{action_id}", f"Bearer {token_for(site, 'polisen')}")
    assert (action["id"], action["text"], action["state"]) == (action_id, TASK, "done")


def hidden_from_a_stranger(site: DemoInstallation, action_id: str) -> None:
    """A municipality without a seat anywhere: the demo is full of what it may not know of."""
    bearer = f"Bearer {token_for(site, '0484')}"
    for resource in ("forums", "meetings", "agenda-items", "decisions", "action-items", "topics", "placements"):
        assert fetch(f"{site.address}/api/v1/{resource}", bearer)["_meta"]["totalRecords"] == 0
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(f"{site.address}/api/v1/action-items/{action_id}", bearer)


def fetch(address: str, authorization: str, data: bytes | None = None) -> dict[str, Any]:
    request = urllib.request.Request(address, data=data, headers={"Authorization": authorization})  # noqa: S310  (loopback)
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  (as above)
        body: dict[str, Any] = json.load(answer)
    return body
