"""Training under a topic: reach, gaps, what to renew, and what was held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.models import Measure, Organisation, TargetGroup, Topic, TrainingActivity
from forum.policies import can_keep_up
from forum.selectors.keeping import organisations_kept_by
from forum.selectors.training import training_coverage
from forum.services.training import add_training_activity, update_training_activity
from forum.web.acting import attempt, done, find, page_of, posted, require, show, signed_in
from forum.web.actor import actor_of
from forum.web.support.training_forms import ActivityForm, measures_to_choose
from forum.web.topics import way_to_topic

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor


def topic_for(actor: Actor, slug: str) -> Topic:
    topic: Topic = find(Topic.objects.visible_to(actor).select_related("organisation"), slug=slug)
    return topic


def way_to(topic: Topic) -> list[tuple[str, str]]:
    return [*way_to_topic(topic), (_("Training"), reverse("training", args=[topic.slug]))]


@signed_in
@require_safe
def training(request: HttpRequest, slug: str) -> HttpResponse:
    """Reach per group and half year, gaps, what runs out, and what was held."""
    actor = actor_of(request)
    topic = topic_for(actor, slug)
    held = TrainingActivity.objects.visible_to(actor).filter(topic=topic).select_related("organisation")
    measures = Prefetch("measure", Measure.objects.visible_to(actor))
    context = {
        "topic": topic,
        "coverage": training_coverage(actor, topic),
        "page": page_of(request, held.prefetch_related("participations__group__organisation", measures)),
        "may_add": organisations_kept_by(actor).exists(),
        "seen": set(TargetGroup.objects.visible_to(actor).filter(topic=topic).values_list("pk", flat=True)),
        "way": way_to_topic(topic),
    }
    return render(request, "forum/support/training.html", context)


def _countable(actor: Actor, topic: Topic) -> list[TargetGroup]:
    rows = TargetGroup.objects.visible_to(actor).filter(topic=topic, archived_at__isnull=True)
    return list(rows.select_related("organisation"))


@signed_in
def new_activity(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    topic = topic_for(actor, slug)
    kept = organisations_kept_by(actor)
    require(kept.exists())
    measures = measures_to_choose(actor, topic)
    form = ActivityForm(posted(request), groups=_countable(actor, topic), organisations=kept, measures=measures)
    back = reverse("training", args=[slug])

    def act(data: dict[str, Any]) -> Any:
        data.pop("version")
        return add_training_activity(topic=topic, counts=form.counts(data), **data)

    if attempt(request, form, act):
        return done(request, _("The training is counted."), back)
    return show(
        request, "forum/form.html", form, title=_("Count a training"), way=way_to(topic), submit=_("Save"),
        lede=_("How many of each group took part. Write nobody's name."), cancel_url=back,
    )  # fmt: skip


@signed_in
def activity(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    rows = TrainingActivity.objects.visible_to(actor).select_related("topic", "organisation")
    found = find(rows, pk=activity_id)
    require(can_keep_up(actor, found.organisation))
    counted = {one.group_id: one for one in found.participations.select_related("group__organisation")}
    groups = {one.pk: one for one in _countable(actor, found.topic)} | {pk: one.group for pk, one in counted.items()}
    names = ("name", "organisation", "held_on", "valid_months", "measure", "note", "version")
    initial = {name: getattr(found, name) for name in names}
    initial |= {f"group_{pk}": one.count for pk, one in counted.items()}
    only = Organisation.objects.filter(pk=found.organisation_id)
    measures = measures_to_choose(actor, found.topic, found.measure_id)
    form = ActivityForm(
        posted(request), groups=list(groups.values()), organisations=only, measures=measures, initial=initial
    )
    back = reverse("training", args=[found.topic.slug])

    def act(data: dict[str, Any]) -> Any:
        data.pop("organisation")
        if found.measure_id and not measures.filter(pk=found.measure_id).exists():
            data["measure"] = data["measure"] or found.measure  # one that the writer may not see stays
        return update_training_activity(activity_id=found.pk, counts=form.counts(data), **data)

    if attempt(request, form, act):
        return done(request, _("The training is saved."), back)
    return show(
        request, "forum/form.html", form, title=found.name, way=way_to(found.topic), submit=_("Save"), cancel_url=back
    )
