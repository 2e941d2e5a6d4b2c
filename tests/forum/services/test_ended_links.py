"""Links that have ended long ago go, with the addresses that they were sent to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from forum.models import InvitationLink
from forum.services.links import issue_link
from forum.tasks import clean_up
from meetings.models import ActionLink
from tests.factories import make_action, make_item, make_meeting

if TYPE_CHECKING:
    from forum.models import Forum, Person

pytestmark = pytest.mark.django_db


def test_links_of_every_purpose_go_ninety_days_after_their_last_day(chair: Person, council: Forum) -> None:
    action = make_action(origin=make_item(meeting=make_meeting(forum=council)))
    for days in (91, 89, -1):
        at = timezone.now() - timedelta(days=days)
        issue_link(InvitationLink, address=f"{days}@demo.example", expires_at=at, person=chair)
        issue_link(ActionLink, address=f"{days}@demo.example", expires_at=at, action=action)

    assert clean_up()["links"] == 2

    left = ["-1@demo.example", "89@demo.example"]
    assert sorted(InvitationLink.objects.values_list("address", flat=True)) == left
    assert sorted(ActionLink.objects.values_list("address", flat=True)) == left
