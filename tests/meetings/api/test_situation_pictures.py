"""Situation pictures over REST: what is published for everybody, one's own answers and findings, and the chain from them to an action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import F

from forum.models import SituationPicture, Topic
from tests.conftest import LEAK
from tests.factories import (
    make_action,
    make_answer,
    make_api_client,
    make_decision,
    make_finding,
    make_item,
    make_measure,
    make_meeting,
    make_picture,
    make_placement,
    make_plan,
    make_share,
    make_token,
    make_unit,
)
from tests.factories.pictures import publish
from tests.meetings.api.mirror import Mirror, end_transaction, news, said
from tests.meetings.api.resources import RESOURCES

if TYPE_CHECKING:
    from rest_framework.test import APIClient

    from forum.models import Forum, Organisation
    from tests.conftest import ApiClientFor

pytestmark = pytest.mark.django_db
OF_PICTURES = ("question-sets", "situation-pictures", "answers", "findings")


def rows(api: APIClient, address: str) -> list[dict[str, Any]]:
    name = address.split("?")[0].rsplit("/", 1)[-1]
    found: list[dict[str, Any]] = api.get(address if "://" in address else f"/api/v1/{address}").json()[
        RESOURCES[name][1]
    ]
    return found


def test_what_is_published_is_the_same_for_all_and_the_rest_stays_inside(
    topic: Topic,
    neighbour: Organisation,
    police: Organisation,
    stranger_municipality: Organisation,
    api_client_for: ApiClientFor,
) -> None:
    shown = make_picture(topic=topic, published=True, mapping=LEAK, analysis=LEAK, annex_reference=LEAK)
    hidden = make_picture(topic=topic, title=LEAK, introduction=LEAK)
    for picture in (shown, hidden):
        answer = make_answer(picture=picture, organisation=police, text=LEAK, source=LEAK)
        make_finding(topic=topic, organisation=police, picture=picture, answer=answer, text=LEAK)

    for organisation in (neighbour, stranger_municipality):
        api = api_client_for(organisation)
        assert [row["id"] for row in rows(api, "situation-pictures")] == [str(shown.pk)]
        assert LEAK not in "".join(api.get(f"/api/v1/{name}").content.decode() for name in OF_PICTURES)
        assert (rows(api, "answers"), rows(api, "findings")) == ([], [])
    api = api_client_for(police)
    row = rows(api, "situation-pictures")[0]
    assert (row["topicName"], row["organisation"]["code"], row["nextDueOn"]) == (topic.name, "0486", "2028-02-01")
    assert [one["answers"] for one in row["counts"]["questions"]] == [0, 0]
    assert [one["text"] for one in rows(api, "findings")] == [LEAK, LEAK]


def test_a_client_of_one_unit_reads_what_that_unit_said(
    topic: Topic, police: Organisation, api_client_for: ApiClientFor
) -> None:
    unit = make_unit(organisation=police, name="Polisområdet")
    picture = make_picture(topic=topic)
    make_answer(picture=picture, organisation=police, text="Ledningen")
    answer = make_answer(picture=picture, organisation=police, text="Området", unit=unit)
    make_finding(topic=topic, organisation=police, text="Allas")
    make_finding(topic=topic, organisation=police, text="Områdets", unit=unit, answer=answer)
    api = api_client_for(police)
    of_unit = make_api_client(organisation=police, unit=unit, client_id="unit")
    assert {row["text"] for row in rows(api, "answers")} == {"Ledningen", "Området"}
    assert [row["text"] for row in rows(api, f"findings?answer={answer.pk}&status=open")] == ["Områdets"]
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {make_token(client=of_unit)}")
    assert [row["text"] for row in rows(api, "answers")] == ["Området"]
    assert [row["text"] for row in rows(api, "findings")] == ["Områdets"]


@pytest.mark.parametrize(
    "query", ["findings?status=rubbish", "findings?topic=1", "situation-pictures?organisation=0486", "answers?state=x"]
)
def test_a_parameter_that_means_nothing_is_told(police: Organisation, api_client_for: ApiClientFor, query: str) -> None:
    answer = api_client_for(police).get(f"/api/v1/{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_the_chain_can_be_walked_both_ways(
    council: Forum, topic: Topic, neighbour: Organisation, api_client_for: ApiClientFor
) -> None:
    placement = make_placement(topic=topic, forum=council)
    picture = make_picture(topic=topic, published=True)
    answer = make_answer(picture=picture, organisation=neighbour, text="Fyra skolor saknar rutin.")
    finding = make_finding(topic=topic, organisation=neighbour, picture=picture, answer=answer)
    measure = make_measure(plan=make_plan(topic=topic), finding=finding, forum=council)
    item = make_item(meeting=make_meeting(forum=council, noticed=True), topic=topic, placement=placement)
    decision = make_decision(item=item, measure=measure)
    action = make_action(origin=item, decision=decision, measure=measure)
    make_share(meeting=item.meeting, organisation=neighbour)

    api = api_client_for(neighbour)
    down = rows(api, "situation-pictures")[0]
    chain = [down["id"]]
    for name in ("answers", "findings", "measures", "actionItems"):
        (down,) = rows(api, down["_links"][name]["href"])
        chain.append(down["id"])
    up = down
    back = [up["id"]]
    for name in ("measure", "finding", "answer", "situationPicture"):
        up = api.get(up["_links"][name]["href"]).json()
        back.append(up["id"])
    assert chain == [str(row.pk) for row in (picture, answer, finding, measure, action)]
    assert back == chain[::-1]
    decisions = rows(api, f"decisions?measure={measure.pk}")
    assert [row["id"] for row in decisions] == [str(decision.pk)]
    assert rows(api, decisions[0]["_links"]["actionItems"]["href"])[0]["id"] == str(action.pk)


def test_a_copy_follows_publication_withdrawal_and_a_new_name_of_the_topic(
    topic: Topic, stranger_municipality: Organisation, api_client_for: ApiClientFor
) -> None:
    picture = make_picture(topic=topic)
    end_transaction()
    mirror = Mirror(api_client_for(stranger_municipality), kinds=OF_PICTURES).start()
    assert mirror.rows["situation-pictures"] == {}
    publish(picture)
    assert ("situation-pictures", str(picture.pk), "changed") in said(news(mirror))
    Topic.objects.filter(pk=topic.pk).update(name="Ny rubrik")
    assert said(news(mirror)) == {("situation-pictures", str(picture.pk), "changed")}
    assert mirror.rows == mirror.full_read()
    assert mirror.rows["situation-pictures"][str(picture.pk)]["topicName"] == "Ny rubrik"
    SituationPicture.objects.update(published_at=None, title=F("title"))
    assert said(news(mirror)) == {("situation-pictures", str(picture.pk), "gone")}
    assert mirror.rows == mirror.full_read()
