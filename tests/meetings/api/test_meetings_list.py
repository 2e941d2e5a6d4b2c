from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from meetings.enums import MeetingState
from tests.factories import make_meeting, make_series

if TYPE_CHECKING:
    from rest_framework.test import APIClient

    from forum.models import Forum, Organisation
    from tests.conftest import ApiClientFor


@pytest.fixture
def api(neighbour: Organisation, council: Forum, api_client_for: ApiClientFor) -> APIClient:
    make_meeting(
        forum=council,
        place="Vinter",
        starts_at=datetime(2026, 12, 3, 8, 0, tzinfo=UTC),
        series=make_series(forum=council),
    )
    make_meeting(
        forum=council,
        place="Sommar",
        starts_at=datetime(2026, 6, 4, 7, 0, tzinfo=UTC),
        state=MeetingState.CANCELLED,
        historic=True,
    )
    return api_client_for(neighbour)


def places(api: Any, query: str) -> list[str]:
    return [row["place"] for row in api.get(f"/api/v1/meetings?{query}").json()["meetings"]]


def test_times_are_in_utc_with_the_zone_beside(api: APIClient) -> None:
    rows = api.get("/api/v1/meetings").json()["meetings"]
    assert [(row["startsAt"], row["endsAt"], row["timeZone"]) for row in rows] == [
        ("2026-12-03T08:00:00Z", "2026-12-03T09:30:00Z", "Europe/Stockholm"),
        ("2026-06-04T07:00:00Z", "2026-06-04T08:30:00Z", "Europe/Stockholm"),
    ]
    assert all(row["createdAt"].endswith("Z") and row["modifiedAt"].endswith("Z") for row in rows)


def test_a_series_tells_its_exceptions(api: APIClient, council: Forum) -> None:
    series = council.series.get()
    series.pauses = [["2026-06-15", "2026-08-15"]]
    series.excluded_dates, series.extra_dates = [date(2026, 11, 5)], [date(2026, 11, 12)]
    series.save()
    row = api.get(f"/api/v1/meeting-series/{series.pk}").json()
    assert (row["pauses"], row["excludedDates"], row["extraDates"]) == (
        [{"firstDay": "2026-06-15", "lastDay": "2026-08-15"}],
        ["2026-11-05"],
        ["2026-11-12"],
    )


def test_filters(api: APIClient, council: Forum) -> None:
    series = council.series.get()
    assert places(api, f"forum={council.pk}") == ["Vinter", "Sommar"]
    assert places(api, "forum=01936b2e-7d10-7c41-9a55-2f6d1c0e8b10") == []
    assert places(api, f"series={series.pk}") == ["Vinter"]
    assert places(api, "state=cancelled") == ["Sommar"]
    assert places(api, "historic=false") == ["Vinter"]
    assert places(api, "starts_after=2026-12-03T08:59:59%2B01:00") == ["Vinter"]
    assert places(api, "starts_after=2026-12-03T09:00:00%2B01:00") == []
    assert places(api, "starts_before=2026-12-03T08:00:00Z") == ["Sommar"]
