from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from forum.models import OutboxMessage, Placement
from tests.factories import make_forum, make_meeting, make_placement

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person, Topic
    from tests.conftest import SignIn

ADDRESS = "/topics/valdsbejakande-extremism/propose/"


def typed(*forums: Forum, **changes: Any) -> dict[str, Any]:
    facts = {"forums": [str(forum.pk) for forum in forums], "title": "Rutin vid oro", "kind": "decision", "every": "1"}
    return facts | changes


def test_who_may_propose(
    signed_in: SignIn, topic: Topic, coordinator: Person, administrator: Person, chair: Person, stranger: Person
) -> None:
    people = [coordinator, administrator, chair, stranger]
    assert [signed_in(person).get(ADDRESS).status_code for person in people] == [200, 200, 403, 403]
    assert [signed_in(person).post(ADDRESS, {"send": "1"}).status_code for person in people] == [422, 422, 403, 403]


def test_own_forums_are_ticked_and_external_ones_stand_apart(
    signed_in: SignIn, topic: Topic, coordinator: Person, council: Forum, network: Forum, school_group: Forum
) -> None:
    make_placement(topic=topic, forum=school_group)
    form = signed_in(coordinator).get(ADDRESS).context["form"]
    groups = [[name for _key, name in choices] for _label, choices in form.fields["forums"].choices]
    assert groups == [[council.name], [f"{network.name}, {network.organisation.name}"]]
    assert form.initial["forums"] == [str(council.pk)]


def test_nothing_is_sent_before_the_second_button(
    now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person, council: Forum, network: Forum
) -> None:
    make_meeting(forum=council)
    browser, once = signed_in(coordinator), str(uuid.uuid4())
    look = browser.post(ADDRESS, typed(council, network, look="1", once=once))
    assert [forum.name for forum in look.context["chosen"]] == [council.name, network.name]
    assert Placement.objects.count() == 0
    sent = [browser.post(ADDRESS, typed(council, network, send="1", once=once)) for _press in range(2)]
    assert [answer["Location"] for answer in sent] == ["/topics/valdsbejakande-extremism/proposed/"] * 2
    assert list(
        Placement.objects.order_by("forum__name").values_list("forum__name", "title", "every", "proposed_by__name")
    ) == [
        (council.name, "Rutin vid oro", 1, coordinator.name),
        (network.name, "Rutin vid oro", 1, coordinator.name),
    ]
    assert list(OutboxMessage.objects.values_list("recipient", flat=True).order_by("recipient")) == [
        "chair@demo.example",
        "secretary@demo.example",
    ]


def test_the_result_tells_which_had_it_already(
    now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person, council: Forum
) -> None:
    browser = signed_in(coordinator)
    browser.post(ADDRESS, typed(council, send="1"))
    browser.post(ADDRESS, typed(council, send="1"))
    found = browser.get("/topics/valdsbejakande-extremism/proposed/").context
    assert (list(found["placements"]), found["already"]) == ([], [council.name])
    other = signed_in(coordinator).get("/topics/valdsbejakande-extremism/proposed/").context
    assert (list(other["placements"]), other["already"]) == ([], [])


def test_wrong_input_is_told_and_kept(
    now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person, council: Forum
) -> None:
    browser = signed_in(coordinator)
    for button in ("look", "send"):
        days = {"starts_on": "2027-02-01", "ends_on": "2027-01-01", button: "1"}
        wrong = browser.post(ADDRESS, typed(council, **days))
        assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["ends_on"])
        assert 'value="Rutin vid oro"' in wrong.content.decode()
    none = browser.post(ADDRESS, typed(title="", minutes="0", look="1"))
    assert sorted(none.context["form"].errors) == ["forums", "minutes", "title"]
    assert Placement.objects.count() == 0


def test_a_forum_that_is_not_to_be_seen_cannot_be_chosen(
    signed_in: SignIn, topic: Topic, coordinator: Person, council: Forum, host: Organisation
) -> None:
    archived = make_forum(organisation=host, name="Nedlagda rådet", archived_at="2026-01-01T00:00Z")
    answer = signed_in(coordinator).post(ADDRESS, typed(archived, send="1"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["forums"])


def test_the_number_of_statements_is_constant(
    signed_in: SignIn,
    topic: Topic,
    coordinator: Person,
    council: Forum,
    host: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = signed_in(coordinator)
    for more in (["EST", "POSOM"], []):
        with django_assert_num_queries(8):
            assert browser.get(ADDRESS).status_code == 200
        for name in more:
            make_forum(organisation=host, name=name)
