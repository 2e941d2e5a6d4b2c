"""Training under a topic: reach, gaps, what to renew; groups and activities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Prefetch, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from forum.enums import STANDING_PLANS, TargetGroupKind
from forum.models import Measure, Organisation, TargetGroup, Topic, TrainingActivity, Unit
from forum.models.training import VALID_FOR
from forum.policies import can_keep_up
from forum.selectors.keeping import organisations_kept_by
from forum.selectors.training import training_coverage
from forum.services.training import (
    add_target_group,
    add_training_activity,
    archive_target_group,
    update_target_group,
    update_training_activity,
)
from forum.web.acting import act_at_once, attempt, done, find, page_of, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of
from forum.web.forms import OnceForm, ServiceForm, VersionedForm, enum_field

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor


class GroupFields(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Who are they?"), max_length=200,
        help_text=gettext_lazy("For example: teachers, or leisure leaders."),
    )  # fmt: skip
    kind = enum_field(TargetGroupKind, gettext_lazy("Kind"))
    size = forms.IntegerField(label=gettext_lazy("How many are they?"), min_value=1)
    size_as_of = forms.DateField(label=gettext_lazy("As of which day?"), initial=timezone.localdate)
    key_people = forms.BooleanField(
        label=gettext_lazy("One representative of each workplace is trained: the number is of workplaces"),
        required=False,
    )


class NewGroupForm(GroupFields, OnceForm):
    organisation = forms.ModelChoiceField(label=gettext_lazy("Organisation"), queryset=Organisation.objects.none())
    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=Unit.objects.none(), required=False)
    field_order = ("organisation", "unit")

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # ModelChoiceField
        self.fields["organisation"].initial = organisations.first()
        units = Unit.objects.filter(organisation__in=organisations.order_by(), archived_at__isnull=True)
        self.fields["unit"].queryset = units.select_related("organisation")  # type: ignore[attr-defined]  # as above
        self.fields["unit"].label_from_instance = lambda unit: f"{unit.name}, {unit.organisation.name}"  # type: ignore[attr-defined]


class GroupForm(GroupFields, VersionedForm):
    pass


class ActivityForm(ServiceForm):
    """One field of heads per group."""

    name = forms.CharField(label=gettext_lazy("What is the training called?"), max_length=200)
    organisation = forms.ModelChoiceField(label=gettext_lazy("Who arranged it?"), queryset=Organisation.objects.none())
    held_on = forms.DateField(label=gettext_lazy("Day"), initial=timezone.localdate)
    valid_months = forms.IntegerField(
        label=gettext_lazy("Months that it counts"), min_value=1, max_value=600, required=False, initial=VALID_FOR,
        help_text=gettext_lazy("Empty = for good."),
    )  # fmt: skip
    measure = forms.ModelChoiceField(
        label=gettext_lazy("Measure that it carries out"), queryset=Measure.objects.none(), required=False
    )
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea, required=False)
    once = OnceForm.base_fields["once"]
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self, *args: Any, groups: list[TargetGroup], organisations: QuerySet[Organisation],
        measures: QuerySet[Measure], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.groups = groups
        self.fields["measure"].queryset = measures  # type: ignore[attr-defined]  # ModelChoiceField
        self.fields["measure"].label_from_instance = measure_words  # type: ignore[attr-defined]  # as above
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # ModelChoiceField
        self.fields["organisation"].initial = organisations.first()
        for group in groups:
            label = _("%(group)s, %(organisation)s: heads") % {
                "group": group.name,
                "organisation": group.organisation.name,
            }
            self.fields[f"group_{group.pk}"] = forms.IntegerField(label=label, min_value=0, required=False)

    def counts(self, data: dict[str, Any]) -> dict[TargetGroup, int]:
        return {group: data.pop(f"group_{group.pk}") or 0 for group in self.groups}

    def value_of(self, current: Any, name: str) -> Any:
        if not name.startswith("group_"):
            return super().value_of(current, name)
        counted = {f"group_{one.group_id}": one.count for one in current.participations.all()}
        return counted.get(name)


def measure_words(measure: Measure) -> str:
    return f"{measure.number}. {measure.title} ({measure.plan.title})"


def measures_to_choose(actor: Actor, topic: Topic, chosen: uuid.UUID | None = None) -> QuerySet[Measure]:
    """Of the plans of the question that stand or are written, and the one that is chosen."""
    rows = Measure.objects.visible_to(actor).filter(plan__topic=topic).select_related("plan")
    found: QuerySet[Measure] = rows.filter(Q(plan__state__in=STANDING_PLANS) | Q(pk=chosen))
    return found.order_by("plan__title", "plan__edition", "number")


def topic_for(actor: Actor, slug: str) -> Topic:
    topic: Topic = find(Topic.objects.visible_to(actor).select_related("organisation"), slug=slug)
    return topic


def way_to(topic: Topic, *, training: bool = True) -> list[tuple[str, str]]:
    steps = [(_("Topics"), reverse("topics")), (topic.name, reverse("topic", args=[topic.slug]))]
    return [*steps, (_("Training"), reverse("training", args=[topic.slug]))] if training else steps


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
        "way": way_to(topic, training=False),
    }
    return render(request, "forum/support/training.html", context)


@signed_in
def new_group(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    topic = topic_for(actor, slug)
    kept = organisations_kept_by(actor)
    require(kept.exists())
    form = NewGroupForm(posted(request), organisations=kept)
    back = reverse("training", args=[slug])
    if attempt(request, form, lambda data: add_target_group(topic=topic, **data)):
        return done(request, _("The target group is added."), back)
    return show(
        request, "forum/form.html", form, title=_("Add a target group"), way=way_to(topic), submit=_("Add"),
        lede=_("Heads, never names: how many there are, so that you see how many are trained."), cancel_url=back,
    )  # fmt: skip


@signed_in
def group(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    rows = TargetGroup.objects.visible_to(actor).select_related("topic", "organisation")
    found = find(rows, pk=group_id)
    require(can_keep_up(actor, found.organisation))
    names = ("name", "kind", "size", "size_as_of", "key_people", "version")
    form = GroupForm(posted(request), initial={name: getattr(found, name) for name in names})
    back = reverse("training", args=[found.topic.slug])
    if attempt(request, form, lambda data: update_target_group(group_id=found.pk, **data)):
        return done(request, _("The target group is saved."), back)
    return show(
        request, "forum/support/group.html", form, title=found.name, group=found, way=way_to(found.topic),
        submit=_("Save"), cancel_url=back,
    )  # fmt: skip


@signed_in
@require_POST
def archive_group(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    found = find(TargetGroup.objects.visible_to(actor).select_related("topic", "organisation"), pk=group_id)
    require(can_keep_up(actor, found.organisation))
    version = version_of(request)
    words = _("The group no longer counts. What was held stays.")
    to = reverse("training", args=[found.topic.slug])
    return act_at_once(request, lambda: archive_target_group(group_id=found.pk, version=version), words, to)


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
