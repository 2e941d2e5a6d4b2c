"""What the minutes say of the form of a meeting: quorum, adjournments, motions, votes, recusals. Only formal minutes have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from forum.enums import MinutesForm, Office
from meetings.enums import ATTENDING, Presence
from meetings.models import ApprovalPlan, Vote
from meetings.services.action_words import day_words

if TYPE_CHECKING:
    import uuid
    from datetime import time

    from forum.models import Seat
    from meetings.models import AgendaItem, Decision, Meeting

VOTING = (Office.CHAIR, Office.VICE_CHAIR, Office.MEMBER)


def formal_content(meeting: Meeting) -> dict[str, Any]:
    """The whole meeting's part; where and when it is approved stands in simple minutes too, and nothing of it in notes."""
    if meeting.forum.minutes_form == MinutesForm.NOTES:
        return {}
    plan = ApprovalPlan.objects.filter(meeting=meeting).first()
    day = day_words(plan.day) if plan and plan.day else ""
    content: dict[str, Any] = {"approval_place": ", ".join(filter(None, [plan.place if plan else "", day]))}
    if meeting.forum.minutes_form == MinutesForm.FORMAL:
        content["quorum"] = quorum_words(meeting)
        content["adjournments"] = [
            f"{_clock(row.starts)}–{_clock(row.ends)}" for row in meeting.adjournments.order_by("starts")
        ]
    return content


def _clock(value: time) -> str:
    return time_format(value, _("G:i"))


def quorum_words(meeting: Meeting) -> str:
    """Whether more than half of the members served (kommunallagen 6:27), in numbers; empty while nobody is noted."""
    voting = meeting.forum.seats.in_use(meeting.day).filter(office__in=VOTING)
    members = voting.count()
    noted = meeting.attendances.filter(seat__in=voting)
    serving = noted.filter(presence__in=ATTENDING).count()
    if not members or not noted.exists():
        return ""
    words = {"serving": serving, "members": members}
    if serving * 2 > members:
        return _("Quorate: %(serving)d of %(members)d members serve") % words
    return _("Not quorate: %(serving)d of %(members)d members serve") % words


def people_of(meeting: Meeting) -> dict[uuid.UUID, str]:
    """Who sat on each seat at the meeting, as the attendance says."""
    rows = meeting.attendances.filter(seat__isnull=False).select_related("person")
    return {
        row.seat_id: row.substitute_name
        if row.presence == Presence.SUBSTITUTE
        else (row.person.name if row.person and not row.person.protected else "")
        for row in rows
    }


def formal_item(item: AgendaItem, people: dict[uuid.UUID, str]) -> dict[str, Any]:
    """Motions and recusals under a point, and the day when its § was approved at once."""
    at_once = getattr(item, "immediate_approval", None)
    return {
        "motions": [
            {
                **_who(motion.seat, people),
                "text": motion.text,
                "outcome": str(motion.outcome.label) if motion.outcome else "",
            }
            for motion in item.motions.all()
        ],
        "recusals": [_who(recusal.seat, people) for recusal in item.recusals.all()],
        "immediate": day_words(at_once.day) if at_once else "",
    }


def _who(seat: Seat | None, people: dict[uuid.UUID, str]) -> dict[str, str]:
    if seat is None:
        return {"name": "", "role": ""}
    return {"name": people.get(seat.pk) or seat.role_title, "role": seat.role_title}


def formal_decision(decision: Decision, meeting: Meeting) -> dict[str, str]:
    """The vote on a decision in numbers, and how it went."""
    vote: Vote | None = getattr(decision, "vote", None)
    if vote is None or meeting.forum.minutes_form != MinutesForm.FORMAL:
        return {}
    return {"vote": vote_words(vote), "procedure": vote.procedure}


def vote_words(vote: Vote) -> str:
    words = {"yes": vote.yes, "no": vote.no, "abstained": vote.abstained}
    if vote.abstained:
        return _("%(yes)d yes, %(no)d no, %(abstained)d abstain") % words
    return _("%(yes)d yes, %(no)d no") % words
