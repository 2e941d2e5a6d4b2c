"""The notebook: what those who coordinate a question notice, at group level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from forum.models import MonitoringNote, Organisation
from forum.selectors.coordinators import organisations_coordinated
from forum.services.monitoring import change_note, remove_note, write_note
from forum.web.acting import act_at_once, attempt, done, find, page_of, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of, person_of
from forum.web.forms import OnceForm, VersionedForm
from forum.web.pictures import topic_of, way_to

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.models import Topic


class NoteFacts(forms.Form):
    observed_on = forms.DateField(label=gettext_lazy("When was it noticed?"), initial=timezone.localdate)
    text = forms.CharField(
        label=gettext_lazy("What was noticed?"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Milieus, messages, events, places. Write nothing about individuals here."),
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=200, required=False,
        help_text=gettext_lazy("For example local news, the library's staff, an open page."),
    )  # fmt: skip


class NoteForm(NoteFacts, OnceForm):
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("For which organisation?"), queryset=Organisation.objects.none()
    )
    field_order = ("observed_on", "text", "source", "organisation")

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        field.initial = organisations.first()
        if organisations.count() == 1:
            field.widget = forms.HiddenInput()


class NoteChangeForm(NoteFacts, VersionedForm):
    pass


@signed_in
@require_safe
def notebook(request: HttpRequest, slug: str) -> HttpResponse:
    """The notes, newest first, for those who coordinate the question."""
    topic, actor = topic_of(request, slug), actor_of(request)
    require(organisations_coordinated(actor, topic).exists())
    rows = MonitoringNote.objects.visible_to(actor).filter(topic=topic).select_related("organisation", "written_by")
    return show(
        request, "forum/notebook.html", topic=topic, way=way_to(topic, top=True), page=page_of(request, rows),
        several=organisations_coordinated(actor, topic).count() > 1,
    )  # fmt: skip


@signed_in
def new(request: HttpRequest, slug: str) -> HttpResponse:
    topic, actor = topic_of(request, slug), actor_of(request)
    organisations = organisations_coordinated(actor, topic)
    require(organisations.exists())
    form = NoteForm(posted(request), organisations=organisations)
    person = person_of(request)
    back = reverse("notebook", args=[slug])
    if attempt(request, form, lambda data: write_note(topic=topic, written_by=person, **data)):
        return done(request, _("The note is saved."), back)
    return show(
        request, "forum/form.html", form, title=_("Write a note"), way=_way(topic), submit=_("Save"), cancel_url=back,
        lede=_("Only those who coordinate the topic in your organisation read the notebook."),
    )  # fmt: skip


@signed_in
def change(request: HttpRequest, slug: str, note_id: uuid.UUID) -> HttpResponse:
    topic = topic_of(request, slug)
    note = find(MonitoringNote.objects.visible_to(actor_of(request)).filter(topic=topic), pk=note_id)
    initial = {name: getattr(note, name) for name in ("observed_on", "text", "source", "version")}
    form = NoteChangeForm(posted(request), initial=initial)
    back = reverse("notebook", args=[slug])
    if attempt(request, form, lambda data: change_note(note_id=note.pk, **data)):
        return done(request, _("The note is saved."), back)
    return show(
        request, "forum/note_change.html", form, title=_("Change the note"), way=_way(topic), submit=_("Save"),
        cancel_url=back, topic=topic, note=note,
    )  # fmt: skip


@signed_in
@require_POST
def remove(request: HttpRequest, slug: str, note_id: uuid.UUID) -> HttpResponse:
    topic = topic_of(request, slug)
    note = find(MonitoringNote.objects.visible_to(actor_of(request)).filter(topic=topic), pk=note_id)
    version = version_of(request)
    to = reverse("notebook", args=[slug])
    return act_at_once(request, lambda: remove_note(note_id=note.pk, version=version), _("The note is gone."), to)


def _way(topic: Topic) -> list[tuple[str, str]]:
    return [*way_to(topic, top=True), (_("Notebook"), reverse("notebook", args=[topic.slug]))]
