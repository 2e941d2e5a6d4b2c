"""The plan of the demo's second question: written, and out for consultation, half answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from forum.calendar.workdays import next_working_day
from forum.enums import Stance
from forum.services.consultation import Addressee, send_for_consultation
from forum.services.consultation_replies import reply_to_consultation
from forum.services.findings import record_finding
from forum.services.measures import add_goal, add_measure
from forum.services.plans import begin_plan
from meetings.management.demo.cast import DOMAIN, HOST, NEIGHBOUR

if TYPE_CHECKING:
    from datetime import date

    from forum.models import ActionPlan, Measure, Topic
    from meetings.management.demo.cast import Cast


def consult_on_other_plan(cast: Cast, topic: Topic, today: date) -> None:
    """Sent to the police, the neighbour, the housing company, a head of the municipality's own and a school by its address."""
    plan, picture = _write(cast, topic, today)
    asked = [Addressee(organisation=cast.organisations[code]) for code in ("polisen", NEIGHBOUR, "bostad")]
    asked += [Addressee(person=cast.people["fritidschef"]), Addressee(address=f"friskolan@{DOMAIN}")]
    day = next_working_day(today + timedelta(days=28))
    rows = send_for_consultation(plan_id=plan.pk, version=None, addressees=asked, reply_by=day)
    police, neighbour, *_silent = rows
    reply_to_consultation(
        consultee_id=police.pk, version=None, stance=Stance.COMMENTS,
        reply="Polisen delar bilden. Skriv ut vem som kallar till de gemensamma genomgångarna.",
        remarks={picture.pk: "Varje månad vore bättre: läget ändras fort, och ett kvartal är för lång tid."},
    )  # fmt: skip
    reply_to_consultation(consultee_id=neighbour.pk, version=None, stance=Stance.SUPPORTS)


def _write(cast: Cast, topic: Topic, today: date) -> tuple[ActionPlan, Measure]:
    """One goal with two measures; returns the one that the police has a word on."""
    host, coordinator = cast.organisations[HOST], cast.people["socialchef"]
    found = record_finding(
        text="Ingen ser helheten kring unga som rekryteras.", topic=topic, organisation=host, recorded_by=coordinator
    )
    plan = begin_plan(
        topic=topic, organisation=host, title="Plan mot rekrytering till kriminella nätverk",
        summary="Skola, socialtjänst, fritid och polis gör var sin del, och vet om varandras.",
    )  # fmt: skip
    goal = add_goal(plan=plan, text="Färre unga rekryteras")
    picture = add_measure(
        goal=goal, title="Gemensam bild varje kvartal", finding=found, owner_organisation=host,
        owner_function="Socialchefen", due_on=today + timedelta(days=120),
    )  # fmt: skip
    add_measure(
        goal=goal, title="Öppen fritidsgård på lov och helger", owner_organisation=host,
        owner_function="Fritidschefen", owner_person=cast.people["fritidschef"], due_on=today + timedelta(days=200),
    )  # fmt: skip
    return plan, picture
