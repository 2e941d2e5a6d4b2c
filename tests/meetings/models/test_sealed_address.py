"""The secret address of a followed calendar lies encrypted, and survives a change of SECRET_KEY by its fallback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from meetings.models import FollowedCalendar

if TYPE_CHECKING:
    from pytest_django import Settings

    from forum.models import Forum

SECRET = "https://kalender.example/hemlig.ics"


def test_the_address_is_read_by_us_alone(council: Forum, settings: Settings) -> None:
    row = FollowedCalendar.objects.create(forum=council, address=SECRET)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM meetings_followedcalendar")
        assert "kalender" not in cursor.fetchone()[0]
    assert FollowedCalendar.objects.get().address == SECRET
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = (
        "a new key that is long enough for anybody",
        [settings.SECRET_KEY],
    )
    assert FollowedCalendar.objects.get(pk=row.pk).address == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    assert FollowedCalendar.objects.get(pk=row.pk).address == ""
