"""Documents on pages: who sees them, who fetches them, how they are handed out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from forum.services.links import issue_link
from meetings.enums import ItemOpenness
from meetings.models import Document, MeetingLink
from tests.factories import make_document, make_item, make_meeting, make_share
from tests.factories.documents import PDF

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, Settings

    from forum.models import Forum, Organisation, Person
    from meetings.models import Meeting
    from tests.conftest import ApiClientFor, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def sent(content: bytes = PDF, name: str = "Årsplan 2027.pdf", **more: str) -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, content), **more}


def fetch(browser: Client, document: Document) -> int:
    return status(browser, f"/documents/{document.pk}/file/")


def status(browser: Client, path: str) -> int:
    """Of a file, which is read to its end, so that it is closed."""
    answer = browser.get(path)
    b"".join(answer)
    return answer.status_code


def content_of(answer: Any) -> bytes:
    """A stream, read to its end, which closes the file."""
    return b"".join(answer.streaming_content)


@pytest.fixture
def meeting(council: Forum) -> Meeting:
    return make_meeting(forum=council, noticed=True)


def test_the_secretary_adds_to_forum_meeting_and_point(
    council: Forum, meeting: Meeting, secretary: Person, signed_in: SignIn
) -> None:
    item, browser = make_item(meeting=meeting), signed_in(secretary)
    for place in (
        f"/forums/{council.slug}/",
        f"/meetings/{meeting.pk}/",
        f"/meetings/{meeting.pk}/items/{item.pk}/",
    ):
        assert 'enctype="multipart/form-data"' in browser.get(f"{place}documents/new/").text
        assert browser.post(f"{place}documents/new/", sent()).status_code == 302
    places = Document.objects.order_by("uploaded_at").values_list("forum", "meeting", "item", "title")
    assert list(places) == [
        (council.pk, None, None, "Årsplan 2027"),
        (council.pk, meeting.pk, None, "Årsplan 2027"),
        (council.pk, None, item.pk, "Årsplan 2027"),
    ]
    assert browser.get(f"/forums/{council.slug}/").text.count("Årsplan 2027.pdf") == 1
    assert browser.get(f"/meetings/{meeting.pk}/").text.count("Årsplan 2027.pdf") == 2


def test_readers_may_not_add_and_strangers_find_nothing(
    council: Forum, meeting: Meeting, member: Person, stranger: Person, signed_in: SignIn
) -> None:
    for place in (f"/forums/{council.slug}/", f"/meetings/{meeting.pk}/"):
        assert signed_in(member).post(f"{place}documents/new/", sent()).status_code == 403
        assert signed_in(stranger).post(f"{place}documents/new/", sent()).status_code == 404


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        ({}, "Choose a file."),
        (sent(b""), "The file is empty."),
        (sent(b"x" * 3000), "The file is larger than 0 MB."),
        (sent(b"x" * 200_000), "The file is larger than 0 MB."),
        (sent(b"<svg/>", "bild.svg"), "This kind of file is not taken."),
        (sent(b"<html>"), "The content is not what the name says (.pdf)."),
    ],
)
def test_what_is_wrong_is_told_and_the_title_kept(
    council: Forum,
    secretary: Person,
    signed_in: SignIn,
    settings: Settings,
    upload: dict[str, object],
    words: str,
) -> None:
    settings.DOCUMENT_MAX_BYTES = 2000
    answer = signed_in(secretary).post(f"/forums/{council.slug}/documents/new/", {**upload, "title": "Min titel"})

    assert answer.status_code == 422
    assert words in answer.text
    assert "Min titel" in answer.text
    assert not Document.objects.exists()


def test_a_file_is_handed_out_as_a_download_only(council: Forum, secretary: Person, signed_in: SignIn) -> None:
    document = make_document(forum=council, content=PDF, file_name='Års"plan.pdf')
    answer = signed_in(secretary).get(f"/documents/{document.pk}/file/")

    assert content_of(answer) == PDF
    assert answer.streaming
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%85rs%22plan.pdf"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_a_file_that_the_store_has_lost_is_no_server_error(
    council: Forum,
    meeting: Meeting,
    secretary: Person,
    neighbour: Organisation,
    signed_in: SignIn,
    api_client_for: ApiClientFor,
) -> None:
    make_share(meeting=meeting, organisation=neighbour)
    shown = make_document(item=make_item(meeting=meeting))

    assert fetch(signed_in(secretary), make_document(forum=council)) == 404
    problem = api_client_for(neighbour).get(f"/api/v1/documents/{shown.pk}/file")
    assert (problem.status_code, problem["Content-Type"]) == (404, "application/problem+json")


def test_who_may_fetch_what(
    council: Forum,
    meeting: Meeting,
    secretary: Person,
    member: Person,
    observer: Person,
    coordinator: Person,
    administrator: Person,
    stranger: Person,
    signed_in: SignIn,
) -> None:
    draft_meeting = make_meeting(forum=council)
    restricted = make_item(meeting=meeting, openness=ItemOpenness.OWN_ORGANISATION)
    places: dict[str, dict[str, Any]] = {
        "forum, draft": {"forum": council},
        "forum, shared": {"forum": council, "shared_at": timezone.now()},
        "meeting, planned": {"meeting": draft_meeting},
        "meeting, noticed": {"meeting": meeting},
        "point, open": {"item": make_item(meeting=meeting)},
        "point, restricted": {"item": restricted},
        "point, planned": {"item": make_item(meeting=draft_meeting)},
    }
    documents = {name: make_document(content=PDF, **place) for name, place in places.items()}
    sees = {
        name: [place for place, document in documents.items() if fetch(signed_in(person), document) == 200]
        for name, person in {
            "secretary": secretary,
            "member": member,
            "observer": observer,
            "coordinator": coordinator,
            "administrator": administrator,
            "stranger": stranger,
        }.items()
    }
    assert sees == {
        "secretary": list(places),
        "member": ["forum, shared", "meeting, noticed", "point, open"],
        "observer": [],
        "coordinator": [],
        "administrator": [],
        "stranger": [],
    }
    assert Client().get(f"/documents/{documents['forum, shared'].pk}/file/").status_code == 302  # to sign in


def test_a_restricted_point_shows_no_document_names(
    meeting: Meeting, member: Person, secretary: Person, signed_in: SignIn
) -> None:
    make_document(item=make_item(meeting=meeting, openness=ItemOpenness.NAMED_SEATS), title="Dold bilaga")

    assert "Dold bilaga" not in signed_in(member).get(f"/meetings/{meeting.pk}/").text
    assert "Dold bilaga" in signed_in(secretary).get(f"/meetings/{meeting.pk}/").text


def test_replace_share_and_take_away(council: Forum, secretary: Person, member: Person, signed_in: SignIn) -> None:
    document, browser = make_document(forum=council, content=PDF), signed_in(secretary)
    page = f"/documents/{document.pk}/"
    assert browser.post(f"{page}replace/", sent(PDF + b"2", version="1")).status_code == 302
    assert "becomes a public record" in browser.get(f"{page}share/").text
    assert browser.post(f"{page}share/", {"version": "2"}).status_code == 302
    assert browser.post(page, {"title": "Ny titel", "version": "3"}).status_code == 302

    reader = signed_in(member)
    assert content_of(reader.get(f"{page}file/")) == PDF + b"2"
    assert reader.get(f"{page}versions/1/").status_code == 404
    assert content_of(browser.get(f"{page}versions/1/")) == PDF
    assert "Ny titel" in reader.get(page).text
    for act in ("replace/", "share/", "delete/", ""):
        assert reader.post(f"{page}{act}", {"title": "x"}).status_code == 403
    assert browser.post(f"{page}delete/", {"version": "1"}).status_code == 422
    assert browser.post(f"{page}delete/", {"version": "4"}).status_code == 302
    assert reader.get(page).status_code == 404


def test_whoever_has_the_letter_alone_fetches_what_is_open(meeting: Meeting, member: Person) -> None:
    whole = make_document(meeting=meeting, content=PDF)
    hidden = make_document(
        item=make_item(meeting=meeting, openness=ItemOpenness.NAMED_SEATS), content=PDF, title="Dold"
    )
    other = make_document(meeting=make_meeting(forum=meeting.forum, noticed=True), content=PDF)
    expires_at = timezone.now() + timedelta(days=1)
    for person in (None, member):
        link = issue_link(MeetingLink, address="x@demo.example", person=person, expires_at=expires_at, meeting=meeting)
        page = link.removeprefix("http://testserver")
        text = Client().get(page).text
        assert f"{page}documents/{whole.pk}/" in text
        assert "Dold" not in text
        answers = [status(Client(), f"{page}documents/{row.pk}/") for row in (whole, hidden, other)]
        assert answers == [200, 404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_of_a_download_is_constant(
    council: Forum,
    secretary: Person,
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    documents = [make_document(forum=council, content=PDF) for _ in range(count)]
    browser = signed_in(secretary)
    with django_assert_num_queries(3):
        assert fetch(browser, documents[0]) == 200


def test_a_partner_reads_and_fetches_what_was_shared(
    council: Forum, meeting: Meeting, neighbour: Organisation, police: Organisation, api_client_for: ApiClientFor
) -> None:
    make_share(meeting=meeting, organisation=neighbour)
    shown = make_document(item=make_item(meeting=meeting), content=PDF)
    make_document(item=make_item(meeting=meeting, openness=ItemOpenness.NAMED_SEATS), content=PDF, title="Dold")
    make_document(forum=council, content=PDF, title="Utkast")

    api = api_client_for(neighbour)
    rows = api.get("/api/v1/documents").json()["documents"]
    assert [(row["id"], row["meetingId"], row["agendaItemId"]) for row in rows] == [
        (str(shown.pk), str(meeting.pk), str(shown.item_id))
    ]
    file = api.get(rows[0]["_links"]["file"]["href"])
    assert content_of(file) == PDF
    assert file["Content-Disposition"] == 'attachment; filename="Underlag.pdf"'
    again = api.get(rows[0]["_links"]["file"]["href"], headers={"If-None-Match": file["ETag"]})
    assert again.status_code == 304
    stranger = api_client_for(police)
    assert stranger.get(rows[0]["_links"]["file"]["href"]).status_code == 404
    assert stranger.get("/api/v1/documents").json()["documents"] == []
