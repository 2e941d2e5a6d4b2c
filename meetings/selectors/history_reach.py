"""Whose history may be read: conditions on the rows of events, by the same rules as the rows they tell of.

What was written before it was sent stays with those who read drafts, also afterwards: a history begins for the others when the
notice or the minutes went out. `pgh_obj` is the row as it is now, so that rules on what it is now hold for all of its past.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q

from forum.enums import EDITING, SITTING, PictureState
from forum.models import ActionPlan, Actor, Finding, Forum, PersonActor, Placement
from forum.models.picture import coordinated
from forum.models.topic import ANSWERED_YES
from forum.models.visibility import coordinations_of, forums_where, own_topics, seats_readable
from meetings.enums import ItemOpenness
from meetings.models import ActionItem, Document, Minutes, MinutesComment
from meetings.models.visibility import NOBODY, item_in_full, item_readable, own_placed, reads_drafts

if TYPE_CHECKING:
    from collections.abc import Callable


def _sent_before(path: str) -> Exists:
    """The minutes of the meeting had been sent to the members when the event happened."""
    sent = Minutes.objects.order_by().filter(meeting=OuterRef(path), circulated_at__lte=OuterRef("pgh_created_at"))
    return Exists(sent)


def _open_enough_then(item: str) -> Q:
    """The point (of which the row tells, or under which it stands) was not kept from more readers then than it is now."""
    if item == "pgh_obj":
        return Q(openness=ItemOpenness.OPEN) | Q(openness=F("pgh_obj__openness"))
    events = apps.get_model("meetings", "AgendaItemEvent").objects.order_by()
    later = events.filter(
        pgh_obj=OuterRef("pgh_obj"),
        pgh_id__gt=OuterRef("pgh_id"),
        pgh_created_at__lte=OuterRef(OuterRef("pgh_created_at")),
    )
    closed = events.filter(pgh_obj=OuterRef(item), pgh_created_at__lte=OuterRef("pgh_created_at")).exclude(
        Q(openness=ItemOpenness.OPEN) | Q(openness=OuterRef(f"{item}__openness"))
    )
    return Q(~Exists(closed.filter(~Exists(later))))


def of_meeting(actor: PersonActor) -> Q:
    """Those with a seat in the forum; others know its dates alone."""
    return Q(forum__in=forums_where(actor))


def edited_by(actor: PersonActor, path: str = "") -> Q:
    """Of forums where the person is chair or secretary, who may read everything."""
    return Q(**{f"{path}forum__in": forums_where(actor, EDITING)})


def of_agenda(actor: PersonActor) -> Q:
    """As the point itself; from the notice on for those who read no drafts. Points that were taken off: chair and secretary."""
    told = Q(pgh_created_at__gte=F("pgh_obj__meeting__noticed_at")) | _sent_before("meeting")
    drafts = reads_drafts(actor, "pgh_obj__") | own_placed(actor, "pgh_obj__")
    readable = item_readable(actor, "pgh_obj__") & item_in_full(actor, "pgh_obj__") & (drafts | told)
    return (readable & _open_enough_then("pgh_obj")) | edited_by(actor)


def of_outcome(item: str) -> Callable[[PersonActor], Q]:
    """Notes, answers and decisions as they were written: those who read drafts. The others have the versions of the minutes."""

    def reach(actor: PersonActor) -> Q:
        path = f"{item}__"
        readable = reads_drafts(actor, path) & item_in_full(actor, path)
        return readable & (edited_by(actor, path) | _open_enough_then(item))

    return reach


def of_drafts(actor: PersonActor) -> Q:
    """What is noted of the meeting as a whole."""
    return reads_drafts(actor, "meeting__")


def of_action(actor: PersonActor) -> Q:
    """As the action itself; for others than its owner and those who read drafts from the day on which the minutes were sent."""
    own = Q(pgh_obj__in=ActionItem.objects.owned_by(actor).values("pk"))
    drafts = reads_drafts(actor, "origin__")
    told = Q(forum__external=True) | _sent_before("origin__meeting")
    then = edited_by(actor) | ((drafts | told) & _open_enough_then("origin"))
    return Q(pgh_obj__in=ActionItem.objects.visible_to(actor).values("pk")) & (own | then)


def of_minutes(actor: PersonActor) -> Q:
    readable = Q(pgh_obj__in=Minutes.objects.visible_to(actor).values("pk"))
    return readable & (Q(circulated_at__isnull=False) | reads_drafts(actor, "meeting__"))


def of_approval(actor: PersonActor) -> Q:
    return Q(minutes__in=Minutes.objects.visible_to(actor).values("pk"))


def of_comment(actor: PersonActor) -> Q:
    return Q(pgh_obj__in=MinutesComment.objects.visible_to(actor).values("pk"))


def _inside(actor: PersonActor, path: str) -> Q:
    if actor.person.is_administrator:
        return Q()
    return Q(**{f"{path}__in": forums_where(actor)})


def of_forum(actor: PersonActor) -> Q:
    """How a forum works: those with a seat in it, administrators."""
    return _inside(actor, "pgh_obj")


def of_rules(actor: PersonActor) -> Q:
    return _inside(actor, "forum")


def of_seat(actor: PersonActor) -> Q:
    return seats_readable(actor) & Q(forum__in=Forum.objects.visible_to(actor).values("pk"))


def of_membership(actor: PersonActor) -> Q:
    return seats_readable(actor, "seat__")


def of_topic(_actor: PersonActor) -> Q:
    """Every signed-in person reads all topics and who coordinates them."""
    return Q()


def of_picture(actor: PersonActor) -> Q:
    """Who coordinates the question for the organisation reads how it grew; its own people what happened once it was adopted."""
    return coordinated(actor) | Q(state=PictureState.ADOPTED, organisation=actor.person.organisation_id)


def of_finding(actor: PersonActor) -> Q:
    """As the finding itself."""
    return Q(pgh_obj__in=Finding.objects.visible_to(actor).values("pk"))


def of_note(actor: PersonActor) -> Q:
    """As the notebook: those who coordinate the topic for that organisation today, removed notes included."""
    mine = coordinations_of(actor).filter(topic=OuterRef("topic"), organisation=OuterRef("organisation"))
    return Q(Exists(mine))


def of_placement(actor: PersonActor) -> Q:
    """As the proposal itself; what was said before it was accepted stays with those who prepare the agenda and those who proposed."""
    readable = Q(pgh_obj__in=Placement.objects.visible_to(actor).values("pk"))
    if actor.person.is_administrator:
        return readable
    editing = Q(forum__in=forums_where(actor, EDITING))
    own = Q(topic__in=own_topics(actor))
    sitting = Q(forum__in=forums_where(actor, SITTING), forum__organisation=actor.person.organisation_id)
    return readable & (editing | own | sitting | Q(state__in=ANSWERED_YES))


def of_document(actor: PersonActor) -> Q:
    """As the document itself, for those who read drafts of what it hangs on."""
    edited = Q(plan__in=ActionPlan.objects.edited_by(actor).values("pk"))
    readable = Q(pgh_obj__in=Document.objects.visible_to(actor).values("pk"))
    return readable & (reads_drafts(actor) | edited)


def of_administration(actor: PersonActor) -> Q:
    return Q() if actor.person.is_administrator else NOBODY


def reach_of(reach: Callable[[PersonActor], Q], actor: Actor) -> Q:
    """Nobody but signed-in people reads history."""
    return reach(actor) if isinstance(actor, PersonActor) else NOBODY
