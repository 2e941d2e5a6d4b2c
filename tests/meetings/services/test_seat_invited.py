"""Those whom a calendar invites get seats: once, by address, with the organisation of their mail domain; in faith forums without a name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.utils.translation import override

from forum.enums import ForumKind, Office, OrganisationKind
from forum.errors import ConflictError
from forum.models import Membership, Organisation, Person, Seat
from forum.services.seats import end_membership
from meetings.enums import InvitedState
from meetings.services.adopt import adopt_forum
from meetings.services.invited import InvitedPlan, plan_invited
from meetings.services.invited_words import words_on_left_out
from meetings.services.seat_invited import DomainAnswer, InvitedChoice, SeatedReport, seat_invited
from meetings.web.invited_form import InvitedForm
from tests.factories import make_person
from tests.meetings.invitations import calendar, changed, entry, organiser, person

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum

PER, EVA = person("per@polisen.demo.example", "Per Ek"), person("eva.al@demo.example", "eva.al@demo.example")
LEAK = person("karl.lacker@moske.demo.example", "Karl Läcker")


@pytest.fixture
def domains(now: datetime, host: Organisation, police: Organisation) -> None:
    Organisation.objects.filter(pk=host.pk).update(mail_domains=["demo.example"])
    Organisation.objects.filter(pk=police.pk).update(mail_domains=["polisen.demo.example"])


def adopt(*entries: str, kind: ForumKind = ForumKind.CRIME_PREVENTION) -> tuple[Forum, InvitedPlan]:
    organisation = Organisation.objects.get(is_host=True)
    report = adopt_forum(data=calendar(*entries), name="Rådet", kind=kind, organisation=organisation)
    return report.forum, plan_invited(report.plan.series, kind=kind, forum=report.forum)


def everybody(plan: InvitedPlan, **domains: str) -> InvitedChoice:
    answers = {domain.replace("__", "."): DomainAnswer(code=code) for domain, code in domains.items()}
    offices = {one.address: one.office for one in plan.offered() if one.suggested}
    return InvitedChoice(offices, answers, frozenset(one.code for one in plan.organisations))


def bring(*entries: str, kind: ForumKind = ForumKind.CRIME_PREVENTION, **domains: str) -> SeatedReport:
    forum, plan = adopt(*entries, kind=kind)
    return seat_invited(forum=forum, plan=plan, choice=everybody(plan, **domains))


def seated() -> list[tuple[str, str, str, str]]:
    rows = Membership.objects.select_related("seat__organisation", "person").order_by("seat__position")
    return [(one.person.name, one.seat.organisation.code, one.seat.office.value, one.seat.role_title) for one in rows]


def states(plan: InvitedPlan) -> dict[str, InvitedState]:
    return {one.address: one.state for one in plan.people}


@pytest.mark.usefixtures("domains")
def test_they_become_people_with_the_organisation_of_their_domain_and_whoever_calls_is_suggested_as_secretary() -> None:
    bring(entry(organiser("eva.al@demo.example"), PER, EVA))

    assert seated() == [("Eva Al", "0486", "secretary", "Sekreterare"), ("Per Ek", "polisen", "member", "Ledamot")]
    assert sorted(one.email or "" for one in Person.objects.all()) == [
        "eva.al@demo.example",
        "per@polisen.demo.example",
    ]


@pytest.mark.usefixtures("domains")
def test_the_second_import_doubles_nobody_and_takes_a_better_name() -> None:
    bring(entry(PER, EVA))
    again = bring(entry(PER, person("eva.al@demo.example", "Eva Ål"), person("ny@demo.example", "Ny Ek")))

    assert ([one.person.name for one in again.new_holders], again.completed) == (["Ny Ek"], 1)
    assert [row[0] for row in seated()] == ["Per Ek", "Eva Ål", "Ny Ek"]
    third = bring(entry(PER, EVA, person("ny@demo.example", "Någon Annan")))
    assert (third.new_seats, third.completed, Person.objects.count()) == ([], 0, 3)


@pytest.mark.usefixtures("domains")
def test_a_known_person_keeps_name_title_and_organisation(police: Organisation) -> None:
    make_person(name="Per Eksson", email="per@demo.example", organisation=police, title="Kommunpolis")
    bring(entry(person("PER@demo.example", "Pelle")))

    assert seated() == [("Per Eksson", "polisen", "member", "Kommunpolis")]


@pytest.mark.usefixtures("domains")
def test_an_unknown_domain_is_asked_answered_and_remembered() -> None:
    entries = entry(person("lo@raddning.demo.example", "Lo Al"), person("bo@raddning.demo.example", "Bo Al"))
    forum, plan = adopt(entries)
    assert [(one.domain, one.number, one.guess) for one in plan.domains] == [("raddning.demo.example", 2, "")]

    left_out = seat_invited(forum=forum, plan=plan, choice=everybody(plan))
    assert (left_out.new_people, Person.objects.count()) == ([], 0)

    answer = DomainAnswer(name="Räddningstjänsten Mälardalen", kind=OrganisationKind.JOINT_AUTHORITY)
    choice = InvitedChoice(everybody(plan).offices, {"raddning.demo.example": answer})
    seat_invited(forum=forum, plan=plan, choice=choice)
    made = Organisation.objects.get(code="raddningstjansten-malardalen")
    assert (made.mail_domains, made.kind) == (["raddning.demo.example"], OrganisationKind.JOINT_AUTHORITY)
    assert [row[:2] for row in seated()] == [("Lo Al", made.code), ("Bo Al", made.code)]
    assert adopt(entries)[1].domains == []


@pytest.mark.usefixtures("domains")
def test_a_municipality_is_guessed_by_its_domain_and_taken_in_by_its_code() -> None:
    entries = entry(person("lo@edu.nykoping.se", "Lo Al"))
    assert [one.guess for one in adopt(entries)[1].domains] == ["0480"]
    bring(entries, edu__nykoping__se="0480")
    assert Organisation.objects.get(code="0480").mail_domains == ["edu.nykoping.se"]


@pytest.mark.usefixtures("domains")
def test_a_public_providers_domain_is_never_remembered(police: Organisation) -> None:
    bring(entry(person("lo@gmail.com", "Lo Al")), gmail__com="polisen")
    police.refresh_from_db()
    assert (seated()[0][:2], police.mail_domains) == (("Lo Al", "polisen"), ["polisen.demo.example"])


@pytest.mark.usefixtures("domains")
def test_those_whom_a_secretary_would_not_expect_are_not_suggested(host: Organisation) -> None:
    make_person(name="Slut", email="slut@demo.example", organisation=host, is_active=False)
    forum, plan = adopt(
        entry(PER, EVA.replace("ACCEPTED", "DECLINED"), person("slut@demo.example")),
        changed("20261206", PER, person("gast@demo.example", "Gäst")),
    )
    assert states(plan) == {
        "per@polisen.demo.example": InvitedState.COMES,
        "eva.al@demo.example": InvitedState.DECLINED,
        "slut@demo.example": InvitedState.CLOSED,
        "gast@demo.example": InvitedState.OCCASIONAL,
    }
    chosen = InvitedChoice({"eva.al@demo.example": Office.CHAIR, "slut@demo.example": Office.MEMBER})
    seat_invited(forum=forum, plan=plan, choice=chosen)
    assert [row[0] for row in seated()] == ["Eva Al"]


@pytest.mark.usefixtures("domains")
def test_whoever_left_here_is_not_put_back_by_the_calendar(now: datetime) -> None:
    bring(entry(PER, EVA))
    Membership.objects.update(starts_on="2026-01-01")
    leaving = Membership.objects.get(person__name="Per Ek")
    end_membership(membership_id=leaving.pk, version=None, ends_on=now.date().replace(day=1))

    forum, plan = adopt(entry(PER, EVA))
    assert list(states(plan).values()) == [InvitedState.LEFT, InvitedState.SEATED]
    assert seat_invited(forum=forum, plan=plan, choice=everybody(plan)).new_holders == []


@pytest.mark.usefixtures("domains")
def test_series_that_have_ended_bring_nobody_where_another_goes_on() -> None:
    old = entry(person("gammal@demo.example", "Gammal"), uid="old", start="20220105T130000")
    assert list(states(adopt(old, entry(PER))[1])) == ["per@polisen.demo.example"]
    older = entry(EVA, uid="older", start="20220105T130000", rule="")
    oldest = entry(PER, uid="oldest", start="20220105T130000", rule="").replace("2022", "2021")
    assert list(states(adopt(old, older, oldest)[1])) == ["gammal@demo.example", "eva.al@demo.example"]


@pytest.mark.usefixtures("domains")
def test_more_people_than_a_forum_has_are_no_forum() -> None:
    _forum, plan = adopt(entry(*(person(f"nr{number}@demo.example") for number in range(201))))
    assert (plan.too_many, plan.people) == (201, [])


@pytest.mark.usefixtures("domains")
def test_it_is_all_or_nothing(police: Organisation) -> None:
    forum, plan = adopt(entry(PER, EVA))
    make_person(name="Snabbare", email="eva.al@demo.example", organisation=police)
    with pytest.raises(ConflictError):
        seat_invited(forum=forum, plan=plan, choice=everybody(plan))
    assert (seated(), Seat.objects.count()) == ([], 0)


@pytest.mark.usefixtures("domains")
def test_a_faith_forum_keeps_the_organisation_and_no_name_anywhere() -> None:
    entries = entry(organiser("per@polisen.demo.example", "Per Läcker"), LEAK, person("li@gmail.com", "Li Läcker"), PER)
    _forum, plan = adopt(entries, kind=ForumKind.INTERFAITH)
    assert (plan.people, plan.groups, plan.unreached) == ([], (), ())
    assert ([one.code for one in plan.organisations], [one.domain for one in plan.domains]) == (
        ["polisen"],
        ["moske.demo.example"],
    )
    for _round in range(2):
        bring(entries, kind=ForumKind.INTERFAITH, moske__demo__example="0480")
    assert list(Seat.objects.values_list("organisation__code", "role_title", "office")) == [
        ("polisen", "Företrädare", "member"),
        ("0480", "Företrädare", "member"),
    ]
    assert (Person.objects.count(), Membership.objects.count()) == (0, 0)
    for model in apps.get_models():
        stored = str(list(model._default_manager.values()))
        assert [word for word in ("Läcker", "karl.lacker", "li@gmail", "per@") if word in stored] == [], model


@pytest.mark.usefixtures("domains")
def test_who_left_a_newer_invitation_keeps_the_seat_unless_somebody_says_otherwise(now: datetime) -> None:
    """The calendar is a hint: a person may have been asked by telephone. Where a list is invited nobody can be missing."""
    bring(entry(PER, EVA))
    Membership.objects.update(starts_on=now.date() - timedelta(days=30))
    forum, plan = adopt(entry(EVA))
    (gone,) = plan.missing
    assert gone.person.name == "Per Ek"
    with override("en"):
        told = words_on_left_out(plan, everybody(plan))
    assert told == ["per@polisen.demo.example has a seat and is not invited any more. Look at the seat."]
    assert seat_invited(forum=forum, plan=plan, choice=everybody(plan)).left == 0
    form = InvitedForm({f"leave-{gone.pk.hex}": "on"}, plan=plan)
    assert form.is_valid()
    assert seat_invited(forum=forum, plan=plan, choice=form.choice()).left == 1
    gone.refresh_from_db()
    assert gone.ends_on == now.date() - timedelta(days=1)
    assert adopt(entry(EVA))[1].missing == []
    assert adopt(entry(EVA, "ATTENDEE;CUTYPE=GROUP:mailto:alla@demo.example"))[1].missing == []
