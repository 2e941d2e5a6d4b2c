from __future__ import annotations

from typing import TYPE_CHECKING

from forum.models import Forum, FoundingReason, Membership

if TYPE_CHECKING:
    from forum.models import Organisation, Person
    from tests.conftest import SignIn

NEW = "/forums/new/"


def typed(**changes: str) -> dict[str, str]:
    return {"name": "EST-gruppen", "kind": "est", "organisation_code": "0486", "minutes_form": "notes"} | changes


def test_who_may_write_a_forum_in(signed_in: SignIn, official: Person, administrator: Person, stranger: Person) -> None:
    people = [official, administrator, stranger]
    assert [signed_in(person).get(NEW).status_code for person in people] == [200, 200, 403]


def test_an_official_gets_the_secretarys_seat_even_unasked(signed_in: SignIn, official: Person) -> None:
    answer = signed_in(official).post(NEW, typed())
    assert (answer.status_code, answer["Location"]) == (302, "/forums/est-gruppen/")
    seats = Membership.objects.values_list("person__name", "seat__office", "seat__forum__name")
    assert list(seats) == [("Hanna Handläggare", "secretary", "EST-gruppen")]
    assert signed_in(official).get("/forums/est-gruppen/").status_code == 200


def test_an_administrator_need_not_sit(signed_in: SignIn, administrator: Person) -> None:
    assert signed_in(administrator).post(NEW, typed(organisation_code="0484", external="on")).status_code == 302
    found = Forum.objects.get()
    assert (found.organisation.name, found.external, found.seats.count()) == ("Eskilstuna kommun", True, 0)


def test_the_same_name_and_a_missing_name_are_told(signed_in: SignIn, official: Person, host: Organisation) -> None:
    browser = signed_in(official)
    browser.post(NEW, typed())
    again = browser.post(NEW, typed(name="EST-gruppen "))
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["name"])
    missing = browser.post(NEW, typed(name="", organisation_code="9999", kind="sip"))
    assert sorted(missing.context["form"].errors) == ["kind", "name", "organisation_code"]
    assert Forum.objects.count() == 1


def test_a_forum_called_new_gets_an_address_of_its_own(signed_in: SignIn, administrator: Person) -> None:
    assert signed_in(administrator).post(NEW, typed(name="New"))["Location"] == "/forums/new-2/"


PURPOSE = "Förebygga extremism och hatbrott i skolan"


def test_who_builds_beside_what_exists_is_told_and_must_answer(
    signed_in: SignIn, administrator: Person, council: Forum, school_group: Forum
) -> None:
    Forum.objects.filter(pk=council.pk).update(purpose="Förebygger hatbrott, extremism och otrygghet i skolan")
    browser, new = signed_in(administrator), typed(name="Gruppen mot extremism", kind="working", purpose=PURPOSE)
    told = browser.post(NEW, new)
    assert (told.status_code, list(told.context["form"].errors)) == (422, ["reason"])
    assert [one.forum for one in told.context["carriers"]] == [council]
    assert not Forum.objects.filter(name="Gruppen mot extremism").exists()
    assert browser.post(NEW, {**new, "reason": "Rådet träffas för sällan"}).status_code == 302
    kept = FoundingReason.objects.get()
    assert (kept.forum.name, kept.reason, kept.names, kept.given_by) == (
        "Gruppen mot extremism", "Rådet träffas för sällan", council.name, administrator,
    )  # fmt: skip
    assert "Rådet träffas för sällan" in browser.get(f"/forums/{kept.forum.slug}/settings/").content.decode()


def test_a_second_one_of_a_kind_is_told_and_one_led_by_others_is_not(
    signed_in: SignIn, administrator: Person, host: Organisation
) -> None:
    browser = signed_in(administrator)
    posts = [typed(), typed(name="Andra EST"), typed(name="Grannens EST", organisation_code="0484"),
             typed(name="Ett till", external="on"), typed(name="Ledning", kind="management")]  # fmt: skip
    assert [browser.post(NEW, each).status_code for each in posts] == [302, 422, 302, 302, 302]


def test_forums_that_the_founder_may_not_know_are_not_named(
    signed_in: SignIn, official: Person, school_group: Forum
) -> None:
    Forum.objects.filter(pk=school_group.pk).update(purpose=PURPOSE)
    new = typed(name="Extremism och hatbrott", kind="working", purpose=PURPOSE)
    assert signed_in(official).post(NEW, new).status_code == 302
    Forum.objects.filter(pk=school_group.pk).update(openness="public")
    told = signed_in(official).post(NEW, {**new, "name": "Extremism och hatbrott i skolan"})
    assert school_group in [one.forum for one in told.context["carriers"]]
