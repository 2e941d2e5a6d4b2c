"""A list of people: looked at line by line, then all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forum.models import OutboxMessage, Person
from forum.services.people_list import import_people, look_at_people
from tests.factories import make_person

if TYPE_CHECKING:
    from django.test import Client

    from forum.models import Organisation
    from tests.conftest import SignIn

PAGE = "/administration/people/list/"


def lines(*rows: str) -> bytes:
    return "\n".join(("Namn;E-post;Titel;Organisation;Enhet", *rows)).encode()


def upload(browser: Client, content: bytes) -> str:
    answer = browser.post(PAGE, {"members": SimpleUploadedFile("personer.csv", content)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_only_administrators_upload(signed_in: SignIn, administrator: Person, official: Person) -> None:
    assert [signed_in(one).get(PAGE).status_code for one in (administrator, official)] == [200, 403]


def test_each_line_is_told_before_anything_is_written_and_then_all_is(
    signed_in: SignIn, administrator: Person, official: Person, police: Organisation
) -> None:
    browser = signed_in(administrator)
    content = lines(
        f"{administrator.name};{administrator.email};;;",
        f"Hanna Berg;{official.email};Utredare;;Trygghet",
        "Nils Ny;nils@polisen.example;Kommunpolis;polisen;",
        "Per Post;;;0486;",
    )
    look = upload(browser, content)
    page = browser.get(look)
    told = [(one.line, one.outcome, one.words) for one in page.context["report"].results]
    assert told == [
        (2, "unchanged", ""),
        (3, "changed", "Name: Hanna Handläggare → Hanna Berg. Title: – → Utredare. Unit: – → Trygghet."),
        (4, "added", ""),
        (5, "added", ""),
    ]
    assert Person.objects.count() == 2
    assert browser.post(look)["Location"] == "/administration/people/?show=new"
    shown = browser.get("/administration/people/?show=new").context["page"]
    assert {one.name for one in shown} >= {"Nils Ny", "Per Post"}
    assert "On paper only" in browser.get("/administration/people/?show=paper").text
    nils, per = Person.objects.get(name="Nils Ny"), Person.objects.get(name="Per Post")
    assert (nils.organisation, nils.title, per.email, official.refreshed().unit.name) == (  # type: ignore[union-attr]
        police, "Kommunpolis", None, "Trygghet",
    )  # fmt: skip
    assert OutboxMessage.objects.count() == 0
    assert look_at_people(data=content).all_known
    assert browser.post(look)["Location"] == "/administration/people/"  # pressed twice


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("Ny;ny@demo.example;;Finns inte;", "“finns inte”"),
        ("Ny;inte-en-adress;;;", "complete e-mail address"),
        ("Ny 19811218-9876;;;;", "personal identity number"),
        (";;Titel;;", "name"),
        ("Två Lika;;;;", "Several people"),
        ("Ute Stängd;ute@demo.example;;;", "closed"),
        ("Först;forst@demo.example;;;", "line 2"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_and_nothing_is_written(
    row: str, word: str, signed_in: SignIn, administrator: Person, host: Organisation
) -> None:
    for _one in range(2):
        make_person(name="Två Lika", email=None, organisation=host)
    make_person(name="Ute Stängd", email="ute@demo.example", organisation=host, is_active=False)
    before, browser = Person.objects.count(), signed_in(administrator)
    look = upload(browser, lines("Först;forst@demo.example;;;", row))
    [refused] = browser.get(look).context["report"].refused
    assert (refused.line, word in refused.words) == (3, True), refused.words
    answer = browser.post(look)
    assert (answer.status_code, Person.objects.count()) == (422, before)


def test_what_stands_of_a_protected_person_is_not_told(administrator: Person, host: Organisation) -> None:
    make_person(name="Hemlig Person", email="dold@demo.example", organisation=host, protected=True)
    [one] = look_at_people(data=lines("Annat Namn;dold@demo.example;;;")).results
    assert (one.outcome, one.words) == ("changed", "Name is changed.")


def test_somebody_without_an_address_gets_it(host: Organisation) -> None:
    kept = make_person(name="Per Post", email=None, organisation=host)
    import_people(data=lines("Per Post;per@demo.example;;0486;"))
    assert kept.refreshed().email == "per@demo.example"
