"""From the rows of a meeting to the content that is frozen with a version of its minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import MinutesForm
from forum.models import Seat
from forum.selectors.recipients import seats_with_holders
from forum.services.opening_words import line_facts
from meetings.enums import Presence
from meetings.models import ActionItem
from meetings.selectors.lines_beneath import lines_beneath_minutes
from meetings.selectors.upcoming import next_meeting
from meetings.services.action_words import day_words, due_words, function_words, owner_words
from meetings.services.follow_up_words import follow_up_for_minutes
from meetings.services.minutes_content import PEOPLE
from meetings.services.minutes_formal import formal_content, formal_decision, formal_item, people_of
from meetings.services.minutes_labels import minutes_labels
from meetings.services.time_words import hours_of

if TYPE_CHECKING:
    from meetings.models import AgendaItem, Approval, Attendance, Document, Meeting, Minutes
    from meetings.services.recalled_content import RecalledContent

GROUPS = {
    Presence.PRESENT: "present",
    Presence.REMOTE: "present",
    Presence.SUBSTITUTE: "substitutes",
    Presence.EXCUSED: "excused",
    Presence.ABSENT: "absent",
}


def freeze_content(minutes: Minutes) -> dict[str, Any]:
    """All that stands in the minutes as it is now, in the installation's language. Points not open in the forum are marked as such."""
    meeting = minutes.meeting
    with override(settings.LANGUAGE_CODE):
        following = next_meeting(meeting.forum, after=meeting.starts_at)
        called = [line_facts(shown).sentence for shown in lines_beneath_minutes(meeting)]
        return {
            "language": settings.LANGUAGE_CODE,
            "form": meeting.forum.minutes_form.value,
            "title": _title(meeting),
            "organisation": meeting.forum.organisation.name,
            "forum": meeting.forum.name,
            "version": minutes.number,
            "drawn_up_at": timezone.localtime().isoformat(timespec="seconds"),
            "correction_of": minutes.corrects.number if minutes.corrects else None,
            "correction_note": minutes.correction_reason,
            "meeting": _meeting(meeting),
            **_attendance(meeting),
            **approval_content(minutes),
            **formal_content(meeting),
            "corrections_by": day_words(minutes.reply_by) if minutes.reply_by else "",
            "documents": [_document(document) for document in meeting.documents.all()],
            "items": _all_items(minutes),
            "next_meeting": _when(following) if following else "",
            **({"support_lines": called} if called else {}),
            "labels": minutes_labels(settings.LANGUAGE_CODE),
        }


def is_outdated(minutes: Minutes) -> bool:
    """Whether the draft says something else than what is logged now."""
    now = freeze_content(minutes)
    return any(minutes.content.get(key) != said for key, said in now.items() if key != "drawn_up_at")


def approval_content(minutes: Minutes) -> dict[str, Any]:
    """Who was asked to approve, and who has: all that still changes in minutes that were circulated."""
    with override(settings.LANGUAGE_CODE):
        rows = minutes.approvals.select_related("seat__organisation", "person")
        approvals = [_approval(approval) for approval in rows]
    return {
        "approvers": [f"{approval['name']}, {approval['role']}".strip(", ") for approval in approvals],
        "approvals": approvals,
    }


def _title(meeting: Meeting) -> str:
    day = day_words(meeting.day)
    if meeting.forum.minutes_form == MinutesForm.NOTES:
        return _("Meeting notes %(date)s") % {"date": day}
    return _("Minutes %(date)s") % {"date": day}


def _when(meeting: Meeting) -> str:
    day = date_format(meeting.day, "l j F Y")
    return ", ".join(filter(None, (day, hours_of(meeting))))


def _meeting(meeting: Meeting) -> dict[str, str]:
    zone = ZoneInfo(meeting.zone)
    starts, ends = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    return {
        "date": day_words(starts.date()),
        "when": _when(meeting),
        "place": meeting.place,
        "starts_at": starts.isoformat(),
        "ends_at": ends.isoformat(),
    }


def _attendance(meeting: Meeting) -> dict[str, list[dict[str, str]]]:
    groups: dict[str, list[dict[str, str]]] = {name: [] for name in PEOPLE}
    for row in meeting.attendances.select_related("seat__organisation", "seat__unit", "person", "from_item", "to_item"):
        groups["others" if row.seat is None else GROUPS[row.presence]].append(_person(row))
    return groups


def _person(row: Attendance) -> dict[str, str]:
    if row.seat is None:
        return {"name": row.guest_name, "role": "", "organisation": "", "note": row.note}
    name = "" if row.person is None or row.person.protected else row.person.name
    notes = [row.note, _("remote") if row.presence == Presence.REMOTE else "", points_words(row)]
    if row.presence == Presence.SUBSTITUTE:
        notes.append(_("for %(name)s") % {"name": name or row.seat.role_title})
        name = row.substitute_name
    return {
        "name": name or row.seat.role_title,
        "role": row.seat.role_title,
        "organisation": row.seat.organisation.name,
        "note": ", ".join(filter(None, notes)),
    }


def points_words(row: Attendance) -> str:
    """Between which points somebody was there; empty for all of them."""
    first, last = row.from_item, row.to_item
    if first and last:
        return _("points %(first)d to %(last)d") % {"first": first.position, "last": last.position}
    if first:
        return _("from point %(first)d") % {"first": first.position}
    return _("to point %(last)d") % {"last": last.position} if last else ""


def _items(meeting: Meeting) -> list[AgendaItem]:
    owners = Prefetch("owner_seat", seats_with_holders(Seat.objects.all()))
    actions = ActionItem.objects.select_related("owner_organisation", "owner_unit", "owner_person").prefetch_related(
        owners
    )
    return list(
        meeting.items.order_by("position")
        .select_related("recalls", "immediate_approval")
        .prefetch_related(
            "decisions__vote", "motions__seat", "recusals__seat", Prefetch("actions", actions), "documents"
        )
    )


def _all_items(minutes: Minutes) -> list[dict[str, Any]]:
    rows = enumerate(_items(minutes.meeting), start=1)
    if minutes.meeting.forum.minutes_form != MinutesForm.FORMAL:
        return [_item(number, item, minutes) for number, item in rows]
    people = people_of(minutes.meeting)
    return [{**_item(number, item, minutes), **formal_item(item, people)} for number, item in rows]


def _follow_up(item: AgendaItem, minutes: Minutes) -> RecalledContent | None:
    """What was followed up; a correction keeps what the version before it says, since that was said at the meeting."""
    if item.recalls is None:
        return None
    earlier = minutes.corrects.content.get("items", []) if minutes.corrects else []
    kept = next((row.get("follow_up") for row in earlier if row.get("id") == str(item.pk)), None)
    item.meeting = minutes.meeting
    return kept or follow_up_for_minutes(item)


def _item(number: int, item: AgendaItem, minutes: Minutes) -> dict[str, Any]:
    return {
        "id": str(item.pk),
        "number": number,
        "paragraph": item.paragraph,
        "title": item.title,
        "openness": item.openness.value,
        "registry_number": item.registry_number,
        "presenter": item.presenter,
        "notes": item.notes,
        "decisions": [
            {
                "id": str(decision.pk),
                "number": "",
                "text": decision.text,
                "reservations": [decision.reservations] if decision.reservations else [],
                **formal_decision(decision, minutes.meeting),
            }
            for decision in item.decisions.all()
        ],
        "actions": [_action(action) for action in item.actions.all()],
        "follow_up": _follow_up(item, minutes),
        "documents": [_document(document) for document in item.documents.all()],
        "redacted": False,
    }


def _document(document: Document) -> dict[str, str]:
    return {"title": document.title, "file_name": document.file_name, "checksum": document.checksum}


def _action(action: ActionItem) -> dict[str, str]:
    return {
        "id": str(action.pk),
        "number": str(action.number),
        "text": action.text,
        "owner": owner_words(action),
        "by_function": function_words(action),
        "due": due_words(action),
    }


def _approval(approval: Approval) -> dict[str, str]:
    when = timezone.localtime(approval.approved_at) if approval.approved_at else None
    person = approval.person if approval.person and not approval.person.protected else None
    return {
        "name": person.name if person else approval.seat.role_title,
        "role": f"{approval.seat.role_title}, {approval.seat.organisation.name}",
        "approved_at": date_format(when, "j F Y H:i") if when else "",
    }
