"""The comments on a meeting's minutes as the page shows them, and the forms around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forum.models import PersonActor
from forum.policies import can_edit_meetings
from meetings.models import MinutesComment
from meetings.policies import can_comment
from meetings.services.minutes_comment_letters import place_words, who_words
from meetings.web.minutes_forms import AnswerForm, CommentForm

if TYPE_CHECKING:
    from forum.models import Actor
    from forum.web.forms import ServiceForm
    from meetings.models import Meeting, Minutes


def comments_context(
    meeting: Meeting, actor: Actor, shown: Minutes, content: dict[str, Any], **posted: ServiceForm
) -> dict[str, Any]:
    """All comments on any version, open ones first; a form for each that the reader may answer, and one for a new comment."""
    may_answer = can_edit_meetings(actor, meeting.forum)
    comments = list(
        MinutesComment.objects.visible_to(actor)
        .filter(minutes__meeting=meeting)
        .select_related("item", "person", "answered_by", "minutes")
        .order_by("answered_at", "written_at")
    )
    for comment in map(_worded, comments):
        if may_answer:
            comment.form = _answer_form(comment, posted.get("answer"))  # type: ignore[attr-defined]  # for the template
    may_comment = can_comment(actor, shown)
    return {
        "comments": sorted(comments, key=lambda comment: comment.answered_at is not None),
        "may_comment": may_comment,
        "may_answer": may_answer,
        "comment_form": (posted.get("comment") or CommentForm(points=points_of(content))) if may_comment else None,
    }


def _answer_form(comment: MinutesComment, posted: ServiceForm | None) -> AnswerForm:
    if isinstance(posted, AnswerForm) and posted.comment_id == comment.pk:
        return posted
    return AnswerForm(comment_id=comment.pk, initial={"version": comment.version})


def points_of(content: dict[str, Any]) -> list[tuple[str, str]]:
    """What a comment can be about: the points that this reader reads in full."""
    return [
        (
            item["id"],
            f"§ {item['paragraph']} {item['title']}" if item["paragraph"] else f"{item['number']}. {item['title']}",
        )
        for item in content["items"]
        if item.get("id") and not item["redacted"]
    ]


def comments_of(minutes: Minutes, reader: Actor, address: str) -> list[MinutesComment]:
    """What the receiver of a link sees: a person as when signed in, a bare address its own comments alone."""
    rows = minutes.comments.select_related("item", "person", "answered_by")
    if isinstance(reader, PersonActor):
        rows = (
            MinutesComment.objects.visible_to(reader).filter(pk__in=rows.values("pk")).select_related("item", "person")
        )
    else:
        rows = rows.filter(person__isnull=True, address=address)
    return [_worded(comment) for comment in rows]


def _worded(comment: MinutesComment) -> MinutesComment:
    comment.place, comment.who = place_words(comment), who_words(comment)  # type: ignore[attr-defined]  # for the template
    return comment
