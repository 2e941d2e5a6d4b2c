"""An answer goes to a forum's agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.enums import ItemKind
from forum.models import Answer, Forum
from forum.policies import can_lead_picture
from forum.web.acting import attempt, done, find, posted, require, show, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.forms import OnceForm, enum_field
from forum.web.pictures import topic_of, way_to
from meetings.services.picture_items import Raised, raise_in_forum

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor

TOLD = {
    Raised.ON_AGENDA: gettext_lazy("It stands on the next agenda of %(forum)s."),
    Raised.PROPOSED: gettext_lazy("It is proposed to %(forum)s. The chair answers."),
    Raised.BACKLOG: gettext_lazy("It lies in the backlog of %(forum)s, for a coming agenda."),
}


class RaiseForm(OnceForm):
    """Words of one's own: the answer itself stays where it is."""

    forum = forms.ModelChoiceField(label=gettext_lazy("In which forum?"), queryset=Forum.objects.none())
    title = forms.CharField(
        label=gettext_lazy("Line on the agenda"), max_length=300, help_text=gettext_lazy("As the members will read it.")
    )
    question = forms.CharField(
        label=gettext_lazy("Question to the forum"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    kind = enum_field(ItemKind, gettext_lazy("What kind of point?"), initial=ItemKind.DISCUSSION)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].queryset = Forum.objects.visible_to(actor).active().order_by("name")  # type: ignore[attr-defined]


@signed_in
def from_answer(request: HttpRequest, slug: str, answer_id: uuid.UUID) -> HttpResponse:
    """Chooses the forum and the words; who prepares its agenda puts it there at once, others propose."""
    topic, actor = topic_of(request, slug), actor_of(request)
    rows = Answer.objects.visible_to(actor).filter(picture__topic=topic)
    answer: Answer = find(rows.select_related("picture__topic", "question", "recipient__forum"), pk=answer_id)
    require(can_lead_picture(actor, answer.picture))
    initial = {"title": topic.name, "forum": answer.recipient.forum_id, "question": answer.question.words}
    form = RaiseForm(posted(request), actor=actor, initial=initial)
    back = f"{reverse('picture-answers', args=[slug, answer.picture_id])}#q{answer.question.number}"
    if attempt(request, form, lambda data: raise_in_forum(topic=topic, raised_by=person_of(request), **data)):
        words = TOLD[form.result] % {"forum": form.cleaned_data["forum"].name} if form.result else _("It is there.")
        return done(request, words, back)
    return show(
        request, "forum/finding_new.html", form, title=_("Let a forum take it up"), topic=topic, answer=answer,
        way=way_to(topic, picture=answer.picture), submit=_("Let the forum take it up"), cancel_url=back,
        lede=_("Write it in words that may stand on an agenda. The answer itself does not go along."),
    )  # fmt: skip
