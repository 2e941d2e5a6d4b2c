"""Who changed what when: told in words to those who may read the thing now, and an earlier text put back by an ordinary edit."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from forum.models import Membership
from forum.services.forums import update_forum
from meetings.enums import ItemOpenness, MinutesState
from meetings.models import AgendaItem, Meeting
from meetings.services.agendas import edit_item
from meetings.services.minutes import choose_approvers
from meetings.services.outcomes import edit_decision
from tests.factories import make_action, make_decision, make_item, make_meeting, make_minutes

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Person
    from tests.conftest import SignIn

OLD, NEW = "Läget i centrum och vid stationen", "Läget i centrum och vid torget"


@pytest.fixture
def meeting(council: Forum) -> Meeting:
    return make_meeting(forum=council)


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return make_item(meeting=meeting, title="Lägesbild", question=OLD)


def address(kind: str, row: Any) -> str:
    return reverse("history", args=[kind, row.pk])


def words(browser: Client, kind: str, row: Any) -> str:
    answer = browser.get(address(kind, row))
    assert answer.status_code == 200
    main = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(strip_tags(main.replace("<", " <")).split())


def change(item: AgendaItem, browser: Client, **facts: str) -> None:
    """By the page, so that the history knows who did it."""
    item.refresh_from_db()
    first = {"title": item.title, "kind": item.kind, "openness": item.openness, "question": item.question}
    to = reverse("item-edit", args=[item.meeting_id, item.pk])
    answer = browser.post(to, {**first, "version": item.version, **facts})
    assert answer.status_code == 302


def test_an_edit_tells_who_and_what_word_by_word(
    item: AgendaItem, secretary: Person, signed_in: SignIn, council: Forum
) -> None:
    browser = signed_in(secretary)
    change(item, browser, question=NEW, kind="decision")

    for kind, row in (("item", item), ("meeting", item.meeting)):
        told = words(browser, kind, row)
        assert "Sara Sekreterare" in told
        assert "Kind [− Information ] → [+ For decision ]" in told
        assert "Läget i centrum och vid [− stationen ] [+ torget ]" in told


def test_texts_of_before_the_notice_stay_with_those_who_read_drafts(
    item: AgendaItem, member: Person, chair: Person, signed_in: SignIn
) -> None:
    edit_item(item_id=item.pk, version=None, question="hemligt utkast")
    edit_item(item_id=item.pk, version=None, question="det som skickades")
    Meeting.objects.filter(pk=item.meeting_id).update(noticed_at=timezone.now() + timedelta(hours=1), state="noticed")

    told = words(signed_in(member), "item", item)

    assert ("hemligt" in told, "skickades" in told) == (False, False)
    assert "hemligt" in words(signed_in(chair), "item", item)


def test_what_was_restricted_then_is_not_told_now(
    meeting: Meeting, member: Person, chair: Person, signed_in: SignIn
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(noticed_at=timezone.now() - timedelta(days=1), state="noticed")
    item = make_item(meeting=meeting, question="sluten text", openness=ItemOpenness.NAMED_SEATS)
    edit_item(item_id=item.pk, version=None, question="sluten text två")
    edit_item(item_id=item.pk, version=None, question="öppen text", openness=ItemOpenness.OPEN)

    told = words(signed_in(member), "item", item)

    assert ("öppen" in told, "sluten" in told) == (True, False)
    assert "sluten text" in words(signed_in(chair), "item", item)


def test_a_redacted_point_has_no_history_for_its_reader(meeting: Meeting, member: Person, signed_in: SignIn) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(noticed_at=timezone.now() - timedelta(days=1), state="noticed")
    item = make_item(meeting=meeting, title="sluten rubrik", openness=ItemOpenness.OWN_ORGANISATION)
    edit_item(item_id=item.pk, version=None, question="sluten text")

    browser = signed_in(member)

    assert all("sluten" not in words(browser, kind, row) for kind, row in (("item", item), ("meeting", meeting)))
    assert "Nothing has changed here" in words(browser, "item", item)


def test_drafts_of_decisions_are_not_in_the_history_of_circulated_minutes(
    item: AgendaItem, member: Person, secretary: Person, signed_in: SignIn
) -> None:
    decision = make_decision(item=item, text="utkast till beslut")
    edit_decision(decision_id=decision.pk, version=None, text="det som beslutades")
    Meeting.objects.filter(pk=item.meeting_id).update(noticed_at=timezone.now(), state="noticed")
    make_minutes(meeting=item.meeting, circulated_at=timezone.now() + timedelta(minutes=5))

    assert "utkast" not in words(signed_in(member), "decision", decision)
    assert "utkast till beslut" in words(signed_in(secretary), "decision", decision)


def test_the_owner_reads_the_past_of_the_action_and_a_stranger_nothing_of_anything(
    item: AgendaItem, official: Person, stranger: Person, signed_in: SignIn, council: Forum
) -> None:
    action = make_action(origin=item, text="Ring skolorna", owner_person=official)
    minutes = make_minutes(meeting=item.meeting)

    assert "Ring skolorna" in words(signed_in(official), "action", action)
    kinds = {"meeting": item.meeting, "item": item, "action": action, "minutes": minutes, "forum": council}
    kinds |= {"seats": council, "organisation": council.organisation, "person": official}
    browser = signed_in(stranger)
    assert {kind: browser.get(address(kind, row)).status_code for kind, row in kinds.items()} == dict.fromkeys(
        kinds, 404
    )


def test_forum_seats_topic_organisation_and_person_tell_their_past(
    council: Forum, topic: Any, administrator: Person, secretary: Person, official: Person, signed_in: SignIn
) -> None:
    update_forum(forum_id=council.pk, version=None, purpose="Trygg kommun")
    Membership.objects.create(
        seat=council.seats.get(role_title="Säkerhetssamordnare"), person=official, starts_on="2026-01-01"
    )
    browser = signed_in(administrator)

    assert "Trygg kommun" in words(browser, "forum", council)
    assert "Hanna Handläggare" in words(signed_in(secretary), "seats", council)
    assert "Säkerhetssamordnare" in words(browser, "person", official)
    for kind, row in (("topic", topic), ("organisation", council.organisation)):
        assert "Added" in words(browser, kind, row)


def test_the_approvers_have_a_history_and_a_version(
    meeting: Meeting, council: Forum, secretary: Person, signed_in: SignIn
) -> None:
    seen = meeting.refreshed().version
    seat = council.seats.get(role_title="Lokalpolisområdeschef")
    choose_approvers(meeting=meeting, seats=[seat], version=seen)
    choose_approvers(meeting=meeting, seats=[])
    browser = signed_in(secretary)

    assert words(browser, "meeting", meeting).count("Approver: Lokalpolisområdeschef, Polisen") == 2
    answer = browser.post(reverse("log-approvers", args=[meeting.pk]), {"approvers": [str(seat.pk)], "version": seen})
    assert answer.status_code == 409
    assert "Lokalpolisområdeschef, Polisen" in answer.content.decode()


def event_of(item: AgendaItem) -> int:
    events = apps.get_model("meetings", "AgendaItemEvent").objects.filter(pgh_obj=item.pk, pgh_label="update")
    return int(events.order_by("-pgh_id").values_list("pgh_id", flat=True)[0])


def test_an_earlier_text_is_put_back_with_the_version_checked(
    item: AgendaItem, secretary: Person, member: Person, signed_in: SignIn
) -> None:
    edit_item(item_id=item.pk, version=None, question=NEW)
    to = reverse("history-restore", args=["item", event_of(item), "question"])
    browser = signed_in(secretary)
    page = browser.get(to)
    assert (page.status_code, OLD in page.content.decode()) == (200, True)

    item.refresh_from_db()
    seen = item.version
    assert browser.post(to, {"text": OLD, "version": seen}).status_code == 302
    item.refresh_from_db()
    assert item.question == OLD
    edit_item(item_id=item.pk, version=None, question="någon annan skrev")
    stale = browser.post(to, {"text": "min text", "version": seen})
    assert (stale.status_code, "någon annan skrev" in stale.content.decode()) == (409, True)
    assert browser.post(reverse("history-restore", args=["item", event_of(item), "kind"])).status_code == 404
    Meeting.objects.filter(pk=item.meeting_id).update(noticed_at=timezone.now() - timedelta(days=9), state="noticed")
    assert signed_in(member).post(to, {"text": OLD}).status_code == 403


def test_approved_minutes_are_never_restored(item: AgendaItem, secretary: Person, signed_in: SignIn) -> None:
    edit_item(item_id=item.pk, version=None, question=NEW)
    make_minutes(meeting=item.meeting, state=MinutesState.APPROVED)
    to = reverse("history-restore", args=["item", event_of(item), "question"])

    answer = signed_in(secretary).post(to, {"text": OLD, "version": item.refreshed().version})

    assert (answer.status_code, "approved" in answer.content.decode()) == (422, True)
    item.refresh_from_db()
    assert item.question == NEW


def test_pages_of_history_follow_each_other_without_gap_or_double(
    item: AgendaItem, secretary: Person, signed_in: SignIn
) -> None:
    for number in range(60):
        AgendaItem.objects.filter(pk=item.pk).update(question=f"fråga nummer {number:02}!")
    events = apps.get_model("meetings", "AgendaItemEvent").objects.filter(pgh_obj=item.pk)
    for place, event in enumerate(events.order_by("pgh_id")):  # two events share each moment
        events.filter(pk=event.pk).update(pgh_created_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=place // 2))
    browser, after = signed_in(secretary), ""
    told: list[str] = []
    while after or not told:
        answer = browser.get(address("item", item), {"after": after})
        told += [
            change.after for moment in answer.context["moments"] for one in moment.happenings for change in one.told
        ]
        after = answer.context["past"].after

    questions = [text for text in told if text.startswith("fråga")]
    assert questions == [f"fråga nummer {number:02}!" for number in reversed(range(60))]
    endless = urlsafe_b64encode(b'["2026-01-01T00:00:00+00:00", Infinity, 1]').decode()
    assert [browser.get(address("item", item), {"after": mark}).status_code for mark in ("rubbish", endless)] == [
        200,
        200,
    ]


def test_the_number_of_queries_does_not_grow(
    item: AgendaItem, secretary: Person, signed_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(secretary)
    change(item, browser, question=NEW)
    browser.get(address("meeting", item.meeting))
    for more in (0, 2):
        for number in range(more):
            change(make_item(meeting=item.meeting, title=f"Punkt {number}"), browser, question=f"Fråga {number}")
        browser.get(address("item", item))
        with django_assert_num_queries(13):
            browser.get(address("meeting", item.meeting))
