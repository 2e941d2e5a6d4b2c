"""What was found lacking: the list, a new one, one out of an answer."""

from __future__ import annotations

from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from forum.enums import FindingPriority, FindingStatus, PlanState
from forum.errors import ConflictError
from forum.models import ActionPlan, Answer, Finding, Organisation, PersonActor, SituationPicture
from forum.policies import can_change_finding, can_coordinate, can_lead_picture
from forum.selectors.pictures import organisations_led
from forum.services.findings import change_finding, record_finding, remove_finding
from forum.services.plans import revise_plan
from forum.web.acting import act_at_once, attempt, done, find, page_of, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of, person_of
from forum.web.choices import UnitField
from forum.web.forms import OnceForm, VersionedForm, enum_field
from forum.web.pictures import topic_of, way_to
from forum.web.plans import may_begin

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor, Topic


class FindingFacts(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What is lacking?"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One sentence that a measure can answer to, for example “Four of eleven schools have no routine.”"),
    )  # fmt: skip
    priority = enum_field(FindingPriority, gettext_lazy("How weighty is it?"), initial=FindingPriority.MEDIUM)
    unit = UnitField(label=gettext_lazy("Which unit is closest to it?"))


class FindingForm(FindingFacts, OnceForm):
    """Organisation: who has to act."""

    organisation = forms.ModelChoiceField(label=gettext_lazy("Who has to act?"), queryset=Organisation.objects.none())
    field_order = ("text", "organisation", "unit", "priority")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.order_by("-is_host", "name")  # type: ignore[attr-defined]


class FindingChangeForm(FindingFacts, VersionedForm):
    aliases = MappingProxyType({"status": "standing"})

    standing = enum_field(FindingStatus, gettext_lazy("Where does it stand?"))
    reason = forms.CharField(
        label=gettext_lazy("Why is nothing more to be done?"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.keep(finding.unit)
        unit.queryset = unit.queryset.filter(organisation=finding.organisation_id)

    def value_of(self, current: Finding, name: str) -> Any:
        return current.status if name == "standing" else super().value_of(current, name)

    def facts(self) -> dict[str, Any]:
        """What was typed, as the service names it."""
        data = dict(self.cleaned_data)
        data["status"] = data.pop("standing")
        return data


@signed_in
@require_safe
def findings(request: HttpRequest, slug: str) -> HttpResponse:
    """All that was found about a topic, as far as the reader may read it; open and weighty first."""
    topic, actor = topic_of(request, slug), actor_of(request)
    rows = Finding.objects.visible_to(actor).filter(topic=topic).select_related("organisation", "unit", "picture")
    wanted = request.GET.get("status", "open")
    status = FindingStatus(wanted) if wanted in FindingStatus.values else None
    weight = {value: number for number, value in enumerate(FindingPriority.values)}
    ordered = rows.filter(status=status) if status else rows
    found = sorted(ordered, key=lambda row: (weight[row.priority.value], row.organisation.name, row.number))
    tabs = [(str(one.label), f"?status={one.value}", one == status) for one in FindingStatus]
    return show(
        request, "forum/findings.html", topic=topic, way=way_to(topic, top=True), page=page_of(request, found),
        may_add=can_coordinate(actor, topic), tabs=[*tabs, (_("All"), "?status=all", status is None)],
    )  # fmt: skip


@signed_in
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """A finding of its own, from a walk, a report or a meeting."""
    topic = topic_of(request, slug)
    require(can_coordinate(actor_of(request), topic))
    return _record(request, topic, None, reverse("findings", args=[slug]))


@signed_in
def from_answer(request: HttpRequest, slug: str, answer_id: uuid.UUID) -> HttpResponse:
    """An answer becomes a finding in one act."""
    topic, actor = topic_of(request, slug), actor_of(request)
    rows = Answer.objects.visible_to(actor).filter(picture__topic=topic)
    answer: Answer = find(rows.select_related("picture__topic", "question", "organisation", "unit"), pk=answer_id)
    require(can_lead_picture(actor, answer.picture))
    back = f"{reverse('picture-answers', args=[slug, answer.picture_id])}#q{answer.question.number}"
    return _record(request, topic, answer, back)


def _plans(actor: Actor, topic: Topic) -> QuerySet[ActionPlan]:
    states = [PlanState.DRAFT, PlanState.CONSULTATION]
    return ActionPlan.objects.edited_by(actor).filter(topic=topic, state__in=states).order_by("-created_at")


def measure_page(actor: Actor, topic: Topic, finding: Finding) -> str:
    """Where a measure for the finding is written: in the plan that the reader may write, which may have to be begun; else empty."""
    if plan := _plans(actor, topic).first():
        return f"{reverse('measure-new', args=[topic.slug, plan.pk])}?finding={finding.pk}"
    return f"{reverse('plan-begin', args=[topic.slug])}?finding={finding.pk}" if may_begin(actor, topic) else ""


def _to_revise(actor: Actor, topic: Topic) -> ActionPlan | None:
    """The plan in force that has to get a new edition before a measure can be added."""
    if _plans(actor, topic).exists():
        return None
    found: ActionPlan | None = ActionPlan.objects.edited_by(actor).filter(topic=topic, state=PlanState.ADOPTED).first()
    return found


def _begin_measure(actor: Actor, topic: Topic, finding: Finding) -> str:
    """Begins the new edition where one is needed; gives the page of the new measure."""
    if plan := _to_revise(actor, topic):
        with suppress(ConflictError):  # begun by somebody else just now: then that one is written on
            revise_plan(plan_id=plan.pk, version=None)
    return measure_page(actor, topic, finding)


def _may_write(actor: Actor, topic: Topic) -> bool:
    """Measures into an edition that is there, or that the reader may begin."""
    return _plans(actor, topic).exists() or may_begin(actor, topic)


def _measure_words(actor: Actor, topic: Topic) -> str:
    """What the button for a finding with a measure says; empty for who may write no plan."""
    if _to_revise(actor, topic):
        return _("Write it down and add a measure in a new edition")
    return _("Write it down and add a measure") if _may_write(actor, topic) else ""


@signed_in
@require_POST
def measure(request: HttpRequest, slug: str, finding_id: uuid.UUID) -> HttpResponse:
    """On to a measure that answers to the finding, in a new edition where the plan is in force."""
    topic, actor = topic_of(request, slug), actor_of(request)
    found: Finding = find(Finding.objects.visible_to(actor).filter(topic=topic), pk=finding_id)
    require(_to_revise(actor, topic) is not None or _may_write(actor, topic))
    words = _("A new edition is begun. The one in force stands until the new one is adopted.")
    return done(request, words, _begin_measure(actor, topic, found))


def _record(request: HttpRequest, topic: Topic, answer: Answer | None, back: str) -> HttpResponse:
    actor = PersonActor(person_of(request))
    ours = organisations_led(actor, topic).first()
    initial: dict[str, Any] = {"organisation": answer.organisation if answer and answer.organisation else ours}
    if answer:
        initial |= {"text": answer.text, "unit": answer.unit}
    form = FindingForm(posted(request), initial=initial)
    if attempt(
        request, form, lambda data: record_finding(topic=topic, answer=answer, recorded_by=actor.person, **data)
    ):
        to = _begin_measure(actor, topic, form.result) if "measure" in request.POST and form.result else ""
        return done(request, _("The finding is written down. A measure can now answer to it."), to or back)
    return show(
        request, "forum/finding_new.html", form, title=_("Write down a finding"), topic=topic, answer=answer,
        way=way_to(topic), measure_words=_measure_words(actor, topic), submit=_("Write it down"), cancel_url=back,
    )  # fmt: skip


@signed_in
def finding(request: HttpRequest, slug: str, finding_id: uuid.UUID) -> HttpResponse:
    """One finding: what it rests on, and where it stands."""
    topic, actor = topic_of(request, slug), actor_of(request)
    rows = (
        Finding.objects.visible_to(actor)
        .filter(topic=topic)
        .select_related("organisation", "unit", "picture__topic", "answer__question")
    )
    found: Finding = find(rows, pk=finding_id)
    may_change = can_change_finding(actor, found)
    initial = {name: getattr(found, name) for name in ("text", "priority", "unit", "reason", "version")}
    form = FindingChangeForm(posted(request), finding=found, initial={**initial, "standing": found.status})
    if request.method == "POST":
        require(may_change)
    if attempt(request, form, lambda _data: change_finding(finding_id=found.pk, **form.facts())):
        return done(request, _("The finding is saved."), reverse("findings", args=[slug]))
    answer = Answer.objects.visible_to(actor).filter(pk=found.answer_id).select_related("question").first()
    picture = SituationPicture.objects.visible_to(actor).filter(pk=found.picture_id).first()
    way = [*way_to(topic, top=True), (_("Findings"), reverse("findings", args=[slug]))]
    return show(
        request, "forum/finding.html", form, title=_("Finding %(number)d") % {"number": found.number}, finding=found,
        topic=topic, answer=answer, picture=picture, may_change=may_change,
        measure_url=measure_page(actor, topic, found) if may_change else "",
        revises=_to_revise(actor, topic), way=way, submit=_("Save"),
        cancel_url=way[-1][1],
    )  # fmt: skip


@signed_in
@require_POST
def remove(request: HttpRequest, slug: str, finding_id: uuid.UUID) -> HttpResponse:
    topic, actor, version = topic_of(request, slug), actor_of(request), version_of(request)
    found: Finding = find(
        Finding.objects.visible_to(actor).filter(topic=topic).select_related("picture"), pk=finding_id
    )
    require(can_change_finding(actor, found))
    to = reverse("findings", args=[slug])
    return act_at_once(
        request, lambda: remove_finding(finding_id=found.pk, version=version), _("The finding is removed."), to
    )
