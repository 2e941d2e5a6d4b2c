"""What has happened in the demo: proposals and their answers, a meeting with approved minutes, one that waits for its outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from forum.calendar.workdays import next_working_day
from forum.enums import ItemKind
from forum.services.topics import appoint_coordinator, create_topic
from meetings.enums import Answer, Presence
from meetings.management.demo.agenda import about_topic, add_points, latest_meeting
from meetings.management.demo.cast import COUNCIL, DOMAIN, HOST, INTERFAITH, MANAGEMENT, NETWORK, SCHOOLS
from meetings.management.demo.consultation import consult_on_other_plan
from meetings.management.demo.coordination import hold_together
from meetings.management.demo.council import hold_council
from meetings.management.demo.forum_settings import tell_purposes
from meetings.management.demo.pictures import draw_pictures
from meetings.management.demo.plan import adopt_plan
from meetings.management.demo.public import open_council
from meetings.management.demo.reports import write_reports
from meetings.management.demo.rewording import reword
from meetings.management.demo.support import agree, open_lines, train
from meetings.models import Meeting
from meetings.services.agenda_templates import save_agenda_template
from meetings.services.backlog import propose_item
from meetings.services.guests import call_guest
from meetings.services.notices import send_notice
from meetings.services.outcomes import set_attendance, write_outcome
from meetings.services.proposal_facts import Proposal
from meetings.services.proposals import (
    accept_proposal,
    decline_proposal,
    defer_proposal,
    propose_topic,
    withdraw_proposal,
)
from meetings.services.standing import place_standing_items

if TYPE_CHECKING:
    from datetime import date

    from forum.models import Placement, Topic
    from meetings.management.demo.cast import Cast

ROUTINE: Final = Proposal(
    title="Våldsbejakande extremism: rutin vid oro",
    purpose="Fyra av elva skolor saknar en rutin för vem man ringer när man är orolig för att någon dras in i en extrem miljö.",
    question="Har varje skola och fritidsgård en rutin vid oro, och vad behövs där den saknas?",
    presenter="Säkerhetssamordnaren",
    minutes=15,
    kind=ItemKind.DECISION,
    every=2,
)
PICTURE: Final = Proposal(
    title="Lägesbild: unga och kriminella nätverk",
    question="Vem äger åtgärderna?",
    minutes=20,
    presenter="Socialchefen",
)


def play(cast: Cast, today: date) -> None:
    """Lets the demo's past happen, through the same services that the pages call."""
    tell_purposes(cast)
    placements = _take_to_two(cast, today)
    other = _ask_with_another_topic(cast, today)
    hold_council(cast, placements[COUNCIL], today)
    open_council(cast)
    open_lines(cast, placements[COUNCIL].topic, today)
    adopt_plan(cast, placements[COUNCIL].topic, today, draw_pictures(cast, placements[COUNCIL].topic, today))
    consult_on_other_plan(cast, other, today)
    train(cast, placements[COUNCIL].topic, today)
    agree(cast, placements[COUNCIL].topic, today)
    hold_together(cast, placements[COUNCIL].topic, today)
    _leave_schools_waiting(cast, placements[SCHOOLS])
    _prepare_agendas(cast)
    reword(cast)
    write_reports(cast, placements[COUNCIL].topic, today)


def _topic(cast: Cast, today: date, name: str, summary: str, coordinator: str) -> Topic:
    host = cast.organisations[HOST]
    topic = create_topic(name=name, organisation=host, summary=summary)
    since = today - timedelta(days=200)
    appoint_coordinator(topic=topic, organisation=host, person=cast.people[coordinator], starts_on=since)
    return topic


def _take_to_two(cast: Cast, today: date) -> dict[str, Placement]:
    """The topic of 2015: two forums have said yes, three have never been asked."""
    summary = "Frågan tas upp i forum som redan finns. Ingen ny organisation byggs upp."
    topic = _topic(cast, today, "Våldsbejakande extremism", summary, "samordnare")
    chairs = {COUNCIL: cast.people["ordforande"], SCHOOLS: cast.people["skolchef"]}
    forums = [cast.forums[key] for key in chairs]
    asker = cast.people["samordnare"]
    done = propose_topic(topic=topic, forums=forums, proposal=replace(ROUTINE, presented_by=asker), proposed_by=asker)
    by_forum = {placement.forum_id: placement for placement in done.placements}
    placements = {key: by_forum[cast.forums[key].pk] for key in chairs}
    for key, chair in chairs.items():
        accept_proposal(placement_id=placements[key].pk, version=None, answered_by=chair)
    return placements


def _ask_with_another_topic(cast: Cast, today: date) -> Topic:
    """Three forums, three answers: one was asked anew and waits, one comes back to it later, one says no."""
    summary = "Skola, socialtjänst, fritid och polis ser var sin del. Forumen lägger ihop dem."
    topic = _topic(cast, today, "Unga och kriminella nätverk", summary, "socialchef")
    asker, chair, county = (cast.people[key] for key in ("socialchef", "ordforande", "lanssamordnare"))
    forums = [cast.forums[key] for key in (MANAGEMENT, INTERFAITH, NETWORK)]
    picture = replace(PICTURE, presented_by=asker)
    done = propose_topic(topic=topic, forums=forums, proposal=picture, proposed_by=asker)
    by_forum = {placement.forum_id: placement.pk for placement in done.placements}
    management, interfaith, network = (by_forum[forum.pk] for forum in forums)
    withdraw_proposal(placement_id=management, version=None, reason="Frågan behövde formuleras om.")
    propose_topic(topic=topic, forums=[cast.forums[MANAGEMENT]], proposal=picture, proposed_by=asker)
    until = next_working_day(today + timedelta(days=60))
    defer_proposal(placement_id=interfaith, version=None, answered_by=chair, until=until)
    reason = "Nätverket har redan frågan på sitt årsprogram. Lämna gärna underlag i förväg."
    decline_proposal(placement_id=network, version=None, answered_by=county, reason=reason)
    return topic


def _leave_schools_waiting(cast: Cast, placement: Placement) -> None:
    """The latest meeting of the schools' group: attendance was noted on the spot, the rest waits for its secretary."""
    meeting = latest_meeting(cast, SCHOOLS)
    previous, *_rest = add_points(
        meeting,
        ("Föregående anteckningar", ItemKind.FOLLOW_UP, 10, {}),
        ("Elevhälsan i höst", ItemKind.INFORMATION, 20, {"presenter": "Skolchefen"}),
        (placement.title, ItemKind.DECISION, 15, about_topic(placement)),
        ("Övriga frågor", ItemKind.DISCUSSION, 10, {}),
    )
    for who in ("skolchef", "sekreterare", "fritidschef"):
        set_attendance(meeting=meeting, seat=cast.seat(SCHOOLS, who), presence=Presence.PRESENT)
    filed = "Anteckningarna läggs till handlingarna."
    write_outcome(item_id=previous.pk, version=None, answer=Answer.NOTHING_NEW, notes=filed)


def _prepare_agendas(cast: Cast) -> None:
    """The next agendas: the council's is being prepared, the schools' has been sent."""
    place_standing_items(forum=cast.forums[COUNCIL])
    now = timezone.now()
    council, schools = (Meeting.objects.ahead(now).filter(forum=cast.forums[key])[0] for key in (COUNCIL, SCHOOLS))
    together = {"draft_decision": "Socialtjänst och fritid tar fram ett schema inför nästa lov."}
    *_measured, leave = add_points(
        council,
        ("Trygghetsmätningen", ItemKind.INFORMATION, 20, {"presenter": "Kommunpolis"}),
        ("Samverkan under lov", ItemKind.DECISION, 15, together | {"section": "Beslut"}),
    )
    school = {"name": "Rut Rektor", "address": f"rektor@{DOMAIN}", "organisation": "Friskolan Linden"}
    call_guest(item_id=leave.pk, called_by=cast.people["sekreterare"], **school)
    save_agenda_template(meeting=council, name="Ordinarie möte")
    _fill_the_backlog(cast)
    add_points(schools, ("Utbildning för elevhälsan", ItemKind.DECISION, 15, {"presenter": "Skolchefen"}))
    send_notice(meeting_id=schools.pk, version=None, sent_by=cast.people["sekreterare"])


def _fill_the_backlog(cast: Cast) -> None:
    """What two of those who sit in the council want to take up some time."""
    council, police, leisure = cast.forums[COUNCIL], cast.people["kommunpolis"], cast.people["fritidschef"]
    asked = "Vilka gårdar har öppet när skolan har lov?"
    propose_item(forum=council, proposed_by=leisure, title="Öppettider på fritidsgårdarna", question=asked, minutes=10)
    propose_item(forum=council, proposed_by=police, title="Trafiken vid skolorna", kind=ItemKind.DISCUSSION, minutes=15)
