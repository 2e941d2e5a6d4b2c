from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from forum.enums import SharedKind

from .documents import make_document
from .forums import make_forum, make_seat
from .meetings import FIRST_MEETING, SHARED_AT, make_item, make_meeting, make_series, make_share
from .outcomes import make_action, make_decision, make_minutes
from .parties import make_person, make_unit
from .pictures import make_answer, make_picture
from .plans import make_consultee, make_finding, make_follow_up, make_indicator, make_measure, make_plan
from .support import make_agreement, make_group, make_line, make_training
from .topics import make_coordinator, make_placement, make_topic

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Person
    from meetings.models import Meeting


def share_meeting(*, forum: Forum, reader: Organisation, number: int = 1, owner: Person | None = None) -> Meeting:
    """A noticed meeting with one point, decision, action and minutes, all of it sent to the reader; everything carries the number."""
    starts_at = FIRST_MEETING + timedelta(days=28 * (number - 1))
    series = make_series(forum=forum, source_uid=f"series-{number}@demo.example")
    meeting = make_meeting(forum=forum, series=series, starts_at=starts_at, noticed=True)
    topic = make_topic(organisation=forum.organisation, name=f"Fråga {number}")
    placement = make_placement(topic=topic, forum=forum)
    item = make_item(
        meeting=meeting, title=f"Punkt {number}", topic=topic, placement=placement, notes=f"Anteckning {number}"
    )
    decision = make_decision(item=item, text=f"Beslut {number}")
    holder = {"owner_person": owner} if owner else {}
    make_document(item=item, title=f"Underlag {number}")
    make_action(origin=item, decision=decision, text=f"Uppdrag {number}", **holder)
    shown = {"id": str(item.pk), "number": 1, "openness": "open", "title": item.title, "notes": item.notes}
    picture = make_picture(topic=topic, title=f"Lägesbild {number}", published=True)
    answer = make_answer(picture=picture, organisation=reader, text=f"Svar {number}")
    finding = make_finding(topic=topic, organisation=reader, picture=picture, answer=answer, text=f"Brist {number}")
    plan = make_plan(topic=topic, title=f"Plan {number}")
    measure = make_measure(plan=plan, finding=finding, owner_person=owner)
    make_indicator(measure=measure)
    make_follow_up(measure=measure, due_on=starts_at.date(), followed_by=owner)
    make_consultee(plan=plan, organisation=reader, sent_at=SHARED_AT, reply_by=starts_at.date(), reply=f"Svar {number}")
    make_minutes(meeting=meeting, content={"title": f"Protokoll {number}", "items": [shown]})
    make_line(organisation=forum.organisation, name=f"Stödtelefon {number}")
    group = make_group(topic=topic, organisation=reader, name=f"Målgrupp {number}")
    make_training(organisation=forum.organisation, counts={group: 10}, name=f"Utbildning {number}")
    make_agreement(organisation=forum.organisation, party=reader, title=f"Överenskommelse {number}")
    known = owner or make_person(name=f"Samordnare {number}", organisation=reader)
    make_coordinator(topic=topic, person=known, organisation=reader, function=f"Samordnare {number}", published=True)
    make_share(meeting=meeting, organisation=reader, kind=SharedKind.NOTICE)
    make_share(meeting=meeting, organisation=reader)
    return meeting


def share_forums(*, host: Organisation, reader: Organisation, times: int) -> list[Forum]:
    """That many forums of the host in which the reader has a seat, with one shared meeting each."""
    forums = []
    for number in range(1, times + 1):
        unit = make_unit(organisation=host, name=f"Enhet {number}")
        forum = make_forum(organisation=host, name=f"Råd {number}", unit=unit)
        person = reader.people.first()
        make_seat(forum=forum, organisation=reader, role_title=f"Plats {number}", person=person)
        share_meeting(forum=forum, reader=reader, number=number, owner=person)
        forums.append(forum)
    return forums
