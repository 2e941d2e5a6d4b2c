from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from forum.enums import EDITING, SITTING, Language
from forum.models import Actor, Forum, Organisation, Person, PersonActor, Placement, Record, Topic
from forum.models.base import tracked
from forum.models.fields import EnumField
from forum.models.picture import coordinated
from forum.models.visibility import forums_where
from meetings.enums import ReportKind

from .agenda import AgendaItem
from .visibility import NOBODY


def _written_by(actor: PersonActor) -> Q:
    """Reports on a topic: who coordinates it for that organisation, administrators. A forum's year: chair and secretary."""
    return (Q(topic__isnull=False) & coordinated(actor)) | Q(forum__in=forums_where(actor, EDITING))


class ReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Drafts are for those who write them; what stands in them is computed for each reader anew."""
        return self.filter(_written_by(actor) if isinstance(actor, PersonActor) else NOBODY)


@tracked()
class Report(Record):
    """A report about a period. It is computed whenever it is read, until an edition of it is fixed."""

    kind = EnumField(ReportKind)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reports")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    language = EnumField(Language, default=Language.SWEDISH)
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-ends_on", "-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="report_ends_after_start"),
            models.CheckConstraint(
                condition=Q(topic__isnull=False, forum__isnull=True) | Q(topic__isnull=True, forum__isnull=False),
                name="report_is_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class ReportWords(Record):
    """What its writers say in their own words under one section."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="words")
    section = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="report_words_once")]
        verbose_name_plural = "report words"

    def __str__(self) -> str:
        return self.text[:80]


class ReportEditionQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Fixed editions: who may write the report, and of a forum's year all who sit there. Others get the PDF on an agenda."""
        if not isinstance(actor, PersonActor):
            return self.filter(NOBODY)
        sitting = Q(report__forum__in=forums_where(actor, SITTING))
        return self.filter(Q(report__in=Report.objects.visible_to(actor).order_by().values("pk")) | sitting)


@tracked(exclude=("content", "pdf"))
class ReportEdition(Record):
    """A report as it was fixed on a day: words, figures, PDF and the PDF's SHA-256. Later data change nothing in it."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    fixed_on = models.DateField()
    fixed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    content = models.JSONField()
    pdf = models.BinaryField()
    checksum = models.CharField(max_length=64)

    objects = ReportEditionQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_edition_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number}"


@tracked()
class ReportSending(Record):
    """An edition went to a forum: as a point on its agenda, or as a proposal that its chair answers."""

    edition = models.ForeignKey(ReportEdition, on_delete=models.CASCADE, related_name="sendings")
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    placement = models.ForeignKey(Placement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Record.Meta):
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["edition", "forum"], name="report_sent_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.forum_id}"
