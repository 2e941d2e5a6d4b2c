"""Who changed what when, and an earlier text put back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forum.policies import can_edit_meetings
from forum.web.acting import attempt, done, find, posted, require, show, signed_in
from forum.web.actor import actor_of
from forum.web.forms import VersionedForm
from meetings.models import Decision
from meetings.selectors.history import events_of, read_history
from meetings.selectors.history_parts import RESTORABLE
from meetings.services.minutes_changes import compare
from meetings.services.restoring import restore_text
from meetings.web.history_kinds import KINDS
from meetings.web.history_words import moments_of

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


ROWS = 25


@signed_in
@require_safe
def history(request: HttpRequest, kind: str, object_id: uuid.UUID) -> HttpResponse:
    """What happened to one thing, newest first, as the reader may know it now."""
    known, actor = KINDS[kind], actor_of(request)
    found = find(known.rows(actor), pk=object_id)
    after = request.GET.get("after", "")
    past = read_history(known.spans(found), actor, size=ROWS, after=after)
    forum = known.forum(found)
    moments = moments_of(past.entries, may_restore=bool(forum and can_edit_meetings(actor, forum)))
    context = {"title": known.title(found), "back": known.back(found), "moments": moments, "past": past, "later": after}
    return render(request, "meetings/history.html", context)


class RestoreForm(VersionedForm):
    """The earlier text, which can be changed before it is saved; `name`: the field that it goes back to."""

    text = forms.CharField(required=False, strip=False, widget=forms.Textarea)

    def __init__(self, *args: Any, name: str, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name, self.aliases = name, {name: "text"}
        self.fields["text"].label = label

    def value_of(self, current: Any, name: str) -> Any:
        return super().value_of(current, self.name if name == "text" else name)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, part: str, event: int, field: str) -> HttpResponse:
    """The text as it was before one event, beside the one of now. Chair, secretary."""
    known = RESTORABLE[part]
    if field not in known.restorable:
        raise Http404
    row = find(events_of(known, actor_of(request)), pgh_id=event, pgh_label="update")
    thing = find(known.model._default_manager.all(), pk=row.pgh_obj_id)
    item: Any = thing.item if isinstance(thing, Decision) else thing
    require(can_edit_meetings(actor_of(request), item.forum))
    first = {"text": (row.before or {}).get(field) or "", "version": thing.version}  # type: ignore[attr-defined]
    form = RestoreForm(posted(request), name=field, label=str(known.fields[field]), initial=first)

    def act(data: dict[str, Any]) -> Any:
        return restore_text(part=part, object_id=row.pgh_obj_id, field=field, **data)

    back = reverse("history", args=["item", item.pk])
    if attempt(request, form, act):
        return done(request, _("The earlier text is back. The one that stood there is in the history."), back)
    return show(
        request, "meetings/restore.html", form, item=item, back=back, label=known.fields[field], at=row.pgh_created_at,
        pieces=compare(getattr(thing, field), first["text"]), same=getattr(thing, field) == first["text"],
    )  # fmt: skip
