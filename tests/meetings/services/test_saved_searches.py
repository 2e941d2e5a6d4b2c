"""Searches by mail: only what is new, only what may be read, at 08:00 on working days, until they are ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from forum.errors import ConflictError, InvalidInputError
from forum.models import OutboxMessage
from meetings.enums import ItemOpenness, Rhythm
from meetings.models import AgendaItem, SavedSearch
from meetings.selectors.search import Terms
from meetings.services.saved_searches import (
    MOST_SEARCHES,
    end_search,
    next_letter_at,
    save_search,
    send_due_searches,
)
from tests.factories import make_item, make_meeting
from tests.meetings.services.outbox_reading import text_of

if TYPE_CHECKING:
    from forum.models import Forum, Person
    from meetings.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(council: Forum) -> Meeting:
    return make_meeting(forum=council, noticed=True)


def saved_by(person: Person, words: str = "lägesbild") -> SavedSearch:
    return save_search(person=person, terms=Terms(words=words), rhythm=Rhythm.DAILY)


def send() -> list[str]:
    """Lets the hour of all searches come; the texts of the letters written then."""
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    SavedSearch.objects.filter(ended_at__isnull=True).update(next_at=timezone.now() - timedelta(minutes=1))
    send_due_searches()
    return [text_of(row) for row in OutboxMessage.objects.exclude(pk__in=before)]


@pytest.mark.parametrize(
    ("rhythm", "now", "then"),
    [
        (Rhythm.DAILY, "2026-11-24T09:00", "2026-11-25T07:00"),
        (Rhythm.DAILY, "2026-11-27T09:00", "2026-11-30T07:00"),  # Friday
        (Rhythm.DAILY, "2026-12-23T09:00", "2026-12-28T07:00"),  # Christmas
        (Rhythm.DAILY, "2027-03-25T09:00", "2027-03-30T06:00"),  # Easter and summer time
        (Rhythm.WEEKLY, "2026-11-24T09:00", "2026-11-30T07:00"),
        (Rhythm.WEEKLY, "2026-11-30T06:00", "2026-12-07T07:00"),  # Monday
        (Rhythm.WEEKLY, "2027-03-24T09:00", "2027-03-30T06:00"),  # Easter Monday
    ],
)
def test_when_the_next_letter_comes(rhythm: Rhythm, now: str, then: str) -> None:
    moments = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (now, then)]
    assert next_letter_at(rhythm, moments[0]) == moments[1]


def test_only_what_is_new_is_told_and_once(meeting: Meeting, secretary: Person) -> None:
    make_item(meeting=meeting, title="Gammal lägesbild")
    saved_by(secretary)
    assert send() == []

    make_item(meeting=meeting, title="Ny lägesbild")
    (text,) = send()
    assert "Ny lägesbild" in text
    assert "Gammal" not in text
    assert f"/meetings/{meeting.pk}/#item-" in text
    assert send() == []


def test_what_becomes_readable_is_new(council: Forum, member: Person) -> None:
    meeting = make_meeting(forum=council)
    make_item(meeting=meeting, title="Lägesbild i utkast")
    saved_by(member)
    assert send() == []

    meeting.noticed_at = timezone.now()
    meeting.save()
    assert "Lägesbild i utkast" in send()[0]


def test_what_is_restricted_is_never_told(meeting: Meeting, member: Person) -> None:
    saved_by(member)
    make_item(meeting=meeting, title="Dold lägesbild", openness=ItemOpenness.NAMED_SEATS)
    item = make_item(meeting=meeting, title="Sedan dold lägesbild")
    AgendaItem.objects.filter(pk=item.pk).update(openness=ItemOpenness.OWN_ORGANISATION)

    assert send() == []


def test_the_letter_ends_by_one_press(meeting: Meeting, secretary: Person) -> None:
    saved_by(secretary)
    make_item(meeting=meeting, title="Lägesbild")
    send()
    letter = message_from_bytes(bytes(OutboxMessage.objects.get().body), policy=policy.default)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = letter["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    assert path in text_of(OutboxMessage.objects.get())

    visitor = Client(enforce_csrf_checks=True)
    assert visitor.get(path).status_code == 200
    assert SavedSearch.objects.get().ended_at is None
    assert visitor.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 302
    make_item(meeting=meeting, title="Lägesbild igen")
    assert send() == []
    assert "You get no more letters" in visitor.get(f"{path}?language=en").text
    saved_by(secretary)  # and may be asked for again


def test_who_has_left_gets_nothing(meeting: Meeting, secretary: Person) -> None:
    saved_by(secretary)
    make_item(meeting=meeting, title="Lägesbild")
    secretary.is_active = False
    secretary.save()

    assert send() == []
    assert SavedSearch.objects.get().ended_at is not None


def test_one_that_fails_stops_no_other(
    meeting: Meeting, secretary: Person, chair: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, whole = saved_by(chair), saved_by(secretary)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_savedsearch SET kind = 'nonsense' WHERE id = %s", [broken.pk])
    make_item(meeting=meeting, title="Lägesbild")

    assert len(send()) == 1
    later = SavedSearch.objects.filter(pk=broken.pk).values_list("next_at", flat=True)[0]
    assert later > timezone.now() + timedelta(minutes=50)
    whole.refresh_from_db()
    assert len(whole.told) == 1


def test_what_can_not_be_saved(council: Forum, secretary: Person) -> None:
    with pytest.raises(InvalidInputError):
        saved_by(secretary, "och -budget")
    saved_by(secretary)
    with pytest.raises(ConflictError):
        saved_by(secretary)
    for number in range(MOST_SEARCHES - 1):
        saved_by(secretary, f"ord{number}")
    with pytest.raises(ConflictError):
        saved_by(secretary, "krokus")
    end_search(saved_search_id=SavedSearch.objects.of(secretary)[0].pk)
    saved_by(secretary, "krokus")
