"""What the history of a page is made of: which rows, which of their fields, and what those are called on screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.models import (
    Coordinator,
    Finding,
    Forum,
    Installation,
    Membership,
    MonitoringNote,
    Organisation,
    Person,
    Placement,
    ReminderRule,
    Seat,
    SituationPicture,
    Topic,
    Unit,
)
from meetings.models import (
    ActionItem,
    AgendaItem,
    Approval,
    Approver,
    Attendance,
    Decision,
    Document,
    Meeting,
    Minutes,
    MinutesComment,
    Motion,
)
from meetings.selectors import history_reach as reach

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import Model, Q
    from django.utils.functional import _StrOrPromise

    from forum.models import PersonActor


@dataclass(frozen=True)
class Part:
    """One kind of rows. `fields`: name → words, in the order in which they are told; what is not named is never shown.

    `about`: the field whose words name the row (a seat, a point), else `name_field`, a text. `restorable`: texts that can be put back.
    `quiet`: starts silently, since another part tells that the row was made.
    """

    name: str
    model: type[Model]
    label: _StrOrPromise
    reach: Callable[[PersonActor], Q]
    fields: Mapping[str, _StrOrPromise]
    about: str = ""
    name_field: str = ""
    restorable: frozenset[str] = field(default=frozenset())
    quiet: bool = False

    @cached_property
    def events(self) -> Any:
        """The table of its events, kept by triggers."""
        return apps.get_model(self.model._meta.app_label, f"{self.model.__name__}Event")


MEETING: Final = Part(
    "meeting", Meeting, _("Meeting"), reach.of_meeting,
    {
        "starts_at": _("Starts"), "ends_at": _("Ends"), "place": _("Place"), "link": _("Link"), "state": _("State"),
        "cancelled_reason": _("Reason"), "noticed_at": _("Notice sent"),
    },
)  # fmt: skip
ITEM: Final = Part(
    "item", AgendaItem, _("Point"), reach.of_agenda,
    {
        "title": _("Title"), "position": _("Place on the agenda"), "section": _("Heading"), "kind": _("Kind"),
        "topic": _("Topic"), "question": _("What the forum is asked"), "draft_decision": _("Draft decision"),
        "presenter": _("Presented by"), "presenter_seat": _("Presenter's seat"), "minutes": _("Length in minutes"),
        "registry_number": _("Registry number"), "openness": _("Who may read it"),
        "secrecy_provision": _("Secrecy mark: provision"), "secrecy_authority": _("Secrecy mark: authority"),
        "paragraph": "§",
    },
    name_field="title", restorable=frozenset({"title", "question", "draft_decision", "presenter"}),
)  # fmt: skip
OUTCOME: Final = Part(
    "outcome", AgendaItem, _("Notes"), reach.of_outcome("pgh_obj"),
    {"notes": _("Notes"), "answer": _("What came of it"), "put_off_until": _("Put off until")},
    about="pgh_obj", restorable=frozenset({"notes"}), quiet=True,
)  # fmt: skip
DECISION: Final = Part(
    "decision", Decision, _("Decision"), reach.of_outcome("item"),
    {"text": _("Decision"), "reservations": _("Reservations")},
    about="item", restorable=frozenset({"text", "reservations"}),
)  # fmt: skip
MOTION: Final = Part(
    "motion", Motion, _("Motion"), reach.of_outcome("item"),
    {"text": _("Motion"), "seat": _("Who moved it"), "outcome": _("What came of it")}, about="item",
)  # fmt: skip
ACTION: Final = Part(
    "action", ActionItem, _("Action"), reach.of_action,
    {
        "text": _("What is to be done"), "owner_seat": _("Seat"), "owner_organisation": _("Organisation"),
        "owner_unit": _("Unit"), "owner_person": _("Person"), "owner_address": _("E-mail"), "due_kind": _("Due"),
        "due_on": _("Day"), "state": _("State"), "closed_reason": _("Reason"),
    },
    name_field="number",
)  # fmt: skip
ATTENDANCE: Final = Part(
    "attendance", Attendance, _("Attendance"), reach.of_drafts,
    {
        "guest_name": _("Guest"), "presence": _("Presence"), "person": _("Person"),
        "substitute_name": pgettext_lazy("attendance", "Substitute"), "note": _("Note"),
    },
    about="seat", name_field="guest_name",
)  # fmt: skip
APPROVER: Final = Part("approver", Approver, _("Approver"), reach.of_drafts, {}, about="seat")
MINUTES: Final = Part(
    "minutes", Minutes, _("Version"), reach.of_minutes,
    {
        "state": _("State"), "circulated_at": _("Sent"), "reply_by": _("Reply by"), "locked_at": _("Locked"),
        "correction_reason": _("Reason for the correction"), "drawn_up_by": _("Drawn up by"),
    },
    name_field="number",
)  # fmt: skip
APPROVAL: Final = Part(
    "approval", Approval, _("Approval"), reach.of_approval, about="seat",
    fields={"approved_at": _("Approved"), "person": _("Person"), "via": _("How")},
)  # fmt: skip
COMMENT: Final = Part(
    "comment", MinutesComment, _("Comment"), reach.of_comment,
    {"text": _("Comment"), "person": _("Person"), "answer": _("Answer"), "answer_text": _("The answer's words")},
)  # fmt: skip
FORUM: Final = Part(
    "forum", Forum, _("Forum"), reach.of_forum,
    {
        "name": _("Name"), "kind": _("Kind"), "purpose": _("Purpose"), "organisation": _("Organisation that leads it"),
        "unit": _("Unit that keeps its records"), "parent_body": _("Answers to"),
        "mandate_document": _("Decision that set it up"), "minutes_form": _("Form of the minutes"),
        "openness": _("Who may read"), "external": _("Led by somebody else: we only log what concerns us"),
        "notices_from": _("Notices are sent from"), "proposals": _("When a topic is proposed"),
        "recalls_minutes": _("The last minutes come back on the next agenda"),
        "recalls_decisions": _("The last meeting's decisions come back, each with what came of it"),
        "recalls_actions": _("Actions still to be done come back"),
        "carries_unfinished": _("Points that were not reached come back"), "default_place": _("Usual place"),
        "lines_in_mails": _("Support lines beneath mails"), "lines_in_minutes": _("Support lines in minutes"),
        "contact_address": _("Contact address"), "archived_at": _("Archived"),
    },
)  # fmt: skip
RULE: Final = Part(
    "rule", ReminderRule, _("Reminder rule"), reach.of_rules,
    {"kind": _("Kind"), "offset_days": _("Days from its date"), "hour": _("Hour")},
)  # fmt: skip
SEAT: Final = Part(
    "seat", Seat, _("Seat"), reach.of_seat,
    {
        "role_title": _("Role"), "organisation": _("Organisation"), "unit": _("Unit"), "office": _("Office"),
        "substitute_for": _("Substitute for"), "closed_on": _("Closed"),
    },
    name_field="role_title",
)  # fmt: skip
MEMBERSHIP: Final = Part(
    "membership", Membership, _("Holder"), reach.of_membership,
    {"person": _("Holder"), "starts_on": _("From"), "ends_on": _("To")}, about="seat",
)  # fmt: skip
TOPIC: Final = Part(
    "topic", Topic, _("Topic"), reach.of_topic,
    {
        "name": _("Name"), "summary": _("Summary"), "organisation": _("Organisation"),
        "lines_in_mails": _("Support lines beneath mails"), "lines_in_minutes": _("Support lines in minutes"),
        "archived_at": _("Archived"),
    },
)  # fmt: skip
COORDINATOR: Final = Part(
    "coordinator", Coordinator, _("Coordinator"), reach.of_topic,
    {"person": _("Coordinator"), "deputy": _("Deputy"), "starts_on": _("From"), "ends_on": _("To")}, about="organisation",
)  # fmt: skip
PLACEMENT: Final = Part(
    "placement", Placement, _("Proposal"), reach.of_placement,
    {
        "title": _("Title"), "state": _("State"), "purpose": _("Purpose"), "question": _("What the forum is asked"),
        "draft_decision": _("Draft decision"), "presenter": _("Presented by"), "minutes": _("Length in minutes"),
        "deferred_until": _("Put off until"), "reason": _("Reason"), "starts_on": _("From"), "ends_on": _("To"),
    },
    about="forum",
)  # fmt: skip
PICTURE: Final = Part(
    "picture", SituationPicture, _("Situation picture"), reach.of_picture,
    {
        "title": _("Title"), "state": _("State"), "answer_by": _("Answer no later than"), "mapping": _("Mapping"),
        "other": _("Other information"), "analysis": _("Analysis"), "public_summary": _("Summary for the public"),
        "adopted_by": _("Adopted by"), "adopted_on": _("Adopted"), "paragraph": _("§"),
        "registry_number": _("Registry number"), "next_due_on": _("Next one no later than"), "published_at": _("Published"),
    },
)  # fmt: skip
FINDING: Final = Part(
    "finding", Finding, _("Finding"), reach.of_finding,
    {"text": _("Text"), "unit": _("Unit"), "priority": _("Weight"), "status": _("State"), "reason": _("Reason")},
)  # fmt: skip
NOTE: Final = Part(
    "note", MonitoringNote, _("Note"), reach.of_note,
    {"observed_on": _("When was it noticed?"), "text": _("Text"), "source": _("Source")},
)  # fmt: skip
DOCUMENT: Final = Part(
    "document", Document, _("Document"), reach.of_document,
    {"title": _("Title"), "file_name": _("File"), "number": _("Version"), "shared_at": _("Shared")},
)  # fmt: skip
ORGANISATION: Final = Part(
    "organisation", Organisation, _("Organisation"), reach.of_administration,
    {
        "name": _("Name"), "kind": _("Kind"), "organisation_number": _("Organisation number"), "county_code": _("County"),
        "contact_address": _("Contact address"),
    },
)  # fmt: skip
INSTALLATION: Final = Part(
    "installation", Installation, _("Settings of the installation"), reach.of_administration,
    {
        "accessibility_address": _("Who answers for accessibility"), "privacy_address": _("Data protection officer"),
        "public_words": _("First words on the public pages"), "reminders": _("Reminders of a new forum"),
        "reminder_hour": _("At what hour"),
    },
)  # fmt: skip
UNIT: Final = Part(
    "unit", Unit, _("Unit"), reach.of_administration, name_field="name",
    fields={"name": _("Name"), "kind": _("Kind"), "contact_address": _("Contact address"), "archived_at": _("Archived")},
)  # fmt: skip
PERSON: Final = Part(
    "person", Person, _("Person"), reach.of_administration,
    {
        "name": _("Name"), "email": _("E-mail"), "title": _("Title"), "organisation": _("Organisation"), "unit": _("Unit"),
        "language": _("Language"), "protected": _("Protected personal data"), "is_active": _("May sign in and gets mail"),
        "is_administrator": _("Administrator"), "merged_into": _("Merged with"),
    },
)  # fmt: skip
RESTORABLE: Final = {part.name: part for part in (ITEM, OUTCOME, DECISION)}
