"""The words that stand in all minutes."""

from __future__ import annotations

from typing import Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

LABELS: Final = {
    "time": _("Date and time"),
    "place": _("Place"),
    "registry_number": _("Registry number"),
    "registry_short": _("Ref."),
    "paragraphs": _("Paragraphs"),
    "attendance": _("Attendance"),
    "name": _("Name"),
    "role": _("Role"),
    "organisation": _("Organisation"),
    "note": _("Note"),
    "present": _("Present"),
    "deciding": _("Members deciding"),
    "substitutes": _("Substitutes"),
    "others": _("Others present"),
    "excused": _("Excused"),
    "absent": _("Absent"),
    "approvers": _("Chosen to approve"),
    "approval_place": _("Place and date of approval"),
    "presenter": _("Presented by"),
    "decision": _("Decision"),
    "reservation": _("Reservation"),
    "action": _("Action"),
    "actions": _("Actions"),
    "number": _("No."),
    "owner": _("Responsible"),
    "due": _("Due"),
    "point": _("Item"),
    "appendices": _("Documents of the meeting"),
    "next_meeting": _("Next meeting"),
    "support_lines": _("Whom you can call"),
    "approval": _("Approval of the minutes"),
    "signatures": _("Signatures"),
    "approved_digitally": _("Approved digitally"),
    "not_yet_approved": _("Minutes not yet approved"),
    "approved": _("Minutes approved"),
    "corrections_by": _("Send corrections no later than"),
    "version": _("Version"),
    "correction_of": _("Corrects version"),
    "checksum": _("Checksum"),
    "page": _("Page {page} of {pages}"),
    "restricted_item": _("Restricted item"),
    "restricted_note": _("This item is not shown in this copy."),
    "approver_initials": _("Approver's initials"),
    "certified_extract": _("Certified extract"),
    "posting": _("Public notice of approved minutes"),
    "posting_body": _("Authority"),
    "meeting_date": _("Date of meeting"),
    "posted_on": _("Posted on"),
    "taken_down_on": _("Taken down on"),
    "kept_at": _("Minutes kept at"),
    "quorum": _("Quorum"),
    "adjourned": _("Adjourned"),
    "motion": _("Motion"),
    "recusal": _("Recusal"),
    "recusal_note": _("Takes no part in the point"),
    "vote": _("Vote"),
    "immediate": _("The § is approved at once"),
    "extract": _("Extract of the minutes"),
    "certified": _("The extract is certified"),
    "certified_place": _("Place, date and signature"),
}


def minutes_labels(language: str) -> dict[str, str]:
    """The fixed words of minutes in the language, to be frozen with the content."""
    with translation.override(language):
        return {name: str(words) for name, words in LABELS.items()}
