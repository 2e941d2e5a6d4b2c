"""Each kind that can be found: which rows the reader may see, by which words, and how a hit is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator

from forum.models import Forum, Topic
from forum.models.topic import TOPIC_WORDS
from forum.models.words import swedish_words
from meetings.enums import SearchKind
from meetings.models import ActionItem, AgendaItem, Decision, Document
from meetings.models.agenda import AGENDA_WORDS, NOTES_WORDS
from meetings.models.document import DOCUMENT_WORDS
from meetings.models.outcome import ACTION_WORDS, DECISION_WORDS

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.contrib.postgres.search import SearchVector
    from django.db.models import QuerySet

    from forum.models import Actor

UNDATED: Final = datetime(9999, 1, 1, tzinfo=UTC)  # what stands comes before what happened on a date
TITLE: Final = 140
FORUM_WORDS: Final = swedish_words("name")  # forums are few: no index


@dataclass(frozen=True)
class Hit:
    """One hit as it is listed. `text` is what the reader may read of it, from which an excerpt is cut."""

    kind: SearchKind
    id: uuid.UUID
    moment: datetime | None
    title: str
    text: str
    place: str
    url: str

    @property
    def key(self) -> str:
        """Tells hits apart, in what a saved search has told."""
        return f"{self.kind.value}:{self.id}"


@dataclass(frozen=True)
class Source:
    """`moment`, `forum` and `organisation` lead to what filters and order ask; empty where a kind has none.

    `name`: a short column in which a word is also found inside another one.
    """

    rows: Callable[[Actor], QuerySet[Any]]
    words: SearchVector
    describe: Callable[[Any], Hit]
    moment: str
    forum: str
    organisation: str
    name: str = ""


def _forum(row: Forum) -> Hit:
    return Hit(SearchKind.FORUM, row.pk, None, row.name, "", row.organisation.name, reverse("forum", args=[row.slug]))


def _topic(row: Topic) -> Hit:
    return Hit(
        SearchKind.TOPIC, row.pk, None, row.name, row.summary, row.organisation.name, reverse("topic", args=[row.slug])
    )


def _agenda(row: AgendaItem) -> Hit:
    text = "\n".join(filter(None, [row.question, row.draft_decision, row.presenter, row.registry_number]))
    return Hit(SearchKind.AGENDA, row.pk, row.meeting.starts_at, row.title, text, row.forum.name, _point(row))


def _notes(row: AgendaItem) -> Hit:
    return Hit(SearchKind.MINUTES, row.pk, row.meeting.starts_at, row.title, row.notes, row.forum.name, _point(row))


def _point(row: AgendaItem) -> str:
    return f"{reverse('meeting', args=[row.meeting_id])}#item-{row.pk}"


def _decision(row: Decision) -> Hit:
    text = "\n".join(filter(None, [row.text, row.reservations]))
    url = f"{reverse('meeting', args=[row.item.meeting_id])}#decision-{row.pk}"
    return Hit(SearchKind.DECISION, row.pk, row.item.meeting.starts_at, row.item.title, text, row.item.forum.name, url)


def _action(row: ActionItem) -> Hit:
    """The point that it came of is not named: its owner may be a stranger to it."""
    title = Truncator(row.text).chars(TITLE)
    more = [row.text if title != row.text else "", row.closed_reason]
    return Hit(
        SearchKind.ACTION, row.pk, row.origin.meeting.starts_at, title, "\n".join(filter(None, more)), row.forum.name,
        reverse("action", args=[row.pk]),
    )  # fmt: skip


def _document(row: Document) -> Hit:
    place = row.forum.name if row.forum else str(row.plan)
    return Hit(
        SearchKind.DOCUMENT, row.pk, row.uploaded_at, row.title, row.file_name, place,
        reverse("document", args=[row.pk]),
    )  # fmt: skip


def _points(actor: Actor) -> QuerySet[AgendaItem]:
    """Points that are shown in full to the actor: of the others not even that a word occurs may be told."""
    rows: QuerySet[AgendaItem] = AgendaItem.objects.visible_to(actor).filter(in_full=True)
    return rows.select_related("meeting", "forum")


def _noted(actor: Actor) -> QuerySet[AgendaItem]:
    return _points(actor).filter(Q(notes_shown=True))  # annotated by visible_to


def _documents(actor: Actor) -> QuerySet[Document]:
    rows: QuerySet[Document] = Document.objects.visible_to(actor).select_related("forum", "plan")
    return rows.alias(of_organisation=Coalesce("forum__organisation__code", "plan__organisation__code"))


SOURCES: Final = {
    SearchKind.FORUM: Source(
        lambda actor: Forum.objects.visible_to(actor).select_related("organisation"),
        FORUM_WORDS, _forum, moment="", forum="slug", organisation="organisation__code", name="name",
    ),
    SearchKind.TOPIC: Source(
        lambda actor: Topic.objects.visible_to(actor).select_related("organisation"),
        TOPIC_WORDS, _topic, moment="", forum="", organisation="organisation__code", name="name",
    ),
    SearchKind.DECISION: Source(
        lambda actor: Decision.objects.visible_to(actor).select_related("item__meeting", "item__forum"),
        DECISION_WORDS, _decision, moment="item__meeting__starts_at", forum="item__forum__slug",
        organisation="item__forum__organisation__code",
    ),
    SearchKind.ACTION: Source(
        lambda actor: ActionItem.objects.visible_to(actor).select_related("origin__meeting", "forum"),
        ACTION_WORDS, _action, moment="origin__meeting__starts_at", forum="forum__slug",
        organisation="forum__organisation__code",
    ),
    SearchKind.AGENDA: Source(
        _points, AGENDA_WORDS, _agenda, moment="meeting__starts_at", forum="forum__slug",
        organisation="forum__organisation__code",
    ),
    SearchKind.MINUTES: Source(
        _noted,
        NOTES_WORDS, _notes, moment="meeting__starts_at", forum="forum__slug",
        organisation="forum__organisation__code",
    ),
    SearchKind.DOCUMENT: Source(
        _documents, DOCUMENT_WORDS, _document, moment="uploaded_at", forum="forum__slug", organisation="of_organisation",
    ),
}  # fmt: skip
