from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from forum.enums import PlacementState
from forum.models import OutboxMessage, Placement
from tests.conftest import LEAK
from tests.factories import make_forum, make_meeting, make_placement

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

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
    assert [row.forum.name for row in look.context["rows"]] == [council.name, network.name]
    assert Placement.objects.count() == 0
    sent = [browser.post(ADDRESS, typed(council, network, send="1", once=once)) for _press in range(2)]
    batch = Placement.objects.values_list("batch", flat=True).distinct().get()
    assert [answer["Location"] for answer in sent] == [f"/topics/valdsbejakande-extremism/proposed/{batch}/"] * 2
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
    to = [browser.post(ADDRESS, typed(council, send="1"))["Location"] for _press in range(2)]
    found = [browser.get(address).context for address in to]
    assert [(len(one["placements"]), one["already"]) for one in found] == [(1, []), (0, [council.name])]
    other = signed_in(coordinator).get(to[1]).context
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
        with django_assert_num_queries(10):
            assert browser.get(ADDRESS).status_code == 200
        for name in more:
            make_forum(organisation=host, name=name)


def test_many_are_ticked_by_kind_organisation_and_name_and_what_was_typed_stays(
    signed_in: SignIn, topic: Topic, coordinator: Person, council: Forum, network: Forum, school_group: Forum
) -> None:
    browser = signed_in(coordinator)
    cases: list[tuple[dict[str, str], set[Forum], list[str]]] = [
        ({"pick-kind": "county_network"}, {council, network}, []),
        ({"pick-organisation": str(network.organisation_id)}, {council, network}, []),
        ({"pick-names": f"{network.name.upper()}\nFinns inte"}, {council, network}, ["Finns inte"]),
        ({"pick": "none"}, set(), []),
    ]
    for picked, ticked, unknown in cases:
        page = browser.post(ADDRESS, typed(council, **{"title": "Min rad", "pick": "add", **picked}))
        assert (page.status_code, page.context["unknown"]) == (200, unknown)
        assert set(page.context["form"].initial["forums"]) == {str(one.pk) for one in ticked}
        assert 'value="Min rad"' in page.content.decode()
    assert Placement.objects.count() == 0


def test_the_file_waits_while_one_looks_and_only_its_sender_can_send_it(
    now: datetime, store: Path, signed_in: SignIn, topic: Topic, coordinator: Person, administrator: Person, council: Forum,
    member: Person, stranger: Person,
) -> None:  # fmt: skip
    browser = signed_in(coordinator)
    wrong = browser.post(ADDRESS, typed(council, look="1", document=SimpleUploadedFile("a.exe", b"MZ")))
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["document"])
    look = browser.post(ADDRESS, typed(council, look="1", document=SimpleUploadedFile("a.txt", LEAK.encode())))
    kept = look.context["form"]["kept_file"].value()
    assert signed_in(administrator).post(ADDRESS, typed(council, send="1", kept_file=kept)).status_code == 422
    browser.post(ADDRESS, typed(council, send="1", kept_file=kept))
    file = f"/proposals/{Placement.objects.get().pk}/attachment/"
    assert b"".join(browser.get(file).streaming_content).decode() == LEAK  # type: ignore[attr-defined]
    assert [signed_in(one).get(file).status_code for one in (member, stranger)] == [404, 404]


def test_a_no_is_told_when_one_asks_again_in_other_words(
    now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person, council: Forum, school_group: Forum
) -> None:
    no = make_placement(
        topic=topic, forum=council, state=PlacementState.DECLINED, reason="Hör hemma i SSPF", answered_at=now,
        question="Vad gör ni?",
    )  # fmt: skip
    browser = signed_in(coordinator)
    assert browser.get(f"{ADDRESS}?again={'x' * 36}").status_code == 200
    form = browser.get(f"{ADDRESS}?again={no.pk}").context["form"]
    assert (form.initial["question"], form.initial["forums"]) == ("Vad gör ni?", [str(council.pk)])
    assert "Hör hemma i SSPF" in browser.post(ADDRESS, typed(council, look="1")).content.decode()


def test_one_press_undoes_the_act_and_only_a_coordinator_may(
    now: datetime, signed_in: SignIn, topic: Topic, coordinator: Person, chair: Person, council: Forum
) -> None:
    browser = signed_in(coordinator)
    to = browser.post(ADDRESS, typed(council, send="1"))["Location"]
    shown = browser.get(to).context["progress"]
    assert (shown.letters, shown.left, shown.asked, shown.answered) == (1, 0, 1, 0)
    assert signed_in(chair).post(f"{to}undo/").status_code == 403
    assert browser.post(f"{to}undo/")["Location"] == to
    assert Placement.objects.get().state == PlacementState.WITHDRAWN
    assert browser.get(to).context["undone"]


def test_what_few_need_is_folded_until_it_says_something(
    signed_in: SignIn, topic: Topic, coordinator: Person, council: Forum
) -> None:
    browser = signed_in(coordinator)
    assert '<details class="fold" id="rare">' in browser.get(ADDRESS).text
    wrong = browser.post(ADDRESS, typed(council, look="1", starts_on="i höst"))
    assert (wrong.status_code, '<details class="fold" id="rare" open>' in wrong.text) == (422, True)
    told = browser.post(ADDRESS, typed(council, change="1", presenter="Samordnaren"))
    assert '<details class="fold" id="rare" open>' in told.text
