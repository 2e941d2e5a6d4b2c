from __future__ import annotations

from typing import TYPE_CHECKING

from forum.models import Coordinator, Topic
from tests.factories import make_coordinator, make_topic

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import DjangoAssertNumQueries

    from forum.models import Organisation, Person
    from tests.conftest import SignIn


def test_everybody_reads_coordinators_of_the_host_add_administrators_appoint(
    signed_in: SignIn, topic: Topic, coordinator: Person, administrator: Person, official: Person, member: Person,
    police: Organisation,
) -> None:  # fmt: skip
    make_coordinator(topic=topic, person=member, organisation=police)
    people = [coordinator, administrator, official, member]
    for address, expected in (
        ("/topics/", [200, 200, 200, 200]),
        ("/topics/new/", [200, 200, 403, 403]),
        (f"/topics/{topic.slug}/coordinators/", [302, 200, 302, 302]),
    ):
        assert [signed_in(person).get(address).status_code for person in people] == expected


def test_a_question_is_added_once_under_its_name(signed_in: SignIn, coordinator: Person) -> None:
    browser = signed_in(coordinator)
    answer = browser.post("/topics/new/", {"name": "Våld i nära relationer", "summary": ""})
    assert (answer.status_code, answer["Location"]) == (302, "/topics/vald-i-nara-relationer/")
    again = browser.post("/topics/new/", {"name": "Våld i nära relationer", "summary": "Kvar"})
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["name"])
    assert "Kvar" in again.content.decode()


def test_a_coordinator_is_appointed(
    now: datetime, signed_in: SignIn, topic: Topic, administrator: Person, official: Person, host: Organisation
) -> None:
    browser, address = signed_in(administrator), f"/topics/{topic.slug}/coordinators/"
    typed = {
        "person": str(official.pk),
        "organisation": str(host.pk),
        "starts_on": "2026-12-01",
        "ends_on": "2026-11-01",
    }
    wrong = browser.post(address, typed)
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["ends_on"])
    same = browser.post(address, typed | {"ends_on": "", "deputy": str(official.pk)})
    assert list(same.context["form"].errors) == ["deputy"]
    assert browser.post(address, typed | {"ends_on": ""}).status_code == 302
    appointed = Coordinator.objects.get()
    assert (appointed.person, appointed.deputy) == (official, None)


def test_the_number_of_statements_is_constant(
    signed_in: SignIn,
    coordinator: Person,
    topic: Topic,
    host: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = signed_in(coordinator)
    for more in (["Otrygga platser", "Hedersförtryck"], []):
        with django_assert_num_queries(7):
            assert browser.get("/topics/").status_code == 200
        for name in more:
            make_coordinator(topic=make_topic(organisation=host, name=name), person=coordinator)
