"""Yes or no, for page, API, mail and template alike: one answer per verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.enums import EDITING, PRESIDING, SITTING, Office
from forum.models import ActionPlan, Actor, PersonActor, PictureRecipient
from forum.models.visibility import coordinations_of, seats_held

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forum.models import Consultee, Finding, Forum, Measure, Organisation, Placement, SituationPicture, Topic


def offices_in(actor: Actor, forum: Forum) -> frozenset[Office]:
    """The offices that the person holds in the forum today; asked once per actor and forum."""
    if not isinstance(actor, PersonActor):
        return frozenset()
    known: dict[object, frozenset[Office]] = actor.person.__dict__.setdefault("_offices", {})
    if forum.pk not in known:
        held = seats_held(actor).filter(seat__forum=forum).values_list("seat__office", flat=True)
        known[forum.pk] = frozenset(Office(office) for office in held)
    return known[forum.pk]


def _holds(actor: Actor, forum: Forum, offices: Iterable[Office]) -> bool:
    return not offices_in(actor, forum).isdisjoint(offices)


def is_administrator(actor: Actor) -> bool:
    return isinstance(actor, PersonActor) and actor.person.is_administrator


def can_edit_meetings(actor: Actor, forum: Forum) -> bool:
    """Log, edit the agenda, send notices, circulate: chair, vice chair, secretary."""
    return _holds(actor, forum, EDITING)


def can_read_drafts(actor: Actor, forum: Forum) -> bool:
    """Editors, and members where the forum belongs to their own organisation."""
    own = isinstance(actor, PersonActor) and actor.person.organisation_id == forum.organisation_id
    return can_edit_meetings(actor, forum) or (own and _holds(actor, forum, SITTING))


def can_sit(actor: Actor, forum: Forum) -> bool:
    """Has a seat from which agenda and minutes can be read."""
    return _holds(actor, forum, SITTING)


def can_preside(actor: Actor, forum: Forum) -> bool:
    return _holds(actor, forum, PRESIDING)


def can_change_settings(actor: Actor, forum: Forum) -> bool:
    """Settings and seats: chair, vice chair, secretary, and the host's administrator."""
    return can_edit_meetings(actor, forum) or is_administrator(actor)


def can_bring_in(actor: Actor) -> bool:
    """Bring a forum in: administrators, and officials of the host who will be its secretary."""
    if not isinstance(actor, PersonActor):
        return False
    organisation = actor.person.organisation
    return actor.person.is_administrator or bool(organisation and organisation.is_host)


def can_administer(actor: Actor) -> bool:
    """Organisations, people, topics, API clients."""
    return is_administrator(actor)


def can_coordinate(actor: Actor, topic: Topic) -> bool:
    """Propose and withdraw: the topic's coordinator or deputy today, or an administrator."""
    if not isinstance(actor, PersonActor):
        return False
    return actor.person.is_administrator or coordinations_of(actor).filter(topic=topic).exists()


def can_lead_picture(actor: Actor, picture: SituationPicture) -> bool:
    """Ask, put together, adopt, publish: who coordinates the topic for that organisation, or an administrator."""
    if not isinstance(actor, PersonActor):
        return False
    mine = coordinations_of(actor).filter(topic=picture.topic_id, organisation=picture.organisation_id)
    return actor.person.is_administrator or mine.exists()


def can_answer_picture(actor: Actor, asked: PictureRecipient) -> bool:
    """Answer, pass on, say no: those who were asked, not those who asked."""
    return isinstance(actor, PersonActor) and (
        PictureRecipient.objects.answerable_by(actor).filter(pk=asked.pk).exists()
    )


def can_change_finding(actor: Actor, finding: Finding) -> bool:
    """Who coordinates the topic where it was found or is to be acted on, and who wrote it while still coordinating."""
    if not isinstance(actor, PersonActor):
        return False
    if actor.person.is_administrator:
        return True
    places = {finding.organisation_id, finding.picture.organisation_id if finding.picture else None}
    mine = coordinations_of(actor).filter(topic=finding.topic_id)
    wrote = finding.recorded_by_id == actor.person.pk
    return bool(mine.exists() if wrote else mine.filter(organisation__in=places - {None}).exists())


def coordinates_something(actor: Actor) -> bool:
    return isinstance(actor, PersonActor) and (actor.person.is_administrator or coordinations_of(actor).exists())


def can_add_topic(actor: Actor) -> bool:
    """Who coordinates something for the host, where the new topic is then held together; administrators."""
    if not isinstance(actor, PersonActor):
        return False
    return actor.person.is_administrator or coordinations_of(actor).filter(organisation__is_host=True).exists()


def can_answer_proposal(actor: Actor, placement: Placement) -> bool:
    """Accept, defer, decline: chair, vice chair, secretary of the forum."""
    return can_edit_meetings(actor, placement.forum)


def can_edit_plan(actor: Actor, plan: ActionPlan) -> bool:
    """Write, send, adopt, revise, revoke: coordinators of the topic in the plan's organisation, the host's administrator."""
    return ActionPlan.objects.edited_by(actor).filter(pk=plan.pk).exists()


def can_begin_plan(actor: Actor, topic: Topic, organisation: Organisation) -> bool:
    """The same people, before there is a plan."""
    if not isinstance(actor, PersonActor):
        return False
    own = coordinations_of(actor).filter(topic=topic, organisation=organisation).exists()
    return own or (actor.person.is_administrator and organisation.is_host)


def can_report_measure(actor: Actor, measure: Measure) -> bool:
    """Say how it goes and log follow-ups: who may write the plan, and the person who owns the measure."""
    owns = isinstance(actor, PersonActor) and measure.owner_person_id == actor.person.pk
    return owns or can_edit_plan(actor, measure.plan)


def can_reply(actor: Actor, consultee: Consultee) -> bool:
    """The person who was asked, or anybody of the unit or else the organisation that was."""
    if not isinstance(actor, PersonActor):
        return False
    if consultee.person_id:
        return consultee.person_id == actor.person.pk
    if consultee.unit_id:
        return consultee.unit_id == actor.person.unit_id
    return bool(consultee.organisation_id) and consultee.organisation_id == actor.person.organisation_id


def can_keep_up(actor: Actor, organisation: Organisation) -> bool:
    """Support lines, routine, target groups, training and agreements of an organisation: its coordinators, administrators."""
    if not isinstance(actor, PersonActor):
        return False
    return actor.person.is_administrator or coordinations_of(actor).filter(organisation=organisation).exists()
