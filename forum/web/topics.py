"""Topics: the list, a new one, who coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Count, Prefetch, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from forum.enums import PlacementState
from forum.models import Coordinator, Organisation, Topic
from forum.policies import can_add_topic, can_administer, can_coordinate
from forum.services.topics import (
    appoint_coordinator,
    archive_topic,
    create_topic,
    end_coordinator,
    restore_topic,
    update_topic,
)
from forum.templatetags.people import person_words
from forum.web.acting import act_at_once, attempt, done, find, page_of, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of, person_of
from forum.web.choices import PersonField
from forum.web.forms import OnceForm, VersionedForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


class TopicFacts(forms.Form):
    """What a question is and is called."""

    name = forms.CharField(
        label=gettext_lazy("What is the topic called?"), max_length=200,
        help_text=gettext_lazy("A few words that anybody understands, for example “Violent extremism”."),
    )  # fmt: skip
    summary = forms.CharField(label=gettext_lazy("What is it about?"), widget=forms.Textarea, required=False)


class TopicForm(TopicFacts, OnceForm):
    pass


class TopicChangeForm(TopicFacts, VersionedForm):
    lines_in_mails = forms.BooleanField(
        label=gettext_lazy("Its support lines stand beneath notices and minutes that are mailed"), required=False,
        help_text=gettext_lazy("In every forum that takes the topic up. Only lines that are shown to all, with the hours as checked."),
    )  # fmt: skip
    lines_in_minutes = forms.BooleanField(
        label=gettext_lazy("Its support lines stand at the end of the minutes"), required=False
    )


class EndForm(VersionedForm):
    """The last day of a coordinator."""

    ends_on = forms.DateField(label=gettext_lazy("Last day"), initial=timezone.localdate)


class CoordinatorForm(OnceForm):
    """Who holds a question together, for an organisation."""

    person = PersonField(label=gettext_lazy("Coordinator"))
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("For which organisation?"), queryset=Organisation.objects.order_by("-is_host", "name")
    )
    deputy = PersonField(label=gettext_lazy("Deputy"), required=False)
    starts_on = forms.DateField(label=gettext_lazy("From"), initial=timezone.localdate)
    ends_on = forms.DateField(
        label=gettext_lazy("To and including"),
        required=False,
        help_text=gettext_lazy("YYYY-MM-DD. Empty = until further notice."),
    )


@signed_in
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """The questions that are followed, with who coordinates them and how many forums have said yes."""
    actor = actor_of(request)
    today = timezone.localdate()
    current = Coordinator.objects.on(today).select_related("person", "organisation")
    asked = Count("placements", filter=Q(placements__state=PlacementState.PROPOSED))
    standing = Count("placements", filter=Q(placements__state=PlacementState.ACCEPTED))
    archived = "archived" in request.GET
    rows = Topic.objects.visible_to(actor).filter(archived_at__isnull=not archived)
    rows = rows.annotate(asked=asked, standing=standing)
    rows = rows.prefetch_related(Prefetch("coordinators", current, to_attr="current")).order_by("name", "pk")
    context = {"page": page_of(request, rows), "may_add": can_add_topic(actor), "archived": archived}
    return render(request, "forum/topics.html", context)


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(can_add_topic(actor))
    form = TopicForm(posted(request))

    def act(data: dict[str, Any]) -> Topic:
        host, person = Organisation.objects.get(is_host=True), person_of(request)
        topic = create_topic(organisation=host, **data)
        if not can_administer(actor):  # who is no administrator could not go on with it otherwise
            appoint_coordinator(topic=topic, organisation=host, person=person, starts_on=timezone.localdate())
        return topic

    back = reverse("topics")
    if attempt(request, form, act):
        to = reverse("topic", args=[form.result.slug]) if form.result else back
        return done(request, _("The topic is added. Next: propose it to forums that exist."), to)
    return show(
        request, "forum/form.html", form, title=_("Add a topic"), way=[(_("Topics"), back)],
        lede=_("Something that concerns many, and is to be taken up where people meet already."),
        submit=_("Add the topic"), cancel_url=back,
    )  # fmt: skip


@signed_in
def coordinators(request: HttpRequest, slug: str) -> HttpResponse:
    """Appoints a coordinator; several are allowed, and the page tells when somebody already holds the assignment.

    Who may not appoint is shown who they are.
    """
    actor = actor_of(request)
    topic = find(Topic.objects.visible_to(actor), slug=slug)
    if request.method != "POST" and not can_administer(actor):
        return redirect("topic-contacts", slug=slug)
    require(can_administer(actor))
    holding = Coordinator.objects.filter(topic=topic).exclude(ends_on__lt=timezone.localdate())
    host = Organisation.objects.filter(is_host=True).first()
    form = CoordinatorForm(posted(request), initial={"organisation": host})
    back = reverse("topic", args=[slug])
    if attempt(request, form, lambda data: appoint_coordinator(topic=topic, **data)):
        return done(request, _("The coordinator is appointed."), back)
    return show(
        request, "forum/coordinators.html", form, title=_("Appoint coordinator"), topic=topic,
        holding=holding.select_related("person", "organisation"), way=way_to_topic(topic),
        submit=_("Appoint"), cancel_url=back,
    )  # fmt: skip


def way_to_topic(topic: Topic) -> list[tuple[str, str]]:
    """The crumbs that lead to a page below a topic's."""
    return [(_("Topics"), reverse("topics")), (topic.name, reverse("topic", args=[topic.slug]))]


@signed_in
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """What a question is called and about, and its end."""
    actor = actor_of(request)
    topic = find(Topic.objects.visible_to(actor), slug=slug)
    require(can_coordinate(actor, topic))
    initial = {
        name: getattr(topic, name) for name in ("name", "summary", "lines_in_mails", "lines_in_minutes", "version")
    }
    form = TopicChangeForm(posted(request), initial=initial)
    back = reverse("topic", args=[slug])
    if attempt(request, form, lambda data: update_topic(topic_id=topic.pk, **data)):
        return done(request, _("The topic is saved."), back)
    return show(
        request, "forum/topic_settings.html", form, title=_("Change the topic"), topic=topic, way=way_to_topic(topic),
        may_archive=can_administer(actor), submit=_("Save"), cancel_url=back,
    )  # fmt: skip


@signed_in
@require_POST
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    topic = find(Topic.objects.visible_to(actor), slug=slug)
    require(can_administer(actor))
    version = version_of(request)
    words = _("The topic is archived. What was decided stays readable.")
    to = reverse("topic-settings", args=[slug])
    return act_at_once(request, lambda: archive_topic(topic_id=topic.pk, version=version), words, to)


@signed_in
@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    topic = find(Topic.objects.visible_to(actor), slug=slug)
    require(can_administer(actor))
    to = reverse("topic-settings", args=[slug])
    return act_at_once(request, lambda: restore_topic(topic_id=topic.pk), _("The topic is taken up again."), to)


@signed_in
def end(request: HttpRequest, coordinator_id: uuid.UUID) -> HttpResponse:
    """The last day of a coordinator; who it was stays readable."""
    actor = actor_of(request)
    rows = Coordinator.objects.filter(topic__in=Topic.objects.visible_to(actor)).select_related("topic", "person")
    coordinator = find(rows, pk=coordinator_id)
    require(can_administer(actor))
    form = EndForm(posted(request), initial={"version": coordinator.version})
    back = reverse("topic", args=[coordinator.topic.slug])
    if attempt(request, form, lambda data: end_coordinator(coordinator_id=coordinator_id, **data)):
        return done(request, _("The last day is saved."), back)
    title = _("Last day of the coordinator %(who)s") % {"who": person_words(coordinator.person)}
    return show(
        request,
        "forum/form.html",
        form,
        title=title,
        way=way_to_topic(coordinator.topic),
        submit=_("Save"),
        cancel_url=back,
    )
