"""Proposing a topic to many forums in one act: choose, look, send, see what came of it, undo."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from forum.errors import DomainError
from forum.models import Forum, PersonActor, Placement, Topic
from forum.policies import can_coordinate
from forum.services.uploads import too_large
from forum.web.acting import attempt, done, find, posted, require, show, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.topics import way_to_topic
from meetings.selectors.proposal_preview import preview_of_proposal, progress_of_batch
from meetings.services.proposal_files import keep_proposal_file
from meetings.services.proposal_undo import UNDO_WITHIN, undo_proposals
from meetings.services.proposals import Proposed, propose_topic, stands_at_once
from meetings.web.proposal_forms import PickForm, ProposalForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor, Person

SENT = "proposed"  # the session's note for the page of results: the act, and names of forums left alone
AGAIN = ("title", "purpose", "question", "presenter", "minutes", "kind", "draft_decision", "every")


def _coordinated(actor: Actor, slug: str) -> Topic:
    topic: Topic = find(Topic.objects.visible_to(actor), slug=slug)
    require(can_coordinate(actor, topic))
    return topic


@signed_in
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, then the same form to look at, then the act. Nothing is sent before the second button."""
    actor, person = actor_of(request), person_of(request)
    topic = _coordinated(actor, slug)
    if "pick" in request.POST:
        return _ticked(request, actor, topic)
    form = ProposalForm(
        posted(request), request.FILES or None, actor=actor, topic=topic, initial=_initial(request, actor, topic)
    )
    if not form.is_bound and "forums" not in form.initial:
        form.initial["forums"] = form.to_all()

    def act(data: dict[str, Any]) -> Proposed:
        return propose_topic(topic=topic, forums=data["forums"], proposal=form.proposal(person), proposed_by=person)

    ready = form.is_bound and _file_is_kept(request, form, person)
    if "send" in request.POST and ready and attempt(request, form, act):
        return _sent(request, topic, form.result)
    looking = "look" in request.POST and ready and form.is_valid() and not _wrong_days(form)
    if not looking:
        return _page(request, form, actor, topic)
    data, reader = form.cleaned_data, PersonActor(person)
    rows = preview_of_proposal(
        reader, topic=topic, forums=data["forums"], minutes=data["minutes"], first=data["starts_on"], presents=data["present_it"]
    )  # fmt: skip
    return show(
        request, "meetings/propose_look.html", form, topic=topic, rows=rows, way=way_to_topic(topic),
        at_once=[row.forum.pk for row in rows if stands_at_once(row.forum)],
        asked=sum(not row.refused for row in rows),
        to_others=any(not row.forum.organisation.is_host for row in rows),
    )  # fmt: skip


def _page(request: HttpRequest, form: ProposalForm, actor: Actor, topic: Topic, **more: Any) -> HttpResponse:
    pick = more.pop("pick", None) or PickForm(actor=actor)
    return show(request, "meetings/propose.html", form, topic=topic, way=way_to_topic(topic), pick=pick, **more)


def _initial(request: HttpRequest, actor: Actor, topic: Topic) -> dict[str, Any]:
    """What an earlier proposal said, when it is to be made anew; else the topic's name."""
    if asked := request.GET.getlist("forum"):
        named = Forum.objects.visible_to(actor).filter(slug__in=asked).values_list("pk", flat=True)
        return {"title": topic.name, "forums": [str(key) for key in named]}
    try:
        key = uuid.UUID(request.GET.get("again", ""))
    except ValueError:
        return {"title": topic.name}
    again = Placement.objects.visible_to(actor).filter(topic=topic, pk=key).first()
    if again is None:
        return {"title": topic.name}
    return {**{name: getattr(again, name) for name in AGAIN}, "forums": [str(again.forum_id)]}


def _ticked(request: HttpRequest, actor: Actor, topic: Topic) -> HttpResponse:
    """The same page with more, or no, forums ticked; what was typed stays."""
    pick = PickForm(request.POST, actor=actor)
    found, unknown = pick.picked()
    ticked = set() if request.POST["pick"] == "none" else {*request.POST.getlist("forums"), *found}
    typed = {
        name: request.POST.get(name, "") for name in ProposalForm.base_fields if name not in ("forums", "document")
    }
    form = ProposalForm(actor=actor, topic=topic, initial={**typed, "forums": sorted(ticked)})
    added = len(found - set(request.POST.getlist("forums")) - {str(key) for key in form.taken})
    return _page(request, form, actor, topic, pick=pick, unknown=unknown, added=added, picked=True)


def _file_is_kept(request: HttpRequest, form: ProposalForm, person: Person) -> bool:
    """Whether the upload, if there is one, was taken; it then waits in the store while the proposal is looked at."""
    if getattr(request, "file_too_large", False):
        form.add_error("document", str(too_large().message))
        return False
    file = form.cleaned_data.get("document") if form.is_valid() else None
    if not file:
        return True
    try:
        form.keep_file(keep_proposal_file(file=file, uploaded_by=person))
    except DomainError as error:
        form.add_error("document", str(error.message))
        return False
    return True


def _wrong_days(form: ProposalForm) -> bool:
    first, last = form.cleaned_data["starts_on"], form.cleaned_data["ends_on"]
    wrong = bool(first and last and last < first)
    if wrong:
        form.add_error("ends_on", _("The last day is before the first. Correct one of them."))
    return wrong


def _sent(request: HttpRequest, topic: Topic, result: Proposed | None) -> HttpResponse:
    if result:
        left_alone = {"already": [one.name for one in result.already], "full": [one.name for one in result.full]}
        request.session[SENT] = {"batch": str(result.batch), **left_alone}
    batch = (request.session.get(SENT) or {}).get("batch")
    to = reverse("topic-proposed", args=[topic.slug, batch]) if batch else reverse("topic", args=[topic.slug])
    return done(request, _("The proposal is sent."), to)


@signed_in
@require_safe
def proposed(request: HttpRequest, slug: str, batch: uuid.UUID) -> HttpResponse:
    """What came of one act of proposing, how far its letters and answers have come, and the way to undo it."""
    actor = actor_of(request)
    topic = _coordinated(actor, slug)
    note = request.session.get(SENT) or {}
    mine = note if note.get("batch") == str(batch) else {}
    rows = Placement.objects.visible_to(actor).filter(topic=topic, batch=batch).select_related("forum", "topic")
    placements = list(rows.order_by("forum__name"))
    newest = max((one.created_at for one in placements), default=None)
    return show(
        request, "meetings/proposed.html", topic=topic, way=way_to_topic(topic), already=mine.get("already", []),
        full=mine.get("full", []), placements=placements, batch=batch, progress=progress_of_batch(topic, batch),
        undo_until=newest + UNDO_WITHIN if newest and newest + UNDO_WITHIN > timezone.now() else None,
        undone=bool(placements) and all(one.state == "withdrawn" for one in placements),
    )  # fmt: skip


@signed_in
@require_POST
def undo(request: HttpRequest, slug: str, batch: uuid.UUID) -> HttpResponse:
    """Takes the whole act back, within a while."""
    topic = _coordinated(actor_of(request), slug)
    try:
        result = undo_proposals(topic=topic, batch=batch)
    except DomainError as error:
        messages.error(request, str(error.message))
        return HttpResponseRedirect(reverse("topic-proposed", args=[slug, batch]))
    words = [
        ngettext("One proposal is taken back.", "%(number)d proposals are taken back.", result.taken_back)
        % {"number": result.taken_back}
    ]
    if result.answered:
        names = ", ".join(one.name for one in result.answered)
        words.append(_("These had answered already and keep their answer: %(names)s.") % {"names": names})
    return done(request, " ".join(words), reverse("topic-proposed", args=[slug, batch]))
