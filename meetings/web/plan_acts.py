"""A measure goes to a forum, and decisions made there are tied to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.models import Forum, Measure
from forum.web.acting import attempt, done, posted, show, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.forms import ServiceForm, VersionedForm
from forum.web.plan_parts import edited_part, measure_url, way_to_measure
from meetings.models import Decision
from meetings.services.measure_ties import give_measure_to_forum, tie_decision

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor

MOST = 200


class GiveForm(VersionedForm):
    """The point that the forum gets."""

    forum = forms.ModelChoiceField(label=gettext_lazy("To which forum?"), queryset=Forum.objects.none())
    question = forms.CharField(
        label=gettext_lazy("Question to the forum"), widget=forms.Textarea(attrs={"rows": 2}), required=False,
        help_text=gettext_lazy("What do you want to know or have decided?"),
    )  # fmt: skip
    draft_decision = forms.CharField(
        label=gettext_lazy("Draft decision"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Length in minutes"), required=False, min_value=1, max_value=1440,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].queryset = Forum.objects.visible_to(actor).active().order_by("name")  # type: ignore[attr-defined]


class TieForm(ServiceForm):
    decision = forms.ModelChoiceField(
        label=gettext_lazy("Which decision serves the measure?"), queryset=Decision.objects.none(), widget=forms.RadioSelect,
        empty_label=None,
    )  # fmt: skip


@signed_in
def give(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Proposes the measure for a forum's agenda; the chair answers as to every proposal."""
    measure, person = edited_part(request, Measure, slug, pk), person_of(request)
    draft = _("The measure is carried out: %(measure)s.") % {"measure": measure.title.rstrip(".")}
    initial = {"forum": measure.forum_id, "version": measure.version, "draft_decision": draft}
    form = GiveForm(posted(request), actor=actor_of(request), initial=initial)
    if attempt(request, form, lambda data: give_measure_to_forum(measure_id=pk, proposed_by=person, **data)):
        words = _("The measure is proposed to %(forum)s. It stands on the agenda when the chair says yes.")
        return done(request, words % {"forum": form.cleaned_data["forum"].name}, measure_url(measure))
    return show(
        request, "forum/form.html", form, title=_("Give the measure to a forum"), way=way_to_measure(measure),
        lede=_("It becomes a point on the agenda of a forum that exists. What is decided and given there ties back to the measure."),
        submit=_("Propose"), cancel_url=measure_url(measure),
    )  # fmt: skip


@signed_in
def tie(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """A decision that was made before, or under another point of the same question."""
    measure = edited_part(request, Measure, slug, pk)
    rows = Decision.objects.visible_to(actor_of(request)).filter(item__topic=measure.plan.topic_id, measure=None)
    newest = rows.select_related("item__meeting", "item__forum").order_by("-item__meeting__starts_at", "position")[
        :MOST
    ]
    form = TieForm(posted(request))
    field: Any = form.fields["decision"]
    field.queryset = rows
    field.choices = [(one.pk, f"{one.item.forum.name}, {one.item.meeting.day}: {one.text}") for one in newest]

    def act(data: dict[str, Any]) -> Decision:
        return tie_decision(decision_id=data["decision"].pk, measure=measure)

    if attempt(request, form, act):
        return done(request, _("The decision is tied to the measure, and so are its actions."), measure_url(measure))
    return show(
        request, "forum/form.html" if field.choices else "meetings/tie_nothing.html", form, title=_("Tie a decision"),
        way=way_to_measure(measure), lede=_("Decisions on the topic that you may read and that serve no measure yet, newest first."),
        submit=_("Tie"), cancel_url=reverse("measure", args=[slug, pk]),
    )  # fmt: skip
