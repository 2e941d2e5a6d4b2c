"""Comments on circulated minutes: written by whoever sits in the forum, answered by the secretary."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.web.acting import attempt, done, find, require, signed_in
from forum.web.actor import actor_of, person_of
from meetings.enums import CommentAnswer
from meetings.models import Minutes, MinutesComment
from meetings.policies import can_comment
from meetings.services.actions import Actor
from meetings.services.minutes_comments import answer_comment, write_comment
from meetings.web.access import meeting_for_editor, meeting_for_reader
from meetings.web.minutes import minutes_address, seen_content, show_minutes
from meetings.web.minutes_comment_rows import points_of
from meetings.web.minutes_forms import AnswerForm, CommentForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@signed_in
@require_POST
def comment(request: HttpRequest, meeting_id: uuid.UUID, number: int) -> HttpResponse:
    """A remark on one point or the whole."""
    meeting = meeting_for_reader(request, meeting_id)
    actor, who = actor_of(request), Actor(person=person_of(request))
    minutes = find(Minutes.objects.visible_to(actor).filter(meeting=meeting), number=number)
    minutes.meeting = meeting
    require(can_comment(actor, minutes))
    form = CommentForm(request.POST, points=points_of(seen_content(minutes, actor)))
    if attempt(request, form, lambda data: write_comment(minutes_id=minutes.pk, actor=who, **words_of(data))):
        return done(request, _("The secretary has got your comment."), f"{minutes_address(meeting)}#comments")
    return show_minutes(request, meeting, comment=form)


def words_of(data: dict[str, Any]) -> dict[str, Any]:
    """What the form says, as the service takes it."""
    return {"text": data["text"], "item_id": uuid.UUID(data["item"]) if data["item"] else None}


@signed_in
@require_POST
def answer(request: HttpRequest, meeting_id: uuid.UUID, comment_id: uuid.UUID) -> HttpResponse:
    """What becomes of a comment. Chair, secretary."""
    meeting, person = meeting_for_editor(request, meeting_id), person_of(request)
    row = find(MinutesComment.objects.visible_to(actor_of(request)).filter(minutes__meeting=meeting), pk=comment_id)
    form = AnswerForm(request.POST, comment_id=row.pk)

    def act(data: dict[str, Any]) -> MinutesComment:
        return answer_comment(
            comment_id=row.pk,
            version=data["version"],
            answer=CommentAnswer(data["answer"]),
            text=data["answer_text"],
            answered_by=person,
        )

    if attempt(request, form, act):
        return done(request, _("The comment is answered."), f"{minutes_address(meeting)}#comments")
    return show_minutes(request, meeting, answer=form)
