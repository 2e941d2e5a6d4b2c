"""A form sent after the sign-in has expired, in a browser without script."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.factories import make_item, make_meeting

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from forum.models import Forum, Person
    from meetings.models import AgendaItem

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _in_english(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def item(now: datetime, council: Forum) -> AgendaItem:
    return make_item(meeting=make_meeting(forum=council, starts_at=datetime(2026, 11, 19, 8, tzinfo=UTC), noticed=True))


def send(client: Client, item: AgendaItem, writer: Person | None, notes: str = "Gatuchefen redovisar.") -> str:
    """Posts the notes of a point without being signed in; where that leads."""
    sent = {"notes": notes, **({"writer": str(writer.pk)} if writer else {})}
    return str(client.post(f"/meetings/{item.meeting_id}/log/items/{item.pk}/", sent)["Location"])


def test_what_was_written_is_sent_on_after_signing_in(client: Client, item: AgendaItem, secretary: Person) -> None:
    assert send(client, item, secretary) == "/accounts/login/?next=/kept/"
    client.force_login(secretary, backend=BACKEND)

    page = client.get("/kept/").text
    assert 'name="notes" value="Gatuchefen redovisar."' in page
    answer = client.post("/kept/", {"notes": "Gatuchefen redovisar."}, follow=True)

    item.refresh_from_db()
    assert (answer.status_code, item.notes) == (200, "Gatuchefen redovisar.")
    assert client.get("/kept/")["Location"] == "/"


def test_somebody_else_on_the_same_computer_sees_nothing(
    client: Client, item: AgendaItem, secretary: Person, chair: Person
) -> None:
    send(client, item, secretary)
    client.force_login(chair, backend=BACKEND)

    assert client.get("/kept/")["Location"] == "/"
    assert "kept" not in client.session


def test_after_half_a_day_it_is_gone(client: Client, item: AgendaItem, secretary: Person) -> None:
    send(client, item, secretary)
    client.force_login(secretary, backend=BACKEND)

    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC) + timedelta(hours=12), tick=False):
        assert client.get("/kept/")["Location"] == "/"


def test_forms_that_name_no_writer_and_floods_are_not_kept(client: Client, item: AgendaItem, secretary: Person) -> None:
    for writer, notes in ((None, "Text"), (secretary, "x" * 200_001)):
        assert send(client, item, writer, notes).startswith("/accounts/login/?next=/meetings/")
        assert "kept" not in client.session


def test_looking_keeps_nothing(client: Client, item: AgendaItem) -> None:
    client.get(f"/meetings/{item.meeting_id}/log/")

    assert "kept" not in client.session
