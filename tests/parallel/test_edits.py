"""Many change one row: of those who saw the same version one wins, the others see both texts and lose nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.urls import reverse

from forum.errors import StaleVersionError
from meetings.enums import ActionState, DueKind
from meetings.models import ActionItem, AgendaItem, Decision, Meeting
from meetings.services.action_owners import edit_action
from meetings.services.actions import Actor, Owner, move_due_date
from meetings.services.agendas import edit_item
from meetings.services.outcomes import edit_decision, write_outcome
from tests.conftest import NOW
from tests.factories import make_action, make_decision, make_item, make_meeting
from tests.factories.api import ALL_SCOPES
from tests.parallel.pages import Pages
from tests.parallel.together import MANY, at_once, codes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from forum.models import Forum, Organisation, Person
    from tests.conftest import ApiClientFor, SignIn

BARE = Owner(address="nagon@demo.example")
WRITE = (*ALL_SCOPES, "actions:write")


@pytest.fixture
def item(council: Forum, now: datetime) -> AgendaItem:
    return make_item(meeting=make_meeting(forum=council, starts_at=now), title="Punkt", kind="information")


def _item(row: AgendaItem, number: int) -> AgendaItem:
    return edit_item(item_id=row.pk, version=row.version, title=f"Text {number}")


def _outcome(row: AgendaItem, number: int) -> AgendaItem:
    return write_outcome(item_id=row.pk, version=row.version, notes=f"Text {number}")


def _decision(row: Decision, number: int) -> Decision:
    return edit_decision(decision_id=row.pk, version=row.version, text=f"Text {number}")


def _action(row: ActionItem, number: int) -> ActionItem:
    facts: dict[str, Any] = {"owner": BARE, "due_kind": DueKind.ONGOING, "due_on": None, "actor": Actor()}
    return edit_action(action_id=row.pk, version=row.version, text=f"Text {number}", **facts)


VERBS: dict[str, tuple[Callable[..., Any], str]] = {
    "item": (_item, "title"),
    "outcome": (_outcome, "notes"),
    "decision": (_decision, "text"),
    "action": (_action, "text"),
}


def _row(what: str, item: AgendaItem) -> Any:
    rows: dict[str, Callable[[], Any]] = {
        "decision": lambda: make_decision(item=item),
        "action": lambda: make_action(origin=item),
    }
    return rows.get(what, lambda: item)()


@pytest.mark.parametrize("what", VERBS)
def test_of_a_hundred_who_saw_the_same_version_one_wins(what: str, item: AgendaItem) -> None:
    verb, column = VERBS[what]
    row = _row(what, item)
    answers = at_once([partial(verb, row, number) for number in range(MANY)])
    assert codes(answers) == {"done": 1, "stale_version": MANY - 1}
    [winner] = [number for number, answer in enumerate(answers) if not isinstance(answer, StaleVersionError)]
    after = row.refreshed()
    assert (after.version, getattr(after, column)) == (2, f"Text {winner}")
    assert {getattr(answer.current, column) for answer in answers if isinstance(answer, StaleVersionError)} == {
        f"Text {winner}"
    }


def test_every_accepted_write_is_one_version_and_one_line_of_history(item: AgendaItem) -> None:
    """Ten writers who read, write and begin again until they have got five words in."""

    def insist(writer: int) -> int:
        refused = 0
        for word in range(5):
            while True:
                row = AgendaItem.objects.get(pk=item.pk)
                try:
                    write_outcome(item_id=row.pk, version=row.version, notes=f"{row.notes} {writer}.{word}")
                    break
                except StaleVersionError:
                    refused += 1
        return refused

    assert sum(at_once([partial(insist, writer) for writer in range(10)])) > 0
    after = item.refreshed()
    assert sorted(after.notes.split()) == sorted(f"{writer}.{word}" for writer in range(10) for word in range(5))
    past: Any = apps.get_model("meetings", "AgendaItemEvent")
    versions = past.objects.filter(pgh_obj_id=item.pk).values_list("version", flat=True)
    assert (after.version, sorted(versions)) == (51, list(range(1, 52)))


def _page(what: str, meeting: Meeting, row: Any) -> tuple[str, dict[str, Any], str]:
    """Address of the form, what it posts beside the text, and the name of the text."""
    if what == "item":
        return reverse("item-edit", args=[meeting.pk, row.pk]), {"kind": "information", "openness": "open"}, "title"
    if what == "outcome":
        return reverse("log-outcome", args=[meeting.pk, row.pk]), {"answer": ""}, "notes"
    if what == "decision":
        return reverse("log-decision", args=[meeting.pk, row.pk]), {"reservations": ""}, "text"
    owner = {"owner_address": "nagon@demo.example", "due_kind": "ongoing"}
    return reverse("log-action", args=[meeting.pk, row.pk]), owner, "text"


@pytest.mark.slow
@pytest.mark.parametrize("what", VERBS)
def test_the_page_shows_the_losers_both_texts(
    what: str, item: AgendaItem, secretary: Person, signed_in: SignIn
) -> None:
    many = 25  # each answer renders a page
    row = _row(what, item)
    address, beside, name = _page(what, item.meeting, row)
    browser = Pages(signed_in(secretary))
    posts = [{**beside, name: f"Mina ord {number}.", "version": "1"} for number in range(many)]
    answers = at_once([partial(browser.post, address, data) for data in posts])
    assert codes(answers) == {"302": 1, "409": many - 1}
    won = getattr(row.refreshed(), VERBS[what][1])
    for data, answer in zip(posts, answers, strict=True):
        words = answer.content.decode()
        if answer.status_code == 302:
            assert data[name] == won
        else:
            assert data[name] in words
            assert won in words
            assert 'value="2"' in words  # the next save is about the version that stands now


def test_a_hundred_patches_with_the_same_tag(
    item: AgendaItem, neighbour: Organisation, api_client_for: ApiClientFor
) -> None:
    action = make_action(origin=item, owner_organisation=neighbour)
    api = api_client_for(neighbour, WRITE)
    address = f"/api/v1/action-items/{action.pk}"
    tag = api.get(address)["ETag"]
    states = [ActionState.DONE, ActionState.IN_PROGRESS]
    bodies = [{"state": states[number % 2], "note": f"Ord {number}."} for number in range(MANY)]
    answers = at_once([partial(api.patch, address, body, headers={"If-Match": tag}) for body in bodies])
    assert codes(answers) == {"200": 1, "412": MANY - 1}
    [won] = [body for body, answer in zip(bodies, answers, strict=True) if answer.status_code == 200]
    action.refresh_from_db()
    assert (action.state, action.version) == (won["state"], 2)
    assert list(action.updates.values_list("text", flat=True)) == [won["note"]]
    refused = [answer for answer in answers if answer.status_code == 412]
    assert {answer.json()["type"] for answer in refused} == {"urn:samverka:problem:stale-version"}
    without = at_once([partial(api.patch, address, body) for body in bodies[:10]])
    assert codes(without) == {"428": 10}


def test_page_mail_link_and_api_move_the_same_action(item: AgendaItem) -> None:
    """Without a version (the mail link) the last word counts, but each one stands in the history."""
    action = make_action(origin=item)
    day = NOW.date()
    acts = [
        partial(
            move_due_date,
            action_id=action.pk,
            version=None,
            due_on=day.replace(day=25 + number % 5),
            reason=f"Skäl {number}",
            actor=Actor(),
        )
        for number in range(MANY)
    ]
    assert codes(at_once(acts)) == {"done": MANY}
    chain = list(action.updates.order_by("pk").values_list("old_due_on", "new_due_on"))
    assert len(chain) == MANY
    assert {new for _old, new in chain} >= {action.refreshed().due_on}
