"""The demo's ten steps, in their order, by the buttons of its strip: from the terminal's words to Ctrl-C."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.later_steps import (
    LEADER,
    TASK,
    ctrl_c_leaves_nothing,
    done_by_mail,
    kill_the_mail_worker,
    read_as_the_neighbour,
)
from tests.browser.site import DemoInstallation
from tests.browser.strip import go_on, go_on_again, row, shell, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("ten-steps")

DECISION = "Skolledningsgruppen ställer sig bakom rutinen vid oro."
FIRST, OTHER = "Skolsköterskorna ser fler elever som mår dåligt.", "Elevhälsan söker två kuratorer."
TITLE = "Våldsbejakande extremism: lägesbild i kommunen"
QUOTE = "vi inte ska bygga upp en ny parallell organisation"


@pytest.fixture(scope="module")
def fresh() -> Iterator[DemoInstallation]:
    """An installation of its own, begun with nothing: its workers are killed, and in the end it is stopped from the keyboard."""
    installation = DemoInstallation()
    installation.start()
    yield installation
    installation.remove()


@pytest.fixture
def page(browser: Browser, fresh: DemoInstallation) -> Iterator[Page]:
    context = browser.new_context(base_url=fresh.address, locale="sv-SE", timezone_id="Europe/Stockholm")
    yield context.new_page()
    context.close()


def test_ten_steps(fresh: DemoInstallation, page: Page, tmp_path: Path) -> None:
    the_terminal_and_the_landing_page(fresh, page)
    five_forums(page)
    bring_in(page, tmp_path)
    propose(page)
    the_next_agenda(page)
    log(page)
    correct_minutes(page)
    action = done_by_mail(fresh, page)
    kill_the_mail_worker(fresh, page)
    read_as_the_neighbour(fresh, page, action)
    ctrl_c_leaves_nothing(fresh)


def the_terminal_and_the_landing_page(site: DemoInstallation, page: Page) -> None:
    said = site.said()
    assert f"Open       {site.address}/" in said
    assert f"Mail       {site.address}/demo/mail/" in said
    assert "Sekreterare, Samordnare, Rektor (mail alone), Grannkommun" in said
    (line,) = re.findall(r"Neighbour  (curl .*)", said)
    assert json.loads(shell(line))["actionItems"]
    page.goto("/")
    expect(page.get_by_text(QUOTE)).to_be_visible()
    for role in ("Sekreterare", "Samordnare", "Rektor (bara mejl)", "Grannkommun"):
        expect(page.get_by_role("heading", name=role, exact=True)).to_be_visible()
    page.get_by_role("button", name="Tio steg på fem minuter").click()


def five_forums(page: Page) -> None:
    expect(page.locator(".tour")).to_contain_text("Steg 2 av 10")
    expect(page.locator("tbody > tr")).to_have_count(5)
    expect(page.locator("tbody time")).to_have_count(5)
    expect(row(page, "Länsstyrelsens nätverk")).to_contain_text("leds av Länsstyrelsen i Södermanlands län")
    expect(page.get_by_role("rowheader", name=re.compile("leds av"))).to_have_count(1)


def bring_in(page: Page, folder: Path) -> None:
    """The secretary's whole calendar; only the forum's series comes in, and the second time nothing."""
    go_on(page, 3)
    with page.expect_download() as download:
        page.get_by_role("link", name="Ladda ner sekreterarens hela kalender").click()
    file = folder / "eva.ics"
    download.value.save_as(file)
    upload(page, file)
    page.locator("[name=bring]").click()
    expect(page.get_by_text("nya möten")).to_be_visible()
    go_on_again(page, 3)
    upload(page, file)
    page.locator("[name=bring]").click()
    expect(page.get_by_text("Inget nytt.", exact=True)).to_be_visible()
    page.goto("/forums/")
    expect(page.locator("tbody > tr")).to_have_count(6)


def upload(page: Page, file: Path) -> None:
    page.locator("[name=file]").set_input_files(file)
    page.get_by_role("button", name="Läs kalendern").click()
    expect(page.get_by_label(re.compile("EST-gruppen"))).to_be_checked()
    expect(page.get_by_label(re.compile("Tandläkare"))).not_to_be_checked()
    expect(page.locator("[name=name]")).to_have_value("EST-gruppen")
    page.locator("[name=kind]").select_option("est")
    page.locator("[name=look]").click()
    expect(page.locator(".thread > li")).to_have_count(6)


def propose(page: Page) -> None:
    """To two of those that have never been asked; the chair says yes to one of them."""
    go_on(page, 4)
    answers = page.get_by_role("region", name="Förslag", exact=True).get_by_role("listitem")
    expect(answers).not_to_have_count(0)
    for name in ("Interreligiösa rådet", "Kommunledningsgruppen", "Länsstyrelsens nätverk"):
        expect(row(page, name)).to_contain_text("Aldrig")
        expect(answers.filter(has_text=name)).to_have_count(0)
    page.get_by_role("link", name=re.compile("^Föreslå frågan")).click()
    page.get_by_label("EST-gruppen").uncheck()
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=look]").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.locator("tbody > tr")).to_have_count(2)
    page.locator("[name=send]").click()
    expect(page.get_by_text("är föreslagen för 2 forum")).to_be_visible()
    page.get_by_role("button", name="Svara som ordförande").click()
    answer = page.get_by_role("listitem").filter(has_text=TITLE).filter(has_text="Kommunledningsgruppen")
    answer.get_by_role("button", name=re.compile("Ja, ta upp den")).click()
    expect(answer).to_have_count(0)
    go_on_again(page, 4)
    expect(row(page, "Kommunledningsgruppen")).to_contain_text("Aldrig")
    expect(row(page, "Kommunledningsgruppen")).to_contain_text("Planerad")
    expect(answers.filter(has_text="Kommunledningsgruppen")).to_contain_text("Ja")
    expect(answers.filter(has_text="Interreligiösa rådet")).to_contain_text("Föreslaget")


def the_next_agenda(page: Page) -> None:
    """What came back by itself; on paper it is one page."""
    go_on(page, 5)
    for title in (
        "Föregående protokoll och uppföljning",
        "Våldsbejakande extremism: rutin vid oro",
        "Ordningsvakter i centrum",
    ):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    agenda = page.locator(".thread")
    for words in (
        "Rådet ställer sig bakom belysningsplanen",
        "Försenad",
        "Har varje skola och fritidsgård",
        "Uppskjuten 1 gång",
    ):
        expect(agenda).to_contain_text(words)
    page.get_by_role("link", name="Skriv ut").click()
    expect(page.get_by_role("heading", name="Brottsförebyggande rådet")).to_be_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
    page.go_back()


def log(page: Page) -> None:
    """Attendance, one point saved from two tabs, a decision, an action to somebody who has only an address."""
    go_on(page, 6)
    address = page.url
    page.get_by_role("button", name="Alla närvarande").click()
    expect(page.get_by_text("5 av 5 platser närvarande")).to_be_visible()
    second = page.context.new_page()
    second.goto(address)
    write(page, FIRST)
    expect(page.get_by_text(re.compile("^Sparat kl"))).to_be_visible()
    write(second, OTHER)
    second.get_by_role("button", name="Jämför texterna").click()
    for words in (FIRST, OTHER):
        expect(second.locator("#main").get_by_text(words).first).to_be_visible()
    second.close()
    page.locator("#add-decision > summary").click()
    page.locator("#add-decision [name$=text]").fill(DECISION)
    page.get_by_role("button", name="Spara beslutet").click()
    expect(page.locator("#outcome")).to_contain_text(DECISION)
    page.locator("[name=line]").fill(f"{TASK} @{LEADER} nästa möte")
    page.get_by_role("button", name="Spara raden").click()
    expect(page.locator("#outcome")).to_contain_text(TASK)
    expect(page.locator("#outcome")).to_contain_text(LEADER)


def correct_minutes(page: Page) -> None:
    """Approved minutes are locked; a correction is version 2, and version 1 can still be read."""
    go_on(page, 7)
    address = page.url
    expect(page.get_by_text(re.compile(r"^§ \d+$")).first).to_be_visible()
    pdf = page.request.get(page.get_by_role("link", name="Hämta PDF").get_attribute("href") or "")
    assert pdf.body().startswith(b"%PDF")
    page.locator("summary", has_text="Påbörja en rättelse").click()
    page.locator("main form [type=text], main form textarea").first.fill("Mälarbostäder heter rätt i § 43.")
    page.locator("main").get_by_role("button", name="Påbörja en rättelse").click()
    page.goto(address)
    page.get_by_role("button", name="Skicka för justering").click()
    expect(page.get_by_text("Version 2", exact=True)).to_be_visible()
    page.get_by_role("link", name="Version 1", exact=True).click()
    expect(page.locator("main .minutes .tag.done")).to_have_text("Justerat")
