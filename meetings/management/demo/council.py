"""The council's latest meeting in the demo: logged, with approved minutes and actions in every state."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from forum.calendar.workdays import next_working_day
from forum.enums import ItemKind
from meetings.enums import ActionState, Answer, DueKind, Presence
from meetings.management.demo.agenda import about_topic, add_points, latest_meeting
from meetings.management.demo.cast import COUNCIL, DOMAIN, SCHOOLS
from meetings.services.actions import Actor, Owner, add_note, change_state, give_action
from meetings.services.handovers import hand_over_action
from meetings.services.minutes import choose_approvers, circulate_minutes, draw_up_minutes
from meetings.services.minutes_approval import approve_minutes
from meetings.services.outcomes import record_decision, set_attendances, write_outcome

if TYPE_CHECKING:
    from datetime import date

    from forum.models import Placement
    from meetings.management.demo.cast import Cast
    from meetings.models import AgendaItem, Meeting


def hold_council(cast: Cast, placement: Placement, today: date) -> None:
    """The meeting from its attendance to the last approval."""
    meeting = latest_meeting(cast, COUNCIL)
    opening, report, paths, routine, guards = add_points(
        meeting,
        ("Mötet öppnas", ItemKind.INFORMATION, 5, {}),
        ("Lägesbild från EST-gruppen", ItemKind.INFORMATION, 15, {"presenter": "Kommunpolis"}),
        ("Mörka stråk vid stationen", ItemKind.DECISION, 20, {"registry_number": f"KS {today.year}/0388"}),
        (
            placement.title,
            ItemKind.DECISION,
            15,
            {**about_topic(placement), "registry_number": f"KS {today.year}/0412"},
        ),
        ("Ordningsvakter i centrum", ItemKind.DISCUSSION, 15, {"presenter": "Kommunpolis"}),
    )
    _attend(cast, meeting)
    write_outcome(item_id=opening.pk, version=None, answer=Answer.NOTHING_NEW, notes="Kommunpolisen utses att justera.")
    trend = "Skadegörelsen runt stationen minskar. Klotter med symboler ökar vid två skolor."
    trend += "\n\nPolisen redogör för vilka platser som bevakas."
    write_outcome(item_id=report.pk, version=None, answer=Answer.RAISED, notes=trend)
    record_decision(item=paths, text="Rådet ställer sig bakom belysningsplanen för stationsområdet.")
    everywhere = "Rådet beslutar att rutinen vid oro ska finnas på varje skola och fritidsgård senast vid årsskiftet."
    record_decision(item=routine, text=everywhere)
    later = "Polisens underlag kommer i nästa månad. Punkten skjuts upp till nästa möte."
    write_outcome(item_id=guards.pk, version=None, answer=Answer.PUT_OFF, notes=later)
    _give_dated(cast, paths, routine, today)
    _give_others(cast, routine, today)
    _approve(cast, meeting)


def _attend(cast: Cast, meeting: Meeting) -> None:
    presences = dict.fromkeys(meeting.forum.seats.all(), Presence.PRESENT)
    presences[cast.seat(COUNCIL, "trygghet")] = Presence.REMOTE
    presences[cast.seat(COUNCIL, "fritidschef")] = Presence.EXCUSED
    set_attendances(meeting=meeting, presences=presences)
    choose_approvers(meeting=meeting, seats=[cast.seat(COUNCIL, "kommunpolis")])


def _give_dated(cast: Cast, paths: AgendaItem, routine: AgendaItem, today: date) -> None:
    """One overdue, one to somebody who has nothing but an address."""
    late, soon = (next_working_day(today + timedelta(days=days)) for days in (-8, 14))
    give_action(
        item=paths,
        text="Redovisa kostnad och tidplan för belysningen på bostadsbolagets gårdar",
        owner=Owner(seat=cast.seat(COUNCIL, "trygghet")),
        due_kind=DueKind.DATE,
        due_on=late,
    )
    give_action(
        item=routine,
        text="Sätt upp rutinen vid oro på skolan och gå igenom den med personalen",
        owner=Owner(address=f"rektor@{DOMAIN}"),
        due_kind=DueKind.DATE,
        due_on=soon,
    )


def _give_others(cast: Cast, routine: AgendaItem, today: date) -> None:
    """One that follows the next meeting, one under way, one done."""
    schools = Owner(seat=cast.seat(COUNCIL, "skolchef"))
    which = "Redovisa vilka skolor som satt upp rutinen vid oro"
    asked = give_action(item=routine, text=which, owner=schools, due_kind=DueKind.NEXT_MEETING)
    hand_over_action(
        action_id=asked.pk,
        version=None,
        forum=cast.forums[SCHOOLS],
        reason="Skolledningen träffas oftare och har rektorerna runt bordet.",
        handed_by=cast.people["ordforande"],
    )
    statistics = give_action(
        item=routine,
        text="Ta fram statistik över hatbrott per kvartal",
        owner=Owner(organisation=cast.organisations["polisen"]),
        due_kind=DueKind.DATE,
        due_on=next_working_day(today + timedelta(days=24)),
    )
    police, secretary = Actor(person=cast.people["kommunpolis"]), Actor(person=cast.people["sekreterare"])
    change_state(action_id=statistics.pk, version=None, state=ActionState.IN_PROGRESS, actor=police)
    add_note(action_id=statistics.pk, text="Underlaget är beställt från regionen.", actor=police)
    clerk = Owner(seat=cast.seat(COUNCIL, "sekreterare"))
    booking = give_action(item=routine, text="Boka lokal för utbildningen av första linjen", owner=clerk)
    change_state(action_id=booking.pk, version=None, state=ActionState.DONE, actor=secretary)


def _approve(cast: Cast, meeting: Meeting) -> None:
    secretary = cast.people["sekreterare"]
    draft = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    sent = circulate_minutes(minutes_id=draft.pk, version=None, circulated_by=secretary)
    for who in ("ordforande", "kommunpolis"):
        approve_minutes(minutes_id=sent.pk, version=None, person=cast.people[who])
