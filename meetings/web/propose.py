"""Proposing a topic to many forums in one act: choose, look, send, see what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import DateTimeField, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.enums import ProposalRule
from forum.models import Forum, Placement, Topic
from forum.policies import can_coordinate
from forum.web.acting import attempt, done, find, posted, require, show, signed_in
from forum.web.actor import actor_of, person_of
from meetings.models import Meeting
from meetings.services.proposals import Proposed, propose_topic
from meetings.web.proposal_forms import ProposalForm

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor

SENT = "proposed"  # the session's note for the page of results: topic, ids of placements, names of forums left alone


def _coordinated(actor: Actor, slug: str) -> Topic:
    topic: Topic = find(Topic.objects.visible_to(actor), slug=slug)
    require(can_coordinate(actor, topic))
    return topic


@signed_in
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, then the same form to look at, then the act. Nothing is sent before the second button."""
    actor, person = actor_of(request), person_of(request)
    topic = _coordinated(actor, slug)
    form = ProposalForm(posted(request), actor=actor, topic=topic, initial={"title": topic.name})
    if not form.is_bound:
        form.initial["forums"] = form.to_all()

    def act(data: dict[str, Any]) -> Proposed:
        return propose_topic(topic=topic, forums=data["forums"], proposal=form.proposal(), proposed_by=person)

    if "send" in request.POST and attempt(request, form, act):
        return _sent(request, topic, form.result)
    looking = "look" in request.POST and form.is_valid() and not _wrong_days(form)
    chosen = list(_with_next(form.cleaned_data["forums"])) if looking else []
    return show(
        request, "meetings/propose_look.html" if looking else "meetings/propose.html", form, topic=topic, chosen=chosen,
        at_once=[one.pk for one in chosen if _stands_at_once(one)], way=_way(topic),
        to_others=any(not one.organisation.is_host for one in chosen),
    )  # fmt: skip


def _wrong_days(form: ProposalForm) -> bool:
    first, last = form.cleaned_data["starts_on"], form.cleaned_data["ends_on"]
    wrong = bool(first and last and last < first)
    if wrong:
        form.add_error("ends_on", _("The last day is before the first. Correct one of them."))
    return wrong


def _with_next(forums: QuerySet[Forum]) -> QuerySet[Forum]:
    ahead = Meeting.objects.ahead(timezone.now()).filter(forum=OuterRef("pk")).values("starts_at")[:1]
    return forums.annotate(next_at=Subquery(ahead, output_field=DateTimeField()))


def _stands_at_once(forum: Forum) -> bool:
    return forum.proposals == ProposalRule.STANDING_AT_ONCE and forum.organisation.is_host and not forum.external


def _way(topic: Topic) -> list[tuple[str, str]]:
    return [(_("Topics"), reverse("topics")), (topic.name, reverse("topic", args=[topic.slug]))]


def _sent(request: HttpRequest, topic: Topic, result: Proposed | None) -> HttpResponse:
    if result:
        placements, already = [str(one.pk) for one in result.placements], [one.name for one in result.already]
        request.session[SENT] = {"topic": topic.slug, "placements": placements, "already": already}
    return done(request, _("The proposal is sent."), reverse("topic-proposed", args=[topic.slug]))


@signed_in
@require_safe
def proposed(request: HttpRequest, slug: str) -> HttpResponse:
    """What came of the proposal that the reader has just sent."""
    actor = actor_of(request)
    topic = _coordinated(actor, slug)
    note = request.session.get(SENT) or {}
    mine = note if note.get("topic") == slug else {}
    placements = Placement.objects.visible_to(actor).filter(topic=topic, pk__in=mine.get("placements", []))
    return show(
        request, "meetings/proposed.html", topic=topic, way=_way(topic), already=mine.get("already", []),
        placements=placements.select_related("forum", "topic").order_by("forum__name"),
    )  # fmt: skip
