"""A document on the public pages: exactly what was reviewed, and gone when it is withdrawn."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from django.test import Client

from forum.enums import Openness
from meetings.enums import ItemOpenness
from meetings.models import DocumentPublication, EarlierFile
from tests.conftest import LEAK
from tests.factories import make_document, make_item, make_meeting
from tests.factories.documents import PDF
from tests.meetings.publishing import NUMBER, open_to_all

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forum.models import Forum, Person
    from meetings.models import Document, Meeting
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(now: datetime, store: Path, council: Forum, chair: Person, secretary: Person) -> Meeting:
    open_to_all(council)
    return make_meeting(forum=council, noticed=True)


def address(document: Document, rest: str = "") -> str:
    return f"/documents/{document.pk}/publish/{rest}"


def fetch(document: Document) -> tuple[int, bytes]:
    answer = Client().get(f"/oppet/documents/{document.pk}/")
    return answer.status_code, answer.content if answer.status_code == 200 else b""


def test_looked_at_published_replaced_withdrawn(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    document = make_document(meeting=meeting, title="Lägesbild Anna Ek", content=PDF)
    browser, sure = signed_in(secretary), {"version": 1, "found": 1, "reviewed": "on"}
    page = browser.get(address(document)).text
    assert ("Anna Ek" in page, "Only title and file name were searched." in page) == (True, True)
    assert [browser.post(address(document), sure | more).status_code for more in ({}, {"anyway": "on", "reviewed": ""})] == [
        422, 422,
    ]  # fmt: skip
    assert fetch(document) == (404, b"")
    assert browser.post(address(document), sure | {"anyway": "on", "version": 9}).status_code == 409
    assert browser.post(address(document), sure | {"anyway": "on"}).status_code == 302
    assert fetch(document) == (200, PDF)
    assert Client().get(f"/oppet/documents/{document.pk}/")["Content-Disposition"].startswith("attachment")
    assert "Lägesbild Anna Ek" in Client().get(f"/oppet/forums/{meeting.forum.slug}/").text

    newer = make_document(meeting=meeting, title=LEAK, content=PDF + LEAK.encode())
    facts = {name: getattr(document, name) for name in ("stored_as", "file_name", "content_type", "size", "checksum")}
    EarlierFile.objects.create(document=document, number=1, **facts)
    type(document).objects.filter(pk=document.pk).update(number=2, title=LEAK, stored_as=newer.stored_as)
    assert fetch(document) == (200, PDF)
    assert LEAK not in Client().get(f"/oppet/forums/{meeting.forum.slug}/").text
    assert "The document has a newer file." in browser.get(address(document)).text

    assert browser.post(address(document, "withdraw/"), {"reason": " "}).status_code == 422
    assert browser.post(address(document, "withdraw/"), {"reason": "Fel person"}).status_code == 302
    gone = Client().get(f"/oppet/documents/{document.pk}/")
    assert (gone.status_code, "Fel person" in gone.text) == (410, False)
    assert "Lägesbild" not in Client().get(f"/oppet/forums/{meeting.forum.slug}/").text


def test_words_inside_a_word_file_are_searched(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    file, written = io.BytesIO(), docx.Document()
    written.add_table(1, 1).rows[0].cells[0].text = f"Ring {NUMBER}"
    written.save(file)
    document = make_document(meeting=meeting, title="underlag", file_name="underlag.docx", content=file.getvalue())
    assert f"Personal identity number: {NUMBER}" in signed_in(secretary).get(address(document)).text


def test_a_word_file_that_can_not_be_read_is_told_as_not_read(
    meeting: Meeting, secretary: Person, signed_in: SignIn
) -> None:
    file, written = io.BytesIO(), docx.Document()
    written.element.remove(written.element.body)
    written.save(file)
    document = make_document(meeting=meeting, title="tomt", file_name="tomt.docx", content=file.getvalue())
    assert "Only title and file name were searched." in signed_in(secretary).get(address(document)).text


def test_nothing_restricted_no_draft_and_nothing_of_a_closed_forum(
    meeting: Meeting, council: Forum, secretary: Person, member: Person, stranger: Person, signed_in: SignIn
) -> None:
    hidden = make_item(meeting=meeting, title=LEAK, openness=ItemOpenness.NAMED_SEATS)
    restricted, draft = make_document(item=hidden, title=LEAK, content=PDF), make_document(forum=council, content=PDF)
    open_one = make_document(meeting=meeting, title="plan", content=PDF)
    browser, sure = signed_in(secretary), {"version": 1, "found": 9, "reviewed": "on", "anyway": "on"}
    assert [browser.post(address(one), sure).status_code for one in (restricted, draft)] == [422, 422]
    assert signed_in(member).post(address(open_one), sure).status_code == 403
    assert signed_in(stranger).post(address(open_one), sure).status_code == 404
    browser.post(address(open_one), sure)
    assert (fetch(open_one)[0], DocumentPublication.objects.count()) == (200, 1)
    type(council).objects.filter(pk=council.pk).update(openness=Openness.MEMBERS)
    assert fetch(open_one)[0] == 404
