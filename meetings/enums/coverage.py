"""What tables and reports tell of a topic."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PeriodLength(TextChoices):
    MONTH = "month", _("Months")
    QUARTER = "quarter", _("Quarters")
    YEAR = "year", _("Years")


class CoverageState(TextChoices):
    """What became of a question in a forum in a period; where there is more than one, the first of these."""

    DECIDED = "decided", pgettext_lazy("coverage", "Decision")
    RAISED = "raised", pgettext_lazy("coverage", "Raised")
    NOT_LOGGED = "not_logged", pgettext_lazy("coverage", "Not logged")
    PLANNED = "planned", pgettext_lazy("coverage", "Planned")
    PUT_OFF = "put_off", pgettext_lazy("coverage", "Put off")
    DECLINED = "declined", pgettext_lazy("coverage", "Declined")
    MISSING = "missing", pgettext_lazy("coverage", "Missing")
    NOT_PLANNED = "not_planned", pgettext_lazy("coverage", "Not planned")
    UNKNOWN = "unknown", pgettext_lazy("coverage", "Not known")
    NO_MEETING = "no_meeting", pgettext_lazy("coverage", "No meeting")


class CoverageGrouping(TextChoices):
    NONE = "none", pgettext_lazy("coverage", "No groups")
    ORGANISATION = "organisation", pgettext_lazy("coverage", "Organisation")
    KIND = "kind", pgettext_lazy("coverage", "Kind of forum")
    MUNICIPALITY = "municipality", pgettext_lazy("coverage", "Municipality")


class CoverageOrder(TextChoices):
    GAPS = "gaps", _("Gaps first")
    NAME = "name", _("Forum, a–z")
    ORGANISATION = "organisation", pgettext_lazy("coverage order", "Organisation")


class BreakKind(TextChoices):
    """Where a chain of evidence is broken; the earlier the link, the worse."""

    NO_MEASURE = "no_measure", _("Finding without measure")
    NO_DECISION = "no_decision", _("Measure without decision")
    NO_ACTION = "no_action", _("Decision without action")
    OVERDUE = "overdue", _("Action overdue without notice")
    NO_FOLLOW_UP = "no_follow_up", _("Measure without follow-up")


class ReportKind(TextChoices):
    """Reports that write themselves. All but the last are about a topic."""

    PLAN_YEAR = "plan_year", _("Yearly follow-up of the plan")
    COUNCIL = "council", _("Report to the municipal council")
    DOSSIER = "dossier", _("Topic dossier")
    FORUM_YEAR = "forum_year", _("The forum's year")
