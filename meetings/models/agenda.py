from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.query import ModelIterable
from django.utils.translation import gettext as _

from forum.enums import ItemKind
from forum.models import Actor, Forum, Placement, Record, Seat, Topic
from forum.models.base import tracked
from forum.models.fields import EnumField
from forum.models.flags import flag
from forum.models.words import swedish_words
from meetings.enums import Answer, ItemOpenness

from .meeting import Meeting
from .visibility import item_in_full, item_readable, notes_readable, outcome_readable

if TYPE_CHECKING:
    from collections.abc import Iterator


class RedactingIterable(ModelIterable[Any]):
    """Empties what the reader may not read while rows are loaded, so that no template or serializer can forget to."""

    def __iter__(self) -> Iterator[AgendaItem]:
        for item in super().__iter__():
            if not item.in_full:
                item.redact()
            elif not item.outcome_shown:
                item.hide_outcome()
            elif not item.notes_shown:
                item.hide_notes()
            yield item


# What every reader of the number may know; other columns leave a reader's query only through RedactingIterable.
NEUTRAL = frozenset(
    {
        "pk",
        "id",
        "meeting",
        "meeting_id",
        "forum",
        "forum_id",
        "position",
        "paragraph",
        "paragraph_year",
        "version",
        "modified_at",
    }
)


# What an agenda says, and what was noted afterwards: apart, since not everybody who reads the one may read the other.
AGENDA_WORDS = swedish_words("title", "question", "draft_decision", "presenter", "registry_number")
NOTES_WORDS = swedish_words("notes")


class ReducedRowError(RuntimeError):
    """A row that was emptied for its reader was about to be saved, read anew or taken apart: a fault of ours, never of the user."""


class AgendaItemQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Absent, redacted or in full, by one query; never save rows that come from here."""
        readable = self.filter(item_readable(actor)).annotate(
            in_full=flag(item_in_full(actor)),
            outcome_shown=flag(outcome_readable(actor, "")),
            notes_shown=flag(notes_readable(actor, "")),
        )
        readable._iterable_class = RedactingIterable
        return readable

    def counted_for(self, actor: Actor) -> Self:
        """Those whose words the actor may read, to count them in SQL; `told` is whether what came of them may be read too."""
        readable = self.filter(item_readable(actor) & item_in_full(actor))
        return readable.annotate(told=flag(outcome_readable(actor, "")))

    def bare(self) -> Self:
        """Points of which nothing has come yet: no answer, words, decision or action."""
        return self.filter(answer="", notes="", decisions__isnull=True, actions__isnull=True)

    def droppable(self) -> Self:
        """Bare ones to which nobody is called: what came by itself may leave the agenda by itself."""
        guests = apps.get_model("meetings", "ItemGuest").objects.filter(item=OuterRef("pk"), ended_at__isnull=True)
        return self.bare().filter(~Exists(guests), paragraph=None)

    def _values(self, *fields: Any, **expressions: Any) -> Self:
        """Plain values would pass by the redaction, so that a reader's query gives neutral columns only."""
        if issubclass(self._iterable_class, RedactingIterable) and (
            expressions or not fields or not NEUTRAL.issuperset(fields)
        ):
            raise ReducedRowError("values() of what a reader sees would pass by the redaction; load the rows")
        return super()._values(*fields, **expressions)  # type: ignore[misc,no-any-return]

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        rows = list(objs)
        for row in rows:
            row.refuse_if_reduced()
        return super().bulk_update(rows, fields, batch_size)


@tracked(exclude=("recalled",))
class AgendaItem(Record):
    """A point on the agenda and what came of it. `paragraph` (§) runs through the year in a forum and is given once.

    `carried_from`: the point of an earlier meeting that was not dealt with, since `waiting_since`. `recalls`: the point follows up
    that meeting; what it says is computed, and `recalled` keeps what it said when the notice was sent. `section`: the heading that
    points in a row share.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="items", editable=False)
    position = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=120, blank=True)
    kind = EnumField(ItemKind, default=ItemKind.INFORMATION)
    title = models.CharField(max_length=300)
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="items")
    placement = models.ForeignKey(Placement, on_delete=models.SET_NULL, null=True, blank=True, related_name="items")
    question = models.TextField(blank=True)
    presenter = models.CharField(max_length=200, blank=True)
    presenter_seat = models.ForeignKey(
        Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="presentations"
    )
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    registry_number = models.CharField(max_length=60, blank=True)
    draft_decision = models.TextField(blank=True)
    openness = EnumField(ItemOpenness, default=ItemOpenness.OPEN)
    named_seats = models.ManyToManyField(Seat, blank=True, related_name="+")
    secrecy_provision = models.CharField(max_length=60, blank=True)
    secrecy_marked_on = models.DateField(null=True, blank=True)
    secrecy_authority = models.CharField(max_length=200, blank=True)
    notes = models.TextField(blank=True)
    answer = EnumField(Answer, blank=True, default="")
    carried_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    times_put_off = models.PositiveSmallIntegerField(default=0)
    put_off_until = models.DateField(null=True, blank=True)
    waiting_since = models.DateField(null=True, blank=True)
    recalls = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="recalled_by")
    recalled = models.JSONField(default=dict, blank=True)
    paragraph = models.PositiveIntegerField(null=True, blank=True)
    paragraph_year = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["position", "id"]
        indexes = [GinIndex(AGENDA_WORDS, name="agenda_words"), GinIndex(NOTES_WORDS, name="notes_words")]
        constraints = [
            models.UniqueConstraint(fields=["forum", "paragraph_year", "paragraph"], name="paragraph_once_a_year"),
            models.UniqueConstraint(
                fields=["meeting", "position"], name="item_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(recalls__isnull=False), name="one_follow_up_on_an_agenda"
            ),
            models.CheckConstraint(
                condition=Q(paragraph__isnull=True, paragraph_year__isnull=True)
                | Q(paragraph__isnull=False, paragraph_year__isnull=False),
                name="paragraph_has_a_year",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    reduced = False

    def refuse_if_reduced(self) -> None:
        """Rows of `visible_to` may be emptied for their reader: saved they would destroy, read anew they would leak."""
        if self.reduced:
            raise ReducedRowError("this row was emptied for its reader; load it by its id")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refuse_if_reduced()
        super().save(*args, **kwargs)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.refuse_if_reduced()
        super().refresh_from_db(*args, **kwargs)

    def hide_notes(self) -> None:
        """Leaves the answer and takes away the words of the minutes."""
        self.reduced = True
        self.notes = ""

    def hide_outcome(self) -> None:
        """Leaves the agenda point and takes away what came of it."""
        self.hide_notes()
        self.answer = ""
        self.put_off_until = None

    def redact(self) -> None:
        """Leaves the number and a neutral title."""
        self.hide_outcome()
        self.kind, self.times_put_off, self.carried_from = ItemKind.INFORMATION, 0, None
        self.waiting_since = self.recalls = None
        self.recalled = {}
        self.title = _("Restricted item")
        self.topic = self.placement = self.presenter_seat = self.minutes = None
        self.section = self.question = self.presenter = self.registry_number = self.draft_decision = ""
        self.secrecy_provision = self.secrecy_authority = ""
        self.secrecy_marked_on = None
