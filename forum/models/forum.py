from __future__ import annotations

from django.db import models

from forum.enums import ForumKind, MinutesForm, NoticeSender, Openness, ProposalRule

from .base import Record, tracked
from .fields import EnumField
from .organisation import Organisation, Unit
from .visibility import ForumQuerySet


@tracked()
class Forum(Record):
    """An existing group that meets anyway: council, network, management group. `external`: led by somebody else, we only log.

    `recalls_…` and `carries_unfinished`: what comes back by itself on its next agenda. `most_proposed…`: how many proposed points,
    and minutes for them, one meeting takes; beyond that its chair is warned, or nothing more is taken (`refuses_more`).
    `lines_in_…`: whether support lines stand beneath the mails of its meetings and at the end of its minutes.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = EnumField(ForumKind, default=ForumKind.OTHER)
    purpose = models.TextField(blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="forums")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="forums")
    parent_body = models.CharField(max_length=200, blank=True)
    mandate_document = models.CharField(max_length=300, blank=True)
    minutes_form = EnumField(MinutesForm, default=MinutesForm.NOTES)
    openness = EnumField(Openness, default=Openness.MEMBERS)
    external = models.BooleanField(default=False)
    notices_from = EnumField(NoticeSender, default=NoticeSender.OWN_CALENDAR)
    proposals = EnumField(ProposalRule, default=ProposalRule.CHAIR_DECIDES)
    most_proposed = models.PositiveSmallIntegerField(null=True, blank=True)
    most_proposed_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    refuses_more = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, default="Europe/Stockholm")
    default_place = models.CharField(max_length=200, blank=True)
    contact_address = models.EmailField(blank=True)
    recalls_minutes = models.BooleanField(default=True)
    recalls_decisions = models.BooleanField(default=True)
    recalls_actions = models.BooleanField(default=True)
    carries_unfinished = models.BooleanField(default=True)
    lines_in_mails = models.BooleanField(default=False)
    lines_in_minutes = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ForumQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["name"]
        indexes = [models.Index(fields=["kind"], name="forum_by_kind")]

    def __str__(self) -> str:
        return self.name

    @property
    def mailbox(self) -> str:
        """Where the forum is written to: its own address, else that of the organisation that leads it."""
        return self.contact_address or self.organisation.contact_address


@tracked()
class ParagraphSeries(Record):
    """The first § number of a year in a forum; without a row the year starts at 1."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="paragraph_series")
    year = models.PositiveSmallIntegerField()
    first_number = models.PositiveIntegerField(default=1)

    class Meta(Record.Meta):
        verbose_name_plural = "paragraph series"
        constraints = [models.UniqueConstraint(fields=["forum", "year"], name="one_paragraph_series_a_year")]

    def __str__(self) -> str:
        return f"{self.forum_id} {self.year}"
