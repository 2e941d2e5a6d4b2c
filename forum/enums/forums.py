"""Forums, how they work, and the offices of their seats."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ForumKind(TextChoices):
    """Kinds of existing forums. Case groups (SIP, SSPF cases) are absent on purpose: they can't be created."""

    CRIME_PREVENTION = "bra", _("Crime-prevention council")
    STEERING = "steering", _("Steering group")
    PREPARATION = "prep", _("Preparatory group")
    WORKING = "working", _("Working group")
    EST = "est", _("EST group")
    SSPF = "sspf", _("SSPF steering group")
    POSOM = "posom", _("POSOM group")
    MANAGEMENT = "management", _("Management group")
    COUNTY_NETWORK = "county_network", _("County network")
    NATIONAL_NETWORK = "national_network", _("National network")
    INTERFAITH = "interfaith", _("Interfaith council")
    JOINT_AUTHORITY = "joint_authority", _("Joint authority's board")
    BOARD = "board", _("Board or committee")
    CONSULTATION = "consultation", _("Consultation forum")
    OTHER = "other", pgettext_lazy("forum", "Other")


# A list of the people in these would tell what they believe (GDPR art. 9): lists and calendars give their seats no names.
FAITH = (ForumKind.INTERFAITH,)


class MinutesForm(TextChoices):
    FORMAL = "formal", _("Formal minutes")
    SIMPLE = "simple", _("Simple minutes")
    NOTES = "notes", _("Meeting notes")


class Renewed(TextChoices):
    """What becomes of a seat when a new term of office begins."""

    KEEP = "keep", _("Keeps the seat")
    REPLACE = "replace", _("Somebody else")
    VACATE = "vacate", _("Vacant")
    UNTOUCHED = "untouched", _("Leave as it is")


class Openness(TextChoices):
    MEMBERS = "members", _("Members only")
    PARTNERS = "partners", _("Partner organisations")
    PUBLIC = "public", _("Public")


class NoticeSender(TextChoices):
    OWN_CALENDAR = "own_calendar", _("Their own calendar")
    SAMVERKA = "samverka", _("Samverka")


class ProposalRule(TextChoices):
    CHAIR_DECIDES = "chair_decides", _("The chair decides")
    STANDING_AT_ONCE = "standing_at_once", _("Stands on the agenda at once")


class Office(TextChoices):
    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice chair")
    SECRETARY = "secretary", _("Secretary")
    MEMBER = "member", _("Member")
    SUBSTITUTE = "substitute", _("Substitute")
    CO_OPTED = "co_opted", _("Co-opted")
    OBSERVER = "observer", _("Observer")


PRESIDING = (Office.CHAIR, Office.VICE_CHAIR)
EDITING = (*PRESIDING, Office.SECRETARY)
SITTING = (*EDITING, Office.MEMBER, Office.SUBSTITUTE)
