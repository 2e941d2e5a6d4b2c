"""Agendas to start from: keep this one, begin with an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from forum.web.acting import act_at_once, attempt, done, find, posted, show, signed_in, version_of
from forum.web.actor import actor_of
from forum.web.forms import OnceForm
from meetings.models import AgendaTemplate
from meetings.services.agenda_templates import remove_agenda_template, save_agenda_template, start_from_template
from meetings.web.access import meeting_for_editor
from meetings.web.meeting import address

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from meetings.models import Meeting


class TemplateForm(OnceForm):
    name = forms.CharField(
        label=gettext_lazy("Name of the template"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write what the template is to be called.")},
        help_text=gettext_lazy("For example “Ordinary meeting”. One with the same name is replaced."),
    )


def _of(request: HttpRequest, meeting: Meeting) -> QuerySet[AgendaTemplate]:
    return AgendaTemplate.objects.visible_to(actor_of(request)).filter(forum=meeting.forum)


def _back(meeting: Meeting) -> str:
    return reverse("meeting-templates", args=[meeting.pk])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The forum's templates, and a form to keep this agenda as one."""
    meeting = meeting_for_editor(request, meeting_id)
    form = TemplateForm(posted(request))
    if attempt(request, form, lambda data: save_agenda_template(meeting=meeting, **data)):
        return done(request, _("The agenda is kept as a template."), _back(meeting))
    context = {"meeting": meeting, "forum": meeting.forum, "templates": list(_of(request, meeting))}
    return show(request, "meetings/agenda_templates.html", form, **context)


@signed_in
@require_POST
def use(request: HttpRequest, meeting_id: uuid.UUID, template_id: uuid.UUID) -> HttpResponse:
    """Puts the template's points on the agenda."""
    meeting = meeting_for_editor(request, meeting_id)
    template = find(_of(request, meeting), pk=template_id)
    return act_at_once(
        request,
        lambda: start_from_template(meeting=meeting, template=template),
        _("The points of the template stand on the agenda; those that were there already are not doubled."),
        f"{address(meeting)}#agenda",
    )


@signed_in
@require_POST
def remove(request: HttpRequest, meeting_id: uuid.UUID, template_id: uuid.UUID) -> HttpResponse:
    """Takes a template away."""
    meeting = meeting_for_editor(request, meeting_id)
    template = find(_of(request, meeting), pk=template_id)
    return act_at_once(
        request,
        lambda: remove_agenda_template(template_id=template.pk, version=version_of(request)),
        _("The template is gone: %(name)s") % {"name": template.name},
        _back(meeting),
    )
