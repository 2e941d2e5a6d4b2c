"""Situation pictures of a topic: the list, a new round, and one round from the first draft to the adoption."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.calendar.workdays import next_working_day
from forum.enums import AskedState, PictureState
from forum.models import Finding, PersonActor, PictureRecipient, SituationPicture, Topic
from forum.policies import can_coordinate, can_lead_picture
from forum.selectors.pictures import asked_in, organisations_led, pictures_of_topic, waiting_for
from forum.services.pictures import (
    adopt_picture,
    change_picture,
    close_round,
    draft_picture,
    open_again,
    open_round,
    publish_summary,
    remove_picture,
    withdraw_summary,
)
from forum.web.acting import act_at_once, attempt, done, find, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of, person_of
from forum.web.picture_forms import AdoptForm, PictureForm, SendForm, TextsForm
from forum.web.topics import way_to_topic

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

TEXTS = (
    "title",
    "period_starts_on",
    "period_ends_on",
    "introduction",
    "mapping",
    "other",
    "analysis",
    "public_summary",
    "annex_reference",
)
TIME_TO_ANSWER = timedelta(weeks=3)
STEPS = (PictureState.DRAFT, PictureState.OPEN, PictureState.CLOSED, PictureState.ADOPTED)


def topic_of(request: HttpRequest, slug: str) -> Topic:
    """The topic, when the reader may know of it."""
    found: Topic = find(Topic.objects.visible_to(actor_of(request)), slug=slug)
    return found


def picture_of(request: HttpRequest, slug: str, picture_id: uuid.UUID) -> SituationPicture:
    """The picture as its reader may read it; never to be saved."""
    rows = SituationPicture.objects.visible_to(actor_of(request)).filter(topic__slug=slug)
    found: SituationPicture = find(rows.select_related("topic", "organisation", "question_set"), pk=picture_id)
    return found


def led(request: HttpRequest, slug: str, picture_id: uuid.UUID) -> SituationPicture:
    """The picture for who leads it: 404 for strangers, 403 for those who were only asked."""
    picture = picture_of(request, slug, picture_id)
    require(can_lead_picture(actor_of(request), picture))
    return picture


def way_to(topic: Topic, *, picture: SituationPicture | None = None, top: bool = False) -> list[tuple[str, str]]:
    way = way_to_topic(topic)
    if not top:
        way.append((_("Situation pictures"), reverse("pictures", args=[topic.slug])))
    if picture:
        way.append((picture.title, page_of_picture(picture)))
    return way


def page_of_picture(picture: SituationPicture) -> str:
    return reverse("picture", args=[picture.topic.slug, picture.pk])


@signed_in
@require_safe
def pictures(request: HttpRequest, slug: str) -> HttpResponse:
    """The rounds, when the next is due, and what was found."""
    topic, actor = topic_of(request, slug), actor_of(request)
    rows = list(pictures_of_topic(actor, topic))
    findings = Finding.objects.visible_to(actor).filter(topic=topic)
    return show(
        request, "forum/pictures.html", topic=topic, way=way_to(topic, top=True), rows=rows, today=timezone.localdate(),
        may_lead=can_coordinate(actor, topic), findings=findings.count(), mine=_mine(actor, topic),
        due=next((row for row in rows if row.next_due_on), None),
    )  # fmt: skip


def _mine(actor: object, topic: Topic) -> list[PictureRecipient]:
    return list(waiting_for(actor).filter(picture__topic=topic)) if isinstance(actor, PersonActor) else []


@signed_in
def new(request: HttpRequest, slug: str) -> HttpResponse:
    topic, actor = topic_of(request, slug), actor_of(request)
    require(can_coordinate(actor, topic))
    organisations = organisations_led(PersonActor(person_of(request)), topic)
    initial = {
        "title": _("Situation picture %(year)d") % {"year": timezone.localdate().year},
        "organisation": organisations.first(),
    }
    form = PictureForm(posted(request), organisations=organisations, initial=initial)
    form.initial.setdefault("question_set", form.fields["question_set"].queryset.first())  # type: ignore[attr-defined]
    back = reverse("pictures", args=[slug])
    if attempt(request, form, lambda data: draft_picture(topic=topic, created_by=person_of(request), **data)):
        to = reverse("picture-ask", args=[slug, form.result.pk]) if form.result else back
        return done(request, _("The round is prepared. Next: choose who is asked."), to)
    return show(
        request, "forum/form.html", form, title=_("Start a situation picture"), way=way_to(topic),
        lede=_("What do those who are close to it see? You ask forums, units and organisations, and put their answers together."),
        submit=_("Go on and choose who is asked"), cancel_url=back,
    )  # fmt: skip


@signed_in
@require_safe
def picture(request: HttpRequest, slug: str, picture_id: uuid.UUID) -> HttpResponse:
    """One round: where it stands, who has not answered, what it says, and the next step."""
    shown, actor = picture_of(request, slug, picture_id), actor_of(request)
    asked = asked_in(actor, shown)
    leads = can_lead_picture(actor, shown)
    counted = [row for row in asked if row.state != AskedState.PASSED_ON]
    findings = Finding.objects.visible_to(actor).filter(picture=shown).select_related("organisation", "unit")
    return show(
        request, "forum/picture.html", topic=shown.topic, way=way_to(shown.topic), picture=shown, asked=asked,
        may_lead=leads, counted=len(counted), answered=sum(row.state == AskedState.ANSWERED for row in counted), findings=list(findings),
        steps=_steps(shown), mine=_mine(actor, shown.topic), today=timezone.localdate(), parts=_parts(shown),
        send=SendForm(initial={"version": shown.version, "answer_by": shown.answer_by}),
        open_link=leads and shown.open_links.filter(revoked_at=None, expires_at__gt=timezone.now()).exists(),
    )  # fmt: skip


def _steps(shown: SituationPicture) -> list[tuple[str, str]]:
    at = STEPS.index(shown.state)
    return [("past" if n < at else "now" if n == at else "ahead", str(state.label)) for n, state in enumerate(STEPS)]


def _parts(shown: SituationPicture) -> list[tuple[str, str]]:
    parts = [(_("Mapping"), shown.mapping), (_("Other information"), shown.other), (_("Analysis"), shown.analysis),
             (_("Summary for the public"), shown.public_summary)]  # fmt: skip
    return [(name, text) for name, text in parts if text]


@signed_in
def texts(request: HttpRequest, slug: str, picture_id: uuid.UUID) -> HttpResponse:
    """Writes what the picture says."""
    shown = led(request, slug, picture_id)
    form = TextsForm(posted(request), initial={name: getattr(shown, name) for name in (*TEXTS, "version")})
    back = page_of_picture(shown)
    if attempt(request, form, lambda data: change_picture(picture_id=shown.pk, **data)):
        return done(request, _("The texts are saved."), back)
    return show(
        request, "forum/picture_texts.html", form, title=_("Write the situation picture"), way=way_to(shown.topic, picture=shown),
        picture=shown, submit=_("Save"), cancel_url=back,
    )  # fmt: skip


@signed_in
def send(request: HttpRequest, slug: str, picture_id: uuid.UUID) -> HttpResponse:
    """Sends the questions, or opens a closed round again, after a look at who gets them."""
    shown = led(request, slug, picture_id)
    last_day = shown.answer_by or next_working_day(timezone.localdate() + TIME_TO_ANSWER)
    form = SendForm(posted(request), initial={"version": shown.version, "answer_by": last_day})
    back = page_of_picture(shown)
    again = shown.state == PictureState.CLOSED
    act = open_again if again else open_round
    if attempt(request, form, lambda data: act(picture_id=shown.pk, **data)):
        words = _("The round is open again.") if again else _("The questions are sent, each with a link of its own.")
        return done(request, words, back)
    return show(
        request, "forum/picture_send.html", form, title=_("Open the round again") if again else _("Send the questions"),
        way=way_to(shown.topic, picture=shown), picture=shown, asked=asked_in(actor_of(request), shown), again=again,
        submit=_("Open again") if again else _("Send the questions"), cancel_url=back,
    )  # fmt: skip


@signed_in
def adopt(request: HttpRequest, slug: str, picture_id: uuid.UUID) -> HttpResponse:
    shown = led(request, slug, picture_id)
    form = AdoptForm(posted(request), initial={"version": shown.version, "adopted_on": timezone.localdate()})
    back = page_of_picture(shown)
    if attempt(request, form, lambda data: adopt_picture(picture_id=shown.pk, **data)):
        return done(request, _("The adoption is noted. You are reminded in time before the next one is due."), back)
    return show(
        request, "forum/form.html", form, title=_("Note the adoption"), way=way_to(shown.topic, picture=shown),
        lede=_("From then on the situation picture stands as it is, and measures rest on it."),
        submit=_("Note the adoption"), cancel_url=back,
    )  # fmt: skip


@signed_in
@require_POST
def close(request: HttpRequest, slug: str, picture_id: uuid.UUID) -> HttpResponse:
    words = _("The round is closed. Now put the answers together.")
    return _at_once(request, led(request, slug, picture_id), close_round, words)


@signed_in
@require_POST
def publish(request: HttpRequest, slug: str, picture_id: uuid.UUID) -> HttpResponse:
    words = _("The summary is public. Nothing else of the situation picture is.")
    return _at_once(request, led(request, slug, picture_id), publish_summary, words)


@signed_in
@require_POST
def withdraw(request: HttpRequest, slug: str, picture_id: uuid.UUID) -> HttpResponse:
    words = _("The summary is no longer public.")
    return _at_once(request, led(request, slug, picture_id), withdraw_summary, words)


@signed_in
@require_POST
def remove(request: HttpRequest, slug: str, picture_id: uuid.UUID) -> HttpResponse:
    shown, to = led(request, slug, picture_id), reverse("pictures", args=[slug])
    return _at_once(request, shown, remove_picture, _("The round is removed."), to)


def _at_once(
    request: HttpRequest, shown: SituationPicture, act: Callable[..., object], words: str, to: str = ""
) -> HttpResponse:
    """One of the verbs that need nothing but the version that was seen."""
    version = version_of(request)
    return act_at_once(request, lambda: act(picture_id=shown.pk, version=version), words, to or page_of_picture(shown))
