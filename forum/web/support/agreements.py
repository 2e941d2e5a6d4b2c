"""Agreements on cooperation: the list, one with its follow-ups, and what its keepers do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import F, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from forum.enums import STANDING_PLANS
from forum.models import ActionPlan, Agreement, Forum, Organisation, Person, Topic
from forum.policies import can_keep_up
from forum.selectors.keeping import organisations_kept_by
from forum.services.agreements import add_agreement, follow_up_agreement, update_agreement
from forum.templatetags.people import person_words
from forum.web.acting import attempt, done, find, page_of, posted, require, show, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.forms import OnceForm, VersionedForm

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor, AgreementParty

NAMES = (
    *("title", "purposes", "areas", "topic", "registry_number", "url", "signed_on", "valid_from", "valid_to"),
    *("follow_up_on", "plan", "signatory", "keeper", "version"),
)


class AgreementFields(forms.Form):
    title = forms.CharField(label=gettext_lazy("What is the agreement called?"), max_length=200)
    parties = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Other parties"), queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checks"}),
    )  # fmt: skip
    purposes = forms.CharField(
        label=gettext_lazy("Purposes"),
        widget=forms.Textarea,
        help_text=gettext_lazy("The law asks for them (2023:196, 9 §)."),
    )
    areas = forms.CharField(
        label=gettext_lazy("Areas"),
        widget=forms.Textarea,
        help_text=gettext_lazy("The law asks for them (2023:196, 9 §)."),
    )
    topic = forms.ModelChoiceField(label=gettext_lazy("Question"), queryset=Topic.objects.none(), required=False)
    forums = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Carried out in these forums"), queryset=Forum.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checks"}),
    )  # fmt: skip
    registry_number = forms.CharField(label=gettext_lazy("Registry number"), max_length=60, required=False)
    url = forms.URLField(label=gettext_lazy("Where the text is"), max_length=300, required=False, assume_scheme="https")
    signed_on = forms.DateField(
        label=gettext_lazy("Signed by all"), required=False,
        help_text=gettext_lazy("YYYY-MM-DD. Until then it is a draft that the other parties don't see here."),
    )  # fmt: skip
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), required=False)
    valid_to = forms.DateField(
        label=gettext_lazy("Valid to and including"),
        required=False,
        help_text=gettext_lazy("Empty = until further notice."),
    )
    follow_up_on = forms.DateField(label=gettext_lazy("Next follow-up"), required=False)
    plan = forms.ModelChoiceField(
        label=gettext_lazy("Action plan that carries it out"), queryset=ActionPlan.objects.none(), required=False
    )
    signatory = forms.CharField(
        label=gettext_lazy("Who signs for the one that keeps it?"), max_length=200, required=False,
        help_text=gettext_lazy("The function, for example chair of the executive committee."),
    )  # fmt: skip
    keeper = forms.ModelChoiceField(
        label=gettext_lazy("Who is reminded?"), queryset=Person.objects.none(), required=False,
        help_text=gettext_lazy("Nobody chosen = the organisation's coordinators."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["parties"].queryset = Organisation.objects.order_by("name")
        fields["topic"].queryset = Topic.objects.visible_to(actor).order_by("name")
        fields["forums"].queryset = Forum.objects.visible_to(actor).active().order_by("name")
        plans = ActionPlan.objects.visible_to(actor).select_related("organisation")
        plans = plans.filter(Q(state__in=STANDING_PLANS) | Q(pk=getattr(self.initial.get("plan"), "pk", None)))
        fields["plan"].queryset = plans.order_by("title", "-edition")
        fields["plan"].label_from_instance = plan_words
        fields["keeper"].queryset = Person.objects.filter(is_active=True).order_by("name")
        fields["keeper"].label_from_instance = person_words


class NewAgreementForm(AgreementFields, OnceForm):
    organisation = forms.ModelChoiceField(label=gettext_lazy("Kept by"), queryset=Organisation.objects.none())
    field_order = ("title", "organisation")

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # ModelChoiceField
        self.fields["organisation"].initial = organisations.first()


class AgreementForm(AgreementFields, VersionedForm):
    """Besides, one field per party: the function that signs for it."""

    def __init__(self, *args: Any, known: list[AgreementParty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for party in known:
            label = _("Who signs for %(organisation)s?") % {"organisation": party.organisation.name}
            self.fields[f"signs_{party.organisation_id}"] = forms.CharField(
                label=label, max_length=200, required=False, initial=party.signatory
            )
        self.known = known

    def signatories(self, data: dict[str, Any]) -> dict[uuid.UUID, str]:
        return {one.organisation_id: data.pop(f"signs_{one.organisation_id}") for one in self.known}

    def value_of(self, current: Any, name: str) -> Any:
        if name.startswith("signs_"):
            signing = {f"signs_{one.organisation_id}": one.signatory for one in current.parties.all()}
            return signing.get(name)
        if name == "parties":
            return ", ".join(sorted(one.organisation.name for one in current.parties.select_related("organisation")))
        if name == "forums":
            return ", ".join(sorted(tie.forum.name for tie in current.forum_ties.select_related("forum")))
        return super().value_of(current, name)

    def words_of(self, name: str) -> Any:
        value = super().words_of(name)
        return ", ".join(sorted(one.name for one in value)) if name in {"parties", "forums"} else value


class FollowUpForm(VersionedForm):
    held_on = forms.DateField(label=gettext_lazy("Day"), initial=timezone.localdate)
    outcome = forms.CharField(label=gettext_lazy("What did it find?"), widget=forms.Textarea)
    next_on = forms.DateField(label=gettext_lazy("Next follow-up"), required=False)

    def value_of(self, current: Any, name: str) -> Any:
        return current.follow_up_on if name == "next_on" else self.words_of(name)


def plan_words(plan: ActionPlan) -> str:
    return _("%(title)s, edition %(edition)d") % {"title": plan.title, "edition": plan.edition}


def agreement_for(actor: Actor, agreement_id: uuid.UUID) -> Agreement:
    rows = Agreement.objects.visible_to(actor).select_related("organisation", "topic", "keeper", "plan")
    found: Agreement = find(rows, pk=agreement_id)
    return found


def way_to(agreement: Agreement | None = None) -> list[tuple[str, str]]:
    steps = [(_("Agreements"), reverse("agreements"))]
    return [*steps, (agreement.title, reverse("agreement", args=[agreement.pk]))] if agreement else steps


@signed_in
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """What has to be followed up first comes first."""
    actor = actor_of(request)
    rows = Agreement.objects.visible_to(actor).select_related("organisation", "topic")
    rows = rows.prefetch_related("parties__organisation").order_by(
        F("follow_up_on").asc(nulls_last=True), "title", "pk"
    )
    context = {
        "page": page_of(request, rows),
        "may_add": organisations_kept_by(actor).exists(),
        "today": timezone.localdate(),
    }
    return render(request, "forum/support/agreements.html", context)


@signed_in
@require_safe
def agreement(request: HttpRequest, agreement_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    found = agreement_for(actor, agreement_id)
    forums = Forum.objects.visible_to(actor).filter(agreement_ties__agreement=found).order_by("name")
    context = {
        "agreement": found,
        "parties": found.parties.select_related("organisation"),
        "forums": forums,
        "follow_ups": found.follow_ups.select_related("written_by"),
        "plan": ActionPlan.objects.visible_to(actor).filter(pk=found.plan_id).select_related("topic").first(),
        "may_keep": can_keep_up(actor, found.organisation),
        "today": timezone.localdate(),
        "way": way_to(),
    }
    return render(request, "forum/support/agreement.html", context)


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    kept = organisations_kept_by(actor)
    require(kept.exists())
    form = NewAgreementForm(posted(request), actor=actor, organisations=kept)
    back = reverse("agreements")
    if attempt(request, form, lambda data: add_agreement(**data)):
        return done(request, _("The agreement is added."), back)
    return show(
        request, "forum/form.html", form, title=_("Add an agreement"), way=way_to(), submit=_("Add the agreement"),
        lede=_("The text itself stays in your registry; here it is followed up."), cancel_url=back,
    )  # fmt: skip


@signed_in
def change(request: HttpRequest, agreement_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    found = agreement_for(actor, agreement_id)
    require(can_keep_up(actor, found.organisation))
    initial: dict[str, Any] = {name: getattr(found, name) for name in NAMES}
    initial["parties"] = list(found.parties.values_list("organisation", flat=True))
    initial["forums"] = list(found.forum_ties.values_list("forum", flat=True))
    known = list(found.parties.select_related("organisation"))
    form = AgreementForm(posted(request), actor=actor, known=known, initial=initial)
    back = reverse("agreement", args=[found.pk])

    def act(data: dict[str, Any]) -> Any:
        unseen = Forum.objects.filter(agreement_ties__agreement=found).exclude(pk__in=form.fields["forums"].queryset)  # type: ignore[attr-defined]
        signatories = form.signatories(data)
        hidden = found.plan if found.plan_id and found.plan not in form.fields["plan"].queryset else None  # type: ignore[attr-defined]
        facts = data | {"forums": [*data["forums"], *unseen], "plan": data["plan"] or hidden}
        return update_agreement(agreement_id=found.pk, signatories=signatories, **facts)

    if attempt(request, form, act):
        return done(request, _("The agreement is saved."), back)
    return show(
        request, "forum/form.html", form, title=_("Change the agreement"), way=way_to(found), submit=_("Save"),
        cancel_url=back,
    )  # fmt: skip


@signed_in
def follow_up(request: HttpRequest, agreement_id: uuid.UUID) -> HttpResponse:
    actor, person = actor_of(request), person_of(request)
    found = agreement_for(actor, agreement_id)
    require(can_keep_up(actor, found.organisation))
    form = FollowUpForm(posted(request), initial={"version": found.version})
    back = reverse("agreement", args=[found.pk])

    def act(data: dict[str, Any]) -> Any:
        return follow_up_agreement(agreement_id=found.pk, written_by=person, **data)

    if attempt(request, form, act):
        return done(request, _("The follow-up is saved."), back)
    return show(
        request, "forum/form.html", form, title=_("Follow up"), way=way_to(found), lede=found.title,
        submit=_("Save"), cancel_url=back,
    )  # fmt: skip
