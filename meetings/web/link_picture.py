"""Whoever never signs in answers a situation picture from the mail; associations by one open link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render

from forum.enums import PictureState
from forum.errors import DomainError
from forum.models import PersonActor, PictureRecipient
from forum.policies import can_answer_picture
from forum.selectors.picture_receivers import asked_receivers
from forum.selectors.pictures import WHO
from forum.services.answering import answer_by_open_link, decline_to_answer, pass_on, take_back
from forum.services.links import mark_used
from forum.services.rate_limits import seconds_to_wait
from forum.web.picture_answers import answer_context, answers_form, keep_answers
from forum.web.picture_forms import OpenAnswersForm, PassOnForm, SayNoForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from forum.models import AnswerLink, PictureOpenLink
    from forum.web.forms import ServiceForm


def answer_link(request: HttpRequest, link: AnswerLink) -> HttpResponse:
    """The questions of whom the letter went to; POST does what its button says. A round that is closed only tells so."""
    rows = PictureRecipient.objects.select_related(
        "picture__topic", "picture__organisation", "picture__question_set", "passed_on_from", *WHO
    )
    asked = rows.get(pk=link.recipient_id)
    if not _answers_still(link, asked):
        return render(request, "meetings/link_gone.html", {"ended": True}, status=410)
    if request.method != "POST":
        return _show(request, link, asked)
    wrong = _act(request, link, asked)
    if wrong:
        return _show(request, link, asked, **wrong)
    mark_used(link)
    return HttpResponseRedirect(f"{request.path}?done={request.POST.get('do', '')}")


def _answers_still(link: AnswerLink, asked: PictureRecipient) -> bool:
    """For a forum answers who has the seat now, or stands in. A seat that was left opens nothing."""
    if link.person is None or asked.forum is None or can_answer_picture(PersonActor(link.person), asked):
        return True
    reached = asked_receivers([asked]).get(asked.pk)
    return reached is not None and reached.person == link.person


def _act(request: HttpRequest, link: AnswerLink, asked: PictureRecipient) -> dict[str, ServiceForm]:
    """Does it; what is wrong comes back as the form that is."""
    did = request.POST.get("do", "")
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else None
    if did == "pass":
        form: ServiceForm = PassOnForm(request.POST)
        return _try(form, "pass_form", lambda data: pass_on(asked_id=asked.pk, version=seen, **data))
    if did == "no":
        form = SayNoForm(request.POST)
        return _try(form, "no_form", lambda data: decline_to_answer(asked_id=asked.pk, version=seen, **data))
    answers = answers_form(asked, request.POST)
    if did == "back":
        return _try(None, "form", lambda _data: take_back(asked_id=asked.pk, version=seen), shown=answers)
    finished = did == "finish"
    return _try(answers, "form", lambda _data: keep_answers(asked, answers, finished=finished, by=link.person))


def _try(form: ServiceForm | None, name: str, act: Any, *, shown: ServiceForm | None = None) -> dict[str, ServiceForm]:
    if form is not None and not form.is_valid():
        return {name: form}
    try:
        act(form.cleaned_data if form else {})
    except DomainError as error:
        wrong = form or shown
        if wrong is None:
            raise
        wrong.is_valid()
        wrong.take(error)
        return {name: wrong}
    return {}


def _show(request: HttpRequest, link: AnswerLink, asked: PictureRecipient, **posted: ServiceForm) -> HttpResponse:
    context: dict[str, Any] = {
        "link": link,
        "form": answers_form(asked, None),
        "pass_form": PassOnForm(),
        "no_form": SayNoForm(),
        "did": request.GET.get("done", ""),
        "contact": asked.picture.organisation.contact_address,
        **answer_context(asked),
        **posted,
    }
    status = next((form.status for form in posted.values()), 200)
    return render(request, "meetings/link_picture.html", context, status=status)


def open_picture_link(request: HttpRequest, link: PictureOpenLink) -> HttpResponse:
    """The questions for any association; each answer is one of its own, and none can be read here."""
    picture = link.picture
    questions = list(picture.question_set.questions.all())
    form = OpenAnswersForm(request.POST if request.method == "POST" else None, questions=questions)
    if request.method == "POST":
        wait = seconds_to_wait("answer", str(request.META.get("REMOTE_ADDR") or ""))
        if wait:
            answer = render(request, "429.html", status=429)
            answer["Retry-After"] = str(wait)
            return answer
        if form.is_valid() and not _try(form, "form", lambda data: _answer(link, form, data)):
            return HttpResponseRedirect(f"{request.path}?done=finish")
    context = {
        "link": link,
        "picture": picture,
        "topic": picture.topic,
        "form": form,
        "takes": picture.state == PictureState.OPEN,
        "did": request.GET.get("done", ""),
        "contact": picture.organisation.contact_address,
    }
    return render(request, "meetings/link_open_picture.html", context, status=form.status)


def _answer(link: PictureOpenLink, form: OpenAnswersForm, data: dict[str, Any]) -> None:
    answer_by_open_link(picture_id=link.picture_id, name=data["name"], answers=form.given())
