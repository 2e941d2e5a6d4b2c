"""Letters of upkeep, from the plan over the outbox to a real SMTP server: what the receiver reads, and where its links lead."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from forum.delivery.dispatch import dispatch_due
from forum.enums import PictureState, ReminderKind
from forum.models import Coordinator, Organisation, Person, QuestionSet, SituationPicture
from forum.services.agreements import add_agreement
from forum.services.concern_routines import write_concern_routine
from forum.services.follow_up_reminders import remind_of_follow_ups
from forum.services.question_sets import ensure_shipped_sets
from forum.services.reminders import Occasion, plan_reminders
from forum.services.support_lines import confirm_support_line
from forum.services.upkeep import plan_revision
from meetings.services.release import release_due_reminders
from tests.factories import make_follow_up, make_line, make_measure, make_person, make_plan
from tests.sink import text_of

if TYPE_CHECKING:
    from datetime import date

    from forum.models import Topic
    from tests.conftest import SignIn
    from tests.sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = re.compile(r"https?://[^/\s]+(/\S+)")


def _day(day: date) -> str:
    with override("sv"):
        return date_format(day, "j F Y")


@pytest.fixture
def soon() -> date:
    """A fortnight's warning of it was due some days ago, on whatever day of the week this runs."""
    return timezone.localdate() + timedelta(days=5)


def _plan_all(topic: Topic, host: Organisation, police: Organisation, coordinator: Person, soon: date) -> None:
    line = make_line(organisation=host, topic=topic, check_every=90)
    confirm_support_line(line_id=line.pk, version=None, checked_by=coordinator, checked_on=soon - timedelta(days=90))
    add_agreement(
        organisation=host, parties=[police], title="Med Polisen", purposes="Trygghet", areas="Centrum",
        registry_number="KS 2025/0102", signed_on=soon - timedelta(days=400), valid_to=soon,
        follow_up_on=soon + timedelta(days=20),
    )  # fmt: skip
    write_concern_routine(
        organisation=host, version=None, steps="Ring 112.", reviewed_on=soon - timedelta(days=345), review_every=365
    )
    plan = make_plan(topic=topic, title="Trygghetsplan", revise_by=soon + timedelta(days=50))
    plan_revision(plan)
    measure = make_measure(plan=plan, title="Utbilda första linjen", owner_person=coordinator)
    remind_of_follow_ups([make_follow_up(measure=measure, due_on=soon)], new=True)
    ensure_shipped_sets()
    of = {"topic": topic, "organisation": host, "question_set": QuestionSet.objects.get(code="vbe")}
    picture = SituationPicture.objects.create(
        **of, number=1, title="Lägesbild", state=PictureState.ADOPTED, next_due_on=soon + timedelta(days=50)
    )
    SituationPicture.objects.create(**of, number=2, title="Ett utkast uppdaterar ingenting")
    occasion = Occasion(ReminderKind.PICTURE_DUE, picture.pk, picture.next_due_on)
    plan_reminders(forum=None, occasions=[occasion], catch_up=True)


def test_who_keeps_things_up_reads_what_to_do_by_when_and_gets_there(
    sink: Sink,
    topic: Topic,
    host: Organisation,
    police: Organisation,
    coordinator: Person,
    soon: date,
    signed_in: SignIn,
) -> None:
    _plan_all(topic, host, police, coordinator, soon)
    release_due_reminders()
    dispatch_due()
    letters = sink.messages("coordinator@demo.example")
    text = " ".join("\n".join(text_of(mail) for mail in letters).split())
    expected = [
        ("Kontrollera nummer och öppettider: Stödtelefonen", soon),
        ("Överenskommelsen upphör: Med Polisen", soon),
        ("Följ upp överenskommelsen: Med Polisen", soon + timedelta(days=20)),
        ("Gå igenom rutinen vid oro: Strängnäs kommun", soon + timedelta(days=20)),
        ("Revidera planen: Trygghetsplan", soon + timedelta(days=50)),
        ("Dags för en ny lägesbild: Våldsbejakande extremism", soon + timedelta(days=50)),
    ]
    assert [(words, day) for words, day in expected if words not in text or f"Senast {_day(day)}" not in text] == []
    assert "Utbilda första linjen" in text
    assert {mail["Auto-Submitted"] for mail in letters} == {"auto-generated"}
    browser, anybody = signed_in(coordinator), Client()
    paths = sorted({path.rstrip(".") for mail in letters for path in ADDRESS.findall(text_of(mail))})
    assert len(paths) == 6  # the agreement has one page for both
    opened = {path: (anybody if path.startswith("/link/") else browser).get(path).status_code for path in paths}
    assert opened == dict.fromkeys(paths, 200)


def test_the_keeper_alone_is_asked_in_the_own_language(
    sink: Sink, topic: Topic, host: Organisation, coordinator: Person, soon: date
) -> None:
    keeper = make_person(name="Kim", email="kim@demo.example", organisation=host, language="en")
    line = make_line(organisation=host, topic=topic, keeper=keeper)
    confirm_support_line(line_id=line.pk, version=None, checked_by=None, checked_on=soon - timedelta(days=90))
    release_due_reminders()
    dispatch_due()
    (mail,) = sink.messages()
    assert (mail["To"], mail["Content-Language"]) == ("kim@demo.example", "en")
    assert "Check number and opening hours: Stödtelefonen" in " ".join(text_of(mail).split())


def test_the_deputy_is_reminded_where_the_coordinator_can_not_be(
    sink: Sink, topic: Topic, host: Organisation, coordinator: Person, soon: date
) -> None:
    deputy = make_person(name="Kim", email="kim@demo.example", organisation=host)
    Coordinator.objects.update(deputy=deputy)
    Person.objects.filter(pk=coordinator.pk).update(email=None)
    Organisation.objects.update(contact_address="")
    measure = make_measure(plan=make_plan(topic=topic), title="Utbilda första linjen")
    remind_of_follow_ups([make_follow_up(measure=measure, due_on=soon)], new=True)
    release_due_reminders()
    dispatch_due()
    assert [mail["To"] for mail in sink.messages()] == ["kim@demo.example"]
