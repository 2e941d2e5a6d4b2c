"""Numbers of a round for others, their numbers for us, and question sets as files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from forum.errors import InvalidInputError
from forum.models import PersonActor, PictureAggregate, QuestionSet
from forum.policies import can_coordinate, coordinates_something
from forum.selectors.pictures import rounds_with_numbers
from forum.services.picture_counts import bring_aggregate, published_counts, remove_aggregate
from forum.services.question_sets import export_question_set, import_question_set, write_edition
from forum.web.acting import act_at_once, attempt, done, find, posted, require, show, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.forms import ServiceForm
from forum.web.pictures import led, topic_of, way_to

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

LARGEST = 512 * 1024


class FileForm(ServiceForm):
    file = forms.FileField(label=gettext_lazy("File"), widget=forms.FileInput(attrs={"accept": ".json"}))


class EditionForm(ServiceForm):
    name = forms.CharField(label=gettext_lazy("What is the question set called?"), max_length=200)
    lines = forms.CharField(
        label=gettext_lazy("Questions"), widget=forms.Textarea(attrs={"rows": 16, "data-guard": "off"}),
        help_text=gettext_lazy("One a line. Rounds that were asked keep their own edition."),
    )  # fmt: skip


def _content(form: FileForm) -> Any:
    file = form.cleaned_data["file"]
    try:
        return json.loads(file.read(LARGEST))
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(
            _("The file can't be read. Choose one that ends in .json and was exported here."), field="file"
        ) from error


def _as_file(content: dict[str, Any], name: str) -> HttpResponse:
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


@signed_in
@require_safe
def export(request: HttpRequest, slug: str, picture_id: uuid.UUID) -> HttpResponse:
    """The round's numbers for another municipality; small ones are left out."""
    picture = led(request, slug, picture_id)
    return _as_file(published_counts(picture), f"{slug}-{picture.number}-numbers")


@signed_in
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Other municipalities' numbers: what is here, and one more by file."""
    topic, actor = topic_of(request, slug), actor_of(request)
    require(can_coordinate(actor, topic))
    form = FileForm(posted(request), request.FILES or None)
    by = person_of(request)
    if attempt(request, form, lambda _data: bring_aggregate(topic=topic, content=_content(form), brought_by=by)):
        return done(request, _("The numbers are here. They stand beside each question."), request.path)
    rows = PictureAggregate.objects.visible_to(actor).filter(topic=topic).select_related("question_set")
    return show(
        request, "forum/picture_others.html", form, title=_("Compare with other municipalities"), topic=topic,
        way=way_to(topic), rows=rows, own=rounds_with_numbers(PersonActor(by), topic), submit=_("Bring the numbers in"),
        cancel_url=reverse("pictures", args=[slug]),
    )  # fmt: skip


@signed_in
@require_POST
def drop(request: HttpRequest, slug: str, aggregate_id: uuid.UUID) -> HttpResponse:
    topic = topic_of(request, slug)
    require(can_coordinate(actor_of(request), topic))
    row = find(PictureAggregate.objects.filter(topic=topic), pk=aggregate_id)
    to = reverse("picture-others", args=[slug])
    return act_at_once(request, lambda: remove_aggregate(aggregate_id=row.pk), _("The numbers are gone."), to)


@signed_in
def question_sets(request: HttpRequest) -> HttpResponse:
    """The question sets, newest edition first, and one more out of a file."""
    require(coordinates_something(actor_of(request)))
    form = FileForm(posted(request), request.FILES or None)
    if attempt(request, form, lambda _data: import_question_set(content=_content(form))):
        return done(request, _("The question set is here."), request.path)
    rows = QuestionSet.objects.prefetch_related("questions")
    way = [(_("Topics"), reverse("topics"))]
    return show(
        request, "forum/question_sets.html", form, title=_("Question sets"), rows=rows, way=way,
        submit=_("Bring the question set in"), cancel_url=reverse("topics"),
    )  # fmt: skip


@signed_in
def edition(request: HttpRequest, set_id: uuid.UUID) -> HttpResponse:
    """The next edition of a set."""
    require(coordinates_something(actor_of(request)))
    before = find(QuestionSet.objects.all(), pk=set_id)
    lines = "\n".join(question.text for question in before.questions.all())
    form = EditionForm(posted(request), initial={"name": before.name, "lines": lines})
    back = reverse("question-sets")
    if attempt(
        request, form, lambda data: write_edition(before=before, name=data["name"], lines=data["lines"].splitlines())
    ):
        return done(request, _("The new edition is here. The next round can ask it."), back)
    return show(
        request, "forum/form.html", form, title=_("Next edition"), way=[(_("Topics"), reverse("topics")), (_("Question sets"), back)],
        submit=_("Keep as a new edition"), cancel_url=back,
    )  # fmt: skip


@signed_in
@require_safe
def export_set(request: HttpRequest, set_id: uuid.UUID) -> HttpResponse:
    """The set as a file for another installation."""
    require(coordinates_something(actor_of(request)))
    row = find(QuestionSet.objects.all(), pk=set_id)
    return _as_file(export_question_set(row), f"{row.code}-{row.edition}")
