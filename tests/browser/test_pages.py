"""Every main page: no axe violation, no sideways scroll at 320 px, no word in the console.

`make test` takes each page once, half of them at a desk in light, half on a phone in dark; `make test-full` takes all in every mode.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.forms import press
from tests.browser.looking import look, sign_in
from tests.browser.walks import walks

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.looking import Faults

COUNCIL = "/forums/brottsforebyggande-radet/"
TOPIC = "/topics/valdsbejakande-extremism/"
OPEN = [
    "/",
    "/demo/",
    "/demo/neighbour/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/no-such-page/",
    "/calendar/subscribe/help/",
    "/style/",
    "/style/confirm/",
]
SECRETARY = [
    "/",
    "/forums/",
    COUNCIL,
    f"{COUNCIL}seats/",
    f"{COUNCIL}backlog/",
    f"{COUNCIL}seats/renew/",
    f"{COUNCIL}seats/past/",
    f"{COUNCIL}settings/",
    f"{COUNCIL}meetings/new/",
    f"{COUNCIL}series/",
    f"{COUNCIL}series/new/",
    f"{COUNCIL}year/",
    "/forums/bring-in/",
    "/calendar/subscribe/",
    "/calendar/",
    "/calendar/?show=week",
    "/calendar/?show=list",
    "/actions/",
    f"{COUNCIL}documents/new/",
    f"{COUNCIL}reports/",
    f"{COUNCIL}reports/new/",
    "/search/",
    "/search/?q=skola",
    "/search/?q=finnsinte&kind=decisions",
    "/actions/?text=x&due_from=never",
    "/actions/print/",
    TOPIC,
    f"{TOPIC}pictures/",
    f"{TOPIC}findings/",
    "/demo/mail/",
]
FACES = ["", "log/", "minutes/", "notice/", "reschedule/", "print/", "print/letters/", "preview/", "template/"]
ACTION_FACES = ["", "change/"]
REPORT_FACES = ["", "editions/1/", "words/found/", "editions/1/send/", "editions/1/", "change/"]
FORMAL_FACES = ["", "1/", "approvers/", "formal/", "posting/", "posting/all/print/"]
ADMINISTRATOR = [
    f"{TOPIC}coverage/",
    f"{TOPIC}coverage/?span=24&group=kind",
    f"{TOPIC}coverage/?face=table&as_of=2020-01-31",
    f"{TOPIC}coverage/brottsforebyggande-radet/2026/",
    f"{TOPIC}contacts/",
    f"{TOPIC}handover/",
    f"{TOPIC}plan/?all",
    f"{TOPIC}plan/chain/",
    f"{TOPIC}plan/breaks/",
    "/administration/",
    f"{TOPIC}settings/",
    "/administration/organisations/",
    "/administration/people/",
    "/administration/people/list/",
    "/administration/settings/",
    "/administration/kept-numbers/",
    f"{TOPIC}propose/",
    f"{TOPIC}file/",
    "/topics/bring-in/",
    f"{TOPIC}pictures/new/",
    f"{TOPIC}pictures/others/",
    f"{TOPIC}findings/new/",
    "/question-sets/",
    "/presentations/?whose=all",
    "/forums/new/",
    "/support/",
    "/support/new/",
    f"{TOPIC}training/",
    f"{TOPIC}training/new/",
    f"{TOPIC}reports/",
    f"{TOPIC}reports/new/?kind=council",
    "/agreements/",
    "/agreements/new/",
    "/routines/0486/",
    "/routines/0486/change/",
    "/administration/mail-texts/",
    "/administration/mail-texts/notice/sv/",
    "/who-may-do-what/",
]


@walks(*OPEN)
def test_open_pages(reader: Page, faults: Faults) -> None:
    assert faults(reader, OPEN) == []


def test_pages_with_the_strip_of_the_ten_steps(reader: Page, faults: Faults) -> None:
    reader.goto("/demo/")
    reader.locator("main button[name=step][value='4']").click()

    assert faults(reader, [TOPIC, "/demo/", "/demo/neighbour/", "/forums/bring-in/"]) == []


def change_a_title(page: Page, meeting: str) -> None:
    """So that the meeting's history has an earlier text that can be put back."""
    page.goto(meeting)
    page.goto(re.findall(rf"{meeting}items/[0-9a-f-]{{36}}/", page.content())[-1])
    title = page.locator("[name=title]")
    title.fill(f"{title.input_value()}.")
    page.locator("main form", has=title).locator("button[type=submit], button:not([type])").first.click()
    page.wait_for_url(re.compile(meeting))


@walks(*SECRETARY, "meeting", "meeting-log", "meeting-minutes", "meeting-notice", "meeting-reschedule", "meeting-print")
@walks("meeting-letters", "meeting-preview", "meeting-templates", "item-guests", "history", "history-restore")
@walks("action", "action-change", "handover", "series-edit")
def test_pages_of_the_secretary(reader: Page, faults: Faults) -> None:
    sign_in(reader, "secretary")
    reader.goto(COUNCIL)
    meeting = re.findall(r"/meetings/[0-9a-f-]{36}/", reader.content())[0]

    reader.goto("/actions/")
    action = re.findall(r"/actions/[0-9a-f-]{36}/", reader.content())[0]
    reader.goto("/")
    question = re.findall(r"/actions/handovers/[0-9a-f-]{36}/", reader.content())[0]
    actions = [*(f"{action}{face}" for face in ACTION_FACES), question]
    actions.append(re.findall(rf"{COUNCIL}series/[0-9a-f-]{{36}}/", reader.request.get(f"{COUNCIL}series/").text())[0])
    actions.append(
        re.findall(r"/meetings/[0-9a-f-]{36}/items/[0-9a-f-]{36}/guests/", reader.request.get(meeting).text())[-1]
    )

    change_a_title(reader, meeting)
    history = f"/history{meeting.replace('meetings', 'meeting')}"
    restore = re.findall(r"/history/item/[0-9]+/title/", reader.request.get(history).text())[0]
    past = [history, restore]

    assert faults(reader, [*SECRETARY, *actions, *past, *(f"{meeting}{face}" for face in FACES)]) == []


@walks("minutes-version", "minutes-approvers", "formal", "formal-item", "posting", "posting-print")
def test_minutes_that_are_approved(reader: Page, faults: Faults) -> None:
    """Formal minutes: the pages around them, with what the demo's council noted."""
    sign_in(reader, "secretary")
    reader.goto(COUNCIL)
    meetings = dict.fromkeys(re.findall(r"/meetings/[0-9a-f-]{36}/", reader.content()))
    approved = [meeting for meeting in meetings if reader.request.get(f"{meeting}minutes/1/").ok]
    minutes = f"{approved[0]}minutes/"
    reader.goto(f"{minutes}formal/")
    point = re.findall(r"/meetings/[0-9a-f-]{36}/minutes/formal/items/[0-9a-f-]{36}/", reader.content())[2]

    assert faults(reader, [point, *(f"{minutes}{face}" for face in FORMAL_FACES)]) == []


@walks("plan", "plan-change", "plan-step", "plan-consult", "goal-new", "goal-change", "measure-new", "measure")
@walks("measure-change", "indicator-new", "indicator-change", "follow-up-new", "plan-document-new")
def test_a_plan_that_is_written(reader: Page, faults: Faults) -> None:
    """The draft of a new edition, with all its forms; afterwards it is discarded."""
    sign_in(reader, "administrator")
    reader.goto(f"{TOPIC}plan/")
    press(reader, "revise")
    plan = urlsplit(reader.url).path
    found = re.search(f"{TOPIC}plan/measures/[0-9a-f-]{{36}}/", reader.content())
    goal = re.search(f"{TOPIC}plan/goals/[0-9a-f-]{{36}}/", reader.content())
    assert found
    assert goal
    reader.goto(found.group())
    indicator = re.search(f"{TOPIC}plan/indicators/[0-9a-f-]{{36}}/", reader.content())
    assert indicator
    faces = ["", "change/", "indicators/new/", "follow-ups/new/"]
    forms = ["", "change/", "step/", "consult/", "goals/new/", "measures/new/", "documents/new/"]
    pages = [
        *(plan + form for form in forms),
        *(found.group() + face for face in faces),
        goal.group(),
        indicator.group(),
    ]

    wrong = faults(reader, pages)

    reader.goto(plan)
    press(reader, "discard")
    assert wrong == []


@walks("report", "report-change", "report-edition", "report-send", "report-words")
def test_a_report(reader: Page, faults: Faults) -> None:
    """The draft and its fixed edition, with their forms; charts included."""
    sign_in(reader, "administrator")
    reader.goto(f"{TOPIC}reports/")
    draft = re.findall(r"/reports/[0-9a-f-]{36}/", reader.content())[0]

    assert faults(reader, [f"{draft}{face}" for face in REPORT_FACES]) == []


@walks(*ADMINISTRATOR, "api-client-reads", "person", "person-merge")
def test_pages_of_the_administrator(reader: Page, faults: Faults) -> None:
    sign_in(reader, "administrator")
    reader.goto("/administration/people/")
    person = re.findall(r"/administration/people/[0-9a-f-]{36}/", reader.content())[0]

    reader.goto("/administration/api-clients/")
    client = re.findall(r"/administration/api-clients/[0-9a-f-]{36}/reads/", reader.content())[0]

    assert faults(reader, [*ADMINISTRATOR, f"{client}?kind=agenda-items", person, f"{person}merge/"]) == []


def test_the_question_about_a_personal_identity_number(reader: Page) -> None:
    sign_in(reader, "administrator")
    reader.goto("/topics/new/")
    reader.locator("[name=name]").fill("Oro i skolan")
    reader.locator("[name=summary]").fill("Gäller 850709-9805.")
    reader.locator("#main form button[type=submit]").click()
    expect(reader.locator("textarea[name=summary]")).to_have_value("Gäller 850709-9805.")

    assert look(reader) == []
