"""Agreements on cooperation: the list, one with its follow-ups, and what its keepers do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.models import ActionPlan, Agreement, Forum
from forum.policies import can_keep_up
from forum.selectors.keeping import organisations_kept_by
from forum.services.agreements import add_agreement, follow_up_agreement, update_agreement
from forum.web.acting import attempt, done, find, page_of, posted, require, show, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.support.agreement_forms import AgreementForm, FollowUpForm, NewAgreementForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor

NAMES = (
    *("title", "purposes", "areas", "topic", "registry_number", "url", "signed_on", "valid_from", "valid_to"),
    *("follow_up_on", "plan", "signatory", "keeper", "version"),
)


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
