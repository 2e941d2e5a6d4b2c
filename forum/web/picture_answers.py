"""Answers: by those who were asked, and as those who asked read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.enums import AskedState, PictureState
from forum.models import PictureRecipient
from forum.policies import can_answer_picture, can_lead_picture
from forum.selectors.pictures import WHO, heads, questions_with_answers
from forum.services.answering import decline_to_answer, pass_on, save_answers, take_back
from forum.web.acting import act_at_once, attempt, done, find, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of, person_of
from forum.web.picture_forms import AnswersForm, PassOnForm, SayNoForm
from forum.web.pictures import picture_of, way_to

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse, QueryDict

    from forum.models import Person


@signed_in
@require_safe
def answers(request: HttpRequest, slug: str, picture_id: uuid.UUID) -> HttpResponse:
    """Question by question: what was said, how sure and on what, the last round and others beside it, and what it may become."""
    picture, actor = picture_of(request, slug, picture_id), actor_of(request)
    rows = questions_with_answers(actor, picture)
    return show(
        request, "forum/picture_answers.html", picture=picture, topic=picture.topic, rows=rows, heads=heads(),
        way=way_to(picture.topic, picture=picture), may_lead=can_lead_picture(actor, picture),
    )  # fmt: skip


def answers_form(asked: PictureRecipient, data: QueryDict | None) -> AnswersForm:
    """The questions with what this one has said so far."""
    questions = list(asked.picture.question_set.questions.all())
    kept = {answer.question_id: answer for answer in asked.answers.all()}
    return AnswersForm(data, questions=questions, kept=kept, initial={"version": asked.version})


def keep_answers(asked: PictureRecipient, form: AnswersForm, *, finished: bool, by: Person | None) -> PictureRecipient:
    return save_answers(
        asked_id=asked.pk,
        version=form.cleaned_data["version"],
        answers=form.given(),
        finished=finished,
        answered_by=by,
    )


def words_on(*, finished: bool) -> str:
    if finished:
        return _("Thank you. You may change your answers until the round is closed.")
    return _("Saved. Come back and send it in when you are done.")


def answer_context(asked: PictureRecipient) -> dict[str, Any]:
    """What the page of an answer needs, signed in or by link."""
    return {
        "asked": asked,
        "picture": asked.picture,
        "topic": asked.picture.topic,
        "takes": asked.picture.state == PictureState.OPEN and asked.state != AskedState.PASSED_ON,
        "onward": list(asked.passed_on_to.select_related(*WHO)),
    }


def asked_for(request: HttpRequest, slug: str, asked_id: uuid.UUID) -> PictureRecipient:
    rows = PictureRecipient.objects.visible_to(actor_of(request)).filter(picture__topic__slug=slug)
    related = ("picture__topic", "picture__organisation", "picture__question_set", "passed_on_from", *WHO)
    asked: PictureRecipient = find(rows.select_related(*related), pk=asked_id)
    return asked


@signed_in
def answer(request: HttpRequest, slug: str, asked_id: uuid.UUID) -> HttpResponse:
    """All questions on one page; saved in parts, sent in when done."""
    asked = asked_for(request, slug, asked_id)
    actor = actor_of(request)
    require(can_answer_picture(actor, asked))
    form, finished = answers_form(asked, posted(request)), "finish" in request.POST
    by = person_of(request)
    if attempt(request, form, lambda _data: keep_answers(asked, form, finished=finished, by=by)):
        return done(request, words_on(finished=finished), request.path)
    return _show(request, asked, form)


def _show(request: HttpRequest, asked: PictureRecipient, form: AnswersForm, **others: Any) -> HttpResponse:
    forms = {"pass_form": PassOnForm(), "no_form": SayNoForm(), **others}
    wrong = next((one for one in others.values() if one.status != 200), None)
    page = show(
        request, "forum/picture_answer.html", form, way=way_to(asked.picture.topic), **answer_context(asked), **forms,
    )  # fmt: skip
    page.status_code = wrong.status if wrong else page.status_code
    return page


@signed_in
@require_POST
def onward(request: HttpRequest, slug: str, asked_id: uuid.UUID) -> HttpResponse:
    """Lets a colleague answer."""
    asked, version = asked_for(request, slug, asked_id), version_of(request)
    require(can_answer_picture(actor_of(request), asked))
    form = PassOnForm(request.POST)
    if attempt(request, form, lambda data: pass_on(asked_id=asked.pk, version=version, **data)):
        return done(request, _("Passed on. Your colleague gets the questions at once."), _page(asked))
    return _show(request, asked, answers_form(asked, None), pass_form=form)


@signed_in
@require_POST
def no(request: HttpRequest, slug: str, asked_id: uuid.UUID) -> HttpResponse:
    """Has nothing to add."""
    asked, version = asked_for(request, slug, asked_id), version_of(request)
    require(can_answer_picture(actor_of(request), asked))
    form = SayNoForm(request.POST)
    if attempt(request, form, lambda data: decline_to_answer(asked_id=asked.pk, version=version, **data)):
        return done(request, _("Noted. You will not be reminded."), _page(asked))
    return _show(request, asked, answers_form(asked, None), no_form=form)


@signed_in
@require_POST
def back(request: HttpRequest, slug: str, asked_id: uuid.UUID) -> HttpResponse:
    """Answers oneself after all."""
    asked, version = asked_for(request, slug, asked_id), version_of(request)
    require(can_answer_picture(actor_of(request), asked))
    words = _("Now you answer yourself.")
    return act_at_once(request, lambda: take_back(asked_id=asked.pk, version=version), words, _page(asked))


def _page(asked: PictureRecipient) -> str:
    return reverse("picture-answer", args=[asked.picture.topic.slug, asked.pk])
