"""What has happened in the demo: proposals and their answers, a meeting with approved minutes, one that waits for its outcome."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from forum.calendar.workdays import next_working_day
from forum.enums import ItemKind
from forum.services.topics import appoint_coordinator, create_topic
from meetings.enums import ActionState, Answer, DueKind, MeetingState, Presence
from meetings.management.demo.cast import COUNCIL, DOMAIN, HOST, INTERFAITH, MANAGEMENT, NETWORK, SCHOOLS
from meetings.models import Meeting
from meetings.services.actions import Actor, Owner, add_note, change_state, give_action
from meetings.services.agendas import add_item
from meetings.services.minutes import approve_minutes, choose_approvers, circulate_minutes, draw_up_minutes
from meetings.services.notices import send_notice
from meetings.services.outcomes import record_decision, set_attendance, set_attendances, write_outcome
from meetings.services.proposals import (
    Proposal,
    accept_proposal,
    decline_proposal,
    defer_proposal,
    propose_topic,
    withdraw_proposal,
)

if TYPE_CHECKING:
    from datetime import date

    from forum.models import Placement, Topic
    from meetings.management.demo.cast import Cast
    from meetings.models import AgendaItem

QUESTION: Final = "Kan rutinen vid oro gälla alla skolor och fritidsgårdar från årsskiftet?"


def play(cast: Cast, today: date) -> None:
    """Lets the demo's past happen, through the same services that the pages call."""
    topic = create_topic(
        name="Våldsbejakande extremism",
        organisation=cast.organisations[HOST],
        summary="Frågan tas upp i forum som redan finns. Ingen ny organisation byggs upp.",
    )
    appoint_coordinator(
        topic=topic,
        organisation=cast.organisations[HOST],
        person=cast.people["samordnare"],
        starts_on=today - timedelta(days=200),
    )
    placements = _propose(cast, topic, today)
    _council_with_minutes(cast, topic, placements[COUNCIL], today)
    _schools_waiting(cast, topic, placements[SCHOOLS])
    _agendas_ahead(cast)


def _propose(cast: Cast, topic: Topic, today: date) -> dict[str, Placement]:
    """One proposal to all five; each answers in its own way."""
    coordinator, chair = cast.people["samordnare"], cast.people["ordforande"]
    proposal = Proposal(
        title="Våldsbejakande extremism: rutin vid oro",
        purpose="Fyra av elva skolor saknar en rutin för vem man ringer när man är orolig för att någon dras in i en extrem miljö.",
        question=QUESTION,
        presenter="Säkerhetssamordnaren",
        minutes=15,
        kind=ItemKind.DECISION,
        every=2,
    )
    done = propose_topic(topic=topic, forums=cast.forums.values(), proposal=proposal, proposed_by=coordinator)
    placements = {key: row for row in done.placements for key, forum in cast.forums.items() if row.forum_id == forum.pk}
    accept_proposal(placement_id=placements[COUNCIL].pk, version=None, answered_by=chair)
    accept_proposal(placement_id=placements[SCHOOLS].pk, version=None, answered_by=cast.people["skolchef"])
    defer_proposal(
        placement_id=placements[INTERFAITH].pk,
        version=None,
        answered_by=chair,
        until=next_working_day(today + timedelta(days=60)),
    )
    decline_proposal(
        placement_id=placements[NETWORK].pk,
        version=None,
        answered_by=cast.people["lanssamordnare"],
        reason="Nätverket har redan frågan på sitt årsprogram. Lämna gärna underlag i förväg.",
    )
    withdraw_proposal(placement_id=placements[MANAGEMENT].pk, version=None, reason="Frågan behövde formuleras om.")
    again = Proposal(
        title="Lägesbild om våldsbejakande extremism",
        question="Vem äger åtgärderna?",
        minutes=20,
        presenter="Säkerhetssamordnaren",
    )
    propose_topic(topic=topic, forums=[cast.forums[MANAGEMENT]], proposal=again, proposed_by=coordinator)
    return placements


def _latest(cast: Cast, forum: str) -> Meeting:
    """The latest meeting that is over and was not cancelled."""
    over = Meeting.objects.filter(forum=cast.forums[forum], ends_at__lte=timezone.now())
    return over.exclude(state=MeetingState.CANCELLED).order_by("-starts_at")[0]


def _points(meeting: Meeting, *rows: tuple[str, ItemKind, int, dict[str, Any]]) -> list[AgendaItem]:
    return [
        add_item(meeting=meeting, title=title, kind=kind, minutes=minutes, **facts)
        for title, kind, minutes, facts in rows
    ]


def _council_with_minutes(cast: Cast, topic: Topic, placement: Placement, today: date) -> None:
    meeting = _latest(cast, COUNCIL)
    about_topic = {"topic": topic, "placement": placement, "question": QUESTION, "presenter": "Säkerhetssamordnaren"}
    opening, report, paths, routine = _points(
        meeting,
        ("Mötet öppnas", ItemKind.INFORMATION, 5, {}),
        ("Lägesbild från EST-gruppen", ItemKind.INFORMATION, 15, {"presenter": "Kommunpolis"}),
        ("Mörka stråk vid stationen", ItemKind.DECISION, 20, {"registry_number": "KS 2026/0388"}),
        (
            "Våldsbejakande extremism: rutin vid oro",
            ItemKind.DECISION,
            15,
            {**about_topic, "registry_number": "KS 2026/0412"},
        ),
    )
    presences = dict.fromkeys(cast.forums[COUNCIL].seats.all(), Presence.PRESENT)
    presences[cast.seat(COUNCIL, "trygghet")] = Presence.REMOTE
    presences[cast.seat(COUNCIL, "fritidschef")] = Presence.EXCUSED
    set_attendances(meeting=meeting, presences=presences)
    choose_approvers(meeting=meeting, seats=[cast.seat(COUNCIL, "kommunpolis")])
    write_outcome(item_id=opening.pk, version=None, answer=Answer.NOTHING_NEW, notes="Kommunpolisen utses att justera.")
    write_outcome(
        item_id=report.pk,
        version=None,
        answer=Answer.RAISED,
        notes="Skadegörelsen runt stationen minskar. Klotter med symboler ökar vid två skolor.",
    )
    record_decision(item=paths, text="Rådet ställer sig bakom belysningsplanen för stationsområdet.")
    record_decision(
        item=routine,
        text="Rådet beslutar att rutinen vid oro ska finnas på varje skola och fritidsgård senast vid årsskiftet.",
    )
    _actions(cast, paths, routine, today)
    _approved(cast, meeting)


def _actions(cast: Cast, paths: AgendaItem, routine: AgendaItem, today: date) -> None:
    """One overdue, one to a bare address, one that follows the next meeting, one under way, one done."""
    late, soon, later = (next_working_day(today + timedelta(days=days)) for days in (-8, 5, 24))
    lights = Owner(seat=cast.seat(COUNCIL, "trygghet"))
    give_action(
        item=paths,
        text="Redovisa kostnad och tidplan för belysningen på bostadsbolagets gårdar",
        owner=lights,
        due_kind=DueKind.DATE,
        due_on=late,
    )
    headmaster = Owner(address=f"rektor@{DOMAIN}")
    give_action(
        item=routine,
        text="Sätt upp rutinen vid oro på skolan och gå igenom den med personalen",
        owner=headmaster,
        due_kind=DueKind.DATE,
        due_on=soon,
    )
    give_action(
        item=routine,
        text="Redovisa vilka skolor som satt upp rutinen vid oro",
        owner=Owner(seat=cast.seat(COUNCIL, "skolchef")),
        due_kind=DueKind.NEXT_MEETING,
    )
    statistics = give_action(
        item=routine,
        text="Ta fram statistik över hatbrott per kvartal",
        owner=Owner(organisation=cast.organisations["polisen"]),
        due_kind=DueKind.DATE,
        due_on=later,
    )
    police = Actor(person=cast.people["kommunpolis"])
    change_state(action_id=statistics.pk, version=None, state=ActionState.IN_PROGRESS, actor=police)
    add_note(action_id=statistics.pk, text="Underlaget är beställt från regionen.", actor=police)
    booking = give_action(
        item=routine,
        text="Boka lokal för utbildningen av första linjen",
        owner=Owner(seat=cast.seat(COUNCIL, "sekreterare")),
    )
    change_state(
        action_id=booking.pk, version=None, state=ActionState.DONE, actor=Actor(person=cast.people["sekreterare"])
    )


def _approved(cast: Cast, meeting: Meeting) -> None:
    secretary = cast.people["sekreterare"]
    draft = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    sent = circulate_minutes(minutes_id=draft.pk, version=None, circulated_by=secretary)
    for who in ("ordforande", "kommunpolis"):
        approve_minutes(minutes_id=sent.pk, version=None, person=cast.people[who])


def _schools_waiting(cast: Cast, topic: Topic, placement: Placement) -> None:
    """The latest meeting of the schools' group: attendance was noted on the spot, the rest waits for its secretary."""
    meeting = _latest(cast, SCHOOLS)
    about_topic = {"topic": topic, "placement": placement, "question": QUESTION, "presenter": "Säkerhetssamordnaren"}
    previous, *_rest = _points(
        meeting,
        ("Föregående anteckningar", ItemKind.FOLLOW_UP, 10, {}),
        ("Elevhälsan i höst", ItemKind.INFORMATION, 20, {"presenter": "Skolchefen"}),
        ("Våldsbejakande extremism: rutin vid oro", ItemKind.DECISION, 15, about_topic),
        ("Övriga frågor", ItemKind.DISCUSSION, 10, {}),
    )
    for who in ("skolchef", "sekreterare", "fritidschef"):
        set_attendance(meeting=meeting, seat=cast.seat(SCHOOLS, who), presence=Presence.PRESENT)
    write_outcome(
        item_id=previous.pk, version=None, answer=Answer.NOTHING_NEW, notes="Anteckningarna läggs till handlingarna."
    )


def _agendas_ahead(cast: Cast) -> None:
    """The next agendas: the council's is being prepared, the schools' has been sent."""
    now = timezone.now()
    council, schools = (Meeting.objects.ahead(now).filter(forum=cast.forums[key]).first() for key in (COUNCIL, SCHOOLS))
    if council:
        add_item(
            meeting=council, title="Trygghetsmätningen", kind=ItemKind.INFORMATION, minutes=20, presenter="Kommunpolis"
        )
        add_item(
            meeting=council,
            title="Samverkan under lov",
            kind=ItemKind.DECISION,
            minutes=15,
            draft_decision="Socialtjänst och fritid tar fram ett schema inför nästa lov.",
        )
    if schools:
        add_item(
            meeting=schools,
            title="Utbildning för elevhälsan",
            kind=ItemKind.DECISION,
            minutes=15,
            presenter="Skolchefen",
        )
        send_notice(meeting_id=schools.pk, version=None, sent_by=cast.people["sekreterare"])
