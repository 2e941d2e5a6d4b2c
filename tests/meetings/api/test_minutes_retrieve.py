from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetings.enums import MinutesState
from tests.conftest import LEAK
from tests.factories import make_meeting, make_minutes, make_share

if TYPE_CHECKING:
    from rest_framework.test import APIClient

    from forum.models import Forum, Organisation
    from meetings.models import Minutes
    from tests.conftest import ApiClientFor

CONTENT = {
    "title": "Protokoll 3 december 2026",
    "language": "sv",
    "drawn_up_at": "2026-12-03T12:00:00+01:00",
    "present": [{"name": LEAK, "role": "Kommunpolis", "organisation": "Polisen", "note": LEAK}],
    "items": [
        {
            "id": None,
            "number": 1,
            "paragraph": 7,
            "openness": "open",
            "title": "Lägesbild",
            "notes": "Läget är lugnt.",
            "presenter": LEAK,
        },
        {"id": None, "number": 2, "paragraph": 8, "openness": "named_seats", "title": LEAK, "notes": LEAK},
        {"id": None, "number": 3, "paragraph": 9, "title": LEAK, "notes": LEAK},
    ],
}


@pytest.fixture
def minutes(council: Forum, neighbour: Organisation) -> Minutes:
    meeting = make_meeting(forum=council, noticed=True)
    make_share(meeting=meeting, organisation=neighbour)
    return make_minutes(meeting=meeting, content=CONTENT)


@pytest.fixture
def api(neighbour: Organisation, api_client_for: ApiClientFor) -> APIClient:
    return api_client_for(neighbour)


def test_the_words_without_names_and_restricted_points(minutes: Minutes, api: APIClient) -> None:
    response = api.get(f"/api/v1/minutes/{minutes.pk}")
    assert LEAK not in response.content.decode()
    content = response.json()["content"]
    assert content["present"] == [{"role": "Kommunpolis", "organisation": "Polisen"}]
    assert [(item["paragraph"], item["redacted"], item["notes"]) for item in content["items"]] == [
        (7, False, "Läget är lugnt."),
        (8, True, ""),
        (9, True, ""),
    ]


def test_the_list_has_no_words(minutes: Minutes, api: APIClient) -> None:
    row = api.get("/api/v1/minutes").json()["minutes"][0]
    assert ("content" in row, row["_links"]["pdf"]["href"]) == (
        False,
        f"http://testserver/api/v1/minutes/{minutes.pk}/pdf",
    )


def test_the_pdf_has_a_tag_and_the_same_bytes_each_time(minutes: Minutes, api: APIClient) -> None:
    first, second = (
        api.get(f"/api/v1/minutes/{minutes.pk}/pdf", headers={"Accept": "application/pdf"}) for _ in range(2)
    )
    assert (first.status_code, first["Content-Type"], first.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert (first["ETag"], first.content) == (second["ETag"], second.content)
    unchanged = api.get(f"/api/v1/minutes/{minutes.pk}/pdf", headers={"If-None-Match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_a_draft_is_not_there(council: Forum, neighbour: Organisation, api: APIClient) -> None:
    meeting = make_meeting(forum=council, noticed=True)
    make_share(meeting=meeting, organisation=neighbour)
    draft = make_minutes(meeting=meeting, state=MinutesState.DRAFT, content=CONTENT)
    assert api.get(f"/api/v1/minutes/{draft.pk}").status_code == 404
    assert api.get(f"/api/v1/minutes/{draft.pk}/pdf").status_code == 404
