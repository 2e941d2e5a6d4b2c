"""Comments on circulated minutes: who may write, who reads, who answers, who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forum.errors import ConflictError, InvalidInputError, NotAllowedError, StaleVersionError
from forum.models import Anonymous, OutboxMessage, PersonActor
from meetings.enums import CommentAnswer, ItemOpenness, Via
from meetings.models import Meeting, Minutes, MinutesComment
from meetings.services.actions import Actor
from meetings.services.minutes_approval import approve_minutes
from meetings.services.minutes_comments import answer_comment, write_comment
from tests.factories import make_item
from tests.meetings.services.minutes_acts import circulate

if TYPE_CHECKING:
    from forum.models import Person


def letters(kind: str) -> list[str]:
    return list(OutboxMessage.objects.filter(dedup_key__startswith=f"{kind}:").values_list("recipient", flat=True))


def test_a_comment_reaches_the_secretary_and_its_answer_the_writer(
    circulated: Minutes, meeting: Meeting, member: Person, secretary: Person
) -> None:
    item = meeting.items.get()
    comment = write_comment(
        minutes_id=circulated.pk, actor=Actor(person=member), text=" Det var 14, inte 12. ", item_id=item.pk
    )
    assert (comment.text, comment.item, comment.person, comment.via) == ("Det var 14, inte 12.", item, member, Via.PAGE)
    assert letters("comment") == ["secretary@demo.example"]

    with pytest.raises(InvalidInputError) as error:
        answer_comment(comment_id=comment.pk, version=1, answer=CommentAnswer.KEPT, text=" ", answered_by=secretary)
    assert error.value.field == "answer_text"
    answered = answer_comment(
        comment_id=comment.pk, version=1, answer=CommentAnswer.CORRECTED, text="", answered_by=secretary
    )
    assert (answered.answer, answered.answered_by, answered.version) == (CommentAnswer.CORRECTED, secretary, 2)
    assert letters("comment_answer") == ["member@demo.example"]
    with pytest.raises(StaleVersionError):
        answer_comment(comment_id=comment.pk, version=1, answer=CommentAnswer.KEPT, text="Nej", answered_by=secretary)


def test_words_are_needed_and_a_point_of_these_minutes(circulated: Minutes, network: object, member: Person) -> None:
    for text, item_id, field in (("  ", None, "text"), ("Fel", circulated.pk, "item")):
        with pytest.raises(InvalidInputError) as error:
            write_comment(minutes_id=circulated.pk, actor=Actor(person=member), text=text, item_id=item_id)
        assert error.value.field == field
    assert not MinutesComment.objects.exists()


def test_only_those_who_sit_comment_and_only_while_it_waits(
    circulated: Minutes, observer: Person, stranger: Person, chair: Person, member: Person
) -> None:
    for person in (observer, stranger):
        with pytest.raises(NotAllowedError):
            write_comment(minutes_id=circulated.pk, actor=Actor(person=person), text="Fel")
    approve_minutes(minutes_id=circulated.pk, version=None, person=chair)
    with pytest.raises(ConflictError):
        write_comment(minutes_id=circulated.pk, actor=Actor(person=member), text="Fel")


def test_a_comment_on_a_closed_point_is_read_by_those_who_read_the_point(
    meeting: Meeting, secretary: Person, chair: Person, member: Person, observer: Person
) -> None:
    secret = make_item(meeting=meeting, title="Hemlig", openness=ItemOpenness.OWN_ORGANISATION)
    minutes = circulate(meeting, secretary)
    write_comment(minutes_id=minutes.pk, actor=Actor(person=chair), text="Läcker", item_id=secret.pk)
    write_comment(minutes_id=minutes.pk, actor=Actor(person=chair), text="Öppet")
    read = {
        reader: sorted(MinutesComment.objects.visible_to(reader).values_list("text", flat=True))
        for reader in (PersonActor(chair), PersonActor(member), PersonActor(observer), Anonymous())
    }
    assert list(read.values()) == [["Läcker", "Öppet"], ["Öppet"], [], []]
    with pytest.raises(InvalidInputError):
        write_comment(minutes_id=minutes.pk, actor=Actor(person=member), text="Fel", item_id=secret.pk)
    body = b"".join(bytes(row.body) for row in OutboxMessage.objects.filter(dedup_key__startswith="comment:"))
    assert b"L=C3=A4cker" not in body
    assert b"Hemlig" not in body


def test_a_bare_address_comments_on_open_points_alone(meeting: Meeting, secretary: Person) -> None:
    make_item(meeting=meeting, title="Öppen")
    secret = make_item(meeting=meeting, title="Hemlig", openness=ItemOpenness.OWN_ORGANISATION)
    minutes = circulate(meeting, secretary)
    bearer = Actor(address="rektor@demo.example", via=Via.MAIL_LINK)
    with pytest.raises(InvalidInputError):
        write_comment(minutes_id=minutes.pk, actor=bearer, text="Fel", item_id=secret.pk)
    comment = write_comment(minutes_id=minutes.pk, actor=bearer, text="Fel")
    answer_comment(comment_id=comment.pk, version=None, answer=CommentAnswer.KEPT, text="Nej", answered_by=secretary)
    assert letters("comment_answer") == ["rektor@demo.example"]
