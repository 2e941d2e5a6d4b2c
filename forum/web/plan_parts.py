"""What the forms of all parts of a plan share: who may come here, the way back, and one shape for those that only save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from forum.policies import can_edit_plan
from forum.web.acting import attempt, done, find, require, show
from forum.web.actor import actor_of
from forum.web.plans import way_to_plan

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from forum.models import Measure
    from forum.web.forms import ServiceForm

    Way = list[tuple[str, str]]


def measure_url(measure: Measure) -> str:
    return reverse("measure", args=[measure.plan.topic.slug, measure.pk])


def way_to_measure(measure: Measure) -> Way:
    """Crumbs of a page below the measure's."""
    return [*way_to_plan(measure.plan), (measure.title, measure_url(measure))]


def readable_part(request: HttpRequest, model: Any, slug: str, pk: uuid.UUID) -> Any:
    """A part of a plan for who may read the plan; 404 for strangers."""
    rows = model.objects.visible_to(actor_of(request)).select_related("plan__topic", "plan__organisation")
    return find(rows, pk=pk, plan__topic__slug=slug)


def edited_part(request: HttpRequest, model: Any, slug: str, pk: uuid.UUID) -> Any:
    """The same for who may write the plan; 403 for readers."""
    row = readable_part(request, model, slug, pk)
    require(can_edit_plan(actor_of(request), row.plan))
    return row


def save_or_show(
    request: HttpRequest, form: ServiceForm, act: Callable[[dict[str, Any]], object], words: tuple[str, str],
    *, way: Way, submit: str = "", template: str = "forum/form.html", **more: Any,
) -> HttpResponse:  # fmt: skip
    """A page with one form. `words`: its title, and what is said when it is saved. Then, and by Cancel, back to the last crumb."""
    (title, saved), (_here, to) = words, way[-1]
    if attempt(request, form, act):
        return done(request, saved, to)
    return show(request, template, form, title=title, way=way, submit=submit or _("Save"), cancel_url=to, **more)
