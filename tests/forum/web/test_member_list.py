from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forum.enums import ForumKind
from forum.models import Forum, Membership, Person, Seat
from forum.services.forums import create_forum

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

    from forum.models import Organisation
    from tests.conftest import SignIn

SEATS = "/forums/forum-brottsforebyggande-radet/seats/"
LIST = f"{SEATS}list/"
LINES = "Namn;E-post;Roll;Organisation\nLo Ny;lo.ny@demo.example;Brandchef;0486\n"


def upload(browser: Client, content: str | bytes = LINES, address: str = LIST) -> Any:
    data = content.encode() if isinstance(content, str) else content
    return browser.post(address, {"members": SimpleUploadedFile("lista.csv", data)})


def test_who_may_upload_a_list(
    signed_in: SignIn, council: Forum, chair: Person, secretary: Person, administrator: Person, member: Person, official: Person,
    stranger: Person,
) -> None:  # fmt: skip
    people = [chair, secretary, administrator, member, official, stranger]
    assert [signed_in(person).get(LIST).status_code for person in people] == [200, 200, 200, 403, 404, 404]


def test_the_list_is_shown_before_it_is_written_and_brought_in_once(
    now: datetime, signed_in: SignIn, council: Forum, secretary: Person
) -> None:
    browser, before = signed_in(secretary), Seat.objects.count()
    second = upload(browser)["Location"]
    page = browser.get(second)
    assert [(one.line, one.name, one.outcome.value) for one in page.context["report"].results] == [
        (2, "Lo Ny", "added")
    ]
    assert (Seat.objects.count(), Person.objects.filter(name="Lo Ny").count()) == (before, 0)

    answer = browser.post(second)
    assert (answer.status_code, answer["Location"]) == (302, SEATS)
    assert list(Membership.objects.filter(person__name="Lo Ny").values_list("seat__role_title", flat=True)) == [
        "Brandchef"
    ]
    assert browser.post(second)["Location"] == SEATS  # pressed twice

    again = browser.get(upload(browser)["Location"])
    assert (again.context["report"].all_known, Seat.objects.count()) == (True, before + 1)


def test_a_refused_line_is_shown_with_its_reason_and_nothing_can_be_written(
    now: datetime, signed_in: SignIn, council: Forum, secretary: Person
) -> None:
    browser, before = signed_in(secretary), Seat.objects.count()
    second = upload(browser, LINES + "Per Ek;per.ek;Polis;0486\n")["Location"]
    page = browser.get(second)
    assert [(one.line, bool(one.words)) for one in page.context["report"].refused] == [(3, True)]
    assert 'type="submit">Bring the list in' not in page.content.decode()
    answer = browser.post(second)
    assert (answer.status_code, answer.context["form"].non_field_errors()[0][:7]) == (422, "Line 3:")
    assert (Seat.objects.count(), Person.objects.filter(name="Lo Ny").count()) == (before, 0)


@pytest.mark.parametrize("content", [b"", b"Hej;hopp\n1;2\n", b"PK\x03\x04 not a workbook", b"x" * 5_000_001])
def test_a_list_that_can_not_be_read_is_told(
    content: bytes, signed_in: SignIn, council: Forum, secretary: Person
) -> None:
    answer = upload(signed_in(secretary), content)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["members"])


def test_the_file_belongs_to_whoever_sent_it_and_to_its_forum(
    signed_in: SignIn, council: Forum, school_group: Forum, secretary: Person, administrator: Person
) -> None:
    second = upload(signed_in(administrator))["Location"]
    assert signed_in(secretary).get(second).status_code == 404
    elsewhere = second.replace("forum-brottsforebyggande-radet", school_group.slug)
    assert [signed_in(administrator).get(address).status_code for address in (second, elsewhere)] == [200, 404]


def test_a_faith_forums_list_is_shown_without_names(
    now: datetime, signed_in: SignIn, administrator: Person, host: Organisation
) -> None:
    forum = create_forum(name="Interreligiösa rådet", kind=ForumKind.INTERFAITH, organisation=host)
    address = f"/forums/{forum.slug}/seats/list/"
    browser = signed_in(administrator)
    second = upload(browser, LINES, address)["Location"]
    pages = [browser.get(second), browser.post(second, follow=True)]
    assert [("Lo Ny" in page.content.decode(), "lo.ny" in page.content.decode()) for page in pages] == [
        (False, False)
    ] * 2
    assert Person.objects.filter(name="Lo Ny").count() == 0
