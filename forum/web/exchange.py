"""A question to and from other installations: choose and save the file; send one, look at what it would do, bring it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from forum.models import Organisation, Topic
from forum.policies import can_add_topic, can_administer, coordinates_something
from forum.services.exchange_export import as_bytes, export_topic, plan_of, question_set_of
from forum.services.exchange_file import LARGEST_BYTES, SCHEMA_FILE, ExchangeError, read_exchange
from forum.services.exchange_import import Imported, import_exchange
from forum.services.exchange_look import look_at_exchange, slug_of
from forum.web.acting import attempt, done, find, posted, require, show, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.between_steps import keep, kept, replace
from forum.web.forms import OnceForm, ServiceForm
from forum.web.plans import organisation_of
from forum.web.topics import way_to_topic

if TYPE_CHECKING:
    import uuid

    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest

    from forum.models import Actor
    from forum.services.exchange_file import Fault

KIND = "topic-file"
PARTS = ("questions", "plan", "kinds")


class FileForm(ServiceForm):
    """The file, as it was saved elsewhere."""

    file = forms.FileField(
        label=gettext_lazy("File with a topic"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        help_text=gettext_lazy("It ends in .json and was saved from a topic's page in another Samverka."),
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "empty": gettext_lazy("The file is empty. Save it again."),
        },
    )

    def clean_file(self) -> UploadedFile[bytes] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > LARGEST_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB, so it is no topic from Samverka."))
        return file


class LookForm(OnceForm):
    """What of the file is brought in."""

    questions = forms.BooleanField(label=gettext_lazy("The question set"), required=False, initial=True)
    plan = forms.BooleanField(label=gettext_lazy("The action plan"), required=False, initial=True)
    replace = forms.BooleanField(
        label=gettext_lazy("Take the file's words where the two differ"), required=False,
        help_text=gettext_lazy("Otherwise what is here stays as it is."),
    )  # fmt: skip


@require_safe
@cache_control(public=True, max_age=3600)
def schema(_request: HttpRequest) -> HttpResponse:
    """The published form of the file, for those who write programs."""
    return HttpResponse(SCHEMA_FILE.read_bytes(), content_type="application/schema+json")


@signed_in
@require_safe
def export_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What would go into the file, and the button that saves it."""
    actor = actor_of(request)
    topic: Topic = find(Topic.objects.visible_to(actor), slug=slug)
    content = export_topic(actor=actor, topic=topic)
    plan = content.get("plan", {"goals": []})
    return show(
        request, "forum/topic_file.html", topic=topic, way=way_to_topic(topic), question_set=question_set_of(actor, topic),
        plan=plan_of(actor, topic), measures=sum(len(goal["measures"]) for goal in plan["goals"]),
        kinds=len(content.get("forumKinds", [])),
    )  # fmt: skip


@signed_in
@require_safe
def export_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The file; `?questions`, `?plan`, `?kinds` choose its parts, all of them when none is named."""
    actor = actor_of(request)
    topic: Topic = find(Topic.objects.visible_to(actor), slug=slug)
    chosen = [part for part in PARTS if part in request.GET] or list(PARTS)
    wanted = {part: part in chosen for part in PARTS}
    answer = HttpResponse(as_bytes(export_topic(actor=actor, topic=topic, **wanted)), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{slug}.json"'
    return answer


@signed_in
def bring(request: HttpRequest) -> HttpResponse:
    """First step: the file. It is read at once, so that a file that can't be used is told here, with the places."""
    require(coordinates_something(actor_of(request)))
    form = FileForm(posted(request), request.FILES or None)
    faults: list[Fault] = []

    def act(data: dict[str, Any]) -> uuid.UUID:
        content = data["file"].read()
        try:
            read_exchange(content)
        except ExchangeError as error:
            faults.extend(error.faults)
            raise
        return keep(request, KIND, content)

    if attempt(request, form, act):
        return HttpResponseRedirect(reverse("topic-bring-in-look", args=[form.result]))
    return show(request, "forum/topic_bring_in.html", form, way=[(_("Topics"), reverse("topics"))], faults=faults)


@signed_in
def look(request: HttpRequest, file: uuid.UUID) -> HttpResponse:
    """Second step: each part new, the same or different, before anything is written; then what was chosen, or nothing."""
    actor, person = actor_of(request), person_of(request)
    require(coordinates_something(actor))
    data = kept(request, KIND, file)
    if isinstance(data, str):  # brought in, and where that led to
        return HttpResponseRedirect(data)
    content = read_exchange(data)
    organisation = _organisation(actor, content)
    form = LookForm(posted(request))
    faults: list[Fault] = []

    def act(chosen: dict[str, Any]) -> Imported:
        by = None if can_administer(actor) else person
        try:
            return import_exchange(actor=actor, content=content, organisation=organisation, coordinator=by, **chosen)
        except ExchangeError as error:
            faults.extend(error.faults)
            raise

    if attempt(request, form, act):
        words, to = _brought(form.result, slug_of(content))
        replace(request, KIND, file, to)
        return done(request, words, to)
    shown = look_at_exchange(actor, content, organisation=organisation)
    way = [(_("Topics"), reverse("topics")), (_("Bring in a topic"), reverse("topic-bring-in"))]
    return show(
        request, "forum/topic_bring_in_look.html", form, way=way, look=shown, content=content, faults=faults,
        nothing=not shown.new and not shown.differs,
    )  # fmt: skip


def _organisation(actor: Actor, content: dict[str, Any]) -> Organisation:
    """Whose plan it becomes; 403 where the question is here and somebody else holds it together, or where the reader adds none."""
    topic = Topic.objects.visible_to(actor).filter(slug=slug_of(content)).first()
    if topic is None:
        require(can_add_topic(actor))
        return Organisation.objects.get(is_host=True)
    organisation = organisation_of(actor, topic)
    if organisation is None:
        raise PermissionDenied
    return organisation


def _brought(result: Imported | None, slug: str) -> tuple[str, str]:
    """What is said of it, and the page to go on to."""
    forums = [forum.slug for _kind, forums in result.look.kinds for forum in forums] if result else []
    if result and result.look.topic is None and forums:
        to = reverse("topic-propose", args=[slug]) + "?" + "&".join(f"forum={one}" for one in forums)
        return _("The topic is brought in. Next: propose it to forums of the same kinds."), to
    return _("The topic is brought in."), reverse("topic", args=[slug])
