"""Merging two entries of the same person: choose, look, merge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.errors import DomainError
from forum.models import Coordinator, Membership, Person
from forum.templatetags.people import person_words
from forum.web.acting import attempt, done, find, posted, show
from forum.web.administration.frame import administrators_only, way
from forum.web.forms import VersionedForm
from meetings.models import ActionItem, Attendance
from meetings.services.merging import merge_people

if TYPE_CHECKING:
    import uuid

    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse

NAMED = {
    Membership: gettext_lazy("Seats held"),
    ActionItem: gettext_lazy("Actions"),
    Coordinator: gettext_lazy("Assignments as coordinator"),
    Attendance: gettext_lazy("Attendance at meetings"),
}


class MergeForm(VersionedForm):
    """Which entry is the double; those of the same name first."""

    double = forms.TypedChoiceField(label=gettext_lazy("Which entry is the same person?"), empty_value=None)
    kept_version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, kept: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Person.objects.filter(merged_into__isnull=True).exclude(pk=kept.pk).select_related("organisation")
        self.people = {str(one.pk): one for one in rows.order_by("name", "pk")}
        same = [one for one in self.people.values() if one.name.casefold() == kept.name.casefold()]
        other = [one for one in self.people.values() if one not in same]
        groups = [(_("The same name"), same), (_("Others"), other)]
        self.fields["double"].choices = [  # type: ignore[attr-defined]  # ChoiceField
            ("", _("Nobody chosen")),
            *((label, [(str(one.pk), _entry_words(one)) for one in those]) for label, those in groups if those),
        ]

    def chosen(self) -> Person:
        return self.people[self.cleaned_data["double"]]


def _entry_words(person: Person) -> str:
    place = person.organisation.name if person.organisation else ""
    address = "" if person.protected else person.email or _("no e-mail")
    return " · ".join(words for words in (person_words(person), place, address) if words)


@administrators_only
def merge(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """The person whose page this is stays; nothing is written before the second button."""
    kept = find(Person.objects.filter(merged_into__isnull=True).select_related("organisation"), pk=person_id)
    form = MergeForm(posted(request), kept=kept)
    back = reverse("person", args=[person_id])

    def act(data: dict[str, Any], *, dry_run: bool = False) -> dict[type[Model], int]:
        seen = {} if dry_run else {"version": data["version"], "kept_version": data["kept_version"]}
        return merge_people(kept_id=person_id, double_id=form.chosen().pk, dry_run=dry_run, **seen)

    if "save" in request.POST and attempt(request, form, act):
        return done(request, _("The two entries are one."), back)
    if form.conflict is not None:  # one of the two was changed after the look: look again
        kept = kept.refreshed()
        form.people[str(form.chosen().pk)].refresh_from_db()
    looking = form.conflict is not None or ("look" in request.POST and form.is_valid())
    counts, double = {}, None
    if looking:
        try:
            counts, double = act(form.cleaned_data, dry_run=True), form.chosen()
        except DomainError as error:
            looking = False
            form.take(error)
    return show(
        request, "meetings/merge_look.html" if looking else "forum/form.html", form, title=_("Merge doubles"),
        lede=_("Everything that the other entry has moves to %(name)s. The other entry can then no longer be chosen.")
        % {"name": person_words(kept)},
        kept=kept, double=double, rows=_rows(counts), way=[*way("people", _("People")), (kept.name, back)],
        submit=_("Look before you merge"), button="look", cancel_url=back,
    )  # fmt: skip


def _rows(counts: dict[type[Model], int]) -> list[tuple[str, int]]:
    named = [(str(label), counts[model]) for model, label in NAMED.items() if model in counts]
    rest = sum(number for model, number in counts.items() if model not in NAMED)
    return [*named, (_("Other traces, such as proposals, approvals and comments"), rest)] if rest else named
