"""What waits for whoever works on a question: questions to answer, rounds, follow-ups, checks, terms that end. A statement per kind."""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.fields import DateField
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.enums import WRITABLE_PLANS, AskedState, PictureState, PlanState
from forum.models import ActionPlan, Agreement, Coordinator, FollowUp, SituationPicture, SupportLine, Topic
from forum.models.visibility import coordinations_of
from forum.selectors.pictures import waiting_for
from meetings.selectors.duties import Duty
from meetings.selectors.waiting_consultations import consultations_over, plans_to_answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from forum.models import PersonActor

FOLLOW_UP_SOON, ROUND_SOON, PICTURE_SOON, TERM_SOON, CHECK_SOON = (timedelta(days=days) for days in (14, 7, 90, 60, 7))


def duties_for_person(actor: PersonActor, *, coordinates: bool) -> list[Duty]:
    """Soonest first. Follow-ups come to measures' owners too; the rest to coordinators, and administrators get what nobody holds."""
    today = timezone.localdate()
    ways = [_asked, plans_to_answer, _follow_ups]
    ways += [_rounds, consultations_over, _next_pictures, _plans, _checks, _agreements, _terms] if coordinates else []
    ways += [_vacancies] if actor.person.is_administrator else []
    return sorted((duty for way in ways for duty in way(actor, today)), key=attrgetter("day", "title"))


def _mine(actor: PersonActor) -> Any:
    return coordinations_of(actor).filter(topic=OuterRef("topic"), organisation=OuterRef("organisation"))


def _asked(actor: PersonActor, today: date) -> Iterator[Duty]:
    """Questions of a situation picture that the person, or a forum whose secretary or chair he or she is, has not answered."""
    for row in waiting_for(actor):
        title = _("Answer the questions: %(title)s") % {"title": row.picture.title}
        url = reverse("picture-answer", args=[row.picture.topic.slug, row.pk])
        about = f"{row.who} · {row.picture.topic.name}"
        yield Duty(row.picture.answer_by or today, title, about, url, _("Read and answer"))


def _rounds(actor: PersonActor, today: date) -> Iterator[Duty]:
    """Rounds whose answers are due within a week, and those that are closed and wait to be put together."""
    soon = Q(state=PictureState.OPEN, answer_by__lte=today + ROUND_SOON)
    rows = SituationPicture.objects.visible_to(actor).filter(Exists(_mine(actor)), soon | Q(state=PictureState.CLOSED))
    rows = rows.select_related("topic").annotate(
        answered=Count("recipients", filter=Q(recipients__state=AskedState.ANSWERED)),
        asked=Count("recipients", filter=~Q(recipients__state=AskedState.PASSED_ON)),
    )
    for row in rows:
        facts = {"answered": row.answered, "asked": row.asked}
        url = reverse("picture", args=[row.topic.slug, row.pk])
        if row.state == PictureState.OPEN:
            about = _("%(answered)d of %(asked)d have answered.") % facts
            yield Duty(row.answer_by, row.title, f"{row.topic.name} · {about}", url, _("See who is missing"))
        else:
            day = timezone.localdate(row.closed_at) if row.closed_at else today
            about = _("Closed with %(answered)d answers. Put them together and note the adoption.") % facts
            yield Duty(day, row.title, f"{row.topic.name} · {about}", url, _("Write the situation picture"))


def _next_pictures(actor: PersonActor, today: date) -> Iterator[Duty]:
    """Adopted ones that must be followed by the next one, and are not yet."""
    newer = SituationPicture.objects.filter(
        topic=OuterRef("topic"), organisation=OuterRef("organisation"), number__gt=OuterRef("number")
    ).exclude(state=PictureState.DRAFT)
    rows = SituationPicture.objects.visible_to(actor).filter(
        Exists(_mine(actor)), ~Exists(newer), state=PictureState.ADOPTED, next_due_on__lte=today + PICTURE_SOON
    )
    for row in rows.select_related("topic"):
        url = reverse("picture-new", args=[row.topic.slug])
        title = _("The next situation picture: %(topic)s") % {"topic": row.topic.name}
        yield Duty(row.next_due_on, title, _("At least every second year (2023:196, 6 §)."), url, _("Start a round"))


def _plans(actor: PersonActor, today: date) -> Iterator[Duty]:
    """Plans in force that are to be revised within three months, and whose next edition nobody writes yet."""
    begun = ActionPlan.objects.filter(revises=OuterRef("pk"), state__in=WRITABLE_PLANS)
    rows = ActionPlan.objects.visible_to(actor).filter(Exists(_mine(actor)), ~Exists(begun), state=PlanState.ADOPTED)
    for row in rows.select_related("topic"):
        if row.revision_due and row.revision_due <= today + PICTURE_SOON:
            title = _("Revise the plan: %(title)s") % {"title": row.title}
            url = reverse("plan", args=[row.topic.slug, row.pk])
            yield Duty(row.revision_due, title, row.topic.name, url, _("Look at the plan"))


def _follow_ups(actor: PersonActor, today: date) -> Iterator[Duty]:
    """Follow-ups of measures in force that are due within two weeks."""
    plans = ActionPlan.objects.filter(Exists(_mine(actor))).values("pk")
    mine = Q(plan__in=plans) | Q(measure__owner_person=actor.person)
    rows = FollowUp.objects.visible_to(actor).filter(
        mine, plan__state=PlanState.ADOPTED, done_on__isnull=True, due_on__lte=today + FOLLOW_UP_SOON
    )
    for row in rows.select_related("measure", "plan__topic"):
        title = _("Follow up: %(measure)s") % {"measure": row.measure.title}
        url = reverse("follow-up", args=[row.plan.topic.slug, row.pk])
        yield Duty(row.due_on, title, row.plan.topic.name, url, _("Write what you see"))


def _checks(actor: PersonActor, today: date) -> Iterator[Duty]:
    """Support lines that nobody has checked for as long as their check holds."""
    own = Q(keeper=actor.person) | Q(
        keeper=None, organisation__in=coordinations_of(actor).values("organisation"), topic=None
    )
    mine = own | Q(Exists(_mine(actor)), keeper=None)
    rows = SupportLine.objects.visible_to(actor).on(today).filter(mine, valid_from__lte=today)
    old = ExpressionWrapper(F("checked_on") + F("check_every"), output_field=DateField())
    rows = rows.annotate(due=Coalesce(old, F("valid_from"))).filter(due__lte=today + CHECK_SOON)
    for row in rows:
        title = _("Check the support line %(name)s") % {"name": row.name}
        about = _("Number and hours are shown as “not checked” when nobody has looked.")
        yield Duty(row.due, title, about, reverse("support-line", args=[row.pk]), _("Check it"))


def _agreements(actor: PersonActor, today: date) -> Iterator[Duty]:
    rows = Agreement.objects.visible_to(actor).filter(
        keeper=actor.person, follow_up_on__lte=today + FOLLOW_UP_SOON, signed_on__isnull=False
    )
    for row in rows:
        title = _("Follow up the agreement: %(title)s") % {"title": row.title}
        url = reverse("agreement-follow-up", args=[row.pk])
        yield Duty(row.follow_up_on, title, "", url, _("Write what you see"))


def _terms(actor: PersonActor, today: date) -> Iterator[Duty]:
    """The person's own assignments that end soon."""
    rows = coordinations_of(actor).filter(ends_on__lte=today + TERM_SOON).select_related("topic")
    for row in rows:
        title = _("Your assignment ends: %(topic)s") % {"topic": row.topic.name}
        about = _("Tell who comes after you, so that the topic is not left without anybody.")
        yield Duty(row.ends_on, title, about, reverse("topic", args=[row.topic.slug]), _("See the topic"))


def _vacancies(actor: PersonActor, today: date) -> Iterator[Duty]:
    """Questions that nobody holds together."""
    held = Coordinator.objects.on(today).filter(topic=OuterRef("pk"))
    for row in Topic.objects.visible_to(actor).filter(~Exists(held), archived_at=None):
        title = _("No coordinator: %(topic)s") % {"topic": row.name}
        url = reverse("topic-coordinators", args=[row.slug])
        yield Duty(today, title, _("Nobody proposes, follows up or is reminded."), url, _("Appoint coordinator"))
