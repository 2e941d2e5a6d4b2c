from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from forum.enums import PlacementState
from forum.errors import ConflictError
from forum.models import ApiClient, Coordinator, Topic
from forum.services.topics import archive_topic
from meetings.services.proposal_facts import Proposal
from meetings.services.proposals import propose_topic
from tests.factories import make_api_client, make_person, make_placement, make_unit

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum, Organisation, Person
    from tests.conftest import SignIn


def test_a_unit_is_changed_and_two_who_change_it_see_both_texts(
    signed_in: SignIn, host: Organisation, administrator: Person
) -> None:
    unit, browser = make_unit(organisation=host), signed_in(administrator)
    address, typed = f"/administration/units/{unit.pk}/", {"name": "Barn och utbildning", "kind": "department"}
    assert browser.post(address, typed | {"version": 1})["Location"] == "/administration/organisations/0486/"
    assert unit.refreshed().name == "Barn och utbildning"
    stale = browser.post(address, typed | {"name": "Skolkontoret", "version": 1})
    assert (stale.status_code, "Barn och utbildning" in stale.content.decode()) == (409, True)


def test_only_administrators_reach_units(signed_in: SignIn, host: Organisation, official: Person) -> None:
    unit = make_unit(organisation=host)
    browser = signed_in(official)
    assert browser.get(f"/administration/units/{unit.pk}/").status_code == 403
    assert browser.post(f"/administration/units/{unit.pk}/archive/").status_code == 403


def test_an_archived_unit_is_no_longer_offered_but_stays_with_who_has_it(
    signed_in: SignIn, host: Organisation, administrator: Person
) -> None:
    unit, browser = make_unit(organisation=host), signed_in(administrator)
    has = make_person(name="Har Enhet", organisation=host, unit=unit)
    browser.post(f"/administration/units/{unit.pk}/archive/", {"version": 1})
    assert unit.refreshed().archived_at
    offered = "Utbildningskontoret"
    assert offered not in browser.get("/administration/people/new/").content.decode()
    assert offered in browser.get(f"/administration/people/{has.pk}/").content.decode()
    browser.post(f"/administration/units/{unit.pk}/restore/")
    assert unit.refreshed().archived_at is None


def test_a_unit_for_which_a_system_reads_is_not_archived(
    signed_in: SignIn, host: Organisation, administrator: Person
) -> None:
    unit = make_unit(organisation=host)
    client = make_api_client(organisation=host)
    ApiClient.objects.filter(pk=client.pk).update(unit=unit)
    signed_in(administrator).post(f"/administration/units/{unit.pk}/archive/", {"version": 1})
    assert unit.refreshed().archived_at is None


def test_who_may_change_and_archive_a_topic(
    now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person, administrator: Person, official: Person
) -> None:
    people = [coordinator, administrator, official]
    assert [signed_in(one).get(f"/topics/{topic.slug}/settings/").status_code for one in people] == [200, 200, 403]
    assert [signed_in(one).post(f"/topics/{topic.slug}/archive/").status_code for one in people] == [403, 302, 403]
    assert topic.refreshed().archived_at
    html = signed_in(official).get("/topics/").content.decode()
    assert topic.name not in html
    assert topic.name in signed_in(official).get("/topics/?archived").content.decode()
    signed_in(administrator).post(f"/topics/{topic.slug}/restore/")
    assert topic.refreshed().archived_at is None


def test_a_coordinator_renames_the_topic(now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person) -> None:
    typed = {"name": "Våldsbejakande extremism", "summary": "Kort", "version": topic.version}
    assert signed_in(coordinator).post(f"/topics/{topic.slug}/settings/", typed)["Location"] == f"/topics/{topic.slug}/"
    assert (topic.refreshed().name, topic.summary) == ("Våldsbejakande extremism", "Kort")


def test_a_topic_that_stands_somewhere_is_not_archived_and_an_archived_one_not_proposed(
    topic: Topic, council: Forum
) -> None:
    placement = make_placement(topic=topic, forum=council, state=PlacementState.ACCEPTED)
    with pytest.raises(ConflictError, match=council.name):
        archive_topic(topic_id=topic.pk, version=None)
    placement.delete()
    archived = archive_topic(topic_id=topic.pk, version=None)
    with pytest.raises(ConflictError):
        propose_topic(topic=archived, forums=[council], proposal=Proposal(title="Punkt"), proposed_by=None)


def test_a_coordinator_gets_a_last_day(
    now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person, administrator: Person
) -> None:
    one = Coordinator.objects.get(person=coordinator)
    address = f"/coordinators/{one.pk}/end/"
    assert address in signed_in(administrator).get(f"/topics/{topic.slug}/contacts/").content.decode()
    assert signed_in(coordinator).get(address).status_code == 403
    early = signed_in(administrator).post(address, {"ends_on": "2001-01-01", "version": 1})
    assert (early.status_code, list(early.context["form"].errors)) == (422, ["ends_on"])
    signed_in(administrator).post(address, {"ends_on": "2026-12-31", "version": 1})
    assert one.refreshed().ends_on == date(2026, 12, 31)
