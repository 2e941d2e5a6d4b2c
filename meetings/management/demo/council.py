"""The council's latest meeting in the demo: logged, with approved minutes and actions in every state."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from forum.calendar.workdays import next_working_day
from forum.enums import ItemKind
from meetings.enums import ActionState, Answer, CommentAnswer, DueKind, MotionOutcome, Presence
from meetings.management.demo.agenda import about_topic, add_points, latest_meeting
from meetings.management.demo.cast import COUNCIL, DOMAIN, SCHOOLS
from meetings.services.actions import Actor, Owner, add_note, change_state, give_action
from meetings.services.formalities import add_adjournment, add_motion, plan_approval, record_vote
from meetings.services.handovers import hand_over_action
from meetings.services.minutes import circulate_minutes, draw_up_minutes
from meetings.services.minutes_approval import approve_minutes
from meetings.services.minutes_comments import answer_comment, write_comment
from meetings.services.outcomes import record_decision, set_attendances, write_outcome
from meetings.services.postings import post_notice

if TYPE_CHECKING:
    from datetime import date

    from forum.models import Placement
    from meetings.management.demo.cast import Cast
    from meetings.models import AgendaItem, Decision, Meeting


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
    plan = record_decision(item=paths, text="Rådet ställer sig bakom belysningsplanen för stationsområdet.")
    everywhere = "Rådet beslutar att rutinen vid oro ska finnas på varje skola och fritidsgård senast vid årsskiftet."
    record_decision(item=routine, text=everywhere)
    later = "Polisens underlag kommer i nästa månad. Punkten skjuts upp till nästa möte."
    write_outcome(item_id=guards.pk, version=None, answer=Answer.PUT_OFF, notes=later)
    _give_dated(cast, paths, routine, today)
    _give_others(cast, routine, today)
    _note_formalities(cast, meeting, plan, today)
    _approve(cast, meeting, today)


def _attend(cast: Cast, meeting: Meeting) -> None:
    presences = dict.fromkeys(meeting.forum.seats.all(), Presence.PRESENT)
    presences[cast.seat(COUNCIL, "trygghet")] = Presence.REMOTE
    presences[cast.seat(COUNCIL, "fritidschef")] = Presence.EXCUSED
    set_attendances(meeting=meeting, presences=presences)


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


def _note_formalities(cast: Cast, meeting: Meeting, plan: Decision, today: date) -> None:
    """Two motions, a vote, a short break, and who approves where."""
    police, housing = cast.seat(COUNCIL, "kommunpolis"), cast.seat(COUNCIL, "trygghet")
    for seat, text, outcome in (
        (police, "Bifall till belysningsplanen.", MotionOutcome.CARRIED),
        (housing, "Återremiss för att räkna på bostadsbolagets gårdar.", MotionOutcome.LOST),
    ):
        add_motion(item=plan.item, text=text, seat=seat, outcome=outcome)
    put = "Ordföranden ställer proposition på avgörande i dag mot återremiss."
    record_vote(decision_id=plan.pk, version=None, yes=5, no=1, procedure=put)
    add_adjournment(meeting=meeting, starts=time(10, 15), ends=time(10, 30))
    plan_approval(meeting=meeting, version=None, seats=[police], place="Stadshuset", day=today)


def _approve(cast: Cast, meeting: Meeting, today: date) -> None:
    """A comment is asked and answered, both say yes, and the notice is posted."""
    secretary, police = cast.people["sekreterare"], cast.people["kommunpolis"]
    draft = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    sent = circulate_minutes(minutes_id=draft.pk, version=None, circulated_by=secretary)
    asked = "Ska inte bostadsbolaget stå med som mottagare av beslutet?"
    comment = write_comment(minutes_id=sent.pk, actor=Actor(person=police), text=asked)
    kept = "Bolaget sitter i rådet och får protokollet ändå."
    answer_comment(comment_id=comment.pk, version=None, answer=CommentAnswer.KEPT, text=kept, answered_by=secretary)
    for who in (cast.people["ordforande"], police):
        approve_minutes(minutes_id=sent.pk, version=None, person=who)
    kept_at = "Kommunkansliet, Stadshuset"
    post_notice(meeting=meeting, immediate=False, version=None, posted_on=today, kept_at=kept_at)
