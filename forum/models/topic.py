from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from forum.enums import EDITING, SITTING, ItemKind, PlacementState

from .actor import Actor, ClientActor, PersonActor
from .base import Record, tracked
from .document import StoredFile
from .fields import EnumField
from .forum import Forum
from .organisation import Organisation
from .person import Person
from .visibility import forums_of_client, forums_where, own_topics, seats_of_client
from .words import swedish_words

if TYPE_CHECKING:
    from datetime import date


TOPIC_WORDS = swedish_words("name", "summary")


class TopicQuerySet(models.QuerySet[Any]):
    """Topics: signed-in people see all of them, an API client those accepted in forums where its organisation sits."""

    def visible_to(self, actor: Actor) -> Self:
        if isinstance(actor, PersonActor):
            return self
        if isinstance(actor, ClientActor):
            return self.filter(pk__in=Placement.objects.agreed_for(actor).values("topic"))
        return self.none()


@tracked()
class Topic(Record):
    """A cross-cutting issue that is followed through many existing forums.

    `lines_in_…`: whether its support lines go along with mails and minutes of the meetings that take it up, in any forum.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="topics")
    lines_in_mails = models.BooleanField(default=False)
    lines_in_minutes = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["name"]
        indexes = [GinIndex(TOPIC_WORDS, name="topic_words")]

    def __str__(self) -> str:
        return self.name


class CoordinatorQuerySet(models.QuerySet[Any]):
    """Assignments: signed-in people see all, an API client those of its own organisation and public cards, others public cards."""

    def visible_to(self, actor: Actor) -> Self:
        if isinstance(actor, PersonActor):
            return self
        if isinstance(actor, ClientActor):
            return self.filter(Q(organisation=actor.client.organisation_id) | Q(published=True))
        return self.filter(published=True)

    def on(self, day: date) -> Self:
        """Assignments that hold on that day; both ends count."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


@tracked()
class Coordinator(Record):
    """Who holds a topic together in an organisation; until further notice when no end is given.

    `function`, `mailbox`, `phone`: how the public reaches whoever has the assignment; the name is told to the public only when
    `name_published`. A card is no longer public when the term is over. `first_week`: the steps of the first week that are done.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="coordinators")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="coordinators")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="coordinations")
    deputy = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="deputy_coordinations"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    function = models.CharField(max_length=120, blank=True)
    mailbox = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    published = models.BooleanField(default=False)
    name_published = models.BooleanField(default=False)
    first_week = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    objects = CoordinatorQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="coordinator_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.person_id}"

    @property
    def public_name(self) -> str | None:
        """The name where everybody may know it: chosen so on a card that is public, of somebody who is still here and not protected."""
        shown = self.published and self.name_published and self.person.is_active and not self.person.protected
        return self.person.name if shown else None


ANSWERED_YES = (PlacementState.ACCEPTED, PlacementState.ENDED)


def _from_a_seat(actor: PersonActor) -> Q:
    """Those who prepare the agenda read what waits for an answer; the others what was accepted, in their own organisation's forum all."""
    editing = Q(forum__in=forums_where(actor, EDITING))
    sitting = Q(forum__in=forums_where(actor, SITTING))
    return editing | (sitting & (Q(state__in=ANSWERED_YES) | Q(forum__organisation=actor.person.organisation_id)))


def answered_by_client(actor: ClientActor) -> Q:
    """Proposals to forums in which the client's organisation presides or keeps the records: its system may answer for them."""
    return Q(forum__in=seats_of_client(actor).filter(office__in=EDITING).values("forum"))


class PlacementQuerySet(models.QuerySet[Any]):
    """Proposals are for those who sit in the forum, the topic's coordinators and administrators.

    API clients read what was accepted where their organisation sits, and all that is asked where it leads or keeps the records.
    """

    def visible_to(self, actor: Actor) -> Self:
        if isinstance(actor, PersonActor):
            if actor.person.is_administrator:
                return self
            return self.filter(_from_a_seat(actor) | Q(topic__in=own_topics(actor)) | Q(presented_by=actor.person))
        if isinstance(actor, ClientActor):
            return self.agreed_for(actor) | self.filter(answered_by_client(actor))
        return self.none()

    def agreed_for(self, actor: ClientActor) -> Self:
        """Those that the client's organisation reads as one of many around the table."""
        return self.filter(state__in=ANSWERED_YES, forum__in=forums_of_client(actor))

    def standing(self) -> Self:
        return self.filter(state=PlacementState.ACCEPTED)


class ProposalFile(StoredFile):
    """What goes with a proposal; one file for all the forums that are asked in one act."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    def __str__(self) -> str:
        return self.file_name


@tracked()
class Placement(Record):
    """A topic proposed for the agenda of a forum, and what its chair answered. `every` = every n-th meeting; 0 = once.

    `batch`: those that were sent in one act. `presented_by`: somebody who is known here, beside the role in `presenter`.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="placements")
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="placements")
    state = EnumField(PlacementState, default=PlacementState.PROPOSED)
    title = models.CharField(max_length=300)
    purpose = models.TextField(blank=True)
    question = models.TextField(blank=True)
    presenter = models.CharField(max_length=200, blank=True)
    presented_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="to_present"
    )
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    kind = EnumField(ItemKind, default=ItemKind.INFORMATION)
    draft_decision = models.TextField(blank=True)
    attachment = models.ForeignKey(
        ProposalFile, on_delete=models.PROTECT, null=True, blank=True, related_name="placements"
    )
    every = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    deferred_until = models.DateField(null=True, blank=True)
    times_deferred = models.PositiveSmallIntegerField(default=0)
    batch = models.UUIDField(null=True, blank=True, db_index=True, editable=False)
    reason = models.TextField(blank=True)
    measure = models.ForeignKey("Measure", on_delete=models.SET_NULL, null=True, blank=True, related_name="placements")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")
    answered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="answered_proposals"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["forum", "state"], name="placement_by_forum")]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "forum"],
                condition=Q(state__in=["proposed", "accepted", "deferred"], measure__isnull=True),
                name="one_live_placement",
            ),
            models.UniqueConstraint(
                fields=["measure", "forum"],
                condition=Q(state__in=["proposed", "accepted", "deferred"], measure__isnull=False),
                name="one_live_placement_of_a_measure",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="placement_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title
