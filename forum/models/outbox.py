from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from forum.enums import EDITING, TO_THE_PUBLIC, MessageKind, MessageState, Silence

from .actor import Actor, PersonActor
from .fields import EnumField
from .forum import Forum
from .person import Person
from .reminder import Reminder
from .visibility import forums_where


class OutboxMessageQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Letters of forums where the person is chair, vice chair or secretary, and those to the person.

        Who of the public follows a forum is nobody's business.
        """
        if not isinstance(actor, PersonActor):
            return self.none()
        edited = forums_where(actor, EDITING)
        caused = OutboxCause.objects.filter(forum__in=edited).values("message")
        ours = (Q(forum__in=edited) | Q(pk__in=caused)) & ~Q(kind__in=TO_THE_PUBLIC)
        return self.filter(Q(person=actor.person) | ours)

    def of_forum(self, forum: Forum) -> Self:
        """Also those that tell of several forums."""
        return self.filter(Q(forum=forum) | Q(pk__in=OutboxCause.objects.filter(forum=forum).values("message")))


class OutboxMessage(models.Model):
    """One mail to one address, written in the transaction of its cause and sent from here.

    `body` holds the finished bytes: a message that must be sent twice is byte-identical and keeps its Message-ID.
    A sender owns a row while `lease_token` is its own; all moments are UTC and judged by PostgreSQL's clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dedup_key = models.CharField(max_length=200, unique=True)
    kind = EnumField(MessageKind)
    recipient = models.EmailField()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages")
    forum = models.ForeignKey(Forum, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages")
    subject = models.CharField(max_length=300)
    message_id = models.CharField(max_length=200, unique=True)
    sender = models.EmailField()
    body = models.BinaryField()
    state = EnumField(MessageState, default=MessageState.QUEUED)
    not_before = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    silence = EnumField(Silence, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        ordering = ["not_before", "id"]
        indexes = [
            models.Index(fields=["forum", "-id"], name="outbox_by_forum"),
            models.Index(fields=["person", "-id"], name="outbox_by_person"),
            models.Index(fields=["not_before", "id"], condition=models.Q(state="queued"), name="outbox_waiting"),
            models.Index(fields=["lease_until"], condition=models.Q(state="sending"), name="outbox_leased"),
            models.Index(fields=["sent_at"], condition=models.Q(state="sent"), name="outbox_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"


class OutboxCause(models.Model):
    """What a letter speaks of, so that it can be withdrawn while it waits.

    `reminder` is set where the letter came of one, which is resolved anew then. `stale`: it must not be tried again,
    but was in a sender's hands when that came out; whoever gets it back withdraws it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="causes")
    object_id = models.UUIDField()
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    reminder = models.ForeignKey(Reminder, on_delete=models.SET_NULL, null=True, blank=True, related_name="causes")
    stale = EnumField(Silence, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["object_id"], name="cause_by_object"),
            models.Index(fields=["forum", "-message"], name="cause_by_forum"),
            models.Index(fields=["message"], condition=~models.Q(stale=""), name="cause_stale"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.object_id}"


class OutboxHold(models.Model):
    """One row: the life of the database that the outbox was sent from, and until when what was due waits for an operator's yes."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    epoch = models.CharField(max_length=200)
    until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.epoch} {self.until}"
