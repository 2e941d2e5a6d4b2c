"""A plan out for consultation: what is said of which part, who reads it, and who is reminded until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from forum.enums import PlanState, ReminderState, Stance
from forum.errors import InvalidInputError
from forum.models import ActionPlan, ConsultationRemark, Consultee, OutboxMessage, PersonActor, Reminder
from forum.services.consultation import Addressee, extend_reply_by, send_for_consultation
from forum.services.consultation_replies import reply_to_consultation
from forum.services.measures import remove_measure
from forum.services.plans import revoke_plan
from meetings.services.release import release_due_reminders
from tests.conftest import LEAK
from tests.factories import make_goal, make_measure, make_person, make_plan, make_unit

if TYPE_CHECKING:
    from forum.models import Organisation, Person, Topic
    from tests.conftest import SignIn

REPLY_BY = timedelta(days=30)


@pytest.fixture
def plan(topic: Topic) -> ActionPlan:
    plan = make_plan(topic=topic, state=PlanState.DRAFT)
    make_measure(plan=plan, goal=make_goal(plan=plan))
    return plan


def ask(plan: ActionPlan, *who: Addressee) -> list[Consultee]:
    return send_for_consultation(
        plan_id=plan.pk, version=None, addressees=who, reply_by=timezone.localdate() + REPLY_BY
    )


def test_each_part_is_answered_beside_itself_and_only_its_writers_and_the_addressee_read_it(
    plan: ActionPlan, topic: Topic, police: Organisation, member: Person, coordinator: Person, official: Person,
    signed_in: SignIn,
) -> None:  # fmt: skip
    police.contact_address = "polisen@demo.example"
    police.save()
    (asked,) = ask(plan, Addressee(organisation=police))
    goal, measure = plan.goals.get(), plan.measures.get()
    url = f"/topics/{topic.slug}/plan/consultation/{asked.pk}/"
    browser = signed_in(member)
    said = {"stance": "comments", "reply": "", "version": asked.version}

    refused = browser.post(url, said)
    saved = browser.post(url, said | {f"on_{measure.pk}": f"{LEAK}: varje månad", f"on_{goal.pk}": "Bra mål"})
    stale = browser.post(url, said | {f"on_{measure.pk}": "En gång om året"})

    assert (refused.status_code, saved.status_code, stale.status_code) == (422, 302, 409)
    assert f"{LEAK}: varje månad" in stale.content.decode()
    assert "En gång om året" in stale.content.decode()
    page = f"/topics/{topic.slug}/plan/{plan.pk}/"
    for reader, reads in ((coordinator, True), (member, True), (official, False)):
        for one in (page, f"/topics/{topic.slug}/plan/measures/{measure.pk}/"):
            assert (LEAK in signed_in(reader).get(one).content.decode()) is reads, (reader, one)
    remove_measure(measure_id=measure.pk, version=None)
    assert f"{LEAK}: varje månad" in signed_in(coordinator).get(page).content.decode()  # words stay when the part goes
    reply_to_consultation(
        consultee_id=asked.pk, version=None, stance=Stance.SUPPORTS, remarks={goal.pk: "", plan.pk: "En annans"}
    )
    assert list(ConsultationRemark.objects.values_list("about", flat=True)) == [measure.title]


def test_a_plan_out_for_consultation_and_what_is_said_of_it_are_for_those_it_was_sent_to(
    plan: ActionPlan, member: Person, official: Person, stranger: Person
) -> None:
    nobodys = make_person(name="Fri Konsult", email="fri@demo.example", organisation=None)
    actor = PersonActor(nobodys)
    ask(plan, Addressee(address="forening@demo.example"), Addressee(person=member))
    assert [model.objects.visible_to(actor).count() for model in (Consultee, ActionPlan)] == [0, 0]
    (mine,) = ask(plan, Addressee(person=nobodys))
    assert (Consultee.objects.visible_to(actor).get(), ActionPlan.objects.visible_to(actor).get()) == (mine, plan)
    others = make_unit(organisation=plan.organisation, contact_address="skolan@demo.example")
    ask(plan, Addressee(organisation=others.organisation, unit=others))
    assert not Consultee.objects.visible_to(PersonActor(official)).exists()
    revoke_plan(plan_id=plan.pk, version=None, on=timezone.localdate(), reason="Skrivs om")
    reads = {one: ActionPlan.objects.visible_to(PersonActor(one)).exists() for one in (nobodys, official, stranger)}
    assert reads == {nobodys: True, official: True, stranger: False}  # nobody had adopted it
    nobodys.protected = True
    assert str(Consultee(person=nobodys)) == "Namnet visas inte"


def test_an_objection_needs_words_somewhere(plan: ActionPlan, member: Person) -> None:
    (asked,) = ask(plan, Addressee(person=member))
    with pytest.raises(InvalidInputError) as refused:
        reply_to_consultation(consultee_id=asked.pk, version=None, stance=Stance.OBJECTS, remarks={})
    assert refused.value.field == "reply"


def test_who_has_not_answered_is_reminded_with_a_link_until_the_last_day(
    plan: ActionPlan, member: Person, official: Person, signed_in: SignIn
) -> None:
    answered, silent, by_address = ask(
        plan, Addressee(person=member), Addressee(person=official), Addressee(address="skolan@demo.example")
    )
    reply_to_consultation(consultee_id=answered.pk, version=None, stance=Stance.SUPPORTS)
    rows = Reminder.objects.filter(object_id__in=[silent.pk, by_address.pk])
    assert Reminder.objects.planned().filter(object_id=answered.pk).count() == 0
    later = timezone.localdate() + REPLY_BY + timedelta(days=7)
    with pytest.raises(InvalidInputError):
        extend_reply_by(consultee_id=silent.pk, version=None, reply_by=date.max)
    extend_reply_by(consultee_id=silent.pk, version=None, reply_by=later)
    last = rows.planned().filter(object_id=silent.pk).latest("moment")
    assert timezone.localdate(last.moment) <= later
    OutboxMessage.objects.all().delete()

    first = rows.planned().order_by("moment").values_list("pk", flat=True)[:1]
    rows.filter(pk__in=[*first, last.pk]).update(moment=timezone.now() - timedelta(minutes=1))
    release_due_reminders()

    letters = {letter.recipient: bytes(letter.body) for letter in OutboxMessage.objects.all()}
    assert set(letters) == {official.email, "skolan@demo.example"}
    assert all(b"/link/c" in body for body in letters.values())
    plan.refresh_from_db()
    assert plan.reply_by == later
    type(plan).objects.filter(pk=plan.pk).update(state=PlanState.ADOPTED)
    rows.planned().update(moment=timezone.now() - timedelta(minutes=1))
    release_due_reminders()
    assert OutboxMessage.objects.count() == 2
    assert set(rows.values_list("state", flat=True)) == {ReminderState.RELEASED, ReminderState.WITHDRAWN}


def test_an_address_of_somebody_known_is_that_person_and_stands_on_the_start_page(
    plan: ActionPlan, official: Person, coordinator: Person, signed_in: SignIn
) -> None:
    (asked,) = ask(plan, Addressee(address=str(official.email).upper()))
    assert asked.person == official
    page = f"/topics/{plan.topic.slug}/plan/consultation/{asked.pk}/"
    assert page in signed_in(official).get("/").content.decode()
    over = f"/topics/{plan.topic.slug}/plan/{plan.pk}/"
    assert over not in signed_in(coordinator).get("/").content.decode()

    reply_to_consultation(consultee_id=asked.pk, version=None, stance=Stance.NONE)

    assert page not in signed_in(official).get("/").content.decode()
    assert over in signed_in(coordinator).get("/").content.decode()
    assert Consultee.objects.visible_to(PersonActor(official)).get().stance == Stance.NONE
