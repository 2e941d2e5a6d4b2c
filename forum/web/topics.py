"""Topics: the list, a new one, who coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Count, Prefetch, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from forum.enums import PlacementState
from forum.models import Coordinator, Organisation, Person, Topic
from forum.policies import can_administer, coordinates_something
from forum.services.topics import appoint_coordinator, create_topic
from forum.templatetags.people import person_words
from forum.web.acting import attempt, done, find, page_of, posted, require, show, signed_in
from forum.web.actor import actor_of
from forum.web.forms import OnceForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class TopicForm(OnceForm):
    """A new question."""

    name = forms.CharField(
        label=gettext_lazy("What is the question called?"), max_length=200,
        help_text=gettext_lazy("A few words that anybody understands, for example “Violent extremism”."),
    )  # fmt: skip
    summary = forms.CharField(label=gettext_lazy("What is it about?"), widget=forms.Textarea, required=False)


class CoordinatorForm(OnceForm):
    """Who holds a question together, for an organisation."""

    person = forms.ModelChoiceField(label=gettext_lazy("Coordinator"), queryset=Person.objects.none())
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("For which organisation?"), queryset=Organisation.objects.none()
    )
    deputy = forms.ModelChoiceField(label=gettext_lazy("Deputy"), queryset=Person.objects.none(), required=False)
    starts_on = forms.DateField(label=gettext_lazy("From"), initial=timezone.localdate)
    ends_on = forms.DateField(
        label=gettext_lazy("To and including"),
        required=False,
        help_text=gettext_lazy("YYYY-MM-DD. Empty = until further notice."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(is_active=True).order_by("name")
        for name in ("person", "deputy"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]  # ModelChoiceField
            self.fields[name].label_from_instance = person_words  # type: ignore[attr-defined]  # as above
        self.fields["organisation"].queryset = Organisation.objects.order_by("-is_host", "name")  # type: ignore[attr-defined]


@signed_in
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """The questions that are followed, with who coordinates them and how many forums have said yes."""
    actor = actor_of(request)
    today = timezone.localdate()
    current = Coordinator.objects.on(today).select_related("person", "organisation")
    asked = Count("placements", filter=Q(placements__state=PlacementState.PROPOSED))
    standing = Count("placements", filter=Q(placements__state=PlacementState.ACCEPTED))
    rows = Topic.objects.visible_to(actor).filter(archived_at__isnull=True).annotate(asked=asked, standing=standing)
    rows = rows.prefetch_related(Prefetch("coordinators", current, to_attr="current")).order_by("name", "pk")
    context = {"page": page_of(request, rows), "may_add": coordinates_something(actor)}
    return render(request, "forum/topics.html", context)


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(coordinates_something(actor))
    form = TopicForm(posted(request))

    def act(data: dict[str, Any]) -> Topic:
        return create_topic(organisation=Organisation.objects.get(is_host=True), **data)

    back = reverse("topics")
    if attempt(request, form, act):
        to = reverse("topic", args=[form.result.slug]) if form.result else back
        return done(request, _("The question is added. Next: propose it to forums that exist."), to)
    return show(
        request, "forum/form.html", form, title=_("Add a question"), way=[(_("Topics"), back)],
        lede=_("Something that concerns many, and is to be taken up where people meet already."),
        submit=_("Add the question"), cancel_url=back,
    )  # fmt: skip


@signed_in
def coordinators(request: HttpRequest, slug: str) -> HttpResponse:
    """Appoints a coordinator; several are allowed, and the page tells when somebody already holds the assignment."""
    actor = actor_of(request)
    topic = find(Topic.objects.visible_to(actor), slug=slug)
    require(can_administer(actor))
    holding = Coordinator.objects.filter(topic=topic).exclude(ends_on__lt=timezone.localdate())
    host = Organisation.objects.filter(is_host=True).first()
    form = CoordinatorForm(posted(request), initial={"organisation": host})
    back = reverse("topic", args=[slug])
    if attempt(request, form, lambda data: appoint_coordinator(topic=topic, **data)):
        return done(request, _("The coordinator is appointed."), back)
    return show(
        request, "forum/coordinators.html", form, title=_("Appoint coordinator"), topic=topic,
        holding=holding.select_related("person", "organisation"), way=[(_("Topics"), reverse("topics")), (topic.name, back)],
        submit=_("Appoint"), cancel_url=back,
    )  # fmt: skip
