"""API clients: other organisations' systems that read over REST."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from forum.models import ApiClient, Organisation
from forum.services.api_clients import KEEP_DAYS, create_api_client, end_former_secret, renew_secret, revoke_api_client
from forum.web.acting import act_at_once, attempt, done, find, page_of, posted, show
from forum.web.administration.frame import administrators_only, way
from forum.web.choices import UnitField
from forum.web.forms import OnceForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


class ClientForm(OnceForm):
    """A system that may read for one organisation, or for one unit in it."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.order_by("name"),
        help_text=gettext_lazy("The system reads what was shared with this organisation, and nothing else."),
    )  # fmt: skip
    unit = UnitField(label=gettext_lazy("Unit"))
    name = forms.CharField(label=gettext_lazy("What you call the system"), max_length=200, required=False)
    scopes = forms.MultipleChoiceField(label=gettext_lazy("May do"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = settings.OAUTH2_PROVIDER["SCOPES"]
        self.fields["scopes"].choices = [(scope, f"{words} ({scope})") for scope, words in known.items()]  # type: ignore[attr-defined]


@administrators_only
@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    rows = (
        ApiClient.objects.filter(organisation__isnull=False)
        .select_related("organisation", "unit")
        .order_by("name", "pk")
    )
    return render(request, "forum/administration/clients.html", {"page": page_of(request, rows), "way": way()})


@administrators_only
def new(request: HttpRequest) -> HttpResponse:
    """The secret is shown on the page that answers, once, and can't be had again."""
    form = ClientForm(posted(request))
    back = reverse("api-clients")
    steps = way("api-clients", _("API clients"))
    if attempt(request, form, lambda data: create_api_client(**data)):
        if form.result is None:
            return done(
                request,
                _("The client was added a moment ago. If you missed the secret, revoke it and add a new one."),
                back,
            )
        return show(
            request,
            "forum/administration/new_client.html",
            client=form.result.client,
            secret=form.result.secret,
            way=steps,
        )
    return show(
        request, "forum/form.html", form, title=_("Add an API client"), way=steps,
        lede=_("For another organisation's system that reads over REST (OAuth 2.0, client credentials)."),
        submit=_("Add the client"), cancel_url=back,
    )  # fmt: skip


class RenewForm(OnceForm):
    """How long the secret that the system uses now goes on."""

    keep_days = forms.TypedChoiceField(
        label=gettext_lazy("The old secret works for"), coerce=int, initial=KEEP_DAYS, widget=forms.RadioSelect,
        choices=[
            (30, gettext_lazy("30 days more")),
            (KEEP_DAYS, gettext_lazy("7 days more")),
            (1, gettext_lazy("1 day more")),
            (0, gettext_lazy("No longer: it has come into wrong hands")),
        ],
    )  # fmt: skip


@administrators_only
def renew(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """A second secret beside the one in use; shown on the page that answers, once."""
    client = find(
        ApiClient.objects.filter(revoked_at__isnull=True).select_related("organisation", "unit"), pk=client_id
    )
    form = RenewForm(posted(request))
    back, steps = reverse("api-clients"), way("api-clients", _("API clients"))
    if attempt(request, form, lambda data: renew_secret(client=client, **data)):
        if form.result is None:
            return done(
                request,
                _("The secret was renewed a moment ago. If you missed it, end the old one and renew again."),
                back,
            )
        made = {"client": form.result.client, "secret": form.result.secret, "renewed": True}
        return show(request, "forum/administration/new_client.html", **made, way=steps)
    return show(
        request, "forum/form.html", form, title=_("New secret for %(name)s") % {"name": client.name}, way=steps,
        lede=_("Both secrets work until the old one ends, so that the other system can change in peace."),
        submit=_("Make a new secret"), cancel_url=back,
    )  # fmt: skip


@administrators_only
@require_POST
def end_former(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    client = find(ApiClient.objects.filter(organisation__isnull=False), pk=client_id)
    words = _(
        "The old secret works no longer, nor do tokens that are out. The system gets new ones with the new secret."
    )
    return act_at_once(request, lambda: end_former_secret(client=client), words, reverse("api-clients"))


@administrators_only
@require_POST
def revoke(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    client = find(ApiClient.objects.filter(organisation__isnull=False), pk=client_id)
    words = _("The client is shut out, with all its tokens.")
    return act_at_once(request, lambda: revoke_api_client(client=client), words, reverse("api-clients"))
