"""How a measure is measured, and what was seen when it was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.models import FollowUp, Indicator, Measure
from forum.policies import can_report_measure
from forum.services.follow_ups import (
    add_indicator,
    change_indicator,
    log_follow_up,
    plan_follow_up,
    remove_follow_up,
    remove_indicator,
)
from forum.web.acting import act_at_once, posted, require, signed_in, version_of
from forum.web.actor import actor_of, person_of
from forum.web.measure_forms import FollowUpForm, IndicatorChangeForm, IndicatorForm, LogFollowUpForm
from forum.web.plan_parts import edited_part, measure_url, readable_part, save_or_show, way_to_measure

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

INDICATOR = ("name", "measured_in", "baseline", "target", "method", "version")


@signed_in
def indicator_new(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    measure: Measure = edited_part(request, Measure, slug, pk)
    form, submit = IndicatorForm(posted(request)), _("Add the indicator")
    words, way = (_("Add an indicator"), _("The indicator is added.")), way_to_measure(measure)
    return save_or_show(
        request, form, lambda data: add_indicator(measure=measure, **data), words, way=way, submit=submit
    )


@signed_in
def indicator_change(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    row: Indicator = edited_part(request, Indicator, slug, pk)
    form = IndicatorChangeForm(posted(request), initial={name: getattr(row, name) for name in INDICATOR})
    words, way = (_("Change the indicator"), _("The indicator is saved.")), way_to_measure(row.measure)
    return save_or_show(
        request, form, lambda data: change_indicator(indicator_id=row.pk, **data), words,
        way=way, template="forum/indicator.html", indicator=row, topic=row.plan.topic,
    )  # fmt: skip


@signed_in
@require_POST
def indicator_remove(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    row: Indicator = edited_part(request, Indicator, slug, pk)
    version, to = version_of(request), measure_url(row.measure)
    return act_at_once(
        request, lambda: remove_indicator(indicator_id=row.pk, version=version), _("The indicator is gone."), to
    )


@signed_in
def follow_up_new(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    measure: Measure = edited_part(request, Measure, slug, pk)
    form, submit = FollowUpForm(posted(request), measure=measure), _("Plan")
    words = (_("Plan a follow-up"), _("The follow-up is planned. Its owner is reminded."))
    way = way_to_measure(measure)
    return save_or_show(
        request, form, lambda data: plan_follow_up(measure=measure, **data), words, way=way, submit=submit
    )


@signed_in
def follow_up(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """What was seen; the measure's owner may say so too."""
    row: FollowUp = readable_part(request, FollowUp, slug, pk)
    require(can_report_measure(actor_of(request), row.measure))
    person = person_of(request)
    initial = {"outcome": row.outcome, "value": row.value, "version": row.version}
    form = LogFollowUpForm(posted(request), indicator=row.indicator, initial=initial)
    words = (_("Follow up: %(measure)s") % {"measure": row.measure.title}, _("The follow-up is saved."))
    return save_or_show(
        request, form, lambda data: log_follow_up(follow_up_id=row.pk, followed_by=person, **data), words,
        way=way_to_measure(row.measure),
    )  # fmt: skip


@signed_in
@require_POST
def follow_up_remove(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    row: FollowUp = edited_part(request, FollowUp, slug, pk)
    version, to = version_of(request), measure_url(row.measure)
    return act_at_once(
        request, lambda: remove_follow_up(follow_up_id=row.pk, version=version), _("The follow-up is gone."), to
    )
