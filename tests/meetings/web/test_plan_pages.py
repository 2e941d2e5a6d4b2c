"""A coordinator's way through the pages: begin, goal, measure, consultation, adoption, follow-up, chain and what is missing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from django.utils import timezone

from forum.enums import PlanState
from forum.models import ActionPlan, Consultee, FollowUp, Goal, Measure, OutboxMessage
from tests.conftest import LEAK
from tests.factories import (
    make_action,
    make_decision,
    make_finding,
    make_follow_up,
    make_item,
    make_measure,
    make_meeting,
    make_plan,
)
from tests.sink import text_of

if TYPE_CHECKING:
    from django.test import Client

    from forum.models import Forum, Organisation, Person, Topic
    from tests.conftest import SignIn

PLAN_PAGE, CHAIN_PAGE, BREAKS_PAGE = 30, 30, 30


def address(topic: Topic, *parts: object) -> str:
    return "/".join([f"/topics/{topic.slug}/plan", *map(str, parts)]) + "/"


def post(browser: Client, url: str, **data: object) -> str:
    answer = browser.post(url, data)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return str(answer["Location"])


def test_from_the_first_word_to_adoption(
    topic: Topic,
    host: Organisation,
    police: Organisation,
    coordinator: Person,
    official: Person,
    signed_in: SignIn,
) -> None:
    police.contact_address = "polisen@demo.example"
    police.save()
    browser = signed_in(coordinator)
    finding = make_finding(topic=topic)

    url = post(browser, address(topic, "begin"), title="Handlingsplan")
    plan = ActionPlan.objects.get()
    post(browser, f"{url}goals/new/", text="Alla vet vem de ska ringa")
    goal = Goal.objects.get()
    facts = {
        "title": "Rutin vid oro",
        "goal": goal.pk,
        "finding": finding.pk,
        "level": "general",
        "owner_organisation": host.pk,
    }
    page = post(browser, f"{url}measures/new/", **facts)
    day = timezone.localdate() + timedelta(days=90)
    post(
        browser,
        f"{page}indicators/new/",
        name="Andel skolor",
        target="100",
        method="Rektor svarar",
        measured_in="procent",
    )
    post(browser, f"{page}follow-ups/new/", due_on=day)
    reply_by = timezone.localdate() + timedelta(days=30)
    post(browser, f"{url}consult/", organisations=[police.pk], people=[official.pk], addresses="", reply_by=reply_by)
    assert set(plan.consultees.values_list("organisation", "person")) == {(police.pk, None), (None, official.pk)}
    today = timezone.localdate()
    post(browser, f"{url}step/", body="Kommunstyrelsen", decided_on=today, paragraph="12")
    refused = browser.post(
        f"{url}step/", {"body": "Kommunfullmäktige", "decided_on": today, "adopts": "on", "paragraph": "91"}
    )
    assert refused.status_code == 422
    assert "Kommunfullmäktige" in refused.content.decode()
    adopts = {
        "body": "Kommunfullmäktige",
        "decided_on": today,
        "adopts": "on",
        "paragraph": "§ 91",
        "registry_number": "KS 1",
    }
    post(browser, f"{url}step/", **adopts)

    plan.refresh_from_db()
    assert (plan.state, plan.adopted_paragraph, plan.registry_number) == (PlanState.ADOPTED, "91", "KS 1")
    body = browser.get(url).content.decode()
    for words in ("Rutin vid oro", "Kommunstyrelsen", "§ 91", "Polisen"):
        assert words in body
    assert browser.get(address(topic)).headers["Location"] == url
    for further in (page, address(topic, "chain"), address(topic, "breaks")):
        assert "Rutin vid oro" in browser.get(further).content.decode()


def test_a_measure_without_owner_is_refused_with_what_to_do(
    topic: Topic, coordinator: Person, signed_in: SignIn
) -> None:
    plan = make_plan(topic=topic, state=PlanState.DRAFT)
    goal = plan.goals.create(text="Mål")
    answer = signed_in(coordinator).post(
        address(topic, plan.pk, "measures", "new"), {"title": "Min åtgärd", "goal": goal.pk, "level": "general"}
    )

    assert answer.status_code == 422
    assert "A measure needs an owner" in answer.content.decode()
    assert "Min åtgärd" in answer.content.decode()


def test_two_who_change_a_measure_see_both_texts(topic: Topic, coordinator: Person, signed_in: SignIn) -> None:
    measure = make_measure(plan=make_plan(topic=topic, state=PlanState.DRAFT))
    Measure.objects.filter(pk=measure.pk).update(title="Den andres")
    facts = {
        "title": "Min",
        "goal": measure.goal_id,
        "level": "general",
        "owner_organisation": measure.owner_organisation_id,
    }
    answer = signed_in(coordinator).post(address(topic, "measures", measure.pk, "change"), {**facts, "version": 1})

    assert answer.status_code == 409
    assert "Den andres" in answer.content.decode()
    assert "Min" in answer.content.decode()


def test_drafts_and_what_forums_keep_leak_nowhere(
    topic: Topic,
    host: Organisation,
    coordinator: Person,
    official: Person,
    stranger: Person,
    school_group: Forum,
    signed_in: SignIn,
) -> None:
    draft = make_plan(topic=topic, state=PlanState.DRAFT, edition=2, title=f"{LEAK} utkast")
    hidden = make_measure(plan=draft, title=f"{LEAK} åtgärd")
    public = make_measure(
        plan=make_plan(topic=topic, edition=1), finding=make_finding(topic=topic, text=f"{LEAK} brist")
    )
    item = make_item(meeting=make_meeting(forum=school_group), title=f"{LEAK} punkt")
    make_action(
        origin=item,
        text=f"{LEAK} uppdrag",
        measure=public,
        decision=make_decision(item=item, text=f"{LEAK} beslut", measure=public),
    )

    browser = signed_in(stranger)
    for parts in (
        [],
        [draft.pk],
        [public.plan_id],
        ["measures", public.pk],
        ["measures", hidden.pk],
        ["chain"],
        ["breaks"],
    ):
        assert LEAK not in browser.get(address(topic, *parts), follow=True).content.decode()
    assert browser.get(address(topic, "measures", public.pk)).status_code == 200
    assert browser.get(address(topic, draft.pk)).status_code == 404
    assert browser.get(address(topic, "measures", hidden.pk)).status_code == 404
    assert browser.get(address(topic, "measures", public.pk)).status_code == 200
    assert browser.get(address(topic, "measures", public.pk, "report")).status_code == 403
    assert signed_in(official).get(address(topic, draft.pk)).status_code == 404
    assert LEAK in signed_in(coordinator).get(address(topic, draft.pk)).content.decode()


def test_the_owner_logs_a_follow_up_and_says_how_it_goes(topic: Topic, official: Person, signed_in: SignIn) -> None:
    measure = make_measure(plan=make_plan(topic=topic), owner_person=official)
    row = make_follow_up(measure=measure, due_on=timezone.localdate())
    browser = signed_in(official)

    next_on = timezone.localdate() + timedelta(days=365)
    post(browser, address(topic, "follow-ups", row.pk), outcome="Sju av elva har rutinen.", next_on=next_on)
    refused = browser.post(address(topic, "measures", measure.pk, "report"), {"state": "done"})
    post(browser, address(topic, "measures", measure.pk, "report"), state="done", result="Alla har rutinen.")

    assert refused.status_code == 422
    assert list(FollowUp.objects.values_list("outcome", "due_on")) == [
        ("Sju av elva har rutinen.", row.due_on),
        ("", next_on),
    ]
    assert Measure.objects.get().finished_on == timezone.localdate()


def test_an_addressee_answers_by_the_link_in_the_mail(
    topic: Topic, police: Organisation, coordinator: Person, signed_in: SignIn, client: Client
) -> None:
    plan = make_plan(topic=topic, state=PlanState.DRAFT)
    make_measure(plan=plan)
    day = timezone.localdate() + timedelta(days=30)
    post(
        signed_in(coordinator),
        address(topic, plan.pk, "consult"),
        reply_by=day,
        organisations=[],
        addresses="rektor@demo.example\n",
    )
    letter = message_from_bytes(bytes(OutboxMessage.objects.get().body), policy=policy.default)
    link = re.search(r"/link/c[^/\s]+/", text_of(letter))
    assert link

    assert "Rutin vid oro" in client.get(link.group()).content.decode()
    assert Consultee.objects.get().replied_at is None
    empty = client.post(link.group(), {"stance": "objects", "reply": ""})
    said = client.post(link.group(), {"stance": "objects", "reply": "Skriv vem som betalar."})

    assert (empty.status_code, said.status_code) == (422, 302)
    assert Consultee.objects.get().reply == "Skriv vem som betalar."
    Consultee.objects.update(reply_by=date(2020, 1, 1))
    late = client.post(link.group(), {"stance": "supports", "reply": "För sent skrivet"}).content.decode()
    assert "more time" in late
    assert "För sent skrivet" in late
