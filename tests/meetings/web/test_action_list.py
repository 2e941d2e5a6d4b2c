"""The action log: filters, order, paging, change in the row, paper and files."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from meetings.enums import ActionState, DueKind
from tests.conftest import LEAK
from tests.factories import make_action, make_item, make_meeting, make_person, make_seat, make_topic

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person
    from meetings.models import ActionItem
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

FILES = ("actions.csv", "actions.xlsx", "print/")
QUERIES = 6


@pytest.fixture
def actions(
    now: datetime, council: Forum, network: Forum, host: Organisation, police: Organisation
) -> list[ActionItem]:
    """Late (the host's), Soon (the police's), Later (a person's), Ongoing (an address's) and Done, the last two in the network."""
    item = make_item(meeting=make_meeting(forum=council), topic=make_topic(organisation=host, name="Trygghet"))
    other = make_item(meeting=make_meeting(forum=network))
    person = make_person(name="Åsa", email="asa@demo.example", organisation=police)
    dated = DueKind.DATE
    return [
        make_action(origin=item, text="Late", due_kind=dated, due_on=date(2026, 11, 2)),
        make_action(
            origin=item,
            text="Soon",
            due_kind=dated,
            due_on=date(2026, 11, 30),
            owner_seat=council.seats.get(role_title="Lokalpolisområdeschef"),
            state=ActionState.IN_PROGRESS,
        ),
        make_action(origin=item, text="Later", due_kind=dated, due_on=date(2026, 12, 20), owner_person=person),
        make_action(origin=other, text="Ongoing", owner_address="rektor@skola.example"),
        make_action(origin=other, text="Done", state=ActionState.DONE, due_kind=dated, due_on=date(2026, 11, 30)),
    ]


def shown(response: Any) -> list[str]:
    assert response.status_code == 200
    return [action.text for action in response.context["page"].rows]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("", ["Late", "Soon", "Later", "Ongoing"]),
        ("state=open", ["Late", "Later", "Ongoing"]),
        ("state=in_progress", ["Soon"]),
        ("state=overdue", ["Late"]),
        ("state=done", ["Done"]),
        ("topic=trygghet", ["Late", "Soon", "Later"]),
        ("organisation=polisen", ["Soon", "Later"]),
        ("whose=organisation", ["Late"]),
        ("whose=mine", []),
        ("forum=lansnatverket", ["Ongoing"]),
        ("due_from=2026-11-30&due_to=2026-12-20", ["Soon", "Later"]),
        ("due_to=2026-11-02", ["Late"]),
        ("due_from=never&sort=rubbish&topic=none", ["Late", "Soon", "Later", "Ongoing"]),
        ("text=LATE", ["Late", "Later"]),
        ("text=%232", ["Soon"]),
        ("text=100%25", []),
        ("sort=due_last&state=all", ["Later", "Done", "Soon", "Late", "Ongoing"]),
        ("sort=given", ["Ongoing", "Later", "Soon", "Late"]),
        ("sort=forum", ["Late", "Soon", "Later", "Ongoing"]),
    ],
)
def test_what_the_address_asks_for(
    actions: list[ActionItem], secretary: Person, signed_in: SignIn, query: str, texts: list[str]
) -> None:
    assert shown(signed_in(secretary).get(f"/actions/?{query}")) == texts


def test_pages_go_on_from_the_last_row_and_keep_the_filters(
    actions: list[ActionItem], secretary: Person, signed_in: SignIn
) -> None:
    for number in range(60):
        make_action(origin=actions[0].origin, text=f"Mer {number:02}")
    browser, address, met = signed_in(secretary), "/actions/?text=Mer", []
    while address:
        response = browser.get(address)
        met += shown(response)
        following = re.search(r'rel="next" href="(\?[^"]+)"', response.text)
        address = f"/actions/{following.group(1)}".replace("&amp;", "&") if following else ""
    assert met == [f"Mer {number:02}" for number in range(60)]
    back = re.search(r'rel="prev" href="(\?[^"]+)"', response.text)
    assert back
    assert shown(browser.get(f"/actions/{back.group(1)}".replace("&amp;", "&"))) == met[25:50]


def test_strangers_find_nothing_in_list_paper_or_file(
    actions: list[ActionItem], school_group: Forum, stranger: Person, secretary: Person, signed_in: SignIn
) -> None:
    for person, seen in ((stranger, False), (secretary, True)):
        browser = signed_in(person)
        page = browser.get("/actions/?state=all").text
        paper = browser.get("/actions/print/?state=all").text
        lines = b"".join(browser.get("/actions/actions.csv?state=all")).decode()
        assert [("Later" in words, LEAK in words) for words in (page, paper, lines)] == [(seen, False)] * 3
        assert ("Trygghet" in page, "Länsnätverket" in page) == (seen, seen)
        assert browser.get(f"/actions/{actions[0].pk}/change/").status_code == (200 if seen else 404)


def test_the_files_have_the_same_rows_and_no_formula(
    actions: list[ActionItem], secretary: Person, signed_in: SignIn
) -> None:
    make_action(origin=actions[0].origin, text="=1+1", due_kind=DueKind.DATE, due_on=date(2026, 11, 1))
    browser = signed_in(secretary)
    lines = b"".join(browser.get("/actions/actions.csv?forum=forum-brottsforebyggande-radet"))
    rows = list(csv.reader(StringIO(lines.decode("utf-8-sig")), delimiter=";"))
    assert [row[2] for row in rows] == ["Action", "'=1+1", "Late", "Soon", "Later"]
    assert rows[3][:8] == [
        "Forum brottsförebyggande rådet", "2", "Soon", "Lokalpolisområdeschef, Polisen", "2026-11-30", "A date",
        "In progress", "No",
    ]  # fmt: skip
    response = browser.get("/actions/actions.xlsx?state=overdue")
    sheet = load_workbook(BytesIO(b"".join(response))).active
    response.close()
    assert sheet is not None
    assert [(row[2].value, row[2].data_type) for row in sheet.iter_rows(min_row=2)] == [("=1+1", "s"), ("Late", "s")]
    assert 'filename="actions-2026-11-24.xlsx"' in response["Content-Disposition"]


def _change(browser: Any, action: ActionItem, *, scripted: bool = False, **data: str) -> HttpResponse:
    values = {"version": str(action.version), "state": action.state.value, "due_on": "2026-11-30", **data}
    headers = {"HX-Request": "true"} if scripted else {}
    answer: HttpResponse = browser.post(f"/actions/{action.pk}/change/", values, headers=headers)
    return answer


def test_a_row_is_changed_where_it_stands(actions: list[ActionItem], member: Person, signed_in: SignIn) -> None:
    soon, browser = actions[1], signed_in(member)
    opened = browser.get(f"/actions/{soon.pk}/change/?next=/actions/?state=all", headers={"HX-Request": "true"})
    assert (opened.text.lstrip().startswith("<tr"), "/actions/?state=all" in opened.text) == (True, True)

    refused = _change(browser, soon, scripted=True, due_on="2026-12-11", reason="")
    assert (refused.status_code, "2026-12-11" in refused.text) == (422, True)

    saved = _change(browser, soon, scripted=True, due_on="2026-12-11", reason="Sjuk")
    soon = soon.refreshed()
    assert (saved.status_code, "Action 2 is saved." in saved.text, soon.due_on) == (200, True, date(2026, 12, 11))
    (update,) = soon.updates.all()
    assert (update.old_due_on, update.new_due_on, update.text, update.by_person) == (
        date(2026, 11, 30), date(2026, 12, 11), "Sjuk", member,
    )  # fmt: skip
    given_up = browser.get(f"/actions/{soon.pk}/change/?row=1", headers={"HX-Request": "true"})
    assert ("<form" in given_up.text, "Soon" in given_up.text) == (False, True)


def test_a_row_is_changed_without_script_and_back_to_the_list(
    actions: list[ActionItem], member: Person, signed_in: SignIn
) -> None:
    soon, browser = actions[1], signed_in(member)
    assert "<html" in browser.get(f"/actions/{soon.pk}/change/").text
    assert _change(browser, soon, state="closed").status_code == 422
    saved = _change(browser, soon, state="done", next="/actions/?whose=mine")
    assert (saved.status_code, saved["Location"]) == (302, f"/actions/?whose=mine#action-{soon.pk}")
    stale = _change(browser, soon, state="closed", reason="Behövs inte")
    assert (stale.status_code, "Behövs inte" in stale.text) == (409, True)
    elsewhere = _change(browser, soon.refreshed(), state="done", next="https://evil.example/")
    assert elsewhere["Location"].startswith("/actions/#")


def test_who_only_reads_is_offered_no_change(
    actions: list[ActionItem], host: Organisation, council: Forum, signed_in: SignIn
) -> None:
    reader = make_person(name="Läsare", email="reader@demo.example", organisation=host)
    make_seat(forum=council, organisation=host, person=reader)
    browser = signed_in(reader)
    response = browser.get("/actions/")
    assert (shown(response), "hx-get" in response.text) == (["Late", "Soon", "Later"], False)
    assert _change(browser, actions[1], state="done").status_code == 403


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize("number", [1, 3])
def test_paper_and_files_cost_a_constant_number_of_statements(
    now: datetime, council: Forum, secretary: Person, signed_in: SignIn, number: int, address: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    item = make_item(meeting=make_meeting(forum=council))
    for _ in range(number):
        make_action(origin=item)
    browser = signed_in(secretary)
    with django_assert_num_queries(QUERIES):
        response = browser.get(f"/actions/{address}")
        list(response)
    response.close()
