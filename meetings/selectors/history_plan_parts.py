"""What the history of plans, measures, agreements and support lines is made of, and whose it is to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.models import ActionPlan, AdoptionStep, Agreement, Goal, Indicator, Measure, SupportLine
from forum.models.visibility import coordinations_of
from meetings.selectors.history_parts import Part

if TYPE_CHECKING:
    from forum.models import PersonActor


def of_plan(actor: PersonActor) -> Q:
    """Those who write the plan. What it said before it was adopted is nobody else's, and the way to its adoption stands on its page."""
    return Q(pgh_obj__in=ActionPlan.objects.edited_by(actor).values("pk"))


def of_part(actor: PersonActor) -> Q:
    """What a plan was written from: those who write it."""
    return Q(plan__in=ActionPlan.objects.edited_by(actor).values("pk"))


def of_measure(actor: PersonActor) -> Q:
    """Those who write the plan, and whoever owns the measure."""
    return of_part(actor) | Q(
        pgh_obj__in=Measure.objects.visible_to(actor).filter(owner_person=actor.person).values("pk")
    )


def of_agreement(actor: PersonActor) -> Q:
    """Those who keep it up to date for the organisation."""
    if actor.person.is_administrator:
        return Q()
    return Q(organisation__in=coordinations_of(actor).values("organisation")) | Q(keeper=actor.person)


def of_line(_actor: PersonActor) -> Q:
    """Whoever signs in reads all lines, and since when they are what they are."""
    return Q()


PLAN: Final = Part(
    "plan", ActionPlan, _("Action plan"), of_plan,
    {
        "title": _("Title"), "state": _("State"), "summary": _("Summary"), "funding": _("Paid for by"),
        "responsible": _("Answers for revision"), "valid_from": _("From"), "valid_until": _("To"),
        "revise_by": _("Revised by"), "reply_by": _("Answer no later than"), "registry_number": _("Registry number"),
        "adopted_by": _("Adopted by"), "adopted_on": _("Adopted"), "adopted_paragraph": _("§"), "ended_reason": _("Reason"),
    },
)  # fmt: skip
STEP: Final = Part(
    "step", AdoptionStep, _("The way to adoption"), of_part,
    {"body": _("Body"), "decided_on": _("Day"), "paragraph": _("§"), "registry_number": _("Registry number")},
)  # fmt: skip
GOAL: Final = Part(
    "goal", Goal, _("Goal"), of_part, {"text": _("Goal"), "description": _("Description")}, name_field="position"
)
MEASURE: Final = Part(
    "measure", Measure, _("Measure"), of_measure,
    {
        "title": _("Title"), "description": _("Description"), "state": _("State"), "due_on": _("Done by"),
        "starts_on": _("From"), "owner_organisation": _("Organisation"), "owner_unit": _("Unit"), "owner_person": _("Person"),
        "owner_function": _("Function"), "forum": _("Carried by"), "target_group": _("Target group"),
        "funding": _("Paid for by"), "result": pgettext_lazy("measure", "Result"), "finished_on": _("Finished"),
    },
    name_field="number",
)  # fmt: skip
INDICATOR: Final = Part(
    "indicator", Indicator, _("Indicator"), of_part,
    {"name": _("Indicator"), "baseline": _("Baseline"), "target": _("Target"), "method": _("How it is measured")},
)  # fmt: skip
AGREEMENT: Final = Part(
    "agreement", Agreement, _("Agreement"), of_agreement,
    {
        "title": _("Title"), "purposes": _("Purposes"), "areas": _("Areas"), "registry_number": _("Registry number"),
        "signed_on": _("Signed"), "valid_from": _("From"), "valid_to": _("To"), "follow_up_on": _("Followed up"),
        "keeper": _("Kept up to date by"),
    },
)  # fmt: skip
LINE: Final = Part(
    "line", SupportLine, _("Support line"), of_line,
    {
        "name": _("Name"), "operator": _("Operator"), "number": _("Number"), "audience": _("For whom"), "note": _("Note"),
        "valid_from": _("From"), "valid_to": _("To"), "source": _("Source"), "checked_on": _("Checked"),
        "is_public": _("Shown to all"),
    },
)  # fmt: skip
