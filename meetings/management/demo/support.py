"""Whom people can call in the demo, who is trained, and what was agreed with the police."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from forum.calendar.workdays import next_working_day
from forum.enums import OpeningDay, TargetGroupKind
from forum.services.agreements import add_agreement, follow_up_agreement
from forum.services.concern_routines import write_concern_routine
from forum.services.known_lines import bring_in_known_lines
from forum.services.opening_hours import add_opening_exception, set_opening_hours
from forum.services.support_lines import add_support_line, confirm_support_line
from forum.services.topics import update_topic
from forum.services.training import add_target_group, add_training_activity
from meetings.management.demo.cast import COUNCIL, DOMAIN, HOST

if TYPE_CHECKING:
    from forum.models import Topic
    from meetings.management.demo.cast import Cast

#: Of the numbers that are kept for made-up content and never given to anybody.
NUMBER: Final = "08-465 004 04"
DAYTIME: Final = ((9 * 60, 12 * 60), (13 * 60, 16 * 60))
EVENING: Final = (*DAYTIME, (18 * 60, 20 * 60))
STEPS: Final = """Prata med en kollega eller din chef samma dag. Du behöver inte vara säker.
Gör en orosanmälan till socialtjänsten när ett barn kan fara illa.
Ring kommunens stödtelefon för råd. Du behöver inte säga vem det gäller.
Skriv aldrig ner namn eller händelser i mejl eller protokoll.
Om det är akut: ring 112."""


def open_lines(cast: Cast, topic: Topic, today: date) -> None:
    """Lines and routine of the host."""
    host, coordinator = cast.organisations[HOST], cast.people["samordnare"]
    bring_in_known_lines(organisation=host, topic=topic)
    line = add_support_line(
        organisation=host,
        topic=topic,
        name="Kommunens stödtelefon",
        operator="Socialtjänsten",
        number=NUMBER,
        audience="anhöriga, personal och föreningar",
        languages=["sv", "en", "ar"],
        anonymous=True,
        valid_from=date(today.year - 1, 3, 1),
        email=f"stod@{DOMAIN}",
        source="Socialtjänsten, enhetschefen",
        keeper=coordinator,
    )
    hours = {OpeningDay(day): EVENING if day == OpeningDay.WEDNESDAY else DAYTIME for day in range(5)}
    set_opening_hours(line_id=line.pk, version=None, hours=hours)
    closed = next_working_day(today + timedelta(days=45))
    add_opening_exception(line_id=line.pk, version=None, starts_on=closed, reason="utbildningsdag")
    confirm_support_line(line_id=line.pk, version=None, checked_by=coordinator, checked_on=today - timedelta(days=20))
    wished = {"lines_in_mails": True, "lines_in_minutes": True}
    update_topic(topic_id=topic.pk, version=None, name=topic.name, summary=topic.summary, **wished)
    intro = "Du är kanske den första som märker något. Att fråga om råd är aldrig fel."
    write_concern_routine(
        organisation=host, version=None, steps=STEPS, introduction=intro, report_number=NUMBER, is_public=True
    )


def train(cast: Cast, topic: Topic, today: date) -> None:
    """Three target groups of which one is hardly reached, and two trainings."""
    host = cast.organisations[HOST]
    teachers = add_target_group(topic=topic, organisation=host, name="Lärare och elevhälsa", size=320)
    leisure = add_target_group(topic=topic, organisation=host, name="Fritidsledare", size=28)
    heads = add_target_group(
        topic=topic, organisation=host, name="Rektorer", size=11, kind=TargetGroupKind.MANAGERS, key_people=True
    )
    first, second = (today - timedelta(days=days) for days in (640, 60))
    add_training_activity(
        topic=topic,
        organisation=host,
        name="Grundutbildning för första linjen",
        held_on=first,
        counts={teachers: 84, leisure: 19},
    )
    add_training_activity(
        topic=topic,
        organisation=host,
        name="Rutin vid oro, halvdag",
        held_on=second,
        counts={heads: 11, teachers: 46},
        measure=topic.plans.get(organisation=host).measures.get(number=1),
    )


def agree(cast: Cast, topic: Topic, today: date) -> None:
    """The agreement with the police, once followed up."""
    host, police = cast.organisations[HOST], cast.organisations["polisen"]
    agreement = add_agreement(
        organisation=host,
        topic=topic,
        parties=[police],
        forums=[cast.forums[COUNCIL]],
        title="Samverkansöverenskommelse med Polisen",
        purposes="Ökad trygghet och färre brott, genom en gemensam lägesbild och åtgärder som följs upp.",
        areas="Centrum och stationen\nSkolor och fritidsgårdar\nVåldsbejakande extremism",
        registry_number=f"KS {today.year - 1}/0102",
        signed_on=today - timedelta(days=400),
        valid_from=today - timedelta(days=400),
        valid_to=today + timedelta(days=330),
        follow_up_on=today + timedelta(days=25),
        keeper=cast.people["samordnare"],
        plan=topic.plans.get(organisation=host),
        signatory="Kommunstyrelsens ordförande",
    )
    found = "Mörka stråk vid stationen är åtgärdade. Klotter med symboler följs vidare."
    follow_up_agreement(
        agreement_id=agreement.pk,
        version=None,
        held_on=today - timedelta(days=200),
        outcome=found,
        next_on=today + timedelta(days=25),
        written_by=cast.people["samordnare"],
    )
